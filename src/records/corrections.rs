//! Rows that take the place of rejected ones: a rejects file that a clerk has corrected names, beside each row, the row it corrects.

use super::folder::RecordFile;
use super::scan::{Block, Blocks, header, split};
use super::source;

/// Heading of the column that names the corrected file.
pub(super) const FILE: &str = "chibo:file";
/// Heading of the column that names its row.
pub(super) const ROW: &str = "chibo:row";
/// Heading of the column of reasons.
pub(super) const REASONS: &str = "chibo:reasons";

/// Whether a heading is one of those that a rejects file adds.
pub(super) fn is_heading(text: &str) -> bool {
    matches!(text.trim(), FILE | ROW | REASONS)
}

/// Marks, in the files of a table, the rows whose place others have taken.
pub(super) fn mark(files: &mut [RecordFile]) {
    let corrected: Vec<(String, u64)> = files.iter().flat_map(rows).collect();
    for (name, row) in corrected {
        let is_meant = |own: &&mut RecordFile| own.path.file_name().is_some_and(|own| own.to_string_lossy() == name);
        if let Some(file) = files.iter_mut().find(is_meant) {
            file.corrected.insert(row);
        }
    }
}

/// The files and rows that a file says it corrects. What cannot be read here is reported by whoever reads the file itself.
fn rows(file: &RecordFile) -> Vec<(String, u64)> {
    let Ok(opened) = source::open(file) else { return Vec::new() };
    let mut blocks = Blocks::new(opened.reader);
    let Ok(Some(first)) = blocks.next(Vec::new()) else { return Vec::new() };
    let is_rejects = header(&first.bytes).is_some_and(|header| memchr::memmem::find(header.bytes, ROW.as_bytes()).is_some());
    if !is_rejects {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut columns = None;
    let mut next = Some(first);
    while let Some(block) = next {
        read(&block, &mut columns, &mut found);
        next = blocks.next(block.bytes).unwrap_or(None);
    }
    found
}

fn read(block: &Block, columns: &mut Option<(u8, usize, usize)>, found: &mut Vec<(String, u64)>) {
    if columns.is_none() {
        *columns = header(&block.bytes).and_then(|header| {
            [b',', b';', b'\t'].into_iter().find_map(|separator| {
                let fields = header.fields(separator).ok()?;
                let at = |heading: &str| fields.iter().position(|field| field.trim_ascii() == heading.as_bytes());
                Some((separator, at(FILE)?, at(ROW)?))
            })
        });
    }
    let Some((separator, file, row)) = *columns else { return };
    // A structural fault is told by whoever reads the file itself.
    let _ = split(block, separator, |record| {
        let text = |column: usize| String::from_utf8_lossy(&record.field(column)).trim().to_owned();
        if let Ok(row) = text(row).parse() {
            found.push((text(file), row));
        }
    });
}
