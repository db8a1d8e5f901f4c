//! One sheet at a time: what is compared, what is missing, what does not apply.

use serde_json::Value;

use super::{folder, notices, run, table};

const HEAD: &str = "cell,date,kind,status,reason,committee-met,self:mau:a,verified:mau:a,self:mau:b,verified:mau:b,self:mau:c,verified:mau:c,\
                    self:mau:d,verified:mau:d,self:mau:e,verified:mau:e\n";

/// The table of the meetings: each row follows cell and date.
fn sheets(rows: &[&str]) -> Value {
    let mut meetings = HEAD.to_owned();
    for (month, row) in (1..).zip(rows) {
        meetings.push_str(&format!("C1,2024-{month:02}-05,{row}\n"));
    }
    run(&folder("", "C1,A\n", &meetings), &["--by", "meeting"]).json()
}

/// Sides, self points, verified points, difference, leaves and those compared, leaf by leaf.
fn shown(rows: &[&str]) -> Vec<[String; 7]> {
    let text =
        |value: &Value| value.as_str().map_or_else(|| value.as_u64().map_or(String::new(), |n| n.to_string()), str::to_owned);
    let keys = ["sides", "self_points", "verified_points", "difference", "leaves", "compared_leaves", "leaf_differences"];
    table(&sheets(rows), "meetings").iter().map(|row| keys.map(|key| text(&row[key]))).collect()
}

#[test]
fn both_scores_of_a_sheet_are_summed_over_the_same_leaves() {
    // a 10 and 8.5, b 5 and 3, d 6 and 6, one point taken away and two: 10 + 5 + 6 − 1 = 20 and 8.5 + 3 + 6 − 2 = 15.5.
    let all = "regular,held,,yes,10,8.5,5,3,,,6,6,1,2";
    assert_eq!(shown(&[all]), [["both", "20", "15.5", "4.5", "4", "4", "a=1.5;b=2;e=1"]]);
    // The computed leaf joins where both gave it points, on both sides.
    let with_computed = "regular,held,,yes,10,8.5,5,3,4,0,6,6,1,2";
    assert_eq!(shown(&[with_computed]), [["both", "24", "15.5", "8.5", "5", "5", "a=1.5;b=2;c=4;e=1"]]);
    // Where only one did, it is counted and compared with nothing.
    let one_side = "regular,held,,yes,10,8.5,5,3,4,,6,6,1,2";
    assert_eq!(shown(&[one_side]), [["both", "20", "15.5", "4.5", "5", "4", "a=1.5;b=2;e=1"]]);
}

#[test]
fn what_was_not_scored_is_missing_and_not_zero() {
    for (row, wanted) in [
        // No verified score at all: the self score stands alone, 10 + 5 + 6 − 0.
        ("regular,held,,yes,10,,5,,,,6,,0,", ["self-only", "21", "", "", "4", "0", ""]),
        ("regular,held,,yes,,8,,3,,,,6,,0", ["verified-only", "", "17", "", "4", "0", ""]),
        // One self score is missing, so there is no self total.
        ("regular,held,,yes,10,,,,,,6,,0,", ["partial", "", "", "", "4", "0", ""]),
        ("regular,held,,yes,10,9,,3,,,6,6,0,0", ["partial", "", "", "", "4", "3", "a=1"]),
        ("regular,held,,yes,,,,,,,,,,", ["neither", "", "", "", "4", "0", ""]),
        // A zero that was given is a score.
        ("regular,held,,yes,0,0,0,0,,,0,0,0,0", ["both", "0", "0", "0", "4", "4", ""]),
        // Leaf d does not apply to a thematic meeting: neither missing nor compared, whatever stands there.
        ("thematic,held,,yes,10,9,5,5,,,,,0,0", ["both", "15", "14", "1", "3", "3", "a=1"]),
        ("thematic,held,,yes,10,9,5,5,,,6,0,0,0", ["both", "15", "14", "1", "3", "3", "a=1"]),
        ("regular,not-held,mưa lũ,,,,,,,,,,,", ["neither", "", "", "", "0", "0", ""]),
        ("regular,not-scored,,yes,,,,,,,,,,", ["neither", "", "", "", "0", "0", ""]),
    ] {
        assert_eq!(shown(&[row]), [wanted.map(str::to_owned)], "{row}");
    }
}

#[test]
fn the_sheets_of_a_cell_are_told_apart() {
    let mut meetings = HEAD.to_owned();
    for (month, row) in (1..).zip([
        "regular,held,,yes,10,8,5,5,4,4,6,6,0,0",
        "regular,held,,no,10,9.5,5,3,4,4,6,5,0,0",
        "regular,held,,yes,10,,5,,,,6,,0,",
        "regular,held,,yes,,8,,3,,,,6,,0",
        "regular,held,,yes,10,,,,,,6,,0,",
        "regular,held,,,,,,,,,,,,",
        "regular,not-held,mưa lũ,,,,,,,,,,,",
    ]) {
        meetings.push_str(&format!("C1,2024-{month:02}-05,{row}\n"));
    }
    let result = run(&folder("", "C1,A\nC2,A\n", &meetings), &[]).json();
    let cell = &table(&result, "cells")[0];
    let counts = ["sheets", "both", "self_only", "verified_only", "partial", "neither", "compared_leaves", "unchanged_leaves"];
    assert_eq!(counts.map(|key| cell[key].as_u64().unwrap()), [6, 2, 1, 1, 1, 1, 10, 6]);
    // 25 + 25 against 23 + 21.5; full marks in the first three of which two have both.
    for (key, wanted) in [("self_points", "50"), ("verified_points", "44.5"), ("difference", "5.5"), ("mean_difference", "2.75")]
    {
        assert_eq!(cell[key], wanted, "{key}");
    }
    assert_eq!((cell["self_complete"].as_u64(), cell["self_full"].as_u64()), (Some(3), Some(3)));
    // Leaf c: 4 given twice, the facts give 4 and 0.
    assert_eq!(
        (cell["against_facts"].as_u64(), cell["as_facts"].as_u64(), &cell["above_facts"]),
        (Some(2), Some(1), &"4".into())
    );
    assert_eq!(cell["leaf_differences"], "a=1.25;b=1;c=0;d=0.5;e=0");
    // A cell without meetings has counts of zero and no points.
    let other = &table(&result, "cells")[1];
    assert_eq!((other["sheets"].as_u64(), &other["self_points"], &other["difference"]), (Some(0), &Value::Null, &Value::Null));
    let leaf = |id: &str| table(&result, "leaves").iter().find(|row| row["leaf"] == id).unwrap().clone();
    let (a, c) = (leaf("a"), leaf("c"));
    assert_eq!(["compared", "unchanged", "self_only", "verified_only"].map(|key| a[key].as_u64().unwrap()), [2, 0, 2, 1]);
    assert_eq!((&a["self_points"], &a["verified_points"], &a["mean_difference"]), (&"20".into(), &"17.5".into(), &"1.25".into()));
    assert_eq!(
        (&c["self_points_against_facts"], &c["computed_points"], &c["mean_above_facts"]),
        (&"8".into(), &"4".into(), &"2".into())
    );
    assert_eq!(&notices(&result)[..1], ["signs"]);
    assert!(notices(&result).contains(&"partial-scores") && !notices(&result).contains(&"nothing-to-compare"));
    let committee = run(&folder("", "C1,A\nC2,A\n", &meetings), &["--by", "committee"]).json();
    let committee = &table(&committee, "committees")[0];
    assert_eq!(
        (&committee["committee"], committee["cells"].as_u64(), &committee["difference"]),
        (&"A".into(), Some(2), &"5.5".into())
    );
}

#[test]
fn where_nothing_can_be_compared_a_notice_says_so() {
    let result = sheets(&["regular,held,,yes,10,,5,,,,6,,0,"]);
    assert!(notices(&result).contains(&"nothing-to-compare"));
    assert!(table(&result, "signs").is_empty());
}
