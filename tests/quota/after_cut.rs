//! Bases that answer to the cut: whoever is moved down joins them or leaves them.

use std::collections::BTreeSet;

use chibo::assess::contest::Place;

use super::{Chance, ONE, One, RANKED, many, only_group, orders, percent, places, quota};

/// 29 units, 10 of them candidates: with 5 places 24 would be left below, of which 20 % are 4; with 4 places 25, of which they are 5.
#[test]
fn the_base_after_the_cut_answers_to_itself() {
    let group = only_group(&quota(&percent("level-only-after-cut", "down"), ""), &many([10, 19, 0]));
    assert_eq!((group.base, group.allowed), (Some(25), Some(4)));
}

/// 10 candidates who land below Khá, 10 at Khá: 20 may be counted before the cut; every one who leaves takes himself out of the base.
/// With 2 places the base is 12, of which 20 % are 2.4; with 3 it would be 13, of which 2.6 are fewer than 3.
#[test]
fn who_lands_below_the_base_level_leaves_the_base() {
    let mut units = many([10, 10, 0]);
    units.iter_mut().take(10).for_each(|unit| unit.below = 2);
    let after = only_group(&quota(&percent("level-or-better-after-cut", "down"), ""), &units);
    assert_eq!((after.base, after.allowed), (Some(12), Some(2)));
    let before = only_group(&quota(&percent("level-or-better", "down"), ""), &units);
    assert_eq!((before.base, before.allowed), (Some(20), Some(4)));
}

/// The first of a list whose base allows it: as many ordinary places as can be, then as many further ones. The base is counted after the
/// whole cut, with those who have a place by their grounds.
fn admitted_after_cut(units: &[One], order: &[usize], or_better: bool) -> (BTreeSet<usize>, u64) {
    let rest: Vec<&One> = units[order.len()..].iter().collect();
    let counts = |level: usize| level == 1 || (or_better && level == 0);
    for ordinary in (0..=order.len()).rev() {
        let grounded: Vec<usize> = order[ordinary..].iter().copied().filter(|at| units[*at].grounds).collect();
        for further in (0..=grounded.len()).rev() {
            let with: BTreeSet<usize> = order[..ordinary].iter().chain(&grounded[..further]).copied().collect();
            let level = |at: &usize| if with.contains(at) { 0 } else { units[*at].below };
            let base = order.iter().map(level).chain(rest.iter().map(|one| one.level)).filter(|level| counts(*level)).count();
            // 30 % of the base, and 60 % with the further places, both down.
            let (allowed, all) = (3 * base / 10, 6 * base / 10);
            if ordinary <= allowed && (further == 0 || ordinary + further <= all) {
                return (with, base as u64);
            }
        }
    }
    unreachable!("no place at all is always allowed")
}

#[test]
fn places_by_special_grounds_count_in_a_base_after_the_cut() {
    let special = "[quota.special]\npercent = \"60%\"\nwhen = \"given(year)\"\n";
    let mut chance = Chance(5);
    let (mut open, mut further) = (0, 0);
    for round in 0..1200 {
        let or_better = round % 2 == 0;
        let base = if or_better { "level-or-better-after-cut" } else { "level-only-after-cut" };
        let keys = format!("percent = \"30%\"\nbase = \"{base}\"\nbase-level = \"kha\"\nrounding = \"down\"\n{RANKED}");
        let regulation = quota(&keys, special);
        let candidates = usize::try_from(1 + chance.below(6)).unwrap();
        let mut units = many([candidates, usize::try_from(chance.below(5)).unwrap(), usize::try_from(chance.below(2)).unwrap()]);
        for unit in units.iter_mut().take(candidates) {
            unit.rank = Some(i64::try_from(chance.below(4)).unwrap());
            unit.grounds = chance.below(2) == 0;
            unit.below = usize::try_from(1 + chance.below(2)).unwrap();
        }
        let mut ways = Vec::new();
        orders(&units, &(0..candidates).collect::<Vec<usize>>(), &mut Vec::new(), &mut ways);
        let ways: Vec<_> = ways.iter().map(|order| admitted_after_cut(&units, order, or_better)).collect();
        let group = only_group(&regulation, &units);
        for at in 0..candidates {
            let wanted = match ways.iter().filter(|(way, _)| way.contains(&at)).count() {
                0 => Place::MovedDown,
                count if count == ways.len() => Place::Admitted,
                _ => Place::Undecided,
            };
            open += usize::from(wanted == Place::Undecided);
            let found = group.candidate(at).unwrap();
            further += usize::from(found.special);
            assert_eq!(found.place, wanted, "round {round}, unit {at} of {units:?}: {group:?}");
        }
        assert!(ways.iter().any(|(_, base)| group.base == Some(*base)), "round {round}: {ways:?} {units:?}");
    }
    assert!(open > 200 && further > 100, "{open} {further}");
}

/// A tie that stays together has its places from the base that is left when all of it stands or falls.
#[test]
fn a_base_after_the_cut_goes_by_whole_ties_where_they_stay_together() {
    let keys = |ties: &str| {
        format!(
            "percent = \"33%\"\nbase = \"level-only-after-cut\"\nbase-level = \"kha\"\nrounding = \"up\"\nties = \"{ties}\"\n"
        )
    };
    for ties in ["all-in", "all-out"] {
        // One place of a base of two, but with both in it nobody is left in the base; so both fall and are the base.
        let group = only_group(&quota(&keys(ties), ""), &many([2, 0, 0]));
        assert_eq!((places(&group).as_str(), group.base), (" |  | 0 1", Some(2)), "{ties}");
        // Both in: a base of 2 and 0.66 of a place, rounded up to one; all-in lets the second in with the first.
        let group = only_group(&quota(&keys(ties), ""), &many([2, 2, 0]));
        let wanted = if ties == "all-in" { ("0 1 |  | ", Some(2)) } else { (" |  | 0 1", Some(4)) };
        assert_eq!((places(&group).as_str(), group.base), wanted, "{ties}");
    }
}

/// A small group that has one place at least has it before its base is counted.
#[test]
fn one_place_of_a_small_group_counts_in_its_base() {
    let keys = "percent = \"33%\"\nbase = \"level-only-after-cut\"\nbase-level = \"tot\"\nrounding = \"down\"\nsmall-groups = { under = 5, then = \"one-place\" }\n";
    let group = only_group(&quota(keys, ""), &many([1, 2, 0]));
    assert_eq!((places(&group).as_str(), group.base, group.allowed), ("0 |  | ", Some(1), Some(1)));
}

/// Two are tied; the second lands within the base, the first below it. Where the first has the place, the base is two, of which 30 % are
/// 0.6: one place. Where the second has it, the base is one: none.
#[test]
fn a_base_after_the_cut_may_hang_on_a_tie() {
    let keys = "percent = \"30%\"\nbase = \"level-or-better-after-cut\"\nbase-level = \"kha\"\nrounding = \"half-up\"\n";
    let units = [(1, 2), (3, 2), (2, 2), (3, 1)].map(|(rank, below)| One { rank: Some(rank), below, ..ONE });
    let group = only_group(&quota(keys, RANKED), &units);
    assert_eq!((places(&group).as_str(), group.base, group.allowed), (" | 1 | 0 2 3", Some(1), Some(0)));
}
