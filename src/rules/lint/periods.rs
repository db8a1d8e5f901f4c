//! Rules of periods: what can never hold of the meetings of a period, and what holds only of uncommonly many.

use super::prover::Prover;
use super::world;
use crate::base::Exact;
use crate::expr::Expr;
use crate::expr::possible::{Claim, World};
use crate::rules::PeriodRule;
use crate::rules::meetings::period_halves;
use crate::words::Code;

/// Proves what can be proved of every rule, which is looked at by itself.
pub(super) fn check(prover: &Prover<'_>) {
    let regulation = prover.regulation;
    let counting = Prover::on(prover.lower, regulation, world::of_period(regulation, None));
    for (position, rule) in regulation.periods.iter().enumerate() {
        let before = regulation.periods.get(..position).unwrap_or(&[]);
        if before.iter().any(|other| other.of == rule.of) {
            prover.lower.fault(Code::RuleShadowed, &rule.basis.span, |d| {
                d.with("entry", "period").with("value", format!("of = \"{}\"", rule.of.word()))
            });
            continue;
        }
        if rule.reads_halves && !rule.of.has_halves() {
            halves(&counting, rule);
            continue;
        }
        one(&counting, rule);
        crowded(&counting, rule);
    }
}

fn one(counting: &Prover<'_>, rule: &PeriodRule) {
    let mut around = Vec::new();
    if let Some(needs) = &rule.needs {
        if !counting.condition("period / needs", needs, &[]) {
            return;
        }
        around.push(Claim::Holds(needs, true));
    }
    let entries: Vec<(String, &Expr)> =
        rule.levels.iter().filter_map(|(level, when, _)| Some((entry(counting, *level), when.as_ref()?))).collect();
    counting.sequence(&entries, &around);
    around.extend(entries.iter().map(|(_, when)| Claim::Holds(when, false)));
    if let Some((level, None, basis)) = rule.levels.last()
        && !counting.world.possible(&around)
    {
        counting.lower.fault(Code::RuleShadowed, &basis.span, |d| {
            d.with("entry", entry(counting, *level)).with("value", id(counting, *level))
        });
    }
}

/// No month and no quarter falls into two halves of whole months, so that nobody could tell which meetings are meant.
fn halves(counting: &Prover<'_>, rule: &PeriodRule) {
    let first = period_halves(counting.regulation.levels.len());
    for (entry, when) in conditions(counting, rule).filter(|(_, when)| when.slots().iter().any(|slot| *slot >= first)) {
        counting.lower.fault(Code::RuleNoHalves, &when.span(), |d| {
            d.with("entry", entry).with("value", when.text()).with("of", rule.of.word())
        });
    }
}

/// Every condition of a rule, with the entry in which it stands.
fn conditions<'r>(counting: &'r Prover<'_>, rule: &'r PeriodRule) -> impl Iterator<Item = (String, &'r Expr)> {
    let needs = rule.needs.iter().map(|needs| ("period / needs".to_owned(), needs));
    let entries = rule.levels.iter().filter_map(|(level, when, _)| Some((entry(counting, *level), when.as_ref()?)));
    needs.chain(entries)
}

/// Nothing forbids a second meeting in a month, so a condition that asks for one is only doubtful.
fn crowded(counting: &Prover<'_>, rule: &PeriodRule) {
    let most = i64::from(rule.of.months()) * if rule.with_thematic { 2 } else { 1 };
    let monthly = world::of_period(counting.regulation, Some(Exact::whole(most)));
    for (entry, when) in conditions(counting, rule) {
        let parts = when.parts();
        let atoms = if parts.is_empty() { vec![when] } else { parts.iter().collect() };
        for atom in atoms.into_iter().filter(|atom| can_hold(&counting.world, atom) && !can_hold(&monthly, atom)) {
            let fill = |d: crate::diagnostic::Diagnostic| d.with("entry", &entry).with("value", atom.text()).with("max", most);
            counting.lower.fault(Code::RuleManyMeetings, &atom.span(), fill);
        }
    }
}

fn can_hold(world: &World, when: &Expr) -> bool {
    world.possible(&[Claim::Holds(when, true)])
}

fn entry(counting: &Prover<'_>, level: usize) -> String {
    format!("period / level {}", id(counting, level))
}

fn id<'r>(counting: &Prover<'r>, level: usize) -> &'r str {
    counting.regulation.levels.get(level).map_or("", |level| level.id.as_str())
}
