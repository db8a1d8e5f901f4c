//! Spreadsheet files: one sheet of an XLSX or ODS file becomes CSV, each row on the line that a spreadsheet numbers the same.

mod field;
mod guard;
mod limit;
mod limits;
mod lines;
mod ods;
mod table;
mod xlsx;

use std::io::Cursor;

use limit::Limit;

use super::encoding::{Basis, Encoding};
use super::{LineEnds, Sheet, Source, Written};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::records::RecordFile;

/// A kind of spreadsheet file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A package of parts: XLSX or ODS.
    Package,
    /// The old binary XLS, or a file behind a password.
    Old,
}

impl Format {
    /// By the first bytes of a file.
    pub(super) fn of(start: &[u8]) -> Option<Format> {
        match start {
            [b'P', b'K', 3, 4, ..] => Some(Format::Package),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(Format::Old),
            _ => None,
        }
    }
}

/// What reading a sheet can fail with.
enum Failure {
    /// Not a sound file of its kind.
    Broken(String),
    /// More than a table of records ever has: the limit, and the row and column of the field that passed it, from 0.
    TooLarge(Limit, Option<(u32, u32)>),
    /// Behind a password.
    Locked,
    /// Several sheets could be meant: their names.
    Unnamed(Vec<String>),
    /// The sheet asked for is not there: the names of those that are.
    Unknown(Vec<String>),
}

pub(super) fn open(file: &RecordFile, format: Format) -> Result<Source, Box<Diagnostic>> {
    let fault = |code| Diagnostic::new(code, Place::file(&file.name));
    if format == Format::Old {
        return Err(Box::new(fault(Code::SheetOld)));
    }
    let wanted = file.profile.sheet.as_deref();
    let read = guard::guarded(|| match limits::kind(&file.path) {
        Ok(limits::Kind::Ods) => ods::read(&file.path, wanted),
        Ok(limits::Kind::Xlsx) => xlsx::read(&file.path, wanted),
        Err(failure) => Err(failure),
    });
    match read {
        Ok((text, sheet)) => Ok(Source {
            reader: Box::new(Cursor::new(text)),
            written: Written { encoding: (Encoding::Utf8, Basis::Format), lines: LineEnds::Lf, sheet: Some(sheet) },
        }),
        Err(Failure::Locked) => Err(Box::new(fault(Code::SheetOld))),
        Err(Failure::Broken(why)) => Err(Box::new(fault(Code::SheetBroken).with("value", why))),
        Err(Failure::TooLarge(limit, at)) => {
            let fault = Diagnostic { place: place(file, at), ..fault(Code::SheetTooLarge) };
            Err(Box::new(fault.with("most", limit.shown()).with_word("limit", limit.of)))
        }
        Err(Failure::Unnamed(names)) => {
            Err(Box::new(fault(Code::SheetUnnamed).with("value", "").with("wanted", names.join(", "))))
        }
        Err(Failure::Unknown(names)) => {
            let value = wanted.unwrap_or("");
            Err(Box::new(fault(Code::SheetUnknown).with("value", value).with("wanted", names.join(", "))))
        }
    }
}

/// A field of the sheet, where there is one to show.
fn place(file: &RecordFile, at: Option<(u32, u32)>) -> Place {
    let whole = Place::file(&file.name);
    let Some((row, column)) = at else { return whole };
    Place { row: Some(u64::from(row) + 1), ..whole }.column(usize::try_from(column).unwrap_or(usize::MAX), "")
}

/// The sheet that was asked for, or the only one there is.
fn choose(names: Vec<String>, wanted: Option<&str>) -> Result<String, Failure> {
    match (wanted, names.as_slice()) {
        (Some(wanted), _) => {
            let plain = crate::base::heading::plain(wanted);
            let found = names.iter().find(|name| *name == wanted);
            let found = found.or_else(|| names.iter().find(|name| crate::base::heading::plain(name) == plain));
            found.cloned().ok_or(Failure::Unknown(names))
        }
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Failure::Unnamed(names)),
    }
}

pub(in crate::records) use field::serial_day;

type Read = Result<(Vec<u8>, Sheet), Failure>;
