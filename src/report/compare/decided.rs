//! Decisions on levels beside the computed levels that are compared.

use super::View;
use super::run::Run;
use crate::compare::outcome::{DecidedLevel, SideOutcome};
use crate::report::decisions::decided_text;
use crate::report::{Column, Field, Notice};
use crate::words::{Lang, Word, fill};

/// What machine formats call the decisions on the level of the period, and on that of the year.
const NAMES: [[&str; 4]; 2] = [
    ["decided_level", "decision", "decision_date", "decision_state"],
    ["decided_year", "year_decision", "year_decision_date", "year_decision_state"],
];

/// The decisions of a side, in the order of [`NAMES`].
fn of(side: &SideOutcome) -> [Option<&DecidedLevel>; 2] {
    [side.decided.as_deref(), side.decided_year.as_deref()]
}

/// Before and after of everything.
pub(super) fn columns() -> impl Iterator<Item = Column> {
    let both = |name: &str| [Column::machine(&format!("{name}_before")), Column::machine(&format!("{name}_after"))];
    NAMES.into_iter().flatten().flat_map(both)
}

/// Puts the fields of [`columns`].
pub(super) fn put_fields(before: &SideOutcome, after: &SideOutcome, fields: &mut Vec<Field<'_>>) {
    for (before, after) in of(before).into_iter().zip(of(after)) {
        if before.is_none() && after.is_none() {
            fields.extend([const { Field::None }; 8]);
            continue;
        }
        let all = four(before).into_iter().zip(four(after));
        fields.extend(all.flat_map(|(before, after)| [before, after]));
    }
}

fn four<'a>(decided: Option<&DecidedLevel>) -> [Field<'a>; 4] {
    let Some(own) = decided else { return [const { Field::None }; 4] };
    [level(own), Field::text(own.document.clone()), Field::Day(own.day), Field::text(own.state.word())]
}

/// The level decided, where it stands.
fn level<'a>(own: &DecidedLevel) -> Field<'a> {
    if own.stands() { Field::text(own.level.id.clone()) } else { Field::None }
}

/// The columns of a side by its number in the grid.
pub(super) fn grid_columns(number: usize) -> impl Iterator<Item = Column> {
    let own = move |names: [&str; 4]| {
        [Column::machine(&format!("{}_{number}", names[0])), Column::machine(&format!("{}_{number}", names[3]))]
    };
    NAMES.into_iter().flat_map(own)
}

/// The fields of [`grid_columns`].
pub(super) fn grid_fields<'a>(side: &SideOutcome) -> impl Iterator<Item = Field<'a>> {
    of(side)
        .into_iter()
        .flat_map(|own| [own.map_or(Field::None, level), own.map_or(Field::None, |own| Field::text(own.state.word()))])
}

/// A level for readers with the decision on it below; both, where the sides have different ones.
pub(super) fn under(shown: String, before: Option<&DecidedLevel>, after: Option<&DecidedLevel>, lang: Lang) -> String {
    let said = |decided: Option<&DecidedLevel>| decided.map_or_else(|| "–".to_owned(), |own| text(own, lang));
    let (from, to) = (said(before), said(after));
    if before.is_none() && after.is_none() {
        return shown;
    }
    let level = if from == to { from } else { format!("{from} → {to}") };
    format!("{shown}\n{}", fill(Word::DecidedBelow.text(lang), &[("level", &level)]))
}

/// The decisions of a side, one below the other, for the grid.
pub(super) fn below(side: &SideOutcome, lang: Lang) -> String {
    let lines = of(side).into_iter().flatten();
    lines.map(|own| format!("\n{}", fill(Word::DecidedBelow.text(lang), &[("level", &text(own, lang))]))).collect()
}

fn text(own: &DecidedLevel, lang: Lang) -> String {
    decided_text((&own.level.short, &own.document), own.state, own.until, lang)
}

/// As of which day the result is, and how many decisions are worth what on each side.
pub(super) fn notices(runs: &[Run], view: &View, lang: Lang) -> Vec<Notice> {
    let mut all: Vec<Notice> = runs.iter().find_map(|run| run.as_of.clone()).into_iter().collect();
    let several = runs.len() > 1;
    let of_run = |run: &Run| -> Vec<String> {
        let named = run.decisions.iter().zip(&view.sides).filter(|(states, _)| !states.is_empty());
        let period = if several { format!("{} ", run.outcome.period) } else { String::new() };
        named.map(|(states, side)| format!("{period}{side}: {states}")).collect()
    };
    let list: Vec<String> = runs.iter().flat_map(of_run).collect();
    if !list.is_empty() {
        let text = fill(Word::DecidedBesideNotice.text(lang), &[("list", &list.join("; "))]);
        all.push(Notice { code: "decisions", text });
    }
    all
}
