//! Values of an outline in words.

use super::field::number;
use crate::base::Exact;
use crate::outline::Value;
use crate::words::{Lang, fill};

/// For a table: conditions and ranges in the signs of the rule language.
pub(super) fn short(value: &Value<'_>, lang: Lang) -> String {
    match value {
        Value::Text(text) | Value::Word(text) => (*text).to_owned(),
        Value::Names(names) => names.join(", "),
        Value::Terms(terms) => terms.iter().map(|(_, phrase)| phrase.text(lang)).collect::<Vec<&str>>().join(", "),
        Value::OfLevel(_, phrase, level) => fill(phrase.text(lang), &[("level", &level.title)]),
        Value::Level(level) => level.title.clone(),
        Value::Day(day) => day.to_string(),
        Value::Year(year) => year.to_string(),
        Value::Points(points) => number(points.exact(), lang),
        Value::Number(figure) => number(*figure, lang),
        Value::Share(share) => format!("{} %", number(share.checked_mul(Exact::whole(100)).unwrap_or(*share), lang)),
        Value::Interval(interval, _) => interval.to_string(),
        Value::Condition(condition) => condition.text().to_owned(),
        Value::Quantities(quantities) => quantities.iter().map(|of| of.text()).collect::<Vec<&str>>().join(", "),
        Value::Facts(facts) => facts.iter().map(|fact| fact.title(lang)).collect::<Vec<&str>>().join(" + "),
        Value::Pairs(pairs) => pairs.iter().map(|(word, gives)| format!("{word} → {gives}")).collect::<Vec<String>>().join(", "),
    }
}
