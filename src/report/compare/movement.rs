//! How many went from which level to which, and where.

use std::collections::BTreeMap;

use super::View;
use super::run::Run;
use super::tables::{against_column, period_column, rows_table};
use crate::base::Exact;
use crate::compare::outcome::{Change, Move, Named};
use crate::report::{Column, Field, Table};
use crate::words::{Lang, Word};

/// A box of the matrix: the run, the side, what, from, to and how many.
struct Entry {
    run: usize,
    other: usize,
    what: (&'static str, Word),
    from: (String, String),
    to: (String, String),
    count: u64,
}

/// Table `matrix`: levels of meetings, periods and years, before and after.
pub(super) fn matrix<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let columns = vec![
        period_column(runs, lang),
        against_column(view, lang),
        Column::both("what", Word::Item.text(lang)),
        Column::both("from", Word::Before.text(lang)),
        Column::both("to", Word::After.text(lang)),
        Column::both("count", Word::CountColumn.text(lang)).right(),
    ];
    let mut entries: Vec<Entry> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (other, own) in run.others.iter().enumerate() {
            for ([from, to], count) in &own.moves {
                let what = ("meeting", Word::LevelsOfMeetings);
                entries.push(Entry { run: number, other, what, from: from.clone(), to: to.clone(), count: *count });
            }
            levels(run, (number, other), &mut entries);
        }
    }
    let view = view.clone();
    rows_table("matrix", Word::MatrixTitle.text(lang), columns, entries.len(), move |position| {
        let Some(entry) = entries.get(position) else { return Vec::new() };
        let period = runs.get(entry.run).map_or_else(String::new, |run| run.outcome.period.to_string());
        let level = |(id, title): &(String, String)| {
            if id.is_empty() { Field::word("", Word::NoLevel.text(lang)) } else { Field::word(id.clone(), title.clone()) }
        };
        vec![
            Field::text(period),
            Field::text(view.sides.get(entry.other + 1).cloned().unwrap_or_default()),
            Field::word(entry.what.0, entry.what.1.text(lang)),
            level(&entry.from),
            level(&entry.to),
            Field::Count(entry.count),
        ]
    })
}

/// Levels of cells, for the period and for the year.
fn levels(run: &Run, (number, other): (usize, usize), entries: &mut Vec<Entry>) {
    let (Some(old), Some(new)) = (run.outcome.sides.first(), run.outcome.sides.get(other + 1)) else { return };
    let named = |levels: &[Named], level: Option<usize>| {
        let level = level.and_then(|level| levels.get(level));
        level.map_or((String::new(), String::new()), |level| (level.id.clone(), level.title.clone()))
    };
    let place = |level: Option<usize>| level.unwrap_or(usize::MAX);
    let mut sums: BTreeMap<(usize, usize, usize), Entry> = BTreeMap::new();
    for cell in &run.outcome.cells {
        let (Some(before), Some(after), Some(change)) = (cell.sides.first(), cell.sides.get(other + 1), cell.changes.get(other))
        else {
            continue;
        };
        let mut add = |order: usize, what, (from, to): (Option<usize>, Option<usize>), (old, new): (&[Named], &[Named])| {
            let own = sums.entry((order, place(from), place(to))).or_insert_with(|| Entry {
                run: number,
                other,
                what,
                from: named(old, from),
                to: named(new, to),
                count: 0,
            });
            own.count += 1;
        };
        if change.level != Move::None {
            add(0, ("period", Word::PeriodLevel), (before.level, after.level), (&old.meeting, &new.meeting));
        }
        if let (Some(from), Some(to)) = (&before.year, &after.year) {
            add(1, ("year", Word::YearLevel), (from.level, to.level), (&old.year, &new.year));
        }
    }
    entries.extend(sums.into_values());
}

/// Table `movement`: how many cells of each committee and type went up and down.
pub(super) fn table<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("by"),
        Column::both("group", Word::GroupColumn.text(lang)),
    ];
    let counts: [(&str, Word); 8] = [
        ("cells", Word::Cells),
        ("changed", Word::ChangedColumn),
        ("points_up", Word::PointsUpColumn),
        ("points_down", Word::PointsDownColumn),
        ("level_up", Word::LevelUpColumn),
        ("level_down", Word::LevelDownColumn),
        ("year_up", Word::YearUpColumn),
        ("year_down", Word::YearDownColumn),
    ];
    columns.extend(counts.iter().map(|(id, word)| Column::both(id, word.text(lang)).right()));
    let mut rows = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for other in 0..run.others.len() {
            for (by, groups) in [("committee", by_committee(run, other)), ("type", by_type(run, other))] {
                rows.extend(groups.into_iter().map(|(name, counts)| ((number, other), by, name, counts)));
            }
        }
    }
    let view = view.clone();
    rows_table("movement", Word::MovementTitle.text(lang), columns, rows.len(), move |position| {
        let Some(((run, other), by, name, counts)) = rows.get(position) else { return Vec::new() };
        let period = runs.get(*run).map_or_else(String::new, |run| run.outcome.period.to_string());
        let mut fields = vec![
            Field::text(period),
            Field::text(view.sides.get(other + 1).cloned().unwrap_or_default()),
            Field::text(*by),
            Field::text(name.clone()),
        ];
        fields.extend(counts.iter().map(|count| Field::Count(*count)));
        fields
    })
}

fn by_committee(run: &Run, other: usize) -> BTreeMap<String, [u64; 8]> {
    let of = |place: usize| run.outcome.cells.get(place).map_or_else(String::new, |cell| cell.committee.clone());
    grouped(run, other, of)
}

fn by_type(run: &Run, other: usize) -> BTreeMap<String, [u64; 8]> {
    grouped(run, other, |place| run.types.get(place).map_or_else(String::new, |(_, title)| title.clone()))
}

fn grouped(run: &Run, other: usize, group: impl Fn(usize) -> String) -> BTreeMap<String, [u64; 8]> {
    let mut groups: BTreeMap<String, [u64; 8]> = BTreeMap::new();
    for (place, cell) in run.outcome.cells.iter().enumerate() {
        let Some(change) = cell.changes.get(other) else { continue };
        let counts = groups.entry(group(place)).or_default();
        let points = |is: fn(&Exact) -> bool| change.points.as_ref().is_some_and(is);
        let is: [bool; 8] = [
            true,
            Change::is_any(change),
            points(|points| *points > Exact::ZERO),
            points(|points| *points < Exact::ZERO),
            change.level == Move::Up,
            change.level == Move::Down,
            change.year == Move::Up,
            change.year == Move::Down,
        ];
        counts.iter_mut().zip(is).for_each(|(count, is)| *count += u64::from(is));
    }
    groups
}
