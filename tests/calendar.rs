//! What is due by type of cell, the yearly plan, and levels of a period by points, halves and missing months.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use support::Sandbox;
use support::small_regulation::{LEVELS, RECORDED, head};

const CELLS: &str = "code,committee,type,thematic-plan-sent\nA,X,village,2024-01-31\nB,X,armed-forces,2024-02-01\nC,X,village,\n";

/// Points of the meetings of each cell from January on; nothing for a month without a meeting.
fn records(more: &str, period: &str, cells: &str, meetings: &[(&str, &[Option<&str>])]) -> Sandbox {
    let mut rows = "cell,date,kind,members,present,self:thu:1\n".to_owned();
    for (cell, points) in meetings {
        for (month, points) in (1..).zip(*points) {
            if let Some(points) = points {
                rows.push_str(&format!("{cell},2024-{month:02}-03,regular,10,10,{points}\n"));
            }
        }
    }
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", format!("{}{RECORDED}{LEVELS}{more}", head("thu", "meeting")))
        .write("r/chibo.toml", format!("period = \"{period}\"\nrules = \"../thu\"\n"))
        .write("r/cells.csv", cells)
        .write("r/meetings.csv", rows);
    sandbox
}

fn cells(sandbox: &Sandbox) -> Vec<Value> {
    let run = sandbox.run(&["score", "r", "--format", "json"]);
    assert!(matches!(run.code, Some(0)), "{}", run.stderr);
    run.json()["tables"]["cells"].as_array().unwrap().clone()
}

#[test]
fn what_is_due_depends_on_the_type_of_cell_and_the_plan_on_its_day() {
    let due = "[due]\nregular = \"monthly\"\nthematic = \"half-yearly\"\ncite = \"a\"\n\
               [[due.except]]\nwhen = \"cell_type = 'armed-forces'\"\nregular = \"quarterly\"\nthematic = \"none\"\n\
               [due.plan]\nfact = \"thematic_plan_sent\"\nby = \"01-31\"\n";
    // A and B meet in January and in May only.
    let met: [Option<&str>; 5] = [Some("90"), None, None, None, Some("90")];
    let sandbox = records(due, "2024-H1", CELLS, &[("A", &met), ("B", &met), ("C", &[Some("90"); 6])]);
    let missing: Vec<String> =
        cells(&sandbox).iter().map(|cell| cell["not_received_months"].as_str().unwrap_or("").to_owned()).collect();
    assert_eq!(
        missing,
        [
            "2024/plan 2024-02/regular 2024-03/regular 2024-04/regular 2024-06/regular 2024-H1/thematic"
                .replace("2024/plan ", ""),
            // A meeting in each quarter is enough; the plan came a day late.
            "2024/plan".to_owned(),
            "2024/plan 2024-H1/thematic".to_owned(),
        ]
    );
    let explained = |cell: &str| sandbox.run(&["explain", "r", "--cell", cell]).stdout;
    assert!(explained("B").contains("sent late: 2024-02-01"), "{}", explained("B"));
    assert!(explained("C").contains("yearly thematic plan"), "{}", explained("C"));
}

/// The level of the period of each cell; nothing where there is none.
fn levels(sandbox: &Sandbox) -> Vec<String> {
    cells(sandbox).iter().map(|cell| cell["level"].as_str().unwrap_or("").to_owned()).collect()
}

const TWO: &str = "code,committee,type\nA,X,village\nB,X,village\n";

#[test]
fn a_period_may_go_by_the_mean_and_rounds_where_it_says() {
    let rule = |when: &str| {
        format!(
            "[[period]]\nof = \"quarter\"\nmeetings = \"regular\"\nneeds = \"meetings >= 2\"\ncite = \"a\"\n\
             [[period.level]]\nid = \"tot\"\nwhen = \"{when} >= 90\"\n[[period.level]]\nid = \"kha\"\n"
        )
    };
    // A: (89.9 + 90 + 90) / 3 = 89.966…, to one decimal 90; B has one meeting and so no level.
    let a = [Some("89.9"), Some("90"), Some("90")];
    let meetings: [(&str, &[Option<&str>]); 2] = [("A", &a), ("B", &[Some("95")])];
    assert_eq!(levels(&records(&rule("mean"), "2024-Q1", TWO, &meetings)), ["kha", ""]);
    assert_eq!(levels(&records(&rule("round_half_up(mean, 0.1)"), "2024-Q1", TWO, &meetings)), ["tot", ""]);
    assert_eq!(levels(&records(&rule("round_down(mean, 0.1)"), "2024-Q1", TWO, &meetings)), ["kha", ""]);
    // The lowest is left out: (90 + 90) / 2.
    assert_eq!(levels(&records(&rule("mean_without_lowest"), "2024-Q1", TWO, &meetings)), ["tot", ""]);
    // The rule is for quarters, so a year has no level.
    assert_eq!(levels(&records(&rule("mean"), "2024", TWO, &meetings)), ["", ""]);
}

#[test]
fn a_year_may_weigh_its_halves() {
    let rule = "[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"a\"\n\
                [[period.level]]\nid = \"tot\"\nwhen = \"(first_half_mean + 2 * second_half_mean) / 3 >= 90\"\n[[period.level]]\nid = \"kha\"\n";
    // A: (80 + 2 x 95) / 3 = 90; B: (95 + 2 x 80) / 3 = 85, though both have a mean of 87.5 over two meetings.
    let half = |first, second| {
        let mut year = [None; 12];
        (year[0], year[6]) = (Some(first), Some(second));
        year
    };
    let (a, b) = (half("80", "95"), half("95", "80"));
    assert_eq!(levels(&records(rule, "2024", TWO, &[("A", &a), ("B", &b)])), ["tot", "kha"]);
    // Without a meeting in the second half it cannot be told, which is not "otherwise".
    let c = half("95", "80").map(|points| points.filter(|points| *points == "95"));
    assert_eq!(levels(&records(rule, "2024", TWO, &[("A", &a), ("B", &c)])), ["tot", ""]);
}

#[test]
fn a_missing_month_counts_as_the_level_that_the_text_names() {
    let rule = |more: &str| {
        format!(
            "[due]\nregular = \"monthly\"\ncite = \"a\"\n[[period]]\nof = \"quarter\"\nmeetings = \"regular\"\n{more}cite = \"a\"\n\
             [[period.level]]\nid = \"tot\"\nwhen = \"count('tot') = meetings\"\n[[period.level]]\nid = \"kem\"\n"
        )
    };
    let (full, short) = ([Some("95"); 3], [Some("95"), Some("95"), None]);
    let meetings: [(&str, &[Option<&str>]); 2] = [("A", &full), ("B", &short)];
    assert_eq!(levels(&records(&rule(""), "2024-Q1", TWO, &meetings)), ["tot", "tot"]);
    assert_eq!(levels(&records(&rule("not-received = \"kem\"\n"), "2024-Q1", TWO, &meetings)), ["tot", "kem"]);
}

#[test]
fn both_sides_of_attendance_can_be_written_out() {
    // Villages leave out members on mission; in other cells nobody is left out.
    let attendance = "[attendance]\nattending = \"present + exempt_present\"\n\
                      expected = \"if(cell_type = village, members - on_mission, members)\"\ncite = \"a\"\n";
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", format!("{}{RECORDED}{LEVELS}{attendance}", head("thu", "meeting")))
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"../thu\"\n")
        .write("r/cells.csv", "code,committee,type\nA,X,village\nB,X,agency\n")
        .write(
            "r/meetings.csv",
            "cell,date,kind,members,present,on-mission,exempt-present,self:thu:1\nA,2024-01-03,regular,10,7,2,1,90\nB,2024-01-03,regular,10,7,2,1,90\n",
        );
    let run = sandbox.run(&["score", "r", "--by", "meeting", "--format", "json"]);
    let rows = run.json()["tables"]["meetings"].as_array().unwrap().clone();
    let rates: Vec<(u64, u64)> =
        rows.iter().map(|row| (row["attendance_part"].as_u64().unwrap(), row["attendance_whole"].as_u64().unwrap())).collect();
    assert_eq!(rates, [(8, 8), (8, 10)], "{}", run.stderr);
}

#[test]
fn a_mean_is_a_mere_statistic_only_where_no_level_follows_from_it() {
    let rule = |when: &str| {
        format!(
            "[[period]]\nof = \"quarter\"\nmeetings = \"regular\"\ncite = \"a\"\n\
             [[period.level]]\nid = \"tot\"\nwhen = \"{when}\"\n[[period.level]]\nid = \"kha\"\n"
        )
    };
    for (when, statistic) in [("mean >= 90", false), ("lowest >= 70", false), ("count('tot') = meetings", true)] {
        let sandbox = records(&rule(when), "2024-Q1", TWO, &[("A", &[Some("90"); 3])]);
        let score = sandbox.run(&["score", "r"]).stdout;
        assert_eq!(score.contains("statistic"), statistic, "{when}: {score}");
        let explain = sandbox.run(&["explain", "r", "--cell", "A"]).stdout;
        assert_eq!(explain.contains("statistic"), statistic, "{when}: {explain}");
    }
}

/// Sides that are written out say of each status where it stands by what one more member of it changes.
#[test]
fn each_status_stands_on_the_side_that_the_formula_puts_it() {
    let sides = |expected: &str| {
        format!("[attendance]\nattending = \"present + exempt_present\"\nexpected = \"{expected}\"\ncite = \"a\"\n")
    };
    let side_of = |expected: &str, status: &str| {
        let sandbox = records(&sides(expected), "2024-Q1", TWO, &[("A", &[Some("90"); 3])]);
        let run = sandbox.run(&["attendance", "r", "--format", "json"]);
        let json = run.json();
        let rows = json["tables"]["statuses"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["status"] == status);
        row.unwrap_or_else(|| panic!("{status}: {json}"))["side"].as_str().unwrap().to_owned()
    };
    for (expected, status, side) in [
        // A difference names the statuses that do not stand in it.
        ("members - exempt_absent - special_duty", "exempt_absent", "left-out"),
        ("members - exempt_absent - special_duty", "special_duty", "left-out"),
        ("members - exempt_absent - special_duty", "excused", "expected"),
        ("members - exempt_absent - special_duty", "present", "attending"),
        ("present + exempt_present + excused", "unexcused", "left-out"),
        // Now on one side and now on the other.
        ("if(cell_type = 'village', members, members - excused)", "excused", "by-formula"),
        ("if(cell_type = 'village', members, members - excused)", "present", "by-formula"),
        // The first three only, or only those over three.
        ("members - min(excused, 3)", "excused", "by-formula"),
        ("members - max(excused, 3)", "excused", "by-formula"),
        ("members - min(excused, 3)", "present", "attending"),
    ] {
        assert_eq!(side_of(expected, status), side, "{expected}: {status}");
    }
}

#[test]
fn the_yearly_plan_is_due_once_its_day_has_come() {
    let due = |by: &str| {
        format!("[due]\nregular = \"none\"\nthematic = \"none\"\ncite = \"a\"\n[due.plan]\nfact = \"thematic_plan_sent\"\n{by}")
    };
    let missing = |by: &str, period: &str| {
        let sandbox = records(&due(by), period, CELLS, &[("C", &[Some("90"); 3])]);
        let of_c = cells(&sandbox).into_iter().find(|cell| cell["cell"] == "C").unwrap();
        of_c["not_received_months"].as_str().unwrap_or("").to_owned()
    };
    assert_eq!(missing("by = \"06-30\"\n", "2024-Q1"), "");
    assert_eq!(missing("by = \"06-30\"\n", "2024-H1"), "2024/plan");
    // Without a day it is due at the end of the year.
    assert_eq!(missing("", "2024-H1"), "");
    assert_eq!(missing("", "2024"), "2024/plan");
}

#[test]
fn no_plan_is_due_from_a_cell_that_did_not_exist_on_the_day() {
    let due = "[due]\nregular = \"none\"\nthematic = \"none\"\ncite = \"a\"\n[due.plan]\nfact = \"thematic_plan_sent\"\nby = \"02-28\"\n";
    let cells_csv = "code,committee,from,until,thematic-plan-sent\nA,X,,,\nB,X,2024-03-01,,\nC,X,2024-02-28,,\nD,X,2024-03-01,,2024-03-15\n\
                     E,X,,2024-02-27,2024-03-01\nF,X,,2024-02-28,2024-02-29\nG,X,,2024-02-28,2024-02-28\n";
    let sandbox = records(due, "2024-H1", cells_csv, &[("A", &[Some("90"); 3])]);
    let missing: Vec<String> =
        cells(&sandbox).iter().map(|cell| cell["not_received_months"].as_str().unwrap_or("").to_owned()).collect();
    let plan = "2024/plan";
    assert_eq!(missing, [plan, "", plan, "", "", plan, ""]);
}

#[test]
fn a_plan_is_not_late_before_its_day_has_come() {
    let due = "[due]\nregular = \"none\"\nthematic = \"none\"\ncite = \"a\"\n[due.plan]\nfact = \"thematic_plan_sent\"\nby = \"12-31\"\n";
    let cells_csv = "code,committee,thematic-plan-sent\nA,X,2025-01-05\n";
    for (period, wanted) in [("2024-01", ""), ("2024-Q4", "2024/plan"), ("2024", "2024/plan")] {
        let sandbox = records(due, period, cells_csv, &[("A", &[Some("90"); 12])]);
        let found = cells(&sandbox);
        assert_eq!(found[0]["not_received_months"].as_str().unwrap_or(""), wanted, "{period}");
        let explained = sandbox.run(&["explain", "r", "--cell", "A"]).stdout;
        assert_eq!(explained.contains("sent late: 2025-01-05"), !wanted.is_empty(), "{period}: {explained}");
    }
}
