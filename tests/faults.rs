//! Of every fault that the program can report the smallest sample, a folder each in `tests/faults`, named by the code.
//!
//! A folder shows only what is wrong: the files of `_sound` are laid under it. Its `run.toml` says what to run in it and what must come
//! of that:
//!
//! | Key | |
//! | --- | --- |
//! | `run` | arguments of the program |
//! | `exit` | exit code |
//! | `file`, `row` or `line`, `column` | where the fault is reported; what is not named is not reported either |
//! | `without` | files of `_sound` that are taken away |
//! | `also` | further codes that come with it; without them the sample could not be |
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chibo::diagnostic::{Code, Severity};
use support::{Fault, Run, Sandbox};
use toml::de::{DeTable, DeValue};

type Make = fn(&Sandbox);

/// Input that cannot lie in a folder: no sound tool keeps it, it is large, or it holds sums of what the program itself has.
const MADE: [(&str, Make); 11] = [
    ("file-unreadable", |sandbox| fs::create_dir(sandbox.path("records/meetings.csv")).unwrap()),
    ("columns-too-many", |sandbox| {
        let headings: Vec<String> = (1..=2_001).map(|number| format!("c{number}")).collect();
        sandbox.write("records/meetings.csv", headings.join(",") + "\n");
    }),
    ("record-too-long", |sandbox| {
        let note = "a".repeat(1024 * 1024);
        sandbox.write("records/meetings.csv", format!("cell,date,kind,note\nC1,2024-01-05,regular,{note}\n"));
    }),
    ("receipt-hash", |sandbox| edit(sandbox, |receipt| receipt.replace("\"exit\": 0", "\"exit\": 1"))),
    ("semantics-differ", |sandbox| {
        edit(sandbox, |receipt| sealed(&receipt.replace("\"semantics\": 1", "\"semantics\": 9")));
    }),
    ("input-missing", |sandbox| {
        edit(sandbox, str::to_owned);
        sandbox.remove("records/year.csv");
    }),
    ("input-changed", |sandbox| {
        edit(sandbox, str::to_owned);
        let meetings = fs::read_to_string(sandbox.path("records/meetings.csv")).unwrap();
        sandbox.write("records/meetings.csv", meetings.replace("10,10,6", "10,9,6"));
    }),
    ("input-unread", |sandbox| {
        edit(sandbox, str::to_owned);
        let profile = fs::read_to_string(sandbox.path("records/chibo.toml")).unwrap();
        sandbox.write("records/chibo.toml", profile + "[[file]]\ntable = \"year\"\npath = \"later.csv\"\n");
    }),
    ("input-absolute", |sandbox| {
        let profile = fs::read_to_string(sandbox.path("records/chibo.toml")).unwrap();
        let path = sandbox.path("records/year.csv");
        sandbox.write("records/chibo.toml", format!("{profile}[[file]]\ntable = \"year\"\npath = '{}'\n", path.display()));
    }),
    ("input-in-flux", |sandbox| {
        // Another text each time it is read.
        #[cfg(unix)]
        std::os::unix::fs::symlink("/proc/sys/kernel/random/uuid", sandbox.path("records/discipline.csv")).unwrap();
    }),
    ("input-added", |sandbox| {
        edit(sandbox, str::to_owned);
        sandbox.write("records/discipline.csv", "cell,date,subject,form\n");
    }),
];

/// Writes the receipt of a sound run, edited.
fn edit(sandbox: &Sandbox, edit: impl Fn(&str) -> String) {
    let run = sandbox.run(&["score", "records", "--receipt", "receipt.json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let receipt = fs::read_to_string(sandbox.path("receipt.json")).unwrap();
    sandbox.write("receipt.json", edit(&receipt));
}

/// A receipt with the sum of its own text, as the documents say that it is taken.
fn sealed(receipt: &str) -> String {
    let (before, _) = receipt.rsplit_once("\"receipt_sha256\": \"").unwrap();
    let blank = format!("{before}\"receipt_sha256\": \"\"\n}}\n");
    let sum = chibo::base::Digest::of(blank.as_bytes()).sha256;
    format!("{before}\"receipt_sha256\": \"{sum}\"\n}}\n")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

/// All files of a folder, by their paths in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let parts: Vec<_> = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
                all.push((parts.join("/"), fs::read(&path).unwrap()));
            }
        }
    }
    all
}

/// What `run.toml` says; every value as a list of texts.
struct Sample {
    code: Code,
    said: BTreeMap<String, Vec<String>>,
}

fn texts(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Integer(figure) => vec![figure.as_str().to_owned()],
        DeValue::Array(list) => list.iter().flat_map(|one| texts(one.get_ref())).collect(),
        other => panic!("{other:?}"),
    }
}

impl Sample {
    fn read(code: Code) -> Sample {
        let path = samples().join(code.id()).join("run.toml");
        let text = fs::read_to_string(&path).unwrap();
        let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let said: BTreeMap<String, Vec<String>> =
            table.get_ref().iter().map(|(key, value)| (key.get_ref().to_string(), texts(value.get_ref()))).collect();
        let known = ["run", "exit", "file", "row", "line", "column", "without", "also"];
        assert!(said.keys().all(|key| known.contains(&key.as_str())), "{}: one of {known:?}", path.display());
        Sample { code, said }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.said.get(key).map(|texts| texts.concat())
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.text(key).map(|digits| digits.parse().unwrap())
    }

    fn list(&self, key: &str) -> BTreeSet<String> {
        self.said.get(key).into_iter().flatten().cloned().collect()
    }

    fn sandbox(&self) -> Sandbox {
        let sandbox = Sandbox::new();
        let without = self.list("without");
        for (name, content) in files(&samples().join("_sound")) {
            if !without.contains(&name) {
                sandbox.write(&name, content);
            }
        }
        for (name, content) in files(&samples().join(self.code.id())) {
            sandbox.write(&name, content);
        }
        sandbox.remove("run.toml");
        if let Some((_, make)) = MADE.iter().find(|(code, _)| *code == self.code.id()) {
            make(&sandbox);
        }
        sandbox
    }

    fn run(&self, sandbox: &Sandbox, lang: &str) -> Run {
        let run = self.text("run").expect("what to run");
        let arguments: Vec<&str> = run.split(' ').chain(["--diagnostics", "json"]).collect();
        sandbox.run_in(lang, &arguments)
    }

    fn is_at_its_place(&self, fault: &Fault) -> bool {
        let line = fault.line.filter(|_| fault.row.is_none());
        fault.file == self.text("file")
            && fault.row == self.number("row")
            && line == self.number("line")
            && fault.column == self.text("column")
    }
}

/// Everything that is not as it should be with the sample.
fn differences(sample: &Sample) -> Vec<String> {
    let sandbox = sample.sandbox();
    let mut out = Vec::new();
    let mut told = Vec::new();
    for lang in ["vi", "en"] {
        let run = sample.run(&sandbox, lang);
        let faults = run.all_faults();
        let own: Vec<&Fault> = faults.iter().filter(|fault| fault.code == sample.code.id()).collect();
        let Some(fault) = own.iter().find(|fault| sample.is_at_its_place(fault)).or(own.first()) else {
            out.push(format!("it is not reported\n{}{}", run.stdout, run.stderr));
            continue;
        };
        if !sample.is_at_its_place(fault) {
            out.push(format!("another place: {fault:#?}"));
        }
        let codes: BTreeSet<String> = faults.iter().map(|fault| fault.code.clone()).collect();
        let wanted: BTreeSet<String> = sample.list("also").into_iter().chain([sample.code.id().to_owned()]).collect();
        if codes != wanted {
            out.push(format!("codes {codes:?}"));
        }
        out.extend(faults.iter().flat_map(unclear));
        out.extend(wrong_exit(sample, &run, &faults));
        told.push(fault.message.clone());
    }
    if told.first() == told.last() && told.len() == 2 {
        out.push(format!("the same words in both languages: {told:?}"));
    }
    out
}

/// Texts that are missing, or have a place that nothing has filled.
fn unclear(fault: &Fault) -> Vec<String> {
    let mut out = Vec::new();
    for (what, text) in [("message", &fault.message), ("expected", &fault.expected), ("mend", &fault.mend)] {
        let may_be_blank = what == "expected" && fault.severity == "note";
        if text.trim().is_empty() && !may_be_blank {
            out.push(format!("{what} of {} says nothing", fault.code));
        }
        let open = text.split('{').skip(1).filter_map(|after| Some(after.split_once('}')?.0));
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || b"_:| ".contains(&byte));
        if open.into_iter().any(is_name) {
            out.push(format!("{what} of {} has a place that nothing fills: {text}", fault.code));
        }
    }
    out
}

/// The exit code is that of the sample, and means what `docs/exit-codes.md` says.
fn wrong_exit(sample: &Sample, run: &Run, faults: &[Fault]) -> Option<String> {
    let documented = match (run.stdout.is_empty(), faults.iter().all(|fault| fault.severity == "note")) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => 1,
    };
    let found = run.code.unwrap();
    let wanted = sample.number("exit").expect("an exit code");
    (u64::try_from(found) != Ok(wanted) || found != documented)
        .then(|| format!("exit {found}, in run.toml {wanted}, documented {documented}"))
}

#[test]
fn every_fault_has_a_sample_that_is_told_at_its_place() {
    let mut out = String::new();
    // Only this system has a file that never stays the same.
    let shown = Code::ALL.iter().filter(|code| cfg!(target_os = "linux") || code.id() != "input-in-flux");
    for code in shown {
        let has_one = samples().join(code.id()).join("run.toml").is_file();
        let found = if has_one { differences(&Sample::read(*code)) } else { vec!["no sample".to_owned()] };
        out.extend(found.iter().map(|difference| format!("[{}] {difference}\n", code.id())));
    }
    assert!(out.is_empty(), "{out}");
}

#[test]
fn every_sample_is_of_a_fault() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).chain(["_sound"]).collect();
    for entry in fs::read_dir(samples()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(name.as_str()), "{name} is no code");
    }
    for (code, _) in MADE {
        assert!(known.contains(code), "{code} is no code");
    }
}

#[test]
fn what_lies_under_the_samples_is_sound() {
    let sandbox = Sandbox::new();
    for (name, content) in files(&samples().join("_sound")) {
        sandbox.write(&name, content);
    }
    for run in ["check records", "score records", "classify records --year 2024", "rules check mau nam"] {
        let run = sandbox.run(&run.split(' ').chain(["--diagnostics", "json"]).collect::<Vec<&str>>());
        assert_eq!((run.code, run.all_faults()), (Some(0), Vec::new()), "{}", run.stderr);
    }
}

/// Nobody is told to mend what is only worth knowing in words of a fault, nor a fault without how to mend it.
#[test]
fn every_fault_says_what_was_expected_and_how_to_mend_it() {
    for code in Code::ALL {
        for (vi, en) in [code.what(), code.mend()] {
            assert!(!vi.is_empty() && !en.is_empty(), "{}", code.id());
        }
        let (vi, en) = code.expected();
        assert!(code.severity() == Severity::Note || !(vi.is_empty() || en.is_empty()), "{}", code.id());
    }
}
