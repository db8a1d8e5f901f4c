//! Which text gives the level of a period, and the level it gives.

use super::level::{PeriodOutcome, period_level};
use super::line::{Line, Share};
use super::meetings::Meetings;
use super::summary::{Class, Counts, Half, More, Summary};
use crate::base::{Day, Exact, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::CellIndex;
use crate::rules::{Level, PeriodRule, Regulation, Text, Texts, Transition, YearBy};

/// Whose rule gives the level of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodJudge {
    /// The rule of this text, over the levels of all meetings.
    One(usize),
    /// Each text over its own meetings; the period has a level where they agree.
    Each,
}

/// A level of a period, and what gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodLevel {
    /// The text whose rule gave it.
    pub text: usize,
    /// Position among the levels of that text.
    pub level: usize,
    /// Entry of the rule.
    pub entry: usize,
}

impl PeriodJudge {
    /// By the transitional clause of the text in force at the end; without one, that text.
    pub(super) fn of(texts: &Texts, period: Period) -> PeriodJudge {
        let new = newest(texts, period);
        let Some((_, old, clause)) = transition(texts, period) else { return PeriodJudge::One(new) };
        let days = |text: usize| texts.all().get(text).map_or(0, |text| text.days_in(period));
        match clause.year {
            None | Some(YearBy::New) => PeriodJudge::One(new),
            Some(YearBy::Old) => PeriodJudge::One(old),
            Some(YearBy::Longer) if days(old) > days(new) => PeriodJudge::One(old),
            Some(YearBy::Longer) => PeriodJudge::One(new),
            Some(YearBy::Each) => PeriodJudge::Each,
        }
    }

    /// The text that gives the level, or the last one.
    pub(super) fn text(self, texts: &Texts) -> usize {
        match self {
            PeriodJudge::One(text) => text,
            PeriodJudge::Each => last(texts),
        }
    }
}

/// The text in force at the end of the period, though another may still judge the meetings of that day; the last one where that is none.
fn newest(texts: &Texts, period: Period) -> usize {
    let at_end = |day: Day| texts.all().iter().rposition(|text| text.is_in_force(day));
    period.last.last_day().and_then(at_end).unwrap_or(last(texts))
}

/// The newest text, what it replaced, and its clause, where it has one that speaks of the year.
fn transition(texts: &Texts, period: Period) -> Option<(&Regulation, usize, &Transition)> {
    let new = &texts.all().get(newest(texts, period))?.regulation;
    let old = texts.all().iter().position(|old| old.regulation.header.id == new.header.replaces)?;
    let clause = new.transition.as_ref().filter(|clause| clause.year.is_some())?;
    Some((new, old, clause))
}

fn last(texts: &Texts) -> usize {
    texts.all().len().saturating_sub(1)
}

impl Meetings<'_> {
    /// The transitional clause of the last text on the one it replaced, where both are texts of this run and the clause speaks of the year.
    pub fn transition(&self) -> Option<(&Regulation, &Transition)> {
        transition(self.texts, self.period).map(|(new, _, clause)| (new, clause))
    }

    /// The rule of a text for the requested period, where it has one.
    pub fn period_rule(&self, text: usize) -> Option<&PeriodRule> {
        self.texts.all().get(text)?.regulation.period_rule(self.period.stretch()?)
    }

    /// The texts whose rules are asked for the level of the period; a text that judges none of its days has no meetings to be asked about.
    pub fn period_judges(&self) -> impl Iterator<Item = usize> {
        let asked = |(number, text): &(usize, &Text)| match self.judge {
            PeriodJudge::One(one) => one == *number,
            PeriodJudge::Each => text.days_in(self.period) > 0,
        };
        self.texts.all().iter().enumerate().filter(asked).map(|(number, _)| number)
    }

    /// The level of the period; none where the texts that are asked do not agree.
    pub fn level(&self, cell: CellIndex) -> Option<PeriodLevel> {
        match self.judge {
            PeriodJudge::One(text) => self.level_under(cell, text),
            PeriodJudge::Each => {
                let levels: Vec<PeriodLevel> = self.levels_of_each(cell);
                let (last, others) = levels.split_last()?;
                let id = |level: &PeriodLevel| self.level_of(*level).map(|level| &level.id);
                (levels.len() == self.period_judges().count() && others.iter().all(|other| id(other) == id(last)))
                    .then_some(*last)
            }
        }
    }

    /// The level itself.
    pub fn level_of(&self, level: PeriodLevel) -> Option<&Level> {
        self.texts.all().get(level.text)?.regulation.levels.get(level.level)
    }

    /// The level that each of the texts gives that are asked.
    pub fn levels_of_each(&self, cell: CellIndex) -> Vec<PeriodLevel> {
        self.period_judges().filter_map(|text| self.level_under(cell, text)).collect()
    }

    fn level_under(&self, cell: CellIndex, text: usize) -> Option<PeriodLevel> {
        let rule = self.period_rule(text)?;
        if !self.standing(cell, text).is_judged() {
            return None;
        }
        match period_level(rule, &self.counts(cell, text)?) {
            PeriodOutcome::Level { level, entry } => Some(PeriodLevel { text, level, entry }),
            PeriodOutcome::NoMeeting | PeriodOutcome::NeedsFail | PeriodOutcome::Open => None,
        }
    }

    /// What the rule of a text looks at for a cell, and for those before it that count for it; none where a meeting has a level that the text
    /// does not know.
    pub fn counts(&self, cell: CellIndex, text: usize) -> Option<Counts> {
        let rule = self.period_rule(text)?;
        let line = self.line(cell, text).unwrap_or_default();
        let mut levels = self.levels_at(cell, rule, text)?;
        for share in &line.shares {
            let theirs = self.levels_at(self.place_of_share(share), rule, text)?;
            levels.iter_mut().zip(theirs).for_each(|(sum, count)| *sum += count);
        }
        let more = if rule.reads_more { self.more((cell, &line), rule, text) } else { More::default() };
        Some(Counts::under(rule, levels, more))
    }

    /// The meetings of one place per level of a text.
    pub fn levels_of_share(&self, share: &Share, text: usize) -> Option<Vec<u64>> {
        self.levels_at(self.place_of_share(share), self.period_rule(text)?, text)
    }

    fn levels_at(&self, place: CellIndex, rule: &PeriodRule, text: usize) -> Option<Vec<u64>> {
        let own = self.texts.all().get(text)?.regulation.levels.len();
        let mut levels = vec![0; self.join.levels.len().max(own)];
        match self.judge {
            // The levels of the text that gives the level stand first among the joined ones.
            PeriodJudge::One(_) => {
                for (number, sums) in self.sums.iter().enumerate() {
                    for class in classes(rule) {
                        sums.add_levels(&mut levels, place, *class, self.join.places(number).levels);
                    }
                }
            }
            PeriodJudge::Each => {
                let in_order: Vec<usize> = (0..own).collect();
                for class in classes(rule) {
                    self.sums.get(text)?.add_levels(&mut levels, place, *class, &in_order);
                }
            }
        }
        let unknown: u64 = levels.drain(own..).sum();
        (unknown == 0).then_some(levels)
    }

    /// What a rule looks at beyond the numbers of meetings per level.
    fn more(&self, (cell, line): (CellIndex, &Line), rule: &PeriodRule, text: usize) -> More {
        let classes = classes(rule);
        let own = |number: usize| matches!(self.judge, PeriodJudge::One(_)) || number == text;
        let texts: Vec<usize> = (0..self.texts.all().len()).filter(|text| own(*text)).collect();
        let mut halves = [Half::default(); 2];
        let mut at = |place: CellIndex| {
            let mut summary = Summary::default();
            for sums in texts.iter().filter_map(|text| self.sums.get(*text)) {
                sums.add_counts(&mut summary, place, classes);
                sums.add_halves(&mut halves, place, classes);
            }
            summary
        };
        let mut own = at(cell);
        texts.iter().for_each(|text| self.add_not_received_under(&mut own, (cell, *text), classes));
        let mut parts = vec![(own, line.months)];
        for share in &line.shares {
            let mut summary = at(self.place_of_share(share));
            texts.iter().for_each(|text| self.add_not_received_of_share(&mut summary, (share, *text), classes));
            parts.push((summary, share.months));
        }
        let mut all = Summary::default();
        parts.iter().for_each(|(summary, _)| all.add(summary));
        let more = More::of(&all, halves);
        if line.weighs { More { mean: weighted(&parts), ..more } } else { more }
    }

    /// The classes of meetings that count for the level of the period.
    pub(super) fn classes_of_period(&self) -> &'static [Class] {
        let with_thematic = |text: usize| self.period_rule(text).is_some_and(|rule| rule.with_thematic);
        if self.period_judges().any(with_thematic) { &WITH_THEMATIC } else { &REGULAR }
    }

    /// Says which levels the text that gives the level of the period does not know.
    pub(super) fn say_unmatched_levels(&self, findings: &mut Findings) {
        let PeriodJudge::One(text) = self.judge else { return };
        let (Some(judging), Some(rule)) = (self.texts.all().get(text), self.period_rule(text)) else { return };
        let own = judging.regulation.levels.len();
        for (place, (other, level)) in self.join.levels.iter().enumerate().skip(own) {
            let count = |cell: CellIndex| self.summary(cell, classes(rule)).levels.get(place).copied().unwrap_or(0);
            let cells = self.cells.iter().filter(|cell| count(*cell) > 0).count();
            let Some(other) = self.texts.all().get(*other).map(|text| &text.regulation).filter(|_| cells > 0) else { continue };
            let known: Vec<&str> = judging.regulation.levels.iter().map(|level| level.id.as_str()).collect();
            findings.push(
                Diagnostic::new(Code::PeriodLevelUnknown, Place::file(&judging.regulation.file))
                    .with("value", other.levels.get(*level).map_or("", |level| &level.id))
                    .with("other", &other.header.id)
                    .with("regulation", &judging.regulation.header.id)
                    .with("count", cells)
                    .with("wanted", known.join(" | ")),
            );
        }
    }
}

const REGULAR: [Class; 1] = [Class::Regular];
const WITH_THEMATIC: [Class; 2] = [Class::Regular, Class::Thematic];

/// The classes of meetings that a rule counts.
pub(super) fn classes(rule: &PeriodRule) -> &'static [Class] {
    if rule.with_thematic { &WITH_THEMATIC } else { &REGULAR }
}

/// The mean of means, each with its months; none while one of them is missing.
fn weighted(parts: &[(Summary, Option<Exact>)]) -> Option<Exact> {
    let (mut sum, mut months) = (Exact::ZERO, Exact::ZERO);
    for (summary, own) in parts {
        let own = (*own)?;
        if own > Exact::ZERO {
            sum = sum.checked_add(summary.mean().filter(|_| summary.scored > 0)?.checked_mul(own)?)?.reduced();
            months = months.checked_add(own)?.reduced();
        }
    }
    (months > Exact::ZERO).then(|| sum.checked_div(months))?.map(Exact::reduced)
}
