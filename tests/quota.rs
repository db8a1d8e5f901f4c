//! Quotas: how many places by each reading, who has one, what ties leave open, and quotas one after another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use chibo::assess::contest::{Group, Place};
use chibo::assess::quota::{Outcome, Seen, apply};
use chibo::base::Exact;
use chibo::rules::{Places, Regulation, load, shipped};
use chibo::words::Lang;
use support::Sandbox;

const HEAD: &str = r#"
[regulation]
id = "thu"
scope = "year"
title = "Thử"
[sources.a]
title = "A"
standing = "text"
[[level]]
id = "tot"
title = "Tốt"
cite = "a"
[[level]]
id = "kha"
title = "Khá"
cite = "a"
[[level]]
id = "kem"
title = "Kém"
cite = "a"
"#;

const RANKED: &str = "ranking = [ { id = \"k\", title = \"K\", of = \"total\" } ]\n";

fn regulation(quotas: &str) -> Regulation {
    let rulebook = shipped::rulebook().unwrap();
    let text = format!("{HEAD}{quotas}");
    load(&rulebook, &"thu/regulation.toml".into(), &text.as_str().into()).unwrap_or_else(|findings| {
        let faults: Vec<String> =
            findings.iter().map(|fault| format!("{:?}: {}", fault.place.line, fault.what(Lang::En))).collect();
        panic!("{faults:#?}\n{text}");
    })
}

/// A quota of the best level: keys of its table, then tables inside it.
fn quota(keys: &str, tables: &str) -> Regulation {
    regulation(&format!("[[quota]]\nid = \"q\"\nlevel = \"tot\"\ngroup = [\"committee\"]\ncite = \"a\"\n{keys}\n{tables}"))
}

fn percent(base: &str, rounding: &str) -> String {
    let level = if base.starts_with("level") { "base-level = \"kha\"\n" } else { "" };
    format!("percent = \"20%\"\nbase = \"{base}\"\n{level}rounding = \"{rounding}\"\n")
}

/// A unit: group, level, value of the ranking key, special grounds.
#[derive(Clone, Debug)]
struct One {
    group: &'static str,
    level: usize,
    rank: Option<i64>,
    grounds: bool,
    outside: bool,
    below: usize,
}

const ONE: One = One { group: "A", level: 0, rank: None, grounds: false, outside: false, below: 1 };

fn run(regulation: &Regulation, units: &[One]) -> Outcome {
    let levels: Vec<Option<usize>> = units.iter().map(|unit| Some(unit.level)).collect();
    let seen = |places: &Places, at: usize| Seen {
        group: places.group.iter().map(|_| Some(units[at].group.to_owned())).collect(),
        ranking: places.ranking.iter().map(|_| units[at].rank.map(Exact::whole)).collect(),
        outside: units[at].outside,
        grounds: units[at].grounds,
        provisional: false,
    };
    apply(&regulation.quotas, &levels, &seen, &|at, level| Some(if level == 0 { units[at].below } else { level + 1 }))
}

fn only_group(regulation: &Regulation, units: &[One]) -> Group {
    let outcome = run(regulation, units);
    let [groups] = outcome.groups.as_slice() else { panic!("{} quotas", outcome.groups.len()) };
    let [group] = groups.as_slice() else { panic!("{} groups", groups.len()) };
    group.clone()
}

fn many(counts: [usize; 3]) -> Vec<One> {
    let levels = counts.into_iter().enumerate().flat_map(|(level, count)| std::iter::repeat_n(level, count));
    levels.map(|level| One { level, ..ONE }).collect()
}

/// `admitted | undecided | moved down`, by position.
fn places(group: &Group) -> String {
    let list = |place: Place| {
        let mut units: Vec<usize> = group.with(place).collect();
        units.sort_unstable();
        units.iter().map(usize::to_string).collect::<Vec<String>>().join(" ")
    };
    [Place::Admitted, Place::Undecided, Place::MovedDown].map(list).join(" | ")
}

/// 30 units at the base level or better, 10 of them candidates: by the reading, 4, 5 or 6 places; 8 of all 40, 2 of the candidates.
#[test]
fn the_reading_of_the_base_decides_how_many_places_there_are() {
    for (base, allowed) in [
        ("level-or-better", 6),
        ("level-or-better-after-cut", 6),
        ("level-only-before-cut", 4),
        ("level-only-after-cut", 5),
        ("all-rated", 8),
        ("all-units", 8),
        ("candidates", 2),
    ] {
        let group = only_group(&quota(&percent(base, "down"), ""), &many([10, 20, 10]));
        assert_eq!(group.allowed, Some(allowed), "{base}");
        // Nothing ranks them, so all ten are tied at the cut.
        assert_eq!((group.count(Place::Admitted), group.count(Place::Undecided)), (0, 10), "{base}");
    }
}

#[test]
fn a_part_of_a_unit_rounds_as_the_rule_says() {
    // 20 % of 13 is 2.6, of 12 is 2.4.
    for (rounding, of_13, of_12) in [("down", 2, 2), ("half-up", 3, 2), ("up", 3, 3)] {
        let regulation = quota(&percent("level-or-better", rounding), "");
        let thirteen = only_group(&regulation, &many([5, 8, 0]));
        assert_eq!((thirteen.base, thirteen.share, thirteen.allowed), (Some(13), Exact::new(13, 5), Some(of_13)), "{rounding}");
        assert_eq!(only_group(&regulation, &many([5, 7, 0])).allowed, Some(of_12), "{rounding}");
    }
}

#[test]
fn units_without_a_level_count_among_all_units_only() {
    for (base, count) in [("all-rated", 3), ("all-units", 5)] {
        let regulation = quota(&percent(base, "down"), "");
        let levels = [Some(0), Some(1), Some(2), None, None];
        let seen = |_: &Places, _: usize| Seen { group: vec![Some("A".to_owned())], ..Seen::default() };
        let groups = &apply(&regulation.quotas, &levels, &seen, &|_, level| Some(level + 1)).groups[0];
        assert_eq!(groups[0].base, Some(count), "{base}");
    }
}

/// 29 units, 10 of them candidates: with 5 places 24 would be left below, of which 20 % are 4; with 4 places 25, of which they are 5.
#[test]
fn the_base_after_the_cut_answers_to_itself() {
    let group = only_group(&quota(&percent("level-only-after-cut", "down"), ""), &many([10, 19, 0]));
    assert_eq!((group.base, group.allowed), (Some(25), Some(4)));
}

/// 10 candidates who land below Khá, 10 at Khá: 20 may be counted before the cut; every one who leaves takes himself out of the base.
/// With 2 places the base is 12, of which 20 % are 2.4; with 3 it would be 13, of which 2.6 are fewer than 3.
#[test]
fn who_lands_below_the_base_level_leaves_the_base() {
    let mut units = many([10, 10, 0]);
    units.iter_mut().take(10).for_each(|unit| unit.below = 2);
    let after = only_group(&quota(&percent("level-or-better-after-cut", "down"), ""), &units);
    assert_eq!((after.base, after.allowed), (Some(12), Some(2)));
    let before = only_group(&quota(&percent("level-or-better", "down"), ""), &units);
    assert_eq!((before.base, before.allowed), (Some(20), Some(4)));
}

#[test]
fn a_fixed_number_has_no_base() {
    let group = only_group(&quota("places = 3\n", RANKED), &[4, 3, 2, 1].map(|rank| One { rank: Some(rank), ..ONE }));
    assert_eq!((group.base, group.share, group.allowed), (None, None, Some(3)));
    assert_eq!(places(&group), "0 1 2 |  | 3");
}

#[test]
fn a_warning_moves_nobody_down() {
    let group =
        only_group(&quota("places = 1\nbreach = \"warn\"\n", RANKED), &[4, 3].map(|rank| One { rank: Some(rank), ..ONE }));
    assert!(group.breached);
    assert_eq!(places(&group), "0 1 |  | ");
    let fits = only_group(&quota("places = 2\nbreach = \"warn\"\n", RANKED), &[4, 3].map(|rank| One { rank: Some(rank), ..ONE }));
    assert!(!fits.breached);
}

#[test]
fn a_tie_at_the_cut_goes_as_the_rule_says() {
    // Two places; 9, then three with 7, then 5.
    let units = [7, 5, 9, 7, 7].map(|rank| One { rank: Some(rank), ..ONE });
    for (ties, wanted) in [
        ("", "2 | 0 3 4 | 1"),
        ("ties = \"hand-over\"\n", "2 | 0 3 4 | 1"),
        // The place that is left over is not given to the one behind them.
        ("ties = \"all-out\"\n", "2 |  | 0 1 3 4"),
        ("ties = \"all-in\"\n", "0 2 3 4 |  | 1"),
    ] {
        let group = only_group(&quota(&format!("places = 2\n{ties}"), RANKED), &units);
        assert_eq!(places(&group), wanted, "{ties}");
        let ranks: Vec<(usize, u64, u64)> = group.ranked.iter().map(|ranked| (ranked.unit, ranked.first, ranked.last)).collect();
        assert_eq!(ranks, [(2, 1, 1), (0, 2, 4), (3, 2, 4), (4, 2, 4), (1, 5, 5)]);
    }
}

#[test]
fn an_unknown_value_is_no_tie_that_a_policy_settles() {
    let units = [Some(9), None, Some(5)].map(|rank| One { rank, ..ONE });
    for ties in ["hand-over", "all-out", "all-in"] {
        let group = only_group(&quota(&format!("places = 1\nties = \"{ties}\"\n"), RANKED), &units);
        assert_eq!(places(&group), " | 0 1 | 2", "{ties}");
    }
}

#[test]
fn a_later_key_decides_between_equals_only_and_an_unknown_one_between_nobody() {
    let keys = "ranking = [ { id = \"a\", title = \"A\", of = \"total\" }, { id = \"b\", title = \"B\", of = \"total\" } ]\nplaces = 2\n";
    let regulation = quota(keys, "");
    let run = |ranks: [[Option<i64>; 2]; 4]| {
        let seen = |_: &Places, at: usize| Seen {
            group: vec![Some("A".to_owned())],
            ranking: ranks[at].map(|rank| rank.map(Exact::whole)).to_vec(),
            ..Seen::default()
        };
        places(&apply(&regulation.quotas, &[Some(0); 4], &seen, &|_, level| Some(level + 1)).groups[0][0])
    };
    let [nine, seven] = [Some(9), Some(7)];
    assert_eq!(run([[seven, Some(1)], [nine, Some(0)], [seven, Some(3)], [seven, Some(2)]]), "1 2 |  | 0 3");
    // Of those equal by the first key one has no second value: it may stand before the best of them, and for the last there is no place.
    assert_eq!(run([[seven, Some(1)], [nine, None], [seven, Some(3)], [seven, None]]), "1 | 2 3 | 0");
    // Between one who is first by the first key and the rest no second value is needed.
    assert_eq!(run([[nine, None], [nine, None], [seven, None], [seven, Some(3)]]), "0 1 |  | 2 3");
}

#[test]
fn who_stands_outside_is_neither_counted_nor_moved() {
    let regulation = quota(&percent("level-or-better", "down"), "[quota.leaves-out]\nwhen = \"given(year)\"\n");
    let mut units = many([3, 9, 0]);
    units[0].outside = true;
    let outcome = run(&regulation, &units);
    let group = &outcome.groups[0][0];
    // 12 units at Khá or better, 11 without the one: 20 % are 2.2 instead of 2.4; two candidates are left for two places.
    assert_eq!((group.units, group.base, group.allowed, group.outside.as_slice()), (11, Some(11), Some(2), &[0][..]));
    assert_eq!(places(group), "1 2 |  | ");
    assert_eq!((outcome.units[0].place(), outcome.units[0].level()), (Place::Outside, Some(0)));
}

#[test]
fn small_groups_have_their_own_rule() {
    let small = |then: &str| {
        quota(&(percent("level-or-better", "down") + RANKED), &format!("[quota.small-groups]\nunder = 5\nthen = \"{then}\"\n"))
    };
    // A has 4 units, 2 of them candidates; B has 5, 2 of them; C has 3, 1 of them.
    let mut units = Vec::new();
    for (group, candidates, all) in [("A", 2, 4), ("B", 2, 5), ("C", 1, 3)] {
        for at in 0..all {
            let rank = Some(100 - i64::try_from(units.len()).unwrap());
            units.push(One { group, level: usize::from(at >= candidates), rank, ..ONE });
        }
    }
    let run = |then: &str| run(&small(then), &units).groups.remove(0);
    let summary = |groups: &[Group]| -> Vec<(usize, Option<u64>, String)> {
        groups.iter().map(|group| (group.keys.len(), group.allowed, places(group))).collect()
    };
    let text = |text: &str| text.to_owned();
    assert_eq!(
        summary(&run("one-place")),
        [(1, Some(1), text("0 |  | 1")), (1, Some(1), text("4 |  | 5")), (1, Some(1), text("9 |  | "))]
    );
    assert_eq!(
        summary(&run("no-limit")),
        [(1, None, text("0 1 |  | ")), (1, Some(1), text("4 |  | 5")), (1, None, text("9 |  | "))]
    );
    // A and C together have 7 units: 1.4 places.
    assert_eq!(summary(&run("pooled")), [(1, Some(1), text("4 |  | 5")), (2, Some(1), text("0 |  | 1 9"))]);
}

#[test]
fn the_places_beyond_the_ordinary_ones_need_grounds() {
    let regulation =
        quota(&(percent("level-or-better", "down") + RANKED), "[quota.special]\npercent = \"25%\"\nwhen = \"given(year)\"\n");
    // 20 units: 4 ordinary places and, at 25 %, one more.
    let mut units = many([7, 13, 0]);
    for (at, unit) in units.iter_mut().enumerate() {
        unit.rank = Some(-i64::try_from(at).unwrap());
        unit.grounds = at == 1 || at == 5 || at == 6;
    }
    let group = only_group(&regulation, &units);
    assert_eq!((group.allowed, group.special), (Some(4), 1));
    // The fifth has no grounds; the sixth has. The second needs none.
    assert_eq!(places(&group), "0 1 2 3 5 |  | 4 6");
    let special: Vec<usize> = group.ranked.iter().filter(|ranked| ranked.special).map(|ranked| ranked.unit).collect();
    assert_eq!(special, [5]);
}

#[test]
fn one_who_has_grounds_is_in_however_the_tie_is_broken() {
    let regulation =
        quota(&(percent("level-or-better", "down") + RANKED), "[quota.special]\npercent = \"25%\"\nwhen = \"given(year)\"\n");
    // Three sure places, then two tied for the fourth, one of them with grounds for the fifth.
    let mut units = many([5, 15, 0]);
    for (unit, rank) in units.iter_mut().zip([9, 9, 9, 7, 7]) {
        unit.rank = Some(rank);
    }
    units[4].grounds = true;
    assert_eq!(places(&only_group(&regulation, &units)), "0 1 2 4 | 3 | ");
}

/// Whoever has to leave the best level walks down like everyone: a level with `otherwise` says where it lands without its conditions.
#[test]
fn who_is_moved_down_and_fails_a_condition_lands_where_the_level_says() {
    let level = |id: &str, when: &str, keys: &str| {
        let condition = format!("[[level.condition]]\ntitle = \"điều kiện {id}\"\nwhen = \"{when}\"\n");
        let condition = if when.is_empty() { String::new() } else { condition };
        format!("[[level]]\nid = \"{id}\"\ntitle = \"{id}\"\ncite = \"a\"\n{keys}\n{condition}")
    };
    let rule = |otherwise: &str| {
        let head = HEAD.split("[[level]]").next().unwrap();
        let facts = "[[fact]]\nid = \"score\"\nscope = \"year\"\ntype = \"count\"\n[[fact]]\nid = \"filed\"\nscope = \"year\"\ntype = \"flag\"\n";
        let levels = [
            level("xs", "score >= 90", ""),
            level("htt", "filed", otherwise),
            level("ht", "score >= 50", ""),
            level("kht", "", ""),
        ];
        let quota = "[[quota]]\nid = \"q\"\nlevel = \"xs\"\nplaces = 0\ngroup = []\ncite = \"a\"\n";
        format!("{head}{facts}{}{quota}", levels.concat())
    };
    for (otherwise, lands, says) in [("otherwise = \"kht\"", "kht", true), ("", "ht", false)] {
        let sandbox = Sandbox::new();
        sandbox.write("rule/regulation.toml", rule(otherwise));
        sandbox.write("so/chibo.toml", "period = \"2025\"\nyear-end = \"../rule\"\n");
        sandbox.write("so/cells.csv", "code,name,committee\nA,A,X\n");
        sandbox.write("so/year.csv", "cell,year,score,filed\nA,2025,95,no\n");
        let table = |arguments: &[&str], table: &str| {
            let run = sandbox.run(&[arguments, &["--format", "json"]].concat());
            run.json()["tables"][table].as_array().unwrap().clone()
        };
        assert_eq!(table(&["classify", "so"], "cells")[0]["level"], lands);
        let lines = table(&["explain", "so", "--cell", "A"], "lines");
        let of = |kind: &str, id: &str| lines.iter().find(|line| line["kind"] == kind && line["id"] == id).unwrap();
        assert_eq!(of("condition", "htt")["branch"], "failed");
        let value = of("quota", "q")["value"].as_str().unwrap();
        assert_eq!(value.contains("since the conditions of htt are not met"), says, "{value}");
    }
}

/// A sequence of numbers that only looks like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Every order of the units that agrees with their ranks.
fn orders(units: &[One], left: &[usize], done: &mut Vec<usize>, out: &mut Vec<Vec<usize>>) {
    let Some(best) = left.iter().filter_map(|at| units[*at].rank).max() else {
        out.push(done.clone());
        return;
    };
    for at in left.iter().filter(|at| units[**at].rank == Some(best)) {
        let rest: Vec<usize> = left.iter().copied().filter(|other| other != at).collect();
        done.push(*at);
        orders(units, &rest, done, out);
        done.pop();
    }
}

/// Who has a place when nobody is equal: ordinary places first, then further ones for those with grounds.
fn admitted(units: &[One], order: &[usize], mut ordinary: u64, mut special: u64) -> BTreeSet<usize> {
    let mut admitted = BTreeSet::new();
    for at in order {
        if ordinary > 0 {
            ordinary -= 1;
            admitted.insert(*at);
        } else if units[*at].grounds && special > 0 {
            special -= 1;
            admitted.insert(*at);
        }
    }
    admitted
}

#[test]
fn a_place_is_certain_when_every_way_of_breaking_the_ties_gives_it() {
    let keys = "percent = \"20%\"\nbase = \"all-units\"\nrounding = \"down\"\n".to_owned() + RANKED;
    let regulation = quota(&keys, "[quota.special]\npercent = \"50%\"\nwhen = \"given(year)\"\n");
    let mut chance = Chance(11);
    let mut open = 0;
    for round in 0..600 {
        let candidates = usize::try_from(1 + chance.below(6)).unwrap();
        let others = usize::try_from(chance.below(10)).unwrap();
        let mut units = many([candidates, others, 0]);
        for unit in units.iter_mut().take(candidates) {
            unit.rank = Some(i64::try_from(chance.below(3)).unwrap());
            unit.grounds = chance.below(2) == 0;
        }
        let all = u64::try_from(units.len()).unwrap();
        let (ordinary, special) = (all / 5, all / 2 - all / 5);
        let mut ways = Vec::new();
        orders(&units, &(0..candidates).collect::<Vec<usize>>(), &mut Vec::new(), &mut ways);
        let ways: Vec<BTreeSet<usize>> = ways.iter().map(|order| admitted(&units, order, ordinary, special)).collect();
        let group = only_group(&regulation, &units);
        assert_eq!((group.allowed, group.special), (Some(ordinary), special));
        for at in 0..candidates {
            let wanted = match ways.iter().filter(|way| way.contains(&at)).count() {
                0 => Place::MovedDown,
                count if count == ways.len() => Place::Admitted,
                _ => Place::Undecided,
            };
            open += usize::from(wanted == Place::Undecided);
            assert_eq!(group.candidate(at).unwrap().place, wanted, "round {round}, unit {at} of {units:?}");
        }
    }
    assert!(open > 200, "{open}");
}

/// The first of a list whose base allows it: as many ordinary places as can be, then as many further ones. The base is counted after the
/// whole cut, with those who have a place by their grounds.
fn admitted_after_cut(units: &[One], order: &[usize], or_better: bool) -> (BTreeSet<usize>, u64) {
    let rest: Vec<&One> = units[order.len()..].iter().collect();
    let counts = |level: usize| level == 1 || (or_better && level == 0);
    for ordinary in (0..=order.len()).rev() {
        let grounded: Vec<usize> = order[ordinary..].iter().copied().filter(|at| units[*at].grounds).collect();
        for further in (0..=grounded.len()).rev() {
            let with: BTreeSet<usize> = order[..ordinary].iter().chain(&grounded[..further]).copied().collect();
            let level = |at: &usize| if with.contains(at) { 0 } else { units[*at].below };
            let base = order.iter().map(level).chain(rest.iter().map(|one| one.level)).filter(|level| counts(*level)).count();
            // 30 % of the base, and 60 % with the further places, both down.
            let (allowed, all) = (3 * base / 10, 6 * base / 10);
            if ordinary <= allowed && (further == 0 || ordinary + further <= all) {
                return (with, base as u64);
            }
        }
    }
    unreachable!("no place at all is always allowed")
}

#[test]
fn places_by_special_grounds_count_in_a_base_after_the_cut() {
    let special = "[quota.special]\npercent = \"60%\"\nwhen = \"given(year)\"\n";
    let mut chance = Chance(5);
    let (mut open, mut further) = (0, 0);
    for round in 0..1200 {
        let or_better = round % 2 == 0;
        let base = if or_better { "level-or-better-after-cut" } else { "level-only-after-cut" };
        let keys = format!("percent = \"30%\"\nbase = \"{base}\"\nbase-level = \"kha\"\nrounding = \"down\"\n{RANKED}");
        let regulation = quota(&keys, special);
        let candidates = usize::try_from(1 + chance.below(6)).unwrap();
        let mut units = many([candidates, usize::try_from(chance.below(5)).unwrap(), usize::try_from(chance.below(2)).unwrap()]);
        for unit in units.iter_mut().take(candidates) {
            unit.rank = Some(i64::try_from(chance.below(4)).unwrap());
            unit.grounds = chance.below(2) == 0;
            unit.below = usize::try_from(1 + chance.below(2)).unwrap();
        }
        let mut ways = Vec::new();
        orders(&units, &(0..candidates).collect::<Vec<usize>>(), &mut Vec::new(), &mut ways);
        let ways: Vec<_> = ways.iter().map(|order| admitted_after_cut(&units, order, or_better)).collect();
        let group = only_group(&regulation, &units);
        for at in 0..candidates {
            let wanted = match ways.iter().filter(|(way, _)| way.contains(&at)).count() {
                0 => Place::MovedDown,
                count if count == ways.len() => Place::Admitted,
                _ => Place::Undecided,
            };
            open += usize::from(wanted == Place::Undecided);
            let found = group.candidate(at).unwrap();
            further += usize::from(found.special);
            assert_eq!(found.place, wanted, "round {round}, unit {at} of {units:?}: {group:?}");
        }
        assert!(ways.iter().any(|(_, base)| group.base == Some(*base)), "round {round}: {ways:?} {units:?}");
    }
    assert!(open > 200 && further > 100, "{open} {further}");
}

/// One place of four and one more for special grounds: two of four are over a quarter, if the tie leaves both places to different units.
#[test]
fn a_share_that_is_warned_of_counts_places_beside_an_open_tie() {
    let keys = format!("percent = \"25%\"\nbase = \"all-units\"\nrounding = \"down\"\n{RANKED}");
    let tables =
        "[quota.special]\npercent = \"50%\"\nwhen = \"given(year)\"\n[quota.warn-over]\npercent = \"25%\"\nof = \"all-units\"\n";
    let regulation = quota(&keys, tables);
    let with_grounds = |grounds: [bool; 3]| {
        let mut units = many([3, 1, 0]);
        for ((unit, rank), grounds) in units.iter_mut().zip([3, 3, 1]).zip(grounds) {
            (unit.rank, unit.grounds) = (Some(rank), grounds);
        }
        only_group(&regulation, &units).over
    };
    // One of the first two has the ordinary place, the third the other.
    assert_eq!(with_grounds([false, false, true]), Some((2, 4)));
    // The first may have the ordinary place, and then nobody has the other.
    assert_eq!(with_grounds([true, false, false]), None);
    assert_eq!(with_grounds([true, true, false]), Some((2, 4)));
}

/// A tie that stays together has its places from the base that is left when all of it stands or falls.
#[test]
fn a_base_after_the_cut_goes_by_whole_ties_where_they_stay_together() {
    let keys = |ties: &str| {
        format!(
            "percent = \"33%\"\nbase = \"level-only-after-cut\"\nbase-level = \"kha\"\nrounding = \"up\"\nties = \"{ties}\"\n"
        )
    };
    for ties in ["all-in", "all-out"] {
        // One place of a base of two, but with both in it nobody is left in the base; so both fall and are the base.
        let group = only_group(&quota(&keys(ties), ""), &many([2, 0, 0]));
        assert_eq!((places(&group).as_str(), group.base), (" |  | 0 1", Some(2)), "{ties}");
        // Both in: a base of 2 and 0.66 of a place, rounded up to one; all-in lets the second in with the first.
        let group = only_group(&quota(&keys(ties), ""), &many([2, 2, 0]));
        let wanted = if ties == "all-in" { ("0 1 |  | ", Some(2)) } else { (" |  | 0 1", Some(4)) };
        assert_eq!((places(&group).as_str(), group.base), wanted, "{ties}");
    }
}

/// Whatever becomes of the tie of the first quota, three compete for the second: the base is told, though no tie need be tried for who is in.
#[test]
fn the_base_that_is_shown_is_one_that_can_be() {
    let regulation = regulation(&format!(
        "[[quota]]\nid = \"one\"\nlevel = \"tot\"\nplaces = 1\ngroup = []\ncite = \"a\"\n[[quota]]\nid = \"two\"\nlevel = \"kha\"\npercent = \"33%\"\nbase = \"candidates\"\nrounding = \"half-up\"\ngroup = []\ncite = \"a\"\n{RANKED}"
    ));
    let mut units = many([2, 2, 0]);
    for (unit, rank) in units.iter_mut().zip([1, 1, 9, 0]) {
        unit.rank = Some(rank);
    }
    let outcome = run(&regulation, &units);
    let group = &outcome.groups[1][0];
    // 33 % of 3 is 0.99, which rounds to one place.
    assert_eq!((group.base, group.share, group.allowed), (Some(3), Exact::new(99, 100), Some(1)));
}

/// A small group that has one place at least has it before its base is counted.
#[test]
fn one_place_of_a_small_group_counts_in_its_base() {
    let keys = "percent = \"33%\"\nbase = \"level-only-after-cut\"\nbase-level = \"tot\"\nrounding = \"down\"\nsmall-groups = { under = 5, then = \"one-place\" }\n";
    let group = only_group(&quota(keys, ""), &many([1, 2, 0]));
    assert_eq!((places(&group).as_str(), group.base, group.allowed), ("0 |  | ", Some(1), Some(1)));
}

fn nested(tables: &str) -> Regulation {
    regulation(&format!(
        "[[quota]]\nid = \"inner\"\nlevel = \"tot\"\nplaces = 2\ngroup = [\"committee\"]\ncite = \"a\"\n{RANKED}\n[[quota]]\nid = \"outer\"\nlevel = \"tot\"\nplaces = 3\ngroup = []\ncite = \"a\"\n{RANKED}{tables}"
    ))
}

fn ranked(units: &[(&'static str, i64)]) -> Vec<One> {
    units.iter().map(|(group, rank)| One { group, rank: Some(*rank), ..ONE }).collect()
}

fn verdicts(outcome: &Outcome) -> Vec<(Place, Option<usize>)> {
    outcome.units.iter().map(|unit| (unit.place(), unit.level())).collect()
}

#[test]
fn the_outer_quota_chooses_among_those_whom_the_inner_one_admits() {
    let units = ranked(&[("A", 9), ("A", 8), ("A", 7), ("B", 6), ("B", 5)]);
    let outcome = run(&nested(""), &units);
    let out = (Place::MovedDown, Some(1));
    let within = (Place::Admitted, Some(0));
    // The third of A falls to the inner quota although it is third of all; so the first of B comes into the outer one.
    assert_eq!(verdicts(&outcome), [within, within, out, within, out]);
    let by = |at: usize| outcome.units[at].stands.iter().map(|stand| (stand.contest, stand.place)).collect::<Vec<_>>();
    assert_eq!(by(2), [(0, Place::MovedDown)]);
    assert_eq!(by(4), [(0, Place::Admitted), (1, Place::MovedDown)]);
}

#[test]
fn an_open_tie_within_leaves_open_only_what_hangs_on_it_without() {
    let units = ranked(&[("A", 9), ("A", 8), ("A", 8), ("B", 6), ("B", 5)]);
    let outcome = run(&nested(""), &units);
    let open = (Place::Undecided, None);
    assert_eq!(verdicts(&outcome)[..3], [(Place::Admitted, Some(0)), open, open]);
    // Whichever of them stays, two of A go on, and the first of B is the third of all.
    assert_eq!(verdicts(&outcome)[3..], [(Place::Admitted, Some(0)), (Place::MovedDown, Some(1))]);
    assert_eq!((outcome.units[1].best(), outcome.units[1].worst()), (Some(0), Some(1)));
}

#[test]
fn who_is_moved_down_competes_for_the_next_level() {
    let second = "[[quota]]\nid = \"kha\"\nlevel = \"kha\"\nplaces = 1\ngroup = []\ncite = \"a\"\n";
    let regulation = regulation(&format!(
        "{second}{RANKED}[[quota]]\nid = \"tot\"\nlevel = \"tot\"\nplaces = 1\ngroup = []\ncite = \"a\"\n{RANKED}"
    ));
    // The better level acts first, wherever it stands in the file.
    assert_eq!(regulation.quotas.iter().map(|quota| quota.id.as_str()).collect::<Vec<_>>(), ["tot", "kha"]);
    let mut units = ranked(&[("A", 9), ("A", 8), ("A", 3)]);
    units[2].level = 1;
    let levels: Vec<Option<usize>> = run(&regulation, &units).units.iter().map(|unit| unit.level()).collect();
    assert_eq!(levels, [Some(0), Some(1), Some(2)]);
}

/// A quota as the naive chain reads it: level, whether within committees, its places or its percent and base, its key, its ties.
#[derive(Clone, Copy, Debug)]
struct Plain {
    level: usize,
    within: bool,
    places: u64,
    percent: Option<(u64, &'static str)>,
    key: usize,
    ties: &'static str,
}

const PLAIN: Plain = Plain { level: 0, within: false, places: 1, percent: None, key: 0, ties: "hand-over" };

const LEVELS: [&str; 3] = ["tot", "kha", "kem"];

impl Plain {
    fn toml(&self, number: usize) -> String {
        let Plain { level, within, places, percent, key, ties } = *self;
        let (level, group) = (LEVELS[level], if within { "\"committee\"" } else { "" });
        let amount = match percent {
            None => format!("places = {places}"),
            Some((percent, base)) => {
                let of = if base == "candidates" { "" } else { "base-level = \"kha\"\n" };
                format!("percent = \"{percent}%\"\nbase = \"{base}\"\n{of}rounding = \"down\"")
            }
        };
        let key = [r#"{ id = "k", title = "K", of = "total" }"#, r#"{ id = "j", title = "J", of = "total + 1" }"#][key];
        format!(
            "[[quota]]\nid = \"q{number}\"\nlevel = \"{level}\"\ngroup = [{group}]\n{amount}\nties = \"{ties}\"\nranking = [ {key} ]\ncite = \"a\"\n"
        )
    }

    /// How many places there are when candidates stand in this order.
    fn allowed(&self, levels: &[usize], units: &[Many], members: &[usize], order: &[usize]) -> usize {
        let Some((percent, base)) = self.percent else { return usize::try_from(self.places).unwrap() };
        let part = |base: usize| base * usize::try_from(percent).unwrap() / 100;
        let better = |levels: &[usize]| members.iter().filter(|at| levels[**at] <= 1).count();
        match base {
            "candidates" => part(order.len()),
            "level-or-better" => part(better(levels)),
            _ => {
                let after = |kept: usize| {
                    let mut levels = levels.to_vec();
                    order[kept..].iter().for_each(|at| levels[*at] = units[*at].below(self.level));
                    part(better(&levels))
                };
                (0..=order.len()).rev().find(|kept| *kept <= after(*kept)).unwrap()
            }
        }
    }
}

/// A unit with a value for each of two keys.
#[derive(Clone, Debug)]
struct Many {
    group: &'static str,
    level: usize,
    lands: usize,
    keys: [Option<i64>; 2],
}

impl Many {
    fn below(&self, level: usize) -> usize {
        if level == 0 { self.lands } else { level + 1 }
    }
}

fn permutations(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let first = |at: usize| {
        let rest: Vec<usize> = of.iter().copied().filter(|other| *other != at).collect();
        permutations(&rest).into_iter().map(move |rest| [vec![at], rest].concat())
    };
    of.iter().flat_map(|at| first(*at)).collect()
}

/// Every way to fill in what is not known: known values are multiples of three, so that two unknown ones fit between any two of them.
fn filled(units: &[Many]) -> Vec<Vec<Many>> {
    let blank = units.iter().enumerate().find_map(|(at, unit)| unit.keys.iter().position(Option::is_none).map(|key| (at, key)));
    let Some((at, key)) = blank else { return vec![units.to_vec()] };
    let with = |value: i64| {
        let mut units = units.to_vec();
        units[at].keys[key] = Some(value);
        filled(&units)
    };
    (-2..=8).flat_map(with).collect()
}

/// Per quota and unit, and then per unit, all that may happen: in a place, without one, no candidate; its levels at last.
type Seldom = (BTreeSet<(usize, usize, Option<bool>)>, Vec<BTreeSet<usize>>);

fn naive(quotas: &[Plain], units: &[Many]) -> Seldom {
    let mut seen = BTreeSet::new();
    let mut last = vec![BTreeSet::new(); units.len()];
    for units in filled(units) {
        let mut worlds = BTreeSet::from([units.iter().map(|unit| unit.level).collect::<Vec<usize>>()]);
        for (number, quota) in quotas.iter().enumerate() {
            for group in if quota.within { &["A", "B"][..] } else { &[""] } {
                let members: Vec<usize> = (0..units.len()).filter(|at| !quota.within || units[*at].group == *group).collect();
                let mut next = BTreeSet::new();
                for levels in &worlds {
                    let (mut left, others): (Vec<usize>, Vec<usize>) = members.iter().partition(|at| levels[**at] == quota.level);
                    seen.extend(others.iter().map(|at| (number, *at, None)));
                    let rank = |at: &usize| units[*at].keys[quota.key];
                    left.sort_by_key(|at| std::cmp::Reverse(rank(at)));
                    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
                    for class in left.chunk_by(|a, b| rank(a) == rank(b)) {
                        let ways = if quota.ties == "hand-over" { permutations(class) } else { vec![class.to_vec()] };
                        orders = orders
                            .iter()
                            .flat_map(|order| ways.iter().map(|way| [order.clone(), way.clone()].concat()))
                            .collect();
                    }
                    for order in orders {
                        let allowed = quota.allowed(levels, &units, &members, &order);
                        let inside = |at: &usize| {
                            let before = order.iter().filter(|other| rank(other) > rank(at)).count();
                            let equal = order.iter().filter(|other| rank(other) == rank(at)).count();
                            match quota.ties {
                                "all-in" => before < allowed,
                                "all-out" => before + equal <= allowed,
                                _ => order[..allowed.min(order.len())].contains(at),
                            }
                        };
                        let mut levels = levels.clone();
                        for at in &order {
                            seen.insert((number, *at, Some(inside(at))));
                            levels[*at] = if inside(at) { levels[*at] } else { units[*at].below(quota.level) };
                        }
                        next.insert(levels);
                    }
                }
                worlds = next;
            }
        }
        for levels in worlds {
            levels.into_iter().zip(&mut last).for_each(|(level, last)| {
                last.insert(level);
            });
        }
    }
    (seen, last)
}

/// The program against the naive chain, level by level and place by place.
fn compare(quotas: &[Plain], units: &[Many]) -> usize {
    let text: String = quotas.iter().enumerate().map(|(number, quota)| quota.toml(number)).collect();
    let regulation = regulation(&text);
    let levels: Vec<Option<usize>> = units.iter().map(|unit| Some(unit.level)).collect();
    let key = |id: &str| usize::from(id == "j");
    let seen = |places: &Places, at: usize| Seen {
        group: places.group.iter().map(|_| Some(units[at].group.to_owned())).collect(),
        ranking: places.ranking.iter().map(|ranking| units[at].keys[key(&ranking.id)].map(Exact::whole)).collect(),
        ..Seen::default()
    };
    let outcome = apply(&regulation.quotas, &levels, &seen, &|at, level| Some(units[at].below(level)).filter(|below| *below < 3));
    let (seen, last) = naive(quotas, units);
    for (at, (after, last)) in outcome.units.iter().zip(&last).enumerate() {
        let wanted: Vec<Option<usize>> = last.iter().map(|level| Some(*level).filter(|level| *level < 3)).collect();
        assert_eq!(after.levels, wanted, "levels of {at}: {quotas:?} {units:?}");
        for number in 0..quotas.len() {
            let may = |what: Option<bool>| seen.contains(&(number, at, what));
            let wanted = match (may(Some(true)), may(Some(false)), may(None)) {
                (false, false, _) => None,
                (true, false, false) => Some(Place::Admitted),
                (false, true, _) => Some(Place::MovedDown),
                _ => Some(Place::Undecided),
            };
            let found = after.stands.iter().find(|stand| stand.contest == number).map(|stand| stand.place);
            assert_eq!(found, wanted, "quota {number} of {at}: {quotas:?} {units:?}");
        }
    }
    last.iter().filter(|last| last.len() > 1).count()
}

#[test]
fn a_chain_of_quotas_is_certain_exactly_where_every_way_agrees() {
    let mut chance = Chance(7);
    let mut open = 0;
    for round in 0..1000 {
        let mut pick = |limit: u64| chance.below(limit);
        let places = |level: usize, pick: &mut dyn FnMut(u64) -> u64| {
            let ties = ["hand-over", "hand-over", "all-in", "all-out"][usize::try_from(pick(4)).unwrap()];
            let percent = match pick(5) {
                0 => Some((40, "candidates")),
                1 => Some((40, "level-or-better")),
                2 if ties == "hand-over" && level == 0 => Some((40, "level-or-better-after-cut")),
                _ => None,
            };
            let key = usize::try_from(pick(2)).unwrap();
            Plain { level, places: pick(3), percent, key, ties, ..PLAIN }
        };
        let quotas = [
            Plain { within: true, ..places(0, &mut pick) },
            places(0, &mut pick),
            Plain { within: pick(2) == 0, ..places(1, &mut pick) },
        ];
        // The naive chain tries every value, so blanks are few.
        let mut blanks = if round % 3 == 0 { 2 } else { 0 };
        let count = 1 + pick(if blanks > 0 { 4 } else { 5 });
        let units: Vec<Many> = (0..count)
            .map(|_| {
                let mut value = || {
                    let blank = blanks > 0 && pick(6) == 0;
                    blanks -= u64::from(blank);
                    (!blank).then(|| 3 * i64::try_from(pick(3)).unwrap())
                };
                let keys = [value(), value()];
                let group = if pick(2) == 0 { "A" } else { "B" };
                Many { group, level: usize::from(pick(4) == 0), lands: 1 + usize::try_from(pick(4) / 3).unwrap(), keys }
            })
            .collect();
        open += compare(&quotas[..usize::try_from(1 + pick(3)).unwrap()], &units);
    }
    assert!(open > 150, "{open}");
}

/// Two are tied for one place at the top; the third of the next level makes two with whoever falls, and there are three places.
#[test]
fn a_tie_above_leaves_nothing_open_below_where_all_fit() {
    let units = [(0, 95), (0, 95), (1, 75)].map(|(level, rank)| One { level, rank: Some(rank), ..ONE });
    for breach in ["limit", "warn"] {
        let both = regulation(&format!(
            "[[quota]]\nid = \"tot\"\nlevel = \"tot\"\nplaces = 1\ngroup = []\ncite = \"a\"\n{RANKED}[[quota]]\nid = \"kha\"\nlevel = \"kha\"\nplaces = 3\nbreach = \"{breach}\"\ngroup = []\ncite = \"a\"\n"
        ));
        let outcome = run(&both, &units);
        let levels: Vec<&[Option<usize>]> = outcome.units.iter().map(|unit| unit.levels.as_slice()).collect();
        assert_eq!(levels, [&[Some(0), Some(1)][..], &[Some(0), Some(1)], &[Some(1)]], "{breach}");
        assert!(!outcome.groups[1][0].breached, "{breach}");
    }
}

/// One of two in the first committee goes on, so of two places in all one is left for the other committee.
#[test]
fn of_two_who_are_tied_only_one_goes_on() {
    let quotas = [Plain { within: true, ..PLAIN }, Plain { places: 2, ..PLAIN }];
    let unit = |group: &'static str, value: i64| Many { group, level: 0, lands: 1, keys: [Some(value); 2] };
    assert_eq!(compare(&quotas, &[unit("A", 95), unit("A", 95), unit("B", 91)]), 2);
}

#[test]
fn one_value_that_is_not_known_leaves_open_only_what_hangs_on_it() {
    let units = [Some(90), Some(80), Some(70), Some(60), None].map(|rank| One { rank, ..ONE });
    let group = only_group(&quota("places = 2\n", RANKED), &units);
    assert_eq!(places(&group), "0 | 1 4 | 2 3");
    let ranks: Vec<(usize, u64, u64)> = group.ranked.iter().map(|ranked| (ranked.unit, ranked.first, ranked.last)).collect();
    assert_eq!(ranks, [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 1, 5)]);
}

/// Two are tied; the second lands within the base, the first below it. Where the first has the place, the base is two, of which 30 % are
/// 0.6: one place. Where the second has it, the base is one: none.
#[test]
fn a_base_after_the_cut_may_hang_on_a_tie() {
    let keys = "percent = \"30%\"\nbase = \"level-or-better-after-cut\"\nbase-level = \"kha\"\nrounding = \"half-up\"\n";
    let units = [(1, 2), (3, 2), (2, 2), (3, 1)].map(|(rank, below)| One { rank: Some(rank), below, ..ONE });
    let group = only_group(&quota(keys, RANKED), &units);
    assert_eq!((places(&group).as_str(), group.base, group.allowed), (" | 1 | 0 2 3", Some(1), Some(0)));
}

/// Beyond the ways that are tried, what is certain without trying them stays certain, and the rest is undecided.
#[test]
fn too_many_ways_leave_undecided_what_only_trying_them_would_tell() {
    // Thirty committees with two tied for one place who land on different levels: the ways are two to the thirtieth.
    let names: Vec<&'static str> = (0..30).map(|number| &*format!("{number:02}").leak()).collect();
    let units: Vec<One> = names.iter().flat_map(|group| [1, 2].map(|below| One { group, below, rank: Some(9), ..ONE })).collect();
    let text = |places: u64| {
        format!(
            "[[quota]]\nid = \"tot\"\nlevel = \"tot\"\nplaces = 1\ngroup = [\"committee\"]\ncite = \"a\"\n{RANKED}[[quota]]\nid = \"kha\"\nlevel = \"kha\"\nplaces = {places}\ngroup = []\ncite = \"a\"\n{RANKED}"
        )
    };
    let levels = |places: u64| run(&regulation(&text(places)), &units).units[0].levels.clone();
    assert_eq!(levels(30), [Some(0), Some(1)]);
    assert_eq!(levels(29), [Some(0), Some(1), Some(2)]);
}

#[test]
fn the_order_of_units_decides_nothing() {
    let mut chance = Chance(3);
    for tables in ["", "ties = \"all-in\"\n", "ties = \"all-out\"\n"] {
        let regulation = quota(&format!("{}{tables}{RANKED}", percent("level-only-after-cut", "down")), "");
        for _ in 0..50 {
            let count = usize::try_from(1 + chance.below(25)).unwrap();
            let units: Vec<One> = (0..count)
                .map(|_| One {
                    level: usize::try_from(chance.below(3)).unwrap(),
                    below: usize::try_from(1 + chance.below(2)).unwrap(),
                    rank: Some(i64::try_from(chance.below(5)).unwrap()),
                    ..ONE
                })
                .collect();
            let backwards: Vec<One> = units.iter().rev().cloned().collect();
            let forwards = verdicts(&run(&regulation, &units));
            let mut reversed = verdicts(&run(&regulation, &backwards));
            reversed.reverse();
            assert_eq!(forwards, reversed, "{units:?}");
        }
    }
}

fn cases(regulation: &Regulation, text: &str) -> chibo::cases::Suite {
    chibo::cases::read(regulation, &"cases.toml".into(), &text.into())
}

#[test]
fn a_case_of_nested_quotas_names_its_units() {
    let regulation = nested("");
    let text = r#"
[[case]]
id = "nested"
title = "lồng nhau"
source = "tính tay: A giữ 9 và 8, B giữ 6 và 5; toàn khối ba chỗ: 9, 8, 6"
expect = { allowed = 3, admitted = 3, undecided = 0, levels = { a3 = "kha", b1 = "tot", b2 = "kha" } }
[case.quota]
of = "outer"
units = [
  { level = "tot", group = { committee = "A" }, ranking = { k = 9 } },
  { level = "tot", group = { committee = "A" }, ranking = { k = 8 } },
  { id = "a3", level = "tot", group = { committee = "A" }, ranking = { k = 7 } },
  { id = "b1", level = "tot", group = { committee = "B" }, ranking = { k = 6 } },
  { id = "b2", level = "tot", group = { committee = "B" }, ranking = { k = 5 } },
]
"#;
    let suite = cases(&regulation, text);
    assert!(suite.findings.is_empty());
    let failures = |suite: &chibo::cases::Suite| chibo::cases::run(&regulation, &suite.cases[0]).failures.len();
    assert_eq!(failures(&suite), 0);
    // The same units with one wrong figure each.
    for (from, to) in [("allowed = 3", "allowed = 4"), ("undecided = 0", "undecided = 1"), ("a3 = \"kha\"", "a3 = \"tot\"")] {
        assert_eq!(failures(&cases(&regulation, &text.replace(from, to))), 1, "{to}");
    }
    // What nobody knows is refused.
    for (from, to) in [
        ("of = \"outer\"", "of = \"outr\""),
        ("{ committee = \"B\" }, ranking = { k = 5 }", "{ comittee = \"B\" }, ranking = { k = 5 }"),
        ("ranking = { k = 5 }", "ranking = { j = 5 }"),
        ("b2 = \"kha\"", "b3 = \"kha\""),
    ] {
        let faulty = cases(&regulation, &text.replace(from, to));
        assert_eq!((faulty.cases.len(), faulty.findings.iter().count()), (0, 1), "{to}");
    }
}
