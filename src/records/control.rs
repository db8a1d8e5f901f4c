//! Control totals: what a clerk knows a file to hold, against what was read of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::account::Account;
use super::columns::{Columns, Summed};
use super::corrections;
use super::folder::RecordFile;
use super::profile::Expected;
use super::scan::Record;
use crate::base::Exact;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

/// The sums of one file so far, in the order of its control totals; of a file that corrects others by what its rows call the file that they
/// correct, otherwise under no name.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums(BTreeMap<String, Vec<i64>>);

impl Sums {
    /// Adds a sound row.
    #[inline]
    pub(super) fn add(&mut self, columns: &Columns, record: &Record<'_>, facts: &[Option<i64>]) {
        if !columns.expected.is_empty() {
            self.add_row(columns, record, facts);
        }
    }

    #[cold]
    fn add_row(&mut self, columns: &Columns, record: &Record<'_>, facts: &[Option<i64>]) {
        let of = columns.corrected_file.map_or_else(String::new, |column| corrections::text(record, column));
        let sums = self.0.entry(of).or_default();
        sums.resize(columns.expected.len(), 0);
        for (sum, (summed, _)) in sums.iter_mut().zip(&columns.expected) {
            *sum += match summed {
                Summed::Rows => 1,
                Summed::Fact(slot, _) => facts.get(*slot).copied().flatten().unwrap_or(0),
            };
        }
    }

    /// Takes over the sums of a later part.
    pub(super) fn join(&mut self, later: Sums) {
        for (of, later) in later.0 {
            let sums = self.0.entry(of).or_default();
            sums.resize(sums.len().max(later.len()), 0);
            for (sum, other) in sums.iter_mut().zip(later) {
                *sum += other;
            }
        }
    }

    /// The sums beside what the clerk knows them to be.
    pub(super) fn totals(&self, file: &Arc<str>, columns: &Columns) -> Vec<Total> {
        let mut all = self.0.clone();
        // Without any row the sums are zero.
        all.entry(String::new()).or_default();
        let total = |of: &str, sum: i64, (summed, expected): &(Summed, Expected)| {
            let place = match summed {
                Summed::Rows => Place::file(file),
                Summed::Fact(slot, _) => match columns.of_slot(*slot) {
                    Some(column) => Place::file(file).column(column, columns.heading(column)),
                    None => Place::file(file),
                },
            };
            let is_points = matches!(summed, Summed::Fact(_, true));
            Total { of: of.to_owned(), sum, is_points, expected: expected.clone(), place }
        };
        let of_each = |(of, sums): (&String, &Vec<i64>)| -> Vec<Total> {
            let sums = sums.iter().copied().chain(std::iter::repeat(0));
            sums.zip(&columns.expected).map(|(sum, expected)| total(of, sum, expected)).collect()
        };
        all.iter().flat_map(of_each).collect()
    }
}

/// A sum of a file beside its control total.
#[derive(Clone, Debug)]
pub(super) struct Total {
    /// What the rows call the file that they correct.
    of: String,
    sum: i64,
    is_points: bool,
    expected: Expected,
    place: Place,
}

/// A fault for every total of these files that is not what the clerk knows, with what is short or over. Rows that correct others count as if
/// they stood in the file of those.
pub(super) fn judge<'a>(accounts: impl IntoIterator<Item = &'a Account>, findings: &mut Findings) {
    let accounts: Vec<&Account> = accounts.into_iter().collect();
    let sources: Vec<&RecordFile> = accounts.iter().filter_map(|account| source(account)).collect();
    let corrections: Vec<(&Path, &Total)> = accounts
        .iter()
        .filter_map(|account| Some((source(account)?, account)))
        .flat_map(|(file, account)| account.totals.iter().map(move |total| (file, total)))
        .filter_map(|(file, total)| Some((corrected(file, &total.of, &sources)?, total)))
        .collect();
    for account in accounts.iter().filter(|account| !account.refused) {
        let Some(own) = source(account).filter(|own| own.corrects.is_empty()) else { continue };
        for total in &account.totals {
            let same = corrections.iter().filter(|(path, other)| *path == own.path && other.expected.what == total.expected.what);
            findings.extend(total.fault(same.fold(total.sum, |sum, (_, other)| sum + other.sum)));
        }
    }
}

fn source(account: &Account) -> Option<&RecordFile> {
    account.decided.as_ref().map(|decided| &decided.source)
}

/// The file that the rows of a file under that name correct in the end: a corrected row may have been corrected again.
fn corrected<'a>(file: &'a RecordFile, name: &str, files: &[&'a RecordFile]) -> Option<&'a Path> {
    let mut path = file.corrects.get(name)?;
    for _ in files {
        let Some(own) = files.iter().find(|own| own.path == *path && !own.corrects.is_empty()) else { break };
        // Of which of several nobody knows any more.
        path = own.corrects.values().next().filter(|first| own.corrects.values().all(|path| path == *first))?;
    }
    Some(path)
}

impl Total {
    fn fault(&self, sum: i64) -> Findings {
        let mut findings = Findings::new();
        let found = if self.is_points { Exact::thousandths(sum) } else { Exact::whole(sum) };
        let wanted = self.expected.value;
        if found != wanted {
            let (code, differ) = if found < wanted {
                (Code::ControlShort, wanted.checked_sub(found))
            } else {
                (Code::ControlOver, found.checked_sub(wanted))
            };
            let fault = Diagnostic::new(code, self.place.clone()).with("field", &self.expected.what).with("value", found.text());
            findings.push(fault.with("wanted", wanted.text()).with("differ", differ.map_or(String::new(), Exact::text)));
        }
        findings
    }
}
