//! `if`, `min` and `max` told apart: the ways in which each can be taken.

use super::search::Goal;
use crate::expr::{Compare, Node};

/// The first choice inside, told apart: for each way to take it, what must hold and the node without it.
pub(super) fn cases(node: &Node) -> Option<Vec<(Vec<Goal>, Node)>> {
    let rebuilt = |inner: Vec<(Vec<Goal>, Node)>, put: &dyn Fn(Node) -> Node| {
        inner.into_iter().map(|(goals, node)| (goals, put(node))).collect()
    };
    match node {
        Node::If(parts) => {
            let (condition, yes, no) = &**parts;
            let way = |holds, node: &Node| (vec![Goal::Holds(condition.clone(), holds)], node.clone());
            Some(vec![way(true, yes), way(false, no)])
        }
        Node::Least(parts) => Some(extreme(parts, Compare::AtMost)),
        Node::Greatest(parts) => Some(extreme(parts, Compare::AtLeast)),
        Node::Negate(inner) => Some(rebuilt(cases(inner)?, &|node| Node::Negate(Box::new(node)))),
        Node::Arith(operator, sides) => {
            let (left, right) = &**sides;
            match cases(left) {
                Some(parts) => Some(rebuilt(parts, &|node| Node::Arith(*operator, Box::new((node, right.clone()))))),
                None => Some(rebuilt(cases(right)?, &|node| Node::Arith(*operator, Box::new((left.clone(), node))))),
            }
        }
        _ => None,
    }
}

fn extreme(parts: &[Node], beside: Compare) -> Vec<(Vec<Goal>, Node)> {
    let others = |taken: usize| parts.iter().enumerate().filter(move |(position, _)| *position != taken).map(|(_, part)| part);
    let way = |(position, part): (usize, &Node)| {
        let goals = others(position).map(|other| Goal::Compare(beside, part.clone(), other.clone())).collect();
        (goals, part.clone())
    };
    parts.iter().enumerate().map(way).collect()
}
