//! Over made-up years and several texts: what a comparison says is what two runs of `score` and `classify`, each under one text alone, say.

use std::collections::{BTreeMap, BTreeSet};

use chibo::base::Exact;
use serde_json::Value;

use super::made_up::{Chance, PLAIN, Records};
use super::support::Sandbox;
use super::{count, exact, example, in_json, number, rows, sum, text, totals};

const SEEDS: std::ops::Range<u64> = 1..4;

/// A world of ten cells.
fn small(seed: u64) -> Records {
    let mut records = Records::generate(seed);
    records.cells.keep("code", |code| code < "C-011");
    records.meetings.keep("cell", |code| code < "C-011");
    records.years.keep("cell", |code| code < "C-011");
    records
}

/// Texts that read the same facts, and a draft that moves bounds, denominators and gates.
fn texts() -> [String; 3] {
    ["14-qdi-tu".to_owned(), "34-qd-tu".to_owned(), example("old-and-new-rule/du-thao")]
}

/// What one text makes of a meeting.
#[derive(Clone, Default)]
struct Scored {
    total: String,
    level: String,
}

/// What one text makes of everything, by runs of its own.
struct Alone {
    meetings: BTreeMap<String, Vec<(String, Scored)>>,
    levels: BTreeMap<String, String>,
    years: BTreeMap<String, String>,
}

impl Alone {
    fn of(sandbox: &Sandbox, rules: &str) -> Alone {
        let json = |arguments: &[&str]| {
            let run = sandbox.run(&[arguments, &["--rules", rules, "--format", "json"]].concat());
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
            run.json()
        };
        let mut meetings: BTreeMap<String, Vec<(String, Scored)>> = BTreeMap::new();
        for row in rows(&json(&["score", ".", "--by", "meeting"]), "meetings").iter().filter(|row| text(row, "status") == "held")
        {
            let key = format!("{} {}", text(row, "date"), text(row, "kind"));
            let scored = Scored { total: text(row, "total"), level: text(row, "level") };
            meetings.entry(text(row, "cell")).or_default().push((key, scored));
        }
        let levels = rows(&json(&["score", "."]), "cells").iter().map(|row| (text(row, "cell"), text(row, "level"))).collect();
        let years = rows(&json(&["classify", "."]), "cells").iter().map(|row| (text(row, "cell"), text(row, "level"))).collect();
        Alone { meetings, levels, years }
    }
}

fn place(level: &str) -> Option<usize> {
    ["tot", "kha", "trung-binh", "kem"].iter().position(|own| *own == level)
}

#[test]
fn a_comparison_says_what_two_runs_say() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for seed in SEEDS {
        let sandbox = Sandbox::new();
        small(seed).write(&sandbox.path(""), PLAIN);
        let alone = texts().map(|rules| (Alone::of(&sandbox, &rules), rules));
        for (before, old) in &alone {
            for (after, new) in &alone {
                if old != new {
                    let run = in_json(&sandbox, &[".", "--rules", old, "--rules", new, "--all"]);
                    assert_eq!(run.code, Some(1), "the records have faults: {}", run.stderr);
                    let result = run.json();
                    meetings_agree(&result, before, after, &mut seen);
                    levels_agree(&result, before, after);
                    totals::agree(&result);
                }
            }
        }
    }
    // Otherwise the sums above prove nothing of these parts.
    for cause in [
        "points leaf",
        "points denominator",
        "points sheet",
        "points missing-fact",
        "meetings points",
        "meetings threshold",
        "meetings gate",
    ] {
        assert!(seen.contains(cause), "no {cause} among {seen:?}");
    }
}

fn causes_of<'r>(result: &'r Value, cell: &'r str, what: &'r str) -> impl Iterator<Item = &'r Value> {
    rows(result, "causes").iter().filter(move |row| text(row, "cell") == cell && text(row, "what") == what)
}

/// Totals, their change and its parts; levels, their moves and their parts; the matrix.
fn meetings_agree(result: &Value, before: &Alone, after: &Alone, seen: &mut BTreeSet<String>) {
    let mut moves: BTreeMap<(String, String), u64> = BTreeMap::new();
    for row in rows(result, "cells") {
        let cell = text(row, "cell");
        let none = Vec::new();
        let (old, new) = (before.meetings.get(&cell).unwrap_or(&none), after.meetings.get(&cell).unwrap_or(&none));
        assert_eq!(old.len(), new.len(), "{cell}");
        let pairs: Vec<(&Scored, &Scored)> = old
            .iter()
            .zip(new)
            .map(|((key, old), (other, new))| {
                assert_eq!(key, other);
                (old, new)
            })
            .collect();
        for (old, new) in &pairs {
            *moves.entry((old.level.clone(), new.level.clone())).or_default() += 1;
        }
        let both: Vec<(Exact, Exact)> = pairs
            .iter()
            .filter(|(old, new)| !old.total.is_empty() && !new.total.is_empty())
            .map(|(old, new)| (number(&old.total), number(&new.total)))
            .collect();
        let change = sum(both.iter().map(|(old, new)| new.checked_sub(*old).unwrap()));
        assert_eq!(count(row, "compared"), both.len(), "{cell}");
        assert_eq!(count(row, "changed_meetings"), both.iter().filter(|(old, new)| old != new).count(), "{cell}");
        assert_eq!(exact(row, "points_change"), change, "{cell}");
        let of_points = || causes_of(result, &cell, "points");
        assert_eq!(sum(of_points().map(|cause| exact(cause, "points"))), change, "the parts of {cell}");
        let one_sided = pairs.iter().filter(|(old, new)| old.total.is_empty() != new.total.is_empty()).count();
        let missing: usize =
            of_points().filter(|cause| text(cause, "cause") == "missing-fact").map(|cause| count(cause, "meetings")).sum();
        assert_eq!(missing, one_sided, "{cell}");
        for (scored, column) in [(old, "mean_before"), (new, "mean_after")] {
            let totals: Vec<Exact> =
                scored.iter().filter(|(_, own)| !own.total.is_empty()).map(|(_, own)| number(&own.total)).collect();
            let mean = sum(totals.iter().copied()).checked_div(Exact::whole(i64::try_from(totals.len()).unwrap()));
            assert_eq!(exact(row, column), mean.unwrap_or(Exact::ZERO), "{cell}");
        }
        let went = |is: fn(usize, usize) -> bool| {
            pairs
                .iter()
                .filter(|(old, new)| place(&old.level).zip(place(&new.level)).is_some_and(|(old, new)| is(old, new)))
                .count()
        };
        let (up, down) = (went(|old, new| new < old), went(|old, new| new > old));
        assert_eq!((count(row, "meetings_up"), count(row, "meetings_down")), (up, down), "{cell}");
        let parts: Vec<(usize, usize)> =
            causes_of(result, &cell, "meetings").map(|cause| (count(cause, "up"), count(cause, "down"))).collect();
        let all = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        assert!(all.0 >= up && all.1 >= down, "{cell}: {parts:?} do not explain {up} up and {down} down");
        if parts.len() < 2 {
            assert_eq!(all, (up, down), "{cell}");
        }
        seen.extend(rows(result, "causes").iter().map(|cause| format!("{} {}", text(cause, "what"), text(cause, "cause"))));
    }
    let found: BTreeMap<(String, String), u64> = matrix(result, "meeting");
    assert_eq!(found, moves);
}

fn matrix(result: &Value, what: &str) -> BTreeMap<(String, String), u64> {
    let own = rows(result, "matrix").iter().filter(|row| text(row, "what") == what);
    let mut all = BTreeMap::new();
    for row in own {
        *all.entry((text(row, "from"), text(row, "to"))).or_default() += row["count"].as_u64().unwrap();
    }
    all
}

/// Levels of periods and years, and their matrix.
fn levels_agree(result: &Value, before: &Alone, after: &Alone) {
    for (what, old, new, columns) in [
        ("period", &before.levels, &after.levels, ["level_before", "level_after", "level_move"]),
        ("year", &before.years, &after.years, ["year_before", "year_after", "year_move"]),
    ] {
        let mut moves: BTreeMap<(String, String), u64> = BTreeMap::new();
        let order = if what == "period" { ["tot", "kha", "trung-binh", "kem"] } else { ["xs", "htt", "ht", "kht"] };
        let place = |level: &String| order.iter().position(|own| own == level);
        for row in rows(result, "cells") {
            let cell = text(row, "cell");
            let level = |of: &BTreeMap<String, String>| of.get(&cell).cloned().unwrap_or_default();
            let (from, to) = (level(old), level(new));
            assert_eq!((text(row, columns[0]), text(row, columns[1])), (from.clone(), to.clone()), "{what} of {cell}");
            let went = match (place(&from), place(&to)) {
                (Some(from), Some(to)) if from == to => "same",
                (Some(from), Some(to)) if to < from => "up",
                (Some(_), Some(_)) => "down",
                (None, None) => "same",
                _ => "not-comparable",
            };
            let missing = causes_of(result, &cell, &format!("{what}-level")).any(|cause| text(cause, "cause") == "missing-fact");
            let said = text(row, columns[2]);
            assert!(
                said == went || said == "not-comparable" && (missing || from.is_empty()),
                "{what} of {cell}: {said}, not {went}"
            );
            if said != "same" {
                let causes = causes_of(result, &cell, &format!("{what}-level")).count();
                assert!(causes > 0, "{what} of {cell} went {from} → {to} by nothing");
            }
            *moves.entry((from, to)).or_default() += 1;
        }
        assert_eq!(matrix(result, what), moves, "{what}");
    }
}

/// What is better seen from one side is as much worse seen from the other: sums, leaf by leaf, levels.
#[test]
fn the_other_way_round_every_sign_is_the_other() {
    let sandbox = Sandbox::new();
    Records::generate(3).write(&sandbox.path(""), PLAIN);
    let (old, new) = ("14-qdi-tu".to_owned(), example("old-and-new-rule/du-thao"));
    let result = |one: &str, other: &str| in_json(&sandbox, &[".", "--rules", one, "--rules", other, "--all"]).json();
    let (there, back) = (result(&old, &new), result(&new, &old));
    let minus = |value: Exact| Exact::ZERO.checked_sub(value).unwrap();
    let leaves = |result: &Value, (one, other): (&str, &str), sign: &dyn Fn(Exact) -> Exact| {
        let mut sums: BTreeMap<(String, String, String), Exact> = BTreeMap::new();
        for row in rows(result, "causes").iter().filter(|row| text(row, "what") == "points") {
            let sum = sums.entry((text(row, "cell"), text(row, one), text(row, other))).or_insert(Exact::ZERO);
            *sum = sum.checked_add(sign(exact(row, "points"))).unwrap();
        }
        sums.retain(|_, sum| *sum != Exact::ZERO);
        sums
    };
    let forward = leaves(&there, ("leaf_before", "leaf_after"), &|value| value);
    assert!(forward.len() > 100, "{}", forward.len());
    assert_eq!(forward, leaves(&back, ("leaf_after", "leaf_before"), &minus));
    for (one, other) in rows(&there, "cells").iter().zip(rows(&back, "cells")) {
        let cell = text(one, "cell");
        assert_eq!(exact(one, "points_change"), minus(exact(other, "points_change")), "{cell}");
        for (column, mirrored) in [
            ("meetings_up", "meetings_down"),
            ("meetings_down", "meetings_up"),
            ("compared", "compared"),
            ("mean_before", "mean_after"),
            ("level_before", "level_after"),
            ("year_before", "year_after"),
        ] {
            assert_eq!(text(one, column), text(other, mirrored), "{column} of {cell}");
        }
        for column in ["level_move", "year_move"] {
            let turned = match text(other, column).as_str() {
                "up" => "down".to_owned(),
                "down" => "up".to_owned(),
                same => same.to_owned(),
            };
            assert_eq!(text(one, column), turned, "{column} of {cell}");
        }
    }
}

/// Rows in another order, folders in another order, one thread or many: the same bytes, but for the names and rows of files.
#[test]
fn no_order_changes_a_byte() {
    let sandbox = Sandbox::new();
    let mut records = Records::generate(4);
    let chance = &mut Chance::new(4);
    let half = |records: &Records, first: bool| {
        let mut own = records.clone();
        own.cells.keep("code", |code| (code < "C-016") == first);
        own.meetings.keep("cell", |code| (code < "C-016") == first);
        own.years.keep("cell", |code| (code < "C-016") == first);
        own
    };
    half(&records, true).write(&sandbox.path("mot"), PLAIN);
    half(&records, false).write(&sandbox.path("hai"), PLAIN);
    records.write(&sandbox.path("ca"), PLAIN);
    chance.shuffle(&mut records.cells.rows);
    chance.shuffle(&mut records.meetings.rows);
    chance.shuffle(&mut records.years.rows);
    records.write(&sandbox.path("xao"), PLAIN);
    let sides = ["--rules", "14-qdi-tu", "--rules", "34-qd-tu", "--all"];
    let tables =
        |folders: &[&str], more: &[&str]| in_json(&sandbox, &[folders, &sides[..], more].concat()).json()["tables"].to_string();
    let whole = tables(&["ca"], &[]);
    assert!(whole.len() > 100_000);
    for (folders, threads) in
        [(&["ca"][..], "1"), (&["ca"], "7"), (&["xao"], "3"), (&["mot", "hai"], "2"), (&["hai", "mot"], "5")]
    {
        assert!(tables(folders, &["--threads", threads]) == whole, "{folders:?} with {threads} threads");
    }
    let draft = example("old-and-new-rule/du-thao");
    let csv = |threads: &str| {
        let run =
            sandbox.run(&["compare", "ca", "--rules", "34-qd-tu", "--rules", &draft, "--format", "csv", "--threads", threads]);
        run.stdout
    };
    assert!(csv("1") == csv("6"));
}
