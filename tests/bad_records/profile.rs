//! The profile of a folder, and the regulations that it or the command names.

use super::rows::file;
use super::support::{PROFILE, assert_fault, want};
use super::{TOML, no_score, nothing, records, sound};

#[test]
fn profile_with_an_unknown_key() {
    let sandbox = records(file(&sound()));
    sandbox.write(TOML, format!("{PROFILE}perod = \"2024\"\n"));
    no_score(&sandbox, &[want("config-unknown-key").file(TOML).line(4).value("perod").expects("period")]);
}

#[test]
fn profile_with_a_bad_period() {
    for period in ["soon", "2024-13", "2024-Q5", "2024-05..2024-01"] {
        let sandbox = records(file(&sound()));
        sandbox.write(TOML, format!("rules = \"14-qdi-tu\"\nperiod = \"{period}\"\n"));
        no_score(&sandbox, &[want("config-value").file(TOML).line(2).value(period).expects("2024-Q2")]);
    }
}

#[test]
fn profile_with_a_value_of_another_type() {
    for line in ["rules = [14]", "rules = []", "committee = true"] {
        let key = line.split(' ').next().unwrap();
        let others: String = PROFILE.lines().filter(|other| !other.starts_with(key)).map(|other| format!("{other}\n")).collect();
        let sandbox = records(file(&sound()));
        sandbox.write(TOML, format!("{others}{line}\n"));
        let count = u64::try_from(others.lines().count()).unwrap();
        no_score(&sandbox, &[want("config-value").file(TOML).line(count + 1)]);
    }
}

#[test]
fn profile_with_a_syntax_error() {
    let sandbox = records(file(&sound()));
    sandbox.write(TOML, "period = \"2024\"\nrules = 14-qdi-tu\"\n");
    let run = sandbox.run(&["score", "records", "--diagnostics", "json"]);
    assert_fault(&run, &want("toml-syntax").file(TOML).line(2));
    assert!(run.faults().iter().all(|fault| fault.code == "toml-syntax"), "nothing else is said of a file that cannot be read");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
}

#[test]
fn profile_without_period() {
    let sandbox = records(file(&sound()));
    sandbox.write(TOML, "rules = \"14-qdi-tu\"\n");
    no_score(&sandbox, &[want("period-missing").file(TOML).expects("--period")]);
}

#[test]
fn profile_without_rules() {
    let sandbox = records(file(&sound()));
    sandbox.write(TOML, "period = \"2024\"\n");
    no_score(&sandbox, &[want("rules-missing").file(TOML).value("rules").expects("--rules")]);
    nothing(&sandbox, &["classify", "records", "--rules", "14-qdi-tu"], &[want("rules-missing").file(TOML).value("year-end")]);
}

#[test]
fn profile_absent() {
    let sandbox = records(file(&sound()));
    sandbox.remove(TOML);
    no_score(&sandbox, &[want("rules-missing").file(TOML), want("period-missing").file(TOML)]);
}

#[test]
fn unknown_regulation_with_the_near_one_named() {
    let fault = want("rule-not-found").value("14-qdi-tv").expects("14-qdi-tu");
    nothing(&records(file(&sound())), &["score", "records", "--rules", "14-qdi-tv"], &[fault]);
    let fault = want("rule-not-found").value("125-qd-tw").expects("124-qd-tw");
    nothing(&records(file(&sound())), &["classify", "records", "--year-end", "125-qd-tw"], &[fault]);
}

#[test]
fn unknown_regulation_in_the_profile_is_told_of_the_profile() {
    let sandbox = records(file(&sound()));
    sandbox.write(TOML, PROFILE.replace("14-qdi-tu", "14-qdi-tv"));
    no_score(&sandbox, &[want("rule-not-found").file(TOML).value("14-qdi-tv").expects("14-qdi-tu")]);
}

#[test]
fn a_yearly_regulation_where_one_for_meetings_is_wanted() {
    let fault = want("rules-scope").value("124-qd-tw").expects("meeting");
    nothing(&records(file(&sound())), &["score", "records", "--rules", "124-qd-tw"], &[fault]);
}

/// The value to mend may stand in another file than `chibo.toml`.
#[test]
fn a_bad_value_of_a_named_profile_is_told_of_that_file() {
    let sandbox = records(file(&sound()));
    sandbox.write("other.toml", PROFILE.replace("\"2024\"", "\"soon\""));
    let run = sandbox.run(&["score", "records", "--profile", "other.toml", "--diagnostics", "json"]);
    let told = assert_fault(&run, &want("config-value").file("other.toml").line(1).value("soon"));
    assert!(!told.mend.contains("chibo.toml"), "{told:#?}");
}
