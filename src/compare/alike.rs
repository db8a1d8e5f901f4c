//! Titles that say the same in other words.

use super::marks;
use super::pairs::{Both, Pairs, Text};

/// Titles are compared word by word, without case and marks.
struct Words<'t>(Vec<&'t str>);

impl<'t> Words<'t> {
    fn of(plain: &'t str) -> Words<'t> {
        Words(plain.split('-').filter(|word| !word.is_empty()).collect())
    }

    /// How many words both have.
    fn shared(&self, other: &Words<'_>) -> usize {
        let mut rest = other.0.clone();
        let found = self.0.iter().filter(|word| match rest.iter().position(|other| other == *word) {
            Some(place) => {
                rest.swap_remove(place);
                true
            }
            None => false,
        });
        found.count()
    }

    /// How alike two titles are, in hundredths; `None` when they are not: one begins with the other, or three of four words are the same.
    fn alike(&self, other: &Words<'_>) -> Option<usize> {
        const FEWEST: usize = 3;
        let (short, long) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        let (shared, most) = (self.shared(other), long.0.len().max(1));
        let begins = short.0.len() >= FEWEST && long.0.starts_with(&short.0);
        (begins || (shared >= FEWEST && shared * 4 >= most * 3)).then_some(shared * 100 / most)
    }
}

/// Pairs what is left of two lists by titles that are alike, the most alike first.
pub(super) fn pair(pairs: &mut Pairs, both: &Both<'_, '_>, old: &[usize], new: &[usize]) {
    let titled = |text: &Text<'_, '_>, list: &[usize], is_free: &dyn Fn(usize) -> bool| -> Vec<(usize, String)> {
        list.iter().filter(|position| is_free(**position)).filter_map(|at| Some((*at, marks::title(text, *at)?))).collect()
    };
    let free = titled(&both.new, new, &|position| pairs.of_new(position).is_none());
    let mut found = Vec::new();
    for (old, title) in titled(&both.old, old, &|position| pairs.of_old(position).is_none()) {
        let words = Words::of(&title);
        let alike = free.iter().filter_map(|(new, title)| Some((words.alike(&Words::of(title))?, *new)));
        found.extend(alike.map(|(alike, new)| (std::cmp::Reverse(alike), old, new)));
    }
    found.sort_unstable();
    for (_, old, new) in found {
        if pairs.of_old(old).is_none() && pairs.of_new(new).is_none() {
            pairs.add(old, new);
        }
    }
}

/// Whether two leaves of one id have something in common besides: half the words of the shorter title, or a column that both read.
pub(super) fn akin(both: &Both<'_, '_>, old: usize, new: usize) -> bool {
    let common = |a: &str, b: &str, part: char| a.split(part).any(|word| b.split(part).any(|other| other == word));
    let facts = marks::facts(&both.old, old).zip(marks::facts(&both.new, new));
    let titles = marks::title(&both.old, old).zip(marks::title(&both.new, new));
    facts.is_some_and(|(old, new)| common(&old, &new, ' '))
        || titles.is_some_and(|(old, new)| {
            let (old, new) = (Words::of(&old), Words::of(&new));
            old.shared(&new) * 2 >= old.0.len().min(new.0.len())
        })
}
