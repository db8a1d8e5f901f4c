//! What a meeting regulation says beyond one meeting: attendance, what is due, levels of a period.

use super::Value;
use super::entry::{Builder, Key, Kind};
use crate::base::{Exact, Stretch};
use crate::rules::due::DueException;
use crate::rules::{
    Attendance, Due, DueMeetings, DuePlan, Every, Level, LineageRule, PeriodRule, SignKind, SignLimit, SignRules, Succession,
    Transition, Vocabulary, YearBy,
};
use crate::words::Word;

pub(super) fn attendance<'a>(rule: &'a Attendance, vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    let Attendance { counts, base, sides, left_out, varies: _, basis } = rule;
    let facts = |slots: &[usize]| Value::Facts(slots.iter().filter_map(|slot| vocabulary.facts.get(*slot)).collect());
    let entry = builder.entry(Kind::Attendance, "", "", Some(basis.clone()));
    match sides {
        Some((attending, expected)) => {
            entry.figure(Key::Attending, Value::Quantities(vec![attending]));
            entry.figure(Key::Expected, Value::Quantities(vec![expected]));
        }
        None => {
            entry.figure(Key::Attending, facts(counts)).figure(Key::Expected, facts(base));
        }
    }
    // Where the sides are written out, who is left out follows from them.
    let left_out = if sides.is_some() { &[][..] } else { left_out };
    builder.inside(|builder| {
        for (slot, basis) in left_out {
            let id = vocabulary.facts.get(*slot).map_or("", |fact| fact.id.as_str());
            builder.entry(Kind::LeftOut, id, "", Some(basis.clone())).figure(Key::Statuses, facts(&[*slot]));
        }
    });
}

pub(super) fn due<'a>(due: &'a Due, vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    let Due { meetings, exceptions, plan, basis } = due;
    every(meetings, builder.entry(Kind::Due, "", "", Some(basis.clone())));
    builder.inside(|builder| {
        for DueException { when, meetings, basis } in exceptions {
            let entry = builder.entry(Kind::DueException, "", "", Some(basis.clone()));
            every(meetings, entry.figure(Key::When, Value::Condition(when)));
        }
        if let Some(DuePlan { fact, by, basis }) = plan {
            let fact = vocabulary.facts.get(*fact).map(|fact| Value::Facts(vec![fact]));
            let entry = builder.entry(Kind::DuePlan, "", "", Some(basis.clone()));
            entry.figure(Key::Facts, fact).figure(Key::By, by.map(|(month, day)| Value::DayOfYear(month, day)));
        }
    });
}

fn every(meetings: &DueMeetings, builder: &mut Builder<'_>) {
    let term = |every: Every| {
        let phrase = match every {
            Every::Month => Word::DueMonthly,
            Every::Quarter => Word::DueQuarterly,
            Every::Half => Word::DueHalfYearly,
            Every::Year => Word::DueYearly,
        };
        Value::term(every.word(), phrase)
    };
    builder.figure(Key::Regular, meetings.regular.map(term)).figure(Key::Thematic, meetings.thematic.map(term));
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

pub(super) fn lineage<'a>(lineage: &'a LineageRule, builder: &mut Builder<'a>) {
    let LineageRule { successions, basis } = lineage;
    let term = |succession: Succession| Value::term(succession.word(), succession_phrase(succession));
    let keys = [Key::Rename, Key::Merge, Key::Split, Key::Transfer];
    let entry = builder.entry(Kind::Lineage, "", "", Some(basis.clone()));
    for (key, succession) in keys.into_iter().zip(successions) {
        entry.figure(key, succession.map(term));
    }
}

/// What a succession means, in words.
pub(crate) fn succession_phrase(succession: Succession) -> Word {
    match succession {
        Succession::CarryOver => Word::SuccessionCarryOver,
        Succession::Restart => Word::SuccessionRestart,
        Succession::WeightByMonths => Word::SuccessionWeightByMonths,
        Succession::Unrated => Word::SuccessionUnrated,
    }
}

pub(super) fn signs<'a>(rules: &'a SignRules, builder: &mut Builder<'a>) {
    let SignRules { limits } = rules;
    for SignLimit { kind, meetings_at_least, percent, points_at_most, basis } in limits {
        let entry = builder.entry(Kind::Sign, kind.word(), "", basis.clone());
        entry.figure(Key::Sign, Value::term(kind.word(), sign_phrase(*kind)));
        let least = i64::try_from(*meetings_at_least).ok().map(|least| Value::Number(Exact::whole(least)));
        entry.figure(Key::MeetingsAtLeast, least);
        // A column has one value or it has not; no figure says so.
        let is_share = *kind != SignKind::OneValueColumn;
        entry.figure(Key::Percent, is_share.then_some(Value::Share(*percent)));
        entry.figure(Key::PointsAtMost, points_at_most.map(Value::Points));
    }
}

/// What a sign is, in words.
pub(crate) fn sign_phrase(kind: SignKind) -> Word {
    match kind {
        SignKind::SelfAlwaysFull => Word::SignSelfAlwaysFull,
        SignKind::VerifiedUnchanged => Word::SignVerifiedUnchanged,
        SignKind::SelfAboveVerified => Word::SignSelfAbove,
        SignKind::VerifiedAboveSelf => Word::SignVerifiedAbove,
        SignKind::OneValueColumn => Word::SignOneValue,
    }
}

pub(super) fn periods<'a>(periods: &'a [PeriodRule], levels: &'a [Level], builder: &mut Builder<'a>) {
    for rule in periods {
        // Which slots its conditions read follows from them.
        let PeriodRule {
            of,
            with_thematic,
            needs,
            not_received,
            not_held,
            reads_more: _,
            reads_points: _,
            reads_mean: _,
            reads_other_means: _,
            reads_halves: _,
            levels: reached,
            basis,
        } = rule;
        let counts_as = |level: &Option<usize>| level.and_then(|level| levels.get(level)).map(Value::Level);
        let meetings = if *with_thematic {
            ("regular-and-thematic", Word::CountsRegularAndThematic)
        } else {
            ("regular", Word::CountsRegular)
        };
        let entry = builder.entry(Kind::Period, "", "", Some(basis.clone()));
        entry.figure(Key::Period, Value::term(of.word(), stretch(*of))).figure(Key::When, needs.as_ref().map(Value::Condition));
        entry.figure(Key::NotReceived, counts_as(not_received)).figure(Key::NotHeld, counts_as(not_held));
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

/// The name of a stretch of the calendar.
pub(crate) fn stretch(of: Stretch) -> Word {
    match of {
        Stretch::Month => Word::PeriodMonth,
        Stretch::Quarter => Word::PeriodQuarter,
        Stretch::Half => Word::PeriodHalf,
        Stretch::Year => Word::PeriodYear,
    }
}
