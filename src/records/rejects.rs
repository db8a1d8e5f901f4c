//! Rejected rows as a file that a clerk corrects and sends back: each row as it stands, with its number and all that is wrong with it.

use std::collections::BTreeMap;
use std::io;

use super::account::Decided;
use super::corrections;
use super::scan::{Blocks, Extent, FileFault, split};
use super::source;
use crate::diagnostic::{Diagnostic, Findings};
use crate::words::Lang;

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
    let name = corrections::name(&decided.source);
    let mut blocks = blocks(decided)?;
    // A spreadsheet ends a row with its last field.
    let shortest = if decided.written.sheet.is_some() { decided.columns.len() } else { 0 };
    let mut buffer = Vec::new();
    let mut above = Extent::default();
    let mut failed = None;
    while let Some(block) = blocks.next(buffer).map_err(unreadable)? {
        let extent = split(&block, separator, |record| {
            let row = above.rows + record.row() + 1;
            let Some(reasons) = reasons.get(&row) else { return };
            // As many fields as there are: a row that is too short or too long stays so until it is corrected.
            let fields = (0..record.len().max(shortest)).filter(|index| !is_added(decided, *index));
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

/// The file once more, blanks of merged ranges filled: the rows above are not in the rejects file.
fn blocks(decided: &Decided) -> io::Result<Blocks<Box<dyn io::Read + Send>>> {
    let told = |fault: &Diagnostic| io::Error::other(fault.what(Lang::En));
    if decided.source.profile.fill_down.is_empty() {
        return source::open(&decided.source).map(|opened| Blocks::new(opened.reader)).map_err(|fault| told(&fault));
    }
    let headings: Vec<String> = decided.columns.iter().map(|column| column.heading.clone()).collect();
    let mut findings = Findings::new();
    let filled = super::fill::filled(&decided.source, &headings, &decided.frame, &mut findings);
    filled.ok_or_else(|| findings.iter().next().map_or_else(|| io::ErrorKind::Other.into(), told))
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
