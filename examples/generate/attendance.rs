//! Who was at a meeting: one try for each member who is expected.

use crate::cell::{Cell, CellType};
use crate::random::Random;

#[derive(Clone, Copy)]
pub struct Attendance {
    pub members: u32,
    pub present: u32,
    pub late: u32,
    pub excused: u32,
    pub unexcused: u32,
    pub on_mission: u32,
    pub special_duty: u32,
    pub exempt_absent: u32,
    pub exempt_present: u32,
    pub transferred: u32,
    pub suspended: u32,
}

impl Attendance {
    pub fn draw(random: &mut Random, cell: &Cell, month: u32, drop: u32) -> Self {
        let roll = &cell.roll;
        let members = roll.at_start + u32::from(month >= roll.joins) - u32::from(month >= roll.leaves);
        let within = |from: u32, months: u32| u32::from((from..from + months).contains(&month));
        let transferred = within(roll.transferred_from, 3);
        let suspended = within(roll.suspended_from, 4);
        let exempt_present = random.successes(roll.exempt, 250);
        let left = members - roll.exempt - transferred - suspended;
        let armed = cell.identity.cell_type == CellType::ArmedForces;
        let special_duty = if armed { random.below(1 + left / 5) } else { 0 };
        let expected = left - special_duty;

        // The chair is always there; without one there is no meeting to score.
        let others = expected.saturating_sub(1);
        let come = cell.character.attendance.saturating_sub(drop);
        let absent = random.successes(others, 1000 - come);
        let unexcused = random.successes(absent, cell.character.unexcused);
        let travels = if cell.identity.cell_type == CellType::Village { 60 } else { 450 };
        let on_mission = random.successes(absent - unexcused, travels);
        let present = expected - absent;
        Self {
            members,
            present,
            late: random.successes(present, cell.character.late),
            excused: absent - unexcused - on_mission,
            unexcused,
            on_mission,
            special_duty,
            exempt_absent: roll.exempt - exempt_present,
            exempt_present,
            transferred,
            suspended,
        }
    }

    pub fn expected(&self) -> u32 {
        self.present + self.excused + self.unexcused + self.on_mission
    }
}
