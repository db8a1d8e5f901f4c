//! The yearly facts of a cell: grades by criterion, targets and discipline, as the year-end form asks for them.

use crate::calendar::YEAR;
use crate::cell::Cell;
use crate::climate::Climate;
use crate::line::Line;
use crate::random::{Purpose, Random};

const EXCELLENT: &str = "xuat-sac";
const GOOD: &str = "tot";
const FAIR: &str = "trung-binh";
const POOR: &str = "kem";

/// The course of the year, from which the grades follow: a cell is rarely excellent in one task and poor in the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Excellent,
    Good,
    Fair,
    Failed,
}

pub fn year(line: &mut Line, seed: u64, cell: &Cell, climate: &Climate) {
    let mut random = Random::new(seed, Purpose::Year, cell.index, 0);
    let course = course(&mut random, cell, climate);
    line.text(&cell.identity.code);
    line.number(YEAR);
    grades(line, &mut random, course);
    let assigned = random.between((8, 15));
    let (met, main_missed) = targets(&mut random, course, assigned);
    let disciplined = match course {
        Course::Failed => true,
        Course::Good | Course::Fair => random.chance(30),
        Course::Excellent => false,
    };
    line.number(assigned);
    line.number(met);
    line.flag(main_missed);
    line.flag(main_missed && random.chance(300));
    line.flag(false);
    line.number(u32::from(disciplined));
    line.flag(disciplined && course != Course::Failed);
    line.number(0);
    line.number(0);
    line.flag(false);
    line.flag(false);
}

fn course(random: &mut Random, cell: &Cell, climate: &Climate) -> Course {
    let noise = i32::try_from(random.between((0, 60))).unwrap_or(30) - 30;
    match cell.character.quality.saturating_add_signed(noise) {
        standing if standing >= climate.excellent => Course::Excellent,
        standing if standing >= climate.good => Course::Good,
        standing if standing >= climate.fair => Course::Fair,
        _ => Course::Failed,
    }
}

fn grades(line: &mut Line, random: &mut Random, course: Course) {
    let (high, low, share) = match course {
        Course::Excellent => (EXCELLENT, GOOD, 550),
        Course::Good => (EXCELLENT, GOOD, 150),
        Course::Fair => (GOOD, FAIR, 500),
        Course::Failed => (GOOD, FAIR, 300),
    };
    let mut grade = || if random.chance(share) { high } else { low };
    let (first, third, fourth, last) = (grade(), grade(), grade(), grade());
    let (one_task, other_task) = match course {
        Course::Excellent => (EXCELLENT, EXCELLENT),
        Course::Good => (grade(), GOOD),
        Course::Fair => (GOOD, FAIR),
        Course::Failed => (FAIR, if random.chance(500) { POOR } else { FAIR }),
    };
    line.text(first);
    // Cell life is graded from the year's meetings; only now and then has somebody written the grade down.
    let written = random.chance(50);
    line.text(if written { low } else { "" });
    for grade in [third, fourth, one_task, other_task, last] {
        line.text(grade);
    }
}

fn targets(random: &mut Random, course: Course, assigned: u32) -> (u32, bool) {
    match course {
        Course::Excellent => (assigned, false),
        Course::Good => (assigned - random.below(2), false),
        Course::Fair => (assigned - random.between((1, 3)), random.chance(150)),
        Course::Failed => (assigned * 2 / 5, true),
    }
}
