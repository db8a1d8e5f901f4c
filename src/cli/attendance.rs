//! `chibo attendance RECORDS…`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Place};
use chibo::report::attendance::{self, View};
use chibo::report::groups::By;
use chibo::rules::Scope;
use chibo::run::RestsOn;
use clap::ValueEnum;

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "cell")]
    by: AttendanceBy,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
    #[arg(long)]
    names: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AttendanceBy {
    Meeting,
    Cell,
    Committee,
    Type,
    Member,
}

impl AttendanceBy {
    fn view(self, names: bool) -> View {
        match self {
            AttendanceBy::Meeting => View::By(By::Meeting),
            AttendanceBy::Cell => View::By(By::Cell),
            AttendanceBy::Committee => View::By(By::Committee),
            AttendanceBy::Type => View::By(By::Type),
            AttendanceBy::Member => View::Members { names },
        }
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Meetings, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let (rows, one_by_one) = (args.by == AttendanceBy::Meeting, args.by == AttendanceBy::Member);
    if one_by_one && !input.any_has(Scope::Attendance) {
        let place = input.files(Scope::Attendance).first().map_or_else(Place::default, |file| Place::file(&file.name));
        findings.push(Diagnostic::new(Code::FileMissing, place).with("value", Scope::Attendance.file()));
        return emit::nothing(&findings, common);
    }
    // To show the meetings of members' records needs no sums of every cell.
    let statuses = !rows || input.any_has(Scope::Meeting);
    let detail = Detail { rows, facts: rows, statuses, ..Detail::default() };
    let meetings = input.attendance(detail, one_by_one, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let mut report = attendance::report(&meetings, args.by.view(args.names), common.language);
    report.accounts = input.with_cells(&meetings.accounts);
    emit::report(&report, findings, common)
}
