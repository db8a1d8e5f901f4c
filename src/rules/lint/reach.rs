//! What can never happen, and what always does: rows, exceptions, forms, levels and gates that no record reaches.

use super::prover::Prover;
use super::{groups, periods, seams, world};
use crate::base::{Exact, Interval};
use crate::expr::Expr;
use crate::expr::possible::{Claim, within};
use crate::rules::leaf::{Leaf, LeafKind, Policy, Tier, When};
use crate::rules::level::{Effect, Level};
use crate::rules::{Basis, Regulation};
use crate::words::Code;

/// Proves all that can be proved of a regulation.
pub(super) fn check(prover: &Prover<'_>) {
    forms(prover);
    for leaf in prover.regulation.leaves.iter().filter(|leaf| prover.leaf_read(leaf)) {
        of_leaf(prover, leaf);
    }
    let total = world::total(prover.regulation);
    levels(prover, &total);
    gates(prover);
    others(prover);
    if let Some((when, _)) = prover.regulation.visits.as_ref().and_then(|rule| rule.cells.as_ref()) {
        prover.condition("visits cells", when, &[]);
    }
    if prover.all_read() {
        criteria(prover);
        seams::of_levels(prover);
        periods::check(prover);
        groups::check(prover);
    }
}

fn forms(prover: &Prover<'_>) {
    let forms = &prover.regulation.forms;
    for (position, form) in forms.iter().enumerate() {
        let entry = format!("form {}", form.id);
        let alone = form.applies.as_ref().is_none_or(|when| prover.world.possible(&[Claim::Holds(when, true)]));
        let span = form.applies.as_ref().map_or_else(|| form.span.clone(), Expr::span);
        let value = form.applies.as_ref().map_or("", |when| when.text());
        if !alone {
            prover.lower.fault(Code::RuleNever, &span, |d| d.with("entry", entry).with("value", value).with("range", ""));
        } else if prover.forms_read() {
            let open = forms.iter().take(position).any(|other| other.applies.is_none());
            if open || !prover.world.possible(&prover.where_applies(position)) {
                prover.lower.fault(Code::RuleShadowed, &span, |d| d.with("entry", entry).with("value", value));
            }
        }
    }
}

fn of_leaf(prover: &Prover<'_>, leaf: &Leaf) {
    let entry = format!("leaf {}", leaf.id);
    let mut around = prover.where_applies(leaf.form);
    if !prover.world.possible(&around) {
        return;
    }
    let aside = leaf.not_applicable.iter().enumerate();
    let aside: Vec<(String, &Expr)> =
        aside.map(|(number, one)| (format!("{entry} / not-applicable {}", number + 1), &one.when)).collect();
    prover.sequence(&aside, &around);
    around.extend(leaf.not_applicable.iter().map(|one| Claim::Holds(&one.when, false)));
    if !prover.world.possible(&around) {
        return;
    }
    let exceptions = leaf.first.iter().enumerate().filter_map(|(number, tier)| match &tier.when {
        When::Condition(when) => Some((format!("{entry} / first {}", number + 1), when)),
        _ => None,
    });
    let exceptions: Vec<(String, &Expr)> = exceptions.collect();
    prover.sequence(&exceptions, &around);
    around.extend(exceptions.iter().map(|(_, when)| Claim::Holds(when, false)));
    if !prover.world.possible(&around) {
        return;
    }
    match &leaf.kind {
        LeafKind::YesNo { when } => {
            prover.condition(&entry, when, &around);
        }
        LeafKind::Tiers { of, tiers } => {
            seams::of_table(prover, &entry, of, tiers, &around, &leaf.basis);
            for tier in tiers {
                of_row(prover, &entry, of, tier, &around);
            }
        }
        LeafKind::Recorded { .. } | LeafKind::Chosen { .. } | LeafKind::PerOccurrence { .. } | LeafKind::Proportional { .. } => {}
    }
}

fn of_row(prover: &Prover<'_>, entry: &str, of: &Expr, tier: &Tier, around: &[Claim<'_>]) {
    match &tier.when {
        When::In(interval) => row(prover, entry, of, (interval, &tier.basis), around),
        When::Is(place, word) => taken(prover, &format!("{entry} / {word}"), word, &tier.basis, (Claim::Is(of, *place), around)),
        When::Condition(_) | When::Chosen => {}
    }
}

fn row(prover: &Prover<'_>, entry: &str, of: &Expr, (interval, basis): (&Interval, &Basis), around: &[Claim<'_>]) {
    let (entry, claim) = (format!("{entry} / {interval}"), Claim::Within(of, interval));
    if prover.world.possible(std::slice::from_ref(&claim)) {
        return taken(prover, &entry, &interval.to_string(), basis, (claim, around));
    }
    let range = prover.world.range(of, &[]).map_or_else(String::new, |range| within(of.text(), &range));
    let range = if range.is_empty() { range } else { format!(": {range}") };
    let fill = |d: crate::diagnostic::Diagnostic| d.with("entry", entry).with("value", interval).with("range", range);
    prover.lower.fault(Code::RuleNever, &basis.span, fill);
}

/// Reports a row whose cases what is asked before has taken.
fn taken(prover: &Prover<'_>, entry: &str, value: &str, basis: &Basis, (claim, around): (Claim<'_>, &[Claim<'_>])) {
    if !prover.world.possible(&[around, &[claim]].concat()) {
        prover.lower.fault(Code::RuleShadowed, &basis.span, |d| d.with("entry", entry).with("value", value));
    }
}

/// Criteria whose grade follows from a measure.
fn criteria(prover: &Prover<'_>) {
    for criterion in &prover.regulation.criteria {
        let (entry, Some(table)) = (format!("criterion {}", criterion.id), &criterion.table) else { continue };
        let rows: Vec<(&Interval, &Basis)> = table.rows.iter().map(|row| (&row.within, &row.basis)).collect();
        seams::of_rows(prover, &entry, &table.of, &rows, &[]);
        for one in rows {
            row(prover, &entry, &table.of, one, &[]);
        }
    }
}

/// What is true of a cell that reaches a level.
fn reached<'a>(level: &'a Level, floor: Option<&'a Interval>, total: &'a Expr) -> Vec<Claim<'a>> {
    let points = floor.map(|floor| Claim::Within(total, floor));
    points.into_iter().chain(level.conditions.iter().map(|condition| Claim::Holds(&condition.when, true))).collect()
}

fn levels(prover: &Prover<'_>, total: &Expr) {
    let regulation = prover.regulation;
    let mut sound = true;
    for level in &regulation.levels {
        for condition in &level.conditions {
            sound &= settled_or_open(prover, &format!("level {}", level.id), &condition.when);
        }
    }
    let in_order = !prover.lower.findings.borrow().counts().contains_key(&Code::RuleLevelOrder);
    if !sound || !in_order || !prover.all_read() {
        return;
    }
    // A total is what forms give; without one, and below its floor, a level goes by its conditions.
    let floor = |level: &Level| {
        let low = level.points.as_ref()?.low;
        (!regulation.forms.is_empty()).then_some(Interval { low, high: None, percent: false })
    };
    let floors: Vec<Option<Interval>> = regulation.levels.iter().map(floor).collect();
    let mut before = Vec::new();
    for (position, (level, floor)) in regulation.levels.iter().zip(&floors).enumerate() {
        let here = reached(level, floor.as_ref(), total);
        if let Some(floor) = floor.as_ref().filter(|floor| !prover.world.possible(&[Claim::Within(total, floor)])) {
            let range = prover.world.range(total, &[]).map_or_else(String::new, |range| format!(": {}", within("total", &range)));
            prover.lower.fault(Code::RuleNever, &level.basis.span, |d| {
                d.with("entry", format!("level {}", level.id)).with("value", floor).with("range", range)
            });
        } else if !moved_to(regulation, position) && !prover.world.possible(&[&before[..], &here[..]].concat()) {
            prover.lower.fault(Code::RuleShadowed, &level.basis.span, |d| {
                d.with("entry", format!("level {}", level.id)).with("value", &level.title)
            });
        }
        // Who has the points of a level that names a landing lands there, whatever else.
        let decides = if level.otherwise.is_some() {
            floor.as_ref().map(|floor| Claim::Within(total, floor)).into_iter().collect()
        } else {
            here
        };
        before.push(Claim::NotAll(decides));
    }
    if let Some(last) = regulation.levels.last()
        && last.points.as_ref().is_none_or(|points| points.reaches_floor(Exact::ZERO))
        && prover.world.possible(&before)
    {
        prover.lower.fault(Code::RuleNoOtherwise, &last.basis.span, |d| d.with("value", &last.id));
    }
}

/// Whether a gate, a landing or the quota can bring a cell to the level that it did not reach by itself.
fn moved_to(regulation: &Regulation, level: usize) -> bool {
    let by_gate = regulation.gates.iter().any(|gate| match gate.effect {
        Effect::AtMost(to) | Effect::Set(to) => to == level,
        Effect::Drop(levels) => level >= levels,
    });
    let landing = regulation.levels.iter().any(|other| other.otherwise == Some(level));
    by_gate || landing || regulation.quotas.iter().any(|quota| level > quota.level)
}

fn gates(prover: &Prover<'_>) {
    for gate in &prover.regulation.gates {
        let entry = format!("gate {}", gate.id);
        settled_or_open(prover, &entry, &gate.when);
        if gate.effect == Effect::AtMost(0) {
            let best = prover.regulation.levels.first().map_or("", |level| &level.id);
            prover.lower.fault(Code::RuleNoEffect, &gate.basis.span, |d| d.with("entry", &entry).with("value", best));
        }
    }
}

/// Conditions that stand by themselves.
fn others(prover: &Prover<'_>) {
    let regulation = prover.regulation;
    let unscored = regulation.unscored.basis.as_ref().map(|_| ("unscored".to_owned(), &regulation.unscored.when));
    let tallies = regulation.tallies.iter().filter_map(|tally| Some((format!("tally {}", tally.id), tally.when.as_ref()?)));
    let quotas = regulation.quotas.iter().flat_map(|quota| {
        let outside = quota.places.leaves_out.iter().map(|(when, _)| ("leaves-out", when));
        let special = quota.places.special.iter().map(|special| ("special", &special.when));
        outside.chain(special).map(move |(part, when)| (format!("quota {} / {part}", quota.id), when))
    });
    for (entry, when) in unscored.into_iter().chain(tallies).chain(quotas) {
        prover.condition(&entry, when, &[]);
    }
}

/// Reports a condition on leaves that is settled, or that stays open where they have no points; `true` when it is neither.
fn settled_or_open(prover: &Prover<'_>, entry: &str, when: &Expr) -> bool {
    let sound = prover.condition(entry, when, &[]);
    if !sound || !prover.all_read() {
        return sound;
    }
    let Some((place, slot)) = on_another_sheet(prover, when).or_else(|| set_aside(prover, when)) else { return true };
    let leaf = leaf_of(prover.regulation, slot).and_then(|(number, _)| prover.regulation.leaves.get(number));
    let leaf = leaf.map_or("", |leaf| leaf.id.as_str());
    prover.lower.fault(Code::RuleUndecided, &when.span(), |d| d.with("entry", entry).with("value", leaf).with("place", place));
    true
}

/// A form under which the condition stays open, since it asks for a leaf of another one.
fn on_another_sheet<'p>(prover: &'p Prover<'_>, when: &Expr) -> Option<(&'p str, usize)> {
    let regulation = prover.regulation;
    regulation.forms.iter().enumerate().find_map(|(position, form)| {
        let elsewhere = |slot: usize| leaf_of(regulation, slot).is_some_and(|(number, _)| !form.leaves.contains(&number));
        Some((form.title.as_str(), open_at(prover, when, &elsewhere, &prover.where_applies(position))?))
    })
}

/// An entry that sets a leaf aside, and the condition stays open: its points are missing then, though it counts as full.
fn set_aside<'p>(prover: &'p Prover<'_>, when: &Expr) -> Option<(&'p str, usize)> {
    let regulation = prover.regulation;
    regulation.leaves.iter().enumerate().find_map(|(number, leaf)| {
        let own = |slot: usize| leaf_of(regulation, slot) == Some((number, true));
        leaf.not_applicable.iter().filter(|entry| entry.then != Policy::Full).find_map(|aside| {
            let mut here = prover.where_applies(leaf.form);
            here.push(Claim::Holds(&aside.when, true));
            Some((aside.when.text(), open_at(prover, when, &own, &here)?))
        })
    })
}

/// The leaf whose points (yes) or fullness (no) a slot holds.
fn leaf_of(regulation: &Regulation, slot: usize) -> Option<(usize, bool)> {
    let place = slot.checked_sub(regulation.layout.recorded())?;
    let leaves = regulation.layout.leaves;
    match place.checked_sub(leaves) {
        None => Some((place, true)),
        Some(number) if number < leaves => Some((number, false)),
        Some(_) => None,
    }
}

/// The slot without value because of which the condition cannot be told somewhere where the claims are true.
fn open_at(prover: &Prover<'_>, when: &Expr, without: &dyn Fn(usize) -> bool, here: &[Claim<'_>]) -> Option<usize> {
    let slot = when.slots().iter().copied().find(|slot| without(*slot))?;
    let (surely, surely_not) = when.without(without);
    let open = [Claim::Holds(&surely, false), Claim::Holds(&surely_not, false)];
    prover.world.possible(&[here, &open[..]].concat()).then_some(slot)
}
