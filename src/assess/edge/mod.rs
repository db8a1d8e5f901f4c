//! How near results stand to others: what is lacking for the next better level, what is in hand before the next worse one, and the smallest
//! change of one recorded figure that would do either. Everything is found by asking the one evaluator again, with figures changed.
//!
//! A result that is open has no distance: what is missing is not zero.

mod among;
mod change;
mod decided;
mod level;
mod period;
mod place;
mod points;
mod reading;

pub use among::{Among, Groups, Tried, among, own_place};
pub use change::{Change, Lever, meeting_changes, year_changes, year_with};
pub use decided::{Decided, of_meeting as meeting_decided, of_period as period_decided, of_year as year_decided, weakest};
pub use level::{Better, LevelEdge, Margin, Worse, deserving, of_meeting, of_year};
pub use period::{Months, Move, PeriodEdge, of_period};
pub use place::{Cut, PlaceEdge, cut, of_places};
pub use points::PeriodPoints;
pub use reading::{Turned, turned};
