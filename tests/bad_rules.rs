//! Bad rule files: every fault has its code, its file and the line on which it stands. Lines are found in the text that the test wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::{PROFILE, Run, Sandbox, Want, assert_fault, assert_faults, want};

const FILE: &str = "rule/regulation.toml";

/// A small sound regulation of meetings. Every place that a test spoils has a line of its own.
const MEETING: &str = r#"[regulation]
id = "mau"
scope = "meeting"
title = "Quy định mẫu"

[sources.qd]
title = "Văn bản"
standing = "text"

[[reading]]
id = "whole-year"
open = "Không nêu."
chosen = "Cả năm."
cite = "qd"

[attendance]
counts = ["present"]
cite = "qd: 1"

[measures.speaking_share]
of = "speakers / present"
title = "Tỷ lệ phát biểu"
cite = "qd: 2"

[[form]]
id = "phieu"
title = "Phiếu"
max = 30 # of the form

[[form.group]]
id = "g1"
title = "Nhóm 1"
max = 20 # of group 1
cite = "qd: 3"

[[form.group.leaf]]
id = "1.1"
title = "Tỷ lệ dự"
max = 15
[form.group.leaf.tiers]
of = "attendance_rate"
table = [
  { in = "> 85%", points = 15 },
  { in = "(70%, 85%]", points = 10 },
  { in = "<= 70%", points = 0 },
]

[[form.group.leaf]]
id = "1.2"
title = "Bí thư chuẩn bị"
max = 5
[form.group.leaf.yes-no]
fact = "prepared_in_person"

[[form.group]]
id = "g2"
title = "Nhóm 2"
max = 10 # of group 2
cite = "qd: 4"

[[form.group.leaf]]
id = "2.1"
title = "Phát biểu"
max = 10
[form.group.leaf.tiers]
of = "speaking_share"
table = [
  { in = ">= 50%", points = 10 },
  { in = "< 50%", points = 4 },
]

[[level]]
id = "tot"
title = "Tốt"
in = "[25, 30]"
cite = "qd: 5"

[[level]]
id = "kha"
title = "Khá"
in = "[15, 25)"
cite = "qd: 5"

[[level]]
id = "kem"
title = "Kém"
in = "[0, 15)"
cite = "qd: 5"

[[gate]]
id = "vang"
title = "Dưới một nửa dự"
when = "attendance_rate < 50%"
at-most = "kem"
cite = "qd: 6"
reading = "whole-year"
"#;

/// A small sound regulation of years, with a quota.
const YEAR: &str = r#"[regulation]
id = "nam"
scope = "year"
title = "Quy định năm mẫu"
years = "2024.."

[sources.qd]
title = "Văn bản"
standing = "text"

[[fact]]
id = "g1"
scope = "year"
type = "grade"
vi = ["Tiêu chí 1"]

[grades]
[[grades.grade]]
id = "dat"
title = "Đạt"
[[grades.grade]]
id = "khong"
title = "Không đạt"

[[criterion]]
id = "g1"
title = "Tiêu chí 1"
fact = "g1"
cite = "qd: 1"

[[level]]
id = "xs"
title = "Xuất sắc"
cite = "qd: 2"
[[level.condition]]
title = "mọi tiêu chí đạt"
when = "lowest_grade >= 'dat'"

[[level]]
id = "kht"
title = "Không hoàn thành"
cite = "qd: 2"

[[quota]]
id = "trong-xa"
level = "xs"
percent = "20%"
base = "level-or-better"
base-level = "xs"
rounding = "down"
group = ["committee"]
cite = "qd: 3"
"#;

/// The line on which a marker stands; it stands there only.
#[track_caller]
fn line_of(text: &str, marker: &str) -> u64 {
    assert_eq!(text.matches(marker).count(), 1, "{marker:?} must stand once");
    let before = text.split(marker).next().unwrap();
    u64::try_from(before.matches('\n').count()).unwrap() + 1
}

/// The text with one place changed.
#[track_caller]
fn spoilt(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} must stand once");
    text.replace(from, to)
}

/// Only doubts, and no others than these; the file gives a regulation all the same.
#[track_caller]
fn doubtful(text: &str, wants: &[Want]) {
    let run = check(text);
    let wants: Vec<Want> = wants.iter().map(|want| want.clone().file(FILE)).collect();
    assert_faults(&run, &wants);
    assert!(run.faults().iter().all(|fault| fault.severity == "warning"), "{}", run.stderr);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("usable"), "{}", run.stdout);
    let sandbox = Sandbox::new();
    sandbox.write(FILE, text);
    let shown = sandbox.run(&["rules", "show", "rule"]);
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
}

fn check(text: impl AsRef<[u8]>) -> Run {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, text);
    sandbox.run(&["rules", "check", "rule", "--diagnostics", "json"])
}

/// These faults and no others; the file gives no regulation.
#[track_caller]
fn faulty(text: &str, wants: &[Want]) {
    let run = check(text);
    let wants: Vec<Want> = wants.iter().map(|want| want.clone().file(FILE)).collect();
    assert_faults(&run, &wants);
    assert_eq!(run.code, Some(1));
}

/// Changes one place of the meeting regulation and looks for a fault on the line of a marker.
#[track_caller]
fn spoil(from: &str, to: &str, marker: &str, fault: Want) {
    let text = spoilt(MEETING, from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

/// The same in the yearly regulation.
#[track_caller]
fn spoil_year(from: &str, to: &str, marker: &str, fault: Want) {
    let text = spoilt(YEAR, from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

#[test]
fn the_unspoilt_regulations_are_sound() {
    for text in [MEETING, YEAR] {
        let run = check(text);
        assert_faults(&run, &[]);
        assert_eq!(run.code, Some(0));
    }
}

// ----------------------------------------------------------------- the file

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

// --------------------------------------------------------------------- keys

#[test]
fn unknown_key_with_the_near_one_named() {
    spoil(
        "at-most = \"kem\"",
        "at-most = \"kem\"\ntitel = \"x\"",
        "titel",
        want("rule-unknown-key").value("titel").expects("title"),
    );
}

#[test]
fn unknown_key_far_from_every_known_one() {
    spoil("at-most = \"kem\"", "at-most = \"kem\"\nbananas = 1", "bananas", want("rule-unknown-key").value("bananas"));
}

#[test]
fn unknown_table() {
    let text = format!("{MEETING}\n[[gaet]]\nid = \"x\"\n");
    faulty(&text, &[want("rule-unknown-key").line(line_of(&text, "[[gaet]]")).value("gaet").expects("gate")]);
}

#[test]
fn missing_key() {
    spoil("[[form.group]]\nid = \"g2\"\ntitle = \"Nhóm 2\"\n", "[[form.group]] # 2\nid = \"g2\"\n", "[[form.group]] # 2", {
        want("rule-missing-key").expects("title")
    });
    spoil("[[gate]]\nid = \"vang\"\n", "[[gate]]\n", "[[gate]]", want("rule-missing-key").expects("id"));
}

#[test]
fn wrong_type() {
    let text = spoilt(MEETING, "max = 10 # of group 2", "max = \"10\" # of group 2");
    let run = check(&text);
    assert_fault(&run, &want("rule-value").file(FILE).line(line_of(&text, "# of group 2")).expects("max"));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_figure_of_the_wrong_type_is_not_taken_for_zero() {
    let run = check(spoilt(MEETING, "max = 10 # of group 2", "max = \"10\" # of group 2"));
    let zero = run.faults().into_iter().find(|fault| fault.message.contains("maximum is 0"));
    assert!(zero.is_none(), "the file holds no 0: {zero:#?}");
}

// ------------------------------------------------------------------ figures

#[test]
fn sum_of_a_group_that_differs() {
    // The leaves of group 1 give 15 + 5; the form follows its groups and differs as well.
    let text = spoilt(MEETING, "max = 20 # of group 1", "max = 21 # of group 1");
    let run = check(&text);
    let fault = assert_fault(&run, &want("rule-sum").file(FILE).line(line_of(&text, "# of group 1")).value("21"));
    assert!(fault.message.contains("15 + 5 = 20"), "{}", fault.message);
    assert_eq!(run.code, Some(1));
}

#[test]
fn sum_of_a_form_that_differs() {
    let fault = want("rule-sum").value("31");
    spoil("max = 30 # of the form", "max = 31 # of the form", "# of the form", fault);
}

#[test]
fn tier_over_the_maximum_of_its_leaf() {
    let fault = want("rule-over-max").value("16").expects("15");
    spoil("{ in = \"> 85%\", points = 15 }", "{ in = \"> 85%\", points = 16 }", "points = 16", fault);
}

#[test]
fn duplicate_leaf_id() {
    spoil("id = \"1.2\"", "id = \"1.1\" # again", "# again", want("rule-duplicate").value("1.1"));
}

#[test]
fn duplicate_level_id() {
    spoil("id = \"kha\"", "id = \"tot\" # again", "# again", want("rule-duplicate").value("tot"));
}

// -------------------------------------------------------------------- seams

/// A fault of the levels stands at one of the two that it is about, not at a third.
#[track_caller]
fn seam_of_kha_and_kem(text: &str, code: &'static str, value: &str) {
    let run = check(text);
    assert_faults(&run, &[want(code).file(FILE).value(value)]);
    assert_eq!(run.code, Some(1));
    let line = run.faults()[0].line.unwrap();
    let (first, last) = (line_of(text, "id = \"kha\"") - 1, line_of(text, "[[gate]]"));
    assert!((first..last).contains(&line), "line {line} is not of \"kha\" or \"kem\", lines {first} to {}", last - 1);
}

#[test]
fn gap_in_bands() {
    let run = check(spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 14)\""));
    assert_faults(&run, &[want("rule-gap").file(FILE).value("[14, 15)")]);
    assert_eq!(run.code, Some(1));
}

#[test]
fn gap_in_bands_is_told_at_a_level_beside_it() {
    seam_of_kha_and_kem(&spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 14)\""), "rule-gap", "[14, 15)");
}

#[test]
fn overlapping_bands() {
    let run = check(spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 15]\""));
    assert_faults(&run, &[want("rule-overlap").file(FILE).value("= 15")]);
    assert_eq!(run.code, Some(1));
}

#[test]
fn overlapping_bands_are_told_at_a_level_that_overlaps() {
    seam_of_kha_and_kem(&spoilt(MEETING, "in = \"[0, 15)\"", "in = \"[0, 15]\""), "rule-overlap", "= 15");
}

#[test]
fn levels_not_best_first() {
    let swapped = spoilt(MEETING, "in = \"[25, 30]\"", "in = \"@\"")
        .replace("in = \"[15, 25)\"", "in = \"[25, 30]\"")
        .replace("in = \"@\"", "in = \"[15, 25)\"");
    let run = check(&swapped);
    assert_faults(&run, &[want("rule-level-order").file(FILE).value("kha")]);
    let line = run.faults()[0].line.unwrap();
    assert!((line_of(&swapped, "id = \"tot\"") - 1..line_of(&swapped, "id = \"kem\"") - 1).contains(&line), "line {line}");
}

#[test]
fn gap_in_tiers() {
    let text = spoilt(MEETING, "{ in = \"(70%, 85%]\", points = 10 }", "{ in = \"(75%, 85%]\", points = 10 }");
    tier_seam(&text, "rule-gap", "(70%, 75%]");
}

#[test]
fn overlap_in_tiers() {
    let text = spoilt(MEETING, "{ in = \"(70%, 85%]\", points = 10 }", "{ in = \"[70%, 85%]\", points = 10 }");
    tier_seam(&text, "rule-overlap", "= 70%");
}

/// At the heading of the tiers of leaf 1.1 or at one of their rows.
#[track_caller]
fn tier_seam(text: &str, code: &'static str, value: &str) {
    let run = check(text);
    assert_faults(&run, &[want(code).file(FILE).value(value)]);
    assert_eq!(run.code, Some(1));
    let line = run.faults()[0].line.unwrap();
    let (first, last) = (line_of(text, "of = \"attendance_rate\"") - 1, line_of(text, "points = 0 }"));
    assert!((first..=last).contains(&line), "line {line} is outside the table, lines {first} to {last}");
}

/// A leaf for 5 points in the place of leaf 1.2, whose rows take a measure; every row has a line of its own.
fn table_of(of: &str, rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("  {{ {row} }},\n")).collect();
    spoilt(
        MEETING,
        "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n",
        &format!("[form.group.leaf.tiers] # here\nof = \"{of}\"\ntable = [\n{rows}]\n"),
    )
}

#[track_caller]
fn sound(text: &str) {
    let run = check(text);
    assert_faults(&run, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn whole_numbers_leave_no_gap_between_them() {
    sound(&table_of(
        "minutes",
        &[
            "in = \"= 0\", points = 0",
            "in = \"[1, 15]\", points = 1",
            "in = \"[16, 30]\", points = 2",
            "in = \"> 30\", points = 5",
        ],
    ));
    sound(&table_of("members - present", &["in = \"<= 1\", points = 5", "in = \">= 2\", points = 0"]));
    // A share takes every value between.
    let text = table_of("speaking_share", &["in = \"<= 15%\", points = 0", "in = \">= 16%\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("(15%, 16%)").line(line_of(&text, ">= 16%"))]);
}

#[test]
fn a_gap_between_whole_numbers() {
    let text =
        table_of("minutes", &["in = \"[0, 15]\", points = 0", "in = \"[17, 30]\", points = 2", "in = \"> 30\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("(15, 17)").line(line_of(&text, "[17, 30]"))]);
}

#[test]
fn an_overlap_that_holds_no_whole_number_is_none() {
    sound(&table_of("minutes", &["in = \"< 16\", points = 0", "in = \"> 15\", points = 5"]));
    let text = table_of("minutes", &["in = \"< 17\", points = 0", "in = \"> 15\", points = 5"]);
    faulty(&text, &[want("rule-overlap").value("(15, 17)").line(line_of(&text, "> 15"))]);
}

#[test]
fn a_table_covers_what_its_measure_can_be_and_no_more() {
    // Nobody attends who is not expected, but more may speak than were counted present.
    let rows = ["in = \"[50%, 100%]\", points = 5", "in = \"[0%, 50%)\", points = 0"];
    sound(&table_of("attendance_rate", &rows));
    let text = table_of("speaking_share", &rows);
    faulty(&text, &[want("rule-gap").value("> 100%").line(line_of(&text, "[50%, 100%]"))]);
    // A difference can fall below zero, the greater of it and zero cannot.
    let rows = ["in = \"= 0\", points = 5", "in = \"> 0\", points = 0"];
    sound(&table_of("max(90 - minutes, 0)", &rows));
    let text = table_of("90 - minutes", &rows);
    faulty(&text, &[want("rule-gap").value("< 0").line(line_of(&text, "= 0\", points = 5"))]);
}

#[test]
fn what_an_exception_takes_needs_no_row() {
    let text = table_of("minutes", &["in = \"< 45\", points = 5"]);
    faulty(&text, &[want("rule-gap").value("≥ 45").line(line_of(&text, "< 45"))]);
    sound(&spoilt(
        &text,
        "[form.group.leaf.tiers] # here",
        "first = [ { when = \"minutes >= 45\", points = 0 } ]\n[form.group.leaf.tiers] # here",
    ));
}

#[test]
fn a_table_of_words_names_each_that_can_come() {
    let rows = [
        "is = \"regular\", points = 5",
        "is = \"thematic\", points = 3",
        "is = \"combined\", points = 5",
        "is = \"congress\", points = 0",
    ];
    let text = table_of("kind", &rows);
    faulty(&text, &[want("rule-gap").value("extraordinary")]);
    // Where the form is not for extraordinary meetings, no row is needed for them.
    sound(&spoilt(&text, "max = 30 # of the form", "max = 30\napplies = \"kind != extraordinary\""));
}

// --------------------------------------------------------- the words of the text

/// The first row of the table on attendance with the words of the text beside it.
fn row_with(interval: &str, phrase: &str) -> String {
    let row = format!("{{ in = \"{interval}\", points = 15, phrase = \"{phrase}\" }}");
    let text = spoilt(MEETING, "{ in = \"> 85%\", points = 15 }", &row);
    // The row below ends where this one begins.
    if interval.starts_with(">=") || interval.starts_with('[') { text.replace("(70%, 85%]", "(70%, 85%)") } else { text }
}

#[test]
fn over_is_not_from() {
    let fault = |text: &str, said: &str, phrase: &str| {
        faulty(text, &[want("rule-phrase").value(phrase).expects(said).line(line_of(text, phrase))])
    };
    sound(&row_with("> 85%", "trên 85 %"));
    fault(&row_with(">= 85%", "trên 85 %"), "> 85 %", "trên 85 %");
    sound(&row_with(">= 85%", "từ 85 % trở lên"));
    fault(&row_with("> 85%", "từ 85 % trở lên"), "≥ 85 %", "từ 85 % trở lên");
    sound(&row_with("(85%, 100%]", "trên 85 % đến 100 %"));
    fault(&row_with("> 85%", "trên 80 %"), "> 80 %", "trên 80 %");
    fault(&row_with("> 85%", "dưới 85 %"), "< 85 %", "dưới 85 %");
    // Points that the row gives may be named as well, others may not.
    sound(&row_with("> 85%", "trên 85 %: 15 điểm"));
    fault(&row_with("> 85%", "trên 85 %: 20 điểm"), "20", "trên 85 %: 20 điểm");
}

#[test]
fn words_between_two_figures() {
    let middle = |phrase: &str| {
        spoilt(
            MEETING,
            "{ in = \"(70%, 85%]\", points = 10 }",
            &format!("{{ in = \"(70%, 85%]\", points = 10, phrase = \"{phrase}\" }}"),
        )
    };
    sound(&middle("trên 70 đến 85 %"));
    let text = middle("từ 70 đến 85 %");
    faulty(&text, &[want("rule-phrase").expects("≥ 70 %").line(line_of(&text, "từ 70"))]);
    let text = middle("từ 70 % đến dưới 85 %");
    faulty(&text, &[want("rule-phrase").expects("≥ 70 %"), want("rule-phrase").expects("< 85 %")]);
}

#[test]
fn words_of_whole_numbers() {
    let row = |phrase: &str| {
        table_of(
            "minutes",
            &[
                &format!("in = \"[1, 15]\", points = 1, phrase = \"{phrase}\""),
                "in = \"= 0\", points = 0",
                "in = \"> 15\", points = 5",
            ],
        )
    };
    // Of whole minutes, "below 16" is "up to 15".
    for phrase in ["từ 1 đến 15 phút", "trên 0 và dưới 16 phút", "không quá 15 phút"] {
        sound(&row(phrase));
    }
    let text = row("từ 1 đến dưới 15 phút");
    faulty(&text, &[want("rule-phrase").expects("< 15")]);
}

#[test]
fn words_beside_a_condition() {
    let gate = |when: &str, phrase: &str| {
        spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\"\nphrase = \"{phrase}\""))
            .replace("\nreading = \"whole-year\"", "")
            .replace("[[reading]]\nid", "[[reading]]\ncovers = \"x\"\nid")
    };
    for (when, phrase) in [
        ("attendance_rate < 50%", "dưới 50 % đảng viên dự"),
        ("present * 100 < members * 50", "dưới 50 % đảng viên có mặt"),
        ("present * 2 < members", "dưới một nửa"),
        ("unexcused > 3 and minutes < 60", "quá 3 người vắng, sinh hoạt dưới 60 phút"),
        ("unexcused >= 4", "quá 3 người vắng"),
        ("not (attendance_rate >= 50%)", "đạt từ 50 % trở lên"),
        ("60 > minutes", "dưới 60 phút"),
        ("unexcused = 2", "đúng 2 người vắng"),
    ] {
        sound(&gate(when, phrase));
    }
    for (when, phrase, said) in [
        ("attendance_rate <= 50%", "dưới 50 % đảng viên dự", "< 50 %"),
        ("attendance_rate > 50%", "dưới 50 % đảng viên dự", "< 50 %"),
        ("attendance_rate < 60%", "dưới 50 % đảng viên dự", "< 50 %"),
        ("present * 100 <= members * 50", "dưới 50 % đảng viên có mặt", "< 50 %"),
        ("unexcused >= 3", "quá 3 người vắng", "> 3"),
        ("unexcused > 3 and minutes < 60", "quá 3 người vắng, sinh hoạt dưới 90 phút", "< 90"),
        ("total < 20", "dưới 20 %", "< 20 %"),
    ] {
        let text = gate(when, phrase);
        faulty(&text, &[want("rule-phrase").value(phrase).expects(said).line(line_of(&text, phrase))]);
    }
}

#[test]
fn words_beside_a_level_a_period_a_measure_and_a_quota() {
    let level = |phrase: &str| spoilt(MEETING, "in = \"[15, 25)\"", &format!("in = \"[15, 25)\"\nphrase = \"{phrase}\""));
    sound(&level("từ 15 đến dưới 25 điểm"));
    let text = level("từ 15 đến 25 điểm");
    faulty(&text, &[want("rule-phrase").expects("≤ 25").line(line_of(&text, "đến 25"))]);
    let period = |phrase: &str| {
        format!(
            "{MEETING}\n[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"qd: 7\"\n[[period.level]]\nid = \"tot\"\nwhen = \"count('tot') >= 7\"\nphrase = \"{phrase}\"\n[[period.level]]\nid = \"kem\"\n"
        )
    };
    sound(&period("ít nhất 7 buổi Tốt"));
    let text = period("trên 7 buổi Tốt");
    faulty(&text, &[want("rule-phrase").expects("> 7").line(line_of(&text, "trên 7"))]);
    let measure = |phrase: &str| {
        let of = format!("of = \"if(kind = combined, 120, 90)\"\nphrase = \"{phrase}\"");
        spoilt(
            &spoilt(MEETING, "of = \"speakers / present\"", &of),
            "of = \"speaking_share\"",
            "of = \"minutes - speaking_share\"",
        )
        .replace("in = \">= 50%\"", "in = \">= 0\"")
        .replace("in = \"< 50%\"", "in = \"< 0\"")
    };
    sound(&measure("ít nhất 90 phút, kết hợp chuyên đề ít nhất 120 phút"));
    let text = measure("ít nhất 90 phút, kết hợp chuyên đề ít nhất 150 phút");
    faulty(&text, &[want("rule-phrase").expects("150")]);
    let quota = |phrase: &str| spoilt(YEAR, "percent = \"20%\"", &format!("percent = \"20%\"\nphrase = \"{phrase}\""));
    sound(&quota("không quá 20 %"));
    let text = quota("không quá 25 %");
    faulty(&text, &[want("rule-phrase").expects("≤ 25 %").line(line_of(&text, "25 %"))]);
}

#[test]
fn words_beside_points_of_each_occurrence() {
    let kind = |keys: &str, phrase: &str| {
        let kind = format!("[form.group.leaf.per-occurrence]\nof = \"unexcused\"\n{keys}\nphrase = \"{phrase}\"\n");
        spoilt(MEETING, "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n", &kind)
    };
    // The leaf has 5 points.
    for (keys, phrase) in [
        ("each = 1", "mỗi lần 1 điểm, nhiều nhất 5 điểm"),
        ("each = 1", "mỗi lần 1 trong 5 điểm"),
        ("each = -1\nat-least = 2", "mỗi lần trừ 1 điểm, còn ít nhất 2 điểm"),
    ] {
        sound(&kind(keys, phrase));
    }
    // Nobody reaches the maximum of the leaf here, which is a doubt of its own.
    let capped = |phrase: &str| kind("each = 1\nat-most = 3", phrase);
    doubtful(&capped("mỗi lần 1 điểm, nhiều nhất 3 điểm"), &[want("rule-max-unreached")]);
    for (phrase, said) in [("nhiều nhất 4 điểm", "≤ 4"), ("nhiều nhất 5 điểm", "≤ 5"), ("mỗi lần 1 trong 5 điểm", "5")]
    {
        let text = capped(phrase);
        assert_fault(&check(&text), &want("rule-phrase").value(phrase).expects(said).line(line_of(&text, phrase)));
    }
}

#[test]
fn words_that_a_reading_departs_from_and_words_that_cannot_be_read() {
    let with = |phrase: &str, reading: &str| {
        spoilt(
            MEETING,
            "{ in = \"> 85%\", points = 15 }",
            &format!("{{ in = \"> 85%\", points = 15, phrase = \"{phrase}\"{reading} }}"),
        )
    };
    sound(&with("từ 85 % trở lên", ", reading = \"whole-year\""));
    let text = with("đa số đảng viên", "");
    doubtful(&text, &[want("rule-phrase-unread").value("đa số đảng viên").line(line_of(&text, "đa số"))]);
    // What a row around says is not the words of another entry.
    let leaf = spoilt(MEETING, "fact = \"prepared_in_person\"", "when = \"minutes >= 90\"\nphrase = \"90 phút trở lên\"");
    sound(&leaf);
    let shown = {
        let sandbox = Sandbox::new();
        sandbox.write(FILE, &leaf);
        sandbox.run(&["rules", "show", "rule", "--format", "csv", "--table", "entries"]).stdout
    };
    assert_eq!(shown.matches("90 phút trở lên").count(), 1, "{shown}");
}

// ----------------------------------------------------------- what can never happen

#[test]
fn a_row_outside_the_values_of_its_measure() {
    let text = table_of("attendance_rate", &["in = \"> 100%\", points = 5", "in = \"<= 100%\", points = 4"]);
    let fault = want("rule-never").value("> 100%").expects("[0%, 100%]");
    faulty(&text, &[fault.line(line_of(&text, "> 100%"))]);
    sound(&text.replace("> 100%", "> 90%").replace("<= 100%", "<= 90%"));
}

#[test]
fn a_row_that_an_exception_takes_away() {
    let text = table_of("minutes", &["in = \">= 60\", points = 5", "in = \"< 60\", points = 0"]);
    let with = |exception: &str| {
        let first = format!("first = [ {{ when = \"{exception}\", points = 1 }} ]\n[form.group.leaf.tiers] # here");
        spoilt(&text, "[form.group.leaf.tiers] # here", &first)
    };
    let bad = with("minutes < 90");
    faulty(&bad, &[want("rule-shadowed").value("< 60").line(line_of(&bad, "\"< 60\""))]);
    sound(&with("minutes < 45"));
}

#[test]
fn an_exception_behind_one_that_takes_more() {
    let exceptions = |first: &str, second: &str| {
        let list = format!("first = [\n  {{ when = \"{first}\", points = 5 }},\n  {{ when = \"{second}\", points = 0 }},\n]\n");
        spoilt(MEETING, "max = 15\n", &format!("max = 15\n{list}"))
    };
    let text = exceptions("unexcused > 0", "unexcused > 3");
    faulty(&text, &[want("rule-shadowed").value("unexcused > 3").line(line_of(&text, "unexcused > 3"))]);
    sound(&exceptions("unexcused > 3", "unexcused > 0"));
}

#[test]
fn a_not_applicable_entry_that_never_comes() {
    let entry = |when: &str| {
        let entry =
            format!("[[form.group.leaf.not-applicable]]\nwhen = \"{when}\"\nthen = \"full\"\n\n[[form.group]]\nid = \"g2\"");
        spoilt(
            &spoilt(MEETING, "[[form.group]]\nid = \"g2\"", &entry),
            "max = 30 # of the form",
            "max = 30\napplies = \"kind in (regular, combined)\"",
        )
    };
    let text = entry("kind = thematic");
    faulty(&text, &[want("rule-never").value("kind = thematic").line(line_of(&text, "kind = thematic"))]);
    let text = entry("kind != thematic");
    faulty(&text, &[want("rule-always").value("kind != thematic").line(line_of(&text, "kind != thematic"))]);
    sound(&entry("kind = combined"));
}

#[test]
fn a_yes_or_no_that_is_settled() {
    let when = |when: &str| spoilt(MEETING, "fact = \"prepared_in_person\"", &format!("when = \"{when}\""));
    let text = when("unexcused >= 0");
    faulty(&text, &[want("rule-always").value("unexcused >= 0").expects("unexcused ≥ 0").line(line_of(&text, "unexcused >= 0"))]);
    let text = when("present > members");
    faulty(&text, &[want("rule-never").value("present > members").line(line_of(&text, "present > members"))]);
    sound(&when("unexcused = 0"));
}

#[test]
fn a_part_of_a_condition_that_is_settled() {
    let text = spoilt(
        MEETING,
        "when = \"attendance_rate < 50%\"",
        "when = \"minutes < 60 and members > 5 and not (attendance_rate > 120%)\"",
    );
    let line = line_of(&text, "minutes < 60");
    faulty(&text, &[want("rule-never").value("attendance_rate > 120%").expects("[0%, 100%]").line(line)]);
    sound(&text.replace("120%", "12%"));
}

#[test]
fn conditions_that_exclude_one_another() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("minutes > 120 and minutes < 90");
    faulty(&text, &[want("rule-never").value("minutes > 120 and minutes < 90").line(line_of(&text, "minutes > 120"))]);
    sound(&when("minutes < 120 and minutes > 90"));
    let text = when("minutes <= 120 or minutes >= 90");
    faulty(&text, &[want("rule-always").line(line_of(&text, "minutes <= 120"))]);
}

#[test]
fn a_gate_that_asks_for_more_points_than_the_leaf_has() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("points('1.2') > 10");
    faulty(&text, &[want("rule-never").value("points('1.2') > 10").expects("0 | 5").line(line_of(&text, "> 10"))]);
    let text = when("points('2.1') = 5");
    faulty(&text, &[want("rule-never").value("points('2.1') = 5").expects("4 | 10").line(line_of(&text, "') = 5"))]);
    let text = when("points('2.1') >= 4 and total < 20");
    faulty(&text, &[want("rule-always").value("points('2.1') >= 4").line(line_of(&text, "') >= 4"))]);
    sound(&when("points('2.1') < 10"));
}

#[test]
fn a_total_that_is_rounded_beyond_the_maximum() {
    // Of 30 points, rounded up to multiples of 7, 35 are the most.
    let rounded = |when: &str| {
        let text = spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
        let rounding =
            "[[form.rounding]]\nat = [\"total\"]\nstep = 7\nmode = \"up\"\ncite = \"qd\"\n\n[[form.group]]\nid = \"g1\"";
        check(spoilt(&text, "[[form.group]]\nid = \"g1\"", rounding)).faults()
    };
    let never = |when: &str| rounded(when).iter().any(|fault| fault.code == "rule-never");
    assert!(never("total > 35") && !never("total > 30"));
}

#[test]
fn a_count_that_is_never_a_fraction() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("members = 1.5");
    faulty(&text, &[want("rule-never").value("members = 1.5").line(line_of(&text, "members = 1.5"))]);
    sound(&when("members = 15"));
}

#[test]
fn a_gate_at_the_best_level() {
    let text = spoilt(MEETING, "at-most = \"kem\"", "at-most = \"tot\"");
    faulty(&text, &[want("rule-no-effect").value("tot").expects("at-most").line(line_of(&text, "[[gate]]"))]);
}

#[test]
fn a_form_behind_one_that_takes_its_meetings() {
    let second = |first: &str, second: &str| {
        let sheet = MEETING.split("[[form]]").nth(1).unwrap().split("[[level]]").next().unwrap();
        let sheet = sheet
            .replace("id = \"phieu\"", &format!("id = \"hai\"\napplies = \"{second}\""))
            .replace("\"1.1\"", "\"b.1\"")
            .replace("\"1.2\"", "\"b.2\"")
            .replace("\"2.1\"", "\"b.3\"");
        let both = MEETING.replacen("[[level]]", &format!("[[form]]{sheet}[[level]]"), 1);
        both.replacen("id = \"phieu\"\n", &format!("id = \"phieu\"\n{first}"), 1)
    };
    let text = second("", "kind = thematic");
    faulty(&text, &[want("rule-shadowed").value("kind = thematic").line(line_of(&text, "kind = thematic"))]);
    let text = second("applies = \"kind in (regular, thematic)\"\n", "kind = thematic");
    faulty(&text, &[want("rule-shadowed").value("kind = thematic").line(line_of(&text, "\"kind = thematic\""))]);
    sound(&second("applies = \"kind = regular\"\n", "kind = thematic"));
    // A gate that asks for a leaf of one sheet says nothing of meetings on the other.
    let guarded = second("applies = \"kind = regular\"\n", "kind = thematic")
        .replace("attendance_rate < 50%", "kind = regular and not full('1.1')");
    sound(&guarded);
    let text = guarded.replace("kind = regular and not full('1.1')", "not full('1.1')");
    faulty(&text, &[want("rule-undecided").value("1.1").expects("kind").line(line_of(&text, "not full('1.1')"))]);
    let text = guarded.replace("kind = regular and not full('1.1')", "kind = thematic and not full('1.1')");
    faulty(&text, &[want("rule-never").line(line_of(&text, "not full('1.1')"))]);
}

#[test]
fn a_gate_on_points_of_a_leaf_that_may_be_set_aside() {
    let entry = "[[form.group.leaf.not-applicable]]\nwhen = \"leadership = 'secretary-only'\"\nthen = \"rescale\"\n\n[[form.group]]\nid = \"g2\"";
    let with = |when: &str| {
        spoilt(
            &spoilt(MEETING, "[[form.group]]\nid = \"g2\"", entry),
            "when = \"attendance_rate < 50%\"",
            &format!("when = \"{when}\""),
        )
    };
    let text = with("points('1.2') < 5");
    faulty(&text, &[want("rule-undecided").value("1.2").line(line_of(&text, "points('1.2') < 5"))]);
    sound(&with("not full('1.2')"));
}

#[test]
fn a_group_whose_leaves_are_all_redistributed_at_once() {
    let aside = |when: &str, then: &str| format!("\n[[form.group.leaf.not-applicable]]\nwhen = \"{when}\"\nthen = \"{then}\"\n");
    let both = |first: &str, second: &str| {
        let text = spoilt(MEETING, "fact = \"prepared_in_person\"\n", &format!("fact = \"prepared_in_person\"\n{second}"));
        spoilt(&text, "\n[[form.group.leaf]]\nid = \"1.2\"", &format!("{first}\n[[form.group.leaf]]\nid = \"1.2\""))
    };
    let faults = |text: &str| check(text).faults().into_iter().map(|fault| fault.code).collect::<Vec<String>>();
    let (few, fewer) = (aside("members < 9", "redistribute"), aside("members < 5", "redistribute"));
    for text in [both(&few, &few), both(&fewer, &few), both(&few, &fewer)] {
        // Where fewer than 9 fall away, 5 still do.
        assert_eq!(faults(&text), if text == both(&few, &fewer) { vec![] } else { vec!["rule-nothing-left"] }, "{text}");
    }
    assert_eq!(faults(&both(&few, &aside("kind = combined", "redistribute"))), Vec::<String>::new());
    assert_eq!(faults(&both(&few, &aside("members < 9", "rescale"))), Vec::<String>::new());
    assert_eq!(faults(&both(&few, &(aside("members < 20", "full") + &few))), ["rule-shadowed"]);
    // The only leaf of its group.
    let table = "  { in = \"< 50%\", points = 4 },\n]\n";
    let text = spoilt(MEETING, table, &(table.to_owned() + &few));
    faulty(&text, &[want("rule-nothing-left").value("members < 9").line(line_of(&text, "members < 9"))]);
}

#[test]
fn a_level_that_is_never_reached() {
    // The conditions of the second level are those of the first and more.
    let level = "[[level]]\nid = \"htt\"\ntitle = \"Tốt\"\ncite = \"qd: 2\"\n[[level.condition]]\ntitle = \"đạt\"\nwhen = \"grade('g1') = 'dat'\"\n\n[[level]]\nid = \"kht\"";
    let text = spoilt(YEAR, "[[level]]\nid = \"kht\"", level);
    // The quota moves units down to it, so it can still be had.
    sound(&text);
    let quota = text.split("[[quota]]").next().unwrap().to_owned();
    faulty(&quota, &[want("rule-shadowed").value("Tốt").line(line_of(&quota, "id = \"htt\"") - 1)]);
    sound(&quota.replace("grade('g1') = 'dat'", "grade('g1') = 'khong' and year >= 2025"));
}

#[test]
fn no_level_for_who_meets_no_condition() {
    let condition = "title = \"Không hoàn thành\"\ncite = \"qd: 2\"\n[[level.condition]]\ntitle = \"có\"\nwhen = \"lowest_grade = 'khong' and not given(year)\"\n";
    let text = spoilt(YEAR, "title = \"Không hoàn thành\"\ncite = \"qd: 2\"\n", condition);
    doubtful(&text, &[want("rule-no-otherwise").value("kht").line(line_of(&text, "id = \"kht\"") - 1)]);
    sound(&text.replace(" and not given(year)", ""));
}

#[test]
fn a_level_of_a_period_that_is_never_reached() {
    let period = |best: &str, second: &str| {
        format!(
            "{MEETING}\n[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"qd: 7\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{best}\"\n[[period.level]]\nid = \"kha\"\nwhen = \"{second}\"\n[[period.level]]\nid = \"kem\"\n"
        )
    };
    sound(&period("count_at_least('kha') = meetings and count('tot') >= 7", "count_at_least('kha') = meetings"));
    let text = period("count_at_least('kha') = meetings", "count_at_least('kha') = meetings and count('tot') >= 7");
    faulty(&text, &[want("rule-shadowed").line(line_of(&text, ">= 7"))]);
    let text = period("count('tot') = meetings", "count_at_least('kem') = meetings");
    faulty(
        &text,
        &[
            want("rule-always").value("count_at_least('kem') = meetings").line(line_of(&text, "('kem') = meetings")),
            want("rule-shadowed").value("kem"),
        ],
    );
}

/// The meeting regulation with a rule of periods.
fn with_period(rule: &str) -> String {
    format!("{MEETING}\n[[period]] # first\ncite = \"qd: 7\"\nmeetings = \"regular\"\n{rule}")
}

/// A yearly rule whose best level asks for the condition.
fn with_best(when: &str) -> String {
    with_period(&format!("of = \"year\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{when}\"\n[[period.level]]\nid = \"kem\"\n"))
}

#[test]
fn conditions_on_points_and_numbers_of_meetings_that_are_settled() {
    // The form has 30 points.
    for (code, when) in [
        ("rule-never", "mean >= 960"),
        ("rule-never", "round_half_up(mean, 0.1) > 30"),
        ("rule-never", "lowest > 30"),
        ("rule-never", "lowest > mean"),
        ("rule-never", "meetings < 0"),
        ("rule-never", "count('tot') < 0"),
        ("rule-never", "not_held < 0"),
        ("rule-always", "mean >= 0"),
        ("rule-always", "round_up(mean, 0.5) >= 0"),
        ("rule-always", "meetings >= 1"),
    ] {
        let text = with_best(when);
        assert_fault(&check(&text), &want(code).value(when).line(line_of(&text, when)));
    }
    for when in
        ["mean >= 30", "(first_half_mean + 2 * second_half_mean) / 3 >= 25", "mean_without_lowest >= 29.5", "not_held = 0"]
    {
        sound(&with_best(when));
    }
    let text = with_period("of = \"year\"\nneeds = \"meetings < 0\"\n[[period.level]]\nid = \"kem\"\n");
    faulty(&text, &[want("rule-never").value("meetings < 0").line(line_of(&text, "needs"))]);
}

#[test]
fn a_level_of_a_period_behind_one_that_takes_its_means() {
    let two = |first: &str, second: &str| {
        with_period(&format!(
            "of = \"year\"\n[[period.level]]\nid = \"tot\"\nwhen = \"{first}\"\n[[period.level]]\nid = \"kha\"\nwhen = \"{second}\" # second\n[[period.level]]\nid = \"kem\"\n"
        ))
    };
    for (narrow, wide) in [
        ("round_half_up(mean, 0.1) >= 25", "round_half_up(mean, 0.1) >= 20"),
        ("round_half_up(mean, 0.1) >= 25", "mean >= 24.95"),
        ("mean >= 25", "round_half_up(mean, 0.1) >= 25"),
        ("lowest >= 25", "mean >= 25"),
        ("mean >= 25", "mean_without_lowest >= 25"),
    ] {
        sound(&two(narrow, wide));
        let text = two(wide, narrow);
        faulty(&text, &[want("rule-shadowed").value(narrow).line(line_of(&text, "# second"))]);
    }
    sound(&two("round_half_up(mean, 0.1) >= 25", "mean >= 24.9"));
    sound(&two("mean >= 24.96", "round_half_up(mean, 0.1) >= 25"));
}

#[test]
fn two_rules_for_one_stretch_of_the_calendar() {
    let rule = "of = \"year\"\n[[period.level]]\nid = \"kem\"\n";
    let other = |of: &str| format!("[[period]] # second\ncite = \"qd: 8\"\nmeetings = \"regular\"\n{}", rule.replace("year", of));
    sound(&(with_period(rule) + &other("quarter")));
    let text = with_period(rule) + &other("year");
    faulty(&text, &[want("rule-shadowed").value("of = \"year\"").line(line_of(&text, "# second"))]);
}

// ------------------------------------------------------------------ only doubtful

#[test]
fn more_meetings_than_one_a_month() {
    let rule = |of: &str, meetings: &str, when: &str| {
        let keys = format!("of = \"{of}\"\n{when}\n[[period.level]]\nid = \"kem\"\n");
        with_period(&keys).replace("meetings = \"regular\"", &format!("meetings = \"{meetings}\""))
    };
    sound(&rule("quarter", "regular", "needs = \"meetings >= 3\""));
    sound(&rule("quarter", "regular-and-thematic", "needs = \"meetings >= 4\""));
    for (of, meetings, needs) in [
        ("quarter", "regular", "meetings >= 40"),
        ("quarter", "regular", "meetings >= 4"),
        ("year", "regular", "count('tot') >= 13"),
        ("half", "regular-and-thematic", "count_at_least('kha') > 12"),
    ] {
        let text = rule(of, meetings, &format!("needs = \"{needs}\""));
        doubtful(&text, &[want("rule-many-meetings").value(needs).line(line_of(&text, needs))]);
    }
}

#[test]
fn a_missing_meeting_that_counts_as_the_best_level() {
    for key in ["not-received", "not-held"] {
        let rule = |level: &str| with_period(&format!("of = \"year\"\n{key} = \"{level}\"\n[[period.level]]\nid = \"kem\"\n"));
        sound(&rule("kem"));
        let text = rule("tot");
        doubtful(&text, &[want("rule-missing-as-best").value("tot").line(line_of(&text, key))]);
    }
}

#[test]
fn a_maximum_that_nothing_gives() {
    let text = spoilt(MEETING, "{ in = \"> 85%\", points = 15 }", "{ in = \"> 85%\", points = 14 }");
    doubtful(&text, &[want("rule-max-unreached").value("14").expects("15").line(line_of(&text, "id = \"1.1\"") - 1)]);
    let recorded = |step: &str| {
        spoilt(
            MEETING,
            "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n",
            &format!("[form.group.leaf.recorded]\nstep = {step}\n"),
        )
    };
    sound(&recorded("0.5"));
    doubtful(&recorded("2"), &[want("rule-max-unreached").value("4").expects("5")]);
}

#[test]
fn points_exchanged_between_two_rows() {
    let rows = |a: &str, b: &str, c: &str| {
        table_of(
            "minutes",
            &[
                &format!("in = \">= 90\", points = {a}"),
                &format!("in = \"[60, 90)\", points = {b}"),
                &format!("in = \"[30, 60)\", points = {c}"),
                "in = \"< 30\", points = 0",
            ],
        )
    };
    sound(&rows("5", "3", "1"));
    sound(&rows("5", "5", "1"));
    let text = rows("3", "5", "1");
    doubtful(&text, &[want("rule-points-order").value("3").line(line_of(&text, ">= 90"))]);
    sound(&text.replace("in = \">= 90\", points = 3", "in = \">= 90\", points = 3, reading = \"whole-year\""));
}

#[test]
fn a_leaf_a_condition_or_a_gate_copied() {
    let text = spoilt(
        MEETING,
        "of = \"speaking_share\"\ntable = [\n  { in = \">= 50%\", points = 10 },\n  { in = \"< 50%\", points = 4 },\n",
        "of = \"attendance_rate\"\ntable = [\n  { in = \"> 85%\", points = 10 },\n  { in = \"(70%, 85%]\", points = 5 },\n  { in = \"<= 70%\", points = 0 },\n",
    );
    let text = text
        .replace("[measures.speaking_share]\nof = \"speakers / present\"\ntitle = \"Tỷ lệ phát biểu\"\ncite = \"qd: 2\"\n", "");
    doubtful(&text, &[want("rule-copied").line(line_of(&text, "id = \"2.1\"") - 1)]);
    let gate = "cite = \"qd: 6\"\n\n[[gate]]\nid = \"hai\"\ntitle = \"Hai\"\nwhen = \"attendance_rate < 50%\"\nat-most = \"kem\"\ncite = \"qd: 6\"\n";
    let text = spoilt(MEETING, "cite = \"qd: 6\"\n", gate);
    doubtful(&text, &[want("rule-copied").value("attendance_rate < 50%").line(line_of(&text, "id = \"hai\"") - 1)]);
    sound(&text.replacen("attendance_rate < 50%", "minutes < 60", 1));
    let condition = "when = \"lowest_grade >= 'dat'\"\n[[level.condition]]\ntitle = \"lại\"\nwhen = \"lowest_grade >= 'dat'\"\n";
    doubtful(
        &spoilt(YEAR, "when = \"lowest_grade >= 'dat'\"\n", condition),
        &[want("rule-copied").value("lowest_grade >= 'dat'")],
    );
}

#[test]
fn a_figure_between_two_steps() {
    let when = |when: &str| spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\""));
    let text = when("unexcused >= 1.5");
    doubtful(&text, &[want("rule-off-step").value("unexcused >= 1.5").expects("1").line(line_of(&text, "1.5"))]);
    sound(&when("unexcused >= 2"));
    // All points of the sheet are whole.
    doubtful(&when("total < 14.5"), &[want("rule-off-step").value("total < 14.5")]);
    let text = table_of("minutes", &["in = \">= 7.5\", points = 5", "in = \"< 7.5\", points = 0"]);
    doubtful(&text, &[want("rule-off-step").line(line_of(&text, ">= 7.5")), want("rule-off-step").line(line_of(&text, "< 7.5"))]);
    let text = MEETING.replace("25)", "24.5)").replace("[25", "[24.5");
    assert_eq!(check(&text).faults().len(), 2, "both levels end at 24.5");
}

#[test]
fn a_share_written_as_a_percent() {
    let text = spoilt(MEETING, "when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 0.5%\"");
    doubtful(&text, &[want("rule-small-percent").value("attendance_rate < 0.5%").line(line_of(&text, "0.5%"))]);
    let text = spoilt(
        MEETING,
        "{ in = \">= 50%\", points = 10 },\n  { in = \"< 50%\", points = 4 }",
        "{ in = \">= 0.5%\", points = 10 },\n  { in = \"< 0.5%\", points = 4 }",
    );
    doubtful(&text, &[want("rule-small-percent").value("≥ 0.5%"), want("rule-small-percent").value("< 0.5%")]);
}

// ------------------------------------------------------------ basis of figures

#[test]
fn dangling_citation() {
    spoil("cite = \"qd: 6\"", "cite = \"qx: 6\"", "qx: 6", want("rule-citation").value("qx").expects("qd"));
}

#[test]
fn dangling_citation_far_from_every_source() {
    spoil("cite = \"qd: 6\"", "cite = \"thong-tu: 6\"", "thong-tu", want("rule-citation").value("thong-tu"));
}

#[test]
fn uncited_figure() {
    // A reading is a citation of its own; without either, the gate rests on nothing.
    let bare =
        spoilt(MEETING, "at-most = \"kem\"\ncite = \"qd: 6\"\n", "at-most = \"kem\"\n").replacen("reading = ", "# reading = ", 1);
    let run = check(&bare);
    assert_fault(&run, &want("rule-uncited").file(FILE).line(line_of(&bare, "[[gate]]")).expects("cite"));
    let text = spoilt(MEETING, "max = 10 # of group 2\ncite = \"qd: 4\"\n", "max = 10 # of group 2\n");
    // Group and leaf inside it both lack a clause; the group is the place to add it.
    let run = check(&text);
    assert_fault(&run, &want("rule-uncited").file(FILE).line(line_of(&text, "id = \"g2\"") - 1));
    assert_eq!(run.code, Some(1));
}

#[test]
fn unused_source() {
    let to = "standing = \"text\"\n\n[sources.bao]\ntitle = \"Báo\"\nstanding = \"restated\"\n\n[[reading]]";
    spoil("standing = \"text\"\n\n[[reading]]", to, "[sources.bao]", want("rule-unused").value("sources.bao"));
}

#[test]
fn unused_reading() {
    spoil("reading = \"whole-year\"\n", "", "[[reading]]", want("rule-unused").expects("refers"));
}

#[test]
fn what_is_declared_and_not_asked_for() {
    let measure = "[measures.idle]\nof = \"late / present\"\ntitle = \"Muộn\"\ncite = \"qd\"\n\n[[form]]";
    let text = spoilt(MEETING, "[[form]]", measure);
    doubtful(&text, &[want("rule-idle").value("measures.idle").line(line_of(&text, "[measures.idle]"))]);
    let fact = |kind: &str| format!("[[fact]]\nid = \"flag_raised\"\nscope = \"meeting\"\ntype = \"{kind}\"\n\n[attendance]");
    let text = spoilt(MEETING, "[attendance]", &fact("flag"));
    doubtful(&text, &[want("rule-idle").line(line_of(&text, "flag_raised"))]);
    sound(&spoilt(&text, "when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 50% and not flag_raised\""));
    // A text is for people.
    sound(&spoilt(MEETING, "[attendance]", &fact("text")));
    let text = spoilt(YEAR, "fact = \"g1\"\n", "fact = \"g1\"\ntags = [\"task\"]\n");
    doubtful(&text, &[want("rule-idle").value("task").line(line_of(&text, "tags"))]);
    sound(&spoilt(&text, "lowest_grade >=", "lowest_grade('task') >="));
    let text = spoilt(YEAR, "[grades]", "[meeting-quality]\nlevels = [\"tot\"]\n\n[grades]");
    doubtful(&text, &[want("rule-idle").value("meeting-quality").line(line_of(&text, "[meeting-quality]"))]);
    let alternative = "chosen = \"Cả năm.\"\ncite = \"qd\"\n[[reading.alternative]]\nid = \"khac\"\nchosen = \"Khác.\"\n[[reading.alternative.change.gate]]\nid = \"vang\"\nwhen = \"idle > 50%\"\n[[reading]]\nid = \"thu-hai\"\nopen = \"x\"\nchosen = \"x\"\ncovers = \"x\"";
    sound(&spoilt(&spoilt(MEETING, "[[form]]", measure), "chosen = \"Cả năm.\"", alternative));
    let text = with_tally().replace(" and fined < 3", "");
    doubtful(&text, &[want("rule-idle").value("tallies.fined").line(line_of(&text, "[tallies.fined]"))]);
}

#[test]
fn unknown_reading() {
    let text = spoilt(MEETING, "reading = \"whole-year\"", "reading = \"whole-yaer\"");
    let run = check(&text);
    assert_fault(
        &run,
        &want("rule-unknown-reading").file(FILE).line(line_of(&text, "whole-yaer")).value("whole-yaer").expects("whole-year"),
    );
    assert_eq!(run.code, Some(1));
}

// -------------------------------------------------------------- expressions

#[test]
fn cyclic_measures() {
    let measure = |id: &str, of: &str| format!("[measures.{id}]\nof = \"{of}\"\ntitle = \"{id}\"\ncite = \"qd\"\n\n");
    let circle = measure("first", "second + 1") + &measure("second", "first + 1") + "[[form]]";
    let text = spoilt(MEETING, "[[form]]", &circle);
    let at = |marker: &str| want("rule-cycle").line(line_of(&text, marker));
    let both = [at("second + 1").value("first"), at("first + 1").value("second")];
    faulty(&text, &both);
    // Who only uses what goes in a circle is not to blame, whatever its unit.
    let users = measure("third", "first * 2") + &measure("third_share", "third / members") + "[[form]]";
    let text = spoilt(&text, "[[form]]", &users);
    let text = spoilt(&text, "when = \"attendance_rate < 50%\"", "when = \"third_share < 300% and first = 5\"");
    faulty(&text, &both);
    sound(&text.replace("of = \"second + 1\"", "of = \"members + 1\"").replace("and first = 5", "and second = 5"));
}

/// The yearly regulation with a tally that a level asks for.
fn with_tally() -> String {
    const TALLY: &str = "[tallies.fined]\nof = \"discipline\"\nwhen = \"discipline_form = warning\"\nyear-by = \"fault_date\"\n\
        distinct = \"discipline_who\"\ntitle = \"Số người\"\ncite = \"qd: 4\"\n\n[grades]";
    let text = spoilt(YEAR, "[grades]", TALLY);
    spoilt(&text, "when = \"lowest_grade >= 'dat'\"", "when = \"lowest_grade >= 'dat' and fined < 3\"")
}

/// A tally in the yearly regulation, one place of it changed, gives the fault on the line of a marker.
#[track_caller]
fn spoil_tally(from: &str, to: &str, marker: &str, fault: Want) {
    sound(&with_tally());
    let text = spoilt(&with_tally(), from, to);
    let line = line_of(&text, marker);
    faulty(&text, &[fault.line(line)]);
}

#[test]
fn a_fault_is_told_once_and_not_where_it_is_used() {
    // The measure has an unknown name, the leaf has a table in the wrong unit; the gate uses both.
    let text = spoilt(MEETING, "of = \"speakers / present\"", "of = \"speekers / present\"");
    let text = spoilt(
        &text,
        "when = \"attendance_rate < 50%\"",
        "when = \"speaking_share < 50% and not full('1.1') and points('1.1') > 3\"",
    );
    let text = spoilt(&text, "fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"");
    let text = spoilt(
        &text,
        "at-most = \"kem\"",
        "set = \"kem\"\n[[gate]]\nid = \"hai\"\ntitle = \"Hai\"\nwhen = \"not full('1.2')\"\nat-most = \"kem\"",
    );
    faulty(
        &text,
        &[want("expr-unknown").value("speekers"), want("expr-unknown").value("prepared_in_persn"), want("rule-uncited")],
    );
}

#[test]
fn an_attendance_that_could_not_be_read_is_told_once() {
    for keys in [
        "counts = [\"presnt\"]",
        "attending = \"presnt\"\nexpected = \"members\"",
        "attending = \"present\"\nexpected = \"minutes\"",
    ] {
        let text = spoilt(MEETING, "counts = [\"present\"]", keys);
        let faults = check(&text).faults();
        assert_eq!(faults.len(), 1, "{keys}: {faults:#?}");
    }
}

#[test]
fn a_tally_over_a_table_that_does_not_exist() {
    let fault = want("rule-value").value("\"disciplin\"").expects("discipline");
    spoil_tally("of = \"discipline\"", "of = \"disciplin\"", "\"disciplin\"", fault);
}

#[test]
fn a_tally_that_does_not_say_which_date_decides() {
    spoil_tally("year-by = \"fault_date\"\n", "", "[tallies.fined]", want("rule-missing-key").expects("year-by"));
}

#[test]
fn a_tally_by_a_fact_that_is_no_date() {
    let fault = want("expr-unknown").value("discipline_form").expects("discipline_date");
    spoil_tally("year-by = \"fault_date\"", "year-by = \"discipline_form\"", "year-by", fault);
}

#[test]
fn a_tally_that_tells_rows_apart_by_a_word_of_a_choice() {
    let fault = want("expr-unknown").value("discipline_subject").expects("discipline_who");
    spoil_tally("distinct = \"discipline_who\"", "distinct = \"discipline_subject\"", "distinct", fault);
}

#[test]
fn a_tally_whose_rows_are_asked_for_a_fact_of_the_year() {
    let fault = want("expr-unknown").value("given(g1)");
    spoil_tally("discipline_form = warning", "given(g1)", "given(g1)", fault);
}

#[test]
fn a_tally_with_the_name_of_a_fact() {
    let text = with_tally().replace("fined", "g1");
    faulty(&text, &[want("rule-duplicate").value("g1").line(line_of(&text, "[tallies.g1]"))]);
}

#[test]
fn a_tally_in_a_regulation_of_meetings() {
    let text = spoilt(MEETING, "[[form]]", "[tallies.fined]\nof = \"discipline\"\n\n[[form]]");
    assert_fault(&check(&text), &want("rule-unknown-key").file(FILE).value("tallies").expects("year"));
}

#[test]
fn a_measure_that_names_itself() {
    let text = spoilt(MEETING, "of = \"speakers / present\"", "of = \"speaking_share / present\"");
    let run = check(&text);
    assert_fault(&run, &want("rule-cycle").file(FILE).line(line_of(&text, "speaking_share / present")).value("speaking_share"));
    assert_eq!(run.code, Some(1));
}

#[test]
fn unknown_fact_in_an_expression() {
    let fault = want("expr-unknown").value("prepared_in_persn").expects("prepared_in_person");
    spoil("fact = \"prepared_in_person\"", "fact = \"prepared_in_persn\"", "prepared_in_persn", fault);
}

#[test]
fn unknown_fact_in_a_comparison() {
    let fault = want("expr-unknown").value("unexcusd").expects("unexcused");
    spoil("when = \"attendance_rate < 50%\"", "when = \"unexcusd > 3\"", "unexcusd", fault);
}

#[test]
fn unknown_fact_far_from_every_known_one() {
    spoil("fact = \"prepared_in_person\"", "fact = \"bananas\"", "bananas", want("expr-unknown").value("bananas"));
}

#[test]
fn what_is_near_nothing_is_told_so() {
    let run = check(spoilt(MEETING, "fact = \"prepared_in_person\"", "fact = \"bananas\""));
    let fault = assert_fault(&run, &want("expr-unknown"));
    // A head of the alphabet would be taken for what is near.
    assert!(!fault.expected.contains("announced") && fault.expected.contains("nothing is close"), "{}", fault.expected);
}

#[test]
fn a_word_that_is_the_name_of_a_fact() {
    let fault = want("expr-unquoted").value("committee").expects("'committee'");
    spoil("when = \"attendance_rate < 50%\"", "when = \"leadership != committee\"", "committee", fault.clone());
    spoil("when = \"attendance_rate < 50%\"", "when = \"committee = leadership\"", "committee", fault);
    sound(&spoilt(MEETING, "when = \"attendance_rate < 50%\"", "when = \"leadership != 'committee'\""));
}

#[test]
fn points_below_zero() {
    let fault = want("rule-points").expects("0 or more");
    spoil("{ in = \"< 50%\", points = 4 }", "{ in = \"< 50%\", points = -5 }", "points = -5", fault.clone().value("-5"));
    let kind = |keys: &str| format!("[form.group.leaf.per-occurrence]\nof = \"unexcused\"\neach = -2\n{keys}\n");
    let from = "[form.group.leaf.yes-no]\nfact = \"prepared_in_person\"\n";
    spoil(from, &kind("at-least = -6"), "at-least", fault.clone().value("-6"));
    spoil(from, &kind("at-least = 0.0625"), "at-least", fault.value("0.0625"));
    spoil(from, &kind("step = -1\nmode = \"up\""), "step = -1", want("rule-value").expects("> 0"));
}

#[test]
fn percent_compared_with_a_bare_number() {
    let fault = want("expr-percent").value("attendance_rate < 50").expects("50%");
    spoil("when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 50\"", "rate < 50", fault);
}

#[test]
fn a_tier_of_bare_numbers_for_a_percent() {
    let fault = want("rule-value").value(">= 50").expects(">= 50%");
    spoil("{ in = \">= 50%\", points = 10 }", "{ in = \">= 50\", points = 10 }", "in = \">= 50\"", fault);
}

#[test]
fn expression_that_breaks_off() {
    spoil("when = \"attendance_rate < 50%\"", "when = \"attendance_rate <\"", "attendance_rate <", want("expr-syntax"));
}

#[test]
fn a_count_where_a_condition_is_wanted() {
    let fault = want("expr-wanted").value("members");
    spoil("when = \"attendance_rate < 50%\"", "when = \"members\"", "when = \"members\"", fault);
}

// ------------------------------------------------- gates, quotas and awards

#[test]
fn unknown_level_in_a_gate() {
    spoil("at-most = \"kem\"", "at-most = \"kemm\"", "kemm", want("rule-unknown-level").value("kemm").expects("kem"));
}

#[test]
fn unknown_level_far_from_every_known_one() {
    spoil("at-most = \"kem\"", "at-most = \"bananas\"", "bananas", want("rule-unknown-level").value("bananas"));
}

#[test]
fn quota_without_base() {
    spoil_year("base = \"level-or-better\"\n", "", "[[quota]]", want("rule-missing-key").expects("base"));
}

#[test]
fn quota_without_rounding() {
    spoil_year("rounding = \"down\"\n", "", "[[quota]]", want("rule-missing-key").expects("rounding"));
}

#[test]
fn quota_with_a_bad_percent() {
    spoil_year("percent = \"20%\"", "percent = \"20\"", "percent = \"20\"", want("rule-value").value("20").expects("20%"));
}

#[test]
fn quota_with_neither_percent_nor_places() {
    spoil_year("percent = \"20%\"\n", "", "[[quota]]", want("rule-missing-key").expects("percent | places"));
}

#[test]
fn quota_with_both_percent_and_places() {
    spoil_year(
        "percent = \"20%\"\n",
        "percent = \"20%\"\nplaces = 3\n",
        "[[quota]]",
        want("rule-missing-key").expects("percent | places"),
    );
}

#[test]
fn quota_grouped_by_what_is_no_fact_of_cells_or_years() {
    spoil_year("group = [\"committee\"]", "group = [\"comittee\"]", "comittee", want("rule-value").expects("committee"));
}

#[test]
fn quota_grouped_by_a_fact_of_meetings() {
    spoil_year("group = [\"committee\"]", "group = [\"kind\"]", "\"kind\"", want("rule-value").value("kind"));
}

#[test]
fn special_percent_that_is_not_higher() {
    let special = "\n[quota.special]\npercent = \"15%\"\nwhen = \"given(g1)\"\n";
    let text = format!("{YEAR}{special}");
    faulty(&text, &[want("rule-value").value("15%").line(line_of(&text, "15%"))]);
}

#[test]
fn a_key_of_a_percent_beside_a_fixed_number_of_places() {
    spoil_year(
        "percent = \"20%\"\nbase = \"level-or-better\"\nbase-level = \"xs\"\n",
        "places = 3\n",
        "rounding",
        want("rule-unknown-key").value("rounding"),
    );
}

#[test]
fn nested_quotas_with_the_outer_one_first() {
    let outer = "[[quota]]\nid = \"toan-tinh\"\nlevel = \"xs\"\nplaces = 3\ngroup = []\ncite = \"qd: 3\"\n\n[[quota]]\n";
    let text = spoilt(YEAR, "[[quota]]\n", outer);
    faulty(&text, &[want("rule-quota-order").value("trong-xa").line(line_of(&text, "trong-xa"))]);
}

#[test]
fn two_quotas_of_one_id() {
    let second = "[[quota]]\nid = \"trong-xa\"\nlevel = \"xs\"\nplaces = 3\ngroup = [] # second\ncite = \"qd: 3\"\n";
    let text = format!("{YEAR}{second}");
    let line = text.lines().count() as u64 - 4;
    faulty(&text, &[want("rule-duplicate").value("trong-xa").line(line)]);
}

#[test]
fn ranking_by_a_text() {
    spoil_year(
        "group = [\"committee\"]\n",
        "group = [\"committee\"]\nranking = [ { id = \"k\", title = \"Cấp ủy\", of = \"committee\" } ]\n",
        "title = \"Cấp ủy\"",
        want("expr-wanted").value("committee"),
    );
}

#[test]
fn quota_of_an_unknown_level() {
    spoil_year("base-level = \"xs\"", "base-level = \"xx\"", "\"xx\"", want("rule-unknown-level").value("xx").expects("xs"));
}

/// An award of the small regulation of years, for a test to spoil.
const AWARD: &str = r#"
[[award]]
id = "co"
title = "Tặng cờ"
when = "level >= 'xs'" # of the flag
places = 1
group = []
cite = "qd: 4"

[[award]]
id = "bang-khen"
title = "Tặng bằng khen"
when = "not award('co') and level >= 'xs'" # of the certificate
not-with = ["co"]
places = 1
group = ["committee"]
cite = "qd: 4"
"#;

/// The small regulation of years with awards, one bit replaced: exactly that fault, at the line of the marker.
#[track_caller]
fn spoil_award(from: &str, to: &str, marker: &str, wanted: Want) {
    let sound_text = format!("{YEAR}{AWARD}");
    sound(&sound_text);
    let text = spoilt(&sound_text, from, to);
    faulty(&text, &[wanted.line(line_of(&text, marker))]);
}

#[test]
fn award_without_who_may_be_considered() {
    spoil_award(
        "when = \"level >= 'xs'\" # of the flag\n",
        "",
        "[[award]]\nid = \"co\"",
        want("rule-missing-key").expects("when"),
    );
}

#[test]
fn award_without_places() {
    spoil_award(
        "places = 1\ngroup = []",
        "group = []",
        "[[award]]\nid = \"co\"",
        want("rule-missing-key").expects("percent | places"),
    );
}

#[test]
fn award_that_asks_for_a_later_one() {
    spoil_award(
        "level >= 'xs'\" # of the flag",
        "not award('bang-khen')\" # of the flag",
        "# of the flag",
        want("expr-unknown").value("award('bang-khen')"),
    );
}

#[test]
fn award_not_together_with_an_unknown_one() {
    spoil_award("not-with = [\"co\"]", "not-with = [\"cu\"]", "\"cu\"", want("rule-value").value("cu").expects("co"));
}

#[test]
fn award_not_together_with_itself() {
    spoil_award("not-with = [\"co\"]", "not-with = [\"bang-khen\"]", "not-with", want("rule-value").value("bang-khen"));
}

#[test]
fn level_that_asks_for_the_level_after_quotas() {
    spoil_year("lowest_grade >= 'dat'", "level >= 'xs'", "level >= 'xs'", want("expr-unknown").value("level"));
}

#[test]
fn yearly_regulation_with_neither_levels_nor_awards() {
    let (head, _) = YEAR.split_once("[[level]]").unwrap();
    faulty(head, &[want("rule-missing-key").expects("level")]);
}

#[test]
fn window_beside_years() {
    spoil_year(
        "years = \"2024..\"\n",
        "years = \"2024..\"\n[regulation.window]\nfirst-day = 2025-09-01\nlast-day = 2025-12-31\n",
        "years = \"2024..\"",
        want("rule-unknown-key").value("years"),
    );
}

#[test]
fn window_that_ends_before_it_begins() {
    spoil_year(
        "years = \"2024..\"\n",
        "[regulation.window]\nfirst-day = 2025-09-01\nlast-day = 2025-08-31\n",
        "last-day",
        want("rule-value").value("2025-08-31").expects("2025-09-01"),
    );
}

// ----------------------------------------------------------------- together

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

// ------------------------------------------------------------------- too much of it

#[test]
fn expressions_and_tables_beyond_all_measure_are_faults_and_no_crash() {
    let condition = "when = \"attendance_rate < 50%\"";
    for long in [format!("{}draft_resolution", "not ".repeat(5_000)), format!("minutes > {}1", "1 + ".repeat(5_000))] {
        let run = check(spoilt(MEETING, condition, &format!("when = \"{long}\"")));
        assert_fault(&run, &want("expr-syntax").expects("shorter"));
        assert_eq!(run.code, Some(1));
    }
    let mut measures = String::from("[measures.m0]\nof = \"minutes\"\ntitle = \"m\"\ncite = \"qd\"\n");
    for number in 1..30 {
        let below = number - 1;
        measures.push_str(&format!("[measures.m{number}]\nof = \"m{below} + m{below}\"\ntitle = \"m\"\ncite = \"qd\"\n"));
    }
    let run = check(spoilt(MEETING, "[[form]]", &format!("{measures}\n[[form]]")));
    assert_fault(&run, &want("expr-syntax").expects("fewer nested measures"));
    let rows: String = (0..300).map(|row| format!("{{ in = \"[{row}, {})\", points = 1 }},", row + 1)).collect();
    let run = check(MEETING.replacen("table = [", &format!("table = [{rows}"), 1));
    assert_fault(&run, &want("rule-value").expects("100"));
}

#[test]
fn an_id_twice_in_any_list() {
    let reading = "[[reading]]\nid = \"double\"\nopen = \"?\"\nchosen = \"!\"\ncite = \"qd\"\ncovers = \"x\"\n";
    let run = check(spoilt(MEETING, "[[form]]", &format!("{reading}{reading}\n[[form]]")));
    assert_fault(&run, &want("rule-duplicate").value("double"));
}

#[test]
fn a_section_that_only_the_other_scope_reads() {
    let run = check(spoilt(MEETING, "[[form]]", "[grades]\n[[grades.grade]]\nid = \"a\"\ntitle = \"A\"\n\n[[form]]"));
    assert_fault(&run, &want("rule-unknown-key").value("grades").expects("scope"));
    let run = check(spoilt(MEETING, "scope = \"meeting\"", "scope = \"meeting\"\nyears = \"2024\""));
    assert_fault(&run, &want("rule-unknown-key").value("years").expects("scope = \"year\""));
}

/// The regulation with a first day, perhaps a predecessor, and a transitional clause at its end.
fn with_transition(replaces: &str, clause: &str) -> Run {
    let header = format!("scope = \"meeting\"\nfirst-day = 2024-05-19\n{replaces}");
    check(spoilt(MEETING, "scope = \"meeting\"", &header) + "\n[transition]\ncite = \"qd: 9\"\n" + clause)
}

#[test]
fn a_transitional_clause_without_a_text_that_it_replaces() {
    assert_faults(&with_transition("", "year = \"old\"\n"), &[want("rule-missing-key").expects("replaces")]);
    assert_faults(&with_transition("replaces = \"cu\"", "year = \"old\"\n"), &[]);
}

#[test]
fn a_transitional_clause_that_says_nothing() {
    let replaces = "replaces = \"cu\"";
    assert_faults(&with_transition(replaces, ""), &[want("rule-missing-key").expects("year | meetings-until")]);
    assert_faults(&with_transition(replaces, "year = \"both\"\n"), &[want("rule-value").expects("new | old | longer | each")]);
    let before = with_transition(replaces, "meetings-until = 2024-05-18\n");
    assert_faults(&before, &[want("rule-value").value("2024-05-18").expects("2024-05-19")]);
    assert_faults(&with_transition(replaces, "meetings-until = 2024-05-19\n"), &[]);
}

#[test]
fn a_text_that_says_nothing_is_no_text() {
    let run = check(spoilt(MEETING, "title = \"Nhóm 1\"", "title = \" \""));
    assert_fault(&run, &want("rule-value").expects("title"));
    // A quota of no level once passed for no quota.
    let run = check(YEAR.replacen("\nlevel = \"xs\"", "\nlevel = \"\"", 1));
    assert_fault(&run, &want("rule-value").expects("level"));
}

#[test]
fn an_attendance_that_counts_nobody() {
    let run = check(spoilt(MEETING, "counts = [\"present\"]", "counts = []"));
    assert_fault(&run, &want("rule-missing-key").expects("counts"));
}

#[test]
fn a_source_whose_name_no_citation_can_have() {
    let run = check(spoilt(MEETING, "[sources.qd]", "[sources.\"q d\"]\ntitle = \"Văn bản\"\nstanding = \"text\"\n[sources.qd]"));
    assert_fault(&run, &want("rule-value").value("q d"));
}
