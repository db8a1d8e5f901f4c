//! Leaves of a score sheet: the single criteria, and how the points of each come about.

use std::cell::RefCell;

use super::basis::Basis;
use super::facts::{FactType, Vocabulary};
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::Section;
use crate::base::interval::Bound;
use crate::base::{Exact, Interval, Points, Rounding};
use crate::expr::{Expr, Names, Scale, Unit};
use crate::words::Code;

/// A single criterion.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Id, unique in the regulation.
    pub id: String,
    /// Title.
    pub title: String,
    /// Position of its form.
    pub form: usize,
    /// Position of its group in the form.
    pub group: usize,
    /// Points at most.
    pub max: Points,
    /// How its points come about.
    pub kind: LeafKind,
    /// When it does not apply, and what then; the first that holds decides.
    pub not_applicable: Vec<NotApplicable>,
    /// Exceptions that go before its kind, asked in order; the first that holds gives its points.
    pub first: Vec<Tier>,
    /// Whether its points stand apart from the maxima around it; `None` for an ordinary leaf.
    pub apart: Option<Apart>,
    /// Ids of the texts below its own that have the leaf with the same maximum: points recorded under them are points of it.
    pub below: Vec<String>,
    /// Leaves of other regulations whose recorded points may stand in where nothing was recorded for this one, asked in order.
    pub corresponds: Vec<Correspondence>,
    /// Where it stands.
    pub basis: Basis,
}

impl Leaf {
    /// Points lost by a leaf that was judged; those on top of the maxima are never lost.
    pub fn lost(&self, points: Points) -> Points {
        match self.apart {
            None => Points((self.max.0 - points.0).max(0)),
            Some(Apart::Bonus(_)) => Points::ZERO,
            Some(Apart::Penalty(_)) => points,
        }
    }

    /// Points as they count for a sum: those that are taken away are less than zero.
    pub fn signed(&self, points: Points) -> Points {
        if self.is_penalty() { Points(-points.0) } else { points }
    }

    /// Whether its points are among those of its group, not only of the total.
    pub fn counts_in_group(&self) -> bool {
        !matches!(self.apart, Some(Apart::Bonus(Bonus::InTotal | Bonus::Beyond) | Apart::Penalty(Penalty::FromTotal)))
    }

    /// Whether a person gives its points, first by themselves; every other leaf is computed from facts.
    pub fn is_by_a_person(&self) -> bool {
        match &self.kind {
            LeafKind::Recorded { fact, .. } => fact.is_none(),
            LeafKind::Chosen { .. } => true,
            LeafKind::YesNo { .. } | LeafKind::Tiers { .. } | LeafKind::PerOccurrence { .. } | LeafKind::Proportional { .. } => {
                false
            }
        }
    }

    /// Whether its points are taken away from those of the others.
    pub fn is_penalty(&self) -> bool {
        matches!(self.apart, Some(Apart::Penalty(_)))
    }

    /// The rows of its table; none where the leaf has no table.
    pub fn rows(&self) -> &[Tier] {
        match &self.kind {
            LeafKind::Chosen { options: rows } | LeafKind::Tiers { tiers: rows, .. } => rows,
            LeafKind::YesNo { .. }
            | LeafKind::Recorded { .. }
            | LeafKind::PerOccurrence { .. }
            | LeafKind::Proportional { .. } => &[],
        }
    }
}

/// How the points of a leaf come about.
#[derive(Clone, Debug)]
pub enum LeafKind {
    /// Full points or none.
    YesNo {
        /// The condition for full points.
        when: Expr,
    },
    /// Points that a person recorded, from 0 to the maximum.
    Recorded {
        /// The fact that holds them; without one, the self and verified points of this leaf do.
        fact: Option<usize>,
        /// Points come in multiples of this.
        step: Option<Points>,
    },
    /// One of several amounts, chosen by a person and recorded as points.
    Chosen {
        /// The amounts.
        options: Vec<Tier>,
    },
    /// The first tier that holds.
    Tiers {
        /// What the intervals and words of the tiers look at.
        of: Expr,
        /// The rows of the table.
        tiers: Vec<Tier>,
    },
    /// So many points for each occurrence, from a start, between two ends.
    PerOccurrence {
        /// How often it occurred.
        of: Expr,
        /// Points before anything has occurred.
        start: Points,
        /// Points of each occurrence; less than zero takes points away.
        each: Exact,
        /// Never fewer.
        at_least: Points,
        /// Never more.
        at_most: Points,
        /// How the points round; nothing to round where occurrences are whole.
        rounding: Option<Step>,
    },
    /// The same share of the maximum as a measure has of its full value.
    Proportional {
        /// The share.
        of: Expr,
        /// The share from which on all points are given.
        full_at: Exact,
        /// How the points round.
        rounding: Step,
    },
}

/// Rounding of one figure, named in the rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// To multiples of this.
    pub step: Exact,
    /// Which way.
    pub mode: Rounding,
}

/// Points that are no part of the maxima around their leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Points on top (điểm thưởng).
    Bonus(Bonus),
    /// Points taken away (điểm trừ).
    Penalty(Penalty),
}

/// How far points on top of the maxima count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bonus {
    /// The group never exceeds its own maximum.
    InGroup,
    /// The total never exceeds the maximum of the form.
    InTotal,
    /// The total may exceed the maximum of the form.
    Beyond,
}

impl Bonus {
    /// The words of rule files.
    pub const WORDS: [&'static str; 3] = ["in-group", "in-total", "beyond"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [in_group, in_total, beyond] = Bonus::WORDS;
        match self {
            Bonus::InGroup => in_group,
            Bonus::InTotal => in_total,
            Bonus::Beyond => beyond,
        }
    }

    fn from_word(word: &str) -> Option<Bonus> {
        [Bonus::InGroup, Bonus::InTotal, Bonus::Beyond].into_iter().find(|bonus| bonus.word() == word)
    }
}

/// What points are taken away from; it never falls below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Penalty {
    /// The points of the group.
    FromGroup,
    /// The total.
    FromTotal,
}

impl Penalty {
    /// The words of rule files.
    pub const WORDS: [&'static str; 2] = ["from-group", "from-total"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [from_group, from_total] = Penalty::WORDS;
        match self {
            Penalty::FromGroup => from_group,
            Penalty::FromTotal => from_total,
        }
    }

    fn from_word(word: &str) -> Option<Penalty> {
        [Penalty::FromGroup, Penalty::FromTotal].into_iter().find(|penalty| penalty.word() == word)
    }
}

/// A leaf of another regulation that asks the same, so that points given there may be counted here.
#[derive(Clone, Debug)]
pub struct Correspondence {
    /// Id of the other regulation.
    pub regulation: String,
    /// Id of its leaf.
    pub leaf: String,
    /// The maximum of that leaf.
    pub max: Points,
    /// How points round that are carried over in proportion; `None` where both leaves have the same maximum.
    pub rounding: Option<Step>,
    /// Where it stands.
    pub basis: Basis,
}

/// One row of a table of points.
#[derive(Clone, Debug)]
pub struct Tier {
    /// When it holds.
    pub when: When,
    /// What it gives.
    pub points: Points,
    /// Words of the text; may be empty.
    pub title: String,
    /// Where it stands.
    pub basis: Basis,
}

/// When a tier holds.
#[derive(Clone, Debug)]
pub enum When {
    /// A condition that goes before the table.
    Condition(Expr),
    /// The measure lies in an interval.
    In(Interval),
    /// The measure is this word of its scale.
    Is(i64, String),
    /// A person chose it.
    Chosen,
}

/// A leaf that does not apply.
#[derive(Clone, Debug)]
pub struct NotApplicable {
    /// When.
    pub when: Expr,
    /// What then.
    pub then: Policy,
    /// Where it stands.
    pub basis: Basis,
}

/// What becomes of the points of a leaf that does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The leaf gives its full points.
    Full,
    /// Its points are lost to the total, which can no longer reach the maximum.
    Drop,
    /// The total of the other leaves is scaled up to the form's maximum.
    Rescale,
    /// The other leaves of its group are scaled up to the group's maximum.
    Redistribute,
}

impl Policy {
    /// The words of rule files.
    pub const WORDS: [&'static str; 4] = ["full", "drop", "rescale", "redistribute"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        match self {
            Policy::Full => "full",
            Policy::Drop => "drop",
            Policy::Rescale => "rescale",
            Policy::Redistribute => "redistribute",
        }
    }

    fn from_word(word: &str) -> Option<Policy> {
        [Policy::Full, Policy::Drop, Policy::Rescale, Policy::Redistribute].into_iter().find(|policy| policy.word() == word)
    }
}

/// A score notes the row that a leaf took in a byte.
const MOST_ROWS: usize = 100;

/// What leaves are lowered with.
pub(super) struct Builder<'a> {
    pub(super) lower: &'a Lower,
    pub(super) names: &'a Names,
    pub(super) vocabulary: &'a Vocabulary,
}

/// The leaf that is being lowered, as far as it is known.
struct Around<'a> {
    id: &'a str,
    max: Points,
    basis: &'a Basis,
    /// The words of the text, once the kind has been read.
    phrase: RefCell<String>,
}

impl Builder<'_> {
    /// Lowers a leaf; `others` are those before it. `None` where its kind could not be read, which has been reported.
    pub(super) fn leaf(
        &self,
        section: &Section<'_>,
        place: (usize, usize),
        around: &Basis,
        others: &[Leaf],
    ) -> (Points, Option<Leaf>) {
        let basis = self.lower.basis(section, Some(around));
        let (id, title, max) = (section.need_id("id"), section.need_text("title"), section.need_points("max"));
        if others.iter().any(|leaf| leaf.id == id) {
            self.lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &id));
        }
        self.lower.figure(format!("leaf {id}"), max.to_string(), &basis);
        if let Some(long) = ["tiers", "chosen"].into_iter().find(|kind| section.longest_list(kind) > MOST_ROWS) {
            let (rows, wanted) = (section.longest_list(long), format!("≤ {MOST_ROWS}"));
            self.lower.fault(Code::RuleValue, &section.span_of(long), |d| d.with("value", rows).with("wanted", wanted));
        }
        let own = Around { id: &id, max, basis: &basis, phrase: RefCell::default() };
        let apart = self.apart(section);
        let not_applicable =
            section.sections("not-applicable").iter().filter_map(|section| self.not_applicable(section, &own, apart)).collect();
        let first = self.exceptions(section, &own);
        let corresponds =
            section.sections("corresponds").iter().filter_map(|section| self.correspondence(section, &own)).collect();
        let kind = self.kind(section, &own);
        let basis = Basis { phrase: own.phrase.take(), ..basis.clone() };
        section.finish();
        if let Some(LeafKind::Recorded { fact: Some(fact), .. }) = &kind
            && others.iter().any(|leaf| matches!(&leaf.kind, LeafKind::Recorded { fact: Some(other), .. } if other == fact))
        {
            self.lower.fault(Code::RuleDuplicate, &section.span_of("recorded"), |d| d.with("value", &id));
        }
        let (form, group) = place;
        let below = self.lower.below(&section.span_of("max"));
        let leaf =
            kind.map(|kind| Leaf { id, title, form, group, max, kind, not_applicable, first, apart, below, corresponds, basis });
        (if apart.is_some() { Points::ZERO } else { max }, leaf)
    }

    fn apart(&self, section: &Section<'_>) -> Option<Apart> {
        let bonus = section.one_of("bonus", &Bonus::WORDS).and_then(|word| Bonus::from_word(&word));
        let penalty = section.one_of("penalty", &Penalty::WORDS).and_then(|word| Penalty::from_word(&word));
        if section.has("bonus") && section.has("penalty") {
            self.lower.fault(Code::RuleLeafKind, &section.span_of("penalty"), |d| {
                d.with("entry", section.path()).with("value", "bonus, penalty").with("wanted", "bonus | penalty")
            });
        }
        bonus.map(Apart::Bonus).or(penalty.map(Apart::Penalty))
    }

    fn not_applicable(&self, section: &Section<'_>, leaf: &Around<'_>, apart: Option<Apart>) -> Option<NotApplicable> {
        let mut basis = self.lower.basis(section, Some(leaf.basis));
        let when = self.need_condition(section, "when");
        phrase(self.lower, section, &mut basis, &Says::when(when.as_ref(), self.names), &[]);
        // Nothing rests on points that stand apart, so there is nothing to make up for.
        let words: &[&str] = match apart {
            Some(Apart::Bonus(_)) => &["full", "drop"],
            Some(Apart::Penalty(_)) => &["drop"],
            None => &Policy::WORDS,
        };
        let then = section.need_one_of("then", words).and_then(|word| Policy::from_word(&word));
        section.finish();
        self.lower.figure(section.path(), then.map_or("", Policy::word), &basis);
        Some(NotApplicable { when: when?, then: then?, basis })
    }

    fn exceptions(&self, section: &Section<'_>, leaf: &Around<'_>) -> Vec<Tier> {
        let mut first = Vec::new();
        for exception in section.sections("first") {
            if let Some(when) = self.need_condition(&exception, "when") {
                let entry = format!("leaf {} exception {}", leaf.id, first.len() + 1);
                first.push(self.tier(&exception, (When::Condition(when), false), entry, leaf));
            }
        }
        first
    }

    fn correspondence(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<Correspondence> {
        let basis = self.lower.basis(section, Some(leaf.basis));
        let (regulation, other, max) = (section.need_id("regulation"), section.need_id("leaf"), section.need_points("max"));
        let differs = max != leaf.max;
        let rounding = if differs { self.need_step(section) } else { None };
        section.finish();
        self.lower.figure(format!("leaf {} corresponds to {regulation} {other}", leaf.id), max.to_string(), &basis);
        if max == Points::ZERO {
            return None;
        }
        (!differs || rounding.is_some()).then_some(Correspondence { regulation, leaf: other, max, rounding, basis })
    }

    /// The words of the text beside the kind of a leaf; they belong to the leaf.
    fn phrase_of(&self, section: &Section<'_>, leaf: &Around<'_>, says: &Says<'_>) {
        let mut basis = leaf.basis.clone();
        // Where the kind gives fewer points at most, the maximum of the leaf is none of its figures.
        let most: &[(Exact, bool)] = if section.has("at-most") { &[] } else { &[(leaf.max.exact(), false)] };
        phrase(self.lower, section, &mut basis, says, most);
        leaf.phrase.replace(basis.phrase);
    }

    /// `step` and `mode`, both mandatory.
    fn need_step(&self, section: &Section<'_>) -> Option<Step> {
        let step = section.need_points("step").exact();
        let mode = section.need_one_of("mode", &ROUNDING_WORDS).map(|word| rounding(&word));
        mode.filter(|_| step > Exact::ZERO).map(|mode| Step { step, mode })
    }

    fn need_condition(&self, section: &Section<'_>, key: &'static str) -> Option<Expr> {
        if !section.has(key) {
            section.need_text(key);
            return None;
        }
        self.lower.condition(section, key, self.names)
    }

    fn need_expr(&self, section: &Section<'_>, key: &'static str) -> Option<Expr> {
        if !section.has(key) {
            section.need_text(key);
            return None;
        }
        self.lower.expr(section, key, self.names)
    }

    fn kind(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        const KINDS: [&str; 6] = ["yes-no", "recorded", "chosen", "tiers", "per-occurrence", "proportional"];
        let given: Vec<&str> = KINDS.into_iter().filter(|kind| section.has(kind)).collect();
        let [kind] = given.as_slice() else {
            if given.is_empty() {
                let none = |d: crate::diagnostic::Diagnostic| d.with("key", KINDS.join(" | ")).with("entry", section.path());
                self.lower.fault(Code::RuleMissingKey, &section.span, none);
                return None;
            }
            self.lower.fault(Code::RuleLeafKind, &section.span, |d| {
                d.with("entry", section.path()).with("value", given.join(", ")).with("wanted", KINDS.join(" | "))
            });
            for kind in KINDS {
                let _ = section.section(kind);
            }
            return None;
        };
        match *kind {
            "yes-no" => self.yes_no(&section.section("yes-no")?, leaf),
            "recorded" => self.recorded(&section.section("recorded")?),
            "chosen" => self.chosen(&section.section("chosen")?, leaf),
            "per-occurrence" => self.per_occurrence(&section.section("per-occurrence")?, leaf),
            "proportional" => self.proportional(&section.section("proportional")?, leaf),
            _ => self.tiers(&section.section("tiers")?, leaf),
        }
    }

    fn yes_no(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        let when = if section.has("fact") {
            self.lower.condition(section, "fact", self.names)
        } else {
            self.need_condition(section, "when")
        };
        self.phrase_of(section, leaf, &Says::when(when.as_ref(), self.names));
        section.finish();
        Some(LeafKind::YesNo { when: when? })
    }

    fn recorded(&self, section: &Section<'_>) -> Option<LeafKind> {
        let step = section.points("step");
        let fact = section.text("fact");
        section.finish();
        let Some(fact) = fact else {
            return Some(LeafKind::Recorded { fact: None, step });
        };
        let position = self.vocabulary.position(&fact.value);
        let is_points = position
            .and_then(|position| self.vocabulary.facts.get(position))
            .is_some_and(|fact| fact.kind == FactType::Points && !fact.is_result());
        if !is_points {
            self.lower.fault(Code::RuleValue, &fact.span, |d| d.with("value", &fact.value).with("wanted", "type = \"points\""));
            return None;
        }
        Some(LeafKind::Recorded { fact: position, step })
    }

    fn chosen(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        let options: Vec<Tier> = section
            .sections("options")
            .iter()
            .enumerate()
            .map(|(number, option)| {
                self.tier(option, (When::Chosen, false), format!("leaf {} option {}", leaf.id, number + 1), leaf)
            })
            .collect();
        section.finish();
        if options.is_empty() {
            self.lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "options").with("entry", section.path()));
            return None;
        }
        Some(LeafKind::Chosen { options })
    }

    fn per_occurrence(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        let of = self.need_expr(section, "of");
        if !section.has("each") {
            section.need_points("each");
        }
        let each = section.number("each");
        let takes_away = each.is_some_and(|each| each < Exact::ZERO);
        let start = section.points("start").unwrap_or(if takes_away { leaf.max } else { Points::ZERO });
        let at_least = section.points("at-least").unwrap_or(Points::ZERO);
        let at_most = section.points("at-most").unwrap_or(leaf.max);
        for (key, points, limit) in [("at-most", at_most, leaf.max), ("start", start, at_most), ("at-least", at_least, at_most)] {
            if points > limit {
                self.lower.fault(Code::RuleOverMax, &section.span_of(key), |d| d.with("value", points).with("max", limit));
            }
        }
        let rounding = if section.has("step") { self.need_step(section) } else { None };
        // Points taken away are named without a sign.
        let size = each.and_then(|each| if takes_away { Exact::ZERO.checked_sub(each) } else { Some(each) });
        let figures = [Some(start.exact()), size, Some(at_least.exact()), Some(at_most.exact())];
        self.phrase_of(section, leaf, &Says::Figures(figures.into_iter().flatten().map(|figure| (figure, false)).collect()));
        section.finish();
        let (of, each) = (of?, each?);
        if matches!(of.unit(), Unit::Percent | Unit::Word(_) | Unit::Flag | Unit::Text | Unit::Day | Unit::Year) {
            self.lower.fault(Code::ExprWanted, &section.span_of("of"), |d| {
                d.with("value", of.text()).with("wanted", "count").with("found", of.unit())
            });
            return None;
        }
        if each == Exact::ZERO || Points::from_exact(each).is_none() {
            self.lower.fault(Code::RuleValue, &section.span_of("each"), |d| d.with("value", each).with("wanted", "2.5, -0.5"));
            return None;
        }
        if rounding.is_none() && !of.is_whole() && !section.has("step") {
            self.lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "step, mode").with("entry", section.path()));
            return None;
        }
        self.lower.figure(format!("leaf {} each", leaf.id), each.text(), leaf.basis);
        Some(LeafKind::PerOccurrence { of, start, each, at_least, at_most, rounding })
    }

    fn proportional(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        let of = self.need_expr(section, "of");
        let full_at = match section.text("full-at") {
            None => Some(Exact::ONE),
            Some(text) => {
                let share = percent(&text.value).filter(|share| *share > Exact::ZERO);
                if share.is_none() {
                    self.lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", "\"90%\""));
                }
                share
            }
        };
        let rounding = self.need_step(section);
        let full = full_at.map(|at| Interval { low: Some(Bound { at, closed: true }), high: None, percent: true });
        self.phrase_of(section, leaf, &full.as_ref().map_or(Says::Unknown, |full| Says::Within(full, false)));
        section.finish();
        let of = of?;
        if *of.unit() != Unit::Percent {
            self.lower.fault(Code::ExprWanted, &section.span_of("of"), |d| {
                d.with("value", of.text()).with("wanted", "percent").with("found", of.unit())
            });
            return None;
        }
        Some(LeafKind::Proportional { of, full_at: full_at?, rounding: rounding? })
    }

    fn tiers(&self, section: &Section<'_>, leaf: &Around<'_>) -> Option<LeafKind> {
        let of = self.need_expr(section, "of");
        let rows = section.sections("table");
        section.finish();
        let of = of?;
        let tiers = match of.unit().clone() {
            Unit::Word(scale) => self.words(&rows, &scale, leaf),
            unit => self.intervals(&rows, &unit, of.is_whole(), leaf),
        };
        Some(LeafKind::Tiers { of, tiers })
    }

    fn intervals(&self, rows: &[Section<'_>], unit: &Unit, whole: bool, leaf: &Around<'_>) -> Vec<Tier> {
        let mut tiers = Vec::new();
        for row in rows {
            let text = row.need_text("in");
            let percent = *unit == Unit::Percent;
            let interval = Interval::parse(&text).filter(|interval| interval.percent == percent);
            let Some(interval) = interval else {
                let wanted = Interval::with_sign(&text, percent);
                self.lower.fault(Code::RuleValue, &row.span_of("in"), |d| d.with("value", &text).with("wanted", wanted));
                continue;
            };
            let entry = format!("leaf {} tier {}", leaf.id, tiers.len() + 1);
            tiers.push(self.tier(row, (When::In(interval), whole), entry, leaf));
        }
        tiers
    }

    fn words(&self, rows: &[Section<'_>], scale: &Scale, leaf: &Around<'_>) -> Vec<Tier> {
        let mut tiers = Vec::new();
        let mut seen = Vec::new();
        for row in rows {
            let word = row.need_text("is");
            match scale.place(&word) {
                Some(place) if !seen.contains(&place) => {
                    seen.push(place);
                    let entry = format!("leaf {} tier {}", leaf.id, tiers.len() + 1);
                    tiers.push(self.tier(row, (When::Is(place, word), false), entry, leaf));
                }
                Some(_) => self.lower.fault(Code::RuleDuplicate, &row.span_of("is"), |d| d.with("value", &word)),
                None => self.lower.fault(Code::RuleValue, &row.span_of("is"), |d| {
                    d.with("value", &word).with("wanted", scale.words.join(" | "))
                }),
            }
        }
        tiers
    }

    /// `whole` tells whether the measure of the table is.
    fn tier(&self, section: &Section<'_>, (when, whole): (When, bool), entry: String, leaf: &Around<'_>) -> Tier {
        let mut basis = self.lower.basis(section, Some(leaf.basis));
        let points = section.need_points("points");
        let says = match &when {
            When::Condition(when) => Says::When(when, self.names),
            When::In(interval) => Says::Within(interval, whole),
            When::Is(..) | When::Chosen => Says::Figures(Vec::new()),
        };
        phrase(self.lower, section, &mut basis, &says, &[(points.exact(), false)]);
        if points > leaf.max {
            self.lower.fault(Code::RuleOverMax, &section.span_of("points"), |d| d.with("value", points).with("max", leaf.max));
        }
        self.lower.figure(entry, section.path().to_owned() + " = " + &points.to_string(), &basis);
        let tier = Tier { when, points, title: section.text_or_empty("title"), basis };
        section.finish();
        tier
    }
}

/// Words of rounding in rule files.
pub(super) const ROUNDING_WORDS: [&str; 3] = ["half-up", "down", "up"];

/// The rounding that a word of a rule file means.
pub(super) fn rounding(word: &str) -> Rounding {
    match word {
        "down" => Rounding::Down,
        "up" => Rounding::Up,
        _ => Rounding::HalfUp,
    }
}

/// `20%` as a share.
pub(super) fn percent(text: &str) -> Option<Exact> {
    text.trim()
        .strip_suffix('%')
        .and_then(Exact::parse)
        .and_then(|share| share.checked_div(Exact::whole(100)))
        .map(Exact::reduced)
}
