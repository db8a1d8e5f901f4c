//! One table in every encoding, separator, line end and container that clerks send gives the same bytes.

use super::{BY_MEETING, CHECK, MEETINGS, fixture, records, scores, scores_but_places};
use crate::support::{assert_faults, want};

fn file(keys: &str) -> String {
    format!("[[file]]\ntable = \"meetings\"\n{keys}\n")
}

fn plain() -> String {
    scores(&records(fixture("meetings.csv"), ""))
}

#[test]
fn the_plain_table_holds_what_it_says() {
    let csv = plain();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 8, "{csv}");
    // Reported as not held, with its reason.
    assert!(lines[5].contains(",not-held,\"lũ quét, đường bị sạt lở\","), "{}", lines[5]);
    // All twenty-one were there; verified points 4 of ten and 1.5 of three lose six and one and a half.
    assert!(lines[3].contains(",21,21,") && lines[3].contains("3.3=6") && lines[3].contains("4.2=1.5"), "{}", lines[3]);
}

#[test]
fn files_that_show_what_they_are_need_no_profile() {
    let expected = plain();
    let shown = ["mark.csv", "nfd.csv", "semicolon.csv", "tab.csv", "quoted.csv", "cr.csv", "utf-16le.csv", "utf-16be.csv"];
    for name in shown.into_iter().chain(["meetings.xlsx", "meetings.ods"]) {
        assert_eq!(scores(&records(fixture(name), "")), expected, "{name}");
    }
}

#[test]
fn encodings_that_nothing_shows_are_named() {
    let expected = plain();
    for (name, encoding) in [("tcvn3.csv", "tcvn3"), ("vni.csv", "vni"), ("windows-1258.csv", "windows-1258")] {
        let unnamed = records(fixture(name), "");
        assert_faults(&unnamed.run(&CHECK), &[want("encoding-unknown").file(MEETINGS).line(1)]);
        let run = unnamed.run(&BY_MEETING);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{name}");
        // The likeliest is the right one, and what is proposed first.
        assert!(run.stderr.contains(&format!("encoding = \"{encoding}\"")), "{name}: {}", run.stderr);
        let named = records(fixture(name), &file(&format!("encoding = \"{encoding}\"")));
        assert_eq!(scores(&named), expected, "{name}");
    }
}

#[test]
fn a_profile_may_name_what_a_file_shows_by_itself() {
    let expected = plain();
    for (name, keys) in [
        ("meetings.csv", "encoding = \"utf-8\"\nseparator = \",\""),
        ("semicolon.csv", "separator = \";\""),
        ("tab.csv", "separator = \"tab\""),
        ("utf-16le.csv", "encoding = \"utf-16le\""),
        ("utf-16be.csv", "encoding = \"utf-16be\""),
        // A byte order mark says so itself, whatever was said.
        ("mark.csv", "encoding = \"tcvn3\""),
        ("utf-16be.csv", "encoding = \"utf-16le\""),
        ("meetings.xlsx", "sheet = \"meetings\""),
        ("meetings.ods", "sheet = \"meetings\""),
    ] {
        assert_eq!(scores(&records(fixture(name), &file(keys))), expected, "{name} {keys}");
    }
    let bars = String::from_utf8(fixture("semicolon.csv")).unwrap();
    let bars = bars.replace("\"rõ\"\"; ghi", "\"rõ\"\", ghi").replace(';', "|");
    assert_eq!(scores(&records(bars, &file("separator = \"|\""))), expected);
}

#[test]
fn each_file_is_called_as_it_is() {
    let expected = scores_but_places(&records(fixture("meetings.csv"), ""));
    for name in ["meetings.xlsx", "meetings.ods"] {
        let sandbox = records("", "");
        sandbox.remove(MEETINGS).write(&format!("records/{name}"), fixture(name));
        assert_eq!(scores_but_places(&sandbox), expected, "{name}");
        let run = sandbox.run(&BY_MEETING);
        assert!(run.stdout.contains(&format!("records/{name},2,")), "{}", run.stdout);
    }
}

#[test]
fn a_wrong_encoding_is_a_fault_and_no_other_table() {
    // Letters of TCVN3 read as VNI: the headings mean nothing.
    let run = records(fixture("tcvn3.csv"), &file("encoding = \"vni\"")).run(&BY_MEETING);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    // A byte that TCVN3 lacks is a fault of its row alone.
    let mut bytes = fixture("tcvn3.csv");
    let place = bytes.windows(4).position(|four| four == b"T-01").unwrap();
    bytes[place + 3] = 0x80;
    let run = records(&bytes, &file("encoding = \"tcvn3\"")).run(&CHECK);
    assert_faults(&run, &[want("not-utf8").file(MEETINGS).row(2).at("A", "Mã chi bộ")]);
    // UTF-16 that ends in the middle of a letter.
    let mut bytes = fixture("utf-16be.csv");
    bytes.pop();
    let run = records(&bytes, "").run(&CHECK);
    assert_ne!(run.code, Some(2), "{}", run.stderr);
}
