//! A module imports only from lower floors; the order is the one that the crate's documentation tells.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

const FLOORS: [(&str, usize); 15] = [
    ("base", 0),
    ("words", 0),
    ("diagnostic", 1),
    ("expr", 2),
    ("rules", 3),
    ("outline", 4),
    ("records", 4),
    ("assess", 5),
    ("cases", 6),
    ("compare", 6),
    ("run", 7),
    ("report", 7),
    ("render", 8),
    ("receipt", 8),
    ("cli", 9),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Every module that a source text names through `crate::` (or, in the program, `chibo::`).
fn imports(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for start in ["crate::", "chibo::"] {
        for part in text.split(start).skip(1) {
            let group = part.strip_prefix('{').and_then(|group| group.split_once('}')).map(|(group, _)| group);
            for name in group.unwrap_or(part).split(if group.is_some() { ',' } else { '\u{0}' }) {
                modules.push(name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
            }
        }
    }
    modules
}

#[test]
fn imports_go_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in files {
        let below = path.strip_prefix(&root).unwrap();
        let module = below.components().next().unwrap().as_os_str().to_str().unwrap();
        let Some(own) = floor(module) else { continue };
        let text: String = std::fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for import in imports(&text) {
            let Some(theirs) = floor(&import) else { continue };
            seen += 1;
            if theirs > own || (theirs == own && import != module) {
                wrong.push(format!("{} imports {import}", below.display()));
            }
        }
        if text.contains("use super::*") && !text.contains("mod tests") && !below.ends_with("tests.rs") {
            wrong.push(format!("{} takes everything from above", below.display()));
        }
    }
    assert!(seen > 100, "the test no longer sees the imports");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_folder_has_a_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            let name = entry.file_name().into_string().unwrap();
            assert!(floor(&name).is_some(), "{name} has no floor");
        }
    }
}

#[test]
fn the_library_never_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for path in files {
        let below = path.strip_prefix(&root).unwrap();
        if below.starts_with("cli") || below == Path::new("main.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in ["stdout()", "stderr()", "process::exit", "SystemTime", "Instant::now", "println!"] {
            assert!(!text.contains(word), "{} uses {word}", below.display());
        }
    }
}
