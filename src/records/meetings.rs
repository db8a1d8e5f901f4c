//! `meetings.csv`: every row checked, judged where it stands, and folded in the order of the file.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::account::Account;
use super::blocks;
use super::cells::{CellIndex, Cells, Near};
use super::columns::Columns;
use super::evidence::Evidence;
use super::row::RowReader;
use super::scan::Record;
use super::table::{Opened, open};
use super::values;
use crate::base::{Day, Month, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Regulation, Scope, Vocabulary};

/// A meetings file, by the name the user knows it under.
pub type MeetingFile<'a> = (Arc<str>, &'a Path);

/// Kind of a meeting. A combined one is the regular and the thematic meeting in one sitting, and one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Thường kỳ.
    Regular,
    /// Chuyên đề.
    Thematic,
    /// Kết hợp.
    Combined,
    /// Bất thường.
    Extraordinary,
    /// Đại hội.
    Congress,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Regular, Kind::Thematic, Kind::Combined, Kind::Extraordinary, Kind::Congress];

    /// The word of `facts.toml` and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Regular => "regular",
            Kind::Thematic => "thematic",
            Kind::Combined => "combined",
            Kind::Extraordinary => "extraordinary",
            Kind::Congress => "congress",
        }
    }

    /// Whether it fulfils the month's regular meeting.
    pub fn is_regular(self) -> bool {
        matches!(self, Kind::Regular | Kind::Combined)
    }

    /// Whether it fulfils the quarter's thematic meeting.
    pub fn is_thematic(self) -> bool {
        matches!(self, Kind::Thematic | Kind::Combined)
    }
}

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Held, to be scored.
    Held,
    /// Not held, with a reason.
    NotHeld,
    /// Held but not scored.
    NotScored,
}

impl Status {
    /// The word of `facts.toml` and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Status::Held => "held",
            Status::NotHeld => "not-held",
            Status::NotScored => "not-scored",
        }
    }
}

/// A sound row, on its way to be judged.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// Whose.
    pub cell: CellIndex,
    /// When.
    pub day: Day,
    /// Which month of the requested period, from 0.
    pub month: u32,
    /// Kind.
    pub kind: Kind,
    /// Held or not.
    pub status: Status,
    /// Row within its block, from 1; the fold adds the rows before the block.
    pub row: u64,
    /// Facts in the slots of the regulation; the cell's own among them.
    pub facts: &'a [Option<i64>],
    /// Leaves for which the file has a column of points, in ascending order.
    pub pointed: &'a [usize],
    /// Why it was not held, as recorded; given for meetings that were not.
    pub reason: Option<&'a str>,
    /// Whether the meeting lies outside the regulation's time in force and is judged by it on request.
    pub on_request: bool,
}

/// Judges meetings, on any thread.
pub trait Judge: Sync {
    /// What is gathered from one block.
    type Part: Default + Send;
    /// Judges one meeting into its block's part; faults that leave the row usable are pushed, a fault that does not is returned.
    fn judge(
        &self,
        meeting: &Meeting<'_>,
        part: &mut Self::Part,
        warnings: &mut Vec<(Code, usize, Values)>,
    ) -> Result<(), Box<Diagnostic>>;
}

/// Values of a diagnostic.
pub type Values = Vec<(&'static str, String)>;

/// Gathers parts in the order of the files.
pub trait Sink {
    /// What one block gives.
    type Part;
    /// Takes a part; `offset` rows of file number `file` come before it.
    fn fold(&mut self, part: Self::Part, file: usize, offset: u64);
    /// A row of this cell was rejected; its month and kind are known when they could be read.
    fn rejected(&mut self, cell: CellIndex, month: Option<u32>, kind: Option<Kind>);
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Judged by.
    pub regulation: &'a Regulation,
    /// Known cells.
    pub cells: &'a Cells,
    /// Rows outside are excluded.
    pub period: Period,
    /// Only this cell; rows of others are excluded.
    pub only: Option<CellIndex>,
    /// Meetings outside the regulation's time in force are judged all the same.
    pub on_request: bool,
    /// Rows outside the period are checked too, though nothing is judged by them.
    pub check_all: bool,
    /// Workers.
    pub threads: usize,
}

/// Reads all meetings files. Rows that share cell, date and kind are all rejected, in whatever files and order they stand.
///
/// Returns the filled sink and an account per file. A file whose structure cannot be trusted is refused as a whole: its account says so,
/// and nothing in the sink may be used. A file that cannot be opened has no account.
pub fn read_meetings<J: Judge, S: Sink<Part = J::Part>>(
    files: &[MeetingFile<'_>],
    request: Request<'_>,
    judge: &J,
    sink: impl Fn() -> S,
    findings: &mut Findings,
) -> (S, Vec<Account>) {
    let first = pass(files, request, judge, sink(), &FxHashSet::default());
    let duplicates = first.duplicates();
    // Which rows are duplicates is known only at the end of all files; the rare run that has some is made again without them.
    let done = if duplicates.is_empty() { first } else { pass(files, request, judge, sink(), &duplicates) };
    findings.extend(done.findings);
    (done.sink, done.accounts)
}

struct Pass<S> {
    sink: S,
    accounts: Vec<Account>,
    findings: Findings,
    keys: Vec<u64>,
    near: Near,
}

impl<S> Pass<S> {
    fn duplicates(&self) -> FxHashSet<u64> {
        if self.keys.is_sorted_by(|a, b| a < b) {
            return FxHashSet::default();
        }
        let mut keys = self.keys.clone();
        keys.sort_unstable();
        keys.windows(2).filter_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None }).collect()
    }
}

fn pass<J: Judge, S: Sink<Part = J::Part>>(
    files: &[MeetingFile<'_>],
    request: Request<'_>,
    judge: &J,
    sink: S,
    duplicates: &FxHashSet<u64>,
) -> Pass<S> {
    let mut pass = Pass { sink, accounts: Vec::new(), findings: Findings::new(), keys: Vec::new(), near: Near::default() };
    for (number, (file, path)) in files.iter().enumerate() {
        one_file(number, file, path, request, judge, duplicates, &mut pass);
    }
    pass
}

fn one_file<J: Judge, S: Sink<Part = J::Part>>(
    number: usize,
    file: &Arc<str>,
    path: &Path,
    request: Request<'_>,
    judge: &J,
    duplicates: &FxHashSet<u64>,
    pass: &mut Pass<S>,
) {
    let vocabulary = &request.regulation.vocabulary;
    let regulation = request.regulation;
    let opened = open(path, file, Scope::Meeting, vocabulary, Some(regulation), &mut pass.findings);
    let Some(Opened { blocks, first, columns }) = opened else { return };
    let reader = RowReader::new(file, &columns, Scope::Meeting, vocabulary, Some(regulation));
    let slots = Slots::of(vocabulary);
    let cell_column = columns.of_slot(slots.cell).unwrap_or(usize::MAX);
    let pointed = columns.leaves();
    let calendar = Calendar::of(request.period);
    let worker =
        Worker { request, judge, reader, slots, duplicates, cell_column, pointed: &pointed, calendar, columns: &columns };
    if let Ok(about) = path.metadata()
        && let Ok(rows) = usize::try_from(about.len() / 120)
    {
        pass.keys.reserve(rows);
    }
    let mut account = Account::new(file);
    let mut evidence = vec![Evidence::default(); columns.headings.len()];
    let outcome = blocks::run(
        blocks,
        first,
        &columns,
        request.threads,
        |record, part| worker.row(record, part),
        |part: Part<J::Part>, before| {
            account.rows += part.rows;
            account.used += part.used;
            account.excluded += part.excluded;
            account.rejected += part.rejected.len() as u64;
            pass.keys.extend(part.keys);
            for (cell, month, kind) in part.rejected {
                if let Some(cell) = cell {
                    pass.sink.rejected(cell, month, kind);
                }
            }
            for mut fault in part.faults {
                fault.place.move_down(before.rows, before.lines);
                pass.findings.push(pass.near.add(fault, request.cells));
            }
            for (mine, theirs) in evidence.iter_mut().zip(part.evidence) {
                mine.join(theirs, before.rows);
            }
            pass.sink.fold(part.judged, number, before.rows);
        },
    );
    let mut refused = Findings::new();
    if let Err((fault, before)) = outcome {
        refused.push(blocks::structural(file, &fault, before, &columns.headings));
    }
    for (index, evidence) in evidence.iter().enumerate() {
        evidence.judge(file, index, columns.heading(index), &mut refused);
    }
    if account.rows == 0 && refused.is_empty() {
        refused.push(Diagnostic::new(Code::NoRows, Place::file(file)));
    }
    if !refused.is_empty() {
        account.refuse();
    }
    pass.findings.extend(refused);
    pass.accounts.push(account);
}

/// The slots of the facts that place a row.
struct Slots {
    cell: usize,
    date: usize,
    kind: usize,
    status: usize,
    reason: usize,
    note: usize,
}

impl Slots {
    fn of(vocabulary: &Vocabulary) -> Slots {
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
struct Part<T> {
    rows: u64,
    used: u64,
    excluded: u64,
    rejected: Vec<(Option<CellIndex>, Option<u32>, Option<Kind>)>,
    faults: Vec<Diagnostic>,
    evidence: Vec<Evidence>,
    keys: Vec<u64>,
    judged: T,
    facts: Vec<Option<i64>>,
    last_cell: Option<CellIndex>,
    /// Whose own facts stand in `facts`.
    filled: Option<CellIndex>,
    warnings: Vec<(Code, usize, Values)>,
}

struct Worker<'a, J> {
    request: Request<'a>,
    judge: &'a J,
    reader: RowReader<'a>,
    slots: Slots,
    duplicates: &'a FxHashSet<u64>,
    columns: &'a Columns,
    cell_column: usize,
    pointed: &'a [usize],
    calendar: Calendar,
}

impl<J: Judge> Worker<'_, J> {
    fn row(&self, record: &Record<'_>, part: &mut Part<J::Part>) {
        if part.rows == 0 {
            part.evidence.resize(self.columns.headings.len(), Evidence::default());
            part.facts.resize(self.request.regulation.layout.recorded(), None);
        }
        part.rows += 1;
        let faults = part.faults.len();
        self.reader.read(record, &mut part.facts, &mut part.evidence, &mut part.faults);
        if part.faults.len() > faults {
            // A row that could not be split clears all facts, the cell's own among them.
            part.filled = None;
        }
        let get = |slot: usize| part.facts.get(slot).copied().flatten();
        let (day, month) = get(self.slots.date).and_then(|number| self.calendar.find(number)).unzip();
        let month = month.flatten();
        let cell = self.cell(record, part.last_cell);
        part.last_cell = cell.or(part.last_cell);
        let outside = day.is_some() && month.is_none();
        let other_cell = self.request.only.is_some() && cell.is_some() && cell != self.request.only;
        // What was not asked for is excluded before its faults matter.
        if other_cell || (outside && !self.request.check_all) {
            part.faults.truncate(faults);
            part.excluded += 1;
            return;
        }
        let kind = get(self.slots.kind).and_then(|place| Kind::ALL.get(usize::try_from(place).ok()?).copied());
        if cell.is_none() && get(self.slots.cell).is_some() {
            part.faults.push(self.unknown_cell(record));
        }
        if let (Some(cell), Some(day), Some(kind)) = (cell, day, kind) {
            let key = key(cell, day, kind);
            part.keys.push(key);
            if self.duplicates.contains(&key) {
                let value = format!("{} {day} {}", self.request.cells.code(cell), kind.word());
                part.faults.push(Diagnostic::new(Code::MeetingDuplicate, self.reader.place(record)).with("value", value));
            }
            if part.faults.len() == faults && outside {
                part.excluded += 1;
                return;
            }
            if part.faults.len() == faults {
                self.judged(record, cell, day, month.unwrap_or(0), kind, part);
            }
        }
        if part.faults.iter().skip(faults).any(|fault| fault.code.severity() == crate::diagnostic::Severity::Error) {
            part.rejected.push((cell, month, kind));
        } else {
            part.used += 1;
        }
    }

    fn judged(&self, record: &Record<'_>, cell: CellIndex, day: Day, month: u32, kind: Kind, part: &mut Part<J::Part>) {
        if part.filled != Some(cell) {
            self.request.cells.fill(cell, &mut part.facts);
            part.filled = Some(cell);
        }
        let status = match part.facts.get(self.slots.status).copied().flatten() {
            Some(1) => Status::NotHeld,
            Some(2) => Status::NotScored,
            _ => Status::Held,
        };
        let faults = part.faults.len();
        self.existence(record, cell, day, &mut part.faults);
        let in_force = self.request.regulation.header.in_force(day);
        if !in_force && !self.request.on_request {
            part.faults.push(self.out_of_force(record));
        }
        if status == Status::NotHeld {
            self.not_held(record, &part.facts, &mut part.faults);
        }
        if part.faults.len() > faults {
            return;
        }
        let reason = if status == Status::NotHeld { self.reader.raw(record, self.slots.reason) } else { String::new() };
        let meeting = Meeting {
            reason: Some(reason.as_str()).filter(|reason| !reason.is_empty()),
            cell,
            day,
            month,
            kind,
            status,
            row: record.row() + 1,
            facts: &part.facts,
            pointed: self.pointed,
            on_request: !in_force,
        };
        part.warnings.clear();
        match self.judge.judge(&meeting, &mut part.judged, &mut part.warnings) {
            Ok(()) => {
                for (code, slot, values) in part.warnings.drain(..) {
                    part.faults.push(Diagnostic { code, place: self.reader.at_slot(record, slot), values });
                }
            }
            Err(mut fault) => {
                fault.place = self.reader.at_slot(record, self.slots.kind);
                part.faults.push(*fault);
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

    fn unknown_cell(&self, record: &Record<'_>) -> Diagnostic {
        let code = String::from_utf8_lossy(values::trim(&record.field(self.cell_column))).into_owned();
        self.request.cells.fault(&code, self.reader.at(record, self.cell_column))
    }

    fn existence(&self, record: &Record<'_>, cell: CellIndex, day: Day, faults: &mut Vec<Diagnostic>) {
        let (from, until) = self.request.cells.existence(cell);
        if from.is_some_and(|from| day < from) || until.is_some_and(|until| day > until) {
            let open = |day: Option<Day>| day.map_or("…".to_owned(), |day| day.to_string());
            faults.push(
                Diagnostic::new(Code::OutsideExistence, self.reader.at_slot(record, self.slots.date))
                    .with("value", self.reader.raw(record, self.slots.date))
                    .with("from", open(from))
                    .with("until", open(until)),
            );
        }
    }

    fn out_of_force(&self, record: &Record<'_>) -> Diagnostic {
        let header = &self.request.regulation.header;
        let open = |day: Option<Day>| day.map_or("…".to_owned(), |day| day.to_string());
        Diagnostic::new(Code::OutsideRegulation, self.reader.at_slot(record, self.slots.date))
            .with("value", self.reader.raw(record, self.slots.date))
            .with("regulation", &header.id)
            .with("from", open(header.first_day))
            .with("until", open(header.last_day))
    }

    /// A meeting that was not held has a reason and no facts.
    fn not_held(&self, record: &Record<'_>, facts: &[Option<i64>], faults: &mut Vec<Diagnostic>) {
        let given = |slot: usize| facts.get(slot).copied().flatten().is_some();
        if !given(self.slots.reason) {
            let fault = Diagnostic::new(Code::ReasonMissing, self.reader.at_slot(record, self.slots.reason));
            faults.push(fault.with("wanted", self.reader.heading_of(self.slots.reason)));
        }
        let placing = [self.slots.cell, self.slots.date, self.slots.kind, self.slots.status, self.slots.reason, self.slots.note];
        let members = self.request.regulation.vocabulary.position("members");
        let own = |slot: usize| {
            Some(slot) != members
                && !placing.contains(&slot)
                && self.reader.fact(slot).is_none_or(|fact| fact.scope == Scope::Meeting)
        };
        if let Some(slot) = (0..facts.len()).find(|slot| own(*slot) && given(*slot)) {
            let column = self.columns.of_slot(slot).unwrap_or(0);
            faults.push(
                Diagnostic::new(Code::StatusConflict, self.reader.at(record, column))
                    .with("value", self.reader.raw(record, slot))
                    .with("other", self.columns.heading(column)),
            );
        }
    }
}

/// Whether two codes are the same. Most have eight to sixteen bytes, which two words cover.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    let ends = |code: &[u8]| Some((u64::from_ne_bytes(*code.first_chunk()?), u64::from_ne_bytes(*code.last_chunk()?)));
    match (ends(a), ends(b)) {
        (Some(a_ends), Some(b_ends)) if a.len() <= 16 => a.len() == b.len() && a_ends == b_ends,
        _ => a == b,
    }
}

/// The days of a period by their numbers, each with its month: taken from a table, as every row needs both.
struct Calendar {
    period: Period,
    first: i64,
    days: Vec<(Day, u32)>,
}

impl Calendar {
    fn of(period: Period) -> Calendar {
        let first = period.months().next().and_then(Month::first_day).map_or(0, Day::number);
        let days = (first..).map_while(|number| {
            let day = Day::from_number(number)?;
            Some((day, period.month_index(day)?))
        });
        Calendar { period, first, days: days.collect() }
    }

    /// The day with that number, and its month where it lies in the period.
    fn find(&self, number: i64) -> Option<(Day, Option<u32>)> {
        let known = usize::try_from(number - self.first).ok().and_then(|place| self.days.get(place));
        match known {
            Some((day, month)) => Some((*day, Some(*month))),
            None => Day::from_number(number).map(|day| (day, self.period.month_index(day))),
        }
    }
}

/// Cell, day and kind in one number.
fn key(cell: CellIndex, day: Day, kind: Kind) -> u64 {
    let day = u64::try_from(day.number()).unwrap_or(0);
    u64::from(cell.0) << 32 | day << 4 | kind as u64
}
