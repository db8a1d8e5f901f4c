//! Meetings of which only the result was recorded: a total, a level, or both.

use super::judge::{Batch, MeetingJudge, Row};
use super::level;
use super::score::band;
use crate::base::{Exact, Points, Rounding};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::expr::Slots;
use crate::records::{Meeting, Recorded, Status, Values};
use crate::rules::{Apart, Bonus, Fact, Form, Regulation};

/// What the result of a meeting rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RestsOn {
    /// What happened at it, as far as that was recorded.
    #[default]
    Facts,
    /// The same, and a recorded result differs from it.
    FactsDiffering,
    /// A recorded total, banded by the regulation; some leaves are unknown, and perhaps gates.
    Total,
    /// A recorded total; the level is the recorded one, below its band, since a gate lowered it.
    TotalLowered,
    /// A recorded level without any total.
    Level,
    /// Nothing: the recorded result belongs to another regulation.
    Elsewhere,
}

impl RestsOn {
    /// The word of machine formats; empty where the result is what follows from the facts.
    pub fn word(self) -> &'static str {
        match self {
            RestsOn::Facts => "",
            RestsOn::FactsDiffering => "differs",
            RestsOn::Total => "total",
            RestsOn::TotalLowered => "lowered",
            RestsOn::Level => "level",
            RestsOn::Elsewhere => "other-regulation",
        }
    }

    /// Whether the total is one that a person recorded.
    pub fn is_total(self) -> bool {
        matches!(self, RestsOn::Total | RestsOn::TotalLowered)
    }

    /// Whether the total or the level is one that a person recorded.
    pub fn is_recorded(self) -> bool {
        self.is_total() || self == RestsOn::Level
    }
}

type Warnings = Vec<(Code, usize, Values)>;
/// A fault and the slot of the fact that it is about.
type Refusal = (usize, Box<Diagnostic>);

impl MeetingJudge<'_> {
    /// Compares a recorded result with what the facts come to; where they come to nothing, takes it in their place.
    #[cold]
    #[inline(never)]
    pub(super) fn take_recorded(
        &self,
        (meeting, recorded): (&Meeting<'_>, Recorded),
        row: &mut Row,
        batch: &mut Batch,
        warnings: &mut Warnings,
    ) -> Result<(), Refusal> {
        let regulation = self.regulation;
        if meeting.status == Status::NotScored {
            return self.not_scored(recorded).map_or(Ok(()), Err);
        }
        let sheet = row.score.as_ref().and_then(|score| regulation.forms.get(score.form));
        if (row.no_sheet || row.score.is_some_and(|score| score.by_conditions))
            && let Some(total) = recorded.total
        {
            let values = vec![("value", Points(total).to_string()), ("regulation", regulation.header.id.clone())];
            warnings.push((Code::TotalNotBanded, self.slot(Fact::TOTAL), values));
        }
        let (Some(score), Some(sheet)) = (row.score.as_mut(), sheet) else { return Ok(()) };
        let total = recorded.total.filter(|_| !score.by_conditions).map(|total| Points(total).exact());
        if score.is_judged() {
            if self.differs(score.total.zip(total), score.level.zip(recorded.level), warnings) {
                row.rests_on = RestsOn::FactsDiffering;
            }
            return Ok(());
        }
        match (total, recorded.level) {
            (Some(total), _) => {
                let most = most(regulation, sheet);
                if most.is_some_and(|most| total > most) {
                    let fault = Diagnostic::new(Code::TotalOverMax, Place::default()).with("value", total);
                    let fault = fault.with("max", most.unwrap_or(Exact::ZERO)).with("form", &sheet.id);
                    return Err((self.slot(Fact::TOTAL), Box::new(fault.with("regulation", &regulation.header.id))));
                }
                let outcomes = batch.leaves.get(row.leaves..).unwrap_or(&[]);
                band(regulation, score, total, meeting.facts, &mut batch.derived, outcomes);
                (score.level, row.rests_on) = self.agreed((score.reached, score.level), total, recorded, warnings)?;
            }
            (None, Some(given)) => {
                let slots = Slots { facts: meeting.facts, derived: &batch.derived };
                let (level, gates, open_gates) = level::capped(regulation, given, slots);
                self.differs(None, Some((level, given)), warnings);
                (score.level, score.gates, score.open_gates) = (Some(level), gates, open_gates);
                row.rests_on = RestsOn::Level;
            }
            (None, None) if recorded.elsewhere => row.rests_on = RestsOn::Elsewhere,
            (None, None) => {}
        }
        Ok(())
    }

    fn slot(&self, id: &str) -> usize {
        self.regulation.vocabulary.position(id).unwrap_or(usize::MAX)
    }

    fn title(&self, level: Option<usize>) -> String {
        level.and_then(|level| self.regulation.levels.get(level)).map_or_else(|| "?".to_owned(), |level| level.title.clone())
    }

    /// A meeting that was not scored has no result.
    fn not_scored(&self, recorded: Recorded) -> Option<Refusal> {
        let (slot, value) = match (recorded.total, recorded.level) {
            (Some(total), _) => (self.slot(Fact::TOTAL), Points(total).to_string()),
            (None, Some(level)) => (self.slot(Fact::LEVEL), self.title(Some(level))),
            (None, None) => return None,
        };
        Some((slot, Box::new(Diagnostic::new(Code::ScoredConflict, Place::default()).with("value", value))))
    }

    /// Warns where what is used, the first of each pair, is not what was recorded.
    fn differs(&self, totals: Option<(Exact, Exact)>, levels: Option<(usize, usize)>, warnings: &mut Warnings) -> bool {
        let before = warnings.len();
        if let Some((used, recorded)) = totals.filter(|(used, recorded)| !is_written(*used, *recorded)) {
            let values = vec![("value", recorded.text()), ("computed", used.readable(2))];
            warnings.push((Code::TotalDiffers, self.slot(Fact::TOTAL), values));
        }
        if let Some((used, recorded)) = levels.filter(|(used, recorded)| used != recorded) {
            let values = vec![("value", self.title(Some(recorded))), ("computed", self.title(Some(used)))];
            warnings.push((Code::LevelDiffers, self.slot(Fact::LEVEL), values));
        }
        warnings.len() > before
    }

    /// The level of a recorded total: its band, lowered by the gates that are known to hold, or by others as the record says.
    fn agreed(
        &self,
        (band, standing): (Option<usize>, Option<usize>),
        total: Exact,
        recorded: Recorded,
        warnings: &mut Warnings,
    ) -> Result<(Option<usize>, RestsOn), Refusal> {
        match recorded.level {
            // A gate that nobody named lowered it, nobody knows how far.
            None if recorded.lowered && standing == band => Ok((None, RestsOn::Total)),
            None => Ok((standing, RestsOn::Total)),
            given if given == standing => Ok((standing, RestsOn::Total)),
            given if recorded.lowered && given > standing => Ok((given, RestsOn::TotalLowered)),
            given if given == band => {
                self.differs(None, standing.zip(given), warnings);
                Ok((standing, RestsOn::Total))
            }
            given => {
                let fault = Diagnostic::new(Code::LevelContradictsTotal, Place::default())
                    .with("value", self.title(given))
                    .with("total", total)
                    .with("level", self.title(standing));
                Err((self.slot(Fact::LEVEL), Box::new(fault)))
            }
        }
    }
}

/// The highest total that a sheet can give; none where it does not fit.
fn most(regulation: &Regulation, sheet: &Form) -> Option<Exact> {
    let leaves = regulation.leaves.get(sheet.leaves.clone()).unwrap_or(&[]);
    let beyond = leaves.iter().filter(|leaf| leaf.apart == Some(Apart::Bonus(Bonus::Beyond)));
    beyond.map(|leaf| leaf.max.exact()).try_fold(sheet.max.exact(), Exact::checked_add)
}

/// Whether a recorded total is the computed one, which may have been rounded to two or three decimals where it was written down.
fn is_written(computed: Exact, recorded: Exact) -> bool {
    let rounded = |places: i64| computed.round(Exact::new(1, places)?, Rounding::HalfUp).map(Exact::reduced);
    let recorded = recorded.reduced();
    computed.reduced() == recorded || [100, 1000].into_iter().any(|places| rounded(places) == Some(recorded))
}
