//! Bad rows one by one: each is named with its place, and every row is accounted for.

use super::support::{Sandbox, Want, account, assert_faults, want};
use super::{ASSIGNMENTS, CELLS, VISITS, records, row, rows, run};

const ONE: [&str; 1] = ["A,provincial,,,,"];

/// These faults and no others; used, rejected and excluded rows of a file.
#[track_caller]
fn told(sandbox: &Sandbox, wants: &[Want], file: &str, counts: [u64; 3]) {
    let run = run(sandbox, &[]);
    assert_faults(&run, wants);
    assert_eq!(run.code, Some(1));
    let [_, used, rejected, excluded] = account(&run.json(), file);
    assert_eq!([used, rejected, excluded], counts);
}

#[test]
fn bad_rows_of_visits() {
    for (visit, wanted) in [
        ("A,,C9,2024-01-03,regular", want("cell-unknown").at("C", "cell").value("C9").expects("C")),
        ("AA,,C1,2024-01-03,regular", want("visitor-unknown").at("A", "person").value("AA").expects("A")),
        (",,C1,2024-01-03,regular", want("value-missing").at("A", "person")),
        ("A,,,2024-01-03,regular", want("value-missing").at("C", "cell")),
        ("A,,C1,,regular", want("value-missing").at("D", "date")),
        ("A,,C1,2024-02-30,regular", want("date-invalid").at("D", "date").value("2024-02-30")),
        ("A,,C1,2024-01-03,", want("value-missing").at("E", "kind")),
        ("A,,C1,2024-01-03,weekly", want("choice-invalid").at("E", "kind").value("weekly").expects("regular")),
        ("A,national,C1,2024-01-03,regular", want("choice-invalid").at("B", "level").value("national").expects("provincial")),
        ("A,district,C1,2024-01-03,regular", want("visit-level").at("B", "level").value("district").expects("provincial")),
        ("A,,C3,2024-03-09,regular", want("outside-existence").value("2024-03-09").expects("within")),
        ("A,,C1,2024-01-03", want("row-ragged")),
    ] {
        let sandbox = records(&ONE, &[visit, "A,,C3,2024-03-10,regular"]);
        told(&sandbox, &[wanted.file(VISITS).row(2)], VISITS, [1, 1, 0]);
    }
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let sandbox = records(&ONE, &["X,,C9,2024-01-03,regular"]);
    told(&sandbox, &[want("cell-unknown").row(2), want("visitor-unknown").row(2)], VISITS, [0, 1, 0]);
}

#[test]
fn bad_rows_of_assignments() {
    for (assignment, wanted) in [
        (",provincial,,,,", want("value-missing").at("A", "person")),
        ("B,,,,,", want("value-missing").at("B", "level")),
        ("B,national,,,,", want("choice-invalid").at("B", "level").value("national")),
        ("B,commune,C1;C9,,,", want("cell-unknown").at("C", "cells").value("C9").expects("C")),
        ("B,commune,,,2024-07-01,2024-06-30", want("days-inverted").at("E", "from").value("2024-07-01")),
        ("B,commune,,,soon,", want("date-invalid").at("E", "from").value("soon")),
    ] {
        let sandbox = records(&["A,provincial,,,,", assignment], &["A,,C1,2024-01-03,regular"]);
        told(&sandbox, &[wanted.file(ASSIGNMENTS).row(3)], ASSIGNMENTS, [1, 1, 0]);
    }
}

#[test]
fn every_unknown_cell_of_a_list_is_told() {
    let sandbox = records(&["A,provincial,,,,", "B,commune,C8;C1;C9,,,"], &[]);
    told(&sandbox, &[want("cell-unknown").value("C8"), want("cell-unknown").value("C9")], ASSIGNMENTS, [1, 1, 0]);
}

#[test]
fn visits_of_somebody_whose_assignment_was_rejected() {
    let sandbox = records(&["A,provincial,,,,", "B,commune,C9,,,"], &["B,,C1,2024-01-03,regular"]);
    told(&sandbox, &[want("cell-unknown"), want("visitor-rejected").file(VISITS).row(2).value("B")], VISITS, [0, 1, 0]);
    let result = run(&sandbox, &[]).json();
    assert!(super::says(&result, "persons-rejected") && super::says(&result, "rejected"));
}

#[test]
fn two_own_cells_at_once_contradict_each_other() {
    let sandbox = records(&["A,provincial,,C1,,2024-06-30", "A,provincial,,C2,2024-06-30,", "B,commune,,,,"], &[]);
    let both = [2, 3].map(|row| want("assignment-conflict").file(ASSIGNMENTS).row(row).value("A"));
    told(&sandbox, &both, ASSIGNMENTS, [1, 2, 0]);
    // The same cell, one that is not said, or another day is no contradiction.
    for other in ["A,provincial,,C1,2024-06-30,", "A,provincial,,,2024-06-30,", "A,provincial,,C2,2024-07-01,"] {
        let sandbox = records(&["A,provincial,,C1,,2024-06-30", other], &[]);
        assert_eq!(run(&sandbox, &[]).code, Some(0), "{other}");
    }
}

#[test]
fn an_own_cell_that_is_not_there_is_doubtful_and_the_row_is_used() {
    let sandbox = records(&["A,provincial,,CC1,,"], &["A,,C1,2024-01-03,regular"]);
    told(&sandbox, &[want("own-cell-unknown").row(2).at("D", "own-cell").value("CC1").expects("C1")], ASSIGNMENTS, [1, 0, 0]);
}

/// Copies are left out with a note; used, rejected and excluded rows of a file.
#[track_caller]
fn copied(sandbox: &Sandbox, file: &str, counts: [u64; 3]) -> serde_json::Value {
    let run = run(sandbox, &[]);
    let notes: Vec<String> = run.notes().into_iter().map(|note| note.code).collect();
    assert_eq!((run.code, notes), (Some(0), vec!["row-copies".to_owned()]), "{}", run.stderr);
    let [_, used, rejected, excluded] = account(&run.json(), file);
    assert_eq!([used, rejected, excluded], counts);
    run.json()
}

#[test]
fn an_assignment_twice_counts_once() {
    let sandbox = records(&["A,provincial,C1;C2,C1,2024-02-01,", "B,commune,,,,", "A,provincial,\"C2, C1\",C1,2024-02-01,"], &[]);
    let result = copied(&sandbox, ASSIGNMENTS, [2, 0, 1]);
    assert_eq!(rows(&result, "persons").len(), 2);
}

#[test]
fn a_visit_twice_counts_once() {
    let visit = "A,,C1,2024-01-03,regular";
    // The level says nothing new where the person has only one.
    let sandbox = records(&ONE, &[visit, "A,,C2,2024-01-03,regular", visit, "A,provincial,C1,2024-01-03,regular"]);
    let result = copied(&sandbox, VISITS, [2, 0, 2]);
    assert_eq!(row(&result, "persons", "person", "A")["visits"], 2);
    let again: Vec<(&str, u64)> =
        rows(&result, "left-out").iter().map(|row| (row["reason"].as_str().unwrap(), row["row"].as_u64().unwrap())).collect();
    assert_eq!(again, [("again", 4), ("again", 5)]);
}

#[test]
fn the_profile_chooses_among_rows_that_contradict_each_other() {
    let sandbox = records(
        &["A,provincial,,C1,,", "A,provincial,,C2,,", "A,district,,C1,,"],
        &["A,provincial,C1,2024-01-03,regular", "A,district,C1,2024-01-03,regular"],
    );
    sandbox.write("records/chibo.toml", "period = \"2024\"\ncopies = [\"assignments.csv:2\", \"visits.csv:3\"]\n");
    let run = run(&sandbox, &[]);
    assert_eq!(
        (run.code, account(&run.json(), ASSIGNMENTS), account(&run.json(), VISITS)),
        (Some(0), [3, 2, 0, 1], [2, 1, 0, 1])
    );
    let made: Vec<u64> = rows(&run.json(), "persons").iter().map(|row| row["visits"].as_u64().unwrap()).collect();
    assert_eq!(made, [0, 1]);
}

#[test]
fn one_visit_cannot_be_given_to_two_levels() {
    let sandbox = records(
        &["A,provincial,,,,", "A,district,,,,"],
        &["A,provincial,C1,2024-01-03,regular", "A,district,C1,2024-01-03,regular", "A,,C2,2024-02-03,regular"],
    );
    let both = [2, 3].map(|row| want("visit-conflict").row(row).value("A"));
    let blank = want("visit-level").row(4).at("B", "level").value("").expects("provincial | district");
    told(&sandbox, &[both.to_vec(), vec![blank]].concat(), VISITS, [0, 3, 0]);
}

#[test]
fn two_kinds_of_one_day_are_told() {
    let sandbox = records(&ONE, &["A,,C1,2024-01-03,regular", "A,,C1,2024-01-03,thematic"]);
    told(&sandbox, &[want("visit-kinds").row(2).value("A")], VISITS, [2, 0, 0]);
    assert_eq!(row(&run(&sandbox, &[]).json(), "persons", "person", "A")["visits"], 2);
}

#[test]
fn a_visit_outside_the_assignment_is_not_counted() {
    let sandbox = records(&["A,provincial,,,2024-02-01,2024-11-30"], &["A,,C1,2024-01-31,regular", "A,,C1,2024-02-01,regular"]);
    told(&sandbox, &[want("visitor-not-assigned").row(2).value("A")], VISITS, [2, 0, 0]);
    let result = run(&sandbox, &[]).json();
    assert_eq!(row(&result, "persons", "person", "A")["visits"], 1);
    let left = &rows(&result, "left-out")[0];
    assert_eq!(
        (left["reason"].as_str(), left["person"].as_str(), left["level"].as_str()),
        (Some("not-assigned"), Some("A"), None)
    );
    // Somebody who is assigned in another year is known.
    let sandbox = records(&["A,provincial,,,,", "B,commune,,,,2023-12-31"], &["B,,C1,2024-01-03,regular"]);
    told(&sandbox, &[want("visitor-not-assigned").row(2).value("B")], VISITS, [1, 0, 0]);
}

#[test]
fn rows_of_other_days_are_excluded_whatever_else_is_in_them() {
    let sandbox = records(&ONE, &["X,,C9,2023-12-31,weekly", "A,,C1,2024-01-01,regular", "A,,C1,2025-01-01,regular"]);
    let run = run(&sandbox, &[]);
    assert_eq!((run.code, account(&run.json(), VISITS)), (Some(0), [3, 1, 0, 2]));
    // That nobody went is no fault; who named the wrong year wants to know.
    let other = super::run(&records(&ONE, &["A,,C1,2023-12-31,regular"]), &[]);
    let codes: Vec<String> = other.notes().into_iter().map(|note| note.code).collect();
    assert_eq!(
        (other.code, codes, account(&other.json(), VISITS)),
        (Some(0), vec!["no-visits-in-period".to_owned()], [1, 0, 0, 1])
    );
    told(&records(&["A,commune,,,2025-01-01,"], &[]), &[want("nobody-assigned").file(ASSIGNMENTS)], ASSIGNMENTS, [0, 0, 1]);
}

#[test]
fn files_that_are_missing_or_refused_give_nothing() {
    for (file, name) in [(CELLS, "cells.csv"), (ASSIGNMENTS, "assignments.csv"), (VISITS, "visits.csv")] {
        let sandbox = records(&ONE, &["A,,C1,2024-01-03,regular"]);
        sandbox.remove(file);
        let run = run(&sandbox, &[]);
        assert_faults(&run, &[want("file-missing").file(file).value(name)]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    }
    let mixed = records(&ONE, &["A,,C1,2024-01-03,regular", "A,,C1,03/02/2024,regular"]);
    let run = run(&mixed, &[]);
    assert!(run.code == Some(2) && run.stdout.is_empty() && !run.faults().is_empty());
}

#[test]
fn check_looks_at_both_files_and_needs_no_meetings() {
    let sandbox = records(&["A,provincial,,,,", "B,commune,C9,,,"], &["A,,C1,2024-01-03,regular", "A,,C9,2024-01-04,regular"]);
    let run = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[want("cell-unknown").file(ASSIGNMENTS).row(3), want("cell-unknown").file(VISITS).row(3)]);
    assert_eq!([ASSIGNMENTS, VISITS].map(|file| account(&run.json(), file)), [[2, 1, 1, 0], [2, 1, 1, 0]]);
}

/// What a row says by itself is looked at whatever its day, and the row is rejected; a sound one is still none of the period.
#[test]
fn check_looks_at_visits_of_all_days() {
    let sandbox = records(
        &["A,provincial,,,,2023-12-31", "B,commune,,,,"],
        &[
            "B,,C1,2024-01-03,regular",
            "B,,C1,2023-01-03,weekly",
            "X,,C1,2023-01-04,regular",
            "B,,C9,2023-01-05,regular",
            "B,,C3,2023-01-06,regular",
            "X,,C9,2025-01-07,regular",
            "A,district,C1,2023-01-08,regular",
        ],
    );
    let run = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    let told = [
        want("choice-invalid").file(VISITS).row(3).at("E", "kind").value("weekly"),
        want("visitor-unknown").row(4).at("A", "person").value("X"),
        want("cell-unknown").row(5).at("C", "cell").value("C9"),
        want("outside-existence").row(6),
        want("visitor-unknown").row(7),
        want("cell-unknown").row(7),
    ];
    assert_faults(&run, &told);
    assert_eq!(account(&run.json(), VISITS), [7, 1, 5, 1]);
    // Another command excludes them before their faults matter.
    let asked = super::run(&sandbox, &[]);
    assert_faults(&asked, &[]);
    assert_eq!(account(&asked.json(), VISITS), [7, 1, 0, 6]);
}

/// A control total is that of the file, whatever the period.
#[test]
fn control_totals_count_visits_of_all_days() {
    let sandbox = records(&ONE, &["A,,C1,2024-01-03,regular", "A,,C1,2023-01-03,regular"]);
    let profile = |rows: u64| format!("period = \"2024\"\n[[file]]\ntable = \"visits\"\nexpect = {{ rows = {rows} }}\n");
    sandbox.write("records/chibo.toml", profile(2));
    assert_faults(&run(&sandbox, &[]), &[]);
    sandbox.write("records/chibo.toml", profile(3));
    assert_faults(&run(&sandbox, &[]), &[want("control-short").file(VISITS)]);
}
