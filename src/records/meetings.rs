//! `meetings.csv`: every row checked, judged where it stands, and folded in the order of the file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::attendance::Turnouts;
use super::blocks;
use super::cells::{CellIndex, CellSlots, Cells, Near};
use super::columns::{Columns, Holds};
use super::control;
use super::copies;
use super::counted::{self, Counted};
use super::evidence::Evidence;
use super::folder::RecordFile;
use super::results::{Recorded, ResultColumns};
use super::row::{NoRow, RowReader};
use super::scan::Record;
use super::table::{Opened, Reads, open, text_of};
use super::values;
use crate::base::{Day, Month, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{FactType, Judging, Regulation, Scope, Text, Texts, Vocabulary};

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
    pub(super) const ALL: [Kind; 5] = [Kind::Regular, Kind::Thematic, Kind::Combined, Kind::Extraordinary, Kind::Congress];

    /// By its place among the words of a column.
    pub(super) fn of_place(place: i64) -> Option<Kind> {
        Kind::ALL.get(usize::try_from(place).ok()?).copied()
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

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
    /// Its result as a person recorded it, as far as it belongs to the regulation.
    pub recorded: Recorded,
    /// Why it was not held, as recorded; given for meetings that were not.
    pub reason: Option<&'a str>,
    /// Whether the meeting lies outside the regulation's time in force and is judged by it on request.
    pub on_request: bool,
    /// Whether counts that its row leaves blank come from the rows of its members.
    pub counted: bool,
}

/// Judges meetings, on any thread.
pub trait Judge: Sync {
    /// What is gathered from one block.
    type Part: Default + Send;
    /// Judges one meeting into its block's part; faults that leave the row usable are pushed, a fault that does not is returned; both with
    /// the slot of the fact that they are about.
    fn judge(
        &self,
        meeting: &Meeting<'_>,
        part: &mut Self::Part,
        warnings: &mut Vec<(Code, usize, Values)>,
    ) -> Result<(), (usize, Box<Diagnostic>)>;
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
    /// Judged by, each meeting by the text of its day.
    pub texts: &'a Texts,
    /// Known cells.
    pub cells: &'a Cells,
    /// Rows outside are excluded.
    pub period: Period,
    /// Only these cells; rows of others are excluded.
    pub only: Option<&'a [CellIndex]>,
    /// Rows outside the period are checked too, though nothing is judged by them.
    pub check_all: bool,
    /// Workers.
    pub threads: usize,
}

/// Reads all meetings files once. Each row is read and judged under the text of its day: there is a judge and a sink for every text, in the
/// order of the texts. Rows that share cell, date and kind are all rejected, in whatever files and order they stand. Where the members of a
/// meeting have rows of their own, they give the counts that its row leaves blank, and are compared with the others.
///
/// A file whose structure cannot be trusted is refused as a whole: its account says so,
/// and nothing in the sinks may be used. A file that cannot be opened has no account.
pub fn read_meetings<J: Judge, S: Sink<Part = J::Part>>(
    files: &[RecordFile],
    (request, turnouts): (Request<'_>, Option<&Turnouts>),
    judges: &[J],
    sinks: impl Fn() -> Vec<S>,
    findings: &mut Findings,
) -> ReadMeetings<S> {
    let mut done = pass(files, (request, turnouts), judges, sinks(), &Mode::First);
    let duplicates = done.duplicates();
    if !duplicates.is_empty() {
        // Which rows record one meeting is known only at the end of all files; the rare run that has some looks at them, and then goes again.
        let looked = pass(files, (request, turnouts), judges, sinks(), &Mode::Look(&duplicates));
        let groups = looked.alike(files);
        let mut verdicts = FxHashMap::default();
        for (rows, own) in &groups {
            verdicts.extend(rows.iter().zip(own).filter_map(|(one, verdict)| Some(((one.file, one.row), (*verdict)?))));
        }
        let above = std::mem::take(&mut done.above);
        done = pass(files, (request, turnouts), judges, sinks(), &Mode::Last { verdicts: &verdicts, above: &above });
        alike::note(&groups, files, &mut done.findings);
    }
    let mut found = done.findings;
    control::judge(&done.accounts, &mut found);
    copies::tell(&mut found, Code::MeetingDuplicate);
    let aside = turnouts.map(|turnouts| counted::aside(turnouts, (done.keys, done.not_held), request.cells, &mut found));
    findings.extend(found);
    ReadMeetings { sinks: done.sinks, accounts: done.accounts, aside: aside.unwrap_or_default() }
}

/// What came of reading meetings.
#[derive(Debug)]
pub struct ReadMeetings<S> {
    /// The filled sinks.
    pub sinks: Vec<S>,
    /// An account per file.
    pub accounts: Vec<Account>,
    /// Meetings of which rows of members tell and that do not count, as they were not held or have no row; by key.
    pub aside: BTreeSet<u64>,
}

/// What a pass over the files is for.
#[derive(Clone, Copy)]
enum Mode<'a> {
    /// All rows are judged, as if none recorded what another does.
    First,
    /// Rows that share these keys are compared; nothing is judged.
    Look(&'a FxHashSet<u64>),
    /// All rows are judged but those that do not hold, by number of file and row; `above` has the rows above each block of each file.
    Last { verdicts: &'a FxHashMap<(usize, u64), Verdict>, above: &'a [Vec<u64>] },
}

struct Pass<S> {
    sinks: Vec<S>,
    accounts: Vec<Account>,
    findings: Findings,
    keys: Vec<u64>,
    /// Keys of meetings that were not held, where members have rows.
    not_held: Vec<u64>,
    near: Near,
    /// Per file, the rows above each block.
    above: Vec<Vec<u64>>,
    /// Rows that share a key with others.
    shared: BTreeMap<u64, Vec<One>>,
}

impl<S> Pass<S> {
    /// The rows that record one meeting, with what becomes of them.
    fn alike(&self, files: &[RecordFile]) -> Vec<(Vec<One>, Vec<Option<Verdict>>)> {
        self.shared.values().map(|rows| (rows.clone(), alike::judge(rows, files))).collect()
    }

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
    files: &[RecordFile],
    request: (Request<'_>, Option<&Turnouts>),
    judges: &[J],
    sinks: Vec<S>,
    mode: &Mode<'_>,
) -> Pass<S> {
    let mut pass = Pass {
        sinks,
        accounts: Vec::new(),
        findings: Findings::new(),
        keys: Vec::new(),
        not_held: Vec::new(),
        near: Near::default(),
        above: vec![Vec::new(); files.len()],
        shared: BTreeMap::new(),
    };
    for (number, file) in files.iter().enumerate() {
        one_file((number, file), request, judges, *mode, &mut pass);
    }
    pass
}

fn one_file<J: Judge, S: Sink<Part = J::Part>>(
    (number, source): (usize, &RecordFile),
    (request, turnouts): (Request<'_>, Option<&Turnouts>),
    judges: &[J],
    mode: Mode<'_>,
    pass: &mut Pass<S>,
) {
    let file = &source.name;
    let regulations: Vec<&Regulation> = request.texts.all().iter().map(|text| &text.regulation).collect();
    let readers: Vec<Reads<'_>> = regulations
        .iter()
        .enumerate()
        .map(|(number, regulation)| Reads {
            vocabulary: &regulation.vocabulary,
            regulation: Some(regulation),
            others: request.texts.others(),
            owns_results: request.texts.may_own_results(number),
        })
        .collect();
    let Some(Opened { blocks, written, first, columns: all }) = open(source, Scope::Meeting, &readers, &mut pass.findings) else {
        return;
    };
    let Some(columns) = all.first() else { return };
    let of_each = regulations.iter().zip(judges).zip(&all);
    let lanes: Vec<Lane<'_, J>> =
        of_each.map(|((regulation, judge), columns)| Lane::new(file, regulation, judge, columns, request.cells)).collect();
    let Some(shared) = regulations.first().map(|regulation| Slots::of(&regulation.vocabulary)) else { return };
    let of_slot = |slot: usize| columns.of_slot(slot).unwrap_or(usize::MAX);
    let worker = Worker {
        request,
        turnouts,
        lanes: &lanes,
        mode,
        file: number,
        cell_column: of_slot(shared.cell),
        date_column: of_slot(shared.date),
        slots: shared,
        calendar: Calendar::of(request.period, request.texts),
        columns,
    };
    if let Ok(about) = source.path.metadata()
        && let Ok(rows) = usize::try_from(about.len() / 120)
    {
        pass.keys.reserve(rows);
    }
    let mut account = Account::new(file);
    account.results = lanes.iter().map(|lane| lane.results.headings(lane.reader.columns)).collect();
    let mut sums = control::Sums::default();
    let mut evidence = vec![Evidence::default(); columns.headings.len()];
    let outcome = blocks::run(
        blocks,
        first,
        columns,
        request.threads,
        |record, part, block| worker.row(record, part, block),
        |part: Part<J::Part>, before| {
            account.rows += part.rows;
            account.used += part.used;
            account.exclude(Excluded::NotAskedFor, part.excluded);
            account.exclude(Excluded::NotOfTable, part.totals);
            account.exclude(Excluded::Copy, part.copies);
            account.exclude(Excluded::NotChosen, part.not_chosen);
            sums.join(part.sums);
            if let Some(above) = pass.above.get_mut(number) {
                above.push(before.rows);
            }
            for (key, row, content) in part.shared {
                pass.shared.entry(key).or_default().push(One { file: number, row: row + before.rows, content });
            }
            pass.keys.extend(part.keys);
            pass.not_held.extend(part.not_held);
            for rejected in part.rejected {
                account.rejected += 1;
                pass.keys.extend(rejected.key);
                if let (Some(cell), Some(sink)) = (rejected.cell, pass.sinks.get_mut(rejected.lane)) {
                    sink.rejected(cell, rejected.month, rejected.kind);
                }
            }
            for mut fault in part.faults {
                fault.place.move_down(before.rows, before.lines);
                pass.findings.push(pass.near.add(fault, request.cells));
            }
            for (mine, theirs) in evidence.iter_mut().zip(part.evidence) {
                mine.join(theirs, before.rows);
            }
            for (sink, lane) in pass.sinks.iter_mut().zip(part.lanes) {
                sink.fold(lane.judged, number, before.rows);
            }
        },
    );
    let mut refused = Findings::new();
    match outcome {
        Ok(aside) => aside.account(&mut account),
        Err((fault, before)) => refused.push(blocks::structural(file, &fault, before, &columns.headings)),
    }
    for (index, evidence) in evidence.iter().enumerate() {
        evidence.judge(file, index, columns.heading(index), &mut refused);
    }
    if account.rows == 0 && refused.is_empty() {
        refused.push(Diagnostic::new(Code::NoRows, Place::file(file)));
    }
    if let Some(regulation) = regulations.first() {
        let decided = columns.decided(source, &written, &evidence, &regulation.vocabulary, &regulation.leaves);
        account.decided = Some(Arc::new(decided));
    }
    account.totals = sums.totals(file, columns);
    if !refused.is_empty() {
        account.refuse();
    }
    pass.findings.extend_untold(refused);
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
    /// Rows of sums.
    totals: u64,
    sums: control::Sums,
    copies: u64,
    not_chosen: u64,
    rejected: Vec<Rejected>,
    /// Of rows that may share a key: the key, the row and what it says.
    shared: Vec<(u64, u64, Option<u64>)>,
    faults: Vec<Diagnostic>,
    evidence: Vec<Evidence>,
    keys: Vec<u64>,
    not_held: Vec<u64>,
    lanes: Vec<LanePart<T>>,
    last_cell: Option<CellIndex>,
    warnings: Vec<(Code, usize, Values)>,
}

/// What one text has of a block.
#[derive(Default)]
struct LanePart<T> {
    judged: T,
    facts: Vec<Option<i64>>,
    /// Whose own facts stand in `facts`.
    filled: Option<CellIndex>,
}

/// A row with a fault, as far as it can be told where it belongs.
struct Rejected {
    key: Option<u64>,
    lane: usize,
    cell: Option<CellIndex>,
    month: Option<u32>,
    kind: Option<Kind>,
}

/// How rows are read and judged under one text.
struct Lane<'a, J> {
    regulation: &'a Regulation,
    judge: &'a J,
    reader: RowReader<'a>,
    pointed: Vec<usize>,
    results: ResultColumns,
    cell_slots: CellSlots,
    counted: Counted,
}

impl<'a, J> Lane<'a, J> {
    fn new(file: &Arc<str>, regulation: &'a Regulation, judge: &'a J, columns: &'a Columns, cells: &Cells) -> Lane<'a, J> {
        let reader = RowReader::new(file, columns, Scope::Meeting, &regulation.vocabulary, Some(regulation));
        let (results, pointed) = (ResultColumns::of(columns, &regulation.vocabulary), columns.leaves());
        let counted = Counted::of(&regulation.vocabulary, columns);
        Lane { regulation, judge, reader, pointed, results, cell_slots: cells.slots(&regulation.vocabulary), counted }
    }
}

struct Worker<'a, J> {
    request: Request<'a>,
    /// What the rows of members come to, where there are any.
    turnouts: Option<&'a Turnouts>,
    /// One for every text.
    lanes: &'a [Lane<'a, J>],
    slots: Slots,
    mode: Mode<'a>,
    /// Number of the file.
    file: usize,
    columns: &'a Columns,
    cell_column: usize,
    date_column: usize,
    calendar: Calendar,
}

impl<J: Judge> Worker<'_, J> {
    fn row(&self, record: &Record<'_>, part: &mut Part<J::Part>, block: usize) {
        if part.rows == 0 {
            part.evidence.resize(self.columns.headings.len(), Evidence::default());
            part.lanes.resize_with(self.lanes.len(), LanePart::default);
            for (own, lane) in part.lanes.iter_mut().zip(self.lanes) {
                own.facts.resize(lane.regulation.layout.recorded(), None);
            }
        }
        part.rows += 1;
        let number = self.lane(record);
        let (Some(lane), Some(own)) = (self.lanes.get(number), part.lanes.get_mut(number)) else { return };
        match lane.reader.no_row(record) {
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
        lane.reader.read(record, &mut own.facts, &mut part.evidence, &mut part.faults);
        if part.faults.len() > faults {
            // A row that could not be split clears all facts, the cell's own among them.
            own.filled = None;
        }
        let get = |slot: usize| own.facts.get(slot).copied().flatten();
        let date = get(self.slots.date).and_then(|number| self.calendar.find(number));
        let (day, month) = (date.map(|date| date.day), date.and_then(|date| date.month));
        let cell = self.cell(record, part.last_cell);
        part.last_cell = cell.or(part.last_cell);
        let outside = day.is_some() && month.is_none();
        let other_cell = cell.zip(self.request.only).is_some_and(|(cell, only)| !only.contains(&cell));
        let kind = get(self.slots.kind).and_then(Kind::of_place);
        if self.turnouts.is_some() && get(self.slots.status) == Some(Status::NotHeld as i64) {
            let known = cell.zip(day).zip(kind);
            part.not_held.extend(known.map(|((cell, day), kind)| self::key(cell, day, kind)));
        }
        // What was not asked for is excluded before its faults matter.
        if other_cell || (outside && !self.request.check_all) {
            if part.faults.len() == faults {
                part.sums.add(self.columns, record, &own.facts);
            }
            part.faults.truncate(faults);
            part.excluded += 1;
            return;
        }
        if cell.is_none() && get(self.slots.cell).is_some() {
            part.faults.push(self.unknown_cell(lane, record));
        }
        let mut key = None;
        if let (Some(cell), Some(day), Some(kind)) = (cell, day, kind) {
            let own = self::key(cell, day, kind);
            key = Some(own);
            match self.mode {
                Mode::First => {}
                Mode::Look(duplicates) => {
                    if duplicates.contains(&own) {
                        let content = (part.faults.len() == faults).then(|| self.content(lane, record, &part.lanes, number));
                        part.shared.push((own, record.row() + 1, content));
                    }
                    return;
                }
                Mode::Last { verdicts, above } => match self.verdict(verdicts, above, block, record) {
                    Some(Verdict::Copy) => {
                        part.faults.truncate(faults);
                        part.copies += 1;
                        return;
                    }
                    Some(Verdict::NotChosen) => {
                        part.faults.truncate(faults);
                        part.not_chosen += 1;
                        return;
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
                part.keys.extend(key);
                part.excluded += 1;
                return;
            }
            if part.faults.len() == faults {
                let has_text = date.is_some_and(|date| date.text.is_some());
                self.judged(record, number, (cell, day, month.unwrap_or(0), kind), has_text, part);
            }
        }
        if part.faults.iter().skip(faults).any(|fault| fault.code.severity() == crate::diagnostic::Severity::Error) {
            part.rejected.push(Rejected { key, lane: number, cell, month, kind });
        } else {
            if let Some(own) = part.lanes.get(number) {
                part.sums.add(self.columns, record, &own.facts);
            }
            part.keys.extend(key);
            part.used += 1;
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
    ) {
        let Part { lanes, faults: all, warnings, .. } = part;
        let (Some(lane), Some(own)) = (self.lanes.get(number), lanes.get_mut(number)) else { return };
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
        if self.turnouts.is_some() {
            lane.counted.clear(&mut own.facts);
        }
        self.existence(lane, record, cell, day, all);
        if !has_text {
            all.push(self.without_text(lane, record, day));
        }
        if status == Status::NotHeld {
            self.not_held(lane, record, &own.facts, all);
        }
        if all.len() > faults {
            return;
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
            facts: &own.facts,
            pointed: &lane.pointed,
            recorded: lane.results.of_row(&own.facts, || self.request.texts.owns_results(number, day)),
            on_request: self.request.texts.is_on_request() && !lane.regulation.header.in_force(day),
            counted,
        };
        warnings.clear();
        match lane.judge.judge(&meeting, &mut own.judged, warnings) {
            Ok(()) => {
                for (code, slot, values) in warnings.drain(..) {
                    all.push(Diagnostic { values, ..Diagnostic::new(code, lane.reader.at_slot(record, slot)) });
                }
            }
            Err((slot, mut fault)) => {
                fault.place = lane.reader.at_slot(record, slot);
                all.push(*fault);
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

pub(super) fn open_end(day: Option<Day>) -> String {
    day.map_or("…".to_owned(), |day| day.to_string())
}

/// Whether two codes are the same. Most have eight to sixteen bytes, which two words cover.
#[inline]
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    let ends = |code: &[u8]| Some((u64::from_ne_bytes(*code.first_chunk()?), u64::from_ne_bytes(*code.last_chunk()?)));
    match (ends(a), ends(b)) {
        (Some(a_ends), Some(b_ends)) if a.len() <= 16 => a.len() == b.len() && a_ends == b_ends,
        _ => a == b,
    }
}

/// The days of a period by their numbers: taken from a table, as every row needs them.
struct Calendar {
    period: Period,
    first: i64,
    days: Vec<DayOf>,
}

/// A day, as rows ask for it.
#[derive(Clone, Copy)]
struct DayOf {
    day: Day,
    /// Which month of the period it lies in, from 0; none outside it.
    month: Option<u32>,
    /// The one text that judges it; outside the period nobody asks.
    text: Option<u16>,
}

impl Calendar {
    fn of(period: Period, texts: &Texts) -> Calendar {
        let first = period.months().next().and_then(Month::first_day).map_or(0, Day::number);
        let days = (first..).map_while(|number| {
            let day = Day::from_number(number)?;
            let text = texts.on(day).and_then(|text| u16::try_from(text).ok());
            Some(DayOf { day, month: Some(period.month_index(day)?), text })
        });
        Calendar { period, first, days: days.collect() }
    }

    #[inline]
    fn find(&self, number: i64) -> Option<DayOf> {
        let known = usize::try_from(number - self.first).ok().and_then(|place| self.days.get(place));
        known.copied().or_else(|| self.outside(number))
    }

    #[cold]
    fn outside(&self, number: i64) -> Option<DayOf> {
        Day::from_number(number).map(|day| DayOf { day, month: self.period.month_index(day), text: None })
    }
}

/// Cell, day and kind in one number.
pub(super) fn key(cell: CellIndex, day: Day, kind: Kind) -> u64 {
    let day = u64::try_from(day.number()).unwrap_or(0);
    u64::from(cell.0) << 32 | day << 4 | kind as u64
}
