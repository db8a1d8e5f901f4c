//! Self scores beside verified ones, and the counts that are signs: by hand, at the limits, and against a second computation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

#[path = "signs/columns.rs"]
mod columns;
#[path = "signs/example.rs"]
mod example;
#[path = "signs/limits.rs"]
mod limits;
#[path = "signs/model.rs"]
mod model;
#[path = "signs/rules.rs"]
mod rules;
#[path = "signs/sheets.rs"]
mod sheets;

use serde_json::Value;
use support::{Run, Sandbox};

/// Leaves of every sort: two that a person scores, one that the facts give, one that does not apply to thematic meetings, and points
/// that are taken away. `signs` is added at the end.
fn regulation(signs: &str) -> String {
    let head = support::small_regulation::head("mau", "meeting");
    format!(
        r#"{head}
[[form]]
id = "phieu"
title = "Phiếu"
max = 25
[[form.group]]
id = "g"
title = "Nhóm"
max = 25
cite = "a"
[[form.group.leaf]]
id = "a"
title = "Ghi điểm"
max = 10
[form.group.leaf.recorded]
step = 0.5
[[form.group.leaf]]
id = "b"
title = "Chọn điểm"
max = 5
[form.group.leaf.chosen]
options = [ {{ points = 5, title = "đủ" }}, {{ points = 3, title = "còn thiếu" }}, {{ points = 0, title = "không" }} ]
[[form.group.leaf]]
id = "c"
title = "Tính từ dữ kiện"
max = 4
[form.group.leaf.yes-no]
fact = "committee_met"
[[form.group.leaf]]
id = "d"
title = "Không áp dụng cho chuyên đề"
max = 6
[form.group.leaf.recorded]
step = 0.5
[[form.group.leaf.not-applicable]]
when = "kind = thematic"
then = "full"
[[form.group.leaf]]
id = "e"
title = "Điểm trừ"
max = 3
penalty = "from-total"
[form.group.leaf.recorded]
step = 0.5
[[level]]
id = "tot"
title = "Tốt"
in = ">= 15"
cite = "a"
[[level]]
id = "kem"
title = "Kém"
in = "< 15"
cite = "a"
{signs}
"#
    )
}

/// Records of some cells under that regulation.
fn folder(signs: &str, cells: &str, meetings: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("r/mau/regulation.toml", regulation(signs));
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = \"mau\"\n");
    sandbox.write("r/cells.csv", format!("code,committee\n{cells}")).write("r/meetings.csv", meetings);
    sandbox
}

fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[&["signs", "r", "--format", "json", "--diagnostics", "json"], more].concat())
}

fn table<'r>(result: &'r Value, name: &str) -> &'r [Value] {
    result["tables"][name].as_array().unwrap_or_else(|| panic!("no table {name}: {result}"))
}

/// Sign, who, part, whole, column, of every sign.
fn signs(result: &Value) -> Vec<(String, String, u64, u64, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sign = |row: &Value| {
        let cell = text(&row["cell"]);
        let who = if cell.is_empty() { text(&row["committee"]) } else { cell };
        (text(&row["sign"]), who, row["part"].as_u64().unwrap(), row["whole"].as_u64().unwrap(), text(&row["column"]))
    };
    table(result, "signs").iter().map(sign).collect()
}

fn sign(kind: &str, who: &str, part: u64, whole: u64, column: &str) -> (String, String, u64, u64, String) {
    (kind.to_owned(), who.to_owned(), part, whole, column.to_owned())
}

/// Codes of the notices.
fn notices(result: &Value) -> Vec<&str> {
    result["notices"].as_array().unwrap().iter().map(|notice| notice["code"].as_str().unwrap()).collect()
}
