//! The cells of a province: `cells.csv`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::account::Account;
use super::table::{self, TableRow};
use crate::base::{Day, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Scope, Vocabulary};

/// Position of a cell; cells stand in the order of their codes, so results never depend on the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex(pub u32);

impl CellIndex {
    /// As a position in lists that run over all cells.
    pub fn position(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// All cells of a run.
#[derive(Debug, Default)]
pub struct Cells {
    codes: Vec<Box<str>>,
    names: Vec<Box<str>>,
    committees: Vec<u32>,
    committee_names: Vec<String>,
    existence: Vec<(Option<Day>, Option<Day>)>,
    places: Vec<(u32, u64)>,
    files: Vec<Arc<str>>,
    slots: Vec<usize>,
    facts: Vec<Option<i32>>,
    by_code: FxHashMap<u64, u32>,
}

impl Cells {
    /// Reads every `cells.csv`. A code that stands in several rows is rejected in all of them.
    pub fn read(files: &[(Arc<str>, &Path)], vocabulary: &Vocabulary, findings: &mut Findings) -> (Cells, Vec<Account>) {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        let (code, name, committee, from, until) = (slot("code"), slot("name"), slot("committee"), slot("from"), slot("until"));
        let mut accounts = Vec::new();
        let mut by_code: BTreeMap<String, Vec<(usize, TableRow)>> = BTreeMap::new();
        for (number, (file, path)) in files.iter().enumerate() {
            let Some((rows, account)) = table::read(path, file, Scope::Cell, vocabulary, None, findings) else {
                continue;
            };
            accounts.push((number, account));
            for row in rows {
                by_code.entry(row.text(code).unwrap_or_default().to_owned()).or_default().push((number, row));
            }
        }
        let mut cells = Cells {
            slots: vocabulary
                .facts
                .iter()
                .enumerate()
                .filter(|(_, fact)| fact.scope == Scope::Cell)
                .map(|(slot, _)| slot)
                .collect(),
            files: files.iter().map(|(file, _)| Arc::clone(file)).collect(),
            ..Cells::default()
        };
        let mut committees: BTreeMap<String, u32> = BTreeMap::new();
        for (text, rows) in by_code {
            let [(number, row)] = rows.as_slice() else {
                duplicate(&text, &rows, files, &mut accounts, findings);
                continue;
            };
            let index = u32::try_from(cells.codes.len()).unwrap_or(u32::MAX);
            let next = u32::try_from(committees.len()).unwrap_or(u32::MAX);
            let day = |slot: usize| row.fact(slot).and_then(Day::from_number);
            cells.committees.push(*committees.entry(row.text(committee).unwrap_or_default().to_owned()).or_insert(next));
            cells.names.push(row.text(name).unwrap_or_default().into());
            cells.existence.push((day(from), day(until)));
            cells.places.push((u32::try_from(*number).unwrap_or(0), row.row));
            for slot in &cells.slots {
                cells.facts.push(row.fact(*slot).and_then(|value| i32::try_from(value).ok()));
            }
            // Two codes with one hash: the first keeps the entry, the other is found by search.
            cells.by_code.entry(hash(text.as_bytes())).or_insert(index);
            cells.codes.push(text.into());
        }
        cells.order_committees(committees);
        (cells, accounts.into_iter().map(|(_, account)| account).collect())
    }

    /// Numbers committees in the order of their names.
    fn order_committees(&mut self, committees: BTreeMap<String, u32>) {
        let mut renumbered = vec![0; committees.len()];
        for (position, (name, first)) in committees.into_iter().enumerate() {
            if let Some(slot) = renumbered.get_mut(usize::try_from(first).unwrap_or(usize::MAX)) {
                *slot = u32::try_from(position).unwrap_or(u32::MAX);
            }
            self.committee_names.push(name);
        }
        for committee in &mut self.committees {
            *committee = renumbered.get(usize::try_from(*committee).unwrap_or(usize::MAX)).copied().unwrap_or(0);
        }
    }

    /// How many cells.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// All cells, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = CellIndex> + use<> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(CellIndex)
    }

    /// The cell of a code.
    pub fn find(&self, code: &[u8]) -> Option<CellIndex> {
        let cell = CellIndex(*self.by_code.get(&hash(code))?);
        if self.code(cell).as_bytes() == code {
            return Some(cell);
        }
        let position = self.codes.binary_search_by(|known| known.as_bytes().cmp(code)).ok()?;
        u32::try_from(position).ok().map(CellIndex)
    }

    /// The code nearest to a text.
    pub fn nearest(&self, code: &str) -> Option<&str> {
        heading::nearest(code, self.codes.iter().map(|code| &**code))
    }

    /// Code.
    pub fn code(&self, cell: CellIndex) -> &str {
        self.codes.get(cell.position()).map_or("", |code| code)
    }

    /// Name; may be empty.
    pub fn name(&self, cell: CellIndex) -> &str {
        self.names.get(cell.position()).map_or("", |name| name)
    }

    /// Name of the superior committee.
    pub fn committee(&self, cell: CellIndex) -> &str {
        let number = self.committees.get(cell.position()).copied().unwrap_or(0);
        self.committee_names.get(usize::try_from(number).unwrap_or(usize::MAX)).map_or("", String::as_str)
    }

    /// First and last day of existence, where given.
    pub fn existence(&self, cell: CellIndex) -> (Option<Day>, Option<Day>) {
        self.existence.get(cell.position()).copied().unwrap_or((None, None))
    }

    /// File and row that describe the cell.
    pub fn place(&self, cell: CellIndex) -> Place {
        let (file, row) = self.places.get(cell.position()).copied().unwrap_or((0, 0));
        match self.files.get(usize::try_from(file).unwrap_or(usize::MAX)) {
            Some(file) => Place { row: Some(row), ..Place::file(file) },
            None => Place::default(),
        }
    }

    /// Puts the cell's own facts into their slots.
    pub fn fill(&self, cell: CellIndex, facts: &mut [Option<i64>]) {
        let width = self.slots.len();
        let own = self.facts.get(cell.position() * width..(cell.position() + 1) * width).unwrap_or(&[]);
        for (slot, value) in self.slots.iter().zip(own) {
            if let Some(fact) = facts.get_mut(*slot) {
                *fact = value.map(i64::from);
            }
        }
    }

    /// One fact of the cell, by its slot in the vocabulary.
    pub fn fact(&self, cell: CellIndex, slot: usize) -> Option<i64> {
        let position = self.slots.iter().position(|own| *own == slot)?;
        self.facts.get(cell.position() * self.slots.len() + position).copied().flatten().map(i64::from)
    }
}

fn hash(code: &[u8]) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(code)
}

fn duplicate(
    code: &str,
    rows: &[(usize, TableRow)],
    files: &[(Arc<str>, &Path)],
    accounts: &mut [(usize, Account)],
    findings: &mut Findings,
) {
    let numbers: Vec<String> = rows.iter().map(|(_, row)| row.row.to_string()).collect();
    for (number, row) in rows {
        if let Some((_, account)) = accounts.iter_mut().find(|(other, _)| other == number) {
            account.used -= 1;
            account.rejected += 1;
        }
        if let Some((file, _)) = files.get(*number) {
            findings.push(
                Diagnostic::new(Code::CellDuplicate, Place::row(file, row.line, row.row))
                    .with("value", code)
                    .with("rows", numbers.join(", ")),
            );
        }
    }
}
