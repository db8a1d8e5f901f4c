//! One row to facts, with every fault of the row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::Columns;
use super::evidence::Evidence;
use super::plan::{Parse, Plan, Quick, Step};
use super::scan::Record;
use super::values::{self, BadValue, Mark};
use crate::base::{Day, Period};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::rules::{Fact, FactType, LeafKind, Regulation, Scope, Vocabulary};

/// What follows the word of a row of sums, unless that stands alone or before a number: tổng cộng, tổng số, tổng điểm, cộng dồn, cộng toàn
/// xã, total score. Other words begin names: Tổng công ty, Công an, Công đoàn.
const OF_TOTALS: [&str; 10] = ["cong", "so", "toan", "ca", "cac", "chung", "diem", "don", "score", "points"];

/// Why a row is none of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoRow {
    /// Nothing but separators, which is as good as a blank line.
    Blank,
    /// It holds sums of the columns.
    Sums,
}

/// Reads the rows of one file.
pub(super) struct RowReader<'a> {
    pub(super) file: Arc<str>,
    pub(super) columns: &'a Columns,
    vocabulary: &'a Vocabulary,
    regulation: Option<&'a Regulation>,
    pub(super) plan: Plan,
    /// The column of what a row cannot be without, a date if there is one, but no code, where a row of sums has its word; and whether it holds
    /// dates.
    never_blank: Option<(usize, bool)>,
    /// Counts that are part of a sum and have no column: they may be filled from the sum, so they are cleared for every row.
    made_up: Vec<usize>,
    /// (limited count, its limit), from the vocabulary.
    limits: Vec<(usize, usize)>,
    /// Counts that others make up, with those others.
    sums: Vec<(usize, Vec<usize>)>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(
        file: &Arc<str>,
        columns: &'a Columns,
        scope: Scope,
        vocabulary: &'a Vocabulary,
        regulation: Option<&'a Regulation>,
    ) -> RowReader<'a> {
        let plan = Plan::of(columns, vocabulary, regulation);
        let of_scope = || vocabulary.facts.iter().enumerate().filter(move |(_, fact)| fact.scope == scope);
        let limits = of_scope().flat_map(|(slot, fact)| vocabulary.position(&fact.at_most).map(|limit| (slot, limit))).collect();
        let mut sums: Vec<(usize, Vec<usize>)> = Vec::new();
        for (slot, fact) in of_scope() {
            if let Some(whole) = vocabulary.position(&fact.part_of) {
                match sums.iter_mut().find(|(other, _)| *other == whole) {
                    Some((_, parts)) => parts.push(slot),
                    None => sums.push((whole, vec![slot])),
                }
            }
        }
        let unread = |slot: &usize| columns.of_slot(*slot).is_none();
        let made_up = sums.iter().flat_map(|(_, parts)| parts).copied().filter(unread).collect();
        let required = |fact: &Fact| fact.required && fact.kind != FactType::Code;
        let required = of_scope().filter(|(_, fact)| required(fact));
        let mut required = required.filter_map(|(slot, fact)| Some((columns.of_slot(slot)?, fact.kind == FactType::Date)));
        // One is enough to look at in every row: the date where there is any, else the first.
        let never_blank = required.clone().find(|(_, is_date)| *is_date).or_else(|| required.next());
        RowReader { file: Arc::clone(file), columns, vocabulary, regulation, plan, never_blank, made_up, limits, sums }
    }

    /// Whether a row that is sound for another reader is sound for this one as far as counts go, and has the same counts made up: both hold
    /// the same parts against the same sums, and the other one asks for every limit that this one does.
    pub(super) fn counts_as(&self, other: &RowReader<'_>) -> bool {
        self.sums_by_id() == other.sums_by_id() && self.limits_by_id().is_subset(&other.limits_by_id())
    }

    fn sums_by_id(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        self.sums.iter().map(|(whole, parts)| (self.id(*whole), parts.iter().map(|part| self.id(*part)).collect())).collect()
    }

    fn limits_by_id(&self) -> BTreeSet<(&'a str, &'a str)> {
        self.limits.iter().map(|(limited, limit)| (self.id(*limited), self.id(*limit))).collect()
    }

    fn id(&self, slot: usize) -> &'a str {
        self.vocabulary.facts.get(slot).map_or("", |fact| fact.id.as_str())
    }

    /// Counts that no column holds and that a sum may make up.
    pub(super) fn made_up(&self) -> &[usize] {
        &self.made_up
    }

    /// The place of a row, counted from the start of its block.
    pub(super) fn place(&self, record: &Record<'_>) -> Place {
        Place::row(&self.file, record.line() + 1, record.row() + 1)
    }

    pub(super) fn at(&self, record: &Record<'_>, column: usize) -> Place {
        self.place(record).column(column, self.columns.heading(column))
    }

    /// The heading of a slot's column in this file, or the documented one when the file has no such column.
    pub(super) fn heading_of(&self, slot: usize) -> &str {
        match self.columns.of_slot(slot) {
            Some(column) => self.columns.heading(column),
            None => self.fact(slot).map_or("", |fact| &fact.heading),
        }
    }

    /// The field of a slot as it stands in the file.
    pub(super) fn raw(&self, record: &Record<'_>, slot: usize) -> String {
        let column = self.column_of(record, slot).unwrap_or(usize::MAX);
        String::from_utf8_lossy(values::trim(&record.field(column))).into_owned()
    }

    /// The place of a slot's field, or of the row when no column holds it.
    pub(super) fn at_slot(&self, record: &Record<'_>, slot: usize) -> Place {
        self.column_of(record, slot).map_or_else(|| self.place(record), |column| self.at(record, column))
    }

    pub(super) fn fact(&self, slot: usize) -> Option<&'a Fact> {
        self.vocabulary.facts.get(slot)
    }

    /// Fills `facts` (blank fields stay missing) and pushes every fault of the row. A faulty row's facts must not be used.
    pub(super) fn read(
        &self,
        record: &Record<'_>,
        facts: &mut [Option<i64>],
        evidence: &mut [Evidence],
        faults: &mut Vec<Diagnostic>,
    ) {
        if record.breaks() > 0
            && let Some(field) = self.swallowed(record)
        {
            facts.fill(None);
            let text = String::from_utf8_lossy(record.raw(field)).into_owned();
            let rows = text.lines().count();
            let fault = Diagnostic::new(Code::QuoteSwallows, self.at(record, field));
            faults.push(fault.with("value", text.lines().next().unwrap_or("")).with("count", rows));
            return;
        }
        if record.len() != self.columns.headings.len() && !self.is_padded(record) {
            facts.fill(None);
            faults.push(
                Diagnostic::new(Code::RowRagged, self.place(record))
                    .with("value", record.len())
                    .with("wanted", self.columns.headings.len()),
            );
            return;
        }
        if let Some(field) = record.stray_quote() {
            facts.fill(None);
            let value = String::from_utf8_lossy(record.raw(field)).into_owned();
            faults.push(Diagnostic::new(Code::QuoteInField, self.at(record, field)).with("value", value));
            return;
        }
        let before = faults.len();
        // Every slot that a row can fill is written below or here, so nothing of the row before shows through.
        for slot in &self.made_up {
            if let Some(fact) = facts.get_mut(*slot) {
                *fact = None;
            }
        }
        self.each_field(record, facts, evidence, faults);
        for (slot, value) in &self.columns.given {
            if let Some(fact) = facts.get_mut(*slot) {
                *fact = Some(*value);
            }
        }
        if !self.plan.marks.is_empty() {
            self.read_marks(record, facts, faults);
        }
        if faults.len() == before {
            self.make_up(record, facts, faults);
        }
    }

    /// The first field that has taken in whole rows: a line within its quotes has as many separators as a row, and where rows have a date, a
    /// date in its place.
    #[cold]
    fn swallowed(&self, record: &Record<'_>) -> Option<usize> {
        let columns = self.columns.headings.len();
        let date = self.plan.steps.iter().position(|step| step.parse == Parse::Date && step.required);
        let is_row = |line: &[u8]| {
            let fields: Vec<&[u8]> = line.split(|byte| *byte == self.columns.frame.separator).collect();
            let has_date = |column: usize| fields.get(column).is_some_and(|field| values::date(values::trim(field)).is_ok());
            columns > 1 && fields.len() >= columns && date.is_none_or(has_date)
        };
        (0..record.len()).find(|field| record.raw(*field).split(|byte| *byte == b'\n').skip(1).any(is_row))
    }

    /// Whether a row has more or fewer fields than there are headings for no other reason than separators at its end, or because a
    /// spreadsheet ends it with its last field.
    #[cold]
    fn is_padded(&self, record: &Record<'_>) -> bool {
        let blank = |column: usize| values::trim(record.raw(column)).is_empty();
        let unheaded = |heading: &String| heading.is_empty();
        let columns = self.columns.headings.len();
        if record.len() > columns {
            self.columns.of_sheet || (columns..record.len()).all(blank)
        } else {
            self.columns.of_sheet || self.columns.headings.iter().skip(record.len()).all(unheaded)
        }
    }

    /// Whether a row is none of the table: it is blank; or it holds sums, as the first field that is not blank says, and there is no date, since
    /// that field is blank or says it. Where a table has no dates, another field that no row may lack is blank.
    #[inline]
    pub(super) fn no_row(&self, record: &Record<'_>) -> Option<NoRow> {
        match self.never_blank {
            Some((column, true)) if matches!(record.raw(column), [b'0'..=b'9', ..]) => None,
            Some((column, is_date)) => without(record, column, is_date),
            None => without(record, usize::MAX, false),
        }
    }

    /// Most fields are short counts and plain yes or no, which go kind by kind and without a thought. A row with any other in their
    /// place is read with care from its first column on, so that its faults come in order.
    #[inline(never)]
    fn each_field(
        &self,
        record: &Record<'_>,
        facts: &mut [Option<i64>],
        evidence: &mut [Evidence],
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut odd = quick(&self.plan.counts, record, facts, values::short_count);
        odd |= quick(&self.plan.flags, record, facts, values::plain_flag);
        for &column in if odd { &self.plan.all } else { &self.plan.others } {
            let Some(step) = self.plan.steps.get(column) else { continue };
            let Some(fact) = facts.get_mut(step.slot) else { continue };
            let raw = record.raw(column);
            let quick = match (step.parse, raw) {
                (Parse::Points, _) => {
                    values::short_count(raw).filter(|whole| *whole <= step.whole_points).map(|whole| whole * 1000)
                }
                // A code is looked up as it stands; whether there is any, only an odd beginning leaves open.
                (Parse::Code, [b'!'..=b'~', ..]) => Some(1),
                _ => None,
            };
            *fact = match quick {
                None if !raw.is_empty() || step.required => self.careful(step, column, raw, record, evidence, faults),
                quick => quick,
            };
        }
    }

    /// The value of a field; `None` when it is blank or faulty.
    #[inline(never)]
    fn careful(
        &self,
        step: &Step,
        column: usize,
        raw: &[u8],
        record: &Record<'_>,
        evidence: &mut [Evidence],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<i64> {
        let raw = values::trim(raw);
        if raw.is_empty() {
            if step.required {
                let heading = self.columns.heading(column);
                faults.push(Diagnostic::new(Code::ValueMissing, self.at(record, column)).with("wanted", heading));
            }
            return None;
        }
        let fault = match self.typed(step, column, raw, record, evidence) {
            Ok(value) => return Some(value),
            // A field that is no text at all is not a wrong word or number; it points to the encoding of the file.
            Err(_) if std::str::from_utf8(raw).is_err() => Diagnostic::new(Code::NotUtf8, self.at(record, column)),
            Err(fault) => *fault,
        };
        faults.push(fault);
        None
    }

    fn typed(
        &self,
        step: &Step,
        column: usize,
        raw: &[u8],
        record: &Record<'_>,
        evidence: &mut [Evidence],
    ) -> Result<i64, Box<Diagnostic>> {
        let row = record.row() + 1;
        // A text of a sheet that could be taken for a number stands in quotes.
        let is_number = || self.columns.of_sheet && !record.is_quoted(column);
        let bad = |bad: BadValue, wanted: &str| Box::new(self.bad(bad, raw, wanted, self.at(record, column)));
        match step.parse {
            Parse::Count => {
                let count = values::count_as(raw, step.form.decimal, is_number());
                count.map_err(|fault| self.noted(fault, column, raw, row, evidence)).map_err(|fault| bad(fault, "0, 1, 2, …"))
            }
            Parse::Flag => values::flag(raw).map(i64::from).map_err(|fault| bad(fault, "")),
            Parse::Code | Parse::Nothing => Ok(1),
            Parse::Text if record.in_utf8() => Ok(1),
            Parse::Text => match std::str::from_utf8(raw) {
                Ok(_) => Ok(1),
                Err(_) => Err(Box::new(Diagnostic::new(Code::NotUtf8, self.at(record, column)))),
            },
            Parse::Date if step.form.dates.is_some() => {
                let day = step.form.dates.map_or(Err(BadValue::NoSuchDate), |order| values::date_as(raw, order));
                day.map(|(day, _)| day.number()).map_err(|fault| bad(fault, ""))
            }
            Parse::Date => match values::date(raw) {
                Ok((day, form)) => {
                    if let Some(evidence) = evidence.get_mut(column) {
                        evidence.date(form, row, raw);
                    }
                    Ok(day.number())
                }
                Err(fault) => {
                    let Some(evidence) = evidence.get_mut(column).filter(|_| values::is_month_first(raw)) else {
                        return Err(bad(fault, ""));
                    };
                    evidence.month_first(row, raw);
                    let value = String::from_utf8_lossy(raw);
                    Err(Box::new(Diagnostic::new(Code::DateMonthFirst, self.at(record, column)).with("value", value)))
                }
            },
            Parse::Year => within(raw, 1900..=2200).ok_or_else(|| bad(BadValue::NotANumber, "1900 … 2200")),
            Parse::Period => {
                let value = String::from_utf8_lossy(raw);
                let fault = || Box::new(Diagnostic::new(Code::PeriodInvalid, self.at(record, column)).with("value", &value));
                period(&value).ok_or_else(fault)
            }
            Parse::DayOfMonth => within(raw, 1..=31).ok_or_else(|| bad(BadValue::NotANumber, "1 … 31")),
            Parse::Points => {
                let (points, mark) = values::decimal_as(raw, step.form.decimal, is_number())
                    .map_err(|fault| self.noted(fault, column, raw, row, evidence))
                    .map_err(|fault| bad(fault, "0, 2.5, 86,5"))?;
                if let Some(evidence) = evidence.get_mut(column) {
                    evidence.mark(mark, row, raw);
                }
                self.points(step, points, raw)
                    .map_err(|fault| Box::new(Diagnostic { place: self.at(record, column), ..*fault }))?;
                Ok(points)
            }
            Parse::Choice => {
                let choice = step.number.and_then(|number| self.plan.choices.get(number));
                let usual = choice.and_then(|words| words.iter().find(|(word, _)| **word == *raw));
                if let Some((_, place)) = usual {
                    return Ok(*place);
                }
                let fact = self.fact(step.slot);
                let text = std::str::from_utf8(raw).unwrap_or("");
                let words = || fact.map(titled_words).unwrap_or_default();
                fact.and_then(|fact| fact.choice(text)).ok_or_else(|| self.not_a_word(raw, &words(), record, column))
            }
            Parse::Level => {
                let text = std::str::from_utf8(raw).unwrap_or("");
                let level = self.regulation.and_then(|regulation| super::results::level(regulation, text));
                let words = || {
                    let levels = self.regulation.map_or(&[][..], |regulation| &regulation.levels);
                    levels.iter().map(|level| format!("{} ({})", level.id, level.title)).collect::<Vec<String>>().join(" | ")
                };
                level.and_then(|place| i64::try_from(place).ok()).ok_or_else(|| self.not_a_word(raw, &words(), record, column))
            }
            Parse::Grade => {
                let grades = self.regulation.map_or(&[][..], |regulation| &regulation.grades);
                let plain = crate::base::heading::plain(std::str::from_utf8(raw).unwrap_or(""));
                let position = grades.iter().position(|(id, title)| {
                    crate::base::heading::plain(id) == plain || crate::base::heading::plain(title) == plain
                });
                let words: Vec<&str> = grades.iter().map(|(id, _)| id.as_str()).collect();
                position
                    .and_then(|place| i64::try_from(place).ok())
                    .ok_or_else(|| self.not_a_word(raw, &words.join(" | "), record, column))
            }
        }
    }

    /// A number with two readings shows how its column is written, though it cannot be read.
    fn noted(&self, fault: BadValue, column: usize, raw: &[u8], row: u64, evidence: &mut [Evidence]) -> BadValue {
        if let (BadValue::TwoReadings(..), Some(evidence)) = (&fault, evidence.get_mut(column)) {
            evidence.mark(if raw.contains(&b',') { Mark::Comma } else { Mark::Point }, row, raw);
        }
        fault
    }

    fn not_a_word(&self, raw: &[u8], words: &str, record: &Record<'_>, column: usize) -> Box<Diagnostic> {
        let value = String::from_utf8_lossy(raw).into_owned();
        Box::new(Diagnostic::new(Code::ChoiceInvalid, self.at(record, column)).with("value", value).with("wanted", words))
    }

    fn bad(&self, bad: BadValue, raw: &[u8], wanted: &str, place: Place) -> Diagnostic {
        let value = String::from_utf8_lossy(raw).into_owned();
        if self.columns.of_sheet && raw.first() == Some(&b'#') {
            return Diagnostic::new(Code::SheetError, place).with("value", value);
        }
        if self.columns.of_sheet && raw == b"=" {
            return Diagnostic::new(Code::SheetFormula, place).with("value", value);
        }
        if matches!(bad, BadValue::NoSuchDate) && raw.len() == 5 && raw.iter().all(u8::is_ascii_digit) {
            let day = value.parse().ok().and_then(|serial| super::source::serial_day(serial, false));
            let day = day.map_or(String::new(), |day| day.to_string());
            return Diagnostic::new(Code::DateSerial, place).with("value", value).with("wanted", day);
        }
        match bad {
            BadValue::NotANumber => Diagnostic::new(Code::NumberInvalid, place).with("value", value).with("wanted", wanted),
            BadValue::Negative => Diagnostic::new(Code::NumberNegative, place).with("value", value),
            BadValue::TwoReadings(first, second) => {
                Diagnostic::new(Code::NumberAmbiguous, place).with("value", value).with("first", first).with("second", second)
            }
            BadValue::NoSuchDate => Diagnostic::new(Code::DateInvalid, place).with("value", value),
            BadValue::NotAFlag => Diagnostic::new(Code::FlagInvalid, place).with("value", value),
        }
    }

    /// Whether recorded points fit their leaf: its maximum, its step, its options.
    fn points(&self, step: &Step, points: i64, raw: &[u8]) -> Result<(), Box<Diagnostic>> {
        let Some(regulation) = self.regulation else { return Ok(()) };
        let Some(leaf) = step.number.and_then(|number| regulation.leaves.get(number)) else {
            return Ok(());
        };
        let value = || String::from_utf8_lossy(raw);
        if let Some(other) = regulation.layout.correspondence(&regulation.leaves, step.slot) {
            let fault =
                || Diagnostic::new(Code::PointsOverMax, Place::default()).with("value", value()).with("leaf", &other.leaf);
            return if points <= other.max.0 { Ok(()) } else { Err(Box::new(fault().with("max", other.max))) };
        }
        let fault = |code| Diagnostic::new(code, Place::default()).with("value", value()).with("leaf", &leaf.id);
        if points > leaf.max.0 {
            return Err(Box::new(fault(Code::PointsOverMax).with("max", leaf.max)));
        }
        match &leaf.kind {
            LeafKind::Recorded { step: Some(step), .. } if step.0 > 0 && points % step.0 != 0 => {
                Err(Box::new(fault(Code::PointsStep).with("wanted", format!("0, {step}, … {}", leaf.max))))
            }
            LeafKind::Chosen { options } if !options.iter().any(|option| option.points.0 == points) => {
                let wanted: Vec<String> = options.iter().map(|option| option.points.to_string()).collect();
                Err(Box::new(fault(Code::PointsStep).with("wanted", wanted.join(" | "))))
            }
            _ => Ok(()),
        }
    }

    /// Counts that exceed their limits.
    fn over(&self, limits: &[(usize, usize)], record: &Record<'_>, facts: &[Option<i64>], faults: &mut Vec<Diagnostic>) {
        let value = |slot: usize| facts.get(slot).copied().flatten();
        for (slot, limit) in limits {
            if let (Some(count), Some(most)) = (value(*slot), value(*limit))
                && count > most
            {
                let is_day = self.fact(*slot).is_some_and(|fact| fact.kind == FactType::Date);
                let code = if is_day { Code::DaysInverted } else { Code::CountOver };
                let shown = |value: i64| match Day::from_number(value).filter(|_| is_day) {
                    Some(day) => day.to_string(),
                    None => value.to_string(),
                };
                faults.push(
                    Diagnostic::new(code, self.at_slot(record, *slot))
                        .with("value", shown(count))
                        .with("field", self.heading_of(*slot))
                        .with("other", self.heading_of(*limit))
                        .with("limit", shown(most)),
                );
            }
        }
    }

    /// Checks counts against each other. Where the given parts already make up their whole, the blank ones are zero by the sum.
    /// Checks facts that have come to others than the row says.
    #[cold]
    pub(super) fn check(&self, record: &Record<'_>, facts: &mut [Option<i64>], faults: &mut Vec<Diagnostic>) {
        self.make_up(record, facts, faults);
    }

    fn make_up(&self, record: &Record<'_>, facts: &mut [Option<i64>], faults: &mut Vec<Diagnostic>) {
        let value = |facts: &[Option<i64>], slot: usize| facts.get(slot).copied().flatten();
        let before = faults.len();
        self.over(&self.limits, record, facts, faults);
        if faults.len() > before {
            return;
        }
        for (whole, parts) in &self.sums {
            let (mut sum, mut given) = (0, 0);
            for count in parts.iter().filter_map(|slot| value(facts, *slot)) {
                sum += count;
                given += 1;
            }
            if given == 0 {
                continue;
            }
            match value(facts, *whole) {
                None => {
                    let wanted = self.fact(*whole).map_or("", |fact| fact.heading.as_str());
                    faults.push(Diagnostic::new(Code::ValueMissing, self.at_slot(record, *whole)).with("wanted", wanted));
                }
                Some(total) if total == sum && given == parts.len() => {}
                Some(total) if total == sum => {
                    for slot in parts {
                        if let Some(part) = facts.get_mut(*slot) {
                            part.get_or_insert(0);
                        }
                    }
                }
                Some(total) => {
                    // Parts that are all no more than the whole can still sum up wrongly; one that is more is the better message.
                    let pairs: Vec<(usize, usize)> = parts.iter().map(|part| (*part, *whole)).collect();
                    self.over(&pairs, record, facts, faults);
                    if faults.len() > before {
                        continue;
                    }
                    let given = parts.iter().filter(|slot| value(facts, **slot).is_some());
                    let sides: Vec<&str> = given.map(|slot| self.heading_of(*slot)).collect();
                    faults.push(
                        Diagnostic::new(Code::StatusSum, self.at_slot(record, *whole))
                            .with("value", total)
                            .with("sum", sum)
                            .with("detail", format!("{} = {}", self.heading_of(*whole), sides.join(" + "))),
                    );
                }
            }
        }
    }
}

/// Writes what `read` makes of each column; `true` when it makes nothing of one that is not blank, or must not be.
#[inline]
fn quick(columns: &[Quick], record: &Record<'_>, facts: &mut [Option<i64>], read: impl Fn(&[u8]) -> Option<i64>) -> bool {
    let mut odd = false;
    for quick in columns {
        let raw = record.raw(quick.column);
        let value = read(raw);
        odd |= value.is_none() && (quick.required || !raw.is_empty());
        if let Some(fact) = facts.get_mut(quick.slot) {
            *fact = value;
        }
    }
    odd
}

/// A month, quarter, half-year or year of the calendar.
fn period(text: &str) -> Option<i64> {
    Period::parse(text).filter(|period| period.stretch().is_some()).map(Period::number)
}

/// A whole number of a range.
fn within(raw: &[u8], range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    values::count(raw).ok().filter(|number| range.contains(number))
}

/// The words of a choice for a message: `regular (Thường kỳ) | thematic (Chuyên đề)`.
pub(super) fn titled_words(fact: &Fact) -> String {
    let FactType::Choice(scale) = &fact.kind else { return String::new() };
    let titled = |(word, (vi, _)): (&String, &(Vec<String>, Vec<String>))| match vi.first() {
        Some(title) => format!("{word} ({title})"),
        None => word.clone(),
    };
    scale.words.iter().zip(&fact.values).map(titled).collect::<Vec<String>>().join(" | ")
}

/// The value of a fact that a profile gives for all rows; `None` where it is none, or a text.
pub(super) fn given_value(fact: &Fact, text: &str) -> Option<i64> {
    let raw = values::trim(text.as_bytes());
    match &fact.kind {
        FactType::Count | FactType::Minutes => values::count(raw).ok(),
        FactType::Flag => values::flag(raw).ok().map(i64::from),
        FactType::Points => values::decimal(raw).ok().map(|(points, _)| points),
        FactType::Date => values::date(raw).ok().map(|(day, _)| day.number()),
        FactType::DayOfMonth => within(raw, 1..=31),
        FactType::Year => within(raw, 1900..=2200),
        FactType::Choice(_) => fact.choice(text),
        FactType::Period => period(&String::from_utf8_lossy(raw)),
        FactType::Grade | FactType::Level | FactType::Code | FactType::Text => None,
    }
}

/// A row without a date, or without what else no row may lack.
#[inline(never)]
fn without(record: &Record<'_>, never_blank: usize, is_date: bool) -> Option<NoRow> {
    let field = record.raw(never_blank);
    if !values::trim(field).is_empty() && !is_date {
        return None;
    }
    let first = (0..record.len()).find(|column| !values::trim(record.raw(*column)).is_empty());
    match first {
        None => Some(NoRow::Blank),
        Some(first) => {
            let is_theirs = values::trim(field).is_empty() || first == never_blank;
            (is_theirs && is_of_sums(&record.field(first))).then_some(NoRow::Sums)
        }
    }
}

/// Whether the first field that is not blank begins as that of a row of sums does, or there is none.
#[cold]
pub(super) fn says_total(record: &Record<'_>) -> bool {
    let mut texts = (0..record.len()).map(|column| record.field(column));
    texts.find(|field| !values::trim(field).is_empty()).is_none_or(|first| is_of_sums(&first))
}

/// Whether a field says that its row holds sums.
fn is_of_sums(field: &[u8]) -> bool {
    let plain = crate::base::heading::plain(&String::from_utf8_lossy(field));
    let words: Vec<&str> = plain.split('-').collect();
    let after = match words.as_slice() {
        ["tong", "cong", "ty", ..] => return false,
        ["grand" | "sub", "total", after @ ..] | ["tong" | "cong" | "total" | "totals" | "subtotal", after @ ..] => after,
        _ => return false,
    };
    let goes_on = |word: &&str| OF_TOTALS.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    after.first().is_none_or(goes_on)
}
