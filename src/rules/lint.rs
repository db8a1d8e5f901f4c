//! Checks that need more than one entry: seams of tables, order of levels, sources and readings that nothing uses.

use super::level::Level;
use super::lower::Lower;
use super::section::{Section, Text};
use crate::base::interval::Seam;
use crate::base::{Interval, heading};
use crate::words::Code;

/// Reports every gap and overlap of a table on its domain.
pub(super) fn seams(lower: &Lower, section: &Section<'_>, domain: &Interval, table: &[Interval]) {
    for seam in domain.seams(table) {
        let (code, piece) = match seam {
            Seam::Gap(piece) => (Code::RuleGap, piece),
            Seam::Overlap(piece) => (Code::RuleOverlap, piece),
        };
        lower.fault(code, &section.span, |d| d.with("entry", section.path()).with("value", piece));
    }
}

/// Levels walk down: each must begin above the next.
pub(super) fn best_first(lower: &Lower, section: &Section<'_>, levels: &[Level]) {
    let floor = |level: &Level| level.points.as_ref().and_then(|points| points.low).map(|low| low.at);
    for pair in levels.windows(2) {
        let [better, worse] = pair else { continue };
        if let (Some(high), Some(low)) = (floor(better), floor(worse))
            && high <= low
        {
            lower.fault(Code::RuleLevelOrder, &section.span, |d| d.with("value", &worse.id).with("other", &better.id));
        }
    }
}

/// The level an id names; an unknown one is reported.
pub(super) fn level_position(lower: &Lower, text: &Text, levels: &[Level]) -> Option<usize> {
    let position = levels.iter().position(|level| level.id == text.value);
    if position.is_none() {
        let near = heading::nearest(&text.value, levels.iter().map(|level| level.id.as_str())).unwrap_or("").to_owned();
        lower.fault(Code::RuleUnknownLevel, &text.span, |d| d.with("value", &text.value).with("near", near));
    }
    position
}

/// Reports sources that no entry cites and readings that no entry rests on.
pub(super) fn unused(lower: &Lower, sources: &[(String, Section<'_>)], readings: &[Section<'_>]) {
    for (position, (name, section)) in sources.iter().enumerate() {
        if !lower.sources_used.borrow().contains(&position) {
            lower.fault(Code::RuleUnused, &section.span, |d| d.with("value", format!("sources.{name}")));
        }
    }
    for (position, section) in readings.iter().enumerate() {
        let used = lower.readings_used.borrow().contains(&position) || section.has("covers");
        if !used {
            lower.fault(Code::RuleUnused, &section.span, |d| d.with("value", section.path()));
        }
    }
}
