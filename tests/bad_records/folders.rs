//! Folders of records that are missing, lack a file or are named twice.

use super::rows::{CELL_HEADINGS, cell_line, file, meeting, text};
use super::support::{Sandbox, account, assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, nothing, records, sound};

#[test]
fn missing_files() {
    for (name, file_name, command) in [
        (CELLS, "cells.csv", "score"),
        (MEETINGS, "meetings.csv", "score"),
        (YEAR, "year.csv", "classify"),
        (CELLS, "cells.csv", "check"),
    ] {
        let sandbox = records(file(&sound()));
        sandbox.remove(name);
        nothing(&sandbox, &[command, "records"], &[want("file-missing").file(name).value(file_name).expects(file_name)]);
    }
}

#[test]
fn check_of_records_without_meetings() {
    let sandbox = records(file(&sound()));
    sandbox.remove(MEETINGS);
    let run = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[want("file-missing").file(MEETINGS).value("meetings.csv")]);
    assert!(matches!(run.code, Some(1 | 2)));
}

#[test]
fn check_of_a_refused_file_accounts_for_its_rows() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("note", "\"không đóng");
    let sandbox = records(file(&rows));
    let run = sandbox.run(&["check", "records", "--format", "json", "--diagnostics", "json"]);
    assert_fault(&run, &want("quote-unterminated").file(MEETINGS).row(3));
    // The rows after the open quote cannot be told apart; the one before it is not used.
    if run.code == Some(1) {
        let [_, used, _, excluded] = account(&run.json(), MEETINGS);
        assert_eq!((used, excluded), (0, 0));
    } else {
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    }
}

#[test]
fn a_records_folder_that_does_not_exist() {
    let sandbox = records(file(&sound()));
    let fault = want("folder-missing").file("nowhere").value("nowhere").expects("cells.csv");
    for command in ["score", "attendance", "classify", "check"] {
        nothing(&sandbox, &[command, "nowhere"], std::slice::from_ref(&fault));
        nothing(&sandbox, &[command, "records", "nowhere"], std::slice::from_ref(&fault));
    }
}

/// The first and the last quarter give all that lies between; a folder that names no regulation goes with the others.
#[test]
fn folders_in_one_run_have_one_period_and_one_regulation() {
    let sandbox = Sandbox::new();
    for (folder, profile, cell, day) in [
        ("a", "period = \"2024-Q1\"\nrules = \"14-qdi-tu\"\n", "C1", "2024-01-05"),
        ("b", "period = \"2024-Q4\"\n", "C2", "2024-07-05"),
    ] {
        sandbox
            .write(&format!("{folder}/chibo.toml"), profile)
            .write(&format!("{folder}/cells.csv"), text(CELL_HEADINGS, &[cell_line(cell)]))
            .write(&format!("{folder}/meetings.csv"), file(&[meeting(cell, day)]));
    }
    for order in [["a", "b"], ["b", "a"]] {
        let run = sandbox.run(&["score", order[0], order[1], "--format", "json", "--diagnostics", "json"]);
        assert_faults(&run, &[]);
        // The meeting of July lies in neither of the two quarters.
        assert_eq!(account(&run.json(), "b/meetings.csv"), [1, 1, 0, 0]);
    }
    sandbox.remove("b/cells.csv");
    nothing(&sandbox, &["score", "a", "b"], &[want("file-missing").file("b/cells.csv").value("cells.csv")]);
}

#[test]
fn a_folder_named_twice() {
    let sandbox = records(file(&sound()));
    let run = sandbox.run(&["score", "records", "records", "--diagnostics", "json"]);
    assert_fault(&run, &want("folder-twice").file("records"));
    assert_eq!(run.code, Some(2));
}
