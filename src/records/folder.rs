//! A records folder and its files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::profile::Profile;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

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

    /// A file of the folder, with the name that faults give it.
    pub fn file(&self, name: &str) -> (Arc<str>, PathBuf) {
        let path = self.path.join(name);
        (label(&path), path)
    }

    /// Whether the folder has that file.
    pub fn has(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }
}

/// The path with `/` between its parts on every system, so that output does not depend on it.
fn label(path: &Path) -> Arc<str> {
    path.to_string_lossy().replace('\\', "/").into()
}
