//! Figures that do not fit one another: sums, maxima, gaps and overlaps between rows and between levels.

use super::regulations::MEETING;
use super::support::{assert_fault, assert_faults, want};
use super::{FILE, check, faulty, line_of, sound, spoil, spoilt, table_of};

#[test]
fn sum_of_a_group_that_differs() {
    // The leaves of group 1 give 15 + 5; the form follows its groups and differs as well.
    let text = spoilt(MEETING, "max = 20 # of group 1", "max = 21 # of group 1");
    let run = check(&text);
    let fault = assert_fault(&run, &want("rule-sum").file(FILE).line(line_of(&text, "# of group 1")).value("21"));
    assert!(fault.message.contains("15 + 5 = 20"), "{}", fault.message);
    assert_eq!(run.code, Some(1));
}

#[test]
fn sum_of_a_form_that_differs() {
    let fault = want("rule-sum").value("31");
    spoil("max = 30 # of the form", "max = 31 # of the form", "# of the form", fault);
}

#[test]
fn tier_over_the_maximum_of_its_leaf() {
    let fault = want("rule-over-max").value("16").expects("15");
    spoil("{ in = \"> 85%\", points = 15 }", "{ in = \"> 85%\", points = 16 }", "points = 16", fault);
}

#[test]
fn points_below_zero() {
    let fault = want("rule-points").expects("0 or more");
    spoil("{ in = \"< 50%\", points = 4 }", "{ in = \"< 50%\", points = -5 }", "points = -5", fault.clone().value("-5"));
    let kind = |keys: &str| format!("[form.group.leaf.per-occurrence]\nof = \"unexcused\"\neach = -2\n{keys}\n");
    let from = "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n";
    spoil(from, &kind("at-least = -6"), "at-least", fault.clone().value("-6"));
    spoil(from, &kind("at-least = 0.0625"), "at-least", fault.value("0.0625"));
    spoil(from, &kind("step = -1\nmode = \"up\""), "step = -1", want("rule-value").expects("> 0"));
}

/// A fault of the levels stands at one of the two that it is about, not at a third.
#[track_caller]
fn seam_of_kha_and_kem(text: &str, code: &'static str, value: &str) {
    let run = check(text);
    assert_faults(&run, &[want(code).file(FILE).value(value)]);
    assert_eq!(run.code, Some(1));
    let line = run.faults()[0].line.unwrap();
    let (first, last) = (line_of(text, "id = \"kha\"") - 1, line_of(text, "[[gate]]"));
    assert!((first..last).contains(&line), "line {line} is not of \"kha\" or \"kem\", lines {first} to {}", last - 1);
}

#[test]
fn gap_in_bands() {
    let run = check(spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 14)\""));
    assert_faults(&run, &[want("rule-gap").file(FILE).value("[14, 15)")]);
    assert_eq!(run.code, Some(1));
}

#[test]
fn gap_in_bands_is_told_at_a_level_beside_it() {
    seam_of_kha_and_kem(&spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 14)\""), "rule-gap", "[14, 15)");
}

#[test]
fn overlapping_bands() {
    let run = check(spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 15]\""));
    assert_faults(&run, &[want("rule-overlap").file(FILE).value("= 15")]);
    assert_eq!(run.code, Some(1));
}

#[test]
fn overlapping_bands_are_told_at_a_level_that_overlaps() {
    seam_of_kha_and_kem(&spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 15]\""), "rule-overlap", "= 15");
}

#[test]
fn levels_not_best_first() {
    let swapped = spoilt(MEETING, "in = \"[25, 30]\"", "in = \"@\"")
        .replace("in = \"[15, 25)\"", "in = \"[25, 30]\"")
        .replace("in = \"@\"", "in = \"[15, 25)\"");
    let run = check(&swapped);
    assert_faults(&run, &[want("rule-level-order").file(FILE).value("kha")]);
    let line = run.faults()[0].line.unwrap();
    assert!((line_of(&swapped, "id = \"tot\"") - 1..line_of(&swapped, "id = \"kem\"") - 1).contains(&line), "line {line}");
}

#[test]
fn gap_in_tiers() {
    let text = spoilt(MEETING, "{ in = \"(70%, 85%]\", points = 10 }", "{ in = \"(75%, 85%]\", points = 10 }");
    tier_seam(&text, "rule-gap", "(70%, 75%]");
}

#[test]
fn overlap_in_tiers() {
    let text = spoilt(MEETING, "{ in = \"(70%, 85%]\", points = 10 }", "{ in = \"[70%, 85%]\", points = 10 }");
    tier_seam(&text, "rule-overlap", "= 70%");
}

/// At the heading of the tiers of leaf 1.1 or at one of their rows.
#[track_caller]
fn tier_seam(text: &str, code: &'static str, value: &str) {
    let run = check(text);
    assert_faults(&run, &[want(code).file(FILE).value(value)]);
    assert_eq!(run.code, Some(1));
    let line = run.faults()[0].line.unwrap();
    let (first, last) = (line_of(text, "of = \"attendance_rate\"") - 1, line_of(text, "points = 0 }"));
    assert!((first..=last).contains(&line), "line {line} is outside the table, lines {first} to {last}");
}

#[test]
fn whole_numbers_leave_no_gap_between_them() {
    sound(&table_of(
        "minutes",
        &[
            "in = \"= 0\", points = 0",
            "in = \"[1, 15]\", points = 1",
            "in = \"[16, 30]\", points = 2",
            "in = \"> 30\", points = 5",
        ],
    ));
    sound(&table_of("members - present", &["in = \"<= 1\", points = 5", "in = \">= 2\", points = 0"]));
    // A share takes every value between.
    let text = table_of("speaking_share", &["in = \"<= 15%\", points = 0", "in = \">= 16%\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("(15%, 16%)").line(line_of(&text, ">= 16%"))]);
}

#[test]
fn a_gap_between_whole_numbers() {
    let text =
        table_of("minutes", &["in = \"[0, 15]\", points = 0", "in = \"[17, 30]\", points = 2", "in = \"> 30\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("(15, 17)").line(line_of(&text, "[17, 30]"))]);
}

#[test]
fn an_overlap_that_holds_no_whole_number_is_none() {
    sound(&table_of("minutes", &["in = \"< 16\", points = 0", "in = \"> 15\", points = 5"]));
    let text = table_of("minutes", &["in = \"< 17\", points = 0", "in = \"> 15\", points = 5"]);
    faulty(&text, &[want("rule-overlap").value("(15, 17)").line(line_of(&text, "> 15"))]);
}

#[test]
fn a_table_covers_what_its_measure_can_be_and_no_more() {
    // Nobody attends who is not expected, but more may speak than were counted present.
    let rows = ["in = \"[50%, 100%]\", points = 5", "in = \"[0%, 50%)\", points = 0"];
    sound(&table_of("attendance_rate", &rows));
    let text = table_of("speaking_share", &rows);
    faulty(&text, &[want("rule-gap").value("> 100%").line(line_of(&text, "[50%, 100%]"))]);
    // A difference can fall below zero, the greater of it and zero cannot.
    let rows = ["in = \"= 0\", points = 5", "in = \"> 0\", points = 0"];
    sound(&table_of("max(90 - minutes, 0)", &rows));
    let text = table_of("90 - minutes", &rows);
    faulty(&text, &[want("rule-gap").value("< 0").line(line_of(&text, "= 0\", points = 5"))]);
}

#[test]
fn what_an_exception_takes_needs_no_row() {
    let text = table_of("minutes", &["in = \"< 45\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("≥ 45").line(line_of(&text, "< 45"))]);
    sound(&spoilt(
        &text,
        "[form.group.leaf.tiers] # here",
        "first = [ { when = \"minutes >= 45\", points = 0 } ]\n[form.group.leaf.tiers] # here",
    ));
}

#[test]
fn a_table_of_words_names_each_that_can_come() {
    let rows = [
        "is = \"regular\", points = 5",
        "is = \"thematic\", points = 3",
        "is = \"combined\", points = 5",
        "is = \"congress\", points = 0",
    ];
    let text = table_of("kind", &rows);
    faulty(&text, &[want("rule-gap").value("extraordinary")]);
    // Where the form is not for extraordinary meetings, no row is needed for them.
    sound(&spoilt(&text, "max = 30 # of the form", "max = 30\napplies = \"kind != extraordinary\""));
}
