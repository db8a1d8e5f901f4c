//! What other records of the same time say otherwise.

use super::columns::{period_column, rows_table};
use super::run::{FactLabel, Run, SaidLabel};
use crate::report::{Column, Field, Table, number};
use crate::words::{Lang, Word};

/// Table `records`: every meeting and year of which the records say different things.
pub(super) fn table<'a>(runs: &'a [Run], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        period_column(runs, lang),
        Column::both("what", Word::Item.text(lang)),
        Column::reader(Word::Before.text(lang)),
        Column::reader(Word::After.text(lang)),
        Column::machine("total_before"),
        Column::machine("total_after"),
        Column::machine("points_change"),
        Column::machine("level_before"),
        Column::machine("level_after"),
        Column::machine("level_move"),
        Column::machine("file_before"),
        Column::machine("row_before"),
        Column::machine("file_after"),
        Column::machine("row_after"),
        Column::both("facts", Word::FactsColumn.text(lang)),
    ];
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        rows.extend((0..run.told.len()).map(|told| (number, told)));
    }
    rows_table("records", Word::ToldTitle.text(lang), columns, rows.len(), move |position| {
        let found = rows.get(position).and_then(|(run, told)| Some((runs.get(*run)?, runs.get(*run)?.told.get(*told)?)));
        let Some((run, told)) = found else { return Vec::new() };
        let is_meeting = told.before.is_some() || told.after.is_some();
        let total = |said: &Option<SaidLabel>| Field::number(said.as_ref().and_then(|said| said.total));
        let level = |said: &'a Option<SaidLabel>| {
            said.as_ref().filter(|said| !said.level.0.is_empty()).map_or(Field::None, |said| Field::text(&said.level.0))
        };
        let shown = |said: &Option<SaidLabel>| match said {
            Some(said) => {
                let total = said.total.map(|total| number(total, lang));
                let parts: Vec<String> =
                    total.into_iter().chain([said.level.1.clone()]).filter(|part| !part.is_empty()).collect();
                Field::word("", parts.join(" "))
            }
            None if is_meeting => Field::word("", Word::NoMeetingThere.text(lang)),
            None => Field::word("", ""),
        };
        let file = |said: &'a Option<SaidLabel>| said.as_ref().map_or(Field::None, |said| Field::text(&said.file));
        let row = |said: &Option<SaidLabel>| said.as_ref().map_or(Field::None, |said| Field::Count(said.row));
        let facts = |name: fn(&FactLabel) -> &str, between: &str| {
            let said = |fact: &FactLabel| format!("{}: {} → {}", name(fact), fact.before, fact.after);
            told.facts.iter().map(said).collect::<Vec<String>>().join(between)
        };
        vec![
            Field::text(&told.cell),
            Field::text(run.outcome.period.to_string()),
            Field::word(&told.when.0, &told.when.1),
            shown(&told.before),
            shown(&told.after),
            total(&told.before),
            total(&told.after),
            Field::number(told.change),
            level(&told.before),
            level(&told.after),
            Field::text(told.went.word()),
            file(&told.before),
            row(&told.before),
            file(&told.after),
            row(&told.after),
            Field::word(facts(|fact| &fact.id, "; "), facts(|fact| &fact.title, "\n")),
        ]
    })
}
