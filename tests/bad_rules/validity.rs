//! The time in which a regulation holds: years, windows and transitional clauses.

use super::regulations::MEETING;
use super::support::{Run, assert_faults, want};
use super::{check, line_of, spoil_year, spoilt};

#[test]
fn window_beside_years() {
    spoil_year(
        "years = \"2024..\"\n",
        "years = \"2024..\"\n[regulation.window]\nfirst-day = 2025-09-01\nlast-day = 2025-12-31\n",
        "years = \"2024..\"",
        want("rule-unknown-key").value("years"),
    );
}

#[test]
fn window_that_ends_before_it_begins() {
    spoil_year(
        "years = \"2024..\"\n",
        "[regulation.window]\nfirst-day = 2025-09-01\nlast-day = 2025-08-31\n",
        "last-day",
        want("rule-value").value("2025-08-31").expects("2025-09-01"),
    );
}

/// The regulation with a first day, perhaps a predecessor, and a transitional clause at its end.
fn with_transition(replaces: &str, clause: &str) -> Run {
    let header = format!("scope = \"meeting\"\nfirst-day = 2024-05-19\n{replaces}");
    check(spoilt(MEETING, "scope = \"meeting\"", &header) + "\n[transition]\ncite = \"qd: 9\"\n" + clause)
}

#[test]
fn a_transitional_clause_without_a_text_that_it_replaces() {
    assert_faults(&with_transition("", "year = \"old\"\n"), &[want("rule-missing-key").expects("replaces")]);
    assert_faults(&with_transition("replaces = \"cu\"", "year = \"old\"\n"), &[]);
}

#[test]
fn a_text_that_replaces_itself() {
    let text = spoilt(MEETING, "scope = \"meeting\"", "scope = \"meeting\"\nfirst-day = 2024-05-19\nreplaces = \"mau\"");
    let fault = want("rule-value").value("mau").line(line_of(&text, "replaces")).expects("≠ mau");
    assert_faults(&check(text), &[fault]);
}

#[test]
fn a_transitional_clause_that_says_nothing() {
    let replaces = "replaces = \"cu\"";
    assert_faults(&with_transition(replaces, ""), &[want("rule-missing-key").expects("year | meetings-until")]);
    assert_faults(&with_transition(replaces, "year = \"both\"\n"), &[want("rule-value").expects("new | old | longer | each")]);
    let before = with_transition(replaces, "meetings-until = 2024-05-18\n");
    assert_faults(&before, &[want("rule-value").value("2024-05-18").expects("2024-05-19")]);
    assert_faults(&with_transition(replaces, "meetings-until = 2024-05-19\n"), &[]);
}
