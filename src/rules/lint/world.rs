//! What is known of every slot of a regulation whatever is recorded: the ground on which the check proves.

use crate::base::{Exact, Interval, Rounding};
use crate::expr::possible::{Values, World};
use crate::expr::{Expr, Unit};
use crate::rules::leaf::{Apart, Bonus, Leaf, LeafKind, Policy};
use crate::rules::meetings::{MORE_COUNTS, MORE_POINTS, period_more};
use crate::rules::{FactType, Form, Regulation, RoundingRule, Vocabulary};

/// The slots of a regulation: facts, and what scoring derives, where all leaves and criteria could be read.
pub(super) fn of(regulation: &Regulation, leaves_read: bool) -> World {
    let mut world = World::default();
    facts(&mut world, &regulation.vocabulary, regulation.grades.len());
    let layout = &regulation.layout;
    if !leaves_read || regulation.leaves.len() != layout.leaves || regulation.criteria.len() != layout.criteria {
        return world;
    }
    let base = layout.recorded();
    for (number, leaf) in regulation.leaves.iter().enumerate() {
        let Some(form) = regulation.forms.get(leaf.form) else { continue };
        let points = leaf_points(leaf, form, true);
        world.slot(base + layout.leaf_full(number), Values::only(full(leaf, &points)));
        world.slot(base + layout.leaf_points(number), points);
        for slot in [layout.leaf_full(number), layout.leaf_points(number)] {
            for (position, other) in regulation.forms.iter().enumerate().take(leaf.form + 1) {
                if let Some(applies) = &other.applies {
                    world.needs(base + slot, applies, position == leaf.form);
                }
            }
        }
    }
    for tally in 0..regulation.tallies.len() {
        world.slot(base + layout.tally(tally), Values::counted());
    }
    world.slot(base + layout.meeting_quality(), Values::words(layout.quality.len()));
    let grade = |number: usize| base + layout.grade(number);
    for number in 0..regulation.criteria.len() {
        world.slot(grade(number), Values::words(regulation.grades.len()));
    }
    for (tag, word) in layout.tags.iter().enumerate() {
        let all = base + layout.graded(tag, 0);
        let tagged = regulation.criteria.iter().enumerate().filter(|(_, one)| word.is_empty() || one.tags.contains(word));
        // The best word has the smallest place, so the lowest grade has the greatest.
        let tagged: Vec<usize> = tagged.map(|(number, _)| grade(number)).collect();
        let count = i64::try_from(tagged.len()).unwrap_or(i64::MAX);
        world.greatest(base + layout.lowest_grade(tag), tagged);
        world.slot(all, Values::only([count]));
        for better in 1..=regulation.grades.len() {
            world.slot(
                all + better,
                Values { range: Interval::from(Exact::ZERO, Some(Exact::whole(count))), ..Values::counted() },
            );
            if better > 1 {
                world.at_most(all + better - 1, all + better);
            }
        }
        // Every grade is the worst one or a better one.
        world.slot(all + regulation.grades.len(), Values::only([count]));
    }
    if !regulation.forms.is_empty() {
        totals(&mut world, regulation);
    }
    world
}

/// The total, and points and shares of groups.
fn totals(world: &mut World, regulation: &Regulation) {
    let (layout, base) = (&regulation.layout, regulation.layout.recorded());
    let up_to = |most: Option<Exact>, step| Values { range: Interval::from(Exact::ZERO, most), step, only: None, scale: 1 };
    let (num, den) = layout.total();
    world.fraction(base + num, base + den, up_to(highest_total(regulation), total_step(regulation)));
    // A group may be scaled up to its maximum, and only points on top of it take it further.
    let capped = !regulation.forms.iter().any(|form| form.has_apart);
    for (number, id) in layout.groups.iter().enumerate() {
        let own = regulation.forms.iter().flat_map(|form| &form.groups).filter(|group| group.id == *id);
        let most = own.map(|group| group.max.exact()).max().filter(|_| capped);
        let first = base + layout.group_points(number);
        world.fraction(first, first + 1, up_to(most, None));
        let first = base + layout.group_share(number);
        world.fraction(first, first + 1, up_to(capped.then_some(Exact::ONE), None));
    }
    let first = base + layout.lowest_group_share();
    world.fraction(first, first + 1, up_to(capped.then_some(Exact::ONE), None));
}

/// The total in expressions.
pub(super) fn total(regulation: &Regulation) -> Expr {
    let (num, den) = regulation.layout.total();
    let base = regulation.layout.recorded();
    Expr::fraction("total", base + num, base + den, Unit::Points)
}

/// The slots of a period rule: see [`crate::rules::meetings::period_names`]. With `most`, as if there were no more meetings than that.
pub(super) fn of_period(regulation: &Regulation, most: Option<Exact>) -> World {
    let levels = regulation.levels.len();
    let mut world = World::default();
    let up_to = |least| Values { range: Interval::from(least, most), ..Values::counted() };
    // Without a meeting there is no level, so nothing is asked.
    world.slot(0, up_to(Exact::ONE));
    let count = |level: usize| 1 + level;
    let at_least = |level: usize| 1 + levels + level;
    for level in 0..levels {
        world.slot(count(level), up_to(Exact::ZERO));
        world.slot(at_least(level), up_to(Exact::ZERO));
        world.adds_up(&(0..=level).map(count).collect::<Vec<usize>>(), at_least(level));
    }
    world.adds_up(&(0..levels).map(count).collect::<Vec<usize>>(), 0);
    let more = period_more(levels);
    for place in 0..MORE_COUNTS.len() {
        world.slot(more + place, up_to(Exact::ZERO));
    }
    // The points are totals and their means. Meetings that a replaced text judged may have had another maximum, but what a rule asks for is
    // meant for its own.
    let slot = |name: &str| {
        let place = MORE_POINTS.iter().position(|known| *known == name)?;
        Some(more + MORE_COUNTS.len() + 2 * place)
    };
    for first in MORE_POINTS.into_iter().filter_map(slot) {
        let values = Values { range: Interval::from(Exact::ZERO, highest_total(regulation)), ..Values::whole() };
        world.fraction(first, first + 1, Values { step: None, ..values });
    }
    for (small, large) in [("lowest", "mean"), ("mean", "mean_without_lowest")] {
        if let (Some(small), Some(large)) = (slot(small), slot(large)) {
            world.at_most(small, large);
        }
    }
    world
}

/// The most points that a form gives, those beyond its maximum among them; `None` where there is no form.
fn highest_total(regulation: &Regulation) -> Option<Exact> {
    let most = regulation.forms.iter().map(|form| most_of_form(regulation, form));
    most.collect::<Option<Vec<Exact>>>()?.into_iter().max()
}

fn most_of_form(regulation: &Regulation, form: &Form) -> Option<Exact> {
    let leaves = regulation.leaves.get(form.leaves.clone()).unwrap_or(&[]);
    let beyond = leaves.iter().filter(|leaf| leaf.apart == Some(Apart::Bonus(Bonus::Beyond))).map(|leaf| leaf.max.0);
    let mut most = Exact::thousandths(form.max.0 + beyond.sum::<i64>());
    // A maximum that is no multiple of the step may be rounded beyond itself.
    if let Some(rule) = form.rounding.iter().find(|rule| rule.group) {
        for group in &form.groups {
            let rounded = group.max.exact().round(rule.step, Rounding::Up)?;
            most = if rounded == group.max.exact() { most } else { most.checked_add(rule.step)? };
        }
    }
    match form.rounding.iter().find(|rule| rule.total) {
        Some(rule) => most.round(rule.step, Rounding::Up),
        None => Some(most),
    }
}

fn facts(world: &mut World, vocabulary: &Vocabulary, grades: usize) {
    for (slot, fact) in vocabulary.facts.iter().enumerate() {
        match &fact.kind {
            FactType::Count | FactType::Minutes => world.slot(slot, Values::counted()),
            FactType::DayOfMonth => world.slot(slot, Values::only(1..=31)),
            FactType::Points => world.slot(slot, Values { scale: 1000, ..Values::counted() }),
            FactType::Flag => world.slot(slot, Values::words(2)),
            FactType::Choice(scale) => world.slot(slot, Values::words(scale.words.len())),
            FactType::Grade => world.slot(slot, Values::words(grades)),
            FactType::Date | FactType::Year => world.slot(slot, Values::whole()),
            FactType::Code | FactType::Text | FactType::Level | FactType::Period => {}
        }
        if let Some(large) = vocabulary.position(&fact.at_most) {
            world.at_most(slot, large);
        }
        let parts = |(part, other): (usize, &crate::rules::Fact)| (other.part_of == fact.id).then_some(part);
        let parts: Vec<usize> = vocabulary.facts.iter().enumerate().filter_map(parts).collect();
        if !parts.is_empty() {
            world.adds_up(&parts, slot);
        }
    }
}

/// What a leaf can give, in thousandths; `aside` counts the full points of one that does not apply.
pub(super) fn leaf_points(leaf: &Leaf, form: &Form, aside: bool) -> Values {
    let full = leaf.not_applicable.iter().any(|entry| aside && entry.then == Policy::Full).then_some(leaf.max.0);
    let rounding = form.rounding.iter().find(|rule| rule.leaf);
    let first = leaf.first.iter().map(|tier| tier.points.0);
    let rows: Vec<i64> = match &leaf.kind {
        LeafKind::YesNo { .. } => vec![0, leaf.max.0],
        LeafKind::Chosen { options: tiers } | LeafKind::Tiers { tiers, .. } => tiers.iter().map(|tier| tier.points.0).collect(),
        LeafKind::Recorded { .. } | LeafKind::PerOccurrence { .. } | LeafKind::Proportional { .. } => Vec::new(),
    };
    // Points carried over from another regulation need be none of the rows.
    if !rows.is_empty() && leaf.corresponds.is_empty() {
        let rounded =
            rows.into_iter().chain(first).map(|points| rounding.map_or(points, |rule| rounded(points, leaf.max.0, rule)));
        return Values { scale: 1000, ..Values::only(rounded.chain(full)) };
    }
    let own_step = match &leaf.kind {
        LeafKind::Recorded { step: Some(step), .. } => Some(step.0),
        LeafKind::PerOccurrence { of, start, each, at_least, at_most, rounding: None } if of.is_whole() => {
            let each = crate::base::Points::from_exact(*each).map(|each| Exact::whole(each.0));
            let ends = [start, at_least, at_most].into_iter().map(|points| Exact::whole(points.0));
            each.and_then(|each| ends.into_iter().try_fold(each, Exact::common_step)).map(Exact::num)
        }
        _ => None,
    };
    let (least, most) = match &leaf.kind {
        LeafKind::PerOccurrence { at_least, at_most, .. } => (at_least.0, at_most.0),
        _ => (0, leaf.max.0),
    };
    let (least, most) = (first.clone().fold(least, i64::min), first.clone().chain(full).fold(most, i64::max));
    // Rounding may leave the step, and so may other points that are none of its multiples.
    let others = first.chain(full).chain([most]);
    let free = rounding.is_some() || !leaf.corresponds.is_empty();
    let step = own_step.filter(|step| !free && *step > 0 && others.into_iter().all(|points| points % step == 0)).unwrap_or(1);
    let range = Interval::from(Exact::whole(least), Some(Exact::whole(most)));
    Values { range, step: Some(Exact::whole(step)), only: None, scale: 1000 }
}

fn rounded(points: i64, max: i64, rule: &RoundingRule) -> i64 {
    let rounded = Exact::thousandths(points).round(rule.step, rule.mode).and_then(crate::base::Points::from_exact);
    rounded.map_or(points, |points| points.0.min(max))
}

/// Whether a leaf can be full, and whether it can fall short; one that was set aside is full.
fn full(leaf: &Leaf, points: &Values) -> Vec<i64> {
    let Some(only) = &points.only else {
        if leaf.is_penalty() {
            return vec![0, 1];
        }
        let reaches = points.range.contains(Exact::whole(leaf.max.0)) || !leaf.not_applicable.is_empty();
        return if reaches { vec![0, 1] } else { vec![0] };
    };
    let set_aside = leaf.not_applicable.iter().any(|entry| entry.then != Policy::Full);
    let whole = |points: &i64| if leaf.is_penalty() { *points == 0 } else { *points >= leaf.max.0 };
    let reaches = set_aside || only.iter().any(whole);
    let misses = !only.iter().all(whole);
    [misses.then_some(0), reaches.then_some(1)].into_iter().flatten().collect()
}

/// The step of totals; `None` where points are moved or scaled, so that a total can be any fraction.
fn total_step(regulation: &Regulation) -> Option<Exact> {
    let mut steps = Vec::new();
    for form in &regulation.forms {
        if let Some(rule) = form.rounding.iter().find(|rule| rule.total) {
            steps.push(rule.step);
            continue;
        }
        if form.rounding.iter().any(|rule| rule.group) {
            return None;
        }
        if form.has_apart {
            // What goes beyond a maximum is cut off there.
            steps.extend(form.groups.iter().map(|group| group.max.exact()).chain([form.max.exact()]));
        }
        for leaf in regulation.leaves.get(form.leaves.clone())? {
            if leaf.not_applicable.iter().any(|entry| entry.then != Policy::Full) {
                return None;
            }
            let points = leaf_points(leaf, form, true);
            match &points.only {
                Some(only) => steps.extend(only.iter().filter(|points| **points != 0).map(|points| Exact::thousandths(*points))),
                None => steps.push(points.step?.checked_div(Exact::whole(1000))?),
            }
        }
    }
    steps.into_iter().try_fold(Exact::ZERO, Exact::common_step).filter(|step| *step > Exact::ZERO)
}
