//! Sixteen places in a cell's year: twelve regular meetings, and a thematic one after a regular one of each quarter.

use crate::calendar::Day;
use crate::cell::Cell;
use crate::climate::Climate;
use crate::random::{Purpose, Random};

pub const PLACES: u64 = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Regular,
    Thematic,
    Combined,
}

#[derive(Clone, Copy)]
pub struct Planned {
    pub kind: Kind,
    pub day: Day,
    pub on_day: bool,
}

/// Places are numbered in the order of their dates; a combined meeting leaves the next place empty.
pub fn planned(seed: u64, cell: &Cell, place: u64, climate: &Climate) -> Option<Planned> {
    let place = u32::try_from(place).unwrap_or(0);
    let (quarter, step) = (place / 4, place % 4);
    let mut random = Random::new(seed, Purpose::Schedule, cell.index, u64::from(100 + quarter));
    let with_theme = random.below(3);
    let combined = random.chance(climate.combined);
    let month = quarter * 3 + 1 + if step > with_theme { step - 1 } else { step };
    let regular = regular(seed, cell, month, climate);
    let planned = if step != with_theme + 1 {
        let kind = if combined && step == with_theme { Kind::Combined } else { Kind::Regular };
        Planned { kind, ..regular }
    } else if combined {
        return None;
    } else if random.chance(300) {
        Planned { kind: Kind::Thematic, ..regular }
    } else {
        let day = regular.day.later(random.between((4, 9)));
        Planned { kind: Kind::Thematic, day, on_day: random.chance(cell.character.quality) }
    };
    cell.exists_on(planned.day).then_some(planned)
}

fn regular(seed: u64, cell: &Cell, month: u32, climate: &Climate) -> Planned {
    let mut random = Random::new(seed, Purpose::Schedule, cell.index, u64::from(month));
    let day = Day { month, day: cell.meeting_day }.off_weekend();
    // Half of what a cell lacks elsewhere: the day is the easiest duty to keep.
    let on_day = random.chance(500 + cell.character.quality / 2);
    let day = if on_day { day } else { day.later(random.between(climate.delay)) };
    Planned { kind: Kind::Regular, day, on_day }
}
