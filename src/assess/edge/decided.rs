//! What put a result where it stands, and on which clauses that rests.

use super::super::contest::Place;
use super::super::period::PeriodLevel;
use super::super::year::{CellYear, Classification};
use super::super::{Meetings, Score};
use super::level::LevelEdge;
use crate::rules::{Basis, Regulation, Standing};

/// What decides a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decided {
    /// Nobody can tell the level.
    Open,
    /// A tie that nothing in the text settles.
    Tie,
    /// The places of a quota.
    Quota,
    /// A gate.
    Gate,
    /// A condition of the better level that is not met.
    Condition,
    /// The points of the better level are not there.
    Points,
    /// The numbers of meetings per level.
    Meetings,
    /// Everything that the best level asks for is there.
    Best,
}

impl Decided {
    /// All, in order.
    pub const ALL: [Decided; 8] = [
        Decided::Tie,
        Decided::Quota,
        Decided::Gate,
        Decided::Condition,
        Decided::Points,
        Decided::Meetings,
        Decided::Best,
        Decided::Open,
    ];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Decided::Open => "open",
            Decided::Tie => "tie",
            Decided::Quota => "quota",
            Decided::Gate => "gate",
            Decided::Condition => "condition",
            Decided::Points => "points",
            Decided::Meetings => "meetings",
            Decided::Best => "best",
        }
    }
}

/// Of a meeting.
pub fn of_meeting<'r>(regulation: &'r Regulation, score: &Score, edge: Option<&LevelEdge>) -> (Decided, Vec<&'r Basis>) {
    match edge {
        Some(edge) => of_level(regulation, edge, score.gates),
        None => (Decided::Open, Vec::new()),
    }
}

/// Of the level of a period.
pub fn of_period<'m>(meetings: &'m Meetings<'_>, level: Option<PeriodLevel>) -> (Decided, Vec<&'m Basis>) {
    let Some(level) = level else { return (Decided::Open, Vec::new()) };
    let rule = meetings.period_rule(level.text);
    // What was not met decides as much as what was: the entries above the one that holds.
    let entries = rule.map_or(&[][..], |rule| &rule.levels);
    let bases = entries.iter().take(level.entry + 1).rev().take(if level.entry == 0 { 1 } else { 2 });
    (if level.level == 0 { Decided::Best } else { Decided::Meetings }, bases.map(|(_, _, basis)| basis).collect())
}

/// Of a year-end level, after the quotas.
pub fn of_year(result: &Classification<'_>, year: &CellYear, edge: Option<&LevelEdge>) -> (Decided, Vec<Basis>) {
    let stand = |place: Place| year.after.stands.iter().find(|stand| stand.place == place);
    let by = [(Place::Undecided, Decided::Tie), (Place::MovedDown, Decided::Quota)].into_iter();
    let by = by.filter(|(place, _)| year.place() == *place).find_map(|(place, decided)| Some((stand(place)?, decided)));
    if let Some((stand, decided)) = by {
        let quota = result.regulation.quotas.get(stand.contest);
        return (decided, quota.map(|quota| quota.places.rests_on().clone()).into_iter().collect());
    }
    let Some(edge) = edge else { return (Decided::Open, Vec::new()) };
    let (decided, bases) = of_level(result.regulation, edge, year.walk.gates);
    (decided, bases.into_iter().cloned().collect())
}

fn of_level<'r>(regulation: &'r Regulation, edge: &LevelEdge, gates: u64) -> (Decided, Vec<&'r Basis>) {
    let floor = |level: usize| regulation.levels.get(level).map(|level| &level.basis);
    let Some(better) = &edge.better else { return (Decided::Best, floor(edge.level).into_iter().collect()) };
    let acted = regulation.gates.iter().enumerate().filter(|(place, _)| (better.gates | gates) >> place & 1 == 1);
    let acted: Vec<&Basis> = acted.map(|(_, gate)| &gate.basis).collect();
    // A gate that acts while points are lacking as well is not what decides.
    if !acted.is_empty() && better.lacking.is_none() {
        return (Decided::Gate, acted);
    }
    if better.lacking.is_some() {
        return (Decided::Points, floor(better.level).into_iter().collect());
    }
    let failed = better.failed.iter().filter_map(|check| regulation.levels.get(check.level)?.conditions.get(check.condition));
    (Decided::Condition, failed.map(|condition| &condition.basis).collect())
}

/// The weakest standing of some clauses.
pub fn weakest<'b>(bases: impl IntoIterator<Item = &'b Basis>) -> Option<Standing> {
    bases.into_iter().map(|basis| basis.standing).max()
}
