//! Awards one after another, in the order of the regulation, after all quotas.

use super::chain::{Awarding, Holds, Known};
use super::contest::{Candidate, Place, Unit};
use super::quota::Seen;
use crate::expr::Slots;
use crate::rules::{Amount, Award, Base};

/// What an award did with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// Whether it was considered.
    pub considered: Considered,
    /// Position of its group; `None` where it belongs to none.
    pub group: Option<usize>,
    /// What it got.
    pub place: Place,
}

/// Whether a unit is considered for an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Considered {
    /// The condition holds.
    Yes,
    /// It does not.
    No,
    /// It cannot be told, as something is not recorded.
    Unknown,
    /// It hangs on a tie that is still open.
    Perhaps,
    /// It has this award, by position, which excludes the other.
    Excluded(usize),
}

/// Whether a unit is considered for an award, given what is known of it so far.
pub(super) fn considered(awarding: &Awarding<'_>, award: &Award, known: &Known, slots: Slots<'_>) -> Considered {
    let holds = |wanted: Holds| award.not_with.iter().copied().find(|other| known.awards.get(*other) == Some(&wanted));
    let own = match award.when.flag(slots) {
        // Nothing is recorded of it.
        _ if slots.derived.is_empty() => Considered::Unknown,
        Ok(true) => Considered::Yes,
        Ok(false) => Considered::No,
        Err(_) if award.when.slots().iter().any(|slot| awarding.is_open(known, *slot)) => Considered::Perhaps,
        Err(_) => Considered::Unknown,
    };
    // Whoever would not compete anyway is kept from it by no other award; of all others that award alone is certain.
    if let Some(other) = holds(Holds::Yes).filter(|_| own != Considered::No) {
        return Considered::Excluded(other);
    }
    match own {
        Considered::Yes if holds(Holds::Unknown).is_some() => Considered::Unknown,
        Considered::Yes if holds(Holds::Open).is_some() => Considered::Perhaps,
        _ => own,
    }
}

/// The unit as the award takes it.
pub(super) fn enter(awarding: &Awarding<'_>, award: &Award, known: &Known, considered: Considered, seen: Seen) -> Unit {
    let candidate = match considered {
        Considered::Yes => Candidate::Yes,
        Considered::Perhaps => Candidate::Perhaps,
        _ => Candidate::No,
    };
    let by_level = match &award.places.amount {
        Amount::Share(share) => share.base.needs_level() || share.base == Base::AllRated,
        Amount::Fixed(_) => false,
    };
    let level = known.levels.first().copied().flatten();
    let unit = seen.unit(&award.places, known, candidate, || level);
    let open = || award.places.expressions().flat_map(|expr| expr.slots()).any(|slot| awarding.is_open(known, *slot));
    Unit {
        provisional: unit.provisional || considered == Considered::Unknown || (by_level && known.levels.contains(&None)),
        hangs: unit.hangs || (!known.is_settled() && open()),
        ..unit
    }
}
