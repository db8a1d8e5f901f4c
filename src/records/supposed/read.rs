//! `LC-017@2024-04-05/regular:present=20`, taken apart; a fault points at the part that is wrong.

use std::ops::Range;
use std::sync::Arc;

use super::super::cells::CellIndex;
use super::super::columns;
use super::super::meetings::{Kind, key};
use super::value;
use super::{ARGUMENT, Known, Named, Of, Set};
use crate::base::{Day, heading};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::rules::{Fact, FactType, Regulation, Scope};
use crate::words::Word;

type Fault = Box<Diagnostic>;

/// A part of the text, without blanks around it.
#[derive(Clone)]
struct Piece<'a> {
    text: &'a str,
    span: Range<usize>,
}

impl<'a> Piece<'a> {
    fn of(whole: &'a str, span: Range<usize>) -> Piece<'a> {
        let text = whole.get(span.clone()).unwrap_or("");
        let start = span.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        Piece { text, span: start..start + text.len() }
    }
}

pub(super) fn one(whole: &Arc<str>, known: Known<'_>) -> Result<(CellIndex, Of, Vec<Set>), Fault> {
    let place = |span: &Range<usize>| Place::in_text(&ARGUMENT.into(), whole, span);
    let unreadable = |span: Range<usize>| {
        // There is always something to point at.
        let span = if span.is_empty() { span.start.saturating_sub(1)..span.end.max(1) } else { span };
        Diagnostic::new(Code::SetUnreadable, place(&span)).with("value", whole)
    };
    let shape =
        |span: Range<usize>| Box::new(unreadable(span).with("wanted", "LC-017@2024-04-05/regular:present=20 | LC-017@2024:…=…"));
    // Codes may hold an @; a day holds none, and names of facts come behind a colon.
    let colon = whole.find(':').ok_or_else(|| shape(0..whole.len()))?;
    let head = whole.get(..colon).unwrap_or("");
    let at = head.rfind('@').ok_or_else(|| shape(0..colon))?;
    let (code, when) = (Piece::of(whole, 0..at), Piece::of(whole, at + 1..colon));
    let of = match when.text.split_once('/') {
        None => Err(year(when.text).ok_or_else(|| shape(when.span.clone()))?),
        Some((day, kind)) => {
            let start = when.span.start;
            let slash = start + day.len();
            let day = Day::parse_iso(day.trim()).ok_or_else(|| shape(start..slash))?;
            let wanted = || Kind::ALL.map(Kind::word).join(" | ");
            let kind = Kind::from_word(kind.trim())
                .ok_or_else(|| Box::new(unreadable(slash + 1..when.span.end).with("wanted", wanted())))?;
            Ok((day, kind))
        }
    };
    if of.is_err() && known.years.is_empty() {
        return Err(Box::new(unreadable(when.span).with_word("wanted", Word::SetOfMeetings)));
    }
    let cell = known.cells.find(code.text.as_bytes()).ok_or_else(|| {
        let near = known.cells.nearest(code.text);
        Box::new(Diagnostic::new(Code::CellNotFound, place(&code.span)).with("value", code.text).with("near", near))
    })?;
    let (scope, regulations) = if of.is_ok() { (Scope::Meeting, known.meetings) } else { (Scope::Year, known.years) };
    let mut sets = Vec::new();
    for pair in pairs(whole, colon + 1) {
        let equals = pair.text.rfind('=').ok_or_else(|| shape(pair.span.clone()))?;
        let name = Piece::of(whole, pair.span.start..pair.span.start + equals);
        let value = Piece::of(whole, pair.span.start + equals + 1..pair.span.end);
        let figure = Figure::find(name.text, scope, regulations, known.headings)
            .map_err(|wanted| Box::new(unreadable(name.span.clone()).with("wanted", wanted)))?;
        let read = if value.text.is_empty() {
            None
        } else {
            let wanted = || Box::new(unreadable(value.span.clone()).with("wanted", figure.wanted()));
            Some(figure.read(value.text).ok_or_else(wanted)?)
        };
        sets.push(Set { what: figure.named(), value: read, place: place(&name.span) });
    }
    let of = match of {
        Ok((day, kind)) => Of::Meeting(key(cell, day, kind)),
        Err(year) => Of::Year(year),
    };
    Ok((cell, of, sets))
}

/// One figure that is set twice.
pub(super) fn twice(set: &Set) -> Diagnostic {
    let text = set.place.excerpt.as_ref().map(|(text, _)| Arc::clone(text)).unwrap_or_default();
    Diagnostic::new(Code::SetUnreadable, set.place.clone()).with("value", text).with_word("wanted", Word::SetOnce)
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && (1900..=2200).contains(year))
}

/// The pairs, with commas or semicolons between; a comma inside a number is its decimal mark.
fn pairs(whole: &str, from: usize) -> Vec<Piece<'_>> {
    let mut pairs: Vec<Piece<'_>> = Vec::new();
    let mut start = from;
    let ends = whole.char_indices().filter(|(at, c)| *at >= from && matches!(c, ',' | ';')).map(|(at, _)| at);
    for end in ends.chain([whole.len()]) {
        let piece = Piece::of(whole, start..end);
        let is_decimals = !piece.text.is_empty() && piece.text.bytes().all(|byte| byte.is_ascii_digit());
        match pairs.last_mut().filter(|last| is_decimals && last.text.ends_with(|c: char| c.is_ascii_digit())) {
            Some(last) => *last = Piece::of(whole, last.span.start..end),
            None => pairs.push(piece),
        }
        start = end + 1;
    }
    pairs
}

/// What can be set.
enum Figure<'a> {
    Fact(&'a Fact, &'a Regulation),
    Points { verified: bool, regulation: String, leaf: String, most: i64 },
}

impl<'a> Figure<'a> {
    /// By the name that a heading of the records may have; otherwise what was probably meant.
    fn find(
        name: &str,
        scope: Scope,
        regulations: &[&'a Regulation],
        headings: &[(Scope, String, String)],
    ) -> Result<Figure<'a>, String> {
        let plain = heading::plain(name);
        let named = headings.iter().find(|(of, heading, _)| *of == scope && heading::plain(heading) == plain);
        let name = named.map_or(name, |(_, _, field)| field.as_str());
        if let Some((verified, regulation, leaf)) = columns::points_of_leaf(name) {
            return Figure::points(verified, regulation, leaf, regulations);
        }
        let plain = heading::plain(name);
        let mut known =
            regulations.iter().flat_map(|regulation| regulation.vocabulary.facts.iter().map(move |fact| (*regulation, fact)));
        let understands = |fact: &Fact| {
            value::can_be_set(fact, scope)
                && (fact.headings().any(|text| heading::plain(text) == plain) || fact.id == name.replace('-', "_"))
        };
        if let Some((regulation, fact)) = known.find(|(_, fact)| understands(fact)) {
            return Ok(Figure::Fact(fact, regulation));
        }
        let all = regulations.iter().flat_map(|regulation| &regulation.vocabulary.facts);
        let all: Vec<&str> = all.filter(|fact| value::can_be_set(fact, scope)).flat_map(Fact::headings).collect();
        Err(heading::nearest_or_some(name, all))
    }

    fn points(verified: bool, of: &str, leaf: &str, regulations: &[&'a Regulation]) -> Result<Figure<'a>, String> {
        let leaf_of = |regulation: &&Regulation| {
            columns::points_slot(verified, of, leaf, regulation)?;
            let own = regulation.leaf(leaf).and_then(|number| regulation.leaves.get(number));
            Some(own.map_or(i64::MAX, |leaf| leaf.max.0))
        };
        match regulations.iter().find_map(leaf_of) {
            Some(most) => Ok(Figure::Points { verified, regulation: of.to_owned(), leaf: leaf.to_owned(), most }),
            None => {
                let who = if verified { "verified" } else { "self" };
                let leaves = |regulation: &&&Regulation| regulation.header.id == of;
                let regulation = regulations.iter().find(leaves).or(regulations.first());
                let all = regulation.iter().flat_map(|own| own.leaves.iter().map(|leaf| leaf.id.as_str()));
                let near = heading::nearest_or_some(leaf, all);
                Err(format!("{who}:{}: {near}", regulation.map_or("", |own| own.header.id.as_str())))
            }
        }
    }

    fn named(&self) -> Named {
        match self {
            Figure::Fact(fact, _) => Named::Fact(fact.id.clone()),
            Figure::Points { verified, regulation, leaf, .. } => {
                Named::Points { verified: *verified, regulation: regulation.clone(), leaf: leaf.clone() }
            }
        }
    }

    fn read(&self, text: &str) -> Option<i64> {
        match self {
            Figure::Fact(fact, regulation) => value::read(fact, regulation, text),
            Figure::Points { most, .. } => value::points(text).filter(|points| points <= most),
        }
    }

    /// What its value could be.
    fn wanted(&self) -> String {
        match self {
            Figure::Points { most, .. } if *most < i64::MAX => format!("0 … {}", crate::base::Points(*most)),
            Figure::Points { .. } => "0; 0.5; 1; …".to_owned(),
            Figure::Fact(fact, regulation) => match &fact.kind {
                FactType::Choice(scale) => scale.words.join(" | "),
                FactType::Grade => regulation.grades.iter().map(|(word, _)| word.as_str()).collect::<Vec<&str>>().join(" | "),
                FactType::Flag => "yes | no".to_owned(),
                FactType::Points => "0; 0.5; 1; …".to_owned(),
                _ => "0, 1, 2, …".to_owned(),
            },
        }
    }
}
