//! Awards: who has which, in the table of cells, in totals, and in an explanation.

use super::explain::Line;
use super::places::{self, Contest, Told};
use super::{Column, Field, Table, reason};
use crate::assess::award::{Considered, Given};
use crate::assess::contest::{Place, Ranked};
use crate::assess::year::{CellYear, Classification};
use crate::rules::{Award, Regulation};
use crate::words::{Lang, Word, fill};

/// The columns of the table of cells.
pub(super) fn columns(regulation: &Regulation, lang: Lang) -> Vec<Column> {
    if regulation.awards.is_empty() {
        return Vec::new();
    }
    vec![
        Column::both("awards", Word::Award.text(lang)),
        Column::machine("awards_undecided"),
        Column::machine("award_places"),
        Column::machine("award_ranks"),
    ]
}

/// The awards of a cell: what it has, what hangs on a tie, and what each award made of it.
pub(super) fn fields(result: &Classification<'_>, position: usize, cell: &CellYear, lang: Lang) -> Vec<Field<'static>> {
    let awards = &result.regulation.awards;
    if awards.is_empty() {
        return Vec::new();
    }
    let shown = match shown(result.regulation, cell, lang) {
        nothing if nothing.is_empty() => why_none(result.regulation, cell, lang),
        shown => shown,
    };
    let of =
        |place: Place| awards.iter().zip(&cell.awards).filter(move |(_, given)| given.place == place).map(|(award, _)| award);
    let ids = |place: Place| of(place).map(|award| award.id.as_str()).collect::<Vec<&str>>().join(" ");
    let (mut places, mut ranks) = (Vec::new(), Vec::new());
    for (number, (award, given)) in awards.iter().zip(&cell.awards).enumerate() {
        let place = if given.place == Place::None { left_out(given.considered).0 } else { word(given.place) };
        places.push(format!("{}={place}", award.id));
        if let Some(ranked) = ranked(result, number, given, position) {
            ranks.push(format!("{}={}", award.id, places::rank_text(ranked, "-")));
        }
    }
    vec![
        Field::word(ids(Place::Admitted), shown),
        Field::text(ids(Place::Undecided)),
        Field::text(places.join(";")),
        Field::text(ranks.join(";")),
    ]
}

/// What a cell has, and what hangs on a tie.
pub(super) fn shown(regulation: &Regulation, cell: &CellYear, lang: Lang) -> String {
    let awards = regulation.awards.iter().zip(&cell.awards);
    let of = |place: Place| awards.clone().filter(move |(_, given)| given.place == place).map(|(award, _)| award);
    let mut parts: Vec<String> = of(Place::Admitted).map(|award| award.short.clone()).collect();
    parts.extend(of(Place::Undecided).map(|award| fill(Word::AwardOpen.text(lang), &[("award", &award.short)])));
    let shown = parts.join("; ");
    if (cell.provisional || cell.place_provisional) && !shown.is_empty() {
        return format!("{shown} ({})", Word::Provisional.text(lang));
    }
    shown
}

fn ranked<'r>(result: &'r Classification<'_>, award: usize, given: &Given, position: usize) -> Option<&'r Ranked> {
    result.awards.get(award)?.get(given.group?)?.candidate(position)
}

/// The word of machine formats.
fn word(place: Place) -> &'static str {
    if place == Place::MovedDown { "without" } else { place.word() }
}

/// The groups of every award.
pub(super) fn table<'a>(result: &'a Classification<'a>, code: impl Fn(usize) -> &'a str + 'a, lang: Lang) -> Table<'a> {
    let contests = result.regulation.awards.iter().zip(&result.awards).map(|(award, groups)| Contest {
        id: &award.id,
        what: award.title.clone(),
        places: &award.places,
        groups,
    });
    places::table("awards", result.regulation, contests.collect(), code, lang)
}

/// The lines of an explanation, one for each award.
pub(super) fn lines<'c>(
    result: &Classification<'_>,
    position: usize,
    cell: &CellYear,
    code: impl Fn(usize) -> &'c str,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let regulation = result.regulation;
    let opened = cell.entrant.open();
    let slots = opened.slots();
    for (number, (award, given)) in regulation.awards.iter().zip(&cell.awards).enumerate() {
        let group = given.group.and_then(|group| result.awards.get(number)?.get(group));
        let Some(group) = group else {
            lines.push(not_considered(regulation, award, given.considered, cell, lang));
            continue;
        };
        let contest = Contest { id: &award.id, what: award.title.clone(), places: &award.places, groups: &[] };
        let mut verdict = match given.place {
            Place::Admitted => Word::AwardGiven,
            Place::Undecided => Word::PlaceUndecided,
            Place::Outside => Word::PlaceOutside,
            Place::MovedDown | Place::None => Word::AwardNoPlace,
        }
        .text(lang)
        .to_owned();
        if group.candidate(position).is_some_and(|ranked| ranked.special) {
            verdict = format!("{verdict} ({})", Word::BySpecialGrounds.text(lang));
        }
        let told = Told { kind: "award", contest: &contest, group, unit: position, slots, verdict, branch: word(given.place) };
        places::lines(regulation, &told, &code, lines, lang);
    }
}

fn not_considered(regulation: &Regulation, award: &Award, considered: Considered, cell: &CellYear, lang: Lang) -> Line {
    let line = Line {
        depth: 2,
        kind: "award",
        id: award.id.clone(),
        item: award.title.clone(),
        value: why_not(regulation, award, considered, cell, lang),
        branch: left_out(considered).0.to_owned(),
        ..Line::default()
    };
    line.cited(regulation, &award.places.basis)
}

/// Why a unit stands in no group of any award; nothing where it was considered for one, as its rank tells.
fn why_none(regulation: &Regulation, cell: &CellYear, lang: Lang) -> String {
    if !cell.has_facts || cell.awards.iter().any(|given| given.place != Place::None) {
        return String::new();
    }
    let why = |(award, given): (&Award, &Given)| {
        format!("{}: {}", award.short, why_not(regulation, award, given.considered, cell, lang))
    };
    regulation.awards.iter().zip(&cell.awards).map(why).collect::<Vec<String>>().join("; ")
}

fn why_not(regulation: &Regulation, award: &Award, considered: Considered, cell: &CellYear, lang: Lang) -> String {
    let text = left_out(considered).1.text(lang);
    match considered {
        Considered::Excluded(other) => fill(text, &[("award", &held(regulation, award, other, cell))]),
        _ => format!("{text}: {}", reason::inputs(regulation, &award.when, cell.entrant.open().slots(), lang)),
    }
}

/// The award that keeps a unit from another. Where a tie decides which of several it has, one alone would be named as certain.
fn held(regulation: &Regulation, award: &Award, first: usize, cell: &CellYear) -> String {
    let place = |other: usize| cell.awards.get(other).map(|given| given.place);
    let title = |other: usize| regulation.awards.get(other).map_or("", |award| award.title.as_str());
    if place(first) != Some(Place::Undecided) {
        return title(first).to_owned();
    }
    let mut open: Vec<usize> = award.not_with.iter().copied().filter(|other| place(*other) == Some(Place::Undecided)).collect();
    open.sort_unstable();
    open.into_iter().map(title).collect::<Vec<&str>>().join(" / ")
}

/// What is said of a unit that stands in no group of an award, for machines and for people.
fn left_out(considered: Considered) -> (&'static str, Word) {
    match considered {
        Considered::Excluded(_) => ("excluded", Word::AwardExcluded),
        Considered::Unknown => ("open", Word::NotKnown),
        Considered::Yes | Considered::No | Considered::Perhaps => ("not-considered", Word::AwardNotConsidered),
    }
}
