//! All faults of a run, collected before anything is said.

use std::collections::{BTreeMap, HashSet};

use super::{Code, Diagnostic, Place, Severity};

/// Faults in the order of their places; details of one code are kept up to [`Findings::KEPT`], the rest are counted.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Diagnostic>,
    counts: BTreeMap<Code, usize>,
    /// Whether all are kept, however many there are.
    all: bool,
}

impl Findings {
    /// How many diagnostics of one code are kept in full.
    pub const KEPT: usize = 100_000;

    /// No faults yet.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// No faults yet; all that come are kept in full.
    pub fn keeping_all() -> Findings {
        Findings { all: true, ..Findings::default() }
    }

    /// No faults yet, of which as many will be kept as of these.
    pub fn empty_like(&self) -> Findings {
        Findings { all: self.all, ..Findings::default() }
    }

    /// Only those of some codes.
    pub fn of(mut self, codes: &[Code]) -> Findings {
        self.kept.retain(|diagnostic| codes.contains(&diagnostic.code));
        self.counts.retain(|code, _| codes.contains(code));
        self
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.code).or_default();
        *count += 1;
        if self.all || *count <= Findings::KEPT {
            self.kept.push(diagnostic);
        }
    }

    /// Puts the faults of one text into the order of their places.
    pub fn sort(&mut self) {
        let start = |diagnostic: &Diagnostic| diagnostic.place.excerpt.as_ref().map_or(0, |(_, span)| span.start);
        self.kept.sort_by_key(|diagnostic| (diagnostic.place.line, start(diagnostic)));
    }

    /// Puts the faults of tables into the order of files, rows and columns.
    pub fn sort_by_rows(&mut self) {
        let column = |place: &Place| place.column.as_ref().map(|column| column.index);
        self.kept.sort_by(|a, b| {
            let at = |place: &Place| (place.row, column(place));
            (&a.place.file, at(&a.place), a.code)
                .cmp(&(&b.place.file, at(&b.place), b.code))
                .then_with(|| a.value().cmp(&b.value()))
        });
    }

    /// Moves the faults of one code to a place that says more to the reader.
    pub fn relocate(&mut self, code: Code, place: &Place) {
        for diagnostic in self.of_mut(code) {
            diagnostic.place = place.clone();
        }
    }

    /// Those of one code, for whoever knows more about them once all have been found.
    pub fn of_mut(&mut self, code: Code) -> impl Iterator<Item = &mut Diagnostic> {
        self.kept.iter_mut().filter(move |diagnostic| diagnostic.code == code)
    }

    /// All that are kept, for whoever can show more of their places.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.kept.iter_mut()
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: Findings) {
        let beyond: BTreeMap<Code, usize> = other
            .counts
            .iter()
            .map(|(code, count)| (*code, count - other.kept.iter().filter(|d| d.code == *code).count()))
            .collect();
        for diagnostic in other.kept {
            self.push(diagnostic);
        }
        for (code, count) in beyond.into_iter().filter(|(_, count)| *count > 0) {
            *self.counts.entry(code).or_default() += count;
        }
    }

    /// Adds those of another collection that have not been told of their place yet.
    pub fn extend_untold(&mut self, other: Findings) {
        let same = |a: &Diagnostic, b: &Diagnostic| {
            let (a_at, b_at) = (&a.place, &b.place);
            a.code == b.code && a_at.row == b_at.row && a_at.column == b_at.column && a_at.file == b_at.file
        };
        for fault in other.kept {
            if !self.kept.iter().any(|told| same(told, &fault)) {
                self.push(fault);
            }
        }
    }

    /// Adds those of another collection that do not stand here already, word for word: what several runs over the same files find is told once.
    pub fn extend_new(&mut self, other: Findings) {
        let told: HashSet<Diagnostic> = self.kept.iter().cloned().collect();
        let mut other = other;
        let mut again: BTreeMap<Code, usize> = BTreeMap::new();
        other.kept.retain(|fault| {
            let is_new = !told.contains(fault);
            *again.entry(fault.code).or_default() += usize::from(!is_new);
            is_new
        });
        for (code, count) in again {
            if let Some(all) = other.counts.get_mut(&code) {
                *all -= count;
            }
        }
        other.counts.retain(|_, count| *count > 0);
        self.extend(other);
    }

    /// All that are kept.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.iter()
    }

    /// How many of each code.
    pub fn counts(&self) -> &BTreeMap<Code, usize> {
        &self.counts
    }

    /// Whether nothing at all was found.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Whether an error was found; warnings and notes do not count.
    pub fn has_errors(&self) -> bool {
        self.worst() == Some(Severity::Error)
    }

    /// The gravest severity found.
    pub fn worst(&self) -> Option<Severity> {
        self.counts.keys().map(|code| code.severity()).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_findings_count_as_the_sum() {
        let one = |code| {
            let mut findings = Findings::new();
            findings.push(Diagnostic::new(code, Place::default()));
            findings
        };
        let mut all = one(Code::ALL[0]);
        all.extend(one(Code::ALL[0]));
        all.extend(one(Code::ALL[1]));
        assert_eq!(all.counts().values().sum::<usize>(), 3);
        assert_eq!(all.counts()[&Code::ALL[0]], 2);
        assert_eq!(all.iter().count(), 3);
    }
}
