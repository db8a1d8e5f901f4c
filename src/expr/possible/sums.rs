//! Numbers as weighted sums of slots.

use super::linear::{Bounded, Linear, Sign};
use super::search::{Case, Search, beyond};
use crate::base::{Exact, Interval, Rounding};
use crate::expr::{Arith, Node, OfDay};

impl Search<'_> {
    /// `part / whole` beside a figure, as `part - figure × whole` beside zero: exact, since a share without a whole has no value.
    pub(super) fn crosswise(&mut self, case: &mut Case, left: &Node, right: &Node) -> Option<Linear> {
        let (share, figure, turned) = match (left, right) {
            (share, Node::Number(figure)) => (share, *figure, false),
            (Node::Number(figure), share) => (share, *figure, true),
            _ => return None,
        };
        let (part, whole) = self.share(case, share)?;
        if !self.never(case, &whole, Sign::BelowZero) {
            return None;
        }
        case.sums.push(Bounded::new(whole.times(Exact::whole(-1))?, Sign::BelowZero));
        let difference = part.and(&whole, Exact::ZERO.checked_sub(figure)?)?;
        if turned { difference.times(Exact::whole(-1)) } else { Some(difference) }
    }

    /// The two sides of a division by something that is not a plain figure.
    fn share(&mut self, case: &mut Case, node: &Node) -> Option<(Linear, Linear)> {
        let (part, whole) = match node {
            Node::Rate(sides) if !self.is_fraction(node) => (Node::Sum(sides.0.clone()), Node::Sum(sides.1.clone())),
            Node::Arith(Arith::Div, sides) => (sides.0.clone(), sides.1.clone()),
            _ => return None,
        };
        let (part, whole) = (self.linear(case, &part)?, self.linear(case, &whole)?);
        whole.figure().is_none().then_some((part, whole))
    }

    fn is_fraction(&self, node: &Node) -> bool {
        let Node::Rate(sides) = node else { return false };
        match (sides.0.plus.as_slice(), sides.1.plus.as_slice()) {
            ([num], [den]) => self.world.fractions.get(num) == Some(den),
            _ => false,
        }
    }

    /// The value as a weighted sum of slots; `None` when it is none.
    pub(super) fn linear(&mut self, case: &mut Case, node: &Node) -> Option<Linear> {
        match node {
            Node::Number(figure) => Some(Linear::constant(*figure)),
            Node::Slot { slot, den } => {
                self.reads(case, *slot);
                Some(Linear::of(*slot, Exact::new(1, *den)?))
            }
            Node::Sum(sum) => {
                let mut out = Linear::constant(Exact::ZERO);
                for (slots, weight) in [(&sum.plus, Exact::ONE), (&sum.minus, Exact::whole(-1))] {
                    for slot in slots {
                        self.reads(case, *slot);
                        out = out.and(&Linear::of(*slot, weight), Exact::ONE)?;
                    }
                }
                Some(out)
            }
            Node::Negate(inner) => self.linear(case, inner)?.times(Exact::whole(-1)),
            Node::Rate(sides) if self.is_fraction(node) => {
                let num = *sides.0.plus.first()?;
                self.reads(case, num);
                Some(Linear::of(num, Exact::ONE))
            }
            Node::Rate(_) => self.stand_in(case, node),
            Node::Arith(Arith::Div, sides) => match self.linear(case, &sides.1)?.figure() {
                Some(figure) => self.linear(case, &sides.0)?.times(Exact::ONE.checked_div(figure)?),
                None => self.stand_in(case, node),
            },
            Node::Arith(operator, sides) => {
                let (left, right) = (self.linear(case, &sides.0)?, self.linear(case, &sides.1)?);
                match operator {
                    Arith::Add => left.and(&right, Exact::ONE),
                    Arith::Sub => left.and(&right, Exact::whole(-1)),
                    _ => match (left.figure(), right.figure()) {
                        (Some(figure), _) => right.times(figure),
                        (_, Some(figure)) => left.times(figure),
                        _ => None,
                    },
                }
            }
            Node::Whole(..) | Node::Round(..) | Node::OfDay(..) | Node::SameMonth(_) => self.opaque(case, node),
            _ => None,
        }
    }

    /// A number of its own for a value that is no sum; the same wherever the same stands.
    fn opaque(&mut self, case: &mut Case, node: &Node) -> Option<Linear> {
        let text = format!("{node:?}");
        if let Some((_, number)) = case.opaque.iter().find(|(known, _)| *known == text) {
            return Some(Linear::of(*number, Exact::ONE));
        }
        let range = match node {
            Node::OfDay(OfDay::Number, _) => Interval::from(Exact::ONE, Some(Exact::whole(31))),
            Node::OfDay(OfDay::Weekday, _) => Interval::from(Exact::ZERO, Some(Exact::whole(6))),
            _ => Interval::ALL,
        };
        let rounded = match node {
            Node::Whole(mode, inner) => Some((*mode, Exact::ONE, inner)),
            Node::Round(mode, step, inner) => Some((*mode, *step, inner)),
            _ => None,
        };
        let step = rounded.map_or(Exact::ONE, |(_, step, _)| step);
        if step <= Exact::ZERO {
            return None;
        }
        let itself = self.number(case, &range, Some(step))?;
        case.opaque.push((text, *itself.parts.keys().next()?));
        if let Some((mode, step, inner)) = rounded
            && let Some(exact) = self.linear(case, inner)
        {
            // Rounding moves a value by less than a step, whichever way it goes; to the nearest, by half of it at most.
            let (most, sign) = match mode {
                Rounding::HalfUp => (step.checked_div(Exact::whole(2))?, Sign::AtMostZero),
                Rounding::Down | Rounding::Up => (step, Sign::BelowZero),
            };
            for (one, other) in [(&itself, &exact), (&exact, &itself)] {
                let apart = one.clone().and(other, Exact::whole(-1))?.and(&Linear::constant(most), Exact::whole(-1))?;
                case.sums.push(Bounded::new(apart, sign));
            }
        }
        Some(itself)
    }

    /// A number of its own for a share that stands in a sum, between the ends that can be told of it.
    fn stand_in(&mut self, case: &mut Case, node: &Node) -> Option<Linear> {
        let (part, whole) = self.share(case, node)?;
        let same = |a: &Linear, b: &Linear| a.parts == b.parts && a.constant == b.constant;
        if let Some((_, _, number)) = case.shares.iter().find(|(a, b, _)| same(a, &part) && same(b, &whole)) {
            return Some(Linear::of(*number, Exact::ONE));
        }
        let itself = self.number(case, &Interval::ALL, None)?;
        let number = *itself.parts.keys().next()?;
        if self.never(case, &whole, Sign::BelowZero) {
            if self.never(case, &part, Sign::BelowZero) {
                case.sums.push(Bounded::new(itself.times(Exact::whole(-1))?, Sign::AtMostZero));
            }
            let beyond = whole.clone().and(&part, Exact::whole(-1))?;
            if self.never(case, &beyond, Sign::BelowZero) {
                let beyond = itself.clone().and(&Linear::constant(Exact::ONE), Exact::whole(-1))?;
                case.sums.push(Bounded::new(beyond, Sign::AtMostZero));
            }
        }
        case.shares.push((part, whole, number));
        Some(itself)
    }

    /// A number of its own for what is no sum, and the step in which it comes.
    fn number(&mut self, case: &mut Case, range: &Interval, step: Option<Exact>) -> Option<Linear> {
        // Slots count up from zero, these count down; the greatest is the number that is asked for.
        case.numbers += 1;
        let number = usize::MAX - case.numbers;
        match step {
            Some(step) => self.steps.insert(number, step),
            None => self.steps.remove(&number),
        };
        case.sums.extend(range.low.and_then(|low| beyond(number, low, Exact::whole(-1))));
        case.sums.extend(range.high.and_then(|high| beyond(number, high, Exact::ONE)));
        Some(Linear::of(number, Exact::ONE))
    }
}
