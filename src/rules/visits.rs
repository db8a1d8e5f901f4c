//! How often committee members (cấp ủy viên) are to attend meetings of cells (dự sinh hoạt), and which visits count.

use std::sync::Arc;

use super::basis::Basis;
use super::facts::{Fact, FactType, Vocabulary};
use super::lower::Lower;
use super::section::Section;
use crate::base::{Stretch, heading};
use crate::expr::{Expr, Names, Scale};
use crate::words::{Code, Lang};

/// What a regulation of scope `visit` says.
#[derive(Clone, Debug)]
pub struct VisitRule {
    /// How many visits are owed, by level.
    pub minimums: Vec<Minimum>,
    /// Visits to which cells count, by facts of the cell; all where `None`.
    pub cells: Option<(Expr, Basis)>,
    /// Visits to which kinds of meetings count, by the words of records; all where `None`.
    pub kinds: Option<(Vec<String>, Basis)>,
    /// Whether visits to a person's own cell count; they do where `None`.
    pub own_cell: Option<(bool, Basis)>,
    /// What persons owe who are assigned for a part of a stretch; not said where `None`.
    pub part_time: Option<(PartTime, Basis)>,
    /// In which stretches a visit is due in every hard cell.
    pub hard_cells: Option<(Stretch, Basis)>,
    /// Levels beside those of the shared vocabulary.
    pub levels: Vec<VisitLevel>,
    /// The words of all levels that records may have, those of the shared vocabulary first.
    pub known: Vec<String>,
    /// Where it stands.
    pub basis: Basis,
}

/// How many visits a person of a level owes.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The word of the level.
    pub level: String,
    /// Its Vietnamese title.
    pub title: String,
    /// So many visits.
    pub at_least: u64,
    /// In each of these.
    pub per: Stretch,
    /// Where it stands.
    pub basis: Basis,
}

/// A level of committee members that a regulation adds to the shared vocabulary.
#[derive(Clone, Debug)]
pub struct VisitLevel {
    /// The word.
    pub id: String,
    /// Vietnamese texts, the title first.
    pub vi: Vec<String>,
    /// English texts, the title first.
    pub en: Vec<String>,
}

/// What a person owes who is assigned for a part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartTime {
    /// As much as anybody.
    Whole,
    /// The share of the months in which the person is assigned on any day, rounded up to whole visits.
    Share,
    /// Nobody says; who has not reached the whole minimum is not judged.
    Open,
}

impl PartTime {
    /// The words of rule files.
    pub const WORDS: [&'static str; 3] = ["whole", "share", "open"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [whole, share, open] = PartTime::WORDS;
        match self {
            PartTime::Whole => whole,
            PartTime::Share => share,
            PartTime::Open => open,
        }
    }

    fn from_word(word: &str) -> Option<PartTime> {
        [PartTime::Whole, PartTime::Share, PartTime::Open].into_iter().find(|part| part.word() == word)
    }
}

/// The kinds of meetings, in the words of records.
pub(crate) const VISIT_KIND_WORDS: [&str; 5] = ["regular", "thematic", "combined", "extraordinary", "congress"];

/// The columns of a register that hold a level of committee members.
const LEVEL_COLUMNS: [&str; 2] = ["assigned_level", "visitor_level"];

impl VisitRule {
    /// The minimum of a level.
    pub fn minimum(&self, level: &str) -> Option<&Minimum> {
        self.minimums.iter().find(|minimum| minimum.level == level)
    }

    /// The vocabulary of registers with the levels of this regulation.
    pub fn vocabulary(&self, registers: &Vocabulary) -> Vocabulary {
        let mut vocabulary = registers.clone();
        for fact in vocabulary.facts.iter_mut().filter(|fact| LEVEL_COLUMNS.contains(&fact.id.as_str())) {
            let FactType::Choice(scale) = &fact.kind else { continue };
            let words = scale.words.iter().cloned().chain(self.levels.iter().map(|level| level.id.clone())).collect();
            fact.kind = FactType::Choice(Arc::new(Scale { id: scale.id.clone(), words, ordered: scale.ordered }));
            fact.values.extend(self.levels.iter().map(|level| (level.vi.clone(), level.en.clone())));
        }
        vocabulary
    }

    /// The title of a level in a vocabulary of registers; the word itself where it has none.
    pub fn title<'a>(registers: &'a Vocabulary, level: &'a str, lang: Lang) -> &'a str {
        let title = |fact: &'a Fact| {
            let FactType::Choice(scale) = &fact.kind else { return None };
            let place = scale.words.iter().position(|word| word == level)?;
            let (vi, en) = fact.values.get(place)?;
            Some(lang.pick((vi.first()?, en.first()?)))
        };
        LEVEL_COLUMNS.iter().find_map(|id| title(registers.get(id)?)).unwrap_or(level)
    }
}

/// `[visits]`; `registers` has the shared words of levels.
pub(super) fn lower_visits(lower: &Lower, document: &Section<'_>, names: &Names, registers: &Vocabulary) -> Option<VisitRule> {
    let section = document.section("visits")?;
    let basis = lower.basis(&section, None);
    let levels = levels(lower, &section, registers);
    let known: Vec<String> =
        shared_levels(registers).map(str::to_owned).chain(levels.iter().map(|level| level.id.clone())).collect();
    let minimums = minimums(lower, &section, (registers, &levels, &known), &basis);
    let part = |key: &'static str| section.section(key).map(|part| (lower.basis(&part, Some(&basis)), part));
    let cells = part("cells").and_then(|(basis, cells)| {
        cells.need("when");
        let when = lower.condition(&cells, "when", names);
        cells.finish();
        let when = when?;
        lower.figure("visits cells", when.text(), &basis);
        Some((when, basis))
    });
    let kinds = part("kinds").map(|(basis, kinds)| {
        let words = kinds.need_some_of("count", &VISIT_KIND_WORDS);
        kinds.finish();
        lower.figure("visits kinds", words.join(" "), &basis);
        (words, basis)
    });
    let own_cell = part("own-cell").map(|(basis, own)| {
        own.need("counts");
        let counts = own.flag("counts").unwrap_or(false);
        own.finish();
        lower.figure("visits own-cell", counts.to_string(), &basis);
        (counts, basis)
    });
    let part_time = part("part-time").map(|(basis, part)| {
        let owes = part.need_one_of("owes", &PartTime::WORDS).and_then(|word| PartTime::from_word(&word));
        part.finish();
        let owes = owes.unwrap_or(PartTime::Open);
        lower.figure("visits part-time", owes.word(), &basis);
        (owes, basis)
    });
    let hard_cells = part("hard-cells").map(|(basis, hard)| {
        let per = hard.need_one_of("per", &Stretch::WORDS).and_then(|word| Stretch::from_word(&word));
        hard.finish();
        let per = per.unwrap_or(Stretch::Month);
        lower.figure("visits hard-cells", per.word(), &basis);
        (per, basis)
    });
    section.finish();
    lower.figure("visits", "minimum", &basis);
    Some(VisitRule { minimums, cells, kinds, own_cell, part_time, hard_cells, levels, known, basis })
}

fn shared_levels(registers: &Vocabulary) -> impl Iterator<Item = &str> {
    let [column, _] = LEVEL_COLUMNS;
    let words = registers.get(column).and_then(|fact| match &fact.kind {
        FactType::Choice(scale) => Some(&scale.words),
        _ => None,
    });
    words.into_iter().flatten().map(String::as_str)
}

fn levels(lower: &Lower, section: &Section<'_>, registers: &Vocabulary) -> Vec<VisitLevel> {
    let sections = section.sections("level");
    super::lint::unique(lower, &sections);
    let level = |section: &Section<'_>| {
        let texts = |key| section.texts(key).into_iter().map(|text| text.value).collect();
        let level = VisitLevel { id: section.need_id("id"), vi: texts("vi"), en: texts("en") };
        section.finish();
        if shared_levels(registers).any(|word| word == level.id) {
            lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &level.id));
        }
        level
    };
    sections.iter().map(level).collect()
}

fn minimums(
    lower: &Lower,
    section: &Section<'_>,
    (registers, own, known): (&Vocabulary, &[VisitLevel], &[String]),
    around: &Basis,
) -> Vec<Minimum> {
    section.need("minimum");
    let mut minimums: Vec<Minimum> = Vec::new();
    for entry in section.sections("minimum") {
        let basis = lower.basis(&entry, Some(around));
        let level = entry.need_id("level");
        let at_least = entry.need_whole("at-least");
        let per = entry.need_one_of("per", &Stretch::WORDS).and_then(|word| Stretch::from_word(&word));
        entry.finish();
        let span = entry.span_of("level");
        if !level.is_empty() && !known.contains(&level) {
            let near = heading::nearest_or_some(&level, known.iter().map(String::as_str));
            lower.fault(Code::ExprUnknown, &span, |d| d.with("value", &level).with("near", near));
        }
        // Which of two holds nobody could tell.
        if minimums.iter().any(|other| other.level == level) {
            lower.fault(Code::RuleDuplicate, &span, |d| d.with("value", &level));
        }
        // Whoever owes nothing has no minimum.
        if at_least == Some(0) {
            lower.fault(Code::RuleValue, &entry.span_of("at-least"), |d| d.with("value", 0).with("wanted", "≥ 1"));
        }
        let (Some(at_least), Some(per)) = (at_least, per) else { continue };
        lower.figure(format!("visits minimum {level}"), at_least.to_string(), &basis);
        let title = own.iter().find(|other| other.id == level).and_then(|other| other.vi.first()).cloned();
        let title = title.unwrap_or_else(|| VisitRule::title(registers, &level, Lang::Vi).to_owned());
        minimums.push(Minimum { level, title, at_least, per, basis });
    }
    minimums
}
