//! Texts and their days: each meeting under the text in force on its day, and a year that stands under two of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

#[allow(dead_code, reason = "a part of the made-up records is enough here")]
#[path = "properties/records.rs"]
mod records;

#[path = "time/straddling.rs"]
mod straddling;

use std::fs;
use std::path::Path;

use records::{Chance, PLAIN, Records};
use serde_json::Value;
use support::{Sandbox, account, assert_fault, assert_faults, want};

const EXAMPLE: &str = "examples/tuyen-quang-2024";

fn shipped(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The example in a folder `records` of its own, under the texts `rules`, a list as in `chibo.toml`.
fn tuyen_quang(rules: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    for file in ["cells.csv", "meetings.csv", "year.csv"] {
        sandbox.write(&format!("records/{file}"), shipped(&format!("{EXAMPLE}/{file}")));
    }
    sandbox.write("records/chibo.toml", format!("period = \"2024\"\nrules = {rules}\nyear-end = \"124-qd-tw\"\n"));
    sandbox
}

/// The same with copies of both texts, the newer one changed and with `more` at its end.
fn with_clause(replace: &[(&str, &str)], more: &str) -> Sandbox {
    let sandbox = tuyen_quang("[\"old\", \"new\"]");
    let mut new = shipped("rules/34-qd-tu/regulation.toml");
    for (from, to) in replace {
        assert!(new.contains(from), "{from}");
        new = new.replacen(from, to, 1);
    }
    sandbox.write("records/old/regulation.toml", shipped("rules/19-qd-tu/regulation.toml"));
    sandbox.write("records/new/regulation.toml", new + more);
    sandbox
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let run = sandbox.run(&[arguments, &["--format", "json"]].concat());
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    run.json()
}

fn rows<'v>(result: &'v Value, table: &str) -> &'v [Value] {
    result["tables"][table].as_array().unwrap()
}

fn cell<'v>(result: &'v Value, code: &str) -> &'v Value {
    rows(result, "cells").iter().find(|row| row["cell"] == code).unwrap()
}

fn notice<'v>(result: &'v Value, code: &str) -> Option<&'v str> {
    result["notices"]
        .as_array()
        .unwrap()
        .iter()
        .find(|notice| notice["code"] == code)
        .map(|notice| notice["text"].as_str().unwrap())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// Meetings by cell, day and kind, as `cell date kind`, with the columns asked for.
fn meetings(result: &Value, columns: &[&str]) -> Vec<(String, Vec<String>)> {
    let key = |row: &Value| format!("{} {} {}", text(&row["cell"]), text(&row["date"]), text(&row["kind"]));
    let of = |row: &Value| columns.iter().map(|column| text(&row[*column]).to_owned()).collect();
    rows(result, "meetings").iter().map(|row| (key(row), of(row))).collect()
}

// ------------------------------------------------------------ a year under two texts, by hand

/// Worked out from both tables: under 19 praise is worth 5 and 85 % attendance costs 5; under 34 praise is worth 10, 85 % costs 3, the
/// minutes book 5, the content of a thematic meeting 15. Under 19 a thematic meeting has 90 points, scaled up to 100.
const BY_HAND: [(&str, &str, &str, &str); 42] = [
    ("TQ-01 2024-01-05 regular", "19-qd-tu", "100", "tot"),
    ("TQ-01 2024-02-05 regular", "19-qd-tu", "95", "tot"),
    ("TQ-01 2024-03-05 regular", "19-qd-tu", "100", "tot"),
    ("TQ-01 2024-03-15 thematic", "19-qd-tu", "100", "tot"),
    ("TQ-01 2024-04-05 regular", "19-qd-tu", "100", "tot"),
    ("TQ-01 2024-05-06 regular", "19-qd-tu", "100", "tot"),
    ("TQ-01 2024-05-18 thematic", "19-qd-tu", "850/9", "tot"),
    ("TQ-01 2024-06-05 regular", "34-qd-tu", "100", "tot"),
    ("TQ-01 2024-07-05 regular", "34-qd-tu", "85", "kha"),
    ("TQ-01 2024-08-05 regular", "34-qd-tu", "100", "tot"),
    ("TQ-01 2024-09-05 regular", "34-qd-tu", "85", "kha"),
    ("TQ-01 2024-09-13 thematic", "34-qd-tu", "100", "tot"),
    ("TQ-01 2024-10-04 regular", "34-qd-tu", "85", "kha"),
    ("TQ-01 2024-11-05 regular", "34-qd-tu", "100", "tot"),
    ("TQ-01 2024-12-05 regular", "34-qd-tu", "85", "kha"),
    ("TQ-01 2024-12-13 thematic", "34-qd-tu", "100", "tot"),
    ("TQ-02 2024-01-05 regular", "19-qd-tu", "90", "tot"),
    ("TQ-02 2024-02-05 regular", "19-qd-tu", "90", "tot"),
    ("TQ-02 2024-03-05 regular", "19-qd-tu", "90", "tot"),
    ("TQ-02 2024-03-22 thematic", "19-qd-tu", "850/9", "tot"),
    ("TQ-02 2024-04-05 regular", "19-qd-tu", "90", "tot"),
    ("TQ-02 2024-05-06 regular", "19-qd-tu", "90", "tot"),
    ("TQ-02 2024-05-19 thematic", "34-qd-tu", "82", "kha"),
    ("TQ-02 2024-06-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-07-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-08-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-09-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-09-20 thematic", "34-qd-tu", "97", "tot"),
    ("TQ-02 2024-10-04 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-11-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-12-05 regular", "34-qd-tu", "87", "kha"),
    ("TQ-02 2024-12-20 thematic", "34-qd-tu", "97", "tot"),
    ("TQ-03 2024-01-19 regular", "19-qd-tu", "100", "tot"),
    ("TQ-03 2024-02-20 regular", "19-qd-tu", "98", "tot"),
    ("TQ-03 2024-03-20 combined", "19-qd-tu", "100", "tot"),
    ("TQ-03 2024-04-19 regular", "19-qd-tu", "100", "tot"),
    ("TQ-03 2024-06-20 combined", "34-qd-tu", "100", "tot"),
    ("TQ-03 2024-07-19 regular", "34-qd-tu", "98", "tot"),
    ("TQ-03 2024-08-20 regular", "34-qd-tu", "100", "tot"),
    ("TQ-03 2024-10-21 regular", "34-qd-tu", "100", "tot"),
    ("TQ-03 2024-11-20 regular", "34-qd-tu", "100", "tot"),
    ("TQ-03 2024-12-20 combined", "34-qd-tu", "100", "tot"),
];

#[test]
fn each_meeting_is_judged_under_the_text_of_its_day() {
    let run = tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]");
    let result = json(&run, &["score", "records", "--by", "meeting"]);
    let found = meetings(&result, &["regulation", "total", "level", "applied_on_request"]);
    let held: Vec<_> = found.iter().filter(|(key, _)| !key.contains("2024-09-20 regular")).collect();
    assert_eq!(held.len(), BY_HAND.len());
    for ((key, columns), (wanted, regulation, total, level)) in held.into_iter().zip(BY_HAND) {
        assert_eq!((key.as_str(), &columns[..3]), (wanted, &[regulation, total, level].map(str::to_owned)[..]));
    }
    assert!(rows(&result, "meetings").iter().all(|row| row["applied_on_request"] == false));
    assert_eq!(account(&result, "records/meetings.csv"), [43, 43, 0, 0]);
    let regulations: Vec<[&str; 3]> = result["regulations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| ["id", "first", "last"].map(|key| text(&note[key])))
        .collect();
    assert_eq!(regulations, [["19-qd-tu", "2018-06-01", "2024-05-18"], ["34-qd-tu", "2024-05-19", ""]]);
    let straddling = notice(&result, "several-texts").unwrap();
    assert_eq!(straddling, "2024 stands under 2 texts: 19-QĐ/TU until 2024-05-18, 34-QĐ/TU from 2024-05-19");
}

#[test]
fn counts_means_and_levels_of_the_year_join_both_texts() {
    let result = json(&tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]"), &["score", "records"]);
    // Per cell: scored, of them Tốt and Khá, mean, lowest and its day, level, whether more may come.
    for (code, scored, tot, kha, mean, lowest, day, level, provisional) in [
        ("TQ-01", 16, 12, 4, "13765/144", "85", "2024-07-05", "tot", false),
        ("TQ-02", 16, 8, 8, "12865/144", "82", "2024-05-19", "kha", false),
        ("TQ-03", 10, 10, 0, "99.6", "98", "2024-02-20", "tot", true),
    ] {
        let row = cell(&result, code);
        let counts = ["scored", "level_tot", "level_kha", "level_trung-binh"].map(|column| row[column].as_u64().unwrap());
        assert_eq!(counts, [scored, tot, kha, 0], "{code}");
        let texts = ["mean", "lowest", "lowest_date", "level", "level_regulation"].map(|column| text(&row[column]));
        assert_eq!(texts, [mean, lowest, day, level, "34-qd-tu"], "{code}");
        assert_eq!(row["provisional"], provisional, "{code}");
    }
    // What was lost belongs to a leaf of one text.
    assert_eq!(cell(&result, "TQ-03")["lost"], "19-qd-tu:3.6=2/1;34-qd-tu:1.2=2/1");
    assert!(notice(&result, "period-judge").unwrap().contains("34-QĐ/TU"));
}

#[test]
fn attendance_adds_up_over_both_texts() {
    let result = json(&tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]"), &["attendance", "records"]);
    let of = |code: &str| ["all_part", "all_whole"].map(|column| cell(&result, code)[column].as_u64().unwrap());
    assert_eq!((of("TQ-01"), of("TQ-02"), of("TQ-03")), ([320, 336], [272, 320], [90, 90]));
    let present = rows(&result, "statuses").iter().filter(|row| row["status"] == "present");
    let present: Vec<(&str, u64)> = present.map(|row| (text(&row["regulation"]), row["count"].as_u64().unwrap())).collect();
    // Under 19: 7 meetings of 20, 6 of 17, 4 of 9.
    assert_eq!(present, [("19-qd-tu", 278), ("34-qd-tu", 404)]);
    assert_eq!(notice(&result, "several-rates"), None, "both texts count the same");
}

#[test]
fn a_rate_of_two_definitions_says_so() {
    let sandbox = with_clause(
        &[("statuses = [\"exempt_absent\", \"special_duty\"]", "statuses = [\"exempt_absent\", \"special_duty\", \"excused\"]")],
        "",
    );
    let result = json(&sandbox, &["attendance", "records"]);
    assert!(notice(&result, "several-rates").unwrap().contains("19-QĐ/TU, 34-QĐ/TU"));
    // The excused stand in the base under the old text only: 6 meetings of 17 in 20, then 10 of 17 in 17.
    let row = cell(&result, "TQ-02");
    assert_eq!((&row["all_part"], &row["all_whole"], &row["left_out"]), (&272.into(), &290.into(), &"excused=30".into()));
}

#[test]
fn a_month_that_the_change_cuts_in_two_is_due_under_the_text_of_its_last_day() {
    let sandbox = tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]");
    let result = json(&sandbox, &["score", "records"]);
    let missing = |result: &Value| text(&cell(result, "TQ-03")["not_received_months"]).to_owned();
    assert_eq!(missing(&result), "2024-05/regular 2024-Q3/thematic");
    let explained = json(&sandbox, &["explain", "records", "--cell", "TQ-03"]);
    let lines = rows(&explained, "lines").iter().filter(|line| line["kind"] == "not-received");
    let lines: Vec<[&str; 2]> = lines.map(|line| [text(&line["value"]), text(&line["regulation"])]).collect();
    assert_eq!(lines, [["2024-05", "34-qd-tu"], ["2024-Q3", "34-qd-tu"]]);
    // One text alone says nothing of the days before it.
    let alone = json(&tuyen_quang("\"34-qd-tu\""), &["score", "records"]);
    assert_eq!(missing(&alone), "2024-Q3/thematic");
}

#[test]
fn every_line_of_an_explanation_names_the_text_that_answered() {
    let sandbox = tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]");
    let result = json(&sandbox, &["explain", "records", "--cell", "TQ-02"]);
    let mut text_of_meeting = String::new();
    for line in rows(&result, "lines").iter().filter(|line| line["kind"] != "cell") {
        let regulation = text(&line["regulation"]);
        assert!(!regulation.is_empty(), "{line}");
        if line["kind"] == "meeting" {
            let day = &text(&line["id"])[..10];
            text_of_meeting = if day < "2024-05-19" { "19-qd-tu" } else { "34-qd-tu" }.to_owned();
        }
        if line["depth"].as_u64() >= Some(2) && !text_of_meeting.is_empty() && !matches!(regulation, "124-qd-tw") {
            assert_eq!(regulation, text_of_meeting, "{line}");
        }
    }
    let day = sandbox.run(&["explain", "records", "--cell", "TQ-02", "--date", "2024-05-19"]).stdout;
    assert!(day.contains("(under 34-QĐ/TU)"), "{day}");
}

#[test]
fn the_classification_takes_the_regulation_of_its_year() {
    let sandbox = tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]");
    let list = "132-qd-tw, 366-qd-tw,124-qd-tw";
    let result = json(&sandbox, &["classify", "records", "--year-end", list]);
    assert_eq!(result["regulations"].as_array().unwrap().last().unwrap()["id"], "124-qd-tw");
    assert_eq!(notice(&result, "year-on-request"), None);
    assert_eq!(
        notice(&result, "about-to-lapse").unwrap(),
        "124-qd-tw is about to lapse: 2024 is its last year; 366-qd-tw replaces it from 2025"
    );
    let quality = |code: &str| text(&cell(&result, code)["meeting_quality"]).to_owned();
    assert_eq!(["TQ-01", "TQ-02", "TQ-03"].map(quality), ["tot", "kha", "tot"]);
    let run = sandbox.run(&["classify", "records", "--year-end", "132-qd-tw,366-qd-tw", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2));
    assert_faults(&run, &[want("year-outside").value("2024")]);
}

// ------------------------------------------------------------ transitional clauses

const CLAUSE: &str = "\n[transition]\ncite = \"qd: điều khoản chuyển tiếp\"\n";

/// 8 of the 12 regular meetings of TQ-01 are Tốt: enough for a rule that asks for 7, not for one that asks for 9.
fn levels_when_the_old_text_asks_for_nine(sandbox: &Sandbox) -> Vec<[String; 2]> {
    let old = shipped("rules/19-qd-tu/regulation.toml").replace("count('tot') >= 7", "count('tot') >= 9");
    sandbox.write("records/old/regulation.toml", old);
    let result = json(sandbox, &["score", "records"]);
    let of = |code: &str| ["level", "level_regulation"].map(|column| text(&cell(&result, code)[column]).to_owned());
    ["TQ-01", "TQ-02"].map(of).to_vec()
}

#[test]
fn the_clause_says_whose_rule_judges_the_year() {
    let (old, new) = ("19-qd-tu", "34-qd-tu");
    // 139 days of 2024 lie under the old text, 227 under the new one.
    for (year, first, second) in [
        ("new", ["tot", new], ["kha", new]),
        ("old", ["kha", old], ["kha", old]),
        ("longer", ["tot", new], ["kha", new]),
        // Apart: 5 Tốt under the old text and 3 Tốt, 4 Khá under the new one are both Khá, and so are 5 Tốt and 7 Khá.
        ("each", ["kha", new], ["kha", new]),
    ] {
        let sandbox = with_clause(&[], &format!("{CLAUSE}year = \"{year}\"\n"));
        assert_eq!(
            levels_when_the_old_text_asks_for_nine(&sandbox),
            [first, second].map(|level| level.map(str::to_owned)),
            "{year}"
        );
        let explained = json(&sandbox, &["explain", "records", "--cell", "TQ-01"]);
        let line = rows(&explained, "lines").iter().find(|line| line["kind"] == "transition").unwrap();
        assert_eq!((text(&line["regulation"]), text(&line["clause"])), (new, "34-QĐ/TU, điều khoản chuyển tiếp"), "{year}");
    }
}

#[test]
fn the_longer_text_is_the_one_with_more_days() {
    // Under the old text until the end of September: 274 days of 366.
    let later = [("first-day = 2024-05-19", "first-day = 2024-10-01")];
    let sandbox = with_clause(&later, &format!("{CLAUSE}year = \"longer\"\n"));
    let old = shipped("rules/19-qd-tu/regulation.toml").replace("last-day = 2024-05-18\n", "");
    sandbox.write("records/old/regulation.toml", old);
    let result = json(&sandbox, &["score", "records"]);
    assert_eq!(cell(&result, "TQ-01")["level_regulation"], "19-qd-tu");
}

#[test]
fn where_the_texts_do_not_agree_the_year_has_no_level() {
    let sandbox = with_clause(&[], &format!("{CLAUSE}year = \"each\"\n"));
    // The last meeting of TQ-02 fails in everything: Kém, so that the new text gives Trung bình, the old one Khá.
    let records = shipped(&format!("{EXAMPLE}/meetings.csv"));
    let bad = |line: &str| {
        if line.starts_with("TQ-02,2024-12-05") { line.replace("yes", "no").replace(",95,", ",30,") } else { line.to_owned() }
    };
    sandbox.write("records/meetings.csv", records.lines().map(|line| bad(line) + "\n").collect::<String>());
    let result = json(&sandbox, &["score", "records"]);
    let row = cell(&result, "TQ-02");
    assert_eq!((&row["level_kem"], &row["level"], &row["level_regulation"]), (&1.into(), &Value::Null, &Value::Null));
    let explained = json(&sandbox, &["explain", "records", "--cell", "TQ-02"]);
    let levels = rows(&explained, "lines").iter().filter(|line| line["kind"] == "period-level");
    let levels: Vec<[&str; 2]> = levels.map(|line| ["regulation", "id"].map(|key| text(&line[key]))).collect();
    assert_eq!(levels, [["19-qd-tu", "kha"], ["34-qd-tu", "trung-binh"]]);
}

#[test]
fn meetings_until_a_day_stay_under_the_old_text() {
    let sandbox = with_clause(&[], &format!("{CLAUSE}meetings-until = 2024-06-05\n"));
    let result = json(&sandbox, &["score", "records", "--by", "meeting"]);
    for (key, columns) in meetings(&result, &["regulation"]) {
        let wanted = if &key[6..16] <= "2024-06-05" { "19-qd-tu" } else { "34-qd-tu" };
        assert_eq!(columns, [wanted], "{key}");
    }
    assert!(notice(&result, "several-texts").unwrap().contains("19-QĐ/TU until 2024-06-05, 34-QĐ/TU from 2024-06-06"));
}

#[test]
fn a_level_that_the_judging_text_does_not_know_leaves_the_year_open() {
    let sandbox = with_clause(&[], "");
    let old = shipped("rules/19-qd-tu/regulation.toml").replace("\"tot\"", "\"xuat-sac\"").replace("'tot'", "'xuat-sac'");
    sandbox.write("records/old/regulation.toml", old);
    let run = sandbox.run(&["score", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&run, &[want("period-level-unknown").value("xuat-sac").expects("tot | kha")]);
    let result = run.json();
    let row = cell(&result, "TQ-01");
    assert_eq!((&row["level"], &row["level_xuat-sac"], &row["level_tot"]), (&Value::Null, &7.into(), &5.into()));
    // Where the texts judge apart, nothing has to match.
    let sandbox = with_clause(&[], &format!("{CLAUSE}year = \"each\"\n"));
    let apart = sandbox.run(&["score", "records", "--format", "json", "--diagnostics", "json"]);
    assert_faults(&apart, &[]);
}

/// An amendment of few figures is an overlay that replaces what it extends; how that one took over from its own predecessor is not for it.
#[test]
fn an_amendment_may_lie_over_the_text_that_it_replaces() {
    let sandbox = with_clause(&[], &format!("{CLAUSE}year = \"old\"\n"));
    let level = |id: &str, points: &str| format!("[[level]]\nid = \"{id}\"\nin = \"{points}\"\ncite = \"sd: 1\"\n");
    let amendment = "[regulation]\nid = \"sua-doi\"\ntitle = \"Sửa đổi\"\nextends = \"new\"\nreplaces = \"34-qd-tu\"\nfirst-day = 2024-10-04\n\
                     [sources.sd]\ntitle = \"Quyết định sửa đổi\"\nstanding = \"text\"\n"
        .to_owned()
        + &level("tot", "[85, 100]")
        + &level("kha", "[70, 85)");
    sandbox.write("records/sua-doi/regulation.toml", amendment);
    sandbox.write("records/chibo.toml", "period = \"2024\"\nrules = [\"sua-doi\", \"old\", \"new\"]\n");
    let result = json(&sandbox, &["score", "records", "--by", "meeting"]);
    for ((key, columns), (_, regulation, total, level)) in meetings(&result, &["regulation", "total", "level"])
        .iter()
        .filter(|(key, _)| !key.contains("2024-09-20 regular"))
        .zip(BY_HAND)
    {
        // From 4/10 on, 85 points are Tốt; the points are the same.
        let wanted = if &key[6..16] < "2024-10-04" { [regulation, total, level] } else { ["sua-doi", total, "tot"] };
        assert_eq!(columns, &wanted, "{key}");
    }
    let result = json(&sandbox, &["score", "records"]);
    assert!(
        notice(&result, "several-texts").unwrap().contains("34-QĐ/TU from 2024-05-19 until 2024-10-03, sua-doi from 2024-10-04")
    );
    let row = cell(&result, "TQ-01");
    assert_eq!((&row["level"], &row["level_regulation"]), (&"tot".into(), &"sua-doi".into()));
    assert!(notice(&result, "period-judge").unwrap().contains("no transitional clause"));
}

// ------------------------------------------------------------ faults

fn score(sandbox: &Sandbox, more: &[&str]) -> support::Run {
    sandbox.run(&[&["score", "records", "--format", "json", "--diagnostics", "json"], more].concat())
}

#[test]
fn a_meeting_without_a_text_names_the_text_to_add() {
    // 13 meetings of the year come before 34, 7 + 6 + 4.
    let run = score(&tuyen_quang("\"34-qd-tu\""), &[]);
    assert_eq!(account(&run.json(), "records/meetings.csv"), [43, 26, 17, 0]);
    assert_fault(&run, &want("outside-regulation").value("2024-01-05").expects("rules = [\"34-qd-tu\", \"19-qd-tu\"]"));
    let run = score(&tuyen_quang("\"19-qd-tu\""), &[]);
    assert_eq!(account(&run.json(), "records/meetings.csv"), [43, 17, 26, 0]);
    assert_fault(&run, &want("outside-regulation").value("2024-06-05").expects("rules = [\"19-qd-tu\", \"34-qd-tu\"]"));
    assert!(notice(&run.json(), "superseded").unwrap().contains("34-qd-tu replaces it from 2024-05-19"));
}

#[test]
fn a_meeting_under_two_texts_is_rejected() {
    let sandbox = with_clause(&[("first-day = 2024-05-19", "first-day = 2024-05-01")], "");
    let run = score(&sandbox, &["--by", "meeting"]);
    let days = ["2024-05-06", "2024-05-18", "2024-05-06"];
    let wants: Vec<_> = days.iter().map(|day| want("regulations-overlap").value(day)).collect();
    assert_faults(&run, &wants);
    assert!(run.faults()[0].message.contains("19-qd-tu, 34-qd-tu"));
    assert_eq!(account(&run.json(), "records/meetings.csv"), [43, 40, 3, 0]);
}

#[test]
fn one_id_in_two_files_is_a_fault() {
    let sandbox = tuyen_quang("[\"old\", \"19-qd-tu\"]");
    sandbox.write("records/old/regulation.toml", shipped("rules/19-qd-tu/regulation.toml"));
    let run = score(&sandbox, &[]);
    assert_eq!(run.code, Some(2));
    assert_faults(&run, &[want("rules-twice").value("19-qd-tu")]);
}

#[test]
fn one_text_on_the_command_line_judges_all_days() {
    let result =
        json(&tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]"), &["score", "records", "--rules", "34-qd-tu", "--by", "meeting"]);
    assert!(rows(&result, "meetings").iter().all(|row| row["regulation"] == "34-qd-tu"));
    assert_eq!(rows(&result, "meetings").iter().filter(|row| row["applied_on_request"] == true).count(), 17);
    let early = json(&tuyen_quang("\"34-qd-tu\""), &["score", "records", "--rules", "19-qd-tu"]);
    assert!(notice(&early, "superseded").is_some());
}

#[test]
fn a_column_that_one_text_reads_is_not_unknown() {
    let sandbox = with_clause(&[], "\n[[fact]]\nid = \"flag_raised\"\nscope = \"meeting\"\ntype = \"flag\"\n");
    let records = shipped(&format!("{EXAMPLE}/meetings.csv"));
    let mut lines = records.lines();
    let head = format!("{},flag-raised,no-such-thing\n", lines.next().unwrap());
    sandbox.write("records/meetings.csv", head + &lines.map(|line| format!("{line},,\n")).collect::<String>());
    assert_faults(&score(&sandbox, &[]), &[want("column-unknown").value("no-such-thing")]);
}

// ------------------------------------------------------------ lapse

#[test]
fn a_text_that_lapses_soon_after_the_period_warns() {
    let sandbox = tuyen_quang("\"19-qd-tu\"");
    let lapse = |period: &str| {
        let result = json(&sandbox, &["score", "records", "--period", period]);
        notice(&result, "about-to-lapse").map(str::to_owned)
    };
    // From the last day of the period to 2024-05-18: 18, 48, 79, 108 days.
    assert_eq!(
        lapse("2024-04").unwrap(),
        "19-qd-tu is about to lapse: on 2024-05-18, 18 days after this period; 34-qd-tu replaces it from 2024-05-19"
    );
    assert!(lapse("2024-02").unwrap().contains("79 days"));
    assert_eq!(lapse("2024-01"), None);
    let straddling = json(&tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]"), &["score", "records"]);
    assert_eq!(notice(&straddling, "about-to-lapse"), None);
    assert_eq!(notice(&straddling, "superseded"), None);
}

// ------------------------------------------------------------ what must not change

#[test]
fn the_order_of_the_list_changes_no_byte() {
    let one = tuyen_quang("[\"19-qd-tu\", \"34-qd-tu\"]");
    let other = tuyen_quang("[\"34-qd-tu\", \"19-qd-tu\"]");
    for command in [
        &["score", "records"][..],
        &["score", "records", "--by", "meeting"],
        &["classify", "records"],
        &["attendance", "records"],
    ] {
        assert_eq!(one.run(command).stdout, other.run(command).stdout, "{command:?}");
    }
    let threads = |count: &str| one.run(&["score", "records", "--by", "meeting", "--format", "json", "--threads", count]).stdout;
    assert_eq!(threads("1"), threads("3"));
}

/// Rows of a table of meetings, without what tells how they came to be judged.
fn judged(result: &Value) -> Vec<(String, Value)> {
    let of = |row: &Value| {
        let mut row = row.as_object().unwrap().clone();
        row.shift_remove("applied_on_request");
        (text(&row["date"]).to_owned(), Value::Object(row))
    };
    rows(result, "meetings").iter().map(of).collect()
}

/// An amendment changes nothing before its first day, and from that day on all is as if it had always been in force.
#[test]
fn an_amendment_never_leaks_backward() {
    for seed in 1..5 {
        let mut chance = Chance::new(seed);
        let sandbox = Sandbox::new();
        Records::generate(seed).write(&sandbox.path("records"), PLAIN);
        let first = format!("2024-{:02}-{:02}", 2 + chance.below(10), 1 + chance.below(28));
        let amendment = shipped("rules/14-qdi-tu/regulation.toml")
            .replace("id = \"14-qdi-tu\"", "id = \"14-moi\"\nreplaces = \"14-qdi-tu\"")
            .replace("first-day = 2018-10-08", &format!("first-day = {first}"))
            .replace("in = \"[90, 100]\"", "in = \"[80, 100]\"")
            .replace("in = \"[70, 90)\"", "in = \"[70, 80)\"");
        sandbox.write("records/moi/regulation.toml", amendment);
        let by_meeting = |more: &[&str]| json(&sandbox, &[&["score", "records", "--by", "meeting"], more].concat());
        let (before, after) = (by_meeting(&[]), by_meeting(&["--rules", "records/moi"]));
        let both = by_meeting(&["--rules", "14-qdi-tu,records/moi"]);
        let mut wanted: Vec<(String, Value)> = judged(&before).into_iter().filter(|(day, _)| *day < first).collect();
        assert!(wanted.len() > 20, "seed {seed}: {first}");
        wanted.extend(judged(&after).into_iter().filter(|(day, _)| *day >= first));
        let place = |row: &Value| ["cell", "date", "kind"].map(|key| text(&row[key]).to_owned());
        let kinds = ["regular", "thematic", "combined"];
        let order = |(_, row): &(String, Value)| {
            let [cell, date, kind] = place(row);
            (cell, date, kinds.iter().position(|known| *known == kind))
        };
        wanted.sort_by_key(order);
        assert_eq!(judged(&both), wanted, "seed {seed}: {first}");
        // What becomes of a row does not depend on the text.
        assert_eq!(account(&both, "records/meetings.csv"), account(&before, "records/meetings.csv"), "seed {seed}");
        assert_eq!(both["diagnostics"]["counts"], before["diagnostics"]["counts"], "seed {seed}");
        let cells = json(&sandbox, &["score", "records", "--rules", "records/moi,14-qdi-tu"]);
        for row in rows(&cells, "cells") {
            let own = judged(&both).into_iter().filter(|(_, meeting)| meeting["cell"] == row["cell"]);
            let scored = own.filter(|(_, meeting)| !meeting["total"].is_null()).count();
            assert_eq!(row["scored"].as_u64(), u64::try_from(scored).ok(), "seed {seed}: {row}");
        }
    }
}

// ------------------------------------------------------------ yearly texts

const YEARLY: &str = "[sources.a]\ntitle = \"A\"\nstanding = \"assumed\"\n\
     [[fact]]\nid = \"score\"\nscope = \"year\"\ntype = \"points\"\n\
     [[form]]\nid = \"f\"\ntitle = \"F\"\nmax = 100\n[[form.group]]\nid = \"1\"\ntitle = \"1\"\nmax = 100\ncite = \"a\"\n\
     [[form.group.leaf]]\nid = \"1.1\"\ntitle = \"Điểm\"\nmax = 100\n[form.group.leaf.recorded]\nfact = \"score\"\n\
     [[level]]\nid = \"ht\"\ntitle = \"Hoàn thành\"\nin = \"[FLOOR, 100]\"\ncite = \"a\"\n\
     [[level]]\nid = \"kht\"\ntitle = \"Không hoàn thành\"\nin = \"[0, FLOOR)\"\ncite = \"a\"\n";

/// A yearly text that needs 50 points and, from 2025 on, one that needs 60 and replaces it; the one cell has 55 in both years.
fn two_yearly_texts(years: [&str; 2], list: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let text = |id: &str, years: &str, more: &str, floor: &str| {
        let head =
            format!("[regulation]\nid = \"{id}\"\nscope = \"year\"\ntitle = \"T\"\nissuer = \"I\"\nyears = \"{years}\"\n{more}");
        head + &YEARLY.replace("FLOOR", floor)
    };
    sandbox
        .write("r/cu/regulation.toml", text("cu", years[0], "", "50"))
        .write("r/moi/regulation.toml", text("moi", years[1], "replaces = \"cu\"\n", "60"))
        .write("r/chibo.toml", format!("period = \"2025\"\nyear-end = {list}\n"))
        .write("r/cells.csv", "code,committee\nA,X\n")
        .write("r/year.csv", "cell,year,score\nA,2024,55\nA,2025,55\n");
    sandbox
}

#[test]
fn a_yearly_text_ends_what_it_replaces() {
    for list in ["[\"cu\", \"moi\"]", "[\"moi\", \"cu\"]"] {
        let sandbox = two_yearly_texts(["2018..", "2025.."], list);
        let level = |year: &str| {
            let result = json(&sandbox, &["classify", "r", "--year", year]);
            (text(&rows(&result, "cells")[0]["level"]).to_owned(), notice(&result, "superseded").is_some())
        };
        assert_eq!([level("2024"), level("2025")], [("ht".to_owned(), false), ("kht".to_owned(), false)], "{list}");
    }
    // Named alone it judges the year, and says what has replaced it; that is known only where both are named.
    let alone = two_yearly_texts(["..2030", "2025.."], "[\"cu\"]");
    assert_eq!(text(&rows(&json(&alone, &["classify", "r"]), "cells")[0]["level"]), "ht");
}

#[test]
fn the_last_year_of_a_text_names_the_one_that_follows_among_those_of_the_run() {
    let sandbox = two_yearly_texts(["2018..2024", "2025.."], "[\"cu\", \"moi\"]");
    let result = json(&sandbox, &["classify", "r", "--year", "2024"]);
    assert!(notice(&result, "about-to-lapse").unwrap().contains("moi replaces it from 2025"), "{result}");
}

/// A folder names the texts of all its years; records may have columns for those that judge no day of the period.
#[test]
fn columns_of_a_text_of_another_time_are_not_unknown() {
    let sandbox = with_clause(&[("id = \"34-qd-tu\"", "id = \"tinh-moi\"")], "");
    let records = shipped(&format!("{EXAMPLE}/meetings.csv"));
    let mut lines = records.lines();
    let head = format!("{},self:tinh-moi:1,self:tinh-khac:1\n", lines.next().unwrap());
    sandbox.write("records/meetings.csv", head + &lines.map(|line| format!("{line},,\n")).collect::<String>());
    let run = sandbox.run(&["score", "records", "--period", "2024-Q1", "--diagnostics", "json"]);
    let unknown: Vec<String> =
        run.faults().into_iter().filter(|fault| fault.code == "column-unknown").filter_map(|fault| fault.value).collect();
    assert_eq!(unknown, ["self:tinh-khac:1"]);
}
