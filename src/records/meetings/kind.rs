//! What kind of meeting it was, and whether it was held.

use serde::{Deserialize, Serialize};

/// Kind of a meeting. A combined one is the regular and the thematic meeting in one sitting, and one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Thường kỳ.
    Regular,
    /// Chuyên đề.
    Thematic,
    /// Kết hợp.
    Combined,
    /// Bất thường.
    Extraordinary,
    /// Đại hội.
    Congress,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Regular, Kind::Thematic, Kind::Combined, Kind::Extraordinary, Kind::Congress];

    /// By its place among the words of a column.
    pub(in crate::records) fn of_place(place: i64) -> Option<Kind> {
        Kind::ALL.get(usize::try_from(place).ok()?).copied()
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word of `facts.toml` and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Regular => "regular",
            Kind::Thematic => "thematic",
            Kind::Combined => "combined",
            Kind::Extraordinary => "extraordinary",
            Kind::Congress => "congress",
        }
    }

    /// Whether it fulfils the month's regular meeting.
    pub fn is_regular(self) -> bool {
        matches!(self, Kind::Regular | Kind::Combined)
    }

    /// Whether it fulfils the quarter's thematic meeting.
    pub fn is_thematic(self) -> bool {
        matches!(self, Kind::Thematic | Kind::Combined)
    }
}

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Held, to be scored.
    Held,
    /// Not held, with a reason.
    NotHeld,
    /// Held but not scored.
    NotScored,
}

impl Status {
    /// The word of `facts.toml` and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Status::Held => "held",
            Status::NotHeld => "not-held",
            Status::NotScored => "not-scored",
        }
    }
}
