//! Control totals: what a clerk knows a file to hold, short, over and met.

use super::{BY_MEETING, CHECK, MEETINGS, PROFILE, records, scores};
use crate::support::{Sandbox, assert_faults, want};

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

/// Two files, each with a rejected row and control totals of its own, and both rejected rows in one file, corrected: T-02 has 13 members,
/// T-03 as many as are named.
fn corrected_in_one_file(members_of_third: &str) -> Sandbox {
    let profile = "[[file]]\ntable = \"meetings\"\npath = \"a.csv\"\n[file.expect]\nrows = 2\nmembers = 34\n\
                   [[file]]\ntable = \"meetings\"\npath = \"b.csv\"\n[file.expect]\nrows = 1\npresent = 8\nmembers = 8\n";
    let sandbox = records("", profile);
    let heading = "cell,date,kind,members,present\n";
    sandbox.remove(MEETINGS).write("records/a.csv", format!("{heading}T-01,2024-03-05,regular,21,21\nT-02,soon,regular,13,13\n"));
    sandbox.write("records/b.csv", format!("{heading}T-03,soon,regular,8,8\n"));
    sandbox.run(&["score", "records", "--rejects", "out"]);
    let rejected = |name: &str| std::fs::read_to_string(sandbox.path(&format!("out/{name}.rejects.csv"))).unwrap();
    // The reasons stand on one line each, as there is one in each row.
    let (first, second) = (rejected("a"), rejected("b"));
    let together = format!("{first}{}", second.lines().last().unwrap());
    let corrected =
        together.replace(",soon,", ",2024-03-04,").replace(",8,8", &format!(",{members_of_third},{members_of_third}"));
    sandbox.write("records/sua.csv", corrected);
    sandbox.write("records/chibo.toml", format!("{PROFILE}{profile}[[file]]\ntable = \"meetings\"\npath = \"sua.csv\"\n"));
    sandbox
}

#[test]
fn rows_of_several_files_that_are_corrected_in_one_count_each_to_its_own() {
    // 21 + 13 = 34 in the one file, 8 in the other.
    assert_faults(&corrected_in_one_file("8").run(&CHECK), &[]);
    let run = corrected_in_one_file("9").run(&CHECK);
    let over = |column, heading| want("control-over").file("records/b.csv").at(column, heading).expects("8");
    assert_faults(&run, &[over("D", "members"), over("E", "present")]);
}

/// A corrected row that is still faulty is rejected again; corrected once more it counts where it stood first.
#[test]
fn a_row_that_is_corrected_twice_counts_where_it_stood_first() {
    let sandbox = records(FILE.replacen("2024-03-04", "soon", 1), &expect("rows = 3\nmembers = 42"));
    let rejected = |name: &str| {
        sandbox.run(&["score", "records", "--rejects", "out"]);
        std::fs::read_to_string(sandbox.path(&format!("out/{name}.rejects.csv"))).unwrap()
    };
    sandbox.write("records/meetings.rejects.csv", rejected("meetings").replacen(",soon,", ",later,", 1));
    let again = rejected("meetings.rejects").replacen(",later,", ",2024-03-04,", 1);
    sandbox.write("records/again.csv", again);
    let profile = expect("rows = 3\nmembers = 42") + "[[file]]\ntable = \"meetings\"\npath = \"again.csv\"\n";
    sandbox.write("records/chibo.toml", format!("{PROFILE}{profile}"));
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
