//! What must not change a result: the order of rows, columns, cells and folders, the dress of a file, threads, the environment,
//! and the records of others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "properties/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use chibo::assess::contest::Place;
use chibo::assess::quota::{Seen, apply};
use chibo::base::Exact;
use chibo::rules::{Places, shipped};
use records::{Chance, Dress, PLAIN, Records, meeting_row};
use serde_json::Value;
use tempfile::TempDir;

const COMMANDS: [&[&str]; 4] = [&["score"], &["score", "--by", "meeting"], &["attendance", "--by", "committee"], &["classify"]];
const SEEDS: std::ops::Range<u64> = 1..3;

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chibo"));
    ["LANG", "LC_ALL", "LC_MESSAGES", "CHIBO_LANG"].iter().for_each(|name| {
        command.env_remove(name);
    });
    command.current_dir(folder).args(arguments).args(["--format", "json", "--lang", "en"]);
    command
}

fn bytes(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn result(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&bytes(program(folder, arguments))).unwrap()
}

/// The bytes of every result of the records in a folder.
fn all_bytes(folder: &Path, more: &[&str]) -> Vec<String> {
    COMMANDS.iter().map(|command| bytes(program(folder, &[*command, &["."], more].concat()))).collect()
}

/// A result without what belongs to the files: names, rows, columns. The faults are a set of code and value.
fn essence(folder: &Path, arguments: &[&str]) -> String {
    let mut value = result(folder, arguments);
    for row in value["tables"].as_object_mut().unwrap().values_mut().flat_map(|table| table.as_array_mut().unwrap()) {
        let row = row.as_object_mut().unwrap();
        row.shift_remove("file");
        row.shift_remove("row");
    }
    let list = value["diagnostics"]["list"].as_array().unwrap();
    // A fault shows a date as it was written.
    let day = |value: &Value| match value.as_str().unwrap_or_default().split('/').collect::<Vec<&str>>()[..] {
        [day, month, year] => format!("{year}-{month}-{day}"),
        _ => value.as_str().unwrap_or_default().to_owned(),
    };
    let mut faults: Vec<String> = list.iter().map(|fault| format!("{} {}", fault["code"], day(&fault["value"]))).collect();
    faults.sort();
    let mut accounts: BTreeMap<&str, u64> = BTreeMap::new();
    for (file, column) in
        value["files"].as_array().unwrap().iter().flat_map(|f| ["rows", "used", "rejected", "excluded"].map(|c| (f, c)))
    {
        *accounts.entry(column).or_default() += file[column].as_u64().unwrap();
    }
    format!("{:#}\n{:#}\n{:#}\n{faults:#?}\n{accounts:?}", value["tables"], value["notices"], value["diagnostics"]["counts"])
}

fn essences(folder: &Path, records: &[&str]) -> Vec<String> {
    COMMANDS.iter().map(|command| essence(folder, &[*command, records].concat())).collect()
}

#[track_caller]
fn alike(what: &str, seed: u64, one: &[String], other: &[String]) {
    for (command, (one, other)) in COMMANDS.iter().zip(one.iter().zip(other)) {
        if let Some((a, b)) = one.lines().zip(other.lines()).find(|(a, b)| a != b) {
            panic!("seed {seed}: {what} changes {command:?}:\n{a}\n{b}");
        }
        assert_eq!(one.len(), other.len(), "seed {seed}: {what} changes {command:?}");
    }
}

fn written(records: &Records, dress: Dress) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    records.write(folder.path(), dress);
    folder
}

/// Without what is told of how the files are written.
fn undressed(outputs: &[String]) -> Vec<String> {
    let one = |output: &String| match serde_json::from_str::<Value>(output) {
        Ok(mut value) => {
            for file in value["files"].as_array_mut().into_iter().flatten() {
                file["read"] = Value::Null;
            }
            value.to_string()
        }
        Err(_) => output.clone(),
    };
    outputs.iter().map(one).collect()
}

#[test]
fn threads_dress_and_environment_change_no_byte() {
    for seed in SEEDS.take(1) {
        let records = Records::generate(seed);
        let folder = written(&records, PLAIN);
        let plain = all_bytes(folder.path(), &["--threads", "1"]);
        let faults = serde_json::from_str::<Value>(&plain[0]).unwrap()["diagnostics"]["list"].as_array().unwrap().len();
        assert!(faults >= 6, "the records have faults to be reported: {faults}");
        for threads in ["2", "5"] {
            alike(&format!("{threads} threads"), seed, &plain, &all_bytes(folder.path(), &["--threads", threads]));
        }
        let dresses = [
            ("a semicolon", Dress { separator: ';', ..PLAIN }),
            ("CRLF", Dress { line_end: "\r\n", ..PLAIN }),
            ("a byte order mark", Dress { mark: true, ..PLAIN }),
            ("all three", Dress { separator: ';', line_end: "\r\n", mark: true }),
        ];
        for (what, dress) in dresses {
            alike(what, seed, &undressed(&plain), &undressed(&all_bytes(written(&records, dress).path(), &[])));
        }
        for (name, value) in [
            ("LANG", "vi_VN.UTF-8"),
            ("LC_ALL", "C"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("CHIBO_LANG", "vi"),
            ("TZ", "Asia/Ho_Chi_Minh"),
        ] {
            let with = |command: &&[&str]| {
                let mut command = program(folder.path(), &[*command, &["."]].concat());
                command.env(name, value);
                bytes(command)
            };
            alike(&format!("{name}={value}"), seed, &plain, &COMMANDS.iter().map(with).collect::<Vec<String>>());
        }
    }
}

#[test]
fn order_blanks_and_language_of_the_files_change_no_result() {
    for seed in SEEDS {
        let records = Records::generate(seed);
        let plain = essences(written(&records, PLAIN).path(), &["."]);
        let chance = &mut Chance::new(seed + 100);
        let mut rows = records.clone();
        chance.shuffle(&mut rows.meetings.rows);
        alike("another order of meetings", seed, &plain, &essences(written(&rows, PLAIN).path(), &["."]));
        let mut cells = records.clone();
        chance.shuffle(&mut cells.cells.rows);
        chance.shuffle(&mut cells.years.rows);
        alike("another order of cells", seed, &plain, &essences(written(&cells, PLAIN).path(), &["."]));
        let mut columns = records.clone();
        [&mut columns.cells, &mut columns.meetings, &mut columns.years].into_iter().for_each(|table| table.permute(chance));
        alike("another order of columns", seed, &plain, &essences(written(&columns, PLAIN).path(), &["."]));
        let mut blank = records.clone();
        blank.blank_statuses();
        alike("blank for zero", seed, &plain, &essences(written(&blank, PLAIN).path(), &["."]));
        let dress = Dress { separator: ';', line_end: "\r\n", mark: true };
        let vietnamese = essences(written(&records.in_vietnamese(), dress).path(), &["."]);
        alike("writing it in Vietnamese", seed, &plain, &vietnamese);
    }
}

/// A cell's meetings need not stand in the folder that names the cell.
#[test]
fn folders_may_be_split_and_named_in_any_order() {
    for seed in SEEDS {
        let records = Records::generate(seed);
        let plain = essences(written(&records, PLAIN).path(), &["."]);
        let (mut one, mut other) = (records.clone(), records.clone());
        let tables = [
            (&mut one.cells, &mut other.cells, 2),
            (&mut one.meetings, &mut other.meetings, 3),
            (&mut one.years, &mut other.years, 5),
        ];
        for (first, rest, by) in tables {
            let all = std::mem::take(&mut first.rows).into_iter().enumerate();
            let (mine, theirs): (Vec<_>, Vec<_>) = all.partition(|(position, _)| position % by == 0);
            first.rows = mine.into_iter().map(|(_, row)| row).collect();
            rest.rows = theirs.into_iter().map(|(_, row)| row).collect();
        }
        let folder = tempfile::tempdir().unwrap();
        one.write(&folder.path().join("a"), PLAIN);
        other.write(&folder.path().join("b"), Dress { separator: ';', ..PLAIN });
        for order in [["a", "b"], ["b", "a"]] {
            alike(&format!("folders {order:?}"), seed, &plain, &essences(folder.path(), &order));
        }
    }
}

/// The rows of the main table by cell.
fn by_cell(records: &Records, command: &str) -> BTreeMap<String, Value> {
    let value = result(written(records, PLAIN).path(), &[command, "."]);
    let rows = value["tables"]["cells"].as_array().unwrap();
    rows.iter().map(|row| (row["cell"].as_str().unwrap().to_owned(), row.clone())).collect()
}

#[test]
fn other_cells_do_not_change_the_row_of_a_cell() {
    for seed in SEEDS {
        let records = Records::generate(seed);
        let mut few = records.clone();
        let keep = |code: &str| matches!(code.strip_prefix("C-"), Some("003" | "009" | "014" | "021" | "030"));
        few.cells.keep("code", keep);
        few.meetings.keep("cell", keep);
        few.years.keep("cell", keep);
        for command in ["score", "attendance"] {
            let (few, all) = (by_cell(&few, command), by_cell(&records, command));
            assert_eq!((few.len(), all.len()), (5, 30));
            few.iter().for_each(|(cell, row)| assert_eq!(row, &all[cell], "seed {seed}: {command}"));
        }
    }
}

#[test]
fn a_further_meeting_changes_only_its_own_cell() {
    let keep_out = "C-016";
    for seed in SEEDS {
        let records = Records::generate(seed);
        let chance = &mut Chance::new(seed + 200);
        let mut further = records.clone();
        // One sound meeting, one that is there already, one that cannot be read.
        let mut sound = meeting_row(chance, keep_out, "2024-06-30", "thematic");
        let (cell, date) = (further.meetings.column("cell"), further.meetings.column("date"));
        let twice = further.meetings.rows.iter().find(|row| row[cell] == keep_out).unwrap().clone();
        let mut faulty = twice.clone();
        faulty[date] = "2024-02-31".to_owned();
        sound.truncate(further.meetings.headings.len());
        further.meetings.rows.splice(0..0, [sound, twice, faulty]);
        for command in ["score", "attendance", "classify"] {
            let (before, after) = (by_cell(&records, command), by_cell(&further, command));
            let (own, others): (Vec<&String>, Vec<&String>) = before.keys().partition(|code| *code == keep_out);
            assert_eq!(others.len(), 29);
            let place = |row: &Value| {
                let mut row = row.as_object().unwrap().clone();
                // A place under the quota is shared with the others of the committee.
                ["quota", "level"].iter().filter(|_| command == "classify").for_each(|column| {
                    row.shift_remove(*column);
                });
                row
            };
            others.iter().for_each(|code| assert_eq!(place(&before[*code]), place(&after[*code]), "seed {seed}: {command}"));
            assert!(command == "classify" || before[own[0]] != after[own[0]], "seed {seed}: {command} sees the further meetings");
        }
    }
}

#[test]
fn the_quarters_make_up_the_year() {
    let columns =
        ["scored", "level_tot", "level_kha", "level_trung-binh", "level_kem", "open", "not_scored", "not_held", "not_received"];
    let attendance = ["all_part", "all_whole", "regular_part", "thematic_whole"];
    for seed in SEEDS {
        let folder = written(&Records::generate(seed), PLAIN);
        for (command, columns) in [("score", &columns[..]), ("attendance", &attendance[..])] {
            let table = |period: &str| result(folder.path(), &[command, ".", "--period", period])["tables"]["cells"].clone();
            let (year, quarters) = (table("2024"), [1, 2, 3, 4].map(|quarter| table(&format!("2024-Q{quarter}"))));
            for (position, row) in year.as_array().unwrap().iter().enumerate() {
                for column in columns {
                    let sum: u64 = quarters.iter().map(|quarter| quarter[position][column].as_u64().unwrap()).sum();
                    assert_eq!(row[column].as_u64().unwrap(), sum, "seed {seed}: {column} of {row}");
                }
            }
        }
    }
}

/// A month or quarter is due only when the cell existed on its first and last day.
#[test]
fn a_cell_owes_the_months_and_quarters_of_its_existence() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\n");
    write(
        "cells.csv",
        "code,committee,from,until\nA,Đ,2024-04-01,2024-09-30\nB,Đ,2024-04-02,2024-09-29\nC,Đ,2024-12-31,\nD,Đ,,2024-02-29\n",
    );
    write("meetings.csv", "cell,date,kind,status\nA,2024-08-05,combined,not-scored\nB,2024-08-05,thematic,not-scored\n");
    let value = result(folder.path(), &["score", "."]);
    let missing = value["tables"]["cells"].as_array().unwrap().iter().map(|row| row["not_received_months"].as_str().unwrap());
    let regular = |months: &[u32]| months.iter().map(|month| format!("2024-{month:02}/regular")).collect::<Vec<_>>().join(" ");
    let of_a = format!("{} 2024-Q2/thematic", regular(&[4, 5, 6, 7, 9]));
    assert_eq!(missing.collect::<Vec<_>>(), [of_a, regular(&[5, 6, 7, 8]), String::new(), regular(&[1, 2])]);
}

/// Twelve regular meetings whose totals are 80 and the points of the last group.
fn mean_of_twelve(last: [&str; 12], first: [&str; 12]) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("cells.csv", "code,committee\nC-1,Đảng ủy\n".to_owned());
    write("chibo.toml", "period = \"2024\"\nrules = \"phu-tho-khoi\"\n".to_owned());
    let points = ["1.1", "2.1", "3.1", "4.1"].map(|leaf| format!("verified:phu-tho-khoi:{leaf}")).join(",");
    let rows = last
        .iter()
        .zip(first)
        .zip(1..)
        .map(|((last, first), month)| format!("C-1,2024-{month:02}-03,regular,{first},20,45,{last}\n"));
    write("meetings.csv", format!("cell,date,kind,{points}\n{}", rows.collect::<String>()));
    let row = result(folder.path(), &["score", "."])["tables"]["cells"][0].clone();
    let mut table = Command::new(env!("CARGO_BIN_EXE_chibo"));
    table.current_dir(folder.path()).args(["score", ".", "--lang", "en"]);
    (row, bytes(table))
}

#[test]
fn twelve_totals_that_average_ninety_show_ninety() {
    let sets = [
        ["9.9", "10.1", "9.8", "10.2", "9.7", "10.3", "9.6", "10.4", "9.5", "10.5", "9.4", "10.6"],
        ["5.1", "14.9", "8.3", "11.7", "6.7", "13.3", "7.9", "12.1", "9.3", "10.7", "4.7", "15.3"],
    ];
    for set in sets {
        let (row, table) = mean_of_twelve(set, ["15"; 12]);
        assert_eq!((row["scored"].as_u64(), row["mean"].as_str()), (Some(12), Some("90")));
        assert!(table.split_whitespace().any(|word| word == "90"), "{table}");
    }
    let least = |set: [&str; 12]| mean_of_twelve(set, ["15"; 12]).0["lowest"].as_str().unwrap().to_owned();
    assert_eq!(sets.map(least), ["89.4", "84.7"]);
}

#[test]
fn a_mean_a_thousandth_short_of_ninety_never_shows_ninety() {
    let mut first = ["15"; 12];
    first[0] = "0.999";
    let mut last = ["10"; 12];
    (last[0], last[1]) = ("20", "14");
    let (row, table) = mean_of_twelve(last, first);
    assert_eq!(row["mean"].as_str(), Some("1079999/12000"));
    let levels = ["level_tot", "level_kha"].map(|column| row[column].as_u64().unwrap());
    assert_eq!(levels, [11, 1]);
    assert!(table.contains("89.9999") && !table.split_whitespace().any(|word| word == "90"), "{table}");
}

/// A candidate has a place when no more than the places go to it and those not below it; it has none when others above it take all.
#[test]
fn places_go_by_rank_and_ties_at_the_cut_stay_open() {
    let book = shipped::rulebook().unwrap_or_else(|_| panic!("facts.toml"));
    let regulation = shipped::find(&book, "366-qd-tw").unwrap_or_else(|_| panic!("366-qd-tw"));
    let chance = &mut Chance::new(7);
    for round in 0..400 {
        let unit = |chance: &mut Chance| {
            let level = chance.below(4);
            // In one round of eight some candidates have no total to be ranked by.
            let ranked = round % 8 != 0 || chance.percent(70);
            let total = ranked.then(|| Exact::new(900 + i64::try_from(chance.below(6)).unwrap(), 10).unwrap());
            (chance.pick(&["A", "B"]).to_owned(), level, total)
        };
        let count = chance.below(40);
        let units: Vec<(String, usize, Option<Exact>)> = (0..count).map(|_| unit(chance)).collect();
        let levels: Vec<Option<usize>> = units.iter().map(|(_, level, _)| Some(*level)).collect();
        let seen = |_: &Places, at: usize| {
            let (group, _, total) = &units[at];
            Seen { group: vec![Some(group.clone())], ranking: vec![*total], ..Seen::default() }
        };
        for group in apply(&regulation.quotas, &levels, &seen, &|_, level| Some(level + 1)).groups.remove(0) {
            let at_level = |level: usize| {
                let of = |at: &usize| group.keys == [vec![Some(units[*at].0.clone())]] && units[*at].1 == level;
                (0..count).filter(of).collect::<Vec<usize>>()
            };
            let (candidates, base) = (at_level(0), at_level(0).len() + at_level(1).len());
            let allowed = base / 5;
            assert_eq!((group.base, group.allowed), (Some(base as u64), Some(allowed as u64)));
            let rank = |at: usize| units[at].2;
            // Whoever has no total may stand before anyone, or behind.
            let surely = |one: usize, other: usize| matches!((rank(one), rank(other)), (Some(one), Some(other)) if one > other);
            for at in candidates.iter().copied() {
                let above = candidates.iter().filter(|other| surely(**other, at)).count();
                let not_below = candidates.iter().filter(|other| !surely(at, **other)).count();
                let place = match () {
                    () if candidates.len() <= allowed => Place::Admitted,
                    () if allowed == 0 => Place::MovedDown,
                    () if not_below <= allowed => Place::Admitted,
                    () if above >= allowed => Place::MovedDown,
                    () => Place::Undecided,
                };
                assert_eq!(group.candidate(at).unwrap().place, place, "round {round}: {at} of {group:?}");
            }
            assert_eq!(group.ranked.len(), candidates.len());
        }
    }
}
