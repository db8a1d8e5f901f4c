//! Where the table of a file begins and ends: titles, headings of two rows, rows that number the columns, sums, signatures, merged blanks.

use super::{BY_MEETING, CELLS, CHECK, MEETINGS, fixture, records, rows_of, scores, scores_but_places};
use crate::support::{Run, Sandbox, assert_fault, assert_faults, want};

/// The monthly summary, its heading in rows 4 and 5, its last row above the sums in row 9.
const SUMMARY: &str = "\
[[file]]
table = \"meetings\"
last-row = 10
[file.columns]
\"Kết quả số điểm\" = \"\"
\"Tốt\" = \"\"
\"Khá\" = \"\"
\"Trung bình\" = \"\"
\"Kém\" = \"\"
[file.values]
kind = \"regular\"
";

const PLAIN: &str = "\
cell,members,date,present,kind,note
T-01,21,2024-03-05,21,regular,
T-02,13,2024-03-04,13,regular,trừ điểm phát biểu
T-03,8,2024-03-06,8,regular,
";

const NAMES: &str = "\
[names]
\"Chi bộ thôn Đoài\" = \"T-01\"
\"Chi bộ thôn Thượng\" = \"T-02\"
\"Chi bộ trường học\" = \"T-03\"
";

fn account_of(sandbox: &Sandbox) -> [u64; 4] {
    let run: Run = sandbox.run(&["check", "records", "--format", "json"]);
    rows_of(&run, MEETINGS)
}

#[test]
fn a_monthly_summary_in_its_real_layout_is_the_table_that_it_holds() {
    let expected = scores_but_places(&records(PLAIN, ""));
    for name in ["summary.csv", "summary.xlsx", "summary.ods"] {
        let sandbox = records(fixture(name), &format!("{NAMES}{SUMMARY}"));
        assert_eq!(scores_but_places(&sandbox), expected, "{name}");
        // Numbers of columns, sums and the signatures are none of the table; all of them are counted.
        let [rows, used, rejected, excluded] = account_of(&sandbox);
        assert_eq!((used, rejected, rows), (3, 0, 3 + excluded), "{name}");
        assert!(excluded >= 3, "{name}: {excluded}");
        // Said or found, the heading is the same.
        let said = SUMMARY.replacen("last-row", "header-row = [4, 5]\nlast-row", 1);
        assert_eq!(scores_but_places(&records(fixture(name), &format!("{NAMES}{said}"))), expected, "{name}");
        // Rows can also be left out one by one.
        let said = SUMMARY.replacen("last-row = 10", "skip-rows = [12]", 1);
        assert_eq!(scores_but_places(&records(fixture(name), &format!("{NAMES}{said}"))), expected, "{name}");
    }
}

#[test]
fn a_heading_row_that_is_not_there() {
    for row in ["7", "40", "3"] {
        let said = SUMMARY.replacen("last-row", &format!("header-row = {row}\nlast-row"), 1);
        let run = records(fixture("summary.csv"), &format!("{NAMES}{said}")).run(&CHECK);
        assert_eq!(run.code, Some(1), "{row}: {}", run.stderr);
        assert!(!run.faults().is_empty());
        let run = records(fixture("summary.csv"), &format!("{NAMES}{said}")).run(&BY_MEETING);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{row}");
    }
}

#[test]
fn sums_are_none_of_the_table_and_companies_are() {
    let heading = "name;date;kind;members;present\n";
    let cells = "code,name,committee,type\nA,Công ty chè,Đảng ủy B,enterprise\nB,Tổng công ty điện,Đảng ủy B,enterprise\nC,Công an xã,Đảng ủy B,armed-forces\n";
    let names = "[names]\n\"Công ty chè\" = \"A\"\n\"Tổng công ty điện\" = \"B\"\n\"Công an xã\" = \"C\"\n";
    let file = "[[file]]\ntable = \"meetings\"\n[file.columns]\nname = \"cell\"\n";
    let of = |lines: &str| {
        let sandbox = records(format!("{heading}{lines}"), &format!("{names}{file}"));
        sandbox.write("records/cells.csv", cells);
        sandbox
    };
    for total in ["Tổng cộng", "TỔNG", "Cộng", "Cộng:", "Tổng số", "Cộng toàn xã", "TONG CONG", "Tổng cộng 3 chi bộ", "Total"]
    {
        let sandbox = of(&format!("Công ty chè;2024-03-05;regular;9;9\n{total};;;9;9\n;;;;\n"));
        assert_eq!(account_of(&sandbox), [2, 1, 0, 1], "{total}");
    }
    // A row of a company without its date is a row with a fault.
    for company in ["Công ty chè", "Tổng công ty điện", "Công an xã"] {
        let sandbox = of(&format!("{company};;regular;9;9\n"));
        assert_fault(&sandbox.run(&CHECK), &want("value-missing").file(MEETINGS).row(2).at("B", "date"));
        assert_eq!(account_of(&sandbox), [1, 0, 1, 0], "{company}");
    }
}

#[test]
fn blanks_of_merged_ranges_are_filled_where_the_profile_says_so() {
    let plain = "cell;date;kind;members;present\nT-01;2024-03-05;regular;21;21\nT-01;2024-04-05;regular;21;21\nT-02;2024-03-04;regular;13;13\n";
    let blank = "cell;date;kind;members;present\nT-01;2024-03-05;regular;21;21\n;2024-04-05;regular;21;21\nT-02;2024-03-04;regular;13;13\n";
    let expected = scores(&records(plain, ""));
    assert_fault(&records(blank, "").run(&CHECK), &want("value-missing").row(3).at("A", "cell"));
    for column in ["cell", "#A", "#a"] {
        let file = format!("[[file]]\ntable = \"meetings\"\nfill-down = \"{column}\"\n");
        assert_eq!(scores(&records(blank, &file)), expected, "{column}");
    }
    let file = "[[file]]\ntable = \"meetings\"\nfill-down = [\"cel\"]\n";
    assert_faults(
        &records(blank, file).run(&CHECK),
        &[want("profile-column").file("records/chibo.toml").value("cel").expects("cell")],
    );
    // There is nothing above the first row to fill it with.
    let first = blank.replacen("T-01", "", 1);
    let file = "[[file]]\ntable = \"meetings\"\nfill-down = \"cell\"\n";
    assert_fault(&records(first, file).run(&CHECK), &want("value-missing").row(2).at("A", "cell"));
}

#[test]
fn separators_at_the_end_of_lines_say_nothing() {
    let plain = "cell;date;kind;members;present\nT-01;2024-03-05;regular;21;21\nT-02;2024-03-04;regular;13;13\n";
    let expected = scores(&records(plain, ""));
    for (heading, first, second) in [(";;", "", ""), ("", ";;", ";"), (";;", ";;", ";;"), (";", "", ";;")] {
        let mut lines = plain.lines();
        let text = [heading, first, second].map(|end| format!("{}{end}\n", lines.next().unwrap())).concat();
        assert_eq!(scores(&records(&text, "")), expected, "{text}");
        assert_eq!(scores(&records(text.trim_end_matches('\n'), "")), expected, "{text}");
    }
    // A value there is no separator.
    let run = records(plain.replacen("21;21", "21;21;;x", 1), "").run(&CHECK);
    assert_fault(&run, &want("row-ragged").row(2));
    // Old programs end lines in CR alone and break lines inside a field with LF.
    let old = plain.replace('\n', "\r").replacen("regular", "\"regular\n\"", 1);
    assert_eq!(scores(&records(&old, "")), expected);
    assert_eq!(scores(&records(old.trim_end_matches('\r'), "")), expected);
}

#[test]
fn titles_above_a_plain_heading_are_counted_and_skipped() {
    let plain = "cell,date,kind,members,present\nT-01,2024-03-05,regular,21,21\n";
    let expected = scores_but_places(&records(plain, ""));
    let titled = format!("ĐẢNG BỘ XÃ A\n\n\"Tổng hợp, tháng 3\"\n,,,,\n{plain}");
    let sandbox = records(&titled, "");
    assert_eq!(scores_but_places(&sandbox), expected);
    assert_eq!(account_of(&sandbox), [1, 1, 0, 0]);
    // Row and line are those of the file.
    let run = records(titled.replacen("2024-03-05", "soon", 1), "").run(&CHECK);
    assert_fault(&run, &want("date-invalid").row(6).line(6).value("soon"));
    assert!(CELLS.contains("T-01"));
}

/// The word of a row of sums may stand where the date would, in the range that is merged over its fields.
#[test]
fn sums_whose_word_stands_in_place_of_the_date() {
    let of = |last: &str| {
        records(format!("STT;Mã chi bộ;Ngày họp;Loại sinh hoạt;Số đảng viên\n1;T-01;05/03/2024;thường kỳ;9\n{last}\n"), "")
    };
    for total in ["Tổng cộng", "TỔNG", "Tổng điểm", "Cộng dồn", "Grand total", "Total score", "Sub-total: 9", "Subtotal"]
    {
        for row in [format!(";;{total};;9"), format!("{total};;;;9"), format!(";{total};;;9")] {
            assert_eq!(account_of(&of(&row)), [2, 1, 0, 1], "{row}");
        }
    }
    // A date that is no date, beside a code or not, is a fault; so is a name that begins like sums.
    for row in [";T-02;Tổng cộng;thường kỳ;9", ";;hôm qua;thường kỳ;9", ";Tổng công ty;;thường kỳ;9", ";Grand hotel;;thường kỳ;9"]
    {
        assert_eq!(account_of(&of(row)), [2, 1, 1, 0], "{row}");
    }
}

#[test]
fn a_line_of_separators_is_as_good_as_a_blank_one() {
    let of = |between: &str| {
        records(format!("cell;date;kind;members\nT-01;2024-03-05;regular;9\n{between}\nT-02;2024-03-05;regular;9\n"), "")
    };
    for between in ["", ";;;", "; ;\t;", "\"\";;;", ";;;;;;", ";\u{a0};;"] {
        let sandbox = of(between);
        assert_eq!(account_of(&sandbox), [2, 2, 0, 0], "{between:?}");
        assert_faults(&sandbox.run(&CHECK), &[]);
    }
    assert_faults(&records("cell;date;kind\n;;\n;;\n", "").run(&CHECK), &[want("no-rows").file(MEETINGS)]);
}

/// Spaces that nobody sees are spaces, whichever they are: in headings and values, of sheets too.
#[test]
fn unseen_spaces_around_a_value_do_not_count() {
    let plain = "cell;date;kind;members;present;committee-met;verified:14-qdi-tu:4.2;note\nT-01;2024-03-05;regular;21;21;yes;2,5;trừ điểm\n\
                 T-02;04/03/2024;thường kỳ;13;13;không;3;";
    let plain = plain.replace("04/03/2024", "2024-03-04");
    let expected = scores(&records(&plain, ""));
    for space in ["\u{a0}", "\u{202f}", "\u{200b}", " \u{feff}\u{2009}"] {
        let lines = plain.lines().map(|line| {
            let fields = line.split(';').map(|field| format!("{space}{field}{space}"));
            fields.collect::<Vec<String>>().join(";")
        });
        let text = lines.collect::<Vec<String>>().join("\n");
        assert_eq!(scores(&records(&text, "")), expected, "{space:?}");
        // A field with nothing else is blank: a mandatory one is missing, another one was not recorded.
        let blank = plain.replacen("T-01;", &format!("{space};"), 1).replacen(";13;13;", &format!(";13;{space};"), 1);
        let run = records(&blank, "").run(&CHECK);
        assert_faults(&run, &[want("value-missing").row(2).at("A", "cell")]);
        // Codes of cells.csv too.
        let sandbox = records(&plain, "");
        sandbox.write(
            "records/cells.csv",
            CELLS.replace("T-02,", &format!("T-02{space},")).replace("village", &format!("{space}village")),
        );
        assert_eq!(scores(&sandbox), expected, "{space:?}");
    }
    // Inside a value they are what they are.
    assert_faults(&records(plain.replacen("21;21", "2\u{a0}1;21", 1), "").run(&CHECK), &[want("number-invalid").row(2)]);
}
