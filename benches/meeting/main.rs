//! Times the scoring of a meeting: the regulation as data against the same sheet written straight into Rust, on the same facts.
//!
//! `cargo bench --bench meeting`. That the two agree on every leaf is the matter of `tests/hard_coded.rs`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

mod an_phu;
mod facts;
mod sheet;
mod tuyen_quang;

use std::hint::black_box;
use std::time::Instant;

use chibo::assess::Scorer;
use chibo::rules::shipped;
use facts::{Chance, Facts};

/// So few that their facts stay near the processor, as those of a row that was just read do.
const MEETINGS: usize = 32;
/// A fact is not recorded once in so many.
const MISSING: u64 = 400;
const REPEATS: u32 = 200;
const ROUNDS: u32 = 40;

fn main() {
    let mut chance = Chance::new(42, MISSING);
    let meetings: Vec<Facts> = (0..MEETINGS).map(|_| Facts::draw(&mut chance)).collect();
    compare("42-hd-btctw.an-phu", &meetings, an_phu::score);
    compare("34-qd-tu", &meetings, tuyen_quang::score);
}

fn compare<const N: usize>(id: &str, meetings: &[Facts], hard_coded: impl Fn(&Facts) -> sheet::Sheet<N>) {
    let regulation = shipped::find(&shipped::rulebook().unwrap(), id).unwrap();
    let slots: Vec<Vec<Option<i64>>> = meetings.iter().map(|facts| facts.slots(&regulation)).collect();
    let mut scorer = Scorer::new(&regulation);
    for (facts, slots) in meetings.iter().zip(&slots) {
        let (own, (score, _)) = (hard_coded(facts), scorer.score(slots).unwrap());
        let open = own.leaves.iter().filter(|leaf| **leaf == sheet::Leaf::Open).count();
        assert_eq!((own.total.map(|(_, level)| level), open), (score.level, score.open_leaves as usize), "{facts:?}");
    }
    let (mut by_hand, mut by_rule) = (u128::MAX, u128::MAX);
    // In turn, and the best round of each: what else the machine does disturbs both alike.
    for _ in 0..ROUNDS {
        by_hand = by_hand.min(picoseconds(meetings, |facts| {
            black_box(hard_coded(black_box(facts)));
        }));
        by_rule = by_rule.min(picoseconds(&slots, |facts| {
            black_box(scorer.score(black_box(facts)));
        }));
    }
    let figure = |thousandths: u128, places: usize| {
        let figure = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        figure[..figure.len() - (3 - places)].to_owned()
    };
    println!(
        "{id}: {N} leaves, hard-coded {} ns a meeting, as data {} ns, ratio {}",
        figure(by_hand, 1),
        figure(by_rule, 1),
        figure(by_rule * 1000 / by_hand, 2)
    );
}

/// What one call takes on average.
fn picoseconds<T>(meetings: &[T], mut call: impl FnMut(&T)) -> u128 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        for facts in meetings {
            call(facts);
        }
    }
    start.elapsed().as_nanos() * 1000 / (u128::from(REPEATS) * meetings.len() as u128)
}
