//! How one file of a records folder is written, as its `[[file]]` in `chibo.toml` says.

use std::collections::BTreeSet;

use super::keys::Keys;
use crate::base::Exact;
use crate::diagnostic::Place;
use crate::records::{DateOrder, DecimalMark, Encoding};
use crate::rules::Scope;

/// What a folder says of one of its files. What it leaves out the file shows by itself, or is refused.
#[derive(Clone, Debug, Default)]
pub struct FileProfile {
    /// Which table the file holds.
    pub of: Option<Scope>,
    /// Its path from the folder; empty for the usual name of the table.
    pub path: String,
    /// Encoding.
    pub encoding: Option<Encoding>,
    /// Separator of fields.
    pub separator: Option<u8>,
    /// Sheet of a spreadsheet file.
    pub sheet: Option<String>,
    /// Decimal mark of all columns.
    pub decimal: Option<DecimalMark>,
    /// How dates are written in all columns.
    pub dates: Option<DateOrder>,
    /// First and last row of the heading.
    pub header_rows: Option<(u64, u64)>,
    /// The last row of the table; what stands below is not read.
    pub last_row: Option<u64>,
    /// Rows that are none of the table.
    pub skip_rows: BTreeSet<u64>,
    /// Headings of columns where a blank field means the value above it.
    pub fill_down: Vec<String>,
    /// What is said of single columns.
    pub columns: Vec<ColumnProfile>,
    /// Fields that every row has though the file has no column for them: the fact, by id or heading, and its value.
    pub values: Vec<(String, String)>,
    /// What the clerk knows the file to hold.
    pub expect: Vec<Expected>,
    /// Whether the file is only looked at, to propose how it is to be read: a column that is missing does not refuse it.
    pub tentative: bool,
    /// Whether its rows take the place of rows of other files.
    pub corrects: bool,
    /// Where it is said.
    pub place: Place,
}

/// What is said of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnProfile {
    /// Its heading as it stands in the file, or `#` and its letters.
    pub heading: String,
    /// What it holds: a fact by id or heading, or points; empty for a column that is not to be read; `None` for what the heading means.
    pub field: Option<String>,
    /// Its decimal mark.
    pub decimal: Option<DecimalMark>,
    /// How its dates are written.
    pub dates: Option<DateOrder>,
}

/// A control total: what a clerk knows the sum of a column, or the number of rows, to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// `rows`, or a fact by id or heading.
    pub what: String,
    /// The number.
    pub value: Exact,
}

const KEYS: [&str; 14] = [
    "table",
    "path",
    "encoding",
    "separator",
    "sheet",
    "decimal",
    "dates",
    "header-row",
    "last-row",
    "skip-rows",
    "fill-down",
    "columns",
    "values",
    "expect",
];

const COLUMN_KEYS: [&str; 3] = ["field", "decimal", "dates"];

impl FileProfile {
    /// One `[[file]]`. Every fault goes to the findings of `keys`.
    pub(super) fn read(keys: &mut Keys<'_>) -> Vec<FileProfile> {
        let mut profile = FileProfile { place: keys.place(), ..FileProfile::default() };
        keys.only(&KEYS);
        profile.of = keys.word(
            "table",
            |word| {
                let singular = Scope::ALL.into_iter().find(|scope| scope.word() == word);
                singular.or_else(|| Scope::ALL.into_iter().find(|scope| scope.file().trim_end_matches(".csv") == word))
            },
            || Scope::ALL.map(|scope| scope.file().trim_end_matches(".csv")).join(" | "),
        );
        if !keys.has("table") {
            keys.missing("table");
        }
        let paths = keys.texts("path");
        profile.encoding = keys.word("encoding", Encoding::from_word, || Encoding::ALL.map(Encoding::word).join(" | "));
        profile.separator = keys.word("separator", separator, || "\",\" | \";\" | \"tab\" | \"|\"".to_owned());
        profile.sheet = keys.text("sheet");
        profile.decimal = keys.word("decimal", DecimalMark::from_word, || "\",\" | \".\"".to_owned());
        profile.dates = keys.word("dates", DateOrder::from_word, || DateOrder::WORDS.join(" | "));
        profile.header_rows = match keys.numbers("header-row").as_slice() {
            [] => None,
            [row] => Some((*row, *row)),
            [first, last] if first <= last && last - first < 5 => Some((*first, *last)),
            _ => {
                keys.wrong("header-row", "4 | [4, 5]");
                None
            }
        };
        profile.last_row = keys.numbers("last-row").first().copied();
        profile.skip_rows = keys.numbers("skip-rows").into_iter().collect();
        profile.fill_down = keys.texts("fill-down");
        profile.columns = columns(keys);
        profile.values = keys.pairs("values");
        profile.expect = expected(keys);
        if paths.is_empty() {
            return vec![profile];
        }
        paths.into_iter().map(|path| FileProfile { path, ..profile.clone() }).collect()
    }

    /// What is said of a column, by its heading or its letters.
    pub fn column(&self, index: usize, heading: &str) -> Option<&ColumnProfile> {
        let letters = crate::diagnostic::Column { index, heading: String::new() }.letters();
        self.columns.iter().find(|own| match own.heading.strip_prefix('#') {
            Some(named) => named.eq_ignore_ascii_case(&letters),
            None => crate::base::heading::same(&own.heading, heading),
        })
    }
}

fn separator(word: &str) -> Option<u8> {
    match word {
        "," | "comma" => Some(b','),
        ";" | "semicolon" => Some(b';'),
        "tab" | "\t" => Some(b'\t'),
        "|" => Some(b'|'),
        _ => None,
    }
}

fn columns(keys: &mut Keys<'_>) -> Vec<ColumnProfile> {
    let mut columns = Vec::new();
    keys.each("columns", |heading, keys| {
        let mut column = ColumnProfile { heading: heading.to_owned(), field: None, decimal: None, dates: None };
        match keys.only_text() {
            Some(field) => column.field = Some(field),
            None => {
                keys.only(&COLUMN_KEYS);
                column.field = keys.text("field");
                column.decimal = keys.word("decimal", DecimalMark::from_word, || "\",\" | \".\"".to_owned());
                column.dates = keys.word("dates", DateOrder::from_word, || DateOrder::WORDS.join(" | "));
            }
        }
        columns.push(column);
    });
    columns
}

fn expected(keys: &mut Keys<'_>) -> Vec<Expected> {
    let mut all = Vec::new();
    for (what, text) in keys.pairs("expect") {
        match Exact::parse(&text.replace(',', ".")) {
            Some(value) => all.push(Expected { what, value }),
            None => keys.wrong("expect", "rows = 171"),
        }
    }
    all
}
