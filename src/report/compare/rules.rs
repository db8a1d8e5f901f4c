//! What another text says otherwise, and whom it touches.

use std::collections::BTreeSet;

use super::run::{LeafLabel, PairLabel, label};
use crate::assess::{CellDifference, Differences};
use crate::compare::causes::{By, Cause, What};
use crate::compare::outcome::Outcome;
use crate::compare::{self, What as Changed};
use crate::outline::{Entry, Kind};
use crate::records::CellIndex;
use crate::rules::{Regulation, Texts};

/// A changed rule, and whom it touches.
pub(super) struct RuleChange {
    /// `leaf`, `level`, `gate`, …
    pub(super) kind: Kind,
    pub(super) before: Option<LeafLabel>,
    pub(super) after: Option<LeafLabel>,
    /// What about it: `threshold`, `maximum`, …
    pub(super) what: Vec<&'static str>,
    pub(super) touched: Touch,
}

/// Whom a changed rule touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touch {
    /// It acts through others, such as a group through its leaves.
    ThroughOthers,
    /// Both texts judge the same meetings, and of none of them both have what they ask for.
    NotComparable,
    /// Cells, and meetings where they are counted.
    These(u64, Option<u64>),
}

/// What the texts of meetings say otherwise, text by text.
pub(super) fn of_meetings(
    (differences, (before, after)): (&Differences, (&Texts, &Texts)),
    (number, outcome): (usize, &Outcome),
    pairs: &[PairLabel],
    out: &mut Vec<RuleChange>,
) {
    let causes = outcome.of_levels.get(number).map_or(&[][..], Vec::as_slice);
    for pairing in &differences.pairings {
        let (Some(old), Some(new)) = (before.all().get(pairing.before), after.all().get(pairing.after)) else { continue };
        if old.regulation.header.id == new.regulation.header.id {
            continue;
        }
        let mut met = differences.moves.keys().filter(|(from, to)| (from.0, to.0) == (pairing.before, pairing.after));
        let comparable = met.clone().next().is_none() || met.any(|(from, to)| from.1.is_some() && to.1.is_some());
        let cells = (0..outcome.places.len()).filter_map(|cell| outcome.places.of(cell, 0));
        let touched = Touched { leaves: differences.touched(cells), differences: Some(differences), outcome, causes, comparable };
        rules_of((&old.regulation, &new.regulation), pairs, &touched, out);
    }
}

/// Whom rules touch.
struct Touched<'a> {
    /// Of meetings.
    differences: Option<&'a Differences>,
    /// By every pair of leaves, how many cells and meetings.
    leaves: Vec<(u64, u64)>,
    outcome: &'a Outcome,
    /// By what rates and levels of cells changed.
    causes: &'a [(usize, Cause)],
    /// Whether both texts could judge any meeting that both are asked about.
    comparable: bool,
}

impl Touched<'_> {
    fn cells_of_first(&self) -> impl Iterator<Item = CellIndex> {
        (0..self.outcome.places.len()).filter_map(|cell| self.outcome.places.of(cell, 0))
    }

    fn leaf(&self, pair: usize) -> Touch {
        let (cells, meetings) = self.leaves.get(pair).copied().unwrap_or_default();
        Touch::These(cells, Some(meetings))
    }

    fn cells(&self, is: impl Fn(CellDifference) -> bool) -> Touch {
        let own = |cell| self.differences.map(|differences| differences.cell(cell)).unwrap_or_default();
        Touch::These(self.cells_of_first().filter(|cell| is(own(*cell))).count() as u64, None)
    }

    fn caused(&self, is: impl Fn(&Cause) -> bool) -> Touch {
        let caused = self.causes.iter().filter(|(_, cause)| is(cause)).map(|(cell, _)| cell);
        Touch::These(caused.collect::<BTreeSet<&usize>>().len() as u64, None)
    }
}

/// What the second text says otherwise, each rule once, with the cells and meetings for which it made a difference.
fn rules_of((old, new): (&Regulation, &Regulation), pairs: &[PairLabel], touched: &Touched<'_>, out: &mut Vec<RuleChange>) {
    let changes = compare::compare(old, new);
    for change in &changes {
        let Some(known) = change.side().filter(|side| acts_on_results(side.entry.kind)) else { continue };
        if change.what == Changed::Standing || change.what == Changed::Retitled {
            continue;
        }
        let part = |address: &str| leaf_of(address).map(str::to_owned);
        let leaves = [&change.before, &change.after].map(|side| side.as_ref().and_then(|side| part(&side.entry.address)));
        let of_leaf = leaves.iter().any(Option::is_some);
        let kind = if of_leaf { Kind::Leaf } else { known.entry.kind };
        let side = |regulation: &Regulation, side: &Option<compare::Side<'_>>, leaf: &Option<String>| {
            let side = side.as_ref()?;
            let own = leaf.as_ref().and_then(|id| regulation.leaves.iter().find(|own| own.id == *id));
            let basis = own.map(|leaf| leaf.basis.clone()).or(side.entry.basis.clone());
            let (id, title) = own.map_or((side.entry.id.as_str(), side.entry.title), |leaf| (&leaf.id, &leaf.title));
            Some(match basis {
                Some(basis) => label(regulation, id, title, &basis),
                None => LeafLabel {
                    regulation: regulation.header.id.clone(),
                    id: id.to_owned(),
                    title: title.to_owned(),
                    clause: String::new(),
                    standing: "",
                },
            })
        };
        let (before, after) = (side(old, &change.before, &leaves[0]), side(new, &change.after, &leaves[1]));
        let same = |one: &Option<LeafLabel>, other: &Option<LeafLabel>| {
            one.as_ref().map(|own| (&own.regulation, &own.id)) == other.as_ref().map(|own| (&own.regulation, &own.id))
        };
        let told = out.iter_mut().find(|told| {
            told.kind == kind && (same(&told.before, &before) && before.is_some() || same(&told.after, &after) && after.is_some())
        });
        if let Some(told) = told {
            if !told.what.contains(&change.what.word()) {
                told.what.push(change.what.word());
            }
            continue;
        }
        let pair = pairs.iter().position(|pair| {
            let is = |one: &Option<LeafLabel>, other: &Option<LeafLabel>| one.is_some() && same(one, other);
            is(&pair.before, &before) || is(&pair.after, &after)
        });
        let bit = |ids: Vec<&str>, id: Option<&LeafLabel>| id.and_then(|own| ids.iter().position(|other| *other == own.id));
        let touched = match kind {
            _ if !touched.comparable => Touch::NotComparable,
            Kind::Leaf => pair.map_or(Touch::ThroughOthers, |pair| touched.leaf(pair)),
            Kind::Level | Kind::Condition => bit(old.levels.iter().map(|level| level.id.as_str()).collect(), before.as_ref())
                .map_or(Touch::ThroughOthers, |level| touched.cells(|own| own.levels_touched >> level & 1 == 1)),
            Kind::Gate => {
                let before = bit(old.gates.iter().map(|gate| gate.id.as_str()).collect(), before.as_ref());
                let after = bit(new.gates.iter().map(|gate| gate.id.as_str()).collect(), after.as_ref());
                touched.cells(|own| {
                    before.is_some_and(|gate| own.gates_before >> gate & 1 == 1)
                        || after.is_some_and(|gate| own.gates_after >> gate & 1 == 1)
                })
            }
            Kind::Attendance | Kind::LeftOut => touched.caused(|cause| (cause.what, cause.by) == (What::Rate, By::Denominator)),
            Kind::Period | Kind::PeriodLevel => touched.caused(|cause| (cause.what, cause.by) == (What::Period, By::Rule)),
            _ => Touch::ThroughOthers,
        };
        out.push(RuleChange { kind, before, after, what: vec![change.what.word()], touched });
    }
}

/// The id of the leaf that an entry is, or stands in.
fn leaf_of(address: &str) -> Option<&str> {
    address.split(" / ").find_map(|part| part.strip_prefix("leaf "))
}

/// Whether an entry is a rule: how a text is read, named and cited judges nothing by itself.
fn acts_on_results(kind: Kind) -> bool {
    !matches!(kind, Kind::Regulation | Kind::Time | Kind::Source | Kind::Reading | Kind::Fact | Kind::Gap)
}

/// The parts of a quota; they act through its places.
const OF_QUOTA: [Kind; 6] =
    [Kind::Quota, Kind::RankingKey, Kind::QuotaPart, Kind::SpecialPercent, Kind::SmallGroups, Kind::OutsideQuota];

/// Levels, gates, criteria and quotas of two yearly texts, each rule once.
pub(super) fn of_year((old, new): (&Regulation, &Regulation), (number, outcome): (usize, &Outcome), out: &mut Vec<RuleChange>) {
    let causes = outcome.of_levels.get(number).map_or(&[][..], Vec::as_slice);
    let touched = &Touched { differences: None, leaves: Vec::new(), outcome, causes, comparable: true };
    let first = out.len();
    for change in &compare::compare(old, new) {
        let Some(kind) = change.side().map(|side| side.entry.kind) else { continue };
        let is_rule = matches!(kind, Kind::Level | Kind::Condition | Kind::Gate | Kind::Criterion | Kind::Leaf);
        if !is_rule && !OF_QUOTA.contains(&kind) || matches!(change.what, Changed::Standing | Changed::Retitled) {
            continue;
        }
        let side = |regulation: &Regulation, side: &Option<compare::Side<'_>>| {
            let entry = &side.as_ref()?.entry;
            Some(LeafLabel {
                regulation: regulation.header.id.clone(),
                id: id_in_year(entry),
                title: entry.title.to_owned(),
                clause: entry.basis.as_ref().map_or_else(String::new, |basis| regulation.clause(basis)),
                standing: entry.basis.as_ref().map_or("", |basis| basis.standing.word()),
            })
        };
        let (before, after) = (side(old, &change.before), side(new, &change.after));
        let id = |label: &Option<LeafLabel>| label.as_ref().map(|label| label.id.clone());
        let same = |told: &&mut RuleChange| told.kind == kind && id(&told.before) == id(&before) && id(&told.after) == id(&after);
        if let Some(told) = out.iter_mut().skip(first).find(same) {
            if !told.what.contains(&change.what.word()) {
                told.what.push(change.what.word());
            }
            continue;
        }
        let acted = |cause: &Cause| {
            let holds = |place: usize, label: &Option<LeafLabel>| {
                label.as_ref().is_some_and(|label| cause.more().ids.get(place).is_some_and(|ids| ids.contains(&label.id)))
            };
            (cause.what, cause.by) == (What::Year, By::Gate) && (holds(0, &before) || holds(1, &after))
        };
        let by_places = |cause: &Cause| cause.what == What::Year && matches!(cause.by, By::Quota | By::Tie);
        let touched = match kind {
            Kind::Gate | Kind::Condition => touched.caused(acted),
            kind if OF_QUOTA.contains(&kind) => touched.caused(by_places),
            _ => Touch::ThroughOthers,
        };
        out.push(RuleChange { kind, before, after, what: vec![change.what.word()], touched });
    }
}

/// `xs:2` for the second condition of a level, `xs:total` for the ranking of a quota by the total; else its own id.
fn id_in_year(entry: &Entry<'_>) -> String {
    let around = |word: &str| entry.address.split(" / ").find_map(|part| part.strip_prefix(word));
    let whole = match entry.kind {
        Kind::Condition => around("level "),
        kind if kind != Kind::Quota && OF_QUOTA.contains(&kind) => around("quota "),
        _ => None,
    };
    let parts = [whole.unwrap_or_default(), entry.id.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(":")
}
