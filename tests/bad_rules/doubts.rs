//! What is only doubtful: the file gives a regulation, and a person is asked to look.

use super::regulations::{MEETING, YEAR};
use super::support::want;
use super::{check, doubtful, line_of, sound, spoilt, table_of};

#[test]
fn a_maximum_that_nothing_gives() {
    let text = spoilt(MEETING, "{ in = \"> 85%\", points = 15 }", "{ in = \"> 85%\", points = 14 }");
    doubtful(&text, &[want("rule-max-unreached").value("14").expects("15").line(line_of(&text, "id = \"1.1\"") - 1)]);
    let recorded = |step: &str| {
        spoilt(
            MEETING,
            "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n",
            &format!("[form.group.leaf.recorded]\nstep = {step}\n"),
        )
    };
    sound(&recorded("0.5"));
    doubtful(&recorded("2"), &[want("rule-max-unreached").value("4").expects("5")]);
}

#[test]
fn points_exchanged_between_two_rows() {
    let rows = |a: &str, b: &str, c: &str| {
        table_of(
            "minutes",
            &[
                &format!("in = \">= 90\", points = {a}"),
                &format!("in = \"[60, 90)\", points = {b}"),
                &format!("in = \"[30, 60)\", points = {c}"),
                "in = \"< 30\", points = 0",
            ],
        )
    };
    sound(&rows("5", "3", "1"));
    sound(&rows("5", "5", "1"));
    let text = rows("3", "5", "1");
    doubtful(&text, &[want("rule-points-order").value("3").line(line_of(&text, ">= 90"))]);
    sound(&text.replace("in = \">= 90\", points = 3", "in = \">= 90\", points = 3, reading = \"whole-year\""));
}

#[test]
fn a_leaf_a_condition_or_a_gate_copied() {
    let text = spoilt(
        MEETING,
        "of = \"speaking_share\"\ntable = [\n  { in = \">= 50%\", points = 10 },\n  { in = \"< 50%\", points = 4 },\n",
        "of = \"attendance_rate\"\ntable = [\n  { in = \"> 85%\", points = 10 },\n  { in = \"(70%, 85%]\", points = 5 },\n  { in = \"<= 70%\", points = 0 },\n",
    );
    let text = text
        .replace("[measures.speaking_share]\nof = \"speakers / present\"\ntitle = \"Tỷ lệ phát biểu\"\ncite = \"qd: 2\"\n", "");
    doubtful(&text, &[want("rule-copied").line(line_of(&text, "id = \"2.1\"") - 1)]);
    let gate = "cite = \"qd: 6\"\n\n[[gate]]\nid = \"hai\"\ntitle = \"Hai\"\nwhen = \"attendance_rate < 50%\"\nat-most = \"kem\"\ncite = \"qd: 6\"\n";
    let text = spoilt(MEETING, "cite = \"qd: 6\"\n", gate);
    doubtful(&text, &[want("rule-copied").value("attendance_rate < 50%").line(line_of(&text, "id = \"hai\"") - 1)]);
    sound(&text.replacen("attendance_rate < 50%", "minutes < 60", 1));
    let condition = "when = \"lowest_grade >= 'dat'\"\n[[level.condition]]\ntitle = \"lại\"\nwhen = \"lowest_grade >= 'dat'\"\n";
    doubtful(
        &spoilt(YEAR, "when = \"lowest_grade >= 'dat'\"\n", condition),
        &[want("rule-copied").value("lowest_grade >= 'dat'")],
    );
}

#[test]
fn a_figure_between_two_steps() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("unexcused >= 1.5");
    doubtful(&text, &[want("rule-off-step").value("unexcused >= 1.5").expects("1").line(line_of(&text, "1.5"))]);
    sound(&when("unexcused >= 2"));
    // All points of the sheet are whole.
    doubtful(&when("total < 14.5"), &[want("rule-off-step").value("total < 14.5")]);
    let text = table_of("minutes", &["in = \">= 7.5\", points = 5", "in = \"< 7.5\", points = 0"]);
    doubtful(&text, &[want("rule-off-step").line(line_of(&text, ">= 7.5")), want("rule-off-step").line(line_of(&text, "< 7.5"))]);
    let text = MEETING.replace("25)", "24.5)").replace("[25", "[24.5");
    assert_eq!(check(&text).faults().len(), 2, "both levels end at 24.5");
}

#[test]
fn a_share_written_as_a_percent() {
    let text = spoilt(MEETING, "when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 0.5%\"");
    doubtful(&text, &[want("rule-small-percent").value("attendance_rate < 0.5%").line(line_of(&text, "0.5%"))]);
    let text = spoilt(
        MEETING,
        "{ in = \">= 50%\", points = 10 },\n  { in = \"< 50%\", points = 4 }",
        "{ in = \">= 0.5%\", points = 10 },\n  { in = \"< 0.5%\", points = 4 }",
    );
    doubtful(&text, &[want("rule-small-percent").value("≥ 0.5%"), want("rule-small-percent").value("< 0.5%")]);
}
