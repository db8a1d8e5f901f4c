//! Levels, their conditions, and the gates that move a level after it has been reached.

use super::basis::Basis;
use super::lint;
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::Section;
use crate::base::{Exact, Interval};
use crate::expr::{Expr, Names};
use crate::words::Code;

/// A level; the best stands first in the regulation.
#[derive(Clone, Debug)]
pub struct Level {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Short form for narrow columns; the title where none is given.
    pub short: String,
    /// The points that reach it; `None` where levels do not go by points.
    pub points: Option<Interval>,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// Where a unit lands that has the points but not the conditions, also one moved down from a better level; without it, on the best
    /// level below whose points and conditions hold.
    pub otherwise: Option<usize>,
    /// Where it stands.
    pub basis: Basis,
}

/// One condition of a level.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Title.
    pub title: String,
    /// What must hold.
    pub when: Expr,
    /// Where it stands.
    pub basis: Basis,
}

/// Moves the level when its condition holds (điều kiện khống chế).
#[derive(Clone, Debug)]
pub struct Gate {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// When.
    pub when: Expr,
    /// What then.
    pub effect: Effect,
    /// Where it stands.
    pub basis: Basis,
}

/// What a gate does; positions in [`super::Regulation::levels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// No better than this level.
    AtMost(usize),
    /// Exactly this level.
    Set(usize),
    /// So many levels lower, but no lower than the last.
    Drop(usize),
}

/// `[[level]]`, best first.
pub(super) fn lower_levels(lower: &Lower, document: &Section<'_>, names: &Names) -> Vec<Level> {
    let sections = document.sections("level");
    let mut levels: Vec<Level> = Vec::new();
    for section in &sections {
        let mut basis = lower.basis(section, None);
        let points = section.text("in").and_then(|text| {
            let interval = Interval::parse(&text.value).filter(|interval| !interval.percent);
            if interval.is_none() {
                lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", "[90, 100]"));
            }
            interval
        });
        phrase(
            lower,
            section,
            &mut basis,
            &points.as_ref().map_or(Says::Figures(Vec::new()), |points| Says::Within(points, false)),
            &[],
        );
        let (id, title) = (section.need_id("id"), section.need_text("title"));
        if levels.iter().any(|level| level.id == id) {
            lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &id));
        }
        if let Some(points) = &points {
            lower.figure(format!("level {id}"), points.to_string(), &basis);
        }
        let conditions = section.sections("condition").iter().filter_map(|c| condition(lower, c, names, &basis, &id)).collect();
        let short = section.text_or_empty("short");
        let _ = section.text("otherwise");
        section.finish();
        let short = if short.is_empty() { title.clone() } else { short };
        levels.push(Level { id, title, short, points, conditions, otherwise: None, basis });
    }
    for (position, section) in sections.iter().enumerate() {
        let Some(text) = section.text("otherwise") else { continue };
        let target = lint::level_position(lower, &text, &levels);
        if target.is_some_and(|target| target <= position) {
            lower.fault(Code::RuleLevelOrder, &text.span, |d| d.with("value", &text.value).with("other", section.path()));
        }
        if let Some(level) = levels.get_mut(position) {
            level.otherwise = target.filter(|target| *target > position);
        }
    }
    lint::best_first(lower, &sections, &levels);
    levels
}

fn condition(lower: &Lower, section: &Section<'_>, names: &Names, around: &Basis, level: &str) -> Option<Condition> {
    let mut basis = lower.basis(section, Some(around));
    let title = section.need_text("title");
    if !section.has("when") {
        section.need_text("when");
    }
    let when = lower.condition(section, "when", names);
    phrase(lower, section, &mut basis, &Says::when(when.as_ref(), names), &[]);
    section.finish();
    let when = when?;
    lower.figure(format!("level {level} condition"), when.text(), &basis);
    Some(Condition { title, when, basis })
}

/// Results note the gates that acted in a bit each.
const MOST_GATES: usize = 64;

/// `[[gate]]`, in the order in which they act.
pub(super) fn lower_gates(lower: &Lower, document: &Section<'_>, names: &Names, levels: &[Level]) -> Vec<Gate> {
    let mut gates: Vec<Gate> = Vec::new();
    for section in document.sections("gate") {
        let Some(gate) = gate(lower, &section, names, levels) else { continue };
        if gates.iter().any(|other| other.id == gate.id) {
            lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &gate.id));
        }
        gates.push(gate);
    }
    if gates.len() > MOST_GATES {
        lower.fault(Code::RuleValue, &document.span_of("gate"), |d| {
            d.with("value", gates.len()).with("wanted", format!("≤ {MOST_GATES}"))
        });
    }
    gates
}

fn gate(lower: &Lower, section: &Section<'_>, names: &Names, levels: &[Level]) -> Option<Gate> {
    let mut basis = lower.basis(section, None);
    let (id, title) = (section.need_id("id"), section.need_text("title"));
    if !section.has("when") {
        section.need_text("when");
    }
    let when = lower.condition(section, "when", names);
    phrase(lower, section, &mut basis, &Says::when(when.as_ref(), names), &[]);
    let level = |key: &'static str| section.text(key).map(|text| lint::level_position(lower, &text, levels));
    let effect = match (level("at-most"), level("set"), section.number("drop")) {
        (Some(level), None, None) => level.map(Effect::AtMost),
        (None, Some(level), None) => level.map(Effect::Set),
        (None, None, Some(levels)) => dropped(lower, section, levels),
        _ if section.is_faulty_key("drop") => None,
        _ => {
            lower.fault(Code::RuleMissingKey, &section.span, |d| {
                d.with("key", "at-most | set | drop").with("entry", section.path())
            });
            None
        }
    };
    section.finish();
    let when = when?;
    lower.figure(format!("gate {id}"), when.text(), &basis);
    Some(Gate { id, title, when, effect: effect?, basis })
}

fn dropped(lower: &Lower, section: &Section<'_>, levels: Exact) -> Option<Effect> {
    let whole = levels.reduced();
    let count = usize::try_from(whole.num()).ok().filter(|count| *count > 0 && whole.den() == 1);
    if count.is_none() {
        lower.fault(Code::RuleValue, &section.span_of("drop"), |d| d.with("value", levels).with("wanted", "1, 2, …"));
    }
    count.map(Effect::Drop)
}
