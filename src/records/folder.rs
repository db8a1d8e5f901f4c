//! A records folder and its files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::profile::Profile;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::Scope;

/// A folder with `cells.csv`, `meetings.csv`, perhaps `year.csv`, `discipline.csv` and `chibo.toml`.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub profile: Profile,
}

impl Folder {
    /// Opens a folder; that it does not exist is a fault.
    pub fn open(path: &Path, findings: &mut Findings) -> Option<Folder> {
        let name: Arc<str> = path.to_string_lossy().into();
        if !path.is_dir() {
            findings.push(Diagnostic::new(Code::FolderMissing, Place::file(&name)).with("value", &name));
            return None;
        }
        let profile = path.join("chibo.toml");
        let file = label(&profile);
        Some(Folder { path: path.to_owned(), profile: Profile::read(&profile, &file, findings) })
    }

    /// The name that faults give `chibo.toml`.
    pub fn profile_name(&self) -> Arc<str> {
        label(&self.path.join("chibo.toml"))
    }

    /// The files that hold a table; where none was sent, the one that should be there.
    pub fn files(&self, of: Scope) -> Vec<RecordFile> {
        vec![RecordFile::at(self.path.join(of.file()))]
    }

    /// Whether the folder has any file of that table.
    pub fn has(&self, of: Scope) -> bool {
        self.files(of).iter().any(|file| file.path.exists())
    }
}

/// A file of records.
#[derive(Clone, Debug)]
pub struct RecordFile {
    /// What faults call it.
    pub name: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
}

impl RecordFile {
    /// A file that is called by its path.
    pub fn at(path: PathBuf) -> RecordFile {
        RecordFile { name: label(&path), path }
    }
}

/// The path with `/` between its parts on every system, so that output does not depend on it.
fn label(path: &Path) -> Arc<str> {
    path.to_string_lossy().replace('\\', "/").into()
}
