//! Awards one after another, in the order of the regulation, after all quotas.

use super::contest::{Candidate, Group, Place, Unit, contest};
use super::quota::Seen;
use crate::expr::{Absent, Slots};
use crate::rules::{Amount, Award, Base, Places, Regulation};

/// What awards look at in a unit.
#[derive(Clone, Debug)]
pub struct Entrant {
    /// The best level that is still possible.
    pub best: Option<usize>,
    /// The worst; both are one where no tie is open.
    pub worst: Option<usize>,
    /// Facts.
    pub facts: Vec<Option<i64>>,
    /// Derived values; the level after all quotas and the awards are filled in here.
    pub derived: Vec<Option<i64>>,
}

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

/// Gives the awards of a regulation. `seen` tells what the places of an award look at in a unit, given what is known of it so far.
/// Per award its groups; per award and unit what was given.
pub fn give(
    regulation: &Regulation,
    units: &mut [Entrant],
    seen: &dyn Fn(&Places, usize, &Entrant) -> Seen,
) -> (Vec<Vec<Group>>, Vec<Vec<Given>>) {
    let layout = &regulation.layout;
    for unit in units.iter_mut() {
        let level = if unit.best == unit.worst { unit.best } else { None };
        put(&mut unit.derived, layout.level(), level.and_then(|level| i64::try_from(level).ok()));
    }
    let (mut groups, mut given): (Vec<Vec<Group>>, Vec<Vec<Given>>) = (Vec::new(), Vec::new());
    for (number, award) in regulation.awards.iter().enumerate() {
        let considered: Vec<Considered> = (0..units.len())
            .map(|at| match (excluded(award, &given, at), units.get(at)) {
                (Some((other, Place::Admitted)), _) => Considered::Excluded(other),
                (Some(_), Some(unit)) if considered(regulation, award, unit) == Considered::Yes => Considered::Perhaps,
                (_, Some(unit)) => considered(regulation, award, unit),
                (_, None) => Considered::No,
            })
            .collect();
        let entrants: Vec<Unit> = units
            .iter()
            .zip(&considered)
            .enumerate()
            .map(|(at, (unit, considered))| entrant(award, unit, *considered, seen(&award.places, at, unit)))
            .collect();
        let found = contest(&award.places, &entrants);
        let mut out: Vec<Given> =
            considered.into_iter().map(|considered| Given { considered, group: None, place: Place::None }).collect();
        for (position, group) in found.iter().enumerate() {
            let ranked = group.ranked.iter().map(|ranked| (ranked.unit, ranked.place));
            for (at, place) in ranked.chain(group.outside.iter().map(|at| (*at, Place::Outside))) {
                if let Some(given) = out.get_mut(at) {
                    (given.group, given.place) = (Some(position), place);
                }
            }
        }
        for (unit, given) in units.iter_mut().zip(&out) {
            let known = match (given.place, given.considered) {
                (Place::Admitted, _) => Some(1),
                (Place::Undecided, _) | (Place::None, Considered::Unknown) => None,
                _ => Some(0),
            };
            put(&mut unit.derived, layout.award(number), known);
        }
        groups.push(found);
        given.push(out);
    }
    (groups, given)
}

/// The first award that excludes this one and that the unit has or may have.
fn excluded(award: &Award, given: &[Vec<Given>], unit: usize) -> Option<(usize, Place)> {
    let place = |other: &usize| given.get(*other).and_then(|given| given.get(unit)).map(|given| given.place);
    let of =
        |wanted: Place| award.not_with.iter().copied().find(|other| place(other) == Some(wanted)).map(|other| (other, wanted));
    of(Place::Admitted).or_else(|| of(Place::Undecided))
}

fn considered(regulation: &Regulation, award: &Award, unit: &Entrant) -> Considered {
    let layout = &regulation.layout;
    if unit.derived.is_empty() {
        // Nothing is recorded of it.
        return Considered::Unknown;
    }
    match award.when.flag(Slots { facts: &unit.facts, derived: &unit.derived }) {
        Ok(true) => Considered::Yes,
        Ok(false) => Considered::No,
        Err(Absent::Missing(slot)) => {
            let of_tie = slot >= layout.recorded() + layout.award(0)
                || (slot == layout.recorded() + layout.level() && unit.best != unit.worst);
            if of_tie { Considered::Perhaps } else { Considered::Unknown }
        }
        Err(_) => Considered::Unknown,
    }
}

fn entrant(award: &Award, unit: &Entrant, considered: Considered, seen: Seen) -> Unit {
    let by_level = match &award.places.amount {
        Amount::Share(share) => share.base.needs_level() || share.base == Base::AllRated,
        Amount::Fixed(_) => false,
    };
    let open = by_level && (unit.best.is_none() || unit.best != unit.worst);
    Unit {
        group: seen.group,
        level: unit.best,
        below: unit.best,
        candidate: match considered {
            Considered::Yes if !seen.outside => Candidate::Yes,
            Considered::Perhaps if !seen.outside => Candidate::Perhaps,
            _ => Candidate::No,
        },
        outside: seen.outside,
        grounds: seen.grounds,
        provisional: seen.provisional || open || considered == Considered::Unknown,
        ranking: seen.ranking,
    }
}

fn put(derived: &mut [Option<i64>], place: usize, value: Option<i64>) {
    if let Some(slot) = derived.get_mut(place) {
        *slot = value;
    }
}
