//! How near results stand to others: what is lacking for the next better level, what is in hand before the next worse one, and the smallest
//! change of one recorded figure that would do either. Everything is found by asking the one evaluator again, with figures changed.
//!
//! A result that is open has no distance: what is missing is not zero.

mod change;
mod decided;
mod level;
mod period;
mod place;

pub use change::{Change, Lever, meeting_changes, year_changes};
pub use decided::{Decided, of_meeting as meeting_decided, of_period as period_decided, of_year as year_decided, weakest};
pub use level::{Better, LevelEdge, Margin, Worse, of_meeting, of_year};
pub use period::{Months, Move, PeriodEdge, of_period};
pub use place::{PlaceEdge, of_places};
