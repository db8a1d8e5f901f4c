//! Control totals: what a clerk knows a file to hold, short, over and met.

use super::{BY_MEETING, CHECK, MEETINGS, records, scores};
use crate::support::{assert_faults, want};

const FILE: &str = "\
cell,date,kind,members,present,verified:14-qdi-tu:4.2
T-01,2024-03-05,regular,21,21,2.5
T-02,2024-03-04,regular,13,13,3
T-03,2024-03-06,regular,8,8,
";

fn expect(totals: &str) -> String {
    format!("[[file]]\ntable = \"meetings\"\n[file.expect]\n{totals}\n")
}

#[test]
fn totals_that_are_met_change_nothing() {
    let expected = scores(&records(FILE, ""));
    // 21 + 13 + 8 = 42.
    for totals in ["rows = 3", "members = 42", "\"Số đảng viên\" = 42\nrows = 3\npresent = \"42\""] {
        assert_eq!(scores(&records(FILE, &expect(totals))), expected, "{totals}");
    }
}

#[test]
fn short_and_over_say_by_how_much() {
    let run = records(FILE, &expect("rows = 5\nmembers = 40")).run(&CHECK);
    assert_faults(
        &run,
        &[
            want("control-short").file(MEETINGS).expects("5"),
            want("control-over").file(MEETINGS).at("D", "members").expects("40"),
        ],
    );
    let text = records(FILE, &expect("rows = 5\nmembers = 40")).run(&BY_MEETING).stderr;
    assert!(text.contains("2 short of the control total 5") && text.contains("2 over the control total 40"), "{text}");
    // A rejected row is missing from the totals.
    let run = records(FILE.replacen("2024-03-04", "soon", 1), &expect("members = 42")).run(&CHECK);
    assert_faults(&run, &[want("date-invalid").row(3), want("control-short").expects("42")]);
}

#[test]
fn corrected_rows_count_where_those_stood_that_they_correct() {
    let wrong = FILE.replacen("2024-03-04", "soon", 1);
    let sandbox = records(wrong, &expect("rows = 3\nmembers = 42"));
    sandbox.run(&["score", "records", "--rejects", "out"]);
    let text = std::fs::read_to_string(sandbox.path("out/meetings.rejects.csv")).unwrap();
    sandbox.write("records/meetings.rejects.csv", text.replacen(",soon,", ",2024-03-04,", 1));
    assert_faults(&sandbox.run(&CHECK), &[]);
    // So they do under a name of their own, which says nothing of totals.
    std::fs::rename(sandbox.path("records/meetings.rejects.csv"), sandbox.path("records/sua.csv")).unwrap();
    let both =
        format!("{}{}[[file]]\ntable = \"meetings\"\npath = \"sua.csv\"\n", super::PROFILE, expect("rows = 3\nmembers = 42"));
    sandbox.write("records/chibo.toml", both);
    assert_faults(&sandbox.run(&CHECK), &[]);
}

#[test]
fn a_total_of_nothing_that_is_there_is_a_fault() {
    for totals in ["note = 3", "kind = 3", "speakers = 1", "nothing = 1"] {
        assert_faults(&records(FILE, &expect(totals)).run(&CHECK), &[want("profile-column").file("records/chibo.toml")]);
    }
    for totals in ["rows = \"many\"", "rows = [3]"] {
        assert_faults(&records(FILE, &expect(totals)).run(&CHECK), &[want("config-value").file("records/chibo.toml")]);
    }
}
