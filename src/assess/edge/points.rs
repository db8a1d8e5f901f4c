//! How many points of a mean, or of the lowest total, would give a period another level.

use super::super::level::{PeriodOutcome, period_level_of};
use super::super::summary::Counts;
use super::level::Margin;
use crate::base::Exact;
use crate::rules::PeriodRule;

/// A figure over the totals of a period that alone would have to be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodPoints {
    /// Which, by its place in the order of [`super::super::summary::More::points`]: the mean first, then the lowest.
    pub figure: usize,
    /// The level that the period would have.
    pub level: usize,
    /// How far the figure is from where that begins.
    pub margin: Margin,
    /// The same in points of all meetings together; only of the mean, and where each of them counts alike in it.
    pub together: Option<Exact>,
}

/// Where levels are looked for: between these, in thousandths of a point. No sheet has more points.
const MOST: i64 = 10_000_000;

/// The nearest of the figures that the rule reads, each by itself with everything else as it is; to a better or a worse level.
pub(super) fn of_figures(rule: &PeriodRule, counts: &Counts, own: usize, better: bool) -> Option<PeriodPoints> {
    let slots = counts.slots();
    let figures = counts.more.points();
    let first = slots.len().checked_sub(2 * figures.len())?;
    let reads =
        |slot: usize| rule.levels.iter().filter_map(|(_, when, _)| when.as_ref()).any(|when| when.slots().contains(&slot));
    let nearest = figures.iter().enumerate().filter_map(|(figure, now)| {
        let (at, now) = (first + 2 * figure, (*now)?);
        if !reads(at) && !reads(at + 1) {
            return None;
        }
        let ask = |value: Exact| {
            let mut slots = slots.clone();
            for (slot, part) in [(at, value.num()), (at + 1, value.den())] {
                *slots.get_mut(slot)? = Some(part);
            }
            match period_level_of(rule, counts.meetings, &slots) {
                PeriodOutcome::Level { level, .. } => Some(level),
                _ => None,
            }
        };
        let (level, margin) = if better { rise(&ask, now, own)? } else { fall(&ask, now, own)? };
        Some(PeriodPoints { figure, level, margin, together: together(counts, figure, margin.points) })
    });
    nearest.min_by_key(|points| (points.margin.points, points.figure))
}

/// Points of all meetings for so many of their mean.
fn together(counts: &Counts, figure: usize, points: Exact) -> Option<Exact> {
    let scored = Exact::whole(i64::try_from(counts.more.scored).ok()?);
    let plain = counts.more.mean?.checked_mul(scored)? == counts.more.sum?;
    points.checked_mul(scored).map(Exact::reduced).filter(|_| figure == 0 && plain)
}

type Ask<'a> = &'a dyn Fn(Exact) -> Option<usize>;

/// Half a step, which tells "trên" from "từ … trở lên".
fn before(thousandths: i64) -> Option<Exact> {
    Exact::thousandths(thousandths).checked_sub(Exact::new(1, 2000)?)
}

/// A thousandth that is at most the value.
fn floor(value: Exact) -> Option<i64> {
    let (mut low, mut high) = (0, MOST);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if Exact::thousandths(middle) <= value { low = middle } else { high = middle }
    }
    (Exact::thousandths(low) <= value).then_some(low)
}

/// The smallest rise to a better level.
fn rise(ask: Ask<'_>, now: Exact, own: usize) -> Option<(usize, Margin)> {
    let does = |value: Exact| ask(value).filter(|level| *level < own);
    let mut fails = floor(now)?;
    let mut reached = MOST;
    does(Exact::thousandths(reached))?;
    while reached - fails > 1 {
        let middle = fails + (reached - fails) / 2;
        if does(Exact::thousandths(middle)).is_some() { reached = middle } else { fails = middle }
    }
    let beyond = does(before(reached)?).is_some();
    let at = if beyond { Exact::thousandths(reached - 1) } else { Exact::thousandths(reached) };
    let level = does(Exact::thousandths(reached))?;
    Some((level, Margin { points: at.checked_sub(now)?.reduced(), beyond }))
}

/// What the figure has in hand before a worse level.
fn fall(ask: Ask<'_>, now: Exact, own: usize) -> Option<(usize, Margin)> {
    let falls = |value: Exact| ask(value).filter(|level| *level > own);
    falls(Exact::ZERO)?;
    let (mut fallen, mut holds) = (0, floor(now)?);
    if falls(Exact::thousandths(holds)).is_some() {
        // The threshold lies between the figure and the thousandth below it: it is that thousandth, "trên".
        let at = Exact::thousandths(holds);
        return Some((falls(at)?, Margin { points: now.checked_sub(at)?.reduced(), beyond: false }));
    }
    while holds - fallen > 1 {
        let middle = fallen + (holds - fallen) / 2;
        if falls(Exact::thousandths(middle)).is_some() { fallen = middle } else { holds = middle }
    }
    let closed = falls(before(holds)?).is_some();
    let at = Exact::thousandths(if closed { holds } else { fallen });
    let level = falls(Exact::thousandths(fallen))?;
    Some((level, Margin { points: now.checked_sub(at)?.reduced(), beyond: closed }))
}
