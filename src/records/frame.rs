//! Where the table of a file begins and ends: its heading, what separates its fields, which rows are none of it.

use std::collections::BTreeSet;

use super::folder::RecordFile;
use super::profile::FileProfile;
use super::scan::{Block, FileFault, split};
use super::values;
use crate::base::heading;

/// How much of a file is looked at to find its heading, and how many rows.
const LOOKED_AT: usize = 64 * 1024;
const MOST_TITLES: usize = 60;
/// What fields are separated by, unless the profile says otherwise; of those that serve equally well the first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The frame of a table. Rows count from 0 at the start of the file.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) separator: u8,
    /// First and last row of the heading.
    pub(super) rows: (u64, u64),
    /// Physical line of the last one, from 1.
    pub(super) line: u64,
    pub(super) headings: Vec<String>,
    /// Rows above it that are not blank.
    pub(super) titles: u64,
    /// The row below it that only numbers the columns.
    pub(super) numbering: Option<u64>,
    /// The last row of the table.
    last: Option<u64>,
    skipped: BTreeSet<u64>,
    /// Rows whose place a corrected row of another file has taken.
    corrected: BTreeSet<u64>,
}

/// What becomes of a row before anything of it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A row of records.
    Table,
    /// Above the table, or the heading itself.
    Heading,
    /// Numbers the columns.
    Numbering,
    /// The profile says that it is none of the table.
    Skipped,
    /// A corrected row has taken its place.
    Corrected,
}

impl Frame {
    /// Where a row belongs; where the rows before its block are not known, only its being far down is.
    #[inline]
    pub(super) fn of(&self, row: Option<u64>) -> Of {
        let Some(row) = row else { return Of::Table };
        if row <= self.rows.1 {
            return Of::Heading;
        }
        if self.numbering == Some(row) {
            return Of::Numbering;
        }
        if self.skipped.contains(&row) || self.last.is_some_and(|last| row > last) {
            return Of::Skipped;
        }
        if self.corrected.contains(&row) {
            return Of::Corrected;
        }
        Of::Table
    }

    /// Whether rows must be counted from the start of the file to know what they are.
    pub(super) fn counts_rows(&self) -> bool {
        self.last.is_some() || !self.skipped.is_empty() || !self.corrected.is_empty()
    }

    /// Finds the heading in the first block of a file; `None` where all of it is blank. `understands` tells whether a heading means
    /// something, `suffices` whether these headings have all that the table needs.
    ///
    /// # Errors
    /// The first structural fault, where the heading would stand behind it.
    pub(super) fn find(
        first: &[u8],
        source: &RecordFile,
        understands: &dyn Fn(usize, &str) -> bool,
        suffices: &dyn Fn(&[String]) -> bool,
    ) -> Result<Option<Frame>, FileFault> {
        let profile: &FileProfile = &source.profile;
        let start = Block::whole(first.get(..LOOKED_AT).unwrap_or(first).to_vec());
        let is_whole = first.len() <= LOOKED_AT;
        let separators: Vec<u8> = profile.separator.map_or_else(|| SEPARATORS.to_vec(), |one| vec![one]);
        let mut best: Option<(Merit, Frame)> = None;
        let mut fault = None;
        for (place, separator) in separators.into_iter().enumerate() {
            let (rows, error) = rows(&start, separator);
            if place == 0 {
                fault = error.filter(|_| is_whole);
            }
            for (number, row) in rows.iter().enumerate() {
                let named = profile.header_rows;
                if named.is_some_and(|(_, last)| row.row + 1 != last) {
                    continue;
                }
                let mut headings = row.fields.clone();
                let mut span = (row.row, row.row);
                if let Some((from, _)) = named {
                    let above = rows.iter().take(number).filter(|above| above.row + 1 >= from);
                    headings = above.rev().fold(headings, |below, above| joined(&above.fields, &below, understands));
                    span.0 = from - 1;
                }
                let mut merit = Merit::of(&headings, understands, suffices, number);
                let mut last = row;
                if let Some(below) = rows.get(number + 1).filter(|below| {
                    named.is_none() && (is_second(row, below, understands) || is_spanned(row, below, understands))
                }) {
                    let both = joined(&headings, &below.fields, understands);
                    let own = Merit::of(&both, understands, suffices, number);
                    if own.understood > merit.understood || is_spanned(row, below, understands) {
                        (headings, merit, last) = (both, own, below);
                        span.1 = below.row;
                    }
                }
                if best.as_ref().is_some_and(|(other, _)| !merit.is_above(other)) {
                    continue;
                }
                let below = rows.iter().find(|other| other.row > last.row);
                let frame = Frame {
                    separator,
                    rows: span,
                    line: last.line + 1,
                    headings,
                    titles: u64::try_from(rows.iter().filter(|other| other.row < span.0).count()).unwrap_or(0),
                    numbering: below.filter(|below| numbers_columns(&below.fields)).map(|below| below.row),
                    last: profile.last_row.map(|row| row.saturating_sub(1)),
                    skipped: profile.skip_rows.iter().map(|row| row.saturating_sub(1)).collect(),
                    corrected: source.corrected.iter().map(|row| row.saturating_sub(1)).collect(),
                };
                best = Some((merit, frame));
            }
        }
        match (best, fault) {
            (Some((merit, frame)), _) if merit.suffices || merit.understood > 0 => Ok(Some(frame)),
            (_, Some(fault)) => Err(fault),
            (best, None) => Ok(best.map(|(_, frame)| frame)),
        }
    }
}

/// How well a row serves as the heading.
struct Merit {
    suffices: bool,
    understood: usize,
    /// Its number among the rows that are not blank.
    number: usize,
}

impl Merit {
    fn of(
        headings: &[String],
        understands: &dyn Fn(usize, &str) -> bool,
        suffices: &dyn Fn(&[String]) -> bool,
        number: usize,
    ) -> Merit {
        let understood = headings.iter().enumerate().filter(|(column, text)| understands(*column, text)).count();
        Merit { suffices: suffices(headings), understood, number }
    }

    fn is_above(&self, other: &Merit) -> bool {
        let rank = |merit: &Merit| (merit.suffices, merit.understood, std::cmp::Reverse(merit.number));
        // Of two separators under which equally much is understood, the one that comes first stays.
        rank(self) > rank(other)
    }
}

struct Row {
    row: u64,
    line: u64,
    fields: Vec<String>,
}

/// The first rows under a separator, and the fault that ended them.
fn rows(start: &Block, separator: u8) -> (Vec<Row>, Option<FileFault>) {
    let mut rows: Vec<Row> = Vec::new();
    let outcome = split(start, separator, |record| {
        if rows.len() < MOST_TITLES {
            let text = |column: usize| String::from_utf8_lossy(values::trim(&record.field(column))).trim().to_owned();
            let fields: Vec<String> = (0..record.len()).map(text).collect();
            if fields.iter().any(|field| !field.is_empty()) {
                rows.push(Row { row: record.row(), line: record.line(), fields });
            }
        }
    });
    (rows, outcome.err())
}

/// Whether a row goes on with the heading above it: it says something understood, and only where that one is blank or says nothing understood.
fn is_second(first: &Row, below: &Row, understands: &dyn Fn(usize, &str) -> bool) -> bool {
    let mut said = 0;
    for (column, text) in below.fields.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let above = first.fields.get(column).map_or("", String::as_str);
        let spanning = carried(&first.fields, column);
        let joined = format!("{spanning} {text}");
        // One of several columns under a heading that says what they are together, such as levels.
        let is_one_of = understands(column, &format!("{spanning}: {text}"));
        if is_one_of || heading::same(above, text) || understands(column, &joined) && !understands(column, above) {
            said += 1;
        } else if understands(column, above) || !understands(column, text) {
            return false;
        } else {
            said += 1;
        }
    }
    said > 0 && below.row == first.row + 1
}

/// Whether a row only parts what spans several columns above it, such as the levels under "Xếp loại": texts without figures, none of them in
/// a column whose heading is understood, so that no record could be in it.
fn is_spanned(first: &Row, below: &Row, understands: &dyn Fn(usize, &str) -> bool) -> bool {
    let above = |column: usize| first.fields.get(column).map_or("", String::as_str);
    let understood = first.fields.iter().enumerate().any(|(column, text)| understands(column, text));
    let given = || below.fields.iter().enumerate().filter(|(_, text)| !text.is_empty());
    let parts = |(column, text): (usize, &String)| {
        !understands(column, above(column))
            && !carried(&first.fields, column).is_empty()
            && !text.bytes().any(|byte| byte.is_ascii_digit())
    };
    let under_blank = given().filter(|(column, _)| above(*column).is_empty()).count();
    understood && below.row == first.row + 1 && under_blank > 0 && given().count() > 1 && given().all(parts)
}

/// A heading of two rows: what stands below, together with what spans it above where that is what is understood.
fn joined(above: &[String], below: &[String], understands: &dyn Fn(usize, &str) -> bool) -> Vec<String> {
    let columns = above.len().max(below.len());
    let one = |column: usize| {
        let (upper, lower) = (above.get(column).map_or("", String::as_str), below.get(column).map_or("", String::as_str));
        let both = format!("{} {lower}", carried(above, column));
        let one_of = format!("{}: {lower}", carried(above, column));
        match (upper.is_empty(), lower.is_empty()) {
            (_, true) => upper.to_owned(),
            _ if understands(column, lower) => lower.to_owned(),
            _ if understands(column, &one_of) => one_of,
            _ if understands(column, &both) => both,
            _ => lower.to_owned(),
        }
    };
    (0..columns).map(one).collect()
}

/// What stands above a column, or spans it from the left.
fn carried(above: &[String], column: usize) -> &str {
    above.iter().take(column + 1).rev().find(|text| !text.is_empty()).map_or("", String::as_str)
}

/// `(1) (2) (3)`, `A B 1 2`: a row below the heading that only numbers the columns. Spreadsheets take a typed `(1)` for −1.
fn numbers_columns(fields: &[String]) -> bool {
    let plain = |text: &str| text.trim_matches(['(', ')', '[', ']', ' ', '-']).to_owned();
    let given: Vec<String> = fields.iter().map(|text| plain(text)).filter(|text| !text.is_empty()).collect();
    let letters = given.iter().take_while(|text| matches!(text.as_bytes(), [b'A'..=b'E'])).count();
    let numbers: Option<Vec<u64>> = given.iter().skip(letters).map(|text| text.parse().ok()).collect();
    let counts_up = |numbers: &[u64]| numbers.iter().zip(1..).all(|(number, place)| *number == place);
    given.len() >= 3 && numbers.is_some_and(|numbers| numbers.len() >= 2 && counts_up(&numbers))
}
