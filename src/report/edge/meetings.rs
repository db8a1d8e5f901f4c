//! Meetings near a threshold.

use super::distance::{better, worse};
use super::entry::Distance;
use crate::assess::edge::{self, Decided};
use crate::assess::{Meetings, RestsOn, Row};
use crate::base::Exact;
use crate::report::explain_table::document;
use crate::report::field::number;
use crate::report::score::kind_field;
use crate::report::{Audience, Column, Field, Table};
use crate::rules::{Basis, Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// A meeting near a threshold.
pub(super) struct Close<'a> {
    row: &'a Row,
    regulation: &'a Regulation,
    decided: Decided,
    standing: Option<Standing>,
    basis: Option<&'a Basis>,
    up: Option<Distance>,
    down: Option<Distance>,
    nearest: Exact,
}

/// The meetings at most so many points from another level, the nearest first; one that a gate or a condition alone holds back is at no
/// distance in points.
pub(super) fn near<'a>(meetings: &'a Meetings<'a>, points: Exact, lang: Lang) -> Vec<Close<'a>> {
    let mut close: Vec<Close<'a>> = meetings.rows.iter().filter_map(|row| of_meeting(meetings, row, points, lang)).collect();
    close.sort_by_key(|close| (close.nearest, close.row.cell, close.row.day, close.row.kind));
    close
}

fn of_meeting<'a>(meetings: &'a Meetings<'a>, row: &'a Row, points: Exact, lang: Lang) -> Option<Close<'a>> {
    let regulation = meetings.regulation_of(row)?;
    let (facts, outcomes) = (meetings.facts(row), meetings.outcomes(row));
    let own = edge::of_meeting(regulation, row.score.as_ref()?, row.rests_on.is_total(), outcomes, facts)?;
    let up = own.better.as_ref().map(|better| better.lacking.map_or(Exact::ZERO, |margin| margin.points));
    let up = up.filter(|_| row.score.as_ref().is_some_and(|score| score.total.is_some()));
    let down = own.worse.map(|worse| worse.surplus.points);
    let nearest = up.into_iter().chain(down).min().filter(|nearest| *nearest <= points)?;
    let asked = |better: bool| {
        if row.rests_on == RestsOn::Facts { edge::meeting_changes(regulation, facts, better) } else { Vec::new() }
    };
    let up = own.better.as_ref().map(|_| better(meetings, regulation, &own, (asked(true).first(), facts), lang));
    let down = worse(meetings, regulation, &own, (down.and_then(|_| asked(false).into_iter().next()).as_ref(), facts), lang);
    let (decided, bases) = edge::meeting_decided(regulation, row.score.as_ref()?, Some(&own));
    let standing = edge::weakest(bases.iter().copied());
    Some(Close { row, regulation, decided, standing, basis: bases.first().copied(), up, down, nearest })
}

/// Those meetings as a table.
pub(super) fn table<'a>(meetings: &'a Meetings<'a>, close: Vec<Close<'a>>, points: Exact, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("date", Word::Date.text(lang)),
        Column::both("kind", Word::Kind.text(lang)),
        Column::both("total", Word::Total.text(lang)).right(),
        Column::both("level", Word::Level.text(lang)),
        Column::machine("decided"),
        Column::reader(Word::EdgeUp.text(lang)),
        Column::reader(Word::EdgeDown.text(lang)),
    ];
    let machine = ["up_level", "up_distance", "up_unit", "up_change", "down_level", "down_distance", "down_unit", "down_change"];
    columns.extend(machine.map(Column::machine));
    columns.extend(["assumed", "clause", "document", "standing", "regulation", "file", "row"].map(Column::machine));
    let len = close.len();
    let row = move |position: usize, _: Audience| {
        let Some(close) = close.get(position) else { return Vec::new() };
        let (row, regulation) = (close.row, close.regulation);
        let score = row.score.as_ref();
        let level = score.and_then(|score| regulation.levels.get(score.level?));
        // Readers are told what is near; machines get both sides.
        let is_near = |distance: &&Distance| distance.amount.is_none_or(|amount| amount <= points);
        let shown = |distance: &Option<Distance>| {
            let near = distance.as_ref().filter(is_near);
            Field::word("", near.map_or_else(|| "–".to_owned(), |distance| distance.text.clone()))
        };
        let mut fields = vec![
            Field::text(meetings.cells.code(row.cell)),
            Field::Day(row.day),
            kind_field(regulation, row, lang),
            Field::number(score.and_then(|score| score.total)),
            level.map_or(Field::None, |level| Field::word(&level.id, &level.title)),
            Field::word(close.decided.word(), ""),
            shown(&close.up),
            shown(&close.down),
        ];
        for distance in [&close.up, &close.down] {
            fields.extend(Distance::fields(distance.as_ref()));
        }
        let file = meetings.accounts.get(row.file).map_or_else(String::new, |account| account.file.to_string());
        fields.extend([
            Field::Flag(close.standing == Some(Standing::Assumed)),
            Field::text(close.basis.map_or_else(String::new, |basis| regulation.clause(basis))),
            Field::text(close.basis.map_or("", |basis| document(regulation, basis))),
            Field::text(close.standing.map_or("", Standing::word)),
            Field::text(regulation.header.id.as_str()),
            Field::text(file),
            Field::Count(row.row),
        ]);
        fields
    };
    let title = fill(Word::EdgeMeetings.text(lang), &[("points", &number(points, lang))]);
    Table { id: "meetings", title, columns, len, row: Box::new(row) }
}
