//! Files that cannot be read or found, and how the faults of a file and of several are told.

use super::regulations::MEETING;
use super::support::{PROFILE, Sandbox, assert_fault, assert_faults, want};
use super::{FILE, check, faulty, line_of, spoilt};

#[test]
fn syntax_error() {
    let text = spoilt(MEETING, "title = \"Phiếu\"", "title = \"Phiếu");
    let run = check(&text);
    assert_fault(&run, &want("toml-syntax").file(FILE).line(line_of(&text, "title = \"Phiếu")));
    assert_eq!(run.code, Some(1));
    assert!(
        run.faults().iter().all(|fault| fault.code == "toml-syntax"),
        "a file that cannot be read has no other fault\n{}",
        run.stderr
    );
}

#[test]
fn a_key_twice() {
    let text = spoilt(MEETING, "title = \"Phiếu\"\n", "title = \"Phiếu\"\ntitle = \"Phiếu khác\"\n");
    faulty(&text, &[want("toml-syntax").line(line_of(&text, "Phiếu khác"))]);
}

#[test]
fn a_file_that_is_not_utf8() {
    let run = check(b"[regulation]\nid = \"m\xE3u\"\n");
    assert_faults(&run, &[want("not-utf8").file(FILE)]);
    assert_eq!(run.code, Some(1));
}

#[test]
fn an_empty_file() {
    let run = check("");
    let missing = run.faults();
    assert!(
        missing.iter().any(|fault| fault.code == "rule-missing-key" && fault.message.contains("regulation")),
        "{}",
        run.stderr
    );
    assert!(missing.iter().all(|fault| fault.file.as_deref() == Some(FILE)));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_rule_path_that_does_not_exist() {
    let sandbox = Sandbox::new();
    let fault = want("rule-not-found").value("nowhere/rule");
    let run = sandbox.run(&["rules", "check", "nowhere/rule", "--diagnostics", "json"]);
    assert_faults(&run, std::slice::from_ref(&fault));
    assert_eq!(run.code, Some(1));
    let run = sandbox.run(&["rules", "show", "nowhere/rule", "--diagnostics", "json"]);
    assert_faults(&run, &[fault]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_folder_without_a_rule_file() {
    let sandbox = Sandbox::new();
    sandbox.write("rule/notes.txt", "");
    let run = sandbox.run(&["rules", "check", "rule", "--diagnostics", "json"]);
    assert_fault(&run, &want("rule-not-found").file(FILE));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_misspelt_id_has_the_near_one_named() {
    let run = Sandbox::new().run(&["rules", "show", "14-qdi-tv", "--diagnostics", "json"]);
    assert_faults(&run, &[want("rule-not-found").value("14-qdi-tv").expects("14-qdi-tu")]);
}

#[test]
fn several_faults_are_reported_at_once_with_their_lines() {
    let text = spoilt(MEETING, "fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"");
    let text = spoilt(&text, "max = 30 # of the form", "max = 31 # of the form");
    let text = spoilt(&text, "at-most = \"kem\"", "at-most = \"kemm\"\ntitel = \"x\"");
    let text = spoilt(&text, "cite = \"qd: 2\"", "cite = \"qx: 2\"");
    let at = |code: &'static str, marker: &str| want(code).line(line_of(&text, marker));
    let wants = [
        at("rule-citation", "qx: 2"),
        at("rule-sum", "# of the form"),
        at("expr-unknown", "prepared_in_persn"),
        at("rule-unknown-level", "kemm"),
        at("rule-unknown-key", "titel"),
    ];
    faulty(&text, &wants);
    let sandbox = Sandbox::new();
    sandbox.write(FILE, &text);
    let shown = sandbox.run(&["rules", "check", "rule"]).stderr;
    for marker in ["qx: 2", "# of the form", "prepared_in_persn", "kemm", "titel"] {
        let (line, excerpt) = (line_of(&text, marker), text.lines().find(|line| line.contains(marker)).unwrap());
        assert!(shown.contains(&format!("{FILE}, line {line}")) && shown.contains(excerpt), "{marker}\n{shown}");
    }
}

#[test]
fn faults_stand_in_the_order_of_their_lines() {
    let text = spoilt(MEETING, "max = 30 # of the form", "max = 31 # of the form");
    let text = spoilt(&text, "fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"");
    let lines: Vec<Option<u64>> = check(&text).faults().iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [line_of(&text, "# of the form"), line_of(&text, "prepared_in_persn")].map(Some));
}

#[test]
fn one_faulty_and_one_sound_file() {
    let sandbox = Sandbox::new();
    sandbox.write("sound/regulation.toml", MEETING).write(FILE, spoilt(MEETING, "max = 30 #", "max = 31 #"));
    let run = sandbox.run(&["rules", "check", "sound", "rule", "14-qdi-tu", "--diagnostics", "json"]);
    assert_faults(&run, &[want("rule-sum").file(FILE)]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stdout.lines().filter(|line| line.contains("│ sound") || line.contains("┆ sound")).count(),
        2,
        "{}",
        run.stdout
    );
}

#[test]
fn what_a_check_finds_is_a_result_and_is_written_unless_strict() {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, spoilt(MEETING, "max = 30 #", "max = 31 #"));
    let run = sandbox.run(&["rules", "check", "rule", "--output", "result"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(sandbox.listing(), ["result", "rule"]);
    let run = sandbox.run(&["rules", "check", "rule", "--strict", "--output", "other"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(sandbox.listing(), ["result", "rule"]);
}

#[test]
fn records_are_not_scored_by_a_faulty_rule_file() {
    let text = spoilt(MEETING, "max = 30 #", "max = 31 #");
    let sandbox = Sandbox::new();
    sandbox
        .write("records/chibo.toml", PROFILE.replace("14-qdi-tu", "../rule"))
        .write("records/cells.csv", "code,committee\nC1,Đảng ủy A\n")
        .write("records/meetings.csv", "cell,date,kind\nC1,2024-01-05,regular\n")
        .write(FILE, &text);
    let fault = want("rule-sum").line(line_of(&text, "# of the form"));
    for arguments in [&["score", "records"][..], &["score", "records", "--rules", "rule"]] {
        let run = sandbox.run(&[arguments, &["--output", "result", "--diagnostics", "json"]].concat());
        assert_faults(&run, std::slice::from_ref(&fault));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert_eq!(sandbox.listing(), ["records", "rule"]);
    }
}
