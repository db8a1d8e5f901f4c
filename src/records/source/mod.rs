//! The door: whatever a clerk sent becomes a stream of CSV in UTF-8 with line feeds, row for row as the spreadsheet shows it. What was
//! decided about the file, and on what evidence, is kept for the receipt.

mod decode;
mod encoding;
mod legacy;
mod sheet;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use encoding::{Basis, Encoding};
pub(super) use encoding::{lost_letters, proposals};
pub(super) use sheet::serial_day;

use super::folder::RecordFile;
use crate::diagnostic::{Code, Diagnostic, Place};
use decode::{Decoded, LineFeeds};

/// How much of a file is looked at to tell its encoding and its line ends.
const START: usize = 64 * 1024;

/// An open file as a stream of CSV.
pub(super) struct Source {
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) written: Written,
}

/// How a file is written, outside its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its encoding and why it is read so.
    pub encoding: (Encoding, Basis),
    /// How its lines end.
    pub lines: LineEnds,
    /// Of a spreadsheet file, what was taken.
    pub sheet: Option<Sheet>,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnds {
    /// LF.
    Lf,
    /// CRLF.
    CrLf,
    /// CR alone.
    Cr,
}

impl LineEnds {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            LineEnds::Lf => "lf",
            LineEnds::CrLf => "crlf",
            LineEnds::Cr => "cr",
        }
    }

    /// How the first line ends; a line break in quotes is content. A file ends its lines in CR where none of its start ends in LF.
    fn of(start: &[u8]) -> LineEnds {
        let (mut quoted, mut has_cr) = (false, false);
        let mut before = 0;
        for byte in start {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => return if before == b'\r' { LineEnds::CrLf } else { LineEnds::Lf },
                b'\r' if !quoted => has_cr = true,
                _ => {}
            }
            before = *byte;
        }
        if has_cr { LineEnds::Cr } else { LineEnds::Lf }
    }
}

/// What was taken of a spreadsheet file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// How many fields hold a formula; the value that was computed last is read.
    pub formulas: u64,
    /// How many numbers had more than fifteen digits, which a spreadsheet cannot hold exactly.
    pub long_numbers: u64,
    /// Merged ranges whose value was taken for every row of them.
    pub merged: Vec<String>,
}

/// Opens a file as it shows itself, or as its profile says.
pub(super) fn open(file: &RecordFile) -> Result<Source, Box<Diagnostic>> {
    let mut opened = File::open(&file.path).map_err(|error| Box::new(missing_or_unreadable(file, &error)))?;
    let mut start = Vec::with_capacity(START);
    opened.by_ref().take(START as u64).read_to_end(&mut start).map_err(|error| Box::new(unreadable(file, &error)))?;
    if let Some(kind) = sheet::Format::of(&start) {
        return sheet::open(file, kind);
    }
    // A byte order mark says so itself, whatever was said of the other files of the table.
    let marked = encoding::shown(&start).filter(|(_, basis)| *basis == Basis::Mark);
    let named = file.profile.encoding.map(|encoding| (encoding, Basis::Profile));
    let Some((encoding, basis)) = marked.or(named).or_else(|| encoding::shown(&start)) else {
        return Err(Box::new(unknown_encoding(file, &start, false)));
    };
    let lines = LineEnds::of(&utf8_start(encoding, &start));
    let whole = Counted { inner: Cursor::new(start).chain(opened), read: Arc::clone(&file.read) };
    let reader: Box<dyn Read + Send> = match (encoding, lines) {
        (Encoding::Utf8, LineEnds::Cr) => Box::new(LineFeeds(whole)),
        (Encoding::Utf8, _) => Box::new(whole),
        (_, LineEnds::Cr) => Box::new(LineFeeds(Decoded::new(whole, encoding))),
        (..) => Box::new(Decoded::new(whole, encoding)),
    };
    Ok(Source { reader, written: Written { encoding: (encoding, basis), lines, sheet: None } })
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}

/// The start of a file in UTF-8, as far as it can be read.
fn utf8_start(encoding: Encoding, start: &[u8]) -> Vec<u8> {
    if encoding == Encoding::Utf8 {
        return start.to_vec();
    }
    let mut text = Vec::new();
    // Reading from memory does not fail.
    let _ = Decoded::new(start, encoding).read_to_end(&mut text);
    text
}

fn missing_or_unreadable(file: &RecordFile, error: &std::io::Error) -> Diagnostic {
    if error.kind() == std::io::ErrorKind::NotFound {
        let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Diagnostic::new(Code::FileMissing, Place::file(&file.name)).with("value", name);
    }
    unreadable(file, error)
}

fn unreadable(file: &RecordFile, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::FileUnreadable, Place::file(&file.name)).with_system("value", error)
}

/// None of the encodings that a file shows by itself; the likely ones are proposed with what the text would be.
pub(super) fn unknown_encoding(file: &RecordFile, start: &[u8], has_people: bool) -> Diagnostic {
    let line = start.split(|byte| *byte == b'\n').position(|line| !line.is_ascii()).unwrap_or(0);
    let proposed = encoding::proposals(start, has_people);
    let proposals: Vec<String> = proposed.iter().map(|(encoding, sample)| format!("{}: \"{sample}\"", encoding.word())).collect();
    let line = u64::try_from(line).unwrap_or(0) + 1;
    let first = proposed.first().map_or("", |(encoding, _)| encoding.word());
    Diagnostic::new(Code::EncodingUnknown, Place { line: Some(line), ..Place::file(&file.name) })
        .with("value", proposals.join("; "))
        .with("wanted", first)
}
