//! An overlay at fault is told so once, where it is at fault, in words of its own.

use super::support::{Fault, Sandbox};
use super::{CENTRE, COMMUNE, PROVINCE, changing, line_of};

/// The faults of an overlay over the centre.
fn faults(overlay: &str) -> Vec<Fault> {
    let sandbox = Sandbox::new();
    sandbox.write("trung-uong/regulation.toml", CENTRE).write("tinh/regulation.toml", overlay);
    sandbox.run(&["rules", "check", "tinh", "--diagnostics", "json"]).faults()
}

/// That the only fault is this one, on the line of the marker in the overlay, and that it names all of these.
#[track_caller]
fn one(overlay: &str, code: &str, marker: &str, names: &[&str]) {
    let told = faults(overlay);
    assert_eq!(told.len(), 1, "{told:#?}");
    let fault = &told[0];
    let place = (fault.code.as_str(), fault.file.as_deref(), fault.line);
    assert_eq!(place, (code, Some("tinh/regulation.toml"), Some(line_of(overlay, marker))), "{fault:#?}");
    let words = format!("{} {} {}", fault.message, fault.expected, fault.mend);
    for name in names {
        assert!(words.contains(name), "{name}: {words}");
    }
}

#[test]
fn an_overlay_over_itself_or_over_another_scope_is_told_so() {
    let itself = PROVINCE.replacen("extends = \"trung-uong\"", "extends = \"tinh\"", 1);
    one(&itself, "extends-circle", "extends", &["tinh → tinh"]);
    let scope = PROVINCE.replacen("extends", "scope = \"year\"\nextends", 1);
    one(&scope, "extends-scope", "scope = \"year\"", &["\"year\"", "\"meeting\""]);
    assert!(faults(&PROVINCE.replacen("extends", "scope = \"meeting\"\nextends", 1)).is_empty());
}

#[test]
fn a_misspelt_id_is_named_with_the_nearest_one() {
    let leaf = PROVINCE.replacen("id = \"2.1\"", "id = \"2.l\"", 1);
    one(&leaf, "rule-not-below", "id = \"2.l\"", &["leaf", "2.l", "2.1"]);
    let form = PROVINCE.replacen("id = \"phieu\"", "id = \"phieeu\"", 1);
    one(&form, "rule-not-below", "id = \"phieeu\"", &["form", "phieeu", "nearest: phieu"]);
    let gate = changing("[[gate]]\nid = \"g\"\nat-most = \"kha\"\ncite = \"qd: 1\"\n");
    one(&gate, "rule-not-below", "id = \"g\"", &["gate \"g\"", "title"]);
    let level = changing("[[level]]\nid = \"khaa\"\nremove = true\n");
    one(&level, "rule-not-there", "id = \"khaa\"", &["level \"khaa\"", "nearest: kha"]);
    // Without an id nobody knows which one is meant.
    one(&changing("[[level]] # here\nin = \"[0, 80)\"\ncite = \"qd: 1\"\n"), "rule-missing-key", "# here", &["level", "id"]);
}

/// The reading is about a gate; who takes the gate away has nothing to choose any more.
#[test]
fn an_alternative_has_nothing_to_change_in_what_was_taken_away() {
    let gate = "[[gate]]\nid = \"g\"\ntitle = \"G\"\nwhen = \"late > 0\"\nat-most = \"kha\"\ncite = \"tu: mục 4\"\n";
    let alternative = "[[reading.alternative.change.gate]]\nid = \"g\"\nwhen = \"late > 1\"\n[[reading.alternative.change.form]]";
    let centre = CENTRE.replacen("[[reading.alternative.change.form]]", alternative, 1) + gate;
    let check = |province: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("trung-uong/regulation.toml", &centre).write("tinh/regulation.toml", province);
        sandbox.write("xa/regulation.toml", COMMUNE);
        let check = |id: &str| sandbox.run(&["rules", "check", id, "--diagnostics", "json"]).faults();
        [check("tinh"), check("xa")]
            .concat()
            .into_iter()
            .filter(|fault| fault.severity == "error")
            .map(|fault| fault.code)
            .collect::<Vec<String>>()
    };
    assert_eq!(check(PROVINCE), [""; 0]);
    assert_eq!(check(&(PROVINCE.to_owned() + "[[gate]]\nid = \"g\"\nremove = true\ncite = \"qd: Điều 2\"\n")), [""; 0]);
}

/// The leaves of the group have its citation to keep, and with it its fault.
#[test]
fn a_fault_that_several_entries_have_from_one_place_is_told_once() {
    let centre = CENTRE.replacen("cite = \"tu: mục 2\"", "cite = \"tuu: mục 2\"", 1);
    let sandbox = Sandbox::new();
    let over = changing("[[form]]\nid = \"phieu\"\n[[form.group]]\nid = \"2\"\ntitle = \"Khác\"\ncite = \"qd: 1\"\n");
    sandbox.write("trung-uong/regulation.toml", &centre).write("tinh/regulation.toml", over);
    let told = sandbox.run(&["rules", "check", "tinh", "--diagnostics", "json"]).faults();
    let told: Vec<_> =
        told.iter().filter(|fault| fault.severity == "error").map(|fault| (fault.code.as_str(), fault.line)).collect();
    assert_eq!(told, [("rule-citation", Some(line_of(&centre, "tuu")))]);
}

#[test]
fn a_fault_of_the_file_as_a_whole_names_the_file() {
    let sandbox = Sandbox::new();
    sandbox.write("a/regulation.toml", "gaet = 3\n");
    let told = sandbox.run(&["rules", "check", "a", "--diagnostics", "json"]).faults();
    let messages: Vec<&str> = told.iter().map(|fault| fault.message.as_str()).collect();
    assert!(messages.contains(&"regulation.toml: key \"regulation\" is missing"), "{messages:#?}");
    assert!(messages.contains(&"regulation.toml: there is no key \"gaet\""), "{messages:#?}");
}
