//! One score sheet over one set of facts.

use super::leaf::{LeafOutcome, State, judge_leaf};
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

/// Scores the leaves of `form` into `outcomes` (one per leaf of the form, in order) and fills what gates may ask for into `derived`.
pub(crate) fn score(
    regulation: &Regulation,
    form: usize,
    facts: &[Option<i64>],
    derived: &mut [Option<i64>],
    outcomes: &mut Vec<LeafOutcome>,
) -> Option<Score> {
    let sheet = regulation.forms.get(form)?;
    let leaves = regulation.leaves.get(sheet.leaves.clone())?;
    let first = outcomes.len();
    outcomes.resize(first + leaves.len(), LeafOutcome::default());
    let sums = judge_leaves(outcomes.get_mut(first..)?, regulation, sheet, leaves, Slots { facts, derived });
    let own = outcomes.get(first..).unwrap_or(&[]);
    let by_conditions = leaves.is_empty();
    let total = if sums.open_leaves > 0 || by_conditions {
        None
    } else if sums.moved > 0 || sheet.rounding.is_some() || sheet.has_apart {
        working(sheet, leaves, own).map(|working| working.total)
    } else {
        rescaled(&sums, sheet.max)
    };
    let mut score = Score {
        form,
        known: Points(sums.known),
        known_max: Points(sheet.max.0 - sums.open - sums.rescaled - sums.moved),
        open: Points(sums.open),
        open_leaves: sums.open_leaves,
        total,
        by_conditions,
        conditions: Conditions::default(),
        reached: None,
        level: None,
        gates: 0,
        open_gates: 0,
    };
    if reads_derived(regulation) {
        fill_all(regulation, sheet, leaves, own, &score, derived);
    }
    if total.is_some() || by_conditions {
        let walk = level::walk(regulation, total, Slots { facts, derived }, 0);
        score.reached = walk.by_points;
        score.level = walk.level();
        score.gates = walk.gates;
        score.open_gates = walk.open_gates;
        score.conditions = conditions(regulation, &walk);
    }
    Some(score)
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

/// Whether anything of the regulation reads what scoring derives: points of leaves, the total.
pub(super) fn reads_derived(regulation: &Regulation) -> bool {
    !regulation.gates.is_empty()
        || regulation.levels.iter().any(|level| !level.conditions.is_empty())
        || !regulation.quotas.is_empty()
        || !regulation.awards.is_empty()
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
    let long = |outcomes: &mut [LeafOutcome], sums: &mut Sums, place: usize| {
        if let (Some(outcome), Some(leaf)) = (outcomes.get_mut(place), leaves.get(place)) {
            judge_leaf(outcome, regulation, leaf, sheet.leaves.start + place, sheet.rounding.as_ref(), slots);
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
    let mut sums: Vec<Exact> = vec![Exact::ZERO; sheet.groups.len()];
    let mut moved: Vec<i64> = vec![0; sheet.groups.len()];
    let mut lost: Vec<Exact> = vec![Exact::ZERO; sheet.groups.len()];
    let mut dropped = Exact::ZERO;
    let mut rescaled = Exact::ZERO;
    let mut taken: Vec<Exact> = vec![Exact::ZERO; sheet.groups.len()];
    let (mut within, mut beyond, mut penalty) = (Exact::ZERO, Exact::ZERO, Exact::ZERO);
    for (leaf, outcome) in leaves.iter().zip(outcomes) {
        if outcome.state == State::Redistributed {
            *moved.get_mut(leaf.group)? += leaf.max.0;
        }
    }
    for (leaf, outcome) in leaves.iter().zip(outcomes) {
        // In a group that is scaled up, every leaf of it weighs more.
        let weight = || {
            let (max, moved) = (sheet.groups.get(leaf.group)?.max.0, *moved.get(leaf.group)?);
            if moved == 0 { Some(leaf.max.exact()) } else { leaf.max.exact().checked_mul(Exact::new(max, max - moved)?) }
        };
        let points = Exact::thousandths(i64::from(outcome.points));
        match (outcome.state, leaf.apart) {
            (_, Some(Apart::Bonus(Bonus::InTotal))) => within = within.checked_add(points)?,
            (_, Some(Apart::Bonus(Bonus::Beyond))) => beyond = beyond.checked_add(points)?,
            (_, Some(Apart::Penalty(Penalty::FromTotal))) => penalty = penalty.checked_add(points)?,
            (_, Some(Apart::Penalty(Penalty::FromGroup))) => {
                let taken = taken.get_mut(leaf.group)?;
                *taken = taken.checked_add(points)?;
            }
            (State::Dropped | State::Rescaled, None) => {
                let weight = weight()?;
                let sum = if outcome.state == State::Dropped { &mut dropped } else { &mut rescaled };
                *sum = sum.checked_add(weight)?;
                let lost = lost.get_mut(leaf.group)?;
                *lost = lost.checked_add(weight)?;
            }
            (State::Redistributed, None) => {}
            _ => {
                let sum = sums.get_mut(leaf.group)?;
                *sum = sum.checked_add(points)?;
            }
        }
    }
    let mut earned = Exact::ZERO;
    let mut groups = vec![GroupWorking { sum: Exact::ZERO, counts: Exact::ZERO, most: Exact::ZERO }; sheet.groups.len()];
    // A group stands before the groups inside it, so going backwards every sum is complete when it is passed on.
    for (position, group) in sheet.groups.iter().enumerate().rev() {
        let own = *sums.get(position)?;
        let mut sum = own;
        let moved = *moved.get(position)?;
        if moved > 0 {
            sum = sum.checked_mul(group.max.exact())?.checked_div(Exact::thousandths(group.max.0 - moved))?;
        }
        if let Some(rule) = sheet.rounding.as_ref().filter(|rule| rule.group) {
            sum = sum.round(rule.step, rule.mode)?;
        }
        if sheet.has_apart {
            sum = sum.checked_sub(*taken.get(position)?)?.min(group.max.exact()).max(Exact::ZERO);
        }
        let lost_here = *lost.get(position)?;
        let most = group.max.exact().checked_sub(lost_here)?;
        *groups.get_mut(position)? = GroupWorking { sum: own, counts: sum, most };
        match group.parent {
            Some(parent) => {
                let around = sums.get_mut(parent)?;
                *around = around.checked_add(sum)?;
                let around = lost.get_mut(parent)?;
                *around = around.checked_add(lost_here)?;
            }
            None => earned = earned.checked_add(sum)?,
        }
    }
    let offered = sheet.max.exact().checked_sub(dropped)?;
    let mut total = scaled_up(earned, offered, rescaled)?;
    if sheet.has_apart {
        let inside = total.checked_add(within)?.checked_sub(penalty)?.min(sheet.max.exact());
        total = inside.checked_add(beyond)?.max(Exact::ZERO);
    }
    if let Some(rule) = sheet.rounding.as_ref().filter(|rule| rule.total) {
        total = total.round(rule.step, rule.mode)?;
    }
    let bonus = within.checked_add(beyond)?;
    Some(Working { groups, earned, most: offered.checked_sub(rescaled)?, bonus, penalty, total })
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
