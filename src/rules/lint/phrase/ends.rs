//! What an entry of a rule file says of figures: the ends of its interval, or those of the comparisons in its condition.

use super::words::{Means, Said};
use crate::base::{Exact, Interval};
use crate::expr::{Arith, Compare, Expr, Kind, Names, Tree, Unit, What};

/// The part of an entry that a phrase is about.
pub(crate) enum Says<'a> {
    /// Where a measure lies; `yes` where the measure is whole.
    Within(&'a Interval, bool),
    /// A condition.
    When(&'a Expr, &'a Names),
    /// A quantity: its figures only.
    Of(&'a Expr),
    /// At most this share.
    Share(Exact),
    /// At most this number.
    Number(Exact),
    /// These figures, one of which the phrase may name.
    Figures(Vec<(Exact, bool)>),
    /// Nothing that could be read.
    Unknown,
}

#[derive(Default)]
pub(super) struct Ends {
    ends: Vec<End>,
    figures: Vec<(Exact, bool)>,
    /// Nothing is known, so nothing is held against it.
    open: bool,
}

struct End {
    at: Exact,
    percent: bool,
    whole: bool,
    low: bool,
    closed: bool,
}

pub(super) fn figure(at: Exact, percent: bool) -> String {
    let hundredfold = at.checked_mul(Exact::whole(100)).unwrap_or(at);
    if percent { format!("{} %", hundredfold.text()) } else { at.text() }
}

impl<'a> Says<'a> {
    /// A condition, where it could be read.
    pub(crate) fn when(when: Option<&'a Expr>, names: &'a Names) -> Says<'a> {
        when.map_or(Says::Unknown, |when| Says::When(when, names))
    }

    /// As the entry has it.
    pub(super) fn text(&self) -> String {
        match self {
            Says::Within(interval, _) => interval.to_string(),
            Says::When(expr, _) | Says::Of(expr) => expr.text().to_owned(),
            Says::Share(share) => figure(*share, true),
            Says::Number(number) => number.text(),
            Says::Figures(figures) => {
                figures.iter().map(|(at, percent)| figure(*at, *percent)).collect::<Vec<String>>().join(", ")
            }
            Says::Unknown => String::new(),
        }
    }

    pub(super) fn ends(&self) -> Ends {
        let mut out = Ends::default();
        match self {
            Says::Within(interval, whole) => out.interval(interval, *whole),
            Says::When(expr, names) => match expr.tree() {
                Some(tree) => out.condition(&tree, names, false),
                None => out.open = true,
            },
            Says::Of(expr) => match expr.tree() {
                Some(tree) => out.constants(&tree),
                None => out.open = true,
            },
            Says::Share(share) => out.end(*share, true, (false, true), false),
            Says::Number(number) => out.end(*number, false, (false, true), false),
            Says::Figures(figures) => out.figures.clone_from(figures),
            Says::Unknown => out.open = true,
        }
        out
    }
}

impl Ends {
    /// Whether the entry says what the phrase says of a figure. Where the entry has figures without sides, the side is not looked at.
    pub(super) fn agrees(&self, said: &Said) -> bool {
        let has = |low: bool, closed: bool| {
            self.ends.iter().any(|end| {
                let whole = end.whole && !said.percent && said.at.reduced().den() == 1;
                let (own, wanted) =
                    if whole { (last(end.at, low, end.closed), last(said.at, low, closed)) } else { (end.at, said.at) };
                let same_side = whole || end.closed == closed;
                end.low == low && end.percent == said.percent && own == wanted && same_side
            })
        };
        let figure = self.figures.iter().any(|(at, percent)| *at == said.at && *percent == said.percent);
        // A table may leave out the end that nothing lies beyond.
        let natural = |at: Exact, low: bool| said.at == at && !self.ends.iter().any(|end| end.low == low);
        self.open
            || match said.means {
                Means::Low { closed } => has(true, closed) || figure || (closed && natural(Exact::ZERO, true)),
                Means::High { closed } => has(false, closed) || figure || (closed && said.percent && natural(Exact::ONE, false)),
                Means::Exactly => (has(true, true) && has(false, true)) || figure,
                Means::Nothing => figure || [true, false].into_iter().any(|low| has(low, true) || has(low, false)),
            }
    }

    fn end(&mut self, at: Exact, percent: bool, (low, closed): (bool, bool), whole: bool) {
        self.ends.push(End { at: at.reduced(), percent, whole, low, closed });
    }

    fn interval(&mut self, interval: &Interval, whole: bool) {
        for (bound, low) in [(interval.low, true), (interval.high, false)] {
            if let Some(bound) = bound {
                self.end(bound.at, interval.percent, (low, bound.closed), whole);
            }
        }
    }

    fn condition(&mut self, tree: &Tree, names: &Names, denied: bool) {
        match &tree.kind {
            Kind::Compare(operator, sides) => {
                self.comparison(*operator, &sides.0, &sides.1, names);
                if denied {
                    // "not (x >= 85%)" may stand beside the requirement of the text or beside what breaks it.
                    self.comparison(operator.denied(), &sides.0, &sides.1, names);
                }
            }
            Kind::Not(inner) => self.condition(inner, names, !denied),
            Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| self.condition(part, names, denied)),
            Kind::Name(name) => {
                if let Some(What::Measure(measure)) = names.get(name).map(|bound| &bound.what)
                    && let Some(tree) = measure.tree()
                {
                    self.condition(&tree, names, denied);
                }
            }
            _ => {}
        }
    }

    fn comparison(&mut self, operator: Compare, left: &Tree, right: &Tree, names: &Names) {
        let (operator, other, (at, percent)) = match (plain(left), plain(right)) {
            (None, Some(figure)) => (operator, left, figure),
            (Some(figure), None) => (operator.mirrored(), right, figure),
            _ => {
                // `a * 100 < b * 50` is "a below 50 % of b".
                let share = times(right).and_then(|right| right.checked_div(times(left)?));
                let Some(share) = share else { return };
                (operator, left, (share, true))
            }
        };
        let unit = if let Kind::Name(name) = &other.kind { names.get(name).map(|bound| &bound.unit) } else { None };
        let whole = !percent && unit.is_some_and(|unit| matches!(unit, Unit::Count | Unit::Minutes));
        let mut end = |low, closed| self.end(at, percent, (low, closed), whole);
        match operator {
            Compare::Less => end(false, false),
            Compare::AtMost => end(false, true),
            Compare::AtLeast => end(true, true),
            Compare::More => end(true, false),
            Compare::Equal => {
                end(true, true);
                end(false, true);
            }
            Compare::Unlike => {}
        }
    }

    fn constants(&mut self, tree: &Tree) {
        match &tree.kind {
            Kind::Number(_) | Kind::Percent(_) => self.figures.extend(plain(tree)),
            Kind::Negate(inner) | Kind::Not(inner) => self.constants(inner),
            Kind::Arith(_, sides) | Kind::Compare(_, sides) => {
                [&sides.0, &sides.1].into_iter().for_each(|side| self.constants(side))
            }
            Kind::Call(_, parts) | Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| self.constants(part)),
            Kind::OneOf(..) | Kind::Quoted(_) | Kind::Name(_) => {}
        }
    }
}

/// Of whole numbers, "below 3" is "up to 2".
fn last(at: Exact, low: bool, closed: bool) -> Exact {
    let step = Exact::whole(if low { 1 } else { -1 });
    if closed { at } else { at.checked_add(step).unwrap_or(at) }
}

fn plain(tree: &Tree) -> Option<(Exact, bool)> {
    match &tree.kind {
        Kind::Number(figure) => Some((*figure, false)),
        Kind::Percent(share) => Some((*share, true)),
        _ => None,
    }
}

/// The figure by which something is multiplied; one where it stands alone.
fn times(tree: &Tree) -> Option<Exact> {
    match &tree.kind {
        Kind::Arith(Arith::Mul, sides) => plain(&sides.0).or_else(|| plain(&sides.1)).map(|(figure, _)| figure),
        Kind::Name(_) | Kind::Call(..) => Some(Exact::ONE),
        _ => None,
    }
}
