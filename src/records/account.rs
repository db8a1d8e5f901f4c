//! What became of the rows of a file, and what was decided about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::control::Total;
use super::folder::RecordFile;
use super::frame::Frame;
use super::source::Written;
use super::writing::{DateOrder, DecimalMark};

/// The rows of one file: `rows = used + rejected + excluded`, always.
#[derive(Clone, Debug)]
pub struct Account {
    /// File as the user named it.
    pub file: Arc<str>,
    /// Rows below the heading, blank lines not counted.
    pub rows: u64,
    /// Rows that results rest on.
    pub used: u64,
    /// Rows with a fault.
    pub rejected: u64,
    /// Rows that results do not rest on for another reason.
    pub excluded: u64,
    /// Why they do not, and how many of them.
    pub why: BTreeMap<Excluded, u64>,
    /// Whether the file was refused as a whole, since its structure or a column's writing cannot be trusted.
    pub refused: bool,
    /// How the file was read; `None` where it could not be opened.
    pub decided: Option<Arc<Decided>>,
    /// Sums of its columns beside its control totals.
    pub(super) totals: Vec<Total>,
    /// Where it has recorded results of meetings, for each text that judges them.
    pub results: Vec<ResultHeadings>,
}

/// The headings over recorded results, as far as a file has such columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultHeadings {
    /// Of the total.
    pub total: Option<String>,
    /// Of the word of the level.
    pub level: Option<String>,
    /// Of the columns of levels, of which one is marked: the level by its position, and the heading.
    pub marks: Vec<(usize, String)>,
}

/// Why a row without a fault is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excluded {
    /// Of another month, year or cell than what was asked for.
    NotAskedFor,
    /// Sums of the columns, or numbers of the columns, or named by the profile as none of the table.
    NotOfTable,
    /// The same as another row, which is used.
    Copy,
    /// Another row records the same thing otherwise, and the profile chose that one.
    NotChosen,
    /// A corrected row has taken its place.
    Corrected,
    /// Of a meeting that was not held, or that nobody else records.
    NoMeeting,
    /// Decided after the day that was asked for.
    NotYet,
}

impl Excluded {
    /// All reasons.
    pub const ALL: [Excluded; 7] = [
        Excluded::NotAskedFor,
        Excluded::NotOfTable,
        Excluded::Copy,
        Excluded::NotChosen,
        Excluded::Corrected,
        Excluded::NoMeeting,
        Excluded::NotYet,
    ];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Excluded::NotAskedFor => "not-asked-for",
            Excluded::NotOfTable => "not-of-table",
            Excluded::Copy => "copy",
            Excluded::NotChosen => "not-chosen",
            Excluded::Corrected => "corrected",
            Excluded::NoMeeting => "no-meeting",
            Excluded::NotYet => "not-yet",
        }
    }
}

/// How a file was read, and on what evidence.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The file itself, for whoever shows its rows again.
    pub source: RecordFile,
    /// Encoding, line ends, sheet.
    pub written: Written,
    /// What separates its fields; nothing in a sheet.
    pub separator: Option<char>,
    /// First and last row of its heading, from 1.
    pub heading: (u64, u64),
    /// Rows above the heading that are not blank.
    pub titles: u64,
    /// Its columns.
    pub columns: Vec<DecidedColumn>,
    /// Facts that every row was given: heading and value.
    pub given: Vec<(String, String)>,
    /// Where its table begins and ends.
    pub(super) frame: Frame,
}

/// How a column was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedColumn {
    /// As it stands in the file.
    pub heading: String,
    /// What it holds: the documented heading of a fact, or the points of a leaf; `None` for a column that was not read.
    pub holds: Option<String>,
    /// What a profile would call it; `None` for a column that was not read.
    pub field: Option<String>,
    /// How its dates are written.
    pub dates: Option<DateOrder>,
    /// Its decimal mark, where it has decimals.
    pub decimal: Option<DecimalMark>,
    /// What says so, of dates and decimals.
    pub by: By,
    /// What a person must say of it, since it shows two ways of writing.
    pub open: Option<Open>,
    /// A field that shows it, with its row.
    pub sample: Option<(u64, String)>,
}

/// What of a column's writing is open until a person says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// In which order day and month stand.
    Dates,
    /// Which mark stands before decimals.
    Decimal,
}

impl Open {
    /// The key of a profile that says it, with its values.
    pub fn choices(self) -> (&'static str, [&'static str; 2]) {
        match self {
            Open::Dates => ("dates", [DateOrder::DayFirst.word(), DateOrder::MonthFirst.word()]),
            Open::Decimal => ("decimal", [DecimalMark::Comma.word(), DecimalMark::Point.word()]),
        }
    }
}

/// What says how a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The profile.
    Profile,
    /// The column itself: it fits no other reading.
    Evidence,
    /// The documented default: the column fits another reading as well.
    Default,
}

impl By {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            By::Profile => "profile",
            By::Evidence => "evidence",
            By::Default => "default",
        }
    }
}

impl Account {
    /// No rows yet.
    pub fn new(file: &Arc<str>) -> Account {
        Account {
            file: Arc::clone(file),
            rows: 0,
            used: 0,
            rejected: 0,
            excluded: 0,
            why: BTreeMap::new(),
            refused: false,
            decided: None,
            results: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Whether every row is accounted for.
    pub fn balances(&self) -> bool {
        self.rows == self.used + self.rejected + self.excluded && self.excluded == self.why.values().sum::<u64>()
    }

    /// Rows that are not used for a reason other than a fault.
    pub fn exclude(&mut self, why: Excluded, rows: u64) {
        if rows > 0 {
            self.excluded += rows;
            *self.why.entry(why).or_default() += rows;
        }
    }

    /// A file refused as a whole: all rows seen are rejected.
    pub fn refuse(&mut self) {
        self.refused = true;
        self.rejected = self.rows;
        self.used = 0;
        self.excluded = 0;
        self.why.clear();
    }
}
