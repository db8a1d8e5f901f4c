//! What the first of their groups are given: flags, prizes, certificates. An award moves no level.

use super::layout::Layout;
use super::lint;
use super::places::{Around, Places};
use super::section::Section;
use crate::base::heading;
use crate::expr::{Expr, Names};
use crate::words::Code;

/// An award.
#[derive(Clone, Debug)]
pub struct Award {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Short form for narrow columns; the title where none is given.
    pub short: String,
    /// Who may be considered.
    pub when: Expr,
    /// Earlier awards of which a unit that has one cannot have this.
    pub not_with: Vec<usize>,
    /// How many may have it.
    pub places: Places,
}

/// `[[award]]`, in the order in which they are given. An award may ask for the level after all quotas and for the awards before it.
pub(super) fn lower_awards(around: &Around<'_>, document: &Section<'_>, names: &Names, layout: &Layout) -> Vec<Award> {
    let lower = around.lower;
    let sections = document.sections("award");
    lint::unique(lower, &sections);
    let ids: Vec<String> = sections.iter().map(|section| section.text("id").map(|id| id.value).unwrap_or_default()).collect();
    let mut names = names.clone();
    layout.add_level(&mut names, around.levels);
    let mut awards = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let around = Around { names: &names, levels: around.levels, vocabulary: around.vocabulary, lower };
        let award = award(&around, section);
        for other in section.texts("not-with") {
            match ids.iter().position(|id| *id == other.value).filter(|other| *other != number) {
                Some(other) => pairs.push((number.max(other), number.min(other))),
                None => {
                    let others = ids.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, id)| id.as_str());
                    let near = heading::nearest_or_some(&other.value, others);
                    lower.fault(Code::RuleValue, &other.span, |d| d.with("value", &other.value).with("wanted", near));
                }
            }
        }
        section.finish();
        layout.add_award(&mut names, number, ids.get(number).map_or("", String::as_str));
        awards.extend(award);
    }
    // Positions are those of the file, which are those of the list unless an award was faulty; then there is no regulation at all.
    pairs.sort_unstable();
    pairs.dedup();
    for (later, earlier) in pairs {
        if let Some(award) = awards.get_mut(later) {
            award.not_with.push(earlier);
        }
    }
    awards
}

fn award(around: &Around<'_>, section: &Section<'_>) -> Option<Award> {
    let basis = around.lower.basis(section, None);
    let (id, title, short) = (section.need_id("id"), section.need_text("title"), section.text_or_empty("short"));
    section.need("when");
    let when = around.lower.condition(section, "when", around.names);
    let places = around.places(section, &format!("award {id}"), &basis);
    let short = if short.is_empty() { title.clone() } else { short };
    Some(Award { id, title, short, when: when?, not_with: Vec::new(), places: places? })
}
