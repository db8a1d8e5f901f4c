//! The reference tables of rule files, from the shape.

use std::fmt::Write;

use chibo::rules::shape::{Basis, Key, Need, Table, Type, tables};

/// The rows of a table, one a key.
pub fn reference(table: &'static Table) -> String {
    let mut keys: Vec<String> = table.keys.iter().map(|key| row(table, key)).collect();
    match table.basis {
        Basis::None => {}
        Basis::Here => keys.push(basis("mandatory: `cite`, or `reading`")),
        Basis::From(around) => keys.push(basis(&format!("from {around}"))),
    }
    let of = if table.is_file() { "the file".to_owned() } else { format!("`{}`", table.name) };
    head(&format!("Key of {of}")) + &keys.concat()
}

/// The keys that every figure has.
pub fn of_every_figure() -> String {
    head("Key of every figure") + &tables::BASIS.iter().map(|key| row(&tables::REGULATION, key)).collect::<String>()
}

fn head(keys: &str) -> String {
    format!("| {keys} | Type, unit | Mandatory, or default | Meaning | Example |\n| --- | --- | --- | --- | --- |\n")
}

fn basis(need: &str) -> String {
    format!("| `cite`, `standing`, `reading` | [basis](#citations-standings-readings) | {need} | where it stands | |\n")
}

fn row(table: &'static Table, key: &Key) -> String {
    let mut of = label(&key.of);
    if !key.unit.is_empty() {
        let _ = write!(of, " ({})", key.unit);
    }
    let need = match key.need {
        Need::Must => "mandatory".to_owned(),
        Need::OneOf if table.one_of().len() > 3 => format!("exactly one of these {}", table.one_of().len()),
        Need::OneOf => format!("exactly one of {}", words(&table.one_of())),
        Need::With(other) => format!("mandatory with `{other}`, and only there"),
        Need::WithWord(other, list) => format!("mandatory where `{other}` is {}", words(list)),
        Need::Else(otherwise) => otherwise.to_owned(),
    };
    let only = key.scopes().map(|scopes| format!("; only with `{}`", scopes.replace('|', "\\|"))).unwrap_or_default();
    let example = key.example().map(|example| format!("`{example}`")).unwrap_or_default();
    let cell = |text: &str| text.replace('|', "\\|");
    format!("| `{}` | {of} | {} | {}{only} | {} |\n", key.name, cell(&need), cell(key.about), cell(&example))
}

fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<String>>().join(", ")
}

fn label(of: &Type) -> String {
    match of {
        Type::Overlay => "[overlay](#overlays)".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Id => "id".to_owned(),
        Type::Name => "name".to_owned(),
        Type::IdOf(what) => format!("id of a {what}"),
        Type::Cite => "citation".to_owned(),
        Type::Words(list) => words(list),
        Type::Word => "word".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Years => "years".to_owned(),
        Type::Flag => "`true`, `false`".to_owned(),
        Type::Points => "points".to_owned(),
        Type::Step => "points, more than 0".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Count => "whole number".to_owned(),
        Type::Value => "value of the fact".to_owned(),
        Type::Percent => "percent".to_owned(),
        Type::Condition => "condition".to_owned(),
        Type::Expression => "expression".to_owned(),
        Type::Interval => "[interval](#intervals)".to_owned(),
        Type::List(of) | Type::Maybe(of) => format!("list; each: {}", label(of)),
        Type::Pairs(key, value) => format!("table: {} = {}", label(key), label(value)),
        Type::Table(table) => format!("`[{}]`", table.name),
        Type::Tables(table) => format!("`[[{}]]`", table.name),
        Type::Named(table, _) => format!("`[{}]`", table.name),
    }
}
