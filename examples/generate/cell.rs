//! A cell (chi bộ): what cells.csv says of it, and what the draws of its meetings need.

use crate::calendar::Day;
use crate::character::Character;
use crate::climate::Climate;
use crate::random::{Purpose, Random};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    Village,
    ResidentialGroup,
    Agency,
    PublicService,
    Enterprise,
    ArmedForces,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    Grassroots,
    Dependent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leadership {
    Committee,
    SecretaryAndDeputy,
    SecretaryOnly,
}

/// The words that tell one cell from another.
#[derive(Clone)]
pub struct Identity {
    pub code: String,
    pub name: String,
    pub committee: String,
    pub cell_type: CellType,
    pub rank: Rank,
}

/// Months (1 to 12) in which the roll changes; 13 is never.
#[derive(Clone)]
pub struct Roll {
    pub at_start: u32,
    pub exempt: u32,
    pub joins: u32,
    pub leaves: u32,
    pub transferred_from: u32,
    pub suspended_from: u32,
}

#[derive(Clone)]
pub struct Cell {
    pub index: u64,
    pub identity: Identity,
    pub leadership: Leadership,
    pub meeting_day: u32,
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub roll: Roll,
    pub character: Character,
}

impl Cell {
    /// `lift` is what all cells of one committee have in common: good committees and weak ones exist.
    pub fn draw(seed: u64, index: u64, identity: Identity, members: u32, lift: i32, climate: &Climate) -> Self {
        let mut random = Random::new(seed, Purpose::Cell, index, 0);
        let cell_type = identity.cell_type;
        let leadership = leadership(&mut random, cell_type, members);
        let meeting_day = random.pick(climate.meeting_days, 3);
        let roll = roll(&mut random, cell_type, members);
        let character = Character::draw(&mut random, cell_type, members, lift, climate);
        Self { index, identity, leadership, meeting_day, from: None, until: None, roll, character }
    }

    pub fn exists_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// The Party's charter gives a cell its own committee from nine official members.
fn leadership(random: &mut Random, cell_type: CellType, members: u32) -> Leadership {
    let alone = if cell_type == CellType::Village { 700 } else { 250 };
    match members {
        9.. => Leadership::Committee,
        _ if random.chance(alone) => Leadership::SecretaryOnly,
        _ => Leadership::SecretaryAndDeputy,
    }
}

fn roll(random: &mut Random, cell_type: CellType, at_start: u32) -> Roll {
    let exempt_share = match cell_type {
        CellType::Village => 70,
        CellType::ResidentialGroup => 220,
        _ => 8,
    };
    // The smallest cells keep three who are expected, whatever else happens on their roll.
    let spare = at_start.saturating_sub(5);
    Roll {
        at_start,
        exempt: random.successes(at_start, exempt_share).min(spare),
        joins: month(random, 350),
        leaves: if spare > 0 { month(random, 250) } else { NEVER },
        transferred_from: if spare > 4 { month(random, 150) } else { NEVER },
        suspended_from: if spare > 4 { month(random, 12) } else { NEVER },
    }
}

const NEVER: u32 = 13;

/// Never January, whose roll is the roll at the start of the year.
fn month(random: &mut Random, per_mille: u32) -> u32 {
    if random.chance(per_mille) { random.between((2, 12)) } else { NEVER }
}
