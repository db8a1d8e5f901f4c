//! A worked example, checked against its regulation: facts in their slots, every expectation as the text that must come out.

use std::ops::Range;

use super::awards::AwardUnit;
use super::due::{Owed, Received};
use super::period::Meetings;
use super::signs::Counted;
use super::units::Units;
use super::variants::Variant;
use super::visits::{Attended, OfVisits};
use crate::assess::tally;
use crate::records::TalliedRow;
use crate::rules::meetings::MORE_POINTS;
use crate::rules::{Change, Regulation, Scope, Tally};

/// One worked example.
#[derive(Clone, Debug)]
pub struct Case {
    /// Id, unique in its file.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// Where the expected figures come from.
    pub source: String,
    /// The regulation under the readings that it chooses; `None` where it takes them as the text has them.
    pub variant: Option<Variant>,
    /// What goes in.
    pub given: Given,
    /// What must come out; what is not named is not looked at.
    pub expect: Vec<Expected>,
}

/// What goes into a case.
#[derive(Clone, Debug)]
pub enum Given {
    /// One meeting: its facts and those of its cell, in the slots of the regulation.
    Meeting(Vec<Option<i64>>),
    /// One year of a cell.
    Year {
        /// Facts of the year, in the slots of the regulation.
        facts: Vec<Option<i64>>,
        /// The level of meeting quality.
        quality: Option<String>,
        /// What tallies count.
        rows: Rows,
    },
    /// The meetings of a period.
    Period(Meetings),
    /// What was received of a cell.
    Due(Received),
    /// Units with their facts, under quotas and awards.
    Award {
        /// The award that counts are about.
        of: usize,
        /// The units.
        units: Vec<AwardUnit>,
    },
    /// A day, or a year for a yearly regulation, by number.
    Time(i64),
    /// A cell that succeeds another.
    Lineage(Change),
    /// A count that may be a sign.
    Signs(Counted),
    /// Visits of a person, or to a hard cell.
    Visits(Attended),
    /// Units under the quotas.
    Quota {
        /// The quota that counts are about.
        of: usize,
        /// The units.
        units: Vec<Units>,
    },
}

/// Rows of the tables that tallies count in.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The year they are counted for.
    pub year: i32,
    /// The tables that were given; in any other, nothing was recorded.
    pub tables: Vec<(Scope, Vec<TalliedRow>)>,
}

impl Rows {
    /// What the tallies of a regulation come to, in its order.
    pub fn count(&self, regulation: &Regulation) -> Vec<Option<i64>> {
        let value = |tally: &Tally| {
            let (_, rows) = self.tables.iter().find(|(of, _)| *of == tally.of)?;
            tally::count(tally, rows, self.year).value
        };
        regulation.tallies.iter().map(value).collect()
    }
}

/// One value that must come out.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Of what.
    pub of: Subject,
    /// The value, written as the program writes it.
    pub value: String,
    /// Where the file says so.
    pub span: Range<usize>,
}

/// What an expectation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Attending and expected members.
    Attendance,
    /// The score sheet that applies.
    Form,
    /// The points of a leaf, or what became of it.
    Leaf(usize),
    /// The branch that a leaf took.
    Reason(usize),
    /// The clause of that branch.
    Clause(usize),
    /// The total.
    Total,
    /// The level, before any quota.
    Level,
    /// The gates that acted, in order.
    Gates,
    /// The failed conditions of the level that the points alone would give.
    Failed,
    /// Points over the meetings of a period, in the order of the names that its rule may use.
    Points(usize),
    /// What a cell owes.
    Due(Owed),
    /// Visits of committee members.
    Visits(OfVisits),
    /// Whether the regulation judges that day or year.
    InForce,
    /// What the old cell's part of the period means for the new one.
    Succession,
    /// Whether a count is a sign.
    Sign,
    /// Places under the quota.
    Allowed,
    /// What their percent is taken of.
    QuotaBase,
    /// Units that have one.
    Admitted,
    /// Units tied for one.
    Undecided,
    /// Whether more have a place in some group than the share of which the rule warns.
    Over,
    /// The level of units after all quotas.
    UnitLevel(usize),
    /// The awards of a unit.
    UnitAwards(usize),
    /// The total of a unit.
    UnitTotal(usize),
}

impl Subject {
    /// As the file names it: `leaves 1.1`, `total`.
    pub fn text(self, regulation: &Regulation) -> String {
        let leaf = |key: &str, leaf: usize| format!("{key} {}", regulation.leaves.get(leaf).map_or("", |leaf| leaf.id.as_str()));
        let word = match self {
            Subject::Leaf(number) => return leaf("leaves", number),
            Subject::Reason(number) => return leaf("reasons", number),
            Subject::Clause(number) => return leaf("clauses", number),
            Subject::Points(number) => return MORE_POINTS.get(number).map_or_else(String::new, |name| name.replace('_', "-")),
            Subject::Due(owed) => owed.word(),
            Subject::Visits(of) => of.word(),
            Subject::Attendance => "attendance",
            Subject::Form => "form",
            Subject::Total => "total",
            Subject::Level => "level",
            Subject::Gates => "gates",
            Subject::Failed => "failed",
            Subject::InForce => "in-force",
            Subject::Succession => "succession",
            Subject::Sign => "sign",
            Subject::Allowed => "allowed",
            Subject::QuotaBase => "base",
            Subject::Admitted => "admitted",
            Subject::Undecided => "undecided",
            Subject::Over => "over",
            Subject::UnitLevel(_) => "levels",
            Subject::UnitAwards(_) => "awards",
            Subject::UnitTotal(_) => "totals",
        };
        word.to_owned()
    }
}

impl Case {
    /// The regulation that the case is judged under; positions in its expectations are those of this one.
    pub fn under<'r>(&'r self, own: &'r Regulation) -> &'r Regulation {
        self.variant.as_ref().map_or(own, |variant| &variant.regulation)
    }

    /// Whether an expectation is about that.
    pub(super) fn expects(&self, of: Subject) -> bool {
        self.expect.iter().any(|expected| expected.of == of)
    }

    /// Whether the outcome of a leaf is pinned down: by itself, or by a total that is known.
    pub(super) fn pins(&self, leaf: usize) -> bool {
        self.expect.iter().any(|expected| match expected.of {
            Subject::Leaf(other) | Subject::Reason(other) | Subject::Clause(other) => other == leaf,
            Subject::Total => expected.value != OPEN,
            Subject::Attendance
            | Subject::Form
            | Subject::Level
            | Subject::Gates
            | Subject::Failed
            | Subject::Points(_)
            | Subject::Due(_)
            | Subject::Visits(_)
            | Subject::InForce
            | Subject::Succession
            | Subject::Sign
            | Subject::Allowed
            | Subject::QuotaBase
            | Subject::Admitted
            | Subject::Undecided
            | Subject::Over
            | Subject::UnitLevel(_)
            | Subject::UnitAwards(_)
            | Subject::UnitTotal(_) => false,
        })
    }

    /// Whether the score sheet is pinned down: by itself, or by what only it could give.
    pub(super) fn pins_form(&self) -> bool {
        self.expect.iter().any(|expected| match expected.of {
            Subject::Form | Subject::Leaf(_) | Subject::Reason(_) | Subject::Clause(_) => true,
            Subject::Total | Subject::Level => expected.value != OPEN,
            Subject::Attendance
            | Subject::Gates
            | Subject::Failed
            | Subject::Points(_)
            | Subject::Due(_)
            | Subject::Visits(_)
            | Subject::InForce
            | Subject::Succession
            | Subject::Sign
            | Subject::Allowed
            | Subject::QuotaBase
            | Subject::Admitted
            | Subject::Undecided
            | Subject::Over
            | Subject::UnitLevel(_)
            | Subject::UnitAwards(_)
            | Subject::UnitTotal(_) => false,
        })
    }
}

/// A total or level that what is missing could change.
pub(super) const OPEN: &str = "open";

/// The text of a list of ids.
pub(super) fn list<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", ids.into_iter().collect::<Vec<&str>>().join(", "))
}
