//! Levels of periods: by how many meetings would have to be otherwise, or by the points of their means.

use super::entry::{Distance, Entry, id};
use crate::assess::Meetings;
use crate::assess::edge::{self, PeriodEdge};
use crate::base::Exact;
use crate::records::CellIndex;
use crate::report::{Field, lacking};
use crate::rules::Regulation;
use crate::words::{Lang, Word};

/// The level of the period of a cell, where a rule gives one.
pub(super) fn of_period<'a>(meetings: &'a Meetings<'a>, cell: CellIndex, lang: Lang) -> Option<Entry<'a>> {
    let text = meetings.period_judges().last()?;
    meetings.period_rule(text)?;
    if !meetings.standing_of_period(cell).is_judged() {
        return None;
    }
    let reached = meetings.level(cell);
    let regulation = &meetings.texts.all().get(reached.map_or(text, |reached| reached.text))?.regulation;
    let (decided, bases) = edge::period_decided(meetings, reached);
    let rule = meetings.period_rule(reached.map_or(text, |reached| reached.text))?;
    let counts = reached.and_then(|reached| meetings.counts(cell, reached.text));
    let edge = counts.and_then(|counts| edge::of_period(rule, &counts));
    let levels = |level: usize| regulation.levels.get(level);
    let id = |level: usize| id(regulation, level);
    let exact = |count: u64| i64::try_from(count).ok().map(Exact::whole);
    let up = edge.as_ref().filter(|edge| edge.level > 0).map(|edge| {
        if edge.reads_points {
            return by_points(regulation, edge, true, lang);
        }
        let fewest = |of: fn(&edge::Months) -> u64| edge.better.as_ref().map(of).into_iter().chain(edge.more_best).min();
        Distance {
            amount: fewest(edge::Months::count).and_then(exact),
            near: fewest(edge::Months::steps).and_then(exact),
            unit: "meetings",
            level: id(edge.better.as_ref().map_or(edge.level - 1, |months| months.level)),
            text: lacking::months_better(&levels, edge, lang).join("; "),
            change: edge.better.as_ref().map_or_else(String::new, |months| moves(regulation, months)),
        }
    });
    let down_points =
        edge.as_ref().filter(|edge| edge.worse_points.is_some()).map(|edge| by_points(regulation, edge, false, lang));
    let down = edge.as_ref().and_then(|edge| edge.worse.as_ref().map(|months| (edge, months))).map(|(edge, months)| Distance {
        amount: exact(months.count()),
        near: exact(months.steps()),
        unit: "meetings",
        level: id(months.level),
        text: lacking::months_worse(&levels, edge, lang).unwrap_or_default(),
        change: moves(regulation, months),
    });
    Some(Entry {
        cell,
        of: "period",
        unit: None,
        level: reached
            .and_then(|reached| meetings.level_of(reached))
            .map_or(Field::None, |level| Field::word(&level.id, &level.title)),
        decided,
        up,
        down: down.or(down_points),
        stand: None,
        provisional: meetings.is_provisional(cell),
        regulation,
        standing: edge::weakest(bases.iter().copied()),
        basis: bases.first().map(|basis| (*basis).clone()),
    })
}

/// `kha>tot=2`: two meetings with another level.
fn moves(regulation: &Regulation, months: &edge::Months) -> String {
    let id = |level: usize| regulation.levels.get(level).map_or("", |level| level.id.as_str());
    let one = months.moves.iter().map(|one| format!("{}>{}={}", id(one.from), id(one.to), one.count));
    one.collect::<Vec<String>>().join(";")
}

/// By the points of a mean, or of the lowest total.
fn by_points(regulation: &Regulation, edge: &PeriodEdge, better: bool, lang: Lang) -> Distance {
    let points = if better { edge.better_points } else { edge.worse_points };
    let Some(points) = points else {
        let next = edge.level.checked_sub(1).map_or_else(String::new, |level| id(regulation, level));
        return Distance { level: next, text: Word::NoSingleChange.text(lang).to_owned(), ..Distance::default() };
    };
    let amount = Some(points.margin.points);
    let text = lacking::of_figure(&|level| regulation.levels.get(level), &points, better, lang);
    Distance { amount, near: amount, unit: "points", level: id(regulation, points.level), text, change: String::new() }
}
