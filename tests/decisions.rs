//! Decisions of competent bodies: what stands beside what is computed, on which day, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

#[path = "decisions/bad.rs"]
mod bad;
#[path = "decisions/beside.rs"]
mod beside;
#[path = "decisions/example.rs"]
mod example;
#[path = "decisions/later.rs"]
mod later;
#[path = "decisions/model.rs"]
mod model;
#[path = "decisions/shown.rs"]
mod shown;

use serde_json::Value;
use support::{Run, Sandbox};

/// Nobody disciplined is good, one is fair, two are poor. Of the good ones of a committee 70 % may stay so, rounded down, those with the most
/// points first.
const YEARLY: &str = r#"
[regulation]
id = "nam"
scope = "year"
title = "Xếp loại (thử)"
[sources.a]
title = "A"
standing = "text"
[[fact]]
id = "diem"
scope = "year"
type = "count"
[tallies.members]
of = "discipline"
year-by = "fault_date"
title = "Số đảng viên bị kỷ luật"
cite = "a"
[[level]]
id = "tot"
title = "Hoàn thành tốt"
short = "HTT"
cite = "a"
[[level.condition]]
title = "không ai bị kỷ luật"
when = "members = 0"
[[level]]
id = "kha"
title = "Hoàn thành"
short = "HT"
cite = "a"
[[level.condition]]
title = "một người bị kỷ luật"
when = "members <= 1"
[[level]]
id = "kem"
title = "Không hoàn thành"
short = "KHT"
cite = "a"
"#;

const QUOTA: &str = r#"
[[quota]]
id = "trong-xa"
level = "tot"
percent = "70%"
base = "level-or-better"
base-level = "tot"
rounding = "down"
group = ["committee"]
ranking = [ { id = "k", title = "K", of = "diem" } ]
cite = "a"
"#;

/// The year is good with half of the meetings good.
const MEETINGS: &str = r#"
[[period]]
of = "year"
meetings = "regular"
cite = "a"
[[period.level]]
id = "tot"
when = "count('tot') * 2 >= meetings"
[[period.level]]
id = "kem"
"#;

const HEADING: &str = "cell,period,subject,computed,decided,authority,document,date,signer,reason,until,supersedes\n";
const DISCIPLINE: &str = "cell,fault-date,discipline-date,form,subject,who,document\n";
const FILE: &str = "r/decisions.csv";

/// A row of `decisions.csv` on the year-end level of 2024.
fn row(cell: &str, computed: &str, decided: &str, document: &str, date: &str) -> String {
    format!("{cell},2024,,{computed},{decided},Đảng ủy X,{document},{date},Người ký,Lý do,,\n")
}

/// The same, which replaces an earlier one.
fn instead(row: &str, document: &str) -> String {
    format!("{}{document}\n", row.trim_end())
}

/// The same, which holds until a day.
fn until(row: &str, day: &str) -> String {
    row.replace("Lý do,,", &format!("Lý do,{day},"))
}

/// Four cells of one committee with 4, 3, 2 and 1 points.
fn records(decisions: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let head = support::small_regulation::head("mau", "meeting");
    let (form, levels) = (support::small_regulation::RECORDED, support::small_regulation::LEVELS);
    sandbox.write("nam.toml", YEARLY).write("mau.toml", format!("{head}\n{form}\n{levels}\n{MEETINGS}"));
    sandbox.write("r/cells.csv", "code,committee\nA,Đảng ủy X\nB,Đảng ủy X\nC,Đảng ủy X\nD,Đảng ủy X\n");
    sandbox.write(
        "r/meetings.csv",
        "cell,date,kind,verified:mau:1\nA,2024-03-05,regular,95\nB,2024-03-05,regular,95\nC,2024-03-05,regular,10\n",
    );
    sandbox.write("r/year.csv", "cell,year,diem\nA,2024,4\nB,2024,3\nC,2024,2\nD,2024,1\n");
    sandbox.write("r/discipline.csv", DISCIPLINE);
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"../nam.toml\"\n");
    if !decisions.is_empty() {
        sandbox.write(FILE, format!("{HEADING}{decisions}"));
    }
    sandbox
}

/// As [`records`], with the quota.
fn with_quota(decisions: &str) -> Sandbox {
    let sandbox = records(decisions);
    sandbox.write("nam.toml", format!("{YEARLY}{QUOTA}"));
    sandbox
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[arguments, &["--format", "json", "--diagnostics", "json"]].concat())
}

fn classify(sandbox: &Sandbox, more: &[&str]) -> Run {
    run(sandbox, &[&["classify", "r", "--year", "2024"], more].concat())
}

fn rows<'v>(result: &'v Value, table: &str) -> &'v [Value] {
    result["tables"][table].as_array().map_or(&[], Vec::as_slice)
}

fn text(row: &Value, column: &str) -> String {
    match &row[column] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// These columns of every row of a table.
fn columns<const N: usize>(result: &Value, table: &str, wanted: [&str; N]) -> Vec<[String; N]> {
    rows(result, table).iter().map(|row| wanted.map(|column| text(row, column))).collect()
}

/// Of a cell what is computed, the level decided, the document and its state.
fn cell(result: &Value, code: &str) -> [String; 4] {
    let row = rows(result, "cells").iter().find(|row| row["cell"] == code).unwrap();
    ["level", "decided_level", "decision", "decision_state"].map(|column| text(row, column))
}

/// Document and state of every decision, in the order of the table.
fn states(result: &Value) -> Vec<[String; 2]> {
    columns(result, "decisions", ["document", "state"])
}
