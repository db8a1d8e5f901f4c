//! Quotas one after another: the best level first, those of one level as the regulation has them.

use super::chain::{self, Chain, Known};
use super::contest::{Candidate, Counted, Fate, Group, Place, Unit};
use crate::base::Exact;
use crate::expr::Slots;
use crate::rules::{Amount, Places, Quota, RankingKey};

/// What a quota looks at in a unit.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Values of the grouping facts; `None` where one was not recorded.
    pub group: Vec<Option<String>>,
    /// Values of the ranking keys, in order; higher goes first.
    pub ranking: Vec<Option<Exact>>,
    /// Whether it stands outside.
    pub outside: bool,
    /// Whether it has the special grounds.
    pub grounds: bool,
    /// Whether any of this, or its level, may still change.
    pub provisional: bool,
}

impl Seen {
    /// By facts and derived values; `group` tells the word of a grouping fact.
    pub fn of(places: &Places, slots: Slots<'_>, group: impl Fn(usize) -> Option<String>) -> Seen {
        let outside = places.leaves_out.as_ref().map_or(Ok(false), |(when, _)| when.flag(slots));
        let grounds = places.special.as_ref().map_or(Ok(false), |special| special.when.flag(slots));
        Seen {
            group: places.group.iter().map(|slot| group(*slot)).collect(),
            ranking: places.ranking.iter().map(|key| rank(key, slots)).collect(),
            outside: outside == Ok(true),
            grounds: grounds == Ok(true),
            provisional: outside.is_err() || grounds.is_err(),
        }
    }
}

impl Seen {
    /// The unit as the contest takes it. `below` is where it lands without a place.
    pub(super) fn unit(self, places: &Places, known: &Known, candidate: Candidate, below: impl Fn() -> Option<usize>) -> Unit {
        let counted = |level: Option<usize>| match &places.amount {
            Amount::Share(share) => share.includes(level),
            Amount::Fixed(_) => true,
        };
        let candidate = if self.outside { Candidate::No } else { candidate };
        let counted = Counted {
            least: known.levels.iter().all(|level| counted(*level)),
            most: known.levels.iter().any(|level| counted(*level)),
            below: candidate != Candidate::No && matches!(places.amount, Amount::Share(_)) && counted(below()),
        };
        Unit {
            group: self.group,
            candidate,
            rated: known.levels.iter().any(Option::is_some),
            counted,
            outside: self.outside,
            grounds: self.grounds,
            provisional: self.provisional,
            hangs: candidate == Candidate::Perhaps || counted.least != counted.most,
            ranking: self.ranking,
            turn: usize::MAX,
        }
    }
}

/// The value of a ranking key, so that higher goes first. In a scale of words the best stands first, so its place counts backwards.
fn rank(key: &RankingKey, slots: Slots<'_>) -> Option<Exact> {
    turned(key, key.of.number(slots).ok()?)
}

/// From the value of an expression to the one that ranks by it, and back.
pub(super) fn turned(key: &RankingKey, value: Exact) -> Option<Exact> {
    let backwards = matches!(key.of.unit(), crate::expr::Unit::Word(_)) != key.lowest_first;
    if backwards { Exact::ZERO.checked_sub(value) } else { Some(value) }
}

/// What quotas do to units.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Per quota, its groups.
    pub groups: Vec<Vec<Group>>,
    /// Per unit, what becomes of it.
    pub units: Vec<After>,
}

/// A unit after all quotas.
#[derive(Clone, Debug, Default)]
pub struct After {
    /// The levels that are possible, the best one first, and last where none could be told; several where a tie is open.
    pub levels: Vec<Option<usize>>,
    /// The quotas that looked at it, in the order in which they acted.
    pub stands: Vec<Stand>,
}

/// What one contest gave a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    /// Position of the quota or the award.
    pub contest: usize,
    /// Position of its group.
    pub group: usize,
    /// What it gave.
    pub place: Place,
    /// What becomes of the unit if it competes.
    pub(super) fate: Fate,
}

impl After {
    /// The best level that is still possible.
    pub fn best(&self) -> Option<usize> {
        self.levels.first().copied().flatten()
    }

    /// The worst; both are one where no tie is open.
    pub fn worst(&self) -> Option<usize> {
        self.levels.last().copied().flatten()
    }

    /// The level, when no tie leaves it open.
    pub fn level(&self) -> Option<usize> {
        if let [level] = self.levels.as_slice() { *level } else { None }
    }

    /// What the quotas together make of the unit: an open tie before a move, a move before a place.
    pub fn place(&self) -> Place {
        let stands = |place: Place| self.stands.iter().any(|stand| stand.place == place);
        let order = [Place::Undecided, Place::MovedDown, Place::Admitted, Place::Outside];
        match order.into_iter().find(|place| stands(*place)) {
            Some(Place::Undecided) if self.levels.len() < 2 => Place::MovedDown,
            Some(place) => place,
            None => Place::None,
        }
    }
}

/// Applies quotas to units with levels; `seen` tells what a quota looks at, `below` where a unit lands that has to leave a level.
pub fn apply(
    quotas: &[Quota],
    levels: &[Option<usize>],
    seen: &dyn Fn(&Places, usize) -> Seen,
    below: &dyn Fn(usize, usize) -> Option<usize>,
) -> Outcome {
    let seen = |places: &Places, at: usize, _: Slots<'_>| seen(places, at);
    let below = |at: usize, level: usize, _: Slots<'_>| below(at, level);
    let chain = Chain { quotas, awards: None, seen: &seen, below: &below };
    chain::hold(&chain, levels, &mut []).quotas
}

/// Whether a unit competes for a level, and how what is known of it hangs on that.
pub(super) fn enter(quota: &Quota, known: &Known, seen: Seen, below: impl Fn() -> Option<usize>) -> Unit {
    let own = known.levels.contains(&Some(quota.level));
    let candidate = match known.levels.len() {
        _ if !own => Candidate::No,
        1 => Candidate::Yes,
        _ => Candidate::Perhaps,
    };
    seen.unit(&quota.places, known, candidate, below)
}
