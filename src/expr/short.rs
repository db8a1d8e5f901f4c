//! Short ways of expressions: whole numbers and figures beside them, without fractions.
//!
//! A short way answers only where every fact it needs was recorded and every number fits; what is missing, and what that means, is told
//! by the long way alone.

use std::cmp::Ordering;

use super::{Arith, Compare, Expr, Node, Sum};

/// A condition with a short way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// The value in a slot lies between two figures, both included: what nearly every condition asks.
    Between(Between),
    /// The value in a slot is one of these places, a bit each.
    Among(u16, u64),
    /// One whole number beside another.
    Compare(Compare, Box<(Whole, Whole)>),
    /// One whole number as a share of another, beside a figure.
    Share(Compare, Box<Share>),
    /// All of them hold.
    All(Vec<Ask>),
    /// One of them holds.
    Any(Vec<Ask>),
}

/// A whole number as a share of another, and a figure that it stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    part: Whole,
    whole: Whole,
    num: i64,
    den: i64,
}

/// Asks whether the value in a slot lies between two figures, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    slot: u16,
    low: i64,
    /// How far the upper figure lies above the lower, so that one comparison asks for both ends.
    span: u64,
}

/// A whole number with a short way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    Figure(i64),
    Slot(u16),
    Sum(Vec<u16>),
    Arith(Arith, Box<(Whole, Whole)>),
    If(Box<(Ask, Whole, Whole)>),
    Least(Box<(Whole, Whole)>),
    Greatest(Box<(Whole, Whole)>),
}

impl Expr {
    /// The short way of a condition, if it has one.
    pub(crate) fn ask(&self) -> Option<&Ask> {
        self.short.as_ref()
    }

    /// The short way of a whole number, if it has one.
    pub(crate) fn whole(&self) -> Option<Whole> {
        Whole::of(&self.node)
    }

    /// The short ways of the two sides, when the whole expression is one sum of counts as a share of another.
    pub(crate) fn share(&self) -> Option<(Whole, Whole)> {
        match &self.node {
            Node::Rate(sides) => Some((Whole::sum(&sides.0)?, Whole::sum(&sides.1)?)),
            _ => None,
        }
    }
}

impl Ask {
    pub(super) fn of(node: &Node) -> Option<Ask> {
        if let Some(between) = Between::of(node) {
            return Some(Ask::Between(between));
        }
        match node {
            Node::Measure(measure) => Ask::of(&measure.node),
            Node::Among(slot, places) => {
                let bit = |place: &i64| 1_u64.checked_shl(u32::try_from(*place).ok()?);
                let places: Option<u64> = places.iter().try_fold(0, |all, place| Some(all | bit(place)?));
                Some(Ask::Among(u16::try_from(*slot).ok()?, places?))
            }
            Node::Compare(operator, sides) => match Share::of(&sides.0, &sides.1) {
                Some(share) => Some(Ask::Share(*operator, Box::new(share))),
                None => Some(Ask::Compare(*operator, Box::new((Whole::of(&sides.0)?, Whole::of(&sides.1)?)))),
            },
            Node::All(parts) => parts.iter().map(Ask::of).collect::<Option<Vec<Ask>>>().map(Ask::All),
            Node::Any(parts) => parts.iter().map(Ask::of).collect::<Option<Vec<Ask>>>().map(Ask::Any),
            _ => None,
        }
    }

    /// Whether it holds.
    #[inline]
    pub(crate) fn holds(&self, facts: &[Option<i64>]) -> Option<bool> {
        match self {
            Ask::Between(between) => between.holds(facts),
            involved => involved.worked_out(facts),
        }
    }

    fn worked_out(&self, facts: &[Option<i64>]) -> Option<bool> {
        match self {
            Ask::Between(between) => between.holds(facts),
            Ask::Among(slot, places) => {
                let place = (*facts.get(usize::from(*slot))?)?;
                Some(u32::try_from(place).ok().and_then(|place| places.checked_shr(place)).is_some_and(|rest| rest & 1 == 1))
            }
            Ask::Compare(operator, sides) => Some(operator.holds(sides.0.value(facts)?.cmp(&sides.1.value(facts)?))),
            Ask::Share(operator, share) => Some(operator.holds(share.order(facts)?)),
            Ask::All(parts) => decided(parts, facts, false),
            Ask::Any(parts) => decided(parts, facts, true),
        }
    }
}

/// The first part with the deciding value settles the whole; whether one behind a missing fact does is told by the long way.
fn decided(parts: &[Ask], facts: &[Option<i64>], deciding: bool) -> Option<bool> {
    for part in parts {
        if part.holds(facts)? == deciding {
            return Some(deciding);
        }
    }
    Some(!deciding)
}

impl Share {
    fn of(left: &Node, right: &Node) -> Option<Share> {
        match (left, right) {
            (Node::Measure(measure), _) => Share::of(&measure.node, right),
            (Node::Rate(sides), Node::Number(figure)) => {
                Some(Share { part: Whole::sum(&sides.0)?, whole: Whole::sum(&sides.1)?, num: figure.num(), den: figure.den() })
            }
            _ => None,
        }
    }

    /// How the share stands beside the figure; a share of nothing is told by the long way.
    fn order(&self, facts: &[Option<i64>]) -> Option<Ordering> {
        let (part, whole) = (self.part.value(facts)?, self.whole.value(facts)?);
        if whole <= 0 {
            return None;
        }
        Some(part.checked_mul(self.den)?.cmp(&self.num.checked_mul(whole)?))
    }
}

impl Between {
    fn of(node: &Node) -> Option<Between> {
        let (slot, low, high) = match node {
            Node::Slot { slot, .. } => (*slot, 1, i64::MAX),
            Node::Not(inner) => match &**inner {
                Node::Slot { slot, .. } => (*slot, i64::MIN, 0),
                _ => return None,
            },
            Node::Beside { slot, operator, figure } => {
                let (low, high) = operator.run(*figure)?;
                (*slot, low, high)
            }
            Node::Among(slot, places) => {
                let (low, high) = (*places.iter().min()?, *places.iter().max()?);
                if !(low..=high).all(|place| places.contains(&place)) {
                    return None;
                }
                (*slot, low, high)
            }
            _ => return None,
        };
        let span = u64::try_from(i128::from(high) - i128::from(low)).ok()?;
        Some(Between { slot: u16::try_from(slot).ok()?, low, span })
    }

    /// Whether the value lies there.
    #[inline]
    pub(crate) fn holds(&self, facts: &[Option<i64>]) -> Option<bool> {
        let value = (*facts.get(usize::from(self.slot))?)?;
        Some(value.wrapping_sub(self.low).cast_unsigned() <= self.span)
    }
}

impl Compare {
    /// The whole numbers that stand on its left side beside a figure, if they are a run.
    fn run(self, figure: i64) -> Option<(i64, i64)> {
        match self {
            Compare::Less => Some((i64::MIN, figure.checked_sub(1)?)),
            Compare::AtMost => Some((i64::MIN, figure)),
            Compare::Equal => Some((figure, figure)),
            Compare::Unlike => None,
            Compare::AtLeast => Some((figure, i64::MAX)),
            Compare::More => Some((figure.checked_add(1)?, i64::MAX)),
        }
    }
}

impl Whole {
    fn of(node: &Node) -> Option<Whole> {
        match node {
            Node::Number(figure) if figure.den() == 1 => Some(Whole::Figure(figure.num())),
            Node::Slot { slot, den: 1 } => Some(Whole::Slot(u16::try_from(*slot).ok()?)),
            Node::Sum(sum) => Whole::sum(sum),
            Node::Measure(measure) => Whole::of(&measure.node),
            Node::Arith(operator, sides) if *operator != Arith::Div => {
                Some(Whole::Arith(*operator, Box::new((Whole::of(&sides.0)?, Whole::of(&sides.1)?))))
            }
            Node::If(parts) => {
                let (condition, yes, no) = &**parts;
                Some(Whole::If(Box::new((Ask::of(condition)?, Whole::of(yes)?, Whole::of(no)?))))
            }
            Node::Least(parts) => Whole::extreme(parts, Whole::Least),
            Node::Greatest(parts) => Whole::extreme(parts, Whole::Greatest),
            _ => None,
        }
    }

    fn sum(sum: &Sum) -> Option<Whole> {
        let all = |slots: &[usize]| {
            let slots: Option<Vec<u16>> = slots.iter().map(|slot| u16::try_from(*slot).ok()).collect();
            slots.map(|slots| if let [slot] = slots.as_slice() { Whole::Slot(*slot) } else { Whole::Sum(slots) })
        };
        let plus = all(&sum.plus)?;
        if sum.minus.is_empty() { Some(plus) } else { Some(Whole::Arith(Arith::Sub, Box::new((plus, all(&sum.minus)?)))) }
    }

    fn extreme(parts: &[Node], of: fn(Box<(Whole, Whole)>) -> Whole) -> Option<Whole> {
        let (first, rest) = parts.split_first()?;
        rest.iter().try_fold(Whole::of(first)?, |extreme, part| Some(of(Box::new((extreme, Whole::of(part)?)))))
    }

    /// The number.
    #[inline]
    pub(crate) fn value(&self, facts: &[Option<i64>]) -> Option<i64> {
        match self {
            Whole::Slot(slot) => *facts.get(usize::from(*slot))?,
            involved => involved.worked_out(facts),
        }
    }

    fn worked_out(&self, facts: &[Option<i64>]) -> Option<i64> {
        match self {
            Whole::Figure(figure) => Some(*figure),
            Whole::Slot(slot) => *facts.get(usize::from(*slot))?,
            Whole::Sum(slots) => slots.iter().try_fold(0_i64, |sum, slot| sum.checked_add((*facts.get(usize::from(*slot))?)?)),
            Whole::Arith(operator, sides) => {
                let (left, right) = (sides.0.value(facts)?, sides.1.value(facts)?);
                match operator {
                    Arith::Add => left.checked_add(right),
                    Arith::Sub => left.checked_sub(right),
                    Arith::Mul => left.checked_mul(right),
                    Arith::Div => None,
                }
            }
            Whole::If(parts) => if parts.0.holds(facts)? { &parts.1 } else { &parts.2 }.value(facts),
            Whole::Least(parts) => Some(parts.0.value(facts)?.min(parts.1.value(facts)?)),
            Whole::Greatest(parts) => Some(parts.0.value(facts)?.max(parts.1.value(facts)?)),
        }
    }
}
