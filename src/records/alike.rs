//! Rows that record one and the same thing: which of them holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::copies;
use super::folder::RecordFile;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

/// One of several rows that record one thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct One {
    /// Number of the file.
    pub(super) file: usize,
    /// Row as a spreadsheet numbers it.
    pub(super) row: u64,
    /// What it says, in one number; `None` where a fault leaves it open.
    pub(super) content: Option<u64>,
}

/// Why a row does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It says the same as the one that holds.
    Copy,
    /// The profile chose another one.
    NotChosen,
    /// They differ, and nobody has chosen.
    Stopped,
}

/// What becomes of rows that record one thing, in their order; `None` for the one that holds. Neither the order of rows nor that of files matters.
pub(super) fn judge(rows: &[One], files: &[RecordFile]) -> Vec<Option<Verdict>> {
    let file = |one: &One| files.get(one.file);
    let is_chosen = |one: &&One| file(one).is_some_and(|file| file.chosen.contains(&one.row));
    let chosen: Vec<&One> = rows.iter().filter(is_chosen).collect();
    let same = rows.windows(2).all(|pair| matches!(pair, [a, b] if a.content.is_some() && a.content == b.content));
    let holds = match chosen.as_slice() {
        [one] => Some(*one),
        [] if same => rows.iter().min_by_key(|one| (file(one).map(|file| Arc::clone(&file.name)), one.row)),
        _ => None,
    };
    let verdict = |one: &One| match holds {
        Some(holds) if (holds.file, holds.row) == (one.file, one.row) => None,
        Some(holds) if one.content.is_some() && holds.content == one.content => Some(Verdict::Copy),
        Some(_) => Some(Verdict::NotChosen),
        None => Some(Verdict::Stopped),
    };
    rows.iter().map(verdict).collect()
}

/// Notes of rows that were left out as copies, one a file, and of files that overlap.
pub(super) fn note(groups: &[(Vec<One>, Vec<Option<Verdict>>)], files: &[RecordFile], findings: &mut Findings) {
    let mut copied: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    let mut overlaps: BTreeMap<(Arc<str>, Arc<str>), [u64; 2]> = BTreeMap::new();
    let name = |one: &One| files.get(one.file).map(|file| Arc::clone(&file.name));
    for (rows, verdicts) in groups {
        for (one, verdict) in rows.iter().zip(verdicts) {
            if let (Some(Verdict::Copy), Some(file)) = (verdict, name(one)) {
                copied.entry(one.file).or_default().push(Place { row: Some(one.row), ..Place::file(&file) });
            }
        }
        let mut names: Vec<Arc<str>> = rows.iter().filter_map(name).collect();
        names.sort();
        names.dedup();
        let differ = rows.windows(2).any(|pair| matches!(pair, [a, b] if a.content.is_none() || a.content != b.content));
        for (place, first) in names.iter().enumerate() {
            for second in names.iter().skip(place + 1) {
                let counts = overlaps.entry((Arc::clone(first), Arc::clone(second))).or_default();
                let [same, other] = counts;
                *(if differ { other } else { same }) += 1;
            }
        }
    }
    for (file, places) in copied {
        let Some(file) = files.get(file) else { continue };
        let fault = Diagnostic::new(Code::RowCopies, Place::file(&file.name)).with("value", places.len());
        findings.push(fault.with("rows", copies::rows(&places)));
    }
    for ((first, second), [same, differ]) in overlaps {
        let fault = Diagnostic::new(Code::FilesOverlap, Place::file(&first)).with("value", same + differ).with("other", second);
        findings.push(fault.with("same", same).with("differ", differ));
    }
}
