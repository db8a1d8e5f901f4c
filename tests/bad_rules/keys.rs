//! Keys, ids and names that are unknown, missing, doubled, empty or out of place.

use super::regulations::{MEETING, YEAR};
use super::support::{assert_fault, want};
use super::{FILE, check, faulty, line_of, spoil, spoilt};

#[test]
fn unknown_key_with_the_near_one_named() {
    spoil(
        "at-most = \"kem\"",
        "at-most = \"kem\"\ntitel = \"x\"",
        "titel",
        want("rule-unknown-key").value("titel").expects("title"),
    );
}

#[test]
fn unknown_key_far_from_every_known_one() {
    spoil("at-most = \"kem\"", "at-most = \"kem\"\nbananas = 1", "bananas", want("rule-unknown-key").value("bananas"));
}

/// No key is near, so all of them are named.
#[test]
fn keys_that_are_known_are_named_once() {
    let title = "title = \"Quy định mẫu\"";
    for there in [&format!("{title}\nbananas = 1"), "bananas = 1"] {
        let faults = check(spoilt(MEETING, title, there)).faults();
        let told = faults.iter().find(|fault| fault.code == "rule-unknown-key").unwrap();
        let words = told.expected.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
        assert_eq!(words.filter(|word| *word == "title").count(), 1, "{}", told.expected);
    }
}

#[test]
fn unknown_table() {
    let text = format!("{MEETING}\n[[gaet]]\nid = \"x\"\n");
    faulty(&text, &[want("rule-unknown-key").line(line_of(&text, "[[gaet]]")).value("gaet").expects("gate")]);
}

#[test]
fn missing_key() {
    spoil("[[form.group]]\nid = \"g2\"\ntitle = \"Nhóm 2\"\n", "[[form.group]] # 2\nid = \"g2\"\n", "[[form.group]] # 2", {
        want("rule-missing-key").expects("title")
    });
    spoil("[[gate]]\nid = \"vang\"\n", "[[gate]]\n", "[[gate]]", want("rule-missing-key").expects("id"));
}

/// Who only uses what could not be read is not reported as well.
#[test]
fn a_fact_of_no_table_is_one_fault_wherever_it_is_used() {
    let award = "[[award]]\nid = \"a\"\ntitle = \"A\"\nwhen = \"votes >= 1\"\ngroup = []\nplaces = 1\ncite = \"qd: 4\"\n\
                 ranking = [ { id = \"votes\", title = \"V\", of = \"votes\" } ]\n";
    let tally = "[tallies.fined]\ntitle = \"F\"\nof = \"discipline\"\nwhen = \"votes >= 1\"\nyear-by = \"fault_date\"\ncite = \"qd: 4\"\n";
    for (scope, fault) in [
        ("", want("rule-missing-key").expects("scope")),
        ("scope = \"yaer\"\n", want("rule-value").value("\"yaer\"").expects("year")),
    ] {
        for used in [award, tally] {
            let text = format!("{YEAR}\n{used}\n[[fact]] # votes\nid = \"votes\"\ntype = \"count\"\n{scope}");
            let told = check(&text).faults();
            assert_eq!(told.iter().filter(|fault| fault.code != "rule-unused").count(), 1, "{told:#?}");
            assert_fault(&check(&text), &fault);
        }
    }
}

#[test]
fn wrong_type() {
    let text = spoilt(MEETING, "max = 10 # of group 2", "max = \"10\" # of group 2");
    let run = check(&text);
    assert_fault(&run, &want("rule-value").file(FILE).line(line_of(&text, "# of group 2")).expects("max"));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_figure_of_the_wrong_type_is_not_taken_for_zero() {
    let run = check(spoilt(MEETING, "max = 10 # of group 2", "max = \"10\" # of group 2"));
    let zero = run.faults().into_iter().find(|fault| fault.message.contains("maximum is 0"));
    assert!(zero.is_none(), "the file holds no 0: {zero:#?}");
}

#[test]
fn duplicate_leaf_id() {
    spoil("id = \"1.2\"", "id = \"1.1\" # again", "# again", want("rule-duplicate").value("1.1"));
}

#[test]
fn duplicate_level_id() {
    spoil("id = \"kha\"", "id = \"tot\" # again", "# again", want("rule-duplicate").value("tot"));
}

#[test]
fn unknown_level_in_a_gate() {
    spoil("at-most = \"kem\"", "at-most = \"kemm\"", "kemm", want("rule-unknown-level").value("kemm").expects("kem"));
}

#[test]
fn unknown_level_far_from_every_known_one() {
    spoil("at-most = \"kem\"", "at-most = \"bananas\"", "bananas", want("rule-unknown-level").value("bananas"));
}

#[test]
fn an_id_twice_in_any_list() {
    let reading = "[[reading]]\nid = \"double\"\nopen = \"?\"\nchosen = \"!\"\ncite = \"qd\"\ncovers = \"x\"\n";
    let run = check(spoilt(MEETING, "[[form]]", &format!("{reading}{reading}\n[[form]]")));
    assert_fault(&run, &want("rule-duplicate").value("double"));
}

#[test]
fn a_section_that_only_the_other_scope_reads() {
    let run = check(spoilt(MEETING, "[[form]]", "[grades]\n[[grades.grade]]\nid = \"a\"\ntitle = \"A\"\n\n[[form]]"));
    assert_fault(&run, &want("rule-unknown-key").value("grades").expects("scope"));
    let run = check(spoilt(MEETING, "scope = \"meeting\"", "scope = \"meeting\"\nyears = \"2024\""));
    assert_fault(&run, &want("rule-unknown-key").value("years").expects("scope = \"year\""));
}

#[test]
fn a_text_that_says_nothing_is_no_text() {
    let run = check(spoilt(MEETING, "title = \"Nhóm 1\"", "title = \" \""));
    assert_fault(&run, &want("rule-value").expects("title"));
    // A quota of no level once passed for no quota.
    let run = check(YEAR.replacen("\nlevel = \"xs\"", "\nlevel = \"\"", 1));
    assert_fault(&run, &want("rule-value").expects("level"));
}

#[test]
fn an_attendance_that_counts_nobody() {
    let run = check(spoilt(MEETING, "counts = [\"present\"]", "counts = []"));
    assert_fault(&run, &want("rule-missing-key").expects("counts"));
}

#[test]
fn a_source_whose_name_no_citation_can_have() {
    let run = check(spoilt(MEETING, "[sources.qd]", "[sources.\"q d\"]\ntitle = \"Văn bản\"\nstanding = \"text\"\n[sources.qd]"));
    assert_fault(&run, &want("rule-value").value("q d"));
}
