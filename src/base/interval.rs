//! Intervals as a regulation writes them: `[75, 90)`, `>= 90`, `= 50`.

use std::cmp::Ordering;
use std::fmt;

use super::Exact;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where it stands.
    pub at: Exact,
    /// Whether the value itself belongs to the interval ("từ … trở lên" against "trên").
    pub closed: bool,
}

/// A set of values between two ends; an absent end is open without limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end.
    pub low: Option<Bound>,
    /// Upper end.
    pub high: Option<Bound>,
    /// Whether the ends were written in percent; then they are stored as shares (85 % as 0.85).
    pub percent: bool,
}

/// How two neighbours in a table of intervals fail to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seam {
    /// Values between the two belong to neither.
    Gap(Interval),
    /// Values that belong to both.
    Overlap(Interval),
}

impl Interval {
    /// Everything.
    pub const ALL: Interval = Interval { low: None, high: None, percent: false };

    /// Reads `[a, b)`, `(a, b]`, `[a, b]`, `(a, b)`, `>= a`, `> a`, `<= a`, `< a` or `= a`; each figure may carry `%`, then all must.
    /// `None` when it is none of these or holds no value.
    pub fn parse(text: &str) -> Option<Interval> {
        let text = text.trim();
        let (low, high) = if let Some(rest) = text.strip_prefix(">=") {
            (Some((rest, true)), None)
        } else if let Some(rest) = text.strip_prefix('>') {
            (Some((rest, false)), None)
        } else if let Some(rest) = text.strip_prefix("<=") {
            (None, Some((rest, true)))
        } else if let Some(rest) = text.strip_prefix('<') {
            (None, Some((rest, false)))
        } else if let Some(rest) = text.strip_prefix('=') {
            (Some((rest, true)), Some((rest, true)))
        } else {
            let low_closed = match text.chars().next()? {
                '[' => true,
                '(' => false,
                _ => return None,
            };
            let high_closed = match text.chars().last()? {
                ']' => true,
                ')' => false,
                _ => return None,
            };
            let (low, high) = text.get(1..text.len() - 1)?.split_once(',')?;
            (Some((low, low_closed)), Some((high, high_closed)))
        };
        let mut percents = Vec::new();
        let mut bound = |end: Option<(&str, bool)>| -> Option<Option<Bound>> {
            let Some((text, closed)) = end else { return Some(None) };
            let text = text.trim();
            let (figure, percent) = match text.strip_suffix('%') {
                Some(figure) => (figure.trim_end(), true),
                None => (text, false),
            };
            percents.push(percent);
            let at = Exact::parse(figure)?;
            let at = if percent { at.checked_mul(Exact::new(1, 100)?)?.reduced() } else { at };
            Some(Some(Bound { at, closed }))
        };
        let (low, high) = (bound(low)?, bound(high)?);
        let percent = percents.first().copied().unwrap_or(false);
        if percents.iter().any(|p| *p != percent) {
            return None;
        }
        let interval = Interval { low, high, percent };
        (!interval.holds_nothing()).then_some(interval)
    }

    /// How the text should have been written, with `%` or without: itself with that changed, or an example where it is no interval at all.
    pub fn with_sign(text: &str, percent: bool) -> String {
        if Interval::parse(text).is_none() {
            return if percent { "[75%, 90%)" } else { "[75, 90)" }.to_owned();
        }
        let mut out = String::new();
        for c in text.chars().filter(|c| *c != '%').chain([' ']) {
            if percent && !c.is_ascii_digit() && c != '.' && out.ends_with(|last: char| last.is_ascii_digit()) {
                out.push('%');
            }
            out.push(c);
        }
        out.trim_end().to_owned()
    }

    /// Whether the value belongs to the interval.
    pub fn contains(&self, value: Exact) -> bool {
        self.reaches_floor(value)
            && self.high.is_none_or(|high| match value.cmp(&high.at) {
                Ordering::Less => true,
                Ordering::Equal => high.closed,
                Ordering::Greater => false,
            })
    }

    /// Whether the value is at or above the lower end.
    pub fn reaches_floor(&self, value: Exact) -> bool {
        self.low.is_none_or(|low| match value.cmp(&low.at) {
            Ordering::Greater => true,
            Ordering::Equal => low.closed,
            Ordering::Less => false,
        })
    }

    /// The gaps and overlaps of `table` on this interval, from below upwards.
    pub fn seams(&self, table: &[Interval]) -> Vec<Seam> {
        let mut rows: Vec<Interval> = table.iter().map(|row| self.common(row)).filter(|row| !row.holds_nothing()).collect();
        rows.sort_by(|a, b| cmp_low(a.low, b.low).then(cmp_high(a.high, b.high)));
        let mut seams = Vec::new();
        let mut push = |seam: fn(Interval) -> Seam, low, high| {
            let piece = Interval { low, high, percent: self.percent };
            if !piece.holds_nothing() {
                seams.push(seam(piece));
            }
        };
        // The lowest value that no row has taken yet, as a lower end; `None` once everything upwards is taken.
        let mut next = Some(self.low);
        for row in rows {
            match next {
                Some(free) if cmp_low(row.low, free).is_gt() => push(Seam::Gap, free, row.low.map(flip)),
                Some(free) if cmp_low(row.low, free).is_lt() => {
                    let taken = free.map(flip);
                    push(Seam::Overlap, row.low, if cmp_high(row.high, taken).is_lt() { row.high } else { taken });
                }
                Some(_) => {}
                None => push(Seam::Overlap, row.low, row.high),
            }
            next = match (next, row.high) {
                (None, _) | (_, None) => None,
                (Some(free), Some(high)) if cmp_low(Some(flip(high)), free).is_gt() => Some(Some(flip(high))),
                (free, _) => free,
            };
        }
        if let Some(free) = next {
            push(Seam::Gap, free, self.high);
        }
        seams
    }

    /// From one value up to another, both taken.
    pub fn from(low: Exact, high: Option<Exact>) -> Interval {
        let closed = |at| Bound { at, closed: true };
        Interval { low: Some(closed(low)), high: high.map(closed), percent: false }
    }

    /// The smallest interval that holds both.
    pub fn around(&self, other: &Interval) -> Interval {
        Interval {
            low: if cmp_low(other.low, self.low).is_lt() { other.low } else { self.low },
            high: if cmp_high(other.high, self.high).is_gt() { other.high } else { self.high },
            percent: self.percent,
        }
    }

    /// What both hold; it may be nothing.
    pub fn common(&self, other: &Interval) -> Interval {
        Interval {
            low: if cmp_low(other.low, self.low).is_lt() { self.low } else { other.low },
            high: if cmp_high(other.high, self.high).is_gt() { self.high } else { other.high },
            percent: self.percent,
        }
    }

    /// Whether no value belongs to it.
    pub fn holds_nothing(&self) -> bool {
        match (self.low, self.high) {
            (Some(low), Some(high)) => match low.at.cmp(&high.at) {
                Ordering::Less => false,
                Ordering::Equal => !(low.closed && high.closed),
                Ordering::Greater => true,
            },
            _ => false,
        }
    }

    fn figure(&self, at: Exact) -> String {
        if self.percent {
            let hundredfold = at.checked_mul(Exact::whole(100)).unwrap_or(at);
            format!("{}%", hundredfold.text())
        } else {
            at.text()
        }
    }
}

/// The end that begins just where the other one stops.
fn flip(bound: Bound) -> Bound {
    Bound { at: bound.at, closed: !bound.closed }
}

fn cmp_low(a: Option<Bound>, b: Option<Bound>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(a), Some(b)) => a.at.cmp(&b.at).then(b.closed.cmp(&a.closed)),
    }
}

fn cmp_high(a: Option<Bound>, b: Option<Bound>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => a.at.cmp(&b.at).then(a.closed.cmp(&b.closed)),
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (None, None) => f.write_str("(-∞, ∞)"),
            (Some(low), None) => write!(f, "{} {}", if low.closed { "≥" } else { ">" }, self.figure(low.at)),
            (None, Some(high)) => write!(f, "{} {}", if high.closed { "≤" } else { "<" }, self.figure(high.at)),
            (Some(low), Some(high)) if low.at == high.at => write!(f, "= {}", self.figure(low.at)),
            (Some(low), Some(high)) => write!(
                f,
                "{}{}, {}{}",
                if low.closed { '[' } else { '(' },
                self.figure(low.at),
                self.figure(high.at),
                if high.closed { ']' } else { ')' }
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str) -> Interval {
        Interval::parse(text).unwrap()
    }

    fn seams(domain: &str, rows: &[&str]) -> Vec<String> {
        let rows: Vec<Interval> = rows.iter().map(|row| interval(row)).collect();
        interval(domain)
            .seams(&rows)
            .into_iter()
            .map(|seam| match seam {
                Seam::Gap(piece) => format!("gap {piece}"),
                Seam::Overlap(piece) => format!("overlap {piece}"),
            })
            .collect()
    }

    #[test]
    fn over_85_is_not_from_85() {
        let eighty_five = Exact::new(85, 100).unwrap();
        assert!(!interval("> 85%").contains(eighty_five));
        assert!(interval(">= 85%").contains(eighty_five));
        assert!(interval("[75%, 90%)").contains(Exact::new(3, 4).unwrap()));
        assert!(!interval("[75%, 90%)").contains(Exact::new(9, 10).unwrap()));
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in ["", "90", "[90]", "[90, 70]", "(5, 5]", "[70%, 90)", ">= x", "[1, 2"] {
            assert!(Interval::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_sign_is_added_or_taken_away() {
        for (text, percent, wanted) in [
            (">= 50", true, ">= 50%"),
            ("[75, 90)", true, "[75%, 90%)"),
            ("(7.5, 90]", true, "(7.5%, 90%]"),
            ("[75%, 90%)", false, "[75, 90)"),
            ("about 90", true, "[75%, 90%)"),
        ] {
            assert_eq!(Interval::with_sign(text, percent), wanted);
        }
    }

    #[test]
    fn bands_that_meet_have_no_seam() {
        assert!(seams("[0, 100]", &["[90, 100]", "[70, 90)", "[50, 70)", "[0, 50)"]).is_empty());
        assert!(seams("[0%, 100%]", &[">= 90%", "[75%, 90%)", "< 75%"]).is_empty());
    }

    #[test]
    fn the_form_without_a_tier_for_exactly_half_has_a_gap_there() {
        assert_eq!(seams("[0%, 100%]", &["> 50%", "[40%, 50%)", "[30%, 40%)", "< 30%"]), ["gap = 50%"]);
    }

    #[test]
    fn gaps_and_overlaps_are_named_exactly() {
        assert_eq!(seams("[0, 100]", &["[90, 100]", "[70, 90]", "[0, 50)"]), ["gap [50, 70)", "overlap = 90"]);
        assert_eq!(seams("[0, 100]", &["[10, 100]"]), ["gap [0, 10)"]);
        assert_eq!(seams("[0, 100]", &["[0, 60]"]), ["gap (60, 100]"]);
        assert_eq!(seams("[0, 100]", &[]), ["gap [0, 100]"]);
        assert_eq!(seams("[0, 100]", &["[0, 100]", "[20, 30]"]), ["overlap [20, 30]"]);
        assert_eq!(seams("[0, 100]", &[">= 20", ">= 50", "< 20"]), ["overlap [50, 100]"]);
        assert_eq!(seams(">= 0", &["<= 15", ">= 15"]), ["overlap = 15"]);
    }
}
