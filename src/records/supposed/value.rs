//! Values that can be supposed.

use super::super::values;
use crate::base::heading;
use crate::rules::{Fact, FactType, Regulation, Scope};

/// What happened at a meeting or in a year, and not which one it is.
pub(super) fn can_be_set(fact: &Fact, scope: Scope) -> bool {
    let placing = ["cell", "date", "kind", "status", "reason", "note", "year", "year_cell"];
    let readable = matches!(
        fact.kind,
        FactType::Count
            | FactType::Minutes
            | FactType::Flag
            | FactType::Points
            | FactType::Choice(_)
            | FactType::DayOfMonth
            | FactType::Grade
    );
    fact.scope == scope && readable && !placing.contains(&fact.id.as_str())
}

/// Points in thousandths.
pub(super) fn points(text: &str) -> Option<i64> {
    values::decimal(text.as_bytes()).ok().map(|(points, _)| points)
}

pub(super) fn read(fact: &Fact, regulation: &Regulation, text: &str) -> Option<i64> {
    let same = |known: &str| heading::plain(known) == heading::plain(text);
    match &fact.kind {
        FactType::Count | FactType::Minutes | FactType::DayOfMonth => values::count(text.as_bytes()).ok(),
        FactType::Flag => values::flag(text.as_bytes()).ok().map(i64::from),
        FactType::Points => points(text),
        FactType::Choice(scale) => place(scale.words.iter().position(|word| same(word))),
        FactType::Grade => place(regulation.grades.iter().position(|(word, title)| same(word) || same(title))),
        FactType::Code | FactType::Text | FactType::Date | FactType::Year | FactType::Period | FactType::Level => None,
    }
}

fn place(at: Option<usize>) -> Option<i64> {
    at.and_then(|at| i64::try_from(at).ok())
}
