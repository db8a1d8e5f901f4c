//! `chibo visits RECORDS…`: visits of committee members to cells.

use std::path::PathBuf;

use chibo::assess::visits::Book;
use chibo::base::Period;
use chibo::report::visits::{self as report, By};
use chibo::run::{Attended, RestsOn};
use clap::ValueEnum;

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
    let Some(input) = common.open(&args.records, period, RestsOn::Visits, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let named = input.visit_rules(args.visit_rules.as_deref(), &mut findings);
    let Some(regulation) = named.and_then(|regulation| input.as_read(regulation, &mut findings)) else {
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
