//! How far a year is from the places of its group, counted by hand.

use serde_json::Value;

use super::rows;
use super::support::Sandbox;

/// Two places by rate; XS asks for 5 and for the work done.
const YEAR: &str = r#"
[regulation]
id = "y"
scope = "year"
title = "Y"
[sources.qd]
title = "Q"
standing = "text"
[[fact]]
id = "rate"
scope = "year"
type = "count"
[[fact]]
id = "done"
scope = "year"
type = "flag"
[[level]]
id = "xs"
title = "Xuất sắc"
short = "XS"
cite = "qd: 1"
[[level.condition]]
title = "từ 5 và xong việc"
when = "rate >= 5 and done"
[[level]]
id = "htt"
title = "Hoàn thành tốt"
short = "HTT"
cite = "qd: 1"
[[quota]]
id = "q"
level = "xs"
places = 2
group = ["committee"]
ranking = [ { id = "rate", title = "Tỷ lệ", of = "rate" } ]
cite = "qd: 2"
"#;

fn of(year: &str) -> (Sandbox, Value) {
    let sandbox = Sandbox::new();
    sandbox
        .write("y/regulation.toml", YEAR)
        .write("r/chibo.toml", "period = \"2024\"\nyear-end = \"../y\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,X\nC,X\nD,X\nE,X\nF,Y\nG,Y\n")
        .write("r/year.csv", format!("cell,year,rate,done\n{year}"));
    let run = sandbox.run(&["edge", "r", "--within", "99", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let json = run.json();
    (sandbox, json)
}

/// Rank, candidates, places, what is lacking, free places, who is last and by which key.
fn stand(result: &Value, cell: &str) -> (String, u64, u64, u64, u64, String, String) {
    let row = rows(result, "cells").into_iter().find(|row| row["cell"] == cell && row["of"] == "year").unwrap();
    let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
    let count = |key: &str| row[key].as_u64().unwrap();
    (
        text("rank"),
        count("candidates"),
        count("places"),
        count("ranks_lacking"),
        count("places_free"),
        text("last_place"),
        text("last_place_key"),
    )
}

fn expected(rank: &str, counts: [u64; 4], last: &str, key: &str) -> (String, u64, u64, u64, u64, String, String) {
    let [candidates, places, lacking, free] = counts;
    (rank.to_owned(), candidates, places, lacking, free, last.to_owned(), key.to_owned())
}

fn up(result: &Value, cell: &str) -> (String, String) {
    let row = rows(result, "cells").into_iter().find(|row| row["cell"] == cell && row["of"] == "year").unwrap();
    (row["up_level"].as_str().unwrap_or("").to_owned(), row["up_change"].as_str().unwrap_or("").to_owned())
}

#[test]
fn ranks_places_and_the_last_of_them() {
    // In X: A 9, B 8 have the places, C 6 has none; D would be first with its work done, E would be behind all of them.
    let (sandbox, result) =
        of("A,2024,9,yes\nB,2024,8,yes\nC,2024,6,yes\nD,2024,10,no\nE,2024,5,no\nF,2024,7,yes\nG,2024,5,no\n");
    assert_eq!(stand(&result, "C"), expected("3", [3, 2, 1, 0], "B", "rate"));
    assert_eq!(stand(&result, "D"), expected("1", [4, 2, 0, 0], "A", "rate"));
    assert_eq!(up(&result, "D"), ("xs".to_owned(), "done=true".to_owned()));
    // To have its work done alone gives E no place; with a rate of 9 beside it it would be another matter, which is no single figure.
    assert_eq!(stand(&result, "E"), expected("4", [4, 2, 2, 0], "B", "rate"));
    assert_eq!(up(&result, "E"), ("xs".to_owned(), String::new()));
    // In Y there is a place for both.
    assert_eq!(stand(&result, "G"), expected("2", [2, 2, 0, 0], "", ""));
    assert_eq!(up(&result, "G"), ("xs".to_owned(), "done=true".to_owned()));
    let vi = sandbox.run_in("vi", &["edge", "r", "--within", "99", "--format", "markdown"]).stdout;
    let line = |cell: &str| vi.lines().find(|line| line.contains(&format!("| {cell} |"))).unwrap().to_owned();
    let told = "nếu đạt XS thì hạng 4 trong 4 ứng viên, 2 chỗ; thiếu 2 hạng; chỗ cuối: B (Tỷ lệ 8, của chi bộ này 5)";
    assert!(line("E").contains(told), "{}", line("E"));
    assert!(line("C").contains("thiếu 1 hạng; chỗ cuối: B (Tỷ lệ 8, của chi bộ này 6)"), "{}", line("C"));
}

#[test]
fn free_places_and_ties_are_said() {
    let (_, result) = of("A,2024,9,yes\nB,2024,6,no\nC,2024,1,no\nD,2024,1,no\nE,2024,1,no\nF,2024,7,yes\nG,2024,7,no\n");
    // A and B: two for two places.
    assert_eq!(stand(&result, "B"), expected("2", [2, 2, 0, 0], "", ""));
    let (_, result) = of("A,2024,9,no\nB,2024,6,no\nC,2024,1,no\nD,2024,1,no\nE,2024,1,no\nF,2024,7,yes\nG,2024,7,no\n");
    assert_eq!(stand(&result, "B"), expected("1", [1, 2, 0, 1], "", ""));
    // B and C are tied behind A: a third with 8 would be tied with them, and the committee would have to choose.
    let (_, result) = of("A,2024,9,yes\nB,2024,8,yes\nC,2024,8,no\nD,2024,1,no\nE,2024,1,no\nF,2024,7,yes\nG,2024,7,no\n");
    assert_eq!(stand(&result, "C"), expected("2-3", [3, 2, 0, 0], "B", ""));
    assert_eq!(up(&result, "C"), ("undecided".to_owned(), "done=true".to_owned()));
}
