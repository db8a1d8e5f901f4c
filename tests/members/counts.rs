//! Members at one meeting.

use super::support::{account, assert_faults, want};
use super::{attendance, find, folder, meeting, numbers};

/// The rate of the only meeting, with both sides.
fn rate(members: &str, rows: &str) -> (u64, u64) {
    let result = attendance(&folder(members, rows), "meeting").json();
    let row = &result["tables"]["meetings"][0];
    (row["attendance_part"].as_u64().unwrap(), row["attendance_whole"].as_u64().unwrap())
}

/// Cửa Nam: 61 members, 27 of them exempt, and all 34 others attended.
#[test]
fn all_of_those_expected_attended() {
    let exempt = |number: u32| number <= 27;
    let members: String = (1..=61).map(|n| format!("A,m{n:02},{}\n", if exempt(n) { "2020-01-01" } else { "" })).collect();
    let members = format!("cell,member,exempt-from\n{members}");
    let rows: String = (28..=61).map(|n| format!("A,2024-03-05,regular,m{n},present\n")).collect();
    let sandbox = folder(&members, &rows);
    let run = attendance(&sandbox, "meeting");
    assert_faults(&run, &[]);
    let result = run.json();
    let row = &result["tables"]["meetings"][0];
    let keys = ["members", "present", "exempt_absent", "missing", "attendance_part", "attendance_whole"];
    assert_eq!(numbers(row, &keys), [61, 34, 27, 0, 34, 34].map(Some));
    assert_eq!(row["attendance_percent"], "100.00");
    assert_eq!(account(&result, "r/attendance.csv"), [34, 34, 0, 0]);
    assert_eq!(account(&result, "r/members.csv"), [61, 61, 0, 0]);
}

#[test]
fn shares_of_fifteen() {
    let rows = |present: u32| -> String {
        (1..=15).map(|n| format!("A,2024-03-05,regular,m{n},{}\n", if n <= present { "present" } else { "excused" })).collect()
    };
    assert_eq!((rate("", &rows(12)), rate("", &rows(13))), ((12, 15), (13, 15)));
}

#[test]
fn every_status_has_its_count() {
    let who = "m0=present m1=late m2=excused m3=unexcused m4=on-mission m5=special-duty m6=exempt-absent \
               m7=exempt-present m8=transferred m9=suspended n0=present n3=unexcused";
    let result = attendance(&folder("", &meeting("2024-03-05", "regular", who)), "meeting").json();
    let keys = ["members", "present", "late", "excused", "unexcused", "on_mission", "special_duty", "exempt_absent"];
    let row = &result["tables"]["meetings"][0];
    assert_eq!(numbers(row, &keys), [12, 3, 1, 1, 2, 1, 1, 1].map(Some));
    assert_eq!(numbers(row, &["exempt_present", "transferred", "suspended", "missing"]), [1, 1, 1, 0].map(Some));
    let text = serde_json::to_string(&result["notices"]).unwrap();
    assert!(text.contains("roll-of-rows"), "{text}");
}

#[test]
fn words_may_be_vietnamese_and_dates_day_first() {
    let rows = "A,05/03/2024,Thường kỳ,m1,Có mặt\nA,05/03/2024,thuong ky,m2,VẮNG CÓ LÝ DO\nA,5/3/2024,regular,m3,đến muộn\n";
    let result = attendance(&folder("", rows), "meeting").json();
    let row = find(&result, "meetings", &[("date", "2024-03-05"), ("kind", "regular")]);
    assert_eq!(numbers(row, &["members", "present", "late", "excused"]), [3, 2, 1, 1].map(Some));
}

/// A blank is neither present nor absent, so no count is known, and who it is stands in the warning.
#[test]
fn a_blank_status_leaves_all_counts_open() {
    let run = attendance(&folder("", &meeting("2024-03-05", "regular", "m1=present m2= m3=unexcused")), "meeting");
    let missing = want("status-missing").file("r/attendance.csv").row(2).value("A 2024-03-05 regular");
    assert_faults(&run, &[missing]);
    assert!(run.faults()[0].message.contains("m2"));
    let result = run.json();
    let row = &result["tables"]["meetings"][0];
    assert_eq!(numbers(row, &["members", "missing"]), [3, 1].map(Some));
    assert_eq!(numbers(row, &["present", "unexcused", "late", "attendance_part", "attendance_whole"]), [None; 5]);
}

#[test]
fn the_same_row_twice_counts_once() {
    let run = attendance(&folder("", &meeting("2024-03-05", "regular", "m1=present m2=excused m1=present")), "meeting");
    assert_faults(&run, &[]);
    let notes = run.notes();
    assert_eq!((notes[0].code.as_str(), notes[0].row), ("row-repeated", Some(4)));
    assert!(notes[0].message.contains("2, 4"), "{}", notes[0].message);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["members", "present", "excused"]), [2, 1, 1].map(Some));
    assert_eq!(account(&result, "r/attendance.csv"), [3, 2, 0, 1]);
}

#[test]
fn rows_that_differ_are_all_rejected() {
    let run = attendance(&folder("", &meeting("2024-03-05", "regular", "m1=present m2=excused m1=late")), "meeting");
    let conflict = |row| want("attendance-conflict").file("r/attendance.csv").row(row).value("m1");
    assert_faults(&run, &[conflict(2), conflict(4), want("status-missing")]);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["members", "missing", "present"]), [Some(2), Some(1), None]);
    assert_eq!(account(&result, "r/attendance.csv"), [3, 1, 2, 0]);
}

#[test]
fn other_years_are_excluded_and_earlier_months_only_read() {
    let rows = ["2023-12-05", "2024-01-05", "2024-04-05", "2024-07-05"].map(|day| meeting(day, "regular", "m1=excused")).concat();
    let sandbox = folder("", &rows);
    let run = sandbox.run(&["attendance", "r", "--by", "member", "--period", "2024-Q2", "--format", "json"]);
    let result = run.json();
    assert_eq!(account(&result, "r/attendance.csv"), [4, 2, 0, 2]);
    let keys = ["meetings", "excused", "longest_excused_run", "excused_regular"];
    assert_eq!(numbers(&result["tables"]["members"][0], &keys), [1, 1, 2, 2].map(Some));
}

/// `chibo.toml` says which of two rows holds; the other is excluded.
#[test]
fn the_clerk_may_choose_among_rows_that_differ() {
    let sandbox = folder("", &meeting("2024-03-05", "regular", "m1=present m2=excused m1=late"));
    sandbox.write("r/chibo.toml", format!("copies = [\"attendance.csv:4\"]\n{}", super::support::PROFILE));
    let run = attendance(&sandbox, "meeting");
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["members", "present", "late", "excused"]), [2, 1, 1, 1].map(Some));
    assert_eq!(account(&result, "r/attendance.csv"), [3, 2, 0, 1]);
}

/// Rows that are all rejected make no meeting, so they leave no gap in anybody's year.
#[test]
fn rejected_rows_alone_make_no_meeting() {
    let members = "cell,member\nA,m1\nA,m2\n";
    let sound = meeting("2024-02-05", "regular", "m1=present m2=excused");
    for (row, code) in
        [("A,2024-01-05,regular,m9,present\n", "not-in-members"), ("A,2024-01-05,regular,m1,đi vắng\n", "choice-invalid")]
    {
        let run = attendance(&folder(members, &format!("{row}{sound}")), "member");
        assert_faults(&run, &[want(code).file("r/attendance.csv").row(2)]);
        let result = run.json();
        let row = find(&result, "members", &[("member", "m2")]);
        assert_eq!(
            numbers(row, &["meetings", "missing", "longest_excused_run", "longest_excused_run_at_most"]),
            [1, 0, 1, 1].map(Some)
        );
    }
    // One sound row does, and then whoever was rejected is missing.
    let run = attendance(&folder(members, "A,2024-01-05,regular,m1,đi vắng\nA,2024-01-05,regular,m2,present\n"), "meeting");
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["members", "missing"]), [2, 1].map(Some));
}

/// Without a roll the rows that came are the roll; a row in pieces is somebody's.
#[test]
fn a_row_in_pieces_leaves_the_counts_of_its_meeting_open() {
    for broken in ["A,2024-01-05,regular,m5,excused,ốm\n", "A,2024-01-05,regular,m5\n"] {
        let run = attendance(&folder("", &format!("A,2024-01-05,regular,m6,present\n{broken}")), "meeting");
        assert_faults(&run, &[want("row-ragged").row(3)]);
        let result = run.json();
        assert_eq!(numbers(&result["tables"]["meetings"][0], &["attendance_part", "attendance_whole"]), [None, None], "{broken}");
    }
}

/// Of rows that are rejected since they differ, whichever comes first, nothing else is told.
#[test]
fn a_row_that_does_not_count_is_not_said_to_differ_from_the_roll() {
    let members = "cell,member\nA,m1\nA,m2\n";
    let rows = ["A,2024-01-05,regular,m2,exempt-present\n", "A,2024-01-05,regular,m2,present\n"];
    for (first, second) in [(0, 1), (1, 0)] {
        let rows = format!("A,2024-01-05,regular,m1,present\n{}{}", rows[first], rows[second]);
        let run = attendance(&folder(members, &rows), "meeting");
        let conflict = |row| want("attendance-conflict").row(row);
        assert_faults(&run, &[conflict(3), conflict(4), want("status-missing")]);
    }
}
