//! What can never happen, always happens or has no effect.

use super::regulations::{MEETING, YEAR};
use super::support::want;
use super::{check, doubtful, faulty, line_of, sound, spoilt, table_of};

#[test]
fn a_row_outside_the_values_of_its_measure() {
    let text = table_of("attendance_rate", &["in = \"> 100%\", points = 5", "in = \"<= 100%\", points = 4"]);
    let fault = want("rule-never").value("> 100%").expects("[0%, 100%]");
    faulty(&text, &[fault.line(line_of(&text, "> 100%"))]);
    sound(&text.replace("> 100%", "> 90%").replace("<= 100%", "<= 90%"));
}

#[test]
fn a_row_that_an_exception_takes_away() {
    let text = table_of("minutes", &["in = \">= 60\", points = 5", "in = \"< 60\", points = 0"]);
    let with = |exception: &str| {
        let first = format!("first = [ {{ when = \"{exception}\", points = 1 }} ]\n[form.group.leaf.tiers] # here");
        spoilt(&text, "[form.group.leaf.tiers] # here", &first)
    };
    let bad = with("minutes < 90");
    faulty(&bad, &[want("rule-shadowed").value("< 60").line(line_of(&bad, "\"< 60\""))]);
    sound(&with("minutes < 45"));
}

#[test]
fn an_exception_behind_one_that_takes_more() {
    let exceptions = |first: &str, second: &str| {
        let list = format!("first = [\n  {{ when = \"{first}\", points = 5 }},\n  {{ when = \"{second}\", points = 0 }},\n]\n");
        spoilt(MEETING, "max = 15\n", &format!("max = 15\n{list}"))
    };
    let text = exceptions("unexcused > 0", "unexcused > 3");
    faulty(&text, &[want("rule-shadowed").value("unexcused > 3").line(line_of(&text, "unexcused > 3"))]);
    sound(&exceptions("unexcused > 3", "unexcused > 0"));
}

#[test]
fn a_not_applicable_entry_that_never_comes() {
    let entry = |when: &str| {
        let entry =
            format!("[[form.group.leaf.not-applicable]]\nwhen = \"{when}\"\nthen = \"full\"\n\n[[form.group]]\nid = \"g2\"");
        spoilt(
            &spoilt(MEETING, "[[form.group]]\nid = \"g2\"", &entry),
            "max = 30 # of the form",
            "max = 30\napplies = \"kind in (regular, combined)\"",
        )
    };
    let text = entry("kind = thematic");
    faulty(&text, &[want("rule-never").value("kind = thematic").line(line_of(&text, "kind = thematic"))]);
    let text = entry("kind != thematic");
    faulty(&text, &[want("rule-always").value("kind != thematic").line(line_of(&text, "kind != thematic"))]);
    sound(&entry("kind = combined"));
}

#[test]
fn a_yes_or_no_that_is_settled() {
    let when = |when: &str| spoilt(MEETING, "fact = \"prepared_in_person\"", &format!("when = \"{when}\""));
    let text = when("unexcused >= 0");
    faulty(&text, &[want("rule-always").value("unexcused >= 0").expects("unexcused ≥ 0").line(line_of(&text, "unexcused >= 0"))]);
    let text = when("present > members");
    faulty(&text, &[want("rule-never").value("present > members").line(line_of(&text, "present > members"))]);
    sound(&when("unexcused = 0"));
}

#[test]
fn a_part_of_a_condition_that_is_settled() {
    let text = spoilt(
        MEETING,
        "when = \"attendance_rate < 50%\"",
        "when = \"minutes < 60 and members > 5 and not (attendance_rate > 120%)\"",
    );
    let line = line_of(&text, "minutes < 60");
    faulty(&text, &[want("rule-never").value("attendance_rate > 120%").expects("[0%, 100%]").line(line)]);
    sound(&text.replace("120%", "12%"));
}

#[test]
fn conditions_that_exclude_one_another() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("minutes > 120 and minutes < 90");
    faulty(&text, &[want("rule-never").value("minutes > 120 and minutes < 90").line(line_of(&text, "minutes > 120"))]);
    sound(&when("minutes < 120 and minutes > 90"));
    let text = when("minutes <= 120 or minutes >= 90");
    faulty(&text, &[want("rule-always").line(line_of(&text, "minutes <= 120"))]);
}

#[test]
fn a_gate_that_asks_for_more_points_than_the_leaf_has() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("points('1.2') > 10");
    faulty(&text, &[want("rule-never").value("points('1.2') > 10").expects("0 | 5").line(line_of(&text, "> 10"))]);
    let text = when("points('2.1') = 5");
    faulty(&text, &[want("rule-never").value("points('2.1') = 5").expects("4 | 10").line(line_of(&text, "') = 5"))]);
    let text = when("points('2.1') >= 4 and total < 20");
    faulty(&text, &[want("rule-always").value("points('2.1') >= 4").line(line_of(&text, "') >= 4"))]);
    sound(&when("points('2.1') < 10"));
}

#[test]
fn a_total_that_is_rounded_beyond_the_maximum() {
    // Of 30 points, rounded up to multiples of 7, 35 are the most.
    let rounded = |when: &str| {
        let text = spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
        let rounding =
            "[[form.rounding]]\nat = [\"total\"]\nstep = 7\nmode = \"up\"\ncite = \"qd\"\n\n[[form.group]]\nid = \"g1\"";
        check(spoilt(&text, "[[form.group]]\nid = \"g1\"", rounding)).faults()
    };
    let never = |when: &str| rounded(when).iter().any(|fault| fault.code == "rule-never");
    assert!(never("total > 35") && !never("total > 30"));
}

#[test]
fn a_count_that_is_never_a_fraction() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("members = 1.5");
    faulty(&text, &[want("rule-never").value("members = 1.5").line(line_of(&text, "members = 1.5"))]);
    sound(&when("members = 15"));
}

#[test]
fn a_gate_at_the_best_level() {
    let text = spoilt(MEETING, "at-most = \"kem\"", "at-most = \"tot\"");
    faulty(&text, &[want("rule-no-effect").value("tot").expects("at-most").line(line_of(&text, "[[gate]]"))]);
}

#[test]
fn a_form_behind_one_that_takes_its_meetings() {
    let second = |first: &str, second: &str| {
        let sheet = MEETING.split("[[form]]").nth(1).unwrap().split("[[level]]").next().unwrap();
        let sheet = sheet
            .replace("id = \"phieu\"", &format!("id = \"hai\"\napplies = \"{second}\""))
            .replace("\"1.1\"", "\"b.1\"")
            .replace("\"1.2\"", "\"b.2\"")
            .replace("\"2.1\"", "\"b.3\"");
        let both = MEETING.replacen("[[level]]", &format!("[[form]]{sheet}[[level]]"), 1);
        both.replacen("id = \"phieu\"\n", &format!("id = \"phieu\"\n{first}"), 1)
    };
    let text = second("", "kind = thematic");
    faulty(&text, &[want("rule-shadowed").value("kind = thematic").line(line_of(&text, "kind = thematic"))]);
    let text = second("applies = \"kind in (regular, thematic)\"\n", "kind = thematic");
    faulty(&text, &[want("rule-shadowed").value("kind = thematic").line(line_of(&text, "\"kind = thematic\""))]);
    sound(&second("applies = \"kind = regular\"\n", "kind = thematic"));
    // A gate that asks for a leaf of one sheet says nothing of meetings on the other.
    let guarded = second("applies = \"kind = regular\"\n", "kind = thematic")
        .replace("attendance_rate < 50%", "kind = regular and not full('1.1')");
    sound(&guarded);
    let text = guarded.replace("kind = regular and not full('1.1')", "not full('1.1')");
    faulty(&text, &[want("rule-undecided").value("1.1").expects("kind").line(line_of(&text, "not full('1.1')"))]);
    let text = guarded.replace("kind = regular and not full('1.1')", "kind = thematic and not full('1.1')");
    faulty(&text, &[want("rule-never").line(line_of(&text, "not full('1.1')"))]);
}

#[test]
fn a_gate_on_points_of_a_leaf_that_may_be_set_aside() {
    let entry = "[[form.group.leaf.not-applicable]]\nwhen = \"leadership = 'secretary-only'\"\nthen = \"rescale\"\n\n[[form.group]]\nid = \"g2\"";
    let with = |when: &str| {
        spoilt(
            &spoilt(MEETING, "[[form.group]]\nid = \"g2\"", entry),
            "when = \"attendance_rate < 50%\"",
            &format!("when = \"{when}\""),
        )
    };
    let text = with("points('1.2') < 5");
    faulty(&text, &[want("rule-undecided").value("1.2").line(line_of(&text, "points('1.2') < 5"))]);
    sound(&with("not full('1.2')"));
}

#[test]
fn a_group_whose_leaves_are_all_redistributed_at_once() {
    let aside = |when: &str, then: &str| format!("\n[[form.group.leaf.not-applicable]]\nwhen = \"{when}\"\nthen = \"{then}\"\n");
    let both = |first: &str, second: &str| {
        let text = spoilt(MEETING, "fact = \"prepared_in_person\"\n", &format!("fact = \"prepared_in_person\"\n{second}"));
        spoilt(&text, "\n[[form.group.leaf]]\nid = \"1.2\"", &format!("{first}\n[[form.group.leaf]]\nid = \"1.2\""))
    };
    let faults = |text: &str| check(text).faults().into_iter().map(|fault| fault.code).collect::<Vec<String>>();
    let (few, fewer) = (aside("members < 9", "redistribute"), aside("members < 5", "redistribute"));
    for text in [both(&few, &few), both(&fewer, &few), both(&few, &fewer)] {
        // Where fewer than 9 fall away, 5 still do.
        assert_eq!(faults(&text), if text == both(&few, &fewer) { vec![] } else { vec!["rule-nothing-left"] }, "{text}");
    }
    assert_eq!(faults(&both(&few, &aside("kind = combined", "redistribute"))), Vec::<String>::new());
    assert_eq!(faults(&both(&few, &aside("members < 9", "rescale"))), Vec::<String>::new());
    assert_eq!(faults(&both(&few, &(aside("members < 20", "full") + &few))), ["rule-shadowed"]);
    // The only leaf of its group.
    let table = "  { in = \"< 50%\", points = 4 },\n]\n";
    let text = spoilt(MEETING, table, &(table.to_owned() + &few));
    faulty(&text, &[want("rule-nothing-left").value("members < 9").line(line_of(&text, "members < 9"))]);
}

#[test]
fn a_level_that_is_never_reached() {
    // The conditions of the second level are those of the first and more.
    let level = "[[level]]\nid = \"htt\"\ntitle = \"Tốt\"\ncite = \"qd: 2\"\n[[level.condition]]\ntitle = \"đạt\"\nwhen = \"grade('g1') = 'dat'\"\n\n[[level]]\nid = \"kht\"";
    let text = spoilt(YEAR, "[[level]]\nid = \"kht\"", level);
    // The quota moves units down to it, so it can still be had.
    sound(&text);
    let quota = text.split("[[quota]]").next().unwrap().to_owned();
    faulty(&quota, &[want("rule-shadowed").value("Tốt").line(line_of(&quota, "id = \"htt\"") - 1)]);
    sound(&quota.replace("grade('g1') = 'dat'", "grade('g1') = 'khong' and year >= 2025"));
}

#[test]
fn no_level_for_who_meets_no_condition() {
    let condition = "title = \"Không hoàn thành\"\ncite = \"qd: 2\"\n[[level.condition]]\ntitle = \"có\"\nwhen = \"lowest_grade = 'khong' and not given(year)\"\n";
    let text = spoilt(YEAR, "title = \"Không hoàn thành\"\ncite = \"qd: 2\"\n", condition);
    doubtful(&text, &[want("rule-no-otherwise").value("kht").line(line_of(&text, "id = \"kht\"") - 1)]);
    sound(&text.replace(" and not given(year)", ""));
}

#[test]
fn nothing_is_proved_of_a_leaf_whose_row_could_not_be_read() {
    // Without its first row the leaf could not be full, but that row is only misspelt.
    let gate = "\n[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"not full('1.1')\"\nat-most = \"kha\"\ncite = \"qd: 6\"\n";
    let text = spoilt(MEETING, "\"> 85%\"", "\"> 85\"") + gate;
    faulty(&text, &[want("rule-value").value("> 85").expects("> 85%").line(line_of(&text, "\"> 85\""))]);
    // A row that is there, but gives too little, is another matter.
    let text = spoilt(MEETING, "\"> 85%\", points = 15", "\"> 85%\", points = 12") + gate;
    let never = want("rule-never").value("full('1.1')").line(line_of(&text, "not full('1.1')"));
    faulty(&text, &[want("rule-max-unreached").value("12"), never]);
}
