//! What another text makes of the same meetings, and by what.
//!
//! A change is taken apart in a fixed order, so that its parts add up to it exactly. The total of a meeting: leaf by leaf, of each first what
//! its measure comes to (another denominator), then what is given for that (the leaf itself); last what the sheet does with the points
//! (rounding, leaves set aside). Its level: first the points, on the bands of the first text; then the bands of the other one; then gates and
//! conditions. Where two sheets have other maxima, the points of the other one are taken as a share of its maximum.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::{Batch, Row};
use super::leaf::{LeafOutcome, State, by_value, measure};
use super::score::Score;
use super::summary::Sum;
use crate::base::{Exact, Points};
use crate::expr::{Slots, Whole};
use crate::records::{Beside, CellIndex, Made};
use crate::rules::{Leaf, Regulation, Texts};

/// Which leaf of one text is which of another; `None` where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafPair {
    /// Position in the first text.
    pub before: Option<usize>,
    /// Position in the other.
    pub after: Option<usize>,
}

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
    before: &'a Texts,
    after: &'a Texts,
    pairings: Vec<Matched>,
    cells: usize,
}

/// Two texts, ready to be compared row by row.
struct Matched {
    before: usize,
    after: usize,
    /// Every pair of leaves.
    ready: Vec<Ready>,
    /// The slots that enter whatever both count alike.
    shared: Vec<usize>,
    /// Where the pairs stand among those of all pairings.
    first_pair: usize,
    /// Where each level of the other text stands among those of the first.
    levels: Vec<Option<usize>>,
    pairs: Vec<LeafPair>,
}

/// A pair of leaves, ready to be looked up row by row.
struct Ready {
    before: Signed,
    after: Signed,
    /// Whether both measure something in the same unit.
    measured: bool,
    /// The counts that each measures, where a sum of counts or a share of two is all it measures.
    counts: Option<[Counted; 2]>,
    /// The slots that enter, where both count alike, so that over the same values nothing is measured otherwise.
    shared: Vec<usize>,
}

/// A whole number, and what it is a share of.
type Counted = (Whole, Option<Whole>);

/// A leaf by its position, far behind all others where there is none; and −1 where its points are taken away.
#[derive(Clone, Copy)]
struct Signed {
    leaf: usize,
    sign: i64,
}

impl Ready {
    fn of(pair: &LeafPair, (old, new): (&Regulation, &Regulation)) -> Ready {
        let signed = |regulation: &Regulation, leaf: Option<usize>| {
            let minus = leaf.and_then(|leaf| regulation.leaves.get(leaf)).is_some_and(Leaf::is_penalty);
            Signed { leaf: leaf.unwrap_or(usize::MAX), sign: if minus { -1 } else { 1 } }
        };
        let measure = |regulation: &'_ Regulation, leaf: Option<usize>| {
            let measure = measure(regulation.leaves.get(leaf?)?)?;
            let share = measure.share().map(|(part, whole)| (part, Some(whole)));
            Some((measure.unit().clone(), share.or_else(|| Some((measure.whole()?, None)))))
        };
        let measures = measure(old, pair.before).zip(measure(new, pair.after)).filter(|(old, new)| old.0 == new.0);
        let measured = measures.is_some();
        let counts = measures.and_then(|(old, new)| Some([old.1?, new.1?]));
        let is_same = counts.as_ref().is_some_and(|[before, after]| before == after);
        let slots = || Some(self::measure(old.leaves.get(pair.before?)?)?.slots().to_vec());
        let shared = if is_same { slots().unwrap_or_default() } else { Vec::new() };
        Ready { before: signed(old, pair.before), after: signed(new, pair.after), measured, counts, shared }
    }

    /// Whether both count the same of a meeting, which is told without any fraction.
    #[inline]
    fn count_alike(&self, old: &[Option<i64>], new: &[Option<i64>]) -> bool {
        let counts = |(part, whole): &Counted, facts: &[Option<i64>]| {
            Some((part.value(facts)?, whole.as_ref().map_or(Some(1), |whole| whole.value(facts))?))
        };
        self.counts
            .as_ref()
            .is_some_and(|[before, after]| counts(before, old).is_some_and(|before| Some(before) == counts(after, new)))
    }
}

impl Signed {
    /// The outcome of the leaf, where the sheet has it; sheets have their leaves from `start` on.
    #[inline]
    fn outcome(self, start: usize, outcomes: &[LeafOutcome]) -> Option<&LeafOutcome> {
        outcomes.get(self.leaf.wrapping_sub(start))
    }

    /// Its points; a leaf that is open or set aside has none.
    #[inline]
    fn points(self, start: usize, outcomes: &[LeafOutcome]) -> i64 {
        self.outcome(start, outcomes).map_or(0, |outcome| self.sign * i64::from(outcome.points))
    }
}

/// All that is compared in one reading: the first side with each of the others.
pub(super) struct Sides<'a> {
    pub(super) others: Vec<Versus<'a>>,
}

impl<'a> Versus<'a> {
    pub(super) fn of((before, after): (&'a Texts, &'a Texts), pairings: &[Pairing], cells: usize) -> Versus<'a> {
        let mut first_pair = 0;
        let mut matched = Vec::new();
        for pairing in pairings {
            let (Some(old), Some(new)) = (before.all().get(pairing.before), after.all().get(pairing.after)) else { continue };
            let (old, new) = (&old.regulation, &new.regulation);
            let ready: Vec<Ready> = pairing.pairs.iter().map(|pair| Ready::of(pair, (old, new))).collect();
            let shared: BTreeSet<usize> = ready.iter().flat_map(|pair| pair.shared.iter().copied()).collect();
            matched.push(Matched {
                before: pairing.before,
                after: pairing.after,
                ready,
                shared: shared.into_iter().collect(),
                first_pair,
                levels: new.levels.iter().map(|level| old.levels.iter().position(|old| old.id == level.id)).collect(),
                pairs: pairing.pairs.clone(),
            });
            first_pair += pairing.pairs.len();
        }
        Versus { before, after, pairings: matched, cells }
    }

    fn pairs(&self) -> usize {
        self.pairings.last().map_or(0, |last| last.first_pair + last.pairs.len())
    }

    fn texts(&self, matched: &Matched) -> Option<(&'a Regulation, &'a Regulation)> {
        let (old, new) = (self.before.all().get(matched.before)?, self.after.all().get(matched.after)?);
        Some((&old.regulation, &new.regulation))
    }
}

/// What the texts of another side make otherwise of the meetings of every cell.
#[derive(Debug)]
pub struct Differences {
    /// Which texts met, and how their leaves are paired; the lists of leaves go over all of them, in order.
    pub pairings: Vec<Pairing>,
    cells: Vec<CellDifference>,
    leaves: Vec<LeafDifference>,
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

/// What a pair of leaves gives otherwise in the meetings of one cell, in thousandths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeafDifference {
    /// Since other points are given for the same.
    pub scale: i32,
    /// Since the measure comes to another value.
    pub measure: i32,
    /// In how many meetings.
    pub meetings: u16,
}

impl Differences {
    fn of(versus: &Versus<'_>) -> Differences {
        let pairing = |own: &Matched| Pairing { before: own.before, after: own.after, pairs: own.pairs.clone() };
        Differences {
            pairings: versus.pairings.iter().map(pairing).collect(),
            cells: vec![CellDifference::default(); versus.cells],
            leaves: vec![LeafDifference::default(); versus.cells * versus.pairs()],
            moves: BTreeMap::new(),
        }
    }

    /// What differs for a cell.
    pub fn cell(&self, cell: CellIndex) -> CellDifference {
        self.cells.get(cell.position()).copied().unwrap_or_default()
    }

    /// What each pair of leaves gives otherwise for a cell, in the order of the pairings.
    pub fn leaves(&self, cell: CellIndex) -> &[LeafDifference] {
        let pairs = self.pairings.iter().map(|pairing| pairing.pairs.len()).sum::<usize>();
        self.leaves.get(cell.position() * pairs..(cell.position() + 1) * pairs).unwrap_or(&[])
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
    leaves: Vec<LeafDifference>,
    moves: BTreeMap<(Place, Place), u64>,
}

impl SidePart {
    /// The place of a cell for the row that comes.
    fn of(&mut self, cell: CellIndex, pairs: usize) -> usize {
        if self.cells.last().is_none_or(|(last, _)| *last != cell) {
            self.cells.push((cell, CellDifference::default()));
            self.leaves.resize(self.cells.len() * pairs, LeafDifference::default());
        }
        self.cells.len() - 1
    }
}

impl LeafDifference {
    #[inline]
    fn join(&mut self, own: LeafDifference) {
        self.scale = self.scale.saturating_add(own.scale);
        self.measure = self.measure.saturating_add(own.measure);
        self.meetings = self.meetings.saturating_add(own.meetings);
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
        let Some((matched, (old, new))) = matched.and_then(|matched| Some((matched, versus.texts(matched)?))) else { return };
        let (Some(before), Some(after)) = (first.part.rows.last(), other.part.rows.last()) else { return };
        let (Some(a), Some(b)) = (&before.score, &after.score) else { return };
        part.sides.resize_with(self.others.len(), SidePart::default);
        let Some(all) = part.sides.get_mut(side - 1) else { return };
        let (pairs, place) = (versus.pairs(), all.of(before.cell, versus.pairs()));
        let mut own = CellDifference::default();
        let (is_total, has_total) = (a.total.is_some(), b.total.is_some());
        if before.rests_on.is_recorded() || after.rests_on.is_recorded() {
            own.recorded = 1;
        } else if let (Some(from), Some(to)) = (a.total, b.total) {
            own.compared = 1;
            let change = to.checked_sub(from);
            own.changed = u16::from(from != to);
            let outcomes = (outcomes(first.part, before, old), outcomes(other.part, after, new));
            let start = place * pairs + matched.first_pair;
            let leaves = all.leaves.get_mut(start..start + matched.pairs.len()).unwrap_or(&mut []);
            let of_leaves = each_leaf(matched, (old, new), (a, b), outcomes, (first.facts, other.facts), leaves);
            own.change = Sum(change);
            own.sheet = Sum(change.and_then(|change| change.checked_sub(Exact::thousandths(of_leaves))).map(Exact::reduced));
        } else if !a.by_conditions && !b.by_conditions {
            own.open_after = u16::from(is_total && !has_total);
            own.open_before = u16::from(!is_total && has_total);
            own.open_both = u16::from(!is_total && !has_total);
        }
        levels(matched, (old, new), (a, b), &mut own);
        *all.moves.entry(((first.text, a.level), (other.text, b.level))).or_default() += 1;
        if let Some((_, cell)) = all.cells.get_mut(place) {
            cell.join(&own);
        }
    }

    fn fold(&self, part: &mut Part, sum: &mut Vec<Differences>) {
        for ((part, all), versus) in part.sides.iter_mut().zip(sum).zip(&self.others) {
            let pairs = versus.pairs();
            for (place, count) in std::mem::take(&mut part.moves) {
                *all.moves.entry(place).or_default() += count;
            }
            for (number, (cell, own)) in part.cells.iter().enumerate() {
                if let Some(cell) = all.cells.get_mut(cell.position()) {
                    cell.join(own);
                }
                let start = cell.position() * pairs;
                let sums = all.leaves.get_mut(start..start + pairs).unwrap_or(&mut []);
                let leaves = part.leaves.get(number * pairs..).unwrap_or(&[]);
                sums.iter_mut().zip(leaves).for_each(|(sum, own)| sum.join(*own));
            }
            part.cells.clear();
            part.leaves.clear();
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

/// The outcomes of a row that was judged last.
fn outcomes<'p>(part: &'p Batch, row: &Row, regulation: &Regulation) -> &'p [LeafOutcome] {
    let count = row.score.as_ref().and_then(|score| regulation.forms.get(score.form)).map_or(0, |form| form.leaves.len());
    part.leaves.get(row.leaves..row.leaves + count).unwrap_or(&[])
}

/// What each pair of leaves gives otherwise; returns the sum, in thousandths of a point.
fn each_leaf(
    matched: &Matched,
    (old, new): (&Regulation, &Regulation),
    (a, b): (&Score, &Score),
    (before, after): (&[LeafOutcome], &[LeafOutcome]),
    (old_facts, new_facts): (&[Option<i64>], &[Option<i64>]),
    leaves: &mut [LeafDifference],
) -> i64 {
    let start = |regulation: &Regulation, score: &Score| regulation.forms.get(score.form).map_or(0, |form| form.leaves.start);
    let (old_start, new_start) = (start(old, a), start(new, b));
    let same = |slot: &usize| old_facts.get(*slot).is_some_and(|own| Some(own) == new_facts.get(*slot));
    let same_facts = matched.shared.iter().all(same);
    let mut sum = 0;
    for (pair, sum_of_pair) in matched.ready.iter().zip(leaves) {
        let (from, to) = (pair.before.points(old_start, before), pair.after.points(new_start, after));
        if from == to {
            continue;
        }
        sum += to - from;
        let is_same = !pair.measured || same_facts && !pair.shared.is_empty();
        if is_same || pair.count_alike(old_facts, new_facts) {
            sum_of_pair.join(LeafDifference { scale: small(to - from), measure: 0, meetings: 1 });
            continue;
        }
        let outcomes = pair.before.outcome(old_start, before).zip(pair.after.outcome(new_start, after));
        let leaves = old.leaves.get(pair.before.leaf).zip(new.leaves.get(pair.after.leaf));
        let slots = |facts| Slots { facts, derived: &[] };
        let between = outcomes
            .zip(leaves)
            .and_then(|((before, after), leaves)| remeasured(leaves, (*before, *after), slots(old_facts), slots(new_facts)));
        let measure = between.map_or(0, |between| between - from);
        sum_of_pair.join(LeafDifference { scale: small(to - from - measure), measure: small(measure), meetings: 1 });
    }
    sum
}

#[inline]
fn small(points: i64) -> i32 {
    i32::try_from(points).unwrap_or(if points < 0 { i32::MIN } else { i32::MAX })
}

/// What the first leaf gives for the value that the other one measures in the same unit; `None` where both come to the same.
fn remeasured(
    (old, new): (&Leaf, &Leaf),
    (before, after): (LeafOutcome, LeafOutcome),
    old_slots: Slots<'_>,
    new_slots: Slots<'_>,
) -> Option<i64> {
    if before.state != State::Scored || after.state != State::Scored {
        return None;
    }
    let (of_old, of_new) = (measure(old)?, measure(new)?);
    let value = of_new.number(new_slots).ok()?;
    if of_old.number(old_slots).ok()? == value {
        return None;
    }
    let mut between = LeafOutcome::default();
    by_value(&mut between, old, value);
    between.state.has_points().then(|| old.signed(Points(i64::from(between.points))).0)
}

/// Which way the level went, and by what.
fn levels(matched: &Matched, (old, new): (&Regulation, &Regulation), (a, b): (&Score, &Score), own: &mut CellDifference) {
    let among = |level: Option<usize>| level.and_then(|level| matched.levels.get(level).copied().flatten());
    let step = |from: usize, to: usize| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
    let (Some(from), Some(_)) = (a.level, b.level) else { return };
    let Some(to) = among(b.level).filter(|_| a.by_conditions == b.by_conditions) else {
        own.unlike = 1;
        return;
    };
    let whole = step(from, to);
    own.rose = u16::from(whole < 0);
    own.fell = u16::from(whole > 0);
    let (reached, other) = (a.reached.unwrap_or(from), among(b.reached).unwrap_or(to));
    // Without points to go by, conditions and gates are all there is.
    let on_first = b.total.and_then(|total| on_bands_of(old, a, (new, b), total)).filter(|_| own.recorded == 0);
    let between = on_first.unwrap_or(if own.recorded > 0 { other } else { reached });
    own.points.add(step(reached, between));
    own.bounds.add(step(between, other));
    let gates = whole - step(reached, other);
    own.gates.add(gates);
    if between != other {
        let bit = |level: usize| 1_u64.checked_shl(u32::try_from(level).unwrap_or(64)).unwrap_or(0);
        own.levels_touched = (between.min(other)..=between.max(other)).map(bit).fold(0, |all, bit| all | bit);
    }
    if gates != 0 {
        (own.gates_before, own.gates_after) = (a.gates, b.gates);
    }
}

/// The level that the total of the other text has by its points on the bands of the first.
fn on_bands_of(old: &Regulation, a: &Score, (new, b): (&Regulation, &Score), total: Exact) -> Option<usize> {
    let max = |regulation: &Regulation, score: &Score| Some(regulation.forms.get(score.form)?.max.exact());
    let (most, other) = (max(old, a)?, max(new, b)?);
    let total = if most == other { total } else { total.checked_mul(most)?.checked_div(other)? };
    old.levels.iter().position(|level| level.points.as_ref().is_none_or(|points| points.reaches_floor(total)))
}
