//! Signs of something done for form's sake: how a case gives a count and asks whether it is one.

use super::case::{Expected, Given, Subject};
use super::part::Part;
use super::read::Reader;
use crate::base::Points;
use crate::rules::section::Section;
use crate::rules::{Regulation, SignKind};

/// A count of which it is asked whether it is a sign.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Which sign.
    pub of: SignKind,
    /// So many.
    pub part: u64,
    /// Of so many, each of a meeting of its own.
    pub whole: u64,
    /// By how much the scores of the part lie apart, where the sign goes by that.
    pub above: Option<Points>,
}

impl Reader<'_> {
    pub(super) fn signs(&self, section: &Section<'_>) -> Option<Given> {
        let signs = section.section("signs")?;
        signs.need("of");
        let of = signs.one_of("of", &SignKind::WORDS).and_then(|word| SignKind::from_word(&word));
        signs.need("part");
        signs.need("whole");
        let [part, whole] = ["part", "whole"].map(|key| self.given_count(&signs, key));
        if of.is_some_and(SignKind::is_of_difference) {
            signs.need("above");
        }
        let above = signs.points("above");
        signs.finish();
        Some(Given::Signs(Counted { of: of?, part: part?, whole: whole?, above }))
    }

    pub(super) fn of_signs(&self, expect: &Section<'_>, out: &mut Vec<Expected>) {
        let sign = expect.flag("sign");
        let span = expect.span_of("sign");
        out.extend(sign.map(|flag| Expected { of: Subject::Sign, value: flag.to_string(), span }));
    }
}

/// Whether the regulation takes the count for a sign; by the limits of the program where it has none of its own.
pub(super) fn run(regulation: &Regulation, counted: Counted) -> bool {
    let limit = regulation.signs.limit(counted.of);
    let counts = counted.above.is_none_or(|above| limit.is_over(above.0));
    limit.is_reached(if counts { counted.part } else { 0 }, counted.whole, counted.whole)
}

/// The limits that the regulation has, reached and not.
pub(super) fn parts(regulation: &Regulation) -> impl Iterator<Item = Part> {
    regulation.signs.limits.iter().flat_map(|limit| [true, false].map(|reached| Part::Sign(limit.kind, reached)))
}
