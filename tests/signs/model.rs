//! Random small worlds against a second computation, which goes over the rows one question at a time and knows no sums.

use std::collections::BTreeMap;

use super::{folder, run, sign, signs, table};

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.below(8) > 0).then_some(value)
    }
}

const LEAVES: [&str; 5] = ["a", "b", "c", "d", "e"];
/// Most points of each leaf, in halves; of the last one, points are taken away.
const MOST: [i64; 5] = [20, 10, 8, 12, 6];

/// A meeting that was held; points in halves.
struct Row {
    cell: usize,
    date: String,
    thematic: bool,
    met: Option<bool>,
    minutes: Option<u32>,
    scores: [[Option<i64>; 2]; 5],
}

struct World {
    /// Cells, each with its committee.
    cells: Vec<usize>,
    rows: Vec<Row>,
    meetings: u64,
    percent: [u64; 4],
    /// In halves.
    points: i64,
}

fn halves(points: i64) -> String {
    let (sign, points) = (if points < 0 { "-" } else { "" }, points.abs());
    format!("{sign}{}{}", points / 2, if points % 2 == 1 { ".5" } else { "" })
}

impl World {
    fn random(random: &mut Random) -> World {
        let cells: Vec<usize> = (0..1 + random.below(5)).map(|_| random.below(2) as usize).collect();
        let mut rows = Vec::new();
        for cell in 0..cells.len() {
            // Some cells are generous, some superiors change nothing, some columns are always the same.
            let (generous, agrees, dull) = (random.below(3) == 0, random.below(3) == 0, random.below(2) == 0);
            for month in 1..=random.below(7) {
                for thematic in [false, true] {
                    if random.below(3) == 0 {
                        continue;
                    }
                    let mut scores = [[None; 2]; 5];
                    for (leaf, pair) in scores.iter_mut().enumerate() {
                        let most = MOST[leaf];
                        let step = |random: &mut Random| match leaf {
                            1 => [10, 6, 0][random.below(3) as usize],
                            _ => random.below(most as u64 + 1) as i64,
                        };
                        let best = if leaf == 4 { 0 } else { most };
                        let own = if generous { best } else { step(random) };
                        // A thematic meeting has no leaf d; what stands there all the same is not looked at.
                        pair[0] = random.maybe(own);
                        let verified = if agrees { own } else { step(random) };
                        pair[1] = random.maybe(verified);
                    }
                    let (met, minutes) = (dull || random.below(2) == 0, if dull { 90 } else { 60 + random.below(60) as u32 });
                    rows.push(Row {
                        cell,
                        date: format!("2024-{month:02}-{:02}", 5 + 10 * u32::from(thematic)),
                        thematic,
                        met: random.maybe(met),
                        minutes: random.maybe(minutes),
                        scores,
                    });
                }
            }
        }
        let percent = [0; 4].map(|_| [34, 50, 75, 100][random.below(4) as usize]);
        World { cells, rows, meetings: 1 + random.below(4), percent, points: random.below(8) as i64 }
    }

    fn rules(&self) -> String {
        let kinds = ["self-always-full", "verified-unchanged", "self-above-verified", "verified-above-self"];
        let mut rules = format!("[signs.one-value-column]\nmeetings-at-least = {}\ncite = \"a\"\n", self.meetings);
        for (kind, percent) in kinds.iter().zip(self.percent) {
            let points =
                if kind.contains("above") { format!("points-at-most = {}\n", halves(self.points)) } else { String::new() };
            rules += &format!(
                "[signs.{kind}]\nmeetings-at-least = {}\npercent = \"{percent}%\"\n{points}cite = \"a\"\n",
                self.meetings
            );
        }
        rules
    }

    fn cells(&self) -> String {
        self.cells.iter().enumerate().map(|(cell, committee)| format!("C{cell},K{committee}\n")).collect()
    }

    fn meetings(&self, order: &[usize]) -> String {
        let mut text = String::from("cell,date,kind,committee-met,minutes");
        LEAVES.iter().for_each(|leaf| text += &format!(",self:mau:{leaf},verified:mau:{leaf}"));
        text.push('\n');
        for row in order.iter().map(|place| &self.rows[*place]) {
            let kind = if row.thematic { "thematic" } else { "regular" };
            let met = row.met.map_or("", |met| if met { "yes" } else { "no" });
            let minutes = row.minutes.map_or(String::new(), |minutes| minutes.to_string());
            text += &format!("C{},{},{kind},{met},{minutes}", row.cell, row.date);
            for points in row.scores.iter().flatten() {
                text += &format!(",{}", points.map_or(String::new(), halves));
            }
            text.push('\n');
        }
        text
    }

    /// Every sign, found by asking each cell and each committee one thing after another.
    fn signs(&self) -> Vec<(String, String, u64, u64, String)> {
        let reaches = |part: u64, whole: u64, meetings: u64, percent: u64| {
            whole > 0 && meetings >= self.meetings && part * 100 >= whole * percent
        };
        let of = |cell: usize| -> Vec<&Row> { self.rows.iter().filter(|row| row.cell == cell).collect() };
        let mut found = Vec::new();
        for cell in 0..self.cells.len() {
            let complete: Vec<&Row> = of(cell).into_iter().filter(|row| row.is_complete(0)).collect();
            let full = complete.iter().filter(|row| row.is_full()).count() as u64;
            if reaches(full, complete.len() as u64, complete.len() as u64, self.percent[0]) {
                found.push(sign("self-always-full", &format!("C{cell}"), full, complete.len() as u64, ""));
            }
        }
        for committee in 0..2 {
            let rows: Vec<&Row> = self.rows.iter().filter(|row| self.cells[row.cell] == committee).collect();
            let pairs: Vec<(i64, i64)> = rows.iter().flat_map(|row| row.pairs()).map(|(_, pair)| pair).collect();
            let same = pairs.iter().filter(|(own, verified)| own == verified).count() as u64;
            let sheets = rows.iter().filter(|row| !row.pairs().is_empty()).count() as u64;
            if reaches(same, pairs.len() as u64, sheets, self.percent[1]) {
                found.push(sign("verified-unchanged", &format!("K{committee}"), same, pairs.len() as u64, ""));
            }
        }
        for (place, kind, turn) in [(2, "self-above-verified", 1), (3, "verified-above-self", -1)] {
            for cell in 0..self.cells.len() {
                let sheets: Vec<i64> = of(cell).into_iter().filter_map(Row::above).collect();
                let over = sheets.iter().filter(|above| **above * turn > self.points).count() as u64;
                if reaches(over, sheets.len() as u64, sheets.len() as u64, self.percent[place]) {
                    found.push(sign(kind, &format!("C{cell}"), over, sheets.len() as u64, ""));
                }
            }
        }
        found
    }

    /// Signs of columns: who, rows, column. Which flags a cell has is one column here, so it shows none by itself.
    fn columns(&self) -> Vec<(String, String, u64, u64, String)> {
        let mut names = vec!["committee-met".to_owned(), "minutes".to_owned()];
        for who in ["self", "verified"] {
            names.extend(LEAVES.iter().map(|leaf| format!("{who}:mau:{leaf}")));
        }
        let value = |row: &Row, name: &str| -> Option<String> {
            match name {
                "committee-met" => row.met.map(|met| met.to_string()),
                "minutes" => row.minutes.map(|minutes| minutes.to_string()),
                points => {
                    let leaf = LEAVES.iter().position(|leaf| points.ends_with(leaf)).unwrap();
                    row.scores[leaf][usize::from(points.starts_with("verified"))].map(halves)
                }
            }
        };
        let mut found = Vec::new();
        for name in &names {
            let mut shared = Vec::new();
            for committee in 0..2 {
                let mut values: BTreeMap<usize, Vec<String>> = BTreeMap::new();
                for row in self.rows.iter().filter(|row| self.cells[row.cell] == committee) {
                    values.entry(row.cell).or_default().extend(value(row, name));
                }
                values.retain(|_, values| !values.is_empty());
                let all: Vec<&String> = values.values().flatten().collect();
                if values.len() > 1
                    && all.iter().all(|value| *value == all[0])
                    && all[0] != "false"
                    && all.len() as u64 >= self.meetings
                {
                    found.push(sign("one-value-column", &format!("K{committee}"), all.len() as u64, all.len() as u64, name));
                    shared.push(committee);
                }
                for (cell, values) in values.iter().filter(|_| !shared.contains(&committee) && name != "committee-met") {
                    let rows = values.len() as u64;
                    if values.iter().all(|value| *value == values[0]) && rows >= self.meetings {
                        found.push(sign("one-value-column", &format!("C{cell}"), rows, rows, name));
                    }
                }
            }
        }
        found.sort();
        found
    }
}

impl Row {
    fn applies(&self, leaf: usize) -> bool {
        !(self.thematic && leaf == 3)
    }

    /// Whether everything that only a person scores has that score.
    fn is_complete(&self, side: usize) -> bool {
        [0, 1, 3, 4].into_iter().filter(|leaf| self.applies(*leaf)).all(|leaf| self.scores[leaf][side].is_some())
    }

    fn is_full(&self) -> bool {
        let full = |leaf: usize, points: i64| points == if leaf == 4 { 0 } else { MOST[leaf] };
        (0..5).filter(|leaf| self.applies(*leaf)).all(|leaf| self.scores[leaf][0].is_none_or(|points| full(leaf, points)))
    }

    fn pairs(&self) -> Vec<(usize, (i64, i64))> {
        let turn = |leaf: usize, points: i64| if leaf == 4 { -points } else { points };
        let pair = |leaf: usize| Some((turn(leaf, self.scores[leaf][0]?), turn(leaf, self.scores[leaf][1]?)));
        (0..5).filter(|leaf| self.applies(*leaf)).filter_map(|leaf| Some((leaf, pair(leaf)?))).collect()
    }

    /// How far the self score lies above the verified one, in halves; nothing where either is not complete.
    fn above(&self) -> Option<i64> {
        let both = self.is_complete(0) && self.is_complete(1);
        both.then(|| self.pairs().iter().map(|(_, (own, verified))| own - verified).sum())
    }
}

#[test]
fn random_worlds_agree_with_a_second_computation_whatever_the_order_and_the_threads() {
    let mut random = Random(0x5115);
    let (mut seen, mut columns_seen) = (BTreeMap::new(), 0);
    for number in 0..70 {
        let world = World::random(&mut random);
        if world.rows.is_empty() {
            continue;
        }
        let in_order: Vec<usize> = (0..world.rows.len()).collect();
        let sandbox = folder(&world.rules(), &world.cells(), &world.meetings(&in_order));
        let said = run(&sandbox, &["--threads", "1"]);
        assert!(said.faults().iter().all(|fault| fault.code == "points-differ"), "{}", said.stderr);
        let result = said.json();
        let (columns, scores): (Vec<_>, Vec<_>) = signs(&result).into_iter().partition(|(kind, ..)| kind == "one-value-column");
        assert_eq!(scores, world.signs(), "world {number}");
        let mut columns = columns;
        columns.sort();
        assert_eq!(columns, world.columns(), "world {number}");
        columns_seen += columns.len();
        scores.into_iter().for_each(|(kind, ..)| *seen.entry(kind).or_insert(0) += 1);

        for (cell, row) in table(&result, "cells").iter().enumerate() {
            let own: Vec<&Row> = world.rows.iter().filter(|row| row.cell == cell).collect();
            let apart: Vec<i64> = own.iter().filter_map(|row| row.above()).collect();
            let shown = row["difference"].as_str().map(str::to_owned);
            assert_eq!(shown, (!apart.is_empty()).then(|| halves(apart.iter().sum())), "world {number}, cell {cell}");
            // Leaf c against what the facts give: 4 points where the committee met.
            let facts = own.iter().filter_map(|row| Some((row.scores[2][0]?, if row.met? { 8 } else { 0 })));
            let facts: Vec<(i64, i64)> = facts.collect();
            assert_eq!(row["against_facts"].as_u64(), Some(facts.len() as u64));
            assert_eq!(row["as_facts"].as_u64(), Some(facts.iter().filter(|(own, facts)| own == facts).count() as u64));
            let above: i64 = facts.iter().map(|(own, facts)| own - facts).sum();
            assert_eq!(row["above_facts"].as_str().map(str::to_owned), (!facts.is_empty()).then(|| halves(above)));
        }
        for row in table(&result, "leaves") {
            let leaf = LEAVES.iter().position(|leaf| row["leaf"] == *leaf).unwrap();
            let pairs: Vec<(i64, i64)> =
                world.rows.iter().flat_map(Row::pairs).filter(|(own, _)| *own == leaf).map(|(_, pair)| pair).collect();
            assert_eq!(row["compared"].as_u64(), Some(pairs.len() as u64), "world {number}");
            let apart: i64 = pairs.iter().map(|(own, verified)| own - verified).sum();
            assert_eq!(row["difference"].as_str().map(str::to_owned), (!pairs.is_empty()).then(|| halves(apart)));
        }

        let mut shuffled = in_order;
        for place in (1..shuffled.len()).rev() {
            shuffled.swap(place, random.below(place as u64 + 1) as usize);
        }
        sandbox.write("r/meetings.csv", world.meetings(&shuffled));
        let again = run(&sandbox, &["--threads", "3"]).json();
        assert_eq!(again["tables"], result["tables"], "world {number}");
    }
    // The worlds are such that everything occurs.
    assert!(seen.len() == 4 && seen.values().all(|count| *count >= 5) && columns_seen >= 20, "{seen:?}, {columns_seen}");
}
