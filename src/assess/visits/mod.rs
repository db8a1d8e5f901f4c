//! Visits of committee members (dự sinh hoạt): which count, per person and level, per cell, and against what is owed.

mod aside;
mod owed;
mod spans;
mod tally;

pub use aside::{Aside, left_out};
pub use owed::{Done, Outcome, Owed, Why, hard_per, judge, reach, stretches};
pub use spans::Spans;
pub use tally::Tally;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Exact, Month, Period};
use crate::expr::Slots;
use crate::records::{Assignment, Assignments, CellIndex, Cells, Person, Visit, VisitedBy, Visits};
use crate::rules::{Regulation, VisitRule};

/// A person at a level, assigned at some time of the period.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Who.
    pub person: Person,
    /// Position among the words of levels.
    pub level: usize,
    /// When.
    pub spans: Spans,
    /// Visits that count.
    pub counted: Tally,
    /// The same, by month of the period.
    pub months: Vec<Tally>,
    /// Visits that do not.
    pub left_out: u64,
    /// Of those that count, visits to cells that the person was not assigned to.
    pub elsewhere: u64,
    /// Rows that were rejected; of the person, whatever the level.
    pub rejected: u64,
}

/// Visits to a cell.
#[derive(Clone, Debug, Default)]
pub struct Visited {
    /// Those that count.
    pub counted: Tally,
    /// Those that do not.
    pub left_out: u64,
    /// Who made those that count.
    pub people: BTreeSet<Person>,
    /// Whether visits to it count: `None` where that is open.
    pub counts: Option<bool>,
}

/// A stretch in which a hard cell is to be visited.
#[derive(Clone, Debug)]
pub struct HardStretch {
    /// Which cell.
    pub cell: CellIndex,
    /// Which stretch.
    pub stretch: Period,
    /// Visits that count.
    pub visits: u64,
    /// Who made them.
    pub people: BTreeSet<Person>,
    /// Whether the cell exists on every day of the stretch and the stretch lies in the period, so that a visit is due.
    pub due: bool,
}

/// All visits of a period.
#[derive(Debug)]
pub struct Book<'a> {
    /// Which of them count, and how many are owed; nobody judges where `None`.
    pub regulation: Option<&'a Regulation>,
    /// The period.
    pub period: Period,
    /// The cells.
    pub cells: &'a Cells,
    /// Who is assigned.
    pub assignments: &'a Assignments,
    /// The visits.
    pub visits: &'a Visits,
    /// Why each visit is left out.
    pub asides: Vec<Option<Aside>>,
    /// Everybody who is assigned, by person and level.
    pub units: Vec<Unit>,
    /// What is owed, by unit and stretch.
    pub owed: Vec<Owed>,
    /// By cell.
    pub visited: Vec<Visited>,
    /// The hard cells, stretch by stretch.
    pub hard: Vec<HardStretch>,
    /// Stretches that were judged by a text that is not in force on their last day, on request.
    pub on_request: u64,
}

impl<'a> Book<'a> {
    /// Counts the visits. `on_request` applies the regulation outside its time in force.
    pub fn of(
        regulation: Option<&'a Regulation>,
        on_request: bool,
        period: Period,
        (cells, assignments, visits): (&'a Cells, &'a Assignments, &'a Visits),
    ) -> Book<'a> {
        let mut book = Book {
            regulation,
            period,
            cells,
            assignments,
            visits,
            asides: Vec::with_capacity(visits.rows.len()),
            units: units(assignments, visits, period),
            owed: Vec::new(),
            visited: vec![Visited::default(); cells.len()],
            hard: Vec::new(),
            on_request: 0,
        };
        book.count();
        book.judge(on_request);
        book.hard_cells();
        book
    }

    /// What the regulation says of visits.
    pub fn rule(&self) -> Option<&'a VisitRule> {
        self.regulation.and_then(|regulation| regulation.visits.as_ref())
    }

    fn count(&mut self) {
        let rule = self.rule();
        let slots = self.regulation.map(|regulation| self.cells.slots(&regulation.vocabulary));
        let mut facts = vec![None; self.regulation.map_or(0, |regulation| regulation.layout.recorded())];
        let positions: BTreeMap<(Person, usize), usize> =
            self.units.iter().enumerate().map(|(position, unit)| ((unit.person, unit.level), position)).collect();
        for cell in self.cells.iter() {
            if let (Some(rule), Some(slots), Some(visited)) = (rule, &slots, self.visited.get_mut(cell.position())) {
                self.cells.fill(cell, slots, &mut facts);
                let when = rule.cells.as_ref().map_or(Ok(true), |(when, _)| when.flag(Slots { facts: &facts, derived: &[] }));
                visited.counts = when.ok();
            } else if let Some(visited) = self.visited.get_mut(cell.position()) {
                visited.counts = Some(true);
            }
        }
        for visit in &self.visits.rows {
            if let Some(slots) = &slots {
                self.cells.fill(visit.cell, slots, &mut facts);
            }
            let aside = match &visit.person {
                _ if visit.again => Some(Aside::Again),
                VisitedBy::Other(_) => Some(Aside::NotAssigned),
                VisitedBy::Assigned(..) => rule.and_then(|rule| left_out(rule, visit.kind, visit.own_cell, &facts)),
            };
            self.asides.push(aside);
            if let Some(visited) = self.visited.get_mut(visit.cell.position()) {
                match (aside, &visit.person) {
                    (None, VisitedBy::Assigned(person, _)) => {
                        visited.counted.add(visit.kind);
                        visited.people.insert(*person);
                    }
                    _ => visited.left_out += 1,
                }
            }
            let VisitedBy::Assigned(person, level) = &visit.person else { continue };
            let unit = positions.get(&(*person, *level)).and_then(|position| self.units.get_mut(*position));
            let Some(unit) = unit else { continue };
            if aside.is_some() {
                unit.left_out += 1;
                continue;
            }
            unit.counted.add(visit.kind);
            unit.elsewhere += u64::from(visit.elsewhere);
            let month = self.period.month_index(visit.day).and_then(|month| usize::try_from(month).ok());
            if let Some(month) = month.and_then(|month| unit.months.get_mut(month)) {
                month.add(visit.kind);
            }
        }
    }

    fn judge(&mut self, on_request: bool) {
        let (Some(regulation), Some(rule)) = (self.regulation, self.rule()) else { return };
        type Made = Vec<(Month, Option<Aside>)>;
        // The month of each visit, and why it does not count.
        let mut made: BTreeMap<(Person, usize), Made> = BTreeMap::new();
        for (visit, aside) in self.visits.rows.iter().zip(&self.asides) {
            if let VisitedBy::Assigned(person, level) = visit.person {
                made.entry((person, level)).or_default().push((visit.day.month(), *aside));
            }
        }
        for (position, unit) in self.units.iter().enumerate() {
            let word = self.assignments.level(unit.level);
            let Some((number, minimum)) = rule.minimums.iter().enumerate().find(|(_, minimum)| minimum.level == word) else {
                continue;
            };
            let made = made.get(&(unit.person, unit.level)).map_or(&[][..], Vec::as_slice);
            for stretch in stretches(minimum.per, self.period) {
                let count = |of: Option<Aside>| {
                    let within = |month: &Month| (stretch.first..=stretch.last).contains(month);
                    let alike = made.iter().filter(|(month, aside)| within(month) && *aside == of).count();
                    u64::try_from(alike).unwrap_or(u64::MAX)
                };
                let (counted, open) = (count(None), count(Some(Aside::CellOpen)));
                let in_force = stretch.last.last_day().is_some_and(|day| regulation.header.in_force(day));
                // A rejected row may be a visit that counts, in any of the stretches.
                let open = open + unit.rejected;
                let done = Done { spans: &unit.spans, period: self.period, counted, open, in_force: in_force || on_request };
                let Some((required, outcome)) = judge(rule, minimum, stretch, done) else { continue };
                self.on_request += u64::from(on_request && !in_force);
                self.owed.push(Owed { unit: position, minimum: number, stretch, counted, required, outcome });
            }
        }
    }

    fn hard_cells(&mut self) {
        let stretches = stretches(hard_per(self.rule()), self.period);
        let mut counted: BTreeMap<CellIndex, Vec<&Visit>> = BTreeMap::new();
        for (visit, _) in self.visits.rows.iter().zip(&self.asides).filter(|(_, aside)| aside.is_none()) {
            counted.entry(visit.cell).or_default().push(visit);
        }
        // A cell that does not count would seem to be without a visitor whoever came.
        let counts = |cell: &CellIndex| self.visited.get(cell.position()).is_some_and(|visited| visited.counts != Some(false));
        for cell in self.cells.iter().filter(|cell| self.cells.fact(*cell, "hard") == Some(1) && counts(cell)) {
            let (from, until) = self.cells.existence(cell);
            let exists = Spans::of([(from, until)]);
            for stretch in stretches.iter().copied().filter(|stretch| exists.any_in(*stretch)) {
                let within = |visit: &&&Visit| (stretch.first..=stretch.last).contains(&visit.day.month());
                let visits: Vec<&&Visit> = counted.get(&cell).into_iter().flatten().filter(within).collect();
                let people = visits.iter().filter_map(|visit| match &visit.person {
                    VisitedBy::Assigned(person, _) => Some(*person),
                    VisitedBy::Other(_) => None,
                });
                let is_over = stretch.first >= self.period.first && stretch.last <= self.period.last;
                self.hard.push(HardStretch {
                    cell,
                    stretch,
                    visits: u64::try_from(visits.len()).unwrap_or(u64::MAX),
                    people: people.collect(),
                    due: is_over && exists.all_of(stretch),
                });
            }
        }
    }

    /// The cells that exist at some time of the period.
    pub fn existing(&self) -> impl Iterator<Item = CellIndex> + '_ {
        self.cells.iter().filter(|cell| Spans::of([self.cells.existence(*cell)]).any_in(self.period))
    }

    /// Everybody of a level, or of all levels: persons, each once, those of them who went, and their visits.
    pub fn sum(&self, level: Option<usize>) -> Sum {
        self.add_up(level, self.period, |unit| unit.counted)
    }

    /// The same for a month of the period, by its position: who is assigned on any day of it.
    pub fn sum_of_month(&self, level: Option<usize>, month: usize) -> Sum {
        let Some(of) = self.period.months().nth(month) else { return Sum::default() };
        let within = Period { first: of, last: of };
        self.add_up(level, within, |unit| unit.months.get(month).copied().unwrap_or_default())
    }

    fn add_up(&self, level: Option<usize>, within: Period, of: impl Fn(&Unit) -> Tally) -> Sum {
        let mut sum = Sum::default();
        let (mut people, mut went) = (BTreeSet::new(), BTreeSet::new());
        for unit in self.units.iter().filter(|unit| level.is_none_or(|level| unit.level == level)) {
            if !unit.spans.any_in(within) {
                continue;
            }
            let tally = of(unit);
            people.insert(unit.person);
            if tally.total() > 0 {
                went.insert(unit.person);
            }
            sum.visits.join(tally);
        }
        let count = |people: BTreeSet<Person>| u64::try_from(people.len()).unwrap_or(u64::MAX);
        Sum { persons: count(people), went: count(went), ..sum }
    }
}

/// Persons and their visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Who is assigned, each once.
    pub persons: u64,
    /// Those of them with a visit that counts.
    pub went: u64,
    /// Visits that count.
    pub visits: Tally,
}

impl Sum {
    /// Visits per person assigned, not per person who went; none where nobody is.
    pub fn mean(self) -> Option<Exact> {
        Exact::new(i64::try_from(self.visits.total()).ok()?, i64::try_from(self.persons).ok()?)
    }
}

fn units(assignments: &Assignments, visits: &Visits, period: Period) -> Vec<Unit> {
    let same = |one: &&Assignment, other: &&Assignment| (one.person, one.level) == (other.person, other.level);
    let rows: Vec<&Assignment> = assignments.rows().iter().collect();
    let months = usize::try_from(period.len()).unwrap_or(0);
    let unit = |same: &[&Assignment]| {
        let first = same.first()?;
        let spans = Spans::of(same.iter().map(|row| (row.from, row.until)));
        let rejected = visits.rejected.get(assignments.code(first.person)).copied().unwrap_or(0);
        spans.any_in(period).then(|| Unit {
            person: first.person,
            level: first.level,
            spans,
            counted: Tally::default(),
            months: vec![Tally::default(); months],
            left_out: 0,
            elsewhere: 0,
            rejected,
        })
    };
    rows.chunk_by(same).filter_map(unit).collect()
}
