//! What becomes of a single leaf.

use crate::base::{Exact, Points};
use crate::expr::{Absent, Expr, Slots};
use crate::rules::leaf::Step;
use crate::rules::{Layout, Leaf, LeafKind, Policy, Regulation, RoundingRule, Tier, When};

/// What became of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    /// It has points.
    Scored,
    /// An exception that goes first gave its points.
    Excepted,
    /// Nothing was recorded for it, and the points of a corresponding leaf of another regulation stand in.
    Carried,
    /// Not applicable: full points.
    Full,
    /// Not applicable: its points are lost to the total.
    Dropped,
    /// Not applicable: the total is scaled up.
    Rescaled,
    /// Not applicable: its group is scaled up.
    Redistributed,
    /// A fact it needs was not recorded.
    Missing,
    /// Its rate has nothing to be a rate of.
    NoBase,
    /// No row of its table takes the value.
    #[default]
    NoRow,
}

impl State {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            State::Scored => "scored",
            State::Excepted => "exception",
            State::Carried => "carried",
            State::Full => "full",
            State::Dropped => "dropped",
            State::Rescaled => "rescaled",
            State::Redistributed => "redistributed",
            State::Missing => "missing",
            State::NoBase => "no-base",
            State::NoRow => "no-row",
        }
    }

    /// Whether the leaf should have points but has none: the total stays open.
    pub fn is_open(self) -> bool {
        matches!(self, State::Missing | State::NoBase | State::NoRow)
    }

    /// Whether the leaf was judged by what happened, and so has points that may be fewer than it could have.
    pub fn is_scored(self) -> bool {
        matches!(self, State::Scored | State::Excepted | State::Carried)
    }

    /// Whether the leaf has points.
    pub fn has_points(self) -> bool {
        self.is_scored() || self == State::Full
    }
}

/// The points of a leaf and the branch that gave them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct LeafOutcome {
    /// What became of it.
    pub state: State,
    /// Which branch of the leaf: 0 yes, 1 no; 0 verified, 1 self; the row of its table; the entry of its not-applicable list or of its
    /// exceptions; of corresponding leaves, twice the entry and one more for self points.
    pub branch: u8,
    /// The slot of the missing fact.
    pub missing: u16,
    /// Thousandths of a point.
    pub points: i32,
}

/// Writes the outcome where it is kept: it is no more than a word, and handing it on would cost more than most leaves do.
/// The outcome must be a fresh one.
pub(super) fn judge_leaf(
    outcome: &mut LeafOutcome,
    regulation: &Regulation,
    leaf: &Leaf,
    number: usize,
    rounding: Option<&RoundingRule>,
    slots: Slots<'_>,
) {
    let applies = if leaf.not_applicable.is_empty() { Applies::Yes } else { applies(leaf, slots) };
    if let Applies::No(aside) = applies {
        *outcome = aside;
        return;
    }
    match leaf.first.iter().enumerate().find_map(|(entry, exception)| excepted(exception, slots).map(|holds| (entry, holds))) {
        None => by_kind(outcome, regulation, leaf, number, slots),
        Some((entry, Ok(points))) => {
            outcome.score(points.0, entry);
            outcome.state = State::Excepted;
        }
        Some((_, Err(absent))) => *outcome = open(absent),
    }
    if outcome.state == State::Missing && !leaf.corresponds.is_empty() {
        carried(outcome, regulation, leaf, number, slots);
    }
    if let Some(rule) = rounding {
        rounded(outcome, leaf, rule);
    }
    if let Applies::Unclear { absent, full } = applies {
        // Full points either way, so whether the leaf applies does not matter.
        let settled = full && outcome.state.is_scored() && i64::from(outcome.points) == leaf.max.0;
        if !settled {
            *outcome = open(absent);
        }
    }
}

/// Whether a leaf applies.
enum Applies {
    Yes,
    No(LeafOutcome),
    /// A fact is missing that decides it; `full` when the leaf would have full points wherever it does not apply.
    Unclear {
        absent: Absent,
        full: bool,
    },
}

fn applies(leaf: &Leaf, slots: Slots<'_>) -> Applies {
    let mut doubt = None;
    let (mut all_full, mut all_same) = (true, true);
    for (entry, not_applicable) in leaf.not_applicable.iter().enumerate() {
        match not_applicable.when.flag(slots) {
            Ok(false) => {}
            Ok(true) => match doubt {
                // The entry before decides if it holds, so what it would do must be the same.
                Some((absent, policy)) if policy != not_applicable.then || !all_same => return Applies::No(open(absent)),
                _ => return Applies::No(set_aside(leaf, not_applicable.then, entry)),
            },
            Err(absent) => {
                all_full &= not_applicable.then == Policy::Full;
                all_same &= doubt.is_none_or(|(_, policy)| policy == not_applicable.then);
                doubt = doubt.or(Some((absent, not_applicable.then)));
            }
        }
    }
    doubt.map_or(Applies::Yes, |(absent, _)| Applies::Unclear { absent, full: all_full })
}

fn set_aside(leaf: &Leaf, policy: Policy, entry: usize) -> LeafOutcome {
    let branch = u8::try_from(entry).unwrap_or(u8::MAX);
    let (state, points) = match policy {
        Policy::Full => (State::Full, i32::try_from(leaf.max.0).unwrap_or(0)),
        Policy::Drop => (State::Dropped, 0),
        Policy::Rescale => (State::Rescaled, 0),
        Policy::Redistribute => (State::Redistributed, 0),
    };
    LeafOutcome { state, branch, missing: 0, points }
}

fn by_kind(outcome: &mut LeafOutcome, regulation: &Regulation, leaf: &Leaf, number: usize, slots: Slots<'_>) {
    match &leaf.kind {
        LeafKind::YesNo { when } => match when.flag(slots) {
            Ok(true) => outcome.score(leaf.max.0, 0),
            Ok(false) => outcome.score(0, 1),
            Err(absent) => *outcome = open(absent),
        },
        LeafKind::Recorded { fact: Some(slot), .. } => match slots.get(*slot) {
            Some(points) => outcome.score(points, 0),
            None => *outcome = open(Absent::Missing(*slot)),
        },
        LeafKind::Recorded { fact: None, .. } | LeafKind::Chosen { .. } => as_given(outcome, &regulation.layout, number, slots),
        LeafKind::Tiers { of, .. } | LeafKind::PerOccurrence { of, .. } | LeafKind::Proportional { of, .. } => {
            match of.number(slots) {
                Ok(value) => by_value(outcome, leaf, value),
                Err(absent) => *outcome = open(absent),
            }
        }
    }
}

/// The points that a person gave for a leaf: verified ones before those of the cell itself. The outcome must be a fresh one.
#[inline]
pub(super) fn as_given(outcome: &mut LeafOutcome, layout: &Layout, number: usize, slots: Slots<'_>) {
    let (verified, own) = (layout.verified_points(number), layout.self_points(number));
    match (slots.get(verified), slots.get(own)) {
        (Some(points), _) => outcome.score(points, 0),
        (None, Some(points)) => outcome.score(points, 1),
        (None, None) => *outcome = open(Absent::Missing(own)),
    }
}

/// The points of a leaf with a measure, which has come to that value; the outcome must be a fresh one.
#[inline]
pub(super) fn by_value(outcome: &mut LeafOutcome, leaf: &Leaf, value: Exact) {
    match &leaf.kind {
        LeafKind::Tiers { tiers, .. } => match tier(tiers, value) {
            Some((row, tier)) => outcome.score(tier.points.0, row),
            None => *outcome = LeafOutcome { state: State::NoRow, ..LeafOutcome::default() },
        },
        LeafKind::PerOccurrence { start, each, at_least, at_most, rounding, .. } => {
            let points = value.checked_mul(*each).and_then(|points| start.exact().checked_add(points));
            outcome.between(points, (at_least.exact(), at_most.exact()), rounding.as_ref());
        }
        LeafKind::Proportional { full_at, rounding, .. } => {
            let points = value.checked_mul(leaf.max.exact()).and_then(|points| points.checked_div(*full_at));
            outcome.between(points, (Exact::ZERO, leaf.max.exact()), Some(rounding));
        }
        LeafKind::YesNo { .. } | LeafKind::Recorded { .. } | LeafKind::Chosen { .. } => {}
    }
}

/// What a leaf measures; none where it goes by a condition or by what a person recorded.
pub(super) fn measure(leaf: &Leaf) -> Option<&Expr> {
    match &leaf.kind {
        LeafKind::Tiers { of, .. } | LeafKind::PerOccurrence { of, .. } | LeafKind::Proportional { of, .. } => Some(of),
        LeafKind::YesNo { .. } | LeafKind::Recorded { .. } | LeafKind::Chosen { .. } => None,
    }
}

/// The points of an exception that holds; none where it does not.
fn excepted(exception: &Tier, slots: Slots<'_>) -> Option<Result<Points, Absent>> {
    let When::Condition(when) = &exception.when else { return None };
    match when.flag(slots) {
        Ok(true) => Some(Ok(exception.points)),
        Ok(false) => None,
        Err(absent) => Some(Err(absent)),
    }
}

/// Points given under another regulation, verified before self, where the leaf itself lacks a fact.
fn carried(outcome: &mut LeafOutcome, regulation: &Regulation, leaf: &Leaf, number: usize, slots: Slots<'_>) {
    let first = regulation.layout.corresponding(&regulation.leaves, number);
    for (entry, other) in leaf.corresponds.iter().enumerate() {
        for own in 0..2 {
            let branch = 2 * entry + own;
            let Some(points) = slots.get(first + branch) else { continue };
            let scaled = match &other.rounding {
                None => Some(Exact::thousandths(points)),
                Some(_) => Exact::thousandths(points)
                    .checked_mul(leaf.max.exact())
                    .and_then(|points| points.checked_div(other.max.exact())),
            };
            let mut carried = LeafOutcome::default();
            carried.between(scaled, (Exact::ZERO, leaf.max.exact()), other.rounding.as_ref());
            if carried.state == State::Scored {
                *outcome = LeafOutcome { state: State::Carried, branch: u8::try_from(branch).unwrap_or(u8::MAX), ..carried };
                return;
            }
        }
    }
}

/// The tier that takes the value, with its row.
fn tier(tiers: &[Tier], value: Exact) -> Option<(usize, &Tier)> {
    let holds = |tier: &Tier| match &tier.when {
        When::In(interval) => interval.contains(value),
        When::Is(place, _) => value == Exact::whole(*place),
        When::Condition(_) | When::Chosen => false,
    };
    tiers.iter().enumerate().find(|(_, tier)| holds(tier))
}

impl LeafOutcome {
    /// Gives points to a fresh outcome, in which nothing is missing.
    #[inline]
    pub(super) fn score(&mut self, points: i64, branch: usize) {
        self.state = State::Scored;
        self.branch = u8::try_from(branch).unwrap_or(u8::MAX);
        self.points = i32::try_from(points).unwrap_or(i32::MAX);
    }

    /// Whether it rests on a self score that was given under another regulation.
    pub(super) fn is_carried_from_self(&self) -> bool {
        self.state == State::Carried && !self.branch.is_multiple_of(2)
    }
}

impl LeafOutcome {
    /// Points held between two ends and then rounded; open where the figures are beyond what points can hold.
    fn between(&mut self, points: Option<Exact>, ends: (Exact, Exact), rounding: Option<&Step>) {
        let held = points.map(|points| points.max(ends.0).min(ends.1));
        let rounded = match rounding {
            Some(rule) => held.and_then(|points| points.round(rule.step, rule.mode)).map(|points| points.max(ends.0).min(ends.1)),
            None => held,
        };
        match rounded.and_then(Points::from_exact) {
            Some(points) => self.score(points.0, 0),
            None => *self = open(Absent::TooLarge),
        }
    }
}

/// The outcome of a leaf whose points are open.
pub(super) fn open(absent: Absent) -> LeafOutcome {
    let (state, missing) = match absent {
        Absent::Missing(slot) => (State::Missing, u16::try_from(slot).unwrap_or(u16::MAX)),
        Absent::NoBase | Absent::TooLarge => (State::NoBase, 0),
    };
    LeafOutcome { state, branch: 0, missing, points: 0 }
}

fn rounded(outcome: &mut LeafOutcome, leaf: &Leaf, rule: &RoundingRule) {
    if outcome.state.is_scored() {
        let points = Exact::thousandths(i64::from(outcome.points)).round(rule.step, rule.mode).and_then(Points::from_exact);
        // A step that does not divide the maximum must not lift the leaf above it.
        let points = points.and_then(|points| i32::try_from(points.min(leaf.max).0).ok());
        outcome.points = points.unwrap_or(outcome.points);
    }
}
