//! What becomes of the results of a cell that another one succeeds within the period.

use super::basis::Basis;
use super::header::Header;
use super::lower::Lower;
use super::meetings::PeriodRule;
use super::section::{Section, Text};
use crate::rules::Scope;
use crate::words::Code;

/// How a cell becomes another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The same cell under another code (đổi tên).
    Rename,
    /// Cells join in one, which may be new or one of them (sáp nhập, hợp nhất).
    Merge,
    /// A cell gives some of its members to a new one, and may go on itself (chia tách).
    Split,
    /// The same cell under another superior committee, with a new code (chuyển giao).
    Transfer,
}

impl Change {
    /// All, in the order of `registers.toml`.
    pub const ALL: [Change; 4] = [Change::Rename, Change::Merge, Change::Split, Change::Transfer];
    /// The words of rule files and of `lineage.csv`.
    pub const WORDS: [&'static str; 4] = ["rename", "merge", "split", "transfer"];

    /// The word of rule files and machine formats.
    pub fn word(self) -> &'static str {
        let [rename, merge, split, transfer] = Change::WORDS;
        match self {
            Change::Rename => rename,
            Change::Merge => merge,
            Change::Split => split,
            Change::Transfer => transfer,
        }
    }

    /// Whether the old cell is no more; after a split it may go on.
    pub fn ends_the_old(self) -> bool {
        self != Change::Split
    }

    /// Whether the cell that it becomes is new; cells may also join one that was there before.
    pub fn begins_the_new(self) -> bool {
        self != Change::Merge
    }

    /// Whether it is one cell that becomes one other.
    pub fn is_of_one(self) -> bool {
        matches!(self, Change::Rename | Change::Transfer)
    }
}

/// What the old cell's part of the period means for the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Succession {
    /// It counts as its own.
    CarryOver,
    /// It does not count: the new cell is judged by what it did itself.
    Restart,
    /// It counts as its own, and means are weighted by the months that each cell stands for.
    WeightByMonths,
    /// The new cell has no level in this period.
    Unrated,
}

impl Succession {
    /// The words of rule files.
    pub const WORDS: [&'static str; 4] = ["carry-over", "restart", "weight-by-months", "unrated"];
    /// The same, and the one for a text that does not say.
    pub const OR_SILENT: [&'static str; 5] = ["carry-over", "restart", "weight-by-months", "unrated", "silent"];
    const ALL: [Succession; 4] = [Succession::CarryOver, Succession::Restart, Succession::WeightByMonths, Succession::Unrated];

    /// The word of rule files and machine formats.
    pub fn word(self) -> &'static str {
        let [carry_over, restart, weight_by_months, unrated] = Succession::WORDS;
        match self {
            Succession::CarryOver => carry_over,
            Succession::Restart => restart,
            Succession::WeightByMonths => weight_by_months,
            Succession::Unrated => unrated,
        }
    }

    fn from_word(word: &str) -> Option<Succession> {
        Succession::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Whether the meetings of the old cell count for the new one.
    pub fn counts_the_old(self) -> bool {
        matches!(self, Succession::CarryOver | Succession::WeightByMonths)
    }
}

/// What a regulation says of cells that succeed others.
#[derive(Clone, Debug)]
pub struct LineageRule {
    /// In the order of [`Change::ALL`]; `None` where the text is silent.
    pub successions: [Option<Succession>; 4],
    /// Where it stands.
    pub basis: Basis,
}

impl LineageRule {
    /// What holds after such a change; `None` where the text is silent.
    pub fn of(&self, change: Change) -> Option<Succession> {
        let place = Change::ALL.into_iter().position(|known| known == change)?;
        self.successions.get(place).copied().flatten()
    }
}

pub(super) fn lower_lineage(
    lower: &Lower,
    document: &Section<'_>,
    header: &Header,
    periods: &[PeriodRule],
) -> Option<LineageRule> {
    let section = document.section("lineage")?;
    let basis = lower.basis(&section, None);
    let mut said = false;
    let mut figures = Vec::new();
    let mut successions = [None; 4];
    for (key, place) in Change::WORDS.into_iter().zip(&mut successions) {
        said |= section.has(key);
        let word = section.one_of(key, &Succession::WORDS);
        *place = word.as_deref().and_then(Succession::from_word);
        let Some(succession) = *place else { continue };
        // Months weigh the mean; numbers of meetings, means of some of them and yearly facts cannot be weighed by them.
        let reads = periods.iter().any(|rule| rule.reads_mean) && !periods.iter().any(|rule| rule.reads_other_means);
        let weighs = header.scope == Scope::Meeting && reads;
        if succession == Succession::WeightByMonths && !weighs {
            let text = Text { value: succession.word().to_owned(), span: section.span_of(key) };
            let wanted = [Succession::CarryOver, Succession::Restart, Succession::Unrated].map(Succession::word).join(" | ");
            lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", wanted));
        }
        figures.push(format!("{key} {}", succession.word()));
    }
    lower.figure("lineage", figures.join(", "), &basis);
    if !said {
        lower.fault(Code::RuleMissingKey, &section.span, |d| {
            d.with("key", Change::WORDS.join(" | ")).with("entry", section.path())
        });
    }
    section.finish();
    Some(LineageRule { successions, basis })
}
