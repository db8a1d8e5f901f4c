//! Levels of a period that nothing reaches, and numbers of meetings that cannot be.

use super::regulations::MEETING;
use super::support::{assert_fault, want};
use super::{check, doubtful, faulty, line_of, sound};

/// The meeting regulation with a rule of periods.
fn with_period(rule: &str) -> String {
    format!("{MEETING}\n[[period]] # first\ncite = \"qd: 7\"\nmeetings = \"regular\"\n{rule}")
}

/// A yearly rule whose best level asks for the condition.
fn with_best(when: &str) -> String {
    with_period(&format!("of = \"year\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{when}\"\n[[period.level]]\nid = \"kem\"\n"))
}

#[test]
fn a_level_of_a_period_that_is_never_reached() {
    let period = |best: &str, second: &str| {
        format!(
            "{MEETING}\n[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"qd: 7\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{best}\"\n[[period.level]]\nid = \"kha\"\nwhen = \"{second}\"\n[[period.level]]\nid = \"kem\"\n"
        )
    };
    sound(&period("count_at_least('kha') = meetings and count('tot') >= 7", "count_at_least('kha') = meetings"));
    let text = period("count_at_least('kha') = meetings", "count_at_least('kha') = meetings and count('tot') >= 7");
    faulty(&text, &[want("rule-shadowed").line(line_of(&text, ">= 7"))]);
    let text = period("count('tot') = meetings", "count_at_least('kem') = meetings");
    faulty(
        &text,
        &[
            want("rule-always").value("count_at_least('kem') = meetings").line(line_of(&text, "('kem') = meetings")),
            want("rule-shadowed").value("kem"),
        ],
    );
}

#[test]
fn conditions_on_points_and_numbers_of_meetings_that_are_settled() {
    // The form has 30 points.
    for (code, when) in [
        ("rule-never", "mean >= 960"),
        ("rule-never", "round_half_up(mean, 0.1) > 30"),
        ("rule-never", "lowest > 30"),
        ("rule-never", "lowest > mean"),
        ("rule-never", "meetings < 0"),
        ("rule-never", "count('tot') < 0"),
        ("rule-never", "not_held < 0"),
        ("rule-always", "mean >= 0"),
        ("rule-always", "round_up(mean, 0.5) >= 0"),
        ("rule-always", "meetings >= 1"),
    ] {
        let text = with_best(when);
        assert_fault(&check(&text), &want(code).value(when).line(line_of(&text, when)));
    }
    for when in
        ["mean >= 30", "(first_half_mean + 2 * second_half_mean) / 3 >= 25", "mean_without_lowest >= 29.5", "not_held = 0"]
    {
        sound(&with_best(when));
    }
    let text = with_period("of = \"year\"\nneeds = \"meetings < 0\"\n[[period.level]]\nid = \"kem\"\n");
    faulty(&text, &[want("rule-never").value("meetings < 0").line(line_of(&text, "needs"))]);
}

#[test]
fn a_level_of_a_period_behind_one_that_takes_its_means() {
    let two = |first: &str, second: &str| {
        with_period(&format!(
            "of = \"year\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{first}\"\n[[period.level]]\nid = \"kha\"\nwhen = \"{second}\" # second\n[[period.level]]\nid = \"kem\"\n"
        ))
    };
    for (narrow, wide) in [
        ("round_half_up(mean, 0.1) >= 25", "round_half_up(mean, 0.1) >= 20"),
        ("round_half_up(mean, 0.1) >= 25", "mean >= 24.95"),
        ("mean >= 25", "round_half_up(mean, 0.1) >= 25"),
        ("lowest >= 25", "mean >= 25"),
        ("mean >= 25", "mean_without_lowest >= 25"),
    ] {
        sound(&two(narrow, wide));
        let text = two(wide, narrow);
        faulty(&text, &[want("rule-shadowed").value(narrow).line(line_of(&text, "# second"))]);
    }
    sound(&two("round_half_up(mean, 0.1) >= 25", "mean >= 24.9"));
    sound(&two("mean >= 24.96", "round_half_up(mean, 0.1) >= 25"));
}

#[test]
fn two_rules_for_one_stretch_of_the_calendar() {
    let rule = "of = \"year\"\n[[period.level]]\nid = \"kem\"\n";
    let other = |of: &str| format!("[[period]] # second\ncite = \"qd: 8\"\nmeetings = \"regular\"\n{}", rule.replace("year", of));
    sound(&(with_period(rule) + &other("quarter")));
    let text = with_period(rule) + &other("year");
    faulty(&text, &[want("rule-shadowed").value("of = \"year\"").line(line_of(&text, "# second"))]);
}

#[test]
fn more_meetings_than_one_a_month() {
    let rule = |of: &str, meetings: &str, when: &str| {
        let keys = format!("of = \"{of}\"\n{when}\n[[period.level]]\nid = \"kem\"\n");
        with_period(&keys).replace("meetings = \"regular\"", &format!("meetings = \"{meetings}\""))
    };
    sound(&rule("quarter", "regular", "needs = \"meetings >= 3\""));
    sound(&rule("quarter", "regular-and-thematic", "needs = \"meetings >= 4\""));
    for (of, meetings, needs) in [
        ("quarter", "regular", "meetings >= 40"),
        ("quarter", "regular", "meetings >= 4"),
        ("year", "regular", "count('tot') >= 13"),
        ("half", "regular-and-thematic", "count_at_least('kha') > 12"),
    ] {
        let text = rule(of, meetings, &format!("needs = \"{needs}\""));
        doubtful(&text, &[want("rule-many-meetings").value(needs).line(line_of(&text, needs))]);
    }
}

#[test]
fn a_missing_meeting_that_counts_as_the_best_level() {
    for key in ["not-received", "not-held"] {
        let rule = |level: &str| with_period(&format!("of = \"year\"\n{key} = \"{level}\"\n[[period.level]]\nid = \"kem\"\n"));
        sound(&rule("kem"));
        let text = rule("tot");
        doubtful(&text, &[want("rule-missing-as-best").value("tot").line(line_of(&text, key))]);
    }
}

#[test]
fn halves_of_a_stretch_that_has_none() {
    let rule = |of: &str, best: &str| {
        with_period(&format!(
            "of = \"{of}\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{best}\"\n[[period.level]]\nid = \"kem\"\n"
        ))
    };
    for when in ["first_half_mean >= 20", "mean >= 20 and (first_half_mean + 2 * second_half_mean) / 3 >= 25"] {
        for of in ["half", "year"] {
            sound(&rule(of, when));
        }
        for of in ["month", "quarter"] {
            let text = rule(of, when);
            faulty(&text, &[want("rule-no-halves").value(when).line(line_of(&text, when)).expects("year")]);
        }
    }
    let text = with_period("of = \"month\"\nneeds = \"second_half_mean >= 20\"\n[[period.level]]\nid = \"kem\"\n");
    faulty(&text, &[want("rule-no-halves").value("second_half_mean >= 20").line(line_of(&text, "needs"))]);
    sound(&rule("month", "mean >= 20"));
}

#[test]
fn the_last_level_of_a_period_is_for_all_other_cases() {
    let levels = |levels: &str| with_period(&format!("of = \"year\"\n[[period.level]]\nid = \"tot\"\n{levels}"));
    let last = levels("when = \"count('tot') = meetings\"\n[[period.level]]\nid = \"kem\"\nwhen = \"count('kem') > 0\"\n");
    faulty(&last, &[want("rule-period-otherwise").value("kem").line(line_of(&last, "count('kem') > 0"))]);
    // One that is not the last asks for something.
    let first = levels("[[period.level]] # last\nid = \"kem\"\n");
    faulty(&first, &[want("rule-period-no-when").value("tot").line(line_of(&first, "[[period.level]]\nid = \"tot\""))]);
}
