//! Quotas: percent or places, base, groups, order and ranking.

use super::regulations::YEAR;
use super::support::want;
use super::{faulty, line_of, spoil_year, spoilt};

#[test]
fn quota_without_base() {
    spoil_year("base = \"level-or-better\"\n", "", "[[quota]]", want("rule-missing-key").expects("base"));
}

#[test]
fn quota_without_rounding() {
    spoil_year("rounding = \"down\"\n", "", "[[quota]]", want("rule-missing-key").expects("rounding"));
}

#[test]
fn quota_with_a_bad_percent() {
    spoil_year("percent = \"20%\"", "percent = \"20\"", "percent = \"20\"", want("rule-value").value("20").expects("20%"));
}

#[test]
fn quota_with_neither_percent_nor_places() {
    spoil_year("percent = \"20%\"\n", "", "[[quota]]", want("rule-missing-key").expects("percent | places"));
}

#[test]
fn quota_with_both_percent_and_places() {
    spoil_year(
        "percent = \"20%\"\n",
        "percent = \"20%\"\nplaces = 3\n",
        "[[quota]]",
        want("rule-missing-key").expects("percent | places"),
    );
}

#[test]
fn quota_grouped_by_what_is_no_fact_of_cells_or_years() {
    spoil_year("group = [\"committee\"]", "group = [\"comittee\"]", "comittee", want("rule-value").expects("committee"));
}

#[test]
fn quota_grouped_by_a_fact_of_meetings() {
    spoil_year("group = [\"committee\"]", "group = [\"kind\"]", "\"kind\"", want("rule-value").value("kind"));
}

#[test]
fn special_percent_that_is_not_higher() {
    let special = "\n[quota.special]\npercent = \"15%\"\nwhen = \"given(g1)\"\n";
    let text = format!("{YEAR}{special}");
    faulty(&text, &[want("rule-value").value("15%").line(line_of(&text, "15%"))]);
}

#[test]
fn a_key_of_a_percent_beside_a_fixed_number_of_places() {
    spoil_year(
        "percent = \"20%\"\nbase = \"level-or-better\"\nbase-level = \"xs\"\n",
        "places = 3\n",
        "rounding",
        want("rule-unknown-key").value("rounding"),
    );
}

#[test]
fn nested_quotas_with_the_outer_one_first() {
    let outer = "[[quota]]\nid = \"toan-tinh\"\nlevel = \"xs\"\nplaces = 3\ngroup = []\ncite = \"qd: 3\"\n\n[[quota]]\n";
    let text = spoilt(YEAR, "[[quota]]\n", outer);
    faulty(&text, &[want("rule-quota-order").value("trong-xa").line(line_of(&text, "trong-xa"))]);
}

#[test]
fn two_quotas_of_one_id() {
    let second = "[[quota]]\nid = \"trong-xa\"\nlevel = \"xs\"\nplaces = 3\ngroup = [] # second\ncite = \"qd: 3\"\n";
    let text = format!("{YEAR}{second}");
    let line = text.lines().count() as u64 - 4;
    faulty(&text, &[want("rule-duplicate").value("trong-xa").line(line)]);
}

#[test]
fn ranking_by_a_text() {
    spoil_year(
        "group = [\"committee\"]\n",
        "group = [\"committee\"]\nranking = [ { id = \"k\", title = \"Cấp ủy\", of = \"committee\" } ]\n",
        "title = \"Cấp ủy\"",
        want("expr-wanted").value("committee"),
    );
}

#[test]
fn quota_of_an_unknown_level() {
    spoil_year("base-level = \"xs\"", "base-level = \"xx\"", "\"xx\"", want("rule-unknown-level").value("xx").expects("xs"));
}

#[test]
fn level_that_asks_for_the_level_after_quotas() {
    spoil_year("lowest_grade >= 'dat'", "level >= 'xs'", "level >= 'xs'", want("expr-unknown").value("level"));
}
