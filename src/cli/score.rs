//! `chibo score RECORDS…`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::{Day, Period};
use chibo::report::decisions::Beside;
use chibo::report::groups::By;
use chibo::report::score;
use chibo::run::{Made, RestsOn};

use super::{ByArg, Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "cell")]
    by: ByArg,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    as_of: Option<Day>,
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Meetings, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let by = args.by.by();
    let rows = by == By::Meeting;
    let meetings = input.meetings(Detail { rows, facts: rows, losses: true, ..Detail::default() }, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    // Levels of cells are shown by cell only.
    let made = match by {
        By::Cell => Made::read(&input, &meetings, None, (None, args.as_of, false), &mut findings),
        By::Meeting | By::Committee | By::Type => Some(Made::default()),
    };
    let Some(made) = made else { return emit::nothing(&findings, common) };
    let decided = made.settle(&meetings, None, &mut findings);
    let beside = Beside { decided: &decided, meetings: &meetings, year: None };
    let mut report = score::report(&meetings, by, beside, common.language);
    report.accounts = input.with_cells(&meetings.accounts);
    report.accounts.extend(made.accounts.iter().cloned());
    emit::report(&report, findings, common)
}
