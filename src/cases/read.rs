//! From the text of a `cases.toml` to cases, or to all its faults.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::case::{Case, Given};
use super::suite::Suite;
use super::variants::Variants;
use crate::base::{Exact, heading};
use crate::rules::lower::Lower;
use crate::rules::section::{Section, Text};
use crate::rules::{Regulation, Scope, lint, load, shape};
use crate::words::Code;

/// Reads the cases of a regulation; a case with a fault is left out, the others can be run.
pub fn read(regulation: &Regulation, file: &Arc<str>, text: &Arc<str>) -> Suite {
    let lower = Lower::new(file, text);
    let cases = read_all(&lower, regulation);
    let mut findings = lower.findings.into_inner();
    findings.sort();
    Suite { file: Arc::clone(file), text: Arc::clone(text), cases, findings }
}

pub(super) fn read_all(lower: &Lower, regulation: &Regulation) -> Vec<Case> {
    let mut cases = Vec::new();
    let document = load::document(lower);
    // What follows a broken line is read wrongly; its faults would only mislead.
    if lower.findings.borrow().has_errors() {
        return cases;
    }
    let root = Section::root(lower, document.get_ref(), &shape::cases::CASES);
    let sections = root.sections("case");
    let variants = Variants::default();
    lint::unique(lower, &sections);
    for section in &sections {
        let before = faults(lower);
        let own = Reader { lower, regulation };
        let variant = variants.of(&own, section);
        let under = variant.as_ref().map_or(regulation, |variant| &variant.regulation);
        let case = Reader { lower, regulation: under }.case(section);
        let case = case.map(|case| Case { variant, ..case });
        cases.extend(case.filter(|_| faults(lower) == before));
    }
    root.finish();
    cases
}

fn faults(lower: &Lower) -> usize {
    lower.findings.borrow().counts().values().sum()
}

/// Every kind of case.
const KINDS: [&str; 11] =
    ["meeting", "year", "period", "due", "lineage", "signs", "quota", "award", "visits", "hard-cell", "time"];

/// The kinds of case that go with a scope, and what each may expect.
fn kinds(scope: Scope) -> &'static [(&'static str, &'static [&'static str])] {
    match scope {
        Scope::Year => &[
            ("year", &["form", "leaves", "reasons", "clauses", "total", "level", "gates", "failed"]),
            ("quota", &["allowed", "base", "admitted", "undecided", "over", "levels"]),
            ("award", &["allowed", "base", "admitted", "undecided", "over", "levels", "awards", "totals"]),
            ("lineage", &["succession"]),
            ("time", &["in-force"]),
        ],
        Scope::Visit => &[
            ("visits", &["counted", "required", "minimum", "short-by"]),
            ("hard-cell", &["unattended"]),
            ("time", &["in-force"]),
        ],
        _ => &[
            ("meeting", &["attendance", "form", "leaves", "reasons", "clauses", "total", "level", "gates", "failed"]),
            ("period", &["level", "mean", "lowest", "mean-without-lowest", "first-half-mean", "second-half-mean"]),
            ("due", &["due-regular", "due-thematic", "missing-regular", "missing-thematic", "plan"]),
            ("lineage", &["succession"]),
            ("signs", &["sign"]),
            ("time", &["in-force"]),
        ],
    }
}

/// What cases are read with.
pub(super) struct Reader<'a> {
    pub(super) lower: &'a Lower,
    pub(super) regulation: &'a Regulation,
}

impl Reader<'_> {
    fn case(&self, section: &Section<'_>) -> Option<Case> {
        let id = section.need_id("id");
        let (title, source) = (section.need_text("title"), section.need_text("source"));
        let kinds = kinds(self.regulation.header.scope);
        let found: Vec<&'static str> = KINDS.into_iter().filter(|kind| section.has(kind)).collect();
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
            "due" => self.due(section),
            "lineage" => self.lineage(section),
            "signs" => self.signs(section),
            "award" => self.award(section),
            "time" => self.time(section),
            "visits" => self.visits(section),
            "hard-cell" => self.hard_cell(section),
            _ => self.quota(section),
        };
        let expect = self.expect(section, given.as_ref(), (kind, may));
        section.finish();
        Some(Case { id, title, source, variant: None, given: given?, expect: expect? })
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
        if let Some(points) = section.section("points") {
            self.points(&points, &mut facts);
        }
        let mut quality = None;
        if let Some(input) = section.section("year-input") {
            quality = input.text("meeting-quality").and_then(|text| {
                let known = self.regulation.layout.quality.iter().map(String::as_str);
                self.position(&input, &text, known).map(|_| text.value)
            });
            input.finish();
        }
        let rows = self.tallied(section, &facts);
        Some(Given::Year { facts, quality, rows })
    }

    pub(super) fn level(&self, around: &Section<'_>, text: &Text) -> Option<usize> {
        self.position(around, text, self.regulation.levels.iter().map(|level| level.id.as_str()))
    }

    pub(super) fn leaf(&self, around: &Section<'_>, text: &Text) -> Option<usize> {
        self.position(around, text, self.regulation.leaves.iter().map(|leaf| leaf.id.as_str()))
    }

    /// A value that must be a text.
    pub(super) fn word(&self, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let text = value.get_ref().as_str().map(|text| Text { value: text.to_owned(), span: value.span() });
        if text.is_none() {
            self.lower.wrong_value(&value.span(), "\"…\"");
        }
        text
    }

    /// The place of a word among the known ones; an unknown one is reported.
    pub(super) fn position<'k>(&self, around: &Section<'_>, text: &Text, known: impl Iterator<Item = &'k str>) -> Option<usize> {
        let known: Vec<&str> = known.collect();
        let position = known.iter().position(|word| *word == text.value);
        if position.is_none() {
            self.unknown(around, text, known);
        }
        position
    }

    pub(super) fn unknown<'k>(&self, around: &Section<'_>, text: &Text, known: impl IntoIterator<Item = &'k str>) {
        let near = heading::nearest_or_some(&text.value, known);
        self.lower.fault(Code::CaseUnknown, &text.span, |d| {
            d.with("entry", around.path()).with("value", &text.value).with("near", near)
        });
    }

    pub(super) fn given_count(&self, section: &Section<'_>, key: &'static str) -> Option<u64> {
        let count = whole_number(section.number(key)?).and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            self.lower.wrong_value(&section.span_of(key), "12");
        }
        count
    }
}

pub(super) fn figure(value: &DeValue<'_>) -> Option<Exact> {
    match value {
        DeValue::Integer(figure) if figure.radix() == 10 => Exact::parse(figure.as_str()),
        DeValue::Float(figure) => Exact::parse(figure.as_str()),
        _ => None,
    }
}

/// A whole number, zero or more.
pub(super) fn whole(value: &DeValue<'_>) -> Option<i64> {
    whole_number(figure(value)?)
}

fn whole_number(value: Exact) -> Option<i64> {
    let value = value.reduced();
    (value.den() == 1 && value.num() >= 0).then(|| value.num())
}
