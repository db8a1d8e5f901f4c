//! `[lineage]` in rule files.

use super::support::Sandbox;
use super::{BY_COUNT, BY_MEAN, lineage, regulation};

/// Codes of the faults of a regulation.
fn check(text: &str) -> Vec<(String, Option<u64>)> {
    let sandbox = Sandbox::new();
    sandbox.write("mau/regulation.toml", text);
    let run = sandbox.run(&["rules", "check", "mau", "--diagnostics", "json"]);
    run.faults().into_iter().filter(|fault| fault.severity == "error").map(|fault| (fault.code, fault.line)).collect()
}

#[test]
fn months_weigh_points_only() {
    assert_eq!(check(&regulation(&lineage("merge = \"weight-by-months\""), BY_MEAN)), []);
    let halves = BY_MEAN.replace("mean >= 78", "first_half_mean >= 78");
    let lowest = BY_MEAN.replace("mean >=", "lowest >=");
    for period in [BY_COUNT, "", &halves, &lowest] {
        let faults = check(&regulation(&lineage("merge = \"weight-by-months\""), period));
        assert_eq!(faults.iter().map(|(code, _)| code.as_str()).collect::<Vec<&str>>(), ["rule-value"]);
    }
}

#[test]
fn a_table_that_says_nothing_and_words_that_are_none_are_faults() {
    let codes = |text: &str| check(text).into_iter().map(|(code, _)| code).collect::<Vec<String>>();
    assert_eq!(codes(&regulation(&lineage(""), BY_COUNT)), ["rule-missing-key"]);
    assert_eq!(codes(&regulation(&lineage("merge = \"carry\""), BY_COUNT)), ["rule-value"]);
    assert_eq!(codes(&regulation(&lineage("join = \"restart\"\nmerge = \"restart\""), BY_COUNT)), ["rule-unknown-key"]);
}

#[test]
fn a_comparison_of_texts_names_what_changed() {
    let sandbox = Sandbox::new();
    sandbox.write("a/regulation.toml", regulation(&lineage("merge = \"restart\"\nsplit = \"restart\""), BY_COUNT));
    sandbox.write(
        "b/regulation.toml",
        regulation(&lineage("merge = \"unrated\"\nsplit = \"restart\""), BY_COUNT).replace("\"mau\"", "\"b\""),
    );
    let shown = sandbox.run(&["rules", "diff", "a", "b", "--format", "csv"]).stdout;
    let rows: Vec<&str> = shown.lines().filter(|line| line.contains("lineage")).collect();
    assert!(rows.iter().any(|row| row.contains("merge") && row.contains("restart") && row.contains("unrated")), "{shown}");
    assert!(!rows.iter().any(|row| row.contains("split")), "{shown}");
}
