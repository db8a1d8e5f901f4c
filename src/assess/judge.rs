//! Judges one meeting: attendance and score, on any thread.

use super::leaf::{LeafOutcome, State};
use super::level::Check;
use super::recorded::RestsOn;
use super::score::{Score, score, score_into};
use super::signs::{Noted, Watch};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::expr::{Absent, Expr, Slots};
use crate::records::{CellIndex, Judge, Kind, Meeting, Status};
use crate::rules::{LeafKind, Regulation};

/// What is kept of every meeting beyond the sums per cell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// The meetings themselves, with the outcome of every leaf.
    pub rows: bool,
    /// With them, the facts that went in.
    pub facts: bool,
    /// Members per status.
    pub statuses: bool,
    /// The level of each meeting and nothing else of it.
    pub levels: bool,
    /// What each leaf lost.
    pub losses: bool,
    /// Self scores beside verified ones, and what calls for a look.
    pub signs: bool,
}

/// The level of a meeting that was scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelOf {
    /// Whose.
    pub cell: CellIndex,
    /// When.
    pub day: Day,
    /// Kind.
    pub kind: Kind,
    /// Position among the levels of its regulation, and from [`super::Meetings::levels_of`] among those of all; `None` while it is open.
    pub level: Option<u16>,
}

/// A judged meeting.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whose.
    pub cell: CellIndex,
    /// When.
    pub day: Day,
    /// Month of the period, from 0.
    pub month: u32,
    /// Kind.
    pub kind: Kind,
    /// Held or not.
    pub status: Status,
    /// Number of the file.
    pub file: usize,
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// Whether it lies outside the regulation's time in force.
    pub on_request: bool,
    /// Attending and expected members; `None` where a status was not recorded.
    pub attendance: Option<(u32, u32)>,
    /// Score; `None` when not held or not scored.
    pub score: Option<Score>,
    /// Whether the regulation has no score sheet for this kind of meeting.
    pub no_sheet: bool,
    /// What is missing, so that it is open which score sheet applies.
    pub open_sheet: Option<Absent>,
    /// Whether counts come from the rows of its members.
    pub counted: bool,
    /// How many recorded points differ from the computed ones.
    pub differing: u16,
    /// Leaves whose points rest on a self score without a verified one.
    pub self_only: u16,
    /// What its total and level rest on.
    pub rests_on: RestsOn,
    /// Number of the text that judged it.
    pub text: u16,
    /// Why it was not held, as recorded.
    pub reason: Option<Box<str>>,
    /// Start of its leaf outcomes in the batch.
    pub leaves: usize,
    /// Start of its facts in the batch.
    pub facts: usize,
    /// Start of its status counts in the batch.
    pub statuses: usize,
}

impl Row {
    /// A meeting of which nothing is known but whose it is, when it was, and whether it was held.
    #[inline]
    pub(super) fn bare((cell, day, month): (CellIndex, Day, u32), kind: Kind, status: Status) -> Row {
        Row {
            cell,
            day,
            month,
            kind,
            status,
            file: 0,
            row: 0,
            on_request: false,
            attendance: None,
            score: None,
            no_sheet: false,
            open_sheet: None,
            counted: false,
            differing: 0,
            self_only: 0,
            rests_on: RestsOn::Facts,
            text: 0,
            reason: None,
            leaves: 0,
            facts: 0,
            statuses: 0,
        }
    }
}

/// The meetings of one block.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) rows: Vec<Row>,
    pub(super) leaves: Vec<LeafOutcome>,
    pub(super) facts: Vec<Option<i64>>,
    pub(super) statuses: Vec<Option<u32>>,
    pub(super) derived: Vec<Option<i64>>,
    pub(super) noted: Noted,
}

impl Batch {
    /// Forgets the block that was taken, and keeps the room.
    pub(super) fn begin_anew(&mut self) {
        self.rows.clear();
        self.leaves.clear();
        self.facts.clear();
        self.statuses.clear();
        self.noted = Noted::default();
    }
}

/// About as many rows as a block holds.
const TYPICAL: usize = 2048;

/// Judges under one regulation.
pub(super) struct MeetingJudge<'a> {
    pub(super) regulation: &'a Regulation,
    pub(super) detail: Detail,
    /// Slots of the statuses that make up the members.
    pub(super) statuses: Vec<usize>,
    /// Slot of the members.
    pub(super) members: Option<usize>,
    /// Whether gates, conditions or a ranking read what scoring derives.
    pub(super) derives: bool,
    /// Whether points of another regulation may stand in for a leaf.
    pub(super) corresponds: bool,
    /// What is watched for signs, where they are asked for.
    pub(super) watch: Option<Watch>,
}

impl Judge for MeetingJudge<'_> {
    type Part = Batch;

    #[inline]
    fn judge(
        &self,
        meeting: &Meeting<'_>,
        batch: &mut Batch,
        warnings: &mut Vec<(Code, usize, crate::records::Values)>,
    ) -> Result<(), (usize, Box<Diagnostic>)> {
        if batch.rows.capacity() == 0 {
            batch.rows.reserve(TYPICAL);
            batch.leaves.reserve(TYPICAL * self.regulation.forms.first().map_or(0, |form| form.leaves.len()));
        }
        self.let_go_of_leaves(batch);
        // A row is written where it stays; to hand it on costs as much as several leaves do.
        let mut rows = std::mem::take(&mut batch.rows);
        rows.push(Row {
            row: meeting.row,
            on_request: meeting.on_request,
            counted: meeting.counted,
            leaves: batch.leaves.len(),
            facts: batch.facts.len(),
            statuses: batch.statuses.len(),
            ..Row::bare((meeting.cell, meeting.day, meeting.month), meeting.kind, meeting.status)
        });
        let judged = rows.last_mut().map_or(Ok(()), |row| self.judge_row(meeting, row, batch, warnings));
        if judged.is_err() {
            rows.pop();
        }
        batch.rows = rows;
        judged
    }
}

impl MeetingJudge<'_> {
    /// The outcomes of the meeting before, where nobody asks for them any more: so they stay in the same little room.
    #[inline]
    fn let_go_of_leaves(&self, batch: &mut Batch) {
        if let Some(before) = batch.rows.last().filter(|_| !self.detail.rows && !self.detail.losses)
            && before.score.as_ref().is_none_or(|score| score.open_leaves == 0)
        {
            batch.leaves.truncate(before.leaves);
        }
    }

    #[inline]
    fn judge_row(
        &self,
        meeting: &Meeting<'_>,
        row: &mut Row,
        batch: &mut Batch,
        warnings: &mut Vec<(Code, usize, crate::records::Values)>,
    ) -> Result<(), (usize, Box<Diagnostic>)> {
        if meeting.status != Status::NotHeld {
            // Put together where it stays: read back as a whole before it has settled there, it would be waited for.
            if let Some((attending, expected)) = self.attendance(meeting.facts) {
                row.attendance = Some((attending, expected));
                if let Some(members) = self.members.filter(|_| expected == 0) {
                    warnings.push((Code::NoExpectedMembers, members, vec![("value", "0".to_owned())]));
                }
            }
        }
        if self.detail.statuses && meeting.status != Status::NotHeld {
            let count = |slot: &usize| meeting.facts.get(*slot).copied().flatten().and_then(|count| u32::try_from(count).ok());
            batch.statuses.extend(self.statuses.iter().map(count));
        }
        let own_sheet = self.regulation.form(Slots { facts: meeting.facts, derived: &[] });
        let unscored = || self.regulation.unscored.when.flag(Slots { facts: meeting.facts, derived: &[] }) == Ok(true);
        if own_sheet == Ok(None) && meeting.status == Status::Held && unscored() {
            // It is counted and shown, and its attendance is taken.
            row.no_sheet = true;
        } else if let (Status::Held, Err(absent)) = (meeting.status, own_sheet) {
            row.open_sheet = Some(absent);
        } else if let (Status::Held, Ok(form)) = (meeting.status, own_sheet) {
            let form = form.ok_or_else(|| self.no_form(meeting.kind))?;
            if self.derives {
                batch.derived.clear();
                batch.derived.resize(self.regulation.layout.derived(), None);
            }
            let own = row.score.insert(Score::NONE);
            if score_into(own, self.regulation, form, meeting.facts, &mut batch.derived, &mut batch.leaves).is_none() {
                row.score = None;
            }
            let outcomes = batch.leaves.get(row.leaves..).unwrap_or(&[]);
            (row.differing, row.self_only) = self.compare_recorded(form, meeting, outcomes, warnings);
        }
        if let Some(recorded) = meeting.recorded {
            self.take_recorded((meeting, recorded), row, batch, warnings)?;
        }
        if let Some(watch) = self.watch.as_ref().filter(|_| meeting.status != Status::NotHeld) {
            let outcomes = batch.leaves.get(row.leaves..).unwrap_or(&[]);
            let scored = row.score.as_ref().map(|score| (score.form, outcomes));
            watch.note(self.regulation, meeting.cell, meeting.facts, scored, &mut batch.noted);
        }
        if self.detail.rows {
            row.reason = meeting.reason.map(Into::into);
        }
        if self.detail.facts {
            batch.facts.extend_from_slice(meeting.facts);
            batch.facts.resize(row.facts + self.regulation.layout.recorded(), None);
        }
        Ok(())
    }

    #[inline]
    fn attendance(&self, facts: &[Option<i64>]) -> Option<(u32, u32)> {
        let rule = self.regulation.attendance.as_ref()?;
        if let Some((attending, expected)) = &rule.sides {
            let slots = Slots { facts, derived: &[] };
            let count = |side: &Expr| u32::try_from(side.number(slots).ok()?.reduced().num()).ok();
            return Some((count(attending)?, count(expected)?));
        }
        let sum = |slots: &[usize]| {
            slots.iter().try_fold(0_i64, |sum, slot| facts.get(*slot).copied().flatten().map(|count| sum + count))
        };
        Some((u32::try_from(sum(&rule.counts)?).ok()?, u32::try_from(sum(&rule.base)?).ok()?))
    }

    fn no_form(&self, kind: Kind) -> (usize, Box<Diagnostic>) {
        let forms = self.regulation.forms.iter();
        let wanted: Vec<String> =
            forms.map(|form| format!("{}: {}", form.id, form.applies.as_ref().map_or("", |when| when.text()))).collect();
        let fault = Diagnostic::new(Code::NoForm, Place::default())
            .with("regulation", &self.regulation.header.id)
            .with("value", kind.word())
            .with("wanted", wanted.join("; "));
        (self.regulation.vocabulary.position("kind").unwrap_or(usize::MAX), Box::new(fault))
    }

    /// Points typed in for a leaf that is computed are compared with it; how many differ, and how many leaves rest on a self score alone.
    #[inline]
    fn compare_recorded(
        &self,
        form: usize,
        meeting: &Meeting<'_>,
        outcomes: &[LeafOutcome],
        warnings: &mut Vec<(Code, usize, crate::records::Values)>,
    ) -> (u16, u16) {
        let Some(form) = self.regulation.forms.get(form) else { return (0, 0) };
        let carried = outcomes.iter().filter(|_| self.corresponds).filter(|outcome| outcome.is_carried_from_self());
        let (mut differing, mut self_only) = (0, u16::try_from(carried.count()).unwrap_or(u16::MAX));
        let layout = &self.regulation.layout;
        let fact = |slot: usize| meeting.facts.get(slot).copied().flatten();
        for &number in meeting.pointed {
            let (own, verified) = (fact(layout.self_points(number)), fact(layout.verified_points(number)));
            let Some(points) = verified.or(own) else { continue };
            let outcome = number.checked_sub(form.leaves.start).and_then(|place| outcomes.get(place));
            let (Some(outcome), Some(leaf)) = (outcome, self.regulation.leaves.get(number)) else { continue };
            if !outcome.state.is_scored() {
                continue;
            }
            if outcome.state == State::Scored
                && matches!(leaf.kind, LeafKind::Chosen { .. } | LeafKind::Recorded { fact: None, .. })
            {
                self_only += u16::from(outcome.branch == 1);
            } else if points != i64::from(outcome.points) {
                differing += 1;
                let slot = if verified.is_some() { layout.verified_points(number) } else { layout.self_points(number) };
                let text = |points: i64| crate::base::Points(points).to_string();
                let values =
                    vec![("value", text(points)), ("computed", text(i64::from(outcome.points))), ("leaf", leaf.id.clone())];
                warnings.push((Code::PointsDiffer, slot, values));
            }
        }
        (differing, self_only)
    }
}

/// A meeting judged by itself, from facts in the slots of the regulation.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Attending and expected members; `None` where a status was not recorded.
    pub attendance: Option<(u32, u32)>,
    /// The score.
    pub score: Score,
    /// The outcome of every leaf of the score's form, in order.
    pub outcomes: Vec<LeafOutcome>,
    /// The conditions of levels that were asked.
    pub checks: Vec<Check>,
}

/// Scores meetings one after another, in room that it keeps.
#[derive(Debug)]
pub struct Scorer<'a> {
    regulation: &'a Regulation,
    derives: bool,
    derived: Vec<Option<i64>>,
    outcomes: Vec<LeafOutcome>,
}

impl<'a> Scorer<'a> {
    /// For meetings under that regulation.
    pub fn new(regulation: &'a Regulation) -> Scorer<'a> {
        Scorer { regulation, derives: regulation.reads_derived(), derived: Vec::new(), outcomes: Vec::new() }
    }

    /// The score of a meeting and the outcome of every leaf of its form, in order, from facts in the slots of the regulation; `None`
    /// when no form applies to it, or a missing fact leaves open which does.
    pub fn score(&mut self, facts: &[Option<i64>]) -> Option<(Score, &[LeafOutcome])> {
        let form = self.regulation.form(Slots { facts, derived: &[] }).ok().flatten()?;
        if self.derives {
            self.derived.clear();
            self.derived.resize(self.regulation.layout.derived(), None);
        }
        self.outcomes.clear();
        let score = score(self.regulation, form, facts, &mut self.derived, &mut self.outcomes)?;
        Some((score, &self.outcomes))
    }
}

/// Judges one meeting by itself; `None` where [`Scorer::score`] gives none.
pub fn judge_meeting(regulation: &Regulation, facts: &[Option<i64>]) -> Option<Judged> {
    let judge = MeetingJudge {
        regulation,
        detail: Detail::default(),
        statuses: Vec::new(),
        members: None,
        derives: true,
        corresponds: false,
        watch: None,
    };
    let mut scorer = Scorer::new(regulation);
    let (score, _) = scorer.score(facts)?;
    let checks = score.asked(regulation);
    Some(Judged { attendance: judge.attendance(facts), score, outcomes: scorer.outcomes, checks })
}
