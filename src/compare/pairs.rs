//! Which entry of one regulation is which of the other.

use std::collections::BTreeMap;

use super::marks::{Mark, marks};
use crate::base::heading;
use crate::outline::{Entry, Kind, Outline};
use crate::rules::Regulation;

/// A regulation and its outline.
pub(super) struct Text<'o, 'a> {
    pub(super) regulation: &'a Regulation,
    pub(super) outline: &'o Outline<'a>,
    pub(super) side: Which,
    /// Titles without case, marks and punctuation, in the order of the entries.
    titles: Vec<String>,
}

/// Which of the two a text is.
#[derive(Clone, Copy)]
pub(super) enum Which {
    Old,
    New,
}

/// The two that are compared.
pub(super) struct Both<'o, 'a> {
    pub(super) old: Text<'o, 'a>,
    pub(super) new: Text<'o, 'a>,
    /// Whether they are states of one regulation: then an equal id means the same entry, whatever it says.
    pub(super) one: bool,
    /// Whether one is laid over the other.
    pub(super) layered: bool,
}

impl<'o, 'a> Text<'o, 'a> {
    pub(super) fn of(regulation: &'a Regulation, outline: &'o Outline<'a>, side: Which) -> Text<'o, 'a> {
        let titles = outline.entries.iter().map(|entry| heading::plain(entry.title)).collect();
        Text { regulation, outline, side, titles }
    }

    /// The title of an entry without case, marks and punctuation; none where it has none.
    pub(super) fn title(&self, position: usize) -> Option<&str> {
        self.titles.get(position).map(String::as_str).filter(|title| !title.is_empty())
    }

    pub(super) fn entry(&self, position: usize) -> Option<&'o Entry<'a>> {
        self.outline.entries.get(position)
    }

    /// Positions of all entries of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> Vec<usize> {
        let entries = self.outline.entries.iter().enumerate();
        entries.filter(|(_, entry)| entry.kind == kind).map(|(position, _)| position).collect()
    }

    /// The nearest entry of a kind around one.
    pub(super) fn around(&self, position: usize, kinds: &[Kind]) -> Option<usize> {
        let depth = self.entry(position)?.depth;
        let before = self.outline.entries.iter().enumerate().take(position).rev();
        let mut above = depth;
        for (candidate, entry) in before {
            if entry.depth < above {
                above = entry.depth;
                if kinds.contains(&entry.kind) {
                    return Some(candidate);
                }
            }
        }
        None
    }
}

/// Positions in the first outline with their partners in the second.
#[derive(Default)]
pub(super) struct Pairs {
    forward: BTreeMap<usize, usize>,
    back: BTreeMap<usize, usize>,
}

impl Pairs {
    pub(super) fn add(&mut self, old: usize, new: usize) {
        self.forward.insert(old, new);
        self.back.insert(new, old);
    }

    /// The partner of an entry of the first.
    pub(super) fn of_old(&self, old: usize) -> Option<usize> {
        self.forward.get(&old).copied()
    }

    /// The partner of an entry of the second.
    pub(super) fn of_new(&self, new: usize) -> Option<usize> {
        self.back.get(&new).copied()
    }

    /// All pairs in the order of the first.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, usize)> {
        self.forward.iter().map(|(old, new)| (*old, *new))
    }
}

/// Pairs what stands outside sheets, then what stands inside pairs.
pub(super) fn pair_all(pairs: &mut Pairs, both: &Both<'_, '_>) {
    let outermost = |text: &Text<'_, '_>| -> Vec<usize> {
        let entries = text.outline.entries.iter().enumerate();
        entries.filter(|(_, entry)| entry.depth == 0).map(|(position, _)| position).collect()
    };
    pair_lists(pairs, both, &outermost(&both.old), &outermost(&both.new));
    let mut open: Vec<(usize, usize)> = pairs.all().collect();
    while let Some((old, new)) = open.pop() {
        let inside = |text: &Text<'_, '_>, position| text.outline.children(position).collect::<Vec<usize>>();
        open.extend(pair_lists(pairs, both, &inside(&both.old, old), &inside(&both.new, new)));
    }
}

/// Pairs the entries of two lists kind by kind; returns the new pairs.
fn pair_lists(pairs: &mut Pairs, both: &Both<'_, '_>, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // Forms, groups and leaves are paired across the whole sheet.
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Form | Kind::Group | Kind::Leaf)) {
        let of_kind = |text: &Text<'_, '_>, list: &[usize]| -> Vec<usize> {
            list.iter().copied().filter(|position| text.entry(*position).is_some_and(|entry| entry.kind == *kind)).collect()
        };
        let (old, new) = (of_kind(&both.old, old), of_kind(&both.new, new));
        found.extend(pair_list(pairs, both, &old, &new, marks(*kind)));
    }
    found
}

/// Pairs the entries of two lists that bear the same mark, for one mark after the other. Where several bear the same they are paired in
/// order, if they are equally many or are rows of one table; otherwise they wait for the next mark.
pub(super) fn pair_list(
    pairs: &mut Pairs,
    both: &Both<'_, '_>,
    old: &[usize],
    new: &[usize],
    marks: &[Mark],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for mark in marks {
        let mut bearers: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for position in old.iter().filter(|position| pairs.of_old(**position).is_none()) {
            if let Some(mark) = mark(&both.old, *position) {
                bearers.entry(mark).or_default().0.push(*position);
            }
        }
        for position in new.iter().filter(|position| pairs.of_new(**position).is_none()) {
            if let Some(mark) = mark(&both.new, *position) {
                bearers.entry(mark).or_default().1.push(*position);
            }
        }
        for (old, new) in bearers.into_values() {
            let rows = old.first().and_then(|row| both.old.entry(*row)).is_some_and(|entry| entry.kind == Kind::Row);
            if old.len() == new.len() || rows {
                found.extend(old.into_iter().zip(new));
            }
        }
        for (old, new) in &found {
            pairs.add(*old, *new);
        }
    }
    found
}
