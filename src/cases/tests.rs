//! The reader of worked cases reads every key of their shape; that it reads no other is asserted wherever it reads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::read::read_all;
use crate::rules::lower::Lower;
use crate::rules::shape::cases::CASES;
use crate::rules::shape::samples::{Asked, never_read, samples};
use crate::rules::shipped;

#[test]
fn the_reader_reads_every_key_of_the_shape() {
    let rulebook = shipped::rulebook().unwrap();
    let mut asked = Asked::new();
    for id in shipped::ids() {
        let regulation = shipped::find(&rulebook, id).unwrap();
        let own = shipped::text(&format!("{id}/cases.toml")).unwrap().to_owned();
        for text in samples(&CASES).into_iter().chain([own]) {
            let lower = Lower::new(&"test".into(), &text.as_str().into());
            read_all(&lower, &regulation);
            asked.extend(lower.asked.take());
        }
    }
    let never = never_read(&CASES, &asked);
    assert!(never.is_empty(), "keys in src/rules/shape/cases.rs that the reader never reads: {never:#?}");
}
