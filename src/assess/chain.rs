//! Contests one after another: quotas, then awards, each among those whom the ones before have left.

use std::collections::BTreeSet;

use super::award::{self, Considered, Given};
use super::contest::{Fate, Group, Place, Unit, contest};
use super::entrant::{Entrant, Opened};
use super::quota::{self, After, Outcome, Seen, Stand};
use super::ways;
use crate::expr::Slots;
use crate::rules::{Award, Layout, Places, Quota, Regulation};

/// What all contests did.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The quotas.
    pub quotas: Outcome,
    /// Per award, its groups.
    pub awards: Vec<Vec<Group>>,
    /// Per award and unit, what it did.
    pub given: Vec<Vec<Given>>,
}

/// Applies the quotas of a regulation to units with levels, then gives its awards. `seen` tells what places look at in a unit, given what
/// is known of it so far, `below` where it lands when it has to leave a level.
pub fn settle(
    regulation: &Regulation,
    levels: &[Option<usize>],
    entrants: &mut [Entrant],
    seen: &dyn Fn(&Places, usize, Slots<'_>) -> Seen,
    below: &dyn Fn(usize, usize, Slots<'_>) -> Option<usize>,
) -> Held {
    let awarding = Awarding { awards: &regulation.awards, layout: &regulation.layout };
    let awards = Some(awarding).filter(|awarding| !awarding.awards.is_empty());
    hold(&Chain { quotas: &regulation.quotas, awards, seen, below }, levels, entrants)
}

/// The quotas alone, as awards come behind them.
pub(super) fn quotas(
    regulation: &Regulation,
    levels: &[Option<usize>],
    entrants: &mut [Entrant],
    seen: &dyn Fn(&Places, usize, Slots<'_>) -> Seen,
    below: &dyn Fn(usize, usize, Slots<'_>) -> Option<usize>,
) -> Outcome {
    hold(&Chain { quotas: &regulation.quotas, awards: None, seen, below }, levels, entrants).quotas
}

/// The contests of a regulation, and what they look at in units.
pub(super) struct Chain<'a> {
    pub(super) quotas: &'a [Quota],
    pub(super) awards: Option<Awarding<'a>>,
    /// What places look at in a unit.
    pub(super) seen: &'a dyn Fn(&Places, usize, Slots<'_>) -> Seen,
    /// Where a unit lands that has to leave a level.
    pub(super) below: &'a dyn Fn(usize, usize, Slots<'_>) -> Option<usize>,
}

/// The awards of a regulation.
pub(super) struct Awarding<'a> {
    pub(super) awards: &'a [Award],
    /// Where the level after all quotas and the awards stand among derived values.
    pub(super) layout: &'a Layout,
}

/// What is known of a unit between two contests: whatever is still possible.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// The levels, the best one first, and last where none could be told; several where a tie is open.
    pub(super) levels: Vec<Option<usize>>,
    /// The awards.
    pub(super) awards: Vec<Holds>,
}

/// Whether a unit has an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    No,
    Yes,
    /// A tie decides.
    Open,
    /// Something is not recorded.
    Unknown,
}

/// A group of a contest, by position.
pub(super) type Node = (usize, usize);

/// What the contests so far have done.
pub(super) struct Book<'a> {
    pub(super) start: &'a [Option<usize>],
    pub(super) entrants: &'a [Entrant],
    /// What is known of each unit by now.
    pub(super) now: Vec<Known>,
    pub(super) groups: Vec<Vec<Group>>,
    /// Per unit, the contests in which it stood.
    pub(super) stands: Vec<Vec<Stand>>,
    /// Per unit, the groups whose ties leave open what becomes of it.
    pub(super) ties: Vec<Vec<Node>>,
    /// Those whose ties may be broken in too many ways.
    pub(super) beyond: BTreeSet<Node>,
    /// Per award and unit.
    pub(super) given: Vec<Vec<Given>>,
}

/// Holds all contests; the level after all quotas and the awards are filled into what is derived of the entrants in the end.
pub(super) fn hold(chain: &Chain<'_>, start: &[Option<usize>], entrants: &mut [Entrant]) -> Held {
    // Units whose place in an earlier contest may still change.
    let mut shaky = vec![false; start.len()];
    let mut book = Book {
        start,
        entrants,
        now: start.iter().map(|level| chain.known(*level)).collect(),
        groups: Vec::new(),
        stands: vec![Vec::new(); start.len()],
        ties: vec![Vec::new(); start.len()],
        beyond: BTreeSet::new(),
        given: Vec::new(),
    };
    let mut opened = Opened::default();
    for number in 0..chain.len() {
        let Some(contested) = chain.contest(number) else { continue };
        let mut considered = Vec::new();
        let mut units = Vec::with_capacity(start.len());
        for (at, known) in book.now.iter().enumerate() {
            chain.open(number, book.entrants.get(at), known, &mut opened);
            let Some((unit, asked)) = chain.enter(number, at, known, opened.slots()) else { continue };
            let unknown = number < chain.quotas.len() && start.get(at) == Some(&None);
            let shaky = shaky.get(at) == Some(&true);
            units.push(Unit { provisional: unit.provisional || unknown || shaky, ..unit });
            considered.push(asked);
        }
        let places = contested.places();
        let mut groups = contest(places, &units);
        // Whether a unit is considered for an award at all may hang on several ties at once.
        let award = matches!(contested, Contested::Award(..));
        for (position, group) in groups.iter_mut().enumerate() {
            if group.exact && (!award || group.hanging.is_empty()) {
                continue;
            }
            match ways::all(chain, &book, number, group) {
                Some(all) => all.tell(places, &mut units, &mut considered, group),
                None => {
                    book.beyond.insert((number, position));
                }
            }
        }
        for group in groups.iter().filter(|group| group.provisional) {
            for at in group.ranked.iter().map(|ranked| ranked.unit) {
                if let Some(shaky) = shaky.get_mut(at) {
                    *shaky = true;
                }
            }
        }
        book.record(chain, number, groups, &considered);
    }
    let Book { now, mut groups, stands, given, .. } = book;
    if let Some(awarding) = &chain.awards {
        for (known, entrant) in now.iter().zip(entrants) {
            entrant.derived.open_into(&mut opened.derived);
            awarding.tell(known, awarding.awards.len(), &mut opened.derived);
            entrant.derived = opened.derived.as_slice().into();
        }
    }
    let quotas = chain.quotas.len();
    let awards = groups.split_off(quotas.min(groups.len()));
    let after = |(known, stands): (Known, Vec<Stand>)| After {
        levels: known.levels,
        stands: stands.into_iter().filter(|stand| stand.contest < quotas).collect(),
    };
    let units = now.into_iter().zip(stands).map(after).collect();
    Held { quotas: Outcome { groups, units }, awards, given }
}

/// A contest of either kind.
pub(super) enum Contested<'a> {
    Quota(&'a Quota),
    Award(&'a Awarding<'a>, usize, &'a Award),
}

impl<'a> Contested<'a> {
    pub(super) fn places(&self) -> &'a Places {
        match self {
            Contested::Quota(quota) => &quota.places,
            Contested::Award(_, _, award) => &award.places,
        }
    }
}

impl Chain<'_> {
    /// How many contests there are.
    fn len(&self) -> usize {
        self.quotas.len() + self.awards.as_ref().map_or(0, |awarding| awarding.awards.len())
    }

    /// A contest, by position.
    pub(super) fn contest(&self, number: usize) -> Option<Contested<'_>> {
        if let Some(quota) = self.quotas.get(number) {
            return Some(Contested::Quota(quota));
        }
        let (awarding, number) = (self.awards.as_ref()?, number - self.quotas.len());
        Some(Contested::Award(awarding, number, awarding.awards.get(number)?))
    }

    /// What is known of a unit before all contests.
    pub(super) fn known(&self, level: Option<usize>) -> Known {
        let awards = self.awards.as_ref().map_or(0, |awarding| awarding.awards.len());
        Known { levels: vec![level], awards: vec![Holds::No; awards] }
    }

    /// Opens a unit as a contest reads it: awards read the level and the awards before them too.
    pub(super) fn open(&self, number: usize, entrant: Option<&Entrant>, known: &Known, opened: &mut Opened) {
        match entrant {
            Some(entrant) => entrant.open_into(opened),
            None => *opened = Opened::default(),
        }
        if let Some(Contested::Award(awarding, award, _)) = self.contest(number) {
            awarding.tell(known, award, &mut opened.derived);
        }
    }

    /// A unit as a contest takes it, and whether it is considered.
    pub(super) fn enter(&self, number: usize, at: usize, known: &Known, slots: Slots<'_>) -> Option<(Unit, Considered)> {
        match self.contest(number)? {
            Contested::Quota(quota) => {
                let seen = (self.seen)(&quota.places, at, slots);
                Some((quota::enter(quota, known, seen, || (self.below)(at, quota.level, slots)), Considered::Yes))
            }
            Contested::Award(awarding, _, award) => {
                let considered = award::considered(awarding, award, known, slots);
                let seen = (self.seen)(&award.places, at, slots);
                Some((award::enter(awarding, award, known, considered, seen), considered))
            }
        }
    }

    /// Where a unit lands that has to leave a level.
    pub(super) fn lands(&self, at: usize, level: usize, entrant: Option<&Entrant>) -> Option<usize> {
        let opened = entrant.map(Entrant::open).unwrap_or_default();
        (self.below)(at, level, opened.slots())
    }

    /// What is known of a candidate after a contest.
    pub(super) fn leave(
        &self,
        number: usize,
        at: usize,
        known: &mut Known,
        (place, fate): (Place, Fate),
        entrant: Option<&Entrant>,
    ) {
        match self.contest(number) {
            Some(Contested::Quota(quota)) if fate != Fate::In => {
                let own = Some(quota.level);
                known.levels.retain(|level| fate == Fate::Open || *level != own);
                known.levels.push(self.lands(at, quota.level, entrant));
                known.levels.sort_by_key(|level| level.unwrap_or(usize::MAX));
                known.levels.dedup();
            }
            Some(Contested::Award(_, number, _)) => {
                known.hold(
                    number,
                    match place {
                        Place::Admitted => Holds::Yes,
                        Place::Undecided => Holds::Open,
                        _ => Holds::No,
                    },
                );
            }
            _ => {}
        }
    }

    /// What is known of a unit after a contest in which it was no candidate.
    pub(super) fn pass(&self, number: usize, known: &mut Known, considered: Considered) {
        if let (Some(number), Considered::Unknown) = (number.checked_sub(self.quotas.len()), considered) {
            known.hold(number, Holds::Unknown);
        }
    }
}

impl Known {
    /// Whether no tie is open.
    pub(super) fn is_settled(&self) -> bool {
        self.levels.len() < 2 && !self.awards.contains(&Holds::Open)
    }

    fn hold(&mut self, award: usize, holds: Holds) {
        if let Some(own) = self.awards.get_mut(award) {
            *own = holds;
        }
    }
}

impl Awarding<'_> {
    /// Fills in the level and the first awards of a unit, as far as they are known.
    pub(super) fn tell(&self, known: &Known, awards: usize, derived: &mut [Option<i64>]) {
        let mut put = |place: usize, value: Option<i64>| {
            if let Some(slot) = derived.get_mut(place) {
                *slot = value;
            }
        };
        let level = if let [level] = known.levels.as_slice() { *level } else { None };
        put(self.layout.level(), level.and_then(|level| i64::try_from(level).ok()));
        for (number, holds) in known.awards.iter().enumerate().take(awards) {
            let value = match holds {
                Holds::Yes => Some(1),
                Holds::No => Some(0),
                Holds::Open | Holds::Unknown => None,
            };
            put(self.layout.award(number), value);
        }
    }

    /// Whether the slot is a level or an award that a tie leaves open.
    pub(super) fn is_open(&self, known: &Known, slot: usize) -> bool {
        let Some(derived) = slot.checked_sub(self.layout.recorded()) else { return false };
        let award = |number: usize| known.awards.get(number) == Some(&Holds::Open);
        (derived == self.layout.level() && known.levels.len() > 1) || derived.checked_sub(self.layout.award(0)).is_some_and(award)
    }
}

impl Book<'_> {
    fn record(&mut self, chain: &Chain<'_>, number: usize, groups: Vec<Group>, considered: &[Considered]) {
        let award = number.checked_sub(chain.quotas.len());
        let of = |considered: &Considered| Given { considered: *considered, group: None, place: Place::None };
        let mut given: Vec<Given> = if award.is_some() { considered.iter().map(of).collect() } else { Vec::new() };
        for (known, considered) in self.now.iter_mut().zip(considered) {
            chain.pass(number, known, *considered);
        }
        for (position, group) in groups.iter().enumerate() {
            let ranked = group.ranked.iter().map(|ranked| (ranked.unit, ranked.place, ranked.fate));
            let outside = group.outside.iter().map(|at| (*at, Place::Outside, Fate::In));
            for (at, place, fate) in ranked.chain(outside) {
                let (Some(known), Some(stands), Some(ties)) =
                    (self.now.get_mut(at), self.stands.get_mut(at), self.ties.get_mut(at))
                else {
                    continue;
                };
                if let Some(given) = given.get_mut(at) {
                    (given.group, given.place) = (Some(position), place);
                }
                if place == Place::Outside {
                    let limited = chain.quotas.get(number).is_none_or(|quota| known.levels.contains(&Some(quota.level)));
                    if limited {
                        stands.push(Stand { contest: number, group: position, place, fate });
                    }
                    continue;
                }
                stands.push(Stand { contest: number, group: position, place, fate });
                chain.leave(number, at, known, (place, fate), self.entrants.get(at));
                if fate == Fate::Open {
                    ties.push((number, position));
                }
            }
        }
        if award.is_some() {
            self.given.push(given);
        }
        self.groups.push(groups);
    }

    /// What was known of a unit before a contest.
    pub(super) fn known(&self, chain: &Chain<'_>, number: usize, at: usize) -> Known {
        let mut known = chain.known(self.start.get(at).copied().flatten());
        for (award, given) in self.given.iter().enumerate().take(number.saturating_sub(chain.quotas.len())) {
            if let Some(given) = given.get(at) {
                chain.pass(chain.quotas.len() + award, &mut known, given.considered);
            }
        }
        let stands = self.stands.get(at).map(Vec::as_slice).unwrap_or_default();
        for stand in stands.iter().filter(|stand| stand.contest < number && stand.place != Place::Outside) {
            chain.leave(stand.contest, at, &mut known, (stand.place, stand.fate), self.entrants.get(at));
        }
        known
    }
}
