//! What `explain` says of cells, days and points that it does not find or does not count.

use super::cells::with_code;
use super::rows::{file, meeting};
use super::support::{assert_fault, want};
use super::{nothing, records};

#[test]
fn explain_of_an_unknown_cell() {
    let sandbox = with_code("LC-002");
    let fault = want("cell-not-found").value("LC-01").expects("LC-001");
    nothing(&sandbox, &["explain", "records", "--cell", "LC-01"], &[fault]);
    nothing(&sandbox, &["explain", "records", "--cell", "xóm Đông"], &[want("cell-not-found").value("xóm Đông")]);
}

#[test]
fn explain_of_a_day_without_a_meeting() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05")]));
    let run = sandbox.run(&["explain", "records", "--cell", "C1", "--date", "2024-01-06", "--diagnostics", "json"]);
    assert_fault(&run, &want("meeting-not-found").value("2024-01-06").expects("2024-01-05"));
    assert_eq!(run.code, Some(2));
}

#[test]
fn explain_tells_recorded_points_that_did_not_count() {
    let row = meeting("C1", "2024-01-05").with("self:14-qdi-tu:3.3", "10").with("verified:14-qdi-tu:3.3", "7");
    let sandbox = records(file(&[row]));
    let value = |language: &str| {
        let lines =
            sandbox.run_in(language, &["explain", "records", "--cell", "C1", "--format", "json"]).json()["tables"]["lines"]
                .clone();
        let leaf = lines.as_array().unwrap().iter().find(|line| line["kind"] == "leaf" && line["id"] == "3.3").unwrap().clone();
        assert_eq!((leaf["points"].as_str(), leaf["branch"].as_str()), (Some("7"), Some("verified")));
        leaf["value"].as_str().unwrap().to_owned()
    };
    assert!(value("en").ends_with("; self score: 10"), "{}", value("en"));
    assert!(value("vi").ends_with("; điểm tự chấm: 10"), "{}", value("vi"));
}
