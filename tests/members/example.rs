//! The example of members: what its README says holds, and every command of it runs.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::{find, numbers};

const FOLDER: &str = "examples/dang-vien-2024";

fn run(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_chibo")).args(arguments).current_dir(root).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = run(&[&["attendance", FOLDER, "--format", "json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_command_of_its_readme_runs() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join("README.md")).unwrap();
    let commands: Vec<Vec<&str>> =
        readme.lines().filter_map(|line| Some(line.strip_prefix("    chibo ")?.split(' ').collect())).collect();
    assert_eq!(commands.len(), 7);
    for command in commands {
        let output = run(&command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        let names = String::from_utf8_lossy(&output.stdout).contains("Đảng viên Hai");
        assert_eq!(names, command.contains(&"--names"), "{command:?}");
    }
}

#[test]
fn the_meetings_are_as_its_readme_says() {
    let result = json(&["--by", "meeting"]);
    let of = |cell: &str, month: u32| {
        let day = if cell == "DV-01" { "05" } else { "12" };
        let row = find(&result, "meetings", &[("cell", cell), ("date", &format!("2024-{month:02}-{day}"))]);
        (numbers(row, &["members", "attendance_part", "attendance_whole", "missing"]), row["excused_run_over_3"].clone())
    };
    let expected = |numbers: [u64; 4], over: bool| (numbers.map(Some).to_vec(), Value::from(over));
    assert_eq!(of("DV-01", 1), expected([5, 3, 4, 0], false));
    assert_eq!(of("DV-01", 3), expected([6, 4, 5, 0], false));
    assert_eq!(of("DV-01", 4), expected([5, 3, 4, 0], true));
    assert_eq!(of("DV-01", 5), expected([5, 4, 4, 0], true));
    assert_eq!(of("DV-02", 1), expected([3, 3, 3, 0], false));
    assert_eq!(of("DV-02", 2), expected([3, 1, 2, 0], false));
    // Who is on mission is expected.
    assert_eq!(of("DV-02", 4), expected([4, 2, 3, 0], false));
    assert_eq!(of("DV-02", 6), expected([4, 3, 3, 0], false));
}

#[test]
fn the_members_are_as_its_readme_says() {
    let result = json(&["--by", "member"]);
    let of = |cell: &str, member: &str| {
        let row = find(&result, "members", &[("cell", cell), ("member", member)]);
        numbers(row, &["meetings", "attendance_part", "attendance_whole", "longest_excused_run", "excused_regular"])
    };
    assert_eq!(of("DV-01", "0102"), [6, 0, 0, 0, 0].map(Some));
    assert_eq!(of("DV-01", "0103"), [4, 4, 4, 0, 0].map(Some));
    assert_eq!(of("DV-01", "0104"), [6, 2, 6, 4, 4].map(Some));
    assert_eq!(of("DV-01", "0105"), [3, 3, 3, 0, 0].map(Some));
    assert_eq!(of("DV-02", "0105"), [3, 2, 3, 1, 1].map(Some));
    assert_eq!(of("DV-02", "0202"), [6, 3, 3, 0, 0].map(Some));
    assert_eq!(of("DV-02", "0203"), [6, 3, 5, 0, 0].map(Some));
    let outside = result["tables"]["outside"].as_array().unwrap();
    let codes: Vec<&str> = outside.iter().map(|row| row["member"].as_str().unwrap()).collect();
    assert_eq!(codes, ["0102", "0102", "0202", "0203"]);
}
