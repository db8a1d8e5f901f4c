//! A file in blocks: read by one thread at a time, worked on by all, folded in the order of the file.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use super::account::{Account, Excluded};
use super::columns::Columns;
use super::frame::Of;
use super::scan::{Block, Blocks, Extent, FileFault, Record, split};
use crate::diagnostic::{Code, Diagnostic, Place};

/// Rows below the heading that nobody reads.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aside {
    pub(super) not_of_table: u64,
    pub(super) corrected: u64,
}

impl Aside {
    /// Puts them into the account of their file.
    pub(super) fn account(self, account: &mut Account) {
        account.rows += self.not_of_table + self.corrected;
        account.exclude(Excluded::NotOfTable, self.not_of_table);
        account.exclude(Excluded::Corrected, self.corrected);
    }
}

/// What a fault of the structure of a file looks like to the reader; `before` comes before the block of the fault.
pub(super) fn structural(file: &Arc<str>, fault: &FileFault, before: Extent, headings: &[String]) -> Diagnostic {
    let at = |line: u64, row: u64, field: Option<usize>| {
        let place = Place::row(file, before.lines + line + 1, before.rows + row + 1);
        match field {
            Some(field) => place.column(field, headings.get(field).map_or("", String::as_str)),
            None => place,
        }
    };
    match fault {
        FileFault::StrayQuote { line, row, field, text } => {
            Diagnostic::new(Code::QuoteStray, at(*line, *row, Some(*field))).with("value", first_line(text))
        }
        FileFault::UnterminatedQuote { line, row, field, text } => {
            Diagnostic::new(Code::QuoteUnterminated, at(*line, *row, Some(*field))).with("value", first_line(text))
        }
        FileFault::RecordTooLong { line, row, .. } => Diagnostic::new(Code::RecordTooLong, at(*line, *row, None)),
        FileFault::Io(error) => Diagnostic::new(Code::FileUnreadable, Place::file(file)).with_system("value", error),
    }
}

/// An excerpt may run over several lines; the first is enough to find the place.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

/// Hands every record of the table to `each`, with the number of its block, which gathers into a part per block; the parts are folded in the order of
/// the file, each with what comes before it. The result depends neither on the number of threads nor on the size of blocks. Returns the rows
/// below the heading that were not handed out.
///
/// # Errors
/// The first structural fault of the file and what comes before its block.
pub(super) fn run<R: Read + Send, T: Default + Send>(
    blocks: Blocks<R>,
    first: Block,
    columns: &Columns,
    threads: usize,
    each: impl Fn(&Record<'_>, &mut T, usize) + Sync,
    fold: impl FnMut(T, Extent),
) -> Result<Aside, (FileFault, Extent)> {
    let work = |block: &Block, above: Option<u64>| {
        let mut part = T::default();
        let above = if block.index == 0 { Some(0) } else { above };
        let mut aside = Aside::default();
        let extent =
            split(block, columns.frame.separator, |record| match columns.frame.of(above.map(|above| above + record.row())) {
                Of::Table => each(record, &mut part, block.index),
                Of::Heading => {}
                Of::Numbering | Of::Skipped => aside.not_of_table += 1,
                Of::Corrected => aside.corrected += 1,
            });
        (part, extent, aside)
    };
    run_whole(blocks, first, (columns, threads), work, fold)
}

/// As [`run`], with whole blocks, heading and all. A block is worked on with the number of rows above it where that is known, and gives its own
/// rows that are not handed out.
///
/// # Errors
/// As there.
pub(super) fn run_whole<R: Read + Send, T: Send>(
    blocks: Blocks<R>,
    first: Block,
    (columns, threads): (&Columns, usize),
    work: impl Fn(&Block, Option<u64>) -> (T, Result<Extent, FileFault>, Aside) + Sync,
    mut fold: impl FnMut(T, Extent),
) -> Result<Aside, (FileFault, Extent)> {
    // Blocks are worked on before those above them are done; only one after another they know their rows.
    let threads = if columns.frame.counts_rows() { 1 } else { threads };
    let mut all = Aside::default();
    let feed = Feed { state: Mutex::new((Some(first), blocks, None)), stop: AtomicBool::new(false) };
    let mut before = Extent::default();
    let mut take = |(part, extent, aside): (T, Result<Extent, FileFault>, Aside), before: &mut Extent| match extent {
        Ok(extent) => {
            fold(part, *before);
            *before += extent;
            all.not_of_table += aside.not_of_table;
            all.corrected += aside.corrected;
            Ok(())
        }
        Err(fault) => Err((fault, *before)),
    };
    if threads <= 1 {
        let mut buffer = Vec::new();
        while let Some(block) = feed.next(buffer) {
            let done = work(&block, Some(before.rows));
            take(done, &mut before)?;
            buffer = block.bytes;
        }
    } else {
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(2 * threads);
            for _ in 0..threads {
                let (send, work, feed) = (send.clone(), &work, &feed);
                scope.spawn(move || {
                    let mut buffer = Vec::new();
                    while let Some(block) = feed.next(buffer) {
                        let done = work(&block, None);
                        if send.send((block.index, done)).is_err() {
                            return;
                        }
                        buffer = block.bytes;
                    }
                });
            }
            drop(send);
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for (index, done) in receive {
                waiting.insert(index, done);
                while let Some(done) = waiting.remove(&next) {
                    next += 1;
                    if let Err(fault) = take(done, &mut before) {
                        feed.stop.store(true, Ordering::Relaxed);
                        return Err(fault);
                    }
                }
            }
            Ok(())
        })?;
    }
    match feed.state.into_inner().unwrap_or_else(PoisonError::into_inner).2 {
        Some(fault) => Err((fault, before)),
        None => Ok(all),
    }
}

/// Where workers get their blocks.
struct Feed<R> {
    state: Mutex<(Option<Block>, Blocks<R>, Option<FileFault>)>,
    stop: AtomicBool,
}

impl<R: Read> Feed<R> {
    fn next(&self, buffer: Vec<u8>) -> Option<Block> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = state.0.take() {
            return Some(first);
        }
        if state.2.is_some() {
            return None;
        }
        match state.1.next(buffer) {
            Ok(block) => block,
            Err(fault) => {
                state.2 = Some(fault);
                None
            }
        }
    }
}
