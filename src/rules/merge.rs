//! One text laid over another: what it names is changed, all else stays, and what changes carries the citation of who changed it.

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::citing::{self, Around, Cited};
use super::lower::{Lower, Removal};
use super::section::Text;
use super::shape::{Need, Table, Type, tables};
use crate::base::heading;
use crate::words::Code;

/// Lays `over` over `base`. Tables meet tables; whatever else has a name takes the place of what had it, and so does a list whose entries
/// have no ids.
pub(super) fn merge<'t>(lower: &Lower, base: &mut DeTable<'t>, over: &DeTable<'t>, shape: &'static Table, around: &Around<'t>) {
    for (name, value) in over {
        let key: &str = name.get_ref();
        let of = shape.key(key).map(|key| key.of);
        if let (Some(Type::Table(_) | Type::Pairs(..)), DeValue::Table(change)) = (of, value.get_ref())
            && removes(change)
        {
            match base.remove(key) {
                Some(_) => removed(lower, key, key, change, around),
                None => unknown(lower, value, key, key, std::iter::empty()),
            }
            continue;
        }
        let empty = match (of, value.get_ref()) {
            (Some(Type::Tables(of)), DeValue::Array(_)) if of.key("id").is_some() => Some(DeValue::Array(DeArray::new())),
            (Some(Type::Named(..)), DeValue::Table(_)) => Some(DeValue::Table(DeTable::new())),
            _ => None,
        };
        // Where the text below has no such list, each of the new entries has to be whole all the same.
        if let Some(empty) = empty.filter(|_| !base.contains_key(key)) {
            base.insert(name.clone(), Spanned::new(value.span(), empty));
        }
        let own = base.iter_mut().find(|(known, _)| known.get_ref() == name.get_ref()).map(|(_, value)| value);
        match (of, own.map(Spanned::get_mut), value.get_ref()) {
            (Some(Type::Tables(of)), Some(DeValue::Array(items)), DeValue::Array(changes)) if of.key("id").is_some() => {
                for change in once(lower, changes) {
                    item(lower, items, (key, change), of, around);
                }
            }
            (Some(Type::Table(of)), Some(DeValue::Table(table)), DeValue::Table(change)) => {
                entry(lower, table, change, of, around);
            }
            (Some(Type::Named(of, _)), Some(DeValue::Table(tables)), DeValue::Table(changes)) => {
                for (name, change) in changes {
                    named(lower, tables, (key, name, change), of, around);
                }
            }
            (Some(Type::Pairs(..)), Some(DeValue::Table(pairs)), DeValue::Table(changes)) => {
                pairs.extend(changes.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            (Some(Type::Table(_)), None, _) if was_removed(lower, key, key) => {}
            (of, own, _) => {
                if let (Some(of), Some(DeValue::Array(items)), DeValue::Array(none)) =
                    (of.and_then(|of| of.table()), own, value.get_ref())
                    && none.is_empty()
                    && !items.is_empty()
                    && citing::rests_emptied(lower, (over, &value.span(), shape), of, &around.over)
                {
                    note(lower, key, "", &around.over);
                }
                let mut value = value.clone();
                if let Some(of) = of.and_then(|of| of.table()) {
                    citing::of_new(lower, &mut value, of, &around.over);
                }
                base.insert(name.clone(), value);
            }
        }
    }
}

/// The entries of a list of one text, those apart whose id another one of it has: only what was taken away may come again.
fn once<'v, 't>(lower: &Lower, changes: &'v DeArray<'t>) -> Vec<&'v Spanned<DeValue<'t>>> {
    let mut known: Vec<&str> = Vec::new();
    let mut first = Vec::new();
    for change in changes {
        let is_removal = change.get_ref().as_table().is_some_and(removes);
        match id(change).filter(|_| !is_removal) {
            Some(own) if known.contains(&own) => {
                lower.fault(Code::RuleDuplicate, &place(change, own), |d| d.with("value", own));
                continue;
            }
            own => known.extend(own),
        }
        first.push(change);
    }
    first
}

fn id<'v>(item: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    item.get_ref().as_table()?.get("id")?.get_ref().as_str()
}

fn removes(table: &DeTable<'_>) -> bool {
    matches!(table.get(tables::REMOVE.name).map(Spanned::get_ref), Some(DeValue::Boolean(true)))
}

fn item<'t>(
    lower: &Lower,
    items: &mut DeArray<'t>,
    (list, change): (&str, &Spanned<DeValue<'t>>),
    shape: &'static Table,
    around: &Around<'t>,
) {
    let Some(table) = change.get_ref().as_table() else {
        return lower.wrong_value(&change.span(), &format!("[[{}]]", shape.name));
    };
    let Some(wanted) = id(change) else {
        return lower.fault(Code::RuleMissingKey, &change.span(), |d| d.with("key", "id").with("entry", shape.name));
    };
    let position = items.iter().position(|item| id(item) == Some(wanted));
    let known = || items.iter().filter_map(id);
    match position {
        None if removes(table) => unknown(lower, change, list, wanted, known()),
        None => {
            if let Some(missing) = missing(table, shape) {
                return partial(lower, (list, wanted, missing), change, known());
            }
            let mut new = change.clone();
            citing::of_new(lower, &mut new, shape, &around.over);
            items.push(new);
        }
        Some(position) if removes(table) => {
            removed(lower, list, wanted, table, around);
            let rest = std::mem::replace(items, DeArray::new()).into_iter().enumerate().filter(|(own, _)| *own != position);
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
    (list, name, change): (&str, &Spanned<DeString<'t>>, &Spanned<DeValue<'t>>),
    shape: &'static Table,
    around: &Around<'t>,
) {
    let key: &str = name.get_ref();
    let Some(table) = change.get_ref().as_table() else {
        tables.insert(name.clone(), change.clone());
        return;
    };
    if removes(table) {
        match tables.remove(key) {
            Some(_) => removed(lower, list, key, table, around),
            None => unknown(lower, change, list, key, tables.keys().map(|known| -> &str { known.get_ref() })),
        }
        return;
    }
    match tables.get_mut(key).map(Spanned::get_mut) {
        Some(DeValue::Table(own)) => entry(lower, own, table, shape, around),
        _ => {
            if let Some(missing) = missing(table, shape) {
                let known = tables.keys().map(|known| -> &str { known.get_ref() });
                return partial(lower, (list, key, missing), change, known);
            }
            let mut new = change.clone();
            citing::of_new(lower, &mut new, shape, &around.over);
            tables.insert(name.clone(), new);
        }
    }
}

/// An entry that both have.
fn entry<'t>(lower: &Lower, own: &mut DeTable<'t>, change: &DeTable<'t>, shape: &'static Table, around: &Around<'t>) {
    // Of keys of which only one can be there, that of the overlay is meant.
    for (name, value) in change {
        let word = value.get_ref().as_str();
        for key in shape.all_keys().filter(|key| !change.contains_key(key.name) && shape.gives_way(key, name.get_ref(), word)) {
            own.remove(key.name);
            citing::drop_part(own, key.name);
        }
    }
    let around = citing::of_entry(lower, own, change, shape, around);
    let mut rest = change.clone();
    for key in citing::KEYS {
        rest.remove(key);
    }
    if matches!(rest.get(tables::REMOVE.name).map(Spanned::get_ref), Some(DeValue::Boolean(false))) {
        rest.remove(tables::REMOVE.name);
    }
    merge(lower, own, &rest, shape, &around);
}

/// Notes what was taken away, and by which clause.
fn removed<'t>(lower: &Lower, list: &str, id: &str, table: &DeTable<'t>, around: &Around<'t>) {
    for (name, _) in table.iter().filter(|(name, _)| {
        let key: &str = name.get_ref();
        key != "id" && key != tables::REMOVE.name && !citing::KEYS.contains(&key)
    }) {
        lower.fault(Code::RuleRemoved, &name.span(), |d| d.with("entry", list).with("id", id).with("value", name.get_ref()));
    }
    note(lower, list, id, &citing::from(table, &around.over));
}

fn note<'t>(lower: &Lower, list: &str, id: &str, cited: &Cited<'t>) {
    let text = |value: &Spanned<DeValue<'t>>| Some(Text { value: value.get_ref().as_str()?.to_owned(), span: value.span() });
    let by = cited.iter().filter_map(|(key, value)| Some((*key, text(value)?))).collect();
    lower.removals.borrow_mut().push(Removal { list: list.to_owned(), id: id.to_owned(), by });
}

/// The first key without which no entry of that shape is whole.
fn missing(table: &DeTable<'_>, shape: &'static Table) -> Option<&'static str> {
    shape.keys.iter().find(|key| key.need == Need::Must && !table.contains_key(key.name)).map(|key| key.name)
}

/// Whether a text above took away what an alternative of a text below names: then there is nothing to change.
fn was_removed(lower: &Lower, list: &str, id: &str) -> bool {
    lower.chosen && lower.removals.borrow().iter().any(|removal| removal.list == list && removal.id == id)
}

/// Reports an entry that is neither there to be changed nor whole.
fn partial<'k>(
    lower: &Lower,
    (list, wanted, missing): (&str, &str, &str),
    change: &Spanned<DeValue<'_>>,
    known: impl Iterator<Item = &'k str>,
) {
    if was_removed(lower, list, wanted) {
        return;
    }
    let near = nearest(wanted, known);
    lower.fault(Code::RuleNotBelow, &place(change, wanted), |d| {
        d.with("entry", list).with("value", wanted).with("near", near).with("key", missing)
    });
}

fn unknown<'k>(lower: &Lower, change: &Spanned<DeValue<'_>>, list: &str, wanted: &str, known: impl Iterator<Item = &'k str>) {
    if was_removed(lower, list, wanted) {
        return;
    }
    let near = nearest(wanted, known);
    lower.fault(Code::RuleNotThere, &place(change, wanted), |d| d.with("entry", list).with("value", wanted).with("near", near));
}

fn nearest<'k>(wanted: &str, known: impl Iterator<Item = &'k str>) -> String {
    let near = heading::nearest_or_some(wanted, known);
    if near.is_empty() { "–".to_owned() } else { near }
}

/// Where an entry says its id, or the whole of it.
fn place(entry: &Spanned<DeValue<'_>>, wanted: &str) -> std::ops::Range<usize> {
    let id = entry.get_ref().as_table().and_then(|table| table.get("id"));
    id.filter(|id| id.get_ref().as_str() == Some(wanted)).map_or_else(|| entry.span(), Spanned::span)
}
