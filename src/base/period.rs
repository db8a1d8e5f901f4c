//! Months and periods of whole months.

use std::fmt;

use super::Day;

/// A calendar month, counted from January of year 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// January of year 1.
    pub const FIRST: Month = Month(0);

    /// `month` from 1 to 12.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        let year = u32::try_from(year).ok()?.checked_sub(1)?;
        (1..=12).contains(&month).then(|| Month(year * 12 + month - 1))
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        i32::try_from(self.0 / 12).unwrap_or(0) + 1
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.0 % 12 + 1
    }

    /// 1 to 4.
    pub fn quarter(self) -> u32 {
        (self.number() - 1) / 3 + 1
    }

    /// The month `count` months later.
    pub fn plus(self, count: u32) -> Month {
        Month(self.0 + count)
    }

    /// How many months after `earlier` this is; `None` when it lies before it.
    pub fn since(self, earlier: Month) -> Option<u32> {
        self.0.checked_sub(earlier.0)
    }

    /// First day of the month.
    pub fn first_day(self) -> Option<Day> {
        Day::new(self.year(), self.number(), 1)
    }

    /// Last day of the month.
    pub fn last_day(self) -> Option<Day> {
        self.plus(1).first_day()?.previous()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// A run of whole months, first and last included; at most 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First month.
    pub first: Month,
    /// Last month.
    pub last: Month,
}

/// A stretch of the calendar that rules speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar half-year.
    Half,
    /// A calendar year.
    Year,
}

impl Stretch {
    /// All of them.
    const ALL: [Stretch; 4] = [Stretch::Month, Stretch::Quarter, Stretch::Half, Stretch::Year];

    /// The words of rule files.
    pub const WORDS: [&'static str; 4] = ["month", "quarter", "half", "year"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [month, quarter, half, year] = Stretch::WORDS;
        match self {
            Stretch::Month => month,
            Stretch::Quarter => quarter,
            Stretch::Half => half,
            Stretch::Year => year,
        }
    }

    /// From the word of a rule file.
    pub fn from_word(word: &str) -> Option<Stretch> {
        Stretch::ALL.into_iter().find(|stretch| stretch.word() == word)
    }

    /// Whether it falls into two halves of whole months.
    pub fn has_halves(self) -> bool {
        self.months().is_multiple_of(2)
    }

    /// How many months.
    pub fn months(self) -> u32 {
        match self {
            Stretch::Month => 1,
            Stretch::Quarter => 3,
            Stretch::Half => 6,
            Stretch::Year => 12,
        }
    }
}

impl Period {
    /// The longest period that one run covers, in months.
    pub const LONGEST: u32 = 60;

    /// `None` when `last` lies before `first` or the period is longer than [`Period::LONGEST`].
    pub fn new(first: Month, last: Month) -> Option<Period> {
        (last.since(first)? < Period::LONGEST).then_some(Period { first, last })
    }

    /// A calendar year.
    pub fn of_year(year: i32) -> Option<Period> {
        Period::new(Month::new(year, 1)?, Month::new(year, 12)?)
    }

    /// `2024`, `2024-H1`, `2024-Q2`, `2024-06` or `2024-01..2024-05`.
    pub fn parse(text: &str) -> Option<Period> {
        if let Some((first, last)) = text.split_once("..") {
            return Period::new(Period::parse(first)?.first, Period::parse(last)?.last);
        }
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: i32 = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
        let (first, months) = match part {
            None => (1, 12),
            Some("H1" | "h1") => (1, 6),
            Some("H2" | "h2") => (7, 6),
            Some(quarter) if quarter.starts_with(['Q', 'q']) => {
                let number = match quarter.get(1..)? {
                    "1" => 1,
                    "2" => 2,
                    "3" => 3,
                    "4" => 4,
                    _ => return None,
                };
                (number * 3 - 2, 3)
            }
            Some(month) if month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit()) => (month.parse().ok()?, 1),
            Some(_) => return None,
        };
        let first = Month::new(year, first)?;
        Period::new(first, first.plus(months - 1))
    }

    /// One number for each period; the form in which a period is stored among facts.
    pub fn number(self) -> i64 {
        i64::from(self.first.0) * i64::from(Period::LONGEST + 1) + i64::from(self.len())
    }

    /// The period with that number.
    pub fn from_number(number: i64) -> Option<Period> {
        let whole = i64::from(Period::LONGEST + 1);
        let first = Month(u32::try_from(number.checked_div(whole)?).ok()?);
        let months = u32::try_from(number.checked_rem(whole)?).ok()?.checked_sub(1)?;
        Period::new(first, first.plus(months))
    }

    /// How many months.
    pub fn len(self) -> u32 {
        self.last.since(self.first).map_or(0, |n| n + 1)
    }

    /// Never: a period holds at least one month.
    pub fn is_empty(self) -> bool {
        false
    }

    /// Which month of the period the day lies in, from 0; `None` outside it.
    pub fn month_index(self, day: Day) -> Option<u32> {
        day.month().since(self.first).filter(|index| *index < self.len())
    }

    /// The months, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..self.len()).map(move |index| self.first.plus(index))
    }

    /// The calendar year, when the period is exactly one.
    pub fn year(self) -> Option<i32> {
        (Period::of_year(self.first.year()) == Some(self)).then(|| self.first.year())
    }

    /// Which stretch of the calendar it is, when it is exactly one.
    pub fn stretch(self) -> Option<Stretch> {
        let begins = |months: u32| (self.first.number() - 1).is_multiple_of(months);
        Stretch::ALL.into_iter().find(|stretch| self.len() == stretch.months() && begins(stretch.months()))
    }

    /// The smallest period that holds both; `None` when that is too long.
    pub fn join(self, other: Period) -> Option<Period> {
        Period::new(self.first.min(other.first), self.last.max(other.last))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, year) = (self.first.number(), self.first.year());
        match (self.len(), first) {
            (12, 1) => write!(f, "{year:04}"),
            (6, 1) => write!(f, "{year:04}-H1"),
            (6, 7) => write!(f, "{year:04}-H2"),
            (3, 1 | 4 | 7 | 10) => write!(f, "{year:04}-Q{}", self.first.quarter()),
            (1, _) => write!(f, "{}", self.first),
            _ => write!(f, "{}..{}", self.first, self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_back_as_it_is_written() {
        for text in ["2024", "2024-H1", "2024-H2", "2024-Q3", "2024-06", "2024-02..2024-05"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Period::parse("2024-Q1..2024-Q2").unwrap().to_string(), "2024-H1");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-Q5",
            "2024-0",
            "2024-H3",
            "2024-05..2024-02",
            "2015..2024",
            "2024-1",
            "2024-+1",
            "2024-Q+1",
            "2024-Q01",
        ] {
            assert!(Period::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn number_and_period_are_one_to_one() {
        for text in ["2024", "2024-H1", "2024-12", "1900-01", "2020-01..2024-12"] {
            let period = Period::parse(text).unwrap();
            assert_eq!(Period::from_number(period.number()), Some(period), "{text}");
        }
        assert_ne!(Period::parse("2024").unwrap().number(), Period::parse("2024-01").unwrap().number());
        assert_eq!(Period::from_number(0), None);
    }

    #[test]
    fn days_fall_into_their_month() {
        let period = Period::parse("2024-Q2").unwrap();
        assert_eq!(period.month_index(Day::new(2024, 4, 1).unwrap()), Some(0));
        assert_eq!(period.month_index(Day::new(2024, 6, 30).unwrap()), Some(2));
        assert_eq!(period.month_index(Day::new(2024, 7, 1).unwrap()), None);
        assert_eq!(period.month_index(Day::new(2024, 3, 31).unwrap()), None);
        assert_eq!(Month::new(2024, 2).unwrap().last_day(), Day::new(2024, 2, 29));
    }
}
