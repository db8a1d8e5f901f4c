//! What is supposed to be otherwise at a meeting: what if, without touching a file.

use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::cells::{CellIndex, Cells};
use super::meetings::{Kind, key};
use super::values;
use crate::base::{Day, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Fact, FactType, Scope, Vocabulary};

/// Facts of meetings that are taken for others than the files say.
#[derive(Debug, Default)]
pub struct Supposed {
    by_meeting: FxHashMap<u64, Vec<(String, Option<i64>)>>,
    /// As they were given, with the meeting and whether it was met.
    given: Vec<(String, CellIndex, u64, AtomicBool)>,
    impossible: AtomicBool,
}

impl Supposed {
    /// From `LC-017@2024-04-05/regular:present=20,excused=0`, one text or several; a fact without a value is taken for not recorded. Counts
    /// have their numbers, flags `yes` and `no`, choices their words, points a decimal point. `None` where one of them cannot be understood.
    pub fn read(texts: &[String], cells: &Cells, vocabularies: &[&Vocabulary], findings: &mut Findings) -> Option<Supposed> {
        let mut supposed = Supposed::default();
        let mut sound = true;
        for text in texts {
            match one(text, cells, vocabularies) {
                Ok((cell, meeting, facts)) => {
                    let own = supposed.by_meeting.entry(meeting).or_default();
                    for (fact, value) in facts {
                        if own.iter().any(|(other, _)| *other == fact) {
                            findings.push(unreadable(text, &format!("{fact}: 1 ×")));
                            sound = false;
                        }
                        own.push((fact, value));
                    }
                    supposed.given.push((text.clone(), cell, meeting, AtomicBool::new(false)));
                }
                Err(fault) => {
                    sound = false;
                    findings.push(*fault);
                }
            }
        }
        sound.then_some(supposed)
    }

    /// Everything, as it was given.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.given.iter().map(|(text, ..)| text.as_str())
    }

    /// Whether nothing is supposed.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Puts what is supposed of a meeting in the place of what was recorded; `false` where nothing is. A count of members that alone is set
    /// takes what it gains from the one other status that has any.
    pub(super) fn put(&self, meeting: u64, vocabulary: &Vocabulary, facts: &mut [Option<i64>]) -> bool {
        let Some(own) = self.by_meeting.get(&meeting) else { return false };
        for (_, _, other, met) in &self.given {
            if *other == meeting {
                met.store(true, Ordering::Relaxed);
            }
        }
        for (id, value) in own {
            let Some(slot) = vocabulary.position(id) else { continue };
            let before = facts.get(slot).copied().flatten();
            if let Some(fact) = facts.get_mut(slot) {
                *fact = *value;
            }
            let gained = value.zip(before).map(|(after, before)| after - before);
            if let (Some(gained), Some(fact)) = (gained.filter(|gained| *gained > 0), vocabulary.facts.get(slot)) {
                take_from_the_other(own, gained, (fact, vocabulary), facts);
            }
        }
        true
    }

    /// What is supposed cannot be: the facts of a meeting contradict each other.
    pub(super) fn refuse(&self) {
        self.impossible.store(true, Ordering::Relaxed);
    }

    /// Whether all of it was met and can be. Says which meetings were not met; those of cells that were not asked for are none of them.
    pub fn holds(&self, only: Option<&[CellIndex]>, findings: &mut Findings) -> bool {
        let mut all = !self.impossible.load(Ordering::Relaxed);
        for (text, cell, _, met) in &self.given {
            if !met.load(Ordering::Relaxed) && only.is_none_or(|only| only.contains(cell)) {
                all = false;
                findings.push(Diagnostic::new(Code::SetNotFound, Place::default()).with("value", text));
            }
        }
        all
    }
}

/// Members that come to one status have left another; where only one other has any, that one.
fn take_from_the_other(
    own: &[(String, Option<i64>)],
    gained: i64,
    (fact, vocabulary): (&Fact, &Vocabulary),
    facts: &mut [Option<i64>],
) {
    let is_set = |id: &str| own.iter().any(|(other, _)| other == id);
    if fact.part_of.is_empty() || is_set(&fact.part_of) {
        return;
    }
    let others = vocabulary.facts.iter().enumerate().filter(|(_, other)| other.part_of == fact.part_of && other.id != fact.id);
    let count = |slot: usize, facts: &[Option<i64>]| facts.get(slot).copied().flatten().unwrap_or(0);
    let having: Vec<usize> =
        others.filter(|(slot, other)| !is_set(&other.id) && count(*slot, facts) > 0).map(|(slot, _)| slot).collect();
    if let ([slot], true) = (having.as_slice(), own.iter().filter(|(id, _)| part_of(vocabulary, id) == fact.part_of).count() == 1)
        && let Some(other) = facts.get_mut(*slot)
    {
        *other = other.map(|count| (count - gained).max(0));
    }
}

fn part_of<'v>(vocabulary: &'v Vocabulary, id: &str) -> &'v str {
    vocabulary.get(id).map_or("", |fact| fact.part_of.as_str())
}

type One = (CellIndex, u64, Vec<(String, Option<i64>)>);

fn one(text: &str, cells: &Cells, vocabularies: &[&Vocabulary]) -> Result<One, Box<Diagnostic>> {
    let shape = || Box::new(unreadable(text, "LC-017@2024-04-05/regular:present=20"));
    // Codes may hold an @; a day holds none.
    let (head, facts) = text.split_once(':').ok_or_else(shape)?;
    let (code, when) = head.rsplit_once('@').ok_or_else(shape)?;
    let (day, kind) = when.split_once('/').ok_or_else(shape)?;
    let day = Day::parse_iso(day.trim()).ok_or_else(shape)?;
    let kind = Kind::from_word(kind.trim()).ok_or_else(|| Box::new(unreadable(text, &Kind::ALL.map(Kind::word).join(" | "))))?;
    let cell = cells.find(code.trim().as_bytes()).ok_or_else(|| {
        let near = cells.nearest(code.trim());
        Box::new(Diagnostic::new(Code::CellNotFound, Place::default()).with("value", code.trim()).with("near", near))
    })?;
    let mut set = Vec::new();
    for pair in facts.split(',') {
        let (id, value) = pair.split_once('=').ok_or_else(shape)?;
        let id = id.trim().replace('-', "_");
        let fact = vocabularies.iter().find_map(|vocabulary| vocabulary.get(&id)).filter(|fact| can_be_set(fact));
        let fact = fact.ok_or_else(|| {
            let known = vocabularies.iter().flat_map(|vocabulary| &vocabulary.facts);
            let known = known.filter(|fact| can_be_set(fact)).map(|fact| fact.id.as_str());
            Box::new(unreadable(text, &heading::nearest_or_some(&id, known)))
        })?;
        let value = value.trim();
        let read =
            if value.is_empty() { None } else { Some(of_kind(fact, value).ok_or_else(|| unreadable(text, &wanted(fact)))?) };
        set.push((fact.id.clone(), read));
    }
    Ok((cell, key(cell, day, kind), set))
}

/// What happened at a meeting, and not which meeting it is.
fn can_be_set(fact: &Fact) -> bool {
    let placing = ["cell", "date", "kind", "status", "reason", "note"];
    let readable = matches!(
        fact.kind,
        FactType::Count | FactType::Minutes | FactType::Flag | FactType::Points | FactType::Choice(_) | FactType::DayOfMonth
    );
    fact.scope == Scope::Meeting && readable && !placing.contains(&fact.id.as_str())
}

fn of_kind(fact: &Fact, value: &str) -> Option<i64> {
    match &fact.kind {
        FactType::Count | FactType::Minutes | FactType::DayOfMonth => values::count(value.as_bytes()).ok(),
        FactType::Flag => values::flag(value.as_bytes()).ok().map(i64::from),
        FactType::Points => values::decimal(value.as_bytes()).ok().map(|(points, _)| points),
        FactType::Choice(scale) => scale.words.iter().position(|word| word == value).and_then(|place| i64::try_from(place).ok()),
        FactType::Code
        | FactType::Text
        | FactType::Date
        | FactType::Year
        | FactType::Period
        | FactType::Grade
        | FactType::Level => None,
    }
}

fn wanted(fact: &Fact) -> String {
    match &fact.kind {
        FactType::Choice(scale) => format!("{}={}", fact.id, scale.words.join(" | ")),
        FactType::Flag => format!("{}=yes | no", fact.id),
        _ => format!("{}=0, 1, 2, …", fact.id),
    }
}

fn unreadable(text: &str, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::SetUnreadable, Place::default()).with("value", text).with("wanted", wanted)
}
