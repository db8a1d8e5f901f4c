//! What is counted of the cells of a period while they are made, so that they need not be read for it.

use std::collections::BTreeMap;

use super::counts::Sums;
use super::matrix::Levels;
use super::run::Run;
use crate::compare::outcome::Seen;

/// What is counted of all cells.
#[derive(Default)]
pub(super) struct Counted {
    /// Of each side but the first.
    pub(super) others: Vec<OfSide>,
    /// Cells for which anything changed on any side.
    pub(super) changed: usize,
    /// Meetings that cannot be compared, on the side that has most of them.
    pub(super) open: u64,
}

/// What is counted of a side.
#[derive(Default)]
pub(super) struct OfSide {
    pub(super) all: Sums,
    /// By the numbers of the committees.
    committees: Vec<Sums>,
    /// By the numbers of the types.
    types: Vec<Sums>,
    pub(super) levels: Levels,
    /// Of every cell in its order, whether anything changed.
    pub(super) is_any: Vec<bool>,
}

/// Groups of cells by their stable words and titles, in the order of the words, which is the same in every language.
type Groups<'a> = BTreeMap<(&'a str, &'a str), Sums>;

impl Counted {
    /// Counts a cell of a type.
    pub(super) fn add(&mut self, cell: Seen<'_>, kind: usize) {
        self.others.resize_with(cell.changes.len(), OfSide::default);
        self.changed += usize::from(cell.changes.iter().any(|change| change.is_any));
        self.open += cell.changes.iter().map(|change| change.open).max().unwrap_or(0);
        for (other, (change, side)) in cell.changes.iter().zip(&mut self.others).enumerate() {
            side.all.add(change);
            add_at(&mut side.committees, cell.committee, |sums| sums.add(change));
            add_at(&mut side.types, kind, |sums| sums.add(change));
            if let Some((before, after)) = cell.sides.first().zip(cell.sides.get(other + 1)) {
                side.levels.add(before, after, change);
            }
            side.is_any.push(change.is_any);
        }
    }
}

impl OfSide {
    /// Of each committee.
    pub(super) fn committees<'a>(&self, run: &'a Run) -> Groups<'a> {
        run.outcome.cells.committees().map(|name| (name, name)).zip(self.committees.iter().copied()).collect()
    }

    /// Of each type.
    pub(super) fn types<'a>(&self, run: &'a Run) -> Groups<'a> {
        let titles = run.types.iter().map(|(word, title)| (word.as_str(), title.as_str()));
        titles.zip(self.types.iter().copied()).collect()
    }
}

fn add_at(groups: &mut Vec<Sums>, number: usize, add: impl Fn(&mut Sums)) {
    if groups.len() <= number {
        groups.resize(number + 1, Sums::default());
    }
    groups.get_mut(number).into_iter().for_each(add);
}
