//! Every cell and period under every text, with a mark where they differ.

use super::View;
use super::cells::level_text;
use super::columns::rows_table;
use super::decided;
use super::places::Rows;
use super::run::Run;
use crate::report::{Column, Field, Table};
use crate::words::{Lang, Word};

/// Table `grid`, with a row for each cell.
pub(super) fn table<'a>(runs: &'a [Run], rows: Rows, view: &View, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::both("period", Word::PeriodColumn.text(lang)),
    ];
    let (mut machine, mut decided_columns) = (Vec::new(), Vec::new());
    for (number, side) in view.sides.iter().enumerate() {
        columns.push(Column::reader(side));
        for name in ["mean", "level", "year_level"] {
            machine.push(Column::machine(&format!("{name}_{}", number + 1)));
        }
        decided_columns.extend(decided::grid_columns(number + 1));
    }
    columns.extend(machine);
    columns.push(Column::both("differs", Word::DiffersColumn.text(lang)));
    columns.extend(decided_columns);
    let sides = view.sides.len();
    let title = if view.records { Word::GridOfRecordsTitle } else { Word::GridTitle };
    rows_table("grid", title.text(lang), columns, rows.len(), move |position| {
        let Some((run, place)) = rows.places(position).and_then(|(run, place, _)| Some((runs.get(run)?, place))) else {
            return Vec::new();
        };
        let Some(cell) = run.outcome.cells.cell(place) else { return Vec::new() };
        let mut fields = vec![Field::text(cell.code), Field::text(cell.name), Field::text(run.outcome.period.to_string())];
        let mut machine = Vec::new();
        for number in 0..sides {
            let (Some(own), Some(levels)) = (cell.sides.get(number), run.outcome.sides.get(number)) else { continue };
            let differs = number.checked_sub(1).and_then(|other| cell.changes.get(other)).is_some_and(|change| change.is_any);
            let mark = if differs { " ≠" } else { "" };
            fields.push(Field::word("", format!("{}{mark}{}", level_text(own, levels, lang), decided::below(own, lang))));
            let year = own.year.as_ref().and_then(|year| levels.year.get(year.level?));
            machine.push(Field::number(own.mean));
            machine
                .push(own.level.and_then(|level| levels.meeting.get(level)).map_or(Field::None, |level| Field::text(&level.id)));
            machine.push(year.map_or(Field::None, |level| Field::text(&level.id)));
        }
        fields.extend(machine);
        let differing = cell.changes.iter().enumerate().filter(|(_, change)| change.is_any);
        let differing: Vec<String> = differing.map(|(other, _)| (other + 2).to_string()).collect();
        let shown = if differing.is_empty() { Word::NoneDiffers.text(lang).to_owned() } else { differing.join(", ") };
        fields.push(Field::word(differing.join(" "), shown));
        fields.extend(cell.sides.iter().flat_map(decided::grid_fields));
        fields
    })
}
