//! What rows of a result stand for: a cell, a committee, a type of cell.

use std::collections::BTreeMap;

use crate::assess::{Class, Meetings, Summary};
use crate::records::CellIndex;
use crate::rules::FactType;
use crate::words::Lang;

/// What a row of a result stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One meeting.
    Meeting,
    /// One cell.
    Cell,
    /// All cells of a superior committee.
    Committee,
    /// All cells of a type.
    Type,
}

/// A choice of a cell, such as its type: word and title.
pub fn choice(meetings: &Meetings<'_>, cell: CellIndex, fact: &str, lang: Lang) -> Option<(String, String)> {
    // Facts of cells are shared ones, the same in every text.
    let vocabulary = &meetings.regulations().next()?.vocabulary;
    let fact = vocabulary.get(fact)?;
    let place = usize::try_from(meetings.cells.fact(cell, &fact.id)?).ok()?;
    let FactType::Choice(scale) = &fact.kind else { return None };
    let word = scale.words.get(place)?;
    let (vi, en) = fact.values.get(place)?;
    let title = lang.pick((vi.first().unwrap_or(word), en.first().unwrap_or(word)));
    Some((word.clone(), title.to_owned()))
}

/// Sums per committee or type, in the order of their names; cells without a type come under an empty one.
pub fn sums(meetings: &Meetings<'_>, by: By, classes: &[&[Class]], lang: Lang) -> Vec<(String, String, Vec<Summary>)> {
    let mut groups: BTreeMap<String, (String, Vec<Summary>)> = BTreeMap::new();
    for cell in meetings.cells.iter() {
        let (key, title) = match by {
            By::Type => choice(meetings, cell, "cell_type", lang).unwrap_or_default(),
            _ => (meetings.cells.committee(cell).to_owned(), meetings.cells.committee(cell).to_owned()),
        };
        let entry = groups.entry(key).or_insert_with(|| (title, vec![Summary::default(); classes.len()]));
        for (sum, classes) in entry.1.iter_mut().zip(classes) {
            meetings.add_to(sum, cell, classes);
        }
    }
    groups.into_iter().map(|(key, (title, sums))| (key, title, sums)).collect()
}

/// The sum of all cells.
pub fn all(meetings: &Meetings<'_>, classes: &[Class]) -> Summary {
    let mut sum = Summary::default();
    for cell in meetings.cells.iter() {
        meetings.add_to(&mut sum, cell, classes);
    }
    sum
}
