//! Expressions: names, units, circles of measures, and lengths beyond all measure.

use super::regulations::MEETING;
use super::support::{assert_fault, want};
use super::{FILE, check, faulty, line_of, sound, spoil, spoilt};

#[test]
fn cyclic_measures() {
    let measure = |id: &str, of: &str| format!("[measures.{id}]\nof = \"{of}\"\ntitle = \"{id}\"\ncite = \"qd\"\n\n");
    let circle = measure("first", "second + 1") + &measure("second", "first + 1") + "[[form]]";
    let text = spoilt(MEETING, "[[form]]", &circle);
    let at = |marker: &str| want("rule-cycle").line(line_of(&text, marker));
    let both = [at("second + 1").value("first"), at("first + 1").value("second")];
    faulty(&text, &both);
    // Who only uses what goes in a circle is not to blame, whatever its unit.
    let users = measure("third", "first * 2") + &measure("third_share", "third / members") + "[[form]]";
    let text = spoilt(&text, "[[form]]", &users);
    let text = spoilt(&text, "when = \"attendance_rate < 50%\"", "when = \"third_share < 300% and first = 5\"");
    faulty(&text, &both);
    sound(&text.replace("of = \"second + 1\"", "of = \"members + 1\"").replace("and first = 5", "and second = 5"));
}

#[test]
fn a_fault_is_told_once_and_not_where_it_is_used() {
    // The measure has an unknown name, the leaf has a table in the wrong unit; the gate uses both.
    let text = spoilt(MEETING, "of = \"speakers / present\"", "of = \"speekers / present\"");
    let text = spoilt(
        &text,
        "when = \"attendance_rate < 50%\"",
        "when = \"speaking_share < 50% and not full('1.1') and points('1.1') > 3\"",
    );
    let text = spoilt(&text, "fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"");
    let text = spoilt(
        &text,
        "at-most = \"kem\"",
        "set = \"kem\"\n[[gate]]\nid = \"hai\"\ntitle = \"Hai\"\nwhen = \"not full('1.2')\"\nat-most = \"kem\"",
    );
    faulty(
        &text,
        &[want("expr-unknown").value("speekers"), want("expr-unknown").value("prepared_in_persn"), want("rule-uncited")],
    );
}

#[test]
fn an_attendance_that_could_not_be_read_is_told_once() {
    for keys in [
        "counts = [\"presnt\"]",
        "attending = \"presnt\"\nexpected = \"members\"",
        "attending = \"present\"\nexpected = \"minutes\"",
    ] {
        let text = spoilt(MEETING, "counts = [\"present\"]", keys);
        let faults = check(&text).faults();
        assert_eq!(faults.len(), 1, "{keys}: {faults:#?}");
    }
}

#[test]
fn a_measure_that_names_itself() {
    let text = spoilt(MEETING, "of = \"speakers / present\"", "of = \"speaking_share / present\"");
    let run = check(&text);
    assert_fault(&run, &want("rule-cycle").file(FILE).line(line_of(&text, "speaking_share / present")).value("speaking_share"));
    assert_eq!(run.code, Some(1));
}

#[test]
fn unknown_fact_in_an_expression() {
    let fault = want("expr-unknown").value("prepared_in_persn").expects("prepared_in_person");
    spoil("fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"", "prepared_in_persn", fault);
}

#[test]
fn unknown_fact_in_a_comparison() {
    let fault = want("expr-unknown").value("unexcusd").expects("unexcused");
    spoil("when = \"attendance_rate < 50%\"", "when = \"unexcusd > 3\"", "unexcusd", fault);
}

#[test]
fn unknown_fact_far_from_every_known_one() {
    spoil("fact = \"prepared_in_person\"", "fact = \"bananas\"", "bananas", want("expr-unknown").value("bananas"));
}

#[test]
fn what_is_near_nothing_is_told_so() {
    let run = check(spoilt(MEETING, "fact = \"prepared_in_person\"", "fact = \"bananas\""));
    let fault = assert_fault(&run, &want("expr-unknown"));
    // A head of the alphabet would be taken for what is near.
    assert!(
        !fault.expected.contains("announced") && fault.expected.contains("none is written like this one"),
        "{}",
        fault.expected
    );
}

#[test]
fn a_word_that_is_the_name_of_a_fact() {
    let fault = want("expr-unquoted").value("committee").expects("'committee'");
    spoil("when = \"attendance_rate < 50%\"", "when = \"leadership != committee\"", "committee", fault.clone());
    spoil("when = \"attendance_rate < 50%\"", "when = \"committee = leadership\"", "committee", fault);
    sound(&spoilt(MEETING, "when = \"attendance_rate < 50%\"", "when = \"leadership != 'committee'\""));
}

#[test]
fn percent_compared_with_a_bare_number() {
    let fault = want("expr-percent").value("attendance_rate < 50").expects("50%");
    spoil("when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 50\"", "rate < 50", fault);
}

#[test]
fn a_tier_of_bare_numbers_for_a_percent() {
    let fault = want("rule-value").value(">= 50").expects(">= 50%");
    spoil("{ in = \">= 50%\", points = 10 }", "{ in = \">= 50\", points = 10 }", "in = \">= 50\"", fault);
}

#[test]
fn expression_that_breaks_off() {
    spoil("when = \"attendance_rate < 50%\"", "when = \"attendance_rate <\"", "attendance_rate <", want("expr-syntax"));
}

#[test]
fn a_count_where_a_condition_is_wanted() {
    let fault = want("expr-wanted").value("members");
    spoil("when = \"attendance_rate < 50%\"", "when = \"members\"", "when = \"members\"", fault);
}

#[test]
fn expressions_and_tables_beyond_all_measure_are_faults_and_no_crash() {
    let condition = "when = \"attendance_rate < 50%\"";
    for long in [format!("{}draft_resolution", "not ".repeat(5_000)), format!("minutes > {}1", "1 + ".repeat(5_000))] {
        let run = check(spoilt(MEETING, condition, &format!("when = \"{long}\"")));
        assert_fault(&run, &want("expr-syntax").expects("shorter"));
        assert_eq!(run.code, Some(1));
    }
    let mut measures = String::from("[measures.m0]\nof = \"minutes\"\ntitle = \"m\"\ncite = \"qd\"\n");
    for number in 1..30 {
        let below = number - 1;
        measures.push_str(&format!("[measures.m{number}]\nof = \"m{below} + m{below}\"\ntitle = \"m\"\ncite = \"qd\"\n"));
    }
    let run = check(spoilt(MEETING, "[[form]]", &format!("{measures}\n[[form]]")));
    assert_fault(&run, &want("expr-syntax").expects("fewer nested measures"));
    let rows: String = (0..300).map(|row| format!("{{ in = \"[{row}, {})\", points = 1 }},", row + 1)).collect();
    let run = check(MEETING.replacen("table = [", &format!("table = [{rows}"), 1));
    assert_fault(&run, &want("rule-value").expects("100"));
}

#[test]
fn a_day_that_no_calendar_has() {
    let condition = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    for (part, day, wanted) in [
        ("day('2024-02-30')", "2024-02-30", "day('2024-05-19')"),
        ("day('2023-02-29')", "2023-02-29", "day('2024-05-19')"),
        ("day('2024-13-01')", "2024-13-01", "day('2024-05-19')"),
        ("same_month(date, 45)", "45", "1 … 31"),
        ("same_month(date, 32)", "32", "1 … 31"),
        ("same_month(date, 0)", "0", "1 … 31"),
        ("same_month(date, -1)", "-1", "1 … 31"),
        ("same_month(date, 1.5)", "1.5", "1 … 31"),
    ] {
        let run = check(condition(&format!("date > {part}")));
        let fault = assert_fault(&run, &want("expr-no-day").value(part).expects(wanted));
        assert!(fault.message.contains(&format!("there is no day {day}")), "{}", fault.message);
    }
    // What is not written as a day is another mistake.
    assert_fault(&check(condition("date > day('19/5/2024')")), &want("expr-wanted").value("day('19/5/2024')"));
    for sound_day in ["day('2024-02-29')", "same_month(date, 31)", "same_month(date, 1)", "same_month(date, meeting_day)"] {
        sound(&condition(&format!("date > {sound_day}")));
    }
}

#[test]
fn the_meeting_day_of_a_cell_is_a_day_of_a_month() {
    let condition = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    assert_fault(&check(condition("meeting_day > 31")), &want("rule-never").value("meeting_day > 31"));
    assert_fault(&check(condition("meeting_day >= 1")), &want("rule-always").value("meeting_day >= 1"));
    sound(&condition("meeting_day > 30"));
}
