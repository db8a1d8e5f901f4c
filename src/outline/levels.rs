//! Levels, their conditions, and the gates after them.

use super::Value;
use super::entry::{Builder, Key, Kind};
use crate::expr::Unit;
use crate::rules::{Condition, Effect, Gate, Level};
use crate::words::Word;

pub(super) fn levels<'a>(levels: &'a [Level], builder: &mut Builder<'a>) {
    for Level { id, title, short: _, points, conditions, otherwise, basis } in levels {
        let entry = builder.entry(Kind::Level, id, title, Some(basis.clone()));
        entry.figure(Key::In, points.as_ref().map(|points| Value::Interval(points, Unit::Points)));
        entry.figure(Key::Otherwise, otherwise.and_then(|level| levels.get(level)).map(Value::Level));
        builder.inside(|builder| {
            for Condition { title, when, basis } in conditions {
                builder.entry(Kind::Condition, "", title, Some(basis.clone())).figure(Key::When, Value::Condition(when));
            }
        });
    }
}

pub(super) fn gates<'a>(gates: &'a [Gate], levels: &'a [Level], builder: &mut Builder<'a>) {
    for Gate { id, title, when, effect, basis } in gates {
        let of_level = |word, phrase, level: usize| levels.get(level).map(|level| Value::OfLevel(word, phrase, level));
        let entry = builder.entry(Kind::Gate, id, title, Some(basis.clone()));
        entry.figure(Key::When, Value::Condition(when));
        match effect {
            Effect::AtMost(level) => entry.figure(Key::Effect, of_level("at-most", Word::GateAtMost, *level)),
            Effect::Set(level) => entry.figure(Key::Effect, of_level("set", Word::GateSet, *level)),
            Effect::Drop(levels) => entry.figure(Key::Drop, Value::count(*levels)),
        };
    }
}
