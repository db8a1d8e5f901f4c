//! The cells of a province: `cells.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::lineage::{Lineage, Succeeds};
use super::profile::ConfirmedName;
use super::table::{self, TableFile, TableRow};
use crate::base::{Day, Period, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Fact, FactType, Scope, Vocabulary};

/// Position of a cell; cells stand in the order of their codes, so results never depend on the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex(pub u32);

impl CellIndex {
    /// As a position in lists that run over all cells.
    pub fn position(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// The slots of the facts of cells in one vocabulary; none for what it does not declare.
#[derive(Clone, Debug)]
pub struct CellSlots(Vec<Option<usize>>);

impl CellSlots {
    /// Whether every fact stands where it stands for another vocabulary, among its first so many slots, or in none of both.
    pub(super) fn are_those_of(&self, other: &CellSlots, len: usize) -> bool {
        let within = |slot: Option<usize>| slot.filter(|slot| *slot < len);
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(own, theirs)| *own == within(*own) && *own == within(*theirs))
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
    /// Ids of the facts that are kept as numbers.
    ids: Vec<String>,
    facts: Vec<Option<i32>>,
    by_code: FxHashMap<u64, u32>,
    rejected: BTreeSet<String>,
    /// Names that the clerk has confirmed, as they are compared.
    by_name: BTreeMap<String, CellIndex>,
    lineage: Lineage,
    /// Names that look alike, made when a name is first missed.
    likenesses: OnceLock<BTreeMap<String, Vec<CellIndex>>>,
}

impl Cells {
    /// Reads every `cells.csv`; the vocabulary has all facts that a regulation of the run asks of cells. A code that stands in several rows is rejected in all of them.
    pub fn read(files: &[RecordFile], vocabulary: &Vocabulary, findings: &mut Findings) -> (Cells, Vec<Account>) {
        let mut raw = RawCells::new(vocabulary);
        let mut accounts = Vec::new();
        for (number, source) in files.iter().enumerate() {
            let table = TableFile {
                source,
                scope: Scope::Cell,
                vocabulary,
                regulation: None,
                asked: None,
                known: None,
                may_be_empty: false,
            };
            let take = |row: TableRow| raw.take(number, &row);
            if let Some((account, rejected)) = table::read(&table, findings, take) {
                accounts.push((number, account));
                raw.rejected.extend(rejected.iter().map(|row| row.code().to_owned()));
            }
        }
        let mut cells = Cells {
            ids: raw.slots.iter().filter_map(|slot| Some(vocabulary.facts.get(*slot)?.id.clone())).collect(),
            files: files.iter().map(|file| Arc::clone(&file.name)).collect(),
            ..Cells::default()
        };
        let order = raw.order();
        cells.reserve(order.len());
        let mut groups = Vec::new();
        for (same, count) in raw.alike(&order) {
            let Some(several) = order.get(same..same + count) else { continue };
            let verdicts = raw.verdicts(several, files);
            for (position, verdict) in several.iter().zip(&verdicts) {
                match verdict {
                    None if raw.ends_before_it_begins(*position) => raw.reject_order(*position, files, &mut accounts, findings),
                    None => cells.push(&mut raw, *position),
                    Some(Verdict::Copy) => raw.exclude(*position, Excluded::Copy, &mut accounts),
                    Some(Verdict::NotChosen) => raw.exclude(*position, Excluded::NotChosen, &mut accounts),
                    Some(Verdict::Stopped) => {}
                }
            }
            if verdicts.contains(&Some(Verdict::Stopped)) {
                raw.reject(several, files, &mut accounts, findings);
            }
            if count > 1 {
                groups.push((raw.ones(several), verdicts));
            }
        }
        alike::note(&groups, files, findings);
        cells.rejected = raw.rejected;
        cells.order_committees(raw.committees);
        let accounts: Vec<Account> = accounts.into_iter().map(|(_, account)| account).collect();
        control::judge(&accounts, findings);
        (cells, accounts)
    }

    /// Makes room for so many cells at once: lists that grow leave holes behind, which add up over the years of a comparison.
    fn reserve(&mut self, count: usize) {
        self.codes.reserve_exact(count);
        self.names.reserve_exact(count);
        self.committees.reserve_exact(count);
        self.existence.reserve_exact(count);
        self.places.reserve_exact(count);
        self.facts.reserve_exact(count * self.ids.len());
        self.by_code.reserve(count);
    }

    fn push(&mut self, raw: &mut RawCells, position: usize) {
        let width = raw.slots.len();
        self.facts.extend_from_slice(raw.facts.get(position * width..(position + 1) * width).unwrap_or(&[]));
        let Some(row) = raw.rows.get_mut(position) else { return };
        let index = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        // Two codes with one hash: the first keeps the entry, the other is found by search.
        self.by_code.entry(hash(row.code.as_bytes())).or_insert(index);
        self.codes.push(std::mem::take(&mut row.code));
        self.names.push(std::mem::take(&mut row.name));
        self.committees.push(row.committee);
        self.existence.push(row.existence);
        self.places.push((row.file, row.row));
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

    /// Takes over the names that a folder has confirmed. A name of two cells, or of none, is a fault.
    pub fn confirm(&mut self, names: &[ConfirmedName], findings: &mut Findings) {
        for ConfirmedName { name, code, place } in names {
            let fault = |code_of: Code| Diagnostic::new(code_of, place.clone()).with("value", name).with("code", code);
            let Some(cell) = self.find_code(code.as_bytes()) else {
                findings.push(fault(Code::NameOfNoCell).with("near", self.nearest(code)));
                continue;
            };
            let known = self.by_name.insert(heading::exact(name), cell);
            if let Some(other) = known.filter(|other| *other != cell) {
                findings.push(fault(Code::NameOfTwoCells).with("other", self.code(other)));
            }
        }
    }

    /// The cell of a code, or of a name that the clerk has confirmed.
    pub fn find(&self, code: &[u8]) -> Option<CellIndex> {
        self.find_code(code).or_else(|| if self.by_name.is_empty() { None } else { self.find_name(code) })
    }

    #[cold]
    fn find_name(&self, name: &[u8]) -> Option<CellIndex> {
        self.by_name.get(&heading::exact(std::str::from_utf8(name).ok()?)).copied()
    }

    /// Cells whose name, in `cells.csv` or confirmed, is this one or looks like it.
    fn alike(&self, name: &str) -> &[CellIndex] {
        let all = self.likenesses.get_or_init(|| {
            let mut all: BTreeMap<String, Vec<CellIndex>> = BTreeMap::new();
            let named = self.iter().map(|cell| (self.name(cell), cell));
            for (name, cell) in named.chain(self.by_name.iter().map(|(name, cell)| (name.as_str(), *cell))) {
                let cells = all.entry(heading::likeness(name)).or_default();
                if !name.is_empty() && !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
            all
        });
        all.get(&heading::likeness(name)).map_or(&[], Vec::as_slice)
    }

    /// Code and name of the cells whose name is this one or looks like it.
    pub(super) fn named_alike(&self, name: &str) -> Vec<(String, String)> {
        self.alike(name).iter().map(|cell| (self.code(*cell).to_owned(), self.name(*cell).to_owned())).collect()
    }

    fn find_code(&self, code: &[u8]) -> Option<CellIndex> {
        let Some(found) = self.by_code.get(&hash(code)) else {
            let text = std::str::from_utf8(code).ok().filter(|text| !text.is_ascii())?;
            let composed: String = text.nfc().collect();
            return if composed == text { None } else { self.find_code(composed.as_bytes()) };
        };
        let cell = CellIndex(*found);
        if self.code(cell).as_bytes() == code {
            return Some(cell);
        }
        let position = self.codes.binary_search_by(|known| known.as_bytes().cmp(code)).ok()?;
        u32::try_from(position).ok().map(CellIndex)
    }

    /// Whether `cells.csv` has rows of the code, but none that could be used.
    pub fn is_rejected(&self, code: &str) -> bool {
        self.rejected.contains(code)
    }

    /// How many codes of `cells.csv` have no row that could be used.
    pub fn rejected(&self) -> usize {
        self.rejected.len()
    }

    /// The fault of a code that is not among the cells: unknown, or known and rejected.
    pub fn fault(&self, code: &str, place: Place) -> Diagnostic {
        if self.is_rejected(code) {
            return Diagnostic::new(Code::CellRejected, place).with("value", code);
        }
        let alike = if code.chars().any(char::is_alphabetic) { self.alike(code) } else { &[] };
        if alike.is_empty() {
            return Diagnostic::new(Code::CellUnknown, place).with("value", code);
        }
        let named = |cell: &CellIndex| format!("{} ({})", self.code(*cell), self.name(*cell));
        let near: Vec<String> = alike.iter().take(5).map(named).collect();
        let first = alike.first().map_or("", |cell| self.code(*cell));
        Diagnostic::new(Code::CellNameUnconfirmed, place).with("value", code).with("near", near.join(", ")).with("code", first)
    }

    /// The code nearest to a text.
    pub fn nearest(&self, code: &str) -> String {
        heading::nearest_or_some(code, self.codes.iter().map(|code| &**code))
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

    /// First and last day of existence, where `cells.csv` or `lineage.csv` gives them.
    pub fn existence(&self, cell: CellIndex) -> (Option<Day>, Option<Day>) {
        self.existence.get(cell.position()).copied().unwrap_or((None, None))
    }

    /// Whether the old cell of a change is no more from its day on.
    pub fn is_end(&self, row: &Succeeds) -> bool {
        row.change.ends_the_old() || self.existence(row.from).1.is_some_and(|until| until < row.day)
    }

    /// How a cell came to its end by that of a period. It may give off parts on that day; any of its heirs tells that it is gone, the first by
    /// code.
    pub fn end(&self, cell: CellIndex, period: Period) -> Option<&Succeeds> {
        self.lineage.out_of(cell).find(|row| row.is_before_end(period) && self.is_end(row))
    }

    /// Which cells became which others.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// Takes over what became of cells, and the days that follow from it.
    pub(super) fn succeed(&mut self, lineage: Lineage, days: BTreeMap<CellIndex, (Option<Day>, Option<Day>)>) {
        self.lineage = lineage;
        for (cell, days) in days {
            if let Some(existence) = self.existence.get_mut(cell.position()) {
                *existence = days;
            }
        }
    }

    /// File and row that describe the cell.
    pub fn place(&self, cell: CellIndex) -> Place {
        let (file, row) = self.places.get(cell.position()).copied().unwrap_or((0, 0));
        match self.files.get(usize::try_from(file).unwrap_or(usize::MAX)) {
            Some(file) => Place { row: Some(row), ..Place::file(file) },
            None => Place::default(),
        }
    }

    /// Where the facts of cells stand in a vocabulary: regulations that declare their own have other slots for them.
    pub fn slots(&self, vocabulary: &Vocabulary) -> CellSlots {
        CellSlots(self.ids.iter().map(|id| vocabulary.position(id)).collect())
    }

    /// Puts the cell's own facts into their slots.
    pub fn fill(&self, cell: CellIndex, slots: &CellSlots, facts: &mut [Option<i64>]) {
        let width = self.ids.len();
        let own = self.facts.get(cell.position() * width..(cell.position() + 1) * width).unwrap_or(&[]);
        for (slot, value) in slots.0.iter().zip(own) {
            if let Some(fact) = slot.and_then(|slot| facts.get_mut(slot)) {
                *fact = value.map(i64::from);
            }
        }
    }

    /// One fact of the cell.
    pub fn fact(&self, cell: CellIndex, id: &str) -> Option<i64> {
        let position = self.ids.iter().position(|own| own == id)?;
        self.facts.get(cell.position() * self.ids.len() + position).copied().flatten().map(i64::from)
    }
}

/// Finds near codes for unknown ones. Each search looks at every cell, so only the first distinct codes get one.
#[derive(Debug, Default)]
pub(super) struct Near(BTreeMap<String, String>);

impl Near {
    const MOST: usize = 100;

    /// Adds the near code to the fault of an unknown one.
    pub(super) fn add(&mut self, fault: Diagnostic, cells: &Cells) -> Diagnostic {
        if fault.code != Code::CellUnknown {
            return fault;
        }
        let code = fault.value().unwrap_or("").to_owned();
        if !self.0.contains_key(&code) && self.0.len() < Near::MOST {
            self.0.insert(code.clone(), cells.nearest(&code));
        }
        let near = self.0.get(&code).map_or("cells.csv: code", String::as_str).to_owned();
        fault.with("near", near)
    }
}

fn hash(code: &[u8]) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(code)
}

/// Rows of `cells.csv` in the order of the files, small, since a country has 300,000.
struct RawCells {
    rows: Vec<RawCell>,
    /// Slots of the facts that are kept as numbers.
    slots: Vec<usize>,
    facts: Vec<Option<i32>>,
    committees: BTreeMap<String, u32>,
    rejected: BTreeSet<String>,
    texts: [usize; 3],
    days: [usize; 2],
}

struct RawCell {
    code: Box<str>,
    name: Box<str>,
    committee: u32,
    existence: (Option<Day>, Option<Day>),
    file: u32,
    line: u64,
    row: u64,
    code_place: (u32, Arc<str>),
    /// All that the row says, in one number.
    content: u64,
}

impl RawCells {
    fn new(vocabulary: &Vocabulary) -> RawCells {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        let number = |fact: &Fact| fact.scope == Scope::Cell && !matches!(fact.kind, FactType::Code | FactType::Text);
        RawCells {
            rows: Vec::new(),
            slots: vocabulary.facts.iter().enumerate().filter(|(_, fact)| number(fact)).map(|(slot, _)| slot).collect(),
            facts: Vec::new(),
            committees: BTreeMap::new(),
            rejected: BTreeSet::new(),
            texts: ["code", "name", "committee"].map(slot),
            days: ["from", "until"].map(slot),
        }
    }

    fn take(&mut self, file: usize, row: &TableRow) {
        let [code, name, committee] = self.texts.map(|slot| row.text(slot).unwrap_or_default());
        let [from, until] = self.days.map(|slot| row.fact(slot).and_then(Day::from_number));
        let next = u32::try_from(self.committees.len()).unwrap_or(u32::MAX);
        let committee = match self.committees.get(committee) {
            Some(number) => *number,
            None => *self.committees.entry(committee.to_owned()).or_insert(next),
        };
        for slot in &self.slots {
            self.facts.push(row.fact(*slot).and_then(|value| i32::try_from(value).ok()));
        }
        let file = u32::try_from(file).unwrap_or(u32::MAX);
        let existence = (from, until);
        let code_place = (u32::try_from(row.code.0).unwrap_or(0), Arc::clone(&row.code.1));
        self.rows.push(RawCell {
            code: code.into(),
            name: name.into(),
            committee,
            existence,
            file,
            line: row.line,
            row: row.row,
            code_place,
            content: row.content(),
        });
    }

    fn code(&self, position: usize) -> &str {
        self.rows.get(position).map_or("", |row| &row.code)
    }

    /// Positions in the order of codes; equal codes in the order of the files.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|a, b| self.code(*a).cmp(self.code(*b)));
        order
    }

    /// Runs of equal codes in an order: start and length.
    fn alike(&self, order: &[usize]) -> Vec<(usize, usize)> {
        let mut start = 0;
        let mut runs = Vec::new();
        for run in order.chunk_by(|a, b| self.code(*a) == self.code(*b)) {
            runs.push((start, run.len()));
            start += run.len();
        }
        runs
    }

    fn ones(&self, positions: &[usize]) -> Vec<One> {
        let one = |position: &usize| {
            let row = self.rows.get(*position)?;
            Some(One { file: usize::try_from(row.file).unwrap_or(usize::MAX), row: row.row, content: Some(row.content) })
        };
        positions.iter().filter_map(one).collect()
    }

    /// What becomes of rows of one code. A row that was rejected for a fault of its own may be the right one, unless one of these was chosen.
    fn verdicts(&self, positions: &[usize], files: &[RecordFile]) -> Vec<Option<Verdict>> {
        let rejected = positions.first().is_some_and(|first| self.rejected.contains(self.code(*first)));
        if positions.len() == 1 && !rejected {
            return vec![None];
        }
        let ones = self.ones(positions);
        let is_chosen = |one: &One| files.get(one.file).is_some_and(|file| file.chosen.contains(&one.row));
        if rejected && !ones.iter().any(is_chosen) {
            return vec![Some(Verdict::Stopped); positions.len()];
        }
        alike::judge(&ones, files)
    }

    fn exclude(&self, position: usize, why: Excluded, accounts: &mut [(usize, Account)]) {
        let Some(row) = self.rows.get(position) else { return };
        let number = usize::try_from(row.file).unwrap_or(usize::MAX);
        if let Some((_, account)) = accounts.iter_mut().find(|(other, _)| *other == number) {
            account.used -= 1;
            account.exclude(why, 1);
        }
    }

    fn ends_before_it_begins(&self, position: usize) -> bool {
        let existence = self.rows.get(position).map(|row| row.existence);
        matches!(existence, Some((Some(from), Some(until))) if until < from)
    }

    fn reject_order(
        &mut self,
        position: usize,
        files: &[RecordFile],
        accounts: &mut [(usize, Account)],
        findings: &mut Findings,
    ) {
        let Some(row) = self.rows.get(position) else { return };
        let (Some(from), Some(until)) = row.existence else { return };
        let number = usize::try_from(row.file).unwrap_or(usize::MAX);
        if let Some((_, account)) = accounts.iter_mut().find(|(other, _)| *other == number) {
            account.used -= 1;
            account.rejected += 1;
        }
        if let Some(file) = files.get(number) {
            let fault = Diagnostic::new(Code::ExistenceOrder, Place::row(&file.name, row.line, row.row));
            findings.push(fault.with("value", &row.code).with("from", from).with("until", until));
        }
        self.rejected.insert(row.code.to_string());
    }

    /// Several rows of one code: all are faulty, since nothing tells which is meant.
    fn reject(&mut self, same: &[usize], files: &[RecordFile], accounts: &mut [(usize, Account)], findings: &mut Findings) {
        let rows: Vec<&RawCell> = same.iter().filter_map(|position| self.rows.get(*position)).collect();
        let place = |row: &RawCell| {
            let file = files.get(usize::try_from(row.file).unwrap_or(usize::MAX))?;
            Some(Place::row(&file.name, row.line, row.row))
        };
        let places: Vec<Place> = rows.iter().filter_map(|row| place(row)).collect();
        let named = copies::rows(&places);
        self.rejected.extend(rows.first().map(|row| row.code.to_string()));
        for row in rows {
            let number = usize::try_from(row.file).unwrap_or(usize::MAX);
            if let Some((_, account)) = accounts.iter_mut().find(|(other, _)| *other == number) {
                account.used -= 1;
                account.rejected += 1;
            }
            if let Some(place) = place(row) {
                let place = place.column(usize::try_from(row.code_place.0).unwrap_or(0), &row.code_place.1);
                let fault = Diagnostic::new(Code::CellDuplicate, place).with("value", &row.code);
                findings.push(fault.with("rows", &named));
            }
        }
    }
}
