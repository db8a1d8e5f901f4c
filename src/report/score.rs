//! `chibo score`: points, levels and what was lost, by meeting, cell, committee or type.

use std::borrow::Cow;
use std::cell::RefCell;

use super::decisions::{self, Beside};
use super::field::number;
use super::groups::{self, By};
use super::lineage;
use super::notice::{self, Notice};
use super::{Audience, Column, Field, Report, Table, reason, texts};
use crate::assess::due::PlanState;
use crate::assess::{Class, Meetings, RestsOn, Row, Score, Summary};
use crate::base::Points;
use crate::expr::Slots;
use crate::records::{CellIndex, Kind, Status, Subject};
use crate::rules::{Leaf, Level, Regulation};
use crate::words::{Lang, Word, fill};

/// Stands after what rests on a recorded result.
pub(super) const MARK: &str = "†";
/// Leaves named in the "lost" column for readers; machines get all.
const LOST_SHOWN: usize = 2;
/// About as many fields as a row has.
const FIELDS: usize = 36;

/// The report of a run; of the decisions in `beside` those on levels of cells stand in it.
pub fn report<'a>(meetings: &'a Meetings<'a>, by: By, beside: Beside<'a>, lang: Lang) -> Report<'a> {
    let notes = texts::notes(meetings);
    let total = groups::all(meetings, &Class::ALL);
    let mut notices = texts::notices(meetings, lang);
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    notices.extend(meeting_notices(meetings, &total, lang));
    notices.extend(lineage::notices(meetings, lang));
    if by != By::Meeting && meetings.period_judges().all(|text| meetings.period_rule(text).is_none()) {
        let values = [("period", meetings.period.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notices.push(Notice { code: "no-period-rule", text: fill(Word::NoPeriodRule.text(lang), &values) });
    }
    let main = match by {
        By::Meeting => by_meeting(meetings, lang),
        By::Cell => by_cell(meetings, beside, lang),
        By::Committee | By::Type => by_group(meetings, by, lang),
    };
    let title = fill(Word::ScoreTitle.text(lang), &[("period", &meetings.period.to_string())]);
    notices.extend(beside.notices(lang));
    let tables = vec![main, open_leaves(meetings, &total, lang)];
    let tables = tables
        .into_iter()
        .enumerate()
        .filter(|(position, table)| *position == 0 || table.len > 0)
        .map(|(_, table)| table)
        .chain(beside.table(lang))
        .collect();
    Report {
        id: "score",
        title,
        regulations: notes,
        notices,
        tables,
        on_request: total.on_request,
        document: Vec::new(),
        accounts: meetings.accounts.clone(),
        lang,
    }
}

/// Notices that every report on meetings carries.
pub(super) fn meeting_notices(meetings: &Meetings<'_>, total: &Summary, lang: Lang) -> Vec<Notice> {
    let id = meetings.regulations().next().map_or("", |regulation| &regulation.header.id);
    [
        notice::on_request(total.on_request, id, lang),
        notice::counted("self-only", Word::SelfOnlyNotice, total.self_only, lang),
        notice::counted("points-differ", Word::DifferNotice, total.differing, lang),
        notice::counted("recorded-totals", Word::RecordedTotalsNotice, total.recorded_totals, lang),
        notice::counted("recorded-levels", Word::RecordedLevelsNotice, total.recorded_levels, lang),
        notice::counted("recorded-elsewhere", Word::RecordedElsewhereNotice, total.recorded_elsewhere, lang),
        notice::counted("not-received", Word::NotReceivedNotice, total.not_received, lang),
        notice::counted("not-held", Word::NotHeldNotice, total.not_held, lang),
        notice::counted("not-scored", Word::NotScoredNotice, total.not_scored, lang),
        notice::counted("no-sheet", Word::NoSheetNotice, total.no_sheet, lang),
        notice::counted("open", Word::OpenNotice, total.open, lang),
        notice::counted("rejected", Word::RejectedNotice, total.rejected, lang),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn by_meeting<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::machine("committee"),
        Column::both("date", Word::Date.text(lang)),
        Column::both("kind", Word::Kind.text(lang)),
        texts::column(meetings, lang),
        Column::machine("status"),
        Column::machine("reason"),
        Column::both("total", Word::TotalPoints.text(lang)).right(),
        Column::both("level", Word::Level.text(lang)),
        Column::machine("known_points"),
        Column::machine("open_points"),
        Column::machine("open_leaves"),
        Column::machine("gates"),
        Column::machine("attendance_part"),
        Column::machine("attendance_whole"),
        Column::reader(Word::Attendance.text(lang)),
        Column::both("lost", Word::Lost.text(lang)),
        Column::machine("self_only_leaves"),
        Column::machine("differing_leaves"),
        Column::machine("recorded"),
        Column::machine("applied_on_request"),
        Column::machine("file"),
        Column::machine("row"),
    ];
    let row = move |position: usize, _: Audience| {
        meetings.rows.get(position).map_or_else(Vec::new, |row| meeting_row(meetings, row, lang))
    };
    Table { id: "meetings", title: Word::ByMeeting.text(lang).to_owned(), columns, len: meetings.rows.len(), row: Box::new(row) }
}

fn meeting_row<'a>(meetings: &'a Meetings<'_>, row: &'a Row, lang: Lang) -> Vec<Field<'a>> {
    let Some(regulation) = meetings.regulation_of(row) else { return Vec::new() };
    let score = row.score.as_ref();
    let status = match row.status {
        Status::Held => String::new(),
        Status::NotHeld => not_held(row, lang),
        Status::NotScored => Word::NotScored.text(lang).to_owned(),
    };
    let open = |score: &Score| !score.is_judged();
    let level = match score {
        Some(score) => marked(level_field(regulation, score.level, open(score), lang), row.rests_on.is_recorded(), lang),
        None if row.open_sheet.is_some() => Field::word("", Word::OpenLevel.text(lang)),
        None => Field::word("", status),
    };
    let gates: Vec<&str> = score.map_or_else(Vec::new, |score| {
        regulation.gates.iter().enumerate().filter(|(n, _)| score.gates >> n & 1 == 1).map(|(_, gate)| gate.id.as_str()).collect()
    });
    let attendance = row.attendance.map(|(part, whole)| (u64::from(part), u64::from(whole)));
    let file = meetings.accounts.get(row.file).map_or(String::new(), |account| account.file.to_string());
    let none = |field: Option<Field<'a>>| field.unwrap_or(Field::None);
    vec![
        Field::text(meetings.cells.code(row.cell)),
        Field::text(meetings.cells.name(row.cell)),
        Field::text(meetings.cells.committee(row.cell)),
        Field::Day(row.day),
        kind_field(regulation, row, lang),
        texts::field(regulation),
        Field::text(row.status.word()),
        row.reason.as_ref().map_or(Field::None, |reason| Field::text(reason.to_string())),
        match score {
            Some(score) if score.by_conditions => Field::None,
            Some(_) if row.rests_on == RestsOn::Level => Field::None,
            Some(score) if score.total.is_none() => Field::word("", known_of(score, lang)),
            Some(score) => marked(Field::number(score.total), row.rests_on.is_total(), lang),
            None => Field::None,
        },
        level,
        none(score.map(|score| Field::Number(score.known.exact()))),
        none(score.map(|score| Field::Number(score.open.exact()))),
        none(score.map(|score| Field::Count(u64::from(score.open_leaves)))),
        Field::text(gates.join(" ")),
        none(attendance.map(|(part, _)| Field::Count(part))),
        none(attendance.map(|(_, whole)| Field::Count(whole))),
        Field::rate(attendance.filter(|(_, whole)| *whole > 0)),
        lost_of_meeting(meetings, row, lang),
        Field::Count(u64::from(row.self_only)),
        Field::Count(u64::from(row.differing)),
        Field::text(row.rests_on.word()),
        Field::Flag(row.on_request),
        Field::text(file),
        Field::Count(row.row),
    ]
}

/// A value that rests on a recorded result has a mark for readers, which a notice explains.
pub(super) fn marked(field: Field<'_>, is_recorded: bool, lang: Lang) -> Field<'_> {
    match field {
        field @ (Field::Word(..) | Field::Number(_)) if is_recorded => {
            let shown = format!("{}{MARK}", field.shown(lang));
            Field::word(field.machine().unwrap_or_default(), shown)
        }
        field => field,
    }
}

/// `12 (3†) +1†`: meetings with a total, of which so many recorded, and those with a recorded level alone.
fn scored_text(summary: &Summary) -> String {
    let totals = Some(summary.recorded_totals).filter(|count| *count > 0).map(|count| format!(" ({count}{MARK})"));
    let levels = Some(summary.recorded_levels).filter(|count| *count > 0).map(|count| format!(" +{count}{MARK}"));
    format!("{}{}{}", summary.scored, totals.unwrap_or_default(), levels.unwrap_or_default())
}

/// `không họp: mưa lũ, hoãn họp`.
pub(super) fn not_held(row: &Row, lang: Lang) -> String {
    let word = Word::NotHeld.text(lang);
    row.reason.as_ref().map_or_else(|| word.to_owned(), |reason| format!("{word}: {reason}"))
}

/// `62 trên 70 điểm chấm được`: what is known while some leaves are open.
pub(super) fn known_of(score: &Score, lang: Lang) -> String {
    let (known, of) = (score.known.exact(), score.known_max.exact());
    fill(Word::KnownOf.text(lang), &[("known", &number(known, lang)), ("of", &number(of, lang))])
}

pub(super) fn kind_field<'a>(regulation: &'a Regulation, row: &Row, lang: Lang) -> Field<'a> {
    Field::word(row.kind.word(), kind_title(regulation, row.kind, lang))
}

/// A kind of meeting in words.
pub(super) fn kind_title(regulation: &Regulation, kind: Kind, lang: Lang) -> &str {
    let values = regulation.vocabulary.get("kind").and_then(|fact| fact.values.get(kind as usize));
    values.map_or(kind.word(), |(vi, en)| lang.pick((vi.first().map_or("", |t| t), en.first().map_or("", |t| t))))
}

/// The level, or why there is none.
pub(super) fn level_field(regulation: &Regulation, level: Option<usize>, open: bool, lang: Lang) -> Field<'_> {
    match level.and_then(|level| regulation.levels.get(level)) {
        Some(level) => Field::word(&level.id, &level.title),
        None if open => Field::word("", Word::OpenLevel.text(lang)),
        None => Field::None,
    }
}

/// Every leaf that lost points: `3.5 −2 (Tỷ lệ phát biểu 12/31 = 38,71 %)`.
fn lost_of_meeting(meetings: &Meetings<'_>, row: &Row, lang: Lang) -> Field<'static> {
    let (Some(score), Some(regulation)) = (&row.score, meetings.regulation_of(row)) else { return Field::None };
    let Some(form) = regulation.forms.get(score.form) else {
        return Field::None;
    };
    let slots = Slots { facts: meetings.facts(row), derived: &[] };
    let mut machine = Vec::new();
    let mut shown = Vec::new();
    let mut open = 0;
    for (number_of, outcome) in form.leaves.clone().zip(meetings.outcomes(row)) {
        let Some(leaf) = regulation.leaves.get(number_of) else { continue };
        let reason = || reason::leaf(regulation, leaf, *outcome, slots, lang).text;
        if outcome.state.is_open() {
            machine.push(format!("{}=open", leaf.id));
            open += 1;
            continue;
        }
        let lost = leaf.lost(Points(i64::from(outcome.points)));
        if outcome.state.is_scored() && lost > Points::ZERO {
            machine.push(format!("{}={lost}", leaf.id));
            shown.push(format!("{} −{} ({})", leaf.id, number(lost.exact(), lang), reason()));
        }
    }
    for check in score.asked(regulation).iter().filter(|check| check.holds != Some(true)) {
        let level = regulation.levels.get(check.level);
        if let Some((level, condition)) = level.and_then(|level| Some((level, level.conditions.get(check.condition)?))) {
            let met = check.holds;
            machine.push(format!("level:{}.{}={}", level.id, check.condition + 1, if met.is_some() { "failed" } else { "open" }));
            let word = if met.is_some() { Word::NotMet } else { Word::NotKnown };
            shown.push(format!("{} ({})", condition.title, word.text(lang)));
        }
    }
    if open > 0 {
        let points = number(score.open.exact(), lang);
        shown.push(fill(Word::OpenLeaves.text(lang), &[("count", &open.to_string()), ("points", &points)]));
    }
    Field::word(machine.join(";"), shown.join("; "))
}

fn cell_columns(meetings: &Meetings<'_>, first: Vec<Column>, lang: Lang) -> Vec<Column> {
    let mut columns = first;
    columns.push(Column::both("scored", Word::Scored.text(lang)).right());
    columns.extend(meetings.levels().map(|level| Column::machine(&format!("level_{}", level.id))));
    let levels: Vec<&str> = meetings.levels().map(|level| level.short.as_str()).collect();
    columns.push(Column::reader(&levels.join("·")));
    columns.extend([
        Column::both("mean", if meetings.judges_by_points() { Word::MeanOfMeetings } else { Word::Mean }.text(lang)).right(),
        Column::both("lowest", Word::Lowest.text(lang)).right(),
        Column::machine("lowest_date"),
        Column::machine("open"),
        Column::machine("not_scored"),
        Column::machine("not_held"),
        Column::machine("not_received"),
        Column::machine("rejected"),
        Column::machine("recorded_totals"),
        Column::machine("recorded_levels"),
        Column::machine("recorded_elsewhere"),
        Column::reader(Word::MissingColumn.text(lang)),
    ]);
    columns
}

fn push_sums(fields: &mut Vec<Field<'_>>, summary: &Summary, audience: Audience, lang: Lang) {
    let for_reader = |text: &dyn Fn() -> String| if audience == Audience::Reader { Field::text(text()) } else { Field::None };
    fields.push(match audience {
        Audience::Reader if summary.recorded() > 0 => Field::text(scored_text(summary)),
        _ => Field::Count(summary.scored),
    });
    fields.extend(summary.levels.iter().map(|count| Field::Count(*count)));
    let counts = || summary.levels.iter().map(u64::to_string).collect::<Vec<String>>().join("·");
    fields.push(for_reader(&counts));
    fields.extend([
        Field::number(summary.mean().filter(|_| summary.scored > 0)),
        Field::number(summary.lowest.map(|(total, _)| total)),
        summary.lowest.map_or(Field::None, |(_, day)| Field::Day(day)),
        Field::Count(summary.open),
        Field::Count(summary.not_scored),
        Field::Count(summary.not_held),
        Field::Count(summary.not_received),
        Field::Count(summary.rejected),
        Field::Count(summary.recorded_totals),
        Field::Count(summary.recorded_levels),
        Field::Count(summary.recorded_elsewhere),
        for_reader(&|| missing_text(summary, lang)),
    ]);
}

/// What is missing, each kind by its name: not held, not scored, not received are three different things.
pub(super) fn missing_text(summary: &Summary, lang: Lang) -> String {
    let parts: Vec<String> = [
        (summary.not_held, Word::ShortNotHeld),
        (summary.not_scored, Word::ShortNotScored),
        (summary.not_received, Word::ShortNotReceived),
        (summary.open, Word::ShortOpen),
        (summary.rejected, Word::ShortRejected),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {}", word.text(lang)))
    .collect();
    parts.join(", ")
}

fn by_cell<'a>(meetings: &'a Meetings<'a>, beside: Beside<'a>, lang: Lang) -> Table<'a> {
    let first = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", Word::Cell.text(lang)),
        Column::machine("committee"),
        Column::machine("period"),
    ];
    let mut columns = cell_columns(meetings, first, lang);
    columns.extend([Column::machine("not_received_months"), Column::both("level", Word::PeriodLevel.text(lang))]);
    columns.extend(beside.has(Subject::MeetingQuality).then(|| Column::reader(Word::DecidedLevel.text(lang))));
    columns.extend([
        Column::machine("level_regulation"),
        Column::machine("provisional"),
        Column::both("lost", Word::LostMost.text(lang)),
        Column::machine("self_only"),
        Column::machine("differing"),
        Column::machine("applied_on_request"),
        Column::machine("lineage"),
    ]);
    columns.extend(decisions::columns(Subject::MeetingQuality, false));
    let period = meetings.period.to_string();
    let scratch = RefCell::new(Summary::default());
    let leaves: Vec<(&Regulation, &Leaf)> = meetings.leaves().collect();
    let row = move |position: usize, audience: Audience| {
        let cell = CellIndex(u32::try_from(position).unwrap_or(u32::MAX));
        let mut summary = scratch.borrow_mut();
        summary.clear();
        meetings.add_to(&mut summary, cell, &Class::ALL);
        cell_row(meetings, (cell, beside), &summary, (&leaves, &period), audience, lang)
    };
    Table { id: "cells", title: Word::ByCell.text(lang).to_owned(), columns, len: meetings.cells.len(), row: Box::new(row) }
}

fn cell_row<'a>(
    meetings: &'a Meetings<'_>,
    (cell, beside): (CellIndex, Beside<'a>),
    summary: &Summary,
    (leaves, period): (&[(&Regulation, &Leaf)], &str),
    audience: Audience,
    lang: Lang,
) -> Vec<Field<'a>> {
    let level = meetings.level(cell);
    let judge = level.and_then(|level| meetings.texts.all().get(level.text)).map(|text| text.regulation.header.id.as_str());
    let level = level.and_then(|level| meetings.level_of(level));
    let instead = lineage::instead(meetings.cells, &meetings.standing_of_period(cell), lang);
    let text = meetings.period_judges().last().unwrap_or(0);
    let lineage = lineage::machine(meetings.cells, meetings.lineage_rule(text), meetings.period, cell);
    let provisional = instead.is_none() && meetings.is_provisional(cell);
    let mut missing: Vec<String> = Vec::new();
    for text in 0..meetings.texts.all().len() {
        let (regular, thematic) = meetings.not_received_names(cell, text);
        missing.extend(regular.iter().map(|name| format!("{name}/regular")));
        missing.extend(thematic.iter().map(|name| format!("{name}/thematic")));
        if let Some(PlanState::NotReceived | PlanState::Late(_)) = meetings.plan(cell, text) {
            missing.push(format!("{}/plan", meetings.period.last.year()));
        }
    }
    // Texts stand in the order of time, and each name begins with its year and month.
    missing.sort_by(|a, b| (a.rsplit('/').next(), a).cmp(&(b.rsplit('/').next(), b)));
    let mut fields = Vec::with_capacity(FIELDS);
    fields.extend([
        Field::text(meetings.cells.code(cell)),
        Field::text(meetings.cells.name(cell)),
        Field::text(meetings.cells.committee(cell)),
        Field::text(period.to_owned()),
    ]);
    push_sums(&mut fields, summary, audience, lang);
    fields.extend([
        Field::text(missing.join(" ")),
        instead.unwrap_or_else(|| {
            let level = provisional_level(level, provisional && audience == Audience::Reader, lang);
            marked(level, audience == Audience::Reader && summary.recorded() > 0, lang)
        }),
    ]);
    if beside.has(Subject::MeetingQuality) {
        fields.push(beside.shown(cell, Subject::MeetingQuality, lang));
    }
    fields.extend([
        judge.map_or(Field::None, Field::text),
        Field::Flag(provisional),
        lost_field(leaves, meetings.has_several_texts(), summary, audience, lang),
        Field::Count(summary.self_only),
        Field::Count(summary.differing),
        Field::Count(summary.on_request),
        Field::text(lineage),
    ]);
    fields.extend(beside.fields(cell, Subject::MeetingQuality));
    fields
}

/// A level that missing records may still change is marked.
pub(super) fn provisional_level(level: Option<&Level>, provisional: bool, lang: Lang) -> Field<'_> {
    match level {
        Some(level) if provisional => Field::word(&level.id, format!("{} ({})", level.title, Word::Provisional.text(lang))),
        Some(level) => Field::word(&level.id, &level.title),
        None => Field::None,
    }
}

/// The leaves that lost most, for readers; all leaves that lost any, in order, for machines.
fn lost_field(
    leaves: &[(&Regulation, &Leaf)],
    several: bool,
    summary: &Summary,
    audience: Audience,
    lang: Lang,
) -> Field<'static> {
    let losing = leaves.iter().zip(&summary.lost).filter(|(_, lost)| lost.0 > 0);
    let losing = losing.map(|((regulation, leaf), lost)| (texts::leaf_id(regulation, leaf, several, audience), lost.0, lost.1));
    if audience == Audience::Machine {
        let mut entries = String::with_capacity(summary.lost.len() * 12);
        for (id, points, count) in losing {
            if !entries.is_empty() {
                entries.push(';');
            }
            entries.push_str(&id);
            entries.push('=');
            Points(points).write_to(&mut entries);
            entries.push('/');
            entries.push_str(itoa::Buffer::new().format(count));
        }
        return Field::text(entries);
    }
    let mut lost: Vec<(Cow<'_, str>, i64, u64)> = losing.collect();
    lost.sort_by_key(|(_, points, _)| std::cmp::Reverse(*points));
    let shown: Vec<String> = lost
        .iter()
        .take(LOST_SHOWN)
        .map(|(id, points, count)| {
            let points = number(Points(*points).exact(), lang);
            fill(Word::LostEntry.text(lang), &[("leaf", id), ("points", &points), ("count", &count.to_string())])
        })
        .collect();
    Field::text(shown.join("; "))
}

fn by_group<'a>(meetings: &'a Meetings<'a>, by: By, lang: Lang) -> Table<'a> {
    let (id, heading) = if by == By::Type { ("type", Word::CellType) } else { ("committee", Word::Committee) };
    let sums = groups::sums(meetings, by, &[&Class::ALL], lang);
    let first = vec![
        Column::both(id, heading.text(lang)),
        Column::both("cells", Word::Cells.text(lang)).right(),
        Column::machine("period"),
    ];
    let columns = cell_columns(meetings, first, lang);
    let len = sums.len();
    let period = meetings.period.to_string();
    let row = move |position: usize, audience: Audience| {
        let Some((key, title, sums)) = sums.get(position) else {
            return Vec::new();
        };
        let Some(sum) = sums.first() else { return Vec::new() };
        let title = if title.is_empty() { Word::NotRecorded.text(lang).to_owned() } else { title.clone() };
        let mut fields = vec![Field::word(key.clone(), title), Field::Count(sum.cells), Field::text(period.clone())];
        push_sums(&mut fields, sum, audience, lang);
        fields
    };
    Table { id: "groups", title: heading.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// Leaves whose points were open, and in how many meetings: what cannot be compared is counted and shown.
fn open_leaves<'a>(meetings: &'a Meetings<'a>, total: &Summary, lang: Lang) -> Table<'a> {
    let open: Vec<_> = meetings.leaves().zip(total.open_leaves.iter().copied()).filter(|(_, count)| *count > 0).collect();
    let columns = vec![
        texts::column(meetings, lang),
        Column::both("leaf", Word::Leaf.text(lang)),
        Column::both("title", Word::Title.text(lang)),
        Column::both("max", Word::Max.text(lang)).right(),
        Column::both("open_meetings", Word::OpenMeetings.text(lang)).right(),
    ];
    let len = open.len();
    let row = move |position: usize, _: Audience| {
        let Some(((regulation, leaf), count)) = open.get(position) else {
            return Vec::new();
        };
        let max = Field::Number(leaf.max.exact());
        vec![texts::field(regulation), Field::text(&leaf.id), Field::text(&leaf.title), max, Field::Count(*count)]
    };
    Table { id: "not-comparable", title: Word::NotComparable.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
