//! Scores Party-cell meetings (sinh hoạt chi bộ) under a scoring regulation written as data, and gives every figure with its
//! reason and clause.
//!
//! The flow goes one way, from the lowest floor to the highest:
//!
//! 1. [`base`]: exact numbers, days, periods; [`words`]: every word a reader sees.
//! 2. [`diagnostic`]: what is wrong with an input, where, and how to mend it.
//! 3. [`expr`]: the expression language of rule files.
//! 4. [`rules`]: `rules/<id>/regulation.toml` → [`rules::Regulation`], checked and compiled.
//! 5. [`outline`]: a regulation as one tree of entries, which is what is shown of it and compared.
//! 6. [`records`]: `cells.csv`, `meetings.csv`, `year.csv`, `discipline.csv`, `assignments.csv`, `visits.csv` → facts, row by row, each row
//!    accounted for.
//! 7. [`assess`]: facts under a regulation → scores, rates, levels, classifications, with the branch taken as part of the value.
//! 8. [`run`]: from folders and names to results; the only place that knows what a result rests on.
//! 9. [`cases`]: the worked examples of a regulation, run; which of its parts they reach.
//! 10. [`compare`]: two regulations → what the second says otherwise, in legal terms.
//! 11. [`report`]: results as typed tables and words; [`render`]: tables as text, CSV, JSON, Markdown.
//! 12. [`receipt`]: what a result rests on and came to, with sums that prove it years later.
//!
//! The library never prints, exits or reads the clock; the program `chibo` does.
//!
//! # Example
//!
//! One meeting under the sample table of Lai Châu: 13 of 15 members present is over 85 %, one absence is unexcused.
//!
//! ```
//! use chibo::assess::judge_meeting;
//! use chibo::rules::shipped;
//!
//! let rulebook = shipped::rulebook().expect("the shipped vocabulary is sound");
//! let regulation = shipped::find(&rulebook, "14-qdi-tu").expect("a shipped regulation");
//!
//! let mut facts = vec![None; regulation.layout.recorded()];
//! for (fact, value) in [("members", 15), ("present", 13), ("excused", 1), ("unexcused", 1), ("on_mission", 0), ("minutes", 95)] {
//!     let slot = regulation.vocabulary.position(fact).expect("a shared fact");
//!     facts[slot] = Some(value);
//! }
//! let judged = judge_meeting(&regulation, &facts);
//! // The kind of the meeting was not recorded, so no score sheet can be chosen.
//! assert!(judged.is_none());
//!
//! let kind = regulation.vocabulary.position("kind").expect("a shared fact");
//! facts[kind] = Some(0); // regular
//! let judged = judge_meeting(&regulation, &facts).expect("the sheet for regular meetings applies");
//! assert_eq!(judged.attendance, Some((13, 15)));
//! let rate = &judged.outcomes[regulation.leaf("1.1").expect("the leaf on attendance")];
//! assert_eq!(rate.points, 15_000); // thousandths: all 15 points, since 13/15 is over 85 %
//! // Most facts are missing, which is not zero: there is no total, and so no level.
//! assert!(judged.score.total.is_none() && judged.score.level.is_none());
//! ```

pub mod assess;
pub mod base;
pub mod cases;
pub mod compare;
pub mod diagnostic;
pub mod expr;
pub mod outline;
pub mod receipt;
pub mod records;
pub mod render;
pub mod report;
pub mod rules;
pub mod run;
pub mod words;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
