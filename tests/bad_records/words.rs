//! Words of a choice, required fields, and meetings that were not held.

use super::rows::{FACTS, file};
use super::support::{account, assert_faults, want};
use super::{MEETINGS, find, one_bad_row, records, score_by_cell, sound};

#[test]
fn unknown_flag_word() {
    let bad = sound()[1].clone().with("held-on-day", "maybe");
    one_bad_row(bad, &[want("flag-invalid").at("S", "held-on-day").value("maybe").expects("yes").expects("blank")]);
}

#[test]
fn unknown_kind_word() {
    let bad = sound()[1].clone().with("kind", "monthly");
    one_bad_row(bad, &[want("choice-invalid").at("C", "kind").value("monthly").expects("regular").expects("thematic")]);
}

#[test]
fn blank_required_field() {
    one_bad_row(sound()[1].clone().with("date", ""), &[want("value-missing").at("B", "date").expects("date")]);
}

#[test]
fn not_held_without_reason() {
    let bad = sound()[1].clone().blank(FACTS).with("status", "not-held");
    one_bad_row(bad, &[want("reason-missing").at("E", "reason").expects("reason")]);
}

#[test]
fn not_held_with_facts() {
    let bad = sound()[1].clone().blank(FACTS).with("status", "not-held").with("reason", "bão");
    one_bad_row(bad.clone().with("minutes", "95"), &[want("status-conflict").at("Q", "minutes").value("95").expects("blank")]);
    one_bad_row(bad.with("held-on-day", "yes"), &[want("status-conflict").at("S", "held-on-day").value("yes").expects("blank")]);
}

#[test]
fn not_held_with_a_reason_is_no_fault() {
    let rows = [sound()[0].clone(), sound()[1].clone().blank(FACTS).with("status", "not-held").with("reason", "bão")];
    let run = score_by_cell(&records(file(&rows)));
    assert_faults(&run, &[]);
    assert_eq!((run.code, account(&run.json(), MEETINGS)), (Some(0), [2, 2, 0, 0]));
    assert_eq!(find(&run.json(), "cells", "cell", "C1")["not_held"], 1);
}
