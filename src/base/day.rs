//! A calendar day.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::Month;
use super::digits::last;

/// A day of the calendar; years 1900 to 2200 only, so that a mistyped year is a fault and not a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "i64", try_from = "i64")]
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

    /// Appends `yyyy-mm-dd`.
    pub fn write_to(self, out: &mut String) {
        out.push_str(std::str::from_utf8(&self.letters()).unwrap_or(""));
    }

    fn letters(self) -> [u8; 10] {
        let year = self.0.year().unsigned_abs();
        let (month, day) = (self.0.month(), self.0.day());
        let [a, b, c, d] = [year / 1000, year / 100, year / 10, year].map(last);
        let [e, f, g, h] = [month / 10, month, day / 10, day].map(last);
        [a, b, c, d, b'-', e, f, b'-', g, h]
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

    /// Day of the month, from 1.
    pub fn of_month(self) -> u32 {
        self.0.day()
    }

    /// Day of the week: 0 for Monday (thứ Hai) to 6 for Sunday (Chủ nhật).
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The day of that number in the same month; the last one where the month has fewer. `None` for numbers outside 1 to 31.
    pub fn same_month(self, number: u32) -> Option<Day> {
        let last = self.month().last_day()?.of_month();
        self.0.with_day(number.min(last)).filter(|_| (1..=31).contains(&number)).map(Day)
    }

    /// The day before, where there is one.
    pub fn previous(self) -> Option<Day> {
        self.0.pred_opt().map(Day)
    }

    /// The day after, where there is one.
    pub fn next(self) -> Option<Day> {
        self.0.succ_opt().map(Day)
    }
}

impl From<Day> for i64 {
    fn from(day: Day) -> i64 {
        day.number()
    }
}

impl TryFrom<i64> for Day {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Day, &'static str> {
        Day::from_number(number).ok_or("there is no such day")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.letters()).unwrap_or(""))
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
    fn the_31st_of_a_short_month_is_its_last_day() {
        let day = Day::new(2024, 2, 3).unwrap();
        assert_eq!(day.same_month(31), Day::new(2024, 2, 29));
        assert_eq!(day.same_month(5), Day::new(2024, 2, 5));
        assert_eq!((day.same_month(0), day.same_month(32)), (None, None));
        // 3 February 2024 was a Saturday.
        assert_eq!(day.weekday(), 5);
    }

    #[test]
    fn number_and_day_are_one_to_one() {
        let day = Day::new(2024, 5, 19).unwrap();
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(day.previous().unwrap().to_string(), "2024-05-18");
    }
}
