//! The temperament of a cell: why its meetings resemble one another more than those of its neighbour.

use crate::cell::CellType;
use crate::climate::Climate;
use crate::random::Random;

/// The one thing that a cell does worst; the press names these three.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    Nothing,
    Attendance,
    Speaking,
    Documents,
}

#[derive(Clone)]
pub struct Character {
    /// Per mille: how surely a duty is done.
    pub quality: u32,
    /// Change of quality from one month to the next.
    pub trend: i32,
    pub weakness: Weakness,
    pub attendance: u32,
    pub unexcused: u32,
    pub late: u32,
    /// Percent of those present who speak.
    pub speaking: u32,
    pub minutes: u32,
}

impl Character {
    pub fn draw(random: &mut Random, cell_type: CellType, members: u32, lift: i32, climate: &Climate) -> Self {
        let village = cell_type == CellType::Village;
        let weak = random.chance(if village { climate.weak_villages } else { climate.weak_others });
        let range = if weak { climate.weak_quality } else { climate.quality };
        // The middle of two draws: most cells are ordinary, few are extreme.
        let drawn = random.between(range).midpoint(random.between(range));
        let quality = drawn.saturating_add_signed(lift).clamp(500, 998);
        let weakness = weakness(random, weak, village);
        let absent = weakness == Weakness::Attendance;
        let silent = weakness == Weakness::Speaking || (weak && random.chance(500));
        let crowd = members / 4;
        Self {
            quality,
            trend: i32::try_from(random.below(9)).unwrap_or(4) - 4,
            weakness,
            attendance: random.between(if absent { climate.low_attendance } else { climate.attendance }),
            unexcused: if absent { climate.often_unexcused } else { climate.unexcused },
            late: if weak { climate.often_late } else { climate.late },
            speaking: random.between(if silent { (12, 34) } else { (58, 78) }).saturating_sub(crowd),
            minutes: random.between(if weak { (84, 104) } else { (98, 125) }),
        }
    }
}

fn weakness(random: &mut Random, weak: bool, village: bool) -> Weakness {
    match (weak, village, random.below(10)) {
        (true, true, 0..5) | (true, false, 0..2) => Weakness::Attendance,
        (true, true, 5..8) | (true, false, 2..5) => Weakness::Speaking,
        (true, _, _) => Weakness::Documents,
        (false, _, 0) => Weakness::Documents,
        (false, _, 1) => Weakness::Speaking,
        (false, _, _) => Weakness::Nothing,
    }
}
