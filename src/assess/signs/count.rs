//! Counts of score sheets and of scores, which add up over meetings, cells and committees in any order.

use super::sheet::{Pair, Sheet, Sides};
use crate::base::Exact;
use crate::rules::{SignKind, SignRules};

/// What the sheets of somebody come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Sheets by what they have of the two scores, in the order of [`Sides::ALL`].
    pub sheets: [u64; 5],
    /// Sheets with a complete self score.
    pub self_complete: u64,
    /// Those of them with full marks.
    pub self_full: u64,
    /// Sheets with a leaf that has both scores.
    pub compared_sheets: u64,
    /// Leaves that have both scores.
    pub compared: u64,
    /// Those of them of which both are the same.
    pub unchanged: u64,
    /// Sheets with both whose self score lies above the verified one by more than the limit.
    pub above: u64,
    /// Sheets with both whose verified score lies above the self score by more than the limit.
    pub below: u64,
    /// Sum of the self scores of sheets with both, in thousandths.
    pub own: i64,
    /// Sum of their verified scores.
    pub verified: i64,
    /// Self scores of leaves that the facts give too.
    pub against_facts: u64,
    /// Those of them that are what the facts give.
    pub as_facts: u64,
    /// By how much they lie above what the facts give, together, in thousandths.
    pub above_facts: i64,
}

impl Count {
    /// How many sheets have that of the two scores.
    pub fn sheets_with(&self, sides: Sides) -> u64 {
        self.sheets.get(sides as usize).copied().unwrap_or(0)
    }

    /// All sheets.
    pub fn all_sheets(&self) -> u64 {
        self.sheets.iter().sum()
    }

    /// How far the self scores lie above the verified ones, over the sheets with both; nothing where there are none.
    pub fn difference(&self) -> Option<Exact> {
        (self.sheets_with(Sides::Both) > 0).then(|| Exact::thousandths(self.own.saturating_sub(self.verified)))
    }

    pub(super) fn take(&mut self, sheet: &Sheet, limits: &Limits) {
        if let Some(sheets) = self.sheets.get_mut(sheet.sides as usize) {
            *sheets += 1;
        }
        self.self_complete += u64::from(sheet.is_self_complete);
        self.self_full += u64::from(sheet.is_self_full);
        self.compared_sheets += u64::from(sheet.compared > 0);
        self.compared += u64::from(sheet.compared);
        self.unchanged += u64::from(sheet.unchanged);
        if let (Some(own), Some(verified)) = (sheet.own, sheet.verified) {
            self.own = self.own.saturating_add(own);
            self.verified = self.verified.saturating_add(verified);
            let above = own.saturating_sub(verified);
            self.above += u64::from(above > limits.above);
            self.below += u64::from(above.saturating_neg() > limits.below);
        }
    }

    pub(super) fn take_pair(&mut self, pair: &Pair) {
        if let Some((own, computed)) = pair.against_facts() {
            self.against_facts += 1;
            self.as_facts += u64::from(own == computed);
            self.above_facts = self.above_facts.saturating_add(own.saturating_sub(computed));
        }
    }

    /// Adds the count of others.
    pub fn add(&mut self, other: &Count) {
        for (mine, theirs) in self.sheets.iter_mut().zip(other.sheets) {
            *mine += theirs;
        }
        self.self_complete += other.self_complete;
        self.self_full += other.self_full;
        self.compared_sheets += other.compared_sheets;
        self.compared += other.compared;
        self.unchanged += other.unchanged;
        self.above += other.above;
        self.below += other.below;
        self.own = self.own.saturating_add(other.own);
        self.verified = self.verified.saturating_add(other.verified);
        self.against_facts += other.against_facts;
        self.as_facts += other.as_facts;
        self.above_facts = self.above_facts.saturating_add(other.above_facts);
    }
}

/// What the scores of a leaf come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeafCount {
    /// Meetings with both scores.
    pub compared: u64,
    /// Those of them with the same on both sides.
    pub unchanged: u64,
    /// Meetings with a self score alone.
    pub self_only: u64,
    /// Meetings with a verified score alone.
    pub verified_only: u64,
    /// Sum of the self scores of meetings with both, in thousandths.
    pub own: i64,
    /// Sum of their verified scores.
    pub verified: i64,
    /// Meetings with a self score of which the facts give points too.
    pub against_facts: u64,
    /// Sum of those self scores, in thousandths.
    pub own_against_facts: i64,
    /// Sum of what the facts give.
    pub computed: i64,
}

impl LeafCount {
    /// How far self scores lie above the verified ones on average; nothing without a meeting that has both.
    pub fn mean_difference(&self) -> Option<Exact> {
        mean(self.own.saturating_sub(self.verified), self.compared)
    }

    /// How far self scores lie above what the facts give on average.
    pub fn mean_above_facts(&self) -> Option<Exact> {
        mean(self.own_against_facts.saturating_sub(self.computed), self.against_facts)
    }

    pub(super) fn take(&mut self, pair: &Pair) {
        match (pair.own, pair.verified) {
            (Some(own), Some(verified)) => {
                self.compared += 1;
                self.unchanged += u64::from(own == verified);
                self.own = self.own.saturating_add(own);
                self.verified = self.verified.saturating_add(verified);
            }
            (Some(_), None) => self.self_only += 1,
            (None, Some(_)) => self.verified_only += 1,
            (None, None) => {}
        }
        if let Some((own, computed)) = pair.against_facts() {
            self.against_facts += 1;
            self.own_against_facts = self.own_against_facts.saturating_add(own);
            self.computed = self.computed.saturating_add(computed);
        }
    }
}

fn mean(sum: i64, count: u64) -> Option<Exact> {
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    Exact::thousandths(sum).checked_div(Exact::whole(count)).map(Exact::reduced)
}

/// Thousandths of a point by which the scores of a sheet may lie apart.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    above: i64,
    below: i64,
}

impl Limits {
    pub(super) fn of(rules: &SignRules) -> Limits {
        let most = |kind| rules.limit(kind).points_at_most.map_or(i64::MAX, |most| most.0);
        Limits { above: most(SignKind::SelfAboveVerified), below: most(SignKind::VerifiedAboveSelf) }
    }
}
