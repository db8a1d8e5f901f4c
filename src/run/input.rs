//! Opens what a run reads: folders, regulations, cells.

use std::path::PathBuf;
use std::sync::Arc;

use super::named::{self, VISIT_RULES};
use super::texts::{are_known, choose, find, has, has_rivals, of_cells, of_records};
use super::wanted::{RestsOn, Side, Wanted};
use crate::assess::{Detail, assess_meetings};
use crate::base::Period;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::{Account, Cells, FileProfile, Folder, Lineage, RecordFile, Request, Supposed, SupposedIn};
use crate::rules::{Choice, Header, Regulation, Rulebook, Scope, Texts, Vocabulary, shipped};

/// Folders with all that their profiles and the command line name.
#[derive(Debug)]
pub struct Input {
    pub(super) folders: Vec<Folder>,
    pub(super) rulebook: Arc<Rulebook>,
    /// What was asked for, a side each.
    pub(super) sides: Vec<Side>,
    /// The meeting regulations of each side.
    pub(super) texts: Vec<Texts>,
    /// Those of the first side, as the texts are read by themselves.
    pub(super) unread: Vec<Regulation>,
    /// The yearly regulations that are named, as far as they could be read.
    pub(super) yearly: Vec<Header>,
    /// Period asked for.
    pub period: Period,
    /// All cells.
    pub cells: Cells,
    /// What became of the rows of `cells.csv` and `lineage.csv`.
    accounts: Vec<Account>,
    supposed: Supposed,
    threads: usize,
}

const OF_FOLDERS: &Side = &Side::OF_FOLDERS;

impl Input {
    /// Opens everything but the meetings. `None` when a result is impossible; why stands in `findings`.
    pub fn open(
        paths: &[PathBuf],
        period: Option<Period>,
        rests_on: RestsOn,
        wanted: &Wanted<'_>,
        findings: &mut Findings,
    ) -> Option<Input> {
        let mut rivals = false;
        for side in &wanted.sides {
            let mut own = findings.empty_like();
            rivals |= has_rivals(&side.readings, &mut own);
            findings.extend_new(own);
        }
        if rivals {
            return None;
        }
        let opened = open_folders(paths, wanted, findings)?;
        let rulebook = match &wanted.rulebook {
            Some(rulebook) => Arc::clone(rulebook),
            None => Arc::new(shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?),
        };
        let period = period.or_else(|| joined(&opened));
        let mut named = Vec::new();
        for side in &wanted.sides {
            // What is said of a regulation for one side is not said again for another.
            let mut own = findings.empty_like();
            named.push(names_of_meetings(&opened, side, rests_on, &mut own));
            findings.extend_new(own);
        }
        if period.is_none() {
            let file = opened.first().map(Folder::profile_name);
            findings.push(Diagnostic::new(Code::PeriodMissing, file.as_ref().map_or_else(Place::default, Place::file)));
        }
        let mut regulations = Vec::new();
        for (named, side) in named.into_iter().collect::<Option<Vec<Vec<String>>>>()?.iter().zip(&wanted.sides) {
            let mut own = findings.empty_like();
            let place = named::profile_place(&opened, side.rules.is_some());
            regulations.push(find(&rulebook, named, Scope::Meeting, place, &mut own));
            findings.extend_new(own);
        }
        let files: Vec<RecordFile> = opened.iter().flat_map(|folder| folder.files(Scope::Cell)).collect();
        // A yearly regulation that cannot be read is reported by whoever needs it.
        let yearly: Vec<Vec<Regulation>> = wanted.sides.iter().map(|side| yearly(&opened, side, &rulebook)).collect();
        // Texts that the command does not ask say nevertheless what the columns of cells.csv mean.
        let others: Vec<Regulation> = beside(&opened, rests_on, &wanted.sides)
            .into_iter()
            .filter_map(|name| shipped::find(&rulebook, &name).ok())
            .collect();
        let all: Vec<&Regulation> =
            regulations.iter().flatten().flatten().chain(yearly.iter().flatten()).chain(&others).collect();
        let vocabulary = of_cells(&rulebook, &all, findings)?;
        let (mut cells, mut accounts) = Cells::read(&files, &vocabulary, findings);
        for folder in &opened {
            cells.confirm(&folder.profile.names, findings);
        }
        if accounts.len() < files.len() || cells.is_empty() {
            if let (RestsOn::Faults, Some(Some(regulations)), Some(period)) = (rests_on, regulations.into_iter().next(), period) {
                say_of_meetings(&opened, regulations, period, findings);
            }
            return None;
        }
        let changed = opened.iter().filter(|folder| folder.has(Scope::Lineage));
        let files: Vec<RecordFile> = changed.flat_map(|folder| folder.files(Scope::Lineage)).collect();
        let lineage = Lineage::read(&files, &rulebook.registers, &mut cells, findings);
        if lineage.len() < files.len() {
            return None;
        }
        accounts.extend(lineage);
        let period = period?;
        let unread = regulations.first().cloned().flatten().unwrap_or_default();
        let mut texts = Vec::new();
        for ((side, regulations), yearly) in wanted.sides.iter().zip(regulations).zip(&yearly) {
            let mut own = findings.empty_like();
            let found = texts_of(&opened, &rulebook, (side, regulations?, yearly), (rests_on, period), &mut own);
            findings.extend_new(own);
            texts.push(found?);
        }
        let supposed = {
            let meetings: Vec<&Regulation> = texts.iter().flat_map(Texts::all).map(|text| &text.regulation).collect();
            let years: Vec<&Regulation> = yearly.iter().flatten().filter(|_| rests_on.needs_no_meetings()).collect();
            let headings = headings(&opened);
            let known = SupposedIn { cells: &cells, meetings: &meetings, years: &years, headings: &headings };
            Supposed::read(&wanted.set, known, findings)?
        };
        let yearly = yearly.into_iter().flatten().map(|regulation| regulation.header).collect();
        let sides = wanted.sides.clone();
        Some(Input {
            folders: opened,
            rulebook,
            sides,
            texts,
            unread,
            yearly,
            period,
            cells,
            accounts,
            supposed,
            threads: wanted.threads(),
        })
    }

    pub(super) fn request(&self, side: usize) -> Request<'_> {
        Request {
            texts: self.texts(side),
            cells: &self.cells,
            period: self.period,
            only: None,
            among_all: false,
            check_all: false,
            supposed: self.supposed(),
            threads: self.threads,
        }
    }

    /// What is supposed to be otherwise than the files say, where anything is.
    pub fn supposed(&self) -> Option<&Supposed> {
        Some(&self.supposed).filter(|supposed| !supposed.is_empty())
    }

    /// Whether nothing is supposed of a year, for runs that judge none; tells of it otherwise.
    pub fn supposes_no_year(&self, findings: &mut Findings) -> bool {
        self.supposed().is_none_or(|supposed| supposed.year_holds(None, findings))
    }

    /// What was asked for on a side; the first one, where there are fewer.
    pub(super) fn side(&self, side: usize) -> &Side {
        self.sides.get(side).or(self.sides.first()).unwrap_or(OF_FOLDERS)
    }

    /// Whether two sides judge meetings by the same texts, read alike. How the yearly text is read is of no account to meetings.
    pub(super) fn judges_alike(&self, one: usize, other: usize) -> bool {
        let readings = |side: usize| {
            let texts = self.texts(side).all();
            let is_of_meetings = move |choice: &&Choice| texts.iter().any(|text| has(&text.regulation, choice));
            self.side(side).readings.iter().filter(is_of_meetings).collect::<Vec<&Choice>>()
        };
        self.side(one).rules == self.side(other).rules && readings(one) == readings(other)
    }

    /// The meeting regulations of a side.
    pub fn texts(&self, side: usize) -> &Texts {
        self.texts.get(side).or(self.texts.first()).unwrap_or(Texts::NONE)
    }

    /// The vocabulary of registers.
    pub fn registers(&self) -> &Vocabulary {
        &self.rulebook.registers
    }

    /// Whether any folder has a file of that table.
    pub fn any_has(&self, of: Scope) -> bool {
        self.folders.iter().any(|folder| folder.has(of))
    }

    /// What the folders say of themselves; of several the first one.
    pub fn profile(&self) -> Place {
        self.folders.first().map_or_else(Place::default, |folder| Place::file(&folder.profile_name()))
    }

    /// The files of that table in every folder.
    pub fn files(&self, of: Scope) -> Vec<RecordFile> {
        self.folders.iter().flat_map(|folder| folder.files(of)).collect()
    }

    /// The accounts of `cells.csv`, then of the meetings.
    pub fn with_cells(&self, rest: &[Account]) -> Vec<Account> {
        self.accounts.iter().chain(rest).cloned().collect()
    }
}

/// The folders, each once, with what is read of them counted.
fn open_folders(paths: &[PathBuf], wanted: &Wanted<'_>, findings: &mut Findings) -> Option<Vec<Folder>> {
    let mut opened: Vec<Folder> =
        paths.iter().filter_map(|path| Folder::open(path, wanted.profile.as_deref(), findings)).collect();
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
    let read = Arc::default();
    let size = |file: RecordFile| file.path.metadata().map_or(0, |about| about.len());
    let all = |folder: &Folder| {
        [Scope::Cell, Scope::Meeting, Scope::Year, Scope::Member, Scope::Attendance]
            .into_iter()
            .flat_map(|of| folder.files(of))
            .map(size)
            .sum::<u64>()
    };
    let total = opened.iter().map(all).sum();
    for folder in &mut opened {
        folder.read = Arc::clone(&read);
    }
    if let Some(watch) = wanted.watch {
        watch(&read, total);
    }
    Some(opened)
}

/// The regulations of meetings that a side or the folders name; none where the records are without meetings.
fn names_of_meetings(folders: &[Folder], side: &Side, rests_on: RestsOn, findings: &mut Findings) -> Option<Vec<String>> {
    if rests_on == RestsOn::Visits || rests_on.needs_no_meetings() && are_without_meetings(folders, side) {
        return Some(Vec::new());
    }
    named::names(folders, side.rules.as_deref(), |folder| &folder.profile.rules, "rules", findings)
}

/// The yearly regulations that a side or the folders name, as far as they can be read.
fn yearly(folders: &[Folder], side: &Side, rulebook: &Rulebook) -> Vec<Regulation> {
    let given = side.year_end.as_deref();
    let named = named::names(folders, given, |folder| &folder.profile.year_end, "year-end", &mut Findings::new());
    named.into_iter().flatten().filter_map(|name| shipped::find(rulebook, &name).ok()).collect()
}

/// The texts of a side with the readings that were chosen for it.
fn texts_of(
    folders: &[Folder],
    rulebook: &Rulebook,
    (side, regulations, yearly): (&Side, Vec<Regulation>, &[Regulation]),
    (rests_on, period): (RestsOn, Period),
    findings: &mut Findings,
) -> Option<Texts> {
    let regulations = choose(rulebook, regulations, &side.readings, findings)?;
    let judging: Vec<&Regulation> = regulations.iter().chain(yearly).collect();
    // Of visits other texts are asked, which are not known yet.
    if rests_on != RestsOn::Visits && !are_known(&judging, &side.readings, findings) {
        return None;
    }
    Some(framed(folders, rulebook, (side, regulations), period))
}

/// The texts of a side, each with its time.
pub(super) fn framed(
    folders: &[Folder],
    rulebook: &Rulebook,
    (side, mut regulations): (&Side, Vec<Regulation>),
    period: Period,
) -> Texts {
    let on_request = side.rules.is_some() && regulations.len() == 1;
    let only = if on_request { regulations.pop() } else { None };
    let texts = only.map_or_else(|| Texts::by_day(regulations).within(period), Texts::on_request);
    match of_records(rulebook, folders).filter(|_| side.rules.is_some()) {
        Some(named) => texts.over_records_of(named),
        None => texts,
    }
}

/// What is wrong with the meetings by themselves, where nobody knows the cells.
fn say_of_meetings(folders: &[Folder], regulations: Vec<Regulation>, period: Period, findings: &mut Findings) {
    let files: Vec<RecordFile> =
        folders.iter().filter(|folder| folder.has(Scope::Meeting)).flat_map(|folder| folder.files(Scope::Meeting)).collect();
    let (texts, cells) = (Texts::by_day(regulations).within(period), Cells::default());
    if texts.all().is_empty() {
        return;
    }
    let (only, among_all, supposed) = (None, false, None);
    let request = Request { texts: &texts, cells: &cells, period, only, among_all, check_all: true, supposed, threads: 1 };
    let mut found = Findings::new();
    assess_meetings(&files, request, None, Detail::default(), &mut found);
    let of_cells = [Code::CellUnknown, Code::CellRejected, Code::CellNameUnconfirmed];
    for fault in found.iter().filter(|fault| !of_cells.contains(&fault.code)) {
        findings.push(fault.clone());
    }
}

/// What the folders name beside the texts that a command asks: those of visits, and for visits those of meetings.
fn beside(folders: &[Folder], rests_on: RestsOn, sides: &[Side]) -> Vec<String> {
    let of = |given: Option<&str>, of: fn(&Folder) -> &Vec<String>, key: &str| {
        named::names(folders, given, of, key, &mut Findings::new()).unwrap_or_default()
    };
    let mut named = of(None, |folder| &folder.profile.visit_rules, VISIT_RULES);
    if rests_on == RestsOn::Visits {
        named.extend(sides.iter().flat_map(|side| of(side.rules.as_deref(), |folder| &folder.profile.rules, "rules")));
    }
    named
}

/// Whether the records are of years or of visits alone: no text for meetings is named, and there are none.
fn are_without_meetings(folders: &[Folder], side: &Side) -> bool {
    let yearly =
        side.year_end.is_some() || folders.iter().any(|folder| !folder.profile.year_end.is_empty() || folder.has(Scope::Visit));
    let none = |folder: &Folder| folder.profile.rules.is_empty() && !folder.has(Scope::Meeting);
    yearly && side.rules.is_none() && folders.iter().all(none)
}

/// The headings that the profiles of the folders give a meaning of their own.
fn headings(folders: &[Folder]) -> Vec<(Scope, String, String)> {
    let files = folders.iter().flat_map(|folder| &folder.profile.files);
    let of_file = |file: &FileProfile| {
        let named = file.columns.iter().filter_map(|column| Some((file.of?, column.heading.clone(), column.field.clone()?)));
        named.filter(|(_, _, field)| !field.is_empty()).collect::<Vec<(Scope, String, String)>>()
    };
    files.flat_map(of_file).collect()
}

/// The smallest period that holds those of all folders.
fn joined(folders: &[Folder]) -> Option<Period> {
    let mut periods = folders.iter().map(|folder| folder.profile.period);
    let first = periods.next()??;
    periods.try_fold(first, |all, next| all.join(next?))
}
