//! `chibo check RECORDS…`: all faults of the records, without results.

use std::path::PathBuf;

use chibo::assess::{Class, Detail, Meetings};
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Findings, Severity};
use chibo::report::check;
use chibo::rules::Scope;
use chibo::run::{Attended, Made, RestsOn, Yearly};

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
    let Some(input) = common.open(&args.records, args.period, RestsOn::Faults, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let meetings = input.meetings(Detail::default(), true, &mut findings);
    let mut accounts = input.with_cells(&meetings.accounts);
    let mut by_year = None;
    if input.has_year(0)
        && let Some(year) = Some(input.period.first.year()).filter(|year| *year == input.period.last.year())
        && let Some(regulation) = input.year_end(0, year, &mut findings)
    {
        let yearly = Yearly::read(&input, &regulation, year, None, &mut findings);
        accounts.extend(yearly.map_or_else(Vec::new, |yearly| yearly.accounts));
        by_year = Some(regulation);
    }
    let made = Made::read(&input, &meetings, by_year.as_ref(), (None, None, true), &mut findings);
    accounts.extend(made.map_or_else(Vec::new, |made| made.accounts));
    if [Scope::Assignment, Scope::Visit].into_iter().any(|of| input.any_has(of))
        && let Some(regulation) = input.visit_rules(None, &mut findings)
        && let Some(attended) = Attended::read(&input, regulation.as_ref(), true, &mut findings)
    {
        accounts.extend(attended.accounts);
    }
    say_cells_without_meetings(&meetings, &mut findings);
    let clean = findings.worst() < Some(Severity::Warning);
    let report = check::report(&meetings, accounts, clean, common.language);
    emit::report(&report, findings, common)
}

/// A cell of which nothing at all came in: no fault of any row, but whoever checks records wants to know.
fn say_cells_without_meetings(meetings: &Meetings<'_>, findings: &mut Findings) {
    for cell in meetings.cells.iter() {
        let sums = meetings.summary(cell, &Class::ALL);
        let reported =
            sums.scored + sums.recorded_levels + sums.open + sums.not_scored + sums.not_held + sums.no_sheet + sums.rejected;
        if reported == 0 && sums.not_received > 0 && !meetings.refused {
            findings.push(
                Diagnostic::new(Code::CellWithoutMeetings, meetings.cells.place(cell))
                    .with("value", meetings.cells.code(cell))
                    .with("count", sums.not_received),
            );
        }
    }
}
