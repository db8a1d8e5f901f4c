//! How dates and numbers of a column are written is decided for the whole column, by evidence, by the documented default, or by the profile.

use serde_json::Value;

use super::{BY_MEETING, CHECK, MEETINGS, records, scores, scores_but_places};
use crate::support::{assert_fault, assert_faults, want};

/// Meetings of T-01 on these days, as they are written.
fn on(days: &[&str]) -> String {
    let lines: String = days.iter().map(|day| format!("T-01;{day};regular;21;21\n")).collect();
    format!("cell;date;kind;members;present\n{lines}")
}

fn dates(order: &str) -> String {
    format!("[[file]]\ntable = \"meetings\"\ndates = \"{order}\"\n")
}

/// What the receipt says of a column.
fn receipt(meetings: &str, file: &str, heading: &str) -> Value {
    let run = records(meetings, file).run(&["check", "records", "--format", "json"]);
    let text = run.json();
    fn find<'a>(value: &'a Value, heading: &str) -> Option<&'a Value> {
        match value {
            Value::Object(map) if map.get("heading").and_then(Value::as_str) == Some(heading) && map.contains_key("by") => {
                Some(value)
            }
            Value::Object(map) => map.values().find_map(|inner| find(inner, heading)),
            Value::Array(list) => list.iter().find_map(|inner| find(inner, heading)),
            _ => None,
        }
    }
    find(&text, heading).unwrap_or_else(|| panic!("no receipt of {heading}: {text:#}")).clone()
}

#[test]
fn columns_that_mix_their_dates_are_refused_with_both_shown() {
    let expected = scores(&records(on(&["2024-03-05", "2024-04-05", "2024-12-25"]), ""));
    // The second number of one is no month, the first number of the other neither.
    let mixed = on(&["03/05/2024", "05/04/2024", "12/25/2024"]);
    let refused = [want("date-month-first").file(MEETINGS).row(4).at("B", "date").value("12/25/2024")];
    assert_faults(&records(&mixed, "").run(&CHECK), &refused);
    assert_eq!(records(&mixed, "").run(&BY_MEETING).code, Some(2));
    let month_first = on(&["03/05/2024", "04/05/2024", "12/25/2024"]);
    assert_eq!(scores(&records(&month_first, &dates("month-first"))), expected);
    assert_eq!(scores(&records(on(&["05/03/2024", "5/4/2024", "25/12/2024"]), &dates("day-first"))), expected);
    // ISO beside slashes.
    let beside = on(&["05/03/2024", "2024-04-05", "25/12/2024"]);
    let run = records(&beside, "").run(&CHECK);
    let fault = assert_fault(&run, &want("date-orders-mixed").file(MEETINGS).row(3).at("B", "date"));
    assert!(fault.message.contains("05/03/2024") && fault.message.contains("2024-04-05"), "{}", fault.message);
    assert_eq!(records(&beside, "").run(&BY_MEETING).code, Some(2));
    assert_eq!(scores(&records(&beside, &dates("day-first"))), expected);
    // A profile that says ISO rejects the others one by one.
    let run = records(&beside, &dates("iso")).run(&CHECK);
    assert_faults(&run, &[want("date-invalid").row(2).value("05/03/2024"), want("date-invalid").row(4)]);
}

/// The cause is told once, with the rows that show it; each of them goes back to the clerk with it, and corrected they complete the file.
#[test]
fn dates_with_the_month_first_have_one_cause_and_a_reason_in_each_row() {
    let days = ["05/03/2024", "12/25/2024", "05/04/2024", "11/30/2024", "10/31/2024", "09/30/2024"];
    let sandbox = records(on(&days), "");
    let at = |row| want("date-month-first").file(MEETINGS).row(row).at("B", "date");
    assert_faults(&sandbox.run(&CHECK), &[at(3).value("12/25/2024"), at(5).value("11/30/2024"), at(6), at(7)]);
    let shown = sandbox.run(&["check", "records", "--rejects", "out"]).stderr;
    assert_eq!((shown.matches("[date-month-first]").count(), shown.contains("[date-invalid]")), (1, false), "{shown}");
    let json = sandbox.run(&["check", "records", "--format", "json"]).json();
    assert_eq!(crate::support::account(&json, MEETINGS), [6, 0, 6, 0]);
    let text = std::fs::read_to_string(sandbox.path("out/meetings.rejects.csv")).unwrap();
    assert_eq!(text.matches("[date-month-first]").count(), 4, "{text}");
    assert_eq!(text.matches("\nmeetings.csv").count(), 4, "{text}");
    let day_first = |day: &str| day.split('/').map(str::to_owned).collect::<Vec<String>>();
    let turned: Vec<String> =
        days[1..].iter().map(|day| day_first(day)).map(|day| format!("{}/{}/{}", day[1], day[0], day[2])).collect();
    let corrected = days.iter().skip(1).zip(&turned).fold(text, |text, (day, right)| text.replace(day, right));
    sandbox.write("records/meetings.rejects.csv", corrected);
    let right = [days[0], &turned[0], days[2], &turned[2], &turned[3], &turned[4]];
    assert_eq!(scores_but_places(&sandbox), scores_but_places(&records(on(&right), "")));
    // Rows that were not asked for show it as well.
    let run = records(on(&days), "").run(&["explain", "records", "--cell", "T-02", "--diagnostics", "json"]);
    assert_faults(&run, &[at(3)]);
    assert_eq!(run.code, Some(2));
}

/// Of a file whose rows cannot be told apart there is nothing to send back.
#[test]
fn a_file_out_of_step_has_no_rows_to_send_back() {
    let sandbox = records(on(&["05/03/2024", "soon"]) + "T-01;\"05/05/2024;regular;21;21\n", "");
    let run = sandbox.run(&["check", "records", "--rejects", "out", "--diagnostics", "json"]);
    assert_fault(&run, &want("quote-unterminated").file(MEETINGS));
    assert_eq!((run.code, sandbox.path("out").exists()), (Some(1), false));
}

#[test]
fn serial_dates_are_read_only_where_the_profile_says_so() {
    let expected = scores(&records(on(&["2024-03-05", "2024-04-05", "2024-12-25"]), ""));
    // 2024-03-05 is day 45356 of a spreadsheet: 45292 is the first of January, and January and February have 60 days.
    let days = on(&["45356", "45387", "45651"]);
    let run = records(&days, "").run(&CHECK);
    assert_faults(
        &run,
        &[
            want("date-serial").row(2).value("45356"),
            want("date-serial").row(3).value("45387"),
            want("date-serial").row(4).value("45651"),
        ],
    );
    assert!(run.faults()[0].message.contains("2024-03-05"), "{}", run.stderr);
    assert_eq!(scores(&records(&days, &dates("serial"))), expected);
    // 1462 days lie between the two ways of counting.
    assert_eq!(scores(&records(on(&["43894", "43925", "44189"]), &dates("serial-1904"))), expected);
    let run = records(on(&["60", "-1", "45356.5", "0"]), &dates("serial")).run(&CHECK);
    assert_eq!(run.faults().iter().filter(|fault| fault.code == "date-invalid").count(), 4, "{}", run.stderr);
}

#[test]
fn the_receipt_says_what_decided() {
    for (days, order, by) in [
        (&["05/03/2024", "05/04/2024"][..], "day-first", "default"),
        (&["05/03/2024", "25/12/2024"], "day-first", "evidence"),
        (&["2024-03-05"], "iso", "evidence"),
    ] {
        let own = receipt(&on(days), "", "date");
        assert_eq!((own["dates"].as_str(), own["by"].as_str()), (Some(order), Some(by)), "{days:?}");
    }
    let own = receipt(&on(&["05/03/2024"]), &dates("month-first"), "date");
    assert_eq!((own["dates"].as_str(), own["by"].as_str()), (Some("month-first"), Some("profile")));
}

/// Verified points of T-01 as they are written.
fn points(fields: &[&str]) -> String {
    let line = |(month, field): (usize, &&str)| format!("T-01;2024-{month:02}-05;regular;21;21;{field}\n");
    let lines: String = (1..).zip(fields).map(line).collect();
    format!("cell;date;kind;members;present;verified:14-qdi-tu:4.2\n{lines}")
}

fn decimal(mark: &str) -> String {
    format!("[[file]]\ntable = \"meetings\"\ndecimal = \"{mark}\"\n")
}

#[test]
fn numbers_with_two_readings_are_refused_until_the_profile_says_which() {
    // Beside each other the two show both marks: the file is refused.
    let run = records(points(&["2.523", "2523,00"]), "").run(&CHECK);
    let fault = assert_fault(&run, &want("decimal-marks-mixed").file(MEETINGS).row(3).at("F", "verified:14-qdi-tu:4.2"));
    assert!(fault.message.contains("2.523") && fault.message.contains("2523,00"), "{}", fault.message);
    let run = records(points(&["2.5", "1,5"]), "").run(&CHECK);
    assert_fault(&run, &want("decimal-marks-mixed").row(3));
    // Alone each of them is rejected with both readings.
    let run = records(points(&["2.523"]), "").run(&CHECK);
    let fault = assert_fault(&run, &want("number-ambiguous").row(2).value("2.523"));
    assert!(format!("{}{}", fault.message, fault.expected).contains("2523"), "{fault:?}");
    let expected = scores(&records(points(&["2.5", "1.5", "3"]), ""));
    for (fields, mark) in [(["2,5", "1,500", "3,00"], ","), (["2.500", "1.5", "3.0"], ".")] {
        assert_eq!(scores(&records(points(&fields), &decimal(mark))), expected, "{fields:?}");
    }
    // With the comma named, a point groups thousands, three digits at a time.
    let run = records(points(&["2.523"]), &decimal(",")).run(&CHECK);
    assert_fault(&run, &want("points-over-max").row(2).value("2.523"));
    let run = records(points(&["2.5"]), &decimal(",")).run(&CHECK);
    assert_fault(&run, &want("number-invalid").row(2).value("2.5"));
}

#[test]
fn one_column_may_be_said_to_be_written_otherwise_than_the_file() {
    let text = "cell;date;kind;members;present;verified:14-qdi-tu:4.2\nT-01;03/05/2024;regular;1.021;1.021;2,5\n";
    let expected = scores_but_places(&records(
        "cell,date,kind,members,present,verified:14-qdi-tu:4.2\nT-01,2024-03-05,regular,1021,1021,2.5\n",
        "",
    ));
    let file = "[[file]]\ntable = \"meetings\"\ndecimal = \",\"\n[file.columns]\ndate = { dates = \"month-first\" }\n";
    assert_eq!(scores_but_places(&records(text, file)), expected);
    let by_letter = file.replace("date = {", "\"#b\" = {");
    assert_eq!(scores_but_places(&records(text, &by_letter)), expected);
}
