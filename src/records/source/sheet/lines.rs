//! Rows of fields as lines of CSV.

use super::Failure;
use super::limit::Limit;
use crate::diagnostic::Column;

/// Writes fields one after another, by row and column from 0, in ascending order.
#[derive(Default)]
pub(super) struct Lines {
    text: Vec<u8>,
    row: u32,
    /// How many fields the row has so far.
    fields: u32,
}

/// Why a field cannot be placed.
pub(super) enum Misplaced {
    /// Beyond the limits of any sheet, or more than any table.
    Beyond(Limit),
    /// Before the one that came last.
    Backwards,
}

impl Misplaced {
    /// What that makes of the file.
    pub(super) fn failure(self, row: u32, column: u32) -> Failure {
        match self {
            Misplaced::Beyond(limit) => Failure::TooLarge(limit, Some((row, column))),
            Misplaced::Backwards => {
                let column = Column { index: usize::try_from(column).unwrap_or(usize::MAX), heading: String::new() };
                Failure::Broken(format!("{}{}", column.letters(), u64::from(row) + 1))
            }
        }
    }
}

impl Lines {
    /// Puts a field at its place; blank ones fill the way to it. A text that could be taken for a number is told apart from numbers by its
    /// quotes.
    pub(super) fn put(&mut self, row: u32, column: u32, field: &str, is_text: bool) -> Result<(), Misplaced> {
        for (place, limit) in [(row, Limit::ROWS), (column, Limit::COLUMNS)] {
            if limit.is_passed_by(u64::from(place) + 1) {
                return Err(Misplaced::Beyond(limit));
            }
        }
        if row < self.row || row == self.row && column < self.fields {
            return Err(Misplaced::Backwards);
        }
        let blanks = usize::try_from(row - self.row).unwrap_or(0) + usize::try_from(column).unwrap_or(0);
        if Limit::TEXT.is_passed_by(self.text.len().saturating_add(blanks).saturating_add(field.len())) {
            return Err(Misplaced::Beyond(Limit::TEXT));
        }
        while self.row < row {
            self.text.push(b'\n');
            self.row += 1;
            self.fields = 0;
        }
        let separators = if self.fields == 0 { column } else { column + 1 - self.fields };
        self.text.resize(self.text.len() + usize::try_from(separators).unwrap_or(0), b',');
        self.fields = column + 1;
        let needs_quotes = field.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        // An empty row would look blank.
        if needs_quotes || column == 0 && field.is_empty() || is_text && could_be_number(field) {
            self.quoted(field);
        } else {
            self.text.extend_from_slice(field.as_bytes());
        }
        Ok(())
    }

    fn quoted(&mut self, field: &str) {
        self.text.push(b'"');
        for byte in field.bytes() {
            self.text.push(byte);
            if byte == b'"' {
                self.text.push(byte);
            }
        }
        self.text.push(b'"');
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.text.push(b'\n');
        self.text
    }
}

fn could_be_number(text: &str) -> bool {
    text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_could_be_a_number_stands_in_quotes() {
        let mut lines = Lines::default();
        let fields = [("2.523", true), ("2.523", false), (" -1.5 ", true), ("3", true), ("v1.5", true), ("", true)];
        for ((field, is_text), column) in fields.into_iter().zip(0..) {
            assert!(lines.put(0, column, field, is_text).is_ok());
        }
        assert_eq!(lines.finish(), b"\"2.523\",2.523,\" -1.5 \",3,v1.5,\n");
    }

    #[test]
    fn rows_keep_their_numbers_and_fields_their_columns() {
        let mut lines = Lines::default();
        for (row, column, field) in [(1, 0, "a"), (1, 2, "b,c"), (3, 1, "say \"x\""), (3, 2, "")] {
            assert!(lines.put(row, column, field, true).is_ok());
        }
        assert!(matches!(lines.put(3, 1, "x", true), Err(Misplaced::Backwards)));
        assert!(matches!(lines.put(2, 9, "x", true), Err(Misplaced::Backwards)));
        assert!(matches!(lines.put(4, 16_384, "x", true), Err(Misplaced::Beyond(Limit::COLUMNS))));
        assert!(matches!(lines.put(1_048_576, 0, "x", true), Err(Misplaced::Beyond(Limit::ROWS))));
        assert_eq!(lines.finish(), b"\na,,\"b,c\"\n\n,\"say \"\"x\"\"\",\n");
    }
}
