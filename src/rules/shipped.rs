//! The regulations that are embedded in the program, and those that a user keeps in a folder of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use include_dir::{Dir, include_dir};

use super::load::{self, load, load_unproved};
use super::{Header, Regulation, Rulebook, layers};
use crate::base::heading;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

static RULES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Ids of the shipped regulations, in ASCII order.
pub fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = RULES.dirs().filter_map(|dir| dir.path().to_str()).collect();
    ids.sort_unstable();
    ids
}

/// A file of the shipped rules, by its path below `rules/`.
pub fn text(path: &str) -> Option<&'static str> {
    // To make sure that all of them are text takes as long as to read many meetings, and is done once.
    static TEXTS: Mutex<BTreeMap<String, Option<&'static str>>> = Mutex::new(BTreeMap::new());
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = texts.get(path) {
        return *known;
    }
    let text = RULES.get_file(path).and_then(|file| file.contents_utf8());
    texts.insert(path.to_owned(), text);
    text
}

/// The files of the vocabularies, by their paths below `rules/`.
pub const VOCABULARIES: [&str; 2] = ["facts.toml", "registers.toml"];

/// The shared vocabulary, and that of the tables that no regulation reads.
pub fn rulebook() -> Result<Rulebook, Findings> {
    let file = |name: &str| match text(name) {
        Some(text) => Ok((name.into(), text.into())),
        None => Err(missing(&name.into(), name, Vec::new())),
    };
    let [facts, registers] = VOCABULARIES;
    let (facts, registers) = (file(facts)?, file(registers)?);
    Rulebook::new((&facts.0, &facts.1), (&registers.0, &registers.1))
}

/// The shipped regulation of that id, or the one in a folder or file of that path.
///
/// What has to be proved over all values is proved of a file of the user's only: the shipped texts do not change between two runs, and
/// to prove them takes longer than to read the meetings of a district. [`proved`] does it for them too.
///
/// # Errors
/// Every fault of the rule file; or one that names the nearest id when there is neither such an id nor such a path.
pub fn find(rulebook: &Rulebook, id_or_path: &str) -> Result<Regulation, Findings> {
    let mut loaded = rulebook.loaded.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regulation) = loaded.get(id_or_path) {
        return Ok(regulation.clone());
    }
    let regulation = match shipped(id_or_path) {
        Some((path, text)) => load_unproved(rulebook, &path, &text, &[])?,
        None => of_path(rulebook, id_or_path)?,
    };
    loaded.insert(id_or_path.to_owned(), regulation.clone());
    Ok(regulation)
}

/// As [`find`], with everything proved and every alternative of its readings loaded, whoever wrote it.
///
/// # Errors
/// As [`find`].
pub fn proved(rulebook: &Rulebook, id_or_path: &str) -> Result<Regulation, Findings> {
    match shipped(id_or_path) {
        Some((path, text)) => load(rulebook, &path, &text),
        None => of_path(rulebook, id_or_path),
    }
}

/// Path and text of a shipped regulation.
fn shipped(id: &str) -> Option<(Arc<str>, Arc<str>)> {
    let path = format!("{id}/regulation.toml");
    let text = text(&path)?;
    Some((path.into(), text.into()))
}

fn of_path(rulebook: &Rulebook, id_or_path: &str) -> Result<Regulation, Findings> {
    let path = Path::new(id_or_path);
    let path = if path.is_dir() { path.join("regulation.toml") } else { path.to_owned() };
    let name: Arc<str> = path.to_string_lossy().into();
    match std::fs::read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => load(rulebook, &name, &text.into()),
            Err(_) => {
                let mut findings = Findings::new();
                findings.push(Diagnostic::new(Code::NotUtf8, Place::file(&name)));
                Err(findings)
            }
        },
        Err(_) => Err(missing(&name, id_or_path, ids())),
    }
}

/// The text of a file beside the regulation that was found under that id or path; `path` is where it would stand.
///
/// # Errors
/// The fault, where there is no such file or it is no text.
pub fn beside(id_or_path: &str, path: &Path) -> Result<String, Code> {
    if text(&format!("{id_or_path}/regulation.toml")).is_some() {
        return path.to_str().and_then(text).map(str::to_owned).ok_or(Code::CasesMissing);
    }
    let bytes = std::fs::read(path).map_err(|_| Code::CasesMissing)?;
    String::from_utf8(bytes).map_err(|_| Code::NotUtf8)
}

/// What replaced a regulation, among the shipped ones; the earliest, where several did.
pub fn successor(id: &str) -> Option<Header> {
    let quoted = format!("\"{id}\"");
    // To read the whole of a text for its header takes long, and nearly none of them replaces this one.
    let replaces_it = |line: &str| line.trim_start().starts_with("replaces") && line.contains(&quoted);
    let names_it = |path: &String| text(path).is_some_and(|text| text.contains(&quoted) && text.lines().any(replaces_it));
    let paths = ids().into_iter().map(|other| format!("{other}/regulation.toml")).filter(names_it);
    let headers = paths.filter_map(|path| load::header(&path.as_str().into(), &text(&path)?.into()));
    headers.filter(|header| header.replaces == id).min_by_key(|header| (header.first_day, header.years, header.id.clone()))
}

/// A file that a regulation is read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleFile {
    /// A shipped one, by its path below `rules/`.
    Shipped(String),
    /// One of a folder of the user's own.
    Own(PathBuf),
}

/// The files of the regulation that [`find`] finds under that id or path: its own and those that it extends, as far as they are there.
pub fn files(id_or_path: &str) -> Vec<RuleFile> {
    let shipped = format!("{id_or_path}/regulation.toml");
    if text(&shipped).is_some() {
        return layers::files(RuleFile::Shipped(shipped));
    }
    let path = Path::new(id_or_path);
    let path = if path.is_dir() { path.join("regulation.toml") } else { path.to_owned() };
    if path.is_file() { layers::files(RuleFile::Own(path)) } else { Vec::new() }
}

fn missing(file: &Arc<str>, id: &str, known: Vec<&str>) -> Findings {
    let near = heading::nearest_or_some(id, known.iter().copied());
    let mut findings = Findings::new();
    findings.push(
        Diagnostic::new(Code::RuleNotFound, Place::file(file))
            .with("value", id)
            .with("near", near)
            .with("wanted", known.join(", ")),
    );
    findings
}
