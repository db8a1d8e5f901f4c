//! The regulation that a committee begins with is sound, complete in its cases, and not taken for law.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::Sandbox;

#[test]
fn a_new_regulation_is_sound_and_its_cases_reach_all_of_it() {
    let sandbox = Sandbox::new();
    let made = sandbox.run(&["rules", "new", "my-province-2025"]);
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""), "{}", made.stdout);
    for command in ["check", "test"] {
        let run = sandbox.run(&["rules", command, "my-province-2025"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{command}: {}", run.stdout);
    }
    let tested = sandbox.run(&["rules", "test", "my-province-2025", "--format", "csv"]).stdout;
    assert!(tested.contains("my-province-2025"), "{tested}");
    // No figure of it is law.
    let shown = sandbox.run(&["rules", "show", "my-province-2025", "--format", "json"]).json();
    let regulation = &shown["regulations"][0];
    assert_eq!(regulation["figures"], regulation["assumed_figures"]);
    // Editors find the schemas beside it, and every reading is told.
    let mut files: Vec<String> = std::fs::read_dir(sandbox.path("my-province-2025"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["cases.schema.json", "cases.toml", "reading.md", "regulation.schema.json", "regulation.toml"]);
    assert_eq!(sandbox.listing(), ["my-province-2025"], "nothing is left beside it");
}

#[test]
fn nothing_is_written_over_and_a_name_must_be_an_id() {
    let sandbox = Sandbox::new();
    sandbox.write("there/note.txt", "kept");
    for (folder, code) in [("there", "folder-exists"), ("tỉnh mới", "rule-value")] {
        let run = sandbox.run(&["rules", "new", folder, "--diagnostics", "json"]);
        assert_eq!(run.code, Some(2), "{folder}");
        assert_eq!(run.faults().iter().map(|fault| fault.code.as_str()).collect::<Vec<&str>>(), [code]);
    }
    assert_eq!(sandbox.listing(), ["there"]);
    assert_eq!(std::fs::read_to_string(sandbox.path("there/note.txt")).unwrap(), "kept");
}
