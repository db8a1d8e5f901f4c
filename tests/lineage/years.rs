//! The year-end classification of cells that succeed others.

use super::support::{Sandbox, assert_faults, want};
use serde_json::Value;

/// XS where the work is excellent and nobody was disciplined; at most half of all.
fn yearly(lineage: &str) -> String {
    let head = super::support::small_regulation::head("nam", "year");
    format!(
        r#"{head}
[[fact]]
id = "viec"
scope = "year"
type = "flag"
[tallies.ky_luat]
of = "discipline"
title = "Kỷ luật"
year-by = "discipline_date"
cite = "a"
[[level]]
id = "xs"
title = "Xuất sắc"
cite = "a"
[[level.condition]]
when = "viec and ky_luat = 0"
title = "việc tốt, không kỷ luật"
[[level]]
id = "ht"
title = "Hoàn thành"
cite = "a"
[[quota]]
id = "xs"
level = "xs"
percent = "50%"
base = "level-or-better"
base-level = "ht"
rounding = "down"
group = []
breach = "warn"
cite = "a"
{lineage}"#
    )
}

fn folder(lineage_rule: &str, cells: &str, lineage: &str, year: &str, discipline: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("nam/regulation.toml", yearly(lineage_rule));
    sandbox.write("r/chibo.toml", "period = \"2025\"\nyear-end = \"../nam\"\n");
    let cells: String = cells.split_whitespace().map(|code| format!("{code},C\n")).collect();
    sandbox.write("r/cells.csv", format!("code,committee\n{cells}"));
    if !lineage.is_empty() {
        sandbox.write("r/lineage.csv", format!("from,to,date,what\n{lineage}"));
    }
    sandbox.write("r/year.csv", format!("cell,year,viec\n{year}"));
    sandbox.write("r/discipline.csv", format!("cell,fault-date,discipline-date,form,who\n{discipline}"));
    sandbox
}

fn classify(sandbox: &Sandbox) -> (super::Run, Value) {
    let run = sandbox.run(&["classify", "r", "--year", "2025", "--format", "json", "--diagnostics", "json"]);
    let result = run.json();
    (run, result)
}

fn levels(result: &Value) -> Vec<(String, String, bool)> {
    let rows = result["tables"]["cells"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    rows.iter().map(|row| (text(&row["cell"]), text(&row["level"]), row["provisional"].as_bool().unwrap())).collect()
}

fn want_levels(expected: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    expected.iter().map(|(code, level, open)| ((*code).to_owned(), (*level).to_owned(), *open)).collect()
}

#[test]
fn a_cell_that_is_gone_stands_last_and_in_no_quota() {
    let (run, result) = classify(&folder(
        "[lineage]\nmerge = \"restart\"\ncite = \"a\"",
        "A\nB\nC\n",
        "A,B,2025-07-01,merge\n",
        "B,2025,yes\nC,2025,no\n",
        "",
    ));
    assert_faults(&run, &[]);
    assert_eq!(levels(&result), want_levels(&[("B", "xs", false), ("C", "ht", false), ("A", "", false)]));
    let totals = result["tables"]["totals"].as_array().unwrap();
    assert_eq!(totals.last().unwrap()["cells"], 2);
    assert_eq!(totals.last().unwrap()["without_level"], 0);
    // The same as if it had never been there.
    let (_, alone) = classify(&folder("", "B\nC\n", "", "B,2025,yes\nC,2025,no\n", ""));
    assert_eq!(result["tables"]["quota"], alone["tables"]["quota"]);
    let codes = super::notices(&result);
    assert!(codes.contains(&"gone".to_owned()) && !codes.contains(&"no-year-facts".to_owned()), "{codes:?}");
}

#[test]
fn yearly_facts_of_a_cell_that_is_gone_count_for_nobody_and_that_is_told() {
    let (run, result) = classify(&folder(
        "[lineage]\nmerge = \"restart\"\ncite = \"a\"",
        "A\nB\n",
        "A,B,2025-07-01,merge\n",
        "A,2025,yes\nB,2025,no\n",
        "",
    ));
    assert_faults(&run, &[want("year-of-gone-cell").file("r/year.csv").row(2).value("A")]);
    assert_eq!(levels(&result), want_levels(&[("B", "ht", false), ("A", "", false)]));
}

#[test]
fn unrated_it_competes_for_no_place() {
    let rule = "[lineage]\nmerge = \"unrated\"\ncite = \"a\"";
    let (_, result) =
        classify(&folder(rule, "A\nB\nC\nD\n", "A,B,2025-07-01,merge\n", "B,2025,yes\nC,2025,yes\nD,2025,no\n", ""));
    assert_eq!(levels(&result), want_levels(&[("C", "xs", false), ("D", "ht", false), ("A", "", false), ("B", "", false)]));
    let (_, alone) = classify(&folder("", "C\nD\n", "", "C,2025,yes\nD,2025,no\n", ""));
    assert_eq!(result["tables"]["quota"], alone["tables"]["quota"]);
    assert!(super::notices(&result).contains(&"unrated".to_owned()));
    // It is there, and has no level.
    let totals = result["tables"]["totals"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&totals["cells"], &totals["without_level"]), (&3.into(), &1.into()));
}

#[test]
fn rows_of_the_old_cell_are_counted_where_the_text_carries_them_over() {
    let run = |rule: &str, rows: &str| {
        let (_, result) = classify(&folder(rule, "A\nB\n", "A,B,2025-07-01,merge\n", "B,2025,yes\n", rows));
        levels(&result)[0].clone()
    };
    let carry = "[lineage]\nmerge = \"carry-over\"\ncite = \"a\"";
    let restart = "[lineage]\nmerge = \"restart\"\ncite = \"a\"";
    let of_old = "A,2024-01-01,2025-03-05,warning,M1\n";
    assert_eq!(run(carry, of_old), ("B".to_owned(), "ht".to_owned(), false));
    assert_eq!(run(restart, of_old), ("B".to_owned(), "xs".to_owned(), false));
    assert_eq!(run(carry, "A,2024-01-01,2024-03-05,warning,M1\n"), ("B".to_owned(), "xs".to_owned(), false));
    // The explanation names the row.
    let sandbox = folder(carry, "A\nB\n", "A,B,2025-07-01,merge\n", "B,2025,yes\n", of_old);
    let explained = sandbox.run(&["explain", "r", "--cell", "B", "--format", "csv"]).stdout;
    let row: Vec<&str> = explained.lines().filter(|line| line.contains("tally-row")).collect();
    assert!(row.len() == 1 && row[0].contains("discipline.csv,2"), "{explained}");
}

#[test]
fn of_a_divided_cell_only_what_is_dated_before_counts_for_its_part() {
    let rule = "[lineage]\nsplit = \"carry-over\"\ncite = \"a\"";
    for (day, expected) in [("2025-06-30", "ht"), ("2025-07-01", "xs")] {
        let rows = format!("A,2024-01-01,{day},warning,M1\n");
        let (_, result) = classify(&folder(rule, "A\nB\n", "A,B,2025-07-01,split\n", "A,2025,no\nB,2025,yes\n", &rows));
        assert_eq!(levels(&result)[1], ("B".to_owned(), expected.to_owned(), false), "{day}");
    }
}

#[test]
fn where_the_yearly_text_is_silent_the_level_is_provisional() {
    let (_, result) = classify(&folder("", "A\nB\nC\n", "A,B,2025-07-01,merge\n", "B,2025,yes\nC,2025,no\n", ""));
    assert_eq!(levels(&result), want_levels(&[("B", "xs", true), ("C", "ht", false), ("A", "", false)]));
    assert!(super::notices(&result).contains(&"lineage-silent".to_owned()));
}
