//! What went into a figure, for machines: `present=18;members=19`, by the names of rule files, exact, in the order of slots.

use crate::base::{Day, Exact, Points};
use crate::expr::{Expr, Slots, Unit};
use crate::rules::{FactType, Leaf, LeafKind, Regulation, When};

/// Pairs of a name and a value; a value that is not known is left blank.
pub(super) fn pairs(regulation: &Regulation, slots: impl IntoIterator<Item = usize>, values: Slots<'_>) -> String {
    let layout = &regulation.layout;
    // A fraction is one figure, told at its numerator.
    let of = |slot: usize| Some(format!("{}={}", name(regulation, slot)?, value(regulation, slot, values)));
    let mut slots: Vec<usize> = slots.into_iter().filter(|slot| *slot < layout.recorded() + layout.derived()).collect();
    slots.sort_unstable();
    slots.dedup();
    slots.into_iter().filter_map(of).collect::<Vec<String>>().join(";")
}

/// The same of what an expression reads.
pub(super) fn of(regulation: &Regulation, expr: &Expr, values: Slots<'_>) -> String {
    pairs(regulation, expr.slots().iter().copied(), values)
}

/// What a leaf looks at, and points that persons recorded for it.
pub(super) fn of_leaf(regulation: &Regulation, leaf: &Leaf, number: usize, values: Slots<'_>) -> String {
    let mut slots: Vec<usize> = Vec::new();
    let mut read = |expr: &Expr| slots.extend(expr.slots());
    leaf.not_applicable.iter().for_each(|entry| read(&entry.when));
    for tier in leaf.first.iter().chain(leaf.rows()) {
        if let When::Condition(when) = &tier.when {
            read(when);
        }
    }
    match &leaf.kind {
        LeafKind::YesNo { when } => read(when),
        LeafKind::Tiers { of, .. } | LeafKind::PerOccurrence { of, .. } | LeafKind::Proportional { of, .. } => read(of),
        LeafKind::Recorded { fact, .. } => slots.extend(*fact),
        LeafKind::Chosen { .. } => {}
    }
    let layout = &regulation.layout;
    let first = layout.corresponding(&regulation.leaves, number);
    let given = [layout.self_points(number), layout.verified_points(number)].into_iter();
    let given = given.chain(first..first + 2 * leaf.corresponds.len());
    slots.extend(given.filter(|slot| values.get(*slot).is_some()));
    pairs(regulation, slots, values)
}

/// As expressions name it; `None` for the denominator of a fraction.
fn name(regulation: &Regulation, slot: usize) -> Option<String> {
    let layout = &regulation.layout;
    if let Some(fact) = regulation.vocabulary.facts.get(slot) {
        return Some(fact.id.clone());
    }
    let leaf = |number: usize| regulation.leaves.get(number).map_or("", |leaf| leaf.id.as_str());
    let own = &regulation.header.id;
    let Some(place) = slot.checked_sub(layout.recorded()) else {
        return Some(match layout.correspondence(&regulation.leaves, slot) {
            Some(other) => {
                let verified = (slot - layout.facts - 2 * layout.leaves).is_multiple_of(2);
                format!("{}:{}:{}", if verified { "verified" } else { "self" }, other.regulation, other.leaf)
            }
            None if slot < layout.verified_points(0) => format!("self:{own}:{}", leaf(slot - layout.self_points(0))),
            None => format!("verified:{own}:{}", leaf(slot - layout.verified_points(0))),
        });
    };
    if place < layout.leaves {
        return Some(format!("points('{}')", leaf(place)));
    }
    if place < 2 * layout.leaves {
        return Some(format!("full('{}')", leaf(place - layout.leaves)));
    }
    if place == layout.meeting_quality() {
        return Some("meeting_quality".to_owned());
    }
    let call = |function: &str, word: &str| {
        if word.is_empty() { function.to_owned() } else { format!("{function}('{word}')") }
    };
    if place < layout.lowest_grade(0) {
        let criterion = regulation.criteria.get(place - layout.grade(0));
        return Some(call("grade", criterion.map_or("", |criterion| &criterion.id)));
    }
    if place < layout.total().0 {
        return Some(call("lowest_grade", layout.tags.get(place - layout.lowest_grade(0)).map_or("", String::as_str)));
    }
    if place <= layout.total().1 {
        return (place == layout.total().0).then(|| "total".to_owned());
    }
    if place < layout.group_points(0) {
        return regulation.tallies.get(place - layout.tally(0)).map(|tally| tally.id.clone());
    }
    if place < layout.graded(0, 0) {
        let own = place - layout.group_points(0);
        if !own.is_multiple_of(2) {
            return None;
        }
        return Some(match layout.groups.get(own / 4) {
            Some(group) => call(if own.is_multiple_of(4) { "group_points" } else { "group_share" }, group),
            None => "lowest_group_share".to_owned(),
        });
    }
    if place < layout.level() {
        let (own, each) = (place - layout.graded(0, 0), 1 + layout.grades);
        let tag = layout.tags.get(own / each).map_or("", String::as_str);
        return Some(match (own % each).checked_sub(1).and_then(|grade| regulation.grades.get(grade)) {
            None => call("criteria", tag),
            Some((grade, _)) if tag.is_empty() => call("criteria_at_least", grade),
            Some((grade, _)) => format!("criteria_at_least('{tag}', '{grade}')"),
        });
    }
    if place == layout.level() {
        return Some("level".to_owned());
    }
    Some(call("award", regulation.awards.get(place - layout.award(0)).map_or("", |award| &award.id)))
}

/// As machine formats write it.
fn value(regulation: &Regulation, slot: usize, values: Slots<'_>) -> String {
    let Some(value) = values.get(slot) else { return String::new() };
    let layout = &regulation.layout;
    let place = usize::try_from(value).ok();
    let flag = || if value != 0 { "true" } else { "false" }.to_owned();
    let points = || Points(value).to_string();
    let grade = || place.and_then(|place| regulation.grades.get(place)).map_or_else(String::new, |(id, _)| id.clone());
    let level = || place.and_then(|place| regulation.levels.get(place)).map_or_else(String::new, |level| level.id.clone());
    if let Some(fact) = regulation.vocabulary.facts.get(slot) {
        return match (&fact.kind, fact.unit(None)) {
            (FactType::Grade, _) => grade(),
            (FactType::Level, _) => level(),
            (_, Unit::Flag) => flag(),
            (_, Unit::Points) => points(),
            (_, Unit::Day) => Day::from_number(value).map_or_else(String::new, |day| day.to_string()),
            (_, Unit::Word(scale)) => place.and_then(|place| scale.words.get(place).cloned()).unwrap_or_default(),
            _ => value.to_string(),
        };
    }
    let Some(derived) = slot.checked_sub(layout.recorded()) else { return points() };
    let fraction = || {
        let den = values.get(slot + 1).and_then(|den| Exact::new(value, den));
        den.map_or_else(String::new, Exact::text)
    };
    match derived {
        derived if derived < layout.leaves => points(),
        derived if derived < 2 * layout.leaves => flag(),
        derived if derived == layout.meeting_quality() => {
            place.and_then(|place| layout.quality.get(place).cloned()).unwrap_or_default()
        }
        derived if derived < layout.total().0 => grade(),
        derived if derived == layout.total().0 => fraction(),
        derived if derived >= layout.group_points(0) && derived < layout.graded(0, 0) => fraction(),
        derived if derived == layout.level() => level(),
        derived if derived > layout.level() => flag(),
        _ => value.to_string(),
    }
}
