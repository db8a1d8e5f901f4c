//! Which rules say something else, and whom they touched.

use super::View;
use super::columns::{against, against_column, period_column, rows_table};
use super::rules::Touch;
use super::run::{LeafLabel, Run};
use crate::report::{Column, Field, Table};
use crate::words::{Lang, Word, fill};

/// Table `rules`: every rule that says something else, and whom it touched.
pub(super) fn table<'a>(runs: &'a [Run], view: &View, lang: Lang) -> Table<'a> {
    let columns = vec![
        period_column(runs, lang),
        against_column(view, lang),
        Column::machine("kind"),
        Column::reader(Word::Item.text(lang)),
        Column::machine("before"),
        Column::machine("after"),
        Column::machine("change"),
        Column::both("clause_before", Word::Before.text(lang)),
        Column::both("clause_after", Word::After.text(lang)),
        Column::machine("standing_before"),
        Column::machine("standing_after"),
        Column::machine("cells_touched"),
        Column::machine("meetings_touched"),
        Column::reader(Word::TouchedColumn.text(lang)),
    ];
    let mut rows: Vec<(usize, usize, usize)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (other, own) in run.others.iter().enumerate() {
            rows.extend((0..own.rules.len()).map(|rule| (number, other, rule)));
        }
    }
    let view = view.clone();
    rows_table("rules", Word::TouchedRulesTitle.text(lang), columns, rows.len(), move |position| {
        let Some(&(number, other, rule)) = rows.get(position) else { return Vec::new() };
        let Some((run, rule)) = runs.get(number).and_then(|run| Some((run, run.others.get(other)?.rules.get(rule)?))) else {
            return Vec::new();
        };
        let id = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(&label.id));
        let clause = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(&label.clause));
        let standing = |label: &'a Option<LeafLabel>| label.as_ref().map_or(Field::None, |label| Field::text(label.standing));
        let named = |label: &Option<LeafLabel>| label.as_ref().map(|label| label.id.clone());
        let ids = match (named(&rule.before), named(&rule.after)) {
            (Some(before), Some(after)) if before == after => before,
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => format!("{before} → ∅"),
            (None, Some(after)) => format!("∅ → {after}"),
            (None, None) => String::new(),
        };
        let title = rule.after.as_ref().or(rule.before.as_ref()).map_or("", |label| label.title.as_str());
        let item = [rule.kind.phrase().text(lang), ids.as_str(), title];
        let item: Vec<&str> = item.into_iter().filter(|part| !part.is_empty()).collect();
        let touched = match rule.touched {
            Touch::ThroughOthers => String::new(),
            Touch::NotComparable => Word::NotComparableColumn.text(lang).to_lowercase(),
            Touch::These(0, _) => Word::TouchesNobody.text(lang).to_owned(),
            Touch::These(cells, meetings) => {
                let values = [("cells", cells.to_string()), ("meetings", meetings.unwrap_or(0).to_string())];
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                fill(if meetings.is_some() { Word::TouchesMeetings } else { Word::TouchesCells }.text(lang), &values)
            }
        };
        let (cells, meetings) = match rule.touched {
            Touch::These(cells, meetings) => (Field::Count(cells), meetings.map_or(Field::None, Field::Count)),
            Touch::ThroughOthers | Touch::NotComparable => (Field::None, Field::None),
        };
        vec![
            Field::text(run.outcome.period.to_string()),
            Field::text(against(&view, other)),
            Field::text(rule.kind.word()),
            Field::word("", item.join(" ")),
            id(&rule.before),
            id(&rule.after),
            Field::text(rule.what.join(" ")),
            clause(&rule.before),
            clause(&rule.after),
            standing(&rule.before),
            standing(&rule.after),
            cells,
            meetings,
            Field::word("", touched),
        ]
    })
}
