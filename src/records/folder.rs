//! A records folder and its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::corrections;
use super::profile::{FileProfile, Profile};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::Scope;

/// How files of records end; of one table all that there are are read.
const ENDINGS: [&str; 6] = ["csv", "xlsx", "ods", REJECTS, "rejects.xlsx", "rejects.ods"];
/// How a file of corrected rows ends, beside the one that it corrects.
const REJECTS: &str = "rejects.csv";

/// A folder with `cells.csv` and whatever else was sent, such as `meetings.csv` or `visits.csv`, and perhaps `chibo.toml`.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub profile: Profile,
    /// Counts the bytes that are read of its files.
    pub read: Arc<AtomicU64>,
}

impl Folder {
    /// Opens a folder, with another profile than its own where one is named; that there is no such folder, or profile, is a fault.
    pub fn open(path: &Path, profile: Option<&Path>, findings: &mut Findings) -> Option<Folder> {
        let name: Arc<str> = path.to_string_lossy().into();
        if !path.is_dir() {
            findings.push(Diagnostic::new(Code::FolderMissing, Place::file(&name)).with("value", &name));
            return None;
        }
        let own = path.join("chibo.toml");
        let file = label(profile.unwrap_or(&own));
        if let Some(named) = profile.filter(|named| !named.is_file()) {
            let name = named.to_string_lossy();
            findings.push(Diagnostic::new(Code::ProfileMissing, Place::file(&file)).with("value", name));
            return None;
        }
        let profile = Profile::read(profile.unwrap_or(&own), &file, findings);
        Some(Folder { path: path.to_owned(), profile, read: Arc::default() })
    }

    /// The name that faults give `chibo.toml`.
    pub fn profile_name(&self) -> Arc<str> {
        self.profile.file.clone().unwrap_or_else(|| label(&self.path.join("chibo.toml")))
    }

    /// The files that hold a table; where none was sent, the one that should be there.
    pub fn files(&self, of: Scope) -> Vec<RecordFile> {
        self.found(of).into_iter().map(|file| RecordFile { read: Arc::clone(&self.read), ..file }).collect()
    }

    fn found(&self, of: Scope) -> Vec<RecordFile> {
        let named = self.profile.files.iter().filter(|file| file.of == Some(of));
        let mut named: Vec<RecordFile> = named.map(|file| self.file(of, file.clone())).collect();
        for at in 0..named.len() {
            let beside = named.get(at).map(|file| (file.path.with_extension(REJECTS), Arc::clone(&file.profile)));
            let Some((path, profile)) = beside.filter(|(path, _)| path.is_file()) else { continue };
            if named.iter().all(|other| other.path != path) {
                named.push(RecordFile { profile, ..RecordFile::at(path) });
            }
        }
        if !named.is_empty() {
            return self.with_choices(named);
        }
        let usual = |ending: &str| RecordFile::at(self.path.join(of.file()).with_extension(ending));
        let sent: Vec<RecordFile> = ENDINGS.into_iter().map(usual).filter(|file| file.path.is_file()).collect();
        if sent.is_empty() { vec![RecordFile::at(self.path.join(of.file()))] } else { self.with_choices(sent) }
    }

    /// `meetings.csv:18` chooses a row of a file of this folder.
    fn with_choices(&self, mut files: Vec<RecordFile>) -> Vec<RecordFile> {
        if files.len() > 1 {
            corrections::mark(&mut files);
        }
        for copy in &self.profile.copies {
            let Some((path, row)) = copy.rsplit_once(':') else { continue };
            let path = self.path.join(path.trim());
            if let (Some(file), Ok(row)) = (files.iter_mut().find(|file| file.path == path), row.trim().parse()) {
                file.chosen.insert(row);
            }
        }
        files
    }

    fn file(&self, of: Scope, profile: FileProfile) -> RecordFile {
        let path = self.path.join(if profile.path.is_empty() { of.file() } else { &profile.path });
        RecordFile { profile: Arc::new(profile), ..RecordFile::at(path) }
    }

    /// The file at a path as the folder reads it: as its `[[file]]` says, or as its usual name does, with the table that it then holds. A file
    /// that the folder does not know is called by its path alone.
    pub fn file_at(&self, path: &Path) -> (Option<Scope>, RecordFile) {
        let whole = |path: &Path| std::fs::canonicalize(path).ok();
        let is_meant = |own: &&FileProfile| {
            let meant = own.of.map(|of| self.file(of, (*own).clone()).path);
            meant.is_some_and(|meant| whole(&meant).is_some_and(|meant| whole(path) == Some(meant)))
        };
        let file = RecordFile::at(path.to_owned());
        match self.profile.files.iter().find(is_meant) {
            Some(own) => (own.of, RecordFile { profile: Arc::new(own.clone()), ..file }),
            None => (usual(path), file),
        }
    }

    /// Where its files are looked for, whether any is there or not.
    pub fn names(&self) -> Vec<PathBuf> {
        let usual = |of: Scope| ENDINGS.into_iter().map(move |ending| self.path.join(of.file()).with_extension(ending));
        let mut names: Vec<PathBuf> = Scope::ALL.into_iter().flat_map(usual).collect();
        names.push(self.path.join("chibo.toml"));
        for file in &self.profile.files {
            let Some(of) = file.of else { continue };
            let path = self.file(of, file.clone()).path;
            names.extend([path.with_extension(REJECTS), path]);
        }
        names
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
    /// How it is written, as far as that is said.
    pub profile: Arc<FileProfile>,
    /// Rows that hold where others record the same thing otherwise: the clerk has chosen them.
    pub chosen: BTreeSet<u64>,
    /// Rows whose place a corrected row of another file has taken.
    pub corrected: BTreeSet<u64>,
    /// Counts the bytes that are read of it.
    pub read: Arc<AtomicU64>,
    /// The files whose rows its own take the place of, by what these rows call them.
    pub corrects: BTreeMap<String, PathBuf>,
}

impl RecordFile {
    /// A file that is called by its path.
    pub fn at(path: PathBuf) -> RecordFile {
        RecordFile {
            name: label(&path),
            path,
            profile: Arc::default(),
            chosen: BTreeSet::new(),
            corrected: BTreeSet::new(),
            corrects: BTreeMap::new(),
            read: Arc::default(),
        }
    }
}

/// The table of which a file has the usual name.
fn usual(path: &Path) -> Option<Scope> {
    let name = path.file_name()?;
    let has = |of: &Scope| ENDINGS.iter().any(|ending| Path::new(of.file()).with_extension(ending).as_os_str() == name);
    Scope::ALL.into_iter().find(has)
}

/// The path with `/` between its parts on every system, so that output does not depend on it.
fn label(path: &Path) -> Arc<str> {
    path.to_string_lossy().replace('\\', "/").into()
}
