//! Candidates in the order of their ranks, and how far that order is known.

use super::contest::Unit;
use crate::rules::Ties;

/// Where a candidate may stand. Whoever has no value for a key stands anywhere among those who are equal by the keys before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// By position in the list given.
    pub(super) unit: usize,
    /// How many surely stand before it.
    pub(super) start: usize,
    /// Up to here reach those from whom nothing tells it apart.
    pub(super) end: usize,
    /// How many have no value for an earlier key, so that each may stand before it or behind.
    pub(super) adrift: usize,
    /// The key for which it has no value itself.
    pub(super) blank: Option<usize>,
}

/// The first ones first; those without a value behind those among whom they stand.
pub(super) fn order(units: &[Unit], candidates: Vec<usize>, ties: Ties) -> Vec<Spot> {
    let keys = candidates.first().and_then(|at| units.get(*at)).map_or(0, |unit| unit.ranking.len());
    let mut order = Order { units, keys, ties, out: Vec::with_capacity(candidates.len()) };
    order.equal(candidates, 0, 0);
    order.out
}

struct Order<'a> {
    units: &'a [Unit],
    keys: usize,
    ties: Ties,
    out: Vec<Spot>,
}

impl Order<'_> {
    /// Candidates who are equal by the keys before this one.
    fn equal(&mut self, candidates: Vec<usize>, key: usize, adrift: usize) {
        if candidates.len() < 2 || key >= self.keys {
            return self.class(candidates, adrift);
        }
        let value = |at: &usize| self.units.get(*at).and_then(|unit| unit.ranking.get(key).copied().flatten());
        let (mut known, blank): (Vec<usize>, Vec<usize>) = candidates.into_iter().partition(|at| value(at).is_some());
        if known.is_empty() && key + 1 == self.keys && self.ties == Ties::HandOver {
            // A last value that nobody has tells nobody apart; two who had it equal would be tied all the same.
            return self.class(blank, adrift);
        }
        known.sort_by(|a, b| value(b).cmp(&value(a)).then(a.cmp(b)));
        let classes: Vec<Vec<usize>> = known.chunk_by(|a, b| value(a) == value(b)).map(<[usize]>::to_vec).collect();
        let start = self.out.len();
        let end = start + known.len() + blank.len();
        for class in classes {
            self.equal(class, key + 1, adrift + blank.len());
        }
        self.out.extend(blank.into_iter().map(|unit| Spot { unit, start, end, adrift, blank: Some(key) }));
    }

    /// Candidates whom no key tells apart: only a turn that was tried does.
    fn class(&mut self, mut candidates: Vec<usize>, adrift: usize) {
        let turn = |at: &usize| self.units.get(*at).map(|unit| unit.turn);
        candidates.sort_by_key(|at| (turn(at), *at));
        for class in candidates.chunk_by(|a, b| turn(a) == turn(b)) {
            let start = self.out.len();
            let end = start + class.len();
            self.out.extend(class.iter().map(|unit| Spot { unit: *unit, start, end, adrift, blank: None }));
        }
    }
}
