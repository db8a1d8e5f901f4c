//! Who is on the roll on a day, and who stands outside the denominator.

use super::support::{account, assert_faults, want};
use super::{attendance, find, folder, meeting, numbers};

const ALL: [&str; 5] = ["members", "present", "exempt_absent", "exempt_present", "missing"];

#[test]
fn who_joined_later_or_left_is_not_on_the_roll() {
    let members = "cell,member,joined,left\nA,m1,,\nA,m2,2024-03-05,\nA,m3,,2024-03-05\nA,m4,2024-02-01,2024-04-01\n";
    let rows = meeting("2024-01-05", "regular", "m1=present m3=present")
        + &meeting("2024-03-04", "thematic", "m1=present m3=present m4=present")
        + &meeting("2024-03-05", "regular", "m1=present m2=present m4=present")
        + &meeting("2024-04-01", "regular", "m1=present m2=present");
    let run = attendance(&folder(members, &rows), "meeting");
    assert_faults(&run, &[]);
    let result = run.json();
    let of = |day: &str| numbers(find(&result, "meetings", &[("date", day)]), &["members", "missing"]);
    assert_eq!(of("2024-01-05"), [2, 0].map(Some));
    assert_eq!(of("2024-03-04"), [3, 0].map(Some));
    assert_eq!(of("2024-03-05"), [3, 0].map(Some));
    assert_eq!(of("2024-04-01"), [2, 0].map(Some));
}

#[test]
fn a_row_of_somebody_not_on_the_roll_is_a_fault_that_says_why() {
    let members = "cell,member,joined,left\nA,m1,,\nA,m2,2024-03-05,\nB,m3,,2024-02-01\n";
    let rows = meeting("2024-01-05", "regular", "m1=present m2=excused m3=present m9=present");
    let run = attendance(&folder(members, &rows), "meeting");
    let at = |code, row, value| want(code).file("r/attendance.csv").row(row).at("D", "member").value(value);
    let not_yet = at("not-on-roll", 3, "m2").expects("A: 2024-03-05 – …");
    let elsewhere = at("not-on-roll", 4, "m3").expects("B: … – 2024-01-31");
    assert_faults(&run, &[not_yet, elsewhere, at("not-in-members", 5, "m9")]);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &ALL), [1, 1, 0, 0, 0].map(Some));
    assert_eq!(account(&result, "r/attendance.csv"), [4, 1, 3, 0]);
}

#[test]
fn an_exemption_counts_from_its_first_to_its_last_day() {
    let members = "cell,member,exempt-from,exempt-until\nA,m1,,\nA,m2,2024-02-05,2024-03-05\n";
    let rows = meeting("2024-01-05", "regular", "m1=present m2=unexcused")
        + &meeting("2024-02-05", "regular", "m1=present")
        + &meeting("2024-03-05", "regular", "m1=present m2=late")
        + &meeting("2024-04-05", "regular", "m1=present");
    let run = attendance(&folder(members, &rows), "meeting");
    assert_faults(&run, &[want("status-missing").value("A 2024-04-05 regular")]);
    let result = run.json();
    let of = |day: &str| numbers(find(&result, "meetings", &[("date", day)]), &ALL);
    assert_eq!(of("2024-01-05"), [2, 1, 0, 0, 0].map(Some));
    assert_eq!(of("2024-02-05"), [2, 1, 1, 0, 0].map(Some));
    assert_eq!(of("2024-03-05"), [2, 1, 0, 1, 0].map(Some));
    assert_eq!(of("2024-04-05"), [Some(2), None, None, None, Some(1)]);
    let late = find(&result, "meetings", &[("date", "2024-03-05")]);
    assert_eq!(numbers(late, &["late", "attendance_part", "attendance_whole"]), [0, 1, 1].map(Some));
}

#[test]
fn special_duty_and_transfers_stand_without_a_row() {
    let members = "cell,member,joined,special-duty-from,special-duty-until,transferred-from,transferred-until\n\
                   A,m1,,,,,\nA,m2,,2024-01-01,2024-06-30,,\nA,m3,,,,2024-01-01,\nB,m3,2024-01-01,,,,\n";
    let rows = meeting("2024-01-05", "regular", "m1=present") + "B,2024-01-05,regular,m3,present\n";
    let run = attendance(&folder(members, &rows), "meeting");
    // m3 is in two cells, and sent to the second by the first for all that time: no fault.
    assert_faults(&run, &[]);
    let result = run.json();
    let own = find(&result, "meetings", &[("cell", "A")]);
    assert_eq!(numbers(own, &["members", "present", "special_duty", "transferred", "missing"]), [3, 1, 1, 1, 0].map(Some));
    assert_eq!(numbers(find(&result, "meetings", &[("cell", "B")]), &ALL), [1, 1, 0, 0, 0].map(Some));
}

#[test]
fn a_row_that_says_otherwise_than_the_roll_counts_and_is_told() {
    let members = "cell,member,exempt-from\nA,m1,2020-01-01\nA,m2,\nA,m3,\n";
    let rows = meeting("2024-01-05", "regular", "m1=excused m2=exempt-absent m3=special-duty");
    let run = attendance(&folder(members, &rows), "meeting");
    let differs = |row, member| want("standing-differs").file("r/attendance.csv").row(row).at("E", "status").value(member);
    assert_faults(&run, &[differs(2, "m1"), differs(3, "m2")]);
    let result = run.json();
    let keys = ["members", "excused", "exempt_absent", "special_duty", "missing"];
    assert_eq!(numbers(&result["tables"]["meetings"][0], &keys), [3, 1, 1, 1, 0].map(Some));
}

#[test]
fn a_member_may_move_and_come_back_and_be_exempt_twice() {
    let members = "cell,member,joined,left,exempt-from,exempt-until\n\
                   A,m1,2024-01-01,2024-03-01,2024-01-01,2024-01-31\nA,m1,2024-01-01,2024-03-01,2024-02-10,\n\
                   B,m1,2024-03-01,2024-05-01,,\nA,m1,2024-05-01,,,\nA,m2,,,,\n";
    let rows =
        ["2024-01-05", "2024-02-05", "2024-02-15", "2024-03-05", "2024-05-06"].map(|day| meeting(day, "regular", "m2=present"));
    let run = attendance(&folder(members, &rows.concat()), "meeting");
    assert_faults(
        &run,
        &[want("status-missing").value("A 2024-02-05 regular"), want("status-missing").value("A 2024-05-06 regular")],
    );
    let result = run.json();
    let of = |day: &str| numbers(find(&result, "meetings", &[("date", day)]), &["members", "exempt_absent", "missing"]);
    assert_eq!(of("2024-01-05"), [2, 1, 0].map(Some));
    assert_eq!(of("2024-02-05"), [Some(2), None, Some(1)]);
    assert_eq!(of("2024-02-15"), [2, 1, 0].map(Some));
    assert_eq!(of("2024-03-05"), [1, 0, 0].map(Some));
    assert_eq!(of("2024-05-06"), [Some(2), None, Some(1)]);
}

#[test]
fn who_stands_outside_and_names_only_on_request() {
    let members = "cell,member,name,exempt-from\nA,m1,Tên Một,2024-02-01\nA,m2,Tên Hai,\n";
    let rows = meeting("2024-01-05", "regular", "m1=present m2=present") + &meeting("2024-02-05", "regular", "m2=present");
    let sandbox = folder(members, &rows);
    let all = ["attendance", "r", "--by", "member", "--format", "json"];
    let result = sandbox.run(&all);
    assert!(!result.stdout.contains("Tên") && !result.stderr.contains("Tên"));
    let result = result.json();
    let own = find(&result, "members", &[("member", "m1")]);
    assert_eq!(
        numbers(own, &["meetings", "present", "exempt_absent", "attendance_part", "attendance_whole"]),
        [2, 1, 1, 1, 1].map(Some)
    );
    let outside = result["tables"]["outside"].as_array().unwrap();
    assert_eq!(outside.len(), 1);
    assert_eq!(
        (&outside[0]["member"], &outside[0]["status"], &outside[0]["days"]),
        (&"m1".into(), &"exempt_absent".into(), &"2024-02-01..".into())
    );
    let named = sandbox.run(&[&all[..], &["--names"]].concat()).json();
    assert_eq!(find(&named, "members", &[("member", "m2")])["name"], "Tên Hai");
}
