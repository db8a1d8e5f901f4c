//! Every table of a comparison counts alike: the rows of cells, the summary, the movement of groups and the matrix of levels.

use std::collections::BTreeMap;

use chibo::base::Exact;
use serde_json::Value;

use super::support::Sandbox;
use super::{count, exact, example, in_json, rows, text};

/// Of a result with `--all`.
pub fn agree(result: &Value) {
    for summary in rows(result, "summary") {
        let key = |row: &Value| [text(row, "period"), text(row, "side")];
        let own = |table| rows(result, table).iter().filter(|row| key(row) == key(summary)).collect::<Vec<&Value>>();
        let (cells, movement, matrix) = (own("cells"), own("movement"), own("matrix"));
        let of = |is: &dyn Fn(&Value) -> bool| cells.iter().filter(|row| is(row)).count();
        let sum = |column: &str| cells.iter().map(|row| count(row, column)).sum::<usize>();
        let went = |column: &str, way: &str| of(&|row| text(row, column) == way);
        let sign = |row: &Value| exact(row, "points_change").cmp(&Exact::ZERO);
        let wanted = [
            ("cells", cells.len()),
            ("points_up", of(&|row| sign(row).is_gt())),
            ("points_down", of(&|row| sign(row).is_lt())),
            ("level_up", went("level_move", "up")),
            ("level_down", went("level_move", "down")),
            ("level_not_comparable", went("level_move", "not-comparable")),
            ("year_up", went("year_move", "up")),
            ("year_down", went("year_move", "down")),
            ("year_not_comparable", went("year_move", "not-comparable")),
            ("meetings_up", sum("meetings_up")),
            ("meetings_down", sum("meetings_down")),
        ];
        for (column, wanted) in wanted {
            assert_eq!(count(summary, column), wanted, "{column} of {:?}", key(summary));
        }
        assert_eq!(count(summary, "changed") + count(summary, "unchanged"), cells.len());
        assert!(
            count(summary, "not_comparable") >= count(summary, "level_not_comparable").max(count(summary, "year_not_comparable"))
        );
        let columns = wanted.iter().map(|(column, _)| *column).chain(["changed", "unchanged", "not_comparable"]);
        for column in columns {
            for by in ["committee", "type"] {
                let groups = movement.iter().filter(|row| text(row, "by") == by);
                assert_eq!(groups.map(|row| count(row, column)).sum::<usize>(), count(summary, column), "{column} by {by}");
            }
        }
        for (what, up, down) in
            [("meeting", "meetings_up", "meetings_down"), ("period", "level_up", "level_down"), ("year", "year_up", "year_down")]
        {
            let moved = |way: &str| {
                let moves = matrix.iter().filter(|row| text(row, "what") == what && text(row, "move") == way);
                moves.map(|row| count(row, "count")).sum::<usize>()
            };
            assert_eq!((moved("up"), moved("down")), (count(summary, up), count(summary, down)), "{what}");
        }
        for (what, columns) in
            [("period", ["level_before", "level_after", "level_move"]), ("year", ["year_before", "year_after", "year_move"])]
        {
            let mut all: BTreeMap<[String; 3], usize> = BTreeMap::new();
            for row in cells.iter().filter(|row| !text(row, columns[2]).is_empty()) {
                *all.entry(columns.map(|column| text(row, column))).or_default() += 1;
            }
            let of_what = matrix.iter().filter(|row| text(row, "what") == what);
            let found: BTreeMap<[String; 3], usize> =
                of_what.map(|row| (["from", "to", "move"].map(|column| text(row, column)), count(row, "count"))).collect();
            assert_eq!(found, all, "{what}");
        }
    }
}

#[test]
fn every_example_counts_alike_in_every_table() {
    let sandbox = Sandbox::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let draft = example("old-and-new-rule/du-thao");
    let [visited, yearly] = ["tuyen-quang-visits", "kon-tum-2024"].map(example);
    for arguments in [
        // No text of meetings puts the types of these cells into words.
        &["tuyen-quang-visits", "--with", &visited][..],
        &["kon-tum-2024", "--with", &yearly],
        &["old-and-new-rule", "--rules", "19-qd-tu", "--rules", "34-qd-tu", "--rules", "19-qd-tu,34-qd-tu"],
        &["old-and-new-rule", "--rules", "34-qd-tu", "--rules", &draft],
        &["year-end-124-366", "--year-end", "124-qd-tw", "--year-end", "366-qd-tw"],
        &["year-end-124-366", "--rules", "14-qdi-tu", "--rules", "12-hd-btctw-2018"],
        &["lai-chau-2024", "--rules", "14-qdi-tu", "--rules", "42-hd-btctw"],
        &["lai-chau-2024", "--year-end", "124-qd-tw", "--year-end", "132-qd-tw"],
        &["quyet-dinh-2024", "--rules", "14-qdi-tu", "--rules", "phu-tho-khoi"],
        &["quyet-dinh-2024", "--year-end", "124-qd-tw", "--year-end", "366-qd-tw"],
        &["tuyen-quang-2024", "--rules", "19-qd-tu", "--rules", "34-qd-tu"],
        &["bao-cao-thang", "--rules", "14-qdi-tu", "--rules", "34-qd-tu"],
        &["dang-vien-2024", "--rules", "12-hd-btctw-2018", "--rules", "34-qd-tu"],
        &["dien-bien-2024", "--rules", "12-hd-btctw-2018", "--rules", "14-qdi-tu"],
        &["sap-nhap-2025", "--rules", "34-qd-tu", "--rules", "42-hd-btctw"],
        &["tu-cham-2024", "--rules", "14-qdi-tu", "--rules", "34-qd-tu"],
    ] {
        let (folder, sides) = arguments.split_first().unwrap();
        let run = in_json(&sandbox, &[&[example(folder).as_str(), "--all"], sides].concat());
        assert!(matches!(run.code, Some(0 | 1)), "{arguments:?}: {}", run.stderr);
        let result = run.json();
        agree(&result);
        for row in rows(&result, "matrix") {
            let seen =
                seen.entry(["same", "up", "down", "not-comparable"].into_iter().find(|way| text(row, "move") == *way).unwrap());
            *seen.or_default() += count(row, "count");
        }
    }
    assert!(seen.len() == 4 && seen.values().all(|count| *count > 10), "{seen:?}");
}

/// CM-04 would be Khá under the old text by five of its twelve meetings: the matrix says of it what the summary says.
#[test]
fn a_level_that_cannot_be_compared_is_no_rise_in_any_table() {
    let sandbox = Sandbox::new();
    let run = in_json(&sandbox, &[&example("old-and-new-rule"), "--rules", "19-qd-tu", "--rules", "34-qd-tu"]);
    let result = run.json();
    let of_period = rows(&result, "matrix").iter().filter(|row| text(row, "what") == "period");
    let found: Vec<String> =
        of_period.map(|row| ["from", "to", "move", "count"].map(|column| text(row, column)).join(" ")).collect();
    assert_eq!(found, ["tot tot same 3", "tot kha down 1", "kha tot up 1", "kha tot not-comparable 1"]);
}

/// Types of cells are words in CSV, the same and in the same order in every language.
#[test]
fn groups_are_the_same_words_in_every_language() {
    let folder = example("old-and-new-rule");
    let table = |lang: &str| {
        let sides = ["--rules", "19-qd-tu", "--rules", "34-qd-tu"];
        let run = Sandbox::new()
            .run_in(lang, &[&["compare", &folder][..], &sides, &["--format", "csv", "--table", "movement"]].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    assert_eq!(table("vi"), table("en"));
    let types: Vec<String> =
        table("vi").lines().filter_map(|line| Some(line.split_once(",type,")?.1.split(',').next()?.to_owned())).collect();
    assert_eq!(types, ["agency", "enterprise", "public-service", "village"]);
}
