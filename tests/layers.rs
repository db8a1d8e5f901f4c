//! A regulation laid over another, alternative readings, and what waits for a person.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "layers/citations.rs"]
mod citations;
#[path = "layers/faults.rs"]
mod faults_of_overlays;
#[path = "layers/readings.rs"]
mod readings;
#[path = "support/mod.rs"]
mod support;
#[path = "layers/tables.rs"]
mod tables;

use support::Sandbox;

const CENTRE: &str = r#"
[regulation]
id = "trung-uong"
scope = "meeting"
title = "Khung trung ương"
number = "01-HD"
[sources.tu]
title = "Hướng dẫn 01"
number = "01-HD"
standing = "text"
[sources.mau]
title = "Người soạn chọn"
standing = "assumed"
[[reading]]
id = "dung-90"
open = "đúng 90 phút"
chosen = "đủ"
cite = "mau"
[[reading.alternative]]
id = "chua-du"
chosen = "chưa đủ"
[[reading.alternative.change.form]]
id = "phieu"
[[reading.alternative.change.form.group]]
id = "1"
[[reading.alternative.change.form.group.leaf]]
id = "1.1"
[reading.alternative.change.form.group.leaf.yes-no]
when = "minutes > 90"
[[form]]
id = "phieu"
title = "Phiếu"
max = 100
[[form.group]]
id = "1"
title = "Thời gian"
max = 60
cite = "tu: mục 1"
[[form.group.leaf]]
id = "1.1"
title = "Đủ 90 phút"
max = 60
reading = "dung-90"
[form.group.leaf.yes-no]
when = "minutes >= 90"
[[form.group]]
id = "2"
title = "Nội dung"
max = 40
cite = "tu: mục 2"
[[form.group.leaf]]
id = "2.1"
title = "Dự thảo nghị quyết"
max = 40
[form.group.leaf.yes-no]
fact = "draft_resolution"
[[level]]
id = "tot"
title = "Tốt"
in = "[90, 100]"
cite = "tu: mục 3"
[[level]]
id = "kha"
title = "Khá"
in = "[0, 90)"
cite = "tu: mục 3"
"#;

const PROVINCE: &str = r#"
[regulation]
id = "tinh"
title = "Quy định của tỉnh"
number = "02-QĐ"
extends = "trung-uong"
[sources.qd]
title = "Quy định 02"
number = "02-QĐ"
standing = "text"
[[form]]
id = "phieu"
[[form.group]]
id = "2"
[[form.group.leaf]]
id = "2.1"
max = 30
cite = "qd: Điều 1"
[[form.group.leaf]]
id = "2.2"
title = "Biên bản đầy đủ"
max = 10
cite = "qd: Điều 1"
[form.group.leaf.yes-no]
fact = "minutes_complete"
"#;

const COMMUNE: &str = r#"
[regulation]
id = "xa"
title = "Phiếu của xã"
number = "03-KH"
extends = "tinh"
[sources.kh]
title = "Kế hoạch 03"
number = "03-KH"
standing = "text"
[[form]]
id = "phieu"
[[form.group]]
id = "2"
[[form.group.leaf]]
id = "2.2"
remove = true
[[form.group.leaf]]
id = "2.1"
max = 40
cite = "kh: mục 1"
"#;

fn records(meetings: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("trung-uong/regulation.toml", CENTRE)
        .write("tinh/regulation.toml", PROVINCE)
        .write("xa/regulation.toml", COMMUNE)
        .write("r/chibo.toml", "period = \"2024\"\n")
        .write("r/cells.csv", "code,committee\nA,X\nB,X\n")
        .write("r/meetings.csv", format!("cell,date,kind,members,present,minutes,draft-resolution,minutes-complete\n{meetings}"));
    sandbox
}

/// Total of each meeting by date, as JSON has it.
fn totals(sandbox: &Sandbox, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["score", "r", "--by", "meeting", "--format", "json"];
    arguments.extend(more);
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows = run.json()["tables"]["meetings"].as_array().unwrap().clone();
    rows.iter().map(|row| row["total"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_layer_changes_what_it_names_and_nothing_else() {
    // Long enough, a draft, no minutes book: 60 + 40, under the province 60 + 30 + 0, under the commune 60 + 40.
    let sandbox = records("A,2024-03-05,regular,3,3,95,yes,no\n");
    for (id, total) in [("trung-uong", "100"), ("tinh", "90"), ("xa", "100")] {
        assert_eq!(totals(&sandbox, &["--rules", id]), [total], "{id}");
    }
    // Whoever asks sees which text says so.
    let explained = sandbox.run(&["explain", "r", "--cell", "A", "--rules", "tinh", "--format", "json"]).stdout;
    for clause in ["01-HD, mục 1", "02-QĐ, Điều 1", "01-HD, mục 3"] {
        assert!(explained.contains(clause), "{clause}\n{explained}");
    }
}

/// The faults of `rules check` on the province's overlay: code, file, line.
fn faults(overlay: &str) -> Vec<(String, String, u64)> {
    let sandbox = records("");
    sandbox.write("tinh/regulation.toml", overlay);
    let faults = sandbox.run(&["rules", "check", "tinh", "--diagnostics", "json"]).faults();
    faults.into_iter().map(|fault| (fault.code, fault.file.unwrap_or_default(), fault.line.unwrap_or(0))).collect()
}

/// The line on which a marker stands; it stands there only.
#[track_caller]
fn line_of(text: &str, marker: &str) -> u64 {
    assert_eq!(text.matches(marker).count(), 1, "{marker:?} must stand once");
    u64::try_from(text.split(marker).next().unwrap().matches('\n').count()).unwrap() + 1
}

/// That the overlay has this fault alone, on the line of the marker.
#[track_caller]
fn uncited(overlay: &str, marker: &str) {
    assert_eq!(faults(overlay), [("rule-uncited".to_owned(), "tinh/regulation.toml".to_owned(), line_of(overlay, marker))]);
}

#[test]
fn a_changed_figure_without_a_citation_of_its_own_is_refused() {
    // It would be taken for one of the centre.
    uncited(&PROVINCE.replacen("max = 30\ncite = \"qd: Điều 1\"", "max = 30", 1), "max = 30");
    let overlay = PROVINCE.replacen("[[form.group.leaf]]\nid = \"2.2\"", "[[form.group.leaf]] # new\nid = \"2.2\"", 1);
    uncited(&overlay.replacen("max = 10\ncite = \"qd: Điều 1\"", "max = 10", 1), "# new");
    assert_eq!(faults(PROVINCE), []);
}

/// Leaf 2.1 of the centre, worth 40 points, with another kind.
fn of_kind(kind: &str) -> String {
    CENTRE.replacen("[form.group.leaf.yes-no]\nfact = \"draft_resolution\"", kind, 1)
}

/// A province that changes nothing but what is added here, and the text that its citations need.
fn changing(change: &str) -> String {
    format!(
        "[regulation]\nid = \"tinh\"\ntitle = \"Tỉnh\"\nextends = \"trung-uong\"\n[sources.qd]\ntitle = \"Quy định 02\"\nnumber = \"02-QĐ\"\nstanding = \"text\"\n[[reading]]\nid = \"x\"\nopen = \"x\"\nchosen = \"x\"\ncovers = \"x\"\ncite = \"qd\"\n{change}"
    )
}

/// That the change is refused on the line of `# here` and passes with a citation in the place of `CITE`.
#[track_caller]
fn wants_a_citation(centre: &str, change: &str) {
    let check = |change: &str| {
        let overlay = changing(change);
        let sandbox = records("");
        sandbox.write("trung-uong/regulation.toml", centre).write("tinh/regulation.toml", &overlay);
        let faults = sandbox.run(&["rules", "check", "tinh", "--diagnostics", "json"]).faults();
        // A doubt about levels may follow from the change.
        let errors = faults.into_iter().filter(|fault| fault.severity == "error");
        let told: Vec<(String, String, u64)> =
            errors.map(|fault| (fault.code, fault.file.unwrap_or_default(), fault.line.unwrap_or(0))).collect();
        (told, overlay)
    };
    let (told, overlay) = check(&change.replace("CITE\n", ""));
    assert_eq!(told, [("rule-uncited".to_owned(), "tinh/regulation.toml".to_owned(), line_of(&overlay, "# here"))], "{change}");
    let (told, _) = check(&change.replace("CITE", "cite = \"qd: 1\""));
    assert_eq!(told, [], "{change}");
}

#[test]
fn a_change_within_the_kind_of_a_leaf_is_a_change_of_the_leaf() {
    const LEAF: &str = "[[form]]\nid = \"phieu\"\n[[form.group]]\nid = \"2\"\n[[form.group.leaf]]\nid = \"2.1\"\nCITE\n";
    let of_leaf = |kind: &str| format!("{LEAF}{kind}\n");
    let occurrences = of_kind("[form.group.leaf.per-occurrence]\nof = \"unexcused\"\neach = -2");
    wants_a_citation(&occurrences, &of_leaf("[form.group.leaf.per-occurrence]\neach = -4 # here"));
    let share =
        of_kind("[form.group.leaf.proportional]\nof = \"present / members\"\nfull-at = \"90%\"\nstep = 0.5\nmode = \"half-up\"");
    wants_a_citation(&share, &of_leaf("[form.group.leaf.proportional]\nfull-at = \"80%\" # here\nmode = \"down\""));
    let recorded = of_kind("[form.group.leaf.recorded]\nstep = 0.5");
    wants_a_citation(&recorded, &of_leaf("[form.group.leaf.recorded]\nstep = 1 # here"));
    wants_a_citation(CENTRE, &of_leaf("[form.group.leaf.yes-no]\nfact = \"minutes_complete\" # here"));
    // Another kind takes the place of that of the centre.
    wants_a_citation(CENTRE, &of_leaf("[form.group.leaf.recorded]\nstep = 1 # here"));
    wants_a_citation(CENTRE, &of_leaf("[form.group.leaf.chosen]\noptions = [ { points = 40, title = \"đủ\" } ] # here"));
    let tiers = of_kind(
        "[form.group.leaf.tiers]\nof = \"minutes\"\ntable = [ { in = \">= 60\", points = 40 }, { in = \"< 60\", points = 0 } ]",
    );
    wants_a_citation(&tiers, &of_leaf("[form.group.leaf.tiers]\nof = \"minutes + 1\" # here"));
    // The group around it may cite for it.
    let around = "[[form]]\nid = \"phieu\"\n[[form.group]]\nid = \"2\"\nCITE\n[[form.group.leaf]]\nid = \"2.1\"\n[form.group.leaf.yes-no]\nfact = \"minutes_complete\" # here\n";
    wants_a_citation(CENTRE, around);
}

#[test]
fn a_change_beside_the_leaves_needs_a_citation_too() {
    let centre = CENTRE.replacen(
        "[[form.group]]\nid = \"1\"",
        "[[form.rounding]]\nat = [\"total\"]\nstep = 1\nmode = \"half-up\"\ncite = \"tu: mục 4\"\n[[form.group]]\nid = \"1\"",
        1,
    );
    // A list without ids is replaced as a whole.
    for below in [CENTRE, &centre] {
        wants_a_citation(
            below,
            "[[form]]\nid = \"phieu\"\n[[form.rounding]] # here\nCITE\nat = [\"total\"]\nstep = 0.5\nmode = \"down\"\n",
        );
    }
    let centre = CENTRE.replacen(
        "[[form]]",
        "[attendance]\ncounts = [\"present\"]\ncite = \"tu: mục 4\"\n[measures.tre]\nof = \"late / present\"\ntitle = \"Muộn\"\ncite = \"tu: mục 4\"\n[[form]]",
        1,
    )
    .replacen("when = \"minutes >= 90\"", "when = \"minutes >= 90 and tre < 50% and attendance_rate > 50%\"", 1);
    wants_a_citation(&centre, "[measures.tre]\nCITE\nof = \"late / members\" # here\n");
    wants_a_citation(&centre, "[attendance]\nCITE\ncounts = [\"present\", \"on_mission\"] # here\n");
    wants_a_citation(CENTRE, "[[gate]] # here\nid = \"g\"\ntitle = \"G\"\nwhen = \"minutes < 30\"\nat-most = \"kha\"\nCITE\n");
    wants_a_citation(CENTRE, "[[level]]\nid = \"kha\"\nCITE\ntitle = \"Khá hơn\" # here\n");
}

#[test]
fn what_an_overlay_breaks_is_told_where_it_stands() {
    // The sum of group 2 no longer holds: the group is the centre's.
    let overlay = PROVINCE.replacen("max = 30", "max = 35", 1);
    let found = faults(&overlay);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("rule-sum", "trung-uong/regulation.toml"));
    // A base that is not there, an entry that is not there, and a circle.
    let code = |overlay: &str| faults(overlay).into_iter().map(|fault| fault.0).collect::<Vec<String>>();
    assert_eq!(code(&PROVINCE.replacen("extends = \"trung-uong\"", "extends = \"trung-ương\"", 1)), ["rule-not-found"]);
    assert_eq!(code(&PROVINCE.replacen("extends = \"trung-uong\"", "extends = \"xa\"", 1)), ["extends-circle"]);
    let removed = PROVINCE.to_owned() + "[[level]]\nid = \"trung-binh\"\nremove = true\n";
    assert_eq!(code(&removed), ["rule-not-there"]);
}

#[test]
fn a_reading_can_be_chosen_and_the_cells_that_depend_on_it_are_told() {
    // A meets for exactly 90 minutes, B for longer: only A depends on the reading.
    let sandbox = records("A,2024-03-05,regular,3,3,90,yes,no\nB,2024-03-05,regular,3,3,100,yes,no\n");
    assert_eq!(totals(&sandbox, &["--rules", "trung-uong"]), ["100", "100"]);
    assert_eq!(totals(&sandbox, &["--rules", "trung-uong", "--reading", "dung-90=chua-du"]), ["40", "100"]);
    // The choice holds through the layers.
    assert_eq!(totals(&sandbox, &["--rules", "xa", "--reading", "dung-90=chua-du"]), ["40", "100"]);
    let run = sandbox.run(&["readings", "r", "--rules", "trung-uong", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let tables = run.json()["tables"].clone();
    let summary = &tables["readings"][0];
    assert_eq!((summary["alternative"].as_str(), summary["cells_that_depend"].as_u64()), (Some("chua-du"), Some(1)));
    let cells: Vec<&str> = tables["depends"].as_array().unwrap().iter().map(|row| row["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["A"]);
    // Anything else is refused with what could be chosen.
    let run = sandbox.run(&["score", "r", "--rules", "trung-uong", "--reading", "dung-90=khac", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.faults().iter().map(|fault| fault.code.as_str()).collect::<Vec<&str>>(), ["reading-unknown"]);
}

/// An overlay that leaves a leaf as it is needs no new columns for it.
#[test]
fn points_recorded_under_the_text_below_are_those_of_a_leaf_that_it_still_has() {
    let recorded = |keys: &str| format!("[[form.group.leaf]]\nid = \"9\"\n{keys}");
    let base = "[regulation]\nid = \"goc\"\nscope = \"meeting\"\ntitle = \"T\"\nissuer = \"I\"\n\
                [sources.a]\ntitle = \"A\"\nstanding = \"text\"\n\
                [[form]]\nid = \"f\"\ntitle = \"F\"\nmax = 20\n[[form.group]]\nid = \"1\"\ntitle = \"1\"\nmax = 20\ncite = \"a: 1\"\n"
        .to_owned()
        + &recorded("title = \"Chín\"\nmax = 10\n[form.group.leaf.recorded]\n")
        + &recorded("title = \"Mười\"\nmax = 10\n[form.group.leaf.recorded]\n").replace("\"9\"", "\"10\"")
        + "[[level]]\nid = \"tot\"\ntitle = \"Tốt\"\nin = \"[15, 20]\"\ncite = \"a: 2\"\n\
           [[level]]\nid = \"kem\"\ntitle = \"Kém\"\nin = \"[0, 15)\"\ncite = \"a: 2\"\n";
    let over = |more: &str| {
        format!(
            "[regulation]\nid = \"tren\"\ntitle = \"T\"\nissuer = \"I\"\nextends = \"goc\"\n\
             [sources.b]\ntitle = \"B\"\nstanding = \"text\"\n{more}"
        )
    };
    let levels = "[[level]]\nid = \"tot\"\nin = \"[14, 20]\"\ncite = \"b: 1\"\n[[level]]\nid = \"kem\"\nin = \"[0, 14)\"\ncite = \"b: 1\"\n";
    let totals = |over: String, head: &str, row: &str| {
        let sandbox = Sandbox::new();
        sandbox
            .write("goc/regulation.toml", &base)
            .write("tren/regulation.toml", over)
            .write("r/chibo.toml", "period = \"2024\"\nrules = \"../tren\"\n")
            .write("r/cells.csv", "code,committee\nA,X\n")
            .write("r/meetings.csv", format!("cell,date,kind,{head}\nA,2024-01-03,regular,{row}\n"));
        let run = sandbox.run(&["score", "r", "--by", "meeting", "--format", "json"]);
        let row = run.json()["tables"]["meetings"][0].clone();
        (row["total"].as_str().map(str::to_owned), row["level"].as_str().map(str::to_owned))
    };
    let some = |total: &str, level: &str| (Some(total.to_owned()), Some(level.to_owned()));
    assert_eq!(totals(over(levels), "self:goc:9,self:goc:10", "9,5"), some("14", "tot"));
    // Where the overlay has a column of its own, that one counts.
    assert_eq!(totals(over(levels), "self:goc:9,self:tren:9,self:goc:10", "9,4,5"), some("9", "kem"));
    // Another maximum makes another leaf of it.
    let changed = "[[form]]\nid = \"f\"\nmax = 25\ncite = \"b: 2\"\n[[form.group]]\nid = \"1\"\nmax = 25\ncite = \"b: 2\"\n\
                   [[form.group.leaf]]\nid = \"9\"\nmax = 15\ncite = \"b: 2\"\n\
                   [[level]]\nid = \"tot\"\nin = \"[15, 25]\"\ncite = \"b: 1\"\n";
    assert_eq!(totals(over(changed), "self:goc:9,self:goc:10", "9,5"), (None, None));
}

/// A choice holds for every text that has the reading, so an overlay beside what it extends is no second run.
#[test]
fn a_reading_that_several_texts_have_is_run_once() {
    let sandbox = records("A,2024-03-05,regular,3,3,90,yes,no\nB,2024-03-05,regular,3,3,100,yes,no\n");
    sandbox.write("r/chibo.toml", "period = \"2024\"\nrules = [\"../trung-uong\", \"../xa\"]\n");
    let run = sandbox.run(&["readings", "r", "--format", "json"]);
    let tables = run.json()["tables"].clone();
    let of = |table: &str, key: &str| -> Vec<String> {
        tables[table].as_array().unwrap().iter().map(|row| row[key].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(of("readings", "alternative"), ["chua-du"]);
    assert_eq!(of("readings", "regulation"), ["trung-uong, xa"]);
}

#[test]
fn a_faulty_alternative_is_a_fault_of_the_file() {
    let centre = CENTRE.replacen("when = \"minutes > 90\"", "when = \"minute > 90\"", 1);
    let sandbox = records("");
    sandbox.write("trung-uong/regulation.toml", centre);
    let faults = sandbox.run(&["rules", "check", "trung-uong", "--diagnostics", "json"]).faults();
    assert_eq!(faults.iter().map(|fault| fault.code.as_str()).collect::<Vec<&str>>(), ["expr-unknown"]);
}
