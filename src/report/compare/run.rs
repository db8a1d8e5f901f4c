//! One period compared, kept apart from the records that it was read from, so that years follow one another in the room of one.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::counted::Counted;
use super::rules::{self, RuleChange};
use crate::assess::{Differences, Meetings};
use crate::base::{Exact, Points};
use crate::compare::aside::Aside;
use crate::compare::outcome::{CellOutcome, Judged, Move, Outcome, Places, outcome};
use crate::compare::records;
use crate::records::{Account, CellIndex, Kind};
use crate::report::decisions;
use crate::report::groups;
use crate::report::notice::{self, Notice, RegulationNote};
use crate::report::reason::{fact_text, slot_title};
use crate::report::score::kind_title;
use crate::report::texts;
use crate::report::{day, number};
use crate::rules::{Basis, Regulation, Texts};
use crate::words::{Lang, Word, fill};

/// One period compared on every side.
pub struct Run {
    pub(super) outcome: Outcome,
    /// What is counted of all cells.
    pub(super) counted: Counted,
    /// Types of cells by their numbers: word and title.
    pub(super) types: Vec<(String, String)>,
    /// What each side but the first says otherwise.
    pub(super) others: Vec<Other>,
    /// Regulations, each once.
    pub(super) regulations: Vec<RegulationNote>,
    pub(super) notices: Vec<Notice>,
    pub(super) accounts: Vec<Account>,
    /// Meetings and years that a side judges outside its time, on request.
    pub(super) on_request: u64,
    /// Meetings and facts that other records tell otherwise.
    pub(super) told: Vec<Told>,
    /// Of each side, how many decisions are worth what; for readers.
    pub(super) decisions: Vec<String>,
    /// As of which day it is, where one is asked for.
    pub(super) as_of: Option<Notice>,
}

/// A meeting, or the year, of which other records say something else.
pub(super) struct Told {
    pub(super) cell: String,
    /// Day and kind of the meeting; the year.
    pub(super) when: (String, String),
    pub(super) before: Option<SaidLabel>,
    pub(super) after: Option<SaidLabel>,
    pub(super) facts: Vec<FactLabel>,
    pub(super) change: Option<Exact>,
    pub(super) went: Move,
}

/// A fact of which records say different things.
pub(super) struct FactLabel {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// What records say of a meeting.
pub(super) struct SaidLabel {
    pub(super) total: Option<Exact>,
    pub(super) level: (String, String),
    pub(super) file: String,
    pub(super) row: u64,
}

/// From which level to which, by ids and titles, which way that is, and how many meetings.
pub(super) type LevelMove = ([(String, String); 2], Move, u64);

/// What another side says otherwise than the first.
#[derive(Default)]
pub(super) struct Other {
    /// Pairs of leaves, in the order of [`Differences::leaves`].
    pub(super) pairs: Vec<PairLabel>,
    /// How many meetings went from which level to which: ids and titles.
    pub(super) moves: Vec<LevelMove>,
    /// What the rules say otherwise, and whom it touches.
    pub(super) rules: Vec<RuleChange>,
    /// Titles of the gates and conditions of the yearly texts, of criteria and facts, before and after, by the ids of
    /// [`crate::compare::causes::Cause::ids`].
    pub(super) acts: [BTreeMap<String, String>; 2],
    /// Whether it is other records, and not another text.
    pub(super) of_records: bool,
    /// What kinds of meetings are called.
    pub(super) kinds: BTreeMap<Kind, String>,
}

/// A pair of leaves, for readers.
#[derive(Clone, Default)]
pub(super) struct PairLabel {
    pub(super) before: Option<LeafLabel>,
    pub(super) after: Option<LeafLabel>,
    /// `3.5>4.2`, or `3.5` where both are the same.
    pub(super) ids: String,
}

impl PairLabel {
    fn new(before: Option<LeafLabel>, after: Option<LeafLabel>) -> PairLabel {
        let [from, to] = [&before, &after].map(|leaf| leaf.as_ref().map_or("", |leaf| leaf.id.as_str()));
        let ids = if from == to { from.to_owned() } else { format!("{from}>{to}") };
        PairLabel { before, after, ids }
    }
}

/// A leaf, for readers.
#[derive(Clone)]
pub(super) struct LeafLabel {
    pub(super) regulation: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) clause: String,
    pub(super) standing: &'static str,
}

impl Run {
    /// `None` where there is no side.
    pub fn of(sides: &[Judged<'_>], accounts: Vec<Account>, lang: Lang) -> Option<Run> {
        let first = sides.first()?;
        let mut types: Vec<(String, String)> = Vec::new();
        let mut counted = Counted::default();
        // By what value each is recorded, so that it need not be put into words for every cell.
        let mut values: Vec<(Option<i64>, usize)> = Vec::new();
        let mut outcome = outcome(sides, |seen| {
            let (meetings, cell) = (seen.of.0.meetings, seen.of.1);
            let value = meetings.cells.fact(cell, "cell_type");
            let known = values.iter().find(|(known, _)| *known == value).map(|(_, number)| *number);
            let number = known.unwrap_or_else(|| {
                let kind = groups::choice(meetings, cell, "cell_type", lang).unwrap_or_default();
                let number = types.iter().position(|known| *known == kind).unwrap_or(types.len());
                if number == types.len() {
                    types.push(kind);
                }
                values.push((value, number));
                number
            });
            counted.add(seen, number);
            u32::try_from(number).unwrap_or(u32::MAX)
        })?;
        let others = sides.iter().enumerate().skip(1).map(|(number, side)| other(first, side, (number - 1, &outcome), lang));
        let others = others.collect();
        let mut regulations: Vec<RegulationNote> = Vec::new();
        let mut notices: Vec<Notice> = texts::supposed(first.meetings, lang).into_iter().collect();
        for side in sides {
            let of_year = side.year.map(|year| RegulationNote::of(year.regulation, "year"));
            for note in texts::notes(side.meetings).into_iter().chain(of_year) {
                if !regulations.iter().any(|known| known.id == note.id && known.chosen == note.chosen) {
                    regulations.push(note);
                }
            }
        }
        notices.extend(regulations.iter().flat_map(|note| note.notices(lang)));
        let on_request = on_request(sides, &mut notices, lang);
        notices.dedup();
        let told = told(sides, &outcome, lang);
        let decisions = sides.iter().map(|side| decisions::states(side.decided, lang)).collect();
        let as_of = decisions::as_of(first.decided, lang);
        // Where the cells stood in records that are not kept says nothing any more.
        (outcome.places, outcome.of_levels) = (Places::default(), Vec::new());
        Some(Run { outcome, counted, types, others, regulations, notices, accounts, on_request, told, decisions, as_of })
    }
}

impl Run {
    /// Word and title of the type of a cell.
    pub(super) fn kind(&self, cell: &CellOutcome<'_>) -> (&str, &str) {
        let kind = usize::try_from(cell.kind).ok().and_then(|kind| self.types.get(kind));
        kind.map_or(("", ""), |(word, title)| (word, title))
    }

    /// The same without by what each cell changed, which not every table tells.
    pub fn without_causes(mut self) -> Run {
        self.outcome.cells.forget_causes();
        self
    }

    /// The same with what there is of every cell in a file, and not in memory.
    pub fn put_aside(mut self, aside: &Rc<Aside>) -> Run {
        self.outcome.cells.put_aside(aside);
        self
    }
}

/// How much is judged outside the time of a text, with a notice for each text; sides that share their meetings or their year count once.
fn on_request(sides: &[Judged<'_>], notices: &mut Vec<Notice>, lang: Lang) -> u64 {
    let mut sum = 0;
    for (number, side) in sides.iter().enumerate() {
        let mut earlier = sides.iter().take(number);
        if !earlier.clone().any(|other| std::ptr::eq(other.meetings, side.meetings)) {
            let count = side.meetings.on_request();
            let id = side.meetings.regulations().next().map_or("", |regulation| &regulation.header.id);
            notices.extend(notice::on_request(count, id, lang));
            sum += count;
        }
        let same_year = |other: &Judged<'_>| {
            other.year.zip(side.year).is_some_and(|(one, other)| one.regulation.header.id == other.regulation.header.id)
        };
        if let Some(year) = side.year.filter(|year| year.on_request && !earlier.any(same_year)) {
            let values = [("id", year.regulation.header.id.as_str()), ("year", &year.year.to_string())];
            notices.push(Notice { code: "year-on-request", text: fill(Word::YearOnRequest.text(lang), &values) });
            sum += 1;
        }
    }
    sum
}

fn other(first: &Judged<'_>, side: &Judged<'_>, (number, outcome): (usize, &Outcome), lang: Lang) -> Other {
    let mut other = Other::default();
    if let Some(differences) = side.differences {
        other.pairs = pair_labels(differences, (first.meetings.texts, side.meetings.texts));
        other.moves = moves(&differences.moves, (first.meetings, side.meetings));
        rules::of_meetings(
            (differences, (first.meetings.texts, side.meetings.texts)),
            (number, outcome),
            &other.pairs,
            &mut other.rules,
        );
    }
    if are_records(first, side) {
        of_records(first, side, (number, outcome), lang, &mut other);
    }
    if let (Some(old), Some(new)) = (first.year, side.year) {
        other.acts = [old.regulation, new.regulation].map(|regulation| titles(regulation, lang));
        if old.regulation.header.id != new.regulation.header.id {
            rules::of_year((old.regulation, new.regulation), (number, outcome), &mut other.rules);
        }
    }
    other
}

/// Whether the sides are two records, and not two texts over the same.
fn are_records(first: &Judged<'_>, side: &Judged<'_>) -> bool {
    !std::ptr::eq(first.meetings.cells, side.meetings.cells)
}

/// Of two records under the same texts every leaf is its own partner, and what is moved is counted meeting by meeting.
fn of_records(first: &Judged<'_>, side: &Judged<'_>, (number, outcome): (usize, &Outcome), lang: Lang, other: &mut Other) {
    other.of_records = true;
    for text in first.meetings.texts.all() {
        let own = text.regulation.leaves.iter().map(|leaf| {
            let leaf = Some(label(&text.regulation, &leaf.id, &leaf.title, &leaf.basis));
            PairLabel::new(leaf.clone(), leaf)
        });
        other.pairs.extend(own);
    }
    let mut counts: BTreeMap<(records::LevelPlace, records::LevelPlace), u64> = BTreeMap::new();
    for cell in 0..outcome.places.len() {
        let place = |side: usize| outcome.places.of(cell, side);
        if let (Some(before), Some(after)) = (place(0), place(number + 1)) {
            for levels in records::levels_of((first.meetings, before), (side.meetings, after)) {
                *counts.entry(levels).or_default() += 1;
            }
        }
    }
    other.moves = moves(&counts, (first.meetings, side.meetings));
    if let Some(regulation) = first.meetings.regulations().next() {
        let kinds = Kind::ALL.into_iter().map(|kind| (kind, kind_title(regulation, kind, lang).to_owned()));
        other.kinds = kinds.collect();
    }
}

/// What the ids of causes are called: gates by their ids, conditions by level and number, criteria, facts and tallies.
fn titles(regulation: &Regulation, lang: Lang) -> BTreeMap<String, String> {
    let facts = regulation.vocabulary.facts.iter().map(|fact| (fact.id.clone(), fact.title(lang).to_owned()));
    let tallies = regulation.tallies.iter().map(|tally| (tally.id.clone(), tally.title.clone()));
    let criteria = regulation.criteria.iter().map(|criterion| (criterion.id.clone(), criterion.title.clone()));
    facts.chain(tallies).chain(criteria).chain(acts(regulation)).collect()
}

/// Gates by their ids, conditions by level and number.
fn acts(regulation: &Regulation) -> BTreeMap<String, String> {
    let gates = regulation.gates.iter().map(|gate| (gate.id.clone(), gate.title.clone()));
    let conditions = regulation.levels.iter().flat_map(|level| {
        let own = level.conditions.iter().enumerate();
        own.map(|(place, own)| (format!("{}:{}", level.id, place + 1), format!("{}: {}", level.short, own.title)))
    });
    gates.chain(conditions).collect()
}

pub(super) fn label(regulation: &Regulation, id: &str, title: &str, basis: &Basis) -> LeafLabel {
    LeafLabel {
        regulation: regulation.header.id.clone(),
        id: id.to_owned(),
        title: title.to_owned(),
        clause: regulation.clause(basis),
        standing: basis.standing.word(),
    }
}

fn pair_labels(differences: &Differences, (before, after): (&Texts, &Texts)) -> Vec<PairLabel> {
    let leaf = |texts: &Texts, text: usize, leaf: Option<usize>| {
        let regulation = &texts.all().get(text)?.regulation;
        let leaf = regulation.leaves.get(leaf?)?;
        Some(label(regulation, &leaf.id, &leaf.title, &leaf.basis))
    };
    let of_pairing = |pairing: &crate::assess::Pairing| {
        let labels = pairing
            .pairs
            .iter()
            .map(|pair| PairLabel::new(leaf(before, pairing.before, pair.before), leaf(after, pairing.after, pair.after)));
        labels.collect::<Vec<PairLabel>>()
    };
    differences.pairings.iter().flat_map(of_pairing).collect()
}

fn regulation<'a>(meetings: &Meetings<'a>, text: usize) -> Option<&'a Regulation> {
    meetings.texts.all().get(text).map(|text| &text.regulation)
}

/// How many meetings went from which level to which, levels of one id together, in the order of both sides.
fn moves(
    counts: &BTreeMap<(records::LevelPlace, records::LevelPlace), u64>,
    (before, after): (&Meetings<'_>, &Meetings<'_>),
) -> Vec<LevelMove> {
    let place = |meetings: &Meetings<'_>, (text, level): (usize, Option<usize>)| {
        let level = level.and_then(|level| regulation(meetings, text)?.levels.get(level));
        let place = level.and_then(|level| meetings.levels().position(|other| other.id == level.id)).unwrap_or(usize::MAX);
        (place, level.map_or((String::new(), String::new()), |level| (level.id.clone(), level.title.clone())))
    };
    let has_points = |meetings: &Meetings<'_>, text: usize| regulation(meetings, text).is_some_and(|own| !own.leaves.is_empty());
    let mut sums: BTreeMap<(usize, usize, Move), LevelMove> = BTreeMap::new();
    for ((from, to), count) in counts {
        let texts = (regulation(before, from.0), regulation(after, to.0));
        let like = has_points(before, from.0) == has_points(after, to.0);
        let went = texts.0.zip(texts.1).filter(|_| like).zip(from.1.zip(to.1)).map(|((old, new), (from, to))| {
            let to = new.levels.get(to).and_then(|level| old.levels.iter().position(|own| own.id == level.id));
            to.map_or(Move::NotComparable, |to| Move::between(from, to))
        });
        let went = went.unwrap_or(Move::NotComparable);
        let ((from, from_title), (to, to_title)) = (place(before, *from), place(after, *to));
        sums.entry((from, to, went)).or_insert_with(|| ([from_title, to_title], went, 0)).2 += count;
    }
    sums.into_values().collect()
}

/// What other records say otherwise, cell by cell.
fn told(sides: &[Judged<'_>], outcome: &Outcome, lang: Lang) -> Vec<Told> {
    let Some((first, others)) = sides.split_first() else { return Vec::new() };
    let mut all = Vec::new();
    let others = others.iter().enumerate().filter(|(_, side)| are_records(first, side));
    for (number, side) in others {
        for (cell, own) in outcome.cells.cells().enumerate() {
            let place = |side: usize| outcome.places.of(cell, side);
            let (Some(before), Some(after)) = (place(0), place(number + 1)) else { continue };
            for meeting in records::meetings_of((first.meetings, before), (side.meetings, after)) {
                all.push(told_meeting(&own.code, &meeting, (first, side), lang));
            }
            all.extend(told_year(&own.code, (first, before), (side, after), lang));
        }
    }
    all
}

fn told_meeting(code: &str, meeting: &records::MeetingDifference, (first, side): (&Judged<'_>, &Judged<'_>), lang: Lang) -> Told {
    let said = |of: &Judged<'_>, said: &Option<records::Said>| {
        let said = said.as_ref()?;
        let regulation = of.meetings.texts.all().get(of.meetings.texts.on(meeting.day)?).map(|text| &text.regulation)?;
        let level = said.level.and_then(|level| regulation.levels.get(level));
        Some(SaidLabel {
            total: said.total,
            level: level.map_or((String::new(), String::new()), |level| (level.id.clone(), level.title.clone())),
            file: said.place.0.clone(),
            row: said.place.1,
        })
    };
    let regulation = first.meetings.regulations().next();
    let on_day = first.meetings.texts.on(meeting.day).and_then(|text| self::regulation(first.meetings, text));
    let kind = regulation.map_or(meeting.kind.word(), |regulation| kind_title(regulation, meeting.kind, lang));
    Told {
        cell: code.to_owned(),
        when: (format!("{}/{}", meeting.day, meeting.kind.word()), format!("{} {kind}", day(meeting.day, lang))),
        before: said(first, &meeting.before),
        after: said(side, &meeting.after),
        facts: meeting.facts.iter().map(|fact| fact_label(on_day.or(regulation), fact, lang)).collect(),
        change: meeting.change,
        went: meeting.went,
    }
}

fn told_year(
    code: &str,
    (first, before): (&Judged<'_>, CellIndex),
    (side, after): (&Judged<'_>, CellIndex),
    lang: Lang,
) -> Option<Told> {
    let of = |side: &Judged<'_>, cell: CellIndex| side.year.and_then(|year| year.cells.iter().position(|own| own.cell == cell));
    let (old, new) = (first.year?, side.year?);
    let cells = (old.cells.get(of(first, before)?)?, new.cells.get(of(side, after)?)?);
    let facts = records::year_facts((Some(old), Some(cells.0)), (Some(new), Some(cells.1)));
    if facts.is_empty() {
        return None;
    }
    Some(Told {
        cell: code.to_owned(),
        when: (old.year.to_string(), old.year.to_string()),
        before: None,
        after: None,
        facts: facts.iter().map(|fact| fact_label(Some(old.regulation), fact, lang)).collect(),
        change: None,
        went: Move::None,
    })
}

/// A fact and both values, for readers.
fn fact_label(regulation: Option<&Regulation>, fact: &records::FactDifference, lang: Lang) -> FactLabel {
    let value = |value: Option<i64>| match (regulation, value) {
        (Some(regulation), Some(value)) => match regulation.vocabulary.facts.get(fact.slot) {
            Some(known) => fact_text(regulation, known, value, lang),
            None => number(Points(value).exact(), lang),
        },
        (None, Some(value)) => value.to_string(),
        (_, None) => "–".to_owned(),
    };
    let title = regulation.map_or_else(|| fact.fact.clone(), |regulation| points_title(regulation, fact, lang));
    FactLabel { id: fact.fact.clone(), title, before: value(fact.before), after: value(fact.after) }
}

/// What a fact is called; of points by whom they are and of which leaf.
fn points_title(regulation: &Regulation, fact: &records::FactDifference, lang: Lang) -> String {
    if fact.slot < regulation.layout.facts {
        return slot_title(regulation, fact.slot, lang);
    }
    let who = if fact.fact.starts_with("self") { Word::SelfPointsOf } else { Word::VerifiedPointsOf };
    let leaf = fact.fact.split_once(':').map_or("", |(_, leaf)| leaf);
    fill(who.text(lang), &[("leaf", &leaf.replace(':', " "))])
}
