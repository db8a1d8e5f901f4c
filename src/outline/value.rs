//! The values of an outline: exact, and the same whatever the language of the reader.

use crate::base::{Day, Exact, Interval, Points};
use crate::expr::{Expr, Unit};
use crate::rules::{Fact, Level};
use crate::words::Word;

/// One value.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words of the rule file.
    Text(&'a str),
    /// Several ids or words of the rule file.
    Names(Vec<&'a str>),
    /// One or more terms of the rule language, each with its phrase.
    Terms(Vec<(&'static str, Word)>),
    /// A term of the rule language that is said of a level; the phrase has a place `{level}`.
    OfLevel(&'static str, Word, &'a Level),
    /// A level.
    Level(&'a Level),
    /// A calendar day.
    Day(Day),
    /// Month and day of every year.
    DayOfYear(u32, u32),
    /// A calendar year.
    Year(i32),
    /// Points.
    Points(Points),
    /// A plain figure.
    Number(Exact),
    /// A share, 20 % as 0.2.
    Share(Exact),
    /// Where a quantity must lie, with the unit of the quantity.
    Interval(&'a Interval, Unit),
    /// Which word a quantity must be, with the scale of the quantity.
    Word(&'a str, Unit),
    /// A condition.
    Condition(&'a Expr),
    /// One or more quantities that are computed.
    Quantities(Vec<&'a Expr>),
    /// Columns of records.
    Facts(Vec<&'a Fact>),
    /// Word and what it gives.
    Pairs(Vec<(&'a str, &'a str)>),
}

impl<'a> Value<'a> {
    /// A text; `None` when it is empty.
    pub(super) fn text(text: &'a str) -> Option<Value<'a>> {
        (!text.is_empty()).then_some(Value::Text(text))
    }

    /// One term.
    pub(super) fn term(word: &'static str, phrase: Word) -> Value<'a> {
        Value::Terms(vec![(word, phrase)])
    }

    /// A plain number of things.
    pub(super) fn count(number: usize) -> Option<Value<'a>> {
        i64::try_from(number).ok().map(|number| Value::Number(Exact::whole(number)))
    }

    /// The exact text for machines; conditions and quantities as the rule file has them.
    pub fn exact(&self) -> String {
        match self {
            Value::Text(text) | Value::Word(text, _) => (*text).to_owned(),
            Value::Names(names) => names.join(" "),
            Value::Terms(terms) => terms.iter().map(|(word, _)| *word).collect::<Vec<&str>>().join(" "),
            Value::OfLevel(word, _, level) => format!("{word} {}", level.id),
            Value::Level(level) => level.id.clone(),
            Value::Day(day) => day.to_string(),
            Value::DayOfYear(month, day) => format!("{month:02}-{day:02}"),
            Value::Year(year) => year.to_string(),
            Value::Points(points) => points.to_string(),
            Value::Number(number) => number.text(),
            Value::Share(share) => share.checked_mul(Exact::whole(100)).unwrap_or(*share).text() + "%",
            Value::Interval(interval, _) => interval.to_string(),
            Value::Condition(condition) => condition.text().to_owned(),
            Value::Quantities(quantities) => quantities.iter().map(|of| of.text()).collect::<Vec<&str>>().join(", "),
            Value::Facts(facts) => facts.iter().map(|fact| fact.id.as_str()).collect::<Vec<&str>>().join(" "),
            Value::Pairs(pairs) => pairs.iter().map(|(word, gives)| format!("{word}={gives}")).collect::<Vec<String>>().join(" "),
        }
    }
}
