//! `attendance.csv`: where every member was at every meeting, counted over the roll of the day.
//!
//! Rows mostly stand cell by cell. Then a cell is counted as soon as its rows end, and nothing is kept of them. A cell whose rows come in
//! several places is found out on the way; the files are read again, and the rows of such cells are kept until the end.

mod close;
mod history;
mod part;
mod quick;
mod reader;
mod rows;
mod runs;
mod sides;
mod turnout;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use close::{Closed, Closing, Labels, Room};
use history::History;
use part::{Group, Keep, Part, Spare};
use reader::{Reader, Slots};
use rows::CellRows;
use sides::Sides;
pub use turnout::{MemberStatus, MemberYear, Turnout, Turnouts};

use super::account::{Account, Excluded};
use super::blocks::{self, Aside};
use super::cells::{CellIndex, Cells, Near};
use super::control;
use super::evidence::Evidence;
use super::folder::RecordFile;
use super::roster::Roster;
use super::scan::Extent;
use super::table::{Opened, Reads, open};
use crate::base::{Month, Period};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Scope, Texts, Vocabulary};

/// So many cells with rows in several places, and the file is in no order at all.
const SCATTERED: usize = 4096;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct AttendanceRequest<'a> {
    /// The columns.
    pub registers: &'a Vocabulary,
    /// Known cells.
    pub cells: &'a Cells,
    /// Who is on the roll; without it the rows that came are the roll.
    pub roster: Option<&'a Roster>,
    /// Meetings of this period are counted; rows from the start of its first year on are read, as runs go back to it.
    pub period: Period,
    /// Only these cells; rows of others are excluded.
    pub only: Option<&'a [CellIndex]>,
    /// Rows outside the period are checked too.
    pub check_all: bool,
    /// Keys of meetings that do not count; their rows are excluded.
    pub aside: &'a BTreeSet<u64>,
    /// Members one by one are wanted too; the texts say who counts for the rate.
    pub members: Option<&'a Texts>,
    /// Workers.
    pub threads: usize,
}

/// Reads all files of attendance. A file whose structure cannot be trusted is refused as a whole: its account says so, and nothing of the
/// result may be used. A file that cannot be opened has no account.
pub fn read_attendance(
    files: &[RecordFile],
    request: AttendanceRequest<'_>,
    findings: &mut Findings,
) -> (Turnouts, Vec<Account>) {
    // Which rows a clerk has chosen or corrected is known by their places in the file, and those only once all is read.
    let by_place = files.iter().any(|file| !file.chosen.is_empty() || !file.corrected.is_empty());
    // Members bring along what they have behind them, from cells that may stand later in the file.
    let linked = history::linked(request.cells.lineage(), request.period);
    let mut keep = match by_place {
        true => Keep::All,
        false if linked.is_empty() => Keep::None,
        false => Keep::Some(linked.clone()),
    };
    loop {
        let mut pass = Pass { keep, ..Pass::default() };
        for (number, file) in files.iter().enumerate() {
            pass.file(number, file, request);
            if pass.scattered() {
                break;
            }
        }
        if pass.returning.is_empty() {
            let (turnouts, accounts, found) = pass.finish(files, request);
            findings.extend(found);
            return (turnouts, accounts);
        }
        keep = if pass.scattered() { Keep::All } else { Keep::Some(pass.returning.union(&linked).copied().collect()) };
    }
}

#[derive(Default)]
struct Pass {
    keep: Keep,
    seen: Vec<bool>,
    /// Cells whose rows ended and began again.
    returning: BTreeSet<CellIndex>,
    kept: BTreeMap<CellIndex, CellRows>,
    open: Option<Group>,
    closed: Closed,
    room: Room,
    accounts: Vec<(usize, Account)>,
    findings: Findings,
    near: Near,
    labels: Vec<Labels>,
}

impl Pass {
    fn scattered(&self) -> bool {
        self.returning.len() > SCATTERED
    }

    fn file(&mut self, number: usize, source: &RecordFile, request: AttendanceRequest<'_>) {
        let AttendanceRequest { registers, cells, .. } = request;
        self.labels.resize(number + 1, Labels::default());
        let reads = [Reads { vocabulary: registers, regulation: None, others: &[], owns_results: true }];
        let Some(Opened { blocks, written, first, columns }) = open(source, Scope::Attendance, &reads, &mut self.findings) else {
            return;
        };
        let Some(columns) = columns.first() else { return };
        let slots = Slots::of(registers);
        let column =
            |slot: usize| columns.of_slot(slot).map_or((0, String::new()), |place| (place, columns.heading(place).to_owned()));
        if let Some(labels) = self.labels.get_mut(number) {
            *labels = Labels {
                file: Some(source.name.clone()),
                chosen: source.chosen.clone(),
                member: column(slots.member),
                status: column(slots.status),
            };
        }
        let closing = self.closing(request);
        let mut account = Account::new(&source.name);
        let mut evidence = vec![Evidence::default(); columns.headings.len()];
        let keep = std::mem::take(&mut self.keep);
        self.seen.resize(cells.len(), false);
        let reader = Reader::new(
            (number, &source.name),
            columns,
            registers,
            (request.only, request.check_all),
            (first_day(request.period), closing.days.1),
            &keep,
            &closing,
        );
        let mut sums = control::Sums::default();
        let spare = Spare::default();
        // Once it is clear that the files are to be read again, nothing more is made of them.
        let in_vain = AtomicBool::new(false);
        let size = source.path.metadata().map_or(0, |about| about.len());
        let outcome = blocks::run_whole(
            blocks,
            first,
            (columns, request.threads),
            |block, above| match in_vain.load(Ordering::Relaxed) {
                true => (Part::default(), Ok(Extent::default()), Aside::default()),
                false => reader.block(block, above, &spare),
            },
            |mut part: Part, before| {
                self.expect(&part, size);
                account.rows += part.rows;
                account.used += part.used;
                account.exclude(Excluded::NotAskedFor, part.excluded);
                account.exclude(Excluded::NotOfTable, part.totals);
                for row in &part.rejected {
                    if source.corrected.contains(&(row + before.rows)) {
                        account.exclude(Excluded::Corrected, 1);
                    } else {
                        account.rejected += 1;
                    }
                }
                sums.join(std::mem::take(&mut part.sums));
                for (mine, theirs) in evidence.iter_mut().zip(&part.evidence) {
                    mine.join(theirs.clone(), before.rows);
                }
                let corrected = self.fold(part, before, source, &closing, cells);
                account.used -= corrected;
                account.exclude(Excluded::Corrected, corrected);
                in_vain.store(self.scattered(), Ordering::Relaxed);
            },
        );
        if let Some(open) = self.open.take() {
            self.close(&open, &closing);
        }
        self.keep = keep;
        let mut refused = Findings::new();
        match outcome {
            Ok(aside) => aside.account(&mut account),
            Err((fault, before)) => refused.push(blocks::structural(&source.name, &fault, before, &columns.headings)),
        }
        for (index, evidence) in evidence.iter().enumerate() {
            evidence.judge(&source.name, index, columns.heading(index), &mut refused);
        }
        if account.rows == 0 && refused.is_empty() {
            refused.push(Diagnostic::new(Code::NoRows, Place::file(&source.name)));
        }
        account.decided = Some(Arc::new(columns.decided(source, &written, &evidence, registers, &[])));
        account.totals = sums.totals(&source.name, columns);
        if !refused.is_empty() {
            account.refuse();
        }
        self.findings.extend_untold(refused);
        self.accounts.push((number, account));
    }

    fn closing<'a>(&self, request: AttendanceRequest<'a>) -> Closing<'a> {
        let AttendanceRequest { cells, roster, period, .. } = request;
        let number = |day: Option<crate::base::Day>| day.map_or(0, crate::base::Day::number);
        let years = (period.first.year()..=period.last.year())
            .map(|year| (number(Month::new(year, 1).and_then(Month::first_day)), year))
            .collect();
        Closing {
            cells,
            roster,
            days: (number(period.first.first_day()), number(period.last.last_day())),
            years,
            members: request.members.map(Sides::of_texts),
            aside: request.aside,
            labels: self.labels.clone(),
        }
    }

    /// Makes room for the meetings of a file as large as it is, by those of its first block: room that doubles ends up too large.
    fn expect(&mut self, part: &Part, size: u64) {
        let blocks = usize::try_from(size).unwrap_or(0).checked_div(part.size).unwrap_or(0);
        if self.closed.turnouts.is_empty() && blocks > 1 {
            let each = part.closed.turnouts.len();
            self.closed.turnouts.reserve_exact(blocks * (each + each / 16));
        }
    }

    /// Returns how many sound rows were left out since corrected ones have taken their place.
    fn fold(&mut self, part: Part, before: Extent, source: &RecordFile, closing: &Closing<'_>, cells: &Cells) -> u64 {
        let Part { faults, head, cells: between, closed, tail, kept, .. } = part;
        if let Some(mut head) = head {
            match &mut self.open {
                Some(open) if open.cell == head.cell => {
                    open.rows.extend(&head.rows, before.rows, &BTreeSet::new());
                }
                _ => {
                    head.rows.move_down(before.rows);
                    if let Some(open) = self.open.replace(head) {
                        self.close(&open, closing);
                    }
                }
            }
        }
        if let Some(mut tail) = tail {
            tail.rows.move_down(before.rows);
            if let Some(open) = self.open.replace(tail) {
                self.close(&open, closing);
            }
        }
        for cell in between {
            self.ends(cell);
        }
        let below = u32::try_from(before.rows).unwrap_or(u32::MAX);
        self.closed.turnouts.extend(closed.turnouts.into_iter().map(|own| Turnout { row: own.row.saturating_add(below), ..own }));
        self.closed.members.extend(closed.members);
        self.closed.rejected.extend(closed.rejected);
        self.closed.excluded.extend(closed.excluded);
        self.closed.earlier.extend(closed.earlier);
        for mut fault in faults.into_iter().chain(closed.faults) {
            fault.place.move_down(before.rows, before.lines);
            if !fault.place.row.is_some_and(|row| source.corrected.contains(&row)) {
                self.findings.push(self.near.add(fault, cells));
            }
        }
        let mut left_out = 0;
        for Group { cell, rows } in kept {
            left_out += self.kept.entry(cell).or_default().extend(&rows, before.rows, &source.corrected);
        }
        left_out
    }

    fn close(&mut self, group: &Group, closing: &Closing<'_>) {
        self.close_over(group, &[], closing);
    }

    fn close_over(&mut self, group: &Group, brought: &[History], closing: &Closing<'_>) {
        closing.close((group.cell, &group.rows), brought, &mut self.room, &mut self.closed);
        for fault in self.closed.faults.drain(..) {
            self.findings.push(fault);
        }
        self.ends(group.cell);
    }

    fn ends(&mut self, cell: CellIndex) {
        if let Some(seen) = self.seen.get_mut(cell.position())
            && std::mem::replace(seen, true)
        {
            self.returning.insert(cell);
        }
    }

    fn finish(mut self, files: &[RecordFile], request: AttendanceRequest<'_>) -> (Turnouts, Vec<Account>, Findings) {
        let closing = self.closing(request);
        let line = (request.cells.lineage(), request.period);
        let mut brought = BTreeMap::new();
        for cell in history::linked(line.0, line.1) {
            brought.insert(cell, history::brought((cell, None), line, &self.kept, &closing, &mut self.room));
        }
        while let Some((cell, rows)) = self.kept.pop_first() {
            let histories = brought.get(&cell).map_or(&[][..], Vec::as_slice);
            self.close_over(&Group { cell, rows }, histories, &closing);
        }
        let Closed { turnouts: mut all, mut members, rejected, excluded, earlier, .. } = self.closed;
        for file in rejected {
            if let Some((_, account)) = self.accounts.iter_mut().find(|(number, account)| *number == file && !account.refused) {
                account.used -= 1;
                account.rejected += 1;
            }
        }
        for (file, why) in excluded {
            if let Some((_, account)) = self.accounts.iter_mut().find(|(number, account)| *number == file && !account.refused) {
                account.used -= 1;
                account.exclude(why, 1);
            }
        }
        if !all.is_sorted_by_key(|turnout| (turnout.cell, turnout.key)) {
            all.sort_unstable_by_key(|turnout| (turnout.cell, turnout.key));
        }
        members.sort_by(|a, b| (a.cell, &a.code, a.year).cmp(&(b.cell, &b.code, b.year)));
        let mut starts = Vec::with_capacity(request.cells.len() + 1);
        let mut next = 0;
        for cell in request.cells.iter() {
            starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            while all.get(next).is_some_and(|turnout| turnout.cell == cell) {
                next += 1;
            }
        }
        starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        let files = files.iter().map(|file| file.name.clone()).collect();
        control::judge(self.accounts.iter().map(|(_, account)| account), &mut self.findings);
        let turnouts = Turnouts { all, starts, earlier, files, members, roster: None };
        self.findings.sort_by_rows();
        (turnouts, self.accounts.into_iter().map(|(_, account)| account).collect(), self.findings)
    }
}

/// The first day of the year in which a period begins, as a number.
fn first_day(period: Period) -> i64 {
    Month::new(period.first.year(), 1).and_then(Month::first_day).map_or(0, crate::base::Day::number)
}
