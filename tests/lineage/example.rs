//! The shipped example, counted by hand from its rows.

use std::collections::BTreeMap;
use std::path::Path;

use super::support::Sandbox;
use super::{cell, level};
use serde_json::Value;

fn run(command: &[&str]) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sap-nhap-2025");
    let folder = folder.to_str().unwrap();
    let command: Vec<&str> = command.iter().map(|word| if *word == "FOLDER" { folder } else { word }).collect();
    let run = Sandbox::new().run(&[command.as_slice(), &["--format", "json", "--diagnostics", "json"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()
}

/// Cell and month of every meeting with a total in tenths.
fn rows() -> Vec<(String, u32, u32)> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sap-nhap-2025/meetings.csv")).unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let (whole, tenth) = fields[3].split_once('.').unwrap_or((fields[3], "0"));
        (
            fields[0].to_owned(),
            fields[1][5..7].parse().unwrap(),
            whole.parse::<u32>().unwrap() * 10 + tenth.parse::<u32>().unwrap(),
        )
    };
    text.lines().skip(1).map(row).collect()
}

/// The rule of Phú Thọ over meetings of Tốt, Khá and below: all at least Khá and seven Tốt; all at least Trung bình.
fn judged(totals: &[u32]) -> &'static str {
    let at_least = |floor: u32| totals.iter().filter(|total| **total >= floor).count();
    match () {
        () if at_least(700) == totals.len() && at_least(900) >= 7 => "tot",
        () if at_least(500) == totals.len() => "kha",
        () if at_least(500) * 2 > totals.len() => "trung-binh",
        () => "kem",
    }
}

/// Whose meetings count for whom; of SN-04 only those before July count for what came of it.
const LINES: [(&str, &[(&str, u32)]); 5] = [
    ("SN-04", &[("SN-04", 12)]),
    ("SN-06", &[("SN-05", 12), ("SN-06", 12)]),
    ("SN-11", &[("SN-01", 12), ("SN-02", 12), ("SN-11", 12)]),
    ("SN-13", &[("SN-03", 12), ("SN-13", 12)]),
    ("SN-14", &[("SN-04", 6), ("SN-14", 12)]),
];

#[test]
fn every_level_follows_from_the_meetings_of_its_line() {
    let result = run(&["score", "FOLDER"]);
    let rows = rows();
    let mut levels = BTreeMap::new();
    for (code, line) in LINES {
        let counts = |(cell, month, _): &&(String, u32, u32)| line.iter().any(|(own, last)| own == cell && month <= last);
        let totals: Vec<u32> = rows.iter().filter(counts).map(|(_, _, total)| *total).collect();
        assert_eq!(level(&result, code), (judged(&totals).to_owned(), false), "{code}: {totals:?}");
        levels.insert(code, judged(&totals));
    }
    // SN-05 alone never reached Khá in January and March, and those count now for SN-06.
    assert_eq!(levels["SN-06"], "kha");
    assert_eq!(levels["SN-11"], "tot");
    for gone in ["SN-01", "SN-02", "SN-03", "SN-05"] {
        assert_eq!(level(&result, gone), (String::new(), false), "{gone}");
    }
}

#[test]
fn an_explanation_has_the_level_of_the_table_and_the_rows_behind_it() {
    let table = run(&["score", "FOLDER"]);
    for (code, _) in LINES {
        let explained = run(&["explain", "FOLDER", "--cell", code]);
        let lines = explained["tables"]["lines"].as_array().unwrap();
        let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).collect::<Vec<&Value>>();
        assert_eq!(of("period-level")[0]["id"], cell(&table, code)["level"], "{code}");
        // Only its own meetings are told one by one.
        assert_eq!(of("meeting").len() as u64, cell(&table, code)["scored"].as_u64().unwrap());
        for line in of("lineage").iter().filter(|line| line["branch"] != "") {
            assert_eq!((&line["branch"], &line["standing"]), (&"carry-over".into(), &"assumed".into()));
            assert!(line["file"].as_str().unwrap().ends_with("lineage.csv") && line["row"].as_u64() > Some(1));
        }
    }
}

#[test]
fn another_reading_gives_other_levels() {
    // SN-11 alone: two of six at least 90. SN-06 alone: eleven.
    let result = run(&["score", "FOLDER", "--reading", "cell-lineage=restart"]);
    assert_eq!(level(&result, "SN-11").0, "kha");
    assert_eq!(level(&result, "SN-06").0, "tot");
    // A transfer is carried over all the same.
    assert_eq!(level(&result, "SN-13").0, "tot");
    let result = run(&["score", "FOLDER", "--reading", "cell-lineage=unrated"]);
    let levels: Vec<String> = ["SN-11", "SN-06", "SN-14", "SN-13", "SN-04"].map(|code| level(&result, code).0).into();
    assert_eq!(levels, ["", "", "", "tot", "tot"]);
}

#[test]
fn before_the_change_every_cell_is_judged_by_itself() {
    let quarter = run(&["score", "FOLDER", "--period", "2025-Q2"]);
    assert_eq!(cell(&quarter, "SN-01")["scored"], 3);
    assert_eq!(cell(&quarter, "SN-01")["lineage"], "");
    assert_eq!(cell(&quarter, "SN-11")["not_received"], 0);
}
