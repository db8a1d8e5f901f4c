//! One pass over the files of meetings, for all sides at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::again::{Again, ReadBefore, taken};
use super::worker::{Lane, Part, Shared, Worker};
use super::{Beside, Judge, Made, Request, Side, Sink};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::records::account::{Account, Excluded};
use crate::records::alike::{self, One, Verdict};
use crate::records::attendance::Turnouts;
use crate::records::blocks;
use crate::records::cells::{Cells, Near};
use crate::records::columns::Columns;
use crate::records::control;
use crate::records::evidence::Evidence;
use crate::records::folder::RecordFile;
use crate::records::scan::{Extent, Record};
use crate::records::table::{Opened, Reads, open};
use crate::rules::{Scope, Text};

/// What a pass over the files is for.
#[derive(Clone, Copy)]
pub(super) enum Mode<'a> {
    /// All rows are judged, as if none recorded what another does.
    First,
    /// Rows that share these keys are compared; nothing is judged.
    Look(&'a FxHashSet<u64>),
    /// All rows are judged but those that do not hold, per side by number of file and row; `above` has the rows above each block of each file.
    Last { verdicts: &'a [FxHashMap<(usize, u64), Verdict>], above: &'a [Vec<u64>] },
}

/// The rows that record one meeting, with what becomes of them.
pub(super) type Group = (Vec<One>, Vec<Option<Verdict>>);

/// Meetings that several rows record.
pub(super) struct Alike {
    pub(super) asked_for: Vec<Group>,
    /// Of cells that nobody asked for.
    pub(super) others: Vec<Group>,
}

/// What one side has of the files.
pub(super) struct Pass<S> {
    pub(super) sinks: Vec<S>,
    pub(super) accounts: Vec<Account>,
    pub(super) findings: Findings,
    keys: Vec<u64>,
    /// Keys of meetings that were not held, where members have rows.
    pub(super) not_held: Vec<u64>,
    near: Near,
    /// Per file, the rows above each block.
    pub(super) above: Vec<Vec<u64>>,
    /// Rows that share a key with others.
    shared: BTreeMap<u64, Vec<One>>,
    /// Those of them that nobody asked for.
    unasked: FxHashSet<u64>,
}

impl<S> Pass<S> {
    pub(super) fn new(sinks: Vec<S>, files: usize) -> Pass<S> {
        Pass {
            sinks,
            accounts: Vec::new(),
            findings: Findings::new(),
            keys: Vec::new(),
            not_held: Vec::new(),
            near: Near::default(),
            above: vec![Vec::new(); files],
            shared: BTreeMap::new(),
            unasked: FxHashSet::default(),
        }
    }

    /// The rows that record one meeting, with what becomes of them.
    pub(super) fn alike(&self, files: &[RecordFile]) -> Alike {
        let is_asked_for = |(key, _): &(&u64, &Vec<One>)| !self.unasked.contains(key);
        let (asked_for, others): (Vec<_>, Vec<_>) = self.shared.iter().partition(is_asked_for);
        let judged = |groups: Vec<(&u64, &Vec<One>)>| {
            groups.into_iter().map(|(_, rows)| (rows.clone(), alike::judge(rows, files))).collect::<Vec<Group>>()
        };
        Alike { asked_for: judged(asked_for), others: judged(others) }
    }

    pub(super) fn duplicates(&self) -> FxHashSet<u64> {
        if self.keys.is_sorted_by(|a, b| a < b) {
            return FxHashSet::default();
        }
        let mut keys = self.keys.clone();
        keys.sort_unstable();
        keys.windows(2).filter_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None }).collect()
    }

    pub(super) fn take_keys(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.keys)
    }
}

/// Reads every file once; `passes` has one entry for each side.
pub(super) fn pass<J: Judge, S: Sink<Part = J::Part>, B: Beside<J::Part>>(
    files: &[RecordFile],
    what: (&[Side<'_, '_, J>], Option<&Turnouts>),
    beside: &B,
    mut passes: Vec<Pass<S>>,
    mode: &Mode<'_>,
) -> (Vec<Pass<S>>, B::Sum) {
    let mut sum = beside.nothing();
    for (number, file) in files.iter().enumerate() {
        one_file((number, file), what, (beside, &mut sum), *mode, &mut passes);
    }
    (passes, sum)
}

/// What all sides have of a block.
struct Parts<P, B> {
    sides: Vec<Part<P>>,
    beside: B,
}

impl<P, B: Default> Default for Parts<P, B> {
    fn default() -> Parts<P, B> {
        Parts { sides: Vec::new(), beside: B::default() }
    }
}

/// How a side reads a file.
struct OfSide<'a, J> {
    request: Request<'a>,
    /// What the file holds in the words of each text.
    columns: &'a [Columns],
    lanes: Vec<Lane<'a, J>>,
}

fn one_file<J: Judge, S: Sink<Part = J::Part>, B: Beside<J::Part>>(
    (number, source): (usize, &RecordFile),
    (sides, turnouts): (&[Side<'_, '_, J>], Option<&Turnouts>),
    (beside, sum): (&B, &mut B::Sum),
    mode: Mode<'_>,
    passes: &mut [Pass<S>],
) {
    let file = &source.name;
    let (Some(request), Some(first_pass)) = (sides.first().map(|side| side.request), passes.first_mut()) else { return };
    let readers: Vec<Reads<'_>> = sides.iter().flat_map(|side| reads(&side.request)).collect();
    let Some(Opened { blocks, written, first, columns: all }) = open(source, Scope::Meeting, &readers, &mut first_pass.findings)
    else {
        return;
    };
    let mut rest = all.as_slice();
    let mut of_sides: Vec<OfSide<'_, J>> = Vec::new();
    for side in sides {
        let texts = side.request.texts.all();
        let (own, others) = rest.split_at(texts.len().min(rest.len()));
        rest = others;
        let lanes = texts.iter().zip(side.judges).zip(own);
        let lanes = lanes.map(|((text, judge), columns)| Lane::new(file, &text.regulation, judge, columns, request.cells));
        of_sides.push(OfSide { request: side.request, columns: own, lanes: lanes.collect() });
    }
    if let Some((first, others)) = of_sides.split_first_mut() {
        for lane in others.iter_mut().flat_map(|side| &mut side.lanes) {
            lane.taken = first.lanes.iter().map(|first| taken(first, lane)).collect();
        }
    }
    let mut workers: Vec<Worker<'_, J>> = Vec::new();
    for (side, own) in of_sides.iter().enumerate() {
        let columns = own.columns.first();
        workers
            .extend(columns.and_then(|columns| Worker::of(own.request, (turnouts, side), columns, &own.lanes, (mode, number))));
    }
    let Some(columns) = all.first().filter(|_| workers.len() == sides.len()) else { return };
    if let Ok(about) = source.path.metadata()
        && let Ok(rows) = usize::try_from(about.len() / 120)
    {
        first_pass.keys.reserve(rows);
    }
    let account = |lanes: &[Lane<'_, J>]| Account {
        results: lanes.iter().map(|lane| lane.results.headings(lane.reader.columns)).collect(),
        ..Account::new(file)
    };
    let mut accounts: Vec<(Account, control::Sums)> =
        of_sides.iter().map(|side| (account(&side.lanes), control::Sums::default())).collect();
    let mut evidence = vec![Evidence::default(); columns.headings.len()];
    // To give memory back to the system after every block and ask for it again costs more than much of the judging.
    let idle: Mutex<Vec<Parts<J::Part, B::Part>>> = Mutex::default();
    let outcome = blocks::run(
        blocks,
        first,
        columns,
        request.threads,
        |record, parts: &mut Parts<J::Part, B::Part>, block| {
            if parts.sides.is_empty() {
                *parts = idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
                parts.sides.resize_with(workers.len(), Part::default);
            }
            each_side(record, &workers, beside, parts, block);
        },
        |mut parts: Parts<J::Part, B::Part>, before| {
            beside.fold(&mut parts.beside, sum);
            let own = parts.sides.iter_mut().zip(passes.iter_mut()).zip(&mut accounts);
            for (side, ((part, pass), (account, sums))) in own.enumerate() {
                pass.take(part, (account, sums), &mut evidence, ((number, side), before), request.cells);
            }
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(parts);
        },
    );
    let mut refused = Findings::new();
    let aside = match outcome {
        Ok(aside) => Some(aside),
        Err((fault, before)) => {
            refused.push(blocks::structural(file, &fault, before, &columns.headings));
            None
        }
    };
    for (index, evidence) in evidence.iter().enumerate() {
        evidence.judge(file, index, columns.heading(index), &mut refused);
    }
    for (account, _) in &mut accounts {
        aside.iter().for_each(|aside| aside.account(account));
    }
    if accounts.first().is_some_and(|(account, _)| account.rows == 0) && refused.is_empty() {
        refused.push(Diagnostic::new(Code::NoRows, Place::file(file)));
    }
    let is_refused = !refused.is_empty();
    for ((side, pass), (mut account, sums)) in of_sides.iter().zip(passes.iter_mut()).zip(accounts) {
        if let (Some(columns), Some(text)) = (side.columns.first(), side.request.texts.all().first()) {
            let regulation = &text.regulation;
            let decided = columns.decided(source, &written, &evidence, &regulation.vocabulary, &regulation.leaves);
            account.decided = Some(Arc::new(decided));
            account.totals = sums.totals(file, columns);
        }
        if is_refused {
            account.refuse();
        }
        pass.accounts.push(account);
    }
    if let Some(pass) = passes.first_mut() {
        pass.findings.extend_untold(refused);
    }
}

/// In whose words a side reads its files.
fn reads<'a>(request: &Request<'a>) -> Vec<Reads<'a>> {
    let texts = request.texts;
    let reads = |(number, text): (usize, &'a Text)| Reads {
        vocabulary: &text.regulation.vocabulary,
        regulation: Some(&text.regulation),
        others: texts.others(),
        owns_results: texts.may_own_results(number),
    };
    texts.all().iter().enumerate().map(reads).collect()
}

fn each_side<J: Judge, B: Beside<J::Part>>(
    record: &Record<'_>,
    workers: &[Worker<'_, J>],
    beside: &B,
    parts: &mut Parts<J::Part, B::Part>,
    block: usize,
) {
    let mut first: Option<usize> = None;
    for (side, worker) in workers.iter().enumerate() {
        let Some((own, others)) = parts.sides.get_mut(..=side).and_then(<[Part<J::Part>]>::split_last_mut) else { return };
        let read = others.first().zip(first).and_then(|(before, text)| {
            let facts = &before.lanes.get(text).filter(|_| before.is_clean)?.facts;
            Some(ReadBefore { text, facts, meeting: before.meeting? })
        });
        let again = read.as_ref().and_then(|read| worker.again(record, own, read));
        let (judged, in_place) = match again {
            Some(Again { text, in_place }) => (text, in_place),
            None => (worker.row(record, own, block, read), None),
        };
        let Some(before) = others.first() else {
            first = judged;
            continue;
        };
        let made = |part, text: Option<usize>| made(part, text?);
        if let (Some(first), Some(other)) = (made(before, first), made(own, judged)) {
            let other = Made { facts: in_place.unwrap_or(other.facts), ..other };
            beside.row(side, &first, &other, &mut parts.beside);
        }
    }
}

fn made<P>(part: &Part<P>, text: usize) -> Option<Made<'_, P>> {
    let lane = part.lanes.get(text)?;
    Some(Made { text, part: &lane.judged, facts: &lane.facts })
}

impl<S> Pass<S> {
    /// Takes what a block gives, in the order of the file.
    fn take<P>(
        &mut self,
        part: &mut Part<P>,
        (account, sums): (&mut Account, &mut control::Sums),
        evidence: &mut [Evidence],
        ((number, side), before): ((usize, usize), Extent),
        cells: &Cells,
    ) where
        S: Sink<Part = P>,
    {
        account.rows += part.rows;
        account.used += part.used;
        account.exclude(Excluded::NotAskedFor, part.excluded);
        account.exclude(Excluded::NotOfTable, part.totals);
        account.exclude(Excluded::Copy, part.copies);
        account.exclude(Excluded::NotChosen, part.not_chosen);
        sums.join(std::mem::take(&mut part.sums));
        if let Some(above) = self.above.get_mut(number) {
            above.push(before.rows);
        }
        for Shared { key, row, content, asked_for } in part.shared.drain(..) {
            self.shared.entry(key).or_default().push(One { file: number, row: row + before.rows, content });
            if !asked_for {
                self.unasked.insert(key);
            }
        }
        // The meetings are those of the first side.
        if side == 0 {
            self.keys.append(&mut part.keys);
            self.keys.extend(part.rejected.iter().filter_map(|rejected| rejected.key));
            self.not_held.append(&mut part.not_held);
        }
        for rejected in part.rejected.drain(..) {
            if rejected.asked_for {
                account.rejected += 1;
            } else {
                account.exclude(Excluded::NotAskedFor, 1);
            }
            if let (Some(cell), Some(sink)) = (rejected.cell, self.sinks.get_mut(rejected.lane)) {
                sink.rejected(cell, rejected.month, rejected.kind);
            }
        }
        for mut fault in part.faults.drain(..) {
            fault.place.move_down(before.rows, before.lines);
            self.findings.push(self.near.add(fault, cells));
        }
        for (mine, theirs) in evidence.iter_mut().zip(part.evidence.drain(..)) {
            mine.join(theirs, before.rows);
        }
        for (sink, lane) in self.sinks.iter_mut().zip(&mut part.lanes) {
            sink.fold(&mut lane.judged, number, before.rows);
        }
        part.begin_anew();
    }
}
