#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::expr::{Names, Slots, What};

/// members = present + excused + unexcused, speakers ≤ members, minutes; a flag; three kinds; a leaf with 0, 1 or 4 points; a total.
const SLOTS: [(&str, Unit); 8] = [
    ("members", Unit::Count),
    ("present", Unit::Count),
    ("excused", Unit::Count),
    ("unexcused", Unit::Count),
    ("speakers", Unit::Count),
    ("minutes", Unit::Minutes),
    ("draft", Unit::Flag),
    ("leaf", Unit::Points),
];

fn names() -> Names {
    let mut names = Names::default();
    for (slot, (name, unit)) in SLOTS.into_iter().enumerate() {
        names.bind(name, What::Slot(slot), unit);
    }
    let kinds = ["regular", "thematic", "combined"].map(str::to_owned).to_vec();
    names.bind(
        "kind",
        What::Slot(8),
        Unit::Word(std::sync::Arc::new(crate::expr::Scale { id: "kind".into(), words: kinds, ordered: false })),
    );
    let total = Expr::fraction("total", 9, 10, Unit::Points);
    names.bind("total", What::Measure(std::sync::Arc::new(total)), Unit::Points);
    for (name, text) in [
        ("rate", "present / (members - excused)"),
        ("required", "if(members >= 30, 120, 90)"),
        ("short", "max(required - minutes, 0)"),
    ] {
        let of = Expr::compile(text, &names).unwrap();
        let unit = of.unit().clone();
        names.bind(name, What::Measure(std::sync::Arc::new(of)), unit);
    }
    names
}

fn world() -> World {
    let mut world = World::default();
    for slot in 0..6 {
        world.slot(slot, Values::counted());
    }
    world.slot(6, Values::words(2));
    world.slot(7, Values { scale: 1000, ..Values::only([0, 1000, 4000]) });
    world.slot(8, Values::words(3));
    world.fraction(
        9,
        10,
        Values { range: Interval::from(Exact::ZERO, Some(Exact::whole(100))), step: None, only: None, scale: 1 },
    );
    world.adds_up(&[1, 2, 3], 0);
    world.at_most(4, 0);
    world
}

fn possible(conditions: &[&str]) -> bool {
    let names = names();
    let conditions: Vec<Expr> = conditions.iter().map(|text| Expr::compile_flag(text, &names).unwrap()).collect();
    let claims: Vec<Claim<'_>> = conditions.iter().map(|condition| Claim::Holds(condition, true)).collect();
    world().possible(&claims)
}

#[track_caller]
fn range(text: &str, conditions: &[&str]) -> String {
    let names = names();
    let conditions: Vec<Expr> = conditions.iter().map(|text| Expr::compile_flag(text, &names).unwrap()).collect();
    let claims: Vec<Claim<'_>> = conditions.iter().map(|condition| Claim::Holds(condition, true)).collect();
    world().range(&Expr::compile(text, &names).unwrap(), &claims).map_or("nothing".to_owned(), |range| range.to_string())
}

#[test]
fn parts_do_not_exceed_their_whole() {
    assert!(!possible(&["present > members"]));
    assert!(possible(&["present = members"]));
    assert!(!possible(&["present = members", "unexcused > 0"]));
    assert!(!possible(&["present * 2 > members", "unexcused * 2 >= members"]));
    assert!(possible(&["speakers > present"]), "someone exempt may speak");
}

#[test]
fn a_share_lies_where_its_counts_let_it() {
    assert_eq!(range("rate", &[]), "[0%, 100%]");
    assert_eq!(range("speakers / present", &[]), "≥ 0%");
    assert_eq!(range("rate", &["rate < 50%", "rate >= 60%"]), "nothing");
    assert!(!possible(&["rate > 100%"]) && possible(&["rate = 100%"]));
    assert!(!possible(&["0.5 * rate + 0.5 * (speakers / members) > 100%"]));
    assert!(possible(&["0.5 * rate + 0.5 * (speakers / members) > 99%"]));
}

#[test]
fn counts_are_whole() {
    assert!(!possible(&["members > 14", "members < 15"]));
    assert!(!possible(&["minutes = 7.5"]));
    assert!(!possible(&["2 * members = 7"]));
    assert!(possible(&["2 * members > 7", "2 * members < 9"]));
}

#[test]
fn choices_are_told_apart() {
    assert_eq!(range("required", &[]), "[90, 120]");
    assert_eq!(range("short", &[]), "[0, 120]");
    assert_eq!(range("short", &["members < 30"]), "[0, 90]");
    assert_eq!(range("short", &["not (minutes * 2 < required)"]), "[0, 60]");
    assert_eq!(range("min(members, 5) - 2", &[]), "[-2, 3]");
    assert!(!possible(&["required = 120", "members = 29"]));
}

#[test]
fn rounding_moves_a_value_by_less_than_a_step() {
    assert_eq!(range("round_half_up(total, 0.1)", &[]), "[0, 100]");
    assert_eq!(range("round_half_up(total, 5)", &["total >= 51", "total < 52"]), "= 50");
    assert_eq!(range("round_half_up(rate, 5%)", &[]), "[0%, 100%]");
    assert!(!possible(&["round_half_up(total, 0.1) >= 81", "round_half_up(total, 0.1) < 61"]));
    assert!(!possible(&["round_half_up(total, 0.1) >= 81", "total < 80.95"]));
    assert!(possible(&["round_half_up(total, 0.1) >= 81", "total < 81"]));
    assert!(!possible(&["round_down(total, 0.5) >= 81", "total <= 80.5"]));
    assert!(!possible(&["round_up(total, 0.5) = 80.7"]));
}

#[test]
fn words_and_points_are_only_those_that_there_are() {
    assert!(!possible(&["kind in (regular, combined)", "kind = thematic"]));
    assert!(!possible(&["kind != regular", "kind != thematic", "not (kind = combined)"]));
    assert!(!possible(&["leaf > 4"]) && !possible(&["leaf = 3"]) && possible(&["leaf >= 2"]));
    assert!(!possible(&["leaf > 1", "leaf < 4"]));
    assert!(!possible(&["total > 100"]) && possible(&["total = 99.5"]) && !possible(&["total >= 90", "total < 80"]));
}

#[test]
fn what_is_missing_has_no_value() {
    assert!(!possible(&["not given(minutes)", "minutes >= 90"]));
    assert!(possible(&["not given(minutes)", "minutes >= 90 or members > 3"]));
}

/// Conditions made at random: whatever facts meet them, they are possible, and the value lies in its range.
fn conditions() -> impl Strategy<Value = Vec<String>> {
    let figure = prop::sample::select(vec!["0", "1", "2", "3", "90", "120"]);
    let atom = (
        prop::sample::select(vec!["members", "present", "unexcused", "speakers", "present + excused", "2 * present - 1"]),
        figure,
        prop::sample::select(vec!["<", "<=", "=", "!=", ">=", ">"]),
    )
        .prop_map(|(left, figure, operator)| format!("{left} {operator} {figure}"));
    let share = (
        prop::sample::select(vec!["rate", "speakers / present", "present / members"]),
        prop::sample::select(vec!["0%", "50%", "75%", "100%"]),
        prop::sample::select(vec!["<", "<=", "=", ">=", ">"]),
    )
        .prop_map(|(left, figure, operator)| format!("{left} {operator} {figure}"));
    let other = prop::sample::select(vec![
        "draft",
        "short > 15",
        "short = 0",
        "minutes >= required",
        "kind = regular",
        "kind in (thematic, combined)",
        "leaf >= 1",
        "given(minutes)",
        "present < speakers",
        "round_half_up(rate, 25%) >= 75%",
        "round_down(minutes / 2, 10) > 40",
        "round_up(minutes - 100, 15) < 0",
    ])
    .prop_map(str::to_owned);
    let leaf = prop_oneof![atom, share, other];
    let tree = leaf.prop_recursive(2, 6, 2, |inner| {
        (inner.clone(), inner, prop::sample::select(vec!["and", "or", "not"])).prop_map(|(a, b, how)| match how {
            "not" => format!("not ({a})"),
            how => format!("({a}) {how} ({b})"),
        })
    });
    prop::collection::vec(tree, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn what_happens_is_possible(
        conditions in conditions(),
        present in 0_i64..4, excused in 0_i64..3, unexcused in 0_i64..3, speakers in 0_i64..4,
        minutes in prop::sample::select(vec![0_i64, 45, 75, 90, 110, 120]),
        draft in 0_i64..2, kind in 0_i64..3, leaf in prop::sample::select(vec![0_i64, 1000, 4000]),
    ) {
        let names = names();
        let members = present + excused + unexcused;
        let facts: Vec<Option<i64>> = [members, present, excused, unexcused, speakers.min(members), minutes, draft, leaf, kind, 0, 1].map(Some).to_vec();
        let slots = Slots { facts: &facts, derived: &[] };
        let all: Vec<Expr> = conditions.iter().map(|text| Expr::compile_flag(text, &names).unwrap()).collect();
        // Each condition is claimed as it turns out; one without a value is left out.
        let claims: Vec<Claim<'_>> = all.iter().filter_map(|one| Some(Claim::Holds(one, one.flag(slots).ok()?))).collect();
        prop_assert!(world().possible(&claims), "{conditions:?} {facts:?}");
        for text in ["rate", "short", "members - present", "speakers / present", "round_half_up(rate, 10%)", "round_up(minutes - 100, 7)"] {
            let of = Expr::compile(text, &names).unwrap();
            if let Ok(value) = of.number(slots) {
                let range = world().range(&of, &claims).unwrap();
                prop_assert!(range.contains(value), "{text} = {value} outside {range}: {conditions:?} {facts:?}");
            }
        }
    }
}
