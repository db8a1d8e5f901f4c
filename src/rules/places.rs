//! How many units of a group may have something, and who of them goes first: what a quota and an award have in common.

use super::basis::Basis;
use super::facts::{FactType, Scope, Vocabulary};
use super::leaf::{self, ROUNDING_WORDS};
use super::level::Level;
use super::lint;
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::section::{Section, Text};
use crate::base::{Exact, Rounding, heading};
use crate::expr::{Expr, Names, Unit};
use crate::words::Code;

/// The places of a quota or an award. How a percent is read is never left to the program: base, rounding and group are mandatory.
#[derive(Clone, Debug)]
pub struct Places {
    /// How many.
    pub amount: Amount,
    /// Units are compared within equal values of these facts, by slot; of a cell or of its year.
    pub group: Vec<usize>,
    /// Who goes first; without a key all candidates are equal.
    pub ranking: Vec<RankingKey>,
    /// What becomes of those who are equal at the cut.
    pub ties: Ties,
    /// Whether too many candidates are only marked.
    pub warn: bool,
    /// Units for which this holds stand outside: neither in the base nor among the candidates.
    pub leaves_out: Option<(Expr, Basis)>,
    /// More places, for units that have special grounds.
    pub special: Option<Special>,
    /// What holds for groups that are too small for the percent.
    pub small_groups: Option<SmallGroups>,
    /// A share of the group that those with a place should not exceed; more of them only mark it.
    pub warn_over: Option<WarnOver>,
    /// Where the figure stands.
    pub basis: Basis,
    /// Where each part of the reading stands: base, rounding, group, and ties and breach where the file names them.
    pub parts: Vec<(&'static str, Basis)>,
}

/// How many places a group has.
#[derive(Clone, Debug)]
pub enum Amount {
    /// So many, whatever the group.
    Fixed(u64),
    /// A part of the units in it.
    Share(Share),
}

/// A part of the units of a group.
#[derive(Clone, Debug)]
pub struct Share {
    /// As a fraction of the base.
    pub percent: Exact,
    /// What it is taken of.
    pub base: Base,
    /// The level that the base goes by, where it goes by one.
    pub base_level: Option<usize>,
    /// How a part of a unit rounds.
    pub rounding: Rounding,
}

/// What a percent is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Units at the base level or better, before anyone is moved down.
    OrBetter,
    /// The same after the cut: who lands below the base level has left the base.
    OrBetterAfterCut,
    /// Units exactly at the base level, before anyone is moved down.
    Only,
    /// The same after the cut: who lands on the base level enlarges the base.
    OnlyAfterCut,
    /// Units with a level.
    AllRated,
    /// Units of the group, with a level or without.
    AllUnits,
    /// Units that compete for the places.
    Candidates,
}

/// What ranks candidates.
#[derive(Clone, Debug)]
pub struct RankingKey {
    /// Id.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// What is compared.
    pub of: Expr,
    /// Whether the lowest goes first.
    pub lowest_first: bool,
    /// Where it stands.
    pub basis: Basis,
}

/// What becomes of units that are equal at the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// They are reported, and the committee decides.
    HandOver,
    /// None of them has a place.
    AllOut,
    /// All of them have one.
    AllIn,
}

/// A higher percent for units with stated grounds.
#[derive(Clone, Debug)]
pub struct Special {
    /// As a fraction of the same base.
    pub percent: Exact,
    /// Who may have the places beyond the ordinary ones.
    pub when: Expr,
    /// Where it stands.
    pub basis: Basis,
}

/// What holds for small groups.
#[derive(Clone, Debug)]
pub struct SmallGroups {
    /// Groups with fewer units than this are small.
    pub under: u64,
    /// What then.
    pub then: Small,
    /// Where it stands.
    pub basis: Basis,
}

/// When a group is marked whatever its places.
#[derive(Clone, Debug)]
pub struct WarnOver {
    /// As a fraction of the base.
    pub percent: Exact,
    /// What it is taken of: all units, those with a level, or those who compete.
    pub base: Base,
    /// Where it stands.
    pub basis: Basis,
}

/// What holds for a small group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// It has at least one place.
    OnePlace,
    /// It has no limit.
    NoLimit,
    /// All small groups together are one group.
    Pooled,
}

impl Places {
    /// Every expression in it.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let conditions = self.leaves_out.iter().map(|(when, _)| when).chain(self.special.iter().map(|special| &special.when));
        self.ranking.iter().map(|key| &key.of).chain(conditions)
    }

    /// What the places of a group rest on: the clause of the figure, as weak as the weakest part of its reading.
    pub fn rests_on(&self) -> Basis {
        let ranking = self.ranking.iter().map(|key| &key.basis);
        let parts = self.parts.iter().map(|(_, basis)| basis).chain(ranking);
        let weakest = parts.fold(&self.basis, |weakest, basis| if basis.standing > weakest.standing { basis } else { weakest });
        Basis { standing: weakest.standing, reading: self.basis.reading.or(weakest.reading), ..self.basis.clone() }
    }
}

impl Share {
    /// Whether a unit of that level, or of none that could be told, is in the base; competing is another matter.
    pub fn includes(&self, level: Option<usize>) -> bool {
        match self.base {
            Base::AllRated => level.is_some(),
            Base::AllUnits | Base::Candidates => true,
            _ => level.is_some_and(|level| self.counts(level)),
        }
    }

    /// Whether a unit of that level is in the base, where the base goes by levels.
    pub fn counts(&self, level: usize) -> bool {
        match (self.base, self.base_level) {
            (Base::OrBetter | Base::OrBetterAfterCut, Some(least)) => level <= least,
            (Base::Only | Base::OnlyAfterCut, Some(only)) => level == only,
            _ => true,
        }
    }
}

impl Base {
    /// The words of those that go by a level.
    pub(super) const OF_LEVELS: [&'static str; 4] =
        [Base::OrBetter.word(), Base::OrBetterAfterCut.word(), Base::Only.word(), Base::OnlyAfterCut.word()];

    /// Whether it goes by a level.
    pub fn needs_level(self) -> bool {
        Base::OF_LEVELS.contains(&self.word())
    }
}

macro_rules! words {
    ($($name:ident { $($variant:ident $word:literal),* })*) => {
        $(impl $name {
            const ALL: &'static [$name] = &[$($name::$variant),*];

            pub(super) const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word of rule files.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }
        })*
    };
}

words! {
    Base {
        OrBetter "level-or-better",
        OrBetterAfterCut "level-or-better-after-cut",
        Only "level-only-before-cut",
        OnlyAfterCut "level-only-after-cut",
        AllRated "all-rated",
        AllUnits "all-units",
        Candidates "candidates"
    }
    Ties { HandOver "hand-over", AllOut "all-out", AllIn "all-in" }
    Small { OnePlace "one-place", NoLimit "no-limit", Pooled "pooled" }
}

/// Whether too many are moved down, or only marked.
pub(super) const BREACH_WORDS: [&str; 2] = ["limit", "warn"];

/// What a share that only warns is taken of.
pub(super) const WARN_WORDS: [&str; 3] = [Base::AllRated.word(), Base::AllUnits.word(), Base::Candidates.word()];

/// Which end of a ranking goes first.
pub(super) const ORDER_WORDS: [&str; 2] = ["highest-first", "lowest-first"];

/// What lowering the places of an entry needs.
pub(super) struct Around<'a> {
    pub(super) lower: &'a Lower,
    pub(super) names: &'a Names,
    pub(super) levels: &'a [Level],
    pub(super) vocabulary: &'a Vocabulary,
}

impl Around<'_> {
    /// The keys of places in the table of a quota or an award; `entry` names it among the figures.
    pub(super) fn places(&self, section: &Section<'_>, entry: &str, basis: &Basis) -> Option<Places> {
        let amount = self.amount(section);
        let mut basis = basis.clone();
        let says = match &amount {
            Some(Amount::Share(share)) => Says::Share(share.percent),
            Some(Amount::Fixed(places)) => {
                i64::try_from(*places).map_or(Says::Unknown, |places| Says::Number(Exact::whole(places)))
            }
            None => Says::Unknown,
        };
        phrase(self.lower, section, &mut basis, &says, &[]);
        let basis = &basis;
        let group = self.group(section);
        let ranking = section.sections("ranking").iter().filter_map(|key| self.ranking_key(key, entry, basis)).collect();
        let ties = word(section, "ties", Ties::ALL, Ties::WORDS).unwrap_or(Ties::HandOver);
        let warn = section.one_of("breach", &BREACH_WORDS).as_deref() == Some("warn");
        let leaves_out = section.section("leaves-out").and_then(|table| {
            let basis = self.lower.basis(&table, Some(basis));
            let when = self.need_condition(&table)?;
            self.lower.figure(format!("{entry} leaves out"), when.text(), &basis);
            Some((when, basis))
        });
        let special = section.section("special").and_then(|table| self.special(&table, amount.as_ref(), entry, basis));
        let small_groups = section.section("small-groups").and_then(|table| self.small_groups(&table, entry, basis));
        let warn_over = section.section("warn-over").and_then(|table| self.warn_over(&table, entry, basis));
        let figure = if section.has("places") { "places" } else { "percent" };
        self.lower.figure(entry, self.lower.text.get(section.span_of(figure)).unwrap_or_default(), basis);
        let parts = self.parts(section, amount.as_ref(), entry, basis);
        Some(Places {
            amount: amount?,
            group,
            ranking,
            ties,
            warn,
            leaves_out,
            special,
            small_groups,
            warn_over,
            basis: basis.clone(),
            parts,
        })
    }

    fn amount(&self, section: &Section<'_>) -> Option<Amount> {
        if section.has("places") == section.has("percent") {
            let key = |d: crate::diagnostic::Diagnostic| d.with("key", "percent | places").with("entry", section.path());
            self.lower.fault(Code::RuleMissingKey, &section.span, key);
            let _ = (section.text("percent"), section.number("places"));
        } else if section.has("places") {
            return section.whole("places").map(Amount::Fixed);
        }
        let percent = self.percent(section);
        if !section.has("base") && !section.has("rounding") && !section.has("percent") {
            // What is missing was said already.
            return None;
        }
        let base = section.need_one_of("base", Base::WORDS);
        let base = base.and_then(|word| Base::ALL.iter().copied().find(|base| base.word() == word));
        let rounding = section.need_one_of("rounding", &ROUNDING_WORDS).map(|word| leaf::rounding(&word));
        let base_level = match base {
            Some(base) if base.needs_level() => {
                let value = section.need_text("base-level");
                let text = Text { value, span: section.span_of("base-level") };
                Some(if text.value.is_empty() { None } else { lint::level_position(self.lower, &text, self.levels) }?)
            }
            // A base that could not be read says nothing about its level.
            None => section.text("base-level").and(None),
            Some(_) => None,
        };
        Some(Amount::Share(Share { percent: percent?, base: base?, base_level, rounding: rounding? }))
    }

    fn percent(&self, section: &Section<'_>) -> Option<Exact> {
        let text = section.text("percent")?;
        let percent = text.value.strip_suffix('%').and_then(Exact::parse).and_then(|share| share.checked_div(Exact::whole(100)));
        let percent = percent.filter(|share| *share >= Exact::ZERO && *share <= Exact::ONE);
        if percent.is_none() {
            self.lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", "\"20%\""));
        }
        percent
    }

    fn group(&self, section: &Section<'_>) -> Vec<usize> {
        section.need("group");
        let facts = &self.vocabulary.facts;
        let groups = |slot: usize| {
            facts.get(slot).is_some_and(|fact| match (fact.scope, &fact.kind) {
                (_, FactType::Points | FactType::Minutes | FactType::Date) | (Scope::Meeting, _) => false,
                // Of the texts of cells only the committee is more than the name of one cell.
                (Scope::Cell, FactType::Text | FactType::Code) => fact.id == "committee",
                _ => true,
            })
        };
        let mut group = Vec::new();
        for text in section.texts("group") {
            match self.vocabulary.position(&text.value).filter(|slot| groups(*slot)) {
                Some(slot) if group.contains(&slot) => {
                    self.lower.fault(Code::RuleDuplicate, &text.span, |d| d.with("value", &text.value));
                }
                Some(slot) => group.push(slot),
                None => {
                    let known = facts.iter().enumerate().filter(|(slot, _)| groups(*slot)).map(|(_, fact)| fact.id.as_str());
                    let near = heading::nearest_or_some(&text.value, known);
                    self.lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", near));
                }
            }
        }
        group
    }

    fn ranking_key(&self, section: &Section<'_>, entry: &str, around: &Basis) -> Option<RankingKey> {
        let basis = self.lower.basis(section, Some(around));
        let (id, title) = (section.need_id("id"), section.need_text("title"));
        let lowest_first = section.one_of("order", &ORDER_WORDS).as_deref() == Some("lowest-first");
        section.need("of");
        let of = self.lower.expr(section, "of", self.names);
        section.finish();
        let of = of?;
        if *of.unit() == Unit::Text {
            self.lower.fault(Code::ExprWanted, &section.span_of("of"), |d| {
                d.with("value", of.text()).with("wanted", "number").with("found", "text")
            });
        }
        self.lower.figure(format!("{entry} ranking {id}"), of.text(), &basis);
        Some(RankingKey { id, title, of, lowest_first, basis })
    }

    fn special(&self, section: &Section<'_>, amount: Option<&Amount>, entry: &str, around: &Basis) -> Option<Special> {
        let mut basis = self.lower.basis(section, Some(around));
        section.need("percent");
        let percent = self.percent(section);
        phrase(self.lower, section, &mut basis, &percent.map_or(Says::Unknown, Says::Share), &[]);
        let when = self.need_condition(section);
        if let (Some(percent), Some(amount)) = (percent, amount) {
            let above = matches!(amount, Amount::Share(share) if percent > share.percent);
            if !above {
                let value = section.text_or_empty("percent");
                self.lower
                    .fault(Code::RuleValue, &section.span_of("percent"), |d| d.with("value", value).with("wanted", "> percent"));
            }
        }
        let (percent, when) = (percent?, when?);
        self.lower.figure(format!("{entry} special"), when.text(), &basis);
        Some(Special { percent, when, basis })
    }

    fn small_groups(&self, section: &Section<'_>, entry: &str, around: &Basis) -> Option<SmallGroups> {
        let basis = self.lower.basis(section, Some(around));
        let under = section.need_whole("under");
        section.need("then");
        let then = word(section, "then", Small::ALL, Small::WORDS);
        section.finish();
        let (under, then) = (under?, then?);
        self.lower.figure(format!("{entry} small groups"), format!("< {under}: {}", then.word()), &basis);
        Some(SmallGroups { under, then, basis })
    }

    fn warn_over(&self, section: &Section<'_>, entry: &str, around: &Basis) -> Option<WarnOver> {
        let mut basis = self.lower.basis(section, Some(around));
        section.need("percent");
        let percent = self.percent(section);
        phrase(self.lower, section, &mut basis, &percent.map_or(Says::Unknown, Says::Beyond), &[]);
        let base = section.need_one_of("of", &WARN_WORDS);
        let base = base.and_then(|word| Base::ALL.iter().copied().find(|base| base.word() == word));
        section.finish();
        let (percent, base) = (percent?, base?);
        self.lower.figure(format!("{entry} warns over"), base.word(), &basis);
        Some(WarnOver { percent, base, basis })
    }

    /// The condition of a table that has nothing else to say.
    fn need_condition(&self, section: &Section<'_>) -> Option<Expr> {
        section.need("when");
        let when = self.lower.condition(section, "when", self.names);
        section.finish();
        when
    }

    /// The parts of the reading: each may be cited by itself.
    fn parts(&self, section: &Section<'_>, amount: Option<&Amount>, entry: &str, around: &Basis) -> Vec<(&'static str, Basis)> {
        let table = section.section("basis-of");
        let of_percent: &[&str] = if matches!(amount, Some(Amount::Fixed(_))) { &[] } else { &["base", "rounding"] };
        let mut parts = Vec::new();
        for key in of_percent.iter().copied().chain(["group", "ties", "breach"]) {
            let own = table.as_ref().and_then(|table| table.section(key));
            // What the file leaves out is no reading of ours, unless it says otherwise.
            if own.is_none() && !section.has(key) {
                continue;
            }
            let basis = own.map_or_else(
                || around.clone(),
                |own| {
                    let basis = self.lower.basis(&own, Some(around));
                    own.finish();
                    basis
                },
            );
            self.lower.figure(format!("{entry} {key}"), key, &basis);
            parts.push((key, basis));
        }
        if let Some(table) = table {
            table.finish();
        }
        parts
    }
}

/// One of some words, by what it stands for.
fn word<T: Copy>(section: &Section<'_>, key: &'static str, all: &[T], words: &[&'static str]) -> Option<T> {
    let given = section.one_of(key, words)?;
    all.iter().zip(words).find(|(_, word)| **word == given).map(|(one, _)| *one)
}
