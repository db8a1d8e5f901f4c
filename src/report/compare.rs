//! `chibo compare`: what changes for which cell under another text, and by what.

mod causes;
mod cells;
mod columns;
mod counted;
mod counts;
mod decided;
mod grid;
mod matrix;
mod notices;
mod places;
mod rules;
mod run;
mod told;
mod touched;

pub use run::Run;

use places::Rows;

use super::{Notice, RegulationNote, Report, Table};
use crate::records::Account;
use crate::words::{Lang, Word, fill};

/// What a comparison shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The names of the sides, the first one being what the others are compared with.
    pub sides: Vec<String>,
    /// Whether cells for which nothing changed are shown too.
    pub all: bool,
    /// Whether the sides are records under one text, and not texts.
    pub records: bool,
    /// Whether every cause of every cell has a row.
    pub causes: bool,
}

/// With more than one period or more than two sides, the grid is what one looks at first.
fn has_grid(periods: usize, sides: usize) -> bool {
    periods > 1 || sides > 2
}

/// Whether a table says by what a cell changed; the first one where none is named.
pub fn tells_causes(table: Option<&str>, periods: usize, sides: usize) -> bool {
    match table {
        Some(id) => ["cells", "causes"].contains(&id),
        None => !has_grid(periods, sides),
    }
}

/// The report over one run, or one for each period in their order.
pub fn report<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Report<'a> {
    let periods: Vec<String> = runs.iter().map(|run| run.outcome.period.to_string()).collect();
    let sides = view.sides.split_first().map_or_else(String::new, |(first, others)| format!("{first} → {}", others.join("; ")));
    let title = fill(Word::CompareTitle.text(lang), &[("period", &periods.join(", ")), ("sides", &sides)]);
    let mut regulations: Vec<RegulationNote> = Vec::new();
    let mut notices: Vec<Notice> = notices::found(runs, view, lang);
    let mut accounts: Vec<Account> = Vec::new();
    for run in runs {
        for note in &run.regulations {
            if !regulations.iter().any(|known| known.id == note.id && known.chosen == note.chosen) {
                regulations.push(note.clone());
            }
        }
        for notice in &run.notices {
            if !notices.contains(notice) {
                notices.push(notice.clone());
            }
        }
        accounts.extend(run.accounts.iter().cloned());
    }
    notices.extend(decided::notices(runs, view, lang));
    let order = if view.records { Word::AttributionOfRecords } else { Word::AttributionNotice };
    notices.push(Notice { code: "attribution", text: order.text(lang).to_owned() });
    let mut tables: Vec<Table<'a>> = Vec::new();
    let rows = Rows::of(runs, view.all);
    if has_grid(runs.len(), view.sides.len()) {
        tables.push(grid::table(runs, rows.of_cells(), view, lang));
    }
    let (summary, movement) = (counts::summary(runs, view, lang), counts::movement(runs, view, lang));
    tables.extend([cells::table(runs, rows, view, lang), summary, matrix::table(runs, view, lang), movement]);
    tables.push(touched::table(runs, view, lang));
    if view.records {
        tables.push(told::table(runs, lang));
    }
    if view.causes {
        tables.push(causes::table(runs, view, lang));
    }
    Report {
        id: "compare",
        title,
        regulations,
        notices,
        tables,
        document: Vec::new(),
        on_request: runs.iter().map(|run| run.on_request).sum(),
        accounts,
        lang,
    }
}
