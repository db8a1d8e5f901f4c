//! Checks that need more than one entry: seams of tables, order of levels, sources and readings that nothing uses.

mod doubts;
mod groups;
mod periods;
pub(super) mod phrase;
mod prover;
mod reach;
mod seams;
mod unused;
mod world;

use prover::Prover;

use super::Regulation;
use super::form::Form;
use super::level::Level;
use super::lower::Lower;
use super::section::{Section, Text};
use crate::base::heading;
use crate::words::Code;

/// Reports what the file declares and nothing uses.
pub(super) fn unused(lower: &Lower, root: &Section<'_>, regulation: &Regulation) {
    unused::sources_and_readings(lower, root);
    if Prover::new(lower, regulation).all_read() {
        unused::names(lower, root, regulation);
    }
}

/// Proves what can be proved of a regulation once it stands: seams, and what no record reaches; and tells what is doubtful.
pub(super) fn prove(lower: &Lower, regulation: &Regulation) {
    let prover = Prover::new(lower, regulation);
    reach::check(&prover);
    if prover.all_read() {
        doubts::check(&prover);
    }
}

/// Levels walk down: each must begin above the next.
pub(super) fn best_first(lower: &Lower, sections: &[Section<'_>], levels: &[Level]) {
    let floor = |level: &Level| level.points.as_ref().and_then(|points| points.low).map(|low| low.at);
    for (pair, section) in levels.windows(2).zip(sections.iter().skip(1)) {
        let [better, worse] = pair else { continue };
        if let (Some(high), Some(low)) = (floor(better), floor(worse))
            && high <= low
        {
            lower.fault(Code::RuleLevelOrder, &section.span_of("in"), |d| d.with("value", &worse.id).with("other", &better.id));
        }
    }
}

/// A score notes the conditions that were asked in a bit each.
const MOST_CONDITIONS: usize = 64;

/// A form without leaves gives levels by conditions alone, so levels that go by points have nothing to go by.
pub(super) fn pointless(lower: &Lower, sections: &[Section<'_>], forms: &[Form], levels: &[Level]) {
    let by_points = levels.iter().any(|level| level.points.is_some());
    for (section, _) in sections.iter().zip(forms).filter(|(_, form)| form.groups.is_empty() && by_points) {
        lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "group").with("entry", section.path()));
    }
    let conditions: usize = levels.iter().map(|level| level.conditions.len()).sum();
    if let Some(section) = sections.first().filter(|_| conditions > MOST_CONDITIONS) {
        let wanted = format!("[[level.condition]] ≤ {MOST_CONDITIONS}");
        lower.fault(Code::RuleValue, &section.span, |d| d.with("value", conditions).with("wanted", wanted));
    }
}

/// The level an id names; an unknown one is reported.
pub(super) fn level_position(lower: &Lower, text: &Text, levels: &[Level]) -> Option<usize> {
    let position = levels.iter().position(|level| level.id == text.value);
    if position.is_none() {
        let near = heading::nearest_or_some(&text.value, levels.iter().map(|level| level.id.as_str()));
        lower.fault(Code::RuleUnknownLevel, &text.span, |d| d.with("value", &text.value).with("near", near));
    }
    position
}

/// Reports ids that stand twice in a list.
pub(crate) fn unique(lower: &Lower, sections: &[Section<'_>]) {
    let mut seen: Vec<String> = Vec::new();
    for id in sections.iter().filter_map(|section| section.text("id")) {
        if seen.contains(&id.value) {
            lower.fault(Code::RuleDuplicate, &id.span, |d| d.with("value", &id.value));
        } else {
            seen.push(id.value);
        }
    }
}
