//! Which meetings a cell owes in a period, and which of them nobody has reported.

use crate::base::{Day, Month, Period};
use crate::rules::Regulation;

/// Due months of a cell, a bit per month of the period; a quarter stands at its first month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueMonths {
    /// Months with a regular meeting due.
    pub regular: u64,
    /// First months of quarters with a thematic meeting due.
    pub thematic: u64,
}

impl DueMonths {
    /// What a cell owes that exists all the time: only months and quarters that lie wholly in the period and in the regulation's time in
    /// force, unless that is waived on request.
    pub fn of(regulation: &Regulation, on_request: bool, period: Period) -> DueMonths {
        let Some(rule) = &regulation.due else { return DueMonths::default() };
        let in_force = |day: Option<Day>| on_request || day.is_some_and(|day| regulation.header.in_force(day));
        let mut due = DueMonths::default();
        for (index, month) in period.months().enumerate() {
            if rule.regular_monthly && in_force(month.first_day()) && in_force(month.last_day()) {
                due.regular |= 1 << index;
            }
            let quarter_ends = month.plus(2);
            let whole_quarter = month.number() % 3 == 1 && quarter_ends <= period.last;
            if rule.thematic_quarterly && whole_quarter && in_force(month.first_day()) && in_force(quarter_ends.last_day()) {
                due.thematic |= 1 << index;
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

/// The months of a set of bits.
pub fn months(bits: u64, period: Period) -> Vec<Month> {
    period.months().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, month)| month).collect()
}
