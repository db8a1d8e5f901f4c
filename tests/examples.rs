//! The example records, worked out a second time without the program's scoring, against what the program says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "examples/program.rs"]
mod program;
#[path = "examples/records.rs"]
mod records;
#[path = "examples/sheet.rs"]
mod sheet;
#[path = "examples/visits.rs"]
mod visits;
#[path = "examples/year.rs"]
mod year;

use std::collections::{BTreeMap, BTreeSet};

use program::{by, clean, count, fraction, notice, rows, same, sum, text};
use records::{Example, Row};
use serde_json::Value;

fn examples() -> [Example; 2] {
    ["lai-chau-2024", "dien-bien-2024"].map(Example::load)
}

fn part_and_whole<'r>(meetings: impl Iterator<Item = &'r Row>) -> (i64, i64) {
    meetings.filter_map(Row::attendance).fold((0, 0), |sum, (part, whole)| (sum.0 + part, sum.1 + whole))
}

#[test]
fn lai_chau_has_the_published_shape() {
    let lai_chau = Example::load("lai-chau-2024");
    let ranks = |rank: &str| lai_chau.cells.values().filter(|cell| cell.text("rank") == rank).count();
    assert_eq!((lai_chau.cells.len(), ranks("grassroots"), ranks("dependent")), (171, 39, 132));
    let members: i64 = lai_chau.cells.keys().map(|cell| lai_chau.of(cell).next().unwrap().count("members")).sum();
    assert_eq!(members, 3368);
    let missing: usize = lai_chau.cells.keys().map(|cell| lai_chau.not_received(cell)).map(|(m, q)| m.len() + q.len()).sum();
    assert_eq!((lai_chau.meetings.len() + missing, missing), (2736, 9));
    assert_eq!(part_and_whole(lai_chau.meetings.iter()), (48_671, 50_382));
    let all = clean(&["attendance", &lai_chau.folder]);
    let all = by(&all, "all", "meetings")["all"];
    assert_eq!((count(all, "part"), count(all, "whole"), text(all, "percent").as_str()), (48_671, 50_382, "96.60"));
}

#[test]
fn every_meeting_has_the_points_of_the_sheet() {
    for example in examples() {
        let result = clean(&["score", &example.folder, "--by", "meeting"]);
        let key = |cell: &str, date: &str, kind: &str| format!("{cell} {date} {kind}");
        let found = rows(&result, "meetings").iter();
        let mut found: BTreeMap<String, &Value> =
            found.map(|row| (key(&text(row, "cell"), &text(row, "date"), &text(row, "kind")), row)).collect();
        for meeting in &example.meetings {
            let cell = meeting.text("cell");
            let row = found.remove(&key(cell, &meeting.date(), meeting.kind())).expect("every meeting is in the result");
            let score = sheet::score(meeting, &example.cells[cell]);
            let (total, level) = match &score {
                Some(score) => (sheet::text(score.total, 18), sheet::LEVELS[score.level()]),
                None => (String::new(), ""),
            };
            let known = score.as_ref().map_or(String::new(), |score| sheet::text(score.known(), 2));
            let lost = |score: &sheet::Score| {
                let lost = (0..17).filter(|leaf| score.lost(*leaf) > 0);
                lost.map(|leaf| format!("{}={}", sheet::LEAVES[leaf], sheet::text(score.lost(leaf), 2)))
                    .collect::<Vec<_>>()
                    .join(";")
            };
            let attendance = meeting.attendance();
            let side = |of: fn((i64, i64)) -> i64| attendance.map_or(String::new(), |pair| of(pair).to_string());
            same(
                row,
                &[
                    ("status", meeting.status().to_owned()),
                    ("total", total),
                    ("level", level.to_owned()),
                    ("known_points", known),
                    ("lost", score.as_ref().map_or(String::new(), lost)),
                    ("attendance_part", side(|pair| pair.0)),
                    ("attendance_whole", side(|pair| pair.1)),
                ],
            );
        }
        assert!(found.is_empty(), "meetings that are in no file: {found:?}");
    }
}

#[test]
fn every_cell_has_its_counts_sums_and_level() {
    for example in examples() {
        let result = clean(&["score", &example.folder]);
        let found = by(&result, "cells", "cell");
        assert_eq!(
            found.keys().map(|code| (*code).to_owned()).collect::<Vec<_>>(),
            example.cells.keys().cloned().collect::<Vec<_>>()
        );
        for (code, cell) in &example.cells {
            let status = |status: &str| example.of(code).filter(|row| row.status() == status).count();
            let scores: Vec<(String, sheet::Score)> =
                example.of(code).filter_map(|row| Some((row.date(), sheet::score(row, cell)?))).collect();
            let total: i64 = scores.iter().map(|(_, score)| score.total).sum();
            let scored = i64::try_from(scores.len()).unwrap();
            let (lowest, day) = scores.iter().map(|(day, score)| (score.total, day)).min().unwrap();
            let (months, quarters) = example.not_received(code);
            let missing: Vec<String> = months.iter().map(|month| format!("2024-{:02}/regular", month + 1)).collect();
            let thematic = quarters.iter().map(|quarter| format!("2024-Q{}/thematic", quarter + 1));
            let lost = (0..17).filter_map(|leaf| {
                let lost: Vec<i64> = scores.iter().map(|(_, score)| score.lost(leaf)).filter(|lost| *lost > 0).collect();
                let points = sheet::text(lost.iter().sum(), 2);
                (!lost.is_empty()).then(|| format!("{}={points}/{}", sheet::LEAVES[leaf], lost.len()))
            });
            let level = sheet::year_level(year::quality(&example, code).0).map_or("", |level| sheet::LEVELS[level]);
            let row = found[code.as_str()];
            // Only what counts for the level of the year can make it provisional: regular meetings.
            let incomplete = year::quality(&example, code).1;
            same(
                row,
                &[
                    ("committee", cell.text("committee").to_owned()),
                    ("scored", scored.to_string()),
                    ("mean", sheet::text(total, 18 * scored)),
                    ("lowest", sheet::text(lowest, 18)),
                    ("lowest_date", day.clone()),
                    ("open", "0".to_owned()),
                    ("not_scored", status("not-scored").to_string()),
                    ("not_held", status("not-held").to_string()),
                    ("not_received", (months.len() + quarters.len()).to_string()),
                    ("rejected", "0".to_owned()),
                    ("not_received_months", missing.into_iter().chain(thematic).collect::<Vec<_>>().join(" ")),
                    ("level", level.to_owned()),
                    ("provisional", incomplete.to_string()),
                    ("lost", lost.collect::<Vec<_>>().join(";")),
                    ("self_only", scores.iter().filter(|(_, score)| score.self_only).count().to_string()),
                ],
            );
            for (position, level) in sheet::LEVELS.iter().enumerate() {
                let meetings = scores.iter().filter(|(_, score)| score.level() == position).count();
                same(row, &[(&format!("level_{level}"), meetings.to_string())]);
            }
        }
    }
}

/// Which meetings a view of the attendance looks at; a combined one is a regular one.
type Keep = fn(&Row) -> bool;

#[test]
fn attendance_is_counted_over_the_right_members() {
    const STATUSES: [(&str, &str); 9] = [
        ("present", "present"),
        ("excused", "excused"),
        ("unexcused", "unexcused"),
        ("on_mission", "on-mission"),
        ("special_duty", "special-duty"),
        ("exempt_absent", "exempt-absent"),
        ("exempt_present", "exempt-present"),
        ("transferred", "transferred"),
        ("suspended", "suspended"),
    ];
    for example in examples() {
        let result = clean(&["attendance", &example.folder]);
        let views: [(&str, Keep); 3] = [("regular", Row::is_regular), ("thematic", |row| !row.is_regular()), ("all", |_| true)];
        let held = |row: &&Row| row.status() != "not-held";
        for (code, row) in by(&result, "cells", "cell") {
            for (view, keep) in views {
                let (part, whole) = part_and_whole(example.of(code).filter(|row| keep(row)));
                let columns = [format!("{view}_part"), format!("{view}_whole")];
                same(row, &[(&columns[0], part.to_string()), (&columns[1], whole.to_string())]);
            }
            let count = |heading: &str| example.of(code).filter(held).map(|row| row.count(heading)).sum::<i64>();
            let out = STATUSES[4..].iter().map(|(id, heading)| (id, count(heading))).filter(|(_, count)| *count > 0);
            let out = out.map(|(id, count)| format!("{id}={count}")).collect::<Vec<String>>().join(";");
            same(row, &[("left_out", out), ("not_counted", "0".to_owned())]);
        }
        for (view, keep) in views {
            let (part, whole) = part_and_whole(example.meetings.iter().filter(|row| keep(row)));
            let row = by(&result, "all", "meetings")[view];
            // Two decimals, half up.
            let percent = (20_000 * part + whole) / (2 * whole);
            let percent = format!("{}.{:02}", percent / 100, percent % 100);
            same(row, &[("part", part.to_string()), ("whole", whole.to_string()), ("percent", percent)]);
        }
        let found = by(&result, "statuses", "status");
        assert_eq!(found.len(), STATUSES.len());
        for (position, (id, heading)) in STATUSES.iter().enumerate() {
            let all: i64 = example.meetings.iter().filter(held).map(|row| row.count(heading)).sum();
            let side = if position == 0 { "attending" } else { ["expected", "left-out"][usize::from(position > 3)] };
            same(found[id], &[("count", all.to_string()), ("side", side.to_owned())]);
        }
    }
}

#[test]
fn classification_follows_from_grades_conditions_and_places() {
    for example in examples() {
        let result = clean(&["classify", &example.folder]);
        let years: BTreeMap<String, year::Year> =
            example.cells.keys().map(|code| (code.clone(), year::year(&example, code))).collect();
        let places = year::places(&example, &years);
        let word = |level: Option<usize>| level.map_or(String::new(), |level| year::LEVELS[level].to_owned());
        let mut totals: BTreeMap<&str, [i64; 6]> = BTreeMap::new();
        for (code, row) in by(&result, "cells", "cell") {
            let (own, committee) = (&years[code], example.cells[code].text("committee"));
            let group = &places[committee];
            let (place, last) = match code.to_owned() {
                code if group.admitted.contains(&code) => ("admitted", own.level),
                code if group.undecided.contains(&code) => ("undecided", None),
                // The conditions of HTT are weaker than those of XS, so who is moved down lands there.
                code if group.moved_down.contains(&code) => ("moved-down", Some(1)),
                _ => ("", own.level),
            };
            let grades = (0..7).map(|criterion| (format!("grade_{}", year::CRITERIA[criterion]), own.grade(criterion)));
            grades.for_each(|(column, grade)| same(row, &[(&column, grade)]));
            same(
                row,
                &[
                    ("meeting_quality", own.quality.map_or(String::new(), |level| sheet::LEVELS[level].to_owned())),
                    ("provisional", own.provisional.to_string()),
                    ("year_facts", example.years.contains_key(code).to_string()),
                    ("failed", own.failed.clone()),
                    ("gates", own.gates.clone()),
                    ("level_before_quota", word(own.level)),
                    ("quota", place.to_owned()),
                    ("level", word(last)),
                ],
            );
            for key in [committee, "*"] {
                totals.entry(key).or_default()[last.unwrap_or(if place == "undecided" { 4 } else { 5 })] += 1;
            }
        }
        let found = by(&result, "quota", "group");
        assert_eq!(found.len(), places.len());
        for (committee, group) in &places {
            let (candidates, row) =
                (group.admitted.len() + group.undecided.len() + group.moved_down.len(), found[committee.as_str()]);
            let counts = [("rated", group.rated), ("base", group.base), ("allowed", group.allowed), ("candidates", candidates)];
            counts.into_iter().for_each(|(column, count)| same(row, &[(column, count.to_string())]));
            let lists = [("admitted", &group.admitted), ("undecided", &group.undecided), ("moved_down", &group.moved_down)];
            for (column, cells) in lists {
                same(row, &[(column, cells.len().to_string()), (&format!("{column}_cells"), cells.join(" "))]);
            }
            same(row, &[("provisional", group.provisional.to_string()), ("breached", "false".to_owned())]);
        }
        let found = by(&result, "totals", "committee");
        assert_eq!(found.keys().copied().collect::<BTreeSet<_>>(), totals.keys().copied().collect::<BTreeSet<_>>());
        for (committee, counts) in totals {
            let columns = ["level_xs", "level_htt", "level_ht", "level_kht", "undecided", "without_level"];
            let figures = columns.into_iter().zip(counts.map(|count| count.to_string()));
            same(found[committee], &figures.collect::<Vec<_>>());
            same(found[committee], &[("cells", counts.iter().sum::<i64>().to_string())]);
        }
    }
}

/// Records of 2024 under a frame of 2025: most of its leaves look at what nobody recorded then.
#[test]
fn under_a_later_regulation_nothing_is_invented() {
    const NOT_RECORDED: [&str; 8] = ["3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "6.1", "7.1"];
    for example in examples() {
        let arguments = ["score", &example.folder, "--rules", "42-hd-btctw"];
        let result = clean(&arguments);
        let used = example.meetings.len();
        assert!(notice(&result, "applied-on-request").unwrap().contains(&format!(": {used} meetings")));
        let held: Vec<&Row> = example.meetings.iter().filter(|row| row.status() == "held").collect();
        let regular = held.iter().filter(|row| row.is_regular()).count();
        assert!(notice(&result, "open").unwrap().starts_with(&held.len().to_string()));
        let open = by(&result, "not-comparable", "leaf");
        assert_eq!(open.keys().copied().collect::<Vec<_>>(), NOT_RECORDED);
        for (leaf, row) in open {
            let meetings = if leaf == "6.1" { regular } else { held.len() };
            assert_eq!(count(row, "open_meetings"), i64::try_from(meetings).unwrap(), "leaf {leaf}");
        }
        for row in rows(&result, "cells") {
            let none = ["mean", "lowest", "lowest_date", "level"].map(|column| (column, String::new()));
            same(row, &none);
            let zero = ["scored", "level_tot", "level_kha", "level_trung-binh", "level_kem"];
            zero.into_iter().for_each(|column| assert_eq!(count(row, column), 0, "{column} of {row}"));
            let cell = text(row, "cell");
            assert_eq!(count(row, "open"), i64::try_from(held.iter().filter(|row| row.text("cell") == cell).count()).unwrap());
        }
        let arguments = [&arguments[..], &["--by", "meeting"]].concat();
        let result = clean(&arguments);
        assert_eq!(rows(&result, "meetings").len(), used);
        let mut places: BTreeMap<(String, String, &str), &Row> = BTreeMap::new();
        places.extend(example.meetings.iter().map(|row| ((row.text("cell").to_owned(), row.date(), row.kind()), row)));
        for row in rows(&result, "meetings") {
            let kind = row["kind"].as_str().unwrap();
            let meeting = places[&(text(row, "cell"), text(row, "date"), kind)];
            same(row, &[("total", String::new()), ("level", String::new()), ("applied_on_request", "true".to_owned())]);
            if meeting.status() != "held" {
                same(row, &[("known_points", String::new()), ("open_points", String::new())]);
                continue;
            }
            let (part, whole) = meeting.attendance().unwrap();
            let time = meeting.count("minutes") >= if kind == "combined" { 120 } else { 90 } && meeting.flag("held-on-day");
            let came = part * 10 >= whole * 9 && meeting.count("unexcused") == 0;
            let known = 5 * (i64::from(time) + i64::from(came));
            let open = if kind == "thematic" { 60 } else { 90 };
            same(row, &[("known_points", known.to_string()), ("open_points", open.to_string())]);
            let lost = [("1.1", time), ("2.1", came)].into_iter().filter(|(_, full)| !full).map(|(leaf, _)| format!("{leaf}=5"));
            let not_recorded = NOT_RECORDED.iter().filter(|leaf| kind != "thematic" || **leaf != "6.1");
            let lost: Vec<String> = lost.chain(not_recorded.map(|leaf| format!("{leaf}=open"))).collect();
            same(row, &[("lost", lost.join(";"))]);
        }
    }
}

#[test]
fn totals_are_the_sums_of_their_rows() {
    const SCORE: [&str; 10] = [
        "scored",
        "level_tot",
        "level_kha",
        "level_trung-binh",
        "level_kem",
        "open",
        "not_scored",
        "not_held",
        "not_received",
        "rejected",
    ];
    const ATTENDANCE: [&str; 7] =
        ["regular_part", "regular_whole", "thematic_part", "thematic_whole", "all_part", "all_whole", "not_counted"];
    /// The sum of all totals over a common denominator.
    fn points(rows: &[Value]) -> (i128, i128) {
        rows.iter().filter(|row| count(row, "scored") > 0).fold((0, 1), |(num, den), row| {
            let (mean, of) = fraction(&text(row, "mean"));
            let sum = (num * of + mean * i128::from(count(row, "scored")) * den, den * of);
            let divisor = (1..=sum.1.min(1_000)).rev().find(|d| sum.0 % d == 0 && sum.1 % d == 0).unwrap();
            (sum.0 / divisor, sum.1 / divisor)
        })
    }
    for example in examples() {
        let run = |command: &str, by: &str| clean(&[command, &example.folder, "--by", by]);
        for (command, columns) in [("score", &SCORE[..]), ("attendance", &ATTENDANCE[..])] {
            let cells = run(command, "cell");
            for group in ["committee", "type"] {
                let groups = run(command, group);
                let (cells, groups) = (rows(&cells, "cells"), rows(&groups, "groups"));
                assert_eq!(sum(groups, "cells"), i64::try_from(cells.len()).unwrap(), "{command} by {group}");
                for column in columns {
                    assert_eq!(sum(groups, column), sum(cells, column), "{column} of {command} by {group}");
                }
                if command == "score" {
                    let ((a, b), (c, d)) = (points(groups), points(cells));
                    assert_eq!(a * d, c * b, "sum of totals by {group}");
                    let lowest = |rows: &[Value]| {
                        let key = |row: &Value| {
                            let (num, den) = fraction(&text(row, "lowest"));
                            (num * 90_000 / den, text(row, "lowest"), text(row, "lowest_date"))
                        };
                        rows.iter().map(key).min()
                    };
                    assert_eq!(lowest(groups), lowest(cells), "lowest by {group}");
                }
            }
        }
        let classified = clean(&["classify", &example.folder]);
        let (all, parts): (Vec<Value>, Vec<Value>) =
            rows(&classified, "totals").iter().cloned().partition(|row| row["committee"] == "*");
        for column in ["cells", "level_xs", "level_htt", "level_ht", "level_kht", "undecided", "without_level"] {
            assert_eq!(sum(&all, column), sum(&parts, column), "{column}");
        }
        assert_eq!(sum(&all, "undecided"), sum(rows(&classified, "quota"), "undecided"));
    }
}

/// In the tree of a cell, a group shows the sum of its leaves, and nothing where no leaf of it applies or one is open: never 0 for that.
#[test]
fn groups_of_an_explanation_are_the_sums_of_their_leaves() {
    let thousandths = |line: &Value| -> Option<i64> {
        let (whole, part) = line["points"].as_str()?.split_once('.').unwrap_or((line["points"].as_str()?, ""));
        Some(format!("{whole}{part:0<3}").parse().unwrap())
    };
    let (mut sums, mut without) = (0, 0);
    for arguments in [&["--cell", "LC-139"][..], &["--cell", "LC-139", "--rules", "42-hd-btctw"]] {
        let folder = format!("{}/examples/lai-chau-2024", env!("CARGO_MANIFEST_DIR"));
        let mut all = vec!["explain", folder.as_str()];
        all.extend_from_slice(arguments);
        let result = clean(&all);
        let lines = result["tables"]["lines"].as_array().unwrap();
        for (at, group) in lines.iter().enumerate().filter(|(_, line)| line["kind"] == "group") {
            let leaves: Vec<&Value> = lines[at + 1..].iter().take_while(|line| line["kind"] == "leaf").collect();
            let points: Vec<i64> = leaves.iter().filter_map(|leaf| thousandths(leaf)).collect();
            let open = leaves.iter().any(|leaf| leaf["branch"] == "missing" || leaf["branch"] == "no-base");
            let wanted = (!points.is_empty() && !open).then(|| points.iter().sum::<i64>());
            assert_eq!(thousandths(group), wanted, "{group} {leaves:?}");
            sums += usize::from(wanted.is_some());
            without += usize::from(wanted.is_none());
        }
    }
    assert!(sums > 50 && without > 20, "{sums} {without}");
}
