//! Twelve village cells of mountain communes: attendance just over 70 %, meetings in the first week, sent in from Excel.

use crate::calendar::Day;
use crate::cell::{Cell, CellType, Identity, Rank};
use crate::climate::MOUNTAIN;
use crate::line::EXCEL;
use crate::names::name;
use crate::random::{Purpose, Random};
use crate::world::World;

const SEED: u64 = 62;
const CELLS: u64 = 12;
const CELLS_OF_A_COMMUNE: u64 = 4;
/// A cell that was closed in autumn, and one that was founded in summer: they owe fewer meetings.
const CLOSED: (u64, Day) = (6, Day { month: 9, day: 30 });
const FOUNDED: (u64, Day) = (11, Day { month: 7, day: 1 });

const SETTINGS: &str = "\
# Số liệu minh họa: 12 chi bộ bản của ba xã vùng cao, năm 2024; mọi mã và tên đều do chương trình đặt ra.
committee = \"Các xã vùng cao Điện Biên (số liệu minh họa)\"
period = \"2024\"
rules = \"14-qdi-tu\"
year-end = \"124-qd-tw\"
";

pub fn world() -> World {
    World::of(SEED, &MOUNTAIN, EXCEL, SETTINGS, (0..CELLS).map(cell).collect())
}

fn cell(index: u64) -> Cell {
    let number = u32::try_from(index).unwrap_or(0) + 1;
    let identity = Identity {
        code: format!("DB-{number:02}"),
        name: name(CellType::Village, number),
        committee: format!("Đảng ủy xã vùng cao số {}", index / CELLS_OF_A_COMMUNE + 1),
        cell_type: CellType::Village,
        rank: Rank::Dependent,
    };
    let members = Random::new(SEED, Purpose::Size, index, 0).between((5, 19));
    let mut cell = Cell::draw(SEED, index, identity, members, 0, &MOUNTAIN);
    cell.until = (index == CLOSED.0).then_some(CLOSED.1);
    cell.from = (index == FOUNDED.0).then_some(FOUNDED.1);
    cell
}
