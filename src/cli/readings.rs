//! `chibo readings RECORDS…`: every alternative of every reading, each by itself, against what the texts chose.

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::assess::decision::Decided;
use chibo::base::Period;
use chibo::report::decisions::Beside;
use chibo::report::groups::By;
use chibo::report::readings::{self, Run};
use chibo::report::score;
use chibo::run::{RestsOn, Years, each_otherwise};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(mut input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(alternatives) = input.read_otherwise(&mut findings) else {
        return emit::nothing(&findings, common);
    };
    let detail = Detail { levels: true, ..Detail::default() };
    let compared = input.on_every_side((detail, detail), &mut findings);
    let Some(meetings) = compared.side(0).filter(|_| compared.meetings.iter().all(|meetings| !meetings.refused)) else {
        return emit::nothing(&findings, common);
    };
    let year = input.period.year().filter(|_| input.has_year(0));
    let years = year.map(|year| Years::read(&input, (year, None), &mut findings));
    if matches!(years, Some(None)) {
        return emit::nothing(&findings, common);
    }
    let years = years.flatten();
    let result = years.as_ref().and_then(|years| years.classify(0, meetings, &mut findings));
    let cells = readings::levels(meetings, result.as_ref(), common.language);
    let mut runs = Vec::new();
    each_otherwise(&alternatives, (&compared, years.as_ref()), |own| {
        let cells = readings::levels(own.meetings, own.year.as_ref(), common.language);
        runs.push(Run { alternative: own.alternative, cells });
    });
    let decided = Decided::default();
    let beside = Beside { decided: &decided, meetings, year: None };
    let mut base = score::report(meetings, By::Cell, beside, common.language);
    base.accounts = input.with_cells(&base.accounts);
    let report = readings::report(&base, &cells, &runs, &input.period.to_string(), common.language);
    emit::report(&report, findings, common)
}
