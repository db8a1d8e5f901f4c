//! The places of a quota or an award: how many, in which groups, and who goes first.

use super::entry::{Builder, Key, Kind};
use super::{Value, rounding};
use crate::base::Exact;
use crate::rules::places::{Share, SmallGroups, Special, WarnOver};
use crate::rules::{Amount, Award, Base, Fact, Level, Places, Quota, RankingKey, Small, Ties, Vocabulary};
use crate::words::Word;

pub(super) fn quota<'a>(quota: &'a Quota, levels: &'a [Level], vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    let Quota { id, title, level, places } = quota;
    let entry = builder.entry(Kind::Quota, id, title, Some(places.basis.clone()));
    entry.figure(Key::Level, levels.get(*level).map(Value::Level));
    self::places(places, levels, vocabulary, builder);
}

pub(super) fn award<'a>(
    award: &'a Award,
    awards: &'a [Award],
    levels: &'a [Level],
    vocabulary: &'a Vocabulary,
    builder: &mut Builder<'a>,
) {
    let Award { id, title, short: _, when, not_with, places } = award;
    let entry = builder.entry(Kind::Award, id, title, Some(places.basis.clone()));
    entry.figure(Key::When, Value::Condition(when));
    let others: Vec<&str> = not_with.iter().filter_map(|other| awards.get(*other)).map(|award| award.id.as_str()).collect();
    entry.figure(Key::NotWith, (!others.is_empty()).then_some(Value::Names(others)));
    self::places(places, levels, vocabulary, builder);
}

/// What a percent is taken of, in words with a place `{level}`.
pub(crate) fn base_phrase(base: Base) -> Word {
    match base {
        Base::OrBetter => Word::BaseOrBetter,
        Base::OrBetterAfterCut => Word::BaseOrBetterAfter,
        Base::Only => Word::BaseOnlyBefore,
        Base::OnlyAfterCut => Word::BaseOnlyAfter,
        Base::AllRated => Word::BaseAll,
        Base::AllUnits => Word::BaseUnits,
        Base::Candidates => Word::BaseCandidates,
    }
}

/// What holds for small groups, in words.
pub(crate) fn small_phrase(small: Small) -> Word {
    match small {
        Small::OnePlace => Word::SmallOnePlace,
        Small::NoLimit => Word::SmallNoLimit,
        Small::Pooled => Word::SmallPooled,
    }
}

fn ties_phrase(ties: Ties) -> Word {
    match ties {
        Ties::HandOver => Word::TiesHandOver,
        Ties::AllOut => Word::TiesAllOut,
        Ties::AllIn => Word::TiesAllIn,
    }
}

/// Figures of the last entry, and the parts of the reading inside it.
fn places<'a>(places: &'a Places, levels: &'a [Level], vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    let Places { amount, group, ranking, ties, warn, leaves_out, special, small_groups, warn_over, basis, parts } = places;
    // A part that the file leaves out is known as well as the quota itself.
    let own = |id: &str| parts.iter().find(|(part, _)| *part == id).map_or(basis, |(_, basis)| basis).clone();
    let breach = if *warn { ("warn", Word::BreachWarn) } else { ("limit", Word::BreachLimit) };
    let group: Vec<&Fact> = group.iter().filter_map(|slot| vocabulary.facts.get(*slot)).collect();
    let mut values = Vec::new();
    match amount {
        Amount::Fixed(fixed) => {
            builder.figure(Key::Places, whole(*fixed));
        }
        Amount::Share(Share { percent, base, base_level, rounding: mode }) => {
            builder.figure(Key::Percent, Value::Share(*percent));
            let phrase = base_phrase(*base);
            let of = match base_level.and_then(|level| levels.get(level)) {
                Some(level) => Value::OfLevel(base.word(), phrase, level),
                None => Value::term(base.word(), phrase),
            };
            values.extend([("base", Key::Base, of), ("rounding", Key::Mode, rounding(*mode))]);
        }
    }
    values.extend([
        ("group", Key::Grouping, if group.is_empty() { Value::term("all", Word::AllInOneGroup) } else { Value::Facts(group) }),
        ("ties", Key::Ties, Value::term(ties.word(), ties_phrase(*ties))),
        ("breach", Key::Breach, Value::term(breach.0, breach.1)),
    ]);
    builder.inside(|builder| {
        for (id, key, value) in values {
            builder.entry(Kind::QuotaPart, id, "", Some(own(id))).figure(key, value);
        }
        for RankingKey { id, title, of, lowest_first, basis } in ranking {
            let order = if *lowest_first { ("lowest-first", Word::LowestFirst) } else { ("highest-first", Word::HighestFirst) };
            let entry = builder.entry(Kind::RankingKey, id, title, Some(basis.clone()));
            entry.figure(Key::Of, Value::Quantities(vec![of])).figure(Key::Order, Value::term(order.0, order.1));
        }
        if let Some((when, basis)) = leaves_out {
            builder.entry(Kind::OutsideQuota, "", "", Some(basis.clone())).figure(Key::When, Value::Condition(when));
        }
        if let Some(Special { percent, when, basis }) = special {
            let entry = builder.entry(Kind::SpecialPercent, "", "", Some(basis.clone()));
            entry.figure(Key::Percent, Value::Share(*percent)).figure(Key::When, Value::Condition(when));
        }
        if let Some(SmallGroups { under, then, basis }) = small_groups {
            let entry = builder.entry(Kind::SmallGroups, "", "", Some(basis.clone()));
            entry.figure(Key::Under, whole(*under)).figure(Key::Then, Value::term(then.word(), small_phrase(*then)));
        }
        if let Some(WarnOver { percent, base, basis }) = warn_over {
            let entry = builder.entry(Kind::WarnOver, "", "", Some(basis.clone()));
            entry.figure(Key::Percent, Value::Share(*percent)).figure(Key::Base, Value::term(base.word(), base_phrase(*base)));
        }
    });
}

fn whole(count: u64) -> Option<Value<'static>> {
    i64::try_from(count).ok().map(|count| Value::Number(Exact::whole(count)))
}
