//! How the values of a column are written, as a profile names it.

/// The decimal mark of a column. The other mark then groups thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `86,5`, `2.523,75`
    Comma,
    /// `86.5`, `2,523.75`
    Point,
}

impl DecimalMark {
    /// From the word of `chibo.toml`.
    pub fn from_word(word: &str) -> Option<DecimalMark> {
        match word {
            "," | "comma" => Some(DecimalMark::Comma),
            "." | "point" => Some(DecimalMark::Point),
            _ => None,
        }
    }

    /// The mark itself.
    pub fn word(self) -> &'static str {
        match self {
            DecimalMark::Comma => ",",
            DecimalMark::Point => ".",
        }
    }
}

/// How the dates of a column are written. All but the last two also take `2024-03-05`, which has one reading only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `05/03/2024` is 5 March.
    DayFirst,
    /// `03/05/2024` is 5 March.
    MonthFirst,
    /// `2024-03-05` and nothing else.
    Iso,
    /// `45356`: days as a spreadsheet counts them.
    Serial,
    /// `43894`: days as a spreadsheet counts them from 1904 on.
    Serial1904,
}

impl DateOrder {
    /// Words of `chibo.toml`.
    pub const WORDS: [&'static str; 5] = ["day-first", "month-first", "iso", "serial", "serial-1904"];
    const ALL: [DateOrder; 5] =
        [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Iso, DateOrder::Serial, DateOrder::Serial1904];

    /// From the word of `chibo.toml`.
    pub fn from_word(word: &str) -> Option<DateOrder> {
        DateOrder::ALL.into_iter().zip(DateOrder::WORDS).find(|(_, own)| *own == word).map(|(order, _)| order)
    }

    /// The word of `chibo.toml`.
    pub fn word(self) -> &'static str {
        let [day_first, month_first, iso, serial, serial_1904] = DateOrder::WORDS;
        match self {
            DateOrder::DayFirst => day_first,
            DateOrder::MonthFirst => month_first,
            DateOrder::Iso => iso,
            DateOrder::Serial => serial,
            DateOrder::Serial1904 => serial_1904,
        }
    }
}
