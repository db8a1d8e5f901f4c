//! What is supposed to be otherwise at a meeting or in a year: what if, without touching a file.

mod read;
mod value;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::cells::{CellIndex, Cells};
use super::columns;
use crate::base::heading;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Fact, FactType, Regulation, Scope, Vocabulary};

/// What faults call the argument.
const ARGUMENT: &str = "--set";

/// Facts that are taken for others than the files say.
#[derive(Debug, Default)]
pub struct Supposed {
    by_meeting: FxHashMap<u64, Vec<Set>>,
    by_year: BTreeMap<(CellIndex, i32), Vec<Set>>,
    given: Vec<Given>,
    /// Whether facts of a year contradict each other; what is wrong with them has been told.
    impossible: AtomicBool,
    /// Facts of meetings that contradict each other.
    contradictions: Mutex<Vec<Diagnostic>>,
}

/// One of the texts, as it was given.
#[derive(Debug)]
struct Given {
    text: Arc<str>,
    cell: CellIndex,
    of: Of,
    met: AtomicBool,
}

/// What is supposed something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A meeting, by its key.
    Meeting(u64),
    Year(i32),
}

/// A figure and its value; `None` for not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Set {
    what: Named,
    value: Option<i64>,
    /// Where it stands.
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// A fact, by its id.
    Fact(String),
    /// Points that a person gave for a leaf.
    Points { verified: bool, regulation: String, leaf: String },
}

impl Named {
    fn slot(&self, regulation: &Regulation) -> Option<usize> {
        match self {
            Named::Fact(id) => regulation.vocabulary.position(id),
            Named::Points { verified, regulation: of, leaf } => columns::points_slot(*verified, of, leaf, regulation),
        }
    }
}

/// In whose words something can be supposed.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The cells.
    pub cells: &'a Cells,
    /// The texts that judge meetings.
    pub meetings: &'a [&'a Regulation],
    /// The texts that judge years; none where a command judges no year.
    pub years: &'a [&'a Regulation],
    /// Headings of columns that profiles name, with the fact that each holds.
    pub headings: &'a [(Scope, String, String)],
}

impl Supposed {
    /// From `LC-017@2024-04-05/regular:present=20,excused=0` or, of a year, `LC-017@2024:members_disciplined=1`; one text or several. A fact
    /// is named as a heading of the records may name it, points of a leaf as `verified:14-qdi-tu:3.3`; one without a value is taken for not
    /// recorded. Counts have their numbers, flags `yes` and `no`, choices and grades their words, points a decimal mark. `None` where one of
    /// them cannot be understood; every fault points into its text.
    pub fn read(texts: &[String], known: Known<'_>, findings: &mut Findings) -> Option<Supposed> {
        let mut supposed = Supposed::default();
        let mut sound = true;
        for text in texts {
            let text: Arc<str> = text.as_str().into();
            let read = read::one(&text, known).and_then(|(cell, of, sets)| {
                let own = match of {
                    Of::Meeting(meeting) => supposed.by_meeting.entry(meeting).or_default(),
                    Of::Year(year) => supposed.by_year.entry((cell, year)).or_default(),
                };
                for set in sets {
                    if own.iter().any(|other| other.what == set.what) {
                        return Err(Box::new(read::twice(&set)));
                    }
                    own.push(set);
                }
                Ok((cell, of))
            });
            match read {
                Ok((cell, of)) => supposed.given.push(Given { text, cell, of, met: AtomicBool::new(false) }),
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
        self.given.iter().map(|given| &*given.text)
    }

    /// Whether nothing is supposed.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    fn meet(&self, of: Of, cell: Option<CellIndex>) {
        for given in self.given.iter().filter(|given| given.of == of && cell.is_none_or(|cell| cell == given.cell)) {
            given.met.store(true, Ordering::Relaxed);
        }
    }

    /// Puts what is supposed of a meeting in the place of what was recorded; `false` where nothing is. A count of members that alone is set
    /// takes what it gains from the one other status that has any.
    pub(super) fn put(&self, meeting: u64, regulation: &Regulation, facts: &mut [Option<i64>]) -> bool {
        let Some(own) = self.by_meeting.get(&meeting) else { return false };
        self.meet(Of::Meeting(meeting), None);
        for set in own {
            put(own, set, regulation, facts);
        }
        true
    }

    /// The same of the year of a cell. What contradicts itself is told.
    pub(super) fn put_year(
        &self,
        (cell, year): (CellIndex, i32),
        regulation: &Regulation,
        facts: &mut [Option<i64>],
        findings: &mut Findings,
    ) {
        let Some(own) = self.by_year.get(&(cell, year)) else { return };
        self.meet(Of::Year(year), Some(cell));
        for set in own {
            put(own, set, regulation, facts);
        }
        let get = |slot: usize| facts.get(slot).copied().flatten();
        for (slot, fact) in regulation.vocabulary.facts.iter().enumerate() {
            let limit = regulation.vocabulary.position(&fact.at_most);
            let (Some(limit), Some(value)) = (limit.filter(|_| fact.kind != FactType::Date), get(slot)) else { continue };
            let names = |set: &&Set| [slot, limit].map(Some).contains(&set.what.slot(regulation));
            if let (Some(most), Some(set)) = (get(limit).filter(|most| value > *most), own.iter().find(names)) {
                let other = regulation.vocabulary.facts.get(limit).map_or("", |fact| fact.heading.as_str());
                let fault = Diagnostic::new(Code::CountOver, set.place.clone()).with("value", value).with("field", &fact.heading);
                findings.push(fault.with("limit", most).with("other", other));
                self.impossible.store(true, Ordering::Relaxed);
            }
        }
    }

    /// What is supposed of a meeting contradicts what else is known of it; told, where the argument says it, once all meetings are read.
    pub(super) fn contradict(&self, meeting: u64, regulation: &Regulation, faults: impl Iterator<Item = Diagnostic>) {
        let Some(own) = self.by_meeting.get(&meeting) else { return };
        let heading_of = |set: &Set, heading: &str| {
            let fact = set.what.slot(regulation).and_then(|slot| regulation.vocabulary.facts.get(slot));
            fact.is_some_and(|fact| fact.headings().any(|own| heading::plain(own) == heading::plain(heading)))
        };
        let mut all = self.contradictions.lock().unwrap_or_else(PoisonError::into_inner);
        for fault in faults {
            let heading = fault.place.column.as_ref().map_or("", |column| &column.heading);
            let set = own.iter().find(|set| heading_of(set, heading)).or(own.first());
            all.extend(set.map(|set| Diagnostic { place: set.place.clone(), ..fault }));
        }
    }

    /// Whether all that is supposed of meetings was met and can be. Says which meetings were not met; those of cells that were not asked for
    /// are none of them.
    pub fn holds(&self, only: Option<&[CellIndex]>, findings: &mut Findings) -> bool {
        let mut contradictions = self.contradictions.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Threads, and texts that judge the same meeting, find them in any order and more than once.
        contradictions.sort_by_key(|fault| (fault.place.excerpt.as_ref().map(|(text, at)| (text.clone(), at.start)), fault.code));
        contradictions.dedup();
        let is_possible = contradictions.is_empty();
        contradictions.into_iter().for_each(|fault| findings.push(fault));
        let asked = |given: &Given| matches!(given.of, Of::Meeting(_)) && only.is_none_or(|only| only.contains(&given.cell));
        self.all_met(asked, findings) && is_possible
    }

    /// The same of a year.
    pub fn year_holds(&self, only: Option<CellIndex>, findings: &mut Findings) -> bool {
        self.all_met(|given| matches!(given.of, Of::Year(_)) && only.is_none_or(|only| only == given.cell), findings)
    }

    fn all_met(&self, asked: impl Fn(&Given) -> bool, findings: &mut Findings) -> bool {
        let mut all = !self.impossible.load(Ordering::Relaxed);
        for given in self.given.iter().filter(|given| asked(given) && !given.met.load(Ordering::Relaxed)) {
            all = false;
            let head = given.text.find(':').unwrap_or(given.text.len());
            let place = Place::in_text(&ARGUMENT.into(), &given.text, &(0..head));
            findings.push(Diagnostic::new(Code::SetNotFound, place).with("value", &given.text));
        }
        all
    }
}

fn put(own: &[Set], set: &Set, regulation: &Regulation, facts: &mut [Option<i64>]) {
    let vocabulary = &regulation.vocabulary;
    let Some(slot) = set.what.slot(regulation) else { return };
    let before = facts.get(slot).copied().flatten();
    if let Some(fact) = facts.get_mut(slot) {
        *fact = set.value;
    }
    let gained = set.value.zip(before).map(|(after, before)| after - before);
    if let (Some(gained), Some(fact)) = (gained.filter(|gained| *gained > 0), vocabulary.facts.get(slot)) {
        take_from_the_other(own, gained, (fact, vocabulary), facts);
    }
}

/// Members that come to one status have left another; where only one other has any, that one.
fn take_from_the_other(own: &[Set], gained: i64, (fact, vocabulary): (&Fact, &Vocabulary), facts: &mut [Option<i64>]) {
    let set = || own.iter().filter_map(|set| if let Named::Fact(id) = &set.what { Some(id.as_str()) } else { None });
    let is_set = |id: &str| set().any(|other| other == id);
    if fact.part_of.is_empty() || is_set(&fact.part_of) {
        return;
    }
    let others = vocabulary.facts.iter().enumerate().filter(|(_, other)| other.part_of == fact.part_of && other.id != fact.id);
    let count = |slot: usize, facts: &[Option<i64>]| facts.get(slot).copied().flatten().unwrap_or(0);
    let having: Vec<usize> =
        others.filter(|(slot, other)| !is_set(&other.id) && count(*slot, facts) > 0).map(|(slot, _)| slot).collect();
    let part_of = |id: &str| vocabulary.get(id).map_or("", |fact| fact.part_of.as_str());
    if let ([slot], true) = (having.as_slice(), set().filter(|id| part_of(id) == fact.part_of).count() == 1)
        && let Some(other) = facts.get_mut(*slot)
    {
        *other = other.map(|count| (count - gained).max(0));
    }
}
