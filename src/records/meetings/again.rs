//! A row for another side than the first, which has read it already.

use std::collections::BTreeSet;

use super::Judge;
use super::pass::Mode;
use super::worker::{Entry, Known, Lane, Part, Worker};
use crate::records::columns::{Columns, Holds};
use crate::records::scan::Record;
use crate::rules::{FactType, Scope};

/// Slots of one text that hold the same as slots of another.
pub(super) struct Taken {
    /// Slots that follow one another in both: the first of one text, the first of the other, and how many.
    runs: Vec<(usize, usize, usize)>,
    /// Where all that either fills of its first so many slots is the same for both, and the other fills no slot behind them: so many.
    in_place: Option<usize>,
}

impl Taken {
    /// The runs go on over slots between them that no row fills and that `hold_alike`, so that they are few.
    fn of(mut slots: Vec<(usize, usize)>, in_place: Option<usize>, hold_alike: impl Fn(usize, usize) -> bool) -> Taken {
        slots.sort_unstable_by_key(|(_, to)| *to);
        slots.dedup();
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for (from, to) in slots {
            let goes_on = |run: &&mut (usize, usize, usize)| {
                let (first, own) = (run.0 + run.2, run.1 + run.2);
                to >= own && Some(from) == first.checked_add(to - own) && (own..to).all(|slot| hold_alike(from + slot - to, slot))
            };
            match runs.last_mut().filter(goes_on) {
                Some((_, own, count)) => *count = to + 1 - *own,
                None => runs.push((from, to, 1)),
            }
        }
        Taken { runs, in_place }
    }

    /// Copies them all.
    #[inline]
    pub(super) fn take(&self, theirs: &[Option<i64>], own: &mut [Option<i64>]) {
        for (from, to, count) in &self.runs {
            if let (Some(own), Some(theirs)) = (own.get_mut(*to..to + count), theirs.get(*from..from + count)) {
                own.copy_from_slice(theirs);
            }
        }
    }
}

/// What the first side has read of a row without any fault, and has judged.
#[derive(Clone, Copy)]
pub(super) struct ReadBefore<'p> {
    /// Which of its texts.
    pub(super) text: usize,
    pub(super) facts: &'p [Option<i64>],
    pub(super) meeting: Known,
}

/// What came of a row that another side has read.
pub(super) struct Again<'p> {
    /// The number of the text that has judged it, where one has.
    pub(super) text: Option<usize>,
    /// The facts by which it was judged, where they are those of the first side as they stand there.
    pub(super) in_place: Option<&'p [Option<i64>]>,
}

impl<J: Judge> Worker<'_, J> {
    /// Judges a row by what the first side has read and found sound; `None` where it has to be gone through as by that side.
    #[inline]
    pub(super) fn again<'p>(&self, record: &Record<'_>, part: &mut Part<J::Part>, before: &ReadBefore<'p>) -> Option<Again<'p>> {
        // What is supposed, and which of several rows holds, each side settles by itself.
        if !matches!(self.mode, Mode::First) || self.request.supposed.is_some() {
            return None;
        }
        let meeting = before.meeting;
        let number = usize::from(self.calendar.text(meeting.day)?);
        let lane = self.lanes.get(number)?;
        let taken = lane.taken.get(before.text)?.as_ref()?;
        self.begin(part);
        let faults = part.faults.len();
        let Part { lanes, faults: all, warnings, .. } = part;
        let own = lanes.get_mut(number)?;
        let in_place = taken.in_place.and_then(|len| before.facts.get(..len));
        let facts = match in_place {
            Some(facts) => facts,
            None => {
                taken.take(before.facts, &mut own.facts);
                if own.filled != Some(meeting.cell) {
                    self.request.cells.fill(meeting.cell, &lane.cell_slots, &mut own.facts);
                    own.filled = Some(meeting.cell);
                }
                &own.facts
            }
        };
        let judged = self.judge(record, (number, lane, facts), &mut own.judged, (meeting, false), (all, warnings));
        let Known { cell, month, kind, .. } = meeting;
        let asked_for = self.request.only.is_none_or(|only| only.contains(&cell));
        let row = Entry { key: None, lane: number, cell: Some(cell), month: Some(month), kind: Some(kind), asked_for };
        self.enter(record, part, faults, row);
        Some(Again { text: judged.then_some(number), in_place })
    }
}

/// How what one text has read of a row is taken over by another that reads the same columns; `None` where it reads one in another way.
pub(super) fn taken<J>(first: &Lane<'_, J>, other: &Lane<'_, J>) -> Option<Taken> {
    let (theirs, own) = (first.reader.columns, other.reader.columns);
    if !other.reader.counts_as(&first.reader) {
        return None;
    }
    let facts = |from: usize, to: usize| {
        let (theirs, own) = (first.reader.fact(from)?, other.reader.fact(to)?);
        // Points and levels are read with the leaves and levels of a text at hand.
        let plain = !matches!(own.kind, FactType::Points | FactType::Level | FactType::Grade);
        (plain && theirs == own).then_some((from, to))
    };
    let mut taken = Vec::new();
    for (place, holds) in own.holds.iter().enumerate() {
        let same = match (theirs.holds.get(place)?, holds) {
            (_, Holds::Nothing) => continue,
            (Holds::Fact(from), Holds::Fact(to)) if theirs.forms.get(place) == own.forms.get(place) => facts(*from, *to),
            _ => None,
        };
        taken.push(same?);
    }
    for slot in other.reader.made_up().iter().copied().chain(own.given.iter().map(|(slot, _)| *slot)) {
        let id = &other.reader.fact(slot)?.id;
        taken.push(facts(first.regulation.vocabulary.position(id)?, slot)?);
    }
    // What a cell has of itself, each text fills in by itself.
    let hold_alike = |from: usize, to: usize| {
        let is_of_meeting = other.reader.fact(to).is_some_and(|fact| fact.scope == Scope::Meeting);
        is_of_meeting && facts(from, to).is_some() && theirs.holds.iter().all(|holds| holds.slot() != Some(from))
    };
    let in_place = in_place(first, other);
    Some(Taken::of(taken, in_place, hold_alike))
}

/// How many slots both have in common from the first on, where whatever either fills of a row and its cell is the same for both, and the other
/// fills none behind them.
fn in_place<J>(first: &Lane<'_, J>, other: &Lane<'_, J>) -> Option<usize> {
    let (theirs, own) = (first.reader.columns, other.reader.columns);
    let facts = first.regulation.vocabulary.facts.iter().zip(&other.regulation.vocabulary.facts);
    let len = facts.take_while(|(theirs, own)| theirs == own).count();
    let within = |slot: &usize| *slot < len;
    let columns = theirs.holds.iter().zip(&own.holds).all(|(theirs, own)| match own.slot() {
        Some(slot) => within(&slot) && theirs == own,
        None => !theirs.slot().as_ref().is_some_and(within),
    });
    let made_up = |lane: &Lane<'_, J>| lane.reader.made_up().iter().copied().filter(within).collect::<BTreeSet<usize>>();
    let given = |columns: &Columns| columns.given.iter().copied().filter(|(slot, _)| within(slot)).collect::<BTreeSet<_>>();
    let behind = other.reader.made_up().iter().chain(own.given.iter().map(|(slot, _)| slot)).any(|slot| !within(slot));
    let alike = made_up(first) == made_up(other) && given(theirs) == given(own) && !behind;
    // Derived values are numbered on from the facts; and what the clerk knows of sums is held against the facts of each text.
    let is_plain = !other.regulation.reads_derived() && own.expected.is_empty() && theirs.holds.len() == own.holds.len();
    (columns && alike && is_plain && other.cell_slots.are_those_of(&first.cell_slots, len)).then_some(len)
}
