//! The fields of a sheet in the order of their places, with ranges that are merged over several rows filled down.

use std::collections::BTreeMap;

use super::limit::Limit;
use super::lines::Lines;
use super::{Failure, Sheet};
use crate::diagnostic::Column;

/// What a sheet comes to.
#[derive(Default)]
pub(super) struct Table {
    lines: Lines,
    /// Merged ranges, by first row and column: the last row. The value of the first row is that of all.
    ranges: BTreeMap<(u32, u32), u32>,
    /// Fields of them still to come, by row and column: the last row, what they hold, and whether that is a text.
    open: BTreeMap<(u32, u32), (u32, String, bool)>,
}

impl Table {
    /// A range that is merged from one row to a later one, told before its first field.
    pub(super) fn merge(&mut self, first: (u32, u32), last_row: u32) {
        if first.0 < last_row && !Limit::ROWS.is_passed_by(u64::from(last_row) + 1) {
            self.ranges.insert(first, last_row);
        }
    }

    /// The next field, in ascending order of row and column from 0; `is_text` where it holds a text and no number.
    ///
    /// # Errors
    /// A place beyond any sheet, or before the last one; more text than any table of records has.
    pub(super) fn field(&mut self, row: u32, column: u32, text: &str, is_text: bool) -> Result<(), Failure> {
        self.before(row, column)?;
        let filled = if text.is_empty() { self.filled(row, column) } else { None };
        if let Some(last) = self.ranges.get(&(row, column)).filter(|_| !text.is_empty()) {
            self.open.insert((row + 1, column), (*last, text.to_owned(), is_text));
        }
        match filled.as_ref().map_or((text, is_text), |(text, is_text)| (text, *is_text)) {
            // A field that only has a border or a colour is none.
            ("", _) => Ok(()),
            (text, is_text) => self.put(row, column, text, is_text),
        }
    }

    /// The sheet as CSV.
    ///
    /// # Errors
    /// As of [`Table::field`].
    pub(super) fn finish(mut self, sheet: &mut Sheet) -> Result<Vec<u8>, Failure> {
        self.before(u32::MAX, 0)?;
        let name = |((row, column), last): (&(u32, u32), &u32)| {
            let column = Column { index: usize::try_from(*column).unwrap_or(0), heading: String::new() };
            format!("{0}{1}:{0}{2}", column.letters(), row + 1, last + 1)
        };
        sheet.merged = self.ranges.iter().map(name).collect();
        Ok(self.lines.finish())
    }

    /// The value of the range that covers this field.
    fn filled(&mut self, row: u32, column: u32) -> Option<(String, bool)> {
        let (last, text, is_text) = self.open.remove(&(row, column))?;
        if row < last {
            self.open.insert((row + 1, column), (last, text.clone(), is_text));
        }
        Some((text, is_text))
    }

    /// Writes the covered fields that the file leaves out before this place.
    fn before(&mut self, row: u32, column: u32) -> Result<(), Failure> {
        while let Some((&(own_row, own_column), _)) = self.open.first_key_value()
            && (own_row, own_column) < (row, column)
        {
            if let Some((text, is_text)) = self.filled(own_row, own_column) {
                self.put(own_row, own_column, &text, is_text)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, row: u32, column: u32, text: &str, is_text: bool) -> Result<(), Failure> {
        self.lines.put(row, column, text, is_text).map_err(|misplaced| misplaced.failure(row, column))
    }
}
