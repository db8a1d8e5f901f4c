//! What moves a row there and back, what each cell lacks, and which text judges each day: nothing of it is lost where a comparison is quick.

use super::support::Sandbox;
use super::support::small_regulation::head;
use super::{compared, in_json, rows, text, told};

/// Yes-no leaves by the facts that they read; the bounds of the two best levels.
fn rule(id: &str, days: &str, leaves: [(&str, u32); 2], [best, middle]: [u32; 2]) -> String {
    let facts = ["songs", "games"].map(|id| {
        format!("[[fact]]\nid = \"{id}\"\nscope = \"meeting\"\ntype = \"flag\"\nvi = [\"Có {id}\"]\nen = [\"Has {id}\"]\n")
    });
    let form = "[[form]]\nid = \"phieu\"\ntitle = \"Phiếu\"\nmax = 100\n[[form.group]]\nid = \"1\"\ntitle = \"Nhóm\"\nmax = 100\ncite = \"a\"\n";
    let leaf = |(fact, max): (&str, u32)| {
        format!(
            "[[form.group.leaf]]\nid = \"{fact}\"\ntitle = \"Điểm {fact}\"\nmax = {max}\n[form.group.leaf.yes-no]\nfact = \"{fact}\"\n"
        )
    };
    let level =
        |id: &str, points: String| format!("[[level]]\nid = \"{id}\"\ntitle = \"{id}\"\nin = \"{points}\"\ncite = \"a\"\n");
    let levels = [
        level("tot", format!("[{best}, 100]")),
        level("kha", format!("[{middle}, {best})")),
        level("kem", format!("[0, {middle})")),
    ];
    let head = head(id, "meeting").replace("title = \"Thử\"", &format!("title = \"Thử\"\n{days}"));
    format!("{head}{}{form}{}{}", facts.concat(), leaves.map(leaf).concat(), levels.concat())
}

fn records(sandbox: &Sandbox, columns: &str, meetings: &str) {
    sandbox
        .write("r/chibo.toml", "period = \"2024\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,X\nC,X\nD,X\nE,X\n")
        .write("r/meetings.csv", format!("cell,date,kind,members,present,{columns}\n{meetings}"));
}

/// 60 is Khá under the first text. The other one gives 95 for the same, which would be Tốt there, and asks for 96: Khá again.
#[test]
fn points_and_bounds_that_cancel_out_are_both_told() {
    let sandbox = Sandbox::new();
    let (draft, minutes) = ("draft_resolution", "minutes_complete");
    sandbox
        .write("mot/regulation.toml", rule("mot", "", [(draft, 60), (minutes, 40)], [90, 50]))
        .write("hai/regulation.toml", rule("hai", "", [(draft, 95), (minutes, 5)], [96, 50]));
    records(&sandbox, "draft-resolution,minutes-complete", "A,2024-01-05,regular,20,20,yes,no\n");
    let result = compared(&sandbox, &["r", "--rules", "mot", "--rules", "hai", "--all"]);
    let cell = &rows(&result, "cells")[0];
    let of = |column: &str| text(cell, column);
    assert_eq!([of("mean_before"), of("mean_after"), of("meetings_up"), of("meetings_down")], ["60", "95", "0", "0"]);
    let causes = told(&result, "causes", &["what", "cause", "up", "down"]);
    let of_meetings: Vec<&String> = causes.iter().filter(|cause| cause.starts_with("meetings")).collect();
    assert_eq!(of_meetings, ["meetings points 1 ", "meetings threshold  1"]);
}

#[test]
fn each_cell_lacks_what_it_lacks() {
    let sandbox = Sandbox::new();
    let leaves = [("songs", 60), ("games", 40)];
    sandbox
        .write("mot/regulation.toml", rule("mot", "", [("draft_resolution", 60), ("minutes_complete", 40)], [90, 50]))
        .write("hai/regulation.toml", rule("hai", "", leaves, [90, 50]));
    let given = [("A", ",yes"), ("B", "yes,"), ("C", ","), ("D", ",yes"), ("E", ",yes")];
    let row = |(cell, own): (&str, &str)| format!("{cell},2024-01-05,regular,20,20,yes,yes,{own}\n");
    records(&sandbox, "draft-resolution,minutes-complete,songs,games", &given.map(row).concat());
    let result = in_json(&sandbox, &["r", "--rules", "mot", "--rules", "hai", "--all"]).json();
    let causes = told(&result, "causes", &["cell", "what", "cause", "ids_before", "ids_after"]);
    let lacking: Vec<&String> = causes.iter().filter(|cause| cause.contains("points missing-fact")).collect();
    let wanted = ["A", "B", "C", "D", "E"].into_iter().zip(["songs", "games", "songs games", "songs", "songs"]);
    assert_eq!(
        lacking,
        wanted
            .map(|(cell, ids)| format!("{cell} points missing-fact  {ids}"))
            .collect::<Vec<String>>()
            .iter()
            .collect::<Vec<&String>>()
    );
}

/// Songs give 99 until June and 1 from July, beside 50 under the one text of the first side; all meetings have songs and no games.
#[test]
fn a_side_of_two_texts_judges_every_day_by_its_own() {
    let sandbox = Sandbox::new();
    let half = [("songs", 50), ("games", 50)];
    sandbox
        .write("ca/regulation.toml", rule("ca", "", half, [90, 50]))
        .write("cu/regulation.toml", rule("cu", "last-day = 2024-06-30", [("songs", 99), ("games", 1)], [90, 50]))
        .write("moi/regulation.toml", rule("moi", "first-day = 2024-07-01", [("songs", 1), ("games", 99)], [90, 50]));
    let meetings = (1..=12).map(|month| format!("A,2024-{month:02}-05,regular,20,20,yes,no\n"));
    records(&sandbox, "songs,games", &meetings.collect::<String>());
    let result = compared(&sandbox, &["r", "--rules", "ca", "--rules", "cu,moi", "--all"]);
    let cell = &rows(&result, "cells")[0];
    // Six times 99 and six times 1, beside twelve times 50.
    let of = |column: &str| text(cell, column);
    assert_eq!([of("mean_before"), of("mean_after"), of("points_change"), of("compared")], ["50", "50", "0", "12"]);
    assert_eq!([of("changed_meetings"), of("meetings_up"), of("meetings_down")], ["12", "6", "6"]);
}
