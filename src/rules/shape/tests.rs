//! The shape and the loader agree in both directions.
//!
//! That the loader reads nothing which the shape does not have is asserted wherever it reads ([`super::super::section`]). Here is the
//! reverse: every key of the shape is read, when a file has its table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use super::samples::{never_read, samples};
use super::{FILES, Type, tables};
use crate::rules::load::lower_text;
use crate::rules::lower::Lower;
use crate::rules::shipped;

#[test]
fn the_loader_reads_every_key_of_the_shape() {
    let rulebook = shipped::rulebook().unwrap();
    let mut texts = samples(&tables::REGULATION);
    for id in shipped::ids() {
        texts.push(shipped::text(&format!("{id}/regulation.toml")).unwrap().to_owned());
    }
    let mut asked = BTreeSet::new();
    for text in &texts {
        let lower = Lower::new(&"test".into(), &text.as_str().into());
        assert!(lower_text(&lower, &rulebook).is_some(), "no TOML: {text}");
        asked.extend(lower.asked.take());
    }
    let never = never_read(&tables::REGULATION, &asked);
    assert!(never.is_empty(), "keys and words in src/rules/shape/tables.rs that the loader never reads: {never:#?}");
}

#[test]
fn every_key_is_described_once() {
    for table in FILES.iter().flat_map(|file| file.root.all()) {
        let mut names = BTreeSet::new();
        for key in table.all_keys() {
            assert!(names.insert(key.name), "[{}] {} stands twice", table.name, key.name);
            assert!(!key.about.is_empty(), "[{}] {} has no meaning", table.name, key.name);
            let counted = matches!(key.of, Type::Expression | Type::Interval | Type::Number | Type::Count);
            assert!(!counted || !key.unit.is_empty(), "[{}] {} has no unit", table.name, key.name);
            let needs_none = key.of.table().is_some();
            assert!(needs_none || !key.example.is_empty(), "[{}] {} has no example", table.name, key.name);
        }
    }
}
