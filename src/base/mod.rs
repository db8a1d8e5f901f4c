//! Exact numbers, days and periods: what every other module counts with. Floor 0.

pub mod day;
pub mod digits;
pub mod exact;
pub mod heading;
pub mod interval;
pub mod period;
pub mod points;

pub use day::Day;
pub use exact::{Exact, Rounding};
pub use interval::Interval;
pub use period::{Month, Period, Stretch};
pub use points::Points;
