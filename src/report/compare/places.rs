//! Changes by their places in all runs, many of them in little room.

use std::rc::Rc;

use super::counted::OfSide;
use super::run::Run;

/// Gives every change of every cell of every run a number, in their order: years of a province have so many that each has room for one only.
pub(super) struct Places {
    /// Of each run, its first number, and how many other sides it has.
    runs: Vec<(usize, usize)>,
}

impl Places {
    pub(super) fn of(runs: &[Run]) -> Places {
        let mut first = 0;
        let of_run = |run: &Run| {
            let own = (first, run.others.len());
            first += run.outcome.cells.len() * own.1;
            own
        };
        Places { runs: runs.iter().map(of_run).collect() }
    }

    /// The number of a cell of a run on one of its other sides.
    pub(super) fn number(&self, run: usize, cell: usize, other: usize) -> Option<usize> {
        let (first, others) = self.runs.get(run)?;
        Some(first + cell * others + other)
    }

    /// The run, the cell and the other side with a number.
    pub(super) fn with(&self, number: usize) -> Option<(usize, usize, usize)> {
        let run = self.runs.partition_point(|(first, _)| *first <= number).checked_sub(1)?;
        let (first, others) = self.runs.get(run)?;
        let own = number - first;
        Some((run, own.checked_div(*others)?, own.checked_rem(*others)?))
    }
}

/// Some changes, each a row of a table.
#[derive(Clone)]
pub(super) struct Rows {
    places: Rc<Places>,
    numbers: Vec<u32>,
}

impl Rows {
    /// Those by which anything is otherwise, or all.
    pub(super) fn of(runs: &[Run], all: bool) -> Rows {
        let places = Places::of(runs);
        let mut numbers = Vec::new();
        for (number, run) in runs.iter().enumerate() {
            let others = &run.counted.others;
            for cell in 0..run.outcome.cells.len() {
                let is_row = |other: &OfSide| all || other.is_any.get(cell).copied().unwrap_or(false);
                let own = others.iter().enumerate().filter(|(_, own)| is_row(own));
                let own = own.filter_map(|(other, _)| u32::try_from(places.number(number, cell, other)?).ok());
                numbers.extend(own);
            }
        }
        Rows { places: Rc::new(places), numbers }
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The run, the cell and the other side of a row.
    pub(super) fn places(&self, row: usize) -> Option<(usize, usize, usize)> {
        self.places.with(usize::try_from(*self.numbers.get(row)?).ok()?)
    }

    /// The same with one row for each cell, on however many sides it changed.
    pub(super) fn of_cells(&self) -> Rows {
        let Rows { places, mut numbers } = self.clone();
        let cell = |number: u32| places.with(usize::try_from(number).ok()?).map(|(run, cell, _)| (run, cell));
        numbers.dedup_by_key(|number| cell(*number));
        Rows { places, numbers }
    }
}
