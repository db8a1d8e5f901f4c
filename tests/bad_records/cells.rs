//! Cells: unknown codes, the time in which a cell exists, and cells without meetings.

use serde_json::Value;

use super::rows::{CELL_HEADINGS, Row, YEAR_HEADINGS, cell_line, file, meeting, text, year_line};
use super::support::{Sandbox, account, assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, find, records, rows_used, score, score_by_cell, sound};

/// Records of LC-001 and LC-002, the third row with another code.
pub fn with_code(code: &str) -> Sandbox {
    let rows = [("LC-001", "2024-01-05"), (code, "2024-02-05"), ("LC-001", "2024-03-05")].map(|(cell, date)| meeting(cell, date));
    let sandbox = records(file(&rows));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("LC-001"), cell_line("LC-002")]));
    sandbox
}

#[test]
fn unknown_cell_with_the_near_code_proposed() {
    let run = score(&with_code("LC-0O1"));
    assert_faults(&run, &[want("cell-unknown").file(MEETINGS).row(3).at("A", "cell").value("LC-0O1").expects("LC-001")]);
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(1), [3, 2, 1, 0], vec![2, 4]));
}

#[test]
fn unknown_cell_far_from_every_code() {
    let run = score(&with_code("Chi bộ xóm Đông"));
    assert_faults(&run, &[want("cell-unknown").file(MEETINGS).row(3).at("A", "cell").value("Chi bộ xóm Đông")]);
    assert_eq!((run.code, account(&run.json(), MEETINGS)), (Some(1), [3, 2, 1, 0]));
}

#[test]
fn unknown_cell_in_the_yearly_facts() {
    let sandbox = records(file(&sound()));
    sandbox.write(YEAR, text(YEAR_HEADINGS, &[year_line("C1", "2024"), year_line("C22", "2024")]));
    let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[want("cell-unknown").file(YEAR).row(3).at("A", "cell").value("C22").expects("C2")]);
    assert_eq!((run.code, account(&run.json(), YEAR)), (Some(1), [2, 1, 1, 0]));
}

#[test]
fn a_cell_whose_row_is_rejected_is_not_said_to_be_absent_from_the_cells() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05"), meeting("C2", "2024-01-05")]));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1").replace("village", "làng"), cell_line("C2")]));
    let run = score(&sandbox);
    assert_fault(&run, &want("choice-invalid").file(CELLS).row(2).at("D", "type").value("làng"));
    assert_eq!((run.code, account(&run.json(), CELLS)), (Some(1), [2, 1, 1, 0]));
    assert_eq!((account(&run.json(), MEETINGS), rows_used(&run.json())), ([2, 1, 1, 0], vec![3]));
    for fault in run.faults().iter().filter(|fault| fault.file.as_deref() == Some(MEETINGS)) {
        assert_eq!(fault.row, Some(2));
        assert!(!fault.message.contains("is not in cells.csv"), "C1 stands in cells.csv, in a faulty row: {fault:#?}");
    }
}

#[test]
fn a_meeting_day_that_no_month_has() {
    let line = |day: &str| cell_line("C2").replace(",5,,", &format!(",{day},,"));
    for day in ["45", "32", "0", "9.5", "mồng 5"] {
        let sandbox = records(file(&[meeting("C1", "2024-01-05")]));
        sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), line(day)]));
        let run = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
        assert_fault(&run, &want("number-invalid").file(CELLS).row(3).at("G", "meeting-day").value(day).expects("1 … 31"));
        assert_eq!((run.code, account(&run.json(), CELLS)), (Some(1), [2, 1, 1, 0]), "{day}");
    }
    for day in ["1", "05", "31", ""] {
        let sandbox = records(file(&[meeting("C1", "2024-01-05")]));
        sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), line(day)]));
        assert_faults(&sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]), &[]);
    }
}

#[test]
fn cell_with_no_meetings_is_not_received_and_no_fault() {
    let run = score_by_cell(&records(file(&sound())));
    assert_faults(&run, &[]);
    assert_eq!(run.code, Some(0));
    let result = run.json();
    let silent = find(&result, "cells", "cell", "C2");
    // Twelve regular meetings and four thematic ones are due in a year.
    assert_eq!((&silent["not_received"], &silent["scored"]), (&Value::from(16), &Value::from(0)));
    assert_eq!((&silent["level"], &silent["mean"]), (&Value::Null, &Value::Null));
    // Whoever checks records is told which cell it is and where it stands, and that is no fault.
    let run = records(file(&sound())).run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[]);
    assert_eq!(run.code, Some(0));
    let notes = run.notes();
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!((note.code.as_str(), note.row, note.value.as_deref()), ("cell-without-meetings", Some(3), Some("C2")));
    assert!(note.file.as_deref().unwrap().ends_with(CELLS) && note.expected.contains("16") && !note.mend.is_empty(), "{note:?}");
}

#[test]
fn a_meeting_outside_the_existence_of_its_cell() {
    let rows =
        [meeting("C1", "2024-01-05"), meeting("C2", "2024-02-05"), meeting("C2", "2024-04-05"), meeting("C2", "2024-07-05")];
    let sandbox = records(file(&rows));
    let founded = cell_line("C2").replace(",5,,", ",5,2024-03-01,2024-06-30");
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), founded]));
    let run = score(&sandbox);
    let fault = want("outside-existence").file(MEETINGS).at("B", "date").expects("within");
    assert_faults(&run, &[fault.clone().row(3).value("2024-02-05"), fault.row(5).value("2024-07-05")]);
    let message = &run.faults()[0].message;
    assert!(message.contains("2024-03-01") && message.contains("2024-06-30"), "{message}");
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(1), [4, 2, 2, 0], vec![2, 4]));
}

#[test]
fn the_value_of_a_date_is_told_as_it_stands_in_the_file() {
    let rows = [meeting("C1", "05/01/2024"), meeting("C2", "05/02/2024")];
    let sandbox = records(file(&rows));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2").replace(",5,,", ",5,01/03/2024,")]));
    assert_faults(&score(&sandbox), &[want("outside-existence").file(MEETINGS).row(3).at("B", "date").value("05/02/2024")]);
}

#[test]
fn a_cell_that_ends_before_it_begins() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05")]));
    let backwards = cell_line("C2").replace(",5,,", ",5,2024-06-30,2024-03-01");
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), backwards]));
    assert_faults(&score(&sandbox), &[want("existence-order").file(CELLS).row(3).value("C2")]);
}

#[test]
fn a_code_with_quotes_is_its_own_whatever_row_comes_before() {
    // In the file the second code reads as the first one with its quotes doubled.
    let (twice, once) = ("\"a\"\"\"\"b\"", "\"a\"\"b\"");
    let cells = text(CELL_HEADINGS, &["A", twice, once].map(|code| cell_line("B").replacen('B', code, 1)));
    for order in [["A", once, twice], ["A", twice, once], [twice, once, "A"], [once, "A", twice]] {
        let rows: Vec<Row> = order.iter().take(2).map(|cell| meeting(cell, "2024-01-05")).collect();
        let sandbox = records(file(&rows));
        sandbox.write(CELLS, cells.as_str()).remove(YEAR);
        let result = sandbox.run(&["score", "records", "--format", "json"]).json();
        for (code, written) in [("A", "A"), ("a\"\"b", twice), ("a\"b", once)] {
            let row = result["tables"]["cells"].as_array().unwrap().iter().find(|row| row["cell"] == code).unwrap();
            assert_eq!(row["scored"], u64::from(order[..2].contains(&written)), "{code} in {order:?}");
        }
    }
}

/// Whoever mends a refused table of cells is told at once what else is wrong with the meetings, and not that their cells are unknown.
#[test]
fn a_refused_table_of_cells_does_not_hide_the_faults_of_meetings() {
    let rows = [meeting("C1", "2024-01-05").with("present", "x"), meeting("C9", "2024-02-05").with("held-on-day", "maybe")];
    let sandbox = records(file(&rows));
    sandbox.write(CELLS, "code,name\nC1,Một\n").remove(YEAR);
    let run = sandbox.run(&["check", "records", "--diagnostics", "json"]);
    let faults = [
        want("column-missing").file(CELLS).value("committee"),
        want("number-invalid").file(MEETINGS).row(2).value("x"),
        want("flag-invalid").file(MEETINGS).row(3).value("maybe"),
    ];
    assert_faults(&run, &faults);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
}

/// Rows of which the cell is not known are rejected too, and make no cell provisional.
#[test]
fn the_notice_of_rejected_rows_says_which_it_counts() {
    let rows = [meeting("C1", "2024-01-05").with("present", "x"), meeting("C9", "2024-02-05"), meeting("C9", "2024-03-05")];
    let sandbox = records(file(&rows));
    let english = sandbox.run(&["score", "records"]).stdout;
    assert!(english.contains("1 row of known cells was rejected") && english.contains("+ 3 rejected"), "{english}");
    assert!(sandbox.run_in("vi", &["score", "records"]).stdout.contains("1 dòng của các chi bộ đã biết bị loại"));
}
