//! Every way of breaking the ties on which a group hangs, and every order in which unknown values may stand: the ordinary contests are
//! held in each of them, and a group is told what they have in common.
//!
//! Each contest breaks its ties by itself. An unknown value is one value, whichever contests rank by it. Units that nothing tells apart in
//! any of these contests are taken for one another, so that a tie among them is one way.

use std::collections::{BTreeMap, BTreeSet};

use super::award::Considered;
use super::chain::{Book, Chain, Contested, Known, Node};
use super::contest::{Candidate, Fate, Group, Place, Unit, hold, place};
use super::count::Count;
use super::entrant::Opened;
use super::quota::turned;
use super::trial::{Contest, Ranking, Sort, Trial, Values};
use crate::rules::Places;

/// So many units may the contests have on which a group hangs.
const SIZE: u64 = 20_000;

/// So often every one of them may be looked at; beyond that a group keeps what is certain without trying the ways.
const TIMES: u64 = 1000;

/// And so many may be looked at altogether.
const LOOKS: u64 = 500_000;

/// What all ways of breaking the ties have in common.
pub(super) struct All {
    units: BTreeMap<usize, Outcomes>,
    count: Count,
    breached: bool,
    over: Option<(u64, u64)>,
    provisional: bool,
}

/// What becomes of a unit in one way or another.
#[derive(Clone, Debug, Default)]
struct Outcomes {
    none: bool,
    admitted: bool,
    moved: bool,
    outside: bool,
    special: bool,
    considered: Vec<Considered>,
}

/// Tries every way on which a group hangs, whose contest comes next; `None` where they are too many.
pub(super) fn all(chain: &Chain<'_>, book: &Book<'_>, number: usize, group: &Group) -> Option<All> {
    let mut ways = Ways::new(chain, book, number, group)?;
    let mut worlds = BTreeSet::from([ways.start()]);
    let (target, before) = ways.contests.split_last().map(|(last, rest)| (last.clone(), rest.to_vec()))?;
    let mut before = before.iter().peekable();
    for at in 0..number {
        while let Some(contest) = before.next_if(|contest| contest.number == at) {
            let mut next = BTreeSet::new();
            for world in &worlds {
                ways.tried(contest, world, &mut |ways, group, values, considered| {
                    next.insert(ways.after(contest, world, group, values, considered));
                })?;
            }
            worlds = next;
        }
        worlds = worlds.into_iter().map(|world| ways.elsewhere(at, world)).collect();
    }
    let mut joined: Option<All> = None;
    for world in &worlds {
        ways.tried(&target, world, &mut |ways, group, _, considered| {
            joined = Some(ways.joined(joined.take(), &target, group, considered));
        })?;
    }
    joined.map(|joined| ways.alike(joined))
}

impl All {
    /// Tells a group what is certain, and its units whether they compete.
    pub(super) fn tell(&self, places: &Places, units: &mut [Unit], considered: &mut [Considered], group: &mut Group) {
        for (at, outcomes) in &self.units {
            let (Some(unit), Some(considered)) = (units.get_mut(*at), considered.get_mut(*at)) else { continue };
            unit.candidate = outcomes.candidate();
            *considered = match (outcomes.considered.as_slice(), outcomes.excluded(), unit.candidate) {
                ([one], _, _) => *one,
                (_, Some(other), _) => Considered::Excluded(other),
                (_, None, Candidate::No) => Considered::No,
                (_, None, Candidate::Yes) => Considered::Yes,
                (_, None, Candidate::Perhaps) => Considered::Perhaps,
            };
        }
        let mut members = [group.inside.as_slice(), group.outside.as_slice()].concat();
        members.sort_unstable();
        let provisional = group.provisional;
        *group = hold(places, units, std::mem::take(&mut group.keys), members, group.small);
        let Count { base, share, allowed, special, .. } = self.count;
        (group.base, group.share, group.allowed, group.special) = (base, share, allowed, special);
        (group.breached, group.over, group.provisional) = (self.breached, self.over, provisional || self.provisional);
        for ranked in &mut group.ranked {
            let Some(outcomes) = self.units.get(&ranked.unit) else { continue };
            ranked.fate = outcomes.fate();
            ranked.place = place(outcomes.candidate() == Candidate::Yes, ranked.fate);
            ranked.special = outcomes.special && ranked.place == Place::Admitted;
        }
    }
}

impl Outcomes {
    fn candidate(&self) -> Candidate {
        match (self.admitted || self.moved, self.none || self.outside) {
            (false, _) => Candidate::No,
            (true, true) => Candidate::Perhaps,
            (true, false) => Candidate::Yes,
        }
    }

    /// The first of the awards that keep it from this one, whichever of them it has in one way or another.
    fn excluded(&self) -> Option<usize> {
        let other = |considered: &Considered| if let Considered::Excluded(other) = considered { Some(*other) } else { None };
        self.considered.iter().map(other).collect::<Option<Vec<usize>>>()?.into_iter().min()
    }

    fn fate(&self) -> Fate {
        match (self.admitted, self.moved) {
            (true, false) => Fate::In,
            (false, true) => Fate::Out,
            _ => Fate::Open,
        }
    }

    fn or(&mut self, other: &Outcomes) {
        self.none |= other.none;
        self.admitted |= other.admitted;
        self.moved |= other.moved;
        self.outside |= other.outside;
        self.special |= other.special;
        for considered in &other.considered {
            if !self.considered.contains(considered) {
                self.considered.push(*considered);
            }
        }
    }
}

/// One way so far.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct World {
    /// What is known of every unit on which a tie of these contests bears.
    known: Vec<Known>,
    values: Values,
}

/// Hears how a contest ended in one way, and whether its members were considered.
type Hears<'h, 'a> = dyn FnMut(&Ways<'a>, &Group, &Values, &[Considered]) + 'h;

struct Ways<'a> {
    chain: &'a Chain<'a>,
    book: &'a Book<'a>,
    contests: Vec<Contest<'a>>,
    /// The units on which a tie of these contests bears, in order.
    open: Vec<usize>,
    /// What is ranked, with its known values.
    ranked: Vec<Ranking<'a>>,
    /// Units that nothing tells apart have one number.
    sorts: BTreeMap<usize, usize>,
    left: u64,
}

impl<'a> Ways<'a> {
    fn new(chain: &'a Chain<'a>, book: &'a Book<'a>, number: usize, group: &Group) -> Option<Ways<'a>> {
        let size = |group: &Group| (group.inside.len() + group.outside.len()) as u64;
        let mut all = size(group);
        let mut groups: BTreeMap<Node, &Group> = BTreeMap::from([((number, usize::MAX), group)]);
        let mut todo = vec![((number, usize::MAX), group)];
        while let Some(((number, _), group)) = todo.pop() {
            let ties = group.hanging.iter().filter_map(|at| book.ties.get(*at)).flatten();
            for node in ties.filter(|(earlier, _)| *earlier < number) {
                let found = book.groups.get(node.0).and_then(|groups| groups.get(node.1))?;
                if groups.insert(*node, found).is_none() {
                    all += size(found);
                    todo.push((*node, found));
                }
                if all > SIZE || book.beyond.contains(node) {
                    return None;
                }
            }
        }
        let mut ways =
            Ways { chain, book, contests: Vec::new(), open: Vec::new(), ranked: Vec::new(), sorts: BTreeMap::new(), left: 0 };
        let mut open = BTreeSet::new();
        for ((number, _), group) in &groups {
            let contest = ways.contest(*number, group)?;
            let bears = |at: &&usize| book.ties.get(**at).is_some_and(|ties| ties.iter().any(|tie| groups.contains_key(tie)));
            open.extend(contest.members.iter().filter(bears));
            ways.contests.push(contest);
        }
        ways.open = open.into_iter().collect();
        ways.sort(number);
        ways.left = LOOKS.min(TIMES * all);
        Some(ways)
    }

    fn contest(&mut self, number: usize, group: &Group) -> Option<Contest<'a>> {
        let contested = self.chain.contest(number)?;
        let places = match contested {
            Contested::Quota(quota) => &quota.places,
            Contested::Award(_, _, award) => &award.places,
        };
        let mut members = [group.inside.as_slice(), group.outside.as_slice()].concat();
        members.sort_unstable();
        let (mut units, mut considered) = (Vec::new(), Vec::new());
        for at in &members {
            let (unit, asked) = self.entered(number, *at, &self.book.known(self.chain, number, *at))?;
            units.push(unit);
            considered.push(asked);
        }
        let mut keys = Vec::new();
        for (position, key) in places.ranking.iter().enumerate() {
            let known = self.ranked.iter().position(|(text, _)| *text == key.of.text());
            let place = known.unwrap_or(self.ranked.len());
            if known.is_none() {
                self.ranked.push((key.of.text(), BTreeSet::new()));
            }
            let values = units.iter().filter_map(|unit| unit.ranking.get(position).copied().flatten());
            if let Some((_, all)) = self.ranked.get_mut(place) {
                all.extend(values.filter_map(|value| turned(key, value)));
            }
            keys.push(place);
        }
        Some(Contest { number, places, small: group.small, members, units, considered, keys })
    }

    /// A unit as a contest takes it. Which group it belongs to is known.
    fn entered(&self, number: usize, at: usize, known: &Known) -> Option<(Unit, Considered)> {
        let (unit, considered) = self.chain.enter(number, at, known, self.open(number, at, known).slots())?;
        Some((Unit { group: Vec::new(), ..unit }, considered))
    }

    fn open(&self, number: usize, at: usize, known: &Known) -> Opened {
        let mut opened = Opened::default();
        self.chain.open(number, self.book.entrants.get(at), known, &mut opened);
        opened
    }

    /// Before all contests.
    fn start(&self) -> World {
        let known = |at: &usize| self.chain.known(self.book.start.get(*at).copied().flatten());
        World { known: self.open.iter().map(known).collect(), values: Values::new() }
    }

    /// Every way in which a contest may end.
    fn tried(&mut self, contest: &Contest<'a>, world: &World, hears: &mut Hears<'_, 'a>) -> Option<()> {
        let (mut units, mut considered) = (contest.units.clone(), contest.considered.clone());
        let mut sorts: Vec<Sort> = contest.members.iter().map(|at| (self.sorts.get(at).copied(), None)).collect();
        for (at, known) in self.open.iter().zip(&world.known) {
            if let Ok(local) = contest.members.binary_search(at) {
                let (unit, asked) = self.entered(contest.number, *at, known)?;
                *units.get_mut(local)? = unit;
                *considered.get_mut(local)? = asked;
                sorts.get_mut(local)?.1 = Some(known);
            }
        }
        for ((at, ranked), value) in &world.values {
            let Ok(local) = contest.members.binary_search(at) else { continue };
            for (position, key) in contest.places.ranking.iter().enumerate() {
                if contest.keys.get(position) == Some(ranked) {
                    *units.get_mut(local)?.ranking.get_mut(position)? = turned(key, *value);
                }
            }
        }
        let ways = &*self;
        let mut ended = |group: &Group, values: &Values| hears(ways, group, values, &considered);
        let mut trial = Trial::new(contest, &self.ranked, units, sorts, self.left, &mut ended);
        trial.run(&world.values)?;
        self.left = trial.left;
        Some(())
    }

    /// The way that follows from how a contest ended.
    fn after(&self, contest: &Contest<'a>, world: &World, group: &Group, values: &Values, considered: &[Considered]) -> World {
        let mut world = World { values: values.clone(), ..world.clone() };
        for (at, known) in self.open.iter().zip(&mut world.known) {
            let Ok(local) = contest.members.binary_search(at) else { continue };
            match group.candidate(local) {
                Some(ranked) => {
                    let entrant = self.book.entrants.get(*at);
                    self.chain.leave(contest.number, *at, known, (ranked.place, ranked.fate), entrant);
                }
                None => self.chain.pass(contest.number, known, considered.get(local).copied().unwrap_or(Considered::No)),
            }
        }
        world
    }

    /// What a contest does to units whose group has no tie that bears on this.
    fn elsewhere(&self, number: usize, mut world: World) -> World {
        let here =
            |at: &usize| self.contests.iter().any(|other| other.number == number && other.members.binary_search(at).is_ok());
        let later =
            |at: &usize| self.contests.iter().any(|other| other.number > number && other.members.binary_search(at).is_ok());
        for (at, known) in self.open.iter().zip(&mut world.known) {
            if !later(at) {
                *known = Known::default();
            } else if !here(at)
                && let Some((unit, considered)) = self.entered(number, *at, known)
            {
                let stand = self.book.stands.get(*at).and_then(|stands| stands.iter().find(|stand| stand.contest == number));
                match stand.filter(|_| unit.candidate != Candidate::No) {
                    Some(stand) => {
                        let place = place(unit.candidate == Candidate::Yes, stand.fate);
                        self.chain.leave(number, *at, known, (place, stand.fate), self.book.entrants.get(*at));
                    }
                    None => self.chain.pass(number, known, considered),
                }
            }
        }
        world.values.retain(|(at, ranked), _| {
            let ranks = |other: &Contest<'_>| other.keys.contains(ranked) && other.members.binary_search(at).is_ok();
            self.contests.iter().any(|other| other.number > number && ranks(other))
        });
        if world.values.is_empty() {
            self.interchange(&mut world.known);
        }
        world
    }

    /// Of units that nothing tells apart it does not matter which one is which.
    fn interchange(&self, known: &mut [Known]) {
        let mut sorts: BTreeMap<Option<&usize>, Vec<usize>> = BTreeMap::new();
        for (place, at) in self.open.iter().enumerate() {
            sorts.entry(self.sorts.get(at)).or_default().push(place);
        }
        for places in sorts.values().filter(|places| places.len() > 1) {
            let mut own: Vec<Known> = places.iter().filter_map(|place| known.get(*place).cloned()).collect();
            own.sort_unstable();
            for (place, own) in places.iter().zip(own) {
                if let Some(known) = known.get_mut(*place) {
                    *known = own;
                }
            }
        }
    }

    /// Numbers units by all that these contests look at; `number` is the one that comes next.
    fn sort(&mut self, number: usize) {
        type Look<'u> = (usize, &'u Unit, Option<usize>);
        let mut looks: BTreeMap<usize, Vec<Look<'_>>> = BTreeMap::new();
        for (place, contest) in self.contests.iter().enumerate() {
            for (at, unit) in contest.members.iter().zip(&contest.units) {
                let level = self.chain.quotas.get(contest.number).map(|quota| quota.level);
                let below = level.and_then(|level| self.chain.lands(*at, level, self.book.entrants.get(*at)));
                looks.entry(*at).or_default().push((place, unit, below));
            }
        }
        let awards = self.chain.awards.iter().flat_map(|awarding| awarding.awards).map(|award| (&award.when, &award.places));
        let read: BTreeSet<usize> = awards
            .flat_map(|(when, places)| std::iter::once(when).chain(places.expressions()))
            .flat_map(|expr| expr.slots().iter().copied())
            .collect();
        let mut known = BTreeMap::new();
        let mut sorts = BTreeMap::new();
        for (at, looks) in looks {
            let opened = self.book.now.get(at).map(|known| self.open(number, at, known)).unwrap_or_default();
            let facts: Vec<Option<i64>> = read.iter().map(|slot| opened.slots().get(*slot)).collect();
            let stands =
                self.book.stands.get(at).map(|stands| stands.iter().map(|stand| (stand.contest, stand.place, stand.fate)));
            let look = (self.book.start.get(at), looks, facts, stands.map(Iterator::collect::<Vec<_>>));
            let next = known.len();
            sorts.insert(at, *known.entry(look).or_insert(next));
        }
        self.sorts = sorts;
    }

    /// What was common so far, and what is common with one more end of the contest.
    fn joined(&self, joined: Option<All>, contest: &Contest<'a>, group: &Group, considered: &[Considered]) -> All {
        let Group { base, share, allowed, special, breached, over, provisional, .. } = *group;
        let count = Count { base, share, allowed, special, settled: true };
        let mut all = match joined {
            Some(all) => All {
                count: if (count.allowed, count.base) < (all.count.allowed, all.count.base) { count } else { all.count },
                breached: all.breached && breached,
                over: all.over.zip(over).map(|(one, other)| one.min(other)),
                provisional: all.provisional || provisional,
                ..all
            },
            None => All { units: BTreeMap::new(), count, breached, over, provisional },
        };
        let mut own: Vec<Outcomes> =
            considered.iter().map(|one| Outcomes { none: true, considered: vec![*one], ..Outcomes::default() }).collect();
        let places = group.ranked.iter().map(|ranked| (ranked.unit, ranked.place, ranked.special));
        for (local, place, special) in places.chain(group.outside.iter().map(|local| (*local, Place::Outside, false))) {
            if let Some(own) = own.get_mut(local) {
                own.none = false;
                own.special = special;
                match place {
                    Place::Admitted => own.admitted = true,
                    Place::Outside => own.outside = true,
                    _ => own.moved = true,
                }
            }
        }
        for (at, own) in contest.members.iter().zip(own) {
            all.units.entry(*at).or_default().or(&own);
        }
        all
    }

    /// What becomes of one of those whom nothing tells apart may become of each.
    fn alike(&self, mut all: All) -> All {
        let mut sorts: BTreeMap<Option<&usize>, Outcomes> = BTreeMap::new();
        for (at, outcomes) in &all.units {
            sorts.entry(self.sorts.get(at)).or_default().or(outcomes);
        }
        for (at, outcomes) in &mut all.units {
            if let Some(sort) = sorts.get(&self.sorts.get(at)) {
                *outcomes = sort.clone();
            }
        }
        all
    }
}
