//! The worked examples of every shipped regulation: they hold, they are many and sourced, they reach every part of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::PathBuf;

use chibo::cases::{Suite, Tested};
use chibo::rules::{Regulation, shipped};
use chibo::words::Lang;

const LEAST_CASES: usize = 10;

fn folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules").join(id)
}

/// Every shipped regulation with its cases; the folders below `rules/` are these and no others.
fn regulations() -> Vec<(Regulation, Suite)> {
    let book = shipped::rulebook().expect("facts.toml loads");
    let mut folders: Vec<String> = fs::read_dir(folder(""))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, shipped::ids(), "shipped regulations are the folders below rules/");
    let load = |id: &String| {
        let regulation = shipped::find(&book, id).unwrap_or_else(|_| panic!("{id} does not load: chibo rules check {id}"));
        let suite = Suite::beside(&regulation, id);
        (regulation, suite)
    };
    folders.iter().map(load).collect()
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_case_gives_what_it_expects() {
    let mut failures = Vec::new();
    for (regulation, suite) in regulations() {
        let id = &regulation.header.id;
        failures.extend(suite.findings.iter().map(|fault| format!("{id}: {:?} {}", fault.place.line, fault.what(Lang::En))));
        for (case, expected, found) in Tested::of(&regulation, &suite).failures() {
            let of = expected.of.text(&regulation);
            failures.push(format!("{id}: {}: {of}: expected {}, got {found:?}", case.id, expected.value));
        }
    }
    none(&failures);
}

#[test]
fn cases_are_many() {
    let few = regulations().into_iter().filter(|(_, suite)| suite.cases.len() < LEAST_CASES);
    none(&few.map(|(regulation, suite)| format!("{}: {} cases", regulation.header.id, suite.cases.len())).collect::<Vec<_>>());
}

#[test]
fn every_declared_reading_stands_in_reading_md() {
    let mut failures = Vec::new();
    for (regulation, _) in regulations() {
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
    let mut gaps = Vec::new();
    for (regulation, suite) in regulations() {
        let tested = Tested::of(&regulation, &suite);
        for outcome in &tested.outcomes {
            let strange: Vec<String> = outcome.reached.difference(&tested.parts).map(|part| part.text(&regulation)).collect();
            assert!(strange.is_empty(), "{}: reached but not a part: {strange:?}", regulation.header.id);
        }
        gaps.extend(
            tested.not_reached().map(|part| format!("{}: no case reaches {}", regulation.header.id, part.text(&regulation))),
        );
    }
    none(&gaps);
}

/// What goes in and what is listed as reached, for one regulation whose parts are few enough to be counted by hand.
#[test]
fn the_parts_of_a_regulation_are_counted_by_hand() {
    let book = shipped::rulebook().unwrap();
    let regulation = shipped::find(&book, "phu-tho-khoi").unwrap();
    let parts: Vec<String> = chibo::cases::parts(&regulation).iter().map(|part| part.text(&regulation)).collect();
    let of = |start: &str| parts.iter().filter(|part| part.starts_with(start)).count();
    // Nine statuses, one sheet, four leaves with recorded points, four levels of which three have a floor, four entries of the year, what is due,
    // four ways in which cells succeed others, a reading with two alternatives.
    assert_eq!(of("status "), 9);
    assert_eq!(of("form "), 1);
    assert_eq!((of("leaf "), of("points by self alone")), (4, 1));
    assert_eq!(of("level "), 4 + 3 * 2);
    assert_eq!(of("period "), 4);
    assert_eq!(of("due"), 1);
    assert_eq!((of("lineage "), of("reading ")), (4, 2));
    assert_eq!(parts.len(), 9 + 1 + 5 + 10 + 4 + 1 + 4 + 2);
}
