//! `chibo visits RECORDS…`: visits of committee members to cells.

use std::path::PathBuf;

use chibo::assess::visits::{Book, reach};
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::records::{Account, Assignments, Visits};
use chibo::report::visits::{self as report, By};
use chibo::rules::{Regulation, Scope, Vocabulary};
use clap::ValueEnum;

use super::input::{Input, RestsOn};
use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long = "by", id = "visits_by", value_enum, value_name = "BY", default_value = "person")]
    by: ByArg,
    #[arg(long, value_parser = super::period, conflicts_with = "visits_year")]
    period: Option<Period>,
    #[arg(long = "year", id = "visits_year", value_name = "YEAR", value_parser = calendar_year)]
    year: Option<Period>,
    #[arg(long)]
    names: bool,
    #[arg(long, value_name = "ID")]
    visit_rules: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ByArg {
    Person,
    Level,
    Month,
    Cell,
}

fn calendar_year(text: &str) -> Result<Period, String> {
    let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
    year.and_then(Period::of_year).ok_or_else(|| "1900 … 2200".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let period = args.period.or(args.year);
    let Some(input) = Input::open(&args.records, period, RestsOn::Visits, common, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let named = input.visit_rules(args.visit_rules.as_deref(), &mut findings);
    let Some(regulation) = named.and_then(|regulation| input.as_read(regulation, common, &mut findings)) else {
        return emit::nothing(&findings, common);
    };
    let Some(attended) = Attended::read(&input, regulation.as_ref(), false, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let records = (&input.cells, &attended.assignments, &attended.visits);
    let book = Book::of(regulation.as_ref(), args.visit_rules.is_some(), input.period, records);
    let by = match args.by {
        ByArg::Person => By::Person,
        ByArg::Level => By::Level,
        ByArg::Month => By::Month,
        ByArg::Cell => By::Cell,
    };
    let report =
        report::report(&book, &attended.vocabulary, input.with_cells(&attended.accounts), (by, args.names), common.language);
    emit::report(&report, findings, common)
}

/// Who is assigned, and who went.
pub(crate) struct Attended {
    vocabulary: Vocabulary,
    assignments: Assignments,
    visits: Visits,
    /// What became of the rows.
    pub(crate) accounts: Vec<Account>,
}

impl Attended {
    /// `check_all` looks at rows of all days. `None` when a file cannot be used.
    pub(crate) fn read(
        input: &Input,
        regulation: Option<&Regulation>,
        check_all: bool,
        findings: &mut Findings,
    ) -> Option<Attended> {
        let registers = input.registers();
        let rule = regulation.and_then(|regulation| regulation.visits.as_ref());
        let vocabulary = rule.map_or_else(|| registers.clone(), |rule| rule.vocabulary(registers));
        let files = [Scope::Assignment, Scope::Visit].map(|of| input.files(of));
        let [of_assignments, of_visits] = &files;
        let asked = (input.period, reach(rule, input.period));
        let (assignments, mut accounts) = Assignments::read(of_assignments, &vocabulary, &input.cells, asked, findings);
        // Without them everybody who went would be unknown.
        if accounts.len() < of_assignments.len() {
            return None;
        }
        if assignments.is_empty() {
            findings.push(Diagnostic::new(Code::NobodyAssigned, place(of_assignments)).with("value", input.period));
        }
        let asked = (input.period, check_all);
        let (visits, read) = Visits::read(of_visits, &vocabulary, (&input.cells, &assignments), asked, findings);
        let sum = |count: fn(&Account) -> u64| read.iter().map(count).sum::<u64>();
        let (used, excluded) = (sum(|account| account.used), sum(|account| account.excluded));
        if used == 0 && excluded > 0 {
            let fault = Diagnostic::new(Code::NoVisitsInPeriod, place(of_visits)).with("value", input.period);
            findings.push(fault.with("wanted", excluded));
        }
        let complete = read.len() == of_visits.len();
        accounts.extend(read);
        complete.then_some(Attended { vocabulary, assignments, visits, accounts })
    }
}

fn place(files: &[chibo::records::RecordFile]) -> Place {
    files.first().map_or_else(Place::default, |file| Place::file(&file.name))
}
