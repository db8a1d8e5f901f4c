//! Columns of records that have one value in all rows.

use crate::rules::{Fact, FactType, Regulation, Scope};

/// A column that is looked at, by its slot in the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// A fact: a yes, a number of people or things, minutes, points, a word.
    Fact(usize),
    /// Points of a leaf that the cell gave itself.
    SelfPoints(usize),
    /// Points of a leaf that were verified.
    VerifiedPoints(usize),
}

/// Facts that say which meeting it is, or what stays as it is: one value of theirs says nothing.
const PLACING: [&str; 3] = ["kind", "status", "members"];

/// The columns that are looked at under a regulation. Dates and texts are not: that they repeat has other reasons. A level is not either:
/// it follows from the points.
pub(super) fn watched(regulation: &Regulation) -> Vec<Watched> {
    let is_watched = |fact: &Fact| {
        let kind =
            matches!(fact.kind, FactType::Flag | FactType::Count | FactType::Minutes | FactType::Points | FactType::Choice(_));
        kind && fact.scope == Scope::Meeting && !PLACING.contains(&fact.id.as_str())
    };
    let facts = regulation.vocabulary.facts.iter().enumerate().filter(|(_, fact)| is_watched(fact));
    let leaves = 0..regulation.leaves.len();
    facts
        .map(|(slot, _)| Watched::Fact(slot))
        .chain(leaves.clone().map(Watched::SelfPoints))
        .chain(leaves.map(Watched::VerifiedPoints))
        .collect()
}

impl Watched {
    /// Where its values stand among the facts of a meeting.
    pub fn slot(self, regulation: &Regulation) -> usize {
        match self {
            Watched::Fact(slot) => slot,
            Watched::SelfPoints(leaf) => regulation.layout.self_points(leaf),
            Watched::VerifiedPoints(leaf) => regulation.layout.verified_points(leaf),
        }
    }

    /// Whether it is a yes or no.
    pub fn is_flag(self, regulation: &Regulation) -> bool {
        let Watched::Fact(slot) = self else { return false };
        regulation.vocabulary.facts.get(slot).is_some_and(|fact| fact.kind == FactType::Flag)
    }

    /// Whether a value that is the same in all rows says something: that nobody was absent, and that something was not so, is what most
    /// meetings have in common.
    pub fn says(self, regulation: &Regulation, value: i64) -> bool {
        match self {
            Watched::Fact(slot) => {
                let kind = regulation.vocabulary.facts.get(slot).map(|fact| &fact.kind);
                value != 0 || !matches!(kind, Some(FactType::Flag | FactType::Count | FactType::Minutes))
            }
            Watched::SelfPoints(_) | Watched::VerifiedPoints(_) => true,
        }
    }
}

/// The values of a column in some rows, as far as it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The value of all rows, where it is one.
    value: i32,
    /// Rows with a value.
    rows: u16,
    differ: bool,
}

impl Values {
    /// Takes a value in; blank fields say nothing.
    pub(super) fn take(&mut self, value: Option<i64>) {
        let Some(value) = value else { return };
        match i32::try_from(value) {
            Ok(value) if self.rows == 0 => self.value = value,
            Ok(value) => self.differ |= self.value != value,
            Err(_) => self.differ = true,
        }
        self.rows = self.rows.saturating_add(1);
    }

    /// The one value and how many rows have it; nothing where the rows differ, or none has a value.
    pub fn one(self) -> Option<(i64, u64)> {
        (self.rows > 0 && !self.differ).then(|| (i64::from(self.value), u64::from(self.rows)))
    }

    /// Whether no row has a value.
    pub fn is_blank(self) -> bool {
        self.rows == 0
    }
}
