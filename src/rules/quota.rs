//! At most so many of a level in each group of units.

use super::lint;
use super::places::{Around, Places};
use super::section::{Section, Text};
use crate::words::Code;

/// A quota.
#[derive(Clone, Debug)]
pub struct Quota {
    /// Id.
    pub id: String,
    /// Title; empty where the file gives none.
    pub title: String,
    /// The level that is limited.
    pub level: usize,
    /// How many may have it.
    pub places: Places,
}

/// `[[quota]]`, in the order in which they act: the best level first, those of one level as the file has them.
pub(super) fn lower_quotas(around: &Around<'_>, document: &Section<'_>) -> Vec<Quota> {
    let mut quotas: Vec<Quota> = Vec::new();
    let sections = document.sections("quota");
    lint::unique(around.lower, &sections);
    for section in &sections {
        let Some(quota) = lower_quota(around, section) else { continue };
        // The outer of two nested quotas chooses among those whom the inner one has admitted.
        let inner = |outer: &&Quota| {
            outer.level == quota.level
                && outer.places.group.len() < quota.places.group.len()
                && outer.places.group.iter().all(|key| quota.places.group.contains(key))
        };
        if let Some(outer) = quotas.iter().find(inner) {
            around
                .lower
                .fault(Code::RuleQuotaOrder, &section.span_of("id"), |d| d.with("value", &quota.id).with("other", &outer.id));
        }
        quotas.push(quota);
    }
    quotas.sort_by_key(|quota| quota.level);
    quotas
}

fn lower_quota(around: &Around<'_>, section: &Section<'_>) -> Option<Quota> {
    let basis = around.lower.basis(section, None);
    let (id, title) = (section.need_id("id"), section.text_or_empty("title"));
    let value = section.need_text("level");
    let text = Text { value, span: section.span_of("level") };
    let level = if text.value.is_empty() { None } else { lint::level_position(around.lower, &text, around.levels) };
    let places = around.places(section, &format!("quota {id}"), &basis);
    section.finish();
    Some(Quota { id, title, level: level?, places: places? })
}
