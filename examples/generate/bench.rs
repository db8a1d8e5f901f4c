//! The sizes for measuring speed: a province, and a country of sixty-two such provinces and a part; the first is the same in both.

use crate::cell::{Cell, CellType, Identity, Rank};
use crate::climate::COUNTRY;
use crate::line::PLAIN;
use crate::names::{name, usual_size};
use crate::random::{Purpose, Random};
use crate::world::World;

const SEED: u64 = 4785;
pub const PROVINCE: u64 = 4785;
pub const COUNTRY_CELLS: u64 = 300_000;
const CELLS_OF_A_COMMITTEE: u64 = 12;

const SETTINGS: &str = "\
# Số liệu sinh ngẫu nhiên để đo tốc độ, năm 2024; mọi mã và tên đều do chương trình đặt ra.
committee = \"Số liệu đo tốc độ\"
period = \"2024\"
rules = \"14-qdi-tu\"
year-end = \"124-qd-tw\"
";

pub fn world(count: u64) -> World {
    World { seed: SEED, climate: &COUNTRY, style: PLAIN, settings: SETTINGS, count, cell: Box::new(|index| Some(cell(index))) }
}

fn cell(index: u64) -> Cell {
    let (province, in_province) = (index / PROVINCE + 1, index % PROVINCE);
    let committee = in_province / CELLS_OF_A_COMMITTEE + 1;
    let number = in_province % CELLS_OF_A_COMMITTEE + 1;
    let mut shared = Random::new(SEED, Purpose::Committee, province, committee);
    let lift = i32::try_from(shared.below(81)).unwrap_or(40) - 40;
    let rural = shared.chance(600);
    let mut random = Random::new(SEED, Purpose::Size, index, 0);
    let cell_type = cell_type(&mut random, rural);
    let identity = Identity {
        code: format!("T{province:02}-U{committee:03}-{number:02}"),
        name: name(cell_type, u32::try_from(number).unwrap_or(0)),
        committee: format!("Đảng ủy cơ sở số {committee} tỉnh {province}"),
        cell_type,
        rank: Rank::Dependent,
    };
    let members = random.between(usual_size(cell_type));
    Cell::draw(SEED, index, identity, members, lift, &COUNTRY)
}

fn cell_type(random: &mut Random, rural: bool) -> CellType {
    match (rural, random.below(12)) {
        (true, 0..8) => CellType::Village,
        (false, 0..6) => CellType::ResidentialGroup,
        (_, 0..9) => CellType::PublicService,
        (_, 9) => CellType::Agency,
        (_, 10) => CellType::Enterprise,
        _ => CellType::ArmedForces,
    }
}
