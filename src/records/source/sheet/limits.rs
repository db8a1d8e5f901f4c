//! A spreadsheet file is a package that may unfold to more than any memory holds: it is measured before anything else reads it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::ZipArchive;

use super::Failure;

/// All parts of a file, unfolded. The sheet of a whole province has some 20 MB.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// Parts of a file: sheets, pictures, styles.
const MOST_PARTS: usize = 10_000;
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Which spreadsheet a package holds.
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// The kind of a package whose size is bearable.
pub(super) fn kind(path: &Path) -> Result<Kind, Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| broken(&error))?;
    let mut package = ZipArchive::new(file).map_err(|error| broken(&error))?;
    if package.len() > MOST_PARTS {
        return Err(Failure::TooLarge(format!("{} > {MOST_PARTS}", package.len())));
    }
    let (mut left, mut is_ods) = (MOST_BYTES, false);
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
        let read = io::copy(&mut part, &mut io::sink()).map_err(|error| broken(&error))?;
        if read > left {
            return Err(Failure::TooLarge(format!("> {} MiB", MOST_BYTES / 1024 / 1024)));
        }
        left -= read;
    }
    Ok(if is_ods { Kind::Ods } else { Kind::Xlsx })
}
