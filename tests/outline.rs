//! The outline of a regulation: complete, with addresses that name one entry each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use chibo::outline::{self, Entry, Key, Kind};
use chibo::rules::{Basis, Regulation, shipped};

fn all() -> Vec<Regulation> {
    let rulebook = shipped::rulebook().unwrap();
    shipped::ids().iter().map(|id| shipped::find(&rulebook, id).unwrap()).collect()
}

fn find(id: &str) -> Regulation {
    shipped::find(&shipped::rulebook().unwrap(), id).unwrap()
}

/// The figures are counted where the file is read, the outline walks what was read: two ways to the same clauses.
#[test]
fn no_figure_is_missing_from_the_outline() {
    for regulation in all() {
        let key = |basis: &Basis| (regulation.clause(basis), basis.standing);
        let mut shown: BTreeMap<_, usize> = BTreeMap::new();
        for entry in outline::of(&regulation).entries.iter().filter(|entry| entry.kind != Kind::Source) {
            if let Some(basis) = &entry.basis {
                *shown.entry(key(basis)).or_default() += 1;
            }
        }
        let mut counted: BTreeMap<_, usize> = BTreeMap::new();
        for figure in &regulation.figures {
            *counted.entry(key(&figure.basis)).or_default() += 1;
        }
        for (basis, count) in counted {
            let found = shown.get(&basis).copied().unwrap_or(0);
            assert!(found >= count, "{}: {basis:?}: {count} figures, {found} entries", regulation.header.id);
        }
    }
}

#[test]
fn an_address_names_one_entry_and_a_parent_stands_before_it() {
    for regulation in all() {
        let outline = outline::of(&regulation);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for entry in &outline.entries {
            assert!(seen.insert(&entry.address), "{}: {} stands twice", regulation.header.id, entry.address);
            if let Some((parent, _)) = entry.address.rsplit_once(" / ") {
                assert!(seen.contains(parent), "{}: {}", regulation.header.id, entry.address);
            }
            assert_eq!(entry.address.matches(" / ").count(), entry.depth);
        }
    }
}

#[test]
fn entries_hold_the_figures_of_the_sheet_of_an_phu() {
    let regulation = find("42-hd-btctw.an-phu");
    let outline = outline::of(&regulation);
    let at = |address: &str| -> &Entry<'_> {
        outline.entries.iter().find(|entry| entry.address == address).unwrap_or_else(|| panic!("no {address}"))
    };
    let exact = |address: &str, key: Key| at(address).get(key).map(|value| value.exact());
    // The sheet: attendance 4 points, of which 3 from 75 % to below 90 %; the exception on unexcused absence stands apart.
    assert_eq!(exact("form khung / group 2 / leaf 2.1", Key::Maximum).unwrap(), "4");
    assert_eq!(exact("form khung / group 2 / leaf 2.1 / exception 1", Key::When).unwrap(), "unexcused > 0");
    assert_eq!(exact("form khung / group 2 / leaf 2.1 / row 2", Key::In).unwrap(), "[75%, 90%)");
    assert_eq!(exact("form khung / group 2 / leaf 2.1 / row 2", Key::Points).unwrap(), "3");
    assert_eq!(exact("form khung / group 3 / leaf 3.3 / not-applicable 1", Key::Policy).unwrap(), "full");
    // Groups nest: 30 for running and 10 for chairing make the 40 of the centre.
    assert_eq!(exact("form khung / group 4-5 / group 4", Key::Maximum).unwrap(), "30");
    assert_eq!(exact("level kha", Key::In).unwrap(), "[70, 90)");
    assert_eq!(exact("time", Key::FirstDay).unwrap(), "2025-10-28");
    assert_eq!(exact("time", Key::LastDay), None);
    assert_eq!(exact("attendance / left-out suspended", Key::Statuses).unwrap(), "suspended");
}

#[test]
fn the_quota_of_366_names_each_part_of_its_reading() {
    let regulation = find("366-qd-tw");
    let outline = outline::of(&regulation);
    let position = outline.entries.iter().position(|entry| entry.kind == Kind::Quota).unwrap();
    let quota = &outline.entries[position];
    assert_eq!(quota.get(Key::Percent).unwrap().exact(), "20%");
    assert_eq!(quota.basis.as_ref().unwrap().standing.word(), "text");
    let parts: Vec<String> = outline
        .children(position)
        .map(|part| {
            let entry = &outline.entries[part];
            let values: Vec<String> = entry.figures.iter().map(|figure| figure.value.exact()).collect();
            let id = format!("{} {}", entry.kind.word(), entry.id);
            format!("{} {} {}", id.trim_end(), values.join(" "), entry.basis.as_ref().unwrap().standing.word())
        })
        .collect();
    assert_eq!(
        parts,
        [
            "quota-part base level-or-better htt assumed",
            "quota-part rounding down assumed",
            "quota-part group committee assumed",
            "quota-part ties hand-over text",
            "quota-part breach limit assumed",
            "ranking-key total total highest-first assumed",
            "special 25% given(special_grounds) assumed",
        ]
    );
}
