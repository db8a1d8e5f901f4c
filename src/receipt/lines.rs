//! The first line in which two texts differ.

/// A line that differs: its number from 1, and what stands there in the one and in the other; `None` where a text has ended before.
pub(super) type Line = (u64, Option<String>, Option<String>);

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
            let shown =
                |line: Option<&[u8]>| line.map(|line| String::from_utf8_lossy(line).trim_end_matches(['\n', '\r']).to_owned());
            return Some((number, shown(one), shown(other)));
        }
    }
}

/// Each with its line end, so that a missing one is a difference too.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u64, one: Option<&str>, other: Option<&str>) -> Option<Line> {
        Some((number, one.map(str::to_owned), other.map(str::to_owned)))
    }

    #[test]
    fn the_first_line_that_differs_is_told_with_both() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
        assert_eq!(first_difference(b"a\nb\nc\n", b"a\nB\nC\n"), line(2, Some("b"), Some("B")));
        assert_eq!(first_difference(b"a\n", b"a\nb\n"), line(2, None, Some("b")));
        assert_eq!(first_difference(b"a\nb\n", b"a\n"), line(2, Some("b"), None));
        assert_eq!(first_difference(b"a\nb", b"a\nb\n"), line(2, Some("b"), Some("b")));
        assert_eq!(first_difference(b"", b"a"), line(1, None, Some("a")));
    }
}
