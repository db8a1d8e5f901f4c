//! Two records of one time under one text.

use super::support::Sandbox;
use super::{compared, example, in_json, notices, rows, text, told};

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
    let shown = sandbox.run(&["compare", "mot", "--with", "hai"]).stdout;
    assert!(shown.contains("92 → 90 (−2)"), "{shown}");
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
    assert_eq!(causes[0], "C meetings facts 1");
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
        ["A htt kht down year-level:facts"]
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
    assert_eq!(told(&result, "cells", &["cell", "year_before", "year_after", "causes"]), ["B htt kht year-level:facts"]);
    assert_eq!(told(&result, "causes", &["cell", "ids_before"])[0], "B collective_tally not_self_remedied_tally");
}
