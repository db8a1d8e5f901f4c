//! Year-end levels: what they lack, and how they stand to the places of a level that has only so many.

use super::distance::{better, worse};
use super::entry::{Distance, Entry, Stand, id};
use crate::assess::Meetings;
use crate::assess::contest::Place;
use crate::assess::edge::{self, Among, Change, Cut, Decided, Groups, LevelEdge, PlaceEdge, Tried};
use crate::assess::year::{CellYear, Classification, landing};
use crate::base::Exact;
use crate::expr::Slots;
use crate::report::{Field, classify, lacking, places};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// The year-end level of a cell. What would become of it among those who compete for a better level is told by [`among_places`].
pub(super) fn of_year<'a>(
    meetings: &'a Meetings<'a>,
    result: &'a Classification<'a>,
    (position, year): (usize, &'a CellYear),
    lang: Lang,
) -> Entry<'a> {
    let regulation = result.regulation;
    let edge = edge::of_year(regulation, year);
    let (decided, bases) = edge::year_decided(result, year, edge.as_ref());
    let opened = year.entrant.open();
    let facts = opened.facts.as_slice();
    let (mut up, mut down) = (None, None);
    let placed = year.after.stands.iter().find_map(|stand| {
        let group = result.quotas.get(stand.contest)?.get(stand.group)?;
        Some((regulation.quotas.get(stand.contest)?, edge::of_places(group, position)?))
    });
    match (&placed, decided) {
        (Some((quota, edge)), Decided::Tie | Decided::Quota) => {
            let text = format!("{}: {}", places::quota_name(regulation, quota, lang), lacking::rank(edge, lang));
            up = Some(Distance { level: id(regulation, quota.level), text, ..Distance::ranks(edge.lacking) });
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
        let below = landing(regulation, total(year), opened.slots(), quota.level);
        let title = below.and_then(|level| regulation.levels.get(level)).map_or("?", |level| level.title.as_str());
        let count = spare + 1;
        let text = fill(Word::FallRanks.text(lang), &[("count", &count.to_string()), ("level", title)]);
        let level = below.map_or_else(String::new, |level| id(regulation, level));
        down = Some(Distance { level, text, ..Distance::ranks(count) });
    }
    let level = classify::final_field(regulation, year, lang);
    let level = if year.has_facts { level } else { Field::word("", classify::no_facts(year, lang)) };
    Entry {
        cell: year.cell,
        of: "year",
        unit: Some(position),
        level,
        decided,
        up,
        down,
        stand: None,
        provisional: year.provisional || year.place_provisional,
        regulation,
        standing: edge::weakest(&bases),
        basis: bases.into_iter().next(),
    }
}

fn total(year: &CellYear) -> Option<Exact> {
    year.score.as_ref().and_then(|score| score.total)
}

/// A year that is asked about, among the others.
pub(super) struct Asked<'a> {
    pub(super) meetings: &'a Meetings<'a>,
    pub(super) result: &'a Classification<'a>,
    pub(super) groups: &'a Groups,
    pub(super) lang: Lang,
}

/// What a change, or the level alone, would come to among the others.
struct Landing<'c> {
    change: Option<&'c Change>,
    /// The level that it deserves.
    level: usize,
    /// What it has after the places; `None` where the level has no places, so that it keeps it.
    among: Option<Among>,
}

impl Landing<'_> {
    fn after(&self) -> Option<usize> {
        self.among.as_ref().map_or(Some(self.level), Among::level)
    }

    fn is_undecided(&self) -> bool {
        self.among.as_ref().is_some_and(Among::is_undecided)
    }
}

/// Fills in how a year stands to the places of a level: of a candidate who is at the last place, of another cell where it would stand once it
/// had that level. The change that is named, and its level, are such that the places allow them.
pub(super) fn among_places(entry: &mut Entry<'_>, asked: &Asked<'_>) {
    let Some((position, year)) = entry.unit.and_then(|unit| Some((unit, asked.result.cells.get(unit)?))) else { return };
    let regulation = asked.result.regulation;
    if let Some((contest, edge, cut)) = edge::own_place(asked.result, position) {
        let told = asked.told((contest, &edge, cut.as_ref()), year.entrant.open().slots());
        if let (Some(up), Some(last)) = (&mut entry.up, told.1.filter(|_| entry.decided == Decided::Quota)) {
            up.text = format!("{}; {last}", up.text);
        }
        entry.stand = Some(told.0);
        return;
    }
    let Some(own) = edge::of_year(regulation, year) else { return };
    let Some(next) = &own.better else { return };
    let changes = edge::year_changes(regulation, asked.meetings, year, true);
    let is_limited = |level: usize| regulation.quotas.iter().any(|quota| quota.level == level);
    if !changes.iter().map(|change| change.level).chain([next.level]).any(is_limited) {
        return;
    }
    let now = year.final_level().unwrap_or(usize::MAX);
    let mut all = changes.iter().map(|change| asked.landing(position, year, change, is_limited(change.level)));
    let mut others = Vec::new();
    let chosen = all.find_map(|landing| {
        if landing.after().is_some_and(|level| level < now) {
            return Some(landing);
        }
        others.push(landing);
        None
    });
    let undecided = || others.iter().position(Landing::is_undecided);
    let landing = match (chosen, undecided()) {
        (Some(landing), _) => landing,
        (None, Some(place)) => others.swap_remove(place),
        (None, None) if is_limited(next.level) || others.is_empty() => {
            let (total, opened) = edge::deserving(regulation, year, next);
            let tried = Tried { unit: position, level: next.level, total, slots: opened.slots() };
            let among = edge::among(asked.result, asked.meetings, asked.groups, tried);
            Landing { change: None, level: next.level, among }
        }
        (None, None) => Landing { change: None, ..others.swap_remove(0) },
    };
    asked.tell(entry, (year, &own), &landing);
}

impl Asked<'_> {
    fn landing<'c>(&self, position: usize, year: &CellYear, change: &'c Change, is_limited: bool) -> Landing<'c> {
        let among = is_limited.then(|| {
            let (total, opened) = edge::year_with(self.result.regulation, self.meetings, year, change);
            let tried = Tried { unit: position, level: change.level, total, slots: opened.slots() };
            edge::among(self.result, self.meetings, self.groups, tried)
        });
        Landing { change: Some(change), level: change.level, among: among.flatten() }
    }

    fn tell(&self, entry: &mut Entry<'_>, (year, own): (&CellYear, &LevelEdge), landing: &Landing<'_>) {
        let (regulation, lang) = (self.result.regulation, self.lang);
        let mut up = better(self.meetings, regulation, own, (landing.change, &year.entrant.facts.open()), lang);
        up.near = entry.up.as_ref().and_then(|up| up.near);
        // A change is named with the level where it lands; without one, the level is the one that is spoken of.
        up.level = match landing.after().filter(|_| landing.change.is_some()) {
            Some(level) => id(regulation, level),
            None if landing.change.is_some() && landing.is_undecided() => "undecided".to_owned(),
            None => id(regulation, landing.level),
        };
        let limited = |(contest, ..): &&(usize, PlaceEdge, Option<Cut>)| {
            regulation.quotas.get(*contest).is_some_and(|quota| quota.level == landing.level)
        };
        if let Some((contest, edge, cut)) = landing.among.as_ref().and_then(|among| among.stands.iter().find(limited)) {
            let opened = match (landing.change, &own.better) {
                (Some(change), _) => edge::year_with(regulation, self.meetings, year, change).1,
                (None, Some(next)) => edge::deserving(regulation, year, next).1,
                (None, None) => year.entrant.open(),
            };
            let (stand, last) = self.told((*contest, edge, cut.as_ref()), opened.slots());
            let level = regulation.levels.get(landing.level).map_or("?", |level| level.short.as_str());
            let mut rank =
                vec![fill(Word::PlacesIfReached.text(lang), &[("level", level), ("rank", &lacking::rank(edge, lang))])];
            rank.extend(match edge.place {
                Place::Undecided => Some(fill(Word::TiedCount.text(lang), &[("count", &edge.tied.to_string())])),
                Place::Admitted if edge.free > 0 => Some(fill(Word::PlacesFree.text(lang), &[("count", &edge.free.to_string())])),
                Place::Admitted => Some(Word::PlaceSure.text(lang).to_owned()),
                _ => None,
            });
            rank.extend(last.filter(|_| edge.place != Place::Admitted));
            up.text = format!("{}; {}", up.text, rank.join("; "));
            entry.stand = Some(stand);
        }
        entry.up = Some(up);
    }

    /// A place for machines, and who is at the last one in words.
    fn told(&self, (contest, edge, cut): (usize, &PlaceEdge, Option<&Cut>), own: Slots<'_>) -> (Stand, Option<String>) {
        let regulation: &Regulation = self.result.regulation;
        let quota = regulation.quotas.get(contest);
        let unit = |unit: usize| self.result.cells.get(unit);
        let code = |at: &usize| unit(*at).map_or("", |year| self.meetings.cells.code(year.cell));
        let units = cut.map_or(&[][..], |cut| &cut.units);
        let codes: Vec<&str> = units.iter().map(code).collect();
        let key = cut.and_then(|cut| quota?.places.ranking.get(cut.key?));
        let rank = if edge.first == edge.last { edge.first.to_string() } else { format!("{}-{}", edge.first, edge.last) };
        let stand = Stand {
            quota: quota.map_or_else(String::new, |quota| quota.id.clone()),
            rank,
            candidates: edge.candidates,
            places: edge.allowed,
            lacking: edge.lacking,
            free: edge.free,
            last: codes.join(" "),
            key: key.map_or_else(String::new, |key| key.id.clone()),
        };
        let first = units.first().and_then(|at| unit(*at));
        let by = key.zip(first).map(|(key, first)| {
            let of = |slots: Slots<'_>| places::ranking_text(regulation, key, slots, self.lang);
            let (theirs, own) = (of(first.entrant.open().slots()), of(own));
            fill(Word::LastPlaceKey.text(self.lang), &[("key", &key.title), ("theirs", &theirs), ("own", &own)])
        });
        let by = by.map_or_else(String::new, |by| format!(" ({by})"));
        // More than a few would fill the table; machines have them all.
        let shown = match codes.get(..3) {
            Some(few) if codes.len() > 3 => format!("{} … ({})", few.join(" "), codes.len()),
            _ => codes.join(" "),
        };
        let word = if codes.len() > 1 && edge.place == Place::Undecided { Word::LastPlaceTied } else { Word::LastPlaceIs };
        let last = (!codes.is_empty()).then(|| format!("{}{by}", fill(word.text(self.lang), &[("units", &shown)])));
        (stand, last)
    }
}
