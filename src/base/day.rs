//! A calendar day.

use chrono::{Datelike, NaiveDate};
use std::fmt::{self, Write};

use super::Month;

/// A day of the calendar; years 1900 to 2200 only, so that a mistyped year is a fault and not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// `None` when there is no such day, or its year is outside 1900–2200.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1900..=2200).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// `yyyy-mm-dd`, exactly so.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<u32> {
            let part = text.get(from..to)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        Day::new(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)
    }

    /// Days since the first day of year 1; the form in which a day is stored among facts.
    pub fn number(self) -> i64 {
        i64::from(self.0.num_days_from_ce())
    }

    /// The day with that number.
    pub fn from_number(number: i64) -> Option<Day> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?).map(Day)
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month this day lies in.
    pub fn month(self) -> Month {
        Month::new(self.0.year(), self.0.month()).unwrap_or(Month::FIRST)
    }

    /// The day before, where there is one.
    pub fn previous(self) -> Option<Day> {
        self.0.pred_opt().map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.0.year().unsigned_abs();
        let (month, day) = (self.0.month(), self.0.day());
        let digits = [year / 1000, year / 100, year / 10, year].map(|number| number % 10);
        let digit = |number: u32| char::from_digit(number, 10).unwrap_or('0');
        for number in digits {
            f.write_char(digit(number))?;
        }
        for number in [month, day] {
            f.write_char('-')?;
            f.write_char(digit(number / 10))?;
            f.write_char(digit(number % 10))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_none() {
        assert!(Day::parse_iso("2023-02-29").is_none());
        assert!(Day::parse_iso("2024-02-29").is_some());
        assert!(Day::parse_iso("0024-02-01").is_none());
        assert!(Day::parse_iso("2024-2-01").is_none());
        assert!(Day::parse_iso("2024-02-0١").is_none());
    }

    #[test]
    fn number_and_day_are_one_to_one() {
        let day = Day::new(2024, 5, 19).unwrap();
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(day.previous().unwrap().to_string(), "2024-05-18");
    }
}
