//! Rejected rows as a file that a clerk corrects and sends back: each row as it stands, with its number and all that is wrong with it.

use std::collections::BTreeMap;
use std::io;

use super::account::Decided;
use super::corrections;
use super::scan::{Blocks, Extent, FileFault, split};
use super::source;

/// The rejected rows of a file as CSV in UTF-8 with a byte order mark, separated as the file itself is; `reasons` are those of each row, by
/// its number. Beside its own columns the file says which row of which file each row corrects, so that it can be read in its place.
///
/// # Errors
/// The file cannot be read again.
pub fn rejects(decided: &Decided, reasons: &BTreeMap<u64, Vec<String>>) -> io::Result<Vec<u8>> {
    let separator = decided.separator.and_then(|separator| u8::try_from(separator).ok()).unwrap_or(b',');
    let mut out = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
    let own = [corrections::FILE, corrections::ROW, corrections::REASONS].into_iter();
    // A rejects file that is read has these columns already.
    let kept: Vec<usize> = (0..decided.columns.len()).filter(|index| !is_added(decided, *index)).collect();
    let headings = kept.iter().filter_map(|index| decided.columns.get(*index)).map(|column| column.heading.as_str());
    out.write_record(own.chain(headings))?;
    let name = decided.source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let opened = source::open(&decided.source).map_err(|fault| io::Error::other(fault.what(crate::words::Lang::En)))?;
    let mut blocks = Blocks::new(opened.reader);
    let mut buffer = Vec::new();
    let mut above = Extent::default();
    let mut failed = None;
    while let Some(block) = blocks.next(buffer).map_err(unreadable)? {
        let extent = split(&block, separator, |record| {
            let row = above.rows + record.row() + 1;
            let Some(reasons) = reasons.get(&row) else { return };
            let fields = (0..record.len().max(decided.columns.len())).filter(|index| !is_added(decided, *index));
            let texts = fields.map(|index| String::from_utf8_lossy(&record.field(index)).into_owned());
            let line = [name.clone(), row.to_string(), reasons.join("\n")].into_iter().chain(texts);
            if let Err(error) = out.write_record(line) {
                failed = Some(error);
            }
        });
        above += extent.map_err(unreadable)?;
        buffer = block.bytes;
    }
    match failed {
        Some(error) => Err(error.into()),
        None => out.into_inner().map_err(|error| io::Error::other(error.to_string())),
    }
}

fn is_added(decided: &Decided, index: usize) -> bool {
    decided.columns.get(index).is_some_and(|column| corrections::is_heading(&column.heading))
}

fn unreadable(fault: FileFault) -> io::Error {
    match fault {
        FileFault::Io(error) => error,
        fault => io::Error::other(format!("{fault:?}")),
    }
}
