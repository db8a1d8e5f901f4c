//! The result of a meeting as a person recorded it: its columns, and the mark in one of several columns of levels.

use super::account::ResultHeadings;
use super::columns::{Columns, Holds, Known};
use super::row::RowReader;
use super::scan::Record;
use super::table::Reads;
use super::values;
use crate::base::heading;
use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Fact, Regulation, Scope, Vocabulary, shipped};

/// The result of a meeting as a person recorded it, without what led to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The total, in thousandths of a point.
    pub total: Option<i64>,
    /// The level, a position among those of the regulation.
    pub level: Option<usize>,
    /// Whether a gate lowered the level, as recorded.
    pub lowered: bool,
    /// Whether a total or a level was left out, since it belongs to another regulation or nobody knows to which.
    pub elsewhere: bool,
}

/// Where a file has what was recorded of results, for one text.
pub(super) struct ResultColumns {
    total: usize,
    level: usize,
    lowered: usize,
    /// Whether the heading of the total, and that of the level, names the regulation.
    names_it: [bool; 2],
    any: bool,
}

impl ResultColumns {
    pub(super) fn of(columns: &Columns, vocabulary: &Vocabulary) -> ResultColumns {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        let [total, level] = [slot(Fact::TOTAL), slot(Fact::LEVEL)];
        let names_it = [total, level].map(|slot| {
            let column = columns.holds.iter().position(|holds| *holds == Holds::Fact(slot));
            let what = column.and_then(|column| Some(columns.heading(column).split_once(':')?.0));
            what.is_some_and(|what| vocabulary.by_heading(Scope::Meeting, what) == Some(slot))
        });
        let given = |slot: usize| columns.given.iter().any(|(given, _)| *given == slot);
        let any = [total, level].into_iter().any(|slot| columns.of_slot(slot).is_some() || given(slot));
        ResultColumns { total, level, lowered: slot(Fact::LOWERED), names_it, any }
    }

    /// The headings over them.
    pub(super) fn headings(&self, columns: &Columns) -> ResultHeadings {
        let of = |slot: usize| {
            let column = columns.holds.iter().position(|holds| *holds == Holds::Fact(slot));
            column.map(|column| columns.heading(column).to_owned())
        };
        let mark = |(holds, heading): (&Holds, &String)| match holds {
            Holds::Mark { level, .. } => Some((*level, heading.clone())),
            _ => None,
        };
        let marks = columns.holds.iter().zip(&columns.headings).filter_map(mark).collect();
        ResultHeadings { total: of(self.total), level: of(self.level), marks }
    }

    /// What a row has of them; `owns` tells whether a result without a regulation in its heading belongs to this text.
    #[inline]
    pub(super) fn of_row(&self, facts: &[Option<i64>], owns: impl Fn() -> bool) -> Option<Recorded> {
        if self.any { Some(self.gather(facts, owns)).filter(|own| *own != Recorded::default()) } else { None }
    }

    #[cold]
    #[inline(never)]
    fn gather(&self, facts: &[Option<i64>], owns: impl Fn() -> bool) -> Recorded {
        let fact = |slot: usize| facts.get(slot).copied().flatten();
        let mut recorded = Recorded {
            total: fact(self.total),
            level: fact(self.level).and_then(|level| usize::try_from(level).ok()),
            lowered: fact(self.lowered) == Some(1),
            elsewhere: false,
        };
        let [total_is_own, level_is_own] = self.names_it;
        if (recorded.total.is_some() && !total_is_own || recorded.level.is_some() && !level_is_own) && !owns() {
            recorded.elsewhere = true;
            recorded.total = recorded.total.filter(|_| total_is_own);
            recorded.level = recorded.level.filter(|_| level_is_own);
        }
        recorded
    }
}

/// The slot of the total or the level that a heading such as `total:14-qdi-tu` names, and the regulation to which it belongs.
pub(super) fn of_regulation<'h>(text: &'h str, known: &Known<'_>) -> Option<(usize, &'h str)> {
    let (what, id) = text.split_once(':')?;
    let slot = known.slot(what)?;
    let fact = known.reads.vocabulary.facts.get(slot)?;
    [Fact::TOTAL, Fact::LEVEL].contains(&fact.id.as_str()).then(|| (slot, id.trim()))
}

/// What a column holds whose heading names the regulation of a result; the nearest known one when nobody knows it.
pub(super) fn column_of(slot: usize, id: &str, reads: Reads<'_>) -> Result<Holds, String> {
    match reads.regulation {
        Some(regulation) if regulation.header.id == id => Ok(Holds::Fact(slot)),
        _ if is_known(id, reads) => Ok(Holds::Nothing),
        _ => Err(heading::nearest_or_some(id, shipped::ids())),
    }
}

fn is_known(id: &str, reads: Reads<'_>) -> bool {
    shipped::ids().contains(&id) || reads.others.iter().any(|other| other == id)
}

/// Whether a heading means a level, or the result under a regulation.
pub(super) fn is_heading(text: &str, known: &Known<'_>) -> bool {
    let is_own = |id: &str| known.reads.regulation.is_some_and(|regulation| regulation.header.id == id);
    level_heading(text, known).is_some()
        || of_regulation(text, known).is_some_and(|(_, id)| is_own(id) || is_known(id, *known.reads))
}

/// Whether a column without a regulation in its heading is set aside, as it cannot be of this one and another column is by name.
pub(super) fn is_displaced(slot: usize, all: &[String], known: &Known<'_>) -> bool {
    let own = known.reads.regulation.map_or("", |regulation| &regulation.header.id);
    let is_named = |text: &String| of_regulation(text, known) == Some((slot, own));
    !known.reads.owns_results && all.iter().any(is_named)
}

/// The columns whose headings are levels of the regulation: at least two, since a word such as `Tốt` alone may mean anything.
pub(super) fn level_columns(headings: &[String], known: &Known<'_>) -> Vec<Option<usize>> {
    let levels: Vec<Option<usize>> = headings.iter().map(|text| level_heading(text, known)).collect();
    let mut distinct: Vec<usize> = levels.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 { vec![None; headings.len()] } else { levels }
}

/// `Tốt`, or `Xếp loại: Tốt`.
fn level_heading(text: &str, known: &Known<'_>) -> Option<usize> {
    if known.levels.is_empty() {
        return None;
    }
    let is_level = |slot: usize| known.reads.vocabulary.facts.get(slot).is_some_and(|fact| fact.id == Fact::LEVEL);
    let word = match text.split_once(':') {
        Some((what, word)) if known.slot(what).is_some_and(is_level) => word,
        Some(_) => return None,
        None if known.slot(text).is_some() => return None,
        None => text,
    };
    let plain = heading::plain(word);
    known.levels.iter().position(|level| level.contains(&plain)).filter(|_| !plain.is_empty())
}

/// The level of a regulation that a text means, by its id or its title.
pub(super) fn level(regulation: &Regulation, text: &str) -> Option<usize> {
    let plain = heading::plain(text);
    let means = |word: &str| heading::plain(word) == plain;
    regulation.levels.iter().position(|level| means(&level.id) || means(&level.title)).filter(|_| !plain.is_empty())
}

/// Whether a field is a mark: any way to write yes, a cross or a tick. A written no is as good as a blank.
fn is_mark(bytes: &[u8]) -> Option<bool> {
    match std::str::from_utf8(bytes) {
        Ok("×" | "✕" | "✗" | "✓" | "✔" | "√") => Some(true),
        _ => values::flag(bytes).ok(),
    }
}

impl RowReader<'_> {
    /// The column that holds the value of a slot in a row: of several columns of levels the one with the mark.
    pub(super) fn column_of(&self, record: &Record<'_>, slot: usize) -> Option<usize> {
        let marks = &self.plan.marks;
        let marked = || marks.iter().map(|(column, _)| *column).find(|column| is_marked(record, *column));
        let by_mark = if slot == self.plan.marked && !marks.is_empty() { marked() } else { None };
        by_mark.or_else(|| self.columns.of_slot(slot))
    }

    /// The level whose column is marked. Where there is a column for the word of the level too, both must say the same.
    #[cold]
    #[inline(never)]
    pub(super) fn read_marks(&self, record: &Record<'_>, facts: &mut [Option<i64>], faults: &mut Vec<Diagnostic>) {
        let slot = self.plan.marked;
        let by_word = self.columns.holds.iter().position(|holds| *holds == Holds::Fact(slot));
        let Some(fact) = facts.get_mut(slot) else { return };
        let word = fact.filter(|_| by_word.is_some());
        let mut given: Vec<(usize, i64)> = by_word.zip(word).into_iter().collect();
        let before = faults.len();
        for (column, level) in &self.plan.marks {
            let field = record.field(*column);
            let field = values::trim(&field);
            match if field.is_empty() { Some(false) } else { is_mark(field) } {
                Some(true) => given.push((*column, *level)),
                Some(false) => {}
                None => {
                    let value = String::from_utf8_lossy(field);
                    faults.push(Diagnostic::new(Code::LevelMarkInvalid, self.at(record, *column)).with("value", value));
                }
            }
        }
        *fact = given.first().map(|(_, level)| *level);
        let agree = given.iter().all(|(_, level)| Some(*level) == *fact);
        if agree || faults.len() > before {
            return;
        }
        let columns: Vec<&str> = given.iter().map(|(column, _)| self.columns.heading(*column)).collect();
        let second = given.get(1).map_or(0, |(column, _)| *column);
        faults.push(Diagnostic::new(Code::LevelMarksConflict, self.at(record, second)).with("value", columns.join(", ")));
    }
}

fn is_marked(record: &Record<'_>, column: usize) -> bool {
    is_mark(values::trim(&record.field(column))) == Some(true)
}
