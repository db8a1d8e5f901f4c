//! From points and conditions to a level: walk down, then gates.

use super::summary::Counts;
use crate::base::Exact;
use crate::expr::{Expr, Slots};
use crate::rules::{Effect, PeriodRule, Regulation};

/// How a level came about. Positions are those of [`Regulation::levels`]; a smaller position is a better level.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The level whose points are reached, whatever its conditions.
    pub by_points: Option<usize>,
    /// The best level that is still possible, given what is missing.
    pub best: Option<usize>,
    /// The worst level that is still possible.
    pub worst: Option<usize>,
    /// Whether a level was reached for certain; otherwise it may be that none is.
    pub settled: bool,
    /// The level whose points are there but not its conditions, where it names the landing.
    pub otherwise: Option<usize>,
    /// The conditions that were asked, down to the landing level.
    pub checks: Vec<Check>,
    /// Gates whose condition held, a bit each.
    pub gates: u64,
    /// Gates whose condition could not be told, a bit each.
    pub open_gates: u64,
}

/// One condition of a level.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Position of the level.
    pub level: usize,
    /// Position of the condition in the level.
    pub condition: usize,
    /// Whether it holds; `None` where something is missing that decides.
    pub holds: Option<bool>,
}

impl Walk {
    /// The level, when nothing that is missing can change it.
    pub fn level(&self) -> Option<usize> {
        if self.settled && self.best == self.worst { self.best } else { None }
    }
}

/// The level of a total where nothing but points counts.
#[inline]
pub(super) fn by_points(regulation: &Regulation, total: Exact) -> Option<usize> {
    regulation.levels.iter().position(|level| level.points.as_ref().is_none_or(|points| points.reaches_floor(total)))
}

/// The highest level whose floor is reached and whose conditions hold, walking down from position `from`; then the gates in order.
pub(super) fn walk(regulation: &Regulation, total: Option<Exact>, slots: Slots<'_>, from: usize) -> Walk {
    walk_as::<false>(regulation, total, slots, from)
}

/// As [`walk`], but what is not known of conditions and gates changes nothing: nobody recorded what led to the total.
pub(super) fn standing(regulation: &Regulation, total: Exact, slots: Slots<'_>) -> Walk {
    walk_as::<true>(regulation, Some(total), slots, 0)
}

/// A recorded level under the gates that are known to hold, those that acted and those that are not known. A gate that takes levels away
/// has done so before the level was recorded.
pub(super) fn capped(regulation: &Regulation, given: usize, slots: Slots<'_>) -> (usize, u64, u64) {
    let (mut level, mut gates, mut open) = (given, 0, 0);
    for (position, gate) in regulation.gates.iter().enumerate().take(64) {
        match (gate.when.flag(slots), gate.effect) {
            (Ok(false), _) => {}
            (Ok(true), Effect::AtMost(most)) => (level, gates) = (level.max(most), gates | 1 << position),
            (Ok(true), Effect::Set(set)) => (level, gates) = (set, gates | 1 << position),
            (Ok(true), Effect::Drop(_)) => gates |= 1 << position,
            (Err(_), _) => open |= 1 << position,
        }
    }
    (level, gates, open)
}

fn walk_as<const STANDING: bool>(regulation: &Regulation, total: Option<Exact>, slots: Slots<'_>, from: usize) -> Walk {
    let mut walk = Walk::default();
    for (position, level) in regulation.levels.iter().enumerate().skip(from) {
        let reached = match (&level.points, total) {
            (None, _) => Some(true),
            (Some(points), Some(total)) => Some(points.reaches_floor(total)),
            // Points are never below zero, so the lowest floor is reached whatever they are.
            (Some(points), None) => points.reaches_floor(Exact::ZERO).then_some(true),
        };
        if reached == Some(false) {
            continue;
        }
        if reached == Some(true) && walk.by_points.is_none() && (total.is_some() || level.points.is_none()) {
            walk.by_points = Some(position);
        }
        let (mut failed, mut open) = (false, reached.is_none());
        for (number, condition) in level.conditions.iter().enumerate() {
            let holds = condition.when.flag(slots).ok();
            failed |= holds == Some(false);
            open |= holds.is_none() && !STANDING;
            walk.checks.push(Check { level: position, condition: number, holds });
        }
        if let Some(landing) = level.otherwise.filter(|_| reached == Some(true) && (failed || open)) {
            // The points are there, so nothing below is asked: the level itself where its conditions may still hold, or the landing.
            if !failed {
                walk.best = walk.best.or(Some(position));
            }
            walk.otherwise = failed.then_some(position);
            walk.best = walk.best.or(Some(landing));
            walk.worst = walk.worst.max(Some(landing));
            walk.settled = true;
            break;
        }
        if failed {
            continue;
        }
        walk.best = walk.best.or(Some(position));
        walk.worst = walk.worst.max(Some(position));
        if !open {
            walk.settled = true;
            break;
        }
    }
    gates::<STANDING>(regulation, slots, &mut walk);
    walk
}

fn gates<const STANDING: bool>(regulation: &Regulation, slots: Slots<'_>, walk: &mut Walk) {
    let last = regulation.levels.len().saturating_sub(1);
    for (position, gate) in regulation.gates.iter().enumerate().take(64) {
        let (Some(best), Some(worst)) = (walk.best, walk.worst) else {
            return;
        };
        match (gate.when.flag(slots), gate.effect) {
            (Ok(false), _) => {}
            (Ok(true), effect) => {
                walk.gates |= 1 << position;
                walk.settled |= matches!(effect, Effect::Set(_));
                (walk.best, walk.worst) = match effect {
                    Effect::Set(level) => (Some(level), Some(level)),
                    Effect::AtMost(level) => (Some(best.max(level)), Some(worst.max(level))),
                    Effect::Drop(levels) => (Some((best + levels).min(last)), Some((worst + levels).min(last))),
                };
            }
            (Err(_), _) if STANDING => walk.open_gates |= 1 << position,
            (Err(_), Effect::Drop(levels)) => {
                walk.open_gates |= 1 << position;
                walk.worst = Some((worst + levels).min(last));
            }
            (Err(_), Effect::Set(level) | Effect::AtMost(level)) => {
                walk.open_gates |= 1 << position;
                walk.worst = Some(worst.max(level));
                if matches!(gate.effect, Effect::Set(_)) {
                    walk.best = Some(best.min(level));
                }
            }
        }
    }
}

/// What a rule for a period comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodOutcome {
    /// A level, by an entry of the rule.
    Level {
        /// Position of the level.
        level: usize,
        /// Position of the entry.
        entry: usize,
    },
    /// No level: no meeting has one.
    NoMeeting,
    /// No level: what the rule needs is not so.
    NeedsFail,
    /// Whether there is one, or which, cannot be told.
    Open,
}

/// The level of a period from the counts of its meetings.
pub fn period_level(rule: &PeriodRule, counts: &Counts) -> PeriodOutcome {
    period_level_of(rule, counts.meetings, &counts.slots())
}

/// The same from what the names of period rules stand for.
pub(super) fn period_level_of(rule: &PeriodRule, meetings: u64, slots: &[Option<i64>]) -> PeriodOutcome {
    if meetings == 0 {
        return PeriodOutcome::NoMeeting;
    }
    let slots = Slots { facts: slots, derived: &[] };
    let holds = |when: &Option<Expr>| when.as_ref().map_or(Ok(true), |when| when.flag(slots));
    match holds(&rule.needs) {
        Ok(true) => {}
        Ok(false) => return PeriodOutcome::NeedsFail,
        Err(_) => return PeriodOutcome::Open,
    }
    // What cannot be told must not fall through to the entries below.
    let first = rule.levels.iter().enumerate().find(|(_, (_, when, _))| holds(when) != Ok(false));
    match first.filter(|(_, (_, when, _))| holds(when).is_ok()) {
        Some((entry, (level, _, _))) => PeriodOutcome::Level { level: *level, entry },
        None => PeriodOutcome::Open,
    }
}
