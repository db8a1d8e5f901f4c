//! An Phú ward's sheet on the central frame, written straight into Rust from the sheet's own table.

use super::facts::{Facts, Kind};
use super::sheet::{Leaf, Sheet, share, yes};

/// The maxima of the leaves, in the order of the sheet.
const MAXIMA: [u8; 28] = [5, 4, 1, 3, 2, 2, 1, 2, 5, 10, 5, 2, 5, 1, 1, 1, 2, 4, 3, 1, 1, 2, 1, 1, 30, 2, 2, 1];

pub fn score(facts: &Facts) -> Sheet<28> {
    let leaves = [
        length(facts),
        attendance(facts),
        yes(facts.excused_run_over_3.map(|over| !over), 1),
        yes(facts.content_prepared, 3),
        yes(facts.discussion_pointers, 2),
        met_before(facts),
        yes(facts.announced, 1),
        yes(facts.documents_sent, 2),
        yes(facts.procedure_followed, 5),
        if facts.kind == Kind::Thematic { Leaf::Rescaled } else { yes(facts.regular_content_complete, 10) },
        if facts.kind == Kind::Regular { Leaf::Rescaled } else { yes(facts.thematic_content_complete, 5) },
        yes(facts.praise_and_reminder, 2),
        share(facts.speakers, facts.present, speakers),
        yes(facts.minutes_complete, 1),
        yes(facts.ideology_time, 1),
        yes(facts.documents_used, 1),
        yes(facts.chairing_flexible, 2),
        yes(facts.chairing_pointers, 4),
        yes(facts.chairing_democratic, 3),
        yes(facts.chairing_summed_up, 1),
        yes(facts.centralism_kept, 1),
        yes(facts.criticism_kept, 2),
        yes(facts.leadership_shown, 1),
        yes(facts.information_kept, 1),
        results(facts),
        yes(facts.conclusion_made, 2),
        yes(facts.resolution_made, 2),
        yes(facts.results_posted, 1),
    ];
    Sheet::total(leaves, &MAXIMA)
}

/// Under 30 members 90 minutes, from 30 members 120.
fn length(facts: &Facts) -> Leaf {
    let (Some(members), Some(minutes)) = (facts.members, facts.minutes) else { return Leaf::Open };
    let required = if members >= 30 { 120 } else { 90 };
    Leaf::Points(match required - minutes {
        ..=0 => 5,
        1..=15 => 4,
        16..=30 => 3,
        _ if minutes * 2 >= required => 2,
        _ => 1,
    })
}

/// One point for anyone absent without leave, whatever the rate.
fn attendance(facts: &Facts) -> Leaf {
    let Some(unexcused) = facts.unexcused else { return Leaf::Open };
    if unexcused > 0 {
        return Leaf::Points(1);
    }
    let (Some(present), Some(excused), Some(on_mission)) = (facts.present, facts.excused, facts.on_mission) else {
        return Leaf::Open;
    };
    share(Some(present), Some(present + excused + unexcused + on_mission), |part, whole| match part * 100 {
        rate if rate >= 90 * whole => 4,
        rate if rate >= 75 * whole => 3,
        rate if rate >= 65 * whole => 2,
        _ => 1,
    })
}

/// A cell that has only a secretary gets full marks; where that is not known, so does one that met.
fn met_before(facts: &Facts) -> Leaf {
    match (facts.secretary_only, facts.committee_met) {
        (Some(true), _) | (_, Some(true)) => Leaf::Points(2),
        (Some(false), Some(false)) => Leaf::Points(0),
        _ => Leaf::Open,
    }
}

fn speakers(part: i64, whole: i64) -> u8 {
    match part * 100 {
        rate if rate > 50 * whole => 5,
        rate if rate >= 40 * whole => 4,
        rate if rate >= 30 * whole => 3,
        _ => 2,
    }
}

fn results(facts: &Facts) -> Leaf {
    if facts.kind == Kind::Thematic || facts.targets_set == Some(0) {
        return Leaf::Rescaled;
    }
    share(facts.targets_met, facts.targets_set, |part, whole| match part * 100 {
        rate if rate >= 90 * whole => 30,
        rate if rate >= 80 * whole => 27,
        rate if rate >= 70 * whole => 24,
        rate if rate >= 60 * whole => 20,
        rate if rate >= 50 * whole => 15,
        _ => 10,
    })
}
