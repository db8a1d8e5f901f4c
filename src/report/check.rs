//! `chibo check`: what became of every row.

use super::notice::Notice;
use super::{Audience, Column, Field, Report, Table, texts};
use crate::assess::Meetings;
use crate::records::Account;
use crate::words::{Lang, Word, fill};

/// The report of a check.
pub fn report<'a>(meetings: &Meetings<'_>, accounts: Vec<Account>, clean: bool, lang: Lang) -> Report<'a> {
    let columns = vec![
        Column::both("file", Word::FileColumn.text(lang)),
        Column::both("rows", Word::RowsColumn.text(lang)).right(),
        Column::both("used", Word::UsedColumn.text(lang)).right(),
        Column::both("rejected", Word::RejectedColumn.text(lang)).right(),
        Column::both("excluded", Word::ExcludedColumn.text(lang)).right(),
        Column::machine("refused"),
    ];
    let rows = accounts.clone();
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some(account) = rows.get(position) else { return Vec::new() };
        vec![
            Field::text(account.file.to_string()),
            Field::Count(account.rows),
            Field::Count(account.used),
            Field::Count(account.rejected),
            Field::Count(account.excluded),
            Field::Flag(account.refused),
        ]
    };
    let title = fill(Word::CheckTitle.text(lang), &[("period", &meetings.period.to_string())]);
    let mut notices =
        if clean { vec![Notice { code: "clean", text: Word::CheckClean.text(lang).to_owned() }] } else { Vec::new() };
    let outside: u64 = meetings.accounts.iter().map(|account| account.excluded).sum();
    if outside > 0 {
        let values = [("count", outside.to_string()), ("period", meetings.period.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notices.push(Notice { code: "outside-period", text: fill(Word::NoSuchRows.text(lang), &values) });
    }
    let table = Table { id: "files", title: Word::AccountsTitle.text(lang).to_owned(), columns, len, row: Box::new(row) };
    Report {
        id: "check",
        title,
        regulations: texts::notes(meetings),
        notices,
        tables: vec![table],
        on_request: 0,
        document: Vec::new(),
        accounts,
        lang,
    }
}
