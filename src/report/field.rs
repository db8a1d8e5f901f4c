//! A value in a table: exact for machines, readable for people.

use std::borrow::Cow;

use crate::base::{Day, Exact, digits};
use crate::words::{Lang, Word};

/// One value of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// Nothing to say: blank for machines, a dash for readers.
    None,
    /// The same for both.
    Text(Cow<'a, str>),
    /// A stable word for machines, a phrase for readers.
    Word(Cow<'a, str>, Cow<'a, str>),
    /// A count.
    Count(u64),
    /// An exact number: decimal text, or a fraction in lowest terms where the decimals never end.
    Number(Exact),
    /// A share with both numbers: `18/21 = 85.71 %` for readers, percent with two decimals half up for machines.
    Rate(u64, u64),
    /// A day, `2024-03-05` for machines.
    Day(Day),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Field<'a> {
    /// `Text`.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Field<'a> {
        Field::Text(text.into())
    }

    /// `Word`.
    pub fn word(machine: impl Into<Cow<'a, str>>, shown: impl Into<Cow<'a, str>>) -> Field<'a> {
        Field::Word(machine.into(), shown.into())
    }

    /// `Number` or `None`.
    pub fn number(value: Option<Exact>) -> Field<'a> {
        value.map_or(Field::None, Field::Number)
    }

    /// `Rate` or `None`.
    pub fn rate(value: Option<(u64, u64)>) -> Field<'a> {
        value.map_or(Field::None, |(part, whole)| Field::Rate(part, whole))
    }

    /// A count, blank for readers when zero.
    pub fn seldom(count: u64) -> Field<'a> {
        if count == 0 { Field::word("0", "") } else { Field::Count(count) }
    }

    /// For machine formats; `None` where there is no value.
    pub fn machine(&self) -> Option<String> {
        let mut text = String::new();
        self.write_machine(&mut text).then_some(text)
    }

    /// Appends the text for machine formats; `false` where there is no value.
    #[inline]
    pub fn write_machine(&self, out: &mut String) -> bool {
        match self {
            Field::None => return false,
            Field::Word(text, _) if text.is_empty() => return false,
            Field::Text(text) | Field::Word(text, _) => out.push_str(text),
            Field::Count(count) => digits::push_count(*count, out),
            Field::Number(value) => value.write_to(out),
            Field::Rate(part, whole) => match hundredths(*part, *whole) {
                Some(hundredths) => {
                    digits::push_count(hundredths / 100, out);
                    out.push('.');
                    digits::push_pair(u32::try_from(hundredths % 100).unwrap_or(0), out);
                }
                None => match percent(*part, *whole) {
                    Some(percent) => out.push_str(&percent.fixed(2)),
                    None => return false,
                },
            },
            Field::Day(day) => day.write_to(out),
            Field::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        }
        true
    }

    /// For readers.
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Field::None => "–".to_owned(),
            Field::Text(text) | Field::Word(_, text) => text.clone().into_owned(),
            Field::Count(count) => count.to_string(),
            Field::Number(value) => number(*value, lang),
            Field::Rate(part, whole) => {
                let percent = percent(*part, *whole).map(|percent| number(percent, lang));
                format!("{part}/{whole} = {} %", percent.unwrap_or_default())
            }
            Field::Day(on) => day(*on, lang),
            Field::Flag(flag) => (if *flag { Word::Yes } else { Word::No }).text(lang).to_owned(),
        }
    }
}

/// A number for a reader, with the decimal mark of the language.
pub fn number(value: Exact, lang: Lang) -> String {
    local(&value.readable(2), lang)
}

/// A day for a reader, as it is written in the language: `05/03/2024` or `2024-03-05`.
pub fn day(day: Day, lang: Lang) -> String {
    let text = day.to_string();
    match lang {
        Lang::Vi => text.rsplit('-').collect::<Vec<&str>>().join("/"),
        Lang::En => text,
    }
}

/// The percent in hundredths, half up; `None` where the numbers are too large to be worked out quickly, or there is no base.
fn hundredths(part: u64, whole: u64) -> Option<u64> {
    part.checked_mul(20_000)?.checked_add(whole)?.checked_div(whole.checked_mul(2)?)
}

fn percent(part: u64, whole: u64) -> Option<Exact> {
    Exact::new(i64::try_from(part).ok()?.checked_mul(100)?, i64::try_from(whole).ok()?)
}

fn local(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_shows_both_numbers() {
        assert_eq!(Field::Rate(18, 21).shown(Lang::En), "18/21 = 85.71 %");
        assert_eq!(Field::Rate(18, 21).shown(Lang::Vi), "18/21 = 85,71 %");
        assert_eq!(Field::Rate(34, 34).shown(Lang::Vi), "34/34 = 100 %");
        assert_eq!(Field::Rate(13, 15).machine().as_deref(), Some("86.67"));
        assert_eq!(Field::Rate(8999, 9999).shown(Lang::En), "8999/9999 = 89.999 %");
    }

    #[test]
    fn machines_get_exact_text_and_no_word_for_nothing() {
        assert_eq!(Field::Number(Exact::new(1740, 19).unwrap()).machine().as_deref(), Some("1740/19"));
        assert_eq!(Field::Number(Exact::parse("86.50").unwrap()).machine().as_deref(), Some("86.5"));
        assert_eq!(Field::None.machine(), None);
    }
}
