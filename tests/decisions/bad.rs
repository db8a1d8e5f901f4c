//! What is refused, each with its place, and what becomes of the rows beside it.

use super::support::{Want, account, assert_faults, want};
use super::{FILE, HEADING, cell, classify, instead, records, row, run, states};

/// The rows have these faults, and the account says how many are used, rejected and excluded.
#[track_caller]
fn faulty(decisions: &str, wants: &[Want], rows: [u64; 3]) -> super::Value {
    let sandbox = records(decisions);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, wants);
    assert_eq!(run.code, Some(i32::from(!wants.is_empty())));
    let result = run.json();
    assert_eq!(account(&result, FILE)[1..], rows);
    // Whoever only checks is told the same, but for what a classification alone can tell.
    if wants.iter().all(|want| want.code != "decision-stale") {
        assert_faults(&super::run(&sandbox, &["check", "r"]), wants);
    }
    result
}

fn at(code: &'static str, row: u64, letters: &'static str, heading: &'static str) -> Want {
    want(code).file(FILE).row(row).at(letters, heading)
}

const DAY: &str = "2025-01-15";

#[test]
fn an_incomplete_decision_is_refused_with_all_that_it_lacks() {
    let complete = ["B", "2024", "tot", "kem", "Đảng ủy X", "1-QĐ", DAY, "Người ký", "Lý do"];
    let names = ["cell", "period", "computed", "decided", "authority", "document", "date", "signer", "reason"];
    let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    let heading = names.join(",");
    for (place, name) in names.into_iter().enumerate() {
        let mut fields = complete;
        fields[place] = "";
        let sandbox = records("");
        sandbox.write(FILE, format!("{heading}\n{}\n", fields.join(",")));
        let run = classify(&sandbox, &[]);
        assert_faults(&run, &[at("value-missing", 2, letters[place], name).expects(name)]);
        assert_eq!((run.code, account(&run.json(), FILE)), (Some(1), [1, 0, 1, 0]));
        assert_eq!(cell(&run.json(), "B"), ["tot", "", "", ""]);
    }
    let sandbox = records("");
    sandbox.write(FILE, format!("{heading}\nB,2024,,,,,,,\n"));
    let missing = names.into_iter().zip(letters).skip(2).map(|(name, letters)| at("value-missing", 2, letters, name));
    assert_faults(&classify(&sandbox, &[]), &missing.collect::<Vec<Want>>());
    // A file without the column is refused as a whole, and with it the run.
    sandbox.write(FILE, "cell,period,computed,decided,authority,document,date,signer\n");
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[want("column-missing").file(FILE)]);
    assert_eq!(run.code, Some(2));
}

#[test]
fn all_faults_of_a_row_are_told_at_once() {
    let wants = [
        at("cell-unknown", 2, "A", "cell").value("Z"),
        at("decision-level-unknown", 2, "D", "computed").value("giỏi").expects("tot (Hoàn thành tốt)").expects("undecided"),
        at("decision-level-unknown", 2, "E", "decided").value("xuất sắc").expects("kem (Không hoàn thành)"),
        at("decision-before-period", 2, "H", "date").value("2023-12-31").expects("2024-01-01"),
    ];
    faulty(&row("Z", "giỏi", "xuất sắc", "1-QĐ", "2023-12-31"), &wants, [0, 1, 0]);
}

#[test]
fn a_decision_may_come_from_the_first_day_of_its_period_on() {
    let result = faulty(&row("B", "tot", "kem", "1-QĐ", "2024-01-01"), &[], [1, 0, 0]);
    assert_eq!(cell(&result, "B")[3], "applied");
}

#[test]
fn a_decision_does_not_end_before_it_was_made() {
    let ends = |day: &str| super::until(&row("B", "tot", "kem", "1-QĐ", DAY), day);
    let inverted = at("days-inverted", 2, "H", "date").value(DAY).expects("2025-01-14");
    faulty(&ends("2025-01-14"), &[inverted], [0, 1, 0]);
    faulty(&ends(DAY), &[], [1, 0, 0]);
}

#[test]
fn what_is_no_period_is_refused() {
    for period in ["2024-13", "năm 2024", "2024-01..2024-05", "2024-Q5"] {
        let bad = row("B", "tot", "kem", "1-QĐ", DAY).replace(",2024,", &format!(",{period},"));
        faulty(&bad, &[at("period-invalid", 2, "B", "period").value(period).expects("2024-Q2")], [0, 1, 0]);
    }
    let quarter = row("B", "tot", "kem", "1-QĐ", DAY).replace(",2024,,", ",2024-Q1,year-end,");
    let sandbox = records(&quarter);
    let result = run(&sandbox, &["score", "r", "--period", "2024-Q1"]);
    assert_faults(&result, &[]);
    assert_faults(&run(&sandbox, &["check", "r"]), &[at("decision-subject", 2, "C", "subject").value("year-end")]);
}

#[test]
fn a_profile_may_give_the_period() {
    let sandbox = records("");
    let given = "[[file]]\ntable = \"decisions\"\n[file.values]\nperiod = \"2024\"\n";
    let profile = "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"../nam.toml\"\n";
    sandbox.write("r/chibo.toml", format!("{profile}{given}"));
    let rows =
        "cell,computed,decided,authority,document,date,signer,reason\nB,tot,kem,Đảng ủy X,1-QĐ,2025-01-15,Người ký,Lý do\n";
    sandbox.write(FILE, rows);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    assert_eq!(cell(&run.json(), "B")[1], "kem");
    sandbox.write("r/chibo.toml", format!("{profile}{}", given.replace("\"2024\"", "\"năm nay\"")));
    assert_eq!(classify(&sandbox, &[]).code, Some(2));
}

#[test]
fn other_periods_are_not_asked_for() {
    // What is wrong with them only a check tells.
    let other = row("B", "tot", "kem", "1-QĐ", DAY).replace(",2024,", ",2023,").replace("Lý do", "");
    let sandbox = records(&(other + &row("B", "tot", "kem", "1-QĐ", DAY)));
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    assert_eq!((account(&run.json(), FILE), states(&run.json()).len()), ([2, 1, 0, 1], 1));
    let check = super::run(&sandbox, &["check", "r"]);
    assert_faults(&check, &[at("value-missing", 2, "J", "reason")]);
    assert_eq!(account(&check.json(), FILE), [2, 1, 1, 0]);
    let sound = row("B", "tot", "kem", "1-QĐ", DAY).replace(",2024,", ",2023,");
    let check = super::run(&records(&sound), &["check", "r"]);
    assert_faults(&check, &[]);
    assert_eq!(account(&check.json(), FILE), [1, 0, 0, 1]);
}

#[test]
fn two_decisions_on_one_level_are_both_rejected_in_whatever_order() {
    let (one, other) = (row("B", "tot", "kem", "1-QĐ", DAY), row("B", "tot", "kha", "2-QĐ", "2025-02-15"));
    for decisions in [format!("{one}{other}"), format!("{other}{one}")] {
        let wants = [2, 3].map(|row| at("decision-conflict", row, "G", "document").value("B 2024 year-end"));
        let result = faulty(&decisions, &wants, [0, 2, 0]);
        assert_eq!(cell(&result, "B"), ["tot", "", "", ""]);
    }
    // Each names the rows of both, also where these stand in two files.
    let sandbox = records(&one);
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"../nam.toml\"\n[[file]]\ntable = \"decisions\"\npath = [\"decisions.csv\", \"more.csv\"]\n");
    sandbox.write("r/more.csv", format!("{HEADING}{other}"));
    let run = classify(&sandbox, &[]);
    let faults = run.faults();
    assert_eq!(faults.len(), 2);
    for fault in faults {
        assert!(fault.message.contains("r/decisions.csv:2") && fault.message.contains("r/more.csv:2"), "{}", fault.message);
    }
    // Of other cells and other subjects they have nothing to do with each other.
    let quality = other.replace(",2024,,tot,", ",2024,meeting-quality,tot,");
    faulty(&format!("{one}{quality}"), &[], [2, 0, 0]);
    faulty(&format!("{one}{}", other.replacen('B', "A", 1)), &[], [2, 0, 0]);
}

#[test]
fn copies_count_once_and_one_document_says_one_thing() {
    let one = row("B", "tot", "kem", "1-QĐ", DAY);
    let sandbox = records(&one.repeat(2));
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    assert_eq!((account(&run.json(), FILE), run.notes().len()), ([2, 1, 0, 1], 1));
    let wants = [2, 3].map(|row| want("decision-conflict").file(FILE).row(row));
    let differs = format!("{one}{}", row("B", "tot", "kha", "1-QĐ", DAY));
    faulty(&differs, &wants, [0, 2, 0]);
    // The clerk can say which of them holds.
    let sandbox = records(&differs);
    sandbox.write(
        "r/chibo.toml",
        "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"../nam.toml\"\ncopies = [\"decisions.csv:3\"]\n",
    );
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    assert_eq!((account(&run.json(), FILE), cell(&run.json(), "B")[1].as_str()), ([2, 1, 0, 1], "kha"));
}

#[test]
fn what_is_replaced_must_be_known_and_earlier_and_replaced_once() {
    let one = row("B", "tot", "kem", "1-QĐ", DAY);
    let of = |document: &str, date: &str, old: &str| instead(&row("B", "tot", "kha", document, date), old);
    let unknown = at("decision-supersedes-unknown", 3, "L", "supersedes").value("9-QĐ").expects("1-QĐ");
    let beside = |row: u64| at("decision-conflict", row, "G", "document");
    faulty(&(one.clone() + &of("2-QĐ", "2025-02-15", "9-QĐ")), &[beside(2), unknown], [0, 2, 0]);
    // Of another cell it is as good as unknown.
    let elsewhere = one.replacen('B', "A", 1) + &of("2-QĐ", "2025-02-15", "1-QĐ");
    let result = faulty(&elsewhere, &[at("decision-supersedes-unknown", 3, "L", "supersedes")], [1, 1, 0]);
    assert_eq!(cell(&result, "A")[3], "applied");
    let later = at("decision-supersedes-later", 3, "L", "supersedes").value("1-QĐ");
    faulty(&(one.clone() + &of("2-QĐ", "2025-01-14", "1-QĐ")), &[beside(2), later], [0, 2, 0]);
    faulty(&(one.clone() + &of("2-QĐ", DAY, "1-QĐ")), &[], [2, 0, 0]);
    let twice = |row: u64| at("decision-superseded-twice", row, "L", "supersedes").value("1-QĐ");
    let both = of("2-QĐ", "2025-02-15", "1-QĐ") + &of("3-QĐ", "2025-03-15", "1-QĐ");
    faulty(&(one.clone() + &both), &[beside(2), twice(3), twice(4)], [0, 3, 0]);
    let circle = |row: u64| at("decision-circle", row, "L", "supersedes");
    let round = of("1-QĐ", DAY, "3-QĐ") + &of("2-QĐ", DAY, "1-QĐ") + &of("3-QĐ", DAY, "2-QĐ");
    faulty(&round, &[circle(2), circle(3), circle(4)], [0, 3, 0]);
    faulty(&of("1-QĐ", DAY, "1-QĐ"), &[circle(2).value("1-QĐ")], [0, 1, 0]);
}

#[test]
fn a_row_beside_a_rejected_one_is_not_taken_for_the_right_one() {
    let one = row("B", "tot", "kem", "1-QĐ", DAY);
    let lacks = |row: u64| at("value-missing", row, "I", "signer");
    let unsigned = row("B", "tot", "kha", "2-QĐ", "2025-02-15").replace("Người ký", "");
    let conflict = at("decision-conflict", 2, "G", "document");
    let result = faulty(&(one.clone() + &unsigned), &[conflict, lacks(3)], [0, 2, 0]);
    assert_eq!(cell(&result, "B"), ["tot", "", "", ""]);
    // Replaced by one that lacks something, the old one stands no more, and nothing stands.
    let result = faulty(&(one.clone() + &instead(&unsigned, "1-QĐ")), &[lacks(3)], [1, 1, 0]);
    assert_eq!(
        (cell(&result, "B"), states(&result)),
        (["tot", "", "1-QĐ", "superseded"].map(str::to_owned), vec![["1-QĐ", "superseded"].map(str::to_owned)])
    );
    // What the old one lacks does not touch the new one.
    let old = one.replace("Người ký", "");
    let new = instead(&row("B", "tot", "kha", "2-QĐ", "2025-02-15"), "1-QĐ");
    let result = faulty(&(old + &new), &[lacks(2)], [1, 1, 0]);
    assert_eq!(cell(&result, "B"), ["tot", "kha", "2-QĐ", "applied"]);
}

#[test]
fn a_row_of_sums_is_none_of_the_table() {
    let one = row("B", "tot", "kem", "1-QĐ", DAY);
    for sums in ["Tổng,1,,,,,,,,,,\n", "Tổng cộng,,,,,,,,,,,\n", "Cộng,,1,,,,1,,,,,\n"] {
        faulty(&format!("{one}{sums}"), &[], [1, 0, 1]);
    }
    // With a date it is a decision.
    let dated = format!("Tổng,1,,,,,,{DAY},,,,\n");
    let run = classify(&records(&format!("{one}{dated}")), &[]);
    assert_eq!(account(&run.json(), FILE), [2, 1, 1, 0]);
}

#[test]
fn a_cell_that_is_no_more_has_no_level_to_decide_on() {
    let quality = row("B", "open", "tot", "2-QĐ", DAY).replace(",2024,,", ",2024,meeting-quality,");
    let decisions = row("B", "open", "kem", "1-QĐ", DAY) + &quality + &row("A", "tot", "kem", "3-QĐ", DAY);
    let sandbox = records(&decisions);
    let gone = |row: u64| at("decision-of-gone-cell", row, "A", "cell").value("B").expects("2024");
    // On the last day of the year it is gone, on the first of the next one it is not.
    sandbox.write("r/lineage.csv", "from,to,date,what\nB,C,2024-12-31,merge\n").write("r/cells.csv", CELLS);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[gone(2), gone(3), want("year-of-gone-cell")]);
    let fault = &run.faults()[0].message;
    assert!(["2024-12-31", "\"C\"", "r/lineage.csv:2"].iter().all(|told| fault.contains(told)), "{fault}");
    assert_eq!((cell(&run.json(), "B"), account(&run.json(), FILE)), ([""; 4].map(str::to_owned), [3, 1, 2, 0]));
    assert_eq!(cell(&run.json(), "A")[1], "kem");
    sandbox.write("r/lineage.csv", "from,to,date,what\nB,C,2025-01-01,merge\n");
    let run = classify(&sandbox, &[]);
    assert!(run.faults().iter().all(|fault| fault.code == "decision-stale"), "{}", run.stderr);
    assert_eq!(account(&run.json(), FILE), [3, 3, 0, 0]);
}

const CELLS: &str = "code,committee,from\nA,Đảng ủy X,\nB,Đảng ủy X,\nC,Đảng ủy X,2020-01-01\nD,Đảng ủy X,\n";

#[test]
fn a_decision_for_what_was_computed_decides_nothing() {
    let result = faulty(&row("B", "HTT", "tot", "1-QĐ", DAY), &[at("decision-idle", 2, "E", "decided").value("tot")], [1, 0, 0]);
    assert_eq!(cell(&result, "B"), ["tot", "tot", "1-QĐ", "applied"]);
}

#[test]
fn rejected_rows_come_back_corrected() {
    let sandbox = records(&(row("Z", "tot", "kem", "1-QĐ", DAY) + &row("B", "tot", "kem", "2-QĐ", DAY)));
    classify(&sandbox, &["--rejects", "out"]);
    let rejects = std::fs::read_to_string(sandbox.path("out/decisions.rejects.csv")).unwrap();
    sandbox.write("r/decisions.rejects.csv", rejects.replace(",Z,", ",A,"));
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!((account(&result, FILE), account(&result, "r/decisions.rejects.csv")), ([2, 1, 0, 1], [1, 1, 0, 0]));
    assert_eq!(cell(&result, "A")[1], "kem");
}
