//! The quota: how many units of a group may have the limited level, and who they are.

use std::collections::BTreeMap;

use crate::base::Exact;
use crate::rules::{Base, Quota};

/// A unit that competes for places.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Which group it is compared in.
    pub group: Vec<String>,
    /// Its level before the quota; `None` when it could not be told.
    pub level: Option<usize>,
    /// Whether its level may still change when missing records come in.
    pub provisional: bool,
    /// Values of the ranking keys, in order; higher goes first.
    pub ranking: Vec<Option<Exact>>,
}

/// What the quota does to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not a candidate.
    None,
    /// Has one of the places.
    Admitted,
    /// Tied at the cut: the text names nothing that tells it from others, so the committee decides.
    Undecided,
    /// A candidate without a place.
    MovedDown,
}

impl Place {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Place::None => "",
            Place::Admitted => "admitted",
            Place::Undecided => "undecided",
            Place::MovedDown => "moved-down",
        }
    }
}

/// One group under the quota.
#[derive(Clone, Debug)]
pub struct Group {
    /// Values of the group's columns.
    pub key: Vec<String>,
    /// Units in the group with a level.
    pub rated: u64,
    /// What the percent is taken of.
    pub base: u64,
    /// Places.
    pub allowed: u64,
    /// Units, by position in the list given.
    pub candidates: Vec<usize>,
    /// Candidates with a place.
    pub admitted: Vec<usize>,
    /// Candidates tied at the cut.
    pub undecided: Vec<usize>,
    /// Candidates without a place.
    pub moved_down: Vec<usize>,
    /// More candidates than places under a quota that only warns.
    pub breached: bool,
    /// A unit of the group has a provisional or unknown level, so the base may change.
    pub provisional: bool,
}

/// Applies a quota to units; groups come in the order of their keys, whatever the order of the units.
pub fn apply(quota: &Quota, units: &[Unit]) -> Vec<Group> {
    let mut groups: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (position, unit) in units.iter().enumerate() {
        groups.entry(&unit.group).or_default().push(position);
    }
    groups.into_iter().map(|(key, members)| group(quota, units, key, &members)).collect()
}

fn group(quota: &Quota, units: &[Unit], key: &[String], members: &[usize]) -> Group {
    let level = |position: &usize| units.get(*position).and_then(|unit| unit.level);
    let count = |keep: &dyn Fn(usize) -> bool| members.iter().filter(|position| level(position).is_some_and(keep)).count() as u64;
    let mut candidates: Vec<usize> = members.iter().copied().filter(|position| level(position) == Some(quota.level)).collect();
    let (base, allowed) = places(quota, &count, candidates.len() as u64);
    let mut group = Group {
        key: key.to_vec(),
        rated: count(&|_| true),
        base,
        allowed,
        candidates: candidates.clone(),
        admitted: Vec::new(),
        undecided: Vec::new(),
        moved_down: Vec::new(),
        breached: false,
        provisional: members
            .iter()
            .any(|position| units.get(*position).is_none_or(|unit| unit.provisional || unit.level.is_none())),
    };
    let fits = candidates.len() as u64 <= allowed;
    if fits || quota.warn {
        group.breached = !fits;
        group.admitted = candidates;
        return group;
    }
    let keys = |position: &usize| units.get(*position).map(|unit| unit.ranking.as_slice()).unwrap_or_default();
    if allowed == 0 {
        group.moved_down = candidates;
        return group;
    }
    if candidates.iter().any(|position| keys(position).iter().any(Option::is_none)) {
        // A unit without a value cannot be ranked above or below another.
        group.undecided = candidates;
        return group;
    }
    candidates.sort_by(|a, b| keys(b).cmp(keys(a)).then(a.cmp(b)));
    let last_in = usize::try_from(allowed).unwrap_or(usize::MAX);
    let at_cut = candidates.get(last_in.saturating_sub(1)).map(|position| keys(position).to_vec());
    let first_out = candidates.get(last_in).map(|position| keys(position).to_vec());
    for (rank, position) in candidates.into_iter().enumerate() {
        let tied = at_cut == first_out && Some(keys(&position)) == at_cut.as_deref();
        if tied {
            group.undecided.push(position);
        } else if rank < last_in {
            group.admitted.push(position);
        } else {
            group.moved_down.push(position);
        }
    }
    group
}

/// How many units of the group have a level that a condition keeps.
type Count<'a> = dyn Fn(&dyn Fn(usize) -> bool) -> u64 + 'a;

/// The base and the places that follow from it.
fn places(quota: &Quota, count: &Count<'_>, candidates: u64) -> (u64, u64) {
    let exactly = count(&|level| level == quota.base_level);
    let base = match quota.base {
        Base::OrBetter => count(&|level| level <= quota.base_level),
        Base::OnlyBeforeCut => exactly,
        Base::AllRated => count(&|_| true),
        Base::OnlyAfterCut => {
            // Who is moved down joins the base, so the number of places answers to itself: the largest number that it allows.
            let fits = |admitted: &u64| *admitted <= share(quota, exactly + candidates - admitted);
            let admitted = (0..=candidates).rev().find(fits).unwrap_or(0);
            let base = exactly + candidates - admitted;
            // One more place than that would take away the base it rests on.
            return (base, if admitted < candidates { admitted } else { share(quota, base) });
        }
    };
    (base, share(quota, base))
}

fn share(quota: &Quota, base: u64) -> u64 {
    let whole = i64::try_from(base).ok().map(Exact::whole);
    let rounded = whole.and_then(|base| base.checked_mul(quota.percent)).and_then(|part| part.round(Exact::ONE, quota.rounding));
    rounded.and_then(|places| u64::try_from(places.reduced().num()).ok()).unwrap_or(0)
}
