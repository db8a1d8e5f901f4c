//! A document: what a report says when it is read from top to bottom and not as tables.

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 2 is right below the title.
    Heading(usize, String),
    /// A paragraph.
    Paragraph(Lines),
    /// A warning that must not be overlooked.
    Warning(Lines),
    /// Entries one below the other.
    List(Vec<Lines>),
    /// A table, its headings first.
    Table(Vec<String>, Vec<Vec<Lines>>),
}

/// Text in lines, parts of which stand out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<Vec<Piece>>);

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As the rest.
    Plain(String),
    /// Stands out.
    Strong(String),
}

impl Lines {
    /// One line without anything that stands out.
    pub fn plain(text: impl Into<String>) -> Lines {
        Lines(vec![vec![Piece::Plain(text.into())]])
    }
}
