//! A set of cells to write out: any of them can be drawn by its index alone.

use crate::cell::Cell;
use crate::climate::Climate;
use crate::line::Style;

pub struct World {
    pub seed: u64,
    pub climate: &'static Climate,
    /// The style of meetings.csv; the other files are always plain.
    pub style: Style,
    pub settings: &'static str,
    pub count: u64,
    pub cell: Box<dyn Fn(u64) -> Option<Cell>>,
}

impl World {
    /// For the places that are small enough to be kept whole.
    pub fn of(seed: u64, climate: &'static Climate, style: Style, settings: &'static str, cells: Vec<Cell>) -> Self {
        let count = cells.len() as u64;
        let cell = move |index| usize::try_from(index).ok().and_then(|at| cells.get(at).cloned());
        Self { seed, climate, style, settings, count, cell: Box::new(cell) }
    }
}
