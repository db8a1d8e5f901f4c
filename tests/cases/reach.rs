//! The parts of a regulation that examples should reach: branches of leaves, levels, conditions, gates, readings of a period.

use std::collections::BTreeSet;

use chibo::assess::{Check, LeafOutcome, State};
use chibo::rules::{LeafKind, Regulation};

use super::file::Expect;

/// Someone's own points stand until others have been verified; one example in a regulation is enough.
const SELF_ALONE: &str = "points by self alone";

/// Every part.
pub fn parts(regulation: &Regulation) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for leaf in &regulation.leaves {
        let branches: Vec<String> = match &leaf.kind {
            LeafKind::YesNo { .. } => vec!["yes".to_owned(), "no".to_owned()],
            LeafKind::Recorded { fact, .. } => {
                parts.extend(fact.is_none().then(|| SELF_ALONE.to_owned()));
                vec!["recorded".to_owned()]
            }
            LeafKind::Chosen { options } => {
                parts.insert(SELF_ALONE.to_owned());
                options.iter().map(|option| format!("option {}", option.points)).collect()
            }
            LeafKind::Tiers { tiers, .. } => (1..=tiers.len()).map(|row| format!("tier {row}")).collect(),
            LeafKind::PerOccurrence { .. } => vec!["per-occurrence".to_owned()],
            LeafKind::Proportional { .. } => vec!["proportional".to_owned()],
        };
        let exceptions = (1..=leaf.first.len()).map(|entry| format!("leaf {} exception {entry}", leaf.id));
        parts.extend(exceptions);
        let set_aside = (1..=leaf.not_applicable.len()).map(|entry| format!("not-applicable {entry}"));
        parts.extend(branches.into_iter().chain(set_aside).map(|branch| format!("leaf {} {branch}", leaf.id)));
    }
    for level in &regulation.levels {
        parts.insert(format!("level {}", level.id));
        for number in 1..=level.conditions.len() {
            parts.extend(["holds", "fails"].map(|side| format!("level {} condition {number} {side}", level.id)));
        }
    }
    parts.extend(regulation.gates.iter().map(|gate| format!("gate {}", gate.id)));
    for rule in &regulation.periods {
        let entries = rule.levels.iter().enumerate();
        parts
            .extend(entries.map(|(entry, (level, _, _))| format!("period entry {} {}", entry + 1, regulation.levels[*level].id)));
    }
    for criterion in &regulation.criteria {
        parts.insert(format!("criterion {} from year.csv", criterion.id));
        let words = criterion.from_meetings.iter().map(|(level, _)| &regulation.layout.quality[usize::try_from(*level).unwrap()]);
        parts.extend(words.map(|word| format!("criterion {} from {word}", criterion.id)));
    }
    if regulation.quota.is_some() {
        parts.extend([true, false].map(of_quota).map(str::to_owned));
    }
    parts
}

/// The branch that a leaf took; an open leaf takes none.
pub fn of_leaf(regulation: &Regulation, number: usize, outcome: &LeafOutcome, facts: &[Option<i64>]) -> Vec<String> {
    let leaf = &regulation.leaves[number];
    let mut reached = Vec::new();
    let branch = match (outcome.state, &leaf.kind) {
        (State::Missing | State::NoBase | State::NoRow, _) => return reached,
        (State::Full | State::Dropped | State::Rescaled | State::Redistributed, _) => {
            format!("not-applicable {}", outcome.branch + 1)
        }
        (State::Excepted, _) => format!("exception {}", outcome.branch + 1),
        (State::Carried, _) => return reached,
        (State::Scored, LeafKind::PerOccurrence { .. }) => "per-occurrence".to_owned(),
        (State::Scored, LeafKind::Proportional { .. }) => "proportional".to_owned(),
        (State::Scored, LeafKind::YesNo { .. }) => if outcome.branch == 0 { "yes" } else { "no" }.to_owned(),
        (State::Scored, LeafKind::Tiers { .. }) => format!("tier {}", outcome.branch + 1),
        (State::Scored, LeafKind::Recorded { fact: Some(_), .. }) => "recorded".to_owned(),
        (State::Scored, kind) => {
            if facts[regulation.layout.verified_points(number)].is_none() {
                reached.push(SELF_ALONE.to_owned());
            }
            match kind {
                LeafKind::Chosen { .. } => format!("option {}", chibo::base::Points(i64::from(outcome.points))),
                _ => "recorded".to_owned(),
            }
        }
    };
    reached.push(format!("leaf {} {branch}", leaf.id));
    reached
}

/// The expected level, where one is.
pub fn of_level(regulation: &Regulation, expect: &Expect) -> Option<String> {
    let level = expect.level.as_ref().filter(|level| regulation.level(level).is_some())?;
    Some(format!("level {level}"))
}

/// The side that a condition took.
pub fn of_check(regulation: &Regulation, check: &Check) -> Option<String> {
    let side = if check.holds.ok()? { "holds" } else { "fails" };
    Some(format!("level {} condition {} {side}", regulation.levels[check.level].id, check.condition + 1))
}

/// Whether there were more candidates than places.
pub fn of_quota(breached: bool) -> &'static str {
    if breached { "quota too small" } else { "quota large enough" }
}
