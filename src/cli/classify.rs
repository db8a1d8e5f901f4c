//! `chibo classify RECORDS… --year 2024`

use std::path::PathBuf;

use chibo::assess::year::{Classification, classify};
use chibo::assess::{Detail, Meetings};
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Findings};
use chibo::records::{Account, CellIndex, Years, read_tallied, read_years};
use chibo::report::classify as report;
use chibo::rules::{Header, Regulation, Scope};

use super::input::{Input, RestsOn};
use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_parser = calendar_year)]
    year: Option<i32>,
}

fn calendar_year(text: &str) -> Result<i32, String> {
    text.parse().ok().filter(|year| (1900..=2200).contains(year)).ok_or_else(|| "1900 … 2200".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let period = args.year.and_then(Period::of_year);
    let Some(input) = Input::open(&args.records, period, RestsOn::Records, common, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(year) = year(&input, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(regulation) = input.year_end(common, year, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let meetings = input.meetings(None, Detail::default(), false, &mut findings);
    let Some(yearly) = Yearly::read(&input, &regulation, year, None, &mut findings).filter(|_| !meetings.refused) else {
        return emit::nothing(&findings, common);
    };
    let result = yearly.classify(&regulation, &meetings, year, &mut findings);
    let mut report = report::report(&meetings, &result, yearly.accounts.clone(), common.language);
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}

/// The calendar year of the period; a classification is for a whole year.
fn year(input: &Input, findings: &mut Findings) -> Option<i32> {
    let year = input.period.year();
    if year.is_none() {
        let fault = Diagnostic::new(Code::PeriodNotYear, input.profile()).with("value", input.period);
        findings.push(fault.with("wanted", input.period.last.year()));
    }
    year
}

/// The yearly facts of all cells.
pub(crate) struct Yearly {
    pub(crate) years: Years,
    pub(crate) accounts: Vec<Account>,
    successor: Option<Header>,
}

impl Yearly {
    /// `None` when a file cannot be used.
    pub(crate) fn read(
        input: &Input,
        regulation: &Regulation,
        year: i32,
        only: Option<CellIndex>,
        findings: &mut Findings,
    ) -> Option<Yearly> {
        let files = input.files(Scope::Year);
        let (mut years, mut accounts) = read_years(&files, regulation, &input.cells, year, only, findings);
        let mut complete = accounts.len() == files.len();
        for of in Scope::TALLIED.into_iter().filter(|of| regulation.tallies.iter().any(|tally| tally.of == *of)) {
            // None at all is not recorded; some without the others would count too few.
            if input.any_has(of) {
                let files = input.files(of);
                let (table, read) = read_tallied(&files, of, regulation, &input.cells, year, findings);
                complete &= read.len() == files.len();
                years.tables.push(table);
                accounts.extend(read);
            }
        }
        complete.then(|| Yearly { years, accounts, successor: input.successor(regulation) })
    }

    pub(crate) fn classify<'a>(
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
