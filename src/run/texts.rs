//! Regulations that are named, read as the texts or the command line choose.

use std::sync::Arc;

use super::named;
use super::wanted::Side;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::Folder;
use crate::rules::{Choice, Reading, Regulation, Rulebook, Scope, Texts, Vocabulary, load_read, shipped};

/// What `cells.csv` may say: for the meetings of the run and for the year, since one file serves both.
pub(super) fn of_cells(rulebook: &Rulebook, all: &[&Regulation], findings: &mut Findings) -> Option<Vocabulary> {
    match Vocabulary::of_cells(&rulebook.shared, all) {
        Ok(vocabulary) => Some(vocabulary),
        Err(differing) => {
            for differs in differing {
                let [regulation, other] = differs.regulations;
                let fault = Diagnostic::new(Code::FactsDiffer, Place::default()).with("value", differs.fact);
                findings.push(fault.with("regulation", regulation).with("other", other));
            }
            None
        }
    }
}

/// The texts that the records name for themselves; none where no folder names any. Where folders name different ones, or one that cannot
/// be read, nobody knows under which a result was recorded, and no text is meant.
pub(super) fn of_records(rulebook: &Rulebook, folders: &[Folder]) -> Option<Texts> {
    if folders.iter().all(|folder| folder.profile.rules.is_empty()) {
        return None;
    }
    let mut unsaid = Findings::new();
    let named = named::names(folders, None, |folder| &folder.profile.rules, "rules", &mut unsaid);
    let regulations = named.and_then(|named| find(rulebook, &named, Scope::Meeting, None, &mut unsaid));
    Some(Texts::by_day(regulations.unwrap_or_default()))
}

/// All regulations of these names; every fault of each of them is reported.
pub(super) fn find(
    rulebook: &Rulebook,
    named: &[String],
    scope: Scope,
    place: Option<Place>,
    findings: &mut Findings,
) -> Option<Vec<Regulation>> {
    let found: Vec<Option<Regulation>> =
        named.iter().map(|name| find_one(rulebook, name, scope, place.as_ref(), findings)).collect();
    let found: Vec<Regulation> = found.into_iter().collect::<Option<_>>()?;
    for (position, regulation) in found.iter().enumerate() {
        let id = &regulation.header.id;
        if found.iter().take(position).any(|other| other.header.id == *id) {
            findings.push(Diagnostic::new(Code::RulesTwice, Place::file(&regulation.file)).with("value", id));
            return None;
        }
    }
    Some(found)
}

fn find_one(
    rulebook: &Rulebook,
    named: &str,
    scope: Scope,
    place: Option<&Place>,
    findings: &mut Findings,
) -> Option<Regulation> {
    let not_found = |mut faults: Findings| {
        if let Some(place) = place {
            faults.relocate(Code::RuleNotFound, place);
        }
        faults
    };
    let regulation = shipped::find(rulebook, named).map_err(|faults| findings.extend(not_found(faults))).ok()?;
    if regulation.header.scope == scope {
        return Some(regulation);
    }
    let wanted = format!("scope = \"{}\"", scope.word());
    findings.push(Diagnostic::new(Code::RulesScope, Place::file(&regulation.file)).with("value", named).with("wanted", wanted));
    None
}

/// What holds every regulation that the sides name. `None` unless all of them are there and of their kind, of meetings or of the year; every
/// fault of any of them is reported.
pub fn all_found(sides: &[Side], findings: &mut Findings) -> Option<Arc<Rulebook>> {
    let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
    let mut all = true;
    for side in sides {
        for (named, scope) in [(&side.rules, Scope::Meeting), (&side.year_end, Scope::Year)] {
            let Some(named) = named else { continue };
            let names: Vec<String> = named.split(',').map(|name| name.trim().to_owned()).collect();
            let mut own = findings.empty_like();
            all &= find(&rulebook, &names, scope, None, &mut own).is_some();
            findings.extend_new(own);
        }
    }
    all.then(|| Arc::new(rulebook))
}

/// `reading=alternative`
pub fn choice(text: &str) -> Choice {
    let (reading, alternative) = text.split_once('=').unwrap_or((text, ""));
    Choice { reading: reading.trim().to_owned(), alternative: alternative.trim().to_owned() }
}

/// Whether two alternatives of one reading are chosen, of which only one can hold; each such pair is reported.
pub(super) fn has_rivals(choices: &[Choice], findings: &mut Findings) -> bool {
    let mut rivals = false;
    for (position, own) in choices.iter().enumerate() {
        let earlier =
            choices.iter().take(position).find(|other| other.reading == own.reading && other.alternative != own.alternative);
        if let Some(other) = earlier {
            rivals = true;
            let fault = Diagnostic::new(Code::ReadingTwice, Place::default()).with("value", &own.reading);
            findings.push(fault.with("first", &other.alternative).with("second", &own.alternative));
        }
    }
    rivals
}

/// The regulations with the readings that the command line chose among theirs.
pub(super) fn choose(
    rulebook: &Rulebook,
    regulations: Vec<Regulation>,
    given: &[Choice],
    findings: &mut Findings,
) -> Option<Vec<Regulation>> {
    let mut choices: Vec<&Choice> = Vec::new();
    for choice in given {
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    let chosen = regulations.into_iter().map(|regulation| {
        let own: Vec<Choice> = choices.iter().filter(|choice| has(&regulation, choice)).copied().cloned().collect();
        if own.is_empty() {
            return Some(regulation);
        }
        load_read(rulebook, &regulation.file, &regulation.text, &own).map_err(|faults| findings.extend(faults)).ok()
    });
    chosen.collect()
}

/// Whether a regulation has the alternative.
pub(super) fn has(regulation: &Regulation, choice: &Choice) -> bool {
    let reading = regulation.readings.iter().find(|reading| reading.id == choice.reading);
    reading.is_some_and(|reading| reading.alternatives.iter().any(|(id, _)| *id == choice.alternative))
}

/// Whether every choice of the command line is an alternative of some text of the run.
pub(super) fn are_known(all: &[&Regulation], choices: &[Choice], findings: &mut Findings) -> bool {
    let all = || all.iter().copied();
    let mut known = true;
    for choice in choices {
        if !all().any(|regulation| has(regulation, choice)) {
            known = false;
            let of = |regulation: &Regulation| {
                let readings = regulation.readings.iter();
                let pairs = |reading: &Reading| {
                    let id = reading.id.clone();
                    reading
                        .alternatives
                        .iter()
                        .map(move |(alternative, _)| format!("{id}={alternative}"))
                        .collect::<Vec<String>>()
                };
                readings.flat_map(pairs).collect::<Vec<String>>()
            };
            let wanted: Vec<String> = all().flat_map(of).collect();
            let fault = Diagnostic::new(Code::ReadingUnknown, Place::default());
            let text = format!("{}={}", choice.reading, choice.alternative);
            findings.push(fault.with("value", text).with("wanted", wanted.join(", ")));
        }
    }
    known
}
