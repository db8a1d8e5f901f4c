//! Cells, groups, years and explanations that rest on recorded results.

use serde_json::Value;

use super::lai_chau;
use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::{Sandbox, records};

fn table(sandbox: &Sandbox, arguments: &[&str], name: &str) -> Vec<Value> {
    let run = sandbox.run(&[arguments, &["--format", "json"]].concat());
    run.json()["tables"][name].as_array().unwrap().clone()
}

/// Computed 80 and 100, recorded 92 and 71, a recorded level, and one that is open.
fn mixed() -> Sandbox {
    let rows = ["80;;;", "100;;;", ";92;;", ";71;x;", ";;x;", ";;;"];
    let sandbox = records("period = \"2024-H1\"\nrules = \"thu\"\n", "verified:thu:1;total;Khá;Kém", &rows);
    sandbox.write("r/thu/regulation.toml", format!("{}{RECORDED}{LEVELS}", head("thu", "meeting")));
    sandbox
}

#[test]
fn recorded_totals_count_in_means_and_are_counted() {
    let cells = table(&mixed(), &["score", "r"], "cells");
    let cell = &cells[0];
    // (80 + 100 + 92 + 71) / 4
    assert_eq!((&cell["scored"], &cell["mean"], &cell["lowest"]), (&4.into(), &"85.75".into(), &"71".into()));
    assert_eq!((&cell["recorded_totals"], &cell["recorded_levels"], &cell["open"]), (&2.into(), &1.into(), &1.into()));
    // 100 and 92; 80, 71 and the recorded level.
    assert_eq!((&cell["level_tot"], &cell["level_kha"], &cell["level_kem"]), (&2.into(), &3.into(), &0.into()));
    let groups = table(&mixed(), &["score", "r", "--by", "committee"], "groups");
    for key in ["scored", "mean", "recorded_totals", "recorded_levels", "open", "level_kha"] {
        assert_eq!(groups[0][key], cell[key], "{key}");
    }
}

#[test]
fn readers_see_a_mark_and_what_it_means() {
    let sandbox = mixed();
    for arguments in [&["score", "r"][..], &["score", "r", "--by", "meeting"], &["score", "r", "--by", "committee"]] {
        let shown = sandbox.run(arguments).stdout;
        assert!(shown.contains("- † 2 meetings have only a recorded total"), "{shown}");
        assert!(shown.contains("- † 1 meeting has only a recorded level"), "{shown}");
    }
    assert!(sandbox.run(&["score", "r"]).stdout.contains("4 (2†) +1†"));
    let meetings = sandbox.run(&["score", "r", "--by", "meeting"]).stdout;
    let row = |day: &str| meetings.lines().find(|line| line.contains(day)).unwrap().to_owned();
    assert!(row("2024-03-05").contains(" 92† ") && row("2024-03-05").contains("Tốt†"));
    assert!(row("2024-05-05").contains("Khá†"));
    assert!(!row("2024-01-05").contains('†') && !row("2024-06-05").contains('†'));
}

/// Phú Thọ's rule counts levels: from seven meetings Tốt on, and none below Khá, the year is Tốt.
#[test]
fn the_level_of_the_year_counts_recorded_levels() {
    let rows = ["92;;", ";x;", "92;;", ";x;", "92;;", ";x;", "92;;", "71;;", "71;;", "71;;", "71;;", "71;;"];
    let sandbox = lai_chau("total;Tốt;Khá", &rows);
    let year = "cell,year\nC1,2024\nC2,2024\n";
    sandbox.write("r/year.csv", year);
    let cells = table(&sandbox, &["classify", "r"], "cells");
    assert_eq!(
        (&cells[0]["meeting_quality"], &cells[0]["recorded_totals"], &cells[0]["recorded_levels"]),
        (&"tot".into(), &9.into(), &3.into())
    );
    assert_eq!((&cells[1]["meeting_quality"], &cells[1]["recorded_totals"]), (&Value::Null, &0.into()));
    let shown = sandbox.run(&["classify", "r"]).stdout;
    assert!(shown.contains("Tốt†") && shown.contains("- † 9 meetings have only a recorded total"), "{shown}");
    let score = table(&sandbox, &["score", "r"], "cells");
    // No month is open: only the thematic meetings that nobody sent are missing, which the rule does not count.
    assert_eq!((&score[0]["level"], &score[0]["provisional"], &score[0]["open"]), (&"tot".into(), &false.into(), &0.into()));
    // One Tốt less is not enough.
    let mut fewer = rows;
    fewer[1] = ";;x";
    let sandbox = lai_chau("total;Tốt;Khá", &fewer);
    assert_eq!(table(&sandbox, &["score", "r"], "cells")[0]["level"], "kha");
}

#[test]
fn a_level_alone_leaves_a_rule_by_points_provisional() {
    let rule = "[[period]]\nof = \"quarter\"\nmeetings = \"regular\"\ncite = \"a\"\n\
        [[period.level]]\nid = \"tot\"\nwhen = \"mean >= 90\"\n[[period.level]]\nid = \"kha\"\n";
    let text = format!("{}{RECORDED}{LEVELS}{rule}", head("thu", "meeting"));
    for (last, provisional) in [("95;", false), (";Tốt", true)] {
        let sandbox = records("period = \"2024-Q1\"\nrules = \"thu\"\n", "total;level", &["92;", "92;", last]);
        sandbox.write("r/thu/regulation.toml", &text);
        let cell = table(&sandbox, &["score", "r"], "cells")[0].clone();
        assert_eq!((&cell["level"], &cell["provisional"]), (&"tot".into(), &provisional.into()), "{last}");
    }
}

#[test]
fn an_explanation_names_the_row_and_the_column() {
    let sandbox = lai_chau("Kết quả số điểm;Tốt;Khá;Bị khống chế mức", &["92;x;;", "92;;x;có", ";;x;"]);
    let lines = |day: &str| -> Vec<Value> {
        let all = table(&sandbox, &["explain", "r", "--cell", "C1", "--date", day], "lines");
        all.into_iter().filter(|line| line["kind"] == "recorded" && line["depth"] == 2 && line["row"] != Value::Null).collect()
    };
    let total = &lines("2024-01-05")[0];
    assert_eq!((&total["id"], &total["points"], &total["branch"]), (&"total".into(), &"92".into(), &"total".into()));
    assert_eq!((&total["file"], &total["row"], &total["regulation"]), (&super::MEETINGS.into(), &2.into(), &"14-qdi-tu".into()));
    assert!(total["value"].as_str().unwrap().starts_with("92 (column \"Kết quả số điểm\"): the total is the one recorded"));
    let level = &lines("2024-01-05")[1];
    assert_eq!((&level["id"], &level["value"]), (&"level".into(), &"Tốt (column \"Tốt\")".into()));
    assert_eq!(lines("2024-02-05")[0]["branch"], "lowered");
    let alone = &lines("2024-03-05")[0];
    assert_eq!((&alone["id"], &alone["branch"]), (&"level".into(), &"level".into()));
    assert!(alone["value"].as_str().unwrap().contains("without a total"));
    let all = table(&sandbox, &["explain", "r", "--cell", "C1", "--date", "2024-01-05"], "lines");
    let leaves = all.iter().filter(|line| line["kind"] == "leaf");
    assert!(
        leaves.clone().count() > 10 && leaves.clone().all(|line| line["branch"] == "missing" && line["points"] == Value::Null)
    );
    let band = all.iter().find(|line| line["kind"] == "level").unwrap();
    assert_eq!((&band["id"], &band["value"]), (&"tot".into(), &"Tốt [90, 100]".into()));
    let told = sandbox.run_in("vi", &["explain", "r", "--cell", "C1", "--date", "2024-01-05", "--format", "csv"]).stdout;
    assert!(told.contains("tổng điểm do người chấm ghi"), "{told}");
}

#[test]
fn open_leaves_are_shown_as_not_comparable() {
    let open = table(&lai_chau("total", &["92", "71"]), &["score", "r"], "not-comparable");
    assert_eq!(open.len(), 17);
    assert!(open.iter().all(|leaf| leaf["open_meetings"] == 2));
}

#[test]
fn the_order_of_rows_and_columns_and_the_workers_change_nothing() {
    let rows = ["92;x;;", "75;;x;", ";;;x", ";;;", "40;;;x"];
    let one = lai_chau("total;Tốt;Khá;Kém", &rows);
    let other = Sandbox::new();
    let mut turned = String::from("Kém;kind;total;date;Khá;cell;Tốt\n");
    for (month, row) in (1..).zip(rows).collect::<Vec<(u32, &str)>>().into_iter().rev() {
        let [total, good, fair, poor] = row.split(';').collect::<Vec<&str>>()[..] else { panic!() };
        turned.push_str(&format!("{poor};regular;{total};2024-{month:02}-05;{fair};C1;{good}\n"));
    }
    other
        .write("r/chibo.toml", super::support::PROFILE)
        .write("r/cells.csv", "code,committee\nC1,A\nC2,A\n")
        .write(super::MEETINGS, turned);
    let cells = table(&one, &["score", "r", "--threads", "1"], "cells");
    assert_eq!(cells[0]["scored"], 3);
    for threads in ["1", "4"] {
        assert_eq!(table(&other, &["score", "r", "--threads", threads], "cells"), cells);
    }
}
