//! The heading row: which column holds which fact.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::account::{By, Decided, DecidedColumn};
use super::corrections;
use super::evidence::Evidence;
use super::folder::RecordFile;
use super::frame::Frame;
use super::profile::{ColumnProfile, Expected, FileProfile};
use super::results;
use super::scan;
use super::source::Written;
use super::table::Reads;
use super::writing::{DateOrder, DecimalMark};
use crate::base::{Day, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Fact, FactType, Leaf, Regulation, Scope, Vocabulary, shipped};

/// More columns than any records have; a file with more has another separator, or is no table.
const MOST_COLUMNS: usize = 2_000;

/// The columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) frame: Frame,
    pub(super) headings: Vec<String>,
    /// What each column holds.
    pub(super) holds: Vec<Holds>,
    /// How each column is written, as far as that is said.
    pub(super) forms: Vec<Form>,
    /// Control totals: what is summed, and what the clerk knows the sum to be.
    pub(super) expected: Vec<(Summed, Expected)>,
    /// The column that names the file whose row each row corrects.
    pub(super) corrected_file: Option<usize>,
    /// Facts that every row has though no column holds them, by slot.
    pub(super) given: Vec<(usize, i64)>,
    /// Whether a spreadsheet holds the table, whose rows end with their last field that is not blank.
    pub(super) of_sheet: bool,
}

/// What a control total is the sum of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Summed {
    /// The rows themselves.
    Rows,
    /// A fact, by its slot; `true` for points, which are kept in thousandths.
    Fact(usize, bool),
}

/// How a column is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) decimal: Option<DecimalMark>,
    pub(super) dates: Option<DateOrder>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that this run reads.
    Nothing,
    /// A fact, by its slot.
    Fact(usize),
    /// Points that a person recorded for a leaf, and the slot they go to.
    Points { leaf: usize, slot: usize },
    /// A mark in place of the word of a level, and the slot that the level goes to.
    Mark { level: usize, slot: usize },
}

impl Holds {
    /// The slot that its values go to.
    pub(super) fn slot(&self) -> Option<usize> {
        match self {
            Holds::Nothing => None,
            Holds::Fact(slot) | Holds::Points { slot, .. } | Holds::Mark { slot, .. } => Some(*slot),
        }
    }
}

impl Columns {
    /// Reads the heading row under each text; `None` when one of them cannot use the file. A column that one of them knows is not unknown.
    pub(super) fn of_each(
        source: &RecordFile,
        (first, of_sheet): (&[u8], bool),
        scope: Scope,
        readers: &[Reads<'_>],
        findings: &mut Findings,
    ) -> Option<Vec<Columns>> {
        let file = &source.name;
        let known: Vec<Known<'_>> = readers.iter().map(|reads| Known::of(scope, reads, &source.profile)).collect();
        // The same few texts are asked again for every row and separator that might be the heading.
        let asked: RefCell<FxHashMap<(usize, String), bool>> = RefCell::default();
        let understands = |column: usize, text: &str| {
            let key = (column, text.to_owned());
            if let Some(understood) = asked.borrow().get(&key) {
                return *understood;
            }
            let understood = known.iter().any(|known| known.understands(column, text));
            asked.borrow_mut().insert(key, understood);
            understood
        };
        let suffices = |headings: &[String]| known.iter().all(|known| known.suffices(headings));
        let frame = match Frame::find(first, source, &understands, &suffices) {
            Ok(Some(frame)) => frame,
            Ok(None) => {
                findings.push(Diagnostic::new(Code::FileEmpty, Place::file(file)));
                return None;
            }
            Err(fault) => {
                findings.push(super::blocks::structural(file, &fault, scan::Extent::default(), &[]));
                return None;
            }
        };
        let read = |known: &Known<'_>| {
            let mut own = Findings::new();
            let columns = Columns::read(source, frame.clone(), of_sheet, known, &mut own);
            (columns, own)
        };
        let (columns, found): (Vec<Option<Columns>>, Vec<Findings>) = known.iter().map(read).unzip();
        let same =
            |a: &Diagnostic, b: &Diagnostic| a.code == b.code && a.place.column == b.place.column && a.value() == b.value();
        for (position, own) in found.iter().enumerate() {
            for fault in own.iter() {
                let said = found.iter().take(position).any(|other| other.iter().any(|other| same(other, fault)));
                let by_all = found.iter().all(|other| other.iter().any(|other| same(other, fault)));
                if !said && (by_all || fault.code != Code::ColumnUnknown) {
                    findings.push(fault.clone());
                }
            }
        }
        columns.into_iter().collect()
    }

    /// Reads the heading.
    ///
    /// # Errors
    /// Text that is not UTF-8, a required column missing, a column twice. Unknown columns are warnings, put into `findings`.
    fn read(source: &RecordFile, frame: Frame, of_sheet: bool, known: &Known<'_>, findings: &mut Findings) -> Option<Columns> {
        let (file, vocabulary, profile) = (&source.name, known.reads.vocabulary, &source.profile);
        let (line, row) = (frame.line, frame.rows.1 + 1);
        let place = || Place::row(file, line, row);
        if frame.headings.iter().any(|heading| heading.contains(['\0', char::REPLACEMENT_CHARACTER])) {
            findings.push(Diagnostic::new(Code::NotUtf8, place()));
            return None;
        }
        if frame.headings.len() > MOST_COLUMNS {
            let fault = Diagnostic::new(Code::ColumnsTooMany, place()).with("value", frame.headings.len());
            findings.push(fault.with("wanted", MOST_COLUMNS));
            return None;
        }
        let headings = frame.headings.clone();
        let file_form = Form { decimal: profile.decimal, dates: profile.dates };
        let form = |(index, heading): (usize, &String)| {
            let own = profile.column(index, heading);
            Form {
                decimal: own.and_then(|own| own.decimal).or(file_form.decimal),
                dates: own.and_then(|own| own.dates).or(file_form.dates),
            }
        };
        let forms = headings.iter().enumerate().map(form).collect();
        let mut columns = Columns {
            frame,
            headings,
            holds: Vec::new(),
            forms,
            given: Vec::new(),
            expected: Vec::new(),
            corrected_file: None,
            of_sheet,
        };
        columns.corrected_file =
            columns.headings.iter().position(|heading| profile.corrects && heading.trim() == corrections::FILE);
        let mut ok = true;
        let meant: Vec<String> =
            columns.headings.iter().enumerate().map(|(index, heading)| known.meant(index, heading).to_owned()).collect();
        let levels = results::level_columns(&meant, known);
        for (index, heading) in columns.headings.iter().enumerate() {
            let place = place().column(index, heading);
            let level = levels.get(index).copied().flatten();
            let holds = match level.map_or_else(|| known.column(index, heading, &meant), |level| Ok(mark(level, known, &meant))) {
                Ok(holds) => holds,
                Err(near) => {
                    findings.push(Diagnostic::new(Code::ColumnUnknown, place.clone()).with("value", heading).with("near", near));
                    Holds::Nothing
                }
            };
            let twice = columns.holds.iter().position(|other| *other == holds && holds != Holds::Nothing);
            if let Some(other) = twice {
                ok = false;
                let other = columns.headings.get(other).cloned().unwrap_or_default();
                findings.push(
                    Diagnostic::new(Code::ColumnTwice, place).with("value", heading).with("other", format!("{other}, {heading}")),
                );
            }
            columns.holds.push(holds);
        }
        known.stand_in(&mut columns);
        ok &= known.give(&mut columns, findings);
        ok &= known.says_of_columns_there(&columns, findings);
        ok &= known.expect(&mut columns, findings);
        for slot in known.required() {
            let Some(fact) = vocabulary.facts.get(slot) else { continue };
            if !columns.holds.contains(&Holds::Fact(slot)) && columns.given.iter().all(|(given, _)| *given != slot) {
                ok &= profile.tentative;
                let wanted = format!("{}, {}", fact.heading, fact.vi.join(", "));
                findings.push(Diagnostic::new(Code::ColumnMissing, place()).with("value", &fact.heading).with("wanted", wanted));
            }
        }
        for whole in known.wholes_without_column(&columns) {
            ok &= profile.tentative;
            let wanted = format!("{}, {}", whole.heading, whole.vi.join(", "));
            findings.push(Diagnostic::new(Code::ColumnMissing, place()).with("value", &whole.heading).with("wanted", wanted));
        }
        ok.then_some(columns)
    }

    /// What was decided about the file, with what its columns have shown.
    pub(super) fn decided(
        &self,
        source: &RecordFile,
        written: &Written,
        evidence: &[Evidence],
        vocabulary: &Vocabulary,
        leaves: &[Leaf],
    ) -> Decided {
        let name = |holds: &Holds| match holds {
            Holds::Nothing => None,
            Holds::Fact(slot) => vocabulary.facts.get(*slot).map(|fact| fact.heading.clone()),
            Holds::Points { leaf, .. } => leaves.get(*leaf).map(|leaf| leaf.id.clone()),
            Holds::Mark { slot, .. } => vocabulary.facts.get(*slot).map(|fact| fact.heading.clone()),
        };
        let column = |(index, heading): (usize, &String)| {
            let form = self.forms.get(index).copied().unwrap_or_default();
            let (dates, decimal, by) = evidence.get(index).map_or((None, None, By::Evidence), Evidence::shown);
            let holds = self.holds.get(index).and_then(name);
            let is_date = self.holds.get(index).is_some_and(|holds| match holds {
                Holds::Fact(slot) => vocabulary.facts.get(*slot).is_some_and(|fact| fact.kind == FactType::Date),
                _ => false,
            });
            let named = if is_date { form.dates.is_some() } else { holds.is_some() && form.decimal.is_some() };
            // Points and marks are known by their own headings, and so is a result of a regulation that the heading names.
            let by_heading = !matches!(self.holds.get(index), Some(Holds::Fact(_))) || heading.contains(':');
            DecidedColumn {
                field: if by_heading { holds.as_ref().map(|_| heading.clone()) } else { holds.clone() },
                heading: heading.clone(),
                dates: if is_date { form.dates.or(dates) } else { None },
                decimal: decimal.or(form.decimal.filter(|_| !is_date && holds.is_some())),
                by: if named { By::Profile } else { by },
                open: evidence.get(index).and_then(Evidence::open),
                sample: evidence.get(index).and_then(Evidence::sample).cloned(),
                holds,
            }
        };
        let given = |(slot, value): &(usize, i64)| {
            let fact = vocabulary.facts.get(*slot)?;
            let word = match &fact.kind {
                FactType::Choice(scale) => usize::try_from(*value).ok().and_then(|place| scale.words.get(place)).cloned(),
                FactType::Date => Day::from_number(*value).map(|day| day.to_string()),
                _ => None,
            };
            Some((fact.heading.clone(), word.unwrap_or_else(|| value.to_string())))
        };
        let (first, last) = self.frame.rows;
        Decided {
            source: source.clone(),
            written: written.clone(),
            separator: (!self.of_sheet).then(|| char::from(self.frame.separator)),
            heading: (first + 1, last + 1),
            titles: self.frame.titles,
            frame: self.frame.clone(),
            columns: self.headings.iter().enumerate().map(column).collect(),
            given: self.given.iter().filter_map(given).collect(),
        }
    }

    pub(super) fn heading(&self, index: usize) -> &str {
        self.headings.get(index).map_or("", String::as_str)
    }

    /// The leaves that have a column of points, in ascending order.
    pub(super) fn leaves(&self) -> Vec<usize> {
        let leaf = |holds: &Holds| if let Holds::Points { leaf, .. } = holds { Some(*leaf) } else { None };
        let leaves: BTreeSet<usize> = self.holds.iter().filter_map(leaf).collect();
        leaves.into_iter().collect()
    }

    /// The column that holds a slot.
    pub(super) fn of_slot(&self, wanted: usize) -> Option<usize> {
        self.holds.iter().position(|holds| match holds {
            Holds::Fact(slot) | Holds::Points { slot, .. } | Holds::Mark { slot, .. } => *slot == wanted,
            Holds::Nothing => false,
        })
    }
}

/// What the headings of one table mean to one reader.
pub(super) struct Known<'a> {
    pub(super) scope: Scope,
    pub(super) reads: &'a Reads<'a>,
    profile: &'a FileProfile,
    slots: BTreeMap<String, usize>,
    /// Plain headings of names that stand in for a code.
    named: BTreeMap<String, usize>,
    /// Plain ids and titles of the levels of a meeting.
    pub(super) levels: Vec<[String; 2]>,
}

/// Headings of columns that number the rows.
const ROW_NUMBERS: [&str; 5] = ["stt", "tt", "so-tt", "so-thu-tu", "no"];

impl<'a> Known<'a> {
    fn of(scope: Scope, reads: &'a Reads<'a>, profile: &'a FileProfile) -> Known<'a> {
        let (mut slots, mut named) = (BTreeMap::new(), BTreeMap::new());
        for (slot, fact) in reads.vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.scope == scope) {
            for heading in fact.headings() {
                slots.entry(heading::plain(heading)).or_insert(slot);
            }
            for heading in &fact.named {
                named.entry(heading::plain(heading)).or_insert(slot);
            }
        }
        let levels = reads.regulation.filter(|_| scope == Scope::Meeting).map_or(&[][..], |regulation| &regulation.levels);
        let levels = levels.iter().map(|level| [&level.id, &level.title].map(|word| heading::plain(word))).collect();
        Known { scope, reads, profile, slots, named, levels }
    }

    pub(super) fn slot(&self, text: &str) -> Option<usize> {
        self.slots.get(&heading::plain(text)).copied()
    }

    /// The columns that the table cannot be read without.
    fn required(&self) -> impl Iterator<Item = usize> {
        let facts = self.reads.vocabulary.facts.iter().enumerate();
        facts.filter(|(_, fact)| fact.scope == self.scope && fact.required).map(|(slot, _)| slot)
    }

    /// Counts whose parts have columns while they have none: no row could be used, and one column is what is wrong.
    fn wholes_without_column(&self, columns: &Columns) -> Vec<&'a Fact> {
        let vocabulary = self.reads.vocabulary;
        let has = |slot: usize| columns.of_slot(slot).is_some() || columns.given.iter().any(|(given, _)| *given == slot);
        let parts = vocabulary.facts.iter().enumerate().filter(|(slot, fact)| fact.scope == self.scope && has(*slot));
        let mut wholes: Vec<usize> =
            parts.filter_map(|(_, fact)| vocabulary.position(&fact.part_of)).filter(|whole| !has(*whole)).collect();
        wholes.sort_unstable();
        wholes.dedup();
        wholes.into_iter().filter_map(|slot| vocabulary.facts.get(slot)).collect()
    }

    /// What stands for a heading: the field that the profile names, or the heading itself.
    fn meant<'t>(&'t self, index: usize, text: &'t str) -> &'t str {
        self.profile.column(index, text).and_then(|own| own.field.as_deref()).unwrap_or(text)
    }

    fn understands(&self, index: usize, text: &str) -> bool {
        let own = self.profile.column(index, text);
        let meant = own.and_then(|own| own.field.as_deref()).unwrap_or(text);
        if own.is_some_and(|own| meant.is_empty() && !own.heading.starts_with('#')) {
            // That it is not to be read is said of a heading that is there.
            return true;
        }
        if meant.is_empty() {
            return false;
        }
        self.slot(meant).is_some()
            || self.named(meant).is_some()
            || points_heading(meant).is_some()
            || results::is_heading(meant, self)
    }

    /// Whether all that is required is among these headings, or given.
    fn suffices(&self, headings: &[String]) -> bool {
        let of = |(index, text): (usize, &String)| {
            let meant = self.meant(index, text);
            self.slot(meant).or_else(|| self.named(meant))
        };
        let slots: BTreeSet<usize> = headings.iter().enumerate().filter_map(of).collect();
        let given = |slot: &usize| self.profile.values.iter().any(|(field, _)| self.slot(field) == Some(*slot));
        self.required().all(|slot| slots.contains(&slot) || given(&slot))
    }

    /// The code that a column of names stands in for.
    fn named(&self, text: &str) -> Option<usize> {
        self.named.get(&heading::plain(text)).copied()
    }

    /// Where no column holds a code, a column of names stands in for it.
    fn stand_in(&self, columns: &mut Columns) {
        for (index, heading) in columns.headings.iter().enumerate() {
            let free = columns.holds.get(index) == Some(&Holds::Nothing);
            if let Some(slot) = self.named(heading).filter(|slot| free && !columns.holds.contains(&Holds::Fact(*slot)))
                && self.profile.column(index, heading).is_none_or(|own| own.field.is_none())
                && let Some(holds) = columns.holds.get_mut(index)
            {
                *holds = Holds::Fact(slot);
            }
        }
    }

    /// Facts that the profile gives for all rows.
    fn give(&self, columns: &mut Columns, findings: &mut Findings) -> bool {
        let mut ok = true;
        for (field, text) in &self.profile.values {
            let fact = self.slot(field).and_then(|slot| Some((slot, self.reads.vocabulary.facts.get(slot)?)));
            let value = fact.and_then(|(_, fact)| super::row::given_value(fact, text));
            match (fact, value) {
                (Some((slot, _)), Some(value)) if !columns.holds.contains(&Holds::Fact(slot)) => {
                    columns.given.push((slot, value))
                }
                _ => {
                    ok = false;
                    let known = self.reads.vocabulary.facts.iter().filter(|fact| fact.scope == self.scope);
                    let wanted = match fact {
                        Some((_, fact)) => super::row::titled_words(fact),
                        None => heading::nearest_or_some(field, known.map(|fact| fact.heading.as_str())),
                    };
                    let fault = Diagnostic::new(Code::ConfigValue, self.profile.place.clone());
                    findings.push(fault.with("value", format!("{field} = {text}")).with("wanted", wanted));
                }
            }
        }
        ok
    }

    /// The control totals of the profile.
    fn expect(&self, columns: &mut Columns, findings: &mut Findings) -> bool {
        let mut ok = true;
        for expected in &self.profile.expect {
            let slot = self.slot(&expected.what).filter(|slot| columns.of_slot(*slot).is_some());
            let kind = slot.and_then(|slot| Some((slot, &self.reads.vocabulary.facts.get(slot)?.kind)));
            let summed = match kind {
                None if heading::plain(&expected.what) == "rows" => Some(Summed::Rows),
                Some((slot, FactType::Count | FactType::Minutes)) => Some(Summed::Fact(slot, false)),
                Some((slot, FactType::Points)) => Some(Summed::Fact(slot, true)),
                _ => None,
            };
            match summed {
                Some(summed) => columns.expected.push((summed, expected.clone())),
                // It is expected of another file, whose rows these do not correct.
                None if self.profile.corrects => {}
                None => {
                    ok = false;
                    let near = heading::nearest_or_some(&expected.what, columns.headings.iter().map(String::as_str));
                    let fault = Diagnostic::new(Code::ProfileColumn, self.profile.place.clone());
                    findings.push(fault.with("value", &expected.what).with("near", near));
                }
            }
        }
        ok
    }

    /// A profile that speaks of a column that is not there was made for another file.
    fn says_of_columns_there(&self, columns: &Columns, findings: &mut Findings) -> bool {
        let there = |own: &ColumnProfile| {
            columns.headings.iter().enumerate().any(|(index, heading)| self.profile.column(index, heading) == Some(own))
        };
        let mut ok = true;
        for own in self.profile.columns.iter().filter(|own| !there(own)) {
            ok = false;
            let near = heading::nearest_or_some(&own.heading, columns.headings.iter().map(String::as_str));
            let fault = Diagnostic::new(Code::ProfileColumn, self.profile.place.clone());
            findings.push(fault.with("value", &own.heading).with("near", near));
        }
        ok
    }

    /// What a column holds; the nearest known heading when its own means nothing.
    fn column(&self, index: usize, heading: &str, all: &[String]) -> Result<Holds, String> {
        match self.profile.column(index, heading).and_then(|own| own.field.as_deref()) {
            Some("") => Ok(Holds::Nothing),
            Some(field) => column(field, self, all, *self.reads),
            None => column(heading, self, all, *self.reads),
        }
    }
}

/// What a heading means; the nearest known heading when it means nothing.
fn column(text: &str, known: &Known<'_>, all: &[String], reads: Reads<'_>) -> Result<Holds, String> {
    if text.is_empty() {
        return Ok(Holds::Nothing);
    }
    if let Some((verified, rest)) = points_heading(text) {
        return points_column(verified, rest, all, reads);
    }
    if let Some((slot, id)) = results::of_regulation(text, known) {
        return results::column_of(slot, id, reads);
    }
    if let Some(slot) = known.slot(text) {
        return Ok(if results::is_displaced(slot, all, known) { Holds::Nothing } else { Holds::Fact(slot) });
    }
    if known.named(text).is_some() || corrections::is_heading(text) || ROW_NUMBERS.contains(&heading::plain(text).as_str()) {
        return Ok(Holds::Nothing);
    }
    let scope = known.scope;
    if is_shipped_heading(scope, text) {
        return Ok(Holds::Nothing);
    }
    let known = reads
        .vocabulary
        .facts
        .iter()
        .filter(|fact| fact.scope == scope)
        .flat_map(|fact: &Fact| std::iter::once(fact.heading.as_str()).chain(fact.vi.iter().map(String::as_str)));
    Err(heading::nearest_or_some(text, known))
}

/// A column of marks, one of several levels.
fn mark(level: usize, known: &Known<'_>, all: &[String]) -> Holds {
    match known.reads.vocabulary.position(Fact::LEVEL) {
        Some(slot) if !results::is_displaced(slot, all, known) => Holds::Mark { level, slot },
        _ => Holds::Nothing,
    }
}

/// `self:14-qdi-tu:3.3` and `verified:…`; in Vietnamese `tự chấm:…` and `thẩm định:…`.
fn points_heading(text: &str) -> Option<(bool, &str)> {
    let (who, rest) = text.split_once(':')?;
    match heading::plain(who).as_str() {
        "self" | "tu-cham" => Some((false, rest)),
        "verified" | "tham-dinh" => Some((true, rest)),
        _ => None,
    }
}

/// Whether a heading is that of points that a person gave, such as `verified:14-qdi-tu:3.3`.
pub fn is_points_heading(text: &str) -> bool {
    points_heading(text).is_some()
}

/// Whose points of which leaf of which regulation a heading such as `verified:14-qdi-tu:3.3` means; `true` for verified ones.
pub(super) fn points_of_leaf(text: &str) -> Option<(bool, &str, &str)> {
    let (verified, rest) = points_heading(text)?;
    let (of, leaf) = rest.split_once(':')?;
    Some((verified, of.trim(), leaf.trim()))
}

/// Where points of a leaf go that were given under a regulation, in the slots of this one; `None` where it has no use for them.
pub(super) fn points_slot(verified: bool, of: &str, leaf: &str, regulation: &Regulation) -> Option<usize> {
    if regulation.header.id == of {
        let (number, layout) = (regulation.leaf(leaf)?, &regulation.layout);
        return Some(if verified { layout.verified_points(number) } else { layout.self_points(number) });
    }
    let found = of_below(verified, of, leaf, &[], Some(regulation));
    found.or_else(|| corresponding(verified, of, leaf, Some(regulation)))?.slot()
}

/// Points belong to the regulation under which they were given; those of another one are left alone, unless a leaf names theirs as the
/// one that corresponds to it, or has the leaf from the text below.
fn points_column(verified: bool, rest: &str, all: &[String], reads: Reads<'_>) -> Result<Holds, String> {
    let regulation = reads.regulation;
    let (id, leaf) = rest.split_once(':').map_or((rest.trim(), ""), |(id, leaf)| (id.trim(), leaf.trim()));
    let who = if verified { "verified" } else { "self" };
    match regulation.filter(|regulation| regulation.header.id == id) {
        Some(regulation) => match regulation.leaf(leaf) {
            Some(number) => {
                let layout = &regulation.layout;
                let slot = if verified { layout.verified_points(number) } else { layout.self_points(number) };
                Ok(Holds::Points { leaf: number, slot })
            }
            None => {
                let leaves = regulation.leaves.iter().map(|leaf| leaf.id.as_str());
                Err(format!("{who}:{id}: {}", heading::nearest_or_some(leaf, leaves)))
            }
        },
        None => match of_below(verified, id, leaf, all, regulation).or_else(|| corresponding(verified, id, leaf, regulation)) {
            Some(holds) => Ok(holds),
            None if shipped::ids().contains(&id) || reads.others.iter().any(|other| other == id) => Ok(Holds::Nothing),
            None => Err(format!("{who}: {}", heading::nearest_or_some(id, shipped::ids()))),
        },
    }
}

/// What a column holds that belongs to a text below: points of the same leaf, or nothing where a text nearer to the regulation has a
/// column for it too; `None` where the leaf is not the same.
fn of_below(verified: bool, id: &str, leaf: &str, all: &[String], regulation: Option<&Regulation>) -> Option<Holds> {
    let regulation = regulation?;
    let number = regulation.leaf(leaf)?;
    let below = &regulation.leaves.get(number)?.below;
    let place = below.iter().position(|below| below == id)?;
    let nearer = |of: &str| of == regulation.header.id || below.iter().skip(place + 1).any(|other| other == of);
    let is_of_nearer = |heading: &String| {
        let (who, rest) = points_heading(heading)?;
        let (of, other) = rest.split_once(':')?;
        Some(who == verified && nearer(of.trim()) && other.trim() == leaf)
    };
    if all.iter().any(|heading| is_of_nearer(heading) == Some(true)) {
        return Some(Holds::Nothing);
    }
    let layout = &regulation.layout;
    let slot = if verified { layout.verified_points(number) } else { layout.self_points(number) };
    Some(Holds::Points { leaf: number, slot })
}

/// Points of a leaf of another regulation that one of this names.
fn corresponding(verified: bool, id: &str, leaf: &str, regulation: Option<&Regulation>) -> Option<Holds> {
    let regulation = regulation?;
    regulation.leaves.iter().enumerate().find_map(|(number, own)| {
        let entry = own.corresponds.iter().position(|other| other.regulation == id && other.leaf == leaf)?;
        let first = regulation.layout.corresponding(&regulation.leaves, number);
        Some(Holds::Points { leaf: number, slot: first + 2 * entry + usize::from(!verified) })
    })
}

/// Whether a shipped regulation has a column of that heading. They are part of the program, and reading all of them takes longer than most
/// files do, so it is done once.
fn is_shipped_heading(scope: Scope, text: &str) -> bool {
    static HEADINGS: OnceLock<BTreeSet<(&'static str, String)>> = OnceLock::new();
    HEADINGS.get_or_init(shipped_headings).contains(&(scope.word(), heading::plain(text)))
}

fn shipped_headings() -> BTreeSet<(&'static str, String)> {
    let Ok(rulebook) = shipped::rulebook() else { return BTreeSet::new() };
    let regulations = shipped::ids().into_iter().filter_map(|id| shipped::find(&rulebook, id).ok());
    let facts = regulations.flat_map(|regulation| regulation.vocabulary.facts);
    facts
        .flat_map(|fact| fact.headings().map(|text| (fact.scope.word(), heading::plain(text))).collect::<Vec<(&str, String)>>())
        .collect()
}
