//! What decides how many levels.

use super::cells::{Hangs, decided_word};
use super::entry::Entry;
use crate::assess::edge::Decided;
use crate::report::{Audience, Column, Field, Table, classify};
use crate::words::{Lang, Word};

/// How many levels each reason decides, of all and of those that are near; how many rest on an assumed figure, and how many hang on a reading.
pub(super) fn table<'a>((all, hanging): (&[Entry<'a>], &Hangs), is_near: impl Fn(&Entry<'_>) -> bool, lang: Lang) -> Table<'a> {
    let awards = all.iter().any(|entry| entry.of == "award");
    let count = |keep: &dyn Fn(&Entry<'_>) -> bool| -> [u64; 4] {
        let of = |of: &str| all.iter().filter(|entry| entry.of == of && keep(entry)).count() as u64;
        [of("period"), of("year"), of("award"), all.iter().filter(|entry| keep(entry) && is_near(entry)).count() as u64]
    };
    let mut rows: Vec<(&'static str, String, [u64; 4])> = Decided::ALL
        .into_iter()
        .map(|decided| {
            let name = decided_word(decided).text(lang).to_owned();
            (decided.word(), name, count(&|entry| entry.decided == decided))
        })
        .filter(|(_, _, counts)| counts.iter().any(|count| *count > 0))
        .collect();
    rows.push(("assumed", Word::DecidedAssumed.text(lang).to_owned(), count(&|entry| entry.is_assumed())));
    let hangs = |entry: &Entry<'_>| hanging.contains_key(&(entry.cell, entry.of));
    rows.push(("reading", Word::DecidedReading.text(lang).to_owned(), count(&hangs)));
    rows.push(("*", Word::EdgeAll.text(lang).to_owned(), count(&|_| true)));
    let columns = vec![
        Column::both("reason", Word::EdgeDecided.text(lang)),
        Column::both("period", Word::EdgeOfPeriod.text(lang)).right(),
        Column::both("year", Word::EdgeOfYear.text(lang)).right(),
        classify::also(awards, "award", Word::EdgeOfAward, lang).right(),
        Column::both("near", Word::EdgeNear.text(lang)).right(),
    ];
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((word, name, counts)) = rows.get(position) else { return Vec::new() };
        let mut fields = vec![Field::word(*word, name.clone())];
        fields.extend(counts.iter().map(|count| Field::Count(*count)));
        fields
    };
    Table { id: "reasons", title: Word::EdgeReasons.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
