//! Decimal digits as letters, for the numbers of long tables.

/// The last digit of a number.
#[inline]
pub(super) fn last(number: u32) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or(0)
}

/// Appends the last two digits of a number.
#[inline]
pub fn push_pair(number: u32, out: &mut String) {
    out.push(char::from(last(number / 10)));
    out.push(char::from(last(number)));
}

/// Appends a count.
#[inline]
pub fn push_count(count: u64, out: &mut String) {
    // Most have one digit.
    match u32::try_from(count) {
        Ok(count @ 0..10) => out.push(char::from(last(count))),
        _ => out.push_str(itoa::Buffer::new().format(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_has_all_its_digits() {
        for count in [0, 7, 9, 10, 42, 99, 100, 4096, u64::from(u32::MAX) + 1, u64::MAX] {
            let mut text = String::new();
            push_count(count, &mut text);
            assert_eq!(text, count.to_string());
        }
        let mut text = String::new();
        push_pair(7, &mut text);
        assert_eq!(text, "07");
    }
}
