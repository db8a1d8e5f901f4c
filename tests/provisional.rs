//! What is not recorded makes places provisional, in the contest that asks for it and in all that come after.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use support::Sandbox;

const HEAD: &str = "[regulation]\nid = \"thu\"\nscope = \"year\"\ntitle = \"Thử\"\nissuer = \"Thử\"\n\
     [sources.qd]\ntitle = \"Quy chế\"\nstanding = \"text\"\n\
     [[fact]]\nid = \"score\"\nscope = \"year\"\ntype = \"count\"\n\
     [[fact]]\nid = \"inspected\"\nscope = \"year\"\ntype = \"flag\"\n";

fn award(id: &str, when: &str, more: &str) -> String {
    format!(
        "[[award]]\nid = \"{id}\"\ntitle = \"{id}\"\nwhen = \"{when}\"\nplaces = 1\ngroup = []\n{more}\
         ranking = [ {{ id = \"s\", title = \"s\", of = \"score\" }} ]\ncite = \"qd: 1\"\n"
    )
}

/// Unit A has 96 and was inspected as given, unit B has 95 and was not.
fn classified(rules: &str, inspected: &str) -> Value {
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", HEAD.to_owned() + rules)
        .write("r/chibo.toml", "period = \"2025\"\nyear-end = \"../thu\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,Y\n")
        .write("r/year.csv", format!("cell,year,score,inspected\nA,2025,96,{inspected}\nB,2025,95,no\n"));
    let run = sandbox.run(&["classify", "r", "--format", "json"]);
    assert!(matches!(run.code, Some(0)), "{}", run.stderr);
    run.json()
}

/// Of each unit: its awards, and whether they are provisional.
fn awards(result: &Value) -> Vec<(String, bool)> {
    let cells = result["tables"]["cells"].as_array().unwrap();
    let of = |row: &Value| (row["awards"].as_str().unwrap_or("").to_owned(), row["quota_provisional"].as_bool().unwrap());
    cells.iter().map(of).collect()
}

#[test]
fn whoever_may_have_an_award_that_excludes_another_holds_up_the_other() {
    let rules = award("cp", "inspected", "") + &award("tinh", "score >= 50", "not-with = [\"cp\"]\n");
    let by_condition = award("cp", "inspected", "") + &award("tinh", "score >= 50 and not award('cp')", "");
    for rules in [&rules, &by_condition] {
        assert_eq!(awards(&classified(rules, "yes")), [("cp".to_owned(), false), ("tinh".to_owned(), false)]);
        assert_eq!(awards(&classified(rules, "no")), [("tinh".to_owned(), false), (String::new(), false)]);
        // A would have the first award and not the second, or the other way round: nothing is certain of B.
        let open = awards(&classified(rules, ""));
        assert!(open[1].1, "{open:?}");
        assert_eq!(open[0].0, "");
    }
}

#[test]
fn a_place_that_may_change_makes_later_contests_provisional() {
    let levels = "[[level]]\nid = \"xs\"\ntitle = \"XS\"\ncite = \"qd: 2\"\n[[level.condition]]\ntitle = \"90\"\nwhen = \"score >= 90\"\n\
                  [[level]]\nid = \"ht\"\ntitle = \"HT\"\ncite = \"qd: 2\"\n";
    let form = "[[form]]\nid = \"f\"\ntitle = \"F\"\n";
    // One place in two, and a further one for a unit with grounds, which A may have.
    let quota = "[[quota]]\nid = \"q\"\nlevel = \"xs\"\npercent = \"50%\"\nbase = \"all-units\"\nrounding = \"down\"\ngroup = []\ncite = \"qd: 3\"\n\
                 ranking = [ { id = \"s\", title = \"s\", of = \"score\", order = \"lowest-first\" } ]\n\
                 [quota.special]\npercent = \"100%\"\nwhen = \"inspected\"\ncite = \"qd: 4\"\n";
    let rules = form.to_owned() + levels + quota + &award("khen", "level = 'xs'", "");
    let groups = |result: &Value| -> Vec<bool> {
        let rows = result["tables"]["awards"].as_array().unwrap();
        rows.iter().map(|row| row["provisional"].as_bool().unwrap()).collect()
    };
    assert_eq!(groups(&classified(&rules, "yes")), [false]);
    assert_eq!(groups(&classified(&rules, "")), [true]);
}
