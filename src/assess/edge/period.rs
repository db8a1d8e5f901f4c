//! How many meetings of a period would have to have another level for the period to have another one.

use super::super::level::{PeriodOutcome, period_level};
use super::super::summary::Counts;
use super::points::{PeriodPoints, of_figures};
use crate::rules::PeriodRule;

/// Where the level of a period stands between its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodEdge {
    /// The level.
    pub level: usize,
    /// The fewest meetings that would have to be better; `None` for the best level, and where no number of them would do.
    pub better: Option<Months>,
    /// The fewest further meetings of the best level that would do by themselves.
    pub more_best: Option<u64>,
    /// The fewest meetings that would have to be worse for it to fall.
    pub worse: Option<Months>,
    /// Whether the rule looks at points as well, which meetings of another level would change: then nothing is told by counting.
    pub reads_points: bool,
    /// Of such a rule, the points lacking of a mean or of the lowest total.
    pub better_points: Option<PeriodPoints>,
    /// And those in hand.
    pub worse_points: Option<PeriodPoints>,
}

/// Meetings with another level, and what follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Months {
    /// The level that the period would have.
    pub level: usize,
    /// Which, the best of them first.
    pub moves: Vec<Move>,
}

/// So many meetings with one level rather than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// As they are.
    pub from: usize,
    /// As they would have to be.
    pub to: usize,
    /// How many.
    pub count: u64,
}

impl Months {
    /// How many meetings.
    pub fn count(&self) -> u64 {
        self.moves.iter().map(|one| one.count).sum()
    }

    /// By how many levels together.
    pub fn steps(&self) -> u64 {
        self.moves.iter().map(|one| one.count * one.from.abs_diff(one.to) as u64).sum()
    }
}

/// By the rule, asked with counts changed; `None` where it gives no level.
pub fn of_period(rule: &PeriodRule, counts: &Counts) -> Option<PeriodEdge> {
    let PeriodOutcome::Level { level, .. } = period_level(rule, counts) else { return None };
    let mut edge = PeriodEdge {
        level,
        better: None,
        more_best: None,
        worse: None,
        reads_points: rule.reads_points,
        better_points: None,
        worse_points: None,
    };
    if rule.reads_points {
        edge.better_points = of_figures(rule, counts, level, true);
        edge.worse_points = of_figures(rule, counts, level, false);
        return Some(edge);
    }
    let ask = |levels: &[u64]| {
        let counts = Counts { meetings: levels.iter().sum(), levels: levels.to_vec(), more: counts.more.clone() };
        match period_level(rule, &counts) {
            PeriodOutcome::Level { level, .. } => Some(level),
            _ => None,
        }
    };
    let search = Search { levels: &counts.levels, ask: &ask };
    let better = (level > 0).then(|| search.fewest(true, &|reached| reached < level)).flatten();
    let worse = search.fewest(false, &|reached| reached > level);
    let more_best = (level > 0).then(|| search.more_best(&|reached| reached < level)).flatten();
    Some(PeriodEdge { better, more_best, worse, ..edge })
}

/// A cell has at most so many meetings more in a period that anybody asks about.
const MORE: u64 = 12;

struct Search<'a> {
    levels: &'a [u64],
    ask: &'a dyn Fn(&[u64]) -> Option<usize>,
}

/// What was found so far: the moves, their steps, the level.
type Found = Option<(u64, Months)>;

impl Search<'_> {
    fn more_best(&self, wanted: &dyn Fn(usize) -> bool) -> Option<u64> {
        let mut levels = self.levels.to_vec();
        (1..=MORE).find(|_| {
            if let Some(best) = levels.first_mut() {
                *best += 1;
            }
            (self.ask)(&levels).is_some_and(wanted)
        })
    }

    /// The fewest meetings; of as many the fewest steps from level to level, and then those that stand first in the order of levels.
    fn fewest(&self, better: bool, wanted: &dyn Fn(usize) -> bool) -> Option<Months> {
        let places = 0..self.levels.len();
        let pairs: Vec<(usize, usize)> = places
            .clone()
            .flat_map(|from| places.clone().map(move |to| (from, to)))
            .filter(|(from, to)| if better { to < from } else { to > from })
            .collect();
        let all: u64 = self.levels.iter().sum();
        // Where even all of them together would not do, no few of them would.
        let mut end = vec![0; self.levels.len()];
        if let Some(place) = if better { end.first_mut() } else { end.last_mut() } {
            *place = all;
        }
        if !(self.ask)(&end).is_some_and(wanted) {
            return None;
        }
        (1..=all.min(MORE)).find_map(|count| {
            let mut found: Found = None;
            self.spread(&pairs, count, &mut self.levels.to_vec(), (&mut Vec::new(), 0), wanted, &mut found);
            found.map(|(_, months)| months)
        })
    }

    /// Every way of moving so many meetings.
    fn spread(
        &self,
        pairs: &[(usize, usize)],
        left: u64,
        levels: &mut Vec<u64>,
        (moves, steps): (&mut Vec<Move>, u64),
        wanted: &dyn Fn(usize) -> bool,
        found: &mut Found,
    ) {
        if found.as_ref().is_some_and(|(best, _)| steps >= *best) {
            return;
        }
        if left == 0 {
            if let Some(level) = (self.ask)(levels).filter(|level| wanted(*level)) {
                *found = Some((steps, Months { level, moves: moves.clone() }));
            }
            return;
        }
        let Some(((from, to), rest)) = pairs.split_first() else { return };
        // Only what the cell has can be another level: what was moved here before stays.
        let moved: u64 = moves.iter().filter(|one| one.from == *from).map(|one| one.count).sum();
        let own = self.levels.get(*from).copied().unwrap_or(0).saturating_sub(moved);
        for count in (0..=own.min(left)).rev() {
            let shift = |levels: &mut Vec<u64>, back: bool| {
                for (place, add) in [(*from, back), (*to, !back)] {
                    if let Some(level) = levels.get_mut(place) {
                        *level = if add { *level + count } else { *level - count };
                    }
                }
            };
            shift(levels, false);
            if count > 0 {
                moves.push(Move { from: *from, to: *to, count });
            }
            let further = steps + count * from.abs_diff(*to) as u64;
            self.spread(rest, left - count, levels, (moves, further), wanted, found);
            if count > 0 {
                moves.pop();
            }
            shift(levels, true);
        }
    }
}
