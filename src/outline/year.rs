//! What only a yearly regulation says: grades, graded criteria, the quota.

use super::entry::{Builder, Key, Kind};
use super::{Value, rounding};
use crate::rules::quota::GroupKey;
use crate::rules::{Base, Basis, Criterion, Layout, Level, Quota, Vocabulary};
use crate::words::Word;

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
    for Criterion { id, title, tags, fact, from_meetings, from_basis, basis } in criteria {
        let entry = builder.entry(Kind::Criterion, id, title, Some(basis.clone()));
        let tags = (!tags.is_empty()).then(|| Value::Names(tags.iter().map(String::as_str).collect()));
        entry.figure(Key::Tags, tags);
        entry.figure(Key::Facts, vocabulary.facts.get(*fact).map(|fact| Value::Facts(vec![fact])));
        let place = |place: i64| usize::try_from(place).unwrap_or(usize::MAX);
        let level = |level: i64| layout.quality.get(place(level)).map_or("", String::as_str);
        let grade = |grade: i64| grades.get(place(grade)).map_or("", |(id, _)| id.as_str());
        builder.inside(|builder| {
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

pub(super) fn quota<'a>(quota: &'a Quota, levels: &'a [Level], builder: &mut Builder<'a>) {
    let Quota { level, percent, base, base_level, rounding: mode, group, ranking, warn, basis, parts } = quota;
    let entry = builder.entry(Kind::Quota, "", "", Some(basis.clone()));
    entry.figure(Key::Level, levels.get(*level).map(Value::Level)).figure(Key::Percent, Value::Share(*percent));
    let base_phrase = match base {
        Base::OrBetter => Word::BaseOrBetter,
        Base::OnlyBeforeCut => Word::BaseOnlyBefore,
        Base::OnlyAfterCut => Word::BaseOnlyAfter,
        Base::AllRated => Word::BaseAll,
    };
    let group_phrase = |key: &GroupKey| match key {
        GroupKey::Committee => Word::GroupCommittee,
        GroupKey::Type => Word::GroupType,
        GroupKey::Rank => Word::GroupRank,
    };
    let breach = if *warn { ("warn", Word::BreachWarn) } else { ("limit", Word::BreachLimit) };
    // A part that the file leaves out is known as well as the quota itself.
    let standing = |id: &str| parts.iter().find(|(part, _)| *part == id).map_or(basis.standing, |(_, standing)| *standing);
    let base = levels.get(*base_level).map(|level| Value::OfLevel(base.word(), base_phrase, level));
    let group = Value::Terms(group.iter().map(|key| (key.word(), group_phrase(key))).collect());
    let ranking = (!ranking.is_empty()).then(|| Value::Quantities(ranking.iter().collect()));
    let values = [
        ("base", Key::Base, base),
        ("rounding", Key::Mode, Some(rounding(*mode))),
        ("group", Key::Grouping, Some(group)),
        ("ranking", Key::Ranking, ranking),
        ("breach", Key::Breach, Some(Value::term(breach.0, breach.1))),
    ];
    builder.inside(|builder| {
        for (id, key, value) in values {
            let basis = Basis { standing: standing(id), ..basis.clone() };
            builder.entry(Kind::QuotaPart, id, "", Some(basis)).figure(key, value);
        }
    });
}
