//! How many went from which level to which.

use std::collections::BTreeMap;

use super::View;
use super::columns::{against, against_column, period_column, rows_table};
use super::run::Run;
use crate::compare::outcome::{Move, Named, YearOutcome};
use crate::report::{Column, Field, Table};
use crate::words::{Lang, Word};

/// A box of the matrix: the run, the side, what, from, to, which way that is, and how many.
struct Entry {
    run: usize,
    other: usize,
    what: (&'static str, Word),
    from: (String, String),
    to: (String, String),
    went: Move,
    count: u64,
}

/// Table `matrix`: levels of meetings, periods and years, before and after.
pub(super) fn table<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let columns = vec![
        period_column(runs, lang),
        against_column(view, lang),
        Column::both("what", Word::Item.text(lang)),
        Column::both("from", Word::Before.text(lang)),
        Column::both("to", Word::After.text(lang)),
        Column::both("move", Word::ChangedColumn.text(lang)),
        Column::both("count", Word::CountColumn.text(lang)).right(),
    ];
    let mut entries: Vec<Entry> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (other, own) in run.others.iter().enumerate() {
            for ([from, to], went, count) in &own.moves {
                let what = ("meeting", Word::LevelsOfMeetings);
                let (from, to) = (from.clone(), to.clone());
                entries.push(Entry { run: number, other, what, from, to, went: *went, count: *count });
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
            Field::text(against(&view, entry.other)),
            Field::word(entry.what.0, entry.what.1.text(lang)),
            level(&entry.from),
            level(&entry.to),
            Field::word(entry.went.word(), went(entry.went).text(lang)),
            Field::Count(entry.count),
        ]
    })
}

/// Which way, for readers.
fn went(went: Move) -> Word {
    match went {
        Move::None | Move::Same => Word::MoveSame,
        Move::Up => Word::MoveUp,
        Move::Down => Word::MoveDown,
        Move::NotComparable => Word::MoveNotComparable,
    }
}

/// Levels of cells, for the period and for the year. The same two levels have a row for each way: a level that rests on what the other side cannot
/// judge goes neither up nor down.
fn levels(run: &Run, (number, other): (usize, usize), entries: &mut Vec<Entry>) {
    let (Some(old), Some(new)) = (run.outcome.sides.first(), run.outcome.sides.get(other + 1)) else { return };
    let named = |levels: &[Named], level: Option<usize>| {
        let level = level.and_then(|level| levels.get(level));
        level.map_or((String::new(), String::new()), |level| (level.id.clone(), level.title.clone()))
    };
    let place = |level: Option<usize>| level.unwrap_or(usize::MAX);
    let mut sums: BTreeMap<(usize, usize, usize, Move), Entry> = BTreeMap::new();
    for cell in &run.outcome.cells {
        let (Some(before), Some(after), Some(change)) = (cell.sides.first(), cell.sides.get(other + 1), cell.changes.get(other))
        else {
            continue;
        };
        let year = |year: &Option<YearOutcome>| year.as_ref().and_then(|year| year.level);
        let of_period = (("period", Word::PeriodLevel), change.level, [before.level, after.level], (&old.meeting, &new.meeting));
        let of_year = (("year", Word::YearLevel), change.year, [year(&before.year), year(&after.year)], (&old.year, &new.year));
        for (order, (what, went, [from, to], (old, new))) in [of_period, of_year].into_iter().enumerate() {
            if went != Move::None {
                let own = sums.entry((order, place(from), place(to), went)).or_insert_with(|| {
                    let (from, to) = (named(old, from), named(new, to));
                    Entry { run: number, other, what, from, to, went, count: 0 }
                });
                own.count += 1;
            }
        }
    }
    entries.extend(sums.into_values());
}
