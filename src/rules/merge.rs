//! One text laid over another: what it names is changed, all else stays, and what changes carries the citation of who changed it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lower::Lower;
use super::shape::{Basis, Need, Table, Type, tables};
use crate::words::Code;

/// Keys that say where an entry stands.
const BASIS: [&str; 3] = ["cite", "standing", "reading"];

/// Keys that may both be absent, but not both be there.
const RIVALS: [(&str, &str); 2] = [("bonus", "penalty"), ("penalty", "bonus")];

/// The keys and values that say where the entries of an overlay stand.
pub(super) type Cited<'t> = Vec<(&'static str, Spanned<DeValue<'t>>)>;

/// Lays `over` over `base`. `around` is what entries without a citation of their own are cited from; a changed figure that has neither
/// is a fault, since it would be taken for one of the base.
pub(super) fn merge<'t>(lower: &Lower, base: &mut DeTable<'t>, over: &DeTable<'t>, shape: &'static Table, around: &Cited<'t>) {
    for (name, value) in over {
        let key: &str = name.get_ref();
        let of = shape.key(key).map(|key| key.of);
        let own = base.iter_mut().find(|(known, _)| known.get_ref() == name.get_ref()).map(|(_, value)| value);
        match (of, own.map(Spanned::get_mut), value.get_ref()) {
            (Some(Type::Tables(of)), Some(DeValue::Array(items)), DeValue::Array(changes))
                if all_named(items) && all_named(changes) =>
            {
                for change in changes {
                    item(lower, items, change, of, around);
                }
            }
            (Some(Type::Table(of)), Some(DeValue::Table(table)), DeValue::Table(change)) => {
                entry(lower, table, change, of, around);
            }
            (Some(Type::Named(of, _)), Some(DeValue::Table(tables)), DeValue::Table(changes)) => {
                for (name, change) in changes {
                    named(lower, tables, (name.clone(), change), of, around);
                }
            }
            (of, _, _) => {
                let mut value = value.clone();
                if let Some(of) = of.and_then(|of| of.table()) {
                    added(lower, &mut value, of, around);
                }
                base.insert(name.clone(), value);
            }
        }
    }
}

/// Whether every table of a list has an id to be known by.
fn all_named(items: &[Spanned<DeValue<'_>>]) -> bool {
    items.iter().all(|item| id(item).is_some())
}

fn id<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    item.get_ref().as_table()?.get("id")?.get_ref().as_str()
}

fn removes(table: &DeTable<'_>) -> bool {
    matches!(table.get(tables::REMOVE.name).map(Spanned::get_ref), Some(DeValue::Boolean(true)))
}

fn item<'t>(
    lower: &Lower,
    items: &mut toml::de::DeArray<'t>,
    change: &Spanned<DeValue<'t>>,
    shape: &'static Table,
    around: &Cited<'t>,
) {
    let (Some(wanted), Some(table)) = (id(change), change.get_ref().as_table()) else { return };
    let position = items.iter().position(|item| id(item) == Some(wanted));
    match position {
        None if removes(table) => unknown(lower, change, wanted, items.iter().filter_map(id)),
        None => {
            let mut new = change.clone();
            added(lower, &mut new, shape, around);
            items.push(new);
        }
        Some(position) if removes(table) => {
            let rest =
                std::mem::replace(items, toml::de::DeArray::new()).into_iter().enumerate().filter(|(own, _)| *own != position);
            *items = rest.map(|(_, item)| item).collect();
        }
        Some(position) => {
            if let Some(DeValue::Table(own)) = items.get_mut(position).map(Spanned::get_mut) {
                entry(lower, own, table, shape, around);
            }
        }
    }
}

fn named<'t>(
    lower: &Lower,
    tables: &mut DeTable<'t>,
    (name, change): (Spanned<toml::de::DeString<'t>>, &Spanned<DeValue<'t>>),
    shape: &'static Table,
    around: &Cited<'t>,
) {
    let Some(table) = change.get_ref().as_table() else {
        tables.insert(name, change.clone());
        return;
    };
    let key: &str = name.get_ref();
    if removes(table) {
        if tables.remove(key).is_none() {
            unknown(lower, change, key, tables.keys().map(|known| -> &str { known.get_ref() }));
        }
        return;
    }
    match tables.get_mut(key).map(Spanned::get_mut) {
        Some(DeValue::Table(own)) => entry(lower, own, table, shape, around),
        _ => {
            let mut new = change.clone();
            added(lower, &mut new, shape, around);
            tables.insert(name, new);
        }
    }
}

/// An entry that both have.
fn entry<'t>(lower: &Lower, own: &mut DeTable<'t>, change: &DeTable<'t>, shape: &'static Table, around: &Cited<'t>) {
    // Of keys of which only one can be there, that of the overlay is meant.
    let alternatives = || shape.all_keys().filter(|key| key.need == Need::OneOf).map(|key| key.name);
    if alternatives().any(|key| change.contains_key(key)) {
        for key in alternatives().filter(|key| !change.contains_key(*key)) {
            own.remove(key);
        }
    }
    for (key, other) in RIVALS {
        if change.contains_key(key) {
            own.remove(other);
        }
    }
    let cited = cited(change);
    let changed = changed(change, shape);
    if shape.basis != Basis::None && (changed.is_some() || !cited.is_empty()) {
        let from = if cited.is_empty() { around } else { &cited };
        match changed.filter(|_| from.is_empty()) {
            Some(value) => uncited(lower, change, &value, shape),
            None => put_basis(own, from),
        }
    }
    let around = if cited.is_empty() { around } else { &cited };
    let mut rest = change.clone();
    for key in BASIS {
        rest.remove(key);
    }
    merge(lower, own, &rest, shape, around);
}

/// Where the first value stands that an entry changes of itself; a table in it that cannot cite, such as the kind of a leaf, is part of it.
fn changed(change: &DeTable<'_>, shape: &'static Table) -> Option<Range<usize>> {
    let values = change.iter().filter_map(|(name, value)| {
        let key: &str = name.get_ref();
        match (shape.key(key).and_then(|key| key.of.table()), value.get_ref()) {
            _ if key == "id" || BASIS.contains(&key) => None,
            (None, _) => Some(value.span()),
            (Some(of), DeValue::Table(part)) if of.basis == Basis::None => changed(part, of),
            _ => None,
        }
    });
    values.min_by_key(|span| span.start)
}

/// An entry that only the overlay has: where it could have its citation from an entry of the base, it must have one of the overlay. One
/// that has nothing around it is refused where it is read.
fn added<'t>(lower: &Lower, value: &mut Spanned<DeValue<'t>>, shape: &'static Table, around: &Cited<'t>) {
    let span = value.span();
    match value.get_mut() {
        DeValue::Table(table) if shape.basis == Basis::None => {
            for (name, value) in table.iter_mut() {
                if let Some(of) = shape.key(name.get_ref()).and_then(|key| key.of.table()) {
                    added(lower, value, of, around);
                }
            }
        }
        DeValue::Table(table) if cited(table).is_empty() => {
            if around.is_empty() && matches!(shape.basis, Basis::From(_)) {
                uncited(lower, table, &span, shape);
            }
            put_basis(table, around);
        }
        DeValue::Array(items) => {
            for item in items.iter_mut() {
                added(lower, item, shape, around);
            }
        }
        _ => {}
    }
}

fn cited<'t>(table: &DeTable<'t>) -> Cited<'t> {
    let found: Cited<'t> = BASIS.into_iter().filter_map(|key| Some((key, table.get(key)?.clone()))).collect();
    if found.iter().any(|(key, _)| *key != "standing") { found } else { Vec::new() }
}

fn put_basis<'t>(table: &mut DeTable<'t>, from: &Cited<'t>) {
    for key in BASIS {
        table.remove(key);
    }
    for (key, value) in from {
        let name = Spanned::new(value.span(), std::borrow::Cow::Borrowed(*key));
        table.insert(name, value.clone());
    }
}

fn uncited(lower: &Lower, entry: &DeTable<'_>, at: &Range<usize>, shape: &'static Table) {
    let id = entry.get("id").and_then(|id| id.get_ref().as_str());
    let name = id.map_or_else(|| shape.name.to_owned(), |id| format!("{} {id}", shape.name));
    lower.fault(Code::RuleUncited, at, |d| d.with("entry", name));
}

fn unknown<'k>(lower: &Lower, place: &Spanned<DeValue<'_>>, wanted: &str, known: impl Iterator<Item = &'k str>) {
    let known: Vec<&str> = known.collect();
    lower.fault(Code::RuleValue, &place.span(), |d| d.with("value", wanted).with("wanted", known.join(" | ")));
}
