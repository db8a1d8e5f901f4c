//! Rows of fields as lines of CSV.

use super::Failure;
use crate::diagnostic::Column;

/// More columns than a sheet can have under any program.
const MOST_COLUMNS: u32 = 16_384;
/// More rows than a sheet can have under any program.
pub(super) const MOST_ROWS: u32 = 1_048_576;

/// More text than any table of records comes to; the blanks on the way to a far field are part of it.
const MOST_BYTES: usize = 256 * 1024 * 1024;

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
    Beyond,
    /// Before the one that came last.
    Backwards,
}

impl Misplaced {
    /// What that makes of the file; the field is named as a spreadsheet does, `B4`.
    pub(super) fn failure(self, row: u32, column: u32) -> Failure {
        let column = Column { index: usize::try_from(column).unwrap_or(usize::MAX), heading: String::new() };
        let field = format!("{}{}", column.letters(), u64::from(row) + 1);
        match self {
            Misplaced::Beyond => Failure::TooLarge(field),
            Misplaced::Backwards => Failure::Broken(field),
        }
    }
}

impl Lines {
    /// Puts a field at its place; blank ones fill the way to it.
    pub(super) fn put(&mut self, row: u32, column: u32, field: &str) -> Result<(), Misplaced> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Misplaced::Beyond);
        }
        if row < self.row || row == self.row && column < self.fields {
            return Err(Misplaced::Backwards);
        }
        let blanks = usize::try_from(row - self.row).unwrap_or(0) + usize::try_from(column).unwrap_or(0);
        if self.text.len().saturating_add(blanks).saturating_add(field.len()) > MOST_BYTES {
            return Err(Misplaced::Beyond);
        }
        while self.row < row {
            self.text.push(b'\n');
            self.row += 1;
            self.fields = 0;
        }
        let separators = if self.fields == 0 { column } else { column + 1 - self.fields };
        self.text.resize(self.text.len() + usize::try_from(separators).unwrap_or(0), b',');
        self.fields = column + 1;
        self.quoted(field, column == 0);
        Ok(())
    }

    /// A field is quoted where it must be, and where an empty row would look blank.
    fn quoted(&mut self, field: &str, is_first: bool) {
        let plain = !field.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        if plain && !(is_first && field.is_empty()) {
            return self.text.extend_from_slice(field.as_bytes());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers_and_fields_their_columns() {
        let mut lines = Lines::default();
        for (row, column, field) in [(1, 0, "a"), (1, 2, "b,c"), (3, 1, "say \"x\""), (3, 2, "")] {
            assert!(lines.put(row, column, field).is_ok());
        }
        assert!(matches!(lines.put(3, 1, "x"), Err(Misplaced::Backwards)));
        assert!(matches!(lines.put(2, 9, "x"), Err(Misplaced::Backwards)));
        assert!(matches!(lines.put(4, MOST_COLUMNS, "x"), Err(Misplaced::Beyond)));
        assert!(matches!(lines.put(MOST_ROWS, 0, "x"), Err(Misplaced::Beyond)));
        assert_eq!(lines.finish(), b"\na,,\"b,c\"\n\n,\"say \"\"x\"\"\",\n");
    }
}
