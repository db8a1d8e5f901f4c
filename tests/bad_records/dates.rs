//! Dates, and days outside the regulation, the period or the year.

use super::rows::{file, meeting};
use super::support::{PROFILE, Sandbox, account, assert_fault, assert_faults, want};
use super::{MEETINGS, TOML, bad_row_of, no_score, nothing, one_bad_row, records, rows_used, score, sound};

#[test]
fn a_date_that_does_not_exist() {
    one_bad_row(meeting("C1", "2023-02-29"), &[want("date-invalid").at("B", "date").value("2023-02-29").expects("2024-03-05")]);
    let rows = ["05/01/2024", "31/02/2024", "05/03/2024"].map(|date| meeting("C1", date));
    bad_row_of(rows.to_vec(), &[want("date-invalid").at("B", "date").value("31/02/2024").expects("05/03/2024")]);
}

#[test]
fn a_year_of_two_digits() {
    let rows = ["05/01/2024", "05/02/24", "05/03/2024"].map(|date| meeting("C1", date));
    bad_row_of(rows.to_vec(), &[want("date-invalid").at("B", "date").value("05/02/24").expects("05/03/2024")]);
}

#[test]
fn date_orders_mixed_in_a_column() {
    let rows = ["2024-01-05", "05/02/2024", "2024-03-05"].map(|date| meeting("C1", date));
    let fault = want("date-orders-mixed").file(MEETINGS).row(3).at("B", "date").expects("one way");
    no_score(&records(file(&rows)), &[fault]);
}

#[test]
fn month_first_evidence_refuses_the_file() {
    // 02/05/2024 would be read as 2 May, though its neighbour shows that the month stands first.
    let rows = ["01/05/2024", "03/25/2024", "02/05/2024"].map(|date| meeting("C1", date));
    let sandbox = records(file(&rows));
    let run = score(&sandbox);
    let fault = want("date-month-first").file(MEETINGS).row(3).at("B", "date").value("03/25/2024").expects("day/month/year");
    assert_fault(&run, &fault);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
}

/// One meeting on the day before 14-QĐi/TU came into force, one after.
fn before_the_regulation() -> Sandbox {
    let sandbox = records(file(&[meeting("C1", "2018-10-07"), meeting("C1", "2018-11-05")]));
    sandbox.write(TOML, PROFILE.replace("2024", "2018"));
    sandbox
}

#[test]
fn a_date_outside_the_regulation_of_the_profile_is_rejected() {
    let run = score(&before_the_regulation());
    let fault = want("outside-regulation").file(MEETINGS).row(2).at("B", "date").value("2018-10-07").expects("within");
    assert_faults(&run, &[fault]);
    let fault = &run.faults()[0];
    assert!(fault.message.contains("14-qdi-tu") && fault.message.contains("2018-10-08"), "{fault:#?}");
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(1), [2, 1, 1, 0], vec![3]));
}

#[test]
fn a_date_outside_the_regulation_that_is_asked_for_is_scored_with_a_notice() {
    let sandbox = before_the_regulation();
    let score = |format: &str| {
        let run = sandbox.run(&["score", "records", "--rules", "14-qdi-tu", "--by", "meeting", "--format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run
    };
    for format in ["table", "json", "markdown"] {
        let text = score(format).stdout;
        let line = text.lines().find(|line| line.contains("applied outside its period by request"));
        assert!(line.is_some_and(|line| line.contains("14-qdi-tu") && line.contains(": 1 meeting")), "{format}\n{text}");
    }
    let result = score("json").json();
    assert_eq!((account(&result, MEETINGS), rows_used(&result)), ([2, 2, 0, 0], vec![2, 3]));
    assert_eq!(result["tables"]["meetings"][0]["total"], "100");
    let csv = score("csv").stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let at = reader.headers().unwrap().iter().position(|heading| heading == "applied_on_request").expect("a column of its own");
    let marks: Vec<String> = reader.records().map(|record| record.unwrap()[at].to_owned()).collect();
    assert_eq!(marks, ["true", "false"]);
}

#[test]
fn a_row_outside_the_period_is_excluded_and_counted() {
    let rows = [meeting("C1", "2023-12-05"), meeting("C1", "2024-01-05"), meeting("C1", "2025-01-05")];
    let run = score(&records(file(&rows)));
    assert_faults(&run, &[]);
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(0), [3, 1, 0, 2], vec![3]));
}

#[test]
fn a_year_outside_the_yearly_regulation() {
    let sandbox = records(file(&[meeting("C1", "2025-01-05")]));
    sandbox.write(TOML, PROFILE.replace("\"2024\"", "\"2025\""));
    let fault = want("year-outside").value("2025").expects("within");
    nothing(&sandbox, &["classify", "records"], std::slice::from_ref(&fault));
    nothing(&sandbox, &["classify", "records", "--year", "2025"], &[fault]);
}

#[test]
fn a_period_without_rows_is_told() {
    let sandbox = records(file(&sound()));
    let run = sandbox.run(&["score", "records", "--period", "2031", "--diagnostics", "json"]);
    assert_fault(&run, &want("no-rows-in-period").file(MEETINGS).value("2031"));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_faulty_row_of_another_year_is_excluded_like_the_sound_ones() {
    let sandbox = records(file(&sound()));
    sandbox.write("records/year.csv", "cell,year,i1\nC1,2023,banana\nC1,2024,tot\n");
    let run = sandbox.run(&["classify", "records", "--year", "2024", "--format", "json", "--quiet"]);
    let result: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let account = &result["files"][2];
    assert_eq!(
        (account["used"].as_u64(), account["rejected"].as_u64(), account["excluded"].as_u64()),
        (Some(1), Some(0), Some(1))
    );
}
