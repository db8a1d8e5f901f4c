//! What is asked for: bad input, the same text twice, several years.

use super::support::{Sandbox, assert_faults, want};
use super::{compared, example, in_json, notices, rows, told};

fn usage(arguments: &[&str], says: &str) {
    let run = Sandbox::new().run(&[&["compare", &example("old-and-new-rule")], arguments].concat());
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{arguments:?}");
    assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
}

#[test]
fn one_side_is_nothing_to_compare() {
    usage(&[], "nothing to compare");
    usage(&["--rules", "34-qd-tu"], "nothing to compare");
    usage(&["--year-end", "124-qd-tw"], "nothing to compare");
}

#[test]
fn texts_and_records_are_not_compared_at_once() {
    let other = example("tuyen-quang-2024");
    usage(&["--with", &other, "--rules", "19-qd-tu", "--rules", "34-qd-tu"], "--with compares two records");
}

#[test]
fn unequal_numbers_of_texts_pair_with_nothing() {
    let years = ["--year-end", "132-qd-tw", "--year-end", "124-qd-tw", "--year-end", "366-qd-tw"];
    usage(&[&["--rules", "19-qd-tu", "--rules", "34-qd-tu"], &years[..]].concat(), "not equally often");
}

/// Nothing is produced, and every side that is wrong is told at once.
#[test]
fn a_text_of_another_kind_is_told_of_every_side() {
    let folder = example("old-and-new-rule");
    let sandbox = Sandbox::new();
    let nothing = |arguments: &[&str]| {
        let run = in_json(&sandbox, &[&[folder.as_str()], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        run
    };
    let run = nothing(&["--rules", "34-qd-tu", "--rules", "124-qd-tw"]);
    assert_faults(&run, &[want("rules-scope").file("124-qd-tw/regulation.toml").expects("\"meeting\"")]);
    let run = nothing(&["--year-end", "124-qd-tw", "--year-end", "14-qdi-tu"]);
    assert_faults(&run, &[want("rules-scope").file("14-qdi-tu/regulation.toml").expects("\"year\"")]);
    let run = nothing(&["--rules", "124-qd-tw", "--rules", "khong-co", "--year-end", "14-qdi-tu"]);
    assert_faults(&run, &[want("rules-scope"), want("rule-not-found"), want("rules-scope")]);
}

#[test]
fn a_year_that_no_text_of_a_side_covers_is_an_error() {
    let folder = example("year-end-124-366");
    let arguments = [folder.as_str(), "--year-end", "132-qd-tw,366-qd-tw", "--year-end", "124-qd-tw"];
    let run = in_json(&Sandbox::new(), &arguments);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_faults(&run, &[want("year-outside")]);
}

#[test]
fn the_same_text_twice_changes_nothing_and_says_so() {
    let result = compared(&Sandbox::new(), &[&example("tuyen-quang-2024"), "--rules", "34-qd-tu", "--rules", "34-qd-tu"]);
    assert!(rows(&result, "cells").is_empty() && rows(&result, "causes").is_empty());
    assert_eq!(notices(&result)[0], "nothing-changed");
    assert_eq!(told(&result, "summary", &["cells", "changed", "unchanged"]), ["3 0 3"]);
    for lang in ["vi", "en"] {
        let said =
            Sandbox::new().run_in(lang, &["compare", &example("tuyen-quang-2024"), "--rules", "34-qd-tu", "--rules", "34-qd-tu"]);
        assert_eq!(said.code, Some(0));
        let sentence = if lang == "vi" { "không chi bộ nào thay đổi" } else { "nothing changed" };
        assert!(said.stdout.contains(sentence), "{}", said.stdout);
    }
}

/// Folders of two years: each is read once for all texts, and the grid has every cell and year that differs.
#[test]
fn several_years_stand_in_one_grid() {
    let sandbox = Sandbox::new();
    let meetings = std::fs::read_to_string(example("old-and-new-rule/meetings.csv")).unwrap();
    let cells = std::fs::read_to_string(example("old-and-new-rule/cells.csv")).unwrap();
    for year in [2023, 2024] {
        sandbox.write(&format!("{year}/chibo.toml"), format!("period = \"{year}\"\nrules = \"19-qd-tu\"\n"));
        sandbox.write(&format!("{year}/cells.csv"), &cells);
        // In the earlier year CM-02 did praise and remind: 95 points under the old text and 97 under the new one.
        let own =
            |line: &str| if year == 2023 { line.replace("2024-", "2023-").replace(",no,", ",yes,") } else { line.to_owned() };
        let lines = meetings
            .lines()
            .map(|line| if line.starts_with("CM-02") { own(line) } else { line.replace("2024-", &format!("{year}-")) });
        sandbox.write(&format!("{year}/meetings.csv"), lines.collect::<Vec<String>>().join("\n"));
    }
    let result = compared(&sandbox, &["2024", "2023", "--rules", "19-qd-tu", "--rules", "34-qd-tu", "--rules", "19-qd-tu"]);
    let grid = ["cell", "period", "mean_1", "level_1", "mean_2", "level_2", "mean_3", "level_3", "differs"];
    assert_eq!(
        told(&result, "grid", &grid),
        [
            "CM-02 2023 95 tot 97 tot 95 tot 2",
            "CM-03 2023 85 kha 90 tot 85 kha 2",
            "CM-04 2023 100 kha 100 tot 100 kha 2",
            "CM-05 2023 95 tot 97 tot 95 tot 2",
            "CM-02 2024 90 tot 87 kha 90 tot 2",
            "CM-03 2024 85 kha 90 tot 85 kha 2",
            "CM-04 2024 100 kha 100 tot 100 kha 2",
            "CM-05 2024 95 tot 97 tot 95 tot 2",
        ]
    );
    let summary = told(&result, "summary", &["period", "side", "changed", "unchanged"]);
    assert_eq!(summary, ["2023 34-qd-tu 4 2", "2023 19-qd-tu 0 6", "2024 34-qd-tu 4 2", "2024 19-qd-tu 0 6"]);
    let files = result["files"].as_array().unwrap();
    assert_eq!(files.iter().filter(|file| file["file"].as_str().unwrap().ends_with("meetings.csv")).count(), 2);
    let shown = sandbox.run(&["compare", "2023", "2024", "--rules", "19-qd-tu", "--rules", "34-qd-tu"]);
    assert!(shown.stdout.contains("87 · Khá ≠") && !shown.stdout.contains("100 · Tốt ≠ ┆ none"), "{}", shown.stdout);
    // Where there is no room for what is put aside, it stays in memory.
    let elsewhere = std::process::Command::new(env!("CARGO_BIN_EXE_chibo"))
        .args(["compare", "2023", "2024", "--rules", "19-qd-tu", "--rules", "34-qd-tu", "--lang", "en"])
        .current_dir(sandbox.path(""))
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, sandbox.path("nowhere"))))
        .output()
        .unwrap();
    assert_eq!((elsewhere.status.code(), String::from_utf8(elsewhere.stdout).unwrap()), (shown.code, shown.stdout));
}

/// Records with results that a person wrote down, meetings that were not held, cells that merge, rows of members.
#[test]
fn odd_records_break_nothing() {
    let sandbox = Sandbox::new();
    for (folder, one, other) in [
        ("sap-nhap-2025", "34-qd-tu", "42-hd-btctw"),
        ("dang-vien-2024", "14-qdi-tu", "34-qd-tu"),
        ("tuyen-quang-2024", "19-qd-tu", "34-qd-tu"),
        ("dien-bien-2024", "12-hd-btctw-2018", "34-qd-tu"),
    ] {
        let run = in_json(&sandbox, &[&example(folder), "--rules", one, "--rules", other]);
        assert!(matches!(run.code, Some(0 | 1)), "{folder}: {}", run.stderr);
        assert!(!rows(&run.json(), "summary").is_empty(), "{folder}");
    }
    // Their totals were recorded under 34-QĐ/TU, so that no leaf can tell what 42-HD/BTCTW would give.
    let result = compared(&sandbox, &[&example("sap-nhap-2025"), "--rules", "34-qd-tu", "--rules", "42-hd-btctw"]);
    let causes = told(&result, "causes", &["cell", "what", "cause", "meetings"]);
    assert!(
        causes.contains(&"SN-04 points recorded 12".to_owned()) && causes.contains(&"SN-04 period-level recorded 12".to_owned()),
        "{causes:#?}"
    );
    // Nobody recorded what these texts ask for, which is said: it is no proof that nothing changed.
    let result = compared(&sandbox, &[&example("dang-vien-2024"), "--rules", "14-qdi-tu", "--rules", "34-qd-tu"]);
    assert_eq!(told(&result, "summary", &["changed", "not_comparable"]), ["0 2"]);
    assert!(notices(&result).contains(&"not-comparable"));
}
