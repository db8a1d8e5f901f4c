//! One row of meetings.csv, drawn from the seed, the cell and the place in its year alone.

use crate::attendance::Attendance;
use crate::cell::Cell;
use crate::climate::Climate;
use crate::facts::Facts;
use crate::notes::note;
use crate::random::{Purpose, Random};
use crate::schedule::{Planned, planned};

pub struct Meeting {
    pub planned: Planned,
    pub outcome: Outcome,
}

pub enum Outcome {
    Held(Attendance, Box<Facts>, String),
    NotScored(Attendance),
    NotHeld(&'static str),
}

enum Incident {
    None,
    Missing,
    NotHeld,
    NotScored,
}

/// Nothing where no meeting is due, or where its sheet never came.
/// A row that must be malformed is always held, or it would have no count to spoil.
pub fn meeting(seed: u64, cell: &Cell, place: u64, climate: &Climate, malformed: bool) -> Option<Meeting> {
    let planned = planned(seed, cell, place, climate)?;
    let mut random = Random::new(seed, Purpose::Meeting, cell.index, place);
    let outcome = match incident(seed, cell, place, planned, climate) {
        _ if malformed => spoiled(held(&mut random, cell, planned, climate)),
        Incident::Missing => return None,
        Incident::NotHeld => Outcome::NotHeld(reason(&mut random, planned.day.month)),
        Incident::NotScored => Outcome::NotScored(Attendance::draw(&mut random, cell, planned.day.month, 0)),
        Incident::None => held(&mut random, cell, planned, climate),
    };
    Some(Meeting { planned, outcome })
}

fn held(random: &mut Random, cell: &Cell, planned: Planned, climate: &Climate) -> Outcome {
    let bad = random.chance(climate.bad_meeting);
    let month = i32::try_from(planned.day.month).unwrap_or(6);
    let usual = cell.character.quality.saturating_add_signed(cell.character.trend * (month - 6));
    let quality = usual.saturating_sub(if bad { 360 } else { 0 }).clamp(250, 1000);
    let who = Attendance::draw(random, cell, planned.day.month, if bad { 220 } else { 0 });
    let facts = Facts::draw(random, cell, planned, &who, quality);
    let note = note(random, climate.noted, &who, &facts);
    Outcome::Held(who, Box::new(facts), note)
}

fn spoiled(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Held(who, facts, note) => Outcome::Held(Attendance { present: who.members + 1, ..who }, facts, note),
        other => other,
    }
}

/// January is spared: its roll is the roll at the start of the year.
fn incident(seed: u64, cell: &Cell, place: u64, planned: Planned, climate: &Climate) -> Incident {
    if planned.day.month == 1 {
        return Incident::None;
    }
    let mut random = Random::new(seed, Purpose::Incident, cell.index, place);
    let not_held = climate.missing + climate.not_held;
    match random.below(1000) {
        drawn if drawn < climate.missing => Incident::Missing,
        drawn if drawn < not_held => Incident::NotHeld,
        drawn if drawn < not_held + climate.not_scored => Incident::NotScored,
        _ => Incident::None,
    }
}

/// Floods come with the rainy season, forest fires before it.
fn reason(random: &mut Random, month: u32) -> &'static str {
    let season = match month {
        5..=9 => "mưa lũ, hoãn họp",
        2..=4 => "đảng viên tham gia chữa cháy rừng, hoãn họp",
        _ => "trùng diễn tập, chưa bố trí được ngày khác",
    };
    random.pick(&[season, season, "bí thư ốm, chưa có người chủ trì"], season)
}
