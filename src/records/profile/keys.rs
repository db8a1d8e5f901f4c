//! The keys of a table of `chibo.toml`, read with all their faults.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::heading;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

/// One table, or the value in its place.
pub(super) struct Keys<'a> {
    pub(super) value: &'a DeValue<'a>,
    pub(super) span: Range<usize>,
    pub(super) text: &'a Arc<str>,
    pub(super) file: &'a Arc<str>,
    pub(super) findings: &'a mut Findings,
}

impl Keys<'_> {
    fn table(&self) -> Option<&DeTable<'_>> {
        self.value.as_table()
    }

    fn get(&self, key: &str) -> Option<&Spanned<DeValue<'_>>> {
        self.table()?.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> Place {
        Place::in_text(self.file, self.text, &self.span)
    }

    fn fault(&mut self, code: Code, span: &Range<usize>, value: &str, wanted: &str) {
        let place = Place::in_text(self.file, self.text, span);
        self.findings.push(Diagnostic::new(code, place).with("value", value).with("wanted", wanted));
    }

    /// Every key must be one of these.
    pub(super) fn only(&mut self, known: &[&str]) {
        let unknown: Vec<(String, Range<usize>)> = match self.table() {
            Some(table) => {
                let other = table.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_ref()));
                other.map(|(name, _)| (name.get_ref().to_string(), name.span())).collect()
            }
            None => {
                let (span, raw) = (self.span.clone(), self.text.get(self.span.clone()).unwrap_or("").to_owned());
                self.fault(Code::ConfigValue, &span, &raw, &format!("{{ {} = … }}", known.join(", ")));
                Vec::new()
            }
        };
        for (name, span) in unknown {
            let near = heading::nearest(&name, known.iter().copied()).map_or_else(|| known.join(", "), str::to_owned);
            self.fault(Code::ConfigUnknownKey, &span, &name, &near);
        }
    }

    pub(super) fn missing(&mut self, key: &str) {
        let span = self.span.clone();
        self.fault(Code::ConfigMissingKey, &span, key, key);
    }

    /// The value of a key is none of those it can be.
    pub(super) fn wrong(&mut self, key: &str, wanted: &str) {
        let span = self.get(key).map_or_else(|| self.span.clone(), Spanned::span);
        let raw = self.text.get(span.clone()).unwrap_or("").to_owned();
        self.fault(Code::ConfigValue, &span, &raw, wanted);
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let text = self.get(key)?.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(key, "\"…\"");
        }
        text
    }

    /// The value itself, where it is a text and no table.
    pub(super) fn only_text(&self) -> Option<String> {
        self.value.as_str().map(str::to_owned)
    }

    /// A text or a list of texts; nothing where the key is not there.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let texts = match value.get_ref() {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(list) => list.iter().map(|text| text.get_ref().as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        texts.filter(|texts| !texts.is_empty()).unwrap_or_else(|| {
            self.wrong(key, "\"…\" | [\"…\", \"…\"]");
            Vec::new()
        })
    }

    /// A whole number from 1, or a list of them; nothing where the key is not there.
    pub(super) fn numbers(&mut self, key: &str) -> Vec<u64> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let number = |value: &DeValue<'_>| match value {
            DeValue::Integer(figure) if figure.radix() == 10 => figure.as_str().parse().ok().filter(|number| *number > 0),
            _ => None,
        };
        let numbers: Option<Vec<u64>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|one| number(one.get_ref())).collect(),
            one => number(one).map(|number| vec![number]),
        };
        numbers.unwrap_or_else(|| {
            self.wrong(key, "4 | [4, 5]");
            Vec::new()
        })
    }

    /// One of some words.
    pub(super) fn word<T>(
        &mut self,
        key: &str,
        of: impl FnOnce(&str) -> Option<T>,
        wanted: impl FnOnce() -> String,
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = of(&text);
        if found.is_none() {
            self.wrong(key, &wanted());
        }
        found
    }

    /// The pairs of a table inside this one, each value as it is written.
    pub(super) fn pairs(&mut self, key: &str) -> Vec<(String, String)> {
        self.placed_pairs(key).into_iter().map(|(name, value, _)| (name, value)).collect()
    }

    /// The same, each with the place of its value.
    pub(super) fn placed_pairs(&mut self, key: &str) -> Vec<(String, String, Place)> {
        let mut pairs = Vec::new();
        self.each(key, |name, keys| {
            let text = match keys.value {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(figure) => figure.as_str().to_owned(),
                DeValue::Float(figure) => figure.as_str().to_owned(),
                DeValue::Datetime(day) => day.to_string(),
                _ => {
                    let (span, raw) = (keys.span.clone(), keys.text.get(keys.span.clone()).unwrap_or("").to_owned());
                    return keys.fault(Code::ConfigValue, &span, &raw, "\"…\"");
                }
            };
            pairs.push((name.to_owned(), text, keys.place()));
        });
        pairs
    }

    /// Hands every entry of a table inside this one to `take`, in the order of their names.
    pub(super) fn each(&mut self, key: &str, mut take: impl FnMut(&str, &mut Keys<'_>)) {
        let Some(inner) = self.table().and_then(|table| table.iter().find(|(name, _)| name.get_ref() == key)) else { return };
        let (text, file) = (self.text, self.file);
        let Some(table) = inner.1.get_ref().as_table() else {
            return self.wrong(key, &format!("[{key}]"));
        };
        let mut own = Findings::new();
        for (name, value) in table.iter() {
            let mut keys = Keys { value: value.get_ref(), span: value.span(), text, file, findings: &mut own };
            take(name.get_ref(), &mut keys);
        }
        self.findings.extend(own);
    }
}
