//! What is not known is neither zero nor a hundred percent.

use serde_json::Value;

use super::rows::file;
use super::support::{Fault, account, assert_faults};
use super::{MEETINGS, find, is_unknown, records, score, sound};

#[test]
fn no_expected_members_give_no_base() {
    let nobody = sound()[0].clone().with("members", "0").with("present", "0").with("speakers", "0");
    let all_exempt = sound()[1].clone().with("present", "0").with("exempt-absent", "10").with("speakers", "0");
    let sandbox = records(file(&[nobody, all_exempt]));
    let run = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[]);
    assert_eq!((run.code, account(&run.json(), MEETINGS)), (Some(0), [2, 2, 0, 0]));
    let told = |note: &Fault| (note.code.clone(), note.row, note.heading.clone(), note.value.clone());
    let at = |row| ("no-expected-members".to_owned(), Some(row), Some("members".to_owned()), Some("0".to_owned()));
    assert_eq!(run.notes().iter().map(told).collect::<Vec<_>>(), [at(2), at(3)]);
    for row in run.json()["tables"]["meetings"].as_array().unwrap() {
        assert!(is_unknown(&row["attendance_percent"]), "neither 0 % nor 100 %: {row}");
    }
    let table = sandbox.run(&["attendance", "records", "--by", "meeting"]).stdout;
    assert!(table.contains("no base") && !table.contains("100 %") && !table.contains("= 0 %"), "{table}");
    for row in score(&sandbox).json()["tables"]["meetings"].as_array().unwrap() {
        assert!(is_unknown(&row["total"]) && is_unknown(&row["level"]), "no total rests on a rate that does not exist: {row}");
    }
}

#[test]
fn a_blank_count_is_missing_and_not_zero() {
    let uncounted = sound()[0].clone().blank("members".."minutes").with("speakers", "");
    let sandbox = records(file(&[uncounted, sound()[1].clone()]));
    let run = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!((run.code, account(&result, MEETINGS)), (Some(0), [2, 2, 0, 0]));
    let row = find(&result, "meetings", "date", "2024-01-05");
    for key in ["attendance_part", "attendance_whole", "attendance_percent"] {
        assert!(is_unknown(&row[key]), "{row}");
    }
    assert_eq!(find(&result, "all", "meetings", "regular")["percent"], "100.00", "the other meeting counts alone");
    let scored = score(&sandbox).json();
    let row = find(&scored, "meetings", "date", "2024-01-05");
    assert!(is_unknown(&row["total"]) && is_unknown(&row["level"]), "{row}");
    // 1.1, 1.2 and 3.5 look at the counts: 15 + 5 + 7 points are open, the other 73 stand.
    assert_eq!((&row["known_points"], &row["open_points"]), (&Value::from("73"), &Value::from("27")));
}

#[test]
fn what_is_not_known_is_null_in_json() {
    let nobody = sound()[0].clone().with("members", "0").with("present", "0").with("speakers", "0");
    let uncounted = sound()[1].clone().blank("members".."minutes").with("speakers", "");
    let sandbox = records(file(&[nobody, uncounted]));
    let attendance = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", "json"]).json();
    let scored = score(&sandbox).json();
    for (result, keys) in [(&attendance, &["attendance_percent"][..]), (&scored, &["total", "level"])] {
        for row in result["tables"]["meetings"].as_array().unwrap() {
            for key in keys {
                assert_eq!(row[*key], Value::Null, "{key} of {row}");
            }
        }
    }
}
