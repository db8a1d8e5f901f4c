//! How many visits are owed in a stretch of the calendar, and how somebody stands against that.

use super::spans::Spans;
use crate::base::{Month, Period, Stretch};
use crate::rules::{Minimum, PartTime, VisitRule};

/// The stretches of the calendar that lie in a period or reach into it, in order.
pub fn stretches(per: Stretch, period: Period) -> Vec<Period> {
    let months = per.months();
    let mut found: Vec<Period> = Vec::new();
    for month in period.months() {
        let begins = (month.number() - 1) / months * months + 1;
        let first = Month::new(month.year(), begins).unwrap_or(month);
        let stretch = Period { first, last: first.plus(months - 1) };
        if found.last() != Some(&stretch) {
            found.push(stretch);
        }
    }
    found
}

/// The period with all days of the stretches that the minimums of a rule are counted in.
pub fn reach(rule: Option<&VisitRule>, period: Period) -> Period {
    let minimums = rule.map_or(&[][..], |rule| &rule.minimums).iter();
    let around = minimums.flat_map(|minimum| stretches(minimum.per, period));
    around.fold(period, |all, own| Period { first: all.first.min(own.first), last: all.last.max(own.last) })
}

/// How often somebody is to come to a hard cell; where no rule says so, results tell it by month.
pub fn hard_per(rule: Option<&VisitRule>) -> Stretch {
    rule.and_then(|rule| rule.hard_cells.as_ref()).map_or(Stretch::Month, |(per, _)| *per)
}

/// How somebody stands against the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Reached.
    Met,
    /// Missed by so many visits.
    Short(u64),
    /// Not to be told.
    Open(Why),
}

/// Why it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The text is not in force on the last day of the stretch.
    NotInForce,
    /// Assigned for a part of the stretch, and the text does not say what is owed then.
    PartTime,
    /// The period ends before the stretch, or begins after its first month.
    NotOver,
    /// Rows of the person were rejected, or it is open whether a cell counts.
    Unknown,
}

impl Outcome {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Short(_) => "short",
            Outcome::Open(_) => "open",
        }
    }
}

impl Why {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Why::NotInForce => "not-in-force",
            Why::PartTime => "part-time",
            Why::NotOver => "not-over",
            Why::Unknown => "unknown",
        }
    }
}

/// What somebody has done of what is owed in a stretch.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    /// When the person is assigned.
    pub spans: &'a Spans,
    /// The period of which visits are known.
    pub period: Period,
    /// Visits that count.
    pub counted: u64,
    /// Visits of which it is open whether they count.
    pub open: u64,
    /// Whether the text is in force on the last day of the stretch, or applied on request.
    pub in_force: bool,
}

/// How many visits are owed in a stretch, and how somebody stands against that. The number is `None` where nobody says it. `None` for who is
/// assigned on no day of the stretch.
pub fn judge(rule: &VisitRule, minimum: &Minimum, stretch: Period, done: Done<'_>) -> Option<(Option<u64>, Outcome)> {
    if !done.spans.any_in(stretch) {
        return None;
    }
    let part_time = rule.part_time.as_ref().map_or(PartTime::Open, |(owes, _)| *owes);
    let owed = match part_time {
        _ if done.spans.all_of(stretch) => Some(minimum.at_least),
        PartTime::Whole => Some(minimum.at_least),
        PartTime::Share => {
            let assigned = stretch.months().filter(|month| done.spans.any_in(Period { first: *month, last: *month }));
            let months = u64::try_from(assigned.count()).unwrap_or(0);
            Some((minimum.at_least * months).div_ceil(u64::from(stretch.len())))
        }
        PartTime::Open => None,
    };
    // Whoever has made all of them owes no more, whatever the part.
    let least = owed.unwrap_or(minimum.at_least);
    let is_over = stretch.first >= done.period.first && stretch.last <= done.period.last;
    let outcome = if !done.in_force {
        Outcome::Open(Why::NotInForce)
    } else if done.counted >= least {
        Outcome::Met
    } else if owed.is_none() {
        Outcome::Open(Why::PartTime)
    } else if !is_over {
        Outcome::Open(Why::NotOver)
    } else if done.counted + done.open >= least {
        Outcome::Open(Why::Unknown)
    } else {
        Outcome::Short(least - done.counted)
    };
    Some((owed, outcome))
}

/// A minimum, a person who owes it, and a stretch.
#[derive(Clone, Copy, Debug)]
pub struct Owed {
    /// Position among the units.
    pub unit: usize,
    /// Position in [`VisitRule::minimums`].
    pub minimum: usize,
    /// The stretch.
    pub stretch: Period,
    /// Visits that count.
    pub counted: u64,
    /// How many are owed; none where nobody says it.
    pub required: Option<u64>,
    /// How the person stands.
    pub outcome: Outcome,
}
