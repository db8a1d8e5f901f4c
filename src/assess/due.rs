//! What a cell owes in a period, and what of it nobody has reported.

use crate::base::{Day, Month, Period};
use crate::rules::{DueMeetings, DuePlan, Every, Texts};

/// Due meetings, a bit per month of the period; a longer stretch stands at its first month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueMonths {
    /// How often.
    pub meetings: DueMeetings,
    /// Stretches with a regular meeting due.
    pub regular: u64,
    /// Stretches with a thematic meeting due.
    pub thematic: u64,
}

/// What became of the yearly plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanState {
    /// Nobody has reported that it was sent.
    NotReceived,
    /// Sent after the last day.
    Late(Day),
    /// Sent in time.
    InTime(Day),
}

impl DueMonths {
    /// Per text, what a cell owes under it that exists all the time, first by the rule and then by each of its exceptions: stretches of
    /// the period of which every day has its text. They are due under the text of their last day.
    pub fn of_each(texts: &Texts, period: Period) -> Vec<Vec<DueMonths>> {
        let of_text = |text: usize| {
            let rule = texts.all().get(text).and_then(|text| text.regulation.due.as_ref());
            let Some(rule) = rule else { return vec![DueMonths::default()] };
            let all = std::iter::once(rule.meetings).chain(rule.exceptions.iter().map(|exception| exception.meetings));
            all.map(|meetings| DueMonths {
                meetings,
                regular: stretches(texts, text, meetings.regular, period),
                thematic: stretches(texts, text, meetings.thematic, period),
            })
            .collect()
        };
        (0..texts.all().len()).map(of_text).collect()
    }

    /// The same for a cell: only stretches in which it exists from the first day to the last.
    pub fn within(self, existence: (Option<Day>, Option<Day>), period: Period) -> DueMonths {
        let (from, until) = existence;
        if from.is_none() && until.is_none() {
            return self;
        }
        let exists = |first: Month, every: Option<Every>| {
            let last = last_of(first, every);
            from.is_none_or(|from| first.first_day().is_some_and(|day| from <= day))
                && until.is_none_or(|until| last.last_day().is_some_and(|day| until >= day))
        };
        let (mut regular, mut thematic) = (0, 0);
        for (index, month) in period.months().enumerate() {
            regular |= u64::from(exists(month, self.meetings.regular)) << index;
            thematic |= u64::from(exists(month, self.meetings.thematic)) << index;
        }
        DueMonths { regular: self.regular & regular, thematic: self.thematic & thematic, ..self }
    }

    /// Due stretches without a regular meeting in any of their months.
    pub fn missing_regular(self, seen: u64) -> u64 {
        self.regular & !spread(seen, self.meetings.regular)
    }

    /// Due stretches without a thematic meeting in any of their months.
    pub fn missing_thematic(self, seen: u64) -> u64 {
        self.thematic & !spread(seen, self.meetings.thematic)
    }
}

/// The names of stretches: `2024-03`, `2024-Q1`, `2024-H1`, `2024`.
pub fn names(bits: u64, every: Option<Every>, period: Period) -> Vec<String> {
    let name = |month: Month| match every.unwrap_or(Every::Month) {
        Every::Month => month.to_string(),
        Every::Quarter => format!("{}-Q{}", month.year(), month.quarter()),
        Every::Half => format!("{}-H{}", month.year(), if month.number() <= 6 { 1 } else { 2 }),
        Every::Year => month.year().to_string(),
    };
    period.months().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, month)| name(month)).collect()
}

impl DuePlan {
    /// What became of the plan of a year; `sent` is the day on which it was sent.
    pub fn state(&self, sent: Option<Day>, year: i32) -> PlanState {
        let Some(sent) = sent else { return PlanState::NotReceived };
        let last = self.by.and_then(|(month, day)| Month::new(year, month)?.first_day()?.same_month(day));
        if last.is_some_and(|last| sent > last) { PlanState::Late(sent) } else { PlanState::InTime(sent) }
    }
}

/// The first months of the stretches that are due under a text.
fn stretches(texts: &Texts, text: usize, every: Option<Every>, period: Period) -> u64 {
    let Some(every) = every else { return 0 };
    let mut due = 0;
    for (index, month) in period.months().enumerate() {
        let last = last_of(month, Some(every));
        let begins = (month.number() - 1).is_multiple_of(every.months());
        if begins && last <= period.last && owed_under(texts, month, last) == Some(text) {
            due |= 1 << index;
        }
    }
    due
}

fn last_of(first: Month, every: Option<Every>) -> Month {
    first.plus(every.map_or(0, |every| every.months() - 1))
}

/// A meeting in any month of a stretch stands for its first month.
fn spread(seen: u64, every: Option<Every>) -> u64 {
    (0..every.map_or(1, Every::months)).fold(0, |all, months| all | seen >> months)
}

/// The text of the last day of some months, where every day of them has one.
fn owed_under(texts: &Texts, first: Month, last: Month) -> Option<usize> {
    let (first, last) = (first.first_day()?, last.last_day()?);
    let mut days = std::iter::successors(Some(first), |day| day.next().filter(|day| *day <= last));
    days.all(|day| texts.on(day).is_some()).then(|| texts.on(last))?
}
