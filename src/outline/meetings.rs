//! What a meeting regulation says beyond one meeting: attendance, what is due, levels of a period.

use super::Value;
use super::entry::{Builder, Key, Kind};
use crate::rules::{Attendance, Due, Level, PeriodRule, Transition, Vocabulary, YearBy};
use crate::words::Word;

pub(super) fn attendance<'a>(rule: &'a Attendance, vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    let Attendance { counts, base, left_out, basis } = rule;
    let facts = |slots: &[usize]| Value::Facts(slots.iter().filter_map(|slot| vocabulary.facts.get(*slot)).collect());
    let entry = builder.entry(Kind::Attendance, "", "", Some(basis.clone()));
    entry.figure(Key::Attending, facts(counts)).figure(Key::Expected, facts(base));
    builder.inside(|builder| {
        for (slot, basis) in left_out {
            let id = vocabulary.facts.get(*slot).map_or("", |fact| fact.id.as_str());
            builder.entry(Kind::LeftOut, id, "", Some(basis.clone())).figure(Key::Statuses, facts(&[*slot]));
        }
    });
}

pub(super) fn due<'a>(due: &'a Due, builder: &mut Builder<'a>) {
    let Due { regular_monthly, thematic_quarterly, basis } = due;
    let entry = builder.entry(Kind::Due, "", "", Some(basis.clone()));
    entry.figure(Key::Regular, regular_monthly.then(|| Value::term("monthly", Word::DueMonthly)));
    entry.figure(Key::Thematic, thematic_quarterly.then(|| Value::term("quarterly", Word::DueQuarterly)));
}

pub(super) fn transition<'a>(transition: &'a Transition, builder: &mut Builder<'a>) {
    let Transition { year, meetings_until, basis } = transition;
    let phrase = |year: YearBy| match year {
        YearBy::New => Word::YearByNew,
        YearBy::Old => Word::YearByOld,
        YearBy::Longer => Word::YearByLonger,
        YearBy::Each => Word::YearByEach,
    };
    let entry = builder.entry(Kind::Transition, "", "", Some(basis.clone()));
    entry.figure(Key::YearBy, year.map(|year| Value::term(year.word(), phrase(year))));
    entry.figure(Key::MeetingsUntil, meetings_until.map(Value::Day));
}

pub(super) fn periods<'a>(periods: &'a [PeriodRule], levels: &'a [Level], builder: &mut Builder<'a>) {
    for PeriodRule { year, with_thematic, levels: reached, basis } in periods {
        let meetings = if *with_thematic {
            ("regular-and-thematic", Word::CountsRegularAndThematic)
        } else {
            ("regular", Word::CountsRegular)
        };
        let entry = builder.entry(Kind::Period, "", "", Some(basis.clone()));
        entry.figure(Key::Period, year.then(|| Value::term("year", Word::PeriodYear)));
        entry.figure(Key::Meetings, Value::term(meetings.0, meetings.1));
        builder.inside(|builder| {
            for (position, when, basis) in reached {
                let level = levels.get(*position);
                let id = level.map_or("", |level| level.id.as_str());
                let entry = builder.entry(Kind::PeriodLevel, id, "", Some(basis.clone()));
                entry.figure(Key::Level, level.map(Value::Level));
                let otherwise = Value::term("otherwise", Word::Otherwise);
                entry.figure(Key::When, when.as_ref().map_or(otherwise, Value::Condition));
            }
        });
    }
}
