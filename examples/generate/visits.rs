//! Visits of committee members over three years, so many as were published: 118 by 45 persons, 167 and 187 by 48.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{create_dir_all, write};
use std::io::Result;
use std::path::Path;

use crate::random::{Purpose, Random};

const SEED: u64 = 2_020;
const CELLS: u32 = 60;
/// Year, visits, persons assigned, and how many of those are never drawn.
const YEARS: [(u32, u32, u32, u32); 3] = [(2020, 118, 45, 5), (2021, 167, 48, 3), (2022, 187, 48, 2)];

const SETTINGS: &str = "\
committee = \"Tỉnh ủy Tuyên Quang (số liệu giả định)\"
period = \"2020-01..2022-12\"
";

pub fn folder(folder: &Path) -> Result<()> {
    create_dir_all(folder)?;
    write(folder.join("chibo.toml"), SETTINGS)?;
    write(folder.join("cells.csv"), cells())?;
    write(folder.join("assignments.csv"), assignments())?;
    write(folder.join("visits.csv"), visits())
}

fn cell(number: u32) -> String {
    format!("TQ-{number:03}")
}

fn person(number: u32) -> String {
    format!("CUV-{number:02}")
}

fn cells() -> String {
    let mut text = String::from("code,name,committee,type,hard\n");
    for number in 1..=CELLS {
        let hard = if number % 10 == 0 { "yes" } else { "no" };
        let kind = if number % 3 == 0 { "residential-group" } else { "village" };
        let committee = (number - 1) / 12 + 1;
        let _ = writeln!(text, "{},Chi bộ số {number},Đảng bộ số {committee},{kind},{hard}", cell(number));
    }
    text
}

/// The last three came at the start of the second year.
fn assignments() -> String {
    let mut text = String::from("person,level,from,until\n");
    let [(_, _, first, _), (_, _, all, _), _] = YEARS;
    for number in 1..=all {
        let from = if number > first { "2021-01-01" } else { "" };
        let _ = writeln!(text, "{},provincial,{from},", person(number));
    }
    text
}

/// In the order of the days; nobody goes to one cell twice on a day.
fn visits() -> String {
    let mut text = String::from("person,cell,date,kind\n");
    for (year, count, persons, never) in YEARS {
        let mut made: BTreeSet<(u32, u32, u32, u32)> = BTreeSet::new();
        let mut draw = 0;
        while made.len() < count as usize {
            let mut random = Random::new(SEED, Purpose::Visit, u64::from(year), draw);
            draw += 1;
            // Whoever never went stands in the middle of the list.
            let went = random.between((1, persons - never));
            let who = if went > 20 { went + never } else { went };
            let (month, day) = (random.between((1, 12)), random.between((3, 7)));
            made.insert((month, day, random.between((1, CELLS)), who));
        }
        for (position, (month, day, to, who)) in made.into_iter().enumerate() {
            let kind = match position % 10 {
                3 | 7 => "thematic",
                9 => "combined",
                _ => "regular",
            };
            let _ = writeln!(text, "{},{},{year}-{month:02}-{day:02},{kind}", person(who), cell(to));
        }
    }
    text
}
