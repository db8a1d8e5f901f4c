//! What if: a fact of one meeting is supposed to be otherwise, and no file is touched.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use support::Sandbox;

/// Ten members, nine present, one excused: 9 of 10 is exactly 90 %.
const MEETINGS: &str =
    "cell,date,kind,members,present,excused,unexcused\nC1,2024-01-05,regular,10,9,1,0\nC1,2024-02-05,regular,10,8,1,1\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("records/chibo.toml", "period = \"2024-Q1\"\nrules = \"14-qdi-tu\"\n");
    sandbox.write("records/cells.csv", "cell,name,committee\nC1,Mot,P\nC2,Hai,P\n");
    sandbox.write("records/meetings.csv", MEETINGS);
    sandbox
}

/// Attending and expected members of a day.
fn attendance(sandbox: &Sandbox, more: &[&str], day: &str) -> (u64, u64) {
    let mut arguments = vec!["attendance", "records", "--by", "meeting", "--format", "json"];
    arguments.extend(more);
    let json = sandbox.run(&arguments).json();
    let rows = json["tables"]["meetings"].as_array().unwrap();
    let row = rows.iter().find(|row| row["date"] == day).unwrap();
    (row["attendance_part"].as_u64().unwrap(), row["attendance_whole"].as_u64().unwrap())
}

#[test]
fn a_supposed_fact_takes_the_place_of_the_recorded_one_and_the_result_says_so() {
    let sandbox = sandbox();
    assert_eq!(attendance(&sandbox, &[], "2024-01-05"), (9, 10));
    let set = ["--set", "C1@2024-01-05/regular:present=10"];
    // The one who comes was the one excused: no other status has anybody.
    assert_eq!(attendance(&sandbox, &set, "2024-01-05"), (10, 10));
    assert_eq!(attendance(&sandbox, &set, "2024-02-05"), (8, 10));
    let json = sandbox.run(&["attendance", "records", "--format", "json", set[0], set[1]]).json();
    let notices = json["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["code"] == "what-if" && notice["text"].as_str().unwrap().contains(set[1])));
    assert_eq!(std::fs::read_to_string(sandbox.path("records/meetings.csv")).unwrap(), MEETINGS);
}

#[test]
fn who_has_left_which_status_is_asked_where_several_have_somebody() {
    let sandbox = sandbox();
    let run = sandbox.run(&["attendance", "records", "--set", "C1@2024-02-05/regular:present=9", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2));
    assert!(run.faults().iter().any(|fault| fault.code == "status-sum"), "{:?}", run.faults());
    assert_eq!(attendance(&sandbox, &["--set", "C1@2024-02-05/regular:present=9,unexcused=0"], "2024-02-05"), (9, 10));
}

#[test]
fn a_supposition_that_cannot_be_gives_no_result() {
    let sandbox = sandbox();
    for (set, code) in [
        ("C1@2024-01-05/regular:present=11", "count-over"),
        ("C1@2024-01-06/regular:present=9", "set-not-found"),
        ("C2@2024-01-05/regular:present=9", "set-not-found"),
        ("C9@2024-01-05/regular:present=9", "cell-not-found"),
        ("C1@2024-01-05/weekly:present=9", "set-unreadable"),
        ("C1@2024-01-05/regular:presen=9", "set-unreadable"),
        ("C1@2024-01-05/regular:present=many", "set-unreadable"),
        ("C1@2024-01-05/regular:cell=C2", "set-unreadable"),
        ("C1@2024-01-05:present=9", "set-unreadable"),
        ("C1@2024-01-05/regular:present=9,present=8", "set-unreadable"),
    ] {
        let run = sandbox.run(&["score", "records", "--set", set, "--diagnostics", "json"]);
        assert_eq!(
            (run.code, run.faults().iter().map(|fault| fault.code.clone()).collect::<Vec<String>>()),
            (Some(2), vec![code.to_owned()]),
            "{set}"
        );
    }
}

#[test]
fn what_is_supposed_does_not_hang_on_the_order_in_which_it_is_said() {
    let sandbox = sandbox();
    let (one, other) = ("C1@2024-01-05/regular:present=10", "C1@2024-02-05/regular:present=9,excused=0");
    let rows = |sets: [&str; 2]| {
        let run = sandbox.run(&["score", "records", "--by", "meeting", "--format", "json", "--set", sets[0], "--set", sets[1]]);
        run.json()["tables"].clone()
    };
    assert_eq!(rows([one, other]), rows([other, one]));
}

#[test]
fn no_format_lets_a_supposed_row_pass_for_a_recorded_one() {
    let sandbox = sandbox();
    let set = "C1@2024-01-05/regular:present=10";
    for format in ["csv", "json", "markdown", "table"] {
        let run = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", format, "--set", set]);
        assert!(run.stdout.contains(set), "{format}: {}", run.stdout);
    }
    // What judges no meeting cannot suppose anything of one.
    assert_eq!(sandbox.run(&["check", "records", "--set", set]).code, Some(3));
    assert_eq!(sandbox.run(&["rules", "--set", set]).code, Some(3));
}
