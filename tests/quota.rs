//! Quotas: how many places by each reading, who has one, what ties leave open, and quotas one after another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "quota/after_cut.rs"]
mod after_cut;
#[path = "quota/chain.rs"]
mod chain;
#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use chibo::assess::contest::{Group, Place};
use chibo::assess::quota::{Outcome, Seen, apply};
use chibo::base::Exact;
use chibo::rules::{Places, Regulation};
use support::Sandbox;
use support::small_regulation::loaded;

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
    loaded(&format!("{HEAD}{quotas}"))
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

fn verdicts(outcome: &Outcome) -> Vec<(Place, Option<usize>)> {
    outcome.units.iter().map(|unit| (unit.place(), unit.level())).collect()
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
