//! Which files a run rests on, before any of them is read.

use std::path::{Path, PathBuf};

use super::named::relative;
use crate::diagnostic::Findings;
use crate::records::Folder;
use crate::rules::Scope;
use crate::rules::shipped::{self, RuleFile};

/// Raised by one whenever the same input may give another result than before, however little; `docs/decisions/0019-receipts.md` says when.
pub const SEMANTICS: u32 = 1;

/// What a file is to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What a folder says of itself: `chibo.toml`, or the file that takes its place.
    Profile,
    /// A table of records.
    Records,
    /// A rule file of the user's own.
    Rules,
    /// A rule file within the program.
    Shipped,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 4] = [Part::Profile, Part::Records, Part::Rules, Part::Shipped];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Part::Profile => "profile",
            Part::Records => "records",
            Part::Rules => "rules",
            Part::Shipped => "shipped",
        }
    }
}

/// A file that a run rests on; a shipped one by its path in the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunFile {
    /// What it is.
    pub part: Part,
    /// Where it is.
    pub path: PathBuf,
}

impl RunFile {
    /// The text of a shipped file.
    pub fn shipped_text(&self) -> Option<&'static str> {
        let below = self.path.strip_prefix(SHIPPED).ok()?;
        shipped::text(below.to_str()?).filter(|_| self.part == Part::Shipped)
    }

    /// Whether there is such a file: within this program, or on disk.
    pub fn is_there(&self) -> bool {
        if self.part == Part::Shipped { self.shipped_text().is_some() } else { self.path.is_file() }
    }
}

const SHIPPED: &str = "rules";

/// The files of folders, and of the regulations that they or the command line name: every table that is there, whether it is asked or not, so
/// that one which comes later is seen. Each once, in the order of parts and paths.
pub fn files(records: &[PathBuf], profile: Option<&Path>, named: &[String]) -> Vec<RunFile> {
    let mut files: Vec<RunFile> = shipped::VOCABULARIES.into_iter().map(shipped_file).collect();
    let mut named = named.to_vec();
    for path in records {
        if path.is_file() {
            files.push(RunFile { part: Part::Records, path: path.clone() });
            continue;
        }
        // What cannot be opened is told by the run itself.
        let Some(folder) = Folder::open(path, profile, &mut Findings::new()) else { continue };
        let own = profile.map_or_else(|| path.join("chibo.toml"), Path::to_owned);
        files.push(RunFile { part: Part::Profile, path: own });
        let tables = Scope::ALL.into_iter().flat_map(|of| folder.files(of));
        files.extend(tables.map(|file| RunFile { part: Part::Records, path: file.path }));
        let texts = [&folder.profile.rules, &folder.profile.year_end, &folder.profile.visit_rules];
        named.extend(texts.into_iter().flatten().map(|name| relative(&folder, name)));
    }
    files.retain(|file| file.part == Part::Shipped || file.path.is_file());
    for name in &named {
        files.extend(shipped::files(name).into_iter().map(|file| match file {
            RuleFile::Shipped(path) => shipped_file(&path),
            RuleFile::Own(path) => RunFile { part: Part::Rules, path },
        }));
        // Results say so where another text has taken the place of theirs.
        let successor = shipped::successor(name).map(|header| format!("{}/regulation.toml", header.id));
        files.extend(successor.map(|path| shipped_file(&path)));
    }
    files.sort();
    files.dedup();
    files
}

/// Where the folders of a run look for files, whether any is there or not: a later run would read what is put there.
pub fn names(records: &[PathBuf], profile: Option<&Path>) -> Vec<PathBuf> {
    let open = |path: &PathBuf| Folder::open(path, profile, &mut Findings::new());
    records.iter().filter_map(open).flat_map(|folder| folder.names()).collect()
}

fn shipped_file(path: &str) -> RunFile {
    RunFile { part: Part::Shipped, path: Path::new(SHIPPED).join(path) }
}
