//! The shipped regulations: sound, in folders of their own names, every reading explained.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use chibo::base::Day;
use chibo::rules::{Regulation, Scope, Standing, shipped};
use chibo::words::Lang;

fn all() -> Vec<Regulation> {
    let rulebook = shipped::rulebook().unwrap();
    let load = |id: &&str| {
        shipped::proved(&rulebook, id).unwrap_or_else(|findings| {
            let faults: Vec<String> =
                findings.iter().map(|fault| format!("line {:?}: {}", fault.place.line, fault.what(Lang::En))).collect();
            panic!("{id}: {faults:#?}");
        })
    };
    shipped::ids().iter().map(load).collect()
}

#[test]
fn every_regulation_is_sound_and_stands_in_the_folder_of_its_id() {
    let regulations = all();
    let ids: Vec<&str> = regulations.iter().map(|regulation| regulation.header.id.as_str()).collect();
    assert_eq!(ids, shipped::ids());
}

#[test]
fn what_nobody_has_read_is_marked_as_assumed() {
    for regulation in all() {
        let id = &regulation.header.id;
        // The papers fix these: no shipped regulation is known to the last figure.
        assert!(regulation.count(Standing::Assumed) > 0, "{id}");
        for reading in &regulation.readings {
            assert_ne!(reading.basis.standing, Standing::Text, "{id}: {}", reading.id);
        }
        for figure in &regulation.figures {
            if figure.basis.reading.is_some() {
                assert_eq!(figure.basis.standing, Standing::Assumed, "{id}: {}", figure.entry);
            }
        }
    }
}

#[test]
fn the_point_tables_of_14_19_and_34_are_samples_and_say_so() {
    for regulation in
        all().iter().filter(|regulation| ["14-qdi-tu", "19-qd-tu", "34-qd-tu"].contains(&regulation.header.id.as_str()))
    {
        assert_eq!(regulation.header.notice, "bảng điểm mẫu, chưa có phụ lục");
        for leaf in &regulation.leaves {
            assert_eq!(leaf.basis.standing, Standing::Assumed, "{} {}", regulation.header.id, leaf.id);
        }
    }
}

#[test]
fn every_sheet_of_a_meeting_has_a_hundred_points() {
    // 12-HD has conditions and no points.
    let with_points = |regulation: &&Regulation| regulation.header.id != "12-hd-btctw-2018";
    for regulation in all().iter().filter(|regulation| regulation.header.scope == Scope::Meeting).filter(with_points) {
        for form in &regulation.forms {
            assert_eq!(form.max.to_string(), "100", "{} {}", regulation.header.id, form.id);
        }
    }
}

#[test]
fn the_groups_of_published_frames_have_their_published_maxima() {
    let groups = |id: &str| -> Vec<String> {
        let regulations = all();
        let regulation = regulations.iter().find(|regulation| regulation.header.id == id).unwrap();
        let groups = regulation.forms[0].groups.iter().filter(|group| group.parent.is_none());
        groups.map(|group| group.max.to_string()).collect()
    };
    assert_eq!(groups("42-hd-btctw"), ["5", "5", "10", "40", "5", "30", "5"]);
    assert_eq!(groups("phu-tho-khoi"), ["15", "20", "45", "20"]);
    assert_eq!(groups("14-qdi-tu"), ["20", "20", "40", "10", "10"]);
    assert_eq!(groups("19-qd-tu"), groups("14-qdi-tu"));
    assert_eq!(groups("34-qd-tu"), ["10", "15", "15", "35", "5", "15", "5"]);
    assert_eq!(groups("366-qd-tw"), ["30", "50", "20"]);
}

#[test]
fn of_the_texts_of_tuyen_quang_one_is_in_force_on_each_day() {
    let regulations = all();
    let of = |id: &str| &regulations.iter().find(|regulation| regulation.header.id == id).unwrap().header;
    let day = |text: &str| Day::parse_iso(text).unwrap();
    for (date, old, new) in [
        ("2018-05-31", false, false),
        ("2018-06-01", true, false),
        ("2024-05-18", true, false),
        ("2024-05-19", false, true),
        ("2030-01-01", false, true),
    ] {
        assert_eq!((of("19-qd-tu").in_force(day(date)), of("34-qd-tu").in_force(day(date))), (old, new), "{date}");
    }
    assert_eq!(of("34-qd-tu").replaces, "19-qd-tu");
}
