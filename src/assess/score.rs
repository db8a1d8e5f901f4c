//! One score sheet over one set of facts.

use super::leaf::{LeafOutcome, State, as_given, judge_leaf};
use super::level::{self, Check};
use super::short;
use crate::base::{Exact, Points};
use crate::expr::Slots;
use crate::rules::{Apart, Bonus, Form, Leaf, Penalty, Regulation};

/// The result of one score sheet.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    /// Position of the form.
    pub form: usize,
    /// Sum of the leaves that have points.
    pub known: Points,
    /// Sum of their maxima.
    pub known_max: Points,
    /// Sum of the maxima of leaves whose points are open.
    pub open: Points,
    /// How many leaves are open.
    pub open_leaves: u32,
    /// Total; `None` while a leaf is open.
    pub total: Option<Exact>,
    /// Whether the sheet has no points, so that conditions alone give the level.
    pub by_conditions: bool,
    /// The conditions of levels that were asked.
    pub conditions: Conditions,
    /// Level by points, before gates.
    pub reached: Option<usize>,
    /// Level; `None` while the total or a deciding gate is open.
    pub level: Option<usize>,
    /// Gates whose condition held, a bit each.
    pub gates: u64,
    /// Gates whose condition could not be told, a bit each.
    pub open_gates: u64,
}

/// Conditions of levels, a bit each, counted through all levels from the best down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Asked, down to the landing level.
    pub asked: u64,
    /// Asked and not met.
    pub failed: u64,
    /// Asked, and something is missing that decides.
    pub open: u64,
}

impl Score {
    /// Before anything is known.
    pub(super) const NONE: Score = Score {
        form: 0,
        known: Points(0),
        known_max: Points(0),
        open: Points(0),
        open_leaves: 0,
        total: None,
        by_conditions: false,
        conditions: Conditions { asked: 0, failed: 0, open: 0 },
        reached: None,
        level: None,
        gates: 0,
        open_gates: 0,
    };

    /// Whether the result stands: a total, or without points a level.
    pub fn is_judged(&self) -> bool {
        self.total.is_some() || (self.by_conditions && self.level.is_some())
    }

    /// The conditions of levels that were asked.
    pub fn asked(&self, regulation: &Regulation) -> Vec<Check> {
        let bit = |bits: u64, place: usize| place < 64 && bits >> place & 1 == 1;
        let levels = regulation.levels.iter().enumerate();
        let all = levels.flat_map(|(level, of)| (0..of.conditions.len()).map(move |number| (level, number)));
        let asked = all.enumerate().filter(|(place, _)| bit(self.conditions.asked, *place));
        asked
            .map(|(place, (level, condition))| {
                let met = !bit(self.conditions.failed, place);
                Check { level, condition, holds: (!bit(self.conditions.open, place)).then_some(met) }
            })
            .collect()
    }
}

/// Scores the leaves of `form` into `outcomes` (one per leaf of the form, in order) and fills what gates may ask for into `derived`, which is
/// empty where [nothing reads it](Regulation::reads_derived).
pub(crate) fn score(
    regulation: &Regulation,
    form: usize,
    facts: &[Option<i64>],
    derived: &mut [Option<i64>],
    outcomes: &mut Vec<LeafOutcome>,
) -> Option<Score> {
    let mut own = Score::NONE;
    score_into(&mut own, regulation, form, facts, derived, outcomes)?;
    Some(own)
}

/// The same into a fresh score where it is kept, since handing it on costs as much as several leaves do.
pub(super) fn score_into(
    score: &mut Score,
    regulation: &Regulation,
    form: usize,
    facts: &[Option<i64>],
    derived: &mut [Option<i64>],
    outcomes: &mut Vec<LeafOutcome>,
) -> Option<()> {
    let sheet = regulation.forms.get(form)?;
    let leaves = regulation.leaves.get(sheet.leaves.clone())?;
    let first = outcomes.len();
    outcomes.resize(first + leaves.len(), LeafOutcome::default());
    let sums = judge_leaves(outcomes.get_mut(first..)?, regulation, sheet, leaves, Slots { facts, derived });
    let own = outcomes.get(first..).unwrap_or(&[]);
    let by_conditions = leaves.is_empty();
    let total = if sums.open_leaves > 0 || by_conditions {
        None
    } else if sums.moved > 0 || !sheet.rounding.is_empty() || sheet.has_apart {
        working(sheet, leaves, own).map(|working| working.total)
    } else {
        rescaled(&sums, sheet.max)
    };
    score.form = form;
    score.known = Points(sums.known);
    score.known_max = Points(sheet.max.0 - sums.open - sums.rescaled - sums.moved);
    score.open = Points(sums.open);
    score.open_leaves = sums.open_leaves;
    score.total = total;
    score.by_conditions = by_conditions;
    let is_read = !derived.is_empty();
    match total {
        // Without gates and conditions the points are all there is to it.
        Some(total) if !is_read => {
            score.reached = level::by_points(regulation, total);
            score.level = score.reached;
        }
        _ => {
            if is_read {
                fill_all(regulation, sheet, leaves, own, score, derived);
            }
            if total.is_some() || by_conditions {
                let walk = level::walk(regulation, total, Slots { facts, derived }, 0);
                score.reached = walk.by_points;
                score.level = walk.level();
                score.gates = walk.gates;
                score.open_gates = walk.open_gates;
                score.conditions = conditions(regulation, &walk);
            }
        }
    }
    Some(())
}

/// Gives a sheet with open leaves a total that a person recorded. What is known of conditions and gates decides; what is not leaves the
/// band standing.
pub(super) fn band(
    regulation: &Regulation,
    score: &mut Score,
    total: Exact,
    facts: &[Option<i64>],
    derived: &mut [Option<i64>],
    outcomes: &[LeafOutcome],
) {
    let sheet = regulation.forms.get(score.form);
    let leaves = sheet.and_then(|sheet| regulation.leaves.get(sheet.leaves.clone()));
    let (Some(sheet), Some(leaves)) = (sheet, leaves) else { return };
    score.total = Some(total);
    if regulation.reads_derived() {
        fill_all(regulation, sheet, leaves, outcomes, score, derived);
    }
    let walk = level::standing(regulation, total, Slots { facts, derived });
    score.reached = walk.by_points;
    score.level = walk.level();
    score.gates = walk.gates;
    score.open_gates = walk.open_gates;
    score.conditions = conditions(regulation, &walk);
}

fn conditions(regulation: &Regulation, walk: &level::Walk) -> Conditions {
    let mut bits = Conditions::default();
    for check in &walk.checks {
        let before: usize = regulation.levels.iter().take(check.level).map(|level| level.conditions.len()).sum();
        let bit = 1_u64.checked_shl(u32::try_from(before + check.condition).unwrap_or(u32::MAX)).unwrap_or(0);
        bits.asked |= bit;
        bits.failed |= if check.holds == Some(false) { bit } else { 0 };
        bits.open |= if check.holds.is_none() { bit } else { 0 };
    }
    bits
}

/// What gates and levels of a scored sheet could ask for, as it was when they were asked.
pub fn derived(regulation: &Regulation, score: &Score, outcomes: &[LeafOutcome]) -> Vec<Option<i64>> {
    let mut derived = vec![None; regulation.layout.derived()];
    let sheet = regulation.forms.get(score.form);
    if let Some((sheet, leaves)) = sheet.and_then(|sheet| Some((sheet, regulation.leaves.get(sheet.leaves.clone())?))) {
        fill_all(regulation, sheet, leaves, outcomes, score, &mut derived);
    }
    derived
}

fn fill_all(
    regulation: &Regulation,
    sheet: &Form,
    leaves: &[Leaf],
    own: &[LeafOutcome],
    score: &Score,
    derived: &mut [Option<i64>],
) {
    fill_derived(regulation, sheet, leaves, own, score.total, derived);
    if regulation.layout.reads_groups && score.open_leaves == 0 {
        fill_groups(regulation, sheet, leaves, own, derived);
    }
}

fn fill_derived(
    regulation: &Regulation,
    sheet: &Form,
    leaves: &[Leaf],
    own: &[LeafOutcome],
    total: Option<Exact>,
    derived: &mut [Option<i64>],
) {
    let layout = &regulation.layout;
    for ((outcome, leaf), number) in own.iter().zip(leaves).zip(sheet.leaves.clone()) {
        let has_points = outcome.state.has_points();
        // Nothing was lost.
        let whole = if leaf.is_penalty() { outcome.points == 0 } else { i64::from(outcome.points) >= leaf.max.0 };
        let full = if outcome.state.is_open() { None } else { Some(!has_points || whole) };
        if let Some(slot) = derived.get_mut(layout.leaf_points(number)) {
            *slot = has_points.then_some(i64::from(outcome.points));
        }
        if let Some(slot) = derived.get_mut(layout.leaf_full(number)) {
            *slot = full.map(i64::from);
        }
    }
    let (num, den) = layout.total();
    let total = total.map(Exact::reduced);
    if let Some(slot) = derived.get_mut(num) {
        *slot = total.map(Exact::num);
    }
    if let Some(slot) = derived.get_mut(den) {
        *slot = total.map(Exact::den);
    }
}

/// What expressions may ask of groups; a group of which nothing could be earned has no share.
fn fill_groups(regulation: &Regulation, sheet: &Form, leaves: &[Leaf], own: &[LeafOutcome], derived: &mut [Option<i64>]) {
    let layout = &regulation.layout;
    let Some(working) = working(sheet, leaves, own) else { return };
    let mut put = |place: usize, value: Exact| {
        let value = value.reduced();
        for (slot, part) in [(place, value.num()), (place + 1, value.den())] {
            if let Some(slot) = derived.get_mut(slot) {
                *slot = Some(part);
            }
        }
    };
    let mut lowest: Option<Exact> = None;
    for (group, worked) in sheet.groups.iter().zip(&working.groups) {
        let Some(number) = layout.groups.iter().position(|id| *id == group.id) else { continue };
        put(layout.group_points(number), worked.counts);
        if let Some(share) = worked.counts.checked_div(worked.most).filter(|_| worked.most > Exact::ZERO) {
            put(layout.group_share(number), share);
            if group.parent.is_none() {
                lowest = Some(lowest.map_or(share, |lowest| lowest.min(share)));
            }
        }
    }
    if let Some(lowest) = lowest {
        put(layout.lowest_group_share(), lowest);
    }
}

/// What the leaves of a sheet come to, in thousandths of a point.
#[derive(Default)]
struct Sums {
    known: i64,
    open: i64,
    open_leaves: u32,
    rescaled: i64,
    /// Lost to the total, or moved within a group.
    moved: i64,
}

impl Sums {
    #[inline]
    fn add(&mut self, outcome: LeafOutcome, max: i64) {
        match outcome.state {
            State::Scored | State::Excepted | State::Carried | State::Full => self.known += i64::from(outcome.points),
            State::Rescaled => self.rescaled += max,
            State::Dropped | State::Redistributed => self.moved += max,
            State::Missing | State::NoBase | State::NoRow => {
                self.open += max;
                self.open_leaves += 1;
            }
        }
    }
}

fn judge_leaves(outcomes: &mut [LeafOutcome], regulation: &Regulation, sheet: &Form, leaves: &[Leaf], slots: Slots<'_>) -> Sums {
    let mut sums = Sums::default();
    let rounding = sheet.rounding.iter().find(|rule| rule.leaf);
    let long = |outcomes: &mut [LeafOutcome], sums: &mut Sums, place: usize| {
        if let (Some(outcome), Some(leaf)) = (outcomes.get_mut(place), leaves.get(place)) {
            judge_leaf(outcome, regulation, leaf, sheet.leaves.start + place, rounding, slots);
            match leaf.apart {
                None => sums.add(*outcome, leaf.max.0),
                Some(Apart::Bonus(_)) => sums.add(*outcome, 0),
                Some(Apart::Penalty(_)) => sums.add(LeafOutcome { points: -outcome.points, ..*outcome }, 0),
            }
        }
    };
    for plain in &sheet.plain {
        let place = usize::from(plain.place);
        match plain.test.holds(slots.facts) {
            Some(passes) => {
                let Some(outcome) = outcomes.get_mut(place) else { continue };
                let points = if passes { plain.full } else { 0 };
                *outcome = LeafOutcome { state: State::Scored, branch: u8::from(!passes), missing: 0, points };
                sums.known += i64::from(points);
            }
            None => long(outcomes, &mut sums, place),
        }
    }
    for leaf in &sheet.given {
        if let Some(outcome) = outcomes.get_mut(usize::from(leaf.place)) {
            as_given(outcome, &regulation.layout, sheet.leaves.start + usize::from(leaf.place), slots);
            sums.add(*outcome, i64::from(leaf.full));
        }
    }
    for leaf in &sheet.short {
        let place = usize::from(leaf.place);
        match short::judge(leaf, slots.facts) {
            Some(judged) => {
                let Some(outcome) = outcomes.get_mut(place) else { continue };
                *outcome = judged;
                sums.add(judged, i64::from(leaf.full));
            }
            None => long(outcomes, &mut sums, place),
        }
    }
    for place in &sheet.involved {
        long(outcomes, &mut sums, *place);
    }
    sums
}

/// How a total comes about where leaves were set aside or the form rounds.
#[derive(Clone, Debug)]
pub struct Working {
    /// Per group, in the order of the form.
    pub groups: Vec<GroupWorking>,
    /// What the groups count for together.
    pub earned: Exact,
    /// What could be earned.
    pub most: Exact,
    /// Points on top of the maxima, beyond those that stay within a group.
    pub bonus: Exact,
    /// Points taken away from the total.
    pub penalty: Exact,
    /// The total.
    pub total: Exact,
}

/// How the points of a group come together.
#[derive(Clone, Copy, Debug)]
pub struct GroupWorking {
    /// The sum of its leaves and of what the groups inside it count for.
    pub sum: Exact,
    /// What that counts for.
    pub counts: Exact,
    /// What could be earned in it, leaves that do not apply left out.
    pub most: Exact,
}

/// The working of a sheet none of whose leaves is open; `None` when nothing is left to take a share of.
pub fn working(sheet: &Form, leaves: &[Leaf], outcomes: &[LeafOutcome]) -> Option<Working> {
    let mut gathered = vec![Gathered::default(); sheet.groups.len()];
    let (mut within, mut beyond, mut penalty) = (Exact::ZERO, Exact::ZERO, Exact::ZERO);
    for (leaf, outcome) in leaves.iter().zip(outcomes) {
        let points = Exact::thousandths(i64::from(outcome.points));
        let group = gathered.get_mut(leaf.group)?;
        let (sum, points) = match (leaf.apart, outcome.state) {
            (Some(Apart::Bonus(Bonus::InTotal)), _) => (&mut within, points),
            (Some(Apart::Bonus(Bonus::Beyond)), _) => (&mut beyond, points),
            (Some(Apart::Penalty(Penalty::FromTotal)), _) => (&mut penalty, points),
            (Some(Apart::Bonus(Bonus::InGroup)), _) => (&mut group.bonus, points),
            (Some(Apart::Penalty(Penalty::FromGroup)), _) => (&mut group.penalty, points),
            (None, State::Dropped) => (&mut group.dropped, leaf.max.exact()),
            (None, State::Rescaled) => (&mut group.rescaled, leaf.max.exact()),
            (None, State::Redistributed) => (&mut group.moved, leaf.max.exact()),
            (None, _) => (&mut group.earned, points),
        };
        *sum = sum.checked_add(points)?;
    }
    let mut all = Gathered::default();
    // A group stands before the groups inside it, so going backwards every sum is complete when it is passed on.
    for (position, group) in sheet.groups.iter().enumerate().rev() {
        let own = gathered.get_mut(position)?;
        own.spread(group.max.exact())?;
        let (dropped, rescaled) = (own.dropped, own.rescaled);
        let around = match group.parent {
            Some(parent) => gathered.get_mut(parent)?,
            None => &mut all,
        };
        around.dropped = around.dropped.checked_add(dropped)?;
        around.rescaled = around.rescaled.checked_add(rescaled)?;
    }
    let mut groups = Vec::with_capacity(sheet.groups.len());
    for (position, group) in sheet.groups.iter().enumerate() {
        let own = gathered.get(position)?;
        let counts = counts(sheet, &gathered, position, Exact::ONE)?;
        let mut sum = own.earned.checked_add(own.bonus)?.checked_sub(own.penalty)?;
        for inner in inside(sheet, position) {
            sum = sum.checked_add(self::counts(sheet, &gathered, inner, Exact::ONE)?)?;
        }
        if group.parent.is_none() {
            all.earned = all.earned.checked_add(counts)?;
        }
        let most = group.max.exact().checked_sub(own.aside()?)?;
        groups.push(GroupWorking { sum, counts, most });
    }
    let offered = sheet.max.exact().checked_sub(all.dropped)?;
    let mut total = scaled_up(all.earned, offered, all.rescaled)?;
    if sheet.has_apart {
        let most = total.checked_add(within)?.min(sheet.max.exact());
        total = most.checked_sub(penalty)?.max(Exact::ZERO).checked_add(beyond)?;
    }
    if let Some(rule) = sheet.rounding.iter().find(|rule| rule.total) {
        total = total.round(rule.step, rule.mode)?;
    }
    let (bonus, most) = (within.checked_add(beyond)?, offered.checked_sub(all.rescaled)?);
    Some(Working { groups, earned: all.earned, most, bonus, penalty, total })
}

/// What a group counts for, where the groups around it multiply the points of its leaves. Points on top and points taken away are not
/// multiplied, but the maximum that cuts them is that of the leaves.
fn counts(sheet: &Form, gathered: &[Gathered], position: usize, outer: Exact) -> Option<Exact> {
    let (group, own) = (sheet.groups.get(position)?, gathered.get(position)?);
    let factor = own.factor.checked_mul(outer)?;
    let mut counts = own.earned.checked_mul(factor)?;
    for inner in inside(sheet, position) {
        counts = counts.checked_add(self::counts(sheet, gathered, inner, factor)?)?;
    }
    if sheet.has_apart {
        let aside = own.aside()?;
        let most = group.max.exact().checked_sub(aside)?.checked_mul(outer)?.checked_add(aside)?;
        counts = counts.checked_add(own.bonus)?.min(most).checked_sub(own.penalty)?.max(Exact::ZERO);
    }
    match sheet.rounding.iter().find(|rule| rule.group) {
        Some(rule) => counts.round(rule.step, rule.mode),
        None => Some(counts),
    }
}

/// The groups that stand directly in one.
fn inside(sheet: &Form, position: usize) -> impl Iterator<Item = usize> {
    let behind = sheet.groups.iter().enumerate().skip(position + 1);
    behind.filter(move |(_, group)| group.parent == Some(position)).map(|(inner, _)| inner)
}

/// What the leaves of a group come to, and what was set aside in it and in the groups inside it.
#[derive(Clone, Debug)]
struct Gathered {
    earned: Exact,
    /// Maxima of leaves whose points are lost to the total.
    dropped: Exact,
    /// Maxima of leaves for which the total is scaled up.
    rescaled: Exact,
    /// Maxima of leaves whose points go to the others of the group.
    moved: Exact,
    /// Points on top.
    bonus: Exact,
    /// Points taken away.
    penalty: Exact,
    /// By how much that multiplies the points of the leaves that apply, in the group and inside it.
    factor: Exact,
}

impl Default for Gathered {
    fn default() -> Gathered {
        let zero = Exact::ZERO;
        Gathered { earned: zero, dropped: zero, rescaled: zero, moved: zero, bonus: zero, penalty: zero, factor: Exact::ONE }
    }
}

impl Gathered {
    /// Spreads the moved points over the leaves that apply; where none does, over those that were set aside otherwise.
    fn spread(&mut self, max: Exact) -> Option<()> {
        if self.moved == Exact::ZERO {
            return Some(());
        }
        let aside = self.aside()?;
        let apply = max.checked_sub(self.moved)?.checked_sub(aside)?;
        if apply > Exact::ZERO {
            self.factor = apply.checked_add(self.moved)?.checked_div(apply)?;
            return Some(());
        }
        let larger = max.checked_div(aside)?;
        (self.dropped, self.rescaled) = (self.dropped.checked_mul(larger)?, self.rescaled.checked_mul(larger)?);
        Some(())
    }

    fn aside(&self) -> Option<Exact> {
        self.dropped.checked_add(self.rescaled)
    }
}

/// As [`scaled_up`], from the sums themselves: kept unreduced, so that the totals of a cell have one denominator and add up at once.
fn rescaled(sums: &Sums, max: Points) -> Option<Exact> {
    if sums.rescaled == 0 {
        return Some(Exact::thousandths(sums.known));
    }
    match sums.known.checked_mul(max.0) {
        Some(product) if product % 1000 == 0 => Exact::new(product / 1000, max.0 - sums.rescaled),
        _ => scaled_up(Exact::thousandths(sums.known), max.exact(), Exact::thousandths(sums.rescaled)),
    }
}

/// Points out of `most` when only `most - rescaled` could be earned; `None` when nothing could.
fn scaled_up(points: Exact, most: Exact, rescaled: Exact) -> Option<Exact> {
    if rescaled == Exact::ZERO {
        return Some(points);
    }
    let share = most.checked_div(most.checked_sub(rescaled)?)?;
    points.checked_mul(share.reduced()).map(Exact::reduced)
}
