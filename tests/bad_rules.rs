//! Bad rule files: every fault has its code, its file and the line on which it stands. Lines are found in the text that the test wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "bad_rules/awards.rs"]
mod awards;
#[path = "bad_rules/basis.rs"]
mod basis;
#[path = "bad_rules/doubts.rs"]
mod doubts;
#[path = "bad_rules/expressions.rs"]
mod expressions;
#[path = "bad_rules/figures.rs"]
mod figures;
#[path = "bad_rules/files.rs"]
mod files;
#[path = "bad_rules/keys.rs"]
mod keys;
#[path = "bad_rules/never.rs"]
mod never;
#[path = "bad_rules/periods.rs"]
mod periods;
#[path = "bad_rules/phrases.rs"]
mod phrases;
#[path = "bad_rules/quotas.rs"]
mod quotas;
#[path = "bad_rules/regulations.rs"]
mod regulations;
mod support;
#[path = "bad_rules/tallies.rs"]
mod tallies;
#[path = "bad_rules/validity.rs"]
mod validity;

use regulations::{MEETING, YEAR};
use support::{Run, Sandbox, Want, assert_faults};

const FILE: &str = "rule/regulation.toml";

/// The line on which a marker stands; it stands there only.
#[track_caller]
fn line_of(text: &str, marker: &str) -> u64 {
    assert_eq!(text.matches(marker).count(), 1, "{marker:?} must stand once");
    let before = text.split(marker).next().unwrap();
    u64::try_from(before.matches('\n').count()).unwrap() + 1
}

/// The text with one place changed.
#[track_caller]
fn spoilt(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} must stand once");
    text.replace(from, to)
}

/// A leaf for 5 points in the place of leaf 1.2, whose rows take a measure; every row has a line of its own.
fn table_of(of: &str, rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("  {{ {row} }},\n")).collect();
    spoilt(
        MEETING,
        "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n",
        &format!("[form.group.leaf.tiers] # here\nof = \"{of}\"\ntable = [\n{rows}]\n"),
    )
}

fn check(text: impl AsRef<[u8]>) -> Run {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, text);
    sandbox.run(&["rules", "check", "rule", "--diagnostics", "json"])
}

/// These faults and no others; the file gives no regulation.
#[track_caller]
fn faulty(text: &str, wants: &[Want]) {
    let run = check(text);
    let wants: Vec<Want> = wants.iter().map(|want| want.clone().file(FILE)).collect();
    assert_faults(&run, &wants);
    assert_eq!(run.code, Some(1));
}

#[track_caller]
fn sound(text: &str) {
    let run = check(text);
    assert_faults(&run, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// Only doubts, and no others than these; the file gives a regulation all the same.
#[track_caller]
fn doubtful(text: &str, wants: &[Want]) {
    let run = check(text);
    let wants: Vec<Want> = wants.iter().map(|want| want.clone().file(FILE)).collect();
    assert_faults(&run, &wants);
    assert!(run.faults().iter().all(|fault| fault.severity == "warning"), "{}", run.stderr);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("usable"), "{}", run.stdout);
    let sandbox = Sandbox::new();
    sandbox.write(FILE, text);
    let shown = sandbox.run(&["rules", "show", "rule"]);
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
}

/// Changes one place of the meeting regulation and looks for a fault on the line of a marker.
#[track_caller]
fn spoil(from: &str, to: &str, marker: &str, fault: Want) {
    let text = spoilt(MEETING, from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

/// The same in the yearly regulation.
#[track_caller]
fn spoil_year(from: &str, to: &str, marker: &str, fault: Want) {
    let text = spoilt(YEAR, from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

#[test]
fn the_unspoilt_regulations_are_sound() {
    for text in [MEETING, YEAR] {
        let run = check(text);
        assert_faults(&run, &[]);
        assert_eq!(run.code, Some(0));
    }
}
