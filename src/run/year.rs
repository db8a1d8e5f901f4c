//! The yearly part of a run.

use super::input::Input;
use super::named;
use super::texts::{choose, find};
use crate::assess::Meetings;
use crate::assess::year::{Classification, classify};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::{Account, CellIndex, Years, read_tallied, read_years};
use crate::rules::{Header, Regulation, Scope};

impl Input {
    /// The regulation that classifies a year on a side: of those named, the one for that year, or the only one that the side itself names.
    pub fn year_end(&self, of_side: usize, year: i32, findings: &mut Findings) -> Option<Regulation> {
        let side = self.side(of_side);
        let given = side.year_end.as_deref();
        let named = named::names(&self.folders, given, |folder| &folder.profile.year_end, "year-end", findings)?;
        let place = named::profile_place(&self.folders, given.is_some());
        let mut regulations = find(&self.rulebook, &named, Scope::Year, place, findings)?;
        let time = |header: &Header| {
            let (first, last) = header.ends();
            let open = |end: Option<String>| end.unwrap_or_else(|| "…".to_owned());
            format!("{} ({} – {})", header.id, open(first), open(last))
        };
        let all: Vec<String> = regulations.iter().map(|regulation| time(&regulation.header)).collect();
        if given.is_none() || regulations.len() > 1 {
            regulations.retain(|regulation| regulation.header.covers_year(year));
            // What replaces another text ends its time.
            let replaced: Vec<String> = regulations.iter().map(|regulation| regulation.header.replaces.clone()).collect();
            regulations.retain(|regulation| !replaced.contains(&regulation.header.id));
        }
        let fault = |code| Diagnostic::new(code, Place::default()).with("value", year);
        match regulations.len() {
            0 => findings.push(fault(Code::YearOutside).with("regulation", all.join(", "))),
            1 => {
                let regulation = choose(&self.rulebook, regulations, &side.readings, findings)?.pop()?;
                if self.texts(of_side).all().is_empty() && !regulation.layout.quality.is_empty() {
                    // It rests on meetings, and nobody says by which text they are judged.
                    named::names(&self.folders, None, |folder| &folder.profile.rules, "rules", findings)?;
                }
                return Some(regulation);
            }
            _ => {
                let several: Vec<&str> = regulations.iter().map(|regulation| regulation.header.id.as_str()).collect();
                findings.push(fault(Code::RegulationsOverlap).with("regulation", several.join(", ")));
            }
        }
        None
    }

    /// What replaced a yearly regulation, among those that are named.
    pub fn successor(&self, regulation: &Regulation) -> Option<Header> {
        self.yearly.iter().find(|header| header.replaces == regulation.header.id).cloned()
    }

    /// Whether a yearly regulation is named anywhere and every folder has a `year.csv`.
    pub fn has_year(&self, side: usize) -> bool {
        let named = self.side(side).year_end.is_some() || self.folders.iter().all(|folder| !folder.profile.year_end.is_empty());
        named && self.folders.iter().all(|folder| folder.has(Scope::Year))
    }
}

/// The yearly facts of all cells.
#[derive(Debug)]
pub struct Yearly {
    /// What `year.csv` says, and the tables that tallies are over.
    pub years: Years,
    /// What became of the rows.
    pub accounts: Vec<Account>,
    successor: Option<Header>,
}

impl Yearly {
    /// `None` when a file cannot be used.
    pub fn read(
        input: &Input,
        regulation: &Regulation,
        year: i32,
        only: Option<CellIndex>,
        findings: &mut Findings,
    ) -> Option<Yearly> {
        Yearly::read_as_of(input, regulation, (year, None), only, findings)
    }

    /// The same without what was decided after a day.
    pub fn read_as_of(
        input: &Input,
        regulation: &Regulation,
        (year, as_of): (i32, Option<Day>),
        only: Option<CellIndex>,
        findings: &mut Findings,
    ) -> Option<Yearly> {
        let files = input.files(Scope::Year);
        let (mut years, mut accounts) = read_years(&files, regulation, &input.cells, (year, input.supposed()), only, findings);
        let mut complete = accounts.len() == files.len();
        complete &= input.supposed().is_none_or(|supposed| supposed.year_holds(only, findings));
        for of in Scope::TALLIED.into_iter().filter(|of| regulation.tallies.iter().any(|tally| tally.of == *of)) {
            // None at all is not recorded; some without the others would count too few.
            if input.any_has(of) {
                let files = input.files(of);
                let (table, read) = read_tallied(&files, of, regulation, &input.cells, (year, as_of), findings);
                complete &= read.len() == files.len();
                years.tables.push(table);
                accounts.extend(read);
            }
        }
        complete.then(|| Yearly { years, accounts, successor: input.successor(regulation) })
    }

    /// Classifies every cell of `meetings`.
    pub fn classify<'a>(
        &'a self,
        regulation: &'a Regulation,
        meetings: &Meetings<'_>,
        year: i32,
        findings: &mut Findings,
    ) -> Classification<'a> {
        let result = classify(regulation, meetings, &self.years, year, findings);
        Classification { successor: self.successor.clone().or(result.successor), ..result }
    }
}
