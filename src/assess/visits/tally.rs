//! Visits by the kind of the meeting.

use crate::records::Kind;

/// Visits by kind. A combined one is a regular one, so it is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Regular and combined.
    pub regular: u64,
    /// The combined ones among them.
    pub combined: u64,
    /// Thematic.
    pub thematic: u64,
    /// Extraordinary meetings and congresses.
    pub other: u64,
}

impl Tally {
    pub(super) fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Regular => self.regular += 1,
            Kind::Combined => {
                self.regular += 1;
                self.combined += 1;
            }
            Kind::Thematic => self.thematic += 1,
            Kind::Extraordinary | Kind::Congress => self.other += 1,
        }
    }

    pub(super) fn join(&mut self, other: Tally) {
        self.regular += other.regular;
        self.combined += other.combined;
        self.thematic += other.thematic;
        self.other += other.other;
    }

    /// All of them.
    pub fn total(self) -> u64 {
        self.regular + self.thematic + self.other
    }
}
