//! Two made-up records of one year: what a comparison says is what runs of `score` and `classify` over each of them say, and its causes add up.

use std::collections::BTreeMap;

use chibo::base::Exact;
use serde_json::Value;

use super::made_up::{Chance, PLAIN, Records, meeting_row};
use super::support::Sandbox;
use super::{count, exact, in_json, number, rows, sum, text, totals};

const SEEDS: std::ops::Range<u64> = 1..5;

/// A world of twelve cells, and the same with meetings noted otherwise, forgotten and added, and other grades.
fn two(seed: u64) -> [Records; 2] {
    let mut records = Records::generate(seed);
    records.cells.keep("code", |code| code < "C-013");
    records.meetings.keep("cell", |code| code < "C-013");
    records.years.keep("cell", |code| code < "C-013");
    let mut other = records.clone();
    let chance = &mut Chance::new(seed + 100);
    let (speakers, grade) = (other.meetings.column("speakers"), other.years.column("ii1"));
    for table in [&mut records.meetings, &mut other.meetings] {
        table.rows.retain(|row| row[0] == "C-003" || !chance.percent(2));
    }
    for row in &mut other.meetings.rows {
        // One cell has the same in both.
        match chance.below(10) {
            _ if row[0] == "C-003" => {}
            0 => *row = meeting_row(chance, &row[0], &row[1], &row[2]),
            1 => row[speakers] = "1".to_owned(),
            2 if chance.percent(30) => row[speakers].clear(),
            _ => {}
        }
    }
    for row in other.years.rows.iter_mut().filter(|_| chance.percent(30)) {
        row[grade] = "kem".to_owned();
    }
    [records, other]
}

/// What runs over one of the records say.
struct Alone {
    /// By cell, then by day and kind: total, level and what was lost by leaf, of each meeting that was held.
    meetings: BTreeMap<String, BTreeMap<String, Scored>>,
    levels: BTreeMap<String, (String, bool)>,
    years: BTreeMap<String, (String, bool)>,
}

impl Alone {
    fn of(sandbox: &Sandbox, folder: &str) -> Alone {
        let json = |arguments: &[&str]| {
            let run = sandbox.run(&[arguments, &["--format", "json"]].concat());
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
            run.json()
        };
        let mut meetings: BTreeMap<String, BTreeMap<String, Scored>> = BTreeMap::new();
        for row in rows(&json(&["score", folder, "--by", "meeting"]), "meetings") {
            if text(row, "status") == "held" {
                let key = format!("{}/{}", text(row, "date"), text(row, "kind"));
                meetings
                    .entry(text(row, "cell"))
                    .or_default()
                    .insert(key, (text(row, "total"), text(row, "level"), text(row, "lost")));
            }
        }
        let levels = |arguments: &[&str]| {
            let result = json(arguments);
            let level = |row: &Value| (text(row, "cell"), (text(row, "level"), row["provisional"] == Value::Bool(true)));
            rows(&result, "cells").iter().map(level).collect()
        };
        Alone { meetings, levels: levels(&["score", folder]), years: levels(&["classify", folder]) }
    }
}

#[test]
fn a_comparison_of_records_says_what_runs_over_each_say() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in SEEDS {
        let sandbox = Sandbox::new();
        let [one, other] = two(seed);
        one.write(&sandbox.path("mot"), PLAIN);
        other.write(&sandbox.path("hai"), PLAIN);
        let run = in_json(&sandbox, &["mot", "--with", "hai", "--all"]);
        assert_eq!(run.code, Some(1), "the records have faults: {}", run.stderr);
        let result = run.json();
        let (before, after) = (Alone::of(&sandbox, "mot"), Alone::of(&sandbox, "hai"));
        meetings_agree(&result, &before, &after);
        levels_agree(&result, "period", (&before.levels, &after.levels));
        levels_agree(&result, "year", (&before.years, &after.years));
        totals::agree(&result);
        for row in rows(&result, "causes") {
            *seen.entry(format!("{} {}", text(row, "what"), text(row, "cause"))).or_default() += 1;
        }
        for column in ["level_move", "year_move"] {
            rows(&result, "cells")
                .iter()
                .for_each(|row| *seen.entry(format!("{column} {}", text(row, column))).or_default() += 1);
        }
    }
    // Otherwise the sums prove nothing of these parts.
    for wanted in [
        "points facts",
        "points missing-fact",
        "meetings facts",
        "rate facts",
        "period-level meetings",
        "year-level facts",
        "points sheet",
        "year-level quota",
        "level_move not-comparable",
        "level_move up",
        "year_move down",
    ] {
        assert!(seen.contains_key(wanted), "no {wanted} among {seen:?}");
    }
}

/// Total, level and what was lost by leaf.
type Scored = (String, String, String);

/// What each leaf loses less in the second.
fn won(before: &str, after: &str) -> BTreeMap<String, Exact> {
    let lost = |text: &str| -> BTreeMap<String, Exact> {
        let pairs = text.split(';').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.trim().split_once('=').unwrap()).map(|(leaf, points)| (leaf.to_owned(), number(points))).collect()
    };
    let (before, after) = (lost(before), lost(after));
    let points = |of: &BTreeMap<String, Exact>, leaf: &String| of.get(leaf).copied().unwrap_or(Exact::ZERO);
    let leaves: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let won = leaves.into_iter().map(|leaf| (leaf.clone(), points(&before, leaf).checked_sub(points(&after, leaf)).unwrap()));
    won.filter(|(_, points)| *points != Exact::ZERO).collect()
}

fn causes_of<'r>(result: &'r Value, cell: &'r str, what: &'r str) -> impl Iterator<Item = &'r Value> {
    rows(result, "causes").iter().filter(move |row| text(row, "cell") == cell && text(row, "what") == what)
}

/// Of every meeting the leaves and what is left of them add up to what its total changed by, and all meetings to the change of the cell.
fn meetings_agree(result: &Value, before: &Alone, after: &Alone) {
    let mut moves: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut leaves = 0;
    for row in rows(result, "cells") {
        let cell = text(row, "cell");
        let none = BTreeMap::new();
        let (old, new) = (before.meetings.get(&cell).unwrap_or(&none), after.meetings.get(&cell).unwrap_or(&none));
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let said = |of: &BTreeMap<String, Scored>, key: &String| of.get(key).cloned().unwrap_or_default();
        let (mut change, mut compared, mut one_sided, mut up, mut down) = (Exact::ZERO, 0, 0, 0, 0);
        for key in keys {
            let ((from, old_level, old_lost), (to, new_level, new_lost)) = (said(old, key), said(new, key));
            let own: Vec<&Value> = causes_of(result, &cell, "points").filter(|cause| text(cause, "meeting") == *key).collect();
            let of_causes = sum(own.iter().map(|cause| exact(cause, "points")));
            // Leaves that do not apply have no points to lose: their part is the sheet's.
            if !own.iter().any(|cause| text(cause, "cause") == "sheet") && !from.is_empty() && !to.is_empty() {
                let of_leaves: BTreeMap<String, Exact> =
                    own.iter().map(|cause| (text(cause, "leaf_after"), exact(cause, "points"))).collect();
                assert_eq!(of_leaves, won(&old_lost, &new_lost), "{cell} {key}");
                leaves += of_leaves.len();
            }
            let by = if from.is_empty() || to.is_empty() { Exact::ZERO } else { number(&to).checked_sub(number(&from)).unwrap() };
            assert_eq!(of_causes, by, "{cell} {key}");
            change = change.checked_add(by).unwrap();
            compared += usize::from(!from.is_empty() && !to.is_empty());
            one_sided += usize::from(from.is_empty() != to.is_empty());
            let place = |level: &str| ["tot", "kha", "trung-binh", "kem"].iter().position(|own| own == &level);
            if let (Some(from), Some(to)) = (place(&old_level), place(&new_level)) {
                up += usize::from(to < from);
                down += usize::from(to > from);
            }
            *moves.entry((old_level, new_level)).or_default() += 1;
        }
        assert_eq!((exact(row, "points_change"), count(row, "compared")), (change, compared), "{cell}");
        let of_points = || causes_of(result, &cell, "points");
        assert_eq!(sum(of_points().map(|cause| exact(cause, "points"))), change, "the parts of {cell}");
        let lacking = of_points().filter(|cause| text(cause, "cause") == "missing-fact");
        assert_eq!(lacking.map(|cause| count(cause, "meetings")).sum::<usize>(), one_sided, "{cell}");
        assert_eq!((count(row, "meetings_up"), count(row, "meetings_down")), (up, down), "{cell}");
        let by = causes_of(result, &cell, "meetings")
            .fold((0, 0), |sum, cause| (sum.0 + count(cause, "up"), sum.1 + count(cause, "down")));
        assert_eq!(by, (up, down), "{cell}");
        if cell == "C-003" {
            assert!(rows(result, "records").iter().all(|told| text(told, "cell") != cell || text(told, "what") == "2024"));
        }
    }
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows(result, "matrix").iter().filter(|row| text(row, "what") == "meeting") {
        *found.entry((text(row, "from"), text(row, "to"))).or_default() += count(row, "count");
    }
    assert_eq!(found, moves);
    assert!(leaves > 20, "{leaves}");
}

/// Levels are those of both runs; a level of which one side alone may still change is not compared, and steps add up to what the year moved.
fn levels_agree(result: &Value, what: &str, (before, after): (&Levels, &Levels)) {
    let (prefix, order) =
        if what == "period" { ("level", ["tot", "kha", "trung-binh", "kem"]) } else { ("year", ["xs", "htt", "ht", "kht"]) };
    let place = |level: &str| order.iter().position(|own| *own == level);
    for row in rows(result, "cells") {
        let cell = text(row, "cell");
        let ((from, old_open), (to, new_open)) = (&before[&cell], &after[&cell]);
        assert_eq!(
            (&text(row, &format!("{prefix}_before")), &text(row, &format!("{prefix}_after"))),
            (from, to),
            "{what} of {cell}"
        );
        let went = match (place(from), place(to)) {
            (Some(from), Some(to)) if from == to => "same",
            (None, None) => "same",
            (Some(_), Some(_)) if old_open != new_open => "not-comparable",
            (Some(from), Some(to)) if to < from => "up",
            (Some(_), Some(_)) => "down",
            _ => "not-comparable",
        };
        let said = text(row, &format!("{prefix}_move"));
        let both_open = *old_open && *new_open && said == "not-comparable";
        let both_none = place(from).is_none() && place(to).is_none();
        assert!(said == went || both_open || both_none, "{what} of {cell}: {said}, not {went}");
        let of_level = || causes_of(result, &cell, if what == "year" { "year-level" } else { "period-level" });
        if said == "up" || said == "down" {
            assert!(of_level().count() > 0, "{what} of {cell} went {from} → {to} by nothing");
            if what == "year" {
                let steps: i64 = of_level().map(|cause| text(cause, "steps").parse::<i64>().unwrap_or(0)).sum();
                let wanted = i64::try_from(place(to).unwrap()).unwrap() - i64::try_from(place(from).unwrap()).unwrap();
                assert_eq!(steps, wanted, "steps of {cell}: {:?}", of_level().collect::<Vec<&Value>>());
            }
        }
    }
}

type Levels = BTreeMap<String, (String, bool)>;
