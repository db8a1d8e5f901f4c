//! The examples of visits: the published means, and the table of the README worked out by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::program::{by, clean, count, notice, rows, same, text};

/// The rows of a file of the example, by heading; no field of it is quoted.
fn file(folder: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/examples/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert!(!text.contains('"'));
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let headings = lines.next().unwrap();
    lines.map(|fields| headings.iter().cloned().zip(fields).collect()).collect()
}

/// What Tuyên Quang published, and the head-counts that go with it.
const PUBLISHED: [(&str, i64, i64, &str); 3] = [("2020", 118, 45, "2.62"), ("2021", 167, 48, "3.48"), ("2022", 187, 48, "3.90")];

#[test]
fn the_published_means_come_out() {
    let visits = file("tuyen-quang-visits", "visits.csv");
    for (year, published, persons, mean) in PUBLISHED {
        let result = clean(&["visits", "examples/tuyen-quang-visits", "--year", year, "--by", "level"]);
        let levels = by(&result, "levels", "level");
        let went: BTreeSet<&String> =
            visits.iter().filter(|row| row["date"].starts_with(year)).map(|row| &row["person"]).collect();
        for level in ["provincial", "*"] {
            let row = levels[level];
            assert_eq!((count(row, "visits"), count(row, "persons")), (published, persons), "{year}");
            same(row, &[("per_person", format!("{published}/{persons}")), ("per_person_rounded", mean.to_owned())]);
            // Some never went, and they count all the same.
            assert_eq!(count(row, "went"), i64::try_from(went.len()).unwrap());
            assert!(count(row, "went") < persons, "{year}: everybody went, so the example shows nothing");
        }
        assert!(notice(&result, "no-visit-rules").is_some());
    }
}

#[test]
fn every_view_has_the_visits_of_the_file() {
    let visits = file("tuyen-quang-visits", "visits.csv");
    for (year, published, ..) in PUBLISHED {
        let run = |by: &str| clean(&["visits", "examples/tuyen-quang-visits", "--year", year, "--by", by]);
        let of_year: Vec<_> = visits.iter().filter(|row| row["date"].starts_with(year)).collect();
        assert_eq!(i64::try_from(of_year.len()).unwrap(), published);
        let made = |test: &dyn Fn(&BTreeMap<String, String>) -> bool| {
            i64::try_from(of_year.iter().filter(|row| test(row)).count()).unwrap()
        };
        let result = run("person");
        for row in rows(&result, "persons") {
            let person = text(row, "person");
            let own = |kinds: &[&str]| made(&|visit| visit["person"] == person && kinds.contains(&visit["kind"].as_str()));
            assert_eq!(count(row, "visits"), own(&["regular", "thematic", "combined"]), "{person}");
            assert_eq!(count(row, "regular"), own(&["regular", "combined"]), "{person}");
            assert_eq!(count(row, "combined"), own(&["combined"]), "{person}");
            assert_eq!(count(row, "thematic"), own(&["thematic"]), "{person}");
            let months = (1..=12).filter_map(|month| {
                let month = format!("{year}-{month:02}");
                let count = made(&|visit| visit["person"] == person && visit["date"].starts_with(&month));
                (count > 0).then(|| format!("{month}={count}"))
            });
            same(row, &[("months", months.collect::<Vec<String>>().join(";"))]);
        }
        let result = run("month");
        for row in rows(&result, "months") {
            let month = text(row, "month");
            assert_eq!(count(row, "visits"), made(&|visit| visit["date"].starts_with(&month)), "{month}");
        }
        let result = run("cell");
        let mut nobody = 0;
        for row in rows(&result, "cells") {
            let cell = text(row, "cell");
            let own = made(&|visit| visit["cell"] == cell);
            assert_eq!(count(row, "visits"), own, "{cell}");
            same(row, &[("unattended", (own == 0).to_string())]);
            nobody += i64::from(own == 0);
            let months = (1..=12).map(|month| format!("{year}-{month:02}"));
            let without = months.filter(|month| {
                text(row, "hard") == "true" && made(&|visit| visit["cell"] == cell && visit["date"].starts_with(month)) == 0
            });
            same(row, &[("without", without.collect::<Vec<String>>().join(" "))]);
        }
        let said = notice(&result, "unattended").map_or("0", |text| text.split(' ').next().unwrap());
        assert_eq!(said, nobody.to_string());
    }
}

/// The table of the README, row by row.
#[test]
fn kon_tum_is_judged_as_its_readme_says() {
    let result = clean(&["visits", "examples/kon-tum-2024"]);
    let wanted = [
        ("H-1", "district", 6, 0, "met", 0),
        ("H-2", "district", 5, 1, "short", 1),
        ("H-3", "district", 3, 0, "open", 0),
        ("T-1", "provincial", 2, 0, "met", 0),
        ("T-2", "provincial", 1, 1, "short", 1),
        ("T-3", "provincial", 2, 0, "met", 0),
        ("T-3", "district", 4, 0, "short", 2),
        ("X-1", "commune", 7, 1, "met", 0),
        ("X-2", "commune", 0, 0, "short", 6),
    ];
    let found: Vec<_> = rows(&result, "persons").iter().collect();
    assert_eq!(found.len(), wanted.len());
    for (row, (person, level, visits, left_out, minimum, short)) in found.into_iter().zip(wanted) {
        let words = [("person", person), ("level", level), ("minimum", minimum)];
        same(row, &words.map(|(column, word)| (column, word.to_owned())));
        let counts = ["visits", "left_out", "short_by"].map(|column| count(row, column));
        assert_eq!(counts, [visits, left_out, short], "{person} {level}");
    }
    let levels = by(&result, "levels", "level");
    for (level, persons, visits, mean) in
        [("provincial", 3, 5, "1.67"), ("district", 4, 18, "4.50"), ("commune", 2, 7, "3.50"), ("*", 8, 30, "3.75")]
    {
        assert_eq!((count(levels[level], "persons"), count(levels[level], "visits")), (persons, visits), "{level}");
        same(levels[level], &[("per_person_rounded", mean.to_owned())]);
    }
    let reasons: Vec<(String, String)> =
        rows(&result, "left-out").iter().map(|row| (text(row, "person"), text(row, "reason"))).collect();
    let wanted = [("X-1", "own-cell"), ("T-2", "own-cell"), ("H-2", "cell")].map(|(who, why)| (who.to_owned(), why.to_owned()));
    assert_eq!(reasons, wanted);
    for (reading, minimum, short) in [("part-of-a-year=share", "met", 0), ("part-of-a-year=whole", "short", 3)] {
        let result = clean(&["visits", "examples/kon-tum-2024", "--reading", reading]);
        let row = rows(&result, "persons").iter().find(|row| row["person"] == "H-3").unwrap();
        assert_eq!((text(row, "minimum").as_str(), count(row, "short_by")), (minimum, short), "{reading}");
        assert!(notice(&result, "chosen-reading").is_some());
    }
}

#[test]
fn the_hard_cells_of_kon_tum_had_the_visitors_of_the_readme() {
    let result = clean(&["visits", "examples/kon-tum-2024", "--by", "cell"]);
    let cells = by(&result, "cells", "cell");
    for (cell, without) in [("KT-01", ""), ("KT-02", "2024-12"), ("KT-05", ""), ("KT-07", "")] {
        same(cells[cell], &[("without", without.to_owned())]);
    }
    let unattended: Vec<&&str> = cells.iter().filter(|(_, row)| row["unattended"] == true).map(|(cell, _)| cell).collect();
    assert_eq!(unattended, [&"KT-07"]);
    same(cells["KT-06"], &[("counts", "false".to_owned())]);
    let hard: BTreeMap<(String, String), String> = rows(&result, "hard-cells")
        .iter()
        .map(|row| ((text(row, "cell"), text(row, "stretch")), text(row, "attended")))
        .collect();
    let of = |cell: &str, month: &str| hard.get(&(cell.to_owned(), month.to_owned())).map(String::as_str);
    assert_eq!((of("KT-02", "2024-11"), of("KT-02", "2024-12")), (Some("attended"), Some("unattended")));
    assert_eq!(
        [of("KT-05", "2024-01"), of("KT-05", "2024-02"), of("KT-05", "2024-03")],
        [None, Some("not-due"), Some("attended")]
    );
    assert_eq!(hard.len(), 12 + 11);
}
