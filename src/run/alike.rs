//! Whether two records can be compared.

use std::collections::BTreeSet;

use super::input::Input;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::rules::{Header, Regulation};

impl Input {
    /// Whether two records tell of one time, under the same texts, and of at least one cell that both have; all that keeps them apart is reported.
    pub fn is_comparable_with(&self, other: &Input, findings: &mut Findings) -> bool {
        let mut apart = Vec::new();
        if self.period != other.period {
            let fault = Diagnostic::new(Code::PeriodsDiffer, other.profile()).with("value", other.period);
            apart.push(fault.with("wanted", self.period));
        }
        let texts = [self, other].map(|input| ids(input.texts(0).all().iter().map(|text| &text.regulation.header)));
        // Of records without meetings there are none to be judged otherwise.
        if texts.iter().all(|ids| !ids.is_empty()) {
            apart.extend(other.rules_differ("rules", texts));
        }
        let codes =
            |input: &Input| -> BTreeSet<String> { input.cells.iter().map(|cell| input.cells.code(cell).to_owned()).collect() };
        let (own, theirs) = (codes(self), codes(other));
        if own.is_disjoint(&theirs) {
            let fault = Diagnostic::new(Code::NoCommonCell, other.profile()).with("value", theirs.len());
            apart.push(fault.with("wanted", own.len()));
        }
        let is_comparable = apart.is_empty();
        apart.into_iter().for_each(|fault| findings.push(fault));
        is_comparable
    }

    /// Whether both judge the year by the same text; reported where not.
    pub fn judges_year_alike(&self, [own, theirs]: [&Regulation; 2], findings: &mut Findings) -> bool {
        let fault = self.rules_differ("year-end", [ids([&own.header].into_iter()), ids([&theirs.header].into_iter())]);
        let is_alike = fault.is_none();
        fault.into_iter().for_each(|fault| findings.push(fault));
        is_alike
    }

    fn rules_differ(&self, key: &str, [own, theirs]: [BTreeSet<String>; 2]) -> Option<Diagnostic> {
        let named = |ids: &BTreeSet<String>| ids.iter().map(String::as_str).collect::<Vec<&str>>().join(" + ");
        let fault = || {
            let value = format!("{}, {}", named(&own), named(&theirs));
            Diagnostic::new(Code::RulesDiffer, self.profile()).with("value", value).with("key", key)
        };
        (own != theirs).then(fault)
    }
}

fn ids<'h>(headers: impl Iterator<Item = &'h Header>) -> BTreeSet<String> {
    headers.map(|header| header.id.clone()).collect()
}
