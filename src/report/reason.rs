//! Why a leaf has its points, in words: the branch that was recorded, with the values that went in.

use super::field::{day, number};
use super::wording;
use crate::assess::{LeafOutcome, State};
use crate::base::{Exact, Points};
use crate::expr::{Expr, Slots, Unit};
use crate::records::TalliedRow;

use crate::rules::{Basis, Effect, Fact, FactType, Layout, Leaf, LeafKind, Policy, Regulation, Scope, When};
use crate::words::{Lang, Word, fill};

/// The words of a reason and the clause it rests on.
pub(super) struct Reason<'a> {
    pub(super) text: String,
    pub(super) branch: String,
    pub(super) basis: &'a Basis,
}

/// Renders the recorded branch of a leaf.
pub(super) fn leaf<'a>(
    regulation: &'a Regulation,
    leaf: &'a Leaf,
    outcome: LeafOutcome,
    slots: Slots<'_>,
    lang: Lang,
) -> Reason<'a> {
    let branch = usize::from(outcome.branch);
    match outcome.state {
        State::Full | State::Dropped | State::Rescaled | State::Redistributed => set_aside(regulation, leaf, branch, slots, lang),
        State::Missing => Reason {
            text: fill(Word::ReasonMissing.text(lang), &[("fact", &slot_title(regulation, usize::from(outcome.missing), lang))]),
            branch: "missing".to_owned(),
            basis: &leaf.basis,
        },
        State::NoBase => {
            Reason { text: Word::ReasonNoBase.text(lang).to_owned(), branch: "no-base".to_owned(), basis: &leaf.basis }
        }
        State::NoRow => Reason { text: Word::ReasonNoRow.text(lang).to_owned(), branch: "no-row".to_owned(), basis: &leaf.basis },
        State::Scored => scored(regulation, leaf, branch, outcome, slots, lang),
        State::Excepted => excepted(regulation, leaf, branch, slots, lang),
        State::Carried => carried(leaf, branch, lang),
    }
}

fn set_aside<'a>(regulation: &'a Regulation, leaf: &'a Leaf, branch: usize, slots: Slots<'_>, lang: Lang) -> Reason<'a> {
    let Some(entry) = leaf.not_applicable.get(branch) else {
        return Reason { text: String::new(), branch: String::new(), basis: &leaf.basis };
    };
    let word = match entry.then {
        Policy::Full => Word::ReasonFull,
        Policy::Drop => Word::ReasonDropped,
        Policy::Rescale => Word::ReasonRescaled,
        Policy::Redistribute => Word::ReasonRedistributed,
    };
    let text = fill(word.text(lang), &[("when", &inputs(regulation, &entry.when, slots, lang))]);
    Reason { text, branch: format!("not-applicable {}", entry.then.word()), basis: &entry.basis }
}

fn excepted<'a>(regulation: &'a Regulation, leaf: &'a Leaf, branch: usize, slots: Slots<'_>, lang: Lang) -> Reason<'a> {
    let number = branch + 1;
    match leaf.first.get(branch).map(|exception| (exception, &exception.when)) {
        Some((exception, When::Condition(when))) => {
            Reason { text: inputs(regulation, when, slots, lang), branch: format!("exception {number}"), basis: &exception.basis }
        }
        _ => Reason { text: String::new(), branch: String::new(), basis: &leaf.basis },
    }
}

fn carried<'a>(leaf: &'a Leaf, branch: usize, lang: Lang) -> Reason<'a> {
    let Some(other) = leaf.corresponds.get(branch / 2) else {
        return Reason { text: String::new(), branch: String::new(), basis: &leaf.basis };
    };
    let who = if branch.is_multiple_of(2) { Word::Verified } else { Word::SelfOnly };
    let values = [("who", who.text(lang)), ("leaf", other.leaf.as_str()), ("regulation", other.regulation.as_str())];
    Reason { text: fill(Word::ReasonCarried.text(lang), &values), branch: "carried".to_owned(), basis: &other.basis }
}

fn scored<'a>(
    regulation: &'a Regulation,
    leaf: &'a Leaf,
    branch: usize,
    outcome: LeafOutcome,
    slots: Slots<'_>,
    lang: Lang,
) -> Reason<'a> {
    match &leaf.kind {
        LeafKind::YesNo { when } => Reason {
            text: inputs(regulation, when, slots, lang),
            branch: if branch == 0 { "yes" } else { "no" }.to_owned(),
            basis: &leaf.basis,
        },
        LeafKind::Recorded { fact: Some(slot), .. } => {
            let text = slot_title(regulation, *slot, lang) + &rounded(slots.get(*slot), outcome, lang);
            Reason { text, branch: "recorded".to_owned(), basis: &leaf.basis }
        }
        LeafKind::Recorded { fact: None, .. } | LeafKind::Chosen { .. } => {
            let (word, who) = if branch == 0 { (Word::Verified, "verified") } else { (Word::SelfOnly, "self") };
            let option = match &leaf.kind {
                LeafKind::Chosen { options } => options.iter().find(|option| option.points.0 == i64::from(outcome.points)),
                _ => None,
            };
            let title = option.map(|option| option.title.as_str()).filter(|title| !title.is_empty());
            let text = match title {
                Some(title) => format!("{title} ({})", word.text(lang)),
                None => word.text(lang).to_owned(),
            };
            Reason { text, branch: who.to_owned(), basis: option.map_or(&leaf.basis, |option| &option.basis) }
        }
        LeafKind::PerOccurrence { of, each, .. } => Reason {
            text: format!("{} × {}", measure(regulation, of, slots, lang), number(*each, lang)),
            branch: "per-occurrence".to_owned(),
            basis: &leaf.basis,
        },
        LeafKind::Proportional { of, .. } => {
            Reason { text: measure(regulation, of, slots, lang), branch: "proportional".to_owned(), basis: &leaf.basis }
        }
        LeafKind::Tiers { of, tiers } => {
            let Some(tier) = tiers.get(branch) else {
                return Reason { text: String::new(), branch: String::new(), basis: &leaf.basis };
            };
            let text = match &tier.when {
                When::Condition(when) => inputs(regulation, when, slots, lang),
                When::In(interval) => {
                    format!("{} → {}", measure(regulation, of, slots, lang), wording::interval(interval, of.unit(), lang))
                }
                When::Is(_, word) => format!("{} = {word}", of.text()),
                When::Chosen => String::new(),
            };
            Reason { text, branch: format!("tier {}", branch + 1), basis: &tier.basis }
        }
    }
}

/// ` 4.55 ⇒ 4.6` where the form rounds what was recorded; otherwise nothing.
fn rounded(recorded: Option<i64>, outcome: LeafOutcome, lang: Lang) -> String {
    let points = i64::from(outcome.points);
    match recorded.filter(|recorded| *recorded != points) {
        Some(recorded) => {
            let shown = |points: i64| number(crate::base::Points(points).exact(), lang);
            format!(" {} ⇒ {}", shown(recorded), shown(points))
        }
        None => String::new(),
    }
}

/// The value of a measure: a rate with both numbers, anything else in its unit.
pub(super) fn measure(regulation: &Regulation, of: &Expr, slots: Slots<'_>, lang: Lang) -> String {
    let title = regulation.measures.iter().find(|measure| measure.id == of.text()).map(|measure| measure.title.as_str());
    let name = title.map_or_else(|| single_title(regulation, of, lang), str::to_owned);
    format!("{name} {}", quantity(of, slots, lang))
}

/// The value alone.
pub(super) fn quantity(of: &Expr, slots: Slots<'_>, lang: Lang) -> String {
    match (of.ratio(slots), of.number(slots)) {
        (Some((part, whole)), Ok(rate)) if *of.unit() == Unit::Percent => {
            let percent = rate.checked_mul(Exact::whole(100)).unwrap_or(rate);
            format!("{}/{} = {} %", number(part, lang), number(whole, lang), number(percent, lang))
        }
        (_, Ok(value)) => value_text(value, of.unit(), lang),
        (_, Err(_)) => "–".to_owned(),
    }
}

/// The title of an expression that is one fact, otherwise its text.
fn single_title(regulation: &Regulation, of: &Expr, lang: Lang) -> String {
    match regulation.vocabulary.get(of.text()) {
        Some(fact) => fact.title(lang).to_owned(),
        None => of.text().to_owned(),
    }
}

/// What a gate does to the level: `không được trên mức Khá`.
pub(super) fn effect(regulation: &Regulation, effect: Effect, lang: Lang) -> String {
    let of = |phrase: Word, level: usize| {
        fill(phrase.text(lang), &[("level", regulation.levels.get(level).map_or("", |level| &level.title))])
    };
    match effect {
        Effect::AtMost(level) => of(Word::GateAtMost, level),
        Effect::Set(level) => of(Word::GateSet, level),
        Effect::Drop(levels) => fill(Word::GateDrop.text(lang), &[("count", &levels.to_string())]),
    }
}

/// Every value that went into an expression: `Vắng không lý do = 1`.
pub(super) fn inputs(regulation: &Regulation, expr: &Expr, slots: Slots<'_>, lang: Lang) -> String {
    let parts: Vec<String> = expr
        .slots()
        .iter()
        .filter(|slot| !is_denominator(&regulation.layout, **slot))
        .map(|slot| format!("{} = {}", slot_title(regulation, *slot, lang), slot_text(regulation, *slot, slots, lang)))
        .collect();
    if parts.is_empty() { expr.text().to_owned() } else { parts.join("; ") }
}

/// Every recorded field of a row of a table: `Ngày vi phạm = 2024-03-05; Hình thức kỷ luật = Cảnh cáo`.
pub(super) fn row(regulation: &Regulation, of: Scope, row: &TalliedRow, lang: Lang) -> String {
    let slots = Slots { facts: &row.facts, derived: &[] };
    let own = regulation.vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.scope == of && fact.kind != FactType::Code);
    let parts: Vec<String> = own
        .filter_map(|(slot, fact)| {
            let text = match row.text(slot) {
                Some(text) => text.to_owned(),
                None => slots.get(slot).map(|_| slot_text(regulation, slot, slots, lang))?,
            };
            Some(format!("{} = {text}", fact.title(lang)))
        })
        .collect();
    parts.join("; ")
}

/// What a slot is called.
pub(super) fn slot_title(regulation: &Regulation, slot: usize, lang: Lang) -> String {
    let layout = &regulation.layout;
    if let Some(fact) = regulation.vocabulary.facts.get(slot) {
        return fact.title(lang).to_owned();
    }
    let leaf = |number: usize| regulation.leaves.get(number).map_or("", |leaf| leaf.id.as_str());
    if slot < layout.verified_points(0) {
        return format!("self:{}:{}", regulation.header.id, leaf(slot - layout.self_points(0)));
    }
    if slot < layout.corresponding(&regulation.leaves, 0) {
        return format!("verified:{}:{}", regulation.header.id, leaf(slot - layout.verified_points(0)));
    }
    let derived = slot - layout.recorded();
    if derived < layout.leaves {
        return fill(Word::SayPoints.text(lang), &[("a", leaf(derived))]);
    }
    if derived < 2 * layout.leaves {
        return fill(Word::SayFull.text(lang), &[("a", leaf(derived - layout.leaves))]);
    }
    if derived == layout.meeting_quality() {
        return Word::MeetingQuality.text(lang).to_owned();
    }
    if derived < layout.lowest_grade(0) {
        let criterion = regulation.criteria.get(derived - layout.grade(0));
        return criterion.map_or(String::new(), |criterion| criterion.title.clone());
    }
    if derived == layout.level() {
        return Word::Level.text(lang).to_owned();
    }
    if derived >= layout.award(0) {
        return regulation.awards.get(derived - layout.award(0)).map_or(String::new(), |award| award.title.clone());
    }
    if let Some(tally) = derived.checked_sub(layout.tally(0)).and_then(|number| regulation.tallies.get(number)) {
        return tally.title.clone();
    }
    if derived >= layout.graded(0, 0) {
        return Word::CriteriaCounted.text(lang).to_owned();
    }
    if derived >= layout.group_points(0) {
        let group = layout.groups.get((derived - layout.group_points(0)) / 4);
        return group.map_or_else(|| Word::LowestGroup.text(lang).to_owned(), |id| format!("{} {id}", Word::GroupOf.text(lang)));
    }
    match layout.tags.get(derived - layout.lowest_grade(0)) {
        Some(tag) if tag.is_empty() => Word::LowestGrade.text(lang).to_owned(),
        Some(tag) => format!("{} ({tag})", Word::LowestGrade.text(lang)),
        None => Word::Total.text(lang).to_owned(),
    }
}

pub(super) fn slot_text(regulation: &Regulation, slot: usize, slots: Slots<'_>, lang: Lang) -> String {
    let layout = &regulation.layout;
    let Some(value) = slots.get(slot) else {
        let word = if slot < layout.recorded() { Word::NotRecorded } else { Word::NotKnown };
        return word.text(lang).to_owned();
    };
    if let Some(fact) = regulation.vocabulary.facts.get(slot) {
        return fact_text(regulation, fact, value, lang);
    }
    let derived = slot.checked_sub(layout.recorded());
    match derived {
        None => number(Points(value).exact(), lang),
        Some(derived) if derived < layout.leaves => number(Points(value).exact(), lang),
        Some(derived) if derived < 2 * layout.leaves => (if value != 0 { Word::Yes } else { Word::No }).text(lang).to_owned(),
        Some(derived) if derived == layout.meeting_quality() => {
            layout.quality.get(usize::try_from(value).unwrap_or(usize::MAX)).cloned().unwrap_or_default()
        }
        Some(derived) if derived < layout.lowest_grade(0) + layout.tags.len() => {
            regulation.grades.get(usize::try_from(value).unwrap_or(usize::MAX)).map_or(String::new(), |(_, title)| title.clone())
        }
        Some(derived) if derived == layout.level() => {
            regulation.levels.get(usize::try_from(value).unwrap_or(usize::MAX)).map_or(String::new(), |level| level.title.clone())
        }
        Some(derived) if derived >= layout.award(0) => (if value != 0 { Word::Yes } else { Word::No }).text(lang).to_owned(),
        Some(derived) => fraction(layout, derived, slots).map_or_else(|| value.to_string(), |value| number(value, lang)),
    }
}

/// The value of a fraction by the place of its numerator: the total, points and shares of groups.
fn fraction(layout: &Layout, derived: usize, slots: Slots<'_>) -> Option<Exact> {
    let of = |place: usize| slots.get(layout.recorded() + place);
    is_numerator(layout, derived).then(|| Exact::new(of(derived)?, of(derived + 1)?)).flatten()
}

/// Fractions are the total, then points and shares of groups, numerators before denominators.
fn is_numerator(layout: &Layout, derived: usize) -> bool {
    let first = layout.group_points(0);
    derived == layout.total().0
        || (derived >= first && derived <= layout.lowest_group_share() && (derived - first).is_multiple_of(2))
}

fn is_denominator(layout: &Layout, slot: usize) -> bool {
    slot.checked_sub(layout.recorded() + 1).is_some_and(|before| is_numerator(layout, before))
}

/// A recorded value as a reader knows it.
pub(super) fn fact_text(regulation: &Regulation, fact: &Fact, value: i64, lang: Lang) -> String {
    let grades =
        || regulation.grades.get(usize::try_from(value).unwrap_or(usize::MAX)).map_or(String::new(), |(_, title)| title.clone());
    match fact.unit(None) {
        Unit::Flag => (if value != 0 { Word::Yes } else { Word::No }).text(lang).to_owned(),
        Unit::Points => number(Points(value).exact(), lang),
        Unit::Day => crate::base::Day::from_number(value).map_or(String::new(), |on| day(on, lang)),
        Unit::Word(scale) => {
            let place = usize::try_from(value).unwrap_or(usize::MAX);
            let texts =
                fact.values.get(place).map(|(vi, en)| lang.pick((vi.first().map_or("", |t| t), en.first().map_or("", |t| t))));
            let word = scale.words.get(place).map_or("", String::as_str);
            texts.filter(|text| !text.is_empty()).unwrap_or(word).to_owned()
        }
        Unit::Text if fact.kind == FactType::Grade => grades(),
        Unit::Text => Word::Given.text(lang).to_owned(),
        _ => value.to_string(),
    }
}

fn value_text(value: Exact, unit: &Unit, lang: Lang) -> String {
    match unit {
        Unit::Percent => format!("{} %", number(value.checked_mul(Exact::whole(100)).unwrap_or(value), lang)),
        Unit::Minutes => format!("{} {}", number(value, lang), Word::MinutesUnit.text(lang)),
        _ => number(value, lang),
    }
}
