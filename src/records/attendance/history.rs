//! What members bring along from a cell whose place another one has taken.
//!
//! Whether somebody was excused four times running is a fact about a person: it goes on where the cell itself becomes another one, whatever a
//! regulation makes of the results of cells.

use std::collections::{BTreeMap, BTreeSet};

use super::close::{Closing, Room};
use super::rows::CellRows;
use crate::base::{Day, Period};
use crate::records::{CellIndex, Lineage, Succeeds};

/// The members of a cell up to a day, in the year of that day.
#[derive(Debug)]
pub(super) struct History {
    /// The day on which another cell took over, as a number.
    pub(super) day: i64,
    /// By code.
    pub(super) members: BTreeMap<Box<[u8]>, Past>,
}

/// What is known of one member.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Past {
    /// Runs and sums at the end.
    pub(super) runs: u64,
    /// Which of them had been beyond three at any time.
    pub(super) beyond: u64,
    /// Day of the last meeting at which the member was on the roll.
    pub(super) last: i64,
}

/// The cells of which rows must be kept, since others follow them, or they follow others, in a year of the period.
pub(super) fn linked(lineage: &Lineage, period: Period) -> BTreeSet<CellIndex> {
    lineage.rows().filter(|row| is_asked(row, period)).flat_map(|row| [row.from, row.to]).collect()
}

/// What members bring into a cell before a day; the cells that it comes from are asked for what they were brought before that.
pub(super) fn brought(
    (cell, before): (CellIndex, Option<Day>),
    (lineage, period): (&Lineage, Period),
    kept: &BTreeMap<CellIndex, CellRows>,
    closing: &Closing<'_>,
    room: &mut Room,
) -> Vec<History> {
    let earlier = |row: &&Succeeds| is_asked(row, period) && before.is_none_or(|before| row.day < before);
    let mut all = Vec::new();
    for row in lineage.into(cell).filter(earlier) {
        let Some(rows) = kept.get(&row.from) else { continue };
        // Every step goes back in time, so that a cell which takes back what it gave off is no circle.
        let theirs = brought((row.from, Some(row.day)), (lineage, period), kept, closing, room);
        all.push(closing.history((row.from, rows), &theirs, row.day.number(), room));
    }
    all.sort_by_key(|history| history.day);
    all
}

/// Runs begin anew with the year, so that a change on its first day brings nothing.
fn is_asked(row: &Succeeds, period: Period) -> bool {
    (period.first.year()..=period.last.year()).contains(&row.day.year()) && row.is_before_end(period)
}
