//! What became of the rows of a file.

use std::sync::Arc;

/// The rows of one file: `rows = used + rejected + excluded`, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// File as the user named it.
    pub file: Arc<str>,
    /// Rows below the heading, blank lines not counted.
    pub rows: u64,
    /// Rows that results rest on.
    pub used: u64,
    /// Rows with a fault.
    pub rejected: u64,
    /// Rows outside what was asked for, such as another year.
    pub excluded: u64,
    /// Whether the file was refused as a whole, since its structure or a column's writing cannot be trusted.
    pub refused: bool,
}

impl Account {
    /// No rows yet.
    pub fn new(file: &Arc<str>) -> Account {
        Account { file: Arc::clone(file), rows: 0, used: 0, rejected: 0, excluded: 0, refused: false }
    }

    /// Whether every row is accounted for.
    pub fn balances(&self) -> bool {
        self.rows == self.used + self.rejected + self.excluded
    }

    /// A file refused as a whole: all rows seen are rejected.
    pub fn refuse(&mut self) {
        self.refused = true;
        self.rejected = self.rows;
        self.used = 0;
        self.excluded = 0;
    }
}
