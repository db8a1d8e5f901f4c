//! Decisions on levels beside what is computed: which of them stand, and which have lost their ground. Nothing computed changes by them.

mod versions;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::contest::Place;
use super::meetings::Meetings;
use super::year::{CellYear, Classification};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::records::{CellIndex, Computed, Decision, Decisions, Subject};
use crate::rules::{Level, Regulation};
use crate::words::Word;

pub use versions::{Cause, Version, versions};

/// What a decision is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Its level stands.
    Applied,
    /// Another level is computed now than the one that it was made over, so it is not applied until it is confirmed.
    Stale,
    /// A later one has taken its place.
    Superseded,
    /// Its last day has passed.
    Lapsed,
    /// It was made after the day that is asked for.
    NotYet,
}

impl State {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::Stale => "stale",
            State::Superseded => "superseded",
            State::Lapsed => "lapsed",
            State::NotYet => "not-yet",
        }
    }
}

/// From where decisions are looked at.
#[derive(Clone, Copy, Debug, Default)]
struct View {
    /// What was made later is not known yet.
    known: Option<Day>,
    /// What ended before has lapsed; without a day nothing has.
    today: Option<Day>,
}

impl View {
    /// As of a day; without one everything recorded holds.
    fn of(day: Option<Day>) -> View {
        View { known: day, today: day }
    }

    /// What a decision is worth beside what is computed.
    fn state(self, decision: &Decision, now: &Computed) -> State {
        let is_later = |day: Day| self.known.is_some_and(|known| day > known);
        if is_later(decision.day) {
            return State::NotYet;
        }
        if decision.superseded_by.as_ref().is_some_and(|next| !next.day.is_some_and(is_later)) {
            return State::Superseded;
        }
        if self.today.zip(decision.until).is_some_and(|(today, until)| until < today) {
            return State::Lapsed;
        }
        if decision.computed == *now { State::Applied } else { State::Stale }
    }
}

/// A decision with what is computed now.
#[derive(Clone, Debug)]
pub struct Settled<'d> {
    /// The decision.
    pub decision: &'d Decision,
    /// What it is worth.
    pub state: State,
    /// What is computed now.
    pub now: Computed,
}

impl Settled<'_> {
    /// The level that it decides, where that stands.
    pub fn level(&self) -> Option<&str> {
        Some(self.decision.decided.as_str()).filter(|_| self.state == State::Applied)
    }
}

/// All decisions of a run.
#[derive(Clone, Debug, Default)]
pub struct Decided<'d> {
    /// In the order of cell and subject; of one level each after the one that it replaces.
    pub all: Vec<Settled<'d>>,
    /// The day that is asked for.
    pub as_of: Option<Day>,
    /// Of each level the last one that is known on the day.
    last: BTreeMap<(CellIndex, Subject), usize>,
}

impl<'d> Decided<'d> {
    /// Holds decisions against what is computed, and tells those that have lost their ground.
    pub fn of(
        decisions: &'d Decisions,
        as_of: Option<Day>,
        (meetings, year): (&Meetings<'_>, Option<&Classification<'_>>),
        findings: &mut Findings,
    ) -> Decided<'d> {
        let mut decided = Decided { as_of, ..Decided::default() };
        let by_cell: BTreeMap<CellIndex, &CellYear> =
            year.iter().flat_map(|result| &result.cells).map(|cell| (cell.cell, cell)).collect();
        let of_year = |cell: CellIndex| Some(computed_year(year?, by_cell.get(&cell)?));
        for decision in &decisions.rows {
            let now = match decision.subject {
                Subject::YearEnd => of_year(decision.cell).unwrap_or(Computed::Open),
                Subject::MeetingQuality => computed_quality(meetings, decision.cell),
            };
            let state = View::of(as_of).state(decision, &now);
            if state == State::Stale {
                let title = |id: &str| {
                    let level = level_of(meetings, year.map(|result| result.regulation), decision.subject, id);
                    level.map_or_else(|| id.to_owned(), |level| level.title.clone())
                };
                findings.push(stale(decision, &now, title));
            }
            if state != State::NotYet {
                decided.last.insert((decision.cell, decision.subject), decided.all.len());
            }
            decided.all.push(Settled { decision, state, now });
        }
        decided
    }

    /// The last decision on a level that is known on the day.
    pub fn last(&self, cell: CellIndex, subject: Subject) -> Option<&Settled<'d>> {
        self.all.get(*self.last.get(&(cell, subject))?)
    }

    /// Whether there is any on that subject, of whatever state.
    pub fn has(&self, subject: Subject) -> bool {
        self.all.iter().any(|settled| settled.decision.subject == subject)
    }
}

fn stale(decision: &Decision, now: &Computed, title: impl Fn(&str) -> String) -> Diagnostic {
    let (place, text) = &decision.computed_at;
    let fault = Diagnostic::new(Code::DecisionStale, place.clone()).with("value", text).with("document", &decision.document);
    match now {
        Computed::Level(id) => fault.with("now", title(id)),
        Computed::Undecided => fault.with_word("now", Word::ComputedUndecided),
        Computed::Open => fault.with_word("now", Word::ComputedOpen),
    }
}

/// The level of a subject by its id, among those of the texts that give it.
pub fn level_of<'a>(meetings: &'a Meetings<'_>, year: Option<&'a Regulation>, subject: Subject, id: &str) -> Option<&'a Level> {
    let of = |regulation: &'a Regulation| regulation.levels.iter().find(|level| level.id == id);
    match subject {
        Subject::YearEnd => year.and_then(of),
        Subject::MeetingQuality => {
            let mut texts = meetings.period_judges().filter_map(|text| meetings.texts.all().get(text));
            texts.find_map(|text| of(&text.regulation))
        }
    }
}

/// The year-end level of a cell as it is computed.
pub(super) fn computed_year(result: &Classification<'_>, cell: &CellYear) -> Computed {
    match cell.final_level().and_then(|level| result.regulation.levels.get(level)) {
        Some(level) => Computed::Level(level.id.clone()),
        None if cell.place() == Place::Undecided => Computed::Undecided,
        None => Computed::Open,
    }
}

/// The level of meeting quality of a cell as it is computed.
pub(super) fn computed_quality(meetings: &Meetings<'_>, cell: CellIndex) -> Computed {
    let level = meetings.level(cell).and_then(|level| meetings.level_of(level));
    level.map_or(Computed::Open, |level| Computed::Level(level.id.clone()))
}
