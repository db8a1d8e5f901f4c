//! What other records make of a cell under the same texts, and by which facts.
//!
//! Meetings are of one day and kind, so each tells by itself what it changed: its leaves give the points that its total changed by, and its
//! level goes up or down. A level that rests on meetings which only one of the records has, or has the facts of, goes neither up nor down.

use std::sync::Arc;

use super::causes::{By, Cause, Ids, More, OfSide, What, lacking as year_lacking};
use super::outcome::{Change, DecidedLevel, Judged, Move, SideLevels, SideOutcome, judges_periods, moved, moved_year};
use super::records::{self, Lacking, MeetingDifference};
use crate::assess::year::{CellYear, Classification, judge_year};
use crate::base::Exact;
use crate::records::CellIndex;

/// A cell as one of the records has it.
type Own<'a> = (&'a Judged<'a>, CellIndex, Option<&'a CellYear>);

/// A cell that stands in one of the two records alone.
pub(super) fn only_one(other: &Judged<'_>, causes: &mut Vec<Cause>) -> Change {
    let year = if other.year.is_some() { Move::NotComparable } else { Move::None };
    causes.push(Cause::plain(What::Records, By::Facts));
    Change { level: Move::NotComparable, year, ..Change::default() }
}

/// A cell that stands in both.
pub(super) fn change(
    (own, theirs): (Own<'_>, Own<'_>),
    lists: (&OfSide<'_>, &OfSide<'_>),
    (before, after): (&SideOutcome, &SideOutcome),
    (old, new): (&SideLevels, &SideLevels),
    causes: &mut Vec<Cause>,
) -> Change {
    let ((first, cell, year_before), (other, place, year_after)) = (own, theirs);
    let both = ((first.meetings, cell), (other.meetings, place));
    let meetings = records::meetings_of(both.0, both.1);
    let lacks = records::lacking(both.0, both.1);
    let ids = || [lists.0.lacking(cell), lists.1.lacking(place)];
    of_points(&meetings, causes);
    if lacks.one_sided() > 0 {
        causes.push(Cause::plain(What::Points, By::MissingFact).of_meetings(lacks.one_sided()).with_ids(ids()));
    }
    if let (true, Some(before), Some(after)) = (before.rate != after.rate, before.rate, after.rate) {
        let rates = Some([before, after]);
        causes.push(Cause::plain(What::Rate, By::Facts).with(More { rates, ..More::default() }));
    }
    let went = |way: Move| meetings.iter().filter(|meeting| meeting.went == way).count() as u64;
    let (up, down) = (went(Move::Up), went(Move::Down));
    if !meetings.is_empty() {
        let moved = More { moved: (up, down), ..More::default() };
        causes.push(Cause::plain(What::Meetings, By::Facts).of_meetings(meetings.len() as u64).with(moved));
    }
    let level = if judges_periods(first) || judges_periods(other) {
        settled(moved(before.level, after.level, (&old.meeting, &new.meeting)), (before.provisional, after.provisional), lacks)
    } else {
        Move::None
    };
    match level {
        Move::None | Move::Same => {}
        Move::Up | Move::Down => causes.push(Cause::plain(What::Period, By::Meetings)),
        Move::NotComparable => causes.push(Cause::plain(What::Period, By::MissingFact).with_ids(ids())),
    }
    let may_change = |year: Option<&CellYear>| year.is_some_and(|year| year.meetings_missing);
    let missing = (may_change(year_before), may_change(year_after));
    let year = match (&before.year, &after.year) {
        (Some(before), Some(after)) => settled(moved_year(before, after, (&old.year, &new.year)), missing, lacks),
        _ => Move::None,
    };
    if let (Some(years), Some(cells)) = (first.year.zip(other.year), year_before.zip(year_after)) {
        let lacks = (year == Move::NotComparable && (missing.0 || missing.1) && lacks.one_sided() > 0).then(ids);
        of_year(years, cells, [quality(first, cells.0), quality(other, cells.1)], lacks, causes);
    }
    for (before, after) in [(&before.decided, &after.decided), (&before.decided_year, &after.decided_year)] {
        of_decisions(before.as_deref(), after.as_deref(), causes);
    }
    let totals = records::totals_of(both.0, both.1);
    let points = totals.iter().try_fold(Exact::ZERO, |sum, (before, after)| sum.checked_add(after.checked_sub(*before)?));
    Change {
        compared: totals.len() as u64,
        open: lacks.both,
        changed: totals.iter().filter(|(before, after)| before != after).count() as u64,
        points: points.map(Exact::reduced).filter(|_| !totals.is_empty()),
        meetings: (up, down),
        level,
        year,
        ..Change::default()
    }
}

/// A level that may still change for one of them alone, or for both by other meetings, cannot be compared.
fn settled(went: Move, provisional: (bool, bool), lacks: Lacking) -> Move {
    let open = provisional.0 != provisional.1 || provisional.0 && lacks.one_sided() > 0;
    if open && matches!(went, Move::Up | Move::Down) { Move::NotComparable } else { went }
}

/// Meeting by meeting: the leaves, then what no leaf gives.
fn of_points(meetings: &[MeetingDifference], causes: &mut Vec<Cause>) {
    for own in meetings {
        let of = |by: By, pair: Option<usize>, points: Exact| {
            let pair = pair.and_then(|pair| u32::try_from(pair).ok());
            let cause = Cause { pair, points: Some(points), meetings: 1, ..Cause::plain(What::Points, by) };
            cause.with(More { meeting: Some((own.day, own.kind)), ..More::default() })
        };
        causes.extend(own.leaves.iter().map(|(leaf, points)| of(By::Facts, Some(*leaf), *points)));
        if let Some(rest) = own.rest() {
            causes.push(of(if own.leaves.is_empty() { By::Facts } else { By::Sheet }, None, rest));
        }
    }
}

/// That records hold another decision is told; nothing is compared by it.
fn of_decisions(before: Option<&DecidedLevel>, after: Option<&DecidedLevel>, causes: &mut Vec<Cause>) {
    let said = |decided: Option<&DecidedLevel>| decided.map(|own| (own.document.clone(), own.level.id.clone(), own.day));
    if said(before) != said(after) {
        let document = |decided: Option<&DecidedLevel>| decided.map(|own| own.document.clone()).into_iter().collect();
        causes.push(Cause::plain(What::Decision, By::Facts).with_ids([document(before), document(after)]));
    }
}

/// The id of the meeting-quality level that a year was judged by.
fn quality<'a>(of: &Judged<'a>, cell: &CellYear) -> Option<&'a str> {
    cell.quality.and_then(|level| of.meetings.level_of(level)).map(|level| level.id.as_str())
}

/// By what the level of the year moved: the meetings, over the facts of the first; the facts; last the quota. `lacks` holds the leaves that lack a
/// fact where nobody can tell what the meetings would have moved.
fn of_year(
    (first, other): (&Classification<'_>, &Classification<'_>),
    (before, after): (&CellYear, &CellYear),
    [own, theirs]: [Option<&str>; 2],
    lacks: Option<[Ids; 2]>,
    causes: &mut Vec<Cause>,
) {
    let mut facts: Vec<String> =
        records::year_facts((Some(first), Some(before)), (Some(other), Some(after))).into_iter().map(|fact| fact.fact).collect();
    facts.extend(records::year_tallies((Some(first), Some(before)), (Some(other), Some(after))));
    let tallies: Vec<Option<i64>> = before.tallies.iter().map(|tally| tally.value).collect();
    let between = if own == theirs || before.level.is_none() {
        before.level
    } else {
        judge_year(first.regulation, &before.entrant.facts.open(), &tallies, theirs).walk.level()
    };
    let step = |from: Option<usize>, to: Option<usize>| {
        from.zip(to).map_or(0, |(from, to)| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0))
    };
    let mut push = |by: By, steps: i64, ids: [Ids; 2]| {
        causes.push(Cause::plain(What::Year, by).with(More { steps, ids, ..More::default() }));
    };
    if let Some(lacks) = lacks {
        push(By::MissingFact, 0, lacks);
        if !facts.is_empty() {
            push(By::Facts, 0, [facts.into(), Arc::default()]);
        }
        return;
    }
    if between != before.level {
        push(By::Meetings, step(before.level, between), Default::default());
    }
    let by_facts = step(between, after.level);
    if !facts.is_empty() || between != after.level {
        push(By::Facts, by_facts, [facts.into(), Arc::default()]);
    }
    if before.level.is_none() != after.level.is_none() {
        push(By::MissingFact, 0, [year_lacking(first, before), year_lacking(other, after)]);
    }
    let (from, to) = (before.final_level(), after.final_level());
    let is_tied = |cell: &CellYear| cell.level.is_some() && cell.final_level().is_none();
    let places = step(after.level, to) - step(before.level, from);
    if is_tied(before) != is_tied(after) {
        push(By::Tie, 0, Default::default());
    } else if places != 0 {
        push(By::Quota, places, Default::default());
    }
}
