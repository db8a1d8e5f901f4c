//! How many places a group has, and what that follows from.

use std::collections::BTreeSet;

use super::after_cut::{Answer, Class, Part, answer};
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
    /// Whether no tie that is open bears on the base.
    pub(super) settled: bool,
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
            let allowed = Some(limited(*fixed, small)).filter(|_| small != Some(Small::NoLimit));
            let count = Count { base: None, share: None, allowed, special: 0, settled: true };
            return (count, vec![count.room()]);
        }
        Amount::Share(share) => share,
    };
    let allows = |base: u64| {
        let allowed = limited(rounded(share.percent, base, share), small);
        let all = places.special.as_ref().map_or(0, |special| rounded(special.percent, base, share));
        (allowed, all.max(allowed))
    };
    let count = |Answer { base, allowed, special }: Answer| Count {
        base: Some(base),
        share: part(share.percent, base),
        allowed: Some(allowed).filter(|_| small != Some(Small::NoLimit)),
        special,
        settled: true,
    };
    let of = |base: u64| {
        let (allowed, all) = allows(base);
        Answer { base, allowed, special: all - allowed }
    };
    let (fewest, settled, mut rooms): (Answer, bool, BTreeSet<Room>) =
        if matches!(share.base, Base::OrBetterAfterCut | Base::OnlyAfterCut) {
            match after_cut(places, inside, spots, units, allows) {
                Bases::Settled(answer) => (answer, true, BTreeSet::from([count(answer).room()])),
                // The places are those of some base between, and the further ones those of the same or of another.
                Bases::Between(fewest, most) => {
                    let bases = || fewest.base.min(most.base)..=fewest.base.max(most.base);
                    let all: BTreeSet<u64> = bases().map(|base| allows(base).1).collect();
                    let room = |allowed: u64, all: u64| Room { allowed, special: all.saturating_sub(allowed) };
                    let of = |allowed: u64| all.iter().map(move |all| room(allowed, *all));
                    (fewest, false, (fewest.allowed..=most.allowed).flat_map(of).collect())
                }
            }
        } else {
            let (least, most) = plain(share.base, inside);
            (of(least), least == most, (least..=most).map(|base| count(of(base)).room()).collect())
        };
    if rooms.len() > CASES {
        let most = |of: fn(&Room) -> u64| rooms.iter().map(of).max().unwrap_or(0);
        let least = rooms.iter().map(|room| room.allowed).min().unwrap_or(0);
        rooms = [(least, 0), (most(|room| room.allowed), most(|room| room.special))]
            .map(|(allowed, special)| Room { allowed, special })
            .into();
    }
    (Count { settled, ..count(fewest) }, rooms.into_iter().collect())
}

fn limited(allowed: u64, small: Option<Small>) -> u64 {
    match small {
        Some(Small::OnePlace) => allowed.max(1),
        Some(Small::NoLimit) => u64::MAX,
        Some(Small::Pooled) | None => allowed,
    }
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

/// What a base that answers to the cut is.
enum Bases {
    Settled(Answer),
    /// Whatever becomes of each, between these.
    Between(Answer, Answer),
}

/// The base after the cut and its places.
fn after_cut(places: &Places, inside: &[&Unit], spots: &[Spot], units: &[Unit], allows: impl Fn(u64) -> (u64, u64)) -> Bases {
    let open = |unit: &&Unit| unit.candidate == Candidate::Perhaps || unit.counted.least != unit.counted.most;
    let candidates = || spots.iter().filter_map(|spot| units.get(spot.unit));
    let alike = candidates().all(|unit| unit.counted.least == unit.counted.below);
    let adrift = spots.iter().any(|spot| spot.blank.is_some());
    let classes = || spots.chunk_by(|a, b| a.start == b.start && a.end == b.end);
    let tied = places.ties == Ties::HandOver && classes().any(|class| class.len() > 1);
    if inside.iter().any(open) || ((adrift || (tied && places.special.is_some())) && !alike) {
        let least = inside.iter().filter(|unit| unit.counted.least && (unit.candidate == Candidate::No || unit.counted.below));
        let most = inside.iter().filter(|unit| unit.counted.most || (unit.candidate != Candidate::No && unit.counted.below));
        let of = |base: u64| {
            let (allowed, all) = allows(base);
            Answer { base, allowed, special: all - allowed }
        };
        return Bases::Between(of(least.count() as u64), of(most.count() as u64));
    }
    let rest = inside.iter().filter(|unit| unit.candidate == Candidate::No && unit.counted.least).count() as u64;
    let unit = |spot: &Spot| units.get(spot.unit);
    if places.ties != Ties::HandOver {
        let together: Vec<Class> = classes().map(|class| Class::of(class.iter().filter_map(unit))).collect();
        return Bases::Settled(answer(&together, rest, places.ties, allows));
    }
    // Of those who are equal, whoever would enlarge the base below is taken first, for the smaller base, or last.
    let one_by_one = |fewest: bool| {
        let mut ones = Vec::with_capacity(spots.len());
        for class in classes() {
            let mut own: Vec<Class> = class.iter().filter_map(unit).map(|unit| Class::of([unit])).collect();
            own.sort_by_key(|one| (one.all.fall, std::cmp::Reverse(one.all.stay)));
            if fewest {
                own.reverse();
            }
            ones.extend(own);
        }
        answer(&ones, rest, places.ties, &allows)
    };
    match (one_by_one(true), tied) {
        (fewest, false) => Bases::Settled(fewest),
        (fewest, true) => match one_by_one(false) {
            largest if largest == fewest => Bases::Settled(fewest),
            largest => Bases::Between(fewest, largest),
        },
    }
}

impl Class {
    fn of<'u>(units: impl IntoIterator<Item = &'u Unit>) -> Class {
        let mut class = Class::default();
        for unit in units {
            let own = Part { size: 1, stay: u64::from(unit.counted.least), fall: u64::from(unit.counted.below) };
            class.all.add(own);
            if unit.grounds {
                class.grounded.add(own);
            }
        }
        class
    }
}

impl Part {
    fn add(&mut self, other: Part) {
        self.size += other.size;
        self.stay += other.stay;
        self.fall += other.fall;
    }
}

fn part(percent: Exact, base: u64) -> Option<Exact> {
    i64::try_from(base).ok().map(Exact::whole).and_then(|base| base.checked_mul(percent)).map(Exact::reduced)
}

fn rounded(percent: Exact, base: u64, share: &Share) -> u64 {
    let places = part(percent, base).and_then(|part| part.round(Exact::ONE, share.rounding));
    places.and_then(|places| u64::try_from(places.reduced().num()).ok()).unwrap_or(0)
}
