//! The words of rows as they are mostly written, told at a glance.

use super::rows::BLANK;
use crate::rules::{FactType, Vocabulary};

/// The words of a choice as they are usually written, with their places.
pub(super) fn words(registers: &Vocabulary, slot: usize) -> impl Iterator<Item = (Box<[u8]>, i64)> {
    let mut all = Vec::new();
    if let Some(fact) = registers.facts.get(slot)
        && let FactType::Choice(scale) = &fact.kind
    {
        for ((word, (vi, en)), place) in scale.words.iter().zip(&fact.values).zip(0..) {
            all.extend([word].into_iter().chain(vi).chain(en).map(|text| (text.as_bytes().into(), place)));
        }
    }
    all.into_iter()
}

/// A plain status at the end of a line, and its length with the line end.
#[inline(always)]
pub(super) fn line_of(word: &[u8]) -> Option<(u8, usize)> {
    /// Of a known length, so that it takes a comparison or two.
    #[inline(always)]
    fn found<const N: usize>(word: &[u8], line: &[u8; N], status: u8) -> Option<(u8, usize)> {
        (word.first_chunk() == Some(line)).then_some((status, N))
    }
    // Nearly all are present: a guess that mostly holds costs least.
    if let Some(present) = found(word, b"present\n", 0) {
        return Some(present);
    }
    match word.first()? {
        b'e' => found(word, b"excused\n", 2)
            .or_else(|| found(word, b"exempt-absent\n", 6))
            .or_else(|| found(word, b"exempt-present\n", 7)),
        b'l' => found(word, b"late\n", 1),
        b'u' => found(word, b"unexcused\n", 3),
        b'o' => found(word, b"on-mission\n", 4),
        b's' => found(word, b"special-duty\n", 5).or_else(|| found(word, b"suspended\n", 9)),
        b't' => found(word, b"transferred\n", 8),
        b'\n' => Some((BLANK, 1)),
        _ => None,
    }
}

/// Whether two codes are the same.
#[inline]
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && alike(a, b)
}

/// Whether bytes of one length are the same. Most have so few that two overlapping words cover them.
#[inline]
pub(super) fn alike(a: &[u8], b: &[u8]) -> bool {
    fn ends<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
        Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
    }
    match a.len() {
        4..8 => ends::<4>(a) == ends::<4>(b),
        8..16 => ends::<8>(a) == ends::<8>(b),
        16..=32 => ends::<16>(a) == ends::<16>(b),
        _ => a == b,
    }
}

/// The words that programs write; others are looked up.
#[inline]
pub(super) fn plain(word: &[u8]) -> Option<u8> {
    match word {
        b"" => Some(BLANK),
        b"present" => Some(0),
        b"late" => Some(1),
        b"excused" => Some(2),
        b"unexcused" => Some(3),
        b"on-mission" => Some(4),
        b"special-duty" => Some(5),
        b"exempt-absent" => Some(6),
        b"exempt-present" => Some(7),
        b"transferred" => Some(8),
        b"suspended" => Some(9),
        _ => None,
    }
}
