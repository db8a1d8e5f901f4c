//! Weighted sums of slots, and what a set of conditions on them leaves possible (Fourier and Motzkin's elimination).

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Exact;

/// `constant + weight × slot + …`
#[derive(Clone, Debug)]
pub(super) struct Linear {
    pub(super) parts: BTreeMap<usize, Exact>,
    pub(super) constant: Exact,
}

/// How a sum stands to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Zero,
    AtMostZero,
    BelowZero,
}

/// A condition on a sum.
#[derive(Clone, Debug)]
pub(super) struct Bounded {
    pub(super) sum: Linear,
    pub(super) sign: Sign,
}

/// Why an elimination ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// No values meet all conditions.
    Impossible,
    /// Too many conditions or too large figures to tell.
    Unclear,
}

/// More conditions than any regulation brings forth; beyond it nothing is claimed.
const MOST: usize = 800;

impl Linear {
    pub(super) fn constant(constant: Exact) -> Linear {
        Linear { parts: BTreeMap::new(), constant }
    }

    pub(super) fn of(slot: usize, weight: Exact) -> Linear {
        Linear { parts: BTreeMap::from([(slot, weight)]), constant: Exact::ZERO }
    }

    /// This sum and another, the other taken so many times.
    pub(super) fn and(mut self, other: &Linear, times: Exact) -> Option<Linear> {
        self.constant = self.constant.checked_add(other.constant.checked_mul(times)?)?.reduced();
        for (slot, weight) in &other.parts {
            let own = self.parts.get(slot).copied().unwrap_or(Exact::ZERO);
            let sum = own.checked_add(weight.checked_mul(times)?)?.reduced();
            if sum == Exact::ZERO {
                self.parts.remove(slot);
            } else {
                self.parts.insert(*slot, sum);
            }
        }
        Some(self)
    }

    pub(super) fn times(&self, times: Exact) -> Option<Linear> {
        Linear::constant(Exact::ZERO).and(self, times)
    }

    /// The figure, when no slot goes in.
    pub(super) fn figure(&self) -> Option<Exact> {
        self.parts.is_empty().then_some(self.constant)
    }

    /// The step of the values that the sum can take, apart from its constant; `None` when a slot takes any value.
    pub(super) fn step(&self, steps: &BTreeMap<usize, Exact>) -> Option<Exact> {
        self.parts.iter().try_fold(Exact::ZERO, |step, (slot, weight)| step.common_step(weight.checked_mul(*steps.get(slot)?)?))
    }
}

impl Bounded {
    pub(super) fn new(sum: Linear, sign: Sign) -> Bounded {
        Bounded { sum, sign }
    }

    /// Whether it holds, when no slot goes in.
    fn settled(&self) -> Option<bool> {
        let figure = self.sum.figure()?;
        Some(match self.sign {
            Sign::Zero => figure == Exact::ZERO,
            Sign::AtMostZero => figure <= Exact::ZERO,
            Sign::BelowZero => figure < Exact::ZERO,
        })
    }

    /// The same condition, brought to the last step that the sum can take: of whole numbers, "below 3" is "at most 2".
    fn tightened(mut self, steps: &BTreeMap<usize, Exact>) -> Result<Bounded, Stop> {
        let Some(step) = self.sum.step(steps).filter(|step| *step > Exact::ZERO) else { return Ok(self) };
        let end =
            Exact::ZERO.checked_sub(self.sum.constant).and_then(|end| end.checked_div(step)).ok_or(Stop::Unclear)?.reduced();
        let (floor, whole) = (end.num().div_euclid(end.den()), end.den() == 1);
        let last = match self.sign {
            Sign::Zero if !whole => return Err(Stop::Impossible),
            Sign::Zero => return Ok(self),
            Sign::BelowZero if whole => floor - 1,
            _ => floor,
        };
        let last = Exact::whole(last).checked_mul(step).ok_or(Stop::Unclear)?;
        self.sum.constant = Exact::ZERO.checked_sub(last).ok_or(Stop::Unclear)?;
        self.sign = Sign::AtMostZero;
        Ok(self)
    }
}

/// What the conditions say of one slot (of none, without `keep`), whatever the others are.
pub(super) fn eliminate(all: Vec<Bounded>, keep: Option<usize>, steps: &BTreeMap<usize, Exact>) -> Result<Vec<Bounded>, Stop> {
    let mut all = tidy(all, steps)?;
    loop {
        let slots: BTreeSet<usize> =
            all.iter().flat_map(|one| one.sum.parts.keys().copied()).filter(|slot| Some(*slot) != keep).collect();
        let equal = all.iter().position(|one| one.sign == Sign::Zero && one.sum.parts.keys().any(|slot| Some(*slot) != keep));
        all = if let Some(position) = equal {
            put_in(all, position, keep)?
        } else if let Some(slot) = slots.iter().min_by_key(|slot| pairs(&all, **slot)) {
            combined(all, *slot)?
        } else {
            return Ok(all);
        };
        all = tidy(all, steps)?;
        if all.len() > MOST {
            return Err(Stop::Unclear);
        }
    }
}

fn weight(one: &Bounded, slot: usize) -> Exact {
    one.sum.parts.get(&slot).copied().unwrap_or(Exact::ZERO)
}

fn pairs(all: &[Bounded], slot: usize) -> usize {
    let above = all.iter().filter(|one| weight(one, slot) > Exact::ZERO).count();
    let below = all.iter().filter(|one| weight(one, slot) < Exact::ZERO).count();
    above * below
}

/// Solves an equality for one of its slots and puts that into all the others.
fn put_in(mut all: Vec<Bounded>, position: usize, keep: Option<usize>) -> Result<Vec<Bounded>, Stop> {
    let equal = all.swap_remove(position);
    let Some((slot, own)) = equal.sum.parts.iter().find(|(slot, _)| Some(**slot) != keep).map(|(slot, own)| (*slot, *own)) else {
        return Err(Stop::Unclear);
    };
    let put = |one: Bounded| -> Option<Bounded> {
        let factor = Exact::ZERO.checked_sub(weight(&one, slot).checked_div(own)?)?;
        Some(Bounded { sum: one.sum.and(&equal.sum, factor)?, sign: one.sign })
    };
    all.into_iter().map(put).collect::<Option<Vec<Bounded>>>().ok_or(Stop::Unclear)
}

/// Every condition from above with every one from below.
fn combined(all: Vec<Bounded>, slot: usize) -> Result<Vec<Bounded>, Stop> {
    let (with, mut out): (Vec<Bounded>, Vec<Bounded>) = all.into_iter().partition(|one| weight(one, slot) != Exact::ZERO);
    let (above, below): (Vec<Bounded>, Vec<Bounded>) = with.into_iter().partition(|one| weight(one, slot) > Exact::ZERO);
    if above.len() * below.len() > MOST {
        return Err(Stop::Unclear);
    }
    for upper in &above {
        for lower in &below {
            let factor = Exact::ZERO.checked_sub(weight(upper, slot)).and_then(|own| own.checked_div(weight(lower, slot)));
            let sum = factor.and_then(|factor| upper.sum.clone().and(&lower.sum, factor)).ok_or(Stop::Unclear)?;
            let strict = upper.sign == Sign::BelowZero || lower.sign == Sign::BelowZero;
            out.push(Bounded::new(sum, if strict { Sign::BelowZero } else { Sign::AtMostZero }));
        }
    }
    Ok(out)
}

/// Drops what holds anyway, keeps the narrowest of conditions on the same sum.
fn tidy(all: Vec<Bounded>, steps: &BTreeMap<usize, Exact>) -> Result<Vec<Bounded>, Stop> {
    let mut out: Vec<Bounded> = Vec::new();
    for one in all {
        match one.settled() {
            Some(true) => continue,
            Some(false) => return Err(Stop::Impossible),
            None => {}
        }
        let one = one.tightened(steps)?;
        let size =
            one.sum.parts.values().next().map(|own| if *own < Exact::ZERO { Exact::ZERO.checked_sub(*own) } else { Some(*own) });
        let scale = size.flatten().and_then(|size| Exact::ONE.checked_div(size)).ok_or(Stop::Unclear)?;
        let one = Bounded { sum: one.sum.times(scale).ok_or(Stop::Unclear)?, sign: one.sign };
        let same =
            out.iter_mut().find(|other| other.sign != Sign::Zero && one.sign != Sign::Zero && other.sum.parts == one.sum.parts);
        match same {
            Some(other) => {
                let order = one.sum.constant.cmp(&other.sum.constant);
                if order.is_gt() || (order.is_eq() && one.sign == Sign::BelowZero) {
                    *other = one;
                }
            }
            None => out.push(one),
        }
    }
    Ok(out)
}
