//! Cells that changed, how many did, and which rules touched whom.

use super::View;
use super::rules::Touch;
use super::run::{LeafLabel, Run};
use crate::base::Exact;
use crate::compare::outcome::{Change, Move, SideLevels, SideOutcome};
use crate::report::{Audience, Column, Field, Notice, Table, number};
use crate::words::{Lang, Word, fill};

/// Whether anything changed for a cell on any side.
pub(super) fn is_changed(run: &Run, cell: usize) -> bool {
    run.outcome.cells.get(cell).is_some_and(|cell| cell.changes.iter().any(Change::is_any))
}

/// A table whose rows are the same for every audience.
pub(super) fn rows_table<'a>(
    id: &'static str,
    title: &str,
    columns: Vec<Column>,
    len: usize,
    row: impl Fn(usize) -> Vec<Field<'a>> + 'a,
) -> Table<'a> {
    let row = move |position: usize, _: Audience| row(position);
    Table { id, title: title.to_owned(), columns, len, row: Box::new(row) }
}

/// What was found, in a sentence: that nothing changed is said too.
pub(super) fn found(runs: &[Run], lang: Lang) -> Vec<Notice> {
    let cells: usize = runs.iter().map(|run| run.outcome.cells.len()).sum();
    let changed: usize = runs.iter().map(|run| (0..run.outcome.cells.len()).filter(|cell| is_changed(run, *cell)).count()).sum();
    let (word, code) =
        if changed == 0 { (Word::NothingChangedNotice, "nothing-changed") } else { (Word::ChangedNotice, "changed") };
    let values = [("changed", changed.to_string()), ("cells", cells.to_string()), ("same", (cells - changed).to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut notices = vec![Notice { code, text: fill(word.text(lang), &values) }];
    let changes =
        || runs.iter().flat_map(|run| &run.outcome.cells).map(|cell| cell.changes.iter().map(|change| change.open).max());
    let open: u64 = changes().flatten().sum();
    if open > 0 {
        let text = fill(Word::NotComparedNotice.text(lang), &[("count", &open.to_string())]);
        notices.push(Notice { code: "not-comparable", text });
    }
    let untouched = |run: &Run| {
        let rules = run.others.iter().flat_map(|other| &other.rules);
        rules.filter(|rule| matches!(rule.touched, Touch::These(0, _))).count()
    };
    let untouched: usize = runs.iter().map(untouched).sum();
    if untouched > 0 {
        let text = fill(Word::UntouchedNotice.text(lang), &[("count", &untouched.to_string())]);
        notices.push(Notice { code: "untouched", text });
    }
    notices
}

/// The name of the side that is compared, where there are several.
fn against(view: &View, other: usize) -> String {
    view.sides.get(other + 1).cloned().unwrap_or_default()
}

pub(super) fn against_column(view: &View, lang: Lang) -> Column {
    let word = Word::AgainstColumn.text(lang);
    if view.sides.len() > 2 { Column::both("side", word) } else { Column::machine("side") }
}

pub(super) fn period_column(runs: &[Run], lang: Lang) -> Column {
    let word = Word::PeriodColumn.text(lang);
    if runs.len() > 1 { Column::both("period", word) } else { Column::machine("period") }
}

/// Run, cell and other side of every row.
pub(super) type Rows = Vec<(usize, usize, usize)>;

/// Of every run and cell, the sides that are shown.
pub(super) fn pairs(runs: &[Run], shown: impl Fn(&Change) -> bool) -> Rows {
    let mut rows = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (place, cell) in run.outcome.cells.iter().enumerate() {
            let own = cell.changes.iter().enumerate().filter(|(_, change)| shown(change));
            rows.extend(own.map(|(other, _)| (number, place, other)));
        }
    }
    rows
}

/// Table `cells`.
pub(super) fn cells<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let rows = pairs(runs, |change| view.all || change.is_any());
    let has_year = runs.iter().any(|run| run.outcome.sides.iter().any(|side| !side.year.is_empty()));
    let has_period = runs.iter().any(|run| run.outcome.sides.iter().any(|side| !side.meeting.is_empty()));
    let seen = |is: bool, id: &str, word: Word| if is { Column::both(id, word.text(lang)) } else { Column::machine(id) };
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
    columns.push(seen(true, "causes", Word::CausesColumn));
    let view = view.clone();
    let len = rows.len();
    let row = move |position: usize, audience: Audience| {
        let for_reader = audience == Audience::Reader;
        let seen = |text: &dyn Fn() -> String| if for_reader { Field::word("", text()) } else { Field::None };
        let Some(&(number, place, other)) = rows.get(position) else { return Vec::new() };
        let Some((run, cell)) = runs.get(number).and_then(|run| Some((run, run.outcome.cells.get(place)?))) else {
            return Vec::new();
        };
        let (Some(before), Some(after), Some(change)) = (cell.sides.first(), cell.sides.get(other + 1), cell.changes.get(other))
        else {
            return Vec::new();
        };
        let (Some(old), Some(new)) = (run.outcome.sides.first(), run.outcome.sides.get(other + 1)) else { return Vec::new() };
        let mut fields = vec![
            Field::text(cell.code.as_str()),
            Field::text(cell.name.as_str()),
            Field::text(cell.committee.as_str()),
            Field::text(run.types.get(place).map_or("", |(word, _)| word.as_str())),
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            Field::Count(change.compared),
            Field::Count(change.changed),
            Field::number(before.mean),
            Field::number(after.mean),
            Field::number(change.points),
        ];
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
            fields.push(seen(&|| went(change.level, &title(before, old), &title(after, new))));
        }
        let year = |side: &SideOutcome, levels: &'a SideLevels| {
            side.year.as_ref().and_then(|year| levels.year.get(year.level?)).map_or(Field::None, |level| Field::text(&level.id))
        };
        fields.extend([year(before, old), year(after, new), Field::text(change.year.word())]);
        if has_year {
            fields.push(seen(&|| went(change.year, &year_text(before, old, lang), &year_text(after, new, lang))));
        }
        let causes = run.others.get(other).map(|labels| {
            let short = if for_reader { super::causes::short(change, labels, lang) } else { String::new() };
            let machine = if for_reader { String::new() } else { super::causes::machine(&change.causes, labels) };
            Field::word(machine, short)
        });
        fields.push(causes.unwrap_or(Field::None));
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
        let (by, meetings) = (signed(by, lang), change.compared.to_string());
        return format!("{means} ({})", fill(Word::OverBoth.text(lang), &[("points", &by), ("meetings", &meetings)]));
    }
    match by.filter(|by| *by != Exact::ZERO) {
        Some(by) => format!("{means} ({})", signed(by, lang)),
        None => means,
    }
}

/// `+1,5`, `−2` or `0`.
pub(super) fn signed(value: Exact, lang: Lang) -> String {
    if value == Exact::ZERO {
        return number(value, lang);
    }
    if value < Exact::ZERO {
        let above = Exact::ZERO.checked_sub(value).unwrap_or(value);
        format!("−{}", number(above, lang))
    } else {
        format!("+{}", number(value, lang))
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

/// Table `summary`: how many cells changed, of each side and period.
pub(super) fn summary<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let mut columns = vec![period_column(runs, lang), against_column(view, lang)];
    let counts: [(&str, Word); 9] = [
        ("cells", Word::Cells),
        ("changed", Word::ChangedColumn),
        ("unchanged", Word::UnchangedColumn),
        ("points_up", Word::PointsUpColumn),
        ("points_down", Word::PointsDownColumn),
        ("level_up", Word::LevelUpColumn),
        ("level_down", Word::LevelDownColumn),
        ("year_up", Word::YearUpColumn),
        ("year_down", Word::YearDownColumn),
    ];
    columns.extend(counts.iter().map(|(id, word)| Column::both(id, word.text(lang)).right()));
    columns.push(Column::both("not_comparable", Word::NotComparableColumn.text(lang)).right());
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        rows.extend((0..run.outcome.sides.len().saturating_sub(1)).map(|other| (number, other)));
    }
    let view = view.clone();
    rows_table("summary", Word::CompareSummaryTitle.text(lang), columns, rows.len(), move |position| {
        let Some((run, other)) = rows.get(position).and_then(|(run, other)| Some((runs.get(*run)?, *other))) else {
            return Vec::new();
        };
        let changes = || run.outcome.cells.iter().filter_map(|cell| cell.changes.get(other));
        let count = |is: &dyn Fn(&Change) -> bool| Field::Count(changes().filter(|change| is(change)).count() as u64);
        vec![
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            count(&|_| true),
            count(&|change| change.is_any()),
            count(&|change| !change.is_any()),
            count(&|change| change.points.is_some_and(|points| points > Exact::ZERO)),
            count(&|change| change.points.is_some_and(|points| points < Exact::ZERO)),
            count(&|change| change.level == Move::Up),
            count(&|change| change.level == Move::Down),
            count(&|change| change.year == Move::Up),
            count(&|change| change.year == Move::Down),
            count(&Change::is_open),
        ]
    })
}

/// Table `rules`: every rule that says something else, and whom it touched.
pub(super) fn rules<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let columns = vec![
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("kind"),
        Column::reader(Word::Item.text(lang)),
        Column::machine("before"),
        Column::machine("after"),
        Column::machine("change"),
        Column::both("clause_before", Word::Before.text(lang)),
        Column::both("clause_after", Word::After.text(lang)),
        Column::machine("standing_before"),
        Column::machine("standing_after"),
        Column::machine("cells_touched"),
        Column::machine("meetings_touched"),
        Column::reader(Word::TouchedColumn.text(lang)),
    ];
    let mut rows: Vec<(usize, usize, usize)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (other, own) in run.others.iter().enumerate() {
            rows.extend((0..own.rules.len()).map(|rule| (number, other, rule)));
        }
    }
    let view = view.clone();
    rows_table("rules", Word::TouchedRulesTitle.text(lang), columns, rows.len(), move |position| {
        let Some(&(number, other, rule)) = rows.get(position) else { return Vec::new() };
        let Some((run, rule)) = runs.get(number).and_then(|run| Some((run, run.others.get(other)?.rules.get(rule)?))) else {
            return Vec::new();
        };
        let id = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(&label.id));
        let clause = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(&label.clause));
        let standing = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(label.standing));
        let named = |label: &Option<LeafLabel>| label.as_ref().map(|label| label.id.clone());
        let ids = match (named(&rule.before), named(&rule.after)) {
            (Some(before), Some(after)) if before == after => before,
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => format!("{before} → ∅"),
            (None, Some(after)) => format!("∅ → {after}"),
            (None, None) => String::new(),
        };
        let title = rule.after.as_ref().or(rule.before.as_ref()).map_or("", |label| label.title.as_str());
        let item = [rule.kind.phrase().text(lang), ids.as_str(), title];
        let item: Vec<&str> = item.into_iter().filter(|part| !part.is_empty()).collect();
        let touched = match rule.touched {
            Touch::ThroughOthers => String::new(),
            Touch::NotComparable => Word::NotComparableColumn.text(lang).to_lowercase(),
            Touch::These(0, _) => Word::TouchesNobody.text(lang).to_owned(),
            Touch::These(cells, meetings) => {
                let values = [("cells", cells.to_string()), ("meetings", meetings.unwrap_or(0).to_string())];
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                fill(if meetings.is_some() { Word::TouchesMeetings } else { Word::TouchesCells }.text(lang), &values)
            }
        };
        let (cells, meetings) = match rule.touched {
            Touch::These(cells, meetings) => (Field::Count(cells), meetings.map_or(Field::None, Field::Count)),
            Touch::ThroughOthers | Touch::NotComparable => (Field::None, Field::None),
        };
        vec![
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            Field::text(rule.kind.word()),
            Field::word("", item.join(" ")),
            id(&rule.before),
            id(&rule.after),
            Field::text(rule.what.join(" ")),
            clause(&rule.before),
            clause(&rule.after),
            standing(&rule.before),
            standing(&rule.after),
            cells,
            meetings,
            Field::word("", touched),
        ]
    })
}
