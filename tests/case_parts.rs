//! Which parts cases reach, for every kind of leaf: branches counted by hand, each reached by the one case that was made for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use chibo::cases::{Suite, Tested, parts, read};
use chibo::rules::{Regulation, load, shipped};
use chibo::words::Lang;

const REGULATION: &str = r#"
[regulation]
id = "loai"
scope = "meeting"
title = "Đủ loại tiêu chí"

[sources.qd]
title = "Phụ lục"
standing = "text"

[[fact]]
id = "initiatives"
scope = "meeting"
type = "count"

[measures.speaking]
of = "speakers / present"
title = "Tỷ lệ phát biểu"
cite = "qd: 1"

[[form]]
id = "phieu"
title = "Phiếu"
max = 100

[[form.group]]
id = "1"
title = "Nhóm"
max = 100
cite = "qd: 1"

[[form.group.leaf]]
id = "1.1"
title = "Vắng không lý do, trừ 2 điểm mỗi người, nhiều nhất 6"
max = 10
[form.group.leaf.per-occurrence]
of = "unexcused"
each = -2
at-least = 4

[[form.group.leaf]]
id = "1.2"
title = "Theo tỷ lệ phát biểu, đủ điểm từ 80 %"
max = 20
[form.group.leaf.proportional]
of = "speaking"
full-at = "80%"
step = 0.5
mode = "down"

[[form.group.leaf]]
id = "1.3"
title = "Chi ủy họp trước; dưới 5 người có mặt thì 3 điểm"
max = 20
[[form.group.leaf.first]]
when = "present < 5"
points = 3
cite = "qd: 1.c"
[form.group.leaf.yes-no]
fact = "committee_met"

[[form.group.leaf]]
id = "1.4"
title = "Nội dung; phiếu cũ có tiêu chí 9 tối đa 25"
max = 50
[[form.group.leaf.corresponds]]
regulation = "cu"
leaf = "9"
max = 25
step = 0.5
mode = "half-up"
cite = "qd: 9"
[form.group.leaf.recorded]
step = 0.5

[[form.group.leaf]]
id = "1.5"
title = "Sáng kiến: 5 điểm thưởng một lần"
max = 5
bonus = "in-total"
[form.group.leaf.per-occurrence]
of = "initiatives"
each = 5

[[level]]
id = "tot"
title = "Tốt"
in = "[80, 100]"
cite = "qd: 2"

[[level]]
id = "kha"
title = "Khá"
in = "[0, 80)"
cite = "qd: 2"
"#;

fn regulation() -> Regulation {
    let book = shipped::rulebook().unwrap();
    load(&book, &"loai".into(), &REGULATION.into()).unwrap_or_else(|findings| {
        panic!("{:#?}", findings.iter().map(|fault| (fault.place.line, fault.what(Lang::En))).collect::<Vec<_>>())
    })
}

fn suite(regulation: &Regulation, cases: &str) -> Suite {
    let suite = read(regulation, &"cases.toml".into(), &cases.into());
    let faults: Vec<String> = suite.findings.iter().map(|fault| fault.what(Lang::En)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    suite
}

#[test]
fn the_branches_of_every_kind_are_those_that_its_figures_allow() {
    let regulation = regulation();
    let found: BTreeSet<String> = parts(&regulation).iter().map(|part| part.text(&regulation)).collect();
    let wanted = [
        "form phieu",
        // 10 falls by 2 to 4, so there is something between the ends; one step of 5 leads from end to end.
        "leaf 1.1 at-least",
        "leaf 1.1 at-most",
        "leaf 1.1 each",
        "leaf 1.2 full share",
        "leaf 1.2 share",
        "leaf 1.3 exception 1",
        "leaf 1.3 no",
        "leaf 1.3 yes",
        "leaf 1.4 carried 1",
        "leaf 1.4 recorded",
        "leaf 1.5 at-least",
        "leaf 1.5 at-most",
        "level kha",
        "level tot",
        "level tot floor missed",
        "level tot floor reached",
        "points by self alone",
    ];
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
}

/// One case a row: its facts, what it expects, and the parts of leaves that it reaches.
#[test]
fn each_case_reaches_the_branch_that_it_was_made_for() {
    let regulation = regulation();
    let rows = [
        ("unexcused = 0", "", "leaves = { \"1.1\" = \"10\" }", "leaf 1.1 at-most"),
        ("unexcused = 1", "", "leaves = { \"1.1\" = \"8\" }", "leaf 1.1 each"),
        ("unexcused = 3", "", "leaves = { \"1.1\" = \"4\" }, reasons = { \"1.1\" = \"at-least\" }", "leaf 1.1 at-least"),
        ("unexcused = 4", "", "leaves = { \"1.1\" = \"4\" }", "leaf 1.1 at-least"),
        // 4/9 of 80 % is 5/9; of 20 points 11.1, rounded down to 11.
        ("members = 9, present = 9, speakers = 4", "", "leaves = { \"1.2\" = \"11\" }", "leaf 1.2 share"),
        ("members = 5, present = 5, speakers = 4", "", "leaves = { \"1.2\" = \"20\" }", "leaf 1.2 full share"),
        ("members = 9, present = 9, committee_met = true", "", "leaves = { \"1.3\" = \"20\" }", "leaf 1.3 yes"),
        (
            "members = 9, present = 4, excused = 5, committee_met = true",
            "",
            "leaves = { \"1.3\" = \"3\" }, reasons = { \"1.3\" = \"exception 1\" }, clauses = { \"1.3\" = \"Phụ lục, 1.c\" }",
            "leaf 1.3 exception 1",
        ),
        ("kind = \"regular\"", "\"1.4\" = { verified = 30.5 }", "leaves = { \"1.4\" = \"30.5\" }", "leaf 1.4 recorded"),
        // 12.5 of 25 is half, of 50 points 25.
        (
            "kind = \"regular\"",
            "\"cu:9\" = { self = 20, verified = 12.5 }",
            "leaves = { \"1.4\" = \"25\" }, clauses = { \"1.4\" = \"Phụ lục, 9\" }",
            "leaf 1.4 carried 1",
        ),
        ("initiatives = 0", "", "leaves = { \"1.5\" = \"0\" }", "leaf 1.5 at-least"),
        ("initiatives = 2", "", "leaves = { \"1.5\" = \"5\" }", "leaf 1.5 at-most"),
    ];
    for (facts, points, expect, reached) in rows {
        let points = if points.is_empty() { String::new() } else { format!("points = {{ {points} }}\n") };
        let case = format!(
            "[[case]]\nid = \"a\"\ntitle = \"a\"\nsource = \"tính tay\"\nmeeting = {{ {facts} }}\n{points}expect = {{ {expect} }}\n"
        );
        let suite = suite(&regulation, &case);
        let tested = Tested::of(&regulation, &suite);
        let failed: Vec<_> = tested.failures().map(|(_, expected, found)| (&expected.value, found.map(str::to_owned))).collect();
        assert!(failed.is_empty(), "{facts}: {failed:?}");
        let leaves: Vec<String> =
            tested.reached.iter().map(|part| part.text(&regulation)).filter(|part| part.starts_with("leaf")).collect();
        assert_eq!(leaves, [reached], "{facts}");
    }
}

/// A case reaches nothing of a leaf that it does not look at.
#[test]
fn what_a_case_does_not_expect_it_does_not_reach() {
    let regulation = regulation();
    let case = "[[case]]\nid = \"a\"\ntitle = \"a\"\nsource = \"tính tay\"\nmeeting = { unexcused = 1, initiatives = 1 }\n";
    let reached = |expect: &str| -> Vec<String> {
        let suite = suite(&regulation, &format!("{case}expect = {{ {expect} }}\n"));
        Tested::of(&regulation, &suite).reached.iter().map(|part| part.text(&regulation)).collect()
    };
    assert!(reached("level = \"open\"").is_empty());
    assert_eq!(reached("leaves = { \"1.5\" = \"5\" }"), ["form phieu", "leaf 1.5 at-most"]);
    // That the total is open says nothing of the leaves that are known.
    assert!(reached("total = \"open\"").is_empty());
}

/// Until the day of its transitional clause the replaced text judges, so that is where the new one begins.
#[test]
fn the_ends_of_the_time_in_force_are_parts_with_a_side_each() {
    let book = shipped::rulebook().unwrap();
    let head = "title = \"Đủ loại tiêu chí\"\n";
    let with = |time: &str, more: &str| {
        let text = REGULATION.replace(head, &format!("{head}{time}")) + more;
        load(&book, &"loai".into(), &text.as_str().into())
            .unwrap_or_else(|findings| panic!("{:?}", findings.iter().map(|fault| fault.what(Lang::En)).collect::<Vec<_>>()))
    };
    let reached = |regulation: &Regulation, day: &str, in_force: bool| -> Vec<String> {
        let time = format!("time = {{ day = {day} }}\nexpect = {{ in-force = {in_force} }}\n");
        let suite = suite(regulation, &format!("[[case]]\nid = \"a\"\ntitle = \"a\"\nsource = \"tính tay\"\n{time}"));
        let tested = Tested::of(regulation, &suite);
        assert_eq!(tested.failed(), 0, "{day}");
        tested.reached.iter().map(|part| part.text(regulation)).collect()
    };
    let closed = with("first-day = 2024-03-01\nlast-day = 2024-12-31\n", "");
    for (day, in_force, part) in [
        ("2024-02-29", false, "time before the first"),
        ("2024-03-01", true, "time the first"),
        ("2024-12-31", true, "time the last"),
        ("2025-01-01", false, "time after the last"),
    ] {
        assert_eq!(reached(&closed, day, in_force), [part]);
    }
    assert!(reached(&closed, "2024-07-01", true).is_empty() && reached(&closed, "2023-07-01", false).is_empty());
    let clause = "\n[transition]\nmeetings-until = 2024-03-31\ncite = \"qd: 9\"\n";
    let late = with("first-day = 2024-03-01\nreplaces = \"cu\"\n", clause);
    assert_eq!(reached(&late, "2024-03-31", false), ["time before the first"]);
    assert_eq!(reached(&late, "2024-04-01", true), ["time the first"]);
    assert!(reached(&late, "2024-03-01", false).is_empty());
}

/// An alternative is reached by a case that would come out otherwise under what the text chose, and by no other.
#[test]
fn a_case_tells_an_alternative_reading_apart() {
    let book = shipped::rulebook().unwrap();
    let reading = r#"
[[reading]]
id = "few"
open = "\"ít người\" là bao nhiêu"
chosen = "dưới 5"
standing = "assumed"
cite = "qd"
covers = "1.3"
[[reading.alternative]]
id = "six"
chosen = "dưới 6"
[[reading.alternative.change.form]]
id = "phieu"
[[reading.alternative.change.form.group]]
id = "1"
[[reading.alternative.change.form.group.leaf]]
id = "1.3"
first = [ { when = "present < 6", points = 3 } ]
"#;
    let text: std::sync::Arc<str> = format!("{REGULATION}{reading}").into();
    let regulation = load(&book, &"loai".into(), &text).unwrap_or_else(|findings| {
        panic!("{:?}", findings.iter().map(|fault| (fault.place.line, fault.what(Lang::En))).collect::<Vec<_>>())
    });
    let case = |readings: &str, present: u32, points: &str| {
        format!(
            "[[case]]\nid = \"a\"\ntitle = \"a\"\nsource = \"tính tay\"\n{readings}\n\
             meeting = {{ members = 9, present = {present}, excused = {}, committee_met = true }}\n\
             expect = {{ leaves = {{ \"1.3\" = \"{points}\" }} }}\n",
            9 - present
        )
    };
    let run = |text: &str| {
        let suite = suite(&regulation, text);
        let tested = Tested::of(&regulation, &suite);
        let reached: Vec<String> = tested.reached.iter().map(|part| part.text(&regulation)).collect();
        (tested.failed(), reached)
    };
    let six = "readings = { few = \"six\" }";
    assert_eq!(run(&case("", 5, "20")), (0, vec!["form phieu".to_owned(), "leaf 1.3 yes".to_owned()]));
    assert_eq!(run(&case(six, 5, "3")), (0, vec!["reading few as six".to_owned()]));
    assert_eq!(run(&case(six, 4, "3")), (0, vec![]));
    assert_eq!(run(&case(six, 5, "20")).0, 1);
    for (given, near) in [("{ fwe = \"six\" }", "few"), ("{ few = \"sx\" }", "six")] {
        let suite = read(&regulation, &"cases.toml".into(), &case(&format!("readings = {given}"), 5, "3").into());
        let faults: Vec<_> = suite.findings.iter().map(|fault| (fault.code.id(), fault.expected(Lang::En))).collect();
        assert_eq!(faults, [("case-unknown", near.to_owned())]);
    }
}
