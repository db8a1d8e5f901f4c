//! Visits by cell: who came, where nobody came, and which hard cells (chi bộ khó khăn) had their visitor.

use super::notice::{self, Notice};
use super::visits::{self, Shown};
use super::{Audience, Column, Field, Table};
use crate::assess::visits::{HardStretch, Visited};
use crate::records::{CellIndex, Person};
use crate::words::Word;

/// Every cell that exists in the period.
pub(super) fn cells<'a>(shown: &Shown<'a>) -> Table<'a> {
    let (book, lang) = (shown.book, shown.lang);
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", Word::Cell.text(lang)),
        Column::machine("committee"),
        Column::both("hard", Word::HardColumn.text(lang)),
    ];
    columns.extend(shown.tally_columns());
    columns.extend([
        Column::both("persons", Word::WentColumn.text(lang)).right(),
        Column::both("left_out", Word::LeftOutColumn.text(lang)).right(),
        Column::machine("counts"),
        Column::both("unattended", Word::UnattendedColumn.text(lang)),
        Column::both("without", Word::WithoutColumn.text(lang)),
    ]);
    let rows: Vec<CellIndex> = book.existing().collect();
    let len = rows.len();
    let row = move |position: usize, audience: Audience| {
        let found = rows.get(position).and_then(|cell| Some((*cell, book.visited.get(cell.position())?)));
        let Some((cell, visited)) = found else { return Vec::new() };
        let first = book.hard.partition_point(|hard| hard.cell < cell);
        let own = book.hard.iter().skip(first).take_while(|hard| hard.cell == cell);
        let without: Vec<String> = own.filter(|hard| is_missed(hard)).map(|hard| hard.stretch.to_string()).collect();
        let hard = book.cells.fact(cell, "hard");
        // A column of "no" hides the few that matter.
        let flag = |flag: bool| match audience {
            Audience::Machine => Field::Flag(flag),
            Audience::Reader => Field::text(if flag { Word::Yes.text(lang) } else { "" }),
        };
        let mut fields = vec![
            Field::text(book.cells.code(cell)),
            Field::text(book.cells.name(cell)),
            Field::text(book.cells.committee(cell)),
            hard.map_or(Field::None, |hard| flag(hard == 1)),
        ];
        fields.extend(Shown::tally(visited.counted));
        fields.extend([
            Field::Count(u64::try_from(visited.people.len()).unwrap_or(u64::MAX)),
            visits::seldom(visited.left_out, audience),
            visited.counts.map_or(Field::None, Field::Flag),
            flag(is_unattended(visited)),
            Field::text(without.join(" ")),
        ]);
        fields
    };
    Table { id: "cells", title: Word::ByCell.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// Every hard cell, stretch by stretch.
pub(super) fn hard<'a>(shown: &Shown<'a>) -> Table<'a> {
    let (book, lang) = (shown.book, shown.lang);
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", Word::Cell.text(lang)),
        Column::both("stretch", Word::KeyPeriod.text(lang)),
        Column::both("visits", Word::VisitsColumn.text(lang)).right(),
        Column::both("persons", Word::PersonColumn.text(lang)),
        Column::both("attended", Word::AttendedColumn.text(lang)),
    ];
    let row = move |position: usize, _: Audience| {
        let Some(hard) = book.hard.get(position) else { return Vec::new() };
        let people: Vec<&str> = hard.people.iter().map(|person: &Person| book.assignments.code(*person)).collect();
        let (word, phrase) = match hard {
            HardStretch { visits: 0, due: true, .. } => ("unattended", Word::HardUnattended),
            HardStretch { visits: 0, due: false, .. } => ("not-due", Word::HardNotDue),
            _ => ("attended", Word::HardAttended),
        };
        vec![
            Field::text(book.cells.code(hard.cell)),
            Field::text(book.cells.name(hard.cell)),
            Field::text(hard.stretch.to_string()),
            Field::Count(hard.visits),
            Field::text(people.join(" ")),
            Field::word(word, phrase.text(lang)),
        ]
    };
    Table { id: "hard-cells", title: Word::HardTitle.text(lang).to_owned(), columns, len: book.hard.len(), row: Box::new(row) }
}

/// What a reader of the cells must know.
pub(super) fn notices(shown: &Shown<'_>) -> Vec<Notice> {
    let (book, lang) = (shown.book, shown.lang);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let existing = || book.existing().filter_map(|cell| Some((cell, book.visited.get(cell.position())?)));
    let unattended = existing().filter(|(_, visited)| is_unattended(visited)).count();
    let silent = existing().filter(|(cell, _)| book.cells.fact(*cell, "hard").is_none()).count();
    let missed = book.hard.iter().filter(|hard| is_missed(hard)).count();
    [
        notice::counted("unattended", Word::UnattendedNotice, count(unattended), lang),
        notice::counted("hard-unattended", Word::HardUnattendedNotice, count(missed), lang),
        notice::counted("hard-not-recorded", Word::HardNotRecordedNotice, count(silent), lang),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Nobody came, though a visit would have counted.
fn is_unattended(visited: &Visited) -> bool {
    visited.counted.total() == 0 && visited.counts != Some(false)
}

fn is_missed(hard: &HardStretch) -> bool {
    hard.due && hard.visits == 0
}
