//! What is wrong with an input: where, the value, what was expected and how to mend it. Floor 1.

mod findings;

pub use findings::Findings;

use std::io::{self, ErrorKind};
use std::ops::Range;
use std::sync::Arc;

pub use crate::words::{Code, Severity};
use crate::words::{Lang, Word, fill};

/// A fault at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which fault.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// The values that go into the words of the code, `value` (as it stands in the file) among them.
    pub values: Vec<(&'static str, String)>,
    /// What goes into them in the language of the reader.
    pub words: Vec<(&'static str, Word)>,
}

/// Where a fault stands. What is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// File as the user named it, or `<regulation id>/regulation.toml` for a shipped one.
    pub file: Option<Arc<str>>,
    /// Physical line, from 1.
    pub line: Option<u64>,
    /// Row as a spreadsheet numbers it, the heading included, from 1.
    pub row: Option<u64>,
    /// Column of a table.
    pub column: Option<Column>,
    /// Bytes within the text of a rule file, and that text.
    pub excerpt: Option<(Arc<str>, Range<usize>)>,
}

/// A column of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// From 0.
    pub index: usize,
    /// As it stands in the file.
    pub heading: String,
}

impl Column {
    /// The letters a spreadsheet shows above the column: A, B, … Z, AA, …
    pub fn letters(&self) -> String {
        let mut number = self.index + 1;
        let mut letters = Vec::new();
        while number > 0 {
            let digit = u8::try_from((number - 1) % 26).unwrap_or(0);
            letters.push(char::from(b'A' + digit));
            number = (number - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl Place {
    /// The same place, `rows` and `lines` further down.
    pub fn move_down(&mut self, rows: u64, lines: u64) {
        self.row = self.row.map(|row| row + rows);
        self.line = self.line.map(|line| line + lines);
    }

    /// A whole file.
    pub fn file(name: &Arc<str>) -> Place {
        Place { file: Some(Arc::clone(name)), ..Place::default() }
    }

    /// A part of the text of a rule file.
    pub fn in_text(name: &Arc<str>, text: &Arc<str>, span: &Range<usize>) -> Place {
        let before = text.get(..span.start).unwrap_or("");
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Place { line: u64::try_from(line).ok(), excerpt: Some((Arc::clone(text), span.clone())), ..Place::file(name) }
    }

    /// A row of a table.
    pub fn row(name: &Arc<str>, line: u64, row: u64) -> Place {
        Place { line: Some(line), row: Some(row), ..Place::file(name) }
    }

    /// Where the fault begins within its line, counted in characters from 1; known for rule files.
    pub fn position(&self) -> Option<usize> {
        let (text, span) = self.excerpt.as_ref()?;
        let before = text.get(..span.start)?;
        Some(before.chars().rev().take_while(|c| *c != '\n').count() + 1)
    }

    /// The same place, at one of its columns.
    pub fn column(mut self, index: usize, heading: &str) -> Place {
        self.column = Some(Column { index, heading: heading.to_owned() });
        self
    }
}

impl Diagnostic {
    /// A fault without values.
    pub fn new(code: Code, place: Place) -> Diagnostic {
        Diagnostic { code, place, values: Vec::new(), words: Vec::new() }
    }

    /// Adds a value for the `{name}` places of the words.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        self.values.push((name, value.to_string()));
        self
    }

    /// Adds a phrase for them.
    pub fn with_word(mut self, name: &'static str, word: Word) -> Diagnostic {
        self.words.push((name, word));
        self
    }

    /// Adds what the system said, in words of ours where it is one of the usual things; never with a path that is not the reader's.
    pub fn with_system(self, name: &'static str, error: &io::Error) -> Diagnostic {
        match of_system(error.kind()) {
            Some(word) => self.with_word(name, word),
            // What others wrap may name a file that is there for the time of writing only.
            None if error.raw_os_error().is_none() && error.kind() != ErrorKind::Other => self.with(name, error.kind()),
            None => self.with(name, error),
        }
    }

    /// What is wrong.
    pub fn what(&self, lang: Lang) -> String {
        self.words(lang, self.code.what())
    }

    /// What was expected; may be empty.
    pub fn expected(&self, lang: Lang) -> String {
        self.words(lang, self.code.expected())
    }

    /// How to mend it.
    pub fn mend(&self, lang: Lang) -> String {
        self.words(lang, self.code.mend())
    }

    /// The value as it stands in the file, where the fault is about one.
    pub fn value(&self) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == "value").map(|(_, value)| value.as_str())
    }

    fn words(&self, lang: Lang, template: (&str, &str)) -> String {
        let shown = |name: &str, value: &str| match (name, value) {
            ("near" | "wanted", "") => lang.pick(Word::NothingNear.pair()).to_owned(),
            ("value", "") => lang.pick(Word::NothingThere.pair()).to_owned(),
            _ if lang == Lang::Vi && self.is_figure(name) => with_commas(value),
            _ => value.to_owned(),
        };
        let values: Vec<(&str, String)> = self.values.iter().map(|(name, value)| (*name, shown(name, value))).collect();
        let values = values.iter().map(|(name, value)| (*name, value.as_str()));
        let words = self.words.iter().map(|(name, word)| (*name, word.text(lang)));
        let values: Vec<(&str, &str)> = values.chain(words).collect();
        fill(lang.pick(template), &values)
    }

    /// Whether a value is a figure of ours, and not one as it stands in the file.
    fn is_figure(&self, name: &str) -> bool {
        let is_computed = matches!(
            self.code,
            Code::PointsDiffer
                | Code::TotalDiffers
                | Code::TotalOverMax
                | Code::TotalNotBanded
                | Code::ControlShort
                | Code::ControlOver
        );
        match name {
            "computed" | "max" | "total" | "differ" => true,
            "value" => is_computed,
            "wanted" => is_computed || self.code == Code::PointsStep,
            _ => false,
        }
    }
}

/// The usual things that a system says.
fn of_system(kind: ErrorKind) -> Option<Word> {
    Some(match kind {
        ErrorKind::NotFound => Word::SystemNotFound,
        ErrorKind::PermissionDenied => Word::SystemDenied,
        ErrorKind::IsADirectory => Word::SystemFolder,
        ErrorKind::NotADirectory => Word::SystemNotFolder,
        ErrorKind::StorageFull => Word::SystemFull,
        ErrorKind::QuotaExceeded => Word::SystemQuota,
        ErrorKind::ReadOnlyFilesystem => Word::SystemReadOnly,
        ErrorKind::InvalidFilename => Word::SystemName,
        ErrorKind::ResourceBusy => Word::SystemBusy,
        ErrorKind::BrokenPipe => Word::SystemNobodyReads,
        _ => return None,
    })
}

/// A text with the decimal comma in its numbers.
fn with_commas(text: &str) -> String {
    let number = |word: &str| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match word.split_once('.') {
            Some((whole, decimals)) if digits(whole) && digits(decimals.trim_end_matches(',')) => format!("{whole},{decimals}"),
            _ => word.to_owned(),
        }
    };
    text.split(' ').map(number).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_ours_have_the_comma_in_vietnamese() {
        let fault = Diagnostic::new(Code::PointsStep, Place::default())
            .with("value", "2.7")
            .with("wanted", "0, 0.5, … 2.5")
            .with("leaf", "4.2");
        assert_eq!(fault.expected(Lang::Vi), "0, 0,5, … 2,5");
        assert_eq!(fault.expected(Lang::En), "0, 0.5, … 2.5");
        // What stands in the file stands there so, and 4.2 is the name of a leaf.
        assert!(fault.what(Lang::Vi).contains("2.7") && fault.what(Lang::Vi).contains("4.2"));
    }

    #[test]
    fn what_a_system_says_is_told_in_the_words_of_the_reader() {
        let wrapped = |kind| io::Error::new(kind, "somewhere: /tmp/.tmpX1y2");
        for (error, vi, en) in [
            (io::Error::from(ErrorKind::NotFound), "không có tệp hoặc thư mục đó", "there is no such file or folder"),
            (wrapped(ErrorKind::StorageFull), "hết chỗ trống trên đĩa", "the disk is full"),
            (wrapped(ErrorKind::TimedOut), "timed out", "timed out"),
            (io::Error::other("a chart, not a table"), "a chart, not a table", "a chart, not a table"),
        ] {
            let fault = Diagnostic::new(Code::FileUnreadable, Place::default()).with_system("value", &error);
            assert!(fault.what(Lang::Vi).ends_with(vi), "{}", fault.what(Lang::Vi));
            assert!(fault.what(Lang::En).ends_with(en), "{}", fault.what(Lang::En));
        }
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(Column { index, heading: String::new() }.letters(), letters);
        }
    }
}
