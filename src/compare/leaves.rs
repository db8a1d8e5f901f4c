//! Which leaf of one regulation is which of another.

use super::pairs::{self, Both, Pairs, Text};
use super::{Which, sheet};
use crate::assess::{LeafPair, Pairing};
use crate::outline::{self, Entry, Kind};
use crate::rules::{Regulation, Texts};

/// How the leaves of two sides are paired: for every text of the first with every text of the other.
pub fn pairings(before: &Texts, after: &Texts) -> Vec<Pairing> {
    let mut all = Vec::new();
    for (old, before) in before.all().iter().enumerate() {
        for (new, after) in after.all().iter().enumerate() {
            all.push(Pairing { before: old, after: new, pairs: leaves(&before.regulation, &after.regulation) });
        }
    }
    all
}

/// Every leaf of either regulation once, in the order of the other one; what fell away comes last. Leaves are matched as [`super::compare`]
/// does: by what they read, then by their titles.
pub fn leaves(before: &Regulation, after: &Regulation) -> Vec<LeafPair> {
    let (old, new) = (outline::of(before), outline::of(after));
    let both = Both {
        old: Text::of(before, &old, Which::Old),
        new: Text::of(after, &new, Which::New),
        one: before.header.id == after.header.id,
        layered: super::are_layered(before, after),
    };
    let mut pairs = Pairs::default();
    sheet::pair(&mut pairs, &both);
    pairs::pair_all(&mut pairs, &both);
    let leaf = |text: &Text<'_, '_>, position: usize| text.entry(position).and_then(|entry| number(text, position, entry));
    let mut all: Vec<LeafPair> = Vec::new();
    for position in both.new.of_kind(Kind::Leaf) {
        let before = pairs.of_new(position).and_then(|old| leaf(&both.old, old));
        all.push(LeafPair { before, after: leaf(&both.new, position) });
    }
    let gone = both.old.of_kind(Kind::Leaf).into_iter().filter(|position| pairs.of_old(*position).is_none());
    all.extend(gone.map(|position| LeafPair { before: leaf(&both.old, position), after: None }));
    all
}

/// Where the leaf of an entry stands in its regulation.
fn number(text: &Text<'_, '_>, position: usize, entry: &Entry<'_>) -> Option<usize> {
    let form = text.around(position, &[Kind::Form]).and_then(|form| text.entry(form))?;
    let form = text.regulation.forms.iter().find(|own| own.id == form.id)?;
    let own = text.regulation.leaves.get(form.leaves.clone())?;
    own.iter().position(|leaf| leaf.id == entry.id).map(|place| form.leaves.start + place)
}
