//! A result is nothing that happened: no regulation reads it.

use chibo::rules::{load, shipped};
use chibo::words::Code;

use super::support::small_regulation::{LEVELS, RECORDED, head};

fn faults(text: &str) -> Vec<Code> {
    let rulebook = shipped::rulebook().unwrap();
    let found = load(&rulebook, &"thu/regulation.toml".into(), &text.into());
    found.err().map_or_else(Vec::new, |findings| findings.iter().map(|fault| fault.code).collect())
}

#[test]
fn no_expression_reads_a_recorded_result() {
    for name in ["recorded_total >= 90", "level_lowered", "recorded_level = 'tot'"] {
        let gate = format!("[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"{name}\"\nat-most = \"kha\"\ncite = \"a\"\n");
        let text = format!("{}{RECORDED}{LEVELS}{gate}", head("thu", "meeting"));
        assert!(faults(&text).contains(&Code::ExprUnknown), "{name}: {:?}", faults(&text));
    }
}

#[test]
fn no_leaf_takes_its_points_from_a_recorded_total() {
    let text = format!("{}{RECORDED}fact = \"recorded_total\"\n{LEVELS}", head("thu", "meeting"));
    assert_eq!(faults(&text), [Code::RuleValue]);
}

#[test]
fn no_regulation_declares_a_fact_that_is_a_level() {
    let fact =
        "[[fact]]\nid = \"other_level\"\nscope = \"meeting\"\ntype = \"level\"\nvi = [\"Mức khác\"]\nen = [\"Other level\"]\n";
    let text = format!("{}{fact}{RECORDED}{LEVELS}", head("thu", "meeting"));
    assert!(faults(&text).contains(&Code::RuleValue), "{:?}", faults(&text));
}
