//! The texts behind a result: their days, who gives the level of the period, and what is about to lapse or was replaced.

use std::borrow::Cow;

use super::notice::{Notice, RegulationNote};
use super::{Audience, Column, Field, day};
use crate::assess::year::Classification;
use crate::assess::{Meetings, PeriodJudge};
use crate::base::Period;
use crate::rules::{Header, Leaf, Regulation, Text};
use crate::words::{Lang, Word, fill};

/// A text that lapses so many days after the period, or fewer, is about to lapse.
const SOON: i64 = 90;

/// The texts of the meetings; where there are several, each with its days.
pub(super) fn notes(meetings: &Meetings<'_>) -> Vec<RegulationNote> {
    let several = meetings.has_several_texts();
    meetings.texts.all().iter().map(|text| RegulationNote::of_days(text, several)).collect()
}

/// The column that tells which text judged; readers see it where there are several.
pub(super) fn column(meetings: &Meetings<'_>, lang: Lang) -> Column {
    if meetings.has_several_texts() {
        Column::both("regulation", Word::TextColumn.text(lang))
    } else {
        Column::machine("regulation")
    }
}

/// The text that judged.
pub(super) fn field(regulation: &Regulation) -> Field<'_> {
    Field::word(&regulation.header.id, name(regulation))
}

/// The ids of all texts.
pub(super) fn ids(meetings: &Meetings<'_>) -> String {
    meetings.regulations().map(|regulation| regulation.header.id.as_str()).collect::<Vec<&str>>().join(" ")
}

/// What a line is about, with the text that answered where there are several.
pub(super) fn under(item: String, meetings: &Meetings<'_>, regulation: &Regulation, lang: Lang) -> String {
    if !meetings.has_several_texts() {
        return item;
    }
    format!("{item} {}", fill(Word::UnderText.text(lang), &[("name", name(regulation))]))
}

/// A leaf among those of all texts: `3.5`; where there are several, `34-qd-tu:3.5` for machines and `34-QĐ/TU 3.5` for readers.
pub(super) fn leaf_id<'a>(regulation: &Regulation, leaf: &'a Leaf, several: bool, audience: Audience) -> Cow<'a, str> {
    match audience {
        _ if !several => leaf.id.as_str().into(),
        Audience::Machine => format!("{}:{}", regulation.header.id, leaf.id).into(),
        Audience::Reader => format!("{} {}", name(regulation), leaf.id).into(),
    }
}

/// Number of a regulation, or its id where it has none.
fn name(regulation: &Regulation) -> &str {
    let header = &regulation.header;
    if header.number.is_empty() { &header.id } else { &header.number }
}

/// That the result is none of the records as they are.
pub(super) fn supposed(meetings: &Meetings<'_>, lang: Lang) -> Option<Notice> {
    let text = fill(Word::SupposedNotice.text(lang), &[("sets", &meetings.supposed.join("; "))]);
    (!meetings.supposed.is_empty()).then_some(Notice { code: "what-if", text })
}

/// What a reader must know of the texts of the meetings and their time.
pub(super) fn notices(meetings: &Meetings<'_>, lang: Lang) -> Vec<Notice> {
    let mut notices: Vec<Notice> = supposed(meetings, lang).into_iter().collect();
    if meetings.has_several_texts() {
        notices.extend(straddling(meetings, lang));
        notices.extend(judge(meetings, lang).map(|text| Notice { code: "period-judge", text }));
    }
    let Some(end) = meetings.period.last.last_day() else { return notices };
    for text in meetings.texts.all() {
        let header = &text.regulation.header;
        let last = if meetings.texts.is_on_request() { header.last_day } else { text.last };
        let next = text.successor.as_ref();
        if let Some(last) = last.filter(|last| *last >= end && last.number() - end.number() <= SOON) {
            let days = (last.number() - end.number()).to_string();
            let values =
                [("id", header.id.as_str()), ("last", &day(last, lang)), ("days", &days), ("next", &replaced_by(next, lang))];
            notices.push(Notice { code: "about-to-lapse", text: fill(Word::AboutToLapse.text(lang), &values) });
        }
        let is_named = |next: &Header| meetings.regulations().any(|regulation| regulation.header.id == next.id);
        let since = next.filter(|next| !is_named(next)).and_then(|next| next.first_day).filter(|first| *first <= end);
        if since.is_some() {
            notices.push(superseded(&text.regulation, next, lang));
        }
    }
    notices
}

/// The same of the text of a year.
pub(super) fn year_notices(result: &Classification<'_>, lang: Lang) -> Vec<Notice> {
    let (regulation, year) = (result.regulation, result.year);
    let (header, next) = (&regulation.header, result.successor.as_ref());
    let mut notices = Vec::new();
    if header.years.and_then(|(_, last)| last) == Some(year) {
        let next = replaced_by(next, lang);
        let values = [("id", header.id.as_str()), ("year", &year.to_string()), ("next", &next)];
        notices.push(Notice { code: "about-to-lapse", text: fill(Word::LastYear.text(lang), &values) });
    }
    if next.is_some_and(|next| next.years().0.is_some_and(|first| first <= year)) {
        notices.push(superseded(regulation, next, lang));
    }
    notices
}

fn superseded(regulation: &Regulation, next: Option<&Header>, lang: Lang) -> Notice {
    let values = [("id", regulation.header.id.as_str()), ("next", &replaced_by(next, lang))];
    Notice { code: "superseded", text: fill(Word::Superseded.text(lang), &values) }
}

/// `34-qd-tu thay từ 2024-05-19`.
fn replaced_by(next: Option<&Header>, lang: Lang) -> String {
    let Some(next) = next else { return Word::NoSuccessor.text(lang).to_owned() };
    let since = next.first_day.map(|first| day(first, lang)).or(next.years().0.map(|first| first.to_string()));
    fill(Word::ReplacedBy.text(lang), &[("id", &next.id), ("first", &since.unwrap_or_default())])
}

/// `kỳ 2024 theo hai văn bản: 19-QĐ/TU đến 2024-05-18, 34-QĐ/TU từ 2024-05-19`.
fn straddling(meetings: &Meetings<'_>, lang: Lang) -> Option<Notice> {
    let list: Vec<String> = judging(meetings).map(|text| with_days(text, meetings.period, lang)).collect();
    let values = [("period", meetings.period.to_string()), ("count", list.len().to_string()), ("list", list.join(", "))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = || fill(Word::SeveralTexts.text(lang), &values);
    (list.len() > 1).then(|| Notice { code: "several-texts", text: text() })
}

/// The texts that judge a day of the period; one may be in force and not yet judge its meetings.
fn judging<'m>(meetings: &'m Meetings<'_>) -> impl Iterator<Item = &'m Text> {
    let all_days = meetings.texts.is_on_request();
    meetings.texts.all().iter().filter(move |text| all_days || text.days_in(meetings.period) > 0)
}

/// A text and those of its days that begin or end within the period.
fn with_days(text: &Text, period: Period, lang: Lang) -> String {
    let (first, last) = (period.first.first_day(), period.last.last_day());
    let from = text.first.filter(|own| Some(*own) > first).map(|own| fill(Word::FromDay.text(lang), &[("day", &day(own, lang))]));
    let until = text.last.filter(|own| Some(*own) < last).map(|own| fill(Word::UntilDay.text(lang), &[("day", &day(own, lang))]));
    let parts = [Some(name(&text.regulation).to_owned()), from, until];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" ")
}

/// Whose rule gives the level of the period, and by which clause; nothing where no rule is for such a period.
pub(super) fn judge(meetings: &Meetings<'_>, lang: Lang) -> Option<String> {
    if meetings.period_judges().all(|text| meetings.period_rule(text).is_none()) {
        return None;
    }
    let clause = judge_clause(meetings, lang);
    Some(match meetings.judge {
        PeriodJudge::One(text) => {
            let name = name(&meetings.texts.all().get(text)?.regulation);
            fill(Word::PeriodByOne.text(lang), &[("name", name), ("clause", &clause)])
        }
        PeriodJudge::Each => fill(Word::PeriodByEach.text(lang), &[("clause", &clause)]),
    })
}

/// That the rate of the period adds up rates which the texts define otherwise.
pub(super) fn two_rates(meetings: &Meetings<'_>, lang: Lang) -> Option<Notice> {
    let sides = |regulation: &Regulation| {
        let ids = |slots: &[usize]| -> Vec<String> {
            slots.iter().filter_map(|slot| regulation.vocabulary.facts.get(*slot)).map(|fact| fact.id.clone()).collect()
        };
        regulation.attendance.as_ref().map(|rule| (ids(&rule.counts), ids(&rule.base)))
    };
    let all: Vec<_> = judging(meetings).map(|text| sides(&text.regulation)).collect();
    let same = all.iter().all(|other| Some(other) == all.first());
    let names: Vec<&str> = judging(meetings).map(|text| name(&text.regulation)).collect();
    let text = || fill(Word::TwoRates.text(lang), &[("list", &names.join(", "))]);
    (!same).then(|| Notice { code: "several-rates", text: text() })
}

/// The transitional clause that says whose rule it is, or that it is the default.
fn judge_clause(meetings: &Meetings<'_>, lang: Lang) -> String {
    match meetings.transition() {
        Some((regulation, clause)) => {
            let standing = super::notice::standing(clause.basis.standing, lang);
            format!("{}, {standing}", regulation.clause(&clause.basis))
        }
        None => Word::PeriodByDefault.text(lang).to_owned(),
    }
}
