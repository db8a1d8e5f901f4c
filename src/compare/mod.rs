//! The difference of two regulations in legal terms: what was added, what fell away, which threshold moved where. Floor 6.
//!
//! Pure comparison of two outlines; words and tables are made elsewhere. Changes stand in the order of the later text.

mod alike;
pub mod aside;
pub mod causes;
mod changes;
pub mod kept;
mod leaves;
mod marks;
mod other_records;
pub mod outcome;
mod pairs;
pub mod records;
mod same;
mod sheet;

use crate::outline::{self, Entry, Key, Value};
use crate::rules::Regulation;
use crate::words::Word;
pub use leaves::{leaves, pairings};
use pairs::{Both, Pairs, Text, Which};

/// One difference.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What happened.
    pub what: What,
    /// The entry in the first regulation; `None` for what was added.
    pub before: Option<Side<'a>>,
    /// The entry in the second; `None` for what was removed.
    pub after: Option<Side<'a>>,
}

/// An entry on one side of a change, and the value that changed, if one did.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The entry, with its clause and standing.
    pub entry: Entry<'a>,
    /// The value; `None` for a change of the whole entry, or where this side does not fix it.
    pub value: Option<Value<'a>>,
}

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Only the second regulation has it, with all inside it.
    Added,
    /// Only the first regulation has it, with all inside it.
    Removed,
    /// It stands in another group or form.
    Moved,
    /// It comes before or after others that it did not, and the order counts.
    Reordered,
    /// Its id is another.
    Renumbered,
    /// Its title is another.
    Retitled,
    /// Only figures or operators are others: "over 85 %" became "from 90 %".
    Threshold,
    /// Another value.
    Figure(Key),
    /// How well it is known.
    Standing,
}

impl What {
    /// The stable word of machine formats; for a value the name of the value.
    pub fn word(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Moved => "moved",
            What::Reordered => "reordered",
            What::Renumbered => "renumbered",
            What::Retitled => "retitled",
            What::Threshold => "threshold",
            What::Figure(key) => key.word(),
            What::Standing => "standing",
        }
    }

    /// For readers; that of a value has a place `{name}` for its name.
    pub fn phrase(self) -> Word {
        match self {
            What::Added => Word::ChangeAdded,
            What::Removed => Word::ChangeRemoved,
            What::Moved => Word::ChangeMoved,
            What::Reordered => Word::ChangeReordered,
            What::Renumbered => Word::ChangeRenumbered,
            What::Retitled => Word::ChangeRetitled,
            What::Threshold => Word::ChangeThreshold,
            What::Figure(_) => Word::ChangeFigure,
            What::Standing => Word::ChangeStanding,
        }
    }
}

impl<'a> Change<'a> {
    /// The side that a reader knows it by: as it is after, or as it was where it fell away.
    pub fn side(&self) -> Option<&Side<'a>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// All that is different in the second regulation, in its order; what fell away stands where it would have stood.
///
/// Entries are matched by id; leaves under another id by what they read, then by their titles. The name, number, issuer and sources of two
/// different regulations are no difference of what they say and are left out; those of two states of one regulation are not.
pub fn compare<'a>(before: &'a Regulation, after: &'a Regulation) -> Vec<Change<'a>> {
    let (old, new) = (outline::of(before), outline::of(after));
    let both = Both {
        old: Text::of(before, &old, Which::Old),
        new: Text::of(after, &new, Which::New),
        one: before.header.id == after.header.id,
        layered: are_layered(before, after),
    };
    let mut pairs = Pairs::default();
    sheet::pair(&mut pairs, &both);
    pairs::pair_all(&mut pairs, &both);
    changes::of(&pairs, &both)
}

/// Whether one of two regulations is laid over the other.
fn are_layered(before: &Regulation, after: &Regulation) -> bool {
    before.header.id == after.header.extends || after.header.id == before.header.extends
}
