//! The level of a year under two small texts, worked out by hand.

use super::support::Sandbox;
use super::support::small_regulation::{LEVELS, RECORDED, head};
use super::{json, notice, rows, text};

/// Two texts, each with what is its own, and points of the meetings of the cell A by month and day, the same under both.
pub fn two_texts(old: &str, (validity, new): (&str, &str), meetings: &[(&str, &str)]) -> Sandbox {
    let new_head =
        head("new", "meeting").replace("title = \"Thử\"\n", &format!("title = \"Thử\"\nreplaces = \"old\"\n{validity}"));
    let rows: String = meetings.iter().map(|(day, points)| format!("A,2024-{day},regular,{points},{points}\n")).collect();
    let sandbox = Sandbox::new();
    sandbox
        .write("old/regulation.toml", format!("{}{RECORDED}{LEVELS}{old}", head("old", "meeting")))
        .write("new/regulation.toml", format!("{new_head}{RECORDED}{LEVELS}{new}"))
        .write("records/chibo.toml", "period = \"2024\"\nrules = [\"../old\", \"../new\"]\n")
        .write("records/cells.csv", "code,committee\nA,X\n")
        .write("records/meetings.csv", format!("cell,date,kind,self:old:1,self:new:1\n{rows}"));
    sandbox
}

/// A rule of the year: Tốt under a condition, otherwise Khá.
fn tot_if(when: &str) -> String {
    format!(
        "[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"a\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{when}\"\n\
         [[period.level]]\nid = \"kha\"\n"
    )
}

fn clause(content: &str) -> String {
    format!("[transition]\n{content}\ncite = \"a\"\n")
}

/// Level of the year and the text that gave it.
fn level(sandbox: &Sandbox, period: &str) -> [String; 2] {
    let result = json(sandbox, &["score", "records", "--period", period]);
    ["level", "level_regulation"].map(|column| text(&rows(&result, "cells")[0][column]).to_owned())
}

const HALVES: &str = "(first_half_mean + 2 * second_half_mean) / 3 >= 90";
const FROM_MAY: &str = "first-day = 2024-05-01\n";

#[test]
fn the_halves_of_a_year_are_those_of_all_meetings_whichever_text_asks_for_them() {
    // Halves (50 + 95) / 2 = 72.5 and 95: (72.5 + 2 x 95) / 3 = 87.5.
    let below = [("03-05", "50"), ("05-06", "95"), ("10-04", "95")];
    // Halves 92 and 95: (92 + 2 x 95) / 3 = 94; all of the first lies under the old text.
    let above = [("03-05", "92"), ("10-04", "95")];
    for (meetings, wanted) in [(&below[..], "kha"), (&above, "tot")] {
        let new = two_texts(&tot_if("mean >= 10"), (FROM_MAY, &tot_if(HALVES)), meetings);
        assert_eq!(level(&new, "2024"), [wanted, "new"]);
        let old = two_texts(&tot_if(HALVES), (FROM_MAY, &(clause("year = \"old\"") + &tot_if("mean >= 10"))), meetings);
        assert_eq!(level(&old, "2024"), [wanted, "old"]);
    }
}

#[test]
fn what_is_asked_of_points_is_asked_of_the_meetings_of_both_texts() {
    // Mean 80, lowest 50 (March, old), without it 95.
    let meetings = [("03-05", "50"), ("05-06", "95"), ("10-04", "95")];
    for (when, wanted) in [
        ("mean >= 80", "tot"),
        ("mean > 80", "kha"),
        ("lowest >= 50", "tot"),
        ("lowest > 50", "kha"),
        ("mean_without_lowest >= 95", "tot"),
        ("meetings = 3 and count('tot') = 2 and count('kem') = 1", "tot"),
    ] {
        let sandbox = two_texts("", (FROM_MAY, &tot_if(when)), &meetings);
        assert_eq!(level(&sandbox, "2024"), [wanted, "new"], "{when}");
    }
}

/// A text without points: who has ten members is Tốt.
const BY_CONDITIONS: &str = r#"
[[form]]
id = "phieu"
title = "Phiếu"
applies = "kind = regular"
[[level]]
id = "tot"
title = "Tốt"
cite = "a"
[[level.condition]]
title = "đủ mười đảng viên"
when = "members = 10"
[[level]]
id = "kha"
title = "Khá"
cite = "a"
"#;

#[test]
fn points_over_meetings_of_which_one_has_none_cannot_be_told() {
    let old = head("old", "meeting") + BY_CONDITIONS;
    for (when, wanted) in [
        ("count('tot') = 2", ["tot", "new"]),
        ("mean >= 10", ["", ""]),
        ("lowest >= 10", ["", ""]),
        ("first_half_mean >= 10", ["", ""]),
        ("second_half_mean >= 10", ["tot", "new"]),
    ] {
        let sandbox = two_texts("", (FROM_MAY, &tot_if(when)), &[]);
        sandbox.write("old/regulation.toml", &old).write(
            "records/meetings.csv",
            "cell,date,kind,members,present,self:new:1\nA,2024-03-05,regular,10,10,\nA,2024-10-04,regular,10,10,95\n",
        );
        assert_eq!(level(&sandbox, "2024"), wanted, "{when}");
    }
}

#[test]
fn where_each_text_judges_apart_a_missing_meeting_counts_under_the_text_that_owed_it() {
    let due = "[due]\nregular = \"monthly\"\ncite = \"a\"\n";
    let all_tot = "[[period]]\nof = \"year\"\nmeetings = \"regular\"\nnot-received = \"kha\"\ncite = \"a\"\n[[period.level]]\nid = \"tot\"\n\
                   when = \"count('tot') = meetings\"\n[[period.level]]\nid = \"kha\"\n";
    let year = |missing: &str| {
        let days =
            (1..=12).map(|month| format!("{month:02}-05")).filter(|day| !day.starts_with(missing)).collect::<Vec<String>>();
        let meetings: Vec<(&str, &str)> = days.iter().map(|day| (day.as_str(), "95")).collect();
        let new = clause("year = \"each\"") + due + all_tot;
        two_texts(&(due.to_owned() + &tot_if("mean >= 10")), ("first-day = 2024-09-01\n", &new), &meetings)
    };
    // March was due under the old text, which takes it for nothing: the four meetings of the new one are all Tốt.
    let march = year("03");
    assert_eq!(level(&march, "2024"), ["tot", "new"]);
    let explained = json(&march, &["explain", "records", "--cell", "A"]);
    let levels = rows(&explained, "lines").iter().filter(|line| line["kind"] == "period-level");
    let levels: Vec<&str> = levels.map(|line| text(&line["value"])).collect();
    assert!(levels[0].contains("7 meetings counted") && levels[1].contains("4 meetings counted: Tốt 4"), "{levels:?}");
    // October was due under the new text: three Tốt and one Khá are Khá, while the old text gives Tốt.
    assert_eq!(level(&year("10"), "2024"), ["", ""]);
}

#[test]
fn the_text_in_force_on_the_last_day_judges_the_year_whose_meetings_the_old_one_still_judges() {
    // Twelve meetings of 92 points: the old text asks for a mean of 95, the new one for 50; the old text judges all or nearly all days.
    let days: Vec<String> = (1..=12).map(|month| format!("{month:02}-05")).collect();
    let meetings: Vec<(&str, &str)> = days.iter().map(|day| (day.as_str(), "92")).collect();
    for (year, until, wanted) in [
        ("year = \"new\"\n", "2024-12-30", ["tot", "new"]),
        ("year = \"new\"\n", "2024-12-31", ["tot", "new"]),
        ("year = \"new\"\n", "2025-01-31", ["tot", "new"]),
        ("", "2024-12-31", ["tot", "new"]),
        ("year = \"old\"\n", "2024-12-31", ["kha", "old"]),
        ("year = \"longer\"\n", "2024-12-31", ["kha", "old"]),
        // On 31 December the new text judges a day and has no meeting; before that it judges no day of the year.
        ("year = \"each\"\n", "2024-12-30", ["", ""]),
        ("year = \"each\"\n", "2024-12-31", ["kha", "old"]),
    ] {
        let new = clause(&format!("{year}meetings-until = {until}")) + &tot_if("mean >= 50");
        let sandbox = two_texts(&tot_if("mean >= 95"), ("first-day = 2024-12-01\n", &new), &meetings);
        assert_eq!(level(&sandbox, "2024"), wanted, "{year}{until}");
        let result = json(&sandbox, &["score", "records", "--by", "meeting"]);
        assert!(rows(&result, "meetings").iter().all(|row| row["regulation"] == "old"), "{year}{until}");
        let clause = notice(&result, "period-judge").unwrap();
        assert_eq!(clause.contains("(A, assumed)"), !year.is_empty(), "{year}{until}: {clause}");
    }
    // Before it is in force it has no say.
    let new = clause("year = \"new\"\nmeetings-until = 2024-12-31") + &tot_if("mean >= 50");
    let sandbox = two_texts(&tot_if("mean >= 95"), ("first-day = 2024-12-01\n", &new), &meetings);
    let result = json(&sandbox, &["score", "records", "--period", "2024-H1"]);
    assert_eq!(result["regulations"].as_array().unwrap().len(), 1);
}

#[test]
fn a_level_that_the_rule_does_not_count_need_not_be_known() {
    // The old text calls a thematic meeting of 95 points Xuất sắc, which the new one does not know; its rule counts regular ones.
    let with_regular_of = |points: &str| {
        let sandbox = two_texts("", (FROM_MAY, &tot_if("count('tot') = 1")), &[("03-05", points), ("10-04", "95")]);
        let best = LEVELS.replacen("id = \"tot\"\ntitle = \"Tốt\"", "id = \"xuat-sac\"\ntitle = \"Xuất sắc\"", 1);
        sandbox.write("old/regulation.toml", format!("{}{RECORDED}{best}", head("old", "meeting")));
        let rows = format!("A,2024-03-05,regular,{points},\nA,2024-03-20,thematic,95,\nA,2024-10-04,regular,,95\n");
        sandbox.write("records/meetings.csv", format!("cell,date,kind,self:old:1,self:new:1\n{rows}"));
        let run = sandbox.run(&["score", "records", "--format", "json", "--diagnostics", "json"]);
        (level(&sandbox, "2024"), run.faults().into_iter().map(|fault| fault.code).collect::<Vec<String>>())
    };
    assert_eq!(with_regular_of("80"), (["tot", "new"].map(str::to_owned), Vec::new()));
    assert_eq!(with_regular_of("95"), (["", ""].map(str::to_owned), vec!["period-level-unknown".to_owned()]));
}
