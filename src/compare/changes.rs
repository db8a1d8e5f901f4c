//! From pairs of entries to changes.

use super::pairs::{Both, Pairs, Text, Which};
use super::same::Renamed;
use super::{Change, Side, What};
use crate::outline::{Entry, Key, Kind, Value};

/// All changes, in the order of the second regulation.
pub(super) fn of<'a>(pairs: &Pairs, both: &Both<'_, 'a>) -> Vec<Change<'a>> {
    let work = Work { pairs, both, renamed: Renamed::of(pairs, both) };
    let mut placed: Vec<(usize, Change<'a>)> = Vec::new();
    for new in 0..both.new.outline.entries.len() {
        let changes = match pairs.of_new(new) {
            Some(old) => work.pair(old, new),
            None => work.added(new).into_iter().collect(),
        };
        placed.extend(changes.into_iter().map(|change| (new, change)));
    }
    // What fell away stands after the partner of what stood before it.
    let mut last = 0;
    for old in 0..both.old.outline.entries.len() {
        match pairs.of_old(old) {
            Some(new) => last = new,
            None => placed.extend(work.removed(old).map(|change| (last, change))),
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, change)| change).collect()
}

struct Work<'w, 'o, 'a> {
    pairs: &'w Pairs,
    both: &'w Both<'o, 'a>,
    renamed: Renamed<'o>,
}

impl<'o, 'a> Work<'_, 'o, 'a> {
    fn added(&self, new: usize) -> Option<Change<'a>> {
        let after = self.whole(&self.both.new, new);
        after.map(|after| Change { what: What::Added, before: None, after: Some(after) })
    }

    fn removed(&self, old: usize) -> Option<Change<'a>> {
        let before = self.whole(&self.both.old, old);
        before.map(|before| Change { what: What::Removed, before: Some(before), after: None })
    }

    /// An entry that one side lacks. What stands within another such entry is told with it, but groups and leaves of a sheet that both
    /// have are told one by one.
    fn whole(&self, text: &Text<'_, 'a>, position: usize) -> Option<Side<'a>> {
        let entry = text.entry(position)?;
        let kinds = if matches!(entry.kind, Kind::Group | Kind::Leaf) { &[Kind::Form] } else { Kind::ALL };
        let around = text.around(position, kinds);
        let is_paired = |position: usize| self.partner(text, position).is_some();
        // Where points come about in another way, that change tells the rows of both.
        let told_with_way = entry.kind == Kind::Row && around.is_some_and(|leaf| self.another_way(text, leaf));
        let told = around.is_none_or(is_paired) && !told_with_way && (entry.kind != Kind::Source || self.both.one);
        told.then(|| Side { entry: entry.clone(), value: None })
    }

    fn partner(&self, text: &Text<'_, 'a>, position: usize) -> Option<&Entry<'a>> {
        match text.side {
            Which::Old => self.pairs.of_old(position).and_then(|partner| self.both.new.entry(partner)),
            Which::New => self.pairs.of_new(position).and_then(|partner| self.both.old.entry(partner)),
        }
    }

    fn another_way(&self, text: &Text<'_, 'a>, leaf: usize) -> bool {
        let way = |entry: &Entry<'_>| entry.get(Key::Way).map(Value::exact);
        let (own, other) = (text.entry(leaf), self.partner(text, leaf));
        own.zip(other).is_some_and(|(own, other)| own.kind == Kind::Leaf && way(own) != way(other))
    }

    fn pair(&self, old: usize, new: usize) -> Vec<Change<'a>> {
        let (Some(before), Some(after)) = (self.both.old.entry(old), self.both.new.entry(new)) else { return Vec::new() };
        let named = self.is_named(before.kind);
        let mut changes = Vec::new();
        let mut whole = |what: What, really: bool| {
            if really {
                changes.push(change(what, (before, None), (after, None)));
            }
        };
        whole(What::Moved, self.moved(old, new));
        whole(What::Reordered, self.reordered(old, new));
        whole(What::Renumbered, named && !before.kind.is_numbered() && before.id != after.id);
        whole(What::Retitled, named && before.title.split_whitespace().ne(after.title.split_whitespace()));
        changes.extend(self.figures(before, after));
        let standing = |entry: &Entry<'_>| entry.basis.as_ref().map(|basis| basis.standing);
        if named && standing(before) != standing(after) {
            changes.push(change(What::Standing, (before, None), (after, None)));
        }
        changes
    }

    fn figures(&self, before: &Entry<'a>, after: &Entry<'a>) -> Vec<Change<'a>> {
        let mut keys: Vec<Key> = after.figures.iter().chain(&before.figures).map(|figure| figure.key).collect();
        keys.sort_unstable();
        keys.dedup();
        let differs = |key: &Key| match (before.get(*key), after.get(*key)) {
            (Some(before), Some(after)) => !self.renamed.same(before, after),
            (None, None) => false,
            (Some(_), None) | (None, Some(_)) => true,
        };
        keys.retain(|key| self.counts(before.kind, *key) && differs(key));
        if keys.contains(&Key::Way) {
            // Points come about in another way: what the old way went by is no figure of the new one.
            keys.retain(|key| matches!(key, Key::Way | Key::Maximum | Key::Bonus | Key::Penalty));
        }
        let values = keys.into_iter().map(|key| {
            let (old, new) = (before.get(key), after.get(key));
            let moved = matches!((old, new), (Some(old), Some(new)) if self.renamed.only_figures_differ(old, new));
            let what = if moved { What::Threshold } else { What::Figure(key) };
            change(what, (before, old.cloned()), (after, new.cloned()))
        });
        values.collect()
    }

    /// Whether a difference in that value is one of what the regulations say.
    fn counts(&self, kind: Kind, key: Key) -> bool {
        match (kind, key) {
            // Follows from who is left out.
            (Kind::Attendance, Key::Expected) => false,
            (Kind::Regulation, Key::Scope | Key::Notice) => true,
            _ => self.is_named(kind),
        }
    }

    /// Whether what an entry is called is part of what the regulations say. Two texts have names and sources of their own; but a text that
    /// is laid over another has the sources of that one too, and what it calls them changes who says the figures.
    fn is_named(&self, kind: Kind) -> bool {
        match kind {
            Kind::Regulation => self.both.one,
            Kind::Source => self.both.one || self.both.layered,
            _ => true,
        }
    }

    fn moved(&self, old: usize, new: usize) -> bool {
        const AROUND: &[Kind] = &[Kind::Group, Kind::Form];
        if !self.both.old.entry(old).is_some_and(|entry| matches!(entry.kind, Kind::Group | Kind::Leaf)) {
            return false;
        }
        let was = self.both.old.around(old, AROUND).and_then(|around| self.pairs.of_old(around));
        was != self.both.new.around(new, AROUND)
    }

    /// Whether it changed its place in a list whose order counts. Of all ways to tell a new order the shortest is told.
    fn reordered(&self, old: usize, new: usize) -> bool {
        let Some(entry) = self.both.old.entry(old) else { return false };
        if !matches!(entry.kind, Kind::Gate | Kind::Exception | Kind::NotApplicable | Kind::Form | Kind::RankingKey) {
            return false;
        }
        let around = self.both.new.around(new, Kind::ALL);
        let mut list = self.both.new.of_kind(entry.kind);
        list.retain(|other| self.both.new.around(*other, Kind::ALL) == around);
        let places: Vec<usize> = list.into_iter().filter_map(|other| self.pairs.of_new(other)).collect();
        !in_order(&places).contains(&old)
    }
}

/// The longest part of a list that rises.
fn in_order(places: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::new();
    for place in places {
        let before = best.iter().filter(|run| run.last() < Some(place)).max_by_key(|run| run.len());
        let mut run = before.cloned().unwrap_or_default();
        run.push(*place);
        best.push(run);
    }
    best.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

fn change<'a>(what: What, before: (&Entry<'a>, Option<Value<'a>>), after: (&Entry<'a>, Option<Value<'a>>)) -> Change<'a> {
    let side = |(entry, value): (&Entry<'a>, Option<Value<'a>>)| Some(Side { entry: entry.clone(), value });
    Change { what, before: side(before), after: side(after) }
}
