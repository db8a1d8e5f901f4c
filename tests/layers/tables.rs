//! Tables meet tables: what an overlay names is changed, all else stays.

use super::support::Sandbox;

/// A year text by meetings alone: tot gives tot, kha and trung-binh give dat, kem gives khong-dat.
const YEAR: &str = r#"
[regulation]
id = "nam"
scope = "year"
title = "Xếp loại"
number = "01"
[sources.qd]
title = "Quy định 01"
number = "01"
standing = "text"
[sources.cu]
title = "Văn bản cũ"
number = "00"
standing = "text"
[meeting-quality]
levels = ["tot", "kha", "kem"]
[grades]
grade = [ { id = "tot", title = "Tốt" }, { id = "dat", title = "Đạt" }, { id = "khong", title = "Không đạt" } ]
[[fact]]
id = "cell_life"
scope = "year"
type = "grade"
[[criterion]]
id = "cell-life"
title = "Sinh hoạt"
fact = "cell_life"
cite = "cu: 2"
[criterion.from-meetings]
cite = "qd: 3"
grades = { tot = "tot", kha = "dat", kem = "khong" }
[[level]]
id = "xs"
title = "XS"
cite = "qd: 4"
condition = [ { title = "Tốt", when = "lowest_grade = 'tot'" } ]
[[level]]
id = "ht"
title = "HT"
cite = "qd: 4"
[[quota]]
id = "xs"
level = "xs"
percent = "20%"
base = "level-or-better"
base-level = "ht"
rounding = "down"
group = ["committee"]
cite = "qd: 5"
"#;

fn over(change: &str) -> String {
    format!(
        "[regulation]\nid = \"tren\"\ntitle = \"T\"\nnumber = \"02\"\nextends = \"nam\"\n\
         [sources.b]\ntitle = \"B\"\nnumber = \"02\"\nstanding = \"text\"\n{change}"
    )
}

fn texts(base: &str, change: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("nam/regulation.toml", base).write("tren/regulation.toml", over(change));
    sandbox
}

/// Codes of the faults of the overlay.
fn codes(base: &str, change: &str) -> Vec<String> {
    let faults = texts(base, change).run(&["rules", "check", "tren", "--diagnostics", "json"]).faults();
    faults.into_iter().filter(|fault| fault.severity == "error").map(|fault| fault.code).collect()
}

/// Figures of the entries of the overlay whose address ends so.
fn figures(base: &str, change: &str, address: &str) -> Vec<String> {
    let run = texts(base, change).run(&["rules", "show", "tren", "--table", "entries", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.json()["tables"]["entries"].as_array().unwrap().clone();
    let told = rows.iter().filter(|row| row["address"].as_str().unwrap().ends_with(address));
    told.map(|row| row["figures"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_line_of_a_table_of_values_is_changed_by_itself() {
    let shown = figures(
        YEAR,
        "[[criterion]]\nid = \"cell-life\"\nfrom-meetings = { cite = \"b: 1\", grades = { kha = \"khong\" } }\n",
        "from-meetings",
    );
    assert_eq!(shown, ["table=tot=tot kha=khong kem=khong"]);
}

#[test]
fn keys_of_which_only_one_can_be_there_take_each_others_place() {
    const QUOTA: &str = "[[quota]]\nid = \"xs\"\ncite = \"b: 1\"\n";
    assert_eq!(codes(YEAR, &format!("{QUOTA}places = 3\n")), [""; 0]);
    assert_eq!(
        codes(
            &YEAR.replace(
                "percent = \"20%\"\nbase = \"level-or-better\"\nbase-level = \"ht\"\nrounding = \"down\"\n",
                "places = 2\n"
            ),
            &format!("{QUOTA}percent = \"10%\"\nbase = \"all-units\"\nrounding = \"up\"\n")
        ),
        [""; 0]
    );
    // A base that goes by no level has none.
    assert_eq!(codes(YEAR, &format!("{QUOTA}base = \"all-units\"\n")), [""; 0]);
    let special = format!("{YEAR}special = {{ percent = \"25%\", when = \"is_head\" }}\n");
    assert_eq!(codes(&special, &format!("{QUOTA}places = 3\n")), [""; 0]);
    let parts = format!("{YEAR}basis-of = {{ base = {{ cite = \"qd: 6\" }}, group = {{ cite = \"qd: 7\" }} }}\n");
    assert_eq!(codes(&parts, &format!("{QUOTA}places = 3\n")), [""; 0]);
    // In a text that judges meetings.
    let meeting = |attendance: &str| {
        super::CENTRE.replacen("[[form]]", &format!("[attendance]\n{attendance}cite = \"tu: 4\"\n[[form]]"), 1)
    };
    let counts = meeting("counts = [\"present\"]\nleaves-out = [ { statuses = [\"exempt_absent\"] } ]\n");
    let written = meeting("attending = \"present\"\nexpected = \"members\"\n");
    for (below, change) in [
        (&counts, "attending = \"present\"\nexpected = \"members\"\n"),
        (&written, "counts = [\"present\"]\n"),
        (&counts, "remove = true\n"),
    ] {
        let over = super::changing(&format!("[attendance]\n{change}cite = \"qd: 1\"\n"));
        let sandbox = Sandbox::new();
        sandbox.write("trung-uong/regulation.toml", below).write("tinh/regulation.toml", over);
        let told = sandbox.run(&["rules", "check", "tinh", "--diagnostics", "json"]).faults();
        let told = told.into_iter().filter(|fault| fault.severity == "error");
        assert_eq!(told.map(|fault| fault.message).collect::<Vec<String>>(), [""; 0], "{change}");
    }
}

#[test]
fn any_table_below_the_file_can_be_taken_away_and_the_clause_that_says_so_is_used() {
    assert_eq!(
        codes(YEAR, "[[criterion]]\nid = \"cell-life\"\nfrom-meetings = { remove = true, cite = \"b: 1\" }\n"),
        ["rule-idle"; 0]
    );
    assert_eq!(codes(YEAR, "[[quota]]\nid = \"xs\"\nremove = true\ncite = \"b: 1\"\n"), [""; 0]);
    // The source of a clause that nobody names stays unused.
    assert_eq!(codes(YEAR, "[[quota]]\nid = \"xs\"\nremove = true\n"), ["rule-unused"]);
    // What is taken away has nothing more to say.
    assert_eq!(codes(YEAR, "[[quota]]\nid = \"xs\"\nremove = true\ncite = \"b: 1\"\nplaces = 3\n"), ["rule-removed"]);
    assert_eq!(codes(YEAR, "[[quota]]\nid = \"xs\"\nremove = false\ncite = \"b: 1\"\nplaces = 3\n"), [""; 0]);
    assert_eq!(codes(YEAR, "[[level]]\nid = \"xs\"\ncite = \"b: 1\"\n[transition]\nremove = true\n"), ["rule-not-there"]);
}

/// The commune sets leaf 2.1 back to 40 and takes 2.2 away; the province had lowered the one to 30 and added the other.
#[test]
fn every_change_names_the_text_that_made_it() {
    let sandbox = super::records("");
    let run = sandbox.run(&["rules", "show", "xa", "--table", "changes", "--format", "json"]);
    let rows = run.json()["tables"]["changes"].as_array().unwrap().clone();
    let of = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let told: Vec<String> = rows.iter().map(|row| ["text", "kind", "change"].map(|key| of(row, key)).join(" ")).collect();
    assert_eq!(told, ["xa leaf maximum", "xa leaf removed", "tinh leaf maximum", "tinh leaf added"]);
    assert_eq!((of(&rows[0], "before"), of(&rows[0], "after")), ("30".to_owned(), "40".to_owned()));
    assert_eq!((of(&rows[2], "before"), of(&rows[2], "after")), ("40".to_owned(), "30".to_owned()));
}

/// The overlay writes the percent of a quota: base, rounding and group are as the text below has them. Where it writes the base, that is its.
#[test]
fn a_part_of_a_quota_stands_by_the_text_that_wrote_it() {
    let stands = |base: &str, change: &str| -> Vec<String> {
        let change = format!("[[quota]]\nid = \"xs\"\ncite = \"b: 1\"\n{change}");
        let run = texts(base, &change).run(&["rules", "show", "tren", "--table", "entries", "--format", "json"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let rows = run.json()["tables"]["entries"].as_array().unwrap().clone();
        let of = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
        let quota = rows.iter().filter(|row| of(row, "address").starts_with("quota"));
        // Neither text writes ties and breach.
        let written = quota.filter(|row| !["ties", "breach"].contains(&of(row, "id").as_str()));
        written.map(|row| format!("{} {}", of(row, "id"), of(row, "clause"))).collect()
    };
    assert_eq!(stands(YEAR, "percent = \"25%\"\n"), ["xs 02, 1", "base 01, 5", "rounding 01, 5", "group 01, 5"]);
    let parts = format!("{YEAR}basis-of = {{ base = {{ cite = \"qd: 6\" }} }}\n");
    assert_eq!(stands(&parts, "percent = \"25%\"\n"), ["xs 02, 1", "base 01, 6", "rounding 01, 5", "group 01, 5"]);
    assert_eq!(stands(&parts, "base = \"all-units\"\n"), ["xs 02, 1", "base 02, 1", "rounding 01, 5", "group 01, 5"]);
}
