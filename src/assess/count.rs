//! How many places a group has, and what that follows from.

use std::collections::BTreeSet;

use super::contest::{Candidate, Unit};
use super::cut::Room;
use super::order::Spot;
use crate::base::Exact;
use crate::rules::places::Share;
use crate::rules::{Amount, Base, Places, Small, Ties};

/// The places of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// What the percent is taken of; `None` for a fixed number.
    pub(super) base: Option<u64>,
    /// The percent of the base before it is rounded; `None` for a fixed number.
    pub(super) share: Option<Exact>,
    /// Places; `None` without limit.
    pub(super) allowed: Option<u64>,
    /// Further places for units with special grounds.
    pub(super) special: u64,
}

impl Count {
    /// As the cut takes it.
    pub(super) fn room(&self) -> Room {
        Room { allowed: self.allowed.unwrap_or(u64::MAX), special: self.special }
    }
}

/// More cases than these are told by the two that bound them.
const CASES: usize = 64;

/// The fewest places that a group may have, and every room that it may have: one, unless the base hangs on a tie that is open.
pub(super) fn counts(
    places: &Places,
    inside: &[&Unit],
    spots: &[Spot],
    units: &[Unit],
    small: Option<Small>,
) -> (Count, Vec<Room>) {
    let share = match &places.amount {
        Amount::Fixed(fixed) => {
            let count = limited(Count { base: None, share: None, allowed: Some(*fixed), special: 0 }, small);
            return (count, vec![count.room()]);
        }
        Amount::Share(share) => share,
    };
    let total = |base: u64| places.special.as_ref().map_or(0, |special| rounded(special.percent, base, share));
    let count = |base: u64, allowed: u64, total: u64| {
        let special = total.saturating_sub(allowed);
        limited(Count { base: Some(base), share: part(share.percent, base), allowed: Some(allowed), special }, small)
    };
    let ((base, fewest), mut rooms) = if matches!(share.base, Base::OrBetterAfterCut | Base::OnlyAfterCut) {
        let (fewest, largest) = after_cut(places, share, inside, spots, units);
        let totals: BTreeSet<u64> = (fewest.0.min(largest.0)..=fewest.0.max(largest.0)).map(total).collect();
        let of = |allowed: u64| totals.iter().map(move |total| (allowed, *total));
        let rooms: BTreeSet<Room> =
            (fewest.1..=largest.1).flat_map(of).map(|(allowed, total)| count(fewest.0, allowed, total).room()).collect();
        (fewest, rooms)
    } else {
        let (least, most) = plain(share.base, inside);
        let of = |base: u64| rounded(share.percent, base, share);
        ((least, of(least)), (least..=most).map(|base| count(base, of(base), total(base)).room()).collect())
    };
    if rooms.len() > CASES {
        let most = |of: fn(&Room) -> u64| rooms.iter().map(of).max().unwrap_or(0);
        let least = rooms.iter().map(|room| room.allowed).min().unwrap_or(0);
        rooms = [(least, 0), (most(|room| room.allowed), most(|room| room.special))]
            .map(|(allowed, special)| Room { allowed, special })
            .into();
    }
    (count(base, fewest, total(base)), rooms.into_iter().collect())
}

fn limited(count: Count, small: Option<Small>) -> Count {
    let allowed = match small {
        Some(Small::OnePlace) => count.allowed.map(|allowed| allowed.max(1)),
        Some(Small::NoLimit) => None,
        Some(Small::Pooled) | None => count.allowed,
    };
    Count { allowed, ..count }
}

/// The base at least and at most.
fn plain(base: Base, inside: &[&Unit]) -> (u64, u64) {
    let count = |counts: &dyn Fn(&Unit) -> bool| inside.iter().filter(|unit| counts(unit)).count() as u64;
    match base {
        Base::AllUnits => (inside.len() as u64, inside.len() as u64),
        Base::Candidates => (count(&|unit| unit.candidate == Candidate::Yes), count(&|unit| unit.candidate != Candidate::No)),
        _ => (count(&|unit| unit.counted.least), count(&|unit| unit.counted.most)),
    }
}

/// Who is moved down joins the base or leaves it, so the number of places answers to itself: the largest number that it allows. The base
/// and the places at least, and at most.
fn after_cut(places: &Places, share: &Share, inside: &[&Unit], spots: &[Spot], units: &[Unit]) -> ((u64, u64), (u64, u64)) {
    let open = |unit: &&Unit| unit.candidate == Candidate::Perhaps || unit.counted.least != unit.counted.most;
    let candidates = || spots.iter().filter_map(|spot| units.get(spot.unit));
    let alike = candidates().all(|unit| unit.counted.least == unit.counted.below);
    let adrift = spots.iter().any(|spot| spot.blank.is_some());
    if inside.iter().any(open) || (adrift && !alike) {
        // Whatever becomes of each: the places are those of some base between.
        let least = inside.iter().filter(|unit| unit.counted.least && (unit.candidate == Candidate::No || unit.counted.below));
        let most = inside.iter().filter(|unit| unit.counted.most || (unit.candidate != Candidate::No && unit.counted.below));
        let of = |base: u64| (base, rounded(share.percent, base, share));
        return (of(least.count() as u64), of(most.count() as u64));
    }
    let rest = inside.iter().filter(|unit| unit.candidate == Candidate::No && unit.counted.least).count() as u64;
    let fewest = answered(share, rest, &moves(spots, units, true));
    if places.ties != Ties::HandOver {
        return (fewest, fewest);
    }
    let largest = answered(share, rest, &moves(spots, units, false));
    (fewest, largest)
}

/// Whether each candidate is in the base while it stays and once it falls. Of those who are equal, whoever would enlarge the base below is
/// taken first, for the smaller base, or last.
fn moves(spots: &[Spot], units: &[Unit], fewest: bool) -> Vec<(u64, u64)> {
    let of = |spot: &Spot| units.get(spot.unit).map(|unit| (u64::from(unit.counted.least), u64::from(unit.counted.below)));
    let mut moves = Vec::with_capacity(spots.len());
    for class in spots.chunk_by(|a, b| a.start == b.start && a.end == b.end) {
        let mut own: Vec<(u64, u64)> = class.iter().filter_map(of).collect();
        own.sort_unstable_by_key(|(stays, falls)| (*falls, std::cmp::Reverse(*stays)));
        if fewest {
            own.reverse();
        }
        moves.extend(own);
    }
    moves
}

/// The base and the places to which candidates in this order come.
fn answered(share: &Share, rest: u64, moves: &[(u64, u64)]) -> (u64, u64) {
    let candidates = moves.len() as u64;
    let mut base = rest + moves.iter().map(|(stays, _)| stays).sum::<u64>();
    let mut admitted = candidates;
    for (stays, falls) in moves.iter().rev() {
        if admitted <= rounded(share.percent, base, share) {
            break;
        }
        base = base - stays + falls;
        admitted -= 1;
    }
    // One more place than that would take away the base it rests on.
    (base, if admitted < candidates { admitted } else { rounded(share.percent, base, share) })
}

fn part(percent: Exact, base: u64) -> Option<Exact> {
    i64::try_from(base).ok().map(Exact::whole).and_then(|base| base.checked_mul(percent)).map(Exact::reduced)
}

fn rounded(percent: Exact, base: u64, share: &Share) -> u64 {
    let places = part(percent, base).and_then(|part| part.round(Exact::ONE, share.rounding));
    places.and_then(|places| u64::try_from(places.reduced().num()).ok()).unwrap_or(0)
}
