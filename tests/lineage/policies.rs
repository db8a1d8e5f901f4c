//! What each policy makes of the meetings before a change.

use super::{BY_COUNT, BY_MEAN, cell, folder, level, lineage, meetings, notices, regulation, score};

const CELLS: &str = "A,C,,\nB,C,,\nN,C,2025-07-01,\n";
const MERGED: &str = "A,N,2025-07-01,merge\nB,N,2025-07-01,merge\n";

/// A: six good ones, B: six bad ones, N: six bad ones.
fn records() -> String {
    [meetings("A", 1..=6, "95"), meetings("B", 1..=6, "60"), meetings("N", 7..=12, "60")].concat()
}

#[test]
fn carried_over_the_meetings_of_all_count() {
    let rules = regulation(&lineage("merge = \"carry-over\""), BY_COUNT);
    // 6 of 18 are good.
    let run = score(&folder(&rules, CELLS, MERGED, &records()), &[]);
    let result = run.json();
    assert_eq!(level(&result, "N"), ("kem".to_owned(), false));
    // 12 of 18 are.
    let better = [meetings("A", 1..=6, "95"), meetings("B", 1..=6, "90"), meetings("N", 7..=12, "60")].concat();
    let result = score(&folder(&rules, CELLS, MERGED, &better), &[]).json();
    assert_eq!(level(&result, "N"), ("tot".to_owned(), false));
    // Meetings stay with the cell that held them.
    assert_eq!(cell(&result, "N")["scored"], 6);
    assert_eq!(cell(&result, "A")["scored"], 6);
}

#[test]
fn a_cell_that_is_no_more_has_no_level_whatever_the_text_says() {
    for keys in ["merge = \"carry-over\"", "merge = \"restart\"", "merge = \"unrated\"", "split = \"restart\""] {
        let result = score(&folder(&regulation(&lineage(keys), BY_COUNT), CELLS, MERGED, &records()), &[]).json();
        assert_eq!(level(&result, "A"), (String::new(), false), "{keys}");
        assert_eq!(cell(&result, "A")["lineage"], "2025-07-01 merge to N", "{keys}");
    }
}

#[test]
fn after_a_restart_only_its_own_count() {
    let rules = regulation(&lineage("merge = \"restart\""), BY_COUNT);
    let better = [meetings("A", 1..=6, "95"), meetings("B", 1..=6, "95"), meetings("N", 7..=12, "60")].concat();
    let result = score(&folder(&rules, CELLS, MERGED, &better), &[]).json();
    assert_eq!(level(&result, "N"), ("kem".to_owned(), false));
    assert_eq!(cell(&result, "N")["lineage"], "2025-07-01 merge from A restart; 2025-07-01 merge from B restart");
}

#[test]
fn unrated_there_is_no_level_and_it_says_why() {
    let sandbox = folder(&regulation(&lineage("merge = \"unrated\""), BY_COUNT), CELLS, MERGED, &records());
    let run = score(&sandbox, &[]);
    assert_eq!(level(&run.json(), "N"), (String::new(), false));
    let shown = sandbox.run(&["score", "r", "--format", "csv", "--table", "cells"]);
    assert!(shown.stdout.contains("merge from A unrated"), "{}", shown.stdout);
    let shown = sandbox.run(&["explain", "r", "--cell", "N"]);
    assert!(shown.stdout.contains("unrated (merge 2025-07-01)"), "{}", shown.stdout);
}

#[test]
fn where_the_text_is_silent_the_level_is_provisional_and_that_is_said() {
    let result = score(&folder(&regulation("", BY_COUNT), CELLS, MERGED, &records()), &[]).json();
    assert_eq!(level(&result, "N"), ("kem".to_owned(), true));
    assert!(notices(&result).contains(&"lineage-silent".to_owned()));
    let spoken = score(&folder(&regulation(&lineage("merge = \"restart\""), BY_COUNT), CELLS, MERGED, &records()), &[]).json();
    assert!(!notices(&spoken).contains(&"lineage-silent".to_owned()));
    assert!(notices(&spoken).contains(&"lineage".to_owned()));
}

#[test]
fn weighted_by_months_every_month_counts_once() {
    // Of each of the first six months A and B have half: (80·3 + 60·3 + 90·6) / 12 = 80.
    let rows = [meetings("A", 1..=6, "80"), meetings("B", 1..=6, "60"), meetings("N", 7..=12, "90")].concat();
    let weighted = regulation(&lineage("merge = \"weight-by-months\""), BY_MEAN);
    let sandbox = folder(&weighted, CELLS, MERGED, &rows);
    assert_eq!(level(&score(&sandbox, &[]).json(), "N"), ("kha".to_owned(), false));
    let explained = sandbox.run(&["explain", "r", "--cell", "N", "--format", "csv"]).stdout;
    assert!(explained.contains("weighted-mean") && explained.contains("80 (80)"), "{explained}");
    // Carried over as they are: (80·6 + 60·6 + 90·6) / 18 = 76.67.
    let carried = regulation(&lineage("merge = \"carry-over\""), BY_MEAN);
    assert_eq!(level(&score(&folder(&carried, CELLS, MERGED, &rows), &[]).json(), "N").0, "kem");
    // Alone: 90.
    let alone = regulation(&lineage("merge = \"restart\""), BY_MEAN);
    assert_eq!(level(&score(&folder(&alone, CELLS, MERGED, &rows), &[]).json(), "N").0, "tot");
}

#[test]
fn a_month_goes_to_the_cells_that_are_there_on_its_first_day() {
    // From 15 July: July is A's. (100·7 + 40·5) / 12 = 75, and with June as the last of A (100·6 + 40·6) / 12 = 70.
    let rows = [meetings("A", 1..=7, "100"), meetings("N", 8..=12, "40")].concat();
    let rules = |least: &str| {
        regulation(&lineage("rename = \"weight-by-months\""), &BY_MEAN.replace("mean >= 78", &format!("mean >= {least}")))
    };
    let cells = "A,C,,\nN,C,,\n";
    for (least, expected) in [("75", "kha"), ("75.001", "kem")] {
        let result = score(&folder(&rules(least), cells, "A,N,2025-07-15,rename\n", &rows), &[]).json();
        assert_eq!(level(&result, "N").0, expected, "{least}");
    }
}

#[test]
fn without_a_mean_of_every_part_there_is_no_weighted_one() {
    // B stands for half of six months and has no points: that is not zero.
    let rows = [meetings("A", 1..=6, "95"), meetings("N", 7..=12, "95")].concat();
    let weighted = regulation(&lineage("merge = \"weight-by-months\""), BY_MEAN);
    let sandbox = folder(&weighted, CELLS, MERGED, &rows);
    assert_eq!(level(&score(&sandbox, &[]).json(), "N"), (String::new(), true));
    let told = |period: &str| sandbox.run(&["explain", "r", "--cell", "N", "--period", period, "--format", "csv"]).stdout;
    assert!(told("2025").contains("weighted-mean") && told("2025").contains("?; 6 months"), "{}", told("2025"));
    // For three months in the middle there is no rule, so nothing is carried over into a level.
    assert!(told("2025-06..2025-08").contains("2,lineage,A"));
    assert!(!told("2025-06..2025-08").contains("share"));
}

#[test]
fn what_a_divided_cell_does_later_is_its_own() {
    let rules = regulation(&lineage("split = \"carry-over\""), BY_COUNT);
    // A: bad until June, good from July. N: three bad ones. For N 6 + 6 bad ones; were A's later ones counted it were 6 of 18, or half of 12.
    let rows = [meetings("A", 1..=6, "60"), meetings("A", 7..=12, "95"), meetings("N", 7..=12, "95")].concat();
    let result = score(&folder(&rules, "A,C,,\nN,C,,\n", "A,N,2025-07-01,split\n", &rows), &[]).json();
    assert_eq!(level(&result, "A"), ("tot".to_owned(), false));
    assert_eq!(level(&result, "N"), ("tot".to_owned(), false), "6 of 12");
    let rows =
        [meetings("A", 1..=6, "60"), meetings("A", 7..=12, "95"), meetings("N", 7..=11, "95"), meetings("N", 12..=12, "60")];
    let result = score(&folder(&rules, "A,C,,\nN,C,,\n", "A,N,2025-07-01,split\n", &rows.concat()), &[]).json();
    assert_eq!(level(&result, "N"), ("kem".to_owned(), false), "5 of 12, and not 11 of 18");
}

#[test]
fn a_chain_of_changes_is_followed_and_nothing_counts_twice() {
    // A splits into X and Y, which join again in Z: A's three months count once.
    let cells = "A,C,,\nX,C,,\nY,C,,\nZ,C,2025-07-01,\n";
    let changes = "A,X,2025-04-01,split\nA,Y,2025-04-01,split\nX,Z,2025-07-01,merge\nY,Z,2025-07-01,merge\n";
    let cells = &cells.replace("A,C,,", "A,C,,2025-03-31");
    let rules = regulation(&lineage("split = \"carry-over\"\nmerge = \"carry-over\""), BY_COUNT);
    // Good: A 3. Bad: X 3, Y 3 … Z 0 of 6; 3 + 6 = 9 of 15 with Z good; twice A would be 12 of 18.
    let rows = [meetings("A", 1..=3, "95"), meetings("X", 4..=6, "60"), meetings("Y", 4..=6, "60"), meetings("Z", 7..=12, "60")];
    let sandbox = folder(&rules, cells, changes, &rows.concat());
    let explained = sandbox.run(&["explain", "r", "--cell", "Z", "--format", "csv"]).stdout;
    assert!(explained.contains("15 meetings counted: Tốt 3, Khá 0, Kém 12"), "{explained}");
    // A restart in between cuts the chain.
    let rules = regulation(&lineage("split = \"restart\"\nmerge = \"carry-over\""), BY_COUNT);
    let explained =
        folder(&rules, cells, changes, &rows.concat()).run(&["explain", "r", "--cell", "Z", "--format", "csv"]).stdout;
    assert!(explained.contains("12 meetings counted: Tốt 0, Khá 0, Kém 12"), "{explained}");
    // Whoever carries over an unrated cell is unrated too.
    let rules = regulation(&lineage("split = \"unrated\"\nmerge = \"carry-over\""), BY_COUNT);
    let result = score(&folder(&rules, cells, changes, &rows.concat()), &[]).json();
    assert_eq!(level(&result, "Z"), (String::new(), false));
}
