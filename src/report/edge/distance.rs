//! Distances of levels that follow from points, conditions and gates, with the smallest change that would do.

use super::entry::{Distance, id};
use crate::assess::Meetings;
use crate::assess::edge::{Change, LevelEdge, Lever};
use crate::base::Exact;
use crate::report::{inputs, lacking};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// The distance to a better level: points where they are what is lacking, otherwise how many conditions and gates are in the way.
pub(super) fn better(
    meetings: &Meetings<'_>,
    regulation: &Regulation,
    edge: &LevelEdge,
    (change, facts): (Option<&Change>, &[Option<i64>]),
    lang: Lang,
) -> Distance {
    let Some(better) = &edge.better else { return Distance::default() };
    let mut parts = lacking::better(regulation, edge, lang);
    let (amount, unit) = match better.lacking {
        Some(margin) => (Some(margin.points), "points"),
        None => {
            let count = better.failed.len() as u64 + u64::from(better.gates.count_ones());
            (i64::try_from(count).ok().filter(|count| *count > 0).map(Exact::whole), "conditions")
        }
    };
    let alone = if unit == "points" || change.is_some() { Exact::ZERO } else { Exact::ONE };
    let near = amount.and_then(|amount| amount.checked_add(alone));
    parts.push(match change {
        Some(change) => would_take(regulation, change, facts, (meetings, better.level), lang),
        None => Word::NoSingleChange.text(lang).to_owned(),
    });
    // The level is the one where the change lands, which may be beyond the next one.
    let level = id(regulation, change.map_or(better.level, |change| change.level));
    let change = change.map_or_else(String::new, |change| recorded(regulation, change, facts));
    Distance { amount, near, unit, level, text: parts.join("; "), change }
}

/// The smallest change in words; where it gives another level than the one that is spoken of, with that.
pub(super) fn would_take(
    regulation: &Regulation,
    change: &Change,
    facts: &[Option<i64>],
    (meetings, spoken_of): (&Meetings<'_>, usize),
    lang: Lang,
) -> String {
    let mut text = lacking::change(regulation, change, facts, meetings, lang);
    if let Some(level) = regulation.levels.get(change.level).filter(|_| change.level != spoken_of) {
        text = fill(Word::ChangeGives.text(lang), &[("change", &text), ("level", &level.short)]);
    }
    fill(Word::WouldTake.text(lang), &[("change", &text)])
}

/// The distance to a worse level in points.
pub(super) fn worse(
    meetings: &Meetings<'_>,
    regulation: &Regulation,
    edge: &LevelEdge,
    (change, facts): (Option<&Change>, &[Option<i64>]),
    lang: Lang,
) -> Option<Distance> {
    let worse = edge.worse?;
    let mut parts: Vec<String> = lacking::worse(regulation, edge, lang).into_iter().collect();
    parts.extend(change.map(|change| would_take(regulation, change, facts, (meetings, worse.level), lang)));
    let level = id(regulation, change.map_or(worse.level, |change| change.level));
    let change = change.map_or_else(String::new, |change| recorded(regulation, change, facts));
    let amount = Some(worse.surplus.points);
    Some(Distance { amount, near: amount, unit: "points", level, text: parts.join("; "), change })
}

/// What would have to be recorded: `present=18;excused=2`.
pub(super) fn recorded(regulation: &Regulation, change: &Change, facts: &[Option<i64>]) -> String {
    let mut facts = change.apply(facts);
    let mut slots = vec![change.slot];
    if let Lever::Members(other) = change.lever {
        slots.push(other);
    }
    // What is none of the facts has its value all the same.
    if facts.len() <= change.slot {
        facts.resize(change.slot + 1, None);
        if let Some(own) = facts.get_mut(change.slot) {
            *own = Some(change.to);
        }
    }
    inputs::pairs(regulation, slots, crate::expr::Slots { facts: &facts, derived: &[] })
}
