//! How a text takes over from the one it replaces.

use super::basis::Basis;
use super::header::Header;
use super::lower::Lower;
use super::section::Section;
use crate::base::Day;
use crate::words::Code;

/// The transitional clause of a regulation (điều khoản chuyển tiếp).
#[derive(Clone, Debug)]
pub struct Transition {
    /// Whose rule gives the level of a year in which both texts are in force; where the clause is silent, that of the text at its end.
    pub year: Option<YearBy>,
    /// Last day whose meetings the replaced text still judges, though this one is in force already.
    pub meetings_until: Option<Day>,
    /// Where it stands.
    pub basis: Basis,
}

/// The text whose rule gives the level of a year that straddles two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearBy {
    /// The text in force at the end of the year, over the levels of all its meetings.
    New,
    /// The replaced one, over the levels of all meetings.
    Old,
    /// The one with more days in the year, over the levels of all meetings; the newer one when both have as many.
    Longer,
    /// Each text judges its own meetings; there is a level where they agree.
    Each,
}

impl YearBy {
    /// The words of rule files.
    pub const WORDS: [&'static str; 4] = ["new", "old", "longer", "each"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        match self {
            YearBy::New => "new",
            YearBy::Old => "old",
            YearBy::Longer => "longer",
            YearBy::Each => "each",
        }
    }

    fn from_word(word: &str) -> Option<YearBy> {
        [YearBy::New, YearBy::Old, YearBy::Longer, YearBy::Each].into_iter().find(|by| by.word() == word)
    }
}

pub(super) fn lower_transition(lower: &Lower, document: &Section<'_>, header: &Header) -> Option<Transition> {
    let section = document.section("transition")?;
    let basis = lower.basis(&section, None);
    let year = section.one_of("year", &YearBy::WORDS).and_then(|word| YearBy::from_word(&word));
    let meetings_until = section.day("meetings-until");
    if !section.has("year") && !section.has("meetings-until") {
        lower
            .fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "year | meetings-until").with("entry", section.path()));
    }
    if header.replaces.is_empty() {
        lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "replaces").with("entry", "regulation"));
    }
    // A day before the text is in force would say nothing; without a first day both texts would be in force for ever.
    if let Some(until) = meetings_until.filter(|until| header.first_day.is_none_or(|first| *until < first)) {
        let wanted = header.first_day.map_or("first-day".to_owned(), |first| format!("≥ {first}"));
        lower.fault(Code::RuleValue, &section.span_of("meetings-until"), |d| d.with("value", until).with("wanted", wanted));
    }
    section.finish();
    if let Some(year) = year {
        lower.figure("transition year", year.word(), &basis);
    }
    if let Some(until) = meetings_until {
        lower.figure("transition meetings-until", until.to_string(), &basis);
    }
    Some(Transition { year, meetings_until, basis })
}
