//! Two records of one time under one text.

use super::support::Sandbox;
use super::{compared, example, in_json, notices, rows, text, told, totals};

const CELLS: &str = "code,committee,type\nA,X,village\nB,X,village\nC,Y,agency\n";

/// Three cells with a total a month, and a year.
fn write(sandbox: &Sandbox, folder: &str, change: impl Fn(&str, u32) -> Option<String>) {
    let rows: String = ["A", "B", "C"]
        .iter()
        .flat_map(|cell| (1..=12).map(move |month| (*cell, month)))
        .filter_map(|(cell, month)| Some(format!("{cell},2024-{month:02}-05,regular,{}\n", change(cell, month)?)))
        .collect();
    sandbox.write(&format!("{folder}/chibo.toml"), "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"124-qd-tw\"\n");
    sandbox.write(&format!("{folder}/cells.csv"), CELLS);
    sandbox.write(&format!("{folder}/meetings.csv"), format!("cell,date,kind,total\n{rows}"));
    let year = "cell,year,i1,i3,i4,ii1,ii2,iii,targets-assigned,targets-met-year,main-targets-missed,force-majeure,collective-disciplined,members-disciplined,self-discovered-and-remedied,subordinates,subordinates-disciplined,disunity-concluded,members-degraded\n";
    let of = |cell| format!("{cell},2024,tot,tot,tot,tot,tot,tot,10,10,no,no,no,0,no,0,0,no,no\n");
    sandbox.write(&format!("{folder}/year.csv"), format!("{year}{}{}{}", of("A"), of("B"), of("C")));
}

fn ninety(_: &str, _: u32) -> Option<String> {
    Some("92".to_owned())
}

#[test]
fn the_same_records_change_nothing() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", ninety);
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!(notices(&result)[0], "nothing-changed");
    assert_eq!(told(&result, "summary", &["cells", "changed", "unchanged"]), ["3 0 3"]);
    for folder in ["sap-nhap-2025", "dang-vien-2024", "tuyen-quang-2024", "lai-chau-2024"] {
        let result = compared(&sandbox, &[&example(folder), "--with", &example(folder)]);
        assert_eq!(notices(&result)[0], "nothing-changed", "{folder}");
    }
}

/// A total corrected from 92 to 68 in one of twelve meetings: the sum falls by 24, the mean by 2, and a meeting below Khá keeps the year from Tốt.
#[test]
fn a_changed_fact_is_told_with_both_values_and_rows() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", |cell, month| Some(if (cell, month) == ("B", 3) { "68" } else { "92" }.to_owned()));
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    let columns = [
        "cell",
        "compared",
        "changed_meetings",
        "points_change",
        "mean_after",
        "level_before",
        "level_after",
        "level_move",
        "meetings_down",
    ];
    assert_eq!(told(&result, "cells", &columns), ["B 12 1 -24 90 tot kha down 1"]);
    let columns = ["cell", "what", "total_before", "total_after", "file_before", "row_before", "file_after", "row_after"];
    assert_eq!(told(&result, "records", &columns), ["B 2024-03-05/regular 92 68 mot/meetings.csv 16 hai/meetings.csv 16"]);
    let causes = ["cell", "meeting", "what", "cause", "points", "meetings", "up", "down"];
    assert_eq!(
        told(&result, "causes", &causes),
        ["B 2024-03-05/regular points facts -24 1  ", "B  meetings facts  1  1", "B  period-level meetings    "]
    );
    let matrix = told(&result, "matrix", &["what", "from", "to", "move", "count"]);
    assert_eq!(matrix[..2], ["meeting tot tot same 35", "meeting tot trung-binh down 1"]);
    assert_eq!(told(&result, "records", &["points_change", "level_move"]), ["-24 down"]);
    let shown = |lang: &str| sandbox.run_in(lang, &["compare", "mot", "--with", "hai"]).stdout;
    assert!(shown("en").contains("92 → 90 (−2)"), "{}", shown("en"));
    assert!(shown("vi").contains("05/03/2024") && !shown("vi").contains("văn bản thứ nhất"), "{}", shown("vi"));
}

/// December is not there yet in the other records, so that Khá there may still change: it is no fall, in no table.
#[test]
fn a_level_that_may_still_change_in_one_of_them_is_not_compared() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", |cell, month| match (cell, month) {
        ("B", 3) => Some("68".to_owned()),
        ("B", 12) => None,
        _ => Some("92".to_owned()),
    });
    let result = compared(&sandbox, &["mot", "--with", "hai", "--all"]);
    totals::agree(&result);
    let own = &rows(&result, "cells")[1];
    let levels = ["cell", "points_change", "level_before", "level_after", "level_move", "year_before", "year_after", "year_move"];
    assert_eq!(levels.map(|column| text(own, column)), ["B", "-24", "tot", "kha", "not-comparable", "htt", "htt", "same"]);
    assert_eq!(told(&result, "summary", &["level_down", "level_not_comparable", "not_comparable"]), ["0 1 1"]);
    assert!(
        told(&result, "matrix", &["what", "from", "to", "move", "count"]).contains(&"period tot kha not-comparable 1".to_owned())
    );
    assert!(told(&result, "causes", &["cell", "what", "cause"]).contains(&"B period-level missing-fact".to_owned()));
    // The other way round nothing rises either.
    let back = compared(&sandbox, &["hai", "--with", "mot"]);
    assert_eq!(told(&back, "summary", &["level_up", "level_down", "level_not_comparable"]), ["0 0 1"]);
}

/// Under leaves the meeting and the leaf are told, and the fact by its name.
#[test]
fn points_are_told_by_meeting_and_leaf_and_facts_by_their_names() {
    let sandbox = Sandbox::new();
    let read = |name: &str| std::fs::read_to_string(example(&format!("old-and-new-rule/{name}"))).unwrap();
    let facts = read("meetings.csv");
    // 17 of 20 present are 85 %, which is not over it: 7 of 10 in leaf 2.1; 19 are. Of 60 minutes leaf 1.2 gives 3 of 5, of 95 all.
    let changed = facts
        .replace("CM-02,2024-03-03,regular,20,17,3,0,0,95", "CM-02,2024-03-03,regular,20,19,1,0,0,60")
        .replace("CM-01,2024-05-03,regular,20,19,1,0,0,95", "CM-01,2024-05-03,regular,20,19,1,0,0,");
    for (folder, meetings) in [("mot", &facts), ("hai", &changed)] {
        sandbox.write(&format!("{folder}/chibo.toml"), "period = \"2024\"\nrules = \"34-qd-tu\"\n");
        sandbox.write(&format!("{folder}/cells.csv"), read("cells.csv"));
        sandbox.write(&format!("{folder}/meetings.csv"), meetings);
    }
    let result = compared(&sandbox, &["mot", "--with", "hai", "--rules", "34-qd-tu"]);
    let columns = ["cell", "meeting", "what", "cause", "leaf_before", "leaf_after", "points", "meetings", "ids_after"];
    assert_eq!(
        told(&result, "causes", &columns),
        [
            "CM-01  points missing-fact    1 1.2",
            "CM-01  meetings facts    1 ",
            "CM-02 2024-03-03/regular points facts 1.2 1.2 -2 1 ",
            "CM-02 2024-03-03/regular points facts 2.1 2.1 3 1 ",
            "CM-02  rate facts     ",
            "CM-02  meetings facts    1 ",
        ]
    );
    assert_eq!(told(&result, "cells", &["cell", "compared", "points_change"]), ["CM-01 11 0", "CM-02 12 1"]);
    let shown = |lang: &str| sandbox.run_in(lang, &["compare", "mot", "--with", "hai", "--rules", "34-qd-tu"]).stdout;
    let (vi, en) = (shown("vi"), shown("en"));
    for part in ["Có mặt: 17 → 19", "Thời lượng: 95 → 60", "03/03/2024 Thường kỳ", "(11 buổi so được:"] {
        assert!(vi.contains(part), "{part}: {vi}");
    }
    assert!(!vi.contains("minutes:") && !vi.contains("2024-03-03"), "{vi}");
    assert!(en.contains("Present: 17 → 19") && en.contains("2024-03-03"), "{en}");
}

#[test]
fn records_under_different_texts_or_of_other_cells_are_not_compared() {
    let sandbox = Sandbox::new();
    let nothing = |with: &str, wants: &[super::support::Want]| {
        let run = in_json(&sandbox, &["mot", "--with", with]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{with}");
        super::support::assert_faults(&run, wants);
    };
    let want = super::support::want;
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", ninety);
    sandbox.write("hai/chibo.toml", "period = \"2024\"\nrules = \"34-qd-tu\"\nyear-end = \"124-qd-tw\"\n");
    nothing("hai", &[want("rules-differ").file("hai/chibo.toml")]);
    sandbox.write("hai/chibo.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"366-qd-tw\"\n");
    let run = in_json(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    write(&sandbox, "ba", ninety);
    for file in ["cells.csv", "meetings.csv", "year.csv"] {
        let own = std::fs::read_to_string(sandbox.path(&format!("ba/{file}"))).unwrap();
        let renamed = ["A", "B", "C"].iter().fold(own, |text, code| text.replace(&format!("\n{code},"), &format!("\nK{code},")));
        sandbox.write(&format!("ba/{file}"), renamed);
    }
    nothing("ba", &[want("no-common-cell").file("ba/chibo.toml")]);
    // Named for both, another year-end text is one text.
    assert_eq!(in_json(&sandbox, &["mot", "--with", "hai", "--year-end", "124-qd-tw"]).code, Some(0));
}

/// A meeting that one of them lacks has nothing to be compared with; the other eleven did not change.
#[test]
fn a_missing_meeting_stands_on_one_side() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", |cell, month| Some(if (cell, month) == ("C", 1) { "70" } else { "92" }.to_owned()));
    write(&sandbox, "hai", |cell, month| ((cell, month) != ("C", 1)).then(|| "92".to_owned()));
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!(told(&result, "cells", &["cell", "compared", "changed_meetings", "points_change"]), ["C 11 0 0"]);
    let record = &rows(&result, "records")[0];
    assert_eq!((text(record, "total_before").as_str(), text(record, "total_after").as_str()), ("70", ""));
    let causes = told(&result, "causes", &["cell", "what", "cause", "meetings"]);
    assert_eq!(causes, ["C points missing-fact 1", "C meetings facts 1"]);
    assert_eq!(told(&result, "summary", &["changed", "not_comparable"]), ["1 1"]);
}

#[test]
fn a_cell_of_one_record_alone_is_not_compared() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", |cell, _| (cell != "C").then(|| "92".to_owned()));
    sandbox.write("hai/cells.csv", "code,committee,type\nA,X,village\nB,X,village\nD,Y,agency\n");
    let year = std::fs::read_to_string(sandbox.path("hai/year.csv")).unwrap();
    sandbox.write("hai/year.csv", year.replace("\nC,", "\nD,"));
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!(
        told(&result, "cells", &["cell", "level_move", "causes"]),
        ["C not-comparable records:facts", "D not-comparable records:facts"]
    );
}

/// Criterion II.2 Kém sets the lowest level; who was disciplined counts through another file, which is a fact too and no quota.
#[test]
fn facts_of_the_year_are_told() {
    let sandbox = Sandbox::new();
    write(&sandbox, "mot", ninety);
    write(&sandbox, "hai", ninety);
    let year = std::fs::read_to_string(sandbox.path("hai/year.csv")).unwrap();
    sandbox.write("hai/year.csv", year.replace("A,2024,tot,tot,tot,tot,tot", "A,2024,tot,tot,tot,tot,kem"));
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!(
        told(&result, "cells", &["cell", "year_before", "year_after", "year_move", "causes"]),
        ["A htt kht down year-level:facts=2"]
    );
    assert_eq!(told(&result, "records", &["cell", "what", "facts"]), ["A 2024 ii2: Tốt → Kém"]);
    write(&sandbox, "hai", ninety);
    let head = "cell,fault-date,discipline-date,form,subject,who,self-remedied\n";
    for folder in ["mot", "hai"] {
        let row = if folder == "hai" {
            "B,2024-06-01,2024-08-01,reprimand,cell,B,no\n"
        } else {
            "A,2022-06-01,2023-08-01,reprimand,cell,A,no\n"
        };
        sandbox.write(&format!("{folder}/discipline.csv"), format!("{head}{row}"));
    }
    let run = in_json(&sandbox, &["mot", "--with", "hai"]);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    let result = run.json();
    assert_eq!(told(&result, "cells", &["cell", "year_before", "year_after", "causes"]), ["B htt kht year-level:facts=2"]);
    assert_eq!(told(&result, "causes", &["cell", "ids_before"])[0], "B collective_tally not_self_remedied_tally");
}
