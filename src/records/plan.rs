//! What is to be done with every column of a file, worked out once from its headings.

use super::columns::{Columns, Form, Holds};
use crate::rules::{Fact, FactType, Leaf, LeafKind, Regulation, Vocabulary};

/// The columns of a file, for reading row by row.
pub(super) struct Plan {
    /// One step for every column.
    pub(super) steps: Vec<Step>,
    /// The columns of counts.
    pub(super) counts: Vec<Quick>,
    /// The columns of yes and no.
    pub(super) flags: Vec<Quick>,
    /// All other columns that are read.
    pub(super) others: Vec<usize>,
    /// All columns, for a row that is read with care.
    pub(super) all: Vec<usize>,
    /// Per choice: the words as they are usually written, with their places; other spellings take the slow way.
    pub(super) choices: Vec<Words>,
    /// The columns of levels of which one is marked, each with its level.
    pub(super) marks: Vec<(usize, i64)>,
    /// The slot that a marked level goes to.
    pub(super) marked: usize,
}

/// Words and their places in the scale of the choice.
type Words = Vec<(Box<[u8]>, i64)>;

/// What becomes of one column.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// Where its values go.
    pub(super) slot: usize,
    /// Which choice, or the leaf that points belong to.
    pub(super) number: Option<usize>,
    /// Whole points up to this fit their leaf without a further look; where it is negative all are read with care.
    pub(super) whole_points: i64,
    /// Whether it must not be blank.
    pub(super) required: bool,
    /// How its fields are read.
    pub(super) parse: Parse,
    /// How they are written, as far as that is said.
    pub(super) form: Form,
}

/// A column whose fields are nearly all read at once.
#[derive(Clone, Copy)]
pub(super) struct Quick {
    /// Its number.
    pub(super) column: usize,
    /// Where its values go.
    pub(super) slot: usize,
    /// Whether it must not be blank.
    pub(super) required: bool,
}

/// How a field is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Parse {
    Nothing,
    Count,
    Flag,
    Date,
    DayOfMonth,
    Year,
    Period,
    Points,
    Choice,
    Grade,
    Level,
    Text,
    Code,
}

impl Plan {
    pub(super) fn of(columns: &Columns, vocabulary: &Vocabulary, regulation: Option<&Regulation>) -> Plan {
        let leaves = regulation.map_or(&[][..], |regulation| &regulation.leaves);
        let mut choices = Vec::new();
        let forms = columns.forms.iter().copied().chain(std::iter::repeat(Form::default()));
        let mut one = |(holds, form): (&Holds, Form)| Step { form, ..step(holds, vocabulary, leaves, &mut choices) };
        let steps: Vec<Step> = columns.holds.iter().zip(forms).map(&mut one).collect();
        let of = |parse: Parse| {
            let quick = |(column, step): (usize, &Step)| {
                (step.parse == parse).then_some(Quick { column, slot: step.slot, required: step.required })
            };
            steps.iter().enumerate().filter_map(quick).collect()
        };
        let (counts, flags) = (of(Parse::Count), of(Parse::Flag));
        let other = |step: &Step| !matches!(step.parse, Parse::Count | Parse::Flag | Parse::Nothing);
        let others = steps.iter().enumerate().filter(|(_, step)| other(step)).map(|(column, _)| column).collect();
        let all = (0..steps.len()).collect();
        let mark = |holds: &Holds| if let Holds::Mark { level, slot } = *holds { Some((level, slot)) } else { None };
        let marks = columns.holds.iter().enumerate().filter_map(|(column, holds)| Some((column, mark(holds)?)));
        let marks: Vec<(usize, (usize, usize))> = marks.collect();
        let marked = marks.first().map_or(usize::MAX, |(_, (_, slot))| *slot);
        let marks = marks.into_iter().filter_map(|(column, (level, _))| Some((column, i64::try_from(level).ok()?))).collect();
        Plan { steps, counts, flags, others, all, choices, marks, marked }
    }
}

fn step(holds: &Holds, vocabulary: &Vocabulary, leaves: &[Leaf], choices: &mut Vec<Words>) -> Step {
    let nothing =
        Step { slot: usize::MAX, number: None, whole_points: -1, required: false, parse: Parse::Nothing, form: Form::default() };
    match *holds {
        // All columns of marks make up one fact, so they are read together.
        Holds::Nothing | Holds::Mark { .. } => nothing,
        // Points of a corresponding leaf have the maximum of that leaf, not of this one.
        Holds::Points { leaf, slot } if slot >= vocabulary.facts.len() + 2 * leaves.len() => {
            Step { whole_points: -1, ..points(slot, Some(leaf), leaves) }
        }
        Holds::Points { leaf, slot } => points(slot, Some(leaf), leaves),
        Holds::Fact(slot) => {
            let Some(fact) = vocabulary.facts.get(slot) else { return nothing };
            let mut step = Step { slot, required: fact.required, parse: parse(&fact.kind), ..nothing };
            if step.parse == Parse::Choice {
                choices.push(usual_words(fact));
                step.number = Some(choices.len() - 1);
            }
            if step.parse == Parse::Points {
                let reads = |leaf: &Leaf| matches!(leaf.kind, LeafKind::Recorded { fact: Some(fact), .. } if fact == slot);
                step = Step { required: fact.required, ..points(slot, leaves.iter().position(reads), leaves) };
            }
            step
        }
    }
}

fn points(slot: usize, leaf: Option<usize>, leaves: &[Leaf]) -> Step {
    // Points that belong to no leaf have no maximum of their own.
    let whole_points = leaf.and_then(|leaf| leaves.get(leaf)).map_or(i64::MAX, whole_points);
    Step { slot, number: leaf, whole_points, required: false, parse: Parse::Points, form: Form::default() }
}

fn parse(kind: &FactType) -> Parse {
    match kind {
        FactType::Count | FactType::Minutes => Parse::Count,
        FactType::Flag => Parse::Flag,
        FactType::Date => Parse::Date,
        FactType::DayOfMonth => Parse::DayOfMonth,
        FactType::Year => Parse::Year,
        FactType::Period => Parse::Period,
        FactType::Points => Parse::Points,
        FactType::Choice(_) => Parse::Choice,
        FactType::Grade => Parse::Grade,
        FactType::Level => Parse::Level,
        FactType::Code => Parse::Code,
        FactType::Text => Parse::Text,
    }
}

/// The most whole points that a leaf takes, where it takes every whole number up to them; otherwise less than none.
fn whole_points(leaf: &Leaf) -> i64 {
    match &leaf.kind {
        LeafKind::Chosen { .. } => -1,
        LeafKind::Recorded { step: Some(step), .. } if step.0 > 0 && 1000 % step.0 != 0 => -1,
        _ => leaf.max.0 / 1000,
    }
}

/// The words of a choice as they stand in `facts.toml`, in both languages.
fn usual_words(fact: &Fact) -> Words {
    let FactType::Choice(scale) = &fact.kind else { return Vec::new() };
    let mut words = Vec::new();
    for ((word, (vi, en)), place) in scale.words.iter().zip(&fact.values).zip(0..) {
        words.extend([word].into_iter().chain(vi).chain(en).map(|text| (text.as_bytes().into(), place)));
    }
    words
}
