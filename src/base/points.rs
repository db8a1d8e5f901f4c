//! Points of a leaf: thousandths of a point as a whole number.

use super::Exact;

/// Points, counted in thousandths; what a leaf can give or a person can record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub i64);

impl Points {
    /// No points.
    pub const ZERO: Points = Points(0);

    /// A decimal with at most three places (`2.5`); `None` for anything else.
    pub fn parse(text: &str) -> Option<Points> {
        Points::from_exact(Exact::parse(text)?)
    }

    /// The same value, if it is a whole number of thousandths.
    pub fn from_exact(value: Exact) -> Option<Points> {
        let scaled = value.checked_mul(Exact::whole(1000))?.reduced();
        (scaled.den() == 1).then_some(Points(scaled.num()))
    }

    /// As an exact number.
    pub fn exact(self) -> Exact {
        Exact::thousandths(self.0)
    }
}

impl Points {
    /// Appends the exact decimal text.
    pub fn write_to(self, out: &mut String) {
        self.exact().write_to(out);
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.exact().text())
    }
}
