//! Takes claims apart until only sums are left, case by case.

use std::collections::{BTreeMap, BTreeSet};

use super::World;
use super::choices::cases;
use super::linear::{Bounded, Linear, Sign, Stop, eliminate};
use crate::base::interval::Bound;
use crate::base::{Exact, Interval};
use crate::expr::{Compare, Node};

/// What a case still has to meet.
#[derive(Clone, Debug)]
pub(super) enum Goal {
    Holds(Node, bool),
    Compare(Compare, Node, Node),
    /// All goals of one of these.
    OneOf(Vec<Vec<Goal>>),
    /// Its value is asked for.
    Asked(Node),
}

impl Goal {
    /// The ways in which it is not met.
    pub(super) fn denied(self) -> Vec<Vec<Goal>> {
        match self {
            Goal::Holds(node, holds) => vec![vec![Goal::Holds(node, !holds)]],
            Goal::Compare(operator, left, right) => vec![vec![Goal::Compare(operator.denied(), left, right)]],
            // Nothing brings these forth within a denial; a case without goals claims nothing.
            Goal::OneOf(_) | Goal::Asked(_) => vec![Vec::new()],
        }
    }
}

/// Steps after which nothing is claimed any more.
const LONGEST: usize = 4_000;

pub(super) struct Search<'w> {
    pub(super) world: &'w World,
    pub(super) steps: BTreeMap<usize, Exact>,
    done: usize,
    /// The ends found so far, of all cases that are possible.
    found: Option<Interval>,
    /// Whether one case is enough.
    first_only: bool,
}

/// One case.
#[derive(Clone, Default)]
pub(super) struct Case {
    goals: Vec<Goal>,
    pub(super) sums: Vec<Bounded>,
    words: BTreeMap<usize, Vec<i64>>,
    given: BTreeMap<usize, bool>,
    used: BTreeSet<usize>,
    /// Shares that do not stand alone, each with the number that stands for it.
    pub(super) shares: Vec<(Linear, Linear, usize)>,
    /// Values that are no sums, each with the number that stands for it.
    pub(super) opaque: Vec<(String, usize)>,
    /// How many numbers stand for something that is no sum.
    pub(super) numbers: usize,
    asked: Option<Linear>,
}

/// What a goal came to.
enum Met {
    Yes,
    Never,
    Cases(Vec<Vec<Goal>>),
}

impl<'w> Search<'w> {
    pub(super) fn new(world: &'w World) -> Search<'w> {
        let steps = world.values.iter().filter_map(|(slot, values)| Some((*slot, values.step?))).collect();
        Search { world, steps, done: 0, found: None, first_only: false }
    }

    pub(super) fn possible(mut self, goals: Vec<Goal>) -> bool {
        self.first_only = true;
        self.run(Case { goals, ..Case::default() });
        self.found.is_some()
    }

    pub(super) fn range(mut self, of: &Node, mut goals: Vec<Goal>) -> Option<Interval> {
        goals.push(Goal::Asked(of.clone()));
        self.run(Case { goals, ..Case::default() });
        self.found
    }

    pub(super) fn step(mut self, of: &Node) -> Option<Exact> {
        let mut case = Case::default();
        let of = self.inlined(of);
        let nodes = match cases(&of) {
            Some(parts) => parts.into_iter().map(|(_, node)| node).collect(),
            None => vec![of],
        };
        let [node] = nodes.as_slice() else { return None };
        let linear = self.linear(&mut case, node)?;
        let step = linear.step(&self.steps)?;
        (linear.constant.checked_div(step)?.reduced().den() == 1).then_some(step)
    }

    fn run(&mut self, mut case: Case) {
        // Cases are told apart last, when as much as possible is known.
        let mut later = Vec::new();
        while let Some(goal) = case.goals.pop() {
            self.done += 1;
            if self.done > LONGEST {
                self.found = Some(Interval::ALL);
                return;
            }
            match self.meet(&mut case, goal) {
                Met::Yes => {}
                Met::Never => return,
                Met::Cases(cases) => later.push(cases),
            }
        }
        let Some(cases) = later.pop() else { return self.end(case) };
        case.goals.extend(later.into_iter().map(Goal::OneOf));
        for goals in cases {
            let mut next = case.clone();
            next.goals.extend(goals);
            self.run(next);
            if self.first_only && self.found.is_some() {
                return;
            }
        }
    }

    /// The node with what measures and defined slots stand for.
    fn inlined(&self, node: &Node) -> Node {
        let pair = |sides: &(Node, Node)| Box::new((self.inlined(&sides.0), self.inlined(&sides.1)));
        let all = |parts: &[Node]| parts.iter().map(|part| self.inlined(part)).collect();
        match node {
            Node::Measure(measure) => self.inlined(&measure.node),
            Node::Negate(inner) => Node::Negate(Box::new(self.inlined(inner))),
            Node::Arith(operator, sides) => Node::Arith(*operator, pair(sides)),
            Node::Whole(mode, inner) => Node::Whole(*mode, Box::new(self.inlined(inner))),
            Node::Round(mode, step, inner) => Node::Round(*mode, *step, Box::new(self.inlined(inner))),
            Node::If(parts) => Node::If(Box::new((parts.0.clone(), self.inlined(&parts.1), self.inlined(&parts.2)))),
            Node::Least(parts) => Node::Least(all(parts)),
            Node::Greatest(parts) => Node::Greatest(all(parts)),
            Node::Slot { slot, .. } => self.world.greatest.get(slot).map_or_else(|| node.clone(), |parts| greatest(parts)),
            other => other.clone(),
        }
    }

    fn meet(&mut self, case: &mut Case, goal: Goal) -> Met {
        match goal {
            Goal::Holds(node, holds) => self.holds(case, node, holds),
            Goal::Compare(operator, left, right) => self.compare(case, operator, self.inlined(&left), self.inlined(&right)),
            Goal::OneOf(cases) => match <[Vec<Goal>; 1]>::try_from(cases) {
                Ok([only]) => {
                    case.goals.extend(only);
                    Met::Yes
                }
                Err(cases) => Met::Cases(cases),
            },
            Goal::Asked(node) => {
                let node = self.inlined(&node);
                if let Some(parts) = cases(&node) {
                    return Met::Cases(parts.into_iter().map(|(goals, node)| with(goals, Goal::Asked(node))).collect());
                }
                case.asked = self.linear(case, &node);
                Met::Yes
            }
        }
    }

    fn holds(&mut self, case: &mut Case, node: Node, holds: bool) -> Met {
        match node {
            Node::Flag(value) if value == holds => Met::Yes,
            Node::Flag(_) => Met::Never,
            Node::Slot { slot, .. } => self.word(case, slot, |value| (value != 0) == holds),
            Node::Among(slot, places) => self.word(case, slot, |place| places.contains(&place) == holds),
            Node::OneOf(left, places) => match self.inlined(&left) {
                Node::Slot { slot, den: 1 } => self.word(case, slot, |place| places.contains(&place) == holds),
                _ => Met::Yes,
            },
            Node::Given(slot) => match case.given.insert(slot, holds) {
                Some(before) if before != holds => Met::Never,
                _ => Met::Yes,
            },
            Node::Measure(measure) => self.holds(case, measure.node.clone(), holds),
            Node::Not(inner) => self.holds(case, *inner, !holds),
            Node::All(parts) => self.parts(case, parts, holds, holds),
            Node::Any(parts) => self.parts(case, parts, holds, !holds),
            Node::Compare(operator, sides) => {
                let operator = if holds { operator } else { operator.denied() };
                self.compare(case, operator, self.inlined(&sides.0), self.inlined(&sides.1))
            }
            Node::Beside { slot, operator, figure } => {
                let operator = if holds { operator } else { operator.denied() };
                let slot = self.inlined(&Node::Slot { slot, den: 1 });
                self.compare(case, operator, slot, Node::Number(Exact::whole(figure)))
            }
            Node::SameFlag(same, sides) => {
                let (left, right) = *sides;
                let pair = |one: bool| vec![Goal::Holds(left.clone(), one), Goal::Holds(right.clone(), one == (holds == same))];
                Met::Cases(vec![pair(true), pair(false)])
            }
            // A number stands here for a flag, or something of which nothing is known.
            _ => Met::Yes,
        }
    }

    fn parts(&mut self, case: &mut Case, parts: Vec<Node>, holds: bool, together: bool) -> Met {
        let goals = parts.into_iter().map(|part| Goal::Holds(part, holds));
        if together {
            case.goals.extend(goals);
            return Met::Yes;
        }
        Met::Cases(goals.map(|goal| vec![goal]).collect())
    }

    /// A slot that holds words or flags.
    fn word(&mut self, case: &mut Case, slot: usize, keep: impl Fn(i64) -> bool) -> Met {
        self.reads(case, slot);
        let Some(known) = self.world.values.get(&slot).and_then(|values| values.only.as_ref()) else { return Met::Yes };
        let left = case.words.entry(slot).or_insert_with(|| known.clone());
        left.retain(|value| keep(*value));
        if left.is_empty() { Met::Never } else { Met::Yes }
    }

    fn compare(&mut self, case: &mut Case, operator: Compare, left: Node, right: Node) -> Met {
        if let Some(parts) = cases(&left) {
            let next = |node| Goal::Compare(operator, node, right.clone());
            return Met::Cases(parts.into_iter().map(|(goals, node)| with(goals, next(node))).collect());
        }
        if let Some(parts) = cases(&right) {
            let next = |node| Goal::Compare(operator, left.clone(), node);
            return Met::Cases(parts.into_iter().map(|(goals, node)| with(goals, next(node))).collect());
        }
        if let (Node::Slot { slot, den }, Node::Number(figure)) = (&left, &right)
            && let Some(figure) = figure.checked_mul(Exact::whole(*den))
            && self.world.values.get(slot).is_some_and(|values| values.only.is_some())
        {
            return self.word(case, *slot, |value| operator.holds(Exact::whole(value).cmp(&figure)));
        }
        if operator == Compare::Unlike {
            let next = |operator| vec![Goal::Compare(operator, left.clone(), right.clone())];
            return Met::Cases(vec![next(Compare::Less), next(Compare::More)]);
        }
        let difference = match self.crosswise(case, &left, &right) {
            Some(difference) => Some(difference),
            None => {
                let sides = (self.linear(case, &left), self.linear(case, &right));
                if let (Some(left), Some(right)) = sides { left.and(&right, Exact::whole(-1)) } else { None }
            }
        };
        let Some(sum) = difference else { return Met::Yes };
        let (sum, sign) = match operator {
            Compare::Less => (Some(sum), Sign::BelowZero),
            Compare::AtMost => (Some(sum), Sign::AtMostZero),
            Compare::Equal | Compare::Unlike => (Some(sum), Sign::Zero),
            Compare::AtLeast => (sum.times(Exact::whole(-1)), Sign::AtMostZero),
            Compare::More => (sum.times(Exact::whole(-1)), Sign::BelowZero),
        };
        case.sums.extend(sum.map(|sum| Bounded::new(sum, sign)));
        Met::Yes
    }

    /// Whether a sum cannot stand so to zero, whatever else is claimed.
    pub(super) fn never(&self, case: &Case, sum: &Linear, sign: Sign) -> bool {
        let used: BTreeSet<usize> = sum.parts.keys().copied().chain(case.used.iter().copied()).collect();
        let mut all = self.known(&used, &BTreeMap::new());
        all.push(Bounded::new(sum.clone(), sign));
        eliminate(all, None, &self.steps).err() == Some(Stop::Impossible)
    }

    pub(super) fn reads(&self, case: &mut Case, slot: usize) {
        if case.used.insert(slot)
            && let Some(needs) = self.world.needs.get(&slot)
        {
            case.goals.extend(needs.iter().map(|(node, holds)| Goal::Holds(node.clone(), *holds)));
        }
    }

    /// What is known of these slots, and of those that they depend on.
    fn known(&self, used: &BTreeSet<usize>, words: &BTreeMap<usize, Vec<i64>>) -> Vec<Bounded> {
        let mut reached = used.clone();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut all = Vec::new();
        loop {
            let next = self.world.relations.iter().enumerate().find(|(position, relation)| {
                !taken.contains(position)
                    && relation.sum.parts.keys().any(|slot| self.leads(relation, *slot) && reached.contains(slot))
            });
            let Some((position, relation)) = next else { break };
            taken.insert(position);
            reached.extend(relation.sum.parts.keys());
            all.push(relation.clone());
        }
        for slot in reached {
            let Some(values) = self.world.values.get(&slot) else { continue };
            let left = words.get(&slot).or(values.only.as_ref());
            let ends = left.and_then(|left| Some((left.iter().min()?, left.iter().max()?)));
            let closed = |at: i64| Some(Bound { at: Exact::whole(at), closed: true });
            let range = ends.map_or_else(|| (values.range.low, values.range.high), |(low, high)| (closed(*low), closed(*high)));
            all.extend(range.0.and_then(|low| beyond(slot, low, Exact::whole(-1))));
            all.extend(range.1.and_then(|high| beyond(slot, high, Exact::ONE)));
        }
        all
    }

    /// Of "at most", only who wants to know about the smaller side learns from the larger; of a sum, everyone.
    fn leads(&self, relation: &Bounded, slot: usize) -> bool {
        let weight = relation.sum.parts.get(&slot).copied().unwrap_or(Exact::ZERO);
        relation.sign == Sign::Zero || weight > Exact::ZERO
    }

    fn end(&mut self, case: Case) {
        let unknown = |(slot, given): (&usize, &bool)| !given && case.used.contains(slot);
        if case.given.iter().any(unknown) {
            return;
        }
        let mut all = self.known(&case.used, &case.words);
        all.extend(case.sums);
        // What is asked for comes in the steps of what it is the sum of.
        let in_steps = |asked: &Linear| {
            let step = asked.step(&self.steps).filter(|step| *step > Exact::ZERO)?;
            (asked.constant.checked_div(step)?.reduced().den() == 1).then_some(step)
        };
        match case.asked.as_ref().and_then(in_steps) {
            Some(step) => self.steps.insert(usize::MAX, step),
            None => self.steps.remove(&usize::MAX),
        };
        let asked = match &case.asked {
            Some(asked) => asked.clone().and(&Linear::of(usize::MAX, Exact::ONE), Exact::whole(-1)),
            None => None,
        };
        all.extend(asked.map(|asked| Bounded::new(asked, Sign::Zero)));
        let found = match eliminate(all, Some(usize::MAX), &self.steps) {
            Err(Stop::Impossible) => return,
            Err(Stop::Unclear) => Interval::ALL,
            Ok(left) => ends(&left),
        };
        self.found = Some(match self.found.take() {
            Some(before) => before.around(&found),
            None => found,
        });
    }
}

/// `weight` is one for an upper end and minus one for a lower.
pub(super) fn beyond(slot: usize, end: Bound, weight: Exact) -> Option<Bounded> {
    let sum = Linear::of(slot, weight).and(&Linear::constant(end.at), Exact::ZERO.checked_sub(weight)?)?;
    Some(Bounded::new(sum, if end.closed { Sign::AtMostZero } else { Sign::BelowZero }))
}

/// The ends of the one number that is left.
fn ends(left: &[Bounded]) -> Interval {
    let mut range = Interval::ALL;
    for one in left {
        let Some(weight) = one.sum.parts.get(&usize::MAX) else { continue };
        let Some(at) = Exact::ZERO.checked_sub(one.sum.constant).and_then(|end| end.checked_div(*weight)) else { continue };
        let end = Some(Bound { at: at.reduced(), closed: one.sign != Sign::BelowZero });
        let narrower = match (one.sign, *weight > Exact::ZERO) {
            (Sign::Zero, _) => Interval { low: end, high: end, percent: false },
            (_, true) => Interval { low: None, high: end, percent: false },
            (_, false) => Interval { low: end, high: None, percent: false },
        };
        range = range.common(&narrower);
    }
    range
}

fn with(mut goals: Vec<Goal>, last: Goal) -> Vec<Goal> {
    goals.push(last);
    goals
}

fn greatest(slots: &[usize]) -> Node {
    Node::Greatest(slots.iter().map(|slot| Node::Slot { slot: *slot, den: 1 }).collect())
}
