//! Fields to values: strict, exact, and with the reason when a field cannot be read.

use super::source::serial_day;
use super::writing::{DateOrder, DecimalMark};
use crate::base::Day;

/// Why a field cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadValue {
    NotANumber,
    Negative,
    /// Readable with the mark as a thousands separator, and as a decimal mark.
    TwoReadings(String, String),
    NoSuchDate,
    NotAFlag,
}

/// Which decimal mark a number was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Comma,
    Point,
}

/// How a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateForm {
    Iso,
    Slash,
}

/// A field without the spaces around it.
#[inline]
pub(super) fn trim(bytes: &[u8]) -> &[u8] {
    match (bytes.first(), bytes.last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) | (None, _) => bytes,
        _ => trim_odd(bytes),
    }
}

/// Spaces that spreadsheets and web pages leave around a value are spaces too: no-break, narrow, without width, a byte order mark.
#[inline(never)]
fn trim_odd(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = match bytes {
            [0xC2, 0xA0, rest @ ..] | [rest @ .., 0xC2, 0xA0] => rest,
            [0xE2, 0x80, 0x80..=0x8B | 0xAF, rest @ ..] | [rest @ .., 0xE2, 0x80, 0x80..=0x8B | 0xAF] => rest,
            [0xEF, 0xBB, 0xBF, rest @ ..] | [rest @ .., 0xEF, 0xBB, 0xBF] => rest,
            [space, rest @ ..] | [rest @ .., space] if space.is_ascii_whitespace() => rest,
            _ => return bytes,
        }
    }
}

/// The same of a text.
pub(super) fn trim_text(text: &str) -> &str {
    std::str::from_utf8(trim(text.as_bytes())).unwrap_or(text)
}

/// A number of one to three digits, which nearly all counts are.
#[inline]
pub(super) fn short_count(bytes: &[u8]) -> Option<i64> {
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let (value, largest) = match *bytes {
        [a] => (digit(a), digit(a)),
        [a, b] => (digit(a) * 10 + digit(b), digit(a).max(digit(b))),
        [a, b, c] => (digit(a) * 100 + digit(b) * 10 + digit(c), digit(a).max(digit(b)).max(digit(c))),
        _ => return None,
    };
    (largest <= 9).then(|| i64::from(value))
}

/// The words that programs write.
#[inline]
pub(super) fn plain_flag(bytes: &[u8]) -> Option<i64> {
    match bytes {
        b"yes" => Some(1),
        b"no" => Some(0),
        _ => None,
    }
}

/// A whole number, zero or more.
#[inline]
pub(super) fn count(bytes: &[u8]) -> Result<i64, BadValue> {
    if let Some(value) = short_count(bytes) {
        return Ok(value);
    }
    if (1..=9).contains(&bytes.len()) {
        let (mut value, mut digits) = (0_i64, true);
        for byte in bytes {
            let digit = byte.wrapping_sub(b'0');
            digits &= digit < 10;
            value = value * 10 + i64::from(digit);
        }
        if digits {
            return Ok(value);
        }
    }
    match decimal(bytes) {
        Err(fault @ (BadValue::Negative | BadValue::TwoReadings(..))) => Err(fault),
        _ => Err(BadValue::NotANumber),
    }
}

/// Thousandths of a number with at most three decimals, marked by a comma or a point.
pub(super) fn decimal(bytes: &[u8]) -> Result<(i64, Mark), BadValue> {
    if let Some(whole) = short_count(bytes) {
        return Ok((whole * 1000, Mark::None));
    }
    if let Some(rest) = bytes.strip_prefix(b"-") {
        let number = rest.first() != Some(&b'-') && decimal(rest).is_ok();
        return Err(if number { BadValue::Negative } else { BadValue::NotANumber });
    }
    let mut mark = Mark::None;
    let (mut whole, mut part, mut whole_digits, mut decimals) = (0_i64, 0_i64, 0_u32, 0_u32);
    for byte in bytes {
        match byte {
            b'0'..=b'9' if mark == Mark::None => {
                whole = whole * 10 + i64::from(byte - b'0');
                whole_digits += 1;
            }
            b'0'..=b'9' => {
                part = part * 10 + i64::from(byte - b'0');
                decimals += 1;
            }
            b',' if mark == Mark::None => mark = Mark::Comma,
            b'.' if mark == Mark::None => mark = Mark::Point,
            _ => return Err(BadValue::NotANumber),
        }
        if whole_digits > 9 || decimals > 3 {
            return Err(BadValue::NotANumber);
        }
    }
    if whole_digits == 0 || (mark != Mark::None && decimals == 0) {
        return Err(BadValue::NotANumber);
    }
    // 2.523 may be two thousand five hundred and twenty-three; 0.523 cannot.
    if decimals == 3 && whole_digits <= 3 && whole != 0 {
        return Err(BadValue::TwoReadings(format!("{whole}{part:03}"), format!("{whole},{part:03}")));
    }
    // 2523,00 may be a sum in two decimals, or 252300 with a misplaced separator.
    if decimals == 2 && whole_digits >= 4 {
        return Err(BadValue::TwoReadings(format!("{whole}"), format!("{whole}{part:02}")));
    }
    let scale = 10_i64.pow(3 - decimals);
    Ok((whole * 1000 + part * scale, mark))
}

/// A number whose decimal mark is known: a number of a sheet, which is no text, or one of a column of which the profile says it.
pub(super) fn decimal_as(bytes: &[u8], mark: Option<DecimalMark>, of_sheet: bool) -> Result<(i64, Mark), BadValue> {
    let (decimal_mark, group) = match mark {
        _ if of_sheet => (b'.', b','),
        Some(DecimalMark::Comma) => (b',', b'.'),
        Some(DecimalMark::Point) => (b'.', b','),
        None => return decimal(bytes),
    };
    if let Some(rest) = bytes.strip_prefix(b"-") {
        let number = rest.first() != Some(&b'-') && decimal_as(rest, mark, of_sheet).is_ok();
        return Err(if number { BadValue::Negative } else { BadValue::NotANumber });
    }
    let (whole, part) = match bytes.iter().position(|byte| *byte == decimal_mark) {
        Some(place) => bytes.split_at_checked(place).map_or((bytes, None), |(whole, part)| (whole, part.get(1..))),
        None => (bytes, None),
    };
    let groups: Vec<&[u8]> = whole.split(|byte| *byte == group).collect();
    let is_grouped = groups.len() == 1
        || groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|first| first.len() <= 3);
    let digits: Vec<u8> = groups.concat();
    let value = |digits: &[u8]| {
        digits.iter().try_fold(0_i64, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
    };
    let decimals = part.unwrap_or(b"0");
    let fits = is_grouped && (1..=9).contains(&digits.len()) && (1..=3).contains(&decimals.len());
    let (Some(whole), Some(part), true) = (value(&digits), value(decimals), fits) else { return Err(BadValue::NotANumber) };
    let scale = 10_i64.pow(3 - u32::try_from(decimals.len()).unwrap_or(3));
    Ok((whole * 1000 + part * scale, Mark::None))
}

/// A whole number, zero or more, in a column whose decimal mark is known.
pub(super) fn count_as(bytes: &[u8], mark: Option<DecimalMark>, of_sheet: bool) -> Result<i64, BadValue> {
    if mark.is_none() && !of_sheet {
        return count(bytes);
    }
    match decimal_as(bytes, mark, of_sheet) {
        Ok((value, _)) if value % 1000 == 0 => Ok(value / 1000),
        Err(fault @ (BadValue::Negative | BadValue::TwoReadings(..))) => Err(fault),
        _ => Err(BadValue::NotANumber),
    }
}

/// Yes or no as clerks write it.
#[inline]
pub(super) fn flag(bytes: &[u8]) -> Result<bool, BadValue> {
    match bytes {
        b"yes" | b"1" | b"x" | b"X" => return Ok(true),
        b"no" | b"0" => return Ok(false),
        _ => {}
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadValue::NotAFlag)?;
    if bytes.iter().any(|byte| byte.is_ascii_punctuation()) {
        return Err(BadValue::NotAFlag);
    }
    match crate::base::heading::plain(text).as_str() {
        "yes" | "co" | "x" | "1" | "true" | "dung" | "dat" => Ok(true),
        "no" | "khong" | "0" | "false" | "sai" | "khong-dat" => Ok(false),
        _ => Err(BadValue::NotAFlag),
    }
}

/// `2024-03-05`, or `05/03/2024` with the day first.
#[inline(always)]
pub(super) fn date(bytes: &[u8]) -> Result<(Day, DateForm), BadValue> {
    let (year, month, day, form) = match bytes {
        // Each shape has its fixed places, which is far quicker than to look for the separators.
        [a, b, c, d, b'-', e, f, b'-', g, h] => (number(&[*a, *b, *c, *d]), number(&[*e, *f]), number(&[*g, *h]), DateForm::Iso),
        [rest @ .., b'/', a, b, c, d] => {
            let mut parts = rest.split(|byte| *byte == b'/');
            let (Some(day @ ([_] | [_, _])), Some(month @ ([_] | [_, _])), None) = (parts.next(), parts.next(), parts.next())
            else {
                return Err(BadValue::NoSuchDate);
            };
            (number(&[*a, *b, *c, *d]), number(month), number(day), DateForm::Slash)
        }
        _ => return Err(BadValue::NoSuchDate),
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Err(BadValue::NoSuchDate);
    };
    let year = i32::try_from(year).map_err(|_| BadValue::NoSuchDate)?;
    Day::new(year, month, day).map(|day| (day, form)).ok_or(BadValue::NoSuchDate)
}

/// A date in a column whose order is known.
#[cold]
pub(super) fn date_as(bytes: &[u8], order: DateOrder) -> Result<(Day, DateForm), BadValue> {
    let iso =
        || date(bytes).and_then(|(day, form)| if form == DateForm::Iso { Ok((day, form)) } else { Err(BadValue::NoSuchDate) });
    let serial = |from_1904: bool| {
        let digits =
            std::str::from_utf8(bytes).ok().filter(|text| text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit()));
        let day = digits.and_then(|digits| digits.parse().ok()).and_then(|serial| serial_day(serial, from_1904));
        day.map_or_else(iso, |day| Ok((day, DateForm::Iso)))
    };
    match order {
        DateOrder::DayFirst => date(bytes),
        DateOrder::Iso => iso(),
        DateOrder::Serial => serial(false),
        DateOrder::Serial1904 => serial(true),
        DateOrder::MonthFirst => match bytes.split(|byte| *byte == b'/').collect::<Vec<&[u8]>>().as_slice() {
            [month, day, year] => date(&[day, month, year].map(|part| *part).join(&b'/')),
            _ => iso(),
        },
    }
}

/// A few digits.
#[inline]
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}

/// Whether a slash date would be a date with the month first, but is none with the day first.
pub(super) fn is_month_first(bytes: &[u8]) -> bool {
    let parts: Vec<u32> =
        bytes.split(|byte| *byte == b'/').filter_map(|part| std::str::from_utf8(part).ok()?.parse().ok()).collect();
    matches!(parts.as_slice(), [first, second, _] if (1..=12).contains(first) && (13..=31).contains(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_taken_from_either_end_and_nothing_else_is() {
        let spaces = [" ", "\t", "\u{a0}", "\u{202f}", "\u{200b}", "\u{2009}", "\u{feff}", " \u{a0}\u{200b} "];
        for text in ["", "1", "ộ", "Đà", "x y", "x\u{a0}y", "…", "\u{2013}", "“x”"] {
            for (before, after) in spaces.iter().flat_map(|space| [(*space, ""), ("", *space), (*space, *space)]) {
                assert_eq!(trim_text(&format!("{before}{text}{after}")), text, "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        assert_eq!(count(b"18"), Ok(18));
        assert_eq!(count(b"007"), Ok(7));
        assert_eq!(count(b"-3"), Err(BadValue::Negative));
        for text in ["18.0", "18,5", "x", "1 8", "9999999999", "+3", "1e3", "\u{0661}"] {
            assert_eq!(count(text.as_bytes()), Err(BadValue::NotANumber), "{text}");
        }
        assert!(matches!(count(b"2.523"), Err(BadValue::TwoReadings(..))));
    }

    #[test]
    fn decimals_take_comma_or_point_and_no_float() {
        assert_eq!(decimal(b"86,5"), Ok((86_500, Mark::Comma)));
        assert_eq!(decimal(b"7.10"), Ok((7_100, Mark::Point)));
        assert_eq!(decimal(b"100"), Ok((100_000, Mark::None)));
        assert_eq!(decimal(b"0.125"), Ok((125, Mark::Point)));
        for text in ["", ",", "5,", ",5", "1,2,3", "1.2345", "a", "1 000"] {
            assert_eq!(decimal(text.as_bytes()), Err(BadValue::NotANumber), "{text}");
        }
    }

    #[test]
    fn a_number_with_two_readings_is_refused_with_both() {
        assert_eq!(decimal(b"2.523"), Err(BadValue::TwoReadings("2523".into(), "2,523".into())));
        assert_eq!(decimal(b"2523,00"), Err(BadValue::TwoReadings("2523".into(), "252300".into())));
    }

    #[test]
    fn dates_are_iso_or_day_first() {
        let day = Day::new(2024, 3, 5).unwrap();
        assert_eq!(date(b"2024-03-05"), Ok((day, DateForm::Iso)));
        assert_eq!(date(b"05/03/2024"), Ok((day, DateForm::Slash)));
        assert_eq!(date(b"5/3/2024"), Ok((day, DateForm::Slash)));
        for text in
            ["31/02/2024", "2023-02-29", "01/02/24", "2024/02/01", "2024-2-1", "05-03-2024", "1/2/3/2024", "", "//", "45356"]
        {
            assert_eq!(date(text.as_bytes()), Err(BadValue::NoSuchDate), "{text}");
        }
        assert!(is_month_first(b"03/25/2024") && !is_month_first(b"25/03/2024") && !is_month_first(b"31/02/2024"));
    }

    #[test]
    fn flags_are_words_that_clerks_use() {
        for text in ["có", "Có", "co\u{301}", "x", "1", "yes", "Đạt"] {
            assert_eq!(flag(text.as_bytes()), Ok(true), "{text}");
        }
        for text in ["không", "KHÔNG", "0", "no"] {
            assert_eq!(flag(text.as_bytes()), Ok(false), "{text}");
        }
        for text in ["maybe", "-1", "1%", "(1)", ".0"] {
            assert_eq!(flag(text.as_bytes()), Err(BadValue::NotAFlag), "{text}");
        }
    }
}
