//! A period of one cell of which only the outcomes of its meetings are known, summed as the meetings of a run are.

use super::judge::{Batch, Detail, Row};
use super::level::walk;
use super::period::classes;
use super::score::Score;
use super::summary::{Counts, Half, More, Summary};
use super::sums::Sums;
use crate::base::{Exact, Month, Period};
use crate::expr::Slots;
use crate::records::{CellIndex, Kind, Status};
use crate::rules::{PeriodRule, Regulation};

/// A meeting that was held, by its outcome.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// When.
    pub month: Month,
    /// Kind.
    pub kind: Kind,
    /// Points, where there are any.
    pub total: Option<Exact>,
    /// Level, where it is not the one that the points alone give.
    pub level: Option<usize>,
}

/// Meetings without a level, by the reason why they have none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Without {
    /// Not held, with a reason.
    pub not_held: u64,
    /// Held but not scored.
    pub not_scored: u64,
    /// Due and not reported.
    pub not_received: u64,
    /// Held, with a total that is open.
    pub open: u64,
}

/// The meetings of one cell, summed.
#[derive(Debug)]
pub struct Reported {
    sums: Sums,
    levels: usize,
}

const CELL: CellIndex = CellIndex(0);

impl Reported {
    /// Sums meetings of a period; a month outside it is not looked at.
    pub fn of(regulation: &Regulation, period: Period, meetings: &[Outcome]) -> Reported {
        let mut sums = Sums::new(regulation, 1, 0, (period, Detail::default())).with_halves();
        let none = Batch::default();
        for meeting in meetings {
            let (Some(day), Some(month)) = (meeting.month.first_day(), meeting.month.since(period.first)) else { continue };
            let row = Row::bare((CELL, day, month), meeting.kind, Status::Held);
            sums.take(&Row { score: score(regulation, meeting), ..row }, &none);
        }
        Reported { sums, levels: regulation.levels.len() }
    }

    /// What a rule looks at, with further meetings of each level and those without one.
    pub fn counts(&self, rule: &PeriodRule, levels: &[u64], without: Without) -> Counts {
        let own: Vec<usize> = (0..self.levels).collect();
        let mut counted = levels.to_vec();
        counted.resize(self.levels, 0);
        let (mut summary, mut halves) = (Summary::default(), [Half::default(); 2]);
        for class in classes(rule) {
            self.sums.add_levels(&mut counted, CELL, *class, &own);
        }
        self.sums.add_counts(&mut summary, CELL, classes(rule));
        self.sums.add_halves(&mut halves, CELL, classes(rule));
        summary.not_held += without.not_held;
        summary.not_scored += without.not_scored;
        summary.not_received += without.not_received;
        summary.open += without.open;
        Counts::under(rule, counted, More::of(&summary, halves))
    }

    /// The months of the period with a regular meeting and with a thematic one, a bit each.
    pub fn seen(&self) -> (u64, u64) {
        let state = self.sums.state(CELL);
        (state.regular_seen, state.thematic_seen)
    }
}

/// A score that has no more than points and a level.
fn score(regulation: &Regulation, meeting: &Outcome) -> Option<Score> {
    let by_points = || {
        let level = walk(regulation, Some(meeting.total?), Slots { facts: &[], derived: &[] }, 0).by_points?;
        // Where a level asks for no points, they say nothing of it.
        regulation.levels.get(level)?.points.as_ref().map(|_| level)
    };
    let level = meeting.level.or_else(by_points);
    let judged = meeting.total.is_some() || level.is_some();
    judged.then(|| Score { total: meeting.total, by_conditions: meeting.total.is_none(), level, ..Score::NONE })
}
