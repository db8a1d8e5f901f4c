//! At most so many of a level in each group of units.

use super::basis::{Basis, Standing};
use super::level::Level;
use super::lint;
use super::lower::Lower;
use super::section::{Section, Text};
use crate::base::{Exact, Rounding};
use crate::expr::{Expr, Names};
use crate::words::Code;

/// A quota. How its percent is read is never left to the program: base, rounding and group are mandatory.
#[derive(Debug)]
pub struct Quota {
    /// The level that is limited.
    pub level: usize,
    /// The share, as a fraction of the base.
    pub percent: Exact,
    /// What the share is taken of.
    pub base: Base,
    /// The level that the base goes by.
    pub base_level: usize,
    /// How a part of a unit rounds.
    pub rounding: Rounding,
    /// Units are compared within equal values of these columns of `cells.csv`.
    pub group: Vec<GroupKey>,
    /// Higher goes first; without a key all candidates are equal.
    pub ranking: Vec<Expr>,
    /// Whether a breach only warns.
    pub warn: bool,
    /// Where it stands.
    pub basis: Basis,
    /// How well each part of the reading is known: base, rounding, group, and ranking and breach where the file names them.
    pub parts: Vec<(&'static str, Standing)>,
}

/// What the percent is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// All units at the base level or better.
    OrBetter,
    /// Units exactly at the base level, counted before anyone is moved down by the quota.
    OnlyBeforeCut,
    /// Units exactly at the base level after the cut: who is moved down enlarges the base.
    OnlyAfterCut,
    /// All rated units.
    AllRated,
}

impl Quota {
    /// The weakest standing of any part of the reading.
    pub fn standing(&self) -> Standing {
        self.parts.iter().map(|(_, standing)| *standing).max().unwrap_or(self.basis.standing)
    }
}

impl Base {
    pub(super) const WORDS: [&'static str; 4] = ["level-or-better", "level-only-before-cut", "level-only-after-cut", "all-rated"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [or_better, before, after, all] = Base::WORDS;
        match self {
            Base::OrBetter => or_better,
            Base::OnlyBeforeCut => before,
            Base::OnlyAfterCut => after,
            Base::AllRated => all,
        }
    }

    fn from_word(word: &str) -> Option<Base> {
        [Base::OrBetter, Base::OnlyBeforeCut, Base::OnlyAfterCut, Base::AllRated].into_iter().find(|base| base.word() == word)
    }
}

/// A column of `cells.csv` that makes groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKey {
    /// Superior committee.
    Committee,
    /// Type of cell.
    Type,
    /// Grassroots or dependent.
    Rank,
}

impl GroupKey {
    pub(super) const WORDS: [&'static str; 3] = ["committee", "type", "rank"];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [committee, kind, rank] = GroupKey::WORDS;
        match self {
            GroupKey::Committee => committee,
            GroupKey::Type => kind,
            GroupKey::Rank => rank,
        }
    }

    fn from_word(word: &str) -> Option<GroupKey> {
        [GroupKey::Committee, GroupKey::Type, GroupKey::Rank].into_iter().find(|key| key.word() == word)
    }
}

pub(super) fn lower_quota(lower: &Lower, document: &Section<'_>, names: &Names, levels: &[Level]) -> Option<Quota> {
    let section = document.section("quota")?;
    let basis = lower.basis(&section, None);
    let level_of = |key: &'static str| {
        let value = section.need_text(key);
        if value.is_empty() { None } else { lint::level_position(lower, &Text { value, span: section.span_of(key) }, levels) }
    };
    let (level, base_level) = (level_of("level"), level_of("base-level"));
    let percent_text = section.need_text("percent");
    let percent = percent_text.strip_suffix('%').and_then(Exact::parse).and_then(|share| share.checked_div(Exact::whole(100)));
    let percent = percent.filter(|share| *share >= Exact::ZERO && *share <= Exact::ONE);
    if percent.is_none() && !percent_text.is_empty() {
        lower.fault(Code::RuleValue, &section.span_of("percent"), |d| d.with("value", &percent_text).with("wanted", "\"20%\""));
    }
    let base = section.need_one_of("base", &Base::WORDS).and_then(|word| Base::from_word(&word));
    let rounding = section.need_one_of("rounding", &["down", "half-up", "up"]).map(|word| match word.as_str() {
        "down" => Rounding::Down,
        "up" => Rounding::Up,
        _ => Rounding::HalfUp,
    });
    if !section.has("group") {
        lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "group").with("entry", section.path()));
    }
    let mut group = Vec::new();
    for text in section.texts("group") {
        match GroupKey::from_word(&text.value) {
            Some(key) => group.push(key),
            None => lower
                .fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", GroupKey::WORDS.join(" | "))),
        }
    }
    let mut ranking = Vec::new();
    for text in section.texts("ranking") {
        match Expr::compile(&text.value, names) {
            Ok(expr) => ranking.push(expr),
            Err(faults) => lower.expr_faults(&text, faults),
        }
    }
    let warn = section.one_of("breach", &["limit", "warn"]).as_deref() == Some("warn");
    lower.figure("quota", percent_text, &basis);
    let standings = section.section("standing-of");
    let standing = |key: &'static str| {
        let own = standings.as_ref().and_then(|standings| standings.one_of(key, &Standing::WORDS));
        own.and_then(|word| Standing::from_word(&word)).unwrap_or(basis.standing)
    };
    let mut parts = vec![("base", standing("base")), ("rounding", standing("rounding")), ("group", standing("group"))];
    // What the file leaves out is no reading of ours, unless it says otherwise.
    parts.extend(["ranking", "breach"].into_iter().filter(|key| section.has(key)).map(|key| (key, standing(key))));
    if let Some(standings) = &standings {
        standings.finish();
    }
    section.finish();
    for (key, standing) in &parts {
        lower.figure(format!("quota {key}"), *key, &Basis { standing: *standing, ..basis.clone() });
    }
    Some(Quota {
        level: level?,
        percent: percent?,
        base: base?,
        base_level: base_level?,
        rounding: rounding?,
        group,
        ranking,
        warn,
        basis,
        parts,
    })
}
