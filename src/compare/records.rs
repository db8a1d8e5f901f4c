//! What two records of one time say otherwise, meeting by meeting and fact by fact.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::outcome::Move;
use crate::assess::year::{CellYear, Classification};
use crate::assess::{Meetings, Row};
use crate::base::{Day, Exact, Points};
use crate::records::{CellIndex, Kind, Status};
use crate::rules::Regulation;

/// A meeting of which the two say different things; one that stands in one of them alone has one side only.
#[derive(Clone, Debug)]
pub struct MeetingDifference {
    /// When.
    pub day: Day,
    /// Kind.
    pub kind: Kind,
    /// In the first records.
    pub before: Option<Said>,
    /// In the other.
    pub after: Option<Said>,
    /// Facts that differ.
    pub facts: Vec<FactDifference>,
    /// What its total changed by; `None` unless both have one.
    pub change: Option<Exact>,
    /// What the leaves give to that, where points were worked out leaf by leaf on both sides: number of the leaf, counted through all
    /// texts, and points.
    pub leaves: Vec<(usize, Exact)>,
    /// Which way its level went; not comparable unless both have one.
    pub went: Move,
}

impl MeetingDifference {
    /// What no leaf gives to the change: rounding, leaves that do not apply; all of it where a person recorded the total.
    pub fn rest(&self) -> Option<Exact> {
        let rest = self.leaves.iter().try_fold(self.change?, |rest, (_, points)| rest.checked_sub(*points))?;
        Some(rest.reduced()).filter(|rest| *rest != Exact::ZERO)
    }
}

/// What a meeting comes to.
#[derive(Clone, Debug)]
pub struct Said {
    /// Held or not.
    pub status: Status,
    /// Its total.
    pub total: Option<Exact>,
    /// Its level, by its place among those of the text.
    pub level: Option<usize>,
    /// File and row.
    pub place: (String, u64),
}

/// A fact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactDifference {
    /// Its slot among the recorded ones.
    pub slot: usize,
    /// Id; of points as their column is called.
    pub fact: String,
    /// As a number; of a choice the place of its word.
    pub before: Option<i64>,
    /// Likewise.
    pub after: Option<i64>,
}

/// The meetings of a cell that differ, in the order of days. The meetings themselves and their facts must have been kept.
pub fn meetings_of(
    (first, cell): (&Meetings<'_>, CellIndex),
    (other, place): (&Meetings<'_>, CellIndex),
) -> Vec<MeetingDifference> {
    let differing = pairs((first, cell), (other, place)).into_iter().filter_map(|(before, after)| {
        let facts = before.zip(after).map_or_else(Vec::new, |(before, after)| facts((first, before), (other, after)));
        let same = before.zip(after).is_some_and(|(before, after)| {
            before.status == after.status && totals(before) == totals(after) && level(before) == level(after)
        });
        let row = before.or(after).filter(|_| !same || !facts.is_empty())?;
        let total = |row: Option<&Row>| row.and_then(totals);
        let change = total(before).zip(total(after)).and_then(|(before, after)| after.checked_sub(before));
        let both = before.zip(after).filter(|_| change.is_some());
        let went = before.and_then(level).zip(after.and_then(level)).map(|(before, after)| Move::between(before, after));
        Some(MeetingDifference {
            day: row.day,
            kind: row.kind,
            before: before.map(|row| said(first, row)),
            after: after.map(|row| said(other, row)),
            facts,
            change: change.map(Exact::reduced),
            leaves: both.map_or_else(Vec::new, |(before, after)| leaves((first, before), (other, after))),
            went: went.unwrap_or(Move::NotComparable),
        })
    });
    differing.collect()
}

/// How the meetings of a cell lie in both records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Meetings that the first alone can judge: the other lacks them, or a fact of them.
    pub after: u64,
    /// Meetings that the other alone can judge.
    pub before: u64,
    /// Meetings of both that neither can judge.
    pub both: u64,
}

impl Lacking {
    /// Meetings that only one of them can judge.
    pub fn one_sided(self) -> u64 {
        self.after + self.before
    }
}

/// Which meetings of a cell are judged in one of the records alone, or in neither.
pub fn lacking((first, cell): (&Meetings<'_>, CellIndex), (other, place): (&Meetings<'_>, CellIndex)) -> Lacking {
    let mut sums = Lacking::default();
    let score = |row: Option<&Row>| row.and_then(|row| row.score.as_ref()).map(|score| score.is_judged());
    for (before, after) in pairs((first, cell), (other, place)) {
        match (score(before), score(after)) {
            (Some(true), Some(true)) | (None, None | Some(false)) | (Some(false), None) => {}
            (Some(true), _) => sums.after += 1,
            (_, Some(true)) => sums.before += 1,
            (Some(false), Some(false)) => sums.both += 1,
        }
    }
    sums
}

/// A text by its number, and a level of it where there is one.
pub type LevelPlace = (usize, Option<usize>);

/// From which level to which the meetings of a cell went, each by its text and level; of a meeting that one of them lacks there is no level there.
pub fn levels_of(
    (first, cell): (&Meetings<'_>, CellIndex),
    (other, place): (&Meetings<'_>, CellIndex),
) -> Vec<(LevelPlace, LevelPlace)> {
    let both = pairs((first, cell), (other, place)).into_iter();
    let judged = both.filter_map(|(before, after)| {
        let scored = |row: Option<&Row>| row.is_some_and(|row| row.score.is_some());
        let text = usize::from(before.or(after)?.text);
        let level = |row: Option<&Row>| (text, row.and_then(level));
        (scored(before) || scored(after)).then(|| (level(before), level(after)))
    });
    judged.collect()
}

/// The totals of every meeting of a cell that has one in both.
pub fn totals_of((first, cell): (&Meetings<'_>, CellIndex), (other, place): (&Meetings<'_>, CellIndex)) -> Vec<(Exact, Exact)> {
    let both = pairs((first, cell), (other, place)).into_iter();
    both.filter_map(|(before, after)| Some((totals(before?)?, totals(after?)?))).collect()
}

/// Every meeting of a cell, as both have it; in the order of days.
fn pairs<'m>(
    (first, cell): (&'m Meetings<'_>, CellIndex),
    (other, place): (&'m Meetings<'_>, CellIndex),
) -> Vec<(Option<&'m Row>, Option<&'m Row>)> {
    let (mut old, mut new) = (own(first, cell), own(other, place));
    let mut all = Vec::new();
    loop {
        let (before, after) = (old.first(), new.first());
        let order = match (before, after) {
            (None, None) => return all,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => (before.day, before.kind).cmp(&(after.day, after.kind)),
        };
        let before = before.filter(|_| order != Ordering::Greater);
        let after = after.filter(|_| order != Ordering::Less);
        all.push((before, after));
        old = old.get(usize::from(before.is_some())..).unwrap_or(&[]);
        new = new.get(usize::from(after.is_some())..).unwrap_or(&[]);
    }
}

/// The kept meetings of a cell; they stand cell by cell.
fn own<'m>(meetings: &'m Meetings<'_>, cell: CellIndex) -> &'m [Row] {
    let first = meetings.rows.partition_point(|row| row.cell < cell);
    let end = meetings.rows.partition_point(|row| row.cell <= cell);
    meetings.rows.get(first..end).unwrap_or(&[])
}

fn totals(row: &Row) -> Option<Exact> {
    row.score.as_ref().and_then(|score| score.total).map(Exact::reduced)
}

fn level(row: &Row) -> Option<usize> {
    row.score.as_ref().and_then(|score| score.level)
}

fn said(meetings: &Meetings<'_>, row: &Row) -> Said {
    let file = meetings.accounts.get(row.file).map_or_else(String::new, |account| account.file.to_string());
    Said { status: row.status, total: totals(row), level: level(row), place: (file, row.row) }
}

/// What each leaf gives otherwise; nothing where a person recorded a total, so that no leaf can tell.
fn leaves((first, before): (&Meetings<'_>, &Row), (other, after): (&Meetings<'_>, &Row)) -> Vec<(usize, Exact)> {
    let text = usize::from(before.text);
    let Some(regulation) = first.regulation_of(before).filter(|_| before.text == after.text) else { return Vec::new() };
    if before.rests_on.is_recorded() || after.rests_on.is_recorded() {
        return Vec::new();
    }
    let ahead: usize = first.texts.all().iter().take(text).map(|text| text.regulation.leaves.len()).sum();
    let points = |meetings: &Meetings<'_>, row: &Row| -> Vec<(usize, i64)> {
        let start = row.score.as_ref().and_then(|score| regulation.forms.get(score.form)).map_or(0, |form| form.leaves.start);
        let own = regulation.leaves.iter().enumerate().skip(start).zip(meetings.outcomes(row));
        let with_points = own.filter(|(_, outcome)| outcome.state.has_points());
        with_points.map(|((number, leaf), outcome)| (number, leaf.signed(Points(i64::from(outcome.points))).0)).collect()
    };
    let mut sums: BTreeMap<usize, i64> = points(other, after).into_iter().collect();
    for (leaf, points) in points(first, before) {
        *sums.entry(leaf).or_default() -= points;
    }
    let changed = sums.into_iter().filter(|(_, points)| *points != 0);
    changed.map(|(leaf, points)| (ahead + leaf, Exact::thousandths(points).reduced())).collect()
}

fn facts((first, before): (&Meetings<'_>, &Row), (other, after): (&Meetings<'_>, &Row)) -> Vec<FactDifference> {
    first.regulation_of(before).map_or_else(Vec::new, |text| differing(text, first.facts(before), other.facts(after)))
}

/// What is recorded otherwise, in the order of the slots.
fn differing(regulation: &Regulation, before: &[Option<i64>], after: &[Option<i64>]) -> Vec<FactDifference> {
    let value = |facts: &[Option<i64>], slot: usize| facts.get(slot).copied().flatten();
    let differing = (0..regulation.layout.recorded()).filter_map(|slot| {
        let (before, after) = (value(before, slot), value(after, slot));
        (before != after).then(|| FactDifference { slot, fact: id_of(regulation, slot), before, after })
    });
    differing.collect()
}

/// The id of a fact, or what a column of points is called.
fn id_of(regulation: &Regulation, slot: usize) -> String {
    let layout = &regulation.layout;
    if let Some(fact) = regulation.vocabulary.facts.get(slot) {
        return fact.id.clone();
    }
    let column = |who: &str, text: &str, leaf: &str| format!("{who}:{text}:{leaf}");
    let own = |leaf: usize| regulation.leaves.get(leaf).map_or("", |leaf| leaf.id.as_str());
    if slot < layout.verified_points(0) {
        return column("self", &regulation.header.id, own(slot - layout.self_points(0)));
    }
    match layout.correspondence(&regulation.leaves, slot) {
        Some(theirs) => {
            let who = if (slot - layout.corresponding(&regulation.leaves, 0)).is_multiple_of(2) { "verified" } else { "self" };
            column(who, &theirs.regulation, &theirs.leaf)
        }
        None => column("verified", &regulation.header.id, own(slot - layout.verified_points(0))),
    }
}

/// The facts of a cell's year that differ.
pub fn year_facts(
    (first, before): (Option<&Classification<'_>>, Option<&CellYear>),
    (other, after): (Option<&Classification<'_>>, Option<&CellYear>),
) -> Vec<FactDifference> {
    let (Some(first), Some(_), Some(before), Some(after)) = (first, other, before, after) else { return Vec::new() };
    differing(first.regulation, &before.entrant.facts.open(), &after.entrant.facts.open())
}

/// The tallies of a cell's year that differ, by id.
pub fn year_tallies(
    (first, before): (Option<&Classification<'_>>, Option<&CellYear>),
    (other, after): (Option<&Classification<'_>>, Option<&CellYear>),
) -> Vec<String> {
    let (Some(first), Some(other), Some(before), Some(after)) = (first, other, before, after) else { return Vec::new() };
    let value = |of: &Classification<'_>, cell: &CellYear, id: &str| {
        let place = of.regulation.tallies.iter().position(|tally| tally.id == id)?;
        cell.tallies.get(place)?.value
    };
    let ids = first.regulation.tallies.iter().map(|tally| tally.id.as_str());
    ids.filter(|id| value(first, before, id) != value(other, after, id)).map(str::to_owned).collect()
}
