//! Rows that say the same thing twice: cells, years and meetings.

use super::rows::{CELL_HEADINGS, Row, YEAR_HEADINGS, cell_line, file, meeting, text, year_line};
use super::support::{PROFILE, Run, Sandbox, account, assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, records, rows_used, score, sound};

/// Code, file and words of every note of a run.
fn notes(run: &Run) -> Vec<String> {
    let all = run.json()["diagnostics"]["list"].as_array().unwrap().clone();
    let text = |note: &serde_json::Value, key: &str| note[key].as_str().unwrap().to_owned();
    let notes = all.iter().filter(|fault| fault["severity"] == "note");
    notes.map(|note| format!("{} {}: {}", text(note, "code"), text(note, "file"), text(note, "message"))).collect()
}

/// The same cell, described otherwise.
fn other_cell_line(code: &str) -> String {
    cell_line(code).replace("village", "agency")
}

/// The same year, assessed otherwise.
fn other_year_line(cell: &str, year: &str) -> String {
    year_line(cell, year).replacen("tot", "kem", 1)
}

/// The same meeting, recorded otherwise.
fn otherwise(row: &Row) -> Row {
    row.clone().with("present", "9").with("excused", "1")
}

#[test]
fn duplicate_cell_code() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05"), meeting("C2", "2024-01-05")]));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2"), other_cell_line("C1")]));
    let run = score(&sandbox);
    for row in [2, 4] {
        assert_fault(&run, &want("cell-duplicate").file(CELLS).row(row).value("C1").expects("one row"));
    }
    assert_eq!((run.code, account(&run.json(), CELLS)), (Some(1), [3, 1, 2, 0]));
    assert_eq!((account(&run.json(), MEETINGS), rows_used(&run.json())), ([2, 1, 1, 0], vec![3]));
}

#[test]
fn duplicate_cell_code_names_its_column() {
    let sandbox = records(file(&sound()));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2"), other_cell_line("C2")]));
    let fault = want("cell-duplicate").file(CELLS).at("A", "code").value("C2");
    assert_faults(&score(&sandbox), &[fault.clone().row(3), fault.row(4)]);
}

#[test]
fn duplicate_cell_code_is_not_said_to_be_absent_from_the_cells() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05"), meeting("C2", "2024-01-05")]));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2"), other_cell_line("C1")]));
    for fault in score(&sandbox).faults().iter().filter(|fault| fault.file.as_deref() == Some(MEETINGS)) {
        assert_eq!(fault.row, Some(2));
        assert!(!fault.message.contains("is not in cells.csv"), "C1 stands in cells.csv, twice: {fault:#?}");
        assert!(!fault.expected.contains("C2"), "C1 is not a slip for C2: {fault:#?}");
    }
}

#[test]
fn duplicate_cell_year() {
    let sandbox = records(file(&sound()));
    let years = [year_line("C1", "2024"), year_line("C2", "2024"), other_year_line("C1", "2024"), year_line("C1", "2023")];
    sandbox.write(YEAR, text(YEAR_HEADINGS, &years));
    let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
    let fault = want("year-duplicate").file(YEAR).expects("one row");
    assert_faults(&run, &[fault.clone().row(2), fault.row(4)]);
    assert_eq!((run.code, account(&run.json(), YEAR)), (Some(1), [4, 1, 2, 1]));
}

#[test]
fn a_yearly_row_beside_a_faulty_one_of_the_same_cell_is_not_taken_for_the_right_one() {
    let sandbox = records(file(&sound()));
    sandbox.write("records/year.csv", "cell,year,i1\nC1,2024,tot\nC1,2024,banana\n");
    let run = sandbox.run(&["classify", "records", "--year", "2024", "--diagnostics", "json"]);
    let codes: Vec<String> = run.faults().iter().map(|fault| fault.code.clone()).collect();
    assert!(codes.contains(&"year-duplicate".to_owned()) && codes.contains(&"choice-invalid".to_owned()), "{codes:?}");
}

#[test]
fn duplicate_meeting_in_either_order() {
    let first = sound()[0].clone();
    let again = otherwise(&first);
    for (one, other) in [(&first, &again), (&again, &first)] {
        let rows = [one.clone(), sound()[1].clone(), other.clone(), meeting("C2", "2024-01-05")];
        let run = score(&records(file(&rows)));
        let fault = want("meeting-duplicate").file(MEETINGS).expects("one row");
        assert_faults(&run, &[fault.clone().row(2), fault.row(4)]);
        assert_eq!((run.code, account(&run.json(), MEETINGS)), (Some(1), [4, 2, 2, 0]));
        // The rows of a result go by cell, then by day: row 3 is of C1, row 5 of C2.
        assert_eq!(rows_used(&run.json()), [3, 5]);
    }
}

#[test]
fn another_kind_on_the_same_day_is_no_duplicate() {
    let rows = [sound()[0].clone(), sound()[0].clone().with("kind", "thematic")];
    let run = score(&records(file(&rows)));
    assert_faults(&run, &[]);
    assert_eq!(account(&run.json(), MEETINGS), [2, 2, 0, 0]);
}

#[test]
fn duplicate_of_a_row_that_is_rejected_for_another_fault() {
    let rows = [sound()[0].clone(), sound()[0].clone().with("held-on-day", "maybe"), sound()[2].clone()];
    let run = score(&records(file(&rows)));
    let fault = want("meeting-duplicate").file(MEETINGS);
    assert_faults(&run, &[fault.clone().row(2), fault.row(3), want("flag-invalid").file(MEETINGS).row(3)]);
    assert_eq!((account(&run.json(), MEETINGS), rows_used(&run.json())), ([3, 1, 2, 0], vec![4]));
}

#[test]
fn duplicate_meeting_in_two_folders_given_together() {
    let sandbox = Sandbox::new();
    for (folder, cell) in [("a", "C1"), ("b", "C2")] {
        let first = meeting("C1", "2024-01-05");
        let rows = [if folder == "a" { first } else { otherwise(&first) }, meeting(cell, "2024-02-05")];
        sandbox
            .write(&format!("{folder}/chibo.toml"), PROFILE)
            .write(&format!("{folder}/cells.csv"), text(CELL_HEADINGS, &[cell_line(cell)]))
            .write(&format!("{folder}/meetings.csv"), file(&rows));
    }
    for order in [["a", "b"], ["b", "a"]] {
        let run = sandbox.run(&["score", order[0], order[1], "--by", "meeting", "--format", "json", "--diagnostics", "json"]);
        let fault = want("meeting-duplicate").row(2).expects("one row");
        assert_faults(&run, &[fault.clone().file("a/meetings.csv"), fault.file("b/meetings.csv")]);
        assert_eq!(
            notes(&run),
            ["files-overlap a/meetings.csv: this file and b/meetings.csv share 1 row: 0 the same, 1 different"]
        );
        assert_eq!(run.code, Some(1));
        for folder in ["a", "b"] {
            assert_eq!(account(&run.json(), &format!("{folder}/meetings.csv")), [2, 1, 1, 0]);
        }
        assert_eq!(rows_used(&run.json()), [3, 3]);
    }
}

#[test]
fn rows_in_several_files_are_named_with_their_files_whatever_the_order_of_folders() {
    let sandbox = Sandbox::new();
    for (folder, cells) in [("a", ["C1", "C9"]), ("b", ["C9", "C2"])] {
        let (first, same) = (folder == "a", meeting("C1", "2024-02-05"));
        let rows = [meeting(cells[0], "2024-01-05"), if first { same } else { otherwise(&same) }];
        let lines = cells.map(if first { cell_line } else { other_cell_line });
        let year = if first { year_line("C1", "2024") } else { other_year_line("C1", "2024") };
        sandbox
            .write(&format!("{folder}/chibo.toml"), PROFILE)
            .write(&format!("{folder}/cells.csv"), text(CELL_HEADINGS, &lines))
            .write(&format!("{folder}/meetings.csv"), file(&rows))
            .write(&format!("{folder}/year.csv"), text(YEAR_HEADINGS, &[year]));
    }
    for order in [["a", "b"], ["b", "a"]] {
        for (command, code, rows) in [
            ("score", "cell-duplicate", "(rows a/cells.csv:3, b/cells.csv:2)"),
            ("score", "meeting-duplicate", "(rows a/meetings.csv:3, b/meetings.csv:3)"),
            ("classify", "year-duplicate", "(rows a/year.csv:2, b/year.csv:2)"),
        ] {
            let told = sandbox.run(&[command, order[0], order[1], "--diagnostics", "json"]).faults();
            let told: Vec<_> = told.iter().filter(|fault| fault.code == code).collect();
            assert_eq!(told.len(), 2, "{code}: {told:#?}");
            assert!(told.iter().all(|fault| fault.message.contains(rows)), "{told:#?}");
        }
    }
}

#[test]
fn rows_of_one_file_are_named_by_their_numbers() {
    let rows = [sound()[0].clone(), sound()[1].clone(), otherwise(&sound()[0])];
    let told = score(&records(file(&rows))).faults();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|fault| fault.message.contains("(rows 2, 4)")), "{told:#?}");
}

#[test]
fn copies_of_a_row_are_counted_once_and_noted() {
    let [first, second] = [sound()[0].clone(), sound()[1].clone()];
    let run = score(&records(file(&[first.clone(), second.clone(), first.clone(), first])));
    assert_faults(&run, &[]);
    assert_eq!(
        notes(&run),
        [format!("row-copies {MEETINGS}: 2 rows are the same as another, which is counted once (rows 4, 5)")]
    );
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(0), [4, 2, 0, 2], vec![2, 3]));
    let sandbox = records(file(&sound()));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2"), cell_line("C1")]));
    sandbox.write(YEAR, text(YEAR_HEADINGS, &[year_line("C1", "2024"), year_line("C1", "2024"), year_line("C2", "2024")]));
    let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[]);
    let copies =
        |file: &str, row: u64| format!("row-copies {file}: 1 row is the same as another, which is counted once (row {row})");
    assert_eq!(notes(&run), [copies(CELLS, 4), copies(YEAR, 3)]);
    assert_eq!((account(&run.json(), CELLS), account(&run.json(), YEAR)), ([3, 2, 0, 1], [3, 2, 0, 1]));
}

#[test]
fn a_copy_says_the_same_whatever_its_separator_and_spelling() {
    let sandbox = Sandbox::new();
    let profile = format!("{PROFILE}\n[[file]]\ntable = \"meetings\"\npath = [\"one.csv\", \"two.csv\"]\n");
    sandbox
        .write("records/chibo.toml", profile)
        .write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2")]))
        .write("records/one.csv", "cell,date,kind,members,present,excused,unexcused,note\nC1,2024-01-05,regular,10,10,0,0,Hoà\n")
        .write("records/two.csv", "Mã chi bộ;Ngày họp;Loại sinh hoạt;Số đảng viên;Có mặt;Vắng có lý do;Vắng không lý do;Ghi chú\nC1;05/01/2024;Thường kỳ;10;10;0;0; Hoa\u{300}\n");
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    let copies = "row-copies records/two.csv: 1 row is the same as another, which is counted once (row 2)";
    let overlap = "files-overlap records/one.csv: this file and records/two.csv share 1 row: 1 the same, 0 different";
    assert_eq!(notes(&run), [copies, overlap]);
    assert_eq!((account(&run.json(), "records/one.csv"), account(&run.json(), "records/two.csv")), ([1, 1, 0, 0], [1, 0, 0, 1]));
}

#[test]
fn a_profile_chooses_among_rows_that_differ() {
    let first = sound()[0].clone();
    let sandbox = records(file(&[first.clone(), otherwise(&first), sound()[1].clone()]));
    sandbox.write(CELLS, text(CELL_HEADINGS, &[cell_line("C1"), cell_line("C2"), other_cell_line("C1")]));
    sandbox.write(YEAR, text(YEAR_HEADINGS, &[year_line("C1", "2024"), other_year_line("C1", "2024")]));
    sandbox.write("records/chibo.toml", format!("copies = [\"meetings.csv:3\", \"cells.csv:4\", \"year.csv:2\"]\n{PROFILE}"));
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    assert_eq!((account(&run.json(), CELLS), account(&run.json(), MEETINGS)), ([3, 2, 0, 1], [3, 2, 0, 1]));
    assert_eq!(rows_used(&run.json()), [3, 4]);
    let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
    assert_eq!(account(&run.json(), YEAR), [2, 1, 0, 1]);
}

#[test]
fn seventy_thousand_copies_of_a_row_are_counted_once() {
    let row = meeting("C1", "2024-01-05");
    let rows: Vec<Row> = std::iter::repeat_n(row, 70_000).collect();
    let sandbox = records(file(&rows));
    let run = sandbox.run(&["score", "records", "--format", "json", "--quiet"]);
    assert_eq!(run.code, Some(0));
    let result: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let account = &result["files"][1];
    let count = |key: &str| account[key].as_u64();
    assert_eq!((count("rows"), count("used"), count("excluded")), (Some(70_000), Some(1), Some(69_999)));
}
