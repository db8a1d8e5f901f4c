//! A table of a rule file, read key by key: every value with its place, every unknown key a fault.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::facts::Scope;
use super::lower::Lower;
use super::shape::{Table, Type};
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
    /// What the table can have; whatever is read must stand there.
    shape: &'static Table,
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
    /// The whole of a file.
    pub(crate) fn root(lower: &'a Lower, table: &'a DeTable<'a>, shape: &'static Table) -> Section<'a> {
        Section::new(lower, table, shape, 0..0, String::new())
    }

    fn new(lower: &'a Lower, table: &'a DeTable<'a>, shape: &'static Table, span: Range<usize>, path: String) -> Section<'a> {
        Section { lower, table, shape, span, path, asked: RefCell::default(), faulty: RefCell::default() }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// As faults name it: the path, or the file where the section is the whole of it.
    fn name(&self) -> &str {
        if self.path.is_empty() { self.shape.name } else { &self.path }
    }

    /// Whether the key is there but holds something unusable, which has been reported.
    pub(super) fn is_faulty_key(&self, key: &'static str) -> bool {
        self.faulty.borrow().contains(&key)
    }

    /// The value of a key, which the caller reads as one of the types that `fits` tells.
    fn value(&self, key: &'static str, fits: fn(&Type) -> bool) -> Option<&'a Spanned<DeValue<'a>>> {
        debug_assert!(
            self.shape.key(key).is_some_and(|known| fits(&known.of)),
            "src/rules/shape/tables.rs: [{}] has no key {key} of the type as which the loader reads it",
            self.shape.name
        );
        self.note(key);
        self.table.get(key)
    }

    /// Notes that somebody reads a key, so that it is no unknown one.
    fn note(&self, key: &'static str) {
        let mut asked = self.asked.borrow_mut();
        // Some are read in two places, and all of them may be told to the reader.
        if !asked.contains(&key) {
            asked.push(key);
        }
        #[cfg(test)]
        self.lower.asked.borrow_mut().insert((self.shape.name, key, ""));
    }

    /// Reports a mandatory key that is not there.
    pub(crate) fn need(&self, key: &'static str) {
        if !self.has(key) {
            self.note(key);
            self.missing(key);
        }
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

    /// Reports every key that means something in a regulation of another scope only.
    pub(super) fn strangers(&self, scope: Scope) {
        for key in self.shape.all_keys().filter(|key| self.has(key.name) && !key.is_of(scope)) {
            self.lower.fault(Code::RuleUnknownKey, &self.span_of(key.name), |d| {
                d.with("value", key.name).with("entry", self.name()).with("near", key.scopes().unwrap_or_default())
            });
        }
    }

    fn wrong_type(&self, key: &'static str, span: &Range<usize>, wanted: &str) {
        self.faulty.borrow_mut().push(key);
        self.lower.wrong_value(span, &format!("{key}: {wanted}"));
    }

    fn missing(&self, key: &'static str) {
        self.faulty.borrow_mut().push(key);
        self.lower.fault(Code::RuleMissingKey, &self.span, |d| d.with("key", key).with("entry", self.name()));
    }

    pub(crate) fn text(&self, key: &'static str) -> Option<Text> {
        let value = self.value(key, Type::is_text)?;
        match value.get_ref() {
            // What says nothing is left out.
            DeValue::String(text) if !text.trim().is_empty() => Some(Text { value: text.to_string(), span: value.span() }),
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
        self.need(key);
        self.text_or_empty(key)
    }

    /// An id: ASCII letters, digits, `-`, `_`, `.` and `/`; or a name, if the shape says so.
    pub(crate) fn need_id(&self, key: &'static str) -> String {
        self.need(key);
        self.id_or_empty(key)
    }

    pub(super) fn id_or_empty(&self, key: &'static str) -> String {
        let id = self.text(key);
        if let (Some(id), Some(known)) = (&id, self.shape.key(key)) {
            self.check_id(&id.value, &id.span, &known.of);
        }
        id.map(|id| id.value).unwrap_or_default()
    }

    fn check_id(&self, id: &str, span: &Range<usize>, of: &Type) {
        let is_name = matches!(of, Type::Name);
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || !is_name && matches!(c, '-' | '.' | '/');
        let begins = !(is_name && id.starts_with(|c: char| c.is_ascii_digit()));
        if id.is_empty() || !id.chars().all(plain) || !begins {
            let wanted = if is_name { "a-z _ 0-9" } else { "a-z 0-9 - _ ." };
            self.lower.fault(Code::RuleValue, span, |d| d.with("value", id).with("wanted", wanted));
        }
    }

    pub(crate) fn one_of(&self, key: &'static str, words: &[&'static str]) -> Option<String> {
        self.note_words(key, words);
        let text = self.text(key)?;
        if words.contains(&text.value.as_str()) {
            return Some(text.value);
        }
        self.wrong_type(key, &text.span, &words.join(" | "));
        None
    }

    pub(super) fn need_one_of(&self, key: &'static str, words: &[&'static str]) -> Option<String> {
        self.need(key);
        self.one_of(key, words)
    }

    /// Some of the words, at least one.
    pub(super) fn need_some_of(&self, key: &'static str, words: &[&'static str]) -> Vec<String> {
        self.note_words(key, words);
        let texts = self.need_texts(key);
        for text in texts.iter().filter(|text| !words.contains(&text.value.as_str())) {
            self.wrong_type(key, &text.span, &words.join(" | "));
        }
        texts.into_iter().map(|text| text.value).collect()
    }

    /// Words that the loader takes stand in the shape; that it takes all of them is for the test of the shape.
    fn note_words(&self, key: &'static str, words: &[&'static str]) {
        let known = self.shape.key(key).map_or(&[][..], |key| key.of.words());
        for word in words {
            debug_assert!(known.contains(word), "src/rules/shape/tables.rs: [{}] {key} has no word {word}", self.shape.name);
            #[cfg(test)]
            self.lower.asked.borrow_mut().insert((self.shape.name, key, word));
        }
    }

    /// A plain decimal; never through a binary float.
    pub(crate) fn number(&self, key: &'static str) -> Option<Exact> {
        let value = self.value(key, |of| matches!(of, Type::Points | Type::Step | Type::Number | Type::Count))?;
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

    /// A whole number, zero or more.
    pub(super) fn whole(&self, key: &'static str) -> Option<u64> {
        let value = self.value(key, |of| matches!(of, Type::Count))?;
        let whole = match value.get_ref() {
            DeValue::Integer(figure) if figure.radix() == 10 => figure.as_str().parse().ok(),
            _ => None,
        };
        if whole.is_none() {
            self.wrong_type(key, &value.span(), "3");
        }
        whole
    }

    pub(super) fn need_whole(&self, key: &'static str) -> Option<u64> {
        self.need(key);
        self.whole(key)
    }

    pub(crate) fn points(&self, key: &'static str) -> Option<Points> {
        let number = self.number(key)?;
        let never_zero = matches!(self.shape.key(key).map(|key| key.of), Some(Type::Step));
        if never_zero && number <= Exact::ZERO {
            self.wrong_type(key, &self.span_of(key), "> 0");
            return None;
        }
        let points = Points::from_exact(number).filter(|points| (0..=1_000_000_000).contains(&points.0));
        if points.is_none() {
            self.faulty.borrow_mut().push(key);
            self.lower.fault(Code::RulePoints, &self.span_of(key), |d| d.with("value", number).with("key", key));
        }
        points
    }

    pub(super) fn need_points(&self, key: &'static str) -> Points {
        self.need(key);
        self.points(key).unwrap_or_default()
    }

    pub(crate) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key, |of| matches!(of, Type::Flag))?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(key, &value.span(), "true | false");
        None
    }

    pub(crate) fn day(&self, key: &'static str) -> Option<Day> {
        let value = self.value(key, |of| matches!(of, Type::Date))?;
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
        let Some(value) = self.value(key, |of| matches!(of, Type::List(_) | Type::Maybe(_))) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, &value.span(), "[\"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => {
                    texts.push(Text { value: text.to_string(), span: item.span() });
                }
                _ => self.wrong_type(key, &item.span(), "\"…\""),
            }
        }
        texts
    }

    /// As [`Section::texts`], for a list that must be there and name something.
    pub(super) fn need_texts(&self, key: &'static str) -> Vec<Text> {
        let texts = self.texts(key);
        if texts.is_empty() && !self.is_faulty_key(key) {
            self.missing(key);
        }
        texts
    }

    /// Notes a key whose value is read by other means, now or when it is chosen; what it names is in use.
    pub(crate) fn read_elsewhere(&self, key: &'static str) -> Option<&'a DeTable<'a>> {
        if let Some(value) = self.table.get(key) {
            self.names_in(value.get_ref());
        }
        if !self.has(key) {
            self.note(key);
            self.missing(key);
        } else if self.value(key, |of| matches!(of, Type::Overlay)).is_some_and(|value| value.get_ref().as_table().is_none()) {
            self.wrong_type(key, &self.span_of(key), "[…]");
        }
        self.table.get(key).and_then(|value| value.get_ref().as_table())
    }

    fn names_in(&self, value: &DeValue<'_>) {
        match value {
            DeValue::String(text) => self.lower.names_in(text),
            DeValue::Array(items) => items.iter().for_each(|item| self.names_in(item.get_ref())),
            DeValue::Table(table) => table.iter().for_each(|(_, value)| self.names_in(value.get_ref())),
            _ => {}
        }
    }

    pub(crate) fn section(&self, key: &'static str) -> Option<Section<'a>> {
        let value = self.value(key, |of| matches!(of, Type::Table(_) | Type::Named(..) | Type::Pairs(..)))?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.child(table, self.shape_of(key), value.span(), key)),
            _ => {
                self.wrong_type(key, &value.span(), "[…]");
                None
            }
        }
    }

    pub(crate) fn need_section(&self, key: &'static str) -> Option<Section<'a>> {
        self.need(key);
        self.section(key)
    }

    /// The tables of an array of tables, in the order of the file.
    pub(crate) fn sections(&self, key: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.value(key, |of| matches!(of, Type::Tables(_) | Type::List(Type::Pairs(..)))) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, &value.span(), "[[…]]");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => sections.push(self.child(table, self.shape_of(key), item.span(), key)),
                _ => self.wrong_type(key, &item.span(), "[[…]]"),
            }
        }
        sections
    }

    /// The tables within a table, by key in ASCII order: `[sources.qd]`, `[measures.attendance_rate]`.
    pub(super) fn named_sections(&self, key: &'static str) -> Vec<(String, Section<'a>)> {
        let Some(value) = self.value(key, |of| matches!(of, Type::Named(..))) else { return Vec::new() };
        let DeValue::Table(tables) = value.get_ref() else {
            self.wrong_type(key, &value.span(), "[…]");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (name, value) in tables {
            match value.get_ref() {
                DeValue::Table(table) => {
                    if let Some(Type::Named(_, of)) = self.shape.key(key).map(|key| key.of) {
                        self.check_id(name.get_ref(), &name.span(), of);
                    }
                    let path = self.below(format!("{key} / {}", name.get_ref()));
                    let section = Section::new(self.lower, table, self.shape_of(key), name.span(), path);
                    sections.push((name.get_ref().to_string(), section));
                }
                _ => self.wrong_type(key, &value.span(), "[…]"),
            }
        }
        sections
    }

    /// Every key with a text: `tot = "xuat-sac"`.
    pub(super) fn text_pairs(&self) -> Vec<(Text, Text)> {
        let mut pairs = Vec::new();
        for (name, value) in self.table {
            match value.get_ref() {
                DeValue::String(text) => pairs.push((
                    Text { value: name.get_ref().to_string(), span: name.span() },
                    Text { value: text.to_string(), span: value.span() },
                )),
                _ => {
                    let found = self.lower.text.get(value.span()).unwrap_or("");
                    self.lower.fault(Code::RuleValue, &value.span(), |d| d.with("value", found).with("wanted", "\"…\""));
                }
            }
        }
        pairs
    }

    /// Every key with its value, for tables whose keys are names from elsewhere: the facts of a worked case.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Text, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().map(|(name, value)| (Text { value: name.get_ref().to_string(), span: name.span() }, value))
    }

    /// The table that a value of [`Section::entries`] holds, all of which have one shape; anything else is reported.
    pub(crate) fn entry(&self, key: &Text, value: &'a Spanned<DeValue<'a>>) -> Option<Section<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(self.child(table, self.shape, value.span(), &key.value)),
            _ => {
                self.lower.wrong_value(&value.span(), &format!("{} = {{ … }}", key.value));
                None
            }
        }
    }

    fn child(&self, table: &'a DeTable<'a>, shape: &'static Table, span: Range<usize>, key: &str) -> Section<'a> {
        let name = ["id", "in", "when", "is"].iter().find_map(|name| table.get(*name).and_then(|value| value.get_ref().as_str()));
        let own = match name {
            Some(name) => format!("{key} {name}"),
            None => key.to_owned(),
        };
        Section::new(self.lower, table, shape, span, self.below(own))
    }

    fn below(&self, own: String) -> String {
        if self.path.is_empty() { own } else { format!("{} / {own}", self.path) }
    }

    fn shape_of(&self, key: &str) -> &'static Table {
        self.shape.key(key).and_then(|key| key.of.table()).unwrap_or(&Table::UNKNOWN)
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table {
            let key: &str = name.get_ref();
            if !asked.contains(&key) {
                let near = heading::nearest_or_some(key, asked.iter().copied());
                self.lower.fault(Code::RuleUnknownKey, &name.span(), |d| {
                    d.with("value", key).with("entry", self.name()).with("near", near)
                });
            }
        }
    }
}
