//! Forms, groups and leaves: ids shift when a sheet is written anew, so a leaf is known by what it reads, and a group by its leaves.

use std::collections::BTreeMap;

use super::marks::{self, Mark};
use super::pairs::{Both, Pairs, Text, pair_list};
use crate::outline::{Key, Kind, Value};

pub(super) fn pair(pairs: &mut Pairs, both: &Both<'_, '_>) {
    let (old, new) = (both.old.of_kind(Kind::Form), both.new.of_kind(Kind::Form));
    let forms = pair_list(pairs, both, &old, &new, &[marks::id, applies, marks::title, place]);
    // The id alone says little: in another regulation 1.1 is another criterion.
    let surest: &[Mark] = &[marks::id_and_facts, marks::id_and_title, marks::reads, marks::facts, marks::title];
    let marks: Vec<Mark> = surest.iter().copied().chain(both.related.then_some(marks::id as Mark)).collect();
    for (old, new) in &forms {
        let (old, new) = (inside(&both.old, *old, Kind::Leaf), inside(&both.new, *new, Kind::Leaf));
        pair_list(pairs, both, &old, &new, &marks);
    }
    // What has moved to another form.
    let of_all = |text: &Text<'_, '_>, side: fn(&(usize, usize)) -> usize, kind| -> Vec<usize> {
        forms.iter().flat_map(|pair| inside(text, side(pair), kind)).collect()
    };
    let leaves = (of_all(&both.old, |pair| pair.0, Kind::Leaf), of_all(&both.new, |pair| pair.1, Kind::Leaf));
    pair_list(pairs, both, &leaves.0, &leaves.1, &marks);
    let groups = (of_all(&both.old, |pair| pair.0, Kind::Group), of_all(&both.new, |pair| pair.1, Kind::Group));
    let title_or_id: &[Mark] =
        if both.related { &[marks::id_and_title, marks::id, marks::title] } else { &[marks::id_and_title, marks::title] };
    pair_list(pairs, both, &groups.0, &groups.1, if both.related { title_or_id } else { &[marks::id_and_title] });
    by_leaves(pairs, both, &groups.0);
    pair_list(pairs, both, &groups.0, &groups.1, title_or_id);
}

/// A form by when it applies.
fn applies(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.entry(position)?.get(Key::Applies).map(Value::exact)
}

/// A form by its place among the forms.
fn place(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.of_kind(Kind::Form).iter().position(|form| *form == position).map(|place| place.to_string())
}

/// Entries of a kind inside another, at any depth.
fn inside(text: &Text<'_, '_>, around: usize, kind: Kind) -> Vec<usize> {
    let depth = text.entry(around).map_or(0, |entry| entry.depth);
    let below = text.outline.entries.iter().enumerate().skip(around + 1).take_while(|(_, entry)| entry.depth > depth);
    below.filter(|(_, entry)| entry.kind == kind).map(|(position, _)| position).collect()
}

/// Pairs groups that share most leaves; a group that has given most of its leaves to one has become that one.
fn by_leaves(pairs: &mut Pairs, both: &Both<'_, '_>, groups: &[usize]) {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (old, new) in pairs.all() {
        let leaf = both.old.entry(old).is_some_and(|entry| entry.kind == Kind::Leaf);
        let around = (both.old.around(old, &[Kind::Group]), both.new.around(new, &[Kind::Group]));
        if let (true, (Some(old), Some(new))) = (leaf, around) {
            *shared.entry((old, new)).or_default() += 1;
        }
    }
    let mut ranked: Vec<((usize, usize), usize)> = shared.into_iter().filter(|((old, _), _)| groups.contains(old)).collect();
    ranked.sort_by_key(|(pair, leaves)| (std::cmp::Reverse(*leaves), *pair));
    for ((old, new), _) in ranked {
        if pairs.of_old(old).is_none() && pairs.of_new(new).is_none() {
            pairs.add(old, new);
        }
    }
}
