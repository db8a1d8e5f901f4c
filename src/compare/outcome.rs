//! The results of several sides over the same cells: what changed for each cell, and by what.
//!
//! Everything is taken in a fixed order, so that the causes of a change add up to it: points and rates; the level of each meeting (points, bounds, gates);
//! the level of the period (the levels of the meetings, on the rule of the first side; then the rule of the other one); the level of the year
//! before any quota (the meetings, under the first text; then the text itself); last the quota.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::causes::{self, By, Cause, OfSide, What};
use super::kept::{Kept, Whose};
use super::other_records;
use crate::assess::decision::{Decided, Settled, State, level_of};
use crate::assess::year::{CellYear, Classification};
use crate::assess::{Class, Differences, Meetings};
use crate::base::{Day, Exact, Period};
use crate::records::{CellIndex, Cells, Subject};
use crate::rules::Level;

/// One side of a comparison: the meetings as it judges them, and the year where there is one.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The meetings.
    pub meetings: &'a Meetings<'a>,
    /// The year.
    pub year: Option<&'a Classification<'a>>,
    /// What it makes otherwise of the meetings than the first side; `None` for the first, and where the texts are the same.
    pub differences: Option<&'a Differences>,
    /// Decisions on levels, held against what it computes.
    pub decided: &'a Decided<'a>,
}

/// What all sides come to in one period.
#[derive(Debug)]
pub struct Outcome {
    /// The period.
    pub period: Period,
    /// Every side.
    pub sides: Vec<SideLevels>,
    /// Every cell, in the order of codes.
    pub cells: Kept,
    /// Where each side has them; only within the run.
    pub places: Places,
    /// For each side but the first, by what the rates and levels of cells changed, each with its cell; only within the run.
    pub of_levels: Vec<Vec<(usize, Cause)>>,
}

/// Where each side has each cell.
#[derive(Debug, Default)]
pub struct Places {
    all: Vec<Option<CellIndex>>,
    /// How many there are of a cell; one for sides that share their cells.
    sides: usize,
}

impl Places {
    /// Where a side has a cell, if it has it.
    pub fn of(&self, cell: usize, side: usize) -> Option<CellIndex> {
        self.all.get(cell * self.sides + side.min(self.sides.checked_sub(1)?)).copied().flatten()
    }

    /// How many cells any side has.
    pub fn len(&self) -> usize {
        self.all.len().checked_div(self.sides).unwrap_or(0)
    }

    /// Whether no side has any cell.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Every cell of any side in the order of codes.
    fn all(sides: &[Judged<'_>]) -> Places {
        let shared = sides.first().map(|first| first.meetings.cells);
        if sides.iter().all(|side| shared.is_some_and(|cells| std::ptr::eq(cells, side.meetings.cells))) {
            return Places { all: shared.into_iter().flat_map(Cells::iter).map(Some).collect(), sides: 1 };
        }
        let mut all: BTreeMap<&str, Vec<Option<CellIndex>>> = BTreeMap::new();
        for (number, side) in sides.iter().enumerate() {
            for cell in side.meetings.cells.iter() {
                let places = all.entry(side.meetings.cells.code(cell)).or_insert_with(|| vec![None; sides.len()]);
                if let Some(place) = places.get_mut(number) {
                    *place = Some(cell);
                }
            }
        }
        Places { all: all.into_values().flatten().collect(), sides: sides.len() }
    }
}

/// The levels that a side knows, best first.
#[derive(Clone, Debug, Default)]
pub struct SideLevels {
    /// Of meetings and periods.
    pub meeting: Vec<Named>,
    /// Of years.
    pub year: Vec<Named>,
}

/// A level by id and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Stable id.
    pub id: String,
    /// For readers.
    pub title: String,
    /// For narrow columns.
    pub short: String,
}

impl Named {
    fn of(level: &Level) -> Named {
        Named { id: level.id.clone(), title: level.title.clone(), short: level.short.clone() }
    }
}

/// What all sides come to for a cell.
#[derive(Clone, Debug)]
pub struct CellOutcome<'a> {
    /// Code.
    pub code: Cow<'a, str>,
    /// Name.
    pub name: Cow<'a, str>,
    /// Superior committee.
    pub committee: &'a str,
    /// Type, by the number that it was given.
    pub kind: u32,
    /// What each side comes to.
    pub sides: Vec<SideOutcome>,
    /// What each side but the first makes otherwise.
    pub changes: Vec<Change>,
}

/// What a side comes to for a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideOutcome {
    /// Meetings with a total.
    pub scored: u64,
    /// Held meetings whose total or level is open.
    pub open: u64,
    /// Mean of their totals.
    pub mean: Option<Exact>,
    /// Attending and expected members.
    pub rate: Option<(u64, u64)>,
    /// Level of the period, by its place among the levels of the side.
    pub level: Option<usize>,
    /// Whether meetings are missing, so that it may still change.
    pub provisional: bool,
    /// The year, where it was classified.
    pub year: Option<YearOutcome>,
    /// The decision on the level of the period that is known last.
    pub decided: Option<Box<DecidedLevel>>,
    /// That on the level of the year.
    pub decided_year: Option<Box<DecidedLevel>>,
}

/// A decision on a level, beside what is computed. Nothing is compared by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedLevel {
    /// The level decided.
    pub level: Named,
    /// What it is worth beside the level computed.
    pub state: State,
    /// Number of the document.
    pub document: String,
    /// Its day.
    pub day: Day,
    /// Last day on which it holds, where it has one.
    pub until: Option<Day>,
}

impl DecidedLevel {
    /// Whether its level stands.
    pub fn stands(&self) -> bool {
        self.state == State::Applied
    }
}

/// What a side makes of a cell's year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOutcome {
    /// Level before any quota.
    pub before_quota: Option<usize>,
    /// Level in the end.
    pub level: Option<usize>,
    /// Whether the committee has to settle a tie first.
    pub undecided: bool,
    /// Whether it may still change.
    pub provisional: bool,
}

/// What another side makes otherwise of a cell than the first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Change {
    /// Meetings with a total under both.
    pub compared: u64,
    /// Those of them whose total is another.
    pub changed: u64,
    /// Meetings that neither can score, since facts are missing.
    pub open: u64,
    /// What their totals changed by, together.
    pub points: Option<Exact>,
    /// Meetings with a better level, and with a worse one.
    pub meetings: (u64, u64),
    /// How the level of the period went.
    pub level: Move,
    /// How the level of the year went.
    pub year: Move,
    /// Whether anything that a reader would ask for is otherwise. Leaves that give other points and leave every total as it was are nothing.
    pub is_any: bool,
    /// Whether something that both ought to judge is judged by one of them alone, by neither, or by a person.
    pub is_open: bool,
    /// Where the causes begin and end.
    pub(super) causes: (usize, usize),
}

/// Which way a level went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Move {
    /// Nobody asked for one.
    #[default]
    None,
    /// The same level.
    Same,
    /// A better one.
    Up,
    /// A worse one.
    Down,
    /// One of them is open, or the two sides know no level in common.
    NotComparable,
}

impl Move {
    /// From one place among levels to another, the best first.
    pub fn between(from: usize, to: usize) -> Move {
        match to.cmp(&from) {
            std::cmp::Ordering::Equal => Move::Same,
            std::cmp::Ordering::Less => Move::Up,
            std::cmp::Ordering::Greater => Move::Down,
        }
    }

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Move::None => "",
            Move::Same => "same",
            Move::Up => "up",
            Move::Down => "down",
            Move::NotComparable => "not-comparable",
        }
    }
}

impl Change {
    /// The same, knowing by what it came about.
    fn by(self, causes: &[Cause]) -> Change {
        let lacks = |cause: &Cause| matches!(cause.by, By::MissingFact | By::Recorded);
        let of_total = |cause: &Cause| cause.what == What::Points && matches!(cause.by, By::Leaf | By::Denominator | By::Sheet);
        let is_open = self.open > 0 || [self.level, self.year].contains(&Move::NotComparable) || causes.iter().any(lacks);
        let is_any = self.changed > 0
            || self.meetings != (0, 0)
            || !matches!(self.level, Move::None | Move::Same)
            || !matches!(self.year, Move::None | Move::Same)
            || !causes.iter().all(of_total);
        Change { is_any, is_open, ..self }
    }
}

/// What all sides come to for a cell, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The first side that has the cell, and where.
    pub of: (&'a Judged<'a>, CellIndex),
    /// The number of its committee, by [`Kept::committees`].
    pub committee: usize,
    /// What each side comes to.
    pub sides: &'a [SideOutcome],
    /// What each side but the first makes otherwise.
    pub changes: &'a [Change],
}

/// What all sides come to; the first is what the others are compared with. Every cell is `seen` as it is made, which gives its type a number.
/// `None` where there is no side.
pub fn outcome(sides: &[Judged<'_>], mut seen: impl FnMut(Seen<'_>) -> u32) -> Option<Outcome> {
    let first = sides.first()?;
    let levels = sides.iter().map(levels_of).collect::<Vec<SideLevels>>();
    let years: Vec<Vec<Option<usize>>> = sides.iter().map(|side| places_of_years(side)).collect();
    let of_sides: Vec<OfSide<'_>> = sides.iter().map(|side| OfSide::new(side.meetings)).collect();
    let places = Places::all(sides);
    let mut cells = Kept::default();
    cells.reserve(places.len());
    let mut of_levels = vec![Vec::new(); sides.len().saturating_sub(1)];
    // The room of one cell serves the next.
    let (mut own, mut changes, mut causes) = (Vec::new(), Vec::new(), Vec::new());
    for position in 0..places.len() {
        let place = |side: usize| places.of(position, side);
        let year_of = |side: usize| -> Option<&CellYear> {
            let place = years.get(side)?.get(place(side)?.position()).copied().flatten()?;
            sides.get(side)?.year?.cells.get(place)
        };
        own.clear();
        let outcome = |(number, side)| place(number).map(|cell| side_outcome(side, cell, year_of(number))).unwrap_or_default();
        own.extend(sides.iter().enumerate().map(outcome));
        changes.clear();
        for (number, other) in sides.iter().enumerate().skip(1) {
            causes.clear();
            let change = match (place(0), place(number)) {
                (Some(before), Some(after)) => change(
                    (first, before),
                    (other, after),
                    ((own.first()?, own.get(number)?), (of_sides.first()?, of_sides.get(number)?)),
                    (levels.first()?, levels.get(number)?),
                    (year_of(0), year_of(number)),
                    &mut causes,
                ),
                _ => other_records::only_one(other, &mut causes),
            };
            if let Some(of_levels) = of_levels.get_mut(number - 1) {
                let own = causes.iter().filter(|cause: &&Cause| cause.what != What::Points);
                of_levels.extend(own.map(|cause| (position, cause.clone())));
            }
            changes.push(Change { causes: cells.put_causes(&causes)?, ..change.by(&causes) });
        }
        let (side, cell) = sides.iter().enumerate().find_map(|(number, side)| Some((side, place(number)?)))?;
        let known = side.meetings.cells;
        let committee = cells.number_of_committee(known.committee(cell));
        let numbered = usize::try_from(committee).unwrap_or(usize::MAX);
        let kind = seen(Seen { of: (side, cell), committee: numbered, sides: &own, changes: &changes });
        cells.put(Whose { code: known.code(cell), name: known.name(cell), committee, kind }, &own, &changes)?;
    }
    Some(Outcome { period: first.meetings.period, sides: levels, cells: cells.all(), places, of_levels })
}

fn levels_of(side: &Judged<'_>) -> SideLevels {
    SideLevels {
        meeting: side.meetings.levels().map(Named::of).collect(),
        year: side.year.map_or_else(Vec::new, |year| year.regulation.levels.iter().map(Named::of).collect()),
    }
}

/// Where each cell stands in the classification; cells that are not judged stand last there.
fn places_of_years(side: &Judged<'_>) -> Vec<Option<usize>> {
    let mut places = vec![None; side.meetings.cells.len()];
    for (place, year) in side.year.iter().flat_map(|year| year.cells.iter().enumerate()) {
        if let Some(slot) = places.get_mut(year.cell.position()) {
            *slot = Some(place);
        }
    }
    places
}

fn side_outcome(side: &Judged<'_>, cell: CellIndex, year: Option<&CellYear>) -> SideOutcome {
    let summary = side.meetings.counted(cell, &Class::ALL);
    let level = side.meetings.level(cell).and_then(|level| side.meetings.level_of(level));
    SideOutcome {
        scored: summary.scored,
        open: summary.open,
        mean: summary.mean().filter(|_| summary.scored > 0).map(Exact::reduced),
        rate: summary.attendance(),
        level: level.and_then(|level| side.meetings.levels().position(|other| other.id == level.id)),
        provisional: side.meetings.is_provisional(cell),
        year: year.map(|year| YearOutcome {
            before_quota: year.level,
            level: year.final_level(),
            undecided: year.place() == crate::assess::contest::Place::Undecided,
            provisional: year.provisional || year.place_provisional,
        }),
        decided: decided(side, cell, Subject::MeetingQuality),
        decided_year: decided(side, cell, Subject::YearEnd),
    }
}

/// Few levels are decided, so that the room of one is taken for those only.
fn decided(side: &Judged<'_>, cell: CellIndex, subject: Subject) -> Option<Box<DecidedLevel>> {
    let Settled { decision, state, .. } = side.decided.last(cell, subject)?;
    let id = &decision.decided;
    let level = level_of(side.meetings, side.year.map(|year| year.regulation), subject, id);
    let unknown = || Named { id: id.clone(), title: id.clone(), short: id.clone() };
    Some(Box::new(DecidedLevel {
        level: level.map_or_else(unknown, Named::of),
        state: *state,
        document: decision.document.clone(),
        day: decision.day,
        until: decision.until,
    }))
}

fn change(
    (first, cell): (&Judged<'_>, CellIndex),
    (other, place): (&Judged<'_>, CellIndex),
    ((before, after), meetings): ((&SideOutcome, &SideOutcome), (&OfSide<'_>, &OfSide<'_>)),
    (old, new): (&SideLevels, &SideLevels),
    (year_before, year_after): (Option<&CellYear>, Option<&CellYear>),
    causes: &mut Vec<Cause>,
) -> Change {
    let own = other.differences.map(|differences| differences.cell(cell)).unwrap_or_default();
    if !std::ptr::eq(first.meetings.cells, other.meetings.cells) {
        let cells = ((first, cell, year_before), (other, place, year_after));
        return other_records::change(cells, meetings, (before, after), (old, new), causes);
    }
    if let Some(differences) = other.differences {
        causes::of_points(differences, cell, meetings, causes);
    }
    causes::of_rate(before.rate, after.rate, causes);
    if other.differences.is_some() {
        causes::of_meetings(&own, causes);
    }
    let level = moved(before.level, after.level, (&old.meeting, &new.meeting));
    let mut level = if judges_periods(first) || judges_periods(other) { level } else { Move::None };
    // Over meetings that one of the two cannot judge nobody can tell what its level would be.
    let lacking = own.open_before + own.open_after > 0;
    if !matches!(level, Move::None | Move::Same) {
        if lacking {
            level = Move::NotComparable;
        }
        causes::of_period((cell, &own), meetings, (before.level, after.level), causes);
    }
    let years = first.year.zip(other.year).zip(year_before.zip(year_after));
    let mut year = match (&before.year, &after.year) {
        (Some(before), Some(after)) => moved_year(before, after, (&old.year, &new.year)),
        _ => Move::None,
    };
    if let Some((texts, cells)) = years.filter(|_| !matches!(year, Move::None | Move::Same)) {
        causes::of_year(texts, cells, (meetings, cell, lacking), causes);
        let of_missing = |cause: &Cause| (cause.what, cause.by) == (causes::What::Year, causes::By::MissingFact);
        if causes.iter().any(of_missing) {
            year = Move::NotComparable;
        }
    }
    Change {
        compared: u64::from(own.compared),
        changed: u64::from(own.changed),
        open: u64::from(own.open_both),
        points: own.change().filter(|_| own.compared > 0),
        meetings: (u64::from(own.rose), u64::from(own.fell)),
        level,
        year,
        ..Change::default()
    }
}

/// Whether a text of the side gives a level for the period.
pub(super) fn judges_periods(side: &Judged<'_>) -> bool {
    side.meetings.period_judges().any(|text| side.meetings.period_rule(text).is_some())
}

pub(super) fn moved_year(before: &YearOutcome, after: &YearOutcome, names: (&[Named], &[Named])) -> Move {
    match moved(before.level, after.level, names) {
        // Neither has a level, for whatever reason.
        Move::Same if before.undecided != after.undecided => Move::NotComparable,
        other => other,
    }
}

/// How a level went, by the order of the first side.
pub(super) fn moved(before: Option<usize>, after: Option<usize>, (old, new): (&[Named], &[Named])) -> Move {
    let among = |level: usize| new.get(level).and_then(|level| old.iter().position(|other| other.id == level.id));
    match (before, after) {
        (None, None) => Move::Same,
        (Some(before), Some(after)) => among(after).map_or(Move::NotComparable, |after| Move::between(before, after)),
        _ => Move::NotComparable,
    }
}
