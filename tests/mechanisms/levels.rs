//! Levels by conditions alone, landing, gates that lower, grades by a measure and their numbers.

use chibo::assess::year::judge_year;
use chibo::rules::Regulation;

use super::support::Sandbox;
use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::{judge, level, regulation};

const BY_CONDITIONS: &str = r#"
[[form]]
id = "dk"
title = "Điều kiện"
applies = "kind = regular"
[[level]]
id = "du"
title = "Đủ"
cite = "a"
[[level.condition]]
title = "từ 90 phút"
when = "minutes >= 90"
[[level.condition]]
title = "không ai vắng không lý do"
when = "unexcused = 0"
[[level]]
id = "chua-du"
title = "Chưa đủ"
cite = "a"
"#;

#[test]
fn a_sheet_without_points_gives_a_level_and_no_total() {
    let regulation = regulation("meeting", BY_CONDITIONS);
    for (minutes, unexcused, wanted, failed, open) in [
        (Some(90), Some(0), Some("du"), 0b00, 0b00),
        (Some(89), Some(0), Some("chua-du"), 0b01, 0b00),
        (Some(90), Some(1), Some("chua-du"), 0b10, 0b00),
        // One condition fails, so what the other would say does not matter; otherwise it is open.
        (Some(80), None, Some("chua-du"), 0b01, 0b10),
        (Some(95), None, None, 0b00, 0b10),
    ] {
        let mut facts = vec![("kind", 0)];
        facts.extend(minutes.map(|minutes| ("minutes", minutes)));
        facts.extend(unexcused.map(|absent| ("unexcused", absent)));
        let judged = judge(&regulation, &facts);
        assert_eq!(judged.score.total, None, "no points are not zero points");
        assert_eq!(level(&regulation, &judged).as_deref(), wanted, "{facts:?}");
        assert_eq!(judged.score.is_judged(), wanted.is_some());
        let conditions = judged.score.conditions;
        assert_eq!((conditions.asked, conditions.failed, conditions.open), (0b11, failed, open), "{facts:?}");
    }
}

/// A yearly regulation of three levels by points that a person gave, with what `more` adds.
fn by_points(more: &str, of_best: &str) -> String {
    format!(
        r#"
[[fact]]
id = "given_points"
scope = "year"
type = "points"
[[fact]]
id = "faults"
scope = "year"
type = "count"
[[fact]]
id = "fine"
scope = "year"
type = "flag"
[[form]]
id = "f"
title = "F"
[[form.group]]
id = "1"
title = "G"
max = 100
cite = "a"
[[form.group.leaf]]
id = "l"
title = "L"
max = 100
[form.group.leaf.recorded]
fact = "given_points"
[[level]]
id = "xs"
title = "XS"
in = "[90, 100]"
cite = "a"
{of_best}
[[level.condition]]
title = "fine"
when = "fine"
[[level]]
id = "htt"
title = "HTT"
in = "[70, 90)"
cite = "a"
[[level]]
id = "ht"
title = "HT"
in = "[50, 70)"
cite = "a"
[[level]]
id = "kht"
title = "KHT"
in = "[0, 50)"
cite = "a"
{more}"#
    )
}

fn year_level(regulation: &Regulation, facts: &[(&str, i64)]) -> Option<String> {
    let mut slots = vec![None; regulation.layout.recorded()];
    for (fact, value) in facts {
        slots[regulation.vocabulary.position(fact).unwrap()] = Some(*value);
    }
    let judged = judge_year(regulation, slots.as_slice(), &[], None);
    judged.walk.level().map(|level| regulation.levels[level].id.clone())
}

#[test]
fn who_lacks_the_conditions_of_a_level_lands_where_the_text_says() {
    let points = |points: i64| points * 1000;
    let walking = regulation("year", &by_points("", ""));
    let named = regulation("year", &by_points("", "otherwise = \"ht\""));
    for (given, fine, by_walking, by_name) in [
        (95, Some(1), Some("xs"), Some("xs")),
        (95, Some(0), Some("htt"), Some("ht")),
        (95, None, None, None),
        (80, Some(0), Some("htt"), Some("htt")),
    ] {
        let mut facts = vec![("given_points", points(given))];
        facts.extend(fine.map(|fine| ("fine", fine)));
        assert_eq!(year_level(&walking, &facts).as_deref(), by_walking, "{facts:?}");
        assert_eq!(year_level(&named, &facts).as_deref(), by_name, "{facts:?}");
    }
}

#[test]
fn a_gate_lowers_by_levels_and_stops_at_the_last() {
    let gate = |levels: u32| {
        by_points(&format!("[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"faults > 0\"\ndrop = {levels}\ncite = \"a\"\n"), "")
    };
    for (levels, points, faults, wanted) in [
        (1, 95, Some(0), Some("xs")),
        (1, 95, Some(2), Some("htt")),
        (2, 95, Some(2), Some("ht")),
        (2, 60, Some(1), Some("kht")),
        (1, 95, None, None),
        // Already the last: what the gate would do does not matter.
        (1, 40, None, Some("kht")),
    ] {
        let regulation = regulation("year", &gate(levels));
        let mut facts = vec![("given_points", points * 1000), ("fine", 1)];
        facts.extend(faults.map(|faults| ("faults", faults)));
        assert_eq!(year_level(&regulation, &facts).as_deref(), wanted, "{levels} {facts:?}");
    }
}

const GRADED: &str = r#"
[grades]
[[grades.grade]]
id = "xs"
title = "Xuất sắc"
[[grades.grade]]
id = "tot"
title = "Tốt"
[[grades.grade]]
id = "kem"
title = "Kém"
[[fact]]
id = "assigned"
scope = "year"
type = "count"
[[fact]]
id = "done"
scope = "year"
type = "count"
at-most = "assigned"
[[fact]]
id = "g1"
scope = "year"
type = "grade"
[[fact]]
id = "g2"
scope = "year"
type = "grade"
[[criterion]]
id = "tasks"
title = "Nhiệm vụ"
tags = ["task"]
cite = "a"
[criterion.tiers]
of = "done / assigned"
table = [ { in = "= 100%", grade = "xs" }, { in = "[80%, 100%)", grade = "tot" }, { in = "< 80%", grade = "kem" } ]
[[criterion]]
id = "c1"
title = "C1"
fact = "g1"
cite = "a"
[[criterion]]
id = "c2"
title = "C2"
fact = "g2"
cite = "a"
[[level]]
id = "best"
title = "Best"
cite = "a"
[[level.condition]]
title = "hai phần ba Xuất sắc, không Kém"
when = "criteria_at_least('xs') * 3 >= criteria * 2 and lowest_grade >= 'tot'"
[[level.condition]]
title = "nhiệm vụ từ Tốt"
when = "criteria_at_least('task', 'tot') = criteria('task')"
[[level]]
id = "rest"
title = "Rest"
cite = "a"
"#;

#[test]
fn grades_follow_from_a_measure_and_are_counted() {
    let regulation = regulation("year", GRADED);
    // Grades by number: 0 Xuất sắc, 1 Tốt, 2 Kém.
    for (done, g1, g2, wanted) in [
        (10, Some(0), Some(1), Some("best")), // Xuất sắc, Xuất sắc, Tốt: 2 of 3
        (9, Some(0), Some(1), Some("rest")),  // Tốt, Xuất sắc, Tốt: 1 of 3
        (9, Some(0), Some(0), Some("best")),  // Tốt, Xuất sắc, Xuất sắc
        (10, Some(0), Some(2), Some("rest")), // one Kém
        (7, Some(0), Some(0), Some("rest")),  // tasks Kém
        (10, None, Some(1), None),
    ] {
        let mut facts = vec![("done", done), ("assigned", 10)];
        facts.extend(g1.map(|grade| ("g1", grade)));
        facts.extend(g2.map(|grade| ("g2", grade)));
        assert_eq!(year_level(&regulation, &facts).as_deref(), wanted, "{facts:?}");
    }
}

/// A condition of a level is no leaf, whatever their ids look like.
#[test]
fn what_kept_a_meeting_from_a_level_is_told_apart_from_leaves() {
    let condition = "[[level.condition]]\ntitle = \"chi ủy họp trước\"\nwhen = \"committee_met\"\n[[level]]\nid = \"kha\"";
    let text = head("thu", "meeting") + RECORDED + &LEVELS.replacen("[[level]]\nid = \"kha\"", condition, 1);
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", text.replace("id = \"tot\"", "id = \"1\""))
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"../thu\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,X\n")
        .write(
            "r/meetings.csv",
            "cell,date,kind,committee-met,self:thu:1\nA,2024-01-03,regular,no,95\nB,2024-01-03,regular,,95\n",
        );
    let rows = sandbox.run(&["score", "r", "--by", "meeting", "--format", "json"]).json()["tables"]["meetings"].clone();
    let lost: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["lost"].as_str().unwrap()).collect();
    assert_eq!(lost, ["1=5;level:1.1=failed", "1=5;level:1.1=open"]);
}
