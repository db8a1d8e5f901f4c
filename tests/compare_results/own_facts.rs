//! Texts with facts of their own, results recorded under one of them, and gates: each side judges as if it were alone, wherever its facts stand.

use serde_json::Value;

use super::made_up::Chance;
use super::support::Sandbox;
use super::support::small_regulation::head;
use super::{count, in_json, rows, text};

const FORM: &str = r#"
[[form]]
id = "phieu"
title = "Phiếu"
max = 100
[[form.group]]
id = "1"
title = "Nhóm"
max = 100
cite = "a"
"#;

fn leaf(id: &str, max: u32, way: &str) -> String {
    format!("[[form.group.leaf]]\nid = \"{id}\"\ntitle = \"Điểm {id}\"\nmax = {max}\n[form.group.leaf.{way}\n")
}

fn fact(id: &str) -> String {
    format!("[[fact]]\nid = \"{id}\"\nscope = \"meeting\"\ntype = \"flag\"\nvi = [\"Có {id}\"]\nen = [\"Has {id}\"]\n")
}

/// A fact whose words stand in this order.
fn choice(id: &str, words: [&str; 2]) -> String {
    let words = words.map(|word| format!("{{ id = \"{word}\", vi = [\"Ở {word}\"], en = [\"In {word}\"] }}")).join(", ");
    format!("{}values = [ {words} ]\n", fact(id).replace("\"flag\"", "\"choice\""))
}

/// Levels by points; the best one has a condition where one is given.
fn levels(condition: &str) -> String {
    let level = |id: &str, points: &str| format!("[[level]]\nid = \"{id}\"\ntitle = \"{id}\"\nin = \"{points}\"\ncite = \"a\"\n");
    format!("{}{}{}{condition}", level("tot", "[90, 100]"), level("kha", "[50, 90)"), level("kem", "[0, 50)"))
}

/// A text that reads shared facts only; two with the same own fact, which stands elsewhere in one of them; one with a gate;
/// two whose own fact has its words in another order.
fn texts() -> [(&'static str, String); 6] {
    let shared = leaf("1", 60, "yes-no]\nfact = \"draft_resolution\"");
    let rest = leaf("2", 40, "yes-no]\nfact = \"minutes_complete\"");
    let venue = leaf("2", 40, "yes-no]\nwhen = \"venue = online\"");
    let own = leaf("2", 40, "yes-no]\nfact = \"songs\"");
    let gate = "[[gate]]\nid = \"hat\"\ntitle = \"Không hát\"\nwhen = \"not full('2')\"\nat-most = \"kem\"\ncite = \"a\"\n";
    let text = |id: &str, facts: String, leaves: [&str; 2], gate: &str| {
        format!("{}{facts}{FORM}{}{}{}", head(id, "meeting"), leaves[0], leaves[1], levels(gate))
    };
    [
        ("mot", text("mot", String::new(), [&shared, &rest], "")),
        ("hai", text("hai", fact("songs"), [&shared, &own], "")),
        (
            "ba",
            text("ba", format!("{}{}", fact("games"), fact("songs")), [&leaf("1", 60, "yes-no]\nfact = \"songs\""), &rest], ""),
        ),
        ("nam", text("nam", choice("venue", ["hall", "online"]), [&shared, &venue], "")),
        ("sau", text("sau", choice("venue", ["online", "hall"]), [&shared, &venue], "")),
        ("bon", text("bon", fact("songs"), [&shared, &own], gate)),
    ]
}

/// Which columns each text knows when it is alone: its own facts, and the results that were recorded under it.
const KNOWN: [(&str, [&str; 2]); 6] = [
    ("mot", ["total:mot", "level:mot"]),
    ("hai", ["songs", ""]),
    ("ba", ["songs", "games"]),
    ("bon", ["songs", ""]),
    ("nam", ["venue", ""]),
    ("sau", ["venue", ""]),
];

/// What the texts call their levels.
const LEVELS: [&str; 3] = ["tot", "kha", "kem"];

const SHARED: [&str; 7] = ["cell", "date", "kind", "members", "present", "draft-resolution", "minutes-complete"];
const OWN: [&str; 5] = ["total:mot", "level:mot", "games", "songs", "venue"];

/// The meetings with the shared columns and those that are asked for.
fn file(meetings: &[Vec<String>], asked: &[&str]) -> String {
    let columns: Vec<&str> = SHARED.into_iter().chain(OWN).collect();
    let kept = |place: &usize| *place < SHARED.len() || asked.contains(&columns[*place]);
    let line = |row: &[&str]| (0..row.len()).filter(kept).map(|place| row[place]).collect::<Vec<&str>>().join(",") + "\n";
    let rows = meetings.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<&str>>()));
    std::iter::once(line(&columns)).chain(rows).collect()
}

fn folder(sandbox: &Sandbox, name: &str, meetings: &str) {
    sandbox
        .write(&format!("{name}/chibo.toml"), "period = \"2024\"\n")
        .write(&format!("{name}/cells.csv"), "code,committee\nA,X\nB,X\nC,Y\n")
        .write(&format!("{name}/meetings.csv"), meetings);
}

/// What a side comes to when it is alone: for every cell, and how many meetings have each level.
fn alone(sandbox: &Sandbox, rules: &str) -> (Vec<[String; 3]>, [usize; 3]) {
    let run = sandbox.run(&["score", &format!("r-{rules}"), "--rules", rules, "--format", "json"]);
    // That a recorded result differs from the computed one is a warning.
    assert!(!run.stderr.contains("error ["), "{}", run.stderr);
    let result = run.json();
    let cells = rows(&result, "cells");
    let of_level = |level: &str| cells.iter().map(|row| count(row, &format!("level_{level}"))).sum();
    (cells.iter().map(|row| ["cell", "scored", "mean"].map(|column| text(row, column))).collect(), LEVELS.map(of_level))
}

/// How many meetings have each level before or after.
fn levels_of(result: &Value, side: &str) -> [usize; 3] {
    let meetings = rows(result, "matrix").iter().filter(|row| row["what"] == "meeting");
    let all: Vec<(String, usize)> = meetings.map(|row| (text(row, side), count(row, "count"))).collect();
    LEVELS.map(|level| all.iter().filter(|(own, _)| own == level).map(|(_, count)| count).sum())
}

#[test]
fn each_side_judges_as_if_it_were_alone() {
    let sandbox = Sandbox::new();
    for (id, content) in texts() {
        sandbox.write(&format!("{id}/regulation.toml"), content);
    }
    let mut chance = Chance::new(7);
    let mut flag = || chance.pick(&["yes", "yes", "no", ""]).to_owned();
    let mut meetings = Vec::new();
    for cell in ["A", "B", "C"] {
        for month in 1..=12 {
            let mut row: Vec<String> = [cell, &format!("2024-{month:02}-05"), "regular", "20", "20"].map(str::to_owned).into();
            row.extend([flag(), flag()]);
            // A recorded result belongs to the text that is named, and to no other.
            row.extend(if month % 4 == 0 { ["93", "tot"] } else { ["", ""] }.map(str::to_owned));
            row.extend([flag(), flag(), ["hall", "online"][month % 2].to_owned()]);
            meetings.push(row);
        }
    }
    let alone = KNOWN.map(|(id, known)| {
        folder(&sandbox, &format!("r-{id}"), &file(&meetings, &known));
        (id, known, alone(&sandbox, id))
    });
    let scored = |rows: &[[String; 3]]| rows.iter().map(|row| row[1].parse::<u32>().unwrap()).sum::<u32>();
    // Otherwise nothing is blank, or nearly all is, and the comparison proves little.
    assert!(alone.iter().all(|(_, _, (rows, _))| (12..36).contains(&scored(rows))), "{alone:?}");
    for (old, known, before) in &alone {
        for (new, others, after) in &alone {
            if old == new {
                continue;
            }
            folder(&sandbox, "r", &file(&meetings, &[*known, *others].concat()));
            let run = in_json(&sandbox, &["r", "--rules", old, "--rules", new, "--all"]);
            assert!(run.faults().iter().all(|fault| fault.severity == "warning"), "{}", run.stderr);
            let result = run.json();
            let means = |column: &str| {
                rows(&result, "cells").iter().map(|row| ["cell", column].map(|column| text(row, column))).collect::<Vec<_>>()
            };
            let told = |rows: &[[String; 3]]| rows.iter().map(|row| [0, 2].map(|at: usize| row[at].clone())).collect::<Vec<_>>();
            assert_eq!((means("mean_before"), levels_of(&result, "from")), (told(&before.0), before.1), "{old}, beside {new}");
            assert_eq!((means("mean_after"), levels_of(&result, "to")), (told(&after.0), after.1), "{new}, beside {old}");
        }
    }
}

/// Three members listened from afar, which one text knows as a status and the other does not: for that one seventeen of twenty are told of, and
/// it rejects the row, whichever of the two comes first.
#[test]
fn a_row_that_one_side_rejects_by_its_own_counts_is_not_compared() {
    let sandbox = Sandbox::new();
    let remote = fact("remote").replace("\"flag\"", "\"count\"\npart-of = \"members\"");
    let leaves = leaf("1", 60, "yes-no]\nwhen = \"members >= 20\"") + &leaf("2", 40, "yes-no]\nwhen = \"excused <= 5\"");
    let text = |id: &str, facts: &str| format!("{}{facts}{FORM}{leaves}{}", head(id, "meeting"), levels(""));
    sandbox.write("xa/regulation.toml", text("xa", &remote)).write("gan/regulation.toml", text("gan", ""));
    let rows_of = "A,2024-01-05,regular,20,15,2,3\nA,2024-02-05,regular,20,18,2,0\n";
    folder(&sandbox, "r", &format!("cell,date,kind,members,present,excused,remote\n{rows_of}"));
    for rules in [["xa", "gan"], ["gan", "xa"]] {
        let run = in_json(&sandbox, &["r", "--rules", rules[0], "--rules", rules[1], "--all"]);
        let faults: Vec<_> = run.faults().into_iter().filter(|fault| fault.severity == "error").collect();
        let told: Vec<(&str, Option<u64>)> = faults.iter().map(|fault| (fault.code.as_str(), fault.row)).collect();
        assert_eq!(told, [("status-sum", Some(2))], "{rules:?}: {}", run.stderr);
        assert_eq!(count(&rows(&run.json(), "cells")[0], "compared"), 1, "{rules:?}");
    }
}
