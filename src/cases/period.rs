//! Meetings of a period: how a case gives them, and what the rule for the period comes to.

use super::case::{Expected, Given, OPEN, Subject};
use super::part::Part;
use super::read::{Reader, whole};
use crate::assess::reported::{Outcome, Reported, Without};
use crate::assess::{PeriodOutcome, period_level};
use crate::base::{Exact, Month, Period, Stretch};
use crate::records::Kind;
use crate::rules::meetings::{HALVES, MORE_POINTS};
use crate::rules::section::{Section, Text};
use crate::rules::{PeriodRule, Regulation};
use crate::words::Code;

/// The meetings of a period.
#[derive(Clone, Debug)]
pub struct Meetings {
    /// Which rule: that for such stretches of the calendar.
    pub of: Stretch,
    /// A period of that length, of any year.
    pub period: Period,
    /// Meetings that are only counted, per level, in the order of the regulation.
    pub levels: Vec<u64>,
    /// Meetings that are told one by one.
    pub told: Vec<Outcome>,
    /// Meetings without a level.
    pub without: Without,
}

/// What the rule came to.
pub(super) struct Levelled {
    outcome: Option<PeriodOutcome>,
    /// In the order of [`MORE_POINTS`].
    points: [Option<Exact>; MORE_POINTS.len()],
}

/// A level, a mean or a plan that there is not.
pub(super) const NONE: &str = "none";

/// Months say which half of a period a meeting lies in; the year is not looked at.
const ANY_YEAR: i32 = 2024;

impl Reader<'_> {
    pub(super) fn period(&self, section: &Section<'_>) -> Option<Given> {
        let period = section.section("period")?;
        // A year takes every month, so that a fault of `of` brings no others.
        let of = self.stretch(section, &period).unwrap_or(Stretch::Year);
        let mut levels = vec![0; self.regulation.levels.len()];
        if let Some(counts) = period.section("levels") {
            for (level, count) in counts.entries() {
                let place = self.level(&counts, &level).and_then(|level| levels.get_mut(level));
                if let (Some(place), Some(count)) = (place, self.count(count)) {
                    *place = count;
                }
            }
        }
        let (first, told) = self.told(&period.sections("meetings"), of);
        let given: Vec<&str> = ["levels", "meetings"].into_iter().filter(|key| period.has(key)).collect();
        if given.len() != 1 {
            self.meetings_fault(&period, &given.join(", "), "levels | meetings");
        }
        let count = |key: &'static str| self.given_count(&period, key).unwrap_or(0);
        let without = Without {
            not_held: count("not-held"),
            not_scored: count("not-scored"),
            not_received: count("not-received"),
            open: count("open"),
        };
        period.finish();
        let first = Month::new(ANY_YEAR, first)?;
        let period = Period::new(first, first.plus(of.months() - 1))?;
        Some(Given::Period(Meetings { of, period, levels, told, without }))
    }

    /// Which rule the case is about; it must say so where there are several.
    fn stretch(&self, case: &Section<'_>, period: &Section<'_>) -> Option<Stretch> {
        let rules: Vec<&str> = self.regulation.periods.iter().map(|rule| rule.of.word()).collect();
        let of = period.one_of("of", &Stretch::WORDS);
        match (of, rules.as_slice()) {
            (Some(word), _) => {
                let text = Text { value: word, span: period.span_of("of") };
                self.position(period, &text, rules.iter().copied())?;
                Stretch::from_word(&text.value)
            }
            (None, _) if period.has("of") => None,
            (None, []) => {
                self.unknown(case, &Text { value: "period".to_owned(), span: period.span.clone() }, []);
                None
            }
            (None, [only]) => Stretch::from_word(only),
            (None, _) => {
                let wanted: Vec<String> = rules.iter().map(|word| format!("of = \"{word}\"")).collect();
                self.lower.fault(Code::CasePeriod, &period.span, |d| {
                    d.with("entry", period.path()).with("value", rules.join(", ")).with("wanted", wanted.join(" | "))
                });
                None
            }
        }
    }

    /// The meetings of a list, and the first month of the period that all of them lie in.
    fn told(&self, sections: &[Section<'_>], of: Stretch) -> (u32, Vec<Outcome>) {
        let mut first = None;
        let mut told = Vec::new();
        for section in sections {
            section.need("month");
            let month = self.given_count(section, "month").and_then(|month| u32::try_from(month).ok());
            let begins = month.filter(|month| (1..=12).contains(month)).map(|month| month - (month - 1) % of.months());
            let period = *first.get_or_insert(begins.unwrap_or(1));
            let wanted = match (month, begins) {
                (Some(_), None) => Some("1 … 12".to_owned()),
                (Some(_), Some(begins)) if begins != period => Some(format!("{period} … {}", period + of.months() - 1)),
                _ => None,
            };
            if let Some(wanted) = wanted {
                self.lower.wrong_value(&section.span_of("month"), &wanted);
            }
            let outcome = self.outcome(section, begins.and(month).unwrap_or(period));
            section.finish();
            told.extend(outcome);
        }
        (first.unwrap_or(1), told)
    }

    fn outcome(&self, section: &Section<'_>, month: u32) -> Option<Outcome> {
        let total = section.number("points");
        if total.is_some_and(|total| total < Exact::ZERO) {
            self.lower.wrong_value(&section.span_of("points"), "86.5");
        }
        let level = section.text("level").and_then(|level| self.level(section, &level));
        if !section.has("points") && !section.has("level") {
            self.meetings_fault(section, "", "points | level");
        }
        let kind = section.one_of("kind", &KINDS.map(Kind::word));
        let kind = KINDS.into_iter().find(|known| Some(known.word()) == kind.as_deref());
        Some(Outcome { month: Month::new(ANY_YEAR, month)?, kind: kind.unwrap_or(Kind::Regular), total, level })
    }

    fn meetings_fault(&self, section: &Section<'_>, value: &str, wanted: &str) {
        self.lower.fault(Code::CaseMeetings, &section.span, |d| {
            d.with("entry", section.path()).with("value", value).with("wanted", wanted)
        });
    }

    fn count(&self, value: &toml::Spanned<toml::de::DeValue<'_>>) -> Option<u64> {
        let count = whole(value.get_ref()).and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            self.lower.wrong_value(&value.span(), "12");
        }
        count
    }

    /// What a rule for a period must come to.
    pub(super) fn of_period(&self, expect: &Section<'_>, key: &'static str, out: &mut Vec<Expected>) {
        let Some(text) = expect.text(key) else { return };
        let points = MORE_POINTS.iter().position(|name| name.replace('_', "-") == key);
        let of = match points {
            None => {
                let known = self.regulation.levels.iter().map(|level| level.id.as_str()).chain([OPEN, NONE]);
                self.position(expect, &text, known).map(|_| Subject::Level)
            }
            Some(points) => {
                let sound = text.value == NONE || super::expect::total(&text.value).as_deref() == Some(&text.value);
                if !sound {
                    self.lower.wrong_value(&text.span, "\"86.5\" | \"290/3\" | \"none\"");
                }
                sound.then_some(Subject::Points(points))
            }
        };
        out.extend(of.map(|of| Expected { of, value: text.value, span: text.span }));
    }
}

/// Kinds of meetings that count for a period.
pub(super) const KINDS: [Kind; 3] = [Kind::Regular, Kind::Thematic, Kind::Combined];

/// Asks the rule.
pub(super) fn run(regulation: &Regulation, given: &Meetings) -> Levelled {
    let Some(rule) = regulation.period_rule(given.of) else { return Levelled { outcome: None, points: Default::default() } };
    let reported = Reported::of(regulation, given.period, &given.told);
    let counts = reported.counts(rule, &given.levels, given.without);
    let mut points = counts.more.points();
    if !given.of.has_halves() {
        points.iter_mut().rev().take(HALVES).for_each(|mean| *mean = None);
    }
    Levelled { outcome: Some(period_level(rule, &counts)), points }
}

impl Levelled {
    pub(super) fn text(&self, regulation: &Regulation, of: Subject) -> Option<String> {
        match of {
            Subject::Points(points) => Some(self.points.get(points)?.map_or_else(|| NONE.to_owned(), Exact::text)),
            Subject::Level => match self.outcome? {
                PeriodOutcome::Level { level, .. } => Some(regulation.levels.get(level)?.id.clone()),
                PeriodOutcome::NoMeeting | PeriodOutcome::NeedsFail => Some(NONE.to_owned()),
                PeriodOutcome::Open => Some(OPEN.to_owned()),
            },
            _ => None,
        }
    }

    /// What of the rule a case reaches that looks at the level.
    pub(super) fn reached(&self, regulation: &Regulation, given: &Meetings) -> Vec<Part> {
        let number = regulation.periods.iter().position(|rule| rule.of == given.of);
        let rule = number.and_then(|number| Some((number, regulation.periods.get(number)?)));
        let Some(((number, rule), outcome)) = rule.zip(self.outcome) else { return Vec::new() };
        let mut parts = counted_as(number, rule, given.without);
        match outcome {
            PeriodOutcome::Level { entry, .. } => {
                parts.push(Part::Period(number, entry));
                parts.extend(rule.needs.as_ref().map(|_| Part::Needs(number, true)));
            }
            PeriodOutcome::NeedsFail => parts.push(Part::Needs(number, false)),
            PeriodOutcome::NoMeeting | PeriodOutcome::Open => {}
        }
        parts
    }
}

/// The parts of the rules for periods.
pub(super) fn parts(regulation: &Regulation) -> Vec<Part> {
    let mut parts = Vec::new();
    for (number, rule) in regulation.periods.iter().enumerate() {
        parts.extend((0..rule.levels.len()).map(|entry| Part::Period(number, entry)));
        parts.extend(rule.needs.iter().flat_map(|_| [true, false].map(|holds| Part::Needs(number, holds))));
        parts.extend(counted_as(number, rule, Without { not_held: 1, not_received: 1, ..Without::default() }));
    }
    parts
}

/// Meetings without a level that the rule counts as one.
fn counted_as(number: usize, rule: &PeriodRule, without: Without) -> Vec<Part> {
    let not_received = rule.not_received.filter(|_| without.not_received > 0).map(|_| Part::CountedAs(number, true));
    let not_held = rule.not_held.filter(|_| without.not_held > 0).map(|_| Part::CountedAs(number, false));
    not_received.into_iter().chain(not_held).collect()
}
