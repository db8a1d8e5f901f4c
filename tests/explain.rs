//! Explanations at three depths, and of a quota by itself: figures worked out by hand from the regulations.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;

use chibo::rules::{Standing, shipped};
use serde_json::Value;
use support::{Sandbox, assert_faults, want};

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn json(arguments: &[&str]) -> Value {
    Sandbox::new().run(&[&["explain"], arguments, &["--format", "json"]].concat()).json()
}

fn lines(result: &Value) -> Vec<Value> {
    result["tables"]["lines"].as_array().unwrap().clone()
}

fn text<'v>(line: &'v Value, key: &str) -> &'v str {
    line[key].as_str().unwrap_or("")
}

/// 17 of 20 is 85 %, which is not over it: 7 of 10 points. Nobody was praised: 0 of 10. 100 − 3 − 10 = 87, and 18 of 20 would be over 85 %.
#[test]
fn a_meeting_in_one_line() {
    let folder = example("tuyen-quang-2024");
    let arguments = [folder.as_str(), "--cell", "TQ-02", "--date", "2024-06-05", "--depth", "line"];
    let all = lines(&json(&arguments));
    let [line] = &all[..] else { panic!("one line: {all:#?}") };
    let wanted = "TQ-02 2024-06-05 regular: 87/100 → Khá; 3 points short of Tốt; the smallest change: Present 17 → 18 (Excused 3 → 2); \
                  lost most at 4.3 (−10: Praise, reminder, criticism = no; 34-QĐ/TU: bảng mẫu, nhóm 4 (assumed))";
    assert_eq!(text(line, "value"), wanted);
    assert_eq!((text(line, "kind"), text(line, "points"), text(line, "max"), text(line, "lost")), ("meeting", "87", "100", "10"));
    assert_eq!(
        (text(line, "regulation"), text(line, "first"), &line["last"]),
        ("34-qd-tu", "2024-05-19", &Value::String(String::new()))
    );
    assert_eq!((text(line, "inputs"), &line["row"]), ("praise_and_reminder=false", &25.into()));
    // In Vietnamese the day, the decimal mark and the words are those of a clerk.
    let vietnamese = Sandbox::new().run_in("vi", &[&["explain"], &arguments[..], &["--format", "csv"]].concat()).stdout;
    assert!(vietnamese.contains("TQ-02 05/06/2024 thường kỳ: 87/100 → Khá; thiếu 3 điểm để đạt Tốt"), "{vietnamese}");
}

/// 12 of 31 speakers are 38.71 %: 5 of 7 points; 1.5 of 3 were given for criticism; no draft resolution: −5. 100 − 2 − 1.5 − 5 = 91.5. With the
/// committee not having met (−5): 86.5.
#[test]
fn reasons_come_by_cost() {
    let sandbox = Sandbox::new();
    sandbox
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\n")
        .write("r/cells.csv", "code,name,committee,leadership\nA,A,X,committee\n");
    let columns = "cell,date,kind,members,present,excused,unexcused,on-mission,minutes,speakers,held-on-day,prepared-in-person,committee-met,content-prepared,draft-resolution,procedure-followed,praise-and-reminder,minutes-complete,centralism-kept,unity-kept,targets-set,targets-met,verified:14-qdi-tu:3.3,verified:14-qdi-tu:4.2";
    let row = "A,2024-03-05,regular,31,31,0,0,0,95,12,yes,yes,no,yes,no,yes,yes,yes,yes,yes,4,4,10,1.5";
    sandbox.write("r/meetings.csv", format!("{columns}\n{row}\n"));
    let run = |depth: &str| {
        sandbox.run(&["explain", "r", "--cell", "A", "--only", "meeting", "--depth", depth, "--format", "json"]).json()
    };
    let all = lines(&run("reasons"));
    let leaves: Vec<(&str, &str, &str)> = all
        .iter()
        .filter(|line| line["kind"] == "leaf")
        .map(|line| (text(line, "id"), text(line, "lost"), text(line, "inputs")))
        .collect();
    let wanted = [
        ("2.2", "5", "leadership=committee;committee_met=false"),
        ("2.4", "5", "draft_resolution=false"),
        ("3.5", "2", "present=31;speakers=12"),
        ("4.2", "1.5", "verified:14-qdi-tu:4.2=1.5"),
    ];
    assert_eq!(leaves, wanted);
    let of = |kind: &str| all.iter().find(|line| line["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {all:#?}"));
    assert_eq!(text(of("meeting"), "points"), "86.5");
    assert_eq!((text(of("lacking"), "id"), text(of("lacking"), "inputs")), ("tot", "points=3.5"));
    let wanted = "3.5 points short of Tốt; the smallest change: Cell committee met beforehand no → yes";
    assert_eq!(text(of("lacking"), "value"), wanted);
    // In words: the share with both numbers, and the range of its row.
    let speaking = all.iter().find(|line| line["id"] == "3.5").unwrap();
    assert!(text(speaking, "value").contains("12/31 = 38.71 % (") && !text(speaking, "value").contains('['), "{speaking}");
    // Nothing else of the sheet is told, and the tree has it all.
    assert_eq!(lines(&run("tree")).iter().filter(|line| line["kind"] == "leaf").count(), 17);
}

/// What a meeting lost is what its leaves lost, in every meeting whose total is a plain sum.
#[test]
fn lost_points_add_up() {
    let folder = example("lai-chau-2024");
    let mut meetings = 0;
    for cell in ["LC-002", "LC-017", "LC-139"] {
        let all = lines(&json(&[&folder, "--cell", cell, "--only", "meeting", "--depth", "reasons"]));
        let thousandths = |text: &str| -> i64 {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{part:0<3}").parse().unwrap()
        };
        for (at, head) in all.iter().enumerate().filter(|(_, line)| line["kind"] == "meeting") {
            // A thematic meeting is scaled up to 100.
            if text(head, "id").ends_with("thematic") || text(head, "points").is_empty() {
                continue;
            }
            let below = all[at + 1..].iter().take_while(|line| line["depth"].as_u64() > head["depth"].as_u64());
            let lost: Vec<i64> =
                below.filter(|line| line["kind"] == "leaf").map(|line| thousandths(text(line, "lost"))).collect();
            assert_eq!(lost.iter().sum::<i64>(), 100_000 - thousandths(text(head, "points")), "{head}");
            assert!(lost.is_sorted_by(|one, other| one >= other) && lost.iter().all(|lost| *lost > 0), "{lost:?}");
            meetings += 1;
        }
    }
    assert!(meetings > 30, "{meetings}");
}

/// Every line says by which text, of which days and how well known, and from which row; only the line of the cell itself needs no text.
#[test]
fn every_line_can_be_cited() {
    let rulebook = shipped::rulebook().unwrap();
    let known = ["14-qdi-tu", "124-qd-tw"].map(|id| shipped::find(&rulebook, id).unwrap());
    let folder = example("lai-chau-2024");
    for depth in ["line", "reasons", "tree"] {
        let result = json(&[&folder, "--cell", "LC-017", "--depth", depth]);
        assert_eq!((&result["explain_schema"], &result["schema"]), (&1.into(), &1.into()));
        let mut kinds = BTreeSet::new();
        for line in lines(&result) {
            kinds.insert(text(&line, "kind").to_owned());
            if line["kind"] == "cell" {
                continue;
            }
            assert!(!text(&line, "file").is_empty(), "{depth}: {line}");
            assert!(line["row"].is_u64() || !text(&line, "rows").is_empty(), "{depth}: {line}");
            let regulation = known.iter().find(|known| known.header.id == text(&line, "regulation"));
            let regulation = regulation.unwrap_or_else(|| panic!("{depth}: {line}"));
            let (first, last) = regulation.header.ends();
            assert_eq!(
                (text(&line, "first"), text(&line, "last")),
                (first.as_deref().unwrap_or(""), last.as_deref().unwrap_or("")),
                "{line}"
            );
            assert!(
                Standing::from_word(text(&line, "standing")).is_some() || text(&line, "clause").is_empty(),
                "{depth}: {line}"
            );
            if depth == "tree" && !text(&line, "clause").is_empty() {
                let numbers =
                    regulation.sources.iter().map(|source| source.number.as_str()).chain([regulation.header.number.as_str()]);
                assert!(numbers.into_iter().any(|number| number == text(&line, "document") && !number.is_empty()), "{line}");
            }
        }
        assert!(kinds.contains("meeting") && kinds.contains("year"), "{kinds:?}");
    }
    // Other reports have no version of explanations.
    let scored = Sandbox::new().run(&["score", &folder, "--format", "json"]).json();
    assert!(scored.get("explain_schema").is_none());
}

#[test]
fn only_what_is_asked_for_is_read() {
    let folder = example("lai-chau-2024");
    let files = |arguments: &[&str]| -> Vec<String> {
        let result = json(&[&[folder.as_str(), "--cell", "LC-017"], arguments].concat());
        result["files"].as_array().unwrap().iter().map(|file| text(file, "file").rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&[]), ["cells.csv", "meetings.csv", "year.csv"]);
    assert_eq!(files(&["--only", "meeting"]), ["cells.csv", "meetings.csv"]);
    let of = |only: &str| lines(&json(&[&folder, "--cell", "LC-017", "--only", only, "--depth", "line"]));
    assert_eq!(of("period").iter().map(|line| text(line, "kind").to_owned()).collect::<Vec<String>>(), ["period"]);
    assert_eq!(of("year").iter().map(|line| text(line, "kind").to_owned()).collect::<Vec<String>>(), ["year"]);
    assert_eq!(of("meeting").len(), 16);
}

/// The period of TQ-02: five months at 90 and seven at 87, where 7 Tốt are asked for.
#[test]
fn a_period_lacks_meetings() {
    let folder = example("tuyen-quang-2024");
    let all = lines(&json(&[&folder, "--cell", "TQ-02", "--only", "period", "--depth", "reasons"]));
    let lacking = all.iter().find(|line| line["kind"] == "lacking").unwrap();
    assert_eq!(text(lacking, "value"), "2 meetings would have to be better for Tốt: 2 Khá → Tốt");
    assert_eq!((text(lacking, "id"), text(lacking, "inputs"), text(lacking, "document")), ("tot", "meetings=2", "34-QĐ/TU"));
    let below: Vec<&str> = all.iter().filter(|line| line["kind"] == "below-best").map(|line| text(line, "points")).collect();
    assert_eq!(below, ["87"; 7]);
    let brief = lines(&json(&[&folder, "--cell", "TQ-02", "--only", "period", "--depth", "line"]));
    assert!(text(&brief[0], "value").contains("12 meetings counted: Tốt 5, Khá 7"), "{}", brief[0]);
}

/// A text of its own: XS from 90, HTT from 70; at most 20 % of those at HTT or better, rounded down, by points; heads stand outside.
const RULE: &str = r#"
[regulation]
id = "nam"
scope = "year"
title = "Xếp loại"
number = "01-QĐ/X"
[sources.qd]
title = "Quyết định"
number = "01-QĐ/X"
standing = "text"
[[reading]]
id = "co-so"
open = "Không rõ có tính cả XS hay không."
chosen = "Tính HTT trở lên."
cite = "qd: Điều 5"
[[fact]]
id = "score"
scope = "year"
type = "count"
[[fact]]
id = "head"
scope = "year"
type = "flag"
[[level]]
id = "xs"
title = "Hoàn thành xuất sắc"
short = "XS"
cite = "qd: Điều 3"
[[level.condition]]
title = "từ 90"
when = "score >= 90"
[[level]]
id = "htt"
title = "Hoàn thành tốt"
short = "HTT"
cite = "qd: Điều 3"
[[level.condition]]
title = "từ 70"
when = "score >= 70"
[[level]]
id = "ht"
title = "Hoàn thành"
cite = "qd: Điều 3"
[[quota]]
id = "xs"
level = "xs"
percent = "20%"
base = "level-or-better"
base-level = "htt"
rounding = "down"
group = ["committee"]
ranking = [ { id = "diem", title = "Điểm", of = "score" } ]
cite = "qd: Điều 5"
reading = "co-so"
[quota.leaves-out]
when = "head"
cite = "qd: Điều 6"
"#;

/// 30 cells at 70 and more, 10 of them at 90 and more: 20 % of 30 is 6. Ranks 6 and 7 have the same points. Another cell is a head.
fn thirty(head: bool) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("rule/regulation.toml", RULE).write("r/chibo.toml", "period = \"2025\"\nyear-end = \"../rule\"\n");
    let (mut cells, mut year) = ("code,name,committee\n".to_owned(), "cell,year,score,head\n".to_owned());
    // 99, 98, 97, 96, 95, 94, 94, 92, 91, 90, then 20 cells with 80.
    let scores = [99, 98, 97, 96, 95, 94, 94, 92, 91, 90].into_iter().chain([80; 20]);
    for (number, score) in scores.enumerate() {
        cells.push_str(&format!("C{:02},Chi bộ {},Đảng ủy A\n", number + 1, number + 1));
        year.push_str(&format!("C{:02},2025,{score},no\n", number + 1));
    }
    if head {
        cells.push_str("H,Chi bộ trưởng khối,Đảng ủy A\nK,Chi bộ K,Đảng ủy B\n");
        year.push_str("H,2025,100,yes\nK,2025,75,no\n");
    }
    sandbox.write("r/cells.csv", cells).write("r/year.csv", year);
    sandbox
}

#[test]
fn a_quota_tells_base_places_ranks_cut_and_who_stands_outside() {
    let sandbox = thirty(true);
    let run = |arguments: &[&str]| lines(&sandbox.run(&[&["explain", "r", "--format", "json"], arguments].concat()).json());
    let all = run(&["--quota", "xs:Đảng ủy A"]);
    let of = |kind: &str| all.iter().filter(|line| line["kind"] == kind).cloned().collect::<Vec<Value>>();
    assert_eq!(text(&of("base")[0], "inputs"), "units=30;rated=30;base=30");
    assert_eq!(text(&of("places")[0], "value"), "20 % × 30 = 6 ⇒ 6 places");
    let candidates: Vec<(String, String, String)> = of("candidate")
        .iter()
        .map(|line| (text(line, "id").to_owned(), text(line, "branch").to_owned(), text(line, "inputs").to_owned()))
        .collect();
    let wanted = [
        ("C01", "admitted", "rank=1;score=99"),
        ("C02", "admitted", "rank=2;score=98"),
        ("C03", "admitted", "rank=3;score=97"),
        ("C04", "admitted", "rank=4;score=96"),
        ("C05", "admitted", "rank=5;score=95"),
        ("C06", "undecided", "rank=6-7;score=94"),
        ("C07", "undecided", "rank=6-7;score=94"),
        ("C08", "moved-down", "rank=8;score=92"),
        ("C09", "moved-down", "rank=9;score=91"),
        ("C10", "moved-down", "rank=10;score=90"),
    ];
    assert_eq!(candidates, wanted.map(|(cell, branch, inputs)| (cell.to_owned(), branch.to_owned(), inputs.to_owned())));
    assert!(text(&of("cut")[0], "value").contains("6–7: C06 C07"), "{:?}", of("cut"));
    let outside = of("outside");
    assert_eq!(
        (text(&outside[0], "id"), text(&outside[0], "inputs"), text(&outside[0], "clause")),
        ("H", "head=true", "01-QĐ/X, Điều 6")
    );
    assert_eq!(text(&of("reading")[0], "value"), "Không rõ có tính cả XS hay không. Chosen: Tính HTT trở lên.");
    for line in &all {
        assert!(!text(line, "document").is_empty() && !text(line, "file").is_empty(), "{line}");
    }
    // Row 2 is the first cell; the reasons leave out those who have a place.
    assert_eq!(of("candidate")[0]["row"], 2);
    // The cut stands among them, and none of them explains it or what goes before.
    assert!(of("candidate").iter().chain(&of("cut")).all(|line| line["depth"] == 1));
    let reasons = run(&["--quota", "xs:Đảng ủy A", "--depth", "reasons"]);
    assert_eq!(reasons.iter().filter(|line| line["kind"] == "candidate").count(), 5);
    // A line for each group.
    let brief = run(&["--quota", "xs", "--depth", "line"]);
    assert_eq!(brief.len(), 2);
    assert!(
        text(&brief[0], "value").contains("20 % × 30 = 6 ⇒ 6 places; 10 candidates: 5 admitted, 2 undecided, 3 moved down"),
        "{}",
        brief[0]
    );
    assert!(text(&brief[1], "value").contains("no candidates"), "{}", brief[1]);
    // The cell that was moved down is told how far it is: rank 8 of 6 places.
    let cell = run(&["--cell", "C08", "--depth", "line"]);
    assert!(text(&cell[0], "value").contains("rank 8 of 10 candidates, 6 places; 2 ranks short"), "{}", cell[0]);
    let edge = sandbox.run(&["edge", "r", "--within", "5", "--format", "json"]).json();
    let of = |cell: &str| edge["tables"]["cells"].as_array().unwrap().iter().find(|row| row["cell"] == cell).cloned().unwrap();
    assert_eq!((&of("C08")["up_distance"], &of("C08")["quota"]), (&"2".into(), &true.into()));
    assert_eq!(of("C06")["tie"], true);
    // The fifth of six places: two ranks down and it is out; nobody knows of the tie yet, so the cut counts as six.
    assert_eq!((&of("C05")["down_distance"], &of("C05")["down_unit"]), (&"2".into(), &"ranks".into()));
}

#[test]
fn an_unknown_quota_or_group_names_those_that_are_known() {
    let sandbox = thirty(true);
    let run = |quota: &str| sandbox.run(&["explain", "r", "--quota", quota, "--diagnostics", "json"]);
    assert_faults(&run("htt"), &[want("quota-not-found").value("htt").expects("xs")]);
    let fault = want("quota-not-found").value("xs:Đảng ủy C").expects("xs:Đảng ủy A | xs:Đảng ủy B");
    assert_faults(&run("xs:Đảng ủy C"), &[fault]);
    assert_eq!(run("htt").code, Some(2));
    // One of the two, and not both; a day is none of a quota's.
    for wrong in [
        &[][..],
        &["--cell", "C01", "--quota", "xs"],
        &["--quota", "xs", "--date", "2025-01-05"],
        &["--quota", "xs", "--only", "year"],
    ] {
        let run = sandbox.run(&[&["explain", "r"], wrong].concat());
        assert_eq!(run.code, Some(3), "{wrong:?}: {}", run.stderr);
        assert!(run.stderr.contains("--"), "{}", run.stderr);
    }
}

/// A quota looks at every cell, so that the order of rows must not matter.
#[test]
fn the_order_of_rows_changes_nothing_of_a_quota() {
    let (one, other) = (thirty(false), thirty(false));
    for file in ["cells.csv", "year.csv"] {
        let path = other.path(&format!("r/{file}"));
        let text = std::fs::read_to_string(&path).unwrap();
        let (heading, body) = text.split_once('\n').unwrap();
        let turned: Vec<&str> = body.lines().rev().collect();
        other.write(&format!("r/{file}"), format!("{heading}\n{}\n", turned.join("\n")));
    }
    let told = |sandbox: &Sandbox| -> Vec<Value> {
        let result = sandbox.run(&["explain", "r", "--quota", "xs", "--format", "json"]).json();
        let bare = |mut line: Value| {
            line.as_object_mut().unwrap().retain(|key, _| key != "row");
            line
        };
        lines(&result).into_iter().map(bare).collect()
    };
    assert_eq!(told(&one), told(&other));
}

/// A quota compares every cell of a group, so that all meetings are judged; of the others only what they come to matters. Among them one row
/// has a status that nobody knows, one stands twice, and two contradict each other.
#[test]
fn what_other_cells_say_wrongly_counts_and_is_not_told() {
    let (sandbox, shipped) = (Sandbox::new(), example("lai-chau-2024"));
    for file in ["chibo.toml", "cells.csv", "year.csv", "meetings.csv"] {
        let mut text = std::fs::read_to_string(format!("{shipped}/{file}")).unwrap();
        if file == "meetings.csv" {
            let first = |cell: &str| text.lines().find(|line| line.starts_with(cell)).unwrap().to_owned();
            let (broken, copied, contradicted) = (first("LC-002,"), first("LC-003,"), first("LC-004,"));
            text = text.replacen(&broken, &broken.replace(",held,", ",hel,"), 1);
            text.push_str(&format!("{copied}\n{}\n", contradicted.replace(",regular,held,", ",regular,not-scored,")));
        }
        sandbox.write(&format!("r/{file}"), text);
    }
    let codes: BTreeSet<String> =
        sandbox.run(&["check", "r", "--diagnostics", "json"]).faults().into_iter().map(|fault| fault.code).collect();
    assert_eq!(codes.iter().map(String::as_str).collect::<Vec<&str>>(), ["choice-invalid", "meeting-duplicate"]);
    let run = sandbox.run(&["explain", "r", "--cell", "LC-001", "--format", "json", "--diagnostics", "json"]);
    assert_eq!((run.code, run.all_faults().len()), (Some(0), 0), "{}", run.stderr);
    let result = run.json();
    let own = std::fs::read_to_string(sandbox.path("r/meetings.csv")).unwrap();
    let rows = own.lines().skip(1).count() as u64;
    let used = own.lines().filter(|line| line.starts_with("LC-001,")).count() as u64;
    assert_eq!(support::account(&result, "r/meetings.csv"), [rows, used, 0, rows - used]);
    let classified = sandbox.run(&["classify", "r", "--format", "json"]).json();
    let groups = classified["tables"]["quota"].as_array().unwrap();
    let group = groups.iter().find(|group| text(group, "undecided_cells").contains("LC-001")).unwrap();
    let year = sandbox.run(&["explain", "r", "--cell", "LC-001", "--only", "year", "--depth", "line", "--format", "json"]).json();
    let figures = [&group["base"], &group["allowed"], &group["candidates"]];
    let places = format!("base={};share={};allowed={};candidates={};", figures[0], text(group, "share"), figures[1], figures[2]);
    let inputs = text(&lines(&year)[0], "inputs").to_owned();
    assert!(inputs.starts_with(&places), "{inputs} and {places}");
}
