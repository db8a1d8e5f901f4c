//! Levels that hang on how an unclear clause is read.

use std::collections::BTreeMap;

use super::super::decision::{computed_quality, computed_year};
use super::super::meetings::Meetings;
use super::super::year::{CellYear, Classification};
use crate::records::{CellIndex, Computed, Subject};

/// A level that is another one under another reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Whose.
    pub cell: CellIndex,
    /// Of meeting quality, or of the year.
    pub subject: Subject,
    /// As the texts are read.
    pub now: Computed,
    /// Under the other reading.
    pub then: Computed,
}

/// What one judges of the records: the meetings, and the year where one is classified.
pub type Levels<'a> = (&'a Meetings<'a>, Option<&'a Classification<'a>>);

/// Every level that another reading makes another one, in the order of cells. Levels are compared by their ids, ties by being open.
pub fn turned((meetings, year): Levels<'_>, (other, other_year): Levels<'_>) -> Vec<Turned> {
    let mut all = Vec::new();
    for cell in meetings.cells.iter().filter(|cell| meetings.standing_of_period(*cell).is_judged()) {
        let (now, then) = (computed_quality(meetings, cell), computed_quality(other, cell));
        if now != then {
            all.push(Turned { cell, subject: Subject::MeetingQuality, now, then });
        }
    }
    if let (Some(year), Some(other)) = (year, other_year) {
        let others: BTreeMap<CellIndex, &CellYear> = other.cells.iter().map(|own| (own.cell, own)).collect();
        for own in year.cells.iter().filter(|own| own.standing.is_judged()) {
            let Some(then) = others.get(&own.cell) else { continue };
            let (now, then) = (computed_year(year, own), computed_year(other, then));
            if now != then {
                all.push(Turned { cell: own.cell, subject: Subject::YearEnd, now, then });
            }
        }
    }
    all.sort_by_key(|turned| (turned.cell, turned.subject));
    all
}
