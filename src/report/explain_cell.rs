//! The part of an explanation that is about a cell in a period: counts, rates, what is missing, the level of the period.

use super::explain::Line;
use super::field::{day, number};
use super::wording::Wording;
use super::{Field, groups, lineage, texts};
use crate::assess::due::PlanState;
use crate::assess::{Class, Meetings, PeriodLevel};
use crate::outline::Value;
use crate::records::CellIndex;
use crate::rules::{Level, Regulation};
use crate::words::{Lang, Word, fill};

/// The first line: the cell itself.
pub(super) fn head(meetings: &Meetings<'_>, cell: CellIndex, lang: Lang) -> Line {
    let place = meetings.cells.place(cell);
    let kind = groups::choice(meetings, cell, "cell_type", lang).map_or(String::new(), |(_, title)| title);
    let committee = meetings.cells.committee(cell);
    Line {
        kind: "cell",
        id: meetings.cells.code(cell).to_owned(),
        item: meetings.cells.name(cell).to_owned(),
        value: if kind.is_empty() { committee.to_owned() } else { format!("{committee} · {kind}") },
        file: place.file.map_or(String::new(), |file| file.to_string()),
        row: place.row,
        ..Line::default()
    }
}

/// The period: how many meetings have which level, and from which rows.
pub(super) fn period(meetings: &Meetings<'_>, cell: CellIndex, lang: Lang) -> Line {
    let summary = meetings.summary(cell, &Class::ALL);
    let rows = || meetings.rows.iter().filter(|row| row.cell == cell);
    let files: std::collections::BTreeSet<usize> = rows().map(|row| row.file).collect();
    let name = |file: usize| meetings.accounts.get(file).map_or_else(String::new, |account| account.file.to_string());
    let of = |file: usize| {
        let numbers: Vec<String> = rows().filter(|row| row.file == file).map(|row| row.row.to_string()).collect();
        if files.len() > 1 { format!("{}:{}", name(file), numbers.join(",")) } else { numbers.join(" ") }
    };
    let counts = meetings.levels().zip(&summary.levels).map(|(level, count)| format!("{}={count}", level.id));
    Line {
        depth: 1,
        kind: "period",
        id: meetings.period.to_string(),
        item: Word::PeriodCounts.text(lang).to_owned(),
        value: per_level(meetings.levels(), &summary.levels),
        regulation: texts::ids(meetings),
        inputs: counts.collect::<Vec<String>>().join(";"),
        file: files.iter().map(|file| name(*file)).collect::<Vec<String>>().join(" "),
        rows: files.iter().map(|file| of(*file)).collect::<Vec<String>>().join(" "),
        ..Line::default()
    }
}

/// Everything that is told of the period.
pub(super) fn lines(meetings: &Meetings<'_>, cell: CellIndex, lines: &mut Vec<Line>, lang: Lang) {
    if meetings.texts.all().is_empty() {
        return;
    }
    let summary = meetings.summary(cell, &Class::ALL);
    lines.push(period(meetings, cell, lang));
    if summary.recorded() > 0 {
        let values = [("totals", summary.recorded_totals.to_string()), ("levels", summary.recorded_levels.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lines.push(Line {
            depth: 2,
            kind: "recorded",
            item: Word::RecordedResults.text(lang).to_owned(),
            value: fill(Word::RecordedResultsOf.text(lang), &values),
            ..Line::default()
        });
    }
    let by_points = meetings.judges_by_points();
    if let Some(mean) = summary.mean().filter(|_| summary.scored > 0) {
        lines.push(Line {
            depth: 2,
            kind: "mean",
            item: if by_points { Word::MeanOfMeetings } else { Word::MeanStatistic }.text(lang).to_owned(),
            value: format!("{} ({})", number(mean, lang), mean.text()),
            inputs: format!("mean={};scored={}", mean.text(), summary.scored),
            regulation: texts::ids(meetings),
            ..Line::default()
        });
    }
    attendance(meetings, cell, lines, lang);
    missing(meetings, cell, lines, lang);
    period_level(meetings, cell, lines, lang);
}

/// `Tốt 7, Khá 5`.
fn per_level<'l>(levels: impl Iterator<Item = &'l Level>, counts: &[u64]) -> String {
    levels.zip(counts).map(|(level, count)| format!("{} {count}", level.title)).collect::<Vec<String>>().join(", ")
}

/// The rate of the period; where there are several texts, of the meetings of each.
fn attendance(meetings: &Meetings<'_>, cell: CellIndex, lines: &mut Vec<Line>, lang: Lang) {
    let line = |depth: usize, (part, whole): (u64, u64)| Line {
        depth,
        kind: "attendance",
        item: Word::Attendance.text(lang).to_owned(),
        value: Field::Rate(part, whole).shown(lang),
        inputs: format!("attending={part};expected={whole}"),
        ..Line::default()
    };
    let several = meetings.has_several_texts();
    if let Some(rate) = meetings.summary(cell, &Class::ALL).attendance().filter(|_| several) {
        lines.push(Line { regulation: texts::ids(meetings), ..line(2, rate) });
    }
    for (text, regulation) in meetings.regulations().enumerate() {
        if let (Some(rate), Some(rule)) = (meetings.attendance_under(cell, text), &regulation.attendance) {
            let own = line(2 + usize::from(several), rate).cited(regulation, &rule.basis);
            lines.push(Line { item: texts::under(own.item.clone(), meetings, regulation, lang), ..own });
        }
    }
}

/// What was due and nobody reported, and the yearly plan.
pub(super) fn missing(meetings: &Meetings<'_>, cell: CellIndex, lines: &mut Vec<Line>, lang: Lang) {
    for (text, regulation) in meetings.regulations().enumerate() {
        let (regular, thematic) = meetings.not_received_names(cell, text);
        for (missing, word, kind) in
            [(regular, Word::RegularNotReceived, "regular"), (thematic, Word::ThematicNotReceived, "thematic")]
        {
            if missing.is_empty() {
                continue;
            }
            let line = Line {
                depth: 2,
                kind: "not-received",
                id: kind.to_owned(),
                item: word.text(lang).to_owned(),
                value: missing.join(", "),
                ..Line::default()
            };
            lines.push(match &regulation.due {
                Some(due) => line.cited(regulation, &due.basis),
                None => line,
            });
        }
        plan(meetings, (cell, text), regulation, lines, lang);
    }
}

/// The yearly plan of thematic meetings.
fn plan(meetings: &Meetings<'_>, (cell, text): (CellIndex, usize), regulation: &Regulation, lines: &mut Vec<Line>, lang: Lang) {
    let Some(state) = meetings.plan(cell, text) else { return };
    let branch = state.word();
    let value = match state {
        PlanState::NotReceived => Word::NotReceivedPlan.text(lang).to_owned(),
        PlanState::Late(on) => format!("{}: {}", Word::LatePlan.text(lang), day(on, lang)),
        PlanState::InTime(on) => day(on, lang),
    };
    let line = Line {
        depth: 2,
        kind: "plan",
        id: meetings.period.last.year().to_string(),
        item: Word::DuePlan.text(lang).to_owned(),
        value,
        branch: branch.to_owned(),
        ..Line::default()
    };
    let basis = regulation.due.as_ref().and_then(|due| due.plan.as_ref()).map(|plan| &plan.basis);
    lines.push(match basis {
        Some(basis) => line.cited(regulation, basis),
        None => line,
    });
}

/// Whose rule gives the level, and what it gives.
pub(super) fn period_level(meetings: &Meetings<'_>, cell: CellIndex, lines: &mut Vec<Line>, lang: Lang) {
    let levels = meetings.levels_of_each(cell);
    for text in meetings.period_judges() {
        let Some(regulation) = meetings.texts.all().get(text).map(|text| &text.regulation) else { continue };
        let before = lines.len();
        lineage::lines(meetings.cells, regulation, (meetings.period, 2), cell, lines, lang);
        for line in lines.iter_mut().skip(before) {
            line.item = texts::under(std::mem::take(&mut line.item), meetings, regulation, lang);
        }
        if let Some(instead) = lineage::instead(meetings.cells, &meetings.standing(cell, text), lang) {
            let named = if meetings.period.year().is_some() { Word::MeetingQuality } else { Word::PeriodLevel };
            lines.push(Line {
                depth: 2,
                kind: "period-level",
                item: texts::under(named.text(lang).to_owned(), meetings, regulation, lang),
                value: instead.shown(lang),
                ..Line::default()
            });
        }
    }
    if let Some(text) = texts::judge(meetings, lang).filter(|_| meetings.has_several_texts()) {
        let agreed = meetings.level(cell).and_then(|level| meetings.level_of(level));
        let judges = meetings.period_judges().filter_map(|text| meetings.texts.all().get(text));
        let judges: Vec<&str> = judges.map(|text| text.regulation.header.id.as_str()).collect();
        let line = Line {
            depth: 2,
            regulation: judges.join(" "),
            kind: "transition",
            id: agreed.map_or(String::new(), |level| level.id.clone()),
            item: Word::PeriodJudge.text(lang).to_owned(),
            value: text,
            ..Line::default()
        };
        lines.push(match meetings.transition() {
            Some((regulation, clause)) => line.cited(regulation, &clause.basis),
            None => line,
        });
    }
    let depth = 2 + usize::from(meetings.judge == crate::assess::PeriodJudge::Each);
    for text in meetings.period_judges().filter(|text| levels.iter().all(|level| level.text != *text)) {
        // What was carried over is told also where no level comes of it.
        if meetings.period_rule(text).is_some() && meetings.standing(cell, text).is_judged() {
            lineage::shares(meetings, (cell, text, depth), lines, lang);
        }
    }
    for level in levels {
        lines.extend(one_level(meetings, cell, level, depth, lang));
        lineage::shares(meetings, (cell, level.text, depth + 1), lines, lang);
    }
}

fn one_level(meetings: &Meetings<'_>, cell: CellIndex, reached: PeriodLevel, depth: usize, lang: Lang) -> Option<Line> {
    let regulation = &meetings.texts.all().get(reached.text)?.regulation;
    let level = meetings.level_of(reached)?;
    let (_, when, basis) = meetings.period_rule(reached.text)?.levels.get(reached.entry)?;
    let counts = meetings.counts(cell, reached.text)?;
    let named = if meetings.period.year().is_some() { Word::MeetingQuality } else { Word::PeriodLevel };
    let wording = Wording { regulation, lang };
    let per = regulation.levels.iter().zip(&counts.levels).map(|(level, count)| format!("count('{}')={count}", level.id));
    let inputs = std::iter::once(format!("meetings={}", counts.meetings)).chain(per).collect::<Vec<String>>().join(";");
    let provisional = if meetings.is_provisional(cell) { format!(" ({})", Word::Provisional.text(lang)) } else { String::new() };
    let line = Line {
        depth,
        kind: "period-level",
        id: level.id.clone(),
        inputs,
        item: texts::under(named.text(lang).to_owned(), meetings, regulation, lang),
        value: format!(
            "{}{provisional}: {} {}: {} ({})",
            level.title,
            counts.meetings,
            Word::MeetingsCounted.text(lang),
            per_level(regulation.levels.iter(), &counts.levels),
            when.as_ref().map_or_else(|| Word::Otherwise.text(lang).to_owned(), |when| wording.value(&Value::Condition(when))),
        ),
        ..Line::default()
    };
    Some(line.cited(regulation, basis))
}
