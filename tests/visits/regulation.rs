//! Regulations of visits: another province with other levels needs no Rust, and what is wrong with a file is told.

use chibo::rules::{load, shipped};
use chibo::words::Lang;
use serde_json::json;

use super::support::{Sandbox, account, assert_faults, want};
use super::{clean, records, row, rows, run, says};

/// A regulation of levels of its own, by quarters, with visitors of hard cells every month.
const OWN: &str = r#"
[regulation]
id = "thu"
scope = "visit"
title = "Thử"
first-day = 2024-04-01

[sources.a]
title = "Văn bản thử"
standing = "assumed"

[[fact]]
id = "border"
scope = "cell"
type = "flag"
vi = ["Biên giới"]

[visits]
cite = "a: Điều 1"

[[visits.level]]
id = "ward"
vi = ["Cấp phường"]
en = ["Ward"]

[[visits.minimum]]
level = "ward"
at-least = 1
per = "quarter"
cite = "a: Điều 2"

[visits.cells]
when = "not border"

[visits.part-time]
owes = "whole"

[visits.hard-cells]
per = "quarter"
cite = "a: Điều 3"
"#;

/// Records under that regulation: `C1` lies at the border, of `C3` it is not known.
fn own(visits: &[&str]) -> Sandbox {
    let sandbox = records(&["W,Cấp phường,,,,", "D,district,,,,"], visits);
    sandbox
        .write("thu/regulation.toml", OWN)
        .write("records/chibo.toml", "period = \"2024\"\nvisit-rules = \"../thu\"\n")
        .write("records/cells.csv", "code,committee,hard,Biên giới\nC1,Đ,no,yes\nC2,Đ,yes,no\nC3,Đ,no,\n");
    sandbox
}

#[test]
fn levels_stretches_and_cells_are_data() {
    let sandbox = own(&[
        "W,ward,C2,2024-02-03,regular",
        "W,Cấp phường,C1,2024-05-03,regular",
        "W,,C3,2024-07-03,regular",
        "W,,C2,2024-12-03,congress",
    ]);
    let result = clean(&sandbox, &[]);
    let found: Vec<(&str, &str, Option<&str>)> = rows(&result, "minimum")
        .iter()
        .map(|row| (row["stretch"].as_str().unwrap(), row["outcome"].as_str().unwrap(), row["why"].as_str()))
        .collect();
    // The text begins in April; a border cell does not count; of C3 it is not known; congresses count, as nothing leaves them out.
    let wanted = [
        ("2024-Q1", "open", Some("not-in-force")),
        ("2024-Q2", "short", None),
        ("2024-Q3", "open", Some("unknown")),
        ("2024-Q4", "met", None),
    ];
    assert_eq!(found, wanted);
    let reasons: Vec<&str> = rows(&result, "left-out").iter().map(|row| row["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["cell", "cell-open"]);
    let person = row(&result, "persons", "person", "W");
    assert_eq!((&person["level"], &person["minimum"], &person["short_by"]), (&json!("ward"), &json!("short"), &json!(1)));
    // A level without a minimum is counted, and nothing is said of it.
    assert_eq!(row(&result, "persons", "person", "D")["minimum"], json!(null));
    assert!(sandbox.run_in("vi", &["visits", "records"]).stdout.contains("Cấp phường"));
    let result = clean(&sandbox, &["--by", "cell"]);
    assert_eq!(row(&result, "cells", "cell", "C2")["without"], "2024-Q2 2024-Q3");
    // A hard cell to which no visit counts would be without a visitor whoever came.
    sandbox.write("records/cells.csv", "code,committee,hard,Biên giới\nC1,Đ,yes,yes\nC2,Đ,yes,no\nC3,Đ,no,\n");
    let hard = clean(&sandbox, &["--by", "cell"]);
    assert!(rows(&hard, "hard-cells").iter().all(|row| row["cell"] == "C2"));
    let counts = ["C1", "C2", "C3"].map(|cell| row(&result, "cells", "cell", cell)["counts"].clone());
    assert_eq!(counts, [json!(false), json!(true), json!(null)]);
}

#[test]
fn on_request_a_text_applies_outside_its_time() {
    let sandbox = own(&["W,,C2,2024-02-03,regular"]);
    let result = clean(&sandbox, &["--visit-rules", "thu", "--period", "2024-Q1"]);
    assert_eq!(rows(&result, "minimum")[0]["outcome"], "met");
    assert!(says(&result, "applied-on-request"));
    let result = clean(&sandbox, &["--period", "2024-Q1"]);
    assert_eq!(rows(&result, "minimum")[0]["why"], "not-in-force");
}

#[test]
fn a_stretch_that_is_not_over_is_open_until_it_is_met() {
    let sandbox = own(&["W,,C2,2024-05-03,regular"]);
    let outcome = |period: &str| {
        let result = clean(&sandbox, &["--period", period]);
        let rows = rows(&result, "minimum");
        (rows.len(), rows[0]["stretch"].clone(), rows[0]["outcome"].clone(), rows[0]["why"].clone())
    };
    assert_eq!(outcome("2024-04"), (1, json!("2024-Q2"), json!("open"), json!("not-over")));
    assert_eq!(outcome("2024-05"), (1, json!("2024-Q2"), json!("met"), json!(null)));
    assert_eq!(outcome("2024-Q2"), (1, json!("2024-Q2"), json!("met"), json!(null)));
}

/// What is owed in a stretch does not hang on the period that is asked for: the quarter is assigned as a whole, in one row or in two that touch.
#[test]
fn rows_that_touch_owe_as_much_as_one() {
    let sandbox = own(&["W,,C2,2024-06-03,regular", "V,,C2,2024-06-03,regular"]);
    let share = OWN.replace("at-least = 1", "at-least = 3").replace("owes = \"whole\"", "owes = \"share\"");
    sandbox.write("thu/regulation.toml", share).write(
        "records/assignments.csv",
        "person,level,from,until\nW,ward,2024-04-01,2024-05-31\nW,ward,2024-06-01,2024-06-30\nV,ward,2024-04-01,2024-06-30\n\
         W,district,2024-04-01,2024-05-31\nU,ward,2024-04-01,2024-05-31\nW,ward,2023-01-01,2023-12-31\n",
    );
    let stands = |period: &str| {
        let result = clean(&sandbox, &["--period", period]);
        let of = |person: &str| {
            let rows = rows(&result, "minimum").iter().filter(|row| row["person"] == person);
            rows.map(|row| (row["required"].clone(), row["outcome"].clone(), row["why"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(of("W"), of("V"), "{period}");
        (of("V"), account(&result, "records/assignments.csv"))
    };
    // Three of three months: three visits; the third month alone does not tell whether the others were made before.
    assert_eq!(stands("2024-06"), (vec![(json!(3), json!("open"), json!("not-over"))], [6, 3, 0, 3]));
    assert_eq!(stands("2024-Q2").0, [(json!(3), json!("short"), json!(null))]);
    // Who is assigned on no day of the period is nobody to be judged.
    let june = clean(&sandbox, &["--period", "2024-06"]);
    assert_eq!(rows(&june, "persons").len(), 2);
}

#[test]
fn a_rejected_row_may_be_the_visit_that_lacks() {
    let sandbox = own(&["W,,C9,2024-05-03,regular"]);
    let run = run(&sandbox, &["--period", "2024-Q2"]);
    assert_faults(&run, &[want("cell-unknown").value("C9")]);
    let result = run.json();
    assert_eq!(
        (&rows(&result, "minimum")[0]["outcome"], &rows(&result, "minimum")[0]["why"]),
        (&json!("open"), &json!("unknown"))
    );
    assert_eq!(row(&result, "persons", "person", "W")["rejected"], 1);
}

#[test]
fn each_folder_and_the_command_line_name_one_text_of_visits() {
    let sandbox = records(&["A,provincial,,,,"], &["A,,C1,2024-01-03,regular"]);
    for (arguments, fault) in [
        (&["--visit-rules", "124-qd-tw"][..], want("rules-scope").value("124-qd-tw").expects("visit")),
        (&["--visit-rules", "777-qd-tu"], want("rule-not-found").value("777-qd-tu").expects("776-qd-tu")),
        (&["--reading", "kinds=all"], want("reading-unknown").value("kinds=all")),
    ] {
        let run = run(&sandbox, arguments);
        assert_faults(&run, &[fault]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    }
    sandbox
        .write("records/chibo.toml", "period = \"2024\"\nvisit-rules = [\"776-qd-tu\", \"../thu\"]\n")
        .write("thu/regulation.toml", OWN);
    assert_faults(&run(&sandbox, &[]), &[want("config-value").file("records/chibo.toml").line(2)]);
    // Meetings are not judged by it.
    sandbox
        .write("records/chibo.toml", "period = \"2024\"\nrules = \"776-qd-tu\"\n")
        .write("records/meetings.csv", "cell,date,kind\n");
    let scored = sandbox.run(&["score", "records", "--diagnostics", "json"]);
    assert_faults(&scored, &[want("rules-scope").value("776-qd-tu").expects("meeting")]);
}

#[test]
fn the_commands_of_rules_know_it() {
    let sandbox = Sandbox::new();
    sandbox.write("thu/regulation.toml", OWN);
    assert_eq!(sandbox.run(&["rules", "check", "776-qd-tu", "thu"]).code, Some(0));
    let shown = sandbox.run(&["rules", "show", "776-qd-tu", "--format", "csv"]).stdout;
    for address in ["visits / visit-minimum provincial", "visits / visit-cells", "visits / own-cell", "visits / part-time"] {
        assert!(shown.contains(address), "{address}\n{shown}");
    }
    assert!(shown.contains("at-least=2;period=year"));
    let listed = sandbox.run(&["rules", "--format", "csv"]).stdout;
    assert!(listed.lines().any(|line| line.starts_with("776-qd-tu,") && line.contains(",visit,2023-01-16,")));
    sandbox.write(
        "mới/regulation.toml",
        OWN.replace("at-least = 1", "at-least = 2")
            .replace("per = \"quarter\"\ncite = \"a: Điều 3\"", "per = \"month\"\ncite = \"a: Điều 3\""),
    );
    let changed = sandbox.run(&["rules", "diff", "thu", "mới", "--format", "json"]);
    let result = changed.json();
    let changes: Vec<(&str, &str, &str)> = rows(&result, "changes")
        .iter()
        .map(|row| (row["kind"].as_str().unwrap(), row["before"].as_str().unwrap(), row["after"].as_str().unwrap()))
        .collect();
    assert_eq!(changes, [("visit-minimum", "1", "2"), ("hard-cells", "quarter", "month")]);
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let rulebook = shipped::rulebook().unwrap();
    let codes = |text: &str| -> Vec<&'static str> {
        let faults = load(&rulebook, &"thu".into(), &text.into()).err().unwrap_or_default();
        faults.iter().map(|fault| fault.code.id()).collect()
    };
    assert!(
        codes(OWN).is_empty(),
        "{:?}",
        load(&rulebook, &"thu".into(), &OWN.into()).err().map(|f| f.iter().map(|f| f.what(Lang::En)).collect::<Vec<_>>())
    );
    for (found, put, code) in [
        ("level = \"ward\"", "level = \"wrad\"", "expr-unknown"),
        ("id = \"ward\"", "id = \"district\"", "rule-duplicate"),
        ("at-least = 1", "at-least = 0", "rule-value"),
        ("at-least = 1", "at-least = \"one\"", "rule-value"),
        ("at-least = 1\n", "", "rule-missing-key"),
        ("per = \"quarter\"\ncite = \"a: Điều 2\"", "per = \"week\"", "rule-value"),
        ("owes = \"whole\"", "owes = \"half\"", "rule-value"),
        ("when = \"not border\"", "when = \"not boder\"", "expr-unknown"),
        ("when = \"not border\"", "when = \"members > 3\"", "expr-unknown"),
        ("scope = \"visit\"", "scope = \"visit\"\nyears = \"2024..\"", "rule-unknown-key"),
        ("scope = \"cell\"", "scope = \"meeting\"", "rule-value"),
        ("[visits]\ncite = \"a: Điều 1\"\n", "[visits]\n", "rule-uncited"),
    ] {
        assert!(OWN.contains(found), "{found}");
        let told = codes(&OWN.replacen(found, put, 1));
        assert!(told.contains(&code), "{found} -> {put}: {told:?}");
    }
    let level = "\n[[level]]\nid = \"tot\"\ntitle = \"Tốt\"\ncite = \"a\"\n";
    assert!(codes(&format!("{OWN}{level}")).contains(&"rule-unknown-key"));
    let bare: String = OWN.split("[[fact]]").next().unwrap().to_owned();
    assert!(codes(&bare).contains(&"rule-missing-key"));
    let twice = "\n[[visits.minimum]]\nlevel = \"ward\"\nat-least = 2\nper = \"year\"\n";
    assert!(codes(&format!("{OWN}{twice}")).contains(&"rule-duplicate"));
}
