//! Conditions where some slots never hold a value.

use crate::expr::{Expr, Node, Sum};

impl Expr {
    /// Two conditions: where this one surely holds, and where it surely does not, when some slots never hold a value.
    pub fn without(&self, missing: &dyn Fn(usize) -> bool) -> (Expr, Expr) {
        let of = |holds| Expr { node: self.node.surely(holds, missing), ..self.clone() };
        (of(true), of(false))
    }
}

impl Node {
    /// Where a condition surely holds, or surely does not, when some slots never hold a value.
    fn surely(&self, holds: bool, missing: &dyn Fn(usize) -> bool) -> Node {
        let each = |parts: &[Node]| parts.iter().map(|part| part.surely(holds, missing)).collect();
        match self {
            Node::Measure(measure) => measure.node.surely(holds, missing),
            Node::Not(inner) => inner.surely(!holds, missing),
            Node::All(parts) => {
                if holds {
                    Node::All(each(parts))
                } else {
                    Node::Any(each(parts))
                }
            }
            Node::Any(parts) => {
                if holds {
                    Node::Any(each(parts))
                } else {
                    Node::All(each(parts))
                }
            }
            Node::Given(_) if holds => self.clone(),
            Node::Given(_) => Node::Not(Box::new(self.clone())),
            atom if atom.reads(missing) => Node::Flag(false),
            atom if holds => atom.clone(),
            atom => Node::Not(Box::new(atom.clone())),
        }
    }

    /// Whether a value of one of these slots goes in.
    fn reads(&self, these: &dyn Fn(usize) -> bool) -> bool {
        let sum = |sum: &Sum| sum.plus.iter().chain(&sum.minus).any(|slot| these(*slot));
        let all = |parts: &[Node]| parts.iter().any(|part| part.reads(these));
        match self {
            Node::Number(_) | Node::Flag(_) => false,
            Node::Slot { slot, .. } | Node::Beside { slot, .. } | Node::Among(slot, _) | Node::Given(slot) => these(*slot),
            Node::Sum(one) => sum(one),
            Node::Rate(sides) => sum(&sides.0) || sum(&sides.1),
            Node::Measure(measure) => measure.node.reads(these),
            Node::Negate(inner) | Node::OneOf(inner, _) | Node::Not(inner) => inner.reads(these),
            Node::Arith(_, sides) | Node::Compare(_, sides) | Node::SameFlag(_, sides) => {
                sides.0.reads(these) || sides.1.reads(these)
            }
            Node::All(parts) | Node::Any(parts) | Node::Least(parts) | Node::Greatest(parts) => all(parts),
            Node::Whole(_, inner) | Node::Round(_, _, inner) | Node::OfDay(_, inner) => inner.reads(these),
            Node::SameMonth(sides) => sides.0.reads(these) || sides.1.reads(these),
            Node::If(parts) => parts.0.reads(these) || parts.1.reads(these) || parts.2.reads(these),
        }
    }
}
