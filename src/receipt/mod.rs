//! A result that can be proved years later: what it rests on, what it came to, and the sums of both. Floor 8.
//!
//! [`Inputs`] are hashed before a run and looked at again after it; with what the run came to they make a [`Receipt`], whose text carries the
//! sum of itself. [`prove`] holds a receipt against what the same command comes to now.

mod inputs;
mod lines;
mod proof;
mod read;
mod write;

pub use inputs::Inputs;
pub use proof::{Now, faults, prove};
pub use read::read;

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::Digest;
use crate::diagnostic::Findings;
use crate::records::Account;
use crate::report::{RegulationNote, Report};
use crate::run::{Part, SEMANTICS};

/// Version of the keys of a receipt.
pub const SCHEMA: u32 = 1;

/// The path of what went to the screen.
pub const SCREEN: &str = "-";

/// What a result rests on and what it came to. Paths are those from the folder where the command was run, with `/` between their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Version of the program that made it.
    pub version: String,
    /// The [`SEMANTICS`] of that program.
    pub semantics: u32,
    /// The date that it was given; a receipt knows no other.
    pub date: Option<String>,
    /// The command with every option that bears on the bytes of the result, so that it can be run again.
    pub command: Vec<String>,
    /// How wide tables were; `None` for other formats.
    pub width: Option<u16>,
    /// The files that the result rests on.
    pub inputs: Vec<Input>,
    /// What the command came to.
    pub outcome: Outcome,
    /// What it wrote.
    pub outputs: Vec<Output>,
}

/// A file that a result rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is to the run.
    pub part: Part,
    /// Where it is; of a shipped one its path in the repository.
    pub path: String,
    /// Its bytes.
    pub digest: Digest,
}

/// What a command wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where to; [`SCREEN`] for standard output.
    pub path: String,
    /// Its bytes.
    pub digest: Digest,
}

/// What a command came to, beside what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What became of the rows of every file.
    pub files: Vec<Rows>,
    /// The regulations that the result rests on.
    pub regulations: Vec<Ruled>,
    /// How many faults of each code: code, severity, count.
    pub findings: Vec<(String, String, u64)>,
    /// Exit code.
    pub exit: u8,
}

/// What became of the rows of a file: `rows = used + rejected + excluded`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// File.
    pub file: String,
    /// Rows, used, rejected, excluded.
    pub counts: [u64; 4],
    /// Why rows were excluded, and how many.
    pub why: BTreeMap<String, u64>,
    /// Whether the file was refused as a whole.
    pub refused: bool,
}

/// A regulation that a result rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// Id.
    pub id: String,
    /// `meeting`, `year`, `visit`.
    pub role: String,
    /// Number.
    pub number: String,
    /// Issuer.
    pub issuer: String,
    /// Day of issue, first and last day or year that it judges; none where that is not known or open.
    pub days: [Option<String>; 3],
    /// How many figures, and how many of them are assumed and restated.
    pub figures: [u64; 3],
    /// Its readings of unclear clauses: id, and the alternative that was asked for in place of what the text chose.
    pub readings: Vec<(String, Option<String>)>,
}

impl Outcome {
    /// Of a report with what was found on the way.
    pub fn of(report: &Report<'_>, findings: &Findings, exit: u8) -> Outcome {
        let count = |count: &usize| u64::try_from(*count).unwrap_or(u64::MAX);
        let findings = findings.counts().iter();
        Outcome {
            files: report.accounts.iter().map(rows).collect(),
            regulations: report.regulations.iter().map(ruled).collect(),
            findings: findings.map(|(code, of)| (code.id().to_owned(), code.severity().id().to_owned(), count(of))).collect(),
            exit,
        }
    }
}

fn rows(account: &Account) -> Rows {
    Rows {
        file: account.file.to_string(),
        counts: [account.rows, account.used, account.rejected, account.excluded],
        why: account.why.iter().map(|(why, rows)| (why.word().to_owned(), *rows)).collect(),
        refused: account.refused,
    }
}

fn ruled(note: &RegulationNote) -> Ruled {
    let alternative = |id: &String| {
        let mut chosen = note.chosen.iter().filter_map(|[choice, _]| choice.split_once('='));
        chosen.find(|(reading, _)| reading == id).map(|(_, alternative)| alternative.to_owned())
    };
    Ruled {
        id: note.id.clone(),
        role: note.role.to_owned(),
        number: note.number.clone(),
        issuer: note.issuer.clone(),
        days: [note.issued.clone(), note.first.clone(), note.last.clone()],
        figures: [note.figures, note.assumed, note.restated].map(|count| u64::try_from(count).unwrap_or(u64::MAX)),
        readings: note.readings.iter().map(|id| (id.clone(), alternative(id))).collect(),
    }
}

impl Receipt {
    /// Whether this program gives the same result for the same input as the one that made the receipt.
    pub fn can_be_repeated(&self) -> bool {
        self.semantics == SEMANTICS
    }

    /// `hash  path` for `sha256sum -c`, of everything that lies in a file: what is within the program and what went to the screen does not.
    pub fn sums(&self) -> String {
        let inputs = self.inputs.iter().filter(|input| input.part != Part::Shipped);
        let inputs = inputs.map(|input| (&input.path, &input.digest));
        let outputs = self.outputs.iter().filter(|output| output.path != SCREEN).map(|output| (&output.path, &output.digest));
        inputs.chain(outputs).map(|(path, digest)| line_of_sum(path, &digest.sha256)).collect()
    }
}

/// A name with a line break or a backslash is written as `sha256sum` writes it.
fn line_of_sum(path: &str, sum: &str) -> String {
    let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    let mark = if escaped == *path { "" } else { "\\" };
    format!("{mark}{sum}  {escaped}\n")
}

/// A path as receipts write it, with `/` between its parts on every system.
pub fn label(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}
