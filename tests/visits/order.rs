//! The order of rows and files decides nothing, and an independent count comes to the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::Sandbox;
use super::{FOUR, rows};

/// A small generator of chance that repeats.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, usize::try_from(self.below(at as u64 + 1)).unwrap());
        }
    }

    /// A day of the first ten months of 2024, as it is written; the order of the texts is that of the days.
    fn day(&mut self) -> String {
        format!("2024-{:02}-{:02}", 1 + self.below(10), 1 + self.below(28))
    }
}

/// Person, level, own cell, first and last day; open ends are empty.
type Assigned = [String; 5];
/// Person, level, cell, day, kind.
type Went = [String; 5];

struct Drawn {
    assigned: Vec<Assigned>,
    went: Vec<Went>,
}

/// One row for each person and level, visits on any day; faults are left to other tests.
fn drawn(seed: u64) -> Drawn {
    let mut chance = Chance(seed);
    let mut assigned: Vec<Assigned> = Vec::new();
    for number in 0..12 {
        // A person is a member of one cell, whatever the level.
        let own = chance.pick(&["", "C1", "C2", "C4"]).to_owned();
        let levels: &[&str] = match chance.below(4) {
            0 => &["provincial", "district"],
            1 => &["district"],
            2 => &["commune"],
            _ => &["provincial"],
        };
        let (mut from, mut until) = (String::new(), String::new());
        if chance.below(3) == 0 {
            let mut ends = [chance.day(), chance.day()];
            ends.sort();
            [from, until] = ends;
        }
        for level in levels {
            assigned.push([format!("P{number:02}"), (*level).to_owned(), own.clone(), from.clone(), until.clone()]);
        }
    }
    let mut went = Vec::new();
    for _ in 0..160 {
        let of = &assigned[usize::try_from(chance.below(assigned.len() as u64)).unwrap()];
        let kind = chance.pick(&["regular", "regular", "thematic", "combined", "extraordinary", "congress"]);
        let cell = chance.pick(&["C1", "C2", "C3", "C4"]);
        let day = chance.day();
        // Rows before the first day of C3 would be rejected, which is not the matter here.
        let day = if cell == "C3" { day.max("2024-03-10".to_owned()) } else { day };
        went.push([of[0].clone(), of[1].clone(), cell.to_owned(), day, kind.to_owned()]);
    }
    // A visit for two levels is a fault: the later one goes.
    let mut seen: BTreeMap<[String; 4], String> = BTreeMap::new();
    went.retain(|[person, level, cell, day, kind]| {
        let key = [person, cell, day, kind].map(String::clone);
        seen.entry(key).or_insert_with(|| level.clone()) == level
    });
    // Some are recorded twice.
    let again: Vec<Went> = went.iter().step_by(17).cloned().collect();
    went.extend(again);
    Drawn { assigned, went }
}

fn write(sandbox: &Sandbox, folder: &str, cells: &str, assigned: &[Assigned], went: &[Went]) {
    let lines = |heading: &str, rows: Vec<String>| rows.iter().fold(format!("{heading}\n"), |text, row| text + row + "\n");
    sandbox
        .write(&format!("{folder}/chibo.toml"), "period = \"2024\"\n")
        .write(&format!("{folder}/cells.csv"), cells)
        .write(
            &format!("{folder}/assignments.csv"),
            lines("person,level,own-cell,from,until", assigned.iter().map(|row| row.join(",")).collect()),
        )
        .write(
            &format!("{folder}/visits.csv"),
            lines("person,level,cell,date,kind", went.iter().map(|row| row.join(",")).collect()),
        );
}

/// All tables of all views, without the places of rows.
fn tables(sandbox: &Sandbox, folders: &[&str], rules: &[&str]) -> Vec<Value> {
    ["person", "level", "month", "cell"]
        .iter()
        .map(|by| {
            let arguments = [&["visits"], folders, &["--by", by, "--format", "json", "--quiet"], rules].concat();
            let mut result = sandbox.run(&arguments).json();
            for row in result["tables"].as_object_mut().unwrap().values_mut().flat_map(|table| table.as_array_mut().unwrap()) {
                let row = row.as_object_mut().unwrap();
                row.shift_remove("file");
                row.shift_remove("row");
            }
            result["tables"].clone()
        })
        .collect()
}

#[test]
fn the_order_of_rows_and_files_decides_nothing() {
    for seed in 1..4 {
        let Drawn { mut assigned, mut went } = drawn(seed);
        for rules in [&[][..], &["--visit-rules", "776-qd-tu"]] {
            let sandbox = Sandbox::new();
            write(&sandbox, "one", FOUR, &assigned, &went);
            let wanted = tables(&sandbox, &["one"], rules);
            let mut chance = Chance(seed + 100);
            chance.shuffle(&mut assigned);
            chance.shuffle(&mut went);
            write(&sandbox, "shuffled", FOUR, &assigned, &went);
            assert_eq!(tables(&sandbox, &["shuffled"], rules), wanted, "seed {seed}");
            // In two folders, each with some of the cells, the persons and the visits.
            let lines: Vec<&str> = FOUR.lines().collect();
            let some = |keep: &[usize]| keep.iter().fold(String::new(), |text, line| text + lines[*line] + "\n");
            let (a, b) = (assigned.split_at(5), went.split_at(40));
            write(&sandbox, "a", &some(&[0, 1, 3]), a.0, b.0);
            write(&sandbox, "b", &some(&[0, 2, 4]), a.1, b.1);
            assert_eq!(tables(&sandbox, &["a", "b"], rules), wanted, "seed {seed}");
            assert_eq!(tables(&sandbox, &["b", "a"], rules), wanted, "seed {seed}");
        }
    }
}

/// Counted once more from the drawn rows, in texts and sets.
#[test]
fn an_independent_count_comes_to_the_same() {
    for seed in 10..22 {
        let Drawn { assigned, went } = drawn(seed);
        let sandbox = Sandbox::new();
        write(&sandbox, "one", FOUR, &assigned, &went);
        let judged = seed % 2 == 0;
        let rules: &[&str] = if judged { &["--visit-rules", "776-qd-tu"] } else { &[] };
        let [person, _, months, cells] = &tables(&sandbox, &["one"], rules)[..] else { panic!() };
        let within = |row: &Assigned, day: &str| (row[3].is_empty() || *row[3] <= *day) && (row[4].is_empty() || *day <= *row[4]);
        let once: BTreeSet<&Went> = went.iter().collect();
        // What counts: assigned that day at that level; under the text no own cell, no agency, no congress.
        let counts = |visit: &Went| {
            let [who, level, cell, day, kind] = visit;
            let of = assigned.iter().find(|row| row[0] == *who && row[1] == *level).unwrap();
            let left_out = of[2] == *cell || cell == "C4" || ["extraordinary", "congress"].contains(&kind.as_str());
            within(of, day) && !(judged && left_out)
        };
        let counted: Vec<&&Went> = once.iter().filter(|visit| counts(visit)).collect();
        let number = |test: &dyn Fn(&Went) -> bool| counted.iter().filter(|visit| test(visit)).count() as u64;
        let all = serde_json::json!({ "tables": person });
        assert_eq!(rows(&all, "persons").len(), assigned.len());
        for row in rows(&all, "persons") {
            let (who, level) = (row["person"].as_str().unwrap(), row["level"].as_str().unwrap());
            let own =
                |kinds: &[&str]| number(&|visit| visit[0] == who && visit[1] == level && kinds.contains(&visit[4].as_str()));
            let wanted = [own(&["regular", "combined"]), own(&["thematic"]), own(&["extraordinary", "congress"])];
            assert_eq!(
                ["regular", "thematic", "other"].map(|kind| row[kind].as_u64().unwrap()),
                wanted,
                "seed {seed} {who} {level}"
            );
            assert_eq!(row["visits"].as_u64().unwrap(), wanted.iter().sum::<u64>());
            if judged {
                let least = if level == "provincial" { 2 } else { 6 };
                let of = assigned.iter().find(|of| of[0] == who && of[1] == level).unwrap();
                let made: u64 = wanted.iter().sum();
                let (outcome, short) = match (made >= least, of[3].is_empty() && of[4].is_empty()) {
                    (true, _) => ("met", 0),
                    (false, true) => ("short", least - made),
                    (false, false) => ("open", 0),
                };
                assert_eq!(
                    (row["minimum"].as_str().unwrap(), row["short_by"].as_u64().unwrap()),
                    (outcome, short),
                    "{who} {level}"
                );
            }
        }
        let left_out = rows(&all, "left-out").len();
        let outside: usize = went
            .iter()
            .filter(|visit| {
                let mut of = assigned.iter().filter(|row| row[0] == visit[0]);
                of.all(|row| !within(row, &visit[3]))
            })
            .count();
        assert!(outside == 0 || left_out >= outside);
        assert_eq!(left_out + counted.len(), went.len(), "every row counts or is left out");
        for row in cells["cells"].as_array().unwrap() {
            let cell = row["cell"].as_str().unwrap();
            assert_eq!(row["visits"].as_u64().unwrap(), number(&|visit| visit[2] == cell), "seed {seed} {cell}");
            let people: BTreeSet<&String> = counted.iter().filter(|visit| visit[2] == cell).map(|visit| &visit[0]).collect();
            assert_eq!(row["persons"].as_u64().unwrap(), people.len() as u64);
        }
        for row in months["months"].as_array().unwrap() {
            let (month, level) = (row["month"].as_str().unwrap(), row["level"].as_str().unwrap());
            let of_level = |own: &str| level == "*" || own == level;
            assert_eq!(row["visits"].as_u64().unwrap(), number(&|visit| of_level(&visit[1]) && visit[3].starts_with(month)));
            let (first, last) = (format!("{month}-01"), format!("{month}-31"));
            let touches = |row: &&Assigned| (row[3].is_empty() || row[3] <= last) && (row[4].is_empty() || row[4] >= first);
            let people: BTreeSet<&String> =
                assigned.iter().filter(|row| of_level(&row[1])).filter(touches).map(|row| &row[0]).collect();
            assert_eq!(row["persons"].as_u64().unwrap(), people.len() as u64, "seed {seed} {month} {level}");
        }
    }
}
