//! Columns that have one value in all rows.

use super::{folder, run, sign, signs, table};

/// Signs of columns: each row is a cell and the fields after kind; cells C1 and C2 are of committee A, C3 of committee B.
fn found(headings: &str, rows: &[&str]) -> Vec<(String, String, u64, u64, String)> {
    let mut meetings = format!("cell,date,kind,{headings}\n");
    for (day, row) in (1..).zip(rows) {
        let (cell, fields) = row.split_once(',').unwrap();
        meetings.push_str(&format!("{cell},2024-03-{day:02},regular,{fields}\n"));
    }
    let rules = "[signs.one-value-column]\nmeetings-at-least = 3\ncite = \"a\"\n";
    let result = run(&folder(rules, "C1,A\nC2,A\nC3,B\n", &meetings), &[]).json();
    assert!(table(&result, "signs").iter().all(|row| row["limit_from"] == "regulation" || row["sign"] != "one-value-column"));
    signs(&result).into_iter().filter(|(kind, ..)| kind == "one-value-column").collect()
}

fn one(who: &str, rows: u64, column: &str) -> (String, String, u64, u64, String) {
    sign("one-value-column", who, rows, rows, column)
}

#[test]
fn one_value_in_enough_rows_is_a_sign() {
    assert_eq!(found("minutes", &["C3,90", "C3,90", "C3,90"]), [one("C3", 3, "minutes")]);
    assert_eq!(found("minutes", &["C3,90", "C3,90"]), []);
    assert_eq!(found("minutes", &["C3,90", "C3,90", "C3,90", "C3,91"]), []);
    // A blank field says nothing, neither for nor against.
    assert_eq!(found("minutes,speakers", &["C3,90,5", "C3,,5", "C3,90,4"]), []);
    assert_eq!(found("minutes,speakers", &["C3,90,5", "C3,,5", "C3,90,4", "C3,90,"]), [one("C3", 3, "minutes")]);
}

#[test]
fn that_nobody_was_absent_and_how_many_members_there_are_says_nothing() {
    let headings = "members,present,unexcused,excused";
    assert_eq!(found(headings, &["C3,9,8,0,1", "C3,9,9,0,0", "C3,9,8,0,1"]), []);
    assert_eq!(found(headings, &["C3,9,8,0,1", "C3,9,8,0,1", "C3,9,8,0,1"]), [one("C3", 3, "present"), one("C3", 3, "excused")]);
    // Points are another matter: a zero was given.
    let zero = ["C3,0,1", "C3,0,2", "C3,0,3"];
    assert_eq!(found("self:mau:a,verified:mau:a", &zero), [one("C3", 3, "self:mau:a")]);
}

#[test]
fn a_committee_shows_what_all_its_cells_share() {
    let rows = ["C1,90", "C2,90", "C2,90", "C3,90"];
    assert_eq!(found("minutes", &rows), [one("A", 3, "minutes")]);
    // The cells differ, but each of them has one value.
    let rows = ["C1,90", "C1,90", "C1,90", "C2,95", "C2,95", "C2,95"];
    assert_eq!(found("minutes", &rows), [one("C1", 3, "minutes"), one("C2", 3, "minutes")]);
    // Cells without a value do not matter, and one cell alone is itself.
    assert_eq!(found("minutes", &["C1,90", "C1,90", "C1,90", "C2,"]), [one("C1", 3, "minutes")]);
    // A yes that all cells of a committee share is one.
    assert_eq!(found("minutes-complete", &["C1,yes", "C2,yes", "C2,yes"]), [one("A", 3, "minutes-complete")]);
    assert_eq!(found("minutes-complete", &["C1,no", "C2,no", "C2,no"]), []);
}

#[test]
fn yes_and_no_of_a_cell_are_a_sign_only_where_none_ever_changes() {
    let flags = "minutes-complete,unity-kept,level-lowered";
    let same = found(flags, &["C3,yes,yes,no", "C3,yes,yes,no", "C3,yes,yes,no"]);
    assert_eq!(same, [one("C3", 3, "minutes-complete unity-kept level-lowered")]);
    assert_eq!(found(flags, &["C3,yes,yes,no", "C3,yes,yes,no", "C3,yes,no,no"]), []);
    assert_eq!(found(flags, &["C3,yes,yes,no", "C3,yes,yes,no"]), []);
    // Nothing was ever so: most likely nobody filled it in with care, but no column says yes.
    assert_eq!(found(flags, &["C3,no,no,no", "C3,no,no,no", "C3,no,no,no"]), []);
    // One column alone is what most cells have in common.
    assert_eq!(found("minutes-complete", &["C3,yes", "C3,yes", "C3,yes"]), []);
}
