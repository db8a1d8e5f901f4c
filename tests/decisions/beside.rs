//! The decided level beside the computed one, which it never changes.

use super::support::{account, assert_faults, want};
use super::{FILE, HEADING, cell, classify, columns, records, row, rows, run, states, text, with_quota};

#[test]
fn a_decided_level_stands_beside_the_computed_one() {
    let decisions = row("B", "tot", "kem", "1-QĐ", "2025-01-15");
    let (before, after) = (classify(&records(""), &[]), classify(&records(&decisions), &[]));
    assert_faults(&after, &[]);
    assert_eq!((before.code, after.code), (Some(0), Some(0)));
    let (before, after) = (before.json(), after.json());
    assert_eq!(cell(&after, "B"), ["tot", "kem", "1-QĐ", "applied"]);
    assert_eq!(cell(&after, "A"), ["tot", "", "", ""]);
    assert_eq!(rows(&after, "cells")[1]["decision_date"], "2025-01-15");
    assert_eq!(account(&after, FILE), [1, 1, 0, 0]);
    assert_eq!(states(&before), Vec::<[String; 2]>::new());
    // All that is computed is what it was.
    for (one, other) in rows(&before, "cells").iter().zip(rows(&after, "cells")) {
        for (column, value) in one.as_object().unwrap() {
            assert!(column.contains("deci") || other[column] == *value, "{column}");
        }
    }
    let wanted = ["level_tot", "level_kha", "level_kem", "decided_level_tot", "decided_level_kha", "decided_level_kem"];
    assert_eq!(columns(&before, "totals", wanted)[0], ["4", "0", "0", "4", "0", "0"]);
    assert_eq!(columns(&after, "totals", wanted)[0], ["4", "0", "0", "3", "0", "1"]);
}

#[test]
fn every_word_for_a_level_is_understood() {
    for computed in ["tot", "Hoàn thành tốt", "HTT", "htt"] {
        for decided in ["kem", "KHÔNG HOÀN THÀNH", "KHT"] {
            let run = classify(&records(&row("B", computed, decided, "1-QĐ", "2025-01-15")), &[]);
            assert_eq!(cell(&run.json(), "B"), ["tot", "kem", "1-QĐ", "applied"], "{computed} {decided}");
        }
    }
}

#[test]
fn a_quota_does_not_hear_of_decisions() {
    // 70 % of four is two places: A and B. C, which is decided to be good, takes nobody's place, nor does A give its own away.
    let decisions = row("A", "tot", "kem", "1-QĐ", "2025-01-15") + &row("C", "kha", "tot", "2-QĐ", "2025-01-15");
    let result = classify(&with_quota(&decisions), &[]).json();
    let found = ["A", "B", "C", "D"].map(|code| cell(&result, code));
    let level = |at: usize| [found[at][0].as_str(), found[at][1].as_str()];
    assert_eq!([level(0), level(1), level(2), level(3)], [["tot", "kem"], ["tot", ""], ["kha", "tot"], ["kha", ""]]);
    assert_eq!(columns(&result, "quota", ["base", "admitted_cells"])[0], ["4", "A B"]);
}

#[test]
fn the_committee_settles_a_tie() {
    let tied = |sandbox: &super::Sandbox| {
        sandbox.write("r/year.csv", "cell,year,diem\nA,2024,4\nB,2024,2\nC,2024,2\nD,2024,1\n");
    };
    let settled =
        |computed: &str| row("B", computed, "tot", "1-QĐ", "2025-01-15") + &row("C", computed, "kha", "2-QĐ", "2025-01-15");
    for computed in ["undecided", "Chưa phân định"] {
        let sandbox = with_quota(&settled(computed));
        tied(&sandbox);
        let run = classify(&sandbox, &[]);
        assert_faults(&run, &[]);
        let result = run.json();
        assert_eq!(cell(&result, "B"), ["", "tot", "1-QĐ", "applied"]);
        assert_eq!(cell(&result, "C"), ["", "kha", "2-QĐ", "applied"]);
        let totals = ["undecided", "decided_undecided", "level_tot", "decided_level_tot"];
        assert_eq!(columns(&result, "totals", totals)[0], ["2", "0", "1", "2"]);
        // Without the tie there is nothing to settle any more.
        let run = classify(&with_quota(&settled(computed)), &[]);
        let stale = |row: u64| want("decision-stale").file(FILE).row(row).at("D", "computed").value(computed);
        assert_faults(&run, &[stale(2).expects("Hoàn thành tốt"), stale(3).expects("Hoàn thành")]);
    }
    // Open is not tied.
    let sandbox = with_quota(&settled("open"));
    tied(&sandbox);
    assert_eq!(cell(&classify(&sandbox, &[]).json(), "B")[3], "stale");
}

#[test]
fn an_open_level_is_decided_as_open() {
    let sandbox = records(&row("D", "chưa xác định", "kha", "1-QĐ", "2025-01-15"));
    sandbox.write("r/year.csv", "cell,year,diem\nA,2024,4\n");
    assert_eq!(cell(&classify(&sandbox, &[]).json(), "D"), ["", "kha", "1-QĐ", "applied"]);
    let run = classify(&records(&row("D", "chưa xác định", "kha", "1-QĐ", "2025-01-15")), &[]);
    assert_eq!(cell(&run.json(), "D"), ["tot", "", "1-QĐ", "stale"]);
}

#[test]
fn a_stale_decision_is_told_and_not_applied() {
    let run = classify(&records(&row("B", "Hoàn thành", "KHT", "1-QĐ", "2025-01-15")), &[]);
    assert_faults(
        &run,
        &[want("decision-stale").file(FILE).row(2).at("D", "computed").value("Hoàn thành").expects("Hoàn thành tốt")],
    );
    assert_eq!(run.code, Some(1));
    let result = run.json();
    assert_eq!(cell(&result, "B"), ["tot", "", "1-QĐ", "stale"]);
    assert_eq!(
        columns(&result, "decisions", ["computed", "computed_now", "decided", "state"])[0],
        ["kha", "tot", "kem", "stale"]
    );
    assert_eq!(account(&result, FILE), [1, 1, 0, 0]);
    assert_eq!(columns(&result, "totals", ["decided_level_tot", "decided_level_kem"])[0], ["4", "0"]);
}

#[test]
fn meeting_quality_is_decided_by_itself() {
    // The year of A is good by its one meeting, that of C poor; D has none.
    let of = |cell: &str, period: &str, subject: &str, computed: &str, decided: &str, document: &str| {
        format!("{cell},{period},{subject},{computed},{decided},Đảng ủy X,{document},2025-01-15,Người ký,Lý do,,\n")
    };
    let decisions = of("A", "2024", "meeting-quality", "tot", "kem", "1-QĐ")
        + &of("A", "2024", "", "tot", "kha", "2-QĐ")
        + &of("A", "2024-Q1", "", "open", "tot", "3-QĐ")
        + &of("C", "2024", "Chất lượng sinh hoạt", "Tốt", "Khá", "4-QĐ");
    let sandbox = records(&decisions);
    let result = classify(&sandbox, &[]).json();
    assert_eq!(cell(&result, "A"), ["tot", "kha", "2-QĐ", "applied"]);
    let quality = ["meeting_quality", "decided_meeting_quality", "meeting_quality_decision", "meeting_quality_decision_state"];
    let cells = columns(&result, "cells", quality);
    assert_eq!(cells[0], ["tot", "kem", "1-QĐ", "applied"]);
    assert_eq!(cells[2], ["kem", "", "4-QĐ", "stale"]);
    assert_eq!(account(&result, FILE), [4, 3, 0, 1]);
    // The year-end level is none of the score.
    let result = run(&sandbox, &["score", "r"]).json();
    assert_eq!(cell(&result, "A"), ["tot", "kem", "1-QĐ", "applied"]);
    assert_eq!(account(&result, FILE), [4, 2, 0, 2]);
    // No text here has a rule for the quarter, and the committee decides nevertheless.
    let result = run(&sandbox, &["score", "r", "--period", "2024-Q1"]).json();
    assert_eq!(cell(&result, "A"), ["", "tot", "3-QĐ", "applied"]);
    assert_eq!(account(&result, FILE), [4, 1, 0, 3]);
    // Levels of cells are not asked for here.
    let by_committee = run(&sandbox, &["score", "r", "--by", "committee"]).json();
    assert!(by_committee["files"].as_array().unwrap().iter().all(|file| file["file"] != FILE));
}

#[test]
fn a_decision_on_meeting_quality_does_not_feed_the_year() {
    let of = |decisions: &str| {
        let sandbox = records(decisions);
        sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"124-qd-tw\"\n");
        sandbox.write("r/year.csv", "cell,year\nA,2024\n");
        classify(&sandbox, &[]).json()
    };
    let decision = "A,2024,meeting-quality,tot,kem,Đảng ủy X,1-QĐ,2025-01-15,Người ký,Lý do,,\n";
    let (before, after) = (of(""), of(decision));
    let grades = |result: &super::Value| {
        let row = rows(result, "cells")[0].as_object().unwrap().clone();
        row.into_iter().filter(|(column, _)| column.starts_with("grade_") || column.starts_with("level")).collect::<Vec<_>>()
    };
    assert_eq!(cell(&after, "A")[0], cell(&before, "A")[0]);
    assert_eq!(text(&rows(&after, "cells")[0], "decided_meeting_quality"), "kem");
    assert_eq!(grades(&before), grades(&after));
    assert!(after["notices"].as_array().unwrap().iter().any(|notice| text(notice, "code") == "decision-not-fed"));
    assert!(before["notices"].as_array().unwrap().iter().all(|notice| text(notice, "code") != "decision-not-fed"));
}

#[test]
fn several_folders_and_vietnamese_headings() {
    let sandbox = records(&row("A", "tot", "kha", "1-QĐ", "2025-01-15"));
    sandbox.write("s/cells.csv", "code,committee\nE,Đảng ủy Y\n").write("s/year.csv", "cell,year,diem\nE,2024,9\n");
    sandbox.write("s/meetings.csv", "cell,date,kind,verified:mau:1\nE,2024-03-05,regular,95\n");
    sandbox.write("s/discipline.csv", super::DISCIPLINE);
    sandbox.write("s/chibo.toml", "period = \"2024\"\nrules = \"../mau.toml\"\nyear-end = \"../nam.toml\"\n");
    let vietnamese = "Mã chi bộ;Kỳ;Nội dung;Mức tính được;Mức quyết định;Cơ quan quyết định;Số văn bản;Ngày ký;Người ký;Lý do;Có hiệu lực đến;Thay thế văn bản\n\
                      E;2024;Xếp loại cuối năm;HTT;HT;Đảng ủy Y;9-QĐ;15/01/2025;Người ký;Lý do;31/12/2025;\n";
    sandbox.write("s/decisions.csv", vietnamese);
    for folders in [["r", "s"], ["s", "r"]] {
        let run = run(&sandbox, &["classify", folders[0], folders[1]]);
        assert_faults(&run, &[]);
        let result = run.json();
        assert_eq!([cell(&result, "A"), cell(&result, "E")].map(|cell| cell[1].clone()), ["kha", "kha"]);
        assert_eq!(columns(&result, "decisions", ["cell", "until"]), [["A", ""], ["E", "2025-12-31"]]);
    }
}

#[test]
fn a_file_of_headings_says_that_nothing_was_decided() {
    let sandbox = records("");
    sandbox.write(FILE, HEADING);
    let run = classify(&sandbox, &[]);
    assert_faults(&run, &[]);
    assert_eq!(account(&run.json(), FILE), [0, 0, 0, 0]);
}
