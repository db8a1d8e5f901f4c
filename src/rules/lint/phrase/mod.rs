//! The words of the text beside the entry made from them: "trên 85 %" is not `>= 85%`.

mod ends;
mod figures;
mod operators;
mod words;

use super::super::basis::Basis;
use super::super::lower::Lower;
use super::super::section::Section;
use crate::base::Exact;
use crate::words::Code;
pub(crate) use ends::Says;
use operators::Means;

/// Reads the `phrase` of an entry and compares it with what the entry says. An entry with a `reading` of its own keeps its phrase, which
/// is not compared: the reading tells why the two differ. `points` are figures beside it that the phrase may name.
pub(crate) fn phrase(lower: &Lower, section: &Section<'_>, basis: &mut Basis, says: &Says<'_>, points: &[(Exact, bool)]) {
    let Some(text) = section.text("phrase") else { return };
    basis.phrase.clone_from(&text.value);
    let span = text.inner(&lower.text).unwrap_or_else(|| text.span.clone());
    let Some(said) = words::said(&text.value) else {
        return lower.fault(Code::RulePhraseUnread, &span, |d| d.with("value", &text.value));
    };
    if section.has("reading") {
        return;
    }
    let entry = says.ends();
    let named = |one: &words::Said| one.means == Means::Nothing && points.contains(&(one.at, one.percent));
    for one in said.iter().filter(|one| !named(one) && !entry.agrees(one)) {
        let sign = match one.means {
            Means::Nothing => "",
            Means::Low { closed: false } => "> ",
            Means::Low { closed: true } => "≥ ",
            Means::High { closed: false } => "< ",
            Means::High { closed: true } => "≤ ",
            Means::Exactly => "= ",
            Means::Except => "≠ ",
        };
        let said = format!("{sign}{}", ends::figure(one.at, one.percent));
        lower.fault(Code::RulePhrase, &span, |d| d.with("value", &text.value).with("said", said).with("entry", says.text()));
    }
}
