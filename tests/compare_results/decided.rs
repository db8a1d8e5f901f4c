//! Decided levels stand beside the computed ones that are compared, on every side.

use super::support::{Sandbox, assert_faults, want};
use super::{compared, example, in_json, notices, rows, text, told};

const BEFORE: [(&str, &str); 8] = [
    ("decided_level_before", "decided_meeting_quality"),
    ("decision_before", "meeting_quality_decision"),
    ("decision_date_before", "meeting_quality_decision_date"),
    ("decision_state_before", "meeting_quality_decision_state"),
    ("decided_year_before", "decided_level"),
    ("year_decision_before", "decision"),
    ("year_decision_date_before", "decision_date"),
    ("year_decision_state_before", "decision_state"),
];

/// On every day the first side has what `classify` says on that day.
#[test]
fn what_is_decided_is_what_a_classification_says() {
    let sandbox = Sandbox::new();
    let folder = example("quyet-dinh-2024");
    for day in ["", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31", "2026-01-01"] {
        let as_of: &[&str] = if day.is_empty() { &[] } else { &["--as-of", day] };
        let sides = ["--year-end", "124-qd-tw", "--year-end", "366-qd-tw", "--all"];
        let result = compared(&sandbox, &[&[folder.as_str()], &sides[..], as_of].concat());
        let alone = sandbox.run(&[&["classify", &folder, "--format", "json"], as_of].concat()).json();
        let (cells, wanted) = (rows(&result, "cells"), rows(&alone, "cells"));
        assert_eq!(cells.len(), wanted.len());
        for (row, own) in cells.iter().zip(wanted) {
            assert_eq!(text(row, "year_before"), text(own, "level"), "{day}");
            for (column, theirs) in BEFORE {
                assert_eq!(text(row, column), text(own, theirs), "{column} of {} on {day}", text(own, "cell"));
            }
        }
        assert_eq!(notices(&result).contains(&"as-of"), !day.is_empty());
    }
}

/// Under 366-QĐ/TW no level can be told, since nobody recorded what it asks for: the ground of the decisions on the year is gone there, and that of
/// the decision on the meetings, which both judge alike, is not. That is no fault of the records.
#[test]
fn a_decision_without_ground_under_another_text_is_stale_beside_it() {
    let sides = ["--year-end", "124-qd-tw", "--year-end", "366-qd-tw", "--all"];
    let run = in_json(&Sandbox::new(), &[&[example("quyet-dinh-2024").as_str()], &sides[..]].concat());
    assert_faults(&run, &[]);
    assert_eq!(run.code, Some(0));
    let result = run.json();
    let columns = [
        "cell",
        "year_move",
        "year_decision_before",
        "year_decision_state_before",
        "year_decision_state_after",
        "decided_year_after",
    ];
    assert_eq!(
        told(&result, "cells", &columns),
        [
            "QD-01 not-comparable 27-QĐ/ĐU applied stale ",
            "QD-02 not-comparable    ",
            "QD-03 not-comparable    ",
            "QD-04 not-comparable    ",
            "QD-05 not-comparable 14-QĐ/ĐU applied stale "
        ]
    );
    assert_eq!(
        ["decided_level_before", "decided_level_after", "decision_after"].map(|column| text(&rows(&result, "cells")[2], column)),
        ["tot", "tot", "13-QĐ/ĐU"]
    );
    assert!(notices(&result).contains(&"decisions"));
    let folder = example("quyet-dinh-2024");
    let shown = |lang: &str| in_one_line(lang, &[&["compare", &folder][..], &sides[..]].concat());
    assert!(shown("vi").contains("quyết định: Tốt") && shown("vi").contains("không còn căn cứ"), "{}", shown("vi"));
    assert!(shown("vi").contains("31/12/2025") && shown("en").contains("2025-12-31"), "{}", shown("vi"));
}

fn in_one_line(lang: &str, arguments: &[&str]) -> String {
    Sandbox::new().run_in(lang, arguments).stdout.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[test]
fn the_grid_has_the_decisions_of_every_side() {
    let sides = ["--year-end", "124-qd-tw", "--year-end", "366-qd-tw", "--year-end", "124-qd-tw", "--all"];
    let result = compared(&Sandbox::new(), &[&[example("quyet-dinh-2024").as_str()], &sides[..]].concat());
    let columns =
        ["cell", "decided_year_1", "year_decision_state_1", "decided_year_2", "year_decision_state_2", "decided_year_3"];
    assert_eq!(told(&result, "grid", &columns)[0], "QD-01 ht applied  stale ht");
    assert_eq!(
        told(&result, "grid", &["cell", "decided_level_1", "decision_state_2", "decided_level_3"])[2],
        "QD-03 tot applied tot"
    );
}

/// Another decision is another record, though every computed level is the same; before its day nothing differs.
#[test]
fn records_that_hold_other_decisions_differ() {
    let sandbox = Sandbox::new();
    let copy = |folder: &str, edit: &dyn Fn(&str) -> String| {
        for file in ["chibo.toml", "cells.csv", "meetings.csv", "year.csv", "discipline.csv", "decisions.csv"] {
            let own = std::fs::read_to_string(example(&format!("quyet-dinh-2024/{file}"))).unwrap();
            sandbox.write(&format!("{folder}/{file}"), if file == "decisions.csv" { edit(&own) } else { own });
        }
    };
    copy("mot", &str::to_owned);
    copy("hai", &|own| own.lines().filter(|line| !line.starts_with("QD-03")).map(|line| format!("{line}\n")).collect());
    let result = compared(&sandbox, &["mot", "--with", "hai"]);
    assert_eq!(
        told(&result, "causes", &["cell", "what", "cause", "ids_before", "ids_after"]),
        ["QD-03 decision facts 13-QĐ/ĐU "]
    );
    let columns = ["cell", "level_move", "year_move", "decided_level_before", "decided_level_after"];
    assert_eq!(told(&result, "cells", &columns), ["QD-03 same same tot "]);
    assert_eq!(told(&result, "summary", &["changed", "not_comparable"]), ["1 0"]);
    let earlier = compared(&sandbox, &["mot", "--with", "hai", "--as-of", "2024-12-31"]);
    assert_eq!(notices(&earlier)[0], "nothing-changed");
    // A decision that has lost its ground in one of the records is a fault of those records.
    copy("ba", &|own| own.replace("QD-05;2024;;Hoàn thành tốt nhiệm vụ", "QD-05;2024;;Hoàn thành xuất sắc nhiệm vụ"));
    let run = in_json(&sandbox, &["mot", "--with", "ba", "--all"]);
    assert_faults(&run, &[want("decision-stale").file("ba/decisions.csv").row(5)]);
    assert_eq!(
        told(&run.json(), "cells", &["cell", "year_decision_state_before", "year_decision_state_after"])[4],
        "QD-05 applied stale"
    );
}
