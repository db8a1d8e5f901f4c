//! How many went from which level to which.

use std::collections::BTreeMap;

use super::View;
use super::columns::{against, against_column, period_column, rows_table};
use super::run::Run;
use crate::compare::outcome::{Change, Move, Named, SideOutcome};
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
            let levels = run.counted.others.get(other).map(|own| &own.levels);
            levels.into_iter().for_each(|levels| levels.tell(run, (number, other), &mut entries));
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
#[derive(Default)]
pub(super) struct Levels(BTreeMap<(Of, usize, usize, Move), u64>);

/// The levels of what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Period,
    Year,
}

impl Levels {
    pub(super) fn add(&mut self, before: &SideOutcome, after: &SideOutcome, change: &Change) {
        let year = |side: &SideOutcome| side.year.as_ref().and_then(|year| year.level);
        let all = [(Of::Period, change.level, [before.level, after.level]), (Of::Year, change.year, [year(before), year(after)])];
        for (of, went, levels) in all.into_iter().filter(|(_, went, _)| *went != Move::None) {
            let [from, to] = levels.map(|level| level.unwrap_or(usize::MAX));
            *self.0.entry((of, from, to, went)).or_default() += 1;
        }
    }

    fn tell(&self, run: &Run, (number, other): (usize, usize), entries: &mut Vec<Entry>) {
        let (Some(old), Some(new)) = (run.outcome.sides.first(), run.outcome.sides.get(other + 1)) else { return };
        let named = |levels: &[Named], level: usize| {
            levels.get(level).map_or((String::new(), String::new()), |level| (level.id.clone(), level.title.clone()))
        };
        for (&(of, from, to, went), &count) in &self.0 {
            let (what, old, new) = match of {
                Of::Period => (("period", Word::PeriodLevel), &old.meeting, &new.meeting),
                Of::Year => (("year", Word::YearLevel), &old.year, &new.year),
            };
            entries.push(Entry { run: number, other, what, from: named(old, from), to: named(new, to), went, count });
        }
    }
}
