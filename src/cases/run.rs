//! A case under its regulation: what came out, every way in which it is not what was expected, and the parts it reached.

use std::collections::BTreeSet;

use super::awards;
use super::case::{Case, Given, Subject};
use super::due::Owed;
use super::found::{Found, Sheet};
use super::part::{Branch, Part, edges, floor, near};
use super::visits::OfVisits;
use super::{due, lineage, period, signs, time, units, visits};
use crate::assess::year::judge_year;
use crate::assess::{LeafOutcome, State, judge_meeting};
use crate::expr::Slots;
use crate::rules::{LeafKind, Regulation, When};

/// What running a case gives.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Expectations that were not met.
    pub failures: Vec<Failure>,
    /// Parts of the regulation that the case reaches and pins down.
    pub reached: BTreeSet<Part>,
}

/// An expectation that was not met.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which, by position in [`Case::expect`].
    pub expected: usize,
    /// What came out; `None` when nothing did.
    pub found: Option<String>,
}

/// Runs one case.
pub fn run(regulation: &Regulation, case: &Case) -> Outcome {
    let Some(variant) = &case.variant else { return under(regulation, case) };
    let outcome = under(&variant.regulation, case);
    // An alternative that changes nothing the case looks at is not told apart by it.
    let told_apart = !under(regulation, case).failures.is_empty();
    let chosen = variant.choices.iter().filter(|_| told_apart).filter_map(|choice| {
        let reading = regulation.readings.iter().position(|reading| reading.id == choice.reading)?;
        let alternatives = &regulation.readings.get(reading)?.alternatives;
        Some(Part::Alternative(reading, alternatives.iter().position(|(id, _)| *id == choice.alternative)?))
    });
    Outcome { reached: chosen.collect(), ..outcome }
}

fn under(regulation: &Regulation, case: &Case) -> Outcome {
    let mut reached = BTreeSet::new();
    let found = match &case.given {
        Given::Meeting(facts) => {
            let sheet = judge_meeting(regulation, facts).map(|judged| Sheet {
                attendance: judged.attendance,
                level: judged.score.level,
                gates: judged.score.gates,
                open_gates: judged.score.open_gates,
                walked: judged.score.total.is_some() || judged.score.by_conditions,
                by_points: judged.score.reached,
                checks: judged.checks,
                score: Some(judged.score),
                outcomes: judged.outcomes,
            });
            if let Some(sheet) = &sheet {
                statuses(regulation, case, facts, &mut reached);
                on_sheet(regulation, case, sheet, Slots { facts, derived: &[] }, &mut reached);
            }
            match sheet {
                None if regulation.unscored.when.flag(Slots { facts, derived: &[] }) == Ok(true) => Found::Unscored,
                sheet => Found::Sheet(sheet.map(Box::new)),
            }
        }
        Given::Year { facts, quality, rows } => {
            let tallies = rows.count(regulation);
            let judged = judge_year(regulation, facts, &tallies, quality.as_deref());
            let sheet = Sheet {
                attendance: None,
                level: judged.walk.level(),
                gates: judged.walk.gates,
                open_gates: judged.walk.open_gates,
                walked: true,
                by_points: judged.walk.by_points,
                checks: judged.walk.checks,
                score: judged.score,
                outcomes: judged.leaves,
            };
            on_sheet(regulation, case, &sheet, Slots { facts, derived: &judged.derived }, &mut reached);
            if case.expects(Subject::Level) {
                for (number, graded) in judged.grades.iter().enumerate() {
                    let place = |word: &String| regulation.layout.quality.iter().position(|known| known == word);
                    let from = quality.as_ref().filter(|_| graded.from_meetings).and_then(place);
                    reached.insert(match graded.row {
                        Some(row) => Part::GradeRow(number, row.into()),
                        None => Part::Criterion(number, from),
                    });
                }
            }
            Found::Sheet(Some(Box::new(sheet)))
        }
        Given::Period(meetings) => {
            let levelled = period::run(regulation, meetings);
            if case.expects(Subject::Level) {
                reached.extend(levelled.reached(regulation, meetings));
            }
            Found::Period(levelled)
        }
        Given::Due(received) => {
            let owes = due::run(regulation, received);
            let expected: Vec<Owed> = Owed::ALL.into_iter().filter(|owed| case.expects(Subject::Due(*owed))).collect();
            reached.extend(owes.iter().flat_map(|owes| owes.reached(&expected)));
            Found::Due(owes)
        }
        Given::Time(at) => {
            reached.extend(time::reached(regulation, *at));
            Found::InForce(time::in_force(regulation, *at))
        }
        Given::Lineage(change) => {
            reached.extend(lineage::parts(regulation).filter(|part| *part == Part::Lineage(*change)));
            Found::Succession(lineage::run(regulation, *change))
        }
        Given::Signs(counted) => {
            let found = signs::run(regulation, *counted);
            reached.extend(signs::parts(regulation).filter(|part| *part == Part::Sign(counted.of, found)));
            Found::Sign(found)
        }
        Given::Visits(attended) => {
            let judged = visits::run(regulation, attended);
            let looks_at = |expected: &super::case::Expected| match expected.of {
                Subject::Visits(of) => Some(of),
                _ => None,
            };
            let expected: Vec<OfVisits> = case.expect.iter().filter_map(looks_at).collect();
            reached.extend(judged.iter().flat_map(|judged| judged.reached(regulation, &expected)));
            Found::Visits(judged)
        }
        Given::Quota { of, units } => {
            let quotas = units::run(regulation, *of, units);
            reached.extend(quotas.reached(regulation));
            Found::Quota(quotas)
        }
        Given::Award { of, units } => {
            let awards = awards::run(regulation, *of, units);
            reached.extend(awards.reached(regulation));
            Found::Award(awards)
        }
    };
    let failed = case.expect.iter().enumerate().filter_map(|(expected, wanted)| {
        let found = found.text(regulation, wanted.of);
        (found.as_ref() != Some(&wanted.value)).then_some(Failure { expected, found })
    });
    Outcome { failures: failed.collect(), reached }
}

/// Statuses that some member has, where the two sides of the rate are pinned down.
fn statuses(regulation: &Regulation, case: &Case, facts: &[Option<i64>], reached: &mut BTreeSet<Part>) {
    let Some(rule) = regulation.attendance.as_ref().filter(|_| case.expects(Subject::Attendance)) else { return };
    let left_out = rule.left_out.iter().map(|(status, _)| status);
    let present =
        rule.counts.iter().chain(&rule.base).chain(left_out).filter(|slot| facts.get(**slot).copied().flatten() > Some(0));
    reached.extend(present.map(|slot| Part::Status(*slot)));
}

fn on_sheet(regulation: &Regulation, case: &Case, sheet: &Sheet, slots: Slots<'_>, reached: &mut BTreeSet<Part>) {
    if let Some(score) = &sheet.score {
        if case.pins_form() {
            reached.insert(Part::Form(score.form));
        }
        let leaves = regulation.forms.get(score.form).map_or(0..0, |form| form.leaves.clone());
        for (leaf, outcome) in leaves.zip(&sheet.outcomes).filter(|(leaf, _)| case.pins(*leaf)) {
            on_leaf(regulation, leaf, *outcome, slots, reached);
        }
    }
    if case.expects(Subject::Gates) && sheet.walked {
        for gate in 0..regulation.gates.len().min(64) {
            if sheet.open_gates >> gate & 1 == 0 {
                reached.insert(Part::Gate(gate, sheet.gates >> gate & 1 == 1));
            }
        }
    }
    if !case.expects(Subject::Level) {
        return;
    }
    reached.extend(sheet.level.map(Part::Level));
    let held = sheet.checks.iter().filter_map(|check| Some(Part::Condition(check.level, check.condition, check.holds?)));
    reached.extend(held);
    if let Some(total) = sheet.score.as_ref().and_then(|score| score.total) {
        let near = near(regulation);
        for (position, level) in regulation.levels.iter().enumerate() {
            let Some((at, closed)) = floor(level) else { continue };
            let beside = if closed { at.checked_sub(total) } else { total.checked_sub(at) };
            let beside = beside.is_some_and(|gap| gap > crate::base::Exact::ZERO && gap <= near);
            if total == at || beside {
                reached.insert(Part::Floor(position, (total == at) == closed));
            }
        }
    }
}

fn on_leaf(regulation: &Regulation, number: usize, outcome: LeafOutcome, slots: Slots<'_>, reached: &mut BTreeSet<Part>) {
    let Some(leaf) = regulation.leaves.get(number) else { return };
    let Some(branch) = branch(regulation, number, outcome) else { return };
    reached.insert(Part::Leaf(number, branch));
    if outcome.state == State::Scored && leaf.is_by_a_person() && slots.get(regulation.layout.verified_points(number)).is_none() {
        reached.insert(Part::SelfAlone);
    }
    if let (Branch::Tier(row), LeafKind::Tiers { of, tiers }) = (branch, &leaf.kind)
        && let Some(When::In(_)) = tiers.get(row).map(|tier| &tier.when)
        && let Ok(value) = of.number(slots)
    {
        let edge = edges(tiers).into_iter().find(|(_, at)| *at == value);
        reached.extend(edge.map(|(row, _)| Part::Leaf(number, Branch::Edge(row))));
    }
}

/// The branch that a leaf took; an open leaf takes none.
pub(super) fn branch(regulation: &Regulation, leaf: usize, outcome: LeafOutcome) -> Option<Branch> {
    let leaf = regulation.leaves.get(leaf)?;
    let number = usize::from(outcome.branch);
    match outcome.state {
        State::Missing | State::NoBase | State::NoRow => None,
        State::Excepted => Some(Branch::Exception(number)),
        // Of each corresponding leaf, verified points and then self points.
        State::Carried => Some(Branch::Carried(number / 2)),
        State::Full | State::Dropped | State::Rescaled | State::Redistributed => Some(Branch::NotApplicable(number)),
        State::Scored => Some(match &leaf.kind {
            LeafKind::YesNo { .. } if number == 0 => Branch::Yes,
            LeafKind::YesNo { .. } => Branch::No,
            LeafKind::Recorded { .. } => Branch::Recorded,
            LeafKind::Chosen { options } => {
                Branch::Chosen(options.iter().position(|option| option.points.0 == i64::from(outcome.points))?)
            }
            LeafKind::Tiers { .. } => Branch::Tier(number),
            LeafKind::PerOccurrence { at_least, at_most, .. } => match i64::from(outcome.points) {
                points if points >= at_most.0 => Branch::AtMost,
                points if points <= at_least.0 => Branch::AtLeast,
                _ => Branch::Each,
            },
            LeafKind::Proportional { .. } if i64::from(outcome.points) >= leaf.max.0 => Branch::FullShare,
            LeafKind::Proportional { .. } => Branch::Share,
        }),
    }
}
