//! The rows of one file, read and judged for one side; on any thread.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::again::{ReadBefore, Taken};
use super::calendar::{Calendar, open_end, same};
use super::pass::Mode;
use super::{Judge, Kind, Meeting, Request, Status, Values, key};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::records::alike::Verdict;
use crate::records::attendance::Turnouts;
use crate::records::cells::{CellIndex, CellSlots, Cells};
use crate::records::columns::{Columns, Holds};
use crate::records::control;
use crate::records::counted::Counted;
use crate::records::evidence::Evidence;
use crate::records::results::ResultColumns;
use crate::records::row::{NoRow, RowReader};
use crate::records::scan::Record;
use crate::records::table::text_of;
use crate::records::values;
use crate::rules::{FactType, Judging, Regulation, Scope, Text, Vocabulary};

/// The slots of the facts that place a row.
pub(super) struct Slots {
    pub(super) cell: usize,
    pub(super) date: usize,
    kind: usize,
    status: usize,
    reason: usize,
    note: usize,
}

impl Slots {
    pub(super) fn of(vocabulary: &Vocabulary) -> Slots {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        Slots {
            cell: slot("cell"),
            date: slot("date"),
            kind: slot("kind"),
            status: slot("status"),
            reason: slot("reason"),
            note: slot("note"),
        }
    }
}

#[derive(Default)]
pub(super) struct Part<T> {
    pub(super) rows: u64,
    pub(super) used: u64,
    pub(super) excluded: u64,
    /// Rows of sums.
    pub(super) totals: u64,
    pub(super) sums: control::Sums,
    pub(super) copies: u64,
    pub(super) not_chosen: u64,
    pub(super) rejected: Vec<Entry>,
    /// Rows that may share a key.
    pub(super) shared: Vec<Shared>,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) keys: Vec<u64>,
    pub(super) not_held: Vec<u64>,
    pub(super) lanes: Vec<LanePart<T>>,
    /// The cell of the row before.
    pub(super) last_cell: Option<CellIndex>,
    /// Whether this row was read without a fault, and which meeting it is where it was judged.
    pub(super) is_clean: bool,
    pub(super) meeting: Option<Known>,
    pub(super) warnings: Vec<(Code, usize, Values)>,
}

impl<T> Part<T> {
    /// Forgets the block that was taken, and keeps the room.
    pub(super) fn begin_anew(&mut self) {
        (self.rows, self.used, self.excluded, self.totals, self.copies, self.not_chosen) = (0, 0, 0, 0, 0, 0);
        (self.last_cell, self.is_clean, self.meeting) = (None, false, None);
        self.keys.clear();
        self.not_held.clear();
        self.warnings.clear();
        for lane in &mut self.lanes {
            lane.facts.fill(None);
            lane.filled = None;
        }
    }
}

/// What one text has of a block.
#[derive(Default)]
pub(super) struct LanePart<T> {
    pub(super) judged: T,
    pub(super) facts: Vec<Option<i64>>,
    /// Whose own facts stand in `facts`.
    pub(super) filled: Option<CellIndex>,
    /// Whether more stands in `facts` than the row itself says, of which nothing may show through in the next.
    has_more: bool,
}

/// A row that may record what another does.
pub(super) struct Shared {
    pub(super) key: u64,
    /// As a spreadsheet numbers it, from the start of the block.
    pub(super) row: u64,
    /// What it says, in one number; `None` where a fault leaves it open.
    pub(super) content: Option<u64>,
    /// Whether its cell was asked for.
    pub(super) asked_for: bool,
}

/// A row, as far as it can be told where it belongs.
pub(super) struct Entry {
    pub(super) key: Option<u64>,
    pub(super) lane: usize,
    pub(super) cell: Option<CellIndex>,
    pub(super) month: Option<u32>,
    pub(super) kind: Option<Kind>,
    /// Whether its cell was asked for.
    pub(super) asked_for: bool,
}

/// How rows are read and judged under one text.
pub(super) struct Lane<'a, J> {
    pub(super) regulation: &'a Regulation,
    judge: &'a J,
    pub(super) reader: RowReader<'a>,
    pointed: Vec<usize>,
    pub(super) results: ResultColumns,
    pub(super) cell_slots: CellSlots,
    counted: Counted,
    /// Per text of the first side, how what it has read is taken over; `None` where the row has to be read again.
    pub(super) taken: Vec<Option<Taken>>,
}

/// Which meeting a row records, and what came of it.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) cell: CellIndex,
    pub(super) day: Day,
    /// Of the period, from 0.
    pub(super) month: u32,
    pub(super) kind: Kind,
    pub(super) status: Status,
}

impl<'a, J> Lane<'a, J> {
    pub(super) fn new(
        file: &Arc<str>,
        regulation: &'a Regulation,
        judge: &'a J,
        columns: &'a Columns,
        cells: &Cells,
    ) -> Lane<'a, J> {
        let reader = RowReader::new(file, columns, Scope::Meeting, &regulation.vocabulary, Some(regulation));
        let (results, pointed) = (ResultColumns::of(columns, &regulation.vocabulary), columns.leaves());
        let counted = Counted::of(&regulation.vocabulary);
        let cell_slots = cells.slots(&regulation.vocabulary);
        Lane { regulation, judge, reader, pointed, results, cell_slots, counted, taken: Vec::new() }
    }
}

pub(super) struct Worker<'a, J> {
    pub(super) request: Request<'a>,
    /// What the rows of members come to, where there are any.
    turnouts: Option<&'a Turnouts>,
    /// Its number among the sides.
    side: usize,
    /// One for every text.
    pub(super) lanes: &'a [Lane<'a, J>],
    pub(super) slots: Slots,
    pub(super) mode: Mode<'a>,
    /// Number of the file.
    file: usize,
    columns: &'a Columns,
    cell_column: usize,
    date_column: usize,
    pub(super) calendar: Calendar,
}

impl<'a, J> Worker<'a, J> {
    /// For one side, by its number, of one file.
    pub(super) fn of(
        request: Request<'a>,
        (turnouts, side): (Option<&'a Turnouts>, usize),
        columns: &'a Columns,
        lanes: &'a [Lane<'a, J>],
        (mode, file): (Mode<'a>, usize),
    ) -> Option<Worker<'a, J>> {
        let slots = Slots::of(&request.texts.all().first()?.regulation.vocabulary);
        let of_slot = |slot: usize| columns.of_slot(slot).unwrap_or(usize::MAX);
        Some(Worker {
            request,
            turnouts,
            side,
            lanes,
            mode,
            file,
            cell_column: of_slot(slots.cell),
            date_column: of_slot(slots.date),
            slots,
            calendar: Calendar::of(request.period, request.texts),
            columns,
        })
    }
}

impl<J: Judge> Worker<'_, J> {
    /// Reads and judges a row; the number of the text, where one has judged it.
    pub(super) fn row(
        &self,
        record: &Record<'_>,
        part: &mut Part<J::Part>,
        block: usize,
        before: Option<ReadBefore<'_>>,
    ) -> Option<usize> {
        self.begin(part);
        let number = self.lane(record);
        let (Some(lane), Some(own)) = (self.lanes.get(number), part.lanes.get_mut(number)) else { return None };
        if std::mem::take(&mut own.has_more) {
            own.facts.fill(None);
            own.filled = None;
        }
        let before = before.and_then(|before| Some((before, lane.taken.get(before.text)?.as_ref()?)));
        let no_row = if before.is_some() { None } else { lane.reader.no_row(record) };
        match no_row {
            Some(NoRow::Sums) => {
                part.totals += 1;
                return None;
            }
            Some(NoRow::Blank) => {
                part.rows -= 1;
                return None;
            }
            None => {}
        }
        let faults = part.faults.len();
        match before {
            Some((before, taken)) => taken.take(before.facts, &mut own.facts),
            None => lane.reader.read(record, &mut own.facts, &mut part.evidence, &mut part.faults),
        }
        // Where members have rows of their own, each side fills in by itself what is blank.
        part.is_clean = part.faults.len() == faults && self.turnouts.is_none();
        if part.faults.len() > faults {
            // A row that could not be split clears all facts, the cell's own among them.
            own.filled = None;
        }
        let get = |slot: usize| own.facts.get(slot).copied().flatten();
        let date = get(self.slots.date).and_then(|number| self.calendar.find(number));
        let (day, month) = (date.map(|date| date.day), date.and_then(|date| date.month));
        let cell = match before {
            Some((before, _)) => Some(before.meeting.cell),
            None => self.cell(record, part.last_cell),
        };
        part.last_cell = cell.or(part.last_cell);
        let outside = day.is_some() && month.is_none();
        let other_cell = cell.zip(self.request.only).is_some_and(|(cell, only)| !only.contains(&cell));
        let kind = get(self.slots.kind).and_then(Kind::of_place);
        if self.turnouts.is_some() && get(self.slots.status) == Some(Status::NotHeld as i64) {
            let known = cell.zip(day).zip(kind);
            part.not_held.extend(known.map(|((cell, day), kind)| key(cell, day, kind)));
        }
        let left_out = (other_cell && !self.request.among_all) || (outside && !self.request.check_all);
        if (left_out || other_cell) && part.faults.len() == faults {
            part.sums.add(self.columns, record, &own.facts);
        }
        // What was not asked for is excluded before its faults matter.
        if left_out {
            part.faults.truncate(faults);
            part.excluded += 1;
            return None;
        }
        if cell.is_none() && get(self.slots.cell).is_some() {
            part.faults.push(self.unknown_cell(lane, record));
        }
        let (mut known, mut judged) = (None, false);
        if let (Some(cell), Some(day), Some(kind)) = (cell, day, kind) {
            // The meetings are those of the first side, so that only rows that it compares with others need theirs from the next.
            known = (self.side == 0).then(|| key(cell, day, kind));
            match self.mode {
                Mode::First => {}
                Mode::Look(duplicates) => {
                    let own = key(cell, day, kind);
                    if duplicates.contains(&own) {
                        let content = (part.faults.len() == faults).then(|| self.content(lane, record, &part.lanes, number));
                        part.shared.push(Shared { key: own, row: record.row() + 1, content, asked_for: !other_cell });
                    }
                    return None;
                }
                Mode::Last { verdicts, above } => match self.verdict(verdicts.get(self.side)?, above, block, record) {
                    Some(verdict @ (Verdict::Copy | Verdict::NotChosen)) => {
                        part.faults.truncate(faults);
                        *match verdict {
                            _ if other_cell => &mut part.excluded,
                            Verdict::Copy => &mut part.copies,
                            _ => &mut part.not_chosen,
                        } += 1;
                        return None;
                    }
                    Some(Verdict::Stopped) => {
                        let value = format!("{} {day} {}", self.request.cells.code(cell), kind.word());
                        let fault = Diagnostic::new(Code::MeetingDuplicate, lane.reader.place(record));
                        part.faults.push(fault.with("value", value));
                    }
                    None => {}
                },
            }
            if part.faults.len() == faults && outside {
                if let Some(own) = part.lanes.get(number) {
                    part.sums.add(self.columns, record, &own.facts);
                }
                part.keys.extend(known);
                part.excluded += 1;
                return None;
            }
            if part.faults.len() == faults {
                let has_text = date.is_some_and(|date| date.text.is_some());
                judged = self.judged(record, number, (cell, day, month.unwrap_or(0), kind), has_text, part);
            }
        }
        self.enter(record, part, faults, Entry { key: known, lane: number, cell, month, kind, asked_for: !other_cell });
        judged.then_some(number)
    }

    /// Begins a row.
    #[inline]
    pub(super) fn begin(&self, part: &mut Part<J::Part>) {
        if part.rows == 0 {
            self.begin_block(part);
        }
        part.rows += 1;
        part.meeting = None;
    }

    #[cold]
    fn begin_block(&self, part: &mut Part<J::Part>) {
        part.evidence.resize(self.columns.headings.len(), Evidence::default());
        part.lanes.resize_with(self.lanes.len(), LanePart::default);
        for (own, lane) in part.lanes.iter_mut().zip(self.lanes) {
            own.facts.resize(lane.regulation.layout.recorded(), None);
        }
    }

    /// Enters a row among those that are used or rejected, by the faults that it has behind so many others.
    #[inline]
    pub(super) fn enter(&self, record: &Record<'_>, part: &mut Part<J::Part>, faults: usize, row: Entry) {
        if part.faults.len() > faults || !row.asked_for {
            return self.enter_other(record, part, faults, row);
        }
        if let Some(own) = part.lanes.get(row.lane) {
            part.sums.add(self.columns, record, &own.facts);
        }
        if let Some(key) = row.key {
            part.keys.push(key);
        }
        part.used += 1;
    }

    /// The same of one with faults, or that nobody asked for.
    #[cold]
    fn enter_other(&self, record: &Record<'_>, part: &mut Part<J::Part>, faults: usize, row: Entry) {
        let is_error = |fault: &Diagnostic| fault.code.severity() == Severity::Error;
        let asked_for = row.asked_for;
        if part.faults.iter().skip(faults).any(is_error) {
            part.rejected.push(row);
        } else {
            if let Some(own) = part.lanes.get(row.lane).filter(|_| asked_for) {
                part.sums.add(self.columns, record, &own.facts);
            }
            part.keys.extend(row.key);
            *if asked_for { &mut part.used } else { &mut part.excluded } += 1;
        }
        if !asked_for {
            part.faults.truncate(faults);
        }
    }

    #[cold]
    fn verdict(
        &self,
        verdicts: &FxHashMap<(usize, u64), Verdict>,
        above: &[Vec<u64>],
        block: usize,
        record: &Record<'_>,
    ) -> Option<Verdict> {
        let above = above.get(self.file).and_then(|above| above.get(block)).copied().unwrap_or(0);
        verdicts.get(&(self.file, above + record.row() + 1)).copied()
    }

    /// All that a row says of its meeting, in one number; blank fields say nothing.
    #[cold]
    fn content(&self, lane: &Lane<'_, J>, record: &Record<'_>, parts: &[LanePart<J::Part>], number: usize) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut said: Vec<(usize, Option<i64>, String)> = Vec::new();
        // Another text of the run may read other columns.
        for slot in lane.reader.columns.holds.iter().filter_map(Holds::slot) {
            let is_text = lane.reader.fact(slot).is_some_and(|fact| fact.kind == FactType::Text);
            let value = parts.get(number).and_then(|part| part.facts.get(slot)).copied().flatten();
            let text = if is_text { crate::base::heading::exact(&lane.reader.raw(record, slot)) } else { String::new() };
            if slot != self.slots.cell && (value.is_some() || !text.is_empty()) {
                said.push((slot, value, text));
            }
        }
        said.sort();
        // Several columns of marks say one thing, and the same as a word does.
        said.dedup();
        let mut hasher = rustc_hash::FxHasher::default();
        said.hash(&mut hasher);
        hasher.finish()
    }

    /// The text of a row's day. A day that cannot be read, or that no single text judges, is a fault in whichever text the row is read.
    #[inline]
    fn lane(&self, record: &Record<'_>) -> usize {
        if self.lanes.len() == 1 { 0 } else { self.lane_of_day(record) }
    }

    #[cold]
    #[inline(never)]
    fn lane_of_day(&self, record: &Record<'_>) -> usize {
        let field = record.field(self.date_column);
        let order = self.columns.forms.get(self.date_column).and_then(|form| form.dates);
        let day = order.map_or_else(|| values::date(values::trim(&field)), |order| values::date_as(values::trim(&field), order));
        let day = day.ok().and_then(|(day, _)| self.calendar.find(day.number()));
        day.and_then(|day| day.text).map_or(0, usize::from)
    }

    fn judged(
        &self,
        record: &Record<'_>,
        number: usize,
        (cell, day, month, kind): (CellIndex, Day, u32, Kind),
        has_text: bool,
        part: &mut Part<J::Part>,
    ) -> bool {
        let Part { lanes, faults: all, warnings, .. } = part;
        let (Some(lane), Some(own)) = (self.lanes.get(number), lanes.get_mut(number)) else { return false };
        if own.filled != Some(cell) {
            self.request.cells.fill(cell, &lane.cell_slots, &mut own.facts);
            own.filled = Some(cell);
        }
        let status = match own.facts.get(self.slots.status).copied().flatten() {
            Some(1) => Status::NotHeld,
            Some(2) => Status::NotScored,
            _ => Status::Held,
        };
        let faults = all.len();
        self.existence(lane, record, cell, day, all);
        if !has_text {
            all.push(self.without_text(lane, record, day));
        }
        if status == Status::NotHeld {
            self.not_held(lane, record, &own.facts, all);
        }
        if all.len() > faults {
            return false;
        }
        let turnout = self.turnouts.and_then(|turnouts| turnouts.find(cell, day, kind));
        let counted = turnout.is_some_and(|turnout| {
            let name = || format!("{} {day} {}", self.request.cells.code(cell), kind.word());
            if status == Status::NotHeld {
                let fault = Diagnostic::new(Code::AttendanceNotHeld, lane.reader.at_slot(record, self.slots.status));
                all.push(fault.with("value", name()).with("row_b", turnout.row()));
                return false;
            }
            lane.counted.settle(turnout, &name, (&lane.reader, record), &mut own.facts, all)
        });
        own.has_more |= counted;
        // Over what the rows of members give too, so that one figure of them can be supposed.
        if let Some(supposed) = self.request.supposed
            && supposed.put(key(cell, day, kind), lane.regulation, &mut own.facts)
        {
            own.has_more = true;
            let faults = all.len();
            lane.reader.check(record, &mut own.facts, all);
            if all.len() > faults {
                supposed.contradict(key(cell, day, kind), lane.regulation, all.drain(faults..));
                return false;
            }
        }
        let meeting = Known { cell, day, month, kind, status };
        let LanePart { judged, facts, .. } = own;
        let judged = self.judge(record, (number, lane, facts), judged, (meeting, counted), (all, warnings));
        part.meeting = judged.then_some(meeting);
        judged
    }

    /// Judges a row whose facts are all there.
    #[inline]
    pub(super) fn judge(
        &self,
        record: &Record<'_>,
        (number, lane, facts): (usize, &Lane<'_, J>, &[Option<i64>]),
        judged: &mut J::Part,
        (known, counted): (Known, bool),
        (faults, warnings): (&mut Vec<Diagnostic>, &mut Vec<(Code, usize, Values)>),
    ) -> bool {
        let Known { cell, day, month, kind, status } = known;
        let reason = if status == Status::NotHeld {
            text_of(lane.reader.raw(record, self.slots.reason).as_bytes())
        } else {
            String::new()
        };
        let meeting = Meeting {
            reason: Some(reason.as_str()).filter(|reason| !reason.is_empty()),
            cell,
            day,
            month,
            kind,
            status,
            row: record.row() + 1,
            facts,
            pointed: &lane.pointed,
            recorded: lane.results.of_row(facts, || self.request.texts.owns_results(number, day)),
            on_request: self.request.texts.is_on_request() && !lane.regulation.header.in_force(day),
            counted,
        };
        match lane.judge.judge(&meeting, judged, warnings) {
            Ok(()) if warnings.is_empty() => true,
            Ok(()) => {
                for (code, slot, values) in warnings.drain(..) {
                    faults.push(Diagnostic { values, ..Diagnostic::new(code, lane.reader.at_slot(record, slot)) });
                }
                true
            }
            Err((slot, mut fault)) => {
                warnings.clear();
                fault.place = lane.reader.at_slot(record, slot);
                faults.push(*fault);
                false
            }
        }
    }

    /// The cell of a row; files are mostly sorted, so it is mostly the cell of the row before, or the one after that.
    fn cell(&self, record: &Record<'_>, last: Option<CellIndex>) -> Option<CellIndex> {
        let Cow::Borrowed(code) = record.field(self.cell_column) else {
            return self.request.cells.find(values::trim(&record.field(self.cell_column)));
        };
        if let Some(last) = last.filter(|_| !code.is_empty()) {
            let next = CellIndex(last.0.saturating_add(1));
            let near = [last, next].into_iter().find(|cell| same(self.request.cells.code(*cell).as_bytes(), code));
            if near.is_some() {
                return near;
            }
        }
        self.request.cells.find(values::trim(code))
    }

    fn unknown_cell(&self, lane: &Lane<'_, J>, record: &Record<'_>) -> Diagnostic {
        let (field, place) = (record.field(self.cell_column), lane.reader.at(record, self.cell_column));
        match std::str::from_utf8(values::trim(&field)) {
            Ok(code) => self.request.cells.fault(code, place),
            Err(_) => Diagnostic::new(Code::NotUtf8, place),
        }
    }

    fn existence(&self, lane: &Lane<'_, J>, record: &Record<'_>, cell: CellIndex, day: Day, faults: &mut Vec<Diagnostic>) {
        let (from, until) = self.request.cells.existence(cell);
        if from.is_some_and(|from| day < from) || until.is_some_and(|until| day > until) {
            faults.push(
                Diagnostic::new(Code::OutsideExistence, lane.reader.at_slot(record, self.slots.date))
                    .with("value", lane.reader.raw(record, self.slots.date))
                    .with("from", open_end(from))
                    .with("until", open_end(until)),
            );
        }
    }

    /// The fault of a day that no text judges, or more than one.
    fn without_text(&self, lane: &Lane<'_, J>, record: &Record<'_>, day: Day) -> Diagnostic {
        let texts = self.request.texts;
        if let Judging::Several(first, second) = texts.judging(day) {
            let id = |text: usize| texts.all().get(text).map_or("", |text| text.regulation.header.id.as_str());
            return Diagnostic::new(Code::RegulationsOverlap, lane.reader.at_slot(record, self.slots.date))
                .with("value", lane.reader.raw(record, self.slots.date))
                .with("regulation", [first, second].map(id).join(", "));
        }
        let time = |text: &Text| format!("{} ({} – {})", text.regulation.header.id, open_end(text.first), open_end(text.last));
        Diagnostic::new(Code::OutsideRegulation, lane.reader.at_slot(record, self.slots.date))
            .with("value", lane.reader.raw(record, self.slots.date))
            .with("regulation", texts.all().iter().map(time).collect::<Vec<String>>().join(", "))
            .with("wanted", texts.with_neighbour(day))
    }

    /// A meeting that was not held has a reason and no facts.
    fn not_held(&self, lane: &Lane<'_, J>, record: &Record<'_>, facts: &[Option<i64>], faults: &mut Vec<Diagnostic>) {
        let Lane { reader, regulation, .. } = lane;
        let given = |slot: usize| facts.get(slot).copied().flatten().is_some();
        if !given(self.slots.reason) {
            let fault = Diagnostic::new(Code::ReasonMissing, reader.at_slot(record, self.slots.reason));
            faults.push(fault.with("wanted", reader.heading_of(self.slots.reason)));
        }
        let placing = [self.slots.cell, self.slots.date, self.slots.kind, self.slots.status, self.slots.reason, self.slots.note];
        let members = regulation.vocabulary.position("members");
        let own = |slot: usize| {
            Some(slot) != members && !placing.contains(&slot) && reader.fact(slot).is_none_or(|fact| fact.scope == Scope::Meeting)
        };
        if let Some(slot) = (0..facts.len()).find(|slot| own(*slot) && given(*slot)) {
            let column = reader.column_of(record, slot).unwrap_or(0);
            faults.push(
                Diagnostic::new(Code::StatusConflict, reader.at(record, column))
                    .with("value", reader.raw(record, slot))
                    .with("other", reader.columns.heading(column)),
            );
        }
    }
}
