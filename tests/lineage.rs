//! Cells that succeed others: the days that follow, whose meetings count, and what each policy of a regulation makes of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

#[path = "lineage/days.rs"]
mod days;
#[path = "lineage/example.rs"]
mod example;
#[path = "lineage/members.rs"]
mod members;
#[path = "lineage/model.rs"]
mod model;
#[path = "lineage/policies.rs"]
mod policies;
#[path = "lineage/rules.rs"]
mod rules;
#[path = "lineage/same.rs"]
mod same;
#[path = "lineage/years.rs"]
mod years;

use serde_json::Value;
use support::{Run, Sandbox};

/// A regulation whose points a person records; `more` is added at its end.
fn regulation(lineage: &str, period: &str) -> String {
    let head = support::small_regulation::head("mau", "meeting");
    let (form, levels) = (support::small_regulation::RECORDED, support::small_regulation::LEVELS);
    format!("{head}\n[due]\nregular = \"monthly\"\nthematic = \"quarterly\"\ncite = \"a\"\n{form}\n{levels}\n{period}\n{lineage}")
}

/// `[lineage]` with these keys.
fn lineage(keys: &str) -> String {
    format!("[lineage]\n{keys}\ncite = \"a\"\n")
}

/// Half of the meetings at least must be good.
const BY_COUNT: &str = r#"
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

/// The mean says it.
const BY_MEAN: &str = r#"
[[period]]
of = "year"
meetings = "regular"
cite = "a"
[[period.level]]
id = "tot"
when = "mean >= 90"
[[period.level]]
id = "kha"
when = "mean >= 78"
[[period.level]]
id = "kem"
"#;

/// A folder under a regulation of its own, for the year 2025.
fn folder(regulation: &str, cells: &str, lineage: &str, meetings: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("mau/regulation.toml", regulation);
    sandbox.write("r/chibo.toml", "period = \"2025\"\nrules = \"../mau\"\n");
    sandbox.write("r/cells.csv", format!("code,committee,from,until\n{cells}"));
    sandbox.write("r/lineage.csv", format!("from,to,date,what\n{lineage}"));
    sandbox.write("r/meetings.csv", format!("cell,date,kind,verified:mau:1\n{meetings}"));
    sandbox
}

/// Regular meetings of a cell on the fifth of these months, all with these points.
fn meetings(cell: &str, months: std::ops::RangeInclusive<u32>, points: &str) -> String {
    months.map(|month| format!("{cell},2025-{month:02}-05,regular,{points}\n")).collect()
}

fn score(sandbox: &Sandbox, more: &[&str]) -> Run {
    let fixed = ["score", "r", "--format", "json", "--diagnostics", "json"];
    sandbox.run(&fixed.into_iter().chain(more.iter().copied()).collect::<Vec<&str>>())
}

/// The row of a cell.
#[track_caller]
fn cell<'v>(result: &'v Value, code: &str) -> &'v Value {
    let rows = result["tables"]["cells"].as_array().expect("the table");
    rows.iter().find(|row| row["cell"] == code).unwrap_or_else(|| panic!("no {code} in {rows:#?}"))
}

/// Level of a cell and whether it may still change.
#[track_caller]
fn level(result: &Value, code: &str) -> (String, bool) {
    let row = cell(result, code);
    (row["level"].as_str().unwrap_or("").to_owned(), row["provisional"].as_bool().unwrap())
}

fn notices(result: &Value) -> Vec<String> {
    let notices = result["notices"].as_array().expect("notices");
    notices.iter().map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}
