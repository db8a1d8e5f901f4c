//! `chibo explain RECORDS --cell LC-017 [--date 2024-03-05] [--depth line]`, `chibo explain RECORDS --quota xs`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::{Day, Period};
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::records::Account;
use chibo::report::decisions::Beside;
use chibo::report::explain::{self, Depth, Part, Subject};
use chibo::report::explain_quota::{self, Asked};
use chibo::rules::Scope;
use chibo::run::{Input, Made, RestsOn, Yearly};
use clap::ValueEnum;

use super::classify::year;
use super::{Common, Exit, emit};

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("subject").required(true).args(["cell", "quota"]))]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_name = "CODE")]
    cell: Option<String>,
    #[arg(long, value_name = "ID[:GROUP]")]
    quota: Option<String>,
    #[arg(long, value_enum, default_value = "tree")]
    depth: DepthArg,
    #[arg(long, value_enum, conflicts_with = "quota")]
    only: Option<OnlyArg>,
    #[arg(long, value_name = "DATE", value_parser = super::day, conflicts_with = "quota")]
    date: Option<Day>,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    as_of: Option<Day>,
}

#[derive(Clone, Copy, ValueEnum)]
enum DepthArg {
    Line,
    Reasons,
    Tree,
}

impl DepthArg {
    fn depth(self) -> Depth {
        match self {
            DepthArg::Line => Depth::Line,
            DepthArg::Reasons => Depth::Reasons,
            DepthArg::Tree => Depth::Tree,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum OnlyArg {
    Meeting,
    Period,
    Year,
}

impl OnlyArg {
    fn part(self) -> Part {
        match self {
            OnlyArg::Meeting => Part::Meeting,
            OnlyArg::Period => Part::Period,
            OnlyArg::Year => Part::Year,
        }
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    match (&args.cell, &args.quota) {
        (Some(code), _) => cell(args, code, &input, common, findings),
        (None, asked) => quota(args, asked.as_deref().unwrap_or_default(), &input, common, findings),
    }
}

fn cell(args: &Args, code: &str, input: &Input, common: &Common, mut findings: Findings) -> Exit {
    let Some(cell) = input.cells.find(code.as_bytes()) else {
        let near = input.cells.nearest(code);
        findings.push(Diagnostic::new(Code::CellNotFound, Place::default()).with("value", code).with("near", near));
        return emit::nothing(&findings, common);
    };
    let only = args.only.map(OnlyArg::part);
    // A day is explained by itself.
    let yearly = args.date.is_none() && only.is_none_or(|only| only == Part::Year);
    let regulation = input.period.year().filter(|_| yearly && input.has_year(0));
    let regulation = regulation.and_then(|year| Some((year, input.year_end(0, year, &mut findings)?)));
    // A quota compares every cell of a group. Faults of other cells were not asked for; `check` shows them.
    let among_all =
        regulation.as_ref().is_some_and(|(_, regulation)| !regulation.quotas.is_empty() || !regulation.awards.is_empty());
    // What became of a cell rests on the meetings of those before it.
    let asked = input.cells.lineage().line_of(cell);
    let detail = Detail { rows: true, facts: true, ..Detail::default() };
    let in_one = among_all && !input.any_has(Scope::Attendance);
    let meetings = input.meetings_of(&asked, in_one, detail, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let own = || meetings.rows.iter().filter(|row| row.cell == cell);
    if let Some(date) = args.date.filter(|date| own().all(|row| row.day != *date)) {
        let days: Vec<String> = own().map(|row| row.day.to_string()).collect();
        let fault = Diagnostic::new(Code::MeetingNotFound, Place::default()).with("cell", code).with("value", date);
        findings.push(fault.with("wanted", days.join(", ")));
        return emit::nothing(&findings, common);
    }
    let yearly = regulation.and_then(|(year, regulation)| {
        let yearly = Yearly::read_as_of(input, &regulation, (year, args.as_of), None, &mut findings)?;
        Some((year, regulation, yearly))
    });
    if yearly.is_none() && input.supposed().is_some() && !input.supposes_no_year(&mut findings) {
        return emit::nothing(&findings, common);
    }
    let classified = yearly.as_ref().map(|(year, regulation, yearly)| {
        if in_one || !among_all {
            return yearly.classify(regulation, &meetings, *year, &mut findings);
        }
        // The members of all cells are read for all of them only.
        let mut others = Findings::new();
        let all = input.meetings(Detail::default(), false, &mut others);
        yearly.classify(regulation, &all, *year, &mut findings)
    });
    let by_year = yearly.as_ref().map(|(_, regulation, _)| regulation);
    let Some(made) = Made::read(input, &meetings, by_year, (Some(cell), args.as_of, false), &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let decided = made.settle(&meetings, classified.as_ref(), &mut findings);
    let subject = Subject {
        cell,
        day: args.date,
        year: classified.as_ref().map(|result| (result, result.years.rows.get(&cell))),
        beside: Beside { decided: &decided, meetings: &meetings, year: by_year },
        accounts: yearly.as_ref().map_or_else(Vec::new, |(_, _, yearly)| yearly.accounts.clone()),
        depth: args.depth.depth(),
        only,
    };
    let mut report = explain::report(&meetings, subject, common.language);
    report.accounts.extend(made.accounts.iter().cloned());
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}

fn quota(args: &Args, asked: &str, input: &Input, common: &Common, mut findings: Findings) -> Exit {
    let Some(year) = year(input, &mut findings) else { return emit::nothing(&findings, common) };
    let Some(regulation) = input.year_end(0, year, &mut findings) else { return emit::nothing(&findings, common) };
    let meetings = input.meetings(Detail::default(), false, &mut findings);
    let yearly = Yearly::read_as_of(input, &regulation, (year, args.as_of), None, &mut findings).filter(|_| !meetings.refused);
    let made = Made::read(input, &meetings, Some(&regulation), (None, args.as_of, false), &mut findings);
    let (Some(yearly), Some(made)) = (yearly, made) else {
        return emit::nothing(&findings, common);
    };
    let result = yearly.classify(&regulation, &meetings, year, &mut findings);
    let decided = made.settle(&meetings, Some(&result), &mut findings);
    let beside = Beside { decided: &decided, meetings: &meetings, year: Some(&regulation) };
    let what = Asked::parse(asked);
    let accounts: Vec<Account> = yearly.accounts.iter().chain(&made.accounts).cloned().collect();
    let report = explain_quota::report((&result, beside), &what, args.depth.depth(), &accounts, common.language);
    let Some(mut report) = report else {
        let fault = Diagnostic::new(Code::QuotaNotFound, Place::default()).with("value", asked);
        let known = explain_quota::known(&result, &what);
        findings.push(fault.with("regulation", &regulation.header.id).with("wanted", known.join(" | ")));
        return emit::nothing(&findings, common);
    };
    report.accounts = input.with_cells(&report.accounts);
    emit::report(&report, findings, common)
}
