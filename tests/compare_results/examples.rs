//! The shipped examples of comparisons: the figures of their READMEs.

use std::collections::BTreeSet;

use super::support::Sandbox;
use super::{compared, exact, example, in_json, notices, number, rows, sum, text, told};

const LEVELS: [&str; 6] = ["cell", "side", "mean_before", "mean_after", "level_before", "level_after"];

#[test]
fn the_old_and_the_new_rule_come_to_the_figures_of_the_readme() {
    let result = compared(
        &Sandbox::new(),
        &[&example("old-and-new-rule"), "--rules", "19-qd-tu", "--rules", "34-qd-tu", "--rules", "19-qd-tu,34-qd-tu", "--all"],
    );
    let by_date = "19-qd-tu,34-qd-tu";
    assert_eq!(
        told(&result, "cells", &LEVELS),
        [
            "CM-01 34-qd-tu 100 100 tot tot".to_owned(),
            format!("CM-01 {by_date} 100 100 tot tot"),
            "CM-02 34-qd-tu 90 87 tot kha".to_owned(),
            format!("CM-02 {by_date} 90 88.25 tot kha"),
            "CM-03 34-qd-tu 85 90 kha tot".to_owned(),
            format!("CM-03 {by_date} 85 1055/12 kha tot"),
            "CM-04 34-qd-tu 100 100 kha tot".to_owned(),
            format!("CM-04 {by_date} 100 100 kha tot"),
            "CM-05 34-qd-tu 95 97 tot tot".to_owned(),
            format!("CM-05 {by_date} 95 577/6 tot tot"),
            "CM-06 34-qd-tu 95 95 tot tot".to_owned(),
            format!("CM-06 {by_date} 95 95 tot tot"),
        ]
    );
    let changes = told(&result, "cells", &["cell", "compared", "changed_meetings", "points_change", "level_move"]);
    assert_eq!(
        changes,
        [
            "CM-01 12 0 0 same",
            "CM-01 12 0 0 same",
            "CM-02 12 12 -36 down",
            "CM-02 12 7 -21 down",
            "CM-03 12 12 60 up",
            "CM-03 12 7 35 up",
            "CM-04 5 0 0 not-comparable",
            "CM-04 5 0 0 not-comparable",
            "CM-05 12 12 24 same",
            "CM-05 12 7 14 same",
            "CM-06 12 0 0 same",
            "CM-06 12 0 0 same",
        ]
    );
    // 12 times: 10 → 7 for 85 %, and what the other leaves give otherwise.
    let leaves = [
        "1.1>2.1=-36",
        "2.1>3.1=-24",
        "2.2>3.2=-12",
        "2.4>3.4=-24",
        "3.2>4.1=60",
        "3.5>4.2=96",
        "4.1>5.1=-12",
        "4.3>5.2=-12",
        "5.1>6.1=60",
        "3.7>7.1=24",
        "3.3>=-120",
        "4.2>=-36",
    ];
    let own = |row: &&serde_json::Value| {
        text(row, "cell") == "CM-02" && text(row, "side") == "34-qd-tu" && text(row, "what") == "points"
    };
    let found: Vec<String> = rows(&result, "causes")
        .iter()
        .filter(own)
        .map(|row| format!("{}>{}={}", text(row, "leaf_before"), text(row, "leaf_after"), text(row, "points")))
        .collect();
    assert_eq!(found, leaves);
    assert_eq!(sum(leaves.iter().map(|leaf| number(leaf.split_once('=').unwrap().1))), number("-36"));
    let missing = rows(&result, "causes").iter().filter(|row| text(row, "cause") == "missing-fact");
    let missing: Vec<String> =
        missing.map(|row| format!("{} {} {}", text(row, "cell"), text(row, "meetings"), text(row, "ids_before"))).collect();
    assert_eq!(missing, ["CM-04 7 3.3 4.2", "CM-04  3.3 4.2", "CM-04 7 3.3 4.2", "CM-04  3.3 4.2"]);
    let without_all = compared(&Sandbox::new(), &[&example("old-and-new-rule"), "--rules", "19-qd-tu", "--rules", "34-qd-tu"]);
    assert_eq!(told(&without_all, "cells", &["cell"]), ["CM-02", "CM-03", "CM-04", "CM-05"]);
    assert_eq!(told(&without_all, "summary", &["cells", "changed", "unchanged", "not_comparable"]), ["6 4 2 1"]);
    assert!(notices(&result).contains(&"assumed") && notices(&result).contains(&"applied-on-request"), "{:?}", notices(&result));
}

#[test]
fn a_draft_moves_by_denominator_threshold_and_gate_and_one_rule_touches_nobody() {
    let draft = example("old-and-new-rule/du-thao");
    let result = compared(&Sandbox::new(), &[&example("old-and-new-rule"), "--rules", "34-qd-tu", "--rules", &draft]);
    assert_eq!(
        told(&result, "causes", &["cell", "side", "what", "cause", "leaf_before", "points", "meetings", "up", "down"]),
        [
            "CM-03 du-thao meetings threshold   12  12",
            "CM-03 du-thao period-level meetings     ",
            "CM-05 du-thao points denominator 2.1 36 12  ",
            "CM-05 du-thao rate denominator     ",
            "CM-06 du-thao meetings gate   12  12",
            "CM-06 du-thao period-level meetings     ",
        ]
    );
    let rates = ["attendance_part_before", "attendance_whole_before", "attendance_part_after", "attendance_whole_after"];
    assert!(told(&result, "cells", &rates).contains(&"192 240 192 204".to_owned()));
    assert_eq!(
        told(&result, "rules", &["kind", "before", "after", "cells_touched", "meetings_touched"]),
        ["left-out  on_mission 1 ", "leaf 1.2 1.2 0 0", "level tot tot 1 ", "level kha kha 1 ", "gate  vang-khong-ly-do 1 "]
    );
    assert!(notices(&result).contains(&"untouched"), "{:?}", notices(&result));
}

#[test]
fn two_year_end_texts_come_to_the_figures_of_the_readme() {
    let result =
        compared(&Sandbox::new(), &[&example("year-end-124-366"), "--year-end", "124-qd-tw", "--year-end", "366-qd-tw", "--all"]);
    assert_eq!(
        told(&result, "cells", &["cell", "year_before", "year_after", "year_move"]),
        [
            "NK-01 xs htt down",
            "NK-02 htt xs up",
            "NK-03 htt ht down",
            "NK-04 htt ht down",
            "NK-05 htt htt same",
            "NK-06 htt htt same",
            "NK-07 htt htt same",
            "NK-11  xs not-comparable",
            "NK-12  htt not-comparable",
            "NK-13 htt htt same",
            "NK-14 htt htt same",
            "NK-15 kht htt up",
            "NK-16 htt htt same",
        ]
    );
    assert_eq!(
        told(&result, "causes", &["cell", "what", "cause", "steps", "ids_before", "ids_after"]),
        [
            "NK-01 year-level quota   ",
            "NK-02 year-level points -1  ",
            "NK-03 year-level gate 1 xs:2 htt:2",
            "NK-04 year-level points 1  ",
            "NK-11 year-level tie   ",
            "NK-12 year-level tie   ",
            "NK-15 year-level gate -2 collective-disciplined xs:2 xs:3 ",
        ]
    );
    let touched: Vec<String> = told(&result, "rules", &["kind", "before", "after", "cells_touched"]);
    for line in
        ["gate collective-disciplined  1", "gate disunity  0", "condition  htt:2 1", "ranking-key  xs:total 3", "special  xs 3"]
    {
        assert!(touched.contains(&line.to_owned()), "{line} in {touched:#?}");
    }
    // The points of the README, from the run that classifies.
    let run = Sandbox::new().run(&["classify", &example("year-end-124-366"), "--year-end", "366-qd-tw", "--format", "json"]);
    let points = ["91", "96", "85", "68", "80", "88", "75", "94", "92", "93", "78", "72", "76"].map(number);
    let found: Vec<_> = rows(&run.json(), "cells").iter().map(|row| exact(row, "points")).collect();
    assert_eq!(found, points);
}

/// What `rules diff` says of two yearly texts is what the table of changed rules says, part by part.
#[test]
fn changed_rules_are_those_of_the_difference_of_the_texts() {
    const RULES: [&str; 11] = [
        "level",
        "condition",
        "gate",
        "criterion",
        "leaf",
        "quota",
        "quota-part",
        "ranking-key",
        "special",
        "small-groups",
        "leaves-out",
    ];
    let sandbox = Sandbox::new();
    for (old, new) in [("124-qd-tw", "366-qd-tw"), ("366-qd-tw", "124-qd-tw"), ("132-qd-tw", "124-qd-tw")] {
        let sides = ["--year-end", old, "--year-end", new];
        let result = in_json(&sandbox, &[&[example("year-end-124-366").as_str()], &sides[..]].concat()).json();
        let diff = sandbox.run(&["rules", "diff", old, new, "--format", "json"]).json();
        let changes: BTreeSet<String> = rows(&diff, "changes")
            .iter()
            .filter(|row| {
                RULES.contains(&text(row, "kind").as_str()) && !["standing", "retitled"].contains(&text(row, "change").as_str())
            })
            .map(|row| format!("{} {}", text(row, "kind"), text(row, "change")))
            .collect();
        let words = |row: &serde_json::Value| {
            let kind = text(row, "kind");
            text(row, "change").split(' ').map(|change| format!("{kind} {change}")).collect::<Vec<String>>()
        };
        let found: BTreeSet<String> = rows(&result, "rules").iter().flat_map(words).collect();
        assert_eq!(found, changes, "{old} {new}");
        assert!(found.iter().any(|change| change.starts_with("ranking-key")) || old == "132-qd-tw", "{found:?}");
    }
}
