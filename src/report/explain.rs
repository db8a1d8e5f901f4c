//! `chibo explain`: the tree behind every figure of a cell.

use std::collections::BTreeSet;

use super::decisions::Beside;
use super::explain_table::{document, table, versions};
use super::field::{day, number};
use super::notice::RegulationNote;
use super::score::{known_of, meeting_notices};
use super::working::{around, beside, group_points, total_text, worked};
use super::{Field, Report, explain_brief, explain_cell, explain_recorded, explain_year, inputs, reason, texts};
use crate::assess::year::Classification;
use crate::assess::{Class, LeafOutcome, Meetings, RestsOn, Row, State, derived};
use crate::base::{Day, Exact, Points};
use crate::expr::Slots;
use crate::records::{self, CellIndex, Status, YearRow};
use crate::rules::{Basis, Form, Gate, Leaf, Regulation};
use crate::words::{Lang, Word, fill};

/// One line of the tree; deeper lines explain the line above them.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// 0 for the root.
    pub depth: usize,
    /// Stable name of what the line is about: `meeting`, `leaf`, `level`, …
    pub kind: &'static str,
    /// Id of it: a leaf's, a gate's, a level's.
    pub id: String,
    /// What it is.
    pub item: String,
    /// Its value, and what went into it.
    pub value: String,
    /// Points, where it has any.
    pub points: Option<crate::base::Exact>,
    /// Points at most.
    pub max: Option<crate::base::Exact>,
    /// Branch taken.
    pub branch: String,
    /// Clause.
    pub clause: String,
    /// Id of the regulation.
    pub regulation: String,
    /// Standing of the clause.
    pub standing: String,
    /// File.
    pub file: String,
    /// Row in it.
    pub row: Option<u64>,
    /// What went in, as pairs of machine formats.
    pub inputs: String,
    /// Points that it cost.
    pub lost: Option<crate::base::Exact>,
    /// Number of the document that the clause is of.
    pub document: String,
    /// Rows in the file, where there are several.
    pub rows: String,
    /// Whether readers are shown its row rather than its clause, which stands above it.
    pub shows_row: bool,
    /// Row of the line above that it belongs to.
    pub inherited: Option<u64>,
    /// The weakest standing of the lines below it, where it has no clause of its own.
    pub rests_on: String,
}

impl Line {
    /// The clause of a basis, with its document, regulation and standing.
    pub(super) fn cited(mut self, regulation: &Regulation, basis: &Basis) -> Line {
        self.clause = regulation.clause(basis);
        document(regulation, basis).clone_into(&mut self.document);
        self.regulation.clone_from(&regulation.header.id);
        basis.standing.word().clone_into(&mut self.standing);
        self
    }
}

/// Version of the columns of an explanation and of what they mean.
pub const SCHEMA: u32 = 1;

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// A line for each meeting, period, year.
    Line,
    /// What cost points or a level, and what is lacking.
    Reasons,
    /// Everything.
    #[default]
    Tree,
}

/// What of a cell is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its meetings.
    Meeting,
    /// Their sum over the period.
    Period,
    /// Its year.
    Year,
}

/// What to explain.
pub struct Subject<'a> {
    /// Which cell.
    pub cell: CellIndex,
    /// Only the meetings of this day.
    pub day: Option<Day>,
    /// The yearly classification of the cell, where there is one.
    pub year: Option<(&'a Classification<'a>, Option<&'a YearRow>)>,
    /// The decisions on its levels.
    pub beside: Beside<'a>,
    /// What became of the rows of `year.csv`.
    pub accounts: Vec<crate::records::Account>,
    /// How much is told.
    pub depth: Depth,
    /// Only this part of it.
    pub only: Option<Part>,
}

impl Subject<'_> {
    fn tells(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// The report on one cell.
pub fn report<'a>(meetings: &'a Meetings<'a>, subject: Subject<'a>, lang: Lang) -> Report<'a> {
    let mut regulations = texts::notes(meetings);
    let mut notices = texts::notices(meetings, lang);
    notices.extend(texts::two_rates(meetings, lang));
    notices.extend(regulations.iter().flat_map(|note| note.notices(lang)));
    notices.extend(meeting_notices(meetings, &meetings.summary(subject.cell, &Class::ALL), lang));
    let mut lines = Vec::new();
    if subject.depth != Depth::Line {
        lines.push(explain_cell::head(meetings, subject.cell, lang));
    }
    if subject.tells(Part::Period) && !(subject.depth != Depth::Tree && subject.day.is_some()) {
        match subject.depth {
            Depth::Tree => explain_cell::lines(meetings, subject.cell, &mut lines, lang),
            depth => explain_brief::period(meetings, subject.cell, depth, &mut lines, lang),
        }
        let below = if subject.depth == Depth::Line { 0 } else { 2 };
        subject.beside.lines((subject.cell, records::Subject::MeetingQuality), below, &mut lines, lang);
    }
    if subject.tells(Part::Meeting) {
        for row in meetings.rows.iter().filter(|row| row.cell == subject.cell && subject.day.is_none_or(|day| row.day == day)) {
            match subject.depth {
                Depth::Tree => meeting_lines(meetings, row, &mut lines, lang),
                depth => explain_brief::meeting(meetings, row, depth, &mut lines, lang),
            }
        }
    }
    if let Some((classification, row)) = &subject.year {
        let note = RegulationNote::of(classification.regulation, "year");
        notices.extend(texts::year_notices(classification, lang));
        notices.extend(note.notices(lang));
        regulations.push(note);
        let below = if subject.depth == Depth::Line { 0 } else { 2 };
        match subject.depth {
            Depth::Tree => explain_year::lines(meetings, classification, (subject.cell, *row), subject.beside, &mut lines, lang),
            depth => {
                explain_brief::year(meetings, classification, (subject.cell, *row), depth, &mut lines, lang);
                subject.beside.lines((subject.cell, records::Subject::YearEnd), below, &mut lines, lang);
            }
        }
    }
    notices.extend(subject.beside.notices(lang));
    let mut accounts = meetings.accounts.clone();
    accounts.extend(subject.accounts);
    let named = [meetings.cells.code(subject.cell), meetings.cells.name(subject.cell)].join(" ");
    let title = fill(Word::ExplainTitle.text(lang), &[("cell", named.trim_end()), ("period", &meetings.period.to_string())]);
    let on_request = meetings.summary(subject.cell, &Class::ALL).on_request;
    let own = table(lines, subject.depth, versions(&regulations), lang);
    let tables = std::iter::once(own).chain(subject.beside.table(lang)).collect();
    Report { id: "explain", title, regulations, notices, tables, document: Vec::new(), on_request, accounts, lang }
}

/// The first line of a meeting: what it was and came to.
pub(super) fn meeting_head(meetings: &Meetings<'_>, row: &Row, lang: Lang) -> Option<Line> {
    let regulation = meetings.regulation_of(row)?;
    let file = meetings.accounts.get(row.file).map_or(String::new(), |account| account.file.to_string());
    let kind = super::score::kind_field(regulation, row, lang).shown(lang);
    let mut head = Line {
        depth: 1,
        kind: "meeting",
        id: format!("{}/{}", row.day, row.kind.word()),
        item: texts::under(format!("{} {} {kind}", Word::MeetingOf.text(lang), day(row.day, lang)), meetings, regulation, lang),
        regulation: regulation.header.id.clone(),
        file,
        row: Some(row.row),
        ..Line::default()
    };
    match (&row.score, row.status) {
        (_, Status::NotHeld) => head.value = super::score::not_held(row, lang),
        (_, Status::NotScored) => Word::NotScored.text(lang).clone_into(&mut head.value),
        (Some(score), _) => {
            let sheet = regulation.forms.get(score.form);
            let max = sheet.map_or(Points::ZERO, |form| form.max);
            head.points = score.total;
            head.max = Some(max.exact()).filter(|_| !score.by_conditions);
            head.value = match (score.total, score.level.and_then(|level| regulation.levels.get(level))) {
                (None, Some(level)) if row.rests_on == RestsOn::Level => level.title.clone(),
                (Some(_), level) => {
                    let total =
                        sheet.map_or_else(String::new, |form| total_text(regulation, form, score, meetings.outcomes(row), lang));
                    format!("{total} → {}", level.map_or("?", |level| &level.title))
                }
                (None, level) if score.by_conditions => level.map_or("?", |level| &level.title).to_owned(),
                (None, _) => known_of(score, lang),
            };
        }
        (None, Status::Held) => {
            if let Some(crate::expr::Absent::Missing(slot)) = row.open_sheet {
                head.value = fill(Word::ReasonMissing.text(lang), &[("fact", &reason::slot_title(regulation, slot, lang))]);
            } else if row.no_sheet {
                Word::NoSheet.text(lang).clone_into(&mut head.value);
            }
        }
    }
    Some(head)
}

fn meeting_lines(meetings: &Meetings<'_>, row: &Row, lines: &mut Vec<Line>, lang: Lang) {
    let Some(regulation) = meetings.regulation_of(row) else { return };
    lines.extend(meeting_head(meetings, row, lang));
    explain_recorded::lines(meetings, row, lines, lang);
    let slots = Slots { facts: meetings.facts(row), derived: &[] };
    lines.extend(counted_line(meetings, row, lang));
    if row.status != Status::NotHeld
        && let Some(rule) = &regulation.attendance
    {
        attendance_lines(meetings, row, rule, slots, lines, lang);
    }
    let Some(score) = &row.score else { return };
    let Some(form) = regulation.forms.get(score.form) else { return };
    let outcomes = meetings.outcomes(row);
    leaf_lines(regulation, form, outcomes, slots, 2, lines, lang);
    let derived = derived(regulation, score, outcomes);
    let slots = Slots { derived: &derived, ..slots };
    for check in score.asked(regulation) {
        let Some(level) = regulation.levels.get(check.level) else { continue };
        let Some(condition) = level.conditions.get(check.condition) else { continue };
        lines.push(condition_line(regulation, (level, condition), check.holds, slots, lang));
    }
    let reached = if score.by_conditions { score.level } else { score.reached };
    if let Some(level) = reached.and_then(|level| regulation.levels.get(level)) {
        let line = Line {
            depth: 2,
            kind: "level",
            id: level.id.clone(),
            item: Word::Level.text(lang).to_owned(),
            value: level.points.as_ref().map_or(level.title.clone(), |points| format!("{} {points}", level.title)),
            inputs: score.total.map_or_else(String::new, |total| format!("total={}", total.text())),
            ..Line::default()
        };
        lines.push(line.cited(regulation, &level.basis));
    }
    for (position, gate) in regulation.gates.iter().enumerate() {
        let acted = score.gates >> position & 1 == 1;
        let open = score.open_gates >> position & 1 == 1;
        if acted || open {
            lines.push(gate_line(regulation, gate, acted, slots, lang));
        }
    }
}

/// That the counts of members come from the rows of members, and where those stand.
fn counted_line(meetings: &Meetings<'_>, row: &Row, lang: Lang) -> Option<Line> {
    let turnouts = meetings.turnouts.as_deref().filter(|_| row.counted)?;
    let turnout = turnouts.find(row.cell, row.day, row.kind)?;
    let all = turnout.members().map_or_else(|| "?".to_owned(), |members| members.to_string());
    let missing = (turnout.missing() > 0).then(|| format!("{} {}", Word::NotRecorded.text(lang), turnout.missing()));
    Some(Line {
        depth: 2,
        kind: "counted",
        item: Word::CountedFromRows.text(lang).to_owned(),
        value: [Some(all), missing].into_iter().flatten().collect::<Vec<String>>().join("; "),
        file: turnouts.file_of(turnout).to_owned(),
        row: Some(turnout.row()),
        ..Line::default()
    })
}

/// A gate that acted or could not be told: what went in, and what it does.
pub(super) fn gate_line(regulation: &Regulation, gate: &Gate, acted: bool, slots: Slots<'_>, lang: Lang) -> Line {
    let inputs = reason::inputs(regulation, &gate.when, slots, lang);
    let line = Line {
        depth: 2,
        kind: "gate",
        id: gate.id.clone(),
        item: gate.title.clone(),
        value: if acted { format!("{inputs} → {}", reason::effect(regulation, gate.effect, lang)) } else { inputs },
        branch: if acted { "acted" } else { "open" }.to_owned(),
        inputs: inputs::of(regulation, &gate.when, slots),
        ..Line::default()
    };
    line.cited(regulation, &gate.basis)
}

/// A condition of a level, whether it is met, and what went in.
pub(super) fn condition_line(
    regulation: &Regulation,
    (level, condition): (&crate::rules::Level, &crate::rules::Condition),
    met: Option<bool>,
    slots: Slots<'_>,
    lang: Lang,
) -> Line {
    let (branch, word) = match met {
        Some(true) => ("met", Word::Met),
        Some(false) => ("failed", Word::NotMet),
        None => ("open", Word::NotKnown),
    };
    let line = Line {
        depth: 2,
        kind: "condition",
        id: level.id.clone(),
        item: format!("{}: {}", level.short, condition.title),
        value: format!("{}: {}", word.text(lang), reason::inputs(regulation, &condition.when, slots, lang)),
        branch: branch.to_owned(),
        inputs: inputs::of(regulation, &condition.when, slots),
        ..Line::default()
    };
    line.cited(regulation, &condition.basis)
}

fn attendance_lines(
    meetings: &Meetings<'_>,
    row: &Row,
    rule: &crate::rules::Attendance,
    slots: Slots<'_>,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let Some(regulation) = meetings.regulation_of(row) else { return };
    let value = match row.attendance {
        Some((_, 0)) => Word::NoBase.text(lang).to_owned(),
        Some((part, whole)) => Field::Rate(u64::from(part), u64::from(whole)).shown(lang),
        None => Word::NotRecorded.text(lang).to_owned(),
    };
    let read = rule.counts.iter().chain(&rule.base).copied();
    let line = Line {
        depth: 2,
        kind: "attendance",
        item: Word::Attendance.text(lang).to_owned(),
        value,
        inputs: inputs::pairs(regulation, read, slots),
        ..Line::default()
    };
    lines.push(line.cited(regulation, &rule.basis));
    for (slot, basis) in &rule.left_out {
        let (Some(count), Some(fact)) = (slots.get(*slot).filter(|count| *count > 0), regulation.vocabulary.facts.get(*slot))
        else {
            continue;
        };
        let line = Line {
            depth: 3,
            kind: "left-out",
            id: fact.id.clone(),
            item: format!("{}: {}", Word::SideLeftOut.text(lang), fact.title(lang)),
            value: count.to_string(),
            inputs: inputs::pairs(regulation, [*slot], slots),
            ..Line::default()
        };
        lines.push(line.cited(regulation, basis));
    }
}

/// Every leaf of a form with the branch taken, the values put in, points and clause.
pub(super) fn leaf_lines(
    regulation: &Regulation,
    form: &Form,
    outcomes: &[LeafOutcome],
    slots: Slots<'_>,
    depth: usize,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let worked = worked(regulation, form, outcomes);
    let mut shown = BTreeSet::new();
    for (position, outcome) in form.leaves.clone().zip(outcomes) {
        let Some(leaf) = regulation.leaves.get(position) else { continue };
        let around = around(form, leaf.group);
        for (level, place) in around.iter().enumerate().filter(|(_, group)| shown.insert(**group)) {
            let Some(group) = form.groups.get(*place) else { continue };
            let counts =
                worked.as_ref().and_then(|worked| worked.groups.get(*place)).filter(|worked| worked.sum != worked.counts);
            let line = Line {
                value: counts
                    .map_or_else(String::new, |worked| format!("{} ⇒ {}", number(worked.sum, lang), number(worked.counts, lang))),
                points: group_points(regulation, form, outcomes, *place, worked.as_ref()),
                depth: depth + level,
                kind: "group",
                id: group.id.clone(),
                item: group.title.clone(),
                max: Some(group.max.exact()),
                ..Line::default()
            };
            lines.push(line.cited(regulation, &group.basis));
        }
        let line = leaf_line(regulation, (position, *outcome), slots, lang);
        lines.extend(line.map(|line| Line { depth: depth + around.len(), ..line }));
    }
}

/// A leaf by its number, with the branch taken, the values put in, points and clause.
pub(super) fn leaf_line(
    regulation: &Regulation,
    (position, outcome): (usize, LeafOutcome),
    slots: Slots<'_>,
    lang: Lang,
) -> Option<Line> {
    let leaf = regulation.leaves.get(position)?;
    let reason = reason::leaf(regulation, leaf, outcome, slots, lang);
    let points = Points(i64::from(outcome.points));
    let line = Line {
        kind: "leaf",
        id: leaf.id.clone(),
        item: leaf.title.clone(),
        value: reason.text + &beside(regulation, position, outcome, slots, lang),
        points: outcome.state.has_points().then(|| leaf.signed(points).exact()),
        max: Some(leaf.signed(leaf.max).exact()),
        branch: reason.branch,
        inputs: inputs::of_leaf(regulation, leaf, position, slots),
        lost: cost(leaf, outcome),
        ..Line::default()
    };
    Some(line.cited(regulation, reason.basis))
}

/// Points that a leaf cost the total; `None` while they are open.
pub(super) fn cost(leaf: &Leaf, outcome: LeafOutcome) -> Option<Exact> {
    match outcome.state {
        State::Dropped => Some(leaf.max.exact()),
        state if state.has_points() => Some(leaf.lost(Points(i64::from(outcome.points))).exact()),
        _ => None,
    }
}
