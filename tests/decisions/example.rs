//! The shipped example, worked out by hand from its rows and the conditions of 124-QĐ/TW.

use std::path::Path;

use super::support::{Run, Sandbox, assert_faults, want};
use super::{cell, columns, text};

fn run(command: &str, more: &[&str]) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quyet-dinh-2024");
    let arguments = [&[command, folder.to_str().unwrap()], more, &["--format", "json", "--diagnostics", "json"]].concat();
    Sandbox::new().run(&arguments)
}

#[test]
fn every_day_has_what_stood_on_it() {
    let of = |day: &str| run("classify", &["--as-of", day]);
    let level = |run: &Run| cell(&run.json(), "QD-01");
    for (day, wanted) in [
        ("2024-12-31", ["xs", "", "", ""]),
        ("2025-01-31", ["xs", "htt", "12-QĐ/ĐU", "applied"]),
        ("2025-03-20", ["kht", "ht", "27-QĐ/ĐU", "applied"]),
        ("2026-01-01", ["kht", "ht", "27-QĐ/ĐU", "applied"]),
    ] {
        let run = of(day);
        assert_faults(&run, &[]);
        assert_eq!((run.code, level(&run)), (Some(0), wanted.map(str::to_owned)), "{day}");
    }
    let run = of("2025-02-28");
    assert_faults(&run, &[want("decision-stale").row(2).value("XS").expects("Không hoàn thành nhiệm vụ")]);
    assert_eq!((run.code, level(&run)), (Some(1), ["kht", "", "12-QĐ/ĐU", "stale"].map(str::to_owned)));
    let ends = |day: &str| cell(&of(day).json(), "QD-05")[3].clone();
    assert_eq!([ends("2025-12-31"), ends("2026-01-01")], ["applied", "lapsed"]);
}

#[test]
fn the_computed_levels_quota_and_meeting_quality_stay() {
    let run = run("classify", &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let result = run.json();
    let wanted = [["kht", "ht"], ["htt", ""], ["htt", ""], ["htt", ""], ["htt", "ht"]];
    assert_eq!(columns(&result, "cells", ["level", "decided_level"]), wanted);
    // Six of twelve are Tốt where seven must be.
    let third = &result["tables"]["cells"][2];
    assert_eq!([text(third, "meeting_quality"), text(third, "decided_meeting_quality")], ["kha", "tot"]);
    // XS, HTT, HT, KHT: computed, then after decisions.
    let totals = ["level_xs", "level_htt", "level_ht", "level_kht"];
    assert_eq!(columns(&result, "totals", totals)[0], ["0", "4", "0", "1"]);
    assert_eq!(
        columns(&result, "totals", totals.map(|level| format!("decided_{level}")).each_ref().map(String::as_str))[0],
        ["0", "3", "2", "0"]
    );
    let versions = ["cell", "version", "since", "computed", "level"];
    let wanted = [
        ["QD-01", "1", "", "xs", "xs"],
        ["QD-01", "2", "2025-01-20", "xs", "htt"],
        ["QD-01", "3", "2025-02-25", "kht", "kht"],
        ["QD-01", "4", "2025-03-20", "kht", "ht"],
        ["QD-05", "1", "", "htt", "htt"],
        ["QD-05", "2", "2025-01-20", "htt", "ht"],
    ];
    assert_eq!(columns(&result, "versions", versions), wanted);
}
