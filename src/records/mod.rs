//! Records as facts: `cells.csv`, `meetings.csv`, `year.csv`, `discipline.csv`, `assignments.csv`, `visits.csv`, `lineage.csv`, `decisions.csv` and
//! `chibo.toml` of a folder, checked row by row. Floor 4.
//!
//! Nothing vanishes: for every file, rows in = used + rejected + excluded by the request.

mod account;
mod alike;
mod assignments;
mod attendance;
mod blocks;
mod cells;
mod chain;
mod columns;
mod control;
mod copies;
mod corrections;
mod counted;
mod decisions;
mod evidence;
mod excerpts;
mod fill;
mod folder;
mod frame;
mod lineage;
mod meetings;
mod plan;
mod profile;
mod propose;
mod rejects;
mod results;
mod roster;
mod row;
pub mod scan;
mod source;
mod supposed;
mod table;
mod tallied;
mod values;
mod visits;
mod writing;
mod years;

pub use account::{Account, By, Decided, DecidedColumn, Excluded, Open, ResultHeadings};
pub use assignments::{Assignment, Assignments, Person};
pub use attendance::{AttendanceRequest, MemberStatus, MemberYear, Turnout, Turnouts, read_attendance};
pub use cells::{CellIndex, CellSlots, Cells};
pub use columns::is_points_heading;
pub use decisions::{Computed, Decision, DecisionRequest, Decisions, Subject, Successor};
pub use excerpts::{Excerpt, excerpts};
pub use folder::{Folder, RecordFile};
pub use lineage::{Lineage, Succeeds};
pub use meetings::{Beside, Judge, Kind, Made, Meeting, ReadMeetings, Request, Side, Sink, Status, Values, read_meetings};
pub use profile::{ColumnProfile, ConfirmedName, Expected, FileProfile, Profile};
pub use propose::{Proposal, propose};
pub use rejects::rejects;
pub use results::Recorded;
pub use roster::{Enrolled, Outside, Roster, Stretch};
pub use source::{Basis, Encoding, LineEnds, Sheet, Written};
pub use supposed::{Known as SupposedIn, Supposed};
pub use tallied::{Tallied, TalliedRow, read_tallied};
pub use visits::{Visit, VisitedBy, Visits};
pub use writing::{DateOrder, DecimalMark};
pub use years::{YearRow, Years, read_years};
