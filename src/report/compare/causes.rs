//! By what each cell changed, in words and for programs.

use std::cell::RefCell;

use super::View;
use super::columns::{against, against_column, period_column, rows_table, signed};
use super::places::Places;
use super::run::{Other, PairLabel, Run};
use crate::base::Exact;
use crate::compare::causes::{By, Cause, What};
use crate::compare::kept::Kept;
use crate::compare::outcome::Change;
use crate::records::Kind;
use crate::report::{Column, Field, Table, day};
use crate::words::{Lang, Word, fill};

/// How many causes a narrow column names.
const SHOWN: usize = 4;

/// Table `causes`: every part of every change.
pub(super) fn table<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("meeting"),
        Column::both("what", Word::Item.text(lang)),
        Column::both("cause", Word::CauseColumn.text(lang)),
        Column::machine("leaf_before"),
        Column::machine("leaf_after"),
        Column::machine("points"),
        Column::machine("meetings"),
        Column::machine("up"),
        Column::machine("down"),
        Column::machine("steps"),
        Column::machine("ids_before"),
        Column::machine("ids_after"),
        Column::both("clause_before", Word::Before.text(lang)),
        Column::both("clause_after", Word::After.text(lang)),
    ];
    // Where the causes of each change end: a change has many, and a row needs no more than to find its own.
    let mut ends = Vec::new();
    for cells in runs.iter().map(|run| &run.outcome.cells) {
        for cell in cells.cells() {
            for change in &cell.changes {
                ends.push(ends.last().unwrap_or(&0) + cells.count(change));
            }
        }
    }
    let len = ends.last().copied().unwrap_or(0);
    // The causes of a cell are read once for all their rows.
    let read = RefCell::new((None, Vec::new()));
    let view = view.clone();
    let places = Places::of(runs);
    let found = move |position: usize| {
        let change = ends.partition_point(|end| *end <= position);
        let start = change.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(&0);
        let (number, place, other) = places.with(change)?;
        let run = runs.get(number)?;
        let cell = run.outcome.cells.cell(place)?;
        let mut read = read.borrow_mut();
        if read.0 != Some(change) {
            *read = (Some(change), run.outcome.cells.causes(cell.changes.get(other)?));
        }
        Some((run, cell, other, read.1.get(position - start)?.clone()))
    };
    rows_table("causes", Word::CausesTitle.text(lang), columns, len, move |position| {
        let Some((run, cell, other, cause)) = found(position) else { return Vec::new() };
        let Some(labels) = run.others.get(other) else { return Vec::new() };
        let pair = cause.pair.and_then(|pair| labels.pairs.get(usize::try_from(pair).ok()?));
        let (before, after) = (pair.and_then(|pair| pair.before.as_ref()), pair.and_then(|pair| pair.after.as_ref()));
        let meeting = cause.more().meeting.map(|(day, kind)| format!("{day}/{}", kind.word()));
        let count = |count: u64| if count == 0 { Field::None } else { Field::Count(count) };
        vec![
            Field::text(cell.code),
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            meeting.map_or(Field::None, Field::text),
            Field::word(cause.what.word(), what(cause.what, lang)),
            Field::word(cause.by.word(), in_words(&cause, labels, lang)),
            before.map_or(Field::None, |leaf| Field::text(&leaf.id)),
            after.map_or(Field::None, |leaf| Field::text(&leaf.id)),
            Field::number(cause.points),
            count(cause.meetings.into()),
            count(cause.more().moved.0),
            count(cause.more().moved.1),
            if cause.more().steps == 0 { Field::None } else { Field::text(cause.more().steps.to_string()) },
            Field::text(cause.more().ids[0].join(" ")),
            Field::text(cause.more().ids[1].join(" ")),
            before.map_or(Field::None, |leaf| Field::text(&leaf.clause)),
            after.map_or(Field::None, |leaf| Field::text(&leaf.clause)),
        ]
    })
}

/// `points:leaf(3.5>4.2)=-1.5; points:leaf(3.3>)=-10; meetings:threshold=3; points:facts(1.2)@2024-03-05/regular=-2`.
pub(super) fn machine(cells: &Kept, change: &Change, labels: &Other) -> String {
    let mut out = String::with_capacity(32 * cells.count(change));
    cells.each_cause(change, |cause| push_machine(&cause, labels, &mut out));
    out
}

fn push_machine(cause: &Cause, labels: &Other, out: &mut String) {
    if !out.is_empty() {
        out.push_str("; ");
    }
    out.push_str(cause.what.word());
    out.push(':');
    out.push_str(cause.by.word());
    if let Some(pair) = cause.pair.and_then(|pair| labels.pairs.get(usize::try_from(pair).ok()?)) {
        out.push('(');
        out.push_str(&pair.ids);
        out.push(')');
    }
    if let Some((day, kind)) = cause.more().meeting {
        out.push('@');
        day.write_to(out);
        out.push('/');
        out.push_str(kind.word());
    }
    match (cause.points, cause.meetings, cause.more().steps) {
        (Some(points), ..) => {
            out.push('=');
            points.write_to(out);
        }
        (None, 0, 0) => {}
        (None, 0, steps) => push_count(steps, out),
        (None, meetings, _) => push_count(meetings.into(), out),
    }
}

fn push_count(count: i64, out: &mut String) {
    out.push('=');
    Exact::whole(count).write_to(out);
}

/// The causes of levels first, then the largest of points; those of points only where a total changed.
pub(super) fn short(change: &Change, causes: &[Cause], labels: &Other, lang: Lang) -> String {
    let of_total = |cause: &Cause| cause.what == What::Points && cause.points.is_some();
    let mut all: Vec<&Cause> = causes.iter().filter(|cause| change.changed > 0 || !of_total(cause)).collect();
    let rank = |cause: &Cause| {
        let above = |points: Exact| {
            if points < Exact::ZERO { Exact::ZERO.checked_sub(points).unwrap_or(points) } else { points }
        };
        (std::cmp::Reverse(cause.what), std::cmp::Reverse(cause.points.map(above)))
    };
    all.sort_by_key(|cause| rank(cause));
    let more = all.len().saturating_sub(SHOWN);
    let mut lines: Vec<String> = all.into_iter().take(SHOWN).map(|cause| in_words(cause, labels, lang)).collect();
    if more > 0 {
        lines.push(fill(Word::MoreCauses.text(lang), &[("count", &more.to_string())]));
    }
    lines.join("\n")
}

/// `3.5 → 4.2`; a leaf of one of the two alone by itself, as the words say what became of it.
fn ids(pair: &PairLabel) -> String {
    match (&pair.before, &pair.after) {
        (Some(before), Some(after)) if before.id != after.id => format!("{} → {}", before.id, after.id),
        (Some(leaf), _) | (None, Some(leaf)) => leaf.id.clone(),
        (None, None) => String::new(),
    }
}

/// What changed, for readers.
fn what(what: What, lang: Lang) -> &'static str {
    match what {
        What::Records => Word::RecordsItem,
        What::Decision => Word::DecisionColumn,
        What::Points => Word::TotalPoints,
        What::Rate => Word::Attendance,
        What::Meetings => Word::LevelsOfMeetings,
        What::Period => Word::PeriodLevel,
        What::Year => Word::YearLevel,
    }
    .text(lang)
}

/// A cause in words.
fn in_words<'t>(cause: &'t Cause, labels: &'t Other, lang: Lang) -> String {
    let pair = cause.pair.and_then(|pair| labels.pairs.get(usize::try_from(pair).ok()?));
    let leaf = pair.map_or_else(String::new, ids);
    let points = cause.points.map_or_else(String::new, |points| signed(points, lang));
    let rate = |place: usize| {
        cause
            .more()
            .rates
            .and_then(|rates| rates.get(place).copied())
            .map_or_else(String::new, |(part, whole)| format!("{part}/{whole}"))
    };
    let acted = |place: usize| {
        let title = |id: &String| labels.acts.get(place).and_then(|acts| acts.get(id)).unwrap_or(id).clone();
        let titles: Vec<String> = cause.more().ids.get(place).into_iter().flat_map(|ids| ids.iter()).map(title).collect();
        if titles.is_empty() { "–".to_owned() } else { titles.join("; ") }
    };
    let title = |id: &'t String| labels.acts.iter().find_map(|titles| titles.get(id)).unwrap_or(id).as_str();
    let lacking: Vec<&str> = cause.more().ids.iter().flat_map(|ids| ids.iter()).take(SHOWN).map(title).collect();
    let meeting = cause.more().meeting.map(|(on, kind)| {
        let kind = labels.kinds.get(&kind).filter(|_| kind != Kind::Regular).map(|kind| format!(" ({kind})"));
        format!("{}{}", day(on, lang), kind.unwrap_or_default())
    });
    let more = if cause.more().ids.iter().flat_map(|ids| ids.iter()).count() > SHOWN { ", …" } else { "" };
    let values = [
        ("leaf", leaf),
        ("meeting", meeting.unwrap_or_default()),
        ("points", points),
        ("meetings", cause.meetings.to_string()),
        ("up", cause.more().moved.0.to_string()),
        ("down", cause.more().moved.1.to_string()),
        ("before", rate(0)),
        ("after", rate(1)),
        ("steps", cause.more().steps.unsigned_abs().to_string()),
        ("lacking", format!("{}{more}", lacking.join(", "))),
        ("acted_before", acted(0)),
        ("acted_after", acted(1)),
    ];
    let word = match (cause.what, cause.by) {
        (What::Points, By::Leaf) => match pair {
            Some(PairLabel { before: None, .. }) => Word::CauseLeafAdded,
            Some(PairLabel { after: None, .. }) => Word::CauseLeafGone,
            _ => Word::CauseLeaf,
        },
        (What::Points, By::Denominator) => Word::CauseMeasure,
        (What::Rate, By::Denominator) => Word::CauseRate,
        (What::Points, By::Sheet) if cause.more().meeting.is_some() => Word::CauseSheetOfMeeting,
        (What::Points, By::Sheet) => Word::CauseSheet,
        (What::Points, By::MissingFact) if lacking.is_empty() => Word::CauseOneRecord,
        (What::Points, By::MissingFact) => Word::CauseMissing,
        (What::Points, By::Facts) if pair.is_some() => Word::CauseLeafOfMeeting,
        (What::Points, By::Facts) => Word::CauseTotalOfMeeting,
        (What::Rate, By::Facts) => Word::CauseRateFacts,
        (_, By::MissingFact) if lacking.is_empty() => Word::CauseMissingSomewhere,
        (_, By::MissingFact) => Word::CauseMissingLevel,
        (_, By::Recorded) => Word::CauseRecorded,
        (What::Year, By::Points) => {
            if cause.more().steps > 0 {
                Word::CauseYearPointsDown
            } else {
                Word::CauseYearPointsUp
            }
        }
        (What::Year, By::Gate) => {
            if cause.more().steps > 0 {
                Word::CauseYearGateDown
            } else {
                Word::CauseYearGateUp
            }
        }
        (_, By::Points) => Word::CauseMeetingPoints,
        (_, By::Threshold) => Word::CauseThreshold,
        (_, By::Gate) => Word::CauseGate,
        (What::Meetings, By::NoLevelInCommon) => Word::CauseNoLevelInCommon,
        (_, By::NoLevelInCommon) => Word::CauseYearRule,
        (What::Year, By::Meetings) => Word::CauseQuality,
        (_, By::Meetings) => Word::CauseMeetings,
        (What::Year, By::Rule) => Word::CauseYearRule,
        (_, By::Rule) => Word::CauseRule,
        (_, By::Quota) => Word::CauseQuota,
        (_, By::Tie) if labels.of_records => Word::CauseTieInRecords,
        (_, By::Tie) => Word::CauseTie,
        (What::Records, By::Facts) => Word::CauseOneOnly,
        (What::Decision, By::Facts) => Word::CauseOtherDecision,
        (What::Year, By::Facts) if lacking.is_empty() => Word::CauseYearOtherwise,
        (What::Year, By::Facts) => Word::CauseYearFacts,
        (_, By::Facts) if cause.more().moved == (0, 0) => Word::CauseFactsOnly,
        (_, By::Facts) => Word::CauseFacts,
        (_, By::Leaf | By::Denominator | By::Sheet) => Word::CauseLeaf,
    };
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(word.text(lang), &values)
}
