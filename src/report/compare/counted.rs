//! What the tables ask of all cells, in one reading of them.

use super::counts::{Groups, Sums};
use super::matrix::Levels;
use super::run::Run;

/// What is counted of all runs.
pub(super) struct Counted<'a> {
    /// Of each run.
    pub(super) runs: Vec<OfRun<'a>>,
    /// Run, cell and other side of every change.
    pub(super) rows: Vec<Row>,
}

/// What is counted of a run.
pub(super) struct OfRun<'a> {
    /// Of each side but the first.
    pub(super) others: Vec<OfSide<'a>>,
    /// Cells for which anything changed on any side.
    pub(super) changed: usize,
    /// Meetings that cannot be compared, on the side that has most of them.
    pub(super) open: u64,
}

/// What is counted of a side.
#[derive(Default)]
pub(super) struct OfSide<'a> {
    pub(super) all: Sums,
    pub(super) committees: Groups<'a>,
    pub(super) types: Groups<'a>,
    pub(super) levels: Levels,
}

/// A cell of a run on one of its other sides, by their places.
#[derive(Clone, Copy)]
pub(super) struct Row {
    run: u32,
    cell: u32,
    other: u32,
}

impl Row {
    fn new(places: [usize; 3]) -> Row {
        let [run, cell, other] = places.map(|place| u32::try_from(place).unwrap_or(u32::MAX));
        Row { run, cell, other }
    }

    /// Run and cell.
    pub(super) fn of_cell(self) -> (u32, u32) {
        (self.run, self.cell)
    }

    /// Run, cell and other side.
    pub(super) fn places(self) -> (usize, usize, usize) {
        let [run, cell, other] = [self.run, self.cell, self.other].map(|place| usize::try_from(place).unwrap_or(usize::MAX));
        (run, cell, other)
    }
}

impl<'a> Counted<'a> {
    /// Of every run; the rows are those of changes, or of all cells.
    pub(super) fn of(runs: &'a [Run], all: bool) -> Counted<'a> {
        let mut counted = Counted { runs: Vec::new(), rows: Vec::new() };
        for (number, run) in runs.iter().enumerate() {
            let others = run.others.iter().map(|_| OfSide::default()).collect();
            let mut own = OfRun { others, changed: 0, open: 0 };
            for (place, cell) in run.outcome.cells.cells().enumerate() {
                let (word, title) = run.kind(&cell);
                own.changed += usize::from(cell.changes.iter().any(|change| change.is_any));
                own.open += cell.changes.iter().map(|change| change.open).max().unwrap_or(0);
                for (other, (change, side)) in cell.changes.iter().zip(&mut own.others).enumerate() {
                    side.all.add(change);
                    side.committees.entry((cell.committee, cell.committee)).or_default().add(change);
                    side.types.entry((word, title)).or_default().add(change);
                    if let Some((before, after)) = cell.sides.first().zip(cell.sides.get(other + 1)) {
                        side.levels.add(before, after, change);
                    }
                    if all || change.is_any {
                        counted.rows.push(Row::new([number, place, other]));
                    }
                }
            }
            counted.runs.push(own);
        }
        counted
    }
}
