//! The parts of a regulation that cases should reach: every branch that a result can come by.

use std::collections::BTreeSet;

use super::due::{self, PlanBranch};
use super::lineage;
use super::period;
use super::signs;
use super::time::{self, Moment};
use super::visits;
use crate::assess::visits::Aside;
use crate::base::{Exact, Points};
use crate::rules::{Basis, Change, Leaf, LeafKind, Level, Places, Regulation, SignKind, Tier, When};

/// One part. Numbers are positions in the lists of the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A member of this status, by slot, is counted among those who attend, those expected, or left out.
    Status(usize),
    /// The score sheet applies.
    Form(usize),
    /// A leaf takes a branch.
    Leaf(usize, Branch),
    /// Someone's own points stand until others have been verified; one case in a regulation is enough.
    SelfAlone,
    /// The level comes out.
    Level(usize),
    /// The total reaches the floor of the level exactly (`true`), or just misses it.
    Floor(usize, bool),
    /// A condition of a level holds or fails.
    Condition(usize, usize, bool),
    /// A gate acts, or is asked and does not.
    Gate(usize, bool),
    /// An entry of a rule for a period gives the level.
    Period(usize, usize),
    /// What a rule for a period needs is so, or not.
    Needs(usize, bool),
    /// A meeting counts as a level that was not received (`true`), or not held.
    CountedAs(usize, bool),
    /// An entry says which meetings a cell owes: 0 the rule itself, then its exceptions.
    Due(usize),
    /// The yearly plan comes to this.
    Plan(PlanBranch),
    /// A criterion has its grade from this meeting-quality level; without one, as recorded.
    Criterion(usize, Option<usize>),
    /// A criterion has its grade from this row of its own table.
    GradeRow(usize, usize),
    /// A day or year stands at an end of the time in force.
    Time(Moment),
    /// An alternative of a reading gives another result than what the text chose.
    Alternative(usize, usize),
    /// A quota takes a branch in some group.
    Quota(usize, QuotaBranch),
    /// An award takes a branch in some group.
    Award(usize, QuotaBranch),
    /// A unit is considered for an award, or not.
    Considered(usize, bool),
    /// Another award keeps a unit from this one.
    Excluded(usize),
    /// A cell succeeds another in this way.
    Lineage(Change),
    /// A count is a sign (`true`), or not.
    Sign(SignKind, bool),
    /// A person who is assigned all the time meets a minimum of visits, or not.
    VisitMinimum(usize, bool),
    /// A visit is left out, or it is open whether it counts.
    VisitAside(Aside),
    /// A person is assigned for a part of the time.
    PartTime,
    /// Somebody came to a hard cell, or nobody.
    HardCell(bool),
}

/// A branch of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuotaBranch {
    /// A place for every candidate.
    Enough,
    /// Too few.
    Short,
    /// A tie that is left to the committee.
    Tied,
    /// A place by special grounds.
    Special,
    /// A unit stands outside.
    Outside,
    /// The group is small.
    Small,
    /// More have a place than the share of which the rule warns.
    Over,
    /// No more.
    NotOver,
}

impl QuotaBranch {
    /// Every one.
    pub const ALL: [QuotaBranch; 8] = [
        QuotaBranch::Enough,
        QuotaBranch::Short,
        QuotaBranch::Tied,
        QuotaBranch::Special,
        QuotaBranch::Outside,
        QuotaBranch::Small,
        QuotaBranch::Over,
        QuotaBranch::NotOver,
    ];

    fn text(self) -> &'static str {
        match self {
            QuotaBranch::Enough => "large enough",
            QuotaBranch::Short => "too small",
            QuotaBranch::Tied => "tied",
            QuotaBranch::Special => "special grounds",
            QuotaBranch::Outside => "unit outside",
            QuotaBranch::Small => "small group",
            QuotaBranch::Over => "over",
            QuotaBranch::NotOver => "not over",
        }
    }

    fn basis(self, places: &Places) -> &Basis {
        let own = match self {
            QuotaBranch::Enough | QuotaBranch::Short => None,
            QuotaBranch::Tied => places.parts.iter().find(|(part, _)| *part == "ties").map(|(_, basis)| basis),
            QuotaBranch::Special => places.special.as_ref().map(|special| &special.basis),
            QuotaBranch::Outside => places.leaves_out.as_ref().map(|(_, basis)| basis),
            QuotaBranch::Small => places.small_groups.as_ref().map(|small| &small.basis),
            QuotaBranch::Over | QuotaBranch::NotOver => places.warn_over.as_ref().map(|rule| &rule.basis),
        };
        own.unwrap_or(&places.basis)
    }
}

/// A branch of a leaf; entries of lists are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// Full points by its condition.
    Yes,
    /// None by its condition.
    No,
    /// Points as recorded.
    Recorded,
    /// A person chose this option.
    Chosen(usize),
    /// This row of its table.
    Tier(usize),
    /// The measure stands exactly at the lower end of this row, where "over" and "from" differ.
    Edge(usize),
    /// Points by occurrence, between the two ends.
    Each,
    /// Points by occurrence, held at the lower end.
    AtLeast,
    /// Points by occurrence, held at the upper end.
    AtMost,
    /// A share of the maximum.
    Share,
    /// The maximum, as the share is large enough.
    FullShare,
    /// This entry of its exceptions.
    Exception(usize),
    /// The points of this corresponding leaf of another regulation stand in.
    Carried(usize),
    /// This entry of its not-applicable list.
    NotApplicable(usize),
}

impl Branch {
    /// The word of case files and machine formats; entries are counted from 1.
    pub fn text(self) -> String {
        match self {
            Branch::Yes => "yes".to_owned(),
            Branch::No => "no".to_owned(),
            Branch::Recorded => "recorded".to_owned(),
            Branch::Chosen(option) => format!("option {}", option + 1),
            Branch::Tier(row) => format!("tier {}", row + 1),
            Branch::Edge(row) => format!("tier {} edge", row + 1),
            Branch::Each => "each".to_owned(),
            Branch::AtLeast => "at-least".to_owned(),
            Branch::AtMost => "at-most".to_owned(),
            Branch::Share => "share".to_owned(),
            Branch::FullShare => "full share".to_owned(),
            Branch::Exception(entry) => format!("exception {}", entry + 1),
            Branch::Carried(entry) => format!("carried {}", entry + 1),
            Branch::NotApplicable(entry) => format!("not-applicable {}", entry + 1),
        }
    }

    /// Where the branch stands.
    pub fn basis(self, leaf: &Leaf) -> &Basis {
        let own = match self {
            Branch::Yes
            | Branch::No
            | Branch::Recorded
            | Branch::Each
            | Branch::AtLeast
            | Branch::AtMost
            | Branch::Share
            | Branch::FullShare => None,
            Branch::Exception(entry) => leaf.first.get(entry).map(|exception| &exception.basis),
            Branch::Carried(entry) => leaf.corresponds.get(entry).map(|other| &other.basis),
            Branch::Chosen(row) | Branch::Tier(row) | Branch::Edge(row) => leaf.rows().get(row).map(|row| &row.basis),
            Branch::NotApplicable(entry) => leaf.not_applicable.get(entry).map(|entry| &entry.basis),
        };
        own.unwrap_or(&leaf.basis)
    }
}

impl Part {
    /// The name of machine formats: `leaf 1.1 tier 2`, `gate 2.1 fired`.
    pub fn text(self, regulation: &Regulation) -> String {
        let level = |level: usize| regulation.levels.get(level).map_or("", |level| level.id.as_str());
        match self {
            Part::Status(slot) => format!("status {}", regulation.vocabulary.facts.get(slot).map_or("", |fact| fact.id.as_str())),
            Part::Form(form) => format!("form {}", regulation.forms.get(form).map_or("", |form| form.id.as_str())),
            Part::Leaf(leaf, branch) => {
                format!("leaf {} {}", regulation.leaves.get(leaf).map_or("", |leaf| leaf.id.as_str()), branch.text())
            }
            Part::SelfAlone => "points by self alone".to_owned(),
            Part::Level(position) => format!("level {}", level(position)),
            Part::Floor(position, true) => format!("level {} floor reached", level(position)),
            Part::Floor(position, false) => format!("level {} floor missed", level(position)),
            Part::Condition(position, condition, holds) => {
                format!("level {} condition {} {}", level(position), condition + 1, if holds { "holds" } else { "fails" })
            }
            Part::Gate(gate, acts) => {
                let id = regulation.gates.get(gate).map_or("", |gate| gate.id.as_str());
                format!("gate {id} {}", if acts { "fired" } else { "not fired" })
            }
            Part::Period(rule, entry) => {
                let reached = regulation.periods.get(rule).and_then(|rule| rule.levels.get(entry));
                format!("period {} entry {} {}", rule + 1, entry + 1, reached.map_or("", |(position, _, _)| level(*position)))
            }
            Part::Needs(rule, holds) => format!("period {} needs {}", rule + 1, if holds { "holds" } else { "fails" }),
            Part::CountedAs(rule, received) => {
                format!("period {} {}", rule + 1, if received { "not-received" } else { "not-held" })
            }
            Part::Due(0) => "due".to_owned(),
            Part::Due(entry) => format!("due except {entry}"),
            Part::Plan(branch) => format!("due plan {}", branch.text()),
            Part::Criterion(criterion, from) => {
                let id = regulation.criteria.get(criterion).map_or("", |criterion| criterion.id.as_str());
                let from = from.and_then(|from| regulation.layout.quality.get(from)).map_or("year.csv", String::as_str);
                format!("criterion {id} from {from}")
            }
            Part::GradeRow(criterion, row) => {
                let id = regulation.criteria.get(criterion).map_or("", |criterion| criterion.id.as_str());
                format!("criterion {id} tier {}", row + 1)
            }
            Part::Time(moment) => format!("time {}", moment.text()),
            Part::Alternative(reading, alternative) => {
                let reading = regulation.readings.get(reading);
                let alternative = reading.and_then(|reading| reading.alternatives.get(alternative));
                let id = reading.map_or("", |reading| reading.id.as_str());
                format!("reading {id} as {}", alternative.map_or("", |(id, _)| id.as_str()))
            }
            Part::Quota(quota, branch) => {
                format!("quota {} {}", regulation.quotas.get(quota).map_or("", |quota| quota.id.as_str()), branch.text())
            }
            Part::Award(award, branch) => format!("award {} {}", award_id(regulation, award), branch.text()),
            Part::Considered(award, yes) => {
                format!("award {} {}", award_id(regulation, award), if yes { "considered" } else { "not considered" })
            }
            Part::VisitMinimum(minimum, met) => {
                let level = regulation.visits.as_ref().and_then(|rule| rule.minimums.get(minimum));
                let level = level.map_or("", |minimum| minimum.level.as_str());
                format!("visits minimum {level} {}", if met { "met" } else { "short" })
            }
            Part::VisitAside(aside) => format!("visits left out {}", aside.word()),
            Part::Lineage(change) => format!("lineage {}", change.word()),
            Part::Sign(kind, reached) => format!("sign {} {}", kind.word(), if reached { "reached" } else { "not reached" }),
            Part::PartTime => "visits part-time".to_owned(),
            Part::HardCell(came) => format!("visits hard-cell {}", if came { "attended" } else { "unattended" }),
            Part::Excluded(award) => format!("award {} excluded", award_id(regulation, award)),
        }
    }

    /// Where the part stands; `None` for what no clause says.
    pub fn basis(self, regulation: &Regulation) -> Option<&Basis> {
        match self {
            Part::Status(slot) => regulation.attendance.as_ref().map(|rule| {
                let left_out = rule.left_out.iter().find(|(status, _)| *status == slot);
                left_out.map_or(&rule.basis, |(_, basis)| basis)
            }),
            Part::Form(_) | Part::SelfAlone | Part::Time(_) => None,
            Part::Leaf(leaf, branch) => regulation.leaves.get(leaf).map(|leaf| branch.basis(leaf)),
            Part::Level(level) | Part::Floor(level, _) => regulation.levels.get(level).map(|level| &level.basis),
            Part::Condition(level, condition, _) => {
                regulation.levels.get(level).and_then(|level| level.conditions.get(condition)).map(|condition| &condition.basis)
            }
            Part::Gate(gate, _) => regulation.gates.get(gate).map(|gate| &gate.basis),
            Part::Period(rule, entry) => {
                regulation.periods.get(rule).and_then(|rule| rule.levels.get(entry)).map(|(_, _, basis)| basis)
            }
            Part::Needs(rule, _) | Part::CountedAs(rule, _) => regulation.periods.get(rule).map(|rule| &rule.basis),
            Part::Due(entry) => regulation.due.as_ref().map(|rule| {
                let exception = entry.checked_sub(1).and_then(|entry| rule.exceptions.get(entry));
                exception.map_or(&rule.basis, |exception| &exception.basis)
            }),
            Part::Plan(_) => regulation.due.as_ref().and_then(|rule| rule.plan.as_ref()).map(|plan| &plan.basis),
            Part::Criterion(criterion, from) => regulation.criteria.get(criterion).map(|criterion| {
                let table = criterion.from_basis.as_ref().filter(|_| from.is_some());
                table.unwrap_or(&criterion.basis)
            }),
            Part::GradeRow(criterion, row) => {
                let table = regulation.criteria.get(criterion).and_then(|criterion| criterion.table.as_ref());
                table.and_then(|table| table.rows.get(row)).map(|row| &row.basis)
            }
            Part::VisitMinimum(minimum, _) => {
                regulation.visits.as_ref().and_then(|rule| rule.minimums.get(minimum)).map(|minimum| &minimum.basis)
            }
            Part::VisitAside(aside) => regulation.visits.as_ref().and_then(|rule| aside.basis(rule)),
            Part::Lineage(_) => regulation.lineage.as_ref().map(|rule| &rule.basis),
            Part::Sign(kind, _) => {
                regulation.signs.limits.iter().find(|limit| limit.kind == kind).and_then(|limit| limit.basis.as_ref())
            }
            Part::PartTime => regulation.visits.as_ref().and_then(|rule| rule.part_time.as_ref()).map(|(_, basis)| basis),
            Part::HardCell(_) => regulation.visits.as_ref().and_then(|rule| rule.hard_cells.as_ref()).map(|(_, basis)| basis),
            Part::Alternative(reading, _) => regulation.readings.get(reading).map(|reading| &reading.basis),
            Part::Quota(quota, branch) => regulation.quotas.get(quota).map(|quota| branch.basis(&quota.places)),
            Part::Award(award, branch) => regulation.awards.get(award).map(|award| branch.basis(&award.places)),
            Part::Considered(award, _) | Part::Excluded(award) => regulation.awards.get(award).map(|award| &award.places.basis),
        }
    }
}

fn award_id(regulation: &Regulation, award: usize) -> &str {
    regulation.awards.get(award).map_or("", |award| award.id.as_str())
}

/// Every part of a regulation.
pub fn parts(regulation: &Regulation) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    if let Some(rule) = &regulation.attendance {
        let left_out = rule.left_out.iter().map(|(status, _)| *status);
        parts.extend(rule.counts.iter().chain(&rule.base).copied().chain(left_out).map(Part::Status));
    }
    parts.extend((0..regulation.forms.len()).map(Part::Form));
    for (number, leaf) in regulation.leaves.iter().enumerate() {
        parts.extend(branches(regulation, number).into_iter().map(|branch| Part::Leaf(number, branch)));
        if leaf.is_by_a_person() {
            parts.insert(Part::SelfAlone);
        }
    }
    for (position, level) in regulation.levels.iter().enumerate() {
        parts.insert(Part::Level(position));
        if floor(level).is_some() {
            parts.extend([true, false].map(|reached| Part::Floor(position, reached)));
        }
        for condition in 0..level.conditions.len() {
            parts.extend([true, false].map(|holds| Part::Condition(position, condition, holds)));
        }
    }
    parts.extend((0..regulation.gates.len()).flat_map(|gate| [true, false].map(|acts| Part::Gate(gate, acts))));
    parts.extend(period::parts(regulation));
    parts.extend(due::parts(regulation));
    parts.extend(lineage::parts(regulation));
    parts.extend(signs::parts(regulation));
    parts.extend(visits::parts(regulation));
    for (number, criterion) in regulation.criteria.iter().enumerate() {
        parts.extend(criterion.fact.map(|_| Part::Criterion(number, None)));
        let rows = criterion.table.as_ref().map_or(0, |table| table.rows.len());
        parts.extend((0..rows).map(|row| Part::GradeRow(number, row)));
        let from = criterion.from_meetings.iter().filter_map(|(level, _)| usize::try_from(*level).ok());
        parts.extend(from.map(|level| Part::Criterion(number, Some(level))));
    }
    parts.extend(time::parts(regulation));
    for (number, reading) in regulation.readings.iter().enumerate() {
        parts.extend((0..reading.alternatives.len()).map(|alternative| Part::Alternative(number, alternative)));
    }
    for (number, quota) in regulation.quotas.iter().enumerate() {
        let branches = QuotaBranch::ALL.into_iter().filter(|branch| branch.is_of(&quota.places));
        parts.extend(branches.map(|branch| Part::Quota(number, branch)));
    }
    parts.extend(super::awards::parts(regulation));
    parts
}

/// Every branch that a leaf can take.
pub fn branches(regulation: &Regulation, leaf: usize) -> Vec<Branch> {
    let Some(leaf) = regulation.leaves.get(leaf) else { return Vec::new() };
    let mut branches = match &leaf.kind {
        LeafKind::YesNo { .. } => vec![Branch::Yes, Branch::No],
        LeafKind::Recorded { .. } => vec![Branch::Recorded],
        LeafKind::Chosen { options } => (0..options.len()).map(Branch::Chosen).collect(),
        LeafKind::Tiers { tiers, .. } => {
            let rows = (0..tiers.len()).map(Branch::Tier);
            rows.chain(edges(tiers).into_iter().map(|(row, _)| Branch::Edge(row))).collect()
        }
        LeafKind::PerOccurrence { start, each, at_least, at_most, .. } => {
            let width = Points(at_most.0 - at_least.0).exact();
            let inside = start > at_least && start < at_most;
            let between = inside || (*each < width && Exact::ZERO.checked_sub(*each).is_some_and(|less| less < width));
            [
                (Branch::Each, between),
                (Branch::AtLeast, start <= at_least || *each < Exact::ZERO),
                (Branch::AtMost, start >= at_most || *each > Exact::ZERO),
            ]
            .into_iter()
            .filter_map(|(branch, possible)| possible.then_some(branch))
            .collect()
        }
        LeafKind::Proportional { .. } => vec![Branch::Share, Branch::FullShare],
    };
    branches.extend((0..leaf.first.len()).map(Branch::Exception));
    branches.extend((0..leaf.corresponds.len()).map(Branch::Carried));
    branches.extend((0..leaf.not_applicable.len()).map(Branch::NotApplicable));
    branches
}

/// The ends between rows of a table, each with the row above it; a row that takes one value only is its own end.
pub(super) fn edges(tiers: &[Tier]) -> Vec<(usize, Exact)> {
    let low = |tier: &Tier| match &tier.when {
        When::In(interval) => interval.low.map(|low| (low.at, interval.high.is_some_and(|high| high.at == low.at))),
        When::Condition(_) | When::Is(..) | When::Chosen => None,
    };
    let single: Vec<Exact> = tiers.iter().filter_map(low).filter(|(_, single)| *single).map(|(at, _)| at).collect();
    let lows = tiers.iter().enumerate().filter_map(|(row, tier)| Some((row, low(tier)?.0)));
    // Nothing lies below zero, so a row that begins there has no neighbour.
    lows.filter(|(_, at)| *at > Exact::ZERO && !single.contains(at)).collect()
}

/// The floor of a level, and whether the floor itself belongs to it; `None` where everything reaches it.
pub(super) fn floor(level: &Level) -> Option<(Exact, bool)> {
    let low = level.points.as_ref()?.low?;
    (low.at > Exact::ZERO).then_some((low.at, low.closed))
}

/// How far from a floor a total may lie that just misses it: a point, or the finest step that totals can have where that is more.
pub(super) fn near(regulation: &Regulation) -> Exact {
    let common = |a: i64, b: i64| {
        let (mut a, mut b) = (a, b);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let amounts = regulation.leaves.iter().flat_map(|leaf| {
        let step = match &leaf.kind {
            LeafKind::Recorded { step, .. } => Some(step.unwrap_or(Points(1))),
            LeafKind::PerOccurrence { each, .. } => Points::from_exact(*each).map(|each| Points(each.0.abs())),
            LeafKind::Proportional { rounding, .. } => Points::from_exact(rounding.step),
            LeafKind::YesNo { .. } | LeafKind::Chosen { .. } | LeafKind::Tiers { .. } => None,
        };
        leaf.rows().iter().chain(&leaf.first).map(|row| row.points).chain([leaf.max]).chain(step).map(|points| points.0)
    });
    Exact::thousandths(amounts.fold(0, common)).max(Exact::ONE)
}
