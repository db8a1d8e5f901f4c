//! Which slot holds what. Facts as recorded come first, then what scoring derives from them.

use std::sync::Arc;

use super::criterion::Criterion;
use super::facts::{Fact, Scope, Vocabulary};
use super::form::Leaf;
use crate::expr::{Expr, Names, Scale, Unit, What};

/// The slots of a regulation.
///
/// Recorded: one slot per fact of the vocabulary, then the self points of every leaf, then the verified points of every leaf.
/// Derived, numbered on: the points of every leaf, whether it is full, then (yearly) the meeting-quality level, the grade of every
/// criterion and the lowest grade of every tag, and the total as a fraction.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// How many facts.
    pub facts: usize,
    /// How many leaves.
    pub leaves: usize,
    /// How many graded criteria.
    pub criteria: usize,
    /// Tags of criteria; the first, empty, stands for all.
    pub tags: Vec<String>,
    /// The words of the meeting-quality level that a yearly regulation understands.
    pub quality: Vec<String>,
}

impl Layout {
    /// How many recorded slots.
    pub fn recorded(&self) -> usize {
        self.facts + 2 * self.leaves
    }

    /// Slot of the self points of a leaf (tự chấm).
    pub fn self_points(&self, leaf: usize) -> usize {
        self.facts + leaf
    }

    /// Slot of the verified points of a leaf (thẩm định).
    pub fn verified_points(&self, leaf: usize) -> usize {
        self.facts + self.leaves + leaf
    }

    /// How many derived slots.
    pub fn derived(&self) -> usize {
        2 * self.leaves + 1 + self.criteria + self.tags.len() + 2
    }

    /// Place of a leaf's points among the derived values, in thousandths.
    pub fn leaf_points(&self, leaf: usize) -> usize {
        leaf
    }

    /// Place of "this leaf is full" among the derived values.
    pub fn leaf_full(&self, leaf: usize) -> usize {
        self.leaves + leaf
    }

    /// Place of the meeting-quality level among the derived values.
    pub fn meeting_quality(&self) -> usize {
        2 * self.leaves
    }

    /// Place of a criterion's grade among the derived values.
    pub fn grade(&self, criterion: usize) -> usize {
        2 * self.leaves + 1 + criterion
    }

    /// Place of the lowest grade among the criteria of a tag among the derived values.
    pub fn lowest_grade(&self, tag: usize) -> usize {
        2 * self.leaves + 1 + self.criteria + tag
    }

    /// Places of the numerator and denominator of the total among the derived values.
    pub fn total(&self) -> (usize, usize) {
        let first = 2 * self.leaves + 1 + self.criteria + self.tags.len();
        (first, first + 1)
    }

    /// Names for measures, forms and leaves: the facts, and in a yearly regulation the meeting-quality level.
    pub(super) fn fact_names(vocabulary: &Vocabulary, scope: Scope, grades: Option<&Arc<Scale>>) -> Names {
        let mut names = Names::default();
        let read = |fact: &Fact| fact.scope == scope || fact.scope == Scope::Cell;
        for (slot, fact) in vocabulary.facts.iter().enumerate().filter(|(_, fact)| read(fact)) {
            names.bind(&fact.id, What::Slot(slot), fact.unit(grades));
        }
        names
    }

    /// Adds what is known only once the leaves and criteria have been judged.
    pub(super) fn add_outcomes(&self, names: &mut Names, leaves: &[Leaf], criteria: &[Criterion], grades: Option<&Arc<Scale>>) {
        let base = self.recorded();
        let (num, den) = self.total();
        let total = Expr::fraction("total", base + num, base + den, Unit::Points);
        names.bind("total", What::Measure(Arc::new(total)), Unit::Points);
        for (number, leaf) in leaves.iter().enumerate() {
            names.bind_call("points", &leaf.id, base + self.leaf_points(number), Unit::Points);
            names.bind_call("full", &leaf.id, base + self.leaf_full(number), Unit::Flag);
        }
        let Some(grades) = grades else { return };
        for (number, criterion) in criteria.iter().enumerate() {
            names.bind_call("grade", &criterion.id, base + self.grade(number), Unit::Word(Arc::clone(grades)));
        }
        for (number, tag) in self.tags.iter().enumerate() {
            let slot = base + self.lowest_grade(number);
            if tag.is_empty() {
                names.bind("lowest_grade", What::Slot(slot), Unit::Word(Arc::clone(grades)));
            } else {
                names.bind_call("lowest_grade", tag, slot, Unit::Word(Arc::clone(grades)));
            }
        }
    }
}
