#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::io::{self, Read};

use super::*;

const ALL: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u64,
    row: u64,
    bytes: Vec<u8>,
    raw: Vec<Vec<u8>>,
    fields: Vec<Vec<u8>>,
    stray: Option<usize>,
}

/// Rows count from the start of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Stray(u64, u64, usize, String),
    Open(u64, u64, usize, String),
    Long(u64, u64, usize),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Outcome {
    records: Vec<Row>,
    /// Rows before the one with the fault.
    rows: u64,
    fault: Option<Fault>,
}

fn kept(record: &Record<'_>, before: Extent) -> Row {
    Row {
        line: before.lines + record.line() + 1,
        row: before.rows + record.row(),
        bytes: record.bytes().to_vec(),
        raw: (0..record.len()).map(|i| record.raw(i).to_vec()).collect(),
        fields: (0..record.len()).map(|i| record.field(i).into_owned()).collect(),
        stray: record.stray_quote(),
    }
}

fn scan(reader: impl Read, separator: u8, block: usize, longest: usize) -> Outcome {
    let mut blocks = Blocks::with_sizes(reader, block, longest);
    let mut outcome = Outcome::default();
    let mut buffer = b"left over".to_vec();
    let mut expected_index = 0;
    let mut before = Extent::default();
    while let Some(block) = blocks.next(buffer).unwrap() {
        assert_eq!(block.index, expected_index);
        expected_index += 1;
        match split(&block, separator, |record| outcome.records.push(kept(record, before))) {
            Ok(extent) => {
                before += extent;
                outcome.rows = before.rows;
            }
            Err(fault) => {
                let fault = absolute(fault, before);
                let (Fault::Stray(_, row, ..) | Fault::Open(_, row, ..) | Fault::Long(_, row, _)) = &fault;
                outcome.rows = *row;
                outcome.fault = Some(fault);
                return outcome;
            }
        }
        buffer = block.bytes;
    }
    assert!(blocks.next(Vec::new()).unwrap().is_none());
    outcome
}

fn absolute(fault: FileFault, before: Extent) -> Fault {
    let (lines, rows) = (before.lines + 1, before.rows);
    match fault {
        FileFault::StrayQuote { line, row, field, text } => Fault::Stray(lines + line, rows + row, field, text),
        FileFault::UnterminatedQuote { line, row, field, text } => Fault::Open(lines + line, rows + row, field, text),
        FileFault::RecordTooLong { line, row, limit } => Fault::Long(lines + line, rows + row, limit),
        FileFault::Io(error) => panic!("{error}"),
    }
}

fn whole(text: &str) -> Outcome {
    scan(text.as_bytes(), b',', ALL, ALL)
}

/// The fields of every record, joined by `|`, records by `/`.
fn fields(text: &str) -> String {
    let outcome = whole(text);
    assert_eq!(outcome.fault, None);
    let joined = |row: &Row| row.fields.iter().map(|field| String::from_utf8_lossy(field)).collect::<Vec<_>>().join("|");
    outcome.records.iter().map(joined).collect::<Vec<_>>().join("/")
}

fn fault(text: &str) -> Option<Fault> {
    whole(text).fault
}

fn stray(line: u64, row: u64, field: usize, text: &str) -> Option<Fault> {
    Some(Fault::Stray(line, row, field, text.to_owned()))
}

fn open(line: u64, row: u64, field: usize, text: &str) -> Option<Fault> {
    Some(Fault::Open(line, row, field, text.to_owned()))
}

#[test]
fn quotes_enclose_separators_and_line_breaks() {
    assert_eq!(fields("a,\"b,c\",d\n\"\",\"e\nf\"\n"), "a|b,c|d/|e\nf");
}

#[test]
fn doubled_quotes_stand_for_one() {
    assert_eq!(fields("\"\"\"a\"\"\",\"\"\"\"\"\",\"b\"\"c\"\n"), "\"a\"|\"\"|b\"c");
    assert_eq!(whole("\"b\"\"c\"").records[0].raw, [b"b\"\"c"]);
}

#[test]
fn spaces_and_lone_carriage_returns_are_content() {
    assert_eq!(fields(" a , \n\rb\r,c\r"), " a | /\rb\r|c\r");
}

#[test]
fn both_line_ends_are_left_out() {
    assert_eq!(fields("a,b\r\n\"c\"\r\nd,\r\ne\n"), "a|b/c/d|/e");
    let bytes: Vec<_> = whole("a,b\r\n\"c\"\r\n").records.into_iter().map(|row| row.bytes).collect();
    assert_eq!(bytes, [&b"a,b"[..], b"\"c\""]);
}

#[test]
fn a_last_record_needs_no_line_end() {
    assert_eq!(fields("a\nb,"), "a/b|");
    assert_eq!(fields("a\n\"b\""), "a/b");
    assert_eq!(whole("a\nb").rows, whole("a\nb\n").rows);
}

#[test]
fn blank_lines_are_rows_but_no_records() {
    let outcome = whole("\n\r\na\n\nb\n\n");
    let places: Vec<_> = outcome.records.iter().map(|row| (row.line, row.row)).collect();
    assert_eq!(places, [(3, 2), (5, 4)]);
    assert_eq!(outcome.rows, 6);
}

#[test]
fn line_breaks_in_quotes_are_lines_but_no_rows() {
    let outcome = whole("\"a\nb\r\nc\",\"\n\"\nd\n");
    let places: Vec<_> = outcome.records.iter().map(|row| (row.line, row.row)).collect();
    assert_eq!(places, [(1, 0), (5, 1)]);
}

#[test]
fn a_byte_order_mark_is_no_content() {
    assert_eq!(fields("\u{feff}\"a\",b\n"), "a|b");
    assert_eq!(fields("\u{feff}"), "");
    assert_eq!(fields("a\n\u{feff}b\n"), "a/\u{feff}b");
}

#[test]
fn nothing_is_no_record() {
    assert_eq!(whole(""), Outcome::default());
}

#[test]
fn a_field_out_of_range_is_empty() {
    let block = Block::whole(b"a,\"b\"".to_vec());
    let mut seen = 0;
    split(&block, b',', |record| {
        seen += 1;
        assert_eq!((record.raw(1), record.raw(2), record.field(2).len()), (&b"b"[..], &b""[..], 0));
    })
    .unwrap();
    assert_eq!(seen, 1);
}

#[test]
fn an_even_number_of_stray_quotes_harms_its_record_only() {
    let outcome = whole("a,b\"c\"d,\"q\"r\n\"q\" ,e\r\n\"f\"\n");
    assert_eq!(outcome.fault, None);
    let strays: Vec<_> = outcome.records.iter().map(|row| row.stray).collect();
    assert_eq!(strays, [Some(1), Some(0), None]);
    assert_eq!(outcome.records[0].fields, [&b"a"[..], b"b\"c\"d", b"\"q\"r"]);
    assert_eq!(outcome.records[1].fields, [&b"\"q\" "[..], b"e"]);
}

#[test]
fn an_odd_number_of_stray_quotes_refuses_the_file() {
    assert_eq!(fault("a\nb,c\"d,e\nf\n"), stray(2, 1, 1, "c\"d"));
    assert_eq!(fault("\"a\n\",\"q\"r\"\r\n"), stray(2, 0, 1, "\"q\"r\""));
    assert_eq!(fault("\n\"a\n\"b\",c\n\"d\"\n"), stray(2, 1, 0, "\"a\n\"b\""));
}

#[test]
fn a_second_odd_field_does_not_hide_the_first() {
    assert_eq!(fault("a\"b\nc\"d\n"), stray(1, 0, 0, "a\"b"));
}

#[test]
fn records_before_a_fault_are_handed_out() {
    let outcome = whole("a\nb\nc\"\n");
    assert_eq!((outcome.records.len(), outcome.rows), (2, 2));
}

#[test]
fn an_open_quote_is_found_where_it_opens() {
    assert_eq!(fault("a\n\"b\nc\",\"d\ne\n"), open(3, 1, 1, "\"d\ne\n"));
    assert_eq!(fault("a,\""), open(1, 0, 1, "\""));
    assert_eq!(fault("\"a\"\""), open(1, 0, 0, "\"a\"\""));
}

#[test]
fn an_excerpt_is_short_and_readable() {
    let long = format!("{}\"", "é".repeat(100));
    assert_eq!(fault(&long), stray(1, 0, 0, &"é".repeat(60)));
    let broken = scan(&b"\xFF\"\n"[..], b',', ALL, ALL).fault;
    assert_eq!(broken, stray(1, 0, 0, "\u{fffd}\""));
}

#[test]
fn a_record_as_long_as_allowed_passes_whatever_its_line_end() {
    for (text, records) in [("abcde", 1), ("abcde\n", 1), ("abcde\r\n", 1), ("\"abc\"\r\n", 1), ("a,c,e\nabcde\r\nf", 3)] {
        for block in 1..=20 {
            let outcome = scan(text.as_bytes(), b',', block, 5);
            assert_eq!((outcome.fault, outcome.records.len()), (None, records), "{text:?}, blocks of {block}");
        }
    }
}

#[test]
fn a_longer_record_refuses_the_file() {
    for text in ["a\nabcdef", "a\nabcdef\n", "a\nabcde\r", "a\n\"abc\",\n", "a\nabcde\"b\"\n", "a\nabcde,\"b\"\n", "a\nabcd,\"b"]
    {
        for block in 1..=20 {
            let outcome = scan(text.as_bytes(), b',', block, 5);
            assert_eq!(outcome.fault, Some(Fault::Long(2, 1, 5)), "{text:?}, blocks of {block}");
        }
    }
}

#[test]
fn a_quote_open_at_the_limit_counts_as_unterminated() {
    for text in ["a\nb,\"cdef\"\n", "a\nb,\"cdefghi", "a\nb,\"cd\"\"\"\n"] {
        for block in 1..=20 {
            let outcome = scan(text.as_bytes(), b',', block, 5);
            assert_eq!(outcome.fault, open(2, 1, 1, "\"cd"), "{text:?}, blocks of {block}");
        }
    }
}

#[test]
fn a_quote_left_open_does_not_pull_in_the_whole_file() {
    let mut read = 0;
    let endless = io::repeat(b'\n');
    let reader = b"\"".chain(endless);
    let counted = Counted { reader, read: &mut read };
    let outcome = scan(counted, b',', 100, 1000);
    assert_eq!(outcome.fault, open(1, 0, 0, &format!("\"{}", "\n".repeat(59))));
    assert!((1000..=1200).contains(&read), "{read}");
}

struct Counted<'c, R> {
    reader: R,
    read: &'c mut usize,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        *self.read += read;
        Ok(read)
    }
}

/// Gives a byte at a time, after an interruption.
struct Dribble<'t> {
    rest: &'t [u8],
    interrupted: bool,
}

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let wanted = buffer.len().min(1);
        self.rest.read(&mut buffer[..wanted])
    }
}

#[test]
fn short_reads_make_no_difference() {
    let text = "\u{feff}a,\"b\nc\"\r\n\nd,e\n";
    let dribble = Dribble { rest: text.as_bytes(), interrupted: false };
    let outcome = scan(dribble, b',', 7, ALL);
    assert_eq!((outcome.records.len(), outcome.rows), (2, 3));
    assert_eq!(outcome, whole(text));
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("unplugged"))
    }
}

#[test]
fn a_failing_reader_ends_the_blocks() {
    let mut blocks = Blocks::with_sizes(b"a\nb\nc".chain(Broken), 2, ALL);
    assert_eq!(blocks.next(Vec::new()).unwrap().unwrap().bytes, b"a\nb\n");
    let error = blocks.next(Vec::new());
    assert!(matches!(&error, Err(FileFault::Io(error)) if error.to_string() == "unplugged"), "{error:?}");
    assert!(blocks.next(Vec::new()).unwrap().is_none());
    let mut blocks = Blocks::new(b"a".chain(Broken).chain(&b"bc\nd"[..]));
    assert!(blocks.next(Vec::new()).is_err());
    assert!(blocks.next(Vec::new()).unwrap().is_none());
}

#[test]
fn a_block_of_no_bytes_is_one_of_one() {
    assert_eq!(scan(&b"a\nb"[..], b',', 0, 10), whole("a\nb"));
}

#[test]
fn blocks_end_where_records_end() {
    let mut blocks = Blocks::with_sizes(&b"a\n\"b\nc\"\nd\ne"[..], 2, ALL);
    let mut cut = Vec::new();
    while let Some(block) = blocks.next(Vec::new()).unwrap() {
        cut.push((block.index, String::from_utf8(block.bytes).unwrap()));
    }
    let expected = [(0, "a\n"), (1, "\"b\nc\"\n"), (2, "d\n"), (3, "e")];
    assert_eq!(cut, expected.map(|(index, bytes)| (index, bytes.to_owned())));
}

#[test]
fn the_header_is_the_first_record_that_is_not_blank() {
    let found = header(b"\n\r\na;\"b,\n\"\"c\";d\r\ne\n").unwrap();
    assert_eq!((found.line, found.bytes), (3, &b"a;\"b,\n\"\"c\";d"[..]));
    assert_eq!(found.fields(b';').unwrap(), [&b"a"[..], b"b,\n\"c", b"d"]);
    let wrong = found.fields(b',');
    assert!(matches!(&wrong, Err(FileFault::StrayQuote { line: 2, row: 2, field: 0, .. })), "{wrong:?}");
    assert_eq!(header(b"a").unwrap().bytes, b"a");
    assert_eq!(header(b"\n\r\n"), None);
    assert_eq!(header(b""), None);
}

/// How far the reference is in a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    InQuotes,
    Closed,
    Astray,
}

/// The rules once more, a byte at a time over the whole file.
struct Reference<'t> {
    text: &'t [u8],
    separator: u8,
    longest: usize,
    outcome: Outcome,
    line: u64,
    record_start: usize,
    record_line: u64,
    field_start: usize,
    field_line: u64,
    state: State,
    raw: Vec<Vec<u8>>,
    fields: Vec<Vec<u8>>,
    stray: Option<usize>,
}

fn reference(text: &[u8], separator: u8, longest: usize) -> Outcome {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut reference = Reference {
        text,
        separator,
        longest,
        outcome: Outcome::default(),
        line: 1,
        record_start: 0,
        record_line: 1,
        field_start: 0,
        field_line: 1,
        state: State::Start,
        raw: Vec::new(),
        fields: Vec::new(),
        stray: None,
    };
    reference.outcome.fault = reference.run().err();
    reference.outcome
}

impl Reference<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let line_end = [&b"\n"[..], b"\r\n"].into_iter().find(|end| rest.starts_with(end));
            let outside = self.state != State::InQuotes;
            if let Some(line_end) = line_end.filter(|_| outside) {
                self.end_field(at)?;
                self.end_record(at, at + line_end.len());
                at += line_end.len();
                continue;
            }
            if outside && rest[0] == self.separator {
                self.end_field(at)?;
                self.check_length(at)?;
                self.start_field(at + 1);
                at += 1;
                continue;
            }
            self.check_length(at)?;
            self.line += u64::from(rest[0] == b'\n');
            if !outside && rest.starts_with(b"\"\"") {
                at += 1;
                self.check_length(at)?;
            } else {
                self.state = self.after(rest[0]);
            }
            at += 1;
        }
        if self.state == State::InQuotes {
            return Err(self.open_quote());
        }
        if at > self.record_start {
            self.end_field(at)?;
            self.end_record(at, at);
        }
        Ok(())
    }

    fn after(&self, byte: u8) -> State {
        match (self.state, byte) {
            (State::Start, b'"') => State::InQuotes,
            (State::InQuotes, b'"') => State::Closed,
            (State::InQuotes, _) => State::InQuotes,
            (State::Start | State::Plain, byte) if byte != b'"' => State::Plain,
            _ => State::Astray,
        }
    }

    fn row(&self) -> u64 {
        self.outcome.rows
    }

    fn text_from(&self, start: usize, end: usize) -> String {
        String::from_utf8_lossy(&self.text[start..end]).chars().take(60).collect()
    }

    fn open_quote(&self) -> Fault {
        let end = self.text.len().min(self.record_start + self.longest);
        Fault::Open(self.field_line, self.row(), self.fields.len(), self.text_from(self.field_start, end))
    }

    /// The byte at `at` belongs to the record.
    fn check_length(&self, at: usize) -> Result<(), Fault> {
        if at - self.record_start < self.longest {
            return Ok(());
        }
        Err(if self.state == State::InQuotes {
            self.open_quote()
        } else {
            Fault::Long(self.record_line, self.row(), self.longest)
        })
    }

    fn start_field(&mut self, at: usize) {
        self.field_start = at;
        self.field_line = self.line;
        self.state = State::Start;
    }

    fn end_field(&mut self, end: usize) -> Result<(), Fault> {
        let field = &self.text[self.field_start..end];
        if self.state == State::Astray {
            if field.iter().filter(|&&byte| byte == b'"').count() % 2 == 1 {
                let text = self.text_from(self.field_start, end);
                return Err(Fault::Stray(self.field_line, self.row(), self.fields.len(), text));
            }
            self.stray = self.stray.or(Some(self.fields.len()));
        }
        let raw = if self.state == State::Closed { &field[1..field.len() - 1] } else { field };
        self.raw.push(raw.to_vec());
        let plain = if self.state == State::Closed { without_doubles(raw) } else { raw.to_vec() };
        self.fields.push(plain);
        Ok(())
    }

    fn end_record(&mut self, end: usize, next: usize) {
        let bytes = self.text[self.record_start..end].to_vec();
        let (raw, fields) = (std::mem::take(&mut self.raw), std::mem::take(&mut self.fields));
        let record = Row { line: self.record_line, row: self.row(), bytes, raw, fields, stray: self.stray.take() };
        if !record.bytes.is_empty() {
            self.outcome.records.push(record);
        }
        self.outcome.rows += 1;
        self.line += 1;
        self.record_start = next;
        self.record_line = self.line;
        self.start_field(next);
    }
}

fn without_doubles(raw: &[u8]) -> Vec<u8> {
    let mut bytes = raw.iter();
    let mut plain = Vec::new();
    while let Some(&byte) = bytes.next() {
        plain.push(byte);
        if byte == b'"' {
            bytes.next();
        }
    }
    plain
}

/// xorshift64
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % bound as u64).unwrap()
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    fn noise(&mut self, length: usize) -> String {
        (0..length).map(|_| self.pick(&["a", ",", ";", "\"", "\n", "\r", "é", "\r\n", "\"\"", "\n\""])).collect()
    }

    /// Well formed, but for the odd slip.
    fn table(&mut self, slips: usize) -> String {
        let mut text = String::from(self.pick(&["", "", "\u{feff}"]));
        for _ in 0..self.below(12) {
            for _ in 0..self.below(9) {
                text += &self.cell();
                text += ",";
            }
            text += &self.cell();
            if self.below(100) < slips {
                text += self.pick(&["\"", "\"\"", "a", "\"a"]);
            }
            text += self.pick(&["\n", "\r\n", "\n\n"]);
        }
        if self.below(2) == 0 {
            text.pop();
        }
        text
    }

    fn cell(&mut self) -> String {
        let length = self.below(9);
        match self.below(3) {
            0 => {
                let inner: String = (0..length).map(|_| self.pick(&["a", ",", ";", "\n", "\"\"", "\r\n", "é"])).collect();
                format!("\"{inner}\"")
            }
            _ => (0..length).map(|_| self.pick(&["a", "é", " ", ";"])).collect(),
        }
    }
}

#[test]
fn any_text_gives_what_the_reference_gives_whatever_the_block_size() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut sound, mut stray, mut open, mut long, mut harmed) = (0, 0, 0, 0, 0);
    for turn in 0..1500 {
        let text = match turn % 3 {
            0 => {
                let length = random.below(40);
                random.noise(length)
            }
            1 => random.table(0),
            _ => random.table(15),
        };
        let separator = if turn % 4 == 0 { b';' } else { b',' };
        let longest = if random.below(3) == 0 { random.below(60) } else { ALL };
        let expected = reference(text.as_bytes(), separator, longest);
        match &expected.fault {
            None => sound += expected.records.len(),
            Some(Fault::Stray(..)) => stray += 1,
            Some(Fault::Open(..)) => open += 1,
            Some(Fault::Long(..)) => long += 1,
        }
        harmed += expected.records.iter().filter(|row| row.stray.is_some()).count();
        for block in (1..=64).chain([ALL]) {
            let found = scan(text.as_bytes(), separator, block, longest);
            assert_eq!(found, expected, "{text:?} by {}, blocks of {block}, limit {longest}", char::from(separator));
        }
        if let (Some(first), None) = (expected.records.first(), &expected.fault) {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let header = header(text.as_bytes()).unwrap();
            assert_eq!((header.line, header.line - 1, header.bytes), (first.line, first.row, &first.bytes[..]));
            assert_eq!(header.fields(separator).unwrap(), first.fields);
        }
    }
    for seen in [sound, stray, open, long, harmed] {
        assert!(seen >= 30, "the texts show too little: {:?}", [sound, stray, open, long, harmed]);
    }
}

#[test]
fn every_byte_value_is_content_but_for_the_three_marks() {
    for byte in (0..=u8::MAX).filter(|byte| !b",\"\n\r".contains(byte)) {
        for place in 0..=130 {
            let mut text = vec![b'a'; place];
            text.extend([byte, b',', byte, b'\n', byte]);
            let outcome = scan(&text[..], b',', ALL, ALL);
            let widths = |row: &Row| row.fields.iter().map(Vec::len).collect::<Vec<_>>();
            let found: Vec<_> = outcome.records.iter().map(widths).collect();
            assert_eq!(found, [vec![place + 1, 1], vec![1]], "{byte} at {place}");
        }
    }
}
