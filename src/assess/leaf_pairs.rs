//! What the leaves of two texts give otherwise for the same meeting, pair by pair.

use std::collections::BTreeSet;
use std::ops::Range;

use super::leaf::{LeafOutcome, State, by_value, measure};
use crate::base::Points;
use crate::expr::{Slots, Whole};
use crate::rules::{Leaf, Regulation};

/// Which leaf of one text is which of another; `None` where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafPair {
    /// Position in the first text.
    pub before: Option<usize>,
    /// Position in the other.
    pub after: Option<usize>,
}

/// What a pair of leaves gives otherwise in the meetings of one cell, in thousandths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeafDifference {
    /// Since other points are given for the same.
    pub scale: i32,
    /// Since the measure comes to another value.
    pub measure: i32,
    /// In how many meetings.
    pub meetings: u16,
}

/// What every pair of leaves gives otherwise, cell after cell, each number in a list of its own.
#[derive(Debug)]
pub(super) struct LeafSums {
    scale: Vec<i32>,
    /// Empty until some measure comes to another value, which under most pairs of texts none does.
    measure: Vec<i32>,
    meetings: Vec<u16>,
}

/// Every pair of leaves of two texts, ready to be asked row by row.
pub(super) struct LeafPairs {
    /// To which pair each leaf of the first text belongs, and to which each of the other.
    of_leaves: [Vec<OfLeaf>; 2],
    /// Whether the leaves of the other text stand in the order of the pairs, and none of them takes points away.
    is_straight: bool,
    /// The pairs that measure something in the same unit.
    measured: Vec<Measured>,
    /// The slots that enter whatever both count alike.
    shared: Vec<usize>,
    /// Whether there are none but such that count alike.
    all_shared: bool,
    pairs: usize,
}

/// What all pairs give otherwise in the meetings of several cells, each in a list of its own, so that a row is added to them in one go.
#[derive(Debug, Default)]
pub(super) struct Apart {
    scale: Vec<i64>,
    measure: Vec<i64>,
    meetings: Vec<u32>,
    /// The change of every pair in one meeting: leaves have at most a million points, so that the change of one is a small number.
    changes: Vec<i32>,
}

/// The pair of a leaf, and −1 where its points are taken away.
#[derive(Clone, Copy)]
struct OfLeaf {
    pair: u32,
    sign: i32,
}

/// A pair of leaves that measure something in the same unit.
struct Measured {
    place: usize,
    before: usize,
    after: usize,
    /// The counts that each measures, where a sum of counts or a share of two is all it measures.
    counts: Option<[Counted; 2]>,
    /// The slots that enter, where both count alike, so that over the same values nothing is measured otherwise.
    shared: Vec<usize>,
}

/// A whole number, and what it is a share of.
type Counted = (Whole, Option<Whole>);

impl LeafPairs {
    pub(super) fn of(pairs: &[LeafPair], (old, new): (&Regulation, &Regulation)) -> LeafPairs {
        let of_leaves = |regulation: &Regulation, side: fn(&LeafPair) -> Option<usize>| {
            let pair = |leaf: usize| pairs.iter().position(|pair| side(pair) == Some(leaf));
            let of_leaf = |(number, leaf): (usize, &Leaf)| OfLeaf {
                pair: pair(number).and_then(|pair| u32::try_from(pair).ok()).unwrap_or(u32::MAX),
                sign: if leaf.is_penalty() { -1 } else { 1 },
            };
            regulation.leaves.iter().enumerate().map(of_leaf).collect()
        };
        let measured = pairs.iter().enumerate().filter_map(|(place, pair)| Measured::of(place, pair, (old, new)));
        let measured: Vec<Measured> = measured.collect();
        let shared: BTreeSet<usize> = measured.iter().flat_map(|pair| pair.shared.iter().copied()).collect();
        let of_leaves: [Vec<OfLeaf>; 2] = [of_leaves(old, |pair| pair.before), of_leaves(new, |pair| pair.after)];
        let is_straight = |(place, leaf): (usize, &OfLeaf)| usize::try_from(leaf.pair) == Ok(place) && leaf.sign == 1;
        LeafPairs {
            is_straight: of_leaves[1].iter().enumerate().all(is_straight),
            of_leaves,
            all_shared: measured.iter().all(|pair| !pair.shared.is_empty()),
            measured,
            shared: shared.into_iter().collect(),
            pairs: pairs.len(),
        }
    }

    /// Adds what each pair gives otherwise for one meeting, from a place on; all together it is the `change` of what the leaves come to.
    pub(super) fn take(
        &self,
        (old, new): (&Regulation, &Regulation),
        forms: (usize, usize),
        (before, after): (&[LeafOutcome], &[LeafOutcome]),
        (old_facts, new_facts): (&[Option<i64>], &[Option<i64>]),
        (apart, place, change): (&mut Apart, usize, i64),
    ) {
        let start = |regulation: &Regulation, form: usize| regulation.forms.get(form).map_or(0, |form| form.leaves.start);
        let (old_start, new_start) = (start(old, forms.0), start(new, forms.1));
        apart.changes.clear();
        apart.changes.resize(self.pairs, 0);
        let [of_old, of_new] = &self.of_leaves;
        if self.is_straight {
            let changes = apart.changes.get_mut(new_start..).unwrap_or(&mut []);
            changes.iter_mut().zip(after).for_each(|(change, outcome)| *change = outcome.points);
        } else {
            spread::<1>(of_new.get(new_start..).unwrap_or(&[]), after, &mut apart.changes);
        }
        spread::<-1>(of_old.get(old_start..).unwrap_or(&[]), before, &mut apart.changes);
        debug_assert_eq!(apart.changes.iter().map(|change| i64::from(*change)).sum::<i64>(), change, "every leaf is in a pair");
        apart.add(place);
        let same = |slot: &usize| old_facts.get(*slot).is_some_and(|own| Some(own) == new_facts.get(*slot));
        let in_place = std::ptr::eq(old_facts.as_ptr(), new_facts.as_ptr());
        let same_facts = in_place || self.shared.iter().all(same);
        if same_facts && self.all_shared {
            return;
        }
        for pair in &self.measured {
            if same_facts && !pair.shared.is_empty() {
                continue;
            }
            let is_same = apart.changes.get(pair.place).is_none_or(|change| *change == 0);
            if is_same || pair.count_alike(old_facts, new_facts) {
                continue;
            }
            let outcomes = before.get(pair.before.wrapping_sub(old_start)).zip(after.get(pair.after.wrapping_sub(new_start)));
            let leaves = old.leaves.get(pair.before).zip(new.leaves.get(pair.after));
            let slots = |facts| Slots { facts, derived: &[] };
            let measure = outcomes.zip(leaves).and_then(|((before, after), leaves)| {
                remeasured(leaves, (*before, *after), (slots(old_facts), slots(new_facts)))
            });
            apart.give_to_measure(place + pair.place, measure.unwrap_or(0));
        }
    }
}

impl Apart {
    pub(super) fn resize(&mut self, len: usize) {
        self.scale.resize(len, 0);
        self.measure.resize(len, 0);
        self.meetings.resize(len, 0);
    }

    /// Adds the change of every pair from a place on. Which leaves give other points differs from row to row, so a branch would often be
    /// guessed wrongly; and no sum of a block comes near the end of its number.
    fn add(&mut self, place: usize) {
        let scale = self.scale.get_mut(place..).unwrap_or(&mut []);
        let meetings = self.meetings.get_mut(place..).unwrap_or(&mut []);
        for ((scale, meetings), change) in scale.iter_mut().zip(meetings).zip(&self.changes) {
            *scale = scale.wrapping_add(i64::from(*change));
            *meetings = meetings.wrapping_add(u32::from(*change != 0));
        }
    }

    /// So many of the points that a pair gives otherwise come from its measure.
    fn give_to_measure(&mut self, place: usize, points: i64) {
        if let (Some(scale), Some(measure)) = (self.scale.get_mut(place), self.measure.get_mut(place)) {
            *scale -= points;
            *measure += points;
        }
    }
}

impl LeafSums {
    /// So many, and nothing differs yet.
    pub(super) fn of(len: usize) -> LeafSums {
        LeafSums { scale: vec![0; len], measure: Vec::new(), meetings: vec![0; len] }
    }

    pub(super) fn get(&self, place: usize) -> Option<LeafDifference> {
        let measure = self.measure.get(place).copied().unwrap_or(0);
        Some(LeafDifference { scale: *self.scale.get(place)?, measure, meetings: *self.meetings.get(place)? })
    }

    /// Adds as many pairs of a block as the range has, from a place on.
    pub(super) fn join(&mut self, range: Range<usize>, own: &Apart, place: usize) {
        let scale = self.scale.get_mut(range.clone()).unwrap_or(&mut []);
        for (sum, own) in scale.iter_mut().zip(own.scale.get(place..).unwrap_or(&[])) {
            *sum = small(i64::from(*sum) + own);
        }
        let meetings = self.meetings.get_mut(range.clone()).unwrap_or(&mut []);
        for (sum, own) in meetings.iter_mut().zip(own.meetings.get(place..).unwrap_or(&[])) {
            *sum = sum.saturating_add(u16::try_from(*own).unwrap_or(u16::MAX));
        }
        let own = own.measure.get(place..place + range.len()).unwrap_or(&[]);
        if own.iter().any(|points| *points != 0) {
            self.measure.resize(self.scale.len(), 0);
            for (sum, own) in self.measure.get_mut(range).unwrap_or(&mut []).iter_mut().zip(own) {
                *sum = small(i64::from(*sum) + own);
            }
        }
    }
}

/// Puts the points of the leaves of a sheet to the changes of their pairs, or takes them away. A leaf that is open or set aside has none.
#[inline]
fn spread<const SIDE: i32>(leaves: &[OfLeaf], outcomes: &[LeafOutcome], changes: &mut [i32]) {
    for (leaf, outcome) in leaves.iter().zip(outcomes) {
        if let Some(change) = usize::try_from(leaf.pair).ok().and_then(|pair| changes.get_mut(pair)) {
            *change = change.wrapping_add(outcome.points.wrapping_mul(leaf.sign).wrapping_mul(SIDE));
        }
    }
}

fn small(points: i64) -> i32 {
    i32::try_from(points).unwrap_or(if points < 0 { i32::MIN } else { i32::MAX })
}

impl Measured {
    fn of(place: usize, pair: &LeafPair, (old, new): (&Regulation, &Regulation)) -> Option<Measured> {
        let (before, after) = (pair.before?, pair.after?);
        let (of_old, of_new) = (measure(old.leaves.get(before)?)?, measure(new.leaves.get(after)?)?);
        if of_old.unit() != of_new.unit() {
            return None;
        }
        let counts = [of_old, of_new].map(|measure| {
            let share = measure.share().map(|(part, whole)| (part, Some(whole)));
            share.or_else(|| Some((measure.whole()?, None)))
        });
        let counts = if let [Some(before), Some(after)] = counts { Some([before, after]) } else { None };
        let is_same = counts.as_ref().is_some_and(|[before, after]| before == after);
        let shared = if is_same { of_old.slots().to_vec() } else { Vec::new() };
        Some(Measured { place, before, after, counts, shared })
    }

    /// Whether both count the same of a meeting, which is told without any fraction.
    #[inline]
    fn count_alike(&self, old: &[Option<i64>], new: &[Option<i64>]) -> bool {
        let counts = |(part, whole): &Counted, facts: &[Option<i64>]| {
            Some((part.value(facts)?, whole.as_ref().map_or(Some(1), |whole| whole.value(facts))?))
        };
        self.counts
            .as_ref()
            .is_some_and(|[before, after]| counts(before, old).is_some_and(|before| Some(before) == counts(after, new)))
    }
}

/// By how much the first leaf would give other points for the value that the other one measures in the same unit; `None` where both come to
/// the same value.
fn remeasured(
    (old, new): (&Leaf, &Leaf),
    (before, after): (LeafOutcome, LeafOutcome),
    (old_slots, new_slots): (Slots<'_>, Slots<'_>),
) -> Option<i64> {
    if before.state != State::Scored || after.state != State::Scored {
        return None;
    }
    let (of_old, of_new) = (measure(old)?, measure(new)?);
    let value = of_new.number(new_slots).ok()?;
    if of_old.number(old_slots).ok()? == value {
        return None;
    }
    let mut between = LeafOutcome::default();
    by_value(&mut between, old, value);
    let points = |outcome: LeafOutcome| old.signed(Points(i64::from(outcome.points))).0;
    between.state.has_points().then(|| points(between) - points(before))
}
