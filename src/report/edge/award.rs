//! Places of awards.

use super::entry::{Distance, Entry};
use crate::assess::contest::Place;
use crate::assess::edge::{self, Decided};
use crate::assess::year::Classification;
use crate::report::{Field, lacking};
use crate::words::{Lang, Word};

/// The candidates of the awards.
pub(super) fn of_awards<'a>(result: &'a Classification<'a>, lang: Lang) -> Vec<Entry<'a>> {
    let regulation = result.regulation;
    let mut all = Vec::new();
    for (award, groups) in regulation.awards.iter().zip(&result.awards) {
        for (group, ranked) in groups.iter().flat_map(|group| group.ranked.iter().map(move |ranked| (group, ranked))) {
            let (Some(edge), Some(year)) = (edge::of_places(group, ranked.unit), result.cells.get(ranked.unit)) else { continue };
            let (decided, word) = match edge.place {
                Place::Undecided => (Decided::Tie, Word::PlaceUndecided),
                Place::Admitted => (Decided::Quota, Word::AwardGiven),
                _ => (Decided::Quota, Word::AwardNoPlace),
            };
            let text = lacking::rank(&edge, lang);
            let up = (edge.place != Place::Admitted).then(|| Distance {
                level: award.id.clone(),
                text,
                ..Distance::ranks(edge.lacking)
            });
            let down = edge.spare.map(|spare| Distance { text: lacking::places(&edge, lang), ..Distance::ranks(spare + 1) });
            let basis = award.places.rests_on();
            all.push(Entry {
                cell: year.cell,
                of: "award",
                unit: Some(ranked.unit),
                level: Field::word(edge.place.word(), format!("{}: {}", award.short, word.text(lang))),
                decided,
                up,
                down,
                stand: None,
                provisional: group.provisional,
                regulation,
                standing: Some(basis.standing),
                basis: Some(basis),
            });
        }
    }
    all
}
