//! The short way of a leaf, where every fact it needs was recorded.

use super::leaf::{LeafOutcome, State};
use crate::rules::Policy;
use crate::rules::short::{ShortLeaf, ShortRow, ShortWay};

/// What becomes of the leaf; `None` where a fact is missing or nothing takes the value, which the long way tells.
#[inline]
pub(super) fn judge(leaf: &ShortLeaf, facts: &[Option<i64>]) -> Option<LeafOutcome> {
    for (entry, (test, policy)) in leaf.aside.iter().enumerate() {
        if test.holds(facts)? {
            let (state, points) = match policy {
                Policy::Full => (State::Full, leaf.full),
                Policy::Drop => (State::Dropped, 0),
                Policy::Rescale => (State::Rescaled, 0),
                Policy::Redistribute => (State::Redistributed, 0),
            };
            return outcome(state, entry, points);
        }
    }
    for (entry, (test, points)) in leaf.first.iter().enumerate() {
        if test.holds(facts)? {
            return outcome(State::Excepted, entry, *points);
        }
    }
    match &leaf.way {
        ShortWay::YesNo(test) => {
            if test.holds(facts)? {
                outcome(State::Scored, 0, leaf.full)
            } else {
                outcome(State::Scored, 1, 0)
            }
        }
        ShortWay::Tiers { part, whole, rows, falling } => {
            let part = part.value(facts)?;
            let whole = whole.as_ref().map_or(Some(1), |whole| whole.value(facts))?;
            if whole <= 0 {
                return None;
            }
            for (number, row) in rows.iter().enumerate() {
                if reaches(row, part, whole)? && (*falling || stays_below(row, part, whole)?) {
                    return outcome(State::Scored, number, row.points);
                }
            }
            None
        }
    }
}

fn reaches(row: &ShortRow, part: i64, whole: i64) -> Option<bool> {
    Some(part.checked_mul(row.low.1)? >= whole.checked_mul(row.low.0)?.checked_add(row.low.2)?)
}

fn stays_below(row: &ShortRow, part: i64, whole: i64) -> Option<bool> {
    Some(part.checked_mul(row.high.1)?.checked_add(row.high.2)? <= whole.checked_mul(row.high.0)?)
}

fn outcome(state: State, branch: usize, points: i32) -> Option<LeafOutcome> {
    Some(LeafOutcome { state, branch: u8::try_from(branch).ok()?, missing: 0, points })
}
