//! How points come together: groups, totals, and recorded points that did not count.

use super::field::number;
use crate::assess::{LeafOutcome, Score, Working, working};
use crate::base::{Exact, Points};
use crate::expr::Slots;
use crate::rules::{Form, Leaf, Regulation};
use crate::words::{Lang, Word};

/// Points that a person recorded and that are not those of the leaf: `; thẩm định: 10`.
pub(super) fn beside(regulation: &Regulation, leaf: usize, outcome: LeafOutcome, slots: Slots<'_>, lang: Lang) -> String {
    let layout = &regulation.layout;
    let recorded = [(layout.verified_points(leaf), Word::Verified), (layout.self_points(leaf), Word::SelfOnly)];
    let other = |slot: usize| slots.get(slot).filter(|points| *points != i64::from(outcome.points));
    let told = |(slot, word): (usize, Word)| {
        other(slot).map(|points| format!("; {}: {}", word.text(lang), number(Points(points).exact(), lang)))
    };
    recorded.into_iter().filter_map(told).collect()
}

/// How the total came about; `None` while a leaf is open.
pub(super) fn worked(regulation: &Regulation, form: &Form, outcomes: &[LeafOutcome]) -> Option<Working> {
    let open = outcomes.iter().any(|outcome| outcome.state.is_open());
    working(form, regulation.leaves.get(form.leaves.clone())?, outcomes).filter(|_| !open)
}

/// The total, and what it was worked out of where that is not the sum of the points: `67.2/80 ⇒ 84`.
pub(super) fn total_text(regulation: &Regulation, form: &Form, score: &Score, outcomes: &[LeafOutcome], lang: Lang) -> String {
    let Some(total) = score.total else { return "?".to_owned() };
    let shown = number(total, lang);
    match worked(regulation, form, outcomes) {
        Some(worked) if worked.bonus != Exact::ZERO || worked.penalty != Exact::ZERO => {
            let part = |sign: &str, points: Exact| {
                if points == Exact::ZERO { String::new() } else { format!(" {sign} {}", number(points, lang)) }
            };
            format!("{}{}{} ⇒ {shown}", number(worked.earned, lang), part("+", worked.bonus), part("−", worked.penalty))
        }
        Some(worked) if worked.most != form.max.exact() && worked.earned != total => {
            format!("{}/{} ⇒ {shown}", number(worked.earned, lang), number(worked.most, lang))
        }
        Some(worked) if worked.earned != total => format!("{} ⇒ {shown}", number(worked.earned, lang)),
        _ => shown,
    }
}

/// The groups around a leaf, the outermost first.
pub(super) fn around(form: &Form, group: usize) -> Vec<usize> {
    let mut groups: Vec<usize> =
        std::iter::successors(Some(group), |inner| form.groups.get(*inner).and_then(|group| group.parent)).collect();
    groups.reverse();
    groups
}

/// The sum of a group's leaves and of what the groups inside it count for; none while a leaf of it is open, or when none of them applies:
/// that is not zero.
pub(super) fn group_points(
    regulation: &Regulation,
    form: &Form,
    outcomes: &[LeafOutcome],
    group: usize,
    worked: Option<&Working>,
) -> Option<Exact> {
    let leaves = regulation.leaves.get(form.leaves.clone())?;
    let inside = |leaf: &Leaf| leaf.counts_in_group() && around(form, leaf.group).contains(&group);
    let own = || leaves.iter().zip(outcomes).filter(|(leaf, _)| inside(leaf));
    let mut earned = own().filter(|(_, outcome)| outcome.state.has_points()).peekable();
    earned.peek()?;
    if let Some(worked) = worked {
        return Some(worked.groups.get(group)?.sum);
    }
    // Another group has an open leaf; what groups inside this one count for is told with the total.
    let plain = own().all(|(leaf, outcome)| !outcome.state.is_open() && leaf.group == group);
    let signed = |(leaf, outcome): (&Leaf, &LeafOutcome)| leaf.signed(Points(i64::from(outcome.points))).0;
    plain.then(|| Points(earned.map(signed).sum()).exact())
}
