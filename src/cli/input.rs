//! What a run reads: folders, regulations, cells.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chibo::assess::{Detail, Meetings, assess_meetings};
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::records::{Account, CellIndex, Cells, Folder, Request};
use chibo::rules::{Regulation, Rulebook, Scope, shipped};

use super::Common;

/// Folders with all that their profiles and the command line name.
pub(crate) struct Input {
    folders: Vec<Folder>,
    rulebook: Rulebook,
    /// The meeting regulation.
    pub(crate) regulation: Regulation,
    /// Whether the command line named it, so that it applies outside its time too.
    pub(crate) on_request: bool,
    /// Period asked for.
    pub(crate) period: Period,
    /// All cells.
    pub(crate) cells: Cells,
    /// What became of the rows of `cells.csv`.
    pub(crate) accounts: Vec<Account>,
    threads: usize,
}

impl Input {
    /// Opens everything but the meetings. `None` when a result is impossible; why stands in `findings`.
    pub(crate) fn open(paths: &[PathBuf], period: Option<Period>, common: &Common, findings: &mut Findings) -> Option<Input> {
        let opened: Vec<Folder> = paths.iter().filter_map(|path| Folder::open(path, findings)).collect();
        for (position, path) in paths.iter().enumerate() {
            let same = |other: &PathBuf| std::fs::canonicalize(other).ok() == std::fs::canonicalize(path).ok();
            if path.is_dir() && paths.iter().take(position).any(same) {
                let name: Arc<str> = path.to_string_lossy().into();
                findings.push(Diagnostic::new(Code::FolderTwice, Place::file(&name)).with("value", &name));
            }
        }
        if opened.len() < paths.len() || findings.has_errors() {
            return None;
        }
        let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
        let named = name(&opened, common.rules.as_deref(), |folder| &folder.profile.rules, "rules", findings);
        let period = period.or_else(|| joined(&opened));
        if period.is_none() {
            let file = opened.first().map(|folder| folder.file("chibo.toml").0);
            findings.push(Diagnostic::new(Code::PeriodMissing, file.as_ref().map_or_else(Place::default, Place::file)));
        }
        let regulation = find(&rulebook, &named?, Scope::Meeting, profile_place(&opened, common.rules.is_some()), findings);
        let files: Vec<(Arc<str>, PathBuf)> = opened.iter().map(|folder| folder.file("cells.csv")).collect();
        let files: Vec<(Arc<str>, &Path)> = files.iter().map(|(name, path)| (Arc::clone(name), path.as_path())).collect();
        let (cells, accounts) = Cells::read(&files, &rulebook.shared, findings);
        if accounts.len() < files.len() || cells.is_empty() {
            return None;
        }
        let threads = common.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).clamp(1, 64);
        let (regulation, period) = (regulation?, period?);
        let on_request = common.rules.is_some();
        Some(Input { folders: opened, rulebook, regulation, on_request, period, cells, accounts, threads })
    }

    /// Reads and judges the meetings.
    pub(crate) fn meetings(
        &self,
        only: Option<CellIndex>,
        detail: Detail,
        check_all: bool,
        findings: &mut Findings,
    ) -> Meetings<'_> {
        let files = self.files("meetings.csv");
        let files: Vec<(Arc<str>, &Path)> = files.iter().map(|(name, path)| (Arc::clone(name), path.as_path())).collect();
        let request = Request {
            regulation: &self.regulation,
            cells: &self.cells,
            period: self.period,
            only,
            on_request: self.on_request,
            check_all,
            threads: self.threads,
        };
        let meetings = assess_meetings(&files, request, detail, findings);
        let sum = |count: fn(&Account) -> u64| meetings.accounts.iter().map(count).sum::<u64>();
        let (used, excluded) = (sum(|account| account.used), sum(|account| account.excluded));
        if used == 0 && excluded > 0 && only.is_none() && !meetings.refused {
            let place = files.first().map_or_else(Place::default, |(name, _)| Place::file(name));
            let fault = Diagnostic::new(Code::NoRowsInPeriod, place).with("value", self.period);
            findings.push(fault.with("wanted", excluded));
        }
        meetings
    }

    /// The regulation of the yearly classification, and whether the command line named it.
    pub(crate) fn year_end(&self, common: &Common, findings: &mut Findings) -> Option<(Regulation, bool)> {
        let named = name(&self.folders, common.year_end.as_deref(), |folder| &folder.profile.year_end, "year-end", findings)?;
        let place = profile_place(&self.folders, common.year_end.is_some());
        let regulation = find(&self.rulebook, &named, Scope::Year, place, findings)?;
        Some((regulation, common.year_end.is_some()))
    }

    /// Whether a yearly regulation is named anywhere and every folder has a `year.csv`.
    pub(crate) fn has_year(&self, common: &Common) -> bool {
        let named = common.year_end.is_some() || self.folders.iter().all(|folder| !folder.profile.year_end.is_empty());
        named && self.folders.iter().all(|folder| folder.has("year.csv"))
    }

    /// The file of that name in every folder, with the name that faults give it.
    pub(crate) fn files(&self, name: &str) -> Vec<(Arc<str>, PathBuf)> {
        self.folders.iter().map(|folder| folder.file(name)).collect()
    }

    /// The accounts of `cells.csv`, then of the meetings.
    pub(crate) fn with_cells(&self, rest: &[Account]) -> Vec<Account> {
        self.accounts.iter().chain(rest).cloned().collect()
    }
}

/// The regulation that the command line names, or the one that all folders name.
fn name<'f>(
    folders: &'f [Folder],
    given: Option<&str>,
    of: impl Fn(&'f Folder) -> &'f String,
    key: &str,
    findings: &mut Findings,
) -> Option<String> {
    if let Some(given) = given {
        return Some(given.to_owned());
    }
    let mut named: Vec<String> =
        folders.iter().filter(|folder| !of(folder).is_empty()).map(|folder| relative(folder, of(folder))).collect();
    named.sort();
    named.dedup();
    let file = folders.first().map(|folder| folder.file("chibo.toml").0);
    let place = || file.as_ref().map_or_else(Place::default, Place::file);
    match named.as_slice() {
        [one] => Some(one.clone()),
        [] => {
            findings.push(Diagnostic::new(Code::RulesMissing, place()).with("value", key));
            None
        }
        several => {
            findings.push(Diagnostic::new(Code::RulesDiffer, place()).with("value", several.join(", ")).with("key", key));
            None
        }
    }
}

/// A profile names a shipped id, or a path from its own folder.
fn relative(folder: &Folder, named: &str) -> String {
    if shipped::ids().contains(&named) {
        return named.to_owned();
    }
    let path = folder.path.join(named);
    if path.exists() { path.to_string_lossy().into_owned() } else { named.to_owned() }
}

/// Where a regulation was named: in the profile, unless the command line did.
fn profile_place(folders: &[Folder], given: bool) -> Option<Place> {
    folders.first().filter(|_| !given).map(|folder| Place::file(&folder.file("chibo.toml").0))
}

fn find(rulebook: &Rulebook, named: &str, scope: Scope, place: Option<Place>, findings: &mut Findings) -> Option<Regulation> {
    let not_found = |mut faults: Findings| {
        if let Some(place) = place {
            faults.relocate(Code::RuleNotFound, &place);
        }
        faults
    };
    let regulation = shipped::find(rulebook, named).map_err(|faults| findings.extend(not_found(faults))).ok()?;
    if regulation.header.scope == scope {
        return Some(regulation);
    }
    let wanted = if scope == Scope::Year { "scope = \"year\"" } else { "scope = \"meeting\"" };
    findings.push(Diagnostic::new(Code::RulesScope, Place::file(&regulation.file)).with("value", named).with("wanted", wanted));
    None
}

/// The smallest period that holds those of all folders.
fn joined(folders: &[Folder]) -> Option<Period> {
    let mut periods = folders.iter().map(|folder| folder.profile.period);
    let first = periods.next()??;
    periods.try_fold(first, |all, next| all.join(next?))
}
