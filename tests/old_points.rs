//! Points that a person gave under one regulation, judged again under another whose leaf corresponds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::Sandbox;
use support::small_regulation::{LEVELS, RECORDED, head};

/// Belongs to the leaf with which [`RECORDED`] ends.
const CORRESPONDS: &str = r#"
[[form.group.leaf.corresponds]]
regulation = "cu"
leaf = "2.1"
max = 20
step = 1
mode = "half-up"
"#;

fn folder(points: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("moi/regulation.toml", format!("{}{RECORDED}{CORRESPONDS}{LEVELS}", head("moi", "meeting")))
        .write("r/chibo.toml", "period = \"2024\"\n")
        .write("r/cells.csv", "code,committee\nA,X\n")
        .write(
            "r/meetings.csv",
            format!("cell,date,kind,status,members,present,self:cu:2.1\nA,2024-03-05,regular,held,3,3,{points}\n"),
        );
    sandbox
}

#[test]
fn points_of_the_corresponding_leaf_are_carried_in_proportion() {
    // 13.5 of 20 are 67.5 of 100, in whole points 68.
    let run = folder("13.5").run(&["score", "r", "--rules", "moi", "--by", "meeting", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("\"68\""), "{}", run.stdout);
    let run = folder("13.5").run(&["explain", "r", "--cell", "A", "--rules", "moi"]);
    assert!(run.stdout.contains("under cu, leaf 2.1"), "{}", run.stdout);
}

/// As with points of its own, a leaf that rests on what the cell gave itself is counted.
#[test]
fn a_carried_self_score_is_a_self_score() {
    for (column, count) in [("self", "1"), ("verified", "0")] {
        let sandbox = folder("13.5");
        let meetings = std::fs::read_to_string(sandbox.path("r/meetings.csv")).unwrap();
        sandbox.write("r/meetings.csv", meetings.replace("self:cu", &format!("{column}:cu")));
        let run = sandbox.run(&["score", "r", "--rules", "moi", "--by", "meeting", "--format", "json"]);
        assert_eq!(run.json()["tables"]["meetings"][0]["self_only_leaves"].to_string(), count, "{column}");
    }
}

#[test]
fn points_over_the_maximum_of_the_corresponding_leaf_are_refused() {
    let run = folder("21").run(&["score", "r", "--rules", "moi", "--diagnostics", "json"]);
    let faults = run.faults();
    assert_eq!(faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<&str>>(), ["points-over-max"], "{}", run.stderr);
    assert_eq!(faults[0].column.as_deref(), Some("G"));
}
