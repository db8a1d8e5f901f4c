//! Which visits a rule leaves out, and why.

use crate::expr::Slots;
use crate::records::Kind;
use crate::rules::{Basis, VisitRule};

/// Why a visit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// Another row says the same.
    Again,
    /// The person was not assigned that day.
    NotAssigned,
    /// It was the person's own cell.
    OwnCell,
    /// The kind of the meeting does not count.
    Kind,
    /// The cell is not one that counts.
    Cell,
    /// A fact is missing that says whether the cell counts.
    CellOpen,
}

impl Aside {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Aside::Again => "again",
            Aside::NotAssigned => "not-assigned",
            Aside::OwnCell => "own-cell",
            Aside::Kind => "kind",
            Aside::Cell => "cell",
            Aside::CellOpen => "cell-open",
        }
    }

    /// The entry of the rule that leaves it out; none where that is no matter of a rule.
    pub fn basis(self, rule: &VisitRule) -> Option<&Basis> {
        match self {
            Aside::Again | Aside::NotAssigned => None,
            Aside::OwnCell => rule.own_cell.as_ref().map(|(_, basis)| basis),
            Aside::Kind => rule.kinds.as_ref().map(|(_, basis)| basis),
            Aside::Cell | Aside::CellOpen => rule.cells.as_ref().map(|(_, basis)| basis),
        }
    }
}

/// Why a rule leaves out a visit of somebody assigned; `cell` holds the facts of the cell in the slots of the regulation.
pub fn left_out(rule: &VisitRule, kind: Kind, own_cell: bool, cell: &[Option<i64>]) -> Option<Aside> {
    if own_cell && rule.own_cell.as_ref().is_some_and(|(counts, _)| !counts) {
        return Some(Aside::OwnCell);
    }
    if rule.kinds.as_ref().is_some_and(|(kinds, _)| !kinds.iter().any(|word| word == kind.word())) {
        return Some(Aside::Kind);
    }
    match rule.cells.as_ref().map(|(when, _)| when.flag(Slots { facts: cell, derived: &[] })) {
        Some(Ok(false)) => Some(Aside::Cell),
        Some(Err(_)) => Some(Aside::CellOpen),
        Some(Ok(true)) | None => None,
    }
}
