//! Rejected rows go back to the clerk once each, whole, with all that is wrong; corrected and put beside the file they complete it.

use super::{BY_MEETING, CHECK, MEETINGS, records, rows_of, scores_but_places, without_places};
use crate::support::{Sandbox, assert_fault, assert_faults, want};

const HEADING: &str = "cell;date;kind;status;reason;members;present;note";

fn file(lines: &[&str]) -> String {
    format!("{HEADING}\n{}\n", lines.join("\n"))
}

const RIGHT: [&str; 5] = [
    "T-01;2024-01-05;regular;held;;21;21;",
    "T-01;2024-02-05;regular;not-held;\"bão; lũ\";21;;",
    "T-02;2024-01-04;regular;held;;13;13;đủ",
    "T-02;2024-02-05;regular;held;;13;13;",
    "T-03;2024-01-03;regular;held;;8;8;",
];
/// Rows 3 and 5 have two faults each, row 6 has a field too few.
const WRONG: [&str; 5] = [
    RIGHT[0],
    "T-1;soon;regular;not-held;\"bão; lũ\";21;;",
    RIGHT[2],
    "T-02;2024-02-05;regula;held;;x;13;",
    "T-03;2024-01-03;regular;held;8;8;",
];

fn rejected(sandbox: &Sandbox) -> String {
    let run = sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv", "--rejects", "out"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    String::from_utf8(std::fs::read(sandbox.path("out/meetings.rejects.csv")).unwrap()).unwrap()
}

#[test]
fn each_rejected_row_is_there_once_and_whole() {
    let sandbox = records(file(&WRONG), "");
    let text = rejected(&sandbox);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings.join(";"), format!("chibo:file;chibo:row;chibo:reasons;{HEADING}"));
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows.iter().map(|row| row[1].as_str()).collect::<Vec<&str>>(), ["3", "5", "6"]);
    assert_eq!(rows[0][3..], ["T-1", "soon", "regular", "not-held", "bão; lũ", "21", "", ""]);
    assert_eq!(rows[1][3..], ["T-02", "2024-02-05", "regula", "held", "", "x", "13", ""]);
    // As many fields as it has, so that it is still too short when nobody corrects it.
    assert_eq!(rows[2][3..], ["T-03", "2024-01-03", "regular", "held", "8", "8", ""]);
    assert!(rows.iter().all(|row| row[0] == "meetings.csv"));
    assert_eq!(rows.iter().map(|row| row[2].lines().count()).collect::<Vec<usize>>(), [2, 2, 1], "{rows:?}");
}

#[test]
fn a_corrected_file_completes_the_set() {
    let expected = scores_but_places(&records(file(&RIGHT), ""));
    let corrected = |text: &str| {
        let text = text.replacen("T-1;soon", "T-01;2024-02-05", 1).replacen("regula;held;;x", "regular;held;;13", 1);
        text.replacen("held;8;8;", "held;;8;8;", 1)
    };
    for (name, profile) in [
        ("records/meetings.rejects.csv", ""),
        (
            "records/meetings.rejects.csv",
            "[[file]]\ntable = \"meetings\"\nseparator = \";\"\n[file.columns]\n\"#D\" = \"status\"\n",
        ),
        (
            "records/sent/back.csv",
            "[[file]]\ntable = \"meetings\"\npath = [\"meetings.csv\", \"sent/back.csv\"]\nheader-row = 1\n",
        ),
    ] {
        let (original, back) = (records(file(&WRONG), ""), profile);
        let text = rejected(&original);
        let sandbox = records(file(&WRONG), back);
        // Uncorrected it changes nothing but where the rows stand.
        sandbox.write(name, &text);
        let run = sandbox.run(&["check", "records", "--format", "json"]);
        assert_eq!(rows_of(&run, MEETINGS), [5, 2, 0, 3], "{name} {profile}: {}", run.stderr);
        assert_eq!(rows_of(&run, name), [3, 0, 3, 0], "{name}");
        sandbox.write(name, corrected(&text));
        assert_eq!(sorted(scores_but_places(&sandbox)), sorted(expected.clone()), "{name} {profile}");
        let run = sandbox.run(&["check", "records", "--format", "json"]);
        assert_eq!(rows_of(&run, MEETINGS), [5, 2, 0, 3]);
        assert_eq!(rows_of(&run, name), [3, 3, 0, 0]);
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

#[test]
fn a_row_sound_by_itself_is_replaced_too() {
    // Two rows record one meeting otherwise; the clerk corrects the day of one.
    let two = ["T-01;2024-01-05;regular;held;;21;21;", "T-01;2024-01-05;regular;held;;21;21;khác"];
    let sandbox = records(file(&two), "");
    let text = rejected(&sandbox);
    assert_eq!(text.matches("\nmeetings.csv;").count(), 2, "{text}");
    let second = text.rfind("2024-01-05").unwrap();
    let corrected = format!("{}2024-02-05{}", &text[..second], &text[second + 10..]);
    sandbox.write("records/meetings.rejects.csv", corrected);
    let expected = scores_but_places(&records(file(&[two[0], "T-01;2024-02-05;regular;held;;21;21;khác"]), ""));
    assert_eq!(scores_but_places(&sandbox), expected);
}

/// Of two rows that contradict each other the fault says what can be done, and each of it can be.
#[test]
fn what_the_mend_of_contradicting_rows_says_works() {
    let two = ["T-01;2024-01-05;regular;held;;21;21;", "T-01;2024-01-05;regular;held;;21;21;sai"];
    let sandbox = records(file(&two), "");
    let text = rejected(&sandbox);
    assert!(text.contains("copies = [") && text.contains("rejects file"), "{text}");
    let expected = scores_but_places(&records(file(&two[..1]), ""));
    // A row deleted from the rejects file is not corrected, and still contradicts the one that is.
    let one = text.lines().filter(|line| !line.ends_with(";sai")).collect::<Vec<&str>>().join("\n");
    sandbox.write("records/meetings.rejects.csv", &one);
    assert_faults(&sandbox.run(&CHECK), &[want("meeting-duplicate").file(MEETINGS).row(3), want("meeting-duplicate").row(2)]);
    // Chosen where it stands now, it holds; so do rows made alike, and the original without the other.
    sandbox.write("records/chibo.toml", format!("{}copies = [\"meetings.rejects.csv:2\"]\n", super::PROFILE));
    assert_eq!(scores_but_places(&sandbox), expected);
    let alike = records(file(&two), "");
    alike.write("records/meetings.rejects.csv", text.replacen(";sai", ";", 1));
    assert_eq!(scores_but_places(&alike), expected);
    let chosen = records(file(&two), "");
    chosen.write("records/chibo.toml", format!("{}copies = [\"meetings.csv:2\"]\n", super::PROFILE));
    assert_eq!(scores_but_places(&chosen), expected);
}

#[test]
fn blanks_that_were_filled_stay_so() {
    let fill = "[[file]]\ntable = \"meetings\"\nfill-down = \"cell\"\n";
    let blank =
        |date: &str| file(&[RIGHT[0], &format!(";{date};regular;held;;21;21;"), RIGHT[2], ";2024-02-05;regular;held;;13;13;"]);
    let sandbox = records(blank("soon"), fill);
    let text = rejected(&sandbox);
    assert!(text.contains(";T-01;soon;"), "{text}");
    sandbox.write("records/meetings.rejects.csv", text.replacen(";soon;", ";2024-02-05;", 1));
    let expected = scores_but_places(&records(blank("2024-02-05"), fill));
    assert_eq!(sorted(scores_but_places(&sandbox)), sorted(expected));
}

#[test]
fn files_of_one_name_in_several_folders_stay_apart() {
    let paths = "[[file]]\ntable = \"meetings\"\npath = [\"a/m.csv\", \"b/m.csv\"]\n";
    let folder = |profile: &str| {
        let sandbox = records("", profile);
        sandbox.remove(MEETINGS).write("records/a/m.csv", file(&[RIGHT[0], RIGHT[2]]));
        sandbox.write("records/b/m.csv", file(&["T-03;soon;regular;held;;8;8;"]));
        sandbox
    };
    let sandbox = folder(paths);
    let run = sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv", "--rejects", "out"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let text = std::fs::read_to_string(sandbox.path("out/m.rejects.csv")).unwrap();
    sandbox.write("records/b/m.rejects.csv", text.replacen(";soon;", ";2024-01-03;", 1));
    let expected = scores_but_places(&records(file(&[RIGHT[0], RIGHT[2], RIGHT[4]]), ""));
    assert_eq!(sorted(scores_but_places(&sandbox)), sorted(expected));
}

#[test]
fn rows_of_every_file_are_accounted_for_whatever_is_wrong() {
    let mut seed = 20_u64;
    let mut below = |end: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % end
    };
    for round in 0..12 {
        let mut lines: Vec<String> = Vec::new();
        let mut wrong = 0;
        for number in 0..(10 + below(30)) {
            let (cell, month) = (1 + number % 3, 1 + number / 3 % 12);
            let members = [21, 13, 8][usize::try_from(cell - 1).unwrap()];
            let sound = format!("T-0{cell};2024-{month:02}-05;regular;held;;{members};{members};");
            let line = match below(8) {
                0 => sound.replacen("T-0", "T-9", 1),
                1 => sound.replacen("regular", "?", 1),
                2 => sound.replacen("2024-", "24-", 1),
                3 => format!("{sound};;x"),
                4 => sound.replacen("held;;", "held;;-", 1),
                _ => sound.clone(),
            };
            wrong += usize::from(line != sound);
            lines.push(line);
        }
        let rows = lines.len();
        for last in (1..rows).rev() {
            lines.swap(last, usize::try_from(below(u64::try_from(last).unwrap() + 1)).unwrap());
        }
        let text = file(&lines.iter().map(String::as_str).collect::<Vec<&str>>());
        let bytes = match below(3) {
            0 => text.clone().into_bytes(),
            1 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            _ => text.replace('\n', "\r\n").into_bytes(),
        };
        let sandbox = records(bytes, "");
        // Rows of one meeting that are the same are copies; ours have the same content.
        let run = sandbox.run(&["check", "records", "--format", "json"]);
        let [all, used, rejected, excluded] = rows_of(&run, MEETINGS);
        assert_eq!((all, usize::try_from(rejected).unwrap()), (u64::try_from(rows).unwrap(), wrong), "{round}: {text}");
        assert_eq!(all, used + rejected + excluded);
        if wrong > 0 {
            let text = rejected_or_none(&sandbox);
            assert_eq!(text.matches("\nmeetings.csv;").count(), wrong, "{round}: {text}");
        }
    }
}

fn rejected_or_none(sandbox: &Sandbox) -> String {
    sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv", "--rejects", "out"]);
    std::fs::read_to_string(sandbox.path("out/meetings.rejects.csv")).unwrap_or_default()
}

#[test]
fn a_rejects_file_that_is_read_is_not_written_over() {
    let sandbox = records(file(&WRONG), "");
    let text = rejected(&sandbox);
    sandbox.write("records/meetings.rejects.csv", &text);
    let run = sandbox.run(&["score", "records", "--rejects", "records", "--diagnostics", "json"]);
    assert_ne!(run.code, Some(0));
    assert_eq!(std::fs::read_to_string(sandbox.path("records/meetings.rejects.csv")).unwrap(), text);
    assert_fault(&sandbox.run(&CHECK), &want("row-ragged").file("records/meetings.rejects.csv").row(4));
    assert_eq!(without_places(&sandbox.run(&BY_MEETING).stdout).len(), 3);
}
