//! A block of rows → the rows of each of its cells. Plain rows take a short way; whatever is unusual in any respect is read with all
//! care, and both come to the same.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memchr;

use super::close::{Closed, Closing, Room};
use super::rows::{BLANK, CellRows, NOBODY, REJECTED, at};
use super::turnout::key;
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::records::blocks::Aside;
use crate::records::columns::Columns;
use crate::records::control;
use crate::records::evidence::Evidence;
use crate::records::frame::Of;
use crate::records::meetings::{open_end, same};
use crate::records::row::RowReader;
use crate::records::scan::{Block, Extent, FileFault, Record, split};
use crate::records::table::text_of;
use crate::records::values;
use crate::records::{CellIndex, Cells};
use crate::rules::{FactType, Scope, Vocabulary};

/// The rows of one cell that stand together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) cell: CellIndex,
    pub(super) rows: CellRows,
}

/// What a block came to.
#[derive(Default)]
pub(super) struct Part {
    pub(super) rows: u64,
    pub(super) used: u64,
    /// Rows of sums.
    pub(super) totals: u64,
    /// Rows within the frame of the table that are none of it.
    aside: Aside,
    pub(super) sums: control::Sums,
    /// Rows with faults, from 1.
    pub(super) rejected: Vec<u64>,
    pub(super) excluded: u64,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) evidence: Vec<Evidence>,
    /// The first group, of which the start may lie in the block before.
    pub(super) head: Option<Group>,
    /// The cells in between, closed, in the order of the file.
    pub(super) cells: Vec<CellIndex>,
    pub(super) closed: Closed,
    /// The last group, of which the end may lie in the block after; none where it is the first one too.
    pub(super) tail: Option<Group>,
    /// Groups that are kept until all files are read.
    pub(super) kept: Vec<Group>,
    facts: Vec<Option<i64>>,
    current: Option<Group>,
    groups: usize,
    /// How many bytes the block had.
    pub(super) size: usize,
    room: Room,
    /// Room for the next groups.
    spare: Vec<CellRows>,
}

/// Room that is handed from block to block.
#[derive(Default)]
pub(super) struct Spare(Mutex<Vec<(Room, Vec<CellRows>)>>);

/// Which cells are closed only when all files are read, since their rows do not all stand together.
#[derive(Debug, Default)]
pub(super) enum Keep {
    #[default]
    None,
    Some(BTreeSet<CellIndex>),
    All,
}

impl Keep {
    fn keeps(&self, cell: CellIndex) -> bool {
        match self {
            Keep::None => false,
            Keep::Some(cells) => cells.contains(&cell),
            Keep::All => true,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Slots {
    pub(super) cell: usize,
    pub(super) date: usize,
    pub(super) kind: usize,
    pub(super) member: usize,
    pub(super) status: usize,
}

impl Slots {
    pub(super) fn of(registers: &Vocabulary) -> Slots {
        let slot = |id: &str| registers.position(id).unwrap_or(usize::MAX);
        Slots {
            cell: slot("attendance_cell"),
            date: slot("attendance_date"),
            kind: slot("attendance_kind"),
            member: slot("attendance_member"),
            status: slot("attendance_status"),
        }
    }

    fn all(self) -> [usize; 5] {
        [self.cell, self.date, self.kind, self.member, self.status]
    }
}

/// About as many meetings as a block holds.
const TYPICAL: usize = 400;

/// Reads the rows of one file.
pub(super) struct Reader<'a> {
    pub(super) number: usize,
    pub(super) columns: &'a Columns,
    pub(super) cells: &'a Cells,
    pub(super) only: Option<&'a [CellIndex]>,
    pub(super) check_all: bool,
    /// First and last day that are read, as numbers: from the start of the year, as runs go back to it.
    pub(super) days: (i64, i64),
    pub(super) keep: &'a Keep,
    pub(super) closing: &'a Closing<'a>,
    slots: Slots,
    width: usize,
    reader: RowReader<'a>,
    /// Whether the columns stand in the usual order and there are no others.
    usual: bool,
    kinds: Vec<(Box<[u8]>, i64)>,
    statuses: Vec<(Box<[u8]>, u8)>,
}

/// What the rows of one meeting begin with.
#[derive(Clone, Copy, Default)]
struct Start {
    from: usize,
    length: usize,
    key: u32,
    /// Whether the rows were asked for.
    wanted: bool,
}

impl<'a> Reader<'a> {
    #[allow(clippy::too_many_arguments, reason = "what a file is read with")]
    pub(super) fn new(
        (number, file): (usize, &Arc<str>),
        columns: &'a Columns,
        registers: &'a Vocabulary,
        (only, check_all): (Option<&'a [CellIndex]>, bool),
        days: (i64, i64),
        keep: &'a Keep,
        closing: &'a Closing<'a>,
    ) -> Reader<'a> {
        let slots = Slots::of(registers);
        let place = |slot: usize| columns.of_slot(slot);
        let plain = columns.given.is_empty()
            && columns.expected.is_empty()
            && columns.forms.iter().all(|form| form.dates.is_none())
            && !columns.of_sheet
            && !columns.frame.counts_rows();
        let usual = plain && columns.headings.len() == 5 && slots.all().into_iter().map(place).eq((0..5).map(Some));
        Reader {
            number,
            columns,
            cells: closing.cells,
            only,
            check_all,
            days,
            keep,
            closing,
            slots,
            width: registers.facts.len(),
            reader: RowReader::new(file, columns, Scope::Attendance, registers, None),
            usual,
            kinds: words(registers, slots.kind).collect(),
            statuses: words(registers, slots.status)
                .filter_map(|(word, place)| Some((word, u8::try_from(place).ok()?)))
                .collect(),
        }
    }

    pub(super) fn block(&self, block: &Block, above: Option<u64>, spare: &Spare) -> (Part, Result<Extent, FileFault>, Aside) {
        let mut part = Part { size: block.bytes.len(), ..Part::default() };
        (part.room, part.spare) = spare.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        part.closed.turnouts.reserve(TYPICAL);
        part.evidence.resize(self.columns.headings.len(), Evidence::default());
        part.facts.resize(self.width, None);
        let above = if block.index == 0 { Some(0) } else { above };
        let extent = if self.usual { self.quickly(block, &mut part) } else { self.carefully(block, above, &mut part) };
        self.end_group(&mut part);
        let own = (std::mem::take(&mut part.room), std::mem::take(&mut part.spare));
        spare.0.lock().unwrap_or_else(PoisonError::into_inner).push(own);
        let aside = part.aside;
        (part, extent, aside)
    }

    fn carefully(&self, block: &Block, above: Option<u64>, part: &mut Part) -> Result<Extent, FileFault> {
        split(block, self.columns.frame.separator, |record| {
            match self.columns.frame.of(above.map(|above| above + record.row())) {
                Of::Table => self.row(record, Extent::default(), part),
                Of::Heading => {}
                Of::Numbering | Of::Skipped => part.aside.not_of_table += 1,
                Of::Corrected => part.aside.corrected += 1,
            }
        })
    }

    /// Rows one below the other mostly begin alike, name the next member and end with one of a few words.
    fn quickly(&self, block: &Block, part: &mut Part) -> Result<Extent, FileFault> {
        let bytes: &[u8] = &block.bytes;
        let mut done = Extent::default();
        let mut from = 0;
        let mut start = Start::default();
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
            if follows && start.wanted {
                let (rows, length) = self.next_members(rest, known, &mut near, part);
                if rows > 0 {
                    done += Extent { rows, lines: rows };
                    from += length;
                    continue;
                }
            }
            let before = start;
            if !follows {
                match self.start(rest, done.rows, part) {
                    Some(own) => start = Start { from, ..own },
                    None => start.length = 0,
                }
                near = 0;
            }
            let plain = if start.length > 0 { self.rest_of_row(rest.get(start.length..).unwrap_or(&[])) } else { None };
            let Some((member, status, length)) = plain else {
                start = Start { length: 0, ..before };
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
                    let slot = current.rows.codes.place(member, near);
                    near = slot as usize + 1;
                    if follows {
                        current.rows.mark(slot, status);
                    } else {
                        current.rows.push(start.key, at(self.number, done.rows), slot, status);
                    }
                }
            } else {
                part.excluded += 1;
            }
            done += Extent { rows: 1, lines: 1 };
            from += start.length + length;
        }
        Ok(done)
    }

    /// Rows of one meeting whose members come in the order of the meeting before: nearly all rows do. Returns how many there are, and how long.
    #[inline]
    fn next_members(&self, bytes: &[u8], known: &[u8], near: &mut usize, part: &mut Part) -> (u64, usize) {
        let Some(current) = part.current.as_mut() else { return (0, 0) };
        let CellRows { codes, slots, statuses, .. } = &mut current.rows;
        let (mut rows, mut from) = (0, 0);
        loop {
            let code = codes.get(*near);
            let end = from + known.len() + code.len();
            let (Some(start), Some(own)) = (bytes.get(from..from + known.len()), bytes.get(from + known.len()..end)) else {
                break;
            };
            let Some([separator, word @ ..]) = bytes.get(end..) else { break };
            if *separator != self.columns.frame.separator || code.is_empty() || !alike(own, code) || !alike(start, known) {
                break;
            }
            let Some((status, length)) = line_of(word) else { break };
            slots.push(u32::try_from(*near).unwrap_or(NOBODY));
            statuses.push(status);
            *near += 1;
            rows += 1;
            from = end + 1 + length;
        }
        part.rows += rows;
        part.used += rows;
        (rows, from)
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
        let cell_end = memchr(separator, rest.get(..256).unwrap_or(rest))?;
        let (code, after) = (rest.get(..cell_end)?, rest.get(cell_end + 1..)?);
        let date_end = memchr(separator, after.get(..64).unwrap_or(after))?;
        let (date, after) = (after.get(..date_end)?, after.get(date_end + 1..)?);
        let kind_end = memchr(separator, after.get(..64).unwrap_or(after))?;
        let kind = after.get(..kind_end)?;
        let length = cell_end + date_end + kind_end + 3;
        if memchr(b'"', rest.get(..length)?).is_some() {
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
            self.enter(cell, part);
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

    fn cell(&self, code: &[u8], last: Option<CellIndex>) -> Option<CellIndex> {
        if let Some(last) = last.filter(|_| !code.is_empty()) {
            let next = CellIndex(last.0.saturating_add(1));
            let near = [last, next].into_iter().find(|cell| same(self.cells.code(*cell).as_bytes(), code));
            if near.is_some() {
                return near;
            }
        }
        self.cells.find(code)
    }

    fn is_outside_existence(&self, cell: CellIndex, day: Day) -> bool {
        let (from, until) = self.cells.existence(cell);
        from.is_some_and(|from| day < from) || until.is_some_and(|until| day > until)
    }

    /// One row, with all its faults; `before` comes before what its numbers count from.
    fn row(&self, record: &Record<'_>, before: Extent, part: &mut Part) {
        part.rows += 1;
        if self.reader.is_total(record) {
            part.totals += 1;
            return;
        }
        let faults = part.faults.len();
        if before.rows == 0 {
            self.reader.read(record, &mut part.facts, &mut part.evidence, &mut part.faults);
        } else {
            let mut evidence = vec![Evidence::default(); self.columns.headings.len()];
            self.reader.read(record, &mut part.facts, &mut evidence, &mut part.faults);
            for (mine, own) in part.evidence.iter_mut().zip(evidence) {
                mine.join(own, before.rows);
            }
        }
        if part.faults.len() == faults {
            part.sums.add(self.columns, &part.facts);
        }
        let get = |slot: usize| part.facts.get(slot).copied().flatten();
        let field = |slot: usize| record.field(self.columns.of_slot(slot).unwrap_or(usize::MAX));
        let day = get(self.slots.date).and_then(Day::from_number);
        let kind = get(self.slots.kind);
        let status = get(self.slots.status).and_then(|place| u8::try_from(place).ok()).unwrap_or(BLANK);
        let code = field(self.slots.cell);
        let cell = self.cell(values::trim(&code), part.current.as_ref().map(|group| group.cell));
        let outside = day.is_some_and(|day| !(self.days.0..=self.days.1).contains(&day.number()));
        let other = cell.zip(self.only).is_some_and(|(cell, only)| !only.contains(&cell));
        // What was not asked for is excluded before its faults matter.
        if other || outside && !self.check_all {
            part.faults.truncate(faults);
            part.excluded += 1;
            return;
        }
        if cell.is_none() && get(self.slots.cell).is_some() {
            let text = String::from_utf8_lossy(values::trim(&code)).into_owned();
            part.faults.push(self.cells.fault(&text, self.reader.at_slot(record, self.slots.cell)));
        }
        let member = field(self.slots.member);
        let member = values::trim(&member);
        if std::str::from_utf8(member).is_err() {
            part.faults.push(Diagnostic::new(Code::NotUtf8, self.reader.at_slot(record, self.slots.member)));
        }
        if let (Some(cell), Some(day)) = (cell, day)
            && self.is_outside_existence(cell, day)
        {
            let (from, until) = self.cells.existence(cell);
            let fault = Diagnostic::new(Code::OutsideExistence, self.reader.at_slot(record, self.slots.date));
            let fault = fault.with("value", self.reader.raw(record, self.slots.date));
            part.faults.push(fault.with("from", open_end(from)).with("until", open_end(until)));
        }
        for fault in part.faults.iter_mut().skip(faults) {
            fault.place.move_down(before.rows, before.lines);
        }
        let faulty = part.faults.len() > faults;
        if outside {
            if faulty {
                part.rejected.push(before.rows + record.row() + 1);
            } else {
                part.excluded += 1;
            }
            return;
        }
        if faulty {
            part.rejected.push(before.rows + record.row() + 1);
        } else {
            part.used += 1;
        }
        let (Some(cell), Some(day), Some(kind)) = (cell, day, kind) else { return };
        self.enter(cell, part);
        let Some(current) = &mut part.current else { return };
        let slot = match member {
            b"" => NOBODY,
            member if std::str::from_utf8(member).is_err() => NOBODY,
            member => {
                let near = current.rows.slots.last().map_or(0, |slot| slot.wrapping_add(1) as usize);
                current.rows.codes.place(text_of(member).as_bytes(), near)
            }
        };
        let place = at(self.number, before.rows + record.row());
        current.rows.push(key(day.number(), kind), place, slot, if faulty { REJECTED } else { status });
    }

    /// Goes on with the group of a cell.
    #[inline]
    fn enter(&self, cell: CellIndex, part: &mut Part) {
        if part.current.as_ref().is_none_or(|group| group.cell != cell) {
            self.end_group(part);
            part.current = Some(Group { cell, rows: part.spare.pop().unwrap_or_default() });
        }
    }

    fn end_group(&self, part: &mut Part) {
        let Some(group) = part.current.take() else { return };
        if self.keep.keeps(group.cell) {
            part.kept.push(group);
            return;
        }
        part.groups += 1;
        if part.groups == 1 {
            part.head = Some(group);
            return;
        }
        // Whether it is the last one of the block is not known yet; the one before it is not.
        if let Some(mut before) = part.tail.replace(group) {
            self.closing.close((before.cell, &before.rows), &[], &mut part.room, &mut part.closed);
            part.cells.push(before.cell);
            before.rows.clear();
            part.spare.push(before.rows);
        }
    }
}

/// The words of a choice as they are usually written, with their places.
fn words(registers: &Vocabulary, slot: usize) -> impl Iterator<Item = (Box<[u8]>, i64)> {
    let mut all = Vec::new();
    if let Some(fact) = registers.facts.get(slot)
        && let FactType::Choice(scale) = &fact.kind
    {
        for ((word, (vi, en)), place) in scale.words.iter().zip(&fact.values).zip(0..) {
            all.extend([word].into_iter().chain(vi).chain(en).map(|text| (text.as_bytes().into(), place)));
        }
    }
    all.into_iter()
}

/// A plain status at the end of a line, and its length with the line end.
#[inline(always)]
fn line_of(word: &[u8]) -> Option<(u8, usize)> {
    /// Of a known length, so that it takes a comparison or two.
    #[inline(always)]
    fn found<const N: usize>(word: &[u8], line: &[u8; N], status: u8) -> Option<(u8, usize)> {
        (word.first_chunk() == Some(line)).then_some((status, N))
    }
    match word.first()? {
        b'p' => found(word, b"present\n", 0),
        b'e' => found(word, b"excused\n", 2)
            .or_else(|| found(word, b"exempt-absent\n", 6))
            .or_else(|| found(word, b"exempt-present\n", 7)),
        b'l' => found(word, b"late\n", 1),
        b'u' => found(word, b"unexcused\n", 3),
        b'o' => found(word, b"on-mission\n", 4),
        b's' => found(word, b"special-duty\n", 5).or_else(|| found(word, b"suspended\n", 9)),
        b't' => found(word, b"transferred\n", 8),
        b'\n' => Some((BLANK, 1)),
        _ => None,
    }
}

/// Whether bytes of one length are the same. Most have so few that two overlapping words cover them.
#[inline]
fn alike(a: &[u8], b: &[u8]) -> bool {
    fn ends<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
        Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
    }
    match a.len() {
        4..8 => ends::<4>(a) == ends::<4>(b),
        8..16 => ends::<8>(a) == ends::<8>(b),
        16..=32 => ends::<16>(a) == ends::<16>(b),
        _ => a == b,
    }
}

/// The words that programs write; others are looked up.
#[inline]
fn plain(word: &[u8]) -> Option<u8> {
    match word {
        b"" => Some(BLANK),
        b"present" => Some(0),
        b"late" => Some(1),
        b"excused" => Some(2),
        b"unexcused" => Some(3),
        b"on-mission" => Some(4),
        b"special-duty" => Some(5),
        b"exempt-absent" => Some(6),
        b"exempt-present" => Some(7),
        b"transferred" => Some(8),
        b"suspended" => Some(9),
        _ => None,
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
