//! The sheets that the benchmark writes straight into Rust are a second, independent computation: both must agree on every leaf,
//! the total and the level.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../benches/meeting/an_phu.rs"]
mod an_phu;
#[path = "../benches/meeting/facts.rs"]
mod facts;
#[path = "../benches/meeting/sheet.rs"]
mod sheet;
#[path = "../benches/meeting/tuyen_quang.rs"]
mod tuyen_quang;

use std::collections::BTreeSet;

use chibo::assess::{LeafOutcome, Scorer, State};
use chibo::base::Exact;
use chibo::rules::{Regulation, shipped};
use facts::{Chance, Facts, Kind};
use sheet::{Leaf, Sheet};

const MEETINGS: usize = 20_000;

/// The leaves of each sheet, in its order.
const AN_PHU: [&str; 28] = [
    "1.1", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "5.1", "5.2",
    "5.3", "5.4", "6.1", "6.2", "6.3", "6.4", "7.1", "8.1", "8.2", "8.3",
];
const REGULAR: [&str; 15] =
    ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "7.1"];
const THEMATIC: [&str; 15] = [
    "cd.1.1", "cd.1.2", "cd.2.1", "cd.2.2", "cd.3.1", "cd.3.2", "cd.3.3", "cd.3.4", "cd.4.1", "cd.4.2", "cd.4.3", "cd.4.4",
    "cd.5.1", "cd.5.2", "cd.6.1",
];

fn regulation(id: &str) -> Regulation {
    shipped::find(&shipped::rulebook().unwrap(), id).unwrap()
}

fn leaf(outcome: &LeafOutcome) -> Leaf {
    match outcome.state {
        state if state.has_points() => Leaf::Points(u8::try_from(outcome.points / 1000).unwrap()),
        State::Rescaled => Leaf::Rescaled,
        _ => Leaf::Open,
    }
}

/// Compares one meeting and notes what the sheet came to.
fn agree<const N: usize>(scorer: &mut Scorer<'_>, slots: &[Option<i64>], ids: &[&str; N], own: &Sheet<N>, seen: &mut Seen) {
    let (score, outcomes) = scorer.score(slots).unwrap();
    for ((id, outcome), own) in ids.iter().zip(outcomes).zip(&own.leaves) {
        assert_eq!(leaf(outcome), *own, "leaf {id}");
        seen.leaves.insert(format!("{id} {own:?}"));
    }
    assert_eq!(outcomes.len(), N);
    let total = own.total.map(|((points, most), _)| Exact::new(points, most).unwrap());
    assert_eq!(score.total, total);
    assert_eq!(score.level, own.total.map(|(_, level)| level));
    seen.levels.insert(score.level);
}

#[derive(Default)]
struct Seen {
    leaves: BTreeSet<String>,
    levels: BTreeSet<Option<usize>>,
}

/// Meetings with all facts, which reach totals, and meetings with many holes, which reach every way of being open.
fn meetings() -> impl Iterator<Item = Facts> {
    let mut chances = [Chance::new(1, 1_000_000), Chance::new(2, 12), Chance::new(3, 300)];
    (0..MEETINGS).map(move |n| Facts::draw(&mut chances[n % 3]))
}

#[test]
fn an_phu_as_data_and_as_code() {
    let regulation = regulation("42-hd-btctw.an-phu");
    let (mut scorer, mut seen) = (Scorer::new(&regulation), Seen::default());
    for facts in meetings() {
        let own = an_phu::score(&facts);
        agree(&mut scorer, &facts.slots(&regulation), &AN_PHU, &own, &mut seen);
    }
    // Every row of the four tables, three sheets set aside, and every leaf open at least once.
    let rows =
        ["1.1", "2.1", "4.5", "7.1"].map(|id| seen.leaves.iter().filter(|one| one.starts_with(&format!("{id} Points"))).count());
    assert_eq!(rows, [5, 4, 4, 6]);
    assert_eq!(seen.leaves.iter().filter(|one| one.ends_with("Rescaled")).count(), 3);
    assert_eq!(seen.leaves.iter().filter(|one| one.ends_with("Open")).count(), 28);
    assert!(seen.levels.len() >= 4, "{:?}", seen.levels);
}

#[test]
fn tuyen_quang_as_data_and_as_code() {
    let regulation = regulation("34-qd-tu");
    let (mut scorer, mut seen) = (Scorer::new(&regulation), Seen::default());
    for facts in meetings() {
        let ids = if facts.kind == Kind::Thematic { &THEMATIC } else { &REGULAR };
        agree(&mut scorer, &facts.slots(&regulation), ids, &tuyen_quang::score(&facts), &mut seen);
    }
    let rows =
        ["1.2", "2.1", "4.2", "6.1"].map(|id| seen.leaves.iter().filter(|one| one.starts_with(&format!("{id} Points"))).count());
    assert_eq!(rows, [3, 4, 4, 4]);
    assert_eq!(seen.leaves.iter().filter(|one| one.ends_with("Rescaled")).count(), 1);
    assert_eq!(seen.leaves.iter().filter(|one| one.ends_with("Open")).count(), 30);
    assert!(seen.levels.len() >= 4, "{:?}", seen.levels);
}
