//! A block of rows → the rows of each of its cells. Plain rows take a short way; whatever is unusual in any respect is read with all
//! care, and both come to the same.

use std::sync::Arc;

use super::close::Closing;
use super::part::{Keep, Part, Spare};
use super::rows::{BLANK, NOBODY, REJECTED, at};
use super::turnout::key;
use super::words::{same, words};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::records::blocks::Aside;
use crate::records::columns::Columns;
use crate::records::evidence::Evidence;
use crate::records::frame::Of;
use crate::records::meetings::open_end;
use crate::records::row::{NoRow, RowReader};
use crate::records::scan::{Block, Extent, FileFault, Record, split};
use crate::records::table::text_of;
use crate::records::values;
use crate::records::{CellIndex, Cells};
use crate::rules::{Scope, Vocabulary};

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
    pub(super) kinds: Vec<(Box<[u8]>, i64)>,
    pub(super) statuses: Vec<(Box<[u8]>, u8)>,
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
        let mut part = Part::new(block.bytes.len(), self.columns.headings.len(), self.width, spare);
        let above = if block.index == 0 { Some(0) } else { above };
        let extent = if self.usual { self.quickly(block, &mut part) } else { self.carefully(block, above, &mut part) };
        part.end(self.keep, self.closing, spare);
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

    pub(super) fn cell(&self, code: &[u8], last: Option<CellIndex>) -> Option<CellIndex> {
        if let Some(last) = last.filter(|_| !code.is_empty()) {
            let next = CellIndex(last.0.saturating_add(1));
            let near = [last, next].into_iter().find(|cell| same(self.cells.code(*cell).as_bytes(), code));
            if near.is_some() {
                return near;
            }
        }
        self.cells.find(code)
    }

    /// Day and kind as they stand in the fields, whatever is wrong with the row as a whole.
    #[cold]
    fn meeting_of(&self, record: &Record<'_>) -> (Option<Day>, Option<i64>) {
        let column = |slot: usize| self.columns.of_slot(slot).unwrap_or(usize::MAX);
        let (date, kind) = (record.field(column(self.slots.date)), record.field(column(self.slots.kind)));
        let order = self.columns.forms.get(column(self.slots.date)).and_then(|form| form.dates);
        let date = values::trim(&date);
        let day = order.map_or_else(|| values::date(date), |order| values::date_as(date, order));
        let kind = self.kinds.iter().find(|(word, _)| **word == *values::trim(&kind));
        (day.ok().map(|(day, _)| day), kind.map(|(_, place)| *place))
    }

    pub(super) fn is_outside_existence(&self, cell: CellIndex, day: Day) -> bool {
        let (from, until) = self.cells.existence(cell);
        from.is_some_and(|from| day < from) || until.is_some_and(|until| day > until)
    }

    /// One row, with all its faults; `before` comes before what its numbers count from.
    pub(super) fn row(&self, record: &Record<'_>, before: Extent, part: &mut Part) {
        part.rows += 1;
        match self.reader.no_row(record) {
            Some(NoRow::Sums) => {
                part.totals += 1;
                return;
            }
            Some(NoRow::Blank) => {
                part.rows -= 1;
                return;
            }
            None => {}
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
            part.sums.add(self.columns, record, &part.facts);
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
        // Of a row in pieces only its beginning may be right: somebody of that meeting is not known.
        let in_pieces = faulty && day.is_none() && kind.is_none();
        let (day, kind) = if in_pieces { self.meeting_of(record) } else { (day, kind) };
        let (Some(cell), Some(day), Some(kind)) = (cell, day, kind) else { return };
        if in_pieces && !(self.days.0..=self.days.1).contains(&day.number()) {
            return;
        }
        part.enter(cell, self.keep, self.closing);
        let Some(current) = &mut part.current else { return };
        let slot = match member {
            b"" => NOBODY,
            _ if in_pieces => NOBODY,
            member if std::str::from_utf8(member).is_err() => NOBODY,
            member => {
                let separator = self.columns.frame.separator;
                current.rows.codes.in_quotes |= member.iter().any(|byte| [separator, b'"', b'\n', b'\r'].contains(byte));
                current.rows.codes.place(text_of(member).as_bytes(), current.rows.next())
            }
        };
        let place = at(self.number, before.rows + record.row());
        current.rows.push(key(day.number(), kind), place, slot, if faulty { REJECTED } else { status });
    }
}
