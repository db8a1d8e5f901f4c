//! `chibo compare`: what another text, or other records, make of the same cells, and by what. Every figure is worked out by hand, or by runs
//! of `score` and `classify` under one text each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

#[path = "compare_results/alike.rs"]
mod alike;
#[path = "compare_results/asked.rs"]
mod asked;
#[path = "compare_results/decided.rs"]
mod decided;
#[path = "compare_results/examples.rs"]
mod examples;
#[path = "properties/records.rs"]
#[allow(dead_code, reason = "made-up records serve other tests too")]
mod made_up;
#[path = "compare_results/own_facts.rs"]
mod own_facts;
#[path = "compare_results/penalties.rs"]
mod penalties;
#[path = "compare_results/random.rs"]
mod random;
#[path = "compare_results/random_records.rs"]
mod random_records;
#[path = "compare_results/records.rs"]
mod records;
#[path = "compare_results/row_by_row.rs"]
mod row_by_row;
#[path = "compare_results/totals.rs"]
mod totals;

use chibo::base::Exact;
use serde_json::Value;
use support::{Run, Sandbox};

/// A folder of the repository.
fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A comparison as JSON; it must end with 0.
#[track_caller]
fn compared(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let run = in_json(sandbox, arguments);
    assert_eq!(run.code, Some(0), "{arguments:?}\n{}", run.stderr);
    run.json()
}

fn in_json(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[&["compare"], arguments, &["--format", "json", "--causes", "--diagnostics", "json"]].concat())
}

fn rows<'v>(result: &'v Value, table: &str) -> &'v Vec<Value> {
    result["tables"][table].as_array().unwrap_or_else(|| panic!("no table {table}: {}", result["tables"]))
}

fn text(row: &Value, column: &str) -> String {
    match &row[column] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A count as machine formats write it; nothing is zero.
fn count(row: &Value, column: &str) -> usize {
    row[column].as_u64().map_or(0, |count| usize::try_from(count).unwrap())
}

/// An exact number as machine formats write it; nothing is zero where a sum is asked for.
fn exact(row: &Value, column: &str) -> Exact {
    number(&text(row, column))
}

fn number(text: &str) -> Exact {
    if text.is_empty() {
        return Exact::ZERO;
    }
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let whole = |digits: &str| digits.parse::<i64>().unwrap();
    let value = match (digits.split_once('/'), digits.split_once('.')) {
        (Some((part, whole_part)), _) => Exact::whole(whole(part)).checked_div(Exact::whole(whole(whole_part))).unwrap(),
        (None, Some((units, rest))) => {
            let scale = 10_i64.pow(u32::try_from(rest.len()).unwrap());
            Exact::whole(whole(units) * scale + whole(rest)).checked_div(Exact::whole(scale)).unwrap()
        }
        (None, None) => Exact::whole(whole(digits)),
    };
    if negative { Exact::ZERO.checked_sub(value).unwrap() } else { value }
}

fn sum(values: impl Iterator<Item = Exact>) -> Exact {
    values.fold(Exact::ZERO, |sum, value| sum.checked_add(value).unwrap())
}

/// `cell side` of every row of a table with these columns, in the order of the table.
fn told(result: &Value, table: &str, columns: &[&str]) -> Vec<String> {
    let line = |row: &Value| columns.iter().map(|column| text(row, column)).collect::<Vec<String>>().join(" ");
    rows(result, table).iter().map(line).collect()
}

/// The codes of the notices.
fn notices(result: &Value) -> Vec<&str> {
    result["notices"].as_array().unwrap().iter().map(|notice| notice["code"].as_str().unwrap()).collect()
}
