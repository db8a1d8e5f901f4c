//! Results as typed tables and words; one report a file. Floor 7. Nothing is computed here that changes a result, and nothing is formatted as bytes.

pub mod attendance;
mod awards;
pub mod cases;
pub mod check;
pub mod classify;
pub mod compare;
pub mod decisions;
pub mod document;
pub mod edge;
pub mod explain;
mod explain_brief;
mod explain_cell;
pub mod explain_quota;
mod explain_recorded;
mod explain_table;
mod explain_year;
mod field;
pub mod groups;
mod inputs;
mod lacking;
pub mod lineage;
mod notice;
mod places;
pub mod proposal;
pub mod readings;
mod reason;
mod receipt;
pub mod rulebook;
pub mod rulebook_diff;
mod rulebook_document;
mod rulebook_entry;
pub mod rulebook_show;
pub mod score;
pub mod signs;
mod texts;
pub mod verify;
mod visit_cells;
pub mod visits;
mod wording;
mod working;

pub use document::Block;
pub use field::{Field, day, number};
pub use notice::{Notice, RegulationNote};
pub use receipt::{basis, reasons_in_words, separator};

use crate::records::Account;
use crate::words::Lang;

/// Version of the names and meanings of machine formats.
pub const SCHEMA: u32 = 1;

/// A result, ready to be rendered in any format.
pub struct Report<'a> {
    /// Stable name: `score`, `attendance`, …
    pub id: &'static str,
    /// Title for readers.
    pub title: String,
    /// Regulations that the result rests on.
    pub regulations: Vec<RegulationNote>,
    /// What a reader must know to read the result rightly.
    pub notices: Vec<Notice>,
    /// Tables; the first is the main one.
    pub tables: Vec<Table<'a>>,
    /// What stands in a document in place of the tables; empty where they stand there too.
    pub document: Vec<Block>,
    /// Meetings and years judged outside a regulation's time, on request.
    pub on_request: u64,
    /// What became of the rows of every file.
    pub accounts: Vec<Account>,
    /// Language of what a reader sees.
    pub lang: Lang,
}

/// A table whose rows are made when they are needed.
pub struct Table<'a> {
    /// Stable name.
    pub id: &'static str,
    /// Title for readers.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// How many rows.
    pub len: usize,
    /// What makes them.
    pub row: Box<dyn Rows<'a> + 'a>,
}

/// Makes the rows of a table. Mostly a function from the position and the audience to the fields.
pub trait Rows<'a> {
    /// Hands the fields of the row at a position to `each`, from left to right; what only the other audience sees may be left blank.
    fn each(&self, position: usize, audience: Audience, each: &mut dyn FnMut(&Field<'a>));

    /// The fields of the row at a position.
    fn of(&self, position: usize, audience: Audience) -> Vec<Field<'a>> {
        let mut fields = Vec::new();
        self.each(position, audience, &mut |field| fields.push(field.clone()));
        fields
    }
}

impl<'a, F: Fn(usize, Audience) -> Vec<Field<'a>>> Rows<'a> for F {
    fn each(&self, position: usize, audience: Audience, each: &mut dyn FnMut(&Field<'a>)) {
        self(position, audience).iter().for_each(each);
    }

    fn of(&self, position: usize, audience: Audience) -> Vec<Field<'a>> {
        self(position, audience)
    }
}

/// Who a row is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People, at a terminal or in a document.
    Reader,
    /// Programs.
    Machine,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable name in machine formats.
    pub id: String,
    /// Heading for readers.
    pub heading: String,
    /// Who sees it.
    pub seen: Seen,
    /// Whether it lines up on the right.
    pub right: bool,
}

/// Who sees a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Readers and machines.
    Both,
    /// Readers only.
    Reader,
    /// Machines only.
    Machine,
}

impl Column {
    /// A column for readers and machines.
    pub fn both(id: &str, heading: &str) -> Column {
        Column { id: id.to_owned(), heading: heading.to_owned(), seen: Seen::Both, right: false }
    }

    /// A column that only readers see.
    pub fn reader(heading: &str) -> Column {
        Column { seen: Seen::Reader, ..Column::both("", heading) }
    }

    /// A column that only machines see.
    pub fn machine(id: &str) -> Column {
        Column { seen: Seen::Machine, ..Column::both(id, "") }
    }

    /// The same, lined up on the right.
    pub fn right(mut self) -> Column {
        self.right = true;
        self
    }
}
