//! The days on which somebody is assigned, or a cell exists.

use crate::base::{Day, Period};

/// The days on which somebody is assigned: runs of days, both ends included, in order and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<(Option<Day>, Option<Day>)>);

impl Spans {
    /// From runs in any order that may overlap; open ends are `None`.
    pub fn of(runs: impl IntoIterator<Item = (Option<Day>, Option<Day>)>) -> Spans {
        let mut runs: Vec<(Option<Day>, Option<Day>)> = runs.into_iter().collect();
        runs.sort_unstable();
        let mut joined: Vec<(Option<Day>, Option<Day>)> = Vec::new();
        for (from, until) in runs {
            match joined.last_mut() {
                // The next day joins two runs to one.
                Some((_, end)) if end.is_none_or(|end| from.is_none_or(|from| end.next().is_none_or(|next| from <= next))) => {
                    *end = end.zip(until).map(|(one, other)| one.max(other));
                }
                _ => joined.push((from, until)),
            }
        }
        Spans(joined)
    }

    fn touches(&self, first: Day, last: Day) -> bool {
        self.0.iter().any(|(from, until)| from.is_none_or(|from| from <= last) && until.is_none_or(|until| until >= first))
    }

    fn covers(&self, first: Day, last: Day) -> bool {
        self.0.iter().any(|(from, until)| from.is_none_or(|from| from <= first) && until.is_none_or(|until| until >= last))
    }

    /// Whether there is any day of it in a period.
    pub fn any_in(&self, period: Period) -> bool {
        ends(period).is_some_and(|(first, last)| self.touches(first, last))
    }

    /// Whether every day of a period is one of it.
    pub fn all_of(&self, period: Period) -> bool {
        ends(period).is_some_and(|(first, last)| self.covers(first, last))
    }
}

fn ends(period: Period) -> Option<(Day, Day)> {
    Some((period.first.first_day()?, period.last.last_day()?))
}
