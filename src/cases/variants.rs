//! Cases under an alternative reading: the regulation as it would be then, made once for all cases that choose the same.

use std::cell::RefCell;
use std::sync::Arc;

use super::read::Reader;
use crate::rules::section::Section;
use crate::rules::{Choice, Regulation, load_unproved, shipped};

/// A regulation under alternative readings.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What is chosen.
    pub choices: Vec<Choice>,
    /// The regulation as it is then.
    pub regulation: Arc<Regulation>,
}

/// The variants that the cases of a file have asked for so far.
#[derive(Default)]
pub(super) struct Variants(RefCell<Vec<Variant>>);

impl Variants {
    /// The regulation under the readings that a case chooses; `None` where it chooses none, or where one is not known, which is reported.
    pub(super) fn of(&self, reader: &Reader<'_>, case: &Section<'_>) -> Option<Variant> {
        let choices = reader.choices(case);
        if choices.is_empty() {
            return None;
        }
        if let Some(known) = self.0.borrow().iter().find(|variant| variant.choices == choices) {
            return Some(known.clone());
        }
        let own = reader.regulation;
        let changed = shipped::rulebook().and_then(|book| load_unproved(&book, &own.file, &own.text, &choices));
        let regulation = changed.map_err(|faults| reader.lower.findings.borrow_mut().extend(faults)).ok()?;
        let variant = Variant { choices, regulation: Arc::new(regulation) };
        self.0.borrow_mut().push(variant.clone());
        Some(variant)
    }
}

impl Reader<'_> {
    fn choices(&self, case: &Section<'_>) -> Vec<Choice> {
        let Some(table) = case.section("readings") else { return Vec::new() };
        let readings = &self.regulation.readings;
        let mut choices = Vec::new();
        for (reading, value) in table.entries() {
            let Some(position) = self.position(&table, &reading, readings.iter().map(|reading| reading.id.as_str())) else {
                continue;
            };
            let Some(alternative) = self.word(value) else { continue };
            let known = readings.get(position).map(|reading| reading.alternatives.as_slice()).unwrap_or_default();
            if self.position(&table, &alternative, known.iter().map(|(id, _)| id.as_str())).is_some() {
                choices.push(Choice { reading: reading.value, alternative: alternative.value });
            }
        }
        choices
    }
}
