//! Documents keep up with the program: generated tables are current, every command of the README runs, every snippet loads.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test documents` writes the generated parts anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "documents/reference.rs"]
mod reference;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chibo::outline::{Key, Kind};
use chibo::rules::{Fact, FactType, Scope, shape, shipped};
use chibo::words::{Code, Lang};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Compares what stands between two markers with what should, or writes it.
fn generated(path: &str, start: &str, end: &str, wanted: &str) {
    let text = read(path);
    let (before, rest) = text.split_once(start).unwrap_or_else(|| panic!("{path} has no {start}"));
    let (found, after) = rest.split_once(end).unwrap_or_else(|| panic!("{path} has no {end}"));
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(root().join(path), format!("{before}{start}\n{wanted}{end}{after}")).unwrap();
    } else {
        assert!(found.trim() == wanted.trim(), "{path} is out of date: UPDATE_DOCUMENTS=1 cargo test --test documents");
    }
}

/// A file that is generated as a whole.
fn generated_file(path: &str, wanted: &str) {
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(root().join(path), wanted).unwrap();
    } else {
        assert!(read(path) == wanted, "{path} is out of date: UPDATE_DOCUMENTS=1 cargo test --test documents");
    }
}

#[test]
fn the_schemas_for_editors_are_current_and_the_program_prints_them() {
    for file in shape::FILES {
        let wanted = shape::schema(file);
        generated_file(&format!("rules/{}.schema.json", file.word), &wanted);
        let printed = run(&format!("chibo rules schema {}", file.word)).unwrap();
        assert!(printed.status.success());
        assert_eq!(String::from_utf8(printed.stdout).unwrap(), wanted);
    }
}

/// Every table of a rule file has its reference, and there is none of a table that does not exist.
#[test]
fn the_reference_of_rule_files_is_current() {
    const DOCUMENT: &str = "docs/rule-format.md";
    let all = shape::tables::REGULATION.all();
    let mut wanted: Vec<(String, String)> =
        all.iter().map(|table| (table.name.to_owned(), reference::reference(table))).collect();
    wanted.push(("basis".to_owned(), reference::of_every_figure()));
    for (name, table) in &wanted {
        generated(DOCUMENT, &format!("<!-- shape:{name} -->"), "<!-- /shape -->", table);
    }
    for part in read(DOCUMENT).split("<!-- shape:").skip(1) {
        let name = part.split(" -->").next().unwrap();
        assert!(wanted.iter().any(|(known, _)| known == name), "{DOCUMENT}: there is no table {name}");
    }
}

#[test]
fn every_fault_stands_in_the_list_of_diagnostics() {
    let mut table =
        String::from("| Code | Severity | What is wrong | Expected | How to mend it |\n| --- | --- | --- | --- | --- |\n");
    for code in Code::ALL {
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            table,
            "| `{}` | {} | {}<br>*{}* | {} | {}<br>*{}* |",
            code.id(),
            code.severity().id(),
            cell(code.what().1),
            cell(code.what().0),
            cell(code.expected().1),
            cell(code.mend().1),
            cell(code.mend().0),
        );
    }
    generated("docs/diagnostics.md", "<!-- codes -->", "<!-- /codes -->", &table);
}

#[test]
fn the_kinds_and_figures_of_entries_are_current() {
    let table = |words: &mut dyn Iterator<Item = (&str, &str)>| {
        let mut table = String::from("| Word | Meaning |\n| --- | --- |\n");
        for (word, meaning) in words {
            let _ = writeln!(table, "| `{word}` | {meaning} |");
        }
        table
    };
    let kinds = table(&mut Kind::ALL.iter().map(|kind| (kind.word(), kind.phrase().text(Lang::En))));
    generated("docs/output-formats.md", "<!-- kinds -->", "<!-- /kinds -->", &kinds);
    let figures = table(&mut Key::ALL.iter().map(|key| (key.word(), key.phrase().text(Lang::En))));
    generated("docs/output-formats.md", "<!-- figures -->", "<!-- /figures -->", &figures);
}

#[test]
fn the_columns_of_records_are_current() {
    let rulebook = shipped::rulebook().unwrap();
    let tables = [
        (&rulebook.shared, Scope::Cell, "cell"),
        (&rulebook.shared, Scope::Meeting, "meeting"),
        (&rulebook.shared, Scope::Discipline, "discipline"),
        (&rulebook.registers, Scope::Member, "member"),
        (&rulebook.registers, Scope::Attendance, "attendance"),
    ];
    for (vocabulary, scope, name) in tables {
        // No rule file reads a register, so it has no names there.
        let names = !matches!(scope, Scope::Member | Scope::Attendance);
        let id = |id: &str| if names { format!(" {id} |") } else { String::new() };
        let mut table = format!(
            "| Heading |{} Vietnamese | Type | Required | Check |\n| --- |{} --- | --- | --- | --- |\n",
            id("In rule files"),
            id("---")
        );
        for fact in vocabulary.facts.iter().filter(|fact| fact.scope == scope) {
            let required = if fact.required { "yes" } else { "" };
            let _ = writeln!(
                table,
                "| `{}` |{} {} | {} | {required} | {} |",
                fact.heading,
                id(&format!("`{}`", fact.id)),
                fact.vi.join("; "),
                kind(fact),
                check(fact)
            );
        }
        generated("docs/records-format.md", &format!("<!-- columns:{name} -->"), "<!-- /columns -->", &table);
    }
    let registers =
        [(Scope::Assignment, "assignment"), (Scope::Visit, "visit"), (Scope::Lineage, "lineage"), (Scope::Decision, "decision")];
    for (scope, name) in registers {
        let mut table = String::from("| Heading | Vietnamese | Type | Required | Check |\n| --- | --- | --- | --- | --- |\n");
        for fact in rulebook.registers.facts.iter().filter(|fact| fact.scope == scope) {
            let required = if fact.required { "yes" } else { "" };
            let (vi, of) = (fact.vi.join("; "), kind(fact));
            let limit = rulebook.registers.get(&fact.at_most);
            let check = limit.map_or_else(|| check(fact), |limit| format!("at most `{}`", limit.heading));
            let _ = writeln!(table, "| `{}` | {vi} | {of} | {required} | {check} |", fact.heading);
        }
        generated("docs/records-format.md", &format!("<!-- columns:{name} -->"), "<!-- /columns -->", &table);
    }
}

fn kind(fact: &Fact) -> &'static str {
    match fact.kind {
        FactType::Code => "code",
        FactType::Text => "text",
        FactType::Count => "count",
        FactType::Minutes => "minutes",
        FactType::Flag => "flag",
        FactType::Points => "points",
        FactType::Date => "date",
        FactType::DayOfMonth => "day-of-month",
        FactType::Year => "year",
        FactType::Period => "period",
        FactType::Choice(_) => "choice",
        FactType::Grade => "grade",
        FactType::Level => "level",
    }
}

fn check(fact: &Fact) -> String {
    match &fact.kind {
        FactType::Choice(scale) => scale.words.join(", "),
        _ if !fact.part_of.is_empty() => format!("part of `{}`", fact.part_of),
        _ if !fact.at_most.is_empty() => format!("at most `{}`", fact.at_most),
        _ => String::new(),
    }
}

/// The fenced blocks of a document: (language, text).
fn fences(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Runs a command line of a document: `cargo run --release -- …` and `chibo …` are the program, from the root of the repository.
fn run(line: &str) -> Option<Output> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let arguments = match words.as_slice() {
        ["cargo", "run", "--release", "--", arguments @ ..] | ["chibo", arguments @ ..] => arguments,
        ["cargo", "test", ..] => return None,
        _ => panic!("no test knows how to run: {line}"),
    };
    let folder = tempfile::tempdir().unwrap();
    let arguments: Vec<String> =
        arguments.iter().map(|word| word.trim_matches('\'').replace("OUT/", &format!("{}/", folder.path().display()))).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chibo"));
    command
        .args(arguments)
        .current_dir(root())
        .env_remove("CHIBO_LANG")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C");
    Some(command.output().unwrap())
}

#[test]
fn every_command_of_the_readme_runs_and_shows_what_it_says() {
    let readme = read("README.md");
    let mut last: Option<String> = None;
    let mut commands = 0;
    for (language, block) in fences(&readme) {
        match language.as_str() {
            "sh" => {
                for line in block.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
                    let Some(output) = run(line) else { continue };
                    commands += 1;
                    // A comparison that finds a difference ends with 1, as that of `diff`.
                    let differs = line.contains("rules diff") && output.status.code() == Some(1);
                    assert!(output.status.success() || differs, "{line}: {}", String::from_utf8_lossy(&output.stderr));
                    last = Some(String::from_utf8(output.stdout).unwrap());
                }
            }
            "text" => {
                let output = last.as_ref().expect("a sample of output follows a command");
                for line in block.lines().filter(|line| !line.trim().is_empty() && line.trim() != "…") {
                    assert!(output.contains(line.trim_end()), "the README shows a line that the program does not print:\n{line}");
                }
            }
            _ => {}
        }
    }
    assert!(commands >= 6, "the README shows {commands} commands");
}

#[test]
fn every_complete_regulation_of_the_documents_loads() {
    let rulebook = shipped::rulebook().unwrap();
    let mut complete = 0;
    for document in ["README.md", "docs/rule-format.md"] {
        for (language, block) in fences(&read(document)) {
            if language != "toml" || !block.starts_with("# complete\n") {
                continue;
            }
            complete += 1;
            if let Err(findings) = chibo::rules::load(&rulebook, &document.into(), &block.as_str().into()) {
                let faults: Vec<String> =
                    findings.iter().map(|fault| format!("{:?} {}", fault.place.line, fault.what(Lang::En))).collect();
                panic!("{document}: {faults:#?}");
            }
        }
    }
    assert!(complete >= 1);
}

/// The worked cases in the text hold for the regulation that the text builds; those of the tutorial reach every part of it.
#[test]
fn the_cases_of_the_tutorial_hold() {
    let rulebook = shipped::rulebook().unwrap();
    let document = read("docs/rule-format.md");
    let blocks = fences(&document);
    let complete = |(_, block): &&(String, String)| block.starts_with("# complete\n") && block.contains("id = \"vi-du-2024\"");
    let (_, text) = blocks.iter().find(complete).expect("the tutorial ends with its whole regulation");
    let load = |text: &str| chibo::rules::load(&rulebook, &"vi-du-2024".into(), &text.into()).unwrap();
    let added = blocks.iter().find(|(_, block)| block.starts_with("# added\n")).map(|(_, added)| format!("{text}\n{added}"));
    let (own, longer) = (load(text), load(&added.expect("what is added to the regulation of the tutorial")));
    let mut shown = Vec::new();
    for (_, cases) in blocks.iter().filter(|(_, block)| block.contains("\n[[case]]\n") || block.starts_with("[[case]]")) {
        let regulation = if cases.starts_with("# cases with what was added\n") { &longer } else { &own };
        let suite = chibo::cases::read(regulation, &"cases.toml".into(), &cases.as_str().into());
        let faults: Vec<String> = suite.findings.iter().map(|fault| fault.what(chibo::words::Lang::En)).collect();
        assert!(faults.is_empty() && suite.cases.len() == cases.matches("[[case]]").count(), "{faults:#?}");
        let tested = chibo::cases::Tested::of(regulation, &suite);
        let failed: Vec<String> = tested.failures().map(|(case, _, found)| format!("{} {found:?}", case.id)).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        if cases.starts_with("# complete cases\n") {
            let missing: Vec<String> = tested.not_reached().map(|part| part.text(regulation)).collect();
            assert!(missing.is_empty(), "{missing:#?}");
            shown.push(format!("│ vi-du-2024 ┆    {} ┆      0 ┆ {1}/{1} = 100 % │", suite.cases.len(), tested.parts.len()));
        }
    }
    assert!(shown.len() == 1 && document.contains(&shown[0]), "the tutorial shows another line than {shown:?}");
}

#[test]
fn what_the_documents_name_exists() {
    for document in ["README.md", "docs/rule-format.md", "docs/records-format.md", "docs/output-formats.md", "docs/exit-codes.md"]
    {
        let text = read(document);
        for part in text.split('`').skip(1).step_by(2) {
            let path = part.trim_end_matches('/');
            let is_path =
                ["docs/", "rules/", "examples/", "src/", "tests/", "benches/"].iter().any(|start| path.starts_with(start));
            if is_path && !path.contains(['<', '*', ' ', '…', '{']) {
                assert!(root().join(path).exists(), "{document} names {path}");
            }
        }
    }
}

/// Every heading of every table stands in the document, and none stands twice in its table.
#[test]
fn headings_of_csv_are_documented_and_unique() {
    let document = read("docs/output-formats.md");
    // `level_ID`, `grade_ID` and `award_ID` stand for a column of each level, criterion and award.
    let rulebook = shipped::rulebook().unwrap();
    let mut named = Vec::new();
    for id in shipped::ids() {
        let regulation = shipped::find(&rulebook, id).unwrap();
        named.extend(regulation.levels.iter().map(|level| format!("level_{}", level.id)));
        named.extend(regulation.criteria.iter().map(|criterion| format!("grade_{}", criterion.id)));
        named.extend(regulation.awards.iter().map(|award| format!("award_{}", award.id)));
    }
    let of_a_regulation = |heading: &str| named.iter().any(|name| name == heading.strip_prefix("decided_").unwrap_or(heading));
    let records = ["examples/lai-chau-2024", "examples/dien-bien-2024", "examples/tuyen-quang-2024"];
    let mut tables = Vec::new();
    for folder in records {
        for by in ["meeting", "cell", "committee", "type"] {
            tables.push(format!("chibo score {folder} --by {by}"));
            tables.push(format!("chibo attendance {folder} --by {by}"));
        }
        for table in ["cells", "quota", "totals"] {
            tables.push(format!("chibo classify {folder} --year 2024 --table {table}"));
        }
        for table in ["all", "statuses"] {
            tables.push(format!("chibo attendance {folder} --table {table}"));
        }
        tables.push(format!("chibo check {folder}"));
    }
    tables.extend(["cells", "awards", "totals"].map(|table| format!("chibo classify examples/khoi-thi-dua --table {table}")));
    tables.push("chibo score examples/lai-chau-2024 --rules 42-hd-btctw --table not-comparable".into());
    tables.push("chibo explain examples/lai-chau-2024 --cell LC-017".into());
    tables.extend(["line", "reasons"].map(|depth| format!("chibo explain examples/lai-chau-2024 --cell LC-017 --depth {depth}")));
    tables.push("chibo explain examples/lai-chau-2024 --quota xs".into());
    tables.extend(["cells", "meetings", "reasons"].map(|table| format!("chibo edge examples/lai-chau-2024 --table {table}")));
    let decided = ["decisions", "versions"].map(|table| format!("chibo classify examples/quyet-dinh-2024 --table {table}"));
    tables.extend(decided);
    for (by, shown) in [
        ("person", &["persons", "levels", "minimum", "left-out"][..]),
        ("level", &["levels"]),
        ("month", &["months"]),
        ("cell", &["cells", "hard-cells"]),
    ] {
        tables.extend(shown.iter().map(|table| format!("chibo visits examples/kon-tum-2024 --by {by} --table {table}")));
    }
    for by in ["meeting", "cell", "committee", "leaf"] {
        tables.push(format!("chibo signs examples/tu-cham-2024 --by {by}"));
    }
    tables.push("chibo signs examples/tu-cham-2024 --table signs".into());
    let sides = "examples/old-and-new-rule --rules 19-qd-tu --rules 34-qd-tu --rules 19-qd-tu,34-qd-tu --causes";
    for table in ["grid", "cells", "summary", "matrix", "movement", "rules", "causes"] {
        tables.push(format!("chibo compare {sides} --table {table}"));
    }
    tables.push("chibo compare examples/old-and-new-rule --with examples/old-and-new-rule --table records".into());
    tables.push("chibo rules".into());
    tables.push("chibo rules diff 14-qdi-tu 34-qd-tu".into());
    tables.extend(["entries", "readings", "sources"].map(|table| format!("chibo rules show 14-qdi-tu --table {table}")));
    tables.extend(["tested", "failed", "not-reached"].map(|table| format!("chibo rules test 14-qdi-tu --table {table}")));
    for line in tables {
        let output = run(&format!("{line} --format csv")).unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let headings: Vec<&str> = text.lines().next().unwrap_or_else(|| panic!("{line}: nothing")).split(',').collect();
        for (place, heading) in headings.iter().enumerate() {
            assert!(!headings[..place].contains(heading), "{line}: {heading} stands twice");
            let documented = of_a_regulation(heading) || document.contains(&format!("`{heading}`"));
            assert!(documented, "{line}: {heading} is not documented");
        }
    }
}
