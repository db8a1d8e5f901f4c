//! What a cell owes: how a case gives the cell and what was received of it, and what is due, missing and late.

use super::case::{Expected, Given, Subject, list};
use super::part::Part;
use super::period::{KINDS, NONE};
use super::read::Reader;
use super::time;
use crate::assess::due::{self, DueMonths, PlanState, names};
use crate::assess::reported::{Outcome, Reported};
use crate::base::{Day, Month, Period};
use crate::expr::Slots;
use crate::rules::section::{Section, Text};
use crate::rules::{Every, Regulation, Scope};

/// A cell and what was received of it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Facts of the cell, in the slots of the regulation.
    pub facts: Vec<Option<i64>>,
    /// The period.
    pub period: Period,
    /// Its meetings.
    pub meetings: Vec<Outcome>,
}

/// A list of what is due, or of what of it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// Regular meetings due.
    Regular,
    /// Thematic meetings due.
    Thematic,
    /// Regular meetings not received.
    MissingRegular,
    /// Thematic meetings not received.
    MissingThematic,
    /// The yearly plan.
    Plan,
}

/// What of the yearly plan a case can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanBranch {
    /// Not received.
    NotReceived,
    /// Too late.
    Late,
    /// In time.
    InTime,
}

/// What a cell owes.
pub(super) struct Owes {
    entry: usize,
    months: DueMonths,
    missing: (u64, u64),
    plan: Option<PlanState>,
    period: Period,
}

impl Owed {
    /// Every one.
    pub const ALL: [Owed; 5] = [Owed::Regular, Owed::Thematic, Owed::MissingRegular, Owed::MissingThematic, Owed::Plan];

    /// The key of `expect`.
    pub fn word(self) -> &'static str {
        match self {
            Owed::Regular => "due-regular",
            Owed::Thematic => "due-thematic",
            Owed::MissingRegular => "missing-regular",
            Owed::MissingThematic => "missing-thematic",
            Owed::Plan => "plan",
        }
    }
}

impl PlanBranch {
    /// Every one.
    pub const ALL: [PlanBranch; 3] = [PlanBranch::NotReceived, PlanBranch::Late, PlanBranch::InTime];

    fn of(state: PlanState) -> PlanBranch {
        match state {
            PlanState::NotReceived => PlanBranch::NotReceived,
            PlanState::Late(_) => PlanBranch::Late,
            PlanState::InTime(_) => PlanBranch::InTime,
        }
    }

    pub(super) fn text(self) -> &'static str {
        let [not_received, late, in_time] = PlanState::WORDS;
        match self {
            PlanBranch::NotReceived => not_received,
            PlanBranch::Late => late,
            PlanBranch::InTime => in_time,
        }
    }
}

impl Reader<'_> {
    pub(super) fn due(&self, section: &Section<'_>) -> Option<Given> {
        let due = section.section("due")?;
        if self.regulation.due.is_none() {
            self.unknown(section, &Text { value: "due".to_owned(), span: due.span.clone() }, []);
        }
        let mut facts = vec![None; self.regulation.layout.recorded()];
        if let Some(cell) = section.section("cell") {
            self.facts(&cell, Scope::Cell, &mut facts);
        }
        due.need("period");
        let text = due.text("period");
        let period = text.as_ref().and_then(|text| Period::parse(&text.value));
        if let (Some(text), None) = (&text, period) {
            self.lower.wrong_value(&text.span, "2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05");
        }
        let mut meetings = Vec::new();
        for kind in KINDS {
            for text in due.texts(kind.word()) {
                let day = Day::parse_iso(&text.value).map(Day::month);
                let month =
                    day.or_else(|| Period::parse(&text.value).filter(|period| period.len() == 1).map(|month| month.first));
                let within = |month: &Month| period.is_none_or(|period| (period.first..=period.last).contains(month));
                match month.filter(within) {
                    Some(month) => meetings.push(Outcome { month, kind, total: None, level: None }),
                    None => {
                        let months = period.map_or_else(String::new, |period| format!(" ({period})"));
                        self.lower.wrong_value(&text.span, &format!("\"2024-03\" | \"2024-03-05\"{months}"));
                    }
                }
            }
        }
        due.finish();
        Some(Given::Due(Received { facts, period: period?, meetings }))
    }

    /// What must be due and missing.
    pub(super) fn of_due(&self, expect: &Section<'_>, given: Option<&Given>, out: &mut Vec<Expected>) {
        for of in Owed::ALL {
            let key = of.word();
            if of == Owed::Plan {
                let [not_received, late, in_time] = PlanState::WORDS;
                let word = expect.one_of(key, &[not_received, late, in_time, NONE]);
                out.extend(word.map(|value| Expected { of: Subject::Due(of), value, span: expect.span_of(key) }));
                continue;
            }
            let texts = expect.texts(key);
            let mut stretches: Vec<Period> = Vec::new();
            for text in &texts {
                let stretch = Period::parse(&text.value).filter(|stretch| stretch.stretch().is_some());
                let within = |stretch: &Period| match given {
                    Some(Given::Due(given)) => stretch.first >= given.period.first && stretch.last <= given.period.last,
                    _ => true,
                };
                match stretch.filter(within) {
                    Some(stretch) => stretches.push(stretch),
                    None => self.lower.wrong_value(&text.span, "\"2024-03\" | \"2024-Q1\" | \"2024-H1\" | \"2024\""),
                }
            }
            if expect.has(key) {
                stretches.sort_by_key(|stretch| stretch.first);
                let names: Vec<String> = stretches.iter().map(ToString::to_string).collect();
                let value = list(names.iter().map(String::as_str));
                out.push(Expected { of: Subject::Due(of), value, span: expect.span_of(key) });
            }
        }
    }
}

/// Asks what is due.
pub(super) fn run(regulation: &Regulation, given: &Received) -> Option<Owes> {
    let rule = regulation.due.as_ref()?;
    let (facts, period) = (given.facts.as_slice(), given.period);
    let day = |slot: usize| facts.get(slot).copied().flatten().and_then(Day::from_number);
    let existence = ["from", "until"].map(|id| regulation.vocabulary.position(id).and_then(day));
    let in_force = |day: Day| time::in_force(regulation, day.number());
    let entry = due::entry(rule, Slots { facts, derived: &[] });
    let all = DueMonths::of(rule, 0, period, &|day| in_force(day).then_some(0));
    let months = all.get(entry)?.within(existence.into(), period);
    let (regular, thematic) = Reported::of(regulation, period, &given.meetings).seen();
    let missing = (months.missing_regular(regular), months.missing_thematic(thematic));
    // A year is judged by the text of its last day.
    let plan = rule.plan.as_ref().filter(|_| period.last.last_day().is_some_and(in_force));
    let plan = plan.and_then(|plan| plan.state(day(plan.fact), existence.into(), period));
    Some(Owes { entry, months, missing, plan, period })
}

impl Owes {
    pub(super) fn text(&self, of: Owed) -> String {
        let every = self.months.meetings;
        let named = |bits: u64, every: Option<Every>| list(names(bits, every, self.period).iter().map(String::as_str));
        match of {
            Owed::Regular => named(self.months.regular, every.regular),
            Owed::Thematic => named(self.months.thematic, every.thematic),
            Owed::MissingRegular => named(self.missing.0, every.regular),
            Owed::MissingThematic => named(self.missing.1, every.thematic),
            Owed::Plan => self.plan.map_or(NONE, PlanState::word).to_owned(),
        }
    }

    /// What of the rule a case reaches that looks at `expected`.
    pub(super) fn reached(&self, expected: &[Owed]) -> Vec<Part> {
        let meetings = expected.iter().any(|of| *of != Owed::Plan).then_some(Part::Due(self.entry));
        let plan = self.plan.filter(|_| expected.contains(&Owed::Plan)).map(|plan| Part::Plan(PlanBranch::of(plan)));
        meetings.into_iter().chain(plan).collect()
    }
}

/// The parts of what is due.
pub(super) fn parts(regulation: &Regulation) -> Vec<Part> {
    let Some(rule) = &regulation.due else { return Vec::new() };
    let mut parts: Vec<Part> = (0..=rule.exceptions.len()).map(Part::Due).collect();
    if let Some(plan) = &rule.plan {
        let branches = PlanBranch::ALL.into_iter().filter(|branch| *branch != PlanBranch::Late || plan.by.is_some());
        parts.extend(branches.map(Part::Plan));
    }
    parts
}
