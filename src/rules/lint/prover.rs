//! What the proofs share: the regulation, what is known of its slots, and which parts of the file could be read.

use std::ops::Range;

use super::world;
use crate::expr::Expr;
use crate::expr::possible::{Claim, World};
use crate::rules::lower::Lower;
use crate::rules::{Form, Leaf, Regulation};
use crate::words::Code;

/// Faults that leave an entry unread, so that nothing can be proved of it and of what follows from it.
const UNREAD: [Code; 15] = [
    Code::TomlSyntax,
    Code::RulePeriodOtherwise,
    Code::RulePeriodNoWhen,
    Code::RuleMissingKey,
    Code::RuleValue,
    Code::RulePoints,
    Code::RuleLeafKind,
    Code::RuleUnknownLevel,
    Code::RuleCycle,
    Code::ExprSyntax,
    Code::ExprUnknown,
    Code::ExprUnits,
    Code::ExprPercent,
    Code::ExprUnquoted,
    Code::ExprWanted,
];

pub(super) struct Prover<'a> {
    pub(super) lower: &'a Lower,
    pub(super) regulation: &'a Regulation,
    pub(super) world: World,
    /// Where something could not be read.
    unread: Vec<usize>,
}

impl<'a> Prover<'a> {
    /// On the slots of a regulation.
    pub(super) fn new(lower: &'a Lower, regulation: &'a Regulation) -> Prover<'a> {
        let mut prover = Prover::on(lower, regulation, World::default());
        // What a leaf gives is not known while a row of it is missing.
        let leaves_read = regulation.leaves.iter().all(|leaf| prover.leaf_read(leaf));
        prover.world = world::of(regulation, leaves_read);
        prover
    }

    pub(super) fn on(lower: &'a Lower, regulation: &'a Regulation, world: World) -> Prover<'a> {
        let told = lower.told.borrow();
        let unread = told.iter().filter(|(code, _)| UNREAD.contains(code)).map(|(_, start)| *start).collect();
        Prover { lower, regulation, world, unread }
    }

    /// Whether everything could be read.
    pub(super) fn all_read(&self) -> bool {
        self.unread.is_empty()
    }

    /// Whether everything between two places could be read.
    fn read(&self, place: Range<usize>) -> bool {
        !self.unread.iter().any(|at| place.contains(at))
    }

    /// Whether a leaf and all its rows could be read.
    pub(super) fn leaf_read(&self, leaf: &Leaf) -> bool {
        if self.lower.is_layered() {
            // The parts of a leaf may stand in several files.
            return self.all_read();
        }
        let start = leaf.basis.span.start;
        let regulation = self.regulation;
        let leaves = regulation.leaves.iter().map(|leaf| leaf.basis.span.start);
        let groups = regulation.forms.iter().flat_map(|form| &form.groups).map(|group| group.basis.span.start);
        let levels = regulation.levels.iter().map(|level| level.basis.span.start);
        let others = leaves.chain(groups).chain(levels).chain(regulation.forms.iter().map(|form| form.span.start));
        let end = others.filter(|other| *other > start).min().unwrap_or(self.lower.text.len());
        self.read(start..end)
    }

    /// What is true where a form applies.
    pub(super) fn where_applies(&self, form: usize) -> Vec<Claim<'a>> {
        if !self.forms_read() {
            return Vec::new();
        }
        let forms = self.regulation.forms.iter().take(form + 1).enumerate();
        forms.filter_map(|(position, other)| Some(Claim::Holds(other.applies.as_ref()?, position == form))).collect()
    }

    /// Whether the condition of every form could be read.
    pub(super) fn forms_read(&self) -> bool {
        let head = |form: &Form| form.span.start..form.groups.first().map_or(form.span.end, |group| group.basis.span.start);
        if self.lower.is_layered() { self.all_read() } else { self.regulation.forms.iter().all(|form| self.read(head(form))) }
    }

    /// Reports a condition that is settled whatever is recorded. `around` is true wherever it is asked.
    pub(super) fn condition(&self, entry: &str, when: &Expr, around: &[Claim<'_>]) -> bool {
        let parts: Vec<(Code, Expr)> =
            when.parts().into_iter().filter_map(|part| Some((self.settled(&part, &[])?, part))).collect();
        for (code, part) in &parts {
            self.report(*code, entry, part);
        }
        if !parts.is_empty() {
            return false;
        }
        let code = self.settled(when, around);
        if let Some(code) = code {
            self.report(code, entry, when);
        }
        code.is_none()
    }

    fn settled(&self, when: &Expr, around: &[Claim<'_>]) -> Option<Code> {
        let can = |holds| self.world.possible(&[around, &[Claim::Holds(when, holds)]].concat());
        match (can(true), can(false)) {
            (false, _) => Some(Code::RuleNever),
            (_, false) => Some(Code::RuleAlways),
            _ => None,
        }
    }

    fn report(&self, code: Code, entry: &str, when: &Expr) {
        let range = self.world.told(when).map_or_else(String::new, |told| format!(": {told}"));
        self.lower.fault(code, &when.span(), |d| d.with("entry", entry).with("value", when.text()).with("range", range));
    }

    /// Reports the entries of a list, of which the first that holds decides, whose turn never comes.
    pub(super) fn sequence(&self, entries: &[(String, &'a Expr)], around: &[Claim<'a>]) {
        let mut before = around.to_vec();
        for (entry, when) in entries {
            if self.condition(entry, when, around) && !self.world.possible(&[&before[..], &[Claim::Holds(when, true)]].concat()) {
                self.lower.fault(Code::RuleShadowed, &when.span(), |d| d.with("entry", entry).with("value", when.text()));
            }
            before.push(Claim::Holds(when, false));
        }
    }
}
