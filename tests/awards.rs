//! Awards: who is considered, what excludes what, flags over a share, units without meetings, campaigns with days of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use chibo::assess::award::{Considered, Entrant, Given, give};
use chibo::assess::contest::{Group, Place};
use chibo::assess::quota::Seen;
use chibo::base::Exact;
use chibo::rules::{Places, Regulation, load, shipped};
use chibo::words::Lang;
use serde_json::Value;
use support::Sandbox;

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

fn regulation(body: &str) -> Regulation {
    let rulebook = shipped::rulebook().unwrap();
    let text = format!("{HEAD}{body}");
    load(&rulebook, &"thu/regulation.toml".into(), &text.as_str().into()).unwrap_or_else(|findings| {
        let faults: Vec<String> =
            findings.iter().map(|fault| format!("{:?}: {}", fault.place.line, fault.what(Lang::En))).collect();
        panic!("{faults:#?}\n{text}");
    })
}

fn award(id: &str, when: &str, keys: &str) -> String {
    format!(
        "[[award]]\nid = \"{id}\"\ntitle = \"{id}\"\nwhen = \"{when}\"\ngroup = []\nranking = [ {{ id = \"k\", title = \"K\", of = \"total\" }} ]\ncite = \"a\"\n{keys}\n"
    )
}

/// A unit: best and worst level, whether it is proposed, its rank.
#[derive(Clone, Copy)]
struct One {
    levels: (usize, usize),
    proposed: Option<bool>,
    rank: i64,
}

const ONE: One = One { levels: (0, 0), proposed: Some(true), rank: 0 };

fn run(regulation: &Regulation, units: &[One]) -> (Vec<Vec<Group>>, Vec<Vec<Given>>) {
    let slot = regulation.vocabulary.position("proposed").unwrap();
    let mut entrants: Vec<Entrant> = units
        .iter()
        .map(|unit| {
            let mut facts = vec![None; regulation.layout.recorded()];
            facts[slot] = unit.proposed.map(i64::from);
            let derived = vec![None; regulation.layout.derived()];
            Entrant { best: Some(unit.levels.0), worst: Some(unit.levels.1), facts, derived }
        })
        .collect();
    let seen = |places: &Places, at: usize, _: &Entrant| Seen {
        ranking: places.ranking.iter().map(|_| Some(Exact::whole(units[at].rank))).collect(),
        ..Seen::default()
    };
    give(regulation, &mut entrants, &seen)
}

fn ranked(ranks: &[i64]) -> Vec<One> {
    ranks.iter().map(|rank| One { rank: *rank, ..ONE }).collect()
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
    let regulation = regulation(&format!("{LEVELS}{}", award("a", "level = 'tot'", "places = 5")));
    // The third is tied at the quota: it may have the level, so it may be considered.
    let units = [(0, 0), (1, 1), (0, 1)].map(|levels| One { levels, ..ONE });
    let (_, given) = run(&regulation, &units);
    assert_eq!(places(&given[0]), [GIVEN, NOT, OPEN]);
    assert_eq!(
        given[0].iter().map(|given| given.considered).collect::<Vec<_>>(),
        [Considered::Yes, Considered::No, Considered::Perhaps]
    );
}

#[test]
fn what_is_not_recorded_keeps_a_unit_out_and_its_group_provisional() {
    let regulation = regulation(&award("a", "proposed", "places = 1"));
    let (groups, given) = run(&regulation, &[ONE, One { proposed: None, rank: 9, ..ONE }]);
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

#[test]
fn an_award_may_ask_for_those_before_it() {
    let text = format!("{}{}", award("a", "proposed", "places = 2"), award("b", "award('a')", "places = 2"));
    let (_, given) = run(&regulation(&text), &ranked(&[5, 4, 3]));
    assert_eq!(places(&given[1]), [GIVEN, GIVEN, NOT]);
    // Two are tied for the second place of the first award: whoever has it also has the second one.
    let (_, given) = run(&regulation(&text), &ranked(&[5, 4, 4]));
    assert_eq!((places(&given[0]), places(&given[1])), (vec![GIVEN, OPEN, OPEN], vec![GIVEN, OPEN, OPEN]));
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
