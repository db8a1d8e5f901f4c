//! The shipped example, worked out once more from its rows.

use std::collections::BTreeMap;
use std::path::Path;

use super::support::Sandbox;
use super::{sign, signs, table};

/// Rows of the example: heading → field.
fn rows() -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tu-cham-2024/meetings.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| {
        // One reason holds a comma, in quotes.
        let parts: Vec<String> = line
            .split('"')
            .enumerate()
            .map(|(n, part)| if n % 2 == 1 { part.replace(',', ";") } else { part.to_owned() })
            .collect();
        parts.concat().split(',').map(str::to_owned).collect::<Vec<String>>()
    });
    let headings = lines.next().unwrap();
    lines.map(|fields| headings.iter().cloned().zip(fields).collect()).collect()
}

/// Points in halves.
fn halves(text: &str) -> Option<i64> {
    let (whole, half) = text.split_once('.').unwrap_or((text, "0"));
    (!text.is_empty()).then(|| whole.parse::<i64>().unwrap() * 2 + i64::from(half == "5"))
}

#[test]
fn the_example_shows_what_its_rows_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tu-cham-2024");
    let run = Sandbox::new().run(&["signs", folder.to_str().unwrap(), "--format", "json", "--diagnostics", "json"]);
    // Points of a computed leaf that differ are warnings, and nothing else is wrong.
    assert!(run.faults().iter().all(|fault| fault.code == "points-differ"), "{}", run.stderr);
    let result = run.json();
    let rows = rows();
    for cell in table(&result, "cells") {
        let code = cell["cell"].as_str().unwrap();
        let own = rows.iter().filter(|row| row["cell"] == code && row["status"] == "held");
        let (mut both, mut sums, mut compared, mut same) = (0, [0, 0], 0, 0);
        let (mut complete, mut full) = (0, 0);
        for row in own {
            let scores = ["3.3", "4.2", "3.5"]
                .map(|leaf| ["self", "verified"].map(|who| halves(&row[&format!("{who}:14-qdi-tu:{leaf}")])));
            let pairs: Vec<(i64, i64)> = scores.iter().filter_map(|[own, verified]| own.zip(*verified)).collect();
            compared += pairs.len() as u64;
            same += pairs.iter().filter(|(own, verified)| own == verified).count() as u64;
            let by_hand = &scores[..2];
            if by_hand.iter().all(|[own, _]| own.is_some()) {
                complete += 1;
                full += u64::from([20, 6, 14].iter().zip(scores).all(|(max, [own, _])| own.is_none_or(|own| own == *max)));
            }
            if by_hand.iter().flatten().all(Option::is_some) {
                both += 1;
                sums[0] += pairs.iter().map(|(own, _)| own).sum::<i64>();
                sums[1] += pairs.iter().map(|(_, verified)| verified).sum::<i64>();
            }
        }
        let keys = ["both", "compared_leaves", "unchanged_leaves", "self_complete", "self_full"];
        assert_eq!(keys.map(|key| cell[key].as_u64().unwrap()), [both, compared, same, complete, full], "{code}");
        let points = ["self_points", "verified_points"].map(|key| halves(cell[key].as_str().unwrap()).unwrap());
        assert_eq!(points, sums, "{code}");
    }
    let committee = "Đảng ủy phường Mẫu B";
    let about_scores: Vec<_> = signs(&result).into_iter().filter(|(kind, ..)| kind != "one-value-column").collect();
    assert_eq!(
        about_scores,
        [
            sign("self-always-full", "TC-01", 12, 12, ""),
            sign("verified-unchanged", committee, 77, 77, ""),
            sign("self-above-verified", "TC-03", 6, 12, ""),
            sign("verified-above-self", "TC-02", 6, 12, ""),
        ]
    );
    let columns = signs(&result);
    assert!(columns.contains(&sign("one-value-column", committee, 35, 35, "minutes")));
    let yes = columns.iter().find(|(kind, who, .., column)| kind == "one-value-column" && who == "TC-04" && column.contains(' '));
    assert_eq!(yes.map(|(_, _, part, whole, _)| (*part, *whole)), Some((10, 10)));
}
