//! The versions of a year-end level: what was computed and decided at first, and after every later decision.

use std::collections::{BTreeMap, BTreeSet};

use super::{State, View, computed_year};
use crate::assess::meetings::Meetings;
use crate::assess::year::{Classification, classify, span};
use crate::base::Day;
use crate::diagnostic::{Findings, Place};
use crate::records::{CellIndex, Computed, Decision, Decisions, Subject, Successor, Years};
use crate::rules::Regulation;

/// A year-end level as it stood for a time.
#[derive(Clone, Debug)]
pub struct Version<'d> {
    /// Since when; the first one has no day of its own.
    pub since: Option<Day>,
    /// What was computed.
    pub computed: Computed,
    /// The decision that was applied to it.
    pub decision: Option<&'d Decision>,
    /// What made it another than the one before.
    pub because: Vec<Cause<'d>>,
}

impl Version<'_> {
    /// The level that stood: the decided one where there was one.
    pub fn level(&self) -> Computed {
        self.decision.map_or_else(|| self.computed.clone(), |decision| Computed::Level(decision.decided.clone()))
    }
}

/// What changed a level.
#[derive(Clone, Debug)]
pub enum Cause<'d> {
    /// A decision about discipline, of the cell itself or, since a quota compares cells, of another one.
    Discipline(CellIndex, String, Place),
    /// A decision on the level.
    Decision(&'d Decision),
    /// A decision whose row was rejected: what it replaced stands no more, and neither does what it decides.
    Rejected(&'d Successor),
    /// A decision that has come to its end.
    Lapse(&'d Decision),
}

/// A decision about discipline that came after the year.
struct Later {
    day: Day,
    cell: CellIndex,
    document: String,
    place: Place,
}

/// The versions of every cell that has more than one. The year is classified as a whole for each day on which discipline was decided after it,
/// over the rows that were known on that day. With `as_of` decisions end with their last day; without it everything recorded holds.
pub fn versions<'d>(
    result: &Classification<'_>,
    meetings: &Meetings<'_>,
    decisions: &'d Decisions,
    as_of: Option<Day>,
) -> BTreeMap<CellIndex, Vec<Version<'d>>> {
    let Classification { regulation, years, year, .. } = *result;
    let Some(end) = span(regulation, year).and_then(|span| span.last.last_day()) else { return BTreeMap::new() };
    let later = later(regulation, years, (year, end));
    let own: Vec<&Decision> = decisions.rows.iter().filter(|decision| decision.subject == Subject::YearEnd).collect();
    let ended = |decision: &&Decision| decision.until.filter(|until| as_of.is_some_and(|day| *until < day)).and_then(Day::next);
    let of_discipline: BTreeSet<Day> = later.iter().map(|later| later.day).collect();
    let mut days = of_discipline.clone();
    days.extend(own.iter().map(|decision| decision.day).filter(|day| as_of.is_none_or(|as_of| *day <= as_of)));
    days.extend(own.iter().filter_map(|decision| rejected(decision)?.day));
    days.extend(own.iter().filter_map(ended));
    if days.is_empty() {
        return BTreeMap::new();
    }
    let computed = |day: Day| -> BTreeMap<CellIndex, Computed> {
        let of = |result: &Classification<'_>| {
            result.cells.iter().map(|cell| (cell.cell, computed_year(result, cell))).collect::<BTreeMap<CellIndex, Computed>>()
        };
        if of_discipline.last().is_none_or(|last| *last <= day) {
            return of(result);
        }
        let known = years.known_on(day);
        // The faults of the texts are those of the run itself.
        of(&classify(regulation, meetings, &known, year, &mut Findings::new()))
    };
    let mut levels = computed(end);
    let mut all: BTreeMap<CellIndex, Vec<Version<'d>>> = levels
        .iter()
        .map(|(cell, level)| (*cell, vec![Version { since: None, computed: level.clone(), decision: None, because: Vec::new() }]))
        .collect();
    for day in days {
        if of_discipline.contains(&day) {
            levels = computed(day);
        }
        let view = View { known: Some(day), today: as_of.map(|_| day) };
        for (cell, level) in &levels {
            let of_cell = || own.iter().copied().filter(|decision| decision.cell == *cell);
            let decision = of_cell().find(|decision| view.state(decision, level) == State::Applied);
            let Some(versions) = all.get_mut(cell) else { continue };
            let same = |before: &Version<'_>| {
                let document = |decision: Option<&Decision>| decision.map(|decision| decision.document.clone());
                before.computed == *level && document(before.decision) == document(decision)
            };
            if versions.last().is_some_and(same) {
                continue;
            }
            let has_changed = versions.last().is_some_and(|before| before.computed != *level);
            let mut because = Vec::new();
            if has_changed {
                let today = || later.iter().filter(|later| later.day == day);
                let is_own = today().any(|later| later.cell == *cell);
                let causes = today().filter(|later| !is_own || later.cell == *cell);
                because.extend(causes.map(|later| Cause::Discipline(later.cell, later.document.clone(), later.place.clone())));
            }
            because.extend(of_cell().filter(|decision| decision.day == day).map(Cause::Decision));
            let of_today = |next: &&Successor| next.day == Some(day);
            because.extend(of_cell().filter_map(rejected).filter(of_today).map(Cause::Rejected));
            because.extend(of_cell().filter(|decision| ended(decision) == Some(day)).map(Cause::Lapse));
            versions.push(Version { since: Some(day), computed: level.clone(), decision, because });
        }
    }
    all.retain(|_, versions| versions.len() > 1);
    all
}

/// What replaced a decision, where its row was rejected.
fn rejected(decision: &Decision) -> Option<&Successor> {
    decision.superseded_by.as_ref().filter(|next| next.is_rejected)
}

/// Decisions about discipline after the end of the year that count to it, in the order of days and rows.
fn later(regulation: &Regulation, years: &Years, (year, end): (i32, Day)) -> Vec<Later> {
    let mut all = Vec::new();
    for table in &years.tables {
        let tallies = || regulation.tallies.iter().filter(|tally| tally.of == table.of);
        let document = regulation.vocabulary.position("discipline_document");
        for (cell, rows) in &table.rows {
            for row in rows.iter().filter(|row| tallies().any(|tally| row.year(tally.year_by) == Some(year))) {
                let Some(day) = row.decided.filter(|day| *day > end) else { continue };
                let document = document.and_then(|slot| row.text(slot)).unwrap_or_default().to_owned();
                all.push(Later { day, cell: *cell, document, place: row.place.clone() });
            }
        }
    }
    all.sort_by(|one, other| {
        let key = |later: &Later| (later.day, later.cell, later.place.file.clone(), later.place.row);
        key(one).cmp(&key(other))
    });
    all
}
