//! Levels that hang on a reading, against runs with that reading alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::Sandbox;
use super::{example, rows};

/// A meeting of 92 points is Tốt, unless the reading moves the seam to 93; a quota has two places, or one.
const MEETING: &str = r#"
[regulation]
id = "m"
scope = "meeting"
title = "M"
[sources.qd]
title = "Q"
standing = "text"
[[reading]]
id = "seam"
open = "o"
chosen = "từ 90"
cite = "qd: điểm a"
covers = "x"
alternative = [
  { id = "cao", chosen = "từ 93", change = { level = [ { id = "tot", in = "[93, 100]" }, { id = "kha", in = "[0, 93)" } ] } },
]
[[fact]]
id = "pts"
scope = "meeting"
type = "points"
[[form]]
id = "f"
title = "F"
group = [ { id = "g", title = "G", max = 100, cite = "qd: 1", leaf = [ { id = "a", title = "A", max = 100, recorded = { fact = "pts" } } ] } ]
[[level]]
id = "tot"
title = "Tốt"
in = "[90, 100]"
cite = "qd: 2"
[[level]]
id = "kha"
title = "Khá"
in = "[0, 90)"
cite = "qd: 2"
[[period]]
of = "year"
meetings = "regular"
cite = "qd: 3"
[[period.level]]
id = "tot"
when = "count('tot') >= 1"
[[period.level]]
id = "kha"
"#;

const YEAR: &str = r#"
[regulation]
id = "y"
scope = "year"
title = "Y"
[sources.qd]
title = "Q"
standing = "text"
[[reading]]
id = "places"
open = "o"
chosen = "hai"
cite = "qd: điểm b"
covers = "x"
alternative = [
  { id = "one", chosen = "một", change = { quota = [ { id = "q", places = 1 } ] } },
]
[[fact]]
id = "rate"
scope = "year"
type = "count"
[[level]]
id = "xs"
title = "Xuất sắc"
short = "XS"
cite = "qd: 1"
[[level.condition]]
title = "từ 5"
when = "rate >= 5"
[[level]]
id = "htt"
title = "Hoàn thành tốt"
short = "HTT"
cite = "qd: 1"
[[quota]]
id = "q"
level = "xs"
places = 2
group = []
ranking = [ { id = "rate", title = "Tỷ lệ", of = "rate" } ]
cite = "qd: 2"
"#;

fn small() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("m/regulation.toml", MEETING)
        .write("y/regulation.toml", YEAR)
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"../m\"\nyear-end = \"../y\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,X\nC,X\nD,X\n")
        .write(
            "r/meetings.csv",
            "cell,date,kind,pts\nA,2024-01-05,regular,92\nB,2024-01-05,regular,95\nC,2024-01-05,regular,80\n",
        )
        .write("r/year.csv", "cell,year,rate\nA,2024,9\nB,2024,8\nC,2024,4\nD,2024,1\n");
    sandbox
}

/// By hand: under `cao` the 92 points of A are Khá, so that A has no Tốt meeting; with one place B falls behind A.
#[test]
fn the_readings_that_would_make_a_level_another_one_are_named() {
    let sandbox = small();
    let run = sandbox.run(&["edge", "r", "--within", "99", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let result = run.json();
    let told: Vec<[String; 6]> = rows(&result, "readings")
        .iter()
        .map(|row| ["cell", "of", "level", "reading", "level_then", "clause"].map(|key| row[key].as_str().unwrap().to_owned()))
        .collect();
    let wanted = [["A", "period", "tot", "seam", "kha", "Q, điểm a"], ["B", "year", "xs", "places", "htt", "Q, điểm b"]];
    assert_eq!(told, wanted.map(|row| row.map(str::to_owned)));
    let hangs: BTreeSet<(String, String)> = rows(&result, "cells")
        .iter()
        .filter(|row| row["readings"] != "")
        .map(|row| (row["cell"].as_str().unwrap().to_owned(), row["readings"].as_str().unwrap().to_owned()))
        .collect();
    let wanted = [("A", "seam=cao>kha"), ("B", "places=one>htt")];
    assert_eq!(hangs, wanted.map(|(cell, text)| (cell.to_owned(), text.to_owned())).into());
    let reasons = rows(&result, "reasons");
    let reading = reasons.iter().find(|row| row["reason"] == "reading").unwrap();
    assert_eq!((&reading["period"], &reading["year"]), (&1.into(), &1.into()));
    // A reading that was chosen is no alternative any more.
    let chosen = sandbox.run(&["edge", "r", "--within", "99", "--format", "json", "--reading", "seam=cao"]).json();
    assert!(rows(&chosen, "readings").iter().all(|row| row["reading"] != "seam"));
    // Readers see it too, and whoever wants only that table has it.
    let shown = sandbox.run_in("vi", &["edge", "r", "--within", "99"]).stdout;
    assert!(shown.contains("seam=cao") && shown.contains("tùy cách"), "{shown}");
    assert!(
        sandbox.run(&["edge", "r", "--table", "readings", "--format", "csv"]).stdout.starts_with("cell,name,of,level,reading,")
    );
}

/// What only another reading finds wrong is no fault of the records.
#[test]
fn faults_are_those_of_the_texts_as_they_are_read() {
    let sandbox = small();
    // Under the other reading the leaf takes at most 90 points, so that rows with more would be rejected.
    let less = MEETING.replace(
        "change = { level",
        "change = { form = [ { id = \"f\", group = [ { id = \"g\", max = 90, leaf = [ { id = \"a\", max = 90 } ] } ] } ], level",
    );
    let less = less.replace("\"[93, 100]\"", "\"[85, 90]\"").replace("\"[0, 93)\"", "\"[0, 85)\"");
    sandbox.write("m/regulation.toml", less);
    let run = sandbox.run(&["edge", "r", "--within", "99", "--format", "json", "--rejects", "out", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert!(!sandbox.path("out").exists());
    let readings = sandbox.run(&["readings", "r", "--format", "json", "--diagnostics", "json"]);
    assert_eq!(readings.code, Some(0), "{}", readings.stderr);
}

/// Levels of all cells by separate runs: of the period from `score`, of the year from `classify`.
fn levels(sandbox: &Sandbox, folder: &str, more: &[&str]) -> BTreeMap<(String, &'static str), Value> {
    let mut all = BTreeMap::new();
    for (command, of) in [("score", "period"), ("classify", "year")] {
        let run = sandbox.run(&[&[command, folder, "--format", "json"], more].concat());
        if run.code == Some(2) {
            continue;
        }
        for row in rows(&run.json(), "cells") {
            all.insert((row["cell"].as_str().unwrap().to_owned(), of), row["level"].clone());
        }
    }
    all
}

#[test]
fn every_level_that_a_separate_run_makes_another_one_is_named_and_no_other() {
    let sandbox = small();
    let mut found = 0;
    let lineage = example("sap-nhap-2025");
    for (folder, alternatives) in [
        ("r", &[][..]),
        (lineage.as_str(), &[][..]),
        (&example("year-end-124-366"), &["--year-end", "366-qd-tw"]),
        (&example("dien-bien-2024"), &["--rules", "42-hd-btctw.an-phu"]),
    ] {
        let own = levels(&sandbox, folder, alternatives);
        let told = sandbox.run(&[&["edge", folder, "--format", "json"], alternatives].concat()).json();
        let told: BTreeSet<(String, String, String)> = rows(&told, "readings")
            .iter()
            .map(|row| ["cell", "of", "reading"].map(|key| row[key].as_str().unwrap().to_owned()))
            .zip(rows(&told, "readings").iter().map(|row| row["alternative"].as_str().unwrap().to_owned()))
            .map(|([cell, of, reading], alternative)| (cell, of, format!("{reading}={alternative}")))
            .collect();
        let known = sandbox.run(&[&["readings", folder, "--format", "json"], alternatives].concat()).json();
        let mut wanted = BTreeSet::new();
        for row in rows(&known, "readings") {
            let choice = format!("{}={}", row["reading"].as_str().unwrap(), row["alternative"].as_str().unwrap());
            let other = levels(&sandbox, folder, &[alternatives, &["--reading", &choice]].concat());
            for ((cell, of), level) in &own {
                if other[&(cell.clone(), *of)] != *level {
                    wanted.insert((cell.clone(), (*of).to_owned(), choice.clone()));
                }
            }
        }
        assert_eq!(told, wanted, "{folder}");
        found += wanted.len();
    }
    assert!(found >= 8, "{found}");
}
