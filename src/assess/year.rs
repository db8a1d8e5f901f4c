//! The year-end classification of cells.

use std::borrow::Cow;

use super::award::Given;
use super::chain;
use super::contest::{Group, Place};
use super::entrant::Entrant;
use super::leaf::LeafOutcome;
use super::level::{Walk, walk};
use super::line::{Line, Standing, line, standing};
use super::meetings::Meetings;
use super::period::PeriodLevel;
use super::quota::{After, Seen};
use super::score::{Score, score};
use super::tally::{self, Counted};
use crate::base::{Day, Exact, Period};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::expr::Slots;
use crate::records::{CellIndex, Cells, TalliedRow, Years};
use crate::rules::criterion::GradeTable;
use crate::rules::{FactType, Header, Places, Regulation, Scope, Tally, shipped};

/// The classification of all cells in a year.
#[derive(Debug)]
pub struct Classification<'a> {
    /// Classified by.
    pub regulation: &'a Regulation,
    /// By these facts.
    pub years: &'a Years,
    /// The year.
    pub year: i32,
    /// Every cell, in the order of codes; last those that are not judged, since they are gone or the text leaves them unrated.
    pub cells: Vec<CellYear>,
    /// Per quota, its groups, in the order of their keys.
    pub quotas: Vec<Vec<Group>>,
    /// Per award, its groups, in the order of their keys.
    pub awards: Vec<Vec<Group>>,
    /// What replaced the regulation, as far as is known.
    pub successor: Option<Header>,
    /// Whether the year lies outside the regulation's years and is classified on request.
    pub on_request: bool,
}

/// The classification of one cell.
#[derive(Debug)]
pub struct CellYear {
    /// Which.
    pub cell: CellIndex,
    /// Whether it is there at the end of the year, and judged.
    pub standing: Standing,
    /// Meeting-quality level of the year, and what gave it.
    pub quality: Option<PeriodLevel>,
    /// Whether meetings are missing, rejected or open, so that the meeting-quality level may change.
    pub meetings_missing: bool,
    /// Whether the level may still change: meetings are missing, or a gap of the regulation waits for a person.
    pub provisional: bool,
    /// Whether `year.csv` has a sound row of the cell.
    pub has_facts: bool,
    /// Whether a row of the cell in `year.csv` was rejected.
    pub facts_rejected: bool,
    /// Tallies, in the order of the regulation, over the rows of [`Classification::tallied`].
    pub tallies: Vec<Counted>,
    /// Grades, in the order of the criteria.
    pub grades: Vec<Graded>,
    /// Points, where the regulation adds any up.
    pub score: Option<Score>,
    /// Outcomes of the form's leaves.
    pub leaves: Vec<LeafOutcome>,
    /// How the level came about.
    pub walk: Walk,
    /// Level before any quota; `None` when it could not be told or there are no yearly facts.
    pub level: Option<usize>,
    /// What the quotas do.
    pub after: After,
    /// Whether the places of a group that it competes in may still change: another cell of it has a provisional or open level.
    pub place_provisional: bool,
    /// What became of it under each award.
    pub awards: Vec<Given>,
    /// Facts and derived values, for the contests and for explanations.
    pub entrant: Entrant,
}

/// The grade of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The grade that counts, by its place among the words for grades.
    pub grade: Option<u16>,
    /// Whether it follows from the meeting-quality level.
    pub from_meetings: bool,
    /// The row of the criterion's own table that gave it.
    pub row: Option<u16>,
    /// The grade that `year.csv` has.
    pub recorded: Option<u16>,
}

impl CellYear {
    /// The level that stands in the result: after the quotas; `None` while the committee has to settle a tie or something is missing.
    pub fn final_level(&self) -> Option<usize> {
        self.after.level()
    }

    /// What the quotas together make of it.
    pub fn place(&self) -> Place {
        self.after.place()
    }
}

/// Classifies every cell of `meetings` by its yearly facts.
pub fn classify<'a>(
    regulation: &'a Regulation,
    meetings: &Meetings<'_>,
    years: &'a Years,
    year: i32,
    findings: &mut Findings,
) -> Classification<'a> {
    for text in meetings.period_judges() {
        if let Some(text) = meetings.texts.all().get(text) {
            check_levels(regulation, &text.regulation, findings);
        }
    }
    let source = Source { regulation, meetings, years };
    let mut facts = Vec::new();
    let mut cells: Vec<CellYear> = meetings.cells.iter().map(|cell| cell_year(&source, cell, year, &mut facts)).collect();
    cells.sort_by_key(|cell| !cell.standing.is_judged());
    let judged = cells.partition_point(|cell| cell.standing.is_judged());
    say_facts_of_gone(cells.get(judged..).unwrap_or(&[]), meetings, years, findings);
    let levels: Vec<Option<usize>> = cells.iter().take(judged).map(|cell| cell.level).collect();
    let mut entrants: Vec<Entrant> = cells.iter_mut().take(judged).map(|cell| std::mem::take(&mut cell.entrant)).collect();
    let seen = |places: &Places, position: usize, slots: Slots<'_>| {
        cells.get(position).map_or_else(Seen::default, |cell| source.seen(places, cell.cell, slots))
    };
    let below = |position: usize, level: usize, slots: Slots<'_>| {
        landing(regulation, cells.get(position)?.score.as_ref().and_then(|score| score.total), slots, level)
    };
    let mut held = chain::settle(regulation, &levels, &mut entrants, &seen, &below);
    // A cell whose row was rejected belongs to a group that nobody can tell.
    let rejected = meetings.cells.rejected() > 0;
    held.quotas.groups.iter_mut().chain(&mut held.awards).flatten().for_each(|group| group.provisional |= rejected);
    for (position, ((cell, after), entrant)) in cells.iter_mut().zip(held.quotas.units).zip(entrants).enumerate() {
        (cell.after, cell.entrant) = (after, entrant);
        cell.awards = held.given.iter().filter_map(|given| given.get(position).copied()).collect();
    }
    let mut result = Classification {
        regulation,
        years,
        year,
        cells,
        quotas: held.quotas.groups,
        awards: held.awards,
        successor: shipped::successor(&regulation.header.id),
        on_request: !regulation.header.covers_year(year),
    };
    for position in 0..result.cells.len() {
        let provisional = result.hangs_on_provisional_groups(position);
        if let Some(cell) = result.cells.get_mut(position) {
            cell.place_provisional = provisional;
        }
    }
    result
}

impl Classification<'_> {
    /// The rows of a table that a tally of a cell is over: its own, and those of the cells before it where the text carries them over.
    pub fn tallied(&self, tally: &Tally, cell: CellIndex, cells: &Cells) -> Vec<TalliedRow> {
        let span = span(self.regulation, self.year);
        let line = span.and_then(|span| line(cells, self.regulation.lineage.as_ref(), span, cell));
        tallied(tally, self.years, cell, line.as_ref()).map_or_else(Vec::new, |(rows, _)| rows.into_owned())
    }

    /// Whether the places of a group in which a cell competes may still change.
    fn hangs_on_provisional_groups(&self, position: usize) -> bool {
        let Some(cell) = self.cells.get(position) else { return false };
        let provisional = |groups: Option<&Vec<Group>>, group: usize| {
            groups.and_then(|groups| groups.get(group)).is_some_and(|group| group.provisional)
        };
        let mut quotas = cell.after.stands.iter().filter(|stand| stand.place != Place::Outside);
        let awards = cell.awards.iter().enumerate().filter(|(_, given)| !matches!(given.place, Place::None | Place::Outside));
        quotas.any(|stand| provisional(self.quotas.get(stand.contest), stand.group))
            || awards
                .filter_map(|(award, given)| Some((award, given.group?)))
                .any(|(award, group)| provisional(self.awards.get(award), group))
    }
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

/// The year of a cell before any quota; its facts are opened in `facts`, one room for all cells.
fn cell_year(source: &Source<'_>, cell: CellIndex, year: i32, facts: &mut Vec<Option<i64>>) -> CellYear {
    let Source { regulation, meetings, years } = *source;
    let (rule, span) = (regulation.lineage.as_ref(), span(regulation, year));
    let standing = span.map_or_else(Standing::default, |span| standing(meetings.cells, rule, span, cell));
    let line = span.and_then(|span| line(meetings.cells, rule, span, cell));
    // Of a change on which the text is silent, nobody knows what it means for the year.
    let silent = line.as_ref().is_some_and(|line| line.is_silent) || meetings.cells.lineage().is_uncertain(cell);
    let row = years.rows.get(&cell);
    let quality = meetings.level(cell);
    let is_judged = standing.is_judged();
    let meetings_missing = is_judged && source.is_provisional(cell);
    let word = quality.and_then(|level| meetings.level_of(level)).map(|level| level.id.as_str());
    let tallies: Vec<Counted> =
        regulation.tallies.iter().map(|tally| counted(tally, years, cell, (year, line.as_ref()))).collect();
    let values: Vec<Option<i64>> = tallies.iter().map(|counted| counted.value).collect();
    let judged = row.filter(|_| is_judged).map(|row| {
        row.facts.open_into(facts);
        let judged = judge_year(regulation, facts, &values, word);
        (Entrant { facts: row.facts.clone(), derived: judged.derived.as_slice().into() }, judged)
    });
    let blank = || {
        let ungraded = Graded { grade: None, from_meetings: false, row: None, recorded: None };
        let grades = vec![ungraded; regulation.criteria.len()];
        (Entrant::default(), Judged { grades, ..Judged::default() })
    };
    let (entrant, Judged { grades, score, leaves, mut walk, .. }) = judged.unwrap_or_else(blank);
    // It is kept of every cell, with no room for more.
    walk.checks.shrink_to_fit();
    let level = walk.level();
    CellYear {
        cell,
        standing,
        quality,
        // What a person has to fill may still change the level.
        meetings_missing,
        provisional: is_judged
            && (silent || meetings_missing || level.map_or(!regulation.gaps.is_empty(), |level| regulation.waits(level))),
        has_facts: row.is_some(),
        facts_rejected: years.rejected.contains(&cell) || years.tables.iter().any(|table| table.rejected.contains(&cell)),
        tallies,
        grades,
        score,
        leaves,
        level,
        walk,
        after: After::default(),
        place_provisional: false,
        awards: Vec::new(),
        entrant,
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
    /// Derived values.
    pub derived: Vec<Option<i64>>,
}

/// The tally of a cell; without its table, or where a row of the cell was rejected, nobody can tell it.
fn counted(tally: &Tally, years: &Years, cell: CellIndex, (year, line): (i32, Option<&Line>)) -> Counted {
    let Some((rows, is_sure)) = tallied(tally, years, cell, line) else { return Counted::default() };
    let counted = tally::count(tally, &rows, year);
    if is_sure { counted } else { Counted { value: None, ..counted } }
}

/// The rows that a tally of a cell is over, and whether none of them was rejected; of another cell only those dated before it gave off a
/// part. `None` without the table.
fn tallied<'y>(tally: &Tally, years: &'y Years, cell: CellIndex, line: Option<&Line>) -> Option<(Cow<'y, [TalliedRow]>, bool)> {
    let table = years.tables.iter().find(|table| table.of == tally.of)?;
    let of = |cell: CellIndex| table.rows.get(&cell).map_or(&[][..], Vec::as_slice);
    let shares = line.map_or(&[][..], |line| &line.shares);
    let is_sure = !std::iter::once(cell).chain(shares.iter().map(|share| share.cell)).any(|own| table.rejected.contains(&own));
    if shares.is_empty() {
        return Some((of(cell).into(), is_sure));
    }
    let mut rows = of(cell).to_vec();
    for share in shares {
        let day = |row: &TalliedRow| row.facts.get(tally.year_by).copied().flatten().and_then(Day::from_number);
        let counts = |row: &&TalliedRow| share.before.is_none_or(|before| day(row).is_none_or(|day| day < before));
        rows.extend(of(share.cell).iter().filter(counts).cloned());
    }
    Some((rows.into(), is_sure))
}

/// The calendar year, or the months of a campaign.
pub(super) fn span(regulation: &Regulation, year: i32) -> Option<Period> {
    let window = regulation.header.window.and_then(|window| Period::new(window.first.month(), window.last.month()));
    window.or_else(|| Period::of_year(year))
}

/// Yearly facts of a cell that is no more at the end of the year count for nobody.
fn say_facts_of_gone(cells: &[CellYear], meetings: &Meetings<'_>, years: &Years, findings: &mut Findings) {
    for cell in cells {
        let (Standing::Gone(row), Some(facts)) = (&cell.standing, years.rows.get(&cell.cell)) else { continue };
        let note = Diagnostic::new(Code::YearOfGoneCell, facts.place.clone()).with("value", meetings.cells.code(cell.cell));
        findings.push(note.with("other", meetings.cells.code(row.to)).with("day", row.day));
    }
}

/// Judges yearly facts; `tallies` are the values of the regulation's tallies, `quality` is the id of the meeting-quality level.
pub fn judge_year(regulation: &Regulation, facts: &[Option<i64>], tallies: &[Option<i64>], quality: Option<&str>) -> Judged {
    let layout = &regulation.layout;
    let mut derived = vec![None; layout.derived()];
    let place = quality
        .and_then(|word| layout.quality.iter().position(|known| known == word))
        .and_then(|place| i64::try_from(place).ok());
    put(&mut derived, layout.meeting_quality(), place);
    for (number, value) in tallies.iter().enumerate() {
        put(&mut derived, layout.tally(number), *value);
    }
    let grades: Vec<Graded> = regulation
        .criteria
        .iter()
        .map(|criterion| {
            let recorded = criterion.fact.and_then(|fact| facts.get(fact).copied().flatten());
            let row = criterion.table.as_ref().and_then(|table| graded(table, Slots { facts, derived: &derived }));
            let by_row = row.and_then(|row| criterion.table.as_ref()?.rows.get(row)).map(|row| row.grade);
            let given = place
                .and_then(|place| criterion.from_meetings.iter().find(|(level, _)| *level == place))
                .map(|(_, grade)| *grade);
            let grade = |place: i64| u16::try_from(place).ok();
            Graded {
                grade: given.or(by_row).or(recorded).and_then(grade),
                from_meetings: given.is_some(),
                row: row.filter(|_| given.is_none()).and_then(|row| u16::try_from(row).ok()),
                recorded: recorded.and_then(grade),
            }
        })
        .collect();
    for (number, graded) in grades.iter().enumerate() {
        put(&mut derived, layout.grade(number), graded.grade.map(i64::from));
    }
    for (number, tag) in layout.tags.iter().enumerate() {
        put(&mut derived, layout.lowest_grade(number), lowest(regulation, &grades, tag));
        count_grades(regulation, &grades, (number, tag), &mut derived);
    }
    let mut leaves = Vec::new();
    let slots = Slots { facts, derived: &derived };
    let form = regulation.form(slots).ok().flatten();
    let score = form.and_then(|form| score(regulation, form, facts, &mut derived, &mut leaves));
    let total = score.as_ref().and_then(|score| score.total);
    let slots = Slots { facts, derived: &derived };
    let full = walk(regulation, total, slots, 0);
    Judged { grades, score, leaves, walk: full, derived }
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
    let known = tagged().filter_map(|(_, graded)| graded.grade.map(i64::from)).max()?;
    let open = tagged().any(|(_, graded)| graded.grade.is_none());
    (!open || known == worst).then_some(known)
}

/// The row of a table of grades that takes the measure; none where something is missing.
fn graded(table: &GradeTable, slots: Slots<'_>) -> Option<usize> {
    let value = table.of.number(slots).ok()?;
    table.rows.iter().position(|row| row.within.contains(value))
}

/// How many criteria of a tag there are, and how many have each grade or a better one; open while a missing grade could add to them.
fn count_grades(regulation: &Regulation, grades: &[Graded], (number, tag): (usize, &str), derived: &mut [Option<i64>]) {
    let layout = &regulation.layout;
    let tagged = || {
        let criteria = regulation.criteria.iter().zip(grades);
        criteria.filter(|(criterion, _)| tag.is_empty() || criterion.tags.iter().any(|own| own == tag))
    };
    let whole = |count: usize| i64::try_from(count).ok();
    put(derived, layout.graded(number, 0), whole(tagged().count()));
    let open = tagged().any(|(_, graded)| graded.grade.is_none());
    for place in 0..regulation.grades.len() {
        let reaches = |grade: Option<u16>| grade.is_some_and(|grade| usize::from(grade) <= place);
        let count = tagged().filter(|(_, graded)| reaches(graded.grade)).count();
        put(derived, layout.graded(number, 1 + place), whole(count).filter(|_| !open));
    }
}

fn put(derived: &mut [Option<i64>], place: usize, value: Option<i64>) {
    if let Some(slot) = derived.get_mut(place) {
        *slot = value;
    }
}

/// The level on which a cell lands that has to leave one.
pub fn landing(regulation: &Regulation, total: Option<Exact>, slots: Slots<'_>, level: usize) -> Option<usize> {
    fall(regulation, total, slots, level).level().filter(|below| *below > level)
}

/// How a cell that has to leave a level walks down from it.
pub fn fall(regulation: &Regulation, total: Option<Exact>, slots: Slots<'_>, level: usize) -> Walk {
    walk(regulation, total, slots, level + 1)
}

/// What yearly judgements are made from.
pub(super) struct Source<'a> {
    pub(super) regulation: &'a Regulation,
    pub(super) meetings: &'a Meetings<'a>,
    pub(super) years: &'a Years,
}

impl Source<'_> {
    /// What places look at in a cell.
    pub(super) fn seen(&self, places: &Places, cell: CellIndex, slots: Slots<'_>) -> Seen {
        let seen = Seen::of(places, slots, |slot| self.group_value(cell, slots, slot));
        Seen { provisional: seen.provisional || self.is_provisional(cell), ..seen }
    }

    /// Whether meetings are missing on which the yearly result rests.
    fn is_provisional(&self, cell: CellIndex) -> bool {
        !self.regulation.layout.quality.is_empty() && self.meetings.is_provisional(cell)
    }

    /// A fact by which units are grouped, as a word of machine formats.
    fn group_value(&self, cell: CellIndex, slots: Slots<'_>, slot: usize) -> Option<String> {
        let fact = self.regulation.vocabulary.facts.get(slot)?;
        let text = matches!(fact.kind, FactType::Text | FactType::Code);
        let value = match (fact.scope, text) {
            (Scope::Cell, true) => return Some(self.meetings.cells.committee(cell).to_owned()),
            (_, true) => {
                let texts = &self.years.rows.get(&cell)?.texts;
                return texts.iter().find(|(other, _)| *other == slot).map(|(_, text)| text.clone());
            }
            (Scope::Cell, false) => self.meetings.cells.fact(cell, &fact.id)?,
            (_, false) => slots.get(slot)?,
        };
        let place = usize::try_from(value).ok();
        match &fact.kind {
            FactType::Choice(scale) => scale.words.get(place?).cloned(),
            FactType::Grade => self.regulation.grades.get(place?).map(|(word, _)| word.clone()),
            FactType::Flag => Some(if value != 0 { "yes" } else { "no" }.to_owned()),
            _ => Some(value.to_string()),
        }
    }
}
