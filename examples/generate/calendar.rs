//! Days of 2024, the one year that is generated.

pub const YEAR: u32 = 2024;

/// A day of that year; the order of the fields is the order of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub month: u32,
    pub day: u32,
}

impl Day {
    /// 0 is Monday: 1 January 2024 was one.
    fn weekday(self) -> u32 {
        (days_before(self.month) + self.day - 1) % 7
    }

    /// Saturday moves back to Friday, Sunday on to Monday, as the cells' own calendars do.
    pub fn off_weekend(self) -> Self {
        match self.weekday() {
            5 => Self { day: self.day - 1, ..self },
            6 => Self { day: self.day + 1, ..self },
            _ => self,
        }
    }

    /// Never past the 28th, so that a delayed meeting stays before the next month's.
    pub fn later(self, days: u32) -> Self {
        Self { day: (self.day + days).min(28), ..self }
    }
}

fn days_before(month: u32) -> u32 {
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30];
    lengths.iter().take(month.saturating_sub(1) as usize).sum()
}
