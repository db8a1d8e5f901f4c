//! What a regulation says of a cell that succeeds another: how a case asks for it.

use super::case::{Expected, Given, Subject};
use super::part::Part;
use super::read::Reader;
use crate::rules::section::Section;
use crate::rules::{Change, Regulation, Succession};

impl Reader<'_> {
    pub(super) fn lineage(&self, section: &Section<'_>) -> Option<Given> {
        let lineage = section.section("lineage")?;
        lineage.need("what");
        let what = lineage.one_of("what", &Change::WORDS);
        lineage.finish();
        Change::ALL.into_iter().find(|change| Some(change.word()) == what.as_deref()).map(Given::Lineage)
    }

    pub(super) fn of_lineage(&self, expect: &Section<'_>, out: &mut Vec<Expected>) {
        let said = expect.one_of("succession", &Succession::OR_SILENT);
        let span = expect.span_of("succession");
        out.extend(said.map(|value| Expected { of: Subject::Succession, value, span }));
    }
}

/// What the regulation says of such a change.
pub(super) fn run(regulation: &Regulation, change: Change) -> String {
    let [.., silent] = Succession::OR_SILENT;
    let said = regulation.lineage.as_ref().and_then(|rule| rule.of(change));
    said.map_or(silent, Succession::word).to_owned()
}

/// The changes of which it says something.
pub(super) fn parts(regulation: &Regulation) -> impl Iterator<Item = Part> {
    let said = |change: &Change| regulation.lineage.as_ref().is_some_and(|rule| rule.of(*change).is_some());
    Change::ALL.into_iter().filter(said).map(Part::Lineage)
}
