//! Sums over meetings: of a cell, a committee, a type, or all.

use crate::base::{Day, Exact};
use crate::rules::PeriodRule;

/// Meetings are summed apart: regular (with combined ones), thematic, and others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Regular and combined.
    Regular,
    /// Thematic held by itself.
    Thematic,
    /// Extraordinary and congress.
    Other,
}

impl Class {
    /// All, in order.
    pub const ALL: [Class; 3] = [Class::Regular, Class::Thematic, Class::Other];

    /// The class of a kind of meeting.
    pub fn of(kind: crate::records::Kind) -> Class {
        if kind.is_regular() {
            Class::Regular
        } else if kind.is_thematic() {
            Class::Thematic
        } else {
            Class::Other
        }
    }
}

/// Sums of the meetings of one cell and class; small, since a country has 300,000 cells.
///
/// A cell has at most one sound meeting of a day and kind, so at most 9,135 in the longest period. More come only in the pass that finds
/// duplicates, whose sums are thrown away; there the counters stop at their end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) sum: Sum,
    pub(super) lowest: Option<(Exact, Day)>,
    pub(super) part: u64,
    pub(super) whole: u64,
    pub(super) scored: u16,
    pub(super) open: u16,
    pub(super) levelled: u16,
    pub(super) not_scored: u16,
    pub(super) not_held: u16,
    pub(super) no_sheet: u16,
    pub(super) no_count: u16,
    pub(super) recorded_levels: u16,
}

/// A sum of totals that may no longer fit; then there is no mean, rather than a wrong one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum(pub(super) Option<Exact>);

impl Default for Sum {
    fn default() -> Sum {
        Sum(Some(Exact::ZERO))
    }
}

impl Sum {
    pub(super) fn add(&mut self, value: Option<Exact>) {
        self.0 = self.0.zip(value).and_then(|(sum, value)| sum.checked_add(value));
    }
}

/// Sums over any set of meetings.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Meetings with a total.
    pub scored: u64,
    /// Meetings of which only a level was recorded, and no total.
    pub recorded_levels: u64,
    /// Held meetings whose total is open, since a leaf is.
    pub open: u64,
    /// Meetings held but not scored.
    pub not_scored: u64,
    /// Meetings not held, with a reason.
    pub not_held: u64,
    /// Extraordinary meetings and congresses, for which the regulation has no score sheet.
    pub no_sheet: u64,
    /// Due meetings that nobody reported.
    pub not_received: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Meetings with a level.
    pub levelled: u64,
    /// Meetings per level, best first.
    pub levels: Vec<u64>,
    /// Sum of totals.
    pub(super) sum: Sum,
    /// Lowest total and its day.
    pub lowest: Option<(Exact, Day)>,
    /// Attending members.
    pub part: u64,
    /// Expected members.
    pub whole: u64,
    /// Held meetings whose counts were not recorded.
    pub no_count: u64,
    /// Members per status, in the order of the statuses of the vocabulary.
    pub statuses: Vec<u64>,
    /// Per leaf, where it was asked for: thousandths of a point lost, and in how many meetings.
    pub lost: Vec<(i64, u64)>,
    /// Per leaf: in how many meetings its points are open.
    pub open_leaves: Vec<u64>,
    /// Cells in the sum.
    pub cells: u64,
    /// Meetings judged outside the regulation's time in force, on request.
    pub on_request: u64,
    /// Meetings some of whose points rest on a self score alone.
    pub self_only: u64,
    /// Meetings where recorded points differ from computed ones.
    pub differing: u64,
    /// Meetings whose total is one that a person recorded, in place of what led to it.
    pub recorded_totals: u64,
    /// Meetings of which only a result under another regulation was recorded.
    pub recorded_elsewhere: u64,
}

/// What a period rule looks at.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Meetings that have a level.
    pub meetings: u64,
    /// Per level, best first.
    pub levels: Vec<u64>,
    /// What else a rule may look at.
    pub more: More,
}

/// What a period rule may look at beyond the numbers of meetings per level.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Meetings not held, with a reason.
    pub not_held: u64,
    /// Meetings held but not scored.
    pub not_scored: u64,
    /// Due meetings that nobody reported.
    pub not_received: u64,
    /// Held meetings whose total is open.
    pub open: u64,
    /// Meetings with a total.
    pub scored: u64,
    /// Sum of their totals.
    pub sum: Option<Exact>,
    /// Their mean; weighted by months where cells succeed each other and the text says so.
    pub mean: Option<Exact>,
    /// The lowest of them.
    pub lowest: Option<Exact>,
    /// Per half of the period, the sum of totals and their number.
    pub halves: [(Option<Exact>, u64); 2],
}

/// The totals of half a period.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Half {
    pub(super) sum: Sum,
    pub(super) scored: u64,
}

impl Half {
    pub(super) fn add(&mut self, total: Option<Exact>) {
        self.sum.add(total);
        self.scored += 1;
    }
}

impl More {
    /// From the sums of the meetings and of their halves.
    pub(super) fn of(summary: &Summary, halves: [Half; 2]) -> More {
        More {
            not_held: summary.not_held,
            not_scored: summary.not_scored,
            not_received: summary.not_received,
            open: summary.open,
            scored: summary.scored,
            sum: summary.sum.0,
            mean: More::mean_of(summary.sum.0, summary.scored),
            // The lowest of some of the meetings is not the lowest of all, just as their sum is not.
            lowest: summary.sum.0.and(summary.lowest).map(|(total, _)| total),
            halves: halves.map(|half| (half.sum.0, half.scored)),
        }
    }

    /// A sum over so many meetings; none over no meeting.
    pub(super) fn mean_of(sum: Option<Exact>, count: u64) -> Option<Exact> {
        let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
        sum?.checked_div(Exact::whole(count)).map(Exact::reduced)
    }

    /// In the order of `MORE_POINTS` of the rules of periods.
    pub fn points(&self) -> [Option<Exact>; 5] {
        let rest = self.sum.zip(self.lowest).and_then(|(sum, lowest)| sum.checked_sub(lowest));
        let [first, second] = self.halves;
        [
            self.mean,
            self.lowest.map(Exact::reduced),
            More::mean_of(rest, self.scored.saturating_sub(1)),
            More::mean_of(first.0, first.1),
            More::mean_of(second.0, second.1),
        ]
    }
}

/// How many slots there are beyond the numbers of meetings: four counts, and five points as fractions.
const MORE: usize = 4 + 2 * 5;

impl Counts {
    /// What a rule looks at: what was not received or not held counts as the levels that it names.
    pub(crate) fn under(rule: &PeriodRule, mut levels: Vec<u64>, more: More) -> Counts {
        for (level, count) in [(rule.not_received, more.not_received), (rule.not_held, more.not_held)] {
            if let Some(place) = level.and_then(|level| levels.get_mut(level)) {
                *place += count;
            }
        }
        Counts { meetings: levels.iter().sum(), levels, more }
    }

    /// In the order of the names of period rules: meetings, count per level, count of "this level or better".
    pub(super) fn slots(&self) -> Vec<Option<i64>> {
        let whole = |count: u64| i64::try_from(count).ok();
        let mut slots = Vec::with_capacity(1 + 2 * self.levels.len() + MORE);
        slots.push(whole(self.meetings));
        slots.extend(self.levels.iter().map(|count| whole(*count)));
        let mut sum = 0;
        slots.extend(self.levels.iter().map(|count| {
            sum += count;
            whole(sum)
        }));
        let more = &self.more;
        slots.extend([more.not_held, more.not_scored, more.not_received, more.open].map(whole));
        for points in more.points() {
            slots.extend([points.map(Exact::num), points.map(Exact::den)]);
        }
        slots
    }
}

impl Summary {
    /// Empties it and keeps its room.
    pub fn clear(&mut self) {
        let mut kept = std::mem::take(self);
        kept.levels.clear();
        kept.statuses.clear();
        kept.lost.clear();
        kept.open_leaves.clear();
        let Summary { levels, statuses, lost, open_leaves, .. } = kept;
        *self = Summary { levels, statuses, lost, open_leaves, ..Summary::default() };
    }

    /// The exact mean of the totals: a statistic, no level follows from it.
    pub fn mean(&self) -> Option<Exact> {
        self.sum.0?.checked_div(Exact::whole(i64::try_from(self.scored).ok()?)).map(Exact::reduced)
    }

    /// Attendance with both numbers; `None` where nothing was counted.
    pub fn attendance(&self) -> Option<(u64, u64)> {
        (self.whole > 0).then_some((self.part, self.whole))
    }

    /// Meetings that rest on a recorded result, in place of what led to it.
    pub fn recorded(&self) -> u64 {
        self.recorded_totals + self.recorded_levels
    }

    /// Whether something due is missing, so that a level of the period is provisional.
    pub fn is_incomplete(&self) -> bool {
        let unlevelled = (self.scored + self.recorded_levels).saturating_sub(self.levelled);
        self.not_received + self.rejected + self.not_scored + self.open + unlevelled > 0
    }

    /// Adds another sum.
    pub fn add(&mut self, other: &Summary) {
        self.scored += other.scored;
        self.levelled += other.levelled;
        self.open += other.open;
        self.not_scored += other.not_scored;
        self.not_held += other.not_held;
        self.no_sheet += other.no_sheet;
        self.not_received += other.not_received;
        self.rejected += other.rejected;
        self.sum.add(other.sum.0);
        self.lowest = lower(self.lowest, other.lowest);
        self.part += other.part;
        self.whole += other.whole;
        self.no_count += other.no_count;
        self.cells += other.cells;
        self.on_request += other.on_request;
        self.self_only += other.self_only;
        self.differing += other.differing;
        self.recorded_levels += other.recorded_levels;
        self.recorded_totals += other.recorded_totals;
        self.recorded_elsewhere += other.recorded_elsewhere;
        add_all(&mut self.levels, &other.levels);
        add_all(&mut self.statuses, &other.statuses);
        add_all(&mut self.open_leaves, &other.open_leaves);
        if self.lost.len() < other.lost.len() {
            self.lost.resize(other.lost.len(), (0, 0));
        }
        for (mine, theirs) in self.lost.iter_mut().zip(&other.lost) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

/// The lower total; of equal ones the earlier day, so that the order of rows does not matter.
pub(super) fn lower(a: Option<(Exact, Day)>, b: Option<(Exact, Day)>) -> Option<(Exact, Day)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if (b.0, b.1) < (a.0, a.1) { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn add_all(mine: &mut Vec<u64>, theirs: &[u64]) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), 0);
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}
