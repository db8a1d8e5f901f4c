//! Each limit exactly at its boundary, of the text and of the program.

use super::{folder, notices, run, sign, signs, table};

const HEAD: &str =
    "cell,date,kind,self:mau:a,verified:mau:a,self:mau:b,verified:mau:b,self:mau:d,verified:mau:d,self:mau:e,verified:mau:e\n";

/// Signs of one cell of committee A, as far as they are about scores.
fn found(rules: &str, rows: &[(&str, &str)]) -> Vec<(String, String, u64, u64, String)> {
    let mut meetings = HEAD.to_owned();
    for (month, (own, verified)) in (1..).zip(rows) {
        let own: Vec<&str> = own.split(' ').collect();
        let verified: Vec<&str> = verified.split(' ').collect();
        let fields: Vec<String> = own.iter().zip(verified).map(|(own, verified)| format!("{own},{verified}")).collect();
        meetings.push_str(&format!("C1,2024-{month:02}-05,regular,{}\n", fields.join(",")));
    }
    let result = run(&folder(rules, "C1,A\n", &meetings), &[]).json();
    signs(&result).into_iter().filter(|(kind, ..)| kind != "one-value-column").collect()
}

fn limit(name: &str, keys: &str) -> String {
    format!("[signs.{name}]\n{keys}\ncite = \"a\"\n")
}

/// All signs but one are out of reach.
fn only(name: &str, keys: &str) -> String {
    let all = ["self-always-full", "verified-unchanged", "self-above-verified", "verified-above-self"];
    let never = |other: &&str| {
        let points = if other.contains("above") { "\npoints-at-most = 0" } else { "" };
        limit(other, &format!("meetings-at-least = 99\npercent = \"100%\"{points}"))
    };
    all.iter().filter(|other| **other != name).map(never).chain([limit(name, keys)]).collect()
}

const FULL: (&str, &str) = ("10 5 6 0", "9 5 6 0");
const NOT_FULL: (&str, &str) = ("9.5 5 6 0", "9 5 6 0");

#[test]
fn full_marks_need_the_share_and_the_meetings() {
    let kind = "self-always-full";
    let rules = only(kind, "meetings-at-least = 4\npercent = \"75%\"");
    assert_eq!(found(&rules, &[FULL, FULL, FULL, NOT_FULL]), [sign(kind, "C1", 3, 4, "")]);
    assert_eq!(found(&rules, &[FULL, FULL, FULL]), []);
    assert_eq!(found(&rules, &[FULL, FULL, NOT_FULL, NOT_FULL]), []);
    // A sheet whose self score is not complete is none of those that are counted; points taken away from oneself are no full marks.
    assert_eq!(found(&rules, &[FULL, FULL, FULL, ("10  6 0", "9 5 6 0")]), []);
    assert_eq!(found(&rules, &[FULL, FULL, ("10 5 6 0.5", "9 5 6 0"), NOT_FULL]), []);
    // The verified scores do not matter.
    let alone = ("10 5 6 0", "   ");
    assert_eq!(found(&rules, &[alone, alone, alone, alone]), [sign(kind, "C1", 4, 4, "")]);
}

#[test]
fn a_superior_that_changes_nothing_is_counted_score_by_score() {
    let kind = "verified-unchanged";
    let same = ("9 3 6 1", "9 3 6 1");
    let rules = only(kind, "meetings-at-least = 2\npercent = \"87.5%\"");
    assert_eq!(found(&rules, &[same, ("9 3 6 1", "8.5 3 6 1")]), [sign(kind, "A", 7, 8, "")]);
    assert_eq!(found(&rules, &[same, ("9 3 6 1", "8.5 3 5 1")]), []);
    assert_eq!(found(&rules, &[same]), []);
    // What has one score only is not compared.
    assert_eq!(found(&rules, &[same, ("9 3 6 1", "9   ")]), [sign(kind, "A", 5, 5, "")]);
}

#[test]
fn scores_may_lie_apart_by_just_the_points() {
    for (kind, turned) in [("self-above-verified", false), ("verified-above-self", true)] {
        let rules = only(kind, "meetings-at-least = 2\npercent = \"50%\"\npoints-at-most = 4.5");
        let pair = |(high, low): (&'static str, &'static str)| if turned { (low, high) } else { (high, low) };
        let at = pair(("10 5 6 0", "5.5 5 6 0"));
        let over = pair(("10 5 6 0", "5 5 6 0"));
        let same = ("9 3 6 1", "9 3 6 1");
        assert_eq!(found(&rules, &[at, at]), []);
        assert_eq!(found(&rules, &[over, at]), [sign(kind, "C1", 1, 2, "")]);
        assert_eq!(found(&rules, &[over, at, same]), []);
        assert_eq!(found(&rules, &[over]), []);
        // The other way round it is the other sign.
        assert_eq!(found(&rules, &[(over.1, over.0), (over.1, over.0)]), []);
        // A sheet that lacks a score has no total.
        assert_eq!(found(&rules, &[over, ("10  6 0", "1 5 6 0"), ("1 5 6 0", "10  6 0")]), []);
    }
}

#[test]
fn a_text_without_limits_has_those_of_the_program_and_every_sign_says_so() {
    let rows = [FULL, FULL, FULL];
    assert_eq!(found("", &rows), [sign("self-always-full", "C1", 3, 3, "")]);
    assert_eq!(found("", &rows[..2]), []);
    let mut meetings = HEAD.to_owned();
    for month in 1..=3 {
        meetings.push_str(&format!("C1,2024-{month:02}-05,regular,10,9,5,5,6,6,0,0\n"));
    }
    let of = |rules: &str| run(&folder(rules, "C1,A\n", &meetings), &[]).json();
    let (program, text) = (of(""), of(&limit("self-always-full", "meetings-at-least = 2\npercent = \"90%\"")));
    let row = |result: &serde_json::Value| table(result, "signs")[0].clone();
    let keys = ["limit_from", "standing", "clause"];
    let shown = |result| keys.map(|key| row(result)[key].as_str().unwrap().to_owned());
    assert_eq!(shown(&program), ["program", "assumed", "of the program, not of the regulation"]);
    assert_eq!(shown(&text), ["regulation", "assumed", "A"]);
    assert_eq!((row(&text)["meetings_at_least"].as_u64(), &row(&text)["percent"]), (Some(2), &"90".into()));
    // The text names one limit; the notice names the others.
    assert!(notices(&program).contains(&"signs-by-default") && notices(&text).contains(&"signs-by-default"));
    let notice = |result: &serde_json::Value| {
        let all = result["notices"].as_array().unwrap();
        all.iter().find(|notice| notice["code"] == "signs-by-default").unwrap()["text"].as_str().unwrap().to_owned()
    };
    assert!(notice(&program).contains("self scores always full") && !notice(&text).contains("self scores always full"));
}
