//! Random rolls and rows, against a second count that knows nothing of groups, blocks and short ways.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::PROFILE;
use super::{CELLS, Sandbox, attendance};

/// splitmix64
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((value ^ (value >> 31)) % bound as u64).unwrap()
    }
}

const STATUSES: [&str; 12] = [
    "present",
    "present",
    "late",
    "excused",
    "excused",
    "unexcused",
    "on-mission",
    "special-duty",
    "exempt-absent",
    "exempt-present",
    "suspended",
    "",
];
/// How a clerk may write them; the first is plain.
const WRITTEN: [(&str, &[&str]); 4] = [
    ("present", &["present", "Có mặt", "\"present\"", "PRESENT", " present"]),
    ("excused", &["excused", "Vắng có lý do", "vang co ly do", "\"excused\""]),
    ("", &["", "\"\"", " "]),
    ("late", &["late", "Đến muộn", "Đe\u{302}\u{301}n muo\u{323}\u{302}n"]),
];

struct World {
    /// Per member of cell A: on the roll from and before a month, exempt from a month.
    roll: Vec<(usize, usize, usize)>,
    has_roll: bool,
    /// Month, kind, member, status; the member may have several rows.
    rows: Vec<(usize, &'static str, usize, &'static str)>,
}

/// One code is written in composed letters, one in parts.
fn code(member: usize) -> String {
    if member == 3 { "đv-ế".to_owned() } else { format!("m{member}") }
}

fn world(random: &mut Random) -> World {
    let members = 1 + random.below(6);
    let roll = (0..members)
        .map(|_| {
            let from = if random.below(3) == 0 { 1 + random.below(8) } else { 1 };
            let before = if random.below(4) == 0 { from + 1 + random.below(8) } else { 14 };
            let exempt = if random.below(4) == 0 { 1 + random.below(12) } else { 14 };
            (from, before, exempt)
        })
        .collect();
    let mut rows = Vec::new();
    for month in 1..=12 {
        for kind in ["regular", "thematic"] {
            if kind == "thematic" && random.below(4) > 0 || random.below(8) == 0 {
                continue;
            }
            for member in 0..members {
                for _ in 0..[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2][random.below(12)] {
                    rows.push((month, kind, member, STATUSES[random.below(STATUSES.len())]));
                }
            }
        }
    }
    World { roll, has_roll: random.below(3) > 0, rows }
}

/// Where a member was; `None` is not on the roll.
fn state(world: &World, month: usize, kind: &str, member: usize) -> Option<&'static str> {
    let (from, before, exempt) = world.roll[member];
    let own: Vec<&str> =
        world.rows.iter().filter(|row| (row.0, row.1, row.2) == (month, kind, member)).map(|row| row.3).collect();
    let own: BTreeSet<&'static str> =
        own.into_iter().map(|word| *STATUSES.iter().find(|known| **known == word).unwrap()).collect();
    if world.has_roll && !(from <= month && month < before) || !world.has_roll && own.is_empty() {
        return None;
    }
    let is_exempt = world.has_roll && month >= exempt;
    Some(match own.iter().copied().collect::<Vec<_>>().as_slice() {
        [] | [""] if is_exempt => "exempt-absent",
        ["present" | "late"] if is_exempt => "exempt-present",
        [] | [""] | [_, _, ..] => "missing",
        [one] => one,
    })
}

type Table = BTreeMap<String, BTreeMap<String, Option<u64>>>;

/// Counts per meeting, and per member the totals and the runs.
fn model(world: &World) -> (Table, Table) {
    let mut meetings = Table::new();
    let mut members = Table::new();
    // Rows of nobody on the roll are rejected and make no meeting.
    let is_there = |month: usize, member: usize| !world.has_roll || (world.roll[member].0..world.roll[member].1).contains(&month);
    let held: BTreeSet<(usize, &str)> =
        world.rows.iter().filter(|row| is_there(row.0, row.2)).map(|row| (row.0, row.1)).collect();
    let mut runs = vec![[0_u64; 4]; world.roll.len()];
    let mut totals_of = vec![[0_u64; 2]; world.roll.len()];
    let (mut over, mut over_in_all) = ((false, false), (false, false));
    for (month, kind) in held {
        let states: Vec<Option<&str>> = (0..world.roll.len()).map(|member| state(world, month, kind, member)).collect();
        let count = |wanted: &str| states.iter().filter(|state| **state == Some(wanted)).count() as u64;
        let missing = count("missing");
        let exact = |value: u64| (missing == 0).then_some(value);
        let mut row = BTreeMap::from([
            ("members".to_owned(), Some(states.iter().flatten().count() as u64)),
            ("missing".to_owned(), Some(missing)),
            ("present".to_owned(), exact(count("present") + count("late"))),
        ]);
        for status in
            ["late", "excused", "unexcused", "on-mission", "special-duty", "exempt-absent", "exempt-present", "suspended"]
        {
            row.insert(status.replace('-', "_"), exact(count(status)));
        }
        for (member, state) in states.iter().enumerate() {
            let Some(state) = state else { continue };
            let totals = members.entry(code(member)).or_default();
            let total = totals.entry("meetings".to_owned()).or_insert(Some(0));
            *total = total.map(|sum| sum + 1);
            let total = totals.entry((*state).to_owned()).or_insert(Some(0));
            *total = total.map(|sum| sum + 1);
            if kind != "regular" {
                continue;
            }
            let [all_least, all_most] = &mut totals_of[member];
            *all_least += u64::from(*state == "excused");
            *all_most += u64::from(matches!(*state, "excused" | "missing"));
            let [least, most, longest_least, longest_most] = &mut runs[member];
            match *state {
                "excused" => (*least, *most) = (*least + 1, *most + 1),
                "missing" => (*least, *most) = (0, *most + 1),
                "present" | "late" | "unexcused" | "exempt-present" => (*least, *most) = (0, 0),
                _ => {}
            }
            (*longest_least, *longest_most) = ((*longest_least).max(*least), (*longest_most).max(*most));
        }
        for [least, most, _, _] in &runs {
            over = (over.0 || *least > 3, over.1 || *most > 3);
        }
        for [least, most] in &totals_of {
            over_in_all = (over_in_all.0 || *least > 3, over_in_all.1 || *most > 3);
        }
        let flag = |over: (bool, bool)| match over {
            (true, _) => Some(1),
            (false, true) => None,
            (false, false) => Some(0),
        };
        row.insert("excused_run_over_3".to_owned(), flag(over));
        row.insert("excused_total_over_3".to_owned(), flag(over_in_all));
        meetings.insert(format!("2024-{month:02}-05 {kind}"), row);
    }
    for (member, ([_, _, least, most], [all_least, all_most])) in runs.into_iter().zip(totals_of).enumerate() {
        if let Some(totals) = members.get_mut(&code(member)) {
            totals.insert("excused_regular".to_owned(), Some(all_least));
            totals.insert("excused_regular_at_most".to_owned(), Some(all_most));
            totals.insert("longest_excused_run".to_owned(), Some(least));
            totals.insert("longest_excused_run_at_most".to_owned(), Some(most));
        }
    }
    (meetings, members)
}

/// One of the ways in which the same rows may stand in files.
fn write(world: &World, way: usize, random: &mut Random) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("r/chibo.toml", PROFILE).write("r/cells.csv", CELLS);
    if world.has_roll {
        let date = |month: usize| if month > 12 { String::new() } else { format!("2024-{month:02}-01") };
        let row = |(member, (from, before, exempt)): (usize, &(usize, usize, usize))| {
            format!(
                "A,{},{},{},{}\n",
                code(member),
                if *from > 1 { date(*from) } else { String::new() },
                date(*before),
                date(*exempt)
            )
        };
        let rows: String = world.roll.iter().enumerate().map(row).collect();
        sandbox.write("r/members.csv", format!("cell,member,joined,left,exempt-from\n{rows}"));
    }
    let plain = way == 0;
    let mut lines: Vec<String> = Vec::new();
    for (month, kind, member, status) in &world.rows {
        let written = WRITTEN.iter().find(|(word, _)| word == status).map_or(&[][..], |(_, ways)| ways);
        let status = if plain || written.is_empty() { status } else { written[random.below(written.len())] };
        let member = if *member == 3 && way == 2 { "đv-e\u{302}\u{301}".to_owned() } else { code(*member) };
        let fields = ["A".to_owned(), format!("2024-{month:02}-05"), (*kind).to_owned(), member, status.to_owned()];
        lines.push(if way == 2 {
            format!("{},{},{},{},{}", fields[4], fields[3], fields[1], fields[0], fields[2])
        } else {
            fields.join(",")
        });
    }
    if way > 0 {
        for place in (1..lines.len()).rev() {
            lines.swap(place, random.below(place + 1));
        }
    }
    let heading = if way == 2 { "status,member,date,cell,kind" } else { "cell,date,kind,member,status" };
    let end = if way == 1 { "\r\n" } else { "\n" };
    sandbox.write("r/attendance.csv", format!("{heading}{end}{}{end}", lines.join(end)));
    sandbox
}

fn table(result: &Value, name: &str, keys: impl Fn(&Value) -> String, like: &Table) -> Table {
    let rows = result["tables"][name].as_array().unwrap();
    let fields = |row: &Value, key: &str| {
        let value = &row[key.replace('-', "_")];
        value.as_u64().or(value.as_bool().map(u64::from))
    };
    rows.iter()
        .map(|row| {
            let key = keys(row);
            let wanted = like.get(&key).map(|row| row.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
            (key, wanted.into_iter().map(|field| (field.clone(), fields(row, &field))).collect())
        })
        .collect()
}

#[test]
fn counts_and_runs_are_those_of_a_second_count_in_whatever_form_the_rows_come() {
    let mut random = Random(42);
    for number in 0..24 {
        let world = world(&mut random);
        if world.rows.is_empty() {
            continue;
        }
        let (meetings, mut members) = model(&world);
        for totals in members.values_mut() {
            let late = totals.get("late").copied().flatten().unwrap_or(0);
            if let Some(present) = totals.get_mut("present") {
                *present = present.map(|present| present + late);
            }
        }
        for way in 0..3 {
            let sandbox = write(&world, way, &mut random);
            let result = attendance(&sandbox, "meeting").json();
            let key = |row: &Value| format!("{} {}", row["date"].as_str().unwrap(), row["kind"].as_str().unwrap());
            assert_eq!(table(&result, "meetings", key, &meetings), meetings, "world {number}, way {way}");
            let result = attendance(&sandbox, "member").json();
            let key = |row: &Value| row["member"].as_str().unwrap().to_owned();
            assert_eq!(table(&result, "members", key, &members), members, "world {number}, way {way}");
        }
    }
}
