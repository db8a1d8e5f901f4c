//! The smallest change of one recorded figure that gives another level, found by judging again with that figure changed.

use std::collections::BTreeSet;

use super::super::Meetings;
use super::super::entrant::Opened;
use super::super::judge::Scorer;
use super::super::year::{CellYear, judge_year};
use crate::base::{Exact, Points};
use crate::expr::Expr;
use crate::rules::{Fact, FactType, Form, Leaf, LeafKind, Regulation, Scope, When};

/// One recorded figure, changed by itself, and the level that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of figure.
    pub lever: Lever,
    /// The slot that changes; of members, the status that they change to.
    pub slot: usize,
    /// As recorded.
    pub from: i64,
    /// As it would have to be.
    pub to: i64,
    /// The level that follows.
    pub level: usize,
}

/// A kind of figure that a change can be of. The order is that in which changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// So many members in one status rather than in this one.
    Members(usize),
    /// A count.
    Count,
    /// Yes instead of no, or no instead of yes.
    Flag,
    /// Another word of a scale, or another grade.
    Word,
    /// The meeting-quality level of the year.
    Quality,
    /// Minutes.
    Minutes,
    /// Points that a person gave, in thousandths.
    Points,
}

impl Change {
    /// By how much: members, occurrences, minutes, thousandths of a point, words of a scale.
    pub fn size(&self) -> u64 {
        self.from.abs_diff(self.to)
    }

    /// The facts with it; the meeting-quality level of a year is none of them.
    pub fn apply(&self, facts: &[Option<i64>]) -> Vec<Option<i64>> {
        let mut facts = facts.to_vec();
        let mut put = |slot: usize, value: i64| {
            if let Some(own) = facts.get_mut(slot) {
                *own = Some(value);
            }
        };
        put(self.slot, self.to);
        if let Lever::Members(other) = self.lever {
            let there = facts.get(other).copied().flatten().unwrap_or(0);
            if let Some(own) = facts.get_mut(other) {
                *own = Some(there - (self.to - self.from));
            }
        }
        facts
    }

    /// Members, counts, flags and words are told before minutes, and minutes before points; of each the smallest first.
    fn order(&self) -> (u8, u64, Lever, usize, bool) {
        let class = match self.lever {
            Lever::Members(_) | Lever::Count | Lever::Flag | Lever::Word | Lever::Quality => 0,
            Lever::Minutes => 1,
            Lever::Points => 2,
        };
        (class, self.size(), self.lever, self.slot, self.to < self.from)
    }
}

/// The smallest changes, one for each figure and direction, that give a meeting a better level, or a worse one; the smallest first.
/// Figures that were not recorded are not changed: nobody knows from where.
pub fn meeting_changes(regulation: &Regulation, facts: &[Option<i64>], better: bool) -> Vec<Change> {
    let mut scorer = Scorer::new(regulation);
    let Some((form, level)) = scorer.score(facts).and_then(|(score, _)| Some((score.form, score.level?))) else {
        return Vec::new();
    };
    let Some(form) = regulation.forms.get(form) else { return Vec::new() };
    let mut ask = |facts: &[Option<i64>]| scorer.score(facts).and_then(|(score, _)| score.level);
    Search { regulation, facts, level, better }.all(Some(form), &mut ask)
}

/// The same of the year of a cell, before any quota.
pub fn year_changes(regulation: &Regulation, meetings: &Meetings<'_>, year: &CellYear, better: bool) -> Vec<Change> {
    let tallies: Vec<Option<i64>> = year.tallies.iter().map(|counted| counted.value).collect();
    let word = year.quality.and_then(|level| meetings.level_of(level)).map(|level| level.id.as_str());
    let mut ask = |facts: &[Option<i64>]| judge_year(regulation, facts, &tallies, word).walk.level();
    let (opened, Some(level)) = (year.entrant.open(), year.level) else { return Vec::new() };
    let form = regulation.form(opened.slots()).ok().flatten();
    let facts = opened.facts.as_slice();
    let search = Search { regulation, facts, level, better };
    let mut found = search.all(form.and_then(|form| regulation.forms.get(form)), &mut ask);
    let words = &regulation.layout.quality;
    if let Some(from) = words.iter().position(|known| Some(known.as_str()) == word) {
        let others: Vec<usize> = if better { (0..from).rev().collect() } else { (from + 1..words.len()).collect() };
        let does = |to: &usize| {
            let level = judge_year(regulation, facts, &tallies, words.get(*to).map(String::as_str)).walk.level()?;
            let whole = |place: usize| i64::try_from(place).ok();
            let slot = regulation.layout.recorded() + regulation.layout.meeting_quality();
            let change = Change { lever: Lever::Quality, slot, from: whole(from)?, to: whole(*to)?, level };
            search.is_wanted(level).then_some(change)
        };
        found.extend(others.iter().find_map(does));
        found.sort_by_key(Change::order);
    }
    found
}

/// The total of the year of a cell with a change of it, and what is known of that year, before any quota.
pub fn year_with(regulation: &Regulation, meetings: &Meetings<'_>, year: &CellYear, change: &Change) -> (Option<Exact>, Opened) {
    let tallies: Vec<Option<i64>> = year.tallies.iter().map(|counted| counted.value).collect();
    let word = match change.lever {
        Lever::Quality => {
            let place = usize::try_from(change.to).ok();
            place.and_then(|place| regulation.layout.quality.get(place)).map(String::as_str)
        }
        _ => year.quality.and_then(|level| meetings.level_of(level)).map(|level| level.id.as_str()),
    };
    let facts = change.apply(&year.entrant.facts.open());
    let judged = judge_year(regulation, &facts, &tallies, word);
    (judged.score.and_then(|score| score.total), Opened { facts, derived: judged.derived })
}

/// No meeting has that many more members, and no rule counts that far.
const FARTHEST: i64 = 60;
/// No sheet has that many points, in thousandths.
const MOST_POINTS: i64 = 1_000_000;
/// Points are recorded with at most two decimals unless the leaf says otherwise: with three, a mark could be one of thousands.
const FINEST: i64 = 10;
/// Nor does a rule ask for so many more minutes.
const LONGEST: i64 = 240;

type Ask<'f> = &'f mut dyn FnMut(&[Option<i64>]) -> Option<usize>;

struct Search<'a> {
    regulation: &'a Regulation,
    facts: &'a [Option<i64>],
    level: usize,
    better: bool,
}

impl Search<'_> {
    fn all(&self, form: Option<&Form>, ask: Ask<'_>) -> Vec<Change> {
        let read = self.read(form);
        let mut found = self.members(&read, ask);
        for (slot, fact) in self.regulation.vocabulary.facts.iter().enumerate() {
            if fact.scope != self.regulation.header.scope || !read.contains(&slot) || self.is_frame(fact) {
                continue;
            }
            let Some(from) = self.get(slot) else { continue };
            let most = self.regulation.vocabulary.position(&fact.at_most).and_then(|bound| self.get(bound));
            let (lever, up, down) = match &fact.kind {
                FactType::Count => (Lever::Count, most.unwrap_or(from + FARTHEST), (from - FARTHEST).max(0)),
                FactType::Minutes => (Lever::Minutes, from + LONGEST, 0),
                FactType::Flag => (Lever::Flag, 1, 0),
                FactType::Grade => (Lever::Word, last(self.regulation.grades.len()), 0),
                FactType::Choice(scale) => (Lever::Word, last(scale.words.len()), 0),
                FactType::Points => {
                    let (most, step) = self.points_of(form, slot);
                    found.extend(self.points(slot, (from, most), step, ask));
                    continue;
                }
                _ => continue,
            };
            for ends in [(from + 1..=up).collect::<Vec<i64>>(), (down..from).rev().collect()] {
                found.extend(self.first(lever, slot, from, &ends, ask));
            }
        }
        for number in form.map_or(0..0, |form| form.leaves.clone()) {
            let Some(leaf) = self.regulation.leaves.get(number) else { continue };
            found.extend(self.given_points(leaf, number, ask));
        }
        found.sort_by_key(Change::order);
        found
    }

    fn get(&self, slot: usize) -> Option<i64> {
        self.facts.get(slot).copied().flatten()
    }

    /// What the sheet, the levels and the gates look at.
    fn read(&self, form: Option<&Form>) -> BTreeSet<usize> {
        let mut read = BTreeSet::new();
        let mut of = |expr: &Expr| read.extend(expr.slots().iter().copied());
        let leaves = form.and_then(|form| self.regulation.leaves.get(form.leaves.clone())).unwrap_or(&[]);
        leaves.iter().for_each(|leaf| leaf_reads(leaf, &mut of));
        self.regulation.gates.iter().for_each(|gate| of(&gate.when));
        self.regulation.levels.iter().flat_map(|level| &level.conditions).for_each(|condition| of(&condition.when));
        self.regulation.criteria.iter().filter_map(|criterion| criterion.table.as_ref()).for_each(|table| of(&table.of));
        let facts = leaves.iter().filter_map(|leaf| match leaf.kind {
            LeafKind::Recorded { fact, .. } => fact,
            _ => None,
        });
        let graded = self.regulation.criteria.iter().filter_map(|criterion| criterion.fact);
        read.extend(facts.chain(graded).collect::<Vec<usize>>());
        read
    }

    /// Facts that others are measured by and that nothing bounds, or that say what kind of meeting it was: no figure of it would be another one.
    fn is_frame(&self, fact: &Fact) -> bool {
        let facts = &self.regulation.vocabulary.facts;
        fact.is_result()
            || !fact.part_of.is_empty()
            || facts.iter().any(|other| other.at_most == fact.id && fact.at_most.is_empty() || other.part_of == fact.id)
            || ["kind", "status"].contains(&fact.id.as_str())
    }

    /// No figure is more than the one that it may not exceed.
    fn is_sound(&self, facts: &[Option<i64>]) -> bool {
        let get = |slot: usize| facts.get(slot).copied().flatten();
        let vocabulary = &self.regulation.vocabulary;
        vocabulary.facts.iter().enumerate().filter(|(_, fact)| !fact.at_most.is_empty()).all(|(slot, fact)| {
            let most = vocabulary.position(&fact.at_most).and_then(get);
            get(slot).zip(most).is_none_or(|(own, most)| own <= most)
        })
    }

    fn asks(&self, changes: &[(usize, i64)], ask: Ask<'_>) -> Option<usize> {
        let mut facts = self.facts.to_vec();
        for (slot, value) in changes {
            *facts.get_mut(*slot)? = Some(*value);
        }
        if !self.is_sound(&facts) {
            return None;
        }
        ask(&facts).filter(|level| self.is_wanted(*level))
    }

    fn is_wanted(&self, level: usize) -> bool {
        if self.better { level < self.level } else { level > self.level }
    }

    /// The first of some values, in their order, that gives such a level.
    fn first(&self, lever: Lever, slot: usize, from: i64, values: &[i64], ask: Ask<'_>) -> Option<Change> {
        values.iter().find_map(|to| {
            let level = self.asks(&[(slot, *to)], ask)?;
            Some(Change { lever, slot, from, to: *to, level })
        })
    }

    /// Members who were expected and absent as present, or who were present as absent.
    fn members(&self, read: &BTreeSet<usize>, ask: Ask<'_>) -> Vec<Change> {
        let vocabulary = &self.regulation.vocabulary;
        let (Some(present), Some(rule)) = (vocabulary.position("present"), &self.regulation.attendance) else {
            return Vec::new();
        };
        let is_absence = |slot: &usize| {
            let of_meeting = vocabulary.facts.get(*slot).is_some_and(|fact| fact.scope == Scope::Meeting);
            of_meeting && !rule.counts.contains(slot)
        };
        let absences: Vec<usize> = rule.base.iter().copied().filter(is_absence).collect();
        if !absences.iter().chain([&present]).any(|slot| read.contains(slot)) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for absence in absences {
            let (from, to) = if self.better { (absence, present) } else { (present, absence) };
            let (Some(there), Some(here)) = (self.get(from), self.get(to)) else { continue };
            let change = (1..=there).find_map(|members| {
                let level = self.asks(&[(from, there - members), (to, here + members)], ask)?;
                Some(Change { lever: Lever::Members(from), slot: to, from: here, to: here + members, level })
            });
            found.extend(change);
        }
        found
    }

    /// Points that a person gave for a leaf: the verified ones where there are any.
    fn given_points(&self, leaf: &Leaf, number: usize, ask: Ask<'_>) -> Option<Change> {
        let layout = &self.regulation.layout;
        let slot =
            [layout.verified_points(number), layout.self_points(number)].into_iter().find(|slot| self.get(*slot).is_some())?;
        let from = self.get(slot)?;
        match &leaf.kind {
            LeafKind::Recorded { fact: None, step } => self.points(slot, (from, leaf.max.0), *step, ask),
            LeafKind::Chosen { options } => {
                let mut points: Vec<i64> = options.iter().map(|option| option.points.0).collect();
                points.retain(|points| if self.better { *points > from } else { *points < from });
                points.sort_by_key(|points| points.abs_diff(from));
                self.first(Lever::Points, slot, from, &points, ask)
            }
            _ => None,
        }
    }

    /// The most points that a fact can have, and their steps: those of the leaf that records it.
    fn points_of(&self, form: Option<&Form>, slot: usize) -> (i64, Option<Points>) {
        let leaves = form.and_then(|form| self.regulation.leaves.get(form.leaves.clone())).unwrap_or(&[]);
        let of_leaf = leaves.iter().find_map(|leaf| match leaf.kind {
            LeafKind::Recorded { fact: Some(fact), step } if fact == slot => Some((leaf.max.0, step)),
            _ => None,
        });
        of_leaf.unwrap_or((MOST_POINTS, None))
    }

    /// The nearest points that do it. More points never give a worse level, so halves tell where that begins.
    fn points(&self, slot: usize, (from, most): (i64, i64), step: Option<Points>, ask: Ask<'_>) -> Option<Change> {
        let step = step.map_or(FINEST, |step| step.0.max(1));
        let (first, steps) = if self.better {
            let first = from - from.rem_euclid(step);
            (first, (most - first) / step)
        } else {
            let first = from + (-from).rem_euclid(step);
            (first, first / step)
        };
        let at = |number: i64| if self.better { first + number * step } else { first - number * step };
        let (mut fails, mut does) = (0, steps);
        if steps <= 0 {
            return None;
        }
        let mut level = self.asks(&[(slot, at(does))], ask)?;
        while does - fails > 1 {
            let middle = fails + (does - fails) / 2;
            match self.asks(&[(slot, at(middle))], ask) {
                Some(reached) => (does, level) = (middle, reached),
                None => fails = middle,
            }
        }
        Some(Change { lever: Lever::Points, slot, from, to: at(does), level })
    }
}

fn last(words: usize) -> i64 {
    i64::try_from(words).unwrap_or(0) - 1
}

fn leaf_reads(leaf: &Leaf, of: &mut dyn FnMut(&Expr)) {
    leaf.not_applicable.iter().for_each(|entry| of(&entry.when));
    let rows = |tiers: &[crate::rules::Tier], of: &mut dyn FnMut(&Expr)| {
        for tier in tiers {
            if let When::Condition(when) = &tier.when {
                of(when);
            }
        }
    };
    rows(&leaf.first, of);
    match &leaf.kind {
        LeafKind::YesNo { when } => of(when),
        LeafKind::Tiers { of: measure, tiers } => {
            of(measure);
            rows(tiers, of);
        }
        LeafKind::PerOccurrence { of: measure, .. } | LeafKind::Proportional { of: measure, .. } => of(measure),
        LeafKind::Recorded { .. } | LeafKind::Chosen { .. } => {}
    }
}
