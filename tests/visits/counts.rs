//! What is counted, and the persons by whom it is divided.

use serde_json::json;

use super::{clean, records, row, rows, run, says};

#[test]
fn who_never_went_is_divided_by_all_the_same() {
    let sandbox = records(
        &["A,provincial,,,,", "B,provincial,,,,", "C,provincial,,,,", "D,district,,,,"],
        &["A,,C1,2024-01-03,regular", "A,,C2,2024-02-03,thematic", "B,,C1,2024-03-04,combined", "A,,C1,2024-03-04,regular"],
    );
    let result = clean(&sandbox, &["--by", "level"]);
    let of = |level: &str| row(&result, "levels", "level", level);
    // Four visits of three persons, one of whom stayed at home; divided by the two who went it would be 2.
    assert_eq!(of("provincial")["per_person"], "4/3");
    assert_eq!(of("provincial")["per_person_rounded"], "1.33");
    assert_eq!((&of("provincial")["persons"], &of("provincial")["went"]), (&json!(3), &json!(2)));
    // A combined meeting is one visit, and a regular one.
    let kinds = ["visits", "regular", "combined", "thematic", "other"].map(|column| of("provincial")[column].as_u64().unwrap());
    assert_eq!(kinds, [4, 3, 1, 1, 0]);
    // Nobody of a level that is there went: zero. Nobody has the level: no row.
    assert_eq!((&of("district")["per_person"], &of("district")["per_person_rounded"]), (&json!("0"), &json!("0.00")));
    assert!(rows(&result, "levels").iter().all(|row| row["level"] != "commune"));
    assert_eq!((&of("*")["per_person"], &of("*")["persons"]), (&json!("1"), &json!(4)));
    let result = clean(&sandbox, &[]);
    assert_eq!(row(&result, "persons", "person", "C")["visits"], 0);
    assert_eq!(row(&result, "persons", "person", "A")["months"], "2024-01=1;2024-02=1;2024-03=1");
}

#[test]
fn means_are_rounded_half_up() {
    // 1/8 is 0.125 exactly.
    let people: Vec<String> = (1..=8).map(|number| format!("P{number},commune,,,,")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let result = clean(&records(&people, &["P1,,C1,2024-01-03,regular"]), &["--by", "level"]);
    assert_eq!(row(&result, "levels", "level", "*")["per_person_rounded"], "0.13");
    assert_eq!(row(&result, "levels", "level", "*")["per_person"], "0.125");
    let sandbox = records(&people, &["P1,,C1,2024-01-03,regular"]);
    assert!(sandbox.run_in("vi", &["visits", "records", "--by", "level"]).stdout.contains("1/8 = 0,13"));
}

#[test]
fn who_is_assigned_in_no_month_is_not_divided_by_in_it() {
    let sandbox = records(
        &["A,provincial,,,,", "B,provincial,,,2024-03-31,", "C,provincial,,,,2024-01-01", "D,provincial,,,2025-01-01,"],
        &["A,,C1,2024-01-03,regular", "B,,C1,2024-03-31,regular"],
    );
    let result = clean(&sandbox, &["--by", "month"]);
    let persons = |month: &str| {
        let found = rows(&result, "months").iter().find(|row| row["month"] == month && row["level"] == "*").unwrap();
        (found["persons"].as_u64().unwrap(), found["per_person"].as_str().unwrap().to_owned())
    };
    assert_eq!(persons("2024-01"), (2, "0.5".to_owned()));
    assert_eq!(persons("2024-02"), (1, "0".to_owned()));
    assert_eq!(persons("2024-03"), (2, "0.5".to_owned()));
    // In the year three of them are assigned on some day; the row of the fourth is outside the request.
    assert_eq!(row(&result, "levels", "level", "*")["persons"], 3);
    let file = result["files"].as_array().unwrap().iter().find(|file| file["file"] == super::ASSIGNMENTS).unwrap();
    assert_eq!((&file["used"], &file["excluded"]), (&json!(3), &json!(1)));
}

#[test]
fn a_month_in_which_nobody_is_assigned_has_no_mean() {
    let sandbox = records(&["A,provincial,,,2024-02-01,"], &[]);
    let result = clean(&sandbox, &["--by", "month"]);
    let january = rows(&result, "months").iter().find(|row| row["month"] == "2024-01").unwrap();
    assert_eq!(
        (&january["persons"], &january["per_person"], &january["per_person_rounded"]),
        (&json!(0), &json!(null), &json!(null))
    );
}

#[test]
fn the_own_cell_counts_until_a_rule_says_otherwise() {
    let sandbox = records(
        &["A,provincial,,C1,,2024-06-30", "A,provincial,,C2,2024-07-01,"],
        &["A,,C1,2024-01-03,regular", "A,,C1,2024-08-03,regular", "A,,C2,2024-08-04,regular", "A,,C3,2024-09-03,regular"],
    );
    let free = clean(&sandbox, &[]);
    assert_eq!(row(&free, "persons", "person", "A")["visits"], 4);
    assert!(says(&free, "own-cell-counted") && says(&free, "no-visit-rules"));
    let judged = clean(&sandbox, &["--visit-rules", "776-qd-tu"]);
    let person = row(&judged, "persons", "person", "A");
    assert_eq!((&person["visits"], &person["left_out"]), (&json!(2), &json!(2)));
    // The own cell of the day: C1 until June, C2 from July.
    let left: Vec<(&str, &str, u64)> = rows(&judged, "left-out")
        .iter()
        .map(|row| (row["cell"].as_str().unwrap(), row["reason"].as_str().unwrap(), row["row"].as_u64().unwrap()))
        .collect();
    assert_eq!(left, [("C1", "own-cell", 2), ("C2", "own-cell", 4)]);
    assert!(rows(&judged, "left-out")[0]["clause"].as_str().unwrap().contains("776-QĐ/TU"));
    assert!(!says(&judged, "own-cell-counted"));
}

#[test]
fn visits_elsewhere_count_and_are_told_apart() {
    let visits = ["A,,C1,2024-01-03,regular", "A,,C2,2024-01-04,regular", "A,,C4,2024-01-05,congress"];
    for (cells, elsewhere) in [("C1", 2), ("C1;C2", 1), ("\"C1, C2\"", 1), ("C1|C2 | C4", 0), ("\"C1\nC4\"", 1), ("", 0)] {
        let sandbox = records(&[&format!("A,commune,{cells},,,")], &visits);
        let person = clean(&sandbox, &[])["tables"]["persons"][0].clone();
        assert_eq!(
            (&person["visits"], &person["other"], &person["elsewhere"]),
            (&json!(3), &json!(1), &json!(elsewhere)),
            "{cells}"
        );
    }
    // Two rows of one person: together they name both.
    let sandbox = records(&["A,commune,C1,,,", "A,commune,C2,,,"], &visits);
    let result = clean(&sandbox, &[]);
    assert_eq!((rows(&result, "persons").len(), &rows(&result, "persons")[0]["elsewhere"]), (1, &json!(1)));
}

#[test]
fn two_levels_are_two_rows_and_one_person() {
    let sandbox = records(
        &["A,provincial,,,,", "A,district,,,,", "B,district,,,,"],
        &["A,provincial,C1,2024-01-03,regular", "A,district,C1,2024-02-03,regular", "A,district,C2,2024-03-03,regular"],
    );
    let run = run(&sandbox, &["--by", "level"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.notes().iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["two-levels"]);
    let result = run.json();
    let of = |level: &str| row(&result, "levels", "level", level)["per_person"].clone();
    assert_eq!((of("provincial"), of("district"), of("*")), (json!("1"), json!("1"), json!("1.5")));
    // One after the other they are no two levels at once.
    let sandbox = records(&["A,district,,,,2024-06-30", "A,provincial,,,2024-07-01,"], &["A,,C1,2024-06-30,regular"]);
    let run = super::run(&sandbox, &[]);
    assert!(run.notes().is_empty() && run.code == Some(0));
    assert_eq!(row(&run.json(), "persons", "level", "district")["visits"], 1);
}

#[test]
fn hard_cells_are_told_month_by_month() {
    let sandbox =
        records(&["A,commune,,,,"], &["A,,C2,2024-01-03,thematic", "A,,C2,2024-03-04,regular", "A,,C2,2024-03-18,thematic"]);
    let result = clean(&sandbox, &["--by", "cell", "--period", "2024-Q1"]);
    let hard: Vec<(&str, u64, &str)> = rows(&result, "hard-cells")
        .iter()
        .map(|row| (row["stretch"].as_str().unwrap(), row["visits"].as_u64().unwrap(), row["attended"].as_str().unwrap()))
        .collect();
    assert_eq!(hard, [("2024-01", 1, "attended"), ("2024-02", 0, "unattended"), ("2024-03", 2, "attended")]);
    let of = |cell: &str| row(&result, "cells", "cell", cell);
    assert_eq!((&of("C2")["without"], &of("C2")["hard"]), (&json!("2024-02"), &json!(true)));
    // Not recorded is not "no".
    assert_eq!((&of("C3")["hard"], &of("C1")["hard"]), (&json!(null), &json!(false)));
    assert!(says(&result, "hard-not-recorded") && says(&result, "unattended") && says(&result, "hard-unattended"));
    // A cell that began after the period is not one that nobody attended.
    let result = clean(&sandbox, &["--by", "cell", "--period", "2024-02"]);
    assert!(rows(&result, "cells").iter().all(|row| row["cell"] != "C3"));
}

#[test]
fn a_file_without_rows_says_that_nobody_went() {
    let result = clean(&records(&["A,commune,,,,"], &[]), &["--by", "level"]);
    assert_eq!(row(&result, "levels", "level", "commune")["per_person"], "0");
}

#[test]
fn readers_see_both_numbers_and_every_format_is_written() {
    let sandbox = records(&["A,commune,,,,", "B,commune,,,,"], &["A,,C1,2024-01-03,regular"]);
    for by in ["person", "level", "month", "cell"] {
        for format in ["table", "markdown", "csv", "json"] {
            for lang in ["vi", "en"] {
                let run = sandbox.run_in(lang, &["visits", "records", "--by", by, "--format", format]);
                assert!(
                    run.code == Some(0) && !run.stdout.contains('{') | (format == "json"),
                    "{by} {format} {lang}\n{}",
                    run.stdout
                );
            }
        }
    }
    assert!(sandbox.run(&["visits", "records", "--by", "level"]).stdout.contains("1/2 = 0.50"));
    let year = sandbox.run(&["visits", "records", "--year", "2024", "--format", "csv"]).stdout;
    assert_eq!(year, sandbox.run(&["visits", "records", "--period", "2024", "--format", "csv"]).stdout);
    assert_eq!(sandbox.run(&["visits", "records", "--year", "2024", "--period", "2024"]).code, Some(3));
    for lang in ["vi", "en"] {
        let help = sandbox.run_in(lang, &["visits", "--help"]).stdout;
        assert!(["--by", "--year", "--period", "--visit-rules"].iter().all(|option| help.contains(option)), "{help}");
    }
}
