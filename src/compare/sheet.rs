//! Forms, groups and leaves: ids shift when a sheet is written anew, so a leaf is known by what it reads, and a group by its leaves.

use std::collections::BTreeMap;

use super::alike;
use super::marks::{self, Mark};
use super::pairs::{Both, Pairs, Text, pair_list};
use crate::outline::{Key, Kind, Value};

pub(super) fn pair(pairs: &mut Pairs, both: &Both<'_, '_>) {
    let (old, new) = (both.old.of_kind(Kind::Form), both.new.of_kind(Kind::Form));
    let forms = pair_list(pairs, both, &old, &new, &[marks::id, applies, marks::title, place]);
    // The id alone says little: in another regulation 1.1 is another criterion.
    let known_by: &[Mark] = &[marks::id_and_facts, marks::id_and_title, marks::reads, marks::facts, marks::title];
    let known_by: Vec<Mark> = known_by.iter().copied().chain(both.one.then_some(marks::id as Mark)).collect();
    let all = |kind: Kind| -> (Vec<usize>, Vec<usize>) {
        let old = forms.iter().flat_map(|(form, _)| inside(&both.old, *form, kind)).collect();
        (old, forms.iter().flat_map(|(_, form)| inside(&both.new, *form, kind)).collect())
    };
    let own = forms.iter().map(|(old, new)| (inside(&both.old, *old, Kind::Leaf), inside(&both.new, *new, Kind::Leaf)));
    // Within each form first, then what has moved to another.
    for (old, new) in own.chain([all(Kind::Leaf)]) {
        pair_list(pairs, both, &old, &new, &known_by);
        alike::pair(pairs, both, &old, &new);
    }
    let (old, new) = all(Kind::Group);
    pair_list(pairs, both, &old, &new, if both.one { &[marks::id_and_title, marks::id] } else { &[marks::id_and_title] });
    by_leaves(pairs, both, &old);
    pair_list(pairs, both, &old, &new, &[marks::title]);
    alike::pair(pairs, both, &old, &new);
    if both.layered {
        by_id(pairs, both, all(Kind::Leaf));
    }
}

/// In a text that is laid over another, a leaf of the same id in the same group is the same leaf, if it has anything else in common.
fn by_id(pairs: &mut Pairs, both: &Both<'_, '_>, (old, new): (Vec<usize>, Vec<usize>)) {
    for old in old {
        let groups = groups_around(&both.old, old);
        let same = |new: &&usize| {
            let around = groups_around(&both.new, **new);
            let within = groups.iter().filter_map(|group| pairs.of_old(*group)).any(|group| around.contains(&group));
            within && pairs.of_new(**new).is_none() && marks::id(&both.new, **new) == marks::id(&both.old, old)
        };
        let new = new.iter().find(same).copied().filter(|new| alike::akin(both, old, *new));
        if let (Some(new), None) = (new, pairs.of_old(old)) {
            pairs.add(old, new);
        }
    }
}

/// All groups that an entry stands in, the nearest first.
fn groups_around(text: &Text<'_, '_>, position: usize) -> Vec<usize> {
    std::iter::successors(text.around(position, &[Kind::Group]), |group| text.around(*group, &[Kind::Group])).collect()
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
