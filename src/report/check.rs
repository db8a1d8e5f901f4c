//! `chibo check`: what became of every row.

use super::notice::Notice;
use super::{Report, receipt, texts};
use crate::assess::Meetings;
use crate::records::{Account, Excluded};
use crate::words::{Lang, Word, fill};

/// The report of a check.
pub fn report<'a>(meetings: &Meetings<'_>, accounts: Vec<Account>, clean: bool, lang: Lang) -> Report<'a> {
    let tables = vec![receipt::files(&accounts, lang), receipt::columns(&accounts, lang)];
    let title = fill(Word::CheckTitle.text(lang), &[("period", &meetings.period.to_string())]);
    let mut notices =
        if clean { vec![Notice { code: "clean", text: Word::CheckClean.text(lang).to_owned() }] } else { Vec::new() };
    let outside: u64 = meetings.accounts.iter().filter_map(|account| account.why.get(&Excluded::NotAskedFor)).sum();
    if outside > 0 {
        let values = [("count", outside.to_string()), ("period", meetings.period.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notices.push(Notice { code: "outside-period", text: fill(Word::NoSuchRows.text(lang), &values) });
    }
    Report {
        id: "check",
        title,
        regulations: texts::notes(meetings),
        notices,
        tables,
        on_request: 0,
        document: Vec::new(),
        accounts,
        lang,
    }
}
