//! A proposal of how a file is to be read, for a clerk to confirm.

use std::sync::Arc;

use super::account::Account;
use super::cells::Cells;
use super::columns::Holds;
use super::folder::RecordFile;
use super::profile::FileProfile;
use super::source::{Encoding, proposals};
use super::table::{self, Opened, Reads, TableFile};
use crate::diagnostic::{Code, Findings};
use crate::rules::{FactType, Regulation, Rulebook, Scope, Vocabulary};

/// What can be told of a file without its profile.
#[derive(Debug)]
pub struct Proposal {
    /// Which table it seems to hold.
    pub of: Scope,
    /// What was decided, and what became of the rows; `None` where the file cannot be read so far.
    pub account: Option<Account>,
    /// What stands in the way, or is worth knowing.
    pub findings: Findings,
    /// Where the file does not show its encoding: the likely ones, the likeliest first, each with what a line would be. The proposal goes on
    /// with the first.
    pub encodings: Vec<(Encoding, String)>,
    /// Columns that no row may lack and the file does not have: heading and, of a choice, its words.
    pub missing: Vec<(String, String)>,
    /// Names of the file that no code belongs to yet: each with the code and name of the cells that it may mean.
    pub names: Vec<(String, Vec<(String, String)>)>,
}

/// Looks at a file as one of these tables, or as the one that its headings fit best; `cells` are the known ones, if any.
pub fn propose(
    file: &RecordFile,
    of: Option<Scope>,
    rulebook: &Rulebook,
    regulation: Option<&Regulation>,
    cells: Option<&Cells>,
) -> Proposal {
    let start = table::unknown_encoding(file);
    let encodings = |of: Option<Scope>| {
        let has_people = of.is_some_and(Scope::has_people);
        start.as_ref().map(|start| proposals(start, has_people)).unwrap_or_default()
    };
    let likely = encodings(of);
    let encoding = likely.first().map(|(encoding, _)| *encoding).or(file.profile.encoding);
    let profile = FileProfile { encoding, tentative: true, ..(*file.profile).clone() };
    let file = RecordFile { profile: Arc::new(profile), ..file.clone() };
    let of = of.unwrap_or_else(|| fits(&file, rulebook, regulation));
    let encodings = encodings(Some(of));
    let (vocabulary, regulation) = words(of, rulebook, regulation);
    let mut findings = Findings::new();
    let mut names: Vec<String> = Vec::new();
    let code = vocabulary.facts.iter().position(|fact| fact.scope == of && fact.kind == FactType::Code && !fact.named.is_empty());
    let source = TableFile { source: &file, scope: of, vocabulary, regulation, asked: None, known: None, may_be_empty: true };
    let read = table::read(&source, &mut findings, |row| {
        let name = code.and_then(|slot| row.text(slot)).filter(|name| name.chars().any(char::is_alphabetic));
        names.extend(name.map(str::to_owned));
    });
    names.sort();
    names.dedup();
    let missing = findings.iter().filter(|fault| fault.code == Code::ColumnMissing);
    let missing = missing.map(|fault| {
        let heading = fault.value().unwrap_or_default().to_owned();
        let fact = vocabulary.facts.iter().find(|fact| fact.scope == of && fact.heading == heading);
        let words = match fact.map(|fact| &fact.kind) {
            Some(FactType::Choice(scale)) => scale.words.join(" | "),
            _ => String::new(),
        };
        (heading, words)
    });
    let missing = missing.collect();
    let open = |name: &String| cells.is_none_or(|cells| cells.find(name.as_bytes()).is_none());
    let meant = |name: String| {
        let cells = cells.map(|cells| cells.named_alike(&name)).unwrap_or_default();
        (name, cells)
    };
    let names = names.into_iter().filter(open).map(meant).collect();
    Proposal { of, account: read.map(|(account, _)| account), findings, encodings, missing, names }
}

/// The table that the headings of a file fit best.
fn fits(file: &RecordFile, rulebook: &Rulebook, regulation: Option<&Regulation>) -> Scope {
    let merit = |of: Scope| {
        let (vocabulary, regulation) = words(of, rulebook, regulation);
        let mut findings = Findings::new();
        let opened = table::open(file, of, &[Reads { vocabulary, regulation, others: &[], owns_results: true }], &mut findings);
        let missing = findings.counts().get(&Code::ColumnMissing).copied().unwrap_or(0);
        let understood = |Opened { columns, .. }: Opened| {
            columns.first().map_or(0, |columns| columns.holds.iter().filter(|holds| **holds != Holds::Nothing).count())
        };
        let unknown = findings.counts().get(&Code::ColumnUnknown).copied().unwrap_or(0);
        (opened.is_some(), std::cmp::Reverse(missing), opened.map_or(0, understood), std::cmp::Reverse(unknown))
    };
    // Of equals the first: most files that are sent are meetings.
    let order = [Scope::Meeting, Scope::Cell, Scope::Year].into_iter().chain(Scope::ALL);
    let mut best = (Scope::Meeting, None);
    for of in order {
        let own = Some(merit(of));
        if own > best.1 {
            best = (of, own);
        }
    }
    best.0
}

/// In whose words a table is read.
fn words<'a>(of: Scope, rulebook: &'a Rulebook, regulation: Option<&'a Regulation>) -> (&'a Vocabulary, Option<&'a Regulation>) {
    match (of, regulation) {
        (Scope::Member | Scope::Attendance | Scope::Visit | Scope::Assignment | Scope::Lineage | Scope::Decision, _) => {
            (&rulebook.registers, None)
        }
        (Scope::Cell, _) | (_, None) => (&rulebook.shared, None),
        (_, Some(regulation)) => (&regulation.vocabulary, Some(regulation)),
    }
}
