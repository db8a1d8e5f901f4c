//! What is known of a unit that competes, kept small and opened where it is read.

use crate::base::Sparse;
use crate::expr::Slots;

/// What is known of a unit that competes for levels and awards; a country has 300,000 of them.
#[derive(Clone, Debug, Default)]
pub struct Entrant {
    /// Facts.
    pub facts: Sparse,
    /// Derived values; the level after all quotas and the awards are filled in once all contests are held.
    pub derived: Sparse,
}

/// The same as expressions read it.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// Facts.
    pub facts: Vec<Option<i64>>,
    /// Derived values.
    pub derived: Vec<Option<i64>>,
}

impl Entrant {
    /// As expressions read it.
    pub fn open(&self) -> Opened {
        Opened { facts: self.facts.open(), derived: self.derived.open() }
    }

    /// The same in place of another, so that one room serves many.
    pub fn open_into(&self, opened: &mut Opened) {
        self.facts.open_into(&mut opened.facts);
        self.derived.open_into(&mut opened.derived);
    }
}

impl Opened {
    /// What expressions read.
    pub fn slots(&self) -> Slots<'_> {
        Slots { facts: &self.facts, derived: &self.derived }
    }
}

impl From<Slots<'_>> for Entrant {
    fn from(slots: Slots<'_>) -> Entrant {
        Entrant { facts: slots.facts.into(), derived: slots.derived.into() }
    }
}
