//! Tallies: rows of a table of records counted to a cell and a year.

use super::basis::Basis;
use super::facts::{FactType, Scope, Vocabulary};
use super::layout::Layout;
use super::lower::Lower;
use super::section::{Section, Text};
use crate::base::heading;
use crate::expr::{Expr, Names, Unit, What};
use crate::words::Code;

/// A count of rows, known by its name in expressions.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Name in expressions.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// The table whose rows are counted.
    pub of: Scope,
    /// Which rows count; all, where the file names no condition.
    pub when: Option<Expr>,
    /// The date that decides to which year a row counts, by position in the vocabulary.
    pub year_by: usize,
    /// The text of which rows count once however often it stands there, by position in the vocabulary.
    pub distinct: Option<usize>,
    /// Where it stands.
    pub basis: Basis,
}

/// `[tallies.NAME]`, and their names for all other expressions.
pub(super) fn lower_tallies(
    lower: &Lower,
    root: &Section<'_>,
    vocabulary: &Vocabulary,
    layout: &Layout,
    names: &mut Names,
) -> Vec<Tally> {
    let mut tallies = Vec::new();
    for (id, section) in root.named_sections("tallies") {
        let basis = lower.basis(&section, None);
        let title = section.need_text("title");
        let of = section.need_one_of("of", &Scope::TALLIED_WORDS).and_then(|word| Scope::from_word(&word));
        let mut rows = Layout::fact_names(vocabulary, of.unwrap_or(Scope::Discipline), None);
        lower.tableless.borrow().iter().for_each(|id| rows.unread(id));
        let when = lower.condition(&section, "when", &rows);
        section.need("year-by");
        let named = |key: &'static str, fits: fn(&FactType) -> bool| {
            section.text(key).and_then(|text| fact(lower, &text, of, vocabulary, fits))
        };
        let year_by = named("year-by", |kind| *kind == FactType::Date);
        let distinct = named("distinct", |kind| matches!(kind, FactType::Code | FactType::Text));
        section.finish();
        lower.figure(format!("tally {id}"), when.as_ref().map_or("", Expr::text), &basis);
        let slot = layout.recorded() + layout.tally(tallies.len());
        if !names.bind(&id, What::Slot(slot), Unit::Count) {
            lower.fault(Code::RuleDuplicate, &section.span, |d| d.with("value", &id));
        }
        // A tally with a fault keeps its place, so that the slots of those after it are right.
        let (of, year_by) = (of.unwrap_or(Scope::Discipline), year_by.unwrap_or(usize::MAX));
        tallies.push(Tally { id, title, of, when, year_by, distinct, basis });
    }
    tallies
}

/// The fact of the tallied table with that id, if its type fits.
fn fact(lower: &Lower, text: &Text, of: Option<Scope>, vocabulary: &Vocabulary, fits: fn(&FactType) -> bool) -> Option<usize> {
    let fitting = || vocabulary.facts.iter().filter(|fact| of.is_none_or(|of| fact.scope == of) && fits(&fact.kind));
    let position = vocabulary.position(&text.value).filter(|_| fitting().any(|fact| fact.id == text.value));
    if position.is_none() && !lower.tableless.borrow().contains(&text.value) {
        let near = heading::nearest_or_some(&text.value, fitting().map(|fact| fact.id.as_str()));
        lower.fault(Code::ExprUnknown, &text.span, |d| d.with("value", &text.value).with("near", near));
    }
    position
}
