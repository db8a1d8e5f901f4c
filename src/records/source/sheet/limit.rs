//! Limits that no table of records reaches: a file that passes one of them is refused before it fills any memory.

use crate::words::Word;

/// A figure and what it is a figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) most: u64,
    pub(super) of: Word,
}

impl Limit {
    /// More rows than a sheet can have under any program.
    pub(super) const ROWS: Limit = Limit { most: 1_048_576, of: Word::LimitOfRows };
    /// More columns than a sheet can have under any program.
    pub(super) const COLUMNS: Limit = Limit { most: 16_384, of: Word::LimitOfColumns };
    /// Fields of one sheet: a million rows of twenty.
    pub(super) const FIELDS: Limit = Limit { most: 20_000_000, of: Word::LimitOfFields };
    /// More text than any table of records comes to; the blanks on the way to a far field are part of it.
    pub(super) const TEXT: Limit = Limit { most: 256 * 1024 * 1024, of: Word::LimitOfText };
    /// Parts of a file: sheets, pictures, styles.
    pub(super) const PARTS: Limit = Limit { most: 10_000, of: Word::LimitOfParts };
    /// Texts that a part says it has.
    pub(super) const TEXTS: Limit = Limit { most: 99_999_999, of: Word::LimitOfTexts };

    /// Bytes of all parts, unfolded.
    pub(super) const fn unfolded(most: u64) -> Limit {
        Limit { most, of: Word::LimitUnfolded }
    }

    /// The figure as it is told: bytes in MiB.
    pub(super) fn shown(self) -> u64 {
        match self.of {
            Word::LimitOfText | Word::LimitUnfolded => self.most / 1024 / 1024,
            _ => self.most,
        }
    }

    /// Whether something of that size is too much.
    pub(super) fn is_passed_by(self, size: impl TryInto<u64>) -> bool {
        size.try_into().is_ok_and(|size| size > self.most)
    }
}
