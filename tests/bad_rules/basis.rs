//! The basis of figures: citations, readings, sources, and what is declared and never asked for.

use super::regulations::{MEETING, YEAR};
use super::support::{assert_fault, want};
use super::tallies::with_tally;
use super::{FILE, check, doubtful, line_of, sound, spoil, spoilt};

#[test]
fn dangling_citation() {
    spoil("cite = \"qd: 6\"", "cite = \"qx: 6\"", "qx: 6", want("rule-citation").value("qx").expects("qd"));
}

#[test]
fn dangling_citation_far_from_every_source() {
    spoil("cite = \"qd: 6\"", "cite = \"thong-tu: 6\"", "thong-tu", want("rule-citation").value("thong-tu"));
}

#[test]
fn uncited_figure() {
    // A reading is a citation of its own; without either, the gate rests on nothing.
    let bare =
        spoilt(MEETING, "at-most = \"kem\"\ncite = \"qd: 6\"\n", "at-most = \"kem\"\n").replacen("reading = ", "# reading = ", 1);
    let run = check(&bare);
    assert_fault(&run, &want("rule-uncited").file(FILE).line(line_of(&bare, "[[gate]]")).expects("cite"));
    let text = spoilt(MEETING, "max = 10 # of group 2\ncite = \"qd: 4\"\n", "max = 10 # of group 2\n");
    // Group and leaf inside it both lack a clause; the group is the place to add it.
    let run = check(&text);
    assert_fault(&run, &want("rule-uncited").file(FILE).line(line_of(&text, "id = \"g2\"") - 1));
    assert_eq!(run.code, Some(1));
}

#[test]
fn unused_source() {
    let to = "standing = \"text\"\n\n[sources.bao]\ntitle = \"Báo\"\nstanding = \"restated\"\n\n[[reading]]";
    spoil("standing = \"text\"\n\n[[reading]]", to, "[sources.bao]", want("rule-unused").value("sources.bao"));
}

#[test]
fn unused_reading() {
    spoil("reading = \"whole-year\"\n", "", "[[reading]]", want("rule-unused").expects("refers"));
}

#[test]
fn what_is_declared_and_not_asked_for() {
    let measure = "[measures.idle]\nof = \"late / present\"\ntitle = \"Muộn\"\ncite = \"qd\"\n\n[[form]]";
    let text = spoilt(MEETING, "[[form]]", measure);
    doubtful(&text, &[want("rule-idle").value("measures.idle").line(line_of(&text, "[measures.idle]"))]);
    let fact = |kind: &str| format!("[[fact]]\nid = \"flag_raised\"\nscope = \"meeting\"\ntype = \"{kind}\"\n\n[attendance]");
    let text = spoilt(MEETING, "[attendance]", &fact("flag"));
    doubtful(&text, &[want("rule-idle").line(line_of(&text, "flag_raised"))]);
    sound(&spoilt(&text, "when = \"attendance_rate < 50%\"", "when = \"attendance_rate < 50% and not flag_raised\""));
    // A text is for people.
    sound(&spoilt(MEETING, "[attendance]", &fact("text")));
    let text = spoilt(YEAR, "fact = \"g1\"\n", "fact = \"g1\"\ntags = [\"task\"]\n");
    doubtful(&text, &[want("rule-idle").value("task").line(line_of(&text, "tags"))]);
    sound(&spoilt(&text, "lowest_grade >=", "lowest_grade('task') >="));
    let text = spoilt(YEAR, "[grades]", "[meeting-quality]\nlevels = [\"tot\"]\n\n[grades]");
    doubtful(&text, &[want("rule-idle").value("meeting-quality").line(line_of(&text, "[meeting-quality]"))]);
    let alternative = "chosen = \"Cả năm.\"\ncite = \"qd\"\n[[reading.alternative]]\nid = \"khac\"\nchosen = \"Khác.\"\n[[reading.alternative.change.gate]]\nid = \"vang\"\nwhen = \"idle > 50%\"\n[[reading]]\nid = \"thu-hai\"\nopen = \"x\"\nchosen = \"x\"\ncovers = \"x\"";
    sound(&spoilt(&spoilt(MEETING, "[[form]]", measure), "chosen = \"Cả năm.\"", alternative));
    let text = with_tally().replace(" and fined < 3", "");
    doubtful(&text, &[want("rule-idle").value("tallies.fined").line(line_of(&text, "[tallies.fined]"))]);
}

#[test]
fn unknown_reading() {
    let text = spoilt(MEETING, "reading = \"whole-year\"", "reading = \"whole-yaer\"");
    let run = check(&text);
    assert_fault(
        &run,
        &want("rule-unknown-reading").file(FILE).line(line_of(&text, "whole-yaer")).value("whole-yaer").expects("whole-year"),
    );
    assert_eq!(run.code, Some(1));
}
