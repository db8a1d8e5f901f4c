//! What a block of rows comes to.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::close::{Closed, Closing, Room};
use super::rows::CellRows;
use crate::diagnostic::Diagnostic;
use crate::records::CellIndex;
use crate::records::blocks::Aside;
use crate::records::control;
use crate::records::evidence::Evidence;

/// About as many meetings as a block holds.
const TYPICAL: usize = 400;

/// The rows of one cell that stand together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) cell: CellIndex,
    pub(super) rows: CellRows,
}

/// What a block came to.
#[derive(Default)]
pub(super) struct Part {
    pub(super) rows: u64,
    pub(super) used: u64,
    /// Rows of sums.
    pub(super) totals: u64,
    /// Rows within the frame of the table that are none of it.
    pub(super) aside: Aside,
    pub(super) sums: control::Sums,
    /// Rows with faults, from 1.
    pub(super) rejected: Vec<u64>,
    pub(super) excluded: u64,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) evidence: Vec<Evidence>,
    /// The first group, of which the start may lie in the block before.
    pub(super) head: Option<Group>,
    /// The cells in between, closed, in the order of the file.
    pub(super) cells: Vec<CellIndex>,
    pub(super) closed: Closed,
    /// The last group, of which the end may lie in the block after; none where it is the first one too.
    pub(super) tail: Option<Group>,
    /// Groups that are kept until all files are read.
    pub(super) kept: Vec<Group>,
    pub(super) facts: Vec<Option<i64>>,
    pub(super) current: Option<Group>,
    groups: usize,
    /// How many bytes the block had.
    pub(super) size: usize,
    room: Room,
    /// Room for the next groups.
    spare: Vec<CellRows>,
}

impl Part {
    /// For a block of so many bytes, of a table of so many columns that fill so many facts.
    pub(super) fn new(size: usize, columns: usize, facts: usize, spare: &Spare) -> Part {
        let (room, spare) = spare.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let mut part = Part { size, room, spare, ..Part::default() };
        part.closed.turnouts.reserve(TYPICAL);
        part.evidence.resize(columns, Evidence::default());
        part.facts.resize(facts, None);
        part
    }

    /// Goes on with the group of a cell.
    #[inline]
    pub(super) fn enter(&mut self, cell: CellIndex, keep: &Keep, closing: &Closing<'_>) {
        if self.current.as_ref().is_none_or(|group| group.cell != cell) {
            self.end_group(keep, closing);
            self.current = Some(Group { cell, rows: self.spare.pop().unwrap_or_default() });
        }
    }

    fn end_group(&mut self, keep: &Keep, closing: &Closing<'_>) {
        let Some(group) = self.current.take() else { return };
        if keep.keeps(group.cell) {
            self.kept.push(group);
            return;
        }
        self.groups += 1;
        if self.groups == 1 {
            self.head = Some(group);
            return;
        }
        // Whether it is the last one of the block is not known yet; the one before it is not.
        if let Some(mut before) = self.tail.replace(group) {
            closing.close((before.cell, &before.rows), &[], &mut self.room, &mut self.closed);
            self.cells.push(before.cell);
            before.rows.clear();
            self.spare.push(before.rows);
        }
    }

    /// Ends the last group and gives back what the next block may use.
    pub(super) fn end(&mut self, keep: &Keep, closing: &Closing<'_>, spare: &Spare) {
        self.end_group(keep, closing);
        let own = (std::mem::take(&mut self.room), std::mem::take(&mut self.spare));
        spare.0.lock().unwrap_or_else(PoisonError::into_inner).push(own);
    }
}

/// Room that is handed from block to block.
#[derive(Default)]
pub(super) struct Spare(Mutex<Vec<(Room, Vec<CellRows>)>>);

/// Which cells are closed only when all files are read, since their rows do not all stand together.
#[derive(Debug, Default)]
pub(super) enum Keep {
    #[default]
    None,
    Some(BTreeSet<CellIndex>),
    All,
}

impl Keep {
    fn keeps(&self, cell: CellIndex) -> bool {
        match self {
            Keep::None => false,
            Keep::Some(cells) => cells.contains(&cell),
            Keep::All => true,
        }
    }
}
