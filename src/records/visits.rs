//! `visits.csv`: committee members who attended a meeting of a cell (dự sinh hoạt).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::assignments::{Assignment, Assignments, Person};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::meetings::Kind;
use super::table::{self, TableFile, TableRow};
use crate::base::{Day, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Scope, Vocabulary};

/// One visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who.
    pub person: VisitedBy,
    /// Which cell.
    pub cell: CellIndex,
    /// When.
    pub day: Day,
    /// The kind of the meeting. A combined one is one visit, and a regular one.
    pub kind: Kind,
    /// Whether the cell is the one that the person is a member of.
    pub own_cell: bool,
    /// Whether the person was to attend other cells.
    pub elsewhere: bool,
    /// Whether an earlier row says the same.
    pub again: bool,
    /// File, row and line.
    pub place: Place,
}

/// Who visited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitedBy {
    /// Somebody who was assigned that day, with the level.
    Assigned(Person, usize),
    /// Somebody who is known, but was not assigned that day: the code.
    Other(String),
}

/// The visits of a period.
#[derive(Debug, Default)]
pub struct Visits {
    /// In the order of day, cell, code of the person, kind; the row that counts before those that say the same.
    pub rows: Vec<Visit>,
    /// How many rows were rejected, by the code of the person.
    pub rejected: BTreeMap<String, u64>,
}

impl Visits {
    /// Reads every `visits.csv` for the days of a period; rows of other days are excluded, with `check_all` only those without a fault of their
    /// own. A file without rows says that nobody went.
    pub fn read(
        files: &[RecordFile],
        vocabulary: &Vocabulary,
        (cells, assignments): (&Cells, &Assignments),
        (period, check_all): (Period, bool),
        findings: &mut Findings,
    ) -> (Visits, Vec<Account>) {
        let slots = Slots::of(vocabulary);
        let days = period.first.first_day().zip(period.last.last_day());
        let asked = days.map(|(first, last)| (slots.date, first.number(), last.number())).filter(|_| !check_all);
        let mut reader = Reader { slots, cells, assignments, near: Near::default(), near_people: BTreeMap::new() };
        let mut accounts: Vec<(usize, Account)> = Vec::new();
        let mut visits = Visits::default();
        let mut rows: Vec<Raw> = Vec::new();
        for (number, source) in files.iter().enumerate() {
            let table =
                TableFile { source, scope: Scope::Visit, vocabulary, regulation: None, asked, known: None, may_be_empty: true };
            let mut sound = Vec::new();
            let Some((mut account, rejected)) = table::read(&table, findings, |row| sound.push(row)) else { continue };
            for row in rejected {
                *visits.rejected.entry(row.code().to_owned()).or_default() += 1;
            }
            for row in sound {
                let day = row.fact(reader.slots.date).and_then(Day::from_number);
                if day.is_some_and(|day| period.month_index(day).is_none()) {
                    account.used -= 1;
                    match reader.look_at(&row, &source.name, findings) {
                        true => account.exclude(Excluded::NotAskedFor, 1),
                        false => account.rejected += 1,
                    }
                    continue;
                }
                match reader.row(&row, &source.name, number, findings) {
                    Ok(raw) => rows.push(raw),
                    Err(code) => {
                        account.used -= 1;
                        account.rejected += 1;
                        *visits.rejected.entry(code).or_default() += 1;
                    }
                }
            }
            accounts.push((number, account));
        }
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        for same in rows.chunk_by(Raw::is_same_day) {
            say_kinds(same, findings);
        }
        let mut groups = Vec::new();
        for same in rows.chunk_by(Raw::is_same_visit) {
            groups.extend(visits.take(same, files, &mut accounts, findings));
        }
        alike::note(&groups, files, findings);
        control::judge(accounts.iter().map(|(_, account)| account), findings);
        (visits, accounts.into_iter().map(|(_, account)| account).collect())
    }

    /// Rows of one person, cell, day and kind. Copies count once; rows that give the visit to different levels contradict each other.
    fn take(
        &mut self,
        same: &[Raw],
        files: &[RecordFile],
        accounts: &mut [(usize, Account)],
        findings: &mut Findings,
    ) -> Option<(Vec<One>, Vec<Option<Verdict>>)> {
        let level = |raw: &Raw| match raw.visit.person {
            VisitedBy::Assigned(_, level) => u64::try_from(level).unwrap_or(u64::MAX),
            VisitedBy::Other(_) => u64::MAX,
        };
        let one = |raw: &Raw| One { file: raw.file, row: raw.visit.place.row.unwrap_or(0), content: Some(level(raw)) };
        let all: Vec<One> = same.iter().map(one).collect();
        let verdicts = alike::judge(&all, files);
        for (raw, verdict) in same.iter().zip(&verdicts) {
            let fault = |code| Diagnostic::new(code, raw.visit.place.clone()).with("value", &raw.code).with("day", raw.visit.day);
            let account = accounts.iter_mut().find(|(number, _)| *number == raw.file).map(|(_, account)| account);
            let out = match verdict {
                None => {
                    if matches!(raw.visit.person, VisitedBy::Other(_)) {
                        findings.push(Diagnostic { place: raw.at_person.clone(), ..fault(Code::VisitorNotAssigned) });
                    }
                    self.rows.push(raw.visit.clone());
                    continue;
                }
                Some(Verdict::Copy) => {
                    self.rows.push(Visit { again: true, ..raw.visit.clone() });
                    Some(Excluded::Copy)
                }
                Some(Verdict::NotChosen) => Some(Excluded::NotChosen),
                Some(Verdict::Stopped) => None,
            };
            let Some(account) = account else { continue };
            account.used -= 1;
            match out {
                Some(why) => account.exclude(why, 1),
                None => {
                    account.rejected += 1;
                    let named = copies::rows(same.iter().map(|raw| &raw.visit.place));
                    findings.push(fault(Code::VisitConflict).with("rows", named));
                    *self.rejected.entry(raw.code.clone()).or_default() += 1;
                }
            }
        }
        (all.len() > 1).then_some((all, verdicts))
    }
}

/// One sitting that is two kinds is one combined visit; two rows are two, and whoever wrote them should know.
fn say_kinds(same: &[Raw], findings: &mut Findings) {
    let kinds: BTreeSet<Kind> = same.iter().map(|raw| raw.visit.kind).collect();
    let Some(first) = same.first().filter(|_| kinds.len() > 1) else { return };
    let words = kinds.iter().map(|kind| kind.word()).collect::<Vec<&str>>().join(", ");
    let named = copies::rows(same.iter().map(|raw| &raw.visit.place));
    let fault = Diagnostic::new(Code::VisitKinds, first.visit.place.clone()).with("value", &first.code);
    findings.push(fault.with("day", first.visit.day).with("kinds", words).with("rows", named));
}

struct Raw {
    code: String,
    visit: Visit,
    file: usize,
    /// The field of the person.
    at_person: Place,
}

impl Raw {
    /// Whatever the order of files and rows.
    fn key(&self) -> (Day, CellIndex, &str, Kind, Option<&str>, Option<u64>) {
        let Visit { day, cell, kind, place, .. } = &self.visit;
        (*day, *cell, &self.code, *kind, place.file.as_deref(), place.row)
    }

    fn is_same_day(one: &Raw, other: &Raw) -> bool {
        one.visit.day == other.visit.day && one.visit.cell == other.visit.cell && one.code == other.code
    }

    fn is_same_visit(one: &Raw, other: &Raw) -> bool {
        Raw::is_same_day(one, other) && one.visit.kind == other.visit.kind
    }
}

struct Slots {
    person: usize,
    level: usize,
    cell: usize,
    date: usize,
    kind: usize,
}

impl Slots {
    fn of(vocabulary: &Vocabulary) -> Slots {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        Slots {
            person: slot("visitor"),
            level: slot("visitor_level"),
            cell: slot("visited_cell"),
            date: slot("visit_date"),
            kind: slot("visit_kind"),
        }
    }
}

struct Reader<'a> {
    slots: Slots,
    cells: &'a Cells,
    assignments: &'a Assignments,
    near: Near,
    near_people: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// Whether a row of a day outside the period is sound by itself. When its person is assigned, and at which level, is known of the period.
    fn look_at(&mut self, row: &TableRow, file: &Arc<str>, findings: &mut Findings) -> bool {
        let code = row.text(self.slots.person).unwrap_or_default();
        let is_known = self.assignments.knows(code) || self.assignments.is_rejected(code);
        if !is_known {
            let fault = self.unknown(code, (row, file));
            findings.push(*fault);
        }
        self.cell(row, file, findings).is_some() && is_known
    }

    /// The cell of a row; `None`, with the fault, where there is none or it does not exist that day.
    fn cell(&mut self, row: &TableRow, file: &Arc<str>, findings: &mut Findings) -> Option<CellIndex> {
        let code = row.text(self.slots.cell).unwrap_or_default();
        let Some(cell) = self.cells.find(code.as_bytes()) else {
            let fault = self.cells.fault(code, row.place_of(file, self.slots.cell));
            findings.push(self.near.add(fault, self.cells));
            return None;
        };
        let day = row.fact(self.slots.date).and_then(Day::from_number)?;
        let (from, until) = self.cells.existence(cell);
        if from.is_some_and(|from| day < from) || until.is_some_and(|until| day > until) {
            let end = |end: Option<Day>| end.map_or_else(|| "…".to_owned(), |day| day.to_string());
            let fault = Diagnostic::new(Code::OutsideExistence, Place::row(file, row.line, row.row)).with("value", day);
            findings.push(fault.with("from", end(from)).with("until", end(until)));
            return None;
        }
        Some(cell)
    }

    /// The code of the person where the row cannot be used; all that is wrong with it goes into `findings`.
    fn row(&mut self, row: &TableRow, file: &Arc<str>, number: usize, findings: &mut Findings) -> Result<Raw, String> {
        let slots = &self.slots;
        let code = row.text(slots.person).unwrap_or_default().to_owned();
        let at_person = row.place_of(file, slots.person);
        // Both columns are mandatory, so a sound row has them.
        let kind = row.fact(slots.kind).and_then(Kind::of_place);
        let day = row.fact(slots.date).and_then(Day::from_number);
        let given = row.fact(slots.level).and_then(|level| usize::try_from(level).ok());
        let place = Place::row(file, row.line, row.row);
        let cell = self.cell(row, file, findings);
        let by = match self.by(&code, given, day, (row, file)) {
            Ok(by) => by,
            Err(fault) => {
                findings.push(*fault);
                return Err(code);
            }
        };
        let (Some(cell), Some(kind), Some(day)) = (cell, kind, day) else { return Err(code) };
        let assigned: Vec<&Assignment> = match &by {
            VisitedBy::Assigned(person, level) => {
                let rows = self.assignments.of(*person).iter();
                rows.filter(|row| row.covers(day) && row.level == *level).collect()
            }
            VisitedBy::Other(_) => Vec::new(),
        };
        let person = self.assignments.find(&code);
        // A person is a member of one cell, whichever level the row with it is for.
        let mut around = person.into_iter().flat_map(|person| self.assignments.of(person)).filter(|row| row.covers(day));
        let own_cell = around.any(|row| row.own_cell == Some(cell));
        // A row that names no cell lets the person go anywhere.
        let elsewhere = !assigned.is_empty() && assigned.iter().all(|row| !row.cells.is_empty() && !row.cells.contains(&cell));
        let visit = Visit { person: by, cell, day, kind, own_cell, elsewhere, again: false, place };
        Ok(Raw { code, visit, file: number, at_person })
    }

    /// At which level somebody visited: the one that the row gives, or the only one of that day.
    fn by(
        &mut self,
        code: &str,
        given: Option<usize>,
        day: Option<Day>,
        (row, file): (&TableRow, &Arc<str>),
    ) -> Result<VisitedBy, Box<Diagnostic>> {
        let assignments = self.assignments;
        let (person_slot, level_slot) = (self.slots.person, self.slots.level);
        let fault = |code: Code, slot: usize| Box::new(Diagnostic::new(code, row.place_of(file, slot)));
        let with = |fault: Box<Diagnostic>, name, value: &str| Box::new(fault.with(name, value));
        let rows = assignments.find(code).map_or(&[][..], |person| assignments.of(person));
        let levels: BTreeSet<usize> =
            rows.iter().filter(|row| day.is_some_and(|day| row.covers(day))).map(|row| row.level).collect();
        let person = rows.first().map(|row| row.person);
        match (person, given) {
            (Some(person), Some(level)) if levels.contains(&level) => return Ok(VisitedBy::Assigned(person, level)),
            (Some(person), None) if levels.len() == 1 => {
                return levels
                    .first()
                    .map(|level| VisitedBy::Assigned(person, *level))
                    .ok_or_else(|| fault(Code::VisitLevel, level_slot));
            }
            _ => {}
        }
        if !levels.is_empty() {
            let known = levels.iter().map(|level| assignments.level(*level)).collect::<Vec<&str>>().join(" | ");
            let given = given.map_or("", |level| assignments.level(level));
            let fault = with(fault(Code::VisitLevel, level_slot), "value", given);
            return Err(with(with(fault, "person", code), "wanted", &known));
        }
        if assignments.is_rejected(code) {
            return Err(with(fault(Code::VisitorRejected, person_slot), "value", code));
        }
        if assignments.knows(code) {
            return Ok(VisitedBy::Other(code.to_owned()));
        }
        Err(self.unknown(code, (row, file)))
    }

    /// Nobody has that code.
    fn unknown(&mut self, code: &str, (row, file): (&TableRow, &Arc<str>)) -> Box<Diagnostic> {
        /// Each search looks at everybody, and more would not be read.
        const MOST: usize = 100;
        if !self.near_people.contains_key(code) && self.near_people.len() < MOST {
            self.near_people.insert(code.to_owned(), self.assignments.nearest(code));
        }
        let near = self.near_people.get(code).map_or("assignments.csv: person", String::as_str);
        let fault = Diagnostic::new(Code::VisitorUnknown, row.place_of(file, self.slots.person));
        Box::new(fault.with("value", code).with("near", near))
    }
}
