//! Taking a block apart into records and fields.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter};
use wide::u8x16;

use super::{Block, Extent, FileFault};

/// How many characters of a faulty field are quoted.
const EXCERPT: usize = 60;
/// How many bytes are looked at in one go: as many as a word has bits.
const STRIDE: usize = 64;

/// One record of a block, valid while it is handed out.
#[derive(Debug)]
pub struct Record<'b> {
    block: &'b [u8],
    bytes: &'b [u8],
    fields: &'b [Span],
    line: u64,
    row: u64,
    stray: Option<usize>,
    breaks: u64,
    utf8: bool,
}

#[allow(clippy::len_without_is_empty, reason = "a record has at least one field")]
impl<'b> Record<'b> {
    /// The physical line within the block, from 0, where it starts.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Its number within the block, from 0, as a spreadsheet counts: a blank line counts, a line break in quotes
    /// does not.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// How many fields it has: at least one.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Field `i` between its quotes, doubled quotes not yet undone; empty if there is no such field.
    ///
    /// A field with a stray quote is handed out as it stands in the file, quotes and all.
    #[inline]
    pub fn raw(&self, i: usize) -> &'b [u8] {
        self.fields.get(i).map_or(&[], |span| span.of(self.block))
    }

    /// As [`raw`](Self::raw), doubled quotes undone.
    #[inline]
    pub fn field(&self, i: usize) -> Cow<'b, [u8]> {
        match self.fields.get(i) {
            Some(span) if span.is_quoted(self.block) => undouble(span.of(self.block)),
            _ => Cow::Borrowed(self.raw(i)),
        }
    }

    /// Whether field `i` stands in quotes.
    #[inline]
    pub fn is_quoted(&self, i: usize) -> bool {
        self.fields.get(i).is_some_and(|span| span.is_quoted(self.block))
    }

    /// Line breaks within its quoted fields.
    #[inline]
    pub fn breaks(&self) -> u64 {
        self.breaks
    }

    /// Whether all the block is UTF-8, and so every field of this record; if not, a field may still be.
    #[inline]
    pub fn in_utf8(&self) -> bool {
        self.utf8
    }

    /// The first field with quotes out of place, yet an even number of them, so that the records after this one are
    /// sound.
    pub fn stray_quote(&self) -> Option<usize> {
        self.stray
    }

    /// The whole record as it stands in the file, without its line end.
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }
}

fn undouble(content: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'"', content).is_none() {
        return Cow::Borrowed(content);
    }
    let mut plain = Vec::with_capacity(content.len());
    let mut from = 0;
    while let Some(rest) = content.get(from..) {
        let kept = memchr(b'"', rest).map_or(rest.len(), |quote| quote + 1);
        plain.extend(rest.iter().take(kept));
        from += kept + 1;
    }
    Cow::Owned(plain)
}

/// The content of a field in its block, between its quotes if it is well quoted.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

impl Span {
    #[inline]
    fn of(self, block: &[u8]) -> &[u8] {
        block.get(self.start..self.end).unwrap_or_default()
    }

    /// Before any other content stands a separator, a line end or nothing.
    fn is_quoted(self, block: &[u8]) -> bool {
        self.start.checked_sub(1).and_then(|before| block.get(before)) == Some(&b'"')
    }
}

/// Hands every record of the block to `each`, in order; returns how many rows, blank ones included, and lines the block has.
///
/// `separator` is an ASCII byte other than the quote, CR and LF.
///
/// # Errors
///
/// The first fault of the block, after the records before it have been handed out; never [`FileFault::Io`].
pub fn split(block: &Block, separator: u8, mut each: impl FnMut(&Record<'_>)) -> Result<Extent, FileFault> {
    let mut splitter = Splitter::new(&block.bytes, separator, block.longest);
    // All at once takes far less time than field by field.
    splitter.utf8 = simdutf8::basic::from_utf8(&block.bytes).is_ok();
    while splitter.start < block.bytes.len() {
        let (end, next) = splitter.find_record()?;
        let record = splitter.record(end);
        if !record.bytes().is_empty() {
            each(&record);
        }
        splitter.advance(next);
    }
    Ok(Extent { rows: splitter.row, lines: splitter.line })
}

/// The first record of a file which is not blank, not yet taken apart, as its separator is not yet known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'b> {
    /// Its physical line, from 1; its row, from 1, is the same, as only blank lines come before it.
    pub line: u64,
    /// The record as it stands in the file, without its line end.
    pub bytes: &'b [u8],
}

/// The header of a file of which `bytes` are the first block; `None` if all its lines are blank.
pub fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let mut line = 1;
    let mut rest = bytes;
    while let Some(after) = rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n")) {
        rest = after;
        line += 1;
    }
    let bytes = first_record(rest);
    (!bytes.is_empty()).then_some(Header { line, bytes })
}

fn first_record(bytes: &[u8]) -> &[u8] {
    let mut open = false;
    for mark in memchr2_iter(b'\n', b'"', bytes) {
        let (before, after) = bytes.split_at_checked(mark).unwrap_or_default();
        if after.first() == Some(&b'"') {
            open = !open;
        } else if !open {
            return before.strip_suffix(b"\r").unwrap_or(before);
        }
    }
    bytes
}

impl Header<'_> {
    /// Its fields if `separator` separates them, doubled quotes undone.
    ///
    /// # Errors
    ///
    /// [`FileFault::StrayQuote`] or [`FileFault::UnterminatedQuote`], with this separator.
    pub fn fields(&self, separator: u8) -> Result<Vec<Vec<u8>>, FileFault> {
        let mut splitter = Splitter::new(self.bytes, separator, usize::MAX);
        splitter.row = self.line - 1;
        splitter.line = self.line - 1;
        let (end, _) = splitter.find_record()?;
        let record = splitter.record(end);
        Ok((0..record.len()).map(|i| record.field(i).into_owned()).collect())
    }
}

/// A walk over a block, standing at one record.
struct Splitter<'b> {
    bytes: &'b [u8],
    separator: u8,
    longest: usize,
    marks: Marks<'b>,
    /// Where the record starts.
    start: usize,
    /// Where the field starts that is being looked for.
    field: usize,
    fields: Vec<Span>,
    line: u64,
    /// Line breaks met so far in the quotes of this record.
    breaks: u64,
    row: u64,
    stray: Option<usize>,
    utf8: bool,
}

impl<'b> Splitter<'b> {
    fn new(bytes: &'b [u8], separator: u8, longest: usize) -> Self {
        Self {
            bytes,
            separator,
            longest,
            marks: Marks::new(bytes, separator),
            start: 0,
            field: 0,
            fields: Vec::with_capacity(STRIDE),
            line: 0,
            breaks: 0,
            row: 0,
            stray: None,
            utf8: false,
        }
    }

    /// Finds the fields of the record; returns where it ends, its line end not counted, and where the next one starts.
    #[inline]
    fn find_record(&mut self) -> Result<(usize, usize), FileFault> {
        loop {
            self.field = self.marks.plain_fields(self.field, &mut self.fields);
            let mut at = self.marks.next();
            let mut quoted = false;
            if self.byte(at) == Some(b'"') {
                (at, quoted) = self.quotes(at)?;
            }
            let separated = self.byte(at) == Some(self.separator);
            let end = if separated { at } else { self.without_cr(at) };
            if !separated && end > self.limit() {
                return Err(self.too_long());
            }
            let inset = usize::from(quoted);
            self.fields.push(Span { start: self.field + inset, end: end - inset });
            self.field = at + 1;
            if !separated {
                return Ok((end, at + 1));
            }
        }
    }

    fn record(&self, end: usize) -> Record<'_> {
        let bytes = self.slice(self.start, end);
        let Self { line, row, stray, breaks, utf8, .. } = *self;
        Record { block: self.bytes, bytes, fields: &self.fields, line, row, stray, breaks, utf8 }
    }

    fn advance(&mut self, next: usize) {
        self.start = next;
        self.field = next;
        self.fields.clear();
        self.line += 1 + self.breaks;
        self.breaks = 0;
        self.row += 1;
        self.stray = None;
    }

    /// Judges the current field, which has a quote at `first`; returns where it ends and whether it is well quoted.
    fn quotes(&mut self, first: usize) -> Result<(usize, bool), FileFault> {
        let start = self.field;
        let opens = first == start;
        let close = if opens { self.closing_quote(start) } else { Some(first) };
        // Only bytes within the limit are sure to have been read, so a quote closed beyond it counts as open.
        if opens && start < self.limit() && close.is_none_or(|close| close >= self.limit()) {
            return Err(self.unterminated(start));
        }
        let at = close.map_or(self.bytes.len(), |close| self.field_end(close + 1));
        let end = self.without_cr(at);
        if end > self.limit() {
            return Err(self.too_long());
        }
        let quoted = opens && close.is_some_and(|close| close + 1 == end);
        if !quoted {
            self.misquoted(start, end)?;
        }
        self.breaks += count(b'\n', self.slice(start, end));
        self.marks.seek(at + 1);
        Ok((at, quoted))
    }

    fn closing_quote(&self, open: usize) -> Option<usize> {
        let mut from = open + 1;
        loop {
            let quote = from + memchr(b'"', self.bytes.get(from..)?)?;
            if self.byte(quote + 1) != Some(b'"') {
                return Some(quote);
            }
            from = quote + 2;
        }
    }

    /// The separator or newline which ends a field, or the end of the block, once no quote is open.
    fn field_end(&self, from: usize) -> usize {
        let rest = self.slice(from, self.bytes.len());
        match rest.first() {
            Some(&byte) if byte == self.separator || byte == b'\n' => from,
            _ => memchr2(self.separator, b'\n', rest).map_or(self.bytes.len(), |length| from + length),
        }
    }

    /// An odd number of quotes leaves open where the records after this one begin; an even number harms this one only.
    fn misquoted(&mut self, start: usize, end: usize) -> Result<(), FileFault> {
        if count(b'"', self.slice(start, end)) % 2 == 1 {
            let (line, row, field) = (self.line + self.breaks, self.row, self.fields.len());
            return Err(FileFault::StrayQuote { line, row, field, text: excerpt(self.slice(start, end)) });
        }
        self.stray.get_or_insert(self.fields.len());
        Ok(())
    }

    fn unterminated(&self, start: usize) -> FileFault {
        let end = self.limit().min(self.bytes.len());
        let (line, row, field) = (self.line + self.breaks, self.row, self.fields.len());
        FileFault::UnterminatedQuote { line, row, field, text: excerpt(self.slice(start, end)) }
    }

    fn too_long(&self) -> FileFault {
        FileFault::RecordTooLong { line: self.line, row: self.row, limit: self.longest }
    }

    /// Where the record must have ended.
    fn limit(&self) -> usize {
        self.start.saturating_add(self.longest)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'b [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// The end of the content before a line end at `at`; `at` itself if there is none.
    fn without_cr(&self, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(before) if self.byte(at) == Some(b'\n') && self.byte(before) == Some(b'\r') => before,
            _ => at,
        }
    }
}

fn count(byte: u8, bytes: &[u8]) -> u64 {
    memchr_iter(byte, bytes).count() as u64
}

fn excerpt(field: &[u8]) -> String {
    let start = field.get(..EXCERPT * 4).unwrap_or(field);
    String::from_utf8_lossy(start).chars().take(EXCERPT).collect()
}

/// The places of separators, quotes and newlines, one after another.
struct Marks<'b> {
    bytes: &'b [u8],
    separator: u8,
    base: usize,
    /// Bit `i` stands for the byte at `base + i`; those handed out are cleared.
    ahead: u64,
    /// Those of them which are no separators.
    special: u64,
}

impl<'b> Marks<'b> {
    fn new(bytes: &'b [u8], separator: u8) -> Self {
        let mut marks = Self { bytes, separator, base: 0, ahead: 0, special: 0 };
        marks.seek(0);
        marks
    }

    /// Takes the separators up to the next quote or newline, and adds the fields before them, which begin at `start`;
    /// returns where the field after them begins.
    #[inline]
    fn plain_fields(&mut self, mut start: usize, fields: &mut Vec<Span>) -> usize {
        loop {
            let before_special = self.special.wrapping_sub(1) & !self.special;
            let (base, mut plain) = (self.base, self.ahead & before_special);
            // A run of known length is written without asking for room each time.
            fields.extend((0..plain.count_ones()).map(|_| {
                let end = base + plain.trailing_zeros() as usize;
                plain &= plain.wrapping_sub(1);
                let field = Span { start, end };
                start = end + 1;
                field
            }));
            self.ahead &= !before_special;
            if self.ahead != 0 || self.base + STRIDE >= self.bytes.len() {
                return start;
            }
            self.seek(self.base + STRIDE);
        }
    }

    /// The next mark, or the end of the bytes.
    #[inline]
    fn next(&mut self) -> usize {
        while self.ahead == 0 {
            if self.base + STRIDE >= self.bytes.len() {
                return self.bytes.len();
            }
            self.seek(self.base + STRIDE);
        }
        let at = self.base + self.ahead.trailing_zeros() as usize;
        self.ahead &= self.ahead - 1;
        self.special &= self.ahead;
        at
    }

    /// Goes on with the marks at `base` and after it.
    #[inline]
    fn seek(&mut self, base: usize) {
        let rest = self.bytes.get(base..).unwrap_or_default();
        self.base = base;
        (self.ahead, self.special) = match rest.first_chunk() {
            Some(stride) => mark(stride, self.separator),
            None => mark(&padded(rest), self.separator),
        };
    }
}

#[cold]
fn padded(rest: &[u8]) -> [u8; STRIDE] {
    let mut stride = [0; STRIDE];
    for (to, from) in stride.iter_mut().zip(rest) {
        *to = *from;
    }
    stride
}

/// A bit for each byte: first those of separators, quotes and newlines, then those of quotes and newlines alone.
#[inline]
fn mark(stride: &[u8; STRIDE], separator: u8) -> (u64, u64) {
    let (groups, _) = stride.as_chunks();
    groups.iter().rev().fold((0, 0), |(marks, special), group| {
        let group = u8x16::new(*group);
        let odd = group.simd_eq(u8x16::splat(b'"')) | group.simd_eq(u8x16::splat(b'\n'));
        let all = odd | group.simd_eq(u8x16::splat(separator));
        (marks << 16 | u64::from(all.to_bitmask()), special << 16 | u64::from(odd.to_bitmask()))
    })
}
