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
    let level = does(Exact::thousandths(reached))?;
    let Turn { at, holds } = turn(&|value| does(value).is_some(), fails)?;
    Some((level, Margin { points: at.checked_sub(now)?.reduced(), beyond: !holds }))
}

/// What the figure has in hand before a worse level.
fn fall(ask: Ask<'_>, now: Exact, own: usize) -> Option<(usize, Margin)> {
    let falls = |value: Exact| ask(value).filter(|level| *level > own);
    falls(Exact::ZERO)?;
    let (mut fallen, mut holds) = (0, floor(now)?);
    if falls(Exact::thousandths(holds)).is_some() {
        // The threshold lies between the figure and the thousandth below it.
        (fallen, holds) = (holds, holds + 1);
    }
    while holds - fallen > 1 {
        let middle = fallen + (holds - fallen) / 2;
        if falls(Exact::thousandths(middle)).is_some() { fallen = middle } else { holds = middle }
    }
    let level = falls(Exact::thousandths(fallen))?;
    let Turn { at, holds } = turn(&|value| falls(value).is_none(), fallen)?;
    Some((level, Margin { points: now.checked_sub(at)?.reduced(), beyond: holds }))
}

/// Where an answer turns.
struct Turn {
    at: Exact,
    /// Whether it has turned there already, or only beyond.
    holds: bool,
}

/// No threshold has a larger denominator: figures have three decimals, and means are of the meetings of a period.
const LARGEST: i64 = 2_000_000;

/// Where an answer turns that does not hold at so many thousandths and does at one more. A rule over several means turns at figures whose
/// decimals never end, so it is looked for among fractions, the simple ones first: two neighbours are kept, and of all between them the one
/// with the smallest denominator is asked.
fn turn(does: &dyn Fn(Exact) -> bool, thousandths: i64) -> Option<Turn> {
    let exact = |(num, den): (i64, i64)| Exact::new(thousandths.checked_mul(den)?.checked_add(num)?, den.checked_mul(1000)?);
    let along = |from: (i64, i64), by: (i64, i64), times: i64| (from.0 + times * by.0, from.1 + times * by.1);
    let (mut fails, mut holds) = ((0, 1), (1, 1));
    while fails.1 + holds.1 <= LARGEST {
        let turns = does(exact(along(fails, holds, 1))?);
        let (moving, still) = if turns { (&mut holds, fails) } else { (&mut fails, holds) };
        // As far towards the other one as the answer stays the same: by doubling, then by halving what was too far.
        let stays = |times: i64| {
            let there = along(*moving, still, times);
            there.1 <= LARGEST && exact(there).is_some_and(|there| does(there) == turns)
        };
        let (mut near, mut far) = (1, 2);
        while stays(far) {
            (near, far) = (far, far * 2);
        }
        while far - near > 1 {
            let middle = near + (far - near) / 2;
            if stays(middle) { near = middle } else { far = middle }
        }
        *moving = along(*moving, still, near);
    }
    let is_between = does(exact(along(fails, holds, 1))?);
    let at = exact(if is_between { fails } else { holds })?.reduced();
    Some(Turn { at, holds: !is_between })
}
