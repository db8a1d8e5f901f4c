//! `chibo rules` and `chibo rules check`: the regulations in a list, and what a check of rule files found.

use super::notice::{RegulationNote, standing};
use super::{Audience, Column, Field, Report, Table};
use crate::rules::{Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// An end of time that is not known.
const OPEN: &str = "…";

/// All regulations in a list.
pub fn list<'a>(regulations: &'a [Regulation], lang: Lang) -> Report<'a> {
    let columns = vec![
        Column::both("id", "ID"),
        Column::both("number", Word::Number.text(lang)),
        Column::both("issuer", Word::Issuer.text(lang)),
        Column::machine("title"),
        Column::machine("scope"),
        Column::both("first", Word::First.text(lang)),
        Column::both("last", Word::Last.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
        Column::machine("figures"),
        Column::machine("assumed"),
        Column::reader(Word::Assumed.text(lang)).right(),
        Column::machine("restated"),
        Column::machine("notice"),
    ];
    let row = move |position: usize, _: Audience| {
        regulations.get(position).map_or_else(Vec::new, |regulation| list_row(regulation, lang))
    };
    let table = Table {
        id: "regulations",
        title: Word::Regulations.text(lang).to_owned(),
        columns,
        len: regulations.len(),
        row: Box::new(row),
    };
    Report {
        id: "rules",
        title: Word::Regulations.text(lang).to_owned(),
        regulations: Vec::new(),
        notices: Vec::new(),
        tables: vec![table],
        on_request: 0,
        document: Vec::new(),
        accounts: Vec::new(),
        lang,
    }
}

fn list_row(regulation: &Regulation, lang: Lang) -> Vec<Field<'_>> {
    let header = &regulation.header;
    let (first, last) = time(regulation);
    let assumed = regulation.count(Standing::Assumed);
    vec![
        Field::text(&header.id),
        Field::text(&header.number),
        Field::text(&header.issuer),
        Field::text(&header.title),
        Field::text(if header.scope == crate::rules::Scope::Year { "year" } else { "meeting" }.to_owned()),
        open_end(first),
        open_end(last),
        Field::word(regulation.standing().word().to_owned(), standing(regulation.standing(), lang).to_owned()),
        Field::Count(regulation.figures.len() as u64),
        Field::Count(assumed as u64),
        Field::word("", format!("{assumed}/{}", regulation.figures.len())),
        Field::Count(regulation.count(Standing::Restated) as u64),
        Field::text(&header.notice),
    ]
}

/// An end that is not known is nothing for machines.
fn open_end(end: String) -> Field<'static> {
    if end == OPEN { Field::word("", end) } else { Field::text(end) }
}

/// First and last day, or years.
pub(super) fn time(regulation: &Regulation) -> (String, String) {
    let (first, last) = regulation.header.ends();
    let open = |end: Option<String>| end.unwrap_or_else(|| OPEN.to_owned());
    (open(first), open(last))
}

/// How many figures of a regulation have each standing, in one line.
pub fn standing_line(regulation: &Regulation, lang: Lang) -> String {
    let note = RegulationNote::of(regulation, "");
    fill(
        Word::StandingLine.text(lang),
        &[("all", &note.figures.to_string()), ("assumed", &note.assumed.to_string()), ("restated", &note.restated.to_string())],
    )
}

/// What a check of rule files found: path, number of faults, a line for readers.
pub fn checked<'a>(lines: &'a [(String, usize, String)], lang: Lang) -> Report<'a> {
    let columns = vec![
        Column::both("path", Word::Regulations.text(lang)),
        Column::machine("faults"),
        Column::reader(Word::Value.text(lang)),
    ];
    let row = move |position: usize, _: Audience| {
        let Some((path, count, line)) = lines.get(position) else {
            return Vec::new();
        };
        vec![Field::text(path.clone()), Field::Count(*count as u64), Field::word("", line.clone())]
    };
    let table =
        Table { id: "checked", title: Word::Regulations.text(lang).to_owned(), columns, len: lines.len(), row: Box::new(row) };
    Report {
        id: "rules-check",
        title: Word::Regulations.text(lang).to_owned(),
        regulations: Vec::new(),
        notices: Vec::new(),
        tables: vec![table],
        on_request: 0,
        document: Vec::new(),
        accounts: Vec::new(),
        lang,
    }
}
