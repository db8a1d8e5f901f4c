//! A row that is rejected hides no fault of another and is counted nowhere.

use serde_json::Value;

use super::rows::{CELL_HEADINGS, Row, YEAR_HEADINGS, cell_line, file, meeting, text, year_line};
use super::support::{account, assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, find, one_bad_row, records, rows_used, score, score_by_cell, sound};

#[test]
fn several_faults_of_a_row_are_told_together() {
    let bad = sound()[1].clone().with("present", "x").with("late", "-1").with("held-on-day", "maybe");
    let faults = [
        want("number-invalid").at("G", "present").value("x"),
        want("number-negative").at("H", "late").value("-1"),
        want("flag-invalid").at("S", "held-on-day").value("maybe"),
    ];
    one_bad_row(bad, &faults);
}

#[test]
fn a_faulty_row_does_not_hide_the_faults_of_the_rows_after_it() {
    let rows = [
        sound()[0].clone().with("held-on-day", "maybe"),
        sound()[1].clone().with("present", "11"),
        sound()[2].clone().with("present", "8"),
        meeting("C1", "2024-04-05").with("late", "11"),
        meeting("C1", "2024-05-05"),
    ];
    let run = score(&records(file(&rows)));
    let faults = [
        want("flag-invalid").file(MEETINGS).row(2),
        want("count-over").file(MEETINGS).row(3).at("G", "present"),
        want("status-sum").file(MEETINGS).row(4).at("F", "members"),
        want("count-over").file(MEETINGS).row(5).at("H", "late"),
    ];
    assert_faults(&run, &faults);
    assert_eq!((account(&run.json(), MEETINGS), rows_used(&run.json())), ([5, 1, 4, 0], vec![6]));
}

#[test]
fn a_faulty_row_does_not_hide_the_faults_of_later_yearly_facts() {
    let sandbox = records(file(&sound()));
    let years =
        [year_line("C1", "2024").replace("2024,tot", "2024,tuyệt"), year_line("C2", "2024").replace(",10,10,", ",10,11,")];
    sandbox.write(YEAR, text(YEAR_HEADINGS, &years));
    let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
    let invalid = want("choice-invalid").file(YEAR).row(2).at("C", "i1").value("tuyệt").expects("xuat-sac");
    assert_faults(&run, &[invalid, want("count-over").file(YEAR).row(3).at("K", "targets-met-year")]);
    assert_eq!(account(&run.json(), YEAR), [2, 0, 2, 0]);
    // Rejected is not the same as never recorded.
    let result = run.json();
    for row in result["tables"]["cells"].as_array().unwrap() {
        assert_eq!((&row["year_facts"], &row["year_rejected"]), (&false.into(), &true.into()), "{row}");
    }
    let codes: Vec<&str> = result["notices"].as_array().unwrap().iter().filter_map(|notice| notice["code"].as_str()).collect();
    assert!(codes.contains(&"year-rejected") && !codes.contains(&"no-year-facts"), "{codes:?}");
}

#[test]
fn blank_statuses_are_zero_by_the_sum_also_after_a_faulty_row() {
    // Ten members, ten present: the blank statuses can only be zero.
    let rest_blank = |date: &str| meeting("C1", date).blank("excused".."minutes");
    let rows = [rest_blank("2024-01-05"), sound()[1].clone().with("held-on-day", "maybe"), rest_blank("2024-03-05")];
    let sandbox = records(file(&rows));
    let result = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", "json"]).json();
    for date in ["2024-01-05", "2024-03-05"] {
        let row = find(&result, "meetings", "date", date);
        assert_eq!((&row["attendance_part"], &row["attendance_whole"]), (&Value::from(10), &Value::from(10)), "{row}");
    }
}

#[test]
fn faults_far_down_a_large_file_have_their_row() {
    // More than a block of the reader: 3 000 rows of more than 100 bytes.
    let cells: Vec<String> = (1..=250).map(|number| format!("X{number:03}")).collect();
    let mut rows: Vec<Row> =
        (1..=12).flat_map(|month| cells.iter().map(move |cell| meeting(cell, &format!("2024-{month:02}-05")))).collect();
    rows[2990] = rows[2990].clone().with("minutes", "lâu");
    // A line break in quotes: from here on lines are one more than rows.
    rows[10] = rows[10].clone().with("note", "\"hai\ndòng\"");
    let sandbox = records(file(&rows));
    let lines: Vec<String> = cells.iter().map(|cell| cell_line(cell)).collect();
    sandbox.write(CELLS, text(CELL_HEADINGS, &lines)).write(YEAR, text(YEAR_HEADINGS, &[year_line("X001", "2024")]));
    for threads in ["1", "4"] {
        let run = sandbox.run(&["check", "records", "--threads", threads, "--format", "json", "--diagnostics", "json"]);
        assert_faults(&run, &[want("number-invalid").file(MEETINGS).row(2992).line(2993).at("Q", "minutes").value("lâu")]);
        assert_eq!(account(&run.json(), MEETINGS), [3000, 2999, 1, 0]);
    }
    rows[2980] = rows[2980].clone().with("verified:14-qdi-tu:4.2", "2.5");
    rows[2995] = rows[2995].clone().with("verified:14-qdi-tu:4.2", "\"2,5\"");
    sandbox.write(MEETINGS, file(&rows));
    let run = sandbox.run(&["score", "records", "--diagnostics", "json"]);
    assert_fault(&run, &want("decimal-marks-mixed").file(MEETINGS).row(2997).at("AH", "verified:14-qdi-tu:4.2"));
}

/// All meetings that are due in 2024.
fn whole_year(cell: &str) -> Vec<Row> {
    let regular = (1..=12).map(|month| meeting(cell, &format!("2024-{month:02}-05")));
    let thematic = [2, 5, 8, 11].map(|month| meeting(cell, &format!("2024-{month:02}-20")).with("kind", "thematic"));
    regular.chain(thematic).collect()
}

#[test]
fn a_rejected_row_makes_its_cell_provisional_and_no_other() {
    let mut rows = [whole_year("C1"), whole_year("C2")].concat();
    rows[5] = rows[5].clone().with("present", "11");
    let sandbox = records(file(&rows));
    let by_cell = score_by_cell(&sandbox).json();
    let classified = sandbox.run(&["classify", "records", "--format", "json"]).json();
    for (result, what) in [(&by_cell, "score"), (&classified, "classify")] {
        assert_eq!(account(result, MEETINGS), [32, 31, 1, 0]);
        let cells = result["tables"]["cells"].as_array().unwrap();
        let provisional: Vec<(&str, bool)> =
            cells.iter().map(|row| (row["cell"].as_str().unwrap(), row["provisional"].as_bool().unwrap())).collect();
        assert_eq!(provisional, [("C1", true), ("C2", false)], "{what}");
    }
}

#[test]
fn a_rejected_regular_meeting_does_not_stand_for_a_thematic_one() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("present", "11");
    let result = score_by_cell(&records(file(&rows))).json();
    let months = find(&result, "cells", "cell", "C1")["not_received_months"].as_str().unwrap();
    assert!(months.contains("2024-Q1/thematic"), "no row of the first quarter is thematic: {months}");
}
