//! `chibo profile FILE`: how a file is to be read, proposed for `chibo.toml`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chibo::diagnostic::{Code, Findings, Severity};
use chibo::records::{Cells, FileProfile, Folder, RecordFile, propose};
use chibo::report::proposal;
use chibo::rules::{Scope, shipped};
use chibo::run::{Part, files, relative};

use super::{Common, Exit, emit};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "TABLE", value_parser = table)]
    holds: Option<Scope>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
}

impl Args {
    /// The file, and what the folder beside it says of it.
    pub(crate) fn reads(&self, common: &Common) -> Vec<PathBuf> {
        let files = files(&[self.beside().to_owned()], common.profile.as_deref(), &common.rules);
        let own = files.into_iter().filter(|file| file.part != Part::Shipped).map(|file| file.path);
        own.chain([self.file.clone()]).collect()
    }

    fn beside(&self) -> &Path {
        self.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let rulebook = match shipped::rulebook() {
        Ok(rulebook) => rulebook,
        Err(faults) => return emit::nothing(&faults, common),
    };
    // The folder of the file may know by which text it is read, its cells, and names that are confirmed already.
    let mut said = Findings::new();
    let folder = Folder::open(args.beside(), common.profile.as_deref(), &mut said);
    if said.counts().contains_key(&Code::ProfileMissing) {
        return emit::nothing(&said, common);
    }
    let named = common.rules.first().cloned().or_else(|| {
        let folder = folder.as_ref()?;
        Some(relative(folder, folder.profile.rules.first()?))
    });
    let regulation = match named.map(|id| shipped::find(&rulebook, &id)) {
        Some(Err(faults)) => return emit::nothing(&faults, common),
        Some(Ok(regulation)) => Some(regulation),
        None => None,
    };
    let (of, file) = match &folder {
        Some(folder) => folder.file_at(&args.file),
        None => (None, RecordFile::at(args.file.clone())),
    };
    let sheet = args.sheet.clone().or_else(|| file.profile.sheet.clone());
    let file = RecordFile { profile: Arc::new(FileProfile { sheet, ..(*file.profile).clone() }), ..file };
    let cells = folder.filter(|folder| folder.has(Scope::Cell)).map(|folder| {
        let mut cells = Cells::read(&folder.files(Scope::Cell), &rulebook.shared, &mut Findings::new()).0;
        cells.confirm(&folder.profile.names, &mut Findings::new());
        cells
    });
    let proposed = propose(&file, args.holds.or(of), &rulebook, regulation.as_ref(), cells.as_ref());
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
