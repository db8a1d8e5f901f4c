//! Tallies: the table they count in, the date that decides, and what tells rows apart.

use super::regulations::{MEETING, YEAR};
use super::support::{Want, assert_fault, want};
use super::{FILE, check, faulty, line_of, sound, spoilt};

/// The yearly regulation with a tally that a level asks for.
pub fn with_tally() -> String {
    const TALLY: &str = "[tallies.fined]\nof = \"discipline\"\nwhen = \"discipline_form = warning\"\nyear-by = \"fault_date\"\n\
        distinct = \"discipline_who\"\ntitle = \"Số người\"\ncite = \"qd: 4\"\n\n[grades]";
    let text = spoilt(YEAR, "[grades]", TALLY);
    spoilt(&text, "when = \"lowest_grade >= 'dat'\"", "when = \"lowest_grade >= 'dat' and fined < 3\"")
}

/// A tally in the yearly regulation, one place of it changed, gives the fault on the line of a marker.
#[track_caller]
fn spoil_tally(from: &str, to: &str, marker: &str, fault: Want) {
    sound(&with_tally());
    let text = spoilt(&with_tally(), from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

#[test]
fn a_tally_over_a_table_that_does_not_exist() {
    let fault = want("rule-value").value("\"disciplin\"").expects("discipline");
    spoil_tally("of = \"discipline\"", "of = \"disciplin\"", "\"disciplin\"", fault);
}

#[test]
fn a_tally_that_does_not_say_which_date_decides() {
    spoil_tally("year-by = \"fault_date\"\n", "", "[tallies.fined]", want("rule-missing-key").expects("year-by"));
}

#[test]
fn a_tally_by_a_fact_that_is_no_date() {
    let fault = want("expr-unknown").value("discipline_form").expects("discipline_date");
    spoil_tally("year-by = \"fault_date\"", "year-by = \"discipline_form\"", "year-by", fault);
}

#[test]
fn a_tally_that_tells_rows_apart_by_a_word_of_a_choice() {
    let fault = want("expr-unknown").value("discipline_subject").expects("discipline_who");
    spoil_tally("distinct = \"discipline_who\"", "distinct = \"discipline_subject\"", "distinct", fault);
}

#[test]
fn a_tally_whose_rows_are_asked_for_a_fact_of_the_year() {
    let fault = want("expr-unknown").value("given(g1)");
    spoil_tally("discipline_form = warning", "given(g1)", "given(g1)", fault);
}

#[test]
fn a_tally_with_the_name_of_a_fact() {
    let text = with_tally().replace("fined", "g1");
    faulty(&text, &[want("rule-duplicate").value("g1").line(line_of(&text, "[tallies.g1]"))]);
}

#[test]
fn a_tally_in_a_regulation_of_meetings() {
    let text = spoilt(MEETING, "[[form]]", "[tallies.fined]\nof = \"discipline\"\n\n[[form]]");
    assert_fault(&check(&text), &want("rule-unknown-key").file(FILE).value("tallies").expects("year"));
}
