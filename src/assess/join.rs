//! How the lists of several texts fit together in one result: levels are one level where they have one id, leaves and statuses stay apart.

use crate::rules::{Regulation, Texts};

/// The levels, leaves and statuses of all texts of a run.
#[derive(Debug)]
pub(super) struct Join {
    /// Levels, as text and position: those of the text that gives the level of the period, then those that only others have.
    pub(super) levels: Vec<(usize, usize)>,
    /// Leaves, text by text.
    pub(super) leaves: Vec<(usize, usize)>,
    /// Statuses that make up the members, as text and slot, text by text.
    pub(super) statuses: Vec<(usize, usize)>,
    /// Per text, the place of each of its levels.
    level_places: Vec<Vec<usize>>,
    /// Per text, the places of its first leaf and first status.
    firsts: Vec<(usize, usize)>,
}

/// Where the lists of one text stand in the joined ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    /// Of each level.
    pub(super) levels: &'a [usize],
    /// Of the first leaf.
    pub(super) leaves: usize,
    /// Of the first status.
    pub(super) statuses: usize,
}

impl Join {
    /// `first` is the text whose levels stand first.
    pub(super) fn of(texts: &Texts, first: usize) -> Join {
        let regulation = |text: usize| texts.all().get(text).map(|text| &text.regulation);
        let id = |(text, level): (usize, usize)| Some(&regulation(text)?.levels.get(level)?.id);
        let mut levels: Vec<(usize, usize)> = Vec::new();
        let mut level_places = vec![Vec::new(); texts.all().len()];
        let others = (0..texts.all().len()).filter(|text| *text != first);
        for text in std::iter::once(first).chain(others) {
            for level in 0..regulation(text).map_or(0, |regulation| regulation.levels.len()) {
                let known = levels.iter().position(|other| id(*other) == id((text, level)));
                let place = known.unwrap_or(levels.len());
                if known.is_none() {
                    levels.push((text, level));
                }
                if let Some(places) = level_places.get_mut(text) {
                    places.push(place);
                }
            }
        }
        let (mut leaves, mut own_statuses, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
        for (number, text) in texts.all().iter().enumerate() {
            firsts.push((leaves.len(), own_statuses.len()));
            leaves.extend((0..text.regulation.leaves.len()).map(|leaf| (number, leaf)));
            own_statuses.extend(statuses(&text.regulation).into_iter().map(|slot| (number, slot)));
        }
        Join { levels, leaves, statuses: own_statuses, level_places, firsts }
    }

    pub(super) fn places(&self, text: usize) -> Places<'_> {
        let (leaves, statuses) = self.firsts.get(text).copied().unwrap_or_default();
        Places { levels: self.level_places.get(text).map_or(&[], Vec::as_slice), leaves, statuses }
    }
}

/// Slots of the statuses that make up the members.
pub(super) fn statuses(regulation: &Regulation) -> Vec<usize> {
    let facts = regulation.vocabulary.facts.iter().enumerate();
    facts.filter(|(_, fact)| fact.part_of == "members").map(|(slot, _)| slot).collect()
}
