//! Bad records: each case names its fault, file, row, column, value and expectation; every row is accounted for, and the good rows
//! still count. Rows and letters are those that a spreadsheet shows; values are those that the test itself wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "bad_records/cells.rs"]
mod cells;
#[path = "bad_records/dates.rs"]
mod dates;
#[path = "bad_records/duplicates.rs"]
mod duplicates;
#[path = "bad_records/encoding.rs"]
mod encoding;
#[path = "bad_records/explain.rs"]
mod explain;
#[path = "bad_records/folders.rs"]
mod folders;
#[path = "bad_records/headings.rs"]
mod headings;
#[path = "bad_records/numbers.rs"]
mod numbers;
#[path = "bad_records/output.rs"]
mod output;
#[path = "bad_records/profile.rs"]
mod profile;
#[path = "bad_records/quotes.rs"]
mod quotes;
#[path = "bad_records/rejected.rs"]
mod rejected;
#[path = "bad_records/rows.rs"]
mod rows;
mod support;
#[path = "bad_records/unknown.rs"]
mod unknown;
#[path = "bad_records/words.rs"]
mod words;

use rows::{CELL_HEADINGS, Row, YEAR_HEADINGS, cell_line, file, meeting, text, year_line};
use serde_json::Value;
use support::{PROFILE, Run, Sandbox, Want, account, assert_faults};

const CELLS: &str = "records/cells.csv";
const MEETINGS: &str = "records/meetings.csv";
const YEAR: &str = "records/year.csv";
const TOML: &str = "records/chibo.toml";

/// Sound records of two cells, with these meetings.
fn records(meetings: impl AsRef<[u8]>) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write(TOML, PROFILE)
        .write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2")]))
        .write(YEAR, text(YEAR_HEADINGS, &[year_line("C1", "2024"), year_line("C2", "2024")]))
        .write(MEETINGS, meetings);
    sandbox
}

/// Three sound meetings of C1.
fn sound() -> Vec<Row> {
    ["2024-01-05", "2024-02-05", "2024-03-05"].map(|date| meeting("C1", date)).to_vec()
}

/// Scores by meeting, with result and faults as JSON.
fn score(sandbox: &Sandbox) -> Run {
    sandbox.run(&["score", "records", "--by", "meeting", "--format", "json", "--diagnostics", "json"])
}

fn score_by_cell(sandbox: &Sandbox) -> Run {
    sandbox.run(&["score", "records", "--format", "json", "--diagnostics", "json"])
}

/// The rows of `meetings.csv` that the result rests on.
fn rows_used(result: &Value) -> Vec<u64> {
    result["tables"]["meetings"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect()
}

fn find<'v>(result: &'v Value, table: &str, key: &str, value: &str) -> &'v Value {
    result["tables"][table].as_array().unwrap().iter().find(|row| row[key] == value).expect(value)
}

/// Neither a number nor a word.
fn is_unknown(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// Row 3 stands between two sound ones and has these faults and no others: it alone is rejected, and `check` says the same.
#[track_caller]
fn one_bad_row(bad: Row, wants: &[Want]) -> Sandbox {
    let [before, _, after] = sound().try_into().ok().unwrap();
    bad_row_of(vec![before, bad, after], wants)
}

/// As [`one_bad_row`], with the sound rows named: the third row of the file, and no other, is bad.
#[track_caller]
fn bad_row_of(rows: Vec<Row>, wants: &[Want]) -> Sandbox {
    let sandbox = records(file(&rows));
    let wants: Vec<Want> = wants.iter().map(|want| want.clone().file(MEETINGS).row(3)).collect();
    let run = score(&sandbox);
    assert_faults(&run, &wants);
    assert_eq!(run.code, Some(1));
    let result = run.json();
    assert_eq!(account(&result, MEETINGS), [3, 2, 1, 0]);
    assert_eq!(rows_used(&result), [2, 4], "the good rows are used");
    let check = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&check, &wants);
    assert_eq!((check.code, account(&check.json(), MEETINGS)), (Some(1), [3, 2, 1, 0]));
    sandbox
}

/// The run cannot give a result: exit code 2, these faults, no output at all.
#[track_caller]
fn nothing(sandbox: &Sandbox, arguments: &[&str], wants: &[Want]) {
    let before = sandbox.listing();
    let run = sandbox.run(&[arguments, &["--output", "result.json", "--format", "json", "--diagnostics", "json"]].concat());
    assert_faults(&run, wants);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(sandbox.listing(), before, "nothing was produced, so no file is left");
}

#[track_caller]
fn no_score(sandbox: &Sandbox, wants: &[Want]) {
    nothing(sandbox, &["score", "records"], wants);
}

#[test]
fn sound_records_have_no_fault() {
    let run = score(&records(file(&sound())));
    assert_faults(&run, &[]);
    assert_eq!((run.code, rows_used(&run.json())), (Some(0), vec![2, 3, 4]));
}
