//! Random changes against a second computation: month by month, who was there and who became whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{cell, folder, level, lineage, meetings, regulation, score};

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A world of cells that change on the first day of a month: for every cell its months, and of every change what it was.
#[derive(Default)]
struct World {
    /// First and last month.
    cells: BTreeMap<String, (u32, u32)>,
    /// Old cell, new one, month, how.
    changes: Vec<(String, String, u32, &'static str)>,
    good: BTreeSet<(String, u32)>,
}

impl World {
    fn random(random: &mut Random) -> World {
        let mut world = World::default();
        let mut alive: Vec<String> = (0..4).map(|number| format!("A{number}")).collect();
        world.cells.extend(alive.iter().map(|code| (code.clone(), (1, 12))));
        let mut next = 0;
        for month in 2..=12 {
            if random.below(2) == 0 {
                continue;
            }
            let mut new = || {
                next += 1;
                format!("N{next:02}")
            };
            let pick = |alive: &[String], random: &mut Random| alive[random.below(alive.len() as u64) as usize].clone();
            match random.below(5) {
                0 | 1 => {
                    let (old, new) = (pick(&alive, random), new());
                    world.end(&old, month, &mut alive);
                    world.begin(&new, month, &mut alive);
                    world.changes.push((old, new, month, ["rename", "transfer"][random.below(2) as usize]));
                }
                2 if alive.len() > 2 => {
                    let (a, new) = (pick(&alive, random), new());
                    let b = alive.iter().find(|code| **code != a).unwrap().clone();
                    world.end(&a, month, &mut alive);
                    world.end(&b, month, &mut alive);
                    world.begin(&new, month, &mut alive);
                    world.changes.push((a, new.clone(), month, "merge"));
                    world.changes.push((b, new, month, "merge"));
                }
                3 if alive.len() > 2 => {
                    let a = pick(&alive, random);
                    let b = alive.iter().find(|code| **code != a).unwrap().clone();
                    world.end(&a, month, &mut alive);
                    world.changes.push((a, b, month, "merge"));
                }
                _ => {
                    let (old, new) = (pick(&alive, random), new());
                    world.begin(&new, month, &mut alive);
                    world.changes.push((old, new, month, "split"));
                }
            }
        }
        for (code, (first, last)) in world.cells.clone() {
            for month in first..=last {
                if random.below(2) == 0 {
                    world.good.insert((code.clone(), month));
                }
            }
        }
        world
    }

    fn end(&mut self, code: &str, month: u32, alive: &mut Vec<String>) {
        self.cells.get_mut(code).unwrap().1 = month - 1;
        alive.retain(|other| other != code);
    }

    fn begin(&mut self, code: &str, month: u32, alive: &mut Vec<String>) {
        self.cells.insert(code.to_owned(), (month, 12));
        alive.push(code.to_owned());
    }

    /// Cell and month of every meeting that counts for a cell at the end: going back from December, a set of cells, to which in each month
    /// those are added that became one of them.
    fn counting(&self, code: &str, carries: &dyn Fn(&str) -> bool) -> BTreeSet<(String, u32)> {
        let mut line: BTreeSet<String> = [code.to_owned()].into();
        let mut all = BTreeSet::new();
        for month in (1..=12).rev() {
            for own in &line {
                let (first, last) = self.cells[own];
                if (first..=last).contains(&month) {
                    all.insert((own.clone(), month));
                }
            }
            // What came about on the first day of this month.
            let came = self.changes.iter().filter(|(_, to, on, how)| *on == month && line.contains(to) && carries(how));
            let olds: Vec<String> = came.map(|(from, ..)| from.clone()).collect();
            line.extend(olds);
        }
        all
    }
}

#[test]
fn random_changes_come_to_what_a_second_computation_says() {
    let period = super::BY_COUNT;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut carried = 0;
    for round in 0..40 {
        let world = World::random(&mut random);
        let word = |random: &mut Random| ["carry-over", "restart"][random.below(2) as usize];
        let policies: BTreeMap<&str, &str> = ["rename", "merge", "split", "transfer"].map(|how| (how, word(&mut random))).into();
        let keys: Vec<String> = policies.iter().map(|(how, word)| format!("{how} = \"{word}\"")).collect();
        let first = |code: &str| {
            if code.starts_with('A') { "2010-01-01".to_owned() } else { format!("2025-{:02}-01", world.cells[code].0) }
        };
        let cells: String = world.cells.keys().map(|code| format!("{code},C,{},\n", first(code))).collect();
        let changes: String =
            world.changes.iter().map(|(from, to, month, how)| format!("{from},{to},2025-{month:02}-01,{how}\n")).collect();
        let points = |code: &str, month: u32| if world.good.contains(&(code.to_owned(), month)) { "95" } else { "60" };
        let rows: String = world
            .cells
            .iter()
            .flat_map(|(code, (first, last))| (*first..=*last).map(move |month| (code, month)))
            .map(|(code, month)| meetings(code, month..=month, points(code, month)))
            .collect();
        let run = score(&folder(&regulation(&lineage(&keys.join("\n")), period), &cells, &changes, &rows), &[]);
        assert_eq!(run.code, Some(0), "{round}: {}\n{cells}\n{changes}", run.stderr);
        let result = run.json();
        for (code, (first, last)) in &world.cells {
            assert_eq!(cell(&result, code)["scored"], u64::from(last + 1 - first), "{round} {code}");
            let expected = if *last < 12 {
                ""
            } else {
                let counting = world.counting(code, &|how| policies[how] == "carry-over");
                carried += usize::from(counting.iter().any(|(own, _)| own != code));
                let good = counting.iter().filter(|meeting| world.good.contains(meeting)).count();
                if good * 2 >= counting.len() { "tot" } else { "kem" }
            };
            assert_eq!(level(&result, code), (expected.to_owned(), false), "{round} {code}\n{changes}\n{policies:?}");
        }
    }
    assert!(carried > 40, "{carried} cells carried something over");
}
