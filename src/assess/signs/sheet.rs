//! One score sheet: what the cell gave itself beside what was verified, leaf by leaf.

use crate::assess::leaf::{LeafOutcome, State};
use crate::base::Points;
use crate::rules::{Leaf, Regulation};

/// What a sheet has of the two scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// Both: the same leaves stand on both sides.
    Both,
    /// Self scores alone.
    SelfOnly,
    /// Verified scores alone.
    VerifiedOnly,
    /// Some of them: leaves that only a person can score lack one or the other.
    Partial,
    /// No points that anybody gave.
    #[default]
    Neither,
}

impl Sides {
    /// Every one.
    pub const ALL: [Sides; 5] = [Sides::Both, Sides::SelfOnly, Sides::VerifiedOnly, Sides::Partial, Sides::Neither];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Sides::Both => "both",
            Sides::SelfOnly => "self-only",
            Sides::VerifiedOnly => "verified-only",
            Sides::Partial => "partial",
            Sides::Neither => "neither",
        }
    }
}

/// The scores of a leaf, in thousandths of a point; points that are taken away are less than zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Position of the leaf in its regulation.
    pub leaf: u16,
    /// What the cell gave itself (tự chấm).
    pub own: Option<i64>,
    /// What was verified (thẩm định).
    pub verified: Option<i64>,
    /// What the facts give, where the regulation computes the leaf.
    pub computed: Option<i64>,
}

impl Pair {
    /// Self score and verified score, where there are both.
    pub fn both(&self) -> Option<(i64, i64)> {
        self.own.zip(self.verified)
    }

    /// Self score and what the facts give, where there are both.
    pub fn against_facts(&self) -> Option<(i64, i64)> {
        self.own.zip(self.computed)
    }
}

/// The two scores of a sheet. Leaves that do not apply are none of it; computed leaves are where somebody gave them points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it has of them.
    pub sides: Sides,
    /// Leaves that only a person can score, and those that somebody gave points.
    pub leaves: u32,
    /// Leaves with a self score.
    pub own_leaves: u32,
    /// Leaves with a verified score.
    pub verified_leaves: u32,
    /// Leaves with both.
    pub compared: u32,
    /// Leaves of which both are the same.
    pub unchanged: u32,
    /// Sum of the self scores, in thousandths: with both sides over the leaves that have both, with one side over its leaves.
    pub own: Option<i64>,
    /// The same of the verified scores.
    pub verified: Option<i64>,
    /// Whether no leaf that only a person can score lacks a self score, and there is one.
    pub is_self_complete: bool,
    /// Whether no self score lost a point; only of a sheet that is complete.
    pub is_self_full: bool,
}

impl Sheet {
    /// How far the self score lies above the verified one, in thousandths.
    pub fn above(&self) -> Option<i64> {
        Some(self.own?.saturating_sub(self.verified?))
    }
}

/// Compares the scores of a sheet; `outcomes` are those of the leaves of the form, in order. Leaves with a score go to `pairs` as well.
pub fn sheet(
    regulation: &Regulation,
    form: usize,
    (facts, outcomes): (&[Option<i64>], &[LeafOutcome]),
    pairs: &mut Vec<Pair>,
) -> Sheet {
    let mut sheet = Sheet::default();
    let Some(form) = regulation.forms.get(form) else { return sheet };
    let (mut own_missing, mut verified_missing, mut is_full) = (false, false, true);
    let (mut own, mut verified, mut both) = (0_i64, 0_i64, (0_i64, 0_i64));
    for (number, outcome) in form.leaves.clone().zip(outcomes) {
        let Some(leaf) = regulation.leaves.get(number).filter(|_| applies(outcome.state)) else { continue };
        let by_hand = leaf.is_by_a_person();
        let pair = pair(regulation, (number, leaf), facts, outcome);
        if !by_hand && pair.own.is_none() && pair.verified.is_none() {
            continue;
        }
        sheet.leaves += 1;
        own_missing |= by_hand && pair.own.is_none();
        verified_missing |= by_hand && pair.verified.is_none();
        if let Some(points) = pair.own {
            sheet.own_leaves += 1;
            own = own.saturating_add(points);
            is_full &= leaf.lost(Points(points.abs())) == Points::ZERO;
        }
        if let Some(points) = pair.verified {
            sheet.verified_leaves += 1;
            verified = verified.saturating_add(points);
        }
        if let Some((one, other)) = pair.both() {
            sheet.compared += 1;
            sheet.unchanged += u32::from(one == other);
            both = (both.0.saturating_add(one), both.1.saturating_add(other));
        }
        if pair.own.is_some() || pair.verified.is_some() {
            pairs.push(pair);
        }
    }
    let own_complete = sheet.own_leaves > 0 && !own_missing;
    let verified_complete = sheet.verified_leaves > 0 && !verified_missing;
    sheet.is_self_complete = own_complete;
    sheet.is_self_full = own_complete && is_full;
    (sheet.sides, sheet.own, sheet.verified) = match (sheet.own_leaves, sheet.verified_leaves) {
        (0, 0) => (Sides::Neither, None, None),
        (_, 0) if own_complete => (Sides::SelfOnly, Some(own), None),
        (0, _) if verified_complete => (Sides::VerifiedOnly, None, Some(verified)),
        _ if own_complete && verified_complete && sheet.compared > 0 => (Sides::Both, Some(both.0), Some(both.1)),
        _ => (Sides::Partial, None, None),
    };
    sheet
}

fn applies(state: State) -> bool {
    !matches!(state, State::Full | State::Dropped | State::Rescaled | State::Redistributed)
}

fn pair(regulation: &Regulation, (number, leaf): (usize, &Leaf), facts: &[Option<i64>], outcome: &LeafOutcome) -> Pair {
    let fact = |slot: usize| facts.get(slot).copied().flatten().map(|points| leaf.signed(Points(points)).0);
    let layout = &regulation.layout;
    let computed =
        (!leaf.is_by_a_person() && outcome.state.is_scored()).then(|| leaf.signed(Points(i64::from(outcome.points))).0);
    Pair {
        leaf: u16::try_from(number).unwrap_or(u16::MAX),
        own: fact(layout.self_points(number)),
        verified: fact(layout.verified_points(number)),
        computed,
    }
}
