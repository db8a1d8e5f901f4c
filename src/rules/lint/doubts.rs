//! What is only doubtful: it may be meant so, but is more often a slip of the hand.

use super::prover::Prover;
use super::world;
use crate::base::{Exact, Interval};
use crate::expr::{Expr, Kind, Tree};
use crate::rules::Basis;
use crate::rules::leaf::{Leaf, LeafKind, Tier, When};
use crate::words::Code;

/// Reports all doubts about a regulation in which everything could be read.
pub(super) fn check(prover: &Prover<'_>) {
    let regulation = prover.regulation;
    for (position, leaf) in regulation.leaves.iter().enumerate() {
        out_of_reach(prover, leaf);
        copied(prover, leaf, regulation.leaves.get(..position).unwrap_or(&[]));
        if let LeafKind::Tiers { of, tiers } = &leaf.kind {
            up_and_down(prover, leaf, tiers);
            for tier in tiers {
                if let When::In(interval) = &tier.when {
                    figures(prover, &format!("leaf {}", leaf.id), interval, &tier.basis, prover.world.step(of));
                }
            }
        }
    }
    let total = world::total(regulation);
    for level in &regulation.levels {
        if let (Some(points), false) = (&level.points, regulation.forms.is_empty()) {
            figures(prover, &format!("level {}", level.id), points, &level.basis, prover.world.step(&total));
        }
    }
    for (entry, when) in conditions(prover) {
        comparisons(prover, &entry, when);
    }
    twice(prover);
}

/// A leaf whose maximum no row gives.
fn out_of_reach(prover: &Prover<'_>, leaf: &Leaf) {
    let Some(form) = prover.regulation.forms.get(leaf.form) else { return };
    let points = world::leaf_points(leaf, form, false);
    let most = match (&leaf.kind, &points.only) {
        // Points that a person gives come in whole steps.
        (LeafKind::Recorded { step: Some(step), .. }, _) if step.0 > 0 => Some(leaf.max.0 - leaf.max.0 % step.0),
        (_, Some(only)) => only.last().copied(),
        (_, None) => points.range.high.map(|high| high.at.num()),
    };
    let most = most.map(Exact::whole);
    if let Some(most) = most.filter(|most| *most < Exact::whole(leaf.max.0)) {
        let most = most.checked_div(Exact::whole(1000)).unwrap_or(most);
        prover.lower.fault(Code::RuleMaxUnreached, &leaf.basis.span, |d| {
            d.with("entry", format!("leaf {}", leaf.id)).with("value", most.text()).with("max", leaf.max)
        });
    }
}

/// Two leaves of a form that ask the same.
fn copied(prover: &Prover<'_>, leaf: &Leaf, before: &[Leaf]) {
    let asked = |leaf: &Leaf| match &leaf.kind {
        LeafKind::YesNo { when } => Some(when.text().to_owned()),
        LeafKind::Tiers { of, tiers } => {
            let row = |tier: &Tier| match &tier.when {
                When::In(interval) => interval.to_string(),
                When::Is(_, word) => word.clone(),
                When::Condition(_) | When::Chosen => String::new(),
            };
            Some(format!("{}: {}", of.text(), tiers.iter().map(row).collect::<Vec<String>>().join(", ")))
        }
        LeafKind::Recorded { .. } | LeafKind::Chosen { .. } | LeafKind::PerOccurrence { .. } | LeafKind::Proportional { .. } => {
            None
        }
    };
    let Some(own) = asked(leaf) else { return };
    if let Some(other) = before.iter().find(|other| other.form == leaf.form && asked(other).as_ref() == Some(&own)) {
        report_copy(prover, &leaf.basis, format!("leaf {}", leaf.id), format!("leaf {}", other.id), &own);
    }
}

fn report_copy(prover: &Prover<'_>, basis: &Basis, entry: String, other: String, value: &str) {
    prover.lower.fault(Code::RuleCopied, &basis.span, |d| d.with("entry", entry).with("other", other).with("value", value));
}

/// Points that rise and fall along the measure: the better row may have the worse points.
fn up_and_down(prover: &Prover<'_>, leaf: &Leaf, tiers: &[Tier]) {
    let mut rows: Vec<(&Interval, &Tier)> = Vec::new();
    for tier in tiers {
        if let When::In(interval) = &tier.when {
            rows.push((interval, tier));
        }
    }
    rows.sort_by(|a, b| a.0.low.map(|low| low.at).cmp(&b.0.low.map(|low| low.at)));
    let steps: Vec<(std::cmp::Ordering, &Tier)> =
        rows.windows(2).filter_map(|pair| Some((pair.last()?.1.points.cmp(&pair.first()?.1.points), pair.last()?.1))).collect();
    let rises = steps.iter().filter(|(order, _)| order.is_gt()).count();
    let falls = steps.iter().filter(|(order, _)| order.is_lt()).count();
    // What goes the way of most rows is right; a row that rests on a reading of its own was thought about.
    let odd = if rises >= falls { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater };
    let declared = rows.iter().any(|(_, tier)| tier.basis.reading.is_some() && tier.basis.reading != leaf.basis.reading);
    if rises == 0 || falls == 0 || declared {
        return;
    }
    if let Some((_, tier)) = steps.iter().find(|(order, _)| *order == odd) {
        prover.lower.fault(Code::RulePointsOrder, &tier.basis.span, |d| {
            d.with("entry", format!("leaf {}", leaf.id)).with("value", tier.points)
        });
    }
}

/// Figures of an interval that its measure never equals, and shares that look like a forgotten zero.
fn figures(prover: &Prover<'_>, entry: &str, interval: &Interval, basis: &Basis, step: Option<Exact>) {
    for end in [interval.low, interval.high].into_iter().flatten() {
        let between = step.is_some_and(|step| end.at.checked_div(step).is_some_and(|steps| steps.reduced().den() != 1));
        if let (true, Some(step)) = (between, step) {
            off_step(prover, entry, &basis.span, &interval.to_string(), step);
            return;
        }
        if interval.percent && is_small(end.at) {
            small(prover, entry, &basis.span, &interval.to_string());
            return;
        }
    }
}

fn comparisons(prover: &Prover<'_>, entry: &str, when: &Expr) {
    let parts = when.parts();
    let atoms = if parts.is_empty() { vec![when] } else { parts.iter().collect() };
    for atom in atoms {
        if let Some(step) = prover.world.off_step(atom) {
            off_step(prover, entry, &atom.span(), atom.text(), step);
        }
        if atom.tree().is_some_and(|tree| has_small(&tree)) {
            small(prover, entry, &atom.span(), atom.text());
        }
    }
}

fn off_step(prover: &Prover<'_>, entry: &str, span: &std::ops::Range<usize>, value: &str, step: Exact) {
    prover.lower.fault(Code::RuleOffStep, span, |d| d.with("entry", entry).with("value", value).with("step", step));
}

fn small(prover: &Prover<'_>, entry: &str, span: &std::ops::Range<usize>, value: &str) {
    prover.lower.fault(Code::RuleSmallPercent, span, |d| d.with("entry", entry).with("value", value));
}

/// Under one in a hundred: 0.9% where 90% was meant.
fn is_small(share: Exact) -> bool {
    share > Exact::ZERO && share.checked_mul(Exact::whole(100)).is_some_and(|percent| percent < Exact::ONE)
}

fn has_small(tree: &Tree) -> bool {
    match &tree.kind {
        Kind::Percent(share) => is_small(*share),
        Kind::Compare(_, sides) | Kind::Arith(_, sides) => has_small(&sides.0) || has_small(&sides.1),
        _ => false,
    }
}

/// Every condition that a level, gate, leaf or exception asks, with the entry that asks it.
fn conditions<'a>(prover: &Prover<'a>) -> Vec<(String, &'a Expr)> {
    let regulation = prover.regulation;
    let levels = regulation
        .levels
        .iter()
        .flat_map(|level| level.conditions.iter().map(move |condition| (format!("level {}", level.id), &condition.when)));
    let gates = regulation.gates.iter().map(|gate| (format!("gate {}", gate.id), &gate.when));
    let leaves = regulation.leaves.iter().flat_map(|leaf| {
        let own = if let LeafKind::YesNo { when } = &leaf.kind { Some(when) } else { None };
        let first = leaf.first.iter().filter_map(|tier| if let When::Condition(when) = &tier.when { Some(when) } else { None });
        let aside = leaf.not_applicable.iter().map(|entry| &entry.when);
        own.into_iter().chain(first).chain(aside).map(move |when| (format!("leaf {}", leaf.id), when))
    });
    levels.chain(gates).chain(leaves).collect()
}

/// The same condition twice in a level, or in two gates.
fn twice(prover: &Prover<'_>) {
    for level in &prover.regulation.levels {
        for (position, condition) in level.conditions.iter().enumerate() {
            let before = level.conditions.get(..position).unwrap_or(&[]);
            if before.iter().any(|other| other.when.text() == condition.when.text()) {
                let entry = format!("level {}", level.id);
                report_copy(prover, &condition.basis, entry.clone(), entry, condition.when.text());
            }
        }
    }
    let gates = &prover.regulation.gates;
    for (position, gate) in gates.iter().enumerate() {
        let same = |other: &&crate::rules::Gate| other.when.text() == gate.when.text() && other.effect == gate.effect;
        if let Some(other) = gates.get(..position).unwrap_or(&[]).iter().find(same) {
            report_copy(prover, &gate.basis, format!("gate {}", gate.id), format!("gate {}", other.id), gate.when.text());
        }
    }
}
