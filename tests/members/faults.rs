//! Bad rows of members and of attendance, one at a time.

use super::support::{Sandbox, Want, account, assert_faults, want};
use super::{CELLS, ROWS, attendance, folder, meeting, numbers};

const SOUND: &str = "A,2024-03-05,regular,m1,present\n";

/// One bad row after a sound one.
#[track_caller]
fn bad_row(row: &str, wants: &[Want]) {
    let run = attendance(&folder("", &format!("{SOUND}{row}\n")), "meeting");
    assert_faults(&run, wants);
    assert_eq!(account(&run.json(), "r/attendance.csv"), [2, 1, 1, 0]);
}

fn at(code: &'static str, letters: &'static str, heading: &'static str) -> Want {
    want(code).file("r/attendance.csv").row(3).at(letters, heading)
}

#[test]
fn rows_of_attendance() {
    let missing = || want("status-missing").row(2);
    bad_row("A,2024-03-05,regular,m2,here", &[at("choice-invalid", "E", "status").value("here").expects("present"), missing()]);
    bad_row("A,2024-02-31,regular,m2,present", &[at("date-invalid", "B", "date").value("2024-02-31")]);
    bad_row("A,,regular,m2,present", &[at("value-missing", "B", "date")]);
    bad_row("A,2024-03-05,weekly,m2,present", &[at("choice-invalid", "C", "kind").value("weekly")]);
    bad_row("X,2024-03-05,regular,m2,present", &[at("cell-unknown", "A", "cell").value("X")]);
    bad_row("A,2024-03-05,regular,m2", &[want("row-ragged").file("r/attendance.csv").row(3)]);
    bad_row("A,2024-03-05,regular,m2,present,x", &[want("row-ragged").row(3)]);
    bad_row("A,2024-03-05,regular,m2,pre\"s\"ent", &[at("quote-in-field", "E", "status")]);
}

/// A code may hold what separates fields, in quotes; without them the row has a field too many, even where the code is the next one expected.
#[test]
fn a_code_in_quotes_is_not_taken_for_two_fields() {
    let meeting = |day: &str, code: &str| format!("A,{day},regular,m1,present\nA,{day},regular,{code},present\n");
    let rows = [meeting("2024-03-05", "\"m2,x\""), meeting("2024-04-05", "\"m2,x\""), meeting("2024-05-05", "m2,x")].concat();
    let run = attendance(&folder("", &rows), "meeting");
    assert_faults(&run, &[want("row-ragged").file("r/attendance.csv").row(7)]);
    assert_eq!(account(&run.json(), "r/attendance.csv"), [6, 5, 1, 0]);
}

/// A row without a member may be anybody's, so that not even the number of members is known.
#[test]
fn a_row_of_nobody_leaves_the_meeting_unknown() {
    let run = attendance(&folder("", &format!("{SOUND}A,2024-03-05,regular,,present\n")), "meeting");
    assert_faults(&run, &[at("value-missing", "D", "member")]);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["members", "present", "attendance_part"]), [None; 3]);
}

#[test]
fn a_cell_that_did_not_exist_on_the_day() {
    let sandbox = folder("", SOUND);
    sandbox.write("r/cells.csv", "code,name,committee,from\nA,Chi bộ A,Đảng ủy,2024-06-01\n");
    let run = attendance(&sandbox, "meeting");
    let outside = want("outside-existence").file("r/attendance.csv").row(2).at("B", "date").value("2024-03-05");
    assert_faults(&run, &[outside]);
}

#[test]
fn files_that_cannot_be_trusted() {
    for (content, code) in [
        (format!("{ROWS}{SOUND}A,2024-03-05,regular,\"m2,present\n"), "quote-unterminated"),
        (format!("{ROWS}{SOUND}A,05/03/2024,regular,m2,present\n"), "date-orders-mixed"),
        (
            "cell,date,kind,member\nA,2024-03-05,regular,m1\n".to_owned().replace(",member", "").replace(",m1", ""),
            "column-missing",
        ),
        (ROWS.to_owned(), "no-rows"),
    ] {
        let sandbox = folder("", "");
        sandbox.write("r/attendance.csv", content);
        let run = attendance(&sandbox, "meeting");
        assert_eq!(run.code, Some(2), "{code}");
        assert_faults(&run, &[want(code).file("r/attendance.csv")]);
    }
}

#[track_caller]
fn bad_members(members: &str, wants: &[Want], rejected: u64) {
    let sandbox = folder(members, SOUND);
    let run = sandbox.run(&["check", "r", "--format", "json", "--diagnostics", "json"]);
    let own = |fault: &super::support::Fault| fault.file.as_deref() == Some("r/members.csv");
    let found: Vec<_> = run.faults().into_iter().filter(own).collect();
    assert_eq!(found.len(), wants.len(), "{found:#?}");
    for want in wants {
        super::support::assert_fault(&run, want);
    }
    let [rows, used, of_them, _] = account(&run.json(), "r/members.csv");
    assert_eq!((of_them, used), (rejected, rows - rejected));
}

#[test]
fn rows_of_members() {
    let at = |code, row| want(code).file("r/members.csv").row(row);
    bad_members(
        "cell,member,joined,left\nA,m1,,\nA,m2,2024-05-01,2024-03-01\n",
        &[at("days-inverted", 3).at("C", "joined").value("2024-05-01")],
        1,
    );
    bad_members(
        "cell,member,exempt-from,exempt-until\nA,m1,,\nA,m2,2024-05-01,2024-03-01\n",
        &[at("days-inverted", 3).at("C", "exempt-from")],
        1,
    );
    bad_members("cell,member\nA,m1\nX,m2\n", &[at("cell-unknown", 3).at("A", "cell").value("X")], 1);
    bad_members("cell,member\nA,m1\n,m2\n", &[at("value-missing", 3).at("A", "cell")], 1);
    bad_members("cell,member\nA,m1\nA,\n", &[at("value-missing", 3).at("B", "member")], 1);
    bad_members("cell,member,joined\nA,m1,\nA,m2,soon\n", &[at("date-invalid", 3).at("C", "joined").value("soon")], 1);
    let two = |row| at("member-in-two-cells", row).value("m2");
    bad_members("cell,member,left\nA,m1,\nA,m2,2024-03-02\nB,m2,\n", &[two(3), two(4)], 2);
    let contradicts = |row| at("member-contradicts", row).value("m2");
    bad_members("cell,member,name\nA,m1,\nA,m2,Một\nA,m2,Hai\n", &[contradicts(3), contradicts(4)], 2);
    bad_members("cell,member,left\nA,m1,\nA,m2,\nA,m2,2024-03-01\n", &[contradicts(3), contradicts(4)], 2);
    bad_members("cell,member,standing\nA,m1,\nA,m2,official\nA,m2,probationary\n", &[contradicts(3), contradicts(4)], 2);
}

/// The whole roll of a cell is known only if all its rows are sound.
#[test]
fn a_rejected_member_leaves_the_counts_of_the_cell_unknown() {
    let members = "cell,member,joined\nA,m1,\nA,m2,soon\nB,m3,\n";
    let rows = meeting("2024-03-05", "regular", "m1=present m2=present") + "B,2024-03-05,regular,m3,present\n";
    let run = attendance(&folder(members, &rows), "meeting");
    assert_faults(&run, &[want("date-invalid").file("r/members.csv"), want("member-rejected").row(3)]);
    let result = run.json();
    let of = |cell: &str| numbers(super::find(&result, "meetings", &[("cell", cell)]), &["members", "present"]);
    assert_eq!((of("A"), of("B")), (vec![None, None], vec![Some(1), Some(1)]));
}

/// Whoever stands in `members.csv` is not told to be missing from it: the row to mend is named, in whatever way it is faulty.
#[test]
fn a_member_whose_own_row_was_rejected_is_told_of_that_row() {
    for (faulty, code) in [("A,m2,soon", "date-invalid"), ("X,m2,", "cell-unknown"), (",m2,", "value-missing")] {
        let members = format!("cell,member,joined\nA,m1,\n{faulty}\nB,m2,2024-06-01\n");
        let run = attendance(&folder(&members, &meeting("2024-03-05", "regular", "m1=present m2=present m3=present")), "meeting");
        let of = |code, row| want(code).file("r/attendance.csv").row(row).at("D", "member");
        let wants =
            [want(code).file("r/members.csv").row(3), of("member-rejected", 3).value("m2"), of("not-in-members", 4).value("m3")];
        assert_faults(&run, &wants);
        let told = super::support::assert_fault(&run, &wants[1]);
        assert!(told.message.contains("r/members.csv:3") && told.mend.contains("r/members.csv:3"), "{told:#?}");
    }
}

#[test]
fn rows_that_are_the_same_are_one() {
    let sandbox = folder("cell,member,exempt-from\nA,m1,2020-01-01\nA,m1,2020-01-01\n", SOUND);
    let run = attendance(&sandbox, "meeting");
    assert_faults(&run, &[]);
    assert_eq!(run.notes().iter().filter(|note| note.code == "row-repeated").count(), 1);
    assert_eq!(account(&run.json(), "r/members.csv"), [2, 1, 0, 1]);
}

#[test]
fn members_one_by_one_need_attendance() {
    let sandbox = Sandbox::new();
    sandbox.write("r/chibo.toml", super::support::PROFILE).write("r/cells.csv", CELLS);
    sandbox.write("r/meetings.csv", "cell,date,kind\nA,2024-03-05,regular\n");
    let run = attendance(&sandbox, "member");
    assert_eq!(run.code, Some(2));
    assert_faults(&run, &[want("file-missing").file("r/attendance.csv")]);
}

/// Whether any row lies in the period is asked of all files together, whatever their order.
#[test]
fn a_file_of_another_year_beside_one_of_this_year() {
    for paths in ["\"nay.csv\", \"xưa.csv\"", "\"xưa.csv\", \"nay.csv\""] {
        let sandbox = folder("", "");
        let file = format!("{}[[file]]\ntable = \"attendance\"\npath = [{paths}]\n", super::support::PROFILE);
        sandbox.write("r/chibo.toml", &file).write("r/nay.csv", format!("{ROWS}{SOUND}"));
        sandbox.write("r/xưa.csv", format!("{ROWS}B,2022-03-05,regular,m9,present\n"));
        assert_faults(&attendance(&sandbox, "meeting"), &[]);
        // Where no row lies in it, the table is named that has none, at the first of its files.
        sandbox.write("r/nay.csv", format!("{ROWS}A,2023-03-05,regular,m1,present\n"));
        let run = attendance(&sandbox, "meeting");
        assert_faults(&run, &[want("no-rows-in-period").file("r/nay.csv").expects("2 rows")]);
        assert!(run.faults()[0].message.contains("attendance.csv"), "{}", run.stderr);
    }
}
