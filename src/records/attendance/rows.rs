//! The rows of one cell, as small as they get: a country has a hundred million.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::words::same;

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
    /// Whether one of them can stand in a file in quotes only.
    pub(super) in_quotes: bool,
    /// Whether one of them does not come after the one before it.
    unordered: bool,
    /// Places by code, filled once there are many.
    table: rustc_hash::FxHashMap<Box<[u8]>, u32>,
}

impl Codes {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> &[u8] {
        let end = self.ends.get(place).map_or(0, |end| *end as usize);
        self.bytes.get(self.start(place)..end).unwrap_or(&[])
    }

    #[inline]
    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    /// The place of a code; `near` is a likely one.
    #[inline]
    pub(super) fn place(&mut self, code: &[u8], near: usize) -> u32 {
        // Members mostly come in one order at every meeting; now and then one of them is left out.
        for likely in [near, near + 1] {
            if same(self.get(likely), code) {
                return u32::try_from(likely).unwrap_or(NOBODY);
            }
        }
        self.search(code)
    }

    fn search(&mut self, code: &[u8]) -> u32 {
        // Members are mostly listed in the order of their codes; then one that comes after all others is new.
        let is_last = self.len().checked_sub(1).is_none_or(|last| self.get(last) < code);
        let found = if is_last && !self.unordered {
            None
        } else if self.len() <= FEW {
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
            self.unordered |= !is_last;
            self.bytes.extend_from_slice(code);
            self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            u32::try_from(self.len() - 1).unwrap_or(NOBODY)
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.in_quotes = false;
        self.unordered = false;
        self.table.clear();
    }
}

/// The members of a sitting come in the order of the codes, from the first on.
const IN_ORDER: u32 = u32::MAX;

/// Rows of one meeting that stand one below the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sitting {
    /// Day and kind.
    pub(super) key: u32,
    /// Where its marks begin.
    pub(super) start: u32,
    /// Where its members begin among the slots, or [`IN_ORDER`].
    slots: u32,
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
    /// Of each row, its status.
    pub(super) statuses: Vec<u8>,
    /// Of each row of a sitting out of order, the place of its member among the codes.
    slots: Vec<u32>,
}

impl CellRows {
    /// Adds a row. `place` comes right after the row before it if that one was added too.
    #[inline]
    pub(super) fn push(&mut self, key: u32, place: u64, slot: u32, status: u8) {
        self.sit(key, (self.statuses.len(), place), slot..=slot);
        self.statuses.push(status);
    }

    /// Adds rows of one meeting whose members come in the order of the codes from `slot` on, as long as `next` finds the status of
    /// each by the plain code; returns how many.
    #[inline]
    pub(super) fn take(&mut self, key: u32, place: u64, slot: u32, mut next: impl FnMut(&[u8]) -> Option<u8>) -> u32 {
        let Self { codes, statuses, .. } = self;
        if codes.in_quotes {
            return 0;
        }
        let marks = statuses.len();
        let mut from = codes.start(slot as usize);
        for end in codes.ends.get(slot as usize..).unwrap_or(&[]) {
            let end = *end as usize;
            let Some(status) = codes.bytes.get(from..end).and_then(&mut next) else { break };
            statuses.push(status);
            from = end;
        }
        let rows = u32::try_from(statuses.len() - marks).unwrap_or(u32::MAX);
        if rows > 0 {
            self.sit(key, (marks, place), slot..=slot + (rows - 1));
        }
        rows
    }

    /// The place of the member who is likely to come next.
    pub(super) fn next(&self) -> usize {
        match self.sittings.last() {
            Some(last) if last.slots == IN_ORDER => self.statuses.len() - last.start as usize,
            _ => self.slots.last().map_or(0, |slot| slot.wrapping_add(1) as usize),
        }
    }

    /// The last sitting, or a new one, is given the members of rows whose marks begin there.
    #[inline]
    fn sit(&mut self, key: u32, (marks, place): (usize, u64), members: RangeInclusive<u32>) {
        let follows =
            self.sittings.last().is_some_and(|last| last.key == key && last.at + (marks as u64 - u64::from(last.start)) == place);
        let marks = u32::try_from(marks).unwrap_or(u32::MAX);
        if !follows {
            self.sittings.push(Sitting { key, start: marks, slots: IN_ORDER, at: place });
        }
        let Some(sitting) = self.sittings.last_mut() else { return };
        if sitting.slots == IN_ORDER {
            let next = marks - sitting.start;
            if *members.start() == next {
                return;
            }
            sitting.slots = u32::try_from(self.slots.len()).unwrap_or(IN_ORDER);
            self.slots.extend(0..next);
        }
        self.slots.extend(members);
    }

    /// The marks of a sitting: from and before.
    #[inline]
    pub(super) fn marks(&self, sitting: usize) -> Range<usize> {
        let start = |place: usize| self.sittings.get(place).map_or(self.statuses.len(), |sitting| sitting.start as usize);
        start(sitting)..start(sitting + 1)
    }

    /// The statuses of a sitting whose members come in the order of the codes, each once.
    pub(super) fn in_order(&self, sitting: usize) -> Option<&[u8]> {
        self.sittings.get(sitting).filter(|sitting| sitting.slots == IN_ORDER)?;
        self.statuses.get(self.marks(sitting))
    }

    /// Of each row of a sitting its mark, the place of its member among the codes, and its status.
    pub(super) fn of(&self, sitting: usize) -> impl Iterator<Item = (usize, u32, u8)> {
        let marks = self.marks(sitting);
        let slots = self.slots_of(sitting);
        let slot = |number: u32| slots.get(number as usize).copied().unwrap_or(number);
        let statuses = self.statuses.get(marks.clone()).unwrap_or(&[]);
        marks.zip(statuses).zip(0..).map(move |((mark, status), number)| (mark, slot(number), *status))
    }

    /// The code of the member of a row.
    pub(super) fn code(&self, sitting: usize, mark: usize) -> &[u8] {
        let number = mark - self.marks(sitting).start;
        self.codes.get(self.slots_of(sitting).get(number).map_or(number, |slot| *slot as usize))
    }

    /// The members of a sitting and of those after it; none where they come in the order of the codes.
    fn slots_of(&self, sitting: usize) -> &[u32] {
        self.sittings.get(sitting).and_then(|sitting| self.slots.get(sitting.slots as usize..)).unwrap_or(&[])
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
            for (place, (_, slot, status)) in (sitting.at + below..).zip(later.of(number)) {
                let slot = places.get(slot as usize).copied().unwrap_or(NOBODY);
                if corrected.is_empty() || !corrected.contains(&(row_of(place) + 1)) {
                    self.push(sitting.key, place, slot, status);
                } else if status != REJECTED {
                    left_out += 1;
                }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rows(codes: &[&str]) -> CellRows {
        let mut rows = CellRows::default();
        for (number, code) in codes.iter().enumerate() {
            assert_eq!(rows.codes.place(code.as_bytes(), number) as usize, number);
        }
        rows
    }

    fn statuses(rows: &mut CellRows, place: u64, slot: u32, given: &[u8]) -> u32 {
        let mut given = given.iter().copied();
        rows.take(8, place, slot, |_| given.next())
    }

    #[test]
    fn members_out_of_order_are_told_from_those_in_order() {
        let mut rows = rows(&["a", "b", "c", "d"]);
        // In order at first; then d before c; then in order again, at another meeting.
        assert_eq!(statuses(&mut rows, 1, 0, &[0, 1]), 2);
        assert_eq!(rows.next(), 2);
        rows.push(8, 3, 3, 2);
        assert_eq!(rows.next(), 4);
        assert_eq!(statuses(&mut rows, 4, 2, &[3, 4, 5]), 2);
        rows.push(16, 6, 0, 6);
        rows.push(16, 7, 1, 7);
        let of = |sitting: usize| rows.of(sitting).map(|(_, slot, status)| (slot, status)).collect::<Vec<_>>();
        assert_eq!(of(0), [(0, 0), (1, 1), (3, 2), (2, 3), (3, 4)]);
        assert_eq!(of(1), [(0, 6), (1, 7)]);
        assert_eq!((rows.in_order(0), rows.in_order(1)), (None, Some(&[6, 7][..])));
        assert_eq!((rows.code(0, 2), rows.code(0, 3), rows.code(1, 6)), (&b"d"[..], &b"c"[..], &b"b"[..]));
    }

    #[test]
    fn a_code_is_found_whatever_the_order_of_codes() {
        let many: Vec<String> = (0..200).map(|number| format!("m{}", number * 37 % 200)).collect();
        let listed: Vec<&str> = many.iter().map(String::as_str).collect();
        let mut rows = rows(&listed);
        for (number, code) in many.iter().enumerate().rev() {
            assert_eq!(rows.codes.place(code.as_bytes(), 0) as usize, number);
        }
        assert_eq!(rows.codes.len(), 200);
    }
}
