//! Parts of the rule language that no shipped regulation uses, on small regulations with figures worked out by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "mechanisms/leaves.rs"]
mod leaves;
#[path = "mechanisms/levels.rs"]
mod levels;
mod support;

use chibo::assess::{Judged, judge_meeting, working};
use chibo::base::Exact;
use chibo::rules::Regulation;
use support::small_regulation::{LEVELS, head, loaded};

fn regulation(scope: &str, body: &str) -> Regulation {
    loaded(&(head("thu", scope) + body))
}

fn judge(regulation: &Regulation, facts: &[(&str, i64)]) -> Judged {
    let mut slots = vec![None; regulation.layout.recorded()];
    for (fact, value) in facts {
        slots[regulation.vocabulary.position(fact).unwrap()] = Some(*value);
    }
    judge_meeting(regulation, &slots).unwrap()
}

fn level(regulation: &Regulation, judged: &Judged) -> Option<String> {
    judged.score.level.map(|level| regulation.levels[level].id.clone())
}

/// A form of two groups: 60 points for a draft, 40 in two halves for minutes and unity.
fn form(rounding: &str, not_applicable: &str) -> String {
    format!(
        r#"
[[form]]
id = "f"
title = "F"
max = 100
{rounding}
[[form.group]]
id = "1"
title = "1"
max = 60
cite = "a"
[[form.group.leaf]]
id = "1.1"
title = "1.1"
max = 60
[form.group.leaf.yes-no]
fact = "draft_resolution"
[[form.group]]
id = "2"
title = "2"
max = 40
cite = "a"
[[form.group.leaf]]
id = "2.1"
title = "2.1"
max = 25
[form.group.leaf.tiers]
of = "minutes"
table = [ {{ in = ">= 90", points = 25 }}, {{ in = "[60, 90)", points = 17.5 }}, {{ in = "< 60", points = 0 }} ]
[[form.group.leaf]]
id = "2.2"
title = "2.2"
max = 15
[form.group.leaf.yes-no]
fact = "unity_kept"
{not_applicable}
"#
    )
}

fn not_applicable(then: &str) -> String {
    format!("[[form.group.leaf.not-applicable]]\nwhen = \"speakers = 0\"\nthen = \"{then}\"\n")
}

#[test]
fn each_policy_does_its_own_to_the_total() {
    // 60 + 17.5 = 77.5 of the 85 points that can be earned without leaf 2.2.
    for (then, total) in [
        ("full", "92.5"),       // 77.5 + 15
        ("drop", "77.5"),       // the 15 are lost
        ("rescale", "1550/17"), // 77.5 x 100 / 85
        ("redistribute", "88"), // 60 + 17.5 x 40 / 25
    ] {
        let regulation = regulation("meeting", &(form("", &not_applicable(then)) + LEVELS));
        let judged = judge(&regulation, &[("draft_resolution", 1), ("minutes", 75), ("speakers", 0)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{then}");
    }
}

#[test]
fn the_stage_of_rounding_is_data() {
    // Redistributed: group 2 is 17.5 x 40 / 25 = 28; with 15 of 25 it would be 24. Take 17.5 and a step of 1 to see the stages.
    let rounding = |at: &str| format!("[[form.rounding]]\nat = [\"{at}\"]\nstep = 1\nmode = \"half-up\"\ncite = \"a\"\n");
    for (at, total) in [
        ("leaf", "88.8"), // 17.5 -> 18; 60 + 18 x 40 / 25 = 88.8
        ("group", "88"),  // 60 + 28
        ("total", "88"),  // 88 is whole already
    ] {
        let regulation = regulation("meeting", &(form(&rounding(at), &not_applicable("redistribute")) + LEVELS));
        let judged = judge(&regulation, &[("draft_resolution", 1), ("minutes", 75), ("speakers", 0)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{at}");
    }
    // Rescaled: 77.5 x 100 / 85 = 91.176…, rounded at the total only.
    let regulation = regulation("meeting", &(form(&rounding("total"), &not_applicable("rescale")) + LEVELS));
    let judged = judge(&regulation, &[("draft_resolution", 1), ("minutes", 75), ("speakers", 0)]);
    assert_eq!(judged.score.total.unwrap().text(), "91");
}

#[test]
fn each_place_rounds_by_a_step_of_its_own() {
    let rounding = "[[form.rounding]]\nat = [\"group\"]\nstep = 0.5\nmode = \"down\"\ncite = \"a\"\n\
                    [[form.rounding]]\nat = [\"total\"]\nstep = 5\nmode = \"up\"\ncite = \"a\"\n";
    let regulation = regulation("meeting", &(form(rounding, &not_applicable("rescale")) + LEVELS));
    let judged = judge(&regulation, &[("draft_resolution", 0), ("minutes", 75), ("speakers", 0)]);
    // 17.5 x 100 / 85 = 20.6, up to 25.
    assert_eq!(judged.score.total.unwrap().text(), "25");
}

#[test]
fn the_working_of_a_total_shows_what_each_group_counts_for() {
    // Group 2 earns 17.5 of the 25 that apply: for redistribution it counts 28 of 40; rescaled, 77.5 of 85 are earned.
    for (then, group, earned, most, total) in [
        ("redistribute", "28", "88", "100", "88"),
        ("rescale", "17.5", "77.5", "85", "1550/17"),
        ("drop", "17.5", "77.5", "85", "77.5"),
    ] {
        let regulation = regulation("meeting", &(form("", &not_applicable(then)) + LEVELS));
        let judged = judge(&regulation, &[("draft_resolution", 1), ("minutes", 75), ("speakers", 0)]);
        let working = working(&regulation.forms[0], &regulation.leaves, &judged.outcomes).unwrap();
        let groups: Vec<[String; 2]> = working.groups.iter().map(|group| [group.sum.text(), group.counts.text()]).collect();
        assert_eq!(groups, [["60", "60"], ["17.5", group]], "{then}");
        assert_eq!([working.earned, working.most, working.total].map(Exact::text), [earned, most, total], "{then}");
        assert_eq!(judged.score.total, Some(working.total));
    }
}

#[test]
fn what_is_known_is_out_of_the_leaves_that_are_known() {
    // Leaf 2.2 does not apply and leaf 2.1 is open: 60 of the 60 of leaf 1.1 are known, and 25 are open.
    let regulation = regulation("meeting", &(form("", &not_applicable("rescale")) + LEVELS));
    let score = judge(&regulation, &[("draft_resolution", 1), ("speakers", 0)]).score;
    assert_eq!([score.known.0, score.known_max.0, score.open.0], [60_000, 60_000, 25_000]);
    // A "no" is known as well; a leaf that counts as full is out of its maximum.
    let regulation = self::regulation("meeting", &(form("", &not_applicable("full")) + LEVELS));
    let score = judge(&regulation, &[("draft_resolution", 0), ("speakers", 0)]).score;
    assert_eq!([score.known.0, score.known_max.0, score.open.0], [15_000, 75_000, 25_000]);
}

#[test]
fn every_leaf_is_rounded_a_plain_yes_among_them() {
    // In steps of 7, downwards: 60 -> 56, 17.5 -> 14, 15 -> 14; a "no" stays 0.
    let rounding = "[[form.rounding]]\nat = [\"leaf\"]\nstep = 7\nmode = \"down\"\ncite = \"a\"\n";
    let regulation = regulation("meeting", &(form(rounding, "") + LEVELS));
    for (unity, total) in [(1, "84"), (0, "70")] {
        let judged = judge(&regulation, &[("draft_resolution", 1), ("minutes", 75), ("unity_kept", unity)]);
        assert_eq!(judged.score.total.unwrap().text(), total);
    }
}

#[test]
fn gates_act_in_order_and_what_is_missing_leaves_the_level_open() {
    let gates = r#"
[[gate]]
id = "minutes-not-full"
title = "2.1 chưa tối đa"
when = "points('2.1') < 25"
at-most = "kha"
cite = "a"
[[gate]]
id = "late"
title = "có người muộn"
when = "late > 0"
set = "kem"
cite = "a"
"#;
    let regulation = regulation("meeting", &(form("", "") + LEVELS + gates));
    let facts = |minutes: i64, late: Option<i64>| {
        let mut facts = vec![("draft_resolution", 1), ("minutes", minutes), ("unity_kept", 1)];
        facts.extend(late.map(|late| ("late", late)));
        judge(&regulation, &facts)
    };
    let cases = [
        (facts(90, Some(0)), Some("tot"), 0b00),
        // 92.5 points reach Tốt, but leaf 2.1 is not at its maximum.
        (facts(75, Some(0)), Some("kha"), 0b01),
        (facts(75, Some(2)), Some("kem"), 0b11),
        (facts(90, Some(2)), Some("kem"), 0b10),
    ];
    for (judged, wanted, acted) in cases {
        assert_eq!(level(&regulation, &judged).as_deref(), wanted);
        assert_eq!(judged.score.gates, acted);
    }
    let open = facts(90, None);
    assert_eq!((open.score.total, open.score.level), (Some(Exact::whole(100)), None));
    assert_eq!(open.score.open_gates, 0b10);
}

#[test]
fn a_gate_at_full_points_asks_for_the_maximum() {
    let gate = "\n[[gate]]\nid = \"g\"\ntitle = \"g\"\nwhen = \"not full('2.2')\"\nat-most = \"kha\"\ncite = \"a\"\n";
    let regulation = regulation("meeting", &(form("", &not_applicable("rescale")) + LEVELS + gate));
    let judged = |speakers, unity| {
        judge(&regulation, &[("draft_resolution", 1), ("minutes", 90), ("speakers", speakers), ("unity_kept", unity)])
    };
    // 85 points are Khá without any gate, so only the gate's own mark tells.
    assert_eq!(judged(5, 0).score.gates, 1);
    assert_eq!(judged(5, 1).score.gates, 0);
    // A leaf that does not apply cannot fail.
    assert_eq!((judged(0, 0).score.gates, level(&regulation, &judged(0, 0)).as_deref()), (0, Some("tot")));
}

#[test]
fn a_level_that_only_a_missing_fact_could_give_is_no_level() {
    let levels = "\n[[level]]\nid = \"good\"\ntitle = \"good\"\ncite = \"a\"\n[[level.condition]]\ntitle = \"d\"\nwhen = \"draft_resolution\"\n[[level]]\nid = \"bad\"\ntitle = \"bad\"\ncite = \"a\"\n[[level.condition]]\ntitle = \"u\"\nwhen = \"unity_kept\"\n";
    let regulation = regulation("meeting", &(form("", "") + levels));
    let level_of = |facts: &[(&str, i64)]| {
        let mut all = vec![("minutes", 90)];
        all.extend_from_slice(facts);
        let mut slots = vec![None; regulation.layout.recorded()];
        for (fact, value) in all {
            slots[regulation.vocabulary.position(fact).unwrap()] = Some(value);
        }
        chibo::assess::year::judge_year(&regulation, slots.as_slice(), &[], None).walk.level()
    };
    // With the draft missing it is `good` or nothing; with both facts it is told.
    assert_eq!(level_of(&[("unity_kept", 0)]), None);
    assert_eq!(level_of(&[("unity_kept", 1)]), None);
    assert_eq!(level_of(&[("draft_resolution", 1)]), Some(0));
    assert_eq!(level_of(&[("draft_resolution", 0), ("unity_kept", 1)]), Some(1));
    assert_eq!(level_of(&[("draft_resolution", 0), ("unity_kept", 0)]), None);
}

#[test]
fn an_unknown_exception_before_one_that_holds_leaves_the_leaf_open() {
    let entries = "[[form.group.leaf.not-applicable]]\nwhen = \"committee_met\"\nthen = \"full\"\n[[form.group.leaf.not-applicable]]\nwhen = \"speakers = 0\"\nthen = \"drop\"\n";
    let regulation = regulation("meeting", &(form("", entries) + LEVELS));
    let total = |met: Option<i64>| {
        let mut facts = vec![("draft_resolution", 1), ("minutes", 90), ("speakers", 0)];
        facts.extend(met.map(|met| ("committee_met", met)));
        judge(&regulation, &facts).score.total.map(Exact::text)
    };
    assert_eq!(total(Some(1)).as_deref(), Some("100"));
    assert_eq!(total(Some(0)).as_deref(), Some("85"));
    assert_eq!(total(None), None);
}

#[test]
fn full_marks_give_the_full_total_whatever_does_not_apply() {
    // Leaf 2.1 is redistributed within its group of 40 and leaf 2.2 is rescaled: what is left of the sheet is leaf 1.1.
    let both = form("", &not_applicable("rescale")).replace(
        "[[form.group.leaf]]\nid = \"2.2\"",
        "[[form.group.leaf.not-applicable]]\nwhen = \"late = 0\"\nthen = \"redistribute\"\n[[form.group.leaf]]\nid = \"2.2\"",
    );
    let regulation = regulation("meeting", &(both + LEVELS));
    let judged = judge(&regulation, &[("draft_resolution", 1), ("late", 0), ("speakers", 0)]);
    assert_eq!(judged.score.total.map(Exact::text).as_deref(), Some("100"));
}
