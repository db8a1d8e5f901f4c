//! Results to the screen or a file, faults to the screen, and the exit code.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use chibo::diagnostic::{Diagnostic, Findings, Severity};
use chibo::receipt::Output;
use chibo::render::{Format, Options, faults, render};
use chibo::report::Report;
use chibo::words::{Word, fill};

use super::keep::Keep;
use super::out::{not_written, unwritable};
use super::over::place;
use super::{Common, DiagnosticsArg, Exit, excerpt, progress};

/// Width of tables where there is no terminal to ask.
const WIDTH: u16 = 100;

/// Whether what a report is made of while it is written still holds, and if not, why.
pub(crate) type Holds<'h> = &'h dyn Fn() -> Result<(), Box<Diagnostic>>;

/// Writes a report and says what was found on the way.
pub(crate) fn report(report: &Report<'_>, findings: Findings, common: &Common) -> Exit {
    report_of(report, findings, common, false)
}

/// The same; `differs` says that the result itself tells of something that is not as it should be, which ends with 1 as the tool `diff` does.
pub(crate) fn report_of(report: &Report<'_>, findings: Findings, common: &Common, differs: bool) -> Exit {
    report_while(&|| Ok(()), report, findings, common, differs)
}

/// The same for a report that reads while it is written. If something cannot be read there is no result: no file appears, and it is a fault.
pub(crate) fn report_while(
    holds: Holds<'_>,
    report: &Report<'_>,
    mut findings: Findings,
    common: &Common,
    differs: bool,
) -> Exit {
    progress::end();
    let faulty = findings.worst() >= Some(Severity::Warning);
    if common.strict && faulty {
        say_findings(&findings, common, true);
        if common.diagnostics == DiagnosticsArg::Text && !common.is_repeated() {
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
    let mut outputs = match write(holds, report, &findings, format, common) {
        Ok(output) => Vec::from_iter(output),
        Err(fault) => {
            findings.push(*fault);
            say_findings(&findings, common, true);
            return Exit::Nothing;
        }
    };
    let exit = if faulty || differs { Exit::WithFaults } else { Exit::Clean };
    let rejected = common.rejects.as_ref().map_or_else(|| Ok(Vec::new()), |folder| rejects(folder, report, &findings, common));
    let kept = rejected.map_err(|fault| only(*fault)).and_then(|rejected| {
        outputs.extend(rejected);
        let width = Some(width(common)).filter(|_| format == Format::Table);
        common.keep.as_ref().map_or(Ok(()), |keep| keep.end(report, &findings, exit, outputs, width))
    });
    if let Err(faults) = kept {
        findings.extend(faults);
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
    exit
}

/// One fault alone.
pub(crate) fn only(fault: Diagnostic) -> Findings {
    let mut findings = Findings::new();
    findings.push(fault);
    findings
}

/// Says why there is no result.
pub(crate) fn nothing(findings: &Findings, common: &Common) -> Exit {
    progress::end();
    say_findings(findings, common, true);
    if common.diagnostics == DiagnosticsArg::Text && !common.is_repeated() {
        say(Word::NothingProduced.text(common.language));
    }
    Exit::Nothing
}

/// Writes a text as it is: what the program holds, and not a result.
pub(crate) fn text(text: &str, common: &Common) -> Exit {
    progress::end();
    let mut findings = Findings::new();
    match Keep::put(common.keep.as_deref(), common.output.as_deref(), |out| out.write_all(text.as_bytes())) {
        Ok(_) => Exit::Clean,
        Err(fault) => {
            findings.push(*fault);
            nothing(&findings, common)
        }
    }
}

/// Writes the rejected rows of every file that has some; of a file that was refused as a whole those that have a fault of their own, as far as
/// its rows can be told apart. An input is never written over: a rejects file that is read may hold corrections.
fn rejects(folder: &Path, report: &Report<'_>, findings: &Findings, common: &Common) -> Result<Vec<Output>, Box<Diagnostic>> {
    let mut outputs = Vec::new();
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
        if common.inputs.contains(&place(&path)) && !common.is_repeated() {
            return Err(Box::new(not_written(&path).with_word("cause", Word::OutputIsRead)));
        }
        let text = match chibo::records::rejects(decided, &reasons) {
            Ok(text) => text,
            Err(_) if account.refused => continue,
            Err(error) => return Err(unwritable(&decided.source.path, &error)),
        };
        if !common.is_repeated() {
            std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        }
        outputs.extend(Keep::put(common.keep.as_deref(), Some(&path), |out| out.write_all(&text))?);
    }
    Ok(outputs)
}

fn write(
    holds: Holds<'_>,
    report: &Report<'_>,
    findings: &Findings,
    format: Format,
    common: &Common,
) -> Result<Option<Output>, Box<Diagnostic>> {
    holds()?;
    let options = Options { width: width(common), table: common.table.as_deref() };
    let written = Keep::put(common.keep.as_deref(), common.output.as_deref(), |out| {
        render(report, findings, format, options, out)?;
        // Asked before a file is given its name.
        holds().map_err(|_| io::ErrorKind::InvalidData.into())
    });
    written.map_err(|fault| holds().err().unwrap_or(fault))
}

/// As wide as the terminal, but never too narrow to read; a fixed width everywhere else, so that output does not depend on where it goes.
fn width(common: &Common) -> u16 {
    if let Some(Keep::Proof(memory)) = common.keep.as_deref() {
        return memory.width.unwrap_or(WIDTH);
    }
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
    if let Some(Keep::Proof(memory)) = common.keep.as_deref() {
        memory.findings.replace(findings.clone());
        return;
    }
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use chibo::diagnostic::{Code, Place};
    use chibo::words::Lang;
    use clap::{Args, FromArgMatches};

    use super::*;

    fn common(arguments: &[&str]) -> Common {
        let command = Common::augment_args(clap::Command::new("chibo").no_binary_name(true));
        Common::from_arg_matches(&command.get_matches_from(arguments)).unwrap()
    }

    #[test]
    fn what_could_not_be_read_while_it_was_written_is_no_result() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("result.json");
        let common = common(&["--format", "json", "--quiet", "--output", path.to_str().unwrap()]);
        let report = Report {
            id: "compare",
            title: String::new(),
            regulations: Vec::new(),
            notices: Vec::new(),
            tables: Vec::new(),
            document: Vec::new(),
            on_request: 0,
            accounts: Vec::new(),
            lang: Lang::En,
        };
        // It holds before anything is written, and holds no more behind it.
        let asked = Cell::new(0);
        let fault = || Box::new(Diagnostic::new(Code::FileUnreadable, Place::default()).with("value", "?"));
        let holds = || {
            asked.set(asked.get() + 1);
            if asked.get() > 1 { Err(fault()) } else { Ok(()) }
        };
        let exit = report_while(&holds, &report, Findings::new(), &common, false);
        assert_eq!((exit as u8, asked.get(), folder.path().read_dir().unwrap().count()), (Exit::Nothing as u8, 3, 0));
        let exit = report_while(&|| Ok(()), &report, Findings::new(), &common, false);
        assert_eq!((exit as u8, path.exists()), (Exit::Clean as u8, true));
    }
}
