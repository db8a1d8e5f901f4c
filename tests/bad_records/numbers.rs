//! Counts and points: what is no number, fits two readings, or is more than can be.

use super::rows::{Row, file, meeting};
use super::support::{account, assert_fault, want};
use super::{MEETINGS, no_score, one_bad_row, records, score, sound};

#[test]
fn present_greater_than_members() {
    one_bad_row(sound()[1].clone().with("present", "11"), &[want("count-over").at("G", "present").value("11").expects("10")]);
}

#[test]
fn late_greater_than_present() {
    let bad = sound()[1].clone().with("present", "7").with("excused", "3").with("late", "8");
    one_bad_row(bad, &[want("count-over").at("H", "late").value("8").expects("7")]);
}

#[test]
fn status_sum_that_differs() {
    let bad = sound()[1].clone().with("present", "8").with("excused", "1");
    let fault = want("status-sum").at("F", "members").value("10").expects("members").expects("present").expects("excused");
    one_bad_row(bad, &[fault]);
}

#[test]
fn negative_counts() {
    for (heading, letters) in [("members", "F"), ("present", "G"), ("minutes", "Q"), ("targets-set", "AC")] {
        let bad = sound()[1].clone().with(heading, "-3");
        one_bad_row(bad, &[want("number-negative").at(letters, heading).value("-3").expects("0 or more")]);
    }
    let bad = sound()[1].clone().with("verified:14-qdi-tu:4.2", "-1");
    one_bad_row(bad, &[want("number-negative").at("AH", "verified:14-qdi-tu:4.2").value("-1").expects("0 or more")]);
}

#[test]
fn text_in_a_number() {
    for value in ["mười", "10 đv", "1 0", "1e1", "+10"] {
        let bad = sound()[1].clone().with("present", value);
        one_bad_row(bad, &[want("number-invalid").at("G", "present").value(value).expects("0, 1, 2")]);
    }
}

#[test]
fn a_part_of_a_member_is_no_whole_number() {
    one_bad_row(sound()[1].clone().with("present", "9.5"), &[want("number-invalid").at("G", "present").value("9.5")]);
}

#[test]
fn counts_of_any_size_end_without_a_panic() {
    let rows: Vec<Row> = (1..=6)
        .map(|month| meeting("C1", &format!("2024-{month:02}-05")).with("members", "999999999").with("present", "999999999"))
        .collect();
    let sandbox = records(file(&rows));
    for command in ["attendance", "score"] {
        let result = sandbox.run(&[command, "records", "--format", "json"]).json();
        assert_eq!(account(&result, MEETINGS)[0], 6);
    }
}

#[test]
fn a_number_that_fits_two_readings() {
    for (field, value) in [("2.523", "2.523"), ("\"2523,00\"", "2523,00")] {
        let fault = want("number-ambiguous").value(value).expects("thousands");
        one_bad_row(sound()[1].clone().with("minutes", field), &[fault.clone().at("Q", "minutes")]);
        let bad = sound()[1].clone().with("verified:14-qdi-tu:3.3", field);
        one_bad_row(bad, &[fault.at("AF", "verified:14-qdi-tu:3.3")]);
    }
}

#[test]
fn the_mend_of_a_number_with_two_readings_can_be_followed() {
    for field in ["2.523", "\"2523,00\""] {
        for heading in ["minutes", "verified:14-qdi-tu:3.3"] {
            let sandbox = records(file(&[sound()[0].clone().with(heading, field)]));
            let mend = assert_fault(&score(&sandbox), &want("number-ambiguous")).mend;
            let proposed: Vec<&str> =
                mend.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
            assert!(!proposed.is_empty(), "{mend}");
            for number in proposed {
                sandbox.write(MEETINGS, file(&[sound()[0].clone().with(heading, &format!("\"{number}\""))]));
                let faults = score(&sandbox).faults();
                let bad = faults.iter().find(|fault| fault.code.starts_with("number-"));
                assert!(bad.is_none(), "{heading} {field}: \"{mend}\", but {number} is refused: {bad:#?}");
            }
        }
    }
}

#[test]
fn decimal_comma_and_point_mixed_in_a_column() {
    let verified = "verified:14-qdi-tu:4.2";
    let mut rows = sound();
    rows[0] = rows[0].clone().with(verified, "\"2,5\"");
    rows[2] = rows[2].clone().with(verified, "2.5");
    let fault = want("decimal-marks-mixed").file(MEETINGS).row(4).at("AH", verified).expects("one decimal mark");
    no_score(&records(file(&rows)), &[fault]);
}

#[test]
fn points_above_the_maximum() {
    for (heading, letters, value, max) in [
        ("verified:14-qdi-tu:3.3", "AF", "11", "10"),
        ("self:14-qdi-tu:4.2", "AG", "3.5", "3"),
        ("verified:14-qdi-tu:4.2", "AH", "30", "3"),
    ] {
        let fault = want("points-over-max").at(letters, heading).value(value).expects(&format!("0 to {max}"));
        one_bad_row(sound()[1].clone().with(heading, value), &[fault]);
    }
}

#[test]
fn points_off_the_step() {
    let heading = "verified:14-qdi-tu:4.2";
    let fault = want("points-step").at("AH", heading).value("2.3").expects("0.5").expects("3");
    one_bad_row(sound()[1].clone().with(heading, "2.3"), &[fault]);
}

#[test]
fn a_chosen_tier_that_is_no_option() {
    let heading = "self:14-qdi-tu:3.3";
    let fault = want("points-step").at("AE", heading).value("8").expects("10 | 7 | 4 | 0");
    one_bad_row(sound()[1].clone().with(heading, "8"), &[fault]);
}

#[test]
fn a_field_of_a_hundred_thousand_minus_signs_is_no_number() {
    let sandbox = records(file(&[meeting("C1", "2024-01-05").with("members", &"-".repeat(100_000))]));
    assert_fault(&score(&sandbox), &want("number-invalid").file(MEETINGS).row(2));
}
