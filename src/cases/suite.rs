//! All cases of a regulation, and what running them shows.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::case::{Case, Expected};
use super::part::{Part, parts};
use super::read::read;
use super::run::{Outcome, run};
use crate::base::Exact;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Regulation, shipped};

/// The cases of one file.
#[derive(Clone, Debug)]
pub struct Suite {
    /// Name of the file.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The cases without a fault.
    pub cases: Vec<Case>,
    /// Faults of the file.
    pub findings: Findings,
}

impl Suite {
    /// The `cases.toml` beside a regulation that was found under that id or path.
    pub fn beside(regulation: &Regulation, id_or_path: &str) -> Suite {
        let path = Path::new(&*regulation.file).with_file_name("cases.toml");
        let file: Arc<str> = path.to_string_lossy().into();
        match shipped::beside(id_or_path, &path) {
            Ok(text) => read(regulation, &file, &text.into()),
            Err(code) => {
                let mut findings = Findings::new();
                findings.push(Diagnostic::new(code, Place::file(&file)).with("value", &file));
                Suite { file, text: "".into(), cases: Vec::new(), findings }
            }
        }
    }

    /// Where an expectation stands.
    pub fn place(&self, expected: &Expected) -> Place {
        Place::in_text(&self.file, &self.text, &expected.span)
    }
}

/// A regulation with its cases run.
#[derive(Debug)]
pub struct Tested<'a> {
    /// The regulation.
    pub regulation: &'a Regulation,
    /// Its cases.
    pub suite: &'a Suite,
    /// What each case gave, in the order of the suite.
    pub outcomes: Vec<Outcome>,
    /// Every part of the regulation.
    pub parts: BTreeSet<Part>,
    /// The parts that some case reaches.
    pub reached: BTreeSet<Part>,
}

impl<'a> Tested<'a> {
    /// Runs all cases.
    pub fn of(regulation: &'a Regulation, suite: &'a Suite) -> Tested<'a> {
        let outcomes: Vec<Outcome> = suite.cases.iter().map(|case| run(regulation, case)).collect();
        let parts = parts(regulation);
        let reached = outcomes.iter().flat_map(|outcome| &outcome.reached).filter(|part| parts.contains(part)).copied().collect();
        Tested { regulation, suite, outcomes, parts, reached }
    }

    /// Every expectation that was not met: its case, itself, and what came out.
    pub fn failures(&self) -> impl Iterator<Item = (&'a Case, &'a Expected, Option<&str>)> {
        self.suite.cases.iter().zip(&self.outcomes).flat_map(|(case, outcome)| {
            let of = |expected: usize| case.expect.get(expected);
            outcome.failures.iter().filter_map(move |failure| Some((case, of(failure.expected)?, failure.found.as_deref())))
        })
    }

    /// How many cases have an expectation that was not met.
    pub fn failed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count()
    }

    /// The parts that no case reaches, in the order of the regulation.
    pub fn not_reached(&self) -> impl Iterator<Item = Part> {
        self.parts.difference(&self.reached).copied()
    }

    /// Whether at least this share of the parts is reached.
    pub fn reaches(&self, least: Exact) -> bool {
        let of = |count: usize| i64::try_from(count).ok().map(Exact::whole);
        let wanted = of(self.parts.len()).and_then(|parts| parts.checked_mul(least));
        of(self.reached.len()).zip(wanted).is_some_and(|(reached, wanted)| reached >= wanted)
    }

    /// The faults of the file, every expectation that was not met, and a share of parts below the least.
    pub fn findings(&self, least: Exact) -> Findings {
        let mut findings = self.suite.findings.clone();
        for (case, expected, found) in self.failures() {
            let place = self.suite.place(expected);
            findings.push(
                Diagnostic::new(Code::CaseFailed, place)
                    .with("case", &case.id)
                    .with("of", expected.of.text(case.under(self.regulation)))
                    .with("value", &expected.value)
                    .with("found", found.unwrap_or("–")),
            );
        }
        findings.sort();
        if !self.reaches(least) {
            let hundredfold = least.checked_mul(Exact::whole(100)).unwrap_or(least);
            findings.push(
                Diagnostic::new(Code::CoverageLow, Place::file(&self.suite.file))
                    .with("value", format!("{}/{}", self.reached.len(), self.parts.len()))
                    .with("least", hundredfold.text()),
            );
        }
        findings
    }
}
