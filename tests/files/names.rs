//! Cells by their names, as far as a clerk has confirmed them; copies, overlapping files and choices among rows that differ.

use super::{BY_MEETING, CHECK, MEETINGS, records, rows_of, scores, scores_but_places};
use crate::support::{Sandbox, assert_fault, assert_faults, want};

fn named(name: &str, names: &str) -> Sandbox {
    records(format!("Tên đơn vị;date;kind;members;present\n{name};2024-03-05;regular;21;21\n"), names)
}

#[test]
fn a_name_is_matched_letter_for_letter_once_confirmed() {
    let expected = scores(&records("cell;date;kind;members;present\nT-01;2024-03-05;regular;21;21\n", ""));
    let confirmed = |name: &str| format!("[names]\n\"{name}\" = \"T-01\"\n");
    for (written, own) in [
        ("Chi bộ Hòa Bình", "Chi bộ Hòa Bình"),
        // Composed or not, and with other spaces, it is the same text.
        ("Chi bo\u{323}\u{302} Ho\u{300}a Bi\u{300}nh", "Chi bộ Hòa Bình"),
        ("Chi  bộ Hòa Bình ", "Chi bộ Hòa Bình"),
    ] {
        assert_eq!(scores(&named(written, &confirmed(own))), expected, "{written}");
    }
    // What only looks alike is not taken for it; the fault proposes the cell.
    for (written, own) in
        [("Chi bộ Hoà Bình", "Chi bộ Hòa Bình"), ("Chi bộ Ðoài", "Chi bộ Đoài"), ("chi bộ hòa bình", "Chi bộ Hòa Bình")]
    {
        let run = named(written, &confirmed(own)).run(&CHECK);
        let fault = run.faults().into_iter().find(|fault| fault.row == Some(2)).expect("a fault");
        assert!(fault.code.starts_with("cell-") && format!("{}{}", fault.expected, fault.mend).contains("T-01"), "{fault:?}");
    }
    // A name of cells.csv that nobody has confirmed is proposed and not taken.
    let run = named("Chi bộ thôn Đoài", "").run(&CHECK);
    let fault = run.faults().into_iter().find(|fault| fault.row == Some(2)).expect("a fault");
    assert!(format!("{}{}", fault.expected, fault.mend).contains("T-01"), "{fault:?}");
}

#[test]
fn a_name_that_is_a_code_means_the_code() {
    let run = named("T-02", "[names]\n\"T-02\" = \"T-01\"\n").run(&BY_MEETING);
    // Either it is a fault of the profile, or the code wins: it never means T-01.
    assert!(run.code == Some(2) || run.stdout.contains("\nT-02,"), "{}{}", run.stdout, run.stderr);
}

const MEETING: &str = "T-01,2024-03-05,regular,21,21,";

#[test]
fn copies_count_once_and_rows_that_differ_are_chosen_among() {
    let file = |lines: &[&str]| format!("cell,date,kind,members,present,note\n{}\n", lines.join("\n"));
    let expected = scores(&records(file(&[MEETING]), ""));
    let copies = records(file(&[MEETING, "T-01, 2024-03-05 ,thường kỳ,21,021,"]), "");
    assert_eq!(scores(&copies), expected);
    let run = copies.run(&["check", "records", "--format", "json"]);
    assert_eq!(rows_of(&run, MEETINGS), [2, 1, 0, 1]);
    let differ = file(&[MEETING, "T-01,2024-03-05,regular,21,21,khác"]);
    let run = records(&differ, "").run(&CHECK);
    assert_faults(&run, &[want("meeting-duplicate").row(2), want("meeting-duplicate").row(3)]);
    for row in [2, 3] {
        let chosen = records(&differ, &format!("copies = [\"meetings.csv:{row}\"]\n"));
        let run = chosen.run(&["check", "records", "--format", "json"]);
        assert_eq!(rows_of(&run, MEETINGS), [2, 1, 0, 1], "{row}");
        assert!(scores(&chosen).contains(&format!("{MEETINGS},{row},")));
    }
}

#[test]
fn files_that_overlap_are_counted_once() {
    let file = |lines: &[&str]| format!("cell,date,kind,members,present,note\n{}\n", lines.join("\n"));
    let other = "T-02,2024-03-04,regular,13,13,";
    let third = "T-03,2024-03-06,regular,8,8,";
    let expected = scores_but_places(&records(file(&[MEETING, other, third]), ""));
    let paths = |first: &str, second: &str| format!("[[file]]\ntable = \"meetings\"\npath = [\"{first}\", \"{second}\"]\n");
    for (first, second) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
        let sandbox = records("", &paths(first, second));
        sandbox.remove(MEETINGS).write("records/a.csv", file(&[MEETING, other])).write("records/b.csv", file(&[other, third]));
        let mut found = scores_but_places(&sandbox);
        let mut expected = expected.clone();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        let run = sandbox.run(&CHECK);
        let notes: Vec<String> = run.notes().into_iter().map(|note| note.code).collect();
        assert!(notes.contains(&"row-copies".to_owned()) && notes.contains(&"files-overlap".to_owned()), "{notes:?}");
    }
    // Where they differ neither is taken.
    let sandbox = records("", &paths("a.csv", "b.csv"));
    sandbox.remove(MEETINGS).write("records/a.csv", file(&[MEETING])).write("records/b.csv", file(&[&format!("{MEETING}khác")]));
    assert_fault(&sandbox.run(&CHECK), &want("meeting-duplicate").file("records/a.csv").row(2));
    assert_fault(&sandbox.run(&CHECK), &want("meeting-duplicate").file("records/b.csv").row(2));
}
