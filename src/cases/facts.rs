//! What goes into a case: facts into their slots, as records would put them there.

use toml::Spanned;
use toml::de::DeValue;

use super::case::Rows;
use super::read::{Reader, figure, whole};
use crate::base::{Day, Exact, Points};
use crate::records::TalliedRow;
use crate::rules::section::Section;
use crate::rules::{FactType, LeafKind, Scope};
use crate::words::Code;

impl Reader<'_> {
    pub(super) fn facts(&self, given: &Section<'_>, scope: Scope, facts: &mut [Option<i64>]) {
        let vocabulary = &self.regulation.vocabulary;
        for (id, value) in given.entries() {
            let of_scope = || vocabulary.facts.iter().filter(|fact| fact.scope == scope && !fact.is_result());
            let slot = vocabulary.position(&id.value).filter(|_| of_scope().any(|fact| fact.id == id.value));
            let Some(slot) = slot else {
                self.unknown(given, &id, of_scope().map(|fact| fact.id.as_str()));
                continue;
            };
            if let (Some(fact), Some(place)) = (vocabulary.facts.get(slot), facts.get_mut(slot)) {
                *place = self.value(&fact.kind, value);
            }
        }
        self.blank_is_zero(given, facts);
        for fact in vocabulary.facts.iter().filter(|fact| fact.scope == scope && !fact.at_most.is_empty()) {
            let count = |id: &str| facts.get(vocabulary.position(id)?).copied().flatten();
            if let (Some(count), Some(most)) = (count(&fact.id), count(&fact.at_most))
                && count > most
            {
                self.too_many(given, &fact.id, count, &fact.at_most, most);
            }
        }
    }

    /// Counts that are not given are zero where the given ones make up their whole, as in records.
    fn blank_is_zero(&self, given: &Section<'_>, facts: &mut [Option<i64>]) {
        let vocabulary = &self.regulation.vocabulary;
        for (whole, fact) in vocabulary.facts.iter().enumerate() {
            let is_part = |slot: &usize| vocabulary.facts.get(*slot).is_some_and(|part| part.part_of == fact.id);
            let parts: Vec<usize> = (0..vocabulary.facts.len()).filter(is_part).collect();
            let of = |slot: usize| facts.get(slot).copied().flatten();
            let sum: i64 = parts.iter().filter_map(|slot| of(*slot)).sum();
            let Some(whole) = of(whole).filter(|_| !parts.is_empty() && given.has(&fact.id)) else { continue };
            if sum > whole {
                self.too_many(given, &format!("{}, …", self.ids(&parts, facts)), sum, &fact.id, whole);
            }
            if sum == whole {
                for slot in parts {
                    if let Some(part) = facts.get_mut(slot) {
                        *part = part.or(Some(0));
                    }
                }
            }
        }
    }

    fn ids(&self, slots: &[usize], facts: &[Option<i64>]) -> String {
        let given = slots.iter().filter(|slot| facts.get(**slot).copied().flatten().is_some());
        let ids: Vec<&str> =
            given.filter_map(|slot| self.regulation.vocabulary.facts.get(*slot)).map(|fact| fact.id.as_str()).collect();
        ids.join(" + ")
    }

    fn too_many(&self, given: &Section<'_>, what: &str, count: i64, of: &str, most: i64) {
        self.lower.fault(Code::CaseFacts, &given.span_of(of), |d| {
            d.with("entry", given.path()).with("what", what).with("value", count).with("of", of).with("most", most)
        });
    }

    /// The rows of tables that tallies count in, as far as the case gives any, and the year they are counted for.
    pub(super) fn tallied(&self, case: &Section<'_>, facts: &[Option<i64>]) -> Rows {
        let year_slot = self.regulation.vocabulary.position("year").unwrap_or(usize::MAX);
        let year = facts.get(year_slot).copied().flatten().and_then(|year| i32::try_from(year).ok());
        let mut rows = Rows { year: year.unwrap_or(0), tables: Vec::new() };
        for of in Scope::TALLIED.into_iter().filter(|of| case.has(of.word())) {
            let given = case.sections(of.word());
            rows.tables.push((of, given.iter().map(|row| self.tallied_row(row, of, facts)).collect()));
            if year.is_none() {
                self.lower.wrong_value(&case.span_of(of.word()), "year = { year = 2024, … }");
            }
        }
        rows
    }

    fn tallied_row(&self, given: &Section<'_>, of: Scope, facts: &[Option<i64>]) -> TalliedRow {
        let vocabulary = &self.regulation.vocabulary;
        let cell = |slot: usize| vocabulary.facts.get(slot).is_some_and(|fact| fact.scope == Scope::Cell);
        let mut row = TalliedRow::default();
        row.facts.extend(facts.iter().enumerate().map(|(slot, value)| value.filter(|_| cell(slot))));
        self.facts(given, of, &mut row.facts);
        for (id, value) in given.entries() {
            if let (Some(slot), Some(text)) = (vocabulary.position(&id.value), value.get_ref().as_str()) {
                row.texts.push((slot, text.to_owned()));
            }
        }
        row
    }

    /// Self and verified points of leaves that a person scores.
    pub(super) fn points(&self, given: &Section<'_>, facts: &mut [Option<i64>]) {
        let layout = &self.regulation.layout;
        for (id, value) in given.entries() {
            let Some(pair) = given.entry(&id, value) else { continue };
            let figures = ["self", "verified"].map(|key| (key, pair.number(key)));
            pair.finish();
            let old = self.corresponding(&id.value);
            let leaf = if old.is_empty() { self.leaf(given, &id) } else { None };
            for (key, points) in figures {
                let Some(points) = points else { continue };
                let own = key == "self";
                let targets: Vec<(usize, bool, String)> = match leaf {
                    Some(leaf) => {
                        let slot = if own { layout.self_points(leaf) } else { layout.verified_points(leaf) };
                        let sound = Points::from_exact(points).is_some_and(|points| self.can_have(leaf, points));
                        vec![(slot, sound, self.amounts(leaf))]
                    }
                    None => {
                        let sound = |max: Points| points >= Exact::ZERO && points <= max.exact();
                        old.iter().map(|(slot, max)| (slot + usize::from(own), sound(*max), format!("0 … {max}"))).collect()
                    }
                };
                for (slot, sound, wanted) in targets {
                    match (Points::from_exact(points), facts.get_mut(slot)) {
                        (Some(points), Some(place)) if sound => *place = Some(points.0),
                        _ => self.lower.wrong_value(&pair.span_of(key), &wanted),
                    }
                }
            }
        }
    }

    /// The slots of verified points of `REGULATION:LEAF`, self points following, and its maximum; several leaves may correspond to it.
    fn corresponding(&self, id: &str) -> Vec<(usize, Points)> {
        let leaves = &self.regulation.leaves;
        let mut found = Vec::new();
        for (number, leaf) in leaves.iter().enumerate() {
            let first = self.regulation.layout.corresponding(leaves, number);
            for (entry, other) in leaf.corresponds.iter().enumerate() {
                if id.split_once(':') == Some((&other.regulation, &other.leaf)) {
                    found.push((first + 2 * entry, other.max));
                }
            }
        }
        found
    }

    /// Whether a person may record these points for the leaf; records that do not are refused.
    fn can_have(&self, leaf: usize, points: Points) -> bool {
        let Some(leaf) = self.regulation.leaves.get(leaf) else { return false };
        let in_range = points >= Points::ZERO && points <= leaf.max;
        in_range
            && match &leaf.kind {
                LeafKind::Chosen { options } => options.iter().any(|option| option.points == points),
                LeafKind::Recorded { step: Some(step), .. } => step.0 > 0 && points.0 % step.0 == 0,
                LeafKind::Recorded { step: None, .. }
                | LeafKind::YesNo { .. }
                | LeafKind::Tiers { .. }
                | LeafKind::PerOccurrence { .. }
                | LeafKind::Proportional { .. } => true,
            }
    }

    fn amounts(&self, leaf: usize) -> String {
        let Some(leaf) = self.regulation.leaves.get(leaf) else { return String::new() };
        match &leaf.kind {
            LeafKind::Chosen { options } => {
                options.iter().map(|option| option.points.to_string()).collect::<Vec<String>>().join(" | ")
            }
            LeafKind::Recorded { step: Some(step), .. } => format!("0, {step}, … {}", leaf.max),
            LeafKind::Recorded { step: None, .. }
            | LeafKind::YesNo { .. }
            | LeafKind::Tiers { .. }
            | LeafKind::PerOccurrence { .. }
            | LeafKind::Proportional { .. } => format!("0 … {}", leaf.max),
        }
    }

    fn value(&self, kind: &FactType, value: &Spanned<DeValue<'_>>) -> Option<i64> {
        let place = |at: Option<usize>| at.and_then(|at| i64::try_from(at).ok());
        let text = value.get_ref().as_str();
        let (found, wanted) = match kind {
            FactType::Count => (whole(value.get_ref()), "12".to_owned()),
            FactType::DayOfMonth => (whole(value.get_ref()).filter(|day| (1..=31).contains(day)), "1 … 31".to_owned()),
            FactType::Minutes => (whole(value.get_ref()), "95".to_owned()),
            FactType::Year => (whole(value.get_ref()), "2024".to_owned()),
            FactType::Points => (figure(value.get_ref()).and_then(Points::from_exact).map(|points| points.0), "2.5".to_owned()),
            FactType::Flag => (value.get_ref().as_bool().map(i64::from), "true | false".to_owned()),
            FactType::Date => {
                let day = if let DeValue::Datetime(day) = value.get_ref() { Day::parse_iso(&day.to_string()) } else { None };
                (day.map(Day::number), "2024-05-19".to_owned())
            }
            FactType::Choice(scale) => (text.and_then(|text| scale.place(text)), scale.words.join(" | ")),
            FactType::Grade => {
                let words: Vec<&str> = self.regulation.grades.iter().map(|(word, _)| word.as_str()).collect();
                (text.and_then(|text| place(words.iter().position(|word| *word == text))), words.join(" | "))
            }
            // Of a text an expression can only ask whether it was given; a recorded level is none of the facts of a case.
            FactType::Text | FactType::Code | FactType::Level | FactType::Period => (text.map(|_| 1), "\"…\"".to_owned()),
        };
        if found.is_none() {
            self.lower.wrong_value(&value.span(), &wanted);
        }
        found
    }
}
