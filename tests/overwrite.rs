//! What a run reads, or a later one would, is not written over: that is refused before anything is read or written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use support::{PROFILE, Sandbox, want};

const MEETINGS: &str = "cell,date,kind,members,present,excused,unexcused,minutes\nC1,2024-01-05,regular,10,10,0,0,95\n";

/// A folder of records, rule files of its own, a profile beside them, and a receipt.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let rules = |id: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/{id}.toml"))).unwrap();
    let base = rules("14-qdi-tu/regulation").replace("id = \"14-qdi-tu\"", "id = \"goc\"");
    sandbox
        .write("rec/chibo.toml", format!("{PROFILE}[[file]]\ntable = \"discipline\"\npath = \"../sent/ky-luat.csv\"\n"))
        .write("rec/cells.csv", "code,name,committee\nC1,Một,Đảng ủy\n")
        .write("rec/meetings.csv", MEETINGS)
        .write("rec/year.csv", "cell,year\nC1,2024\n")
        .write("rec/decisions.csv", "cell,period,computed,decided,authority,document,date,signer,reason\n")
        .write("sent/ky-luat.csv", "cell,fault-date,discipline-date,form\n")
        .write("other/chibo.toml", PROFILE)
        .write("other/cells.csv", "code,name,committee\nC1,Một,Đảng ủy\n")
        .write("other/meetings.csv", MEETINGS)
        .write("mine.toml", "period = \"2024\"\nrules = \"14-qdi-tu\"\n")
        .write("texts/goc/regulation.toml", base)
        .write("texts/goc/cases.toml", "")
        .write("texts/xa/regulation.toml", OVERLAY);
    let made = sandbox.run(&["score", "rec", "--output", "result.txt", "--receipt", "receipt.json"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    sandbox
}

const OVERLAY: &str = "[regulation]\nid = \"xa\"\nnumber = \"01-QĐ/ĐU\"\ntitle = \"Xã\"\nissuer = \"Đảng ủy xã\"\nextends = \"goc\"\nfirst-day = 2024-01-01\n";

/// All files below a folder with what is in them.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

/// The run ends with 3, says which option and which file, and leaves everything as it was.
#[track_caller]
fn refused(sandbox: &Sandbox, line: &str, told: &[&str]) {
    let before = files(&sandbox.path(""));
    let run = sandbox.run(&line.split(' ').collect::<Vec<&str>>());
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{line}: {}", run.stderr);
    assert!(told.iter().all(|word| run.stderr.contains(word)), "{line}: {}", run.stderr);
    assert!(before == files(&sandbox.path("")), "{line}: something was written");
}

const READ: &str = "is read by this very run";
const NAME: &str = "a later run would read it";

#[test]
fn no_input_is_written_over() {
    let sandbox = sandbox();
    for option in ["--output", "--receipt"] {
        for path in
            ["rec/year.csv", "rec/meetings.csv", "rec/cells.csv", "rec/decisions.csv", "rec/chibo.toml", "sent/ky-luat.csv"]
        {
            // Whether the command asks for that table or not.
            for command in ["classify rec", "score rec", "check rec", "explain rec --cell C1", "signs rec"] {
                refused(&sandbox, &format!("{command} {option} {path}"), &[option, path, READ]);
            }
        }
        refused(&sandbox, &format!("score rec other {option} other/cells.csv"), &[READ]);
        refused(&sandbox, &format!("compare rec --with other {option} other/meetings.csv"), &[READ]);
        refused(&sandbox, &format!("score rec --profile mine.toml {option} mine.toml"), &[READ]);
        refused(&sandbox, &format!("score rec --rules texts/xa {option} texts/xa/regulation.toml"), &[READ]);
        // One that is only extended.
        refused(&sandbox, &format!("score rec --rules texts/xa {option} texts/goc/regulation.toml"), &[READ]);
    }
    for line in [
        "rules check texts/goc --output texts/goc/regulation.toml",
        "rules show texts/xa --output texts/goc/regulation.toml",
        "rules diff 14-qdi-tu texts/goc --output texts/goc/regulation.toml",
        "rules test texts/goc --output texts/goc/cases.toml",
        "profile rec/meetings.csv --output rec/meetings.csv",
        "profile rec/meetings.csv --output rec/chibo.toml",
        "profile rec/meetings.csv --rules texts/goc --output texts/goc/regulation.toml",
        "verify receipt.json --output receipt.json",
        "verify receipt.json --output rec/cells.csv",
        "verify receipt.json --output result.txt",
        "verify receipt.json --sums --output receipt.json",
    ] {
        refused(&sandbox, line, &[READ]);
    }
    refused(&sandbox, "rules new new --output ./new/regulation.toml", &["rules new"]);
}

#[test]
fn by_whatever_way_a_path_leads_there() {
    let sandbox = sandbox();
    let whole = sandbox.path("rec/year.csv");
    let detour = sandbox.path("texts/../rec/year.csv");
    for path in ["./rec/year.csv", "rec/../rec/./year.csv", whole.to_str().unwrap(), detour.to_str().unwrap()] {
        refused(&sandbox, &format!("classify rec --output {path}"), &[READ]);
        refused(&sandbox, &format!("classify {} --receipt {path}", sandbox.path("rec").display()), &[READ]);
    }
}

#[test]
#[cfg(unix)]
fn or_a_link() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink("rec/year.csv", sandbox.path("file")).unwrap();
    std::os::unix::fs::symlink("rec", sandbox.path("folder")).unwrap();
    for (records, path) in [("rec", "file"), ("rec", "folder/year.csv"), ("folder", "rec/year.csv"), ("folder", "file")] {
        refused(&sandbox, &format!("classify {records} --output {path}"), &[READ]);
    }
    refused(&sandbox, "classify folder --output rec/lineage.csv", &[NAME]);
    // Through a link as by its own name, another file is free.
    assert_eq!(sandbox.run(&["classify", "rec", "--output", "folder/result.csv"]).code, Some(0));
}

#[test]
fn nothing_is_put_where_a_later_run_would_read_it() {
    let sandbox = sandbox();
    for name in ["lineage.csv", "members.xlsx", "attendance.csv", "visits.ods", "meetings.rejects.csv"] {
        refused(&sandbox, &format!("score rec --output rec/{name}"), &[NAME, name]);
        refused(&sandbox, &format!("score rec --receipt ./rec/{name}"), &[NAME, name]);
    }
    // A file that the profile names, beside which corrected rows would stand.
    let other = sandbox.path("other").join("chibo.toml");
    fs::write(other, format!("{PROFILE}[[file]]\ntable = \"year\"\npath = \"sent.csv\"\n")).unwrap();
    refused(&sandbox, "score other --output other/sent.csv", &[NAME]);
    refused(&sandbox, "score other --output other/sent.rejects.csv", &[NAME]);
    // Any other name is free, also in that folder.
    for path in ["rec/result.csv", "lineage.csv", "sent/lineage.csv"] {
        let run = sandbox.run(&["score", "rec", "--output", path]);
        assert_eq!(run.code, Some(0), "{path}: {}", run.stderr);
    }
    // So is one over an earlier result.
    assert_eq!(sandbox.run(&["score", "rec", "--output", "rec/result.csv"]).code, Some(0));
}

#[test]
fn two_options_do_not_write_one_file() {
    let sandbox = sandbox();
    refused(&sandbox, "score rec --output same --receipt same", &["--receipt", "--output"]);
    refused(&sandbox, "score rec --output ./same --receipt rec/../same", &["--receipt", "--output"]);
    refused(&sandbox, "score rec --output back/meetings.rejects.csv --rejects back", &["--output", "--rejects"]);
    refused(&sandbox, "score rec --receipt back/year.rejects.csv --rejects ./back", &["--receipt", "--rejects"]);
}

#[test]
fn rejected_rows_among_the_records_have_no_receipt() {
    let sandbox = sandbox();
    let bad = format!("{MEETINGS}C1,2024-02-05,regular,10,11,0,0,95\n");
    sandbox.write("rec/meetings.csv", bad);
    refused(&sandbox, "score rec --rejects rec --receipt new.json", &["--rejects", "the next run"]);
    refused(&sandbox, "score rec --rejects ./texts/../rec --receipt new.json", &["--rejects", "the next run"]);
    let run = sandbox.run(&["score", "rec", "--rejects", "back", "--receipt", "new.json"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(sandbox.run(&["verify", "new.json"]).code, Some(0));
    // Without a receipt they may be corrected where they are read.
    assert_eq!(sandbox.run(&["score", "rec", "--rejects", "rec"]).code, Some(1));
    assert!(sandbox.path("rec/meetings.rejects.csv").is_file());
}

#[test]
fn rejected_rows_are_not_written_over_a_table_that_nobody_asked_for() {
    let sandbox = sandbox();
    let year = "cell,year\nC1,2024\n";
    sandbox
        .write("rec/meetings.csv", format!("{MEETINGS}C1,2024-02-05,regular,10,11,0,0,95\n"))
        .write("rec/chibo.toml", format!("{PROFILE}[[file]]\ntable = \"year\"\npath = \"../back/meetings.rejects.csv\"\n"))
        .write("back/meetings.rejects.csv", year);
    let run = sandbox.run(&["score", "rec", "--rejects", "back", "--diagnostics", "json"]);
    assert_eq!(run.code, Some(1));
    support::assert_fault(&run, &want("output-unwritable").file("back/meetings.rejects.csv"));
    assert_eq!(fs::read_to_string(sandbox.path("back/meetings.rejects.csv")).unwrap(), year);
}

#[test]
fn it_is_said_in_vietnamese_too() {
    let run = sandbox().run_in("vi", &["classify", "rec", "--output", "rec/year.csv"]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("--output: \"rec/year.csv\" được đọc trong chính lần chạy này"), "{}", run.stderr);
}
