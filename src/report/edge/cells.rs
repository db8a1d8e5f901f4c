//! Levels of cells, the nearest to another one first.

use std::collections::BTreeMap;

use super::entry::{Distance, Entry, Stand};
use crate::assess::Meetings;
use crate::assess::edge::Decided;
use crate::records::{CellIndex, Subject};
use crate::report::decisions::{self, Beside};
use crate::report::explain_table::document;
use crate::report::{Audience, Column, Field, Table};
use crate::rules::Standing;
use crate::words::{Lang, Word};

/// By cell and what the level is of, the readings that would make it another one: `reading=alternative>level`, with `;` between.
pub(super) type Hangs = BTreeMap<(CellIndex, &'static str), String>;

/// What decides, in words.
pub(super) fn decided_word(decided: Decided) -> Word {
    match decided {
        Decided::Open => Word::DecidedOpen,
        Decided::Tie => Word::DecidedTie,
        Decided::Quota => Word::DecidedQuota,
        Decided::Gate => Word::DecidedGate,
        Decided::Condition => Word::DecidedCondition,
        Decided::Points => Word::DecidedPoints,
        Decided::Meetings => Word::DecidedMeetings,
        Decided::Best => Word::DecidedBest,
    }
}

/// What decides, whether that figure is assumed, and whether the level hangs on a reading.
fn decided_field(decided: Decided, assumed: bool, hangs: bool, lang: Lang) -> Field<'static> {
    let marks = [(assumed, Word::AssumedMark), (hangs, Word::HangsMark)];
    let marks = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark.text(lang));
    let words: Vec<&str> = std::iter::once(decided_word(decided).text(lang)).chain(marks).collect();
    Field::word(decided.word(), words.join(" "))
}

/// The levels as a table. `hanging` tells of each which readings would make it another one.
pub(super) fn table<'a>(
    meetings: &'a Meetings<'a>,
    (entries, hanging): (Vec<Entry<'a>>, Hangs),
    beside: Beside<'a>,
    lang: Lang,
) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::machine("committee"),
        Column::both("of", Word::EdgeOf.text(lang)),
        Column::both("level", Word::Level.text(lang)),
        Column::both("decided", Word::EdgeDecided.text(lang)),
        Column::reader(Word::EdgeUp.text(lang)),
        Column::reader(Word::EdgeDown.text(lang)),
    ];
    let machine = ["up_level", "up_distance", "up_unit", "up_change", "down_level", "down_distance", "down_unit", "down_change"];
    columns.extend(machine.map(Column::machine));
    columns.extend(STAND.map(Column::machine));
    columns.push(Column::machine("readings"));
    columns.extend(decisions::columns(Subject::YearEnd, false));
    columns
        .extend(["tie", "quota", "assumed", "provisional", "clause", "document", "standing", "regulation"].map(Column::machine));
    let len = entries.len();
    let row = move |position: usize, _: Audience| {
        let Some(entry) = entries.get(position) else { return Vec::new() };
        let of = match entry.of {
            "year" => Word::EdgeOfYear,
            "award" => Word::EdgeOfAward,
            _ => Word::EdgeOfPeriod,
        };
        let shown = |distance: &Option<Distance>| {
            let text = distance.as_ref().map_or("", |distance| distance.text.as_str());
            Field::word("", if text.is_empty() { "–".to_owned() } else { text.to_owned() })
        };
        let readings = hanging.get(&(entry.cell, entry.of)).cloned().unwrap_or_default();
        let mut fields = vec![
            Field::text(meetings.cells.code(entry.cell)),
            Field::text(meetings.cells.name(entry.cell)),
            Field::text(meetings.cells.committee(entry.cell)),
            Field::word(entry.of, of.text(lang)),
            match entry.subject() {
                Some(subject) => beside.under(entry.level.clone(), (entry.cell, subject), lang),
                None => entry.level.clone(),
            },
            decided_field(entry.decided, entry.is_assumed(), !readings.is_empty(), lang),
            shown(&entry.up),
            shown(&entry.down),
        ];
        for distance in [&entry.up, &entry.down] {
            fields.extend(Distance::fields(distance.as_ref()));
        }
        fields.extend(stand_fields(entry.stand.as_ref()));
        fields.push(Field::text(readings));
        fields.extend(match entry.subject() {
            Some(subject) => beside.fields(entry.cell, subject),
            None => [const { Field::None }; 4],
        });
        let basis = entry.basis.as_ref();
        fields.extend([
            Field::Flag(entry.decided == Decided::Tie),
            Field::Flag(entry.decided == Decided::Quota),
            Field::Flag(entry.is_assumed()),
            Field::Flag(entry.provisional),
            Field::text(basis.map_or_else(String::new, |basis| entry.regulation.clause(basis))),
            Field::text(basis.map_or_else(String::new, |basis| document(entry.regulation, basis).to_owned())),
            Field::text(entry.standing.map_or("", Standing::word)),
            Field::text(entry.regulation.header.id.clone()),
        ]);
        fields
    };
    Table { id: "cells", title: Word::EdgeCells.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// The columns of machine formats that tell of places.
const STAND: [&str; 8] =
    ["quota_id", "rank", "candidates", "places", "ranks_lacking", "places_free", "last_place", "last_place_key"];

fn stand_fields(stand: Option<&Stand>) -> [Field<'static>; 8] {
    let Some(stand) = stand else { return [const { Field::None }; 8] };
    [
        Field::text(stand.quota.clone()),
        Field::text(stand.rank.clone()),
        Field::Count(stand.candidates),
        Field::Count(stand.places),
        Field::Count(stand.lacking),
        Field::Count(stand.free),
        Field::text(stand.last.clone()),
        Field::text(stand.key.clone()),
    ]
}
