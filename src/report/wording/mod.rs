//! Values of an outline in words: short ones for tables, full ones for people who compare them with the paper.

mod expression;

use super::field::{day, number};
use crate::base::{Exact, Interval};
use crate::expr::Unit;
use crate::outline::Value;
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// For a table: conditions in the signs of the rule language.
pub(super) fn short(value: &Value<'_>, lang: Lang) -> String {
    match value {
        Value::Text(text) | Value::Word(text, _) => (*text).to_owned(),
        Value::Names(names) => names.join(", "),
        Value::Terms(terms) => terms.iter().map(|(_, phrase)| phrase.text(lang)).collect::<Vec<&str>>().join(", "),
        Value::OfLevel(_, phrase, level) => fill(phrase.text(lang), &[("level", &level.title)]),
        Value::Level(level) => level.title.clone(),
        Value::Day(on) => day(*on, lang),
        Value::DayOfYear(month, day) => match lang {
            Lang::Vi => format!("{day:02}/{month:02}"),
            Lang::En => format!("{month:02}-{day:02}"),
        },
        Value::Year(year) => year.to_string(),
        Value::Points(points) => number(points.exact(), lang),
        Value::Number(figure) => number(*figure, lang),
        Value::Share(share) => format!("{} %", number(share.checked_mul(Exact::whole(100)).unwrap_or(*share), lang)),
        Value::Interval(range, unit) => interval(range, unit, lang),
        Value::Condition(condition) => condition.text().to_owned(),
        Value::Quantities(quantities) => quantities.iter().map(|of| of.text()).collect::<Vec<&str>>().join(", "),
        Value::Facts(facts) => facts.iter().map(|fact| fact.title(lang)).collect::<Vec<&str>>().join(" + "),
        Value::Pairs(pairs) => pairs.iter().map(|(word, gives)| format!("{word} → {gives}")).collect::<Vec<String>>().join(", "),
    }
}

/// Puts the values of one regulation into words: names by their titles, words of scales by theirs.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    pub(super) regulation: &'a Regulation,
    pub(super) lang: Lang,
}

impl Wording<'_> {
    /// In full words.
    pub(super) fn value(&self, value: &Value<'_>) -> String {
        match value {
            Value::Word(word, unit) => self.scale_word(word, unit),
            Value::Condition(condition) => self.condition(condition),
            Value::Quantities(quantities) => {
                let parts: Vec<String> = quantities.iter().map(|of| self.quantity(of)).collect();
                parts.join("; ")
            }
            Value::Facts(facts) => facts.iter().map(|fact| quoted(fact.title(self.lang))).collect::<Vec<String>>().join(" + "),
            Value::Points(points) => figure(points.exact(), &Unit::Points, self.lang),
            Value::Pairs(pairs) => {
                let parts: Vec<String> =
                    pairs.iter().map(|(word, gives)| format!("{} → {}", quoted(word), self.grade(gives))).collect();
                parts.join("; ")
            }
            Value::Day(_)
            | Value::Interval(..)
            | Value::Text(_)
            | Value::Names(_)
            | Value::Terms(_)
            | Value::OfLevel(..)
            | Value::Level(_)
            | Value::DayOfYear(..)
            | Value::Year(_)
            | Value::Number(_)
            | Value::Share(_) => short(value, self.lang),
        }
    }

    fn say(&self, phrase: Word, values: &[(&str, &str)]) -> String {
        fill(phrase.text(self.lang), values)
    }

    /// A word of a scale as readers know it.
    fn scale_word(&self, word: &str, unit: &Unit) -> String {
        let Unit::Word(scale) = unit else { return self.grade(word) };
        if let (Some(fact), Some(place)) = (self.regulation.vocabulary.get(&scale.id), scale.place(word)) {
            let texts = usize::try_from(place).ok().and_then(|place| fact.values.get(place));
            let text = texts.and_then(|(vi, en)| if self.lang == Lang::Vi { vi.first() } else { en.first() });
            return quoted(text.map_or(word, String::as_str));
        }
        self.grade(word)
    }

    fn grade(&self, id: &str) -> String {
        let grade = self.regulation.grades.iter().find(|(grade, _)| grade == id);
        quoted(grade.map_or(id, |(_, title)| title.as_str()))
    }
}

/// A figure with its unit.
pub(super) fn figure(figure: Exact, unit: &Unit, lang: Lang) -> String {
    let hundredfold = figure.checked_mul(Exact::whole(100)).unwrap_or(figure);
    let shown = number(if *unit == Unit::Percent { hundredfold } else { figure }, lang);
    match unit {
        Unit::Percent => format!("{shown} %"),
        Unit::Minutes => format!("{shown} {}", Word::MinutesUnit.text(lang)),
        Unit::Points => {
            let unit = if figure == Exact::ONE { Word::PointUnit } else { Word::PointsUnit };
            format!("{shown} {}", unit.text(lang))
        }
        Unit::Number | Unit::Count | Unit::Flag | Unit::Day | Unit::Year | Unit::Word(_) | Unit::Text => shown,
    }
}

/// `từ 75 % đến dưới 90 %`: "from" and "over" are never confused.
pub(super) fn interval(interval: &Interval, unit: &Unit, lang: Lang) -> String {
    let full = |at: Exact| figure(at, unit, lang);
    // The unit stands once where it is a word.
    let first = |at: Exact| if *unit == Unit::Percent { full(at) } else { number(at, lang) };
    let say = |phrase: Word, values: &[(&str, &str)]| fill(phrase.text(lang), values);
    match (interval.low, interval.high) {
        (None, None) => Word::SayAny.text(lang).to_owned(),
        (Some(low), None) => say(if low.closed { Word::SayFrom } else { Word::SayOver }, &[("a", &full(low.at))]),
        (None, Some(high)) => say(if high.closed { Word::SayUpTo } else { Word::SayBelow }, &[("a", &full(high.at))]),
        (Some(low), Some(high)) if low.at == high.at => say(Word::SayExactly, &[("a", &full(low.at))]),
        (Some(low), Some(high)) => {
            let phrase = match (low.closed, high.closed) {
                (true, true) => Word::SayFromTo,
                (true, false) => Word::SayFromBelow,
                (false, true) => Word::SayOverTo,
                (false, false) => Word::SayOverBelow,
            };
            say(phrase, &[("a", &first(low.at)), ("b", &full(high.at))])
        }
    }
}

/// Titles stand between quotes, so that they are told apart from the words around them.
fn quoted(text: &str) -> String {
    format!("“{text}”")
}
