//! A level, and how near it stands to others.

use crate::assess::edge::Decided;
use crate::base::Exact;
use crate::records::{CellIndex, Subject};
use crate::report::Field;
use crate::rules::{Basis, Regulation, Standing};

/// A distance in the unit of a rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Distance {
    /// How far; `None` where the rule has no measure for it.
    pub(super) amount: Option<Exact>,
    /// The same for comparing: a meeting by as many levels as it would have to change, a condition that no single figure would meet by one
    /// more.
    pub(super) near: Option<Exact>,
    /// `points`, `meetings`, `conditions`, `ranks`.
    pub(super) unit: &'static str,
    /// Id of the level there.
    pub(super) level: String,
    /// In words.
    pub(super) text: String,
    /// What would have to be recorded, as pairs of machine formats.
    pub(super) change: String,
}

/// A level, and how near it stands to others.
pub(super) struct Entry<'a> {
    pub(super) cell: CellIndex,
    /// `period`, `year`, `award`.
    pub(super) of: &'static str,
    /// Of a year and an award, its position in the classification.
    pub(super) unit: Option<usize>,
    pub(super) level: Field<'a>,
    pub(super) decided: Decided,
    pub(super) up: Option<Distance>,
    pub(super) down: Option<Distance>,
    /// Where it stands, or would stand, among those who compete for the places of a better level.
    pub(super) stand: Option<Stand>,
    pub(super) provisional: bool,
    pub(super) regulation: &'a Regulation,
    pub(super) basis: Option<Basis>,
    pub(super) standing: Option<Standing>,
}

/// A cell among those who compete for the places of a level.
#[derive(Clone, Debug, Default)]
pub(super) struct Stand {
    /// Id of the quota.
    pub(super) quota: String,
    /// Its rank, `3` or `3-5`.
    pub(super) rank: String,
    pub(super) candidates: u64,
    pub(super) places: u64,
    /// Ranks that it would have to rise for a place.
    pub(super) lacking: u64,
    /// Places that nobody needs.
    pub(super) free: u64,
    /// Codes of those at the last place.
    pub(super) last: String,
    /// The ranking key that tells it apart from them.
    pub(super) key: String,
}

impl Entry<'_> {
    /// The nearer of both distances; a tie is no distance at all.
    pub(super) fn nearest(&self) -> Option<Exact> {
        if self.decided == Decided::Tie {
            return Some(Exact::ZERO);
        }
        [&self.up, &self.down].into_iter().flatten().filter_map(|distance| distance.near).min()
    }

    /// The decisions that stand beside it; none beside an award.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self.of {
            "period" => Some(Subject::MeetingQuality),
            "year" => Some(Subject::YearEnd),
            _ => None,
        }
    }

    pub(super) fn is_assumed(&self) -> bool {
        self.standing == Some(Standing::Assumed)
    }
}

impl Distance {
    /// So many ranks.
    pub(super) fn ranks(count: u64) -> Distance {
        let amount = i64::try_from(count).ok().map(Exact::whole);
        Distance { amount, near: amount, unit: "ranks", ..Distance::default() }
    }

    /// The fields of machine formats: level, distance, unit, change.
    pub(super) fn fields(distance: Option<&Distance>) -> [Field<'static>; 4] {
        match distance {
            Some(distance) => [
                Field::text(distance.level.clone()),
                Field::number(distance.amount),
                Field::text(distance.unit),
                Field::text(distance.change.clone()),
            ],
            None => [Field::None, Field::None, Field::None, Field::None],
        }
    }
}

/// Id of a level.
pub(super) fn id(regulation: &Regulation, level: usize) -> String {
    regulation.levels.get(level).map_or_else(String::new, |level| level.id.clone())
}
