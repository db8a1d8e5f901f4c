//! `chibo rules`, `chibo rules show ID`, `chibo rules diff A B`, `chibo rules check [PATH…]`, `chibo rules test [PATH…]`,
//! `chibo rules schema [FILE]`, `chibo rules new FOLDER`

use std::path::{Path, PathBuf};

use chibo::base::Exact;
use chibo::cases::{Suite, Tested};
use chibo::compare::{Change, compare};
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::report::rulebook::Checked;
use chibo::report::rulebook_show::Over;
use chibo::report::{cases, rulebook, rulebook_diff, rulebook_show};
use chibo::rules::shipped::RuleFile;
use chibo::rules::{Regulation, below, shape, shipped, template};
use chibo::words::{Word, fill};
use clap::Subcommand;

use super::{Common, Exit, emit, over};

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
    New {
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
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

impl Args {
    /// Rule files of the user's own with those that they extend, and the worked cases beside them.
    pub(crate) fn reads(&self) -> Vec<PathBuf> {
        let named = match &self.command {
            Some(Command::Show { id }) => vec![id],
            Some(Command::Diff { before, after }) => vec![before, after],
            Some(Command::Check { paths } | Command::Test { paths, .. }) => paths.iter().collect(),
            Some(Command::List | Command::New { .. } | Command::Schema { .. }) | None => Vec::new(),
        };
        let own = named.iter().flat_map(|id| shipped::files(id)).filter_map(|file| match file {
            RuleFile::Own(path) => Some(path),
            RuleFile::Shipped(_) => None,
        });
        own.flat_map(|path| [path.with_file_name("cases.toml"), path]).collect()
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    match args.command.as_ref().unwrap_or(&Command::List) {
        Command::List => list(common),
        Command::Show { id } => show(id, common),
        Command::Diff { before, after } => diff(before, after, common),
        Command::Check { paths } => check(paths, common),
        Command::Test { paths, least } => test(paths, *least, common),
        Command::New { folder } => new(folder, common),
        Command::Schema { file } => emit::text(&shape::schema(*file), common),
    }
}

/// Copies the template into a new folder, named as the regulation.
fn new(folder: &Path, common: &Common) -> Exit {
    if let Some(refused) = over::refused_within(folder, "rules new", common) {
        return refused;
    }
    let id = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut findings = Findings::new();
    let place = || Place::file(&folder.to_string_lossy().as_ref().into());
    if id.is_empty() || !id.chars().all(plain) {
        findings.push(Diagnostic::new(Code::RuleValue, place()).with("value", &id).with("wanted", "a-z 0-9 - _ ."));
    } else if folder.exists() {
        findings.push(Diagnostic::new(Code::FolderExists, place()).with("value", folder.display()));
    } else if let Err(error) = copy(folder, &id) {
        findings.push(Diagnostic::new(Code::OutputUnwritable, place()).with("value", &id).with_system("cause", &error));
    }
    if findings.has_errors() {
        return emit::nothing(&findings, common);
    }
    let path = folder.to_string_lossy();
    emit::text(&fill(Word::RulesNew.text(common.language), &[("folder", &path)]), common)
}

/// All files or none: the folder gets its name when everything stands in it.
fn copy(folder: &Path, id: &str) -> std::io::Result<()> {
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = tempfile::Builder::new().prefix(".chibo-").tempdir_in(around)?;
    for (name, text) in template::files(id) {
        std::fs::write(draft.path().join(name), text)?;
    }
    std::fs::write(draft.path().join("regulation.schema.json"), shape::schema(schema_of("regulation")?))?;
    std::fs::write(draft.path().join("cases.schema.json"), shape::schema(schema_of("cases")?))?;
    set_open(draft.path())?;
    std::fs::rename(draft.path(), folder)?;
    // It has another name now, and is not to be taken away.
    let _ = draft.keep();
    Ok(())
}

fn schema_of(word: &str) -> std::io::Result<shape::File> {
    schema_file(word).map_err(std::io::Error::other)
}

/// A folder for a draft is closed to others; what stays is not.
#[cfg(unix)]
fn set_open(folder: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))
}

#[cfg(not(unix))]
fn set_open(_: &Path) -> std::io::Result<()> {
    Ok(())
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
            let mut texts = vec![regulation];
            if let Ok(rulebook) = shipped::rulebook() {
                while let Some(base) = texts.last().and_then(|text| below(&rulebook, text)) {
                    texts.push(base);
                }
            }
            let pairs: Vec<(&Regulation, &Regulation)> = texts.iter().zip(texts.iter().skip(1)).collect();
            let changes: Vec<Vec<Change<'_>>> = pairs.iter().map(|(text, base)| compare(base, text)).collect();
            let layers: Vec<Over<'_>> =
                pairs.iter().zip(&changes).map(|((text, base), changes)| Over { text, base, changes }).collect();
            let shown = texts.first().map(|regulation| rulebook_show::show(regulation, &layers, common.language));
            shown.map_or_else(|| emit::nothing(&findings, common), |shown| emit::report(&shown, findings.clone(), common))
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
    let report = rulebook_diff::diff(&before, &after, &changes, common.language);
    emit::report_of(&report, findings, common, !changes.is_empty())
}

fn check(paths: &[String], common: &Common) -> Exit {
    let mut findings = Findings::new();
    let all = named(paths);
    let mut files = Vec::new();
    for path in &all {
        let mut own = Findings::new();
        let regulation = proved(path, &mut own);
        own.extend(regulation.as_ref().map_or_else(Findings::new, |regulation| regulation.warnings.clone()));
        files.push(Checked::new(path, own.counts().values().sum(), regulation.as_ref()));
        findings.extend(own);
    }
    emit::report(&rulebook::checked(&files, common.language), findings, common)
}

fn proved(id: &str, findings: &mut Findings) -> Option<Regulation> {
    let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
    shipped::proved(&rulebook, id).map_err(|faults| findings.extend(faults)).ok()
}

fn load(id: &str, findings: &mut Findings) -> Option<Regulation> {
    let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
    shipped::find(&rulebook, id).map_err(|faults| findings.extend(faults)).ok()
}
