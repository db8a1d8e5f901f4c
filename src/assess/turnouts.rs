//! Rates of meetings of which only the rows of members are known.

use super::judge::{Batch, Row};
use super::sums::Sums;
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::expr::{Expr, Slots};
use crate::records::{MemberStatus, Request, Status, Turnout, Turnouts};
use crate::rules::{Attendance, Regulation, Texts};

/// How each text takes the rate of a meeting from the counts of its members.
#[derive(Debug)]
pub struct Rates<'a> {
    texts: &'a Texts,
    rules: Vec<Option<Rule<'a>>>,
}

#[derive(Debug)]
struct Rule<'a> {
    regulation: &'a Regulation,
    attendance: &'a Attendance,
    counts: Vec<MemberStatus>,
    base: Vec<MemberStatus>,
}

impl<'a> Rates<'a> {
    /// For the texts of a run.
    pub fn of(texts: &'a Texts) -> Rates<'a> {
        let rules = texts.all().iter().map(|text| Rule::of(&text.regulation)).collect();
        Rates { texts, rules }
    }

    /// The text of a meeting's day.
    pub fn text(&self, day: Day) -> Option<usize> {
        if let [only] = self.texts.all()
            && (self.texts.is_on_request() || only.judges(day))
        {
            return Some(0);
        }
        self.texts.on(day)
    }

    /// Attending and expected members under a text; `None` while it is not known of everybody.
    pub fn rate(&self, text: usize, turnout: &Turnout) -> Option<(u32, u32)> {
        let rule = self.rules.get(text)?.as_ref()?;
        if let Some((attending, expected)) = &rule.attendance.sides {
            let facts = rule.facts(turnout);
            let slots = Slots { facts: &facts, derived: &[] };
            let count = |side: &Expr| u32::try_from(side.number(slots).ok()?.reduced().num()).ok();
            return Some((count(attending)?, count(expected)?));
        }
        let sum = |statuses: &[MemberStatus]| statuses.iter().try_fold(0, |sum, status| Some(sum + turnout.count(*status)?));
        Some((sum(&rule.counts)?, sum(&rule.base)?))
    }
}

impl<'a> Rule<'a> {
    fn of(regulation: &'a Regulation) -> Option<Rule<'a>> {
        let attendance = regulation.attendance.as_ref()?;
        let of = |slots: &[usize]| {
            let among =
                |status: &MemberStatus| regulation.vocabulary.position(status.fact()).is_some_and(|slot| slots.contains(&slot));
            MemberStatus::ALL.into_iter().filter(among).collect()
        };
        Some(Rule { regulation, attendance, counts: of(&attendance.counts), base: of(&attendance.base) })
    }

    fn facts(&self, turnout: &Turnout) -> Vec<Option<i64>> {
        let vocabulary = &self.regulation.vocabulary;
        let mut facts = vec![None; self.regulation.layout.recorded()];
        let statuses = MemberStatus::ALL.into_iter().map(|status| (status.fact(), turnout.count(status)));
        for (id, count) in statuses.chain([("members", turnout.members())]) {
            if let Some(fact) = vocabulary.position(id).and_then(|slot| facts.get_mut(slot)) {
                *fact = count.map(i64::from);
            }
        }
        facts
    }
}

/// Adds all meetings to the sums of the texts of their days.
pub(super) fn sum(request: Request<'_>, turnouts: &Turnouts, sums: &mut [Sums], findings: &mut Findings) {
    let rates = Rates::of(request.texts);
    let statuses: Vec<Vec<Option<MemberStatus>>> = request.texts.all().iter().map(|text| statuses(&text.regulation)).collect();
    let mut batch = Batch::default();
    for turnout in turnouts.all() {
        let (day, kind) = (turnout.day(), turnout.kind());
        let file = turnouts.files.get(turnout.file());
        let place = || Place { row: Some(turnout.row()), ..file.map_or_else(Place::default, Place::file) };
        let Some(text) = rates.text(day) else {
            let fault = Diagnostic::new(Code::OutsideRegulation, place()).with("value", day);
            let named: Vec<&str> = request.texts.all().iter().map(|text| text.regulation.header.id.as_str()).collect();
            findings.push(fault.with("regulation", named.join(", ")).with("wanted", request.texts.with_neighbour(day)));
            continue;
        };
        let (Some(sums), Some(statuses), Some(month)) = (sums.get_mut(text), statuses.get(text), request.period.month_index(day))
        else {
            continue;
        };
        let regulation = request.texts.all().get(text).map(|text| &text.regulation);
        let on_request = request.texts.is_on_request() && regulation.is_some_and(|own| !own.header.in_force(day));
        let attendance = rates.rate(text, turnout);
        if attendance.is_some_and(|(_, expected)| expected == 0) {
            findings.push(Diagnostic::new(Code::NoExpectedMembers, place()).with("value", "0"));
        }
        batch.statuses.clear();
        batch.statuses.extend(statuses.iter().map(|status| turnout.count((*status)?)));
        let row = Row { attendance, on_request, ..Row::bare((turnout.cell, day, month), kind, Status::Held) };
        sums.take(&row, &batch);
    }
}

/// The statuses that make up the members, in the order of the vocabulary; none for one that only the regulation knows.
fn statuses(regulation: &Regulation) -> Vec<Option<MemberStatus>> {
    let facts = super::join::statuses(regulation).into_iter().filter_map(|slot| regulation.vocabulary.facts.get(slot));
    facts.map(|fact| MemberStatus::ALL.into_iter().find(|status| status.fact() == fact.id)).collect()
}
