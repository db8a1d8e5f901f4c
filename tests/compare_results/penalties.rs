//! Points that are taken away: more of them is less.

use super::support::Sandbox;
use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::{in_json, rows, text, told};

fn rule(id: &str, each: u32) -> String {
    let penalty = format!(
        "[[form.group.leaf]]\nid = \"tru\"\ntitle = \"Điểm trừ\"\nmax = 10\npenalty = \"from-total\"\n\
         [form.group.leaf.per-occurrence]\nof = \"unexcused\"\neach = {each}\n"
    );
    format!("{}{RECORDED}{penalty}{LEVELS}", head(id, "meeting"))
}

/// Two absences cost 4 points under the first text and 6 under the other; four cost 8, and 10, which is the most. 98 becomes 94 and 90, or
/// 92 and 88: 4 less together, all of it by the one leaf, and the second meeting is no longer Tốt.
#[test]
fn more_taken_away_is_a_change_down() {
    let sandbox = Sandbox::new();
    sandbox
        .write("mot/regulation.toml", rule("mot", 2))
        .write("hai/regulation.toml", rule("hai", 3))
        .write("r/chibo.toml", "period = \"2024\"\n")
        .write("r/cells.csv", "code,committee\nA,X\n")
        .write(
            "r/meetings.csv",
            "cell,date,kind,members,present,unexcused,self:mot:1,self:hai:1\nA,2024-01-05,regular,20,18,2,98,98\nA,2024-02-05,regular,20,16,4,98,98\n",
        );
    let result = in_json(&sandbox, &["r", "--rules", "mot", "--rules", "hai"]).json();
    let cell = &rows(&result, "cells")[0];
    let of = |column: &str| text(cell, column);
    assert_eq!([of("mean_before"), of("mean_after"), of("points_change")], ["92", "90", "-4"], "{cell}");
    assert_eq!([of("meetings_up"), of("meetings_down")], ["0", "1"]);
    let causes = told(&result, "causes", &["what", "cause", "leaf_before", "leaf_after", "points"]);
    let of_points: Vec<&String> = causes.iter().filter(|cause| cause.starts_with("points")).collect();
    assert_eq!(of_points, ["points leaf tru tru -4"]);
}
