//! Results to the screen or a file, faults to the screen, and the exit code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use chibo::diagnostic::{Code, Diagnostic, Findings, Place, Severity};
use chibo::render::{Format, Options, faults, render};
use chibo::report::Report;
use chibo::words::{Word, fill};

use super::pages::Pages;
use super::{Common, DiagnosticsArg, Exit, excerpt, progress};

/// Width of tables where there is no terminal to ask.
const WIDTH: u16 = 100;

/// Writes a report and says what was found on the way.
pub(crate) fn report(report: &Report<'_>, mut findings: Findings, common: &Common) -> Exit {
    progress::end();
    let faulty = findings.worst() >= Some(Severity::Warning);
    if common.strict && faulty {
        say_findings(&findings, common, true);
        if common.diagnostics == DiagnosticsArg::Text {
            say(Word::StrictNothing.text(common.language));
        }
        return Exit::Nothing;
    }
    if let Some(table) = &common.table
        && !report.tables.iter().any(|known| known.id == table)
    {
        let known: Vec<&str> = report.tables.iter().map(|table| table.id).collect();
        let known = known.join(" | ");
        let values = [("argument", "--table"), ("value", table.as_str()), ("wanted", known.as_str())];
        say(&fill(Word::UsageValue.text(common.language), &values));
        return Exit::Usage;
    }
    let format = common.format.format();
    if let Err(fault) = write(report, &findings, format, common) {
        findings.push(*fault);
        say_findings(&findings, common, true);
        return Exit::Nothing;
    }
    if let Some(folder) = &common.rejects
        && let Err(fault) = rejects(folder, report, &findings, common)
    {
        findings.push(*fault);
        say_findings(&findings, common, true);
        return Exit::WithFaults;
    }
    if io::stderr().is_terminal() && common.diagnostics == DiagnosticsArg::Text && !common.quiet {
        excerpt::add(report, &mut findings);
    }
    say_findings(&findings, common, false);
    if format == Format::Csv && !common.quiet && common.diagnostics == DiagnosticsArg::Text {
        for account in &report.accounts {
            say(&chibo::render::account_line(account, report.lang));
        }
    }
    if faulty { Exit::WithFaults } else { Exit::Clean }
}

/// Says why there is no result.
pub(crate) fn nothing(findings: &Findings, common: &Common) -> Exit {
    progress::end();
    say_findings(findings, common, true);
    if common.diagnostics == DiagnosticsArg::Text {
        say(Word::NothingProduced.text(common.language));
    }
    Exit::Nothing
}

/// Writes a text as it is: what the program holds, and not a result.
pub(crate) fn text(text: &str, common: &Common) -> Exit {
    progress::end();
    let mut findings = Findings::new();
    match to(common.output.as_deref(), |out| out.write_all(text.as_bytes())) {
        Ok(()) => Exit::Clean,
        Err(fault) => {
            findings.push(*fault);
            nothing(&findings, common)
        }
    }
}

/// Writes the rejected rows of every file that has some; of a file that was refused as a whole those that have a fault of their own, as far as
/// its rows can be told apart. A rejects file that was read in this run is never written over: it may hold corrections.
fn rejects(folder: &Path, report: &Report<'_>, findings: &Findings, common: &Common) -> Result<(), Box<Diagnostic>> {
    let mut names = BTreeSet::new();
    for account in report.accounts.iter().filter(|account| account.rejected > 0) {
        let Some(decided) = &account.decided else { continue };
        let mut reasons: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        let of_file = |fault: &&Diagnostic| fault.place.file.as_ref() == Some(&account.file);
        for fault in findings.iter().filter(of_file).filter(|fault| fault.code.severity() == Severity::Error) {
            if let Some(row) = fault.place.row {
                reasons.entry(row).or_default().push(faults::reason(fault, common.language));
            }
        }
        if reasons.is_empty() {
            continue;
        }
        let stem = decided.source.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut name = format!("{stem}.rejects.csv");
        let mut number = 1;
        while !names.insert(name.clone()) {
            number += 1;
            name = format!("{stem}-{number}.rejects.csv");
        }
        let path = folder.join(name);
        let is_read = report
            .accounts
            .iter()
            .filter_map(|other| other.decided.as_ref())
            .any(|other| path.exists() && other.source.path.canonicalize().ok() == path.canonicalize().ok());
        if is_read {
            return Err(Box::new(not_written(&path).with_word("cause", Word::OutputIsRead)));
        }
        let text = match chibo::records::rejects(decided, &reasons) {
            Ok(text) => text,
            Err(_) if account.refused => continue,
            Err(error) => return Err(unwritable(&decided.source.path, &error)),
        };
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        to_file(&path, |out| out.write_all(&text)).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}

fn write(report: &Report<'_>, findings: &Findings, format: Format, common: &Common) -> Result<(), Box<Diagnostic>> {
    let options = Options { width: width(common), table: common.table.as_deref() };
    to(common.output.as_deref(), |out| render(report, findings, format, options, out))
}

/// To the file, or to the screen where there is none.
fn to(path: Option<&Path>, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Box<Diagnostic>> {
    let Some(path) = path else {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        return match fill(&mut out).and_then(|()| out.flush()) {
            // Whoever reads our output may stop early; that is no fault.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| unwritable(Path::new("stdout"), &error)),
        };
    };
    to_file(path, fill).map_err(|error| unwritable(path, &error))
}

/// The file appears whole or not at all. A device or a pipe is written to as it stands, never replaced by a file; of a link,
/// what it points to is replaced.
fn to_file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match path.metadata() {
        Ok(there) if there.is_dir() => return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory")),
        Ok(there) if !there.is_file() => {
            let mut out = BufWriter::with_capacity(1 << 16, File::options().write(true).open(path)?);
            return fill(&mut out).and_then(|()| out.flush());
        }
        _ => {}
    }
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are private; a result is for colleagues too.
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let file = builder.tempfile_in(folder)?;
    let mut out = Pages::of(file);
    fill(&mut out)?;
    let file = out.end()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let fault = not_written(path);
    Box::new(match error.kind() {
        io::ErrorKind::IsADirectory => fault.with_word("cause", Word::OutputIsFolder),
        _ => fault.with("cause", error),
    })
}

fn not_written(path: &Path) -> Diagnostic {
    let name: Arc<str> = path.to_string_lossy().into();
    Diagnostic::new(Code::OutputUnwritable, Place::file(&name)).with("value", &name)
}

/// As wide as the terminal, but never too narrow to read; a fixed width everywhere else, so that output does not depend on where it goes.
fn width(common: &Common) -> u16 {
    if common.output.is_some() || !io::stdout().is_terminal() {
        return WIDTH;
    }
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(|| comfy_table::Table::new().width()).unwrap_or(WIDTH).clamp(60, 400)
}

/// Says what was found on the way to a text.
pub(crate) fn findings(findings: &Findings, common: &Common) {
    say_findings(findings, common, false);
}

fn say_findings(findings: &Findings, common: &Common, needed: bool) {
    if findings.is_empty() && common.diagnostics == DiagnosticsArg::Text || (common.quiet && !needed) {
        return;
    }
    let text = match common.diagnostics {
        DiagnosticsArg::Text => faults::text(findings, common.language),
        DiagnosticsArg::Json => faults::json_document(findings, common.language),
    };
    say(text.trim_end());
}

/// A line for whoever watches; that nobody does is no fault.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
