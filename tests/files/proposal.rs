//! `chibo profile FILE`: what it proposes is a sound part of `chibo.toml`, and reads the file once the open lines are decided.

use toml::de::DeTable;

use super::{CHECK, PROFILE, fixture, records, scores, scores_but_places};
use crate::support::{Sandbox, assert_faults, want};

fn proposed(sandbox: &Sandbox, path: &str) -> String {
    let run = sandbox.run(&["profile", path]);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    DeTable::parse(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}", run.stdout));
    run.stdout
}

#[test]
fn what_is_proposed_reads_the_file() {
    let expected = scores(&records(fixture("meetings.csv"), ""));
    for name in ["semicolon.csv", "utf-16le.csv", "tcvn3.csv", "vni.csv", "windows-1258.csv", "meetings.xlsx", "meetings.ods"] {
        let sandbox = records(fixture(name), "");
        let text = proposed(&sandbox, "records/meetings.csv");
        sandbox.write("records/chibo.toml", format!("{PROFILE}{text}"));
        assert_eq!(scores(&sandbox), expected, "{name}\n{text}");
    }
}

#[test]
fn a_summary_is_proposed_with_its_open_lines() {
    let plain = "\
cell,members,date,present,kind,Kết quả số điểm,Tốt,Khá,Trung bình,Kém
T-01,21,2024-03-05,21,regular,95,x,,,
T-02,13,2024-03-04,13,regular,86.5,,x,,
T-03,8,2024-03-06,8,regular,71,,x,,
";
    let expected = scores_but_places(&records(plain, ""));
    for name in ["summary.csv", "summary.xlsx", "summary.ods"] {
        let sandbox = records(fixture(name), "");
        let text = proposed(&sandbox, "records/meetings.csv");
        assert!(text.contains("header-row = [4, 5]"), "{text}");
        // A person decides: the kind of the meetings, the cells that names mean, where the table ends.
        let lines = text.lines().map(|line| match line {
            line if line.starts_with("# kind = ") => "kind = \"regular\"",
            line if line.starts_with("# \"Chi bộ ") && line.contains("\" = \"T-0") => &line[2..],
            line => line,
        });
        let decided = lines.collect::<Vec<&str>>().join("\n").replacen("[[file]]", "[[file]]\nlast-row = 10", 1);
        sandbox.write("records/chibo.toml", format!("{PROFILE}{decided}\n"));
        assert_eq!(scores_but_places(&sandbox), expected, "{name}\n{decided}");
    }
}

#[test]
fn any_heading_gives_sound_toml() {
    let nasty = [
        "a\"b",
        "a\\b",
        "x # y",
        "tab\there",
        "hai\ndòng",
        "'",
        "[a]",
        "=",
        "{0}",
        "\u{1}",
        "\u{7f}",
        "\u{2028}",
        "đ",
        "#D",
        "…",
    ];
    let heading: Vec<String> = nasty.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
    let row = |field: &str| vec![field; nasty.len()].join(",");
    for field in ["\"a\nb\"", "\u{1}"] {
        let file = format!(
            "cell,date,kind,{}\nT-01,2024-03-05,regular,{}\nlạ \"\" tên,2024-03-05,regular,{}\n",
            heading.join(","),
            row(field),
            row(field)
        );
        let sandbox = records(file, "");
        let text = proposed(&sandbox, "records/meetings.csv");
        // The proposal is a sound profile that speaks of columns that are there.
        sandbox.write("records/chibo.toml", format!("{PROFILE}{text}"));
        let codes: Vec<String> = sandbox.run(&CHECK).faults().into_iter().map(|fault| fault.code).collect();
        assert!(!codes.iter().any(|code| code.starts_with("config-") || code.starts_with("profile-")), "{codes:?}\n{text}");
    }
    // Headings that stand twice, and none at all.
    let sandbox = records("cell,date,kind,note,x,x,,\nT-01,2024-03-05,regular,,,,,\n", "");
    proposed(&sandbox, "records/meetings.csv");
}

#[test]
fn a_file_name_with_quotes_is_sound_toml_too() {
    let sandbox = records(fixture("meetings.csv"), "");
    let name = "tháng \"3\" \\ năm.csv";
    sandbox.write(&format!("records/{name}"), fixture("meetings.csv"));
    let text = proposed(&sandbox, &format!("records/{name}"));
    sandbox.remove("records/meetings.csv").write("records/chibo.toml", format!("{PROFILE}{text}"));
    assert_eq!(scores_but_places(&sandbox), scores_but_places(&records(fixture("meetings.csv"), "")), "{text}");
}

/// A column that fits no single reading leaves one line to a person; all the rest is proposed, and reads the file once that is decided.
#[test]
fn a_column_of_two_readings_is_left_open() {
    let file = "Mã chi bộ;Ngày họp;Loại sinh hoạt;Số đảng viên;thẩm định:14-qdi-tu:4.2\n\
                T-01;03/25/2024;thường kỳ;21;2,5\nT-02;03/04/2024;thường kỳ;13;2.5\n";
    let sandbox = records(file, "");
    let run = sandbox.run(&["profile", "records/meetings.csv", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(1));
    for (code, key) in [("date-month-first", "dates = \"month-first\""), ("decimal-marks-mixed", "decimal = \",\"")] {
        let fault = run.faults().into_iter().find(|fault| fault.code == code).unwrap_or_else(|| panic!("{}", run.stderr));
        assert!(fault.mend.contains(key) && fault.mend.contains("[[file]]"), "{}", fault.mend);
    }
    let text = run.stdout;
    let choices =
        [("\"Ngày họp\"", "dates", ["day-first", "month-first"]), ("\"thẩm định:14-qdi-tu:4.2\"", "decimal", [",", "."])];
    for (heading, key, words) in choices {
        for word in words {
            let open =
                text.lines().find(|line| line.starts_with(&format!("# {heading} = ")) && line.contains(&format!("\"{word}\"")));
            assert!(open.is_some_and(|line| line.contains(key)), "{heading} {word}\n{text}");
        }
    }
    assert!(text.contains("\n\"Số đảng viên\" = \"members\"\n"), "{text}");
    // Any choice is a sound profile; these ones are right of the dates, and leave one number unread.
    for (mark, row) in [(",", 3), (".", 2)] {
        let chosen = |line: &str| line.contains("month-first") || line.contains(&format!("decimal = \"{mark}\""));
        let lines = text.lines().map(|line| if chosen(line) { &line[2..] } else { line });
        sandbox.write("records/chibo.toml", format!("{PROFILE}{}\n", lines.collect::<Vec<&str>>().join("\n")));
        assert_faults(&sandbox.run(&CHECK), &[want("number-invalid").row(row)]);
    }
}

#[test]
fn a_file_is_proposed_as_its_folder_reads_it() {
    // By its usual name it is a table of meetings, although its headings fit another one better.
    let sandbox = records("code,name,Ngày\nT-01,x,2024-03-05\n", "");
    assert!(proposed(&sandbox, "records/meetings.csv").contains("table = \"meetings\""));
    sandbox.write("records/x.csv", "code,name,committee\n");
    assert!(proposed(&sandbox, "records/x.csv").contains("table = \"cells\""));
    // What chibo.toml says of it holds, and is said again.
    let said = "[[file]]\ntable = \"meetings\"\npath = \"x.csv\"\nlast-row = 3\nskip-rows = [2]\nfill-down = [\"A\"]\n\
                [file.columns]\nA = \"cell\"\n\"Cột\" = \"\"\n[file.values]\nkind = \"regular\"\n[file.expect]\nrows = 1\n";
    sandbox
        .write("records/x.csv", "A;date;Cột\n;;\nT-01;2024-03-05;1\nlạ;;\n")
        .write("records/chibo.toml", format!("{PROFILE}{said}"));
    sandbox.write("records/meetings.csv", "");
    let text = proposed(&sandbox, "records/x.csv");
    let own: Vec<&str> = text.lines().map(|line| line.split(" #").next().unwrap().trim_end()).collect();
    let keys = [("A = ", "\"A\" = "), ("kind = ", "\"kind\" = "), ("rows = 1", "\"rows\" = \"1\"")];
    for line in said.lines() {
        let key = keys.iter().find(|(key, _)| line.starts_with(key));
        let line = key.map_or(line.to_owned(), |(key, quoted)| line.replace(key, quoted));
        assert!(own.contains(&line.as_str()), "{line}\n{text}");
    }
    sandbox.write("records/chibo.toml", format!("{PROFILE}{text}"));
    assert_faults(&sandbox.run(&CHECK), &[]);
}
