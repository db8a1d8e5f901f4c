//! Tree to checked plan: names resolved to slots, units held apart.

use super::parse::{Kind, Tree};
use std::sync::Arc;

use super::{Arith, Compare, Fault, FaultKind, Names, Node, OfDay, Scale, Sum, Unit, What};
use crate::base::{Day, Exact, Rounding, heading};

pub(super) struct Checker<'a> {
    names: &'a Names,
    pub(super) faults: Vec<Fault>,
    pub(super) slots: Vec<usize>,
    /// Parts, those of measures counted each time they are used: what an evaluation costs.
    pub(super) size: usize,
    /// Whether something goes in that could not be read.
    pub(super) unread: bool,
}

/// Functions of the language itself.
const OWN_FUNCTIONS: [&str; 13] = [
    "if",
    "min",
    "max",
    "given",
    "floor",
    "ceil",
    "day",
    "day_of_month",
    "same_month",
    "weekday",
    "round_half_up",
    "round_down",
    "round_up",
];

/// The words of the week.
fn week() -> Arc<Scale> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    Arc::new(Scale { id: "weekday".into(), words: DAYS.map(str::to_owned).to_vec(), ordered: false })
}

type Checked = (Node, Unit);

/// Stands in for a part that was faulty, so that checking goes on.
const BROKEN: Node = Node::Flag(false);

impl<'a> Checker<'a> {
    pub(super) fn new(names: &'a Names) -> Checker<'a> {
        Checker { names, faults: Vec::new(), slots: Vec::new(), size: 0, unread: false }
    }

    pub(super) fn check(&mut self, tree: &Tree) -> Checked {
        self.size += 1;
        match &tree.kind {
            Kind::Number(figure) => (Node::Number(*figure), Unit::Number),
            Kind::Percent(share) => (Node::Number(*share), Unit::Percent),
            Kind::Quoted(_) => self.fail(tree, FaultKind::Wanted("value", "text".to_owned()), Unit::Text),
            Kind::Name(name) => self.name(tree, name),
            Kind::Call(name, arguments) => self.call(tree, name, arguments),
            Kind::Negate(inner) => {
                let (node, unit) = self.quantity(inner);
                (Node::Negate(Box::new(node)), unit)
            }
            Kind::Arith(operator, sides) => self.arith(tree, *operator, &sides.0, &sides.1),
            Kind::Compare(operator, sides) => (self.compare(tree, *operator, &sides.0, &sides.1), Unit::Flag),
            Kind::OneOf(left, words) => (self.one_of(left, words), Unit::Flag),
            Kind::Not(inner) => (Node::Not(Box::new(self.condition(inner))), Unit::Flag),
            Kind::All(parts) => (Node::All(parts.iter().map(|part| self.condition(part)).collect()), Unit::Flag),
            Kind::Any(parts) => (Node::Any(parts.iter().map(|part| self.condition(part)).collect()), Unit::Flag),
        }
    }

    fn fail(&mut self, tree: &Tree, kind: FaultKind, unit: Unit) -> Checked {
        self.faults.push(Fault { range: tree.range.clone(), kind });
        (BROKEN, unit)
    }

    fn condition(&mut self, tree: &Tree) -> Node {
        let faults = self.faults.len();
        let (node, unit) = self.check(tree);
        if unit != Unit::Flag && self.faults.len() == faults {
            return self.fail(tree, FaultKind::Wanted("flag", unit.to_string()), Unit::Flag).0;
        }
        node
    }

    fn quantity(&mut self, tree: &Tree) -> Checked {
        let faults = self.faults.len();
        let (node, unit) = self.check(tree);
        if matches!(unit, Unit::Flag | Unit::Text | Unit::Word(_)) && self.faults.len() == faults {
            return self.fail(tree, FaultKind::Wanted("number", unit.to_string()), Unit::Number);
        }
        (node, unit)
    }

    fn name(&mut self, tree: &Tree, name: &str) -> Checked {
        match name {
            "yes" => return (Node::Flag(true), Unit::Flag),
            "no" => return (Node::Flag(false), Unit::Flag),
            _ => {}
        }
        match self.names.get(name) {
            Some(bound) => {
                let (what, unit) = (bound.what.clone(), bound.unit.clone());
                (self.bound(what, &unit), unit)
            }
            None if self.names.is_unread(name) => {
                self.unread = true;
                (BROKEN, Unit::Number)
            }
            None => {
                let near = Some(heading::nearest_or_some(name, self.names.known()));
                self.fail(tree, FaultKind::Unknown(near), Unit::Number)
            }
        }
    }

    fn bound(&mut self, what: What, unit: &Unit) -> Node {
        match what {
            What::Slot(slot) => {
                self.slots.push(slot);
                Node::Slot { slot, den: if *unit == Unit::Points { 1000 } else { 1 } }
            }
            What::Measure(measure) => {
                self.slots.extend_from_slice(measure.slots());
                self.size = self.size.saturating_add(measure.size);
                Node::Measure(measure)
            }
        }
    }

    fn call(&mut self, tree: &Tree, name: &str, arguments: &[Tree]) -> Checked {
        match (name, arguments) {
            ("if", [condition, yes, no]) => {
                let condition = self.condition(condition);
                let (yes, yes_unit) = self.quantity(yes);
                let (no, no_unit) = self.quantity(no);
                let unit = self.common(tree, yes_unit, no_unit);
                (Node::If(Box::new((condition, yes, no))), unit)
            }
            ("min" | "max", [first, rest @ ..]) if !rest.is_empty() => {
                let (node, mut unit) = self.quantity(first);
                let mut nodes = vec![node];
                for part in rest {
                    let (node, other) = self.quantity(part);
                    unit = self.common(tree, unit, other);
                    nodes.push(node);
                }
                (if name == "min" { Node::Least(nodes) } else { Node::Greatest(nodes) }, unit)
            }
            ("floor" | "ceil", [inner]) => {
                let (node, unit) = self.quantity(inner);
                let mode = if name == "floor" { Rounding::Down } else { Rounding::Up };
                (Node::Whole(mode, Box::new(node)), unit)
            }
            ("round_half_up" | "round_down" | "round_up", [inner, step]) => {
                let (node, unit) = self.quantity(inner);
                let (Kind::Number(figure) | Kind::Percent(figure)) = &step.kind else {
                    return self.fail(step, FaultKind::Wanted("a figure such as 0.1", String::new()), unit);
                };
                let mode = match name {
                    "round_down" => Rounding::Down,
                    "round_up" => Rounding::Up,
                    _ => Rounding::HalfUp,
                };
                (Node::Round(mode, *figure, Box::new(node)), unit)
            }
            ("day_of_month" | "weekday", [inner]) => {
                let day = self.day(inner);
                if name == "weekday" {
                    (Node::OfDay(OfDay::Weekday, Box::new(day)), Unit::Word(week()))
                } else {
                    (Node::OfDay(OfDay::Number, Box::new(day)), Unit::Count)
                }
            }
            ("same_month", [day, written]) => {
                let day = self.day(day);
                let faults = self.faults.len();
                let (number, unit) = self.quantity(written);
                if !matches!(unit, Unit::Number | Unit::Count) && self.faults.len() == faults {
                    return self.fail(tree, FaultKind::Wanted("count", unit.to_string()), Unit::Day);
                }
                if let Some(figure) = written_figure(written).filter(|figure| !is_day_of_month(*figure)) {
                    return self.fail(tree, FaultKind::NoSuchDay(figure.text(), "1 … 31"), Unit::Day);
                }
                (Node::SameMonth(Box::new((day, number))), Unit::Day)
            }
            ("day", [Tree { kind: Kind::Quoted(text), .. }]) => match Day::parse_iso(text) {
                Some(day) => (Node::Number(Exact::whole(day.number())), Unit::Day),
                None if is_written_as_day(text) => {
                    self.fail(tree, FaultKind::NoSuchDay(text.clone(), "day('2024-05-19')"), Unit::Day)
                }
                None => self.fail(tree, FaultKind::Wanted("day('2024-05-19')", text.clone()), Unit::Day),
            },
            ("given", [Tree { kind: Kind::Name(fact), .. }]) => match self.names.get(fact).map(|bound| &bound.what) {
                Some(What::Slot(slot)) => {
                    self.slots.push(*slot);
                    (Node::Given(*slot), Unit::Flag)
                }
                _ => {
                    let near = Some(heading::nearest_or_some(fact, self.names.known()));
                    self.fail(tree, FaultKind::Unknown(near), Unit::Flag)
                }
            },
            (_, [Tree { kind: Kind::Quoted(word), .. }]) => match self.names.call(name, word) {
                Some(bound) => {
                    let (what, unit) = (bound.what.clone(), bound.unit.clone());
                    (self.bound(what, &unit), unit)
                }
                None if self.names.is_unread_call(name, word) => {
                    self.unread = true;
                    (BROKEN, Unit::Number)
                }
                None => self.unknown_call(tree, name, word),
            },
            (_, [Tree { kind: Kind::Quoted(first), .. }, Tree { kind: Kind::Quoted(second), .. }]) => {
                let words = format!("{first}', '{second}");
                match self.names.call(name, &words) {
                    Some(bound) => {
                        let (what, unit) = (bound.what.clone(), bound.unit.clone());
                        (self.bound(what, &unit), unit)
                    }
                    None => self.unknown_call(tree, name, &words),
                }
            }
            _ => self.unknown_call(tree, name, ""),
        }
    }

    fn day(&mut self, tree: &Tree) -> Node {
        let faults = self.faults.len();
        let (node, unit) = self.check(tree);
        if unit != Unit::Day && self.faults.len() == faults {
            return self.fail(tree, FaultKind::Wanted("day", unit.to_string()), Unit::Day).0;
        }
        node
    }

    fn unknown_call(&mut self, tree: &Tree, name: &str, word: &str) -> Checked {
        let near = match self.names.arguments(name).next() {
            Some(_) => {
                let known: Vec<String> = self.names.arguments(name).map(|word| format!("{name}('{word}')")).collect();
                Some(heading::nearest_or_some(&format!("{name}('{word}')"), known.iter().map(String::as_str)))
            }
            None => {
                let known: std::collections::BTreeSet<&str> = self.names.functions().chain(OWN_FUNCTIONS).collect();
                Some(heading::nearest_or_some(name, known))
            }
        };
        self.fail(tree, FaultKind::Unknown(near), Unit::Number)
    }

    /// The unit of two values that stand side by side.
    fn common(&mut self, tree: &Tree, left: Unit, right: Unit) -> Unit {
        match joined(&left, &right) {
            Some(unit) => unit,
            None if left == right && matches!(left, Unit::Day | Unit::Year) => left,
            None => self.fail(tree, FaultKind::Units(left.to_string(), right.to_string()), left).1,
        }
    }

    fn arith(&mut self, tree: &Tree, operator: Arith, left: &Tree, right: &Tree) -> Checked {
        let (left, left_unit) = self.quantity(left);
        let (right, right_unit) = self.quantity(right);
        let unit = match (operator, &left_unit, &right_unit) {
            (Arith::Sub, Unit::Day, Unit::Day) => Some(Unit::Count),
            (Arith::Add | Arith::Sub, Unit::Day, Unit::Count | Unit::Number) => Some(Unit::Day),
            (Arith::Add | Arith::Sub, a, b) => joined(a, b),
            (Arith::Mul, Unit::Number | Unit::Percent, other) | (Arith::Mul, other, Unit::Number | Unit::Percent) => {
                Some(other.clone())
            }
            (Arith::Mul, ..) => None,
            (Arith::Div, a, Unit::Number) => Some(a.clone()),
            (Arith::Div, a, b) => joined(a, b).map(|_| Unit::Percent),
        };
        match unit {
            Some(unit) => (summed(operator, left, right), unit),
            None => self.fail(tree, FaultKind::Units(left_unit.to_string(), right_unit.to_string()), left_unit),
        }
    }

    fn compare(&mut self, tree: &Tree, operator: Compare, left: &Tree, right: &Tree) -> Node {
        if let Some((other, scale_side, flipped)) = self.word_sides(left, right) {
            let faults = self.faults.len();
            let (node, unit) = self.check(scale_side);
            let Unit::Word(scale) = &unit else {
                match &other.kind {
                    // The other side has no words to choose from, so this is a name, and an unknown one.
                    Kind::Name(name) => drop(self.name(other, name)),
                    _ if self.faults.len() == faults => {
                        drop(self.fail(tree, FaultKind::Wanted("word", unit.to_string()), Unit::Flag))
                    }
                    _ => {}
                }
                return BROKEN;
            };
            let word = self.word(other, scale);
            return self.ordered(tree, operator, node, Node::Number(Exact::whole(word)), scale, flipped);
        }
        let (left_tree, right_tree) = (left, right);
        let (left, left_unit) = self.check(left);
        let (right, right_unit) = self.check(right);
        match (&left_unit, &right_unit) {
            (Unit::Word(a), Unit::Word(b)) if a == b => self.ordered(tree, operator, left, right, a, false),
            (Unit::Flag, Unit::Flag) if matches!(operator, Compare::Equal | Compare::Unlike) => {
                Node::SameFlag(operator == Compare::Equal, Box::new((left, right)))
            }
            (a, b) if comparable(a, b) => compared(operator, left, right),
            (Unit::Percent, Unit::Number) | (Unit::Number, Unit::Percent)
                if let Some(figure) = [&left, &right].into_iter().find_map(figure) =>
            {
                self.fail(tree, FaultKind::BareFigure(figure), Unit::Flag).0
            }
            (Unit::Word(scale), unit) if is_word_of(right_tree, scale) => self.unquoted(right_tree, unit, scale),
            (unit, Unit::Word(scale)) if is_word_of(left_tree, scale) => self.unquoted(left_tree, unit, scale),
            _ => self.fail(tree, FaultKind::Units(left_unit.to_string(), right_unit.to_string()), Unit::Flag).0,
        }
    }

    fn unquoted(&mut self, tree: &Tree, unit: &Unit, scale: &Scale) -> Node {
        self.fail(tree, FaultKind::Unquoted(unit.to_string(), scale.id.clone()), Unit::Flag).0
    }

    /// In an ordered scale the best stands first, so "better" is a smaller place.
    fn ordered(&mut self, tree: &Tree, operator: Compare, left: Node, right: Node, scale: &Scale, flipped: bool) -> Node {
        let orders = !matches!(operator, Compare::Equal | Compare::Unlike);
        if orders && !scale.ordered {
            return self.fail(tree, FaultKind::Wanted("ordered scale", scale.id.clone()), Unit::Flag).0;
        }
        if orders != flipped { compared(operator, right, left) } else { compared(operator, left, right) }
    }

    /// Which side is a bare word (quoted, or a name that stands for nothing else), and which side has the scale.
    fn word_sides<'t>(&self, left: &'t Tree, right: &'t Tree) -> Option<(&'t Tree, &'t Tree, bool)> {
        if self.is_word(right) {
            Some((right, left, false))
        } else if self.is_word(left) {
            Some((left, right, true))
        } else {
            None
        }
    }

    fn is_word(&self, tree: &Tree) -> bool {
        match &tree.kind {
            Kind::Quoted(_) => true,
            Kind::Name(name) => self.names.get(name).is_none() && !self.names.is_unread(name) && name != "yes" && name != "no",
            _ => false,
        }
    }

    fn word(&mut self, tree: &Tree, scale: &Scale) -> i64 {
        let (Kind::Quoted(word) | Kind::Name(word)) = &tree.kind else {
            self.fail(tree, FaultKind::Wanted("word", String::new()), Unit::Flag);
            return 0;
        };
        match scale.place(word) {
            Some(place) => place,
            None => {
                let near = Some(heading::nearest_or_some(word, scale.words.iter().map(String::as_str)));
                self.fail(tree, FaultKind::Unknown(near), Unit::Flag);
                0
            }
        }
    }

    fn one_of(&mut self, left: &Tree, words: &[Tree]) -> Node {
        let faults = self.faults.len();
        let (node, unit) = self.check(left);
        let Unit::Word(scale) = &unit else {
            if self.faults.len() == faults {
                self.fail(left, FaultKind::Wanted("word", unit.to_string()), Unit::Flag);
            }
            return BROKEN;
        };
        let places = words.iter().map(|word| self.word(word, scale)).collect();
        match node {
            Node::Slot { slot, den: 1 } => Node::Among(slot, places),
            node => Node::OneOf(Box::new(node), places),
        }
    }
}

/// Whether a name is spelt as a word of the scale.
fn is_word_of(tree: &Tree, scale: &Scale) -> bool {
    matches!(&tree.kind, Kind::Name(name) if scale.place(name).is_some())
}

/// Sums and shares of whole-number slots become one node; anything else stays as it is.
fn summed(operator: Arith, left: Node, right: Node) -> Node {
    let sum = |node: &Node| match node {
        Node::Slot { slot, den: 1 } => Some(Sum::of(*slot)),
        Node::Sum(sum) => Some(sum.clone()),
        _ => None,
    };
    match (operator, sum(&left), sum(&right)) {
        (Arith::Add, Some(left), Some(right)) => Node::Sum(left.and(right)),
        (Arith::Sub, Some(left), Some(right)) => Node::Sum(left.and(Sum { plus: right.minus, minus: right.plus })),
        (Arith::Div, Some(left), Some(right)) => Node::Rate(Box::new((left, right))),
        _ => Node::Arith(operator, Box::new((left, right))),
    }
}

/// A slot compared with a figure becomes one node where the figure is whole in the unit of the slot.
fn compared(operator: Compare, left: Node, right: Node) -> Node {
    let beside = match (&left, &right) {
        (Node::Slot { slot, den }, Node::Number(figure)) => Some((*slot, operator, *den, *figure)),
        (Node::Number(figure), Node::Slot { slot, den }) => Some((*slot, operator.mirrored(), *den, *figure)),
        _ => None,
    };
    let whole = |(slot, operator, den, figure): (usize, Compare, i64, Exact)| {
        let figure = figure.checked_mul(Exact::whole(den))?.reduced();
        (figure.den() == 1).then_some(Node::Beside { slot, operator, figure: figure.num() })
    };
    beside.and_then(whole).unwrap_or_else(|| Node::Compare(operator, Box::new((left, right))))
}

fn figure(node: &Node) -> Option<Exact> {
    if let Node::Number(figure) = node { Some(*figure) } else { None }
}

/// A figure as it is written, with its sign.
fn written_figure(tree: &Tree) -> Option<Exact> {
    match &tree.kind {
        Kind::Number(figure) => Some(*figure),
        Kind::Negate(inner) => Exact::ZERO.checked_sub(written_figure(inner)?),
        _ => None,
    }
}

/// Whether a month has such a day; the last one stands for those that a shorter month lacks.
fn is_day_of_month(figure: Exact) -> bool {
    let figure = figure.reduced();
    figure.den() == 1 && (1..=31).contains(&figure.num())
}

/// Whether a text has the form of a day, be there such a day or not.
fn is_written_as_day(text: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| if form == b'-' { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().zip(*b"0000-00-00").all(fits)
}

/// The unit of a sum; a bare figure takes the unit of the other side, but never percent.
fn joined(left: &Unit, right: &Unit) -> Option<Unit> {
    let takes_figures = |unit: &Unit| matches!(unit, Unit::Number | Unit::Count | Unit::Minutes | Unit::Points);
    match (left, right) {
        (Unit::Flag | Unit::Text | Unit::Word(_) | Unit::Day | Unit::Year, _) => None,
        (a, b) if a == b => Some(a.clone()),
        (Unit::Number, other) | (other, Unit::Number) if takes_figures(other) => Some(other.clone()),
        _ => None,
    }
}

fn comparable(left: &Unit, right: &Unit) -> bool {
    match (left, right) {
        (Unit::Day, Unit::Day) | (Unit::Year, Unit::Year | Unit::Number) | (Unit::Number, Unit::Year) => true,
        (a, b) => joined(a, b).is_some(),
    }
}
