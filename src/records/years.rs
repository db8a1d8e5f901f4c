//! `year.csv`: yearly facts per cell.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::supposed::Supposed;
use super::table::{self, TableFile, TableRow};
use super::tallied::Tallied;
use crate::base::{Day, Sparse};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Regulation, Scope};

/// The yearly facts of a cell.
#[derive(Clone, Debug)]
pub struct YearRow {
    /// File, row and line.
    pub place: Place,
    /// Facts in the slots of the yearly regulation; the cell's own among them.
    pub facts: Sparse,
    /// Texts by slot.
    pub texts: Vec<(usize, String)>,
}

/// The yearly facts of all cells.
#[derive(Clone, Debug, Default)]
pub struct Years {
    /// The sound rows.
    pub rows: BTreeMap<CellIndex, YearRow>,
    /// Cells of which rows were rejected, so that what they recorded is not known.
    pub rejected: BTreeSet<CellIndex>,
    /// The tables that tallies count in, as far as there are any.
    pub tables: Vec<Tallied>,
}

impl Years {
    /// What was known on a day: without the decisions of later days.
    pub fn known_on(&self, day: Day) -> Years {
        let mut years = self.clone();
        for row in years.tables.iter_mut().flat_map(|table| table.rows.values_mut()) {
            row.retain(|row| row.decided.is_none_or(|decided| decided <= day));
        }
        years
    }
}

/// Reads every `year.csv` for one year, with what is supposed of it. Rows that share cell and year are all rejected. Rows of other years are excluded.
pub fn read_years(
    files: &[RecordFile],
    regulation: &Regulation,
    cells: &Cells,
    (year, supposed): (i32, Option<&Supposed>),
    only: Option<CellIndex>,
    findings: &mut Findings,
) -> (Years, Vec<Account>) {
    let vocabulary = &regulation.vocabulary;
    let slot = |id: &str| vocabulary.position(id).unwrap_or(usize::MAX);
    let (cell_slot, year_slot) = (slot("year_cell"), slot("year"));
    let mut accounts = Vec::new();
    let mut near = Near::default();
    let mut rejected_cells = BTreeSet::new();
    let mut by_cell: BTreeMap<CellIndex, Vec<(usize, TableRow)>> = BTreeMap::new();
    for (number, source) in files.iter().enumerate() {
        let mut rows = Vec::new();
        let take = |row| rows.push(row);
        let asked = Some((year_slot, i64::from(year), i64::from(year)));
        let table = TableFile {
            source,
            scope: Scope::Year,
            vocabulary,
            regulation: Some(regulation),
            asked,
            known: None,
            may_be_empty: false,
        };
        let Some((mut account, rejected)) = table::read(&table, findings, take) else {
            continue;
        };
        for row in rows {
            let code = row.text(cell_slot).unwrap_or_default();
            let known = cells.find(code.as_bytes());
            if only.is_some() && known.is_some() && known != only {
                account.used -= 1;
                account.exclude(Excluded::NotAskedFor, 1);
                continue;
            }
            match known {
                Some(cell) => by_cell.entry(cell).or_default().push((number, row)),
                None => {
                    account.used -= 1;
                    account.rejected += 1;
                    findings.push(near.add(cells.fault(code, row.place(&source.name)), cells));
                }
            }
        }
        rejected_cells.extend(rejected.iter().filter_map(|row| cells.find(row.code().as_bytes())));
        accounts.push((number, account));
    }
    let mut years = BTreeMap::new();
    let slots = cells.slots(&regulation.vocabulary);
    let mut groups = Vec::new();
    let mut facts = Vec::new();
    for (cell, rows) in by_cell {
        let one = |(number, row): &(usize, TableRow)| One { file: *number, row: row.row, content: Some(row.content()) };
        let all: Vec<One> = rows.iter().map(one).collect();
        let mut verdicts = alike::judge(&all, files);
        // A row that was rejected for a fault of its own may be the right one.
        let is_chosen = verdicts
            .iter()
            .zip(&all)
            .any(|(verdict, one)| verdict.is_none() && files.get(one.file).is_some_and(|file| file.chosen.contains(&one.row)));
        if rejected_cells.contains(&cell) && !is_chosen {
            verdicts.fill(Some(Verdict::Stopped));
        }
        let place = |number: usize, row: &TableRow| match files.get(number) {
            Some(file) => Place::row(&file.name, row.line, row.row),
            None => Place::default(),
        };
        let named = copies::rows(&rows.iter().map(|(number, row)| place(*number, row)).collect::<Vec<Place>>());
        for ((number, row), verdict) in rows.into_iter().zip(&verdicts) {
            let Some((_, account)) = accounts.iter_mut().find(|(other, _): &&mut (usize, Account)| *other == number) else {
                continue;
            };
            let place = place(number, &row);
            let out = match verdict {
                None => {
                    facts.clear();
                    facts.resize(regulation.layout.recorded(), None);
                    for (slot, value) in row.facts {
                        if let Some(fact) = facts.get_mut(slot) {
                            *fact = Some(value);
                        }
                    }
                    cells.fill(cell, &slots, &mut facts);
                    if let Some(supposed) = supposed {
                        supposed.put_year((cell, year), regulation, &mut facts, findings);
                    }
                    years.insert(cell, YearRow { place, facts: facts.as_slice().into(), texts: row.texts });
                    continue;
                }
                Some(Verdict::Copy) => Some(Excluded::Copy),
                Some(Verdict::NotChosen) => Some(Excluded::NotChosen),
                Some(Verdict::Stopped) => None,
            };
            account.used -= 1;
            match out {
                Some(why) => account.exclude(why, 1),
                None => {
                    account.rejected += 1;
                    rejected_cells.insert(cell);
                    let value = format!("{} {year}", cells.code(cell));
                    findings.push(Diagnostic::new(Code::YearDuplicate, place).with("value", value).with("rows", &named));
                }
            }
        }
        if all.len() > 1 {
            groups.push((all, verdicts));
        }
    }
    alike::note(&groups, files, findings);
    let accounts: Vec<Account> = accounts.into_iter().map(|(_, account)| account).collect();
    control::judge(&accounts, findings);
    (Years { rows: years, rejected: rejected_cells, tables: Vec::new() }, accounts)
}
