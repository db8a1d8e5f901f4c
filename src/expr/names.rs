//! What an expression may name, and the units that keep percent and points apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::Expr;

/// What a value is counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A bare figure; goes with counts, minutes and points, never with percent.
    Number,
    /// Members, meetings, targets.
    Count,
    /// Minutes.
    Minutes,
    /// Points.
    Points,
    /// A share; `85%` is stored as 0.85.
    Percent,
    /// Yes or no.
    Flag,
    /// A calendar day.
    Day,
    /// A calendar year.
    Year,
    /// One word of a scale: a choice, a level, a grade.
    Word(Arc<Scale>),
    /// Free text; only whether it is given can be asked.
    Text,
}

/// The words that a choice, a level or a grade can take.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    /// Id of the scale.
    pub id: String,
    /// The words; in an ordered scale the best stands first.
    pub words: Vec<String>,
    /// Whether `<` and `>=` have a meaning: "better than".
    pub ordered: bool,
}

impl Scale {
    /// The place of a word.
    pub fn place(&self, word: &str) -> Option<i64> {
        self.words.iter().position(|known| known == word).and_then(|place| i64::try_from(place).ok())
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::Number => "number",
            Unit::Count => "count",
            Unit::Minutes => "minutes",
            Unit::Points => "points",
            Unit::Percent => "percent",
            Unit::Flag => "flag",
            Unit::Day => "day",
            Unit::Year => "year",
            Unit::Word(scale) => return write!(f, "{}", scale.id),
            Unit::Text => "text",
        })
    }
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum What {
    /// A slot that is filled for every meeting, period or cell-year.
    Slot(usize),
    /// A named measure.
    Measure(Arc<Expr>),
}

/// A name's meaning and unit.
#[derive(Clone, Debug)]
pub struct Bound {
    /// What it stands for.
    pub what: What,
    /// Its unit.
    pub unit: Unit,
}

/// All that the expressions of one scope may name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: BTreeMap<String, Bound>,
    calls: BTreeMap<(String, String), Bound>,
    /// Names of what could not be read, which has been reported.
    unread: BTreeSet<String>,
    unread_calls: BTreeSet<(String, String)>,
}

impl Names {
    /// A plain name; `false` when it was taken already.
    pub fn bind(&mut self, name: &str, what: What, unit: Unit) -> bool {
        self.names.insert(name.to_owned(), Bound { what, unit }).is_none()
    }

    /// A function of a quoted word, such as `points('2.1')`.
    pub fn bind_call(&mut self, function: &str, argument: &str, what: What, unit: Unit) {
        self.calls.insert((function.to_owned(), argument.to_owned()), Bound { what, unit });
    }

    /// A name of something that could not be read: who uses it is not reported as well.
    pub fn unread(&mut self, name: &str) {
        self.unread.insert(name.to_owned());
    }

    /// As [`Names::unread`], for a function of a quoted word.
    pub fn unread_call(&mut self, function: &str, argument: &str) {
        self.unread_calls.insert((function.to_owned(), argument.to_owned()));
    }

    pub(super) fn is_unread(&self, name: &str) -> bool {
        self.unread.contains(name)
    }

    pub(super) fn is_unread_call(&self, function: &str, argument: &str) -> bool {
        self.unread_calls.contains(&(function.to_owned(), argument.to_owned()))
    }

    /// What a plain name stands for.
    pub fn get(&self, name: &str) -> Option<&Bound> {
        self.names.get(name)
    }

    /// What a function of a word stands for.
    pub fn call(&self, function: &str, argument: &str) -> Option<&Bound> {
        self.calls.get(&(function.to_owned(), argument.to_owned()))
    }

    /// Every plain name.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Every word that the function takes; empty when there is no such function.
    pub fn arguments<'a>(&'a self, function: &'a str) -> impl Iterator<Item = &'a str> {
        self.calls.keys().filter(move |(name, _)| name == function).map(|(_, argument)| argument.as_str())
    }

    /// Every function of a word.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.calls.keys().map(|(name, _)| name.as_str())
    }
}
