//! From the text of a `cases.toml` to cases, or to all its faults.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::case::{Case, Expected, Given, Subject, list};
use super::part::branches;
use super::suite::Suite;
use crate::assess::State;
use crate::base::{Day, Exact, Points, heading};
use crate::rules::lower::Lower;
use crate::rules::section::{Section, Text};
use crate::rules::{FactType, LeafKind, Regulation, Scope, lint, load, shape};
use crate::words::Code;

/// Reads the cases of a regulation; a case with a fault is left out, the others can be run.
pub fn read(regulation: &Regulation, file: &Arc<str>, text: &Arc<str>) -> Suite {
    let lower = Lower::new(file, text);
    let mut cases = Vec::new();
    {
        let document = load::document(&lower);
        // What follows a broken line is read wrongly; its faults would only mislead.
        if !lower.findings.borrow().has_errors() {
            let root = Section::root(&lower, document.get_ref(), &shape::cases::CASES);
            let sections = root.sections("case");
            lint::unique(&lower, &sections);
            for section in &sections {
                let before = faults(&lower);
                let case = Reader { lower: &lower, regulation }.case(section);
                cases.extend(case.filter(|_| faults(&lower) == before));
            }
            root.finish();
        }
    }
    let mut findings = lower.findings.into_inner();
    findings.sort();
    Suite { file: Arc::clone(file), text: Arc::clone(text), cases, findings }
}

fn faults(lower: &Lower) -> usize {
    lower.findings.borrow().counts().values().sum()
}

/// The kinds of case that go with a scope, and what each may expect.
fn kinds(scope: Scope) -> &'static [(&'static str, &'static [&'static str])] {
    match scope {
        Scope::Meeting | Scope::Cell => &[
            ("meeting", &["attendance", "form", "leaves", "reasons", "clauses", "total", "level", "gates", "failed"]),
            ("period", &["level"]),
        ],
        Scope::Year => &[
            ("year", &["form", "leaves", "reasons", "clauses", "total", "level", "gates", "failed"]),
            ("quota", &["allowed", "admitted"]),
        ],
    }
}

/// What a leaf can become beside having points.
fn outcomes() -> Vec<&'static str> {
    let states =
        [State::Full, State::Dropped, State::Rescaled, State::Redistributed, State::Missing, State::NoBase, State::NoRow];
    states.into_iter().map(State::word).collect()
}

struct Reader<'a> {
    lower: &'a Lower,
    regulation: &'a Regulation,
}

impl Reader<'_> {
    fn case(&self, section: &Section<'_>) -> Option<Case> {
        let id = section.need_id("id");
        let (title, source) = (section.need_text("title"), section.need_text("source"));
        let kinds = kinds(self.regulation.header.scope);
        let found: Vec<&'static str> =
            ["meeting", "year", "period", "quota"].into_iter().filter(|kind| section.has(kind)).collect();
        let kind = kinds.iter().find(|(kind, _)| found == [*kind]);
        let Some((kind, may)) = kind else {
            let wanted = kinds.iter().map(|(kind, _)| *kind).collect::<Vec<&str>>().join(" | ");
            self.lower.fault(Code::CaseKind, &section.span, |d| {
                d.with("entry", section.path()).with("value", found.join(", ")).with("wanted", wanted)
            });
            return None;
        };
        let given = match *kind {
            "meeting" => self.meeting(section),
            "year" => self.year(section),
            "period" => self.period(section),
            _ => self.quota(section),
        };
        let expect = self.expect(section, may);
        section.finish();
        Some(Case { id, title, source, given: given?, expect: expect? })
    }

    fn meeting(&self, section: &Section<'_>) -> Option<Given> {
        let mut facts = vec![None; self.regulation.layout.recorded()];
        for (key, scope) in [("cell", Scope::Cell), ("meeting", Scope::Meeting)] {
            if let Some(given) = section.section(key) {
                self.facts(&given, scope, &mut facts);
            }
        }
        if let Some(points) = section.section("points") {
            self.points(&points, &mut facts);
        }
        Some(Given::Meeting(facts))
    }

    fn year(&self, section: &Section<'_>) -> Option<Given> {
        let mut facts = vec![None; self.regulation.layout.recorded()];
        for (key, scope) in [("cell", Scope::Cell), ("year", Scope::Year)] {
            if let Some(given) = section.section(key) {
                self.facts(&given, scope, &mut facts);
            }
        }
        let mut quality = None;
        if let Some(input) = section.section("year-input") {
            quality = input.text("meeting-quality").and_then(|text| {
                let known = self.regulation.layout.quality.iter().map(String::as_str);
                self.position(&input, &text, known).map(|_| text.value)
            });
            input.finish();
        }
        Some(Given::Year { facts, quality })
    }

    fn period(&self, section: &Section<'_>) -> Option<Given> {
        let period = section.section("period")?;
        let mut levels = vec![0; self.regulation.levels.len()];
        if let Some(counts) = period.need_section("levels") {
            for (level, count) in counts.entries() {
                let place = self.level(&counts, &level).and_then(|level| levels.get_mut(level));
                if let (Some(place), Some(count)) = (place, self.count(count)) {
                    *place = count;
                }
            }
        }
        period.finish();
        Some(Given::Period { levels })
    }

    fn quota(&self, section: &Section<'_>) -> Option<Given> {
        let quota = section.section("quota")?;
        if self.regulation.quota.is_none() {
            self.unknown(section, &Text { value: "quota".to_owned(), span: quota.span.clone() }, []);
        }
        let mut units = Vec::new();
        for unit in quota.sections("units") {
            unit.need_text("level");
            let level = unit.text("level").and_then(|level| self.level(&unit, &level));
            if let (Some(level), Some(count)) = (level, self.need_count(&unit, "count")) {
                units.push((level, count));
            }
            unit.finish();
        }
        quota.need("units");
        quota.finish();
        Some(Given::Quota { units })
    }

    fn facts(&self, given: &Section<'_>, scope: Scope, facts: &mut [Option<i64>]) {
        let vocabulary = &self.regulation.vocabulary;
        for (id, value) in given.entries() {
            let of_scope = || vocabulary.facts.iter().filter(|fact| fact.scope == scope);
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

    /// Self and verified points of leaves that a person scores.
    fn points(&self, given: &Section<'_>, facts: &mut [Option<i64>]) {
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
            // Of a text an expression can only ask whether it was given.
            FactType::Text | FactType::Code => (text.map(|_| 1), "\"…\"".to_owned()),
        };
        if found.is_none() {
            self.lower.wrong_value(&value.span(), &wanted);
        }
        found
    }

    fn expect(&self, section: &Section<'_>, may: &[&'static str]) -> Option<Vec<Expected>> {
        let expect = section.need_section("expect")?;
        let mut out = Vec::new();
        for key in may {
            match *key {
                "leaves" => self.per_leaf(&expect, "leaves", Subject::Leaf, &mut out),
                "reasons" => self.per_leaf(&expect, "reasons", Subject::Reason, &mut out),
                "clauses" => self.per_leaf(&expect, "clauses", Subject::Clause, &mut out),
                "gates" => self.listed(&expect, "gates", Subject::Gates, &mut out),
                "failed" => self.listed(&expect, "failed", Subject::Failed, &mut out),
                "allowed" | "admitted" => {
                    if let Some(count) = self.given_count(&expect, key) {
                        let of = if *key == "allowed" { Subject::Allowed } else { Subject::Admitted };
                        out.push(Expected { of, value: count.to_string(), span: expect.span_of(key) });
                    }
                }
                _ => {
                    if let Some(text) = expect.text(key) {
                        out.extend(self.single(&expect, key, &text));
                    }
                }
            }
        }
        let named = expect.entries().next().is_some();
        expect.finish();
        if !named {
            self.lower.fault(Code::CaseExpectsNothing, &expect.span, |d| {
                d.with("entry", section.path()).with("wanted", may.join(" | "))
            });
        }
        Some(out)
    }

    fn single(&self, expect: &Section<'_>, key: &str, text: &Text) -> Option<Expected> {
        let value = &text.value;
        let is_share = |value: &str| {
            value.split_once('/').is_some_and(|(part, whole)| part.parse::<u32>().is_ok() && whole.parse::<u32>().is_ok())
        };
        let open = value == "open";
        let of = match key {
            "attendance" if is_share(value) => Subject::Attendance,
            "attendance" => return self.refused(text, "\"13/15\""),
            "total" if open || total(value).as_deref() == Some(value) => Subject::Total,
            "total" => return self.refused(text, "\"86.5\" | \"290/3\" | \"open\""),
            "form" => {
                let known = self.regulation.forms.iter().map(|form| form.id.as_str()).chain(["none"]);
                self.position(expect, text, known)?;
                Subject::Form
            }
            _ => {
                let known = self.regulation.levels.iter().map(|level| level.id.as_str()).chain(["open"]);
                self.position(expect, text, known)?;
                Subject::Level
            }
        };
        Some(Expected { of, value: value.clone(), span: text.span.clone() })
    }

    fn refused(&self, text: &Text, wanted: &str) -> Option<Expected> {
        self.lower.wrong_value(&text.span, wanted);
        None
    }

    fn per_leaf(&self, expect: &Section<'_>, key: &'static str, of: fn(usize) -> Subject, out: &mut Vec<Expected>) {
        let Some(table) = expect.section(key) else { return };
        for (id, value) in table.entries() {
            let leaf = self.leaf(&table, &id);
            let Some(text) = value.get_ref().as_str() else {
                self.lower.wrong_value(&value.span(), "\"…\"");
                continue;
            };
            let Some(leaf) = leaf else { continue };
            let text = Text { value: text.to_owned(), span: value.span() };
            let of = of(leaf);
            let sound = match of {
                Subject::Leaf(_) => {
                    let points = Points::parse(&text.value).is_some_and(|points| points.to_string() == text.value);
                    points || {
                        let wanted: Vec<&str> = outcomes();
                        let known = wanted.contains(&text.value.as_str());
                        if !known {
                            self.lower.wrong_value(&text.span, &format!("\"2.5\" | {}", wanted.join(" | ")));
                        }
                        known
                    }
                }
                Subject::Reason(_) => {
                    let known: Vec<String> = branches(self.regulation, leaf).iter().map(|branch| branch.text()).collect();
                    self.position(&table, &text, known.iter().map(String::as_str)).is_some()
                }
                _ => true,
            };
            if sound {
                out.push(Expected { of, value: text.value, span: text.span });
            }
        }
    }

    fn listed(&self, expect: &Section<'_>, key: &'static str, of: Subject, out: &mut Vec<Expected>) {
        if !expect.has(key) {
            return;
        }
        let texts = expect.texts(key);
        let known: Vec<&str> = match of {
            Subject::Gates => self.regulation.gates.iter().map(|gate| gate.id.as_str()).collect(),
            _ => self.regulation.levels.iter().flat_map(|level| &level.conditions).map(|one| one.title.as_str()).collect(),
        };
        for text in &texts {
            self.position(expect, text, known.iter().copied());
        }
        let value = list(texts.iter().map(|text| text.value.as_str()));
        out.push(Expected { of, value, span: expect.span_of(key) });
    }

    fn level(&self, around: &Section<'_>, text: &Text) -> Option<usize> {
        self.position(around, text, self.regulation.levels.iter().map(|level| level.id.as_str()))
    }

    fn leaf(&self, around: &Section<'_>, text: &Text) -> Option<usize> {
        self.position(around, text, self.regulation.leaves.iter().map(|leaf| leaf.id.as_str()))
    }

    /// The place of a word among the known ones; an unknown one is reported.
    fn position<'k>(&self, around: &Section<'_>, text: &Text, known: impl Iterator<Item = &'k str>) -> Option<usize> {
        let known: Vec<&str> = known.collect();
        let position = known.iter().position(|word| *word == text.value);
        if position.is_none() {
            self.unknown(around, text, known);
        }
        position
    }

    fn unknown<'k>(&self, around: &Section<'_>, text: &Text, known: impl IntoIterator<Item = &'k str>) {
        let near = heading::nearest_or_some(&text.value, known);
        self.lower.fault(Code::CaseUnknown, &text.span, |d| {
            d.with("entry", around.path()).with("value", &text.value).with("near", near)
        });
    }

    fn count(&self, value: &Spanned<DeValue<'_>>) -> Option<u64> {
        let count = whole(value.get_ref()).and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            self.lower.wrong_value(&value.span(), "12");
        }
        count
    }

    fn need_count(&self, section: &Section<'_>, key: &'static str) -> Option<u64> {
        section.need(key);
        self.given_count(section, key)
    }

    fn given_count(&self, section: &Section<'_>, key: &'static str) -> Option<u64> {
        let count = whole_number(section.number(key)?).and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            self.lower.wrong_value(&section.span_of(key), "12");
        }
        count
    }
}

fn figure(value: &DeValue<'_>) -> Option<Exact> {
    match value {
        DeValue::Integer(figure) if figure.radix() == 10 => Exact::parse(figure.as_str()),
        DeValue::Float(figure) => Exact::parse(figure.as_str()),
        _ => None,
    }
}

/// A whole number, zero or more.
fn whole(value: &DeValue<'_>) -> Option<i64> {
    whole_number(figure(value)?)
}

fn whole_number(value: Exact) -> Option<i64> {
    let value = value.reduced();
    (value.den() == 1 && value.num() >= 0).then(|| value.num())
}

/// A total as the program writes it: decimals, or a fraction in lowest terms where they never end.
fn total(text: &str) -> Option<String> {
    let value = match text.split_once('/') {
        Some((num, den)) => Exact::new(num.parse().ok()?, den.parse().ok()?)?,
        None => Exact::parse(text)?,
    };
    Some(value.text())
}
