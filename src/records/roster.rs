//! `members.csv`: who is on the roll of a cell on a day, and who of them stands outside the denominator and why.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Excluded};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::table::{self, TableFile, TableRow};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Scope, Vocabulary};

/// Why a member of the roll is not expected to attend for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// Chuyển sinh hoạt tạm thời.
    Transferred,
    /// Miễn công tác và sinh hoạt đảng.
    Exempt,
    /// Làm nhiệm vụ đặc biệt.
    SpecialDuty,
}

impl Outside {
    /// All, the one that goes before the others first: who is away is neither exempt nor on duty here.
    pub const ALL: [Outside; 3] = [Outside::Transferred, Outside::Exempt, Outside::SpecialDuty];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Outside::Transferred => "transferred",
            Outside::Exempt => "exempt",
            Outside::SpecialDuty => "special-duty",
        }
    }

    /// Its two columns.
    fn columns(self) -> [&'static str; 2] {
        match self {
            Outside::Transferred => ["transferred_from", "transferred_until"],
            Outside::Exempt => ["exempt_from", "exempt_until"],
            Outside::SpecialDuty => ["special_duty_from", "special_duty_until"],
        }
    }
}

/// A stretch of days; open where there is no day.
pub type Stretch = (Option<Day>, Option<Day>);

/// A member of one cell.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// Whose cell.
    pub cell: CellIndex,
    /// Code.
    pub code: Box<str>,
    /// Name; may be empty.
    pub name: Box<str>,
    /// The days on the roll: from the first one on, and before the second one.
    pub stays: Vec<Stretch>,
    /// When and why outside the denominator, both ends included, in the order of time.
    pub outside: Vec<(Outside, Stretch)>,
}

impl Enrolled {
    /// Whether on the roll on a day.
    #[inline]
    pub fn is_on_roll(&self, day: Day) -> bool {
        self.stays.iter().any(|(joined, left)| joined.is_none_or(|joined| joined <= day) && left.is_none_or(|left| day < left))
    }

    /// Why not expected on a day.
    #[inline]
    pub fn outside_on(&self, day: Day) -> Option<Outside> {
        self.outside.iter().filter(|(_, days)| covers(*days, day)).map(|(why, _)| *why).min()
    }
}

fn covers((from, until): Stretch, day: Day) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// The members of all cells.
#[derive(Debug, Default)]
pub struct Roster {
    /// In the order of cells and codes.
    enrolled: Vec<Enrolled>,
    /// Of each cell, where its members begin; one more at the end.
    starts: Vec<u32>,
    /// The places of each member among the enrolled.
    by_member: BTreeMap<Box<str>, Vec<u32>>,
    /// Cells of which rows were rejected, so that nobody knows the whole roll.
    uncertain: BTreeSet<CellIndex>,
    /// Members of whom rows were rejected, with these rows.
    rejected: BTreeMap<Box<str>, Vec<Place>>,
}

impl Roster {
    /// Reads every `members.csv`. Rows of one member that contradict each other, or put him into two cells on one day, are all rejected;
    /// rows that say the same are one.
    pub fn read(files: &[RecordFile], registers: &Vocabulary, cells: &Cells, findings: &mut Findings) -> (Roster, Vec<Account>) {
        let mut reading = Reading { slots: Slots::of(registers), ..Reading::default() };
        let mut accounts = Vec::new();
        let mut near = Near::default();
        for source in files {
            let table = TableFile {
                source,
                scope: Scope::Member,
                vocabulary: registers,
                regulation: None,
                asked: None,
                known: None,
                may_be_empty: false,
            };
            let mut unknown = Vec::new();
            let account = accounts.len();
            let take = |row: TableRow| match reading.row(&row, source, account, cells) {
                Some(own) => reading.rows.push(own),
                None => unknown.push(row),
            };
            let Some((mut account, rejected)) = table::read(&table, findings, take) else { continue };
            let Slots { cell, member, .. } = reading.slots;
            for row in rejected {
                reading.uncertain.extend(cells.find(row.code_of(cell).as_bytes()));
                reading.reject(row.code_of(member), row.place(&source.name));
            }
            for row in unknown {
                account.used -= 1;
                account.rejected += 1;
                findings.push(near.add(cells.fault(row.text(cell).unwrap_or_default(), row.place(&source.name)), cells));
                reading.reject(row.text(member).unwrap_or_default(), row.place(&source.name));
            }
            accounts.push(account);
        }
        let roster = reading.settle(cells, &mut accounts, findings);
        control::judge(&accounts, findings);
        (roster, accounts)
    }

    /// The members of a cell in the order of their codes, whether on the roll at the time or not.
    pub fn of(&self, cell: CellIndex) -> &[Enrolled] {
        let start = |place: usize| self.starts.get(place).and_then(|start| usize::try_from(*start).ok()).unwrap_or(0);
        self.enrolled.get(start(cell.position())..start(cell.position() + 1)).unwrap_or(&[])
    }

    /// All members, in the order of cells and codes.
    pub fn enrolled(&self) -> &[Enrolled] {
        &self.enrolled
    }

    /// Whether rows of the cell were rejected.
    pub fn is_uncertain(&self, cell: CellIndex) -> bool {
        self.uncertain.contains(&cell)
    }

    /// The rows of a member that were rejected.
    pub fn rejected(&self, code: &str) -> &[Place] {
        self.rejected.get(code).map_or(&[], Vec::as_slice)
    }

    /// Where a member is on the roll at any time.
    pub fn of_member(&self, code: &str) -> impl Iterator<Item = &Enrolled> {
        let places = self.by_member.get(code).into_iter().flatten();
        places.filter_map(|place| self.enrolled.get(usize::try_from(*place).ok()?))
    }
}

#[derive(Clone, Copy, Default)]
struct Slots {
    cell: usize,
    member: usize,
    name: usize,
    standing: usize,
    stay: [usize; 2],
    outside: [[usize; 2]; 3],
}

impl Slots {
    fn of(registers: &Vocabulary) -> Slots {
        let slot = |id: &str| registers.position(id).unwrap_or(usize::MAX);
        Slots {
            cell: slot("member_cell"),
            member: slot("member"),
            name: slot("member_name"),
            standing: slot("standing"),
            stay: ["joined", "left"].map(slot),
            outside: Outside::ALL.map(|why| why.columns().map(slot)),
        }
    }
}

/// A sound row.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    member: Box<str>,
    cell: CellIndex,
    stay: Stretch,
    name: Box<str>,
    standing: Option<i64>,
    outside: [Option<Stretch>; 3],
}

#[derive(Default)]
struct Reading {
    slots: Slots,
    rows: Vec<(Row, Place, usize)>,
    uncertain: BTreeSet<CellIndex>,
    rejected: BTreeMap<Box<str>, Vec<Place>>,
}

impl Reading {
    fn reject(&mut self, member: &str, place: Place) {
        if !member.is_empty() {
            self.rejected.entry(member.into()).or_default().push(place);
        }
    }

    /// `None` for a row of an unknown cell.
    fn row(&self, row: &TableRow, file: &RecordFile, account: usize, cells: &Cells) -> Option<(Row, Place, usize)> {
        let day = |slot: usize| row.fact(slot).and_then(Day::from_number);
        let text = |slot: usize| row.text(slot).unwrap_or_default();
        let stretch = |slots: [usize; 2]| {
            let [from, until] = slots.map(day);
            (from.is_some() || until.is_some()).then_some((from, until))
        };
        let cell = cells.find(text(self.slots.cell).as_bytes())?;
        let own = Row {
            member: text(self.slots.member).into(),
            cell,
            stay: within(stretch(self.slots.stay).unwrap_or_default(), cells.existence(cell)),
            name: text(self.slots.name).into(),
            standing: row.fact(self.slots.standing),
            outside: self.slots.outside.map(stretch),
        };
        Some((own, Place::row(&file.name, row.line, row.row), account))
    }

    fn settle(mut self, cells: &Cells, accounts: &mut [Account], findings: &mut Findings) -> Roster {
        // Rows of one member together; places last, so that the order of files decides nothing.
        self.rows.sort_by(|(a, at, _), (b, bt, _)| {
            let key = |row: &Row| (row.cell, row.stay, row.outside);
            let place = |place: &Place| (place.file.clone(), place.row);
            (&a.member, key(a)).cmp(&(&b.member, key(b))).then_with(|| place(at).cmp(&place(bt)))
        });
        let mut roster = Roster { uncertain: self.uncertain, rejected: self.rejected, ..Roster::default() };
        for rows in self.rows.chunk_by(|(a, ..), (b, ..)| a.member == b.member) {
            if let Some(code) = clash(rows) {
                for (row, at, account) in rows {
                    if let Some(account) = accounts.get_mut(*account) {
                        account.used -= 1;
                        account.rejected += 1;
                    }
                    let all = copies::rows(rows.iter().map(|(_, place, _)| place));
                    let fault = Diagnostic::new(code, at.clone()).with("value", &row.member).with("rows", all);
                    findings.push(fault.with("cells", named(rows, cells)));
                    roster.uncertain.insert(row.cell);
                    roster.rejected.entry(row.member.clone()).or_default().push(at.clone());
                }
                continue;
            }
            for (place, (row, at, account)) in rows.iter().enumerate() {
                if let Some((_, first, _)) = rows.iter().take(place).find(|(other, ..)| other == row) {
                    if let Some(account) = accounts.get_mut(*account) {
                        account.used -= 1;
                        account.exclude(Excluded::Copy, 1);
                    }
                    let fault = Diagnostic::new(Code::RowRepeated, at.clone()).with("value", &row.member);
                    findings.push(fault.with("rows", copies::rows([first, at])));
                }
            }
            for rows in rows.chunk_by(|(a, ..), (b, ..)| a.cell == b.cell) {
                roster.enrolled.extend(enrolled(rows));
            }
        }
        roster.enrolled.sort_by(|a, b| (a.cell, &a.code).cmp(&(b.cell, &b.code)));
        let mut next = 0;
        for cell in cells.iter() {
            roster.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            while roster.enrolled.get(next).is_some_and(|enrolled| enrolled.cell == cell) {
                next += 1;
            }
        }
        roster.starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        for (place, enrolled) in (0..).zip(&roster.enrolled) {
            roster.by_member.entry(enrolled.code.clone()).or_default().push(place);
        }
        roster
    }
}

/// The roll begins and ends with the cell. The last day of a stay is not included, that of the cell is.
fn within((joined, left): Stretch, (from, until): Stretch) -> Stretch {
    let end = until.and_then(Day::next);
    (joined.max(from), left.into_iter().chain(end).min())
}

fn enrolled(rows: &[(Row, Place, usize)]) -> Option<Enrolled> {
    let (first, ..) = rows.first()?;
    let mut stays: Vec<Stretch> = rows.iter().map(|(row, ..)| row.stay).collect();
    stays.sort_unstable();
    stays.dedup();
    // What a row says holds for the stay of that row.
    let pairs = |row: &Row| {
        let (joined, left) = row.stay;
        let within = |(from, until): Stretch| {
            let last = match (until, left.and_then(Day::previous)) {
                (Some(until), Some(last)) => Some(until.min(last)),
                (until, last) => until.or(last),
            };
            (from.max(joined), last)
        };
        Outside::ALL.into_iter().zip(row.outside).filter_map(|(why, days)| Some((why, within(days?)))).collect()
    };
    let mut outside: Vec<(Outside, Stretch)> = rows.iter().flat_map(|(row, ..)| -> Vec<_> { pairs(row) }).collect();
    outside.sort_unstable_by_key(|(why, days)| (*days, *why));
    outside.dedup();
    let name = rows.iter().map(|(row, ..)| &row.name).find(|name| !name.is_empty()).unwrap_or(&first.name);
    Some(Enrolled { cell: first.cell, code: first.member.clone(), name: name.clone(), stays, outside })
}

/// What is wrong between the rows of one member. Rows that were left over would give a roll that nobody wrote down, so all of them go.
fn clash(rows: &[(Row, Place, usize)]) -> Option<Code> {
    let any_two = |is: fn(&Row, &Row) -> bool| {
        rows.iter().enumerate().any(|(second, (b, ..))| rows.iter().take(second).any(|(a, ..)| is(a, b)))
    };
    let in_two = any_two(is_in_both).then_some(Code::MemberInTwoCells);
    in_two.or_else(|| any_two(contradicts).then_some(Code::MemberContradicts))
}

fn contradicts(a: &Row, b: &Row) -> bool {
    let differ = |a: &str, b: &str| !a.is_empty() && !b.is_empty() && a != b;
    let same_stay = a.cell == b.cell && a.stay == b.stay;
    differ(&a.name, &b.name)
        || same_stay && a.standing.zip(b.standing).is_some_and(|(a, b)| a != b)
        || a.cell == b.cell && a.stay != b.stay && common(a.stay, b.stay).is_some()
}

/// Whether two stays share a day on which neither cell has sent the member to another one.
fn is_in_both(a: &Row, b: &Row) -> bool {
    let Some((from, until)) = common(a.stay, b.stay).filter(|_| a.cell != b.cell) else { return false };
    let sent = |row: &Row| {
        let [transferred, ..] = row.outside;
        transferred.is_some_and(|(first, last)| {
            let begins = first.is_none_or(|first| from.is_some_and(|from| first <= from));
            let ends = last.is_none_or(|last| until.is_some_and(|until| until.number() <= last.number() + 1));
            begins && ends
        })
    };
    !sent(a) && !sent(b)
}

/// The days of both stays, the last one not included.
fn common(a: Stretch, b: Stretch) -> Option<Stretch> {
    let from = a.0.max(b.0);
    let until = match (a.1, b.1) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    (until.is_none() || from < until).then_some((from, until))
}

fn named(rows: &[(Row, Place, usize)], cells: &Cells) -> String {
    let codes: BTreeSet<&str> = rows.iter().map(|(row, ..)| cells.code(row.cell)).collect();
    codes.into_iter().collect::<Vec<&str>>().join(", ")
}
