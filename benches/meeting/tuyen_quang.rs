//! The two sample sheets of Tuyên Quang, written straight into Rust.

use super::facts::{Facts, Kind};
use super::sheet::{Leaf, Sheet, share, yes};

/// The maxima of the leaves, in the order of each sheet.
const REGULAR_MAXIMA: [u8; 15] = [5, 5, 10, 5, 3, 4, 5, 3, 10, 15, 10, 3, 2, 15, 5];
const THEMATIC_MAXIMA: [u8; 15] = [5, 5, 10, 5, 3, 4, 5, 3, 10, 15, 10, 15, 3, 2, 5];

pub fn score(facts: &Facts) -> Sheet<15> {
    let [day, length, rate, nobody, in_person, met, prepared, draft, order, speaking, praise] = alike(facts);
    let (centralism, unity, closing) = (yes(facts.centralism_kept, 3), yes(facts.unity_kept, 2), yes(facts.minutes_complete, 5));
    if facts.kind == Kind::Thematic {
        let content = yes(facts.thematic_content_complete, 15);
        let leaves = [
            day, length, rate, nobody, in_person, met, prepared, draft, order, speaking, praise, content, centralism, unity,
            closing,
        ];
        return Sheet::total(leaves, &THEMATIC_MAXIMA);
    }
    let leaves = [
        day,
        length,
        rate,
        nobody,
        in_person,
        met,
        prepared,
        draft,
        order,
        speaking,
        praise,
        centralism,
        unity,
        results(facts),
        closing,
    ];
    Sheet::total(leaves, &REGULAR_MAXIMA)
}

/// The leaves that both sheets begin with.
fn alike(facts: &Facts) -> [Leaf; 11] {
    [
        yes(facts.held_on_day, 5),
        match facts.minutes {
            Some(90..) => Leaf::Points(5),
            Some(60..) => Leaf::Points(3),
            Some(_) => Leaf::Points(1),
            None => Leaf::Open,
        },
        attendance(facts),
        yes(facts.unexcused.map(|unexcused| unexcused == 0), 5),
        yes(facts.prepared_in_person, 3),
        match (facts.secretary_only, facts.committee_met) {
            (Some(true), _) | (_, Some(true)) => Leaf::Points(4),
            (Some(false), Some(false)) => Leaf::Points(0),
            _ => Leaf::Open,
        },
        yes(facts.content_prepared, 5),
        yes(facts.draft_resolution, 3),
        yes(facts.procedure_followed, 10),
        share(facts.speakers, facts.present, |part, whole| match part * 100 {
            rate if rate > 50 * whole => 15,
            rate if rate >= 30 * whole => 10,
            rate if rate >= 10 * whole => 6,
            _ => 2,
        }),
        yes(facts.praise_and_reminder, 10),
    ]
}

fn attendance(facts: &Facts) -> Leaf {
    let (Some(present), Some(excused), Some(unexcused), Some(on_mission)) =
        (facts.present, facts.excused, facts.unexcused, facts.on_mission)
    else {
        return Leaf::Open;
    };
    share(Some(present), Some(present + excused + unexcused + on_mission), |part, whole| match part * 100 {
        rate if rate > 85 * whole => 10,
        rate if rate > 70 * whole => 7,
        rate if rate > 50 * whole => 4,
        _ => 0,
    })
}

fn results(facts: &Facts) -> Leaf {
    if facts.targets_set == Some(0) {
        return Leaf::Rescaled;
    }
    share(facts.targets_met, facts.targets_set, |part, whole| match part * 100 {
        rate if rate >= 90 * whole => 15,
        rate if rate >= 70 * whole => 10,
        rate if rate >= 50 * whole => 7,
        _ => 3,
    })
}
