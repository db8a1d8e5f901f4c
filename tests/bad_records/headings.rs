//! The heading row: columns that are unknown, missing, doubled or too many.

use super::rows::{CELL_HEADINGS, YEAR_HEADINGS, file, text, year_line};
use super::support::{assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, is_unknown, no_score, records, rows_used, score, sound};

#[test]
fn header_only() {
    no_score(&records(file(&[])), &[want("no-rows").file(MEETINGS).expects("one row")]);
    let sandbox = records(file(&sound()));
    sandbox.write(CELLS, CELL_HEADINGS);
    no_score(&sandbox, &[want("no-rows").file(CELLS)]);
}

#[test]
fn unknown_column_is_not_read_and_the_near_one_is_named() {
    let run = score(&records(file(&sound()).replace(",praise-and-reminder,", ",praise-and-remindr,")));
    let unknown = want("column-unknown").file(MEETINGS).row(1).at("Y", "praise-and-remindr").value("praise-and-remindr");
    assert_faults(&run, &[unknown.expects("praise-and-reminder")]);
    assert_eq!((run.code, rows_used(&run.json())), (Some(1), vec![2, 3, 4]));
    assert!(is_unknown(&run.json()["tables"]["meetings"][0]["total"]), "a column that is not read is missing, not no");
}

#[test]
fn unknown_column_far_from_every_known_one() {
    let run = score(&records(file(&sound()).replace(",note\n", ",bananas\n")));
    assert_faults(
        &run,
        &[want("column-unknown")
            .file(MEETINGS)
            .row(1)
            .at("AI", "bananas")
            .value("bananas")
            .expects("none is written like this one")],
    );
    assert_eq!((run.code, rows_used(&run.json())), (Some(1), vec![2, 3, 4]));
}

#[test]
fn missing_required_column() {
    let sandbox = records("cell,kind,members,present\nC1,regular,10,10\n");
    no_score(&sandbox, &[want("column-missing").file(MEETINGS).row(1).value("date").expects("Ngày họp")]);
    let sandbox = records(file(&sound()));
    sandbox.write(CELLS, "code,name\nC1,Chi bộ 1\n");
    no_score(&sandbox, &[want("column-missing").file(CELLS).row(1).value("committee").expects("Đảng ủy")]);
}

#[test]
fn a_column_twice() {
    let twice = file(&sound()).replace(",late,", ",present,");
    no_score(&records(twice), &[want("column-twice").file(MEETINGS).row(1).at("H", "present").value("present")]);
}

#[test]
fn a_column_twice_by_id_and_by_vietnamese_heading() {
    let twice = file(&sound()).replace(",late,", ",Có mặt,");
    no_score(&records(twice), &[want("column-twice").file(MEETINGS).row(1).at("H", "Có mặt").value("Có mặt").expects("one")]);
}

#[test]
fn more_columns_than_any_record_has() {
    let sandbox = records(file(&sound()));
    let headings: Vec<String> = (0..3_000).map(|number| format!("x{number}")).collect();
    sandbox.write(MEETINGS, format!("{}\n", headings.join(",")));
    let run = sandbox.run(&["score", "records", "--diagnostics", "json"]);
    assert_fault(&run, &want("columns-too-many").file(MEETINGS).row(1).value("3000"));
    assert_eq!(run.code, Some(2));
}

#[test]
fn targets_of_the_year_may_be_headed_as_those_of_a_month() {
    let sandbox = records(file(&sound()));
    let headings = YEAR_HEADINGS.replace("targets-met-year", "targets-met");
    assert_ne!(headings, YEAR_HEADINGS);
    // Four of ten targets with a main one missed: under half, so the task is not done; with ten of ten it is.
    let lines = ["10", "4"].map(|met| year_line("C1", "2024").replacen(",10,10,no", &format!(",10,{met},yes"), 1));
    let level = |line: &String| {
        sandbox.write(YEAR, text(&headings, &[line]));
        let run = sandbox.run(&["classify", "records", "--format", "json", "--diagnostics", "json"]);
        assert_faults(&run, &[]);
        let cells = run.json()["tables"]["cells"].as_array().unwrap().clone();
        cells.iter().find(|row| row["cell"] == "C1").unwrap()["level_before_quota"].clone()
    };
    assert_eq!(level(&lines[1]), "kht");
    assert_ne!(level(&lines[0]), "kht");
}
