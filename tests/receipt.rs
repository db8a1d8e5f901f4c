//! Receipts: every result can have one, it is the same for the same run, and what has changed since does not stay unseen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use chibo::diagnostic::Findings;
use serde_json::Value;
use support::{Run, Sandbox, assert_faults, want};

/// Two cells; January and February, of which C1 was short of people once.
const MEETINGS: &str = "cell,date,kind,members,present,excused,unexcused,minutes\n\
                        C1,2024-01-05,regular,10,10,0,0,95\nC1,2024-02-05,regular,10,8,1,1,95\n\
                        C2,2024-01-05,regular,12,12,0,0,95\nC2,2024-02-05,regular,12,12,0,0,95\n";

fn small() -> Sandbox {
    let sandbox = Sandbox::new();
    fill(&sandbox, "records");
    sandbox
}

fn fill(sandbox: &Sandbox, folder: &str) {
    sandbox
        .write(&format!("{folder}/chibo.toml"), "period = \"2024\"\nrules = \"14-qdi-tu\"\n")
        .write(&format!("{folder}/cells.csv"), "code,name,committee\nC1,Một,Đảng ủy\nC2,Hai,Đảng ủy\n")
        .write(&format!("{folder}/meetings.csv"), MEETINGS);
}

/// Copies a shipped example into a sandbox, under a short name.
fn copy(example: &str, sandbox: &Sandbox) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        sandbox.write(&format!("records/{}", path.file_name().unwrap().to_str().unwrap()), fs::read(&path).unwrap());
    }
}

fn text(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path(name)).unwrap()
}

fn receipt(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&text(sandbox, "receipt.json")).unwrap()
}

/// Runs a command with a receipt; there is a result.
#[track_caller]
fn run(sandbox: &Sandbox, line: &str) -> Run {
    let run = sandbox.run(&line.split(' ').chain(["--receipt", "receipt.json"]).collect::<Vec<&str>>());
    assert!(matches!(run.code, Some(0 | 1)), "{line}: {}", run.stderr);
    assert!(sandbox.path("receipt.json").is_file(), "{line}: no receipt\n{}", run.stderr);
    run
}

fn verify(sandbox: &Sandbox) -> Run {
    sandbox.run(&["verify", "receipt.json", "--format", "json", "--diagnostics", "json"])
}

/// The verdict of a part, with how much of it is the same, changed, missing, added.
fn verdict(proof: &Value, part: &str) -> (String, [u64; 4]) {
    let rows = proof["tables"]["verdicts"].as_array().unwrap();
    let row = rows.iter().find(|row| row["part"] == part).unwrap_or_else(|| panic!("no {part}"));
    let count = |key: &str| row[key].as_u64().or_else(|| row[key].as_str()?.parse().ok()).unwrap();
    (row["verdict"].as_str().unwrap().to_owned(), ["same", "changed", "missing", "added"].map(count))
}

const PARTS: [&str; 6] = ["inputs", "files", "regulations", "findings", "exit", "outputs"];

fn parts_that_differ(proof: &Value) -> Vec<&'static str> {
    PARTS.into_iter().filter(|part| verdict(proof, part).0 != "same").collect()
}

#[track_caller]
fn assert_proven(sandbox: &Sandbox, what: &str) {
    let run = verify(sandbox);
    assert_eq!(run.code, Some(0), "{what}: {}{}", run.stdout, run.stderr);
    assert_eq!(parts_that_differ(&run.json()), Vec::<&str>::new(), "{what}");
    assert_eq!(run.json()["notices"][0]["code"], "proven", "{what}");
}

#[test]
fn the_result_of_every_command_is_proved() {
    let all = ["", " --output result.txt", " --format csv", " --format json --output result.txt", " --format markdown"];
    let commands = [
        ("", "score records --by meeting", &all[..]),
        ("", "attendance records --by type", &all),
        ("", "check records", &all),
        ("", "explain records --cell C1 --date 2024-02-05", &all),
        ("", "readings records", &all[1..2]),
        ("", "signs records", &all[..2]),
        ("", "edge records", &all[..2]),
        ("", "compare records --rules 34-qd-tu --rules 14-qdi-tu", &all[..2]),
        ("", "score records --set C1@2024-02-05/regular:minutes=80", &all[..1]),
        ("dang-vien-2024", "attendance records --by member", &all[2..3]),
        ("kon-tum-2024", "visits records --by cell", &all[..2]),
        ("khoi-thi-dua", "classify records", &all[2..4]),
        ("lai-chau-2024", "classify records --year 2024", &all[..1]),
    ];
    for (example, command, formats) in commands {
        let sandbox = if example.is_empty() { small() } else { Sandbox::new() };
        if !example.is_empty() {
            copy(example, &sandbox);
        }
        let plain = sandbox.run(&command.split(' ').collect::<Vec<&str>>());
        for more in formats {
            let line = format!("{command}{more}");
            let made = run(&sandbox, &line);
            if more.is_empty() {
                assert_eq!((made.stdout, made.code), (plain.stdout.clone(), plain.code), "{line}: a receipt changes the result");
            }
            assert_proven(&sandbox, &line);
        }
    }
}

#[test]
fn what_a_receipt_says_is_so() {
    let sandbox = small();
    sandbox.write(
        "records/meetings.csv",
        format!("{MEETINGS}C1,2024-03-05,regular,10,11,0,0,95\nC1,2023-03-05,regular,10,10,0,0,95\n"),
    );
    let made = run(&sandbox, "score records --period 2024-01..2024-03 --format csv --receipt-date 2024-04-02");
    let receipt = receipt(&sandbox);
    assert_eq!(receipt["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(receipt["tool"]["semantics"], chibo::run::SEMANTICS);
    assert_eq!((&receipt["date"], &receipt["exit"]), (&"2024-04-02".into(), &1.into()));
    let command = ["score", "--by=cell", "--format=csv", "--lang=en", "--period=2024-01..2024-03", "records"];
    assert_eq!(receipt["command"], Value::from(command.to_vec()));
    let inputs: Vec<(&str, &str)> = receipt["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| (input["part"].as_str().unwrap(), input["path"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("profile", "records/chibo.toml"),
        ("records", "records/cells.csv"),
        ("records", "records/meetings.csv"),
        ("shipped", "rules/14-qdi-tu/regulation.toml"),
        ("shipped", "rules/facts.toml"),
        ("shipped", "rules/registers.toml"),
    ];
    assert_eq!(inputs, wanted);
    // One row has more present than members, one is of another year.
    let meetings = &receipt["files"][1];
    assert_eq!(meetings["file"], "records/meetings.csv");
    assert_eq!(["rows", "used", "rejected", "excluded"].map(|key| meetings[key].as_u64().unwrap()), [6, 4, 1, 1]);
    assert_eq!(meetings["why_excluded"], serde_json::json!({ "not-asked-for": 1 }));
    let found = receipt["findings"].as_array().unwrap();
    assert!(found.contains(&serde_json::json!({ "code": "count-over", "severity": "error", "count": 1 })), "{found:?}");
    assert_eq!(receipt["regulations"][0]["id"], "14-qdi-tu");
    assert!(receipt["regulations"][0]["assumed_figures"].as_u64().unwrap() > 0);
    let output = &receipt["outputs"][0];
    assert_eq!((&output["path"], output["bytes"].as_u64()), (&"-".into(), u64::try_from(made.stdout.len()).ok()));
    assert_eq!(output["sha256"], chibo::base::Digest::of(made.stdout.as_bytes()).sha256);
    // What is within the program has the sum of the file of the repository.
    for input in receipt["inputs"].as_array().unwrap().iter().filter(|input| input["part"] == "shipped") {
        let file = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(input["path"].as_str().unwrap())).unwrap();
        assert_eq!(input["sha256"], chibo::base::Digest::of(&file).sha256, "{input}");
    }
}

#[test]
fn the_tool_sha256sum_comes_to_the_same() {
    let sandbox = small();
    run(&sandbox, "score records --format csv --output result.csv");
    let sums = sandbox.run(&["verify", "receipt.json", "--sums"]);
    assert_eq!((sums.code, sums.stdout.lines().count()), (Some(0), 4), "{}", sums.stdout);
    sandbox.write("sums", &sums.stdout);
    let folder = sandbox.path("");
    let check = |file: &str| Command::new("sha256sum").args(["-c", "--strict", file]).current_dir(&folder).output();
    // Without the tool the vectors of the standard, among the tests of `Digest`, stand alone.
    let Ok(checked) = check("sums") else { return };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    // And so does the seal: the sum of the receipt in which its own value is blank.
    let receipt = text(&sandbox, "receipt.json");
    let (before, seal) = receipt.rsplit_once("\"receipt_sha256\": \"").unwrap();
    sandbox.write("blank", format!("{before}\"receipt_sha256\": \"\"\n}}\n")).write("seal", format!("{}  blank\n", &seal[..64]));
    assert!(check("seal").unwrap().status.success());
    sandbox.write("result.csv", "other");
    assert!(!check("sums").unwrap().status.success());
}

#[test]
fn a_changed_input_is_named_beside_the_first_line_that_differs() {
    let sandbox = small();
    run(&sandbox, "score records --by meeting --format csv --output result.csv");
    let then = text(&sandbox, "result.csv");
    sandbox.write("records/meetings.csv", MEETINGS.replace("C2,2024-01-05,regular,12,12", "C2,2024-01-05,regular,12,11"));
    let now = sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv"]).stdout;
    let (line, pair) = then.lines().zip(now.lines()).enumerate().find(|(_, (then, now))| then != now).unwrap();

    let run = verify(&sandbox);
    assert_eq!(run.code, Some(1));
    assert_faults(&run, &[want("input-changed").file("records/meetings.csv").value("records/meetings.csv")]);
    let proof = run.json();
    assert_eq!(verdict(&proof, "inputs"), ("differs".into(), [5, 1, 0, 0]));
    assert_eq!(verdict(&proof, "outputs"), ("differs".into(), [0, 1, 0, 0]));
    let differences = proof["tables"]["differences"].as_array().unwrap();
    let wanted = serde_json::json!([{
        "path": "result.csv", "what": "result", "line": line + 1, "then": pair.0, "now": pair.1, "inputs": "records/meetings.csv",
        "end_then": "lf", "end_now": "lf",
    }]);
    assert_eq!(Value::from(differences.clone()), wanted);
    assert_eq!(proof["tables"]["outputs"][0]["sha256_now"], chibo::base::Digest::of(now.as_bytes()).sha256);
    assert_eq!(proof["tables"]["outputs"][0]["on_disk"], "same");
    // Nothing was written anew.
    assert_eq!(text(&sandbox, "result.csv"), then);
}

#[test]
fn without_the_old_result_there_is_no_line_but_a_verdict() {
    let sandbox = small();
    run(&sandbox, "score records --by meeting --format csv");
    sandbox.write("records/meetings.csv", MEETINGS.replace("12,12,0,0,95\nC2", "12,11,1,0,95\nC2"));
    let proof = verify(&sandbox).json();
    assert_eq!(verdict(&proof, "outputs").0, "differs");
    let difference = &proof["tables"]["differences"][0];
    assert!(difference["line"].is_null() && difference["then"].is_null(), "{difference}");
    assert_eq!((&difference["inputs"], &difference["path"]), (&"records/meetings.csv".into(), &"-".into()));
}

#[test]
fn a_change_that_changes_nothing_is_told_as_such() {
    let sandbox = small();
    run(&sandbox, "score records --period 2024-01 --output result.txt");
    // A row of February, of which nobody asked.
    sandbox.write("records/meetings.csv", MEETINGS.replace("10,8,1,1,95", "10,7,2,1,95"));
    let run = verify(&sandbox);
    assert_eq!(run.code, Some(1));
    let proof = run.json();
    assert_eq!(parts_that_differ(&proof), ["inputs"]);
    assert_eq!(proof["notices"][0]["code"], "inputs-differ");
    assert!(proof["tables"]["differences"].as_array().unwrap().is_empty());
}

#[test]
fn rows_that_come_later_show_in_the_accounts() {
    let sandbox = small();
    run(&sandbox, "score records --period 2024-01 --format csv");
    sandbox.write("records/meetings.csv", format!("{MEETINGS}C2,2024-03-05,regular,12,12,0,0,95\n"));
    let proof = verify(&sandbox).json();
    assert_eq!(parts_that_differ(&proof), ["inputs", "files"]);
    let change = &proof["tables"]["changes"][0];
    assert_eq!((&change["part"], &change["item"]), (&"files".into(), &"records/meetings.csv".into()));
    assert_eq!(change["then"], "rows=4 used=2 rejected=0 excluded=2 not-asked-for=2");
    assert_eq!(change["now"], "rows=5 used=2 rejected=0 excluded=3 not-asked-for=3");
}

#[test]
fn a_table_that_is_added_is_seen_though_nobody_asked_for_it() {
    for (name, content) in [
        ("discipline.csv", "cell,date,subject,form\n"),
        ("year.csv", "cell,year\nC1,2024\n"),
        ("meetings.rejects.csv", "row,cell,date,kind\n"),
        ("members.ods", "no sheet at all"),
    ] {
        let sandbox = small();
        run(&sandbox, "score records");
        sandbox.write(&format!("records/{name}"), content);
        let run = verify(&sandbox);
        let path = format!("records/{name}");
        support::assert_fault(&run, &want("input-added").file(&path).value(&path));
        assert_eq!(run.code, Some(1), "{name}");
        assert_eq!(verdict(&run.json(), "inputs"), ("differs".into(), [6, 0, 0, 1]), "{name}");
    }
    // A folder of its own that had no profile.
    let sandbox = small();
    sandbox.remove("records/chibo.toml");
    run(&sandbox, "score records --rules 14-qdi-tu --period 2024");
    sandbox.write("records/chibo.toml", "period = \"2024\"\n");
    assert_faults(&verify(&sandbox), &[want("input-added").file("records/chibo.toml")]);
}

#[test]
fn all_that_keeps_a_run_from_being_repeated_is_told_at_once() {
    let sandbox = small();
    sandbox.write("records/year.csv", "cell,year\nC1,2024\n");
    run(&sandbox, "score records");
    let made = text(&sandbox, "receipt.json");
    sandbox.write("receipt.json", made.replace("\"semantics\": 1", "\"semantics\": 2"));
    sandbox.remove("records/year.csv").remove("records/cells.csv");
    sandbox.write("records/meetings.csv", MEETINGS.replace("95", "94")).write("records/lineage.csv", "x\n");
    let run = verify(&sandbox);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    let sum = chibo::base::Digest::of(b"cell,year\nC1,2024\n").sha256;
    let wants = [
        want("receipt-hash").file("receipt.json"),
        want("semantics-differ").file("receipt.json").value("2").expects(&chibo::run::SEMANTICS.to_string()),
        want("input-missing").file("records/cells.csv"),
        want("input-missing").file("records/year.csv").expects(&sum),
        want("input-changed").file("records/meetings.csv"),
        want("input-added").file("records/lineage.csv"),
    ];
    assert_faults(&run, &wants);
}

#[test]
fn a_receipt_with_wrong_keys_is_refused_with_all_of_them() {
    let sandbox = small();
    run(&sandbox, "score records");
    let mut receipt = receipt(&sandbox);
    receipt["width"] = "wide".into();
    receipt["inputs"][1]["sha256"] = "F00".into();
    receipt["outputs"][0].as_object_mut().unwrap().remove("path");
    receipt["command"][2] = 7.into();
    receipt.as_object_mut().unwrap().remove("exit");
    sandbox.write("receipt.json", receipt.to_string());
    let run = verify(&sandbox);
    let values: Vec<Option<String>> =
        run.faults().into_iter().filter(|fault| fault.code == "receipt-unreadable").map(|fault| fault.value).collect();
    let wanted = ["command[2]", "width", "inputs[1].sha256", "exit", "outputs[0].path"].map(|key| Some(key.to_owned()));
    assert_eq!((run.code, values), (Some(2), wanted.to_vec()));
    for (content, line) in [("", 1), ("{\n \"schema\":\n}", 3), ("[]", 0), ("{}", 0)] {
        sandbox.write("receipt.json", content);
        let run = verify(&sandbox);
        assert_eq!(run.code, Some(2), "{content}");
        let found = run.faults();
        assert!(
            found.iter().all(|fault| fault.code == "receipt-unreadable" && fault.line.unwrap_or(0) == line),
            "{content}: {found:?}"
        );
    }
    // Of a command that gives no receipts.
    let command = serde_json::json!(["rules", "new", "folder"]);
    sandbox.write("receipt.json", sealed_with(&receipt_of(&sandbox), "command", command));
    assert_faults(&verify(&sandbox), &[want("receipt-unreadable").value("command")]);
    assert!(!sandbox.path("folder").exists());
}

fn receipt_of(sandbox: &Sandbox) -> Value {
    run(sandbox, "score records");
    receipt(sandbox)
}

/// A receipt with another value and a true seal.
fn sealed_with(receipt: &Value, key: &str, value: Value) -> String {
    let mut receipt = receipt.clone();
    receipt[key] = value;
    receipt["receipt_sha256"] = "".into();
    let mut text = Vec::new();
    let mut out = serde_json::Serializer::with_formatter(&mut text, serde_json::ser::PrettyFormatter::with_indent(b" "));
    serde::Serialize::serialize(&receipt, &mut out).unwrap();
    text.push(b'\n');
    let sum = chibo::base::Digest::of(&text).sha256;
    String::from_utf8(text).unwrap().replace("\"receipt_sha256\": \"\"", &format!("\"receipt_sha256\": \"{sum}\""))
}

#[test]
fn no_digit_of_a_receipt_can_be_changed_unseen() {
    let sandbox = small();
    run(&sandbox, "score records --period 2024-01 --receipt-date 2024-02-01");
    let made = fs::read(sandbox.path("receipt.json")).unwrap();
    let faults = |text: &[u8]| {
        let mut findings = Findings::new();
        chibo::receipt::read(&"receipt.json".into(), text, &mut findings);
        findings.counts().len()
    };
    assert_eq!(faults(&made), 0);
    let mut digits = 0;
    for at in (0..made.len()).filter(|at| made[*at].is_ascii_digit()) {
        let mut edited = made.clone();
        edited[at] = if edited[at] == b'9' { b'8' } else { edited[at] + 1 };
        assert!(faults(&edited) > 0, "digit {at} of {}", String::from_utf8_lossy(&made[at.saturating_sub(40)..at + 1]));
        digits += 1;
    }
    assert!(digits > 300);
    // Nor can a key be told twice, of which only the last one would count.
    let twice = String::from_utf8(made.clone()).unwrap().replace(" \"exit\": 0,\n", " \"exit\": 1,\n \"exit\": 0,\n");
    assert!(faults(twice.as_bytes()) > 0);
    // The seal is over bytes: other line ends are a change too.
    assert_eq!(faults(String::from_utf8(made).unwrap().replace('\n', "\r\n").as_bytes()), 1);
}

#[test]
fn nothing_that_does_not_bear_on_the_result_bears_on_the_receipt() {
    let sandbox = small();
    fill(&sandbox, "more");
    sandbox
        .write("more/cells.csv", "code,name,committee\nD1,Ba,Đảng ủy\n")
        .write("more/meetings.csv", "cell,date,kind,members,present\nD1,2024-01-06,regular,5,5\n")
        .write("elsewhere/nothing", "");
    let root = sandbox.path("").canonicalize().unwrap();
    let absolute = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let line = "score records more --by meeting --format csv --output result.csv";
    run(&sandbox, line);
    let (first, result) = (text(&sandbox, "receipt.json"), text(&sandbox, "result.csv"));
    assert_proven(&sandbox, line);
    let (records, more, output) = (absolute("records"), absolute("more"), absolute("result.csv"));
    for line in [
        "score more records --by meeting --format csv --output result.csv".to_owned(),
        "score ./records/ elsewhere/../more --by=meeting --format csv -o ./result.csv".to_owned(),
        format!("score {more} {records} --by meeting --format csv --output {output}"),
        format!("--quiet score records more --threads 1 --strict --by meeting --format csv --diagnostics json --output {output}"),
        "score records more --threads 3 --by meeting --format csv --output result.csv".to_owned(),
    ] {
        run(&sandbox, &line);
        assert_eq!(text(&sandbox, "receipt.json"), first, "{line}");
        assert_eq!(text(&sandbox, "result.csv"), result, "{line}");
    }
    // The language of the environment and the one that is named are one.
    let run = |lang: Option<&str>, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chibo"));
        command.env_remove("CHIBO_LANG").env_remove("LC_MESSAGES").env_remove("LANG").env_remove("LC_ALL").env("COLUMNS", "200");
        lang.map(|lang| command.env("LC_ALL", lang));
        let output =
            command.current_dir(&root).args(["score", "records", "--receipt", "receipt.json"]).args(more).output().unwrap();
        assert!(output.status.success());
        text(&sandbox, "receipt.json")
    };
    assert_eq!(run(Some("en_US.UTF-8"), &[]), run(None, &["--lang", "en"]));
    assert_eq!(run(Some("C"), &[]), run(Some("en_US.UTF-8"), &["--lang=vi"]));
}

#[test]
fn a_receipt_is_proved_from_wherever_its_folder_lies_now() {
    let (here, there) = (small(), Sandbox::new());
    run(&here, "score records --by meeting --format csv --output result.csv");
    for name in ["receipt.json", "result.csv", "records/chibo.toml", "records/cells.csv", "records/meetings.csv"] {
        there.write(&format!("archive/2024/{name}"), fs::read(here.path(name)).unwrap());
    }
    let from = |more: &[&str]| there.run(&[&["verify", "archive/2024/receipt.json", "--diagnostics", "json"], more].concat());
    let gone = from(&[]);
    assert_eq!(gone.code, Some(2));
    assert!(gone.faults().iter().all(|fault| fault.code == "input-missing"), "{}", gone.stderr);
    assert_eq!(from(&["--from", "archive/2024"]).code, Some(0));
    // What the command line names is meant from where one stands.
    let written = from(&["--from", "archive/2024", "--format", "json", "--output", "proof.json"]);
    assert_eq!((written.code, written.stdout.as_str()), (Some(0), ""));
    assert_eq!(there.listing(), ["archive", "proof.json"]);
    assert_eq!(from(&["--from", "nowhere"]).code, Some(3));
    // The same run in another folder has the same receipt.
    let made = text(&here, "receipt.json");
    let other = small();
    run(&other, "score records --by meeting --format csv --output result.csv");
    assert_eq!(text(&other, "receipt.json"), made);
}

#[test]
fn a_written_result_that_was_changed_since_is_told_with_its_line() {
    let sandbox = small();
    run(&sandbox, "score records --format csv --output result.csv");
    let made = text(&sandbox, "result.csv");
    let edited = made.replacen("C2,Hai", "C2,Bốn", 1);
    sandbox.write("result.csv", &edited);
    let run = verify(&sandbox);
    assert_eq!(run.code, Some(1));
    let proof = run.json();
    assert_eq!(parts_that_differ(&proof), ["outputs"]);
    assert_eq!(
        (&proof["notices"][0]["code"], &proof["tables"]["outputs"][0]["on_disk"]),
        (&"output-changed".into(), &"changed".into())
    );
    let difference = &proof["tables"]["differences"][0];
    let line = made.lines().position(|line| line.starts_with("C2,Hai")).unwrap();
    assert_eq!((&difference["what"], difference["line"].as_u64()), (&"file".into(), u64::try_from(line + 1).ok()));
    assert_eq!(difference["then"].as_str(), made.lines().nth(line));
    assert_eq!(difference["now"].as_str(), edited.lines().nth(line));
    // A result that was taken away says nothing against the receipt.
    sandbox.remove("result.csv");
    let run = verify(&sandbox);
    assert_eq!((run.code, &run.json()["tables"]["outputs"][0]["on_disk"]), (Some(0), &"gone".into()));
}

/// A copy of a shipped text and an overlay of it, and what the copy says.
fn with_overlay() -> (Sandbox, String) {
    let sandbox = small();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/14-qdi-tu/regulation.toml");
    let base = fs::read_to_string(shipped).unwrap().replace("id = \"14-qdi-tu\"", "id = \"goc\"");
    sandbox.write("texts/goc/regulation.toml", &base).write(
        "texts/xa/regulation.toml",
        "[regulation]\nid = \"xa\"\nnumber = \"01-QĐ/ĐU\"\ntitle = \"Xã\"\nissuer = \"Đảng ủy xã\"\nextends = \"goc\"\nfirst-day = 2024-01-01\n",
    );
    (sandbox, base)
}

#[test]
fn rule_files_of_ones_own_are_inputs_with_those_that_they_extend() {
    let (sandbox, base) = with_overlay();
    let line = "score records --rules texts/xa --format csv --output result.csv";
    run(&sandbox, line);
    let rules = |receipt: &Value| -> Vec<String> {
        let inputs = receipt["inputs"].as_array().unwrap().iter().filter(|input| input["part"] == "rules");
        inputs.map(|input| input["path"].as_str().unwrap().to_owned()).collect()
    };
    let first = receipt(&sandbox);
    assert_eq!(rules(&first), ["texts/goc/regulation.toml", "texts/xa/regulation.toml"]);
    assert_proven(&sandbox, line);
    // The text below changes, though nobody names it.
    sandbox.write("texts/goc/regulation.toml", base.replace("[90, 100]", "[91, 100]").replace("[70, 90)", "[70, 91)"));
    let run = verify(&sandbox);
    assert_faults(&run, &[want("input-changed").file("texts/goc/regulation.toml")]);
    assert_eq!(run.code, Some(1));
    sandbox.remove("texts/goc/regulation.toml");
    assert_faults(&verify(&sandbox), &[want("input-missing").file("texts/goc/regulation.toml")]);
}

#[test]
fn a_folder_with_the_name_of_a_shipped_text_stays_a_folder() {
    let sandbox = small();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/14-qdi-tu/regulation.toml");
    sandbox.write("14-qdi-tu/regulation.toml", fs::read_to_string(shipped).unwrap() + "\n# own\n");
    let line = "score records --rules ./14-qdi-tu";
    run(&sandbox, line);
    let receipt = receipt(&sandbox);
    assert!(receipt["command"].as_array().unwrap().contains(&"--rules=./14-qdi-tu".into()), "{}", receipt["command"]);
    let own =
        receipt["inputs"].as_array().unwrap().iter().find(|input| input["part"] == "rules").expect("a rule file of one's own");
    assert_eq!(own["path"], "./14-qdi-tu/regulation.toml");
    assert_proven(&sandbox, line);
}

#[test]
fn records_that_are_compared_with_others_are_inputs_on_both_sides() {
    let sandbox = small();
    fill(&sandbox, "other");
    sandbox.write("other/meetings.csv", MEETINGS.replace("10,8,1,1", "10,9,1,0"));
    let line = "compare records --with ./other --format csv";
    run(&sandbox, line);
    let inputs = receipt(&sandbox)["inputs"].to_string();
    assert!(inputs.contains("\"records/meetings.csv\"") && inputs.contains("\"other/meetings.csv\""), "{inputs}");
    assert_proven(&sandbox, line);
    sandbox.write("other/meetings.csv", MEETINGS);
    let run = verify(&sandbox);
    assert_faults(&run, &[want("input-changed").file("other/meetings.csv")]);
    assert_eq!(verdict(&run.json(), "outputs").0, "differs");
}

#[test]
fn readings_that_were_chosen_stand_in_the_receipt() {
    let sandbox = small();
    let line = "score records --rules 42-hd-btctw.an-phu --format csv --reading no-thematic=lost --reading members-30=over-30";
    run(&sandbox, line);
    let receipt = receipt(&sandbox);
    let readings = receipt["regulations"][0]["readings"].as_array().unwrap();
    let chosen: Vec<(&str, Option<&str>)> =
        readings.iter().map(|reading| (reading["id"].as_str().unwrap(), reading["alternative"].as_str())).collect();
    assert!(chosen.contains(&("members-30", Some("over-30"))) && chosen.contains(&("no-thematic", Some("lost"))), "{chosen:?}");
    assert!(chosen.contains(&("combined-length", None)), "{chosen:?}");
    let command = receipt["command"].as_array().unwrap();
    assert!(command.contains(&"--reading=no-thematic=lost".into()) && command.contains(&"--reading=members-30=over-30".into()));
    assert_proven(&sandbox, line);
}

#[test]
fn rejected_rows_are_outputs_too() {
    let sandbox = small();
    sandbox.write("records/meetings.csv", format!("{MEETINGS}C1,2024-03-05,regular,10,11,0,0,95\n"));
    run(&sandbox, "check records --rejects back --output result.txt");
    let receipt = receipt(&sandbox);
    let outputs: Vec<&str> =
        receipt["outputs"].as_array().unwrap().iter().map(|output| output["path"].as_str().unwrap()).collect();
    assert_eq!(outputs, ["result.txt", "back/meetings.rejects.csv"]);
    assert_proven(&sandbox, "rejects");
    let rejected = text(&sandbox, "back/meetings.rejects.csv");
    sandbox.write("back/meetings.rejects.csv", rejected.replace("2024-03-05", "2024-03-06"));
    let run = verify(&sandbox);
    assert_eq!((run.code, &run.json()["tables"]["outputs"][1]["on_disk"]), (Some(1), &"changed".into()));
    // They are not written anew.
    assert!(text(&sandbox, "back/meetings.rejects.csv").contains("2024-03-06"));
}

#[test]
fn there_is_no_receipt_without_a_result() {
    let sandbox = small();
    sandbox.write("records/meetings.csv", format!("{MEETINGS}C1,2024-03-05,regular,10,11,0,0,95\n"));
    let none = |line: &str, code: i32| {
        let run = sandbox.run(&line.split(' ').collect::<Vec<&str>>());
        assert_eq!((run.code, run.stdout.as_str()), (Some(code), ""), "{line}: {}", run.stderr);
        assert!(!sandbox.path("receipt.json").exists(), "{line}");
    };
    none("score records --strict --receipt receipt.json", 2);
    none("score nowhere --receipt receipt.json", 2);
    none("score records --table nothing --receipt receipt.json", 3);
    none("score records --period soon --receipt receipt.json", 3);
    none("score records --output nowhere/result.csv --receipt receipt.json", 2);
    none("rules --receipt receipt.json", 3);
    none("profile records/cells.csv --receipt receipt.json", 3);
    none("score records --receipt-date 2024-01-01", 3);
    none("score records --receipt receipt.json --receipt-date 1/2/2024", 3);
    // A receipt that cannot be written is a fault of a run that has its result.
    let run = sandbox.run(&["score", "records", "--receipt", "nowhere/receipt.json", "--diagnostics", "json"]);
    support::assert_fault(&run, &want("output-unwritable").file("nowhere/receipt.json"));
    assert!(run.code == Some(1) && !run.stdout.is_empty());
}

#[test]
fn a_run_that_has_no_result_any_more_says_why() {
    let sandbox = small();
    run(&sandbox, "score records");
    sandbox.write("records/meetings.csv", MEETINGS.replace("regular,10,10", "\"regular,10,10"));
    let run = verify(&sandbox);
    assert_eq!(run.code, Some(1));
    let codes: Vec<String> = run.faults().into_iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"input-changed".to_owned()) && codes.len() > 1, "{codes:?}");
    assert_eq!(run.json()["notices"][0]["code"], "no-result");
    assert_eq!(verdict(&run.json(), "outputs"), ("differs".into(), [0, 0, 1, 0]));
}

/// The codes of the faults by their files.
fn told(run: &Run) -> Vec<(String, String)> {
    run.faults().into_iter().map(|fault| (fault.file.unwrap_or_default(), fault.code)).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(file, code)| ((*file).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn what_is_there_but_no_longer_read_is_not_missing() {
    // Another regulation is named: the text of the first one lies within the program nevertheless.
    let sandbox = small();
    run(&sandbox, "score records");
    let profile = text(&sandbox, "records/chibo.toml");
    sandbox.write("records/chibo.toml", profile.replace("14-qdi-tu", "34-qd-tu"));
    let now = verify(&sandbox);
    let wanted = [
        ("records/chibo.toml", "input-changed"),
        ("rules/14-qdi-tu/regulation.toml", "input-unread"),
        ("rules/34-qd-tu/regulation.toml", "input-added"),
    ];
    let (others, own): (Vec<_>, Vec<_>) = told(&now).into_iter().partition(|(file, _)| file.ends_with("meetings.csv"));
    assert_eq!((now.code, own), (Some(1), pairs(&wanted)), "{others:?}");
    let proof = now.json();
    assert_eq!(verdict(&proof, "inputs"), ("differs".into(), [4, 1, 0, 1]));
    assert_eq!(proof["tables"]["verdicts"][0]["unread"], 1);
    let states: Vec<&str> =
        proof["tables"]["inputs"].as_array().unwrap().iter().map(|input| input["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["changed", "same", "same", "unread", "added", "same", "same"]);

    // A table has another path.
    let sandbox = small();
    let named = |path: &str| format!("{profile}[[file]]\ntable = \"meetings\"\npath = \"{path}\"\n");
    sandbox.write("records/chibo.toml", named("one.csv")).write("records/one.csv", MEETINGS).write("records/two.csv", MEETINGS);
    run(&sandbox, "score records");
    sandbox.write("records/chibo.toml", named("two.csv"));
    let now = verify(&sandbox);
    let wanted =
        [("records/chibo.toml", "input-changed"), ("records/one.csv", "input-unread"), ("records/two.csv", "input-added")];
    assert_eq!((now.code, told(&now)), (Some(1), pairs(&wanted)));
    // Gone from the disk it is missing.
    sandbox.remove("records/one.csv");
    let now = verify(&sandbox);
    let wanted =
        [("records/chibo.toml", "input-changed"), ("records/one.csv", "input-missing"), ("records/two.csv", "input-added")];
    assert_eq!((now.code, told(&now)), (Some(2), pairs(&wanted)));

    // Without the profile nothing names the regulation, but only the profile is missing.
    let sandbox = small();
    run(&sandbox, "score records");
    sandbox.remove("records/chibo.toml");
    let now = verify(&sandbox);
    assert_eq!((now.code, told(&now)), (Some(2), pairs(&[("records/chibo.toml", "input-missing")])));
    let sandbox = small();
    sandbox.write("mine.toml", &profile);
    run(&sandbox, "score records --profile mine.toml");
    sandbox.remove("mine.toml");
    let now = verify(&sandbox);
    assert_eq!((now.code, told(&now)), (Some(2), pairs(&[("mine.toml", "input-missing")])));
}

#[test]
fn the_text_below_an_overlay_that_was_emptied_is_not_missing() {
    let (sandbox, _) = with_overlay();
    run(&sandbox, "score records --rules texts/xa");
    sandbox.write("texts/xa/regulation.toml", "");
    let now = verify(&sandbox);
    assert_eq!((now.code, &now.json()["notices"][0]["code"]), (Some(1), &"no-result".into()));
    let of_inputs: Vec<(String, String)> = told(&now).into_iter().filter(|(_, code)| code.starts_with("input-")).collect();
    let wanted = [("texts/goc/regulation.toml", "input-unread"), ("texts/xa/regulation.toml", "input-changed")];
    let mut sorted = of_inputs;
    sorted.sort();
    assert_eq!(sorted, pairs(&wanted));
}

#[test]
fn a_receipt_holds_no_absolute_path() {
    let sandbox = small();
    let sent = sandbox.path("sent.csv");
    sandbox.write("sent.csv", MEETINGS);
    let profile =
        format!("{}[[file]]\ntable = \"meetings\"\npath = '{}'\n", text(&sandbox, "records/chibo.toml"), sent.display());
    sandbox.write("records/chibo.toml", profile);
    let made = sandbox.run(&["score", "records", "--receipt", "receipt.json", "--diagnostics", "json"]);
    assert_eq!((made.code, made.stdout.as_str()), (Some(2), ""));
    assert_faults(&made, &[want("input-absolute").value(sent.to_str().unwrap())]);
    assert!(!sandbox.path("receipt.json").exists());
    // Without a receipt it is read, and with a path from the folder there is one.
    assert_eq!(sandbox.run(&["score", "records"]).code, Some(0));
    let profile = text(&sandbox, "records/chibo.toml").replace(sent.to_str().unwrap(), "../sent.csv");
    sandbox.write("records/chibo.toml", profile);
    run(&sandbox, "score records");
    let folder = sandbox.path("");
    assert!(!text(&sandbox, "receipt.json").contains(folder.to_str().unwrap().trim_end_matches('/')));
    // Paths of the command line become paths from here.
    let whole = sandbox.path("records");
    run(&small(), "score records");
    let line = format!("score {} --output {}", whole.display(), sandbox.path("out.txt").display());
    run(&sandbox, &line);
    assert!(!text(&sandbox, "receipt.json").contains(folder.to_str().unwrap().trim_end_matches('/')));
    assert_proven(&sandbox, &line);
}

#[test]
fn the_seal_is_over_the_bytes_of_the_receipt() {
    let sandbox = small();
    run(&sandbox, "score records");
    let made = text(&sandbox, "receipt.json");
    let said = &made.rsplit_once("\"receipt_sha256\": \"").unwrap().1[..64];
    // As the documents say that it is taken: of the bytes in which its own value is blank.
    let sum = |text: &str| chibo::base::Digest::of(text.replace(said, "").as_bytes()).sha256;
    assert_eq!(sum(&made), said);
    let receipt: Value = serde_json::from_str(&made).unwrap();
    for (edited, cause) in [
        (made.replace('\n', "\r\n"), "CRLF"),
        (format!("{made}\n"), "a line break at its end"),
        (made.trim_end().to_owned(), "a line break at its end"),
        (made.replace("\n ", "\n  "), "white space"),
        (receipt.to_string(), "white space"),
        (made.replace("\"exit\": 0", "\"exit\": 1"), "does not go with that sum"),
    ] {
        sandbox.write("receipt.json", &edited);
        let run = verify(&sandbox);
        assert_faults(&run, &[want("receipt-hash").value(said).expects(&sum(&edited))]);
        assert_ne!(sum(&edited), said);
        assert!(run.code == Some(2) && run.faults()[0].message.contains(cause), "{cause}: {}", run.stderr);
    }
    // One that is sealed anew in another form: the sum that is wanted is the one of the form that the program writes.
    let loose = made.replace("\n ", "\n  ");
    sandbox.write("receipt.json", loose.replace(said, &sum(&loose)));
    let run = verify(&sandbox);
    assert_faults(&run, &[want("receipt-hash").value(&sum(&loose)).expects(said)]);
}

#[test]
fn a_line_that_differs_only_in_its_end_says_so() {
    let sandbox = small();
    run(&sandbox, "score records --format csv --output result.csv");
    let made = text(&sandbox, "result.csv");
    let last = u64::try_from(made.lines().count()).ok();
    for (now, line, ends, told) in [
        (made.trim_end_matches('\n').to_owned(), last, ["lf", "none"], "(ends without a line break)"),
        (made.replace('\n', "\r\n"), Some(1), ["lf", "crlf"], "(ends with CRLF)"),
    ] {
        sandbox.write("result.csv", now);
        let proof = verify(&sandbox).json();
        let difference = &proof["tables"]["differences"][0];
        assert_eq!((&difference["what"], difference["line"].as_u64()), (&"file".into(), line));
        assert_eq!(difference["then"], difference["now"]);
        assert_eq!([&difference["end_then"], &difference["end_now"]], ends);
        let shown = sandbox.run(&["verify", "receipt.json", "--table", "differences", "--format", "markdown"]).stdout;
        assert!(shown.contains("(ends with LF)") && shown.contains(told), "{shown}");
    }
}

#[test]
fn what_a_receipt_tells_otherwise_is_named() {
    let sandbox = small();
    let receipt = receipt_of(&sandbox);
    let notices = |key: &str, value: Value| {
        sandbox.write("receipt.json", sealed_with(&receipt, key, value));
        let run = verify(&sandbox);
        assert_eq!(run.code, Some(1));
        let proof = run.json();
        let notices = proof["notices"].as_array().unwrap().clone();
        assert!(parts_that_differ(&proof) == [key]);
        assert_eq!((notices.len(), &notices[0]["code"]), (1, &"told-otherwise".into()), "{notices:?}");
        notices[0]["text"].as_str().unwrap().to_owned()
    };
    assert!(notices("exit", 1.into()).ends_with("Exit code: 1 → 0"));
    let faults = serde_json::json!([{ "code": "count-over", "severity": "error", "count": 3 }]);
    assert!(notices("findings", faults).ends_with("Faults: count-over (3 → –)"));
    let mut files = receipt["files"].clone();
    files[1]["used"] = 3.into();
    assert!(notices("files", files).ends_with("Rows: records/meetings.csv"));
    // Of a receipt that holds nothing is told otherwise.
    sandbox.write("receipt.json", sealed_with(&receipt, "exit", receipt["exit"].clone()));
    assert_proven(&sandbox, "sealed anew as it was");
}

#[test]
fn what_cannot_be_written_is_told_without_the_system() {
    let sandbox = small();
    for (lang, told) in [("vi", "không có tệp hoặc thư mục đó"), ("en", "there is no such file or folder")] {
        for more in [["--output", "nowhere/result.csv"], ["--receipt", "nowhere/receipt.json"]] {
            let run = sandbox.run_in(lang, &["score", "records", more[0], more[1]]);
            assert!(run.stderr.contains(told), "{}", run.stderr);
            assert!(!run.stderr.contains("os error") && !run.stderr.contains(".tmp"), "{}", run.stderr);
        }
        let run = sandbox.run_in(lang, &["verify", "nowhere.json"]);
        assert!(run.code == Some(2) && run.stderr.contains(told) && !run.stderr.contains("os error"), "{}", run.stderr);
    }
}
