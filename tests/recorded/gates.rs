//! Gates and conditions of levels beside a recorded total: what is known decides, what is not leaves the band standing.

use super::support::small_regulation::head;
use super::support::{Run, assert_faults, want};
use super::{Sandbox, of, records, results, score};

const SHEET: &str = r#"
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
title = "Chi ủy họp trước"
max = 60
[form.group.leaf.yes-no]
fact = "committee_met"
[[form.group.leaf]]
id = "2"
title = "Điểm"
max = 40
[form.group.leaf.recorded]
"#;

const LEVELS: &str = r#"
[[level]]
id = "tot"
title = "Tốt"
in = "[90, 100]"
cite = "a"
[[level]]
id = "kha"
title = "Khá"
in = "[70, 90)"
cite = "a"
[[level]]
id = "trung-binh"
title = "Trung bình"
in = "[50, 70)"
cite = "a"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 50)"
cite = "a"
"#;

const CAP: &str = r#"
[[gate]]
id = "chi-uy"
title = "Chi ủy không họp trước"
when = "not full('1')"
at-most = "kha"
cite = "a"
"#;

const DROP: &str = r#"
[[gate]]
id = "bien-ban"
title = "Thiếu biên bản"
when = "not minutes_complete"
drop = 1
cite = "a"
"#;

fn judged(more: &str, headings: &str, rows: &[&str]) -> (Sandbox, Run) {
    let sandbox = records("period = \"2024\"\nrules = \"thu\"\n", headings, rows);
    sandbox.write("r/thu/regulation.toml", format!("{}{SHEET}{LEVELS}{more}", head("thu", "meeting")));
    let run = score(&sandbox);
    (sandbox, run)
}

#[test]
fn a_gate_that_is_not_known_leaves_the_band_standing() {
    let (_, run) = judged(CAP, "total;committee-met", &["92;", "92;x", "92;no", "60;no"]);
    assert_faults(&run, &[]);
    let wanted = [
        of(2, "92", "tot", "total"),
        of(3, "92", "tot", "total"),
        of(4, "92", "kha", "total"),
        // A gate that caps at Khá changes nothing below it.
        of(5, "60", "trung-binh", "total"),
    ];
    assert_eq!(results(&run), wanted);
    let table = run.json()["tables"]["meetings"].as_array().unwrap().clone();
    let gates: Vec<&str> = table.iter().map(|row| row["gates"].as_str().unwrap_or_default()).collect();
    assert_eq!(gates, ["", "", "chi-uy", "chi-uy"]);
}

#[test]
fn a_gate_that_sets_a_better_level_does_not_either() {
    let set = CAP.replace("at-most = \"kha\"", "set = \"tot\"").replace("not full('1')", "full('1')");
    let (_, run) = judged(&set, "total;committee-met", &["60;", "60;x"]);
    assert_eq!(results(&run), [of(2, "60", "trung-binh", "total"), of(3, "60", "tot", "total")]);
}

#[test]
fn the_level_after_a_known_gate_is_meant() {
    let (_, run) = judged(CAP, "total;committee-met;level", &["92;no;Khá", "92;no;Tốt", "92;no;Kém"]);
    let before = want("level-differs").row(3).at("F", "level").value("Tốt").expects("Khá");
    assert_faults(&run, &[before, want("level-contradicts-total").row(4).value("Kém").expects("Khá")]);
    assert_eq!(results(&run), [of(2, "92", "kha", "total"), of(3, "92", "kha", "total")]);
}

#[test]
fn a_level_that_a_gate_lowered_by_the_record_is_taken() {
    let rows = ["92;;Khá;có", "92;;Kém;có", "75;;Khá;có", "75;;Tốt;có", "92;;;có", "92;no;;có", "92;;Khá;không", "92;no;Tốt;có"];
    let (sandbox, run) = judged(CAP, "total;committee-met;level;Bị khống chế mức", &rows);
    let contradicted = |row| want("level-contradicts-total").row(row).at("F", "level");
    let better = want("level-differs").row(9).value("Tốt").expects("Khá");
    assert_faults(&run, &[contradicted(5).value("Tốt").expects("Khá"), contradicted(8).value("Khá").expects("Tốt"), better]);
    let wanted = [
        of(2, "92", "kha", "lowered"),
        of(3, "92", "kem", "lowered"),
        // A gate can hold and change nothing.
        of(4, "75", "kha", "total"),
        // It was lowered, and nobody says how far.
        of(6, "92", "", "total"),
        // The gate that is known to hold says how far.
        of(7, "92", "kha", "total"),
        of(9, "92", "kha", "total"),
    ];
    assert_eq!(results(&run), wanted);
    let cells = sandbox.run(&["score", "r", "--format", "json"]).json()["tables"]["cells"][0].clone();
    assert_eq!((&cells["scored"], &cells["recorded_totals"], &cells["provisional"]), (&6.into(), &6.into(), &true.into()));
}

#[test]
fn a_recorded_level_alone_obeys_a_cap_that_is_known_and_no_drop_twice() {
    let (_, run) =
        judged(&format!("{CAP}{DROP}"), "level;committee-met;minutes-complete", &["Tốt;no;x", "Khá;no;x", "Tốt;;", "Tốt;x;no"]);
    assert_faults(&run, &[want("level-differs").row(2).at("D", "level").value("Tốt").expects("Khá")]);
    let wanted = [of(2, "", "kha", "level"), of(3, "", "kha", "level"), of(4, "", "tot", "level"), of(5, "", "tot", "level")];
    assert_eq!(results(&run), wanted);
}

#[test]
fn a_known_drop_lowers_the_band_of_a_total() {
    let (_, run) = judged(DROP, "total;minutes-complete;level", &["92;no;Khá", "92;no;", "92;x;Tốt", "92;;"]);
    assert_faults(&run, &[]);
    let levels = ["kha", "kha", "tot", "tot"];
    let wanted: Vec<_> = (2..).zip(levels).map(|(row, level)| of(row, "92", level, "total")).collect();
    assert_eq!(results(&run), wanted);
}

#[test]
fn a_condition_of_a_level_that_is_known_to_fail_lowers_it() {
    let condition = "[[level.condition]]\ntitle = \"Đủ biên bản\"\nwhen = \"minutes_complete\"\n[[level]]\nid = \"kha\"";
    let levels = LEVELS.replacen("[[level]]\nid = \"kha\"", condition, 1);
    let sandbox = records("period = \"2024\"\nrules = \"thu\"\n", "total;minutes-complete", &["92;", "92;no", "92;x"]);
    sandbox.write("r/thu/regulation.toml", format!("{}{SHEET}{levels}", head("thu", "meeting")));
    let run = score(&sandbox);
    assert_faults(&run, &[]);
    assert_eq!(results(&run), [of(2, "92", "tot", "total"), of(3, "92", "kha", "total"), of(4, "92", "tot", "total")]);
}
