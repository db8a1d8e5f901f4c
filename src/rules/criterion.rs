//! Graded criteria: each gets a grade, nothing is added up.

use std::sync::Arc;

use super::basis::Basis;
use super::facts::{FactType, Vocabulary};
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::Section;
use crate::base::Interval;
use crate::expr::{Expr, Names, Scale, Unit};
use crate::words::Code;

/// One graded criterion of a yearly classification.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Words by which conditions name a set of criteria.
    pub tags: Vec<String>,
    /// The recorded grade, by position in the vocabulary; `None` where the grade follows from a measure.
    pub fact: Option<usize>,
    /// The grade that follows from a measure.
    pub table: Option<GradeTable>,
    /// Grade per meeting-quality level; where given and the level is known, it decides over the recorded grade.
    pub from_meetings: Vec<(i64, i64)>,
    /// Where the table `from_meetings` stands.
    pub from_basis: Option<Basis>,
    /// Where it stands.
    pub basis: Basis,
}

/// Grades by a measure.
#[derive(Clone, Debug)]
pub struct GradeTable {
    /// What the rows look at.
    pub of: Expr,
    /// The rows; the first that holds decides.
    pub rows: Vec<GradeRow>,
}

/// One row of a table of grades.
#[derive(Clone, Debug)]
pub struct GradeRow {
    /// Where the measure lies.
    pub within: Interval,
    /// Position of the grade.
    pub grade: i64,
    /// Words of the text; may be empty.
    pub title: String,
    /// Where it stands.
    pub basis: Basis,
}

/// `[grades]`: words and titles, best first.
pub(super) fn lower_grades(document: &Section<'_>) -> Vec<(String, String)> {
    let Some(section) = document.section("grades") else {
        return Vec::new();
    };
    let grades = section
        .sections("grade")
        .iter()
        .map(|grade| {
            let out = (grade.need_id("id"), grade.need_text("title"));
            grade.finish();
            out
        })
        .collect();
    section.finish();
    grades
}

pub(super) fn lower_criteria(
    lower: &Lower,
    document: &Section<'_>,
    vocabulary: &Vocabulary,
    grades: Option<&Arc<Scale>>,
    quality: &Scale,
    names: &Names,
) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for section in document.sections("criterion") {
        let basis = lower.basis(&section, None);
        let (id, title) = (section.need_id("id"), section.need_text("title"));
        let tags = section.texts("tags").into_iter().map(|text| text.value).collect();
        let table = section.section("tiers").and_then(|table| self::table(lower, &table, grades, names, &basis, &id));
        let fact = if section.has("tiers") { String::new() } else { section.need_text("fact") };
        let position = vocabulary.position(&fact);
        let graded = position.and_then(|n| vocabulary.facts.get(n)).is_some_and(|fact| fact.kind == FactType::Grade);
        if !graded && !fact.is_empty() {
            lower.fault(Code::RuleValue, &section.span_of("fact"), |d| d.with("value", &fact).with("wanted", "type = \"grade\""));
        }
        let (from_meetings, from_basis) = match section.section("from-meetings") {
            Some(table) => from_meetings(lower, &table, grades, quality, &basis, &id),
            None => (Vec::new(), None),
        };
        section.finish();
        lower.figure(format!("criterion {id}"), fact, &basis);
        if position.is_some() || table.is_some() {
            criteria.push(Criterion { id, title, tags, fact: position, table, from_meetings, from_basis, basis });
        }
    }
    criteria
}

fn table(
    lower: &Lower,
    section: &Section<'_>,
    grades: Option<&Arc<Scale>>,
    names: &Names,
    around: &Basis,
    id: &str,
) -> Option<GradeTable> {
    if !section.has("of") {
        section.need_text("of");
    }
    let of = lower.expr(section, "of", names);
    let sections = section.sections("table");
    section.finish();
    let of = of?;
    let percent = *of.unit() == Unit::Percent;
    let mut rows = Vec::new();
    for row in &sections {
        let mut basis = lower.basis(row, Some(around));
        let (text, word) = (row.need_text("in"), row.need_text("grade"));
        let title = row.text_or_empty("title");
        let within = Interval::parse(&text).filter(|interval| interval.percent == percent);
        phrase(lower, row, &mut basis, &within.as_ref().map_or(Says::Unknown, |within| Says::Within(within, of.is_whole())), &[]);
        row.finish();
        let grade = grades.and_then(|scale| scale.place(&word));
        if within.is_none() && !text.is_empty() {
            let wanted = Interval::with_sign(&text, percent);
            lower.fault(Code::RuleValue, &row.span_of("in"), |d| d.with("value", &text).with("wanted", wanted));
        }
        if grade.is_none() && !word.is_empty() {
            let wanted = grades.map(|scale| scale.words.join(" | ")).unwrap_or_default();
            lower.fault(Code::RuleValue, &row.span_of("grade"), |d| d.with("value", &word).with("wanted", wanted));
        }
        lower.figure(format!("criterion {id} tier {}", rows.len() + 1), format!("{text} = {word}"), &basis);
        if let (Some(within), Some(grade)) = (within, grade) {
            rows.push(GradeRow { within, grade, title, basis });
        }
    }
    Some(GradeTable { of, rows })
}

fn from_meetings(
    lower: &Lower,
    section: &Section<'_>,
    grades: Option<&Arc<Scale>>,
    quality: &Scale,
    around: &Basis,
    id: &str,
) -> (Vec<(i64, i64)>, Option<Basis>) {
    let basis = lower.basis(section, Some(around));
    let mut table = Vec::new();
    if let Some(grades_of) = section.section("grades") {
        for (level, grade) in grades_of.text_pairs() {
            match (quality.place(&level.value), grades.and_then(|scale| scale.place(&grade.value))) {
                (Some(level), Some(grade)) => table.push((level, grade)),
                (None, _) => lower.fault(Code::RuleValue, &level.span, |d| {
                    d.with("value", &level.value).with("wanted", quality.words.join(" | "))
                }),
                (_, None) => lower.fault(Code::RuleValue, &grade.span, |d| {
                    d.with("value", &grade.value).with("wanted", grades.map(|scale| scale.words.join(" | ")).unwrap_or_default())
                }),
            }
        }
    }
    section.finish();
    lower.figure(format!("criterion {id} from meetings"), "", &basis);
    (table, Some(basis))
}
