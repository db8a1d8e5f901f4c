//! Short and long ways of reading, threads, blocks and orders: the same result.

use std::fmt::Write;

use super::CELLS;
use super::support::{PROFILE, Sandbox};

const MEMBERS: usize = 40;

/// Some 22,000 rows of two cells, more than two blocks; every so often one that is not plain.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for cell in ["A", "B"] {
        for day in 0..280 {
            let date = format!("2024-{:02}-{:02}", day / 28 + 1, day % 28 + 1);
            for member in 0..MEMBERS {
                let number = rows.len();
                let row = match number % 997 {
                    5 => format!("{cell},{date},regular,m{member},here"),
                    60 => format!("{cell},{date},regular,\"m{member}\",excused"),
                    200 => format!("{cell},{date},regular,m{member},"),
                    300 => format!("{cell},{date},regular,m{member},unexcused"),
                    400 => format!("X,{date},regular,m{member},present"),
                    500 => format!("{cell},{date},regular,m{member},\"vắng\ncó lý do\""),
                    600 => format!("{cell},{date},regular"),
                    700 => format!("{cell},{date},regular,,present"),
                    800 => format!("{cell},2023-12-31,regular,m{member},present"),
                    _ => {
                        format!("{cell},{date},regular,m{member},{}", if (number * 7) % 11 == 0 { "excused" } else { "present" })
                    }
                };
                rows.push(row);
            }
        }
    }
    rows
}

fn folder(content: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("r/chibo.toml", PROFILE).write("r/cells.csv", CELLS).write("r/attendance.csv", content);
    sandbox
}

fn output(sandbox: &Sandbox, by: &str, threads: &str) -> (String, String) {
    let arguments = ["attendance", "r", "--by", by, "--format", "json", "--diagnostics", "json", "--threads", threads];
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, Some(1));
    (run.stdout, run.stderr)
}

#[test]
fn the_long_way_gives_what_the_short_one_does() {
    let rows = rows();
    let plain = format!("cell,date,kind,member,status\n{}\n", rows.join("\n"));
    assert!(plain.len() > 600_000, "more than two blocks");
    // A column that nobody reads; a row that is too short stays so.
    let longer: String = rows.iter().fold(String::new(), |mut all, row| {
        let _ = writeln!(all, "{row},");
        all
    });
    let (short, long) = (folder(&plain), folder(&format!("cell,date,kind,member,status,\n{longer}")));
    for by in ["meeting", "member"] {
        let (result, faults) = output(&short, by, "2");
        assert_eq!(output(&short, by, "1"), (result.clone(), faults.clone()), "threads");
        let (other, other_faults) = output(&long, by, "2");
        // How many fields a row has and should have is the only difference, and that the file has one column more.
        let alike = |text: &str| {
            let text = text.replace("has 4 fields", "has 3 fields").replace("6 fields, as", "5 fields, as");
            text.replace("\"value\": \"4\"", "\"value\": \"3\"")
        };
        let tables = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["tables"].clone();
        assert!(alike(&other_faults) == alike(&faults), "faults by {by}");
        assert!(tables(&other) == tables(&result), "results by {by}");
    }
}

/// Rows of a cell in several places, day by day and in no order at all: the same counts, each fault at the row where it now stands.
#[test]
fn any_order_gives_the_same_counts() {
    let rows: Vec<String> = rows().into_iter().filter(|row| !row.contains('\n')).collect();
    let mut by_day = rows.clone();
    by_day.sort_by_key(|row| row.split(',').nth(1).unwrap().to_owned());
    let mut turned = rows.clone();
    turned.reverse();
    turned.rotate_left(7_777);
    let counts = |rows: &[String], by: &str| {
        let sandbox = folder(&format!("cell,date,kind,member,status\n{}\n", rows.join("\n")));
        let result: serde_json::Value = serde_json::from_str(&output(&sandbox, by, "2").0).unwrap();
        let name = if by == "member" { "members" } else { "meetings" };
        let mut table = result["tables"][name].as_array().unwrap().clone();
        for row in &mut table {
            row.as_object_mut().unwrap().shift_remove("row");
        }
        let file = &result["files"][1];
        (table, ["rows", "used", "rejected", "excluded"].map(|key| file[key].as_u64().unwrap()))
    };
    for by in ["meeting", "member"] {
        let own = counts(&rows, by);
        assert_eq!(own.0.len(), if by == "member" { 2 * MEMBERS } else { 2 * 280 });
        assert!(counts(&by_day, by) == own, "day by day, {by}");
        assert!(counts(&turned, by) == own, "turned, {by}");
    }
}

/// The rows of one cell in two files, as in two folders of one run.
#[test]
fn several_files_are_one() {
    let rows: Vec<String> = rows().into_iter().filter(|row| !row.contains('\n')).collect();
    let whole = folder(&format!("cell,date,kind,member,status\n{}\n", rows.join("\n")));
    let sandbox = Sandbox::new();
    let other = CELLS.replace("A,", "C,").replace("B,", "D,");
    for (name, cells, part) in [("r", CELLS, 0), ("s", &other, 1)] {
        let own: Vec<&str> =
            rows.iter().enumerate().filter(|(number, _)| number % 2 == part).map(|(_, row)| row.as_str()).collect();
        sandbox.write(&format!("{name}/chibo.toml"), PROFILE).write(&format!("{name}/cells.csv"), cells);
        sandbox.write(&format!("{name}/attendance.csv"), format!("cell,date,kind,member,status\n{}\n", own.join("\n")));
    }
    let table = |sandbox: &Sandbox, folders: &[&str]| {
        let arguments = [&["attendance"], folders, &["--by", "member", "--format", "csv", "--quiet"]].concat();
        sandbox.run(&arguments).stdout
    };
    let both = table(&sandbox, &["r", "s"]);
    assert_eq!(both, table(&sandbox, &["s", "r"]));
    assert_eq!(both, table(&whole, &["r"]));
}
