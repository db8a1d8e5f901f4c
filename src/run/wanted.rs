//! What a run is asked for.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::rules::{Choice, Rulebook};

/// Is handed the counter of bytes read, and how many there are.
pub type Watch<'a> = &'a dyn Fn(&Arc<AtomicU64>, u64);

/// What a run is asked for, whatever it reads.
#[derive(Clone)]
pub struct Wanted<'a> {
    /// By what to judge; mostly one side, several where results are compared.
    pub sides: Vec<Side>,
    /// What is supposed to be otherwise than the files say, as [`crate::records::Supposed::read`] takes it.
    pub set: Vec<String>,
    /// Another profile than that of the folders.
    pub profile: Option<PathBuf>,
    /// Workers; as many as the machine has where it is not said. No result depends on them.
    pub threads: Option<usize>,
    /// What was loaded already; all is loaded anew where nothing is given.
    pub rulebook: Option<Arc<Rulebook>>,
    /// Who watches the reading.
    pub watch: Option<Watch<'a>>,
}

impl Wanted<'_> {
    pub(super) fn threads(&self) -> usize {
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        threads.clamp(1, 64)
    }
}

/// By what the records are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Regulations of meetings, by id or folder, with commas between; those that the folders name where it is not said.
    pub rules: Option<String>,
    /// Regulations of the year, likewise.
    pub year_end: Option<String>,
    /// Alternatives that take the place of what the texts chose.
    pub readings: Vec<Choice>,
}

impl Side {
    /// By what the folders name, as the texts are read.
    pub const OF_FOLDERS: Side = Side { rules: None, year_end: None, readings: Vec::new() };
}

/// What a command looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestsOn {
    /// Meetings; there must be some, and a text that judges them.
    Meetings,
    /// Whatever the folder has: records of years need no meetings.
    Records,
    /// The same, and whoever asks wants to know what is wrong with each file, even where nothing can come of them together.
    Faults,
    /// Visits of committee members; no meetings are asked for.
    Visits,
}

impl RestsOn {
    pub(super) fn needs_no_meetings(self) -> bool {
        matches!(self, RestsOn::Records | RestsOn::Faults)
    }
}
