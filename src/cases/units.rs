//! Units under quotas: how a case gives them, and what became of them.

use toml::de::DeValue;

use super::case::{Expected, Given, Subject};
use super::part::{Part, QuotaBranch};
use super::read::Reader;
use crate::assess::contest::{Group, Place};
use crate::assess::quota::{Outcome, Seen, apply};
use crate::base::Exact;
use crate::rules::section::{Section, Text};
use crate::rules::{FactType, Places, Regulation, Ties};

/// Some units that are alike.
#[derive(Clone, Debug)]
pub struct Units {
    /// By which expectations name the first of them; empty where none does.
    pub id: String,
    /// Level before any quota.
    pub level: usize,
    /// How many.
    pub count: u64,
    /// Grouping facts, by slot, as words of machine formats; one that is not given is the same for all.
    pub group: Vec<(usize, String)>,
    /// Values of ranking keys, by id.
    pub ranking: Vec<(String, Exact)>,
    /// Whether they have the special grounds.
    pub grounds: bool,
    /// Whether they stand outside.
    pub outside: bool,
    /// Where they land that have to leave their level.
    pub below: usize,
}

/// What became of the units of a case.
pub(super) struct Quotas {
    /// The quota that counts are about.
    of: usize,
    outcome: Outcome,
    /// Of every entry of the case, its first unit.
    firsts: Vec<usize>,
}

impl Reader<'_> {
    pub(super) fn quota(&self, section: &Section<'_>) -> Option<Given> {
        let quotas = &self.regulation.quotas;
        let quota = section.section("quota")?;
        if quotas.is_empty() {
            self.unknown(section, &Text { value: "quota".to_owned(), span: quota.span.clone() }, []);
        }
        let of = match quota.text("of") {
            Some(of) => self.position(&quota, &of, quotas.iter().map(|quota| quota.id.as_str())),
            None => Some(0),
        };
        let of = of.unwrap_or(0);
        let units = quota.sections("units").iter().filter_map(|units| self.units(units)).collect();
        quota.need("units");
        quota.finish();
        Some(Given::Quota { of, units })
    }

    fn units(&self, section: &Section<'_>) -> Option<Units> {
        section.need_text("level");
        let level = section.text("level").and_then(|level| self.level(section, &level));
        let count = if section.has("count") { self.given_count(section, "count") } else { Some(1) };
        let id = if section.has("id") { section.need_id("id") } else { String::new() };
        let group = section.section("group").map(|table| self.grouping(&table)).unwrap_or_default();
        let mut ranking = Vec::new();
        if let Some(table) = section.section("ranking") {
            let known = || self.regulation.quotas.iter().flat_map(|quota| &quota.places.ranking).map(|key| key.id.as_str());
            for (key, value) in table.entries() {
                self.position(&table, &key, known());
                let figure = super::read::figure(value.get_ref());
                if figure.is_none() {
                    self.lower.wrong_value(&value.span(), "92.5");
                }
                ranking.extend(figure.map(|figure| (key.value, figure)));
            }
        }
        let flag = |key: &'static str| section.flag(key).unwrap_or(false);
        let (grounds, outside) = (flag("grounds"), flag("outside"));
        let below = section.text("below").and_then(|below| self.level(section, &below));
        section.finish();
        let level = level?;
        Some(Units { id, level, count: count?, group, ranking, grounds, outside, below: below.unwrap_or(level + 1) })
    }

    /// Words of grouping facts, by slot.
    pub(super) fn grouping(&self, table: &Section<'_>) -> Vec<(usize, String)> {
        let facts = &self.regulation.vocabulary.facts;
        let quotas = self.regulation.quotas.iter().map(|quota| &quota.places);
        let places = quotas.chain(self.regulation.awards.iter().map(|award| &award.places));
        let slots: Vec<usize> = places.flat_map(|places| places.group.clone()).collect();
        let mut group = Vec::new();
        for (fact, value) in table.entries() {
            let known = slots.iter().filter_map(|slot| facts.get(*slot)).map(|fact| fact.id.as_str());
            let position = self.position(table, &fact, known);
            let Some(word) = value.get_ref().as_str() else {
                self.lower.wrong_value(&value.span(), "\"…\"");
                continue;
            };
            let slot = position.and_then(|position| slots.get(position)).copied();
            if let Some(FactType::Choice(scale)) = slot.and_then(|slot| facts.get(slot)).map(|fact| &fact.kind) {
                let word = Text { value: word.to_owned(), span: value.span() };
                self.position(table, &word, scale.words.iter().map(String::as_str));
            }
            group.extend(slot.map(|slot| (slot, word.to_owned())));
        }
        group
    }

    /// What units and groups must have come to.
    pub(super) fn of_units(&self, expect: &Section<'_>, given: &Given, out: &mut Vec<Expected>) {
        let counts = [
            ("allowed", Subject::Allowed),
            ("base", Subject::QuotaBase),
            ("admitted", Subject::Admitted),
            ("undecided", Subject::Undecided),
        ];
        for (key, of) in counts {
            if let Some(count) = self.given_count(expect, key) {
                out.push(Expected { of, value: count.to_string(), span: expect.span_of(key) });
            }
        }
        if let Some(over) = expect.flag("over") {
            out.push(Expected { of: Subject::Over, value: over.to_string(), span: expect.span_of("over") });
        }
        let units = match given {
            Given::Quota { units, .. } => units,
            Given::Award { units, .. } => return self.of_award_units(expect, units, out),
            Given::Meeting(_)
            | Given::Year { .. }
            | Given::Period(_)
            | Given::Due(_)
            | Given::Lineage(_)
            | Given::Signs(_)
            | Given::Visits(_)
            | Given::Time(_) => {
                return;
            }
        };
        let Some(levels) = expect.section("levels") else { return };
        for (id, value) in levels.entries() {
            let position = self.position(&levels, &id, units.iter().map(|units| units.id.as_str()));
            let DeValue::String(level) = value.get_ref() else {
                self.lower.wrong_value(&value.span(), "\"…\"");
                continue;
            };
            let level = Text { value: level.to_string(), span: value.span() };
            let known = self.regulation.levels.iter().map(|level| level.id.as_str()).chain(["open"]);
            if let (Some(units), Some(_)) = (position, self.position(&levels, &level, known)) {
                out.push(Expected { of: Subject::UnitLevel(units), value: level.value, span: level.span });
            }
        }
    }
}

/// Applies the quotas of the regulation.
pub(super) fn run(regulation: &Regulation, of: usize, units: &[Units]) -> Quotas {
    let mut all: Vec<&Units> = Vec::new();
    let mut firsts = Vec::new();
    for units in units {
        firsts.push(all.len());
        all.extend((0..units.count).map(|_| units));
    }
    let levels: Vec<Option<usize>> = all.iter().map(|unit| Some(unit.level)).collect();
    let seen = |places: &Places, at: usize| all.get(at).map_or_else(Seen::default, |unit| seen(places, unit));
    let outcome = apply(&regulation.quotas, &levels, &seen, &|at, level| {
        let below = all.get(at).map_or(level + 1, |unit| unit.below);
        Some(below.max(level + 1)).filter(|below| *below < regulation.levels.len())
    });
    Quotas { of, outcome, firsts }
}

fn seen(places: &Places, unit: &Units) -> Seen {
    let word = |slot: &usize| unit.group.iter().find(|(own, _)| own == slot).map_or("", |(_, word)| word).to_owned();
    let rank = |id: &str| unit.ranking.iter().find(|(own, _)| own == id).map(|(_, value)| *value);
    let value = |key: &crate::rules::RankingKey| {
        let value = rank(&key.id)?;
        if key.lowest_first { Exact::ZERO.checked_sub(value) } else { Some(value) }
    };
    Seen {
        group: places.group.iter().map(|slot| Some(word(slot))).collect(),
        ranking: places.ranking.iter().map(value).collect(),
        outside: unit.outside && places.leaves_out.is_some(),
        grounds: unit.grounds && places.special.is_some(),
        provisional: false,
    }
}

impl Quotas {
    pub(super) fn text(&self, regulation: &Regulation, of: Subject) -> Option<String> {
        match of {
            Subject::UnitLevel(units) => {
                let level = self.outcome.units.get(*self.firsts.get(units)?)?.level();
                level.map_or_else(|| Some("open".to_owned()), |level| Some(regulation.levels.get(level)?.id.clone()))
            }
            _ => count(self.outcome.groups.get(self.of)?, of),
        }
    }

    /// The branches that the groups took.
    pub(super) fn reached(&self, regulation: &Regulation) -> Vec<Part> {
        let mut parts = Vec::new();
        for (quota, (rule, groups)) in regulation.quotas.iter().zip(&self.outcome.groups).enumerate() {
            for group in groups {
                parts.extend(branches_of(&rule.places, group).map(|branch| Part::Quota(quota, branch)));
            }
        }
        parts
    }
}

/// A count of all groups together.
pub(super) fn count(groups: &[Group], of: Subject) -> Option<String> {
    let sum = |count: &dyn Fn(&Group) -> Option<u64>| groups.iter().map(count).sum::<Option<u64>>().map(|sum| sum.to_string());
    match of {
        Subject::Allowed => sum(&|group| group.allowed),
        Subject::QuotaBase => sum(&|group| group.base),
        Subject::Admitted => sum(&|group| Some(group.count(Place::Admitted))),
        Subject::Undecided => sum(&|group| Some(group.count(Place::Undecided))),
        Subject::Over => Some(groups.iter().any(|group| group.over.is_some()).to_string()),
        _ => None,
    }
}

/// The branches that a group took.
pub(super) fn branches_of<'p>(places: &'p Places, group: &Group) -> impl Iterator<Item = QuotaBranch> + use<'p> {
    let admitted = group.count(Place::Admitted) == group.ranked.len() as u64 && !group.breached;
    let branches = [
        (QuotaBranch::Enough, admitted),
        (QuotaBranch::Short, !admitted),
        (QuotaBranch::Tied, group.count(Place::Undecided) > 0),
        (QuotaBranch::Special, group.ranked.iter().any(|ranked| ranked.special)),
        (QuotaBranch::Outside, !group.outside.is_empty()),
        (QuotaBranch::Small, group.small.is_some()),
        (QuotaBranch::Over, group.over.is_some()),
        (QuotaBranch::NotOver, group.over.is_none()),
    ];
    branches.into_iter().filter(|(branch, reached)| *reached && branch.is_of(places)).map(|(branch, _)| branch)
}

impl QuotaBranch {
    /// Whether places can come to it.
    pub(super) fn is_of(self, places: &Places) -> bool {
        match self {
            QuotaBranch::Enough | QuotaBranch::Short => true,
            QuotaBranch::Tied => places.ties == Ties::HandOver && !places.warn,
            QuotaBranch::Special => places.special.is_some() && !places.warn,
            QuotaBranch::Outside => places.leaves_out.is_some(),
            QuotaBranch::Small => places.small_groups.is_some(),
            QuotaBranch::Over | QuotaBranch::NotOver => places.warn_over.is_some(),
        }
    }
}
