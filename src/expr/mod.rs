//! The expression language of rule files: small, total, typed with units, exact. Floor 2.
//!
//! `present / (members - exempt_absent)`, `not has_committee or committee_met`, `kind in (regular, combined)`.
//! An expression is checked once against the names of its regulation and then walked for every meeting;
//! the same checked tree gives the value and, through [`Expr::slots`], what was put in.

mod check;
mod eval;
mod names;
mod parse;
pub mod possible;
mod short;

pub use eval::{Absent, Slots};
pub use names::{Bound, Names, Scale, Unit, What};
pub use parse::{Kind, Tree};
pub use short::Between;
pub(crate) use short::{Ask, Whole};

use std::ops::Range;
use std::sync::Arc;

use crate::base::{Exact, Rounding};

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Expr {
    text: Arc<str>,
    node: Node,
    unit: Unit,
    slots: Vec<usize>,
    size: usize,
    /// The short way of a condition.
    short: Option<Ask>,
    span: Range<usize>,
}

/// Parts that an expression may have with those of its measures; nesting of measures would otherwise multiply the cost of a meeting.
const LARGEST: usize = 4_000;

/// What is wrong with the text of an expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes within the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The faults of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text does not follow the grammar; what could have stood there.
    Syntax(&'static str),
    /// A name, function argument or word that is not known, with the nearest one that is.
    Unknown(Option<String>),
    /// Units that do not go together, such as percent and points.
    Units(String, String),
    /// A percent beside a bare figure, which would be taken for a number of times the whole.
    BareFigure(Exact),
    /// A name beside a value whose words it is one of: the unit of what it names, and the scale of the words.
    Unquoted(String, String),
    /// One unit was needed here, another stands here.
    Wanted(&'static str, String),
    /// A day that no calendar has, and what would be one.
    NoSuchDay(String, &'static str),
}

#[derive(Clone, Debug)]
pub(crate) enum Node {
    Number(Exact),
    Flag(bool),
    Slot {
        slot: usize,
        den: i64,
    },
    /// Whole numbers added and taken away: what attendance is made of.
    Sum(Sum),
    /// One such sum as a share of another: what most measures are.
    Rate(Box<(Sum, Sum)>),
    Measure(Arc<Expr>),
    Negate(Box<Node>),
    Arith(Arith, Box<(Node, Node)>),
    Compare(Compare, Box<(Node, Node)>),
    /// A slot beside a figure, the figure in the unit in which slots hold it: what most conditions are.
    Beside {
        slot: usize,
        operator: Compare,
        figure: i64,
    },
    SameFlag(bool, Box<(Node, Node)>),
    OneOf(Box<Node>, Vec<i64>),
    /// A slot that holds one of some words.
    Among(usize, Vec<i64>),
    Given(usize),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    If(Box<(Node, Node, Node)>),
    Least(Vec<Node>),
    Greatest(Vec<Node>),
    /// To a whole number.
    Whole(Rounding, Box<Node>),
    /// To multiples of a step.
    Round(Rounding, Exact, Box<Node>),
    /// What the calendar says of a day.
    OfDay(OfDay, Box<Node>),
    /// The day of a number in the month of a day.
    SameMonth(Box<(Node, Node)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfDay {
    /// Day of the month, from 1.
    Number,
    /// Place in the words of the week.
    Weekday,
}

/// Slots that are added, and slots that are taken away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    plus: Vec<usize>,
    minus: Vec<usize>,
}

/// What is done with two quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arith {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Unlike,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Compare {
    /// The operator that holds just where this one does not.
    pub fn denied(self) -> Compare {
        match self {
            Compare::Less => Compare::AtLeast,
            Compare::AtMost => Compare::More,
            Compare::Equal => Compare::Unlike,
            Compare::Unlike => Compare::Equal,
            Compare::AtLeast => Compare::Less,
            Compare::More => Compare::AtMost,
        }
    }

    /// The operator that says the same with the sides changed about.
    pub fn mirrored(self) -> Compare {
        match self {
            Compare::Less => Compare::More,
            Compare::AtMost => Compare::AtLeast,
            Compare::AtLeast => Compare::AtMost,
            Compare::More => Compare::Less,
            Compare::Equal | Compare::Unlike => self,
        }
    }
}

impl Node {
    fn is_whole(&self) -> bool {
        match self {
            Node::Number(figure) => figure.reduced().den() == 1,
            Node::Slot { den, .. } => *den == 1,
            Node::Sum(_) | Node::Whole(..) | Node::OfDay(..) | Node::SameMonth(_) => true,
            Node::Measure(measure) => measure.node.is_whole(),
            Node::Negate(inner) => inner.is_whole(),
            Node::Arith(operator, sides) => *operator != Arith::Div && sides.0.is_whole() && sides.1.is_whole(),
            Node::If(parts) => parts.1.is_whole() && parts.2.is_whole(),
            Node::Least(parts) | Node::Greatest(parts) => parts.iter().all(Node::is_whole),
            _ => false,
        }
    }
}

impl Expr {
    /// Parses and checks `text` against `names`. All faults that can be told apart are returned; none, where what goes in could not be
    /// read, which has been reported.
    pub fn compile(text: &str, names: &Names) -> Result<Expr, Vec<Fault>> {
        let tree = parse::parse(text).map_err(|fault| vec![fault])?;
        let mut checker = check::Checker::new(names);
        let (node, unit) = checker.check(&tree);
        if checker.size > LARGEST {
            checker.faults.push(Fault { range: 0..text.len(), kind: FaultKind::Syntax("fewer nested measures") });
        }
        if checker.unread {
            // Of what goes in nothing is known, so only names can be wrong for certain.
            checker.faults.retain(|fault| matches!(fault.kind, FaultKind::Unknown(_)));
            return Err(checker.faults);
        }
        if checker.faults.is_empty() {
            checker.slots.sort_unstable();
            checker.slots.dedup();
            // What stands for a measure and nothing else is the measure.
            let node = if let Node::Measure(measure) = node { measure.node.clone() } else { node };
            let short = if unit == Unit::Flag { Ask::of(&node) } else { None };
            let span = 0..text.len();
            Ok(Expr { text: text.into(), node, unit, slots: checker.slots, size: checker.size, short, span })
        } else {
            Err(checker.faults)
        }
    }

    /// As [`Expr::compile`], but the expression must be a condition.
    pub fn compile_flag(text: &str, names: &Names) -> Result<Expr, Vec<Fault>> {
        let expr = Expr::compile(text, names)?;
        if expr.unit == Unit::Flag {
            Ok(expr)
        } else {
            Err(vec![Fault { range: 0..text.len(), kind: FaultKind::Wanted("flag", expr.unit.to_string()) }])
        }
    }

    /// A condition that never holds.
    pub(crate) fn no() -> Expr {
        Expr { text: "no".into(), node: Node::Flag(false), unit: Unit::Flag, slots: Vec::new(), size: 1, short: None, span: 0..0 }
    }

    /// One slot divided by another: how an exact total, which need not be a decimal, is named in expressions.
    pub(crate) fn fraction(text: &str, num: usize, den: usize, unit: Unit) -> Expr {
        let node = Node::Rate(Box::new((Sum::of(num), Sum::of(den))));
        Expr { text: text.into(), node, unit, slots: vec![num, den], size: 3, short: None, span: 0..0 }
    }

    /// The text as the rule file has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The expression part by part, for who puts it into words or compares it; evaluation does not need it.
    pub fn tree(&self) -> Option<Tree> {
        parse::parse(&self.text).ok()
    }

    /// The same expression, with its place in the file that it was read from.
    pub fn at(mut self, span: Range<usize>) -> Expr {
        self.span = span;
        self
    }

    /// Where its text stands in the file that it was read from.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The conditions that `and`, `or` and `not` join to this one, each by itself; none where it is a single one.
    pub fn parts(&self) -> Vec<Expr> {
        let mut parts = Vec::new();
        if let Some(tree) = self.tree() {
            self.part(&tree, &self.node, &mut parts);
        }
        parts
    }

    fn part(&self, tree: &parse::Tree, node: &Node, parts: &mut Vec<Expr>) {
        use parse::Kind;
        match (&tree.kind, node) {
            (Kind::All(trees), Node::All(nodes)) | (Kind::Any(trees), Node::Any(nodes)) => {
                for (tree, node) in trees.iter().zip(nodes) {
                    self.part(tree, node, parts);
                }
            }
            (Kind::Not(tree), Node::Not(node)) => self.part(tree, node, parts),
            _ if tree.range != (0..self.text.len()) => {
                let range = parse::bare(&self.text, tree.range.clone());
                let text = self.text.get(range.clone()).unwrap_or("").into();
                let start = self.span.start;
                // A text with escapes is longer in the file than here; then the whole stands for its parts.
                let exact = self.span.len() == self.text.len();
                let span = if exact { start + range.start..start + range.end } else { self.span() };
                parts.push(Expr { text, node: node.clone(), unit: Unit::Flag, slots: Vec::new(), size: 0, short: None, span });
            }
            _ => {}
        }
    }

    /// What the value is counted in.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The slots whose values go in, each once, in order.
    pub fn slots(&self) -> &[usize] {
        &self.slots
    }

    /// The slot, when the whole expression is the value in one.
    pub fn only_slot(&self) -> Option<usize> {
        if let Node::Slot { slot, .. } = self.node { Some(slot) } else { None }
    }

    /// Whether the value, where there is one, is a whole number whatever goes in.
    pub fn is_whole(&self) -> bool {
        self.node.is_whole()
    }

    /// The value of a condition.
    #[inline]
    pub fn flag(&self, slots: Slots<'_>) -> Result<bool, Absent> {
        match self.short.as_ref().and_then(|short| short.holds(slots.facts)) {
            Some(holds) => Ok(holds),
            None => eval::flag(&self.node, &slots),
        }
    }

    /// The value of anything but a condition: a number in its unit, a share for percent, a day number, a word's place in its scale.
    pub fn number(&self, slots: Slots<'_>) -> Result<Exact, Absent> {
        eval::number(&self.node, &slots)
    }

    /// When the whole expression is one division, its two sides: a rate is shown with both numbers.
    pub fn ratio(&self, slots: Slots<'_>) -> Option<(Exact, Exact)> {
        match &self.node {
            Node::Arith(Arith::Div, sides) => Some((eval::number(&sides.0, &slots).ok()?, eval::number(&sides.1, &slots).ok()?)),
            Node::Rate(sides) => Some((Exact::whole(sides.0.value(&slots).ok()?), Exact::whole(sides.1.value(&slots).ok()?))),
            Node::Measure(inner) => inner.ratio(slots),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
