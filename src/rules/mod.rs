//! A regulation: from the TOML as written to a checked, compiled plan. Floor 3.
//!
//! `rules/<id>/regulation.toml` → [`load`] → [`Regulation`]. All faults of a file are collected; nothing half checked is returned.

mod alternative;
pub mod award;
pub mod basis;
mod citing;
pub mod criterion;
pub mod due;
pub mod facts;
pub mod form;
mod header;
mod layers;
mod layout;
pub mod leaf;
pub mod level;
mod lineage;
pub(crate) mod lint;
pub(crate) mod load;
pub(crate) mod lower;
pub mod meetings;
mod merge;
pub mod places;
pub mod quota;
pub(crate) mod section;
pub mod shape;
pub mod shipped;
pub mod short;
mod signs;
pub mod tally;
pub mod template;
pub mod texts;
mod transition;
pub mod visits;

pub use alternative::{Alternative, alternatives};
pub use award::Award;
pub use basis::{Basis, Gap, Reading, Source, Standing};
pub use criterion::Criterion;
pub use due::{Due, DueMeetings, DuePlan, Every};
pub use facts::{Differing, Fact, FactType, Scope, Vocabulary};
pub use form::{Form, Group, RoundingRule, Unscored};
pub use header::{Header, Window};
pub use layers::Choice;
pub use layers::below;
pub use layout::Layout;
pub use leaf::{Apart, Bonus, Correspondence, Leaf, LeafKind, NotApplicable, Penalty, Policy, Tier, When};
pub use level::{Condition, Effect, Gate, Level};
pub use lineage::{Change, LineageRule, Succession};
pub use load::{Rulebook, load, load_read, load_unproved};
pub use meetings::{Attendance, PeriodRule};
pub use places::{Amount, Base, Places, RankingKey, Small, Ties};
pub use quota::Quota;
pub(crate) use section::parse_document;
pub use signs::{SignKind, SignLimit, SignRules};
pub use tally::Tally;
pub use texts::{Judging, Text, Texts};
pub use transition::{Transition, YearBy};
pub use visits::{Minimum, PartTime, VisitRule};

use std::sync::Arc;

use crate::base::Stretch;
use crate::diagnostic::Findings;
use crate::expr::{Absent, Expr, Slots};

/// A checked regulation. Positions in its lists are the positions that every result refers to.
#[derive(Clone, Debug)]
pub struct Regulation {
    /// Identity, time in force.
    pub header: Header,
    /// What the file was read from: a path, or `<id>/regulation.toml` for a shipped one.
    pub file: Arc<str>,
    /// The text of that file, so that it can be read again with other choices.
    pub text: Arc<str>,
    /// Alternatives of readings that were chosen in place of what the text chose.
    pub chosen: Vec<Choice>,
    /// Where figures come from.
    pub sources: Vec<Source>,
    /// Declared readings of unclear clauses.
    pub readings: Vec<Reading>,
    /// What needs a person before results stand.
    pub gaps: Vec<Gap>,
    /// Shared facts and those that this regulation declares.
    pub vocabulary: Vocabulary,
    /// Which slot holds what.
    pub layout: Layout,
    /// Counts of rows, per cell and year.
    pub tallies: Vec<Tally>,
    /// Named quantities.
    pub measures: Vec<Measure>,
    /// Numerator and denominator of the attendance rate.
    pub attendance: Option<Attendance>,
    /// Which meetings are due.
    pub due: Option<Due>,
    /// Score sheets; the first whose condition holds applies.
    pub forms: Vec<Form>,
    /// Held meetings that need no score sheet.
    pub unscored: Unscored,
    /// All leaves of all forms; a leaf's position here is its number everywhere.
    pub leaves: Vec<Leaf>,
    /// Levels, best first.
    pub levels: Vec<Level>,
    /// What moves a level after it has been reached, in order.
    pub gates: Vec<Gate>,
    /// Levels of a period, counted from the meetings in it.
    pub periods: Vec<PeriodRule>,
    /// How it takes over from the text it replaces.
    pub transition: Option<Transition>,
    /// What becomes of the results of a cell that another one succeeds.
    pub lineage: Option<LineageRule>,
    /// When self and verified scores show a sign of being done for form's sake.
    pub signs: SignRules,
    /// Words for grades, best first; empty where criteria are not graded.
    pub grades: Vec<(String, String)>,
    /// Graded criteria of a yearly classification.
    pub criteria: Vec<Criterion>,
    /// At most so many of a level in each group, in the order in which they act.
    pub quotas: Vec<Quota>,
    /// What the first of their groups are given, in the order of the file.
    pub awards: Vec<Award>,
    /// How often committee members are to attend meetings of cells; only in a regulation about that.
    pub visits: Option<VisitRule>,
    /// Every figure, with where it comes from.
    pub figures: Vec<Figure>,
    /// What the check doubts, though nothing is wrong for certain.
    pub warnings: Findings,
}

/// A named quantity.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Name in expressions.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// How it is computed.
    pub of: Arc<Expr>,
    /// Where it comes from.
    pub basis: Basis,
}

/// A figure or condition of a regulation and its source.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Which entry: `leaf 2.1 tier 1`, `level tot`, `quota xs`.
    pub entry: String,
    /// As the rule file has it.
    pub text: String,
    /// Where it comes from.
    pub basis: Basis,
}

impl Regulation {
    /// Whether anything reads what scoring derives: points of leaves, the total.
    pub fn reads_derived(&self) -> bool {
        !self.gates.is_empty()
            || self.levels.iter().any(|level| !level.conditions.is_empty())
            || !self.quotas.is_empty()
            || !self.awards.is_empty()
    }

    /// The rule for the level of such a period, where there is one.
    pub fn period_rule(&self, of: Stretch) -> Option<&PeriodRule> {
        self.periods.iter().find(|rule| rule.of == of)
    }

    /// Whether a result with that level waits for a person to fill a gap.
    pub fn waits(&self, level: usize) -> bool {
        self.gaps.iter().any(|gap| gap.concerns(level))
    }

    /// The level with that id.
    pub fn level(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.id == id)
    }

    /// The leaf with that id.
    pub fn leaf(&self, id: &str) -> Option<usize> {
        self.leaves.iter().position(|leaf| leaf.id == id)
    }

    /// The first form whose condition holds; `None` when none does.
    ///
    /// # Errors
    /// A condition that comes before could not be told, so that it is open which form applies.
    pub fn form(&self, slots: Slots<'_>) -> Result<Option<usize>, Absent> {
        for (position, form) in self.forms.iter().enumerate() {
            if form.applies.as_ref().map_or(Ok(true), |when| when.flag(slots))? {
                return Ok(Some(position));
            }
        }
        Ok(None)
    }

    /// How many figures have that standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.figures.iter().filter(|figure| figure.basis.standing == standing).count()
    }

    /// The weakest standing that any figure has.
    pub fn standing(&self) -> Standing {
        self.figures.iter().map(|figure| figure.basis.standing).max().unwrap_or(Standing::Text)
    }

    /// The clause of a basis with the title of its source: `qd: Điều 4.2` becomes `14-QĐi/TU, Điều 4.2`,
    /// followed by the words of the text and the id of the reading it rests on, if any.
    pub fn clause(&self, basis: &Basis) -> String {
        let source = self.sources.get(basis.source);
        let name = source.map_or("", |source| source.short());
        let clause = match (name.is_empty(), basis.clause.is_empty()) {
            (false, false) => format!("{name}, {}", basis.clause),
            (false, true) => name.to_owned(),
            (true, _) => basis.clause.clone(),
        };
        let clause = match (clause.is_empty(), basis.phrase.is_empty()) {
            (_, true) => clause,
            (true, false) => format!("“{}”", basis.phrase),
            (false, false) => format!("{clause}: “{}”", basis.phrase),
        };
        match basis.reading.and_then(|reading| self.readings.get(reading)) {
            Some(reading) => format!("{clause} [{}]", reading.id),
            None => clause,
        }
    }
}
