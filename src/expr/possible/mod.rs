//! Which values expressions can have at all: what a check of rule files proves with.
//!
//! Every answer errs on one side: what is called impossible is impossible, what is called possible may not be.

mod choices;
mod linear;
mod missing;
mod search;
mod sums;

use std::collections::BTreeMap;

use super::parse::{self, Kind, Tree};
use super::{Compare, Expr, Node, Unit};
use crate::base::{Exact, Interval};
use linear::{Bounded, Linear, Sign};
use search::Goal;

/// The values that a slot can hold, as it holds them.
#[derive(Clone, Debug)]
pub struct Values {
    /// Between which ends.
    pub range: Interval,
    /// Multiples of this only; `None` when anything between can be.
    pub step: Option<Exact>,
    /// These only, in order.
    pub only: Option<Vec<i64>>,
    /// How many of the slot make one of the unit: points stand in thousandths.
    pub scale: i64,
}

impl Values {
    /// Whole numbers from zero.
    pub fn counted() -> Values {
        Values { range: Interval::from(Exact::ZERO, None), step: Some(Exact::ONE), only: None, scale: 1 }
    }

    /// Any whole number.
    pub fn whole() -> Values {
        Values { range: Interval::ALL, step: Some(Exact::ONE), only: None, scale: 1 }
    }

    /// These and no others.
    pub fn only(values: impl IntoIterator<Item = i64>) -> Values {
        let mut values: Vec<i64> = values.into_iter().collect();
        values.sort_unstable();
        values.dedup();
        Values { range: Interval::ALL, step: Some(Exact::ONE), only: Some(values), scale: 1 }
    }

    /// Places of that many words.
    pub fn words(count: usize) -> Values {
        Values::only((0..count).filter_map(|place| i64::try_from(place).ok()))
    }
}

/// What is known of slots whatever is recorded.
#[derive(Clone, Debug, Default)]
pub struct World {
    values: BTreeMap<usize, Values>,
    relations: Vec<Bounded>,
    fractions: BTreeMap<usize, usize>,
    needs: BTreeMap<usize, Vec<(Node, bool)>>,
    greatest: BTreeMap<usize, Vec<usize>>,
}

/// Something taken for true.
#[derive(Clone, Debug)]
pub enum Claim<'a> {
    /// The condition holds, or does not.
    Holds(&'a Expr, bool),
    /// The value lies within.
    Within(&'a Expr, &'a Interval),
    /// The value is the word at that place.
    Is(&'a Expr, i64),
    /// Not all of these are true.
    NotAll(Vec<Claim<'a>>),
}

impl World {
    /// What a slot can hold.
    pub fn slot(&mut self, slot: usize, values: Values) {
        self.values.insert(slot, values);
    }

    /// Two slots that hold a fraction: the values of the fraction.
    pub fn fraction(&mut self, num: usize, den: usize, values: Values) {
        self.fractions.insert(num, den);
        self.values.insert(num, values);
    }

    /// One slot never exceeds another.
    pub fn at_most(&mut self, small: usize, large: usize) {
        let sum = Linear::of(small, Exact::ONE).and(&Linear::of(large, Exact::ONE), Exact::whole(-1));
        self.relations.extend(sum.map(|sum| Bounded::new(sum, Sign::AtMostZero)));
    }

    /// Some slots together make up another.
    pub fn adds_up(&mut self, parts: &[usize], whole: usize) {
        let whole = Linear::of(whole, Exact::whole(-1));
        let sum = parts.iter().try_fold(whole, |sum, part| sum.and(&Linear::of(*part, Exact::ONE), Exact::ONE));
        self.relations.extend(sum.map(|sum| Bounded::new(sum, Sign::Zero)));
    }

    /// A slot holds the greatest of what some others hold.
    pub fn greatest(&mut self, slot: usize, of: Vec<usize>) {
        self.greatest.insert(slot, of);
    }

    /// A slot holds a value only where the condition holds, or does not.
    pub fn needs(&mut self, slot: usize, when: &Expr, holds: bool) {
        self.needs.entry(slot).or_default().push((when.node.clone(), holds));
    }

    /// Whether all claims can be true together.
    pub fn possible(&self, claims: &[Claim<'_>]) -> bool {
        search::Search::new(self).possible(claims.iter().flat_map(Claim::goals).collect())
    }

    /// The ends between which the value lies where the claims are true; `None` when they cannot all be true.
    pub fn range(&self, of: &Expr, claims: &[Claim<'_>]) -> Option<Interval> {
        let range = search::Search::new(self).range(&of.node, claims.iter().flat_map(Claim::goals).collect());
        range.map(|range| Interval { percent: *of.unit() == Unit::Percent, ..range })
    }

    /// Of a comparison with a figure, what the other side can be: `points('2.1') ∈ [0, 4]`.
    pub fn told(&self, condition: &Expr) -> Option<String> {
        let tree = parse::parse(&condition.text).ok()?;
        let Kind::Compare(_, sides) = &tree.kind else { return None };
        let figure = |tree: &Tree| matches!(tree.kind, Kind::Number(_) | Kind::Percent(_));
        let side = match (figure(&sides.0), figure(&sides.1)) {
            (false, true) => &sides.0,
            (true, false) => &sides.1,
            _ => return None,
        };
        let (node, percent) = match &condition.node {
            Node::Beside { slot, .. } => {
                let values = self.values.get(slot)?;
                if let Some(only) = &values.only {
                    let figure = |value: &i64| Exact::new(*value, values.scale).map_or_else(String::new, Exact::text);
                    let only: Vec<String> = only.iter().map(figure).collect();
                    return Some(format!("{} = {}", condition.text.get(side.range.clone())?, only.join(" | ")));
                }
                (Node::Slot { slot: *slot, den: values.scale }, false)
            }
            Node::Compare(_, nodes) => {
                let node = if figure(&sides.1) { &nodes.0 } else { &nodes.1 };
                (node.clone(), [&sides.0, &sides.1].iter().any(|side| matches!(side.kind, Kind::Percent(_))))
            }
            _ => return None,
        };
        let range = Interval { percent, ..search::Search::new(self).range(&node, Vec::new())? };
        Some(within(condition.text.get(side.range.clone())?, &range)).filter(|told| !told.is_empty())
    }

    /// Of a comparison with a figure that its other side, which comes in steps, never equals: the step.
    pub fn off_step(&self, condition: &Expr) -> Option<Exact> {
        let (node, figure) = match &condition.node {
            // Of an equality it is told that it never holds.
            Node::Compare(operator, sides) if !matches!(operator, Compare::Equal | Compare::Unlike) => match &**sides {
                (node, Node::Number(figure)) | (Node::Number(figure), node) => (node, *figure),
                _ => return None,
            },
            _ => return None,
        };
        let step = search::Search::new(self).step(node)?;
        (figure.checked_div(step)?.reduced().den() != 1).then_some(step)
    }

    /// The step in which the values of the expression come.
    pub fn step(&self, of: &Expr) -> Option<Exact> {
        search::Search::new(self).step(&of.node)
    }
}

/// That a named value lies in a range; nothing, where it may lie anywhere.
pub fn within(name: &str, range: &Interval) -> String {
    match (range.low, range.high) {
        (None, None) => String::new(),
        (Some(low), Some(high)) if low.at != high.at => format!("{name} ∈ {range}"),
        _ => format!("{name} {range}"),
    }
}

impl Claim<'_> {
    fn goals(&self) -> Vec<Goal> {
        match self {
            Claim::Holds(expr, holds) => vec![Goal::Holds(expr.node.clone(), *holds)],
            Claim::Is(expr, place) => {
                vec![Goal::Compare(Compare::Equal, expr.node.clone(), Node::Number(Exact::whole(*place)))]
            }
            Claim::Within(expr, interval) => {
                let low = interval.low.map(|low| (if low.closed { Compare::AtLeast } else { Compare::More }, low.at));
                let high = interval.high.map(|high| (if high.closed { Compare::AtMost } else { Compare::Less }, high.at));
                let beside = |(operator, at)| Goal::Compare(operator, expr.node.clone(), Node::Number(at));
                [low, high].into_iter().flatten().map(beside).collect()
            }
            Claim::NotAll(claims) => {
                let goals = claims.iter().flat_map(Claim::goals);
                vec![Goal::OneOf(goals.flat_map(Goal::denied).collect())]
            }
        }
    }
}

#[cfg(test)]
mod tests;
