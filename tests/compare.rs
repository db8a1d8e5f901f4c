//! The difference of two regulations: pairs written by hand, with what a lawyer would call the change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use chibo::compare::{Change, Side, What, compare};
use chibo::diagnostic::Findings;
use chibo::render::{Format, Options, render};
use chibo::report::rulebook_diff;
use chibo::rules::{Regulation, load, shipped};
use chibo::words::Lang;

const MEETINGS: &str = r#"
[regulation]
id = "a"
scope = "meeting"
title = "Quy định"
first-day = 2024-01-01
[sources.qd]
title = "Phụ lục"
number = "01-QĐ"
standing = "text"
[sources.mau]
title = "Mẫu"
standing = "assumed"
[attendance]
counts = ["present"]
cite = "qd: Điều 1"
[[attendance.leaves-out]]
statuses = ["exempt_absent"]
[due]
regular = "monthly"
thematic = "none"
cite = "qd: Điều 2"
[measures.needed]
of = "if(kind = combined, 120, 90)"
title = "Số phút"
cite = "qd: Điều 3"
[[form]]
id = "phieu"
title = "Phiếu"
applies = "kind in (regular, combined)"
[[form.group]]
id = "1"
title = "Dự họp"
max = 50
cite = "qd: mục 1"
[[form.group.leaf]]
id = "1.1"
title = "Tỷ lệ dự"
max = 40
first = [ { when = "unexcused > 0", points = 5 } ]
[form.group.leaf.tiers]
of = "attendance_rate"
table = [
  { in = "> 85%", points = 40 },
  { in = "(50%, 85%]", points = 20 },
  { in = "<= 50%", points = 0 },
]
[[form.group.leaf]]
id = "1.2"
title = "Thời lượng"
max = 10
[form.group.leaf.yes-no]
when = "minutes >= needed and excused < 3"
[[form.group]]
id = "2"
title = "Nội dung"
max = 50
cite = "qd: mục 2"
[[form.group.leaf]]
id = "2.1"
title = "Chi ủy họp trước"
max = 20
[form.group.leaf.yes-no]
fact = "committee_met"
[[form.group.leaf.not-applicable]]
when = "leadership = 'secretary-only'"
then = "full"
[[form.group.leaf]]
id = "2.2"
title = "Nội dung"
max = 30
cite = "mau: nội dung"
[form.group.leaf.recorded]
step = 0.5
[[level]]
id = "tot"
title = "Tốt"
in = "[80, 100]"
cite = "qd: Điều 6"
[[level]]
id = "kha"
title = "Khá"
in = "[50, 80)"
cite = "qd: Điều 6"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 50)"
cite = "qd: Điều 6"
[[gate]]
id = "rate"
title = "chưa đủ điểm 1.1"
when = "not full('1.1')"
at-most = "kha"
cite = "qd: Điều 7"
[[gate]]
id = "late"
title = "nhiều người vắng"
when = "unexcused > 5"
set = "kem"
cite = "qd: Điều 7"
[[period]]
of = "year"
meetings = "regular"
cite = "qd: Điều 8"
[[period.level]]
id = "tot"
when = "count('tot') >= 7"
[[period.level]]
id = "kem"
"#;

const YEAR: &str = r#"
[regulation]
id = "y"
scope = "year"
title = "Xếp loại"
years = "2023..2024"
[sources.qd]
title = "Văn bản"
number = "02-QĐ"
standing = "text"
[[fact]]
id = "overdue"
scope = "year"
type = "count"
vi = ["Chậm"]
en = ["Late"]
[[fact]]
id = "tasks"
scope = "year"
type = "count"
vi = ["Nhiệm vụ"]
en = ["Tasks"]
[[level]]
id = "xs"
title = "Xuất sắc"
cite = "qd: Điều 1"
[[level.condition]]
title = "không quá 20 % chậm"
when = "overdue / tasks <= 20%"
[[level]]
id = "ht"
title = "Hoàn thành"
cite = "qd: Điều 1"
[[reading]]
id = "base"
open = "Không rõ tính trên số nào."
chosen = "Số hoàn thành trở lên."
cite = "qd: Điều 9"
[[quota]]
id = "xs"
level = "xs"
percent = "20%"
base = "level-or-better"
base-level = "ht"
rounding = "down"
group = ["committee"]
cite = "qd: Điều 9"
[quota.basis-of]
base = { reading = "base" }
"#;

fn regulation(text: &str) -> Regulation {
    load(&shipped::rulebook().unwrap(), &"thu.toml".into(), &text.into())
        .unwrap_or_else(|faults| panic!("{:#?}", faults.iter().map(|fault| fault.what(Lang::En)).collect::<Vec<String>>()))
}

/// A change in one line: entry, what happened, and each side with its clause.
fn line(change: &Change<'_>, before: &Regulation, after: &Regulation) -> String {
    let side = |side: &Option<Side<'_>>, regulation: &Regulation| match side {
        None => "–".to_owned(),
        Some(side) => {
            let entry = &side.entry;
            let what = match (change.what, &side.value) {
                (_, Some(value)) => value.exact(),
                (What::Figure(_) | What::Threshold, None) => "nothing".to_owned(),
                (What::Retitled, _) => entry.title.to_owned(),
                (What::Standing, _) => entry.basis.as_ref().unwrap().standing.word().to_owned(),
                _ => entry.address.clone(),
            };
            let clause = entry.basis.as_ref().map_or(String::new(), |basis| format!(" [{}]", regulation.clause(basis)));
            format!("{what}{clause}")
        }
    };
    let kind = change.side().unwrap().entry.kind.word();
    format!("{kind} {}: {} → {}", change.what.word(), side(&change.before, before), side(&change.after, after))
}

fn differences(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (regulation(before), regulation(after));
    compare(&before, &after).iter().map(|change| line(change, &before, &after)).collect()
}

/// The base with each text replaced, which must stand in it once.
fn edited(base: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(base.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    })
}

fn check(base: &str, edits: &[(&str, &str)], wanted: &[&str]) {
    assert_eq!(differences(base, &edited(base, edits)), wanted, "{edits:#?}");
}

#[test]
fn the_same_text_laid_out_otherwise_is_no_difference() {
    check(
        MEETINGS,
        &[("unexcused > 5", "unexcused>5"), ("= \"if(kind = combined, 120, 90)\"", "= \"if( kind=combined,120,90 )\"")],
        &[],
    );
    check(YEAR, &[("percent = \"20%\"", "percent = \"20.0%\"")], &[]);
}

#[test]
fn a_threshold_that_moves_from_over_to_from_is_a_threshold() {
    check(
        MEETINGS,
        &[("> 85%", ">= 90%"), ("(50%, 85%]", "(50%, 90%)")],
        &[
            "row threshold: > 85% [01-QĐ, mục 1] → ≥ 90% [01-QĐ, mục 1]",
            "row threshold: (50%, 85%] [01-QĐ, mục 1] → (50%, 90%) [01-QĐ, mục 1]",
        ],
    );
    check(
        MEETINGS,
        &[("excused < 3", "excused <= 3")],
        &["leaf threshold: minutes >= needed and excused < 3 [01-QĐ, mục 1] → minutes >= needed and excused <= 3 [01-QĐ, mục 1]"],
    );
    check(
        MEETINGS,
        &[("excused < 3", "on_mission < 3")],
        &["leaf when: minutes >= needed and excused < 3 [01-QĐ, mục 1] → minutes >= needed and on_mission < 3 [01-QĐ, mục 1]"],
    );
}

#[test]
fn rows_are_added_removed_and_worth_other_points() {
    check(
        MEETINGS,
        &[(
            "{ in = \"(50%, 85%]\", points = 20 },",
            "{ in = \"(70%, 85%]\", points = 20 },\n  { in = \"(50%, 70%]\", points = 10 },",
        )],
        &[
            "row threshold: (50%, 85%] [01-QĐ, mục 1] → (70%, 85%] [01-QĐ, mục 1]",
            "row added: – → form phieu / group 1 / leaf 1.1 / row 3 [01-QĐ, mục 1]",
        ],
    );
    check(
        MEETINGS,
        &[("  { in = \"(50%, 85%]\", points = 20 },\n", ""), ("<= 50%", "<= 85%")],
        &[
            "row removed: form phieu / group 1 / leaf 1.1 / row 2 [01-QĐ, mục 1] → –",
            "row threshold: ≤ 50% [01-QĐ, mục 1] → ≤ 85% [01-QĐ, mục 1]",
        ],
    );
    check(MEETINGS, &[("points = 20", "points = 25")], &["row points: 20 [01-QĐ, mục 1] → 25 [01-QĐ, mục 1]"]);
}

#[test]
fn weights_leaves_and_groups() {
    check(
        MEETINGS,
        &[
            ("max = 40\n", "max = 35\n"),
            ("points = 40", "points = 35"),
            ("title = \"Thời lượng\"\nmax = 10", "title = \"Thời lượng\"\nmax = 15"),
        ],
        &[
            "leaf maximum: 40 [01-QĐ, mục 1] → 35 [01-QĐ, mục 1]",
            "row points: 40 [01-QĐ, mục 1] → 35 [01-QĐ, mục 1]",
            "leaf maximum: 10 [01-QĐ, mục 1] → 15 [01-QĐ, mục 1]",
        ],
    );
    check(
        MEETINGS,
        &[
            ("title = \"Nội dung\"\nmax = 30", "title = \"Nội dung\"\nmax = 25"),
            (
                "step = 0.5\n",
                "step = 0.5\n[[form.group.leaf]]\nid = \"2.3\"\ntitle = \"Biên bản\"\nmax = 5\n[form.group.leaf.yes-no]\nfact = \"minutes_complete\"\n",
            ),
        ],
        &[
            "leaf maximum: 30 [Mẫu, nội dung] → 25 [Mẫu, nội dung]",
            "leaf added: – → form phieu / group 2 / leaf 2.3 [01-QĐ, mục 2]",
        ],
    );
}

/// The leaf on the committee goes to the first group and takes its points along; ids shift with it.
#[test]
fn a_leaf_is_followed_to_another_group_and_another_id() {
    let leaf = "[[form.group.leaf]]\nid = \"2.1\"\ntitle = \"Chi ủy họp trước\"\nmax = 20\n[form.group.leaf.yes-no]\nfact = \"committee_met\"\n[[form.group.leaf.not-applicable]]\nwhen = \"leadership = 'secretary-only'\"\nthen = \"full\"\n";
    let edits = [
        (leaf, ""),
        ("id = \"2.2\"", "id = \"2.1\""),
        ("title = \"Dự họp\"\nmax = 50", "title = \"Dự họp\"\nmax = 70"),
        ("title = \"Nội dung\"\nmax = 50", "title = \"Nội dung\"\nmax = 30"),
        ("[[form.group]]\nid = \"2\"", &format!("{}[[form.group]]\nid = \"2\"", leaf.replace("\"2.1\"", "\"1.3\""))),
    ];
    check(
        MEETINGS,
        &edits,
        &[
            "group maximum: 50 [01-QĐ, mục 1] → 70 [01-QĐ, mục 1]",
            "leaf moved: form phieu / group 2 / leaf 2.1 [01-QĐ, mục 2] → form phieu / group 1 / leaf 1.3 [01-QĐ, mục 1]",
            "leaf renumbered: form phieu / group 2 / leaf 2.1 [01-QĐ, mục 2] → form phieu / group 1 / leaf 1.3 [01-QĐ, mục 1]",
            "group maximum: 50 [01-QĐ, mục 2] → 30 [01-QĐ, mục 2]",
            "leaf renumbered: form phieu / group 2 / leaf 2.2 [Mẫu, nội dung] → form phieu / group 2 / leaf 2.1 [Mẫu, nội dung]",
        ],
    );
}

/// A gate on leaf 1.1 says the same when the leaf has become 1.9.
#[test]
fn a_gate_follows_its_leaf_to_another_id() {
    check(
        MEETINGS,
        &[("id = \"1.1\"", "id = \"1.9\""), ("not full('1.1')", "not full('1.9')")],
        &["leaf renumbered: form phieu / group 1 / leaf 1.1 [01-QĐ, mục 1] → form phieu / group 1 / leaf 1.9 [01-QĐ, mục 1]"],
    );
}

#[test]
fn another_way_to_points_is_one_change() {
    check(
        MEETINGS,
        &[(
            "[form.group.leaf.yes-no]\nwhen = \"minutes >= needed and excused < 3\"",
            "[form.group.leaf.tiers]\nof = \"minutes\"\ntable = [ { in = \">= 90\", points = 10 }, { in = \"< 90\", points = 1 } ]",
        )],
        &["leaf way: yes-no [01-QĐ, mục 1] → tiers [01-QĐ, mục 1]"],
    );
}

#[test]
fn exceptions_and_what_does_not_apply() {
    check(
        MEETINGS,
        &[(
            "first = [ { when = \"unexcused > 0\", points = 5 } ]",
            "first = [ { when = \"unexcused > 1\", points = 5 }, { when = \"minutes < 45\", points = 0 } ]",
        )],
        &[
            "exception threshold: unexcused > 0 [01-QĐ, mục 1] → unexcused > 1 [01-QĐ, mục 1]",
            "exception added: – → form phieu / group 1 / leaf 1.1 / exception 2 [01-QĐ, mục 1]",
        ],
    );
    check(
        MEETINGS,
        &[("then = \"full\"", "then = \"redistribute\"")],
        &["not-applicable policy: full [01-QĐ, mục 2] → redistribute [01-QĐ, mục 2]"],
    );
}

#[test]
fn bands_gates_and_their_order() {
    check(
        MEETINGS,
        &[("[80, 100]", "[85, 100]"), ("[50, 80)", "[50, 85)")],
        &[
            "level threshold: [80, 100] [01-QĐ, Điều 6] → [85, 100] [01-QĐ, Điều 6]",
            "level threshold: [50, 80) [01-QĐ, Điều 6] → [50, 85) [01-QĐ, Điều 6]",
        ],
    );
    check(
        MEETINGS,
        &[("at-most = \"kha\"", "set = \"kha\"")],
        &["gate effect: at-most kha [01-QĐ, Điều 7] → set kha [01-QĐ, Điều 7]"],
    );
    check(
        MEETINGS,
        &[("unexcused > 5", "unexcused >= 5")],
        &["gate threshold: unexcused > 5 [01-QĐ, Điều 7] → unexcused >= 5 [01-QĐ, Điều 7]"],
    );
    let late =
        "[[gate]]\nid = \"late\"\ntitle = \"nhiều người vắng\"\nwhen = \"unexcused > 5\"\nset = \"kem\"\ncite = \"qd: Điều 7\"\n";
    check(MEETINGS, &[(late, "")], &["gate removed: gate late [01-QĐ, Điều 7] → –"]);
    let moved = differences(
        MEETINGS,
        &edited(MEETINGS, &[(late, ""), ("[[gate]]\nid = \"rate\"", &format!("{late}[[gate]]\nid = \"rate\""))]),
    );
    assert_eq!(moved.len(), 1, "{moved:#?}");
    assert!(moved[0].starts_with("gate reordered: "), "{moved:#?}");
}

#[test]
fn attendance_due_measures_periods_and_time() {
    check(
        MEETINGS,
        &[("[\"exempt_absent\"]", "[\"exempt_absent\", \"on_mission\"]")],
        &["left-out added: – → attendance / left-out on_mission [01-QĐ, Điều 1]"],
    );
    check(
        MEETINGS,
        &[("thematic = \"none\"", "thematic = \"quarterly\"")],
        &["due thematic: nothing [01-QĐ, Điều 2] → quarterly [01-QĐ, Điều 2]"],
    );
    check(
        MEETINGS,
        &[("120, 90", "120, 100")],
        &["measure of: if(kind = combined, 120, 90) [01-QĐ, Điều 3] → if(kind = combined, 120, 100) [01-QĐ, Điều 3]"],
    );
    check(
        MEETINGS,
        &[("count('tot') >= 7", "count('tot') >= 8"), ("meetings = \"regular\"", "meetings = \"regular-and-thematic\"")],
        &[
            "period meetings: regular [01-QĐ, Điều 8] → regular-and-thematic [01-QĐ, Điều 8]",
            "period-level threshold: count('tot') >= 7 [01-QĐ, Điều 8] → count('tot') >= 8 [01-QĐ, Điều 8]",
        ],
    );
    check(
        MEETINGS,
        &[("first-day = 2024-01-01", "first-day = 2024-06-01\nlast-day = 2025-12-31")],
        &["time first-day: 2024-01-01 → 2024-06-01", "time last-day: nothing → 2025-12-31"],
    );
}

#[test]
fn a_figure_that_has_been_seen_in_the_text_has_another_standing() {
    check(
        MEETINGS,
        &[("cite = \"mau: nội dung\"", "cite = \"mau: nội dung\"\nstanding = \"text\"")],
        &["leaf standing: assumed [Mẫu, nội dung] → text [Mẫu, nội dung]"],
    );
}

#[test]
fn the_quota_part_by_part() {
    check(
        YEAR,
        &[
            ("percent = \"20%\"", "percent = \"25%\""),
            ("\"level-or-better\"", "\"level-only-before-cut\""),
            ("\"down\"", "\"half-up\""),
            ("[\"committee\"]", "[\"committee\", \"cell_type\"]"),
            ("base = { reading", "base = { standing = \"text\", reading"),
        ],
        &[
            "quota percent: 20% [02-QĐ, Điều 9] → 25% [02-QĐ, Điều 9]",
            "quota-part base: level-or-better ht [02-QĐ, Điều 9 [base]] → level-only-before-cut ht [02-QĐ, Điều 9 [base]]",
            "quota-part standing: assumed [02-QĐ, Điều 9 [base]] → text [02-QĐ, Điều 9 [base]]",
            "quota-part mode: down [02-QĐ, Điều 9] → half-up [02-QĐ, Điều 9]",
            "quota-part grouping: committee [02-QĐ, Điều 9] → committee cell_type [02-QĐ, Điều 9]",
        ],
    );
    let special = "[quota.special]\npercent = \"25%\"\nwhen = \"overdue = 0\"\ncite = \"qd: Điều 10\"\n[quota.basis-of]";
    check(YEAR, &[("[quota.basis-of]", special)], &["special added: – → quota xs / special [02-QĐ, Điều 10]"]);
    check(
        YEAR,
        &[("<= 20%", "<= 15%")],
        &["condition threshold: overdue / tasks <= 20% [02-QĐ, Điều 1] → overdue / tasks <= 15% [02-QĐ, Điều 1]"],
    );
    check(YEAR, &[("2023..2024", "2023..")], &["time last-year: 2024 → nothing"]);
}

/// In another regulation 1.1 is another criterion: the number alone does not make two leaves one.
#[test]
fn a_shared_number_does_not_make_two_leaves_one() {
    let other = edited(
        MEETINGS,
        &[
            ("id = \"a\"", "id = \"b\""),
            ("title = \"Thời lượng\"", "title = \"Biên bản\""),
            ("minutes >= needed and excused < 3", "minutes_complete"),
        ],
    );
    assert_eq!(
        differences(MEETINGS, &other),
        [
            "leaf removed: form phieu / group 1 / leaf 1.2 [01-QĐ, mục 1] → –",
            "leaf added: – → form phieu / group 1 / leaf 1.2 [01-QĐ, mục 1]",
        ]
    );
    // In another state of the same regulation it does.
    let later = edited(&other, &[("id = \"b\"", "id = \"a\"")]);
    let changes = differences(MEETINGS, &later);
    assert!(changes.iter().all(|change| change.starts_with("leaf ")) && changes.len() == 2, "{changes:#?}");
    assert!(changes[0].starts_with("leaf retitled: ") && changes[1].starts_with("leaf when: "), "{changes:#?}");
}

/// Three of four words are enough where what a leaf reads has changed too; fewer are not.
#[test]
fn a_leaf_is_known_by_a_title_in_other_words() {
    let other = |title: &str| {
        edited(
            MEETINGS,
            &[
                ("id = \"a\"", "id = \"b\""),
                ("id = \"2.1\"", "id = \"2.9\""),
                ("title = \"Chi ủy họp trước\"", &format!("title = \"{title}\"")),
                ("fact = \"committee_met\"", "fact = \"announced\""),
            ],
        )
    };
    let kinds = |title: &str| -> Vec<String> {
        let changes = differences(MEETINGS, &other(title));
        changes.iter().map(|change| change.split(':').next().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds("Họp chi ủy trước"), ["leaf renumbered", "leaf retitled", "leaf when"]);
    assert_eq!(kinds("Thông báo trước"), ["leaf removed", "leaf added"]);
}

/// A commune's sheet over the province's: what it changed, and by which text.
#[test]
fn an_overlay_shows_what_it_changed_of_the_text_below() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("regulation.toml"), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    write("a", MEETINGS);
    let over = r#"
[regulation]
id = "xa"
title = "Phiếu của xã"
extends = "a"
first-day = 2024-01-01
[sources.kh]
title = "Kế hoạch của xã"
number = "03-KH"
standing = "text"
[[form]]
id = "phieu"
[[form.group]]
id = "1"
cite = "kh: mục 5"
[[form.group.leaf]]
id = "1.2"
title = "Đủ thời lượng quy định"
[form.group.leaf.yes-no]
when = "minutes >= 60"
[[gate]]
id = "late"
remove = true
"#;
    let over = write("xa", over);
    let (code, out, err) = chibo(&["rules", "show", &over, "--format", "csv", "--table", "changes", "--lang", "en"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = out.lines().skip(1).map(|line| line.split(",xa,").next().unwrap()).collect();
    let leaf = "form phieu / group 1 / leaf 1.2";
    // The changed leaf stands under the citation of the overlay, the other leaf of its group under that of the text below.
    let wanted = format!(
        "leaf,when,{leaf},{leaf},minutes >= needed and excused < 3,minutes >= 60,\"01-QĐ, mục 1\",\"03-KH, mục 5\",text,text"
    );
    assert!(lines.contains(&wanted.as_str()), "{wanted}\n{out}");
    assert!(lines.iter().any(|line| line.starts_with(&format!("leaf,retitled,{leaf},{leaf},Thời lượng,"))), "{out}");
    assert!(lines.iter().any(|line| line.starts_with("gate,removed,gate late,,")), "{out}");
    assert_eq!(lines.len(), 3, "{out}");
    let (_, out, _) = chibo(&["rules", "show", &over, "--format", "markdown", "--lang", "vi"]);
    let wanted = "“Thời lượng” từ 60 phút trở lên<br>[03-KH, mục 5] |";
    assert!(out.contains("## Thay đổi so với") && out.contains(wanted), "{out}");
}

#[test]
fn no_shipped_regulation_differs_from_itself_and_what_one_way_adds_the_other_removes() {
    let rulebook = shipped::rulebook().unwrap();
    let all: Vec<Regulation> = shipped::ids().iter().map(|id| shipped::find(&rulebook, id).unwrap()).collect();
    for before in &all {
        assert!(compare(before, before).is_empty(), "{}", before.header.id);
        for after in &all {
            let addresses = |changes: &[Change<'_>], what: What, side: fn(&Change<'_>) -> Option<String>| -> BTreeSet<String> {
                changes.iter().filter(|change| change.what == what).filter_map(side).collect()
            };
            let of = |side: &Option<Side<'_>>| side.as_ref().map(|side| side.entry.address.clone());
            let (there, back) = (compare(before, after), compare(after, before));
            let added = addresses(&there, What::Added, |change| change.after.as_ref().map(|side| side.entry.address.clone()));
            let removed = addresses(&back, What::Removed, |change| change.before.as_ref().map(|side| side.entry.address.clone()));
            assert_eq!(added, removed, "{} → {}", before.header.id, after.header.id);
            assert_eq!(there.len(), back.len(), "{} → {}", before.header.id, after.header.id);
            assert!(there.iter().all(|change| of(&change.before).is_some() || of(&change.after).is_some()));
        }
    }
}

fn shown(before: &str, after: &str, format: Format, lang: Lang) -> String {
    let (before, after) = (regulation(before), regulation(after));
    let changes = compare(&before, &after);
    let mut out = Vec::new();
    let report = rulebook_diff::diff(&before, &after, &changes, lang);
    render(&report, &Findings::new(), format, Options { width: 120, table: None }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn changes_are_told_in_the_words_of_the_law() {
    let after = edited(MEETINGS, &[("> 85%", ">= 90%"), ("(50%, 85%]", "(50%, 90%)"), ("then = \"full\"", "then = \"drop\"")]);
    let text = shown(MEETINGS, &after, Format::Markdown, Lang::Vi);
    for wanted in [
        "Tiêu chí 1.1 › bậc điểm 1 (từ 90 % trở lên) | đổi ngưỡng | trên 85 %<br>[01-QĐ, mục 1] | từ 90 % trở lên<br>[01-QĐ, mục 1] |",
        "| đổi: Khi không áp dụng | tính đủ điểm<br>[01-QĐ, mục 2] | bỏ điểm này, tổng tối đa giảm<br>[01-QĐ, mục 2] |",
        "- 3 thay đổi: 2 đổi ngưỡng, 1 giá trị khác",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    let text = shown(MEETINGS, &after, Format::Table, Lang::En);
    for wanted in ["threshold moved", "over 85 %", "90 % or more", "3 changes: 2 threshold moved, 1 other values"] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(shown(MEETINGS, MEETINGS, Format::Table, Lang::En).contains("the two regulations say the same"));
}

#[test]
fn programs_get_words_and_exact_values() {
    let after = edited(MEETINGS, &[("> 85%", ">= 90%"), ("(50%, 85%]", "(50%, 90%)")]);
    let text = shown(MEETINGS, &after, Format::Csv, Lang::Vi);
    let address = "form phieu / group 1 / leaf 1.1 / row 1";
    let wanted = format!("row,threshold,{address},{address},> 85%,≥ 90%,\"01-QĐ, mục 1\",\"01-QĐ, mục 1\",text,text,a a,");
    assert!(text.lines().nth(1).unwrap().starts_with(&wanted), "{text}");
    let json: serde_json::Value = serde_json::from_str(&shown(MEETINGS, &after, Format::Json, Lang::En)).unwrap();
    assert_eq!(json["report"], "rules-diff");
    assert_eq!(json["tables"]["changes"].as_array().unwrap().len(), 2);
    assert_eq!(json["tables"]["changes"][1]["after"], "(50%, 90%)");
    assert_eq!(json["notices"][0]["code"], "summary");
}

fn chibo(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chibo"));
    let output = command.args(arguments).env_remove("CHIBO_LANG").env("LANG", "C").output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_exit_code_tells_whether_anything_differs() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (base, later, bad) = (
        path("a.toml", MEETINGS),
        path("b.toml", &edited(MEETINGS, &[("> 85%", ">= 85%"), ("(50%, 85%]", "(50%, 85%)")])),
        path("c.toml", "[regulation]"),
    );
    assert_eq!(chibo(&["rules", "diff", &base, &base]).0, Some(0));
    let (code, out, err) = chibo(&["rules", "diff", &base, &later, "--format", "csv"]);
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert_eq!(out.lines().count(), 3, "{out}");
    let (code, out, err) = chibo(&["rules", "diff", &base, &bad]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("rule-missing-key"), "{err}");
    assert_eq!(chibo(&["rules", "diff", &base]).0, Some(3));
}
