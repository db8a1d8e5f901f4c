//! What was found, in a sentence.

use super::View;
use super::rules::Touch;
use super::run::Run;
use crate::report::Notice;
use crate::words::{Lang, Word, fill};

/// What was found, in a sentence: that nothing changed is said too.
pub(super) fn found(runs: &[Run], view: &View, lang: Lang) -> Vec<Notice> {
    let cells: usize = runs.iter().map(|run| run.outcome.cells.len()).sum();
    let changed: usize = runs.iter().map(|run| run.counted.changed).sum();
    let (word, code) = match (changed, view.records) {
        (0, true) => (Word::NothingChangedInRecords, "nothing-changed"),
        (0, false) => (Word::NothingChangedNotice, "nothing-changed"),
        (_, _) => (Word::ChangedNotice, "changed"),
    };
    let values = [("changed", changed.to_string()), ("cells", cells.to_string()), ("same", (cells - changed).to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut notices = vec![Notice { code, text: fill(word.text(lang), &values) }];
    let open: u64 = runs.iter().map(|run| run.counted.open).sum();
    if open > 0 {
        let word = if view.records { Word::NotComparedInRecords } else { Word::NotComparedNotice };
        let text = fill(word.text(lang), &[("count", &open.to_string())]);
        notices.push(Notice { code: "not-comparable", text });
    }
    let untouched = |run: &Run| {
        let rules = run.others.iter().flat_map(|other| &other.rules);
        rules.filter(|rule| matches!(rule.touched, Touch::These(0, _))).count()
    };
    let untouched: usize = runs.iter().map(untouched).sum();
    if untouched > 0 {
        let text = fill(Word::UntouchedNotice.text(lang), &[("count", &untouched.to_string())]);
        notices.push(Notice { code: "untouched", text });
    }
    notices
}
