//! `chibo readings RECORDS…`: every alternative of every reading, one at a time, against what the texts chose.

use std::path::PathBuf;

use chibo::assess::Detail;
use chibo::assess::decision::Decided;
use chibo::base::Period;
use chibo::diagnostic::Findings;
use chibo::report::decisions::Beside;
use chibo::report::groups::By;
use chibo::report::readings::{self, CellLevels, Run};
use chibo::report::score;
use chibo::rules::Text;
use chibo::run::{Input, RestsOn, Yearly, choice};
use chibo::words::Lang;

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
    let Some(input) = common.open(&args.records, args.period, RestsOn::Records, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let Some((cells, mut runs)) = levels(&input, common.language, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    runs = readings::once(runs);
    for run in &mut runs {
        let mut other = common.clone();
        // It takes the place of whatever was chosen for the same reading.
        other.reading.retain(|text| choice(text).reading != run.reading);
        other.reading.push(format!("{}={}", run.reading, run.alternative));
        // The faults of the records are those of the first run.
        let mut repeated = Findings::new();
        let opened = other.open(&args.records, args.period, RestsOn::Records, &mut repeated);
        let levels = opened.as_ref().and_then(|input| levels(input, common.language, &mut repeated));
        let Some((levels, _)) = levels else {
            findings.extend(repeated);
            return emit::nothing(&findings, common);
        };
        run.cells = levels;
    }
    let meetings = input.meetings(None, Detail::default(), false, &mut Findings::new());
    let decided = Decided::default();
    let beside = Beside { decided: &decided, meetings: &meetings, year: None };
    let mut base = score::report(&meetings, By::Cell, beside, common.language);
    base.accounts = input.with_cells(&base.accounts);
    let report = readings::report(&base, &cells, &runs, &input.period.to_string(), common.language);
    emit::report(&report, findings, common)
}

/// What every cell comes to, and the alternatives of all texts that took part.
fn levels(input: &Input, lang: Lang, findings: &mut Findings) -> Option<(Vec<CellLevels>, Vec<Run>)> {
    let meetings = input.meetings(None, Detail { levels: true, ..Detail::default() }, false, findings);
    if meetings.refused {
        return None;
    }
    let mut runs: Vec<Run> =
        input.texts(0).all().iter().flat_map(|text: &Text| readings::alternatives(&text.regulation)).collect();
    let year = input.period.year().filter(|_| input.has_year(0));
    let Some(year) = year else {
        return Some((readings::levels(&meetings, None, lang), runs));
    };
    let regulation = input.year_end(0, year, findings)?;
    runs.extend(readings::alternatives(&regulation));
    let yearly = Yearly::read(input, &regulation, year, None, findings)?;
    let result = yearly.classify(&regulation, &meetings, year, findings);
    Some((readings::levels(&meetings, Some(&result), lang), runs))
}
