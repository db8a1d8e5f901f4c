//! Facts of cells that a regulation declares itself: one `cells.csv` serves the text of the meetings and that of the year.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::{Run, Sandbox};

const SPARSE: &str = "[[fact]]\nid = \"sparse\"\nscope = \"cell\"\ntype = \"flag\"\nvi = [\"Vùng đặc biệt khó khăn\"]\n";

const HILLS: &str =
    "[[fact]]\nid = \"hills\"\nscope = \"cell\"\ntype = \"choice\"\nvalues = [ { id = \"low\" }, { id = \"high\" } ]\n";

/// 60 minutes are enough in a sparse area, 90 elsewhere.
const MEETING: &str = "[[form]]\nid = \"phieu\"\ntitle = \"Phiếu\"\nmax = 10\n\
     [[form.group]]\nid = \"1\"\ntitle = \"Nhóm\"\nmax = 10\ncite = \"a: Điều 1\"\n\
     [[form.group.leaf]]\nid = \"1.1\"\ntitle = \"Thời gian\"\nmax = 10\n\
     [form.group.leaf.yes-no]\nwhen = \"minutes >= 90 or (sparse and minutes >= 60)\"\n\
     [[level]]\nid = \"tot\"\ntitle = \"Tốt\"\nin = \"[10, 10]\"\ncite = \"a: Điều 2\"\n\
     [[level]]\nid = \"kem\"\ntitle = \"Kém\"\nin = \"[0, 10)\"\ncite = \"a: Điều 2\"\n";

/// High cells need one initiative, others two.
const YEAR: &str = "[[fact]]\nid = \"initiatives\"\nscope = \"year\"\ntype = \"count\"\n\
     [[form]]\nid = \"phieu\"\ntitle = \"Phiếu\"\nmax = 10\n\
     [[form.group]]\nid = \"1\"\ntitle = \"Nhóm\"\nmax = 10\ncite = \"a: Điều 1\"\n\
     [[form.group.leaf]]\nid = \"1.1\"\ntitle = \"Sáng kiến\"\nmax = 10\n\
     [form.group.leaf.yes-no]\nwhen = \"initiatives >= 2 or (hills = 'high' and initiatives >= 1)\"\n\
     [[level]]\nid = \"xs\"\ntitle = \"Xuất sắc\"\nin = \"[10, 10]\"\ncite = \"a: Điều 2\"\n\
     [[level]]\nid = \"ht\"\ntitle = \"Hoàn thành\"\nin = \"[0, 10)\"\ncite = \"a: Điều 2\"\n";

fn regulation(id: &str, scope: &str, years: &str, rest: &str) -> String {
    format!(
        "[regulation]\nid = \"{id}\"\nscope = \"{scope}\"\ntitle = \"Thử\"\nissuer = \"Thử\"\n{years}\n\
         [sources.a]\ntitle = \"Văn bản thử\"\nshort = \"thử\"\nstanding = \"text\"\n{rest}"
    )
}

/// Two cells with meetings of 70 minutes and one initiative each, under regulations of their own.
fn records(cells: &str, meeting_facts: &str, year_facts: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let in_force = "first-day = 2024-01-01";
    sandbox.write("r/hop/regulation.toml", regulation("hop", "meeting", in_force, &(meeting_facts.to_owned() + MEETING)));
    sandbox.write("r/nam/regulation.toml", regulation("nam", "year", "years = \"2024..\"", &(year_facts.to_owned() + YEAR)));
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = [\"hop\"]\nyear-end = [\"nam\"]\n");
    sandbox.write("r/cells.csv", cells);
    sandbox.write("r/meetings.csv", "cell,date,kind,minutes\nA,2024-01-03,regular,70\nB,2024-01-03,regular,70\n");
    sandbox.write("r/year.csv", "cell,year,initiatives\nA,2024,1\nB,2024,1\n");
    sandbox
}

const CELLS: &str = "code,committee,Vùng đặc biệt khó khăn,hills\nA,X,có,low\nB,X,không,high\n";

fn levels(run: &Run, table: &str) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    run.json()["tables"][table].as_array().unwrap().iter().map(|row| (text(&row["cell"]), text(&row["level"]))).collect()
}

fn pairs(of: [(&str, &str); 2]) -> Vec<(String, String)> {
    of.map(|(cell, level)| (cell.to_owned(), level.to_owned())).to_vec()
}

#[test]
fn each_text_reads_its_own_facts_of_cells() {
    let sandbox = records(CELLS, SPARSE, HILLS);
    let score = sandbox.run(&["score", "r", "--by", "meeting", "--format", "json"]);
    assert_eq!(score.code, Some(0), "{}", score.stderr);
    // 70 minutes are enough only where the cell is in a sparse area.
    assert_eq!(levels(&score, "meetings"), pairs([("A", "tot"), ("B", "kem")]));
    let classify = sandbox.run(&["classify", "r", "--year", "2024", "--format", "json"]);
    // One initiative is enough only in the high cell.
    assert_eq!(levels(&classify, "cells"), pairs([("A", "ht"), ("B", "xs")]));
    let explain = sandbox.run_in("vi", &["explain", "r", "--cell", "A", "--date", "2024-01-03"]);
    assert!(explain.stdout.contains("Vùng đặc biệt"), "{}", explain.stdout);
}

#[test]
fn the_order_of_columns_and_of_declarations_changes_nothing() {
    let other = "hills,code,Vùng đặc biệt khó khăn,committee\nlow,A,có,X\nhigh,B,không,X\n";
    let classify = |sandbox: Sandbox| sandbox.run(&["classify", "r", "--year", "2024", "--format", "csv"]).stdout;
    let expected = classify(records(CELLS, SPARSE, HILLS));
    assert!(expected.contains("xs"), "{expected}");
    assert_eq!(classify(records(other, SPARSE, HILLS)), expected);
    // Both texts declare both, in another order.
    let both = [HILLS.to_owned() + SPARSE, SPARSE.to_owned() + HILLS];
    assert_eq!(classify(records(CELLS, &both[0], &both[1])), expected);
}

#[test]
fn a_blank_field_leaves_open_what_rests_on_it() {
    let sandbox = records("code,committee,sparse,hills\nA,X,,low\nB,X,không,high\n", SPARSE, HILLS);
    let score = sandbox.run(&["score", "r", "--by", "meeting", "--format", "json"]);
    assert_eq!(levels(&score, "meetings"), pairs([("A", ""), ("B", "kem")]));
}

#[test]
fn one_name_for_two_things_is_a_fault() {
    let other = SPARSE.replace("\"flag\"", "\"count\"");
    let sandbox = records(CELLS, SPARSE, &(other + HILLS));
    let run = sandbox.run(&["score", "r"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("facts-differ") && run.stderr.contains("hop") && run.stderr.contains("nam"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn cells_have_no_texts_or_grades_of_a_regulation() {
    for kind in ["text", "code", "grade"] {
        let sandbox = records(CELLS, &SPARSE.replace("\"flag\"", &format!("\"{kind}\"")), HILLS);
        let run = sandbox.run(&["rules", "check", "r/hop"]);
        assert_eq!(run.code, Some(1), "{kind}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("\"{kind}\"")) && run.stderr.contains("flag | choice"), "{kind}: {}", run.stderr);
    }
}
