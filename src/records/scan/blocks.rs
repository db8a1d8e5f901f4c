//! Cutting a file into blocks of whole records.

use std::io::{ErrorKind, Read};

use memchr::{memchr, memchr_iter, memrchr_iter};

use super::FileFault;

/// Large enough to make the hand-over to a worker cheap, small enough to stay in its cache.
const BLOCK: usize = 128 * 1024;
/// No honest record comes near; a quote left open in a file of gigabytes must not pull all of it into memory.
const LONGEST: usize = 1024 * 1024;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A run of whole records, to be taken apart by [`split`](super::split).
#[derive(Debug)]
pub struct Block {
    /// Its number in the file, from 0.
    pub index: usize,
    /// How many bytes, line end not counted, one of its records may have.
    pub longest: usize,
    /// The records, without the byte order mark of the file.
    pub bytes: Vec<u8>,
}

impl Block {
    /// A whole small file, or its start, as one block.
    pub fn whole(bytes: Vec<u8>) -> Self {
        Self { index: 0, longest: LONGEST, bytes }
    }
}

/// The blocks of a file, read one after another.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    block: usize,
    longest: usize,
    /// The start of the record which the block before broke off.
    carry: Vec<u8>,
    index: usize,
    done: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of about 256 KiB, records of at most 1 MiB; a UTF-8 byte order mark at the start is left out.
    pub fn new(reader: R) -> Self {
        Self::with_sizes(reader, BLOCK, LONGEST)
    }

    /// As [`new`](Self::new), reading `block` bytes at a time and allowing records of `longest` bytes.
    pub fn with_sizes(reader: R, block: usize, longest: usize) -> Self {
        Self { reader, block: block.max(1), longest, carry: Vec::new(), index: 0, done: false }
    }

    /// The next block, its bytes held in `buffer`, whose content is dropped; `None` at the end of the file.
    ///
    /// Giving back the bytes of a block which has been dealt with saves most of the time: fresh memory is slow.
    /// A quote left open and a record too long end the blocks: the last one holds the record as far as it was read,
    /// and [`split`](super::split) names the fault.
    ///
    /// # Errors
    ///
    /// [`FileFault::Io`] if the reader fails.
    pub fn next(&mut self, mut buffer: Vec<u8>) -> Result<Option<Block>, FileFault> {
        if self.done {
            return Ok(None);
        }
        // The content stays until it is written over: to wipe it first takes time.
        let mut filled = self.carry.len();
        buffer.resize(buffer.len().max(filled), 0);
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.carry);
        }
        self.carry.clear();
        if self.index == 0 {
            filled = self.read_into(&mut buffer, filled, BOM.len())?;
            if buffer.get(..filled) == Some(BOM) {
                filled = 0;
            }
        }
        while !self.done {
            filled = self.read_into(&mut buffer, filled, self.block)?;
            if self.done {
                break;
            }
            let read = buffer.get(..filled).unwrap_or(&[]);
            if let Some(end) = last_record_end(read) {
                self.carry.extend_from_slice(read.get(end..).unwrap_or(&[]));
                filled = end;
                break;
            }
            // The byte beyond the limit may be the CR of a line end still to be read.
            self.done = filled > self.longest.saturating_add(1);
        }
        buffer.truncate(filled);
        Ok(self.hand_out(buffer))
    }

    /// Reads `size` bytes to the place `from` of `buffer`; returns where they end. Fewer mean that there is no more to come, after a failure as well.
    fn read_into(&mut self, buffer: &mut Vec<u8>, from: usize, size: usize) -> Result<usize, FileFault> {
        buffer.resize(from + size, 0);
        let mut end = from;
        // Until all is read.
        self.done = true;
        while let Some(free) = buffer.get_mut(end..).filter(|free| !free.is_empty()) {
            match self.reader.read(free) {
                Ok(0) => return Ok(end),
                Ok(read) => end += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.done = false;
        Ok(end)
    }

    fn hand_out(&mut self, bytes: Vec<u8>) -> Option<Block> {
        if bytes.is_empty() {
            return None;
        }
        let block = Block { index: self.index, longest: self.longest, bytes };
        self.index += 1;
        Some(block)
    }
}

/// The place after the last newline with an even number of quotes before it.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let mut open = odd_quotes(bytes);
    let mut tail_end = bytes.len();
    for newline in memrchr_iter(b'\n', bytes) {
        open ^= odd_quotes(bytes.get(newline..tail_end)?);
        if !open {
            return Some(newline + 1);
        }
        tail_end = newline;
    }
    None
}

fn odd_quotes(bytes: &[u8]) -> bool {
    // Most blocks have none, which is found out faster than how many there are.
    memchr(b'"', bytes).is_some_and(|first| memchr_iter(b'"', bytes.get(first..).unwrap_or(&[])).count() % 2 == 1)
}
