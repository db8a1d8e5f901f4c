//! What the tests of the program share: a folder of its own for every test, runs of the program in it, faults as values.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

pub mod small_regulation;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The profile of the records that tests write.
pub const PROFILE: &str = "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"124-qd-tw\"\n";

/// A folder that is gone after the test. The program runs in it, so that files have short names in faults.
pub struct Sandbox(TempDir);

impl Sandbox {
    /// An empty one.
    pub fn new() -> Sandbox {
        Sandbox(tempfile::tempdir().unwrap())
    }

    /// Where a file of it stands.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Sandbox {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Takes a file away.
    pub fn remove(&self, name: &str) -> &Sandbox {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Names of all that lies at the top of the folder.
    pub fn listing(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program in the folder, in English and without anything of the environment that chooses a language.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("en", arguments)
    }

    /// As [`Sandbox::run`], in a language.
    pub fn run_in(&self, lang: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chibo"));
        for name in ["LANG", "LC_ALL", "LC_MESSAGES", "CHIBO_LANG"] {
            command.env_remove(name);
        }
        let output = command.current_dir(self.0.path()).args(arguments).args(["--lang", lang]).output().unwrap();
        let run = Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(matches!(run.code, Some(0..=3)), "exit code {:?} of {arguments:?}\n{}", run.code, run.stderr);
        assert!(!run.stderr.contains("panicked"), "{arguments:?}\n{}", run.stderr);
        run
    }
}

/// How a run ended.
pub struct Run {
    /// Exit code; none when the program was killed.
    pub code: Option<i32>,
    /// Results.
    pub stdout: String,
    /// Faults.
    pub stderr: String,
}

impl Run {
    /// The faults of a run with `--diagnostics json`, notes left out: they are no faults.
    pub fn faults(&self) -> Vec<Fault> {
        self.all_faults().into_iter().filter(|fault| fault.severity != "note").collect()
    }

    /// The notes of a run with `--diagnostics json`.
    #[allow(dead_code, reason = "not every test asks for notes")]
    pub fn notes(&self) -> Vec<Fault> {
        self.all_faults().into_iter().filter(|fault| fault.severity == "note").collect()
    }

    /// Faults and notes. All that the program says on the error stream is one JSON document.
    pub fn all_faults(&self) -> Vec<Fault> {
        if self.stderr.trim().is_empty() {
            return Vec::new();
        }
        let document: Value = serde_json::from_str(&self.stderr)
            .unwrap_or_else(|error| panic!("the error stream is not one JSON document: {error}\n{}", self.stderr));
        let list = document["diagnostics"]["list"].as_array().expect("a list of faults");
        list.iter().map(Fault::of).collect()
    }

    /// The result of a run with `--format json`.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON result: {error}\n{}", self.stderr))
    }
}

/// A fault as the program tells it to other programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: String,
    pub severity: String,
    pub file: Option<String>,
    pub line: Option<u64>,
    pub row: Option<u64>,
    pub column: Option<String>,
    pub heading: Option<String>,
    pub value: Option<String>,
    pub message: String,
    pub expected: String,
    pub mend: String,
}

impl Fault {
    fn of(value: &Value) -> Fault {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Fault {
            code: text("code").unwrap(),
            severity: text("severity").unwrap(),
            file: text("file"),
            line: value["line"].as_u64(),
            row: value["row"].as_u64(),
            column: text("column"),
            heading: text("heading"),
            value: text("value"),
            message: text("message").unwrap(),
            expected: text("expected").unwrap(),
            mend: text("mend").unwrap(),
        }
    }
}

/// What a test wants to be told. What it does not name is not looked at, but `expected` and `mend` must always say something.
#[derive(Clone, Debug)]
pub struct Want {
    pub code: &'static str,
    file: Option<String>,
    line: Option<u64>,
    row: Option<u64>,
    column: Option<(&'static str, &'static str)>,
    value: Option<String>,
    expects: Vec<String>,
}

/// A fault of that code.
pub fn want(code: &'static str) -> Want {
    Want { code, file: None, line: None, row: None, column: None, value: None, expects: Vec::new() }
}

impl Want {
    /// In that file.
    pub fn file(mut self, file: &str) -> Want {
        self.file = Some(file.to_owned());
        self
    }

    /// On that line of a rule file or profile.
    pub fn line(mut self, line: u64) -> Want {
        self.line = Some(line);
        self
    }

    /// In that row; the heading is row 1.
    pub fn row(mut self, row: u64) -> Want {
        self.row = Some(row);
        self
    }

    /// In the column with those letters and that heading.
    pub fn at(mut self, letters: &'static str, heading: &'static str) -> Want {
        self.column = Some((letters, heading));
        self
    }

    /// With that value, as it stands in the file.
    pub fn value(mut self, value: &str) -> Want {
        self.value = Some(value.to_owned());
        self
    }

    /// What was expected holds this text.
    pub fn expects(mut self, text: &str) -> Want {
        self.expects.push(text.to_owned());
        self
    }

    /// Every way in which the fault is not what was wanted.
    fn differences(&self, fault: &Fault) -> Vec<String> {
        let mut out = Vec::new();
        let mut differ = |what: &str, wanted: String, found: String| {
            if wanted != found {
                out.push(format!("{what}: wanted {wanted}, found {found}"));
            }
        };
        if let Some(file) = &self.file {
            differ("file", format!("{:?}", Some(file)), format!("{:?}", fault.file.as_ref()));
        }
        if self.line.is_some() {
            differ("line", format!("{:?}", self.line), format!("{:?}", fault.line));
        }
        if self.row.is_some() {
            differ("row", format!("{:?}", self.row), format!("{:?}", fault.row));
        }
        if let Some((letters, heading)) = self.column {
            differ("column", format!("{:?}", Some(letters)), format!("{:?}", fault.column.as_deref()));
            differ("heading", format!("{:?}", Some(heading)), format!("{:?}", fault.heading.as_deref()));
        }
        if let Some(value) = &self.value {
            differ("value", format!("{:?}", Some(value)), format!("{:?}", fault.value.as_ref()));
        }
        for text in self.expects.iter().filter(|text| !fault.expected.contains(text.as_str())) {
            out.push(format!("expected: wanted {text:?} in {:?}", fault.expected));
        }
        for (what, text) in [("message", &fault.message), ("expected", &fault.expected), ("mend", &fault.mend)] {
            if text.trim().is_empty() {
                out.push(format!("{what} says nothing"));
            }
            if text.contains('{') {
                out.push(format!("{what} has a place that nothing fills: {text}"));
            }
        }
        out
    }
}

/// The faults are these and no others, in any order.
#[track_caller]
pub fn assert_faults(run: &Run, wants: &[Want]) {
    let mut faults = run.faults();
    let mut codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
    let mut wanted: Vec<&str> = wants.iter().map(|want| want.code).collect();
    codes.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(codes, wanted, "codes of the faults\n{}", run.stderr);
    for want in wants {
        let of_code = faults.iter().enumerate().filter(|(_, fault)| fault.code == want.code);
        let (at, differences) = of_code
            .map(|(at, fault)| (at, want.differences(fault)))
            .min_by_key(|(_, differences)| differences.len())
            .expect("a fault of this code");
        let fault = faults.remove(at);
        assert!(differences.is_empty(), "[{}]\n  {}\n{fault:#?}", want.code, differences.join("\n  "));
    }
}

/// A fault of that kind is among the faults.
#[track_caller]
pub fn assert_fault(run: &Run, want: &Want) -> Fault {
    let faults = run.faults();
    let of_code = faults.iter().filter(|fault| fault.code == want.code);
    let best = of_code.map(|fault| (fault, want.differences(fault))).min_by_key(|(_, differences)| differences.len());
    let (fault, differences) = best.unwrap_or_else(|| panic!("no [{}]\n{}", want.code, run.stderr));
    assert!(differences.is_empty(), "[{}]\n  {}\n{fault:#?}", want.code, differences.join("\n  "));
    fault.clone()
}

/// What became of the rows of a file; every file's rows are all accounted for.
#[track_caller]
pub fn account(result: &Value, file: &str) -> [u64; 4] {
    let files = result["files"].as_array().expect("files");
    let mut out = None;
    for entry in files {
        let of = |key: &str| entry[key].as_u64().unwrap();
        let figures = [of("rows"), of("used"), of("rejected"), of("excluded")];
        assert_eq!(figures[0], figures[1] + figures[2] + figures[3], "the rows of {entry} do not balance");
        if entry["file"] == file {
            out = Some(figures);
        }
    }
    out.unwrap_or_else(|| panic!("no account of {file}: {files:?}"))
}
