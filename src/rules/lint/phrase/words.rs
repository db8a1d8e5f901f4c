//! Vietnamese phrases of legal texts: which figures they name, and on which side of each a value must lie.

use unicode_normalization::UnicodeNormalization;

use crate::base::Exact;

/// A figure of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The figure; of a percent, the share.
    pub(super) at: Exact,
    /// Whether it is a percent or a fraction.
    pub(super) percent: bool,
    /// What the words around it say.
    pub(super) means: Means,
}

/// What the words around a figure say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Nothing: the figure only stands there.
    Nothing,
    /// From it on, or over it.
    Low { closed: bool },
    /// Up to it, or below it.
    High { closed: bool },
    /// Exactly it.
    Exactly,
}

const OVER: Means = Means::Low { closed: false };
const FROM: Means = Means::Low { closed: true };
const BELOW: Means = Means::High { closed: false };
const UP_TO: Means = Means::High { closed: true };

/// What stands before a figure. Of two that fit, the longer one counts: "không quá" is not "quá".
const BEFORE: [(&str, Means); 59] = [
    ("trên", OVER),
    ("từ trên", OVER),
    ("quá", OVER),
    ("vượt", OVER),
    ("vượt quá", OVER),
    ("hơn", OVER),
    ("nhiều hơn", OVER),
    ("lớn hơn", OVER),
    ("cao hơn", OVER),
    (">", OVER),
    ("từ", FROM),
    ("ít nhất", FROM),
    ("ít nhất từ", FROM),
    ("thấp nhất", FROM),
    ("tối thiểu", FROM),
    ("tối thiểu từ", FROM),
    ("chí ít", FROM),
    ("không dưới", FROM),
    ("không ít hơn", FROM),
    ("không thấp hơn", FROM),
    ("không nhỏ hơn", FROM),
    ("không kém", FROM),
    ("không kém hơn", FROM),
    ("≥", FROM),
    (">=", FROM),
    ("dưới", BELOW),
    ("đến dưới", BELOW),
    ("tới dưới", BELOW),
    ("và dưới", BELOW),
    ("ít hơn", BELOW),
    ("thấp hơn", BELOW),
    ("nhỏ hơn", BELOW),
    ("kém", BELOW),
    ("chưa đến", BELOW),
    ("chưa tới", BELOW),
    ("chưa đạt", BELOW),
    ("chưa đủ", BELOW),
    ("không đến", BELOW),
    ("không tới", BELOW),
    ("không đạt", BELOW),
    ("không đủ", BELOW),
    ("<", BELOW),
    ("không quá", UP_TO),
    ("không vượt", UP_TO),
    ("không vượt quá", UP_TO),
    ("không trên", UP_TO),
    ("không hơn", UP_TO),
    ("không nhiều hơn", UP_TO),
    ("không cao hơn", UP_TO),
    ("không lớn hơn", UP_TO),
    ("tối đa", UP_TO),
    ("nhiều nhất", UP_TO),
    ("cao nhất", UP_TO),
    ("đến", UP_TO),
    ("tới", UP_TO),
    ("≤", UP_TO),
    ("<=", UP_TO),
    ("đúng", Means::Exactly),
    ("bằng", Means::Exactly),
];

/// What stands between such words and the figure, and changes nothing.
const FILLERS: [&str; 11] = ["là", "đạt", "phải", "được", "có", "mức", "còn", "hết", "cả", "đủ", "tỷ"];

/// What makes a figure a rough one.
const ROUGH: [&str; 5] = ["khoảng", "gần", "xấp", "xỉ", "chừng"];

/// What makes a figure the number of a clause.
const CLAUSES: [&str; 7] = ["điều", "khoản", "mục", "nhóm", "chí", "phụ", "chương"];

/// Words that begin something new, so that "trở lên" after them belongs elsewhere.
const BEGINNINGS: [&str; 12] = ["từ", "trên", "dưới", "không", "ít", "tối", "nhiều", "đúng", "bằng", "và", "hoặc", "đến"];

/// The figures of a phrase in its order; `None` where there is none, or where the words cannot be told for certain.
pub(super) fn said(phrase: &str) -> Option<Vec<Said>> {
    let words = split(phrase);
    let mut out: Vec<Said> = Vec::new();
    let mut at = 0;
    let mut from = 0;
    while at < words.len() {
        let Some((figure, mut percent, len)) = figure(&words, at) else {
            at += 1;
            continue;
        };
        let before = words.get(from..at).unwrap_or(&[]);
        let after = at + len;
        if before.last().is_some_and(|word| CLAUSES.contains(&word.as_str())) {
            (at, from) = (after, after);
            continue;
        }
        if before.iter().rev().take(2).any(|word| ROUGH.contains(&word.as_str())) {
            return None;
        }
        let up = upwards(words.get(after..).unwrap_or(&[]));
        let means = match (means(before), up) {
            (means, None) => means,
            // Less than a figure and upwards is no range; over a figure and upwards says the figure twice, once with it and once without.
            (Means::Nothing | FROM, Some(true)) => FROM,
            (Means::Nothing | FROM, Some(false)) => UP_TO,
            _ => return None,
        };
        if let (Some(last), Means::High { .. }) = (out.last_mut(), means)
            && joined(before)
        {
            // "15 đến 30", "từ 75 đến dưới 90 %".
            if last.means == Means::Nothing {
                last.means = FROM;
            }
            if percent && !last.percent {
                *last = Said { at: last.at.checked_div(Exact::whole(100))?.reduced(), percent, ..*last };
            }
            percent |= last.percent;
        }
        let at_share = percent && !figure_is_share(&words, at);
        let value = if at_share { figure.checked_div(Exact::whole(100))?.reduced() } else { figure };
        out.push(Said { at: value, percent, means });
        (at, from) = (after, after);
    }
    (!out.is_empty()).then_some(out)
}

/// The words in small letters, without the marks around them; a range with a dash is three words.
fn split(phrase: &str) -> Vec<String> {
    let plain: String = phrase.nfc().flat_map(char::to_lowercase).collect();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '%');
    let chars: Vec<char> = plain.chars().collect();
    let mut spaced = String::new();
    for (place, c) in chars.iter().copied().enumerate() {
        let (before, after) = (place.checked_sub(1).and_then(|place| chars.get(place)).copied(), chars.get(place + 1).copied());
        match c {
            '–' | '—' | '-' if digit(before) && digit(after) => spaced.push_str(" đến "),
            '–' | '—' => spaced.push_str(" đến "),
            '%' => spaced.push_str(" % "),
            '>' | '<' | '≥' | '≤' => {
                spaced.push(' ');
                spaced.push(c);
                if after != Some('=') {
                    spaced.push(' ');
                }
            }
            '=' => spaced.push_str("= "),
            // A comma or full stop inside a figure belongs to it.
            ',' | '.' if digit(before) && digit(after) => spaced.push(c),
            c if c.is_alphanumeric() || c == '/' => spaced.push(c),
            _ => spaced.push(' '),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// The figure that begins at a word: its value, whether it is a percent, and how many words it takes.
fn figure(words: &[String], at: usize) -> Option<(Exact, bool, usize)> {
    let word = words.get(at)?.as_str();
    let next = words.get(at + 1).map(String::as_str);
    if word == "nửa" || (word == "một" && next == Some("nửa")) {
        return Some((Exact::new(1, 2)?, true, if word == "nửa" { 1 } else { 2 }));
    }
    if let Some((part, whole)) = word.split_once('/') {
        return Some((Exact::new(part.parse().ok()?, whole.parse().ok()?)?, true, 1));
    }
    const NUMBERS: [(&str, i64); 8] =
        [("hai", 2), ("ba", 3), ("bốn", 4), ("sáu", 6), ("bảy", 7), ("tám", 8), ("chín", 9), ("mười", 10)];
    let value = match NUMBERS.iter().find(|(name, _)| *name == word) {
        Some((_, value)) => Exact::whole(*value),
        None => decimal(word)?,
    };
    match next {
        Some("%") => Some((value, true, 2)),
        Some("phần") if words.get(at + 2).is_some_and(|word| word == "trăm") => Some((value, true, 3)),
        Some("giờ") => Some((value.checked_mul(Exact::whole(60))?, false, 2)),
        _ => Some((value, false, 1)),
    }
}

/// Whether the figure was written as a fraction, so that its value is a share already.
fn figure_is_share(words: &[String], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.contains('/') || word == "nửa" || word == "một")
}

/// `86,5` and `1.000` as in Vietnamese, `86.5` as elsewhere.
fn decimal(word: &str) -> Option<Exact> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let thousands = word.split('.').skip(1).all(|part| part.len() == 3) && word.contains('.') && !word.contains(',');
    Exact::parse(&if thousands { word.replace('.', "") } else { word.replace(',', ".") })
}

/// What the words before a figure say of it.
fn means(before: &[String]) -> Means {
    let mut words = before;
    while let [rest @ .., last] = words
        && FILLERS.contains(&last.as_str())
        && longest(words).is_none()
    {
        words = rest;
    }
    longest(words).unwrap_or(Means::Nothing)
}

fn longest(words: &[String]) -> Option<Means> {
    let fits = |(phrase, _): &&(&str, Means)| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let start = words.len().checked_sub(phrase.len());
        start.and_then(|start| words.get(start..)).is_some_and(|tail| tail.iter().zip(&phrase).all(|(a, b)| a == b))
    };
    BEFORE.iter().filter(fits).max_by_key(|(phrase, _)| phrase.len()).map(|(_, means)| *means)
}

/// Whether nothing but the words of a range stands between two figures, and names of what is counted.
fn joined(between: &[String]) -> bool {
    between.iter().any(|word| ["đến", "tới"].contains(&word.as_str())) && between.len() <= 6
}

/// "trở lên" (yes) or "trở xuống" (no) that belongs to the figure before.
fn upwards(after: &[String]) -> Option<bool> {
    for pair in after.windows(2).take(8) {
        match pair {
            [turn, way] if turn == "trở" && way == "lên" => return Some(true),
            [turn, way] if turn == "trở" && (way == "xuống" || way == "lại") => return Some(false),
            [first, _] if BEGINNINGS.contains(&first.as_str()) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(phrase: &str) -> String {
        let Some(said) = said(phrase) else { return "?".to_owned() };
        let one = |said: &Said| {
            let sign = match said.means {
                Means::Nothing => "",
                Means::Low { closed: false } => "> ",
                Means::Low { closed: true } => ">= ",
                Means::High { closed: false } => "< ",
                Means::High { closed: true } => "<= ",
                Means::Exactly => "= ",
            };
            let figure = if said.percent { said.at.checked_mul(Exact::whole(100)).unwrap() } else { said.at };
            format!("{sign}{}{}", figure.text(), if said.percent { "%" } else { "" })
        };
        said.iter().map(one).collect::<Vec<String>>().join(", ")
    }

    #[test]
    fn phrases_of_legal_texts() {
        for (phrase, wanted) in [
            ("trên 85 %", "> 85%"),
            ("Trên 85% đảng viên dự sinh hoạt", "> 85%"),
            ("quá 3 lần liên tiếp", "> 3"),
            ("không quá 20 % chậm tiến độ", "<= 20%"),
            ("hơn 2/3 số đảng viên", "> 200/3%"),
            ("quá nửa", "> 50%"),
            ("dưới một nửa thời lượng", "< 50%"),
            ("từ 90 điểm trở lên", ">= 90"),
            ("từ 30 đảng viên trở lên", ">= 30"),
            ("đạt 90 % trở lên", ">= 90%"),
            ("ít nhất 30 % nhiệm vụ vượt mức yêu cầu", ">= 30%"),
            ("tối thiểu 90 phút", ">= 90"),
            ("tối thiểu phải đạt 90 phút", ">= 90"),
            ("không dưới 2 giờ", ">= 120"),
            ("dưới 50 điểm", "< 50"),
            ("chưa đạt 50 %", "< 50%"),
            ("ít hơn 5 người", "< 5"),
            ("từ 50 điểm trở xuống", "<= 50"),
            ("50 phần trăm trở xuống", "<= 50%"),
            ("tối đa 10 điểm", "<= 10"),
            ("nhiều nhất hai lần", "<= 2"),
            ("đến 15 phút", "<= 15"),
            ("từ 75 % đến dưới 90 %", ">= 75%, < 90%"),
            ("từ 75 đến dưới 90 %", ">= 75%, < 90%"),
            ("trên 75 % đến 90 %", "> 75%, <= 90%"),
            ("từ trên 75 % đến 90 %", "> 75%, <= 90%"),
            ("trên 15 phút và dưới 30 phút", "> 15, < 30"),
            ("từ 15 đến 30 phút", ">= 15, <= 30"),
            ("15–30 phút", ">= 15, <= 30"),
            ("15 phút đến 30 phút", ">= 15, <= 30"),
            ("đúng 50 %", "= 50%"),
            ("bằng 0", "= 0"),
            ("86,5 điểm", "86.5"),
            ("từ 1.000 điểm trở lên", ">= 1000"),
            ("100 % số buổi từ Khá trở lên, trong đó ít nhất 7 buổi Tốt", "100%, >= 7"),
            ("≥ 90 điểm", ">= 90"),
            (">85%", "> 85%"),
            ("<= 3 lần", "<= 3"),
            ("theo Điều 4, từ 90 % trở lên", ">= 90%"),
            ("trên cơ sở đánh giá, đạt từ 70 đến dưới 90 điểm", ">= 70, < 90"),
        ] {
            assert_eq!(shown(phrase), wanted, "{phrase}");
        }
    }

    #[test]
    fn what_cannot_be_told_for_certain_is_not_guessed() {
        for phrase in
            ["đa số đảng viên", "cơ bản hoàn thành", "khoảng 85 %", "gần 50 %", "trên 85 % trở lên", "dưới 50 % trở xuống", ""]
        {
            assert_eq!(shown(phrase), "?", "{phrase}");
        }
    }
}
