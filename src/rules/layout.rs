//! Which slot holds what. Facts as recorded come first, then what scoring derives from them.

use std::sync::Arc;

use super::criterion::Criterion;
use super::facts::{Fact, Scope, Vocabulary};
use super::leaf::{Correspondence, Leaf};
use super::level::Level;
use crate::expr::{Expr, Names, Scale, Unit, What};

/// The slots of a regulation.
///
/// Recorded: one slot per fact of the vocabulary, then the self points of every leaf, then the verified points of every leaf,
/// then the verified and self points of every corresponding leaf of another regulation.
/// Derived, numbered on: the points of every leaf, whether it is full, then (yearly) the meeting-quality level, the grade of every
/// criterion and the lowest grade of every tag, the total as a fraction, the tallies, points and share of every group, and for awards the
/// level after all quotas and whether each award was given.
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
    /// How many tallies.
    pub tallies: usize,
    /// How many leaves of other regulations correspond to leaves of this one.
    pub correspondences: usize,
    /// How many words there are for grades.
    pub grades: usize,
    /// Ids of groups, each once; forms may have groups of the same id.
    pub groups: Vec<String>,
    /// Whether an expression reads points or shares of groups.
    pub reads_groups: bool,
    /// How many awards.
    pub awards: usize,
}

impl Layout {
    /// How many recorded slots.
    pub fn recorded(&self) -> usize {
        self.facts + 2 * self.leaves + 2 * self.correspondences
    }

    /// First slot of the leaves that correspond to a leaf: for each, the verified points, then the self points.
    pub fn corresponding(&self, leaves: &[Leaf], leaf: usize) -> usize {
        let before: usize = leaves.iter().take(leaf).map(|leaf| leaf.corresponds.len()).sum();
        self.facts + 2 * self.leaves + 2 * before
    }

    /// Slot of the self points of a leaf (tự chấm).
    pub fn self_points(&self, leaf: usize) -> usize {
        self.facts + leaf
    }

    /// Slot of the verified points of a leaf (thẩm định).
    pub fn verified_points(&self, leaf: usize) -> usize {
        self.facts + self.leaves + leaf
    }

    /// The corresponding leaf whose points stand in a slot.
    pub fn correspondence<'l>(&self, leaves: &'l [Leaf], slot: usize) -> Option<&'l Correspondence> {
        let place = slot.checked_sub(self.facts + 2 * self.leaves)?;
        leaves.iter().flat_map(|leaf| &leaf.corresponds).nth(place / 2)
    }

    /// How many derived slots.
    pub fn derived(&self) -> usize {
        self.award(self.awards)
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

    /// Place of a tally among the derived values.
    pub fn tally(&self, tally: usize) -> usize {
        self.total().1 + 1 + tally
    }

    /// Place of the numerator of a group's points among the derived values; the denominator follows.
    pub fn group_points(&self, group: usize) -> usize {
        self.tally(self.tallies) + 4 * group
    }

    /// Place of the numerator of the share that a group has of what could be earned in it; the denominator follows.
    pub fn group_share(&self, group: usize) -> usize {
        self.group_points(group) + 2
    }

    /// Place of the numerator of the lowest share among outermost groups; the denominator follows.
    pub fn lowest_group_share(&self) -> usize {
        self.group_points(self.groups.len())
    }

    /// Place of the number of criteria of a tag; the numbers of those that have each grade or a better one follow, best first.
    pub fn graded(&self, tag: usize, grade: usize) -> usize {
        self.lowest_group_share() + 2 + tag * (1 + self.grades) + grade
    }

    /// Place of the level after all quotas among the derived values.
    pub fn level(&self) -> usize {
        self.graded(self.tags.len(), 0)
    }

    /// Place of "this award was given" among the derived values.
    pub fn award(&self, award: usize) -> usize {
        self.level() + 1 + award
    }

    /// Adds the level after all quotas, where there are levels.
    pub(super) fn add_level(&self, names: &mut Names, levels: &[Level]) {
        if !levels.is_empty() {
            let words = levels.iter().map(|level| level.id.clone()).collect();
            let scale = Arc::new(Scale { id: "level".into(), words, ordered: true });
            names.bind("level", What::Slot(self.recorded() + self.level()), Unit::Word(scale));
        }
    }

    /// Adds an award, for those after it.
    pub(super) fn add_award(&self, names: &mut Names, award: usize, id: &str) {
        names.bind_call("award", id, What::Slot(self.recorded() + self.award(award)), Unit::Flag);
    }

    /// Names for measures, forms and leaves: the facts, and in a yearly regulation the meeting-quality level.
    pub(super) fn fact_names(vocabulary: &Vocabulary, scope: Scope, grades: Option<&Arc<Scale>>) -> Names {
        let mut names = Names::default();
        let read = |fact: &Fact| (fact.scope == scope || fact.scope == Scope::Cell) && !fact.is_result();
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
            names.bind_call("points", &leaf.id, What::Slot(base + self.leaf_points(number)), Unit::Points);
            names.bind_call("full", &leaf.id, What::Slot(base + self.leaf_full(number)), Unit::Flag);
        }
        let fraction = |text: &str, place: usize, unit: &Unit| {
            What::Measure(Arc::new(Expr::fraction(text, base + place, base + place + 1, unit.clone())))
        };
        for (number, group) in self.groups.iter().enumerate() {
            let points = fraction(&format!("group_points('{group}')"), self.group_points(number), &Unit::Points);
            names.bind_call("group_points", group, points, Unit::Points);
            let share = fraction(&format!("group_share('{group}')"), self.group_share(number), &Unit::Percent);
            names.bind_call("group_share", group, share, Unit::Percent);
        }
        if !self.groups.is_empty() {
            let lowest = fraction("lowest_group_share", self.lowest_group_share(), &Unit::Percent);
            names.bind("lowest_group_share", lowest, Unit::Percent);
        }
        let Some(grades) = grades else { return };
        for (number, criterion) in criteria.iter().enumerate() {
            names.bind_call("grade", &criterion.id, What::Slot(base + self.grade(number)), Unit::Word(Arc::clone(grades)));
        }
        for (number, tag) in self.tags.iter().enumerate() {
            self.bind_graded(names, number, tag, grades);
            let slot = base + self.lowest_grade(number);
            if tag.is_empty() {
                names.bind("lowest_grade", What::Slot(slot), Unit::Word(Arc::clone(grades)));
            } else {
                names.bind_call("lowest_grade", tag, What::Slot(slot), Unit::Word(Arc::clone(grades)));
            }
        }
    }

    /// How many criteria a tag has, and how many of them a grade or a better one.
    fn bind_graded(&self, names: &mut Names, number: usize, tag: &str, grades: &Scale) {
        let base = self.recorded();
        let all = What::Slot(base + self.graded(number, 0));
        if tag.is_empty() {
            names.bind("criteria", all, Unit::Count);
        } else {
            names.bind_call("criteria", tag, all, Unit::Count);
        }
        for (place, grade) in grades.words.iter().enumerate() {
            let slot = What::Slot(base + self.graded(number, 1 + place));
            let words = if tag.is_empty() { grade.clone() } else { format!("{tag}', '{grade}") };
            names.bind_call("criteria_at_least", &words, slot, Unit::Count);
        }
    }
}
