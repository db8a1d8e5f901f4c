//! A receipt held against what the same command comes to now.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lines::first_difference;
use super::{Inputs, Outcome, Output, Receipt, Rows, Ruled, SCREEN};
use crate::base::Digest;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::report::verify::{Difference, Item, OnDisk, Proof, Section, State, Sums, What};
use crate::run::{Part, RunFile};

/// What the command of a receipt came to when it was run again.
#[derive(Debug, Default)]
pub struct Now {
    /// `None` where it gave no result.
    pub outcome: Option<Outcome>,
    /// What it would have written, and where to.
    pub outputs: Vec<(String, Vec<u8>)>,
}

/// The inputs that are missing (without them nothing can be repeated), no longer read, changed or added since; each is a fault.
pub fn faults(receipt: &Receipt, inputs: &Inputs) -> Findings {
    let mut findings = Findings::new();
    let all = inputs_of(receipt, inputs);
    // What is missing may be what named those that are no longer read.
    let is_whole = all.iter().all(|input| input.state() != State::Missing);
    for input in all {
        let name: Arc<str> = input.path.as_str().into();
        let fault = |code| Diagnostic::new(code, Place::file(&name)).with("value", &input.path);
        let sum = |digest: &Option<Digest>| digest.as_ref().map(|digest| digest.sha256.clone()).unwrap_or_default();
        match (&input.then, &input.now) {
            (Some(_), None) if input.is_there && !is_whole => {}
            (Some(_), None) if input.is_there => findings.push(fault(Code::InputUnread).with("wanted", sum(&input.then))),
            (Some(_), None) => findings.push(fault(Code::InputMissing).with("wanted", sum(&input.then))),
            (None, Some(_)) => findings.push(fault(Code::InputAdded).with("other", sum(&input.now))),
            (then, now) if then != now => {
                findings.push(fault(Code::InputChanged).with("wanted", sum(then)).with("other", sum(now)));
            }
            _ => {}
        }
    }
    findings
}

/// Holds a receipt against the files as they are now, what the command came to now, and the written results as far as they are still there.
pub fn prove(receipt: &Receipt, inputs: &Inputs, now: &Now) -> Proof {
    let then = &receipt.outcome;
    let mut items = Vec::new();
    let outcome = now.outcome.as_ref();
    let empty = Outcome::default();
    let own = outcome.unwrap_or(&empty);
    items.extend(pairs(Section::Files, &then.files, &own.files, |rows| rows.file.clone(), rows));
    items.extend(pairs(Section::Regulations, &then.regulations, &own.regulations, |own| own.id.clone(), ruled));
    items.extend(pairs(Section::Findings, &then.findings, &own.findings, |own| own.0.clone(), |own| own.2.to_string()));
    let exit = Item {
        section: Section::Exit,
        name: String::new(),
        then: Some(then.exit.to_string()),
        now: outcome.map(|outcome| outcome.exit.to_string()),
    };
    items.push(exit);
    let mut outputs = Vec::new();
    let mut differences = Vec::new();
    for output in &receipt.outputs {
        let own = now.outputs.iter().find(|(path, _)| *path == output.path).map(|(_, bytes)| bytes.as_slice());
        let (on_disk, difference) = output_now(output, own);
        differences.extend(difference);
        outputs.push(Sums {
            part: "",
            path: output.path.clone(),
            then: Some(output.digest.clone()),
            now: own.map(Digest::of),
            is_there: false,
            on_disk: Some(on_disk),
        });
    }
    for (path, bytes) in now.outputs.iter().filter(|(path, _)| receipt.outputs.iter().all(|output| output.path != *path)) {
        outputs.push(Sums {
            part: "",
            path: path.clone(),
            then: None,
            now: Some(Digest::of(bytes)),
            is_there: false,
            on_disk: None,
        });
    }
    Proof {
        version: receipt.version.clone(),
        semantics: receipt.semantics,
        date: receipt.date.clone(),
        has_result: outcome.is_some(),
        inputs: inputs_of(receipt, inputs),
        items,
        outputs,
        differences,
    }
}

/// Every input of the receipt and of now, in the order of parts and paths.
fn inputs_of(receipt: &Receipt, inputs: &Inputs) -> Vec<Sums> {
    let now = inputs.list();
    let then = &receipt.inputs;
    let all: BTreeSet<_> = then.iter().chain(&now).map(|input| (input.part, input.path.as_str())).collect();
    let digest = |list: &[super::Input], of: (_, &str)| {
        list.iter().find(|input| (input.part, input.path.as_str()) == of).map(|input| input.digest.clone())
    };
    let one = |of: (Part, &str)| Sums {
        part: of.0.word(),
        path: of.1.to_owned(),
        then: digest(then, of),
        now: digest(&now, of),
        is_there: RunFile { part: of.0, path: of.1.into() }.is_there(),
        on_disk: None,
    };
    all.into_iter().map(one).collect()
}

/// What became of a written result, and the first line in which it differs: from what comes out now, or in the file itself since.
fn output_now(output: &Output, now: Option<&[u8]>) -> (OnDisk, Option<Difference>) {
    let is_same = now.map(Digest::of).as_ref() == Some(&output.digest);
    let file = if output.path == SCREEN { None } else { std::fs::read(&output.path).ok() };
    let (on_disk, what, pair) = match (&file, now) {
        (None, now) => {
            let on_disk = if output.path == SCREEN { OnDisk::Screen } else { OnDisk::Gone };
            (on_disk, What::Result, now.filter(|_| !is_same).map(|_| None))
        }
        (Some(file), now) if Digest::of(file) == output.digest => {
            (OnDisk::Same, What::Result, now.filter(|_| !is_same).map(|now| first_difference(file, now)))
        }
        (Some(file), Some(now)) if is_same => (OnDisk::Changed, What::File, Some(first_difference(now, file))),
        // Neither is what was written then, so there is nothing to hold them against.
        (Some(_), now) => (OnDisk::Changed, What::Result, now.map(|_| None)),
    };
    let difference = pair.map(|line| {
        let path = output.path.clone();
        match line {
            None => Difference { path, what, line: None, then: None, now: None, ends: [None; 2] },
            Some((line, then, now)) => {
                let ends = [&then, &now].map(|line| line.as_ref().map(|(_, end)| *end));
                let [then, now] = [then, now].map(|line| line.map(|(text, _)| text));
                Difference { path, what, line: Some(line), then, now, ends }
            }
        }
    });
    (on_disk, difference)
}

/// Two lists by their names: each name once, with what is said of it in each. Names that stand several times are told apart by their turn.
fn pairs<T>(section: Section, then: &[T], now: &[T], name: impl Fn(&T) -> String, said: impl Fn(&T) -> String) -> Vec<Item> {
    let named = |list: &[T]| {
        let mut named: Vec<((String, usize), String)> = Vec::new();
        for one in list {
            let turn = named.iter().filter(|((other, _), _)| *other == name(one)).count();
            named.push(((name(one), turn), said(one)));
        }
        named
    };
    let (then, now) = (named(then), named(now));
    let later = now.iter().filter(|(key, _)| then.iter().all(|(other, _)| other != key));
    let keys = then.iter().chain(later).map(|(key, _)| key);
    let of = |list: &[((String, usize), String)], key: &(String, usize)| {
        list.iter().find(|(other, _)| other == key).map(|(_, said)| said.clone())
    };
    keys.map(|key| Item { section, name: key.0.clone(), then: of(&then, key), now: of(&now, key) }).collect()
}

/// `rows=18 used=17 rejected=1 excluded=0`, and why rows were excluded.
fn rows(own: &Rows) -> String {
    let [rows, used, rejected, excluded] = own.counts;
    let mut said = format!("rows={rows} used={used} rejected={rejected} excluded={excluded}");
    own.why.iter().for_each(|(why, rows)| said.push_str(&format!(" {why}={rows}")));
    if own.refused {
        said.push_str(" refused");
    }
    said
}

/// All that a receipt says of a regulation, in one line.
fn ruled(own: &Ruled) -> String {
    let [figures, assumed, restated] = own.figures;
    let [issued, first, last] = own.days.each_ref().map(|day| day.as_deref().unwrap_or("…"));
    let reading = |(id, alternative): &(String, Option<String>)| match alternative {
        Some(alternative) => format!("{id}={alternative}"),
        None => id.clone(),
    };
    let readings: Vec<String> = own.readings.iter().map(reading).collect();
    format!(
        "{} {} ({}, {issued}) {first}..{last} figures={figures} assumed={assumed} restated={restated} readings={}",
        own.role,
        own.number,
        own.issuer,
        readings.join(",")
    )
}
