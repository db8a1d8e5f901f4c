//! `chibo profile FILE`: how a file is to be read, proposed for `chibo.toml`.

use std::path::{Path, PathBuf};

use chibo::diagnostic::{Code, Findings, Severity};
use chibo::records::{Cells, RecordFile, propose};
use chibo::report::proposal;
use chibo::rules::{Scope, shipped};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "TABLE", value_parser = table)]
    holds: Option<Scope>,
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let rulebook = match shipped::rulebook() {
        Ok(rulebook) => rulebook,
        Err(faults) => return emit::nothing(&faults, common),
    };
    let regulation = match common.rules.as_deref().map(|id| shipped::find(&rulebook, id)) {
        Some(Err(faults)) => return emit::nothing(&faults, common),
        Some(Ok(regulation)) => Some(regulation),
        None => None,
    };
    // Names are looked up among the cells that stand beside the file.
    let beside = RecordFile::at(args.file.with_file_name("cells.csv"));
    let cells = beside.path.is_file().then(|| Cells::read(&[beside], &rulebook.shared, &mut Findings::new()).0);
    let file = RecordFile::at(args.file.clone());
    let proposed = propose(&file, args.holds, &rulebook, regulation.as_ref(), cells.as_ref());
    let is_lost = proposed.account.is_none() && proposed.encodings.is_empty() && proposed.missing.is_empty();
    for fault in proposed.findings.iter().filter(|fault| fault.code != Code::ColumnMissing || is_lost) {
        findings.push(fault.clone());
    }
    if is_lost {
        return emit::nothing(&findings, common);
    }
    let name = args.file.file_name().map_or_else(|| Path::new("").to_string_lossy(), |name| name.to_string_lossy());
    let exit = emit::text(&proposal::text(&proposed, &name, common.language), common);
    emit::findings(&findings, common);
    if exit == Exit::Clean && findings.worst() >= Some(Severity::Warning) { Exit::WithFaults } else { exit }
}

/// `meetings`, `cells`, …
fn table(text: &str) -> Result<Scope, String> {
    let name = |of: &Scope| of.file().trim_end_matches(".csv");
    let all = Scope::ALL.iter().map(name).collect::<Vec<&str>>().join(" | ");
    Scope::ALL.into_iter().find(|of| name(of) == text || of.word() == text).ok_or(all)
}
