//! Where the rows stand that say the same thing, as the fault of each of them names them all.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Findings, Place};

/// More would not be read.
const SOME: usize = 10;

/// The rows at these places, at most ten; with their files where there are several of those. The order is that of the files' names, so that
/// it does not hang on the order in which folders are given.
pub(super) fn rows<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
    let known = known(places);
    let several = known.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one != other));
    listed(&known, |(file, row)| if several { format!("{file}:{row}") } else { row.to_string() })
}

/// The same for whoever reads of them at a row of another file: each with its own.
pub(super) fn places<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
    listed(&known(places), |(file, row)| format!("{file}:{row}"))
}

fn known<'p>(places: impl IntoIterator<Item = &'p Place>) -> Vec<(&'p str, u64)> {
    let mut known: Vec<(&str, u64)> =
        places.into_iter().filter_map(|place| Some((place.file.as_deref().unwrap_or(""), place.row?))).collect();
    known.sort_unstable();
    known
}

fn listed(known: &[(&str, u64)], named: impl Fn(&(&str, u64)) -> String) -> String {
    let more = if known.len() > SOME { ", …" } else { "" };
    known.iter().take(SOME).map(named).collect::<Vec<String>>().join(", ") + more
}

/// Tells the faults of one code that have the same value of each other's rows: while rows are read nothing is known of the others.
pub(super) fn tell(findings: &mut Findings, code: Code) {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for fault in findings.iter().filter(|fault| fault.code == code) {
        let value = fault.value().unwrap_or("").to_owned();
        places.entry(value).or_default().push(Place { file: fault.place.file.clone(), row: fault.place.row, ..Place::default() });
    }
    let rows: BTreeMap<String, String> = places.into_iter().map(|(value, places)| (value, rows(&places))).collect();
    for fault in findings.of_mut(code) {
        let named = fault.value().and_then(|value| rows.get(value)).cloned().unwrap_or_default();
        fault.values.push(("rows", named));
    }
}
