//! What a meeting regulation says beyond one meeting: attendance, what is due, levels of a period.

use super::basis::Basis;
use super::facts::{Scope, Vocabulary};
use super::level::Level;
use super::lint;
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::Section;
use std::sync::Arc;

use crate::base::{Exact, Stretch};
use crate::expr::{Expr, Names, Slots, Unit, What};
use crate::words::Code;

/// The two sides of the attendance rate, over the statuses that make up the members.
#[derive(Clone, Debug)]
pub struct Attendance {
    /// Statuses that count as attending, by position in the vocabulary.
    pub counts: Vec<usize>,
    /// Statuses that stand in the denominator.
    pub base: Vec<usize>,
    /// The two sides where the file writes them out: attending and expected members.
    pub sides: Option<(Expr, Expr)>,
    /// Statuses left out of both sides, each with its clause.
    pub left_out: Vec<(usize, Basis)>,
    /// Statuses that stand now on one side and now on the other, as the sides hang on more than the numbers of members.
    pub varies: Vec<usize>,
    /// Where it stands.
    pub basis: Basis,
}

/// How the meetings of a period give a level.
#[derive(Clone, Debug)]
pub struct PeriodRule {
    /// For which stretches of the calendar.
    pub of: Stretch,
    /// Whether thematic meetings count too.
    pub with_thematic: bool,
    /// What must hold for there to be a level at all: so many meetings, for example.
    pub needs: Option<Expr>,
    /// As which level a due meeting counts that was not received; without one it counts as none.
    pub not_received: Option<usize>,
    /// As which level a meeting counts that was not held, with its reason; without one it counts as none.
    pub not_held: Option<usize>,
    /// Whether it looks at more than the numbers of meetings per level.
    pub reads_more: bool,
    /// Whether it looks at points, so that means are no mere statistic.
    pub reads_points: bool,
    /// Whether it looks at the mean of all meetings.
    pub reads_mean: bool,
    /// Whether it looks at means of some of them.
    pub reads_other_means: bool,
    /// Whether it looks at the halves of the period.
    pub reads_halves: bool,
    /// Per level that can be reached, best first: position of the level, condition over the counts.
    pub levels: Vec<(usize, Option<Expr>, Basis)>,
    /// Where it stands.
    pub basis: Basis,
}

pub(super) fn lower_attendance(
    lower: &Lower,
    document: &Section<'_>,
    vocabulary: &Vocabulary,
    names: &Names,
) -> Option<Attendance> {
    let section = document.section("attendance")?;
    let basis = lower.basis(&section, None);
    let statuses: Vec<usize> = vocabulary
        .facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| fact.part_of == "members" && fact.scope == Scope::Meeting)
        .map(|(n, _)| n)
        .collect();
    let status = |text: &super::section::Text| {
        let position = vocabulary.position(&text.value).filter(|position| statuses.contains(position));
        if position.is_none() {
            let known: Vec<&str> =
                statuses.iter().filter_map(|n| vocabulary.facts.get(*n)).map(|fact| fact.id.as_str()).collect();
            lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", known.join(" | ")));
        }
        position
    };
    if section.has("attending") {
        return written_out(lower, &section, (names, vocabulary), basis, &statuses);
    }
    let counts: Vec<usize> = section.need_texts("counts").iter().filter_map(status).collect();
    let mut left_out = Vec::new();
    for entry in section.sections("leaves-out") {
        let basis = lower.basis(&entry, Some(&basis));
        for text in entry.need_texts("statuses") {
            if let Some(position) = status(&text) {
                lower.figure(format!("attendance leaves out {}", text.value), text.value.clone(), &basis);
                if counts.contains(&position) || left_out.iter().any(|(other, _)| *other == position) {
                    lower.fault(Code::RuleDuplicate, &text.span, |d| d.with("value", &text.value));
                }
                left_out.push((position, basis.clone()));
            }
        }
        entry.finish();
    }
    section.finish();
    lower.figure("attendance", "counts", &basis);
    let base = statuses.into_iter().filter(|status| !left_out.iter().any(|(out, _)| out == status)).collect();
    Some(Attendance { counts, base, sides: None, left_out, varies: Vec::new(), basis })
}

/// Both sides as expressions: for a base that differs by type of cell, or a voting rule.
fn written_out(
    lower: &Lower,
    section: &Section<'_>,
    (names, vocabulary): (&Names, &Vocabulary),
    basis: Basis,
    statuses: &[usize],
) -> Option<Attendance> {
    let side = |key: &'static str| {
        if !section.has(key) {
            section.need_text(key);
        }
        let expr = lower.expr(section, key, names)?;
        lower.figure(format!("attendance {key}"), expr.text(), &basis);
        if *expr.unit() != Unit::Count || !expr.is_whole() {
            lower.fault(Code::ExprWanted, &section.span_of(key), |d| {
                d.with("value", expr.text()).with("wanted", "count").with("found", expr.unit())
            });
            return None;
        }
        Some(expr)
    };
    let (attending, expected) = (side("attending"), side("expected"));
    section.finish();
    let (attending, expected) = (attending?, expected?);
    let (mut counts, mut base, mut left_out, mut varies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for status in statuses {
        let one_more = |side: &Expr| one_more(side, *status, vocabulary, statuses);
        match one_more(&attending).zip(one_more(&expected)) {
            Some((false, false)) => left_out.push((*status, basis.clone())),
            Some((attends, expects)) => {
                counts.extend(attends.then_some(*status));
                base.extend(expects.then_some(*status));
            }
            None => varies.push(*status),
        }
    }
    Some(Attendance { counts, base, sides: Some((attending, expected)), left_out, varies, basis })
}

/// Whether one more member of a status is one more on a side; `None` where that hangs on other facts, on how many there are, or counts by
/// parts.
fn one_more(side: &Expr, status: usize, vocabulary: &Vocabulary, statuses: &[usize]) -> Option<bool> {
    // Nobody, some, or more than any meeting has: of all statuses, of one alone, of all but one.
    const SIZES: [i64; 3] = [0, 10, 1_000_000];
    let same = SIZES.map(|size| statuses.iter().map(|slot| (*slot, size)).collect::<Vec<(usize, i64)>>());
    let apart = statuses.iter().flat_map(|one| {
        SIZES.into_iter().flat_map(move |size| [(size, 0), (0, size)]).map(move |(own, other)| {
            statuses.iter().map(|slot| (*slot, if slot == one { own } else { other })).collect::<Vec<(usize, i64)>>()
        })
    });
    let mut told = same.into_iter().chain(apart).map(|members| one_more_of(side, status, vocabulary, &members));
    let first = told.next()??;
    told.all(|other| other == Some(first)).then_some(first)
}

/// The same at a meeting with so many of each status.
fn one_more_of(side: &Expr, status: usize, vocabulary: &Vocabulary, counts: &[(usize, i64)]) -> Option<bool> {
    let members = vocabulary.position("members")?;
    let mut facts: Vec<Option<i64>> = vec![None; vocabulary.facts.len()];
    for (slot, count) in counts {
        *facts.get_mut(*slot)? = Some(*count);
    }
    *facts.get_mut(members)? = Some(counts.iter().map(|(_, count)| count).sum());
    let before = side.number(Slots { facts: &facts, derived: &[] }).ok()?;
    for slot in [status, members] {
        let count = facts.get_mut(slot)?;
        *count = count.map(|count| count + 1);
    }
    let more = side.number(Slots { facts: &facts, derived: &[] }).ok()?.checked_sub(before)?;
    [(Exact::ZERO, false), (Exact::ONE, true)].into_iter().find(|(size, _)| *size == more).map(|(_, counts)| counts)
}

impl Attendance {
    /// The rate as an expression over the statuses.
    pub(super) fn expression(&self, vocabulary: &Vocabulary) -> String {
        let sum = |statuses: &[usize]| {
            let ids: Vec<&str> = statuses.iter().filter_map(|n| vocabulary.facts.get(*n)).map(|fact| fact.id.as_str()).collect();
            ids.join(" + ")
        };
        match &self.sides {
            Some((attending, expected)) => format!("({}) / ({})", attending.text(), expected.text()),
            None => format!("({}) / ({})", sum(&self.counts), sum(&self.base)),
        }
    }
}

/// The values that a period rule may name, in the order of their slots: meetings, then per level its count, then per level "this or better".
pub(crate) fn period_names(levels: &[Level]) -> Names {
    let mut names = Names::default();
    names.bind("meetings", What::Slot(0), Unit::Count);
    for (position, level) in levels.iter().enumerate() {
        names.bind_call("count", &level.id, What::Slot(1 + position), Unit::Count);
        names.bind_call("count_at_least", &level.id, What::Slot(1 + levels.len() + position), Unit::Count);
    }
    let more = period_more(levels.len());
    for (place, name) in MORE_COUNTS.into_iter().enumerate() {
        names.bind(name, What::Slot(more + place), Unit::Count);
    }
    for (place, name) in MORE_POINTS.into_iter().enumerate() {
        let slot = more + MORE_COUNTS.len() + 2 * place;
        names.bind(name, What::Measure(Arc::new(Expr::fraction(name, slot, slot + 1, Unit::Points))), Unit::Points);
    }
    names
}

/// The slot after those of the numbers of meetings per level.
pub(crate) fn period_more(levels: usize) -> usize {
    1 + 2 * levels
}

/// The first slot of those that look at the halves of the period, which are the last.
pub(crate) fn period_halves(levels: usize) -> usize {
    period_more(levels) + MORE_COUNTS.len() + 2 * (MORE_POINTS.len() - HALVES)
}

/// How many of [`MORE_POINTS`] look at the halves of the period; they stand last.
pub(crate) const HALVES: usize = 2;

/// Numbers of meetings that have no level.
pub(crate) const MORE_COUNTS: [&str; 4] = ["not_held", "not_scored", "not_received", "open"];

/// Points over meetings, each a numerator and a denominator.
pub(crate) const MORE_POINTS: [&str; 5] = ["mean", "lowest", "mean_without_lowest", "first_half_mean", "second_half_mean"];

pub(super) fn lower_periods(lower: &Lower, document: &Section<'_>, levels: &[Level]) -> Vec<PeriodRule> {
    let names = period_names(levels);
    let mut rules = Vec::new();
    for section in document.sections("period") {
        let basis = lower.basis(&section, None);
        let of = section.need_one_of("of", &Stretch::WORDS).and_then(|word| Stretch::from_word(&word));
        let needs = lower.condition(&section, "needs", &names);
        if let Some(needs) = &needs {
            lower.figure("period needs", needs.text(), &basis);
        }
        let counts_as = |key: &'static str| {
            let level = section.text(key).and_then(|text| lint::level_position(lower, &text, levels))?;
            let id = levels.get(level).map_or("", |level| &level.id);
            lower.figure(format!("period {key}"), id, &basis);
            if level == 0 && levels.len() > 1 {
                lower.fault(Code::RuleMissingAsBest, &section.span_of(key), |d| d.with("entry", key).with("value", id));
            }
            Some(level)
        };
        let (not_received, not_held) = (counts_as("not-received"), counts_as("not-held"));
        let meetings = section.need_one_of("meetings", &["regular", "regular-and-thematic"]);
        let mut reached = Vec::new();
        let entries = section.sections("level");
        for (number, entry) in entries.iter().enumerate() {
            let mut basis = lower.basis(entry, Some(&basis));
            let id = entry.need_id("id");
            let text = super::section::Text { value: id.clone(), span: entry.span_of("id") };
            let position = lint::level_position(lower, &text, levels);
            let when = lower.condition(entry, "when", &names);
            phrase(lower, entry, &mut basis, &Says::when(when.as_ref(), &names), &[]);
            entry.finish();
            lower.figure(format!("period level {id}"), when.as_ref().map_or("otherwise", Expr::text), &basis);
            let last = number + 1 == entries.len();
            if last && entry.has("when") {
                lower.fault(Code::RulePeriodOtherwise, &entry.span_of("when"), |d| d.with("value", &id));
            } else if !last && !entry.has("when") {
                lower.fault(Code::RulePeriodNoWhen, &entry.span, |d| d.with("value", &id));
            }
            if let Some(position) = position {
                reached.push((position, when, basis));
            }
        }
        section.finish();
        let asked: Vec<usize> = {
            let conditions = reached.iter().filter_map(|(_, when, _): &(usize, Option<Expr>, Basis)| when.as_ref());
            conditions.chain(&needs).flat_map(|when| when.slots().to_vec()).collect()
        };
        let more = period_more(levels.len());
        let halves = period_halves(levels.len());
        // The mean, then the lowest, then means of some meetings; two slots each.
        let mean = more + MORE_COUNTS.len();
        rules.push(PeriodRule {
            of: of.unwrap_or(Stretch::Year),
            needs,
            not_received,
            not_held,
            reads_more: not_received.is_some() || not_held.is_some() || asked.iter().any(|slot| *slot >= more),
            reads_points: asked.iter().any(|slot| *slot >= mean),
            reads_mean: asked.iter().any(|slot| (mean..mean + 2).contains(slot)),
            reads_other_means: asked.iter().any(|slot| *slot >= mean + 4),
            reads_halves: asked.iter().any(|slot| *slot >= halves),
            with_thematic: meetings.as_deref() == Some("regular-and-thematic"),
            levels: reached,
            basis,
        });
    }
    rules
}
