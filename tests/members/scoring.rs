//! What the rows of members become in scoring, and how they are compared with `meetings.csv`.

use super::support::{Sandbox, account, assert_faults, want};
use super::{CELLS, ROWS, attendance, find, folder, meeting, numbers};

fn with_meetings(attendance: &str, meetings: &str) -> Sandbox {
    let sandbox = folder("", attendance);
    sandbox.write("r/meetings.csv", meetings);
    sandbox
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> super::Run {
    sandbox.run(&[arguments, &["--format", "json", "--diagnostics", "json"]].concat())
}

const FIVE: &str = "m1=present m2=present m3=late m4=excused m5=present";

#[test]
fn blank_counts_come_from_the_rows_of_members() {
    let rows = meeting("2024-03-05", "regular", FIVE);
    let blank = with_meetings(&rows, "cell,date,kind,minutes\nA,2024-03-05,regular,95\n");
    let run = json(&blank, &["score", "r", "--by", "meeting"]);
    assert_faults(&run, &[]);
    let result = run.json();
    let row = &result["tables"]["meetings"][0];
    assert_eq!(numbers(row, &["attendance_part", "attendance_whole"]), [4, 5].map(Some));
    // The same meeting with the counts typed in has the same points.
    let typed = Sandbox::new();
    let columns =
        "members,present,late,excused,unexcused,on-mission,special-duty,exempt-absent,exempt-present,transferred,suspended";
    typed.write("r/chibo.toml", super::support::PROFILE).write("r/cells.csv", CELLS).write(
        "r/meetings.csv",
        format!("cell,date,kind,minutes,{columns},excused-run-over-3\nA,2024-03-05,regular,95,5,4,1,1,0,0,0,0,0,0,0,no\n"),
    );
    for command in [&["score", "r", "--by", "meeting"][..], &["attendance", "r"], &["explain", "r", "--cell", "A"]] {
        let [own, other] = [&blank, &typed].map(|sandbox| {
            let mut result = json(sandbox, command).json();
            result["files"] = serde_json::Value::Null;
            result["notices"] = serde_json::Value::Null;
            if let Some(lines) = result["tables"]["lines"].as_array_mut() {
                lines.retain(|line| line["kind"] != "counted");
            }
            result
        });
        assert_eq!(own, other, "{command:?}");
    }
}

#[test]
fn explain_names_the_source() {
    let sandbox = with_meetings(&meeting("2024-03-05", "regular", FIVE), "cell,date,kind\nA,2024-03-05,regular\n");
    let result = sandbox.run_in("vi", &["explain", "r", "--cell", "A", "--date", "2024-03-05", "--format", "json"]).json();
    let line = find(&result, "lines", &[("kind", "counted")]);
    assert!(line["item"].as_str().unwrap().contains("từ attendance.csv"), "{line}");
    assert_eq!((&line["file"], &line["row"], &line["value"]), (&"r/attendance.csv".into(), &2.into(), &"5".into()));
}

#[test]
fn a_difference_is_named_and_the_row_of_the_meeting_stands() {
    let rows = meeting("2024-03-05", "regular", FIVE) + &meeting("2024-04-05", "regular", FIVE);
    let meetings = "cell,date,kind,members,present,excused,excused-run-over-3\n\
                    A,2024-03-05,regular,5,5,0,yes\nA,2024-04-05,regular,6,,,\n";
    let run = json(&with_meetings(&rows, meetings), &["attendance", "r", "--by", "meeting"]);
    let differs =
        |row, letters, heading, value| want("counts-differ").file("r/meetings.csv").row(row).at(letters, heading).value(value);
    let wants = [
        differs(2, "E", "present", "5"),
        differs(2, "F", "excused", "0"),
        differs(2, "G", "excused-run-over-3", "yes"),
        differs(3, "D", "members", "6"),
    ];
    assert_faults(&run, &wants);
    let found = run.faults();
    let message = &found.iter().find(|fault| fault.row == Some(3)).unwrap().message;
    assert!(["A 2024-04-05 regular", "members", "6", "5", "7"].iter().all(|part| message.contains(part)), "{message}");
    let result = run.json();
    let march = find(&result, "meetings", &[("date", "2024-03-05")]);
    assert_eq!(
        numbers(march, &["members", "present", "excused", "attendance_part", "attendance_whole"]),
        [5, 5, 0, 5, 5].map(Some)
    );
    // Counts of two sources are not mixed: of April only the number of members is known.
    let april = find(&result, "meetings", &[("date", "2024-04-05")]);
    assert_eq!(numbers(april, &["members", "present", "attendance_part"]), [Some(6), None, None]);
}

const LEAF: &str = r#"
[[form]]
id = "phieu"
title = "Phiếu"
max = 100
[[form.group]]
id = "1"
title = "Nhóm"
max = 100
cite = "a"
[[form.group.leaf]]
id = "1"
title = "Không có đảng viên vắng có lý do quá 3 lần trong năm"
max = 100
[form.group.leaf.yes-no]
when = "not excused_total_over_3"
[[level]]
id = "tot"
title = "Tốt"
in = "[100, 100]"
cite = "a"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 100)"
cite = "a"
"#;

/// Excused in January, February, April and May: four times, never more than two in a row. What the row of the meeting says is compared; what
/// it leaves blank is filled, and a regulation reads it.
#[test]
fn more_than_three_absences_in_all_are_compared_filled_in_and_read() {
    let days = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-05"];
    let who = |day: &str| if day == "2024-03-05" { "m1=present m2=present" } else { "m1=excused m2=present" };
    let rows: String = days.map(|day| meeting(day, "regular", who(day))).concat();
    let said = ["no", "yes", "", "", ""];
    let meetings: String = days.iter().zip(said).map(|(day, said)| format!("A,{day},regular,{said}\n")).collect();
    let sandbox = with_meetings(&rows, &format!("cell,date,kind,excused-total-over-3\n{meetings}"));
    let run = json(&sandbox, &["attendance", "r", "--by", "meeting"]);
    assert_faults(&run, &[want("counts-differ").file("r/meetings.csv").row(3).at("D", "excused-total-over-3").value("yes")]);
    let result = run.json();
    let flags: Vec<_> =
        result["tables"]["meetings"].as_array().unwrap().iter().map(|row| row["excused_total_over_3"].as_bool()).collect();
    assert_eq!(flags, [false, true, false, false, true].map(Some));
    // A regulation of ours with one leaf: a point where nobody was excused too often.
    let regulation = super::support::small_regulation::head("thu", "meeting") + LEAF;
    sandbox.write("r/thu/regulation.toml", regulation);
    let run = json(&sandbox, &["score", "r", "--by", "meeting", "--rules", "r/thu"]);
    let result = run.json();
    let totals: Vec<_> =
        result["tables"]["meetings"].as_array().unwrap().iter().map(|row| row["total"].as_str().map(str::to_owned)).collect();
    assert_eq!(totals, ["100", "0", "100", "100", "0"].map(|total| Some(total.to_owned())), "{}", run.stderr);
}

#[test]
fn meetings_of_one_file_alone() {
    let rows = meeting("2024-03-05", "regular", FIVE) + &meeting("2024-03-20", "thematic", FIVE);
    let meetings = "cell,date,kind,status,reason\nA,2024-03-05,regular,,\nA,2024-04-05,regular,,\n";
    let run = json(&with_meetings(&rows, meetings), &["score", "r", "--by", "meeting"]);
    assert_faults(&run, &[want("meeting-without-row").file("r/attendance.csv").row(7).value("A 2024-03-20 thematic")]);
    assert_eq!(run.json()["tables"]["meetings"].as_array().unwrap().len(), 2);
    let not_held = "cell,date,kind,status,reason\nA,2024-03-05,regular,not-held,Bão\nA,2024-03-20,thematic,,\n";
    let run = json(&with_meetings(&rows, not_held), &["score", "r", "--by", "meeting"]);
    assert_faults(&run, &[want("attendance-not-held").file("r/meetings.csv").row(2).at("D", "status")]);
}

/// Facts that no column holds belong to one meeting only.
#[test]
fn nothing_of_one_meeting_shows_in_the_next() {
    let meetings =
        "cell,date,kind,status,reason\nA,2024-03-05,regular,,\nA,2024-04-05,regular,,\nA,2024-05-05,regular,not-held,Bão\n";
    let run = json(&with_meetings(&meeting("2024-03-05", "regular", FIVE), meetings), &["attendance", "r", "--by", "meeting"]);
    assert_faults(&run, &[]);
    let result = run.json();
    let april = find(&result, "meetings", &[("date", "2024-04-05")]);
    assert_eq!(numbers(april, &["members", "present", "late", "missing"]), [None; 4]);
    assert_eq!((&april["excused_run_over_3"], &april["counted_from"]), (&serde_json::Value::Null, &"meetings".into()));
}

/// The rule of 12-HD/BTCTW: nobody excused more than three times in a row in the year.
#[test]
fn a_run_over_three_fails_the_condition_from_its_meeting_on() {
    let days = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-05"];
    let rows =
        days.map(|day| meeting(day, "regular", if day < "2024-05" { "m1=excused m2=present" } else { "m1=present m2=present" }));
    let meetings: String = days.map(|day| format!("A,{day},regular\n")).concat();
    let sandbox = with_meetings(&rows.concat(), &format!("cell,date,kind\n{meetings}"));
    for (period, over) in [("2024", [false, false, false, true, true]), ("2024-04", [true; 5])] {
        let result =
            json(&sandbox, &["attendance", "r", "--by", "meeting", "--rules", "12-hd-btctw-2018", "--period", period]).json();
        let found: Vec<_> =
            result["tables"]["meetings"].as_array().unwrap().iter().map(|row| row["excused_run_over_3"].clone()).collect();
        assert_eq!(found, over.map(serde_json::Value::from)[..found.len()], "{period}");
    }
    let explained = json(&sandbox, &["explain", "r", "--cell", "A", "--date", "2024-04-05", "--rules", "12-hd-btctw-2018"]);
    let text = explained.stdout;
    assert!(text.contains("liên tiếp"), "{text}");
}

#[test]
fn while_somebody_is_missing_the_meeting_has_no_rate() {
    let rows = meeting("2024-03-05", "regular", "m1=present m2=");
    let sandbox = with_meetings(&rows, "cell,date,kind\nA,2024-03-05,regular\n");
    let run = json(&sandbox, &["score", "r", "--by", "meeting"]);
    assert_faults(&run, &[want("status-missing")]);
    let result = run.json();
    assert_eq!(numbers(&result["tables"]["meetings"][0], &["attendance_part", "attendance_whole"]), [None; 2]);
}

#[test]
fn folders_with_and_without_members() {
    let sandbox = folder("cell,member\nA,m1\n", &meeting("2024-03-05", "regular", "m1=present"));
    let other = CELLS.replace("A,", "C,").replace("B,", "D,");
    sandbox.write("s/chibo.toml", super::support::PROFILE).write("s/cells.csv", other);
    sandbox.write("s/attendance.csv", format!("{ROWS}C,2024-03-05,regular,m1,present\n"));
    let run = json(&sandbox, &["attendance", "r", "s", "--by", "meeting"]);
    assert_eq!(run.code, Some(2));
    assert_faults(&run, &[want("file-missing").file("s/members.csv")]);
}

/// Neither the members' own figures nor their runs know of a meeting that does not count.
#[test]
fn a_meeting_that_does_not_count_leaves_no_trace_in_anybody() {
    let months = ["01", "02", "03", "04", "05"];
    let rows: String = months
        .iter()
        .map(|month| meeting(&format!("2024-{month}-05"), "regular", if *month == "05" { "m1=present" } else { "m1=excused" }))
        .collect();
    let with = |april: &str| {
        let row = |month: &&str| match *month {
            "04" => april.to_owned(),
            month => format!("A,2024-{month}-05,regular,held,\n"),
        };
        let meetings: String = months.iter().map(row).collect();
        with_meetings(&rows, &format!("cell,date,kind,status,reason\n{meetings}"))
    };
    let of_member = |sandbox: &Sandbox| {
        let run = json(sandbox, &["attendance", "r", "--by", "member"]);
        let result = run.json();
        let row = find(&result, "members", &[("member", "m1")]);
        let row = numbers(row, &["meetings", "excused", "longest_excused_run"]).into_iter().flatten().collect::<Vec<u64>>();
        (row, account(&result, "r/attendance.csv"))
    };
    assert_eq!(of_member(&with("A,2024-04-05,regular,held,\n")), (vec![5, 4, 4], [5, 5, 0, 0]));
    for (april, code) in [("A,2024-04-05,regular,not-held,mưa lũ\n", "attendance-not-held"), ("", "meeting-without-row")] {
        let sandbox = with(april);
        assert_eq!(of_member(&sandbox), (vec![4, 3, 3], [5, 4, 0, 1]), "{code}");
        let run = json(&sandbox, &["attendance", "r", "--by", "meeting"]);
        assert_faults(&run, &[want(code)]);
        let result = run.json();
        assert_eq!(find(&result, "meetings", &[("date", "2024-05-05")])["excused_run_over_3"], false, "{code}");
        // Runs go back to the start of the year, also where the period does not.
        let later = json(&sandbox, &["attendance", "r", "--by", "meeting", "--period", "2024-05"]).json();
        let expected = if april.is_empty() { true.into() } else { serde_json::Value::from(false) };
        assert_eq!(find(&later, "meetings", &[("date", "2024-05-05")])["excused_run_over_3"], expected, "{code}");
    }
}

/// The meeting of A has two who came late, by its members; that of B stands behind it, and its row says nothing of anybody late.
#[test]
fn what_members_give_to_one_meeting_is_not_seen_in_the_next() {
    let sandbox = folder("", &meeting("2024-03-05", "regular", "m1=late m2=late m3=present"));
    let (a, b) = ("A,2024-03-05,regular,,,\n", "B,2024-03-05,regular,5,1,4\n");
    for rows in [[a, b], [b, a]] {
        sandbox.write("r/meetings.csv", format!("cell,date,kind,members,present,excused\n{}", rows.concat()));
        let run = attendance(&sandbox, "meeting");
        assert_eq!((run.code, run.faults().len()), (Some(0), 0), "{rows:?}");
        let result = run.json();
        let of = |cell: &str| numbers(find(&result, "meetings", &[("cell", cell)]), &["attendance_part", "attendance_whole"]);
        assert_eq!((of("A"), of("B")), (vec![Some(3), Some(3)], vec![Some(1), Some(5)]), "{rows:?}");
    }
}
