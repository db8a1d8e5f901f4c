//! What readers are shown: columns only where there is something to say, words of both languages, the lines of an explanation.

use super::{cell, instead, records, row, run, text, until};

fn decisions() -> String {
    row("A", "kha", "kem", "1-QĐ", "2025-01-15")
        + &row("B", "tot", "kem", "2-QĐ", "2025-01-15")
        + &until(&instead(&row("B", "tot", "kha", "3-QĐ", "2025-02-15"), "2-QĐ"), "2025-12-31")
}

#[test]
fn a_column_is_shown_where_there_is_a_decision() {
    for (lang, heading, stale, ends) in
        [("vi", "Mức quyết định", "không còn căn cứ", "đến hết 31/12/2025"), ("en", "Decided level", "stale", "until 2025-12-31")]
    {
        let shown = records(&decisions()).run_in(lang, &["classify", "r", "--format", "markdown"]).stdout;
        let line = |code: &str| shown.lines().find(|line| line.starts_with(&format!("| {code} |"))).unwrap().to_owned();
        assert!(shown.contains(heading), "{shown}");
        assert!(line("A").contains(&format!("KHT (1-QĐ): {stale}")), "{shown}");
        assert!(line("B").contains(&format!("HT (3-QĐ), {ends}")), "{shown}");
        // Of four good ones one is fair by decision.
        assert!(shown.contains("| 4 → 3 |") && shown.contains("| 0 → 1 |"), "{shown}");
        let without = records("").run_in(lang, &["classify", "r", "--format", "markdown"]).stdout;
        assert!(!without.contains(heading) && !without.contains('→'), "{without}");
    }
}

#[test]
fn machine_columns_are_always_there_and_at_the_end() {
    let first = |decisions: &str, arguments: &[&str]| {
        let run = records(decisions).run(&[arguments, &["--format", "csv"]].concat());
        run.stdout.lines().next().unwrap().to_owned()
    };
    let [with, without] = [&decisions(), ""].map(|decisions| first(decisions, &["classify", "r"]));
    assert_eq!(with, without);
    let tail = "lineage,decided_level,decision,decision_date,decision_state,decided_meeting_quality,meeting_quality_decision,\
                meeting_quality_decision_date,meeting_quality_decision_state,regulations,";
    assert!(with.contains(tail), "{with}");
    let [with, without] = [&decisions(), ""].map(|decisions| first(decisions, &["score", "r"]));
    assert_eq!(with, without);
    assert!(with.contains("lineage,decided_level,decision,decision_date,decision_state,regulations,"), "{with}");
}

#[test]
fn an_explanation_names_every_decision_with_its_row() {
    let sandbox = records(&decisions());
    let result = run(&sandbox, &["explain", "r", "--cell", "B"]).json();
    let lines = result["tables"]["lines"].as_array().unwrap();
    let at = lines.iter().position(|line| line["kind"] == "year").unwrap();
    let found: Vec<[String; 6]> = lines[at + 1..]
        .iter()
        .take_while(|line| line["kind"] == "decision")
        .map(|line| ["depth", "id", "branch", "file", "row", "value"].map(|column| text(line, column)))
        .collect();
    let head = |line: &[String; 6]| line[..5].to_vec();
    assert_eq!(found.len(), 2);
    assert_eq!(head(&found[0]), ["2", "2-QĐ", "superseded", "r/decisions.csv", "3"]);
    assert_eq!(head(&found[1]), ["2", "3-QĐ", "applied", "r/decisions.csv", "4"]);
    for part in ["HTT → HT", "applied", "Đảng ủy X", "2025-02-15", "Người ký", "2025-12-31", "Lý do"] {
        assert!(found[1][5].contains(part), "{part}: {}", found[1][5]);
    }
    assert!(found[0][5].contains("replaced by 3-QĐ"), "{}", found[0][5]);
    // Decisions on other cells are not asked for; the faults of their rows are theirs.
    assert_eq!(super::support::account(&result, "r/decisions.csv"), [3, 2, 0, 1]);
    // As of a day the explanation tells what stood then.
    let result = run(&sandbox, &["explain", "r", "--cell", "B", "--as-of", "2025-02-14"]).json();
    assert_eq!(super::states(&result), [["2-QĐ", "applied"], ["3-QĐ", "not-yet"]]);
    // A decision on meeting quality stands under the level of the period.
    let quality = "A,2024,meeting-quality,tot,kem,Đảng ủy X,9-QĐ,2025-01-15,Người ký,Lý do,,\n";
    let result = run(&records(quality), &["explain", "r", "--cell", "A"]).json();
    let lines = result["tables"]["lines"].as_array().unwrap();
    let at = lines.iter().position(|line| line["kind"] == "period-level").unwrap();
    assert_eq!([text(&lines[at + 1], "kind"), text(&lines[at + 1], "id")], ["decision", "9-QĐ"]);
}

/// At every depth a decision stands below the level that it is on.
#[test]
fn short_explanations_name_decisions_too() {
    let sandbox = records(&decisions());
    for (depth, below) in [("line", "0"), ("reasons", "2"), ("tree", "2")] {
        let result = run(&sandbox, &["explain", "r", "--cell", "B", "--depth", depth]).json();
        let lines = result["tables"]["lines"].as_array().unwrap();
        let found = lines.iter().filter(|line| line["kind"] == "decision");
        let found: Vec<[String; 3]> = found.map(|line| ["depth", "id", "branch"].map(|column| text(line, column))).collect();
        assert_eq!(found, [[below, "2-QĐ", "superseded"], [below, "3-QĐ", "applied"]], "{depth}");
        let told = lines.iter().filter(|line| line["kind"] == "decision").map(|line| text(line, "item") + &text(line, "value"));
        assert!(told.zip(["2-QĐ", "3-QĐ"]).all(|(told, document)| told.contains(document)), "{depth}");
    }
}

/// `edge` shows what is decided beside what is computed, that it has lost its ground, and what held on a day.
#[test]
fn distances_name_decisions_beside_what_is_computed() {
    let sandbox = records(&decisions());
    let of = |result: &serde_json::Value, code: &str| {
        let rows = result["tables"]["cells"].as_array().unwrap();
        let row = rows.iter().find(|row| row["cell"] == code && row["of"] == "year").unwrap().clone();
        ["level", "decided_level", "decision", "decision_state"].map(|column| text(&row, column))
    };
    // A member of each was disciplined in the year, so that a distance is there to be shown.
    sandbox.write(
        "r/discipline.csv",
        format!("{}A,2024-05-05,2024-06-06,,,,1-KL\nB,2024-05-05,2024-06-06,,,,2-KL\n", super::DISCIPLINE),
    );
    let near = ["edge", "r", "--within", "99"];
    let result = run(&sandbox, &near).json();
    assert_eq!(of(&result, "A"), ["kha", "kem", "1-QĐ", "applied"]);
    assert_eq!(of(&result, "B"), ["kha", "", "3-QĐ", "stale"]);
    assert_eq!(super::states(&result), [["1-QĐ", "applied"], ["2-QĐ", "superseded"], ["3-QĐ", "stale"]]);
    let result = run(&sandbox, &[&near[..], &["--as-of", "2025-02-14"]].concat()).json();
    assert_eq!(of(&result, "B"), ["kha", "", "2-QĐ", "stale"]);
    // The discipline was not known before it was decided.
    let result = run(&sandbox, &[&near[..], &["--as-of", "2024-06-05"]].concat()).json();
    assert!(result["tables"]["cells"].as_array().unwrap().iter().all(|row| row["of"] != "year" || row["level"] == "tot"));
    let vi = sandbox.run_in("vi", &["edge", "r", "--within", "99", "--format", "markdown"]).stdout;
    assert!(vi.contains("quyết định: HT (3-QĐ): không còn căn cứ"), "{vi}");
}

#[test]
fn a_quota_is_explained_as_of_a_day_with_what_is_decided() {
    let sandbox = super::with_quota(&row("D", "kha", "kem", "1-QĐ", "2025-01-15"));
    sandbox.write("r/discipline.csv", format!("{}A,2024-05-05,2025-02-02,,,,1-KL\n", super::DISCIPLINE));
    let told = |more: &[&str]| {
        let result = run(&sandbox, &[&["explain", "r", "--quota", "trong-xa"], more].concat()).json();
        let lines = result["tables"]["lines"].as_array().unwrap().clone();
        let candidates = lines.iter().filter(|line| line["kind"] == "candidate");
        candidates.map(|line| (text(line, "id"), text(line, "branch"), text(line, "value"))).collect::<Vec<_>>()
    };
    let codes =
        |told: &[(String, String, String)]| told.iter().map(|(id, branch, _)| format!("{id} {branch}")).collect::<Vec<String>>();
    // 70 % of four are 2.8, of three 2.1: two places, which A has until the discipline is decided.
    let before = told(&["--as-of", "2025-02-01"]);
    assert_eq!(codes(&before), ["A admitted", "B admitted", "C moved-down", "D moved-down"]);
    let after = told(&[]);
    assert_eq!(codes(&after), ["B admitted", "C admitted", "D moved-down"]);
    assert!(before[3].2.contains("decided: KHT (1-QĐ)"), "{before:?}");
    assert!(!told(&["--as-of", "2025-01-01"])[3].2.contains("1-QĐ"));
}

/// `readings` has the decision beside the level that hangs on the reading.
#[test]
fn readings_show_decisions_beside_the_levels_that_hang_on_them() {
    let sandbox = records(&row("D", "tot", "kem", "1-QĐ", "2025-01-15"));
    let reading = "[[reading]]\nid = \"cach\"\nopen = \"o\"\nchosen = \"c\"\ncite = \"a\"\ncovers = \"x\"\n\
                   alternative = [ { id = \"khac\", chosen = \"hai\", change = { level = [ { id = \"tot\", condition = [ { title = \"không ai bị kỷ luật\", when = \"members = 0 and diem > 1\" } ] } ] } } ]\n";
    sandbox.write("nam.toml", super::YEARLY.replacen("[[fact]]", &format!("{reading}[[fact]]"), 1));
    let run = run(&sandbox, &["readings", "r"]);
    let result = run.json();
    let told = super::columns(&result, "depends", ["cell", "by_default", "by_alternative", "decided"]);
    assert_eq!(told, [["D", "Hoàn thành tốt", "Hoàn thành", "KHT (1-QĐ)"]], "{}", run.stderr);
    assert_eq!(super::states(&result), [["1-QĐ", "applied"]]);
    let hanging = super::run(&sandbox, &["edge", "r"]).json();
    let told = super::columns(&hanging, "readings", ["cell", "level", "level_then"]);
    assert_eq!(told, [["D", "tot", "kha"]]);
}

#[test]
fn a_day_that_is_none_is_wrong_usage() {
    for command in [&["classify", "r"][..], &["score", "r"], &["explain", "r", "--cell", "A"]] {
        let sandbox = records(&decisions());
        assert_eq!(sandbox.run(&[command, &["--as-of", "2025-02-30"]].concat()).code, Some(3));
        assert_ne!(sandbox.run(&[command, &["--as-of", "2025-02-28"]].concat()).code, Some(3));
    }
    assert_eq!(cell(&super::classify(&records(&decisions()), &["--as-of", "2025-02-28"]).json(), "B")[1], "kha");
}
