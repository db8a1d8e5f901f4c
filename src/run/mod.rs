//! From folders to results: what is named is found, opened and read, and handed to those who judge. Floor 7.
//!
//! Here is the only place that knows which files a result rests on. A run has one side, or several that are compared: the same records under
//! other texts or other readings.

mod alike;
mod alternatives;
mod decisions;
mod files;
mod input;
mod meetings;
mod named;
mod texts;
mod visits;
mod wanted;
mod year;

pub use alternatives::{Otherwise, Years, each_otherwise};
pub use decisions::Made;
pub use files::{Part, RunFile, SEMANTICS, files, names};
pub use input::Input;
pub use meetings::Compared;
pub use named::relative;
pub use texts::{all_found, choice};
pub use visits::Attended;
pub use wanted::{RestsOn, Side, Wanted, Watch};
pub use year::Yearly;
