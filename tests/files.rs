//! Files as clerks really send them: every way of writing one table gives one result, and what cannot be read rightly is refused with
//! what would mend it. Fixtures stand in `tests/files/fixtures`, with the script that made them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "files/columns.rs"]
mod columns;
#[path = "files/encodings.rs"]
mod encodings;
#[path = "files/frame.rs"]
mod frame;
#[path = "files/hostile.rs"]
mod hostile;
#[path = "files/mutated.rs"]
mod mutated;
#[path = "files/names.rs"]
mod names;
#[path = "files/proposal.rs"]
mod proposal;
#[path = "files/rejects.rs"]
mod rejects;
#[path = "files/sheets.rs"]
mod sheets;
#[path = "files/spectrum.rs"]
mod spectrum;
mod support;
#[path = "files/totals.rs"]
mod totals;
#[path = "files/workbook.rs"]
mod workbook;

use std::fs;

use support::{Run, Sandbox, account, assert_faults};

const CELLS: &str = "\
code,name,committee,type,rank,leadership,meeting-day
T-01,Chi bộ thôn Đoài,Đảng ủy xã A,village,dependent,committee,5
T-02,Chi bộ thôn Thượng,Đảng ủy xã A,village,dependent,secretary-only,4
T-03,Chi bộ trường học,Đảng ủy xã B,public-service,dependent,committee,3
";
const PROFILE: &str = "period = \"2024\"\nrules = \"14-qdi-tu\"\n";
const MEETINGS: &str = "records/meetings.csv";
const BY_MEETING: [&str; 6] = ["score", "records", "--by", "meeting", "--format", "csv"];
const CHECK: [&str; 4] = ["check", "records", "--diagnostics", "json"];

/// A file that the script of the fixtures made.
fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/files/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A records folder of three cells with these meetings, and this beside the usual profile.
fn records(meetings: impl AsRef<[u8]>, file: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("records/cells.csv", CELLS).write("records/chibo.toml", format!("{PROFILE}{file}")).write(MEETINGS, meetings);
    sandbox
}

/// The results of a folder that has no fault.
#[track_caller]
fn scores(sandbox: &Sandbox) -> String {
    let checked = sandbox.run(&CHECK);
    assert_faults(&checked, &[]);
    let run = sandbox.run(&BY_MEETING);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// The results of one table, wherever in its file each row stands and whatever the file is called.
#[track_caller]
fn scores_but_places(sandbox: &Sandbox) -> Vec<String> {
    without_places(&scores(sandbox))
}

fn without_places(csv: &str) -> Vec<String> {
    let headings: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let places: Vec<usize> =
        ["file", "row"].iter().map(|own| headings.iter().position(|heading| heading == own).unwrap()).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let line = |record: csv::StringRecord| {
        let fields = record.iter().enumerate().filter(|(column, _)| !places.contains(column)).map(|(_, field)| field.to_owned());
        fields.collect::<Vec<String>>().join("|")
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

/// Rows, used, rejected, excluded.
#[track_caller]
fn rows_of(run: &Run, file: &str) -> [u64; 4] {
    account(&run.json(), file)
}
