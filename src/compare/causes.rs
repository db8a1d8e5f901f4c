//! By what a result changed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::assess::year::{CellYear, Classification, judge_year};
use crate::assess::{CellDifference, Differences, Meetings, Moved, period_level};
use crate::assess::{Counts, PeriodOutcome};
use crate::base::{Day, Exact};
use crate::records::{CellIndex, Kind};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum What {
    /// The records themselves.
    Records,
    /// The decision on a level.
    Decision,
    /// The totals of meetings.
    Points,
    /// The attendance rate.
    Rate,
    /// Levels of meetings.
    Meetings,
    /// The level of the period.
    Period,
    /// The level of the year.
    Year,
}

impl What {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            What::Records => "records",
            What::Decision => "decision",
            What::Points => "points",
            What::Rate => "rate",
            What::Meetings => "meetings",
            What::Period => "period-level",
            What::Year => "year-level",
        }
    }
}

/// By what something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum By {
    /// A leaf gives other points for the same.
    Leaf,
    /// A leaf measures over another denominator.
    Denominator,
    /// The sheet rounds otherwise, or does otherwise with leaves that do not apply.
    Sheet,
    /// A fact is missing that one of the texts asks for: nothing to compare.
    MissingFact,
    /// A person recorded the result under one of them: nobody knows by which leaf it differs.
    Recorded,
    /// The points, on the bands of the first.
    Points,
    /// The bounds of levels.
    Threshold,
    /// Gates and conditions.
    Gate,
    /// The two have no level in common to compare.
    NoLevelInCommon,
    /// The levels of the meetings, under the first rule.
    Meetings,
    /// The rule of the period, or of the year.
    Rule,
    /// The quota: not the own result, but the places of the group.
    Quota,
    /// A tie that the committee has to settle.
    Tie,
    /// The records differ: other facts under the same text.
    Facts,
}

impl By {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            By::Leaf => "leaf",
            By::Denominator => "denominator",
            By::Sheet => "sheet",
            By::MissingFact => "missing-fact",
            By::Recorded => "recorded",
            By::Points => "points",
            By::Threshold => "threshold",
            By::Gate => "gate",
            By::NoLevelInCommon => "no-level-in-common",
            By::Meetings => "meetings",
            By::Rule => "rule",
            By::Quota => "quota",
            By::Tie => "tie",
            By::Facts => "facts",
        }
    }
}

/// Ids that cells share: of all cells of a province that lack something, most lack the same.
pub type Ids = Arc<[String]>;

/// A part of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What changed.
    pub what: What,
    /// By what.
    pub by: By,
    /// The pair of leaves, counted through all pairings of the side; for leaves only.
    pub pair: Option<u32>,
    /// Meetings that it touches.
    pub meetings: u32,
    /// Points, of all meetings together; for points only.
    pub points: Option<Exact>,
    pub(super) more: Option<Box<More>>,
}

/// What only some causes have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// How many meetings went up, and how many down; where levels of meetings moved.
    pub moved: (u64, u64),
    /// Attending and expected members before and after; for rates only.
    pub rates: Option<[(u64, u64); 2]>,
    /// By how many levels it moved a level of the year; below zero to a better one.
    pub steps: i64,
    /// The meeting, where a cause is told meeting by meeting.
    pub meeting: Option<(Day, Kind)>,
    /// Ids, before and after: of the gates and conditions that acted, or of the leaves and criteria that lack a fact.
    pub ids: [Ids; 2],
}

impl Cause {
    /// By something as a whole.
    pub(super) fn plain(what: What, by: By) -> Cause {
        Cause { what, by, pair: None, meetings: 0, points: None, more: None }
    }

    /// The same, of so many meetings.
    pub(super) fn of_meetings(self, meetings: u64) -> Cause {
        Cause { meetings: u32::try_from(meetings).unwrap_or(u32::MAX), ..self }
    }

    /// The same with what only some have.
    pub(super) fn with(self, more: More) -> Cause {
        Cause { more: Some(Box::new(more)), ..self }
    }

    /// The same with ids.
    pub(super) fn with_ids(self, ids: [Ids; 2]) -> Cause {
        self.with(More { ids, ..More::default() })
    }

    /// What only some have; nothing of it where this one has none.
    pub fn more(&self) -> &More {
        static NOTHING: LazyLock<More> = LazyLock::new(More::default);
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// The meetings as a side judges them, with each list of leaves that lack a fact in some cell.
pub(super) struct OfSide<'a> {
    pub(super) meetings: &'a Meetings<'a>,
    lists: RefCell<BTreeMap<Vec<usize>, Ids>>,
    /// What was asked for last is mostly asked for again.
    last: RefCell<(Vec<usize>, Ids)>,
}

impl<'a> OfSide<'a> {
    pub(super) fn new(meetings: &'a Meetings<'a>) -> OfSide<'a> {
        OfSide { meetings, lists: RefCell::default(), last: RefCell::default() }
    }

    /// The leaves that lack a fact in some meeting of a cell.
    pub(super) fn lacking(&self, cell: CellIndex) -> Ids {
        let mut last = self.last.borrow_mut();
        if self.meetings.open_leaves(cell).eq(last.0.iter().copied()) {
            return Arc::clone(&last.1);
        }
        let open: Vec<usize> = self.meetings.open_leaves(cell).collect();
        let mut lists = self.lists.borrow_mut();
        let list = lists.entry(open.clone()).or_insert_with(|| {
            let lacks = |(place, _): &(usize, _)| open.contains(place);
            self.meetings.leaves().enumerate().filter(lacks).map(|(_, (_, leaf))| leaf.id.clone()).collect()
        });
        *last = (open, Arc::clone(list));
        Arc::clone(list)
    }
}

/// By which leaves the totals changed, and which meetings cannot be compared.
pub(super) fn of_points(
    differences: &Differences,
    cell: CellIndex,
    (first, other): (&OfSide<'_>, &OfSide<'_>),
    causes: &mut Vec<Cause>,
) {
    let own = differences.cell(cell);
    for (pair, leaf) in (0..).zip(differences.leaves(cell)) {
        for (points, by) in [(leaf.measure, By::Denominator), (leaf.scale, By::Leaf)] {
            if points != 0 {
                let points = Some(Exact::thousandths(i64::from(points)));
                causes.push(Cause { pair: Some(pair), points, meetings: leaf.meetings.into(), ..Cause::plain(What::Points, by) });
            }
        }
    }
    if let Some(points) = own.sheet().filter(|points| *points != Exact::ZERO) {
        causes.push(Cause { points: Some(points), ..Cause::plain(What::Points, By::Sheet) });
    }
    let missing = u64::from(own.open_after) + u64::from(own.open_before);
    if missing > 0 {
        let ids = [first.lacking(cell), other.lacking(cell)];
        causes.push(Cause::plain(What::Points, By::MissingFact).of_meetings(missing).with_ids(ids));
    }
    if own.recorded > 0 {
        causes.push(Cause { meetings: own.recorded.into(), ..Cause::plain(What::Points, By::Recorded) });
    }
}

/// The same meetings, and another rate: others are counted.
pub(super) fn of_rate(before: Option<(u64, u64)>, after: Option<(u64, u64)>, causes: &mut Vec<Cause>) {
    if let (Some(before), Some(after)) = (before, after)
        && before != after
    {
        let rates = Some([before, after]);
        causes.push(Cause::plain(What::Rate, By::Denominator).with(More { rates, ..More::default() }));
    } else if before.is_some() != after.is_some() {
        causes.push(Cause::plain(What::Rate, By::MissingFact));
    }
}

/// By what levels of meetings moved.
pub(super) fn of_meetings(own: &CellDifference, causes: &mut Vec<Cause>) {
    for (moved, by) in [(own.points, By::Points), (own.bounds, By::Threshold), (own.gates, By::Gate)] {
        if moved.any() {
            let Moved { up, down } = moved;
            let meetings = u64::from(up) + u64::from(down);
            let moved = (u64::from(up), u64::from(down));
            causes.push(Cause::plain(What::Meetings, by).of_meetings(meetings).with(More { moved, ..More::default() }));
        }
    }
    if own.unlike > 0 {
        let meetings = u64::from(own.unlike);
        causes.push(Cause::plain(What::Meetings, By::NoLevelInCommon).of_meetings(meetings));
    }
}

/// By what the level of the period moved: first the meetings' levels under the first rule, then the rule. Where facts are missing that
/// one of the texts asks for, nobody can tell.
pub(super) fn of_period(
    (cell, own): (CellIndex, &CellDifference),
    (first, other): (&OfSide<'_>, &OfSide<'_>),
    (before, after): (Option<usize>, Option<usize>),
    causes: &mut Vec<Cause>,
) {
    let of_missing = || {
        let ids = [first.lacking(cell), other.lacking(cell)];
        Cause::plain(What::Period, By::MissingFact).with_ids(ids)
    };
    if own.open_before + own.open_after > 0 {
        causes.push(of_missing());
        return;
    }
    if before.is_none() || after.is_none() {
        let open = [first, other].iter().any(|side| side.meetings.counted(cell, &crate::assess::Class::ALL).open > 0);
        if own.recorded > 0 {
            causes.push(Cause { meetings: own.recorded.into(), ..Cause::plain(What::Period, By::Recorded) });
        } else if open {
            causes.push(of_missing());
        } else {
            causes.push(Cause::plain(What::Period, By::Rule));
        }
        return;
    }
    let (first, other) = (first.meetings, other.meetings);
    let mut push = |by| causes.push(Cause::plain(What::Period, by));
    let between = on_first_rule(cell, first, other);
    let id = |side: &Meetings<'_>, level: Option<usize>| {
        level.and_then(|level| side.levels().nth(level)).map(|level| level.id.clone())
    };
    let (from, to) = (id(first, before), id(other, after));
    match between {
        // The rule of the first has nothing to say of levels that it does not know.
        None => push(By::Rule),
        Some(between) => {
            if Some(&between) != from.as_ref() {
                push(By::Meetings);
            }
            if Some(&between) != to.as_ref() {
                push(By::Rule);
            }
        }
    }
}

/// The level that the rule of the first side gives for the meetings as the other one judges them.
fn on_first_rule(cell: CellIndex, first: &Meetings<'_>, other: &Meetings<'_>) -> Option<String> {
    let text = first.period_judges().next()?;
    let rule = first.period_rule(text)?;
    let regulation = &first.texts.all().get(text)?.regulation;
    let judge = other.period_judges().next()?;
    let counts = other.counts(cell, judge)?;
    let theirs = &other.texts.all().get(judge)?.regulation.levels;
    let mut levels = vec![0; regulation.levels.len()];
    for (level, count) in theirs.iter().zip(&counts.levels).filter(|(_, count)| **count > 0) {
        let place = regulation.levels.iter().position(|own| own.id == level.id)?;
        *levels.get_mut(place)? += count;
    }
    let counts = Counts::under(rule, levels, counts.more);
    match period_level(rule, &counts) {
        PeriodOutcome::Level { level, .. } => regulation.levels.get(level).map(|level| level.id.clone()),
        PeriodOutcome::NoMeeting | PeriodOutcome::NeedsFail | PeriodOutcome::Open => None,
    }
}

/// By what the level of the year moved. Where facts of meetings are missing (`lacking`), nobody can tell what their quality would have moved.
pub(super) fn of_year(
    (first, other): (&Classification<'_>, &Classification<'_>),
    (before, after): (&CellYear, &CellYear),
    ((of_old, of_new), cell, lacks): ((&OfSide<'_>, &OfSide<'_>), CellIndex, bool),
    causes: &mut Vec<Cause>,
) {
    let of_quality = || {
        if lacks {
            let ids = [of_old.lacking(cell), of_new.lacking(cell)];
            return Cause::plain(What::Year, By::MissingFact).with_ids(ids);
        }
        Cause::plain(What::Year, By::Meetings)
    };
    let id = |of: &Classification<'_>, level: Option<usize>| {
        level.and_then(|level| of.regulation.levels.get(level)).map(|level| level.id.clone())
    };
    let (from, to) = (id(first, before.level), id(other, after.level));
    if from.is_none() || to.is_none() {
        let ids = [lacking(first, before), lacking(other, after)];
        causes.push(Cause::plain(What::Year, By::MissingFact).with_ids(ids));
        return;
    }
    if from != to {
        let quality = |cell: &CellYear, meetings: &Meetings<'_>| {
            cell.quality.and_then(|level| meetings.level_of(level)).map(|level| level.id.clone())
        };
        let (own, theirs) = (quality(before, of_old.meetings), quality(after, of_new.meetings));
        let same_text = first.regulation.header.id == other.regulation.header.id;
        // The facts under the first text, over the meetings as the other side judges them.
        let tallies: Vec<Option<i64>> = before.tallies.iter().map(|tally| tally.value).collect();
        let on_first = (own != theirs)
            .then(|| judge_year(first.regulation, &before.entrant.facts.open(), &tallies, theirs.as_deref()).walk.level())
            .map(|level| id(first, level));
        match on_first {
            Some(between) => {
                if between != from && (between == to || !same_text) {
                    causes.push(of_quality());
                }
                if between != to {
                    if same_text {
                        causes.push(of_quality());
                    } else {
                        by_text((first, other), (before, after), causes)
                    }
                }
            }
            None => by_text((first, other), (before, after), causes),
        }
    }
    let mut push = |by| causes.push(Cause::plain(What::Year, by));
    let shift =
        |of: &Classification<'_>, cell: &CellYear| cell.level != cell.final_level() && id(of, cell.final_level()).is_some();
    if before.final_level().is_none() && before.level.is_some() || after.final_level().is_none() && after.level.is_some() {
        push(By::Tie);
    } else if shift(first, before) != shift(other, after) || from == to {
        push(By::Quota);
    }
}

/// How two texts come to other levels: by the points first, then by conditions and gates, each with how many levels it moves. For a text without
/// points stands the level whose conditions are met; where neither has points, there are conditions and gates only.
fn by_text(
    (first, other): (&Classification<'_>, &Classification<'_>),
    (before, after): (&CellYear, &CellYear),
    causes: &mut Vec<Cause>,
) {
    let theirs = |level: Option<usize>| {
        let id = &other.regulation.levels.get(level?)?.id;
        first.regulation.levels.iter().position(|level| level.id == *id)
    };
    let step = |from: usize, to: usize| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
    let Some((from, to)) = before.level.zip(theirs(after.level)) else {
        causes.push(Cause::plain(What::Year, By::NoLevelInCommon));
        return;
    };
    let reached = reached(first, before).zip(theirs(reached(other, after)));
    let by_points = reached.filter(|_| has_points(first) || has_points(other)).map_or(0, |(from, to)| step(from, to));
    let by_gates = step(from, to) - by_points;
    if by_points != 0 {
        causes.push(Cause::plain(What::Year, By::Points).with(More { steps: by_points, ..More::default() }));
    }
    if by_gates != 0 {
        let ids = [acted(first, before), acted(other, after)];
        causes.push(Cause::plain(What::Year, By::Gate).with(More { steps: by_gates, ids, ..More::default() }));
    }
}

fn has_points(of: &Classification<'_>) -> bool {
    of.regulation.levels.iter().any(|level| level.points.is_some())
}

/// The level that the points reach, or the conditions where levels have no points.
fn reached(of: &Classification<'_>, cell: &CellYear) -> Option<usize> {
    if has_points(of) {
        return cell.walk.by_points;
    }
    let fails = |level: usize| cell.walk.checks.iter().any(|check| check.level == level && check.holds != Some(true));
    (0..of.regulation.levels.len()).find(|level| !fails(*level))
}

/// The leaves and criteria of a year that lack a fact.
pub(super) fn lacking(of: &Classification<'_>, cell: &CellYear) -> Ids {
    let form = cell.score.as_ref().and_then(|score| of.regulation.forms.get(score.form));
    let leaves = form.and_then(|form| of.regulation.leaves.get(form.leaves.clone())).unwrap_or(&[]);
    let open = leaves.iter().zip(&cell.leaves).filter(|(_, outcome)| outcome.state.is_open()).map(|(leaf, _)| leaf.id.clone());
    let criteria = of.regulation.criteria.iter().zip(&cell.grades);
    let ungraded = criteria.filter(|(_, graded)| graded.grade.is_none()).map(|(criterion, _)| criterion.id.clone());
    open.chain(ungraded).collect()
}

/// The gates that acted, and the conditions that were not met down to the level.
fn acted(of: &Classification<'_>, cell: &CellYear) -> Ids {
    let gates = of.regulation.gates.iter().enumerate().filter(|(place, _)| cell.walk.gates >> place & 1 == 1);
    let mut ids: Vec<String> = gates.map(|(_, gate)| gate.id.clone()).collect();
    for check in cell.walk.checks.iter().filter(|check| check.holds != Some(true)) {
        if let Some(level) = of.regulation.levels.get(check.level) {
            ids.push(format!("{}:{}", level.id, check.condition + 1));
        }
    }
    ids.into()
}
