//! Rows of a table counted to a cell and a year, with what became of every row.

use std::collections::BTreeSet;

use crate::expr::{Absent, Slots};
use crate::records::TalliedRow;
use crate::rules::Tally;

/// A tally of one cell and year.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How many rows count; `None` where that cannot be told.
    pub value: Option<i64>,
    /// What became of every sound row of the cell, in the order of the rows.
    pub fates: Vec<Fate>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It counts.
    Counts,
    /// It counts to this year.
    OtherYear(i32),
    /// The tally is about other rows.
    NotMeant,
    /// What it is about was counted by another row.
    Again,
    /// A fact is missing that decides it.
    Open(Absent),
}

impl Fate {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Counts => "counts",
            Fate::OtherYear(_) => "other-year",
            Fate::NotMeant => "not-meant",
            Fate::Again => "again",
            Fate::Open(_) => "open",
        }
    }
}

/// Counts the rows of a cell; the order of rows changes no value.
pub fn count(tally: &Tally, rows: &[TalliedRow], year: i32) -> Counted {
    let mut fates: Vec<Fate> = rows.iter().map(|row| fate(tally, row, year)).collect();
    let same = |row: &TalliedRow| tally.distinct.and_then(|slot| row.text(slot)).map(str::to_owned);
    let mut seen = BTreeSet::new();
    // What counts for certain goes first, so that a row in doubt about the same changes nothing.
    for certain in [true, false] {
        for (fate, row) in fates.iter_mut().zip(rows) {
            let asked = if certain { *fate == Fate::Counts } else { matches!(fate, Fate::Open(_)) };
            let Some(text) = same(row).filter(|_| asked) else { continue };
            if certain && !seen.insert(text.clone()) || !certain && seen.contains(&text) {
                *fate = Fate::Again;
            }
        }
    }
    let open = fates.iter().any(|fate| matches!(fate, Fate::Open(_)));
    let counted = fates.iter().filter(|fate| **fate == Fate::Counts).count();
    Counted { value: i64::try_from(counted).ok().filter(|_| !open), fates }
}

fn fate(tally: &Tally, row: &TalliedRow, year: i32) -> Fate {
    match row.year(tally.year_by) {
        None => return Fate::Open(Absent::Missing(tally.year_by)),
        Some(own) if own != year => return Fate::OtherYear(own),
        Some(_) => {}
    }
    match tally.when.as_ref().map_or(Ok(true), |when| when.flag(Slots { facts: &row.facts, derived: &[] })) {
        Ok(true) => Fate::Counts,
        Ok(false) => Fate::NotMeant,
        Err(absent) => Fate::Open(absent),
    }
}
