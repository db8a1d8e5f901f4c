//! Figures and words within a text: intervals and expressions, with the places where they stand.

use std::ops::Range;

/// One replacement: bytes of the text, and what comes in their place.
pub type Edit = (Range<usize>, String);

/// A figure one step up and one step down: the step is one in its last digit.
pub fn steps(figure: &str) -> Vec<String> {
    let (negative, digits) = figure.strip_prefix('-').map_or((false, figure), |digits| (true, digits));
    let places = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let Ok(value) = digits.replace('.', "").parse::<i64>() else { return Vec::new() };
    let value = if negative { -value } else { value };
    let written = |value: i64| {
        let digits = format!("{:0>width$}", value.abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let sign = if value < 0 { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    };
    [value + 1, value - 1].into_iter().filter(|value| negative || *value >= 0).map(written).collect()
}

/// The figures of `2023..2024` or `2025..`.
pub fn years(text: &str) -> Vec<Range<usize>> {
    let ends = text.split_once("..").unwrap_or((text, ""));
    let last = text.len() - ends.1.len()..text.len();
    [0..ends.0.len(), last].into_iter().filter(|range| !range.is_empty()).collect()
}

/// One end of an interval as written: where its figure and its bracket or sign stand.
pub struct End {
    pub figure: Range<usize>,
    pub sign: Range<usize>,
    pub closed: bool,
    /// The lower end of its interval.
    pub low: bool,
}

/// The ends of `[75%, 90%)`, `>= 90`, `= 50`; places are those of the text.
pub fn ends(text: &str) -> Vec<End> {
    let figure_at = |from: usize| {
        let start = from + text[from..].find(|c: char| c.is_ascii_digit()).unwrap();
        let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len() - start);
        start..start + length
    };
    for (sign, closed, low) in [(">=", true, true), ("<=", true, false), (">", false, true), ("<", false, false)] {
        if text.starts_with(sign) {
            return vec![End { figure: figure_at(0), sign: 0..sign.len(), closed, low }];
        }
    }
    if text.starts_with('=') {
        return Vec::new();
    }
    let last = text.len() - 1;
    let low = End { figure: figure_at(0), sign: 0..1, closed: text.starts_with('['), low: true };
    let high = End { figure: figure_at(low.figure.end), sign: last..last + 1, closed: text.ends_with(']'), low: false };
    vec![low, high]
}

/// The sign of an end that takes its figure in where this one leaves it out, or the other way round.
pub fn turned(sign: &str) -> &'static str {
    match sign {
        ">=" => ">",
        ">" => ">=",
        "<=" => "<",
        "<" => "<=",
        "[" => "(",
        "(" => "[",
        "]" => ")",
        ")" => "]",
        other => panic!("{other} is no end of an interval"),
    }
}

/// Every small change of an expression: figures, comparisons, `and` and `or`, words for their neighbours in a scale.
pub fn of_expression(text: &str, scales: &[Vec<String>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for token in tokens(text) {
        let word = &text[token.clone()];
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            edits.extend(steps(word).into_iter().map(|step| (token.clone(), step)));
        }
        let other: &[&str] = match word {
            "<" => &["<=", ">="],
            "<=" => &["<", ">"],
            ">" => &[">=", "<="],
            ">=" => &[">", "<"],
            "=" => &["!="],
            "!=" => &["="],
            "and" => &["or"],
            "or" => &["and"],
            "not" => &[""],
            _ => &[],
        };
        edits.extend(other.iter().map(|other| (token.clone(), (*other).to_owned())));
        let bare = word.trim_matches('\'');
        for neighbour in neighbours(bare, scales) {
            // In quotes, since a word with a hyphen needs them.
            edits.push((token.clone(), format!("'{neighbour}'")));
        }
    }
    edits
}

/// The words that stand beside a word in any scale that has it.
pub fn neighbours(word: &str, scales: &[Vec<String>]) -> Vec<String> {
    let mut found = Vec::new();
    for scale in scales {
        let Some(place) = scale.iter().position(|known| known == word) else { continue };
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|place| scale.get(place));
        found.extend(beside.filter(|word| !found.contains(*word)).cloned().collect::<Vec<_>>());
    }
    found
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let class = |byte: u8| match byte {
            b'0'..=b'9' | b'.' => 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => 2,
            b'<' | b'>' | b'=' | b'!' => 3,
            _ => 0,
        };
        let start = at;
        if bytes[at] == b'\'' {
            at += 2 + text[at + 1..].find('\'').expect("a quote closes");
        } else {
            let kind = class(bytes[at]);
            at += 1;
            while kind > 0 && at < bytes.len() && (class(bytes[at]) == kind || (kind == 2 && class(bytes[at]) == 1)) {
                at += 1;
            }
        }
        found.push(start..at);
    }
    found
}
