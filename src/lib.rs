//! Scores Party-cell meetings under a regulation written as data.
pub mod assess;
pub mod base;
pub mod diagnostic;
pub mod expr;
pub mod records;
pub mod render;
pub mod report;
pub mod rules;
pub mod words;
