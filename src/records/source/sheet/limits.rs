//! A spreadsheet file is a package that may unfold to more than any memory holds: it is measured before anything else reads it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::ZipArchive;

use super::Failure;
use super::limit::Limit;

/// All parts of a file, unfolded. The sheet of a whole province has some 20 MB.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// How many times as large as it is a file may unfold, unless that is no more than `SMALL`. Sheets of real tables unfold some ten to thirty
/// times, files made to fill a memory a thousand times.
const MOST_TIMES: u64 = 200;
const SMALL: u64 = 32 * 1024 * 1024;
/// What a part calls the number of its texts.
const NUMBER_OF_TEXTS: &[u8] = b"uniqueCount";
/// How much is kept of what has passed.
const END: usize = 256;
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Which spreadsheet a package holds.
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Looks, in a part that passes by, for the number of texts that it says it has: room is made for them before any is read.
#[derive(Default)]
struct Counts {
    /// The end of what has passed, where a number may begin.
    end: Vec<u8>,
    beyond: bool,
}

impl io::Write for Counts {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.end.extend_from_slice(piece);
        for place in memchr::memmem::find_iter(&self.end, NUMBER_OF_TEXTS) {
            let after = self.end.get(place + NUMBER_OF_TEXTS.len()..).unwrap_or_default();
            let digits = after.iter().skip_while(|byte| byte.is_ascii_whitespace() || b"=\"'+0".contains(byte));
            let digits = digits.take_while(|byte| byte.is_ascii_digit());
            let number = digits.fold(0_u64, |number, byte| number.saturating_mul(10).saturating_add(u64::from(byte - b'0')));
            self.beyond |= Limit::TEXTS.is_passed_by(number);
        }
        let kept = self.end.len().saturating_sub(END);
        self.end.drain(..kept);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The kind of a package whose size is bearable.
pub(super) fn kind(path: &Path) -> Result<Kind, Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| broken(&error))?;
    let most = file.metadata().map_or(SMALL, |about| about.len().saturating_mul(MOST_TIMES)).clamp(SMALL, MOST_BYTES);
    let mut package = ZipArchive::new(file).map_err(|error| broken(&error))?;
    if Limit::PARTS.is_passed_by(package.len()) {
        return Err(Failure::TooLarge(Limit::PARTS, None));
    }
    let (mut left, mut is_ods) = (most, false);
    for place in 0..package.len() {
        let part = package.by_index(place).map_err(|error| broken(&error))?;
        let is_type = part.name().is_ok_and(|name| name == "mimetype");
        // Sizes that a package states of itself may be lies.
        let mut part = part.take(left + 1);
        if is_type {
            let mut text = String::new();
            part.read_to_string(&mut text).map_err(|error| broken(&error))?;
            is_ods = text.trim() == ODS;
            left = left.saturating_sub(u64::try_from(text.len()).unwrap_or(left));
            continue;
        }
        let mut counts = Counts::default();
        let read = io::copy(&mut part, &mut counts).map_err(|error| broken(&error))?;
        if counts.beyond {
            return Err(Failure::TooLarge(Limit::TEXTS, None));
        }
        if read > left {
            return Err(Failure::TooLarge(Limit::unfolded(most), None));
        }
        left -= read;
    }
    Ok(if is_ods { Kind::Ods } else { Kind::Xlsx })
}
