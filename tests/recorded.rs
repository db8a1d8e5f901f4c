//! Meetings of which only the result was recorded: a total, a level, an X in one of several columns. Expected levels are those of the bands
//! that every scheme with visible numbers has: Tốt [90, 100], Khá [70, 90), Trung bình [50, 70), Kém [0, 50).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "recorded/columns.rs"]
mod columns;
#[path = "recorded/facts.rs"]
mod facts;
#[path = "recorded/gates.rs"]
mod gates;
#[path = "recorded/sums.rs"]
mod sums;
mod support;
#[path = "recorded/texts.rs"]
mod texts;
#[path = "recorded/totals.rs"]
mod totals;

use serde_json::Value;
use support::{Run, Sandbox};

const MEETINGS: &str = "r/meetings.csv";

/// Meetings of C1 in the months of 2024, one a row: what follows cell, date and kind.
fn records(profile: &str, headings: &str, rows: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut meetings = format!("cell;date;kind;{headings}\n");
    for (month, row) in (1..).zip(rows) {
        meetings.push_str(&format!("C1;2024-{month:02}-05;regular;{row}\n"));
    }
    sandbox.write("r/chibo.toml", profile).write("r/cells.csv", "code,committee\nC1,A\nC2,A\n").write(MEETINGS, meetings);
    sandbox
}

fn lai_chau(headings: &str, rows: &[&str]) -> Sandbox {
    records(support::PROFILE, headings, rows)
}

/// Scores by meeting, with result and faults as JSON.
fn score(sandbox: &Sandbox) -> Run {
    score_with(sandbox, &[])
}

fn score_with(sandbox: &Sandbox, more: &[&str]) -> Run {
    let usual = ["score", "r", "--by", "meeting", "--format", "json", "--diagnostics", "json"];
    sandbox.run(&[&usual[..], more].concat())
}

/// Row, total, level and what they rest on, of every meeting that was used.
fn results(run: &Run) -> Vec<(u64, Option<String>, Option<String>, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let table = run.json()["tables"]["meetings"].as_array().unwrap().clone();
    let result = |row: &Value| {
        let rests_on = row["recorded"].as_str().unwrap_or_default().to_owned();
        (row["row"].as_u64().unwrap(), text(&row["total"]), text(&row["level"]), rests_on)
    };
    table.iter().map(result).collect()
}

/// What a meeting in that row comes to; nothing stands for no value.
fn of(row: u64, total: &str, level: &str, rests_on: &str) -> (u64, Option<String>, Option<String>, String) {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (row, some(total), some(level), rests_on.to_owned())
}
