//! Rows that take the place of rejected ones: a rejects file that a clerk has corrected names, beside each row, the row it corrects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::folder::RecordFile;
use super::profile::{ColumnProfile, Expected, FileProfile};
use super::scan::{Block, Blocks, Record, header, split};
use super::source;
use crate::diagnostic::Column;

/// How many columns a rejects file adds before the others.
const ADDED: usize = 3;
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

/// What a rejects file calls the file that it corrects: as the profile names it, so that files of one name in several folders stay apart.
pub(super) fn name(file: &RecordFile) -> String {
    if !file.profile.path.is_empty() {
        return file.profile.path.replace('\\', "/");
    }
    file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Marks, in the files of a table, the rows whose place others have taken. Of a file that corrects others nothing holds that the profile
/// says of where their tables begin and end.
pub(super) fn mark(files: &mut [RecordFile]) {
    let expected = expected(files);
    for place in 0..files.len() {
        let Some(corrected) = files.get(place).and_then(rows) else { continue };
        let mut corrects = BTreeMap::new();
        for (name, row) in corrected {
            let meant = files.iter_mut().find(|own| !name.is_empty() && own.path.ends_with(&name));
            if let Some(file) = meant {
                file.corrected.insert(row);
                corrects.insert(name, file.path.clone());
            }
        }
        if let Some(own) = files.get_mut(place) {
            own.profile = Arc::new(FileProfile { expect: expected.clone(), ..of_rejects(&own.profile) });
            own.corrects = corrects;
        }
    }
}

/// All that is expected of any of the files: corrected rows count to what is expected of the file that they correct.
fn expected(files: &[RecordFile]) -> Vec<Expected> {
    let mut all: Vec<Expected> = Vec::new();
    for expected in files.iter().flat_map(|file| &file.profile.expect) {
        if all.iter().all(|other| other.what != expected.what) {
            all.push(expected.clone());
        }
    }
    all
}

/// How a rejects file is written, by what is said of the file that it corrects: its columns stand behind those that it adds.
fn of_rejects(profile: &FileProfile) -> FileProfile {
    let letters = |heading: &String| match heading.strip_prefix('#').and_then(index_of) {
        Some(index) => format!("#{}", Column { index: index + ADDED, heading: String::new() }.letters()),
        None => heading.clone(),
    };
    let columns = profile.columns.iter().map(|own| ColumnProfile { heading: letters(&own.heading), ..own.clone() });
    FileProfile {
        columns: columns.collect(),
        header_rows: None,
        last_row: None,
        skip_rows: BTreeSet::new(),
        fill_down: Vec::new(),
        sheet: None,
        corrects: true,
        ..profile.clone()
    }
}

/// The number of a column by its letters.
fn index_of(letters: &str) -> Option<usize> {
    let digit = |letter: u8| letter.is_ascii_alphabetic().then(|| usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let number = letters.bytes().try_fold(0_usize, |number, letter| number.checked_mul(26)?.checked_add(digit(letter)?))?;
    number.checked_sub(1)
}

/// The files and rows that a rejects file says it corrects; `None` of any other. What cannot be read here is reported by whoever reads the file itself.
fn rows(file: &RecordFile) -> Option<Vec<(String, u64)>> {
    let opened = source::open(file).ok()?;
    let mut blocks = Blocks::new(opened.reader);
    let first = blocks.next(Vec::new()).ok()??;
    let is_rejects = header(&first.bytes).is_some_and(|header| memchr::memmem::find(header.bytes, ROW.as_bytes()).is_some());
    if !is_rejects {
        return None;
    }
    let mut found = Vec::new();
    let mut columns = None;
    let mut next = Some(first);
    while let Some(block) = next {
        read(&block, &mut columns, &mut found);
        next = blocks.next(block.bytes).unwrap_or(None);
    }
    Some(found)
}

fn read(block: &Block, columns: &mut Option<(u8, usize, usize)>, found: &mut Vec<(String, u64)>) {
    if columns.is_none() {
        *columns = header(&block.bytes).and_then(|header| {
            [b',', b';', b'\t', b'|'].into_iter().find_map(|separator| {
                let fields = header.fields(separator).ok()?;
                let at = |heading: &str| fields.iter().position(|field| field.trim_ascii() == heading.as_bytes());
                Some((separator, at(FILE)?, at(ROW)?))
            })
        });
    }
    let Some((separator, file, row)) = *columns else { return };
    // A structural fault is told by whoever reads the file itself.
    let _ = split(block, separator, |record| {
        if let Ok(row) = text(record, row).parse() {
            found.push((text(record, file), row));
        }
    });
}

/// A field that names a file or a row.
pub(super) fn text(record: &Record<'_>, column: usize) -> String {
    String::from_utf8_lossy(&record.field(column)).trim().to_owned()
}
