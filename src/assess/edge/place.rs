//! How near a unit stands to the last place of a quota or an award.

use super::super::contest::{Group, Place, Ranked};
use crate::base::Exact;

/// Where a candidate stands among the places of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceEdge {
    /// What it has.
    pub place: Place,
    /// Its best rank, from 1.
    pub first: u64,
    /// Its worst.
    pub last: u64,
    /// Places of the group.
    pub allowed: u64,
    /// Candidates.
    pub candidates: u64,
    /// Ranks that it would have to rise for a place; zero where it has one or a tie decides.
    pub lacking: u64,
    /// Ranks that it could fall and keep its place; `None` where it has none for certain, or all candidates have one.
    pub spare: Option<u64>,
    /// Those whom nothing tells apart from it, itself among them.
    pub tied: u64,
    /// Places that no candidate needs.
    pub free: u64,
}

/// Who stands at the last place of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The units by position, in their order: one, or several that nothing tells apart.
    pub units: Vec<usize>,
    /// The first ranking key that tells them apart from the unit that asks; `None` where none does.
    pub key: Option<usize>,
}

/// The distances of a candidate of a group; `None` for another unit, and where places are without limit or a breach is only marked.
pub fn of_places(group: &Group, unit: usize) -> Option<PlaceEdge> {
    let ranked = group.candidate(unit)?;
    let allowed = group.allowed?;
    let candidates = group.ranked.len() as u64;
    let lacking = if ranked.place == Place::MovedDown { ranked.first.saturating_sub(allowed) } else { 0 };
    let has = ranked.place == Place::Admitted && !ranked.special && candidates > allowed && !group.breached;
    let tied = group.ranked.iter().filter(|other| other.is_tied_with(ranked)).count() as u64;
    Some(PlaceEdge {
        place: ranked.place,
        first: ranked.first,
        last: ranked.last,
        allowed,
        candidates,
        lacking,
        spare: has.then(|| allowed.saturating_sub(ranked.last)),
        tied,
        free: allowed.saturating_sub(candidates),
    })
}

/// Who stands at the last place, beside a candidate of the group; `None` where there are places for all, or none at all. `ranking` tells the
/// values of the ranking keys.
pub fn cut(group: &Group, unit: usize, ranking: &dyn Fn(usize) -> Vec<Option<Exact>>) -> Option<Cut> {
    group.allowed.filter(|allowed| (group.ranked.len() as u64) > *allowed)?;
    let others = || group.ranked.iter().filter(|ranked| ranked.unit != unit);
    let of = |place: Place| others().filter(move |ranked| ranked.place == place && !ranked.special);
    // Where a tie leaves the last place open, all who are tied stand at it.
    let tied: Vec<&Ranked> = of(Place::Undecided).collect();
    let last = of(Place::Admitted).max_by_key(|ranked| (ranked.last, ranked.unit));
    let units: Vec<usize> = if tied.is_empty() {
        let last = last?;
        of(Place::Admitted).filter(|ranked| ranked.is_tied_with(last)).map(|ranked| ranked.unit).collect()
    } else {
        tied.iter().map(|ranked| ranked.unit).collect()
    };
    let (own, theirs) = (ranking(unit), ranking(*units.first()?));
    Some(Cut { units, key: own.iter().zip(&theirs).position(|(own, theirs)| own != theirs) })
}
