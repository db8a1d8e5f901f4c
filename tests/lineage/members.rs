//! Members of cells that succeed others: the roll ends with the cell, and what is known of a person goes along.

use serde_json::Value;

use super::support::{Run, Sandbox, assert_faults};

/// Cells A and B (and C), members with their cells, and statuses by month: `A 03 m1=excused m2=present`.
fn folder(lineage: &str, members: &str, rows: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("r/chibo.toml", "period = \"2025\"\nrules = \"42-hd-btctw.an-phu\"\n");
    sandbox.write("r/cells.csv", "code,committee,from\nA,C,\nB,C,2015-01-01\nC,C,\n");
    if !lineage.is_empty() {
        sandbox.write("r/lineage.csv", format!("from,to,date,what\n{lineage}"));
    }
    if !members.is_empty() {
        sandbox.write("r/members.csv", format!("cell,member,joined,left\n{members}"));
    }
    let row = |line: &&str| -> String {
        let mut words = line.split(' ');
        let (cell, month) = (words.next().unwrap(), words.next().unwrap());
        let of = |word: &str| {
            let (member, status) = word.split_once('=').unwrap();
            format!("{cell},2025-{month}-05,regular,{member},{status}\n")
        };
        words.map(of).collect()
    };
    let rows: String = rows.iter().map(row).collect();
    sandbox.write("r/attendance.csv", format!("cell,date,kind,member,status\n{rows}"));
    sandbox
}

fn attendance(sandbox: &Sandbox, by: &str) -> Run {
    sandbox.run(&["attendance", "r", "--rules", "42-hd-btctw.an-phu", "--by", by, "--format", "json", "--diagnostics", "json"])
}

/// Whether somebody had been excused more than three times running at the meeting of a cell in a month; `None` while that is not known.
#[track_caller]
fn over(result: &Value, cell: &str, month: &str) -> Option<bool> {
    let rows = result["tables"]["meetings"].as_array().unwrap();
    let day = format!("2025-{month}-05");
    let row = rows.iter().find(|row| row["cell"] == cell && row["date"] == day.as_str()).unwrap_or_else(|| panic!("{rows:#?}"));
    row["excused_run_over_3"].as_bool()
}

const FOUR_IN_TWO: [&str; 5] = [
    "A 03 m1=excused m2=present",
    "A 04 m1=excused m2=present",
    "C 05 m1=excused m2=present",
    "C 06 m1=excused m2=present",
    "C 07 m1=present m2=present",
];

#[test]
fn a_run_goes_on_in_the_cell_that_takes_the_place_of_the_old_one() {
    for members in ["", "A,m1,,\nA,m2,,\nC,m1,,\nC,m2,,\n"] {
        let run = attendance(&folder("A,C,2025-05-01,rename\n", members, &FOUR_IN_TWO), "meeting");
        assert_faults(&run, &[]);
        let result = run.json();
        assert_eq!(over(&result, "C", "05"), Some(false), "{members}");
        assert_eq!(over(&result, "C", "06"), Some(true), "{members}");
        assert_eq!(over(&result, "C", "07"), Some(true), "{members}: once beyond three it stays so in the year");
        let by = attendance(&folder("A,C,2025-05-01,rename\n", members, &FOUR_IN_TWO), "member").json();
        let rows = by["tables"]["members"].as_array().unwrap();
        let of = |cell: &str| rows.iter().find(|row| row["cell"] == cell && row["member"] == "m1").unwrap();
        // Meetings and statuses stay with the cell; the run and the sum are the person's.
        assert_eq!((&of("A")["meetings"], &of("C")["meetings"]), (&2.into(), &3.into()));
        assert_eq!((&of("A")["longest_excused_run"], &of("C")["longest_excused_run"]), (&2.into(), &4.into()));
    }
    // Without lineage.csv they are two cells.
    let members = "A,m1,,2025-05-01\nA,m2,,2025-05-01\nC,m1,2025-05-01,\nC,m2,2025-05-01,\n";
    let result = attendance(&folder("", members, &FOUR_IN_TWO), "meeting").json();
    assert_eq!(over(&result, "C", "06"), Some(false));
}

#[test]
fn the_order_of_rows_and_files_changes_nothing() {
    let straight = attendance(&folder("A,C,2025-05-01,rename\n", "", &FOUR_IN_TWO), "meeting").json();
    let mut turned = FOUR_IN_TWO;
    turned.reverse();
    let turned = attendance(&folder("A,C,2025-05-01,rename\n", "", &turned), "meeting").json();
    let flags = |result: &Value| -> Vec<Option<bool>> {
        [("A", "03"), ("A", "04"), ("C", "05"), ("C", "06"), ("C", "07")].map(|(cell, month)| over(result, cell, month)).into()
    };
    assert_eq!(flags(&straight), [Some(false), Some(false), Some(false), Some(true), Some(true)]);
    assert_eq!(flags(&straight), flags(&turned));
}

#[test]
fn before_a_merger_nothing_of_the_other_cell_is_known() {
    // m1 of A is beyond three in April; A joins B on 1 June.
    let rows = [
        "A 01 m1=excused",
        "A 02 m1=excused",
        "A 03 m1=excused",
        "A 04 m1=excused",
        "B 03 n1=present",
        "B 05 n1=present",
        "B 06 n1=present m1=excused",
        "B 07 n1=present m1=present",
    ];
    let result = attendance(&folder("A,B,2025-06-01,merge\n", "", &rows), "meeting").json();
    assert_eq!(over(&result, "A", "04"), Some(true));
    assert_eq!((over(&result, "B", "03"), over(&result, "B", "05")), (Some(false), Some(false)));
    assert_eq!(over(&result, "B", "06"), Some(true), "the fifth in a row");
}

#[test]
fn of_a_divided_cell_only_what_lies_before_goes_along() {
    // m1 goes to C on 1 May, and A goes on with m2.
    let members = "A,m1,,2025-05-01\nA,m2,,\nC,m1,2025-05-01,\n";
    let rows = [
        "A 03 m1=excused m2=excused",
        "A 04 m1=excused m2=excused",
        "A 05 m2=excused",
        "A 06 m2=excused",
        "C 05 m1=excused",
        "C 06 m1=present",
    ];
    let result = attendance(&folder("A,C,2025-05-01,split\n", members, &rows), "meeting").json();
    assert_eq!((over(&result, "A", "05"), over(&result, "A", "06")), (Some(false), Some(true)));
    assert_eq!((over(&result, "C", "05"), over(&result, "C", "06")), (Some(false), Some(false)), "three, and m2 is not of C");
}

#[test]
fn a_new_year_begins_anew_whatever_the_cell_was_called() {
    let rows = ["A 11 m1=excused", "A 12 m1=excused", "C 01 m1=excused", "C 02 m1=excused"];
    let sandbox = folder("A,C,2025-01-01,rename\n", "", &rows[2..]);
    let old: String = ["11", "12"].iter().map(|month| format!("A,2024-{month}-05,regular,m1,excused\n")).collect();
    sandbox.write("r/nam2024.csv", format!("cell,date,kind,member,status\n{old}"));
    let files = "[[file]]\ntable = \"attendance\"\npath = [\"nam2024.csv\", \"attendance.csv\"]\n";
    sandbox.write("r/chibo.toml", format!("period = \"2025\"\nrules = \"42-hd-btctw.an-phu\"\n{files}"));
    let result = attendance(&sandbox, "meeting").json();
    assert_eq!(over(&result, "C", "02"), Some(false));
}

#[test]
fn what_is_missing_in_the_old_cell_leaves_the_run_open_in_the_new_one() {
    let members = "A,m1,,\nC,m1,,\n";
    let rows = ["A 03 m1=excused", "A 04 m1=", "C 05 m1=excused", "C 06 m1=excused", "C 07 m1=present", "C 08 m1=excused"];
    let run = attendance(&folder("A,C,2025-05-01,rename\n", members, &rows), "meeting");
    let result = run.json();
    // Two for certain, four at most.
    assert_eq!((over(&result, "C", "05"), over(&result, "C", "06")), (Some(false), None));
}

#[test]
fn the_roll_of_a_cell_ends_with_it() {
    // Nobody wrote that they left; a row of the old cell after its end is none of its time anyway.
    let members = "A,m1,,\nA,m2,,\nC,m1,,\nC,m2,,\n";
    let rows = ["A 03 m1=present m2=present", "C 05 m1=present m2=excused"];
    let run = attendance(&folder("A,C,2025-05-01,rename\n", members, &rows), "meeting");
    assert_faults(&run, &[]);
    let rows = run.json();
    let members: Vec<u64> =
        rows["tables"]["meetings"].as_array().unwrap().iter().map(|row| row["members"].as_u64().unwrap()).collect();
    assert_eq!(members, [2, 2]);
}

#[test]
fn a_cell_that_gives_off_a_part_and_takes_it_back_is_no_circle() {
    let rows = ["A 01 m1=excused", "A 02 m1=excused", "C 03 m1=excused", "C 04 m1=present", "A 05 m1=excused", "A 06 m1=present"];
    let lineage = "A,C,2025-03-01,split\nC,A,2025-05-01,merge\n";
    let members = "A,m1,,2025-03-01\nC,m1,2025-03-01,\nA,m1,2025-05-01,\n";
    let result = attendance(&folder(lineage, members, &rows), "meeting").json();
    assert_eq!(over(&result, "A", "05"), Some(false));
    let rows = ["A 01 m1=excused", "A 02 m1=excused", "C 03 m1=excused", "C 04 m1=excused", "A 05 m1=excused"];
    let result = attendance(&folder(lineage, members, &rows), "meeting").json();
    assert_eq!(
        (over(&result, "C", "03"), over(&result, "C", "04"), over(&result, "A", "05")),
        (Some(false), Some(true), Some(true))
    );
}
