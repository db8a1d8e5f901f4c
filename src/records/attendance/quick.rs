//! The short way of plain rows: those one below the other mostly begin alike, name the next member and end with one of a few words.

use memchr::memchr;

use super::part::Part;
use super::reader::Reader;
use super::rows::at;
use super::turnout::key;
use super::words::{alike, line_of, plain};
use crate::records::frame::Of;
use crate::records::scan::{Block, Extent, FileFault, split};
use crate::records::values;

/// What the rows of one meeting begin with.
#[derive(Clone, Copy, Default)]
struct Start {
    from: usize,
    length: usize,
    key: u32,
    /// Whether the rows were asked for.
    wanted: bool,
}

impl Reader<'_> {
    pub(super) fn quickly(&self, block: &Block, part: &mut Part) -> Result<Extent, FileFault> {
        let bytes: &[u8] = &block.bytes;
        let mut done = Extent::default();
        let mut from = 0;
        let mut start = Start::default();
        // The place of the member who is likely to come next.
        let mut near = 0;
        if block.index == 0 {
            // The heading row and what stands above it.
            while self.columns.frame.of(Some(done.rows)) == Of::Heading && from < bytes.len() {
                let length = record_length(bytes.get(from..).unwrap_or(&[]));
                done += self.alone(bytes.get(from..from + length).unwrap_or(&[]), block.longest, done, None)?;
                from += length;
            }
        }
        while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
            let known = bytes.get(start.from..start.from + start.length).unwrap_or(&[]);
            let follows = start.length > 0 && rest.get(..known.len()).is_some_and(|own| alike(own, known));
            if !follows {
                start = self.start(rest, done.rows, part).map_or_else(Start::default, |own| Start { from, ..own });
                near = 0;
            }
            let place = at(self.number, done.rows);
            if start.wanted {
                let (rows, length) = self.next_members(rest, start, (place, near), part);
                if rows > 0 {
                    near += rows;
                    done += Extent { rows: u64::from(rows), lines: u64::from(rows) };
                    from += length;
                    continue;
                }
            }
            let plain = if start.length > 0 { self.rest_of_row(rest.get(start.length..).unwrap_or(&[])) } else { None };
            let Some((member, status, length)) = plain else {
                start = Start::default();
                let length = record_length(rest);
                let own = rest.get(..length).unwrap_or(&[]);
                let numbers = block.index == 0 && self.columns.frame.of(Some(done.rows)) == Of::Numbering;
                part.aside.not_of_table += u64::from(numbers);
                done += self.alone(own, block.longest, done, Some(&mut *part).filter(|_| !numbers))?;
                from += length;
                continue;
            };
            part.rows += 1;
            if start.wanted {
                part.used += 1;
                if let Some(current) = &mut part.current {
                    let slot = current.rows.codes.place(member, near as usize);
                    near = slot.saturating_add(1);
                    current.rows.push(start.key, place, slot, status);
                }
            } else {
                part.excluded += 1;
            }
            done += Extent { rows: 1, lines: 1 };
            from += start.length + length;
        }
        Ok(done)
    }

    /// Rows of one meeting whose members come in the order of the codes, as nearly all rows do. Returns how many there are, and how long.
    #[inline]
    fn next_members(&self, bytes: &[u8], start: Start, (place, near): (u64, u32), part: &mut Part) -> (u32, usize) {
        let (Some(current), Some(known)) = (part.current.as_mut(), bytes.get(..start.length)) else { return (0, 0) };
        let mut rest = bytes;
        let rows = current.rows.take(start.key, place, near, |code| {
            let (own, after) = rest.split_at_checked(known.len())?;
            let (member, after) = after.split_at_checked(code.len())?;
            let (separator, word) = after.split_first()?;
            if *separator != self.columns.frame.separator || !alike(member, code) || !alike(own, known) {
                return None;
            }
            let (status, length) = line_of(word)?;
            rest = word.get(length..)?;
            Some(status)
        });
        part.rows += u64::from(rows);
        part.used += u64::from(rows);
        (rows, bytes.len() - rest.len())
    }

    /// One record by itself, with care; `None` as part where it is not to be read, as the heading row.
    #[cold]
    fn alone(&self, bytes: &[u8], longest: usize, before: Extent, part: Option<&mut Part>) -> Result<Extent, FileFault> {
        let block = Block { index: 1, longest, bytes: bytes.to_vec() };
        let Some(part) = part else { return split(&block, self.columns.frame.separator, |_| {}) };
        split(&block, self.columns.frame.separator, |record| self.row(record, before, part))
            .map_err(|fault| further_down(fault, before))
    }

    /// What a row begins with: cell, date and kind, all of them plain. The part goes on to the group of the cell.
    #[inline]
    fn start(&self, rest: &[u8], row: u64, part: &mut Part) -> Option<Start> {
        let separator = self.columns.frame.separator;
        let end = |field: &[u8], most: usize| memchr(separator, field.get(..most).unwrap_or(field));
        let cell_end = end(rest, 256)?;
        let (code, after) = (rest.get(..cell_end)?, rest.get(cell_end + 1..)?);
        // Nearly every date has ten letters.
        let date_end = if after.get(10) == Some(&separator) { 10 } else { end(after, 64)? };
        let (date, after) = (after.get(..date_end)?, after.get(date_end + 1..)?);
        let kind_end = end(after, 64)?;
        let kind = after.get(..kind_end)?;
        let length = cell_end + date_end + kind_end + 3;
        // With quotes, the others are neither a date nor a kind.
        if code.contains(&b'"') {
            return None;
        }
        let cell = self.cell(code, part.current.as_ref().map(|group| group.cell))?;
        let (day, form) = values::date(date).ok()?;
        let (_, kind) = self.kinds.iter().find(|(word, _)| **word == *kind)?;
        let number = day.number();
        if self.is_outside_existence(cell, day) {
            return None;
        }
        if let Some(evidence) = part.evidence.get_mut(1) {
            evidence.date(form, row + 1, date);
        }
        let wanted = self.only.is_none_or(|only| only.contains(&cell)) && (self.days.0..=self.days.1).contains(&number);
        if wanted {
            part.enter(cell, self.keep, self.closing);
        }
        Some(Start { from: 0, length, key: key(number, *kind), wanted })
    }

    /// Member, status and the length of the rest of a row, line end included; `None` unless all of it is plain.
    #[inline]
    fn rest_of_row<'r>(&self, rest: &'r [u8]) -> Option<(&'r [u8], u8, usize)> {
        let end = memchr(self.columns.frame.separator, rest.get(..40).unwrap_or(rest))?;
        let (member, after) = rest.split_at_checked(end)?;
        if member.is_empty() || !member.iter().all(|byte| (b'#'..=b'~').contains(byte) || *byte == b'!') {
            return None;
        }
        let after = after.get(1..)?;
        if let Some((status, length)) = line_of(after) {
            return Some((member, status, end + 1 + length));
        }
        let line = memchr(b'\n', after.get(..256).unwrap_or(after))?;
        let word = after.get(..line)?;
        let word = word.strip_suffix(b"\r").unwrap_or(word);
        let listed = || self.statuses.iter().find(|(known, _)| **known == *word).map(|(_, status)| *status);
        let status = plain(word).or_else(listed)?;
        Some((member, status, end + line + 2))
    }
}

/// The length of the first record, line end included.
fn record_length(bytes: &[u8]) -> usize {
    let mut open = false;
    for mark in memchr::memchr2_iter(b'\n', b'"', bytes) {
        if bytes.get(mark) == Some(&b'"') {
            open = !open;
        } else if !open {
            return mark + 1;
        }
    }
    bytes.len()
}

/// A fault as it stands in the block.
fn further_down(fault: FileFault, before: Extent) -> FileFault {
    let Extent { rows, lines } = before;
    match fault {
        FileFault::StrayQuote { line, row, field, text } => {
            FileFault::StrayQuote { line: line + lines, row: row + rows, field, text }
        }
        FileFault::UnterminatedQuote { line, row, field, text } => {
            FileFault::UnterminatedQuote { line: line + lines, row: row + rows, field, text }
        }
        FileFault::RecordTooLong { line, row, limit } => FileFault::RecordTooLong { line: line + lines, row: row + rows, limit },
        other => other,
    }
}
