//! Scores Party-cell meetings under a regulation written as data.
pub mod base;
pub mod diagnostic;
pub mod expr;
pub mod rules;
pub mod words;
