//! What only a yearly regulation says: grades and graded criteria.

use super::Value;
use super::entry::{Builder, Key, Kind};
use crate::expr::Unit;
use crate::rules::criterion::GradeRow;
use crate::rules::{Criterion, Layout, Tally, Vocabulary};

pub(super) fn tallies<'a>(tallies: &'a [Tally], vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    for Tally { id, title, of, when, year_by, distinct, basis } in tallies {
        let fact = |slot: usize| vocabulary.facts.get(slot).map(|fact| Value::Facts(vec![fact]));
        let entry = builder.entry(Kind::Tally, id, title, Some(basis.clone()));
        entry.figure(Key::Records, Value::Names(vec![of.word()])).figure(Key::When, when.as_ref().map(Value::Condition));
        entry.figure(Key::CountsBy, fact(*year_by)).figure(Key::Distinct, distinct.and_then(fact));
    }
}

pub(super) fn grading<'a>(
    grades: &'a [(String, String)],
    criteria: &'a [Criterion],
    layout: &'a Layout,
    vocabulary: &'a Vocabulary,
    builder: &mut Builder<'a>,
) {
    if !layout.quality.is_empty() {
        let words = layout.quality.iter().map(String::as_str).collect();
        builder.entry(Kind::MeetingQuality, "", "", None).figure(Key::Words, Value::Names(words));
    }
    for (id, title) in grades {
        builder.entry(Kind::Grade, id, title, None);
    }
    for Criterion { id, title, tags, fact, table, from_meetings, from_basis, basis } in criteria {
        let entry = builder.entry(Kind::Criterion, id, title, Some(basis.clone()));
        let tags = (!tags.is_empty()).then(|| Value::Names(tags.iter().map(String::as_str).collect()));
        entry.figure(Key::Tags, tags);
        entry.figure(Key::Facts, fact.and_then(|fact| vocabulary.facts.get(fact)).map(|fact| Value::Facts(vec![fact])));
        let place = |place: i64| usize::try_from(place).unwrap_or(usize::MAX);
        let level = |level: i64| layout.quality.get(place(level)).map_or("", String::as_str);
        let grade = |grade: i64| grades.get(place(grade)).map_or("", |(id, _)| id.as_str());
        entry.figure(Key::Of, table.as_ref().map(|table| Value::Quantities(vec![&table.of])));
        builder.inside(|builder| {
            for GradeRow { within, grade: row, title, basis } in table.iter().flat_map(|table| &table.rows) {
                let unit = table.as_ref().map_or(Unit::Number, |table| table.of.unit().clone());
                let entry = builder.entry(Kind::Row, "", title, Some(basis.clone()));
                entry.figure(Key::In, Value::Interval(within, unit)).figure(Key::Grade, Value::Word(grade(*row), Unit::Text));
            }
            if let Some(basis) = from_basis {
                // The file has the table by name; readers want the best level first.
                let mut table: Vec<(i64, i64)> = from_meetings.clone();
                table.sort_unstable();
                let table = table.into_iter().map(|(from, to)| (level(from), grade(to))).collect();
                builder.entry(Kind::FromMeetings, "", "", Some(basis.clone())).figure(Key::Table, Value::Pairs(table));
            }
        });
    }
}
