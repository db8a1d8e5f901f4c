//! Tables of which a cell may have any number of rows in a year, or none: `discipline.csv`. Tallies count in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::{Account, Excluded};
use super::cells::{CellIndex, CellSlots, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::table::{self, TableFile, TableRow};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{FactType, Regulation, Scope};

/// The day of a decision about discipline.
const DECIDED: &str = "discipline_date";

/// One such table.
#[derive(Clone, Debug)]
pub struct Tallied {
    /// Which.
    pub of: Scope,
    /// The sound rows of every cell, those of other years too, in the order of the files.
    pub rows: BTreeMap<CellIndex, Vec<TalliedRow>>,
    /// Cells of which rows were rejected, so that how many there are is not known.
    pub rejected: BTreeSet<CellIndex>,
    /// Sound rows that count to another year by every date that a tally goes by.
    pub other_years: u64,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct TalliedRow {
    /// File, row and line.
    pub place: Place,
    /// Facts in the slots of the yearly regulation; the cell's own among them.
    pub facts: Vec<Option<i64>>,
    /// Texts by slot.
    pub texts: Vec<(usize, String)>,
    /// Day of the decision that it records.
    pub decided: Option<Day>,
}

impl TalliedRow {
    /// The year of the date in a slot.
    pub fn year(&self, slot: usize) -> Option<i32> {
        self.facts.get(slot).copied().flatten().and_then(Day::from_number).map(Day::year)
    }

    /// The text in a slot.
    pub fn text(&self, slot: usize) -> Option<&str> {
        self.texts.iter().find(|(other, _)| *other == slot).map(|(_, text)| text.as_str())
    }
}

/// Reads every file of a table. Rows that are alike in every field are all rejected; rows of other years are excluded, but kept for whoever
/// asks why they do not count. What was decided after `as_of` is excluded too, whatever faults it has.
pub fn read_tallied(
    files: &[RecordFile],
    of: Scope,
    regulation: &Regulation,
    cells: &Cells,
    (year, as_of): (i32, Option<Day>),
    findings: &mut Findings,
) -> (Tallied, Vec<Account>) {
    let vocabulary = &regulation.vocabulary;
    let cell_slot = vocabulary.facts.iter().position(|fact| fact.scope == of && fact.kind == FactType::Code);
    let dates: BTreeSet<usize> = regulation.tallies.iter().filter(|tally| tally.of == of).map(|tally| tally.year_by).collect();
    let mut accounts = Vec::new();
    let mut near = Near::default();
    let mut tallied = Tallied { of, rows: BTreeMap::new(), rejected: BTreeSet::new(), other_years: 0 };
    let slots = cells.slots(vocabulary);
    let known = as_of.and_then(|day| Some((vocabulary.position(DECIDED)?, day.number())));
    let mut by_cell: BTreeMap<CellIndex, Vec<(usize, TalliedRow)>> = BTreeMap::new();
    for source in files {
        let file = &source.name;
        let mut rows = Vec::new();
        let take = |row| rows.push(row);
        let table =
            TableFile { source, scope: of, vocabulary, regulation: Some(regulation), asked: None, known, may_be_empty: true };
        let Some((mut account, rejected)) = table::read(&table, findings, take) else {
            continue;
        };
        tallied.rejected.extend(rejected.iter().filter_map(|row| cells.find(row.code().as_bytes())));
        for row in rows {
            if known.is_some_and(|(slot, last)| row.fact(slot).is_some_and(|day| day > last)) {
                account.used -= 1;
                account.exclude(Excluded::NotYet, 1);
                continue;
            }
            let code = cell_slot.and_then(|slot| row.text(slot)).unwrap_or_default();
            match cells.find(code.as_bytes()) {
                Some(cell) => {
                    by_cell.entry(cell).or_default().push((accounts.len(), filled(row, file, cell, (cells, &slots), regulation)))
                }
                None => {
                    account.used -= 1;
                    account.rejected += 1;
                    findings.push(near.add(cells.fault(code, row.place(file)), cells));
                }
            }
        }
        accounts.push(account);
    }
    for (cell, rows) in by_cell {
        for (file, row) in &rows {
            let alike = |(_, other): &&(usize, TalliedRow)| other.facts == row.facts && other.texts == row.texts;
            let same: Vec<&Place> = rows.iter().filter(alike).map(|(_, row)| &row.place).collect();
            let Some(account) = accounts.get_mut(*file) else { continue };
            if same.len() > 1 {
                account.used -= 1;
                account.rejected += 1;
                tallied.rejected.insert(cell);
                let fault = Diagnostic::new(Code::RowDuplicate, row.place.clone()).with("value", cells.code(cell));
                findings.push(fault.with("rows", copies::rows(same)));
                continue;
            }
            if !dates.is_empty() && dates.iter().all(|slot| row.year(*slot).is_some_and(|own| own != year)) {
                account.used -= 1;
                account.exclude(Excluded::NotAskedFor, 1);
                tallied.other_years += 1;
            }
            tallied.rows.entry(cell).or_default().push(row.clone());
        }
    }
    control::judge(&accounts, findings);
    (tallied, accounts)
}

fn filled(
    row: TableRow,
    file: &Arc<str>,
    cell: CellIndex,
    (cells, slots): (&Cells, &CellSlots),
    regulation: &Regulation,
) -> TalliedRow {
    let mut facts = vec![None; regulation.layout.recorded()];
    for (slot, value) in row.facts {
        if let Some(fact) = facts.get_mut(slot) {
            *fact = Some(value);
        }
    }
    cells.fill(cell, slots, &mut facts);
    let decided = regulation.vocabulary.position(DECIDED).and_then(|slot| facts.get(slot).copied().flatten());
    let decided = decided.and_then(Day::from_number);
    TalliedRow { place: Place::row(file, row.line, row.row), facts, texts: row.texts, decided }
}
