//! The days on which cells end and begin, and what is owed around them.

use super::support::{assert_fault, assert_faults, want};
use super::{BY_COUNT, cell, folder, level, lineage, meetings, regulation, score};

fn carrying() -> String {
    regulation(&lineage("rename = \"carry-over\"\nmerge = \"carry-over\"\nsplit = \"carry-over\""), BY_COUNT)
}

#[test]
fn a_renamed_cell_ends_on_the_day_before_and_the_new_one_begins() {
    let rows = [meetings("A", 1..=6, "95"), meetings("N", 7..=12, "95")].concat();
    let result = score(&folder(&carrying(), "A,C,,\nN,C,,\n", "A,N,2025-07-01,rename\n", &rows), &[]).json();
    let missing = |code: &str| cell(&result, code)["not_received_months"].as_str().unwrap().to_owned();
    assert_eq!(missing("A"), "2025-Q1/thematic 2025-Q2/thematic");
    assert_eq!(missing("N"), "2025-Q3/thematic 2025-Q4/thematic");
    // A meeting of the old cell on the day itself is none of its time.
    let late = format!("{rows}A,2025-07-01,regular,95\n");
    let run = score(&folder(&carrying(), "A,C,,\nN,C,,\n", "A,N,2025-07-01,rename\n", &late), &[]);
    assert_fault(&run, &want("outside-existence").file("r/meetings.csv").row(14));
}

#[test]
fn a_month_in_the_midst_of_which_cells_change_is_owed_by_them_together() {
    let changes = "A,N,2025-07-15,rename\n";
    let rows = |months: &[u32]| -> String {
        let of = |month: &u32| {
            let (code, day) = if *month <= 7 { ("A", 5) } else { ("N", 5) };
            format!("{code},2025-{month:02}-{day:02},regular,95\n")
        };
        months.iter().map(of).collect()
    };
    let all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let without_july = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12];
    let run = |rules: &str, months: &[u32]| score(&folder(rules, "A,C,,\nN,C,,\n", changes, &rows(months)), &[]).json();
    let missing = |result: &serde_json::Value, code: &str| {
        cell(result, code)["not_received_months"]
            .as_str()
            .unwrap()
            .split(' ')
            .filter(|name| !name.contains("thematic"))
            .collect::<Vec<&str>>()
            .join(" ")
    };
    let result = run(&carrying(), &all);
    assert_eq!((missing(&result, "A"), missing(&result, "N")), (String::new(), String::new()));
    assert_eq!(level(&result, "N"), ("tot".to_owned(), false));
    let result = run(&carrying(), &without_july);
    assert_eq!((missing(&result, "A"), missing(&result, "N")), (String::new(), "2025-07/regular".to_owned()));
    assert_eq!(level(&result, "N"), ("tot".to_owned(), true), "July is missing, so the level may change");
    // A cell that starts anew owes whole months only.
    let anew = regulation(&lineage("rename = \"restart\""), BY_COUNT);
    assert_eq!(missing(&run(&anew, &without_july), "N"), "");
    // The quarter in the midst of which it happens is owed once too.
    let quarter =
        |result: &serde_json::Value| cell(result, "N")["not_received_months"].as_str().unwrap().contains("2025-Q3/thematic");
    assert!(quarter(&run(&carrying(), &all)));
    assert!(!quarter(&run(&anew, &all)));
}

#[test]
fn what_a_cell_missed_before_it_took_others_in_stays_missed() {
    // B goes on; A held a meeting in March, B did not.
    let rows = [meetings("A", 1..=6, "95"), meetings("B", 1..=2, "95"), meetings("B", 4..=12, "95")].concat();
    let result = score(&folder(&carrying(), "A,C,,\nB,C,2015-01-01,\n", "A,B,2025-07-01,merge\n", &rows), &[]).json();
    assert!(cell(&result, "B")["not_received_months"].as_str().unwrap().contains("2025-03/regular"));
    assert_eq!(level(&result, "B"), ("tot".to_owned(), true));
}

#[test]
fn a_change_outside_the_period_changes_no_level_in_it() {
    let rows = meetings("N", 1..=12, "95");
    let silent = regulation("", BY_COUNT);
    for day in ["2024-11-01", "2025-01-01"] {
        let sandbox = folder(&silent, "A,C,,\nN,C,,\n", &format!("A,N,{day},rename\n"), &rows);
        let result = score(&sandbox, &[]).json();
        assert_eq!(level(&result, "N"), ("tot".to_owned(), false), "{day}");
        assert_eq!(cell(&result, "A")["not_received"], 0, "{day}");
    }
    let rows = meetings("A", 1..=12, "95");
    let result = score(&folder(&silent, "A,C,,\nN,C,,\n", "A,N,2026-01-01,rename\n", &rows), &[]).json();
    assert_eq!(level(&result, "A"), ("tot".to_owned(), false));
    assert_eq!(cell(&result, "N")["not_received"], 0);
}

#[test]
fn days_that_contradict_cells_csv_are_a_fault_with_both() {
    let rows = meetings("A", 1..=5, "95");
    for (cells, code) in [("A,C,,2025-06-15\nN,C,,\n", "A"), ("A,C,,\nN,C,2025-08-01,\n", "N"), ("A,C,,\nN,C,,2025-05-01\n", "N")]
    {
        let run = score(&folder(&carrying(), cells, "A,N,2025-07-01,rename\n", &rows), &[]);
        assert_faults(&run, &[want("lineage-dates").file("r/lineage.csv").row(2).value(code)]);
        assert_eq!(super::support::account(&run.json(), "r/lineage.csv"), [1, 0, 1, 0], "{cells}");
    }
    // What is the same in both is none.
    let run = score(&folder(&carrying(), "A,C,,2025-06-30\nN,C,2025-07-01,\n", "A,N,2025-07-01,rename\n", &rows), &[]);
    assert_faults(&run, &[]);
}

#[test]
fn rows_that_cannot_all_be_true_are_all_rejected() {
    let cells = "A,C,,\nB,C,,\nX,C,,\nY,C,,\n";
    let faulty = [
        "A,X,2025-07-01,rename\nA,Y,2025-07-01,rename\n",
        "A,X,2025-07-01,rename\nB,X,2025-07-01,rename\n",
        "A,X,2025-07-01,merge\nA,X,2025-08-01,merge\n",
        "A,X,2025-07-01,merge\nA,X,2025-07-01,split\n",
        "A,X,2025-07-01,split\nB,X,2025-08-01,split\n",
        // Gone before the other happens, or not there yet.
        "A,X,2025-07-01,rename\nA,Y,2025-08-01,split\n",
        "A,B,2025-03-01,merge\nB,X,2025-03-01,rename\n",
        "A,X,2025-07-01,rename\nX,Y,2025-06-01,merge\n",
        "A,B,2025-03-01,merge\nB,A,2025-09-01,merge\n",
    ];
    for rows in faulty {
        let run = score(&folder(&carrying(), cells, rows, &meetings("A", 1..=5, "95")), &[]);
        let conflict = |row: u64| want("lineage-conflict").file("r/lineage.csv").row(row);
        assert_faults(&run, &[conflict(2), conflict(3)]);
        assert_eq!(super::support::account(&run.json(), "r/lineage.csv"), [2, 0, 2, 0], "{rows}");
        // What the cells come from is not known.
        let named = rows.split([',', '\n']).find(|code| ["X", "Y"].contains(code)).unwrap_or("B");
        assert!(level(&run.json(), named).1, "{rows}");
    }
    let sound = "A,X,2025-07-01,split\nB,X,2025-07-01,split\n";
    assert_faults(&score(&folder(&carrying(), cells, sound, &meetings("A", 1..=5, "95")), &[]), &[]);
}

#[test]
fn unknown_codes_are_told_for_both_columns_at_once() {
    let run = score(&folder(&carrying(), "A1,C,,\nN,C,,\n", "A2,M,2025-07-01,rename\n", &meetings("A1", 1..=5, "95")), &[]);
    let unknown =
        |letters, heading, code: &str| want("cell-unknown").file("r/lineage.csv").row(2).at(letters, heading).value(code);
    assert_faults(&run, &[unknown("A", "from", "A2"), unknown("B", "to", "M")]);
}

#[test]
fn copies_count_once() {
    let rows = [meetings("A", 1..=6, "95"), meetings("N", 7..=12, "95")].concat();
    let twice = "A,N,2025-07-01,rename\nA,N,2025-07-01,rename\n";
    let run = score(&folder(&carrying(), "A,C,,\nN,C,,\n", twice, &rows), &[]);
    assert_eq!(super::support::account(&run.json(), "r/lineage.csv"), [2, 1, 0, 1]);
    assert_eq!(level(&run.json(), "N"), ("tot".to_owned(), false));
}
