//! What a cell owes: meetings month by month, and the yearly plan of thematic meetings.

use super::basis::Basis;
use super::facts::{FactType, Scope, Vocabulary};
use super::lower::Lower;
use super::section::Section;
use crate::expr::{Expr, Names};
use crate::words::Code;

/// What a cell owes.
#[derive(Clone, Debug)]
pub struct Due {
    /// Which meetings, unless an exception holds.
    pub meetings: DueMeetings,
    /// Cells that owe other meetings, by what is known of the cell; the first that holds decides.
    pub exceptions: Vec<DueException>,
    /// The yearly plan of thematic meetings, sent to the superior committee.
    pub plan: Option<DuePlan>,
    /// Where it stands.
    pub basis: Basis,
}

/// How often meetings are due; nothing where `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueMeetings {
    /// Regular or combined meetings.
    pub regular: Option<Every>,
    /// Thematic or combined meetings.
    pub thematic: Option<Every>,
}

/// Cells that owe other meetings than the rest.
#[derive(Clone, Debug)]
pub struct DueException {
    /// Which cells.
    pub when: Expr,
    /// What they owe.
    pub meetings: DueMeetings,
    /// Where it stands.
    pub basis: Basis,
}

/// A plan that is due every year.
#[derive(Clone, Debug)]
pub struct DuePlan {
    /// Slot of the day on which it was sent.
    pub fact: usize,
    /// Month and day by which it is due; any day of the year where `None`.
    pub by: Option<(u32, u32)>,
    /// Where it stands.
    pub basis: Basis,
}

/// A stretch of the calendar in which one meeting is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every half-year.
    Half,
    /// Every year.
    Year,
}

impl Every {
    /// The words of rule files, and that nothing is due.
    pub const WORDS: [&'static str; 5] = ["monthly", "quarterly", "half-yearly", "yearly", "none"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        match self {
            Every::Month => "monthly",
            Every::Quarter => "quarterly",
            Every::Half => "half-yearly",
            Every::Year => "yearly",
        }
    }

    /// How many months.
    pub fn months(self) -> u32 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Half => 6,
            Every::Year => 12,
        }
    }

    fn from_word(word: &str) -> Option<Every> {
        [Every::Month, Every::Quarter, Every::Half, Every::Year].into_iter().find(|every| every.word() == word)
    }
}

pub(super) fn lower_due(lower: &Lower, document: &Section<'_>, names: &Names, vocabulary: &Vocabulary) -> Option<Due> {
    let section = document.section("due")?;
    let basis = lower.basis(&section, None);
    let meetings = meetings(&section, DueMeetings::default());
    let exceptions = section
        .sections("except")
        .iter()
        .filter_map(|entry| exception(lower, entry, names, vocabulary, meetings, &basis))
        .collect();
    let plan = section.section("plan").and_then(|plan| self::plan(lower, &plan, vocabulary, &basis));
    section.finish();
    lower.figure("due", "regular, thematic", &basis);
    Some(Due { meetings, exceptions, plan, basis })
}

/// What is not said is as `otherwise`.
fn meetings(section: &Section<'_>, otherwise: DueMeetings) -> DueMeetings {
    let every = |key, otherwise| match section.one_of(key, &Every::WORDS) {
        Some(word) => Every::from_word(&word),
        None => otherwise,
    };
    DueMeetings { regular: every("regular", otherwise.regular), thematic: every("thematic", otherwise.thematic) }
}

fn exception(
    lower: &Lower,
    section: &Section<'_>,
    names: &Names,
    vocabulary: &Vocabulary,
    otherwise: DueMeetings,
    around: &Basis,
) -> Option<DueException> {
    let basis = lower.basis(section, Some(around));
    if !section.has("when") {
        section.need_text("when");
    }
    let when = lower.condition(section, "when", names);
    let meetings = meetings(section, otherwise);
    section.finish();
    let when = when?;
    let of_cell = |slot: &usize| vocabulary.facts.get(*slot).is_some_and(|fact| fact.scope == Scope::Cell);
    if !when.slots().iter().all(of_cell) {
        // What a cell owes cannot follow from a meeting that it may not have held.
        lower.fault(Code::RuleValue, &section.span_of("when"), |d| {
            d.with("value", when.text()).with("wanted", "scope = \"cell\"")
        });
        return None;
    }
    lower.figure("due except", when.text(), &basis);
    Some(DueException { when, meetings, basis })
}

fn plan(lower: &Lower, section: &Section<'_>, vocabulary: &Vocabulary, around: &Basis) -> Option<DuePlan> {
    let basis = lower.basis(section, Some(around));
    let id = section.need_text("fact");
    let by = section.text("by");
    section.finish();
    let fact = vocabulary.position(&id);
    let fits =
        |fact: usize| vocabulary.facts.get(fact).is_some_and(|fact| fact.scope == Scope::Cell && fact.kind == FactType::Date);
    if !id.is_empty() && !fact.is_some_and(fits) {
        lower.fault(Code::RuleValue, &section.span_of("fact"), |d| {
            d.with("value", &id).with("wanted", "scope = \"cell\", type = \"date\"")
        });
    }
    // A leap year, so that 02-29 is a day.
    let day = |text: &str| crate::base::Day::parse_iso(&format!("2024-{text}")).map(|day| (day.month().number(), day.of_month()));
    let known = by.as_ref().map(|by| day(&by.value));
    if let (Some(by), Some(None)) = (&by, known) {
        lower.fault(Code::RuleValue, &by.span, |d| d.with("value", &by.value).with("wanted", "\"01-31\""));
    }
    lower.figure("due plan", &id, &basis);
    Some(DuePlan { fact: fact.filter(|fact| fits(*fact))?, by: known.flatten(), basis })
}
