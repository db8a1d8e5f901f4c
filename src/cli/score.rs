//! `chibo score RECORDS…`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::Period;
use chibo::diagnostic::Findings;
use chibo::report::groups::By;
use chibo::report::score;
use chibo::run::RestsOn;

use super::{ByArg, Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "cell")]
    by: ByArg,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Meetings, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let by = args.by.by();
    let rows = by == By::Meeting;
    let meetings = input.meetings(None, Detail { rows, facts: rows, ..Detail::default() }, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let mut report = score::report(&meetings, by, common.language);
    report.accounts = input.with_cells(&meetings.accounts);
    emit::report(&report, findings, common)
}
