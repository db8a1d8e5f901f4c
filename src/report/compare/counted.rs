//! What the tables ask of all cells, in one reading of them.

use super::counts::{Groups, Sums};
use super::matrix::Levels;
use super::places::{Places, Rows};
use super::run::Run;

/// What is counted of all runs.
pub(super) struct Counted<'a> {
    /// Of each run.
    pub(super) runs: Vec<OfRun<'a>>,
    /// Of every change.
    pub(super) rows: Rows,
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

impl<'a> Counted<'a> {
    /// Of every run; the rows are those of changes, or of all cells.
    pub(super) fn of(runs: &'a [Run], all: bool) -> Counted<'a> {
        let mut counted = Counted { runs: Vec::new(), rows: Rows::new(Places::of(runs)) };
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
                        counted.rows.push(number, place, other);
                    }
                }
            }
            counted.runs.push(own);
        }
        counted
    }
}
