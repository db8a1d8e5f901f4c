//! Control totals: what a clerk knows a file to hold, against what was read of it.

use std::sync::Arc;

use super::columns::{Columns, Summed};
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

    /// A fault for every total that is not what the clerk knows, with what is short or over.
    pub(super) fn judge(&self, file: &Arc<str>, columns: &Columns, findings: &mut Findings) {
        let sums = self.0.iter().copied().chain(std::iter::repeat(0));
        for (sum, (summed, expected)) in sums.zip(&columns.expected) {
            let is_points = matches!(summed, Summed::Fact(_, true));
            let found = if is_points { Exact::thousandths(sum) } else { Exact::whole(sum) };
            if found == expected.value {
                continue;
            }
            let differ =
                if found < expected.value { expected.value.checked_sub(found) } else { found.checked_sub(expected.value) };
            let code = if found < expected.value { Code::ControlShort } else { Code::ControlOver };
            let place = match summed {
                Summed::Rows => Place::file(file),
                Summed::Fact(slot, _) => match columns.of_slot(*slot) {
                    Some(column) => Place::file(file).column(column, columns.heading(column)),
                    None => Place::file(file),
                },
            };
            let fault = Diagnostic::new(code, place).with("field", &expected.what).with("value", found.text());
            let differ = differ.map_or(String::new(), Exact::text);
            findings.push(fault.with("wanted", expected.value.text()).with("differ", differ));
        }
    }
}
