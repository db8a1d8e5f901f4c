//! `chibo rules` and `chibo rules check`: the regulations in a list, and what a check of rule files found.

use super::notice::standing;
use super::{Audience, Column, Field, Report, Table, day};
use crate::base::Day;
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
        Field::text(header.scope.word()),
        open_end(first, lang),
        open_end(last, lang),
        Field::word(regulation.standing().word().to_owned(), standing(regulation.standing(), lang).to_owned()),
        Field::Count(regulation.figures.len() as u64),
        Field::Count(assumed as u64),
        Field::word("", format!("{assumed}/{}", regulation.figures.len())),
        Field::Count(regulation.count(Standing::Restated) as u64),
        Field::text(&header.notice),
    ]
}

/// An end that is not known is nothing for machines.
fn open_end(end: String, lang: Lang) -> Field<'static> {
    match Day::parse_iso(&end) {
        Some(on) => Field::word(end, day(on, lang)),
        None if end == OPEN => Field::word("", end),
        None => Field::text(end),
    }
}

/// First and last day, or years.
pub(super) fn time(regulation: &Regulation) -> (String, String) {
    let (first, last) = regulation.header.ends();
    let open = |end: Option<String>| end.unwrap_or_else(|| OPEN.to_owned());
    (open(first), open(last))
}

/// What a check of one rule file found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// As it was named.
    pub path: String,
    /// Number of faults and doubts.
    pub faults: usize,
    /// Figures, and how many of them are assumed and restated; `None` where the file cannot be used.
    pub figures: Option<[usize; 3]>,
}

impl Checked {
    /// Of a regulation that could be read, or of none.
    pub fn new(path: &str, faults: usize, regulation: Option<&Regulation>) -> Checked {
        let count = |of: &Regulation| [of.figures.len(), of.count(Standing::Assumed), of.count(Standing::Restated)];
        Checked { path: path.to_owned(), faults, figures: regulation.map(count) }
    }
}

/// What a check of rule files found.
pub fn checked<'a>(files: &'a [Checked], lang: Lang) -> Report<'a> {
    let columns = vec![
        Column::both("path", Word::Regulation.text(lang)),
        Column::reader(Word::ResultColumn.text(lang)),
        Column::machine("faults"),
        Column::both("figures", Word::FiguresColumn.text(lang)).right(),
        Column::both("assumed", Word::StandingAssumed.text(lang)).right(),
        Column::both("restated", Word::StandingRestated.text(lang)).right(),
    ];
    let row = move |position: usize, _: Audience| {
        let Some(file) = files.get(position) else { return Vec::new() };
        let word = match (file.faults, file.figures) {
            (0, _) => Word::RulesSound,
            (_, Some(_)) => Word::RulesDoubtful,
            (_, None) => Word::RulesFaulty,
        };
        let result = fill(word.text(lang), &[("count", &file.faults.to_string())]);
        let count =
            |number: usize| file.figures.and_then(|all| all.get(number).copied()).map_or(Field::None, |n| Field::Count(n as u64));
        vec![
            Field::text(file.path.clone()),
            Field::word("", result),
            Field::Count(file.faults as u64),
            count(0),
            count(1),
            count(2),
        ]
    };
    let table =
        Table { id: "checked", title: Word::Regulations.text(lang).to_owned(), columns, len: files.len(), row: Box::new(row) };
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
