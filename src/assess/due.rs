//! Which meetings a cell owes in a period, and which of them nobody has reported.

use crate::base::{Day, Month, Period};
use crate::rules::{Due, Texts};

/// Due months of a cell, a bit per month of the period; a quarter stands at its first month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueMonths {
    /// Months with a regular meeting due.
    pub regular: u64,
    /// First months of quarters with a thematic meeting due.
    pub thematic: u64,
}

impl DueMonths {
    /// Per text, what a cell owes under it that exists all the time: months and quarters of the period of which every day has its text.
    /// They are due under the text of their last day.
    pub fn of_each(texts: &Texts, period: Period) -> Vec<DueMonths> {
        let mut due = vec![DueMonths::default(); texts.all().len()];
        for (index, month) in period.months().enumerate() {
            if let Some(text) = owed_under(texts, month, month)
                && let (Some(own), Some(rule)) = (due.get_mut(text), rule(texts, text))
            {
                own.regular |= u64::from(rule.regular_monthly) << index;
            }
            let ends = month.plus(2);
            if month.number() % 3 == 1
                && ends <= period.last
                && let Some(text) = owed_under(texts, month, ends)
                && let (Some(own), Some(rule)) = (due.get_mut(text), rule(texts, text))
            {
                own.thematic |= u64::from(rule.thematic_quarterly) << index;
            }
        }
        due
    }

    /// The same for a cell: only months and quarters in which it exists from the first day to the last.
    pub fn within(self, existence: (Option<Day>, Option<Day>), period: Period) -> DueMonths {
        let (from, until) = existence;
        if from.is_none() && until.is_none() {
            return self;
        }
        let exists = |first: Month, last: Month| {
            from.is_none_or(|from| first.first_day().is_some_and(|day| from <= day))
                && until.is_none_or(|until| last.last_day().is_some_and(|day| until >= day))
        };
        let mut own = DueMonths::default();
        for (index, month) in period.months().enumerate() {
            own.regular |= u64::from(exists(month, month)) << index;
            own.thematic |= u64::from(exists(month, month.plus(2))) << index;
        }
        DueMonths { regular: self.regular & own.regular, thematic: self.thematic & own.thematic }
    }

    /// Due months without a regular meeting among those seen.
    pub fn missing_regular(self, seen: u64) -> u64 {
        self.regular & !seen
    }

    /// First months of due quarters without a thematic meeting in any of their three months.
    pub fn missing_thematic(self, seen: u64) -> u64 {
        self.thematic & !(seen | seen >> 1 | seen >> 2)
    }
}

fn rule(texts: &Texts, text: usize) -> Option<&Due> {
    texts.all().get(text)?.regulation.due.as_ref()
}

/// The text of the last day of some months, where every day of them has one.
fn owed_under(texts: &Texts, first: Month, last: Month) -> Option<usize> {
    let (first, last) = (first.first_day()?, last.last_day()?);
    let mut days = std::iter::successors(Some(first), |day| day.next().filter(|day| *day <= last));
    days.all(|day| texts.on(day).is_some()).then(|| texts.on(last))?
}

/// The months of a set of bits.
pub fn months(bits: u64, period: Period) -> Vec<Month> {
    period.months().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, month)| month).collect()
}
