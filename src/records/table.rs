//! Small tables, read whole: cells, yearly facts, decisions about discipline.

use std::io::Read;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::account::{Account, Excluded};
use super::blocks;
use super::columns::Columns;
use super::control;
use super::evidence::Evidence;
use super::folder::RecordFile;
use super::row::{NoRow, RowReader};
use super::scan::{Block, Blocks};
use super::source::{self, Written};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{FactType, Regulation, Scope, Vocabulary};

/// One sound row of a table.
pub(super) struct TableRow {
    pub(super) line: u64,
    pub(super) row: u64,
    /// What is recorded, by slot; small, since a country has 300,000 cells.
    pub(super) facts: Vec<(usize, i64)>,
    /// The texts of code and text columns, by slot.
    pub(super) texts: Vec<(usize, String)>,
    /// Column and heading of the code.
    pub(super) code: (usize, Arc<str>),
    /// Slot, column and heading of all that the file holds; shared by its rows.
    pub(super) columns: Arc<[(usize, usize, Arc<str>)]>,
}

impl TableRow {
    /// All that the row says, in one number.
    pub(super) fn content(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        let mut facts = self.facts.clone();
        facts.sort_unstable();
        (facts, &self.texts).hash(&mut hasher);
        hasher.finish()
    }

    pub(super) fn fact(&self, slot: usize) -> Option<i64> {
        self.facts.iter().find(|(other, _)| *other == slot).map(|(_, value)| *value)
    }

    /// The place of the row's code.
    pub(super) fn place(&self, file: &Arc<str>) -> Place {
        Place::row(file, self.line, self.row).column(self.code.0, &self.code.1)
    }

    /// The place of a field; of the row where the file has no column for it.
    pub(super) fn place_of(&self, file: &Arc<str>, slot: usize) -> Place {
        let place = Place::row(file, self.line, self.row);
        match self.columns.iter().find(|(other, _, _)| *other == slot) {
            Some((_, column, heading)) => place.column(*column, heading),
            None => place,
        }
    }

    pub(super) fn text(&self, slot: usize) -> Option<&str> {
        self.texts.iter().find(|(other, _)| *other == slot).map(|(_, text)| text.as_str())
    }
}

/// A row that was rejected for a fault of its own, as far as it says whom it is about.
pub(super) struct RejectedRow {
    line: u64,
    row: u64,
    /// The texts of code columns, by slot; the first one is the code of the table.
    codes: Vec<(usize, String)>,
    /// What of it could be read, by slot.
    facts: Vec<(usize, i64)>,
}

impl RejectedRow {
    /// Its first code; may be empty.
    pub(super) fn code(&self) -> &str {
        self.codes.first().map_or("", |(_, code)| code)
    }

    /// One of its codes; may be empty.
    pub(super) fn code_of(&self, slot: usize) -> &str {
        self.codes.iter().find(|(other, _)| *other == slot).map_or("", |(_, code)| code)
    }

    /// One of its facts, where it could be read.
    pub(super) fn fact(&self, slot: usize) -> Option<i64> {
        self.facts.iter().find(|(other, _)| *other == slot).map(|(_, value)| *value)
    }

    pub(super) fn place(&self, file: &Arc<str>) -> Place {
        Place::row(file, self.line, self.row)
    }
}

/// A file that is open, with its heading row read.
pub(super) struct Opened {
    pub(super) blocks: Blocks<Box<dyn Read + Send>>,
    pub(super) written: Written,
    pub(super) first: Block,
    /// What each reader of the file makes of its columns; at least one.
    pub(super) columns: Vec<Columns>,
}

/// In whose words a file is read.
#[derive(Clone, Copy)]
pub(super) struct Reads<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) regulation: Option<&'a Regulation>,
    /// Ids of further regulations whose columns the file may have.
    pub(super) others: &'a [String],
    /// Whether a recorded result may be one under this regulation where its heading names none.
    pub(super) owns_results: bool,
}

pub(super) fn open(source: &RecordFile, scope: Scope, readers: &[Reads<'_>], findings: &mut Findings) -> Option<Opened> {
    let file = &source.name;
    let opened = match source::open(source) {
        Ok(opened) => opened,
        Err(diagnostic) => {
            // A line of such a table would tell whose it is.
            let nameless = unknown_encoding(source).filter(|_| scope.has_people());
            findings.push(nameless.map_or(*diagnostic, |start| source::unknown_encoding(source, &start, true)));
            return None;
        }
    };
    let mut blocks = Blocks::new(opened.reader);
    let first = match blocks.next(Vec::new()) {
        Ok(Some(first)) => first,
        Ok(None) => {
            findings.push(Diagnostic::new(Code::FileEmpty, Place::file(file)));
            return None;
        }
        Err(fault) => {
            findings.push(blocks::structural(file, &fault, super::scan::Extent::default(), &[]));
            return None;
        }
    };
    let of_sheet = opened.written.sheet.is_some();
    if let Some(sample) = source::lost_letters(&first.bytes) {
        findings.push(Diagnostic::new(Code::LettersLost, Place::file(file)).with("value", sample));
    }
    let columns = Columns::of_each(source, (&first.bytes, of_sheet), scope, readers, findings)?;
    if let Some(own) = columns.first().filter(|_| !source.profile.fill_down.is_empty()) {
        blocks = super::fill::filled(source, &own.headings, &own.frame, findings)?;
        let again = blocks.next(Vec::new()).ok().flatten();
        return again.map(|first| Opened { blocks, written: opened.written, first, columns });
    }
    Some(Opened { blocks, written: opened.written, first, columns })
}

/// The start of a file that does not show its encoding.
pub(super) fn unknown_encoding(source: &RecordFile) -> Option<Vec<u8>> {
    let fault = source::open(source).err()?;
    let start = std::fs::File::open(&source.path).ok().filter(|_| fault.code == Code::EncodingUnknown)?;
    let mut bytes = Vec::new();
    start.take(1 << 16).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A small table and how to read it.
pub(super) struct TableFile<'a> {
    pub(super) source: &'a RecordFile,
    pub(super) scope: Scope,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) regulation: Option<&'a Regulation>,
    /// Slot of the year or day, and the first and last of those that are asked for.
    pub(super) asked: Option<(usize, i64, i64)>,
    /// Slot of a day, and the last one that is known: a faulty row of a later day is excluded, as nobody asks yet what is in it.
    pub(super) known: Option<(usize, i64)>,
    /// Whether a heading row alone says something: that there was nothing to record.
    pub(super) may_be_empty: bool,
}

/// A field as text, in composed form: a file from another system may write the same letters in parts.
pub(super) fn text_of(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(super::values::trim(field)).into_owned();
    // Vietnamese letters in composed form, and all that come before the first combining mark, stay as they are.
    let composed = |letter: char| letter < '\u{300}' || ('\u{1ea0}'..='\u{1ef9}').contains(&letter);
    if text.chars().all(composed) || is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}

#[derive(Default)]
struct Part {
    rows: Vec<TableRow>,
    records: u64,
    faults: Vec<Diagnostic>,
    excluded: u64,
    /// Faulty rows of days that are not known yet.
    later: u64,
    totals: u64,
    sums: control::Sums,
    /// Rows with faults; what is told of them where they are asked for.
    rejected: Vec<Option<RejectedRow>>,
    evidence: Vec<Evidence>,
    facts: Vec<Option<i64>>,
}

/// Hands every sound row of a table to `take`, in the order of the file. Faults go into `findings`; the account is complete but for
/// what the caller rejects further on; with it come the rejected rows.
/// Where `asked` names a slot, rows of other years or days are excluded, whatever else is in them. `None` when the file is refused; then nothing that was handed out may be used.
pub(super) fn read(
    table: &TableFile<'_>,
    findings: &mut Findings,
    mut take: impl FnMut(TableRow),
) -> Option<(Account, Vec<RejectedRow>)> {
    let &TableFile { source, scope, vocabulary, regulation, asked, known, may_be_empty } = table;
    let Opened { blocks, written, first, columns } =
        open(source, scope, &[Reads { vocabulary, regulation, others: &[], owns_results: true }], findings)?;
    let file = &source.name;
    let columns = columns.into_iter().next()?;
    let reader = RowReader::new(file, &columns, scope, vocabulary, regulation);
    let code_slot =
        vocabulary.facts.iter().position(|fact| fact.scope == scope && fact.kind == FactType::Code).unwrap_or(usize::MAX);
    let slots = regulation.map_or(vocabulary.facts.len(), |regulation| regulation.layout.recorded());
    let code_column = columns.of_slot(code_slot).unwrap_or(0);
    let code_heading: Arc<str> = columns.heading(code_column).into();
    let own: Vec<usize> = (0..slots).filter(|slot| reader.fact(*slot).is_none_or(|fact| fact.scope == scope)).collect();
    let is_text = |slot: usize| reader.fact(slot).is_some_and(|fact| matches!(fact.kind, FactType::Code | FactType::Text));
    let text_columns: Vec<(usize, usize)> =
        (0..slots).filter(|slot| is_text(*slot)).filter_map(|slot| columns.of_slot(slot).map(|column| (column, slot))).collect();
    let is_code = |slot: &usize| reader.fact(*slot).is_some_and(|fact| fact.kind == FactType::Code);
    let others = text_columns.iter().copied().filter(|(_, slot)| *slot != code_slot && is_code(slot));
    let code_columns: Vec<(usize, usize)> = std::iter::once((code_column, code_slot)).chain(others).collect();
    let places: Arc<[(usize, usize, Arc<str>)]> = own
        .iter()
        .filter_map(|slot| columns.of_slot(*slot).map(|column| (*slot, column, columns.heading(column).into())))
        .collect();
    let each = |record: &super::scan::Record<'_>, part: &mut Part, _: usize| {
        part.records += 1;
        part.evidence.resize(columns.headings.len(), Evidence::default());
        part.facts.resize(slots, None);
        let before = part.faults.len();
        match reader.no_row(record) {
            Some(NoRow::Sums) => {
                part.totals += 1;
                return;
            }
            Some(NoRow::Blank) => {
                part.records -= 1;
                return;
            }
            None => {}
        }
        reader.read(record, &mut part.facts, &mut part.evidence, &mut part.faults);
        let is_asked =
            asked.map(|(slot, first, last)| part.facts.get(slot).copied().flatten().map(|own| (first..=last).contains(&own)));
        if is_asked == Some(Some(false)) {
            // A control total is that of the file, whatever is asked for.
            if part.faults.len() == before {
                part.sums.add(&columns, record, &part.facts);
            }
            part.faults.truncate(before);
            part.excluded += 1;
            return;
        }
        let fact = |slot: usize| part.facts.get(slot).copied().flatten();
        if part.faults.len() > before && known.is_some_and(|(slot, last)| fact(slot).is_some_and(|day| day > last)) {
            part.faults.truncate(before);
            part.later += 1;
            return;
        }
        if part.faults.len() > before {
            let is_asked_for = is_asked.is_none_or(|known| known == Some(true));
            part.rejected.push(is_asked_for.then(|| RejectedRow {
                line: record.line() + 1,
                row: record.row() + 1,
                codes: code_columns.iter().map(|(column, slot)| (*slot, text_of(&record.field(*column)))).collect(),
                facts: own.iter().filter_map(|slot| Some((*slot, part.facts.get(*slot).copied().flatten()?))).collect(),
            }));
            return;
        }
        part.sums.add(&columns, record, &part.facts);
        let mut texts = Vec::with_capacity(text_columns.len());
        for &(column, slot) in &text_columns {
            let text = text_of(&record.field(column));
            if !text.is_empty() {
                texts.push((slot, text));
            }
        }
        let mut facts = Vec::with_capacity(own.len());
        facts.extend(own.iter().filter_map(|slot| part.facts.get(*slot).copied().flatten().map(|value| (*slot, value))));
        part.rows.push(TableRow {
            line: record.line() + 1,
            row: record.row() + 1,
            facts,
            texts,
            code: (code_column, Arc::clone(&code_heading)),
            columns: Arc::clone(&places),
        });
    };
    let mut account = Account::new(file);
    let mut rejected = Vec::new();
    let mut sums = control::Sums::default();
    let mut evidence = vec![Evidence::default(); columns.headings.len()];
    let outcome = blocks::run(blocks, first, &columns, 1, each, |part: Part, before| {
        account.rows += part.records;
        account.exclude(Excluded::NotAskedFor, part.excluded);
        account.exclude(Excluded::NotOfTable, part.totals);
        account.exclude(Excluded::NotYet, part.later);
        sums.join(part.sums);
        for own in part.rejected {
            account.rejected += 1;
            let moved = |own: RejectedRow| RejectedRow { row: own.row + before.rows, line: own.line + before.lines, ..own };
            rejected.extend(own.map(moved));
        }
        for mut fault in part.faults {
            fault.place.move_down(before.rows, before.lines);
            findings.push(fault);
        }
        for (mine, theirs) in evidence.iter_mut().zip(part.evidence) {
            mine.join(theirs, before.rows);
        }
        let moved = |row: TableRow| TableRow { row: row.row + before.rows, line: row.line + before.lines, ..row };
        part.rows.into_iter().for_each(|row| take(moved(row)));
    });
    let mut refused = Findings::new();
    let mut is_whole = true;
    match outcome {
        Ok(aside) => aside.account(&mut account),
        Err((fault, before)) => {
            is_whole = false;
            refused.push(blocks::structural(file, &fault, before, &columns.headings));
        }
    }
    for (index, evidence) in evidence.iter().enumerate() {
        evidence.judge(file, index, columns.heading(index), &mut refused);
    }
    let leaves = regulation.map_or(&[][..], |regulation| &regulation.leaves);
    account.decided = Some(Arc::new(columns.decided(source, &written, &evidence, vocabulary, leaves)));
    if !refused.is_empty() {
        findings.extend_untold(refused);
        // Whoever only looks at the file is told the rest of it.
        if !(source.profile.tentative && is_whole) {
            return None;
        }
    }
    if account.rows == 0 && !may_be_empty {
        findings.push(Diagnostic::new(Code::NoRows, Place::file(file)));
        return None;
    }
    account.totals = sums.totals(file, &columns);
    account.used = account.rows - account.rejected - account.excluded;
    Some((account, rejected))
}
