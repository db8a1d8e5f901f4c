//! Awards: who is considered, what excludes what, flags over a share, units without meetings, campaigns with days of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use chibo::assess::award::{Considered, Given};
use chibo::assess::chain::settle;
use chibo::assess::contest::{Group, Place};
use chibo::assess::entrant::Entrant;
use chibo::assess::quota::Seen;
use chibo::base::Exact;
use chibo::expr::Slots;
use chibo::rules::{Places, Regulation};
use serde_json::Value;
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
[[fact]]
id = "proposed"
scope = "year"
type = "flag"
"#;

const LEVELS: &str = r#"
[[level]]
id = "tot"
title = "Tốt"
cite = "a"
[[level.condition]]
title = "được đề nghị"
when = "proposed"
[[level]]
id = "kha"
title = "Khá"
cite = "a"
"#;

/// Two may have the best level.
const QUOTA: &str = r#"
[[quota]]
id = "q"
level = "tot"
places = 2
group = []
ranking = [ { id = "k", title = "K", of = "total" } ]
cite = "a"
"#;

fn regulation(body: &str) -> Regulation {
    loaded(&format!("{HEAD}{body}"))
}

fn award(id: &str, when: &str, keys: &str) -> String {
    format!(
        "[[award]]\nid = \"{id}\"\ntitle = \"{id}\"\nwhen = \"{when}\"\ngroup = []\nranking = [ {{ id = \"k\", title = \"K\", of = \"total\" }} ]\ncite = \"a\"\n{keys}\n"
    )
}

/// A unit: level, whether it is proposed, its rank.
#[derive(Clone, Copy, Debug)]
struct One {
    level: usize,
    proposed: Option<bool>,
    rank: Option<i64>,
}

const ONE: One = One { level: 0, proposed: Some(true), rank: Some(0) };

fn run(regulation: &Regulation, units: &[One]) -> (Vec<Vec<Group>>, Vec<Vec<Given>>) {
    let slot = regulation.vocabulary.position("proposed").unwrap();
    let mut entrants: Vec<Entrant> = units
        .iter()
        .map(|unit| {
            let mut facts = vec![None; regulation.layout.recorded()];
            facts[slot] = unit.proposed.map(i64::from);
            Slots { facts: &facts, derived: &vec![None; regulation.layout.derived()] }.into()
        })
        .collect();
    let seen = |places: &Places, at: usize, _: Slots<'_>| Seen {
        ranking: places.ranking.iter().map(|_| units[at].rank.map(Exact::whole)).collect(),
        ..Seen::default()
    };
    let levels: Vec<Option<usize>> = units.iter().map(|unit| Some(unit.level)).collect();
    let held = settle(regulation, &levels, &mut entrants, &seen, &|_, level, _| Some(level + 1));
    (held.awards, held.given)
}

fn ranked(ranks: &[i64]) -> Vec<One> {
    ranks.iter().map(|rank| One { rank: Some(*rank), ..ONE }).collect()
}

fn places(given: &[Given]) -> Vec<Place> {
    given.iter().map(|given| given.place).collect()
}

const GIVEN: Place = Place::Admitted;
const WITHOUT: Place = Place::MovedDown;
const OPEN: Place = Place::Undecided;
const NOT: Place = Place::None;

#[test]
fn an_award_asks_for_the_level_after_all_quotas() {
    let regulation = regulation(&format!("{LEVELS}{QUOTA}{}", award("a", "level = 'tot'", "places = 5")));
    // The last two are tied at the quota: each may have the level, so it may be considered.
    let units = [(0, 9), (1, 9), (0, 7), (0, 7)].map(|(level, rank)| One { level, rank: Some(rank), ..ONE });
    let (_, given) = run(&regulation, &units);
    assert_eq!(places(&given[0]), [GIVEN, NOT, OPEN, OPEN]);
    assert_eq!(
        given[0].iter().map(|given| given.considered).collect::<Vec<_>>(),
        [Considered::Yes, Considered::No, Considered::Perhaps, Considered::Perhaps]
    );
}

#[test]
fn what_is_not_recorded_keeps_a_unit_out_and_its_group_provisional() {
    let regulation = regulation(&award("a", "proposed", "places = 1"));
    let (groups, given) = run(&regulation, &[ONE, One { proposed: None, rank: Some(9), ..ONE }]);
    assert_eq!(places(&given[0]), [GIVEN, NOT]);
    assert_eq!(given[0][1].considered, Considered::Unknown);
    assert!(groups[0][0].provisional);
    let (groups, _) = run(&regulation, &[ONE, One { proposed: Some(false), ..ONE }]);
    assert!(!groups[0][0].provisional);
}

#[test]
fn awards_that_exclude_each_other_go_to_different_units() {
    let first = award("first", "proposed", "places = 1");
    let second = award("second", "proposed", "places = 1\nnot-with = [\"first\"]");
    let units = ranked(&[5, 4, 3]);
    let (_, given) = run(&regulation(&format!("{first}{second}")), &units);
    assert_eq!((places(&given[0]), places(&given[1])), (vec![GIVEN, WITHOUT, WITHOUT], vec![NOT, GIVEN, WITHOUT]));
    assert_eq!(given[1][0].considered, Considered::Excluded(0));
    // It does not matter which of the two says so; without either a unit has both.
    let first = award("first", "proposed", "places = 1\nnot-with = [\"second\"]");
    let second = award("second", "proposed", "places = 1");
    let (_, given) = run(&regulation(&format!("{first}{second}")), &units);
    assert_eq!(places(&given[1]), [NOT, GIVEN, WITHOUT]);
    let both = format!("{}{second}", award("first", "proposed", "places = 1"));
    let (_, given) = run(&regulation(&both), &units);
    assert_eq!((given[0][0].place, given[1][0].place), (GIVEN, GIVEN));
}

/// Whether a unit meets `when` is asked first: what it would not be considered for anyway no other award keeps it from.
#[test]
fn who_fails_the_condition_is_not_considered_whatever_else_it_has() {
    let first = award("first", "proposed", "places = 1");
    let second = award("second", "level = 'tot'", "places = 1\nnot-with = [\"first\"]");
    let regulation = regulation(&format!("{LEVELS}{first}{second}"));
    for (level, considered) in [(0, Considered::Excluded(0)), (1, Considered::No)] {
        let (_, given) = run(&regulation, &[One { level, rank: Some(5), ..ONE }, ONE]);
        assert_eq!((given[0][0].place, given[1][0].considered), (GIVEN, considered));
    }
}

/// Two are tied for the first award and whoever misses it has the second: either way both are kept from the third.
#[test]
fn who_is_excluded_in_every_way_of_breaking_a_tie_is_excluded() {
    let first = award("first", "proposed", "places = 1");
    let second = award("second", "proposed", "places = 1\nnot-with = [\"first\"]");
    let third = |when: &str| award("third", when, "places = 1\nnot-with = [\"first\", \"second\"]");
    let text = format!("{LEVELS}{first}{second}");
    let (_, given) = run(&regulation(&format!("{text}{}", third("proposed"))), &ranked(&[5, 5, 3]));
    assert_eq!(places(&given[2]), [NOT, NOT, GIVEN]);
    assert!(given[2].iter().take(2).all(|given| matches!(given.considered, Considered::Excluded(_))), "{:?}", given[2]);
    // Where one of the ways fails the condition it is not the other awards alone that keep the unit from this one.
    let (_, given) = run(&regulation(&format!("{text}{}", third("award('first')"))), &ranked(&[5, 5, 3]));
    assert_eq!(given[2].iter().map(|given| given.considered).collect::<Vec<_>>(), [Considered::No; 3]);
}

/// `all-in` lets all in who are tied for the last place, so that nobody is too many.
#[test]
fn an_award_that_only_warns_is_marked_where_someone_has_no_place() {
    let text = |ties: &str| award("a", "proposed", &format!("places = 1\nbreach = \"warn\"\nties = \"{ties}\""));
    for (ties, ranks, marked) in [
        ("all-in", [5, 5].as_slice(), false),
        ("all-in", &[5, 5, 4], true),
        ("hand-over", &[5, 5], true),
        ("all-out", &[5, 5], true),
    ] {
        let (groups, _) = run(&regulation(&text(ties)), &ranked(ranks));
        assert_eq!(groups[0][0].breached, marked, "{ties} {ranks:?}");
    }
    // As many places as candidates, but nobody has the grounds for half of them.
    let special = "percent = \"50%\"\nbase = \"all-units\"\nrounding = \"down\"\nbreach = \"warn\"\nspecial = { percent = \"100%\", when = \"proposed\" }";
    let (groups, _) = run(&regulation(&award("a", "proposed", special)), &ranked(&[4, 3, 2, 1]));
    assert_eq!((groups[0][0].allowed, groups[0][0].breached), (Some(2), true));
}

#[test]
fn an_award_may_ask_for_those_before_it() {
    let text = format!("{}{}", award("a", "proposed", "places = 2"), award("b", "award('a')", "places = 2"));
    let (_, given) = run(&regulation(&text), &ranked(&[5, 4, 3]));
    assert_eq!(places(&given[1]), [GIVEN, GIVEN, NOT]);
    // Two are tied for the second place of the first award: whoever has it also has the second one.
    let (_, given) = run(&regulation(&text), &ranked(&[5, 4, 4]));
    assert_eq!((places(&given[0]), places(&given[1])), (vec![GIVEN, OPEN, OPEN], vec![GIVEN, OPEN, OPEN]));
}

/// An award as the naive chain reads it: who competes, what excludes it, its places and ties.
struct Plain {
    when: &'static str,
    competes: Competes,
    not_with: Option<usize>,
    places: usize,
    ties: &'static str,
}

/// Whether a unit competes: whether it is proposed, whether it has the best level, and which awards it has.
type Competes = fn(bool, bool, &[bool]) -> bool;

const WHENS: [(&str, Competes); 5] = [
    ("proposed", |proposed, _, _| proposed),
    ("level = 'tot'", |_, best, _| best),
    ("proposed or level = 'kha'", |proposed, best, _| proposed || !best),
    ("award('a0')", |_, _, has| has[0]),
    ("not award('a0') and (proposed or level = 'tot')", |proposed, best, has| !has[0] && (proposed || best)),
];

/// Every order in which those who are equal may stand.
fn orders(left: &[usize], rank: &dyn Fn(usize) -> i64) -> Vec<Vec<usize>> {
    let Some(best) = left.iter().map(|at| rank(*at)).max() else { return vec![Vec::new()] };
    let first = |at: &usize| {
        let rest: Vec<usize> = left.iter().copied().filter(|other| other != at).collect();
        let at = *at;
        orders(&rest, rank).into_iter().map(move |rest| [vec![at], rest].concat())
    };
    left.iter().filter(|at| rank(**at) == best).flat_map(first).collect()
}

/// All that may have been given at last, per world: who has which award. Two have the best level, whoever is first.
fn naive(awards: &[Plain], units: &[One]) -> BTreeSet<Vec<Vec<bool>>> {
    if let Some(blank) = units.iter().position(|unit| unit.rank.is_none()) {
        // Known ranks are even, so that this one fits between any two of them.
        let with = |rank: i64| {
            let mut units = units.to_vec();
            units[blank].rank = Some(rank);
            naive(awards, &units)
        };
        return (-1..=5).flat_map(with).collect();
    }
    let rank = |at: usize| units[at].rank.unwrap();
    let all: Vec<usize> = (0..units.len()).filter(|at| units[*at].level == 0).collect();
    let best = |order: Vec<usize>| -> BTreeSet<usize> { order.into_iter().take(2).collect() };
    let mut worlds: BTreeSet<(BTreeSet<usize>, Vec<Vec<bool>>)> =
        orders(&all, &rank).into_iter().map(|order| (best(order), vec![Vec::new(); units.len()])).collect();
    for award in awards {
        let mut next = BTreeSet::new();
        for (best, has) in worlds {
            let competes = |at: &usize| {
                let excluded = award.not_with.is_some_and(|other| has[*at][other]);
                !excluded && (award.competes)(units[*at].proposed.unwrap(), best.contains(at), &has[*at])
            };
            let candidates: Vec<usize> = (0..units.len()).filter(competes).collect();
            for order in orders(&candidates, &rank) {
                let given = |at: usize| {
                    let ahead = order.iter().filter(|other| rank(**other) > rank(at)).count();
                    let equal = order.iter().filter(|other| rank(**other) == rank(at)).count();
                    order.contains(&at)
                        && match award.ties {
                            "all-in" => ahead < award.places,
                            "all-out" => ahead + equal <= award.places,
                            _ => order.iter().take(award.places).any(|other| *other == at),
                        }
                };
                let has = has.iter().enumerate().map(|(at, has)| [has.clone(), vec![given(at)]].concat()).collect();
                next.insert((best.clone(), has));
            }
        }
        worlds = next;
    }
    worlds.into_iter().map(|(_, has)| has).collect()
}

#[test]
fn a_chain_of_awards_is_certain_exactly_where_every_way_agrees() {
    // A sequence of numbers that only looks like chance.
    let mut state: u64 = 23;
    let mut pick = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    let (mut open, mut certain) = (0, 0);
    for round in 0..600 {
        let awards: Vec<Plain> = (0..1 + pick(3))
            .map(|number| {
                let (when, competes) = WHENS[pick(if number == 0 { 3 } else { 5 })];
                let not_with = (number > 0 && pick(3) == 0).then(|| pick(number));
                let ties = ["hand-over", "hand-over", "all-in", "all-out"][pick(4)];
                Plain { when, competes, not_with, places: 1 + pick(2), ties }
            })
            .collect();
        let mut blanks = usize::from(round % 3 == 0);
        let units: Vec<One> = (0..1 + pick(5))
            .map(|_| {
                let blank = blanks > 0 && pick(4) == 0;
                blanks -= usize::from(blank);
                let rank = (!blank).then(|| 2 * i64::try_from(pick(3)).unwrap());
                One { level: usize::from(pick(4) == 0), proposed: Some(pick(2) == 0), rank }
            })
            .collect();
        let text: String = awards
            .iter()
            .enumerate()
            .map(|(number, plain)| {
                let Plain { when, not_with, places, ties, .. } = plain;
                let not_with = not_with.map_or(String::new(), |other| format!("not-with = [\"a{other}\"]"));
                award(&format!("a{number}"), when, &format!("places = {places}\nties = \"{ties}\"\n{not_with}"))
            })
            .collect();
        let (_, given) = run(&regulation(&format!("{LEVELS}{QUOTA}{text}")), &units);
        let worlds = naive(&awards, &units);
        for (number, given) in given.iter().enumerate() {
            for (at, given) in given.iter().enumerate() {
                let having = worlds.iter().filter(|has| has[at][number]).count();
                let found = match given.place {
                    GIVEN => having == worlds.len(),
                    OPEN => having > 0 && having < worlds.len(),
                    _ => having == 0,
                };
                assert!(found, "{text}\n{units:?}: {given:?} to {at} by {number} in {having} of {}", worlds.len());
                open += usize::from(given.place == OPEN);
                certain += usize::from(given.place == GIVEN);
            }
        }
    }
    assert!(open > 200 && certain > 200, "{open} {certain}");
}

/// Two are tied for the first flag, which excludes the second. Whoever misses the first competes for the second with the third unit,
/// and stands before it; so the third has none. Where there are two places for the second, it has one.
#[test]
fn who_is_tied_for_one_award_leaves_certain_what_both_ways_give() {
    let text = |second: u64| {
        let first = award("first", "proposed", "places = 1");
        format!("{first}{}", award("second", "proposed", &format!("places = {second}\nnot-with = [\"first\"]")))
    };
    let second = |count: u64| places(&run(&regulation(&text(count)), &ranked(&[9, 9, 5])).1[1]);
    assert_eq!((second(1), second(2)), (vec![OPEN, OPEN, WITHOUT], vec![OPEN, OPEN, GIVEN]));
}

#[test]
fn one_total_that_is_not_known_leaves_certain_what_it_cannot_change() {
    let units = [Some(90), Some(80), Some(70), Some(60), None].map(|rank| One { rank, ..ONE });
    let (_, given) = run(&regulation(&award("a", "proposed", "places = 2")), &units);
    assert_eq!(places(&given[0]), [GIVEN, OPEN, WITHOUT, WITHOUT, OPEN]);
}

#[test]
fn a_percent_that_only_warns_gives_to_all_and_a_share_that_is_warned_of_marks_the_group() {
    let warns = award("a", "proposed", "percent = \"20%\"\nbase = \"all-units\"\nrounding = \"down\"\nbreach = \"warn\"");
    let (groups, given) = run(&regulation(&warns), &ranked(&[3, 2, 1]));
    assert_eq!(places(&given[0]), [GIVEN; 3]);
    assert!(groups[0][0].breached);
    let limits = |of: &str| award("a", "proposed", &format!("places = 1\n[award.warn-over]\npercent = \"20%\"\nof = \"{of}\""));
    // One of five units is 20 %, which is not over it; of the four that compete it is a quarter.
    let mut units = ranked(&[5, 4, 3, 2, 1]);
    units[4].proposed = Some(false);
    assert_eq!(run(&regulation(&limits("all-units")), &units).0[0][0].over, None);
    assert_eq!(run(&regulation(&limits("candidates")), &units).0[0][0].over, Some((1, 4)));
    // However the tie is broken, one has the place.
    assert_eq!(run(&regulation(&limits("candidates")), &ranked(&[5, 5, 3, 2])).0[0][0].over, Some((1, 4)));
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let run = sandbox.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()
}

fn campaign() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("dot/chibo.toml", "period = \"2025\"\nyear-end = \"campaign-120-days\"\n");
    sandbox.write("dot/cells.csv", "code,name,committee\nA,Khoa A,Công đoàn\nB,Khoa B,Công đoàn\n");
    sandbox.write(
        "dot/year.csv",
        "cell,year,teams,initiatives,teams-with-solution,verified:campaign-120-days:3\nA,2025,4,17,4,20\nB,2025,4,16,4,20\n",
    );
    sandbox
}

#[test]
fn a_campaign_shows_its_days_and_counts_both_ends() {
    let sandbox = campaign();
    let result = json(&sandbox, &["classify", "dot"]);
    // September 30, October 31, November 30, December 31.
    assert_eq!(result["title"], "Awards, from 2025-09-01 to the end of 2025-12-31 (122 days)");
    let cells = result["tables"]["cells"].as_array().unwrap();
    // 17 initiatives in 17 weeks are all 40 points; 16 are 640/17 = 37.6, to the nearest half 37.5.
    assert_eq!((&cells[0]["points"], &cells[0]["awards"]), (&"90".into(), &"nhat".into()));
    assert_eq!((&cells[1]["points"], &cells[1]["awards"]), (&"87.5".into(), &"nhi".into()));
    let outside = sandbox.run(&["classify", "dot", "--year", "2024", "--diagnostics", "json"]);
    assert_eq!(outside.faults()[0].code, "year-outside");
}

#[test]
fn records_without_meetings_are_for_yearly_regulations_that_need_none() {
    let sandbox = campaign();
    let codes = |arguments: &[&str]| -> Vec<String> {
        let run = sandbox.run(&[arguments, &["--diagnostics", "json"]].concat());
        run.faults().iter().map(|fault| fault.code.clone()).collect()
    };
    assert_eq!(codes(&["score", "dot"]), ["rules-missing"]);
    assert_eq!(codes(&["classify", "dot", "--year-end", "366-qd-tw"]), ["rules-missing"]);
    assert_eq!(codes(&["check", "dot"]), Vec::<String>::new());
    let lines = json(&sandbox, &["explain", "dot", "--cell", "B"])["tables"]["lines"].clone();
    let of = |kind: &str| -> Vec<&Value> { lines.as_array().unwrap().iter().filter(|line| line["kind"] == kind).collect() };
    assert!(of("period").is_empty() && of("landing").is_empty() && of("meeting").is_empty());
    let branches: Vec<&Value> = of("award").into_iter().map(|line| &line["branch"]).collect();
    assert_eq!(branches, ["without", "admitted", "excluded"]);
}

/// A unit far ahead in points and without an award is the first that a reader asks about.
#[test]
fn a_unit_that_no_award_considers_is_told_why() {
    let sandbox = Sandbox::new();
    sandbox.write("khoi/chibo.toml", "period = \"2023\"\nyear-end = \"emulation-block\"\n");
    sandbox.write("khoi/cells.csv", "code,name,committee\nA,A,K\nB,B,K\nC,C,K\n");
    let leaves = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "bonus"];
    let headings: Vec<String> = leaves.iter().map(|leaf| format!("verified:emulation-block:{leaf}")).collect();
    let row = |cell: &str, pact: &str| format!("{cell},2023,1,{pact},no,20,10,10,5,5,5,0\n");
    let rows = [row("A", "yes"), row("B", "no"), row("C", "")].concat();
    sandbox.write("khoi/year.csv", format!("cell,year,block,pact-signed,inspected,{}\n{rows}", headings.join(",")));
    let cells = json(&sandbox, &["classify", "khoi"])["tables"]["cells"].clone();
    let places: Vec<&str> = cells.as_array().unwrap().iter().map(|cell| cell["award_places"].as_str().unwrap()).collect();
    // Whoever holds no provincial flag is not considered for the other; without knowing of the pact both stay open.
    assert_eq!(places[0], "co-tinh=admitted;co-chinh-phu=not-considered");
    assert_eq!(places[1], "co-tinh=not-considered;co-chinh-phu=not-considered");
    assert!(places[2].starts_with("co-tinh=open;"), "{}", places[2]);
    let shown = sandbox.run(&["classify", "khoi", "--format", "markdown"]).stdout;
    let line = |cell: &str| shown.lines().find(|line| line.starts_with(&format!("| {cell} "))).unwrap().to_owned();
    assert!(!line("A").contains("Pact"), "{}", line("A"));
    assert!(line("B").contains("Cờ tỉnh: not considered: Pact signed = no"), "{}", line("B"));
    assert!(line("C").contains("Cờ tỉnh: not known: Pact signed = not recorded"), "{}", line("C"));
}

#[test]
fn a_unit_of_no_recorded_block_makes_every_group_provisional() {
    let sandbox = Sandbox::new();
    sandbox.write("khoi/chibo.toml", "period = \"2023\"\nyear-end = \"emulation-block\"\n");
    sandbox.write("khoi/cells.csv", "code,name,committee\nA,A,K\nB,B,K\nC,C,K\n");
    let year = |block: &str| {
        let leaves = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "bonus"];
        let headings: Vec<String> = leaves.iter().map(|leaf| format!("verified:emulation-block:{leaf}")).collect();
        let row = |cell: &str, block: &str| format!("{cell},2023,{block},yes,no,20,10,10,5,5,5,0\n");
        format!(
            "cell,year,block,pact-signed,inspected,{}\n{}{}{}",
            headings.join(","),
            row("A", "1"),
            row("B", "2"),
            row("C", block)
        )
    };
    for (block, provisional) in [("2", false), ("", true)] {
        sandbox.write("khoi/year.csv", year(block));
        let result = json(&sandbox, &["classify", "khoi"]);
        let groups = result["tables"]["awards"].as_array().unwrap();
        assert!(groups.iter().all(|group| group["provisional"] == provisional), "{block:?}: {groups:?}");
        let cells = result["tables"]["cells"].as_array().unwrap();
        assert_eq!(cells[0]["awards"], "co-tinh");
        assert_eq!(cells[0]["quota_provisional"], provisional);
    }
}

/// The example of a block, worked out again from its file: totals cut at 100, three flags by total and votes, one by inspection.
#[test]
fn the_example_of_a_block_follows_from_its_points() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/khoi-thi-dua");
    let text = std::fs::read_to_string(format!("{folder}/year.csv")).unwrap();
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<BTreeMap<&str, &str>> = lines.map(|line| headings.iter().copied().zip(line.split(',')).collect()).collect();
    assert_eq!(rows.len(), 9);
    // In tenths of a point.
    let tenths = |text: &str| -> i64 {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        whole.parse::<i64>().unwrap() * 10 + part.parse::<i64>().unwrap()
    };
    let total = |row: &BTreeMap<&str, &str>| -> i64 {
        let verified = row.iter().filter(|(heading, _)| heading.starts_with("verified:"));
        verified.map(|(_, points)| tenths(points)).sum::<i64>().min(1000)
    };
    let considered: Vec<&BTreeMap<&str, &str>> = rows.iter().filter(|row| row["pact-signed"] == "yes").collect();
    let key = |row: &BTreeMap<&str, &str>| (total(row), row["votes"].parse::<i64>().ok());
    let flag = |row: &BTreeMap<&str, &str>| -> &str {
        let above = considered.iter().filter(|other| key(other) > key(row)).count();
        let not_below = considered.iter().filter(|other| key(other) >= key(row)).count();
        match (row["pact-signed"] == "yes", above < 3, not_below <= 3) {
            (true, true, true) => "admitted",
            (true, true, false) => "undecided",
            _ => "",
        }
    };
    let sandbox = Sandbox::new();
    let result = json(&sandbox, &["classify", folder]);
    let cells = result["tables"]["cells"].as_array().unwrap();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, cell) in rows.iter().zip(cells) {
        assert_eq!(cell["cell"], row["cell"]);
        let total = total(row);
        let points = if total % 10 == 0 { (total / 10).to_string() } else { format!("{}.{}", total / 10, total % 10) };
        assert_eq!(cell["points"], points);
        let has = |column: &str| cell[column].as_str().unwrap_or("").split(' ').any(|id| id == "co-tinh");
        let found = if has("awards") {
            "admitted"
        } else if has("awards_undecided") {
            "undecided"
        } else {
            ""
        };
        assert_eq!(found, flag(row), "{cell}");
        *kinds.entry(found).or_default() += 1;
    }
    assert_eq!((kinds["admitted"], kinds["undecided"]), (2, 2));
    // The best of those that have the flag for certain and were inspected.
    let best =
        rows.iter().filter(|row| flag(row) == "admitted" && row["inspected"] == "yes").max_by_key(|row| total(row)).unwrap();
    for (row, cell) in rows.iter().zip(cells) {
        let has = cell["awards"].as_str().unwrap_or("").contains("co-chinh-phu");
        assert_eq!(has, row["cell"] == best["cell"]);
    }
    let codes: Vec<&str> = result["notices"].as_array().unwrap().iter().filter_map(|notice| notice["code"].as_str()).collect();
    assert!(codes.contains(&"award-undecided") && codes.contains(&"quota-over"), "{codes:?}");
}
