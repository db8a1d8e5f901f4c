//! The days of a run, and what rows are told apart by.

use super::kind::Kind;
use crate::base::{Day, Month, Period};
use crate::records::cells::CellIndex;
use crate::rules::Texts;

/// The days of a period by their numbers: taken from a table, as every row needs them.
pub(super) struct Calendar {
    period: Period,
    first: i64,
    days: Vec<DayOf>,
    /// The text that judges every one of them, where one does.
    only_text: Option<u16>,
}

/// A day, as rows ask for it.
#[derive(Clone, Copy)]
pub(super) struct DayOf {
    pub(super) day: Day,
    /// Which month of the period it lies in, from 0; none outside it.
    pub(super) month: Option<u32>,
    /// The one text that judges it; outside the period nobody asks.
    pub(super) text: Option<u16>,
}

impl Calendar {
    pub(super) fn of(period: Period, texts: &Texts) -> Calendar {
        let first = period.months().next().and_then(Month::first_day).map_or(0, Day::number);
        let days: Vec<DayOf> = (first..)
            .map_while(|number| {
                let day = Day::from_number(number)?;
                let text = texts.on(day).and_then(|text| u16::try_from(text).ok());
                Some(DayOf { day, month: Some(period.month_index(day)?), text })
            })
            .collect();
        let text = days.first().and_then(|day| day.text);
        let only_text = text.filter(|_| days.iter().all(|day| day.text == text));
        Calendar { period, first, days, only_text }
    }

    #[inline]
    pub(super) fn find(&self, number: i64) -> Option<DayOf> {
        let known = usize::try_from(number - self.first).ok().and_then(|place| self.days.get(place));
        known.copied().or_else(|| self.outside(number))
    }

    /// The text that judges a day of the period.
    #[inline]
    pub(super) fn text(&self, day: Day) -> Option<u16> {
        self.only_text.or_else(|| self.find(day.number())?.text)
    }

    #[cold]
    fn outside(&self, number: i64) -> Option<DayOf> {
        Day::from_number(number).map(|day| DayOf { day, month: self.period.month_index(day), text: None })
    }
}

/// Cell, day and kind in one number.
pub(in crate::records) fn key(cell: CellIndex, day: Day, kind: Kind) -> u64 {
    let day = u64::try_from(day.number()).unwrap_or(0);
    u64::from(cell.0) << 32 | day << 4 | kind as u64
}

pub(in crate::records) fn open_end(day: Option<Day>) -> String {
    day.map_or("…".to_owned(), |day| day.to_string())
}

/// Whether two codes are the same. Most have eight to sixteen bytes, which two words cover.
#[inline]
pub(in crate::records) fn same(a: &[u8], b: &[u8]) -> bool {
    let ends = |code: &[u8]| Some((u64::from_ne_bytes(*code.first_chunk()?), u64::from_ne_bytes(*code.last_chunk()?)));
    match (ends(a), ends(b)) {
        (Some(a_ends), Some(b_ends)) if a.len() <= 16 => a.len() == b.len() && a_ends == b_ends,
        _ => a == b,
    }
}
