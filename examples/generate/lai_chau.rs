//! Lai Châu city as published for 2024: 171 cells with 3,368 members, attendance above 96 %; all the rest is invented.

use crate::calendar::Day;
use crate::cell::{Cell, CellType, Identity, Rank};
use crate::climate::CITY;
use crate::line::PLAIN;
use crate::names::{name, usual_size};
use crate::random::{Purpose, Random};
use crate::world::World;

const SEED: u64 = 14;
const MEMBERS: u32 = 3368;
/// Founded in January before its first meeting, or closed in December after its last: every cell has sixteen due.
const FOUNDED: [(&str, Day); 2] = [("LC-108", Day { month: 1, day: 15 }), ("LC-139", Day { month: 1, day: 2 })];
const CLOSED: (&str, Day) = ("LC-076", Day { month: 12, day: 20 });
/// Late enough for the cell of 15 January, early enough for the one of 20 December.
const DAY_OF_FOUNDED: u32 = 18;
const DAY_OF_CLOSED: u32 = 5;

const SETTINGS: &str = "\
# Số liệu minh họa: 171 chi bộ, năm 2024; mọi mã và tên đều do chương trình đặt ra.
committee = \"Thành ủy Lai Châu (số liệu minh họa)\"
period = \"2024\"
rules = \"14-qdi-tu\"
year-end = \"124-qd-tw\"
";

/// How many committees of a name, and the cells of each.
type Block = (u32, &'static str, &'static [(CellType, u32)]);

const CITY_COMMITTEE: &str = "Thành ủy Lai Châu";
const GRASSROOTS: [(CellType, u32); 3] = [(CellType::Agency, 18), (CellType::PublicService, 13), (CellType::Enterprise, 8)];
const WARD: [(CellType, u32); 5] = [
    (CellType::ResidentialGroup, 4),
    (CellType::Village, 3),
    (CellType::PublicService, 1),
    (CellType::Agency, 1),
    (CellType::ArmedForces, 1),
];
const COMMUNE: [(CellType, u32); 3] = [(CellType::Village, 8), (CellType::PublicService, 2), (CellType::Agency, 1)];
const COMMITTEES: [Block; 6] = [
    (5, "Đảng ủy phường số", &WARD),
    (2, "Đảng ủy xã số", &COMMUNE),
    (5, "Đảng ủy Khối cơ quan số", &[(CellType::Agency, 4)]),
    (4, "Đảng ủy Khối sự nghiệp số", &[(CellType::PublicService, 4)]),
    (4, "Đảng ủy Doanh nghiệp số", &[(CellType::Enterprise, 3)]),
    (2, "Đảng ủy Lực lượng vũ trang số", &[(CellType::ArmedForces, 6)]),
];

pub fn world() -> World {
    let identities = identities();
    let sizes = sizes(&identities);
    let mut cells = Vec::new();
    let mut committee = (String::new(), 0);
    for ((index, identity), members) in (0_u64..).zip(identities).zip(sizes) {
        if committee.0 != identity.committee {
            committee = (identity.committee.clone(), lift(index, identity.rank));
        }
        let mut cell = Cell::draw(SEED, index, identity, members, committee.1, &CITY);
        set_life(&mut cell);
        cells.push(cell);
    }
    World::of(SEED, &CITY, PLAIN, SETTINGS, cells)
}

/// The cells directly under the city have no committee of their own that could pull them up or down.
fn lift(first: u64, rank: Rank) -> i32 {
    let mut random = Random::new(SEED, Purpose::Committee, first, 0);
    match rank {
        Rank::Grassroots => 0,
        Rank::Dependent => i32::try_from(random.below(81)).unwrap_or(40) - 40,
    }
}

fn set_life(cell: &mut Cell) {
    if let Some((_, from)) = FOUNDED.iter().find(|(code, _)| *code == cell.identity.code) {
        cell.from = Some(*from);
        cell.meeting_day = DAY_OF_FOUNDED;
    }
    if cell.identity.code == CLOSED.0 {
        cell.until = Some(CLOSED.1);
        cell.meeting_day = DAY_OF_CLOSED;
    }
}

fn identities() -> Vec<Identity> {
    let mut identities: Vec<Identity> = Vec::new();
    let mut add = |committee: &str, rank: Rank, cells: &[(CellType, u32)]| {
        for &(cell_type, count) in cells {
            for _ in 0..count {
                let alike = identities.iter().filter(|other| other.cell_type == cell_type).count();
                let number = u32::try_from(alike).unwrap_or(0) + 1;
                let code = format!("LC-{:03}", identities.len() + 1);
                let committee = committee.to_owned();
                identities.push(Identity { code, name: name(cell_type, number), committee, cell_type, rank });
            }
        }
    };
    add(CITY_COMMITTEE, Rank::Grassroots, &GRASSROOTS);
    for (committees, title, cells) in COMMITTEES {
        for number in 1..=committees {
            add(&format!("{title} {number}"), Rank::Dependent, cells);
        }
    }
    identities
}

/// Drawn by the kind of cell, then evened out one by one over the larger cells until the city's total is the published one.
fn sizes(identities: &[Identity]) -> Vec<u32> {
    let mut sizes: Vec<u32> = (0_u64..)
        .zip(identities)
        .map(|(index, identity)| Random::new(SEED, Purpose::Size, index, 0).between(usual_size(identity.cell_type)))
        .collect();
    let mut total: u32 = sizes.iter().sum();
    while total != MEMBERS {
        for size in sizes.iter_mut().filter(|size| **size > 10) {
            match total.cmp(&MEMBERS) {
                std::cmp::Ordering::Less => (*size, total) = (*size + 1, total + 1),
                std::cmp::Ordering::Greater => (*size, total) = (*size - 1, total - 1),
                std::cmp::Ordering::Equal => break,
            }
        }
    }
    sizes
}
