//! The yearly part of an explanation: grades or points, conditions, gates, quotas.

use super::decisions::Beside;
use super::explain::{Line, gate_line, leaf_lines};
use super::places::{self, Contest, Told};
use super::{awards, inputs, lineage, reason};
use crate::assess::contest::Place;
use crate::assess::tally::Fate;
use crate::assess::year::{CellYear, Classification, fall};
use crate::assess::{Meetings, Walk};
use crate::expr::Slots;
use crate::records::{CellIndex, Subject, YearRow};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

pub(super) fn lines(
    meetings: &Meetings<'_>,
    result: &Classification<'_>,
    (cell, row): (CellIndex, Option<&YearRow>),
    beside: Beside<'_>,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let regulation = result.regulation;
    let Some(position) = result.cells.iter().position(|year| year.cell == cell) else {
        return;
    };
    let Some(year) = result.cells.get(position) else { return };
    lines.push(head(meetings, result, year, row, lang));
    beside.lines((cell, Subject::YearEnd), 2, lines, lang);
    lineage::lines(meetings.cells, regulation, (meetings.period, 2), cell, lines, lang);
    if !year.has_facts || !year.standing.is_judged() {
        return;
    }
    let opened = year.entrant.open();
    let slots = opened.slots();
    tallies(meetings, result, year, lines, lang);
    criteria(regulation, year, slots, lines, lang);
    if let Some(form) = year.score.as_ref().and_then(|score| regulation.forms.get(score.form)) {
        leaf_lines(regulation, form, &year.leaves, slots, 2, lines, lang);
        let total = year.score.as_ref().and_then(|score| score.total);
        lines.push(Line {
            depth: 2,
            kind: "total",
            item: Word::Total.text(lang).to_owned(),
            value: year
                .score
                .as_ref()
                .map_or("?".to_owned(), |score| super::working::total_text(regulation, form, score, &year.leaves, lang)),
            points: total,
            max: Some(form.max.exact()),
            regulation: regulation.header.id.clone(),
            ..Line::default()
        });
    }
    if !regulation.levels.is_empty() {
        conditions(regulation, year, slots, lines, lang);
        landing(regulation, year, lines, lang);
    }
    quotas(meetings, result, position, year, lines, lang);
    let code = |unit: usize| result.cells.get(unit).map_or("", |cell| meetings.cells.code(cell.cell));
    awards::lines(result, position, year, code, lines, lang);
}

/// The first line of a year: what it came to, and from which row.
pub(super) fn head(
    meetings: &Meetings<'_>,
    result: &Classification<'_>,
    year: &CellYear,
    row: Option<&YearRow>,
    lang: Lang,
) -> Line {
    let regulation = result.regulation;
    let instead = lineage::instead(meetings.cells, &year.standing, lang);
    Line {
        depth: 1,
        kind: "year",
        id: result.year.to_string(),
        item: if regulation.levels.is_empty() {
            super::classify::title(result, lang)
        } else {
            fill(Word::YearItem.text(lang), &[("year", &result.year.to_string())])
        },
        value: match (year.has_facts, regulation.levels.is_empty()) {
            _ if instead.is_some() => instead.map_or_else(String::new, |instead| instead.shown(lang)),
            (false, _) => super::classify::no_facts(year, lang).to_owned(),
            (true, false) => super::classify::final_field(regulation, year, lang).shown(lang),
            (true, true) => awards::shown(regulation, year, lang),
        },
        regulation: regulation.header.id.clone(),
        file: row.and_then(|row| row.place.file.as_ref()).map_or(String::new(), |file| file.to_string()),
        row: row.and_then(|row| row.place.row),
        ..Line::default()
    }
}

/// The level before any quota, with the clause that gave it.
pub(super) fn landing(regulation: &Regulation, year: &CellYear, lines: &mut Vec<Line>, lang: Lang) {
    let level = year.level.and_then(|level| regulation.levels.get(level));
    let landing = Line {
        depth: 2,
        kind: "landing",
        item: Word::Landing.text(lang).to_owned(),
        value: level.map_or("?".to_owned(), |level| landed(regulation, &year.walk, &level.title, lang)),
        regulation: regulation.header.id.clone(),
        ..Line::default()
    };
    // A gate that acted is why the cell stands where it stands; the clause of the level itself is not.
    let gate = regulation.gates.iter().enumerate().rfind(|(position, _)| year.walk.gates >> position & 1 == 1);
    lines.push(match (gate, level) {
        (Some((_, gate)), Some(level)) => Line { id: level.id.clone(), ..landing }.cited(regulation, &gate.basis),
        (None, Some(level)) => Line { id: level.id.clone(), ..landing }.cited(regulation, &level.basis),
        (_, None) => landing,
    });
}

/// The name of a level, and of the one that sends there whoever has its points but not its conditions.
fn landed(regulation: &Regulation, walk: &Walk, level: &str, lang: Lang) -> String {
    // A gate that acted is why it stands where it stands.
    match walk.otherwise.filter(|_| walk.gates == 0).and_then(|from| regulation.levels.get(from)) {
        Some(from) => fill(Word::LandsOtherwise.text(lang), &[("level", level), ("from", &from.short)]),
        None => level.to_owned(),
    }
}

/// What was counted, and every row of the cell with what became of it.
fn tallies(meetings: &Meetings<'_>, result: &Classification<'_>, year: &CellYear, lines: &mut Vec<Line>, lang: Lang) {
    let regulation = result.regulation;
    for (tally, counted) in regulation.tallies.iter().zip(&year.tallies) {
        let line = Line {
            depth: 2,
            kind: "tally",
            id: tally.id.clone(),
            item: tally.title.clone(),
            value: counted.value.map_or_else(|| Word::NotRecorded.text(lang).to_owned(), |count| count.to_string()),
            inputs: counted.value.map_or_else(String::new, |count| format!("{}={count}", tally.id)),
            ..Line::default()
        };
        lines.push(line.cited(regulation, &tally.basis));
        let rows = result.tallied(tally, year.cell, meetings.cells);
        for (row, fate) in rows.iter().zip(&counted.fates) {
            let date = regulation.vocabulary.facts.get(tally.year_by).map_or("", |fact| fact.title(lang));
            let (word, other) = match fate {
                Fate::Counts => (Word::RowCounts, String::new()),
                Fate::OtherYear(other) => (Word::RowOfOtherYear, other.to_string()),
                Fate::NotMeant => (Word::RowNotMeant, String::new()),
                Fate::Again => (Word::RowAgain, String::new()),
                Fate::Open(_) => (Word::RowOpen, String::new()),
            };
            lines.push(Line {
                depth: 3,
                kind: "tally-row",
                item: fill(word.text(lang), &[("date", date), ("year", &other)]),
                value: reason::row(regulation, tally.of, row, lang),
                branch: fate.word().to_owned(),
                file: row.place.file.as_ref().map_or_else(String::new, ToString::to_string),
                row: row.place.row,
                ..Line::default()
            });
        }
    }
}

/// The graded criteria.
pub(super) fn criteria(regulation: &Regulation, year: &CellYear, slots: Slots<'_>, lines: &mut Vec<Line>, lang: Lang) {
    for (criterion, graded) in regulation.criteria.iter().zip(&year.grades) {
        let title = |grade: Option<u16>| {
            grade
                .and_then(|grade| regulation.grades.get(usize::from(grade)))
                .map_or(Word::NotRecorded.text(lang), |(_, title)| title)
        };
        let mut value = title(graded.grade).to_owned();
        if graded.from_meetings {
            value.push_str(&format!(" ({})", Word::FromMeetings.text(lang)));
            if graded.recorded.is_some() && graded.recorded != graded.grade {
                value.push_str(&fill(Word::RecordedOtherwise.text(lang), &[("grade", title(graded.recorded))]));
            }
        }
        let table = criterion.table.as_ref();
        let row = table.zip(graded.row).and_then(|(table, row)| table.rows.get(usize::from(row)));
        if let Some((table, row)) = table.zip(row) {
            value.push_str(&format!(" ({} → {})", reason::measure(regulation, &table.of, slots, lang), row.within));
        }
        let basis = criterion.from_basis.as_ref().filter(|_| graded.from_meetings);
        let basis = basis.or(row.map(|row| &row.basis)).unwrap_or(&criterion.basis);
        let branch = match (graded.from_meetings, graded.row) {
            (true, _) => "from-meetings".to_owned(),
            (false, Some(row)) => format!("tier {}", row + 1),
            (false, None) => "recorded".to_owned(),
        };
        let mut read: Vec<usize> = criterion.fact.into_iter().collect();
        read.extend(table.into_iter().flat_map(|table| table.of.slots()));
        read.extend(graded.from_meetings.then(|| regulation.layout.recorded() + regulation.layout.meeting_quality()));
        let line = Line {
            depth: 2,
            kind: "criterion",
            id: criterion.id.clone(),
            item: criterion.title.clone(),
            value,
            branch,
            inputs: inputs::pairs(regulation, read, slots),
            ..Line::default()
        };
        lines.push(line.cited(regulation, basis));
    }
}

fn conditions(regulation: &Regulation, year: &CellYear, slots: Slots<'_>, lines: &mut Vec<Line>, lang: Lang) {
    for check in &year.walk.checks {
        let Some(level) = regulation.levels.get(check.level) else {
            continue;
        };
        let Some(condition) = level.conditions.get(check.condition) else {
            continue;
        };
        lines.push(super::explain::condition_line(regulation, (level, condition), check.holds, slots, lang));
    }
    for (position, gate) in regulation.gates.iter().enumerate() {
        let acted = year.walk.gates >> position & 1 == 1;
        if acted || year.walk.open_gates >> position & 1 == 1 {
            lines.push(gate_line(regulation, gate, acted, slots, lang));
        }
    }
}

/// What each quota did.
pub(super) fn quotas(
    meetings: &Meetings<'_>,
    result: &Classification<'_>,
    position: usize,
    year: &CellYear,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let regulation = result.regulation;
    let code = |unit: usize| result.cells.get(unit).map_or("", |cell| meetings.cells.code(cell.cell));
    let opened = year.entrant.open();
    let slots = opened.slots();
    for stand in &year.after.stands {
        let (Some(quota), Some(groups)) = (regulation.quotas.get(stand.contest), result.quotas.get(stand.contest)) else {
            continue;
        };
        let Some(group) = groups.get(stand.group) else { continue };
        let what = places::quota_name(regulation, quota, lang);
        let contest = Contest { id: &quota.id, what, places: &quota.places, groups };
        let mut verdict = super::classify::place_text(stand.place, lang).to_owned();
        if stand.place == Place::Admitted && group.candidate(position).is_some_and(|ranked| ranked.special) {
            verdict = format!("{verdict} ({})", Word::BySpecialGrounds.text(lang));
        }
        let total = year.score.as_ref().and_then(|score| score.total);
        let down = (stand.place == Place::MovedDown).then(|| fall(regulation, total, slots, quota.level));
        if let Some(down) = &down {
            let level = down.level().and_then(|level| regulation.levels.get(level)).map_or("?", |level| level.short.as_str());
            let level = landed(regulation, down, level, lang);
            verdict = format!("{verdict} ({})", fill(Word::LandsOn.text(lang), &[("level", &level)]));
        }
        let told = Told { kind: "quota", contest: &contest, group, unit: position, slots, verdict, branch: stand.place.word() };
        places::lines(regulation, &told, code, lines, lang);
        // The levels that it passes on its way down, and why.
        for check in down.iter().flat_map(|down| &down.checks).filter(|check| check.holds != Some(true)) {
            let level = regulation.levels.get(check.level);
            if let Some(condition) = level.and_then(|level| Some((level, level.conditions.get(check.condition)?))) {
                let line = super::explain::condition_line(regulation, condition, check.holds, slots, lang);
                lines.push(Line { depth: 3, ..line });
            }
        }
    }
}
