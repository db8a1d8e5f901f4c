//! What the rows of members come to, as facts of their meeting: they give what its own row leaves blank, and are compared with the rest.

use std::collections::BTreeSet;

use super::attendance::{MemberStatus, Turnout, Turnouts};
use super::cells::Cells;
use super::meetings::key;
use super::row::RowReader;
use super::scan::Record;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::Vocabulary;

/// The slots of what is counted, in one vocabulary.
pub(super) struct Counted {
    members: Option<usize>,
    statuses: Vec<(MemberStatus, usize)>,
    /// Whether somebody was excused too often in the year so far.
    flags: [Option<usize>; 2],
}

impl Counted {
    pub(super) fn of(vocabulary: &Vocabulary) -> Counted {
        let slot = |id: &str| vocabulary.position(id);
        let members = slot("members");
        let statuses: Vec<(MemberStatus, usize)> =
            MemberStatus::ALL.into_iter().filter_map(|status| Some((status, slot(status.fact())?))).collect();
        let flags = ["excused_run_over_3", "excused_total_over_3"].map(slot);
        Counted { members, statuses, flags }
    }

    /// Fills in what is blank, and says what differs. Counts of two sources are never mixed: where a given one differs, the row of the meeting
    /// stands as it is. Returns whether anything was filled in.
    pub(super) fn settle(
        &self,
        turnout: &Turnout,
        name: &impl Fn() -> String,
        (reader, record): (&RowReader<'_>, &Record<'_>),
        facts: &mut [Option<i64>],
        faults: &mut Vec<Diagnostic>,
    ) -> bool {
        let before = faults.len();
        let counts = self.statuses.iter().map(|(status, slot)| (Some(*slot), turnout.count(*status)));
        let counts: Vec<(usize, i64)> = std::iter::once((self.members, turnout.members()))
            .chain(counts)
            .filter_map(|(slot, count)| Some((slot?, i64::from(count?))))
            .collect();
        let [run, total] = self.flags;
        let flags = [(run, turnout.excused_run_over_3()), (total, turnout.excused_total_over_3())];
        let flags = flags.into_iter().filter_map(|(slot, flag)| Some((slot?, i64::from(flag?))));
        let mut differs = |facts: &[Option<i64>], slot: usize, counted: i64, shown: fn(i64) -> String| {
            let Some(own) = facts.get(slot).copied().flatten().filter(|own| *own != counted) else { return };
            let fault = Diagnostic::new(Code::CountsDiffer, reader.at_slot(record, slot)).with("value", shown(own));
            let fault = fault.with("meeting", name()).with("field", reader.heading_of(slot)).with("counted", shown(counted));
            faults.push(fault.with("row_b", turnout.row()));
        };
        for (slot, counted) in &counts {
            differs(facts, *slot, *counted, |count| count.to_string());
        }
        let flags: Vec<(usize, i64)> = flags.collect();
        for (slot, counted) in &flags {
            differs(facts, *slot, *counted, |flag| if flag == 0 { "no" } else { "yes" }.to_owned());
        }
        let agree = faults.iter().skip(before).all(|fault| fault.code != Code::CountsDiffer);
        let mut filled = false;
        for (slot, counted) in counts.into_iter().filter(|_| agree).chain(flags) {
            if let Some(fact) = facts.get_mut(slot).filter(|fact| fact.is_none()) {
                *fact = Some(counted);
                filled = true;
            }
        }
        filled
    }
}

/// The meetings of members that do not count, by key: those that were not held, and those that have no row, which are told. `keys` are those of
/// all rows of meetings that can be read.
pub(super) fn aside(
    turnouts: &Turnouts,
    (mut keys, mut not_held): (Vec<u64>, Vec<u64>),
    cells: &Cells,
    findings: &mut Findings,
) -> BTreeSet<u64> {
    if !keys.is_sorted() {
        keys.sort_unstable();
    }
    not_held.sort_unstable();
    let is_held = |key: &u64| not_held.binary_search(key).is_err();
    // The file of meetings may begin with the period.
    let mut aside: BTreeSet<u64> = turnouts.earlier.iter().copied().filter(|key| !is_held(key)).collect();
    for turnout in turnouts.all() {
        let (day, kind) = (turnout.day(), turnout.kind());
        let own = key(turnout.cell, day, kind);
        let has_row = keys.binary_search(&own).is_ok();
        if has_row && is_held(&own) {
            continue;
        }
        aside.insert(own);
        if has_row {
            continue;
        }
        let file = turnouts.files.get(turnout.file());
        let place = Place { row: Some(turnout.row()), ..file.map_or_else(Place::default, Place::file) };
        let name = format!("{} {day} {}", cells.code(turnout.cell), kind.word());
        findings.push(Diagnostic::new(Code::MeetingWithoutRow, place).with("value", name));
    }
    aside
}
