//! Every figure stands by the text that wrote it.

use super::support::Sandbox;

/// Group 2 is cited, its leaves and what is in them have that from it.
const BASE: &str = r#"
[regulation]
id = "goc"
title = "Gốc"
number = "01"
[sources.qd]
title = "Quy định 01"
number = "01"
standing = "text"
[[form]]
id = "f"
title = "F"
[[form.group]]
id = "2"
title = "Hai"
max = 20
cite = "qd: 2"
[[form.group.leaf]]
id = "2.1"
title = "Họp trước"
max = 10
yes-no = { fact = "committee_met" }
not-applicable = [ { when = "leadership = 'secretary-only'", then = "full" } ]
[[form.group.leaf]]
id = "2.2"
title = "Thời gian"
max = 10
first = [ { when = "late > 0", points = 1 } ]
tiers = { of = "minutes", table = [ { in = ">= 60", points = 10 }, { in = "< 60", points = 5 } ] }
[[level]]
id = "tot"
title = "Tốt"
in = "[10, 20]"
cite = "qd: 3"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 10)"
cite = "qd: 3"
"#;

const HEAD: &str = r#"
[regulation]
id = "xa"
title = "Xã"
number = "03"
extends = "goc"
[sources.x]
title = "Kế hoạch 03"
number = "03"
standing = "restated"
[[form]]
id = "f"
"#;

fn texts(change: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("goc/regulation.toml", BASE).write("xa/regulation.toml", format!("{HEAD}{change}"));
    sandbox
}

/// Last part of the address, clause and standing of every entry of the sheet.
fn stands(change: &str) -> Vec<String> {
    let run = texts(change).run(&["rules", "show", "xa", "--table", "entries", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.json()["tables"]["entries"].as_array().unwrap().clone();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let sheet = rows.iter().filter(|row| text(row, "address").starts_with("form f / "));
    sheet
        .map(|row| {
            let address = text(row, "address");
            let (clause, standing) = (text(row, "clause"), text(row, "standing"));
            format!("{}: {clause}, {standing}", address.replace("form f / group 2", "2").replace(" / leaf ", " "))
        })
        .collect()
}

const BELOW: [&str; 7] = [
    "2: 01, 2, text",
    "2 2.1: 01, 2, text",
    "2 2.1 / not-applicable 1: 01, 2, text",
    "2 2.2: 01, 2, text",
    "2 2.2 / exception 1: 01, 2, text",
    "2 2.2 / row 1: 01, 2, text",
    "2 2.2 / row 2: 01, 2, text",
];

/// All entries as below, but for those named here.
fn but(changed: &[(usize, &str)]) -> Vec<String> {
    let mut wanted = BELOW.map(str::to_owned);
    for (position, entry) in changed {
        wanted[*position] = (*entry).to_owned();
    }
    wanted.to_vec()
}

#[test]
fn a_citation_around_moves_only_what_is_written_inside() {
    let around = "[[form.group]]\nid = \"2\"\ncite = \"x: 2\"\n";
    let leaf = "[[form.group.leaf]]\nid = \"2.2\"\ntitle = \"Bao lâu\"\n[[form.group.leaf]]\nid = \"2.1\"\n";
    assert_eq!(stands(&format!("{around}{leaf}")), but(&[(3, "2 2.2: 03, 2, restated")]));
    // Rows that are written anew are the overlay's, the leaf around them is not.
    let rows = "[[form.group.leaf]]\nid = \"2.2\"\ntiers = { table = [ { in = \">= 90\", points = 10 }, { in = \"< 90\", points = 5 } ] }\n";
    let changed = but(&[(5, "2 2.2 / row 1: 03, 2, restated"), (6, "2 2.2 / row 2: 03, 2, restated")]);
    assert_eq!(stands(&format!("{around}{rows}")), changed);
}

#[test]
fn what_stands_inside_a_changed_entry_keeps_what_it_had_from_it() {
    // 2.1 falls to 5 points, 2.2 and the group around make up for it.
    let change =
        "[[form.group]]\nid = \"2\"\nmax = 15\ncite = \"x: 1\"\n[[form.group.leaf]]\nid = \"2.1\"\nmax = 5\ncite = \"x: 2\"\n";
    let levels = "[[level]]\nid = \"tot\"\nin = \"[10, 15]\"\ncite = \"x: 3\"\n";
    let changed = but(&[(0, "2: 03, 1, restated"), (1, "2 2.1: 03, 2, restated")]);
    assert_eq!(stands(&format!("{change}{levels}")), changed);
}

#[test]
fn a_citation_alone_is_the_change() {
    let change = "[[form.group]]\nid = \"2\"\n[[form.group.leaf]]\nid = \"2.2\"\ncite = \"x: 2\"\n";
    assert_eq!(stands(change), but(&[(3, "2 2.2: 03, 2, restated")]));
    // A standing of its own stays beside the citation around.
    let change = "[[form.group]]\nid = \"2\"\ncite = \"x: 2\"\n[[form.group.leaf]]\nid = \"2.2\"\ntitle = \"Bao lâu\"\nstanding = \"assumed\"\n";
    assert_eq!(stands(change), but(&[(3, "2 2.2: 03, 2, assumed")]));
}

#[test]
fn a_source_of_the_text_below_under_another_number_is_a_change() {
    let change = "[[form.group]]\nid = \"2\"\ncite = \"x: 2\"\n[[form.group.leaf]]\nid = \"2.1\"\ntitle = \"Họp\"\n[sources.qd]\nnumber = \"99\"\n";
    let run = texts(change).run(&["rules", "show", "xa", "--table", "changes", "--format", "json"]);
    let rows = run.json()["tables"]["changes"].as_array().unwrap().clone();
    let of = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let told: Vec<String> = rows
        .iter()
        .map(|row| ["kind", "change", "before", "after"].map(|key| of(row, key)).join(" "))
        .filter(|row| row.starts_with("source"))
        .collect();
    assert_eq!(told, ["source number 01 99"]);
}

/// The faults of the overlay with this change.
fn told(change: &str) -> Vec<(String, Option<u64>)> {
    let run = texts(change).run(&["rules", "check", "xa", "--diagnostics", "json"]);
    run.faults().into_iter().map(|fault| (fault.code, fault.line)).collect()
}

#[test]
fn a_list_that_becomes_empty_rests_on_a_clause_of_the_overlay() {
    let group = "[[form.group]]\nid = \"2\"\n";
    let cited = "[[form.group]]\nid = \"2\"\ncite = \"x: 2\"\n";
    for (leaf, removed) in [("id = \"2.2\"\nfirst = []\n", 4), ("id = \"2.1\"\nnot-applicable = []\n", 2)] {
        let leaf = format!("[[form.group.leaf]]\n{leaf}");
        // What the list stood in is not changed, and stands by the text below.
        let mut left = BELOW.map(str::to_owned).to_vec();
        left.remove(removed);
        for change in [format!("{cited}{leaf}"), format!("{group}{leaf}cite = \"x: 2\"\n")] {
            assert_eq!((told(&change), stands(&change)), (Vec::new(), left.clone()), "{change}");
        }
        let bare = format!("{group}{leaf}");
        let line = format!("{HEAD}{bare}").lines().position(|line| line.ends_with(" = []")).map(|line| line as u64 + 1);
        let codes = told(&bare);
        assert!(codes.contains(&("rule-uncited".to_owned(), line)), "{codes:?}");
    }
}

#[test]
fn conditions_that_fall_away_rest_on_a_clause_of_the_overlay() {
    let with = BASE.replacen(
        "in = \"[10, 20]\"",
        "in = \"[10, 20]\"\notherwise = \"kem\"\ncondition = [ { title = \"C\", when = \"late = 0\" } ]",
        1,
    );
    let told = |cite: &str| {
        let sandbox = texts(&format!("[[level]]\nid = \"tot\"\ncondition = []\n{cite}"));
        sandbox.write("goc/regulation.toml", &with);
        let run = sandbox.run(&["rules", "check", "xa", "--diagnostics", "json"]);
        run.faults().into_iter().map(|fault| fault.code).collect::<Vec<String>>()
    };
    assert!(!told("cite = \"x: 3\"\n").contains(&"rule-unused".to_owned()));
    assert!(told("").contains(&"rule-uncited".to_owned()));
}

#[test]
fn a_list_that_was_empty_already_is_no_change() {
    let change = "[[form.group]]\nid = \"2\"\n[[form.group.leaf]]\nid = \"2.1\"\nfirst = []\n";
    assert_eq!(told(change).into_iter().map(|(code, _)| code).collect::<Vec<String>>(), ["rule-unused"]);
}
