//! Figures of Vietnamese phrases, in digits or in words: "85 %", "tám mươi lăm phần trăm", "hai phần ba", "1 giờ 30 phút".

use crate::base::Exact;

pub(super) struct Figure {
    /// The figure; of a percent, the share; of hours, the minutes.
    pub(super) at: Exact,
    /// Whether it is a percent or a fraction.
    pub(super) percent: bool,
    /// How many words it takes.
    pub(super) len: usize,
}

const DIGITS: [(&str, i64); 10] =
    [("một", 1), ("hai", 2), ("ba", 3), ("bốn", 4), ("năm", 5), ("sáu", 6), ("bảy", 7), ("bẩy", 7), ("tám", 8), ("chín", 9)];

/// Digits that are said otherwise behind tens. "Năm" is not among them: "hai mươi năm" is twenty years.
const BEHIND_TENS: [(&str, i64); 4] = [("mốt", 1), ("tư", 4), ("lăm", 5), ("nhăm", 5)];

/// "Một" is an article and "năm" a year, unless one of these follows.
const AFTER_DOUBTFUL_DIGIT: [&str; 5] = ["phần", "giờ", "tiếng", "phút", "rưỡi"];

const HOURS: [&str; 2] = ["giờ", "tiếng"];

/// What goes on with a figure in a way that is not read.
const UNREAD: [&str; 8] = ["nghìn", "ngàn", "triệu", "chục", "lăm", "mốt", "rưỡi", "phẩy"];

/// What is counted, so that the percent of a figure before is not meant.
const UNITS: [&str; 12] = ["phút", "giờ", "tiếng", "điểm", "lần", "người", "buổi", "kỳ", "ngày", "tháng", "năm", "đảng"];

fn is(words: &[String], at: usize, wanted: &str) -> bool {
    words.get(at).is_some_and(|word| word == wanted)
}

fn one_of(words: &[String], at: usize, wanted: &[&str]) -> bool {
    words.get(at).is_some_and(|word| wanted.contains(&word.as_str()))
}

/// Whether what follows a figure leaves in doubt which figure it is.
pub(super) fn unread(words: &[String], after: usize) -> bool {
    one_of(words, after, &UNREAD)
}

/// Whether a figure that ends here has a unit of its own.
pub(super) fn has_unit(words: &[String], after: usize) -> bool {
    one_of(words, after, &UNITS)
}

/// The figure that begins at a word.
pub(super) fn figure(words: &[String], at: usize) -> Option<Figure> {
    if let Some(len) = half(words, at) {
        return Some(if one_of(words, at + len, &HOURS) {
            Figure { at: Exact::whole(30), percent: false, len: len + 1 }
        } else {
            Figure { at: Exact::new(1, 2)?, percent: true, len }
        });
    }
    if let Some((part, whole)) = words.get(at)?.split_once('/') {
        return Some(Figure { at: Exact::new(part.parse().ok()?, whole.parse().ok()?)?, percent: true, len: 1 });
    }
    let (value, len) = number(words, at)?;
    let next = at + len;
    if is(words, next, "%") {
        return Some(Figure { at: value.checked_div(Exact::whole(100))?.reduced(), percent: true, len: len + 1 });
    }
    if is(words, next, "phần") {
        return parts(words, value, at, next + 1);
    }
    if one_of(words, next, &HOURS) {
        let minutes = value.checked_mul(Exact::whole(60))?;
        let (more, end) = behind_hours(words, next + 1);
        return Some(Figure { at: minutes.checked_add(more)?.reduced(), percent: false, len: end - at });
    }
    Some(Figure { at: value, percent: false, len })
}

fn half(words: &[String], at: usize) -> Option<usize> {
    let len = if is(words, at, "một") { 2 } else { 1 };
    is(words, at + len - 1, "nửa").then_some(len)
}

/// "phần trăm", or the lower figure of a fraction; "hai phần của" is neither.
fn parts(words: &[String], value: Exact, start: usize, at: usize) -> Option<Figure> {
    let (whole, len) = if is(words, at, "trăm") {
        (Exact::whole(100), 1)
    } else if is(words, at, "tư") || is(words, at, "năm") {
        (Exact::whole(if is(words, at, "tư") { 4 } else { 5 }), 1)
    } else if let Some(found) = number(words, at) {
        found
    } else {
        return Some(Figure { at: value, percent: false, len: at - 1 - start });
    };
    Some(Figure { at: value.checked_div(whole)?.reduced(), percent: true, len: at + len - start })
}

/// The minutes behind hours, and the word where they end.
fn behind_hours(words: &[String], at: usize) -> (Exact, usize) {
    let at = if is(words, at, "đồng") && is(words, at + 1, "hồ") { at + 2 } else { at };
    if is(words, at, "rưỡi") {
        return (Exact::whole(30), at + 1);
    }
    let start = if is(words, at, "và") { at + 1 } else { at };
    match number(words, start) {
        Some((minutes, len)) if is(words, start + len, "phút") => (minutes, start + len + 1),
        // "1 giờ 30" at its end, but not "2 giờ 30 người".
        Some((minutes, len)) if start == at && (start + len == words.len() || is(words, start + len, "trở")) => {
            (minutes, start + len)
        }
        _ => (Exact::ZERO, at),
    }
}

fn number(words: &[String], at: usize) -> Option<(Exact, usize)> {
    match decimal(words.get(at)?) {
        Some(value) => Some((value, 1)),
        None => numeral(words, at).map(|(value, len)| (Exact::whole(value), len)),
    }
}

/// A number in words.
fn numeral(words: &[String], at: usize) -> Option<(i64, usize)> {
    if let Some(hundreds) = digit(words, at)
        && is(words, at + 1, "trăm")
    {
        let (more, len) = if one_of(words, at + 2, &["linh", "lẻ"]) {
            digit(words, at + 3).map_or((0, 0), |digit| (digit, 2))
        } else {
            tens(words, at + 2).unwrap_or((0, 0))
        };
        return Some((hundreds * 100 + more, 2 + len));
    }
    if let Some(found) = tens(words, at) {
        return Some(found);
    }
    let doubtful = one_of(words, at, &["một", "năm"]) && !one_of(words, at + 1, &AFTER_DOUBTFUL_DIGIT);
    // "Một phần" alone is "partly".
    let partly = is(words, at, "một") && is(words, at + 1, "phần") && !denominator(words, at + 2);
    digit(words, at).filter(|_| !doubtful && !partly).map(|digit| (digit, 1))
}

fn denominator(words: &[String], at: usize) -> bool {
    one_of(words, at, &["trăm", "tư", "năm", "mười"])
        || words.get(at).is_some_and(|word| decimal(word).is_some())
        || digit(words, at).is_some()
}

fn tens(words: &[String], at: usize) -> Option<(i64, usize)> {
    let (tens, len) =
        if is(words, at, "mười") { (1, 1) } else { (digit(words, at).filter(|_| is(words, at + 1, "mươi"))?, 2) };
    let behind = BEHIND_TENS.iter().chain(DIGITS.iter().filter(|(name, _)| *name != "năm"));
    let behind = behind.clone().find(|(name, _)| is(words, at + len, name)).map(|(_, digit)| *digit);
    Some((tens * 10 + behind.unwrap_or(0), len + usize::from(behind.is_some())))
}

fn digit(words: &[String], at: usize) -> Option<i64> {
    DIGITS.iter().find(|(name, _)| is(words, at, name)).map(|(_, digit)| *digit)
}

/// `86,5` and `1.000` as in Vietnamese, `86.5` as elsewhere.
fn decimal(word: &str) -> Option<Exact> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let thousands = word.split('.').skip(1).all(|part| part.len() == 3) && word.contains('.') && !word.contains(',');
    Exact::parse(&if thousands { word.replace('.', "") } else { word.replace(',', ".") })
}
