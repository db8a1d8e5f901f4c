//! Facts under a regulation: scores, rates, levels, classifications, each with the branch that gave it. Floor 5.
//!
//! The branch taken at every leaf is part of the score; explanations render it and nothing is evaluated a second time.

mod after_cut;
pub mod award;
mod beside;
pub mod chain;
pub mod contest;
mod count;
mod cut;
pub mod decision;
pub mod due;
pub mod edge;
pub mod entrant;
mod join;
mod judge;
mod leaf;
mod leaf_pairs;
mod level;
mod line;
pub mod meetings;
mod order;
mod period;
pub mod quota;
mod recorded;
pub mod reported;
mod score;
mod short;
pub mod signs;
pub mod summary;
mod sums;
pub mod tally;
mod trial;
mod turnouts;
pub mod visits;
mod ways;
pub mod year;

pub use beside::{CellDifference, Differences, Moved, Pairing};
pub use judge::{Detail, Judged, LevelOf, Row, Scorer, judge_meeting};
pub use leaf::{LeafOutcome, State};
pub use leaf_pairs::{LeafDifference, LeafPair};
pub use level::{Check, PeriodOutcome, Walk, period_level};
pub use line::{Line, Share, Standing};
pub use meetings::{Meetings, assess_each, assess_meetings, assess_turnouts, compare_meetings};
pub use period::{PeriodJudge, PeriodLevel};
pub use recorded::RestsOn;
pub use score::{Conditions, Score, Working, derived, working};
pub use summary::{Class, Counts, Summary};
pub use turnouts::Rates;
