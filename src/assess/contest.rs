//! Who of a group has a place: how many places there are, who goes first, and what ties leave open.

use std::collections::BTreeMap;

use super::count::{Count, counts};
use super::cut::{Lot, lots};
use super::order::order;
use crate::base::Exact;
use crate::rules::places::WarnOver;
use crate::rules::{Base, Places, Small, Ties};

/// A unit as a contest sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Values of the grouping facts; `None` where one was not recorded.
    pub group: Vec<Option<String>>,
    /// Whether it competes.
    pub candidate: Candidate,
    /// Whether it has a level, or may have one.
    pub rated: bool,
    /// Whether it is in the base.
    pub counted: Counted,
    /// Whether it stands outside the group: neither in the base nor among the candidates.
    pub outside: bool,
    /// Whether it has the special grounds.
    pub grounds: bool,
    /// Whether what is known of it may still change.
    pub provisional: bool,
    /// Whether a tie that another contest left open changes anything of this.
    pub hangs: bool,
    /// Values of the ranking keys, in order; higher goes first.
    pub ranking: Vec<Option<Exact>>,
    /// Who goes first of those whom the keys do not tell apart, where a way of breaking the tie is tried; lower goes first.
    pub turn: usize,
}

/// Whether a unit is in the base of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// However the ties that are open are broken.
    pub least: bool,
    /// Where they are broken in one of the ways.
    pub most: bool,
    /// Once it is moved down.
    pub below: bool,
}

/// Whether a unit competes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Candidate {
    /// It does not.
    No,
    /// A tie that another contest left open decides.
    Perhaps,
    /// It does.
    Yes,
}

/// What a contest gives a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Not a candidate.
    None,
    /// Left out of the group by a condition: no contest touches it.
    Outside,
    /// Has one of the places.
    Admitted,
    /// Whether it has one hangs on a tie that nothing in the text settles.
    Undecided,
    /// A candidate without a place.
    MovedDown,
}

impl Place {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Place::None => "",
            Place::Outside => "outside",
            Place::Admitted => "admitted",
            Place::Undecided => "undecided",
            Place::MovedDown => "moved-down",
        }
    }
}

/// What becomes of a candidate, if it competes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It has a place, however the ties are broken.
    In,
    /// That hangs on a tie, or on a value that is not known.
    Open,
    /// It has none.
    Out,
}

impl Fate {
    /// What holds in this case and in another.
    pub(super) fn or(self, other: Fate) -> Fate {
        if self == other { self } else { Fate::Open }
    }
}

/// One group of units with its places.
#[derive(Clone, Debug)]
pub struct Group {
    /// Values of the grouping facts; several where small groups were put together.
    pub keys: Vec<Vec<Option<String>>>,
    /// What held because the group is small.
    pub small: Option<Small>,
    /// Units in the group.
    pub units: u64,
    /// Units in the group with a level.
    pub rated: u64,
    /// What the percent is taken of; `None` for a fixed number.
    pub base: Option<u64>,
    /// The percent of the base before it is rounded; `None` for a fixed number.
    pub share: Option<Exact>,
    /// Places; `None` without limit.
    pub allowed: Option<u64>,
    /// Further places for units with special grounds.
    pub special: u64,
    /// The candidates, the first one first; those who are equal in the order of the units.
    pub ranked: Vec<Ranked>,
    /// Units that stand outside, by position.
    pub outside: Vec<usize>,
    /// The others, by position.
    pub(super) inside: Vec<usize>,
    /// More candidates than places where that is only marked.
    pub breached: bool,
    /// With a place, and what they are a share of, where that share is over the one of which the rule warns.
    pub over: Option<(u64, u64)>,
    /// Something may still change the base or the places: a unit's level, a condition, a grouping fact that was not recorded.
    pub provisional: bool,
    /// Those of all of them for whom something hangs on a tie that another contest left open.
    pub(super) hanging: Vec<usize>,
    /// Whether trying every way of breaking the ties could tell no more than this.
    pub(super) exact: bool,
}

/// A candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// By position in the list given.
    pub unit: usize,
    /// The best rank it can have, from 1.
    pub first: u64,
    /// The worst; equal ones share both.
    pub last: u64,
    /// What it gets.
    pub place: Place,
    /// Whether only its special grounds give it the place.
    pub special: bool,
    /// The rank up to which those reach from whom nothing tells it apart, but for those with values that are not known.
    pub(super) end: u64,
    /// The ranking key for which it has no value.
    pub(super) blank: Option<usize>,
    /// What becomes of it if it competes.
    pub(super) fate: Fate,
}

impl Ranked {
    /// Whether nothing tells the two apart: they are equal, or a value is not known.
    pub fn is_tied_with(&self, other: &Ranked) -> bool {
        let within = |inner: &Ranked, outer: &Ranked| outer.first <= inner.first && inner.end <= outer.end;
        within(self, other) || within(other, self)
    }
}

impl Group {
    /// The units that a place was given to, or kept from, in the order of their ranks.
    pub fn with(&self, place: Place) -> impl Iterator<Item = usize> {
        self.ranked.iter().filter(move |ranked| ranked.place == place).map(|ranked| ranked.unit)
    }

    /// How many units have that place.
    pub fn count(&self, place: Place) -> u64 {
        self.with(place).count() as u64
    }

    /// Takes over the base and the places of another.
    pub(super) fn count_as(&mut self, other: &Group) {
        (self.base, self.share, self.allowed, self.special) = (other.base, other.share, other.allowed, other.special);
    }

    /// The candidate that a unit is.
    pub fn candidate(&self, unit: usize) -> Option<&Ranked> {
        self.ranked.iter().find(|ranked| ranked.unit == unit)
    }
}

/// Holds the contest in every group; groups come in the order of their keys, whatever the order of the units, small ones that are pooled last.
pub fn contest(places: &Places, units: &[Unit]) -> Vec<Group> {
    let mut groups: BTreeMap<&[Option<String>], Vec<usize>> = BTreeMap::new();
    for (position, unit) in units.iter().enumerate() {
        groups.entry(&unit.group).or_default().push(position);
    }
    // A unit whose group nobody recorded may belong to any of them.
    let unknown = units.iter().any(|unit| !unit.outside && unit.group.iter().any(Option::is_none));
    let size = |members: &[usize]| members.iter().filter(|at| units.get(**at).is_some_and(|unit| !unit.outside)).count() as u64;
    let mut pool: (Vec<Vec<Option<String>>>, Vec<usize>) = Default::default();
    let mut out = Vec::new();
    for (key, members) in groups {
        match places.small_groups.as_ref().filter(|small| size(&members) < small.under).map(|small| small.then) {
            Some(Small::Pooled) => {
                pool.0.push(key.to_vec());
                pool.1.extend(members);
            }
            small => out.push(hold(places, units, vec![key.to_vec()], members, small)),
        }
    }
    if !pool.1.is_empty() {
        pool.1.sort_unstable();
        out.push(hold(places, units, pool.0, pool.1, Some(Small::Pooled)));
    }
    out.iter_mut().for_each(|group| group.provisional |= unknown);
    out
}

/// Holds the contest in one group of these members.
pub(super) fn hold(
    places: &Places,
    units: &[Unit],
    keys: Vec<Vec<Option<String>>>,
    members: Vec<usize>,
    small: Option<Small>,
) -> Group {
    let unit = |at: &usize| units.get(*at);
    let (outside, members): (Vec<usize>, Vec<usize>) =
        members.into_iter().partition(|at| unit(at).is_some_and(|unit| unit.outside));
    let inside: Vec<&Unit> = members.iter().filter_map(unit).collect();
    let candidates = members.iter().copied().filter(|at| unit(at).is_some_and(|unit| unit.candidate != Candidate::No)).collect();
    let spots = order(units, candidates, places.ties);
    let (Count { base, share, allowed, special, settled }, rooms) = counts(places, &inside, &spots, units, small);
    let mut cases = rooms.iter().map(|room| lots(units, &spots, places.ties, *room));
    let mut found = cases.next().unwrap_or_default();
    for case in cases {
        found.iter_mut().zip(case).for_each(|(lot, other)| *lot = lot.or(other));
    }
    let mut group = Group {
        keys,
        small,
        units: inside.len() as u64,
        rated: inside.iter().filter(|unit| unit.rated).count() as u64,
        base,
        share,
        allowed,
        special,
        ranked: Vec::with_capacity(spots.len()),
        outside,
        breached: false,
        over: None,
        provisional: inside.iter().any(|unit| unit.provisional),
        exact: true,
        hanging: Vec::new(),
        inside: Vec::new(),
    };
    for (spot, Lot { fate, plain }) in spots.iter().zip(found) {
        let sure = unit(&spot.unit).is_some_and(|unit| unit.candidate == Candidate::Yes);
        let place = place(sure, fate);
        group.ranked.push(Ranked {
            unit: spot.unit,
            first: spot.start as u64 + 1,
            last: (spot.end + spot.adrift) as u64,
            place,
            special: place == Place::Admitted && plain != Fate::In,
            end: spot.end as u64,
            blank: spot.blank,
            fate,
        });
    }
    let perhaps = inside.iter().any(|unit| unit.candidate == Candidate::Perhaps);
    let blank = group.ranked.iter().any(|ranked| ranked.blank.is_some());
    let grounds = places.special.is_some() && inside.iter().any(|unit| unit.grounds && unit.candidate != Candidate::No);
    let told = !perhaps && rooms.len() == 1 && !(blank && grounds);
    let scarce = group.ranked.iter().any(|ranked| ranked.fate != Fate::In);
    let open = group.ranked.iter().any(|ranked| ranked.fate == Fate::Open);
    // How many have a place hangs on the tie where whoever has grounds may take an ordinary one.
    let counted = !(open && places.warn_over.is_some() && places.special.is_some());
    group.exact = settled && counted && (told || !(open || (places.warn && scarce)));
    if places.warn {
        let sure = inside.iter().filter(|unit| unit.candidate == Candidate::Yes).count() as u64;
        let most = rooms.iter().map(|room| room.allowed.saturating_add(room.special)).max().unwrap_or(0);
        group.breached = if told { scarce } else { sure > most && places.ties != Ties::AllIn };
        for ranked in &mut group.ranked {
            let sure = unit(&ranked.unit).is_some_and(|unit| unit.candidate == Candidate::Yes);
            (ranked.fate, ranked.place, ranked.special) = (Fate::In, place(sure, Fate::In), false);
        }
    }
    let open = group.with(Place::Undecided).filter_map(|at| units.get(at));
    let sure = open.filter(|unit| unit.candidate == Candidate::Yes).count() as u64;
    group.over = places.warn_over.as_ref().and_then(|rule| over(rule, &group, sure));
    let hangs = |at: &usize| unit(at).is_some_and(|unit| unit.hangs);
    group.hanging = members.iter().chain(&group.outside).copied().filter(hangs).collect();
    group.inside = members;
    group
}

/// The place of a candidate that competes for certain, or perhaps.
pub(super) fn place(sure: bool, fate: Fate) -> Place {
    match (sure, fate) {
        (true, Fate::In) => Place::Admitted,
        (_, Fate::Out) => Place::MovedDown,
        _ => Place::Undecided,
    }
}

/// Those with a place and what they are a share of, where the share is too large. However a tie at the cut is broken, all places are taken
/// while there are so many who compete.
fn over(rule: &WarnOver, group: &Group, open: u64) -> Option<(u64, u64)> {
    let settled = group.count(Place::Admitted);
    let given = settled.max(group.allowed.unwrap_or(u64::MAX).min(settled + open));
    let base = match rule.base {
        Base::AllRated => group.rated,
        Base::Candidates => group.ranked.len() as u64,
        _ => group.units,
    };
    let exact = |count: u64| i64::try_from(count).ok().map(Exact::whole);
    let most = exact(base)?.checked_mul(rule.percent)?;
    (exact(given)? > most).then_some((given, base))
}
