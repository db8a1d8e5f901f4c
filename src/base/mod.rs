//! Exact numbers, days, periods, sums of bytes and values by slot: what every other module counts with. Floor 0.

pub mod day;
pub mod digest;
pub mod digits;
pub mod exact;
pub mod heading;
pub mod interval;
pub mod period;
pub mod points;
pub mod sparse;

pub use day::Day;
pub use digest::{Digest, Hashing};
pub use exact::{Exact, Rounding};
pub use interval::Interval;
pub use period::{Month, Period, Stretch};
pub use points::Points;
pub use sparse::Sparse;
