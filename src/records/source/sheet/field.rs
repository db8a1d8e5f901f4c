//! The value of a field of a sheet as the text that a person would have typed.

use calamine::{DataRef, ExcelDateTime};

use crate::base::Day;

/// A sheet holds at most so many digits of a number exactly.
const DIGITS: usize = 15;

/// What numbers of a sheet need to know of it, and tell of themselves.
#[derive(Default)]
pub(super) struct Fields {
    /// Days are counted from 1904 on.
    pub(super) from_1904: bool,
    /// Numbers of more than fifteen digits met so far.
    pub(super) long_numbers: u64,
}

impl Fields {
    /// The value of a field.
    pub(super) fn text(&mut self, value: &DataRef<'_>) -> String {
        match value {
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => self.number(*number),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(flag) => flag.to_string(),
            DataRef::DateTime(time) => self.time(time),
            DataRef::DateTimeIso(text) => day_of(text).to_owned(),
            DataRef::DurationIso(text) => text.clone(),
            DataRef::Error(error) => error.to_string(),
            DataRef::Empty => String::new(),
        }
    }

    /// The shortest text that leads back to the number is what was typed, as long as it has no more digits than a sheet can hold; otherwise
    /// the number was computed, and fifteen digits are all that is known of it.
    pub(super) fn number(&mut self, number: f64) -> String {
        let text = number.to_string();
        let significant = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        let is_whole = !text.contains('.');
        if significant <= DIGITS || is_whole {
            return text;
        }
        self.long_numbers += 1;
        let before = text.trim_start_matches('-').split('.').next().unwrap_or("").trim_start_matches('0').len();
        let leading = text.trim_start_matches(['-', '0', '.']).len();
        let zeros = if before == 0 { text.split('.').nth(1).map_or(0, |part| part.len().saturating_sub(leading)) } else { 0 };
        let decimals = DIGITS.saturating_sub(before) + zeros;
        format!("{number:.decimals$}").trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The day of a date; what is none stays a number, which then is a fault of its column.
    fn time(&mut self, time: &ExcelDateTime) -> String {
        let text = time.as_f64().to_string();
        let whole = text.split('.').next().and_then(|whole| whole.parse().ok());
        match whole.and_then(|serial| serial_day(serial, self.from_1904)).filter(|_| !time.is_duration()) {
            Some(day) => day.to_string(),
            None => self.number(time.as_f64()),
        }
    }
}

/// The day that a spreadsheet counts so; it takes 1900 for a leap year, and number 60 for a day that never was.
pub(in crate::records) fn serial_day(serial: i64, from_1904: bool) -> Option<Day> {
    let zero = match serial {
        _ if from_1904 => Day::new(1904, 1, 1)?,
        // One more than the day before 1900-01-01, as that day was 1899-12-31.
        1..=59 => return Day::from_number(Day::new(1900, 1, 1)?.number() + serial - 1),
        61.. => return Day::from_number(Day::new(1900, 1, 1)?.number() + serial - 2).filter(|day| day.year() <= 2200),
        _ => return None,
    };
    Day::from_number(zero.number() + serial).filter(|day| serial >= 0 && day.year() <= 2200)
}

/// Without the time of day.
pub(super) fn day_of(text: &str) -> &str {
    text.split('T').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_was_typed() {
        let mut fields = Fields::default();
        let mut text = |number: f64| fields.text(&DataRef::Float(number));
        assert_eq!([86.5, 7.1, 100.0, 0.125, -3.0].map(&mut text), ["86.5", "7.1", "100", "0.125", "-3"]);
        assert_eq!(text(0.1 + 0.2), "0.3");
        assert_eq!(text(100.0 / 3.0), "33.3333333333333");
        assert_eq!(text(2.0 / 3000.0), "0.000666666666666667");
        assert_eq!(fields.long_numbers, 3);
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        let day = |serial, from_1904| serial_day(serial, from_1904).map(|day| day.to_string());
        assert_eq!(day(45356, false).as_deref(), Some("2024-03-05"));
        assert_eq!(day(1, false).as_deref(), Some("1900-01-01"));
        assert_eq!(day(59, false).as_deref(), Some("1900-02-28"));
        assert_eq!(day(61, false).as_deref(), Some("1900-03-01"));
        assert_eq!(
            [day(60, false), day(0, false), day(-5, false), day(9_999_999, false), day(-1, true)],
            [None, None, None, None, None]
        );
        assert_eq!(day(0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(day(43894, true).as_deref(), Some("2024-03-05"));
    }
}
