//! Which tables and keys a rule file has, as data: the only list of them.
//!
//! The loader is held to it (every key that it reads must stand here, and a test asks for the reverse), the JSON Schema
//! for editors is made from it, and so are the reference tables of `docs/rule-format.md`. A new key is one line in [`tables`].

pub mod cases;
#[cfg(test)]
pub(crate) mod samples;
mod schema;
pub mod tables;
#[cfg(test)]
mod tests;

pub use schema::schema;

use super::facts::Scope;

/// A kind of file of rules.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// The word that `chibo rules schema` knows it by.
    pub word: &'static str,
    /// The whole of it.
    pub root: &'static Table,
    /// Whether it only changes another file of that shape.
    pub overlay: bool,
}

/// The kinds of files.
pub const FILES: [File; 4] = [
    File { word: "regulation", root: &tables::REGULATION, overlay: false },
    File { word: "overlay", root: &tables::REGULATION, overlay: true },
    File { word: "cases", root: &cases::CASES, overlay: false },
    File { word: "facts", root: &tables::FACTS, overlay: false },
];

/// One table of a rule file.
#[derive(Debug)]
pub struct Table {
    /// As its header has it, without brackets: `form.group.leaf`, `sources.NAME`; of a whole file its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its own keys, in the order in which a reader wants them.
    pub keys: &'static [Key],
    /// Whether it is a figure, with the keys of [`tables::BASIS`].
    pub basis: Basis,
}

/// Where a table that is a figure has its citation from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It is no figure.
    None,
    /// There is nothing around it: it must cite, or rest on a reading.
    Here,
    /// What it leaves out it has from the entry around it, which is named so.
    From(&'static str),
}

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As the file has it.
    pub name: &'static str,
    /// Form of its value.
    pub of: Type,
    /// Whether it can be left out.
    pub need: Need,
    /// What the value is counted in, where the type does not say it.
    pub unit: &'static str,
    /// What it means, in one line.
    pub about: &'static str,
    /// A value as the file would have it; of a text only what stands between the quotes. May be empty.
    pub example: &'static str,
    /// The only scopes of a regulation in which it has a meaning; empty for every one.
    pub only: &'static [Scope],
    /// Keys of the table beside which it cannot be there, where its need does not say so.
    pub never_with: &'static [&'static str],
}

/// Whether a key can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Never. A mandatory list is not empty, unless its type is [`Type::Maybe`].
    Must,
    /// Exactly one of the keys of the table that are marked so must be there.
    OneOf,
    /// Never where that key is there; otherwise it must not be there.
    With(&'static str),
    /// Never where that key has one of these words. At most one key of a table is marked so.
    WithWord(&'static str, &'static [&'static str]),
    /// Yes; what holds then.
    Else(&'static str),
}

/// Form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Any text.
    Text,
    /// A text of ASCII letters, digits, `-`, `_`, `.` and `/`.
    Id,
    /// A name in expressions.
    Name,
    /// The id or name of such an entry.
    IdOf(&'static str),
    /// `"SOURCE: clause"`.
    Cite,
    /// One of these words, as a text.
    Words(&'static [&'static str]),
    /// A word whose list stands elsewhere in the file.
    Word,
    /// A date without quotes.
    Date,
    /// `"2023..2024"`.
    Years,
    /// `true` or `false`.
    Flag,
    /// Points, zero or more, at most three decimals.
    Points,
    /// As points, but not zero.
    Step,
    /// A decimal, below zero too.
    Number,
    /// A whole number, zero or more.
    Count,
    /// A number, a flag, a date or a word, as the fact of that name has it.
    Value,
    /// `"20%"`.
    Percent,
    /// An expression that is true or false.
    Condition,
    /// An expression with a value.
    Expression,
    /// `"[75, 90)"`.
    Interval,
    /// A list of values.
    List(&'static Type),
    /// A list of values that may be empty although it must be there.
    Maybe(&'static Type),
    /// One table.
    Table(&'static Table),
    /// Tables of a regulation, with what changes in them and nothing else.
    Overlay,
    /// A list of tables.
    Tables(&'static Table),
    /// Tables by name; how the name is formed.
    Named(&'static Table, &'static Type),
    /// Values by name: what the name is, what the value is.
    Pairs(&'static Type, &'static Type),
}

impl Type {
    /// Whether it is written as one TOML string.
    pub fn is_text(&self) -> bool {
        use Type::{Cite, Condition, Expression, Id, IdOf, Interval, Name, Percent, Text, Word, Words, Years};
        matches!(self, Text | Id | Name | IdOf(_) | Cite | Words(_) | Word | Years | Percent | Condition | Expression | Interval)
    }

    /// The words that it is one of, or that each of its values is one of; empty where it is no matter of words.
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            Type::Words(words) | Type::List(Type::Words(words)) | Type::Maybe(Type::Words(words)) => words,
            _ => &[],
        }
    }

    /// The table that its value is, or that each of its values is.
    pub fn table(&self) -> Option<&'static Table> {
        match self {
            Type::Table(table) | Type::Tables(table) | Type::Named(table, _) => Some(table),
            _ => None,
        }
    }
}

impl Key {
    /// The value of the example as the file has it, with its quotes; `None` where there is no example.
    pub fn example(&self) -> Option<String> {
        match self.example {
            "" => None,
            text if self.of.is_text() => Some(format!("\"{text}\"")),
            value => Some(value.to_owned()),
        }
    }

    const fn like(mut self, example: &'static str) -> Key {
        self.example = example;
        self
    }

    const fn unit(mut self, unit: &'static str) -> Key {
        self.unit = unit;
        self
    }

    const fn never_with(mut self, keys: &'static [&'static str]) -> Key {
        self.never_with = keys;
        self
    }

    const fn only(mut self, scopes: &'static [Scope]) -> Key {
        self.only = scopes;
        self
    }

    /// Whether it has a meaning in a regulation of that scope.
    pub fn is_of(&self, scope: Scope) -> bool {
        self.only.is_empty() || self.only.contains(&scope)
    }

    /// The scopes in which it has a meaning, where it does not have one in all, as a file would name them.
    pub fn scopes(&self) -> Option<String> {
        let words: Vec<String> = self.only.iter().map(|scope| format!("\"{}\"", scope.word())).collect();
        (!words.is_empty()).then(|| format!("scope = {}", words.join(" | ")))
    }
}

impl Table {
    /// Stands for a table that is not in the shape, so that what is in it can be reported.
    pub(super) const UNKNOWN: Table = Table { name: "", about: "", keys: &[], basis: Basis::None };

    /// All keys, those of the basis last.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        let basis: &[Key] = if self.basis == Basis::None { &[] } else { &tables::BASIS };
        self.keys.iter().chain(basis)
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().find(|key| key.name == name)
    }

    /// The names of which exactly one must be there.
    pub fn one_of(&self) -> Vec<&'static str> {
        self.all_keys().filter(|key| key.need == Need::OneOf).map(|key| key.name).collect()
    }

    /// Whether a key of a text below cannot stay where a text above writes the key `name`, with that word if it is one.
    pub(super) fn gives_way(&self, key: &Key, name: &str, word: Option<&str>) -> bool {
        let Some(named) = self.key(name) else { return false };
        let goes_with_another = named.need == Need::OneOf && self.choice(key).is_some_and(|choice| choice != name);
        let goes_with_other_words =
            matches!(key.need, Need::WithWord(other, words) if other == name && word.is_some_and(|word| !words.contains(&word)));
        let excluded = key.never_with.contains(&name) || named.never_with.contains(&key.name);
        excluded || goes_with_another || goes_with_other_words
    }

    /// Of the keys of which exactly one must be there, the one that a key is or goes with.
    fn choice(&self, key: &Key) -> Option<&'static str> {
        match key.need {
            Need::OneOf => Some(key.name),
            Need::With(other) | Need::WithWord(other, _) => self.choice(self.key(other)?),
            Need::Must | Need::Else(_) => None,
        }
    }

    /// Whether it is the whole of a file.
    pub fn is_file(&self) -> bool {
        FILES.iter().any(|file| file.root.name == self.name)
    }

    /// This table and all that it can hold, each once, in the order of the document.
    pub fn all(&'static self) -> Vec<&'static Table> {
        let mut found: Vec<&'static Table> = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather(&'static self, found: &mut Vec<&'static Table>) {
        if found.iter().any(|table| table.name == self.name) {
            return;
        }
        found.push(self);
        for table in self.keys.iter().filter_map(|key| key.of.table()) {
            table.gather(found);
        }
    }
}

/// A key that must be there.
const fn must(name: &'static str, of: Type, about: &'static str) -> Key {
    Key { name, of, need: Need::Must, unit: "", about, example: "", only: &[], never_with: &[] }
}

/// One of several keys, of which exactly one must be there.
const fn either(name: &'static str, of: Type, about: &'static str) -> Key {
    Key { name, of, need: Need::OneOf, unit: "", about, example: "", only: &[], never_with: &[] }
}

/// A key that goes with another one.
const fn with(other: &'static str, name: &'static str, of: Type, about: &'static str) -> Key {
    Key { name, of, need: Need::With(other), unit: "", about, example: "", only: &[], never_with: &[] }
}

/// A key that can be left out, and what holds then.
const fn may(name: &'static str, of: Type, otherwise: &'static str, about: &'static str) -> Key {
    Key { name, of, need: Need::Else(otherwise), unit: "", about, example: "", only: &[], never_with: &[] }
}
