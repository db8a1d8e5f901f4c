//! `chibo signs RECORDS…`

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::base::Period;
use chibo::report::signs::{self, By};
use chibo::run::RestsOn;
use clap::ValueEnum;

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(id = "signs_by", long = "by", value_enum, default_value = "cell")]
    by: SignsBy,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SignsBy {
    Meeting,
    Cell,
    Committee,
    Leaf,
}

impl SignsBy {
    fn by(self) -> By {
        match self {
            SignsBy::Meeting => By::Meeting,
            SignsBy::Cell => By::Cell,
            SignsBy::Committee => By::Committee,
            SignsBy::Leaf => By::Leaf,
        }
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = common.findings();
    let Some(input) = common.open(&args.records, args.period, RestsOn::Meetings, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let rows = args.by == SignsBy::Meeting;
    let detail = Detail { rows, facts: rows, signs: true, ..Detail::default() };
    let meetings = input.meetings(detail, false, &mut findings);
    if meetings.refused {
        return emit::nothing(&findings, common);
    }
    let mut report = signs::report(&meetings, args.by.by(), common.language);
    report.accounts = input.with_cells(&meetings.accounts);
    emit::report(&report, findings, common)
}
