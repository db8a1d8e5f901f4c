//! Vietnamese phrases of legal texts: which figures they name, and on which side of each a value must lie.

use unicode_normalization::UnicodeNormalization;

use super::figures;
use super::operators::{self, FROM, Means, UP_TO};
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

/// What makes a figure a rough one.
const ROUGH: [&str; 5] = ["khoảng", "gần", "xấp", "xỉ", "chừng"];

/// What makes a figure the number of a clause.
const CLAUSES: [&str; 7] = ["điều", "khoản", "mục", "nhóm", "chí", "phụ", "chương"];

/// The figures of a phrase in its order; `None` where there is none, or where the words cannot be told for certain.
pub(super) fn said(phrase: &str) -> Option<Vec<Said>> {
    let words = split(phrase);
    let mut out: Vec<Said> = Vec::new();
    let mut at = 0;
    let mut from = 0;
    while at < words.len() {
        let Some(figure) = figures::figure(&words, at) else {
            at += 1;
            continue;
        };
        let before = words.get(from..at).unwrap_or(&[]);
        let after = at + figure.len;
        if before.last().is_some_and(|word| CLAUSES.contains(&word.as_str())) {
            (at, from) = (after, after);
            continue;
        }
        if before.iter().rev().take(2).any(|word| ROUGH.contains(&word.as_str())) || figures::unread(&words, after) {
            return None;
        }
        let (means, kept) = operators::read(before, words.get(after..).unwrap_or(&[]))?;
        let mut one = Said { at: figure.at, percent: figure.percent, means };
        if let Some(last) = out.last_mut()
            && matches!(means, Means::High { .. })
        {
            let link = Link { between: before, kept, unit: figures::has_unit(&words, after) };
            if operators::joined(before, kept) {
                one = link.range(last, one)?;
            } else if link.adjoins("và") && matches!(last.means, Means::Low { .. }) {
                *last = share_of(*last, one)?;
            }
        }
        out.push(one);
        (at, from) = (after, after);
    }
    (!out.is_empty()).then_some(out)
}

/// What stands between the two figures of a range.
struct Link<'a> {
    between: &'a [String],
    /// How many of these words say nothing of the second figure.
    kept: usize,
    /// Whether the second figure has a unit of its own.
    unit: bool,
}

impl Link<'_> {
    /// Whether the first figure is followed by this word at once, so that it has no unit of its own.
    fn adjoins(&self, word: &str) -> bool {
        self.kept <= 1 && self.between.first().is_some_and(|first| first == word)
    }

    /// The second figure of "15 đến 30", "từ 75 đến dưới 90 %"; the first one is mended to suit. `None` where they make no range.
    fn range(&self, last: &mut Said, one: Said) -> Option<Said> {
        let first = if self.kept == 0 || ["đến", "tới", "–"].iter().any(|word| self.adjoins(word)) {
            share_of(*last, one)?
        } else {
            *last
        };
        let second = if self.unit { one } else { share_of(one, first)? };
        // A dash may also stand before something else: "trên 85 % – 15 điểm".
        if self.between.iter().any(|word| word == "–") && (first.percent != second.percent || second.at <= first.at) {
            return Some(Said { means: if one.means == UP_TO { Means::Nothing } else { one.means }, ..one });
        }
        if matches!(first.means, Means::High { .. }) {
            return None;
        }
        *last = Said { means: if first.means == Means::Nothing { FROM } else { first.means }, ..first };
        Some(second)
    }
}

/// A bare figure beside a percent is one too.
fn share_of(one: Said, other: Said) -> Option<Said> {
    if one.percent || !other.percent {
        return Some(one);
    }
    Some(Said { at: one.at.checked_div(Exact::whole(100))?.reduced(), percent: true, ..one })
}

/// The words in small letters, without the marks around them; a comma and a dash are words of their own.
fn split(phrase: &str) -> Vec<String> {
    let plain: String = phrase.nfc().flat_map(char::to_lowercase).collect();
    // Typed for "≥" and "≤" as often as the other way round.
    let plain = plain.replace("=>", ">=").replace("=<", "<=");
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '%');
    let chars: Vec<char> = plain.chars().collect();
    let mut spaced = String::new();
    for (place, c) in chars.iter().copied().enumerate() {
        let (before, after) = (place.checked_sub(1).and_then(|place| chars.get(place)).copied(), chars.get(place + 1).copied());
        let space = |c: Option<char>| c.is_some_and(char::is_whitespace);
        match c {
            '–' | '—' => spaced.push_str(" – "),
            // A hyphen inside a word is none.
            '-' if digit(before) && digit(after) || space(before) && space(after) => spaced.push_str(" – "),
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
            ',' | '.' | ';' => spaced.push_str(" , "),
            c if c.is_alphanumeric() || c == '/' => spaced.push(c),
            _ => spaced.push(' '),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
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
                Means::Except => "!= ",
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
            ("=> 80 %", ">= 80%"),
            ("theo Điều 4, từ 90 % trở lên", ">= 90%"),
            ("trên cơ sở đánh giá, đạt từ 70 đến dưới 90 điểm", ">= 70, < 90"),
            ("không đạt từ 80 % trở lên", "< 80%"),
            ("chưa đạt 80 % trở lên", "< 80%"),
            ("không có từ 80 % trở lên", "< 80%"),
            ("chưa đến 3 lần", "< 3"),
            ("không đủ 90 phút", "< 90"),
            ("không được dưới 90 phút", ">= 90"),
            ("không được quá 3 lần", "<= 3"),
            ("không dưới 80 % trở lên", ">= 80%"),
            ("vắng không lý do quá 3 lần", "> 3"),
            ("không bằng 80 %", "!= 80%"),
            ("lớn hơn hoặc bằng 80 %", ">= 80%"),
            ("trên hoặc bằng 80 %", ">= 80%"),
            ("bằng hoặc hơn 80 %", ">= 80%"),
            ("nhỏ hơn hoặc bằng 80 %", "<= 80%"),
            ("không lớn hơn hoặc bằng 80 %", "< 80%"),
            ("80 % hoặc hơn", ">= 80%"),
            ("trên 80 % hoặc hơn 30 người", "> 80%, > 30"),
            ("ít nhất 1 giờ 30 phút", ">= 90"),
            ("ít nhất 1 giờ 30", ">= 90"),
            ("1 giờ rưỡi", "90"),
            ("một tiếng rưỡi", "90"),
            ("nửa giờ", "30"),
            ("từ 2 tiếng trở lên", ">= 120"),
            ("2 giờ, 30 người", "120, 30"),
            ("quá hai phần ba đảng viên", "> 200/3%"),
            ("quá 2/3 đảng viên", "> 200/3%"),
            ("ba phần tư", "75%"),
            ("dưới tám mươi phần trăm", "< 80%"),
            ("dưới tám mươi lăm phần trăm", "< 85%"),
            ("một trăm phần trăm", "100%"),
            ("quá mười lăm phút", "> 15"),
            ("trong hai mươi năm", "20"),
            ("năm mươi mốt người", "51"),
            ("một trăm linh năm người", "105"),
            ("từ 80 - dưới 90 %", ">= 80%, < 90%"),
            ("80 - 90 %", ">= 80%, <= 90%"),
            ("trên 75 và dưới 90 %", "> 75%, < 90%"),
            ("trên 85 % - 15 điểm", "> 85%, 15"),
            ("vắng không quá 3 lần, đến muộn không quá 5 phút", "<= 3, <= 5"),
        ] {
            assert_eq!(shown(phrase), wanted, "{phrase}");
        }
    }

    #[test]
    fn what_cannot_be_told_for_certain_is_not_guessed() {
        for phrase in [
            "đa số đảng viên",
            "cơ bản hoàn thành",
            "khoảng 85 %",
            "gần 50 %",
            "trên 85 % trở lên",
            "dưới 50 % trở xuống",
            "không vắng quá 3 buổi",
            "không có 80 % đảng viên",
            "không đạt tối đa 10 điểm",
            "không đạt dưới 50 %",
            "không đạt từ 75 % đến dưới 90 %",
            "hai năm rưỡi",
            "tám lăm phần trăm",
            "một phần công việc",
            "",
        ] {
            assert_eq!(shown(phrase), "?", "{phrase}");
        }
    }
}
