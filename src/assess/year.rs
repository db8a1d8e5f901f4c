//! The year-end classification of cells.

use super::leaf::LeafOutcome;
use super::level::{Walk, walk};
use super::meetings::Meetings;
use super::quota::{self, Place, Unit};
use super::score::{Score, score};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::expr::Slots;
use crate::records::{CellIndex, Years};
use crate::rules::Regulation;
use crate::rules::quota::GroupKey;

/// The classification of all cells in a year.
#[derive(Debug)]
pub struct Classification<'a> {
    /// Classified by.
    pub regulation: &'a Regulation,
    /// The year.
    pub year: i32,
    /// Every cell, in the order of codes.
    pub cells: Vec<CellYear>,
    /// Quota groups, in the order of their keys; empty without a quota.
    pub groups: Vec<quota::Group>,
    /// Whether the year lies outside the regulation's years and is classified on request.
    pub on_request: bool,
}

/// The classification of one cell.
#[derive(Debug)]
pub struct CellYear {
    /// Which.
    pub cell: CellIndex,
    /// Meeting-quality level of the year, in the levels of the meeting regulation, and the entry of the period rule that gave it.
    pub quality: Option<(usize, usize)>,
    /// Whether meetings are missing, rejected or open, so that the meeting-quality level may change.
    pub provisional: bool,
    /// Whether `year.csv` has a sound row of the cell.
    pub has_facts: bool,
    /// Whether a row of the cell in `year.csv` was rejected.
    pub facts_rejected: bool,
    /// Grades, in the order of the criteria.
    pub grades: Vec<Graded>,
    /// Points, where the regulation adds any up.
    pub score: Option<Score>,
    /// Outcomes of the form's leaves.
    pub leaves: Vec<LeafOutcome>,
    /// How the level came about.
    pub walk: Walk,
    /// Level before the quota; `None` when it could not be told or there are no yearly facts.
    pub level: Option<usize>,
    /// Level if the quota moves the cell down.
    pub next: Option<usize>,
    /// What the quota does.
    pub place: Place,
    /// Whether the places of its group may still change: another cell of it has a provisional or open level.
    pub place_provisional: bool,
    /// Facts and derived values, for explanations.
    pub facts: Vec<Option<i64>>,
    /// Derived values.
    pub derived: Vec<Option<i64>>,
}

/// The grade of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The grade that counts.
    pub grade: Option<i64>,
    /// Whether it follows from the meeting-quality level.
    pub from_meetings: bool,
    /// The grade that `year.csv` has.
    pub recorded: Option<i64>,
}

impl CellYear {
    /// The level that stands in the result: after the quota; `None` while the committee has to settle a tie or something is missing.
    pub fn final_level(&self) -> Option<usize> {
        match self.place {
            Place::None | Place::Admitted => self.level,
            Place::Undecided => None,
            Place::MovedDown => self.next,
        }
    }
}

/// Classifies every cell of `meetings` by its yearly facts.
pub fn classify<'a>(
    regulation: &'a Regulation,
    meetings: &Meetings<'_>,
    years: &Years,
    year: i32,
    findings: &mut Findings,
) -> Classification<'a> {
    check_levels(regulation, meetings.regulation, findings);
    let mut cells: Vec<CellYear> = meetings.cells.iter().map(|cell| cell_year(regulation, meetings, cell, years)).collect();
    let mut groups = Vec::new();
    if let Some(rule) = &regulation.quota {
        let units: Vec<Unit> = cells.iter().map(|cell| unit(regulation, rule, meetings, cell)).collect();
        groups = quota::apply(rule, &units);
        // A cell whose row was rejected belongs to a group that nobody can tell.
        for group in &mut groups {
            group.provisional |= meetings.cells.rejected() > 0;
        }
        for group in &groups {
            for (positions, place) in
                [(&group.admitted, Place::Admitted), (&group.undecided, Place::Undecided), (&group.moved_down, Place::MovedDown)]
            {
                for position in positions {
                    if let Some(cell) = cells.get_mut(*position) {
                        cell.place = place;
                        cell.place_provisional = group.provisional;
                    }
                }
            }
        }
    }
    Classification { regulation, year, cells, groups, on_request: !regulation.header.covers_year(year) }
}

/// Every level that the meeting regulation's period rule can give must be a word that the yearly one understands.
fn check_levels(regulation: &Regulation, meeting: &Regulation, findings: &mut Findings) {
    let known = &regulation.layout.quality;
    let unknown = meeting.levels.iter().find(|level| !known.is_empty() && !known.contains(&level.id));
    if let Some(level) = unknown {
        findings.push(
            Diagnostic::new(Code::LevelsUnmatched, crate::diagnostic::Place::default())
                .with("regulation", &regulation.header.id)
                .with("value", &level.id)
                .with("wanted", known.join(" | ")),
        );
    }
}

fn cell_year(regulation: &Regulation, meetings: &Meetings<'_>, cell: CellIndex, years: &Years) -> CellYear {
    let row = years.rows.get(&cell);
    let quality = meetings.level(cell);
    let provisional = meetings.is_provisional(cell);
    let word = quality.and_then(|(level, _)| meetings.regulation.levels.get(level)).map(|level| level.id.as_str());
    let judged = row.map(|row| judge_year(regulation, &row.facts, word));
    let blank = || Judged {
        grades: regulation.criteria.iter().map(|_| Graded { grade: None, from_meetings: false, recorded: None }).collect(),
        ..Judged::default()
    };
    let Judged { grades, score, leaves, walk, next, facts, derived } = judged.unwrap_or_else(blank);
    let level = walk.level();
    CellYear {
        cell,
        quality,
        provisional,
        has_facts: row.is_some(),
        facts_rejected: years.rejected.contains(&cell),
        grades,
        score,
        leaves,
        level,
        walk,
        next,
        place: Place::None,
        place_provisional: false,
        facts,
        derived,
    }
}

/// A cell-year under a yearly regulation, before any quota.
#[derive(Debug, Default)]
pub struct Judged {
    /// Grades, in the order of the criteria.
    pub grades: Vec<Graded>,
    /// Points, where the regulation adds any up.
    pub score: Option<Score>,
    /// Outcomes of the form's leaves.
    pub leaves: Vec<LeafOutcome>,
    /// How the level came about.
    pub walk: Walk,
    /// The level below a limited one.
    pub next: Option<usize>,
    /// Facts.
    pub facts: Vec<Option<i64>>,
    /// Derived values.
    pub derived: Vec<Option<i64>>,
}

/// Judges yearly facts; `quality` is the id of the meeting-quality level.
pub fn judge_year(regulation: &Regulation, facts: &[Option<i64>], quality: Option<&str>) -> Judged {
    let layout = &regulation.layout;
    let mut derived = vec![None; layout.derived()];
    let place = quality
        .and_then(|word| layout.quality.iter().position(|known| known == word))
        .and_then(|place| i64::try_from(place).ok());
    put(&mut derived, layout.meeting_quality(), place);
    let grades: Vec<Graded> = regulation
        .criteria
        .iter()
        .map(|criterion| {
            let recorded = facts.get(criterion.fact).copied().flatten();
            let given = place
                .and_then(|place| criterion.from_meetings.iter().find(|(level, _)| *level == place))
                .map(|(_, grade)| *grade);
            Graded { grade: given.or(recorded), from_meetings: given.is_some(), recorded }
        })
        .collect();
    for (number, graded) in grades.iter().enumerate() {
        put(&mut derived, layout.grade(number), graded.grade);
    }
    for (number, tag) in layout.tags.iter().enumerate() {
        put(&mut derived, layout.lowest_grade(number), lowest(regulation, &grades, tag));
    }
    let mut leaves = Vec::new();
    let slots = Slots { facts, derived: &derived };
    let form = regulation.form(slots).ok().flatten();
    let score = form.and_then(|form| score(regulation, form, facts, &mut derived, &mut leaves));
    let total = score.as_ref().and_then(|score| score.total);
    let slots = Slots { facts, derived: &derived };
    let full = walk(regulation, total, slots, 0);
    let next = regulation
        .quota
        .as_ref()
        .and_then(|quota| walk(regulation, total, slots, quota.level + 1).level().filter(|level| *level > quota.level));
    Judged { grades, score, leaves, walk: full, next, facts: facts.to_vec(), derived }
}

/// The lowest grade of a tag's criteria; open while one is missing, unless the worst grade is there already.
fn lowest(regulation: &Regulation, grades: &[Graded], tag: &str) -> Option<i64> {
    let worst = i64::try_from(regulation.grades.len()).ok()? - 1;
    let tagged = || {
        regulation
            .criteria
            .iter()
            .zip(grades)
            .filter(|(criterion, _)| tag.is_empty() || criterion.tags.iter().any(|own| own == tag))
    };
    let known = tagged().filter_map(|(_, graded)| graded.grade).max()?;
    let open = tagged().any(|(_, graded)| graded.grade.is_none());
    (!open || known == worst).then_some(known)
}

fn put(derived: &mut [Option<i64>], place: usize, value: Option<i64>) {
    if let Some(slot) = derived.get_mut(place) {
        *slot = value;
    }
}

/// The value of a ranking key: higher goes first. In a scale of words the best stands first, so its place counts backwards.
fn rank(key: &crate::expr::Expr, slots: Slots<'_>) -> Option<crate::base::Exact> {
    let value = key.number(slots).ok()?;
    match key.unit() {
        crate::expr::Unit::Word(_) => crate::base::Exact::ZERO.checked_sub(value),
        _ => Some(value),
    }
}

fn unit(regulation: &Regulation, rule: &crate::rules::Quota, meetings: &Meetings<'_>, cell: &CellYear) -> Unit {
    let vocabulary = &regulation.vocabulary;
    let word = |id: &str| {
        let slot = vocabulary.position(id)?;
        let place = meetings.cells.fact(cell.cell, slot)?;
        match &vocabulary.facts.get(slot)?.kind {
            crate::rules::FactType::Choice(scale) => scale.words.get(usize::try_from(place).ok()?).cloned(),
            _ => None,
        }
    };
    let group = rule
        .group
        .iter()
        .map(|key| match key {
            GroupKey::Committee => meetings.cells.committee(cell.cell).to_owned(),
            GroupKey::Type => word("cell_type").unwrap_or_default(),
            GroupKey::Rank => word("cell_rank").unwrap_or_default(),
        })
        .collect();
    let slots = Slots { facts: &cell.facts, derived: &cell.derived };
    let ranking = rule.ranking.iter().map(|key| rank(key, slots)).collect();
    Unit { group, level: cell.level, provisional: cell.provisional, ranking }
}
