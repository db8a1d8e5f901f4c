//! Worked cases of periods and of what is due: every branch by figures worked out by hand, and every bad input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use chibo::cases::{Suite, Tested, parts, read};
use chibo::rules::{Regulation, load, shipped};
use chibo::words::Lang;
use support::Sandbox;
use support::small_regulation::{LEVELS, RECORDED};

const HEAD: &str = r#"
[regulation]
id = "ky"
scope = "meeting"
title = "Hai kỳ"
[sources.a]
title = "Phụ lục"
standing = "text"
"#;

const QUARTER: &str = r#"
[[period]]
of = "quarter"
meetings = "regular"
needs = "meetings >= 2"
not-received = "kem"
not-held = "kha"
cite = "a: 3"
[[period.level]]
id = "tot"
when = "mean >= 90"
[[period.level]]
id = "kha"
"#;

const YEAR: &str = r#"
[[period]]
of = "year"
meetings = "regular-and-thematic"
cite = "a: 4"
[[period.level]]
id = "tot"
when = "(first_half_mean + 2 * second_half_mean) / 3 >= 90 and count('kem') = 0"
[[period.level]]
id = "kha"
when = "lowest >= 50 and not_scored + open <= 1"
[[period.level]]
id = "kem"
"#;

const DUE: &str = r#"
[due]
regular = "monthly"
thematic = "half-yearly"
cite = "a: 5"
[[due.except]]
when = "cell_type = 'armed-forces'"
regular = "quarterly"
thematic = "none"
cite = "a: 5.a"
[due.plan]
fact = "thematic_plan_sent"
by = "01-31"
cite = "a: 5.b"
"#;

/// The text of the regulation with these parts.
fn with(parts: &[&str]) -> String {
    format!("{HEAD}{RECORDED}{LEVELS}{}", parts.concat())
}

fn loaded(text: &str) -> Regulation {
    let book = shipped::rulebook().unwrap();
    load(&book, &"ky".into(), &text.into()).unwrap_or_else(|findings| {
        panic!("{:#?}", findings.iter().map(|fault| (fault.place.line, fault.what(Lang::En))).collect::<Vec<_>>())
    })
}

fn both() -> Regulation {
    loaded(&with(&[QUARTER, YEAR, DUE]))
}

fn case(content: &str) -> String {
    format!("[[case]]\nid = \"a\"\ntitle = \"a\"\nsource = \"tính tay\"\n{content}\n")
}

fn suite(regulation: &Regulation, content: &str) -> Suite {
    let suite = read(regulation, &"cases.toml".into(), &case(content).into());
    let faults: Vec<String> = suite.findings.iter().map(|fault| fault.what(Lang::En)).collect();
    assert!(faults.is_empty(), "{content}: {faults:#?}");
    suite
}

/// The parts that a case reaches which holds.
#[track_caller]
fn reached(regulation: &Regulation, content: &str) -> Vec<String> {
    let suite = suite(regulation, content);
    let tested = Tested::of(regulation, &suite);
    let failed: Vec<_> = tested
        .failures()
        .map(|(_, expected, found)| (expected.of.text(regulation), &expected.value, found.map(str::to_owned)))
        .collect();
    assert!(failed.is_empty(), "{content}: {failed:?}");
    tested.reached.iter().map(|part| part.text(regulation)).collect()
}

#[test]
fn every_branch_of_a_period_and_of_what_is_due_is_a_part_with_its_clause() {
    let regulation = both();
    let found: Vec<(String, String)> = parts(&regulation)
        .iter()
        .map(|part| (part.text(&regulation), part.basis(&regulation).map_or(String::new(), |basis| regulation.clause(basis))))
        .filter(|(part, _)| part.starts_with("period") || part.starts_with("due"))
        .collect();
    let wanted = [
        ("period 1 entry 1 tot", "Phụ lục, 3"),
        ("period 1 entry 2 kha", "Phụ lục, 3"),
        ("period 2 entry 1 tot", "Phụ lục, 4"),
        ("period 2 entry 2 kha", "Phụ lục, 4"),
        ("period 2 entry 3 kem", "Phụ lục, 4"),
        ("period 1 needs fails", "Phụ lục, 3"),
        ("period 1 needs holds", "Phụ lục, 3"),
        ("period 1 not-held", "Phụ lục, 3"),
        ("period 1 not-received", "Phụ lục, 3"),
        ("due", "Phụ lục, 5"),
        ("due except 1", "Phụ lục, 5.a"),
        ("due plan not-received", "Phụ lục, 5.b"),
        ("due plan late", "Phụ lục, 5.b"),
        ("due plan in-time", "Phụ lục, 5.b"),
    ];
    assert_eq!(found, wanted.map(|(part, clause)| (part.to_owned(), clause.to_owned())));
    // A plan that may be sent on any day is never late.
    let any_day = loaded(&with(&[&DUE.replace("by = \"01-31\"\n", "")]));
    let plans = parts(&any_day).iter().filter(|part| part.text(&any_day).starts_with("due plan")).count();
    assert_eq!(plans, 2);
}

#[test]
fn the_meetings_of_a_quarter_give_what_they_give_by_hand() {
    let regulation = both();
    let rows = [
        // 269.9 / 3 = 89.966…; a quarter of three months has no halves.
        (
            "meetings = [{ month = 1, points = 89.9 }, { month = 2, points = 90 }, { month = 3, points = 90 }]",
            "level = \"kha\", mean = \"2699/30\", lowest = \"89.9\", mean-without-lowest = \"90\", first-half-mean = \"none\", second-half-mean = \"none\"",
            vec!["period 1 entry 2 kha", "period 1 needs holds"],
        ),
        ("meetings = [{ month = 5, points = 95 }]", "level = \"none\", mean = \"95\"", vec!["period 1 needs fails"]),
        // The missing one counts as a meeting, but has no points.
        (
            "meetings = [{ month = 10, points = 95 }], not-received = 1",
            "level = \"tot\", mean = \"95\"",
            vec!["period 1 entry 1 tot", "period 1 needs holds", "period 1 not-received"],
        ),
        // Levels alone have no mean, and what cannot be told is not "otherwise".
        ("levels = { tot = 1 }, not-held = 1", "level = \"open\", mean = \"none\"", vec!["period 1 not-held"]),
        ("levels = {}, not-scored = 3", "level = \"none\"", vec![]),
        // Thematic meetings do not count here.
        (
            "meetings = [{ month = 1, points = 95 }, { month = 2, points = 95 }, { month = 2, points = 40, kind = \"thematic\" }]",
            "level = \"tot\", lowest = \"95\"",
            vec!["period 1 entry 1 tot", "period 1 needs holds"],
        ),
    ];
    for (given, expect, parts) in rows {
        let content = format!("period = {{ of = \"quarter\", {given} }}\nexpect = {{ {expect} }}");
        assert_eq!(reached(&regulation, &content), parts, "{given}");
    }
    // A mean says nothing of the level.
    let mean = "period = { of = \"quarter\", meetings = [{ month = 1, points = 95 }] }\nexpect = { mean = \"95\" }";
    assert!(reached(&regulation, mean).is_empty());
}

#[test]
fn the_meetings_of_a_year_are_judged_by_the_rule_for_years() {
    let regulation = both();
    let rows = [
        // (80 + 2 × 95) / 3 = 90; combined and thematic meetings count.
        ("{ month = 1, points = 80 }, { month = 7, points = 95, kind = \"thematic\" }", "", "tot", "period 2 entry 1 tot"),
        ("{ month = 6, points = 80 }, { month = 12, points = 95, kind = \"combined\" }", "", "tot", "period 2 entry 1 tot"),
        // (95 + 2 × 80) / 3 = 85.
        ("{ month = 1, points = 95 }, { month = 7, points = 80 }", "", "kha", "period 2 entry 2 kha"),
        // The second meeting was cut to a lower level than its points give.
        ("{ month = 1, points = 80 }, { month = 7, points = 95, level = \"kem\" }", "", "kha", "period 2 entry 2 kha"),
        ("{ month = 1, points = 95 }, { month = 7, points = 80 }", ", open = 1", "kha", "period 2 entry 2 kha"),
        ("{ month = 1, points = 95 }, { month = 7, points = 80 }", ", not-scored = 1, open = 1", "kem", "period 2 entry 3 kem"),
        ("{ month = 1, points = 95 }, { month = 7, points = 49.5 }", "", "kem", "period 2 entry 3 kem"),
    ];
    for (meetings, more, level, part) in rows {
        let content = format!("period = {{ of = \"year\", meetings = [{meetings}]{more} }}\nexpect = {{ level = \"{level}\" }}");
        assert_eq!(reached(&regulation, &content), [part], "{meetings}{more}");
    }
    // Nothing in the second half: its mean is none, and the level open.
    let half = "period = { of = \"year\", meetings = [{ month = 1, points = 95 }] }\n\
                expect = { level = \"open\", first-half-mean = \"95\", second-half-mean = \"none\" }";
    assert!(reached(&regulation, half).is_empty());
}

#[test]
fn a_regulation_with_one_rule_needs_no_word_of_the_period() {
    let regulation = loaded(&with(&[YEAR]));
    let content =
        "period = { meetings = [{ month = 1, points = 80 }, { month = 7, points = 95 }] }\nexpect = { level = \"tot\" }";
    assert_eq!(reached(&regulation, content), ["period 1 entry 1 tot"]);
}

#[test]
fn what_is_due_and_missing_follows_from_the_cell_and_what_was_received() {
    let regulation = both();
    let rows = [
        (
            "{ cell_type = \"village\", thematic_plan_sent = 2024-01-31 }",
            "period = \"2024-H1\", regular = [\"2024-01\", \"2024-05-03\"]",
            "due-regular = [\"2024-01\", \"2024-02\", \"2024-03\", \"2024-04\", \"2024-05\", \"2024-06\"], due-thematic = [\"2024-H1\"], \
             missing-regular = [\"2024-02\", \"2024-03\", \"2024-04\", \"2024-06\"], missing-thematic = [\"2024-H1\"], plan = \"in-time\"",
            vec!["due", "due plan in-time"],
        ),
        // A meeting in each quarter is enough; the plan came a day late.
        (
            "{ cell_type = \"armed-forces\", thematic_plan_sent = 2024-02-01 }",
            "period = \"2024-H1\", regular = [\"2024-01\", \"2024-05\"]",
            "due-regular = [\"2024-Q1\", \"2024-Q2\"], due-thematic = [], missing-regular = [], plan = \"late\"",
            vec!["due except 1", "due plan late"],
        ),
        ("{ cell_type = \"village\" }", "period = \"2024\"", "plan = \"not-received\"", vec!["due plan not-received"]),
        // A combined meeting is both; a thematic one stands for no month.
        (
            "{ cell_type = \"village\" }",
            "period = \"2024-H1\", combined = [\"2024-02\"], thematic = [\"2024-03\"]",
            "missing-regular = [\"2024-01\", \"2024-03\", \"2024-04\", \"2024-05\", \"2024-06\"], missing-thematic = []",
            vec!["due"],
        ),
        // A cell of 10 February owes its first meeting in March.
        ("{ from = 2024-02-10 }", "period = \"2024-Q1\"", "due-regular = [\"2024-03\"]", vec!["due"]),
    ];
    for (cell, due, expect, parts) in rows {
        let content = format!("cell = {cell}\ndue = {{ {due} }}\nexpect = {{ {expect} }}");
        assert_eq!(reached(&regulation, &content), parts, "{cell} {due}");
    }
    // A month and a half-year that begin before the first day are not due, nor is a plan before it.
    let late = loaded(&with(&[DUE]).replace("title = \"Hai kỳ\"\n", "title = \"Hai kỳ\"\nfirst-day = 2024-02-10\n"));
    let first = "due = { period = \"2024-H1\" }\n\
                 expect = { due-regular = [\"2024-03\", \"2024-04\", \"2024-05\", \"2024-06\"], due-thematic = [] }";
    assert_eq!(reached(&late, first), ["due"]);
    assert!(reached(&late, "due = { period = \"2023\" }\nexpect = { plan = \"none\" }").is_empty());
}

/// The same figures through records: a case says what `score` gives.
#[test]
fn a_case_says_what_records_give() {
    let rows = "cell,date,kind,members,present,self:ky:1\nA,2024-01-03,regular,10,10,89.9\nA,2024-02-03,regular,10,10,90\n";
    let sandbox = Sandbox::new();
    sandbox
        .write("ky/regulation.toml", with(&[QUARTER, YEAR, DUE]))
        .write("r/chibo.toml", "period = \"2024-Q1\"\nrules = \"../ky\"\n")
        .write("r/cells.csv", "code,committee,type\nA,X,village\n")
        .write("r/meetings.csv", rows);
    let run = sandbox.run(&["score", "r", "--format", "json"]);
    let cell = run.json()["tables"]["cells"][0].clone();
    assert_eq!(cell["level"].as_str(), Some("kha"), "{}", run.stderr);
    assert_eq!(cell["not_received_months"].as_str(), Some("2024/plan 2024-03/regular"));
    let regulation = both();
    let meetings = "{ month = 1, points = 89.9 }, { month = 2, points = 90 }";
    let period =
        format!("period = {{ of = \"quarter\", meetings = [{meetings}], not-received = 1 }}\nexpect = {{ level = \"kha\" }}");
    assert_eq!(reached(&regulation, &period).len(), 3);
    let due = "cell = { cell_type = \"village\" }\ndue = { period = \"2024-Q1\", regular = [\"2024-01-03\", \"2024-02-03\"] }\n\
               expect = { missing-regular = [\"2024-03\"], missing-thematic = [], plan = \"not-received\" }";
    assert_eq!(reached(&regulation, due), ["due", "due plan not-received"]);
}

#[test]
fn a_part_that_no_case_reaches_names_its_period() {
    let sandbox = Sandbox::new();
    let only = case("period = { of = \"quarter\", levels = { tot = 2 } }\nexpect = { level = \"open\" }");
    sandbox.write("ky/regulation.toml", with(&[QUARTER, YEAR, DUE])).write("ky/cases.toml", only);
    for (lang, wanted) in [
        (
            "vi",
            [
                "quý: Tốt (mean >= 90)",
                "cả năm: Kém (còn lại)",
                "quý, điều kiện để có mức (meetings >= 2): đạt",
                "quý: buổi chưa nhận tính là Kém",
                "quý: buổi không họp tính là Khá",
                "phải họp: quy định chung",
                "phải họp: ngoại lệ (cell_type = 'armed-forces')",
                "kế hoạch chuyên đề năm: gửi muộn",
            ],
        ),
        (
            "en",
            [
                "quarter: Tốt (mean >= 90)",
                "the year: Kém (otherwise)",
                "quarter, what a level needs (meetings >= 2): met",
                "quarter: a meeting not received counts as Kém",
                "quarter: a meeting not held counts as Khá",
                "due: the general rule",
                "due: exception (cell_type = 'armed-forces')",
                "yearly thematic plan: sent late",
            ],
        ),
    ] {
        let shown = sandbox.run_in(lang, &["rules", "test", "ky", "--format", "markdown"]).stdout;
        for text in wanted {
            assert!(shown.contains(&format!("| {text} |")), "{lang}: {text}\n{shown}");
        }
    }
}

/// What is wrong with a case, as code, line, value and what was expected; each fault says how it is mended.
fn faults(regulation: &Regulation, content: &str) -> Vec<(&'static str, Option<u64>, String)> {
    let suite = read(regulation, &"cases.toml".into(), &case(content).into());
    assert!(suite.cases.is_empty(), "{content}");
    let told = |fault: &chibo::diagnostic::Diagnostic| {
        assert!(!fault.mend(Lang::En).is_empty() && !fault.mend(Lang::Vi).is_empty());
        (fault.code.id(), fault.place.line, fault.expected(Lang::En))
    };
    suite.findings.iter().map(told).collect()
}

#[test]
fn meetings_of_a_period_that_cannot_be_are_refused_with_their_place() {
    let regulation = both();
    let rows = [
        ("levels = { tot = 7 }", "case-period", "of = \"quarter\" | of = \"year\""),
        ("of = \"half\", levels = { tot = 7 }", "case-unknown", "quarter"),
        ("of = \"week\", levels = { tot = 7 }", "rule-value", "month | quarter | half | year"),
        ("of = 3, levels = { tot = 7 }", "rule-value", "of"),
        ("of = \"year\"", "case-meetings", "levels | meetings"),
        ("of = \"year\", levels = { tot = 7 }, meetings = []", "case-meetings", "levels | meetings"),
        ("of = \"year\", levels = { tott = 7 }", "case-unknown", "tot"),
        ("of = \"year\", levels = { tot = -7 }", "rule-value", "12"),
        ("of = \"year\", levels = [7]", "rule-value", "levels"),
        ("of = \"year\", meetings = { month = 1 }", "rule-value", "meetings"),
        ("of = \"year\", meetings = [{ month = 1 }]", "case-meetings", "points | level"),
        ("of = \"year\", meetings = [{ points = 90 }]", "rule-missing-key", "month"),
        ("of = \"year\", meetings = [{ month = 13, points = 90 }]", "rule-value", "1 … 12"),
        ("of = \"year\", meetings = [{ month = 0, points = 90 }]", "rule-value", "1 … 12"),
        ("of = \"year\", meetings = [{ month = 1.5, points = 90 }]", "rule-value", "12"),
        ("of = \"quarter\", meetings = [{ month = 4, points = 90 }, { month = 7, points = 90 }]", "rule-value", "4 … 6"),
        ("of = \"year\", meetings = [{ month = 1, points = \"90\" }]", "rule-value", "points"),
        ("of = \"year\", meetings = [{ month = 1, points = -1 }]", "rule-value", "86.5"),
        ("of = \"year\", meetings = [{ month = 1, level = \"khaa\" }]", "case-unknown", "kha"),
        (
            "of = \"year\", meetings = [{ month = 1, points = 90, kind = \"congress\" }]",
            "rule-value",
            "regular | thematic | combined",
        ),
        ("of = \"year\", meetings = [{ month = 1, point = 90, level = \"tot\" }]", "rule-unknown-key", "points"),
        ("of = \"year\", levels = { tot = 7 }, not-held = 1.5", "rule-value", "12"),
        ("of = \"year\", levels = { tot = 7 }, not-scored = -1", "rule-value", "12"),
        ("of = \"year\", levels = { tot = 7 }, not-received = \"1\"", "rule-value", "not-received"),
        ("of = \"year\", levels = { tot = 7 }, open = true", "rule-value", "open"),
        ("of = \"year\", levels = { tot = 7 }, not-heldd = 1", "rule-unknown-key", "not-held"),
    ];
    for (given, code, expected) in rows {
        let found = faults(&regulation, &format!("period = {{ {given} }}\nexpect = {{ level = \"tot\" }}"));
        assert!(
            matches!(found.as_slice(), [(one, Some(5), wanted)] if *one == code && wanted.contains(expected)),
            "{given}: {found:?}"
        );
    }
    for (expect, code, expected) in [
        ("level = \"khaa\"", "case-unknown", "kha"),
        ("mean = \"90,5\"", "rule-value", "290/3"),
        ("lowest = \"180/2\"", "rule-value", "86.5"),
        ("first-half-mean = \"open\"", "rule-value", "none"),
        ("second-half-mean = 90", "rule-value", "second-half-mean"),
        ("total = \"90\"", "rule-unknown-key", "mean"),
        ("", "case-expects-nothing", "level | mean | lowest"),
    ] {
        let content = format!("period = {{ of = \"year\", levels = {{ tot = 7 }} }}\nexpect = {{ {expect} }}");
        let found = faults(&regulation, &content);
        let sound = matches!(found.as_slice(), [(one, Some(6), wanted)]
            if *one == code && (wanted.contains(expected) || code == "rule-unknown-key"));
        assert!(sound, "{expect}: {found:?}");
    }
}

#[test]
fn what_cannot_be_due_or_received_is_refused_with_its_place() {
    let regulation = both();
    let rows = [
        ("regular = [\"2024-01\"]", "rule-missing-key", "period"),
        ("period = \"2024-Q5\"", "rule-value", "2024-Q2"),
        ("period = 2024", "rule-value", "period"),
        ("period = \"2024-Q1\", regular = [\"2024-04\"]", "rule-value", "2024-Q1"),
        ("period = \"2024-Q1\", regular = [\"2024-04-01\"]", "rule-value", "2024-Q1"),
        ("period = \"2024-Q1\", regular = [\"2024-Q1\"]", "rule-value", "2024-03"),
        ("period = \"2024-Q1\", thematic = [2024-03-05]", "rule-value", "thematic"),
        ("period = \"2024-Q1\", combined = \"2024-03\"", "rule-value", "combined"),
        ("period = \"2024-Q1\", regulr = [\"2024-03\"]", "rule-unknown-key", "regular"),
    ];
    for (given, code, expected) in rows {
        let found = faults(&regulation, &format!("due = {{ {given} }}\nexpect = {{ plan = \"late\" }}"));
        assert!(
            matches!(found.as_slice(), [(one, Some(5), wanted)] if *one == code && wanted.contains(expected)),
            "{given}: {found:?}"
        );
    }
    for (expect, code, expected) in [
        ("due-regular = [\"2024-Q7\"]", "rule-value", "2024-Q1"),
        ("due-thematic = [\"2024-H1\"]", "rule-value", "2024-Q1"),
        ("missing-regular = [\"2024-04\"]", "rule-value", "2024-03"),
        ("missing-thematic = \"2024-Q1\"", "rule-value", "missing-thematic"),
        ("plan = \"sent\"", "rule-value", "not-received | late | in-time | none"),
        ("level = \"tot\"", "rule-unknown-key", ""),
        ("", "case-expects-nothing", "due-regular"),
    ] {
        let found = faults(&regulation, &format!("due = {{ period = \"2024-Q1\" }}\nexpect = {{ {expect} }}"));
        let first = found.first().unwrap_or_else(|| panic!("{expect}"));
        assert!(first.0 == code && first.1 == Some(6) && first.2.contains(expected), "{expect}: {found:?}");
    }
    let cell =
        faults(&regulation, "cell = { cell_typ = \"village\" }\ndue = { period = \"2024-Q1\" }\nexpect = { plan = \"late\" }");
    assert_eq!(cell, [("case-unknown", Some(5), "cell_type".to_owned())]);
}

#[test]
fn a_regulation_without_such_a_rule_has_no_such_case() {
    let regulation = loaded(&with(&[]));
    for content in [
        "period = { levels = { tot = 7 } }\nexpect = { level = \"tot\" }",
        "due = { period = \"2024-Q1\" }\nexpect = { due-regular = [] }",
    ] {
        let found = faults(&regulation, content);
        assert!(matches!(found.as_slice(), [("case-unknown", Some(5), _)]), "{content}: {found:?}");
    }
    let book = shipped::rulebook().unwrap();
    let yearly = shipped::find(&book, "366-qd-tw").unwrap();
    let found = faults(&yearly, "due = { period = \"2024-Q1\" }\nexpect = { due-regular = [] }");
    assert!(matches!(found.as_slice(), [("case-kind", Some(1), _)]), "{found:?}");
}
