//! A cell with other yearly facts, or with another level, among the others of its groups as they are.

use super::super::chain;
use super::super::contest::{Group, Place};
use super::super::entrant::Entrant;
use super::super::meetings::Meetings;
use super::super::quota::{After, Outcome, Seen};
use super::super::year::{Classification, Source, landing};
use super::place::{Cut, PlaceEdge, cut, of_places};
use crate::base::Exact;
use crate::expr::Slots;
use crate::rules::Places;

/// Who stands in a group with whom, by whatever quota; for asking what would become of one of them.
#[derive(Debug)]
pub struct Groups {
    /// Of each judged cell, which company it is in.
    of: Vec<usize>,
    companies: Vec<Vec<usize>>,
}

impl Groups {
    /// Cells whom any chain of groups joins are in one company.
    pub fn of(result: &Classification<'_>) -> Groups {
        let judged = result.cells.iter().take_while(|cell| cell.standing.is_judged()).count();
        let mut of: Vec<usize> = (0..judged).collect();
        for group in result.quotas.iter().flatten() {
            let members = || group.inside.iter().chain(&group.outside).copied();
            let mut joined: Vec<usize> = members().filter_map(|unit| Some(root(&of, *of.get(unit)?))).collect();
            joined.sort_unstable();
            joined.dedup();
            let Some((first, others)) = joined.split_first() else { continue };
            for other in others {
                if let Some(own) = of.get_mut(*other) {
                    *own = *first;
                }
            }
        }
        let roots: Vec<usize> = (0..judged).map(|unit| root(&of, unit)).collect();
        let mut companies: Vec<Vec<usize>> = vec![Vec::new(); judged];
        for (unit, root) in roots.iter().enumerate() {
            if let Some(company) = companies.get_mut(*root) {
                company.push(unit);
            }
        }
        Groups { of: roots, companies }
    }

    fn company(&self, unit: usize) -> &[usize] {
        self.of.get(unit).and_then(|root| self.companies.get(*root)).map_or(&[], Vec::as_slice)
    }
}

fn root(of: &[usize], unit: usize) -> usize {
    let mut at = unit;
    while let Some(next) = of.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

/// A cell as it is tried.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'a> {
    /// Its position in the classification.
    pub unit: usize,
    /// Its level before any quota.
    pub level: usize,
    /// Its total, where there are points.
    pub total: Option<Exact>,
    /// Its facts and derived values.
    pub slots: Slots<'a>,
}

/// What would become of it.
#[derive(Clone, Debug)]
pub struct Among {
    /// Its levels after the quotas.
    pub after: After,
    /// Where it would stand under each quota for whose level it would compete.
    pub stands: Vec<(usize, PlaceEdge, Option<Cut>)>,
}

impl Among {
    /// What it would come to; `None` while a tie leaves it open.
    pub fn level(&self) -> Option<usize> {
        self.after.level()
    }

    /// Whether a tie at the cut would leave it to the committee.
    pub fn is_undecided(&self) -> bool {
        self.after.place() == Place::Undecided
    }
}

/// Where a cell stands under the quota for whose level it competes, and who is at the last place; `None` where it competes for none.
pub fn own_place(result: &Classification<'_>, unit: usize) -> Option<(usize, PlaceEdge, Option<Cut>)> {
    let year = result.cells.get(unit)?;
    year.after.stands.iter().find_map(|stand| {
        let group = result.quotas.get(stand.contest)?.get(stand.group)?;
        let edge = of_places(group, unit)?;
        let places = &result.regulation.quotas.get(stand.contest)?.places;
        let rank = |at: usize| {
            let year = result.cells.get(at);
            year.map_or_else(Vec::new, |year| Seen::of(places, year.entrant.open().slots(), |_| None).ranking)
        };
        Some((stand.contest, edge, cut(group, unit, &rank)))
    })
}

/// Holds the quotas again over everyone in its company.
pub fn among(result: &Classification<'_>, meetings: &Meetings<'_>, groups: &Groups, tried: Tried<'_>) -> Option<Among> {
    let regulation = result.regulation;
    let source = Source { regulation, meetings, years: result.years };
    let own = result.cells.get(tried.unit)?;
    // Who changes the group by what changes is not in the company of the others there.
    let as_is = own.entrant.open();
    let group = |places: &Places, slots: Slots<'_>| source.seen(places, own.cell, slots).group;
    let stays = regulation.quotas.iter().all(|quota| group(&quota.places, as_is.slots()) == group(&quota.places, tried.slots));
    let everyone: Vec<usize> = if stays { Vec::new() } else { (0..groups.of.len()).collect() };
    let units: &[usize] = if stays { groups.company(tried.unit) } else { &everyone };
    let place = units.iter().position(|unit| *unit == tried.unit)?;
    let cell = |at: usize| result.cells.get(*units.get(at)?);
    let levels: Vec<Option<usize>> =
        (0..units.len()).map(|at| if at == place { Some(tried.level) } else { cell(at).and_then(|cell| cell.level) }).collect();
    // What was filled in behind the quotas may stay: they cannot name it.
    let mut entrants: Vec<Entrant> = (0..units.len())
        .map(|at| if at == place { tried.slots.into() } else { cell(at).map(|cell| cell.entrant.clone()).unwrap_or_default() })
        .collect();
    let total = |at: usize| {
        let of_cell = || cell(at)?.score.as_ref()?.total;
        if at == place { tried.total } else { of_cell() }
    };
    let seen = |places: &Places, at: usize, slots: Slots<'_>| {
        cell(at).map_or_else(Seen::default, |cell| source.seen(places, cell.cell, slots))
    };
    let below = |at: usize, level: usize, slots: Slots<'_>| landing(regulation, total(at), slots, level);
    let Outcome { groups: held, units: after } = chain::quotas(regulation, &levels, &mut entrants, &seen, &below);
    let after = after.into_iter().nth(place)?;
    let stand = |stand: &super::super::quota::Stand| {
        let group: &Group = held.get(stand.contest)?.get(stand.group)?;
        let edge = of_places(group, place)?;
        let places = &regulation.quotas.get(stand.contest)?.places;
        let rank = |at: usize| {
            entrants.get(at).map_or_else(Vec::new, |entrant| Seen::of(places, entrant.open().slots(), |_| None).ranking)
        };
        let last = cut(group, place, &rank)
            .map(|cut| Cut { units: cut.units.iter().filter_map(|at| units.get(*at).copied()).collect(), key: cut.key });
        Some((stand.contest, edge, last))
    };
    let stands = after.stands.iter().filter_map(stand).collect();
    Some(Among { after, stands })
}
