//! Gaps and overlaps of tables and of levels, on the values that their measure can have.

use super::prover::Prover;
use super::world;
use crate::base::interval::Seam;
use crate::base::{Exact, Interval};
use crate::expr::possible::Claim;
use crate::expr::{Expr, Unit};
use crate::rules::Basis;
use crate::rules::leaf::{Tier, When};
use crate::rules::level::Level;
use crate::words::Code;

/// The rows of a leaf's table; `around` is true wherever the table is asked.
pub(super) fn of_table(prover: &Prover<'_>, entry: &str, of: &Expr, tiers: &[Tier], around: &[Claim<'_>], leaf: &Basis) {
    let rows: Vec<(&Interval, &Basis)> = tiers
        .iter()
        .filter_map(|tier| match &tier.when {
            When::In(interval) => Some((interval, &tier.basis)),
            _ => None,
        })
        .collect();
    of_rows(prover, entry, of, &rows, around);
    let Unit::Word(scale) = of.unit() else { return };
    let taken = |place: i64| tiers.iter().any(|tier| matches!(tier.when, When::Is(own, _) if own == place));
    let open = scale.words.iter().filter(|word| {
        let free = |place: &i64| !taken(*place) && prover.world.possible(&[around, &[Claim::Is(of, *place)]].concat());
        scale.place(word).filter(free).is_some()
    });
    let open: Vec<&str> = open.map(String::as_str).collect();
    if !open.is_empty() {
        let span = tiers.first().map_or(&leaf.span, |tier| &tier.basis.span);
        prover.lower.fault(Code::RuleGap, span, |d| d.with("entry", entry).with("value", open.join(", ")));
    }
}

/// Rows that take a measure each; `around` is true wherever they are asked.
pub(super) fn of_rows(prover: &Prover<'_>, entry: &str, of: &Expr, rows: &[(&Interval, &Basis)], around: &[Claim<'_>]) {
    if !rows.is_empty() {
        report(prover, entry, of, rows, (&Interval::ALL, around));
    }
}

/// Levels that go by points must take every total once.
pub(super) fn of_levels(prover: &Prover<'_>) {
    let regulation = prover.regulation;
    if regulation.forms.is_empty() {
        return;
    }
    let points = |level: &'_ Level| level.points.clone();
    let intervals: Vec<(Interval, &Basis)> =
        regulation.levels.iter().filter_map(|level| Some((points(level)?, &level.basis))).collect();
    let rows: Vec<(&Interval, &Basis)> = intervals.iter().map(|(interval, basis)| (interval, *basis)).collect();
    if !rows.is_empty() {
        // Bands end with the highest maximum; points on top of it reach the best one.
        let most = regulation.forms.iter().map(|form| form.max.exact()).max();
        let domain = Interval::from(Exact::ZERO, most);
        report(prover, "level", &world::total(regulation), &rows, (&domain, &[]));
    }
}

/// `domain` is what the table has to cover of the values of its measure, where the claims are true.
fn report(
    prover: &Prover<'_>,
    entry: &str,
    of: &Expr,
    rows: &[(&Interval, &Basis)],
    (domain, around): (&Interval, &[Claim<'_>]),
) {
    let everything = Interval { percent: *of.unit() == Unit::Percent, ..Interval::ALL };
    let table: Vec<Interval> = rows.iter().map(|(interval, _)| (*interval).clone()).collect();
    let Some(range) = prover.world.range(of, around) else { return };
    for seam in everything.seams(&table) {
        let (code, piece) = match seam {
            Seam::Gap(piece) => (Code::RuleGap, piece),
            Seam::Overlap(piece) => (Code::RuleOverlap, piece),
        };
        let piece = piece.common(&range).common(domain);
        if piece.holds_nothing() || !prover.world.possible(&[around, &[Claim::Within(of, &piece)]].concat()) {
            continue;
        }
        if let Some((interval, basis)) = beside(rows, &piece, code) {
            let entry = format!("{entry} / {interval}");
            prover.lower.fault(code, &basis.span, |d| d.with("entry", entry).with("value", &piece));
        }
    }
}

/// The row at which a seam is told: of an overlap, the last that takes it; of a gap, the one that begins above it, or the one below.
fn beside<'r>(rows: &[(&'r Interval, &'r Basis)], piece: &Interval, code: Code) -> Option<(&'r Interval, &'r Basis)> {
    let at = |bound: Option<crate::base::interval::Bound>| -> Option<Exact> { bound.map(|bound| bound.at) };
    let found = if code == Code::RuleOverlap {
        rows.iter().rev().find(|(row, _)| !row.common(piece).holds_nothing())
    } else {
        let above = rows.iter().find(|(row, _)| row.low.is_some() && at(row.low) == at(piece.high));
        above.or_else(|| rows.iter().find(|(row, _)| row.high.is_some() && at(row.high) == at(piece.low)))
    };
    found.or(rows.last()).copied()
}
