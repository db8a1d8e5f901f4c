//! Distances of a level that follows from points, conditions and gates.

use super::super::entrant::Opened;
use super::super::leaf::LeafOutcome;
use super::super::level::{self, Check, Walk};
use super::super::score::{Score, derived};
use super::super::year::CellYear;
use crate::base::Exact;
use crate::expr::Slots;
use crate::rules::Regulation;

/// Where a level stands between its neighbours. Positions are those of [`Regulation::levels`].
#[derive(Clone, Debug)]
pub struct LevelEdge {
    /// The level.
    pub level: usize,
    /// What keeps it from the next better one; `None` for the best.
    pub better: Option<Better>,
    /// What it has in hand before a worse one; `None` where no points could lose it.
    pub worse: Option<Worse>,
}

/// What keeps a result from a better level.
#[derive(Clone, Debug)]
pub struct Better {
    /// The level that would be reached.
    pub level: usize,
    /// Points lacking; `None` where points are not what is lacking.
    pub lacking: Option<Margin>,
    /// Conditions of that level that are not met, or of which something is missing, once the points are there.
    pub failed: Vec<Check>,
    /// Gates that hold it back even with the points, a bit each.
    pub gates: u64,
}

/// Where a result would fall.
#[derive(Clone, Copy, Debug)]
pub struct Worse {
    /// The level that it would fall to.
    pub level: usize,
    /// Points in hand: it falls once it loses more than these, or, where they are not [`Margin::beyond`], as many.
    pub surplus: Margin,
}

/// A distance in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Points, zero or more.
    pub points: Exact,
    /// Whether it takes more than those points ("trên"), not just as many ("từ … trở lên").
    pub beyond: bool,
}

impl Better {
    /// Whether points alone would do.
    pub fn is_by_points(&self) -> bool {
        self.lacking.is_some() && self.failed.is_empty() && self.gates == 0
    }
}

/// The distances of a meeting; `None` where its level is open, or was recorded without any total.
///
/// `is_recorded` says that a person recorded the total, so that what is not known of leaves and gates changes nothing; `outcomes` and
/// `facts` are those of the meeting, in the slots of the regulation.
pub fn of_meeting(
    regulation: &Regulation,
    score: &Score,
    is_recorded: bool,
    outcomes: &[LeafOutcome],
    facts: &[Option<i64>],
) -> Option<LevelEdge> {
    if score.total.is_none() && !score.by_conditions {
        return None;
    }
    let derived = derived(regulation, score, outcomes);
    let asked = Asked { regulation, facts, derived, is_recorded };
    asked.edge(score.level?, score.total)
}

/// The distances of a year-end level before any quota; `None` where it is open.
pub fn of_year(regulation: &Regulation, year: &CellYear) -> Option<LevelEdge> {
    let total = year.score.as_ref().and_then(|score| score.total);
    let Opened { facts, derived } = year.entrant.open();
    let asked = Asked { regulation, facts: &facts, derived, is_recorded: false };
    asked.edge(year.level?, total)
}

/// The total that a better level asks for and the year with it, all else being as it is; the own ones where points are not what is lacking.
pub fn deserving(regulation: &Regulation, year: &CellYear, better: &Better) -> (Option<Exact>, Opened) {
    let own = year.score.as_ref().and_then(|score| score.total);
    let reached = better.lacking.zip(own).and_then(|(margin, own)| {
        let at = own.checked_add(margin.points)?;
        if margin.beyond { at.checked_add(STEP) } else { Some(at) }
    });
    let mut opened = year.entrant.open();
    if reached.is_some() {
        put_total(regulation, reached, &mut opened.derived);
    }
    (reached.or(own), opened)
}

fn put_total(regulation: &Regulation, total: Option<Exact>, derived: &mut [Option<i64>]) {
    let (num, den) = regulation.layout.total();
    let reduced = total.map(Exact::reduced);
    for (place, part) in [(num, reduced.map(Exact::num)), (den, reduced.map(Exact::den))] {
        if let Some(slot) = derived.get_mut(place) {
            *slot = part;
        }
    }
}

/// What the walk to a level reads.
struct Asked<'a> {
    regulation: &'a Regulation,
    facts: &'a [Option<i64>],
    derived: Vec<Option<i64>>,
    /// Whether a person recorded the total, so that what is not known changes nothing.
    is_recorded: bool,
}

/// The smallest step of points that anything can have.
const STEP: Exact = Exact::thousandths(1);

impl Asked<'_> {
    fn edge(mut self, own: usize, total: Option<Exact>) -> Option<LevelEdge> {
        let better = if own == 0 { None } else { Some(self.better(own, total)?) };
        Some(LevelEdge { level: own, better, worse: total.and_then(|total| self.worse(own, total)) })
    }

    /// How the same facts walk to a level with another total.
    fn walk(&mut self, total: Option<Exact>) -> Walk {
        put_total(self.regulation, total, &mut self.derived);
        let slots = Slots { facts: self.facts, derived: &self.derived };
        match total.filter(|_| self.is_recorded) {
            Some(total) => level::standing(self.regulation, total, slots),
            None => level::walk(self.regulation, total, slots, 0),
        }
    }

    /// The floors of levels, and whether a floor itself reaches the level.
    fn floors(&self) -> Vec<(Exact, bool)> {
        let levels = self.regulation.levels.iter().filter_map(|level| level.points.as_ref()?.low);
        levels.map(|low| (low.at, low.closed)).collect()
    }

    fn better(&mut self, own: usize, total: Option<Exact>) -> Option<Better> {
        let next = own.checked_sub(1)?;
        let mut above: Vec<(Exact, bool)> = Vec::new();
        if let Some(total) = total {
            above = self.floors().into_iter().filter(|(at, closed)| *at > total || (*at == total && !closed)).collect();
            above.sort();
        }
        let lacking = |at: Exact, closed: bool| {
            let points = at.checked_sub(total?)?.reduced();
            Some(Margin { points, beyond: !closed })
        };
        for (at, closed) in &above {
            let reached = if *closed { Some(*at) } else { at.checked_add(STEP) };
            let walk = self.walk(reached);
            if let Some(level) = walk.level().filter(|level| *level < own) {
                return Some(Better { level, lacking: lacking(*at, *closed), failed: Vec::new(), gates: 0 });
            }
        }
        // Points alone do not do it: what is in the way once those of the next level are there.
        let floor = self.regulation.levels.get(next)?.points.as_ref().and_then(|points| points.low);
        let floor = floor.filter(|low| above.contains(&(low.at, low.closed)));
        let reached = match floor {
            Some(low) if low.closed => Some(low.at),
            Some(low) => low.at.checked_add(STEP),
            None => total,
        };
        let walk = self.walk(reached);
        let failed = walk.checks.iter().copied().filter(|check| check.level == next && check.holds != Some(true)).collect();
        let lacking = floor.and_then(|low| lacking(low.at, low.closed));
        Some(Better { level: next, lacking, failed, gates: walk.gates })
    }

    fn worse(&mut self, own: usize, total: Exact) -> Option<Worse> {
        let mut below: Vec<(Exact, bool)> =
            self.floors().into_iter().filter(|(at, closed)| *at < total || (*at == total && *closed)).collect();
        below.sort_by(|one, other| other.cmp(one));
        below.into_iter().filter(|(at, _)| *at > Exact::ZERO).find_map(|(at, closed)| {
            let fallen = if closed { at.checked_sub(STEP)? } else { at };
            let level = self.walk(Some(fallen)).level().filter(|level| *level > own)?;
            Some(Worse { level, surplus: Margin { points: total.checked_sub(at)?.reduced(), beyond: closed } })
        })
    }
}
