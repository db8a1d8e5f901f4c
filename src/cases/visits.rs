//! Visits of committee members: how a case gives them, which count, and what is owed.

use super::case::{Expected, Given, Subject, list};
use super::part::Part;
use super::read::Reader;
use super::time;
use crate::assess::visits::{self as assess, Aside, Done, Outcome, Spans, Why};
use crate::base::{Day, Period};
use crate::records::Kind;
use crate::rules::section::Section;
use crate::rules::visits::VISIT_KIND_WORDS;
use crate::rules::{Regulation, Scope};
use crate::words::Code;

/// Visits of one person, or to one hard cell, in a period.
#[derive(Clone, Debug)]
pub struct Attended {
    /// The word of the level; of a hard cell none.
    pub level: Option<String>,
    /// The period of which visits are known.
    pub period: Period,
    /// First and last day of the assignment, or of the hard cell; open ends are `None`.
    pub days: (Option<Day>, Option<Day>),
    /// The visits.
    pub visits: Vec<Made>,
}

/// One visit.
#[derive(Clone, Debug)]
pub struct Made {
    /// When.
    pub day: Day,
    /// Kind of the meeting.
    pub kind: Kind,
    /// Whether it was the person's own cell.
    pub own_cell: bool,
    /// Facts of the cell, in the slots of the regulation.
    pub cell: Vec<Option<i64>>,
}

/// What a case about visits expects something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfVisits {
    /// Visits that count.
    Counted,
    /// Visits that are owed.
    Required,
    /// Whether the minimum is met.
    Minimum,
    /// Visits that lack.
    ShortBy,
    /// Stretches in which nobody came to the hard cell.
    Unattended,
}

impl OfVisits {
    /// The key of `expect`.
    pub fn word(self) -> &'static str {
        match self {
            OfVisits::Counted => "counted",
            OfVisits::Required => "required",
            OfVisits::Minimum => "minimum",
            OfVisits::ShortBy => "short-by",
            OfVisits::Unattended => "unattended",
        }
    }
}

/// What came out.
pub(super) struct Judged {
    counted: u64,
    asides: Vec<Aside>,
    /// The minimum of the level, and how the person stands.
    minimum: Option<(usize, Option<u64>, Outcome)>,
    /// Whether the person is assigned on every day of the stretch.
    whole: bool,
    /// Of a hard cell: the stretches, and whether somebody came.
    hard: Vec<(Period, bool)>,
}

/// The word for a level without a minimum, and for who owes nothing.
const NONE: &str = "none";

impl Reader<'_> {
    pub(super) fn visits(&self, section: &Section<'_>) -> Option<Given> {
        let visits = section.section("visits")?;
        let level = visits.text("level");
        if let Some(level) = &level {
            let known = self.regulation.visits.as_ref().map_or(&[][..], |rule| &rule.known);
            self.position(&visits, level, known.iter().map(String::as_str));
        }
        let level = level.map_or_else(|| visits.need_text("level"), |level| level.value);
        self.attended(section, &visits, Some(level)).map(Given::Visits)
    }

    pub(super) fn hard_cell(&self, section: &Section<'_>) -> Option<Given> {
        let hard = section.section("hard-cell")?;
        self.attended(section, &hard, None).map(Given::Visits)
    }

    fn attended(&self, case: &Section<'_>, given: &Section<'_>, level: Option<String>) -> Option<Attended> {
        let mut facts = vec![None; self.regulation.layout.recorded()];
        if let Some(cell) = case.section("cell") {
            self.facts(&cell, Scope::Cell, &mut facts);
        }
        given.need("period");
        let text = given.text("period");
        let period = text.as_ref().and_then(|text| Period::parse(&text.value));
        if let (Some(text), None) = (&text, period) {
            self.lower.wrong_value(&text.span, "2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05");
        }
        let days = (given.day("from"), given.day("until"));
        let mut visits = Vec::new();
        for made in given.sections("attended") {
            made.need("date");
            let day = made.day("date");
            let kind = made.one_of("kind", &VISIT_KIND_WORDS).and_then(|word| Kind::from_word(&word));
            let own_cell = made.flag("own-cell").unwrap_or(false);
            let mut cell = facts.clone();
            if let Some(own) = made.section("cell") {
                self.facts(&own, Scope::Cell, &mut cell);
            }
            made.finish();
            let assigned = |day: &Day| days.0.is_none_or(|from| from <= *day) && days.1.is_none_or(|until| *day <= until);
            let within = |day: &Day| period.is_none_or(|period| period.month_index(*day).is_some());
            match day.filter(|day| within(day) && assigned(day)) {
                Some(day) => visits.push(Made { day, kind: kind.unwrap_or(Kind::Regular), own_cell, cell }),
                None if day.is_some() => {
                    let period = period.map_or_else(String::new, |period| period.to_string());
                    self.lower.fault(Code::RuleValue, &made.span_of("date"), |d| {
                        d.with("value", day.map_or_else(String::new, |day| day.to_string())).with("wanted", period)
                    });
                }
                None => {}
            }
        }
        given.finish();
        Some(Attended { level, period: period?, days, visits })
    }

    /// What must come out.
    pub(super) fn of_visits(&self, expect: &Section<'_>, key: &'static str, out: &mut Vec<Expected>) {
        let mut push = |of: OfVisits, value: Option<String>| {
            out.extend(value.map(|value| Expected { of: Subject::Visits(of), value, span: expect.span_of(of.word()) }));
        };
        match key {
            "minimum" => push(OfVisits::Minimum, expect.one_of("minimum", &["met", "short", "open", NONE])),
            "unattended" => {
                let texts = expect.texts("unattended");
                for text in texts.iter().filter(|text| Period::parse(&text.value).is_none_or(|of| of.stretch().is_none())) {
                    self.lower.wrong_value(&text.span, "\"2024-03\" | \"2024-Q1\" | \"2024-H1\" | \"2024\"");
                }
                let value = list(texts.iter().map(|text| text.value.as_str()));
                push(OfVisits::Unattended, expect.has("unattended").then_some(value));
            }
            _ => {
                let counts = [OfVisits::Counted, OfVisits::Required, OfVisits::ShortBy];
                if let Some(of) = counts.into_iter().find(|of| of.word() == key && expect.has(key)) {
                    push(of, self.given_count(expect, of.word()).map(|count| count.to_string()));
                }
            }
        }
    }
}

/// Which visits count, and how the person stands in the stretch in which the period ends.
pub(super) fn run(regulation: &Regulation, given: &Attended) -> Option<Judged> {
    let rule = regulation.visits.as_ref()?;
    let aside = |made: &Made| assess::left_out(rule, made.kind, made.own_cell, &made.cell);
    let spans = Spans::of([given.days]);
    if given.level.is_none() {
        let per = assess::hard_per(Some(rule));
        let whole =
            |stretch: &Period| spans.all_of(*stretch) && stretch.first >= given.period.first && stretch.last <= given.period.last;
        let came = |stretch: Period| {
            let within = |made: &&Made| stretch.month_index(made.day).is_some();
            given.visits.iter().filter(within).any(|made| aside(made).is_none())
        };
        let hard = assess::stretches(per, given.period).into_iter().filter(whole).map(|stretch| (stretch, came(stretch)));
        return Some(Judged { counted: 0, asides: Vec::new(), minimum: None, whole: true, hard: hard.collect() });
    }
    let level = given.level.as_deref().unwrap_or_default();
    let found = rule.minimums.iter().enumerate().find(|(_, minimum)| minimum.level == level);
    let stretch = found.and_then(|(_, minimum)| assess::stretches(minimum.per, given.period).pop());
    let within = |made: &&Made| stretch.is_none_or(|stretch| stretch.month_index(made.day).is_some());
    let all: Vec<Option<Aside>> = given.visits.iter().filter(within).map(aside).collect();
    let count = |of: Option<Aside>| u64::try_from(all.iter().filter(|aside| **aside == of).count()).unwrap_or(u64::MAX);
    let (counted, open) = (count(None), count(Some(Aside::CellOpen)));
    let minimum = found.zip(stretch).and_then(|((position, minimum), stretch)| {
        let in_force = stretch.last.last_day().is_some_and(|day| time::in_force(regulation, day.number()));
        let done = Done { spans: &spans, period: given.period, counted, open, in_force };
        assess::judge(rule, minimum, stretch, done).map(|(required, outcome)| (position, required, outcome))
    });
    let whole = stretch.is_none_or(|stretch| spans.all_of(stretch));
    Some(Judged { counted, asides: all.into_iter().flatten().collect(), minimum, whole, hard: Vec::new() })
}

impl Judged {
    pub(super) fn text(&self, of: OfVisits) -> Option<String> {
        match of {
            OfVisits::Counted => Some(self.counted.to_string()),
            OfVisits::Required => self.minimum?.1.map(|required| required.to_string()),
            OfVisits::Minimum => Some(self.minimum.map_or(NONE, |(_, _, outcome)| outcome.word()).to_owned()),
            OfVisits::ShortBy => match self.minimum?.2 {
                Outcome::Short(by) => Some(by.to_string()),
                Outcome::Met => Some("0".to_owned()),
                Outcome::Open(_) => None,
            },
            OfVisits::Unattended => {
                let without = self.hard.iter().filter(|(_, came)| !came).map(|(stretch, _)| stretch.to_string());
                Some(list(without.collect::<Vec<String>>().iter().map(String::as_str)))
            }
        }
    }

    /// What of the rule a case reaches that looks at `expected`.
    pub(super) fn reached(&self, regulation: &Regulation, expected: &[OfVisits]) -> Vec<Part> {
        let looks_at = |of: OfVisits| expected.contains(&of);
        let mut parts = Vec::new();
        if looks_at(OfVisits::Counted) {
            parts.extend(self.asides.iter().map(|aside| Part::VisitAside(*aside)));
        }
        if let Some((minimum, _, outcome)) = self.minimum
            && looks_at(OfVisits::Minimum)
        {
            match outcome {
                Outcome::Met if self.whole => parts.push(Part::VisitMinimum(minimum, true)),
                Outcome::Short(_) if self.whole => parts.push(Part::VisitMinimum(minimum, false)),
                Outcome::Open(Why::PartTime) | Outcome::Met | Outcome::Short(_) if !self.whole => parts.push(Part::PartTime),
                _ => {}
            }
        }
        let due = regulation.visits.as_ref().is_some_and(|rule| rule.hard_cells.is_some());
        if due && looks_at(OfVisits::Unattended) {
            parts.extend(self.hard.iter().map(|(_, came)| Part::HardCell(*came)));
        }
        parts
    }
}

/// The parts of what a regulation says of visits.
pub(super) fn parts(regulation: &Regulation) -> Vec<Part> {
    let Some(rule) = &regulation.visits else { return Vec::new() };
    let mut parts: Vec<Part> =
        (0..rule.minimums.len()).flat_map(|minimum| [true, false].map(|met| Part::VisitMinimum(minimum, met))).collect();
    if rule.own_cell.as_ref().is_some_and(|(counts, _)| !counts) {
        parts.push(Part::VisitAside(Aside::OwnCell));
    }
    if rule.kinds.as_ref().is_some_and(|(kinds, _)| VISIT_KIND_WORDS.iter().any(|word| !kinds.iter().any(|kind| kind == word))) {
        parts.push(Part::VisitAside(Aside::Kind));
    }
    if rule.cells.is_some() {
        parts.extend([Aside::Cell, Aside::CellOpen].map(Part::VisitAside));
    }
    parts.extend(rule.part_time.as_ref().map(|_| Part::PartTime));
    parts.extend(rule.hard_cells.iter().flat_map(|_| [true, false].map(Part::HardCell)));
    parts
}
