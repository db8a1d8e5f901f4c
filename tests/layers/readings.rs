//! Alternatives of readings are run one at a time, and meeting by meeting.

use super::support::Sandbox;

/// One reading with two alternatives: one moves the gate from the meeting with 95 points to those under 92, the other moves a seam.
const TEXT: &str = r#"
[regulation]
id = "m"
title = "M"
number = "01"
[sources.qd]
title = "Q"
standing = "text"
[[reading]]
id = "r"
open = "o"
chosen = "c"
cite = "qd: 1"
covers = "x"
alternative = [
  { id = "z", chosen = "dưới 92", change = { gate = [ { id = "g", when = "pts < 92" } ] } },
  { id = "z2", chosen = "từ 93", change = { level = [ { id = "tot", in = "[93, 100]" }, { id = "kha", in = "[0, 93)" } ] } },
]
[[fact]]
id = "pts"
scope = "meeting"
type = "points"
[[form]]
id = "f"
title = "F"
group = [ { id = "g", title = "G", max = 100, cite = "qd: 1", leaf = [ { id = "a", title = "A", max = 100, recorded = { fact = "pts" } } ] } ]
[[level]]
id = "tot"
title = "Tot"
in = "[90, 100]"
cite = "qd: 2"
[[level]]
id = "kha"
title = "Kha"
in = "[0, 90)"
cite = "qd: 2"
[[gate]]
id = "g"
title = "g"
when = "pts = 95"
at-most = "kha"
cite = "qd: 3"
"#;

fn records() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("m/regulation.toml", TEXT)
        .write("rec/chibo.toml", "period = \"2024\"\nrules = \"../m\"\n")
        .write("rec/cells.csv", "code,committee\nA,C\n")
        .write(
            "rec/meetings.csv",
            "cell,date,kind,pts\nA,2024-01-05,regular,91\nA,2024-02-05,regular,92\nA,2024-03-05,regular,95\n",
        );
    sandbox
}

fn depends(more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["readings", "rec", "--format", "json"];
    arguments.extend(more);
    let run = records().run(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.json()["tables"]["depends"].as_array().unwrap().clone();
    let of = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.iter().map(|row| ["alternative", "by_default", "by_alternative"].map(|key| of(row, key)).join("; ")).collect()
}

/// As the text reads it: 91 tot, 92 tot, 95 kha by the gate. Under z: 91 kha by the gate, 92 tot, 95 tot. Under z2: 91 and 92 kha by their
/// points, 95 kha by the gate of the text.
#[test]
fn a_meeting_that_changes_its_level_depends_on_the_reading_though_another_makes_up_for_it() {
    assert_eq!(
        depends(&[]),
        ["z; 2024-01-05 Tot, 2024-03-05 Kha; 2024-01-05 Kha, 2024-03-05 Tot", "z2; Tot 2, Kha 1; Tot 0, Kha 3"]
    );
}

#[test]
fn an_alternative_is_run_in_place_of_the_one_that_was_chosen() {
    assert_eq!(depends(&["--reading", "r=z"]), ["z2; Tot 2, Kha 1; Tot 0, Kha 3"]);
}

#[test]
fn two_alternatives_of_one_reading_are_a_fault_of_usage() {
    for command in ["score", "readings"] {
        let run = records().run(&[command, "rec", "--reading", "r=z", "--reading", "r=z2", "--diagnostics", "json"]);
        assert_eq!(run.code, Some(2), "{command}");
        let faults = run.faults();
        assert_eq!(faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<&str>>(), ["reading-twice"], "{command}");
        assert!(faults[0].message.ends_with("are chosen: z and z2"), "{}", faults[0].message);
    }
    // The same twice is no contradiction.
    assert_eq!(records().run(&["score", "rec", "--reading", "r=z", "--reading", "r=z"]).code, Some(0));
}

#[test]
fn an_alternative_changes_something_and_not_what_the_regulation_is() {
    let codes = |change: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("m/regulation.toml", TEXT.replacen("{ gate = [ { id = \"g\", when = \"pts < 92\" } ] }", change, 1));
        let faults = sandbox.run(&["rules", "check", "m", "--diagnostics", "json"]).faults();
        faults.into_iter().map(|fault| fault.code).collect::<Vec<String>>()
    };
    assert_eq!(codes("{}"), ["alternative-empty"]);
    assert_eq!(codes("{ gate = [ { id = \"g\" } ] }"), ["alternative-empty"]);
    assert_eq!(codes("{ regulation = { first-day = 2024-05-01 } }"), ["alternative-identity"]);
    assert_eq!(codes("{ gate = [ { id = \"g\", when = \"pts < 91\" } ] }"), [""; 0]);
}
