//! The first line in which two texts differ.

use crate::report::verify::LineEnd;

/// A line that differs: its number from 1, and what stands there in the one and in the other; `None` where a text has ended before.
pub(super) type Line = (u64, Option<Ended>, Option<Ended>);

/// A line with its end apart.
pub(super) type Ended = (String, LineEnd);

/// `None` where both are the same. What is no UTF-8 is shown as far as it can be.
pub(super) fn first_difference(one: &[u8], other: &[u8]) -> Option<Line> {
    if one == other {
        return None;
    }
    let (mut ones, mut others) = (lines(one), lines(other));
    let mut number = 0;
    loop {
        number += 1;
        let (one, other) = (ones.next(), others.next());
        if one != other || one.is_none() {
            return Some((number, one.map(ended), other.map(ended)));
        }
    }
}

fn ended(line: &[u8]) -> Ended {
    let (text, end) = match line {
        [text @ .., b'\r', b'\n'] => (text, LineEnd::CrLf),
        [text @ .., b'\n'] => (text, LineEnd::Lf),
        text => (text, LineEnd::None),
    };
    (String::from_utf8_lossy(text).into_owned(), end)
}

/// Each with its line end, so that a missing one is a difference too.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u64, one: Option<(&str, LineEnd)>, other: Option<(&str, LineEnd)>) -> Option<Line> {
        let own = |line: Option<(&str, LineEnd)>| line.map(|(text, end)| (text.to_owned(), end));
        Some((number, own(one), own(other)))
    }

    #[test]
    fn the_first_line_that_differs_is_told_with_both() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
        let lf = |text| Some((text, LineEnd::Lf));
        let none = |text| Some((text, LineEnd::None));
        assert_eq!(first_difference(b"a\nb\nc\n", b"a\nB\nC\n"), line(2, lf("b"), lf("B")));
        assert_eq!(first_difference(b"a\n", b"a\nb\n"), line(2, None, lf("b")));
        assert_eq!(first_difference(b"a\nb\n", b"a\n"), line(2, lf("b"), None));
        assert_eq!(first_difference(b"a\nb", b"a\nb\n"), line(2, none("b"), lf("b")));
        assert_eq!(first_difference(b"a\r\nb\n", b"a\nb\n"), line(1, Some(("a", LineEnd::CrLf)), lf("a")));
        assert_eq!(first_difference(b"", b"a"), line(1, None, none("a")));
    }
}
