//! What a cell owes in a period, and what of it nobody has reported.

use crate::base::{Day, Month, Period};
use crate::expr::Slots;
use crate::rules::{Due, DueMeetings, DuePlan, Every, Texts};

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

impl PlanState {
    /// The words of machine formats and case files.
    pub const WORDS: [&'static str; 3] = ["not-received", "late", "in-time"];

    /// The word of machine formats and case files.
    pub fn word(self) -> &'static str {
        let [not_received, late, in_time] = PlanState::WORDS;
        match self {
            PlanState::NotReceived => not_received,
            PlanState::Late(_) => late,
            PlanState::InTime(_) => in_time,
        }
    }
}

impl DueMonths {
    /// Per text, what a cell owes under it that exists all the time, first by the rule and then by each of its exceptions: stretches of
    /// the period of which every day has its text. They are due under the text of their last day.
    pub fn of_each(texts: &Texts, period: Period) -> Vec<Vec<DueMonths>> {
        let of_text = |text: usize| {
            let rule = texts.all().get(text).and_then(|text| text.regulation.due.as_ref());
            rule.map_or_else(|| vec![DueMonths::default()], |rule| DueMonths::of(rule, text, period, &|day| texts.on(day)))
        };
        (0..texts.all().len()).map(of_text).collect()
    }

    /// The same for one text; `on` tells the text of a day.
    pub fn of(rule: &Due, text: usize, period: Period, on: &dyn Fn(Day) -> Option<usize>) -> Vec<DueMonths> {
        let stretches = |every: Option<Every>| stretches(every, period, &|first, last| owed_under(on, first, last) == Some(text));
        let all = std::iter::once(rule.meetings).chain(rule.exceptions.iter().map(|exception| exception.meetings));
        all.map(|meetings| DueMonths { meetings, regular: stretches(meetings.regular), thematic: stretches(meetings.thematic) })
            .collect()
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

    /// Only those of them that end on a day or after it.
    pub fn ending_from(self, day: Option<Day>, period: Period) -> DueMonths {
        let ends = |first: Month, every: Option<Every>| {
            last_of(first, every).last_day().is_some_and(|last| day.is_none_or(|day| day <= last))
        };
        let (mut regular, mut thematic) = (0, 0);
        for (index, month) in period.months().enumerate() {
            regular |= u64::from(ends(month, self.meetings.regular)) << index;
            thematic |= u64::from(ends(month, self.meetings.thematic)) << index;
        }
        DueMonths { regular: self.regular & regular, thematic: self.thematic & thematic, ..self }
    }

    /// Without what others are.
    pub fn without(self, other: DueMonths) -> DueMonths {
        DueMonths { regular: self.regular & !other.regular, thematic: self.thematic & !other.thematic, ..self }
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

/// Which entry says what a cell owes, from the facts of the cell: 0 the rule itself, then its exceptions; the first that holds decides.
pub fn entry(rule: &Due, cell: Slots<'_>) -> usize {
    let holds = rule.exceptions.iter().position(|exception| exception.when.flag(cell) == Ok(true));
    holds.map_or(0, |position| position + 1)
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
    /// What became of the plan of the year in which a period ends; `sent` is the day on which it was sent. `None` where the day by which it is
    /// due, or the year, ends after the period, or the cell did not exist on that day.
    pub fn state(&self, sent: Option<Day>, existence: (Option<Day>, Option<Day>), period: Period) -> Option<PlanState> {
        let year = period.last.year();
        let day = |(month, day): (u32, u32)| Month::new(year, month)?.first_day()?.same_month(day);
        let by = day(self.by.unwrap_or((12, 31)))?;
        let (from, until) = existence;
        let exists = from.is_none_or(|from| from <= by) && until.is_none_or(|until| until >= by);
        let is_due = exists && period.last.last_day().is_some_and(|last| by <= last);
        is_due.then(|| match sent {
            None => PlanState::NotReceived,
            Some(sent) if sent > by && self.by.is_some() => PlanState::Late(sent),
            Some(sent) => PlanState::InTime(sent),
        })
    }
}

/// The first months of the stretches that are due; `owed` asks whether one is, by its first and last month.
fn stretches(every: Option<Every>, period: Period, owed: &dyn Fn(Month, Month) -> bool) -> u64 {
    let Some(every) = every else { return 0 };
    let mut due = 0;
    for (index, month) in period.months().enumerate() {
        let last = last_of(month, Some(every));
        let begins = (month.number() - 1).is_multiple_of(every.months());
        if begins && last <= period.last && owed(month, last) {
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
fn owed_under(on: &dyn Fn(Day) -> Option<usize>, first: Month, last: Month) -> Option<usize> {
    let (first, last) = (first.first_day()?, last.last_day()?);
    let mut days = std::iter::successors(Some(first), |day| day.next().filter(|day| *day <= last));
    days.all(|day| on(day).is_some()).then(|| on(last))?
}
