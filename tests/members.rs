//! Attendance member by member: the roll of a day, counts, runs of excused absences, and what becomes of them in scoring.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

#[path = "members/counts.rs"]
mod counts;
#[path = "members/example.rs"]
mod example;
#[path = "members/faults.rs"]
mod faults;
#[path = "members/model.rs"]
mod model;
#[path = "members/roll.rs"]
mod roll;
#[path = "members/runs.rs"]
mod runs;
#[path = "members/same.rs"]
mod same;
#[path = "members/scoring.rs"]
mod scoring;

use serde_json::Value;
use support::{Run, Sandbox};

const CELLS: &str = "code,name,committee\nA,Chi bộ A,Đảng ủy\nB,Chi bộ B,Đảng ủy\n";
const ROWS: &str = "cell,date,kind,member,status\n";

/// A folder with the two cells, an attendance file, and members where there are any.
fn folder(members: &str, attendance: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("r/chibo.toml", support::PROFILE).write("r/cells.csv", CELLS);
    sandbox.write("r/attendance.csv", format!("{ROWS}{attendance}"));
    if !members.is_empty() {
        sandbox.write("r/members.csv", members);
    }
    sandbox
}

/// A meeting of cell A with everybody of a list, `m1=present m2=excused`.
fn meeting(day: &str, kind: &str, who: &str) -> String {
    let row = |one: &str| {
        let (member, status) = one.split_once('=').unwrap_or((one, ""));
        format!("A,{day},{kind},{member},{status}\n")
    };
    who.split_whitespace().map(row).collect()
}

fn attendance(sandbox: &Sandbox, by: &str) -> Run {
    sandbox.run(&["attendance", "r", "--by", by, "--format", "json", "--diagnostics", "json"])
}

/// The row of a table whose fields have these values.
#[track_caller]
fn find<'v>(result: &'v Value, table: &str, wanted: &[(&str, &str)]) -> &'v Value {
    let rows = result["tables"][table].as_array().expect("the table");
    let is = |row: &&Value| wanted.iter().all(|(key, value)| row[*key] == *value);
    rows.iter().find(is).unwrap_or_else(|| panic!("no {wanted:?} in {rows:#?}"))
}

/// Numbers of a row; none where there is no value.
fn numbers(row: &Value, keys: &[&str]) -> Vec<Option<u64>> {
    keys.iter().map(|key| row[*key].as_u64()).collect()
}
