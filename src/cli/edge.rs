//! `chibo edge RECORDS… [--within 1] [--points 1]`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::{Exact, Period};
use chibo::report::edge::{self, Near};
use chibo::run::{RestsOn, Yearly};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_name = "N", value_parser = distance, default_value = "1")]
    within: Exact,
    #[arg(long, value_name = "N", value_parser = distance, default_value = "1")]
    points: Exact,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
}

/// With a point or a comma, as clerks write it.
fn distance(text: &str) -> Result<Exact, String> {
    Exact::parse(&text.replace(',', ".")).filter(|value| *value >= Exact::ZERO).ok_or_else(|| "0 | 1 | 2.5".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let meetings = input.meetings(None, Detail { rows: true, facts: true, ..Detail::default() }, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let yearly = input.period.year().filter(|_| input.has_year(0)).and_then(|year| {
        let regulation = input.year_end(0, year, &mut findings)?;
        let yearly = Yearly::read(&input, &regulation, year, None, &mut findings)?;
        Some((year, regulation, yearly))
    });
    let classified =
        yearly.as_ref().map(|(year, regulation, yearly)| yearly.classify(regulation, &meetings, *year, &mut findings));
    let near = Near { within: args.within, points: args.points };
    let mut report = edge::report(&meetings, classified.as_ref(), near, common.language);
    report.accounts.extend(yearly.iter().flat_map(|(_, _, yearly)| yearly.accounts.clone()));
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}
