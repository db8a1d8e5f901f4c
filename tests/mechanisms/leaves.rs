//! Kinds of leaves, exceptions, bonus points, points of groups, days.

use chibo::assess::State;

use serde_json::Value;

use super::support::Sandbox;
use super::{LEVELS, head, judge, level, regulation};

/// A form of 100 points: leaf `a` with `max` points as `kind` says, and leaf `b` (draft_resolution) with the rest.
fn with_leaf(max: u32, keys: &str, kind: &str) -> String {
    format!(
        "[[form]]\nid = \"phieu\"\ntitle = \"Phiếu\"\nmax = 100\n[[form.group]]\nid = \"1\"\ntitle = \"Nhóm\"\nmax = 100\ncite = \"a\"\n\
         [[form.group.leaf]]\nid = \"a\"\ntitle = \"A\"\nmax = {max}\n{keys}\n{kind}\n\
         [[form.group.leaf]]\nid = \"b\"\ntitle = \"B\"\nmax = {}\n[form.group.leaf.yes-no]\nfact = \"draft_resolution\"\n{LEVELS}",
        100 - max
    )
}

#[track_caller]
fn gives(text: &str, facts: &[(&str, i64)], points: &str) {
    let regulation = regulation("meeting", text);
    let judged = judge(&regulation, facts);
    let outcome = judged.outcomes[0];
    let shown = if outcome.state.has_points() {
        chibo::base::Points(i64::from(outcome.points)).to_string()
    } else {
        outcome.state.word().to_owned()
    };
    assert_eq!(shown, points, "{facts:?}");
}

#[test]
fn points_of_each_occurrence_run_from_a_start_to_an_end() {
    // 10 points, less 2 for each member absent without leave, never under 2.
    let takes = with_leaf(10, "", "[form.group.leaf.per-occurrence]\nof = \"unexcused\"\neach = -2\nat-least = 2");
    for (absent, points) in [(0, "10"), (1, "8"), (4, "2"), (9, "2")] {
        gives(&takes, &[("unexcused", absent)], points);
    }
    gives(&takes, &[], "missing");
    // 1.5 points for each speaker, at most 4 of the 10.
    let adds = with_leaf(10, "", "[form.group.leaf.per-occurrence]\nof = \"speakers\"\neach = 1.5\nat-most = 4");
    for (speakers, points) in [(0, "0"), (2, "3"), (3, "4")] {
        gives(&adds, &[("speakers", speakers)], points);
    }
    // 1 point off for every started quarter of an hour under 90 minutes.
    let started = with_leaf(10, "", "[form.group.leaf.per-occurrence]\nof = \"ceil(max(90 - minutes, 0) / 15)\"\neach = -1");
    for (minutes, points) in [(95, "10"), (90, "10"), (89, "9"), (75, "9"), (74, "8")] {
        gives(&started, &[("minutes", minutes)], points);
    }
}

#[test]
fn a_proportional_leaf_gives_the_share_and_rounds_as_it_says() {
    let kind =
        "[form.group.leaf.proportional]\nof = \"targets_met / targets_set\"\nfull-at = \"90%\"\nstep = 0.5\nmode = \"half-up\"";
    let text = with_leaf(30, "", kind);
    // 7/9 of 90 % is 70/81, of 30 points 25.93; 5/9 gives 18.52; from 90 % on all points.
    for (met, set, points) in [(7, 9, "26"), (5, 9, "18.5"), (9, 10, "30"), (10, 10, "30"), (0, 4, "0"), (0, 0, "no-base")] {
        gives(&text, &[("targets_met", met), ("targets_set", set)], points);
    }
}

#[test]
fn an_exception_goes_before_any_kind() {
    let first = "first = [ { when = \"unexcused > 0\", points = 1 }, { when = \"late > 0\", points = 3 } ]";
    let yes_no = with_leaf(10, first, "[form.group.leaf.yes-no]\nfact = \"committee_met\"");
    gives(&yes_no, &[("unexcused", 1), ("late", 1), ("committee_met", 1)], "1");
    gives(&yes_no, &[("unexcused", 0), ("late", 1), ("committee_met", 1)], "3");
    gives(&yes_no, &[("unexcused", 0), ("late", 0), ("committee_met", 1)], "10");
    // Whether the first holds is not known, so the second must not decide.
    gives(&yes_no, &[("late", 1), ("committee_met", 1)], "missing");
}

/// Two groups: 60 (leaf `a`, yes-no) and 40 (leaf `b`, yes-no), and a bonus leaf of at most 10 in the second.
fn with_bonus(bonus: &str, more: &str) -> String {
    format!(
        "[[form]]\nid = \"phieu\"\ntitle = \"Phiếu\"\nmax = 100\n{more}\n\
         [[form.group]]\nid = \"1\"\ntitle = \"Một\"\nmax = 60\ncite = \"a\"\n\
         [[form.group.leaf]]\nid = \"a\"\ntitle = \"A\"\nmax = 60\n\
         [form.group.leaf.tiers]\nof = \"speakers\"\ntable = [ {{ in = \"< 1\", points = 0 }}, {{ in = \"[1, 2)\", points = 30 }}, {{ in = \">= 2\", points = 60 }} ]\n\
         [[form.group]]\nid = \"2\"\ntitle = \"Hai\"\nmax = 40\ncite = \"a\"\n\
         [[form.group.leaf]]\nid = \"b\"\ntitle = \"B\"\nmax = 40\n\
         [form.group.leaf.tiers]\nof = \"late\"\ntable = [ {{ in = \"< 1\", points = 40 }}, {{ in = \">= 1\", points = 35 }} ]\n\
         [[form.group.leaf]]\nid = \"c\"\ntitle = \"Thưởng\"\nmax = 10\nbonus = \"{bonus}\"\n\
         [form.group.leaf.per-occurrence]\nof = \"targets_met\"\neach = 2\n{LEVELS}"
    )
}

#[test]
fn bonus_points_stay_within_the_group_within_the_total_or_go_beyond() {
    // Per bonus: (speakers, late, targets met) and the total by hand.
    for (bonus, facts, total) in [
        ("in-group", (1, 1, 1), "67"),  // 30 + min(35 + 2, 40)
        ("in-group", (1, 1, 5), "70"),  // 30 + min(35 + 10, 40)
        ("in-total", (1, 1, 5), "75"),  // min(65 + 10, 100)
        ("in-total", (2, 1, 5), "100"), // min(95 + 10, 100)
        ("beyond", (2, 1, 5), "105"),   // 95 + 10
        ("beyond", (2, 0, 9), "110"),   // 100 + 10: the leaf itself gives at most 10
    ] {
        let regulation = regulation("meeting", &with_bonus(bonus, ""));
        let judged = judge(&regulation, &[("speakers", facts.0), ("late", facts.1), ("targets_met", facts.2)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{bonus} {facts:?}");
    }
}

#[test]
fn points_taken_away_leave_the_group_or_the_total_and_never_less_than_nothing() {
    // Per penalty: (speakers, late, targets met) and the total by hand; each target takes 2 points, at most 45.
    for (penalty, facts, total) in [
        ("from-group", (1, 1, 3), "59"),  // 30 + (35 - 6)
        ("from-group", (1, 1, 20), "30"), // 30 + max(35 - 40, 0)
        ("from-total", (1, 1, 20), "25"), // 65 - 40
        ("from-total", (0, 1, 20), "0"),  // max(35 - 40, 0)
        ("from-total", (2, 0, 30), "55"), // 100 - 45: the leaf itself takes at most 45
        ("from-total", (2, 0, 0), "100"),
    ] {
        let text = with_bonus("in-total", "")
            .replace("bonus = \"in-total\"", &format!("penalty = \"{penalty}\""))
            .replace("max = 10\n", "max = 45\n");
        let regulation = regulation("meeting", &text);
        let judged = judge(&regulation, &[("speakers", facts.0), ("late", facts.1), ("targets_met", facts.2)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{penalty} {facts:?}");
    }
}

#[test]
fn the_maximum_cuts_a_bonus_before_anything_is_taken_away() {
    // Per words: what comes on top, what is taken away, and the total of 95 + 10 - 7 by hand; then of 60 + 35 in the groups alone.
    let leaf = |key: &str, of: &str| {
        format!(
            "[[form.group.leaf]]\nid = \"d-{of}\"\ntitle = \"{of}\"\nmax = 70\n{key}\n[form.group.leaf.per-occurrence]\nof = \"{of}\"\neach = 1\n"
        )
    };
    for (bonus, penalty, met, absent, total) in [
        ("in-total", "from-total", 10, 7, "93"), // min(95 + 10, 100) - 7
        ("in-group", "from-group", 10, 7, "93"), // 60 + min(35 + 10, 40) - 7
        ("in-group", "from-total", 10, 7, "93"),
        ("beyond", "from-total", 10, 7, "98"),    // 95 - 7 + 10
        ("in-total", "from-group", 10, 45, "70"), // 60 + max(35 - 45, 0) + 10
    ] {
        let text = with_bonus(bonus, "").replacen(
            "[[level]]",
            &(leaf(&format!("penalty = \"{penalty}\""), "unexcused") + "[[level]]"),
            1,
        );
        let text = text.replacen("max = 10\n", "max = 20\n", 1).replacen("each = 2", "each = 1", 1);
        let regulation = regulation("meeting", &text);
        let judged = judge(&regulation, &[("speakers", 2), ("late", 1), ("targets_met", met), ("unexcused", absent)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{bonus} {penalty}");
    }
    // Nothing is below zero before points beyond are added, and a group rounds with what stands apart in it.
    let text = with_bonus("beyond", "").replacen("[[level]]", &(leaf("penalty = \"from-total\"", "unexcused") + "[[level]]"), 1);
    let regulation = regulation("meeting", &text);
    let judged = judge(&regulation, &[("speakers", 0), ("late", 1), ("targets_met", 3), ("unexcused", 60)]);
    assert_eq!(judged.score.total.unwrap().text(), "6"); // max(35 - 60, 0) + 6
}

#[test]
fn a_group_rounds_with_its_bonus_and_penalty() {
    let rounding = "[[form.rounding]]\nat = [\"group\"]\nstep = 5\nmode = \"down\"\ncite = \"a\"\n";
    for (key, total) in [("bonus = \"in-group\"", "95"), ("penalty = \"from-group\"", "90")] {
        let text = with_bonus("in-total", rounding).replace("bonus = \"in-total\"", key);
        let regulation = regulation("meeting", &text);
        // 60 and 35 with 2 on top, or taken away: 37 or 33, down to 35 or 30.
        let judged = judge(&regulation, &[("speakers", 2), ("late", 1), ("targets_met", 1)]);
        assert_eq!(judged.score.total.unwrap().text(), total, "{key}");
    }
}

/// What counts in the total alone is no part of the points of its group, in a condition as in what is shown of it.
#[test]
fn a_group_is_shown_with_the_points_that_conditions_see() {
    for (key, points) in [
        ("bonus = \"in-total\"", "35"),
        ("bonus = \"beyond\"", "35"),
        ("penalty = \"from-total\"", "35"),
        ("bonus = \"in-group\"", "39"),     // 35 + 4
        ("penalty = \"from-group\"", "31"), // 35 - 4
    ] {
        let gate = format!(
            "[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"group_points('2') = {points}\"\nset = \"kem\"\ncite = \"a\"\n"
        );
        let text = head("thu", "meeting") + &with_bonus("in-total", "").replace("bonus = \"in-total\"", key) + &gate;
        let sandbox = Sandbox::new();
        sandbox
            .write("thu/regulation.toml", text)
            .write("r/chibo.toml", "period = \"2024\"\nrules = \"../thu\"\n")
            .write("r/cells.csv", "code,committee\nA,X\n")
            .write(
                "r/meetings.csv",
                "cell,date,kind,speakers,members,present,late,targets-met\nA,2024-01-03,regular,2,3,3,1,2\n",
            );
        let lines = sandbox.run(&["explain", "r", "--cell", "A", "--format", "json"]).json()["tables"]["lines"].clone();
        let find = |kind: &str, id: &str| lines.as_array().unwrap().iter().find(|line| line["kind"] == kind && line["id"] == id);
        assert_eq!(find("group", "2").unwrap()["points"], points, "{key}: {lines}");
        assert_eq!(find("gate", "g").unwrap()["branch"], "acted", "{key}: {lines}");
    }
}

#[test]
fn what_a_penalty_takes_is_asked_for_without_a_sign() {
    let text = with_bonus("in-total", "").replace("bonus = \"in-total\"", "penalty = \"from-total\"");
    let gate = |when: &str| format!("[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"{when}\"\nset = \"kem\"\ncite = \"a\"\n");
    let level_of = |when: &str, met| {
        let regulation = regulation("meeting", &(text.clone() + &gate(when)));
        level(&regulation, &judge(&regulation, &[("speakers", 2), ("late", 0), ("targets_met", met)])).unwrap()
    };
    // 100 - 2 and 100 - 4 are Tốt by points.
    assert_eq!(level_of("points('c') >= 4", 1), "tot");
    assert_eq!(level_of("points('c') >= 4", 2), "kem");
    // Nothing taken is all that can be had.
    assert_eq!(level_of("full('c')", 0), "kem");
    assert_eq!(level_of("full('c')", 1), "tot");
}

#[test]
fn the_points_of_a_leaf_may_be_a_formula() {
    let kind = "[form.group.leaf.per-occurrence]\nof = \"(late + 2 * speakers) / 3\"\neach = 1\nstep = 0.5\nmode = \"half-up\"";
    let text = with_leaf(10, "", kind);
    // (4 + 2 · 7) / 3 = 6; (4 + 2 · 8) / 3 = 6.67; never over 10.
    for (late, speakers, points) in [(4, 7, "6"), (4, 8, "6.5"), (20, 20, "10")] {
        gives(&text, &[("late", late), ("speakers", speakers)], points);
    }
}

/// A group of 10 with leaves `a` (4 points, draft), `b` (3, set aside while nobody is late) and `c` (3, set aside while nobody speaks), and
/// another group of 10.
fn set_aside(b: &str, c: &str, more: &str) -> String {
    let leaf = |id: &str, max: u32, keys: &str, fact: &str| {
        format!(
            "[[form.group.leaf]]\nid = \"{id}\"\ntitle = \"{id}\"\nmax = {max}\n{keys}[form.group.leaf.yes-no]\nfact = \"{fact}\"\n"
        )
    };
    let aside = |fact: &str, then: &str| format!("not-applicable = [ {{ when = \"{fact} = 0\", then = \"{then}\" }} ]\n");
    "[[form]]\nid = \"f\"\ntitle = \"F\"\nmax = 20\n[[form.group]]\nid = \"1\"\ntitle = \"1\"\nmax = 10\ncite = \"a\"\n"
        .to_owned()
        + &leaf("a", 4, "", "draft_resolution")
        + &leaf("b", 3, &aside("late", b), "unity_kept")
        + &leaf("c", 3, &aside("speakers", c), "unity_kept")
        + more
        + "[[form.group]]\nid = \"2\"\ntitle = \"2\"\nmax = 10\ncite = \"a\"\n"
        + &leaf("d", 10, "", "committee_met")
        + &LEVELS.replace("[90, 100]", "[18, 20]").replace("[70, 90)", "[14, 18)").replace("[0, 70)", "[0, 14)")
}

#[test]
fn redistributed_points_go_only_to_leaves_that_apply() {
    let all = [("draft_resolution", 1), ("late", 0), ("speakers", 0), ("unity_kept", 1), ("committee_met", 1)];
    for (b, c, total) in [
        ("redistribute", "drop", "17"), // 4 x 7 / 4 + 10; the 3 of `c` are lost, and no more
        ("redistribute", "rescale", "20"),
        ("redistribute", "redistribute", "20"),
        ("drop", "rescale", "17"), // 14 x 17 / 14
    ] {
        let regulation = regulation("meeting", &set_aside(b, c, ""));
        assert_eq!(judge(&regulation, &all).score.total.unwrap().text(), total, "{b} {c}");
    }
    // Without the 10 of the other group: 7 of 17 that can be earned once 3 are rescaled.
    let regulation = regulation("meeting", &set_aside("redistribute", "rescale", ""));
    let some = [("draft_resolution", 1), ("late", 0), ("speakers", 0), ("unity_kept", 1), ("committee_met", 0)];
    assert_eq!(judge(&regulation, &some).score.total.unwrap().text(), "140/17");
}

/// Every line of an explanation stands under the line that it explains, also where a group has no leaf of its own.
#[test]
fn groups_inside_groups_are_explained_inside_them() {
    let group = |of: &str, id: &str, max: u32| format!("[[{of}]]\nid = \"{id}\"\ntitle = \"{id}\"\nmax = {max}\ncite = \"a\"\n");
    let leaf = |of: &str, id: &str, max: u32, fact: &str| {
        format!("[[{of}.leaf]]\nid = \"{id}\"\ntitle = \"{id}\"\nmax = {max}\nyes-no = {{ fact = \"{fact}\" }}\n")
    };
    let (outer, inner) = ("form.group", "form.group.group");
    let text = [
        head("thu", "meeting"),
        "[[form]]\nid = \"f\"\ntitle = \"F\"\n".to_owned(),
        group(outer, "I", 40) + &leaf(outer, "a", 10, "committee_met"),
        group(inner, "I.1", 30) + &leaf(inner, "b", 30, "draft_resolution"),
        group(outer, "II", 60) + &group(inner, "II.1", 60) + &leaf(inner, "c", 60, "unity_kept"),
        LEVELS.to_owned(),
    ];
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", text.concat())
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"../thu\"\n")
        .write("r/cells.csv", "code,committee\nA,X\n")
        .write("r/meetings.csv", "cell,date,kind,committee-met,draft-resolution,unity-kept\nA,2024-01-03,regular,yes,yes,no\n");
    let lines = sandbox.run(&["explain", "r", "--cell", "A", "--format", "json"]).json()["tables"]["lines"].clone();
    let of_sheet = |line: &&Value| ["group", "leaf"].contains(&line["kind"].as_str().unwrap());
    let told =
        |line: &Value| (line["depth"].as_u64().unwrap(), line["id"].as_str().unwrap().to_owned(), line["points"].to_string());
    let found: Vec<(u64, String, String)> = lines.as_array().unwrap().iter().filter(of_sheet).map(told).collect();
    let wanted =
        [(2, "I", "40"), (3, "a", "10"), (3, "I.1", "30"), (4, "b", "30"), (2, "II", "0"), (3, "II.1", "0"), (4, "c", "0")];
    assert_eq!(found, wanted.map(|(depth, id, points)| (depth, id.to_owned(), format!("\"{points}\""))));
}

/// A group of 40: a leaf of 20, redistributed while nobody is late, and a group of 20 with its bonus and penalty of at most 5.
#[test]
fn redistribution_goes_to_the_leaves_of_a_group_inside() {
    let leaf = |id: &str, max: u32, keys: &str| {
        format!("[[form.group.group.leaf]]\nid = \"{id}\"\ntitle = \"{id}\"\nmax = {max}\n{keys}\n")
    };
    let text = |rounding: &str| {
        format!(
            "[[form]]\nid = \"f\"\ntitle = \"F\"\n{rounding}[[form.group]]\nid = \"1\"\ntitle = \"1\"\nmax = 40\ncite = \"a\"\n\
             [[form.group.leaf]]\nid = \"a\"\ntitle = \"A\"\nmax = 20\nyes-no = {{ fact = \"unity_kept\" }}\n\
             not-applicable = [ {{ when = \"late = 0\", then = \"redistribute\" }} ]\n\
             [[form.group.group]]\nid = \"2\"\ntitle = \"2\"\nmax = 20\n{}{}{}\
             [[level]]\nid = \"tot\"\ntitle = \"Tốt\"\nin = \">= 0\"\ncite = \"a\"\n",
            leaf("b", 20, "per-occurrence = { of = \"speakers\", each = 0.5 }"),
            leaf("c", 5, "bonus = \"in-group\"\nper-occurrence = { of = \"targets_met\", each = 1 }"),
            leaf("d", 5, "penalty = \"from-group\"\nper-occurrence = { of = \"unexcused\", each = 1 }"),
        )
    };
    let down = "[[form.rounding]]\nat = [\"group\"]\nstep = 1\nmode = \"down\"\ncite = \"a\"\n";
    // Every half point a speaker counts twice, as 20 of 40 are moved to the other 20.
    for (rounding, speakers, bonus, penalty, total) in [
        ("", 20, 0, 0, "20"),
        ("", 20, 5, 0, "25"), // 2 x 10 + 5
        ("", 20, 0, 2, "18"), // 2 x 10 - 2
        ("", 36, 5, 0, "40"), // min(2 x 18 + 5, 2 x 20)
        ("", 36, 5, 3, "37"),
        (down, 21, 0, 0, "21"), // 2 x 10.5, not 2 x 10
    ] {
        let regulation = regulation("meeting", &text(rounding));
        let facts = [("late", 0), ("speakers", speakers), ("targets_met", bonus), ("unexcused", penalty)];
        assert_eq!(judge(&regulation, &facts).score.total.unwrap().text(), total, "{speakers} {bonus} {penalty}");
    }
}

#[test]
fn redistribution_multiplies_no_bonus() {
    let bonus = "[[form.group.leaf]]\nid = \"t\"\ntitle = \"Thưởng\"\nmax = 2\nbonus = \"in-group\"\n\
                 [form.group.leaf.yes-no]\nfact = \"unity_kept\"\n";
    let regulation = regulation("meeting", &set_aside("redistribute", "drop", bonus));
    // 0 of the 4 that apply, and 2 on top; then 7 and 2, of which the group takes 10.
    for (draft, total) in [(0, "2"), (1, "9")] {
        let facts = [("draft_resolution", draft), ("late", 0), ("speakers", 0), ("unity_kept", 1), ("committee_met", 0)];
        assert_eq!(judge(&regulation, &facts).score.total.unwrap().text(), total);
    }
}

#[test]
fn a_gate_reads_the_share_of_a_group() {
    // Every group over half of its own points.
    let gate = "[[gate]]\nid = \"half\"\ntitle = \"nhóm không quá một nửa\"\nwhen = \"lowest_group_share <= 50%\"\nat-most = \"kem\"\ncite = \"a\"\n\
                [[gate]]\nid = \"two\"\ntitle = \"nhóm 2\"\nwhen = \"group_points('2') < 40 and group_share('1') = 100%\"\nat-most = \"kha\"\ncite = \"a\"\n";
    let regulation = regulation("meeting", &(with_bonus("beyond", "") + gate));
    let level_of = |speakers, late, met| {
        let judged = judge(&regulation, &[("speakers", speakers), ("late", late), ("targets_met", met)]);
        (judged.score.total.unwrap().text(), level(&regulation, &judged).unwrap())
    };
    // 30 + 40 = 70 is Khá by points; group 1 has 30 of 60, which is half.
    assert_eq!(level_of(1, 0, 0), ("70".to_owned(), "kem".to_owned()));
    // 60 + 35 = 95 is Tốt by points; group 2 is short of 40.
    assert_eq!(level_of(2, 1, 0), ("95".to_owned(), "kha".to_owned()));
    assert_eq!(level_of(2, 0, 0), ("100".to_owned(), "tot".to_owned()));
}

#[test]
fn points_given_under_another_regulation_stand_in_where_nothing_was_recorded() {
    let corresponds = "[[form.group.leaf.corresponds]]\nregulation = \"14-qdi-tu\"\nleaf = \"3.1\"\nmax = 15\nstep = 0.5\nmode = \"half-up\"\n\
                       cite = \"a\"\nstanding = \"assumed\"\n";
    let text = with_leaf(20, "", &format!("{corresponds}[form.group.leaf.yes-no]\nfact = \"committee_met\"\n"));
    let regulation = regulation("meeting", &text);
    let slot = regulation.layout.corresponding(&regulation.leaves, 0);
    let judge = |own: Option<i64>, verified: Option<i64>, by_self: Option<i64>| {
        let mut facts = vec![None; regulation.layout.recorded()];
        facts[regulation.vocabulary.position("committee_met").unwrap()] = own;
        (facts[slot], facts[slot + 1]) = (verified, by_self);
        let judged = chibo::assess::judge_meeting(&regulation, &facts).unwrap();
        (judged.outcomes[0].state, judged.outcomes[0].points)
    };
    // 12 of 15 are 16 of 20; 10 of 15 are 13.33 of 20, in steps of a half 13.5.
    assert_eq!(judge(None, Some(12_000), Some(10_000)), (State::Carried, 16_000));
    assert_eq!(judge(None, None, Some(10_000)), (State::Carried, 13_500));
    assert_eq!(judge(Some(0), Some(12_000), None), (State::Scored, 0));
    assert_eq!(judge(None, None, None).0, State::Missing);
}

#[test]
fn a_meeting_day_moves_away_from_the_weekend() {
    // The 5th of the month; a Saturday moves back to Friday, a Sunday on to Monday (the cell names its own day).
    let measures = "[measures.nominal_day]\nof = \"same_month(date, meeting_day)\"\ntitle = \"Ngày ấn định\"\ncite = \"a\"\n\
        [measures.due_day]\nof = \"if(weekday(nominal_day) = saturday, nominal_day - 1, if(weekday(nominal_day) = sunday, nominal_day + 1, nominal_day))\"\n\
        title = \"Ngày phải họp\"\ncite = \"a\"\n";
    let kind = "[form.group.leaf.tiers]\nof = \"max(date - due_day, due_day - date)\"\n\
        table = [ { in = \"= 0\", points = 10 }, { in = \"(0, 2]\", points = 5 }, { in = \"> 2\", points = 0 } ]";
    let text = measures.to_owned() + &with_leaf(10, "", kind);
    let day = |text: &str| chibo::base::Day::parse_iso(text).unwrap().number();
    for (date, points) in [
        ("2024-04-05", "10"), // a Friday
        ("2024-10-04", "10"), // the 5th was a Saturday
        ("2024-10-05", "5"),
        ("2024-05-06", "10"), // the 5th was a Sunday
        ("2024-05-03", "0"),
    ] {
        gives(&text, &[("date", day(date)), ("meeting_day", 5)], points);
    }
    // Within the first week of the month.
    let week = with_leaf(10, "", "[form.group.leaf.yes-no]\nwhen = \"day_of_month(date) <= 7\"");
    gives(&week, &[("date", day("2024-06-07"))], "10");
    gives(&week, &[("date", day("2024-06-08"))], "0");
}
