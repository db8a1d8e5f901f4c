//! What a regulation of visits says: how many are owed, and which count.

use super::Value;
use super::entry::{Builder, Key, Kind};
use super::stretch;
use crate::base::{Exact, Stretch};
use crate::rules::visits::VisitLevel;
use crate::rules::{Minimum, PartTime, VisitRule};
use crate::words::Word;

pub(super) fn visits<'a>(rule: &'a VisitRule, builder: &mut Builder<'a>) {
    let VisitRule { minimums, cells, kinds, own_cell, part_time, hard_cells, levels, known: _, basis } = rule;
    builder.entry(Kind::Visits, "", "", Some(basis.clone()));
    builder.inside(|builder| {
        for Minimum { level, title, at_least, per, basis } in minimums {
            let least = i64::try_from(*at_least).ok().map(|least| Value::Number(Exact::whole(least)));
            let entry = builder.entry(Kind::VisitMinimum, level, title, Some(basis.clone()));
            entry.figure(Key::AtLeast, least).figure(Key::Period, of(*per));
        }
        if let Some((when, basis)) = cells {
            builder.entry(Kind::VisitCells, "", "", Some(basis.clone())).figure(Key::When, Value::Condition(when));
        }
        if let Some((words, basis)) = kinds {
            let kinds = words.iter().filter_map(|word| kind(word)).collect();
            builder.entry(Kind::VisitKinds, "", "", Some(basis.clone())).figure(Key::Meetings, Value::Terms(kinds));
        }
        if let Some((counts, basis)) = own_cell {
            let term = if *counts { Value::term("true", Word::Yes) } else { Value::term("false", Word::No) };
            builder.entry(Kind::OwnCell, "", "", Some(basis.clone())).figure(Key::Counts, term);
        }
        if let Some((owes, basis)) = part_time {
            let phrase = match owes {
                PartTime::Whole => Word::OwesWhole,
                PartTime::Share => Word::OwesShare,
                PartTime::Open => Word::OwesOpen,
            };
            let entry = builder.entry(Kind::PartTime, "", "", Some(basis.clone()));
            entry.figure(Key::Owes, Value::term(owes.word(), phrase));
        }
        if let Some((per, basis)) = hard_cells {
            builder.entry(Kind::HardCells, "", "", Some(basis.clone())).figure(Key::Period, of(*per));
        }
        for VisitLevel { id, vi, en } in levels {
            let texts: Vec<&str> = vi.iter().chain(en).map(String::as_str).collect();
            let title = vi.first().map_or("", String::as_str);
            let entry = builder.entry(Kind::VisitLevel, id, title, None);
            entry.figure(Key::Words, (!texts.is_empty()).then_some(Value::Names(texts)));
        }
    });
}

fn of(per: Stretch) -> Value<'static> {
    Value::term(per.word(), stretch(per))
}

/// The word of a kind of meeting, with its phrase.
fn kind(word: &str) -> Option<(&'static str, Word)> {
    let known = [
        ("regular", Word::Regular),
        ("thematic", Word::Thematic),
        ("combined", Word::KindCombined),
        ("extraordinary", Word::KindExtraordinary),
        ("congress", Word::KindCongress),
    ];
    known.into_iter().find(|(known, _)| *known == word)
}
