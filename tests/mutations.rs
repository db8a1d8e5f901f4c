//! Changes every figure of every shipped regulation by one step, and asks whether some worked case notices.
//!
//! `cargo test --test mutations -- --nocapture` lists the changes that no case notices.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

#[path = "mutations/changes.rs"]
mod changes;
#[path = "mutations/text.rs"]
mod text;

use std::sync::Arc;

use chibo::cases::{Suite, Tested, read, run};
use chibo::rules::{FactType, Regulation, Rulebook, load, load_unproved, shipped};

/// Of the changes that load, this share must be noticed, in percent.
const LEAST: usize = 95;

/// What became of the changes of one regulation.
struct Noticed {
    id: String,
    /// Refused by the check of the file, and noticed by no case.
    refused: usize,
    /// Noticed by a case.
    failed: usize,
    unnoticed: Vec<String>,
}

fn scales(regulation: &Regulation) -> Vec<Vec<String>> {
    let choices = regulation.vocabulary.facts.iter().filter_map(|fact| match &fact.kind {
        FactType::Choice(scale) => Some(scale.words.clone()),
        _ => None,
    });
    let levels = regulation.levels.iter().map(|level| level.id.clone()).collect();
    let grades = regulation.grades.iter().map(|(id, _)| id.clone()).collect();
    choices.chain([levels, grades, regulation.layout.quality.clone()]).collect()
}

fn test(book: &Rulebook, id: &str) -> Noticed {
    let text = shipped::text(&format!("{id}/regulation.toml")).expect("a shipped regulation");
    let regulation = shipped::find(book, id).expect("a sound regulation");
    let suite = Suite::beside(&regulation, id);
    let mut noticed = Noticed { id: id.to_owned(), refused: 0, failed: 0, unnoticed: Vec::new() };
    for change in changes::changes(text, &scales(&regulation)) {
        let file: Arc<str> = id.into();
        let changed_text: Arc<str> = change.apply(text).into();
        // What a case notices need not be proved; the proofs decide only about the rest.
        match load_unproved(book, &file, &changed_text, &[]) {
            Err(_) => noticed.refused += 1,
            Ok(changed) if fails(&changed, &suite) => noticed.failed += 1,
            Ok(_) if load(book, &file, &changed_text).is_err() => noticed.refused += 1,
            Ok(changed) if fails_read_anew(&changed, &suite) => noticed.failed += 1,
            Ok(_) => noticed.unnoticed.push(change.what),
        }
    }
    noticed
}

/// The slots of facts do not move when a figure changes, so the cases can be run as they were read.
fn fails(changed: &Regulation, suite: &Suite) -> bool {
    suite.cases.iter().any(|case| !run(changed, case).failures.is_empty())
}

/// Recorded points may no longer be ones that the leaf can have, and alternative readings may have changed.
fn fails_read_anew(changed: &Regulation, suite: &Suite) -> bool {
    let again = read(changed, &suite.file, &suite.text);
    again.findings.has_errors() || Tested::of(changed, &again).failed() > 0
}

#[test]
fn nearly_every_change_of_a_figure_is_noticed_by_a_case() {
    let book = shipped::rulebook().unwrap();
    let ids = shipped::ids();
    let half = |start: usize| ids.iter().skip(start).step_by(2).map(|id| test(&book, id)).collect::<Vec<Noticed>>();
    let all: Vec<Noticed> = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        half(0).into_iter().chain(other.join().unwrap()).collect()
    });
    let mut low = Vec::new();
    for noticed in &all {
        let loaded = noticed.failed + noticed.unnoticed.len();
        println!("{}: {} refused, {} of {loaded} others noticed", noticed.id, noticed.refused, noticed.failed);
        noticed.unnoticed.iter().for_each(|what| println!("    not noticed: {what}"));
        if noticed.failed * 100 < loaded * LEAST {
            low.push(format!("{}: {} of {loaded}\n    {}", noticed.id, noticed.failed, noticed.unnoticed.join("\n    ")));
        }
    }
    assert!(low.is_empty(), "fewer than {LEAST} % of the changes are noticed\n{}", low.join("\n"));
}
