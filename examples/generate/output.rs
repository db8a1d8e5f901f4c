//! The four files of a folder.

use std::fs::{File, create_dir_all, write};
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use crate::calendar::Day;
use crate::headings;
use crate::line::{Line, PLAIN};
use crate::meeting::meeting;
use crate::permutation::Permutation;
use crate::random::mix;
use crate::rows;
use crate::schedule::PLACES;
use crate::world::World;
use crate::year::year;

/// Only for measuring: an order that no one would sort by, and rows that must be refused.
#[derive(Clone, Copy, Default)]
pub struct Disturbance {
    pub shuffled: bool,
    /// Every so many places one row has more present than members.
    pub faults: Option<u64>,
}

pub fn folder(folder: &Path, world: &World, disturbance: Disturbance) -> Result<()> {
    create_dir_all(folder)?;
    write(folder.join("chibo.toml"), world.settings)?;
    cells(&mut file(folder, "cells.csv")?, world)?;
    years(&mut file(folder, "year.csv")?, world)?;
    meetings(&mut file(folder, "meetings.csv")?, world, disturbance)
}

fn file(folder: &Path, name: &str) -> Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?))
}

fn cells(out: &mut impl Write, world: &World) -> Result<()> {
    let mut line = Line::new(PLAIN);
    headings::CELLS.into_iter().for_each(|heading| line.text(heading));
    line.finish(out)?;
    for cell in (0..world.count).filter_map(&world.cell) {
        rows::cell(&mut line, &cell);
        line.finish(out)?;
    }
    out.flush()
}

fn years(out: &mut impl Write, world: &World) -> Result<()> {
    let mut line = Line::new(PLAIN);
    headings::YEAR.into_iter().for_each(|heading| line.text(heading));
    line.finish(out)?;
    // Units are classified in December: a cell that was closed before it is not.
    let december = Day { month: 12, day: 1 };
    for cell in (0..world.count).filter_map(&world.cell).filter(|cell| cell.until.is_none_or(|day| day >= december)) {
        year(&mut line, world.seed, &cell, world.climate);
        line.finish(out)?;
    }
    out.flush()
}

fn meetings(out: &mut impl Write, world: &World, disturbance: Disturbance) -> Result<()> {
    let mut line = Line::new(world.style);
    out.write_all(world.style.start.as_bytes())?;
    headings::MEETINGS.into_iter().for_each(|heading| line.word(heading));
    line.finish(out)?;
    let total = world.count * PLACES;
    let order = Permutation::new(total, mix(world.seed));
    let mut last = None;
    for written in 0..total {
        let row = if disturbance.shuffled { order.at(written) } else { written };
        let index = row / PLACES;
        if last.as_ref().is_none_or(|(drawn, _)| *drawn != index) {
            last = (world.cell)(index).map(|cell| (index, cell));
        }
        let malformed = disturbance.faults.is_some_and(|every| (row + 1).is_multiple_of(every));
        if let Some((_, cell)) = &last
            && let Some(meeting) = meeting(world.seed, cell, row % PLACES, world.climate, malformed)
        {
            rows::meeting(&mut line, &cell.identity.code, &meeting);
            line.finish(out)?;
        }
    }
    out.flush()
}
