//! A table of a rule file, read key by key: every value with its place, every unknown key a fault.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lower::Lower;
use crate::base::{Day, Exact, Points, heading};
use crate::words::Code;

/// A text and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Range<usize>,
}

impl Text {
    /// Bytes of the content within its quotes, when the file holds it letter by letter.
    pub(super) fn inner(&self, file: &str) -> Option<Range<usize>> {
        let raw = file.get(self.span.clone())?;
        let offset = raw.find(&self.value).filter(|_| !self.value.is_empty())?;
        let start = self.span.start + offset;
        Some(start..start + self.value.len())
    }
}

pub(crate) struct Section<'a> {
    lower: &'a Lower,
    table: &'a DeTable<'a>,
    pub(crate) span: Range<usize>,
    path: String,
    asked: RefCell<Vec<&'static str>>,
    faulty: RefCell<Vec<&'static str>>,
}

/// Parses a TOML text; syntax faults are reported, and what could be read is returned all the same.
pub(crate) fn parse_document<'t>(text: &'t str, mut fault: impl FnMut(Range<usize>, &str)) -> Spanned<DeTable<'t>> {
    let text_or_rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - text_or_rest.len();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(offset..offset);
        fault(span, error.message());
    }
    document
}

impl<'a> Section<'a> {
    pub(crate) fn new(lower: &'a Lower, table: &'a DeTable<'a>, span: Range<usize>, path: String) -> Section<'a> {
        Section { lower, table, span, path, asked: RefCell::default(), faulty: RefCell::default() }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether the key is there but holds something unusable, which has been reported.
    pub(super) fn is_faulty_key(&self, key: &'static str) -> bool {
        self.faulty.borrow().contains(&key)
    }

    fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The length of the longest array in the table under a key; 0 when there is none.
    pub(super) fn longest_list(&self, key: &str) -> usize {
        let table = self.table.get(key).and_then(|value| value.get_ref().as_table());
        let lists = table.into_iter().flatten().filter_map(|(_, value)| value.get_ref().as_array());
        lists.map(|list| list.len()).max().unwrap_or(0)
    }

    /// Where the value of a key stands, or the section when it is absent.
    pub(crate) fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span.clone(), |value| value.span())
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong_type(&self, key: &'static str, span: &Range<usize>, wanted: &str) {
        self.faulty.borrow_mut().push(key);
        self.lower.wrong_value(span, &format!("{key}: {wanted}"));
    }

    fn missing(&self, key: &'static str) {
        self.faulty.borrow_mut().push(key);
        self.lower.fault(Code::RuleMissingKey, &self.span, |d| d.with("key", key).with("entry", &self.path));
    }

    pub(crate) fn text(&self, key: &'static str) -> Option<Text> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Text { value: text.to_string(), span: value.span() }),
            _ => {
                self.wrong_type(key, &value.span(), "\"…\"");
                None
            }
        }
    }

    pub(super) fn text_or_empty(&self, key: &'static str) -> String {
        self.text(key).map(|text| text.value).unwrap_or_default()
    }

    pub(crate) fn need_text(&self, key: &'static str) -> String {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.text_or_empty(key)
    }

    /// An id: ASCII letters, digits, `-`, `_` and `.`.
    pub(crate) fn need_id(&self, key: &'static str) -> String {
        let id = self.need_text(key);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        if !id.is_empty() && !id.chars().all(plain) {
            self.lower.fault(Code::RuleValue, &self.span_of(key), |d| d.with("value", &id).with("wanted", "a-z 0-9 - _ ."));
        }
        id
    }

    pub(super) fn one_of(&self, key: &'static str, words: &[&str]) -> Option<String> {
        let text = self.text(key)?;
        if words.contains(&text.value.as_str()) {
            return Some(text.value);
        }
        self.wrong_type(key, &text.span, &words.join(" | "));
        None
    }

    pub(super) fn need_one_of(&self, key: &'static str, words: &[&str]) -> Option<String> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.one_of(key, words)
    }

    /// A plain decimal; never through a binary float.
    pub(crate) fn number(&self, key: &'static str) -> Option<Exact> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::Integer(figure) if figure.radix() == 10 => Some(figure.as_str()),
            DeValue::Float(figure) => Some(figure.as_str()),
            _ => None,
        };
        let number = text.and_then(Exact::parse);
        if number.is_none() {
            self.wrong_type(key, &value.span(), "2.5");
        }
        number
    }

    pub(super) fn points(&self, key: &'static str) -> Option<Points> {
        let number = self.number(key)?;
        let points = Points::from_exact(number).filter(|points| (0..=1_000_000_000).contains(&points.0));
        if points.is_none() {
            self.wrong_type(key, &self.span_of(key), "2.5");
        }
        points
    }

    pub(super) fn need_points(&self, key: &'static str) -> Points {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.points(key).unwrap_or_default()
    }

    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(key, &value.span(), "true | false");
        None
    }

    pub(super) fn day(&self, key: &'static str) -> Option<Day> {
        let value = self.value(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(day) => Day::parse_iso(&day.to_string()),
            _ => None,
        };
        if day.is_none() {
            self.wrong_type(key, &value.span(), "2024-05-19");
        }
        day
    }

    pub(crate) fn texts(&self, key: &'static str) -> Vec<Text> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, &value.span(), "[\"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => texts.push(Text { value: text.to_string(), span: item.span() }),
                _ => self.wrong_type(key, &item.span(), "\"…\""),
            }
        }
        texts
    }

    pub(crate) fn section(&self, key: &'static str) -> Option<Section<'a>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.child(table, value.span(), key)),
            _ => {
                self.wrong_type(key, &value.span(), "[…]");
                None
            }
        }
    }

    pub(crate) fn need_section(&self, key: &'static str) -> Option<Section<'a>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.section(key)
    }

    /// The tables of an array of tables, in the order of the file.
    pub(crate) fn sections(&self, key: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, &value.span(), "[[…]]");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => sections.push(self.child(table, item.span(), key)),
                _ => self.wrong_type(key, &item.span(), "[[…]]"),
            }
        }
        sections
    }

    /// The tables within a table, by key in ASCII order: `[sources.qd]`, `[measures.attendance_rate]`.
    pub(super) fn named_sections(&self, key: &'static str) -> Vec<(String, Section<'a>)> {
        let Some(section) = self.section(key) else { return Vec::new() };
        let mut sections = Vec::new();
        for (name, value) in section.table {
            match value.get_ref() {
                DeValue::Table(table) => {
                    sections.push((name.get_ref().to_string(), section.child(table, name.span(), name.get_ref())));
                }
                _ => section.wrong_type(key, &value.span(), "[…]"),
            }
        }
        sections
    }

    /// Every key with a text: `tot = "xuat-sac"`.
    pub(super) fn text_pairs(&self) -> Vec<(Text, Text)> {
        let mut pairs = Vec::new();
        for (name, value) in self.table {
            if let DeValue::String(text) = value.get_ref() {
                pairs.push((
                    Text { value: name.get_ref().to_string(), span: name.span() },
                    Text { value: text.to_string(), span: value.span() },
                ));
            }
        }
        pairs
    }

    /// Every key with its value, for tables whose keys are names from elsewhere: the facts of a worked case.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Text, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().map(|(name, value)| (Text { value: name.get_ref().to_string(), span: name.span() }, value))
    }

    /// The table that a value of [`Section::entries`] holds; anything else is reported.
    pub(crate) fn entry(&self, key: &Text, value: &'a Spanned<DeValue<'a>>) -> Option<Section<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(self.child(table, value.span(), &key.value)),
            _ => {
                self.lower.wrong_value(&value.span(), &format!("{} = {{ … }}", key.value));
                None
            }
        }
    }

    fn child(&self, table: &'a DeTable<'a>, span: Range<usize>, key: &str) -> Section<'a> {
        let name = ["id", "in", "when", "is"].iter().find_map(|name| table.get(*name).and_then(|value| value.get_ref().as_str()));
        let own = match name {
            Some(name) => format!("{key} {name}"),
            None => key.to_owned(),
        };
        let path = if self.path.is_empty() { own } else { format!("{} / {own}", self.path) };
        Section::new(self.lower, table, span, path)
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table {
            let key: &str = name.get_ref();
            if !asked.contains(&key) {
                let near = heading::nearest_or_some(key, asked.iter().copied());
                self.lower.fault(Code::RuleUnknownKey, &name.span(), |d| {
                    d.with("value", key).with("entry", &self.path).with("near", near)
                });
            }
        }
    }
}
