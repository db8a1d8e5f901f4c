//! How many cells changed, and which way: in all, and for each committee and type.

use super::View;
use super::columns::{against, against_column, period_column, rows_table};
use super::run::Run;
use crate::base::Exact;
use crate::compare::outcome::{Change, Move};
use crate::report::{Column, Field, Table};
use crate::words::{Lang, Word};

/// Something that is counted of every cell.
struct Count {
    id: &'static str,
    /// For readers, where they are shown it.
    word: Option<Word>,
    of: fn(&Change) -> u64,
}

const fn shown(id: &'static str, word: Word, of: fn(&Change) -> u64) -> Count {
    Count { id, word: Some(word), of }
}

const fn machine(id: &'static str, of: fn(&Change) -> u64) -> Count {
    Count { id, word: None, of }
}

/// What both tables count.
const COUNTS: [Count; 14] = [
    shown("cells", Word::Cells, |_| 1),
    shown("changed", Word::ChangedColumn, |change| change.is_any.into()),
    shown("unchanged", Word::UnchangedColumn, |change| (!change.is_any).into()),
    shown("points_up", Word::PointsUpColumn, |change| change.points.is_some_and(|points| points > Exact::ZERO).into()),
    shown("points_down", Word::PointsDownColumn, |change| change.points.is_some_and(|points| points < Exact::ZERO).into()),
    shown("level_up", Word::LevelUpColumn, |change| (change.level == Move::Up).into()),
    shown("level_down", Word::LevelDownColumn, |change| (change.level == Move::Down).into()),
    shown("year_up", Word::YearUpColumn, |change| (change.year == Move::Up).into()),
    shown("year_down", Word::YearDownColumn, |change| (change.year == Move::Down).into()),
    shown("not_comparable", Word::NotComparableColumn, |change| change.is_open.into()),
    machine("level_not_comparable", |change| (change.level == Move::NotComparable).into()),
    machine("year_not_comparable", |change| (change.year == Move::NotComparable).into()),
    machine("meetings_up", |change| change.meetings.0),
    machine("meetings_down", |change| change.meetings.1),
];

/// What is counted of some cells.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums([u64; COUNTS.len()]);

impl Sums {
    pub(super) fn add(&mut self, change: &Change) {
        self.0.iter_mut().zip(&COUNTS).for_each(|(sum, count)| *sum += (count.of)(change));
    }
}

/// `leave_out` is what readers are not shown: a group has a name beside, and no more room.
fn columns(leave_out: &[&str], lang: Lang) -> impl Iterator<Item = Column> {
    COUNTS.iter().map(move |count| match count.word.filter(|_| !leave_out.contains(&count.id)) {
        Some(word) => Column::both(count.id, word.text(lang)).right(),
        None => Column::machine(count.id),
    })
}

fn fields<'a>(sums: &Sums) -> impl Iterator<Item = Field<'a>> {
    sums.0.iter().map(|sum| Field::Count(*sum))
}

/// Table `summary`: how many cells changed, of each side and period.
pub(super) fn summary<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let head = [period_column(runs, lang), against_column(view, lang)];
    let columns = head.into_iter().chain(columns(&[], lang)).collect();
    let mut rows: Vec<(usize, usize, Sums)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        rows.extend(run.counted.others.iter().enumerate().map(|(other, own)| (number, other, own.all)));
    }
    let view = view.clone();
    rows_table("summary", Word::CompareSummaryTitle.text(lang), columns, rows.len(), move |position| {
        let Some((run, other, sums)) = rows.get(position) else { return Vec::new() };
        let period = runs.get(*run).map_or_else(String::new, |run| run.outcome.period.to_string());
        [Field::text(period), Field::text(against(&view, *other))].into_iter().chain(fields(sums)).collect()
    })
}

/// Table `movement`: the same for the cells of each committee and type.
pub(super) fn movement<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let head = [
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("by"),
        Column::both("group", Word::GroupColumn.text(lang)),
    ];
    let columns = head.into_iter().chain(columns(&["unchanged"], lang)).collect();
    let mut rows = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (other, own) in run.counted.others.iter().enumerate() {
            for (by, groups) in [("committee", own.committees(run)), ("type", own.types(run))] {
                rows.extend(groups.into_iter().map(|(group, sums)| (number, other, by, group, sums)));
            }
        }
    }
    let view = view.clone();
    rows_table("movement", Word::MovementTitle.text(lang), columns, rows.len(), move |position| {
        let Some((run, other, by, (word, title), sums)) = rows.get(position) else { return Vec::new() };
        let period = runs.get(*run).map_or_else(String::new, |run| run.outcome.period.to_string());
        let head = [Field::text(period), Field::text(against(&view, *other)), Field::text(*by), Field::word(*word, *title)];
        head.into_iter().chain(fields(sums)).collect()
    })
}
