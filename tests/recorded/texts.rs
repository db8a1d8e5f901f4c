//! A recorded result belongs to the regulation under which it was given.

use super::support::{PROFILE, assert_fault, assert_faults, want};
use super::{lai_chau, of, records, results, score, score_with};

#[test]
fn a_result_is_not_banded_under_another_text() {
    let sandbox = lai_chau("total;Tốt;Khá", &["92;x;", "75;;", ";;x", ";;"]);
    assert_eq!(results(&score(&sandbox))[0], of(2, "92", "tot", "total"));
    let other = ["--rules", "42-hd-btctw"];
    let run = score_with(&sandbox, &other);
    assert_faults(&run, &[]);
    let elsewhere = "other-regulation";
    let wanted = [of(2, "", "", elsewhere), of(3, "", "", elsewhere), of(4, "", "", elsewhere), of(5, "", "", "")];
    assert_eq!(results(&run), wanted);
    let cells = sandbox.run(&["score", "r", "--rules", "42-hd-btctw", "--format", "json"]).json();
    let cell = &cells["tables"]["cells"][0];
    assert_eq!((&cell["scored"], &cell["open"], &cell["recorded_elsewhere"]), (&0.into(), &4.into(), &3.into()));
    assert!(cells["notices"].as_array().unwrap().iter().any(|notice| notice["code"] == "recorded-elsewhere"));
    // The same text asked for by name is the same text.
    assert_eq!(results(&score_with(&sandbox, &["--rules", "14-qdi-tu"]))[0], of(2, "92", "tot", "total"));
}

#[test]
fn a_heading_that_names_the_regulation_says_whose_the_result_is() {
    let sandbox = lai_chau("total;total:42-hd-btctw;Xếp loại:42-hd-btctw", &["92;71;Khá", ";71;", "92;;"]);
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    assert_eq!(results(&run), [of(2, "92", "tot", "total"), of(3, "", "", ""), of(4, "92", "tot", "total")]);
    let run = score_with(&sandbox, &["--rules", "42-hd-btctw"]);
    assert_faults(&run, &[]);
    assert_eq!(results(&run), [of(2, "71", "kha", "total"), of(3, "71", "kha", "total"), of(4, "", "", "")]);
}

#[test]
fn two_columns_that_may_mean_one_text_refuse_the_file() {
    let run = score(&lai_chau("total;total:14-qdi-tu", &["92;71"]));
    assert_fault(&run, &want("column-twice").at("E", "total:14-qdi-tu"));
    assert_eq!(run.code, Some(2));
}

#[test]
fn a_regulation_that_nobody_knows_is_an_unknown_column() {
    let run = score(&lai_chau("total:14-qdi-tv", &["92"]));
    assert_fault(&run, &want("column-unknown").at("D", "total:14-qdi-tv").expects("14-qdi-tu"));
    assert_eq!(results(&run), [of(2, "", "", "")]);
}

#[test]
fn each_result_is_one_of_the_text_of_its_day() {
    let profile = "period = \"2024\"\nrules = [\"19-qd-tu\", \"34-qd-tu\"]\n";
    let sandbox = records(profile, "total;Tốt;Khá", &["92;x;"; 7]);
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    let all: Vec<_> = (2..9).map(|row| of(row, "92", "tot", "total")).collect();
    assert_eq!(results(&run), all);
    // 34-QĐ/TU is of 19 May 2024: asked for alone, it has the results of June and July.
    let run = score_with(&sandbox, &["--rules", "34-qd-tu"]);
    let mut after: Vec<_> = (2..7).map(|row| of(row, "", "", "other-regulation")).collect();
    after.extend((7..9).map(|row| of(row, "92", "tot", "total")));
    assert_eq!(results(&run), after);
    // The old text, asked for alone, has those up to May.
    let run = score_with(&sandbox, &["--rules", "19-qd-tu"]);
    let mut before: Vec<_> = (2..7).map(|row| of(row, "92", "tot", "total")).collect();
    before.extend((7..9).map(|row| of(row, "", "", "other-regulation")));
    assert_eq!(results(&run), before);
}

#[test]
fn a_heading_may_name_the_text_of_some_days() {
    let profile = "period = \"2024\"\nrules = [\"19-qd-tu\", \"34-qd-tu\"]\n";
    let run = score(&records(profile, "total:34-qd-tu", &["92"; 6]));
    assert_faults(&run, &[]);
    let mut wanted: Vec<_> = (2..7).map(|row| of(row, "", "", "")).collect();
    wanted.push(of(7, "92", "tot", "total"));
    assert_eq!(results(&run), wanted);
}

/// A row sent twice is counted once; rows that differ only in what the text of their day reads are no copies.
#[test]
fn rows_that_differ_in_their_result_are_no_copies() {
    let profile = "period = \"2024\"\nrules = [\"19-qd-tu\", \"34-qd-tu\"]\n";
    for (second, codes) in [("92", &["row-copies"][..]), ("71", &["meeting-duplicate"])] {
        let sandbox = records(profile, "", &[]);
        let rows = format!("cell;date;kind;total:34-qd-tu\nC1;2024-07-05;regular;92\nC1;2024-07-05;regular;{second}\n");
        let run = score(sandbox.write(super::MEETINGS, rows));
        let found: Vec<String> = run.faults().into_iter().chain(run.notes()).map(|fault| fault.code).collect();
        assert!(codes.iter().all(|code| found.iter().any(|found| found == code)), "{found:?}");
        assert_eq!(results(&run).len(), usize::from(second == "92"));
    }
    let rows = "cell;date;kind;Xếp loại;Tốt;Khá\nC1;2024-07-05;regular;;x;\nC1;2024-07-05;regular;tot;;no\n";
    let run = score(records(PROFILE, "", &[]).write(super::MEETINGS, rows));
    assert_eq!(results(&run), [of(2, "", "tot", "level")]);
}

#[test]
fn without_a_text_of_the_folder_the_one_in_force_is_meant() {
    let sandbox = records("period = \"2024\"\n", "total", &["92", "71"]);
    let run = score_with(&sandbox, &["--rules", "14-qdi-tu"]);
    assert_eq!(results(&run), [of(2, "92", "tot", "total"), of(3, "71", "kha", "total")]);
    // 42-HD/BTCTW is of 2025: nobody can have meant it.
    let run = score_with(&sandbox, &["--rules", "42-hd-btctw"]);
    assert_eq!(results(&run), [of(2, "", "", "other-regulation"), of(3, "", "", "other-regulation")]);
}

#[test]
fn records_that_name_a_text_nobody_can_read_belong_to_none() {
    let sandbox = records(&PROFILE.replace("14-qdi-tu", "gone"), "total", &["92"]);
    assert_eq!(results(&score_with(&sandbox, &["--rules", "14-qdi-tu"])), [of(2, "", "", "other-regulation")]);
}
