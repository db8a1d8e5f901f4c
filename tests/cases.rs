//! Runs every worked example of `rules/<id>/cases.toml` against its regulation, and asks whether the examples reach all of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

#[path = "cases/file.rs"]
mod file;
#[path = "cases/judge.rs"]
mod judge;
#[path = "cases/reach.rs"]
mod reach;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use chibo::rules::{Regulation, shipped};

/// Parts of regulations that no example reaches, as `<regulation>: <part>`, with the reason. An entry that is reached is a failure.
const KNOWN_GAPS: [&str; 0] = [];

const LEAST_CASES: usize = 10;

fn folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules").join(id)
}

/// Every shipped regulation; the folders below `rules/` are these and no others.
fn regulations() -> Vec<Regulation> {
    let book = shipped::rulebook().expect("facts.toml loads");
    let mut folders: Vec<String> = fs::read_dir(folder(""))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, shipped::ids(), "shipped regulations are the folders below rules/");
    let load = |id: &String| shipped::find(&book, id).unwrap_or_else(|_| panic!("{id} does not load: chibo rules check {id}"));
    folders.iter().map(load).collect()
}

fn read(regulation: &Regulation) -> (Vec<file::Case>, Vec<String>) {
    let id = &regulation.header.id;
    let text = fs::read_to_string(folder(id).join("cases.toml")).unwrap_or_else(|error| panic!("{id}: {error}"));
    file::read(&text)
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_case_gives_what_it_expects() {
    let mut failures = Vec::new();
    for regulation in regulations() {
        let id = &regulation.header.id;
        let (cases, faults) = read(&regulation);
        println!("{id}: {} cases", cases.len());
        failures.extend(faults.iter().map(|fault| format!("{id}: {fault}")));
        for case in &cases {
            let found = judge::run(&regulation, case).failures;
            failures.extend(found.iter().map(|failure| format!("{id}: {}: {failure}", case.id)));
        }
    }
    none(&failures);
}

#[test]
fn cases_are_named_sourced_and_many() {
    let mut failures = Vec::new();
    for regulation in regulations() {
        let id = &regulation.header.id;
        let (cases, _) = read(&regulation);
        let mut seen = BTreeSet::new();
        for case in &cases {
            if case.source.trim().is_empty() || case.title.trim().is_empty() {
                failures.push(format!("{id}: {}: title or source says nothing", case.id));
            }
            if !seen.insert(&case.id) {
                failures.push(format!("{id}: {}: a second case of this id", case.id));
            }
        }
        if cases.len() < LEAST_CASES {
            failures.push(format!("{id}: expected at least {LEAST_CASES} cases, got {}", cases.len()));
        }
    }
    none(&failures);
}

#[test]
fn every_declared_reading_stands_in_reading_md() {
    let mut failures = Vec::new();
    for regulation in regulations() {
        let id = &regulation.header.id;
        let text = fs::read_to_string(folder(id).join("reading.md")).unwrap_or_else(|error| panic!("{id}: {error}"));
        let named = |reading: &str| text.contains(&format!("`{reading}`"));
        let missing = regulation.readings.iter().filter(|reading| !named(&reading.id));
        failures.extend(missing.map(|reading| format!("{id}: reading.md does not name `{}`", reading.id)));
    }
    none(&failures);
}

#[test]
fn cases_reach_every_part_of_every_regulation() {
    let mut gaps = BTreeSet::new();
    for regulation in regulations() {
        let mut reached = BTreeSet::new();
        for case in read(&regulation).0 {
            reached.extend(judge::run(&regulation, &case).reached);
        }
        let parts = reach::parts(&regulation);
        let strange: Vec<&String> = reached.difference(&parts).collect();
        assert!(strange.is_empty(), "{}: reached but not a part: {strange:?}", regulation.header.id);
        gaps.extend(parts.difference(&reached).map(|part| format!("{}: {part}", regulation.header.id)));
    }
    let known: BTreeSet<String> = KNOWN_GAPS.iter().map(|gap| (*gap).to_owned()).collect();
    let unknown = gaps.difference(&known).map(|gap| format!("no case reaches {gap}"));
    let stale = known.difference(&gaps).map(|gap| format!("a case does reach {gap}"));
    none(&unknown.chain(stale).collect::<Vec<String>>());
}
