//! Groups of which nothing is left where all of their leaves are redistributed at once.

use super::prover::Prover;
use crate::expr::Expr;
use crate::expr::possible::Claim;
use crate::rules::leaf::{Leaf, Policy};
use crate::words::Code;

/// Reports every group whose leaves all fall away together: nothing is left to scale, and there is no total.
pub(super) fn check(prover: &Prover<'_>) {
    let regulation = prover.regulation;
    for (form, sheet) in regulation.forms.iter().enumerate() {
        let leaves = regulation.leaves.get(sheet.leaves.clone()).unwrap_or(&[]);
        for (position, group) in sheet.groups.iter().enumerate() {
            let own: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.group == position && leaf.apart.is_none()).collect();
            // What stands in groups within it is not moved, and is left.
            if sheet.groups.iter().any(|inner| inner.parent == Some(position)) {
                continue;
            }
            let Some((first, others)) = own.split_first() else { continue };
            if let Some((when, span)) = emptied(prover, form, first, others) {
                prover
                    .lower
                    .fault(Code::RuleNothingLeft, &span, |d| d.with("entry", format!("group {}", group.id)).with("value", when));
            }
        }
    }
}

/// The condition under which the first leaf of a group is redistributed, and with it surely all others.
fn emptied(prover: &Prover<'_>, form: usize, first: &Leaf, others: &[&Leaf]) -> Option<(String, std::ops::Range<usize>)> {
    let mut here = prover.where_applies(form);
    for entry in &first.not_applicable {
        let mut taken = here.clone();
        taken.push(Claim::Holds(&entry.when, true));
        let falls = entry.then == Policy::Redistribute && prover.world.possible(&taken);
        if falls && others.iter().all(|other| redistributed(prover, other, &taken)) {
            return Some((entry.when.text().to_owned(), entry.when.span()));
        }
        here.push(Claim::Holds(&entry.when, false));
    }
    None
}

/// Whether a leaf is surely redistributed where the claims are true: what is asked before cannot hold there, and this cannot fail.
fn redistributed(prover: &Prover<'_>, leaf: &Leaf, here: &[Claim<'_>]) -> bool {
    let can = |when: &Expr, holds| prover.world.possible(&[here, &[Claim::Holds(when, holds)]].concat());
    let decides = leaf.not_applicable.iter().find(|entry| can(&entry.when, true));
    decides.is_some_and(|entry| entry.then == Policy::Redistribute && !can(&entry.when, false))
}
