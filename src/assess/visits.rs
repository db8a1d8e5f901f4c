//! Visits of committee members (dự sinh hoạt): which count, per person and level, per cell, and against what is owed.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Exact, Month, Period, Stretch};
use crate::expr::Slots;
use crate::records::{Assignments, CellIndex, Cells, Kind, Person, Visit, VisitedBy, Visits};
use crate::rules::{Basis, Minimum, PartTime, Regulation, VisitRule};

/// Why a visit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// Another row says the same.
    Again,
    /// The person was not assigned that day.
    NotAssigned,
    /// It was the person's own cell.
    OwnCell,
    /// The kind of the meeting does not count.
    Kind,
    /// The cell is not one that counts.
    Cell,
    /// A fact is missing that says whether the cell counts.
    CellOpen,
}

impl Aside {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Aside::Again => "again",
            Aside::NotAssigned => "not-assigned",
            Aside::OwnCell => "own-cell",
            Aside::Kind => "kind",
            Aside::Cell => "cell",
            Aside::CellOpen => "cell-open",
        }
    }

    /// The entry of the rule that leaves it out; none where that is no matter of a rule.
    pub fn basis(self, rule: &VisitRule) -> Option<&Basis> {
        match self {
            Aside::Again | Aside::NotAssigned => None,
            Aside::OwnCell => rule.own_cell.as_ref().map(|(_, basis)| basis),
            Aside::Kind => rule.kinds.as_ref().map(|(_, basis)| basis),
            Aside::Cell | Aside::CellOpen => rule.cells.as_ref().map(|(_, basis)| basis),
        }
    }
}

/// Why a rule leaves out a visit of somebody assigned; `cell` holds the facts of the cell in the slots of the regulation.
pub fn left_out(rule: &VisitRule, kind: Kind, own_cell: bool, cell: &[Option<i64>]) -> Option<Aside> {
    if own_cell && rule.own_cell.as_ref().is_some_and(|(counts, _)| !counts) {
        return Some(Aside::OwnCell);
    }
    if rule.kinds.as_ref().is_some_and(|(kinds, _)| !kinds.iter().any(|word| word == kind.word())) {
        return Some(Aside::Kind);
    }
    match rule.cells.as_ref().map(|(when, _)| when.flag(Slots { facts: cell, derived: &[] })) {
        Some(Ok(false)) => Some(Aside::Cell),
        Some(Err(_)) => Some(Aside::CellOpen),
        Some(Ok(true)) | None => None,
    }
}

/// Visits by kind. A combined one is a regular one, so it is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Regular and combined.
    pub regular: u64,
    /// The combined ones among them.
    pub combined: u64,
    /// Thematic.
    pub thematic: u64,
    /// Extraordinary meetings and congresses.
    pub other: u64,
}

impl Tally {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Regular => self.regular += 1,
            Kind::Combined => {
                self.regular += 1;
                self.combined += 1;
            }
            Kind::Thematic => self.thematic += 1,
            Kind::Extraordinary | Kind::Congress => self.other += 1,
        }
    }

    fn join(&mut self, other: Tally) {
        self.regular += other.regular;
        self.combined += other.combined;
        self.thematic += other.thematic;
        self.other += other.other;
    }

    /// All of them.
    pub fn total(self) -> u64 {
        self.regular + self.thematic + self.other
    }
}

/// The days on which somebody is assigned: runs of days, both ends included, in order and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<(Option<Day>, Option<Day>)>);

impl Spans {
    /// From runs in any order that may overlap; open ends are `None`.
    pub fn of(runs: impl IntoIterator<Item = (Option<Day>, Option<Day>)>) -> Spans {
        let mut runs: Vec<(Option<Day>, Option<Day>)> = runs.into_iter().collect();
        runs.sort_unstable();
        let mut joined: Vec<(Option<Day>, Option<Day>)> = Vec::new();
        for (from, until) in runs {
            match joined.last_mut() {
                // The next day joins two runs to one.
                Some((_, end)) if end.is_none_or(|end| from.is_none_or(|from| end.next().is_none_or(|next| from <= next))) => {
                    *end = end.zip(until).map(|(one, other)| one.max(other));
                }
                _ => joined.push((from, until)),
            }
        }
        Spans(joined)
    }

    fn touches(&self, first: Day, last: Day) -> bool {
        self.0.iter().any(|(from, until)| from.is_none_or(|from| from <= last) && until.is_none_or(|until| until >= first))
    }

    fn covers(&self, first: Day, last: Day) -> bool {
        self.0.iter().any(|(from, until)| from.is_none_or(|from| from <= first) && until.is_none_or(|until| until >= last))
    }

    /// Whether there is any day of it in a period.
    pub fn any_in(&self, period: Period) -> bool {
        ends(period).is_some_and(|(first, last)| self.touches(first, last))
    }

    /// Whether every day of a period is one of it.
    pub fn all_of(&self, period: Period) -> bool {
        ends(period).is_some_and(|(first, last)| self.covers(first, last))
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[(Option<Day>, Option<Day>)] {
        &self.0
    }
}

fn ends(period: Period) -> Option<(Day, Day)> {
    Some((period.first.first_day()?, period.last.last_day()?))
}

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
        // Per unit: the month of each visit, whether it counts, whether that is open.
        let mut made: BTreeMap<(Person, usize), Vec<(Month, bool, bool)>> = BTreeMap::new();
        for (visit, aside) in self.visits.rows.iter().zip(&self.asides) {
            if let VisitedBy::Assigned(person, level) = visit.person {
                let visit = (visit.day.month(), aside.is_none(), *aside == Some(Aside::CellOpen));
                made.entry((person, level)).or_default().push(visit);
            }
        }
        for (position, unit) in self.units.iter().enumerate() {
            let word = self.assignments.level(unit.level);
            let Some((number, minimum)) = rule.minimums.iter().enumerate().find(|(_, minimum)| minimum.level == word) else {
                continue;
            };
            let made = made.get(&(unit.person, unit.level)).map_or(&[][..], Vec::as_slice);
            for stretch in stretches(minimum.per, self.period) {
                let within = || made.iter().filter(|(month, _, _)| (stretch.first..=stretch.last).contains(month));
                let counted: u64 = within().map(|(_, counts, _)| u64::from(*counts)).sum();
                let open: u64 = within().map(|(_, _, open)| u64::from(*open)).sum();
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
        for cell in self.cells.iter().filter(|cell| self.cells.fact(*cell, "hard") == Some(1)) {
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
    let same = |one: &&crate::records::Assignment, other: &&crate::records::Assignment| {
        (one.person, one.level) == (other.person, other.level)
    };
    let rows: Vec<&crate::records::Assignment> = assignments.rows().iter().collect();
    let months = usize::try_from(period.len()).unwrap_or(0);
    let unit = |same: &[&crate::records::Assignment]| {
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
