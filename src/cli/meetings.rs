//! What `score` and `attendance` share: meetings of some folders, grouped, in a period.

use std::path::PathBuf;

use chibo::assess::{Detail, Meetings};
use chibo::base::Period;
use chibo::report::Report;
use chibo::report::groups::By;
use chibo::words::Lang;

use super::input::{Input, RestsOn};
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

pub(crate) fn run(
    args: &Args,
    common: &Common,
    statuses: bool,
    report: for<'a> fn(&'a Meetings<'a>, By, Lang) -> Report<'a>,
) -> Exit {
    let mut findings = common.findings();
    let Some(input) = Input::open(&args.records, args.period, RestsOn::Meetings, common, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let by = args.by.by();
    let rows = by == By::Meeting;
    let meetings = input.meetings(None, Detail { rows, facts: rows, statuses, levels: false }, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let mut report = report(&meetings, by, common.language);
    report.accounts = input.with_cells(&meetings.accounts);
    emit::report(&report, findings, common)
}
