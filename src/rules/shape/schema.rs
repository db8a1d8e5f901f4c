//! The shape as a JSON Schema, for editors that complete and check while one types.
//!
//! Draft 7: the newest draft that the editors' TOML servers (Taplo, which is in Even Better TOML, and Tombi) both understand. Taplo
//! looks at nothing beside a `$ref` and leaves out a schema that has an `allOf`, so neither stands beside a description here. Tombi takes
//! a date only where the format says so, and keys that a part of a schema does not name only where that part says so.

use serde_json::{Map, Value, json};

use crate::rules::Scope;

use super::tables::{REGULATION, REMOVE};
use super::{Basis, File, Key, Need, Table, Type};

const ID: &str = "^[A-Za-z0-9._/-]+$";
const EXTENDS: &str = "extends";
const NAME: &str = "^[A-Za-z_][A-Za-z0-9_]*$";
const NUMBER: &str = r"-?[0-9]+(\.[0-9]+)?";

/// How much of a table a file has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All that is mandatory.
    Whole,
    /// What changes in a table that is there already.
    Change,
    /// What changes in one of several tables, which are known by id or name; or that it goes away.
    Entry,
}

/// The JSON Schema of a kind of file, as its text.
pub fn schema(file: File) -> String {
    let root = file.root;
    let part = if file.overlay { Part::Change } else { Part::Whole };
    let mut found = Vec::new();
    gather(root, part, &mut found);
    // What an alternative reading changes has the form of an overlay, so an overlay holds others.
    let inner = found.into_iter().skip(usize::from(part == Part::Whole));
    let definitions: Map<String, Value> = inner.map(|(below, part)| (definition(below, part), table(below, part))).collect();
    let title = if file.overlay { format!("{} that extends another", root.name) } else { root.name.to_owned() };
    let mut schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
    if let (Value::Object(schema), Value::Object(own)) = (&mut schema, table(root, part)) {
        schema.extend(own);
        if part == Part::Whole {
            schema.extend(by_scope(root));
        } else {
            schema.insert("required".to_owned(), json!(["regulation"]));
        }
        schema.insert("definitions".to_owned(), Value::Object(definitions));
    }
    format!("{schema:#}\n")
}

fn gather(table: &'static Table, part: Part, found: &mut Vec<(&'static Table, Part)>) {
    if found.iter().any(|(known, of)| known.name == table.name && *of == part) {
        return;
    }
    found.push((table, part));
    for (below, part) in table.keys.iter().filter_map(|key| below(&key.of, part)) {
        gather(below, part, found);
    }
}

/// The table that a value is or holds, and how much of it where so much of the table around it is there.
fn below(of: &Type, around: Part) -> Option<(&'static Table, Part)> {
    if let Type::Overlay = of {
        return Some((&REGULATION, Part::Change));
    }
    let table = of.table()?;
    let part = match of {
        _ if around == Part::Whole => Part::Whole,
        Type::Named(..) => Part::Entry,
        // What has no id cannot be told apart: such a list is changed as a whole.
        Type::Tables(_) => {
            if table.key("id").is_some() {
                Part::Entry
            } else {
                Part::Whole
            }
        }
        _ => Part::Change,
    };
    Some((table, part))
}

fn definition(table: &Table, part: Part) -> String {
    match part {
        Part::Whole => table.name.to_owned(),
        Part::Change | Part::Entry => format!("change:{}", table.name),
    }
}

fn table(table: &'static Table, part: Part) -> Value {
    let mut properties = Map::new();
    for key in table.all_keys().chain(can_go(table, part).then_some(&REMOVE)) {
        properties.insert(key.name.to_owned(), property(key, part));
    }
    let mut schema = json!({
        "description": table.about, "type": "object", "additionalProperties": false, "properties": properties,
    });
    if let Value::Object(schema) = &mut schema {
        let must: Vec<&str> = table.all_keys().filter(|key| is_mandatory(table, key, part)).map(|key| key.name).collect();
        if !must.is_empty() {
            schema.insert("required".to_owned(), json!(must));
        }
        if part == Part::Whole {
            schema.extend(conditions(table));
        }
    }
    schema
}

/// Whether the table can be taken away: the whole of a file cannot, nor what it says of itself.
fn can_go(table: &Table, part: Part) -> bool {
    part == Part::Entry || part == Part::Change && !table.is_file() && table.key(EXTENDS).is_none()
}

fn is_mandatory(table: &Table, key: &Key, part: Part) -> bool {
    // Whatever extends another file still says which one it is itself.
    let own = part == Part::Whole || table.key(EXTENDS).is_some();
    own && (key.need == Need::Must || part != Part::Whole && key.name == EXTENDS) || part == Part::Entry && key.name == "id"
}

/// What must stand in a table where something else does or does not.
fn conditions(table: &'static Table) -> Map<String, Value> {
    let mut out = Map::new();
    if !table.one_of().is_empty() {
        out.insert("oneOf".to_owned(), each_required(&table.one_of()));
    }
    let dependencies = dependencies(table);
    if !dependencies.is_empty() {
        out.insert("dependencies".to_owned(), Value::Object(dependencies));
    }
    for key in table.all_keys() {
        if let Need::WithWord(other, words) = key.need {
            let mut of = Map::new();
            of.insert(other.to_owned(), json!({ "enum": words }));
            out.insert("if".to_owned(), json!({ "additionalProperties": true, "properties": of, "required": [other] }));
            out.insert("then".to_owned(), json!({ "additionalProperties": true, "required": [key.name] }));
        }
    }
    if table.basis == Basis::Here {
        out.insert("anyOf".to_owned(), each_required(&["cite", "reading"]));
    }
    out
}

/// Keys that stand together or not at all.
fn dependencies(table: &'static Table) -> Map<String, Value> {
    let mut with: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    for key in table.all_keys() {
        if let Need::With(other) = key.need {
            with.entry(other).or_default().push(key.name);
            with.entry(key.name).or_default().push(other);
        }
    }
    with.into_iter().map(|(key, others)| (key.to_owned(), json!(others))).collect()
}

fn each_required(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "required": [name] })).collect()
}

/// Keys that have no meaning in a regulation of another scope must not be there.
fn by_scope(root: &'static Table) -> Map<String, Value> {
    let bound = |table: &'static Table| table.all_keys().any(|key| !key.only.is_empty());
    let strange = |scope: Scope| {
        let never = |table: &'static Table| -> Map<String, Value> {
            let strange = table.all_keys().filter(|key| !key.is_of(scope));
            strange.map(|key| (key.name.to_owned(), json!(false))).collect()
        };
        let mut properties = never(root);
        for key in root.all_keys() {
            if let Type::Table(below) = key.of
                && bound(below)
            {
                properties.insert(key.name.to_owned(), json!({ "additionalProperties": true, "properties": never(below) }));
            }
        }
        json!({ "additionalProperties": true, "properties": properties })
    };
    let mut out = Map::new();
    if bound(root) {
        let with =
            |name: &str, of: Value| json!({ "additionalProperties": true, "properties": { name: of }, "required": [name] });
        let is = |scope: Scope| with("regulation", with("scope", json!({ "const": scope.word() })));
        out.insert("if".to_owned(), is(Scope::Year));
        out.insert("then".to_owned(), strange(Scope::Year));
        let otherwise = json!({
            "additionalProperties": true,
            "if": is(Scope::Visit), "then": strange(Scope::Visit), "else": strange(Scope::Meeting),
        });
        out.insert("else".to_owned(), otherwise);
    }
    out
}

fn property(key: &Key, part: Part) -> Value {
    let mut schema = value(&key.of, part);
    let Value::Object(map) = &mut schema else { return schema };
    if map.contains_key("$ref") {
        return schema;
    }
    map.insert("description".to_owned(), json!(description(key)));
    if matches!(key.need, Need::Must | Need::OneOf)
        && part == Part::Whole
        && map.contains_key("items")
        && !matches!(key.of, Type::Maybe(_))
    {
        map.insert("minItems".to_owned(), json!(1));
    }
    if let Some(example) = example(key) {
        map.insert("examples".to_owned(), json!([example]));
    }
    if let Need::Else(otherwise) = key.need
        && let Type::Words(words) = key.of
        && let Some(default) = words.iter().find(|word| format!("`{word}`") == otherwise)
    {
        map.insert("default".to_owned(), json!(default));
    }
    schema
}

fn description(key: &Key) -> String {
    let mut text = key.about.to_owned();
    if !key.unit.is_empty() {
        text += &format!(" (unit: {})", key.unit);
    }
    match key.need {
        Need::With(other) => text += &format!("; only with `{other}`, and there mandatory"),
        Need::WithWord(other, words) => text += &format!("; mandatory where `{other}` is {}", words.join(", ")),
        Need::Must | Need::OneOf | Need::Else(_) => {}
    }
    if let Need::Else(otherwise) = key.need {
        text += &format!("; if left out: {otherwise}");
    }
    text
}

/// The example as JSON has it; dates are texts there, as they are in editors. A TOML list of texts is a JSON one as well.
fn example(key: &Key) -> Option<Value> {
    match key.of {
        Type::Date => Some(json!(key.example)),
        _ => serde_json::from_str(&key.example()?).ok(),
    }
}

/// The form of a value in a table of which so much is there.
fn value(of: &Type, around: Part) -> Value {
    if let Some((table, part)) = below(of, around) {
        let table = json!({ "$ref": format!("#/definitions/{}", definition(table, part)) });
        return match of {
            Type::Tables(_) => json!({ "type": "array", "items": table }),
            Type::Named(_, name) => {
                json!({ "type": "object", "additionalProperties": table, "propertyNames": value(name, part) })
            }
            _ => table,
        };
    }
    match of {
        Type::Id | Type::IdOf(_) => json!({ "type": "string", "pattern": ID }),
        Type::Name => json!({ "type": "string", "pattern": NAME }),
        Type::Text | Type::Word | Type::Condition | Type::Expression => json!({ "type": "string", "minLength": 1 }),
        Type::Cite => json!({ "type": "string", "pattern": "^[A-Za-z0-9._/-]+(:.*)?$" }),
        Type::Words(words) => json!({ "type": "string", "enum": words }),
        Type::Date => json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Type::Years => json!({ "type": "string", "pattern": r"^([0-9]{4}(\.\.([0-9]{4})?)?|\.\.[0-9]{4})$" }),
        Type::Flag => json!({ "type": "boolean" }),
        Type::Points => json!({ "type": "number", "minimum": 0 }),
        Type::Step => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Type::Number => json!({ "type": "number" }),
        Type::Count => json!({ "type": "integer", "minimum": 0 }),
        Type::Value => json!({ "anyOf": [{ "type": ["string", "number", "boolean"] }, value(&Type::Date, around)] }),
        Type::Percent => json!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? *%$" }),
        Type::Interval => json!({ "type": "string", "pattern": interval() }),
        Type::List(of) | Type::Maybe(of) => json!({ "type": "array", "items": value(of, around) }),
        Type::Pairs(name, text) => {
            let mut pairs =
                json!({ "type": "object", "additionalProperties": value(text, around), "propertyNames": value(name, around) });
            if let (Value::Object(pairs), true) = (&mut pairs, around == Part::Change) {
                pairs.insert("properties".to_owned(), json!({ REMOVE.name: property(&REMOVE, around) }));
            }
            pairs
        }
        // Done above.
        Type::Table(_) | Type::Tables(_) | Type::Named(..) | Type::Overlay => json!({}),
    }
}

/// `[a, b)`, `>= a` and their like; either every figure has its percent sign or none.
fn interval() -> String {
    let of = |number: &str| format!(r"([\[(] *{number} *, *{number} *[\])]|(>=|<=|>|<|=) *{number})");
    format!("^({}|{})$", of(NUMBER), of(&format!("{NUMBER} *%")))
}
