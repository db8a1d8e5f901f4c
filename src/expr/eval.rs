//! The one evaluator. A missing fact makes a value absent, never zero and never false.

use std::cmp::Ordering;

use super::{Arith, Compare, Node, OfDay, Sum};
use crate::base::{Day, Exact};

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The fact in this slot was not recorded.
    Missing(usize),
    /// A rate of nothing: its whole is zero.
    NoBase,
    /// Figures beyond what any record can hold.
    TooLarge,
}

/// The values that go in: facts as recorded, then what was derived from them.
#[derive(Clone, Copy, Debug)]
pub struct Slots<'a> {
    /// Recorded facts; points in thousandths, flags as 0 and 1, days and words by number.
    pub facts: &'a [Option<i64>],
    /// Derived values, numbered on from the facts.
    pub derived: &'a [Option<i64>],
}

impl Slots<'_> {
    /// The value in a slot.
    #[inline]
    pub fn get(&self, slot: usize) -> Option<i64> {
        match self.facts.get(slot) {
            Some(value) => *value,
            None => self.derived.get(slot - self.facts.len()).copied().flatten(),
        }
    }
}

pub(super) fn number(node: &Node, slots: &Slots<'_>) -> Result<Exact, Absent> {
    match node {
        Node::Number(figure) => Ok(*figure),
        Node::Slot { slot, den } => {
            let value = slots.get(*slot).ok_or(Absent::Missing(*slot))?;
            Exact::new(value, *den).ok_or(Absent::TooLarge)
        }
        Node::Sum(sum) => sum.value(slots).map(Exact::whole),
        Node::Rate(sides) => {
            let (part, whole) = (sides.0.value(slots)?, sides.1.value(slots)?);
            if whole == 0 { Err(Absent::NoBase) } else { Exact::new(part, whole).ok_or(Absent::TooLarge) }
        }
        Node::Measure(measure) => number(&measure.node, slots),
        Node::Negate(inner) => Exact::ZERO.checked_sub(number(inner, slots)?).ok_or(Absent::TooLarge),
        Node::Arith(operator, sides) => arith(*operator, number(&sides.0, slots)?, number(&sides.1, slots)?),
        Node::If(parts) => {
            let (condition, yes, no) = &**parts;
            number(if flag(condition, slots)? { yes } else { no }, slots)
        }
        Node::Least(parts) => extreme(parts, slots, Exact::min),
        Node::Greatest(parts) => extreme(parts, slots, Exact::max),
        Node::Round(mode, step, inner) => number(inner, slots)?.round(*step, *mode).ok_or(Absent::TooLarge),
        Node::Whole(mode, inner) => number(inner, slots)?.round(Exact::ONE, *mode).ok_or(Absent::TooLarge),
        Node::OfDay(what, inner) => {
            let day = day(inner, slots)?;
            let number = match what {
                OfDay::Number => day.of_month(),
                OfDay::Weekday => day.weekday(),
            };
            Ok(Exact::whole(i64::from(number)))
        }
        Node::SameMonth(sides) => {
            let (day, wanted) = (day(&sides.0, slots)?, number(&sides.1, slots)?.reduced());
            let wanted = u32::try_from(wanted.num()).ok().filter(|_| wanted.den() == 1);
            let found = wanted.and_then(|wanted| day.same_month(wanted)).ok_or(Absent::TooLarge)?;
            Ok(Exact::whole(found.number()))
        }
        condition => Ok(Exact::whole(i64::from(flag(condition, slots)?))),
    }
}

fn day(node: &Node, slots: &Slots<'_>) -> Result<Day, Absent> {
    let number = number(node, slots)?.reduced();
    Day::from_number(number.num()).filter(|_| number.den() == 1).ok_or(Absent::TooLarge)
}

impl Sum {
    pub(super) fn of(slot: usize) -> Sum {
        Sum { plus: vec![slot], minus: Vec::new() }
    }

    pub(super) fn and(mut self, other: Sum) -> Sum {
        self.plus.extend(other.plus);
        self.minus.extend(other.minus);
        self
    }

    #[inline]
    pub(super) fn value(&self, slots: &Slots<'_>) -> Result<i64, Absent> {
        let mut sum = 0_i64;
        for slot in &self.plus {
            sum = sum.checked_add(slots.get(*slot).ok_or(Absent::Missing(*slot))?).ok_or(Absent::TooLarge)?;
        }
        for slot in &self.minus {
            sum = sum.checked_sub(slots.get(*slot).ok_or(Absent::Missing(*slot))?).ok_or(Absent::TooLarge)?;
        }
        Ok(sum)
    }
}

impl Compare {
    #[inline]
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Compare::Less => order.is_lt(),
            Compare::AtMost => order.is_le(),
            Compare::Equal => order.is_eq(),
            Compare::Unlike => order.is_ne(),
            Compare::AtLeast => order.is_ge(),
            Compare::More => order.is_gt(),
        }
    }
}

pub(super) fn flag(node: &Node, slots: &Slots<'_>) -> Result<bool, Absent> {
    match node {
        Node::Flag(value) => Ok(*value),
        Node::Slot { slot, .. } => slots.get(*slot).map(|value| value != 0).ok_or(Absent::Missing(*slot)),
        Node::Measure(measure) => flag(&measure.node, slots),
        Node::Compare(operator, sides) => Ok(operator.holds(number(&sides.0, slots)?.cmp(&number(&sides.1, slots)?))),
        Node::Beside { slot, operator, figure } => match slots.get(*slot) {
            Some(value) => Ok(operator.holds(value.cmp(figure))),
            None => Err(Absent::Missing(*slot)),
        },
        Node::SameFlag(same, sides) => Ok((flag(&sides.0, slots)? == flag(&sides.1, slots)?) == *same),
        Node::OneOf(left, places) => {
            let place = number(left, slots)?;
            Ok(places.iter().any(|word| place == Exact::whole(*word)))
        }
        Node::Among(slot, places) => match slots.get(*slot) {
            Some(place) => Ok(places.contains(&place)),
            None => Err(Absent::Missing(*slot)),
        },
        Node::Given(slot) => Ok(slots.get(*slot).is_some()),
        Node::Not(inner) => flag(inner, slots).map(|value| !value),
        Node::All(parts) => decided(parts, slots, false),
        Node::Any(parts) => decided(parts, slots, true),
        other => number(other, slots).map(|value| value != Exact::ZERO),
    }
}

/// One part with the deciding value settles the whole, even when another part is absent.
fn decided(parts: &[Node], slots: &Slots<'_>, deciding: bool) -> Result<bool, Absent> {
    let mut absent = None;
    for part in parts {
        match flag(part, slots) {
            Ok(value) if value == deciding => return Ok(deciding),
            Ok(_) => {}
            Err(reason) => absent = absent.or(Some(reason)),
        }
    }
    absent.map_or(Ok(!deciding), Err)
}

fn arith(operator: Arith, left: Exact, right: Exact) -> Result<Exact, Absent> {
    match operator {
        Arith::Add => left.checked_add(right).ok_or(Absent::TooLarge),
        Arith::Sub => left.checked_sub(right).ok_or(Absent::TooLarge),
        Arith::Mul => left.checked_mul(right).ok_or(Absent::TooLarge),
        Arith::Div if right == Exact::ZERO => Err(Absent::NoBase),
        Arith::Div => left.checked_div(right).ok_or(Absent::TooLarge),
    }
}

fn extreme(parts: &[Node], slots: &Slots<'_>, pick: fn(Exact, Exact) -> Exact) -> Result<Exact, Absent> {
    let mut values = parts.iter().map(|part| number(part, slots));
    let first = values.next().unwrap_or(Err(Absent::NoBase))?;
    values.try_fold(first, |best, value| value.map(|value| pick(best, value)))
}
