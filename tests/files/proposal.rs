//! `chibo profile FILE`: what it proposes is a sound part of `chibo.toml`, and reads the file once the open lines are decided.

use toml::de::DeTable;

use super::{CHECK, PROFILE, fixture, records, scores, scores_but_places};
use crate::support::Sandbox;

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
