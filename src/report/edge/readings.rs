//! Levels that hang on how an unclear clause is read.

use super::cells::Hangs;
use crate::assess::edge::Turned;
use crate::records::Subject;
use crate::report::decisions::Beside;
use crate::report::explain_table::document;
use crate::report::{Audience, Column, Field, Table};
use crate::rules::{Alternative, Regulation};
use crate::words::{Lang, Word};

/// What one alternative of a reading changes.
#[derive(Clone, Debug)]
pub struct Hanging<'a> {
    /// How the clause is read then.
    pub alternative: &'a Alternative,
    /// The levels that are others then.
    pub turned: Vec<Turned>,
}

fn of(subject: Subject) -> &'static str {
    match subject {
        Subject::MeetingQuality => "period",
        Subject::YearEnd => "year",
    }
}

fn id(alternative: &Alternative) -> String {
    format!("{}={}", alternative.choice.reading, alternative.choice.alternative)
}

/// By level, the readings that it hangs on.
pub(super) fn hangs(all: &[Hanging<'_>]) -> Hangs {
    let mut hangs = Hangs::new();
    for Hanging { alternative, turned } in all {
        for one in turned {
            let text: &mut String = hangs.entry((one.cell, of(one.subject))).or_default();
            if !text.is_empty() {
                text.push(';');
            }
            text.push_str(&format!("{}>{}", id(alternative), one.then.word()));
        }
    }
    hangs
}

/// Every level with every reading that makes it another one, in the order of cells.
pub(super) fn table<'a>(beside: Beside<'a>, all: &'a [Hanging<'a>], regulations: Vec<&'a Regulation>, lang: Lang) -> Table<'a> {
    let mut rows: Vec<(&Alternative, &Turned)> =
        all.iter().flat_map(|one| one.turned.iter().map(|turned| (one.alternative, turned))).collect();
    rows.sort_by_key(|(_, turned)| (turned.cell, of(turned.subject)));
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::both("of", Word::EdgeOf.text(lang)),
        Column::both("level", Word::Level.text(lang)),
        Column::both("reading", Word::ReadingColumn.text(lang)),
        Column::machine("alternative"),
        Column::both("level_then", Word::LevelThen.text(lang)),
        Column::both("chosen", Word::Chosen.text(lang)),
        Column::machine("clause"),
        Column::machine("document"),
        Column::machine("standing"),
        Column::machine("regulation"),
    ];
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((alternative, turned)) = rows.get(position) else { return Vec::new() };
        let cells = beside.meetings.cells;
        let word = match turned.subject {
            Subject::MeetingQuality => Word::EdgeOfPeriod,
            Subject::YearEnd => Word::EdgeOfYear,
        };
        let level = |computed: &crate::records::Computed| {
            Field::word(computed.word().to_owned(), beside.computed(turned.subject, computed, lang))
        };
        let declares = |regulation: &&&Regulation| alternative.regulations.first() == Some(&regulation.header.id);
        let regulation = regulations.iter().find(declares);
        let basis = &alternative.basis;
        vec![
            Field::text(cells.code(turned.cell)),
            Field::text(cells.name(turned.cell)),
            Field::word(of(turned.subject), word.text(lang)),
            level(&turned.now),
            Field::word(alternative.choice.reading.as_str(), id(alternative)),
            Field::text(alternative.choice.alternative.as_str()),
            level(&turned.then),
            Field::text(alternative.chosen.join(" / ")),
            Field::text(regulation.map_or_else(String::new, |regulation| regulation.clause(basis))),
            Field::text(regulation.map_or_else(String::new, |regulation| document(regulation, basis).to_owned())),
            Field::text(basis.standing.word()),
            Field::text(alternative.regulations.join(" ")),
        ]
    };
    Table { id: "readings", title: Word::EdgeReadings.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
