//! The rows of one cell, as small as they get: a country has a hundred million.

use std::collections::BTreeSet;

/// No status was written.
pub(super) const BLANK: u8 = 10;
/// The row has a fault.
pub(super) const REJECTED: u8 = 11;
/// The member of a row that cannot be read.
pub(super) const NOBODY: u32 = u32::MAX;

/// Codes beyond this number are looked up in a table.
const FEW: usize = 48;

/// The codes of members in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// Places by code, filled once there are many.
    table: rustc_hash::FxHashMap<Box<[u8]>, u32>,
}

impl Codes {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> &[u8] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| *end as usize);
        let start = place.checked_sub(1).map_or(0, end);
        self.bytes.get(start..end(place)).unwrap_or(&[])
    }

    /// The place of a code; `near` is a likely one.
    #[inline]
    pub(super) fn place(&mut self, code: &[u8], near: usize) -> u32 {
        // Members mostly come in one order at every meeting; now and then one of them is left out.
        for likely in [near, near + 1] {
            if self.get(likely) == code {
                return u32::try_from(likely).unwrap_or(NOBODY);
            }
        }
        self.search(code)
    }

    fn search(&mut self, code: &[u8]) -> u32 {
        let found = if self.len() <= FEW {
            (0..self.len()).find(|place| self.get(*place) == code).and_then(|place| u32::try_from(place).ok())
        } else {
            while self.table.len() < self.len() {
                let place = self.table.len();
                let known: Box<[u8]> = self.get(place).into();
                self.table.insert(known, u32::try_from(place).unwrap_or(NOBODY));
            }
            self.table.get(code).copied()
        };
        found.unwrap_or_else(|| {
            self.bytes.extend_from_slice(code);
            self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            u32::try_from(self.len() - 1).unwrap_or(NOBODY)
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.table.clear();
    }
}

/// Rows of one meeting that stand one below the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sitting {
    /// Day and kind.
    pub(super) key: u32,
    /// Where its marks begin.
    pub(super) start: u32,
    /// File and first row, see [`at`].
    pub(super) at: u64,
}

/// A place in one of several files: the number of the file above, the row, from 0, below.
#[inline]
pub(super) fn at(file: usize, row: u64) -> u64 {
    (file as u64) << 40 | row
}

pub(super) fn file_of(at: u64) -> usize {
    usize::try_from(at >> 40).unwrap_or(usize::MAX)
}

pub(super) fn row_of(at: u64) -> u64 {
    at & ((1 << 40) - 1)
}

/// The rows of one cell, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct CellRows {
    pub(super) codes: Codes,
    pub(super) sittings: Vec<Sitting>,
    /// Of each row, the place of its member among the codes.
    pub(super) slots: Vec<u32>,
    /// Of each row, its status.
    pub(super) statuses: Vec<u8>,
}

impl CellRows {
    /// Adds a row. `place` comes right after the row before it if that one was added too.
    #[inline]
    pub(super) fn push(&mut self, key: u32, place: u64, slot: u32, status: u8) {
        let marks = self.slots.len();
        let follows =
            self.sittings.last().is_some_and(|last| last.key == key && last.at + (marks as u64 - u64::from(last.start)) == place);
        if !follows {
            self.sittings.push(Sitting { key, start: u32::try_from(marks).unwrap_or(u32::MAX), at: place });
        }
        self.mark(slot, status);
    }

    /// Adds a row that follows the one before it, at the same meeting.
    #[inline]
    pub(super) fn mark(&mut self, slot: u32, status: u8) {
        self.slots.push(slot);
        self.statuses.push(status);
    }

    /// The marks of a sitting: from and before.
    #[inline]
    pub(super) fn marks(&self, sitting: usize) -> std::ops::Range<usize> {
        let start = |place: usize| self.sittings.get(place).map_or(self.slots.len(), |sitting| sitting.start as usize);
        start(sitting)..start(sitting + 1)
    }

    /// Takes over later rows of the cell; they are `below` rows further down than they say. Rows whose place a corrected row has taken are
    /// left out; returns how many sound ones of them.
    pub(super) fn extend(&mut self, later: &CellRows, below: u64, corrected: &BTreeSet<u64>) -> u64 {
        let mut left_out = 0;
        let mut near = 0;
        let places: Vec<u32> = (0..later.codes.len())
            .map(|place| {
                let slot = self.codes.place(later.codes.get(place), near);
                near = slot as usize + 1;
                slot
            })
            .collect();
        for (number, sitting) in later.sittings.iter().enumerate() {
            let mut place = sitting.at + below;
            for mark in later.marks(number) {
                let (Some(slot), Some(status)) = (later.slots.get(mark), later.statuses.get(mark)) else { continue };
                let slot = places.get(*slot as usize).copied().unwrap_or(NOBODY);
                if corrected.is_empty() || !corrected.contains(&(row_of(place) + 1)) {
                    self.push(sitting.key, place, slot, *status);
                } else if *status != REJECTED {
                    left_out += 1;
                }
                place += 1;
            }
        }
        left_out
    }

    /// Moves all rows down.
    pub(super) fn move_down(&mut self, below: u64) {
        for sitting in &mut self.sittings {
            sitting.at += below;
        }
    }

    pub(super) fn clear(&mut self) {
        self.codes.clear();
        self.sittings.clear();
        self.slots.clear();
        self.statuses.clear();
    }
}
