//! The recorded result of a meeting: from which column it is, and what became of it.

use super::explain::Line;
use super::field::number;
use crate::assess::{Meetings, RestsOn, Row};
use crate::base::Points;
use crate::records::ResultHeadings;
use crate::rules::{Fact, Regulation};
use crate::words::{Lang, Word, fill};

/// The recorded total and the recorded level of a meeting, where there are any.
pub(super) fn lines(meetings: &Meetings<'_>, row: &Row, lines: &mut Vec<Line>, lang: Lang) {
    let Some(regulation) = meetings.regulation_of(row) else { return };
    let facts = meetings.facts(row);
    let recorded = |id: &str| facts.get(regulation.vocabulary.position(id)?).copied().flatten();
    let account = meetings.accounts.get(row.file);
    let none = ResultHeadings::default();
    let headings = account.and_then(|account| account.results.get(usize::from(row.text))).unwrap_or(&none);
    let line = |id: &str, item: Word, value: String, heading: &str| Line {
        depth: 2,
        kind: "recorded",
        id: id.to_owned(),
        item: item.text(lang).to_owned(),
        value: fill(Word::RecordedIn.text(lang), &[("value", &value), ("column", heading)]),
        branch: row.rests_on.word().to_owned(),
        regulation: regulation.header.id.clone(),
        file: account.map_or(String::new(), |account| account.file.to_string()),
        row: Some(row.row),
        ..Line::default()
    };
    let mut own = Vec::new();
    if let Some(total) = recorded(Fact::TOTAL) {
        let points = Points(total).exact();
        let heading = headings.total.as_deref().unwrap_or_default();
        let line = line("total", Word::RecordedTotal, number(points, lang), heading);
        own.push(Line { points: Some(points), ..line });
    }
    if let Some(level) = recorded(Fact::LEVEL).and_then(|level| usize::try_from(level).ok()) {
        let by_mark = headings.marks.iter().find(|(marked, _)| *marked == level).map(|(_, heading)| heading);
        let heading: Vec<&str> = headings.level.iter().chain(by_mark).map(String::as_str).collect();
        let title = regulation.levels.get(level).map_or("?", |level| &level.title);
        own.push(line("level", Word::RecordedLevel, title.to_owned(), &heading.join(" / ")));
    }
    // What became of it is said once, beside the first.
    if let Some(first) = own.first_mut() {
        first.value = format!("{}: {}", first.value, became(regulation, row, recorded(Fact::LOWERED) == Some(1)).text(lang));
    }
    lines.extend(own);
}

fn became(regulation: &Regulation, row: &Row, lowered: bool) -> Word {
    let score = row.score.as_ref();
    match row.rests_on {
        RestsOn::Total if lowered && score.is_some_and(|score| score.level.is_none()) => Word::RestsOnLoweredOpen,
        RestsOn::Total if regulation.gates.is_empty() => Word::RestsOnTotalWithoutGates,
        RestsOn::Total => Word::RestsOnTotal,
        RestsOn::TotalLowered => Word::RestsOnLowered,
        RestsOn::Level => Word::RestsOnLevel,
        RestsOn::Elsewhere => Word::RestsOnElsewhere,
        RestsOn::FactsDiffering => Word::RestsOnDiffering,
        RestsOn::Facts if score.is_some_and(|score| score.is_judged()) => Word::RestsOnSame,
        RestsOn::Facts => Word::RestsOnNothing,
    }
}
