//! Periods that are judged by means, against the definition of a mean.

use chibo::assess::Counts;
use chibo::assess::edge::of_period;
use chibo::assess::summary::More;
use chibo::base::{Exact, Stretch};

use super::rows;
use super::support::Sandbox;
use super::support::small_regulation::{LEVELS, RECORDED, head, loaded};

fn rule(best: &str, lower: &str) -> String {
    format!(
        "{}{RECORDED}{LEVELS}[[period]]\nof = \"year\"\nmeetings = \"regular\"\ncite = \"a\"\n\
         [[period.level]]\nid = \"tot\"\nwhen = \"{best}\"\n[[period.level]]\nid = \"kha\"\nwhen = \"{lower}\"\n[[period.level]]\nid = \"kem\"\n",
        head("thu", "meeting")
    )
}

fn counts(totals: &[i64]) -> Counts {
    let sum = totals.iter().sum::<i64>();
    let exact = |value: i64| Some(Exact::thousandths(value));
    let more = More {
        scored: totals.len() as u64,
        sum: exact(sum),
        mean: Exact::new(sum, 1000 * totals.len() as i64),
        lowest: exact(*totals.iter().min().unwrap()),
        ..More::default()
    };
    Counts { meetings: totals.len() as u64, levels: vec![0, totals.len() as u64, 0], more }
}

/// Thirds, so that no mean is a decimal: what the mean lacks is the threshold less the mean, and three times that of all three.
#[test]
fn the_mean_lacks_what_the_threshold_has_more() {
    for (best, beyond) in [("mean >= 90", false), ("mean > 90", true)] {
        let regulation = loaded(&rule(best, "mean >= 70"));
        let rule = regulation.period_rule(Stretch::Year).unwrap();
        let edge = of_period(rule, &counts(&[89_000, 89_000, 90_000])).unwrap();
        let up = edge.better_points.unwrap();
        let wanted = Exact::whole(90).checked_sub(Exact::new(268, 3).unwrap()).unwrap();
        assert_eq!((edge.level, up.level, up.figure), (1, 0, 0));
        assert_eq!((up.margin.points, up.margin.beyond), (wanted, beyond));
        assert_eq!(up.together, Some(Exact::whole(2)));
        // 268/3 − 70 in hand; from 70 on it is still Khá, so that it takes more than that.
        let down = edge.worse_points.unwrap();
        let wanted = Exact::new(268, 3).unwrap().checked_sub(Exact::whole(70)).unwrap();
        assert_eq!((down.level, down.margin.points, down.margin.beyond), (2, wanted, true));
    }
    let regulation = loaded(&rule("mean > 90", "mean > 70"));
    let rule = regulation.period_rule(Stretch::Year).unwrap();
    // Exactly at "trên": nothing is lacking, and any more would do; what is in hand is lost with as many.
    let at = of_period(rule, &counts(&[90_000, 90_000])).unwrap();
    let (up, down) = (at.better_points.unwrap(), at.worse_points.unwrap());
    assert_eq!((up.margin.points, up.margin.beyond), (Exact::ZERO, true));
    assert_eq!((down.margin.points, down.margin.beyond), (Exact::whole(20), false));
    // The best has nothing above it, and the worst nothing below.
    let best = of_period(rule, &counts(&[95_000])).unwrap();
    assert!(best.level == 0 && best.better_points.is_none());
    let worst = of_period(rule, &counts(&[10_000])).unwrap();
    assert!(worst.level == 2 && worst.worse_points.is_none() && worst.better_points.is_some());
}

/// The halves are 491/6 and 533/6. For 90 of (491/6 + 2 × second half) / 3 the second half has to be 1129/12, which lacks 21/4; the first
/// half would have to be 277/3, which lacks 21/2. 70 is reached with a second half of 769/12, so that the second half has 99/4 in hand and
/// loses a level only by more.
#[test]
fn halves_lack_what_no_decimal_tells() {
    for (sign, up_beyond, down_beyond) in [(">=", false, true), (">", true, false)] {
        let weighted = "(first_half_mean + 2 * second_half_mean) / 3";
        let regulation = loaded(&rule(&format!("{weighted} {sign} 90"), &format!("{weighted} {sign} 70")));
        let rule = regulation.period_rule(Stretch::Year).unwrap();
        let mut own = counts(&[78_000, 89_500, 78_000, 89_500, 89_500, 87_500]);
        own.more.halves = [(Exact::new(491, 2), 3), (Exact::new(533, 2), 3)];
        let edge = of_period(rule, &own).unwrap();
        let (up, down) = (edge.better_points.unwrap(), edge.worse_points.unwrap());
        assert_eq!((edge.level, up.level, up.figure), (1, 0, 4), "{sign}");
        assert_eq!((up.margin.points, up.margin.beyond), (Exact::new(21, 4).unwrap(), up_beyond), "{sign}");
        assert_eq!((down.figure, down.margin.points, down.margin.beyond), (4, Exact::new(99, 4).unwrap(), down_beyond), "{sign}");
    }
}

/// The lowest meeting and the mean are both asked for: one of them alone does where the other is there.
#[test]
fn the_figure_that_is_lacking_is_named() {
    let regulation = loaded(&rule("mean >= 90 and lowest >= 80", "mean >= 50"));
    let rule = regulation.period_rule(Stretch::Year).unwrap();
    let up = of_period(rule, &counts(&[78_500, 99_000, 99_000])).unwrap().better_points.unwrap();
    assert_eq!((up.figure, up.margin.points, up.together), (1, Exact::thousandths(1500), None));
    // Both are lacking: no figure alone would do.
    assert!(of_period(rule, &counts(&[70_000, 70_000])).unwrap().better_points.is_none());
}

#[test]
fn the_report_tells_points_where_the_rule_goes_by_them() {
    let sandbox = Sandbox::new();
    sandbox
        .write("thu/regulation.toml", rule("mean >= 90", "mean >= 70"))
        .write("r/chibo.toml", "period = \"2024\"\nrules = \"../thu\"\n")
        .write("r/cells.csv", "code,committee\nA,X\n")
        .write("r/meetings.csv", "cell,date,kind,self:thu:1\nA,2024-01-05,regular,88\nA,2024-02-05,regular,90.5\n");
    let run = sandbox.run(&["edge", "r", "--within", "0.75", "--format", "json"]);
    let row = rows(&run.json(), "cells").remove(0);
    // The mean is 89.25.
    assert_eq!((&row["up_distance"], &row["up_unit"], &row["up_level"]), (&"0.75".into(), &"points".into(), &"tot".into()));
    assert_eq!((&row["down_distance"], &row["down_level"]), (&"19.25".into(), &"kem".into()));
    let vi = sandbox.run_in("vi", &["explain", "r", "--cell", "A", "--depth", "line", "--format", "markdown"]).stdout;
    assert!(vi.contains("điểm trung bình các buổi thiếu 0,75 điểm để đạt Tốt (tính gộp các buổi: 1,5 điểm)"), "{vi}");
}
