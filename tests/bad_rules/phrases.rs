//! The words of the text beside a figure: "over" is not "from".

use super::regulations::{MEETING, YEAR};
use super::support::{Sandbox, assert_fault, want};
use super::{FILE, check, doubtful, faulty, line_of, sound, spoilt, table_of};

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

/// A gate with this condition and the words of the text beside it.
fn gate(when: &str, phrase: &str) -> String {
    spoilt(MEETING, "when = \"attendance_rate < 50%\"", &format!("when = \"{when}\"\nphrase = \"{phrase}\""))
        .replace("\nreading = \"whole-year\"", "")
        .replace("[[reading]]\nid", "[[reading]]\ncovers = \"x\"\nid")
}

/// Rows of a phrase, the condition that agrees with it, one that contradicts it, and what the words say.
fn compared(rows: &[(&str, &str, &str, &str)]) {
    for (phrase, agreeing, contradicting, said) in rows {
        sound(&gate(agreeing, phrase));
        let text = gate(contradicting, phrase);
        assert_fault(&check(&text), &want("rule-phrase").value(phrase).expects(said).line(line_of(&text, phrase)));
    }
}

#[test]
fn at_least_and_at_most_are_not_exactly() {
    compared(&[
        ("ít nhất 80 %", "attendance_rate >= 80%", "attendance_rate = 80%", "≥ 80 %"),
        ("không quá 80 %", "attendance_rate <= 80%", "attendance_rate = 80%", "≤ 80 %"),
        ("từ 16 lần trở lên", "unexcused >= 16", "unexcused = 16", "≥ 16"),
        ("nhỏ hơn 5", "unexcused <= 4", "unexcused = 4", "< 5"),
        ("đúng 80 %", "attendance_rate = 80%", "attendance_rate >= 80%", "= 80 %"),
        ("khác 2 người", "unexcused != 2", "unexcused = 2", "≠ 2"),
    ]);
    let row = |phrase: &str| {
        let row = format!("{{ in = \"= 100%\", points = 15, phrase = \"{phrase}\" }}, {{ in = \"(85%, 100%)\", points = 12 }}");
        spoilt(MEETING, "{ in = \"> 85%\", points = 15 }", &row)
    };
    sound(&row("đạt 100 %"));
    sound(&row("đúng 100 %"));
    faulty(&row("từ 100 % trở lên"), &[want("rule-phrase").expects("≥ 100 %")]);
}

#[test]
fn denied_words_say_the_opposite() {
    compared(&[
        ("không đạt từ 80 % trở lên", "attendance_rate < 80%", "attendance_rate >= 80%", "< 80 %"),
        ("chưa đạt từ 80 % trở lên", "attendance_rate < 80%", "attendance_rate >= 80%", "< 80 %"),
        ("không có từ 80 % trở lên", "attendance_rate < 80%", "attendance_rate >= 80%", "< 80 %"),
        ("không đạt 80 %", "attendance_rate < 80%", "attendance_rate >= 80%", "< 80 %"),
        ("chưa đủ 80 %", "attendance_rate < 80%", "attendance_rate > 80%", "< 80 %"),
        ("chưa đến 80 %", "attendance_rate < 80%", "attendance_rate > 80%", "< 80 %"),
        ("không đạt ít nhất 80 %", "attendance_rate < 80%", "attendance_rate >= 80%", "< 80 %"),
        ("không được dưới 80 %", "attendance_rate >= 80%", "attendance_rate < 80%", "≥ 80 %"),
        ("không được quá 3 lần", "unexcused <= 3", "unexcused > 3", "≤ 3"),
        ("vắng không lý do quá 3 lần", "unexcused > 3", "unexcused <= 3", "> 3"),
        ("dưới 50 %", "not (attendance_rate >= 50%)", "not (attendance_rate < 50%)", "< 50 %"),
        ("từ 50 % trở lên", "not (attendance_rate < 50%)", "not (attendance_rate >= 50%)", "≥ 50 %"),
    ]);
}

#[test]
fn or_equal_holds_the_figure() {
    compared(&[
        ("lớn hơn hoặc bằng 80 %", "attendance_rate >= 80%", "attendance_rate > 80%", "≥ 80 %"),
        ("trên hoặc bằng 80 %", "attendance_rate >= 80%", "attendance_rate > 80%", "≥ 80 %"),
        ("bằng hoặc hơn 80 %", "attendance_rate >= 80%", "attendance_rate = 80%", "≥ 80 %"),
        ("=> 80 %", "attendance_rate >= 80%", "attendance_rate > 80%", "≥ 80 %"),
        ("80 % hoặc hơn", "attendance_rate >= 80%", "attendance_rate > 80%", "≥ 80 %"),
        ("nhỏ hơn hoặc bằng 80 %", "attendance_rate <= 80%", "attendance_rate < 80%", "≤ 80 %"),
        ("bằng hoặc dưới 80 %", "attendance_rate <= 80%", "attendance_rate < 80%", "≤ 80 %"),
    ]);
}

#[test]
fn figures_in_words_hours_and_fractions() {
    compared(&[
        ("ít nhất 1 giờ 30 phút", "minutes >= 90", "minutes > 90", "≥ 90"),
        ("ít nhất 1 giờ rưỡi", "minutes >= 90", "minutes >= 60", "≥ 90"),
        ("từ 2 tiếng trở lên", "minutes >= 120", "minutes >= 2", "≥ 120"),
        ("dưới nửa giờ", "minutes < 30", "minutes <= 30", "< 30"),
        ("quá hai phần ba đảng viên", "present * 3 > members * 2", "present * 3 >= members * 2", "> 200/3 %"),
        ("quá 2/3 đảng viên", "present * 3 > members * 2", "present * 3 >= members * 2", "> 200/3 %"),
        ("dưới tám mươi phần trăm", "attendance_rate < 80%", "attendance_rate < 8%", "< 80 %"),
        ("dưới tám mươi lăm phần trăm", "attendance_rate < 85%", "attendance_rate <= 85%", "< 85 %"),
        ("quá mười lăm phút", "minutes > 15", "minutes >= 15", "> 15"),
        (
            "từ 80 - dưới 90 %",
            "attendance_rate >= 80% and attendance_rate < 90%",
            "attendance_rate > 80% and attendance_rate < 90%",
            "≥ 80 %",
        ),
        (
            "80 - 90 %",
            "attendance_rate >= 80% and attendance_rate <= 90%",
            "attendance_rate >= 80% and attendance_rate < 90%",
            "≤ 90 %",
        ),
    ]);
}

#[test]
fn words_in_doubt_are_a_warning() {
    for phrase in [
        "không vắng quá 80 % số buổi",
        "không có 80 % đảng viên",
        "không đạt tối đa 80 %",
        "dưới 80 % trở lên",
        "tám lăm phần trăm",
        "hai năm rưỡi",
    ] {
        let text = gate("attendance_rate >= 80%", phrase);
        doubtful(&text, &[want("rule-phrase-unread").value(phrase).line(line_of(&text, phrase))]);
    }
}

#[test]
fn a_share_to_be_marked_beyond_is_a_limit_or_what_exceeds_it() {
    let marked = |phrase: &str| {
        let table = format!("\n[quota.warn-over]\npercent = \"30%\"\nof = \"all-rated\"\nphrase = \"{phrase}\"\n");
        format!("{YEAR}{table}")
    };
    sound(&marked("không quá 30 %"));
    sound(&marked("vượt 30 %"));
    for (phrase, said) in [("từ 30 % trở lên", "≥ 30 %"), ("dưới 30 %", "< 30 %"), ("vượt 35 %", "> 35 %")] {
        faulty(&marked(phrase), &[want("rule-phrase").value(phrase).expects(said)]);
    }
}

#[test]
fn words_beside_a_condition() {
    for (when, phrase) in [
        ("attendance_rate < 50%", "dưới 50 % đảng viên dự"),
        ("present * 100 < members * 50", "dưới 50 % đảng viên có mặt"),
        ("present * 2 < members", "dưới một nửa"),
        ("unexcused > 3 and minutes < 60", "quá 3 người vắng, sinh hoạt dưới 60 phút"),
        ("unexcused >= 4", "quá 3 người vắng"),
        ("not (attendance_rate >= 50%)", "dưới 50 %"),
        ("not (attendance_rate >= 50%)", "không đạt từ 50 % trở lên"),
        ("not (unexcused = 2)", "khác 2 người vắng"),
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
