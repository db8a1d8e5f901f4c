//! The visits of a run.

use super::input::Input;
use super::named::{self, VISIT_RULES};
use super::texts::{are_known, choose, find};
use crate::assess::visits::reach;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::{Account, Assignments, RecordFile, Visits};
use crate::rules::{Regulation, Scope, Vocabulary};

impl Input {
    /// The regulation of visits, where the command line or the folders name one. `None` when what they name cannot be used.
    pub fn visit_rules(&self, given: Option<&str>, findings: &mut Findings) -> Option<Option<Regulation>> {
        let named = match given {
            Some(given) => vec![given.to_owned()],
            None if self.folders.iter().all(|folder| folder.profile.visit_rules.is_empty()) => return Some(None),
            None => named::names(&self.folders, None, |folder| &folder.profile.visit_rules, VISIT_RULES, findings)?,
        };
        let place = named::profile_place(&self.folders, given.is_some());
        let mut regulations = find(&self.rulebook, &named, Scope::Visit, place, findings)?;
        Some(regulations.pop())
    }

    /// The same with the readings that the command line chose; all of them must be of that regulation.
    pub fn as_read(&self, regulation: Option<Regulation>, findings: &mut Findings) -> Option<Option<Regulation>> {
        let all: Vec<&Regulation> = regulation.iter().collect();
        if !are_known(&all, &self.side(0).readings, findings) {
            return None;
        }
        choose(&self.rulebook, regulation.into_iter().collect(), &self.side(0).readings, findings).map(|mut chosen| chosen.pop())
    }
}

/// Who is assigned, and who went.
#[derive(Debug)]
pub struct Attended {
    /// The words of assignments and visits.
    pub vocabulary: Vocabulary,
    /// Who is assigned.
    pub assignments: Assignments,
    /// Who went.
    pub visits: Visits,
    /// What became of the rows.
    pub accounts: Vec<Account>,
}

impl Attended {
    /// `check_all` looks at rows of all days. `None` when a file cannot be used.
    pub fn read(input: &Input, regulation: Option<&Regulation>, check_all: bool, findings: &mut Findings) -> Option<Attended> {
        let registers = input.registers();
        let rule = regulation.and_then(|regulation| regulation.visits.as_ref());
        let vocabulary = rule.map_or_else(|| registers.clone(), |rule| rule.vocabulary(registers));
        let files = [Scope::Assignment, Scope::Visit].map(|of| input.files(of));
        let [of_assignments, of_visits] = &files;
        let asked = (input.period, reach(rule, input.period));
        let (assignments, mut accounts) = Assignments::read(of_assignments, &vocabulary, &input.cells, asked, findings);
        // Without them everybody who went would be unknown.
        if accounts.len() < of_assignments.len() {
            return None;
        }
        if assignments.is_empty() {
            findings.push(Diagnostic::new(Code::NobodyAssigned, place(of_assignments)).with("value", input.period));
        }
        let asked = (input.period, check_all);
        let (visits, read) = Visits::read(of_visits, &vocabulary, (&input.cells, &assignments), asked, findings);
        let sum = |count: fn(&Account) -> u64| read.iter().map(count).sum::<u64>();
        let (used, excluded) = (sum(|account| account.used), sum(|account| account.excluded));
        if used == 0 && excluded > 0 {
            let fault = Diagnostic::new(Code::NoVisitsInPeriod, place(of_visits)).with("value", input.period);
            findings.push(fault.with("wanted", excluded));
        }
        let complete = read.len() == of_visits.len();
        accounts.extend(read);
        complete.then_some(Attended { vocabulary, assignments, visits, accounts })
    }
}

fn place(files: &[RecordFile]) -> Place {
    files.first().map_or_else(Place::default, |file| Place::file(&file.name))
}
