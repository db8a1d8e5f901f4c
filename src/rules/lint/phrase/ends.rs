//! What an entry of a rule file says of figures: the ends of its interval, or those of the comparisons in its condition.

use super::operators::{BELOW, FROM, Means, OVER, UP_TO};
use super::words::Said;
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
    /// Marked beyond this share: a limit not to be exceeded, or what exceeds it.
    Beyond(Exact),
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
    means: Means,
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
            Says::Share(share) | Says::Beyond(share) => figure(*share, true),
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
            Says::Share(share) => out.end(*share, true, UP_TO, false),
            Says::Beyond(share) => [UP_TO, OVER].into_iter().for_each(|means| out.end(*share, true, means, false)),
            Says::Number(number) => out.end(*number, false, UP_TO, false),
            Says::Figures(figures) => out.figures.clone_from(figures),
            Says::Unknown => out.open = true,
        }
        out
    }
}

impl Ends {
    /// Whether the entry says what the phrase says of a figure. Where the entry has figures without sides, the side is not looked at.
    pub(super) fn agrees(&self, said: &Said) -> bool {
        let has = |wanted: Means| {
            self.ends.iter().any(|end| {
                let whole = end.whole && !said.percent && said.at.reduced().den() == 1;
                let same = if whole {
                    last(end.at, end.means) == last(said.at, wanted)
                } else {
                    (end.at, end.means) == (said.at, wanted)
                };
                end.percent == said.percent && same
            })
        };
        let stands = || self.ends.iter().any(|end| end.at == said.at && end.percent == said.percent);
        let figure = self.figures.iter().any(|(at, percent)| *at == said.at && *percent == said.percent);
        // A table may leave out the end that nothing lies beyond.
        let low = |means: Means| !matches!(means, Means::High { .. });
        let high = |means: Means| !matches!(means, Means::Low { .. });
        let natural = |at: Exact, side: fn(Means) -> bool| said.at == at && !self.ends.iter().any(|end| side(end.means));
        self.open
            || figure
            || match said.means {
                FROM => has(FROM) || natural(Exact::ZERO, low),
                UP_TO => has(UP_TO) || (said.percent && natural(Exact::ONE, high)),
                Means::Exactly => has(Means::Exactly) || (has(FROM) && has(UP_TO)),
                Means::Nothing => stands() || [OVER, FROM, BELOW, UP_TO].into_iter().any(has),
                means => has(means),
            }
    }

    fn end(&mut self, at: Exact, percent: bool, means: Means, whole: bool) {
        self.ends.push(End { at: at.reduced(), percent, whole, means });
    }

    fn interval(&mut self, interval: &Interval, whole: bool) {
        if let (Some(low), Some(high)) = (interval.low, interval.high)
            && low.at == high.at
        {
            return self.end(low.at, interval.percent, Means::Exactly, whole);
        }
        if let Some(bound) = interval.low {
            self.end(bound.at, interval.percent, Means::Low { closed: bound.closed }, whole);
        }
        if let Some(bound) = interval.high {
            self.end(bound.at, interval.percent, Means::High { closed: bound.closed }, whole);
        }
    }

    fn condition(&mut self, tree: &Tree, names: &Names, denied: bool) {
        match &tree.kind {
            Kind::Compare(operator, sides) => {
                let operator = if denied { operator.denied() } else { *operator };
                self.comparison(operator, &sides.0, &sides.1, names);
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
        let means = match operator {
            Compare::Less => BELOW,
            Compare::AtMost => UP_TO,
            Compare::AtLeast => FROM,
            Compare::More => OVER,
            Compare::Equal => Means::Exactly,
            Compare::Unlike => Means::Except,
        };
        self.end(at, percent, means, whole);
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
fn last(at: Exact, means: Means) -> (Exact, Means) {
    match means {
        OVER => (at.checked_add(Exact::ONE).unwrap_or(at), FROM),
        BELOW => (at.checked_sub(Exact::ONE).unwrap_or(at), UP_TO),
        means => (at, means),
    }
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
