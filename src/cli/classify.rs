//! `chibo classify RECORDS… --year 2024`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::assess::decision::versions;
use chibo::base::{Day, Period};
use chibo::diagnostic::{Code, Diagnostic, Findings};
use chibo::report::classify as report;
use chibo::report::decisions::Beside;
use chibo::run::{Input, Made, RestsOn, Yearly};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_parser = calendar_year)]
    year: Option<i32>,
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    as_of: Option<Day>,
}

fn calendar_year(text: &str) -> Result<i32, String> {
    text.parse().ok().filter(|year| (1900..=2200).contains(year)).ok_or_else(|| "1900 … 2200".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let period = args.year.and_then(Period::of_year);
    let Some(input) = common.open(&args.records, period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(year) = year(&input, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(regulation) = input.year_end(0, year, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let meetings = input.meetings(Detail::default(), false, &mut findings);
    let yearly = Yearly::read_as_of(&input, &regulation, (year, args.as_of), None, &mut findings).filter(|_| !meetings.refused);
    let made = Made::read(&input, &meetings, Some(&regulation), (None, args.as_of, false), &mut findings);
    let (Some(yearly), Some(made)) = (yearly, made) else {
        return emit::nothing(&findings, common);
    };
    let result = yearly.classify(&regulation, &meetings, year, &mut findings);
    let decided = made.settle(&meetings, Some(&result), &mut findings);
    let versions = versions(&result, &meetings, &made.decisions, args.as_of);
    let beside = Beside { decided: &decided, meetings: &meetings, year: Some(&regulation) };
    let accounts = yearly.accounts.iter().chain(&made.accounts).cloned().collect();
    let mut report = report::report(&meetings, &result, (beside, &versions), accounts, common.language);
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}

/// The calendar year of the period; a classification is for a whole year.
pub(crate) fn year(input: &Input, findings: &mut Findings) -> Option<i32> {
    let year = input.period.year();
    if year.is_none() {
        let fault = Diagnostic::new(Code::PeriodNotYear, input.profile()).with("value", input.period);
        findings.push(fault.with("wanted", input.period.last.year()));
    }
    year
}
