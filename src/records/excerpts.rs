//! Rows of a file as they stand in it, to be shown beside their faults.

use std::collections::BTreeSet;
use std::ops::Range;

use super::account::Decided;
use super::scan::{Blocks, Extent, split};
use super::source;

/// A row as one line, and where each of its fields stands in it.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// Its fields with the separator between them; a line break in a field is shown as a space.
    pub text: String,
    /// Bytes of each field within the text.
    pub fields: Vec<Range<usize>>,
}

/// These rows of a file; fewer where it cannot be read again.
pub fn excerpts(decided: &Decided, rows: &BTreeSet<u64>) -> Vec<Excerpt> {
    let mut found = Vec::new();
    let separator = decided.separator.unwrap_or(',');
    let byte = u8::try_from(separator).unwrap_or(b',');
    let Ok(opened) = source::open(&decided.source) else { return found };
    let mut blocks = Blocks::new(opened.reader);
    let mut above = Extent::default();
    let mut buffer = Vec::new();
    let last = rows.last().copied().unwrap_or(0);
    while let Ok(Some(block)) = blocks.next(buffer) {
        let extent = split(&block, byte, |record| {
            let row = above.rows + record.row() + 1;
            if !rows.contains(&row) {
                return;
            }
            let mut excerpt = Excerpt { row, text: String::new(), fields: Vec::new() };
            for column in 0..record.len() {
                if column > 0 {
                    excerpt.text.push(separator);
                }
                let start = excerpt.text.len();
                excerpt.text.push_str(&String::from_utf8_lossy(&record.field(column)).replace(['\n', '\r'], " "));
                excerpt.fields.push(start..excerpt.text.len());
            }
            found.push(excerpt);
        });
        match extent {
            Ok(extent) if above.rows + extent.rows < last => above += extent,
            _ => break,
        }
        buffer = block.bytes;
    }
    found
}
