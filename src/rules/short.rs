//! Short ways: leaves that facts beside figures decide, laid out so that scoring them costs next to nothing.
//!
//! A short way only ever answers where every fact it needs was recorded; what a missing fact means is told by the long way alone.

use super::leaf::{Leaf, LeafKind, Policy, Tier, When};
use crate::base::interval::Bound;
use crate::expr::{Ask, Between, Whole};

/// A leaf with full points or none, never set aside and never rounded: most leaves are such.
#[derive(Clone, Copy, Debug)]
pub struct PlainLeaf {
    /// Passed with full points.
    pub test: Between,
    /// Place in the form.
    pub place: u16,
    /// Full points, in thousandths.
    pub full: i32,
}

/// A leaf that gives what a person gave for it, whatever happened.
#[derive(Clone, Copy, Debug)]
pub struct GivenLeaf {
    /// Place in the form.
    pub place: u16,
    /// Full points, in thousandths.
    pub full: i32,
}

/// A leaf that a few tests decide.
#[derive(Clone, Debug)]
pub struct ShortLeaf {
    /// Place in the form.
    pub place: u16,
    /// Full points, in thousandths.
    pub full: i32,
    /// When it does not apply, and what then.
    pub(crate) aside: Vec<(Ask, Policy)>,
    /// Exceptions, and their points in thousandths.
    pub(crate) first: Vec<(Ask, i32)>,
    /// What decides otherwise.
    pub(crate) way: ShortWay,
}

/// The kind of a leaf that has a short way.
#[derive(Clone, Debug)]
pub(crate) enum ShortWay {
    /// Full points or none.
    YesNo(Ask),
    /// A table over a whole number, or over one as a share of another.
    Tiers {
        /// The number.
        part: Whole,
        /// What it is a share of.
        whole: Option<Whole>,
        /// The rows of the table.
        rows: Vec<ShortRow>,
        /// Whether each row begins where the one before ends, from the top down, so that the first whose lower end is reached takes it.
        falling: bool,
    },
}

/// A row of a table: of a part and a whole it takes `part * low.1 >= whole * low.0 + low.2` and `part * high.1 <= whole * high.0 - high.2`.
#[derive(Clone, Copy, Debug)]
pub struct ShortRow {
    /// Lower end: its figure as a fraction, and one more where the end itself is left out.
    pub low: (i64, i64, i64),
    /// Upper end.
    pub high: (i64, i64, i64),
    /// Thousandths of a point.
    pub points: i32,
}

/// The figures of rows stay below this, so that with counts of nine digits no product can overflow.
const LARGEST: i64 = 1_000_000;

impl PlainLeaf {
    /// The leaf as a plain one, if it is.
    pub(super) fn of(place: usize, leaf: &Leaf) -> Option<PlainLeaf> {
        let LeafKind::YesNo { when } = &leaf.kind else { return None };
        let plain = leaf.not_applicable.is_empty() && leaf.first.is_empty() && leaf.apart.is_none();
        let Some(&Ask::Between(test)) = when.ask() else { return None };
        let (place, full) = (u16::try_from(place).ok()?, thousandths(leaf.max.0)?);
        plain.then_some(PlainLeaf { test, place, full })
    }
}

impl GivenLeaf {
    /// The leaf as one that a person gives points for, if it is no more than that.
    pub(super) fn of(place: usize, leaf: &Leaf) -> Option<GivenLeaf> {
        let given = matches!(leaf.kind, LeafKind::Recorded { fact: None, .. } | LeafKind::Chosen { .. });
        let alone =
            leaf.not_applicable.is_empty() && leaf.first.is_empty() && leaf.corresponds.is_empty() && leaf.apart.is_none();
        let leaf = GivenLeaf { place: u16::try_from(place).ok()?, full: thousandths(leaf.max.0)? };
        (given && alone).then_some(leaf)
    }
}

impl ShortLeaf {
    /// The short way of a leaf that is no plain one, if it has one.
    pub(super) fn of(place: usize, leaf: &Leaf) -> Option<ShortLeaf> {
        if leaf.apart.is_some() {
            return None;
        }
        let way = match &leaf.kind {
            LeafKind::YesNo { when } => ShortWay::YesNo(when.ask()?.clone()),
            LeafKind::Tiers { of, tiers } => {
                let rows: Option<Vec<ShortRow>> = tiers.iter().map(ShortRow::of).collect();
                let (part, whole) = match of.share() {
                    Some((part, whole)) => (part, Some(whole)),
                    None => (of.whole()?, None),
                };
                let rows = rows?;
                let falling = ShortRow::are_falling(&rows);
                ShortWay::Tiers { part, whole, rows, falling }
            }
            _ => return None,
        };
        let aside: Option<Vec<(Ask, Policy)>> =
            leaf.not_applicable.iter().map(|aside| Some((aside.when.ask()?.clone(), aside.then))).collect();
        let first: Option<Vec<(Ask, i32)>> = leaf.first.iter().map(exception).collect();
        Some(ShortLeaf { place: u16::try_from(place).ok()?, full: thousandths(leaf.max.0)?, aside: aside?, first: first?, way })
    }
}

impl ShortRow {
    /// Without an end, 0 is not below 0.
    const OPEN: (i64, i64, i64) = (0, 0, 0);

    fn of(tier: &Tier) -> Option<ShortRow> {
        let When::In(interval) = &tier.when else { return None };
        let end = |bound: Option<Bound>| match bound {
            None => Some(ShortRow::OPEN),
            Some(bound) => {
                let (num, den) = (bound.at.num(), bound.at.den());
                (num.abs() < LARGEST && den < LARGEST).then_some((num, den, i64::from(!bound.closed)))
            }
        };
        Some(ShortRow { low: end(interval.low)?, high: end(interval.high)?, points: thousandths(tier.points.0)? })
    }

    fn are_falling(rows: &[ShortRow]) -> bool {
        let meets = |pair: &[ShortRow]| match pair {
            [upper, lower] => {
                let (num, den, strict) = upper.low;
                upper.low != ShortRow::OPEN && lower.high == (num, den, 1 - strict)
            }
            _ => false,
        };
        rows.first().is_some_and(|row| row.high == ShortRow::OPEN) && rows.windows(2).all(meets)
    }
}

fn exception(tier: &Tier) -> Option<(Ask, i32)> {
    let When::Condition(when) = &tier.when else { return None };
    Some((when.ask()?.clone(), thousandths(tier.points.0)?))
}

fn thousandths(points: i64) -> Option<i32> {
    i32::try_from(points).ok()
}
