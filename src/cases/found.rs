//! What came out of a case, as the texts that expectations are compared with.

use super::awards::Awards;
use super::case::{OPEN, Subject, list};
use super::due::Owes;
use super::period::Levelled;
use super::run::branch;
use super::units::Quotas;
use super::visits::Judged;
use crate::assess::{Check, LeafOutcome, Score, State};
use crate::base::{Exact, Points};
use crate::rules::Regulation;

/// What came out.
pub(super) enum Found {
    /// A meeting or a year; `None` where no score sheet applies to a meeting.
    Sheet(Option<Box<Sheet>>),
    /// A meeting that needs no score sheet.
    Unscored,
    /// The level of a period.
    Period(Levelled),
    /// What a cell owes, where the regulation says so.
    Due(Option<Owes>),
    /// Whether a day or year is in force.
    InForce(bool),
    /// What it says of a cell that succeeds another.
    Succession(String),
    /// Whether a count is a sign.
    Sign(bool),
    /// Visits, where the regulation says something of them.
    Visits(Option<Judged>),
    /// Units under the quotas.
    Quota(Quotas),
    /// Units under the awards.
    Award(Awards),
}

/// A meeting or a year as judged.
pub(super) struct Sheet {
    pub(super) attendance: Option<(u32, u32)>,
    /// Points, where the regulation adds any up.
    pub(super) score: Option<Score>,
    pub(super) outcomes: Vec<LeafOutcome>,
    pub(super) level: Option<usize>,
    pub(super) by_points: Option<usize>,
    pub(super) checks: Vec<Check>,
    pub(super) gates: u64,
    pub(super) open_gates: u64,
    /// Whether levels and gates were asked at all; without a total they are not.
    pub(super) walked: bool,
}

impl Found {
    /// The text of one value; `None` where there is none.
    pub(super) fn text(&self, regulation: &Regulation, of: Subject) -> Option<String> {
        match (self, of) {
            (Found::Unscored, Subject::Form) => Some("unscored".to_owned()),
            (Found::Sheet(None), Subject::Form) => Some("none".to_owned()),
            (Found::Sheet(sheet), _) => sheet.as_ref()?.text(regulation, of),
            (Found::Period(levelled), _) => levelled.text(regulation, of),
            (Found::Due(owes), Subject::Due(owed)) => Some(owes.as_ref()?.text(owed)),
            (Found::Visits(judged), Subject::Visits(of)) => judged.as_ref()?.text(of),
            (Found::Quota(quotas), _) => quotas.text(regulation, of),
            (Found::Award(awards), _) => awards.text(regulation, of),
            (Found::InForce(found), Subject::InForce) => Some(found.to_string()),
            (Found::Succession(said), Subject::Succession) => Some(said.clone()),
            (Found::Sign(found), Subject::Sign) => Some(found.to_string()),
            (
                Found::Unscored | Found::Succession(_) | Found::Sign(_) | Found::Due(_) | Found::Visits(_) | Found::InForce(_),
                _,
            ) => None,
        }
    }
}

impl Sheet {
    fn text(&self, regulation: &Regulation, of: Subject) -> Option<String> {
        let open = || OPEN.to_owned();
        match of {
            Subject::Attendance => self.attendance.map(|(part, whole)| format!("{part}/{whole}")),
            Subject::Form => match &self.score {
                Some(score) => regulation.forms.get(score.form).map(|form| form.id.clone()),
                None => Some("none".to_owned()),
            },
            Subject::Leaf(leaf) => self.outcome(regulation, leaf).map(|outcome| match outcome.state {
                State::Scored | State::Excepted | State::Carried => Points(i64::from(outcome.points)).to_string(),
                aside @ (State::Full
                | State::Dropped
                | State::Rescaled
                | State::Redistributed
                | State::Missing
                | State::NoBase
                | State::NoRow) => aside.word().to_owned(),
            }),
            Subject::Reason(leaf) => Some(branch(regulation, leaf, self.outcome(regulation, leaf)?)?.text()),
            Subject::Clause(number) => {
                let branch = branch(regulation, number, self.outcome(regulation, number)?)?;
                regulation.leaves.get(number).map(|leaf| regulation.clause(branch.basis(leaf)))
            }
            Subject::Total => self.score.as_ref().map(|score| score.total.map_or_else(open, Exact::text)),
            Subject::Level => self.level.map_or_else(|| Some(open()), |level| Some(regulation.levels.get(level)?.id.clone())),
            Subject::Gates => {
                let acted = regulation.gates.iter().take(64).enumerate().filter(|(gate, _)| self.gates >> gate & 1 == 1);
                Some(list(acted.map(|(_, gate)| gate.id.as_str())))
            }
            Subject::Failed => {
                let failed = self.checks.iter().filter(|check| Some(check.level) == self.by_points && check.holds == Some(false));
                let title = |check: &Check| regulation.levels.get(check.level)?.conditions.get(check.condition);
                Some(list(failed.filter_map(title).map(|condition| condition.title.as_str())))
            }
            Subject::Points(_)
            | Subject::Due(_)
            | Subject::Visits(_)
            | Subject::InForce
            | Subject::Succession
            | Subject::Sign
            | Subject::Allowed
            | Subject::QuotaBase
            | Subject::Admitted
            | Subject::Undecided
            | Subject::Over
            | Subject::UnitLevel(_)
            | Subject::UnitAwards(_)
            | Subject::UnitTotal(_) => None,
        }
    }

    fn outcome(&self, regulation: &Regulation, leaf: usize) -> Option<LeafOutcome> {
        let leaves = regulation.forms.get(self.score.as_ref()?.form)?.leaves.clone();
        self.outcomes.get(leaf.checked_sub(leaves.start)?).copied()
    }
}
