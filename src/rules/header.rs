//! Which regulation this is and when it applies.

use super::facts::Scope;
use super::lower::Lower;
use super::section::Section;
use crate::base::Day;
use crate::words::Code;

/// Identity and time of a regulation. Numbers collide between issuers and years: it is issuer, number and date together that identify.
#[derive(Clone, Debug)]
pub struct Header {
    /// Name of the rule folder.
    pub id: String,
    /// Meetings, yearly classification, or visits of committee members.
    pub scope: Scope,
    /// Full title.
    pub title: String,
    /// Number of the document.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When; `None` when not known.
    pub issued: Option<Day>,
    /// First day in force, for meetings and visits.
    pub first_day: Option<Day>,
    /// Last day in force, for meetings and visits.
    pub last_day: Option<Day>,
    /// First and last year, for yearly classification; either may be open.
    pub years: Option<(Option<i32>, Option<i32>)>,
    /// The days that a campaign covers, both included, instead of calendar years; its records are those of the year in which it ends.
    pub window: Option<Window>,
    /// Id of the regulation it replaced; empty when none.
    pub replaces: String,
    /// Id of the regulation that it extends; empty when none.
    pub extends: String,
    /// A warning that stands in every output; empty when none.
    pub notice: String,
}

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Window {
    /// How many days.
    pub fn days(self) -> i64 {
        self.last.number() - self.first.number() + 1
    }
}

impl Header {
    /// Whether a meeting on that day is judged by this text.
    pub fn in_force(&self, day: Day) -> bool {
        self.first_day.is_none_or(|first| day >= first) && self.last_day.is_none_or(|last| day <= last)
    }

    /// Whether that year is classified by this text.
    pub fn covers_year(&self, year: i32) -> bool {
        let (first, last) = self.years();
        first.is_none_or(|first| year >= first) && last.is_none_or(|last| year <= last)
    }

    /// The first and the last year that are classified by this text, both included; an open end is `None`.
    pub fn years(&self) -> (Option<i32>, Option<i32>) {
        match self.window {
            Some(window) => (Some(window.last.year()), Some(window.last.year())),
            None => self.years.unwrap_or_default(),
        }
    }

    /// The first and the last day, or year, that this text is for, as they are written; an open end is `None`.
    pub fn ends(&self) -> (Option<String>, Option<String>) {
        let days = self.window.map_or((self.first_day, self.last_day), |window| (Some(window.first), Some(window.last)));
        let (first, last) = self.years();
        let text = |day: Option<Day>, year: Option<i32>| day.map(|day| day.to_string()).or(year.map(|year| year.to_string()));
        (text(days.0, first), text(days.1, last))
    }

    pub(super) fn lower(lower: &Lower, document: &Section<'_>) -> Header {
        let Some(section) = document.need_section("regulation") else {
            return Header::empty();
        };
        let scope = section.one_of("scope", &Scope::REGULATION_WORDS).and_then(|word| Scope::from_word(&word));
        let years = section.text("years").and_then(|text| {
            let years = years(&text.value);
            if years.is_none() {
                lower.fault(Code::RuleValue, &text.span, |d| {
                    d.with("value", &text.value).with("wanted", "2023..2024, 2025.., ..2022")
                });
            }
            years
        });
        let header = Header {
            id: section.need_id("id"),
            scope: scope.unwrap_or(Scope::Meeting),
            title: section.need_text("title"),
            number: section.text_or_empty("number"),
            issuer: section.text_or_empty("issuer"),
            issued: section.day("issued"),
            first_day: section.day("first-day"),
            last_day: section.day("last-day"),
            years,
            window: section.section("window").and_then(|table| window(lower, &table)),
            replaces: section.id_or_empty("replaces"),
            extends: section.text_or_empty("extends"),
            notice: section.text_or_empty("notice"),
        };
        if section.has("window") && section.has("years") {
            lower.fault(Code::RuleUnknownKey, &section.span_of("years"), |d| {
                d.with("value", "years").with("entry", section.path()).with("near", "window")
            });
        }
        // It would end itself on the day before it begins.
        if header.replaces == header.id && !header.id.is_empty() {
            lower.fault(Code::RuleValue, &section.span_of("replaces"), |d| {
                d.with("value", &header.replaces).with("wanted", format!("≠ {}", header.id))
            });
        }
        section.strangers(header.scope);
        if let (Some(first), Some(last)) = (header.first_day, header.last_day)
            && last < first
        {
            lower.fault(Code::RuleValue, &section.span_of("last-day"), |d| {
                d.with("value", last).with("wanted", format!("≥ {first}"))
            });
        }
        section.finish();
        header
    }

    fn empty() -> Header {
        Header {
            id: String::new(),
            scope: Scope::Meeting,
            title: String::new(),
            number: String::new(),
            issuer: String::new(),
            issued: None,
            first_day: None,
            last_day: None,
            years: None,
            window: None,
            replaces: String::new(),
            extends: String::new(),
            notice: String::new(),
        }
    }
}

fn window(lower: &Lower, section: &Section<'_>) -> Option<Window> {
    let day = |key: &'static str| {
        section.need(key);
        section.day(key)
    };
    let (first, last) = (day("first-day"), day("last-day"));
    section.finish();
    let window = Window { first: first?, last: last? };
    if window.last < window.first {
        lower.fault(Code::RuleValue, &section.span_of("last-day"), |d| {
            d.with("value", window.last).with("wanted", format!("≥ {}", window.first))
        });
    }
    Some(window)
}

/// `2023..2024`, `2025..` or `2024`.
fn years(text: &str) -> Option<(Option<i32>, Option<i32>)> {
    let year = |text: &str| text.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year));
    match text.split_once("..") {
        None => year(text).map(|year| (Some(year), Some(year))),
        Some((first, "")) => Some((Some(year(first)?), None)),
        Some(("", last)) => Some((None, Some(year(last)?))),
        Some((first, last)) => {
            let (first, last) = (year(first)?, year(last)?);
            (first <= last).then_some((Some(first), Some(last)))
        }
    }
}
