//! Days and years in force: how a case names one, and which end of the time it stands at.

use super::case::Given;
use super::part::Part;
use super::read::Reader;
use crate::rules::section::Section;
use crate::rules::{Regulation, Scope};

/// An end of the time in force, and the side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The day or year before the first.
    Before,
    /// The first.
    First,
    /// The last.
    Last,
    /// The one after the last.
    After,
}

impl Moment {
    pub(super) fn text(self) -> &'static str {
        match self {
            Moment::Before => "before the first",
            Moment::First => "the first",
            Moment::Last => "the last",
            Moment::After => "after the last",
        }
    }
}

impl Reader<'_> {
    pub(super) fn time(&self, section: &Section<'_>) -> Option<Given> {
        let time = section.section("time")?;
        let at = match self.regulation.header.scope {
            Scope::Year => {
                time.need("year");
                self.given_count(&time, "year").and_then(|year| i64::try_from(year).ok())
            }
            _ => {
                time.need("day");
                time.day("day").map(|day| day.number())
            }
        };
        time.finish();
        at.map(Given::Time)
    }
}

/// First and last of the time in force, both in it, by number: days, or years for a yearly regulation. An open end is `None`.
fn ends(regulation: &Regulation) -> (Option<i64>, Option<i64>) {
    let header = &regulation.header;
    match header.scope {
        Scope::Year => {
            let (first, last) = header.years();
            (first.map(i64::from), last.map(i64::from))
        }
        _ => {
            // Until then the replaced text judges the meetings, though this one is in force.
            let until = regulation.transition.as_ref().and_then(|transition| transition.meetings_until);
            let first = until.map(|until| until.number() + 1).max(header.first_day.map(|day| day.number()));
            (first, header.last_day.map(|day| day.number()))
        }
    }
}

/// Whether the regulation judges that day or year.
pub(super) fn in_force(regulation: &Regulation, at: i64) -> bool {
    let (first, last) = ends(regulation);
    first.is_none_or(|first| at >= first) && last.is_none_or(|last| at <= last)
}

/// The ends that there are.
pub(super) fn parts(regulation: &Regulation) -> impl Iterator<Item = Part> {
    let (first, last) = ends(regulation);
    let low = first.map(|_| [Moment::Before, Moment::First]);
    let high = last.map(|_| [Moment::Last, Moment::After]);
    low.into_iter().chain(high).flatten().map(Part::Time)
}

/// The end that a day or year stands at.
pub(super) fn reached(regulation: &Regulation, at: i64) -> impl Iterator<Item = Part> {
    let (first, last) = ends(regulation);
    let sides = [
        (Moment::Before, first.map(|first| first - 1)),
        (Moment::First, first),
        (Moment::Last, last),
        (Moment::After, last.map(|last| last + 1)),
    ];
    sides.into_iter().filter(move |(_, end)| *end == Some(at)).map(|(moment, _)| Part::Time(moment))
}
