//! What a file declares and nothing uses.

use std::collections::BTreeSet;

use super::super::facts::FactType;
use super::super::leaf::LeafKind;
use super::super::lower::Lower;
use super::super::section::Section;
use crate::rules::Regulation;
use crate::words::Code;

/// An overlay, or a reading chosen in place of another, may leave unused what the text below it needs.
fn is_own(lower: &Lower, section: &Section<'_>) -> bool {
    !lower.chosen && lower.file_of(&section.span) == &lower.file
}

/// Reports sources that no entry cites and readings that no entry rests on.
pub(super) fn sources_and_readings(lower: &Lower, root: &Section<'_>) {
    for (position, (name, section)) in root.named_sections("sources").iter().enumerate() {
        if is_own(lower, section) && !lower.sources_used.borrow().contains(&position) {
            lower.fault(Code::RuleUnused, &section.span, |d| d.with("value", format!("sources.{name}")));
        }
    }
    for (position, section) in root.sections("reading").iter().enumerate() {
        let used = lower.readings_used.borrow().contains(&position) || section.has("covers");
        if is_own(lower, section) && !used {
            lower.fault(Code::RuleUnused, &section.span, |d| d.with("value", section.path()));
        }
    }
}

/// Reports measures, tallies, facts and tags that no entry names.
pub(super) fn names(lower: &Lower, root: &Section<'_>, regulation: &Regulation) {
    let named = lower.named.borrow();
    for kind in ["measures", "tallies"] {
        for (name, section) in
            root.named_sections(kind).iter().filter(|(name, section)| is_own(lower, section) && !named.contains(name))
        {
            lower.fault(Code::RuleIdle, &section.span, |d| d.with("value", format!("{kind}.{name}")));
        }
    }
    let read = read_by_entries(regulation);
    for section in root.sections("fact").iter().filter(|section| is_own(lower, section)) {
        let Some(id) = section.text("id") else { continue };
        let fact = regulation.vocabulary.get(&id.value);
        // Texts are for people: reasons, grounds, documents.
        let for_people = fact.is_none_or(|fact| matches!(fact.kind, FactType::Text | FactType::Code));
        if !for_people && !named.contains(&id.value) && !read.contains(id.value.as_str()) {
            lower.fault(Code::RuleIdle, &id.span, |d| d.with("value", section.path()));
        }
    }
    for section in root.sections("criterion").iter().filter(|section| is_own(lower, section)) {
        for tag in section.texts("tags").iter().filter(|tag| !named.contains(&tag.value)) {
            lower.fault(Code::RuleIdle, &tag.span, |d| d.with("value", &tag.value));
        }
    }
    let quality = root.section("meeting-quality").filter(|section| is_own(lower, section));
    let from_meetings = regulation.criteria.iter().any(|criterion| criterion.from_basis.is_some());
    if let Some(section) = quality.filter(|_| !from_meetings && !named.contains("meeting_quality")) {
        lower.fault(Code::RuleIdle, &section.span, |d| d.with("value", section.path()));
    }
}

/// Facts that entries read without an expression, and those that check or make up others.
fn read_by_entries(regulation: &Regulation) -> BTreeSet<&str> {
    let recorded = regulation.leaves.iter().filter_map(|leaf| match &leaf.kind {
        LeafKind::Recorded { fact, .. } => *fact,
        _ => None,
    });
    let graded = regulation.criteria.iter().filter_map(|criterion| criterion.fact);
    let places = regulation.quotas.iter().map(|quota| &quota.places).chain(regulation.awards.iter().map(|award| &award.places));
    let grouped = places.flat_map(|places| places.group.iter().copied());
    let tallied = regulation.tallies.iter().flat_map(|tally| [Some(tally.year_by), tally.distinct]).flatten();
    let attending = regulation
        .attendance
        .iter()
        .flat_map(|rule| rule.counts.iter().chain(&rule.base).copied().chain(rule.left_out.iter().map(|(status, _)| *status)));
    let facts = &regulation.vocabulary.facts;
    let slots = recorded.chain(graded).chain(grouped).chain(tallied).chain(attending);
    let sent = regulation.due.iter().filter_map(|due| due.plan.as_ref()).map(|plan| plan.fact);
    let read = slots.chain(sent).filter_map(|slot| facts.get(slot)).map(|fact| fact.id.as_str());
    let checks = facts.iter().flat_map(|fact| [fact.part_of.as_str(), fact.at_most.as_str()]);
    read.chain(checks).collect()
}
