//! Distances in words: what is lacking, what is in hand, and the smallest change that would do.

use super::field::number;
use super::reason;
use crate::assess::Meetings;
use crate::assess::contest::Place;
use crate::assess::edge::{Change, LevelEdge, Lever, Margin, Months, PeriodEdge, PeriodPoints, PlaceEdge};
use crate::base::Exact;
use crate::expr::Slots;
use crate::rules::{Level, Regulation};
use crate::words::{Lang, Word, fill};

/// What keeps a result from a better level; nothing for the best.
pub(super) fn better(regulation: &Regulation, edge: &LevelEdge, lang: Lang) -> Vec<String> {
    let Some(better) = &edge.better else { return Vec::new() };
    let level = title(regulation, better.level);
    let mut parts = Vec::new();
    if let Some(Margin { points, beyond }) = better.lacking {
        let word = if beyond { Word::LackBeyond } else { Word::LackPoints };
        parts.push(fill(word.text(lang), &[("points", &number(points, lang)), ("level", level)]));
    }
    if !better.failed.is_empty() {
        let conditions =
            better.failed.iter().filter_map(|check| regulation.levels.get(check.level)?.conditions.get(check.condition));
        let list: Vec<&str> = conditions.map(|condition| condition.title.as_str()).collect();
        let values = [("count", better.failed.len().to_string()), ("list", list.join("; "))];
        let [(_, count), (_, list)] = &values;
        parts.push(fill(Word::LackConditions.text(lang), &[("count", count), ("level", level), ("list", list)]));
    }
    let gates: Vec<&str> = gates(regulation, better.gates).collect();
    if !gates.is_empty() {
        parts.push(fill(Word::KeptByGate.text(lang), &[("level", level), ("list", &gates.join("; "))]));
    }
    parts
}

/// To deserve a level is not yet to have one of its places: said of the better level where it has some.
pub(super) fn subject_to_places(regulation: &Regulation, edge: &LevelEdge, lang: Lang) -> Option<String> {
    let better = edge.better.as_ref()?;
    let is_limited = regulation.quotas.iter().any(|quota| quota.level == better.level);
    is_limited.then(|| fill(Word::SubjectToQuota.text(lang), &[("level", title(regulation, better.level))]))
}

/// Where a result would fall, and after how many points.
pub(super) fn worse(regulation: &Regulation, edge: &LevelEdge, lang: Lang) -> Option<String> {
    let worse = edge.worse?;
    let word = match (worse.surplus.beyond, worse.surplus.points == Exact::ZERO) {
        (true, true) => Word::PointsToFallAny,
        (true, false) => Word::PointsToFallOver,
        (false, _) => Word::PointsToFall,
    };
    let points = number(worse.surplus.points, lang);
    Some(fill(word.text(lang), &[("points", &points), ("level", title(regulation, worse.level))]))
}

/// The titles of some gates, a bit each.
pub(super) fn gates(regulation: &Regulation, bits: u64) -> impl Iterator<Item = &str> {
    let gates = regulation.gates.iter().enumerate();
    gates.filter(move |(place, _)| bits >> place & 1 == 1).map(|(_, gate)| gate.title.as_str())
}

fn title(regulation: &Regulation, level: usize) -> &str {
    regulation.levels.get(level).map_or("?", |level| &level.short)
}

/// `Số đảng viên phát biểu 12 → 16`; of members both statuses: `Có mặt 17 → 18 (Vắng không lý do 1 → 0)`. `meetings` knows the titles of
/// meeting-quality levels, `facts` what was recorded.
pub(super) fn change(
    regulation: &Regulation,
    change: &Change,
    facts: &[Option<i64>],
    meetings: &Meetings<'_>,
    lang: Lang,
) -> String {
    let text = |slot: usize, value: i64| {
        if change.lever == Lever::Quality {
            let word = usize::try_from(value).ok().and_then(|place| regulation.layout.quality.get(place));
            let level = word.and_then(|word| meetings.levels().find(|level| level.id == *word));
            return level.map_or_else(|| word.cloned().unwrap_or_default(), |level| level.title.clone());
        }
        let mut one = vec![None; slot + 1];
        if let Some(own) = one.get_mut(slot) {
            *own = Some(value);
        }
        match regulation.vocabulary.facts.get(slot) {
            Some(fact) => reason::fact_text(regulation, fact, value, lang),
            None => reason::slot_text(regulation, slot, Slots { facts: &one, derived: &[] }, lang),
        }
    };
    let step = |slot: usize, from: i64, to: i64| {
        format!("{} {} → {}", lever_title(regulation, slot, lang), text(slot, from), text(slot, to))
    };
    let main = step(change.slot, change.from, change.to);
    match change.lever {
        Lever::Members(other) => {
            let there = facts.get(other).copied().flatten().unwrap_or(0);
            format!("{main} ({})", step(other, there, there - (change.to - change.from)))
        }
        _ => main,
    }
}

/// What changes: a fact by its heading, points that a person gave by their leaf.
fn lever_title(regulation: &Regulation, slot: usize, lang: Lang) -> String {
    let layout = &regulation.layout;
    let given = |first: usize| slot.checked_sub(first).filter(|leaf| *leaf < layout.leaves);
    let leaf = given(layout.self_points(0)).map(|leaf| (leaf, Word::SelfOnly));
    let leaf = leaf.or_else(|| given(layout.verified_points(0)).map(|leaf| (leaf, Word::Verified)));
    match leaf.and_then(|(leaf, who)| Some((regulation.leaves.get(leaf)?, who))) {
        Some((leaf, who)) => format!("{} {} ({})", leaf.id, leaf.title, who.text(lang)),
        None => reason::slot_title(regulation, slot, lang),
    }
}

/// `2 Khá → Tốt`.
pub(super) fn moves<'l>(levels: &dyn Fn(usize) -> Option<&'l Level>, months: &Months) -> String {
    let title = |level: usize| levels(level).map_or("?", |level| level.title.as_str());
    let one = months.moves.iter().map(|one| format!("{} {} → {}", one.count, title(one.from), title(one.to)));
    one.collect::<Vec<String>>().join(", ")
}

/// How many meetings would have to be better.
pub(super) fn months_better<'l>(levels: &dyn Fn(usize) -> Option<&'l Level>, edge: &PeriodEdge, lang: Lang) -> Vec<String> {
    let mut parts: Vec<String> = edge.better.iter().map(|months| of_months(Word::LackMonths, levels, months, lang)).collect();
    parts.extend(edge.better_points.iter().map(|points| of_figure(levels, points, true, lang)));
    let best = levels(0).map_or("?", |level| level.title.as_str());
    let fewer = |more: &u64| edge.better.as_ref().is_none_or(|months| *more < months.count());
    if let Some(more) = edge.more_best.filter(fewer) {
        parts.push(fill(Word::LackMoreBest.text(lang), &[("count", &more.to_string()), ("best", best)]));
    }
    parts
}

/// How many meetings would have to be worse.
pub(super) fn months_worse<'l>(levels: &dyn Fn(usize) -> Option<&'l Level>, edge: &PeriodEdge, lang: Lang) -> Option<String> {
    edge.worse.as_ref().map(|months| of_months(Word::MonthsToFall, levels, months, lang))
}

fn of_months<'l>(word: Word, levels: &dyn Fn(usize) -> Option<&'l Level>, months: &Months, lang: Lang) -> String {
    let level = levels(months.level).map_or("?", |level| level.title.as_str());
    let values = [("count", months.count().to_string()), ("list", moves(levels, months))];
    let [(_, count), (_, list)] = &values;
    fill(word.text(lang), &[("count", count), ("level", level), ("list", list)])
}

/// How far a mean, or the lowest total, of a period is from where another level begins.
pub(super) fn of_figure<'l>(
    levels: &dyn Fn(usize) -> Option<&'l Level>,
    points: &PeriodPoints,
    better: bool,
    lang: Lang,
) -> String {
    let word = match (better, points.margin.beyond) {
        (true, false) => Word::LackOfFigure,
        (true, true) => Word::LackOfFigureBeyond,
        (false, false) => Word::FigureToFall,
        (false, true) => Word::FigureToFallOver,
    };
    let figure =
        [Word::SayMean, Word::SayLowestPoints, Word::SayMeanWithoutLowest, Word::SayFirstHalfMean, Word::SaySecondHalfMean];
    let figure = figure.get(points.figure).map_or("?", |word| word.text(lang));
    let level = levels(points.level).map_or("?", |level| level.title.as_str());
    let values = [("points", number(points.margin.points, lang)), ("figure", figure.to_owned()), ("level", level.to_owned())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut text = fill(word.text(lang), &values);
    if let Some(together) = points.together {
        text.push_str(&fill(Word::PointsTogether.text(lang), &[("points", &number(together, lang))]));
    }
    text
}

/// Rank and places, and what is lacking or in hand.
pub(super) fn places(edge: &PlaceEdge, lang: Lang) -> String {
    let mut text = rank(edge, lang);
    let more = match edge.place {
        Place::MovedDown => None,
        Place::Undecided => Some((Word::TiedCount, edge.tied)),
        _ => edge.spare.map(|spare| (Word::SpareRanks, spare)),
    };
    if let Some((word, count)) = more {
        text.push_str(&format!("; {}", fill(word.text(lang), &[("count", &count.to_string())])));
    }
    text
}

/// Rank and places, and how many ranks are lacking.
pub(super) fn rank(edge: &PlaceEdge, lang: Lang) -> String {
    let rank = if edge.first == edge.last { edge.first.to_string() } else { format!("{}–{}", edge.first, edge.last) };
    let values = [("rank", rank), ("candidates", edge.candidates.to_string()), ("places", edge.allowed.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut text = fill(Word::RankOf.text(lang), &values);
    if edge.place == Place::MovedDown {
        text.push_str(&format!("; {}", fill(Word::LackRanks.text(lang), &[("count", &edge.lacking.to_string())])));
    }
    text
}
