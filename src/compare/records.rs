//! What two records of one time say otherwise, meeting by meeting and fact by fact.

use std::cmp::Ordering;

use crate::assess::year::{CellYear, Classification};
use crate::assess::{Meetings, Row};
use crate::base::{Day, Exact};
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
    /// Id.
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
        Some(MeetingDifference {
            day: row.day,
            kind: row.kind,
            before: before.map(|row| said(first, row)),
            after: after.map(|row| said(other, row)),
            facts,
        })
    });
    differing.collect()
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

fn facts((first, before): (&Meetings<'_>, &Row), (other, after): (&Meetings<'_>, &Row)) -> Vec<FactDifference> {
    let texts = (first.regulation_of(before), other.regulation_of(after));
    let (Some(old), Some(new)) = texts else { return Vec::new() };
    by_id((old, first.facts(before)), (new, other.facts(after)))
}

/// Facts of one id are one fact.
fn by_id((old, before): (&Regulation, &[Option<i64>]), (new, after): (&Regulation, &[Option<i64>])) -> Vec<FactDifference> {
    let value = |regulation: &Regulation, facts: &[Option<i64>], id: &str| {
        regulation.vocabulary.position(id).and_then(|slot| facts.get(slot).copied().flatten())
    };
    let known =
        old.vocabulary.facts.iter().chain(new.vocabulary.facts.iter().filter(|fact| old.vocabulary.get(&fact.id).is_none()));
    let differing = known.filter_map(|fact| {
        let (before, after) = (value(old, before, &fact.id), value(new, after, &fact.id));
        (before != after).then(|| FactDifference { fact: fact.id.clone(), before, after })
    });
    differing.collect()
}

/// The facts of a cell's year that differ.
pub fn year_facts(
    (first, before): (Option<&Classification<'_>>, Option<&CellYear>),
    (other, after): (Option<&Classification<'_>>, Option<&CellYear>),
) -> Vec<FactDifference> {
    let (Some(first), Some(other), Some(before), Some(after)) = (first, other, before, after) else { return Vec::new() };
    by_id((first.regulation, &before.facts), (other.regulation, &after.facts))
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
