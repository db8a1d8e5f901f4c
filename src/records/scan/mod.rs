//! A strict, streaming scan of CSV which knows the line, the row and the field of everything it hands out.
//!
//! One reader cuts the file into [`Block`]s of whole records ([`Blocks`]); any number of workers take the blocks
//! apart ([`split`]). Lines end in LF or CRLF, a field is quoted when its first byte is `"`, spaces are content.
//!
//! The reader only counts quotes: a newline after an even number of them ends a record. That holds as long as every
//! field has an even number of quotes, so the first field with an odd number always lies in a block that begins
//! where it should, and [`split`] finds it there. Hence the first fault, in the order of blocks, is the first fault of
//! the file whatever the size of the blocks. Blocks after a faulty one mean nothing.

mod blocks;
mod split;
#[cfg(test)]
mod tests;

pub use blocks::{Block, Blocks};
pub use split::{Header, Record, header, split};

/// How much of a file: rows as a spreadsheet counts them, and physical lines, which are more where quotes hold line breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Rows.
    pub rows: u64,
    /// Lines.
    pub lines: u64,
}

impl std::ops::AddAssign for Extent {
    fn add_assign(&mut self, other: Extent) {
        self.rows += other.rows;
        self.lines += other.lines;
    }
}

/// What is structurally wrong with a file, so that nothing after it can be trusted: the file is refused.
///
/// Rows and lines count from 0 at the start of the block, fields from 0. A `text` is the
/// start of the field as it stands in the file, at most 60 characters, line breaks included.
#[derive(Debug)]
pub enum FileFault {
    /// A field with an odd number of quotes: an unquoted field, or text after a closing quote.
    StrayQuote {
        /// The line where the field begins.
        line: u64,
        /// Its row within the block.
        row: u64,
        /// Its number in the record.
        field: usize,
        /// How it begins.
        text: String,
    },
    /// A quote which neither the file nor the longest record allowed sees closed.
    UnterminatedQuote {
        /// Where the quote opens.
        line: u64,
        /// Its row within the block.
        row: u64,
        /// The number of its field in the record.
        field: usize,
        /// How the field begins.
        text: String,
    },
    /// A record longer than allowed, for another reason than an open quote.
    RecordTooLong {
        /// Where the record begins.
        line: u64,
        /// Its row within the block.
        row: u64,
        /// How many bytes, line end not counted, a record may have.
        limit: usize,
    },
    /// The file could not be read.
    Io(std::io::Error),
}

impl From<std::io::Error> for FileFault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
