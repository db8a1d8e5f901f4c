//! What the tables of a comparison have in common.

use super::View;
use super::run::Run;
use crate::base::Exact;
use crate::report::{Audience, Column, Field, Table, number};
use crate::words::{Lang, Word};

/// A table whose rows are the same for every audience.
pub(super) fn rows_table<'a>(
    id: &'static str,
    title: &str,
    columns: Vec<Column>,
    len: usize,
    row: impl Fn(usize) -> Vec<Field<'a>> + 'a,
) -> Table<'a> {
    let row = move |position: usize, _: Audience| row(position);
    Table { id, title: title.to_owned(), columns, len, row: Box::new(row) }
}

/// The name of the side that is compared, where there are several.
pub(super) fn against(view: &View, other: usize) -> String {
    view.sides.get(other + 1).cloned().unwrap_or_default()
}

pub(super) fn against_column(view: &View, lang: Lang) -> Column {
    let word = Word::AgainstColumn.text(lang);
    if view.sides.len() > 2 { Column::both("side", word) } else { Column::machine("side") }
}

pub(super) fn period_column(runs: &[Run], lang: Lang) -> Column {
    let word = Word::PeriodColumn.text(lang);
    if runs.len() > 1 { Column::both("period", word) } else { Column::machine("period") }
}

/// `+1,5`, `−2` or `0`.
pub(super) fn signed(value: Exact, lang: Lang) -> String {
    if value == Exact::ZERO {
        return number(value, lang);
    }
    if value < Exact::ZERO {
        let above = Exact::ZERO.checked_sub(value).unwrap_or(value);
        format!("−{}", number(above, lang))
    } else {
        format!("+{}", number(value, lang))
    }
}
