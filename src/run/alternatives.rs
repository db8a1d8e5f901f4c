//! The same records under every alternative reading of their texts, over one pass of the meetings.

use std::sync::Arc;

use super::input::{Input, framed};
use super::meetings::Compared;
use super::texts::{choose, has};
use super::wanted::Side;
use super::year::Yearly;
use crate::assess::year::Classification;
use crate::assess::{Detail, Meetings, assess_each};
use crate::base::{Day, Points};
use crate::diagnostic::Findings;
use crate::records::{RecordFile, Request, Turnouts};
use crate::rules::{Alternative, Regulation, Scope, alternatives};

impl Input {
    /// Adds a side for each alternative of each reading of the first side's texts, of meetings and of the year; the alternative takes the
    /// place of whatever was chosen for the same reading. Returns them in the order of those sides, which come behind the first one.
    pub fn read_otherwise(&mut self, findings: &mut Findings) -> Option<Vec<Alternative>> {
        self.sides.truncate(1);
        self.texts.truncate(1);
        let year = self.period.year().filter(|_| self.has_year(0));
        // Whoever needs the yearly text says what is wrong with it.
        let year = year.and_then(|year| self.year_end(0, year, &mut Findings::new()));
        let all = alternatives(self.texts(0).all().iter().map(|text| &text.regulation).chain(&year));
        for Alternative { choice, .. } in &all {
            let own = self.side(0);
            let mut readings = own.readings.clone();
            readings.retain(|other| other.reading != choice.reading);
            readings.push(choice.clone());
            let side = Side { readings, ..own.clone() };
            let texts = if self.unread.iter().any(|regulation| has(regulation, choice)) {
                let chosen = choose(&self.rulebook, self.unread.clone(), &side.readings, findings)?;
                framed(&self.folders, &self.rulebook, (&side, chosen), self.period)
            } else {
                self.texts(0).clone()
            };
            self.sides.push(side);
            self.texts.push(texts);
        }
        Some(all)
    }

    /// Reads the meetings once and judges them on every side, the first of them in one detail and the others in another. Sides with the
    /// same texts share their meetings; what is wrong is told as the first one finds it.
    pub fn on_every_side(&self, (first, others): (Detail, Detail), findings: &mut Findings) -> Compared<'_> {
        let (leaders, of_side) = self.leaders();
        let request = |(place, side): (usize, &usize)| (self.request(*side), if place == 0 { first } else { others });
        let requests: Vec<(Request<'_>, Detail)> = leaders.iter().enumerate().map(request).collect();
        let assess = |files: &[RecordFile], turnouts: Option<Arc<Turnouts>>, findings: &mut Findings| {
            (assess_each(files, &requests, turnouts, findings), ())
        };
        let (meetings, ()) = self.with_members(self.request(0), false, findings, &assess);
        Compared { meetings, differences: Vec::new(), of_side }
    }
}

/// The yearly text of every side, with the facts in its words.
#[derive(Debug)]
pub struct Years {
    year: i32,
    regulations: Vec<Regulation>,
    /// The facts, once for texts that ask for the same.
    read: Vec<Yearly>,
    of_side: Vec<usize>,
}

/// What one side makes of the records.
#[derive(Debug)]
pub struct Otherwise<'a> {
    /// How the clause is read.
    pub alternative: &'a Alternative,
    /// The meetings.
    pub meetings: &'a Meetings<'a>,
    /// The year, where one is classified.
    pub year: Option<Classification<'a>>,
}

impl Years {
    /// Of a year, without what was decided after a day where one is given. `None` when a file cannot be used, or no text is for that year.
    pub fn read(input: &Input, (year, as_of): (i32, Option<Day>), findings: &mut Findings) -> Option<Years> {
        let mut years = Years { year, regulations: Vec::new(), read: Vec::new(), of_side: Vec::new() };
        for side in 0..input.sides.len() {
            // What is said of one side is not said again for another.
            let mut own = findings.empty_like();
            let known = years.regulations.len();
            let regulation = input.year_end(side, year, &mut own);
            let alike = regulation.as_ref().and_then(|regulation| {
                let same =
                    (0..known).find(|other| years.regulations.get(*other).is_some_and(|other| asks_alike(other, regulation)))?;
                years.of_side.get(same).copied()
            });
            let read = match (&regulation, alike) {
                (Some(_), Some(_)) | (None, _) => None,
                (Some(regulation), None) => Yearly::read_as_of(input, regulation, (year, as_of), None, &mut own),
            };
            findings.extend_new(own);
            years.regulations.push(regulation?);
            years.of_side.push(match alike {
                Some(place) => place,
                None => {
                    years.read.push(read?);
                    years.read.len() - 1
                }
            });
        }
        Some(years)
    }

    /// The yearly text of a side, with the facts; of the first one also what became of the rows.
    pub fn side(&self, side: usize) -> Option<(&Regulation, &Yearly)> {
        Some((self.regulations.get(side)?, self.read.get(*self.of_side.get(side)?)?))
    }

    /// Classifies every cell of the meetings of a side.
    pub fn classify<'a>(&'a self, side: usize, meetings: &Meetings<'_>, findings: &mut Findings) -> Option<Classification<'a>> {
        let (regulation, yearly) = self.side(side)?;
        Some(yearly.classify(regulation, meetings, self.year, findings))
    }
}

/// Whether two states of one text ask for the same facts in the same places, and take the same points for them.
fn asks_alike(one: &Regulation, other: &Regulation) -> bool {
    let tallied = |regulation: &Regulation| -> Vec<(Scope, usize)> {
        regulation.tallies.iter().map(|tally| (tally.of, tally.year_by)).collect()
    };
    let leaves = |regulation: &Regulation| -> Vec<(String, Points)> {
        regulation.leaves.iter().map(|leaf| (leaf.id.clone(), leaf.max)).collect()
    };
    one.header.id == other.header.id
        && one.vocabulary.facts == other.vocabulary.facts
        && tallied(one) == tallied(other)
        && leaves(one) == leaves(other)
        && one.grades == other.grades
}

/// Hands every alternative what its side comes to, one at a time, so that no more than one of them is kept.
pub fn each_otherwise<'a>(
    alternatives: &'a [Alternative],
    (compared, years): (&'a Compared<'a>, Option<&'a Years>),
    mut look: impl FnMut(Otherwise<'a>),
) {
    for (place, alternative) in alternatives.iter().enumerate() {
        // A reading under which a file cannot be used comes to nothing.
        let Some(meetings) = compared.side(place + 1).filter(|meetings| !meetings.refused) else { continue };
        let year = years.and_then(|years| years.classify(place + 1, meetings, &mut Findings::new()));
        look(Otherwise { alternative, meetings, year });
    }
}
