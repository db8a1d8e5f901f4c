//! Awards: who may be considered, places and what excludes one another.

use super::regulations::YEAR;
use super::support::{Want, want};
use super::{faulty, line_of, sound, spoilt};

/// An award of the small regulation of years, for a test to spoil.
const AWARD: &str = r#"
[[award]]
id = "co"
title = "Tặng cờ"
when = "level >= 'xs'" # of the flag
places = 1
group = []
cite = "qd: 4"

[[award]]
id = "bang-khen"
title = "Tặng bằng khen"
when = "not award('co') and level >= 'xs'" # of the certificate
not-with = ["co"]
places = 1
group = ["committee"]
cite = "qd: 4"
"#;

/// The small regulation of years with awards, one bit replaced: exactly that fault, at the line of the marker.
#[track_caller]
fn spoil_award(from: &str, to: &str, marker: &str, wanted: Want) {
    let sound_text = format!("{YEAR}{AWARD}");
    sound(&sound_text);
    let text = spoilt(&sound_text, from, to);
    faulty(&text, &[wanted.line(line_of(&text, marker))]);
}

#[test]
fn award_without_who_may_be_considered() {
    spoil_award(
        "when = \"level >= 'xs'\" # of the flag\n",
        "",
        "[[award]]\nid = \"co\"",
        want("rule-missing-key").expects("when"),
    );
}

#[test]
fn award_without_places() {
    spoil_award(
        "places = 1\ngroup = []",
        "group = []",
        "[[award]]\nid = \"co\"",
        want("rule-missing-key").expects("percent | places"),
    );
}

#[test]
fn award_that_asks_for_a_later_one() {
    spoil_award(
        "level >= 'xs'\" # of the flag",
        "not award('bang-khen')\" # of the flag",
        "# of the flag",
        want("expr-unknown").value("award('bang-khen')"),
    );
}

#[test]
fn award_not_together_with_an_unknown_one() {
    spoil_award("not-with = [\"co\"]", "not-with = [\"cu\"]", "\"cu\"", want("rule-value").value("cu").expects("co"));
}

#[test]
fn award_not_together_with_itself() {
    spoil_award("not-with = [\"co\"]", "not-with = [\"bang-khen\"]", "not-with", want("rule-value").value("bang-khen"));
}

#[test]
fn yearly_regulation_with_neither_levels_nor_awards() {
    let (head, _) = YEAR.split_once("[[level]]").unwrap();
    faulty(head, &[want("rule-missing-key").expects("level")]);
}
