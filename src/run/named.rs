//! Which regulations are named, and where.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::Folder;
use crate::rules::shipped;

/// The key of `chibo.toml`, and the option, that name the regulation of visits.
pub(super) const VISIT_RULES: &str = "visit-rules";

/// The regulations that the command line names, or those that all folders name; each once, in no order of their own.
pub(super) fn names<'f>(
    folders: &'f [Folder],
    given: Option<&str>,
    of: impl Fn(&'f Folder) -> &'f Vec<String>,
    key: &str,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    let once = |mut names: Vec<String>| {
        names.sort();
        names.dedup();
        names
    };
    if let Some(given) = given {
        return Some(once(given.split(',').map(|name| name.trim().to_owned()).collect()));
    }
    let of_folder = |folder: &'f Folder| once(of(folder).iter().map(|name| relative(folder, name)).collect());
    let mut named: Vec<Vec<String>> = folders.iter().filter(|folder| !of(folder).is_empty()).map(of_folder).collect();
    named.sort();
    named.dedup_by(|one, other| mean_the_same(one, other));
    let file = folders.first().map(Folder::profile_name);
    let place = || file.as_ref().map_or_else(Place::default, Place::file);
    match named.as_slice() {
        [one] => Some(one.clone()),
        [] => {
            findings.push(Diagnostic::new(Code::RulesMissing, place()).with("value", key));
            None
        }
        several => {
            let several: Vec<String> = several.iter().map(|names| names.join(" + ")).collect();
            findings.push(Diagnostic::new(Code::RulesDiffer, place()).with("value", several.join(", ")).with("key", key));
            None
        }
    }
}

/// A profile names a shipped id, or a path from its own folder.
pub fn relative(folder: &Folder, named: &str) -> String {
    if shipped::ids().contains(&named) {
        return named.to_owned();
    }
    let path = folder.path.join(named);
    if path.exists() { path.to_string_lossy().into_owned() } else { named.to_owned() }
}

/// Whether two lists of names mean the same regulations, by whatever paths.
fn mean_the_same(one: &[String], other: &[String]) -> bool {
    let real = |name: &String| std::fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
    let all = |names: &[String]| names.iter().map(real).collect::<BTreeSet<PathBuf>>();
    all(one) == all(other)
}

/// Where a regulation was named: in the profile, unless the command line did.
pub(super) fn profile_place(folders: &[Folder], given: bool) -> Option<Place> {
    folders.first().filter(|_| !given).map(|folder| Place::file(&folder.profile_name()))
}
