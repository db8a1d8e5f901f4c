//! The other ways in which clauses can be read.

use super::{Basis, Choice, Regulation};

/// An alternative of a reading. A choice holds for all texts that have the reading: an overlay, and what it extends.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What `--reading` takes.
    pub choice: Choice,
    /// Ids of the regulations that have it.
    pub regulations: Vec<String>,
    /// How the clause is read then; several where the texts say it otherwise.
    pub chosen: Vec<String>,
    /// Where the reading stands, in the first of the regulations.
    pub basis: Basis,
}

/// Every alternative of every reading of some regulations, each once, in their order.
pub fn alternatives<'r>(regulations: impl IntoIterator<Item = &'r Regulation>) -> Vec<Alternative> {
    let mut all: Vec<Alternative> = Vec::new();
    for regulation in regulations {
        let of_reading = |reading: &'r super::Reading| reading.alternatives.iter().map(move |one| (reading, one));
        for (reading, (alternative, chosen)) in regulation.readings.iter().flat_map(of_reading) {
            let choice = Choice { reading: reading.id.clone(), alternative: alternative.clone() };
            let id = regulation.header.id.clone();
            match all.iter_mut().find(|other| other.choice == choice) {
                Some(same) => {
                    same.regulations.push(id);
                    if !same.chosen.contains(chosen) {
                        same.chosen.push(chosen.clone());
                    }
                }
                None => all.push(Alternative {
                    choice,
                    regulations: vec![id],
                    chosen: vec![chosen.clone()],
                    basis: reading.basis.clone(),
                }),
            }
        }
    }
    all
}
