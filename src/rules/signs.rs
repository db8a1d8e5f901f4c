//! From when on self scores (tự chấm) and verified scores (thẩm định) show a sign of being done for form's sake (hình thức).
//!
//! A sign says that somebody should look, and never that anything is wrong.

use super::basis::Basis;
use super::lower::Lower;
use super::section::Section;
use crate::base::{Exact, Points};
use crate::words::Code;

/// What can be a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignKind {
    /// A cell gives itself full marks, meeting after meeting.
    SelfAlwaysFull,
    /// A superior committee leaves self scores as they are.
    VerifiedUnchanged,
    /// Self scores lie above the verified ones.
    SelfAboveVerified,
    /// Self scores lie below the verified ones.
    VerifiedAboveSelf,
    /// A column of facts or points has one value in all rows.
    OneValueColumn,
}

impl SignKind {
    /// All, in the order in which they are shown.
    pub const ALL: [SignKind; 5] = [
        SignKind::SelfAlwaysFull,
        SignKind::VerifiedUnchanged,
        SignKind::SelfAboveVerified,
        SignKind::VerifiedAboveSelf,
        SignKind::OneValueColumn,
    ];
    /// The words of rule files and machine formats.
    pub const WORDS: [&'static str; 5] =
        ["self-always-full", "verified-unchanged", "self-above-verified", "verified-above-self", "one-value-column"];

    /// The word of rule files and machine formats.
    pub fn word(self) -> &'static str {
        let [full, unchanged, above, below, one_value] = SignKind::WORDS;
        match self {
            SignKind::SelfAlwaysFull => full,
            SignKind::VerifiedUnchanged => unchanged,
            SignKind::SelfAboveVerified => above,
            SignKind::VerifiedAboveSelf => below,
            SignKind::OneValueColumn => one_value,
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<SignKind> {
        SignKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it goes by how far the two scores of a sheet lie apart.
    pub fn is_of_difference(self) -> bool {
        matches!(self, SignKind::SelfAboveVerified | SignKind::VerifiedAboveSelf)
    }

    /// The limits of the program, for texts that say nothing: they are nobody's rule.
    fn default_limit(self) -> SignLimit {
        let half = Exact::new(1, 2).unwrap_or(Exact::ONE);
        SignLimit {
            kind: self,
            meetings_at_least: if self == SignKind::OneValueColumn { 6 } else { 3 },
            percent: if self.is_of_difference() { half } else { Exact::ONE },
            points_at_most: self.is_of_difference().then_some(Points(5000)),
            basis: None,
        }
    }
}

/// When a count of meetings, scores or rows is a sign.
#[derive(Clone, Debug)]
pub struct SignLimit {
    /// Of what.
    pub kind: SignKind,
    /// Fewer meetings are no sign.
    pub meetings_at_least: u64,
    /// The share from which on it is one, 100 % as 1; of a column that has one value always 1.
    pub percent: Exact,
    /// Points by which the two scores of a sheet may lie apart; only more than that counts. `None` for signs that do not go by it.
    pub points_at_most: Option<Points>,
    /// Where it stands; `None` for what only the program says.
    pub basis: Option<Basis>,
}

impl SignLimit {
    /// Whether `part` of `whole` is a sign, with so many meetings behind it.
    pub fn is_reached(&self, part: u64, whole: u64, meetings: u64) -> bool {
        let reaches = || {
            let (num, den) = (i128::from(self.percent.num()), i128::from(self.percent.den()));
            i128::from(part) * den >= i128::from(whole) * num
        };
        whole > 0 && meetings >= self.meetings_at_least && reaches()
    }

    /// Whether the scores of a sheet lie so far apart that it counts: by more than the points, in thousandths.
    pub fn is_over(&self, above: i64) -> bool {
        self.points_at_most.is_some_and(|most| above > most.0)
    }
}

/// The limits of a regulation.
#[derive(Clone, Debug, Default)]
pub struct SignRules {
    /// Those that it has, in the order of [`SignKind::ALL`].
    pub limits: Vec<SignLimit>,
}

impl SignRules {
    /// The limit of the text, or that of the program where the text has none.
    pub fn limit(&self, kind: SignKind) -> SignLimit {
        let own = self.limits.iter().find(|limit| limit.kind == kind);
        own.cloned().unwrap_or_else(|| kind.default_limit())
    }
}

/// `[signs]`
pub(super) fn lower_signs(lower: &Lower, root: &Section<'_>) -> SignRules {
    let Some(signs) = root.section("signs") else { return SignRules::default() };
    let named = SignKind::ALL.into_iter().filter_map(|kind| Some((kind, signs.section(kind.word())?)));
    let limits = named.filter_map(|(kind, section)| limit(lower, kind, &section)).collect();
    signs.finish();
    SignRules { limits }
}

fn limit(lower: &Lower, kind: SignKind, section: &Section<'_>) -> Option<SignLimit> {
    let basis = lower.basis(section, None);
    let meetings_at_least = section.need_whole("meetings-at-least");
    if meetings_at_least == Some(0) {
        // Nothing would be a sign of something.
        lower.fault(Code::RuleValue, &section.span_of("meetings-at-least"), |d| d.with("value", 0).with("wanted", "≥ 1"));
    }
    // A column has one value or it has not.
    let percent = if kind == SignKind::OneValueColumn { Some(Exact::ONE) } else { percent(lower, section) };
    let points_at_most = kind.is_of_difference().then(|| section.need_points("points-at-most"));
    section.finish();
    let (meetings_at_least, percent) = (meetings_at_least?, percent?);
    lower.figure(format!("sign {}", kind.word()), meetings_at_least.to_string(), &basis);
    Some(SignLimit { kind, meetings_at_least, percent, points_at_most, basis: Some(basis) })
}

fn percent(lower: &Lower, section: &Section<'_>) -> Option<Exact> {
    section.need("percent");
    let text = section.text("percent")?;
    let percent = text.value.strip_suffix('%').and_then(Exact::parse).and_then(|share| share.checked_div(Exact::whole(100)));
    // Every count reaches 0 %.
    let percent = percent.filter(|share| *share > Exact::ZERO && *share <= Exact::ONE);
    if percent.is_none() {
        lower.fault(Code::RuleValue, &text.span, |d| d.with("value", &text.value).with("wanted", "\"100%\""));
    }
    percent
}
