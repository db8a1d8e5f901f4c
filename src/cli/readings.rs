//! `chibo readings RECORDS…`: every alternative of every reading, each by itself, against what the texts chose.

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::Period;
use chibo::report::decisions::Beside;
use chibo::report::groups::By;
use chibo::report::readings::{self, Run};
use chibo::report::score;
use chibo::run::{Made, RestsOn, Years, each_otherwise};

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
    if matches!(years, Some(None)) || (years.is_none() && !input.supposes_no_year(&mut findings)) {
        return emit::nothing(&findings, common);
    }
    let years = years.flatten();
    let result = years.as_ref().and_then(|years| years.classify(0, meetings, &mut findings));
    let by_year = result.as_ref().map(|result| result.regulation);
    let Some(made) = Made::read(&input, meetings, by_year, (None, None, false), &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let decided = made.settle(meetings, result.as_ref(), &mut findings);
    let beside = Beside { decided: &decided, meetings, year: by_year };
    let cells = readings::levels(meetings, result.as_ref(), Some(beside), common.language);
    let mut runs = Vec::new();
    each_otherwise(&alternatives, (&compared, years.as_ref()), |own| {
        let cells = readings::levels(own.meetings, own.year.as_ref(), None, common.language);
        runs.push(Run { alternative: own.alternative, cells });
    });
    let mut base = score::report(meetings, By::Cell, beside, common.language);
    base.accounts = input.with_cells(&base.accounts);
    base.accounts.extend(made.accounts.iter().cloned());
    let report = readings::report(&base, &cells, &runs, beside, common.language);
    emit::report(&report, findings, common)
}
