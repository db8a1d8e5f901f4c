//! How near a unit stands to the last place of a quota or an award.

use super::super::contest::{Group, Place};

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
    })
}
