//! What a meeting regulation says beyond one meeting: attendance, what is due, levels of a period.

use super::basis::Basis;
use super::facts::{Scope, Vocabulary};
use super::level::Level;
use super::lint;
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::Section;
use crate::expr::{Expr, Names, Unit, What};
use crate::words::Code;

/// The two sides of the attendance rate, over the statuses that make up the members.
#[derive(Debug)]
pub struct Attendance {
    /// Statuses that count as attending, by position in the vocabulary.
    pub counts: Vec<usize>,
    /// Statuses that stand in the denominator.
    pub base: Vec<usize>,
    /// Statuses left out of both sides, each with its clause.
    pub left_out: Vec<(usize, Basis)>,
    /// Where it stands.
    pub basis: Basis,
}

/// Which meetings are due.
#[derive(Debug)]
pub struct Due {
    /// A regular meeting every month.
    pub regular_monthly: bool,
    /// A thematic meeting every quarter.
    pub thematic_quarterly: bool,
    /// Where it stands.
    pub basis: Basis,
}

/// How the meetings of a period give a level.
#[derive(Debug)]
pub struct PeriodRule {
    /// For calendar years; the only period that a known text has a rule for.
    pub year: bool,
    /// Whether thematic meetings count too.
    pub with_thematic: bool,
    /// Per level that can be reached, best first: position of the level, condition over the counts.
    pub levels: Vec<(usize, Option<Expr>, Basis)>,
    /// Where it stands.
    pub basis: Basis,
}

pub(super) fn lower_attendance(lower: &Lower, document: &Section<'_>, vocabulary: &Vocabulary) -> Option<Attendance> {
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
    Some(Attendance { counts, base, left_out, basis })
}

impl Attendance {
    /// The rate as an expression over the statuses.
    pub(super) fn expression(&self, vocabulary: &Vocabulary) -> String {
        let sum = |statuses: &[usize]| {
            let ids: Vec<&str> = statuses.iter().filter_map(|n| vocabulary.facts.get(*n)).map(|fact| fact.id.as_str()).collect();
            ids.join(" + ")
        };
        format!("({}) / ({})", sum(&self.counts), sum(&self.base))
    }
}

pub(super) fn lower_due(lower: &Lower, document: &Section<'_>) -> Option<Due> {
    let section = document.section("due")?;
    let basis = lower.basis(&section, None);
    let regular = section.one_of("regular", &["monthly", "none"]);
    let thematic = section.one_of("thematic", &["quarterly", "none"]);
    section.finish();
    lower.figure("due", "regular, thematic", &basis);
    Some(Due {
        regular_monthly: regular.as_deref() == Some("monthly"),
        thematic_quarterly: thematic.as_deref() == Some("quarterly"),
        basis,
    })
}

/// The values that a period rule may name, in the order of their slots: meetings, then per level its count, then per level "this or better".
pub(super) fn period_names(levels: &[Level]) -> Names {
    let mut names = Names::default();
    names.bind("meetings", What::Slot(0), Unit::Count);
    for (position, level) in levels.iter().enumerate() {
        names.bind_call("count", &level.id, What::Slot(1 + position), Unit::Count);
        names.bind_call("count_at_least", &level.id, What::Slot(1 + levels.len() + position), Unit::Count);
    }
    names
}

pub(super) fn lower_periods(lower: &Lower, document: &Section<'_>, levels: &[Level]) -> Vec<PeriodRule> {
    let names = period_names(levels);
    let mut rules = Vec::new();
    for section in document.sections("period") {
        let basis = lower.basis(&section, None);
        let year = section.need_one_of("of", &["year"]).is_some();
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
            if entry.has("when") == last {
                let wanted = if last { "last level: no when (otherwise)" } else { "when" };
                lower.fault(Code::RuleValue, &entry.span, |d| d.with("value", &id).with("wanted", wanted));
            }
            if let Some(position) = position {
                reached.push((position, when, basis));
            }
        }
        section.finish();
        rules.push(PeriodRule {
            year,
            with_thematic: meetings.as_deref() == Some("regular-and-thematic"),
            levels: reached,
            basis,
        });
    }
    rules
}
