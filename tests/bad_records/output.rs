//! Where results go: paths that cannot be written, strict runs, readers that stop, wrong usage.

use super::rows::{CELL_HEADINGS, Row, cell_line, file, meeting, text};
use super::support::{assert_faults, want};
use super::{CELLS, MEETINGS, TOML, YEAR, nothing, records, sound};

#[test]
fn strict_writes_nothing() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("present", "11");
    let sandbox = records(file(&rows));
    let before = sandbox.listing();
    for format in ["table", "csv", "json", "markdown"] {
        for output in [&[][..], &["--output", "result"][..]] {
            let run = sandbox.run(&[&["score", "records", "--strict", "--format", format][..], output].concat());
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
            assert!(run.stderr.contains("count-over") && run.stderr.contains("--strict"), "{}", run.stderr);
            assert_eq!(sandbox.listing(), before);
        }
    }
    sandbox.write("result", "kept");
    sandbox.run(&["score", "records", "--strict", "--output", "result"]);
    assert_eq!(std::fs::read_to_string(sandbox.path("result")).unwrap(), "kept");
}

#[test]
fn strict_faults_are_json_when_asked_for() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("present", "11");
    nothing(&records(file(&rows)), &["score", "records", "--strict"], &[want("count-over").file(MEETINGS).row(3)]);
}

#[test]
fn faults_are_json_when_the_result_is_csv() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("present", "11");
    let run = records(file(&rows)).run(&["score", "records", "--format", "csv", "--diagnostics", "json"]);
    assert_faults(&run, &[want("count-over").file(MEETINGS).row(3)]);
}

#[test]
fn strict_writes_where_there_is_no_fault() {
    let sandbox = records(file(&sound()));
    let run = sandbox.run(&["score", "records", "--strict", "--output", "result"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(sandbox.listing().contains(&"result".to_owned()));
}

#[test]
fn output_whose_parent_is_a_file() {
    let sandbox = records(file(&sound()));
    sandbox.write("taken", "kept");
    let run = sandbox.run(&["score", "records", "--output", "taken/result.csv", "--diagnostics", "json"]);
    assert_faults(&run, &[want("output-unwritable").file("taken/result.csv").value("taken/result.csv").expects("path")]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(sandbox.listing(), ["records", "taken"]);
    assert_eq!(std::fs::read_to_string(sandbox.path("taken")).unwrap(), "kept");
}

#[test]
fn output_that_is_a_folder() {
    let sandbox = records(file(&sound()));
    let run = sandbox.run(&["score", "records", "--output", "records", "--diagnostics", "json"]);
    assert_faults(&run, &[want("output-unwritable").file("records").value("records").expects("path")]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(std::fs::read_dir(sandbox.path("records")).unwrap().count(), 4, "no file is left behind");
}

/// A result sent to a pipe or a device must leave it one: a file in the place of `/dev/null` breaks every program of the machine.
#[cfg(unix)]
#[test]
fn output_to_a_pipe_or_a_link() {
    let sandbox = records(file(&sound()));
    let link = |name: &str, to: &str| std::os::unix::fs::symlink(to, sandbox.path(name)).unwrap();
    let screen = sandbox.run(&["score", "records", "--format", "csv"]);
    link("pipe", "/dev/stdout");
    let run = sandbox.run(&["score", "records", "--format", "csv", "--output", "pipe"]);
    assert_eq!((run.code, run.stdout), (screen.code, screen.stdout.clone()));
    sandbox.write("result.csv", "older");
    link("link", "result.csv");
    let run = sandbox.run(&["score", "records", "--format", "csv", "--output", "link"]);
    assert_eq!((run.code, run.stdout.as_str()), (screen.code, ""));
    assert_eq!(std::fs::read_to_string(sandbox.path("result.csv")).unwrap(), screen.stdout);
    for name in ["pipe", "link"] {
        assert!(sandbox.path(name).symlink_metadata().unwrap().is_symlink(), "{name} is no link any more");
    }
}

#[test]
fn wrong_usage() {
    let sandbox = records(file(&sound()));
    for (arguments, told) in [
        (&["score"][..], "RECORDS"),
        (&["scroe", "records"], "score"),
        (&["score", "records", "--peroid", "2024"], "--period"),
        (&["score", "records", "--period", "soon"], "2024-Q2"),
        (&["score", "records", "--format", "xlsx"], "markdown"),
        (&["score", "records", "--by", "village"], "committee"),
        (&["classify", "records", "--year", "24"], "24"),
        (&["classify", "records", "--year", "twenty"], "twenty"),
        (&["explain", "records"], "--cell"),
        (&["explain", "records", "--cell", "C1", "--date", "05/01/2024"], "2024-03-05"),
        (&["score", "records", "--threads", "x"], "--threads"),
        (&["score", "records", "--table", "nothing"], "cells"),
        (&[], "chibo"),
    ] {
        let run = sandbox.run(&[arguments, &["--output", "result"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{arguments:?}\n{}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments:?} does not tell of {told}\n{}", run.stderr);
        assert_eq!(sandbox.listing(), ["records"], "{arguments:?}");
    }
}

#[test]
fn a_reader_that_stops_early_is_no_fault() {
    for format in ["csv", "json", "table"] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_chibo"))
            .args([
                "score",
                concat!(env!("CARGO_MANIFEST_DIR"), "/examples/lai-chau-2024"),
                "--by",
                "meeting",
                "--format",
                format,
            ])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let output = program.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("output-unwritable") && output.status.code() == Some(0), "{format}: {said}");
    }
}

#[test]
fn a_long_table_is_laid_out_in_pieces_and_loses_no_row() {
    let cells: Vec<String> = (1..=2_001).map(|number| format!("X{number:04}")).collect();
    let rows: Vec<Row> = cells.iter().map(|cell| meeting(cell, "2024-01-05")).collect();
    let sandbox = records(file(&rows));
    let lines: Vec<String> = cells.iter().map(|cell| cell_line(cell)).collect();
    sandbox.write(CELLS, text(CELL_HEADINGS, &lines)).remove(YEAR);
    let shown = sandbox.run(&["score", "records"]).stdout;
    let codes: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("│ ")?.split(' ').next().filter(|code| code.starts_with('X')))
        .collect();
    assert_eq!(codes, cells.iter().map(String::as_str).collect::<Vec<&str>>());
    assert_eq!(shown.lines().filter(|line| line.starts_with('╞')).count(), 2);
}

/// What the program itself says is Vietnamese; what a library or the system says stands behind the words that say whose it is.
#[test]
fn faults_of_usage_and_of_the_system_are_told_in_vietnamese() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("present", "11");
    let sandbox = records(file(&rows));
    let said = |arguments: &[&str], exit: i32, wants: &[&str]| {
        let run = sandbox.run_in("vi", &[&["score", "records"], arguments].concat());
        assert_eq!(run.code, Some(exit), "{arguments:?}: {}", run.stderr);
        for want in wants {
            assert!(run.stderr.contains(want), "{arguments:?}: no {want} in\n{}", run.stderr);
        }
        for english in ["error:", "Usage", "For more information", "is a directory", "invalid digit", "read in this run"] {
            assert!(!run.stderr.contains(english), "{arguments:?}: {english} in\n{}", run.stderr);
        }
    };
    said(&["--table", "x"], 3, &["--table: không dùng được giá trị \"x\"; cần: cells"]);
    said(&["--quiet=3"], 3, &["--quiet không nhận giá trị: \"3\"", "xem: chibo --help"]);
    said(&["--output"], 3, &["--output <FILE>: thiếu giá trị"]);
    said(&["--threads", "abc"], 3, &["không dùng được giá trị \"abc\"; cần: 1, 2, 3"]);
    said(&["--output", "records"], 2, &["không ghi được \"records\"; lý do: đó là một thư mục", "nêu đường dẫn khác"]);
    said(&["--output", "none/x"], 2, &["không ghi được \"none/x\"; lý do: ", "cần: một đường dẫn ghi được, trong thư mục đã có"]);
    sandbox.write("records/meetings.rejects.csv", "chibo:file,chibo:row,cell,date,kind\nmeetings.csv,99,C1,soon,regular\n");
    said(&["--rejects", "records"], 1, &["tệp này đang được đọc trong lần chạy này"]);
    sandbox.write(TOML, "period = \"2024\"\nrules = 14-qdi-tu\"\n");
    said(&[], 2, &["sai cú pháp TOML; bộ đọc báo: ", "cần: TOML 1.0: khóa = giá trị"]);
    sandbox.remove("records/chibo.toml");
    std::fs::create_dir(sandbox.path("records/chibo.toml")).unwrap();
    said(&[], 2, &["không đọc được tệp; hệ thống báo: ", "không phải thư mục"]);
}
