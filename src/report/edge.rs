//! `chibo edge`: how near levels stand to others, what decides them, and the smallest change that would do.

use super::explain_table::document;
use super::field::number;
use super::notice::{Notice, RegulationNote};
use super::score::{kind_field, meeting_notices};
use super::{Audience, Column, Field, Report, Table, groups, inputs, lacking, lineage, places, texts};
use crate::assess::contest::Place;
use crate::assess::edge::{self, Change, Decided, LevelEdge, Lever};
use crate::assess::year::{CellYear, Classification};
use crate::assess::{Class, Meetings, RestsOn, Row};
use crate::base::Exact;
use crate::records::CellIndex;
use crate::rules::{Basis, Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// What counts as near.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// For levels of periods and years, in the unit of the rule.
    pub within: Exact,
    /// For meetings, in points.
    pub points: Exact,
}

/// A distance in the unit of a rule.
#[derive(Clone, Debug, Default)]
struct Distance {
    /// How far; `None` where the rule has no measure for it.
    amount: Option<Exact>,
    /// The same for comparing: a meeting by as many levels as it would have to change, a condition that no single figure would meet by one
    /// more.
    near: Option<Exact>,
    /// `points`, `meetings`, `conditions`, `ranks`.
    unit: &'static str,
    /// Id of the level there.
    level: String,
    /// In words.
    text: String,
    /// What would have to be recorded, as pairs of machine formats.
    change: String,
}

/// A level, and how near it stands to others.
///
/// Marks say what it hangs on: a tie, a quota, an assumed figure. Another reading under which it would be another level belongs among them.
struct Entry<'a> {
    cell: CellIndex,
    of: &'static str,
    level: Field<'a>,
    decided: Decided,
    up: Option<Distance>,
    down: Option<Distance>,
    provisional: bool,
    regulation: &'a Regulation,
    basis: Option<Basis>,
    standing: Option<Standing>,
}

impl Entry<'_> {
    /// The nearer of both distances; a tie is no distance at all.
    fn nearest(&self) -> Option<Exact> {
        if self.decided == Decided::Tie {
            return Some(Exact::ZERO);
        }
        [&self.up, &self.down].into_iter().flatten().filter_map(|distance| distance.near).min()
    }

    fn is_assumed(&self) -> bool {
        self.standing == Some(Standing::Assumed)
    }
}

/// The report of a run.
pub fn report<'a>(meetings: &'a Meetings<'a>, result: Option<&'a Classification<'a>>, near: Near, lang: Lang) -> Report<'a> {
    let mut notes = texts::notes(meetings);
    notes.extend(result.map(|result| RegulationNote::of(result.regulation, "year")));
    let total = groups::all(meetings, &Class::ALL);
    let mut notices = texts::notices(meetings, lang);
    notices.extend(result.iter().flat_map(|result| texts::year_notices(result, lang)));
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    notices.extend(meeting_notices(meetings, &total, lang));
    notices.extend(lineage::notices(meetings, lang));
    let mut all: Vec<Entry<'a>> = meetings.cells.iter().filter_map(|cell| of_period(meetings, cell, lang)).collect();
    if let Some(result) = result.filter(|result| !result.regulation.levels.is_empty()) {
        let years = result.cells.iter().enumerate().filter(|(_, year)| year.standing.is_judged());
        all.extend(years.map(|(position, year)| of_year(meetings, result, (position, year), lang)));
    }
    all.extend(result.iter().flat_map(|result| of_awards(result, lang)));
    all.sort_by_key(|entry| (entry.nearest().is_none(), entry.nearest(), entry.cell, entry.of));
    let is_near = |entry: &Entry<'_>| entry.nearest().is_some_and(|nearest| nearest <= near.within);
    let reasons = reasons(&all, is_near, lang);
    let everything = all.len();
    all.retain(is_near);
    let values = [("count", (everything - all.len()).to_string()), ("within", number(near.within, lang))];
    let [(_, count), (_, within)] = &values;
    if everything > all.len() {
        let text = fill(Word::EdgeFarther.text(lang), &[("count", count), ("within", within)]);
        notices.push(Notice { code: "farther", text });
    }
    let close = meetings_near(meetings, near.points, lang);
    let on_request = total.on_request + u64::from(result.is_some_and(|result| result.on_request));
    Report {
        id: "edge",
        title: fill(Word::EdgeTitle.text(lang), &[("period", &meetings.period.to_string())]),
        regulations: notes,
        notices,
        tables: vec![cells(meetings, all, lang), meetings_table(meetings, close, near.points, lang), reasons],
        on_request,
        document: Vec::new(),
        accounts: meetings.accounts.clone(),
        lang,
    }
}

/// The level of the period of a cell, where a rule gives one.
fn of_period<'a>(meetings: &'a Meetings<'a>, cell: CellIndex, lang: Lang) -> Option<Entry<'a>> {
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
    let id = |level: usize| levels(level).map_or_else(String::new, |level| level.id.clone());
    let exact = |count: u64| i64::try_from(count).ok().map(Exact::whole);
    let up = edge.as_ref().filter(|edge| edge.level > 0).map(|edge| {
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
        level: reached
            .and_then(|reached| meetings.level_of(reached))
            .map_or(Field::None, |level| Field::word(&level.id, &level.title)),
        decided,
        up,
        down,
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

/// The year-end level of a cell.
fn of_year<'a>(
    meetings: &'a Meetings<'a>,
    result: &'a Classification<'a>,
    (position, year): (usize, &'a CellYear),
    lang: Lang,
) -> Entry<'a> {
    let regulation = result.regulation;
    let edge = edge::of_year(regulation, year);
    let (decided, bases) = edge::year_decided(result, year, edge.as_ref());
    let facts = &year.facts;
    let (mut up, mut down) = (None, None);
    let placed = year.after.stands.iter().find_map(|stand| {
        let group = result.quotas.get(stand.contest)?.get(stand.group)?;
        Some((regulation.quotas.get(stand.contest)?, edge::of_places(group, position)?))
    });
    match (&placed, decided) {
        (Some((quota, edge)), Decided::Tie | Decided::Quota) => {
            let text = format!("{}: {}", places::quota_name(regulation, quota, lang), lacking::rank(edge, lang));
            up = Some(Distance { level: id(regulation, quota.level), text, ..ranks(edge.lacking) });
        }
        _ => {
            if let Some(own) = edge.as_ref().filter(|own| own.better.is_some()) {
                let change = edge::year_changes(regulation, meetings, year, true);
                up = Some(better(meetings, regulation, own, (change.first(), facts), lang));
            }
            down = edge.as_ref().and_then(|own| worse(meetings, regulation, own, (None, facts), lang));
        }
    }
    if let Some((quota, edge)) = placed.as_ref().filter(|(_, edge)| edge.place == Place::Admitted)
        && let Some(spare) = edge.spare
    {
        let below = crate::assess::year::landing(
            regulation,
            year.score.as_ref().and_then(|score| score.total),
            crate::expr::Slots { facts, derived: &year.derived },
            quota.level,
        );
        let title = below.and_then(|level| regulation.levels.get(level)).map_or("?", |level| level.title.as_str());
        let count = spare + 1;
        let text = fill(Word::FallRanks.text(lang), &[("count", &count.to_string()), ("level", title)]);
        let level = below.map_or_else(String::new, |level| id(regulation, level));
        down = Some(Distance { level, text, ..ranks(count) });
    }
    let level = super::classify::final_field(regulation, year, lang);
    let level = if year.has_facts { level } else { Field::word("", super::classify::no_facts(year, lang)) };
    Entry {
        cell: year.cell,
        of: "year",
        level,
        decided,
        up,
        down,
        provisional: year.provisional || year.place_provisional,
        regulation,
        standing: edge::weakest(&bases),
        basis: bases.into_iter().next(),
    }
}

/// So many ranks.
fn ranks(count: u64) -> Distance {
    let amount = i64::try_from(count).ok().map(Exact::whole);
    Distance { amount, near: amount, unit: "ranks", ..Distance::default() }
}

/// The candidates of the awards.
fn of_awards<'a>(result: &'a Classification<'a>, lang: Lang) -> Vec<Entry<'a>> {
    let regulation = result.regulation;
    let mut all = Vec::new();
    for (award, groups) in regulation.awards.iter().zip(&result.awards) {
        for (group, ranked) in groups.iter().flat_map(|group| group.ranked.iter().map(move |ranked| (group, ranked))) {
            let (Some(edge), Some(year)) = (edge::of_places(group, ranked.unit), result.cells.get(ranked.unit)) else { continue };
            let (decided, word) = match edge.place {
                Place::Undecided => (Decided::Tie, Word::PlaceUndecided),
                Place::Admitted => (Decided::Quota, Word::AwardGiven),
                _ => (Decided::Quota, Word::AwardNoPlace),
            };
            let text = lacking::rank(&edge, lang);
            let up = (edge.place != Place::Admitted).then(|| Distance { level: award.id.clone(), text, ..ranks(edge.lacking) });
            let down = edge.spare.map(|spare| Distance { text: lacking::places(&edge, lang), ..ranks(spare + 1) });
            let basis = award.places.rests_on();
            all.push(Entry {
                cell: year.cell,
                of: "award",
                level: Field::word(edge.place.word(), format!("{}: {}", award.short, word.text(lang))),
                decided,
                up,
                down,
                provisional: group.provisional,
                regulation,
                standing: Some(basis.standing),
                basis: Some(basis),
            });
        }
    }
    all
}

fn id(regulation: &Regulation, level: usize) -> String {
    regulation.levels.get(level).map_or_else(String::new, |level| level.id.clone())
}

/// The distance to a better level: points where they are what is lacking, otherwise how many conditions and gates are in the way.
fn better(
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
        Some(change) => {
            let text = lacking::change(regulation, change, facts, meetings, lang);
            fill(Word::WouldTake.text(lang), &[("change", &text)])
        }
        None => Word::NoSingleChange.text(lang).to_owned(),
    });
    let change = change.map_or_else(String::new, |change| recorded(regulation, change, facts));
    Distance { amount, near, unit, level: id(regulation, better.level), text: parts.join("; "), change }
}

fn worse(
    meetings: &Meetings<'_>,
    regulation: &Regulation,
    edge: &LevelEdge,
    (change, facts): (Option<&Change>, &[Option<i64>]),
    lang: Lang,
) -> Option<Distance> {
    let worse = edge.worse?;
    let mut parts: Vec<String> = lacking::worse(regulation, edge, lang).into_iter().collect();
    parts.extend(change.map(|change| {
        let text = lacking::change(regulation, change, facts, meetings, lang);
        fill(Word::WouldTake.text(lang), &[("change", &text)])
    }));
    let change = change.map_or_else(String::new, |change| recorded(regulation, change, facts));
    let level = id(regulation, worse.level);
    let amount = Some(worse.surplus.points);
    Some(Distance { amount, near: amount, unit: "points", level, text: parts.join("; "), change })
}

/// What would have to be recorded: `present=18;excused=2`.
fn recorded(regulation: &Regulation, change: &Change, facts: &[Option<i64>]) -> String {
    let mut facts = facts.to_vec();
    let mut slots = vec![change.slot];
    let mut put = |slot: usize, value: i64| {
        if facts.len() <= slot {
            facts.resize(slot + 1, None);
        }
        if let Some(own) = facts.get_mut(slot) {
            *own = Some(value);
        }
    };
    put(change.slot, change.to);
    if let Lever::Members(other) = change.lever {
        let there = facts.get(other).copied().flatten().unwrap_or(0) - (change.to - change.from);
        if let Some(own) = facts.get_mut(other) {
            *own = Some(there);
        }
        slots.push(other);
    }
    inputs::pairs(regulation, slots, crate::expr::Slots { facts: &facts, derived: &[] })
}

fn decided_word(decided: Decided) -> Word {
    match decided {
        Decided::Open => Word::DecidedOpen,
        Decided::Tie => Word::DecidedTie,
        Decided::Quota => Word::DecidedQuota,
        Decided::Gate => Word::DecidedGate,
        Decided::Condition => Word::DecidedCondition,
        Decided::Points => Word::DecidedPoints,
        Decided::Meetings => Word::DecidedMeetings,
        Decided::Best => Word::DecidedBest,
    }
}

/// What decides, and whether that figure is assumed.
fn decided_field(decided: Decided, assumed: bool, lang: Lang) -> Field<'static> {
    let word = decided_word(decided).text(lang);
    let shown = if assumed { format!("{word} {}", Word::AssumedMark.text(lang)) } else { word.to_owned() };
    Field::word(decided.word(), shown)
}

fn cells<'a>(meetings: &'a Meetings<'a>, entries: Vec<Entry<'a>>, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::machine("committee"),
        Column::both("of", Word::EdgeOf.text(lang)),
        Column::both("level", Word::Level.text(lang)),
        Column::both("decided", Word::EdgeDecided.text(lang)),
        Column::reader(Word::EdgeUp.text(lang)),
        Column::reader(Word::EdgeDown.text(lang)),
    ];
    let machine = ["up_level", "up_distance", "up_unit", "up_change", "down_level", "down_distance", "down_unit", "down_change"];
    columns.extend(machine.map(Column::machine));
    columns
        .extend(["tie", "quota", "assumed", "provisional", "clause", "document", "standing", "regulation"].map(Column::machine));
    let len = entries.len();
    let row = move |position: usize, _: Audience| {
        let Some(entry) = entries.get(position) else { return Vec::new() };
        let of = match entry.of {
            "year" => Word::EdgeOfYear,
            "award" => Word::EdgeOfAward,
            _ => Word::EdgeOfPeriod,
        };
        let shown = |distance: &Option<Distance>| {
            let text = distance.as_ref().map_or("", |distance| distance.text.as_str());
            Field::word("", if text.is_empty() { "–".to_owned() } else { text.to_owned() })
        };
        let mut fields = vec![
            Field::text(meetings.cells.code(entry.cell)),
            Field::text(meetings.cells.name(entry.cell)),
            Field::text(meetings.cells.committee(entry.cell)),
            Field::word(entry.of, of.text(lang)),
            entry.level.clone(),
            decided_field(entry.decided, entry.is_assumed(), lang),
            shown(&entry.up),
            shown(&entry.down),
        ];
        for distance in [&entry.up, &entry.down] {
            fields.extend(distance_fields(distance.as_ref()));
        }
        let basis = entry.basis.as_ref();
        fields.extend([
            Field::Flag(entry.decided == Decided::Tie),
            Field::Flag(entry.decided == Decided::Quota),
            Field::Flag(entry.is_assumed()),
            Field::Flag(entry.provisional),
            Field::text(basis.map_or_else(String::new, |basis| entry.regulation.clause(basis))),
            Field::text(basis.map_or_else(String::new, |basis| document(entry.regulation, basis).to_owned())),
            Field::text(entry.standing.map_or("", Standing::word)),
            Field::text(entry.regulation.header.id.clone()),
        ]);
        fields
    };
    Table { id: "cells", title: Word::EdgeCells.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn distance_fields(distance: Option<&Distance>) -> [Field<'static>; 4] {
    match distance {
        Some(distance) => [
            Field::text(distance.level.clone()),
            Field::number(distance.amount),
            Field::text(distance.unit),
            Field::text(distance.change.clone()),
        ],
        None => [Field::None, Field::None, Field::None, Field::None],
    }
}

/// A meeting near a threshold.
struct Close<'a> {
    row: &'a Row,
    regulation: &'a Regulation,
    decided: Decided,
    standing: Option<Standing>,
    basis: Option<&'a Basis>,
    up: Option<Distance>,
    down: Option<Distance>,
    nearest: Exact,
}

/// The meetings at most so many points from another level, the nearest first; one that a gate or a condition alone holds back is at no
/// distance in points.
fn meetings_near<'a>(meetings: &'a Meetings<'a>, points: Exact, lang: Lang) -> Vec<Close<'a>> {
    let mut close: Vec<Close<'a>> = meetings.rows.iter().filter_map(|row| of_meeting(meetings, row, points, lang)).collect();
    close.sort_by_key(|close| (close.nearest, close.row.cell, close.row.day, close.row.kind));
    close
}

fn of_meeting<'a>(meetings: &'a Meetings<'a>, row: &'a Row, points: Exact, lang: Lang) -> Option<Close<'a>> {
    let regulation = meetings.regulation_of(row)?;
    let (facts, outcomes) = (meetings.facts(row), meetings.outcomes(row));
    let own = edge::of_meeting(regulation, row.score.as_ref()?, row.rests_on.is_total(), outcomes, facts)?;
    let up = own.better.as_ref().map(|better| better.lacking.map_or(Exact::ZERO, |margin| margin.points));
    let up = up.filter(|_| row.score.as_ref().is_some_and(|score| score.total.is_some()));
    let down = own.worse.map(|worse| worse.surplus.points);
    let nearest = up.into_iter().chain(down).min().filter(|nearest| *nearest <= points)?;
    let asked = |better: bool| {
        if row.rests_on == RestsOn::Facts { edge::meeting_changes(regulation, facts, better) } else { Vec::new() }
    };
    let up = own.better.as_ref().map(|_| better(meetings, regulation, &own, (asked(true).first(), facts), lang));
    let down = worse(meetings, regulation, &own, (down.and_then(|_| asked(false).into_iter().next()).as_ref(), facts), lang);
    let (decided, bases) = edge::meeting_decided(regulation, row.score.as_ref()?, Some(&own));
    let standing = edge::weakest(bases.iter().copied());
    Some(Close { row, regulation, decided, standing, basis: bases.first().copied(), up, down, nearest })
}

fn meetings_table<'a>(meetings: &'a Meetings<'a>, close: Vec<Close<'a>>, points: Exact, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("date", Word::Date.text(lang)),
        Column::both("kind", Word::Kind.text(lang)),
        Column::both("total", Word::Total.text(lang)).right(),
        Column::both("level", Word::Level.text(lang)),
        Column::machine("decided"),
        Column::reader(Word::EdgeUp.text(lang)),
        Column::reader(Word::EdgeDown.text(lang)),
    ];
    let machine = ["up_level", "up_distance", "up_unit", "up_change", "down_level", "down_distance", "down_unit", "down_change"];
    columns.extend(machine.map(Column::machine));
    columns.extend(["assumed", "clause", "document", "standing", "regulation", "file", "row"].map(Column::machine));
    let len = close.len();
    let row = move |position: usize, _: Audience| {
        let Some(close) = close.get(position) else { return Vec::new() };
        let (row, regulation) = (close.row, close.regulation);
        let score = row.score.as_ref();
        let level = score.and_then(|score| regulation.levels.get(score.level?));
        // Readers are told what is near; machines get both sides.
        let is_near = |distance: &&Distance| distance.amount.is_none_or(|amount| amount <= points);
        let shown = |distance: &Option<Distance>| {
            let near = distance.as_ref().filter(is_near);
            Field::word("", near.map_or_else(|| "–".to_owned(), |distance| distance.text.clone()))
        };
        let mut fields = vec![
            Field::text(meetings.cells.code(row.cell)),
            Field::Day(row.day),
            kind_field(regulation, row, lang),
            Field::number(score.and_then(|score| score.total)),
            level.map_or(Field::None, |level| Field::word(&level.id, &level.title)),
            Field::word(close.decided.word(), ""),
            shown(&close.up),
            shown(&close.down),
        ];
        for distance in [&close.up, &close.down] {
            fields.extend(distance_fields(distance.as_ref()));
        }
        let file = meetings.accounts.get(row.file).map_or_else(String::new, |account| account.file.to_string());
        fields.extend([
            Field::Flag(close.standing == Some(Standing::Assumed)),
            Field::text(close.basis.map_or_else(String::new, |basis| regulation.clause(basis))),
            Field::text(close.basis.map_or("", |basis| document(regulation, basis))),
            Field::text(close.standing.map_or("", Standing::word)),
            Field::text(regulation.header.id.as_str()),
            Field::text(file),
            Field::Count(row.row),
        ]);
        fields
    };
    let title = fill(Word::EdgeMeetings.text(lang), &[("points", &number(points, lang))]);
    Table { id: "meetings", title, columns, len, row: Box::new(row) }
}

/// How many levels each reason decides, of all and of those that are near; and how many rest on an assumed figure.
fn reasons<'a>(all: &[Entry<'a>], is_near: impl Fn(&Entry<'_>) -> bool, lang: Lang) -> Table<'a> {
    let awards = all.iter().any(|entry| entry.of == "award");
    let count = |keep: &dyn Fn(&Entry<'_>) -> bool| -> [u64; 4] {
        let of = |of: &str| all.iter().filter(|entry| entry.of == of && keep(entry)).count() as u64;
        [of("period"), of("year"), of("award"), all.iter().filter(|entry| keep(entry) && is_near(entry)).count() as u64]
    };
    let mut rows: Vec<(&'static str, String, [u64; 4])> = Decided::ALL
        .into_iter()
        .map(|decided| {
            let name = decided_word(decided).text(lang).to_owned();
            (decided.word(), name, count(&|entry| entry.decided == decided))
        })
        .filter(|(_, _, counts)| counts.iter().any(|count| *count > 0))
        .collect();
    rows.push(("assumed", Word::DecidedAssumed.text(lang).to_owned(), count(&|entry| entry.is_assumed())));
    rows.push(("*", Word::EdgeAll.text(lang).to_owned(), count(&|_| true)));
    let columns = vec![
        Column::both("reason", Word::EdgeDecided.text(lang)),
        Column::both("period", Word::EdgeOfPeriod.text(lang)).right(),
        Column::both("year", Word::EdgeOfYear.text(lang)).right(),
        super::classify::also(awards, "award", Word::EdgeOfAward, lang).right(),
        Column::both("near", Word::EdgeNear.text(lang)).right(),
    ];
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((word, name, counts)) = rows.get(position) else { return Vec::new() };
        let mut fields = vec![Field::word(*word, name.clone())];
        fields.extend(counts.iter().map(|count| Field::Count(*count)));
        fields
    };
    Table { id: "reasons", title: Word::EdgeReasons.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
