//! What happened at a meeting besides who came: the facts that the leaves read, and the points that people gave.

use crate::attendance::Attendance;
use crate::cell::{Cell, Leadership};
use crate::character::Weakness;
use crate::random::Random;
use crate::schedule::{Kind, Planned};

/// Points in halves: 4.2 goes by steps of half a point.
#[derive(Clone, Copy)]
pub struct Given {
    pub own: u32,
    pub verified: Option<u32>,
}

pub struct Facts {
    pub minutes: u32,
    pub speakers: u32,
    pub on_day: bool,
    pub prepared_in_person: bool,
    /// None where the secretary is alone: there is no cell committee that could meet.
    pub committee_met: Option<bool>,
    pub content_prepared: bool,
    pub draft_resolution: bool,
    pub procedure_followed: bool,
    pub praise_and_reminder: bool,
    pub minutes_complete: bool,
    pub centralism_kept: bool,
    pub unity_kept: bool,
    /// None for a thematic meeting, which does not look back on last month.
    pub targets: Option<(u32, u32)>,
    pub content: Given,
    pub principles: Given,
}

impl Facts {
    pub fn draw(random: &mut Random, cell: &Cell, planned: Planned, who: &Attendance, quality: u32) -> Self {
        let late_documents = if cell.character.weakness == Weakness::Documents { 250 } else { 0 };
        let mut done = |weight: u32| random.chance(surely(quality, weight));
        let prepared_in_person = done(40);
        let committee_met = done(50);
        let content_prepared = done(60 + late_documents);
        let draft_resolution = done(50 + late_documents);
        let procedure_followed = done(45);
        let praise_and_reminder = done(90);
        let minutes_complete = done(80);
        let centralism_kept = done(25);
        let unity_kept = done(20);
        let alone = cell.leadership == Leadership::SecretaryOnly;
        Self {
            minutes: minutes(random, cell, planned.kind, quality),
            speakers: speakers(random, cell, who.present),
            on_day: planned.on_day,
            prepared_in_person,
            committee_met: (!alone).then_some(committee_met),
            content_prepared,
            draft_resolution,
            procedure_followed,
            praise_and_reminder,
            minutes_complete,
            centralism_kept,
            unity_kept,
            targets: (planned.kind != Kind::Thematic).then(|| targets(random, quality)),
            content: content(random, quality),
            principles: principles(random, quality),
        }
    }
}

/// The chance that a duty of this weight is done: what quality lacks, times the weight in percent.
fn surely(quality: u32, weight: u32) -> u32 {
    1000_u32.saturating_sub((1000 - quality) * weight / 100).max(50)
}

fn minutes(random: &mut Random, cell: &Cell, kind: Kind, quality: u32) -> u32 {
    let usual = cell.character.minutes + if kind == Kind::Combined { 28 } else { 0 };
    let hurried = if random.chance(surely(quality, 35)) { 0 } else { 25 };
    usual + random.between((0, 18)) - 8 - hurried
}

fn speakers(random: &mut Random, cell: &Cell, present: u32) -> u32 {
    let share = (cell.character.speaking + random.between((0, 20))).saturating_sub(10);
    (present * share).div_ceil(100).clamp(1, present)
}

fn targets(random: &mut Random, quality: u32) -> (u32, u32) {
    let set = random.between((3, 8));
    (set, random.successes(set, surely(quality, 45)))
}

/// Leaf 3.3: full content, mostly, little, none.
fn content(random: &mut Random, quality: u32) -> Given {
    let tier = match () {
        () if random.chance(surely(quality, 110)) => 20,
        () if random.chance(880) => 14,
        () if random.chance(930) => 8,
        () => 0,
    };
    let kinder = match tier {
        20 | 14 => 20,
        8 => 14,
        _ => 8,
    };
    given(random, tier, kinder)
}

fn principles(random: &mut Random, quality: u32) -> Given {
    let halves = random.successes(6, surely(quality, 70));
    given(random, halves, (halves + 1).min(6))
}

/// A cell judges itself as the superior does or a step more kindly; the superior does not look at every sheet.
fn given(random: &mut Random, fair: u32, kinder: u32) -> Given {
    Given { own: if random.chance(200) { kinder } else { fair }, verified: random.chance(880).then_some(fair) }
}
