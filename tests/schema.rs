//! The JSON Schema of rule files, judged by a validator that knows nothing of this program: it takes every sound file, refuses broken
//! ones, and never refuses what the loader takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chibo::diagnostic::Findings;
use chibo::rules::{Regulation, Rulebook, load, shape, shipped};
use chibo::words::{Code, Lang};
use jsonschema::Validator;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn schema(file: &str) -> Value {
    let text = std::fs::read_to_string(root().join(format!("rules/{file}.schema.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn validator(file: &str) -> Validator {
    let schema = schema(file);
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

type Faults = Vec<(Code, String)>;

fn told(findings: &Findings) -> Faults {
    findings.iter().map(|fault| (fault.code, fault.what(Lang::En))).collect()
}

/// What the loader says of a regulation.
fn faults(rulebook: &Rulebook, text: &str) -> Faults {
    load(rulebook, &"test".into(), &text.into()).map_or_else(|findings| told(&findings), |_| Vec::new())
}

/// What the reader of worked cases says of a file.
fn case_faults(regulation: &Regulation, text: &str) -> Faults {
    told(&chibo::cases::read(regulation, &"test".into(), &text.into()).findings)
}

/// The worked cases of the shipped regulations, by id.
fn sound_cases() -> Vec<(String, String)> {
    let text = |id: &str| shipped::text(&format!("{id}/cases.toml")).unwrap().to_owned();
    shipped::ids().into_iter().map(|id| (id.to_owned(), text(id))).collect()
}

fn is_overlay(text: &str) -> bool {
    text.contains("\nextends = ")
}

/// Every shipped regulation that stands by itself and every complete one of the documents, with its name.
fn sound() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = shipped::ids()
        .into_iter()
        .map(|id| (id.to_owned(), shipped::text(&format!("{id}/regulation.toml")).unwrap().to_owned()))
        .collect();
    let document = std::fs::read_to_string(root().join("docs/rule-format.md")).unwrap();
    for block in document.split("```toml\n# complete\n").skip(1) {
        files.push(("docs/rule-format.md".to_owned(), block.split("```").next().unwrap().to_owned()));
    }
    files.retain(|(_, text)| !is_overlay(text));
    files
}

/// Every shipped regulation that is laid over another.
fn overlays() -> Vec<(String, String)> {
    let text = |id: &str| shipped::text(&format!("{id}/regulation.toml")).unwrap().to_owned();
    shipped::ids().into_iter().map(|id| (id.to_owned(), text(id))).filter(|(_, text)| is_overlay(text)).collect()
}

/// Tombi takes keys beside a condition only where the parts of the condition say that there may be others.
#[test]
fn every_part_of_a_condition_says_whether_it_allows_other_keys() {
    fn look(at: &Value, part: bool, wrong: &mut Vec<String>) {
        let Value::Object(map) = at else { return };
        let about_keys = map.contains_key("properties") || part;
        if about_keys && map.contains_key("$ref") == map.contains_key("additionalProperties") {
            wrong.push(at.to_string());
        }
        for (name, below) in map {
            match (name.as_str(), below) {
                ("properties" | "definitions", Value::Object(named)) => {
                    named.values().for_each(|below| look(below, false, wrong));
                }
                ("if" | "then" | "else", below) => look(below, true, wrong),
                _ => {}
            }
        }
    }
    for file in shape::FILES.map(|file| file.word) {
        let mut wrong = Vec::new();
        look(&schema(file), false, &mut wrong);
        assert!(wrong.is_empty(), "{file}: {wrong:#?}");
    }
}

#[test]
fn every_sound_file_fits() {
    let files = sound();
    assert!(files.iter().filter(|(name, _)| name.starts_with("docs")).count() >= 2, "the documents have no complete regulation");
    let facts = vec![("facts.toml".to_owned(), shipped::text("facts.toml").unwrap().to_owned())];
    for (file, files) in [("regulation", files), ("overlay", overlays()), ("cases", sound_cases()), ("facts", facts)] {
        let validator = validator(file);
        for (name, text) in files {
            let refused = refusals(&validator, &text);
            assert!(refused.is_empty(), "{file}, {name}: {refused:#?}");
        }
    }
}

#[test]
fn every_shipped_file_names_its_schema_to_editors() {
    let mut files = vec![("facts.toml".to_owned(), "facts.schema.json")];
    for id in shipped::ids() {
        let path = format!("{id}/regulation.toml");
        let schema =
            if is_overlay(shipped::text(&path).unwrap()) { "../overlay.schema.json" } else { "../regulation.schema.json" };
        files.push((path, schema));
        files.push((format!("{id}/cases.toml"), "../cases.schema.json"));
    }
    for (file, schema) in files {
        let text = shipped::text(&file).unwrap();
        assert_eq!(text.lines().next(), Some(format!("#:schema {schema}").as_str()), "{file}");
        assert!(root().join("rules").join(&file).parent().unwrap().join(schema).exists(), "{file}");
    }
}

#[test]
fn every_example_of_the_shape_fits() {
    for shape::File { word: file, root, .. } in shape::FILES.into_iter().filter(|file| !file.overlay) {
        let schema = schema(file);
        let mut examples = 0;
        for table in root.all().into_iter().skip(1) {
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
        assert!(examples > 10, "{file}: only {examples} examples");
    }
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
    ("a period of another length", "of = \"year\"", "of = \"week\""),
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

/// The worked cases of a shipped regulation, spoiled.
const BROKEN_CASES: &[(&str, &str, &str)] = &[
    ("no source", "source = \"số công bố: 13/15 = 86,67 %, trên 85 % và chưa đến 90 %\"\n", ""),
    ("an unknown key", "title = \"13 trên 15 có mặt, một vắng không lý do\"", "name = \"13 trên 15\""),
    ("an id with a blank", "id = \"13-of-15\"", "id = \"13 of 15\""),
    (
        "a list for facts",
        "meeting = { kind = \"regular\", members = 15, present = 13, excused = 1, unexcused = 1 }",
        "meeting = []",
    ),
    ("a table for a fact", "members = 15, present = 13", "members = { all = 15 }, present = 13"),
    ("an unknown expectation", "expect = { attendance = \"13/15\"", "expect = { attended = \"13/15\""),
    ("points of a leaf as a number", "leaves = { \"1.1\" = \"15\"", "leaves = { \"1.1\" = 15"),
    ("attendance as a number", "expect = { attendance = \"13/15\"", "expect = { attendance = 13"),
];

#[test]
fn broken_regulations_are_refused_by_the_schema_and_by_the_loader() {
    let (validator, rulebook) = (validator("regulation"), shipped::rulebook().unwrap());
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

/// A shipped regulation that extends another, spoiled.
const BROKEN_OVERLAYS: &[(&str, &str, &str)] = &[
    (
        "no title of its own",
        "title = \"Phiếu đánh giá chất lượng sinh hoạt chi bộ của phường An Phú (theo Hướng dẫn 42-HD/BTCTW)\"\n",
        "",
    ),
    ("an unknown key of an entry", "id = \"khung\"\ntitle", "id = \"khung\"\nname"),
    ("an entry without id", "[[form.group]]\nid = \"1\"\n", "[[form.group]]\n"),
    ("points as text", "max = 5", "max = \"5\""),
    ("a removal that is a word", "remove = true", "remove = \"yes\""),
    (
        "an unknown key of an alternative",
        "[reading.alternative.change.measures.large_cell]\nof",
        "[reading.alternative.change.measures.large_cell]\nfrom",
    ),
];

#[test]
fn broken_overlays_are_refused_by_the_schema_and_by_the_loader() {
    let (validator, rulebook) = (validator("overlay"), shipped::rulebook().unwrap());
    let text = shipped::text("42-hd-btctw.an-phu/regulation.toml").unwrap();
    for (what, found, put) in BROKEN_OVERLAYS {
        assert!(text.contains(found), "{what}: the file does not have {found}");
        let broken = text.replacen(found, put, 1);
        assert!(!refusals(&validator, &broken).is_empty(), "the schema takes: {what}");
        assert!(!faults(&rulebook, &broken).is_empty(), "the loader takes: {what}");
    }
}

#[test]
fn broken_cases_are_refused_by_the_schema_and_by_their_reader() {
    let validator = validator("cases");
    let regulation = shipped::find(&shipped::rulebook().unwrap(), "14-qdi-tu").unwrap();
    let text = shipped::text("14-qdi-tu/cases.toml").unwrap();
    for (what, found, put) in BROKEN_CASES {
        assert!(text.contains(found), "{what}: the file does not have {found}");
        let broken = text.replacen(found, put, 1);
        assert!(!refusals(&validator, &broken).is_empty(), "the schema takes: {what}");
        assert!(!case_faults(&regulation, &broken).is_empty(), "the reader takes: {what}");
    }
}

/// Each key of the files, the shortest file first, taken away and given values of other types: what the schema refuses the reader of the
/// file refuses, and where the reader misses a key of a file that stands by itself the schema does too. Returns how many values the schema
/// refused.
fn compare(file: &str, mut files: Vec<(String, String)>, faults: impl Fn(&str, &str) -> Faults) -> usize {
    let validator = validator(file);
    let (mut refused, mut wrong) = (0, Vec::new());
    let mut seen = BTreeSet::new();
    files.sort_by_key(|(_, text)| text.len());
    for (name, text) in &files {
        let lines: Vec<&str> = text.lines().collect();
        for (number, header, key) in keys(text, &mut seen) {
            // Each type stands at many keys, so that the values need not all be tried at each.
            let puts = [[Some("\"?\""), Some("12345")], [Some("[]"), Some("\"\"")]][number % 2];
            for put in [None].into_iter().chain(puts) {
                let new = put.map(|value| format!("{key} = {value}"));
                let spoiled: Vec<&str> = lines
                    .iter()
                    .enumerate()
                    .filter_map(|(n, line)| if n == number { new.as_deref() } else { Some(*line) })
                    .collect();
                let spoiled = spoiled.join("\n");
                let what = format!("{name}, line {}: {header} {key} -> {put:?}", number + 1);
                let schema = refusals(&validator, &spoiled);
                if !schema.is_empty() {
                    refused += 1;
                    if faults(name, &spoiled).is_empty() {
                        wrong.push(format!("{what}: only the schema refuses it: {schema:?}"));
                    }
                } else if put.is_none() && !is_overlay(text) {
                    let missing = faults(name, &spoiled).into_iter().find(|(code, _)| *code == Code::RuleMissingKey);
                    wrong.extend(missing.map(|loader| format!("{what}: only the loader misses it: {loader:?}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    refused
}

#[test]
fn the_schema_is_never_stricter_than_the_loader_and_knows_what_is_mandatory() {
    let rulebook = shipped::rulebook().unwrap();
    let refused = compare("regulation", sound(), |_, text| faults(&rulebook, text));
    assert!(refused > 250, "{refused} refused");
}

#[test]
fn the_schema_of_overlays_is_never_stricter_than_the_loader() {
    let rulebook = shipped::rulebook().unwrap();
    let refused = compare("overlay", overlays(), |_, text| faults(&rulebook, text));
    assert!(refused > 50, "{refused} refused");
}

#[test]
fn the_schema_of_cases_is_never_stricter_than_their_reader() {
    let rulebook = shipped::rulebook().unwrap();
    let refused = compare("cases", sound_cases(), |id, text| case_faults(&shipped::find(&rulebook, id).unwrap(), text));
    assert!(refused > 20, "{refused} refused");
}
