//! A recorded total and its band.

use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::support::{assert_faults, want};
use super::{Sandbox, lai_chau, of, records, results, score};

#[test]
fn a_recorded_total_lands_in_its_band_at_every_boundary() {
    let bands = [
        ("100", "100", "tot"),
        ("90", "90", "tot"),
        ("89,99", "89.99", "kha"),
        ("70", "70", "kha"),
        ("69,99", "69.99", "trung-binh"),
        ("50", "50", "trung-binh"),
        ("49,99", "49.99", "kem"),
        ("0", "0", "kem"),
    ];
    let sandbox = lai_chau("Kết quả số điểm", &bands.map(|(written, _, _)| written));
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    let wanted: Vec<_> = (2..).zip(bands).map(|(row, (_, total, level))| of(row, total, level, "total")).collect();
    assert_eq!(results(&run), wanted);
    for row in run.json()["tables"]["meetings"].as_array().unwrap() {
        // Nothing is known of any leaf: all hundred points are open, none is zero.
        assert_eq!((&row["known_points"], &row["open_points"]), (&"0".into(), &"100".into()));
        assert!(!row["lost"].as_str().unwrap().contains("=0"));
    }
}

#[test]
fn a_blank_total_leaves_the_meeting_open() {
    let run = score(&lai_chau("total;Tốt;Khá", &[";;", "0;;"]));
    assert_eq!(results(&run), [of(2, "", "", ""), of(3, "0", "kem", "total")]);
}

#[test]
fn a_total_over_the_maximum_of_the_sheet_rejects_the_row() {
    let run = score(&lai_chau("total", &["100,01", "100", "-1"]));
    let over = want("total-over-max").file(super::MEETINGS).row(2).at("D", "total").expects("100");
    assert_faults(&run, &[over, want("number-negative").row(4).at("D", "total")]);
    assert_eq!(results(&run), [of(3, "100", "tot", "total")]);
}

#[test]
fn points_beyond_the_maximum_of_the_groups_are_within_reach() {
    let bonus = "[[form.group.leaf]]\nid = \"2\"\ntitle = \"Thưởng\"\nmax = 5\nbonus = \"beyond\"\n[form.group.leaf.recorded]\n";
    let levels = LEVELS.replace("[90, 100]", "[90, 105]");
    let sandbox = records("period = \"2024\"\nrules = \"thu\"\n", "total", &["105", "105,5"]);
    sandbox.write("r/thu/regulation.toml", format!("{}{RECORDED}{bonus}{levels}", head("thu", "meeting")));
    let run = score(&sandbox);
    assert_faults(&run, &[want("total-over-max").row(3).expects("105")]);
    assert_eq!(results(&run), [of(2, "105", "tot", "total")]);
}

#[test]
fn a_level_that_the_total_contradicts_rejects_the_row_and_shows_both() {
    let sandbox = lai_chau("Kết quả số điểm;Tốt;Khá;Trung bình;Kém", &["92;;X;;", "92;x;;;", "89,99;X;;;", "70;;;x;"]);
    let run = score(&sandbox);
    let contradicted = |row| want("level-contradicts-total").file(super::MEETINGS).row(row);
    assert_faults(
        &run,
        &[
            contradicted(2).at("F", "Khá").value("Khá").expects("Tốt"),
            contradicted(4).at("E", "Tốt").value("Tốt").expects("Khá"),
            contradicted(5).at("G", "Trung bình").value("Trung bình").expects("Khá"),
        ],
    );
    assert_eq!(results(&run), [of(3, "92", "tot", "total")]);
    let told = sandbox.run_in("vi", &["score", "r"]).stderr;
    assert!(told.contains("92 điểm là Tốt, nhưng ghi mức Khá"), "{told}");
}

#[test]
fn a_level_without_a_total_is_taken_as_it_is() {
    let run = score(&lai_chau("total;level", &[";Khá", ";tot"]));
    assert_faults(&run, &[]);
    assert_eq!(results(&run), [of(2, "", "kha", "level"), of(3, "", "tot", "level")]);
}

#[test]
fn where_the_leaves_give_a_total_it_decides() {
    let profile = "period = \"2024\"\nrules = \"thu\"\n";
    let text = format!("{}{RECORDED}{LEVELS}", head("thu", "meeting"));
    let rows = ["92;92;Tốt", "92;91;Tốt", "92;92;Khá", "92;71;Khá", "92;;", ";92;"];
    let sandbox = records(profile, "verified:thu:1;total;level", &rows);
    sandbox.write("r/thu/regulation.toml", text);
    let run = score(&sandbox);
    let total = |row| want("total-differs").row(row).at("E", "total").expects("92");
    let level = |row| want("level-differs").row(row).at("F", "level").value("Khá").expects("Tốt");
    assert_faults(&run, &[total(3).value("91"), level(4), total(5).value("71"), level(5)]);
    let wanted = [
        of(2, "92", "tot", ""),
        of(3, "92", "tot", "differs"),
        of(4, "92", "tot", "differs"),
        of(5, "92", "tot", "differs"),
        of(6, "92", "tot", ""),
        of(7, "92", "tot", "total"),
    ];
    assert_eq!(results(&run), wanted);
}

/// 60 of 66 points that can be earned are 1000/11 = 90.9090… of a hundred, which nobody can write down.
#[test]
fn a_computed_total_is_compared_as_it_can_be_written() {
    let form = r#"
[[form]]
id = "phieu"
title = "Phiếu"
max = 100
[[form.group]]
id = "1"
title = "Nhóm"
max = 100
cite = "a"
[[form.group.leaf]]
id = "1"
title = "Điểm"
max = 66
[form.group.leaf.recorded]
[[form.group.leaf]]
id = "2"
title = "Không áp dụng"
max = 34
[form.group.leaf.yes-no]
fact = "committee_met"
[[form.group.leaf.not-applicable]]
when = "kind = regular"
then = "rescale"
"#;
    let sandbox = records("period = \"2024\"\nrules = \"thu\"\n", "verified:thu:1;total", &["60;90.91", "60;90.92", "60;91"]);
    sandbox.write("r/thu/regulation.toml", format!("{}{form}{LEVELS}", head("thu", "meeting")));
    let run = score(&sandbox);
    assert_faults(&run, &["90.92", "91"].map(|total| want("total-differs").value(total).expects("90.91")));
    assert_eq!(results(&run)[0], of(2, "1000/11", "tot", ""));
}

#[test]
fn a_regulation_without_points_cannot_band_a_total() {
    let profile = "period = \"2024\"\nrules = \"12-hd-btctw-2018\"\n";
    let run = score(&records(profile, "total;level", &["92;", "92;Đủ điều kiện"]));
    let unused = |row| want("total-not-banded").row(row).at("D", "total").value("92");
    assert_faults(&run, &[unused(2), unused(3)]);
    // The conditions are open; a recorded level may still be taken.
    assert_eq!(results(&run), [of(2, "", "", ""), of(3, "", "du", "level")]);
}

#[test]
fn a_meeting_that_was_not_scored_or_not_held_has_no_result() {
    let rows = ["not-scored;;92;", "not-scored;;;x", "not-held;mưa lũ;;x", "not-scored;;;"];
    let run = score(&lai_chau("status;reason;total;Tốt;Khá", &rows.map(|row| format!("{row};")).each_ref().map(String::as_str)));
    let wants = [
        want("scored-conflict").row(2).at("F", "total").value("92"),
        want("scored-conflict").row(3).at("G", "Tốt").value("Tốt"),
        want("status-conflict").row(4).at("G", "Tốt").value("x"),
    ];
    assert_faults(&run, &wants);
}

/// The band of a recorded total is the level of a full record with the same total, and the order of rows changes nothing.
#[test]
fn a_recorded_total_is_banded_as_a_computed_one() {
    let text = format!("{}{RECORDED}{LEVELS}", head("thu", "meeting"));
    let mut seed = 20_240_305_u64;
    let mut chance = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let near = [0, 1, 6_999, 7_000, 7_001, 8_999, 9_000, 9_001, 9_999, 10_000];
    let mut totals: Vec<u64> = near.to_vec();
    totals.extend((0..350).map(|_| chance() % 10_001));
    let rows = |column: &str, totals: &[(usize, u64)]| {
        let mut out = format!("cell,date,kind,{column}\n");
        for (number, total) in totals {
            let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
            let cell = number / 336 + 1;
            out.push_str(&format!("C{cell},2024-{month:02}-{day:02},regular,{}.{:02}\n", total / 100, total % 100));
        }
        out
    };
    let levels = |column: &str, totals: &[(usize, u64)]| {
        let sandbox = Sandbox::new();
        sandbox
            .write("r/chibo.toml", "period = \"2024\"\nrules = \"thu\"\n")
            .write("r/cells.csv", "code,committee\nC1,A\nC2,A\n");
        sandbox.write("r/thu/regulation.toml", &text).write(super::MEETINGS, rows(column, totals));
        let run = score(&sandbox);
        assert_faults(&run, &[]);
        let table = run.json()["tables"]["meetings"].as_array().unwrap().clone();
        let shown = |row: &serde_json::Value| format!("{} {} {} {}", row["cell"], row["date"], row["total"], row["level"]);
        table.iter().map(shown).collect::<Vec<String>>()
    };
    let mut numbered: Vec<(usize, u64)> = totals.into_iter().enumerate().collect();
    let computed = levels("verified:thu:1", &numbered);
    assert_eq!(computed.len(), 360);
    assert!(["tot", "kha", "kem"].iter().all(|level| computed.iter().any(|row| row.contains(level))));
    assert_eq!(levels("total", &numbered), computed);
    numbered.sort_by_cached_key(|_| chance());
    assert_eq!(levels("total", &numbered), computed);
}
