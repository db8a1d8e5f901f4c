//! The JSON Schema of rule files, judged by a validator that knows nothing of this program: it takes every sound file, refuses broken
//! ones, and never refuses what the loader takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chibo::rules::{Rulebook, load, shape, shipped};
use chibo::words::{Code, Lang};
use jsonschema::Validator;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

const EDITOR_LINE: &str = "#:schema ../regulation.schema.json";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn validator() -> Validator {
    let text = std::fs::read_to_string(root().join("rules/regulation.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("no schema of draft 7: {error}"));
    jsonschema::draft7::new(&schema).unwrap()
}

/// A TOML file as editors hand it to a validator: dates are texts.
fn json(text: &str) -> Value {
    table(DeTable::parse(text).unwrap_or_else(|error| panic!("{error}: {text}")).get_ref())
}

fn table(table: &DeTable<'_>) -> Value {
    Value::Object(table.iter().map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref()))).collect::<Map<_, _>>())
}

fn value(of: &DeValue<'_>) -> Value {
    match of {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(figure) => serde_json::from_str(figure.as_str()).unwrap(),
        DeValue::Float(figure) => serde_json::from_str(figure.as_str()).unwrap(),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(day) => Value::from(day.to_string()),
        DeValue::Array(items) => items.iter().map(|item| value(item.get_ref())).collect(),
        DeValue::Table(below) => table(below),
    }
}

fn refusals(validator: &Validator, text: &str) -> Vec<String> {
    validator.iter_errors(&json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Codes of what the loader says of a text.
fn faults(rulebook: &Rulebook, text: &str) -> Vec<(Code, String)> {
    match load(rulebook, &"test".into(), &text.into()) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|fault| (fault.code, fault.what(Lang::En))).collect(),
    }
}

/// Every shipped regulation and every complete one of the documents, with its name.
fn sound() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = shipped::ids()
        .into_iter()
        .map(|id| (id.to_owned(), shipped::text(&format!("{id}/regulation.toml")).unwrap().to_owned()))
        .collect();
    let document = std::fs::read_to_string(root().join("docs/rule-format.md")).unwrap();
    for block in document.split("```toml\n# complete\n").skip(1) {
        files.push(("docs/rule-format.md".to_owned(), block.split("```").next().unwrap().to_owned()));
    }
    files
}

#[test]
fn every_sound_regulation_fits() {
    let validator = validator();
    let files = sound();
    assert!(files.iter().filter(|(name, _)| name.starts_with("docs")).count() >= 2, "the documents have no complete regulation");
    for (name, text) in files {
        let refused = refusals(&validator, &text);
        assert!(refused.is_empty(), "{name}: {refused:#?}");
    }
}

#[test]
fn every_shipped_regulation_names_the_schema_to_editors() {
    for id in shipped::ids() {
        let text = shipped::text(&format!("{id}/regulation.toml")).unwrap();
        assert_eq!(text.lines().next(), Some(EDITOR_LINE), "{id}");
    }
    assert!(root().join("rules/42-hd-btctw").join(EDITOR_LINE.trim_start_matches("#:schema ")).exists());
}

#[test]
fn every_example_of_the_shape_fits() {
    let text = std::fs::read_to_string(root().join("rules/regulation.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut examples = 0;
    for table in shape::tables::REGULATION.all().into_iter().skip(1) {
        for key in table.all_keys() {
            let Some(example) = key.example() else { continue };
            examples += 1;
            let property = &schema["definitions"][table.name]["properties"][key.name];
            let own = serde_json::json!({ "definitions": schema["definitions"], "allOf": [property] });
            let validator = jsonschema::draft7::new(&own).unwrap();
            let value = json(&format!("value = {example}"))["value"].take();
            assert!(validator.is_valid(&value), "[{}] {} = {example}", table.name, key.name);
        }
    }
    assert!(examples > 80, "only {examples} examples");
}

/// The complete files of the tutorial, spoiled: (what is wrong, what stands in the file, what is put in its place).
const BROKEN: &[(&str, &str, &str)] = &[
    ("no title", "title = \"Quy định chấm điểm sinh hoạt chi bộ (ví dụ)\"\n", ""),
    ("an unknown key of the regulation", "scope = \"meeting\"", "scop = \"meeting\""),
    ("an unknown scope", "scope = \"meeting\"", "scope = \"quarter\""),
    ("an id with a blank", "id = \"vi-du-2024\"", "id = \"vi du 2024\""),
    ("a day that is none", "issued = 2024-05-19", "issued = \"tháng 5\""),
    ("an unknown standing", "standing = \"text\"", "standing = \"read\""),
    ("a reading without what was chosen", "chosen = \"30 điểm, như mức trên 75 %.\"\n", ""),
    ("a section of the other scope", "[attendance]\n", "[meeting-quality]\nlevels = [\"tot\"]\n[attendance]\n"),
    ("years of a meeting regulation", "issued = 2024-05-19", "years = \"2024\""),
    ("nobody counts", "counts = [\"present\"]", "counts = []"),
    ("a list that is a text", "counts = [\"present\"]", "counts = \"present\""),
    ("attendance without citation", "counts = [\"present\"]\ncite = \"qd: Phụ lục, mục 1\"", "counts = [\"present\"]"),
    ("points as text", "max = 100", "max = \"100\""),
    ("negative points", "max = 100", "max = -100"),
    ("a leaf without a kind", "[form.group.leaf.recorded]\nstep = 0.5", ""),
    (
        "a leaf of two kinds",
        "[form.group.leaf.recorded]\n",
        "[form.group.leaf.yes-no]\nfact = \"committee_met\"\n[form.group.leaf.recorded]\n",
    ),
    ("a step of zero", "step = 0.5", "step = 0"),
    ("yes or no of nothing", "fact = \"draft_resolution\"\n", ""),
    ("yes or no of two", "fact = \"draft_resolution\"\n", "fact = \"draft_resolution\"\nwhen = \"members > 0\"\n"),
    ("an unknown policy", "then = \"full\"", "then = \"ignore\""),
    ("a row without points", "{ in = \"> 90%\", points = 40 }", "{ in = \"> 90%\" }"),
    ("a row without interval", "{ in = \"> 90%\", points = 40 }", "{ points = 40 }"),
    ("a row with an unknown key", "{ in = \"> 90%\", points = 40 }", "{ in = \"> 90%\", points = 40, note = \"x\" }"),
    ("an interval with one sign", "in = \"(75%, 90%]\"", "in = \"(75, 90%]\""),
    ("an interval in words", "in = \"(75%, 90%]\"", "in = \"75% đến 90%\""),
    ("a level without title", "title = \"Khá\"\n", ""),
    ("a level without citation", "in = \"[90, 100]\"\ncite = \"qd: Điều 6\"", "in = \"[90, 100]\""),
    ("a gate without effect", "at-most = \"kha\"\n", ""),
    ("a gate with two effects", "at-most = \"kha\"\n", "at-most = \"kha\"\nset = \"kem\"\n"),
    ("a period of another length", "of = \"year\"", "of = \"quarter\""),
    ("a meeting of an unknown kind", "meetings = \"regular\"", "meetings = \"all\""),
    ("years that are none", "years = \"2024..\"", "years = \"từ 2024\""),
    ("a fact with a name that no expression can have", "id = \"cell_life\"", "id = \"cell-life\""),
    ("a fact of an unknown type", "type = \"count\"", "type = \"number\""),
    ("a percent without its sign", "percent = \"20%\"", "percent = \"20\""),
    ("a percent as a number", "percent = \"20%\"", "percent = 20"),
    ("a quota without base", "base = \"level-or-better\"\n", ""),
    ("a quota without rounding", "rounding = \"down\"\n", ""),
    ("a quota without the level of its base", "base-level = \"htt\"\n", ""),
    ("a quota of a part and of a number", "percent = \"20%\"\n", "percent = \"20%\"\nplaces = 3\n"),
    ("an unknown policy for ties", "rounding = \"down\"\n", "rounding = \"down\"\nties = \"lots\"\n"),
    ("a criterion without fact", "fact = \"tasks\"\n", ""),
    ("a grade that is a number", "kha = \"dat\"", "kha = 2"),
    ("due in a yearly regulation", "[meeting-quality]", "[due]\nregular = \"monthly\"\ncite = \"qd\"\n[meeting-quality]"),
];

#[test]
fn broken_regulations_are_refused_by_the_schema_and_by_the_loader() {
    let (validator, rulebook) = (validator(), shipped::rulebook().unwrap());
    let files: Vec<String> = sound().into_iter().filter(|(name, _)| name.starts_with("docs")).map(|(_, text)| text).collect();
    for (what, found, put) in BROKEN {
        let text = files.iter().find(|text| text.contains(found)).unwrap_or_else(|| panic!("{what}: no file has {found}"));
        let broken = text.replacen(found, put, 1);
        assert!(!refusals(&validator, &broken).is_empty(), "the schema takes: {what}");
        assert!(!faults(&rulebook, &broken).is_empty(), "the loader takes: {what}");
    }
}

/// A line `key = value` of a file, the first of its kind: its number, the table it stands in, its key.
fn keys<'t>(text: &'t str, seen: &mut BTreeSet<(String, String)>) -> Vec<(usize, &'t str, &'t str)> {
    let mut header = "";
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            header = line;
        }
        let whole = |value: &str| !value.trim_end().ends_with(['[', ',']);
        if let Some((key, value)) = line.split_once(" = ")
            && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            && whole(value)
            && seen.insert((header.to_owned(), key.to_owned()))
        {
            found.push((number, header, key));
        }
    }
    found
}

/// Each key of the sound files, taken away and given values of other types: what the schema refuses the loader refuses, and where the
/// loader misses a key the schema does.
#[test]
fn the_schema_is_never_stricter_than_the_loader_and_knows_what_is_mandatory() {
    let (validator, rulebook) = (validator(), shipped::rulebook().unwrap());
    let (mut tried, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut seen = BTreeSet::new();
    for (name, text) in sound() {
        let lines: Vec<&str> = text.lines().collect();
        for (number, header, key) in keys(&text, &mut seen) {
            for put in [None, Some("\"?\""), Some("12345"), Some("[]"), Some("true"), Some("\"\"")] {
                let new = put.map(|value| format!("{key} = {value}"));
                let spoiled: Vec<&str> = lines
                    .iter()
                    .enumerate()
                    .filter_map(|(n, line)| if n == number { new.as_deref() } else { Some(*line) })
                    .collect();
                let spoiled = spoiled.join("\n");
                let (schema, loader) = (refusals(&validator, &spoiled), faults(&rulebook, &spoiled));
                let what = format!("{name}, line {}: {header} {key} -> {put:?}", number + 1);
                if !schema.is_empty() && loader.is_empty() {
                    wrong.push(format!("{what}: only the schema refuses it: {schema:?}"));
                }
                let missing = put.is_none() && loader.iter().any(|(code, _)| *code == Code::RuleMissingKey);
                if missing && schema.is_empty() {
                    wrong.push(format!("{what}: only the loader misses it: {loader:?}"));
                }
                tried += 1;
                refused += usize::from(!schema.is_empty());
            }
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    assert!(tried > 800 && refused > 500, "{tried} tried, {refused} refused");
}
