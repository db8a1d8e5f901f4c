//! Blanks that a merged range has left: in the columns that the profile names, a blank field means the value above it.

use std::io::{Cursor, Read};

use super::folder::RecordFile;
use super::frame::{Frame, Of};
use super::row::says_total;
use super::scan::{Block, Blocks, Extent, split};
use super::source;
use super::values;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::words::Word;

/// Files with merged ranges are sheets that people keep by hand.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The file once more, with those blanks filled; every row keeps its number. `None`, with the fault, where it cannot be done.
pub(super) fn filled(
    source: &RecordFile,
    headings: &[String],
    frame: &Frame,
    findings: &mut Findings,
) -> Option<Blocks<Box<dyn Read + Send>>> {
    let own = fill_columns(source, headings, findings)?;
    let opened = source::open(source).map_err(|fault| findings.push(*fault)).ok()?;
    let mut text = Vec::new();
    let read = opened.reader.take(MOST_BYTES + 1).read_to_end(&mut text).unwrap_or(usize::MAX);
    if u64::try_from(read).unwrap_or(u64::MAX) > MOST_BYTES {
        let fault = Diagnostic::new(Code::SheetTooLarge, Place::file(&source.name));
        findings.push(fault.with("most", MOST_BYTES / 1024 / 1024).with_word("limit", Word::LimitToFill));
        return None;
    }
    let mut blocks = Blocks::new(Cursor::new(text));
    let mut out = Lines { text: Vec::new(), row: 0, above: vec![(Vec::new(), true); headings.len()] };
    let mut above = Extent::default();
    let mut buffer = Vec::new();
    while let Ok(Some(block)) = blocks.next(buffer) {
        // A structural fault stands in the copy as it does in the file, and is told when the copy is read.
        match block_filled(&block, frame, &own, above, &mut out) {
            Some(extent) => above += extent,
            None => {
                out.text.extend_from_slice(&block.bytes);
                break;
            }
        }
        buffer = block.bytes;
    }
    Some(Blocks::new(Box::new(Cursor::new(out.text))))
}

fn fill_columns(source: &RecordFile, headings: &[String], findings: &mut Findings) -> Option<Vec<usize>> {
    let mut own = Vec::new();
    for heading in &source.profile.fill_down {
        let is_named = |(index, other): &(usize, &String)| {
            let letters = crate::diagnostic::Column { index: *index, heading: String::new() }.letters();
            heading.strip_prefix('#').is_some_and(|named| named.eq_ignore_ascii_case(&letters))
                || crate::base::heading::same(other, heading)
        };
        match headings.iter().enumerate().find(is_named) {
            Some((index, _)) => own.push(index),
            None => {
                let near = crate::base::heading::nearest_or_some(heading, headings.iter().map(String::as_str));
                let fault = Diagnostic::new(Code::ProfileColumn, source.profile.place.clone());
                findings.push(fault.with("value", heading).with("near", near));
            }
        }
    }
    (own.len() == source.profile.fill_down.len()).then_some(own)
}

struct Lines {
    text: Vec<u8>,
    /// Rows written so far.
    row: u64,
    /// Per column, the last value that was not blank, and whether it stood in quotes: in a sheet that tells a text from a number.
    above: Vec<(Vec<u8>, bool)>,
}

fn block_filled(block: &Block, frame: &Frame, own: &[usize], above: Extent, out: &mut Lines) -> Option<Extent> {
    let separator = frame.separator;
    let done = split(block, separator, |record| {
        let row = above.rows + record.row();
        while out.row < row {
            out.text.push(b'\n');
            out.row += 1;
        }
        // A row that was corrected elsewhere may still be the first of its range.
        let is_row = matches!(frame.of(Some(row)), Of::Table | Of::Corrected);
        let is_table = is_row && record.stray_quote().is_none() && !says_total(record);
        if !is_table {
            out.text.extend_from_slice(record.bytes());
        } else {
            for column in 0..record.len() {
                let mut field = (record.field(column).into_owned(), record.is_quoted(column));
                if let (true, Some(last)) = (own.contains(&column), out.above.get_mut(column)) {
                    if values::trim(&field.0).is_empty() {
                        field.clone_from(last);
                    } else {
                        last.clone_from(&field);
                    }
                }
                if column > 0 {
                    out.text.push(separator);
                }
                let (field, is_quoted) = field;
                // A row of nothing but one empty field would look blank.
                if !is_quoted && !field.is_empty() {
                    out.text.extend_from_slice(&field);
                    continue;
                }
                out.text.push(b'"');
                for byte in field {
                    out.text.push(byte);
                    if byte == b'"' {
                        out.text.push(byte);
                    }
                }
                out.text.push(b'"');
            }
        }
        out.text.push(b'\n');
        out.row += 1;
    });
    done.ok()
}
