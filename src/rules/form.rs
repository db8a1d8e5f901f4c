//! Score sheets: nested groups of leaf criteria.

use super::basis::Basis;
use super::facts::Vocabulary;
use super::leaf::{self, Leaf, ROUNDING_WORDS};
use super::lower::Lower;
use super::section::Section;
use super::short::{GivenLeaf, PlainLeaf, ShortLeaf};
use crate::base::{Exact, Points, Rounding};
use crate::expr::{Expr, Names};
use crate::words::Code;

/// A score sheet.
#[derive(Clone, Debug)]
pub struct Form {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// When it applies; always, where the file names no condition.
    pub applies: Option<Expr>,
    /// Groups, each before the groups inside it.
    pub groups: Vec<Group>,
    /// Numbers of its leaves in [`super::Regulation::leaves`]: a run without holes.
    pub leaves: std::ops::Range<usize>,
    /// The sum of its groups' maxima.
    pub max: Points,
    /// Where it rounds; nowhere unless the file says so.
    pub rounding: Vec<RoundingRule>,
    /// Leaves that one fact decides, and nothing else: most leaves, so they are scored by themselves.
    pub plain: Vec<PlainLeaf>,
    /// Leaves that give what a person gave for them.
    pub given: Vec<GivenLeaf>,
    /// Leaves that a few facts beside figures decide.
    pub short: Vec<ShortLeaf>,
    /// Places in the form of all other leaves.
    pub involved: Vec<usize>,
    /// Whether a leaf gives points on top of the maxima.
    pub has_apart: bool,
    /// Bytes of its heading in the rule file.
    pub span: std::ops::Range<usize>,
}

/// Held meetings that need no score sheet: they are counted, and their attendance is taken.
#[derive(Clone, Debug)]
pub struct Unscored {
    /// Which.
    pub when: Expr,
    /// Where it stands; `None` where the file does not say, and extraordinary meetings and congresses are meant.
    pub basis: Option<Basis>,
}

/// A group of leaves.
#[derive(Clone, Debug)]
pub struct Group {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Points at most.
    pub max: Points,
    /// The group around it, by position in [`Form::groups`].
    pub parent: Option<usize>,
    /// Where it stands.
    pub basis: Basis,
}

/// Where and how a form rounds.
#[derive(Clone, Debug)]
pub struct RoundingRule {
    /// Each leaf by itself.
    pub leaf: bool,
    /// Each group's sum.
    pub group: bool,
    /// The total.
    pub total: bool,
    /// To multiples of this.
    pub step: Exact,
    /// Which way.
    pub mode: Rounding,
    /// Where it stands.
    pub basis: Basis,
}

impl RoundingRule {
    /// The places where it rounds, in the words of rule files.
    fn places(&self) -> impl Iterator<Item = &'static str> {
        let places = [(self.leaf, "leaf"), (self.group, "group"), (self.total, "total")];
        places.into_iter().filter(|(here, _)| *here).map(|(_, word)| word)
    }
}

/// Lowers every `[[form]]`.
pub(super) fn lower_forms(
    lower: &Lower,
    document: &Section<'_>,
    names: &Names,
    vocabulary: &Vocabulary,
) -> (Vec<Form>, Vec<Leaf>) {
    let mut leaves = Vec::new();
    let forms = document
        .sections("form")
        .iter()
        .enumerate()
        .map(|(position, section)| {
            let leaf = leaf::Builder { lower, names, vocabulary };
            let mut builder = Builder { lower, names, leaf, form: position, groups: Vec::new(), leaves: &mut leaves };
            builder.form(section)
        })
        .collect();
    (forms, leaves)
}

/// No text that is known scores these.
const UNSCORED: &str = "kind in (extraordinary, congress)";

/// `[unscored]`: held meetings that need no score sheet; they are counted, and their attendance is taken.
pub(super) fn lower_unscored(lower: &Lower, document: &Section<'_>, names: &Names) -> Unscored {
    let Some(section) = document.section("unscored") else {
        return Unscored { when: Expr::compile_flag(UNSCORED, names).unwrap_or_else(|_| Expr::no()), basis: None };
    };
    let basis = lower.basis(&section, None);
    if !section.has("when") {
        section.need_text("when");
    }
    let when = lower.condition(&section, "when", names);
    section.finish();
    lower.figure("unscored", when.as_ref().map_or("", Expr::text), &basis);
    Unscored { when: when.unwrap_or_else(Expr::no), basis: Some(basis) }
}

struct Builder<'a> {
    lower: &'a Lower,
    names: &'a Names,
    leaf: leaf::Builder<'a>,
    form: usize,
    groups: Vec<Group>,
    leaves: &'a mut Vec<Leaf>,
}

impl Builder<'_> {
    fn form(&mut self, section: &Section<'_>) -> Form {
        let first = self.leaves.len();
        let id = section.need_id("id");
        let title = section.need_text("title");
        let applies = self.lower.condition(section, "applies", self.names);
        let groups = section.sections("group");
        let parts: Vec<Points> = groups.iter().map(|group| self.group(group, None, None)).collect();
        let max = Points(parts.iter().map(|part| part.0).sum());
        let faulty = groups.iter().any(|group| group.is_faulty_key("max"));
        if let Some(stated) = section.points("max")
            && stated != max
            && !faulty
        {
            self.lower.fault(Code::RuleSum, &section.span_of("max"), |d| {
                d.with("entry", section.path()).with("value", stated).with("sum", added_up(&parts))
            });
        }
        let rounding = self.roundings(&section.sections("rounding"));
        section.finish();
        let rounded = rounding.iter().any(|rule| rule.leaf);
        let (mut plain, mut given, mut short, mut involved) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (place, leaf) in self.leaves.iter().skip(first).enumerate() {
            if rounded {
                involved.push(place);
            } else if let Some(leaf) = PlainLeaf::of(place, leaf) {
                plain.push(leaf);
            } else if let Some(leaf) = GivenLeaf::of(place, leaf) {
                given.push(leaf);
            } else if let Some(leaf) = ShortLeaf::of(place, leaf) {
                short.push(leaf);
            } else {
                involved.push(place);
            }
        }
        let leaves = first..self.leaves.len();
        let has_apart = self.leaves.iter().skip(first).any(|leaf| leaf.apart.is_some());
        let groups = std::mem::take(&mut self.groups);
        let span = section.span.clone();
        Form { id, title, applies, groups, leaves, max, rounding, plain, given, short, involved, has_apart, span }
    }

    /// Each place rounds once.
    fn roundings(&self, sections: &[Section<'_>]) -> Vec<RoundingRule> {
        let mut rules: Vec<RoundingRule> = Vec::new();
        for section in sections {
            let Some(rule) = self.rounding(section) else { continue };
            for place in rule.places().filter(|place| rules.iter().any(|other| other.places().any(|word| word == *place))) {
                self.lower.fault(Code::RuleDuplicate, &section.span_of("at"), |d| d.with("value", place));
            }
            rules.push(rule);
        }
        rules
    }

    fn rounding(&self, section: &Section<'_>) -> Option<RoundingRule> {
        let at = section.need_some_of("at", &["leaf", "group", "total"]);
        let step = section.need_points("step").exact();
        let mode = section.need_one_of("mode", &ROUNDING_WORDS);
        let basis = self.lower.basis(section, None);
        section.finish();
        if step <= Exact::ZERO {
            return None;
        }
        let has = |word: &str| at.iter().any(|at| at == word);
        let mode = leaf::rounding(&mode?);
        self.lower.figure("rounding", step.text(), &basis);
        Some(RoundingRule { leaf: has("leaf"), group: has("group"), total: has("total"), step, mode, basis })
    }

    /// Lowers a group with all inside it; returns its maximum.
    fn group(&mut self, section: &Section<'_>, parent: Option<usize>, around: Option<&Basis>) -> Points {
        let basis = self.lower.basis(section, around);
        let (id, title, max) = (section.need_id("id"), section.need_text("title"), section.need_points("max"));
        if self.groups.iter().any(|group| group.id == id) {
            self.lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &id));
        }
        self.lower.figure(format!("group {id}"), max.to_string(), &basis);
        let position = self.groups.len();
        self.groups.push(Group { id, title, max, parent, basis: basis.clone() });
        let mut parts = Vec::new();
        for leaf in section.sections("leaf") {
            let (counts, leaf) = self.leaf.leaf(&leaf, (self.form, position), &basis, self.leaves);
            self.leaves.extend(leaf);
            parts.push(counts);
        }
        for group in section.sections("group") {
            parts.push(self.group(&group, Some(position), Some(&basis)));
        }
        let sum: i64 = parts.iter().map(|part| part.0).sum();
        if sum != max.0 && section.has("max") && !section.is_faulty_key("max") {
            self.lower.fault(Code::RuleSum, &section.span_of("max"), |d| {
                d.with("entry", section.path()).with("value", max).with("sum", added_up(&parts))
            });
        }
        section.finish();
        max
    }
}

/// `15 + 5 = 20`; what stands apart adds nothing and is not named.
fn added_up(parts: &[Points]) -> String {
    let named: Vec<String> = parts.iter().filter(|part| **part != Points::ZERO).map(Points::to_string).collect();
    let sum = Points(parts.iter().map(|part| part.0).sum());
    if named.len() > 1 { format!("{} = {sum}", named.join(" + ")) } else { sum.to_string() }
}
