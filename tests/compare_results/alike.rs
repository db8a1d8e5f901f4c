//! Every format tells the same, and every side is looked at.

use serde_json::Value;

use super::support::Sandbox;
use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::{in_json, rows};

/// Three texts of one leaf, whose points a person records under each of them, or not; two cells, each with a meeting a year.
fn world() -> Sandbox {
    let sandbox = Sandbox::new();
    for id in ["mot", "hai", "ba"] {
        sandbox.write(&format!("{id}/regulation.toml"), format!("{}{RECORDED}{LEVELS}", head(id, "meeting")));
    }
    for (year, points) in [(2023, "80,,95"), (2024, ",,95")] {
        let folder = format!("r{year}");
        sandbox
            .write(&format!("{folder}/chibo.toml"), format!("period = \"{year}\"\n"))
            .write(&format!("{folder}/cells.csv"), "code,committee\nA,X\nB,\"Y, Z\"\n")
            .write(
                &format!("{folder}/meetings.csv"),
                format!(
                    "cell,date,kind,members,present,excused,self:mot:1,self:hai:1,self:ba:1\n\
                     A,{year}-01-05,regular,20,18,2,{points}\nB,{year}-01-05,regular,20,20,0,95,90,60\n"
                ),
            );
    }
    sandbox
}

const TEXTS: [&str; 6] = ["--rules", "mot", "--rules", "hai", "--rules", "ba"];

/// A table of JSON as CSV has it.
fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn a_table_is_the_same_in_csv_whichever_is_asked_for() {
    let sandbox = world();
    for folders in [&["r2024"][..], &["r2023", "r2024"]] {
        for sides in [&TEXTS[..4], &TEXTS] {
            let arguments = [folders, sides].concat();
            let all = in_json(&sandbox, &arguments).json();
            let tables = all["tables"].as_object().unwrap();
            assert!(!tables["causes"].as_array().unwrap().is_empty());
            let first = if folders.len() > 1 || sides.len() > 4 { "grid" } else { "cells" };
            let named = tables.keys().map(|id| (id.as_str(), vec!["--table", id.as_str()])).chain([(first, Vec::new())]);
            for (id, asked) in named {
                let run = sandbox.run(&[&["compare", "--format", "csv", "--causes"], &arguments[..], &asked].concat());
                let mut csv = csv::Reader::from_reader(run.stdout.as_bytes());
                let columns = csv.headers().unwrap().clone();
                let lines: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
                let rows = rows(&all, id);
                assert_eq!(lines.len(), rows.len(), "{id} {asked:?}");
                for (line, row) in lines.iter().zip(rows) {
                    for (column, value) in row.as_object().unwrap() {
                        let at = columns.iter().position(|own| own == column).unwrap_or_else(|| panic!("no {column} in {id}"));
                        assert_eq!(line[at], as_text(value), "{id} {column} {asked:?}");
                    }
                }
            }
        }
    }
}

/// In 2024 the meeting of A has points under `ba` alone.
#[test]
fn a_meeting_that_one_pair_cannot_score_is_told_though_another_can() {
    let told = in_json(&world(), &[&["r2024"], &TEXTS[..]].concat()).json();
    let notices = told["notices"].as_array().unwrap();
    let notice = notices.iter().find(|notice| notice["code"] == "not-comparable").unwrap();
    assert!(notice["text"].as_str().unwrap().starts_with("1 "), "{notice}");
}

/// Of three texts the last alone gives A's meeting other points; B's are the same under all of them.
#[test]
fn a_cell_that_changed_on_one_side_has_changed() {
    let sandbox = world();
    sandbox.write(
        "r2024/meetings.csv",
        "cell,date,kind,members,present,excused,self:mot:1,self:hai:1,self:ba:1\n\
         A,2024-01-05,regular,20,18,2,95,95,60\nB,2024-01-05,regular,20,20,0,95,95,95\n",
    );
    let told = in_json(&sandbox, &[&["r2024"], &TEXTS[..]].concat()).json();
    let notices = told["notices"].as_array().unwrap();
    let notice = notices.iter().find(|notice| notice["code"] == "changed").unwrap();
    assert!(notice["text"].as_str().unwrap().starts_with("1 "), "{notice}");
    let changed: Vec<u64> = rows(&told, "summary").iter().map(|row| row["changed"].as_u64().unwrap()).collect();
    assert_eq!(changed, [0, 1]);
}
