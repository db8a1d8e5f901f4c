//! Cells that changed, and by what.

use super::View;
use super::columns::{against, against_column, period_column, signed};
use super::decided;
use super::places::Rows;
use super::run::Run;
use crate::base::Exact;
use crate::compare::outcome::{Change, Move, SideLevels, SideOutcome};
use crate::report::{Audience, Column, Field, Table, number};
use crate::words::{Lang, Word, fill};

/// Table `cells`.
pub(super) fn table<'a>(runs: &'a [Run], rows: Rows, view: &View, lang: Lang) -> Table<'a> {
    let has_year = runs.iter().any(|run| run.outcome.sides.iter().any(|side| !side.year.is_empty()));
    let has_period = runs.iter().any(|run| run.outcome.sides.iter().any(|side| !side.meeting.is_empty()));
    let reader = |is: bool, word: Word| if is { vec![Column::reader(word.text(lang))] } else { Vec::new() };
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", Word::Cell.text(lang)),
        Column::machine("committee"),
        Column::machine("type"),
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("compared"),
        Column::machine("changed_meetings"),
        Column::machine("mean_before"),
        Column::machine("mean_after"),
        Column::machine("points_change"),
    ];
    columns.extend(reader(has_period, Word::MeanChangeColumn));
    columns.extend([
        Column::machine("attendance_part_before"),
        Column::machine("attendance_whole_before"),
        Column::machine("attendance_part_after"),
        Column::machine("attendance_whole_after"),
        Column::machine("meetings_up"),
        Column::machine("meetings_down"),
        Column::machine("level_before"),
        Column::machine("level_after"),
        Column::machine("level_move"),
    ]);
    columns.extend(reader(has_period, Word::PeriodLevel));
    columns.extend([Column::machine("year_before"), Column::machine("year_after"), Column::machine("year_move")]);
    columns.extend(reader(has_year, Word::YearLevel));
    columns.push(Column::both("causes", Word::CausesColumn.text(lang)));
    columns.extend(decided::columns());
    let view = view.clone();
    let (len, width) = (rows.len(), columns.len());
    let row = move |position: usize, audience: Audience| {
        let for_reader = audience == Audience::Reader;
        let seen = |text: &dyn Fn() -> String| if for_reader { Field::word("", text()) } else { Field::None };
        let Some((number, place, other)) = rows.places(position) else { return Vec::new() };
        let Some((run, cell)) = runs.get(number).and_then(|run| Some((run, run.outcome.cells.cell(place)?))) else {
            return Vec::new();
        };
        let (Some(before), Some(after), Some(change)) = (cell.sides.first(), cell.sides.get(other + 1), cell.changes.get(other))
        else {
            return Vec::new();
        };
        let (Some(old), Some(new)) = (run.outcome.sides.first(), run.outcome.sides.get(other + 1)) else { return Vec::new() };
        let (kind, _) = run.kind(&cell);
        let mut fields = Vec::with_capacity(width);
        fields.extend([
            Field::text(cell.code),
            Field::text(cell.name),
            Field::text(cell.committee),
            Field::text(kind),
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            Field::Count(change.compared),
            Field::Count(change.changed),
            Field::number(before.mean),
            Field::number(after.mean),
            Field::number(change.points),
        ]);
        if has_period {
            fields.push(seen(&|| means(before, after, change, lang)));
        }
        let rate = |rate: Option<(u64, u64)>| {
            [rate.map(|(part, _)| part), rate.map(|(_, whole)| whole)].map(|count| count.map_or(Field::None, Field::Count))
        };
        fields.extend(rate(before.rate));
        fields.extend(rate(after.rate));
        fields.extend([Field::Count(change.meetings.0), Field::Count(change.meetings.1)]);
        let level = |side: &SideOutcome, levels: &'a SideLevels| {
            side.level.and_then(|level| levels.meeting.get(level)).map_or(Field::None, |level| Field::text(&level.id))
        };
        fields.extend([level(before, old), level(after, new), Field::text(change.level.word())]);
        if has_period {
            let title = |side: &SideOutcome, levels: &SideLevels| {
                let level = side.level.and_then(|level| levels.meeting.get(level));
                let text = level.map_or_else(|| "–".to_owned(), |level| level.short.clone());
                if level.is_some() && side.provisional { format!("{text} ({})", Word::Provisional.text(lang)) } else { text }
            };
            fields.push(seen(&|| {
                let shown = went(change.level, &title(before, old), &title(after, new));
                decided::under(shown, before.decided.as_deref(), after.decided.as_deref(), lang)
            }));
        }
        let year = |side: &SideOutcome, levels: &'a SideLevels| {
            side.year.as_ref().and_then(|year| levels.year.get(year.level?)).map_or(Field::None, |level| Field::text(&level.id))
        };
        fields.extend([year(before, old), year(after, new), Field::text(change.year.word())]);
        if has_year {
            fields.push(seen(&|| {
                let shown = went(change.year, &year_text(before, old, lang), &year_text(after, new, lang));
                decided::under(shown, before.decided_year.as_deref(), after.decided_year.as_deref(), lang)
            }));
        }
        let cells = &run.outcome.cells;
        let causes = run.others.get(other).map(|labels| match audience {
            Audience::Reader => Field::word("", super::causes::short(change, &cells.causes(change), labels, lang)),
            Audience::Machine => Field::word(super::causes::machine(cells, change, labels), ""),
        });
        fields.push(causes.unwrap_or(Field::None));
        decided::put_fields(before, after, &mut fields);
        fields
    };
    Table { id: "cells", title: Word::ChangedCellsTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// `Tốt → Khá ▼`.
fn went(by: Move, from: &str, to: &str) -> String {
    match by {
        Move::None => String::new(),
        Move::Same => from.to_owned(),
        Move::Up => format!("{from} → {to} ▲"),
        Move::Down => format!("{from} → {to} ▼"),
        Move::NotComparable => format!("{from} → {to}"),
    }
}

/// `86,5 → 84 (−2,5)`: the means, and what the totals that both have changed by on the mean; of how many meetings, where not of all.
fn means(before: &SideOutcome, after: &SideOutcome, change: &Change, lang: Lang) -> String {
    let mean = |side: &SideOutcome| side.mean.map_or_else(|| "–".to_owned(), |mean| number(mean, lang));
    let (from, to) = (mean(before), mean(after));
    let by = change.points.and_then(|points| points.checked_div(Exact::whole(i64::try_from(change.compared).ok()?)));
    let by = by.map(Exact::reduced);
    let means = if from == to { from } else { format!("{from} → {to}") };
    // Where each has totals of meetings that the other lacks, the change is not that of the means.
    if let Some(by) = by.filter(|_| [before.scored, after.scored] != [change.compared; 2]) {
        let by = if by == Exact::ZERO { Word::OverBothSame.text(lang).to_owned() } else { signed(by, lang) };
        let meetings = change.compared.to_string();
        return format!("{means} ({})", fill(Word::OverBoth.text(lang), &[("points", &by), ("meetings", &meetings)]));
    }
    match by.filter(|by| *by != Exact::ZERO) {
        Some(by) => format!("{means} ({})", signed(by, lang)),
        None => means,
    }
}

fn year_text(side: &SideOutcome, levels: &SideLevels, lang: Lang) -> String {
    let Some(year) = &side.year else { return "–".to_owned() };
    let level = year.level.and_then(|level| levels.year.get(level)).map(|level| level.short.clone());
    let text = match level {
        Some(level) => level,
        None if year.undecided => Word::PlaceUndecided.text(lang).to_owned(),
        None => "?".to_owned(),
    };
    if year.provisional { format!("{text} ({})", Word::Provisional.text(lang)) } else { text }
}

/// `Tốt · XS`: all levels of a side.
pub(super) fn level_text(side: &SideOutcome, levels: &SideLevels, lang: Lang) -> String {
    let level = side.level.and_then(|level| levels.meeting.get(level)).map(|level| level.short.clone());
    let mean = side.mean.map(|mean| number(mean, lang));
    let year = side.year.as_ref().map(|_| year_text(side, levels, lang));
    let parts: Vec<String> = [mean, level, year].into_iter().flatten().collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join(" · ") }
}
