//! One line of a CSV file, in the style of a plain export or of a Vietnamese Excel.

use std::io::Write as _;

use crate::calendar::{Day, YEAR};

#[derive(Clone, Copy)]
pub struct Style {
    pub separator: u8,
    pub end: &'static str,
    /// What stands before the first heading: nothing, or a byte order mark.
    pub start: &'static str,
    pub vietnamese: bool,
}

pub const PLAIN: Style = Style { separator: b',', end: "\n", start: "", vietnamese: false };
pub const EXCEL: Style = Style { separator: b';', end: "\r\n", start: "\u{feff}", vietnamese: true };

pub struct Line {
    pub style: Style,
    bytes: Vec<u8>,
}

impl Line {
    pub fn new(style: Style) -> Self {
        Self { style, bytes: Vec::with_capacity(512) }
    }

    /// The first of the two words in a plain file, the second in a Vietnamese one.
    pub fn word(&mut self, (plain, vietnamese): (&str, &str)) {
        self.text(if self.style.vietnamese { vietnamese } else { plain });
    }

    pub fn text(&mut self, text: &str) {
        let separator = self.style.separator;
        if text.bytes().any(|byte| byte == separator || byte == b'"') {
            self.put(format_args!("\"{}\"", text.replace('"', "\"\"")));
        } else {
            self.put(format_args!("{text}"));
        }
    }

    pub fn number(&mut self, number: u32) {
        self.put(format_args!("{number}"));
    }

    pub fn flag(&mut self, flag: bool) {
        self.word(if flag { ("yes", "có") } else { ("no", "không") });
    }

    pub fn day(&mut self, Day { month, day }: Day) {
        if self.style.vietnamese {
            self.put(format_args!("{day:02}/{month:02}/{YEAR}"));
        } else {
            self.put(format_args!("{YEAR}-{month:02}-{day:02}"));
        }
    }

    pub fn halves(&mut self, halves: u32) {
        let whole = halves / 2;
        match (halves % 2, self.style.vietnamese) {
            (0, _) => self.put(format_args!("{whole}")),
            (_, true) => self.put(format_args!("{whole},5")),
            (_, false) => self.put(format_args!("{whole}.5")),
        }
    }

    pub fn blanks(&mut self, number: usize) {
        for _ in 0..number {
            self.bytes.push(self.style.separator);
        }
    }

    /// Some value or a blank.
    pub fn maybe<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => put(self, value),
            None => self.blanks(1),
        }
    }

    /// The whole line; the next field starts a new one.
    pub fn finish(&mut self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        self.bytes.pop();
        self.bytes.extend_from_slice(self.style.end.as_bytes());
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }

    /// A field and the separator after it; the last separator goes when the line is finished.
    fn put(&mut self, field: std::fmt::Arguments<'_>) {
        // Writing into memory cannot fail.
        let _ = self.bytes.write_fmt(field);
        self.bytes.push(self.style.separator);
    }
}
