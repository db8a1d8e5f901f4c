//! `chibo readings`: which levels depend on how an unclear clause is read.

use super::decisions::Beside;
use super::notice::Notice;
use super::{Audience, Column, Field, Report, Table, awards, day, lineage};
use crate::assess::year::Classification;
use crate::assess::{Class, Meetings};
use crate::base::Day;
use crate::records::{CellIndex, Kind, Subject};
use crate::rules::Alternative;
use crate::words::{Lang, Word, fill};

/// What a cell comes to in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellLevels {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Meetings of each level, best first: title and number.
    pub meetings: Vec<(String, u64)>,
    /// Meetings whose level is open.
    pub open: u64,
    /// The level of each scored meeting, a position in `meetings`.
    pub each: Vec<(Day, Kind, Option<u16>)>,
    /// Level of meeting quality of the period.
    pub quality: Option<String>,
    /// Year-end level, after any quota.
    pub year: Option<String>,
    /// Awards of the year, as readers see them; empty where it has none.
    pub awards: String,
    /// The decisions on the level of the period and on that of the year, as readers see them; empty where there are none.
    pub decided: [String; 2],
}

/// A run under an alternative of a reading.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// How the clause is read.
    pub alternative: &'a Alternative,
    /// Every cell, in the order of the run with the readings of the texts.
    pub cells: Vec<CellLevels>,
}

/// What all cells come to; with the decisions that stand beside it, where they are given.
pub fn levels(
    meetings: &Meetings<'_>,
    year: Option<&Classification<'_>>,
    beside: Option<Beside<'_>>,
    lang: Lang,
) -> Vec<CellLevels> {
    // Cells that are not judged stand last among those of the year.
    let mut places = vec![None; meetings.cells.len()];
    for (place, cell) in year.iter().flat_map(|year| year.cells.iter().enumerate()) {
        if let Some(slot) = places.get_mut(cell.cell.position()) {
            *slot = Some(place);
        }
    }
    let in_year = |cell: CellIndex| Some((year?, year?.cells.get((*places.get(cell.position())?)?)?));
    let awards_of = |cell: CellIndex| in_year(cell).map(|(year, own)| awards::shown(year.regulation, own, lang));
    let of_year = |cell: CellIndex| {
        let (year, own) = in_year(cell)?;
        year.regulation.levels.get(own.final_level()?).map(|level| level.title.clone())
    };
    let cells = meetings.cells.iter();
    let each = meetings.levels_of();
    let mut rest = each.as_slice();
    cells
        .map(|cell| {
            // Both go by cell.
            let (own, others) = rest.split_at(rest.partition_point(|one| one.cell <= cell));
            rest = others;
            let summary = meetings.summary(cell, &Class::ALL);
            let titles = meetings.levels().map(|level| level.title.clone());
            CellLevels {
                code: meetings.cells.code(cell).to_owned(),
                name: meetings.cells.name(cell).to_owned(),
                meetings: titles.zip(summary.levels.iter().copied()).collect(),
                open: summary.open,
                each: own.iter().map(|one| (one.day, one.kind, one.level)).collect(),
                quality: meetings
                    .level(cell)
                    .and_then(|level| meetings.level_of(level))
                    .map(|level| level.title.clone())
                    .or_else(|| Some(lineage::instead(meetings.cells, &meetings.standing_of_period(cell), lang)?.shown(lang))),
                year: of_year(cell),
                awards: awards_of(cell).unwrap_or_default(),
                decided: [Subject::MeetingQuality, Subject::YearEnd]
                    .map(|subject| beside.map_or_else(String::new, |beside| beside.shown(cell, subject, lang).shown(lang))),
            }
        })
        .collect()
}

/// The report: how many cells depend on each reading, and which.
pub fn report<'a>(base: &Report<'_>, cells: &[CellLevels], runs: &[Run<'_>], beside: Beside<'a>, lang: Lang) -> Report<'a> {
    let period = beside.meetings.period.to_string();
    let mut summary = Vec::new();
    let mut changes = Vec::new();
    for run in runs {
        let own: Vec<Vec<Vec<Field<'static>>>> =
            cells.iter().zip(&run.cells).map(|(a, b)| differences(run, a, b, lang)).filter(|rows| !rows.is_empty()).collect();
        let count = own.len();
        summary.push(vec![
            Field::text(run.alternative.regulations.join(", ")),
            Field::text(run.alternative.choice.reading.clone()),
            Field::text(run.alternative.choice.alternative.clone()),
            Field::text(run.alternative.chosen.join(" / ")),
            Field::Count(count as u64),
            Field::Count(cells.len() as u64),
        ]);
        changes.extend(own.into_iter().flatten());
    }
    let notices = if runs.is_empty() {
        vec![Notice { code: "no-alternatives", text: Word::NoAlternatives.text(lang).to_owned() }]
    } else {
        base.notices.clone()
    };
    let mut tables = vec![table("readings", Word::Readings, &SUMMARY, summary, lang), depends(changes, beside, lang)];
    tables.extend(beside.table(lang));
    Report {
        id: "readings",
        title: fill(Word::ReadingsTitle.text(lang), &[("period", &period)]),
        regulations: base.regulations.clone(),
        notices,
        tables,
        document: Vec::new(),
        on_request: 0,
        accounts: base.accounts.clone(),
        lang,
    }
}

const SUMMARY: [(&str, Word); 6] = [
    ("regulation", Word::Regulation),
    ("reading", Word::EntryReading),
    ("alternative", Word::AlternativeColumn),
    ("chosen", Word::Chosen),
    ("cells_that_depend", Word::DependColumn),
    ("cells", Word::Cells),
];

const DEPENDS: [(&str, Word); 8] = [
    ("cell", Word::CellCode),
    ("name", Word::Cell),
    ("reading", Word::EntryReading),
    ("alternative", Word::AlternativeColumn),
    ("what", Word::Item),
    ("by_default", Word::ByDefaultColumn),
    ("by_alternative", Word::ByAlternativeColumn),
    ("decided", Word::DecidedLevel),
];

/// The meetings of which another run with as many of each level says otherwise, with their levels.
fn meetings_apart(cell: &CellLevels, other: &CellLevels, lang: Lang) -> String {
    let own = cell.each.iter().filter(|one| !other.each.contains(one));
    let shown = own.map(|(on, _, level)| {
        let title = level.and_then(|level| cell.meetings.get(usize::from(level))).map(|(title, _)| title.as_str());
        format!("{} {}", day(*on, lang), title.unwrap_or(Word::OpenLevel.text(lang)))
    });
    shown.collect::<Vec<String>>().join(", ")
}

/// What differs for a cell: numbers of meetings per level, or the meetings where the numbers are the same; the level of the period, the level and the awards of the year.
fn differences(run: &Run<'_>, a: &CellLevels, b: &CellLevels, lang: Lang) -> Vec<Vec<Field<'static>>> {
    let counts = |cell: &CellLevels| {
        let levels = cell.meetings.iter().map(|(title, count)| format!("{title} {count}"));
        let open = (cell.open > 0).then(|| format!("{} {}", Word::ShortOpen.text(lang), cell.open));
        levels.chain(open).collect::<Vec<String>>().join(", ")
    };
    let level = |level: &Option<String>| level.clone().unwrap_or_else(|| Word::OpenLevel.text(lang).to_owned());
    let given = |awards: &str| if awards.is_empty() { "–".to_owned() } else { awards.to_owned() };
    let mut levels = (counts(a), counts(b));
    if levels.0 == levels.1 && a.each != b.each {
        levels = (meetings_apart(a, b, lang), meetings_apart(b, a, lang));
    }
    let [of_period, of_year] = &a.decided;
    let pairs = [
        (Word::Meetings, levels.0, levels.1, ""),
        (Word::PeriodLevel, level(&a.quality), level(&b.quality), of_period),
        (Word::YearLevel, level(&a.year), level(&b.year), of_year),
        (Word::Award, given(&a.awards), given(&b.awards), ""),
    ];
    let differing = pairs.into_iter().filter(|(_, a, b, _)| a != b);
    differing
        .map(|(what, before, after, decided)| {
            let texts = [
                a.code.clone(),
                a.name.clone(),
                run.alternative.choice.reading.clone(),
                run.alternative.choice.alternative.clone(),
                what.text(lang).to_owned(),
                before,
                after,
                decided.to_owned(),
            ];
            texts.map(Field::text).into()
        })
        .collect()
}

/// Readers see the decisions where there are any.
fn depends<'a>(rows: Vec<Vec<Field<'static>>>, beside: Beside<'_>, lang: Lang) -> Table<'a> {
    let mut table = table("depends", Word::DependsTitle, &DEPENDS, rows, lang);
    if let Some(last) = table.columns.last_mut().filter(|_| Subject::ALL.iter().all(|subject| !beside.has(*subject))) {
        *last = Column::machine("decided");
    }
    table
}

fn table<'a>(
    id: &'static str,
    title: Word,
    columns: &[(&'static str, Word)],
    rows: Vec<Vec<Field<'static>>>,
    lang: Lang,
) -> Table<'a> {
    let columns = columns.iter().map(|(name, word)| Column::both(name, word.text(lang))).collect();
    let len = rows.len();
    let row = move |position: usize, _: Audience| rows.get(position).cloned().unwrap_or_default();
    Table { id, title: title.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
