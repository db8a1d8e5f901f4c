//! One contest in every way in which it may end: with each value that is not known in each place where it may stand, and each tie broken
//! in each way that makes a difference.

use std::collections::{BTreeMap, BTreeSet};

use super::award::Considered;
use super::chain::Known;
use super::contest::{Fate, Group, Ranked, Unit, hold};
use super::quota::turned;
use crate::base::Exact;
use crate::rules::{Amount, Base, Places, Small};

/// Values that were tried, by unit and by what is ranked.
pub(super) type Values = BTreeMap<(usize, usize), Exact>;

/// What is ranked, with its known values.
pub(super) type Ranking<'a> = (&'a str, BTreeSet<Exact>);

/// What tells a unit apart from others: nothing, where both have the same.
pub(super) type Sort<'a> = (Option<usize>, Option<&'a Known>);

/// A contest in one group, with its members as they are where no tie bears on them.
#[derive(Clone)]
pub(super) struct Contest<'a> {
    pub(super) number: usize,
    pub(super) places: &'a Places,
    pub(super) small: Option<Small>,
    pub(super) members: Vec<usize>,
    pub(super) units: Vec<Unit>,
    pub(super) considered: Vec<Considered>,
    /// Per ranking key, what is ranked.
    pub(super) keys: Vec<usize>,
}

/// The contest as it is tried.
pub(super) struct Trial<'a> {
    contest: &'a Contest<'a>,
    ranked: &'a [Ranking<'a>],
    units: Vec<Unit>,
    sorts: Vec<Sort<'a>>,
    /// So many units may still be looked at.
    pub(super) left: u64,
    /// Hears how it ended, and with which values.
    ended: &'a mut dyn FnMut(&Group, &Values),
}

/// What is being tried.
#[derive(Clone)]
struct Try {
    values: Values,
    /// Who goes first of those who are tied, one after another.
    first: Vec<usize>,
}

impl<'a> Trial<'a> {
    /// A contest of these units.
    pub(super) fn new(
        contest: &'a Contest<'a>,
        ranked: &'a [Ranking<'a>],
        units: Vec<Unit>,
        sorts: Vec<Sort<'a>>,
        left: u64,
        ended: &'a mut dyn FnMut(&Group, &Values),
    ) -> Trial<'a> {
        Trial { contest, ranked, units, sorts, left, ended }
    }

    /// Tries every way; `None` where they are too many.
    pub(super) fn run(&mut self, values: &Values) -> Option<()> {
        self.hold(Try { values: values.clone(), first: Vec::new() }, &mut BTreeSet::new())
    }

    /// Holds the contest; where something is still open, once with every value, or every unit first, that may tell more.
    fn hold(&mut self, tried: Try, seen: &mut BTreeSet<Vec<(usize, Fate)>>) -> Option<()> {
        self.left = self.left.checked_sub(self.units.len() as u64)?;
        let members = (0..self.units.len()).collect();
        let mut group = hold(self.contest.places, &self.units, Vec::new(), members, self.contest.small);
        let fates: BTreeMap<usize, Fate> = group.ranked.iter().map(|ranked| (ranked.unit, ranked.fate)).collect();
        let mut first: Vec<(usize, Fate)> = tried.first.iter().filter_map(|unit| Some((*unit, *fates.get(unit)?))).collect();
        if !answers_to_itself(self.contest.places) {
            // Who went first among them no longer matters.
            first.sort_unstable();
        }
        if !seen.insert(first) {
            return Some(());
        }
        let open = || group.ranked.iter().filter(|ranked| ranked.fate == Fate::Open);
        if open().next().is_none() {
            if !group.exact && answers_to_itself(self.contest.places) {
                self.left = self.left.checked_sub(self.units.len() as u64)?;
                group.count_as(&self.in_some_order());
            }
            (self.ended)(&group, &tried.values);
            return Some(());
        }
        let blanks = || group.ranked.iter().filter(|ranked| ranked.blank.is_some());
        let near = blanks().find(|blank| open().any(|one| one.is_tied_with(blank)));
        let alike = |a: &Ranked, b: &Ranked| a.blank.is_none() && b.blank.is_none() && (a.first, a.end) == (b.first, b.end);
        let ties = || group.ranked.chunk_by(alike).filter(|class| class.len() > 1);
        let is_open = |class: &&[Ranked]| class.iter().any(|one| one.fate == Fate::Open);
        // A tie far from the cut may still decide how large the base is that answers to it.
        let far = || ties().next().filter(|_| answers_to_itself(self.contest.places));
        let units = |class: &[Ranked]| class.iter().map(|one| one.unit).collect::<Vec<usize>>();
        let tie = || ties().find(is_open).or_else(far).map(units);
        let (tie, blank) = (near.map_or_else(tie, |_| None), near.or_else(|| blanks().next()).copied());
        drop(group);
        match tie {
            Some(tie) => self.break_tie(&tried, &tie, seen),
            None => self.try_values(&tried, &blank?),
        }
    }

    /// The contest where everyone is told apart in one way of many: who is in and who is out is the same in all of them, so the base is.
    fn in_some_order(&self) -> Group {
        let told_apart = |(at, unit): (usize, &Unit)| Unit {
            turn: unit.turn.min(usize::MAX - self.units.len() + at),
            ranking: unit.ranking.iter().map(|value| value.or(Some(Exact::ZERO))).collect(),
            ..unit.clone()
        };
        let units: Vec<Unit> = self.units.iter().enumerate().map(told_apart).collect();
        hold(self.contest.places, &units, Vec::new(), (0..units.len()).collect(), self.contest.small)
    }

    fn try_values(&mut self, tried: &Try, blank: &Ranked) -> Option<()> {
        let (position, at) = (blank.blank?, *self.contest.members.get(blank.unit)?);
        let (ranked, key) = (*self.contest.keys.get(position)?, self.contest.places.ranking.get(position)?);
        for value in self.values(ranked, &tried.values)? {
            let mut tried = tried.clone();
            tried.values.insert((at, ranked), value);
            *self.units.get_mut(blank.unit)?.ranking.get_mut(position)? = turned(key, value);
            self.hold(tried, &mut BTreeSet::new())?;
        }
        *self.units.get_mut(blank.unit)?.ranking.get_mut(position)? = None;
        Some(())
    }

    /// One value for every place among those that are known or tried: equal to each, and between, before and behind them.
    fn values(&self, ranked: usize, tried: &Values) -> Option<Vec<Exact>> {
        let mut known = self.ranked.get(ranked)?.1.clone();
        known.extend(tried.iter().filter(|((_, of), _)| *of == ranked).map(|(_, value)| *value));
        let known: Vec<Exact> = known.into_iter().collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return Some(vec![Exact::ZERO]) };
        let mut values = vec![first.checked_sub(Exact::ONE)?, last.checked_add(Exact::ONE)?];
        for (low, high) in known.iter().zip(known.iter().skip(1)) {
            values.push(low.checked_add(*high)?.checked_div(Exact::whole(2))?.reduced());
        }
        values.extend(known);
        Some(values)
    }

    fn break_tie(&mut self, tried: &Try, tie: &[usize], seen: &mut BTreeSet<Vec<(usize, Fate)>>) -> Option<()> {
        let mut alike = BTreeMap::new();
        for unit in tie {
            let at = self.contest.members.get(*unit)?;
            let own = tried.values.iter().filter(|((of, _), _)| of == at).map(|((_, ranked), value)| (*ranked, *value));
            alike.entry((*self.sorts.get(*unit)?, own.collect::<Vec<_>>())).or_insert(*unit);
        }
        // Of those whom nothing tells apart any may go first, and all of them in any order.
        let firsts: Vec<&[usize]> = match alike.len() {
            1 => vec![tie],
            _ => alike.values().map(std::slice::from_ref).collect(),
        };
        for first in firsts {
            let mut tried = tried.clone();
            for unit in first {
                self.units.get_mut(*unit)?.turn = tried.first.len();
                tried.first.push(*unit);
            }
            self.hold(tried, seen)?;
            for unit in first {
                self.units.get_mut(*unit)?.turn = usize::MAX;
            }
        }
        Some(())
    }
}

/// Whether the number of places hangs on who has them.
fn answers_to_itself(places: &Places) -> bool {
    matches!(&places.amount, Amount::Share(share) if matches!(share.base, Base::OrBetterAfterCut | Base::OnlyAfterCut))
}
