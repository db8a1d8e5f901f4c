//! `lineage.csv`: which cells became which others, and on what day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::table::{self, TableFile, TableRow};
use crate::base::{Day, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Change, Scope, Vocabulary};

/// One cell becomes another, or a part of it.
#[derive(Clone, Debug)]
pub struct Succeeds {
    /// The old cell.
    pub from: CellIndex,
    /// The new one.
    pub to: CellIndex,
    /// First day of the new state.
    pub day: Day,
    /// How.
    pub change: Change,
    /// File and row that say so.
    pub place: Place,
}

impl Succeeds {
    /// Whether it falls into a period, so that the period has a part before it.
    pub fn is_within(&self, period: Period) -> bool {
        period.first.first_day().is_some_and(|first| first < self.day) && self.is_before_end(period)
    }

    /// Whether it has come by the end of a period.
    pub fn is_before_end(&self, period: Period) -> bool {
        period.last.last_day().is_some_and(|last| self.day <= last)
    }
}

/// Everything that `lineage.csv` says.
#[derive(Debug, Default)]
pub struct Lineage {
    /// By the old cell, in the order of day and new one.
    out_of: BTreeMap<CellIndex, Vec<Succeeds>>,
    /// By the new cell, in the order of day and old one.
    into: BTreeMap<CellIndex, Vec<Succeeds>>,
    /// Cells named in rows that were rejected, so that it is not known what they come from.
    uncertain: BTreeSet<CellIndex>,
}

/// First and last day of a cell.
type Existence = (Option<Day>, Option<Day>);

impl Lineage {
    /// Reads every `lineage.csv`, and gives the cells the first and last days that follow from it: what is renamed, transferred or merged ends
    /// on the day before; what comes of a renaming, transfer or split begins on the day itself. Where `cells.csv` says otherwise, or rows
    /// contradict each other, the rows are rejected.
    pub fn read(files: &[RecordFile], vocabulary: &Vocabulary, cells: &mut Cells, findings: &mut Findings) -> Vec<Account> {
        let mut reader = Reader { slots: Slots::of(vocabulary), near: Near::default(), lineage: Lineage::default() };
        let mut accounts: Vec<(usize, Account)> = Vec::new();
        let mut rows: Vec<Raw> = Vec::new();
        for (number, source) in files.iter().enumerate() {
            let table = TableFile {
                source,
                scope: Scope::Lineage,
                vocabulary,
                regulation: None,
                asked: None,
                known: None,
                may_be_empty: true,
            };
            let mut sound = Vec::new();
            let Some((mut account, rejected)) = table::read(&table, findings, |row| sound.push(row)) else { continue };
            reader.lineage.uncertain.extend(rejected.iter().filter_map(|row| cells.find(row.code().as_bytes())));
            for row in sound {
                match reader.row(&row, (number, source), cells, findings) {
                    Some(raw) => rows.push(raw),
                    None => {
                        account.used -= 1;
                        account.rejected += 1;
                    }
                }
            }
            accounts.push((number, account));
        }
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        let mut left_out = |raw: &Raw, why: Option<Excluded>| {
            let Some((_, account)) = accounts.iter_mut().find(|(number, _)| *number == raw.file) else { return };
            account.used -= 1;
            match why {
                Some(why) => account.exclude(why, 1),
                None => account.rejected += 1,
            }
        };
        let mut lineage = reader.lineage;
        let rows = lineage.alike(rows, files, &mut left_out, findings);
        let rows = lineage.in_harmony(rows, &mut left_out, findings);
        let (rows, days) = lineage.in_time(rows, cells, &mut left_out, findings);
        lineage.say_undated(&rows, cells, findings);
        let mut rows: Vec<Succeeds> = rows.into_iter().map(|raw| raw.said).collect();
        rows.sort_by_key(|row| (row.day, row.from, row.to));
        for row in rows {
            lineage.out_of.entry(row.from).or_default().push(row.clone());
            lineage.into.entry(row.to).or_default().push(row);
        }
        cells.succeed(lineage, days);
        control::judge(accounts.iter().map(|(_, account)| account), findings);
        accounts.into_iter().map(|(_, account)| account).collect()
    }

    /// Everything, by the old cell.
    pub fn rows(&self) -> impl Iterator<Item = &Succeeds> {
        self.out_of.values().flatten()
    }

    /// What a cell comes from.
    pub fn into(&self, cell: CellIndex) -> impl Iterator<Item = &Succeeds> {
        self.into.get(&cell).into_iter().flatten()
    }

    /// What becomes of a cell.
    pub fn out_of(&self, cell: CellIndex) -> impl Iterator<Item = &Succeeds> {
        self.out_of.get(&cell).into_iter().flatten()
    }

    /// A cell and all those that it comes from, at whatever time.
    pub fn line_of(&self, cell: CellIndex) -> Vec<CellIndex> {
        let mut line = vec![cell];
        let mut next = 0;
        while let Some(of) = line.get(next).copied() {
            next += 1;
            for row in self.into(of) {
                if !line.contains(&row.from) {
                    line.push(row.from);
                }
            }
        }
        line
    }

    /// Whether a rejected row names the cell.
    pub fn is_uncertain(&self, cell: CellIndex) -> bool {
        self.uncertain.contains(&cell)
    }

    /// A merger may make a new cell, or add to one that was there: without a first day nobody can tell which. Said once for each cell.
    fn say_undated(&self, rows: &[Raw], cells: &Cells, findings: &mut Findings) {
        let mut said = BTreeSet::new();
        for Raw { said: Succeeds { to, day, change, place, .. }, .. } in rows {
            let dated =
                cells.existence(*to).0.is_some() || rows.iter().any(|raw| raw.said.to == *to && raw.said.change.begins_the_new());
            if *change == Change::Merge && !dated && said.insert(*to) {
                let note = Diagnostic::new(Code::MergeIntoUndated, place.clone()).with("value", cells.code(*to));
                findings.push(note.with("day", day));
            }
        }
    }

    /// Leaves out copies, and rows of one pair of cells that differ.
    fn alike(
        &mut self,
        rows: Vec<Raw>,
        files: &[RecordFile],
        left_out: &mut impl FnMut(&Raw, Option<Excluded>),
        findings: &mut Findings,
    ) -> Vec<Raw> {
        let mut groups = Vec::new();
        let mut holding = Vec::new();
        for same in rows.chunk_by(|one, other| (one.said.from, one.said.to) == (other.said.from, other.said.to)) {
            let one = |raw: &Raw| One { file: raw.file, row: raw.said.place.row.unwrap_or(0), content: Some(raw.content()) };
            let ones: Vec<One> = same.iter().map(one).collect();
            let verdicts = alike::judge(&ones, files);
            for (raw, verdict) in same.iter().zip(&verdicts) {
                match verdict {
                    None => holding.push(raw.clone()),
                    Some(Verdict::Copy) => left_out(raw, Some(Excluded::Copy)),
                    Some(Verdict::NotChosen) => left_out(raw, Some(Excluded::NotChosen)),
                    Some(Verdict::Stopped) => self.conflict(raw, &same.iter().collect::<Vec<&Raw>>(), left_out, findings),
                }
            }
            if same.len() > 1 {
                groups.push((ones, verdicts));
            }
        }
        alike::note(&groups, files, findings);
        holding
    }

    /// Leaves out rows that cannot all be true: a cell ends once, a new one begins once, and both are there when something becomes of them.
    fn in_harmony(
        &mut self,
        rows: Vec<Raw>,
        left_out: &mut impl FnMut(&Raw, Option<Excluded>),
        findings: &mut Findings,
    ) -> Vec<Raw> {
        let (mut ends, mut begins): (Ends<'_>, Ends<'_>) = Default::default();
        for (place, raw) in rows.iter().enumerate() {
            if raw.said.change.ends_the_old() {
                ends.entry(raw.said.from).or_default().push((place, raw));
            }
            if raw.said.change.begins_the_new() {
                begins.entry(raw.said.to).or_default().push((place, raw));
            }
        }
        // Of each row, those that cannot be true beside it.
        let mut rivals: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut clash = |one: usize, other: usize| {
            if one != other {
                rivals.entry(one).or_default().extend([one, other]);
                rivals.entry(other).or_default().extend([one, other]);
            }
        };
        for all in ends.values().filter(|all| all.len() > 1).chain(begins.values().filter(|all| !are_parts_of_a_day(all))) {
            all.iter().for_each(|(one, _)| all.iter().for_each(|(other, _)| clash(*one, *other)));
        }
        for (place, raw) in rows.iter().enumerate() {
            let Succeeds { from, to, day, .. } = raw.said;
            // Both must be there, the old one on the day before.
            for (cell, day) in [(from, day.previous().unwrap_or(day)), (to, day)] {
                let gone = ends.get(&cell).into_iter().flatten().filter(|(_, other)| other.said.day <= day);
                let not_yet = begins.get(&cell).into_iter().flatten().filter(|(_, other)| other.said.day > day);
                gone.chain(not_yet).for_each(|(other, _)| clash(place, *other));
            }
        }
        let mut holding = Vec::new();
        for (place, raw) in rows.iter().enumerate() {
            let rivals: Vec<&Raw> = rivals.get(&place).into_iter().flatten().filter_map(|place| rows.get(*place)).collect();
            if rivals.is_empty() {
                holding.push(raw.clone());
            } else {
                self.conflict(raw, &rivals, left_out, findings);
            }
        }
        holding
    }

    fn conflict(
        &mut self,
        raw: &Raw,
        rivals: &[&Raw],
        left_out: &mut impl FnMut(&Raw, Option<Excluded>),
        findings: &mut Findings,
    ) {
        let fault = Diagnostic::new(Code::LineageConflict, raw.said.place.clone()).with("value", &raw.codes);
        findings.push(fault.with("rows", copies::rows(rivals.iter().map(|rival| &rival.said.place))));
        self.uncertain.extend([raw.said.from, raw.said.to]);
        left_out(raw, None);
    }

    /// Leaves out rows that do not agree with `cells.csv` about when a cell was there, and tells the days that follow from the others.
    fn in_time(
        &mut self,
        rows: Vec<Raw>,
        cells: &Cells,
        left_out: &mut impl FnMut(&Raw, Option<Excluded>),
        findings: &mut Findings,
    ) -> (Vec<Raw>, BTreeMap<CellIndex, Existence>) {
        let mut days: BTreeMap<CellIndex, Existence> = BTreeMap::new();
        for Raw { said, .. } in &rows {
            if said.change.ends_the_old() {
                days.entry(said.from).or_insert_with(|| cells.existence(said.from)).1 = said.day.previous();
            }
            if said.change.begins_the_new() {
                days.entry(said.to).or_insert_with(|| cells.existence(said.to)).0 = Some(said.day);
            }
        }
        let following = |cell: CellIndex| days.get(&cell).copied().unwrap_or_else(|| cells.existence(cell));
        let mut holding = Vec::new();
        let mut faulty = BTreeSet::new();
        for raw in rows {
            let Succeeds { from, to, day, .. } = raw.said;
            let wanted = [(from, day.previous().unwrap_or(day)), (to, day)];
            let differs = wanted.into_iter().find(|(cell, day)| {
                let (own, meant) = (cells.existence(*cell), following(*cell));
                let is_there = meant.0.is_none_or(|first| first <= *day) && meant.1.is_none_or(|last| *day <= last);
                !is_there || own.0.is_some_and(|first| Some(first) != meant.0) || own.1.is_some_and(|last| Some(last) != meant.1)
            });
            let Some((cell, _)) = differs else {
                holding.push(raw);
                continue;
            };
            let stretch = |(first, last): Existence| {
                let text = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
                format!("{} – {}", text(first), text(last))
            };
            let fault = Diagnostic::new(Code::LineageDates, raw.said.place.clone()).with("value", cells.code(cell));
            let fault = fault.with("given", stretch(cells.existence(cell))).with("wanted", stretch(following(cell)));
            findings.push(fault.with("day", day));
            self.uncertain.extend([from, to]);
            faulty.extend([from, to]);
            left_out(&raw, None);
        }
        days.retain(|cell, _| !faulty.contains(cell));
        (holding, days)
    }
}

/// Rows by a cell that ends, or begins, with them.
type Ends<'r> = BTreeMap<CellIndex, Vec<(usize, &'r Raw)>>;

/// Parts of several cells may make up a new one, all on one day.
fn are_parts_of_a_day(all: &[(usize, &Raw)]) -> bool {
    all.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a.said.day == b.said.day))
        && all.iter().all(|(_, raw)| raw.said.change == Change::Split || all.len() == 1)
}

/// A row with its place.
#[derive(Clone)]
struct Raw {
    said: Succeeds,
    /// The codes of both cells, for faults.
    codes: String,
    file: usize,
}

impl Raw {
    fn content(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        (self.said.day, self.said.change.word()).hash(&mut hasher);
        hasher.finish()
    }

    /// Whatever the order of files and rows.
    fn key(&self) -> impl Ord {
        let Succeeds { from, to, day, change, place } = &self.said;
        (*from, *to, *day, *change, place.file.clone(), place.row)
    }
}

struct Slots {
    from: usize,
    to: usize,
    date: usize,
    what: usize,
}

impl Slots {
    fn of(vocabulary: &Vocabulary) -> Slots {
        let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
        Slots { from: slot("lineage_from"), to: slot("lineage_to"), date: slot("lineage_date"), what: slot("lineage_what") }
    }
}

struct Reader {
    slots: Slots,
    near: Near,
    lineage: Lineage,
}

impl Reader {
    /// `None` when the row names a cell that is not there, or one cell twice.
    fn row(
        &mut self,
        row: &TableRow,
        (number, source): (usize, &RecordFile),
        cells: &Cells,
        findings: &mut Findings,
    ) -> Option<Raw> {
        let file: &Arc<str> = &source.name;
        let [from, to] = [self.slots.from, self.slots.to].map(|slot| (slot, row.text(slot).unwrap_or_default()));
        let [old, new] = [from, to].map(|(slot, code)| {
            let found = cells.find(code.as_bytes());
            if found.is_none() {
                let fault = cells.fault(code, row.place_of(file, slot));
                findings.push(self.near.add(fault, cells));
            }
            found
        });
        let (Some(old_cell), Some(new_cell)) = (old, new) else {
            self.lineage.uncertain.extend(old.into_iter().chain(new));
            return None;
        };
        if old_cell == new_cell {
            findings.push(Diagnostic::new(Code::LineageToItself, row.place_of(file, to.0)).with("value", to.1));
            return None;
        }
        let day = row.fact(self.slots.date).and_then(Day::from_number)?;
        let change = row.fact(self.slots.what).and_then(|what| Change::ALL.get(usize::try_from(what).ok()?).copied())?;
        let place = Place::row(file, row.line, row.row);
        let codes = format!("{} → {}", cells.code(old_cell), cells.code(new_cell));
        Some(Raw { said: Succeeds { from: old_cell, to: new_cell, day, change, place }, codes, file: number })
    }
}
