//! Quotas one after another: the best level first, those of one level as the regulation has them.

use super::contest::{Candidate, Group, Place, Unit, contest};
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

/// The value of a ranking key, so that higher goes first. In a scale of words the best stands first, so its place counts backwards.
fn rank(key: &RankingKey, slots: Slots<'_>) -> Option<Exact> {
    let value = key.of.number(slots).ok()?;
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
    /// The best level that is still possible.
    pub best: Option<usize>,
    /// The worst; both are one where no tie is open.
    pub worst: Option<usize>,
    /// The quotas that looked at it, in the order in which they acted.
    pub stands: Vec<Stand>,
}

/// What one contest gave a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Position of the quota or the award.
    pub contest: usize,
    /// Position of its group.
    pub group: usize,
    /// What it gave.
    pub place: Place,
}

impl After {
    /// The level, when no tie leaves it open.
    pub fn level(&self) -> Option<usize> {
        self.best.filter(|_| self.best == self.worst)
    }

    /// What the quotas together make of the unit: an open tie before a move, a move before a place.
    pub fn place(&self) -> Place {
        let stands = |place: Place| self.stands.iter().any(|stand| stand.place == place);
        let order = [Place::Undecided, Place::MovedDown, Place::Admitted, Place::Outside];
        match order.into_iter().find(|place| stands(*place)) {
            Some(Place::Undecided) if self.best == self.worst => Place::MovedDown,
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
    let start = |level: &Option<usize>| After { best: *level, worst: *level, stands: Vec::new() };
    let mut outcome = Outcome { groups: Vec::new(), units: levels.iter().map(start).collect() };
    for (number, quota) in quotas.iter().enumerate() {
        let units: Vec<Unit> = outcome
            .units
            .iter()
            .enumerate()
            .map(|(position, after)| unit(quota, after, seen(&quota.places, position), || below(position, quota.level)))
            .collect();
        let groups = contest(&quota.places, &units);
        for (position, group) in groups.iter().enumerate() {
            let ranked = group.ranked.iter().map(|ranked| (ranked.unit, ranked.place));
            let limited = |at: &&usize| units.get(**at).is_some_and(|unit| unit.level == Some(quota.level));
            let outside = group.outside.iter().filter(limited).map(|at| (*at, Place::Outside));
            for (at, place) in ranked.chain(outside) {
                let (Some(after), Some(unit)) = (outcome.units.get_mut(at), units.get(at)) else { continue };
                after.stands.push(Stand { contest: number, group: position, place });
                let own = Some(quota.level);
                match place {
                    Place::MovedDown => {
                        after.best = if after.best == own { unit.below } else { after.best };
                        after.worst = if after.worst == own { unit.below } else { after.worst };
                    }
                    Place::Undecided if after.worst == own => after.worst = unit.below,
                    _ => {}
                }
            }
        }
        outcome.groups.push(groups);
    }
    outcome
}

fn unit(quota: &Quota, after: &After, seen: Seen, below: impl Fn() -> Option<usize>) -> Unit {
    let own = Some(quota.level);
    let candidate = match (after.best == own, after.worst == own) {
        _ if seen.outside => Candidate::No,
        (true, true) => Candidate::Yes,
        (false, false) => Candidate::No,
        _ => Candidate::Perhaps,
    };
    // A tie that is still open may change who is in the base.
    let counted = |level: Option<usize>| match &quota.places.amount {
        Amount::Share(share) => level.is_some_and(|level| share.counts(level)),
        Amount::Fixed(_) => true,
    };
    let open = counted(after.best) != counted(after.worst);
    Unit {
        level: after.best,
        below: if candidate == Candidate::No { None } else { below() },
        candidate,
        group: seen.group,
        ranking: seen.ranking,
        outside: seen.outside,
        grounds: seen.grounds,
        provisional: seen.provisional || open,
    }
}
