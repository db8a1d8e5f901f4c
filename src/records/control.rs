//! Control totals: what a clerk knows a file to hold, against what was read of it.

use std::sync::Arc;

use super::account::Account;
use super::columns::{Columns, Summed};
use super::folder::RecordFile;
use super::profile::Expected;
use crate::base::Exact;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

/// The sums of one file so far, in the order of its control totals.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums(Vec<i64>);

impl Sums {
    /// Adds a sound row.
    #[inline]
    pub(super) fn add(&mut self, columns: &Columns, facts: &[Option<i64>]) {
        if !columns.expected.is_empty() {
            self.add_row(columns, facts);
        }
    }

    #[cold]
    fn add_row(&mut self, columns: &Columns, facts: &[Option<i64>]) {
        self.0.resize(columns.expected.len(), 0);
        for (sum, (summed, _)) in self.0.iter_mut().zip(&columns.expected) {
            *sum += match summed {
                Summed::Rows => 1,
                Summed::Fact(slot, _) => facts.get(*slot).copied().flatten().unwrap_or(0),
            };
        }
    }

    /// Takes over the sums of a later part.
    pub(super) fn join(&mut self, later: Sums) {
        self.0.resize(self.0.len().max(later.0.len()), 0);
        for (sum, other) in self.0.iter_mut().zip(later.0) {
            *sum += other;
        }
    }

    /// The sums beside what the clerk knows them to be.
    pub(super) fn totals(&self, file: &Arc<str>, columns: &Columns) -> Vec<Total> {
        let sums = self.0.iter().copied().chain(std::iter::repeat(0));
        let total = |(sum, (summed, expected)): (i64, &(Summed, Expected))| {
            let place = match summed {
                Summed::Rows => Place::file(file),
                Summed::Fact(slot, _) => match columns.of_slot(*slot) {
                    Some(column) => Place::file(file).column(column, columns.heading(column)),
                    None => Place::file(file),
                },
            };
            let is_points = matches!(summed, Summed::Fact(_, true));
            Total { sum, is_points, expected: expected.clone(), place }
        };
        sums.zip(&columns.expected).map(total).collect()
    }
}

/// A sum of a file beside its control total.
#[derive(Clone, Debug)]
pub(super) struct Total {
    sum: i64,
    is_points: bool,
    expected: Expected,
    place: Place,
}

/// A fault for every total of these files that is not what the clerk knows, with what is short or over. Rows that correct those of one file
/// count as if they stood there.
pub(super) fn judge<'a>(accounts: impl IntoIterator<Item = &'a Account>, findings: &mut Findings) {
    let accounts: Vec<&Account> = accounts.into_iter().collect();
    let source = |account: &Account| account.decided.as_ref().map(|decided| decided.source.clone());
    for account in accounts.iter().filter(|account| !account.refused) {
        let Some(own) = source(account).filter(|own| own.corrects.is_empty()) else { continue };
        for total in &account.totals {
            let only = |other: &RecordFile| other.corrects.len() == 1 && other.corrects.contains(&own.path);
            let corrections = accounts.iter().filter(|other| source(other).is_some_and(|other| only(&other)));
            let same = corrections.flat_map(|other| &other.totals).filter(|other| other.expected.what == total.expected.what);
            let sum = same.fold(total.sum, |sum, other| sum + other.sum);
            findings.extend(total.fault(sum));
        }
    }
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
