//! Quotas one after another: who goes on, and what open ties leave open further on.

use std::collections::BTreeSet;

use chibo::assess::contest::Place;
use chibo::assess::quota::{Seen, apply};
use chibo::base::Exact;
use chibo::rules::{Places, Regulation};

use super::{Chance, ONE, One, RANKED, many, only_group, places, quota, regulation, run, verdicts};

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

fn nested(tables: &str) -> Regulation {
    regulation(&format!(
        "[[quota]]\nid = \"inner\"\nlevel = \"tot\"\nplaces = 2\ngroup = [\"committee\"]\ncite = \"a\"\n{RANKED}\n[[quota]]\nid = \"outer\"\nlevel = \"tot\"\nplaces = 3\ngroup = []\ncite = \"a\"\n{RANKED}{tables}"
    ))
}

fn ranked(units: &[(&'static str, i64)]) -> Vec<One> {
    units.iter().map(|(group, rank)| One { group, rank: Some(*rank), ..ONE }).collect()
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
