//! Self scores (tự chấm) beside verified ones (thẩm định), and signs of scores that are done for form's sake (hình thức).
//!
//! What is kept grows with cells, leaves and columns, never with meetings. Everything that is kept adds up, so the order of the rows does not
//! matter. A sign describes and never judges: whoever reads it looks into the records.

mod column;
mod count;
mod sheet;

use std::collections::BTreeMap;

pub use column::{Values, Watched};
use count::Limits;
pub use count::{Count, LeafCount};
pub use sheet::{Pair, Sheet, Sides, sheet};

use super::leaf::LeafOutcome;
use super::meetings::Meetings;
use crate::base::Exact;
use crate::records::CellIndex;
use crate::rules::{Regulation, SignKind, SignLimit};

/// Who shows a sign.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A superior committee, by its name.
    Committee(String),
    /// A cell.
    Cell(CellIndex),
}

/// A count that calls for a look.
#[derive(Clone, Debug)]
pub struct Sign {
    /// Number of the text whose meetings it is about.
    pub text: usize,
    /// What it is a sign of, and from when on.
    pub limit: SignLimit,
    /// Who shows it.
    pub who: Who,
    /// So many.
    pub part: u64,
    /// Of so many.
    pub whole: u64,
    /// What they are.
    pub what: What,
}

/// What is counted by a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Sheets or scores.
    Scores,
    /// Sheets of which the two scores lie apart, and by how much the self scores of all sheets lie above the verified ones together.
    Differences(Option<Exact>),
    /// Rows of a column, all with this value.
    Column {
        /// The column.
        column: Watched,
        /// Its value.
        value: i64,
    },
    /// Columns of yes and no that never change.
    Flags {
        /// Which.
        columns: Vec<Watched>,
        /// Rows with a value in each of them, at least.
        rows: u64,
    },
}

/// What the meetings of a block give.
#[derive(Debug, Default)]
pub(super) struct Noted {
    meetings: Vec<(CellIndex, Option<Sheet>, usize)>,
    pairs: Vec<Pair>,
    values: Vec<Option<i64>>,
}

/// What a regulation asks of every meeting.
#[derive(Debug)]
pub(super) struct Watch {
    slots: Vec<usize>,
}

impl Watch {
    pub(super) fn of(regulation: &Regulation) -> Watch {
        Watch { slots: column::watched(regulation).into_iter().map(|column| column.slot(regulation)).collect() }
    }

    /// Notes a meeting; `scored` is its form with the outcomes of its leaves.
    pub(super) fn note(
        &self,
        regulation: &Regulation,
        cell: CellIndex,
        facts: &[Option<i64>],
        scored: Option<(usize, &[LeafOutcome])>,
        noted: &mut Noted,
    ) {
        let first = noted.pairs.len();
        let sheet = scored.map(|(form, outcomes)| sheet(regulation, form, (facts, outcomes), &mut noted.pairs));
        noted.meetings.push((cell, sheet, noted.pairs.len() - first));
        noted.values.extend(self.slots.iter().map(|slot| facts.get(*slot).copied().flatten()));
    }
}

/// What the meetings of one text come to, cell by cell.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    limits: Limits,
    leaves: usize,
    columns: usize,
    counts: Vec<Count>,
    /// Per cell and leaf, meetings with both scores and by how much the self scores lie above, in thousandths.
    differences: Vec<(u32, i64)>,
    /// Per cell and column.
    values: Vec<Values>,
    of_leaves: Vec<LeafCount>,
}

impl Gathered {
    pub(super) fn new(regulation: &Regulation, cells: usize) -> Gathered {
        let (leaves, columns) = (regulation.leaves.len(), column::watched(regulation).len());
        Gathered {
            limits: Limits::of(&regulation.signs),
            leaves,
            columns,
            counts: vec![Count::default(); cells],
            differences: vec![(0, 0); cells * leaves],
            values: vec![Values::default(); cells * columns],
            of_leaves: vec![LeafCount::default(); leaves],
        }
    }

    pub(super) fn take(&mut self, noted: &Noted) {
        let mut pairs = noted.pairs.as_slice();
        for (number, (cell, sheet, count)) in noted.meetings.iter().enumerate() {
            let (own, rest) = pairs.split_at_checked(*count).unwrap_or((pairs, &[]));
            pairs = rest;
            let values = noted.values.get(number * self.columns..(number + 1) * self.columns).unwrap_or(&[]);
            self.take_meeting(cell.position(), sheet.as_ref(), own, values);
        }
    }

    fn take_meeting(&mut self, cell: usize, sheet: Option<&Sheet>, pairs: &[Pair], values: &[Option<i64>]) {
        let kept = self.values.get_mut(cell * self.columns..(cell + 1) * self.columns).unwrap_or(&mut []);
        kept.iter_mut().zip(values).for_each(|(kept, value)| kept.take(*value));
        let (Some(sheet), Some(count)) = (sheet, self.counts.get_mut(cell)) else { return };
        count.take(sheet, &self.limits);
        for pair in pairs {
            count.take_pair(pair);
            let leaf = usize::from(pair.leaf);
            if let Some(of_leaf) = self.of_leaves.get_mut(leaf) {
                of_leaf.take(pair);
            }
            if let (Some((own, verified)), Some(sum)) = (pair.both(), self.differences.get_mut(cell * self.leaves + leaf)) {
                *sum = (sum.0 + 1, sum.1.saturating_add(own.saturating_sub(verified)));
            }
        }
    }

    fn count(&self, cell: CellIndex) -> Count {
        self.counts.get(cell.position()).copied().unwrap_or_default()
    }

    fn values(&self, cell: CellIndex) -> &[Values] {
        self.values.get(cell.position() * self.columns..(cell.position() + 1) * self.columns).unwrap_or(&[])
    }
}

impl Meetings<'_> {
    /// What the sheets of a cell come to, over all texts; nothing unless signs were asked for.
    pub fn self_and_verified(&self, cell: CellIndex) -> Count {
        let mut count = Count::default();
        self.gathered().for_each(|gathered| count.add(&gathered.count(cell)));
        count
    }

    /// What the scores of every leaf come to, in the order of [`Meetings::leaves`].
    pub fn leaf_counts(&self) -> Vec<LeafCount> {
        let mut counts = vec![LeafCount::default(); self.leaves().count()];
        for (text, gathered) in self.gathered().enumerate() {
            let places = counts.get_mut(self.join.places(text).leaves..).unwrap_or(&mut []);
            places.iter_mut().zip(&gathered.of_leaves).for_each(|(place, own)| *place = *own);
        }
        counts
    }

    /// By how much the self scores of a cell lie above the verified ones, leaf by leaf on average; leaves without a meeting that has both are
    /// left out. The numbers are positions in [`Meetings::leaves`].
    pub fn leaf_differences(&self, cell: CellIndex) -> Vec<(usize, Exact)> {
        let of_text = |(text, gathered): (usize, &Gathered)| {
            let first = self.join.places(text).leaves;
            let own = gathered.differences.get(cell.position() * gathered.leaves..(cell.position() + 1) * gathered.leaves);
            let mean = |(leaf, (count, sum)): (usize, &(u32, i64))| {
                let whole = Some(Exact::whole(i64::from(*count))).filter(|_| *count > 0)?;
                Some((first + leaf, Exact::thousandths(*sum).checked_div(whole)?.reduced()))
            };
            own.unwrap_or(&[]).iter().enumerate().filter_map(mean).collect::<Vec<(usize, Exact)>>()
        };
        self.gathered().enumerate().flat_map(of_text).collect()
    }

    /// All signs: text by text, kind by kind, committees by name before cells by code.
    pub fn signs(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        for (text, (regulation, gathered)) in self.regulations().zip(self.gathered()).enumerate() {
            Signs { meetings: self, regulation, gathered, text }.find(&mut signs);
        }
        signs
    }

    fn gathered(&self) -> impl Iterator<Item = &Gathered> {
        self.sums.iter().filter_map(|sums| sums.signs.as_ref())
    }
}

/// Looks for the signs in the meetings of one text.
struct Signs<'m, 'a> {
    meetings: &'m Meetings<'a>,
    regulation: &'m Regulation,
    gathered: &'m Gathered,
    text: usize,
}

impl Signs<'_, '_> {
    fn find(&self, out: &mut Vec<Sign>) {
        let mut committees: BTreeMap<&str, Vec<CellIndex>> = BTreeMap::new();
        for cell in self.meetings.cells.iter() {
            committees.entry(self.meetings.cells.committee(cell)).or_default().push(cell);
        }
        for kind in SignKind::ALL {
            let limit = self.regulation.signs.limit(kind);
            match kind {
                SignKind::VerifiedUnchanged => {
                    for (name, cells) in &committees {
                        let mut count = Count::default();
                        cells.iter().for_each(|cell| count.add(&self.gathered.count(*cell)));
                        out.extend(self.of_count(&limit, Who::Committee((*name).to_owned()), &count));
                    }
                }
                SignKind::OneValueColumn => self.columns(&limit, &committees, out),
                SignKind::SelfAlwaysFull | SignKind::SelfAboveVerified | SignKind::VerifiedAboveSelf => {
                    let cells = self.meetings.cells.iter();
                    out.extend(cells.filter_map(|cell| self.of_count(&limit, Who::Cell(cell), &self.gathered.count(cell))));
                }
            }
        }
    }

    fn of_count(&self, limit: &SignLimit, who: Who, count: &Count) -> Option<Sign> {
        let both = count.sheets_with(Sides::Both);
        let (part, whole, meetings) = match limit.kind {
            SignKind::SelfAlwaysFull => (count.self_full, count.self_complete, count.self_complete),
            SignKind::VerifiedUnchanged => (count.unchanged, count.compared, count.compared_sheets),
            SignKind::SelfAboveVerified => (count.above, both, both),
            SignKind::VerifiedAboveSelf => (count.below, both, both),
            SignKind::OneValueColumn => return None,
        };
        let of_difference = limit.kind.is_of_difference();
        let what = if of_difference { What::Differences(count.difference()) } else { What::Scores };
        let sign = || Sign { text: self.text, limit: limit.clone(), who, part, whole, what };
        limit.is_reached(part, whole, meetings).then(sign)
    }

    /// A committee of several cells that all have one value shows the sign for all of them; otherwise each cell shows its own. That one thing
    /// is always so in a cell is what most cells have in common, so its columns of yes and no are a sign only where none of them ever changes.
    fn columns(&self, limit: &SignLimit, committees: &BTreeMap<&str, Vec<CellIndex>>, out: &mut Vec<Sign>) {
        let watched = column::watched(self.regulation);
        let mut of_cells = Vec::new();
        for (name, cells) in committees {
            let mut shared = vec![false; watched.len()];
            for (position, column) in watched.iter().enumerate() {
                let filled = cells.iter().map(|cell| self.value(*cell, position)).filter(|values| !values.is_blank());
                let one = together(filled).filter(|(_, cells, _)| *cells > 1).map(|(value, _, rows)| (value, rows));
                if let Some(sign) = one.and_then(|one| self.of_column(limit, Who::Committee((*name).to_owned()), *column, one)) {
                    out.push(sign);
                    shared.iter_mut().skip(position).take(1).for_each(|shared| *shared = true);
                }
            }
            let own: Vec<(usize, Watched)> =
                watched.iter().copied().enumerate().filter(|(position, _)| shared.get(*position) == Some(&false)).collect();
            for cell in cells {
                let plain = own.iter().filter(|(_, column)| !column.is_flag(self.regulation));
                of_cells.extend(plain.filter_map(|(position, column)| {
                    self.of_column(limit, Who::Cell(*cell), *column, self.value(*cell, *position).one()?)
                }));
                of_cells.extend(self.of_flags(limit, *cell, &own));
            }
        }
        // Stable: the columns of a cell stay in their order.
        of_cells.sort_by(|a: &Sign, b: &Sign| a.who.cmp(&b.who));
        out.extend(of_cells);
    }

    fn value(&self, cell: CellIndex, position: usize) -> Values {
        self.gathered.values(cell).get(position).copied().unwrap_or_default()
    }

    fn of_column(&self, limit: &SignLimit, who: Who, column: Watched, (value, rows): (i64, u64)) -> Option<Sign> {
        let is_sign = column.says(self.regulation, value) && limit.is_reached(rows, rows, rows);
        let what = What::Column { column, value };
        is_sign.then(|| Sign { text: self.text, limit: limit.clone(), who, part: rows, whole: rows, what })
    }

    /// The columns of yes and no of a cell, where none of them ever changes and something is always so.
    fn of_flags(&self, limit: &SignLimit, cell: CellIndex, own: &[(usize, Watched)]) -> Option<Sign> {
        let flags = own.iter().filter(|(_, column)| column.is_flag(self.regulation));
        let filled =
            flags.map(|(position, column)| (*column, self.value(cell, *position))).filter(|(_, values)| !values.is_blank());
        let ones: Vec<(Watched, (i64, u64))> =
            filled.map(|(column, values)| Some((column, values.one()?))).collect::<Option<_>>()?;
        let rows = ones.iter().map(|(_, (_, rows))| *rows).min().unwrap_or(0);
        let is_sign = ones.len() > 1 && ones.iter().any(|(_, (value, _))| *value != 0) && limit.is_reached(rows, rows, rows);
        let count = ones.len() as u64;
        let what = What::Flags { columns: ones.into_iter().map(|(column, _)| column).collect(), rows };
        is_sign.then(|| Sign { text: self.text, limit: limit.clone(), who: Who::Cell(cell), part: count, whole: count, what })
    }
}

/// The one value of several cells, how many cells these are and how many rows have it.
fn together(all: impl Iterator<Item = Values>) -> Option<(i64, u64, u64)> {
    let mut ones = all.map(Values::one);
    let (first, rows) = ones.next()??;
    ones.try_fold((first, 1, rows), |(value, cells, rows), one| {
        one.filter(|(other, _)| *other == value).map(|(_, more)| (value, cells + 1, rows + more))
    })
}
