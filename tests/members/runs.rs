//! Runs of excused absences (vắng có lý do liên tiếp), and how often in all.

use super::support::Sandbox;
use super::{attendance, find, folder, meeting, numbers};

const KEYS: [&str; 4] = ["longest_excused_run", "longest_excused_run_at_most", "excused_regular", "excused_regular_at_most"];

/// One regular meeting a month with the statuses of m1; m2 is always there. A `-` is a month without a row of m1.
fn months(statuses: &[&str]) -> String {
    let each = (1..).zip(statuses).map(|(month, status)| {
        let own = if *status == "-" { String::new() } else { format!(" m1={status}") };
        meeting(&format!("2024-{month:02}-05"), "regular", &format!("m2=present{own}"))
    });
    each.collect()
}

fn run_of(sandbox: &Sandbox) -> Vec<u64> {
    let result = attendance(sandbox, "member").json();
    numbers(find(&result, "members", &[("member", "m1")]), &KEYS).into_iter().flatten().collect()
}

fn flags(sandbox: &Sandbox) -> Vec<Option<bool>> {
    flags_of(sandbox, "excused_run_over_3")
}

fn flags_of(sandbox: &Sandbox, fact: &str) -> Vec<Option<bool>> {
    let result = attendance(sandbox, "meeting").json();
    let rows = result["tables"]["meetings"].as_array().unwrap();
    rows.iter().map(|row| row[fact].as_bool()).collect()
}

const BOTH: &str = "cell,member\nA,m1\nA,m2\n";

#[test]
fn presence_and_absence_without_leave_end_a_run() {
    for (ends, longest) in [("present", 2), ("late", 2), ("unexcused", 2), ("exempt-present", 2)] {
        let rows = months(&["excused", "excused", ends, "excused"]);
        assert_eq!(run_of(&folder("", &rows)), [longest, longest, 3, 3], "{ends}");
    }
}

#[test]
fn meetings_that_do_not_count_for_the_member_are_passed_over() {
    for passed in ["on-mission", "special-duty", "exempt-absent", "transferred", "suspended", "-"] {
        let rows = months(&["excused", "excused", passed, "excused", "excused"]);
        assert_eq!(run_of(&folder("", &rows)), [4, 4, 4, 4], "{passed}");
    }
    let thematic = months(&["excused", "excused"]) + &meeting("2024-01-20", "thematic", "m1=present m2=present");
    assert_eq!(run_of(&folder("", &thematic)), [2, 2, 2, 2]);
    let combined = months(&["excused", "excused"]) + &meeting("2024-03-05", "combined", "m1=excused m2=present");
    assert_eq!(run_of(&folder("", &combined)), [3, 3, 3, 3]);
}

/// A missing record may be an excused absence or not: both bounds.
#[test]
fn a_missing_record_makes_the_run_uncertain() {
    let rows = months(&["excused", "excused", "", "excused"]);
    assert_eq!(run_of(&folder("", &rows)), [2, 4, 3, 4]);
    let no_row = months(&["excused", "excused", "-", "excused"]);
    assert_eq!(run_of(&folder(BOTH, &no_row)), [2, 4, 3, 4]);
    assert_eq!(flags(&folder(BOTH, &no_row)), [Some(false), Some(false), Some(false), None]);
}

#[test]
fn more_than_three_in_a_row_holds_from_that_meeting_on() {
    let rows = months(&["excused", "excused", "excused", "excused", "present"]);
    assert_eq!(flags(&folder("", &rows)), [false, false, false, true, true].map(Some));
    assert_eq!(run_of(&folder("", &rows)), [4, 4, 4, 4]);
}

/// Counted by hand: excused in months 1, 2, 4, 6 and 7, so that the fourth time is June; never more than two in a row.
#[test]
fn more_than_three_in_all_holds_from_that_meeting_on_whatever_lies_between() {
    let statuses = ["excused", "excused", "present", "excused", "unexcused", "excused", "excused", "present"];
    let sandbox = folder("", &months(&statuses));
    let total = |sandbox: &Sandbox| flags_of(sandbox, "excused_total_over_3");
    assert_eq!(total(&sandbox), [false, false, false, false, false, true, true, true].map(Some));
    assert_eq!(flags(&sandbox), [Some(false); 8]);
    // Exactly three are not more than three.
    assert_eq!(total(&folder("", &months(&["excused", "present", "excused", "present", "excused"]))), [Some(false); 5]);
    // A missing record may be the fourth; what is certain without it stays certain.
    let missing = months(&["excused", "excused", "-", "excused", "present", "excused"]);
    assert_eq!(total(&folder(BOTH, &missing)), [Some(false), Some(false), Some(false), None, None, Some(true)]);
    // Two of one member and two of another are four of nobody.
    let shared: String = ["m1=excused m2=present", "m1=present m2=excused"]
        .repeat(2)
        .iter()
        .zip(1..)
        .map(|(who, month)| meeting(&format!("2024-{month:02}-05"), "regular", who))
        .collect();
    assert_eq!(total(&folder("", &shared)), [Some(false); 4]);
    // Thematic meetings do not count, and a year begins anew.
    let thematic = months(&["excused", "excused", "excused"]) + &meeting("2024-03-20", "thematic", "m1=excused m2=present");
    assert_eq!(total(&folder("", &thematic)), [Some(false); 4]);
    let days = ["2023-10-05", "2023-11-05", "2023-12-05", "2024-01-05", "2024-02-05"];
    let sandbox = folder("", &days.map(|day| meeting(day, "regular", "m1=excused")).concat());
    let period = ["attendance", "r", "--by", "meeting", "--period", "2023-10..2024-02", "--format", "json"];
    let rows = sandbox.run(&period).json()["tables"]["meetings"].as_array().unwrap().clone();
    assert_eq!(rows.iter().map(|row| row["excused_total_over_3"].as_bool()).collect::<Vec<_>>(), [Some(false); 5]);
}

#[test]
fn a_run_ends_with_the_year() {
    let rows = ["2023-11-05", "2023-12-05", "2024-01-05", "2024-02-05"].map(|day| meeting(day, "regular", "m1=excused")).concat();
    let sandbox = folder("", &rows);
    let period = ["attendance", "r", "--by", "member", "--period", "2023-11..2024-02", "--format", "json"];
    let result = sandbox.run(&period).json();
    for year in ["2023", "2024"] {
        assert_eq!(numbers(find(&result, "members", &[("year", year)]), &KEYS), [2, 2, 2, 2].map(Some));
    }
}

#[test]
fn the_order_of_rows_and_the_day_decide_nothing_but_time() {
    let rows = months(&["excused", "excused", "excused", "excused", "present"]);
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    let turned = lines.join("\n") + "\n";
    assert_eq!(flags(&folder("", &turned)), flags(&folder("", &rows)));
    assert_eq!(run_of(&folder("", &turned)), [4, 4, 4, 4]);
}
