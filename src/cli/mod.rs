//! Commands; one a file. Floor 9.

mod arguments;
mod attendance;
mod check;
mod classify;
mod compare;
mod edge;
mod emit;
mod excerpt;
mod explain;
mod keep;
mod out;
mod over;
mod pages;
mod profile;
mod progress;
mod readings;
mod rules;
mod score;
mod signs;
mod usage;
mod verify;
mod visits;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chibo::base::{Day, Period};
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::receipt::{Inputs, label};
use chibo::render::Format;
use chibo::report::groups::By;
use chibo::rules::{Choice, Rulebook};
use chibo::run::{Input, RestsOn, Side, Wanted, Watch, choice, files};
use chibo::words::{Lang, Word, fill};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use arguments::Arguments;
use keep::{Asked, Keep};

/// How a run ended; the codes are documented in `docs/exit-codes.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Clean = 0,
    WithFaults = 1,
    Nothing = 2,
    Usage = 3,
}

#[derive(Parser)]
#[command(name = "chibo", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Subcommand)]
enum Command {
    Score(score::Args),
    Attendance(attendance::Args),
    Classify(classify::Args),
    Compare(compare::Args),
    Explain(explain::Args),
    Edge(edge::Args),
    Check(check::Args),
    Profile(profile::Args),
    Readings(readings::Args),
    Signs(signs::Args),
    Visits(visits::Args),
    Verify(verify::Args),
    Rules(rules::Args),
}

/// What every command understands.
#[derive(Args, Clone)]
pub(crate) struct Common {
    #[arg(long, global = true, value_name = "ID")]
    rules: Vec<String>,
    #[arg(long, global = true, value_name = "ID")]
    year_end: Vec<String>,
    #[arg(long, global = true, value_name = "ID=ID")]
    reading: Vec<String>,
    #[arg(long, global = true, value_name = "MEETING:FACT=VALUE")]
    set: Vec<String>,
    #[arg(long, global = true, value_enum, default_value = "table")]
    format: FormatArg,
    #[arg(long, global = true, value_name = "TABLE")]
    table: Option<String>,
    #[arg(long, short, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    receipt: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DATE", value_parser = day, requires = "receipt")]
    receipt_date: Option<Day>,
    #[arg(long, global = true)]
    strict: bool,
    #[arg(long, short, global = true)]
    quiet: bool,
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[arg(long, global = true, value_enum, default_value = "text")]
    diagnostics: DiagnosticsArg,
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    threads: Option<usize>,
    #[arg(long, global = true, value_name = "FOLDER")]
    rejects: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    profile: Option<PathBuf>,
    #[arg(skip = Lang::Vi)]
    language: Lang,
    /// What a command has loaded before it opens the records.
    #[arg(skip)]
    rulebook: Option<Arc<Rulebook>>,
    /// What may not be written over, each by where it really is; known where something is to be written.
    #[arg(skip)]
    inputs: Rc<[PathBuf]>,
    #[arg(skip)]
    keep: Option<Rc<Keep>>,
}

impl Common {
    /// By what the records are judged: one side, or as many as regulations were named, the alternatives of readings for each of them.
    pub(crate) fn sides(&self) -> Vec<Side> {
        let readings: Vec<Choice> = self.reading.iter().map(|text| choice(text)).collect();
        let of = |named: &[String], side: usize| named.get(side).or(named.first()).cloned();
        let side = |side| Side { rules: of(&self.rules, side), year_end: of(&self.year_end, side), readings: readings.clone() };
        (0..self.rules.len().max(self.year_end.len()).max(1)).map(side).collect()
    }

    /// What the records are asked for.
    pub(crate) fn wanted<'a>(&self, watch: Option<Watch<'a>>) -> Wanted<'a> {
        Wanted {
            sides: self.sides(),
            set: self.set.clone(),
            profile: self.profile.clone(),
            threads: self.threads,
            rulebook: self.rulebook.clone(),
            watch,
        }
    }

    /// Opens the records for one side, or as many as regulations were named.
    pub(crate) fn open(
        &self,
        records: &[PathBuf],
        period: Option<Period>,
        rests_on: RestsOn,
        findings: &mut Findings,
    ) -> Option<Input> {
        let watch = |read: &Arc<AtomicU64>, total: u64| progress::start(read, total, self.language);
        let wanted = self.wanted(if self.quiet { None } else { Some(&watch) });
        Input::open(records, period, rests_on, &wanted, findings)
    }

    /// Whether an earlier run is repeated, of which nothing is said or written.
    fn is_repeated(&self) -> bool {
        matches!(self.keep.as_deref(), Some(Keep::Proof(_)))
    }

    /// Where the faults of a run go: all of them are needed for the rejected rows.
    fn findings(&self) -> Findings {
        if self.rejects.is_some() { Findings::keeping_all() } else { Findings::new() }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Table,
    Csv,
    Json,
    Markdown,
}

impl FormatArg {
    fn format(self) -> Format {
        match self {
            FormatArg::Table => Format::Table,
            FormatArg::Csv => Format::Csv,
            FormatArg::Json => Format::Json,
            FormatArg::Markdown => Format::Markdown,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    Vi,
    En,
}

impl LangArg {
    fn lang(self) -> Lang {
        match self {
            LangArg::Vi => Lang::Vi,
            LangArg::En => Lang::En,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiagnosticsArg {
    Text,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ByArg {
    Meeting,
    Cell,
    Committee,
    Type,
}

impl ByArg {
    pub(crate) fn by(self) -> By {
        match self {
            ByArg::Meeting => By::Meeting,
            ByArg::Cell => By::Cell,
            ByArg::Committee => By::Committee,
            ByArg::Type => By::Type,
        }
    }
}

fn threads(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "1, 2, 3, …".to_owned())
}

/// The value of an option that is a day.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "2024-03-05".to_owned())
}

/// `2024`, `2024-H1`, `2024-Q2`, `2024-06`, `2024-01..2024-05`.
pub(crate) fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).ok_or_else(|| "2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05".to_owned())
}

pub(crate) fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = usage::language(&arguments);
    let exit = match parse(arguments.into_iter().skip(1), lang) {
        Ok((mut cli, matches)) => match over::inputs(&cli, &matches) {
            Err(refused) => refused,
            Ok(inputs) => {
                cli.common.inputs = inputs;
                if cli.common.receipt.is_some() { with_receipt(&cli, &matches) } else { run(&cli) }
            }
        },
        Err(error) => usage::report(&error, lang),
    };
    ExitCode::from(exit as u8)
}

/// A command line without the program's own name; it may name a language of its own.
fn parse(arguments: impl Iterator<Item = OsString>, lang: Lang) -> Result<(Cli, ArgMatches), clap::Error> {
    let arguments: Vec<OsString> = std::iter::once("chibo".into()).chain(arguments).collect();
    let matches = usage::localised(Cli::command(), lang).try_get_matches_from(arguments)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    cli.common.language = cli.common.lang.map_or(lang, LangArg::lang);
    Ok((cli, matches))
}

/// Runs a command in the form in which the receipt holds it, so that whoever repeats it does the same.
fn with_receipt(given: &Cli, matches: &ArgMatches) -> Exit {
    let common = &given.common;
    let usage = |word: Word, values: &[(&str, &str)]| {
        emit::say(&fill(word.text(common.language), values));
        Exit::Usage
    };
    let here = std::env::current_dir().unwrap_or_default();
    let (Some(mut arguments), Some(receipt)) = (Arguments::of(matches, &here), &common.receipt) else {
        return usage(
            Word::UsageReceiptOf,
            &[("wanted", "score, attendance, classify, explain, compare, edge, signs, check, readings, visits")],
        );
    };
    arguments.speak(common.language);
    let (mut cli, _) = match parse(arguments.words.iter().map(Into::into), common.language) {
        Ok(parsed) => parsed,
        Err(error) => return usage::report(&error, common.language),
    };
    let output = common.output.as_ref().map(|path| arguments::from(&here, path));
    let mut findings = Findings::new();
    let files = files(&arguments.records, arguments.profile.as_deref(), &arguments.texts);
    for file in files.iter().filter(|file| file.path.is_absolute()) {
        findings.push(Diagnostic::new(Code::InputAbsolute, Place::default()).with("value", label(&file.path)));
    }
    let inputs = Inputs::take(files, &mut findings).filter(|_| findings.is_empty());
    let Some(inputs) = inputs else {
        return emit::nothing(&findings, common);
    };
    let asked =
        Asked { path: receipt.clone(), date: common.receipt_date.map(|day| day.to_string()), command: arguments.words, inputs };
    cli.common = Common {
        output,
        strict: common.strict,
        quiet: common.quiet,
        diagnostics: common.diagnostics,
        threads: common.threads,
        inputs: Rc::clone(&common.inputs),
        keep: Some(Rc::new(Keep::Receipt(asked))),
        ..cli.common
    };
    run(&cli)
}

fn run(cli: &Cli) -> Exit {
    // Several sides are there to be compared.
    let given = [("--rules <ID>", &cli.common.rules), ("--year-end <ID>", &cli.common.year_end)];
    let is_compared = matches!(cli.command, Command::Compare(_));
    if let Some((argument, _)) = given.into_iter().find(|(_, given)| given.len() > 1 && !is_compared) {
        return usage::twice(argument, cli.common.language);
    }
    let judges_none = matches!(
        cli.command,
        Command::Check(_) | Command::Profile(_) | Command::Visits(_) | Command::Rules(_) | Command::Verify(_)
    );
    if judges_none && !cli.common.set.is_empty() {
        return usage::unknown("--set", cli.common.language);
    }
    match &cli.command {
        Command::Score(args) => score::run(args, &cli.common),
        Command::Attendance(args) => attendance::run(args, &cli.common),
        Command::Classify(args) => classify::run(args, &cli.common),
        Command::Compare(args) => compare::run(args, &cli.common),
        Command::Explain(args) => explain::run(args, &cli.common),
        Command::Edge(args) => edge::run(args, &cli.common),
        Command::Check(args) => check::run(args, &cli.common),
        Command::Profile(args) => profile::run(args, &cli.common),
        Command::Readings(args) => readings::run(args, &cli.common),
        Command::Signs(args) => signs::run(args, &cli.common),
        Command::Visits(args) => visits::run(args, &cli.common),
        Command::Verify(args) => verify::run(args, &cli.common),
        Command::Rules(args) => rules::run(args, &cli.common),
    }
}
