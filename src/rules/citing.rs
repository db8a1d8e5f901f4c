//! From where the entries of texts that lie over each other are cited: what a text writes stands by that text, all else by its own.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lower::Lower;
use super::shape::{Basis, Table};
use crate::words::Code;

/// Keys that say where an entry stands.
pub(super) const KEYS: [&str; 3] = ["cite", "standing", "reading"];

/// The keys and values that say where an entry stands.
pub(super) type Cited<'t> = Vec<(&'static str, Spanned<DeValue<'t>>)>;

/// What entries without a citation of their own are cited from.
#[derive(Clone, Default)]
pub(super) struct Around<'t> {
    /// In the text that changes.
    pub(super) over: Cited<'t>,
    /// In the text that is changed.
    pub(super) below: Cited<'t>,
}

fn own<'t>(table: &DeTable<'t>) -> Cited<'t> {
    KEYS.into_iter().filter_map(|key| Some((key, table.get(key)?.clone()))).collect()
}

fn rests(cited: &Cited<'_>) -> bool {
    cited.iter().any(|(key, _)| *key != "standing")
}

/// What an entry stands by: its own citation, or the one around it, with a standing of its own where it has one.
pub(super) fn from<'t>(table: &DeTable<'t>, around: &Cited<'t>) -> Cited<'t> {
    let own = own(table);
    if rests(&own) || around.is_empty() {
        return own;
    }
    let kept = around.iter().filter(|(key, _)| own.iter().all(|(other, _)| other != key)).cloned();
    kept.chain(own.iter().cloned()).collect()
}

/// Cites an entry that both texts have for what the upper one writes in it; a changed figure without a citation is a fault, since it would
/// be taken for one of the text below.
pub(super) fn of_entry<'t>(
    lower: &Lower,
    entry: &mut DeTable<'t>,
    change: &DeTable<'t>,
    shape: &'static Table,
    around: &Around<'t>,
) -> Around<'t> {
    let inner = Around { over: from(change, &around.over), below: from(entry, &around.below) };
    // A citation around other entries is theirs; alone it is what changes.
    let alone = || own(change).into_iter().next().filter(|_| !holds_entries(change, shape)).map(|(_, value)| value.span());
    if let Some(at) = changed(change, shape).or_else(alone).filter(|_| shape.basis != Basis::None) {
        if rests(&inner.over) {
            keep(entry, shape, &inner.below);
            keep_parts(entry, change, shape, &inner.below);
            put(entry, &inner.over);
        } else {
            uncited(lower, change, &at, shape);
        }
    }
    inner
}

/// Cites an entry that only the upper text has: where it could have its citation from an entry below, it must have one of its own text.
/// One that has nothing around it is refused where it is read.
pub(super) fn of_new<'t>(lower: &Lower, value: &mut Spanned<DeValue<'t>>, shape: &'static Table, over: &Cited<'t>) {
    let span = value.span();
    match value.get_mut() {
        DeValue::Table(table) if shape.basis == Basis::None => {
            for (name, value) in table.iter_mut() {
                if let Some(of) = shape.key(name.get_ref()).and_then(|key| key.of.table()) {
                    of_new(lower, value, of, over);
                }
            }
        }
        DeValue::Table(table) if !rests(&own(table)) => {
            if !rests(over) && matches!(shape.basis, Basis::From(_)) {
                uncited(lower, table, &span, shape);
            }
            put(table, &from(table, over));
        }
        DeValue::Array(items) => {
            for item in items.iter_mut() {
                of_new(lower, item, shape, over);
            }
        }
        _ => {}
    }
}

/// Whether a list that becomes empty has a clause that says so. No entry is left in it that could be cited, so that a change without one
/// would be seen nowhere. What has nothing around it has no place for a citation either.
pub(super) fn rests_emptied(
    lower: &Lower,
    (entry, at, shape): (&DeTable<'_>, &Range<usize>, &'static Table),
    list: &'static Table,
    over: &Cited<'_>,
) -> bool {
    if !rests(over) && matches!(list.basis, Basis::From(_)) {
        uncited(lower, entry, at, shape);
    }
    rests(over)
}

/// Where the first value stands that an entry changes of itself; a table in it that cannot cite, such as the kind of a leaf, is part of it.
fn changed(change: &DeTable<'_>, shape: &'static Table) -> Option<Range<usize>> {
    let values = change.iter().filter_map(|(name, value)| {
        let key: &str = name.get_ref();
        match (shape.key(key).and_then(|key| key.of.table()), value.get_ref()) {
            _ if key == "id" || KEYS.contains(&key) => None,
            (None, _) => Some(value.span()),
            (Some(of), DeValue::Table(part)) if of.basis == Basis::None => changed(part, of),
            _ => None,
        }
    });
    values.min_by_key(|span| span.start)
}

fn holds_entries(change: &DeTable<'_>, shape: &'static Table) -> bool {
    change.iter().any(|(name, _)| shape.key(name.get_ref()).is_some_and(|key| key.of.table().is_some()))
}

/// Writes into the entries within one what they have had from it until now, since it is about to stand elsewhere and they are not.
fn keep<'t>(table: &mut DeTable<'t>, shape: &'static Table, cited: &Cited<'t>) {
    for (name, value) in table.iter_mut() {
        if let Some(of) = shape.key(name.get_ref()).and_then(|key| key.of.table()) {
            keep_value(value.get_mut(), of, cited);
        }
    }
}

fn keep_value<'t>(value: &mut DeValue<'t>, shape: &'static Table, cited: &Cited<'t>) {
    match value {
        DeValue::Table(table) if shape.basis == Basis::None => keep(table, shape, cited),
        DeValue::Table(table) => put(table, &from(table, cited)),
        DeValue::Array(items) => items.iter_mut().for_each(|item| keep_value(item.get_mut(), shape, cited)),
        _ => {}
    }
}

/// The table that says of single keys of an entry where they stand.
const PARTS: &str = "basis-of";

/// Where a key that is not there any more, or is another now, stood.
pub(super) fn drop_part(entry: &mut DeTable<'_>, key: &str) {
    if let Some(DeValue::Table(parts)) = entry.get_mut(PARTS).map(Spanned::get_mut) {
        parts.remove(key);
    }
}

/// As [`keep`], for the keys of an entry that are figures of their own.
fn keep_parts<'t>(entry: &mut DeTable<'t>, change: &DeTable<'t>, shape: &'static Table, cited: &Cited<'t>) {
    let Some(known) = shape.key(PARTS).and_then(|key| key.of.table()) else { return };
    for (name, _) in change {
        drop_part(entry, name.get_ref());
    }
    for key in known.keys.iter().filter(|key| !change.contains_key(key.name)) {
        let Some(at) = entry.get(key.name).map(Spanned::span) else { continue };
        let named = |name: &'static str| Spanned::new(at.clone(), std::borrow::Cow::Borrowed(name));
        let table = || Spanned::new(at.clone(), DeValue::Table(DeTable::new()));
        let parts = entry.entry(named(PARTS)).or_insert_with(table);
        let DeValue::Table(parts) = parts.get_mut() else { return };
        if let DeValue::Table(part) = parts.entry(named(key.name)).or_insert_with(table).get_mut() {
            put(part, &from(part, cited));
        }
    }
}

fn put<'t>(table: &mut DeTable<'t>, cited: &Cited<'t>) {
    for key in KEYS {
        table.remove(key);
    }
    for (key, value) in cited {
        let name = Spanned::new(value.span(), std::borrow::Cow::Borrowed(*key));
        table.insert(name, value.clone());
    }
}

fn uncited(lower: &Lower, entry: &DeTable<'_>, at: &Range<usize>, shape: &'static Table) {
    let id = entry.get("id").and_then(|id| id.get_ref().as_str());
    let name = id.map_or_else(|| shape.name.to_owned(), |id| format!("{} {id}", shape.name));
    lower.fault(Code::RuleUncited, at, |d| d.with("entry", name));
}
