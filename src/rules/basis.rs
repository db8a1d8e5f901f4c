//! Where a figure comes from, and how well that is known.

use std::ops::Range;
use std::sync::Arc;

/// How well a figure is known. Later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Seen in the text itself, or in an official or press page that states it.
    Text,
    /// Seen in someone else's transcription of the text.
    Restated,
    /// Chosen by the authors of the rule file, because the text could not be read.
    Assumed,
}

impl Standing {
    /// The words of rule files, in order.
    pub const WORDS: [&'static str; 3] = ["text", "restated", "assumed"];

    /// From the word of a rule file.
    pub fn from_word(word: &str) -> Option<Standing> {
        match word {
            "text" => Some(Standing::Text),
            "restated" => Some(Standing::Restated),
            "assumed" => Some(Standing::Assumed),
            _ => None,
        }
    }

    /// The word of rule files and machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Text => "text",
            Standing::Restated => "restated",
            Standing::Assumed => "assumed",
        }
    }
}

/// The citation of an entry.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Position in [`super::Regulation::sources`].
    pub source: usize,
    /// Clause within the source; may be empty.
    pub clause: String,
    /// How well the figure is known.
    pub standing: Standing,
    /// Position in [`super::Regulation::readings`], when the entry closes a hole of the text.
    pub reading: Option<usize>,
    /// The words of the text that fix the figure; empty where the file does not have them.
    pub phrase: String,
    /// Bytes of the entry itself in the rule file.
    pub span: Range<usize>,
}

impl Basis {
    /// Of a clause whose source is not known: because it has been reported, or because it is still to be filled in.
    pub(crate) fn unknown(clause: String) -> Basis {
        Basis { source: usize::MAX, clause, standing: Standing::Assumed, reading: None, phrase: String::new(), span: 0..0 }
    }

    /// Whether both rest on the same, wherever they stand in the file.
    pub fn rests_on_the_same(&self, other: &Basis) -> bool {
        let of = |basis: &Basis| (basis.source, basis.standing, basis.reading);
        of(self) == of(other) && self.clause == other.clause && self.phrase == other.phrase
    }
}

/// A document, or the lack of one.
#[derive(Clone, Debug)]
pub struct Source {
    /// Key in citations.
    pub id: String,
    /// Title.
    pub title: String,
    /// Number of the document; empty when it has none.
    pub number: String,
    /// Short name for narrow columns; empty when none.
    pub short: String,
    /// How well its figures are known unless an entry says otherwise.
    pub standing: Standing,
    /// Where it can be read; empty when nowhere.
    pub url: String,
    /// The rule file that names it: that of the regulation, or of one that it extends.
    pub file: Arc<str>,
}

impl Source {
    /// The short name where there is one, otherwise the number, otherwise the title.
    pub fn short(&self) -> &str {
        [&self.short, &self.number].into_iter().find(|name| !name.is_empty()).unwrap_or(&self.title)
    }
}

/// What nobody could read or settle yet.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Id, named in `reading.md` too.
    pub id: String,
    /// What is not known.
    pub open: String,
    /// Who or what would fill it.
    pub needs: String,
    /// Positions of the levels that may still change; all of them where empty.
    pub levels: Vec<usize>,
    /// Where it stands.
    pub basis: Basis,
}

impl Gap {
    /// Whether a result with that level may still change.
    pub fn concerns(&self, level: usize) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }
}

/// How an unclear or silent clause is read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Id, named in `reading.md` too.
    pub id: String,
    /// What the text leaves open.
    pub open: String,
    /// What was chosen.
    pub chosen: String,
    /// Other ways to read it: id, and what would be chosen then.
    pub alternatives: Vec<(String, String)>,
    /// Where it stands.
    pub basis: Basis,
}
