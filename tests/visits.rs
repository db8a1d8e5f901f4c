//! Visits of committee members: what is counted and over whom, what a regulation leaves out and asks for, what is told of bad rows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "visits/counts.rs"]
mod counts;
#[path = "visits/faults.rs"]
mod faults;
#[path = "visits/order.rs"]
mod order;
#[path = "visits/regulation.rs"]
mod regulation;
mod support;

use serde_json::Value;
use support::{Run, Sandbox};

const CELLS: &str = "records/cells.csv";
const ASSIGNMENTS: &str = "records/assignments.csv";
const VISITS: &str = "records/visits.csv";

/// Three villages and an agency; `C2` is hard, `C3` began on 10 March.
const FOUR: &str = "code,name,committee,type,hard,from\nC1,Một,Đảng ủy,village,no,\nC2,Hai,Đảng ủy,village,yes,\n\
                    C3,Ba,Đảng ủy,village,,2024-03-10\nC4,Bốn,Đảng ủy,agency,no,\n";

/// Records of 2024 with these assignments (person, level, cells, own cell, from, until) and visits (person, level, cell, date, kind).
fn records(assignments: &[&str], visits: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    let lines = |heading: &str, rows: &[&str]| rows.iter().fold(format!("{heading}\n"), |text, row| text + row + "\n");
    sandbox
        .write("records/chibo.toml", "period = \"2024\"\n")
        .write(CELLS, FOUR)
        .write(ASSIGNMENTS, lines("person,level,cells,own-cell,from,until", assignments))
        .write(VISITS, lines("person,level,cell,date,kind", visits));
    sandbox
}

/// A run as JSON, faults too.
fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[&["visits", "records", "--format", "json", "--diagnostics", "json"], more].concat())
}

/// A run without a fault.
#[track_caller]
fn clean(sandbox: &Sandbox, more: &[&str]) -> Value {
    let run = run(sandbox, more);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()
}

/// The rows of a table.
fn rows<'v>(result: &'v Value, table: &str) -> &'v [Value] {
    result["tables"][table].as_array().unwrap_or_else(|| panic!("no table {table}"))
}

/// The row of a table with that value in that column.
#[track_caller]
fn row<'v>(result: &'v Value, table: &str, column: &str, value: &str) -> &'v Value {
    rows(result, table).iter().find(|row| row[column] == value).unwrap_or_else(|| panic!("{table}: no {column} {value}"))
}

/// Whether the notice is there.
fn says(result: &Value, code: &str) -> bool {
    result["notices"].as_array().unwrap().iter().any(|notice| notice["code"] == code)
}
