//! What a run reads: folders, regulations, cells.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chibo::assess::{Detail, Meetings, assess_meetings, assess_turnouts};
use chibo::base::Period;
use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::records::{
    Account, AttendanceRequest, CellIndex, Cells, Excluded, Folder, Lineage, RecordFile, Request, Roster, Turnouts,
    read_attendance,
};
use chibo::rules::{Choice, Header, Regulation, Rulebook, Scope, Text, Texts, Vocabulary, load_read, shipped};

use super::{Common, progress};

/// Folders with all that their profiles and the command line name.
pub(crate) struct Input {
    folders: Vec<Folder>,
    rulebook: Rulebook,
    /// The meeting regulations.
    texts: Texts,
    /// The yearly regulations that are named, as far as they could be read.
    yearly: Vec<Header>,
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
    pub(crate) fn open(
        paths: &[PathBuf],
        period: Option<Period>,
        rests_on: RestsOn,
        common: &Common,
        findings: &mut Findings,
    ) -> Option<Input> {
        if has_rivals(&common.reading, findings) {
            return None;
        }
        let opened: Vec<Folder> =
            paths.iter().filter_map(|path| Folder::open(path, common.profile.as_deref(), findings)).collect();
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
        let opened = watched(opened, common);
        let rulebook = shipped::rulebook().map_err(|faults| findings.extend(faults)).ok()?;
        let named = if rests_on == RestsOn::Visits || rests_on.needs_no_meetings() && are_without_meetings(&opened, common) {
            Some(Vec::new())
        } else {
            names(&opened, common.rules.as_deref(), |folder| &folder.profile.rules, "rules", findings)
        };
        let period = period.or_else(|| joined(&opened));
        if period.is_none() {
            let file = opened.first().map(Folder::profile_name);
            findings.push(Diagnostic::new(Code::PeriodMissing, file.as_ref().map_or_else(Place::default, Place::file)));
        }
        let regulations = find(&rulebook, &named?, Scope::Meeting, profile_place(&opened, common.rules.is_some()), findings);
        let files: Vec<RecordFile> = opened.iter().flat_map(|folder| folder.files(Scope::Cell)).collect();
        let year_end =
            || names(&opened, common.year_end.as_deref(), |folder| &folder.profile.year_end, "year-end", &mut Findings::new());
        // A yearly regulation that cannot be read is reported by whoever needs it.
        let yearly: Vec<Regulation> =
            year_end().into_iter().flatten().filter_map(|name| shipped::find(&rulebook, &name).ok()).collect();
        // Texts that the command does not ask say nevertheless what the columns of cells.csv mean.
        let others: Vec<Regulation> =
            beside(&opened, rests_on, common).into_iter().filter_map(|name| shipped::find(&rulebook, &name).ok()).collect();
        let all: Vec<&Regulation> = regulations.iter().flatten().chain(&yearly).chain(&others).collect();
        let vocabulary = of_cells(&rulebook, &all, findings)?;
        let (mut cells, mut accounts) = Cells::read(&files, &vocabulary, findings);
        for folder in &opened {
            cells.confirm(&folder.profile.names, findings);
        }
        if accounts.len() < files.len() || cells.is_empty() {
            if let (RestsOn::Faults, Some(regulations), Some(period)) = (rests_on, regulations, period) {
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
        let threads = common.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).clamp(1, 64);
        let (regulations, period) = (regulations?, period?);
        let mut regulations = choose(&rulebook, regulations, common, findings)?;
        let judging: Vec<&Regulation> = regulations.iter().chain(&yearly).collect();
        // Of visits other texts are asked, which are not known yet.
        if rests_on != RestsOn::Visits && !are_known(&judging, common, findings) {
            return None;
        }
        let on_request = common.rules.is_some() && regulations.len() == 1;
        let only = if on_request { regulations.pop() } else { None };
        let texts = only.map_or_else(|| Texts::by_day(regulations).within(period), Texts::on_request);
        let texts = match of_records(&rulebook, &opened).filter(|_| common.rules.is_some()) {
            Some(named) => texts.over_records_of(named),
            None => texts,
        };
        let yearly = yearly.into_iter().map(|regulation| regulation.header).collect();
        Some(Input { folders: opened, rulebook, texts, yearly, period, cells, accounts, threads })
    }

    /// Reads and judges the meetings, over the rows of their members where there are any.
    pub(crate) fn meetings<'a>(
        &'a self,
        only: Option<&'a [CellIndex]>,
        detail: Detail,
        check_all: bool,
        findings: &mut Findings,
    ) -> Meetings<'a> {
        let request = Request { only, check_all, ..self.request() };
        self.with_members(request, (detail, false), findings)
    }

    /// The attendance at the meetings; records of members alone are enough. `one_by_one` keeps what each member comes to.
    pub(crate) fn attendance(&self, detail: Detail, one_by_one: bool, findings: &mut Findings) -> Meetings<'_> {
        let request = self.request();
        if self.any_has(Scope::Meeting) || !self.any_has(Scope::Attendance) {
            return self.with_members(request, (detail, one_by_one), findings);
        }
        let Members { turnouts, accounts, refused } = self.members(request, one_by_one, &BTreeSet::new(), findings);
        let mut meetings = assess_turnouts(request, turnouts.unwrap_or_default(), detail, findings);
        self.say_no_rows(Scope::Attendance, &accounts, findings);
        (meetings.accounts, meetings.refused) = (accounts, refused);
        meetings
    }

    /// Which meetings count is known once their own rows have been read. Where members have rows of others, everything is read once more
    /// without those, so that they leave no trace in anybody's runs.
    fn with_members<'a>(&'a self, request: Request<'a>, what: (Detail, bool), findings: &mut Findings) -> Meetings<'a> {
        let mut found = findings.empty_like();
        let mut meetings = self.over_members(request, what, &BTreeSet::new(), &mut found);
        if !meetings.refused && !meetings.aside.is_empty() {
            let mut again = findings.empty_like();
            let aside = std::mem::take(&mut meetings.aside);
            meetings = self.over_members(request, what, &aside, &mut again);
            again.extend(found.of(&[Code::MeetingWithoutRow, Code::AttendanceNotHeld]));
            found = again;
        }
        findings.extend(found);
        meetings
    }

    fn over_members<'a>(
        &'a self,
        request: Request<'a>,
        (detail, one_by_one): (Detail, bool),
        aside: &BTreeSet<u64>,
        findings: &mut Findings,
    ) -> Meetings<'a> {
        let members = self.members(request, one_by_one, aside, findings);
        let files = if self.texts.all().is_empty() { Vec::new() } else { self.files(Scope::Meeting) };
        let request = Request { texts: &self.texts, cells: &self.cells, ..request };
        let mut meetings = assess_meetings(&files, request, members.turnouts, detail, findings);
        if request.only.is_none() && !meetings.refused {
            self.say_no_rows(Scope::Meeting, &meetings.accounts, findings);
        }
        meetings.accounts.extend(members.accounts);
        meetings.refused |= members.refused;
        meetings
    }

    fn request(&self) -> Request<'_> {
        Request {
            texts: &self.texts,
            cells: &self.cells,
            period: self.period,
            only: None,
            check_all: false,
            threads: self.threads,
        }
    }

    /// Says so where no row of a table, in whichever of its files, lies in the period; at the file that is first by its name.
    fn say_no_rows(&self, of: Scope, accounts: &[Account], findings: &mut Findings) {
        let mut files: Vec<Arc<str>> = self.files(of).into_iter().map(|file| file.name).collect();
        files.sort();
        let own = accounts.iter().filter(|account| files.contains(&account.file));
        let not_asked_for = |account: &Account| account.why.get(&Excluded::NotAskedFor).copied().unwrap_or(0);
        let (used, excluded) = own.fold((0, 0), |sum, own| (sum.0 + own.used, sum.1 + not_asked_for(own)));
        if used == 0 && excluded > 0 {
            let place = files.first().map_or_else(Place::default, Place::file);
            let fault = Diagnostic::new(Code::NoRowsInPeriod, place).with("value", self.period).with("table", of.file());
            findings.push(fault.with("wanted", excluded));
        }
    }

    /// Reads who is on the roll and where they were. The roll of one folder says nothing of the cells of another, so either every folder with
    /// attendance has one or none.
    fn members(&self, request: Request<'_>, one_by_one: bool, aside: &BTreeSet<u64>, findings: &mut Findings) -> Members {
        let having = |of: &[Scope], which: Scope| -> Vec<RecordFile> {
            let folders = self.folders.iter().filter(|folder| of.iter().any(|of| folder.has(*of)));
            folders.flat_map(|folder| folder.files(which)).collect()
        };
        let files = having(&[Scope::Attendance], Scope::Attendance);
        let mut members = Members::default();
        let roster = if self.any_has(Scope::Member) && (!files.is_empty() || request.check_all) {
            let files = having(&[Scope::Attendance, Scope::Member], Scope::Member);
            let (roster, accounts) = Roster::read(&files, &self.rulebook.registers, &self.cells, findings);
            members.refused |= accounts.len() < files.len();
            members.accounts.extend(accounts);
            Some(roster)
        } else {
            None
        };
        if files.is_empty() || self.texts.all().is_empty() || members.refused {
            return members;
        }
        let asked = AttendanceRequest {
            registers: &self.rulebook.registers,
            cells: &self.cells,
            roster: roster.as_ref(),
            period: request.period,
            only: request.only,
            check_all: request.check_all,
            aside,
            members: Some(&self.texts).filter(|_| one_by_one),
            threads: request.threads,
        };
        let (mut turnouts, accounts) = read_attendance(&files, asked, findings);
        members.refused |= accounts.len() < files.len() || accounts.iter().any(|account| account.refused);
        members.accounts.extend(accounts);
        turnouts.roster = roster;
        members.turnouts = Some(turnouts);
        members
    }

    /// The regulation that classifies a year: of those named, the one for that year, or the only one that the command line names.
    pub(crate) fn year_end(&self, common: &Common, year: i32, findings: &mut Findings) -> Option<Regulation> {
        let named = names(&self.folders, common.year_end.as_deref(), |folder| &folder.profile.year_end, "year-end", findings)?;
        let place = profile_place(&self.folders, common.year_end.is_some());
        let mut regulations = find(&self.rulebook, &named, Scope::Year, place, findings)?;
        let time = |header: &Header| {
            let (first, last) = header.ends();
            let open = |end: Option<String>| end.unwrap_or_else(|| "…".to_owned());
            format!("{} ({} – {})", header.id, open(first), open(last))
        };
        let all: Vec<String> = regulations.iter().map(|regulation| time(&regulation.header)).collect();
        if common.year_end.is_none() || regulations.len() > 1 {
            regulations.retain(|regulation| regulation.header.covers_year(year));
            // What replaces another text ends its time.
            let replaced: Vec<String> = regulations.iter().map(|regulation| regulation.header.replaces.clone()).collect();
            regulations.retain(|regulation| !replaced.contains(&regulation.header.id));
        }
        let fault = |code| Diagnostic::new(code, Place::default()).with("value", year);
        match regulations.len() {
            0 => findings.push(fault(Code::YearOutside).with("regulation", all.join(", "))),
            1 => {
                let regulation = choose(&self.rulebook, regulations, common, findings)?.pop()?;
                if self.texts.all().is_empty() && !regulation.layout.quality.is_empty() {
                    // It rests on meetings, and nobody says by which text they are judged.
                    names(&self.folders, None, |folder| &folder.profile.rules, "rules", findings)?;
                }
                return Some(regulation);
            }
            _ => {
                let several: Vec<&str> = regulations.iter().map(|regulation| regulation.header.id.as_str()).collect();
                findings.push(fault(Code::RegulationsOverlap).with("regulation", several.join(", ")));
            }
        }
        None
    }

    /// The regulation of visits, where the command line or the folders name one. `None` when what they name cannot be used.
    pub(crate) fn visit_rules(&self, given: Option<&str>, findings: &mut Findings) -> Option<Option<Regulation>> {
        let named = match given {
            Some(given) => vec![given.to_owned()],
            None if self.folders.iter().all(|folder| folder.profile.visit_rules.is_empty()) => return Some(None),
            None => names(&self.folders, None, |folder| &folder.profile.visit_rules, VISIT_RULES, findings)?,
        };
        let place = profile_place(&self.folders, given.is_some());
        let mut regulations = find(&self.rulebook, &named, Scope::Visit, place, findings)?;
        Some(regulations.pop())
    }

    /// The same with the readings that the command line chose; all of them must be of that regulation.
    pub(crate) fn as_read(
        &self,
        regulation: Option<Regulation>,
        common: &Common,
        findings: &mut Findings,
    ) -> Option<Option<Regulation>> {
        let all: Vec<&Regulation> = regulation.iter().collect();
        if !are_known(&all, common, findings) {
            return None;
        }
        choose(&self.rulebook, regulation.into_iter().collect(), common, findings).map(|mut chosen| chosen.pop())
    }

    /// The vocabulary of registers.
    pub(crate) fn registers(&self) -> &Vocabulary {
        &self.rulebook.registers
    }

    /// What replaced a yearly regulation, among those that are named.
    pub(crate) fn successor(&self, regulation: &Regulation) -> Option<Header> {
        self.yearly.iter().find(|header| header.replaces == regulation.header.id).cloned()
    }

    /// Whether a yearly regulation is named anywhere and every folder has a `year.csv`.
    pub(crate) fn has_year(&self, common: &Common) -> bool {
        let named = common.year_end.is_some() || self.folders.iter().all(|folder| !folder.profile.year_end.is_empty());
        named && self.folders.iter().all(|folder| folder.has(Scope::Year))
    }

    /// Whether any folder has a file of that table.
    pub(crate) fn any_has(&self, of: Scope) -> bool {
        self.folders.iter().any(|folder| folder.has(of))
    }

    /// What the folders say of themselves; of several the first one.
    pub(crate) fn profile(&self) -> Place {
        self.folders.first().map_or_else(Place::default, |folder| Place::file(&folder.profile_name()))
    }

    /// The meeting regulations.
    pub(crate) fn texts(&self) -> &[Text] {
        self.texts.all()
    }

    /// The files of that table in every folder.
    pub(crate) fn files(&self, of: Scope) -> Vec<RecordFile> {
        self.folders.iter().flat_map(|folder| folder.files(of)).collect()
    }

    /// The accounts of `cells.csv`, then of the meetings.
    pub(crate) fn with_cells(&self, rest: &[Account]) -> Vec<Account> {
        self.accounts.iter().chain(rest).cloned().collect()
    }
}

/// The folders, with what is read of them shown.
fn watched(mut folders: Vec<Folder>, common: &Common) -> Vec<Folder> {
    let read = Arc::default();
    let size = |file: RecordFile| file.path.metadata().map_or(0, |about| about.len());
    let all = |folder: &Folder| {
        [Scope::Cell, Scope::Meeting, Scope::Year, Scope::Member, Scope::Attendance]
            .into_iter()
            .flat_map(|of| folder.files(of))
            .map(size)
            .sum::<u64>()
    };
    let total = folders.iter().map(all).sum();
    for folder in &mut folders {
        folder.read = Arc::clone(&read);
    }
    if !common.quiet {
        progress::start(&read, total, common.language);
    }
    folders
}

/// What the registers of members say.
#[derive(Default)]
struct Members {
    turnouts: Option<Turnouts>,
    accounts: Vec<Account>,
    /// Whether a file could not be read or was refused.
    refused: bool,
}

/// What `cells.csv` may say: for the meetings of the run and for the year, since one file serves both.
fn of_cells(rulebook: &Rulebook, all: &[&Regulation], findings: &mut Findings) -> Option<Vocabulary> {
    match Vocabulary::of_cells(&rulebook.shared, all) {
        Ok(vocabulary) => Some(vocabulary),
        Err(differing) => {
            for differs in differing {
                let [regulation, other] = differs.regulations;
                let fault = Diagnostic::new(Code::FactsDiffer, Place::default()).with("value", differs.fact);
                findings.push(fault.with("regulation", regulation).with("other", other));
            }
            None
        }
    }
}

/// The texts that the records name for themselves; none where no folder names any. Where folders name different ones, or one that cannot
/// be read, nobody knows under which a result was recorded, and no text is meant.
fn of_records(rulebook: &Rulebook, folders: &[Folder]) -> Option<Texts> {
    if folders.iter().all(|folder| folder.profile.rules.is_empty()) {
        return None;
    }
    let mut unsaid = Findings::new();
    let named = names(folders, None, |folder| &folder.profile.rules, "rules", &mut unsaid);
    let regulations = named.and_then(|named| find(rulebook, &named, Scope::Meeting, None, &mut unsaid));
    Some(Texts::by_day(regulations.unwrap_or_default()))
}

/// What a command looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RestsOn {
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
    fn needs_no_meetings(self) -> bool {
        matches!(self, RestsOn::Records | RestsOn::Faults)
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
    let request = Request { texts: &texts, cells: &cells, period, only: None, check_all: true, threads: 1 };
    let mut found = Findings::new();
    assess_meetings(&files, request, None, Detail::default(), &mut found);
    let of_cells = [Code::CellUnknown, Code::CellRejected, Code::CellNameUnconfirmed];
    for fault in found.iter().filter(|fault| !of_cells.contains(&fault.code)) {
        findings.push(fault.clone());
    }
}

/// What the folders name beside the texts that a command asks: those of visits, and for visits those of meetings.
fn beside(folders: &[Folder], rests_on: RestsOn, common: &Common) -> Vec<String> {
    let of = |given: Option<&str>, of: fn(&Folder) -> &Vec<String>, key: &str| {
        names(folders, given, of, key, &mut Findings::new()).unwrap_or_default()
    };
    let mut named = of(None, |folder| &folder.profile.visit_rules, VISIT_RULES);
    if rests_on == RestsOn::Visits {
        named.extend(of(common.rules.as_deref(), |folder| &folder.profile.rules, "rules"));
    }
    named
}

/// The key of `chibo.toml`, and the option, that name the regulation of visits.
const VISIT_RULES: &str = "visit-rules";

/// Whether the records are of years or of visits alone: no text for meetings is named, and there are none.
fn are_without_meetings(folders: &[Folder], common: &Common) -> bool {
    let yearly =
        common.year_end.is_some() || folders.iter().any(|folder| !folder.profile.year_end.is_empty() || folder.has(Scope::Visit));
    let none = |folder: &Folder| folder.profile.rules.is_empty() && !folder.has(Scope::Meeting);
    yearly && common.rules.is_none() && folders.iter().all(none)
}

/// The regulations that the command line names, or those that all folders name; each once, in no order of their own.
fn names<'f>(
    folders: &'f [Folder],
    given: Option<&str>,
    of: impl Fn(&'f Folder) -> &'f Vec<String>,
    key: &str,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    let once = |mut names: Vec<String>| {
        names.sort();
        names.dedup();
        names
    };
    if let Some(given) = given {
        return Some(once(given.split(',').map(|name| name.trim().to_owned()).collect()));
    }
    let of_folder = |folder: &'f Folder| once(of(folder).iter().map(|name| relative(folder, name)).collect());
    let mut named: Vec<Vec<String>> = folders.iter().filter(|folder| !of(folder).is_empty()).map(of_folder).collect();
    named.sort();
    named.dedup_by(|one, other| mean_the_same(one, other));
    let file = folders.first().map(Folder::profile_name);
    let place = || file.as_ref().map_or_else(Place::default, Place::file);
    match named.as_slice() {
        [one] => Some(one.clone()),
        [] => {
            findings.push(Diagnostic::new(Code::RulesMissing, place()).with("value", key));
            None
        }
        several => {
            let several: Vec<String> = several.iter().map(|names| names.join(" + ")).collect();
            findings.push(Diagnostic::new(Code::RulesDiffer, place()).with("value", several.join(", ")).with("key", key));
            None
        }
    }
}

/// A profile names a shipped id, or a path from its own folder.
pub(crate) fn relative(folder: &Folder, named: &str) -> String {
    if shipped::ids().contains(&named) {
        return named.to_owned();
    }
    let path = folder.path.join(named);
    if path.exists() { path.to_string_lossy().into_owned() } else { named.to_owned() }
}

/// Whether two lists of names mean the same regulations, by whatever paths.
fn mean_the_same(one: &[String], other: &[String]) -> bool {
    let real = |name: &String| std::fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
    let all = |names: &[String]| names.iter().map(real).collect::<BTreeSet<PathBuf>>();
    all(one) == all(other)
}

/// Where a regulation was named: in the profile, unless the command line did.
fn profile_place(folders: &[Folder], given: bool) -> Option<Place> {
    folders.first().filter(|_| !given).map(|folder| Place::file(&folder.profile_name()))
}

/// All regulations of these names; every fault of each of them is reported.
fn find(
    rulebook: &Rulebook,
    named: &[String],
    scope: Scope,
    place: Option<Place>,
    findings: &mut Findings,
) -> Option<Vec<Regulation>> {
    let found: Vec<Option<Regulation>> =
        named.iter().map(|name| find_one(rulebook, name, scope, place.as_ref(), findings)).collect();
    let found: Vec<Regulation> = found.into_iter().collect::<Option<_>>()?;
    for (position, regulation) in found.iter().enumerate() {
        let id = &regulation.header.id;
        if found.iter().take(position).any(|other| other.header.id == *id) {
            findings.push(Diagnostic::new(Code::RulesTwice, Place::file(&regulation.file)).with("value", id));
            return None;
        }
    }
    Some(found)
}

fn find_one(
    rulebook: &Rulebook,
    named: &str,
    scope: Scope,
    place: Option<&Place>,
    findings: &mut Findings,
) -> Option<Regulation> {
    let not_found = |mut faults: Findings| {
        if let Some(place) = place {
            faults.relocate(Code::RuleNotFound, place);
        }
        faults
    };
    let regulation = shipped::find(rulebook, named).map_err(|faults| findings.extend(not_found(faults))).ok()?;
    if regulation.header.scope == scope {
        return Some(regulation);
    }
    let wanted = format!("scope = \"{}\"", scope.word());
    findings.push(Diagnostic::new(Code::RulesScope, Place::file(&regulation.file)).with("value", named).with("wanted", wanted));
    None
}

/// `reading=alternative`
pub(crate) fn choice(text: &str) -> Choice {
    let (reading, alternative) = text.split_once('=').unwrap_or((text, ""));
    Choice { reading: reading.trim().to_owned(), alternative: alternative.trim().to_owned() }
}

/// Whether two alternatives of one reading are chosen, of which only one can hold; each such pair is reported.
fn has_rivals(given: &[String], findings: &mut Findings) -> bool {
    let choices: Vec<Choice> = given.iter().map(|text| choice(text)).collect();
    let mut rivals = false;
    for (position, own) in choices.iter().enumerate() {
        let earlier =
            choices.iter().take(position).find(|other| other.reading == own.reading && other.alternative != own.alternative);
        if let Some(other) = earlier {
            rivals = true;
            let fault = Diagnostic::new(Code::ReadingTwice, Place::default()).with("value", &own.reading);
            findings.push(fault.with("first", &other.alternative).with("second", &own.alternative));
        }
    }
    rivals
}

/// The regulations with the readings that the command line chose among theirs.
fn choose(
    rulebook: &Rulebook,
    regulations: Vec<Regulation>,
    common: &Common,
    findings: &mut Findings,
) -> Option<Vec<Regulation>> {
    let mut choices: Vec<Choice> = Vec::new();
    for choice in common.reading.iter().map(|text| choice(text)) {
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    let chosen = regulations.into_iter().map(|regulation| {
        let own: Vec<Choice> = choices.iter().filter(|choice| has(&regulation, choice)).cloned().collect();
        if own.is_empty() {
            return Some(regulation);
        }
        load_read(rulebook, &regulation.file, &regulation.text, &own).map_err(|faults| findings.extend(faults)).ok()
    });
    chosen.collect()
}

fn has(regulation: &Regulation, choice: &Choice) -> bool {
    let reading = regulation.readings.iter().find(|reading| reading.id == choice.reading);
    reading.is_some_and(|reading| reading.alternatives.iter().any(|(id, _)| *id == choice.alternative))
}

/// Whether every choice of the command line is an alternative of some text of the run.
fn are_known(all: &[&Regulation], common: &Common, findings: &mut Findings) -> bool {
    let all = || all.iter().copied();
    let mut known = true;
    for text in &common.reading {
        if !all().any(|regulation| has(regulation, &choice(text))) {
            known = false;
            let of = |regulation: &Regulation| {
                let readings = regulation.readings.iter();
                let pairs = |reading: &chibo::rules::Reading| {
                    let id = reading.id.clone();
                    reading
                        .alternatives
                        .iter()
                        .map(move |(alternative, _)| format!("{id}={alternative}"))
                        .collect::<Vec<String>>()
                };
                readings.flat_map(pairs).collect::<Vec<String>>()
            };
            let wanted: Vec<String> = all().flat_map(of).collect();
            findings.push(
                Diagnostic::new(Code::ReadingUnknown, Place::default()).with("value", text).with("wanted", wanted.join(", ")),
            );
        }
    }
    known
}

/// The smallest period that holds those of all folders.
fn joined(folders: &[Folder]) -> Option<Period> {
    let mut periods = folders.iter().map(|folder| folder.profile.period);
    let first = periods.next()??;
    periods.try_fold(first, |all, next| all.join(next?))
}
