//! What a reader must know to read a result rightly: standings, requests, gaps.

use super::field::day;
use crate::base::Day;
use crate::rules::{Choice, Regulation, Standing, Text};
use crate::words::{Lang, Word, fill};

/// A sentence under a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Stable name.
    pub code: &'static str,
    /// For readers.
    pub text: String,
}

/// A regulation that a result rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegulationNote {
    /// Id.
    pub id: String,
    /// `meeting`, `year` or `visit`.
    pub role: &'static str,
    /// Number.
    pub number: String,
    /// Issuer.
    pub issuer: String,
    /// Day of issue, where known.
    pub issued: Option<String>,
    /// Title.
    pub title: String,
    /// The weakest standing of its figures.
    pub standing: Standing,
    /// How many figures.
    pub figures: usize,
    /// How many of them are assumed.
    pub assumed: usize,
    /// How many are restated.
    pub restated: usize,
    /// Its own warning; empty when none.
    pub notice: String,
    /// First day that it is for, or first year; none where that is open.
    pub first: Option<String>,
    /// Last day or year.
    pub last: Option<String>,
    /// Whether its days are told with its name, since it is not the only text of the meetings.
    pub dated: bool,
    /// Whether levels of a period follow from points, so that means are no mere statistic.
    pub judges_by_points: bool,
    /// What needs a person before results stand: id, what is open, what is needed.
    pub gaps: Vec<[String; 3]>,
    /// Ids of all its readings of unclear clauses.
    pub readings: Vec<String>,
    /// Readings in place of those that the text chose: id, and what is chosen now.
    pub chosen: Vec<[String; 2]>,
}

impl RegulationNote {
    /// Of a regulation.
    pub fn of(regulation: &Regulation, role: &'static str) -> RegulationNote {
        let header = &regulation.header;
        let (first, last) = header.ends();
        RegulationNote {
            id: header.id.clone(),
            role,
            number: header.number.clone(),
            issuer: header.issuer.clone(),
            issued: header.issued.map(|day| day.to_string()),
            title: header.title.clone(),
            standing: regulation.standing(),
            figures: regulation.figures.len(),
            assumed: regulation.count(Standing::Assumed),
            restated: regulation.count(Standing::Restated),
            notice: header.notice.clone(),
            first,
            last,
            dated: false,
            judges_by_points: regulation.periods.iter().any(|rule| rule.reads_points),
            gaps: regulation.gaps.iter().map(|gap| [gap.id.clone(), gap.open.clone(), gap.needs.clone()]).collect(),
            readings: regulation.readings.iter().map(|reading| reading.id.clone()).collect(),
            chosen: regulation.chosen.iter().map(|choice| chosen(regulation, choice)).collect(),
        }
    }

    /// Of a text, with the days whose meetings it judges.
    pub fn of_days(text: &Text, dated: bool) -> RegulationNote {
        let [first, last] = [text.first, text.last].map(|day| day.map(|day| day.to_string()));
        RegulationNote { first, last, dated, ..RegulationNote::of(&text.regulation, "meeting") }
    }

    /// `14-QĐi/TU (Ban Thường vụ Tỉnh ủy Lai Châu, 08/10/2018)`.
    pub fn name(&self, lang: Lang) -> String {
        let written = |text: &str| Day::parse_iso(text).map_or_else(|| text.to_owned(), |on| day(on, lang));
        let number = if self.number.is_empty() { &self.title } else { &self.number };
        let said = [Some(self.issuer.clone()), self.issued.as_deref().map(written)];
        let said: Vec<String> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let name = if said.is_empty() { number.clone() } else { format!("{number} ({})", said.join(", ")) };
        let open = |end: &Option<String>| end.as_deref().map_or_else(|| "…".to_owned(), written);
        if self.dated { format!("{name} {} – {}", open(&self.first), open(&self.last)) } else { name }
    }

    /// The notices that stand under every result of this regulation.
    pub fn notices(&self, lang: Lang) -> Vec<Notice> {
        let mut notices = Vec::new();
        if !self.notice.is_empty() {
            notices.push(Notice { code: "regulation-notice", text: format!("{}: {}", self.id, self.notice) });
        }
        let values = |count: usize| [("id", self.id.clone()), ("count", count.to_string()), ("all", self.figures.to_string())];
        for (code, word, count) in
            [("assumed", Word::AssumedNotice, self.assumed), ("restated", Word::RestatedNotice, self.restated)]
        {
            if count > 0 {
                let values = values(count);
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                notices.push(Notice { code, text: fill(word.text(lang), &values) });
            }
        }
        for [id, open, needs] in &self.gaps {
            let text = fill(Word::GapNotice.text(lang), &[("id", id), ("open", open), ("needs", needs)]);
            notices.push(Notice { code: "gap", text });
        }
        for [id, chosen] in &self.chosen {
            let text = fill(Word::ChosenNotice.text(lang), &[("id", id), ("chosen", chosen)]);
            notices.push(Notice { code: "chosen-reading", text });
        }
        notices
    }
}

/// `exactly-75=lower`, and how that reads.
fn chosen(regulation: &Regulation, choice: &Choice) -> [String; 2] {
    let reading = regulation.readings.iter().find(|reading| reading.id == choice.reading);
    [format!("{}={}", choice.reading, choice.alternative), reading.map_or_else(String::new, |reading| reading.chosen.clone())]
}

/// "Applied outside its period by request", where it was.
pub fn on_request(count: u64, id: &str, lang: Lang) -> Option<Notice> {
    (count > 0).then(|| Notice {
        code: "applied-on-request",
        text: fill(Word::OnRequestNotice.text(lang), &[("count", &count.to_string()), ("id", id)]),
    })
}

/// A plain sentence with a count, left out when the count is zero.
pub fn counted(code: &'static str, word: Word, count: u64, lang: Lang) -> Option<Notice> {
    (count > 0).then(|| Notice { code, text: fill(word.text(lang), &[("count", &count.to_string())]) })
}

/// The word of a standing for readers.
pub fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Text => Word::StandingText,
        Standing::Restated => Word::StandingRestated,
        Standing::Assumed => Word::StandingAssumed,
    }
    .text(lang)
}
