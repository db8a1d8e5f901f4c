//! Worked examples of a regulation: read, run, and asked which parts of the regulation they reach. Floor 6.
//!
//! `rules/<id>/cases.toml` → [`read()`] → [`Suite`]; [`Tested::of`] runs it by the one evaluator that everything else uses.

mod awards;
mod case;
mod due;
mod expect;
mod facts;
mod found;
mod lineage;
mod part;
mod period;
mod read;
mod run;
mod signs;
mod suite;
#[cfg(test)]
mod tests;
mod time;
mod units;
mod variants;
mod visits;

pub use awards::AwardUnit;
pub use case::{Case, Expected, Given, Rows, Subject};
pub use due::{Owed, PlanBranch, Received};
pub use part::{Branch, Part, QuotaBranch, parts};
pub use period::Meetings;
pub use read::read;
pub use run::{Failure, Outcome, run};
pub use signs::Counted;
pub use suite::{Suite, Tested};
pub use time::Moment;
pub use units::Units;
pub use variants::Variant;
pub use visits::{Attended, Made, OfVisits};
