//! A regulation as a document: what a committee compares with the paper says what the paper says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use chibo::diagnostic::Findings;
use chibo::render::{Format, Options, render};
use chibo::report::rulebook_show;
use chibo::rules::{Regulation, Standing, load, shipped};
use chibo::words::Lang;

const SHEET: &str = r#"
[regulation]
id = "thu"
scope = "meeting"
title = "Quy định thử"
number = "00-QĐ/TU"
issuer = "Ban Thường vụ"
issued = 2024-05-19
first-day = 2024-06-01
notice = "bảng điểm | mẫu"
[sources.qd]
title = "Phụ lục"
number = "00-QĐ/TU"
standing = "text"
[sources.mau]
title = "Người soạn"
standing = "assumed"
[[reading]]
id = "exactly-75"
open = "Không có mức cho đúng 75 %."
chosen = "30 điểm."
cite = "mau"
[attendance]
counts = ["present"]
cite = "qd: Điều 4"
[[attendance.leaves-out]]
statuses = ["exempt_absent", "special_duty"]
[measures.needed]
of = "if(kind = combined, 120, 90)"
title = "Số phút quy định"
cite = "qd: Điều 5"
[[form]]
id = "phieu"
title = "Phiếu"
applies = "kind in (regular, combined)"
[[form.rounding]]
at = ["leaf", "total"]
step = 0.5
mode = "half-up"
cite = "qd: Điều 9"
[[form.group]]
id = "1"
title = "Dự sinh hoạt"
max = 50
cite = "qd: mục 1"
[[form.group.leaf]]
id = "1.1"
title = "Tỷ lệ"
max = 40
first = [ { when = "unexcused > 0", points = 5, title = "có người vắng không lý do" } ]
[form.group.leaf.tiers]
of = "attendance_rate"
table = [
  { in = "> 90%", points = 40 },
  { in = "(75%, 90%]", points = 30 },
  { in = "= 75%", points = 30, reading = "exactly-75" },
  { in = "< 75%", points = 10.5 },
]
[[form.group.leaf]]
id = "1.2"
title = "Thời lượng"
max = 10
[form.group.leaf.yes-no]
when = "minutes >= needed and (committee_met or leadership != 'committee')"
[[form.group.leaf.not-applicable]]
when = "leadership = 'secretary-only'"
then = "full"
cite = "qd: mục 1.2"
standing = "restated"
[[level]]
id = "tot"
title = "Tốt"
in = "[40, 50]"
cite = "qd: Điều 6"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 40)"
cite = "qd: Điều 6"
[[gate]]
id = "cap"
title = "tiêu chí 1.1 chưa đủ điểm"
when = "not full('1.1')"
at-most = "kem"
cite = "qd: Điều 7"
[[period]]
of = "year"
meetings = "regular"
cite = "qd: Điều 8"
[[period.level]]
id = "tot"
when = "count('tot') * 2 > meetings"
[[period.level]]
id = "kem"
"#;

fn load_text(text: &str) -> Regulation {
    load(&shipped::rulebook().unwrap(), &"thu.toml".into(), &text.into())
        .unwrap_or_else(|faults| panic!("{:#?}", faults.iter().map(|fault| fault.what(Lang::En)).collect::<Vec<String>>()))
}

fn document(regulation: &Regulation, lang: Lang) -> String {
    let mut out = Vec::new();
    let options = Options { width: 100, table: None };
    let report = rulebook_show::show(regulation, &[], lang);
    render(&report, &Findings::new(), Format::Markdown, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn holds(document: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(document.contains(wanted), "the document does not say: {wanted}\n{document}");
    }
}

#[test]
fn figures_stand_in_the_words_of_the_law() {
    let document = document(&load_text(SHEET), Lang::Vi);
    holds(
        &document,
        &[
            "> **bảng điểm \\| mẫu**",
            "| Ngày ban hành | 19/05/2024 |",
            "| Hiệu lực | Từ: 01/06/2024 |",
            "Tử số: “Có mặt”; Mẫu số: “Có mặt” + “Vắng có lý do” + “Vắng không lý do” + “Đi công tác”",
            "không tính cả hai phía: “Làm nhiệm vụ đặc biệt”",
            "## Phiếu – tối đa 50 điểm",
            "Áp dụng khi: “Loại sinh hoạt” là “Thường kỳ” hoặc “Kết hợp”",
            "Làm tròn: từng tiêu chí, tổng, đến bội số của 0,5, làm tròn từ 0,5 lên [00-QĐ/TU, Điều 9]",
            "### 1. Dự sinh hoạt – tối đa 50 điểm",
            "| **1.1** | Tỷ lệ | 40 điểm | theo “Tỷ lệ đảng viên dự sinh hoạt”:<br>\
             trước hết, có người vắng không lý do (“Vắng không lý do” trên 0): 5 điểm<br>\
             trên 90 %: 40 điểm<br>trên 75 % đến 90 %: 30 điểm<br>\
             đúng 75 %: 30 điểm [Người soạn [exactly-75] · **giả định**]<br>dưới 75 %: 10,5 điểm | 00-QĐ/TU, mục 1 |",
            "10 điểm khi “Thời lượng” từ “Số phút quy định” trở lên và \
             (“Chi ủy họp trước”: có hoặc “Chi ủy” không phải là “Có chi ủy”); còn lại 0 điểm<br>\
             không áp dụng khi “Chi ủy” là “Chỉ có bí thư”: tính đủ điểm [00-QĐ/TU, mục 1.2 · thuật lại] |",
            "nếu “Loại sinh hoạt” là “Kết hợp” thì 120, còn lại 90",
            "| **tot** Tốt | từ 40 đến 50 điểm | 00-QĐ/TU, Điều 6 |",
            "| **cap** Tiêu chí 1.1 chưa đủ điểm | tiêu chí 1.1 chưa đạt điểm tối đa; không được trên mức Kém | 00-QĐ/TU, Điều 7 |",
            "Tốt: (số buổi mức Tốt) × 2 lớn hơn tổng số buổi<br>Kém: còn lại",
            "| **exactly-75**<br>Không có mức cho đúng 75 %. | 30 điểm. | Người soạn · **giả định** |",
        ],
    );
}

#[test]
fn the_same_in_english() {
    let document = document(&load_text(SHEET), Lang::En);
    holds(
        &document,
        &[
            "first of all, có người vắng không lý do (“Unexcused” over 0): 5 points<br>over 90 %: 40 points<br>\
             over 75 % to 90 %: 30 points<br>exactly 75 %: 30 points [Người soạn [exactly-75] · **assumed**]<br>below 75 %: 10.5 points",
            "not applicable when “Leadership” is “Secretary only”: full points",
            "leaf 1.1 has less than its full points; the level is no better than Kém",
            "(number of meetings Tốt) × 2 more than number of all meetings<br>Kém: otherwise",
        ],
    );
}

#[test]
fn leaves_of_every_kind_tell_all_their_figures() {
    let other = r#"[form.group.leaf.per-occurrence]
of = "excused"
start = 8
each = -1.5
at-least = 2
[[form.group.leaf]]
id = "1.3"
title = "Phát biểu"
max = 4
[form.group.leaf.proportional]
of = "speakers / present"
full-at = "80%"
step = 0.5
mode = "down"
[[form.group.leaf.corresponds]]
regulation = "34-qd-tu"
leaf = "4.2"
max = 15
step = 0.5
mode = "half-up"
[[form.group.leaf]]
id = "1.4"
title = "Khác"
max = 6
[form.group.leaf.chosen]
options = [ { points = 6, title = "tốt" }, { points = 1, title = "kém" } ]
[[form.group.leaf]]
id = "1.5"
title = "Sáng kiến"
max = 3
bonus = "in-total"
[form.group.leaf.recorded]
step = 0.5"#;
    let first = "[form.group.leaf.yes-no]\nwhen = \"minutes >= needed and (committee_met or leadership != 'committee')\"";
    let text = SHEET.replace(first, other).replace("max = 50\ncite", "max = 60\ncite").replace("[40, 50]", "[40, 60]");
    holds(
        &document(&load_text(&text), Lang::Vi),
        &[
            "8 điểm; mỗi lần theo “Vắng có lý do”: -1,5 điểm; không dưới 2 điểm, không quá 10 điểm",
            "Bước: 0,5; làm tròn xuống; theo tỷ lệ “Số đảng viên phát biểu” / “Có mặt”: từ 80 % trở lên đủ 4 điểm, dưới đó giảm theo tỷ lệ",
            "lấy được điểm của tiêu chí 4.2 theo 34-qd-tu (tối đa 15 điểm)",
            "mức do người chấm chọn<br>tốt: 6 điểm<br>kém: 1 điểm",
            "Điểm thưởng: trong điểm tối đa của phiếu; điểm do người chấm ghi; Bước: 0,5 điểm",
        ],
    );
}

/// The words of a threshold hang on its operator alone.
#[test]
fn from_and_over_are_never_confused() {
    for (interval, words) in [
        ("> 90%", "trên 90 %"),
        (">= 90%", "từ 90 % trở lên"),
        ("(90%, 100%]", "trên 90 % đến 100 %"),
        ("[90%, 100%]", "từ 90 % đến 100 %"),
    ] {
        let other = if interval.starts_with(['[']) || interval.starts_with(">=") { "(75%, 90%)" } else { "(75%, 90%]" };
        let text = SHEET.replace("in = \"> 90%\"", &format!("in = \"{interval}\"")).replace("(75%, 90%]", other);
        holds(&document(&load_text(&text), Lang::Vi), &[&format!("<br>{words}: 40 điểm")]);
    }
}

#[test]
fn every_clause_of_a_shipped_regulation_stands_in_its_document_and_every_assumption_is_marked() {
    let rulebook = shipped::rulebook().unwrap();
    for id in shipped::ids() {
        let regulation = shipped::find(&rulebook, id).unwrap();
        for lang in [Lang::Vi, Lang::En] {
            let document = document(&regulation, lang);
            for figure in &regulation.figures {
                let clause = regulation.clause(&figure.basis).replace('|', "\\|").replace('*', "\\*");
                assert!(document.contains(&clause), "{id}: {} is cited nowhere: {clause}", figure.entry);
            }
            let marks = document.matches(lang.pick(("**giả định**", "**assumed**"))).count();
            assert!(marks > 0 || regulation.count(Standing::Assumed) == 0, "{id}");
        }
    }
}

/// What a committee reads has no names of the rule language; ids stand in bold, and where to read a source is as it is.
#[test]
fn no_expression_is_left_in_the_language_of_rule_files() {
    let rulebook = shipped::rulebook().unwrap();
    for id in shipped::ids() {
        let document = document(&shipped::find(&rulebook, id).unwrap(), Lang::Vi);
        let rules = document.split("## Cách hiểu").next().unwrap();
        let plain: String = rules.split("**").step_by(2).collect();
        for line in plain.lines() {
            assert!(!line.contains('_') && !line.contains("('"), "{id}: {line}");
        }
    }
}

/// What only yearly regulations name: awards before, the level after all quotas, the days of a campaign.
#[test]
fn awards_and_windows_stand_in_words() {
    let rulebook = shipped::rulebook().unwrap();
    let shown = |id: &str, lang: Lang| document(&shipped::find(&rulebook, id).unwrap(), lang);
    holds(&shown("emulation-block", Lang::Vi), &["đã được xét “Đề nghị Cờ thi đua cấp tỉnh” và “Khối đã kiểm tra”: có"]);
    holds(&shown("campaign-120-days", Lang::En), &["“Initiatives” × 7 / (the number of days of the window − 3)"]);
    let yearly = r#"[regulation]
id = "nam"
scope = "year"
title = "Quy định năm"
[sources.qd]
title = "Văn bản"
standing = "text"
[[fact]]
id = "praised"
scope = "year"
type = "flag"
vi = ["Được khen"]
[[level]]
id = "xs"
title = "Xuất sắc"
cite = "qd: 1"
[[level.condition]]
title = "được khen"
when = "praised"
[[level]]
id = "tot"
title = "Tốt"
cite = "qd: 1"
[[award]]
id = "co"
title = "Cờ"
when = "level = 'xs'"
places = 1
group = []
cite = "qd: 2"
[[award]]
id = "khen"
title = "Bằng khen"
when = "not award('co') and level >= 'tot'"
places = 1
group = []
cite = "qd: 2"
"#;
    let vi = document(&load_text(yearly), Lang::Vi);
    holds(&vi, &["mức xếp loại sau khi xét tỷ lệ là “Xuất sắc”", "không được xét “Cờ” và", "“Tốt” trở lên"]);
}

/// A committee reads no function names.
#[test]
fn every_function_and_name_of_the_language_is_told_in_words() {
    let gates = [
        ("weekday(date) = saturday", "thứ của “Ngày họp” là thứ Bảy"),
        ("day_of_month(date) > 7", "ngày trong tháng của “Ngày họp” trên 7"),
        ("date > same_month(date, 5)", "“Ngày họp” sau ngày 5 của tháng có “Ngày họp”"),
        ("date >= day('2024-07-01')", "“Ngày họp” từ 01/07/2024;"),
        ("ceil(minutes / 15) < 6", "(“Thời lượng” / 15) làm tròn lên dưới 6"),
        ("floor(minutes / 15) < 6", "phần nguyên của (“Thời lượng” / 15) dưới 6"),
        ("round_half_up(attendance_rate, 0.1%) < 90%", "làm tròn đến 0,1 %, từ nửa trở lên dưới 90 %"),
        ("round_down(attendance_rate, 1%) < 90%", "làm tròn xuống đến 1 % dưới 90 %"),
        ("round_up(attendance_rate, 1%) < 90%", "làm tròn lên đến 1 % dưới 90 %"),
        ("group_points('1') < 40", "điểm của nhóm 1 dưới 40 điểm"),
        ("group_share('1') < 50%", "tỷ lệ điểm đạt của nhóm 1 dưới 50 %"),
        ("lowest_group_share < 50%", "tỷ lệ điểm đạt thấp nhất của các nhóm dưới 50 %"),
    ];
    for (when, words) in gates {
        let text = SHEET.replace("not full('1.1')", when);
        holds(&document(&load_text(&text), Lang::Vi), &[words]);
    }
    let periods = [
        ("mean >= 45", "điểm trung bình các buổi từ 45 điểm trở lên"),
        (
            "(first_half_mean + 2 * second_half_mean) / 3 >= 45",
            "(điểm trung bình nửa đầu kỳ + 2 × điểm trung bình nửa sau kỳ) / 3",
        ),
        (
            "lowest >= 50 and not_received = 0",
            "điểm thấp nhất trong các buổi từ 50 điểm trở lên và số buổi chưa nhận hồ sơ bằng 0",
        ),
        ("mean_without_lowest >= 45 and not_held + not_scored + open < 2", "điểm trung bình sau khi bỏ buổi thấp nhất"),
    ];
    for (when, words) in periods {
        let text = SHEET.replace("count('tot') * 2 > meetings", when);
        holds(&document(&load_text(&text), Lang::Vi), &[words]);
    }
}
