//! What another text makes of the same meetings, and by what.
//!
//! A change is taken apart in a fixed order, so that its parts add up to it exactly. The total of a meeting: leaf by leaf, of each first what
//! its measure comes to (another denominator), then what is given for that (the leaf itself); last what the sheet does with the points
//! (rounding, leaves set aside). Its level: first the points, on the bands of the first text; then the bands of the other one; then gates and
//! conditions. Where two sheets have other maxima, the points of the other one are taken as a share of its maximum.

use std::collections::BTreeMap;

use super::judge::Batch;
use super::leaf_pairs::{Apart, LeafDifference, LeafPair, LeafPairs, LeafSums};
use super::level::by_points;
use super::score::Score;
use super::summary::Sum;
use crate::base::Exact;
use crate::records::{Beside, CellIndex, Made};
use crate::rules::{Level, Regulation, Texts};

/// Two texts whose meetings are compared.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Which text of the first side.
    pub before: usize,
    /// Which text of the other side.
    pub after: usize,
    /// Every leaf of either, once.
    pub pairs: Vec<LeafPair>,
}

/// Two sides whose meetings are compared.
pub(super) struct Versus<'a> {
    pairings: Vec<Matched<'a>>,
    cells: usize,
    /// How many pairs of leaves there are in all pairings.
    pairs: usize,
    /// How many moves from level to level there are in all pairings.
    moves: usize,
}

/// Two texts, ready to be compared row by row.
struct Matched<'a> {
    before: usize,
    after: usize,
    old: &'a Regulation,
    new: &'a Regulation,
    /// Every pair of leaves.
    leaves: LeafPairs,
    /// Where the pairs stand among those of all pairings.
    first_pair: usize,
    /// Where the moves from level to level stand among those of all pairings.
    first_move: usize,
    /// Where each level of the other text stands among those of the first.
    levels: Vec<Option<usize>>,
    /// Whether both have the same levels by the same points.
    same_bands: bool,
    /// Whether all sheets of both have one maximum besides, so that points are worth the same.
    same_scale: bool,
    pairs: Vec<LeafPair>,
}

/// All that is compared in one reading: the first side with each of the others.
pub(super) struct Sides<'a> {
    pub(super) others: Vec<Versus<'a>>,
}

impl<'a> Versus<'a> {
    pub(super) fn of((before, after): (&'a Texts, &'a Texts), pairings: &[Pairing], cells: usize) -> Versus<'a> {
        let (mut first_pair, mut first_move) = (0, 0);
        let mut matched = Vec::new();
        for pairing in pairings {
            let (Some(old), Some(new)) = (before.all().get(pairing.before), after.all().get(pairing.after)) else { continue };
            let (old, new) = (&old.regulation, &new.regulation);
            let band = |level: &Level| (level.id.clone(), level.points.clone());
            let same_bands = old.levels.iter().map(band).eq(new.levels.iter().map(band));
            let most = old.forms.first().map(|form| form.max);
            matched.push(Matched {
                before: pairing.before,
                after: pairing.after,
                old,
                new,
                leaves: LeafPairs::of(&pairing.pairs, (old, new)),
                first_pair,
                first_move,
                levels: new.levels.iter().map(|level| old.levels.iter().position(|old| old.id == level.id)).collect(),
                same_bands,
                same_scale: same_bands && old.forms.iter().chain(&new.forms).all(|form| Some(form.max) == most),
                pairs: pairing.pairs.clone(),
            });
            first_pair += pairing.pairs.len();
            first_move += (old.levels.len() + 1) * (new.levels.len() + 1);
        }
        Versus { pairings: matched, cells, pairs: first_pair, moves: first_move }
    }

    /// A move from level to level by its number among those of all pairings; having no level comes first.
    fn number_of_move(&self, matched: &Matched<'_>, (from, to): (Option<usize>, Option<usize>)) -> usize {
        let place = |level: Option<usize>| level.map_or(0, |level| level + 1);
        matched.first_move + place(from) * (matched.levels.len() + 1) + place(to)
    }

    /// The texts and levels of a move.
    fn move_of(&self, number: usize) -> Option<(Place, Place)> {
        let matched = self.pairings.iter().rev().find(|own| own.first_move <= number)?;
        let (number, width) = (number - matched.first_move, matched.levels.len() + 1);
        Some(((matched.before, (number / width).checked_sub(1)), (matched.after, (number % width).checked_sub(1))))
    }
}

/// What the texts of another side make otherwise of the meetings of every cell.
#[derive(Debug)]
pub struct Differences {
    /// Which texts met, and how their leaves are paired; the lists of leaves go over all of them, in order.
    pub pairings: Vec<Pairing>,
    cells: Vec<CellDifference>,
    leaves: LeafSums,
    /// How many meetings went from which level to which: text and level before, text and level after.
    pub moves: BTreeMap<(Place, Place), u64>,
}

/// A text, and a level of it where there is one.
pub type Place = (usize, Option<usize>);

/// What differs for the meetings of one cell.
#[derive(Clone, Copy, Debug, Default)]
pub struct CellDifference {
    /// Meetings with a total under both.
    pub compared: u16,
    /// Those of them whose total is another.
    pub changed: u16,
    /// Meetings with a total under the first alone, since a fact is missing for the other.
    pub open_after: u16,
    /// Meetings with a total under the other alone.
    pub open_before: u16,
    /// Meetings with a total under neither.
    pub open_both: u16,
    /// Meetings whose total or level a person recorded for either, so that leaves cannot tell why.
    pub recorded: u16,
    /// Meetings with a better level under the other.
    pub rose: u16,
    /// Meetings with a worse one.
    pub fell: u16,
    /// Meetings whose level under one is none of the other's, or that have no points under one of them.
    pub unlike: u16,
    /// Meetings whose level the points moved, by themselves.
    pub points: Moved,
    /// Meetings whose level the bounds of levels moved.
    pub bounds: Moved,
    /// Meetings whose level gates and conditions moved.
    pub gates: Moved,
    change: Sum,
    sheet: Sum,
    /// Levels of the first text that a moved bound made a meeting leave, pass or enter, a bit each.
    pub levels_touched: u64,
    /// Gates of the first text that made a difference, a bit each.
    pub gates_before: u64,
    /// Gates of the other.
    pub gates_after: u64,
}

/// How many meetings went up and down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// To a better level.
    pub up: u16,
    /// To a worse one.
    pub down: u16,
}

impl Moved {
    /// `steps` to a worse level; below zero to a better one.
    fn add(&mut self, steps: i64) {
        self.up = self.up.saturating_add(u16::from(steps < 0));
        self.down = self.down.saturating_add(u16::from(steps > 0));
    }

    /// Whether any meeting moved.
    pub fn any(self) -> bool {
        self.up + self.down > 0
    }
}

impl CellDifference {
    /// The sum of what the totals changed by; `None` where it is too large for a number.
    pub fn change(&self) -> Option<Exact> {
        self.change.0.map(Exact::reduced)
    }

    /// The part of it that no leaf gives: rounding, and what is done with leaves that do not apply.
    pub fn sheet(&self) -> Option<Exact> {
        self.sheet.0.map(Exact::reduced)
    }
}

impl Differences {
    fn of(versus: &Versus<'_>) -> Differences {
        let pairing = |own: &Matched| Pairing { before: own.before, after: own.after, pairs: own.pairs.clone() };
        Differences {
            pairings: versus.pairings.iter().map(pairing).collect(),
            cells: vec![CellDifference::default(); versus.cells],
            leaves: LeafSums::of(versus.cells * versus.pairs),
            moves: BTreeMap::new(),
        }
    }

    /// What differs for a cell.
    pub fn cell(&self, cell: CellIndex) -> CellDifference {
        self.cells.get(cell.position()).copied().unwrap_or_default()
    }

    /// What each pair of leaves gives otherwise for a cell, in the order of the pairings.
    pub fn leaves(&self, cell: CellIndex) -> impl Iterator<Item = LeafDifference> {
        let pairs = self.pairs();
        (cell.position() * pairs..(cell.position() + 1) * pairs).map_while(|place| self.leaves.get(place))
    }

    /// For how many of some cells, and of their meetings, each pair of leaves gives otherwise.
    pub fn touched(&self, cells: impl Iterator<Item = CellIndex>) -> Vec<(u64, u64)> {
        let mut all = vec![(0, 0); self.pairs()];
        for cell in cells {
            for ((cells, meetings), leaf) in all.iter_mut().zip(self.leaves(cell)) {
                *cells += u64::from(leaf.meetings > 0);
                *meetings += u64::from(leaf.meetings);
            }
        }
        all
    }

    fn pairs(&self) -> usize {
        self.pairings.iter().map(|pairing| pairing.pairs.len()).sum()
    }
}

/// What differs in a block.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Of each side but the first.
    sides: Vec<SidePart>,
}

/// What one side makes otherwise in a block. Rows mostly stand cell by cell, so that a cell is mostly there once.
#[derive(Debug, Default)]
struct SidePart {
    cells: Vec<(CellIndex, CellDifference)>,
    /// Of each of them, every pair of leaves.
    leaves: Apart,
    /// How many meetings made each move from level to level.
    moves: Vec<u64>,
}

impl SidePart {
    /// The place of a cell for the row that comes.
    fn of(&mut self, cell: CellIndex, versus: &Versus<'_>) -> usize {
        if self.cells.last().is_none_or(|(last, _)| *last != cell) {
            self.cells.push((cell, CellDifference::default()));
            self.leaves.resize(self.cells.len() * versus.pairs);
            self.moves.resize(versus.moves, 0);
        }
        self.cells.len() - 1
    }
}

impl Beside<Batch> for Sides<'_> {
    type Part = Part;
    type Sum = Vec<Differences>;

    fn nothing(&self) -> Vec<Differences> {
        self.others.iter().map(Differences::of).collect()
    }

    fn row(&self, side: usize, first: &Made<'_, Batch>, other: &Made<'_, Batch>, part: &mut Part) {
        let Some(versus) = side.checked_sub(1).and_then(|other| self.others.get(other)) else { return };
        let matched = versus.pairings.iter().find(|own| own.before == first.text && own.after == other.text);
        let Some(matched) = matched else { return };
        let (Some(before), Some(after)) = (first.part.rows.last(), other.part.rows.last()) else { return };
        let (Some(a), Some(b)) = (&before.score, &after.score) else { return };
        if part.sides.is_empty() {
            part.sides.resize_with(self.others.len(), SidePart::default);
        }
        let Some(all) = part.sides.get_mut(side - 1) else { return };
        let place = all.of(before.cell, versus);
        let Some((_, own)) = all.cells.get_mut(place) else { return };
        let is_recorded = before.rests_on.is_recorded() || after.rests_on.is_recorded();
        if is_recorded {
            count(&mut own.recorded, true);
        } else if let (Some(from), Some(to)) = (a.total, b.total) {
            count(&mut own.compared, true);
            // The outcomes of the row that was judged last are the last ones.
            let outcomes =
                [(first.part, before), (other.part, after)].map(|(part, row)| part.leaves.get(row.leaves..).unwrap_or(&[]));
            // What the leaves of a sheet come to is known with its total.
            let of_leaves = b.known.0 - a.known.0;
            let leaves = (&mut all.leaves, place * versus.pairs + matched.first_pair, of_leaves);
            let texts = (matched.old, matched.new);
            matched.leaves.take(texts, (a.form, b.form), (outcomes[0], outcomes[1]), (first.facts, other.facts), leaves);
            let change = to.checked_sub(from);
            if from != to {
                count(&mut own.changed, true);
                own.change.add(change);
            }
            let of_leaves = Exact::thousandths(of_leaves);
            if change != Some(of_leaves) {
                own.sheet.add(change.and_then(|change| change.checked_sub(of_leaves)).map(Exact::reduced));
            }
        } else if !a.by_conditions && !b.by_conditions {
            count(&mut own.open_after, a.total.is_some() && b.total.is_none());
            count(&mut own.open_before, a.total.is_none() && b.total.is_some());
            count(&mut own.open_both, a.total.is_none() && b.total.is_none());
        }
        levels(matched, (a, b), is_recorded, own);
        if let Some(moved) = all.moves.get_mut(versus.number_of_move(matched, (a.level, b.level))) {
            *moved += 1;
        }
    }

    fn fold(&self, part: &mut Part, sum: &mut Vec<Differences>) {
        for ((part, all), versus) in part.sides.iter_mut().zip(sum).zip(&self.others) {
            let pairs = versus.pairs;
            for (number, count) in part.moves.iter_mut().enumerate().filter(|(_, count)| **count > 0) {
                if let Some(places) = versus.move_of(number) {
                    *all.moves.entry(places).or_default() += std::mem::take(count);
                }
            }
            for (number, (cell, own)) in part.cells.iter().enumerate() {
                if let Some(cell) = all.cells.get_mut(cell.position()) {
                    cell.join(own);
                }
                let start = cell.position() * pairs;
                all.leaves.join(start..start + pairs, &part.leaves, number * pairs);
            }
            part.cells.clear();
            part.leaves.resize(0);
        }
    }
}

impl CellDifference {
    fn join(&mut self, own: &CellDifference) {
        let counts = [
            (&mut self.compared, own.compared),
            (&mut self.changed, own.changed),
            (&mut self.open_after, own.open_after),
            (&mut self.open_before, own.open_before),
            (&mut self.open_both, own.open_both),
            (&mut self.recorded, own.recorded),
            (&mut self.rose, own.rose),
            (&mut self.fell, own.fell),
            (&mut self.unlike, own.unlike),
            (&mut self.points.up, own.points.up),
            (&mut self.points.down, own.points.down),
            (&mut self.bounds.up, own.bounds.up),
            (&mut self.bounds.down, own.bounds.down),
            (&mut self.gates.up, own.gates.up),
            (&mut self.gates.down, own.gates.down),
        ];
        for (sum, count) in counts {
            *sum = sum.saturating_add(count);
        }
        if own.compared > 0 {
            self.change.add(own.change.0);
            self.sheet.add(own.sheet.0);
        }
        self.levels_touched |= own.levels_touched;
        self.gates_before |= own.gates_before;
        self.gates_after |= own.gates_after;
    }
}

#[inline]
fn count(sum: &mut u16, is: bool) {
    *sum = sum.saturating_add(u16::from(is));
}

/// Which way the level went, and by what.
fn levels(matched: &Matched<'_>, (a, b): (&Score, &Score), is_recorded: bool, own: &mut CellDifference) {
    let among = |level: Option<usize>| level.and_then(|level| matched.levels.get(level).copied().flatten());
    let step = |from: usize, to: usize| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
    let (Some(from), Some(_)) = (a.level, b.level) else { return };
    // Nothing moves where both come to the same, and by the same bounds.
    let by_points = a.total.is_some() && b.total.is_some() && !is_recorded;
    if by_points && matched.same_scale && (a.level, a.reached) == (b.level, b.reached) {
        return;
    }
    let Some(to) = among(b.level).filter(|_| a.by_conditions == b.by_conditions) else {
        count(&mut own.unlike, true);
        return;
    };
    let whole = step(from, to);
    count(&mut own.rose, whole < 0);
    count(&mut own.fell, whole > 0);
    let (reached, other) = (a.reached.unwrap_or(from), among(b.reached).unwrap_or(to));
    // Without points to go by, conditions and gates are all there is.
    let on_first = b.total.and_then(|total| on_bands_of(matched, (a, b), total)).filter(|_| !is_recorded);
    let between = on_first.unwrap_or(if is_recorded { other } else { reached });
    own.points.add(step(reached, between));
    own.bounds.add(step(between, other));
    let gates = whole - step(reached, other);
    own.gates.add(gates);
    if between != other {
        let bit = |level: usize| 1_u64.checked_shl(u32::try_from(level).unwrap_or(64)).unwrap_or(0);
        own.levels_touched |= (between.min(other)..=between.max(other)).map(bit).fold(0, |all, bit| all | bit);
    }
    if gates != 0 {
        own.gates_before |= a.gates;
        own.gates_after |= b.gates;
    }
}

/// The level that the total of the other text has by its points on the bands of the first.
fn on_bands_of(matched: &Matched<'_>, (a, b): (&Score, &Score), total: Exact) -> Option<usize> {
    let (old, new) = (matched.old, matched.new);
    let max = |regulation: &Regulation, score: &Score| regulation.forms.get(score.form).map(|form| form.max);
    let (most, other) = (max(old, a)?, max(new, b)?);
    if most == other {
        return if matched.same_bands { b.reached } else { by_points(old, total) };
    }
    by_points(old, total.checked_mul(most.exact())?.checked_div(other.exact())?)
}
