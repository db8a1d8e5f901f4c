//! `assignments.csv`: which committee members (cấp ủy viên) are to attend meetings of cells, at which level, for how long.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Excluded};
use super::alike::{self, One};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::table::{self, TableFile, TableRow};
use super::values;
use crate::base::{Day, Period, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{FactType, Scope, Vocabulary};

/// Position of a person; persons stand in the order of their codes, so results never depend on the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub usize);

/// A person is assigned at a level, from a day until a day, both included; an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub person: Person,
    /// Position among the words of levels.
    pub level: usize,
    /// The cells that the row names, in their order; empty where it names none, so that the person may go anywhere.
    pub cells: Vec<CellIndex>,
    /// The cell that the person is a member of, where it is one of the run.
    pub own_cell: Option<CellIndex>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
}

impl Assignment {
    /// Whether it holds on that day.
    pub fn covers(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Everybody who is assigned at some time of a period.
#[derive(Debug, Default)]
pub struct Assignments {
    /// Codes and names; a name may be empty.
    people: Vec<(String, String)>,
    /// By person, level, first day.
    rows: Vec<Assignment>,
    /// Codes of sound rows outside the period too.
    known: BTreeSet<String>,
    /// Codes of which some row was rejected, so that it is not known how they are assigned.
    rejected: BTreeSet<String>,
    /// The words of levels.
    levels: Vec<String>,
}

impl Assignments {
    /// Reads every `assignments.csv` for a period. What is owed in a stretch of the calendar hangs on all days of it, so rows of who is
    /// assigned in the period hold from the first to the last day of `reach`; others are excluded, and so are copies. Rows that contradict
    /// each other are all rejected, unless the profile has chosen one.
    pub fn read(
        files: &[RecordFile],
        vocabulary: &Vocabulary,
        cells: &Cells,
        (period, reach): (Period, Period),
        findings: &mut Findings,
    ) -> (Assignments, Vec<Account>) {
        let mut reader = Reader {
            slots: Slots::of(vocabulary),
            cells,
            near: Near::default(),
            all: Assignments { levels: level_words(vocabulary), ..Assignments::default() },
        };
        let mut accounts: Vec<(usize, Account)> = Vec::new();
        let mut rows: Vec<Raw> = Vec::new();
        for (number, source) in files.iter().enumerate() {
            let table = TableFile {
                source,
                scope: Scope::Assignment,
                vocabulary,
                regulation: None,
                asked: None,
                known: None,
                may_be_empty: false,
            };
            let mut sound = Vec::new();
            let Some((mut account, rejected)) = table::read(&table, findings, |row| sound.push(row)) else { continue };
            reader.all.rejected.extend(rejected.iter().map(|row| row.code().to_owned()));
            for row in sound {
                let Some(raw) = reader.row(&row, source, number, findings) else {
                    account.used -= 1;
                    account.rejected += 1;
                    continue;
                };
                reader.all.known.insert(raw.code.clone());
                rows.push(raw);
            }
            accounts.push((number, account));
        }
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        let rows = asked_for(rows, (period, reach), &mut accounts);
        let mut all = reader.all;
        for raw in all.settle(rows, files, &mut accounts, findings) {
            let Raw { code, name, .. } = &raw;
            match all.people.last_mut() {
                Some((last, known)) if last == code => {
                    if known.is_empty() {
                        known.clone_from(name);
                    }
                }
                _ => all.people.push((code.clone(), name.clone())),
            }
            let person = Person(all.people.len() - 1);
            all.rows.push(Assignment {
                person,
                level: raw.level,
                cells: raw.cells,
                own_cell: raw.own_cell.1,
                from: raw.from,
                until: raw.until,
            });
        }
        control::judge(accounts.iter().map(|(_, account)| account), findings);
        (all, accounts.into_iter().map(|(_, account)| account).collect())
    }

    /// Leaves out copies and rows that contradict each other, and gives back those that hold.
    fn settle(
        &mut self,
        rows: Vec<Raw>,
        files: &[RecordFile],
        accounts: &mut [(usize, Account)],
        findings: &mut Findings,
    ) -> Vec<Raw> {
        let mut groups = Vec::new();
        let mut holding = Vec::with_capacity(rows.len());
        for same in rows.chunk_by(|one, other| one.code == other.code) {
            let mut sound: Vec<&Raw> = Vec::new();
            for copies in same.chunk_by(Raw::says_the_same) {
                let all: Vec<One> = copies.iter().map(|raw| One { file: raw.file, row: raw.row(), content: Some(0) }).collect();
                let verdicts = alike::judge(&all, files);
                for (raw, verdict) in copies.iter().zip(&verdicts) {
                    match verdict {
                        None => sound.push(raw),
                        Some(_) => leave_out(accounts, raw.file, Some(Excluded::Copy)),
                    }
                }
                if all.len() > 1 {
                    groups.push((all, verdicts));
                }
            }
            // What the profile chose against goes first, so that it contradicts nothing else.
            let is_beaten = |raw: &Raw| !raw.chosen && sound.iter().any(|other| other.chosen && raw.contradicts(other));
            let (beaten, rest): (Vec<&Raw>, Vec<&Raw>) = sound.iter().partition(|raw| is_beaten(raw));
            beaten.iter().for_each(|raw| leave_out(accounts, raw.file, Some(Excluded::NotChosen)));
            for raw in &rest {
                let rivals: Vec<&&Raw> = rest.iter().filter(|other| raw.contradicts(other)).collect();
                if rivals.is_empty() {
                    holding.push((*raw).clone());
                    continue;
                }
                let named = copies::rows(rivals.iter().map(|rival| &rival.place).chain([&raw.place]));
                let fault = Diagnostic::new(Code::AssignmentConflict, raw.place.clone()).with("value", &raw.code);
                findings.push(fault.with("own", &raw.own_cell.0).with("rows", named));
                leave_out(accounts, raw.file, None);
                self.rejected.insert(raw.code.clone());
            }
        }
        for same in holding.chunk_by(|one, other| one.code == other.code) {
            self.tell_levels(same, findings);
        }
        alike::note(&groups, files, findings);
        holding
    }

    /// A person with two levels: said once, at the first of the rows.
    fn tell_levels(&self, same: &[Raw], findings: &mut Findings) {
        let has_another = |row: &&Raw| same.iter().any(|other| other.level != row.level && other.overlaps(row));
        let both: Vec<&Raw> = same.iter().filter(has_another).collect();
        let Some(first) = both.first() else { return };
        let levels: BTreeSet<&str> = both.iter().map(|row| self.level(row.level)).collect();
        let levels = levels.into_iter().collect::<Vec<&str>>().join(", ");
        let note = Diagnostic::new(Code::TwoLevels, first.place.clone()).with("value", &first.code);
        findings.push(note.with("levels", levels).with("rows", copies::rows(both.iter().map(|row| &row.place))));
    }

    /// How many persons.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is assigned.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// All rows, by person, level and first day.
    pub fn rows(&self) -> &[Assignment] {
        &self.rows
    }

    /// The rows of a person.
    pub fn of(&self, person: Person) -> &[Assignment] {
        let first = self.rows.partition_point(|row| row.person < person);
        let end = self.rows.partition_point(|row| row.person <= person);
        self.rows.get(first..end).unwrap_or(&[])
    }

    /// The person of a code.
    pub fn find(&self, code: &str) -> Option<Person> {
        self.people.binary_search_by(|(known, _)| known.as_str().cmp(code)).ok().map(Person)
    }

    /// Whether any sound row, within the period or not, has the code.
    pub fn knows(&self, code: &str) -> bool {
        self.known.contains(code)
    }

    /// Whether a row of the code was rejected.
    pub fn is_rejected(&self, code: &str) -> bool {
        self.rejected.contains(code)
    }

    /// Codes of which a row was rejected.
    pub fn rejected(&self) -> impl Iterator<Item = &str> {
        self.rejected.iter().map(String::as_str)
    }

    /// The code nearest to a text.
    pub fn nearest(&self, code: &str) -> String {
        heading::nearest_or_some(code, self.known.iter().map(String::as_str))
    }

    /// Code of a person.
    pub fn code(&self, person: Person) -> &str {
        self.people.get(person.0).map_or("", |(code, _)| code)
    }

    /// Name of a person; may be empty.
    pub fn name(&self, person: Person) -> &str {
        self.people.get(person.0).map_or("", |(_, name)| name)
    }

    /// The words of levels, in the order of the vocabulary.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// The word of a level.
    pub fn level(&self, level: usize) -> &str {
        self.levels.get(level).map_or("", String::as_str)
    }
}

/// The words of levels in a vocabulary of registers.
fn level_words(vocabulary: &Vocabulary) -> Vec<String> {
    match vocabulary.get("assigned_level").map(|fact| &fact.kind) {
        Some(FactType::Choice(scale)) => scale.words.clone(),
        _ => Vec::new(),
    }
}

/// A row with its place.
#[derive(Clone)]
struct Raw {
    code: String,
    name: String,
    level: usize,
    cells: Vec<CellIndex>,
    /// As written, and the cell that it means.
    own_cell: (String, Option<CellIndex>),
    from: Option<Day>,
    until: Option<Day>,
    file: usize,
    place: Place,
    /// Whether the profile says that it holds.
    chosen: bool,
}

/// The rows that a period asks for: of whoever is assigned in it at a level all that reach into the stretches around it.
fn asked_for(rows: Vec<Raw>, (period, reach): (Period, Period), accounts: &mut [(usize, Account)]) -> Vec<Raw> {
    let mut asked = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|one, other| (&one.code, one.level) == (&other.code, other.level)) {
        let is_assigned = same.iter().any(|raw| raw.touches(period));
        for raw in same {
            if is_assigned && raw.touches(reach) {
                asked.push(raw.clone());
            } else {
                leave_out(accounts, raw.file, Some(Excluded::NotAskedFor));
            }
        }
    }
    asked
}

/// A row that does not hold: for a reason, or rejected.
fn leave_out(accounts: &mut [(usize, Account)], file: usize, why: Option<Excluded>) {
    let Some((_, account)) = accounts.iter_mut().find(|(number, _)| *number == file) else { return };
    account.used -= 1;
    match why {
        Some(why) => account.exclude(why, 1),
        None => account.rejected += 1,
    }
}

impl Raw {
    fn row(&self) -> u64 {
        self.place.row.unwrap_or(0)
    }

    /// Whatever the order of files and rows; rows that say the same stand side by side.
    fn key(&self) -> impl Ord {
        let said = (self.level, self.from, self.until, &self.cells, &self.own_cell, &self.name);
        (&self.code, said, self.place.file.as_deref(), self.place.row)
    }

    fn touches(&self, period: Period) -> bool {
        let after = period.last.last_day().zip(self.from).is_some_and(|(last, from)| from > last);
        let before = period.first.first_day().zip(self.until).is_some_and(|(first, until)| until < first);
        !after && !before
    }

    fn overlaps(&self, other: &Raw) -> bool {
        let apart = |one: &Raw, other: &Raw| one.until.zip(other.from).is_some_and(|(until, from)| until < from);
        !apart(self, other) && !apart(other, self)
    }

    /// A person is a member of one cell, so two own cells at once cannot both be right.
    fn contradicts(&self, other: &Raw) -> bool {
        let (own, theirs) = (&self.own_cell.0, &other.own_cell.0);
        !own.is_empty() && !theirs.is_empty() && own != theirs && self.overlaps(other)
    }

    fn says_the_same(&self, other: &Raw) -> bool {
        let said = |raw: &Raw| (raw.level, raw.from, raw.until);
        said(self) == said(other) && self.cells == other.cells && self.own_cell == other.own_cell && self.name == other.name
    }
}

struct Slots {
    person: usize,
    name: usize,
    level: usize,
    cells: usize,
    own_cell: usize,
    from: usize,
    until: usize,
}

impl Slots {
    fn of(vocabulary: &Vocabulary) -> Slots {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        Slots {
            person: slot("assigned"),
            name: slot("assigned_name"),
            level: slot("assigned_level"),
            cells: slot("assigned_cells"),
            own_cell: slot("own_cell"),
            from: slot("assigned_from"),
            until: slot("assigned_until"),
        }
    }
}

struct Reader<'a> {
    slots: Slots,
    cells: &'a Cells,
    near: Near,
    all: Assignments,
}

impl Reader<'_> {
    /// `None` when the row names a cell that is not there.
    fn row(&mut self, row: &TableRow, source: &RecordFile, number: usize, findings: &mut Findings) -> Option<Raw> {
        let (slots, file) = (&self.slots, &source.name);
        let text = |slot: usize| row.text(slot).unwrap_or_default().to_owned();
        let day = |slot: usize| row.fact(slot).and_then(Day::from_number);
        let code = text(slots.person);
        let (cells, unknown) = split(&text(slots.cells), self.cells);
        for code in &unknown {
            let fault = self.cells.fault(code, row.place_of(file, slots.cells));
            findings.push(self.near.add(fault, self.cells));
        }
        let own = text(slots.own_cell);
        let own_cell = self.cells.find(own.as_bytes());
        if own_cell.is_none() && !own.is_empty() {
            // It may be a cell of another committee; then nobody can visit it here.
            let near = heading::nearest(&own, self.cells.iter().map(|cell| self.cells.code(cell))).unwrap_or_default();
            let fault = Diagnostic::new(Code::OwnCellUnknown, row.place_of(file, slots.own_cell)).with("value", &own);
            findings.push(fault.with("near", near));
        }
        if !unknown.is_empty() {
            self.all.rejected.insert(code);
            return None;
        }
        Some(Raw {
            code,
            name: text(slots.name),
            level: row.fact(slots.level).and_then(|level| usize::try_from(level).ok()).unwrap_or(usize::MAX),
            cells,
            own_cell: (own, own_cell),
            from: day(slots.from),
            until: day(slots.until),
            file: number,
            place: Place::row(file, row.line, row.row),
            chosen: source.chosen.contains(&row.row),
        })
    }
}

/// The codes of one field, with `;`, `,`, `|` or a line break between; a field that is a code as a whole is that one. Cells in their order,
/// each once, then what is no code.
fn split(text: &str, cells: &Cells) -> (Vec<CellIndex>, Vec<String>) {
    if let Some(cell) = cells.find(text.as_bytes()) {
        return (vec![cell], Vec::new());
    }
    let parts = text.split([';', ',', '|', '\n', '\r']).map(values::trim_text).filter(|part| !part.is_empty());
    let mut found: BTreeMap<&str, Option<CellIndex>> = BTreeMap::new();
    for part in parts {
        found.insert(part, cells.find(part.as_bytes()));
    }
    let known: BTreeSet<CellIndex> = found.values().copied().flatten().collect();
    let unknown = found.iter().filter(|(_, cell)| cell.is_none()).map(|(part, _)| (*part).to_owned()).collect();
    (known.into_iter().collect(), unknown)
}
