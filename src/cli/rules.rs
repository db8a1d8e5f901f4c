//! `chibo rules`, `chibo rules show ID`, `chibo rules diff A B`, `chibo rules check [PATH…]`, `chibo rules test [PATH…]`, `chibo rules schema [FILE]`

use chibo::base::Exact;
use chibo::cases::{Suite, Tested};
use chibo::compare::compare;
use chibo::diagnostic::Findings;
use chibo::report::rulebook_show::Over;
use chibo::report::{cases, rulebook, rulebook_diff, rulebook_show};
use chibo::rules::{Regulation, below, shape, shipped};
use chibo::words::{Word, fill};
use clap::Subcommand;

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    List,
    Show {
        #[arg(value_name = "ID")]
        id: String,
    },
    Diff {
        #[arg(value_name = "A")]
        before: String,
        #[arg(value_name = "B")]
        after: String,
    },
    Check {
        #[arg(value_name = "PATH")]
        paths: Vec<String>,
    },
    Test {
        #[arg(value_name = "PATH")]
        paths: Vec<String>,
        #[arg(long, value_name = "PERCENT", default_value = "100%", value_parser = share)]
        least: Exact,
    },
    Schema {
        #[arg(value_name = "FILE", default_value = "regulation", value_parser = schema_file)]
        file: shape::File,
    },
}

/// `95%` or `95`.
fn share(text: &str) -> Result<Exact, String> {
    let figure = Exact::parse(text.strip_suffix('%').unwrap_or(text));
    let share = figure.and_then(|figure| figure.checked_div(Exact::whole(100)));
    share.filter(|share| *share >= Exact::ZERO && *share <= Exact::ONE).ok_or_else(|| "0% … 100%".to_owned())
}

fn schema_file(text: &str) -> Result<shape::File, String> {
    shape::FILES.into_iter().find(|file| file.word == text).ok_or_else(|| shape::FILES.map(|file| file.word).join(" | "))
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    match args.command.as_ref().unwrap_or(&Command::List) {
        Command::List => list(common),
        Command::Show { id } => show(id, common),
        Command::Diff { before, after } => diff(before, after, common),
        Command::Check { paths } => check(paths, common),
        Command::Test { paths, least } => test(paths, *least, common),
        Command::Schema { file } => emit::text(&shape::schema(*file), common),
    }
}

fn list(common: &Common) -> Exit {
    let mut findings = Findings::new();
    let ids: Vec<String> = shipped::ids().into_iter().map(str::to_owned).collect();
    let regulations: Vec<Regulation> = ids.iter().filter_map(|id| load(id, &mut findings)).collect();
    emit::report(&rulebook::list(&regulations, common.language), findings, common)
}

fn show(id: &str, common: &Common) -> Exit {
    let mut findings = Findings::new();
    match load(id, &mut findings) {
        Some(regulation) => {
            let base = shipped::rulebook().ok().and_then(|rulebook| below(&rulebook, &regulation));
            let changes = base.as_ref().map_or(Vec::new(), |base| compare(base, &regulation));
            let over = base.as_ref().map(|base| Over { base, changes: &changes });
            emit::report(&rulebook_show::show(&regulation, over.as_ref(), common.language), findings, common)
        }
        None => emit::nothing(&findings, common),
    }
}

/// The paths given, or every shipped regulation.
fn named(paths: &[String]) -> Vec<String> {
    if paths.is_empty() { shipped::ids().into_iter().map(str::to_owned).collect() } else { paths.to_vec() }
}

fn test(paths: &[String], least: Exact, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let named = named(paths);
    let loaded: Vec<(&String, Regulation)> = named.iter().filter_map(|path| Some((path, load(path, &mut findings)?))).collect();
    if loaded.is_empty() {
        return emit::nothing(&findings, common);
    }
    let suites: Vec<(&Regulation, Suite)> =
        loaded.iter().map(|(path, regulation)| (regulation, Suite::beside(regulation, path))).collect();
    let tested: Vec<Tested<'_>> = suites.iter().map(|(regulation, suite)| Tested::of(regulation, suite)).collect();
    for one in &tested {
        findings.extend(one.findings(least));
    }
    emit::report(&cases::report(&tested, common.language), findings, common)
}

/// As the tool `diff` does, a difference ends with 1.
fn diff(before: &str, after: &str, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let (before, after) = (load(before, &mut findings), load(after, &mut findings));
    let (Some(before), Some(after)) = (before, after) else { return emit::nothing(&findings, common) };
    let changes = compare(&before, &after);
    let exit = emit::report(&rulebook_diff::diff(&before, &after, &changes, common.language), findings, common);
    if exit == Exit::Clean && !changes.is_empty() { Exit::WithFaults } else { exit }
}

fn check(paths: &[String], common: &Common) -> Exit {
    let mut findings = Findings::new();
    let all = named(paths);
    let mut lines = Vec::new();
    for path in &all {
        let mut own = Findings::new();
        let regulation = load(path, &mut own);
        own.extend(regulation.as_ref().map_or_else(Findings::new, |regulation| regulation.warnings.clone()));
        let count: usize = own.counts().values().sum();
        let values = [("id", path.clone()), ("count", count.to_string())];
        let line = match &regulation {
            Some(regulation) => {
                let line = rulebook::standing_line(regulation, common.language);
                let word = if count == 0 { Word::RulesSound } else { Word::RulesDoubtful };
                fill(word.text(common.language), &[("id", path), ("count", &count.to_string()), ("line", &line)])
            }
            None => {
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                fill(Word::RulesFaulty.text(common.language), &values)
            }
        };
        lines.push((path.clone(), count, line));
        findings.extend(own);
    }
    emit::report(&rulebook::checked(&lines, common.language), findings, common)
}

fn load(id: &str, findings: &mut Findings) -> Option<Regulation> {
    let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
    shipped::find(&rulebook, id).map_err(|faults| findings.extend(faults)).ok()
}
