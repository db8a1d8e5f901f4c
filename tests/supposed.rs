//! What if: a fact of one meeting is supposed to be otherwise, and no file is touched.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use support::Sandbox;

/// Ten members, nine present, one excused: 9 of 10 is exactly 90 %.
const MEETINGS: &str =
    "cell,date,kind,members,present,excused,unexcused\nC1,2024-01-05,regular,10,9,1,0\nC1,2024-02-05,regular,10,8,1,1\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("records/chibo.toml", "period = \"2024-Q1\"\nrules = \"14-qdi-tu\"\n");
    sandbox.write("records/cells.csv", "cell,name,committee\nC1,Mot,P\nC2,Hai,P\n");
    sandbox.write("records/meetings.csv", MEETINGS);
    sandbox
}

/// Attending and expected members of a day.
fn attendance(sandbox: &Sandbox, more: &[&str], day: &str) -> (u64, u64) {
    let mut arguments = vec!["attendance", "records", "--by", "meeting", "--format", "json"];
    arguments.extend(more);
    let json = sandbox.run(&arguments).json();
    let rows = json["tables"]["meetings"].as_array().unwrap();
    let row = rows.iter().find(|row| row["date"] == day).unwrap();
    (row["attendance_part"].as_u64().unwrap(), row["attendance_whole"].as_u64().unwrap())
}

#[test]
fn a_supposed_fact_takes_the_place_of_the_recorded_one_and_the_result_says_so() {
    let sandbox = sandbox();
    assert_eq!(attendance(&sandbox, &[], "2024-01-05"), (9, 10));
    let set = ["--set", "C1@2024-01-05/regular:present=10"];
    // The one who comes was the one excused: no other status has anybody.
    assert_eq!(attendance(&sandbox, &set, "2024-01-05"), (10, 10));
    assert_eq!(attendance(&sandbox, &set, "2024-02-05"), (8, 10));
    let json = sandbox.run(&["attendance", "records", "--format", "json", set[0], set[1]]).json();
    let notices = json["notices"].as_array().unwrap();
    assert!(notices.iter().any(|notice| notice["code"] == "what-if" && notice["text"].as_str().unwrap().contains(set[1])));
    assert_eq!(std::fs::read_to_string(sandbox.path("records/meetings.csv")).unwrap(), MEETINGS);
}

#[test]
fn who_has_left_which_status_is_asked_where_several_have_somebody() {
    let sandbox = sandbox();
    let run = sandbox.run(&["attendance", "records", "--set", "C1@2024-02-05/regular:present=9", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2));
    let faults = run.faults();
    assert!(faults.iter().any(|fault| fault.code == "status-sum" && fault.file.as_deref() == Some("--set")), "{faults:?}");
    assert_eq!(attendance(&sandbox, &["--set", "C1@2024-02-05/regular:present=9,unexcused=0"], "2024-02-05"), (9, 10));
}

#[test]
fn a_supposition_that_cannot_be_gives_no_result() {
    let sandbox = sandbox();
    for (set, code) in [
        ("C1@2024-01-05/regular:present=11", "count-over"),
        ("C1@2024-01-06/regular:present=9", "set-not-found"),
        ("C2@2024-01-05/regular:present=9", "set-not-found"),
        ("C9@2024-01-05/regular:present=9", "cell-not-found"),
        ("C1@2024-01-05/weekly:present=9", "set-unreadable"),
        ("C1@2024-01-05/regular:presen=9", "set-unreadable"),
        ("C1@2024-01-05/regular:present=many", "set-unreadable"),
        ("C1@2024-01-05/regular:cell=C2", "set-unreadable"),
        ("C1@2024-01-05:present=9", "set-unreadable"),
        ("C1@2024-01-05/regular:present=9,present=8", "set-unreadable"),
    ] {
        let run = sandbox.run(&["score", "records", "--set", set, "--diagnostics", "json"]);
        assert_eq!(
            (run.code, run.faults().iter().map(|fault| fault.code.clone()).collect::<Vec<String>>()),
            (Some(2), vec![code.to_owned()]),
            "{set}"
        );
        assert!(run.faults().iter().all(|fault| fault.file.as_deref() == Some("--set")), "{set}: {:?}", run.faults());
    }
}

#[test]
fn what_is_supposed_does_not_hang_on_the_order_in_which_it_is_said() {
    let sandbox = sandbox();
    let (one, other) = ("C1@2024-01-05/regular:present=10", "C1@2024-02-05/regular:present=9,excused=0");
    let rows = |sets: [&str; 2]| {
        let run = sandbox.run(&["score", "records", "--by", "meeting", "--format", "json", "--set", sets[0], "--set", sets[1]]);
        run.json()["tables"].clone()
    };
    assert_eq!(rows([one, other]), rows([other, one]));
}

#[test]
fn no_format_lets_a_supposed_row_pass_for_a_recorded_one() {
    let sandbox = sandbox();
    let set = "C1@2024-01-05/regular:present=10";
    for format in ["csv", "json", "markdown", "table"] {
        let run = sandbox.run(&["attendance", "records", "--by", "meeting", "--format", format, "--set", set]);
        assert!(run.stdout.contains(set), "{format}: {}", run.stdout);
    }
    // What judges no meeting cannot suppose anything of one.
    assert_eq!(sandbox.run(&["check", "records", "--set", set]).code, Some(3));
    assert_eq!(sandbox.run(&["rules", "--set", set]).code, Some(3));
}

const YEAR_RULES: &str = r#"
[regulation]
id = "y"
scope = "year"
title = "Y"
[sources.qd]
title = "Q"
standing = "text"
[[fact]]
id = "assigned"
scope = "year"
type = "count"
vi = ["Việc được giao"]
[[fact]]
id = "done_in_time"
scope = "year"
type = "count"
at-most = "assigned"
vi = ["Việc đúng hạn"]
[[fact]]
id = "disciplined"
scope = "year"
type = "flag"
vi = ["Có kỷ luật"]
[[level]]
id = "xs"
title = "Xuất sắc"
cite = "qd: 1"
[[level.condition]]
title = "từ 5, không kỷ luật"
when = "done_in_time >= 5 and not disciplined"
[[level]]
id = "htt"
title = "Hoàn thành tốt"
cite = "qd: 1"
"#;

fn with_years() -> Sandbox {
    let sandbox = sandbox();
    sandbox
        .write("y/regulation.toml", YEAR_RULES)
        .write("records/chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"../y\"\n")
        .write("records/year.csv", "cell,year,assigned,done-in-time,disciplined\nC1,2024,6,4,no\nC2,2024,6,6,no\n");
    sandbox
}

fn year_levels(sandbox: &Sandbox, command: &str, sets: &[&str]) -> Vec<String> {
    let mut arguments = vec![command, "records", "--format", "json"];
    arguments.extend(sets.iter().flat_map(|set| ["--set", set]));
    if command == "edge" {
        arguments.extend(["--within", "99"]);
    }
    let run = sandbox.run(&arguments);
    assert!(run.code != Some(2), "{}", run.stderr);
    let json = run.json();
    let mut rows: Vec<(String, String)> = json["tables"]["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| command != "edge" || row["of"] == "year")
        .map(|row| ["cell", "level"].map(|key| row[key].as_str().unwrap_or("").to_owned()).into())
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, level)| level).collect()
}

#[test]
fn a_fact_of_a_year_is_supposed_wherever_a_year_is_judged() {
    let sandbox = with_years();
    assert_eq!(year_levels(&sandbox, "classify", &[]), ["htt", "xs"]);
    assert_eq!(year_levels(&sandbox, "classify", &["C1@2024:done_in_time=5"]), ["xs", "xs"]);
    // By a heading, with or without marks, and several at once.
    let sets = ["C2@2024:viec dung han=5,Có kỷ luật=có", "C1@2024:Việc đúng hạn=5"];
    assert_eq!(year_levels(&sandbox, "classify", &sets), ["xs", "htt"]);
    // Whoever has the best level has no distance, and is not shown.
    assert_eq!(year_levels(&sandbox, "edge", &[]), ["htt"]);
    assert_eq!(year_levels(&sandbox, "edge", &["C2@2024:disciplined=yes"]), ["htt", "htt"]);
    assert_eq!(year_levels(&sandbox, "edge", &["C1@2024:done_in_time=5"]), [""; 0]);
    let explained = sandbox.run(&[
        "explain",
        "records",
        "--cell",
        "C1",
        "--only",
        "year",
        "--set",
        "C1@2024:done_in_time=5",
        "--format",
        "json",
    ]);
    let text = explained.stdout.clone();
    assert!(explained.code != Some(2) && text.contains("\"what-if\"") && text.contains("done_in_time=5"), "{text}");
    // Not recorded is not "no".
    assert_eq!(year_levels(&sandbox, "classify", &["C2@2024:disciplined="]), ["htt", ""]);
}

/// Code, and the part of the argument that the fault points at.
fn pointed(sandbox: &Sandbox, command: &str, set: &str) -> Vec<(String, String)> {
    let run = sandbox.run(&[command, "records", "--set", set, "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2), "{set}");
    let text = sandbox.run(&[command, "records", "--set", set]).stderr;
    let carets = text.lines().filter(|line| line.contains('^'));
    let part = |line: &str| {
        let shown = text.lines().find(|line| line.contains(&format!("| {set}"))).unwrap();
        let (start, end) = (line.find('^').unwrap(), line.rfind('^').unwrap());
        let from = line[..start].chars().count();
        shown.chars().skip(from).take(end - start + 1).collect::<String>()
    };
    let parts: Vec<String> = carets.map(part).collect();
    run.faults().iter().map(|fault| fault.code.clone()).zip(parts).collect()
}

#[test]
fn a_fault_points_at_the_part_that_is_wrong() {
    let sandbox = with_years();
    for (set, code, part) in [
        ("C1@2024:done_in_tim=5", "set-unreadable", "done_in_tim"),
        ("C1@2024:disciplined=perhaps", "set-unreadable", "perhaps"),
        ("C1@2024:done_in_time=5,done_in_time=6", "set-unreadable", "done_in_time"),
        ("C1@2024:done_in_time=7", "count-over", "done_in_time"),
        ("C1@2023:done_in_time=5", "set-not-found", "C1@2023"),
        ("C7@2024:done_in_time=5", "cell-not-found", "C7"),
        ("C1@2024-01-05/weekly:present=9", "set-unreadable", "weekly"),
        ("C1@2024-01-05/regular:present=9,excused=nhiều", "set-unreadable", "nhiều"),
        ("C1@05-01-2024/regular:present=9", "set-unreadable", "05-01-2024"),
        ("C1@24:done_in_time=5", "set-unreadable", "24"),
    ] {
        assert_eq!(pointed(&sandbox, "classify", set), [(code.to_owned(), part.to_owned())], "{set}");
    }
    // A command that judges no year says so rather than to leave it out.
    assert_eq!(pointed(&sandbox, "score", "C1@2024:done_in_time=5"), [("set-unreadable".to_owned(), "2024".to_owned())]);
    let day = ["explain", "records", "--cell", "C1", "--date", "2024-01-05", "--set", "C1@2024:done_in_time=5"];
    assert_eq!(sandbox.run(&day).code, Some(2));
    let vi = sandbox.run_in("vi", &["score", "records", "--set", "C1@2024-01-05/regular:present=9,present=8"]).stderr;
    assert!(vi.contains("mỗi số liệu chỉ nêu một lần"), "{vi}");
}

#[test]
fn facts_are_named_as_headings_of_the_records_are() {
    let sandbox = sandbox();
    for set in ["Có mặt=10", "co mat=10", "present=10;excused=0", "present=10, excused=0"] {
        let set = format!("C1@2024-01-05/regular:{set}");
        assert_eq!(attendance(&sandbox, &["--set", &set], "2024-01-05"), (10, 10), "{set}");
    }
    // A heading of the profile.
    sandbox
        .write("records/meetings.csv", MEETINGS.replace(",present,", ",Đến họp,"))
        .write(
            "records/chibo.toml",
            "period = \"2024-Q1\"\nrules = \"14-qdi-tu\"\n[[file]]\ntable = \"meetings\"\n[file.columns]\n\"Đến họp\" = \"present\"\n",
        );
    assert_eq!(attendance(&sandbox, &["--set", "C1@2024-01-05/regular:Đến họp=10"], "2024-01-05"), (10, 10));
}

/// Points that a person gave, with a decimal comma; 91.5 of 100 is what the sheet then comes to less what the leaf had.
#[test]
fn points_of_a_leaf_can_be_supposed() {
    let sandbox = Sandbox::new();
    let rules = "[regulation]\nid = \"m\"\nscope = \"meeting\"\ntitle = \"M\"\n[sources.a]\ntitle = \"A\"\nstanding = \"text\"\n\
        [[form]]\nid = \"f\"\ntitle = \"F\"\nmax = 10\n[[form.group]]\nid = \"1\"\ntitle = \"1\"\nmax = 10\ncite = \"a\"\n\
        [[form.group.leaf]]\nid = \"1.1\"\ntitle = \"Một\"\nmax = 10\n[form.group.leaf.recorded]\n\
        [[level]]\nid = \"tot\"\ntitle = \"Tốt\"\nin = \"[9, 10]\"\ncite = \"a\"\n[[level]]\nid = \"kem\"\ntitle = \"Kém\"\nin = \"[0, 9)\"\ncite = \"a\"\n";
    sandbox
        .write("m/regulation.toml", rules)
        .write("records/chibo.toml", "period = \"2024\"\nrules = \"../m\"\n")
        .write("records/cells.csv", "code,committee\nC1,P\n")
        .write("records/meetings.csv", "cell,date,kind,self:m:1.1,verified:m:1.1\nC1,2024-01-05,regular,9,8\n");
    let total = |sets: &[&str]| {
        let mut arguments = vec!["score", "records", "--by", "meeting", "--format", "json"];
        arguments.extend(sets);
        sandbox.run(&arguments).json()["tables"]["meetings"][0]["total"].as_str().unwrap_or("").to_owned()
    };
    assert_eq!(total(&[]), "8");
    assert_eq!(total(&["--set", "C1@2024-01-05/regular:verified:m:1.1=9,5"]), "9.5");
    assert_eq!(total(&["--set", "C1@2024-01-05/regular:thẩm định:m:1.1=9.5"]), "9.5");
    // Without a verified score the own one holds.
    assert_eq!(total(&["--set", "C1@2024-01-05/regular:verified:m:1.1="]), "9");
    let set = "C1@2024-01-05/regular:verified:m:1.1=11";
    assert_eq!(pointed(&sandbox, "score", set), [("set-unreadable".to_owned(), "11".to_owned())]);
    let set = "C1@2024-01-05/regular:verified:m:1.2=9";
    assert_eq!(pointed(&sandbox, "score", set), [("set-unreadable".to_owned(), "verified:m:1.2".to_owned())]);
}

/// The next row stands right behind in the file, and no column holds what is supposed.
#[test]
fn what_is_supposed_of_one_meeting_is_not_seen_in_the_next() {
    let sandbox = sandbox();
    let set = ["--set", "C1@2024-01-05/regular:late=9,minutes=95"];
    let meetings = |more: &[&str]| {
        let run = sandbox.run(&[&["score", "records", "--by", "meeting", "--format", "json"], more].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.json()["tables"]["meetings"].as_array().unwrap().clone()
    };
    let (as_recorded, supposed) = (meetings(&[]), meetings(&set));
    assert_ne!(as_recorded[0]["open_leaves"], supposed[0]["open_leaves"]);
    assert_eq!(as_recorded[1], supposed[1]);
}

/// Ten members have rows of their own, one of them excused, and the row of the meeting has no counts.
#[test]
fn counts_of_member_rows_are_supposed_otherwise_like_any_others() {
    let sandbox = sandbox();
    let row = |member: u32| format!("C1,2024-01-05,regular,D{member},{}\n", if member == 0 { "excused" } else { "present" });
    let rows: String = (0..10).map(row).collect();
    sandbox.write("records/attendance.csv", format!("cell,date,kind,member,status\n{rows}"));
    let day = "2024-01-05";
    let of = |meetings: &str, more: &[&str]| {
        sandbox.write("records/meetings.csv", meetings);
        attendance(&sandbox, more, day)
    };
    let bare = "cell,date,kind\nC1,2024-01-05,regular\n";
    assert_eq!(of(bare, &[]), (9, 10));
    for set in ["present=10", "present=10;excused=0"] {
        assert_eq!(of(bare, &["--set", &format!("C1@{day}/regular:{set}")]), (10, 10), "{set}");
    }
    // Nothing is told to be corrected in a file.
    let set = format!("C1@{day}/regular:present=10");
    let run = sandbox.run(&["attendance", "records", "--set", &set, "--diagnostics", "json"]);
    assert_eq!((run.code, run.faults().len()), (Some(0), 0));
    // Without a row of the meeting there is nothing of which anything could be supposed.
    std::fs::remove_file(sandbox.path("records/meetings.csv")).unwrap();
    assert_eq!(attendance(&sandbox, &[], day), (9, 10));
    let run = sandbox.run(&["attendance", "records", "--set", &set, "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2));
    assert!(run.faults().iter().all(|fault| fault.file.as_deref() == Some("--set")), "{:?}", run.faults());
}
