//! What the program says of the same records.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// A run in the folder of the project; exit code and result.
pub fn run(arguments: &[&str]) -> (i32, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chibo"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).args(["--format", "json", "--lang", "en"]);
    let output = command.output().unwrap();
    let result = serde_json::from_slice(&output.stdout);
    let result = result.unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), result)
}

/// A run without a fault.
#[track_caller]
pub fn clean(arguments: &[&str]) -> Value {
    let (code, result) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}");
    result
}

/// The rows of a table.
pub fn rows<'v>(result: &'v Value, table: &str) -> &'v [Value] {
    result["tables"][table].as_array().map_or(&[], Vec::as_slice)
}

/// The rows of a table by one of its columns.
pub fn by<'v>(result: &'v Value, table: &str, column: &str) -> BTreeMap<&'v str, &'v Value> {
    rows(result, table).iter().map(|row| (row[column].as_str().unwrap(), row)).collect()
}

/// The figure of a column that counts; small counts may stand as text.
#[track_caller]
pub fn count(row: &Value, column: &str) -> i64 {
    let value = &row[column];
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{column} in {row}"))
}

/// The sum of a column that counts.
pub fn sum(rows: &[Value], column: &str) -> i64 {
    rows.iter().map(|row| count(row, column)).sum()
}

/// The text of a column, empty where there is no value.
#[track_caller]
pub fn text(row: &Value, column: &str) -> String {
    match row.get(column) {
        Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => panic!("no column {column} in {row}"),
    }
}

/// An exact number as numerator and denominator.
pub fn fraction(text: &str) -> (i128, i128) {
    let whole = |text: &str| text.parse::<i128>().unwrap_or_else(|_| panic!("{text} is no number"));
    match (text.split_once('/'), text.split_once('.')) {
        (Some((num, den)), _) => (whole(num), whole(den)),
        (None, Some((head, tail))) => (whole(&format!("{head}{tail}")), 10_i128.pow(u32::try_from(tail.len()).unwrap())),
        (None, None) => (whole(text), 1),
    }
}

/// Every expected column of a row.
#[track_caller]
pub fn same(row: &Value, expected: &[(&str, String)]) {
    for (column, expected) in expected {
        assert_eq!(&text(row, column), expected, "{column} of {row}");
    }
}

/// The notice of that code.
pub fn notice<'v>(result: &'v Value, code: &str) -> Option<&'v str> {
    result["notices"].as_array().unwrap().iter().find(|notice| notice["code"] == code)?["text"].as_str()
}
