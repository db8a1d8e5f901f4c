//! `chibo compare RECORDS… --rules A --rules B`

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chibo::assess::Detail;
use chibo::assess::year::Classification;
use chibo::base::{Day, Period};
use chibo::compare::aside::Aside;
use chibo::compare::outcome::Judged;
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::records::Folder;
use chibo::report::compare::{self as report, Run, View};
use chibo::rules::Regulation;
use chibo::run::{Made, RestsOn, Years, all_found};
use chibo::words::Word;

use super::{Common, Exit, FormatArg, emit, usage};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,
    #[arg(long, value_parser = super::period)]
    period: Option<Period>,
    #[arg(long, value_name = "RECORDS")]
    with: Vec<PathBuf>,
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    as_of: Option<Day>,
    #[arg(long)]
    all: bool,
    #[arg(long)]
    causes: bool,
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let sides = common.sides();
    let counts = [common.rules.len(), common.year_end.len()];
    let said = match (sides.len(), args.with.is_empty()) {
        (1, true) => Some(Word::UsageNothingToCompare),
        (2.., false) => Some(Word::UsageRecordsOrRules),
        _ if counts.iter().all(|count| *count > 1) && counts[0] != counts[1] => Some(Word::UsageSidesDiffer),
        _ => None,
    };
    if let Some(word) = said {
        return usage::said(word, common.language);
    }
    let mut findings = common.findings();
    // A fault of one side is no reason to say nothing of the others.
    let Some(rulebook) = all_found(&sides, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    let common = &Common { rulebook: Some(rulebook), ..common.clone() };
    let mut runs = Vec::new();
    let aside = Rc::new(Aside::default());
    let all = by_period(&args.records, args.period, common);
    let others = by_period(&args.with, args.period, common);
    // One table is all that CSV has room for.
    let only_one = matches!(common.format, FormatArg::Csv);
    let sides_shown = if args.with.is_empty() { sides.len() } else { 2 };
    let tells_causes = !only_one || report::tells_causes(common.table.as_deref(), all.len(), sides_shown);
    for (position, (period, folders)) in all.iter().enumerate() {
        // Other records are those of the same time; a single other time is meant to be compared as it is.
        let with =
            others.iter().find(|(other, _)| other == period).or(others.first().filter(|_| position == 0 && all.len() == 1));
        let run = match with {
            Some((other, with)) => one_with(folders, *period, (with, *other), (args.as_of, common), &mut findings),
            None => one(folders, *period, sides.len(), (args.as_of, common), &mut findings),
        };
        let Some(run) = run else { return emit::nothing(&findings, common) };
        let run = if tells_causes { run } else { run.without_causes() };
        // One period is over when it is read; of several, each would take its room until the last.
        runs.push(if all.len() > 1 { run.put_aside(&aside) } else { run });
    }
    let named: Vec<String> = if args.with.is_empty() {
        sides.iter().map(|side| named(common, side)).collect()
    } else {
        [&args.records, &args.with].map(|folders| names(folders)).into()
    };
    let short: Vec<String> = named.iter().map(|name| without_path(name)).collect();
    let is_clear = short.iter().enumerate().all(|(place, name)| !short.iter().take(place).any(|other| other == name));
    let named = if is_clear { short } else { named };
    let view = View { sides: named, all: args.all, records: !args.with.is_empty(), causes: args.causes };
    let report = report::report(&runs, &view, common.language);
    emit::report_while(&|| still_there(&aside), &report, findings, common, false)
}

/// Whether all that was put aside could be read back.
fn still_there(aside: &Aside) -> Result<(), Box<Diagnostic>> {
    let Some(error) = aside.fault() else { return Ok(()) };
    // The file has no name of its own; where it lies is what can be looked into.
    let file: Arc<str> = std::env::temp_dir().join("…").to_string_lossy().into();
    Err(Box::new(Diagnostic::new(Code::FileUnreadable, Place::file(&file)).with_system("value", &error)))
}

/// Folders by their own names.
fn names(folders: &[PathBuf]) -> String {
    let name = |folder: &PathBuf| folder.to_string_lossy().into_owned();
    folders.iter().map(name).collect::<Vec<String>>().join(" + ")
}

/// Folders by the last part of their paths.
fn without_path(name: &str) -> String {
    let last = |part: &str| part.trim_end_matches('/').rsplit('/').next().unwrap_or(part).to_owned();
    let names = |list: &str| list.split(',').map(|part| last(part.trim())).collect::<Vec<String>>().join(",");
    name.split(" + ").map(names).collect::<Vec<String>>().join(" + ")
}

/// What a side is called: by whatever tells it from the others.
fn named(common: &Common, side: &chibo::run::Side) -> String {
    let rules = side.rules.as_deref().filter(|_| common.rules.len() > 1 || common.year_end.len() < 2);
    let year = side.year_end.as_deref().filter(|_| common.year_end.len() > 1);
    [rules, year].into_iter().flatten().collect::<Vec<&str>>().join(" + ")
}

/// The folders of each period, the earlier period first; all together where one is asked for.
fn by_period(records: &[PathBuf], asked: Option<Period>, common: &Common) -> Vec<(Option<Period>, Vec<PathBuf>)> {
    if asked.is_some() || records.is_empty() {
        return vec![(asked, records.to_vec())].into_iter().filter(|(_, records)| !records.is_empty()).collect();
    }
    let mut periods: BTreeMap<_, (Option<Period>, Vec<PathBuf>)> = BTreeMap::new();
    for path in records {
        // What is wrong with a folder is told when it is opened to be read.
        let folder = Folder::open(path, common.profile.as_deref(), &mut Findings::new());
        let period = folder.and_then(|folder| folder.profile.period);
        let key = period.map(|period| (period.first.year(), period.first.number(), period.len()));
        periods.entry(key).or_insert((period, Vec::new())).1.push(path.clone());
    }
    periods.into_values().collect()
}

/// One period under one text, in two records of it.
fn one_with(
    folders: &[PathBuf],
    period: Option<Period>,
    (with, other_period): (&[PathBuf], Option<Period>),
    (as_of, common): (Option<Day>, &Common),
    findings: &mut Findings,
) -> Option<Run> {
    let inputs = [(folders, period), (with, other_period)];
    let mut opened = Vec::new();
    for (folders, period) in inputs {
        opened.push(common.open(folders, period, RestsOn::Records, findings)?);
    }
    if let [one, other] = opened.as_slice()
        && !one.is_comparable_with(other, findings)
    {
        return None;
    }
    // Which fact differs can only be told where both have it at hand.
    let detail = Detail { rows: true, facts: true, ..Detail::default() };
    let mut meetings = Vec::new();
    for input in &opened {
        meetings.push(input.meetings(detail, false, findings));
    }
    if meetings.iter().any(|meetings| meetings.refused) {
        return None;
    }
    let mut yearly = Vec::new();
    if opened.iter().all(|input| input.period.year().is_some() && input.has_year(0)) {
        for input in &opened {
            yearly.push(Years::read(input, (input.period.year()?, as_of), findings)?);
        }
    }
    let texts: Vec<&Regulation> = yearly.iter().filter_map(|years| Some(years.side(0)?.0)).collect();
    if let ([_, other], [before, after]) = (opened.as_slice(), texts.as_slice())
        && !other.judges_year_alike([before, after], findings)
    {
        return None;
    }
    let mut classified: Vec<Classification<'_>> = Vec::new();
    for (meetings, years) in meetings.iter().zip(&yearly) {
        classified.push(years.classify(0, meetings, findings)?);
    }
    let mut made = Vec::new();
    for (side, (input, meetings)) in opened.iter().zip(&meetings).enumerate() {
        let year = texts.get(side).copied();
        made.push(Made::read(input, meetings, year, (None, as_of, false), findings)?);
    }
    let mut decided = Vec::new();
    for (side, (made, meetings)) in made.iter().zip(&meetings).enumerate() {
        decided.push(made.settle(meetings, classified.get(side), findings));
    }
    let judged: Vec<Judged<'_>> = meetings
        .iter()
        .zip(&decided)
        .enumerate()
        .map(|(side, (meetings, decided))| Judged { meetings, year: classified.get(side), differences: None, decided })
        .collect();
    let mut accounts = Vec::new();
    for (input, meetings) in opened.iter().zip(&meetings) {
        accounts.extend(input.with_cells(&meetings.accounts));
    }
    accounts.extend(yearly.iter().filter_map(|years| years.side(0)).flat_map(|(_, yearly)| yearly.accounts.clone()));
    accounts.extend(made.iter().flat_map(|made| made.accounts.clone()));
    Run::of(&judged, accounts, common.language)
}

/// One period, on every side.
fn one(
    folders: &[PathBuf],
    period: Option<Period>,
    sides: usize,
    (as_of, common): (Option<Day>, &Common),
    findings: &mut Findings,
) -> Option<Run> {
    let input = common.open(folders, period, RestsOn::Records, findings)?;
    let compared = input.compared(Detail::default(), findings);
    if compared.meetings.iter().any(|meetings| meetings.refused) {
        return None;
    }
    let year = input.period.year().filter(|_| input.has_year(0));
    let yearly = match year {
        Some(year) => Some(Years::read(&input, (year, as_of), findings)?),
        None => None,
    };
    let mut classified: Vec<Classification<'_>> = Vec::new();
    if let Some(years) = &yearly {
        for side in 0..sides {
            let mut own = findings.empty_like();
            classified.push(years.classify(side, compared.side(side)?, &mut own)?);
            findings.extend_new(own);
        }
    }
    let mut made = Vec::new();
    for side in 0..sides {
        let year = yearly.as_ref().and_then(|years| Some(years.side(side)?.0));
        let mut own = findings.empty_like();
        made.push(Made::read(&input, compared.side(side)?, year, (None, as_of, false), &mut own)?);
        // What is wrong with the file is told once: that another text has no such level is no fault of the records.
        if side == 0 {
            findings.extend_new(own);
        }
    }
    // A decision that would have no ground under another text is shown as such, and is no fault either.
    let mut decided = Vec::new();
    for (side, made) in made.iter().enumerate() {
        decided.push(made.settle(compared.side(side)?, classified.get(side), &mut Findings::new()));
    }
    let judged: Vec<Judged<'_>> = decided
        .iter()
        .enumerate()
        .filter_map(|(side, decided)| {
            let meetings = compared.side(side)?;
            Some(Judged { meetings, year: classified.get(side), differences: compared.differences(side), decided })
        })
        .collect();
    let accounts = compared.meetings.first().map(|meetings| meetings.accounts.clone()).unwrap_or_default();
    let mut accounts = input.with_cells(&accounts);
    accounts.extend(yearly.iter().filter_map(|years| years.side(0)).flat_map(|(_, yearly)| yearly.accounts.clone()));
    accounts.extend(made.first().map(|made| made.accounts.clone()).unwrap_or_default());
    Run::of(&judged, accounts, common.language)
}
