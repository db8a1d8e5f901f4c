//! Files made from the shape alone, so that every table of it is read at least once, for the tests that hold readers to the shape.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Key, Need, Table, Type};

/// What was read: table, key, and a word of it that was understood, or an empty one.
pub(crate) type Asked = BTreeSet<(&'static str, &'static str, &'static str)>;

/// Files that have, together, every table: with and without what can be left out, and with each of the keys of which one must be there.
pub(crate) fn samples(root: &'static Table) -> Vec<String> {
    let mut found = Vec::new();
    ways(root, &Vec::new(), &mut BTreeSet::new(), &mut found);
    let mut texts = Vec::new();
    for way in &found {
        let last = way.last().and_then(|key| key.of.table()).unwrap_or(root);
        for choice in 0..last.one_of().len().max(1) {
            texts.extend([false, true].map(|full| content(root, way, choice, full)));
        }
    }
    texts
}

/// Every key and word of the shape that was not read.
pub(crate) fn never_read(root: &'static Table, asked: &Asked) -> Vec<String> {
    let mut never = Vec::new();
    for table in root.all() {
        for key in table.all_keys() {
            for word in key.of.words().iter().chain(&[""]).filter(|word| !asked.contains(&(table.name, key.name, **word))) {
                never.push(format!("[{}] {} {word}", table.name, key.name));
            }
        }
    }
    never
}

/// The way from the root to a table.
type Way = Vec<&'static Key>;

fn ways(table: &'static Table, way: &Way, seen: &mut BTreeSet<&'static str>, out: &mut Vec<Way>) {
    if !seen.insert(table.name) {
        return;
    }
    out.push(way.clone());
    for key in table.keys {
        if let Some(below) = key.of.table() {
            let mut longer = way.clone();
            longer.push(key);
            ways(below, &longer, seen, out);
        }
    }
}

/// A value as a file has it.
fn value(key: &Key) -> String {
    let plain = |of: &Type| match of {
        Type::Flag => "true".to_owned(),
        Type::Points | Type::Number => "1".to_owned(),
        // Not the same, so that what only differing figures need is read too.
        Type::Step => "2".to_owned(),
        Type::Date => "2024-05-19".to_owned(),
        Type::Condition => "\"members > 0\"".to_owned(),
        Type::Expression => "\"members\"".to_owned(),
        Type::Interval => "\">= 0\"".to_owned(),
        Type::Words(words) => format!("\"{}\"", words[0]),
        Type::Percent => "\"20%\"".to_owned(),
        Type::Years => "\"2024\"".to_owned(),
        _ => "\"a\"".to_owned(),
    };
    match &key.of {
        Type::List(of) | Type::Maybe(of) => format!("[{}]", plain(of)),
        Type::Pairs(..) => "{}".to_owned(),
        of => plain(of),
    }
}

/// The content of a table on the way, with what is mandatory in it; the last one has, of keys of which one is needed, the given one,
/// and may have all that can be left out.
fn content(table: &'static Table, way: &[&'static Key], choice: usize, full: bool) -> String {
    let next = way.first();
    let chosen = match next {
        Some(next) if next.need == Need::OneOf => Some(next.name),
        _ => table.one_of().get(choice).copied(),
    };
    let mut out = String::new();
    for key in table.all_keys() {
        let below = next.filter(|next| next.name == key.name);
        let wanted = match key.need {
            Need::Must => key.of.table().is_none(),
            Need::OneOf => chosen == Some(key.name),
            Need::With(other) => chosen == Some(other),
            // The first word of a list stands in the file, and is one that needs it.
            Need::WithWord(other, _) => {
                matches!(table.key(other).map(|key| key.need), Some(Need::With(first)) if chosen == Some(first))
            }
            Need::Else(_) => full && way.is_empty() && key.of.table().is_none() && key.name != "reading",
        };
        let text = match (below, key.of.table()) {
            (Some(_), Some(below)) => nested(key, &content(below, &way[1..], choice, full)),
            (None, Some(below)) if wanted => nested(key, &content(below, &[], 0, false)),
            (None, None) if wanted => value(key),
            _ => continue,
        };
        // What stands at the root is no inline table.
        let end = if table.is_file() { "\n" } else { ", " };
        let _ = write!(out, "{} = {text}{end}", key.name);
    }
    out
}

fn nested(key: &Key, content: &str) -> String {
    match key.of {
        Type::Tables(_) => format!("[{{ {content} }}]"),
        Type::Named(..) => format!("{{ a = {{ {content} }} }}"),
        _ => format!("{{ {content} }}"),
    }
}
