//! The words around a figure that say on which side of it a value lies: "trên" is over it, "không đạt" below it.

use super::figures;

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
    /// Anything but it.
    Except,
}

pub(super) const OVER: Means = Means::Low { closed: false };
pub(super) const FROM: Means = Means::Low { closed: true };
pub(super) const BELOW: Means = Means::High { closed: false };
pub(super) const UP_TO: Means = Means::High { closed: true };

/// What stands before a figure. Of two that fit, the longer one counts: "đến dưới" is not "dưới". What "không" makes of them is their
/// opposite, and is not listed.
const BEFORE: [(&str, Means); 42] = [
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
    ("≥", FROM),
    (">=", FROM),
    ("dưới", BELOW),
    ("đến dưới", BELOW),
    ("tới dưới", BELOW),
    ("– dưới", BELOW),
    ("và dưới", BELOW),
    ("ít hơn", BELOW),
    ("thấp hơn", BELOW),
    ("nhỏ hơn", BELOW),
    ("kém", BELOW),
    ("kém hơn", BELOW),
    ("<", BELOW),
    ("tối đa", UP_TO),
    ("nhiều nhất", UP_TO),
    ("cao nhất", UP_TO),
    ("đến", UP_TO),
    ("tới", UP_TO),
    ("–", UP_TO),
    ("≤", UP_TO),
    ("<=", UP_TO),
    ("đúng", Means::Exactly),
    ("bằng", Means::Exactly),
    ("=", Means::Exactly),
    ("khác", Means::Except),
];

/// What stands behind a figure; yes is upwards.
const AFTER: [(&str, bool); 13] = [
    ("trở lên", true),
    ("trở xuống", false),
    ("trở lại", false),
    ("hoặc hơn", true),
    ("hoặc trên", true),
    ("hoặc cao hơn", true),
    ("hoặc lớn hơn", true),
    ("hoặc nhiều hơn", true),
    ("hoặc dưới", false),
    ("hoặc ít hơn", false),
    ("hoặc thấp hơn", false),
    ("hoặc nhỏ hơn", false),
    ("hoặc kém hơn", false),
];

/// What turns the words behind it into their opposite.
const DENIALS: [&str; 3] = ["không", "chưa", "chẳng"];

/// Words that reach a figure; denied, they stay below it: "chưa đến 3" is not "over 3".
const REACHES: [&str; 4] = ["đạt", "đủ", "đến", "tới"];

/// What stands behind a denial that is about something else than the figure: "vắng không lý do quá 3 lần".
const ELSEWHERE: [&str; 5] = ["phép", "có phép", "lý do", "lí do", "có lý do"];

/// What stands between such words and the figure, and changes nothing.
const FILLERS: [&str; 11] = ["là", "đạt", "phải", "được", "có", "mức", "còn", "hết", "cả", "đủ", "tỷ"];

/// Words that begin something new, so that "trở lên" after them belongs elsewhere.
const BEGINNINGS: [&str; 13] = ["từ", "trên", "dưới", "không", "ít", "tối", "nhiều", "đúng", "bằng", "và", "hoặc", "đến", ","];

/// Words behind which a denial before them does not reach.
const BREAKS: [&str; 6] = [",", "và", "hoặc", "hay", "nhưng", "đó"];

/// The words of a range between its two figures.
const RANGE: [&str; 3] = ["đến", "tới", "–"];

/// What the words around a figure say, and how many of those before it say nothing of it; `None` where it cannot be told for certain.
pub(super) fn read(before: &[String], after: &[String]) -> Option<(Means, usize)> {
    let (rest, mut reaches) = without_fillers(before);
    let (rest, found) = operator(rest);
    let (inner, reaches_before) = without_fillers(rest);
    reaches |= reaches_before;
    let (inner, denied) = match inner {
        [left @ .., last] if DENIALS.contains(&last.as_str()) => (left, true),
        _ => (rest, false),
    };
    let idiom = found.is_some_and(|(_, reaching)| reaching);
    let means = found.map_or(Means::Nothing, |(means, _)| means);
    let deny = |means: Means| match (denied, means) {
        (false, means) => Some(means),
        (true, Means::Nothing) => reaches.then_some(BELOW),
        (true, UP_TO) if idiom => Some(BELOW),
        // "Không đạt tối đa 10 điểm" is not over 10.
        (true, means) => Some(opposite(means)).filter(|means| !(reaches && matches!(means, Means::Low { .. }))),
    };
    let means = match (means, upwards(after)) {
        (means, None) => deny(means)?,
        (Means::Nothing | FROM, Some(true)) => deny(FROM)?,
        (Means::Nothing | UP_TO, Some(false)) | (FROM, Some(false)) => deny(UP_TO)?,
        // Less than a figure and upwards is no range; over a figure and upwards says the figure twice, once with it and once without.
        (means, Some(up)) => deny(means).filter(|means| denied && *means == if up { FROM } else { UP_TO })?,
    };
    (means == Means::Nothing || !denied_from_afar(inner)).then_some((means, inner.len()))
}

/// Whether the words between two figures make a range of them, `kept` of which say nothing of the second figure.
pub(super) fn joined(between: &[String], kept: usize) -> bool {
    let near = between.get(kept.saturating_sub(1)..).unwrap_or(&[]);
    near.iter().take(2).any(|word| RANGE.contains(&word.as_str())) && !between.iter().any(|word| word == ",")
}

fn without_fillers(words: &[String]) -> (&[String], bool) {
    let mut rest = words;
    let mut reaches = false;
    while let [left @ .., last] = rest
        && FILLERS.contains(&last.as_str())
    {
        reaches |= REACHES.contains(&last.as_str());
        rest = left;
    }
    (rest, reaches)
}

/// The operator at the end of some words, and whether it reaches the figure. With "hoặc bằng" on either side it holds the figure.
fn operator(words: &[String]) -> (&[String], Option<(Means, bool)>) {
    let Some((rest, phrase, means)) = longest(words) else { return (words, None) };
    if let [earlier @ .., or] = rest
        && ["hoặc", "hay"].contains(&or.as_str())
        && let Some((rest, _, other)) = longest(earlier)
    {
        let closed = match (other, means) {
            (Means::Low { .. }, Means::Exactly) | (Means::Exactly, Means::Low { .. }) => Some(FROM),
            (Means::High { .. }, Means::Exactly) | (Means::Exactly, Means::High { .. }) => Some(UP_TO),
            _ => None,
        };
        if let Some(closed) = closed {
            return (rest, Some((closed, false)));
        }
    }
    (rest, Some((means, REACHES.contains(&phrase))))
}

fn longest(words: &[String]) -> Option<(&[String], &'static str, Means)> {
    let fitting = BEFORE.iter().filter_map(|(phrase, means)| {
        let start = words.len().checked_sub(phrase.split(' ').count())?;
        let (rest, tail) = words.split_at_checked(start)?;
        starts(tail, phrase).then_some((rest, *phrase, *means))
    });
    fitting.min_by_key(|(rest, ..)| rest.len())
}

fn starts(words: &[String], phrase: &str) -> bool {
    let mut own = words.iter();
    phrase.split(' ').all(|word| own.next().is_some_and(|own| own == word))
}

fn opposite(means: Means) -> Means {
    match means {
        Means::Nothing => Means::Nothing,
        Means::Low { closed } => Means::High { closed: !closed },
        Means::High { closed } => Means::Low { closed: !closed },
        Means::Exactly => Means::Except,
        Means::Except => Means::Exactly,
    }
}

/// Whether a denial stands further off in the same clause, with words between that are not known here.
fn denied_from_afar(words: &[String]) -> bool {
    let start = words.iter().rposition(|word| BREAKS.contains(&word.as_str())).map_or(0, |place| place + 1);
    let clause = words.get(start..).unwrap_or(&[]);
    clause.iter().enumerate().any(|(place, word)| {
        let behind = clause.get(place + 1..).unwrap_or(&[]);
        DENIALS.contains(&word.as_str()) && !ELSEWHERE.iter().any(|phrase| starts(behind, phrase))
    })
}

/// "trở lên" (yes) or "trở xuống" (no) that belongs to the figure before.
fn upwards(after: &[String]) -> Option<bool> {
    for start in 0..after.len().min(8) {
        let rest = after.get(start..)?;
        let found = AFTER.iter().find(|(phrase, _)| {
            // "Trên 80 % hoặc hơn 30 người" has a second figure.
            starts(rest, phrase) && figures::figure(rest, phrase.split(' ').count()).is_none()
        });
        if let Some((_, up)) = found {
            return Some(*up);
        }
        if rest.first().is_some_and(|word| BEGINNINGS.contains(&word.as_str())) {
            return None;
        }
    }
    None
}
