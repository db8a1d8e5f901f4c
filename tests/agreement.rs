//! One cell, one figure: whichever command is asked, it says the same; totals are the sums of their rows, and shares are those of their counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// A fraction in lowest terms, by long arithmetic of the test's own.
type Fraction = (i128, i128);

fn reduced((num, den): Fraction) -> Fraction {
    let (mut a, mut b) = (num.unsigned_abs(), den.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let by = i128::try_from(a.max(1)).unwrap();
    (num / by, den / by)
}

fn fraction(text: &str) -> Fraction {
    if let Some((num, den)) = text.split_once('/') {
        return reduced((num.parse().unwrap(), den.parse().unwrap()));
    }
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let den = 10_i128.pow(u32::try_from(rest.len()).unwrap());
    reduced((format!("{whole}{rest}").parse().unwrap(), den))
}

fn sum(values: impl Iterator<Item = Fraction>) -> Fraction {
    values.fold((0, 1), |(a, b), (c, d)| reduced((a * d + c * b, b * d)))
}

/// Percent with two decimals, half up, of a part of a whole.
fn percent(part: i128, whole: i128) -> String {
    let hundredths = (2 * part * 10_000 + whole) / (2 * whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

struct Records {
    folder: &'static str,
    /// As `--rules` takes what the folder names.
    rules: &'static str,
    year: bool,
    /// Cells that are explained.
    cells: &'static [&'static str],
}

const RECORDS: [Records; 4] = [
    Records { folder: "lai-chau-2024", rules: "14-qdi-tu", year: true, cells: &["LC-001", "LC-017", "LC-020", "LC-168"] },
    Records { folder: "tuyen-quang-2024", rules: "19-qd-tu,34-qd-tu", year: true, cells: &["TQ-01", "TQ-02", "TQ-03"] },
    Records { folder: "dien-bien-2024", rules: "", year: true, cells: &["DB-01"] },
    Records { folder: "sap-nhap-2025", rules: "", year: false, cells: &["SN-01", "SN-06"] },
];

fn run(folder: &str, command: &[&str]) -> Value {
    let folder = format!("examples/{folder}");
    let (name, more) = command.split_first().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_chibo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([name, folder.as_str()])
        .args(more)
        .args(["--format", "json", "--lang", "en"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{folder} {command:?}: {error}\n{}", String::from_utf8_lossy(&output.stderr)))
}

fn rows<'j>(json: &'j Value, table: &str) -> &'j [Value] {
    json["tables"][table].as_array().unwrap_or_else(|| panic!("no table {table}"))
}

fn by_cell<'j>(json: &'j Value, table: &str) -> BTreeMap<&'j str, &'j Value> {
    rows(json, table).iter().map(|row| (row["cell"].as_str().unwrap(), row)).collect()
}

fn count(row: &Value, name: &str) -> i128 {
    row[name].as_i64().unwrap_or_else(|| panic!("{name} in {row}")).into()
}

#[test]
fn the_sums_of_a_cell_are_those_of_its_meetings() {
    for records in RECORDS {
        let (meetings, cells) = (run(records.folder, &["score", "--by", "meeting"]), run(records.folder, &["score"]));
        let attendance = run(records.folder, &["attendance"]);
        let mut seen = 0;
        for (code, cell) in by_cell(&cells, "cells") {
            let own: Vec<&Value> = rows(&meetings, "meetings").iter().filter(|row| row["cell"] == code).collect();
            let totals: Vec<Fraction> = own.iter().filter_map(|row| row["total"].as_str()).map(fraction).collect();
            assert_eq!(count(cell, "scored"), totals.len() as i128, "{} {code}", records.folder);
            if let Some(mean) = cell["mean"].as_str() {
                let (num, den) = sum(totals.iter().copied());
                assert_eq!(fraction(mean), reduced((num, den * totals.len() as i128)), "{} {code}", records.folder);
                seen += 1;
            }
            for (name, value) in cell.as_object().unwrap().iter().filter(|(name, _)| name.starts_with("level_")) {
                let Some(level) = name.strip_prefix("level_").filter(|_| value.is_number()) else { continue };
                let with = own.iter().filter(|row| row["level"] == level).count() as i128;
                assert_eq!(count(cell, name), with, "{} {code} {name}", records.folder);
            }
            let rates = own.iter().filter(|row| row["attendance_part"].is_number());
            let sums = rates.fold((0, 0), |(part, whole), row| {
                (part + count(row, "attendance_part"), whole + count(row, "attendance_whole"))
            });
            let counted = by_cell(&attendance, "cells")[code];
            let own = |name: &str| counted[name].as_i64().map_or(0, i128::from);
            assert_eq!((own("all_part"), own("all_whole")), sums, "{} {code}", records.folder);
        }
        assert!(seen > 0, "{}", records.folder);
    }
}

#[test]
fn the_total_of_a_table_is_the_sum_of_its_rows() {
    for records in RECORDS {
        let (cells, groups) = (run(records.folder, &["score"]), run(records.folder, &["score", "--by", "committee"]));
        for group in rows(&groups, "groups") {
            let own: Vec<&Value> = rows(&cells, "cells").iter().filter(|row| row["committee"] == group["committee"]).collect();
            assert_eq!(count(group, "cells"), own.len() as i128);
            for name in ["scored", "open", "not_scored", "not_held", "not_received", "rejected"] {
                let all = own.iter().map(|row| count(row, name)).sum::<i128>();
                assert_eq!(count(group, name), all, "{} {name}", records.folder);
            }
            if let Some(mean) = group["mean"].as_str() {
                let of = |row: &&Value| {
                    let (num, den) = fraction(row["mean"].as_str()?);
                    Some((num * count(row, "scored"), den))
                };
                let (num, den) = sum(own.iter().filter_map(of));
                assert_eq!(fraction(mean), reduced((num, den * count(group, "scored"))), "{}", records.folder);
            }
        }
        let (cells, groups) = (run(records.folder, &["attendance"]), run(records.folder, &["attendance", "--by", "type"]));
        for (name, table) in [("regular", 0), ("thematic", 1), ("all", 2)] {
            let add = |rows: &[Value], side: &str| {
                rows.iter().filter_map(|row| row[format!("{name}_{side}")].as_i64()).map(i128::from).sum::<i128>()
            };
            let (part, whole) = (add(rows(&cells, "cells"), "part"), add(rows(&cells, "cells"), "whole"));
            assert_eq!((add(rows(&groups, "groups"), "part"), add(rows(&groups, "groups"), "whole")), (part, whole));
            let all = &rows(&cells, "all")[table];
            let shown = |name: &str| all[name].as_i64().map_or(0, i128::from);
            assert_eq!((shown("part"), shown("whole")), (part, whole), "{} {name}", records.folder);
        }
    }
}

#[test]
fn a_share_is_that_of_its_two_numbers() {
    let mut seen = 0;
    for records in RECORDS {
        for by in ["meeting", "cell", "committee", "type"] {
            let json = run(records.folder, &["attendance", "--by", by]);
            for row in json["tables"].as_object().unwrap().values().flat_map(|table| table.as_array().unwrap()) {
                for (name, value) in row.as_object().unwrap() {
                    let Some(of) = name.strip_suffix("percent") else { continue };
                    let (part, whole) = (&row[format!("{of}part")], &row[format!("{of}whole")]);
                    match (value.as_str(), part.as_i64(), whole.as_i64()) {
                        (Some(shown), Some(part), Some(whole)) => {
                            assert_eq!(shown, percent(part.into(), whole.into()), "{name} in {row}");
                            seen += 1;
                        }
                        (None, part, whole) => assert!(part.is_none() || whole.unwrap_or(0) == 0, "{name} in {row}"),
                        other => panic!("{name}: {other:?} in {row}"),
                    }
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn the_levels_of_a_year_are_counted_as_they_stand() {
    for records in RECORDS.iter().filter(|records| records.year) {
        let json = run(records.folder, &["classify"]);
        for total in rows(&json, "totals") {
            let all = total["committee"] == "*";
            let own: Vec<&Value> =
                rows(&json, "cells").iter().filter(|row| all || row["committee"] == total["committee"]).collect();
            assert_eq!(count(total, "cells"), own.len() as i128);
            let mut placed = 0;
            for name in total.as_object().unwrap().keys() {
                let Some(level) = name.strip_prefix("level_") else { continue };
                let with = own.iter().filter(|row| row["level"] == level).count() as i128;
                assert_eq!(count(total, name), with, "{} {name}", records.folder);
                placed += with;
            }
            assert_eq!(placed + count(total, "undecided") + count(total, "without_level"), own.len() as i128);
        }
        for group in rows(&json, "quota") {
            let admitted = count(group, "admitted") + count(group, "undecided") + count(group, "moved_down");
            assert!(admitted <= count(group, "candidates") || count(group, "candidates") == 0, "{group}");
            assert!(count(group, "admitted") <= count(group, "allowed") + count(group, "special") || group["breached"] == true);
        }
    }
}

#[test]
fn every_command_has_the_same_figure_for_a_cell() {
    for records in RECORDS {
        let (score, attendance) = (run(records.folder, &["score"]), run(records.folder, &["attendance"]));
        let classified = records.year.then(|| run(records.folder, &["classify"]));
        // One text against itself: nothing changes, and all figures are shown.
        let same = |json: &Value| {
            let named = json["regulations"].as_array().unwrap().iter().filter(|one| one["role"] == "meeting");
            named.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<String>>().join(",")
        };
        let rules = if records.rules.is_empty() { same(&score) } else { records.rules.to_owned() };
        let compared = run(records.folder, &["compare", "--rules", &rules, "--rules", &rules, "--all"]);
        for code in records.cells {
            let what = format!("{} {code}", records.folder);
            let (scored, counted) = (by_cell(&score, "cells")[code], by_cell(&attendance, "cells")[code]);
            let change = by_cell(&compared, "cells")[code];
            for side in ["before", "after"] {
                assert_eq!(change[format!("mean_{side}")], scored["mean"], "{what}");
                for part in ["part", "whole"] {
                    // Nobody was counted: no number there, and none of nobody here.
                    let own = change[format!("attendance_{part}_{side}")].as_i64().unwrap_or(0);
                    assert_eq!(own, counted[format!("all_{part}")].as_i64().unwrap_or(0), "{what}");
                }
                assert_eq!(
                    change[format!("level_{side}")].as_str().unwrap_or(""),
                    scored["level"].as_str().unwrap_or(""),
                    "{what}"
                );
            }
            assert!(change["causes"].as_str().unwrap_or("").is_empty(), "{what}: {}", change["causes"]);
            let explained = run(records.folder, &["explain", "--cell", code]);
            let lines = rows(&explained, "lines");
            let of_kind = |kind: &str| lines.iter().find(|line| line["kind"] == kind);
            if let Some(mean) = scored["mean"].as_str() {
                let value = of_kind("mean").unwrap()["value"].as_str().unwrap();
                assert!(
                    value.contains(&format!("({mean})")) || value == mean || value.starts_with(mean),
                    "{what}: {value}, {mean}"
                );
            }
            if let Some(whole) = counted["all_whole"].as_i64().filter(|whole| *whole > 0) {
                let value = of_kind("attendance").unwrap()["value"].as_str().unwrap();
                assert!(value.starts_with(&format!("{}/{whole} ", counted["all_part"])), "{what}: {value}");
            }
            if let Some(level) = scored["level"].as_str().filter(|level| !level.is_empty()) {
                assert_eq!(of_kind("period-level").unwrap()["id"], level, "{what}");
            }
            let Some(classified) = &classified else { continue };
            let year = by_cell(classified, "cells")[code];
            assert_eq!(change["year_before"].as_str().unwrap_or(""), year["level"].as_str().unwrap_or(""), "{what}");
            if let Some(before) = year["level_before_quota"].as_str().filter(|level| !level.is_empty()) {
                assert_eq!(of_kind("landing").unwrap()["id"], before, "{what}");
            }
            assert_eq!(year["meeting_quality"].as_str().unwrap_or(""), scored["level"].as_str().unwrap_or(""), "{what}");
        }
        let mut said = compared["notices"].as_array().unwrap().iter();
        assert!(said.any(|notice| notice["code"] == "nothing-changed"), "{}", records.folder);
    }
}
