//! When two values say the same, and when only figures differ.

use std::collections::BTreeMap;

use super::pairs::{Both, Pairs};
use crate::expr::{Expr, Kind as Part, Tree};
use crate::outline::{Kind, Value};

/// Ids of the first regulation that are others in the second: a gate on leaf 1.1 is the same gate when the leaf has become 2.1.
pub(super) struct Renamed<'a>(BTreeMap<&'a str, &'a str>);

impl<'o> Renamed<'o> {
    pub(super) fn of(pairs: &Pairs, both: &Both<'o, '_>) -> Renamed<'o> {
        let known = [Kind::Leaf, Kind::Measure, Kind::Criterion, Kind::Level];
        let ids = pairs.all().filter_map(|(old, new)| Some((both.old.entry(old)?, both.new.entry(new)?)));
        Renamed(ids.filter(|(old, _)| known.contains(&old.kind)).map(|(old, new)| (old.id.as_str(), new.id.as_str())).collect())
    }

    fn means(&self, old: &str, new: &str) -> bool {
        self.0.get(old).map_or(old == new, |renamed| *renamed == new)
    }

    /// Whether two values say the same.
    pub(super) fn same(&self, old: &Value<'_>, new: &Value<'_>) -> bool {
        match (old, new) {
            (Value::Condition(old), Value::Condition(new)) => self.expressions(old, new, true),
            (Value::Quantities(old), Value::Quantities(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.expressions(old, new, true))
            }
            (Value::Level(old), Value::Level(new)) => self.means(&old.id, &new.id),
            (Value::OfLevel(word, _, old), Value::OfLevel(other, _, new)) => word == other && self.means(&old.id, &new.id),
            (Value::Interval(old, _), Value::Interval(new, _)) => old == new,
            _ => old.exact() == new.exact(),
        }
    }

    /// Whether two values differ in nothing but figures and operators: a threshold has moved.
    pub(super) fn only_figures_differ(&self, old: &Value<'_>, new: &Value<'_>) -> bool {
        match (old, new) {
            (Value::Condition(old), Value::Condition(new)) => self.expressions(old, new, false),
            (Value::Interval(..), Value::Interval(..)) => true,
            _ => false,
        }
    }

    fn expressions(&self, old: &Expr, new: &Expr, figures: bool) -> bool {
        match (old.tree(), new.tree()) {
            (Some(old), Some(new)) => self.trees(&old, &new, figures),
            _ => old.text() == new.text(),
        }
    }

    /// Compares two trees, with their figures and operators of comparison or without.
    fn trees(&self, old: &Tree, new: &Tree, figures: bool) -> bool {
        let both =
            |old: &(Tree, Tree), new: &(Tree, Tree)| self.trees(&old.0, &new.0, figures) && self.trees(&old.1, &new.1, figures);
        let lists = |old: &[Tree], new: &[Tree]| {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.trees(old, new, figures))
        };
        match (&old.kind, &new.kind) {
            (Part::Number(a), Part::Number(b)) | (Part::Percent(a), Part::Percent(b)) => a == b || !figures,
            (Part::Quoted(a) | Part::Name(a), Part::Quoted(b) | Part::Name(b)) => self.means(a, b),
            (Part::Call(a, old), Part::Call(b, new)) => a == b && lists(old, new),
            (Part::Negate(a), Part::Negate(b)) | (Part::Not(a), Part::Not(b)) => self.trees(a, b, figures),
            (Part::Arith(a, old), Part::Arith(b, new)) => a == b && both(old, new),
            (Part::Compare(a, old), Part::Compare(b, new)) => (a == b || !figures) && both(old, new),
            (Part::OneOf(old, words), Part::OneOf(new, others)) => self.trees(old, new, figures) && lists(words, others),
            (Part::All(old), Part::All(new)) | (Part::Any(old), Part::Any(new)) => lists(old, new),
            (
                Part::Number(_)
                | Part::Percent(_)
                | Part::Quoted(_)
                | Part::Name(_)
                | Part::Call(..)
                | Part::Negate(_)
                | Part::Arith(..)
                | Part::Compare(..)
                | Part::OneOf(..)
                | Part::Not(_)
                | Part::All(_)
                | Part::Any(_),
                _,
            ) => false,
        }
    }
}
