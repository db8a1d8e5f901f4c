//! `chibo edge RECORDS… [--within 1] [--points 1] [--as-of 2025-01-31]`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::assess::edge::turned;
use chibo::base::{Day, Exact, Period};
use chibo::report::decisions::Beside;
use chibo::report::edge::{self, Hanging, Near};
use chibo::run::{Made, RestsOn, Years, each_otherwise};

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
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    as_of: Option<Day>,
}

/// With a point or a comma, as clerks write it.
fn distance(text: &str) -> Result<Exact, String> {
    Exact::parse(&text.replace(',', ".")).filter(|value| *value >= Exact::ZERO).ok_or_else(|| "0 | 1 | 2.5".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(mut input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(alternatives) = input.read_otherwise(&mut findings) else {
        return emit::nothing(&findings, common);
    };
    let detail = Detail { rows: true, facts: true, ..Detail::default() };
    let compared = input.on_every_side((detail, Detail::default()), &mut findings);
    let Some(meetings) = compared.side(0).filter(|meetings| !meetings.refused) else {
        return emit::nothing(&findings, common);
    };
    let year = input.period.year().filter(|_| input.has_year(0));
    let years = year.and_then(|year| Years::read(&input, (year, args.as_of), &mut findings));
    let is_supposed = || year.is_some() && input.supposed().is_some();
    if years.is_none() && (is_supposed() || !input.supposes_no_year(&mut findings)) {
        return emit::nothing(&findings, common);
    }
    let result = years.as_ref().and_then(|years| years.classify(0, meetings, &mut findings));
    let by_year = result.as_ref().map(|result| result.regulation);
    let Some(made) = Made::read(&input, meetings, by_year, (None, args.as_of, false), &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let decided = made.settle(meetings, result.as_ref(), &mut findings);
    let mut hanging = Vec::new();
    each_otherwise(&alternatives, (&compared, years.as_ref()), |own| {
        let turned = turned((meetings, result.as_ref()), (own.meetings, own.year.as_ref()));
        hanging.push(Hanging { alternative: own.alternative, turned });
    });
    let near = Near { within: args.within, points: args.points };
    let beside = Beside { decided: &decided, meetings, year: by_year };
    let mut report = edge::report(meetings, result.as_ref(), near, (&hanging, beside), common.language);
    let of_year = years.as_ref().and_then(|years| years.side(0)).map(|(_, yearly)| yearly.accounts.clone());
    report.accounts.extend(of_year.into_iter().flatten().chain(made.accounts.iter().cloned()));
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}
