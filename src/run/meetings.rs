//! The meetings of a run, over the rows of their members where there are any.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::input::Input;
use crate::assess::{Detail, Differences, Meetings, Pairing, assess_meetings, assess_turnouts, compare_meetings};
use crate::compare::pairings;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::{Account, AttendanceRequest, CellIndex, Excluded, RecordFile, Request, Roster, Turnouts, read_attendance};
use crate::rules::Scope;

impl Input {
    /// Reads and judges the meetings, over the rows of their members where there are any.
    pub fn meetings(&self, detail: Detail, check_all: bool, findings: &mut Findings) -> Meetings<'_> {
        self.one_side(Request { check_all, ..self.request(0) }, (detail, false), findings)
    }

    /// Those of some cells, among all of them where `among_all` is set: the others are summed too, and nothing else is kept or told of them.
    pub fn meetings_of<'a>(
        &'a self,
        only: &'a [CellIndex],
        among_all: bool,
        detail: Detail,
        findings: &mut Findings,
    ) -> Meetings<'a> {
        self.one_side(Request { only: Some(only), among_all, ..self.request(0) }, (detail, false), findings)
    }

    /// The attendance at the meetings; records of members alone are enough. `one_by_one` keeps what each member comes to.
    pub fn attendance(&self, detail: Detail, one_by_one: bool, findings: &mut Findings) -> Meetings<'_> {
        let request = self.request(0);
        if self.any_has(Scope::Meeting) || !self.any_has(Scope::Attendance) {
            return self.one_side(request, (detail, one_by_one), findings);
        }
        let Members { turnouts, accounts, refused } = self.members(request, one_by_one, &BTreeSet::new(), findings);
        let mut meetings = assess_turnouts(request, turnouts.unwrap_or_default(), detail, findings);
        self.say_no_rows(Scope::Attendance, &accounts, findings);
        // Something is supposed of the row of a meeting, and there is none.
        let holds = request.supposed.is_none_or(|supposed| supposed.holds(request.only, findings));
        (meetings.accounts, meetings.refused) = (accounts, refused || !holds);
        meetings
    }

    /// Reads the meetings once and judges them on every side. Sides with the same texts share their meetings.
    pub fn compared(&self, detail: Detail, findings: &mut Findings) -> Compared<'_> {
        let (leaders, of_side) = self.leaders();
        let requests: Vec<Request<'_>> = leaders.iter().map(|side| self.request(*side)).collect();
        let pairings: Vec<Vec<Pairing>> = leaders.iter().skip(1).map(|side| pairings(self.texts(0), self.texts(*side))).collect();
        let assess = |files: &[RecordFile], turnouts: Option<Arc<Turnouts>>, findings: &mut Findings| {
            compare_meetings(files, (&requests, &pairings), (turnouts, detail), findings)
        };
        let (meetings, differences) = self.with_members(self.request(0), false, findings, &assess);
        Compared { meetings, differences, of_side }
    }

    /// The sides with texts of their own, and of each side which of those it is judged by.
    pub(super) fn leaders(&self) -> (Vec<usize>, Vec<usize>) {
        let distinct = |side: usize| (0..side).find(|other| self.judges_alike(*other, side));
        let leaders: Vec<usize> = (0..self.sides.len()).filter(|side| distinct(*side).is_none()).collect();
        let of_side = |side: usize| leaders.iter().position(|own| *own == distinct(side).unwrap_or(side)).unwrap_or(0);
        let of_side = (0..self.sides.len()).map(of_side).collect();
        (leaders, of_side)
    }

    fn one_side<'a>(
        &'a self,
        request: Request<'a>,
        (detail, one_by_one): (Detail, bool),
        findings: &mut Findings,
    ) -> Meetings<'a> {
        let assess = |files: &[RecordFile], turnouts: Option<Arc<Turnouts>>, findings: &mut Findings| {
            (vec![assess_meetings(files, request, turnouts, detail, findings)], ())
        };
        let (mut all, ()) = self.with_members(request, one_by_one, findings, &assess);
        all.pop().unwrap_or_else(|| assess_meetings(&[], request, None, detail, findings))
    }

    /// Which meetings count is known once their own rows have been read. Where members have rows of others, everything is read once more
    /// without those, so that they leave no trace in anybody's runs.
    pub(super) fn with_members<'a, T>(
        &'a self,
        request: Request<'a>,
        one_by_one: bool,
        findings: &mut Findings,
        assess: &Assess<'a, '_, T>,
    ) -> (Vec<Meetings<'a>>, T) {
        let mut found = findings.empty_like();
        let (mut all, mut more) = self.over_members(request, one_by_one, &BTreeSet::new(), &mut found, assess);
        let aside = all.first_mut().map(|meetings| std::mem::take(&mut meetings.aside)).unwrap_or_default();
        if !aside.is_empty() && all.iter().all(|meetings| !meetings.refused) {
            let mut again = findings.empty_like();
            (all, more) = self.over_members(request, one_by_one, &aside, &mut again, assess);
            again.extend(found.of(&[Code::MeetingWithoutRow, Code::AttendanceNotHeld]));
            found = again;
        }
        findings.extend(found);
        (all, more)
    }

    fn over_members<'a, T>(
        &'a self,
        request: Request<'a>,
        one_by_one: bool,
        aside: &BTreeSet<u64>,
        findings: &mut Findings,
        assess: &Assess<'a, '_, T>,
    ) -> (Vec<Meetings<'a>>, T) {
        let members = self.members(request, one_by_one, aside, findings);
        let files = if request.texts.all().is_empty() { Vec::new() } else { self.files(Scope::Meeting) };
        let (mut all, more) = assess(&files, members.turnouts.map(Arc::new), findings);
        if let Some(supposed) = request.supposed
            && !supposed.holds(request.only, findings)
        {
            all.iter_mut().for_each(|meetings| meetings.refused = true);
        }
        if let Some(meetings) = all.first().filter(|meetings| request.only.is_none() && !meetings.refused) {
            self.say_no_rows(Scope::Meeting, &meetings.accounts, findings);
        }
        for meetings in &mut all {
            meetings.accounts.extend(members.accounts.iter().cloned());
            meetings.refused |= members.refused;
        }
        (all, more)
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
        if files.is_empty() || request.texts.all().is_empty() || members.refused {
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
            members: Some(request.texts).filter(|_| one_by_one),
            threads: request.threads,
        };
        let (mut turnouts, accounts) = read_attendance(&files, asked, findings);
        members.refused |= accounts.len() < files.len() || accounts.iter().any(|account| account.refused);
        members.accounts.extend(accounts);
        turnouts.roster = roster;
        members.turnouts = Some(turnouts);
        members
    }
}

/// Judges the meetings of files over what the rows of members come to.
pub(super) type Assess<'a, 'f, T> = dyn Fn(&[RecordFile], Option<Arc<Turnouts>>, &mut Findings) -> (Vec<Meetings<'a>>, T) + 'f;

/// The meetings of a run, judged on every side.
#[derive(Debug)]
pub struct Compared<'a> {
    /// Those of each set of texts.
    pub meetings: Vec<Meetings<'a>>,
    /// What each set but the first makes otherwise of them.
    pub differences: Vec<Differences>,
    /// Which set a side is judged by.
    pub of_side: Vec<usize>,
}

impl<'a> Compared<'a> {
    /// The meetings as a side judges them.
    pub fn side(&self, side: usize) -> Option<&Meetings<'a>> {
        self.meetings.get(*self.of_side.get(side)?)
    }

    /// What a side makes otherwise of the meetings than the first one; `None` where its texts are the same.
    pub fn differences(&self, side: usize) -> Option<&Differences> {
        self.differences.get(self.of_side.get(side)?.checked_sub(1)?)
    }
}

/// What the registers of members say.
#[derive(Default)]
struct Members {
    turnouts: Option<Turnouts>,
    accounts: Vec<Account>,
    /// Whether a file could not be read or was refused.
    refused: bool,
}
