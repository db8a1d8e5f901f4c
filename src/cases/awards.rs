//! Units under awards: facts in, awards out.

use toml::de::DeValue;

use super::case::{Expected, Given, Rows, Subject, list};
use super::part::{Part, QuotaBranch};
use super::read::Reader;
use super::units::branches_of;
use crate::assess::award::{self, Considered};
use crate::assess::chain::{self, Held};
use crate::assess::contest::{Group, Place};
use crate::assess::entrant::Entrant;
use crate::assess::quota::{After, Seen};
use crate::assess::year::{Judged, judge_year, landing};
use crate::base::Exact;
use crate::expr::Slots;
use crate::rules::section::{Section, Text};
use crate::rules::{Places, Regulation, Scope};

/// A unit with its facts.
#[derive(Clone, Debug)]
pub struct AwardUnit {
    /// By which expectations name it.
    pub id: String,
    /// Facts of the year and of the unit, in the slots of the regulation.
    pub facts: Vec<Option<i64>>,
    /// The level of meeting quality.
    pub quality: Option<String>,
    /// What tallies count.
    pub rows: Rows,
    /// Grouping facts, by slot, as words of machine formats; one that is not given is the same for all.
    pub group: Vec<(usize, String)>,
}

/// What became of the units of a case.
pub(super) struct Awards {
    /// The award that counts are about.
    of: usize,
    totals: Vec<Option<Exact>>,
    levels: Vec<After>,
    groups: Vec<Vec<Group>>,
    given: Vec<Vec<award::Given>>,
}

impl Reader<'_> {
    pub(super) fn award(&self, section: &Section<'_>) -> Option<Given> {
        let awards = &self.regulation.awards;
        let award = section.section("award")?;
        if awards.is_empty() {
            self.unknown(section, &Text { value: "award".to_owned(), span: award.span.clone() }, []);
        }
        let of = match award.text("of") {
            Some(of) => self.position(&award, &of, awards.iter().map(|award| award.id.as_str())),
            None => Some(0),
        };
        let units = award.sections("units").iter().map(|unit| self.award_unit(unit)).collect();
        award.need("units");
        award.finish();
        Some(Given::Award { of: of.unwrap_or(0), units })
    }

    fn award_unit(&self, section: &Section<'_>) -> AwardUnit {
        let id = section.need_id("id");
        let mut facts = vec![None; self.regulation.layout.recorded()];
        for (key, scope) in [("cell", Scope::Cell), ("year", Scope::Year)] {
            if let Some(given) = section.section(key) {
                self.facts(&given, scope, &mut facts);
            }
        }
        if let Some(points) = section.section("points") {
            self.points(&points, &mut facts);
        }
        let quality = section.text("meeting-quality").and_then(|text| {
            let known = self.regulation.layout.quality.iter().map(String::as_str);
            self.position(section, &text, known).map(|_| text.value)
        });
        let group = section.section("group").map(|table| self.grouping(&table)).unwrap_or_default();
        let rows = self.tallied(section, &facts);
        section.finish();
        AwardUnit { id, facts, quality, rows, group }
    }

    /// What units must have come to.
    pub(super) fn of_award_units(&self, expect: &Section<'_>, units: &[AwardUnit], out: &mut Vec<Expected>) {
        for key in ["awards", "totals", "levels"] {
            let Some(table) = expect.section(key) else { continue };
            for (id, value) in table.entries() {
                let Some(unit) = self.position(&table, &id, units.iter().map(|unit| unit.id.as_str())) else { continue };
                let expected = match key {
                    "awards" => {
                        self.awards_of(&table, value.get_ref(), &value.span()).map(|value| (Subject::UnitAwards(unit), value))
                    }
                    "totals" => value.get_ref().as_str().map(|value| (Subject::UnitTotal(unit), value.to_owned())),
                    _ => value.get_ref().as_str().map(|value| (Subject::UnitLevel(unit), value.to_owned())),
                };
                match expected {
                    Some((of, value)) => out.push(Expected { of, value, span: id.span }),
                    None => self.lower.wrong_value(&value.span(), if key == "awards" { "[\"…\"]" } else { "\"…\"" }),
                }
            }
        }
    }

    /// `["co-tinh", "co-chinh-phu?"]`: the awards of a unit in the order of the regulation; `?` marks one that hangs on a tie.
    fn awards_of(&self, table: &Section<'_>, value: &DeValue<'_>, span: &std::ops::Range<usize>) -> Option<String> {
        let DeValue::Array(items) = value else { return None };
        let mut ids = Vec::new();
        for item in items.iter() {
            let id = item.get_ref().as_str()?;
            let text = Text { value: id.trim_end_matches('?').to_owned(), span: span.clone() };
            let place = self.position(table, &text, self.regulation.awards.iter().map(|award| award.id.as_str()));
            ids.push((place, id));
        }
        ids.sort_by_key(|(place, _)| *place);
        Some(list(ids.into_iter().map(|(_, id)| id)))
    }
}

/// Judges the units, applies the quotas, gives the awards.
pub(super) fn run(regulation: &Regulation, of: usize, units: &[AwardUnit]) -> Awards {
    let judged: Vec<Judged> = units
        .iter()
        .map(|unit| judge_year(regulation, &unit.facts, &unit.rows.count(regulation), unit.quality.as_deref()))
        .collect();
    let word = |unit: usize, slot: usize| {
        let own = units.get(unit).and_then(|unit| unit.group.iter().find(|(own, _)| *own == slot));
        Some(own.map_or(String::new(), |(_, word)| word.clone()))
    };
    let total = |judged: &Judged| judged.score.as_ref().and_then(|score| score.total);
    let levels: Vec<Option<usize>> = judged.iter().map(|judged| judged.walk.level()).collect();
    let known = units.iter().zip(&judged);
    let mut entrants: Vec<Entrant> =
        known.map(|(unit, judged)| Slots { facts: &unit.facts, derived: &judged.derived }.into()).collect();
    let seen = |places: &Places, at: usize, slots: Slots<'_>| Seen::of(places, slots, |slot| word(at, slot));
    let below = |at: usize, level: usize, slots: Slots<'_>| landing(regulation, total(judged.get(at)?), slots, level);
    let Held { quotas, awards: groups, given } = chain::settle(regulation, &levels, &mut entrants, &seen, &below);
    Awards { of, totals: judged.iter().map(total).collect(), levels: quotas.units, groups, given }
}

impl Awards {
    pub(super) fn text(&self, regulation: &Regulation, of: Subject) -> Option<String> {
        let open = || Some("open".to_owned());
        match of {
            Subject::UnitAwards(unit) => {
                let given = |award: usize| self.given.get(award)?.get(unit);
                let id = |(number, award): (usize, &crate::rules::Award)| match given(number)?.place {
                    Place::Admitted => Some(award.id.clone()),
                    Place::Undecided => Some(format!("{}?", award.id)),
                    Place::None | Place::Outside | Place::MovedDown => None,
                };
                let ids: Vec<String> = regulation.awards.iter().enumerate().filter_map(id).collect();
                Some(list(ids.iter().map(String::as_str)))
            }
            Subject::UnitTotal(unit) => self.totals.get(unit)?.map_or_else(open, |total| Some(total.text())),
            Subject::UnitLevel(unit) => {
                let level = self.levels.get(unit)?.level();
                level.map_or_else(open, |level| Some(regulation.levels.get(level)?.id.clone()))
            }
            _ => super::units::count(self.groups.get(self.of)?, of),
        }
    }

    /// What the awards did with the units, and the branches that their groups took.
    pub(super) fn reached(&self, regulation: &Regulation) -> Vec<Part> {
        let mut parts = Vec::new();
        for (number, (award, groups)) in regulation.awards.iter().zip(&self.groups).enumerate() {
            for group in groups {
                parts.extend(branches_of(&award.places, group).map(|branch| Part::Award(number, branch)));
            }
            for given in self.given.get(number).into_iter().flatten() {
                parts.extend(match given.considered {
                    Considered::Yes => Some(Part::Considered(number, true)),
                    Considered::No => Some(Part::Considered(number, false)),
                    Considered::Excluded(_) => Some(Part::Excluded(number)),
                    Considered::Unknown | Considered::Perhaps => None,
                });
            }
        }
        parts
    }
}

/// The parts of a regulation's awards.
pub(super) fn parts(regulation: &Regulation) -> Vec<Part> {
    let mut parts = Vec::new();
    for (number, award) in regulation.awards.iter().enumerate() {
        let branches = QuotaBranch::ALL.into_iter().filter(|branch| branch.is_of(&award.places));
        parts.extend(branches.map(|branch| Part::Award(number, branch)));
        let always = award.when.slots().is_empty();
        parts.extend([true, false].into_iter().filter(|yes| *yes || !always).map(|yes| Part::Considered(number, yes)));
        if !award.not_with.is_empty() {
            parts.push(Part::Excluded(number));
        }
    }
    parts
}
