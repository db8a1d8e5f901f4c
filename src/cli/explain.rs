//! `chibo explain RECORDS --cell LC-017 [--date 2024-03-05]`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::{Day, Period};
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::report::explain::{self, Subject};
use chibo::run::{RestsOn, Yearly};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_name = "CODE")]
    cell: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Day>,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "2024-03-05".to_owned())
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some(cell) = input.cells.find(args.cell.as_bytes()) else {
        let near = input.cells.nearest(&args.cell);
        findings.push(Diagnostic::new(Code::CellNotFound, Place::default()).with("value", &args.cell).with("near", near));
        return emit::nothing(&findings, common);
    };
    // What became of a cell rests on the meetings of those before it.
    let asked = input.cells.lineage().line_of(cell);
    let meetings = input.meetings(Some(&asked), Detail { rows: true, facts: true, ..Detail::default() }, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let own = || meetings.rows.iter().filter(|row| row.cell == cell);
    if let Some(date) = args.date.filter(|date| own().all(|row| row.day != *date)) {
        let days: Vec<String> = own().map(|row| row.day.to_string()).collect();
        let fault = Diagnostic::new(Code::MeetingNotFound, Place::default()).with("cell", &args.cell).with("value", date);
        findings.push(fault.with("wanted", days.join(", ")));
        return emit::nothing(&findings, common);
    }
    // A day is explained by itself; the year needs every cell of the group, since a quota compares them.
    let year = input.period.year().filter(|_| args.date.is_none() && input.has_year(0));
    let yearly = year.and_then(|year| {
        let regulation = input.year_end(0, year, &mut findings)?;
        let yearly = Yearly::read(&input, &regulation, year, None, &mut findings)?;
        Some((year, regulation, yearly))
    });
    let classified = yearly.as_ref().map(|(year, regulation, yearly)| {
        // Faults of other cells were not asked for here; `check` shows them.
        let mut others = Findings::new();
        let all = input.meetings(None, Detail::default(), false, &mut others);
        yearly.classify(regulation, &all, *year, &mut findings)
    });
    let subject = Subject {
        cell,
        day: args.date,
        year: classified.as_ref().zip(yearly.as_ref()).map(|(result, (_, _, yearly))| (result, yearly.years.rows.get(&cell))),
        accounts: yearly.as_ref().map_or_else(Vec::new, |(_, _, yearly)| yearly.accounts.clone()),
    };
    let mut report = explain::report(&meetings, subject, common.language);
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}
