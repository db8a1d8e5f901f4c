//! The heading row: which column holds which fact.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::scan;
use super::table::Reads;
use crate::base::heading;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Fact, Regulation, Scope, Vocabulary, shipped};

/// More columns than any records have; a file with more has another separator, or is no table.
const MOST_COLUMNS: usize = 2_000;

/// The columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) separator: u8,
    /// Row of the heading within the first block, from 0.
    pub(super) row: u64,
    pub(super) headings: Vec<String>,
    /// What each column holds.
    pub(super) holds: Vec<Holds>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that this run reads.
    Nothing,
    /// A fact, by its slot.
    Fact(usize),
    /// Points that a person recorded for a leaf, and the slot they go to.
    Points { leaf: usize, slot: usize },
}

impl Columns {
    /// Reads the heading row under each text; `None` when one of them cannot use the file. A column that one of them knows is not unknown.
    pub(super) fn of_each(
        file: &Arc<str>,
        first: &[u8],
        scope: Scope,
        readers: &[Reads<'_>],
        findings: &mut Findings,
    ) -> Option<Vec<Columns>> {
        let read = |reads: &Reads<'_>| {
            let mut own = Findings::new();
            let columns = Columns::read(file, first, scope, *reads, &mut own);
            (columns, own)
        };
        let (columns, found): (Vec<Option<Columns>>, Vec<Findings>) = readers.iter().map(read).unzip();
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

    /// Reads the heading row of a file from its first block.
    ///
    /// # Errors
    /// An empty file, text that is not UTF-8, a required column missing, a column twice. Unknown columns are warnings, put into `findings`.
    fn read(file: &Arc<str>, first: &[u8], scope: Scope, reads: Reads<'_>, findings: &mut Findings) -> Option<Columns> {
        let vocabulary = reads.vocabulary;
        let Some(header) = scan::header(first) else {
            findings.push(Diagnostic::new(Code::FileEmpty, Place::file(file)));
            return None;
        };
        let place = || Place::row(file, header.line, header.line);
        // A NUL byte is half of a letter in UTF-16.
        if std::str::from_utf8(header.bytes).is_err() || header.bytes.contains(&0) {
            findings.push(Diagnostic::new(Code::NotUtf8, place()));
            return None;
        }
        let known = Known::of(scope, vocabulary);
        let separator = separator(header.bytes, &known);
        let fields = match header.fields(separator) {
            Ok(fields) => fields,
            Err(fault) => {
                findings.push(super::blocks::structural(file, &fault, scan::Extent::default(), &[]));
                return None;
            }
        };
        if fields.len() > MOST_COLUMNS {
            let fault = Diagnostic::new(Code::ColumnsTooMany, place()).with("value", fields.len());
            findings.push(fault.with("wanted", MOST_COLUMNS));
            return None;
        }
        let headings: Vec<String> = fields.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
        let mut columns = Columns { separator, row: header.line - 1, headings, holds: Vec::new() };
        let mut ok = true;
        for (index, heading) in columns.headings.iter().enumerate() {
            let place = place().column(index, heading);
            let holds = match column(heading, &known, &columns.headings, reads) {
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
        for (slot, fact) in vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.scope == scope && fact.required) {
            if !columns.holds.contains(&Holds::Fact(slot)) {
                ok = false;
                let wanted = format!("{}, {}", fact.heading, fact.vi.join(", "));
                findings.push(Diagnostic::new(Code::ColumnMissing, place()).with("value", &fact.heading).with("wanted", wanted));
            }
        }
        ok.then_some(columns)
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
            Holds::Fact(slot) | Holds::Points { slot, .. } => *slot == wanted,
            Holds::Nothing => false,
        })
    }
}

/// Every heading that a table understands, in plain form.
struct Known {
    scope: Scope,
    slots: BTreeMap<String, usize>,
    /// Headings of facts that only other shipped regulations declare: a record may hold more than one regulation reads.
    elsewhere: OnceCell<BTreeSet<String>>,
}

impl Known {
    fn of(scope: Scope, vocabulary: &Vocabulary) -> Known {
        let mut slots = BTreeMap::new();
        for (slot, fact) in vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.scope == scope) {
            for heading in fact.headings() {
                slots.entry(heading::plain(heading)).or_insert(slot);
            }
        }
        Known { scope, slots, elsewhere: OnceCell::new() }
    }

    fn slot(&self, text: &str) -> Option<usize> {
        self.slots.get(&heading::plain(text)).copied()
    }
}

/// The separator under which the most headings are understood; the comma when both do equally.
fn separator(header: &[u8], known: &Known) -> u8 {
    let understood = |separator: u8| {
        let text = String::from_utf8_lossy(header);
        text.split(char::from(separator)).filter(|part| known.slot(part.trim_matches(['"', ' ', '\r'])).is_some()).count()
    };
    if understood(b';') > understood(b',') { b';' } else { b',' }
}

/// What a heading means; the nearest known heading when it means nothing.
fn column(text: &str, known: &Known, all: &[String], reads: Reads<'_>) -> Result<Holds, String> {
    if text.is_empty() {
        return Ok(Holds::Nothing);
    }
    if let Some((verified, rest)) = points_heading(text) {
        return points_column(verified, rest, all, reads);
    }
    if let Some(slot) = known.slot(text) {
        return Ok(Holds::Fact(slot));
    }
    let scope = known.scope;
    if known.elsewhere.get_or_init(|| shipped_headings(scope)).contains(&heading::plain(text)) {
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

/// `self:14-qdi-tu:3.3` and `verified:…`; in Vietnamese `tự chấm:…` and `thẩm định:…`.
fn points_heading(text: &str) -> Option<(bool, &str)> {
    let (who, rest) = text.split_once(':')?;
    match heading::plain(who).as_str() {
        "self" | "tu-cham" => Some((false, rest)),
        "verified" | "tham-dinh" => Some((true, rest)),
        _ => None,
    }
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

fn shipped_headings(scope: Scope) -> BTreeSet<String> {
    let Ok(rulebook) = shipped::rulebook() else { return BTreeSet::new() };
    let regulations = shipped::ids().into_iter().filter_map(|id| shipped::find(&rulebook, id).ok());
    let facts = regulations.flat_map(|regulation| regulation.vocabulary.facts);
    facts
        .filter(|fact| fact.scope == scope)
        .flat_map(|fact| fact.headings().map(heading::plain).collect::<Vec<String>>())
        .collect()
}
