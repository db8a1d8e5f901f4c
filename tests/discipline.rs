//! Decisions about discipline: counted to the cell and the year of the fault, every row told, the order of rows of no matter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use chibo::assess::tally::{Fate, count};
use chibo::diagnostic::Findings;
use chibo::records::{Cells, RecordFile, Tallied, read_tallied};
use chibo::rules::{Regulation, Rulebook, Scope, load, shipped};
use support::{Run, Sandbox, account, assert_fault, want};

const RULES: &str = r#"
[regulation]
id = "nam"
scope = "year"
title = "Xếp loại (thử)"

[sources.qd]
title = "Quy định thử"
standing = "text"

[tallies.members]
of = "discipline"
when = "discipline_subject in (member, 'leading-member') and not self_remedied"
year-by = "fault_date"
distinct = "discipline_who"
title = "Số đảng viên bị kỷ luật"
cite = "qd: Điều 1"

[tallies.decided]
of = "discipline"
year-by = "discipline_date"
title = "Số quyết định trong năm"
cite = "qd: Điều 2"

[[level]]
id = "tot"
title = "Tốt"
cite = "qd: Điều 3"
[[level.condition]]
title = "không ai bị kỷ luật"
when = "members = 0"
[[level]]
id = "kha"
title = "Khá"
cite = "qd: Điều 3"
[[level.condition]]
title = "một người bị kỷ luật"
when = "members <= 1"
[[level]]
id = "kem"
title = "Kém"
cite = "qd: Điều 3"
"#;

const HEADING: &str = "cell,fault-date,discipline-date,form,subject,who,self-remedied,document\n";
const CELLS: &str = "code,committee\nA,Đảng ủy\nB,Đảng ủy\nC,Đảng ủy\n";

fn records(discipline: Option<&str>) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("nam.toml", RULES).write("r/cells.csv", CELLS);
    sandbox.write("r/meetings.csv", "cell,date,kind\nA,2024-03-05,regular\n");
    sandbox.write("r/year.csv", "cell,year\nA,2024\nB,2024\nC,2024\n");
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"../nam.toml\"\n");
    if let Some(rows) = discipline {
        sandbox.write("r/discipline.csv", format!("{HEADING}{rows}"));
    }
    sandbox
}

fn classify(sandbox: &Sandbox) -> (Run, BTreeMap<String, String>) {
    let run = sandbox.run(&["classify", "r", "--format", "json", "--diagnostics", "json"]);
    let result = run.json();
    let cells = result["tables"]["cells"].as_array().unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let levels = cells.iter().map(|row| (text(row, "cell"), text(row, "level"))).collect();
    (run, levels)
}

fn levels(discipline: Option<&str>) -> [String; 3] {
    let levels = classify(&records(discipline)).1;
    ["A", "B", "C"].map(|cell| levels[cell].clone())
}

#[test]
fn a_decision_counts_to_the_year_of_the_fault() {
    // A: a fault of the year; B: a fault of the year before, decided in the year; C: a fault of the year, decided in the next.
    let rows = "A,2024-03-05,2024-05-10,reprimand,member,,no,1-QĐ\n\
                B,2023-12-31,2024-01-01,warning,member,,no,2-QĐ\n\
                C,2024-12-31,2025-01-01,warning,leading-member,,no,3-QĐ\n";
    assert_eq!(levels(Some(rows)), ["kha", "tot", "kha"]);
    let run = classify(&records(Some(rows))).0;
    // The decision on B is of the year by one tally of two, so no row is of another year altogether.
    assert_eq!(account(&run.json(), "r/discipline.csv"), [3, 3, 0, 0]);
}

#[test]
fn nobody_disciplined_and_not_recorded_are_two_things() {
    assert_eq!(levels(Some("")), ["tot", "tot", "tot"]);
    assert_eq!(levels(None), ["", "", ""]);
}

#[test]
fn what_is_counted_by_name_counts_once() {
    let twice = "A,2024-03-05,2024-05-10,reprimand,member,An,no,1-QĐ\nA,2024-06-05,2024-07-10,warning,member,An,no,2-QĐ\n";
    assert_eq!(levels(Some(twice))[0], "kha");
    assert_eq!(levels(Some(&twice.replace(",An,no,2", ",Bình,no,2")))[0], "kem");
    assert_eq!(levels(Some(&twice.replace(",An,", ",,")))[0], "kem");
    // One more row about the same person in doubt changes nothing; about anyone else it does.
    let doubt = |who: &str| format!("{twice}A,2024-08-01,2024-08-02,warning,member,{who},,3-QĐ\n");
    assert_eq!(levels(Some(&doubt("An")))[0], "kha");
    assert_eq!(levels(Some(&doubt("Bình")))[0], "", "one or two");
}

#[test]
fn rows_that_cannot_be_used_leave_the_count_of_their_cell_open() {
    let rows = "A,2024-06-05,2024-05-10,reprimand,member,,no,1-QĐ\n\
                B,2024-03-05,2024-05-10,warning,member,,no,2-QĐ\n\
                B,2024-03-05,2024-05-10,warning,member,,no,2-QĐ\n\
                C,2024-03-05,2024-05-10,warning,subordinate,,no,3-QĐ\n\
                Z,2024-03-05,2024-05-10,warning,member,,no,4-QĐ\n";
    let (run, levels) = classify(&records(Some(rows)));
    assert_eq!([&levels["A"], &levels["B"], &levels["C"]], ["", "", "tot"]);
    assert_eq!(account(&run.json(), "r/discipline.csv"), [5, 1, 4, 0]);
    let inverted = want("days-inverted").file("r/discipline.csv").row(2).at("B", "fault-date").value("2024-06-05");
    assert_fault(&run, &inverted.expects("2024-05-10"));
    assert_fault(&run, &want("row-duplicate").file("r/discipline.csv").row(3).value("B"));
    assert_fault(&run, &want("row-duplicate").row(4).value("B"));
    assert_fault(&run, &want("cell-unknown").file("r/discipline.csv").row(6).value("Z"));
}

#[test]
fn a_row_of_another_year_is_excluded_and_explained() {
    let rows = "A,2022-03-05,2023-05-10,reprimand,member,An,no,1-QĐ\nA,2024-03-05,2024-05-10,reprimand,member,Bình,no,2-QĐ\n";
    let sandbox = records(Some(rows));
    let (run, _) = classify(&sandbox);
    assert_eq!(account(&run.json(), "r/discipline.csv"), [2, 1, 0, 1]);
    let notices = run.json()["notices"].to_string();
    assert!(notices.contains("other-year-rows") && notices.contains("1 row of discipline is left out"), "{notices}");
    let run = sandbox.run(&["explain", "r", "--cell", "A", "--format", "json"]);
    let result = run.json();
    let lines = result["tables"].as_object().unwrap().values().next().unwrap().as_array().unwrap();
    let of_tally = |kind: &str| -> Vec<[String; 4]> {
        let at = lines.iter().position(|line| line["kind"] == "tally" && line["id"] == "members").unwrap();
        let rows = lines[at..].iter().take_while(|line| line["kind"] != "tally" || line["id"] == "members");
        let text = |line: &serde_json::Value, key: &str| line[key].as_str().map_or_else(|| line[key].to_string(), str::to_owned);
        rows.filter(|line| line["kind"] == kind)
            .map(|line| ["value", "branch", "row", "item"].map(|key| text(line, key)))
            .collect()
    };
    assert_eq!(of_tally("tally")[0][0], "1");
    let rows = of_tally("tally-row");
    assert_eq!(rows.iter().map(|row| [&*row[1], &*row[2]]).collect::<Vec<_>>(), [["other-year", "2"], ["counts", "3"]]);
    assert!(rows[0][3].contains("2022"), "{rows:?}");
    assert!(rows[1][0].contains("Bình") && rows[1][0].contains("2-QĐ") && rows[1][0].contains("2024-03-05"), "{rows:?}");
}

#[test]
fn some_folders_with_the_table_and_some_without_are_refused() {
    let sandbox = records(Some(""));
    sandbox.write("s/cells.csv", "code,committee\nD,Đảng ủy\n").write("s/meetings.csv", "cell,date,kind\nD,2024-03-05,regular\n");
    sandbox.write("s/year.csv", "cell,year\nD,2024\n");
    sandbox.write("s/chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"../nam.toml\"\n");
    let run = sandbox.run(&["classify", "r", "s", "--year-end", "nam.toml", "--format", "json", "--diagnostics", "json"]);
    assert_fault(&run, &want("file-missing").file("s/discipline.csv"));
    assert_eq!(run.code, Some(2));
}

// ------------------------------------------------------------------ any order

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// cell, fault, decision, subject, who, remedied; the document keeps rows apart.
type Row = [String; 6];

fn rows(chance: &mut Chance) -> Vec<Row> {
    (0..chance.below(24))
        .map(|_| {
            let fault = chance.of(&["2023-12-31", "2024-01-01", "2024-07-01", "2024-12-31", "2025-01-01"]);
            let decided = chance.of(&["2025-01-01", "2025-02-01", "2026-01-01"]);
            let cell = chance.of(&["A", "B", "C"]);
            let subject = chance.of(&["member", "leading-member", "cell", "subordinate", ""]);
            let who = chance.of(&["An", "Bình", "Chi", ""]);
            [cell, fault, decided, subject, who, chance.of(&["yes", "no", "no", ""])].map(str::to_owned)
        })
        .collect()
}

fn read(rows: &[(usize, Row)], regulation: &Regulation, rulebook: &Rulebook) -> (Tallied, Cells) {
    let folder = tempfile::tempdir().unwrap();
    let mut text = HEADING.to_owned();
    for (number, [cell, fault, decided, subject, who, remedied]) in rows {
        text.push_str(&format!("{cell},{fault},{decided},,{subject},{who},{remedied},{number}-QĐ\n"));
    }
    let (cells_path, path) = (folder.path().join("cells.csv"), folder.path().join("discipline.csv"));
    std::fs::write(&cells_path, CELLS).unwrap();
    std::fs::write(&path, text).unwrap();
    let mut findings = Findings::new();
    let (cells, _) = Cells::read(&[RecordFile::at(cells_path)], &rulebook.shared, &mut findings);
    let (table, accounts) =
        read_tallied(&[RecordFile::at(path)], Scope::Discipline, regulation, &cells, (2024, None), &mut findings);
    assert!(accounts[0].balances() && accounts[0].rows == rows.len() as u64);
    (table, cells)
}

/// How many members, by hand: a set of names and a number of rows without one; nothing where a row in doubt could add to them.
fn by_hand(rows: &[(usize, Row)], cell: &str) -> Option<i64> {
    let of_year = rows.iter().map(|(_, row)| row).filter(|row| row[0] == cell && row[1].starts_with("2024"));
    let (mut names, mut nameless, mut doubtful) = (BTreeSet::new(), 0, Vec::new());
    for [_, _, _, subject, who, remedied] in of_year {
        if remedied == "yes" || subject == "cell" || subject == "subordinate" {
            continue;
        }
        match (subject.is_empty() || remedied.is_empty(), who.is_empty()) {
            (true, _) => doubtful.push(who),
            (false, true) => nameless += 1,
            (false, false) => drop(names.insert(who)),
        }
    }
    let settled = doubtful.iter().all(|who| names.contains(who));
    settled.then(|| nameless + i64::try_from(names.len()).unwrap())
}

#[test]
fn the_order_of_rows_changes_no_count() {
    let rulebook = shipped::rulebook().unwrap();
    let regulation = load(&rulebook, &"nam.toml".into(), &RULES.into()).unwrap();
    let mut chance = Chance(7);
    let (mut known, mut open, mut again) = (0, 0, 0);
    for _ in 0..150 {
        let mut rows: Vec<(usize, Row)> = rows(&mut chance).into_iter().enumerate().collect();
        for _ in 0..3 {
            let (table, cells) = read(&rows, &regulation, &rulebook);
            for cell in ["A", "B", "C"] {
                let own = cells.find(cell.as_bytes()).and_then(|cell| table.rows.get(&cell)).map_or(&[][..], Vec::as_slice);
                let counted = count(&regulation.tallies[1], own, 2024);
                assert_eq!(regulation.tallies[1].id, "members");
                assert_eq!(counted.value, by_hand(&rows, cell), "{cell}: {rows:?}");
                known += usize::from(counted.value > Some(0));
                open += usize::from(counted.value.is_none());
                again += counted.fates.iter().filter(|fate| **fate == Fate::Again).count();
            }
            for place in (1..rows.len()).rev() {
                rows.swap(place, chance.below(place + 1));
            }
        }
    }
    assert!(known > 100 && open > 100 && again > 50, "{known} {open} {again}");
}
