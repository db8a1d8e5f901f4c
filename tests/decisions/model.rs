//! Against a second account of what decisions are worth, over many made-up files, in whatever order their rows stand.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::support::account;
use super::{FILE, cell, classify, records, states};

/// A decision of a made-up file: how many days after 1 January 2025, which level it was made over, and for how long it holds.
#[derive(Clone, Debug)]
struct Made {
    cell: &'static str,
    after: u32,
    computed: &'static str,
    lasts: Option<u32>,
}

fn day(after: u32) -> String {
    format!("2025-{:02}-{:02}", 1 + after / 28, 1 + after % 28)
}

/// A chain for each cell, in the order of its days.
fn made() -> impl Strategy<Value = Vec<Made>> {
    let one = (
        prop::sample::select(vec!["A", "B", "C"]),
        0..200u32,
        prop::sample::select(vec!["tot", "kha"]),
        prop::option::of(0..60u32),
    );
    prop::collection::vec(one, 1..7).prop_map(|all| {
        let mut all: Vec<Made> =
            all.into_iter().map(|(cell, after, computed, lasts)| Made { cell, after, computed, lasts }).collect();
        all.sort_by_key(|made| (made.cell, made.after));
        all
    })
}

/// Rows of the file, with the number of each as its document; the one before of the same cell is replaced.
fn rows(all: &[Made]) -> Vec<String> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let of = |(number, made): (usize, &Made)| {
        let old = last.insert(made.cell, number).map_or_else(String::new, |old| format!("{old}-QĐ"));
        let until = made.lasts.map_or_else(String::new, |lasts| day(made.after + lasts));
        let (cell, computed, date) = (made.cell, made.computed, day(made.after));
        format!("{cell},2024,,{computed},kem,Đảng ủy X,{number}-QĐ,{date},Người ký,Lý do,{until},{old}\n")
    };
    all.iter().enumerate().map(of).collect()
}

/// What each is worth on a day; every cell is computed to be good.
fn worth(all: &[Made], today: Option<u32>) -> Vec<&'static str> {
    let of = |(number, made): (usize, &Made)| {
        let next = all.iter().skip(number + 1).find(|next| next.cell == made.cell);
        match today {
            Some(today) if made.after > today => "not-yet",
            _ if next.is_some_and(|next| today.is_none_or(|today| next.after <= today)) => "superseded",
            Some(today) if made.lasts.is_some_and(|lasts| made.after + lasts < today) => "lapsed",
            _ if made.computed != "tot" => "stale",
            _ => "applied",
        }
    };
    all.iter().enumerate().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn states_are_those_of_the_model_in_any_order(all in made(), today in prop::option::of(0..260u32), turn in 0..7usize) {
        let mut rows = rows(&all);
        let wanted = worth(&all, today);
        let as_of = today.map(day);
        let arguments: Vec<&str> = as_of.iter().flat_map(|day| ["--as-of", day]).collect();
        let mut first = None;
        for order in 0..2 {
            if order == 1 {
                let turn = turn % rows.len();
                rows.rotate_left(turn);
                rows.reverse();
            }
            let result = classify(&records(&rows.concat()), &arguments).json();
            let found: BTreeMap<String, String> = states(&result).into_iter().map(|[document, state]| (document, state)).collect();
            for (number, state) in wanted.iter().enumerate() {
                prop_assert_eq!(&found[&format!("{number}-QĐ")], state, "{} of {:?} on {:?}", number, all, today);
            }
            let later = wanted.iter().filter(|state| **state == "not-yet").count() as u64;
            let count = all.len() as u64;
            prop_assert_eq!(account(&result, FILE), [count, count - later, 0, later]);
            for code in ["A", "B", "C"] {
                let applied = all.iter().zip(&wanted).any(|(made, state)| made.cell == code && *state == "applied");
                let decided = cell(&result, code)[1].clone();
                prop_assert_eq!(decided, if applied { "kem" } else { "" });
            }
            // Rows have other numbers now; nothing else may differ.
            let mut tables = result["tables"].clone();
            tables["decisions"].as_array_mut().unwrap().iter_mut().for_each(|row| row["row"] = 0.into());
            let versions = tables["versions"].as_array_mut();
            versions.into_iter().flatten().for_each(|row| row["because"] = "".into());
            match &first {
                None => first = Some(tables),
                Some(first) => prop_assert_eq!(first, &tables),
            }
        }
    }
}
