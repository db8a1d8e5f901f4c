//! The cut: what becomes of candidates in the order of their ranks, given so many places.

use super::contest::{Candidate, Fate, Unit};
use super::order::Spot;
use crate::rules::Ties;

/// So many places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Room {
    /// Ordinary ones.
    pub(super) allowed: u64,
    /// Further ones for units with special grounds.
    pub(super) special: u64,
}

/// What a candidate can count on if it competes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lot {
    /// What becomes of it.
    pub(super) fate: Fate,
    /// What would become of it without its grounds.
    pub(super) plain: Fate,
}

impl Lot {
    /// What holds in this case and in another.
    pub(super) fn or(self, other: Lot) -> Lot {
        Lot { fate: self.fate.or(other.fate), plain: self.plain.or(other.plain) }
    }
}

/// The lots of candidates, in their order. At worst everyone who may compete takes a place from the others, at best only those who surely do.
pub(super) fn lots(units: &[Unit], spots: &[Spot], ties: Ties, room: Room) -> Vec<Lot> {
    if spots.iter().any(|spot| spot.blank.is_some()) {
        return adrift(units, spots, ties, room);
    }
    let mut worst = Cut::new(ties, room.allowed, room.special);
    let mut best = Cut::new(ties, room.allowed, room.special);
    let mut lots = Vec::with_capacity(spots.len());
    for class in spots.chunk_by(|a, b| a.start == b.start) {
        let members = || class.iter().filter_map(|spot| units.get(spot.unit));
        let of = |grounds: bool, perhaps: bool| {
            let takes = |unit: &&Unit| unit.grounds == grounds && (perhaps || unit.candidate == Candidate::Yes);
            members().filter(takes).count() as u64
        };
        let at_worst = worst.class([of(false, true), of(true, true)]);
        let at_best = best.class([of(false, false), of(true, false)]);
        lots.extend(members().map(|unit| {
            let fate = |[plain, grounded]: [Fate; 2]| if unit.grounds { grounded } else { plain };
            let fate = match (fate(at_worst), fate(at_best)) {
                (Fate::In, _) => Fate::In,
                (_, Fate::Out) => Fate::Out,
                _ => Fate::Open,
            };
            let [plain, _] = at_worst;
            Lot { fate, plain }
        }));
    }
    lots
}

/// The same where values are not known: by how many surely, and how many perhaps, stand before each. Exact but for special grounds, which
/// are certain only where all with grounds that may stand before it leave it one.
fn adrift(units: &[Unit], spots: &[Spot], ties: Ties, room: Room) -> Vec<Lot> {
    let sum = |counts: &dyn Fn(&Unit) -> bool| {
        let mut sum = 0;
        let ones = spots.iter().map(|spot| u64::from(units.get(spot.unit).is_some_and(counts)));
        std::iter::once(0)
            .chain(ones)
            .map(|one| {
                sum += one;
                sum
            })
            .collect::<Vec<u64>>()
    };
    let (sure, grounded) = (sum(&|unit| unit.candidate == Candidate::Yes), sum(&|unit| unit.grounds));
    let before = |sums: &[u64], place: usize| sums.get(place).copied().unwrap_or(0);
    let lot = |spot: &Spot| {
        let unit = units.get(spot.unit)?;
        let own = u64::from(unit.candidate == Candidate::Yes);
        let (start, end, adrift) = (spot.start as u64, spot.end as u64, spot.adrift as u64);
        // At worst, with itself; and who is equal for certain, which nobody is to one without a value.
        let most = end + adrift;
        let least = before(&sure, spot.start);
        let (equal, strictly) = match spot.blank {
            Some(_) => (1, most - 1),
            None => (before(&sure, spot.end) - least - own + 1, start + adrift),
        };
        let (inside, out) = match ties {
            Ties::HandOver => (most <= room.allowed, least >= room.allowed),
            Ties::AllIn => (strictly < room.allowed, least >= room.allowed),
            Ties::AllOut => (most <= room.allowed, least + equal > room.allowed),
        };
        let plain = if inside {
            Fate::In
        } else if out {
            Fate::Out
        } else {
            Fate::Open
        };
        let with_grounds = (before(&grounded, spot.end) + adrift).min(most);
        let fate = match plain {
            Fate::In => Fate::In,
            _ if !unit.grounds => plain,
            _ if with_grounds <= room.special => Fate::In,
            Fate::Out if room.special == 0 => Fate::Out,
            _ => Fate::Open,
        };
        Some(Lot { fate, plain })
    };
    spots.iter().filter_map(lot).collect()
}

/// The places that are left while the classes come one after another.
struct Cut {
    ties: Ties,
    left: u64,
    special: u64,
    /// Special places that are taken, at least and at most: ties above may leave it open.
    taken: (u64, u64),
}

impl Cut {
    fn new(ties: Ties, left: u64, special: u64) -> Cut {
        Cut { ties, left, special, taken: (0, 0) }
    }

    /// The fate of a class of so many without and with special grounds: of the ones, of the others.
    fn class(&mut self, [plain, grounded]: [u64; 2]) -> [Fate; 2] {
        let all = plain + grounded;
        if self.left > 0 && all <= self.left {
            self.left -= all;
            return [Fate::In, Fate::In];
        }
        // What is left of the ordinary places belongs to this class; nobody behind it gets any.
        let left = std::mem::take(&mut self.left);
        match self.ties {
            Ties::HandOver => self.handed_over([plain, grounded], left),
            Ties::AllIn if left > 0 => [Fate::In, Fate::In],
            Ties::AllIn => [Fate::Out, self.whole(|taken, special| taken < special, grounded)],
            Ties::AllOut => [Fate::Out, self.whole(|taken, special| taken + grounded <= special, grounded)],
        }
    }

    fn handed_over(&mut self, [plain, grounded]: [u64; 2], left: u64) -> [Fate; 2] {
        let (least, most) = self.taken;
        // At worst the others with grounds come to their special places before this one does.
        let others = grounded.saturating_sub(1);
        let others = others - others.min(left.saturating_sub(plain));
        let with_grounds = match () {
            () if most + others < self.special => Fate::In,
            () if left > 0 || least < self.special => Fate::Open,
            () => Fate::Out,
        };
        let all = plain + grounded;
        let taken = (least + grounded.saturating_sub(left), most + grounded.min(all - left.min(all)));
        self.taken = (taken.0.min(self.special), taken.1.min(self.special));
        [if left > 0 { Fate::Open } else { Fate::Out }, with_grounds]
    }

    /// A class that gets its special places as a whole or not at all.
    fn whole(&mut self, fits: impl Fn(u64, u64) -> bool, grounded: u64) -> Fate {
        let (least, most) = self.taken;
        let after = |taken: u64| if fits(taken, self.special) { (taken + grounded).min(self.special) } else { self.special };
        self.taken = (after(least), after(most));
        match (fits(least, self.special), fits(most, self.special)) {
            (true, true) => Fate::In,
            (false, false) => Fate::Out,
            _ => Fate::Open,
        }
    }
}
