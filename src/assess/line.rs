//! Cells that succeed others: whose meetings count for whom, under each text.

use std::collections::BTreeMap;

use crate::base::{Day, Exact, Period};
use crate::records::{CellIndex, Cells, Succeeds};
use crate::rules::{LineageRule, Succession};

/// What a cell is at the end of a period.
#[derive(Clone, Debug, Default)]
pub enum Standing {
    /// There, and judged.
    #[default]
    Judged,
    /// No more: another cell has taken its place.
    Gone(Succeeds),
    /// There, but without a level, as the text says of such changes.
    Unrated(Succeeds),
}

/// What counts for a cell that succeeds others within a period.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The cells before it whose results count too, in their order.
    pub shares: Vec<Share>,
    /// So many months it stands for itself; looked at where means are weighted.
    pub months: Option<Exact>,
    /// Whether means are weighted by months.
    pub weighs: bool,
    /// Whether the text is silent about a change that the cell comes from.
    pub is_silent: bool,
}

impl Standing {
    /// Whether it is there and judged.
    pub fn is_judged(&self) -> bool {
        matches!(self, Standing::Judged)
    }
}

/// The part of another cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Whose.
    pub cell: CellIndex,
    /// Only what lies before this day; everything where the cell is no more.
    pub before: Option<Day>,
    /// So many months it stands for.
    pub months: Option<Exact>,
}

/// What a cell is at the end of a period, under the rule of a text.
pub fn standing(cells: &Cells, rule: Option<&LineageRule>, period: Period, cell: CellIndex) -> Standing {
    let lineage = cells.lineage();
    if let Some(row) = cells.end(cell, period) {
        return Standing::Gone(row.clone());
    }
    if lineage.into(cell).next().is_none() {
        return Standing::Judged;
    }
    let unrated = |row: &&Succeeds| rule.and_then(|rule| rule.of(row.change)) == Some(Succession::Unrated);
    let mut asked = vec![cell];
    let mut next = 0;
    while let Some(cell) = asked.get(next).copied() {
        next += 1;
        for row in lineage.into(cell).filter(|row| row.is_within(period)) {
            if unrated(&row) {
                return Standing::Unrated(row.clone());
            }
            let counts = rule.and_then(|rule| rule.of(row.change)).is_some_and(Succession::counts_the_old);
            if counts && !asked.contains(&row.from) {
                asked.push(row.from);
            }
        }
    }
    Standing::Judged
}

/// What counts for a cell; `None` where it succeeds no other within the period.
pub fn line(cells: &Cells, rule: Option<&LineageRule>, period: Period, cell: CellIndex) -> Option<Line> {
    let lineage = cells.lineage();
    lineage.into(cell).find(|row| row.is_within(period))?;
    let mut line = Line::default();
    let mut found: BTreeMap<CellIndex, Option<Day>> = BTreeMap::new();
    let mut asked: Vec<(CellIndex, Option<Day>)> = vec![(cell, None)];
    while let Some((of, horizon)) = asked.pop() {
        let earlier = |row: &&Succeeds| row.is_within(period) && horizon.is_none_or(|before| row.day <= before);
        for row in lineage.into(of).filter(earlier) {
            match rule.and_then(|rule| rule.of(row.change)) {
                Some(succession) if succession.counts_the_old() => {
                    line.weighs |= succession == Succession::WeightByMonths;
                    let before = (!cells.is_end(row)).then_some(row.day);
                    let known = found.get(&row.from).copied();
                    let wider = known.is_none_or(|known| known.is_some_and(|known| before.is_none_or(|day| day > known)));
                    if wider && row.from != cell {
                        found.insert(row.from, before);
                        asked.push((row.from, before));
                    }
                }
                Some(_) => {}
                None => line.is_silent = true,
            }
        }
    }
    line.shares = found.into_iter().map(|(cell, before)| Share { cell, before, months: None }).collect();
    weigh(&mut line, cells, period, cell);
    Some(line)
}

/// The cells that go on after they have given off a part, and on what day: what lies before counts for that part too.
pub(super) fn divided(cells: &Cells, period: Period) -> Vec<(CellIndex, Day)> {
    let rows = cells.lineage().rows().filter(|row| row.is_within(period) && !cells.is_end(row));
    let mut all: Vec<(CellIndex, Day)> = rows.map(|row| (row.from, row.day)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A month counts for the cells that are there on its first day, each of them for an equal part.
fn weigh(line: &mut Line, cells: &Cells, period: Period, own: CellIndex) {
    let is_there = |cell: CellIndex, before: Option<Day>, day: Day| {
        let (from, until) = cells.existence(cell);
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until) && before.is_none_or(|before| day < before)
    };
    let mut months = vec![Some(Exact::ZERO); line.shares.len() + 1];
    for first in period.months().filter_map(|month| month.first_day()) {
        let shares = line.shares.iter().map(|share| is_there(share.cell, share.before, first));
        let there: Vec<bool> = std::iter::once(is_there(own, None, first)).chain(shares).collect();
        let count = there.iter().filter(|there| **there).count();
        let Some(part) = i64::try_from(count).ok().and_then(|count| Exact::new(1, count)) else { continue };
        for (sum, _) in months.iter_mut().zip(&there).filter(|(_, there)| **there) {
            *sum = sum.and_then(|sum| sum.checked_add(part)).map(Exact::reduced);
        }
    }
    let mut months = months.into_iter();
    line.months = months.next().flatten();
    for (share, months) in line.shares.iter_mut().zip(months) {
        share.months = months;
    }
}
