//! Exact fractions. Scores, rates and means are never binary floats.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An exact fraction `num / den` with `den > 0`; kept as it was written (18/21 stays 18/21) until it has to be reduced to fit.
///
/// Equality and order go by value, through cross-multiplication: 18/21 equals 6/7.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(into = "(i64, i64)", try_from = "(i64, i64)")]
pub struct Exact {
    num: i64,
    den: i64,
}

impl From<Exact> for (i64, i64) {
    fn from(exact: Exact) -> (i64, i64) {
        (exact.num, exact.den)
    }
}

impl TryFrom<(i64, i64)> for Exact {
    type Error = &'static str;

    fn try_from((num, den): (i64, i64)) -> Result<Exact, &'static str> {
        Exact::new(num, den).ok_or("a fraction needs a denominator above zero")
    }
}

/// How a step that the rule file names rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest step, halves away from zero (làm tròn số học).
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact { num: 0, den: 1 };
    /// One, which is also 100 %.
    pub const ONE: Exact = Exact { num: 1, den: 1 };

    /// `num / den`; `None` when `den` is zero or the sign cannot be moved to the numerator.
    pub fn new(num: i64, den: i64) -> Option<Exact> {
        match den.cmp(&0) {
            Ordering::Greater => Some(Exact { num, den }),
            Ordering::Less => Some(Exact { num: num.checked_neg()?, den: den.checked_neg()? }),
            Ordering::Equal => None,
        }
    }

    /// A whole number.
    pub const fn whole(value: i64) -> Exact {
        Exact { num: value, den: 1 }
    }

    /// `value` thousandths.
    pub const fn thousandths(value: i64) -> Exact {
        Exact { num: value, den: 1000 }
    }

    /// The numerator as written.
    pub fn num(self) -> i64 {
        self.num
    }

    /// The denominator as written, always positive.
    pub fn den(self) -> i64 {
        self.den
    }

    /// Sum; `None` when it does not fit.
    #[inline]
    pub fn checked_add(self, other: Exact) -> Option<Exact> {
        if self.den == other.den {
            // Nearly every sum is of whole numbers or of thousandths.
            if let Some(num) = self.num.checked_add(other.num) {
                return Some(Exact { num, den: self.den });
            }
        }
        self.added(other)
    }

    /// The same of any two.
    fn added(self, other: Exact) -> Option<Exact> {
        if self.den == other.den {
            return fit(i128::from(self.num) + i128::from(other.num), i128::from(self.den));
        }
        fit(
            i128::from(self.num) * i128::from(other.den) + i128::from(other.num) * i128::from(self.den),
            i128::from(self.den) * i128::from(other.den),
        )
    }

    /// Difference; `None` when it does not fit.
    #[inline]
    pub fn checked_sub(self, other: Exact) -> Option<Exact> {
        self.checked_add(Exact { num: other.num.checked_neg()?, den: other.den })
    }

    /// Product; `None` when it does not fit.
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        fit(i128::from(self.num) * i128::from(other.num), i128::from(self.den) * i128::from(other.den))
    }

    /// Quotient; `None` when the divisor is zero or the result does not fit.
    pub fn checked_div(self, other: Exact) -> Option<Exact> {
        if self.den == 1 && other.den == 1 && other.num > 0 {
            return Some(Exact { num: self.num, den: other.num });
        }
        let sign = i128::from(other.num.signum());
        if sign == 0 {
            return None;
        }
        fit(sign * i128::from(self.num) * i128::from(other.den), i128::from(self.den) * i128::from(other.num).abs())
    }

    /// The same value in lowest terms.
    pub fn reduced(self) -> Exact {
        if self.den == 1 || self.num == 0 {
            return Exact::whole(self.num);
        }
        let divisor = gcd(i128::from(self.num).unsigned_abs(), i128::from(self.den).unsigned_abs());
        match i64::try_from(divisor) {
            Ok(divisor) if divisor > 1 => Exact { num: self.num / divisor, den: self.den / divisor },
            _ => self,
        }
    }

    /// The largest step of which both are multiples; zero is a multiple of every step. `None` when it does not fit.
    pub fn common_step(self, other: Exact) -> Option<Exact> {
        let (a, b) = (self.reduced(), other.reduced());
        let (left, right) = (i128::from(a.num) * i128::from(b.den), i128::from(b.num) * i128::from(a.den));
        let step = i128::try_from(gcd(left.unsigned_abs(), right.unsigned_abs())).ok()?;
        fit(step, i128::from(a.den) * i128::from(b.den)).map(Exact::reduced)
    }

    /// The nearest multiple of `step` (which must be positive); `None` when it does not fit.
    pub fn round(self, step: Exact, mode: Rounding) -> Option<Exact> {
        let steps = self.checked_div(step)?;
        let (num, den) = (i128::from(steps.num), i128::from(steps.den));
        let (size, sign) = (num.abs(), num.signum());
        let whole = match mode {
            Rounding::Down => size / den,
            Rounding::Up => (size + den - 1) / den,
            Rounding::HalfUp => (2 * size + den) / (2 * den),
        };
        Exact::whole(i64::try_from(sign * whole).ok()?).checked_mul(step)
    }

    /// A plain decimal such as `-7.10`: digits, at most one point, nothing else. `None` for anything else.
    pub fn parse(text: &str) -> Option<Exact> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let wants_part = digits.contains('.');
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) || (wants_part && part.is_empty()) || part.len() > 9 {
            return None;
        }
        let den = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
        let num: i64 = format!("{whole}{part}").parse().ok()?;
        Exact::new(if negative { -num } else { num }, den)
    }

    /// The exact decimal text (`91.5`) where one exists, otherwise the fraction in lowest terms (`1740/19`).
    pub fn text(self) -> String {
        let mut text = String::new();
        self.write_to(&mut text);
        text
    }

    /// Appends [`Exact::text`].
    pub fn write_to(self, out: &mut String) {
        if self.den == 1000 || self.den == 1 {
            return thousandths(self.num, self.den, out);
        }
        let exact = self.reduced();
        match decimal_places(exact.den) {
            Some(places) => exact.write_fixed(places, out),
            None => {
                out.push_str(itoa::Buffer::new().format(exact.num));
                out.push('/');
                out.push_str(itoa::Buffer::new().format(exact.den));
            }
        }
    }

    /// Text for a reader: at most `places` decimals, half up; but as many more decimals as it takes for the text not to name a
    /// whole or half figure, where thresholds stand, that the value only comes near (89.996 never reads 90).
    pub fn readable(self, places: u32) -> String {
        let exact = self.reduced();
        // Points have at most three decimals, so a sum of points is always shown whole.
        if let Some(needed) = decimal_places(exact.den)
            && needed <= places.max(3)
        {
            return exact.fixed(needed);
        }
        let names_a_round_figure = |text: &str| match text.split_once('.') {
            Some((_, part)) => matches!(part.trim_end_matches('0'), "" | "5"),
            None => true,
        };
        let mut shown = exact.fixed(places);
        let mut more = places;
        while names_a_round_figure(&shown) && more < 12 {
            more += 1;
            shown = exact.fixed(more);
        }
        shown
    }

    /// Exactly `places` decimals, half up.
    pub fn fixed(self, places: u32) -> String {
        let mut text = String::new();
        self.write_fixed(places, &mut text);
        text
    }

    fn write_fixed(self, places: u32, out: &mut String) {
        let places = places.min(15);
        let scale = 10_i128.pow(places);
        let (num, den) = (i128::from(self.num), i128::from(self.den));
        let scaled = (2 * num.abs() * scale + den) / (2 * den);
        if num < 0 && scaled != 0 {
            out.push('-');
        }
        out.push_str(itoa::Buffer::new().format(scaled / scale));
        if places > 0 {
            out.push('.');
            let mut part = itoa::Buffer::new();
            let part = part.format(scaled % scale);
            out.extend((part.len()..usize::try_from(places).unwrap_or(0)).map(|_| '0'));
            out.push_str(part);
        }
    }
}

/// Whole numbers and thousandths are nearly all that is ever written, so they take the short way.
fn thousandths(num: i64, den: i64, out: &mut String) {
    let (whole, mut part) = (num / den, (num % den).unsigned_abs());
    if num < 0 && whole == 0 && part > 0 {
        out.push('-');
    }
    out.push_str(itoa::Buffer::new().format(whole));
    if part > 0 {
        out.push('.');
    }
    while part > 0 {
        out.extend(char::from_digit(u32::try_from(part / 100).unwrap_or(0), 10));
        part = part % 100 * 10;
    }
}

/// How many decimals a fraction in lowest terms with this denominator has; `None` when they never end (or exceed 15).
fn decimal_places(den: i64) -> Option<u32> {
    let (mut rest, mut twos, mut fives) = (den, 0_u32, 0_u32);
    while rest % 2 == 0 {
        rest /= 2;
        twos += 1;
    }
    while rest % 5 == 0 {
        rest /= 5;
        fives += 1;
    }
    let places = twos.max(fives);
    (rest == 1 && places <= 15).then_some(places)
}

/// Leaves small fractions as they are, reduces large ones.
fn fit(num: i128, den: i128) -> Option<Exact> {
    const KEPT: i128 = 1_000_000_000_000;
    if num.abs() < KEPT && den < KEPT {
        return Some(Exact { num: i64::try_from(num).ok()?, den: i64::try_from(den).ok()? });
    }
    let divisor = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?.max(1);
    Some(Exact { num: i64::try_from(num / divisor).ok()?, den: i64::try_from(den / divisor).ok()? })
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    // Division of small numbers is several times faster, and nearly all are small.
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return u128::from(a);
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Exact) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        if let (Some(left), Some(right)) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            return left.cmp(&right);
        }
        (i128::from(self.num) * i128::from(other.den)).cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn rounding_by_line_gives_the_published_figures() {
        let step = exact("0.1");
        assert_eq!(exact("9.55").round(step, Rounding::HalfUp).unwrap().text(), "9.6");
        assert_eq!(exact("4.575").round(step, Rounding::HalfUp).unwrap().text(), "4.6");
        let redistributed = exact("26").checked_mul(exact("30")).unwrap().checked_div(exact("28")).unwrap();
        assert_eq!(redistributed.round(step, Rounding::HalfUp).unwrap().text(), "27.9");
    }

    #[test]
    fn published_visit_means_come_out_half_up() {
        for (visits, persons, mean) in [(118, 45, "2.62"), (167, 48, "3.48"), (187, 48, "3.90")] {
            assert_eq!(Exact::new(visits, persons).unwrap().fixed(2), mean);
        }
    }

    #[test]
    fn the_share_of_nam_can_rounds_up_where_the_print_truncated() {
        let share = Exact::new(2800, 147).unwrap();
        assert_eq!(share.fixed(2), "19.05");
        assert_eq!(share.round(exact("0.01"), Rounding::Down).unwrap().text(), "19.04");
    }

    #[test]
    fn a_text_never_names_a_round_figure_that_was_not_reached() {
        assert_eq!(Exact::new(89_999, 1000).unwrap().readable(2), "89.999");
        assert_eq!(Exact::new(85_001, 1000).unwrap().readable(2), "85.001");
        assert_eq!(exact("90").readable(2), "90");
        assert_eq!(exact("86.5").readable(2), "86.5");
        assert_eq!(Exact::new(1100, 13).unwrap().readable(2), "84.62");
        assert_eq!(Exact::new(97_104, 1000).unwrap().readable(2), "97.104");
        assert_eq!(Exact::new(971_043, 10_000).unwrap().readable(2), "97.10");
    }

    #[test]
    fn eleven_of_thirteen_is_below_85_percent_and_order_is_by_value() {
        assert!(Exact::new(11, 13).unwrap() < Exact::new(85, 100).unwrap());
        assert_eq!(Exact::new(18, 21).unwrap(), Exact::new(6, 7).unwrap());
    }

    #[test]
    fn a_common_step_divides_both() {
        for (a, b, step) in [("2", "3", "1"), ("0.5", "0.75", "0.25"), ("30", "27", "3"), ("0", "-0.2", "0.2")] {
            assert_eq!(exact(a).common_step(exact(b)).unwrap(), exact(step));
        }
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for text in ["", ".", "5.", ".5", "1e3", "1_000", "+1", " 1", "1,5", "--1", "٣"] {
            assert!(Exact::parse(text).is_none(), "{text:?}");
        }
        assert_eq!(exact("7.10").text(), "7.1");
        for (thousandths, text) in [(0, "0"), (500, "0.5"), (-500, "-0.5"), (-1250, "-1.25"), (2005, "2.005"), (90_000, "90")] {
            assert_eq!(Exact::thousandths(thousandths).text(), text);
        }
        assert_eq!(exact("-0.5").fixed(0), "-1");
    }

    #[test]
    fn sets_that_average_exactly_ninety_are_not_below_it() {
        let sets = [
            ["89.9", "90.1", "89.8", "90.2", "89.7", "90.3", "89.6", "90.4", "89.5", "90.5", "89.4", "90.6"],
            ["85.1", "94.9", "88.3", "91.7", "86.7", "93.3", "87.9", "92.1", "89.3", "90.7", "84.7", "95.3"],
        ];
        for set in sets {
            let sum = set.iter().try_fold(Exact::ZERO, |sum, text| sum.checked_add(exact(text))).unwrap();
            assert_eq!(sum.checked_div(Exact::whole(12)).unwrap(), Exact::whole(90));
        }
    }
}
