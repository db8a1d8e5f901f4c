//! Invented names: a kind of unit and a running number, never a place or a person.

use crate::cell::CellType;

pub fn name(cell_type: CellType, number: u32) -> String {
    // Four kinds of public service take turns, so that each has its own running number.
    let turn = number.saturating_sub(1) / 4 + 1;
    match (cell_type, number % 4) {
        (CellType::Village, _) => format!("Chi bộ bản {number}"),
        (CellType::ResidentialGroup, _) => format!("Chi bộ tổ dân phố {number}"),
        (CellType::Agency, _) => format!("Chi bộ Cơ quan số {number}"),
        (CellType::PublicService, 1) => format!("Chi bộ Trường Mầm non số {turn}"),
        (CellType::PublicService, 2) => format!("Chi bộ Trường Tiểu học số {turn}"),
        (CellType::PublicService, 3) => format!("Chi bộ Trường Trung học cơ sở số {turn}"),
        (CellType::PublicService, _) => format!("Chi bộ Trạm Y tế số {turn}"),
        (CellType::Enterprise, _) => format!("Chi bộ Doanh nghiệp số {number}"),
        (CellType::ArmedForces, _) => format!("Chi bộ Đơn vị vũ trang số {number}"),
    }
}

/// The smallest and the largest roll of a kind of cell.
pub fn usual_size(cell_type: CellType) -> (u32, u32) {
    match cell_type {
        CellType::Village => (4, 12),
        CellType::ResidentialGroup => (24, 46),
        CellType::Agency => (12, 28),
        CellType::PublicService => (14, 36),
        CellType::Enterprise => (7, 20),
        CellType::ArmedForces => (10, 24),
    }
}
