//! What stood on a day, and the versions that later decisions make.

use super::support::{Run, account, assert_faults, want};
use super::{DISCIPLINE, FILE, cell, classify, columns, instead, records, row, states, until, with_quota};

const LATER: &str = "A,2024-12-31,2025-03-01,warning,member,An,3-QĐ\n";
const VERSION: [&str; 6] = ["cell", "version", "since", "computed", "level", "superseded_by"];

fn discipline(sandbox: &super::Sandbox, rows: &str) {
    sandbox.write("r/discipline.csv", format!("{DISCIPLINE}{rows}"));
}

fn why(run: &Run, file: &str) -> String {
    let result = run.json();
    let files = result["files"].as_array().unwrap();
    files.iter().find(|entry| entry["file"] == file).unwrap()["why_excluded"].to_string()
}

#[test]
fn a_chain_keeps_its_history() {
    let decisions = row("B", "tot", "kem", "1-QĐ", "2025-01-15")
        + &instead(&row("B", "tot", "kha", "2-QĐ", "2025-02-15"), "1-QĐ")
        + &instead(&until(&row("B", "tot", "kem", "3-QĐ", "2025-03-15"), "2025-06-30"), "2-QĐ");
    let sandbox = records(&decisions);
    let on = |day: &str| classify(&sandbox, &["--as-of", day]).json();
    let [first, second, third] = ["1-QĐ", "2-QĐ", "3-QĐ"];
    let all = |result: &super::Value, wanted: [&str; 3]| {
        assert_eq!(states(result), [[first, wanted[0]], [second, wanted[1]], [third, wanted[2]]]);
    };
    let result = on("2025-01-14");
    all(&result, ["not-yet", "not-yet", "not-yet"]);
    assert_eq!((cell(&result, "B"), account(&result, FILE)), (["tot", "", "", ""].map(str::to_owned), [3, 0, 0, 3]));
    let result = on("2025-01-15");
    all(&result, ["applied", "not-yet", "not-yet"]);
    assert_eq!((cell(&result, "B")[1].as_str(), account(&result, FILE)), ("kem", [3, 1, 0, 2]));
    let result = on("2025-03-14");
    all(&result, ["superseded", "applied", "not-yet"]);
    assert_eq!(cell(&result, "B")[1], "kha");
    let result = on("2025-06-30");
    all(&result, ["superseded", "superseded", "applied"]);
    assert_eq!((cell(&result, "B")[1].as_str(), account(&result, FILE)), ("kem", [3, 3, 0, 0]));
    // What it replaced does not come back when it ends.
    let result = on("2025-07-01");
    all(&result, ["superseded", "superseded", "lapsed"]);
    assert_eq!(cell(&result, "B"), ["tot", "", "3-QĐ", "lapsed"]);
    // Without a day everything recorded holds.
    let result = classify(&sandbox, &[]).json();
    all(&result, ["superseded", "superseded", "applied"]);
    let replaced = columns(&result, "decisions", ["supersedes", "superseded_by"]);
    assert_eq!(replaced, [["", "2-QĐ"], ["1-QĐ", "3-QĐ"], ["2-QĐ", ""]]);
    let versions = |result: &super::Value| columns(result, "versions", VERSION);
    let four = [
        ["B", "1", "", "tot", "tot", "2"],
        ["B", "2", "2025-01-15", "tot", "kem", "3"],
        ["B", "3", "2025-02-15", "tot", "kha", "4"],
        ["B", "4", "2025-03-15", "tot", "kem", ""],
    ];
    assert_eq!(versions(&result), four);
    // Five with the day after its last one.
    let mut five: Vec<[&str; 6]> = four.to_vec();
    five[3][5] = "5";
    five.push(["B", "5", "2025-07-01", "tot", "tot", ""]);
    let result = on("2025-07-01");
    assert_eq!(versions(&result), five);
    assert_eq!(columns(&result, "versions", ["because"])[4], ["lapse 3-QĐ r/decisions.csv:4"]);
}

#[test]
fn discipline_after_the_year_makes_a_version_of_the_year_of_the_fault() {
    let sandbox = records("");
    discipline(&sandbox, LATER);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!(
        columns(&result, "versions", VERSION),
        [["A", "1", "", "tot", "tot", "2"], ["A", "2", "2025-03-01", "kha", "kha", ""]]
    );
    assert_eq!(columns(&result, "versions", ["because"])[1], ["discipline A 3-QĐ r/discipline.csv:2"]);
    assert_eq!(columns(&result, "versions", ["year"])[0], ["2024"]);
    // The day before it was decided nobody knew.
    let run = classify(&sandbox, &["--as-of", "2025-02-28"]);
    let result = run.json();
    assert_eq!((cell(&result, "A")[0].as_str(), result["tables"].get("versions")), ("tot", None));
    assert_eq!(
        (account(&result, "r/discipline.csv"), why(&run, "r/discipline.csv")),
        ([1, 0, 0, 1], r#"{"not-yet":1}"#.to_owned())
    );
    assert_eq!(cell(&classify(&sandbox, &["--as-of", "2025-03-01"]).json(), "A")[0], "kha");
    // Decided within the year, or of a fault of another one, it makes no version.
    for row in [LATER.replace("2025-03-01", "2024-12-31"), LATER.replace("2024-12-31", "2025-01-01")] {
        discipline(&sandbox, &row);
        assert_eq!(classify(&sandbox, &[]).json()["tables"].get("versions"), None, "{row}");
    }
}

#[test]
fn a_decision_over_the_first_version_is_stale_once_the_second_changes_the_level() {
    let sandbox = records(&row("A", "tot", "kem", "1-QĐ", "2025-01-15"));
    discipline(&sandbox, LATER);
    let run = classify(&sandbox, &["--as-of", "2025-02-28"]);
    assert_faults(&run, &[]);
    assert_eq!(cell(&run.json(), "A"), ["tot", "kem", "1-QĐ", "applied"]);
    for arguments in [&[][..], &["--as-of", "2025-03-01"]] {
        let run = classify(&sandbox, arguments);
        assert_faults(&run, &[want("decision-stale").file(FILE).row(2).at("D", "computed").value("tot").expects("Hoàn thành")]);
        let result = run.json();
        assert_eq!(cell(&result, "A"), ["kha", "", "1-QĐ", "stale"]);
        let wanted = [
            ["A", "1", "", "tot", "tot", "2"],
            ["A", "2", "2025-01-15", "tot", "kem", "3"],
            ["A", "3", "2025-03-01", "kha", "kha", ""],
        ];
        assert_eq!(columns(&result, "versions", VERSION), wanted);
        let because = columns(&result, "versions", ["because"]).concat();
        assert_eq!(because, ["", "decision 1-QĐ r/decisions.csv:2", "discipline A 3-QĐ r/discipline.csv:2"]);
    }
    // Confirmed by another decision, over what is computed now, it stands again.
    let again = instead(&row("A", "kha", "kem", "2-QĐ", "2025-04-01"), "1-QĐ");
    let sandbox = records(&(row("A", "tot", "kem", "1-QĐ", "2025-01-15") + &again));
    discipline(&sandbox, LATER);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!(cell(&result, "A"), ["kha", "kem", "2-QĐ", "applied"]);
    assert_eq!(columns(&result, "versions", ["version", "level"]), [["1", "tot"], ["2", "kem"], ["3", "kha"], ["4", "kem"]]);
}

#[test]
fn a_quota_passes_on_what_later_discipline_frees() {
    // Four good ones have two places, A and B. Without A three have two: B and C.
    let sandbox = with_quota("");
    discipline(&sandbox, LATER);
    let result = classify(&sandbox, &[]).json();
    let wanted = [
        ["A", "1", "", "tot", "tot", "2"],
        ["A", "2", "2025-03-01", "kha", "kha", ""],
        ["C", "1", "", "kha", "kha", "2"],
        ["C", "2", "2025-03-01", "tot", "tot", ""],
    ];
    assert_eq!(columns(&result, "versions", VERSION), wanted);
    assert_eq!(columns(&result, "versions", ["because"])[3], ["discipline A 3-QĐ r/discipline.csv:2"]);
    let on_the_day_before = classify(&sandbox, &["--as-of", "2025-02-28"]).json();
    assert_eq!(["A", "B", "C", "D"].map(|code| cell(&on_the_day_before, code)[0].clone()), ["tot", "tot", "kha", "kha"]);
    assert_eq!(["A", "B", "C", "D"].map(|code| cell(&result, code)[0].clone()), ["kha", "tot", "tot", "kha"]);
}

/// Every version is what a run as of its first day says.
#[test]
fn versions_agree_with_the_runs_of_their_days() {
    let decisions = row("A", "tot", "kem", "1-QĐ", "2025-01-15")
        + &row("C", "kha", "kem", "2-QĐ", "2025-02-15")
        + &instead(&row("A", "kha", "tot", "3-QĐ", "2025-05-01"), "1-QĐ");
    let sandbox = with_quota(&decisions);
    let more = "B,2024-06-01,2025-04-01,warning,member,Bình,4-QĐ\nA,2024-06-01,2025-06-01,warning,member,Cúc,5-QĐ\n";
    discipline(&sandbox, &format!("{LATER}{more}"));
    let all = columns(&classify(&sandbox, &[]).json(), "versions", VERSION);
    assert!(all.len() > 8, "{all:?}");
    for day in ["2025-01-01", "2025-01-15", "2025-02-15", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01"] {
        let result = classify(&sandbox, &["--as-of", day]).json();
        for code in ["A", "B", "C", "D"] {
            let mut own = all.iter().filter(|version| version[0] == code && version[2].as_str() <= day);
            let Some(version) = own.next_back() else { continue };
            let [level, decided, ..] = cell(&result, code);
            let stands = if decided.is_empty() { &level } else { &decided };
            assert_eq!([&version[3], &version[4]], [&level, stands], "{code} {day}");
        }
    }
}

/// A decision whose row is rejected for want of a signer.
fn unsigned(row: &str) -> String {
    row.replace("Người ký", "")
}

const NO_SIGNER: &str = "value-missing";

#[test]
fn the_last_version_of_a_level_is_the_level() {
    let first = row("B", "tot", "kem", "1-QĐ", "2025-01-20");
    let second = instead(&unsigned(&row("B", "tot", "kha", "2-QĐ", "2025-06-20")), "1-QĐ");
    let third = instead(&row("B", "tot", "kha", "3-QĐ", "2025-09-01"), "2-QĐ");
    let level = [["B", "1", "", "tot", "tot", "2"], ["B", "2", "2025-01-20", "tot", "kem", "3"]];
    let gone = |next: &'static str| ["B", "3", "2025-06-20", "tot", "tot", next];
    let because = ["", "decision 1-QĐ r/decisions.csv:2", "rejected 2-QĐ r/decisions.csv:3", "decision 3-QĐ r/decisions.csv:4"];

    let run = classify(&records(&format!("{first}{second}")), &[]);
    assert_faults(&run, &[want(NO_SIGNER).file(FILE).row(3)]);
    let result = run.json();
    assert_eq!(cell(&result, "B"), ["tot", "", "1-QĐ", "superseded"]);
    assert_eq!(columns(&result, "versions", VERSION), [level[0], level[1], gone("")]);
    assert_eq!(columns(&result, "versions", ["because"]).concat(), because[..3]);

    // A third one replaces it in turn; between the two days nothing is decided.
    let sandbox = records(&format!("{first}{second}{third}"));
    let run = classify(&sandbox, &["--as-of", "2025-07-01"]);
    assert_faults(&run, &[want(NO_SIGNER).file(FILE).row(3)]);
    let result = run.json();
    assert_eq!(cell(&result, "B"), ["tot", "", "1-QĐ", "superseded"]);
    assert_eq!(states(&result), [["1-QĐ", "superseded"], ["3-QĐ", "not-yet"]]);
    assert_eq!(columns(&result, "versions", VERSION), [level[0], level[1], gone("")]);
    let result = classify(&sandbox, &[]).json();
    assert_eq!(cell(&result, "B"), ["tot", "kha", "3-QĐ", "applied"]);
    let fourth = ["B", "4", "2025-09-01", "tot", "kha", ""];
    assert_eq!(columns(&result, "versions", VERSION), [level[0], level[1], gone("4"), fourth]);
    assert_eq!(columns(&result, "versions", ["because"]).concat(), because);
    // Before its day nobody knows of the second one, nor of its fault.
    let run = classify(&sandbox, &["--as-of", "2025-06-19"]);
    assert_faults(&run, &[]);
    let result = run.json();
    assert_eq!((cell(&result, "B")[1].as_str(), account(&result, FILE)), ("kem", [3, 1, 0, 2]));
}

#[test]
fn what_is_of_a_later_day_has_no_part_in_anything() {
    let first = row("B", "tot", "kem", "1-QĐ", "2025-01-20");
    let later = |row: &str| row.replace("DAY", "2025-06-20");
    let beside = later(&row("B", "tot", "kha", "2-QĐ", "DAY"));
    let other_content = later(&row("B", "tot", "kha", "1-QĐ", "DAY"));
    let unknown_level = later(&row("B", "giỏi", "kha", "2-QĐ", "DAY"));
    let unknown_cell = later(&row("Z", "tot", "kha", "2-QĐ", "DAY"));
    let of_nothing = instead(&beside, "9-QĐ");
    let idle = later(&row("C", "tot", "tot", "2-QĐ", "DAY"));
    let copies = beside.repeat(2);
    for (more, listed) in [
        (beside.clone(), 1),
        (unsigned(&beside), 0),
        (other_content, 1),
        (unknown_level, 0),
        (unknown_cell, 0),
        (of_nothing, 1),
        (idle, 1),
        (copies, 1),
    ] {
        let sandbox = records(&format!("{first}{more}"));
        let count = more.lines().count() as u64;
        let run = classify(&sandbox, &["--as-of", "2025-02-01"]);
        assert_faults(&run, &[]);
        let result = run.json();
        assert_eq!((run.code, account(&result, FILE)), (Some(0), [1 + count, 1, 0, count]), "{more}");
        assert_eq!(why(&run, FILE), format!("{{\"not-yet\":{count}}}"), "{more}");
        assert_eq!(cell(&result, "B"), ["tot", "kem", "1-QĐ", "applied"], "{more}");
        assert_eq!(columns(&result, "decisions", ["superseded_by"])[0], [""]);
        let not_yet = states(&result).iter().filter(|[_, state]| state == "not-yet").count();
        assert_eq!(not_yet, listed, "{more}");
        // On its day it has.
        assert_eq!(classify(&sandbox, &["--as-of", "2025-06-20"]).code, Some(1), "{more}");
    }
    // Where its day cannot be read it may be of any.
    let run = classify(&records(&format!("{first}{}", beside.replace("2025-06-20", "2025-06-31"))), &["--as-of", "2025-02-01"]);
    assert_eq!((run.code, account(&run.json(), FILE)), (Some(1), [2, 0, 2, 0]));
}

#[test]
fn later_discipline_has_no_faults_either() {
    let sandbox = records("");
    let of = |cell: &str, form: &str| format!("{cell},2024-12-31,2025-03-01,{form},member,An,3-QĐ\n");
    discipline(&sandbox, &format!("{}{}", of("A", "scolding"), of("Z", "warning")));
    let run = classify(&sandbox, &["--as-of", "2025-02-28"]);
    assert_faults(&run, &[]);
    assert_eq!((cell(&run.json(), "A")[0].as_str(), account(&run.json(), "r/discipline.csv")), ("tot", [2, 0, 0, 2]));
    assert_eq!(account(&classify(&sandbox, &["--as-of", "2025-03-01"]).json(), "r/discipline.csv"), [2, 0, 2, 0]);
}
