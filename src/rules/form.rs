//! Score sheets: nested groups of leaf criteria.

use super::basis::Basis;
use super::facts::FactType;
use super::facts::Vocabulary;
use super::lower::Lower;
use super::section::Section;
use crate::base::{Exact, Interval, Points, Rounding};
use crate::expr::{Expr, Names, Unit};
use crate::words::Code;

/// A score sheet.
#[derive(Debug)]
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
    pub rounding: Option<RoundingRule>,
    /// Leaves that one fact decides, and nothing else: most leaves, so they are scored by themselves.
    pub plain: Vec<PlainLeaf>,
    /// Places in the form of all other leaves.
    pub involved: Vec<usize>,
}

/// A leaf with full points or none by the yes or no of one fact, never set aside and never rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainLeaf {
    /// Place in the form.
    pub place: usize,
    /// Slot of the fact.
    pub slot: usize,
    /// Full points, in thousandths.
    pub full: i32,
}

/// A group of leaves.
#[derive(Debug)]
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

/// A single criterion.
#[derive(Debug)]
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
    /// Where it stands.
    pub basis: Basis,
}

/// How the points of a leaf come about.
#[derive(Debug)]
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
        /// Exceptions first, then the table.
        tiers: Vec<Tier>,
    },
}

/// One row of a table of points.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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

/// A score notes the row that a leaf took in a byte.
const MOST_ROWS: usize = 100;

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
            let mut builder = Builder { lower, names, vocabulary, form: position, groups: Vec::new(), leaves: &mut leaves };
            builder.form(section)
        })
        .collect();
    (forms, leaves)
}

struct Builder<'a> {
    lower: &'a Lower,
    names: &'a Names,
    vocabulary: &'a Vocabulary,
    form: usize,
    groups: Vec<Group>,
    leaves: &'a mut Vec<Leaf>,
}

fn plain(place: usize, leaf: &Leaf) -> Option<PlainLeaf> {
    match &leaf.kind {
        LeafKind::YesNo { when } if leaf.not_applicable.is_empty() => {
            Some(PlainLeaf { place, slot: when.only_slot()?, full: i32::try_from(leaf.max.0).ok()? })
        }
        _ => None,
    }
}

impl Builder<'_> {
    fn form(&mut self, section: &Section<'_>) -> Form {
        let first = self.leaves.len();
        let id = section.need_id("id");
        let title = section.need_text("title");
        let applies = self.lower.condition(section, "applies", self.names);
        let groups = section.sections("group");
        if groups.is_empty() {
            self.lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "group").with("entry", section.path()));
        }
        let max = groups.iter().map(|group| self.group(group, None, None)).fold(Points::ZERO, |sum, max| Points(sum.0 + max.0));
        let faulty = groups.iter().any(|group| group.is_faulty_key("max"));
        if let Some(stated) = section.points("max")
            && stated != max
            && !faulty
        {
            self.lower.fault(Code::RuleSum, &section.span_of("max"), |d| {
                d.with("entry", section.path()).with("value", stated).with("sum", max)
            });
        }
        let rounding = section.section("rounding").and_then(|section| self.rounding(&section));
        section.finish();
        let rounded = rounding.as_ref().is_some_and(|rule| rule.leaf);
        let own = self.leaves.iter().skip(first).enumerate();
        let plain: Vec<PlainLeaf> = own.filter_map(|(place, leaf)| plain(place, leaf)).filter(|_| !rounded).collect();
        let leaves = first..self.leaves.len();
        let involved = (0..leaves.len()).filter(|place| plain.iter().all(|plain| plain.place != *place)).collect();
        let groups = std::mem::take(&mut self.groups);
        Form { id, title, applies, groups, leaves, max, rounding, plain, involved }
    }

    fn rounding(&self, section: &Section<'_>) -> Option<RoundingRule> {
        const MODES: [&str; 3] = ["half-up", "down", "up"];
        let at: Vec<String> = section.texts("at").into_iter().map(|text| text.value).collect();
        let known = |word: &String| ["leaf", "group", "total"].contains(&word.as_str());
        if at.is_empty() || !at.iter().all(known) {
            self.lower.fault(Code::RuleValue, &section.span_of("at"), |d| {
                d.with("value", at.join(", ")).with("wanted", "at = [leaf | group | total]")
            });
        }
        let step = section.need_points("step").exact();
        let mode = section.need_one_of("mode", &MODES);
        let basis = self.lower.basis(section, None);
        section.finish();
        if step <= Exact::ZERO {
            self.lower.fault(Code::RuleValue, &section.span_of("step"), |d| d.with("value", step).with("wanted", "> 0"));
            return None;
        }
        let has = |word: &str| at.iter().any(|at| at == word);
        let mode = match mode?.as_str() {
            "down" => Rounding::Down,
            "up" => Rounding::Up,
            _ => Rounding::HalfUp,
        };
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
        let mut sum = 0;
        for leaf in section.sections("leaf") {
            sum += self.leaf(&leaf, position, &basis).0;
        }
        for group in section.sections("group") {
            sum += self.group(&group, Some(position), Some(&basis)).0;
        }
        if sum != max.0 && section.has("max") && !section.is_faulty_key("max") {
            self.lower.fault(Code::RuleSum, &section.span_of("max"), |d| {
                d.with("entry", section.path()).with("value", max).with("sum", Points(sum))
            });
        }
        section.finish();
        max
    }

    fn leaf(&mut self, section: &Section<'_>, group: usize, around: &Basis) -> Points {
        let basis = self.lower.basis(section, Some(around));
        let (id, title, max) = (section.need_id("id"), section.need_text("title"), section.need_points("max"));
        if self.leaves.iter().any(|leaf| leaf.id == id) {
            self.lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &id));
        }
        self.lower.figure(format!("leaf {id}"), max.to_string(), &basis);
        if let Some(long) = ["tiers", "chosen"].into_iter().find(|kind| section.longest_list(kind) > MOST_ROWS) {
            let (rows, wanted) = (section.longest_list(long), format!("≤ {MOST_ROWS}"));
            self.lower.fault(Code::RuleValue, &section.span_of(long), |d| d.with("value", rows).with("wanted", wanted));
        }
        let not_applicable =
            section.sections("not-applicable").iter().filter_map(|section| self.not_applicable(section, &basis)).collect();
        let kind = self.kind(section, &id, max, &basis);
        section.finish();
        if let Some(LeafKind::Recorded { fact: Some(fact), .. }) = &kind
            && self.leaves.iter().any(|leaf| matches!(&leaf.kind, LeafKind::Recorded { fact: Some(other), .. } if other == fact))
        {
            self.lower.fault(Code::RuleDuplicate, &section.span_of("recorded"), |d| d.with("value", &id));
        }
        if let Some(kind) = kind {
            self.leaves.push(Leaf { id, title, form: self.form, group, max, kind, not_applicable, basis });
        }
        max
    }

    fn not_applicable(&self, section: &Section<'_>, around: &Basis) -> Option<NotApplicable> {
        let basis = self.lower.basis(section, Some(around));
        let when = self.need_condition(section, "when");
        let then = section.need_one_of("then", &Policy::WORDS).and_then(|word| Policy::from_word(&word));
        section.finish();
        self.lower.figure(section.path(), then.map_or("", Policy::word), &basis);
        Some(NotApplicable { when: when?, then: then?, basis })
    }

    fn need_condition(&self, section: &Section<'_>, key: &'static str) -> Option<Expr> {
        if !section.has(key) {
            section.need_text(key);
            return None;
        }
        self.lower.condition(section, key, self.names)
    }

    fn kind(&self, section: &Section<'_>, id: &str, max: Points, basis: &Basis) -> Option<LeafKind> {
        const KINDS: [&str; 4] = ["yes-no", "recorded", "chosen", "tiers"];
        let given: Vec<&str> = KINDS.into_iter().filter(|kind| section.has(kind)).collect();
        let [kind] = given.as_slice() else {
            self.lower.fault(Code::RuleLeafKind, &section.span, |d| {
                d.with("entry", section.path()).with("value", given.join(", ")).with("wanted", KINDS.join(" | "))
            });
            for kind in KINDS {
                let _ = section.section(kind);
            }
            return None;
        };
        match *kind {
            "yes-no" => self.yes_no(&section.section("yes-no")?),
            "recorded" => self.recorded(&section.section("recorded")?),
            "chosen" => self.chosen(&section.section("chosen")?, id, max, basis),
            _ => self.tiers(&section.section("tiers")?, id, max, basis),
        }
    }

    fn yes_no(&self, section: &Section<'_>) -> Option<LeafKind> {
        let when = if section.has("fact") {
            self.lower.condition(section, "fact", self.names)
        } else {
            self.need_condition(section, "when")
        };
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
        let is_points =
            position.and_then(|position| self.vocabulary.facts.get(position)).is_some_and(|fact| fact.kind == FactType::Points);
        if !is_points {
            self.lower.fault(Code::RuleValue, &fact.span, |d| d.with("value", &fact.value).with("wanted", "type = \"points\""));
            return None;
        }
        Some(LeafKind::Recorded { fact: position, step })
    }

    fn chosen(&self, section: &Section<'_>, id: &str, max: Points, around: &Basis) -> Option<LeafKind> {
        let options: Vec<Tier> = section
            .sections("options")
            .iter()
            .enumerate()
            .map(|(n, option)| self.tier(option, When::Chosen, id, n, max, around))
            .collect();
        section.finish();
        if options.is_empty() {
            self.lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "options").with("entry", section.path()));
            return None;
        }
        Some(LeafKind::Chosen { options })
    }

    fn tiers(&self, section: &Section<'_>, id: &str, max: Points, around: &Basis) -> Option<LeafKind> {
        if !section.has("of") {
            section.need_text("of");
        }
        let of = self.lower.expr(section, "of", self.names);
        let mut tiers = Vec::new();
        for exception in section.sections("first") {
            if let Some(when) = self.need_condition(&exception, "when") {
                tiers.push(self.tier(&exception, When::Condition(when), id, tiers.len(), max, around));
            }
        }
        let rows = section.sections("table");
        section.finish();
        let of = of?;
        match of.unit().clone() {
            Unit::Word(scale) => self.words(section, &rows, &scale, id, max, around, &mut tiers),
            unit => self.intervals(section, &rows, &unit, id, max, around, &mut tiers),
        }
        Some(LeafKind::Tiers { of, tiers })
    }

    #[allow(clippy::too_many_arguments)]
    fn intervals(
        &self,
        section: &Section<'_>,
        rows: &[Section<'_>],
        unit: &Unit,
        id: &str,
        max: Points,
        around: &Basis,
        tiers: &mut Vec<Tier>,
    ) {
        let mut intervals = Vec::new();
        for row in rows {
            let text = row.need_text("in");
            let interval = Interval::parse(&text).filter(|interval| interval.percent == (*unit == Unit::Percent));
            let Some(interval) = interval else {
                let wanted = if *unit == Unit::Percent { "[75%, 90%)" } else { "[75, 90)" };
                self.lower.fault(Code::RuleValue, &row.span_of("in"), |d| d.with("value", &text).with("wanted", wanted));
                continue;
            };
            intervals.push(interval.clone());
            tiers.push(self.tier(row, When::In(interval), id, tiers.len(), max, around));
        }
        let domain = Interval::parse(if *unit == Unit::Percent { "[0%, 100%]" } else { ">= 0" });
        if intervals.len() == rows.len()
            && let Some(domain) = domain
        {
            super::lint::seams(self.lower, section, &domain, &intervals);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn words(
        &self,
        section: &Section<'_>,
        rows: &[Section<'_>],
        scale: &crate::expr::Scale,
        id: &str,
        max: Points,
        around: &Basis,
        tiers: &mut Vec<Tier>,
    ) {
        let mut seen = Vec::new();
        for row in rows {
            let word = row.need_text("is");
            match scale.place(&word) {
                Some(place) if !seen.contains(&place) => {
                    seen.push(place);
                    tiers.push(self.tier(row, When::Is(place, word), id, tiers.len(), max, around));
                }
                Some(_) => self.lower.fault(Code::RuleDuplicate, &row.span_of("is"), |d| d.with("value", &word)),
                None => self.lower.fault(Code::RuleValue, &row.span_of("is"), |d| {
                    d.with("value", &word).with("wanted", scale.words.join(" | "))
                }),
            }
        }
        let missing: Vec<&str> = scale
            .words
            .iter()
            .filter(|word| scale.place(word).is_some_and(|place| !seen.contains(&place)))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            self.lower.fault(Code::RuleGap, &section.span, |d| d.with("entry", section.path()).with("value", missing.join(", ")));
        }
    }

    fn tier(&self, section: &Section<'_>, when: When, id: &str, number: usize, max: Points, around: &Basis) -> Tier {
        let basis = self.lower.basis(section, Some(around));
        let points = section.need_points("points");
        if points > max {
            self.lower.fault(Code::RuleOverMax, &section.span_of("points"), |d| d.with("value", points).with("max", max));
        }
        self.lower.figure(
            format!("leaf {id} tier {}", number + 1),
            section.path().to_owned() + " = " + &points.to_string(),
            &basis,
        );
        let tier = Tier { when, points, title: section.text_or_empty("title"), basis };
        section.finish();
        tier
    }
}
